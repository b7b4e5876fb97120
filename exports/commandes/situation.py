"""``financement situation DOSSIER`` : programmé, engagé, payé et restes, à une date."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from decimal import Decimal

from exports.commandes.sortie import imprimer, imprimer_csv, imprimer_json, imprimer_table
from exports.mots import bandeau
from financement.controles import controler_situation
from financement.dates import afficher_date
from financement.grille import Entiers
from financement.montants import ecrire_montant, ecrire_montant_decimal
from financement.nomenclature import LIBELLES_UNITES
from financement.situation import Axe, Situation, calculer_situation
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]

TITRES = {
    "programme": "Programmé",
    "engage": "Engagé",
    "paye": "Payé",
    "reste_a_engager": "Reste à engager",
    "reste_a_payer": "Reste à payer",
    "engage_cumul": "Engagé cumulé",
    "paye_cumul": "Payé cumulé",
}
TITRES_AXES = {
    "financeur": "Financeur",
    "famille": "Famille",
    "operation": "Opération",
    "maitre_ouvrage": "Maître d'ouvrage",
    "exercice": "Exercice",
}


def executer(arguments: Namespace) -> int:
    """Imprime la situation sur l'axe demandé."""
    situation = calculer_situation(lire_dossier(arguments.dossier), au=arguments.au, version=arguments.numero)
    cles, montants, total = _table(situation, arguments.par)
    if arguments.format == "json":
        lignes = [
            {**cle, **{nom: ecrire_montant_decimal(valeur) for nom, valeur in ligne.items()}}
            for cle, ligne in zip(cles, montants, strict=True)
        ]
        imprimer_json(
            {
                "au": arguments.au.isoformat() if arguments.au else None,
                "version": situation.tableau.version,
                "par": arguments.par,
                "lignes": lignes,
                "total": {nom: ecrire_montant_decimal(valeur) for nom, valeur in total.items()},
            }
        )
    elif arguments.format == "csv":
        lignes_csv = [
            [*cle.values(), *map(ecrire_montant, ligne.values())] for cle, ligne in zip(cles, montants, strict=True)
        ]
        entetes = ("cle",) if arguments.par == "exercice" else ("cle", "libelle")
        imprimer_csv((*entetes, *total), lignes_csv)
    else:
        _imprimer(situation, arguments.par, cles, montants, total)
    return 0


_Table = tuple[list[dict[str, str]], list[dict[str, int]], dict[str, int]]


def _table(situation: Situation, par: str) -> _Table:
    """Clés, montants (centimes) et total de la situation sur un axe."""
    if par == "exercice":
        exercices = situation.par_exercice()
        colonnes = {
            "engage": exercices.engage,
            "paye": exercices.paye,
            "engage_cumul": exercices.engage_cumul,
            "paye_cumul": exercices.paye_cumul,
        }
        engage, paye = int(exercices.engage.sum()), int(exercices.paye.sum())
        total = {"engage": engage, "paye": paye, "engage_cumul": engage, "paye_cumul": paye}
        return [{"cle": str(annee)} for annee in exercices.annees], _en_lignes(colonnes), total
    ventilation = situation.par(Axe(par))
    cles = [{"cle": cle, "libelle": nom} for cle, nom in zip(ventilation.cles, ventilation.libelles, strict=True)]
    total = {nom: int(valeur) for nom, valeur in ventilation.total.colonnes().items()}
    return cles, _en_lignes(ventilation.grandeurs.colonnes()), total


def _en_lignes(colonnes: Mapping[str, Entiers]) -> list[dict[str, int]]:
    listes = [colonne.tolist() for colonne in colonnes.values()]
    return [dict(zip(colonnes, valeurs, strict=True)) for valeurs in zip(*listes, strict=True)]


def _imprimer(
    situation: Situation,
    par: str,
    cles: Sequence[Mapping[str, str]],
    montants: Sequence[Mapping[str, int]],
    total: Mapping[str, int],
) -> None:
    convention, tableau = situation.projet.convention, situation.tableau
    date = f"au {afficher_date(situation.au)}" if situation.au else "sans date d'arrêté (tout le journal)"
    imprimer(f"{convention.nom} — situation {date}, tableau financier version {tableau.version}, en euros")
    imprimer()
    noms = [" · ".join(dict.fromkeys(cle.values())) for cle in cles]
    imprimer_table(
        (TITRES_AXES[par], *(TITRES[nom] for nom in total)),
        [(nom, *ligne.values()) for nom, ligne in zip(noms, montants, strict=True)],
        ("Total", *total.values()),
    )
    if par == "famille":
        _imprimer_le_programme_physique(situation)
    mention = bandeau(controler_situation(situation))
    if mention:
        imprimer()
        imprimer(f"{mention} : les voir par « financement controler ».")


def _imprimer_le_programme_physique(situation: Situation) -> None:
    from financement.avancement import avancement_par_famille

    avancements = avancement_par_famille(situation.projet, au=situation.au, version=situation.tableau.version)
    if avancements:
        imprimer()
        imprimer_table(
            ("Programme physique", "Unité", "Opérations", "Prévu", "Réalisé", "Reste à réaliser", "Au-delà du prévu"),
            [
                (a.libelle, LIBELLES_UNITES[a.unite], Decimal(a.operations), a.prevu, a.realise, a.reste, a.depassement)
                for a in avancements
            ],
        )
