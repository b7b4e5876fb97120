"""Les mouvements que leurs inverses annulent, en formules : deux passes, par la pièce puis par le montant (lecture C).

C’est le calcul de :mod:`financement.calculs.inverses`. Les lignes du bloc sont celles du journal à examiner, dans
l’ordre de leur suite (ligne de financement et paire de types), de leur pièce, puis du plus récent au plus ancien :
chaque passe se lit de haut en bas. La seconde les reprend, colonnes ``montant_…``, dans l’ordre des montants.
"""

from typing import Final

from maquettes.maquette.blocs.formules import calcul, intermediaire
from maquettes.maquette.description import Bloc, ColonneMaquette, Formule, Presentation

__all__ = ["BLOC_ANNULATIONS", "RESTE", "SORTS"]

SORTS: Final = {
    (0, "piece"): "annulé, par sa pièce",
    (0, "montant"): "annulé, par son montant",
    (1, "piece"): "annule, par la pièce",
    (1, "montant"): "annule, par le montant",
}
"""Ce que devient un mouvement (0) ou un inverse (1) que prend une passe ; les autres restent."""
RESTE: Final = "reste"


def _si_ligne(texte: str) -> str:
    return f'=IF([source]="","",{texte})'


def _du_journal(colonne: str) -> str:
    return _si_ligne(f"INDEX(journal_{colonne},[source])")


def _texte_du_journal(colonne: str) -> str:
    return _si_ligne(f'INDEX(journal_{colonne},[source])&""')


def _etape(nom: str, libelle: str, texte: str) -> ColonneMaquette:
    return intermediaire(nom, libelle, _si_ligne(texte))


def _etape_du_montant(nom: str, libelle: str, texte: str, premiere: str | None = None) -> ColonneMaquette:
    """Une colonne de la seconde passe ; ``premiere`` : sa première ligne, qui n’en suit aucune."""
    depart = None if premiere is None else f'=IF([montant_ligne]="","",{premiere})'
    return intermediaire(nom, libelle, f'=IF([montant_ligne]="","",{texte})', premiere=depart)


def _pris(colonne: str) -> str:
    return f"INDEX(annulations_{colonne},[montant_ligne])"


def _sort() -> str:
    texte = f'"{RESTE}"'
    for (inverse, passe), libelle in SORTS.items():
        texte = f'IF(AND([inverse]={inverse},[pris_{passe}]=1),"{libelle}",{texte})'
    return texte


_SUIT: Final = "[^groupe]=[groupe]"

