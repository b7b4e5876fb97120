"""La ligne de plan de financement."""

from financement.dossier.nomenclature import Nature, RegleCloture
from financement.dossier.plan import CleLigne
from tests.construction import euros, ligne
from tests.financement.contrat import verifier_champs, verifier_fige

TYPE = "CLE-03"
PRET = ligne("CDC", euros(100), nature=Nature.PRET, regle_cloture=RegleCloture.FORFAIT)


def test_chaque_champ_refuse_sa_mauvaise_valeur() -> None:
    verifier_champs(
        PRET,
        {
            "version": (1000, "VALEUR-04"),
            "operation": ("", "VALEUR-01"),
            "financeur": (None, TYPE),
            "nature": ("pret", TYPE),
            "montant": (100.0, TYPE),
            "regle_cloture": ("forfait", TYPE),
        },
    )


def test_une_ligne_est_figee() -> None:
    verifier_fige(PRET, "montant", -1)


def test_une_ligne_s_identifie_par_operation_financeur_et_nature() -> None:
    assert PRET.cle == CleLigne("OP-1", "CDC", Nature.PRET)
    assert ligne("CDC", 5, version=4, nature=Nature.PRET).cle == PRET.cle
    assert ligne("CDC", 5).cle != PRET.cle
