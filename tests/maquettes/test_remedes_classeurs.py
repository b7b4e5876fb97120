"""Chaque remède d’un classeur refusé, appliqué à une maquette abîmée, rend une maquette acceptée et le même projet."""

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from exports.commandes import principal
from financement.dossier.projet import Projet
from financement.fautes.faute import ErreurFinancement, Faute
from maquettes import lire_dossier
from maquettes.maquette.blocs.tous import BLOCS_SAISIS
from maquettes.maquette.description import LIGNE_EN_TETE
from maquettes.tableur import lecture as module_lecture
from maquettes.tableur.cadre import Cadre
from tests import libreoffice as tableur
from tests.maquettes.catalogue_erreurs import exemples, preparer
from tests.maquettes.classeurs_abimes import (
    parties,
    remplacer,
    zipper,
)
from tests.maquettes.maquette.petite import maquette_serree
from tests.maquettes.remedes.classeurs import (
    DOSSIER,
    EPREUVES,
    LIMITE_BASSE_D_OCTETS,
    LIMITE_BASSE_DE_CELLULES,
    MAQUETTE,
    MONTANT,
    ORIGINE,
    REFAITE,
    Voie,
    au_plan,
    ouvert,
    page,
)
from tests.modeles import FAUTES_DECLAREES

BASE, *_ = exemples()


@pytest.fixture(scope="module")
def projet(tmp_path_factory: pytest.TempPathFactory) -> Projet:
    """Le projet du dossier de la page des erreurs."""
    lieu = tmp_path_factory.mktemp("dossier") / "dossier"
    preparer(BASE, lieu)
    return lire_dossier(lieu)


