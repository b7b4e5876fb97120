"""Explication du programmé, de l’engagé, du payé et des restes."""

from collections.abc import Iterator, Mapping
from typing import Final

from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import LIBELLES_TYPES, TypeMouvement
from financement.explications.annulations import mention
from financement.explications.figure import Etape, Figure
from financement.explications.sources import TABLEAU, Sources
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["figures_de_situation"]

REGLE_REPUTEE: Final = "engagé réputé : le programmé, au moins le payé"
LECTURE_REPUTEE: Final = "financeur dont les engagements ne sont pas suivis : lecture C"
USAGE: Final = "vocabulaire du suivi financier de l’ANRU (confiance B)"


def figures_de_situation(sources: Sources, ligne: LigneCloturee) -> Iterator[Figure]:
    """Programmé, engagé, payé, reste à engager et reste à payer d’une ligne."""
    suivie, nature = ligne.suivie, ligne.cle.nature
    yield Figure(cle="programme", nature=nature, montant=suivie.programme, etapes=_etapes_du_plan(sources, ligne))
    for cle, montant, signes, regle in (
        ("engage", suivie.engage, SIGNES_ENGAGE, "engagements − dégagements"),
        ("paye", suivie.paye, SIGNES_PAYE, "avances + acomptes + soldes − reversements"),
    ):
        reputee = cle == "engage" and suivie.est_reputee
        etapes = _etapes_reputees(ligne) if reputee else _etapes_du_journal(sources, ligne, signes, regle)
        yield Figure(cle=cle, nature=nature, montant=montant, etapes=etapes)
    engage = "engagé réputé" if suivie.est_reputee else "engagé"
    for cle, regle, (nom_1, montant_1), (nom_2, montant_2) in (
        ("reste_a_engager", "programmé − engagé", ("programmé", suivie.programme), (engage, suivie.engage)),
        ("reste_a_payer", "engagé − payé", (engage, suivie.engage), ("payé", suivie.paye)),
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
    for version, plan in sources.plans.get(ligne.cle, ()):
        nom = "convention initiale" if version == 0 else f"avenant n° {version}"
        if plan is None:
            etapes.append(_etape_de_sortie(sources, version, nom, precedent))
            precedent = 0
            continue
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


def _etape_de_sortie(sources: Sources, version: int, nom: str, retire: int) -> Etape:
    avenant = next(a for a in sources.cloture.projet.convention.avenants if a.numero == version)
    return Etape(
        libelle=f"{nom} : son tableau, complet, ne reprend pas la ligne",
        montant=-retire,
        regle="les lignes d’un avenant au tableau complet sont tout le tableau",
        reference=TABLEAU,
        provenance=avenant.provenance.a_la_colonne("tableau"),
    )


def _etapes_reputees(ligne: LigneCloturee) -> tuple[Etape, ...]:
    """L’engagé réputé : le programmé, et ce que le payé a de plus."""
    suivie = ligne.suivie
    lieu = suivie.financeur.provenance.a_la_colonne("engagement")
    etape = Etape(
        libelle="programmé, réputé engagé",
        montant=suivie.programme,
        regle=REGLE_REPUTEE,
        reference=LECTURE_REPUTEE,
        provenance=lieu,
    )
    if suivie.engage == suivie.programme:
        return (etape,)
    exces = Etape(
        libelle="payé au-delà du programmé",
        montant=suivie.engage - suivie.programme,
        regle=REGLE_REPUTEE,
        reference=LECTURE_REPUTEE,
        provenance=lieu,
    )
    return etape, exces


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
