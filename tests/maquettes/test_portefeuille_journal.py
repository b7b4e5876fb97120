"""Un portefeuille dont un journal commun apporte les mouvements : celui de dossiers qui auraient leurs journaux."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from financement.fautes.provenance import INCONNUE
from financement.portefeuille.portefeuille import Portefeuille, Refus
from maquettes import convertir, dossiers, ecrire_dossier, lire_bilan, lire_portefeuille, trouver_dossiers
from maquettes.description.description import JOURNAL
from maquettes.formes.tables_csv import ecrire_table
from maquettes.journal_commun import repartition
from maquettes.portefeuille.lecture import lire_bilans
from tests.maquettes.dossier_type import changer, poser
from tests.maquettes.fichiers_mouvants import a_l_ouverture_de
from tests.profils import PESANTS
from tests.strategies import projets

AU: Final = date(2012, 1, 1)
ENTETE: Final = "date;type;operation;financeur;nature;montant;piece;libelle\n"
ENGAGEMENT: Final = "2008-01-01;engagement;OP1;ANRU;;50000,00;D1;"
ACOMPTE: Final = "2009-01-01;acompte;OP1;ANRU;;20000,00;M1;"
# Des codes qu'un csv cite, protège ou borde.
CODES: Final = ("C1", "=C2", "c;1", "C 3")
ECRITS: Final = {"C1": "C1", "=C2": "'=C2", "c;1": '"c;1"', "C 3": " C 3 "}


# Une part se lit en colonnes dès sa première ligne, ou jamais.
TAILLES: Final = (0, 1 << 60)


@pytest.fixture(params=TAILLES, ids=["parts en colonnes", "parts ligne à ligne"])
def facon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Les deux façons de lire une part, quelle que soit sa taille."""
    monkeypatch.setattr(repartition, "_LIGNES_EN_COLONNES", request.param)


def nomme(lieu: Path, code: str, **fichiers: str) -> Path:
    """Le dossier type sous un autre code, sans mouvement s’il n’en est pas donné."""
    lieu.parent.mkdir(exist_ok=True)
    convention = changer("convention.toml", ('code = "C1"', f'code = "{code}"'))
    return poser(lieu, convention=convention, **{"journal": ENTETE, **fichiers})


def national(lieu: Path, *lignes: tuple[str, str]) -> Path:
    """Le journal commun de ces (convention, ligne)."""
    chemin = lieu / "national.csv"
    chemin.write_text(f"convention;{ENTETE}" + "".join(f"{code};{ligne}\n" for code, ligne in lignes), encoding="utf-8")
    return chemin


def sans_lieux(portefeuille: Portefeuille) -> Portefeuille:
    """Le même portefeuille, hors l’endroit où ses données ont été lues."""
    bilans = tuple(
        replace(un, bloquants=tuple(replace(c, provenance=INCONNUE) for c in un.bloquants))
        for un in portefeuille.bilans
    )
    return replace(portefeuille, bilans=bilans)


def enregistrements(projet: Projet) -> list[str]:
    """Chaque mouvement comme l’écrit un ``journal.csv``."""
    vide = ecrire_table(JOURNAL, ()).decode()
    return [ecrire_table(JOURNAL, [mouvement]).decode().removeprefix(vide) for mouvement in projet.journal]


@st.composite
def portefeuilles(tirer: st.DrawFn) -> tuple[list[Projet], list[str], list[bool]]:
    """Des projets de codes distincts, leurs journaux mêlés en un seul, et ceux qui gardent le leur."""
    lus = tirer(st.lists(projets(), min_size=1, max_size=3))
    lus = [replace(un, convention=replace(un.convention, code=c)) for un, c in zip(lus, CODES, strict=False)]
    gardent = tirer(st.lists(st.booleans(), min_size=len(lus), max_size=len(lus)))
    restent = [iter(enregistrements(un)) for un in lus]
    places = [rang for rang, (un, garde) in enumerate(zip(lus, gardent, strict=True)) if not garde for _ in un.journal]
    meles = [f"{ECRITS[CODES[rang]]};{next(restent[rang])}" for rang in tirer(st.permutations(places))]
    return lus, meles, gardent


