"""Les synthèses par financeur, par famille et par maître d’ouvrage ; la comparaison de deux versions."""

from collections.abc import Iterator
from typing import Final

from financement.affichage.grandeurs import DE_LA_CLOTURE
from maquettes.maquette.blocs.formules import (
    A_LA_CLOTURE,
    AUJOURD_HUI,
    AUTOFINANCEMENT_SEUL,
    CONCOURS_SEULS,
    NATURE_DU_RANG,
    POUR_MEMOIRE,
    REPUTE,
    RESTES,
    calcul,
    echapper,
    intermediaire,
    rangs_croissants,
    somme_si,
)
from maquettes.maquette.description import Bloc, ColonneMaquette, Presentation

__all__ = [
    "BLOC_COMPARAISON",
    "BLOC_FAMILLES",
    "BLOC_MAITRES",
    "BLOC_SYNTHESE_FINANCEURS",
    "NOMBRE_DE_FAMILLES",
]

NOMBRE_DE_FAMILLES: Final = 14

_LARGEUR: Final = 14


def _montant(nom: str, libelle: str, texte: str, groupe: str = "") -> ColonneMaquette:
    return calcul(nom, libelle, Presentation.MONTANT, texte, largeur=_LARGEUR, groupe=groupe)


def _restes(garde: str) -> Iterator[ColonneMaquette]:
    for nom, libelle, texte in RESTES:
        yield _montant(nom, libelle, garde.format(texte), AUJOURD_HUI)


def _cloture_par(garde: str, rang: str, cle: str) -> tuple[ColonneMaquette, ...]:
    """Les grandeurs de clôture des concours, sommées sur les lignes dont la colonne ``rang`` vaut ``cle``."""

    def somme(nom: str, natures: str) -> str:
        return garde.format(somme_si(f"cloture_{nom}", f"cloture_{rang}", cle, "cloture_nature_rang", natures))

    return (
        *(
            _montant(grandeur.nom, f"{grandeur.libelle} (€)", somme(grandeur.nom, CONCOURS_SEULS), A_LA_CLOTURE)
            for grandeur in DE_LA_CLOTURE
        ),
        _montant(
            "autofinancement", "Autofinancement programmé (€)", somme("programme", AUTOFINANCEMENT_SEUL), POUR_MEMOIRE
        ),
        _montant(
            "autofinancement_cloture",
            "Autofinancement à la clôture (€)",
            somme("montant_cloture", AUTOFINANCEMENT_SEUL),
            POUR_MEMOIRE,
        ),
        _montant(
            "autofinancement_economie",
            "Économie d’autofinancement (€)",
            somme("economie", AUTOFINANCEMENT_SEUL),
            POUR_MEMOIRE,
        ),
    )


_SI_FINANCEUR: Final = '=IF([code]="","",{})'


def _programme_du_financeur(*criteres: str) -> str:
    return _SI_FINANCEUR.format(somme_si("plan_montant", "plan_financeur_rang", "{n}", *criteres))


def _mouvements_du_financeur(sommes: str) -> str:
    return somme_si(sommes, "journal_financeur_rang", "{n}", "journal_nature_rang", CONCOURS_SEULS)


_ENGAGE_DU_FINANCEUR: Final = (
    f"ROUND({_mouvements_du_financeur('journal_engage')}"
    f"+{somme_si('cloture_engage_repute', 'cloture_financeur_rang', '{n}')},2)"
)


_ENVELOPPE: Final = "Convention et enveloppe"
# L'enveloppe borne les concours et l'autofinancement ensemble.
_LAISSE: Final = "ROUND([enveloppe]-[programme]-[autofinancement],2)"

