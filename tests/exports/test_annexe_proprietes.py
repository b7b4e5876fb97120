"""Pour tout projet : le document est juste (sinon il ne se construit pas) et ses totaux sont ceux des lignes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from exports.annexe.annexe import composer_annexe
from exports.document.tableau import Cellule
from financement.calculs.tableau import tableau_financier
from financement.dossier.convention import Convention
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import ModeEngagement, Nature
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from tests.profils import PESANTS
from tests.strategies import projets

JOURS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def version_attendue(convention: Convention, au: date) -> int:
    return max([0, *(avenant.numero for avenant in convention.avenants if avenant.date <= au)])


def nature_de(mouvement: Mouvement, projet: Projet) -> Nature:
    """La nature écrite, sinon la seule que le financeur ait sur l’opération, toutes versions confondues."""
    cle = (mouvement.operation, mouvement.financeur)
    connues = {p.nature for p in projet.plan if (p.operation, p.financeur) == cle}
    return mouvement.nature or (connues or {Nature.SUBVENTION}).pop()


ENGAGE = {"engagement": 1, "degagement": -1}
PAYE = {"avance": 1, "acompte": 1, "solde": 1, "reversement": -1}


def engage_de(projet: Projet, programmes: Sequence[LignePlan], mouvements: Sequence[Mouvement]) -> int:
    """Ligne par ligne : les engagements nets, ou le plus grand du programmé et du payé si l’engagé est réputé."""
    reputes = {f.code for f in projet.convention.financeurs if f.engagement is ModeEngagement.REPUTE}
    lignes: defaultdict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for ligne in programmes:
        lignes[ligne.operation, ligne.financeur, ligne.nature][0] += ligne.montant
    for m in mouvements:
        montants = lignes[m.operation, m.financeur, nature_de(m, projet)]
        montants[1] += ENGAGE.get(m.type, 0) * m.montant
        montants[2] += PAYE.get(m.type, 0) * m.montant
    return sum(max(p, x) if cle[1] in reputes else e for cle, (p, e, x) in lignes.items())


def montant(cellule: Cellule) -> int:
    assert isinstance(cellule.valeur, int)
    return cellule.valeur


@PESANTS
@given(projets(), JOURS)
def test_les_totaux_sont_ceux_du_dossier(projet: Projet, au: date) -> None:
    document = composer_annexe(projet, au=au)
    en_vigueur = tableau_financier(projet, version_attendue(projet.convention, au))
    plan = sum(ligne.montant for ligne in en_vigueur.lignes)
    programmes = [ligne for ligne in en_vigueur.lignes if ligne.nature is not Nature.FONDS_PROPRES]
    programme = sum(ligne.montant for ligne in programmes)
    concours = [m for m in projet.journal if m.date <= au and nature_de(m, projet) is not Nature.FONDS_PROPRES]
    engage = engage_de(projet, programmes, concours)
    paye = sum(PAYE.get(m.type, 0) * m.montant for m in concours)
    financier, financeurs = document.tableau("tableau-financier"), document.tableau("plan-financeurs")
    assert montant(financier.cellule("total", "plan")) == montant(financeurs.cellule("total", "plan")) == plan
    assert montant(financier.cellule("total", "concours")) == programme
    for cle in ("execution", "lignes-de-concours", "financeurs", "familles", "maitres-ouvrage"):
        total = {c: montant(document.tableau(cle).cellule("total", c)) for c in ("programme", "engage", "paye")}
        assert total == {"programme": programme, "engage": engage, "paye": paye}, cle
    for grandeur in ("programme", "engage", "paye"):
        assert montant(document.tableau("concordance").cellule(f"total:{grandeur}", "ecart")) == 0
