"""La page des performances, d’après un relevé inventé."""

from tests.bench.portefeuille_cibles import comparer
from tests.bench.portefeuille_page import composer
from tests.bench.test_portefeuille_cibles import releve_invente

LIGNES = composer(releve_invente(), "Machine inventée.").splitlines()


def _section(titre: str) -> list[str]:
    debut = LIGNES.index(f"## {titre}")
    suivantes = [rang for rang, ligne in enumerate(LIGNES) if ligne.startswith("## ") and rang > debut]
    return LIGNES[debut : min(suivantes, default=len(LIGNES))]


def test_la_page_commence_par_ses_cibles() -> None:
    assert next(ligne for ligne in LIGNES if ligne.startswith("## ")) == "## Cibles"


def test_chaque_cible_a_sa_ligne_et_son_verdict() -> None:
    lignes = [ligne for ligne in _section("Cibles") if ligne.startswith("| ")]
    cibles = list(comparer(releve_invente()))
    assert len(lignes) == len(cibles) + 1
    assert sum("NON TENUE" in ligne for ligne in lignes) == sum(cible.verdict == "NON TENUE" for cible in cibles) > 0
    assert "| version / rien | 1,5 | 2 | tenue |" in lignes


def test_les_dossiers_passent_devant_le_tableur_et_le_script_nu() -> None:
    section = _section("500 dossiers, 1\u202f000\u202f000 mouvements")
    # 20 s de recalcul et 25 s en tout, devant nos 22 s ; la synthèse, 3,2 s devant 2 s.
    assert "| LibreOffice, recalcul de 1000 SUMIFS | 0,91 |" in section
    assert "| LibreOffice, le classeur ouvert, recalculé et enregistré | 1,1 |" in section
    assert any(": 1,6 fois la durée" in ligne for ligne in section)


def test_un_portefeuille_trop_long_dit_ses_tours() -> None:
    releve = releve_invente()
    releve["projets"]["mesures"]["portefeuille"]["tours"] = 2
    assert "n’a passé que 2 tours" in composer(releve, "")
    assert "n’a passé que" not in "\n".join(LIGNES)


def test_sans_tableur_la_page_le_dit() -> None:
    releve = releve_invente() | {"tableur": {}}
    releve["projets"]["mesures"] = {}
    assert "| LibreOffice | absent |" in composer(releve, "").splitlines()


def test_la_page_dit_ce_que_sont_les_cases_reperees() -> None:
    assert any("appelle `np.add.at`, tranche par tranche" in ligne for ligne in _section("Des colonnes aux soldes"))


def test_les_demarrages_ont_leur_section() -> None:
    assert "| version / rien | 1,5 |" in _section("Démarrage")


def test_aucune_ligne_de_texte_ne_depasse_la_largeur() -> None:
    assert [ligne for ligne in LIGNES if len(ligne) > 120 and not ligne.startswith("|")] == []