BLOC_SYNTHESE_FINANCEURS: Final = Bloc(
    nom="synthese_financeurs",
    feuille="Synthèse financeurs",
    titre="Synthèse par financeur",
    note="Les concours (subventions et prêts) de chaque financeur, de la convention initiale à la clôture ; son "
    "autofinancement à part. L’enveloppe borne les deux ensemble : disponible ou dépassement = enveloppe en vigueur − "
    "programmé, autofinancement compris.",
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
        calcul("nom", "Nom", Presentation.TEXTE, '=IF([code]="","",INDEX(financeurs_nom,{n}))', largeur=30),
        _montant(
            "initial",
            "Concours de la convention initiale (€)",
            _programme_du_financeur("plan_version", "0", "plan_nature_rang", CONCOURS_SEULS),
            _ENVELOPPE,
        ),
        _montant(
            "enveloppe",
            "Enveloppe (€)",
            '=IF([code]="","",INDEX(financeurs_enveloppe_en_vigueur,{n}))',
            _ENVELOPPE,
        ),
        _montant(
            "disponible",
            "Disponible (€)",
            f'=IF(ISNUMBER([enveloppe]),MAX(0,{_LAISSE}),"")',
            _ENVELOPPE,
        ),
        _montant(
            "exces_programme",
            "Dépassement (€)",
            f'=IF(ISNUMBER([enveloppe]),MAX(0,-{_LAISSE}),"")',
            _ENVELOPPE,
        ),
        _montant(
            "programme",
            "Programmé (€)",
            _programme_du_financeur("plan_en_vigueur", "1", "plan_nature_rang", CONCOURS_SEULS),
            AUJOURD_HUI,
        ),
        _montant("engage", "Engagé (€)", _SI_FINANCEUR.format(_ENGAGE_DU_FINANCEUR), AUJOURD_HUI),
        calcul(
            "engagement",
            "Engagement",
            Presentation.CODE,
            _SI_FINANCEUR.format(f'IF(INDEX(financeurs_est_repute,{{n}})=1,"{REPUTE}","")'),
            largeur=12,
            groupe=AUJOURD_HUI,
        ),
        _montant("paye", "Payé (€)", _SI_FINANCEUR.format(_mouvements_du_financeur("journal_paye")), AUJOURD_HUI),
        *_restes(_SI_FINANCEUR),
        *_cloture_par(_SI_FINANCEUR, "financeur_rang", "{n}"),
        intermediaire(
            "exces_cloture",
            "Clôture − enveloppe (€)",
            '=IF(ISNUMBER([enveloppe]),MAX(0,ROUND([montant_cloture]+[autofinancement_cloture]-[enveloppe],2)),"")',
            montant=Presentation.MONTANT,
        ),
        intermediaire(
            "enveloppe_depassee",
            "Enveloppe dépassée",
            "=IF(ISNUMBER([exces_programme]),IF([exces_programme]>0,1,0),0)",
        ),
        intermediaire(
            "cloture_depassee",
            "Enveloppe dépassée à la clôture",
            "=IF(ISNUMBER([exces_cloture]),IF(AND([exces_cloture]>0,[enveloppe_depassee]=0),1,0),0)",
        ),
    ),
)

_SI_FAMILLE: Final = '=IF([code]="","",{})'


def _par_operation(garde: str, rang: str, cle: str) -> tuple[ColonneMaquette, ...]:
    """Nombre d’opérations, coût, concours, restes, clôture et autofinancement, par regroupement d’opérations."""
    concours = {
        "programme": "Programmé (€)",
        "engage": "Engagé (€)",
        "engage_repute": "Dont réputé (€)",
        "paye": "Payé (€)",
    }

    def somme(nom: str) -> str:
        return garde.format(somme_si(f"situation_{nom}", f"situation_{rang}", cle))

    return (
        calcul(
            "nombre",
            "Opérations",
            Presentation.ENTIER,
            garde.format(f"COUNTIF(situation_{rang},{cle})"),
            largeur=11,
        ),
        _montant("cout", "Coût (€)", somme("cout")),
        *(_montant(nom, libelle, somme(nom), AUJOURD_HUI) for nom, libelle in concours.items()),
        *_restes(garde),
        *_cloture_par(garde, rang, cle),
    )


def _famille(suffixe: str) -> str:
    npnru, pnru = (f"INDEX(liste_familles_{programme}{suffixe},{{n}})" for programme in ("npnru", "pnru"))
    return f'=IF(convention_programme="NPNRU",{npnru},{pnru})&""'


BLOC_FAMILLES: Final = Bloc(
    nom="familles",
    feuille="Synthèse familles",
    titre="Synthèse par famille d’opérations",
    note="Toutes les familles de la nomenclature du programme ; leurs concours (subventions et prêts), et "
    "l’autofinancement à part.",
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
    titre="Synthèse par maître d’ouvrage",
    note="Les opérations de chaque maître d’ouvrage : les concours (subventions et prêts) de tous les financeurs, et "
    "l’autofinancement à part.",
    reserve=8,
    vierge=20,
    figees=2,
    colonnes=(
        calcul(
            "maitre_ouvrage",
            "Maître d’ouvrage",
            Presentation.CODE,
            _SI_MAITRE.format("INDEX(situation_maitre_ouvrage,[rang])"),
            largeur=32,
        ),
        calcul("nom", "Nom", Presentation.TEXTE, _SI_MAITRE.format(_NOM_DU_MAITRE), largeur=40),
        *_par_operation(_SI_MAITRE, "maitre_rang", "[rang]"),
        intermediaire("rang", "Rang", _RANGS_DES_MAITRES.texte, premiere=_RANGS_DES_MAITRES.premiere),
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
    memoire=("avant", "apres", "ecart"),
    colonnes=(
        calcul(
            "operation",
            "N° d’opération",
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
