"""Les synthèses par financeur, par famille et par maître d'ouvrage ; l'échéancier ; la comparaison de deux versions."""

from typing import Final

from maquettes.maquette.description import Bloc, ColonneMaquette, Formule, Presentation
from maquettes.maquette.formules import NATURE_DU_RANG, calcul, echapper, intermediaire, rangs_croissants, somme_si

__all__ = [
    "BLOC_COMPARAISON",
    "BLOC_ECHEANCIER",
    "BLOC_FAMILLES",
    "BLOC_MAITRES",
    "BLOC_SYNTHESE_FINANCEURS",
    "GRANDEURS_DE_CLOTURE",
    "NOMBRE_DE_FAMILLES",
    "PREVU",
]

NOMBRE_DE_FAMILLES: Final = 14
PREVU: Final = "après l'arrêté"

GRANDEURS_DE_CLOTURE: Final = {
    "montant_cloture": "Montant de clôture (€)",
    "solde_a_verser": "Solde à verser (€)",
    "trop_percu": "Trop-perçu (€)",
    "a_degager": "À dégager (€)",
    "a_engager": "À engager (€)",
    "economie": "Économie (€)",
}


def _restes(garde: str) -> tuple[ColonneMaquette, ColonneMaquette]:
    return (
        calcul(
            "reste_a_engager",
            "Reste à engager (€)",
            Presentation.MONTANT,
            garde.format("ROUND([programme]-[engage],2)"),
        ),
        calcul("reste_a_payer", "Reste à payer (€)", Presentation.MONTANT, garde.format("ROUND([engage]-[paye],2)")),
    )


def _cloture_par(garde: str, rang: str, cle: str) -> tuple[ColonneMaquette, ...]:
    """Les grandeurs de clôture, sommées sur les lignes dont la colonne ``rang`` vaut ``cle``."""
    return tuple(
        calcul(nom, libelle, Presentation.MONTANT, garde.format(somme_si(f"cloture_{nom}", f"cloture_{rang}", cle)))
        for nom, libelle in GRANDEURS_DE_CLOTURE.items()
    )


_SI_FINANCEUR: Final = '=IF([code]="","",{})'


def _programme_du_financeur(*criteres: str) -> str:
    return _SI_FINANCEUR.format(somme_si("plan_montant", "plan_financeur_rang", "{n}", *criteres))


BLOC_SYNTHESE_FINANCEURS: Final = Bloc(
    nom="synthese_financeurs",
    feuille="Synthèse financeurs",
    titre="Synthèse par financeur",
    note="De la convention initiale à la clôture. Disponible = enveloppe en vigueur − programmé.",
    reserve=6,
    vierge=20,
    figees=2,
    colonnes=(
        calcul(
            "code",
            "Financeur",
            Presentation.CODE,
            '=IF(INDEX(financeurs_code,{n})="","",INDEX(financeurs_code,{n}))',
            largeur=20,
        ),
        calcul("nom", "Nom", Presentation.TEXTE, '=IF([code]="","",INDEX(financeurs_nom,{n}))', largeur=40),
        calcul(
            "initial",
            "Convention initiale (€)",
            Presentation.MONTANT,
            _programme_du_financeur("plan_version", "0"),
        ),
        calcul("programme", "Programmé (€)", Presentation.MONTANT, _programme_du_financeur("plan_en_vigueur", "1")),
        calcul(
            "enveloppe",
            "Enveloppe (€)",
            Presentation.MONTANT,
            '=IF([code]="","",INDEX(financeurs_enveloppe_en_vigueur,{n}))',
        ),
        calcul(
            "disponible",
            "Disponible (€)",
            Presentation.MONTANT,
            '=IF(ISNUMBER([enveloppe]),ROUND([enveloppe]-[programme],2),"")',
        ),
        calcul(
            "engage",
            "Engagé (€)",
            Presentation.MONTANT,
            _SI_FINANCEUR.format(somme_si("journal_engage", "journal_financeur_rang", "{n}")),
        ),
        calcul(
            "paye",
            "Payé (€)",
            Presentation.MONTANT,
            _SI_FINANCEUR.format(somme_si("journal_paye", "journal_financeur_rang", "{n}")),
        ),
        *_restes(_SI_FINANCEUR),
        *_cloture_par(_SI_FINANCEUR, "financeur_rang", "{n}"),
        intermediaire(
            "exces_programme",
            "Programmé − enveloppe (€)",
            '=IF(ISNUMBER([enveloppe]),MAX(0,ROUND([programme]-[enveloppe],2)),"")',
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "exces_cloture",
            "Clôture − enveloppe (€)",
            '=IF(ISNUMBER([enveloppe]),MAX(0,ROUND([montant_cloture]-[enveloppe],2)),"")',
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "enveloppe_depassee",
            "Enveloppe dépassée",
            "=IF(ISNUMBER([enveloppe]),IF([programme]>[enveloppe],1,0),0)",
        ),
        intermediaire(
            "cloture_depassee",
            "Enveloppe dépassée à la clôture",
            "=IF(ISNUMBER([enveloppe]),IF([montant_cloture]>[enveloppe],1,0),0)",
        ),
    ),
)

