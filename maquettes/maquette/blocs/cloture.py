"""La clôture, ligne par ligne : état, montant de clôture et soldes, en formules vives (notre lecture, confiance C)."""

from typing import Final

from financement.affichage.grandeurs import A_LA_CLOTURE, AUJOURD_HUI, DEDUITES, Deduite
from financement.cloture.etat import LIBELLES_ETATS, EtatLigne
from maquettes.maquette.blocs.formules import (
    NATURE_DU_RANG,
    RANG_AUTOFINANCEMENT,
    REPUTE,
    calcul,
    intermediaire,
    rangs_croissants,
    somme_si,
)
from maquettes.maquette.description import Bloc, ColonneMaquette, Presentation

__all__ = ["APRES_LES_FONDS_PROPRES", "BLOC_CLOTURE"]

APRES_LES_FONDS_PROPRES: Final = 1_000_000
"""Ce qui met après tous les fonds propres une autre ligne au résidu, quand rien n’y est programmé."""

_LARGEUR: Final = 14
"""Celle d’un montant : la feuille s’imprime sur une page de large."""


def _si_ligne(texte: str) -> str:
    return f'=IF([cle]="","",{texte})'


def _montant(nom: str, libelle: str, groupe: str, texte: str) -> ColonneMaquette:
    return calcul(nom, libelle, Presentation.MONTANT, _si_ligne(texte), largeur=_LARGEUR, groupe=groupe)


def _deduite(deduite: Deduite) -> ColonneMaquette:
    """La différence de deux grandeurs ; l’autofinancement, qui n’est dû à personne, n’a pas de dû."""
    texte = f"ROUND([{deduite.de}]-[{deduite.moins}],2)"
    if deduite.est_un_du:
        texte = f'IF([nature_rang]={RANG_AUTOFINANCEMENT},"",MAX(0,{texte}))'
    return _montant(deduite.nom, f"{deduite.libelle} (€)", deduite.moment, texte)


def _drapeau(nom: str, libelle: str, condition: str) -> ColonneMaquette:
    """1 si la ligne est en écart, 0 sinon."""
    return intermediaire(nom, libelle, f'=IF([cle]="",0,IF({condition},1,0))')


def _exces(difference: str, sauf: str = "") -> str:
    """Ce qu’un concours a de trop ; ``sauf`` : d’autres cas où rien ne l’est, chacun suivi d’une virgule."""
    return f"IF(OR({sauf}[nature_rang]={RANG_AUTOFINANCEMENT}),0,MAX(0,ROUND({difference},2)))"


def _etat(etat: EtatLigne) -> str:
    return f'"{LIBELLES_ETATS[etat]}"'


def _final(colonne: str) -> str:
    """Un fait de l’opération, à la feuille du coût final."""
    return f"INDEX(couts_finals_{colonne},[operation_rang])"


_CLES: Final = rangs_croissants("plan_cle_programmee", "journal_cle_restante", precedent="[^cle]")

_REGLE: Final = (
    'IF(IF([plan_ligne]=0,"",INDEX(plan_regle_cloture,[plan_ligne])&"")<>"",'
    "INDEX(plan_regle_cloture,[plan_ligne]),"
    'IF([nature_rang]=1,"taux",IF(AND([nature_rang]=3,'
    "INDEX(operations_maitre_rang,INDEX(situation_ligne,[operation_rang]))=[financeur_rang]),"
    '"residu","forfait")))'
)

_ETAT: Final = (
    f'IF({_final("abandonnee")}="oui",{_etat(EtatLigne.ABANDONNEE)},'
    f'IF([regle]="residu",{_etat(EtatLigne.RESIDU)},'
    f"IF(AND([est_anru]=1,[engage_net]<=0,date_arrete>limite_engagement),{_etat(EtatLigne.FORCLOSE)},"
    f"IF([engage_net]<=0,{_etat(EtatLigne.A_ENGAGER)},"
    f"IF([nombre_soldes]>0,{_etat(EtatLigne.SOLDEE)},"
    f'IF({_final("achevee")}="oui",{_etat(EtatLigne.ACHEVEE)},'
    f"IF(OR([nombre_demarrages]>0,{_final('depense_connue')}=1),{_etat(EtatLigne.EN_COURS)},"
    f"{_etat(EtatLigne.ENGAGEE_NON_DEMARREE)})))))))"
)


