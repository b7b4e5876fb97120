"""Journal, réestimations, réalisations et insertion : les faits, et ceux que la date d’arrêté retient."""

from collections.abc import Mapping
from typing import Final

from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE
from financement.dossier.nomenclature import INVERSES, MOUVEMENTS_DU_MAITRE_OUVRAGE, TypeMouvement
from maquettes.description.description import INSERTION, JOURNAL, REALISATIONS, REESTIMATIONS
from maquettes.maquette.blocs.formules import (
    RANG_AUTOFINANCEMENT,
    controle,
    echapper,
    hors_liste,
    intermediaire,
    rang_de,
)
from maquettes.maquette.blocs.saisies import saisies_de
from maquettes.maquette.description import Bloc, Presentation

__all__ = ["BLOCS_DE_SUIVI", "BLOC_JOURNAL"]


def _parmi(*types: TypeMouvement) -> str:
    """Vrai si le mouvement est de l’un de ces types."""
    return "OR(" + ",".join(f'[type]="{genre}"' for genre in types) + ")"


_POSITION: Final = intermediaire(
    "position", "Position de l’opération", f"={rang_de('[operation]', 'operations_operation')}"
)

# Une nature vide désigne la seule ligne du financeur sur l'opération, toutes versions du plan réunies.
_NATURE: Final = (
    '=IF(OR([position]="",[financeur_rang]=""),"",'
    'IF([nature]="subvention",1,IF([nature]="pret",2,IF([nature]="fonds_propres",3,'
    "IF(COUNTIFS(plan_position,[position],plan_financeur_rang,[financeur_rang],plan_nature_rang,2)>0,2,"
    "IF(COUNTIFS(plan_position,[position],plan_financeur_rang,[financeur_rang],plan_nature_rang,3)>0,3,1))))))"
)
_DU_MAITRE_OUVRAGE: Final = _parmi(*(genre for genre in TypeMouvement if genre in MOUVEMENTS_DU_MAITRE_OUVRAGE))


def _signe(signes: Mapping[TypeMouvement, int]) -> str:
    """Le montant, signé selon le type ; zéro pour un type qui ne compte pas."""
    plus, moins = (_parmi(*(genre for genre, signe in signes.items() if signe == voulu)) for voulu in (1, -1))
    return f"IF({plus},[montant],IF({moins},-[montant],0))"


# Ce que leurs inverses annulent : un mouvement et ses inverses sont sur la même ligne (la même opération, pour une
# dépense) et ont le même rang de paire. Seules s'examinent les suites qui ont un inverse.
_PAIRES: Final = tuple(dict.fromkeys(INVERSES.values()))
_INVERSE: Final = _parmi(*_PAIRES)
_PAIRE_DE_L_OPERATION: Final = _PAIRES.index(TypeMouvement.ANNULATION) + 1


def _rang_de_paire() -> str:
    texte = '""'
    for rang, inverse in enumerate(_PAIRES, 1):
        if inverse not in MOUVEMENTS_DU_MAITRE_OUVRAGE:
            types = [genre for genre, le_sien in INVERSES.items() if le_sien is inverse]
            texte = f"IF({_parmi(*types, inverse)},[cle]*10+{rang},{texte})"
    return texte


_SUITE: Final = (
    f'=IF([retenu]=0,"",IF({_parmi(TypeMouvement.DEPENSE, TypeMouvement.ANNULATION)},'
    f'IF([position]="","",[position]*100000+{_PAIRE_DE_L_OPERATION}),IF([cle]="","",{_rang_de_paire()})))'
)
# Le même jour, l'inverse d'abord, puis le plus avancé : solde, acompte, avance ; enfin l'ordre du tableau.
_CLE_DE_JOUR: Final = (
    f'=IF([a_examiner]="","",((99999-[date])*10+IF({_INVERSE},0,IF([type]="solde",1,IF([type]="acompte",2,3))))'
    "*1000000+{n})"
)
_ORDRE: Final = (
    '=IF([a_examiner]="","",1+COUNTIF(journal_a_examiner,"<"&[a_examiner])'
    '+COUNTIFS(journal_a_examiner,[a_examiner],journal_piece_rang,"<"&[piece_rang])'
    '+COUNTIFS(journal_piece_rang,[piece_rang],journal_cle_jour,"<"&[cle_jour]))'
)

