"""Un journal commun en Parquet dit, convention par convention, ce que dirait le csv de ses cellules."""

import io
import pickle
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.journal import Mouvement
from financement.fautes.faute import DossierRefuse
from maquettes.description.lignes import TableLue
from maquettes.grand_journal import fichier_parquet, parquet, valeurs
from maquettes.journal_commun.csv import repartir_csv
from maquettes.journal_commun.parquet import repartir_parquet
from maquettes.journal_commun.part import JOURNAL_COMMUN, Repartition
from tests.maquettes.journaux_communs import verifier_les_colonnes
from tests.maquettes.vrac import journaux

pa = pytest.importorskip("pyarrow", reason="l’extra « rapide » n’est pas installé")
pq = pytest.importorskip("pyarrow.parquet", reason="l’extra « rapide » n’est pas installé")

NOM: Final = "./national"
RACINE: Final = Path(__file__).parents[2]
# Sans apostrophe devant un signe : un fichier Parquet n'en a pas besoin.
_SANS_APOSTROPHE: Final = st.sampled_from(["C1", "C2", " C2", "", "c1", "é;è", 'C"1', "\u00a0"])
RANGEES: Final = st.tuples(
    _SANS_APOSTROPHE,
    journaux.DATES,
    journaux.TYPES,
    journaux.OPERATIONS_CITEES.filter(lambda code: "'" not in code and '"' not in code),
    journaux.FINANCEURS.filter(lambda code: "'" not in code),
    journaux.NATURES,
    journaux.MONTANTS,
    st.sampled_from(["", "DAS 1", " bordé "]),
    st.sampled_from(["", "deux; mots", "z" * 2001]),
)


def en_parquet(colonnes: Mapping[str, object]) -> bytes:
    flux = io.BytesIO()
    pq.write_table(pa.table(colonnes), flux)
    return flux.getvalue()


def en_textes(rangees: list[tuple[str, ...]]) -> dict[str, object]:
    """Les rangées en colonnes de textes."""
    return {
        nom: pa.array([rangee[rang] for rangee in rangees], pa.string()) for rang, nom in enumerate(JOURNAL_COMMUN.noms)
    }


def dire(repartition: Repartition, ecart: int) -> dict[str, object]:
    """Par code : les mouvements, les numéros de ligne et les fautes ; ``ecart`` : lignes d’en-tête."""

    def de(lue: TableLue[Mouvement]) -> object:
        fautes = [(f.code, f.message, (f.provenance.ligne or 0) - ecart) for f in lue.toutes_les_fautes()]
        return lue.objets, [(objet.provenance.ligne or 0) - ecart for objet in lue.objets], fautes

    # D'une ligne sans convention, seul le numéro importe : nul ne la lit.
    sans = repartition.par_code.get("", np.zeros(0, dtype=np.int64))
    autres = {code: rangs for code, rangs in repartition.par_code.items() if code}
    return {"": (repartition.numeros[sans] - ecart).tolist()} | {
        code: de(repartition.extraire(rangs).lire()) for code, rangs in autres.items()
    }


@given(st.lists(RANGEES | st.just(("",) * 9), max_size=10))
def test_un_parquet_se_repartit_comme_le_csv_de_ses_cellules(rangees: list[tuple[str, ...]]) -> None:
    lignes = [JOURNAL_COMMUN.noms, *rangees]
    csv = "".join(";".join('"' + c.replace('"', '""') + '"' for c in rangee) + "\n" for rangee in lignes)
    attendu = repartir_csv(NOM, csv.encode())
    lu = repartir_parquet(NOM, en_parquet(en_textes(rangees)))
    assert dire(lu, 0) == dire(attendu, 1)


@given(st.lists(RANGEES, min_size=1, max_size=10))
def test_en_colonnes_ou_en_lignes_une_part_est_la_meme(rangees: list[tuple[str, ...]]) -> None:
    verifier_les_colonnes(repartir_parquet(NOM, en_parquet(en_textes(rangees))))