@pytest.fixture(scope="module")
def saine(projet: Projet, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Sa maquette, allégée."""
    chemin = tmp_path_factory.mktemp("saine") / "saine.xlsx"
    chemin.write_bytes(maquette_serree(projet))
    classeur = ouvert(chemin)
    alleger(classeur)
    classeur.save(chemin)
    return chemin.read_bytes()


def alleger(classeur: Workbook) -> None:
    """Ôte ses feuilles calculées et ses lignes vides à une maquette : elle se relit vingt fois plus vite."""
    a_remplir = {"Notice", "Convention", *(bloc.feuille for bloc in BLOCS_SAISIS)}
    for feuille in classeur.worksheets:
        if feuille.title not in a_remplir:
            classeur.remove(feuille)
        elif feuille.title != "Notice":
            feuille.delete_rows(20, feuille.max_row)


@pytest.fixture(scope="module")
def refaite(saine: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """La maquette vierge que donne la commande, et les saisies de l’ancienne reportées feuille à feuille."""
    lieu = tmp_path_factory.mktemp("refaite")
    (lieu / ORIGINE).write_bytes(saine)
    assert principal(["maquette", "--vierge", str(lieu / REFAITE)]) == 0
    neuve, ancienne = ouvert(lieu / REFAITE), ouvert(lieu / ORIGINE)
    for nom in ("Convention", *(bloc.feuille for bloc in BLOCS_SAISIS)):
        for rangee in page(ancienne, nom).iter_rows(min_row=1 if nom == "Convention" else LIGNE_EN_TETE + 2):
            for cellule in rangee:
                if cellule.value is not None and not str(cellule.value).startswith("="):
                    page(neuve, nom).cell(cellule.row, cellule.column).value = cellule.value
    alleger(neuve)
    neuve.save(lieu / REFAITE)
    return (lieu / REFAITE).read_bytes()


@pytest.fixture
def lieu(saine: bytes, refaite: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Le répertoire courant : le dossier, le fichier d’origine ; les limites y sont celles d’un petit classeur."""
    monkeypatch.chdir(tmp_path)
    cadre = Cadre(octets=LIMITE_BASSE_D_OCTETS, cellules=LIMITE_BASSE_DE_CELLULES)
    monkeypatch.setattr(module_lecture, "DU_DOSSIER", cadre)
    preparer(BASE, DOSSIER)
    ORIGINE.write_bytes(saine)
    REFAITE.write_bytes(refaite)
    return saine


def fautes_de(chemin: Path) -> tuple[Faute, ...]:
    with pytest.raises(ErreurFinancement) as leve:
        lire_dossier(chemin)
    return leve.value.fautes


def test_chaque_code_de_classeur_a_son_remede_rejoue() -> None:
    assert set(EPREUVES) == {code for code in FAUTES_DECLAREES if code.startswith("CLASSEUR-")}


@pytest.mark.parametrize(
    ("code", "rang", "voie"),
    [
        pytest.param(code, rang, voie, id=f"{code} {rang + 1} {voie.mots}")
        for code, epreuves in EPREUVES.items()
        for rang, epreuve in enumerate(epreuves)
        for voie in epreuve.voies
    ],
)
def test_le_remede_mene_a_la_maquette_d_origine(code: str, rang: int, voie: Voie, lieu: bytes, projet: Projet) -> None:
    MAQUETTE.write_bytes(EPREUVES[code][rang].abimer(lieu))
    (constatee,) = fautes_de(MAQUETTE)
    assert constatee.code == code, constatee
    assert voie.mots in constatee.remede, "la voie n’est plus celle que dit le remède"
    voie.appliquer(constatee)
    assert lire_dossier(voie.lue) == projet


def somme_fausse(octets: bytes) -> bytes:
    """Un bit change dans une partie rangée sans compression, hors des saisies."""
    change = bytearray(zipper(parties(octets), 0))
    change[change.index(b"Maquette version 1")] ^= 1
    return bytes(change)


@pytest.mark.exige_libreoffice
def test_un_vrai_tableur_repare(lieu: bytes, libreoffice: str, projet: Projet, tmp_path: Path) -> None:
    """Ancien format et OpenDocument à réenregistrer ; archive, xml et cellule à réparer ; formule à calculer."""
    for suffixe in ("xls", "ods"):
        (produit,) = tableur.convertir(libreoffice, [ORIGINE.absolute()], suffixe, tmp_path)
        produit.rename(f"{suffixe}.xlsx")
    Path("archive.xlsx").write_bytes(somme_fausse(lieu))
    Path("balise.xlsx").write_bytes(au_plan(remplacer("</sheetData>", ""))(lieu))
    Path("cellule.xlsx").write_bytes(au_plan(remplacer("<v>50000</v>", "<v>cent</v>"))(lieu))
    classeur = ouvert(ORIGINE)
    page(classeur)[MONTANT].value = "=SUM(20000,30000)"
    classeur.save("formule.xlsx")
    attendus = {
        "xls": ("CLASSEUR-01", "L’ouvrir dans un tableur et l’enregistrer comme « Classeur Excel (.xlsx) »"),
        "ods": ("CLASSEUR-01", "L’ouvrir dans un tableur et l’enregistrer comme « Classeur Excel (.xlsx) »"),
        "archive": ("CLASSEUR-03", "le rouvrir dans un tableur et l’enregistrer de nouveau"),
        "balise": ("CLASSEUR-11", "rouvrir le classeur dans un tableur, accepter la réparation"),
        "cellule": ("CLASSEUR-18", "Rouvrir le classeur dans un tableur, corriger la cellule"),
        "formule": ("MAQUETTE-08", "Ouvrir le classeur dans un tableur et l’enregistrer"),
    }
    for nom, (code, mots) in attendus.items():
        (constatee,) = fautes_de(Path(f"{nom}.xlsx"))
        assert (constatee.code, mots in constatee.remede) == (code, True), constatee
    for enregistre in tableur.recalculer(libreoffice, [Path(f"{nom}.xlsx").absolute() for nom in attendus], tmp_path):
        if enregistre.stem == "cellule":
            classeur = ouvert(enregistre)
            page(classeur)[MONTANT].value = 50_000
            classeur.save(enregistre)
        assert lire_dossier(enregistre) == projet, enregistre.name
