"""Pour tout projet : le document est juste (sinon il ne se construit pas) et ses totaux sont ceux des lignes."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from exports.annexe import composer_annexe
from exports.document_tableau import Cellule
from financement.convention import Convention
from financement.journal import Mouvement
from financement.nomenclature import Nature
from financement.projet import Projet
from financement.tableau import tableau_financier
from tests.strategies import projets

JOURS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def version_attendue(convention: Convention, au: date) -> int:
    return max([0, *(avenant.numero for avenant in convention.avenants if avenant.date <= au)])


def sur_fonds_propres(mouvement: Mouvement, projet: Projet) -> bool:
    """La nature écrite, sinon la seule que le financeur ait sur l'opération, toutes versions confondues."""
    cle = (mouvement.operation, mouvement.financeur)
    connues = {p.nature for p in projet.plan if (p.operation, p.financeur) == cle}
    return (mouvement.nature or (connues or {Nature.SUBVENTION}).pop()) is Nature.FONDS_PROPRES


def montant(cellule: Cellule) -> int:
    assert isinstance(cellule.valeur, int)
    return cellule.valeur


@settings(max_examples=60)
@given(projets(), JOURS)
def test_les_totaux_sont_ceux_du_dossier(projet: Projet, au: date) -> None:
    document = composer_annexe(projet, au=au)
    en_vigueur = tableau_financier(projet, version_attendue(projet.convention, au))
    plan = sum(ligne.montant for ligne in en_vigueur.lignes)
    programme = sum(ligne.montant for ligne in en_vigueur.lignes if ligne.nature is not Nature.FONDS_PROPRES)
    concours = [m for m in projet.journal if m.date <= au and not sur_fonds_propres(m, projet)]
    engage = sum({"engagement": 1, "degagement": -1}.get(m.type, 0) * m.montant for m in concours)
    signes = {"avance": 1, "acompte": 1, "solde": 1, "reversement": -1}
    paye = sum(signes.get(m.type, 0) * m.montant for m in concours)
    financier, financeurs = document.tableau("tableau-financier"), document.tableau("plan-financeurs")
    assert montant(financier.cellule("total", "plan")) == montant(financeurs.cellule("total", "plan")) == plan
    assert montant(financier.cellule("total", "concours")) == programme
    for cle in ("execution", "lignes-de-concours", "financeurs", "familles", "maitres-ouvrage"):
        total = {c: montant(document.tableau(cle).cellule("total", c)) for c in ("programme", "engage", "paye")}
        assert total == {"programme": programme, "engage": engage, "paye": paye}, cle
    for grandeur in ("programme", "engage", "paye"):
        assert montant(document.tableau("concordance").cellule(f"total:{grandeur}", "ecart")) == 0
