"""``financement echeancier DOSSIER --au DATE`` : engagements et paiements par exercice, constatés puis prévus."""

from argparse import Namespace
from dataclasses import replace
from typing import Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.mouvements import dire_l_absence_de_mouvement, mouvements_pour_programme
from exports.commandes.affichage.reputes import mention_des_reputes, reputes_pour_programme
from exports.commandes.affichage.selection import dire, lire, pour_programme
from exports.commandes.affichage.sortie import decimaux, imprimer, imprimer_csv, imprimer_json, imprimer_table
from exports.commandes.console.commande import Commande
from exports.texte.mots import bandeau
from financement.calculs.engagement_repute import nommer_exercice
from financement.cloture.resultat import POUR_MEMOIRE, calculer_cloture
from financement.controles.registre import controler_situation
from financement.echeancier import Echeancier, LigneEcheancier, besoins_de_tresorerie, calculer_echeancier
from financement.selection import Selection, restreindre_cloture
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant, ecrire_montant, ecrire_montant_decimal

__all__ = ["declarer", "executer"]

MONTANTS = ("engagement_flux", "engagement_cumul", "paiement_flux", "paiement_cumul")
_NATURES: Final = {False: "constaté", True: "prévu"}
TITRES = ("Engagements", "Cumul engagé", "Paiements", "Cumul payé")


def declarer(commande: Commande) -> None:
    """``echeancier DOSSIER --au DATE``."""
    commande.dossier()
    commande.exiger_au()
    commande.format()
    commande.filtres()
    commande.largeur()


def executer(arguments: Namespace) -> int:
    """Imprime l’échéancier : par financeur pour un programme, en total pour une personne."""
    projet = lire_le_dossier(arguments.dossier)
    selection = lire(arguments, projet)
    entier = calculer_echeancier(calculer_cloture(projet, au=arguments.au))
    echeancier = entier if selection.est_vide else _restreindre(entier, selection)
    if arguments.format == "json":
        imprimer_json(
            {
                **pour_programme(selection),
                "lignes": [_pour_programme(ligne) for ligne in echeancier.lignes],
                "autofinancement": decimaux(_pour_memoire(echeancier)),
                **reputes_pour_programme(echeancier.cloture.projet.convention),
                **mouvements_pour_programme(projet),
            }
        )
    elif arguments.format == "csv":
        imprimer_csv(
            ("exercice", "financeur", *MONTANTS, "previsionnel"),
            [
                (
                    nommer_exercice(ligne.exercice),
                    ligne.financeur,
                    *(ecrire_montant(getattr(ligne, nom)) for nom in MONTANTS),
                    "oui" if ligne.previsionnel else "non",
                )
                for ligne in echeancier.lignes
            ],
        )
    else:
        _imprimer(echeancier, selection, largeur_demandee(arguments))
        dire_l_absence_de_mouvement(projet)
        _imprimer_la_tresorerie(entier, selection, largeur_demandee(arguments))
    return 0


def _restreindre(entier: Echeancier, selection: Selection) -> Echeancier:
    """L’échéancier des lignes retenues, et des seuls financeurs qui y ont une ligne."""
    cloture = restreindre_cloture(entier.cloture, selection)
    presents = {ligne.cle.financeur for ligne in cloture.lignes}
    restreint = calculer_echeancier(cloture)
    return replace(restreint, lignes=tuple(ligne for ligne in restreint.lignes if ligne.financeur in presents))


def _pour_memoire(echeancier: Echeancier) -> dict[str, int]:
    """L’autofinancement, qui n’a pas d’échéance : programmé, clôture, économie, en centimes."""
    total = echeancier.cloture.total.autofinancement
    return {grandeur: getattr(total, grandeur) for grandeur in POUR_MEMOIRE}


def _pour_programme(ligne: LigneEcheancier) -> dict[str, object]:
    return {
        "exercice": ligne.exercice,
        "financeur": ligne.financeur,
        **{nom: ecrire_montant_decimal(getattr(ligne, nom)) for nom in MONTANTS},
        "previsionnel": ligne.previsionnel,
        **({"engage_repute": True} if ligne.exercice is None else {}),
    }


