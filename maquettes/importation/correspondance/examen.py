"""Ce qu’une correspondance bien formée peut encore avoir d’impossible : un champ inconnu, une règle sans effet."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from financement.fautes.faute import Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.ressemblance import proposition
from maquettes.description.description import JOURNAL, OPERATIONS, PLAN, REALISATIONS
from maquettes.formes.lieux_imbriques import Chemin
from maquettes.importation.correspondance.modele import Champ, Correspondance, Regle, Role, Source

__all__ = ["CHAMPS", "examiner", "examiner_la_source"]

_DES_MONTANTS: Final = ("montant_ht", "montant_tva", "montant_ttc")
CHAMPS: Final[Mapping[Role, tuple[str, ...]]] = MappingProxyType(
    {
        Role.TABLEAU_FINANCIER: tuple(dict.fromkeys((*OPERATIONS.noms[1:], *PLAN.noms[2:]))),
        Role.OPERATIONS: OPERATIONS.noms[1:],
        Role.JOURNAL: (*JOURNAL.noms, *_DES_MONTANTS, "achevement"),
        Role.DEPENSES: (*JOURNAL.noms, *_DES_MONTANTS, "achevement"),
        Role.REALISATIONS: (*REALISATIONS.noms, "achevement"),
    }
)
"""Les champs que peut donner une source, par rôle."""

CHAMP_INCONNU: Final = ModeleFaute(
    "IMPORT-14", "Une source « {role} » n’a pas de champ « {lu} »{proposition}.", "Choisir parmi : {choix}."
)
REGLE_IMPOSSIBLE: Final = ModeleFaute("IMPORT-19", "{cause}.", "{correction}")


def examiner(correspondance: Correspondance, situer: Callable[[Chemin], Provenance]) -> Iterator[Faute]:
    """Toutes les fautes de sens d’une correspondance, source après source."""
    for rang, source in enumerate(correspondance.sources):
        yield from examiner_la_source(rang, source, situer)


def examiner_la_source(rang: int, source: Source, situer: Callable[[Chemin], Provenance]) -> Iterator[Faute]:
    """Les fautes de sens de la source de ce rang."""
    yield from _de_source(source, lambda *cles: situer(("sources", rang, *cles)))


def _de_source(source: Source, situer: Callable[..., Provenance]) -> Iterator[Faute]:
    connus = CHAMPS[source.role]
    for table in ("colonnes", "constantes"):
        champs: Mapping[str, str] = getattr(source, table)
        for nom in champs:
            if nom not in connus:
                yield faute(
                    CHAMP_INCONNU,
                    situer(table, nom),
                    nom,
                    role=source.role.value,
                    proposition=proposition(nom, connus),
                    choix=", ".join(connus),
                )
    if source.entete is not None and not 1 <= source.entete[0] <= source.entete[1]:
        yield _impossible(
            situer("entete"),
            "Les lignes de l’en-tête se comptent depuis 1, la première avant la dernière",
            "Écrire par exemple entete = [3, 4].",
        )
    for rang, regle in enumerate(source.regles):
        yield from _de_regle(regle, lambda *cles, rang=rang: situer("regles", rang, *cles))
    for rang, forme in enumerate(source.mouvements):
        champs_de_forme = {nom: getattr(forme, nom) for nom in type(forme).model_fields}
        yield from _de_champs(champs_de_forme.items(), lambda *cles, rang=rang: situer("mouvements", rang, *cles))
    for rang, ignoree in enumerate(source.ignorees):
        if ignoree.colonne is ignoree.ligne is ignoree.feuille is ignoree.valeur is None:
            yield _impossible(
                situer("ignorees", rang),
                "Ce qui est à ignorer n’est pas dit",
                "Écrire colonne, ligne, feuille ou valeur, et son libellé.",
            )


def _de_champs(champs: Iterable[tuple[str, object]], situer: Callable[..., Provenance]) -> Iterator[Faute]:
    for nom, champ in champs:
        if isinstance(champ, Champ) and (champ.colonne is None) == (champ.valeur is None):
            yield _impossible(
                situer(nom),
                f"« {nom} » vient d’une colonne ou d’une constante, de l’une des deux et d’une seule",
                'Écrire { colonne = "…" } ou { valeur = "…" }.',
            )


def _de_regle(regle: Regle, situer: Callable[..., Provenance]) -> Iterator[Faute]:
    effets = (regle.type, regle.operation, regle.financeur, regle.nature, regle.base, regle.ignorer)
    if not any(effet is not None for effet in effets):
        yield _impossible(
            situer(), "La règle n’a pas d’effet", "Lui donner type, operation, financeur, nature, base ou ignorer."
        )
    for rang, condition in enumerate(regle.si):
        demandes = (condition.vaut, condition.contient, condition.motif, condition.signe, condition.vide)
        if all(demande is None for demande in demandes):
            yield _impossible(
                situer("si", rang),
                "La condition ne demande rien à sa colonne",
                "Lui donner vaut, contient, motif, signe ou vide.",
            )
        if condition.motif is not None and not _se_compile(condition.motif):
            yield _impossible(
                situer("si", rang, "motif"),
                f"Le motif « {condition.motif} » n’est pas une expression régulière",
                'Le corriger, ou employer contient = "…".',
            )


def _se_compile(motif: str) -> bool:
    try:
        re.compile(motif)
    except re.error:
        return False
    return True


def _impossible(lieu: Provenance, cause: str, correction: str) -> Faute:
    return faute(REGLE_IMPOSSIBLE, lieu, cause=cause, correction=correction)
