"""Un redéploiement pour une personne : mouvements, besoins, preuve, limites ; ou ce qui l’empêche."""

from decimal import Decimal
from fractions import Fraction

from exports.commandes.affichage.sortie import imprimer, imprimer_table
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.redeploiement.deplacements import LIBELLES_VOIES, Voie
from financement.redeploiement.redeploiement import LimiteActive, Redeploiement
from financement.redeploiement.solveur import StatutReponse
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["imprimer_le_redeploiement"]


def imprimer_le_redeploiement(trouve: Redeploiement, largeur: int | None) -> None:
    """Imprime le redéploiement."""
    convention, demande = trouve.cloture.projet.convention, trouve.demande
    nature = LIBELLES_NATURES[demande.nature].lower()
    imprimer(
        f"{convention.nom} — redéploiement des économies du financeur {demande.financeur} ({nature}) au "
        f"{afficher_date(trouve.cloture.au)}, tableau financier version {trouve.cloture.situation.tableau.version}, "
        "en euros"
    )
    imprimer()
    if trouve.statut is StatutReponse.IMPOSSIBLE:
        imprimer("Impossible. Ces limites suffisent à l’empêcher, et aucune n’y est de trop :")
        for limite in trouve.blocage:
            imprimer(f"  {limite.texte}")
        return
    if trouve.valeur is None:
        imprimer("Ni solution ni preuve qu’il n’y en a pas, dans l’effort accordé.")
        return
    _imprimer_les_mouvements(trouve, largeur)
    _imprimer_les_besoins(trouve, largeur)
    _imprimer_la_preuve(trouve)
    _imprimer_les_limites(trouve.contraintes_actives)
    imprimer("Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie. Voie locale : opérations")
    imprimer("de même famille et de même maître d’ouvrage (lecture C de « même nature ») ; comité sinon (lecture D).")


def _imprimer_les_mouvements(trouve: Redeploiement, largeur: int | None) -> None:
    if not trouve.mouvements:
        imprimer("Aucun mouvement : les limites ci-dessous ne laissent rien à redéployer.")
        imprimer()
        return
    imprimer_table(
        ("De l’opération", "Vers l’opération", "Voie", "Montant"),
        [(m.de, m.vers, LIBELLES_VOIES[m.voie], m.montant) for m in trouve.mouvements],
        *(
            (f"Voie {LIBELLES_VOIES[voie]}", "", "", sum(m.montant for m in trouve.mouvements if m.voie is voie))
            for voie in Voie
        ),
        ("Total", "", "", trouve.employe),
        largeur=largeur,
        cles=2,
    )
    imprimer()


def _imprimer_les_besoins(trouve: Redeploiement, largeur: int | None) -> None:
    imprimer_table(
        ("Opération", "Priorité", "Minimum", "Maximum", "Reçoit", "Aura en tout"),
        [
            (
                s.besoin.operation,
                Decimal(s.besoin.priorite.numerator),
                s.besoin.minimum,
                s.besoin.maximum,
                s.recu,
                s.apres,
            )
            for s in trouve.servis
        ],
        largeur=largeur,
    )
    imprimer()


def _imprimer_la_preuve(trouve: Redeploiement) -> None:
    economies, employe, rendu = map(afficher_montant, (trouve.economies, trouve.employe, trouve.rendu))
    imprimer(f"Économies à redéployer {economies} ; employées {employe} ; rendues {rendu}.")
    for ecartee in trouve.economies_ecartees:
        imprimer(f"Laissée de côté, {afficher_montant(ecartee.montant)} de {ecartee.operation} : {ecartee.motif}.")
    if trouve.statut is StatutReponse.OPTIMAL:
        imprimer("Optimal, prouvé : aucun autre emploi permis ne vaut plus. À valeur égale, le plus passe par la voie")
        imprimer("locale, puis les besoins sont servis dans l’ordre de la demande.")
    else:
        valeur, borne = (_ponderes(v) for v in (trouve.valeur, trouve.borne))
        imprimer(f"Borné : cet emploi vaut {valeur} (priorité × euros) ; aucun ne vaut plus de {borne}.")
    imprimer()


def _imprimer_les_limites(actives: tuple[LimiteActive, ...]) -> None:
    if not actives:
        return
    imprimer("Ce qui le limite, et ce que vaudrait de plus (priorité × euros) de lever cette seule limite :")
    for active in actives:
        imprimer(f"  {_ponderes(active.gain):>16}  {active.limite.texte}")
    imprimer()


def _ponderes(valeur: Fraction | None) -> str:
    """Des centimes pesés par leurs priorités, en euros."""
    return "?" if valeur is None else afficher_montant(valeur.numerator // valeur.denominator, "")
