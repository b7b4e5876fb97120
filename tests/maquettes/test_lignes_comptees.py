"""Une table qui a plus de lignes qu’aucune convention : refusée dès qu’elles sont comptées, aucune n’étant lue."""

import json
from pathlib import Path
from typing import Any

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier
from maquettes.assemblage.dossier_json import lire_json
from maquettes.description.description import INSERTION, OPERATIONS, PLAN, REALISATIONS, REESTIMATIONS
from maquettes.description.table import Table
from maquettes.formes.tables_csv import lire_table
from maquettes.maquette.blocs.tous import BLOCS_SAISIS
from maquettes.maquette.relecture.lecture import LectureDeMaquette, lire_lignes
from maquettes.tableur.cellules import Cellules
from maquettes.tableur.contenu import CelluleLue, ClasseurLu, FeuilleLue, GenreCellule
from tests.maquettes.dossier_type import FICHIERS, poser

INSERTION_CSV = "operation;heures_objectif;heures_realisees\n"
LIMITES: list[tuple[Table[Any], int]] = [
    (OPERATIONS, 20_000),
    (PLAN, 100_000),
    (REESTIMATIONS, 100_000),
    (REALISATIONS, 100_000),
    (INSERTION, 20_000),
]


def ecrire(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")


@pytest.mark.parametrize(("table", "limite"), LIMITES, ids=lambda cas: getattr(cas, "nom", None))
def test_un_csv_d_une_ligne_de_trop(table: Table[Any], limite: int) -> None:
    """Les lignes vides et celles de l’en-tête ne comptent pas ; aucune autre faute que le nombre n’est dite."""
    lignes = "x\n;;\n\n" * (limite + 1)
    lue = lire_table(table, f"{table.nom}.csv", f"sep=;\n{';'.join(table.noms)}\n{lignes}".encode())
    (refus,) = lue.toutes_les_fautes()
    assert (lue.lignes, lue.complete, refus.code) == ([], False, "LECTURE-18")
    dits = f"{ecrire(limite + 1)} lignes, plus que la limite de {ecrire(limite)}."
    assert (str(refus.provenance), refus.message.endswith(dits)) == (f"{table.nom}.csv", True), refus.message


def test_a_la_limite_toutes_les_lignes_sont_lues() -> None:
    """Vingt mille lignes, et autant de vides, que laisse une colonne mise en forme jusqu’en bas."""
    lignes = "".join(f"O{rang};1;1\n;;\n" for rang in range(20_000))
    lue = lire_table(INSERTION, "insertion.csv", (INSERTION_CSV + lignes).encode())
    assert (len(lue.lignes), lue.complete, lue.toutes_les_fautes()) == (20_000, True, [])


def test_des_guillemets_qui_ne_se_ferment_pas_restent_ce_qui_est_dit() -> None:
    lue = lire_table(INSERTION, "insertion.csv", (INSERTION_CSV + '"' + "x\n" * 20_001).encode())
    assert [constatee.code for constatee in lue.toutes_les_fautes()] == ["LECTURE-06"]


def test_ce_que_les_operations_non_lues_declaraient_n_accuse_rien(tmp_path: Path) -> None:
    """Le plan et le journal citent OP1, que les opérations portent peut-être."""
    entete = FICHIERS["operations.csv"].partition("\n")[0]
    dossier = poser(tmp_path / "dossier", operations=entete + "\n" + "x\n" * 20_001)
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(dossier)
    assert [constatee.code for constatee in leve.value.fautes] == ["LECTURE-18"]


@pytest.mark.parametrize(
    ("nom", "limite"),
    [*((table.nom, limite) for table, limite in LIMITES), ("financeurs", 10_000), ("avenants", 10_000)],
)
def test_une_liste_du_json(nom: str, limite: int) -> None:
    lu = lire_json("dossier.json", json.dumps({"format": 1, "convention": {}, nom: [{}] * (limite + 1)}).encode())
    demesures = [refus for refus in lu.toutes_les_fautes() if refus.code == "LECTURE-18"]
    assert [(str(refus.provenance), ecrire(limite + 1) in refus.message) for refus in demesures] == [
        (f"dossier.json, {nom}", True)
    ]


def test_une_feuille_de_maquette() -> None:
    """Une ligne de trop, et autant de lignes dont le texte n’est que des blancs."""
    bloc = next(bloc for bloc in BLOCS_SAISIS if bloc.nom == INSERTION.nom)
    textes = {(0, rang): colonne.libelle for rang, colonne in enumerate(bloc.saisies)}
    textes |= {(rang, 0): "x" if rang % 2 else " " for rang in range(1, 40_002)}
    cellules = Cellules.de({place: CelluleLue(GenreCellule.TEXTE, texte) for place, texte in textes.items()})
    feuille = FeuilleLue(nom=bloc.feuille, etat="visible", cellules=cellules)
    classeur = ClasseurLu(nom="m.xlsx", feuilles=(feuille,), noms_definis={}, proprietes={})
    lue = lire_lignes(LectureDeMaquette(classeur=classeur)).suivis[INSERTION.nom]
    (refus,) = lue.toutes_les_fautes()
    assert (str(refus.provenance), lue.lignes, lue.complete) == ("m.xlsx, feuille Insertion", [], False)
    assert refus.message.endswith(f"{ecrire(20_001)} lignes, plus que la limite de {ecrire(20_000)}.")
