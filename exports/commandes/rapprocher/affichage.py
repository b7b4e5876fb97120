"""Un rapprochement pour une personne : les écarts, du plus grand au plus petit, les totaux, ce qui reste à faire."""

from typing import Final

from exports.commandes.affichage.constats import compter_les_constats, imprimer_les_constats
from exports.commandes.affichage.sortie import imprimer, imprimer_table
from exports.commandes.rapprocher.programme import dire_les_lieux
from financement.affichage.libelles import accorder
from financement.controles.constat import Gravite
from financement.dossier.nomenclature import LIBELLES_TYPES
from financement.rapprochement.genres import LIBELLES_SENS, Sens
from financement.rapprochement.resultat import Rapprochement
from financement.valeurs.montants import afficher_montant
from maquettes.rapprochement.extrait import Extrait
from maquettes.rapprochement.vue import EcartVu, VueDeRapprochement, nommer_le_financeur

__all__ = ["imprimer_le_rapprochement"]

ECARTS_MONTRES: Final = 50


def imprimer_le_rapprochement(extrait: Extrait, vue: VueDeRapprochement, largeur: int | None) -> None:
    """Ce que la lecture de l’extrait a de grave, les plus grands écarts, les totaux qui diffèrent, et la conclusion."""
    imprimer_les_constats([constat for constat in extrait.constats if constat.gravite is not Gravite.INFORMATION])
    imprimer()
    _imprimer_les_ecarts(vue, largeur)
    _imprimer_les_totaux(vue.rapprochement, largeur)
    _conclure(extrait, vue)


def _imprimer_les_totaux(rapprochement: Rapprochement, largeur: int | None) -> None:
    """Les totaux qui diffèrent ; les autres se comptent."""
    differents = [total for total in rapprochement.totaux if total.ecart]
    if not differents:
        return
    imprimer_table(
        ("Financeur", "Exercice", "Sens", "Dossier", "Extrait", "Écart"),
        [
            (
                nommer_le_financeur(total.financeur),
                str(total.exercice),
                LIBELLES_SENS[total.sens],
                total.dossier,
                total.extrait,
                total.ecart,
            )
            for total in differents
        ],
        largeur=largeur,
        cles=3,
    )
    if egaux := len(rapprochement.totaux) - len(differents):
        imprimer(f"Sans écart : {accorder(egaux, 'autre total', 'autres totaux')} par financeur, exercice et sens.")
    imprimer()


def _imprimer_les_ecarts(vue: VueDeRapprochement, largeur: int | None) -> None:
    """Les plus grands d’abord ; ceux que l’on a acceptés restent à leur place, et le disent."""
    if not vue.ecarts:
        return
    imprimer("Écarts, du plus grand au plus petit (extrait − dossier) :")
    imprimer()
    imprimer_table(
        ("N°", "Écart", "Opération", "Financeur", "Type", "Dossier", "Extrait", "Écart", "Où", "Motif"),
        [
            (
                ecart.numero,
                _titre(ecart),
                ecart.operation,
                nommer_le_financeur(ecart.financeur),
                LIBELLES_TYPES[ecart.type],
                ecart.montant_dossier,
                ecart.montant_extrait,
                ecart.ecart,
                _ou(ecart),
                ecart.motif,
            )
            for ecart in vue.ecarts[:ECARTS_MONTRES]
        ],
        largeur=largeur,
    )
    if len(vue.ecarts) > ECARTS_MONTRES:
        reste = len(vue.ecarts) - ECARTS_MONTRES
        imprimer(f"… et {accorder(reste, 'autre écart', 'autres écarts')} : --xlsx ou --format csv les donnent tous.")
    imprimer()


def _dire_ce_que_l_extrait_tait(rapprochement: Rapprochement) -> None:
    """Un grand livre n’a pas d’engagements : ce que l’extrait ne dit pas du tout se retire par une option."""
    dits = {total.sens for total in rapprochement.totaux if total.extrait}
    tus = [sens for sens in Sens if any(total.sens is sens for total in rapprochement.totaux) and sens not in dits]
    if tus and dits:
        noms = ", ".join(LIBELLES_SENS[sens] for sens in tus)
        restants = ",".join(sens for sens in Sens if sens in dits)
        imprimer(f"L’extrait ne dit rien de : {noms}. Pour les laisser de côté : --sens {restants}.")


def _titre(ecart: EcartVu) -> str:
    """Ce qu’est l’écart, et ce que l’on en a décidé."""
    prise = ecart.decision
    return ecart.titre if prise is None or prise.choix is None else f"{ecart.titre} ({prise.choix})"


def _ou(ecart: EcartVu) -> str:
    """Les lieux des deux comptes, chacun nommé."""
    comptes = (("dossier", ecart.lieux_dossier), ("extrait", ecart.lieux_extrait))
    return " ; ".join(f"{compte} : {dire_les_lieux(lieux)}" for compte, lieux in comptes if lieux)


def _conclure(extrait: Extrait, vue: VueDeRapprochement) -> None:
    rapprochement, a_traiter = vue.rapprochement, vue.a_traiter
    accords = accorder(vue.nombre_d_accords, "rapprochement", "rapprochements")
    if vue.ecarts:
        nombre = accorder(len(vue.ecarts), "écart", "écarts")
        restants = accorder(len(a_traiter), "à traiter", "à traiter")
        en_jeu = afficher_montant(sum(abs(ecart.ecart) for ecart in a_traiter))
        imprimer(f"{accords} sans écart ; {nombre}, dont {restants}, pour {en_jeu} en valeur absolue.")
    else:
        imprimer(f"{accords}, aucun écart : les deux comptes disent la même chose.")
    posterieurs = rapprochement.posterieurs_dossier + rapprochement.posterieurs_extrait
    if posterieurs:
        imprimer(f"Après cette date, non comptés : {accorder(posterieurs, 'mouvement', 'mouvements')}.")
    _dire_ce_que_l_extrait_tait(rapprochement)
    if vue.passees:
        nombre = accorder(len(vue.passees), "décision passée ne porte", "décisions passées ne portent")
        imprimer(f"{nombre} plus sur aucun écart.")
    if extrait.constats:
        imprimer(f"Lecture de l’extrait : {compter_les_constats(extrait.constats)}")
