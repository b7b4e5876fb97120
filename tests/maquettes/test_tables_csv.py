"""Lecture des tables csv : tolérante sur la forme, stricte sur le sens."""

import csv
from pathlib import Path

import pytest

from financement.fautes.provenance import Provenance
from maquettes import lire_dossier
from maquettes.description.description import JOURNAL as JOURNAL_DECRIT
from maquettes.formes import tables_csv
from tests.maquettes.dossier_type import FICHIERS, changer, poser, refus

PLAN = FICHIERS["plan.csv"]
JOURNAL = FICHIERS["journal.csv"]


@pytest.mark.parametrize("premiere", ["sep=;", "SEP=;\r", "sep="])
def test_la_ligne_du_separateur_d_excel_n_est_pas_de_la_table(premiere: str, tmp_path: Path) -> None:
    attendu = lire_dossier(poser(tmp_path / "a"))
    lu = lire_dossier(poser(tmp_path / "b", plan=f"{premiere}\n{PLAN}"))
    assert lu == attendu
    assert lu.plan[0].provenance.ligne == 3


def test_un_autre_separateur_annonce_est_refuse(tmp_path: Path) -> None:
    plan = "sep=,\n" + PLAN.replace(",", ".").replace(";", ",")
    assert refus(poser(tmp_path, plan=plan)) == ["plan.csv, ligne 2 [COLONNE-05]"]


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(PLAN.encode("utf-8-sig"), id="marque d’ordre"),
        pytest.param(PLAN.replace("\n", "\r\n").encode(), id="fins de ligne Windows"),
        pytest.param(PLAN.replace("\n", "\r").encode(), id="fins de ligne de vieux Mac"),
        pytest.param(PLAN.rstrip("\n").encode(), id="sans fin de ligne finale"),
        pytest.param(PLAN.replace("\n", "\n\n;;;;\n   \n").encode(), id="lignes vides"),
        pytest.param(PLAN.replace("\n", ";;;\n").encode(), id="colonnes vides à droite"),
        pytest.param(PLAN.replace("50000,00\n", "50000,00;;\n").encode(), id="cellules vides en trop"),
        pytest.param(PLAN.replace("50000,00", " 50 000,00 € ").encode(), id="blancs et milliers"),
        pytest.param(PLAN.replace("50000,00", "50\u202f000.0").encode(), id="espace fine et point"),
        pytest.param(PLAN.replace("ANRU", '"ANRU"').encode(), id="guillemets inutiles"),
        pytest.param(
            b"montant;nature;financeur;operation;version\n50000;subvention;ANRU;OP1;0\n50000;fonds_propres;VILLE;OP1;0\n",
            id="autre ordre des colonnes",
        ),
        pytest.param(
            PLAN.replace("montant\n", "montant;regle_cloture\n").encode(), id="ligne plus courte que l’en-tête"
        ),
    ],
)
def test_la_forme_du_fichier_ne_change_pas_le_contenu(octets: bytes, tmp_path: Path) -> None:
    attendu = lire_dossier(poser(tmp_path / "a"))
    assert lire_dossier(poser(tmp_path / "b", plan=octets)) == attendu


def test_windows_1252_est_lu(tmp_path: Path) -> None:
    texte = changer("operations.csv", ("Square", "Réhabilitation de l’îlot œuvre 5 €"))
    lu = lire_dossier(poser(tmp_path, operations=texte.encode("cp1252")))
    assert lu.operations[0].libelle == "Réhabilitation de l’îlot œuvre 5 €"


def test_une_origine_donne_le_fichier_et_la_ligne_physique(tmp_path: Path) -> None:
    texte = JOURNAL.replace("DAS 1;", 'DAS 1;"deux\nlignes"') + "\n2008-02-01;avance;OP1;ANRU;;1,00;;\n"
    journal = lire_dossier(poser(tmp_path, journal=texte)).journal
    assert [mouvement.provenance for mouvement in journal] == [
        Provenance(fichier="journal.csv", ligne=2),
        Provenance(fichier="journal.csv", ligne=5),
    ]
    assert journal[0].libelle == "deux\nlignes"


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("'=1+1", "=1+1"),
        ("=1+1", "=1+1"),
        ("''=1", "'=1"),
        ("'ici", "'ici"),
        ("'", "'"),
        ("'-3", "-3"),
        ("-3", "-3"),
        ("'＝1+1", "＝1+1"),
        ("＝1+1", "＝1+1"),
        ("''＠x", "'＠x"),
    ],
)
def test_une_apostrophe_protege_un_texte_et_lui_seul(ecrit: str, lu: str, tmp_path: Path) -> None:
    assert lire_dossier(poser(tmp_path, journal=JOURNAL.replace("DAS 1", ecrit))).journal[0].piece == lu


def test_une_apostrophe_devant_un_montant_est_refusee(tmp_path: Path) -> None:
    assert refus(poser(tmp_path, plan=PLAN.replace("50000,00", "'-1", 1))) == [
        "plan.csv, ligne 2, colonne montant [MONTANT-01]"
    ]


