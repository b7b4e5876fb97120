"""``financement situation DOSSIER`` : programmé, engagé, payé et restes, à une date."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from exports.commandes.sortie import imprimer, imprimer_csv, imprimer_json, imprimer_table, parts_pour_programme
from exports.mots import bandeau
from financement.controles import controler_situation
from financement.dates import afficher_date
from financement.grille import Entiers
from financement.montants import ecrire_montant
from financement.nomenclature import AUTOFINANCEMENT, CONCOURS, LIBELLES_UNITES
from financement.situation import Axe, Situation, calculer_situation
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]

FLUX: Final = ("engage", "paye", "engage_cumul", "paye_cumul")
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
    table = _table(situation, arguments.par)
    if arguments.format == "json":
        imprimer_json(
            {
                "au": arguments.au.isoformat() if arguments.au else None,
                "version": situation.tableau.version,
                "par": arguments.par,
                "lignes": [{**ligne.cle, **parts_pour_programme(*ligne.parts)} for ligne in table.lignes],
                "total": parts_pour_programme(*table.totaux),
            }
        )
    elif arguments.format == "csv":
        noms = table.totaux.concours
        entetes = ("cle",) if arguments.par == "exercice" else ("cle", "libelle")
        titres = (*noms, *(f"concours_{nom}" for nom in noms), *(f"autofinancement_{nom}" for nom in noms))
        imprimer_csv((*entetes, *titres), [_rangee(ligne) for ligne in table.lignes])
    else:
        _imprimer(situation, arguments.par, table)
    return 0


class _Parts(NamedTuple):
    """Montants (centimes) des concours et de l'autofinancement, par nom de grandeur."""

    concours: dict[str, int]
    autofinancement: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Ligne:
    cle: dict[str, str]
    parts: _Parts


@dataclass(frozen=True, slots=True)
class _Table:
    lignes: tuple[_Ligne, ...]
    totaux: _Parts


def _rangee(ligne: _Ligne) -> list[object]:
    """Une rangée de csv : toutes les lignes du tableau, puis les concours, puis l'autofinancement."""
    concours, autofinancement = ligne.parts
    total = [montant + autofinancement[nom] for nom, montant in concours.items()]
    montants = map(ecrire_montant, (*total, *concours.values(), *autofinancement.values()))
    return [*ligne.cle.values(), *montants]


def _table(situation: Situation, par: str) -> _Table:
    """Clés, montants et totaux de la situation sur un axe."""
    if par == "exercice":
        exercices = [situation.par_exercice(natures) for natures in (CONCOURS, AUTOFINANCEMENT)]
        cles = [{"cle": str(annee)} for annee in exercices[0].annees]
        flux = [(int(un.engage.sum()), int(un.paye.sum())) for un in exercices]
        totaux = _Parts(*(dict(zip(FLUX, (*sommes, *sommes), strict=True)) for sommes in flux))
        colonnes = [{nom: getattr(un, nom) for nom in FLUX} for un in exercices]
    else:
        ventilation = situation.par(Axe(par))
        cles = [{"cle": cle, "libelle": nom} for cle, nom in zip(ventilation.cles, ventilation.libelles, strict=True)]
        sommes = ventilation.total_concours, ventilation.total_autofinancement
        totaux = _Parts(*({nom: int(valeur) for nom, valeur in somme.colonnes().items()} for somme in sommes))
        colonnes = [ventilation.concours.colonnes(), ventilation.autofinancement.colonnes()]
    parts = zip(*map(_en_lignes, colonnes), strict=True)
    return _Table(tuple(_Ligne(cle, _Parts(*part)) for cle, part in zip(cles, parts, strict=True)), totaux)


def _en_lignes(colonnes: Mapping[str, Entiers]) -> list[dict[str, int]]:
    listes = [colonne.tolist() for colonne in colonnes.values()]
    return [dict(zip(colonnes, valeurs, strict=True)) for valeurs in zip(*listes, strict=True)]


def _imprimer(situation: Situation, par: str, table: _Table) -> None:
    """Les concours ; à part, l'autofinancement programmé, que personne n'engage ni ne verse."""
    convention, tableau = situation.projet.convention, situation.tableau
    date = f"au {afficher_date(situation.au)}" if situation.au else "sans date d'arrêté (tout le journal)"
    imprimer(f"{convention.nom} — situation {date}, tableau financier version {tableau.version}, en euros")
    imprimer()
    montants = [_Affichee(" · ".join(dict.fromkeys(ligne.cle.values())), ligne.parts) for ligne in table.lignes]
    total = _Affichee("Total", table.totaux)
    titres = [TITRES[nom] for nom in table.totaux.concours]
    if par == "exercice":
        rangees = [(un.nom, *un.parts.concours.values()) for un in (*montants, total)]
    else:
        titres = [f"Concours\n{titre.lower()}" for titre in titres] + ["Autofinancement\n(pour mémoire)"]
        rangees = [
            (un.nom, *un.parts.concours.values(), un.parts.autofinancement["programme"]) for un in (*montants, total)
        ]
    imprimer_table((TITRES_AXES[par], *titres), rangees[:-1], rangees[-1])
    if par == "famille":
        _imprimer_le_programme_physique(situation)
    mention = bandeau(controler_situation(situation))
    if mention:
        imprimer()
        imprimer(f"{mention} : les voir par « financement controler ».")


class _Affichee(NamedTuple):
    nom: str
    parts: _Parts


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
