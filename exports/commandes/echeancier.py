"""``financement echeancier DOSSIER --au DATE`` : engagements et paiements par exercice, constatés puis prévus."""

from argparse import Namespace
from collections.abc import Sequence

from exports.commandes.sortie import decimaux, imprimer, imprimer_csv, imprimer_json, imprimer_table
from exports.mots import bandeau
from financement.cloture.resultat import POUR_MEMOIRE, calculer_cloture
from financement.controles import controler_situation
from financement.dates import afficher_date
from financement.echeancier import Echeancier, LigneEcheancier, besoins_de_tresorerie, calculer_echeancier
from financement.montants import afficher_montant, ecrire_montant, ecrire_montant_decimal
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]

MONTANTS = ("engagement_flux", "engagement_cumul", "paiement_flux", "paiement_cumul")
TITRES = ("Engagements", "Cumul engagé", "Paiements", "Cumul payé")


def executer(arguments: Namespace) -> int:
    """Imprime l'échéancier : par financeur pour un programme, en total pour une personne."""
    echeancier = calculer_echeancier(calculer_cloture(lire_dossier(arguments.dossier), au=arguments.au))
    if arguments.format == "json":
        imprimer_json(
            {
                "lignes": [_pour_programme(ligne) for ligne in echeancier.lignes],
                "autofinancement": decimaux(_pour_memoire(echeancier)),
            }
        )
    elif arguments.format == "csv":
        imprimer_csv(
            ("exercice", "financeur", *MONTANTS, "previsionnel"),
            [
                (
                    ligne.exercice,
                    ligne.financeur,
                    *(ecrire_montant(getattr(ligne, nom)) for nom in MONTANTS),
                    "oui" if ligne.previsionnel else "non",
                )
                for ligne in echeancier.lignes
            ],
        )
    else:
        _imprimer(echeancier)
    return 0


def _pour_memoire(echeancier: Echeancier) -> dict[str, int]:
    """L'autofinancement, qui n'a pas d'échéance : programmé, clôture, économie, en centimes."""
    total = echeancier.cloture.total.autofinancement
    return {grandeur: getattr(total, grandeur) for grandeur in POUR_MEMOIRE}


def _pour_programme(ligne: LigneEcheancier) -> dict[str, object]:
    return {
        "exercice": ligne.exercice,
        "financeur": ligne.financeur,
        **{nom: ecrire_montant_decimal(getattr(ligne, nom)) for nom in MONTANTS},
        "previsionnel": ligne.previsionnel,
    }


def _totaux(lignes: Sequence[LigneEcheancier]) -> list[tuple[str, str, int, int, int, int]]:
    """Une ligne par exercice, constaté ou prévu, tous financeurs sommés."""
    groupes: dict[tuple[int, bool], list[LigneEcheancier]] = {}
    for ligne in lignes:
        groupes.setdefault((ligne.exercice, ligne.previsionnel), []).append(ligne)
    return [
        (
            str(exercice),
            "prévu" if previsionnel else "constaté",
            sum(ligne.engagement_flux for ligne in groupe),
            sum(ligne.engagement_cumul for ligne in groupe),
            sum(ligne.paiement_flux for ligne in groupe),
            sum(ligne.paiement_cumul for ligne in groupe),
        )
        for (exercice, previsionnel), groupe in groupes.items()
    ]


def _imprimer(echeancier: Echeancier) -> None:
    cloture = echeancier.cloture
    imprimer(f"{cloture.projet.convention.nom} — échéancier au {afficher_date(cloture.au)}, en euros")
    imprimer()
    imprimer_table(("Exercice", "Nature", *TITRES), _totaux(echeancier.lignes))
    imprimer()
    imprimer("Concours (subventions et prêts) seuls. Pour mémoire, autofinancement, qui n'est dû à personne :")
    programme, montant, economie = map(afficher_montant, _pour_memoire(echeancier).values())
    imprimer(f"programmé {programme}, à la clôture {montant}, économie {economie}.")
    imprimer()
    imprimer("Trésorerie des maîtres d'ouvrage (dépenses sur la base déclarée, fonds propres exclus) :")
    imprimer()
    imprimer_table(
        ("Maître d'ouvrage", "À préfinancer", "Semestre de pointe"),
        [
            (besoin.maitre_ouvrage, besoin.besoin, str(besoin.pointe.semestre) if besoin.pointe else "")
            for besoin in besoins_de_tresorerie(echeancier)
        ],
    )
    imprimer()
    imprimer("Prévision : lecture C (calendrier des opérations, acomptes plafonnés, solde après achèvement).")
    mention = bandeau(controler_situation(cloture.situation))
    if mention:
        imprimer(f"{mention} : les voir par « financement controler ».")
