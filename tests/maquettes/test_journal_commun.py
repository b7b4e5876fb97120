"""Un journal commun : ce que reçoit chaque convention, ce qui n’est à aucune, et ce qui empêche de le lire."""

import os
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from financement.fautes.faute import DossierRefuse
from financement.portefeuille.portefeuille import Refus
from financement.valeurs.montants import ESPACE_FINE
from maquettes.journal_commun import repartition
from maquettes.journal_commun.repartition import CODES_DETAILLES, JournalCommun, est_parquet, lire_journal_commun

ENTETE: Final = "convention;date;type;operation;financeur;nature;montant;piece;libelle\n"


def ligne(code: str, suite: str = "2008-01-15;avance;OP1;ANRU;;1,00;;") -> str:
    return f"{code};{suite}\n"


def lire(lieu: Path, *lignes: str) -> JournalCommun:
    chemin = lieu / "national.csv"
    chemin.write_text(ENTETE + "".join(lignes), encoding="utf-8")
    return lire_journal_commun(chemin)


def refus(lieu: Path, *lignes: str, connus: tuple[str, ...] = ("C1", "C2")) -> Refus:
    trouve = lire(lieu, *lignes).refus(connus)
    assert trouve is not None
    assert trouve.dossiers == ()
    return trouve


def messages(trouve: Refus, lieu: Path) -> list[str]:
    return [str(f).replace(lieu.as_posix(), "").replace(ESPACE_FINE, " ") for f in trouve.fautes]


def test_chaque_convention_recoit_ses_lignes_dans_l_ordre_du_fichier(tmp_path: Path) -> None:
    commun = lire(tmp_path, ligne("C2"), ligne("C1"), ligne("C2", "2007-01-15;avance;OP1;ANRU;;2,00;;"))
    part = commun.part("C2")
    assert part is not None
    assert [(m.montant, m.provenance.ligne) for m in part.lire().objets] == [(100, 2), (200, 4)]
    assert commun.part("C3") is None
    assert commun.refus(["C1", "C2", "C3"]) is None


def test_une_convention_inconnue_est_dite_une_fois_avec_ses_lignes(tmp_path: Path) -> None:
    trouve = refus(tmp_path, ligne("C1"), ligne("ZZZ"), ligne("c1"), ligne("ZZZ"))
    assert trouve.lignes == 3
    remede = "Corriger le code, ou ajouter le dossier de cette convention. [PORTEFEUILLE-02]"
    zzz, minuscule = messages(trouve, tmp_path)
    assert zzz == (
        "/national.csv, ligne 3, colonne convention : La convention « ZZZ » n’est celle d’aucun dossier lu ; "
        f"hors de tout total : 2 lignes. {remede}"
    )
    assert minuscule == (
        "/national.csv, ligne 4, colonne convention : La convention « c1 » n’est celle d’aucun dossier lu ; "
        f"le plus proche est « C1 » ; hors de tout total : 1 ligne. {remede}"
    )


def test_une_ligne_sans_convention_est_dite_une_ligne_vide_non(tmp_path: Path) -> None:
    trouve = refus(tmp_path, "\n", ";;;;;;;;\n", " ; ;;;;;;;\n", ligne(" "), ligne(""), ";2008-01-15\n")
    assert trouve.lignes == 3
    (dite,) = messages(trouve, tmp_path)
    assert dite == (
        "/national.csv, ligne 5, colonne convention : La convention n’est pas dite ; hors de tout total : 3 lignes. "
        "Écrire son code dans cette colonne. [PORTEFEUILLE-03]"
    )


def test_une_ligne_decalee_ne_passe_pas_pour_une_convention_inconnue(tmp_path: Path) -> None:
    entete = "date;type;operation;financeur;nature;montant;piece;libelle;convention\n"
    (tmp_path / "n.csv").write_text(entete + "2008-01-15;avance;OP1;ANRU;;1,00;;un;deux;C1\n", encoding="utf-8")
    trouve = lire_journal_commun(tmp_path / "n.csv").refus(["C1"])
    assert trouve is not None
    assert [(f.code, f.provenance.ligne) for f in trouve.fautes] == [("COLONNE-04", 2)]