def _part(cout: str) -> str:
    """La subvention recalculée sur un coût : un produit, puis une division, puis l’unique arrondi au centime."""
    return f"IF([denominateur]=0,0,ROUND([numerateur]*MIN({cout},[base_plafond])/[denominateur],2))"


_DEPENSE_DEFINITIVE: Final = f'AND({_final("achevee")}="oui",{_final("depense_connue")}=1)'
_REESTIMEE: Final = f'AND({_final("achevee")}<>"oui",ISNUMBER({_final("reestimation")}))'

_HORS_RESIDU: Final = (
    f"IF(OR([etat]={_etat(EtatLigne.ABANDONNEE)},[etat]={_etat(EtatLigne.FORCLOSE)},[est_residu]=1),0,"
    f'IF([regle]="taux",IF({_DEPENSE_DEFINITIVE},MIN([part_depense],[plafond]),'
    f"IF([etat]={_etat(EtatLigne.SOLDEE)},MAX(0,[paye]),"
    f"IF({_REESTIMEE},MIN([part_reestimation],[plafond]),[plafond]))),[plafond]))"
)

# Le résidu de l'opération, en centimes ; la part entière de chaque ligne, puis les centimes restants aux plus forts
# restes, à égalité au premier dans l'ordre. Cet ordre : celui des financeurs, puis fonds propres, subvention, prêt ; si
# rien n'est programmé, les fonds propres d'abord.
_RESIDU: Final = f"ROUND({_final('residu')}*100,0)"
# Au cent-millième de centime : un quotient entier n'est pas pris, faute d'un bit, pour le précédent.
_QUOTIENT: Final = f"ROUND({_RESIDU}*[programme]/{_final('programme_residu')},5)"
_RESIDU_ENTIER: Final = (
    f"IF([est_residu]=0,0,IF({_final('nombre_residus')}=1,{_RESIDU},IF({_final('programme_residu')}=0,"
    'IF(COUNTIFS(cloture_position,[position],cloture_est_residu,1,cloture_residu_ordre,"<"&[residu_ordre])=0,'
    f"{_RESIDU},0),INT({_QUOTIENT}))))"
)
_RESIDU_ORDRE: Final = (
    "[financeur_rang]*10+MOD([nature_rang],3)"
    f"+IF(AND({_final('programme_residu')}=0,[nature_rang]<>3),{APRES_LES_FONDS_PROPRES},0)"
)
_RESIDU_RESTE: Final = (
    f"IF(OR([est_residu]=0,{_final('nombre_residus')}=1,{_final('programme_residu')}=0),0,"
    f"ROUND(({_QUOTIENT}-[residu_entier])*100000,0))"
)
_RESIDU_PART: Final = (
    "([residu_entier]+IF(1+COUNTIFS(cloture_position,[position],cloture_est_residu,1,"
    'cloture_residu_reste,">"&[residu_reste])+COUNTIFS(cloture_position,[position],cloture_est_residu,1,'
    'cloture_residu_reste,[residu_reste],cloture_residu_ordre,"<"&[residu_ordre])'
    f"<={_RESIDU}-SUMIFS(cloture_residu_entier,cloture_position,[position]),1,0))/100"
)

# Un dépassement de l'engagé, du même montant, est déjà celui que compte le payé au-delà de l'engagé.
_A_REVERSER: Final = "AND([exces_verse]>0,NOT(AND(ROUND([paye]-[engage],2)>0,ROUND([engage]-[montant_cloture],2)=0)))"

