"""Le générateur : pur, accepté par la lecture, et les mêmes soldes quel que soit l’outil qui relit ses fichiers."""

import datetime
import hashlib
from pathlib import Path

import numpy as np
import pytest

from financement import calculer_cloture
from financement.calculs.situation import Axe, calculer_situation
from maquettes import lire_dossier
from tests.bench.commandes import soldes_du_journal
from tests.bench.conventions import FINANCEURS, OPERATIONS_PAR_CONVENTION, inventer_convention
from tests.bench.generateur import (
    TYPES,
    Portefeuille,
    ecrire_dossiers,
    ecrire_journal,
    inventer_portefeuille,
)
from tests.bench.grands_livres import ecrire_beancount, ecrire_ledger, lire_beancount, lire_hledger, lire_ledger


@pytest.fixture(scope="module")
def petit() -> Portefeuille:
    return inventer_portefeuille(7, 3, 1_000)


def _empreinte(repertoire: Path) -> str:
    octets = b"".join(chemin.read_bytes() for chemin in sorted(repertoire.rglob("*")) if chemin.is_file())
    return hashlib.sha256(octets).hexdigest()


def test_le_portefeuille_ne_depend_que_de_ses_arguments(tmp_path: Path) -> None:
    for nom, graine in (("a", 7), ("b", 7), ("c", 8)):
        ecrire_dossiers(inventer_portefeuille(graine, 2, 300), tmp_path / nom)
    assert _empreinte(tmp_path / "a") == _empreinte(tmp_path / "b") != _empreinte(tmp_path / "c")


@pytest.mark.parametrize(("conventions", "mouvements"), [(3, 1_000), (5, 7), (4, 3), (2, 4_000)])
def test_il_a_exactement_le_nombre_de_mouvements_demande(conventions: int, mouvements: int) -> None:
    portefeuille = inventer_portefeuille(1, conventions, mouvements)
    assert len(portefeuille.mouvements) == mouvements
    assert len(set(portefeuille.operations)) == conventions * OPERATIONS_PAR_CONVENTION
    assert (np.diff(portefeuille.mouvements.jour) >= 0).all()


def test_une_convention_a_de_tout() -> None:
    convention = inventer_convention(7, 4)
    assert len(convention.operations) == 70
    assert len({operation.famille for operation in convention.operations}) == 12
    assert len(convention.avenants) == 5
    assert {version for operation in convention.operations for version in operation.couts} == {0, 1, 2, 3, 4, 5}
    assert sum(0 in operation.couts.values() for operation in convention.operations) == 2


def test_chaque_plan_s_equilibre() -> None:
    for operation in inventer_convention(7, 4).operations:
        for version, cout in operation.couts.items():
            assert sum(operation.montants(version)) == cout
            assert min(operation.montants(version)) >= 0


def test_tous_les_types_paraissent(petit: Portefeuille) -> None:
    assert set(petit.mouvements.type.tolist()) == set(range(len(TYPES)))
    assert petit.mouvements.montant.min() > 0
    assert set(petit.mouvements.financeur.tolist()) <= set(range(-1, len(FINANCEURS)))


def test_les_dossiers_sont_acceptes_et_ne_paient_pas_plus_que_l_engage(petit: Portefeuille, tmp_path: Path) -> None:
    chemins = ecrire_dossiers(petit, tmp_path)
    projets = [lire_dossier(chemin) for chemin in chemins]
    assert sum(len(projet.journal) for projet in projets) == 1_000
    assert [projet.convention.code for projet in projets] == [chemin.name for chemin in chemins]
    for projet in projets:
        grandeurs = calculer_situation(projet).par(Axe.FINANCEUR).total
        assert 0 < grandeurs.paye <= grandeurs.engage <= grandeurs.programme


