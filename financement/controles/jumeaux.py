"""Contrôle des textes que l’œil prend pour le même, et que le dossier compte à part."""

from collections.abc import Iterable, Iterator
from typing import Final

from financement.controles.constat import Constat, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.operation import Operation
from financement.fautes.faute import montrer
from financement.valeurs.graphies import cle_de_code, difference

__all__ = ["textes_jumeaux"]


def textes_jumeaux(contexte: Contexte) -> Iterator[Constat]:
    """JUMEAU-01 : ni deux opérations, ni deux maîtres d’ouvrage de même nom à la casse ou aux espaces près (usage, D).

    Un maître d’ouvrage est celui d’un code déclaré s’il est écrit exactement ; sinon c’est un nom libre, donc un autre.
    Toutes les versions sont examinées ; chaque texte n’est dit qu’une fois, à sa première ligne.
    """
    projet = contexte.situation.projet
    convention = projet.convention
    declares = [f.code for f in convention.financeurs] + [m.code for m in convention.maitres_ouvrage]
    operations = [(operation.code, operation) for operation in projet.operations]
    yield from _jumeaux("Opération", "operation", (), operations)
    maitres = [(operation.maitre_ouvrage, operation) for operation in projet.operations]
    yield from _jumeaux("Maître d’ouvrage", "maitre_ouvrage", declares, maitres)


TEXTES_JUMEAUX: Final = ModeleControle(
    "JUMEAU-01",
    "Deux noms que l’œil prend pour le même",
    Gravite.ALERTE,
    "{quoi} : « {lu} » et « {autre} » ne diffèrent que par la casse, la forme Unicode ou une espace{precision}, et "
    "sont comptés à part.",
    "Écrire partout « {autre} » dans les opérations, ou donner deux noms bien distincts à ce qui est distinct.",
)


def _jumeaux(
    quoi: str, colonne: str, declares: Iterable[str], cites: Iterable[tuple[str, Operation]]
) -> Iterator[Constat]:
    premiers = {cle_de_code(code): code for code in declares}
    vus = set(declares)
    for texte, operation in cites:
        premier = premiers.setdefault(cle_de_code(texte), texte)
        if texte in vus or texte == premier:
            continue
        vus.add(texte)
        precision = difference(texte, premier)
        yield TEXTES_JUMEAUX.constater(
            operation=operation.code,
            provenance=operation.provenance.a_la_colonne(colonne),
            quoi=quoi,
            lu=montrer(texte),
            autre=montrer(premier),
            precision=f" ({precision})" if precision else "",
        )
