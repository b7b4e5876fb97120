"""Toutes les fautes de tous les fichiers à la fois, chacune à sa place, et aucune accusation en cascade."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier, texte_canonique
from tests.maquettes.dossier_type import FICHIERS, changer, poser, refus


def test_les_fautes_de_tous_les_fichiers_viennent_ensemble_dans_l_ordre(tmp_path: Path) -> None:
    poser(
        tmp_path,
        convention=changer("convention.toml", ('porteur = "Ville"\n', ""), ('"local"', '"loacl"')),
        operations=changer("operations.csv", ("0;OP1;08", "0;OP1;88"), ("100000,00", "NC"), ("20 %", "0,20")),
        plan=changer("plan.csv", ("0;OP1;ANRU", "2;OP2;ANR"), ("50000,00", "12,345")),
        journal=changer("journal.csv", ("2008-01-15", "2008-02-30"), ("engagement", "depense")),
        insertion="operation;heures_objectif;heures_realisees\nOP1;10;5\nOP9;10;5\nOP1;10;x\n",
    )
    assert refus(tmp_path) == [
        "convention.toml, ligne 3, clé porteur [CLE-02]",
        "convention.toml, ligne 23, clé nature [VALEUR-03]",
        "operations.csv, ligne 2, colonne cout_ht [MONTANT-01]",
        "operations.csv, ligne 2, colonne taux_tva [TAUX-01]",
        "operations.csv, ligne 2, colonne famille [CODE-03]",
        "plan.csv, ligne 2, colonne montant [MONTANT-03]",
        "plan.csv, ligne 2, colonne version [CODE-04]",
        "plan.csv, ligne 2, colonne operation [CODE-01]",
        "plan.csv, ligne 2, colonne financeur [CODE-02]",
        "journal.csv, ligne 2, colonne date [DATE-02]",
        "journal.csv, ligne 2, colonne financeur [COHERENCE-04]",
        "insertion.csv, ligne 3, colonne operation [CODE-01]",
        "insertion.csv, ligne 4, colonne heures_realisees [VALEUR-05]",
        "insertion.csv, ligne 4, colonne operation [DOUBLON-01]",
    ]


@pytest.mark.parametrize(
    ("nom", "contenu", "attendues"),
    [
        pytest.param(
            "operations",
            changer("operations.csv", ("0;OP1", "0;")),
            ["operations.csv, ligne 2, colonne operation [VALEUR-01]"],
            id="opération sans code",
        ),
        pytest.param(
            "operations",
            changer("operations.csv", ("0;OP1", "x;OP1")),
            ["operations.csv, ligne 2, colonne version [VALEUR-04]"],
            id="opération sans version",
        ),
        pytest.param(
            "operations",
            changer("operations.csv", (";;brut", ";logts;brut"), ("VILLE;;", "VILLE;;0,5")),
            ["operations.csv, ligne 2, colonne unite [VALEUR-03]"],
            id="unité illisible",
        ),
        pytest.param(
            "operations",
            changer("operations.csv", ("20 %;ht", ";tcc")),
            ["operations.csv, ligne 2, colonne base [VALEUR-03]"],
            id="base illisible",
        ),
        pytest.param(
            "operations",
            changer("operations.csv", ("famille", "famile")),
            ["operations.csv, ligne 1, colonne famile [COLONNE-01]"],
            id="colonne mal nommée",
        ),
        pytest.param(
            "convention",
            changer("convention.toml", ('code = "VILLE"\n', "")),
            ["convention.toml, ligne 17, clé code [CLE-02]"],
            id="financeur sans code",
        ),
        pytest.param(
            "convention",
            changer("convention.toml", ('categorie = "ville"', 'categorie = "vile"')),
            ["convention.toml, ligne 20, clé categorie [VALEUR-03]"],
            id="financeur sans catégorie",
        ),
        pytest.param(
            "convention",
            changer("convention.toml", ("[[financeurs]]", "[[financeur]]"), ("[[financeurs]]", "[[financeur]]")),
            ["convention.toml, ligne 12 [CLE-01]"],
            id="liste mal nommée",
        ),
        pytest.param(
            "convention",
            changer("convention.toml", ('nom = "Quartier', "nom = Quartier")),
            ["convention.toml, ligne 5, colonne 7 [LECTURE-08]"],
            id="convention illisible",
        ),
        pytest.param(
            "convention",
            changer("convention.toml", ('nom = "Quartier', "nom = “Quartier")),
            ["convention.toml, ligne 5, colonne 7 [LECTURE-19]"],
            id="guillemets typographiques",
        ),
        pytest.param(
            "journal",
            changer("journal.csv", ("engagement;OP1;ANRU", "engagment;OP1;")),
            ["journal.csv, ligne 2, colonne type [VALEUR-03]"],
            id="type illisible et financeur vide",
        ),
    ],
)
def test_une_valeur_fautive_n_en_accuse_pas_d_autres(
    nom: str, contenu: str, attendues: list[str], tmp_path: Path
) -> None:
    assert refus(poser(tmp_path, **{nom: contenu})) == attendues


def test_une_ligne_fautive_est_examinee_en_entier(tmp_path: Path) -> None:
    """Chaque colonne fautive est dite, même quand la version, qui identifie la ligne, l’est aussi."""
    assert refus(poser(tmp_path, plan=changer("plan.csv", ("0;OP1;ANRU;subvention;50000,00", "x;OP2;ANR;don;NC")))) == [
        "plan.csv, ligne 2, colonne version [VALEUR-04]",
        "plan.csv, ligne 2, colonne nature [VALEUR-03]",
        "plan.csv, ligne 2, colonne montant [MONTANT-01]",
        "plan.csv, ligne 2, colonne operation [CODE-01]",
        "plan.csv, ligne 2, colonne financeur [CODE-02]",
    ]


def test_aucune_faute_n_est_oubliee_parmi_beaucoup(tmp_path: Path) -> None:
    lignes = "".join(f"0;OP1;F{rang};subvention;{rang}.{rang},{rang}\n" for rang in range(2000))
    assert len(refus(poser(tmp_path, plan="version;operation;financeur;nature;montant\n" + lignes))) == 4000


@pytest.mark.parametrize(
    ("present", "attendu"),
    [
        ("Plan.csv", "Plan.csv [LECTURE-11]"),
        ("plan.CSV", "plan.CSV [LECTURE-11]"),
        ("operation.csv", "operation.csv [LECTURE-11]"),
        ("Réalisations.csv", "Réalisations.csv [LECTURE-11]"),
        ("convention.csv", "convention.csv [LECTURE-11]"),
        ("journal (2).csv", "journal (2).csv [LECTURE-11]"),
        ("journal.csv.txt", "journal.csv.txt [LECTURE-11]"),
        ("journal.csv ", "journal.csv  [LECTURE-11]"),
        ("journal.xlsx", "journal.xlsx [LECTURE-11]"),
        ("Copie de journal.csv", "Copie de journal.csv [LECTURE-11]"),
        ("2009 journal.csv", "2009 journal.csv [LECTURE-11]"),
        ("opérations - final v2.ods", "opérations - final v2.ods [LECTURE-11]"),
        ("plan", "plan [LECTURE-11]"),
        ("convention.toml.txt", "convention.toml.txt [LECTURE-11]"),
    ],
)
def test_un_nom_de_fichier_voisin_est_une_faute(present: str, attendu: str, tmp_path: Path) -> None:
    (poser(tmp_path) / present).write_text("a;b\n", encoding="utf-8")
    assert refus(tmp_path) == [attendu]


@pytest.mark.parametrize(
    "present",
    [
        "notes.txt",
        "situation.csv",
        "echeancier.csv",
        "cloture.csv",
        "annexe.csv",
        "LISEZMOI.md",
        ".plan.csv",
        "~$plan.csv",
        "journal.csv~",
        "journal.csv.bak",
        "plan.pdf",
        "Plan guide.xlsx",
        "convention.pdf",
        "convention.docx",
        "règlement.txt",
        "maquette.xlsx",
    ],
)
def test_un_autre_fichier_est_ignore(present: str, tmp_path: Path) -> None:
    (poser(tmp_path) / present).write_bytes(b"\0")
    assert lire_dossier(tmp_path) == lire_dossier(poser(tmp_path / "seul"))


@pytest.mark.parametrize(
    ("nom", "remede"),
    [
        ("journal.csv ", "Le renommer journal.csv, ou le sortir du répertoire."),
        ("JOURNAL.csv", "Le renommer journal.csv, ou le sortir du répertoire."),
        ("journal.csv.bak", "Le renommer journal.csv, ou le sortir du répertoire."),
        (
            "journal.ods",
            (
                "L’enregistrer sous le nom journal.csv, au format « CSV UTF-8 » à points-virgules, "
                "ou le sortir du répertoire."
            ),
        ),
    ],
)
def test_une_table_mal_nommee_n_est_accusee_que_de_son_nom(nom: str, remede: str, tmp_path: Path) -> None:
    """Ce que porterait la table n’accuse rien ; renommée, le dossier est lu comme avant."""
    attendu = lire_dossier(poser(tmp_path / "a"))
    (tmp_path / "a" / "journal.csv").rename(tmp_path / "a" / nom)
    with pytest.raises(DossierRefuse) as refuse:
        lire_dossier(tmp_path / "a")
    assert [(f.code, f.remede) for f in refuse.value.fautes] == [("LECTURE-11", remede)]
    (tmp_path / "a" / nom).rename(tmp_path / "a" / "journal.csv")
    assert lire_dossier(tmp_path / "a") == attendu


def test_des_operations_mal_nommees_n_accusent_pas_le_plan(tmp_path: Path) -> None:
    (poser(tmp_path) / "operations.csv").rename(tmp_path / "operations.csv.txt")
    assert refus(tmp_path) == ["operations.csv.txt [LECTURE-11]"]


@pytest.mark.parametrize("nom", ["convention.toml", *(n for n in FICHIERS if n.endswith(".csv")), "insertion.csv"])
def test_un_tube_n_est_pas_ouvert(nom: str, tmp_path: Path) -> None:
    poser(tmp_path)
    (tmp_path / nom).unlink(missing_ok=True)
    os.mkfifo(tmp_path / nom)
    assert refus(tmp_path) == [f"{nom} [LECTURE-04]"]


def test_un_lien_est_suivi(tmp_path: Path) -> None:
    poser(tmp_path / "a")
    (tmp_path / "a" / "plan.csv").rename(tmp_path / "ailleurs.csv")
    (tmp_path / "a" / "plan.csv").symlink_to(tmp_path / "ailleurs.csv")
    (tmp_path / "lien").symlink_to(tmp_path / "a")
    assert len(lire_dossier(tmp_path / "lien").plan) == 2


def test_un_fichier_interdit_de_lecture_est_une_faute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ouvrir: Any = Path.open

    def refuser(chemin: Path, *arguments: str) -> object:
        if chemin.name == "plan.csv":
            raise PermissionError(13, "Permission denied")
        return ouvrir(chemin, *arguments)

    poser(tmp_path)
    monkeypatch.setattr(Path, "open", refuser)
    with pytest.raises(DossierRefuse, match=r"^plan\.csv : .* accès refusé\. [^\n]*$"):
        lire_dossier(tmp_path)


@pytest.mark.parametrize(
    ("chemin", "code"),
    [("absent", "LECTURE-01"), ("a\0b", "LECTURE-01"), ("plan.csv", "LECTURE-02"), ("x" * 300, "LECTURE-13")],
)
def test_un_chemin_sans_dossier_est_refuse(chemin: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").touch()
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(tmp_path / chemin)
    assert [constatee.code for constatee in leve.value.fautes] == [code]


@st.composite
def _abimes(tirer: st.DrawFn, valide: bytes) -> bytes:
    octets = bytearray(valide)
    for _ in range(tirer(st.integers(1, 6))):
        rang = tirer(st.integers(0, len(octets) - 1))
        geste = tirer(st.sampled_from(["changer", "retirer", "ajouter", "couper"]))
        if geste == "changer":
            octets[rang] = tirer(st.integers(0, 255))
        elif geste == "retirer":
            del octets[rang : rang + tirer(st.integers(1, 20))]
        elif geste == "ajouter":
            octets[rang:rang] = tirer(st.binary(max_size=8) | st.sampled_from([b'"', b"\r", b";", b"[" * 50, b"\xff"]))
        else:
            del octets[rang:]
        octets = octets or bytearray(b"\n")
    return bytes(octets)


@pytest.mark.parametrize("nom", list(FICHIERS))
@given(donnees=st.data())
def test_un_fichier_abime_au_hasard_est_lu_ou_refuse(
    nom: str, donnees: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lieu = poser(tmp_path_factory.mktemp("dossier"))
    (lieu / nom).write_bytes(donnees.draw(_abimes(FICHIERS[nom].encode())))
    _lu_ou_refuse(lieu)


@given(donnees=st.data())
def test_un_json_abime_au_hasard_est_lu_ou_refuse(
    donnees: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    valide = texte_canonique(lire_dossier(poser(tmp_path_factory.mktemp("dossier")))).encode()
    chemin = tmp_path_factory.mktemp("json") / "dossier.json"
    chemin.write_bytes(donnees.draw(_abimes(valide)))
    _lu_ou_refuse(chemin)


def _lu_ou_refuse(chemin: Path) -> None:
    """Échoue si la lecture lève autre chose que :class:`DossierRefuse`, ou un refus sans faute ou sur deux lignes."""
    assert all("\n" not in constatee for constatee in _fautes(chemin))


def _fautes(chemin: Path) -> list[str]:
    try:
        lire_dossier(chemin)
    except DossierRefuse as leve:
        return [str(constatee) for constatee in leve.fautes] or ["\n"]
    return []
