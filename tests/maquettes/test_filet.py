"""Une panne imprévue devient une faute : sa nature, son endroit, son lieu ; jamais son texte ni sa trace."""

from datetime import date
from pathlib import Path
from typing import Final, NoReturn

import pytest

from financement.fautes.provenance import INCONNUE, Provenance
from financement.portefeuille.portefeuille import BilanConvention, Refus
from maquettes import dossiers
from maquettes.fichiers.filet import VARIABLE_DE_TRACE, faute_de_panne, rattraper
from maquettes.portefeuille import codes_de_dossiers
from maquettes.portefeuille import lecture as portefeuille
from maquettes.portefeuille.lecture import lire_bilan, lire_bilans
from tests.maquettes.dossier_type import changer, poser

AU: Final = date(2012, 1, 1)
EFFET: Final = "Rien n’a été écrit."


class Imprevue(Exception):
    """Une exception qu’aucun code n’attend."""


def _casser(_nom: str, **globales: object) -> Exception:
    """L’exception levée d’un module nommé comme l’un des trois paquets, où une variable dit le lieu lu."""
    code = "def lire(lieu):\n    autre = 1\n    raise Imprevue('secret')\n"
    espace: dict[str, object] = {"__name__": _nom, "Imprevue": Imprevue, **globales}
    exec(compile(code, "essai", "exec"), espace)  # noqa: S102 -- un module de la bibliothèque qui tombe
    try:
        espace["lire"](Provenance(fichier="plan.csv", ligne=12))  # type: ignore[operator]
    except Imprevue as panne:
        return panne
    raise AssertionError


def test_la_faute_dit_la_nature_l_endroit_et_le_lieu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE_DE_TRACE, raising=False)
    constatee = faute_de_panne(_casser("maquettes.essai"), objet="la lecture", effet=EFFET)
    assert (constatee.code, constatee.lu) == ("PANNE-01", "Imprevue")
    assert constatee.provenance == Provenance(fichier="plan.csv", ligne=12)
    attendu = f"Une panne imprévue (Imprevue : maquettes.essai, ligne 3) a arrêté la lecture. {EFFET}"
    assert constatee.message == attendu
    assert "secret" not in str(constatee)
    assert "C’est un défaut de la bibliothèque, non de ce qui est lu" in constatee.remede
    assert "Python 3." in constatee.remede


def test_hors_de_la_bibliotheque_l_endroit_n_est_pas_dit() -> None:
    """« maquettes_d_un_autre » n’est pas « maquettes »."""
    constatee = faute_de_panne(_casser("maquettes_d_un_autre"), objet="la lecture", effet=EFFET)
    assert constatee.provenance == INCONNUE
    assert "(Imprevue : hors de ses modules)" in constatee.message


def test_la_memoire_qui_manque_a_son_remede() -> None:
    constatee = faute_de_panne(MemoryError(), objet="la lecture", effet=EFFET)
    assert constatee.remede.startswith("La mémoire a manqué : fermer d’autres programmes")


def test_un_paquet_qui_manque_se_nomme() -> None:
    sans = faute_de_panne(ModuleNotFoundError("No module named 'numpy'", name="numpy"), objet="la lecture", effet=EFFET)
    assert sans.remede.startswith("Un paquet (« numpy ») manque ou ne se charge pas : installer de nouveau")
    assert faute_de_panne(ImportError(), objet="la lecture", effet=EFFET).remede.startswith("Un paquet manque")


