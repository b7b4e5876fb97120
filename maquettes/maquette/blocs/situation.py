"""La situation et le coût final, par opération."""

from typing import Final

from financement.cloture.etat import LIBELLES_ETATS, AvancementOperation, EtatLigne, EtatOperation
from maquettes.maquette.blocs.formules import (
    AUJOURD_HUI,
    AUTOFINANCEMENT_SEUL,
    CONCOURS_SEULS,
    POUR_MEMOIRE,
    RESTES,
    calcul,
    echapper,
    intermediaire,
    rangs_croissants,
    somme_si,
)
from maquettes.maquette.description import Bloc, ColonneMaquette, Presentation

__all__ = ["BLOC_COUTS_FINALS", "BLOC_SITUATION"]


def _si_operation(texte: str) -> str:
    return f'=IF([position]="","",{texte})'


def _description(colonne: str) -> str:
    return _si_operation(f"INDEX(operations_{colonne},[ligne])")


def _montant(nom: str, libelle: str, texte: str, groupe: str = "") -> ColonneMaquette:
    return calcul(nom, libelle, Presentation.MONTANT, _si_operation(texte), groupe=groupe)


def _programme(critere: str) -> str:
    """Le programmé en vigueur de l’opération, de ces seules natures."""
    return somme_si("plan_montant", "plan_position", "[position]", "plan_en_vigueur", "1", "plan_nature_rang", critere)


def _mouvements(sommes: str) -> str:
    """Les mouvements de l’opération sur ses concours."""
    return somme_si(sommes, "journal_position", "[position]", "journal_nature_rang", CONCOURS_SEULS)


def _concours_a_l_etat(etat: EtatLigne) -> str:
    """1 ou plus si un concours de l’opération est à cet état."""
    return (
        f"COUNTIFS(cloture_position,[position],cloture_nature_rang,{CONCOURS_SEULS},cloture_etat,"
        f'"{LIBELLES_ETATS[etat]}")'
    )


def _etat() -> str:
    """L’état de l’opération : celui de son concours le moins avancé, un concours forclos étant dit à côté."""
    forclos = f"{_concours_a_l_etat(EtatLigne.FORCLOSE)}>0"

    def libelle(avancement: AvancementOperation) -> str:
        seul, a_cote = (EtatOperation(avancement, forclose).libelle for forclose in (False, True))
        return f'"{seul}"' if seul == a_cote else f'IF({forclos},"{a_cote}","{seul}")'

    texte = (
        f"IF({forclos},{libelle(AvancementOperation.FORCLOSE)},"
        f'IF(INDEX(couts_finals_achevee,{{n}})="oui","{_sans_concours(AvancementOperation.ACHEVEE_SANS_CONCOURS)}",'
        f'"{_sans_concours(AvancementOperation.NON_ACHEVEE_SANS_CONCOURS)}"))'
    )
    for etat, avancement in reversed(_AVANCEMENTS):
        texte = f"IF({_concours_a_l_etat(etat)}>0,{libelle(avancement)},{texte})"
    absente = "AND(INDEX(operations_en_vigueur,[ligne])<>1,COUNTIF(cloture_position,[position])=0)"
    abandonnee = EtatOperation(AvancementOperation.ABANDONNEE, forclose=False).libelle
    return f'IF({absente},"",IF(INDEX(couts_finals_abandonnee,{{n}})="oui","{abandonnee}",{texte}))'


def _sans_concours(avancement: AvancementOperation) -> str:
    return EtatOperation(avancement, forclose=False).libelle


# Du moins au plus avancé.
_AVANCEMENTS: Final = (
    (EtatLigne.A_ENGAGER, AvancementOperation.A_ENGAGER),
    (EtatLigne.ENGAGEE_NON_DEMARREE, AvancementOperation.ENGAGEE_NON_DEMARREE),
    (EtatLigne.EN_COURS, AvancementOperation.EN_COURS),
    (EtatLigne.ACHEVEE, AvancementOperation.ACHEVEE),
    (EtatLigne.SOLDEE, AvancementOperation.SOLDEE),
)
_POSITIONS: Final = rangs_croissants("operations_position", precedent="[^position]")
_AU_TABLEAU: Final = "INDEX(operations_en_vigueur,[ligne])=1"
_EQUILIBRE: Final = "Équilibre du plan"

