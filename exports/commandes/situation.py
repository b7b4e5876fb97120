"""``financement situation DOSSIER`` : programmé, engagé, payé et restes, à une date."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.montants_de_cloture import NOTE_AUTOFINANCEMENT
from exports.commandes.affichage.mouvements import dire_l_absence_de_mouvement, mouvements_pour_programme
from exports.commandes.affichage.parts_en_csv import parts_en_csv, titres_des_parts
from exports.commandes.affichage.reputes import codes_reputes, marquer, mention_des_reputes, reputes_pour_programme
from exports.commandes.affichage.selection import dire, lire, pour_programme, titre_du_total
from exports.commandes.affichage.sortie import (
    decimaux,
    imprimer,
    imprimer_csv,
    imprimer_json,
    imprimer_table,
    parts_pour_programme,
)
from exports.commandes.console.commande import Commande
from exports.commandes.console.valeurs_donnees import VERSION, lire_parmi
from exports.commandes.situation_croisee import CROISES, en_rangees, imprimer_croisement, lignes_pour_programme
from exports.texte.mots import bandeau
from financement.affichage.grandeurs import LIBELLES_GRANDEURS
from financement.calculs.concours_financiers import PRETS_BONIFIES, SUBVENTIONS_DE_L_ANRU, concours_financiers
from financement.calculs.croisement import FLUX, LIBELLES_AXES, STOCKS, AxeCroise, afficher_code, croiser
from financement.calculs.engagement_repute import nommer_exercice
from financement.calculs.grille import Entiers
from financement.calculs.situation import Axe, Grandeurs, Situation, calculer_situation
from financement.controles.registre import controler_situation
from financement.dossier.nomenclature import AUTOFINANCEMENT, CONCOURS, LIBELLES_UNITES
from financement.selection import Selection, restreindre_situation
from financement.valeurs.dates import afficher_date

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``situation DOSSIER`` : sur un axe, ou sur plusieurs."""
    commande.dossier()
    commande.au()
    commande.format()
    commande.add_argument(
        "--par",
        metavar="AXES",
        type=_lire_axes,
        default=("financeur",),
        help=f"axes séparés par des virgules, parmi {', '.join(AxeCroise)} (financeur par défaut) ; deux se croisent",
    )
    commande.add_argument(
        "--grandeur",
        metavar="NOM",
        type=_lire_grandeur,
        help=f"ce que montre un tableau croisé, parmi {', '.join(STOCKS)}",
    )
    commande.add_argument("--version", metavar="N", type=VERSION, dest="numero", help="version du tableau financier")
    commande.filtres()
    commande.largeur()
    commande.examens.append(_examiner)


def _lire_axes(texte: str) -> tuple[str, ...]:
    """Un ou plusieurs axes distincts, séparés par des virgules ; « maitre-ouvrage » vaut « maitre_ouvrage »."""
    axes = tuple(_lire_nom(mot.strip(), tuple(AxeCroise)) for mot in texte.split(","))
    if len(set(axes)) != len(axes):
        raise ArgumentTypeError(f"« {texte} » répète un axe ; donner chaque axe une fois")
    return axes


def _lire_grandeur(texte: str) -> str:
    """Une grandeur de la situation ; « reste-a-payer » vaut « reste_a_payer »."""
    return _lire_nom(texte, STOCKS)


def _lire_nom(mot: str, connus: tuple[str, ...]) -> str:
    lu = mot.lower().replace("-", "_")
    return lu if lu in connus else lire_parmi(mot, connus)


def _examiner(arguments: Namespace) -> str | None:
    """``--grandeur`` choisit ce que montre un tableau croisé, de deux axes ; l’exercice n’a ni programmé ni reste."""
    if arguments.grandeur is None:
        return None
    if len(arguments.par) != CROISES:
        return "--grandeur : ne vaut que pour deux axes, par exemple --par operation,financeur"
    if "exercice" in arguments.par and arguments.grandeur not in FLUX:
        permis = " ou ".join(nom for nom in STOCKS if nom in FLUX)
        return f"--grandeur : un exercice n’a que des flux ; choisir parmi {permis}"
    return None


