"""Ce que dit ``docs/dossier.md`` et que la description ne sait pas : le sens d’une colonne, et une valeur d’exemple."""

from typing import Final

__all__ = ["EXEMPLES", "INTRODUCTION", "SENS", "TITRES", "VIDES_A_L_EXEMPLE"]

INTRODUCTION: Final = """\
# Le dossier, fichier par fichier et colonne par colonne

Cette page est composée de la description qui sert à lire et à écrire les dossiers : un test la tient à jour, et lit
les exemples qu’elle donne comme un dossier.

## Par où commencer avec ses fichiers

* **Les fichiers que l’on a reçus**, tels qu’ils sont (tableaux financiers, extraits, PES V2) : `financement importer`
  en fait un dossier, et garde dans `origines.csv` la cellule dont vient chaque ligne, et celle
  de chaque valeur venue d’ailleurs, sous la clé suivie de la colonne : `2|01-0001|achevement` ; d’un
  montant qui somme plusieurs cellules, chacune a sa ligne : `2|01-0001|ANRU|subvention|montant#2`
  ([ce qu’il lit](importation.md)).
* **Un classeur, comme la plupart** : `financement maquette --vierge a-remplir.xlsx` donne une maquette vide. Coller
  chaque tableau sous les titres de sa feuille (écrits ci-dessous sous chaque nom de colonne), en valeurs.
* **Des exports d’un logiciel** : un csv par table, aux noms de fichiers et de colonnes de cette page. L’ordre des
  colonnes est libre, celles qui ne sont pas requises peuvent manquer ; une colonne inconnue est refusée, pour n’en
  perdre aucune.
* **Dans les deux cas** : `financement controler DOSSIER` dit toutes les fautes à la fois, chacune à sa cellule, avec
  son remède ([catalogue](erreurs.md)). `financement convertir` passe d’une forme à l’autre sans perte.

Il faut au moins `convention.toml` ; un autre fichier peut manquer s’il serait vide.

## Comment s’écrivent les valeurs

* **Csv** : séparés par des points-virgules, en UTF-8, ou tels qu’Excel les enregistre. Un texte qui contient un
  point-virgule se met entre guillemets. Chaque ligne finit par un retour à la ligne, la dernière aussi : sans lui, elle
  est refusée si elle paraît coupée, et dite sinon. Des cellules facultatives peuvent manquer à la fin d’une ligne.
* **Montants** : en euros, `1 250,50`, `1250.50` ou `1250` ; deux décimales au plus, jamais de signe. Dans un toml ou
  un json, entre guillemets, ou un nombre entier.
* **Taux** : `45 %` ou `9/20`. `0,45` est refusé : part, ou pourcentage ?
* **Dates** : `2014-12-31` ou `31/12/2014` ; dans un toml, `2014-12-31` sans guillemets.
* **Mots d’une liste** : tels qu’ici, ou comme on les écrit : casse, accents, pluriel et libellé affiché se lisent
  (« Fonds propres », « Prêts », « m² »). Le dossier écrit reprend l’orthographe de cette page.
* **Codes** : libres, et toujours les mêmes. Un code cité qui ne diffère du code déclaré que par la casse, la forme
  Unicode ou une espace insécable est lu comme lui, s’il est le seul. Dans un classeur, en texte : un tableur ôte les
  zéros de tête d’un nombre et n’en garde que quinze chiffres.
* **Versions** : `0` est la convention initiale, *n* l’avenant *n*. Une ligne remplace la précédente à partir de sa
  version.
"""

TITRES: Final = {
    "convention": "La convention, une fois. Devant elle, la ligne `format = 1`.",
    "financeurs": "Un bloc par financeur, un au moins.",
    "avenants": "Un bloc par avenant signé, du premier au dernier. Ce qu’il ne fixe pas reste comme avant lui.",
    "maitres_ouvrage": "Facultatif : donne un nom et un SIRET aux maîtres d’ouvrage qui ne sont pas financeurs.",
    "contreparties_foncieres": "Facultatif : les terrains cédés ou à céder en contrepartie, hors du plan.",
    "operations": "Une ligne par opération et par version qui la change.",
    "plan": "Le plan de financement : une ligne par opération, financeur, nature et version. Zéro retire la ligne.",
    "journal": "Un mouvement par ligne, dans n’importe quel ordre.",
    "reestimations": "Facultatif : les coûts réestimés, chacun à sa date.",
    "realisations": "Facultatif : ce qui est fait, à chaque date où on l’a compté.",
    "insertion": "Facultatif : les heures d’insertion, une ligne par opération.",
    "reglement": "Facultatif : le règlement propre au dossier, si `reglement` vaut `reglement.toml`.",
    "parametres": "Un bloc par paramètre que le dossier change.",
}