BLOC_SITUATION: Final = Bloc(
    nom="situation",
    feuille="Situation",
    titre="Situation par opération",
    note="Concours (subventions et prêts) : programmé de la version en vigueur, engagé et payé à la date d’arrêté ; "
    "reste à engager = programmé − engagé, reste à payer = engagé − payé. L’état est celui du concours le moins "
    "avancé. Concours et autofinancement doivent faire ensemble le coût (à 0,50 € près par ligne et pour le coût, en "
    "euros entiers).",
    reserve=25,
    vierge=100,
    figees=2,
    colonnes=(
        calcul("operation", "N° d’opération", Presentation.CODE, _description("operation"), largeur=21),
        calcul("libelle", "Libellé", Presentation.TEXTE, _description("libelle"), largeur=56),
        calcul("famille", "Famille", Presentation.CODE, _description("famille"), largeur=8),
        calcul("maitre_ouvrage", "Maître d’ouvrage", Presentation.CODE, _description("maitre_ouvrage"), largeur=24),
        calcul("etat", "État", Presentation.TEXTE, _si_operation(_etat()), largeur=26),
        _montant("cout", "Coût (€)", f"IF({_AU_TABLEAU},INDEX(operations_cout,[ligne]),0)"),
        _montant("programme", "Programmé (€)", _programme(CONCOURS_SEULS), AUJOURD_HUI),
        _montant("engage", "Engagé (€)", f"ROUND({_mouvements('journal_engage')}+[engage_repute],2)", AUJOURD_HUI),
        _montant(
            "engage_repute",
            "Dont réputé (€)",
            somme_si("cloture_engage_repute", "cloture_position", "[position]"),
            AUJOURD_HUI,
        ),
        _montant("paye", "Payé (€)", _mouvements("journal_paye"), AUJOURD_HUI),
        *(_montant(nom, libelle, texte, AUJOURD_HUI) for nom, libelle, texte in RESTES),
        _montant("autofinancement", "Autofinancement programmé (€)", _programme(AUTOFINANCEMENT_SEUL), POUR_MEMOIRE),
        _montant(
            "manque",
            "Plan inférieur au coût (€)",
            f"IF({_AU_TABLEAU},MAX(0,ROUND([cout]-[programme]-[autofinancement],2)),0)",
            _EQUILIBRE,
        ),
        _montant(
            "excedent",
            "Plan supérieur au coût (€)",
            f"IF({_AU_TABLEAU},MAX(0,ROUND([programme]+[autofinancement]-[cout],2)),0)",
            _EQUILIBRE,
        ),
        intermediaire(
            "ecart_plan",
            "Écart du plan (€)",
            _si_operation("ROUND([manque]+[excedent],2)"),
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "tolerance",
            "Écart admis (€)",
            _si_operation(
                f'IF(AND(convention_unite="euro",{_AU_TABLEAU}),'
                '0.5*(1+COUNTIFS(plan_position,[position],plan_cle_programmee,">0")),0)'
            ),
            montant=Presentation.MONTANT,
        ),
        intermediaire("desequilibre", "Déséquilibre", '=IF([position]="",0,IF([ecart_plan]>[tolerance],1,0))'),
        intermediaire("position", "Position", _POSITIONS.texte, premiere=_POSITIONS.premiere),
        intermediaire("ligne", "Ligne qui la décrit", _si_operation("MATCH([position],operations_decrite,0)")),
        intermediaire("famille_rang", "Rang de la famille", _si_operation("INDEX(operations_famille_rang,[ligne])")),
        intermediaire(
            "maitre_rang",
            "Rang du maître d’ouvrage",
            _si_operation(f"IFERROR(MATCH({echapper('[maitre_ouvrage]')},situation_maitre_ouvrage,0),{{n}})"),
        ),
    ),
)


def _faits(type_mouvement: str) -> str:
    return somme_si(
        "journal_montant",
        "journal_position",
        "[position]",
        "journal_type",
        f'"{type_mouvement}"',
        "journal_retenu",
        "1",
    )


_PLAN_FINAL: Final = "Plan de financement final"


def _a_la_cloture(critere: str) -> str:
    """Le montant de clôture des lignes de l’opération, de ces seules natures."""
    return somme_si("cloture_montant_cloture", "cloture_position", "[position]", "cloture_nature_rang", critere)