@pytest.mark.parametrize(
    ("octets", "attendues"),
    [
        pytest.param(b"", ["plan.csv [LECTURE-07]"], id="vide"),
        pytest.param(b"\xef\xbb\xbf\n;;\n", ["plan.csv [LECTURE-07]"], id="lignes blanches seules"),
        pytest.param(PLAN.encode("utf-16"), ["plan.csv, ligne 1 [LECTURE-05]"], id="utf-16"),
        pytest.param(PLAN.encode() + b"\0", ["plan.csv, ligne 4 [LECTURE-05]"], id="octet nul"),
        pytest.param(PLAN.encode() + b"\x81", ["plan.csv, ligne 4 [LECTURE-05]"], id="octet sans lettre"),
        pytest.param(PLAN.replace(";", ",").encode(), ["plan.csv, ligne 1 [COLONNE-05]"], id="virgules"),
        pytest.param(PLAN.replace(";", "\t").encode(), ["plan.csv, ligne 1 [COLONNE-05]"], id="tabulations"),
        pytest.param(
            PLAN.replace("version", "Version", 1).encode(),
            ["plan.csv, ligne 1, colonne Version [COLONNE-01]"],
            id="casse",
        ),
        pytest.param(
            PLAN.replace("montant\n", "montant;observations\n", 1).encode(),
            ["plan.csv, ligne 1, colonne observations [COLONNE-01]"],
            id="colonne inconnue",
        ),
        pytest.param(
            PLAN.replace(";nature;", ";;", 1).encode(),
            ["plan.csv, ligne 1 [COLONNE-01]", "plan.csv, ligne 1, colonne nature [COLONNE-02]"],
            id="nom de colonne vide",
        ),
        pytest.param(
            PLAN.replace("ANRU", '"ANRU', 1).encode(), ["plan.csv, ligne 2 [LECTURE-06]"], id="guillemet ouvert"
        ),
        pytest.param(
            PLAN.replace("ANRU", '"AN"RU', 1).encode(),
            ["plan.csv, ligne 2 [LECTURE-06]"],
            id="guillemet fermé trop tôt",
        ),
        pytest.param(
            PLAN.replace("ANRU", "A" * 200_000, 1).encode(), ["plan.csv, ligne 2 [LECTURE-06]"], id="cellule démesurée"
        ),
        pytest.param(PLAN.replace("ANRU", "AN;RU", 1).encode(), ["plan.csv, ligne 2 [COLONNE-04]"], id="point-virgule"),
    ],
)
def test_un_fichier_abime_est_refuse_sans_accuser_les_autres(
    octets: bytes, attendues: list[str], tmp_path: Path
) -> None:
    assert refus(poser(tmp_path, plan=octets)) == attendues


def test_un_point_virgule_qui_decale_des_textes_n_est_pas_avale(tmp_path: Path) -> None:
    """« DAS; 1 » sans guillemets donnerait la pièce « DAS » et le libellé « 1 », sans rien de faux ailleurs."""
    assert refus(poser(tmp_path, journal=JOURNAL.replace("DAS 1", "DAS; 1"))) == ["journal.csv, ligne 2 [COLONNE-04]"]


def test_la_limite_de_cellule_du_processus_n_est_pas_changee(tmp_path: Path) -> None:
    avant = csv.field_size_limit()
    refus(poser(tmp_path, plan=PLAN.replace("ANRU", "A" * 200_000, 1)))
    assert csv.field_size_limit() == avant


@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_une_ligne_demesuree_n_est_pas_decoupee(tmp_path: Path, fin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ses millions de points-virgules prendraient trente fois leur place avant d’être refusés."""
    monkeypatch.setattr(tables_csv, "_CARACTERES_D_UNE_LIGNE", 1000)
    longue = (PLAN.strip() + ";" * 2500).replace("\n", fin)
    assert refus(poser(tmp_path, plan=longue)) == [f"plan.csv, ligne {len(PLAN.splitlines())} [LECTURE-06]"]


def test_les_colonnes_facultatives_peuvent_manquer_ou_rester_vides(tmp_path: Path) -> None:
    sans = lire_dossier(poser(tmp_path / "a"))
    avec = poser(tmp_path / "b", plan=PLAN.replace("montant\n", "montant;regle_cloture\n").replace(",00\n", ",00;\n"))
    assert sans.plan[0].regle_cloture is None
    assert lire_dossier(avec) == sans


def test_un_extrait_dit_ses_fautes_aux_numeros_du_fichier() -> None:
    """Deux enregistrements, des lignes 41 et 90 : le premier a un texte de deux lignes, le second se découpe mal."""
    extrait = changer("journal.csv", ("DAS 1;", 'DAS 1;"deux\nlignes";9;9')).encode().splitlines(keepends=True)
    octets = b"".join([*extrait[:3], b'"x"y;1\n'])
    lue = tables_csv.lire_table(JOURNAL_DECRIT, "j", octets, numeroter={1: 1, 2: 41, 4: 90}.__getitem__)
    assert [(f.code, f.provenance.ligne) for f in lue.toutes_les_fautes()] == [("LECTURE-06", 90), ("COLONNE-04", 41)]
    assert [ligne.provenance.ligne for ligne in lue.lignes] == [41]