def test_une_colonne_qui_n_est_pas_celle_des_conventions_ne_noie_pas_la_reponse(tmp_path: Path) -> None:
    trouve = refus(tmp_path, *(ligne(f"piece n° {rang}") for rang in range(1500)))
    assert trouve.lignes == 1500
    assert len(trouve.fautes) == CODES_DETAILLES + 1
    assert trouve.fautes[-1].provenance.ligne == CODES_DETAILLES + 2
    assert "hors de tout total : 1 ligne, puis 1 399 d’autres codes inconnus." in messages(trouve, tmp_path)[-1]
    juste = refus(tmp_path, *(ligne(f"piece n° {rang}") for rang in range(CODES_DETAILLES + 1)))
    assert messages(juste, tmp_path)[-1].count("hors de tout total : 1 ligne. ") == 1


def test_le_nom_du_journal_ne_se_confond_pas_avec_un_fichier_de_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.csv").write_text(ENTETE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert lire_journal_commun(Path("plan.csv")).nom == "./plan.csv"
    assert lire_journal_commun(tmp_path / "plan.csv").nom == (tmp_path / "plan.csv").as_posix()


@pytest.mark.parametrize("nom", ["absent.csv", "absent.parquet", "nul\0octet", "x" * 5000, os.fsdecode(b"\xff")])
def test_un_journal_absent_est_refuse(tmp_path: Path, nom: str) -> None:
    with pytest.raises(DossierRefuse) as leve:
        lire_journal_commun(tmp_path / nom)
    assert [f.code for f in leve.value.fautes] == ["LECTURE-14"]
    str(leve.value).encode()


def test_un_journal_qui_n_est_pas_un_fichier_est_refuse(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "lien").symlink_to("disparu")
    for nom, attendu in (
        ("tube", "LECTURE-04"),
        (".", "LECTURE-04"),
        ("lien", "LECTURE-13"),
    ):
        with pytest.raises(DossierRefuse) as leve:
            lire_journal_commun(tmp_path / nom)
        assert [(f.code, f.provenance.fichier) for f in leve.value.fautes] == [(attendu, (tmp_path / nom).as_posix())]


def test_la_limite_du_journal_est_la_sienne_et_elle_est_dite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gros = tmp_path / "gros.csv"
    longue = ligne("C1", "2008-01-15;avance;OP1;ANRU;;1,00;;" + "z" * 1958)
    assert len(longue) * 26_000 > 50_000_000
    gros.write_text(ENTETE + longue * 26_000, encoding="utf-8")
    assert lire_journal_commun(gros).repartition.numeros.size == 26_000
    with gros.open("r+b") as flux:
        flux.truncate(2_000_000_001)
    with pytest.raises(DossierRefuse) as leve:
        lire_journal_commun(gros)
    assert "plus que la limite de 2 000 000 000 octets" in str(leve.value).replace(ESPACE_FINE, " ")
    monkeypatch.setattr(repartition, "LIMITE_DU_JOURNAL", 10)
    (tmp_path / "petit.csv").write_text(ENTETE, encoding="utf-8")
    with pytest.raises(DossierRefuse):
        lire_journal_commun(tmp_path / "petit.csv")


def test_le_suffixe_dit_la_forme() -> None:
    noms = ["a.parquet", "a.PARQUET", "a.csv", "a", "parquet", "a.parquet.csv"]
    assert [nom for nom in noms if est_parquet(Path(nom))] == ["a.parquet", "a.PARQUET"]


