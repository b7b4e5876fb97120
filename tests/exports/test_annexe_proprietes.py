"""Pour tout projet : le document est juste (sinon il ne se construit pas) et ses totaux sont ceux des lignes."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from exports.annexe import composer_annexe
from exports.document_tableau import Cellule
from financement.convention import Convention
from financement.projet import Projet
from financement.tableau import tableau_financier
from tests.strategies import projets

JOURS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def version_attendue(convention: Convention, au: date) -> int:
    return max([0, *(avenant.numero for avenant in convention.avenants if avenant.date <= au)])


def montant(cellule: Cellule) -> int:
    assert isinstance(cellule.valeur, int)
    return cellule.valeur


@settings(max_examples=60)
@given(projets(), JOURS)
def test_les_totaux_sont_ceux_du_dossier(projet: Projet, au: date) -> None:
    document = composer_annexe(projet, au=au)
    en_vigueur = tableau_financier(projet, version_attendue(projet.convention, au))
    programme = sum(ligne.montant for ligne in en_vigueur.lignes)
    engage = sum({"engagement": 1, "degagement": -1}.get(m.type, 0) * m.montant for m in projet.journal if m.date <= au)
    signes = {"avance": 1, "acompte": 1, "solde": 1, "reversement": -1}
    paye = sum(signes.get(m.type, 0) * m.montant for m in projet.journal if m.date <= au)
    assert montant(document.tableau("tableau-financier").cellule("total", "plan")) == programme
    for cle in ("execution", "lignes-de-financement", "financeurs", "familles", "maitres-ouvrage"):
        total = {c: montant(document.tableau(cle).cellule("total", c)) for c in ("programme", "engage", "paye")}
        assert total == {"programme": programme, "engage": engage, "paye": paye}, cle
    for grandeur in ("programme", "engage", "paye"):
        assert montant(document.tableau("concordance").cellule(f"total:{grandeur}", "ecart")) == 0
