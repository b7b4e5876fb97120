"""Les fautes d’un fichier qui en a trop : les premières sont dites, les suivantes comptées.

Un fichier d’une autre nature, une colonne décalée : chaque ligne est fautive. Les dire toutes n’apprend rien de plus
que les premières, et en prendrait plus de place que le fichier.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from financement.fautes.faute import FAUTES_COMPTEES, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import ESPACE_FINE
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.description.limites_de_lecture import FAUTES_GARDEES

__all__ = ["Incoherences", "compter", "garder_les_premieres", "retenir_les_lignes", "sans_confronter"]

T = TypeVar("T")
Incoherences = Callable[[T], int]
"""Le nombre de fautes de cohérence d’une ligne que rien d’autre n’accuse, parmi celles que l’examen dira."""


def sans_confronter(_objet: object) -> int:
    """Ne confronte la ligne à rien."""
    return 0


def retenir_les_lignes(
    lue: TableLue[T],
    lignes: Iterable[LigneLue[T]],
    fichier: str | None,
    incoherences: Incoherences[T] = sans_confronter,
) -> None:
    """Ajoute à ``lue`` les ``lignes``, lues une à une ; au-delà des limites, sans leurs fautes, puis plus du tout.

    Celles que comptent les ``incoherences`` seront dites plus tard : elles n’arrêtent que la lecture.
    """
    nombre = gardees = a_dire = 0
    for ligne in lignes:
        nombre += len(ligne.fautes)
        if nombre <= FAUTES_GARDEES:
            gardees = nombre
        elif ligne.fautes:
            ligne = replace(ligne, fautes=())  # noqa: PLW2901 -- ses fautes comptent, mais ne pèsent plus
        lue.lignes.append(ligne)
        if ligne.objet is not None and not ligne.fautives:
            a_dire += incoherences(ligne.objet)
        if max(nombre, a_dire) > FAUTES_COMPTEES:
            # Ce que portaient les lignes suivantes n'est pas connu, et n'accuse rien d'autre.
            lue.complete = False
            break
    lue.fautes.extend(compter(nombre - gardees, fichier))


TROP_DE_FAUTES: Final = ModeleFaute("LECTURE-17", "{cause}.", "Corriger celles qui le sont, puis relire le dossier.")


def compter(nombre: int, fichier: str | None) -> Sequence[Faute]:
    """La faute qui compte celles d’un fichier qui ne sont pas dites ; aucune s’il n’y en a pas.

    Au-delà de la limite, l’examen s’est arrêté et le compte n’est qu’un minimum.
    """
    if not nombre:
        return ()
    ecrit = f"{nombre:,}".replace(",", ESPACE_FINE)
    accord = (
        "autre faute de ce fichier n’est pas dite" if nombre == 1 else "autres fautes de ce fichier ne sont pas dites"
    )
    arret = " : il en a tant que sa lecture s’est arrêtée là" if nombre + FAUTES_GARDEES > FAUTES_COMPTEES else ""
    cause = f"{ecrit} {accord}{arret}"
    return (replace(faute(TROP_DE_FAUTES, Provenance(fichier=fichier), ecrit, cause=cause), nombre=nombre),)


def garder_les_premieres(fautes: Iterable[Faute]) -> list[Faute]:
    """Les premières fautes de chaque fichier, déjà dans l’ordre, puis le compte des autres."""
    par_fichier: dict[str | None, list[Faute]] = {}
    for constatee in fautes:
        par_fichier.setdefault(constatee.provenance.fichier, []).append(constatee)
    return [gardee for siennes in par_fichier.values() for gardee in _garder_les_premieres(siennes)]


def _garder_les_premieres(fautes: Sequence[Faute]) -> Iterator[Faute]:
    dites = [constatee for constatee in fautes if constatee.code != TROP_DE_FAUTES.code]
    comptees = sum(constatee.nombre for constatee in fautes if constatee.code == TROP_DE_FAUTES.code)
    yield from dites[:FAUTES_GARDEES]
    yield from compter(comptees + len(dites[FAUTES_GARDEES:]), fautes[0].provenance.fichier)
