"""La page des noms publics est celle que donne le code."""

from tests.api import PAGE, composer


def test_la_page_est_a_jour() -> None:
    assert composer() == PAGE.read_text(encoding="utf-8"), "refaire la page : make api"


def test_la_page_dit_l_etoile_et_la_valeur_par_defaut() -> None:
    page = composer()
    assert "bilan(projet: Projet, *, au: date, dossier: str = '') -> BilanConvention" in page
    assert "| `ErreurFinancement` | Base de toutes les erreurs de la bibliothèque" in page
