"""Opérations et plan de financement : ce que chaque version programme, et ce qui est en vigueur."""

from typing import Final

from maquettes.description.description import OPERATIONS, PLAN
from maquettes.maquette.blocs.formules import calcul, controle, hors_liste, intermediaire, rang_de
from maquettes.maquette.blocs.saisies import saisies_de
from maquettes.maquette.description import Bloc, Presentation

__all__ = ["BLOC_OPERATIONS", "BLOC_PLAN"]

_SEPARATEUR = 'FIND("/",{taux})'


def _numerateur(taux: str) -> str:
    """Le numérateur d’un taux : le pourcentage lui-même, ou ce qui précède la barre d’une fraction en texte."""
    separateur = _SEPARATEUR.format(taux=taux)
    return f'IF({taux}="","",IF(ISNUMBER({taux}),{taux},IFERROR(VALUE(LEFT({taux},{separateur}-1)),"")))'


def _denominateur(taux: str) -> str:
    separateur = _SEPARATEUR.format(taux=taux)
    return f'IF({taux}="","",IF(ISNUMBER({taux}),1,IFERROR(VALUE(MID({taux},{separateur}+1,20)),"")))'


def _dernier_complet(borne: str) -> str:
    """Le numéro du dernier avenant au tableau complet jusqu’à la version ``borne`` ; zéro s’il n’y en a pas."""
    return f"SUMPRODUCT(MAX((avenants_complet<={borne})*avenants_complet))"


# Un tableau complet fait sortir ce qu'il ne décrit pas, ni ne cite au plan ; ce que cite ensuite un plan y rentre.
_OPERATION_EN_VIGUEUR: Final = (
    '=IF([derniere]="","",IF([derniere]=0,0,IF(OR([version]>=version_complete,COUNTIFS(plan_position,[position],'
    'plan_version,">="&version_complete,plan_version,"<="&version_en_vigueur)>0),1,0)))'
)

BLOC_OPERATIONS: Final = Bloc(
    nom=OPERATIONS.nom,
    feuille="Opérations",
    titre="Opérations",
    note="Une ligne décrit une opération à partir de sa version : 0 pour la convention initiale, n pour l’avenant n. "
    "Pour changer une opération par avenant, ajouter une ligne de même numéro et de version supérieure.",
    reserve=30,
    vierge=150,
    figees=2,
    colonnes=(
        *saisies_de(OPERATIONS),
        calcul(
            "cout",
            "Coût sur la base (€)",
            Presentation.MONTANT,
            '=IF(OR([operation]="",NOT(ISNUMBER([cout_ht]))),"",IF([base]="ttc",IF(ISNUMBER([cout_ttc]),[cout_ttc],'
            'IF(ISNUMBER([tva_numerateur]),ROUND([cout_ht]+[cout_ht]*[tva_numerateur]/[tva_denominateur],2),"")),'
            "[cout_ht]))",
        ),
        *controle(
            ('OR([operation]="",[libelle]="",[maitre_ouvrage]="",[nature_cout]="",[base]="")', "à compléter"),
            ("NOT(ISNUMBER([version]))", "version à saisir"),
            (
                "AND([version]<>0,COUNTIFS(avenants_numero,[version])=0)",
                "version sans avenant",
            ),
            ('[famille_rang]=""', "famille inconnue"),
            (hors_liste("[nature_cout]", "liste_natures_de_cout"), "nature du coût à choisir dans la liste"),
            (hors_liste("[base]", "liste_bases"), "base à choisir dans la liste"),
            (hors_liste("[statut]", "liste_statuts"), "statut à choisir dans la liste"),
            ("NOT(ISNUMBER([cout]))", "coût illisible"),
            (
                (
                    'OR(AND([taux_tva]<>"",NOT(ISNUMBER([tva_numerateur]))),'
                    'AND([taux_anru]<>"",NOT(ISNUMBER([anru_numerateur]))))'
                ),
                "taux illisible",
            ),
            ("COUNTIFS(operations_position,[position],operations_version,[version])>1", "ligne en double"),
            vide='AND([operation]="",[libelle]="",[cout_ht]="")',
        ),
        intermediaire("position", "Position", f"={rang_de('[operation]', 'operations_operation')}"),
        intermediaire(
            "derniere",
            "Dernière description",
            '=IF(OR([position]="",NOT(ISNUMBER([version]))),"",IF([version]<=version_en_vigueur,'
            'IF(COUNTIFS(operations_position,[position],operations_version,">"&[version],'
            'operations_version,"<="&version_en_vigueur)=0,1,0),0))',
        ),
        intermediaire("en_vigueur", "En vigueur", _OPERATION_EN_VIGUEUR),
        intermediaire(
            "decrite",
            "Décrit l’opération",
            '=IF([derniere]="","",IF([derniere]=1,[position],'
            'IF(COUNTIFS(operations_position,[position],operations_derniere,1)>0,"",'
            'IF(COUNTIFS(operations_position,[position],operations_version,"<"&[version])=0,[position],""))))',
        ),
        intermediaire("famille_rang", "Rang de la famille", f"={rang_de('[famille]', 'familles_code')}"),
        intermediaire(
            "maitre_rang", "Maître d’ouvrage financeur", f"={rang_de('[maitre_ouvrage]', 'financeurs_code')}"
        ),
        intermediaire("tva_numerateur", "TVA, numérateur", f"={_numerateur('[taux_tva]')}"),
        intermediaire("tva_denominateur", "TVA, dénominateur", f"={_denominateur('[taux_tva]')}"),
        intermediaire("anru_numerateur", "Taux ANRU, numérateur", f"={_numerateur('[taux_anru]')}"),
        intermediaire("anru_denominateur", "Taux ANRU, dénominateur", f"={_denominateur('[taux_anru]')}"),
    ),
)