def test_la_trace_ne_se_donne_que_demandee(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(VARIABLE_DE_TRACE, "")
    faute_de_panne(_casser("maquettes.essai"), objet="la lecture", effet=EFFET)
    assert capsys.readouterr().err == ""
    monkeypatch.setenv(VARIABLE_DE_TRACE, "1")
    faute_de_panne(_casser("maquettes.essai"), objet="la lecture", effet=EFFET)
    assert "Imprevue: secret" in capsys.readouterr().err


def test_le_calcul_arrete_rend_sa_memoire() -> None:
    panne = _casser("maquettes.essai")
    trace = panne.__traceback__
    assert trace is not None
    assert trace.tb_next is not None
    assert "autre" in trace.tb_next.tb_frame.f_locals
    faute_de_panne(panne, objet="la lecture", effet=EFFET)
    assert trace.tb_next.tb_frame.f_locals == {}


@pytest.mark.parametrize("sortie", [KeyboardInterrupt, SystemExit])
def test_une_interruption_n_est_pas_une_panne(sortie: type[BaseException]) -> None:
    def sortir() -> NoReturn:
        raise sortie

    with pytest.raises(sortie):
        rattraper(sortir, lambda _panne: None)


@pytest.mark.parametrize("genre", [Imprevue, KeyError, MemoryError, RecursionError])
@pytest.mark.parametrize("etape", ["lecture", "calcul"])
def test_deux_dossiers_qui_font_tomber_la_bibliotheque_n_arretent_pas_les_autres(
    etape: str, genre: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chemins = [
        poser(tmp_path / code, convention=changer("convention.toml", ('code = "C1"', f'code = "{code}"')))
        for code in ("A", "B", "C", "D")
    ]
    module, nom = (dossiers, "_lire") if etape == "lecture" else (portefeuille, "bilan")
    juste = getattr(module, nom)

    def tomber(premier: object, *autres: object, **options: object) -> object:
        if Path(str(options.get("dossier", premier))).name in {"B", "D"}:
            raise genre
        return juste(premier, *autres, **options)

    monkeypatch.setattr(module, nom, tomber)
    lus = lire_bilans(chemins, au=AU)
    assert [type(lu) for lu in lus] == [BilanConvention, Refus, BilanConvention, Refus]
    refuse = lus[3]
    assert isinstance(refuse, Refus)
    assert refuse.dossiers == (str(chemins[3]),)
    (constatee,) = refuse.fautes
    assert (constatee.code, constatee.lu) == ("PANNE-01", genre.__name__)
    assert "a arrêté la lecture ou le calcul de ce dossier. Il est mis de côté." in constatee.message


@pytest.mark.parametrize("genre", [ValueError, OSError, KeyError, UnicodeError, RecursionError, MemoryError])
@pytest.mark.parametrize("lecture", ["lire_table", "lire_json"])
def test_un_defaut_de_la_lecture_n_est_pas_une_faute_du_dossier(
    lecture: str, genre: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rien ne prend un défaut de la bibliothèque pour un dossier absent ou un fichier illisible."""

    def tomber(*_valeurs: object) -> NoReturn:
        raise genre("imprévu")

    monkeypatch.setattr(dossiers, lecture, tomber)
    dossier = poser(tmp_path / "d")
    document = tmp_path / "d.json"
    document.write_text("{}", encoding="utf-8")
    refuse = lire_bilan(dossier if lecture == "lire_table" else document, AU)
    assert isinstance(refuse, Refus)
    assert [(f.code, f.lu) for f in refuse.fautes] == [("PANNE-01", genre.__name__)]


def test_un_code_qui_fait_tomber_la_bibliotheque_n_arrete_pas_le_journal_commun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entier = poser(tmp_path / "entier")
    autre = poser(tmp_path / "autre", convention=changer("convention.toml", ('code = "C1"', 'code = "C2"')))
    for chemin in (entier, autre):
        (chemin / "journal.csv").unlink()
    journal = tmp_path / "national.csv"
    journal.write_text(
        "convention;date;type;operation;financeur;nature;montant;piece;libelle\n"
        "C1;2008-01-15;avance;OP1;ANRU;;1000,00;;\n",
        encoding="utf-8",
    )
    juste = codes_de_dossiers._entete

    def tomber(chemin: Path) -> object:
        if chemin == autre:
            raise Imprevue
        return juste(chemin)

    monkeypatch.setattr(codes_de_dossiers, "_entete", tomber)
    lus = lire_bilans([entier, autre], au=AU, journal=journal)
    premier, second = lus
    assert isinstance(premier, BilanConvention)
    assert premier.total.paye == 100_000
    # Ses mouvements n'auraient été à personne : rien n'en est compté.
    assert isinstance(second, Refus)
    assert [(f.code, f.lu) for f in second.fautes] == [("PANNE-01", "Imprevue")]
