"""Les mots des tableaux financiers que l’on reçoit, tels que des personnes différentes les écrivent.

Cette liste est celle du générateur : elle ne vient pas de celle que la reconnaissance emploie.
"""

from collections.abc import Mapping, Sequence
from typing import Final

__all__ = [
    "ABREGES",
    "BRUITS",
    "CHAMPS",
    "FEUILLES",
    "FINANCEURS",
    "FONDS_PROPRES",
    "FONDS_PROPRES_DOUTEUX",
    "GROUPES",
    "NOTES",
    "SOUS_TOTAUX",
    "TITRES",
    "TOTAUX",
    "UNITES",
]

CHAMPS: Final[Mapping[str, Sequence[str]]] = {
    "operation": (
        "N° d’opération",
        "N° opération",
        "Numéro d'opération",
        "N° op.",
        "Code opération",
        "N°",
        "Numéro de l'opération",
        "Identifiant opération",
        "N° IDTOP",
        "Réf. opération",
    ),
    "libelle": (
        "Libellé",
        "Libellé de l'opération",
        "Intitulé de l’opération",
        "Intitulé",
        "Opération",
        "Désignation",
        "Nom de l'opération",
        "Libellé précis de l'opération par ligne physique",
        "Nature de l'opération",
        "Objet",
    ),
    "famille": ("Famille", "Code famille", "Famille d'opération", "Nomenclature", "Fam.", "N° famille"),
    "maitre_ouvrage": (
        "Maître d’ouvrage",
        "Maître d'ouvrage",
        "MO",
        "M.O.",
        "MOA",
        "Maîtrise d'ouvrage",
        "Nom du maître d'ouvrage",
        "Porteur de l'opération",
        "Bénéficiaire",
    ),
    "localisation": ("Localisation", "Adresse", "Quartier", "Site", "Secteur", "Lieu", "Localisation (ZUS)", "QPV"),
    "quantite": ("Quantité", "Qté", "Nombre", "Quantités", "Volume"),
    "quantite_logement": (
        "Nombre de logements",
        "Nb de logements",
        "Nb logts",
        "Nb lgts",
        "Logements",
        "Nbre de logements",
        "Nombre de lgts",
    ),
    "unite": ("Unité", "Unité de quantité", "Type d'unité", "U."),
    "cout_ht": (
        "Coût HT",
        "Coût total HT",
        "Montant HT",
        "Coût de l'opération HT",
        "Coût prévisionnel HT",
        "Montant de l'opération HT",
        "Coût H.T.",
        "Dépenses HT",
    ),
    "taux_tva": ("Taux de TVA", "TVA", "Taux TVA", "TVA (%)", "% TVA"),
    "cout_ttc": ("Coût TTC", "Coût total TTC", "Montant TTC", "Coût de l’opération TTC", "Coût T.T.C.", "Total TTC"),
    "assiette": (
        "Assiette",
        "Assiette subventionnable",
        "Base de financement",
        "Base de financement prévisionnelle",
        "Assiette éligible",
        "Base subventionnable",
        "Montant subventionnable",
    ),
    "debut": (
        "Démarrage",
        "Date de démarrage",
        "Début",
        "Semestre de démarrage",
        "Début des travaux",
        "Date de lancement",
        "Lancement",
    ),
    "duree_semestres": (
        "Durée en semestres",
        "Durée (semestres)",
        "Nombre de semestres",
        "Nb semestres",
        "Durée",
        "Durée (sem.)",
    ),
}

GROUPES: Final[Mapping[str, Sequence[str]]] = {
    "operation": ("Opération", "Identification", "Description", "Identification de l'opération"),
    "cout": ("Coût", "Coûts", "Coût de l'opération", "Dépenses", "Coût prévisionnel"),
    "plan": (
        "Plan de financement",
        "Financements",
        "Financeurs",
        "Participations",
        "Recettes",
        "Plan de financement prévisionnel",
    ),
    "calendrier": ("Calendrier", "Échéancier", "Planning", "Calendrier prévisionnel"),
}