def executer(arguments: Namespace) -> int:
    """Imprime la situation, ou la part que retiennent les filtres, sur l’axe ou les axes demandés."""
    projet = lire_le_dossier(arguments.dossier)
    selection = lire(arguments, projet)
    entiere = calculer_situation(projet, au=arguments.au, version=arguments.numero)
    situation = entiere if selection.est_vide else restreindre_situation(entiere, selection)
    if len(arguments.par) > 1:
        _croiser(arguments, situation, selection)
    else:
        _ventiler(arguments, situation, selection)
    if arguments.format == "table":
        dire_l_absence_de_mouvement(projet)
        reputes = mention_des_reputes(projet.convention)
        if reputes:
            imprimer()
            imprimer(reputes)
        mention = bandeau(controler_situation(entiere))
        if mention:
            imprimer()
            imprimer(f"{mention} : les voir par « financement controler ».")
    return 0


def _croiser(arguments: Namespace, situation: Situation, selection: Selection) -> None:
    """Deux axes ou plus : une rangée par case pour un programme, un tableau croisé pour une personne."""
    croisement = croiser(situation, arguments.par)
    if arguments.format == "json":
        lignes, total = lignes_pour_programme(croisement)
        imprimer_json(
            {
                **_entete(arguments, situation, selection),
                "lignes": lignes,
                "total": total,
                **reputes_pour_programme(situation.projet.convention),
                **mouvements_pour_programme(situation.projet),
            }
        )
    elif arguments.format == "csv":
        imprimer_csv(*en_rangees(croisement))
    else:
        _titrer(situation, selection)
        imprimer_croisement(croisement, arguments.grandeur, largeur_demandee(arguments))


def _ventiler(arguments: Namespace, situation: Situation, selection: Selection) -> None:
    (par,) = arguments.par
    table = _table(situation, par)
    if not selection.est_vide:
        table = _Table(tuple(ligne for ligne in table.lignes if ligne.est_employee), table.totaux)
    if arguments.format == "json":
        imprimer_json(
            {
                **_entete(arguments, situation, selection),
                "lignes": [{**ligne.cle, **parts_pour_programme(*ligne.parts)} for ligne in table.lignes],
                "total": parts_pour_programme(*table.totaux),
                **_concours_financiers(situation),
                **reputes_pour_programme(situation.projet.convention),
                **mouvements_pour_programme(situation.projet),
            }
        )
    elif arguments.format == "csv":
        entetes = ("cle",) if par == "exercice" else ("cle", "libelle")
        rangees = [[*ligne.cle.values(), *parts_en_csv(*ligne.parts)] for ligne in table.lignes]
        imprimer_csv((*entetes, *titres_des_parts(table.totaux.concours)), rangees)
    else:
        _titrer(situation, selection)
        _imprimer(arguments, table, titre_du_total(selection, "Total"), codes_reputes(situation.projet.convention))
        _imprimer_les_concours_financiers(situation, largeur_demandee(arguments))
        if par == "famille":
            _imprimer_le_programme_physique(situation, selection, largeur_demandee(arguments))


def _entete(arguments: Namespace, situation: Situation, selection: Selection) -> dict[str, object]:
    return {
        "au": arguments.au.isoformat() if arguments.au else None,
        "version": situation.tableau.version,
        "par": ",".join(arguments.par),
        **pour_programme(selection),
    }


def _titrer(situation: Situation, selection: Selection) -> None:
    convention, tableau = situation.projet.convention, situation.tableau
    date = f"au {afficher_date(situation.au)}" if situation.au else "sans date d’arrêté (tout le journal)"
    imprimer(f"{convention.nom} — situation {date}, tableau financier version {tableau.version}, en euros")
    if not selection.est_vide:
        imprimer(dire(selection, situation.projet))
    imprimer()


class _Parts(NamedTuple):
    """Montants (centimes) des concours et de l’autofinancement, par nom de grandeur."""

    concours: dict[str, int]
    autofinancement: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Ligne:
    cle: dict[str, str]
    parts: _Parts

    @property
    def est_employee(self) -> bool:
        """Un montant au moins n’est pas nul."""
        return any(montant for part in self.parts for montant in part.values())


@dataclass(frozen=True, slots=True)
class _Table:
    lignes: tuple[_Ligne, ...]
    totaux: _Parts