def _totaux(echeancier: Echeancier) -> list[tuple[str, str, int, int, int, int]]:
    """Une ligne par exercice, constaté ou prévu, et une de l’engagé réputé, sans date ; tous financeurs sommés.

    Prévus, ce qui sera engagé ou versé et ce qui sera dégagé ou reversé ont chacun la leur : l’un ne compense pas
    l’autre.
    """
    groupes: dict[tuple[int | None, bool], list[LigneEcheancier]] = {}
    for ligne in echeancier.lignes:
        groupes.setdefault((ligne.exercice, ligne.previsionnel), []).append(ligne)
    rendus = _rendus(echeancier)
    totaux = []
    for (exercice, previsionnel), groupe in groupes.items():
        engage, paye = (sum(getattr(li, nom) for li in groupe) for nom in ("engagement_flux", "paiement_flux"))
        engages, payes = (sum(getattr(li, nom) for li in groupe) for nom in ("engagement_cumul", "paiement_cumul"))
        degage, reverse = rendus.get(exercice, (0, 0)) if previsionnel and exercice is not None else (0, 0)
        nom, nature = ("sans date", "réputé") if exercice is None else (str(exercice), _NATURES[previsionnel])
        totaux.append((nom, nature, engage - degage, engages - degage, paye - reverse, payes - reverse))
        if degage or reverse:
            totaux.append((nom, "prévu, à rendre", degage, engages, reverse, payes))
    return totaux


def _rendus(echeancier: Echeancier) -> dict[int, tuple[int, int]]:
    """Dégagements et reversements prévus des concours, par exercice : des centimes négatifs."""
    rendus: dict[int, tuple[int, int]] = {}
    for flux in echeancier.flux_prevus:
        if flux.cle.est_concours:
            degage, reverse = rendus.get(flux.semestre.annee, (0, 0))
            rendus[flux.semestre.annee] = degage + min(0, flux.engagement), reverse + min(0, flux.paiement)
    return rendus


def _imprimer(echeancier: Echeancier, selection: Selection, largeur: int | None) -> None:
    cloture = echeancier.cloture
    imprimer(f"{cloture.projet.convention.nom} — échéancier au {afficher_date(cloture.au)}, en euros")
    if not selection.est_vide:
        imprimer(dire(selection, cloture.projet))
    imprimer()
    imprimer_table(("Exercice", "Nature", *TITRES), _totaux(echeancier), largeur=largeur, cles=2)
    imprimer()
    imprimer("À rendre : dégagements et reversements prévus, comptés à part.")
    imprimer("Concours (subventions et prêts) seuls. Pour mémoire, autofinancement, qui n’est dû à personne :")
    programme, montant, economie = map(afficher_montant, _pour_memoire(echeancier).values())
    imprimer(f"programmé {programme}, à la clôture {montant}, économie {economie}.")
    reputes = mention_des_reputes(echeancier.cloture.projet.convention)
    if reputes:
        imprimer(reputes)


def _imprimer_la_tresorerie(entier: Echeancier, selection: Selection, largeur: int | None) -> None:
    """Ce que chaque maître d’ouvrage préfinance, toutes ses opérations et tous ses financeurs comptés."""
    imprimer()
    if selection.financeur is not None or selection.famille is not None:
        imprimer("La trésorerie d’un maître d’ouvrage compte toutes ses opérations et tous ses financeurs :")
        imprimer("la lire sans --financeur ni --famille.")
    else:
        imprimer("Trésorerie des maîtres d’ouvrage (dépenses sur la base déclarée, fonds propres exclus) :")
        imprimer()
        imprimer_table(
            ("Maître d’ouvrage", "À préfinancer", "Semestre de pointe"),
            [
                (besoin.maitre_ouvrage, besoin.besoin, str(besoin.pointe.semestre) if besoin.pointe else "")
                for besoin in besoins_de_tresorerie(entier)
                if selection.maitre_ouvrage in {None, besoin.maitre_ouvrage}
            ],
            largeur=largeur,
        )
    imprimer()
    imprimer("Prévision : lecture C (calendrier des opérations, acomptes plafonnés, solde après achèvement).")
    mention = bandeau(controler_situation(entier.cloture.situation))
    if mention:
        imprimer(f"{mention} : les voir par « financement controler ».")