BLOC_CLOTURE: Final = Bloc(
    nom="cloture",
    feuille="Clôture",
    titre="Clôture par ligne de financement",
    note="Montant de clôture (notre lecture, confiance C) : taux × dépense justifiée plafonnée à l’engagé, forfait, "
    "ou résidu du maître d’ouvrage. Solde à verser = montant − payé ; économie = programmé − montant. "
    "L’autofinancement, en gris, n’est dû à personne : ni solde, ni trop-perçu. Les colonnes repliées donnent chaque "
    "étape du calcul.",
    reserve=80,
    vierge=300,
    figees=3,
    memoire=("programme", "montant_cloture", "economie"),
    colonnes=(
        calcul(
            "operation",
            "N° d’opération",
            Presentation.CODE,
            _si_ligne("INDEX(operations_operation,[position])"),
            largeur=21,
        ),
        calcul(
            "financeur",
            "Financeur",
            Presentation.CODE,
            _si_ligne("INDEX(financeurs_code,[financeur_rang])"),
            largeur=21,
        ),
        calcul(
            "nature",
            "Nature",
            Presentation.CODE,
            _si_ligne(NATURE_DU_RANG),
            largeur=14,
        ),
        calcul("regle", "Règle", Presentation.CODE, _si_ligne(_REGLE), largeur=9),
        calcul("etat", "État", Presentation.TEXTE, _si_ligne(_ETAT), largeur=25),
        _montant("programme", "Programmé (€)", AUJOURD_HUI, "IF([plan_ligne]=0,0,INDEX(plan_montant,[plan_ligne]))"),
        _montant("engage", "Engagé (€)", AUJOURD_HUI, "MAX(0,[engage_net])"),
        calcul(
            "engagement",
            "Engagement",
            Presentation.CODE,
            _si_ligne(f'IF([repute]=1,"{REPUTE}","")'),
            largeur=12,
            groupe=AUJOURD_HUI,
        ),
        _montant("paye", "Payé (€)", AUJOURD_HUI, somme_si("journal_paye", "journal_cle", "[cle]")),
        _montant(
            "montant_cloture",
            "Montant de clôture (€)",
            A_LA_CLOTURE,
            f"IF([est_residu]=1,{_RESIDU_PART},[montant_hors_residu])",
        ),
        *(_deduite(deduite) for deduite in DEDUITES if deduite.moment == A_LA_CLOTURE),
        intermediaire("cle", "Clé", _CLES.texte, premiere=_CLES.premiere),
        intermediaire("position", "Position de l’opération", _si_ligne("INT([cle]/10000)")),
        intermediaire("financeur_rang", "Rang du financeur", _si_ligne("INT(([cle]-[position]*10000)/10)")),
        intermediaire("nature_rang", "Rang de la nature", _si_ligne("[cle]-[position]*10000-[financeur_rang]*10")),
        intermediaire("operation_rang", "Rang à la situation", _si_ligne("MATCH([position],situation_position,0)")),
        intermediaire("plan_ligne", "Ligne du plan", _si_ligne("IFERROR(MATCH([cle],plan_cle_en_vigueur,0),0)")),
        intermediaire("est_anru", "ANRU", _si_ligne("INDEX(financeurs_est_anru,[financeur_rang])")),
        intermediaire("est_residu", "Au résidu", _si_ligne(f"IF([etat]={_etat(EtatLigne.RESIDU)},1,0)")),
        intermediaire(
            "engage_net",
            "Engagé net (€)",
            _si_ligne(f"IF([repute]=1,MAX([programme],[paye]),{somme_si('journal_engage', 'journal_cle', '[cle]')})"),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "repute",
            "Engagé réputé",
            _si_ligne(f"IF([nature_rang]={RANG_AUTOFINANCEMENT},0,INDEX(financeurs_est_repute,[financeur_rang]))"),
        ),
        intermediaire(
            "engage_repute",
            "Dont réputé (€)",
            _si_ligne("IF([repute]=1,[engage_net],0)"),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "nombre_soldes", "Soldes", _si_ligne('COUNTIFS(journal_cle_restante,[cle],journal_type,"solde")')
        ),
        intermediaire(
            "nombre_demarrages",
            "Avances et acomptes",
            _si_ligne(
                'COUNTIFS(journal_cle_restante,[cle],journal_type,"avance")'
                '+COUNTIFS(journal_cle_restante,[cle],journal_type,"acompte")'
            ),
        ),
        intermediaire(
            "plafond", "Plafond (€)", _si_ligne("IF([engage]>0,[engage],[programme])"), montant=Presentation.MONTANT
        ),
        intermediaire(
            "base_plafond",
            "Base maximale (€)",
            _si_ligne(f"IF([est_anru]=1,IF({_final('cout')}=0,0,{_final('assiette')}),{_final('cout')})"),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "a_un_taux",
            "A un taux",
            _si_ligne(
                "IF(AND([est_anru]=1,ISNUMBER(INDEX(operations_anru_numerateur,"
                "INDEX(situation_ligne,[operation_rang])))),1,0)"
            ),
        ),
        intermediaire(
            "numerateur",
            "Taux, numérateur",
            _si_ligne(
                "IF([a_un_taux]=1,INDEX(operations_anru_numerateur,INDEX(situation_ligne,[operation_rang])),[programme])"
            ),
        ),
        intermediaire(
            "denominateur",
            "Taux, dénominateur",
            _si_ligne(
                "IF([a_un_taux]=1,INDEX(operations_anru_denominateur,"
                "INDEX(situation_ligne,[operation_rang])),[base_plafond])"
            ),
        ),
        intermediaire(
            "part_depense",
            "Part de la dépense (€)",
            _si_ligne(f"IF({_DEPENSE_DEFINITIVE},{_part(_final('depense'))},0)"),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "part_reestimation",
            "Part du coût réestimé (€)",
            _si_ligne(f"IF({_REESTIMEE},{_part(_final('reestimation'))},0)"),
            montant=Presentation.MONTANT,
        ),
        intermediaire("montant_hors_residu", "Hors résidu (€)", _si_ligne(_HORS_RESIDU), montant=Presentation.MONTANT),
        intermediaire("residu_ordre", "Résidu, ordre", _si_ligne(_RESIDU_ORDRE)),
        intermediaire("residu_entier", "Résidu, centimes entiers", _si_ligne(_RESIDU_ENTIER)),
        intermediaire("residu_reste", "Résidu, reste", _si_ligne(_RESIDU_RESTE)),
        intermediaire(
            "reference",
            "Programmé de référence (€)",
            _si_ligne(
                f"MAX([programme],{somme_si('plan_montant', 'plan_cle', '[cle]', 'plan_en_vigueur_reference', '1')})"
            ),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "exces_engage",
            "Engagé − programmé (€)",
            _si_ligne(_exces("[engage_net]-[reference]", "[programme]=0,[repute]=1,")),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "exces_paye",
            "Payé au-delà (€)",
            _si_ligne(_exces("[paye]-IF([repute]=1,[reference],MAX(0,[engage_net]))")),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "hors_programme",
            "Hors programmé (€)",
            _si_ligne("IF([programme]=0,MAX([engage_net],-[engage_net],[paye],-[paye]),0)"),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "exces_verse",
            "Payé − montant de clôture (€)",
            _si_ligne(_exces("[paye]-[montant_cloture]")),
            montant=Presentation.MONTANT,
        ),
        _drapeau(
            "sans_programme",
            "Sans programmé",
            "AND([programme]=0,OR([engage_net]<>0,[paye]<>0,COUNTIF(plan_cle,[cle])=0))",
        ),
        _drapeau("sur_engagement", "Sur-engagée", "[exces_engage]>0"),
        _drapeau("sur_paiement", "Surpayée", "[exces_paye]>0"),
        _drapeau("engage_negatif", "Engagé négatif", "[engage_net]<0"),
        _drapeau("paye_negatif", "Payé négatif", "[paye]<0"),
        _drapeau("a_reverser", "À reverser", _A_REVERSER),
        intermediaire(
            "famille_rang", "Rang de la famille", _si_ligne("INDEX(situation_famille_rang,[operation_rang])")
        ),
        intermediaire(
            "maitre_rang", "Rang du maître d’ouvrage", _si_ligne("INDEX(situation_maitre_rang,[operation_rang])")
        ),
    ),
)