FINANCEURS: Final[Mapping[str, Sequence[str]]] = {
    "ANRU": ("ANRU", "A.N.R.U.", "Anru", "Agence nationale pour la rénovation urbaine"),
    "ETAT": ("État", "Etat", "ETAT", "État (hors ANRU)"),
    "REGION": ("Région", "Conseil régional", "REGION", "Région Île-de-France", "CR", "Région IDF"),
    "DEPARTEMENT": ("Département", "Conseil général", "CG", "Conseil départemental", "DEPARTEMENT", "CG92", "Dpt"),
    "EPCI": ("EPCI", "Communauté d’agglomération", "Agglo", "CA", "Agglomération", "Communauté urbaine", "Métropole"),
    "VILLE": ("Ville", "Commune", "VILLE", "Ville de Tilleul", "Mairie"),
    "CDC": ("CDC", "Caisse des Dépôts", "Caisse des dépôts et consignations", "Prêt CDC", "Prêts CDC"),
    "FL": ("FL", "Foncière Logement", "AFL", "Association Foncière Logement"),
    "EUROPE": ("Europe", "FEDER", "Europe (FEDER)", "UE"),
    "AUTRES": ("Autres", "Autre", "Autres financeurs", "Autres financements", "Divers"),
}

FONDS_PROPRES: Final = (
    "Fonds propres",
    "Autofinancement",
    "Fonds propres MO",
    "Fonds propres du maître d’ouvrage",
    "Part maître d'ouvrage",
    "FP",
    "Autofinancement MO",
)
FONDS_PROPRES_DOUTEUX: Final = ("Bailleur", "Bailleurs", "Bailleurs sociaux", "Organisme HLM")

ABREGES: Final[Mapping[str, Sequence[str]]] = {
    "taux": ("Taux", "%", "Taux (%)", "taux"),
    "montant": ("Montant", "Subvention", "€", "Montant (€)", "Contribution", "Mt"),
    "pret": ("Prêt", "Prêts", "Montant du prêt"),
    "subvention": ("Subvention", "Subventions", "Subv."),
}

BRUITS: Final[Mapping[str, Sequence[str]]] = {
    "total_plan": ("Total", "Total financements", "TOTAL", "Total plan de financement", "Total recettes"),
    "observation": ("Observations", "Commentaires", "Remarques", "Obs."),
    "ratio": ("Ratio €/lgt", "Coût par logement", "Coût/logt", "Ratio"),
    "ordre": ("Ordre", "Rang", "N° ordre", "Ligne"),
    "avancement": ("Avancement", "État d'avancement", "Phase"),
    "controle": ("Contrôle", "Vérif.", "Écart"),
    "responsable": ("Chargé d'opération", "Référent", "Contact"),
}

TITRES: Final = (
    "Tableau financier",
    "Convention de rénovation urbaine",
    "Annexe 2 : plan de financement prévisionnel",
    "PROJET DE RENOVATION URBAINE DES TILLEULS",
    "Ville de Tilleul",
    "Document de travail du 12 mars 2009",
    "Maquette financière",
)

UNITES: Final[Mapping[str, Sequence[str]]] = {
    "euro": ("Montants en euros", "en €", "(en euros HT)", ""),
    "millier": ("Montants en k€", "en milliers d'euros", "(en K€)", "En k€ HT", "Montants exprimés en kilo-euros"),
    "million": ("en M€", "Montants en millions d'euros", "(M€)", "en millions d’euros HT"),
}

SOUS_TOTAUX: Final = ("Sous-total", "Sous total", "S/Total", "Total famille", "SOUS-TOTAL", "Sous-totaux", "Total")
TOTAUX: Final = ("TOTAL GENERAL", "Total général", "TOTAL", "Total convention", "Total du projet", "Ensemble")

NOTES: Final = (
    "(1) sous réserve de l'accord du Conseil général",
    "* opération déjà engagée",
    "NB : les montants TTC tiennent compte de la TVA à 5,5 %",
    "Source : maîtres d’ouvrage",
    "Note : le démarrage est donné à titre indicatif.",
)

FEUILLES: Final = (
    ("Convention", "Avenant {n}"),
    ("Convention initiale", "Avenant n°{n}"),
    ("Conv. initiale", "Av. {n}"),
    ("TF convention 2007", "TF avenant {n}"),
    ("Initial", "AV{n}"),
    ("Maquette initiale", "Avt n° {n}"),
)
