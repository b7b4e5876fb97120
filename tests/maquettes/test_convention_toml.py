"""convention.toml : types stricts, clés situées à leur ligne quand elle est certaine."""

from pathlib import Path

import pytest

from financement.dossier.convention import Enveloppe
from maquettes import ecrire_dossier, lire_dossier
from tests import construction
from tests.maquettes.dossier_type import FICHIERS, changer, poser, refus

TEXTE = FICHIERS["convention.toml"]


@pytest.mark.parametrize(
    "texte",
    [
        pytest.param(TEXTE.encode("utf-8-sig"), id="marque d’ordre"),
        pytest.param(TEXTE.replace("\n", "\r\n").encode(), id="fins de ligne Windows"),
        pytest.param(TEXTE.replace("2006-07-01", '"01/07/2006"').encode(), id="date en texte"),
        pytest.param(TEXTE.replace('"1000000,00"', "1000000").encode(), id="montant entier"),
        pytest.param(TEXTE.replace('"1000000,00"', '" 1 000 000,00 € "').encode(), id="montant en texte français"),
        pytest.param(
            TEXTE.replace("enveloppes = { VILLE", "[avenants.enveloppes]\nVILLE").replace('0" }', '0"').encode(),
            id="enveloppes en sous-table",
        ),
    ],
)
def test_l_ecriture_de_la_convention_est_libre(texte: bytes, tmp_path: Path) -> None:
    attendu = lire_dossier(poser(tmp_path / "a"))
    assert attendu.convention.avenants[0].enveloppes == (Enveloppe(financeur="VILLE", montant=100_000_000),)
    assert lire_dossier(poser(tmp_path / "b", convention=texte)) == attendu


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendue"),
    [
        ("format = 1", "format = 1.0", "ligne 1 [LECTURE-10]"),
        ("format = 1", "format = true", "ligne 1 [LECTURE-10]"),
        ("format = 1", 'format = "1"', "ligne 1 [LECTURE-10]"),
        ("2009-03-15", "2009-03-15T10:00:00", "ligne 25, clé date [CLE-03]"),
        ("2009-03-15", "2009-02-29", "ligne 25, colonne 8 [DATE-02]"),
        ("2009-03-15", "10:00:00", "ligne 25, clé date [CLE-03]"),
        ("2009-03-15", "1969-12-31", "ligne 25, clé date [DATE-03]"),
        ("numero = 1", 'numero = "1"', "ligne 23, clé numero [CLE-03]"),
        ("numero = 1", "numero = true", "ligne 23, clé numero [CLE-03]"),
        ("numero = 1", "numero = 1.0", "ligne 23, clé numero [CLE-03]"),
        ("numero = 1", "numero = 0", "ligne 23, clé numero [VALEUR-04]"),
        ('"1000000,00"', "1000000.00", "ligne 26, clé VILLE [CLE-05]"),
        ('"1000000,00"', "inf", "ligne 26, clé VILLE [CLE-05]"),
        ('"1000000,00"', "-1", "ligne 26, clé VILLE [MONTANT-05]"),
        ('"1000000,00"', "100000000001", "ligne 26, clé VILLE [MONTANT-06]"),
        ('"1000000,00"', "true", "ligne 26, clé VILLE [CLE-03]"),
        ('{ VILLE = "1000000,00" }', '"VILLE"', "ligne 26, clé enveloppes [CLE-03]"),
        ('{ VILLE = "1000000,00" }', '{ VILE = "1" }', "ligne 26, clé VILE [CODE-02]"),
        ('{ VILLE = "1000000,00" }', '{ "VI\\tLE" = "1" }', r"ligne 26, clé VI\u0009LE [VALEUR-07]"),
        ('{ VILLE = "1000000,00" }', '{ "" = "1" }', "ligne 26 [VALEUR-01]"),
        ('{ VILLE = "1000000,00" }', '{ "#REF!" = "1" }', "ligne 26, clé #REF! [MAQUETTE-06]"),
        ("format = 1", "format = []", "ligne 1 [LECTURE-10]"),
        ('nom = "Ville"', "nom = []", "ligne 19, clé nom [CLE-03]"),
        ('nom = "Ville"', 'nom = "  "', "ligne 19, clé nom [VALEUR-01]"),
        ('code = "VILLE"', 'code = "ANRU"', "ligne 18, clé code [DOUBLON-01]"),
        ("[convention]", "[convention]\nCode = 1", "ligne 4, clé Code [CLE-01]"),
    ],
)
def test_une_cle_refusee_est_situee(ancien: str, nouveau: str, attendue: str, tmp_path: Path) -> None:
    dossier = poser(tmp_path, convention=changer("convention.toml", (ancien, nouveau)))
    # Le doublon fait aussi disparaître le code VILLE, que d'autres lignes citent.
    assert refus(dossier)[0] == f"convention.toml, {attendue}"