_SI_FAMILLE: Final = '=IF([code]="","",{})'


def _par_operation(garde: str, rang: str, cle: str) -> tuple[ColonneMaquette, ...]:
    """Nombre d'opérations, coût, programmé, engagé, payé, restes et clôture, par regroupement d'opérations."""
    libelles = {"cout": "Coût (€)", "programme": "Programmé (€)", "engage": "Engagé (€)", "paye": "Payé (€)"}
    return (
        calcul(
            "nombre",
            "Opérations",
            Presentation.ENTIER,
            garde.format(f"COUNTIF(situation_{rang},{cle})"),
            largeur=11,
        ),
        *(
            calcul(
                nom, libelle, Presentation.MONTANT, garde.format(somme_si(f"situation_{nom}", f"situation_{rang}", cle))
            )
            for nom, libelle in libelles.items()
        ),
        *_restes(garde),
        *_cloture_par(garde, rang, cle),
    )


def _famille(suffixe: str) -> str:
    npnru, pnru = (f"INDEX(liste_familles_{programme}{suffixe},{{n}})" for programme in ("npnru", "pnru"))
    return f'=IF(convention_programme="NPNRU",{npnru},{pnru})&""'


BLOC_FAMILLES: Final = Bloc(
    nom="familles",
    feuille="Synthèse familles",
    titre="Synthèse par famille d'opérations",
    note="Toutes les familles de la nomenclature du programme.",
    reserve=0,
    vierge=NOMBRE_DE_FAMILLES,
    figees=2,
    colonnes=(
        calcul("code", "Famille", Presentation.CODE, _famille(""), largeur=8),
        calcul("libelle", "Libellé", Presentation.TEXTE, _famille("_libelles"), largeur=46),
        *_par_operation(_SI_FAMILLE, "famille_rang", "{n}"),
    ),
)

_RANGS_DES_MAITRES: Final = rangs_croissants("situation_maitre_rang", precedent="[^rang]")
_SI_MAITRE: Final = '=IF([rang]="","",{})'
_NOM_DU_MAITRE: Final = (
    f"IFERROR(INDEX(financeurs_nom,MATCH({echapper('[maitre_ouvrage]')},financeurs_code,0)),"
    f"IFERROR(INDEX(maitres_ouvrage_nom,MATCH({echapper('[maitre_ouvrage]')},maitres_ouvrage_code,0)),[maitre_ouvrage]))"
)

BLOC_MAITRES: Final = Bloc(
    nom="synthese_maitres",
    feuille="Synthèse maîtres d’ouvrage",
    titre="Synthèse par maître d'ouvrage",
    note="Les opérations de chaque maître d'ouvrage, tous financeurs réunis.",
    reserve=8,
    vierge=20,
    figees=2,
    colonnes=(
        calcul(
            "maitre_ouvrage",
            "Maître d'ouvrage",
            Presentation.CODE,
            _SI_MAITRE.format("INDEX(situation_maitre_ouvrage,[rang])"),
            largeur=32,
        ),
        calcul("nom", "Nom", Presentation.TEXTE, _SI_MAITRE.format(_NOM_DU_MAITRE), largeur=40),
        *_par_operation(_SI_MAITRE, "maitre_rang", "[rang]"),
        intermediaire("rang", "Rang", _RANGS_DES_MAITRES.texte, premiere=_RANGS_DES_MAITRES.premiere),
    ),
)


def _flux(sommee: str, cumul_final: str) -> str:
    """Flux d'un exercice ; sur la dernière ligne, ce qui reste jusqu'au montant de clôture. Tous financeurs, ou un."""
    criteres = "journal_exercice,[exercice]"
    return (
        f'=IF([exercice]="","",IF([exercice]="{PREVU}",'
        f'IF(echeancier_rang="",ROUND(SUM(cloture_montant_cloture)-SUM({cumul_final}),2),'
        f"ROUND(SUMIFS(cloture_montant_cloture,cloture_financeur_rang,echeancier_rang)-"
        f"SUMIFS({cumul_final},cloture_financeur_rang,echeancier_rang),2)),"
        f'IF(echeancier_rang="",ROUND(SUMIFS({sommee},{criteres}),2),'
        f"ROUND(SUMIFS({sommee},{criteres},journal_financeur_rang,echeancier_rang),2))))"
    )