def _table(situation: Situation, par: str) -> _Table:
    """Clés, montants et totaux de la situation sur un axe."""
    if par == "exercice":
        exercices = [situation.par_exercice(natures) for natures in (CONCOURS, AUTOFINANCEMENT)]
        cles = [{"cle": nommer_exercice(annee)} for annee in exercices[0].annees]
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


def _imprimer(arguments: Namespace, table: _Table, titre_total: str, reputes: Collection[str]) -> None:
    """Les concours ; à part, l’autofinancement programmé, que personne n’engage ni ne verse.

    Un financeur dont l’engagé est réputé (``reputes``) est marqué.
    """
    (par,) = arguments.par
    lignes = sorted(table.lignes, key=lambda ligne: ligne.cle["cle"]) if par == "operation" else table.lignes
    montants = [
        _Affichee(
            marquer(
                afficher_code(AxeCroise(par), " · ".join(dict.fromkeys(ligne.cle.values()))),
                repute=par == "financeur" and ligne.cle["cle"] in reputes,
            ),
            ligne.parts,
        )
        for ligne in lignes
    ]
    total = _Affichee(titre_total, table.totaux)
    titres = [LIBELLES_GRANDEURS[nom] for nom in table.totaux.concours]
    if par == "exercice":
        rangees = [(un.nom, *un.parts.concours.values()) for un in (*montants, total)]
    else:
        titres = [f"Concours\n{titre.lower()}" for titre in titres] + ["Autofinancement\nprogrammé"]
        rangees = [
            (un.nom, *un.parts.concours.values(), un.parts.autofinancement["programme"]) for un in (*montants, total)
        ]
    imprimer_table(
        (LIBELLES_AXES[AxeCroise(par)], *titres), rangees[:-1], rangees[-1], largeur=largeur_demandee(arguments)
    )
    if par != "exercice":
        imprimer()
        imprimer(NOTE_AUTOFINANCEMENT)
        imprimer("Reste à payer : engagé − payé ; ce qu’un concours soldé garde d’engagé est à dégager, non à payer.")


def _concours_financiers(situation: Situation) -> dict[str, object]:
    """La clé « concours_financiers » d’une situation du NPNRU ; rien pour un autre programme."""
    concours = concours_financiers(situation)
    if concours is None:
        return {}
    parts = {"subventions": concours.subventions, "prets_bonifies": concours.prets_bonifies, "total": concours.total}
    return {"concours_financiers": {nom: decimaux(_montants(part)) for nom, part in parts.items()}}


def _montants(grandeurs: Grandeurs) -> dict[str, int]:
    return {nom: int(valeur) for nom, valeur in grandeurs.colonnes().items()}


def _imprimer_les_concours_financiers(situation: Situation, largeur: int | None) -> None:
    concours = concours_financiers(situation)
    if concours is None:
        return
    imprimer()
    imprimer_table(
        ("Concours financiers du NPNRU", *(LIBELLES_GRANDEURS[nom] for nom in concours.total.colonnes())),
        [
            (SUBVENTIONS_DE_L_ANRU.libelle, *_montants(concours.subventions).values()),
            (PRETS_BONIFIES.libelle, *_montants(concours.prets_bonifies).values()),
        ],
        ("Total", *_montants(concours.total).values()),
        largeur=largeur,
    )


class _Affichee(NamedTuple):
    nom: str
    parts: _Parts


def _imprimer_le_programme_physique(situation: Situation, selection: Selection, largeur: int | None) -> None:
    from financement.calculs.avancement import avancement_par_famille

    avancements = avancement_par_famille(
        situation.projet,
        au=situation.au,
        version=situation.tableau.version,
        operations=selection.operations(situation),
    )
    if avancements:
        imprimer()
        imprimer_table(
            ("Programme physique", "Unité", "Opérations", "Prévu", "Réalisé", "Reste à réaliser", "Au-delà du prévu"),
            [
                (a.libelle, LIBELLES_UNITES[a.unite], Decimal(a.operations), a.prevu, a.realise, a.reste, a.depassement)
                for a in avancements
            ],
            largeur=largeur,
            cles=2,
        )