BLOC_ANNULATIONS: Final = Bloc(
    nom="annulations",
    feuille="Annulations",
    titre="Mouvements annulés par leurs inverses",
    note="Les mouvements des lignes où un inverse est revenu : engagement et dégagement, paiement et reversement, "
    "dépense et annulation, demande et rejet. Un mouvement est annulé si des inverses du même jour ou postérieurs en "
    "ramènent exactement le montant (notre lecture, confiance C) ; ni lui ni eux ne comptent alors plus dans un état "
    "ou un contrôle.",
    reserve=40,
    vierge=120,
    figees=2,
    colonnes=(
        calcul("operation", "N° d’opération", Presentation.CODE, _du_journal("operation"), largeur=21),
        calcul("financeur", "Financeur", Presentation.CODE, _texte_du_journal("financeur"), largeur=22),
        calcul("piece", "Pièce", Presentation.CODE, _texte_du_journal("piece"), largeur=24),
        calcul("date", "Date", Presentation.DATE, _du_journal("date"), largeur=12),
        calcul("type", "Type", Presentation.CODE, _du_journal("type"), largeur=14),
        ColonneMaquette(
            nom="montant",
            libelle="Montant (€)",
            largeur=16,
            presentation=Presentation.MONTANT,
            formule=Formule(_du_journal("montant")),
        ),
        calcul("sort", "Ce qu’il devient", Presentation.CODE, _si_ligne(_sort()), largeur=24),
        intermediaire("source", "Ligne du journal", '=IFERROR(MATCH({n},journal_ordre,0),"")'),
        intermediaire("numero", "Rang", _si_ligne("{n}")),
        _etape("suite", "Ligne et paire de types", "INDEX(journal_a_examiner,[source])"),
        _etape("groupe", "Rang de la pièce", "INDEX(journal_piece_rang,[source])"),
        _etape("inverse", "Inverse", 'IF(INDEX(journal_suite_inverse,[source])="",0,1)'),
        _etape("centimes", "Montant, en centimes", "ROUND([montant]*100,0)"),
        # Première passe : tous les inverses libres de la pièce, s'ils font ensemble le montant.
        _etape("libres", "Inverses libres", f"IF({_SUIT},IF([^annule]=1,0,[^libres]),0)+[inverse]"),
        _etape(
            "somme",
            "Leur somme, en centimes",
            f"IF({_SUIT},IF([^annule]=1,0,[^somme]),0)+IF([inverse]=1,[centimes],0)",
        ),
        _etape("vus", "Inverses vus", f"IF({_SUIT},[^vus],0)+[inverse]"),
        _etape(
            "annule",
            "Annulé par sa pièce",
            'IF(AND([inverse]=0,[piece]<>"",[libres]>0,[somme]=[centimes]),1,0)',
        ),
        _etape("consommes", "Inverses employés", 'IF([annule]=1,[vus],"")'),
        _etape(
            "pris_piece",
            "Pris par la pièce",
            'IF([inverse]=1,IF(COUNTIFS(annulations_groupe,[groupe],annulations_consommes,">="&[vus])>0,1,0),[annule])',
        ),
        # Seconde passe : un inverse libre du même montant, le plus proche.
        _etape(
            "ordre_montant",
            "Ordre de la seconde passe",
            'IF([pris_piece]=1,"",1+COUNTIFS(annulations_pris_piece,0,annulations_suite,"<"&[suite])'
            '+COUNTIFS(annulations_pris_piece,0,annulations_suite,[suite],annulations_centimes,"<"&[centimes])'
            "+COUNTIFS(annulations_pris_piece,0,annulations_suite,[suite],annulations_centimes,[centimes],"
            'annulations_cle_jour,"<"&[cle_jour]))',
        ),
        _etape("cle_jour", "Du plus récent au plus ancien", "INDEX(journal_cle_jour,[source])"),
        intermediaire("montant_ligne", "Ligne reprise", '=IFERROR(MATCH({n},annulations_ordre_montant,0),"")'),
        _etape_du_montant(
            "montant_debut",
            "Première du même montant",
            "IF(AND(INDEX(annulations_suite,[montant_ligne])=INDEX(annulations_suite,[^montant_ligne]),"
            "INDEX(annulations_centimes,[montant_ligne])=INDEX(annulations_centimes,[^montant_ligne])),"
            "[^montant_debut],{n})",
            "{n}",
        ),
        _etape_du_montant(
            "montant_libres",
            "Inverses libres du montant",
            f"IF([montant_debut]={{n}},0,[^montant_restants])+{_pris('inverse')}",
            _pris("inverse"),
        ),
        _etape_du_montant(
            "montant_annule", "Annulé par son montant", f"IF(AND({_pris('inverse')}=0,[montant_libres]>0),1,0)"
        ),
        _etape_du_montant("montant_restants", "Inverses encore libres", "[montant_libres]-[montant_annule]"),
        _etape_du_montant(
            "montant_pris",
            "Pris par le montant",
            f"IF({_pris('inverse')}=1,IF(COUNTIFS(annulations_montant_debut,[montant_debut],annulations_numero,"
            '">"&{n},annulations_montant_restants,"<"&[montant_libres])>0,1,0),[montant_annule])',
        ),
        _etape(
            "pris_montant",
            "Pris par le montant, à sa ligne",
            "IF([pris_piece]=1,0,INDEX(annulations_montant_pris,[ordre_montant]))",
        ),
        _etape("pris", "Annulé, ou l’annulant", "[pris_piece]+[pris_montant]"),
    ),
)