def _cumul(flux: str, cumul: str) -> Formule:
    return Formule(f'=IF([exercice]="","",ROUND([^{cumul}]+[{flux}],2))', f'=IF([exercice]="","",[{flux}])')


BLOC_ECHEANCIER: Final = Bloc(
    nom="echeancier",
    feuille="Échéancier",
    titre="Échéancier des engagements et des paiements",
    note="Par exercice (année civile), pour tous les financeurs ou celui choisi en haut à droite. La dernière "
    "ligne est ce qui reste à engager et à payer jusqu'aux montants de clôture.",
    reserve=18,
    vierge=30,
    colonnes=(
        calcul(
            "exercice",
            "Exercice",
            Presentation.CODE,
            f'=IF([^exercice]="","",IF([^exercice]="{PREVU}","",IF([^exercice]>=MAX(journal_exercice),"{PREVU}",'
            "[^exercice]+1)))",
            premiere=f'=IF(COUNT(journal_exercice)=0,IF(COUNT(cloture_cle)=0,"","{PREVU}"),MIN(journal_exercice))',
            largeur=16,
        ),
        calcul(
            "engagement",
            "Engagements (€)",
            Presentation.MONTANT,
            _flux("journal_engage", "cloture_engage_net"),
            largeur=18,
        ),
        ColonneMaquette(
            nom="engagement_cumul",
            libelle="Engagements cumulés (€)",
            largeur=18,
            presentation=Presentation.MONTANT,
            formule=_cumul("engagement", "engagement_cumul"),
        ),
        calcul("paiement", "Paiements (€)", Presentation.MONTANT, _flux("journal_paye", "cloture_paye"), largeur=18),
        ColonneMaquette(
            nom="paiement_cumul",
            libelle="Paiements cumulés (€)",
            largeur=18,
            presentation=Presentation.MONTANT,
            formule=_cumul("paiement", "paiement_cumul"),
        ),
    ),
)

_CLES_DU_PLAN: Final = rangs_croissants("plan_cle", precedent="[^cle]")
_SI_CLE: Final = '=IF([cle]="","",{})'

BLOC_COMPARAISON: Final = Bloc(
    nom="comparaison",
    feuille="Comparaison",
    titre="Comparaison de deux versions du plan de financement",
    note="Choisir en haut à droite les deux versions à comparer ; la colonne « Change », filtrée sur « oui », ne "
    "garde que ce qui change.",
    reserve=80,
    vierge=300,
    figees=3,
    colonnes=(
        calcul(
            "operation",
            "N° d'opération",
            Presentation.CODE,
            _SI_CLE.format("INDEX(operations_operation,INT([cle]/10000))"),
            largeur=21,
        ),
        calcul(
            "financeur",
            "Financeur",
            Presentation.CODE,
            _SI_CLE.format("INDEX(financeurs_code,[financeur_rang])"),
            largeur=21,
        ),
        calcul(
            "nature",
            "Nature",
            Presentation.CODE,
            _SI_CLE.format(
                NATURE_DU_RANG,
            ),
            largeur=15,
        ),
        calcul(
            "avant",
            "Avant (€)",
            Presentation.MONTANT,
            _SI_CLE.format(somme_si("plan_montant", "plan_cle", "[cle]", "plan_en_vigueur_avant", "1")),
        ),
        calcul(
            "apres",
            "Après (€)",
            Presentation.MONTANT,
            _SI_CLE.format(somme_si("plan_montant", "plan_cle", "[cle]", "plan_en_vigueur_apres", "1")),
        ),
        calcul("ecart", "Écart (€)", Presentation.MONTANT, _SI_CLE.format("ROUND([apres]-[avant],2)")),
        calcul("change", "Change", Presentation.CODE, _SI_CLE.format('IF([ecart]=0,"","oui")'), largeur=9),
        intermediaire("cle", "Clé", _CLES_DU_PLAN.texte, premiere=_CLES_DU_PLAN.premiere),
        intermediaire(
            "financeur_rang",
            "Rang du financeur",
            _SI_CLE.format("INT(([cle]-INT([cle]/10000)*10000)/10)"),
        ),
        intermediaire(
            "nature_rang",
            "Rang de la nature",
            _SI_CLE.format("[cle]-INT([cle]/10000)*10000-[financeur_rang]*10"),
        ),
    ),
)