def test_une_operation_depense_a_peu_pres_ce_qui_etait_programme(tmp_path: Path) -> None:
    portefeuille = inventer_portefeuille(7, 4, 8_000)
    depenses: dict[str, int] = {}
    for dossier in ecrire_dossiers(portefeuille, tmp_path):
        for ligne in (dossier / "journal.csv").read_text(encoding="utf-8").splitlines():
            _, genre, operation, _, _, montant, *_ = ligne.split(";")
            if genre == "depense":
                depenses[operation] = depenses.get(operation, 0) + int(montant.replace(",", ""))
    couts = {o.code: o.couts[o.derniere_version] for c in portefeuille.conventions for o in c.operations}
    assert len(depenses) > 200
    assert all(94 * couts[code] < 100 * depense < 105 * couts[code] for code, depense in depenses.items())


def test_les_trop_percus_restent_l_exception(tmp_path: Path) -> None:
    chemins = ecrire_dossiers(inventer_portefeuille(7, 4, 8_000), tmp_path)
    totaux = [calculer_cloture(lire_dossier(chemin), au=datetime.date(2015, 3, 31)).total for chemin in chemins]
    assert 0 < sum(total.trop_percu for total in totaux) * 20 < sum(total.paye for total in totaux)
    assert 0 < sum(total.economie for total in totaux) * 20 < sum(total.programme for total in totaux)


def test_les_dossiers_et_le_journal_national_ont_les_memes_mouvements(petit: Portefeuille, tmp_path: Path) -> None:
    chemins = ecrire_dossiers(petit, tmp_path / "dossiers")
    ecrire_journal(petit, tmp_path / "journal.csv")
    des_dossiers = [
        ligne for chemin in chemins for ligne in (chemin / "journal.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    national = (tmp_path / "journal.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(des_dossiers) == sorted(national)


def test_quelques_libelles_sont_cites(tmp_path: Path) -> None:
    ecrire_journal(inventer_portefeuille(7, 20, 5_000), tmp_path / "journal.csv")
    cites = (tmp_path / "journal.csv").read_text(encoding="utf-8").count('"') // 2
    assert 1 <= cites <= 25


def test_la_reference_est_celle_des_colonnes(petit: Portefeuille, tmp_path: Path) -> None:
    ecrire_journal(petit, tmp_path / "journal.csv")
    signes = {"engagement": 1, "avance": 1, "acompte": 1, "solde": 1, "degagement": -1, "reversement": -1}
    attendu = sum(
        signes.get(TYPES[genre], 0) * montant
        for genre, montant in zip(petit.mouvements.type.tolist(), petit.mouvements.montant.tolist(), strict=True)
    )
    assert sum(soldes_du_journal(tmp_path / "journal.csv").values()) == attendu


def test_le_journal_de_ledger_est_equilibre_et_complet(petit: Portefeuille, tmp_path: Path) -> None:
    ecrire_ledger(petit, tmp_path / "journal.ledger")
    ecrire_beancount(petit, tmp_path / "journal.beancount")
    for nom, contrepartie in (("journal.ledger", "  Contrepartie"), ("journal.beancount", "  Equity:Contrepartie")):
        lignes = (tmp_path / nom).read_text(encoding="utf-8").splitlines()
        assert lignes.count(contrepartie) == 1_000


def test_les_sorties_des_comptabilites_se_relisent() -> None:
    attendus = {("Engage", "OP-1", "ANRU", 2008): 123_450, ("Paye", "OP-1", "ANRU", 2009): -5}
    assert lire_ledger("2008;Engage:OP-1:ANRU;1234.5\n2009;Paye:OP-1:ANRU;-0.05\n2009;Contrepartie;3\n") == attendus
    assert (
        lire_hledger(
            '"account","2008","2009"\n"Engage:OP-1:ANRU","1234.50 EUR","0"\n"Paye:OP-1:ANRU","0","-0.05 EUR"\n'
        )
        == attendus
    )
    beancount = "year,account,sum(number)\n2008,Assets:Engage:OP-1:ANRU, 1234.50\n2009,Assets:Paye:OP-1:ANRU,   -0.05\n"
    assert lire_beancount(beancount) == attendus