_VERSION: Final = "version à partir de laquelle la ligne vaut"
_SIGNATAIRE: Final = "rôle, et nom s’il est connu, de qui signe pour lui ([les cadres](annexe.md#qui-signe))"
_SIRET: Final = "sans lui, ou si sa clé est fausse, rien de cet organisme ne va dans le fichier SCDL"

SENS: Final = {
    "convention": {
        "code": "numéro de la convention ; c’est celui que cite un journal commun",
        "nom": "nom du projet",
        "programme": "programme de l’ANRU ; il décide des familles",
        "reglement": "règles et plafonds appliqués",
        "porteur": "porteur de projet à la signature",
        "date_signature": "signature de la convention initiale",
        "date_limite_engagement": "dernier jour où un engagement est permis",
        "date_limite_solde": "dernier jour où un solde peut être demandé",
        "unite": "`euro` : les montants ont été arrêtés en euros entiers",
        "signataire": "rôle, et nom s’il est connu, de qui signe pour le porteur ([les cadres](annexe.md#qui-signe))",
        "region": "région du projet ; un [portefeuille](portefeuille.md) réunit les conventions par région",
        "departement": "département du projet, écrit partout pareil, par exemple son nom ; même usage",
    },
    "financeurs": {
        "code": "celui que citent le plan et le journal",
        "nom": "nom imprimé",
        "categorie": "place du financeur dans les tableaux ; les règles de l’ANRU valent pour `anru`",
        "enveloppe": "plafond initial de ses concours",
        "siret": _SIRET,
        "engagement": "`repute` : ses engagements ne sont pas suivis, le programmé en tient lieu",
        "signataire": _SIGNATAIRE,
    },
    "avenants": {
        "numero": "croissant ; c’est le numéro de version",
        "nature": "nature de l’avenant",
        "date": "signature ; croissante",
        "date_limite_engagement": "nouvelle date limite",
        "date_limite_solde": "nouvelle date limite",
        "porteur": "nouveau porteur de projet",
        "enveloppes": "nouveaux plafonds",
        "tableau": "`complet` : les lignes de cette version sont tout son tableau ; ce qui n’y est pas le quitte",
        "signataire": "qui signe pour le porteur à partir de lui ; celui de l’ancien ne signe pas pour un nouveau",
    },
    "maitres_ouvrage": {
        "code": "celui que citent les opérations",
        "nom": "nom imprimé",
        "siret": _SIRET,
        "signataire": _SIGNATAIRE,
    },
    "contreparties_foncieres": {
        "site": "terrain",
        "surface_m2": "surface, en m²",
        "droits_a_construire_m2": "droits à construire, en m²",
        "beneficiaire": "à qui il est cédé",
        "statut": "avancement",
        "date": "date de la cession",
    },
    "operations": {
        "version": _VERSION,
        "operation": "numéro de l’opération",
        "famille": "nature de l’opération",
        "libelle": "nom imprimé",
        "maitre_ouvrage": "qui la réalise",
        "localisation": "site ou adresse",
        "quantite": "quantité prévue ; un nombre de logements est entier",
        "unite": "unité de la quantité ; requise s’il y en a une",
        "nature_cout": "coût brut, ou déficit (coût net des recettes)",
        "cout_ht": "coût hors taxes",
        "taux_tva": "requis pour une base TTC sans coût TTC",
        "base": "base sur laquelle le plan s’équilibre",
        "cout_ttc": "coût toutes taxes ; l’emporte sur le taux de TVA",
        "assiette": "assiette subventionnable, sur la base ; vide : le coût",
        "taux_anru": "vide : subvention programmée / assiette",
        "debut": "premier semestre prévu",
        "duree_semestres": "durée prévue",
        "achevement": "achèvement constaté",
        "statut": "vide, ou abandonnée à partir de cette version",
        "origine": "dit d’où viennent les chiffres d’un exemple",
    },
    "plan": {
        "version": _VERSION,
        "operation": "opération financée",
        "financeur": "qui finance",
        "nature": "nature du financement",
        "montant": "montant programmé",
        "regle_cloture": "vide : `taux` pour une subvention, `forfait` pour un prêt, `residu` pour des fonds propres",
    },
    "journal": {
        "date": "date du mouvement",
        "type": "ce qu’il est ; il donne le sens du montant",
        "operation": "opération concernée",
        "financeur": "requis, sauf pour ce qui est du maître d’ouvrage (dépense, annulation, recette), où il est vide",
        "nature": "requise si le financeur a plusieurs lignes sur l’opération",
        "montant": "toujours positif",
        "piece": "numéro de la décision, du mandat, de la facture",
        "libelle": "note libre",
    },
    "reestimations": {
        "date": "date de la réestimation",
        "operation": "opération",
        "cout": "coût final attendu, sur la base de l’opération",
    },
    "realisations": {
        "date": "date du constat",
        "operation": "opération",
        "quantite": "quantité réalisée depuis le début, dans l’unité de l’opération",
    },
    "insertion": {
        "operation": "opération",
        "heures_objectif": "heures à faire",
        "heures_realisees": "heures faites",
    },
    "reglement": {"base": "règlement que les paramètres changent"},
    "parametres": {
        "cle": "ce qu’il règle",
        "valeur": "sa valeur",
        "unite": "son unité",
        "debut": "premier jour où il vaut",
        "fin": "dernier jour où il vaut ; vide : sans fin",
        "familles": "familles où il vaut",
        "produit": "cas qu’il précise (PLUS, PLAI…) ; vide : tous",
        "reference": "texte qui le fixe",
        "confiance": "ce sur quoi il repose",
    },
}

