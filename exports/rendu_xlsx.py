"""Le document en classeur xlsx : une feuille par tableau, des totaux en formules vives, prêt à imprimer en A3."""

from exports.document import Document
from exports.rendu_xlsx_feuille import ecrire_feuille, premiere_ligne
from exports.rendu_xlsx_formules import PlanTableau
from exports.rendu_xlsx_identification import ecrire_identification
from financement.dates import afficher_date
from maquettes.classeur import Classeur, Proprietes

__all__ = ["plan_du_classeur", "rendre_xlsx"]


def plan_du_classeur(document: Document) -> dict[str, PlanTableau]:
    """Où chaque tableau est écrit : feuille, lignes et colonnes, comptées depuis zéro."""
    return {tableau.cle: PlanTableau.de(tableau, premiere_ligne(document, tableau)) for tableau in document.tableaux}


def rendre_xlsx(document: Document) -> bytes:
    """Le classeur, octet pour octet le même pour un même document.

    Chaque calcul est une formule vive qui porte la valeur du moteur. Lève ``ClasseurImpossible`` si le document ne
    tient pas dans un classeur.
    """
    classeur = Classeur(
        Proprietes(
            titre=f"{document.titre} – {document.sous_titre}",
            sujet=f"Convention {document.code}, arrêté au {afficher_date(document.date_arrete)}",
            organisme=document.mention("Porteur"),
            commentaires=f"Empreinte sha256 du dossier : {document.empreinte}",
            cree_le=document.date_arrete,
        )
    )
    ecrire_identification(classeur, document)
    plan = plan_du_classeur(document)
    for tableau in document.tableaux:
        ecrire_feuille(classeur, document, tableau, plan)
    return classeur.octets()