@pytest.mark.parametrize(
    "nouveau",
    [
        pytest.param("[[convention]]", id="liste au lieu d’une table"),
        pytest.param('convention = "x"\n[autre]', id="texte au lieu d’une table"),
    ],
)
def test_la_convention_est_une_table(nouveau: str, tmp_path: Path) -> None:
    dites = refus(poser(tmp_path, convention=changer("convention.toml", ("[convention]", nouveau))))
    assert "convention.toml, ligne 3 [CLE-03]" in dites


@pytest.mark.parametrize(
    ("octets", "attendue"),
    [
        (TEXTE.encode("cp1252"), "convention.toml, ligne 14 [LECTURE-05]"),
        (TEXTE.encode("utf-16"), "convention.toml, ligne 1 [LECTURE-05]"),
        (b"x = " + b"[" * 5000, "convention.toml [LECTURE-08]"),
        (b"x = " + b"9" * 5000, "convention.toml, ligne 1 [LECTURE-08]"),
        (b'x = "', "convention.toml, ligne 1 [LECTURE-08]"),
        (b"\x01", "convention.toml, ligne 1, colonne 1 [LECTURE-08]"),
    ],
)
def test_un_fichier_illisible_est_une_seule_faute(octets: bytes, attendue: str, tmp_path: Path) -> None:
    assert refus(poser(tmp_path, convention=octets)) == [attendue]


def test_un_fichier_vide_dit_ce_qui_manque(tmp_path: Path) -> None:
    assert refus(poser(tmp_path, convention=b"")) == ["convention.toml [CLE-02]", "convention.toml [CLE-02]"]


def test_sans_certitude_le_chemin_de_la_cle_remplace_la_ligne(tmp_path: Path) -> None:
    """Un texte de plusieurs lignes peut contenir ce qui ressemble à un titre."""
    texte = changer("convention.toml", ('nom = "Ville"', 'nom = """\n[[financeurs]]\n"""'), ('"ville"', '"vile"'))
    assert refus(poser(tmp_path, convention=texte)) == ["convention.toml, financeurs[1].categorie [VALEUR-03]"]


def test_la_convention_s_ecrit_exactement_ainsi(tmp_path: Path) -> None:
    compose = construction.projet(
        financeurs=(construction.financeur("ANRU", enveloppe=2_300_000_000), construction.financeur("VILLE")),
        avenants=(construction.avenant(1, enveloppes=(construction.enveloppe("VILLE", 5),)),),
    )
    ecrire_dossier(compose, tmp_path / "dossier")
    assert (tmp_path / "dossier" / "convention.toml").read_text(encoding="utf-8") == (
        'format = 1\n\n[convention]\ncode = "C-1"\nnom = "Convention d\'essai"\nprogramme = "PNRU"\n'
        'reglement = "pnru"\nporteur = "Ville"\ndate_signature = 2004-07-01\ndate_limite_engagement = 2015-12-31\n\n'
        '[[financeurs]]\ncode = "ANRU"\nnom = "Nom de ANRU"\ncategorie = "anru"\nenveloppe = "23000000,00"\n\n'
        '[[financeurs]]\ncode = "VILLE"\nnom = "Nom de VILLE"\ncategorie = "ville"\n\n'
        '[[avenants]]\nnumero = 1\nnature = "local"\ndate = 2005-03-15\nenveloppes = { VILLE = "0,05" }\n'
    )
