"""Journal, réestimations, réalisations et insertion : les faits, et ceux que la date d'arrêté retient."""

from typing import Final

from maquettes.description import INSERTION, JOURNAL, REALISATIONS, REESTIMATIONS
from maquettes.maquette.description import Bloc, Presentation
from maquettes.maquette.formules import controle, intermediaire, rang_de
from maquettes.maquette.saisies import saisies_de

__all__ = ["BLOCS_DE_SUIVI", "BLOC_JOURNAL"]

_POSITION: Final = intermediaire(
    "position", "Position de l'opération", f"={rang_de('[operation]', 'operations_operation')}"
)

# Une nature vide désigne la seule ligne du financeur sur l'opération, toutes versions du plan réunies.
_NATURE: Final = (
    '=IF(OR([position]="",[financeur_rang]=""),"",'
    'IF([nature]="subvention",1,IF([nature]="pret",2,IF([nature]="fonds_propres",3,'
    "IF(COUNTIFS(plan_position,[position],plan_financeur_rang,[financeur_rang],plan_nature_rang,2)>0,2,"
    "IF(COUNTIFS(plan_position,[position],plan_financeur_rang,[financeur_rang],plan_nature_rang,3)>0,3,1))))))"
)
_DU_MAITRE_OUVRAGE: Final = 'OR([type]="depense",[type]="annulation",[type]="recette")'

BLOC_JOURNAL: Final = Bloc(
    nom=JOURNAL.nom,
    feuille="Journal",
    titre="Journal des engagements, paiements et dépenses",
    note="Un mouvement par ligne, dans n'importe quel ordre, montant toujours positif : le type donne le sens. "
    "Une dépense, son annulation ou une recette est celle du maître d'ouvrage, sans financeur.",
    table=JOURNAL,
    reserve=250,
    vierge=800,
    figees=3,
    colonnes=(
        *saisies_de(JOURNAL),
        *controle(
            ("NOT(ISNUMBER([date]))", "date illisible"),
            ('[type]=""', "type à choisir"),
            ('[position]=""', "opération inconnue"),
            (f'AND({_DU_MAITRE_OUVRAGE},OR([financeur]<>"",[nature]<>""))', "financeur à vider"),
            (f'AND(NOT({_DU_MAITRE_OUVRAGE}),[financeur]="")', "financeur à saisir"),
            ('AND([financeur]<>"",[financeur_rang]="")', "financeur inconnu"),
            ("NOT(ISNUMBER([montant]))", "montant illisible"),
            ("[montant]<0", "montant négatif"),
            vide='AND([date]="",[type]="",[operation]="",[montant]="")',
        ),
        _POSITION,
        intermediaire("financeur_rang", "Rang du financeur", f"={rang_de('[financeur]', 'financeurs_code')}"),
        intermediaire("nature_rang", "Rang de la nature", _NATURE),
        intermediaire(
            "retenu",
            "Retenu",
            "=IF(AND(ISNUMBER([date]),ISNUMBER([montant]),ISNUMBER(date_arrete)),IF([date]<=date_arrete,1,0),0)",
        ),
        intermediaire(
            "cle",
            "Clé retenue",
            '=IF(AND([retenu]=1,ISNUMBER([nature_rang])),[position]*10000+[financeur_rang]*10+[nature_rang],"")',
        ),
        intermediaire(
            "engage",
            "Engagé signé",
            '=IF([cle]="","",IF([type]="engagement",[montant],IF([type]="degagement",-[montant],0)))',
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "paye",
            "Payé signé",
            '=IF([cle]="","",IF(OR([type]="avance",[type]="acompte",[type]="solde"),[montant],'
            'IF([type]="reversement",-[montant],0)))',
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "hors_delai",
            "Engagé hors délai",
            '=IF(OR([cle]="",[type]<>"engagement"),0,IF(AND(INDEX(financeurs_est_anru,[financeur_rang])=1,'
            "[date]>limite_engagement),1,0))",
        ),
        intermediaire("exercice", "Exercice", '=IF(OR([cle]="",[type]="demande",[type]="rejet"),"",YEAR([date]))'),
    ),
)

_REESTIMATIONS: Final = Bloc(
    nom=REESTIMATIONS.nom,
    feuille="Réestimations",
    titre="Coûts réestimés",
    note="Le dernier coût réestimé d'une opération non achevée plafonne ses subventions à la clôture.",
    table=REESTIMATIONS,
    reserve=20,
    vierge=60,
    colonnes=(
        *saisies_de(REESTIMATIONS),
        *controle(
            ("NOT(ISNUMBER([date]))", "date illisible"),
            ('[position]=""', "opération inconnue"),
            ("NOT(ISNUMBER([cout]))", "montant illisible"),
            ("COUNTIFS(reestimations_position,[position],reestimations_date,[date])>1", "ligne en double"),
            vide='AND([date]="",[operation]="",[cout]="")',
        ),
        _POSITION,
        intermediaire(
            "retenue",
            "Retenue",
            '=IF(AND(ISNUMBER([date]),ISNUMBER([cout]),ISNUMBER(date_arrete),[position]<>""),IF([date]<=date_arrete,'
            'IF(COUNTIFS(reestimations_position,[position],reestimations_date,">"&[date],'
            'reestimations_date,"<="&date_arrete)=0,1,0),0),0)',
        ),
    ),
)

_REALISATIONS: Final = Bloc(
    nom=REALISATIONS.nom,
    feuille="Réalisations",
    titre="Réalisations physiques",
    note="Ce qui a été réalisé à une date, dans l'unité de l'opération ; les réalisations s'ajoutent.",
    table=REALISATIONS,
    reserve=40,
    vierge=120,
    colonnes=(
        *saisies_de(REALISATIONS),
        *controle(
            ("NOT(ISNUMBER([date]))", "date illisible"),
            ('[position]=""', "opération inconnue"),
            ("NOT(ISNUMBER([quantite]))", "quantité illisible"),
            vide='AND([date]="",[operation]="",[quantite]="")',
        ),
        _POSITION,
    ),
)

_INSERTION: Final = Bloc(
    nom=INSERTION.nom,
    feuille="Insertion",
    titre="Heures d'insertion",
    note="L'objectif et les heures réalisées, une ligne par opération.",
    table=INSERTION,
    reserve=20,
    vierge=60,
    colonnes=(
        *saisies_de(INSERTION),
        *controle(
            ('[position]=""', "opération inconnue"),
            ("OR(NOT(ISNUMBER([heures_objectif])),NOT(ISNUMBER([heures_realisees])))", "heures à saisir"),
            ("COUNTIFS(insertion_position,[position])>1", "ligne en double"),
            vide='AND([operation]="",[heures_objectif]="",[heures_realisees]="")',
        ),
        _POSITION,
    ),
)

BLOCS_DE_SUIVI: Final = (_REESTIMATIONS, _REALISATIONS, _INSERTION)
"""Les blocs facultatifs qui suivent le journal."""