BLOC_JOURNAL: Final = Bloc(
    nom=JOURNAL.nom,
    feuille="Journal",
    titre="Journal des engagements, paiements et dépenses",
    note="Un mouvement par ligne, dans n’importe quel ordre, montant toujours positif : le type donne le sens. Une "
    "dépense, son annulation ou une recette est celle du maître d’ouvrage, sans financeur. Dégagement, reversement, "
    "annulation et rejet reviennent sur un mouvement : voir la feuille Annulations.",
    reserve=250,
    vierge=800,
    figees=3,
    colonnes=(
        *saisies_de(JOURNAL),
        *controle(
            ("NOT(ISNUMBER([date]))", "date illisible"),
            ('[type]=""', "type à choisir"),
            (hors_liste("[type]", "liste_types"), "type à choisir dans la liste"),
            ('[position]=""', "opération inconnue"),
            (f'AND({_DU_MAITRE_OUVRAGE},OR([financeur]<>"",[nature]<>""))', "financeur à vider"),
            (f'AND(NOT({_DU_MAITRE_OUVRAGE}),[financeur]="")', "financeur à saisir"),
            ('AND([financeur]<>"",[financeur_rang]="")', "financeur inconnu"),
            (hors_liste("[nature]", "liste_natures"), "nature à choisir dans la liste"),
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
            "reputee",
            "Engagé réputé",
            f'=IF([cle]="",0,IF(AND([nature_rang]<{RANG_AUTOFINANCEMENT},'
            "INDEX(financeurs_est_repute,[financeur_rang])=1),1,0))",
        ),
        intermediaire(
            "engage",
            "Engagé signé",
            f'=IF([cle]="","",IF([reputee]=1,0,{_signe(SIGNES_ENGAGE)}))',
            montant=Presentation.MONTANT,
        ),
        intermediaire("paye", "Payé signé", f'=IF([cle]="","",{_signe(SIGNES_PAYE)})', montant=Presentation.MONTANT),
        intermediaire("suite", "Ligne et paire de types", _SUITE),
        intermediaire("suite_inverse", "La même, d’un inverse", f'=IF(AND([suite]<>"",{_INVERSE}),[suite],"")'),
        intermediaire(
            "a_examiner",
            "La même, si elle a un inverse",
            '=IF([suite]="","",IF(COUNTIF(journal_suite_inverse,[suite])=0,"",[suite]))',
        ),
        intermediaire("cle_jour", "Du plus récent au plus ancien", _CLE_DE_JOUR),
        intermediaire(
            "cle_piece",
            "Ligne, paire et pièce",
            '=IF([a_examiner]="","",[a_examiner]&"|"&TRIM([piece]&""))',
        ),
        intermediaire(
            "piece_rang",
            "Rang de la pièce",
            f'=IF([a_examiner]="","",IFERROR(MATCH({echapper("[cle_piece]")},journal_cle_piece,0),{{n}}))',
        ),
        intermediaire("ordre", "Ordre à l’examen", _ORDRE),
        intermediaire(
            "piece_confondue",
            "Pièce confondue",
            '=IF([a_examiner]="",0,IF(AND(EXACT([cle_piece],INDEX(journal_cle_piece,[piece_rang])),'
            'EXACT([piece]&"",TRIM([piece]&""))),0,1))',
        ),
        intermediaire("reste", "Reste", '=IF([a_examiner]="",1,IFERROR(1-INDEX(annulations_pris,[ordre]),1))'),
        intermediaire("cle_restante", "Clé de ce qui reste", '=IF(OR([cle]="",[reste]=0),"",[cle])'),
        intermediaire(
            "hors_delai",
            "Engagé hors délai",
            '=IF(OR([cle_restante]="",[type]<>"engagement",[reputee]=1),0,IF(AND(INDEX(financeurs_est_anru,[financeur_rang])=1,'
            "[date]>limite_engagement),1,0))",
        ),
        intermediaire(
            "exercice",
            "Exercice",
            f'=IF([cle]="","",IF({_parmi(*SIGNES_ENGAGE, *SIGNES_PAYE)},YEAR([date]),""))',
        ),
    ),
)

_REESTIMATIONS: Final = Bloc(
    nom=REESTIMATIONS.nom,
    feuille="Réestimations",
    titre="Coûts réestimés",
    note="Le dernier coût réestimé d’une opération non achevée plafonne ses subventions à la clôture.",
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
    note="Ce qui a été réalisé à une date, dans l’unité de l’opération ; les réalisations s’ajoutent.",
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
    titre="Heures d’insertion",
    note="L’objectif et les heures réalisées, une ligne par opération.",
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
