"""Catalogue des fautes de structure : un code, la règle énoncée, le remède.

Les mêmes textes servent à toutes les formes de dossier. ``docs/erreurs.md`` donne pour chaque code un
exemple et son message exact ; un test tient le catalogue et la page ensemble.
"""

from types import MappingProxyType
from typing import Final

from financement.fautes.catalogue_classeurs import MODELES_CLASSEURS
from financement.fautes.catalogue_documents import MODELES_DOCUMENTS
from financement.fautes.catalogue_journal_commun import MODELES_JOURNAL_COMMUN
from financement.fautes.catalogue_maquettes import MODELES_MAQUETTES
from financement.fautes.codes import CodeFaute, ModeleFaute

__all__ = ["MODELES", "CodeFaute", "ModeleFaute"]

_M = ModeleFaute
_C = CodeFaute

MODELES: Final = MappingProxyType(
    {
        _C.DOSSIER_INTROUVABLE: _M("Le dossier « {lu} » n’existe pas.", "Vérifier le chemin donné à la commande."),
        _C.FORME_INCONNUE: _M(
            "« {lu} » n’est pas une forme de dossier : un dossier est un répertoire, un classeur .xlsx "
            "ou un fichier .json.",
            "Donner le répertoire qui contient convention.toml, ou un fichier écrit par « financement convertir ».",
        ),
        _C.CONVENTION_ABSENTE: _M(
            "Le répertoire « {lu} » ne contient pas de fichier convention.toml.",
            "Ajouter convention.toml, ou donner le bon répertoire.",
        ),
        _C.FICHIER_ATTENDU: _M(
            "« {lu} » devrait être un fichier ordinaire.", "Le remplacer par un fichier, ou le supprimer s’il est vide."
        ),
        _C.ENCODAGE_ILLISIBLE: _M(
            "L’encodage du fichier n’est pas établi : {cause}.",
            "{correction}",
        ),
        _C.CSV_MALFORME: _M(
            "La ligne ne peut pas être découpée en cellules : guillemets ouverts ou mal fermés, ou cellule démesurée.",
            'Vérifier les guillemets de la ligne ; un guillemet dans un texte s’écrit doublé ("").',
        ),
        _C.ENTETE_ABSENT: _M(
            "Le fichier ne commence pas par une ligne d’en-tête.",
            "Écrire en première ligne : {colonnes}, ou supprimer le fichier s’il est vide.",
        ),
        _C.TOML_MALFORME: _M(
            "Le fichier ne suit pas la syntaxe TOML à cet endroit.",
            "Vérifier guillemets, crochets et signes « = » ; les textes s’écrivent entre guillemets.",
        ),
        _C.JSON_MALFORME: _M(
            "Le fichier ne suit pas la syntaxe JSON à cet endroit.",
            "Produire le fichier avec « financement convertir » plutôt qu’à la main.",
        ),
        _C.FORMAT_INCONNU: _M(
            "Le format de dossier « {lu} » n’est pas connu : cette version lit le format 1.",
            "Écrire « format = 1 », ou mettre la bibliothèque à jour.",
        ),
        _C.NOM_DE_FICHIER: _M(
            "Le fichier « {lu} » ne fait pas partie du dossier, mais {cause}.",
            "{correction}",
        ),
        _C.FICHIER_TROP_GROS: _M(
            "Le fichier pèse {lu} octets, plus que la limite de {limite} octets.",
            "Vérifier qu’il s’agit du bon fichier.",
        ),
        _C.LECTURE_IMPOSSIBLE: _M(
            "Le fichier « {lu} » ne peut pas être lu : {cause}.",
            "{correction}",
        ),
        _C.FICHIER_INTROUVABLE: _M("Le fichier « {lu} » n’existe pas.", "Vérifier le chemin donné à la commande."),
        _C.FICHIER_MOUVANT: _M(
            "« {lu} » {cause} pendant la lecture : ce qui en a été lu peut être incomplet.",
            "Attendre la fin de l’enregistrement ou de la copie en cours, puis recommencer.",
        ),
        _C.LIGNE_COUPEE: _M(
            "La dernière ligne, « {lu} », ne finit pas par un retour à la ligne et paraît coupée : {cause}.",
            "Reprendre le fichier entier, d’où il vient ; s’il finit bien ici, compléter la ligne et la finir par un "
            "retour à la ligne.",
        ),
        _C.FAUTES_COMPTEES: _M("{cause}.", "Corriger celles qui le sont, puis relire le dossier."),
        _C.DOCUMENT_DEMESURE: _M(
            "Ce document n’est pas celui d’un dossier : {cause}.",
            "Vérifier qu’il s’agit du bon fichier.",
        ),
        **MODELES_CLASSEURS,
        **MODELES_MAQUETTES,
        _C.ECRITURE_IMPOSSIBLE: _M(
            "Rien n’a été écrit : {cause}",
            "Choisir une autre destination, ou vérifier la place disponible et les droits.",
        ),
        _C.FICHIER_CHANGE: _M(
            "Rien n’a été écrit : ce fichier n’est pas tel que la bibliothèque l’écrit, quelqu’un a pu le changer.",
            "Le renommer, ou donner une autre --sortie ; ajouter --remplacer s’il n’y a rien à y garder.",
        ),
        _C.USAGE_INCORRECT: _M(
            "La ligne de commande n’est pas comprise : {cause}",
            "L’aide de chaque commande : financement COMMANDE --help.",
        ),
        **MODELES_DOCUMENTS,
        _C.COLONNE_INCONNUE: _M(
            "La colonne « {lu} » n’existe pas ici{proposition}.",
            "La renommer ou la retirer ; colonnes connues : {colonnes}.",
        ),
        _C.COLONNE_ABSENTE: _M("La colonne « {attendu} » manque.", "L’ajouter à l’en-tête, avec ses valeurs."),
        _C.COLONNE_EN_DOUBLE: _M("La colonne « {lu} » figure deux fois, en {places}.", "N’en garder qu’une."),
        _C.CELLULES_EN_TROP: _M(
            "La ligne compte {nombre} cellules pour {largeur} colonnes : « {lu} ».",
            "Mettre entre guillemets tout texte qui contient un point-virgule, ou retirer les cellules en trop.",
        ),
        _C.SEPARATEUR: _M(
            "Les colonnes sont séparées par {separateur} ; elles doivent l’être par des points-virgules.",
            "Enregistrer de nouveau le fichier avec le séparateur « ; ».",
        ),
        _C.CELLULES_EN_MOINS: _M(
            "La ligne compte {nombre} pour {largeur} colonnes : « {lu} » ; manquent {colonnes}.",
            "Compléter la ligne, un point-virgule entre deux cellules, ou reprendre le fichier dont elle vient.",
        ),
        _C.CLE_INCONNUE: _M(
            "La clé « {lu} » n’existe pas ici{proposition}.", "La renommer ou la retirer ; clés connues : {cles}."
        ),
        _C.CLE_ABSENTE: _M("La clé « {attendu} » manque.", "L’ajouter."),
        _C.CLE_MAUVAIS_TYPE: _M("« {lu} » n’est pas de la forme attendue ici : {attendu}.", "Donner {attendu}."),
        _C.CLE_EN_DOUBLE: _M("La clé « {lu} » figure deux fois dans le même objet.", "N’en garder qu’une."),
        _C.FLOTTANT: _M(
            "« {lu} » est un nombre à virgule flottante, qui ne garde pas toujours les centimes.",
            "{correction}",
        ),
        _C.VALEUR_ABSENTE: _M("La valeur est obligatoire.", "La renseigner."),
        _C.VALEUR_INTERDITE: _M("« {lu} » n’est pas accepté : {regle}.", "{correction}"),
        _C.CHOIX_INCONNU: _M("« {lu} » n’est pas une valeur connue{proposition}.", "Choisir parmi : {choix}."),
        _C.ENTIER_ILLISIBLE: _M(
            "« {lu} » n’est pas un nombre entier compris entre {minimum} et {maximum}.",
            "Écrire un entier de {minimum} à {maximum}, sans décimale.",
        ),
        _C.QUANTITE_ILLISIBLE: _M(
            "« {lu} » n’est pas une quantité : un nombre positif, au plus un milliard, avec deux décimales au plus.",
            "Écrire par exemple 144 ou 0,8.",
        ),
        _C.TEXTE_TROP_LONG: _M(
            "Le texte compte {longueur} caractères, plus que la limite de {limite}.", "Le raccourcir."
        ),
        _C.CODE_MALFORME: _M(
            "« {lu} » ne peut pas servir de code : un code tient sur une ligne, sans caractère de contrôle, "
            "en {limite} caractères au plus.",
            "Choisir un code plus simple.",
        ),
        _C.SIRET_ILLISIBLE: _M(
            "« {lu} » n’est pas un SIRET : il y faut quatorze chiffres.", "Corriger le numéro, ou le laisser vide."
        ),
        _C.QUANTITE_NON_ENTIERE: _M(
            "« {lu} » logements : un nombre de logements est entier.", "Écrire un entier, ou changer d’unité."
        ),
        _C.TEXTE_ABIME: _M("« {lu} » est un texte abîmé : {cause}.", "Écrire {correction}."),
        _C.MONTANT_ILLISIBLE: _M(
            "« {lu} » n’est pas un montant en euros.",
            "Écrire un nombre comme 1 250,50, sans texte.",
        ),
        _C.MONTANT_SEPARATEURS_MELES: _M(
            "« {lu} » est ambigu : plusieurs points ou virgules.",
            "{correction}",
        ),
        _C.MONTANT_TROP_DE_DECIMALES: _M(
            "« {lu} » est ambigu : un montant a deux décimales au plus.",
            "{correction}",
        ),
        _C.MONTANT_GROUPES_IRREGULIERS: _M(
            "« {lu} » est ambigu : les chiffres ne sont pas groupés par trois.",
            "{correction}",
        ),
        _C.MONTANT_NEGATIF: _M(
            "« {lu} » est négatif : aucun montant d’un dossier ne l’est.",
            "Écrire un montant positif ou nul ; au journal, le type du mouvement donne le sens.",
        ),
        _C.MONTANT_TROP_GRAND: _M(
            "« {lu} » dépasse la limite de 100 milliards d’euros par montant.",
            "L’écrire en euros, non en centimes : 100 000 000 000,00 au plus.",
        ),
        _C.MOUVEMENT_NEGATIF: _M(
            "« {lu} » est négatif : le montant d’un mouvement ne l’est jamais, son type donne le sens.",
            "{correction}",
        ),
        _C.MONTANT_TIRET: _M(
            "« {lu} » n’est pas un montant : rien ne dit s’il est nul ou inconnu.",
            "Écrire 0 si le montant est nul ; sinon, le renseigner.",
        ),
        _C.TAUX_AMBIGU: _M("« {lu} » est ambigu pour un taux.", "{correction}"),
        _C.TAUX_ILLISIBLE: _M(
            "« {lu} » n’est pas un taux.", "Écrire un pourcentage (45 %, six décimales au plus) ou une fraction (1/3)."
        ),
        _C.TAUX_TROP_GRAND: _M("Le taux « {lu} » dépasse 100 %.", "Écrire un taux de 100 % au plus."),
        _C.DATE_ILLISIBLE: _M("« {lu} » n’est pas une date.", "{correction}"),
        _C.DATE_INEXISTANTE: _M("La date « {lu} » n’existe pas au calendrier.", "Corriger le jour ou le mois."),
        _C.DATE_HORS_BORNES: _M(
            "L’année de « {lu} » n’est pas comprise entre 1970 et 2099.",
            "Écrire une année de 1970 à 2099, sur quatre chiffres.",
        ),
        _C.SEMESTRE_ILLISIBLE: _M("« {lu} » n’est pas un semestre.", "{correction}"),
        _C.OPERATION_INCONNUE: _M(
            "L’opération « {lu} » ne figure pas dans les opérations{proposition}.",
            "Corriger le code, ou ajouter l’opération.",
        ),
        _C.FINANCEUR_INCONNU: _M(
            "Le financeur « {lu} » n’est pas déclaré dans la convention{proposition}.",
            "Corriger le code, ou déclarer le financeur.",
        ),
        _C.FAMILLE_INCONNUE: _M(
            "La famille « {lu} » n’existe pas dans la nomenclature {programme}{proposition}.",
            "Choisir parmi : {choix}.",
        ),
        _C.VERSION_SANS_AVENANT: _M(
            "La version {lu} n’est la version d’aucun avenant ; versions connues : {choix}.",
            "Corriger le numéro, ou déclarer l’avenant.",
        ),
        _C.OPERATION_PAS_ENCORE_CREEE: _M(
            "Le plan de la version {lu} vise l’opération « {operation} », qui n’apparaît qu’à la version {creation}.",
            "Corriger la version de la ligne de plan ou celle de l’opération.",
        ),
        _C.REGLEMENT_INCONNU: _M(
            "Le règlement « {lu} » n’est pas connu{proposition}.",
            "Écrire {choix}.",
        ),
        _C.PARAMETRE_INCONNU: _M("Aucun règlement n’a de paramètre « {lu} »{proposition}.", "Choisir parmi : {choix}."),
        _C.DOUBLON: _M("« {lu} » figure déjà {ailleurs}.", "N’en garder qu’une ligne."),
        _C.CONVENTION_EN_DOUBLE: _M(
            "La convention « {lu} » est dans plusieurs dossiers ({choix}) : {cause}.", "N’en garder qu’un."
        ),
        _C.AVENANTS_DESORDONNES: _M(
            "L’avenant n° {lu} ne suit pas le précédent : les numéros et les dates sont strictement croissants, "
            "et postérieurs à la signature de la convention ({precedent}).",
            "Corriger le numéro ou la date.",
        ),
        _C.TTC_SANS_TAUX: _M(
            "L’opération « {lu} » est équilibrée TTC sans taux de TVA ni coût TTC.", "Renseigner taux_tva ou cout_ttc."
        ),
        _C.NATURE_AMBIGUE: _M(
            "Le financeur « {lu} » a plusieurs lignes sur l’opération « {operation} » ({choix}) "
            "et le mouvement ne dit pas laquelle.",
            "Renseigner la nature du mouvement.",
        ),
        _C.FINANCEUR_EN_TROP: _M(
            "Un mouvement « {type} » concerne le maître d’ouvrage : financeur et nature doivent rester vides.",
            "Vider ces cellules, ou corriger le type.",
        ),
        _C.FINANCEUR_ABSENT: _M("Un mouvement « {type} » doit nommer son financeur.", "Renseigner le financeur."),
        _C.AUCUN_FINANCEUR: _M("La convention ne déclare aucun financeur.", "Déclarer au moins un financeur."),
        _C.TOTAL_TROP_GRAND: _M(
            "Le total des montants du fichier dépasse la limite de 10 000 milliards d’euros.",
            "Vérifier l’unité des montants (euros).",
        ),
        _C.QUANTITE_SANS_UNITE: _M(
            "La quantité « {lu} » n’a pas d’unité.", "Renseigner l’unité : logement, m2, etp ou forfait."
        ),
        _C.REGLEMENT_ABSENT: _M(
            "La convention annonce un règlement propre au dossier (« {lu} »), qui n’est pas fourni.",
            "Ajouter reglement.toml (dans un json, la clé « reglement »), ou écrire {choix}.",
        ),
        _C.REGLEMENT_NON_ANNONCE: _M(
            "Le dossier apporte un règlement propre, mais la convention annonce « {lu} ».",
            "Écrire reglement.toml dans la convention, ou retirer le règlement propre.",
        ),
        _C.UNITE_DE_PARAMETRE: _M(
            "Le paramètre « {cle} » s’exprime en « {unite} », non en « {lu} ».", "Corriger l’unité et la valeur."
        ),
        **MODELES_JOURNAL_COMMUN,
    }
)