_NATURE = 'IF([nature]="subvention",1,IF([nature]="pret",2,IF([nature]="fonds_propres",3,"")))'


def _en_vigueur(borne: str) -> str:
    """1 si la ligne de plan est la dernière de sa clé jusqu’à la version ``borne``, 0 sinon, ou sortie du tableau."""
    return (
        f'=IF(OR([cle]="",NOT(ISNUMBER([version])),NOT(ISNUMBER({borne}))),"",'
        f"IF(AND([version]<={borne},[version]>={_dernier_complet(borne)}),"
        f'IF(COUNTIFS(plan_cle,[cle],plan_version,">"&[version],plan_version,"<="&{borne})=0,1,0),0))'
    )


BLOC_PLAN: Final = Bloc(
    nom=PLAN.nom,
    feuille="Plan de financement",
    titre="Plan de financement",
    note="Le montant programmé de chaque financeur sur chaque opération, à partir de sa version ; un montant nul "
    "retire la ligne. La règle de clôture vide est celle de la nature (subvention : taux ; prêt : forfait).",
    reserve=120,
    vierge=500,
    figees=3,
    colonnes=(
        *saisies_de(PLAN),
        *controle(
            ("NOT(ISNUMBER([version]))", "version à saisir"),
            ("AND([version]<>0,COUNTIFS(avenants_numero,[version])=0)", "version sans avenant"),
            ('[position]=""', "opération inconnue"),
            ('[financeur_rang]=""', "financeur inconnu"),
            ('[nature_rang]=""', "nature à choisir"),
            (hors_liste("[regle_cloture]", "liste_regles"), "règle à choisir dans la liste"),
            ("NOT(ISNUMBER([montant]))", "montant illisible"),
            ("[montant]<0", "montant négatif"),
            ("COUNTIFS(plan_cle,[cle],plan_version,[version])>1", "ligne en double"),
            (
                'COUNTIFS(operations_position,[position],operations_version,"<="&[version])=0',
                "opération pas encore créée",
            ),
            vide='AND([version]="",[operation]="",[financeur]="",[montant]="")',
        ),
        intermediaire("position", "Position de l’opération", f"={rang_de('[operation]', 'operations_operation')}"),
        intermediaire("financeur_rang", "Rang du financeur", f"={rang_de('[financeur]', 'financeurs_code')}"),
        intermediaire("nature_rang", "Rang de la nature", f"={_NATURE}"),
        intermediaire(
            "cle",
            "Clé",
            '=IF(OR([position]="",[financeur_rang]="",[nature_rang]=""),"",'
            "[position]*10000+[financeur_rang]*10+[nature_rang])",
        ),
        intermediaire("en_vigueur", "En vigueur", _en_vigueur("version_en_vigueur")),
        intermediaire("cle_en_vigueur", "Clé en vigueur", '=IF([en_vigueur]=1,[cle],"")'),
        intermediaire(
            "cle_programmee",
            "Clé programmée",
            '=IF(AND([en_vigueur]=1,ISNUMBER([montant])),IF([montant]<>0,[cle],""),"")',
        ),
        intermediaire("en_vigueur_reference", "En vigueur avant clôture", _en_vigueur("version_de_reference")),
        intermediaire("en_vigueur_avant", "En vigueur avant", _en_vigueur("version_avant")),
        intermediaire("en_vigueur_apres", "En vigueur après", _en_vigueur("version_apres")),
    ),
)
