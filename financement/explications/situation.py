"""Explication du programmé, de l'engagé, du payé et des restes."""

from collections.abc import Iterator, Mapping
from typing import Final

from financement.cloture.resultat import LigneCloturee
from financement.dates import afficher_date
from financement.explications.annulations import mention
from financement.explications.figure import Etape, Figure
from financement.explications.sources import TABLEAU, Sources
from financement.montants import afficher_montant
from financement.nomenclature import LIBELLES_TYPES, TypeMouvement
from financement.situation import SIGNES_ENGAGE, SIGNES_PAYE

__all__ = ["figures_de_situation"]

USAGE: Final = "vocabulaire du suivi financier de l'ANRU (confiance B)"


def figures_de_situation(sources: Sources, ligne: LigneCloturee) -> Iterator[Figure]:
    """Programmé, engagé, payé, reste à engager et reste à payer d'une ligne."""
    suivie, nature = ligne.suivie, ligne.cle.nature
    yield Figure(cle="programme", nature=nature, montant=suivie.programme, etapes=_etapes_du_plan(sources, ligne))
    for cle, montant, signes, regle in (
        ("engage", suivie.engage, SIGNES_ENGAGE, "engagements − dégagements"),
        ("paye", suivie.paye, SIGNES_PAYE, "avances + acomptes + soldes − reversements"),
    ):
        etapes = _etapes_du_journal(sources, ligne, signes, regle)
        yield Figure(cle=cle, nature=nature, montant=montant, etapes=etapes)
    for cle, regle, (nom_1, montant_1), (nom_2, montant_2) in (
        ("reste_a_engager", "programmé − engagé", ("programmé", suivie.programme), ("engagé", suivie.engage)),
        ("reste_a_payer", "engagé − payé", ("engagé", suivie.engage), ("payé", suivie.paye)),
    ):
        etapes = (
            Etape(libelle=nom_1, montant=montant_1, regle=regle, reference=USAGE),
            Etape(libelle=f"moins {nom_2}", montant=-montant_2, regle=regle, reference=USAGE),
        )
        yield Figure(cle=cle, nature=nature, montant=montant_1 - montant_2, etapes=etapes)


def _etapes_du_plan(sources: Sources, ligne: LigneCloturee) -> tuple[Etape, ...]:
    """Les montants successifs de la ligne : chaque version ajoute sa différence avec la précédente."""
    etapes: list[Etape] = []
    precedent = 0
    for plan in sources.plans.get(ligne.cle, ()):
        nom = "convention initiale" if plan.version == 0 else f"avenant n° {plan.version}"
        etapes.append(
            Etape(
                libelle=nom if not etapes else f"{nom} : porte le montant à {afficher_montant(plan.montant)}",
                montant=plan.montant - precedent,
                regle="une ligne de plan remplace la précédente à partir de sa version",
                reference=TABLEAU,
                provenance=plan.provenance.a_la_colonne("montant"),
            )
        )
        precedent = plan.montant
    return tuple(etapes) or (Etape(libelle="aucune ligne de plan", montant=0, reference=TABLEAU),)


def _etapes_du_journal(
    sources: Sources, ligne: LigneCloturee, signes: Mapping[TypeMouvement, int], regle: str
) -> tuple[Etape, ...]:
    etapes = []
    annulations = sources.cloture.situation.annulations
    for mouvement in ligne.suivie.mouvements:
        signe = signes.get(mouvement.type)
        if signe is not None:
            piece = f", pièce {mouvement.piece}" if mouvement.piece else ""
            etapes.append(
                Etape(
                    libelle=f"{LIBELLES_TYPES[mouvement.type]} du {afficher_date(mouvement.date)}{piece}"
                    f"{mention(annulations, mouvement)}",
                    montant=signe * mouvement.montant,
                    regle=regle,
                    reference=USAGE,
                    provenance=mouvement.provenance.a_la_colonne("montant"),
                )
            )
    return tuple(etapes) or (Etape(libelle="aucun mouvement", montant=0, regle=regle, reference=USAGE),)