COLONNES: Final[dict[str, object]] = {
    "date": [date(2008, 1, 15), date(2014, 12, 31), None],
    "type": ["avance", "depense", None],
    "convention": ["C1", "C2", None],
    "operation": ["OP1", "OP1", None],
    "financeur": ["ANRU", None, None],
    "nature": [None, None, None],
    "montant": [Decimal("1234.50"), Decimal("7.00"), None],
    "piece": ["'=DAS", None, None],
    "libelle": [None, None, None],
}


def test_dates_decimaux_et_valeurs_absentes_sont_lus() -> None:
    repartition = repartir_parquet(NOM, en_parquet(COLONNES))
    assert set(repartition.par_code) == {"C1", "C2"}
    (mouvement,) = repartition.extraire(repartition.par_code["C1"]).lire().objets
    assert (mouvement.montant, mouvement.piece, str(mouvement.provenance)) == (123450, "'=DAS", "./national, ligne 1")


def test_des_codes_en_entiers_et_des_colonnes_en_dictionnaire_sont_lus() -> None:
    changees = {"convention": [12, 13, None], "type": pa.array(COLONNES["type"]).dictionary_encode()}
    assert set(repartir_parquet(NOM, en_parquet({**COLONNES, **changees})).par_code) == {"12", "13"}


def test_une_part_voyage_sans_le_reste_du_fichier() -> None:
    colonnes = {nom: [*valeurs[:2]] * 5000 for nom, valeurs in COLONNES.items() if isinstance(valeurs, list)}
    repartition = repartir_parquet(NOM, en_parquet(colonnes))
    part = repartition.extraire(repartition.par_code["C1"][:3])
    octets = pickle.dumps(part)
    assert len(octets) < 10_000
    revenue = pickle.loads(octets)  # noqa: S301 -- ce que le test vient d'écrire
    assert revenue.lire() == part.lire()
    assert [m.provenance.ligne for m in revenue.lire().objets] == [1, 3, 5]


@pytest.mark.parametrize(
    ("changees", "attendues"),
    [
        ({"convention": None}, [("./national, colonne convention", "COLONNE-02")]),
        ({"convention": [1.5, 2.0, None]}, [("./national, colonne convention", "CLE-05")]),
        (
            {"note": ["", "", ""], "piece": [True, False, None]},
            [("./national, colonne note", "COLONNE-01")],
        ),
    ],
)
def test_des_colonnes_fautives_sont_refusees(changees: dict[str, object], attendues: list[tuple[str, str]]) -> None:
    colonnes = {nom: valeurs for nom, valeurs in {**COLONNES, **changees}.items() if valeurs is not None}
    with pytest.raises(DossierRefuse) as leve:
        repartir_parquet(NOM, en_parquet(colonnes))
    assert [(str(f.provenance), f.code) for f in leve.value.fautes] == attendues


LONG: Final[dict[str, object]] = {
    nom: [*valeurs[:2]] * 6 for nom, valeurs in COLONNES.items() if isinstance(valeurs, list)
}
REPETE: Final = pa.array(["x" * 200_000]).take(pa.array([0] * 1000))


def refus(octets: bytes) -> list[tuple[str, str]]:
    with pytest.raises(DossierRefuse) as leve:
        repartir_parquet(NOM, octets)
    return [(f.code, f.message.partition(" : ")[2]) for f in leve.value.fautes]


@pytest.mark.parametrize("colonne", ["convention", "operation", "libelle"])
def test_un_petit_fichier_qui_se_developperait_sans_mesure_est_refuse(colonne: str) -> None:
    """Un texte dit mille fois tient en quelques kilo-octets, et en prendrait deux cents millions."""
    octets = en_parquet(
        {nom: pa.array(valeurs).take(pa.array([0] * 1000)) for nom, valeurs in LONG.items()} | {colonne: REPETE}
    )
    assert len(octets) < 50_000
    assert refus(octets) == [("LECTURE-13", "décompressé, il pèserait plus de 100\u202f000\u202f000 octets.")]


