"""Phrases et remèdes des contrôles de la clôture et de l’identification, et des informations."""

from types import MappingProxyType
from typing import Final

from financement.controles.catalogue.codes import CodeControle, ModeleControle
from financement.controles.constat import Gravite

__all__ = ["MODELES_DE_LA_CLOTURE"]

_M = ModeleControle
_C = CodeControle
_A, _I = Gravite.ALERTE, Gravite.INFORMATION

MODELES_DE_LA_CLOTURE: Final = MappingProxyType(
    {
        _C.SOLDEE_SANS_COUT_DEFINITIF: _M(
            _A,
            "{operation} : ligne soldée sans coût définitif, faute d’achèvement ou de dépense justifiée ; rien "
            "d’autre que le payé ou le forfait ne fonde le montant de clôture (lecture C).",
            "Faire justifier le coût définitif par le maître d’ouvrage ({maitre_ouvrage}), puis inscrire "
            "l’achèvement dans les opérations et la dépense au journal.",
        ),
        _C.ACHEVEE_SANS_DEPENSE: _M(
            _A,
            "{operation} : achevée le {achevement} sans aucune dépense justifiée ; à défaut, le montant de clôture "
            "reprend l’engagé, ou le programmé si rien n’est engagé (lecture C).",
            "Faire justifier la dépense par le maître d’ouvrage ({maitre_ouvrage}), et l’inscrire au journal, "
            "même provisoire.",
        ),
        _C.COUT_REEL_SUPERIEUR: _M(
            _A,
            "{operation} : la dépense justifiée ({constate}) dépasse le coût prévisionnel ({attendu}) de {ecart}.",
            "Vérifier au journal la base (HT ou TTC) des dépenses ; si elle est juste, porter par avenant le "
            "coût à {constate} dans les opérations et {ecart} de plus au plan, à la charge du maître d’ouvrage.",
        ),
        _C.SURFINANCEMENT: _M(
            _A,
            "{operation} : les financements de clôture ({constate}) dépassent le coût final ({attendu}) de "
            "{ecart} ; le résidu du maître d’ouvrage est ramené à zéro (lecture C).",
            "Réduire de {ecart} au plan le prêt ou le forfait, ou donner la règle de clôture taux à un "
            "cofinanceur qui suit la dépense (lecture C).",
        ),
        _C.PLAN_FINAL_DESEQUILIBRE: _M(
            _A,
            "{operation} : sans ligne au résidu, les financements de clôture ({constate}) ne font pas le coût final "
            "({attendu}) ; écart {ecart} (lecture C).",
            "Donner au plan la règle de clôture residu à une ligne du maître d’ouvrage, ou faire porter "
            "{manque} par un financeur, au plan d’un avenant (lecture C).",
        ),
        _C.TEXTES_JUMEAUX: _M(
            _A,
            "{quoi} : « {lu} » et « {autre} » ne diffèrent que par la casse, la forme Unicode ou une espace"
            "{precision}, et sont comptés à part.",
            "Écrire partout « {autre} » dans les opérations, ou donner deux noms bien distincts à ce qui est distinct.",
        ),
        _C.CLE_DE_SIRET_FAUSSE: _M(
            _A,
            "{organisme} : la clé de contrôle du SIRET {siret} est fausse{precision} ; un chiffre au "
            "moins est mal recopié, et rien de cet organisme ne va dans le fichier SCDL.",
            "Recopier dans la convention le numéro de l’avis de situation Insee de cet organisme, ou laisser "
            "vide son SIRET.",
        ),
        _C.LIGNE_NON_TERMINEE: _M(
            _I,
            "La dernière ligne ne finit pas par un retour à la ligne : rien ne dit que le fichier est entier.",
            "Rien à corriger si le fichier finit bien là (un retour à la ligne ajouté à la fin le dira) ; sinon, "
            "reprendre le fichier entier, d’où il vient.",
        ),
        _C.LIGNES_COURTES: _M(
            _I,
            "À partir d’ici, {lignes} moins de cellules que l’en-tête ; ce qui manque ({colonnes}) est facultatif et lu"
            " vide. Un tableur omet parfois les cellules vides de la fin.",
            "Rien à corriger s’il ne manque rien (écrire un point-virgule par cellule vide le dira) ; sinon, reprendre "
            "le fichier entier, d’où il vient.",
        ),
        _C.TOTAL_IMPORTE_FAUX: _M(
            _A,
            "{objet} : le total lu ({constate}) n’est pas la somme des lignes ({attendu}) ; écart {ecart}.",
            "Chercher {manque} d’écart dans le document d’origine, à l’endroit cité : une ligne oubliée ou "
            "masquée, ou un total tapé à la main.",
        ),
        _C.INTERPRETATION: _M(
            _I,
            "Montants de clôture selon notre lecture (C) des règles de solde, qu’aucun texte ne publie (taux × dépense "
            "plafonnée, forfait, résidu) ; lignes concernées : {nombre}.",
            "Rien à corriger : faire valider cette lecture (C) par les financeurs avant de signer.",
        ),
        _C.LIGNES_ILLUSTRATIVES: _M(
            _I,
            "Opérations illustratives, dont les chiffres n’engagent personne : {nombre} sur {total}.",
            "Rien à corriger si le dossier n’est qu’un exemple ; sinon, remplacer ces chiffres par les réels et "
            "passer leur origine à source dans les opérations.",
        ),
        _C.ARRONDIS: _M(
            _I,
            "Subventions de clôture arrondies au centime, demi-centime loin de zéro (lecture C) : {nombre} ; "
            "somme des arrondis, en centimes : {residu}.",
            "Rien à corriger : ces arrondis expliquent les quelques centimes d’écart avec un calcul à la main.",
        ),
        _C.REGLEMENT_SURCHARGE: _M(
            _I,
            "Règlement : le dossier fixe « {cle} » à {valeur} ({reference}) {remplace}.",
            "Rien à corriger si la référence citée le fonde ; sinon, retirer « {cle} » du règlement du dossier.",
        ),
    }
)