@PESANTS
@given(portefeuilles(), st.sampled_from(["", ".json"]), st.sampled_from(TAILLES))
def test_des_journaux_reunis_donnent_le_portefeuille_des_dossiers(
    tires: tuple[list[Projet], list[str], list[bool]], forme: str, grande: int
) -> None:
    """Quelle que soit la taille à partir de laquelle une part se lit en colonnes."""
    lus, meles, gardent = tires
    with TemporaryDirectory() as lieu, pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(repartition, "_LIGNES_EN_COLONNES", grande)
        racine = Path(lieu)
        for rang, (un, garde) in enumerate(zip(lus, gardent, strict=True)):
            ecrire_dossier(un, racine / f"entier{rang}{forme}")
            ecrire_dossier(un if garde else replace(un, journal=()), racine / f"prive{rang}{forme}")
        commun = racine / "national.csv"
        commun.write_text(f"convention;{ENTETE}" + "".join(meles), encoding="utf-8", newline="")
        entiers = [racine / f"entier{rang}{forme}" for rang in range(len(lus))]
        prives = [racine / f"prive{rang}{forme}" for rang in range(len(lus))]
        attendu = lire_portefeuille(entiers, au=AU)
        obtenu = lire_portefeuille(prives, au=AU, journal=commun)
    assert attendu.refus == obtenu.refus == ()
    bilans = tuple(replace(un, dossier=un.dossier.replace("prive", "entier")) for un in obtenu.bilans)
    assert sans_lieux(replace(obtenu, bilans=bilans)) == sans_lieux(attendu)


def test_les_trois_formes_recoivent_leur_part(tmp_path: Path) -> None:
    racine = tmp_path / "dossiers"
    racine.mkdir()
    for code, forme in (("A", ""), ("B", ".json"), ("C", ".xlsx")):
        convertir(nomme(tmp_path / code, code), racine / f"{code}{forme}")
    lignes = [(code, ligne) for ligne in (ENGAGEMENT, ACOMPTE) for code in "ABC"]
    portefeuille = lire_portefeuille([racine], au=AU, journal=national(tmp_path, *lignes))
    assert portefeuille.refus == ()
    assert [(un.code, un.total.engage, un.total.paye) for un in portefeuille.bilans] == [
        (code, 5_000_000, 2_000_000) for code in "ABC"
    ]


@pytest.mark.usefixtures("facon")
def test_une_convention_se_reconnait_comme_les_autres_codes(tmp_path: Path) -> None:
    """À la casse et à l’espèce d’espace près, les codes de ses lignes compris ; entre deux, rien n’est choisi."""
    for nom, code in (("a", "C 1"), ("b", "c2"), ("c", "C2")):
        nomme(tmp_path / "d" / nom, code)
    lignes = [
        ("c\u00a01", ENGAGEMENT),
        ("C2", ACOMPTE),
        ("C 1", ACOMPTE.replace("acompte;OP1;ANRU", "Acompte;op1;Anru")),
    ]
    portefeuille = lire_portefeuille([tmp_path / "d"], au=AU, journal=national(tmp_path, *lignes))
    assert portefeuille.refus == ()
    totaux = {un.code: (un.total.engage, un.total.paye) for un in portefeuille.bilans}
    assert totaux == {"C 1": (5_000_000, 2_000_000), "c2": (0, 0), "C2": (0, 2_000_000)}


@pytest.mark.usefixtures("facon")
def test_une_convention_qui_en_designerait_deux_est_refusee(tmp_path: Path) -> None:
    for nom, code in (("b", "Ci2"), ("c", "CI2")):
        nomme(tmp_path / "d" / nom, code)
    commun = national(tmp_path, ("ci2", ENGAGEMENT))
    (refuse,) = lire_portefeuille([tmp_path / "d"], au=AU, journal=commun).refus
    assert "ce peut être « CI2 » ou « Ci2 », à écrire exactement" in refuse.fautes[0].message


def test_csv_et_parquet_donnent_le_meme_portefeuille(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="l’extra « rapide » n’est pas installé")
    pq = pytest.importorskip("pyarrow.parquet", reason="l’extra « rapide » n’est pas installé")
    (tmp_path / "d").mkdir()
    for code in "AB":
        nomme(tmp_path / "d" / code, code)
    lignes = [("A", ENGAGEMENT), ("B", ACOMPTE), ("A", ACOMPTE), ("Z", ACOMPTE)]
    csv = national(tmp_path, *lignes)
    rangees = [ligne.split(";") for ligne in csv.read_text(encoding="utf-8").splitlines()]
    parquet = tmp_path / "national.parquet"
    colonnes = {nom: [rangee[rang] for rangee in rangees[1:]] for rang, nom in enumerate(rangees[0])}
    pq.write_table(pa.table(colonnes), parquet)
    de_csv, de_parquet = (lire_portefeuille([tmp_path / "d"], au=AU, journal=un) for un in (csv, parquet))
    assert sans_lieux(de_parquet).bilans == sans_lieux(de_csv).bilans
    assert [(r.lignes, [(f.message, f.provenance.ligne) for f in r.fautes]) for r in de_csv.refus] == [
        (r.lignes, [(f.message, (f.provenance.ligne or 0) + 1) for f in r.fautes]) for r in de_parquet.refus
    ]
    assert lire_portefeuille([tmp_path / "d"], au=AU, journal=parquet, travailleurs=2) == de_parquet


