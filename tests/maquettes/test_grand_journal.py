"""Un grand journal, gardé en colonnes, donne le même projet, les mêmes résultats et les mêmes fautes qu’un petit."""

import tempfile
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from financement.portefeuille.bilan import bilan
from maquettes import dossiers
from maquettes.dossiers import lire_dossier, situer_en_repertoire
from maquettes.grand_journal import lecture, valeurs
from maquettes.grand_journal.journal import lire_en_partie
from tests.maquettes.dossier_type import FICHIERS, poser
from tests.maquettes.vrac.journaux import journaux, journaux_abimes
from tests.profils import COUTEUX
from tests.strategies import projets


def situer(projet: Projet, grand: int) -> Projet:
    """Le projet relu de ses fichiers, un journal d’au moins ``grand`` octets étant gardé en colonnes."""
    with pytest.MonkeyPatch.context() as place:
        place.setattr(dossiers, "_GRAND_JOURNAL", grand)
        return situer_en_repertoire(projet)


@COUTEUX
@given(projets(), st.dates(date(2004, 1, 1), date(2020, 1, 1)))
def test_les_deux_journaux_donnent_les_memes_resultats(projet: Projet, au: date) -> None:
    en_lignes, en_colonnes = situer(projet, 1 << 60), situer(projet, 1)
    assert isinstance(en_colonnes.journal, JournalEnColonnes) == bool(projet.journal)
    assert en_colonnes == en_lignes
    assert hash(en_colonnes) == hash(en_lignes)
    assert [str(m.provenance) for m in en_colonnes.journal] == [str(m.provenance) for m in en_lignes.journal]
    # Un bilan réunit situation, clôture, contrôles (leurs lieux compris) et échéancier.
    assert bilan(en_colonnes, au=au) == bilan(en_lignes, au=au)


def fautes(journal: bytes, plan: str, grand: int) -> list[str]:
    with pytest.MonkeyPatch.context() as place, tempfile.TemporaryDirectory() as ou:
        place.setattr(dossiers, "_GRAND_JOURNAL", grand)
        try:
            lire_dossier(poser(Path(ou) / "dossier", journal=journal, plan=plan))
        except DossierRefuse as refus:
            return [str(constatee) for constatee in refus.fautes]
    return []


PLANS = st.sampled_from(
    [FICHIERS["plan.csv"], FICHIERS["plan.csv"] + "0;OP1;VILLE;pret;0,00\n", "0;OP1;INCONNU;x;-1\n"]
)


@given(journaux() | journaux_abimes(), PLANS)
def test_les_deux_journaux_donnent_les_memes_fautes(journal: bytes, plan: str) -> None:
    assert fautes(journal, plan, 1) == fautes(journal, plan, 1 << 60)


ENTETE = b"date;type;operation;financeur;nature;montant;piece;libelle\n"
D_UN_AUTRE_DOSSIER = ENTETE + b"".join(b"2008-01-02;depense;AUTRE-%d;;;1,00;;\n" % n for n in range(5))
AUX_DATES_FAUSSES = ENTETE + b"2008-13-02;depense;OP1;;;1,00;;\n" * 5


@pytest.mark.parametrize(
    ("module", "limite", "journal"),
    [(valeurs, "_CODES_AU_PLUS", D_UN_AUTRE_DOSSIER), (lecture, "REMISES_AU_PLUS", AUX_DATES_FAUSSES)],
    ids=["codes", "lignes remises"],
)
def test_un_journal_presque_tout_fautif_revient_a_la_lecture_ordinaire(
    module: ModuleType, limite: str, journal: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qui s’arrête plus tôt, et dit les mêmes fautes."""
    dites = fautes(journal, FICHIERS["plan.csv"], 1)
    assert len(dites) == 5
    assert lire_en_partie("journal.csv", journal) is not None
    monkeypatch.setattr(module, limite, 4)
    assert lire_en_partie("journal.csv", journal) is None
    assert fautes(journal, FICHIERS["plan.csv"], 1) == dites