def test_les_deux_formes_se_lisent_sous_leur_suffixe(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="l’extra « rapide » n’est pas installé")
    pq = pytest.importorskip("pyarrow.parquet", reason="l’extra « rapide » n’est pas installé")
    noms = ENTETE.strip().split(";")
    pq.write_table(
        pa.table({nom: [valeur] for nom, valeur in zip(noms, ligne("C1").strip().split(";"), strict=True)}),
        tmp_path / "national.parquet",
    )
    commun = lire_journal_commun(tmp_path / "national.parquet")
    part = commun.part("C1")
    assert part is not None
    assert [m.montant for m in part.lire().objets] == [100]
    assert np.array_equal(commun.repartition.numeros, [1])


COUPE: Final = "C1;2008-02-01;acompte;OP1;ANRU;;41000,00;P1;note\n"


# Toutes les coupes d'un court journal ; d'un long, un tirage.
COUPES: Final = [
    *((3, coupe) for coupe in range(1, len(COUPE))),
    *((3000, coupe) for coupe in range(4, len(COUPE), 11)),
]


@pytest.mark.parametrize("piece", ["", '"a"'], ids=["en vrac", "ligne à ligne"])
@pytest.mark.parametrize(("nombre", "coupe"), COUPES)
def test_aucune_coupe_n_est_acceptee_en_silence(tmp_path: Path, nombre: int, coupe: int, piece: str) -> None:
    """Beaucoup de guillemets font lire le journal ligne à ligne : le verdict est le même."""
    entieres = [ligne("C1", f"2008-01-15;avance;OP1;ANRU;;1,00;{piece};")] * nombre
    lieu = f"{(tmp_path / 'national.csv').as_posix()}, ligne {len(entieres) + 2}"
    if COUPE[:coupe].count(";") < 8:
        with pytest.raises(DossierRefuse) as leve:
            lire(tmp_path, *entieres, COUPE[:coupe])
        assert [(str(f.provenance), f.code) for f in leve.value.fautes] == [(lieu, "LECTURE-16")]
        return
    commun = lire(tmp_path, *entieres, COUPE[:coupe])
    assert [(str(r.provenance), r.code) for r in commun.remarques] == [(lieu, "FICHIER-01")]
    part = commun.part("C1")
    assert part is not None
    assert [(m.montant, str(m.provenance)) for m in part.lire().objets[-1:]] == [(4_100_000, lieu)]


def test_des_lignes_courtes_sont_dites_une_fois_et_la_fin_terminee_ne_l_est_pas(tmp_path: Path) -> None:
    courte = "C2;2008-01-15;avance;OP1;ANRU;;1,00\n"
    commun = lire(tmp_path, ligne("C1"), courte, ligne("C1"), courte)
    (remarque,) = commun.remarques
    assert (remarque.code, remarque.provenance.ligne) == ("FICHIER-02", 3)
    assert "2 lignes ont" in remarque.message
    assert "(piece, libelle)" in remarque.message
    part = commun.part("C2")
    assert part is not None
    assert [m.provenance.ligne for m in part.lire().objets] == [3, 5]
    assert lire(tmp_path, ligne("C1")).remarques == ()


@pytest.mark.parametrize("lignes", [[], [ligne("C1"), "\n"]], ids=["seule", "derrière une autre"])
def test_une_moitie_de_ligne_vide_est_refusee(tmp_path: Path, lignes: list[str]) -> None:
    with pytest.raises(DossierRefuse) as leve:
        lire(tmp_path, *lignes, ";;")
    assert [(f.code, f.provenance.ligne) for f in leve.value.fautes] == [("LECTURE-16", 2 + len(lignes))]


def test_un_en_tete_seul_et_non_termine_est_dit(tmp_path: Path) -> None:
    chemin = tmp_path / "national.csv"
    chemin.write_text(ENTETE.rstrip("\n"), encoding="utf-8")
    assert [(r.code, r.provenance.ligne) for r in lire_journal_commun(chemin).remarques] == [("FICHIER-01", 1)]