def test_des_millions_de_rangees_vides_sont_refusees_avant_d_etre_lues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pq.ParquetFile, "iter_batches")
    vide = pa.nulls(3_000_000, pa.string())
    octets = en_parquet(dict.fromkeys(JOURNAL_COMMUN.noms, vide))
    assert refus(octets) == [("LECTURE-13", "décompressé, il pèserait plus de 100\u202f000\u202f000 octets.")]


def test_un_fichier_aux_groupes_innombrables_est_refuse_sans_les_lire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fichier_parquet, "_PIED_AU_PLUS", 5_000)
    flux = io.BytesIO()
    pq.write_table(pa.table(LONG), flux, row_group_size=1)
    ((code, message),) = refus(flux.getvalue())
    assert code == "LECTURE-13"
    assert message.startswith("la description de ses colonnes et de ses groupes pèse ")


@pytest.mark.parametrize(
    ("module", "limite", "changees"),
    [
        (valeurs, "_CODES_AU_PLUS", {"operation": [f"AUTRE-{rang}" for rang in range(12)]}),
        (parquet, "REMISES_AU_PLUS", {"date": ["2008-01-15", "faux"] * 6}),
        (parquet, "FAUTES_COMPTEES", {"date": [f"2008-13-{rang}" for rang in range(12)]}),
    ],
    ids=["codes", "rangées à relire", "moitié des rangées à relire"],
)
def test_une_part_presque_toute_fautive_se_lit_rangee_par_rangee(
    module: ModuleType, limite: str, changees: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = repartir_parquet(NOM, en_parquet(LONG | changees)).extraire(np.arange(12))
    lue = part.lire()
    assert part.en_partie() is not None
    monkeypatch.setattr(module, limite, 4)
    assert part.en_partie() is None
    assert part.lire() == lue


def test_une_part_dont_moins_de_la_moitie_est_a_relire_reste_en_colonnes(monkeypatch: pytest.MonkeyPatch) -> None:
    part = repartir_parquet(NOM, en_parquet(LONG | {"date": ["faux", "2008-01-15"] * 6})).extraire(np.arange(12))
    monkeypatch.setattr(parquet, "FAUTES_COMPTEES", 4)
    assert part.en_partie() is not None


def test_lire_un_parquet_n_importe_pas_pandas(tmp_path: Path) -> None:
    """pyarrow l’importe dès qu’il convertit un tableau de numpy ou vers lui : une demi-seconde, pour rien."""
    (tmp_path / "national").write_bytes(en_parquet(LONG))
    lecture = (
        "import sys; from pathlib import Path; from maquettes.journal_commun.parquet import repartir_parquet\n"
        "lu = repartir_parquet('x', Path(sys.argv[1]).read_bytes())\n"
        "for rangs in lu.par_code.values(): assert lu.extraire(rangs).en_partie()\n"
        "assert 'pyarrow' in sys.modules and 'pandas' not in sys.modules"
    )
    commande = [sys.executable, "-c", lecture, str(tmp_path / "national")]
    assert subprocess.run(commande, cwd=RACINE, check=False).returncode == 0


def test_par_lots_et_par_fenetres_le_journal_est_le_meme(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = en_parquet(LONG | {"date": ["2008-01-15", "faux", None] * 4})
    attendue = dire(repartir_parquet(NOM, octets), 0)
    monkeypatch.setattr(fichier_parquet, "_RANGEES_D_UN_LOT", 5)
    monkeypatch.setattr(parquet, "_RANGEES_D_UNE_FENETRE", 2)
    repartition = repartir_parquet(NOM, octets)
    assert dire(repartition, 0) == attendue
    verifier_les_colonnes(repartition)


def test_un_fichier_d_une_autre_forme_est_refuse() -> None:
    with pytest.raises(DossierRefuse) as leve:
        repartir_parquet(NOM, b"convention;date\n")
    assert [f.code for f in leve.value.fautes] == ["LECTURE-13"]
