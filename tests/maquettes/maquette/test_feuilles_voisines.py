"""Une feuille en plus : refusée si elle porte une table du dossier, remarquée si elle y ressemble, laissée sinon."""

from collections.abc import Sequence

import pytest

from maquettes.maquette.blocs.tous import BLOCS_SAISIS
from maquettes.maquette.relecture.feuilles_voisines import examiner_les_autres_feuilles
from maquettes.maquette.relecture.reperage import BlocRepere
from maquettes.tableur.cellules import Cellules
from maquettes.tableur.lecture import CelluleLue, ClasseurLu, FeuilleLue, GenreCellule

JOURNAL = ("Date", "Type", "N° d’opération", "Financeur", "Nature", "Montant (€)", "Pièce", "Libellé")
MOUVEMENT = ("2009-05-02", "acompte", "OP1", "ANRU", "", "12345", "MDT 2", "")


def feuille(nom: str, *rangees: Sequence[str]) -> FeuilleLue:
    cellules = {
        (ligne, colonne): CelluleLue(GenreCellule.TEXTE, texte)
        for ligne, rangee in enumerate(rangees)
        for colonne, texte in enumerate(rangee)
        if texte
    }
    return FeuilleLue(nom=nom, etat="visible", cellules=Cellules.de(cellules))


def examiner(autre: FeuilleLue, *, sans: str = "") -> list[str]:
    """Ce qui est dit de la feuille ``autre`` d’un classeur dont tous les blocs sont lus, ``sans`` excepté."""
    feuilles = {bloc.nom: feuille(bloc.feuille) for bloc in BLOCS_SAISIS if bloc.nom != sans}
    reperes = {
        nom: BlocRepere(feuille=lue, en_tete=0, colonnes={}, premiere=1, capacite=1) for nom, lue in feuilles.items()
    }
    classeur = ClasseurLu(nom="m.xlsx", feuilles=(*feuilles.values(), autre), noms_definis={}, proprietes={})
    fautes, constats = examiner_les_autres_feuilles(classeur, reperes)
    return [f"{f.provenance} [{f.code}]" for f in fautes] + [f"{c.provenance} [{c.code}]" for c in constats]


@pytest.mark.parametrize("nom", ["Journal 2009", "Journal (2)", "Feuil1", "Mouvements"])
def test_une_table_en_plus_est_une_faute_sous_tout_nom(nom: str) -> None:
    assert examiner(feuille(nom, ("Mes mouvements",), JOURNAL, MOUVEMENT)) == [
        f"m.xlsx, feuille {nom}, A2 [MAQUETTE-09]"
    ]


@pytest.mark.parametrize(
    "autre",
    [
        feuille("Vérifications", JOURNAL[:2] + JOURNAL[3:], MOUVEMENT),
        feuille("Trié", JOURNAL),
        feuille("Journal 2009", ("rien de", "connu")),
    ],
    ids=["presque tous les titres", "tous les titres et aucune ligne", "le nom seul"],
)
def test_une_ressemblance_est_une_remarque(autre: FeuilleLue) -> None:
    assert examiner(autre) == [f"m.xlsx, feuille {autre.nom} [RELECTURE-10]"]


@pytest.mark.parametrize(
    "autre",
    [
        feuille("Adresses", ("Nom", "Téléphone"), ("Ville", "01")),
        feuille("Mes calculs", ("N° d’opération", "Financeur"), ("OP1", "ANRU")),
        feuille("Plan guide"),
        feuille("Journal 2009"),
        feuille("Notice", JOURNAL, MOUVEMENT),
    ],
    ids=["autre chose", "deux titres", "vide", "vide au nom du journal", "une feuille de la maquette"],
)
def test_une_feuille_de_travail_reste_en_paix(autre: FeuilleLue) -> None:
    assert examiner(autre) == []


def test_la_feuille_qui_manque_n_est_dite_qu_une_fois() -> None:
    """Sans « Journal », sa copie renommée est déjà proposée par MAQUETTE-03."""
    assert examiner(feuille("Journaux", JOURNAL, MOUVEMENT), sans="journal") == []
