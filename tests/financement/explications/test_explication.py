import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE
from financement.cloture import calculer_cloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from financement.explications import Etape, expliquer
from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import INCONNUE
from tests.construction import euros, ligne, mouvement, operation, projet, situer
from tests.financement.cloture.dossiers import dossiers
from tests.financement.explications.lecture import AU, lisible
from tests.profils import COUTEUX
from tests.strategies import projets

CLES = (
    "programme",
    "engage",
    "paye",
    "reste_a_engager",
    "reste_a_payer",
    "montant_cloture",
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "a_engager",
    "economie",
)


def verifier(dossier: Projet, au: datetime.date) -> None:
    """Chaque figure est la somme de ses étapes, et le chiffre de la situation ou de la clôture."""
    cloture = calculer_cloture(dossier, au=au)
    for close in cloture.lignes:
        operation_, financeur, nature = close.cle
        explication = expliquer(dossier, operation_, financeur, au=au)
        figures = [figure for figure in explication.figures if figure.nature is nature]
        assert tuple(figure.cle for figure in figures) == CLES
        for figure in figures:
            assert sum(etape.montant or 0 for etape in figure.etapes) == figure.montant, (close.cle, figure)
            assert all(etape.libelle and etape.reference for etape in figure.etapes)
        montants = {figure.cle: figure.montant for figure in figures}
        suivie = close.suivie
        assert (montants["programme"], montants["engage"], montants["paye"]) == (
            suivie.programme,
            suivie.engage,
            suivie.paye,
        )
        assert montants["reste_a_engager"] == suivie.programme - suivie.engage
        assert montants["reste_a_payer"] == suivie.engage - suivie.paye
        for cle in GRANDEURS_DE_CLOTURE[3:]:
            assert montants[cle] == getattr(close, cle), (close.cle, cle)


@given(dossiers())
def test_la_somme_des_etapes_fait_la_figure(dossier: tuple[Projet, datetime.date]) -> None:
    verifier(*dossier)


@COUTEUX
@given(projets(), st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 12, 31)))
def test_la_somme_des_etapes_fait_la_figure_d_un_projet_quelconque(dossier: Projet, au: datetime.date) -> None:
    verifier(dossier, au)


@given(dossiers())
def test_toute_etape_venue_d_une_ligne_du_dossier_la_cite(tirage: tuple[Projet, datetime.date]) -> None:
    """Autant d’étapes situées que de lignes de plan et de mouvements qui comptent, chacune une fois."""
    tire, au = tirage
    dossier = replace(tire, plan=situer(tire.plan, "plan.csv"), journal=situer(tire.journal, "journal.csv"))
    cloture = calculer_cloture(dossier, au=au)
    for close in cloture.lignes:
        attendues = {
            "programme": {
                plan.provenance
                for plan in dossier.plan
                if plan.cle == close.cle and plan.version <= cloture.situation.tableau.version
            },
            # Un engagé réputé ne vient d'aucun mouvement.
            "engage": {m.provenance for m in close.suivie.mouvements if m.type in SIGNES_ENGAGE}
            if not close.suivie.est_reputee
            else set(),
            "paye": {m.provenance for m in close.suivie.mouvements if m.type in SIGNES_PAYE},
        }
        for figure in expliquer(dossier, close.cle.operation, close.cle.financeur, au=au).figures:
            if figure.nature is close.cle.nature and figure.cle in attendues:
                lieux = [replace(etape.provenance, colonne=None) for etape in figure.etapes]
                citees = [lieu for lieu in lieux if lieu != INCONNUE]
                assert len(citees) == len(set(citees))
                assert set(citees) == attendues[figure.cle]


def test_un_resultat_est_le_meme_d_une_fois_sur_l_autre() -> None:
    dossier = projet(journal=[mouvement("engagement", euros(450_000))])
    assert expliquer(dossier, "OP-1", "ANRU", au=AU).figures == expliquer(dossier, "OP-1", "ANRU", au=AU).figures


def test_operation_et_financeur_inconnus_sont_dits_ensemble_avec_le_nom_le_plus_proche() -> None:
    with pytest.raises(ValeurImpossible) as refus:
        expliquer(projet(), "OP1", "anrru", au=AU)
    assert [(faute.code, faute.lu, faute.provenance.colonne) for faute in refus.value.fautes] == [
        ("CODE-01", "OP1", "operation"),
        ("CODE-02", "anrru", "financeur"),
    ]
    messages = lisible(" ".join(f"{faute.message} {faute.remede}" for faute in refus.value.fautes))
    assert "OP-1" in messages
    assert "ANRU" in messages


def test_un_financeur_sans_ligne_n_a_aucune_figure() -> None:
    assert expliquer(projet(), "OP-1", "CDC", au=AU).figures == ()


def test_plusieurs_natures_du_meme_financeur_sont_expliquees_l_une_apres_l_autre() -> None:
    plan = [ligne("OPH", euros(400_000)), ligne("OPH", euros(600_000), nature=Nature.PRET)]
    dossier = projet(operations=[operation(maitre_ouvrage="OPH")], plan=plan)
    figures = expliquer(dossier, "OP-1", "OPH", au=AU).figures
    assert [(figure.nature, figure.montant) for figure in figures if figure.cle == "programme"] == [
        ("subvention", euros(400_000)),
        ("pret", euros(600_000)),
    ]


def test_la_version_demandee_l_emporte() -> None:
    dossier = projet()
    assert expliquer(dossier, "OP-1", "ANRU", au=AU, version=0).cloture.situation.tableau.version == 0
    with pytest.raises(ValeurImpossible):
        expliquer(dossier, "OP-1", "ANRU", au=AU, version=3)


def test_une_etape_sans_origine_n_invente_pas_de_lieu() -> None:
    assert Etape(libelle="essai").provenance == INCONNUE
    dossier = replace(projet(), plan=tuple(replace(p, provenance=INCONNUE) for p in projet().plan))
    programme = expliquer(dossier, "OP-1", "ANRU", au=AU).figures[0]
    assert programme.etapes[0].provenance.fichier is None


def test_des_fonds_propres_ne_se_lisent_pas_comme_une_dette() -> None:
    """La Ville porte 550 000 € de fonds propres, l’ANRU 450 000 € de subvention : seuls ceux-ci sont dus."""
    explications = {code: expliquer(projet(), "OP-1", code, au=AU) for code in ("VILLE", "ANRU")}
    dites = {
        code: {figure.cle for figure in une.figures if "n’est dû à personne" in figure.etapes[-1].libelle}
        for code, une in explications.items()
    }
    assert dites["VILLE"] == {*CLES} - {"programme", "montant_cloture", "economie"}
    assert dites["ANRU"] == set()