def test_ni_l_ordre_des_dossiers_ni_le_nombre_de_processus_ne_changent_rien(tmp_path: Path) -> None:
    dossiers = [nomme(tmp_path / f"d{rang}", f"C{rang}") for rang in range(5)]
    convertir(dossiers[3], tmp_path / "e.json")
    poser(tmp_path / "faux", convention=changer("convention.toml", ('code = "C1"', 'code = "F"')), plan="x")
    chemins = [*dossiers, tmp_path / "e.json", tmp_path / "faux"]
    lignes = [(code, ligne) for ligne in (ENGAGEMENT, ACOMPTE) for code in ("C3", "C0", "F", "Z", "C1")]
    commun = national(tmp_path, *lignes)
    seul = lire_portefeuille(chemins, au=AU, journal=commun)
    assert len(seul.bilans) == 5
    assert [refus.dossiers for refus in seul.refus] == [(), (str(tmp_path / "e.json"),), (str(tmp_path / "faux"),)]
    assert lire_portefeuille(chemins[::-1], au=AU, journal=str(commun)) == seul
    assert lire_portefeuille(chemins, au=AU, journal=commun, travailleurs=2) == seul
    melees = sorted(lignes, key=lambda couple: couple[0])
    assert sans_lieux(lire_portefeuille(chemins, au=AU, journal=national(tmp_path, *melees))).bilans == (
        sans_lieux(seul).bilans
    )


def refus_de(portefeuille: Portefeuille) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for refus in portefeuille.refus:
        for dossier in refus.dossiers:
            yield Path(dossier).name, [(str(f.provenance), f.code) for f in refus.fautes]


@pytest.mark.usefixtures("facon")
@pytest.mark.parametrize("grand_journal", [1, 1 << 60], ids=["en colonnes", "ligne à ligne"])
def test_des_mouvements_de_deux_origines_mettent_de_cote_ce_seul_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grand_journal: int
) -> None:
    monkeypatch.setattr(dossiers, "_GRAND_JOURNAL", grand_journal)
    siens = ENTETE + "\n" + ACOMPTE + "\n"
    nomme(tmp_path / "deux", "A", journal=siens)
    nomme(tmp_path / "siens", "B", journal=siens)
    nomme(tmp_path / "rien", "C")
    illisible = ENTETE + ACOMPTE.replace("20000,00", "abc") + "\n"
    convertir(nomme(tmp_path / "g", "D", journal=siens), tmp_path / "json.json")
    nomme(tmp_path / "g", "E", journal=illisible)
    commun = national(tmp_path, ("A", ACOMPTE), ("D", ACOMPTE), ("E", ACOMPTE.replace("ANRU", "ANRUS")), ("A", ""))
    nom = commun.as_posix()
    portefeuille = lire_portefeuille([tmp_path], au=AU, journal=commun)
    assert [(un.code, un.total.paye) for un in portefeuille.bilans] == [("B", 2_000_000), ("C", 0)]
    assert dict(refus_de(portefeuille)) == {
        "deux": [
            ("journal.csv, ligne 3", "PORTEFEUILLE-01"),
            (f"{nom}, ligne 5", "COLONNE-06"),
        ],
        "json.json": [("json.json, journal[0]", "PORTEFEUILLE-01")],
        "g": [
            ("journal.csv, ligne 2", "PORTEFEUILLE-01"),
            ("journal.csv, ligne 2, colonne montant", "MONTANT-01"),
            (f"{nom}, ligne 4, colonne financeur", "CODE-02"),
        ],
    }
    (faute, *_) = next(refus for refus in portefeuille.refus if refus.dossiers == (str(tmp_path / "deux"),)).fautes
    assert "La convention « A » a des mouvements dans son dossier, et 2 lignes dans le journal commun" in faute.message
    assert "(la première : ligne 2)" in faute.message


@pytest.mark.usefixtures("facon")
def test_une_ligne_fautive_ne_met_de_cote_que_sa_convention(tmp_path: Path) -> None:
    """Mêmes messages que d’un ``journal.csv`` qui aurait les lignes au même numéro, au nom du fichier près."""
    fautives = [ACOMPTE.replace("2009-01-01", "2009-02-30"), ACOMPTE.replace("OP1", "OP9"), ACOMPTE + ";x"]
    (tmp_path / "d").mkdir()
    nomme(tmp_path / "d" / "a", "A")
    nomme(tmp_path / "d" / "b", "B")
    convertir(nomme(tmp_path / "g", "C"), tmp_path / "d" / "c.xlsx")
    commun = national(tmp_path, *(("A", ligne) for ligne in fautives), ("B", ACOMPTE), ("C", fautives[0]))
    portefeuille = lire_portefeuille([tmp_path / "d"], au=AU, journal=commun)
    assert [(un.code, un.total.paye) for un in portefeuille.bilans] == [("B", 2_000_000)]
    temoin = lire_bilan(nomme(tmp_path / "t", "A", journal=ENTETE + "\n".join(fautives)), AU)
    assert isinstance(temoin, Refus)
    assert len(temoin.fautes) == 3
    nom = commun.as_posix()
    attendues = [str(f).replace("journal.csv", nom) for f in temoin.fautes]
    # Une cellule en trop se compte dans les colonnes du fichier lu.
    attendues[-1] = attendues[-1].replace("9 cellules pour 8", "10 cellules pour 9").replace("« 2009", "« A;2009")
    (de_a, de_c) = portefeuille.refus
    assert [str(f) for f in de_a.fautes] == attendues
    assert [str(f.provenance) for f in de_c.fautes] == [f"{nom}, ligne 6, colonne date"]


