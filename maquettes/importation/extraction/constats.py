"""Ce que l’importation constate sans refuser : un code, une gravité, une phrase et un remède par fait."""

from dataclasses import dataclass
from typing import Final

from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.fautes.faute import TERMES_DE_LA_BIBLIOTHEQUE, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import afficher_montant

__all__ = [
    "ANNULATIONS",
    "CELLULES_CALCULEES",
    "CELLULE_FUSIONNEE",
    "COLONNE_CHANGEE",
    "COLONNE_CUMULEE",
    "COLONNE_DE_NOMBRES_NON_LUE",
    "COLONNE_DISPARUE",
    "COLONNE_MASQUEE",
    "COLONNE_NON_LUE",
    "CUMUL_DECROISSANT",
    "DATES_SUPPOSEES",
    "ENGAGEMENT_REPETE",
    "ENTETE_DEPLACE",
    "FAMILLE_CONTRAIRE",
    "FAMILLE_DU_NUMERO",
    "FEUILLE_MASQUEE",
    "FEUILLE_NON_LUE",
    "FEUILLE_SANS_NOMBRE_NON_LUE",
    "HT_CONTRE_TTC",
    "HT_ET_TTC_CONVERTIS",
    "HT_ET_TTC_COTE_A_COTE",
    "LIGNES_MASQUEES",
    "LIGNE_NON_LUE",
    "LIGNE_SANS_REGLE",
    "MONTANTS_ARRONDIS",
    "MONTANTS_EN_TEXTE",
    "MONTANT_FUSIONNE",
    "MONTANT_JAMAIS_CALCULE",
    "NOTE_EN_MARGE",
    "OPERATION_ABSENTE",
    "OPERATION_EN_DOUBLE",
    "OPERATION_RETIREE",
    "OPERATION_SUR_PLUSIEURS_LIGNES",
    "REPETITION_DIFFERENTE",
    "SECOND_ENTETE",
    "TEXTE_PARMI_LES_MONTANTS",
    "TOTAL_ARRONDI",
    "TOTAL_DIFFERENT",
    "TVA_NON_REMPLIE",
    "VALEUR_NON_LUE",
    "ModeleConstat",
]


@dataclass(frozen=True, slots=True)
class ModeleConstat:
    """Ce que dit un constat d’importation ; ``nom`` : le titre de son article dans ``docs/importation.md``."""

    code: str
    nom: str
    gravite: Gravite
    message: str
    remede: str

    def constater(
        self,
        *,
        provenance: Provenance,
        mesure: EcartMontant | None = None,
        operation: str | None = None,
        **termes: str,
    ) -> Constat:
        """Compose le constat ; les ``termes`` viennent des fichiers reçus et sont rendus affichables.

        Une ``mesure`` donne ``attendu``, ``constate`` et ``ecart`` ; ``operation`` est aussi un terme.
        """
        mots = {nom: mot if nom in TERMES_DE_LA_BIBLIOTHEQUE else montrer(mot) for nom, mot in termes.items()} | {
            "operation": montrer(operation or "")
        }
        if mesure is not None:
            mots |= {
                "attendu": afficher_montant(mesure.attendu),
                "constate": afficher_montant(mesure.constate),
                "ecart": afficher_montant(mesure.ecart),
            }
        return Constat(
            code=self.code,
            gravite=self.gravite,
            message=self.message.format(**mots),
            remede=self.remede.format(**mots),
            mesure=mesure,
            operation=operation,
            provenance=provenance,
        )