EXEMPLES: Final = {
    "convention": {
        "code": "1101040",
        "nom": "Quartier des Tilleuls",
        "programme": "PNRU",
        "reglement": "reglement.toml",
        "porteur": "Ville de Tilleul",
        "date_signature": "2007-01-15",
        "date_limite_engagement": "2012-12-31",
        "date_limite_solde": "2014-12-31",
        "unite": "euro",
        "signataire": "Le maire, M. Jean Martin",
        "region": "Occitanie",
        "departement": "Aude",
    },
    "financeurs": {
        "code": "ANRU",
        "nom": "Agence nationale pour la rénovation urbaine",
        "categorie": "anru",
        "enveloppe": "500 000,00",
        "siret": "21060004500392",
        "engagement": "repute",
        "signataire": "Le délégué territorial de l’ANRU",
    },
    "avenants": {
        "numero": "1",
        "nature": "local",
        "date": "2009-03-15",
        "date_limite_engagement": "2013-12-31",
        "date_limite_solde": "2015-12-31",
        "porteur": "Agglomération du Tilleul",
        "enveloppes": '{ ANRU = "600 000,00" }',
        "tableau": "complet",
        "signataire": "La présidente, Mme Anne Leroy",
    },
    "maitres_ouvrage": {
        "code": "SEM",
        "nom": "Société d’économie mixte",
        "siret": "524 991 205 00013",
        "signataire": "Le directeur général",
    },
    "contreparties_foncieres": {
        "site": "Îlot A",
        "surface_m2": "1250,50",
        "droits_a_construire_m2": "2400",
        "beneficiaire": "Foncière Logement",
        "statut": "a_ceder",
        "date": "2010-06-30",
    },
    "operations": {
        "version": "1",
        "operation": "08-0001",
        "famille": "08",
        "libelle": "Square",
        "maitre_ouvrage": "SEM",
        "localisation": "Secteur nord",
        "quantite": "1 200",
        "unite": "m2",
        "nature_cout": "brut",
        "cout_ht": "100 000,00",
        "taux_tva": "20 %",
        "base": "ht",
        "cout_ttc": "120 000,00",
        "assiette": "90 000,00",
        "taux_anru": "50 %",
        "debut": "2010-S1",
        "duree_semestres": "4",
        "achevement": "2012-06-30",
        "statut": "abandonnee",
        "origine": "illustratif",
    },
    "plan": {
        "version": "1",
        "operation": "08-0001",
        "financeur": "ANRU",
        "nature": "subvention",
        "montant": "45 000,00",
        "regle_cloture": "taux",
    },
    "journal": {
        "date": "31/12/2010",
        "type": "engagement",
        "operation": "08-0001",
        "financeur": "ANRU",
        "nature": "subvention",
        "montant": "45 000,00",
        "piece": "DAS 12",
        "libelle": "Décision attributive de subvention",
    },
    "reestimations": {"date": "2011-12-31", "operation": "08-0001", "cout": "95 000,00"},
    "realisations": {"date": "2011-12-31", "operation": "08-0001", "quantite": "600"},
    "insertion": {"operation": "08-0001", "heures_objectif": "1 500", "heures_realisees": "900,5"},
    "reglement": {"base": "pnru"},
    "parametres": {
        "cle": "avance_maximale",
        "valeur": "20 %",
        "unite": "taux",
        "debut": "2007-01-15",
        "fin": "2012-12-31",
        "familles": '["05", "08"]',
        "produit": "PLUS",
        "reference": "Convention, article 7",
        "confiance": "A",
    },
}

VIDES_A_L_EXEMPLE: Final = frozenset({("operations", "statut"), ("operations", "origine")})
"""Ce que la ligne d’exemple laisse vide : une opération ordinaire n’est ni abandonnée ni inventée."""