@pytest.mark.usefixtures("facon")
def test_un_dossier_fautif_ou_double_recoit_aussi_sa_part(tmp_path: Path) -> None:
    nomme(tmp_path / "a", "A")
    convertir(tmp_path / "a", tmp_path / "a.json")
    nomme(tmp_path / "f", "F", plan="version;operation;financeur;nature;montant\n0;OP1;ANRU;subvention;abc\n")
    nomme(tmp_path / "t", "T", journal=ENTETE.replace("montant", "montent"))
    (nomme(tmp_path / "sans", "S") / "convention.toml").write_text("[convention", encoding="utf-8")
    commun = national(tmp_path, ("A", ACOMPTE), ("F", ACOMPTE), ("S", ACOMPTE), ("T", ACOMPTE.replace("OP1", "OP9")))
    portefeuille = lire_portefeuille([tmp_path], au=AU, journal=commun)
    assert [un.total.paye for un in portefeuille.bilans] == [2_000_000]
    orphelin, *autres = portefeuille.refus
    assert [f.lu for f in orphelin.fautes] == ["S"]
    assert [(Path(r.dossiers[0]).name, [f.code for f in r.fautes]) for r in autres] == [
        ("a.json", ["DOUBLON-02"]),
        ("f", ["MONTANT-01"]),
        ("sans", ["LECTURE-08"]),
        ("t", ["COLONNE-01", "CODE-01"]),
    ]


def test_un_journal_commun_range_parmi_les_dossiers_n_en_est_pas_un(tmp_path: Path) -> None:
    nomme(tmp_path / "a", "A")
    commun = national(tmp_path, ("A", ACOMPTE)).rename(tmp_path / "journal.csv")
    assert trouver_dossiers([tmp_path]) == (tmp_path,)
    assert trouver_dossiers([tmp_path], journal=commun) == (tmp_path / "a",)
    assert trouver_dossiers([tmp_path / "a"], journal=commun) == (tmp_path / "a",)
    portefeuille = lire_portefeuille([tmp_path], au=AU, journal=commun)
    assert [un.total.paye for un in portefeuille.bilans] == [2_000_000]


def test_un_journal_impossible_arrete_tout(tmp_path: Path) -> None:
    with pytest.raises(DossierRefuse):
        lire_portefeuille([nomme(tmp_path / "a", "A")], au=AU, journal=tmp_path / "absent.csv")


def test_seule_la_lecture_des_dossiers_est_suivie(tmp_path: Path) -> None:
    dossiers = [nomme(tmp_path / code, code) for code in "AB"]
    suivis: list[tuple[int, int]] = []
    lire_bilans(
        dossiers,
        au=AU,
        suivre=lambda faits, tous: suivis.append((faits, tous)),
        journal=national(tmp_path, ("A", ACOMPTE)),
    )
    assert suivis == [(1, 2), (2, 2)]


def test_un_dossier_qui_change_de_code_ne_recoit_pas_les_mouvements_d_une_autre_convention(tmp_path: Path) -> None:
    """Réparti pour A, le journal commun n’est plus celui du dossier, réécrit entre-temps sous le code B."""
    racine = tmp_path / "dossiers"
    racine.mkdir()
    convertir(nomme(tmp_path / "autre" / "c", "C"), racine / "a.json")
    quitte = nomme(racine / "b", "A")
    commun = national(tmp_path, ("A", ENGAGEMENT), ("C", ENGAGEMENT))

    def renommer() -> None:
        convention = quitte / "convention.toml"
        convention.write_text(convention.read_text(encoding="utf-8").replace('"A"', '"B"'), encoding="utf-8")

    # La première lecture du json en donne le code, la seconde le bilan, avant celui du répertoire.
    with a_l_ouverture_de("a.json", lambda: None), a_l_ouverture_de("a.json", renommer):
        portefeuille = lire_portefeuille([racine], au=AU, journal=commun)
    assert [un.code for un in portefeuille.bilans] == ["C"]
    assert [(refus.dossiers, refus.fautes[0].code) for refus in portefeuille.refus] == [((str(quitte),), "LECTURE-15")]
