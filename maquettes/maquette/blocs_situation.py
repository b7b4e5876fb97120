"""La situation et le coût final, par opération."""

from typing import Final

from maquettes.maquette.description import Bloc, Presentation
from maquettes.maquette.formules import calcul, echapper, intermediaire, rangs_croissants, somme_si

__all__ = ["BLOC_COUTS_FINALS", "BLOC_SITUATION"]


def _si_operation(texte: str) -> str:
    return f'=IF([position]="","",{texte})'


def _description(colonne: str) -> str:
    return _si_operation(f"INDEX(operations_{colonne},[ligne])")


_POSITIONS: Final = rangs_croissants("operations_position", precedent="[^position]")

BLOC_SITUATION: Final = Bloc(
    nom="situation",
    feuille="Situation",
    titre="Situation par opération",
    note="Programmé de la version en vigueur, engagé et payé à la date d'arrêté. Reste à engager = programmé − engagé, "
    "reste à payer = engagé − payé.",
    reserve=25,
    vierge=100,
    figees=2,
    colonnes=(
        calcul("operation", "N° d'opération", Presentation.CODE, _description("operation"), largeur=21),
        calcul("libelle", "Libellé", Presentation.TEXTE, _description("libelle"), largeur=58),
        calcul("famille", "Famille", Presentation.CODE, _description("famille"), largeur=8),
        calcul("maitre_ouvrage", "Maître d'ouvrage", Presentation.CODE, _description("maitre_ouvrage"), largeur=32),
        calcul(
            "cout",
            "Coût (€)",
            Presentation.MONTANT,
            _si_operation("IF(INDEX(operations_en_vigueur,[ligne])=1,INDEX(operations_cout,[ligne]),0)"),
        ),
        calcul(
            "programme",
            "Programmé (€)",
            Presentation.MONTANT,
            _si_operation(somme_si("plan_montant", "plan_position", "[position]", "plan_en_vigueur", "1")),
        ),
        calcul(
            "engage",
            "Engagé (€)",
            Presentation.MONTANT,
            _si_operation(somme_si("journal_engage", "journal_position", "[position]")),
        ),
        calcul(
            "paye",
            "Payé (€)",
            Presentation.MONTANT,
            _si_operation(somme_si("journal_paye", "journal_position", "[position]")),
        ),
        calcul(
            "reste_a_engager",
            "Reste à engager (€)",
            Presentation.MONTANT,
            _si_operation("ROUND([programme]-[engage],2)"),
        ),
        calcul("reste_a_payer", "Reste à payer (€)", Presentation.MONTANT, _si_operation("ROUND([engage]-[paye],2)")),
        calcul(
            "ecart_plan",
            "Plan − coût (€)",
            Presentation.MONTANT,
            _si_operation("IF(INDEX(operations_en_vigueur,[ligne])=1,ROUND([programme]-[cout],2),0)"),
        ),
        intermediaire("desequilibre", "Déséquilibre", '=IF([position]="",0,IF([ecart_plan]<>0,1,0))'),
        intermediaire("position", "Position", _POSITIONS.texte, premiere=_POSITIONS.premiere),
        intermediaire("ligne", "Ligne qui la décrit", _si_operation("MATCH([position],operations_decrite,0)")),
        intermediaire("famille_rang", "Rang de la famille", _si_operation("INDEX(operations_famille_rang,[ligne])")),
        intermediaire(
            "maitre_rang",
            "Rang du maître d'ouvrage",
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


_NETTE: Final = f"{_faits('depense')}-{_faits('annulation')}"
_EN_VIGUEUR: Final = "INDEX(operations_en_vigueur,[ligne])=1"

BLOC_COUTS_FINALS: Final = Bloc(
    nom="couts_finals",
    feuille="Coût final",
    titre="Coût final par opération",
    note="Coût final (notre lecture, confiance C) : dépense justifiée d'une opération achevée, sinon dernier coût "
    "réestimé, sinon coût prévu ; nul si l'opération est abandonnée. Le résidu est ce que les autres financements "
    "laissent au maître d'ouvrage.",
    reserve=25,
    vierge=100,
    figees=2,
    colonnes=(
        calcul("operation", "N° d'opération", Presentation.CODE, "=INDEX(situation_operation,{n})", largeur=21),
        calcul("libelle", "Libellé", Presentation.TEXTE, "=INDEX(situation_libelle,{n})", largeur=58),
        calcul("cout", "Coût prévu (€)", Presentation.MONTANT, "=INDEX(situation_cout,{n})"),
        calcul(
            "assiette",
            "Assiette (€)",
            Presentation.MONTANT,
            _si_operation(
                f"IF({_EN_VIGUEUR},IF(ISNUMBER(INDEX(operations_assiette,[ligne])),"
                "INDEX(operations_assiette,[ligne]),[cout]),0)"
            ),
        ),
        calcul(
            "depense",
            "Dépense justifiée (€)",
            Presentation.MONTANT,
            _si_operation(
                'IF([depense_connue]=0,"",IF(INDEX(operations_nature_cout,[ligne])="deficit",'
                f"MAX(0,ROUND({_NETTE}-{_faits('recette')},2)),MAX(0,ROUND({_NETTE},2))))"
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
            _si_operation(f'IF({_EN_VIGUEUR},IF(INDEX(operations_statut,[ligne])="abandonnee","oui",""),"")'),
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
        calcul(
            "montant_cloture",
            "Plan final (€)",
            Presentation.MONTANT,
            _si_operation(somme_si("cloture_montant_cloture", "cloture_position", "[position]")),
        ),
        calcul(
            "ecart_final",
            "Plan final − coût final (€)",
            Presentation.MONTANT,
            _si_operation("ROUND([montant_cloture]-[cout_final],2)"),
        ),
        intermediaire("position", "Position", "=INDEX(situation_position,{n})"),
        intermediaire("ligne", "Ligne qui la décrit", "=INDEX(situation_ligne,{n})"),
        intermediaire(
            "depense_connue",
            "Dépense connue",
            _si_operation('IF(COUNTIFS(journal_position,[position],journal_type,"depense",journal_retenu,1)>0,1,0)'),
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