TEXTE_PARMI_LES_MONTANTS: Final = ModeleConstat(
    "IMPORT-60",
    "Texte parmi les montants",
    Gravite.BLOQUANT,
    "« {lu} », dans la colonne « {colonne} », n’est pas lu comme un montant : il manque au dossier.",
    'Écrire le montant dans la source ; s’il n’y en a pas, le déclarer : [[sources.ignorees]] valeur = "{lu}".',
)
LIGNES_MASQUEES: Final = ModeleConstat(
    "IMPORT-61",
    "Lignes masquées ou filtrées",
    Gravite.ALERTE,
    "Masqué ou filtré dans la source, et lu comme le reste : {lignes}.",
    "L’afficher dans la source et vérifier que c’est du tableau ; sinon, l’y supprimer.",
)
COLONNE_MASQUEE: Final = ModeleConstat(
    "IMPORT-62",
    "Colonne masquée",
    Gravite.ALERTE,
    "La colonne « {colonne} » est masquée dans la source ; {effet}.",
    "L’afficher dans la source et vérifier que la correspondance la désigne à bon droit.",
)
OPERATION_EN_DOUBLE: Final = ModeleConstat(
    "IMPORT-63",
    "Opération en double",
    Gravite.BLOQUANT,
    "L’opération « {operation} » est déjà donnée par {ailleurs} : cette ligne n’est pas lue.",
    "Ne laisser dans la source qu’une ligne par opération, ou donner à chacune son code.",
)
OPERATION_RETIREE: Final = ModeleConstat(
    "IMPORT-64",
    "Opération retirée du tableau",
    Gravite.INFORMATION,
    "L’opération « {operation} » n’est plus au tableau de l’avenant n° {version}, qui est complet : elle en sort.",
    "Rien à corriger si le tableau signé ne la reprend pas ; sinon, l’y ajouter.",
)
OPERATION_ABSENTE: Final = ModeleConstat(
    "IMPORT-65",
    "Opération absente d’un tableau qui n’est pas complet",
    Gravite.BLOQUANT,
    "L’opération « {operation} » n’est pas dans la table de l’avenant n° {version} ; elle reste programmée, cet "
    "avenant n’étant pas déclaré complet.",
    'Si la table reçue est tout son tableau, lui écrire tableau = "complet" ; sinon, y ajouter l’opération.',
)
ENGAGEMENT_REPETE: Final = ModeleConstat(
    "IMPORT-66",
    "Montant d’engagement répété",
    Gravite.BLOQUANT,
    "Le même engagement est lu {fois} fois, pour {constate} en tout, lignes {lignes} : il paraît répété sur chaque "
    "ligne de paiement.",
    'Ajouter une_fois_par = "la colonne du numéro de décision" à ce mouvement, dans la correspondance.',
)
COLONNE_CUMULEE: Final = ModeleConstat(
    "IMPORT-67",
    "Colonne cumulée prise pour un flux",
    Gravite.BLOQUANT,
    "La colonne « {colonne} » ne fait que croître : elle paraît cumulée, et elle est lue comme une suite de montants.",
    "Ajouter cumul = true à ce mouvement, dans la correspondance ; sinon, vérifier les montants.",
)
HT_CONTRE_TTC: Final = ModeleConstat(
    "IMPORT-68",
    "Montant HT contre montant TTC",
    Gravite.BLOQUANT,
    "{montant} {sienne} sur l’opération « {operation} », dont la base est {attendue} : la ligne n’est pas lue, rien ne "
    "dit de la convertir.",
    "Désigner dans la correspondance une colonne de montants {attendue}, ou écrire convertir = true pour convertir au "
    "taux de l’opération.",
)
TOTAL_DIFFERENT: Final = ModeleConstat(
    "IMPORT-69",
    "Total de la source qui ne tombe pas",
    Gravite.BLOQUANT,
    "« {libelle} », colonne « {colonne} » : la source annonce {constate}, {somme} {attendu}.",
    "Vérifier les lignes et le total dans la source ; l’import garde les lignes.",
)
CELLULES_CALCULEES: Final = ModeleConstat(
    "IMPORT-70",
    "Cellules calculées",
    Gravite.INFORMATION,
    "{nombre} dont on lit la valeur enregistrée, et non la formule.",
    "Rien à corriger si le classeur a été enregistré après son dernier calcul.",
)
CELLULE_FUSIONNEE: Final = ModeleConstat(
    "IMPORT-71",
    "Cellule fusionnée sur plusieurs lignes",
    Gravite.INFORMATION,
    "« {lu} », fusionnée sur les lignes {lignes}, est lue pour chacune.",
    "Rien à corriger si elle vaut pour toutes ces lignes.",
)
MONTANT_FUSIONNE: Final = ModeleConstat(
    "IMPORT-72",
    "Montant fusionné sur plusieurs lignes",
    Gravite.ALERTE,
    "« {lu} », dans la colonne « {colonne} », est fusionné sur les lignes {lignes} : il n’est compté qu’à la première.",
    "Répartir le montant entre ces lignes dans la source, si chacune en a sa part.",
)
NOTE_EN_MARGE: Final = ModeleConstat(
    "IMPORT-73",
    "Note en marge",
    Gravite.INFORMATION,
    "« {lu} » est écrit hors des {places} de la table : ce n’est pas lu.",
    "Rien à corriger si c’est une note ; sinon, l’écrire dans une colonne et sur une ligne de la table.",
)
DATES_SUPPOSEES: Final = ModeleConstat(
    "IMPORT-74",
    "Dates au 31 décembre supposées",
    Gravite.INFORMATION,
    "{nombre} par exercice, au 31 décembre supposé ; leur libellé le dit.",
    "Rien à corriger si l’année suffit ; sinon, demander les dates.",
)
ANNULATIONS: Final = ModeleConstat(
    "IMPORT-75",
    "Annulations et réductions",
    Gravite.INFORMATION,
    "{nombre}, pour {montant} : ce qui est annulé se retranche des dépenses.",
    "Rien à corriger si c’est bien une dépense qui est annulée.",
)
MONTANTS_ARRONDIS: Final = ModeleConstat(
    "IMPORT-76",
    "Montants arrondis au centime",
    Gravite.ALERTE,
    "{nombre} de la colonne « {colonne} », à plus de deux décimales : arrondi au centime le plus proche, le "
    "demi-centime loin de zéro.",
    "Rien à corriger si la source est calculée ; sinon, y écrire des montants au centime.",
)
COLONNE_NON_LUE: Final = ModeleConstat(
    "IMPORT-77",
    "Colonne non lue",
    Gravite.ALERTE,
    "La correspondance ne dit rien de {colonnes} ; non lu : {nombre}.",
    'Désigner dans la correspondance ce qui se lit, y déclarer le reste : [[sources.ignorees]] colonne = "{colonne}".',
)
LIGNE_NON_LUE: Final = ModeleConstat(
    "IMPORT-78",
    "Ligne non lue",
    Gravite.BLOQUANT,
    "La ligne « {lu} » porte des montants sans désigner d’opération, et n’est le total d’aucune autre : elle n’est "
    "pas lue.",
    'Donner son opération (une colonne, un code ou une règle), ou la déclarer : [[sources.ignorees]] ligne = "{lu}".',
)
VALEUR_NON_LUE: Final = ModeleConstat(
    "IMPORT-79",
    "Valeur facultative non lue",
    Gravite.ALERTE,
    "Colonne « {colonne} » : {cause} La valeur reste vide.",
    "L’écrire autrement dans la source, ou la compléter dans le dossier.",
)
CUMUL_DECROISSANT: Final = ModeleConstat(
    "IMPORT-80",
    "Cumul qui décroît",
    Gravite.BLOQUANT,
    "Le cumul passe de {attendu} à {constate} pour l’opération « {operation} » : la baisse n’est pas lue, rien ne "
    "dit ce qu’elle est.",
    "Vérifier la source ; si de l’argent a été rendu, l’inscrire au journal.",
)
REPETITION_DIFFERENTE: Final = ModeleConstat(
    "IMPORT-81",
    "Répétition qui diffère",
    Gravite.BLOQUANT,
    "« {lu} » est déjà compté par {ailleurs}, avec d’autres valeurs : ce qui diffère n’est pas lu.",
    "Vérifier ces deux lignes de la source, ou choisir une autre colonne pour une_fois_par.",
)
FEUILLE_MASQUEE: Final = ModeleConstat(
    "IMPORT-82",
    "Feuille masquée",
    Gravite.ALERTE,
    "La feuille « {feuille} » est masquée ; elle est lue.",
    "L’afficher et vérifier qu’elle est la bonne.",
)
HT_ET_TTC_CONVERTIS: Final = ModeleConstat(
    "IMPORT-83",
    "Montants convertis au taux de l’opération",
    Gravite.INFORMATION,
    "{nombre} au taux de TVA de son opération, comme la correspondance le dit, et au centime.",
    "Rien à corriger si ces taux sont ceux des factures.",
)
TOTAL_ARRONDI: Final = ModeleConstat(
    "IMPORT-84",
    "Total de la source à ses arrondis près",
    Gravite.INFORMATION,
    "« {libelle} », colonne « {colonne} » : la source annonce {constate}, {somme} {attendu} ; "
    "l’écart tient aux arrondis du tableau.",
    "Rien à corriger : l’import garde les lignes.",
)
LIGNE_SANS_REGLE: Final = ModeleConstat(
    "IMPORT-85",
    "Ligne dont rien ne dit le sens",
    Gravite.BLOQUANT,
    "Aucune règle ne dit quel mouvement est la ligne « {lu} » : elle n’est pas lue.",
    "Ajouter à la correspondance une règle qui lui donne un type, ou qui l’ignore avec son motif.",
)
TVA_NON_REMPLIE: Final = ModeleConstat(
    "IMPORT-86",
    "TVA non remplie",
    Gravite.INFORMATION,
    "Lu toutes taxes comprises, faute de TVA : {nombre}.",
    "Rien à corriger : tout est comparé à la base de son opération.",
)
HT_ET_TTC_COTE_A_COTE: Final = ModeleConstat(
    "IMPORT-87",
    "Montants HT et TTC côte à côte",
    Gravite.INFORMATION,
    "La table a les deux ; « {colonne} » est lue, « {autre} » ne l’est pas.",
    "Rien à corriger si « {colonne} » est bien sur la base de ses opérations.",
)
OPERATION_SUR_PLUSIEURS_LIGNES: Final = ModeleConstat(
    "IMPORT-88",
    "Opération sur plusieurs lignes d’un état par exercice",
    Gravite.ALERTE,
    "L’opération « {operation} » est déjà à {ailleurs} : les deux lignes sont lues.",
    "Vérifier que ce sont deux parts de l’opération, et non la même somme répétée.",
)
MONTANTS_EN_TEXTE: Final = ModeleConstat(
    "IMPORT-89",
    "Nombres écrits en texte",
    Gravite.ALERTE,
    "{nombre} en texte dans la colonne « {colonne} », {lignes} : l’import en tient compte, mais non les sommes du "
    "classeur.",
    "Remplacer le texte par un nombre dans la source, ou vérifier ses totaux.",
)
ENTETE_DEPLACE: Final = ModeleConstat(
    "IMPORT-59",
    "En-tête déplacé",
    Gravite.INFORMATION,
    "L’en-tête n’est plus aux lignes que dit la correspondance ; ses libellés le font retrouver, {lignes}.",
    "Rien à corriger ; pour ne plus le lire, mettre entete à jour dans la correspondance, ou l’ôter.",
)
COLONNE_DISPARUE: Final = ModeleConstat(
    "IMPORT-58",
    "Colonne à ignorer disparue",
    Gravite.INFORMATION,
    "La colonne « {colonne} », à ignorer, n’est plus dans la table.",
    "Rien à corriger si elle a été retirée ; si elle a changé de libellé, mettre la correspondance à jour.",
)
COLONNE_CHANGEE: Final = ModeleConstat(
    "IMPORT-57",
    "Colonne dont le contenu a changé de sens",
    Gravite.BLOQUANT,
    "La colonne « {colonne} », désignée pour « {champ} », n’en porte presque plus : {refusees} cellules sur {nombre} "
    "ne se lisent pas comme tel.",
    "Vérifier que le libellé désigne encore la même chose, et corriger la correspondance.",
)
COLONNE_DE_NOMBRES_NON_LUE: Final = ModeleConstat(
    "IMPORT-54",
    "Colonne de nombres d’un tableau financier, non lue",
    Gravite.BLOQUANT,
    "La correspondance ne dit rien de {colonnes} ; non lu : {nombre}, avec des nombres, peut-être le plan d’un "
    "financeur.",
    'Désigner dans la correspondance ce qui se lit, y déclarer le reste : [[sources.ignorees]] colonne = "{colonne}".',
)
FEUILLE_NON_LUE: Final = ModeleConstat(
    "IMPORT-56",
    "Feuille non lue",
    Gravite.BLOQUANT,
    "La feuille « {feuille} » n’est désignée par aucune source ; non lu : {cellules}, dont {nombres}.",
    'Lui donner une source, ou la déclarer dans celle de son fichier : [[sources.ignorees]] feuille = "{feuille}".',
)
FEUILLE_SANS_NOMBRE_NON_LUE: Final = ModeleConstat(
    "IMPORT-55",
    "Feuille sans aucun nombre, non lue",
    Gravite.INFORMATION,
    "La feuille « {feuille} » n’est désignée par aucune source ; non lu : {cellules}, sans aucun nombre.",
    "Rien à corriger si ce sont des notes ; sinon, lui donner une source.",
)
FAMILLE_DU_NUMERO: Final = ModeleConstat(
    "IMPORT-90",
    "Famille tirée du numéro, malgré un titre",
    Gravite.INFORMATION,
    "La famille de {nombre} est tirée du numéro ; des lignes de titre en nomment, comme « {lu} », qui ne sont pas "
    "lues.",
    'Rien à corriger si les numéros la disent ; sinon, ajouter famille = "@titre" à [sources.colonnes].',
)
FAMILLE_CONTRAIRE: Final = ModeleConstat(
    "IMPORT-91",
    "Famille du numéro, contraire au titre",
    Gravite.BLOQUANT,
    "L’opération « {operation} » est sous « {lu} », et sa famille, « {famille} », est tirée de son numéro : l’un des "
    "deux se trompe.",
    'Ajouter famille = "@titre" à [sources.colonnes] si le titre a raison ; sinon, la déplacer dans la source.',
)
MONTANT_JAMAIS_CALCULE: Final = ModeleConstat(
    "IMPORT-95",
    "Formule jamais calculée",
    Gravite.BLOQUANT,
    "La formule de la colonne « {colonne} » n’a aucune valeur enregistrée : le montant manque au dossier.",
    "Ouvrir le classeur dans un tableur, l’enregistrer, et importer de nouveau.",
)
SECOND_ENTETE: Final = ModeleConstat(
    "IMPORT-96",
    "Seconde table sous la première",
    Gravite.BLOQUANT,
    "La ligne « {lu} » ressemble à l’en-tête d’une autre table : ce qui la suit est lu sous le premier en-tête.",
    "Arrêter cette source avant elle (fin), et donner à la seconde table sa propre source.",
)
