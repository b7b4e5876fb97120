"""Le document en classeur xlsx : la décision, puis une feuille par tableau ; totaux en formules, prêt pour l’A3."""

from typing import Final

from exports.document.document import Document
from exports.document.sceau import Sceau
from exports.document.tableau import Partie
from exports.mise_en_page.colonnes import replier
from exports.rendus.xlsx.decision import ecrire_decision, plan_de_la_decision
from exports.rendus.xlsx.feuille import ecrire_feuille, premiere_ligne
from exports.rendus.xlsx.formules import PlanTableau
from exports.rendus.xlsx.graphiques import ecrire_graphiques
from exports.rendus.xlsx.identification import ecrire_identification, ecrire_sommaire
from exports.rendus.xlsx.texte import ecrire_articles, ecrire_signatures
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Proprietes
from maquettes.classeur.vivant import ClasseurVivant

__all__ = ["plan_du_classeur", "proprietes_du_sceau", "rendre_xlsx"]

_LONGUEUR_DE_PROPRIETE: Final = 255


def plan_du_classeur(document: Document) -> dict[str, PlanTableau]:
    """Où chaque tableau est écrit : feuille, lignes et colonnes, comptées depuis zéro."""
    return {
        tableau.cle: PlanTableau.de(tableau, premiere_ligne(document, replier(document, tableau).tableau))
        for tableau in document.tableaux
    } | plan_de_la_decision(document)


def proprietes_du_sceau(sceau: Sceau) -> dict[str, str]:
    """Le sceau en propriétés du fichier, dans l’ordre : ``financement.sceau.1``, ``.2``… de 255 caractères au plus."""
    # Une espace au bord d'un morceau se perdrait ; dans du json compact, elles sont toutes dans un texte.
    texte = sceau.texte().replace(" ", r"\u0020")
    debuts = range(0, len(texte), _LONGUEUR_DE_PROPRIETE)
    return {
        f"financement.sceau.{rang}": texte[debut : debut + _LONGUEUR_DE_PROPRIETE]
        for rang, debut in enumerate(debuts, 1)
    }


def rendre_xlsx(document: Document) -> bytes:
    """Le classeur, octet pour octet le même pour un même document.

    Chaque calcul est une formule vive qui porte la valeur du moteur. Lève ``ClasseurImpossible`` si le document ne
    tient pas dans un classeur.
    """
    classeur = ClasseurVivant(
        Proprietes(
            titre=f"{document.titre} – {document.sous_titre}",
            sujet=f"Convention {document.code}, arrêté au {afficher_date(document.date_arrete)}",
            organisme=document.mention("Porteur"),
            commentaires=f"Empreinte sha256 du dossier : {document.empreinte}",
            cree_le=document.date_arrete,
        )
    )
    for nom, morceau in proprietes_du_sceau(document.sceau).items():
        classeur.propriete(nom, morceau)
    plan = plan_du_classeur(document)
    ecrire_decision(classeur, document, plan)
    ecrire_sommaire(classeur, document)
    for tableau in document.tableaux:
        if tableau.partie is not Partie.DECISION:
            ecrire_feuille(classeur, document, tableau, plan)
    ecrire_graphiques(classeur, document, plan)
    ecrire_articles(classeur, document)
    ecrire_signatures(classeur, document)
    ecrire_identification(classeur, document)
    return classeur.octets()