BLOC_COUTS_FINALS: Final = Bloc(
    nom="couts_finals",
    feuille="Coût final",
    titre="Coût final par opération",
    note="Coût final (notre lecture, confiance C) : dépense justifiée d’une opération achevée, sinon dernier coût "
    "réestimé, sinon coût prévu ; nul si l’opération est abandonnée. Le résidu est ce que les autres financements "
    "laissent au maître d’ouvrage. Un manque et un excédent de financement ne se compensent pas.",
    reserve=25,
    vierge=100,
    figees=2,
    colonnes=(
        calcul("operation", "N° d’opération", Presentation.CODE, "=INDEX(situation_operation,{n})", largeur=21),
        calcul("libelle", "Libellé", Presentation.TEXTE, "=INDEX(situation_libelle,{n})", largeur=58),
        calcul("cout", "Coût prévu (€)", Presentation.MONTANT, "=INDEX(situation_cout,{n})"),
        calcul(
            "assiette",
            "Assiette (€)",
            Presentation.MONTANT,
            _si_operation(
                f"IF({_AU_TABLEAU},IF(ISNUMBER(INDEX(operations_assiette,[ligne])),"
                "INDEX(operations_assiette,[ligne]),[cout]),0)"
            ),
        ),
        calcul(
            "depense",
            "Dépense justifiée (€)",
            Presentation.MONTANT,
            _si_operation(
                f'IF([depense_connue]=0,"",MAX(0,ROUND({_faits("depense")}-{_faits("annulation")}'
                f'-IF(INDEX(operations_nature_cout,[ligne])="deficit",{_faits("recette")},0),2)))'
            ),
        ),
        calcul(
            "reestimation",
            "Coût réestimé (€)",
            Presentation.MONTANT,
            _si_operation(
                'IF(COUNTIFS(reestimations_position,[position],reestimations_retenue,1)=0,"",'
                + somme_si("reestimations_cout", "reestimations_position", "[position]", "reestimations_retenue", "1")
                + ")"
            ),
        ),
        calcul(
            "achevee",
            "Achevée",
            Presentation.CODE,
            _si_operation(
                "IF(AND(ISNUMBER(INDEX(operations_achevement,[ligne])),ISNUMBER(date_arrete)),"
                'IF(INDEX(operations_achevement,[ligne])<=date_arrete,"oui",""),"")'
            ),
            largeur=9,
        ),
        calcul(
            "abandonnee",
            "Abandonnée",
            Presentation.CODE,
            _si_operation(
                "IF(INDEX(operations_version,[ligne])<=version_en_vigueur,"
                'IF(INDEX(operations_statut,[ligne])="abandonnee","oui",""),"")'
            ),
            largeur=11,
        ),
        calcul(
            "cout_final",
            "Coût final (€)",
            Presentation.MONTANT,
            _si_operation(
                'IF([abandonnee]="oui",0,IF(AND([achevee]="oui",[depense_connue]=1),[depense],'
                "IF(ISNUMBER([reestimation]),[reestimation],[cout])))"
            ),
        ),
        calcul(
            "residu",
            "Résidu à répartir (€)",
            Presentation.MONTANT,
            _si_operation(
                "IF([nombre_residus]=0,0,MAX(0,ROUND([cout_final]-"
                f"{somme_si('cloture_montant_hors_residu', 'cloture_position', '[position]')},2)))"
            ),
        ),
        _montant("concours", "Concours à la clôture (€)", _a_la_cloture(CONCOURS_SEULS), _PLAN_FINAL),
        _montant(
            "autofinancement", "Autofinancement à la clôture (€)", _a_la_cloture(AUTOFINANCEMENT_SEUL), _PLAN_FINAL
        ),
        _montant(
            "non_couvert",
            "Coût final non couvert (€)",
            "MAX(0,ROUND([cout_final]-[concours]-[autofinancement],2))",
            _PLAN_FINAL,
        ),
        _montant(
            "surfinancement",
            "Financé au-delà du coût final (€)",
            "MAX(0,ROUND([concours]+[autofinancement]-[cout_final],2))",
            _PLAN_FINAL,
        ),
        intermediaire("position", "Position", "=INDEX(situation_position,{n})"),
        intermediaire("ligne", "Ligne qui la décrit", "=INDEX(situation_ligne,{n})"),
        intermediaire(
            "depense_connue",
            "Dépense connue",
            _si_operation(
                'IF(COUNTIFS(journal_position,[position],journal_type,"depense",journal_retenu,1,journal_reste,1)>0,1,0)'
            ),
        ),
        intermediaire(
            "nombre_residus",
            "Lignes au résidu",
            _si_operation("COUNTIFS(cloture_position,[position],cloture_est_residu,1)"),
        ),
        intermediaire(
            "programme_residu",
            "Programmé au résidu",
            _si_operation(somme_si("cloture_programme", "cloture_position", "[position]", "cloture_est_residu", "1")),
            montant=Presentation.MONTANT,
        ),
    ),
)
