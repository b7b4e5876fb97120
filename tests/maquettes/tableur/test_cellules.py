"""Les cellules gardées en colonnes : peu d’octets chacune, à leur place dans quelque ordre qu’elles soient écrites."""

import tracemalloc
from collections.abc import Mapping
from typing import Final

import pytest

from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur import feuille, lecture
from maquettes.tableur.cadre import Cadre
from maquettes.tableur.cellules import Cellules, ValeurLue
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from maquettes.tableur.lecture import lire_classeur
from maquettes.tableur.recueils import Formules, Textes
from tests.maquettes.classeurs_abimes import FEUILLE, rezipper

ESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTE, NOMBRE = GenreCellule.TEXTE, GenreCellule.NOMBRE


def classeur(lignes: str, apres: str = "", autres: Mapping[str, bytes] | None = None) -> bytes:
    corps = f'<worksheet xmlns="{ESPACE}"><sheetData>{lignes}</sheetData>{apres}</worksheet>'
    return rezipper({FEUILLE: corps.encode(), **(autres or {})})


def lire(octets: bytes) -> Cellules:
    return lire_classeur("m.xlsx", octets).feuilles[0].cellules


def test_une_cellule_pese_quelques_dizaines_d_octets() -> None:
    """Gardée en objets, chacune de ces cellules en prenait plus de trois cents."""
    formule = "IF(ISBLANK($A{0}),&quot;&quot;,ROUND(SUMIFS(journal_montant,journal_cle,$B{0},journal_type,3),2)-C{0})"
    rangees = (
        f'<row r="{rang}">'
        + "".join(f"<c><f>{formule.format(rang)}</f><v>{rang * 97}.25</v></c>" for _ in range(10))
        + "</row>"
        for rang in range(1, 1501)
    )
    octets = classeur("".join(rangees))
    tracemalloc.start()
    try:
        cellules = lire(octets)
        gardes, pic = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(cellules) == 15_000
    assert gardes < 90 * len(cellules)
    assert pic < 120 * len(cellules)


def test_des_cellules_en_desordre_sont_a_leur_place() -> None:
    places = [(ligne, colonne) for ligne in (8, 2, 5) for colonne in (3, 0, 1)]
    lignes = "".join(
        f'<row r="{ligne + 1}">'
        + "".join(f'<c r="{"ABCD"[colonne]}{ligne + 1}"><v>{ligne * 10 + colonne}</v></c>' for colonne in (3, 0, 1))
        + "</row>"
        for ligne in (8, 2, 5)
    )
    cellules = lire(classeur(lignes))
    assert list(cellules) == places
    assert {place: cellule.texte for place, cellule in cellules.items()} == {
        (ligne, colonne): str(ligne * 10 + colonne) for ligne, colonne in places
    }
    assert [(ligne, colonne, cellules.texte(rang)) for ligne, colonne, rang in cellules.de_lignes(3, 9)] == [
        *((5, 0, "50"), (5, 1, "51"), (5, 3, "53")),
        *((8, 0, "80"), (8, 1, "81"), (8, 3, "83")),
    ]
    assert cellules[8, 3] == CelluleLue(NOMBRE, "83")
    assert (8, 2) not in cellules
    assert cellules.valeur((9, 0)) is None


def test_une_place_prise_deux_fois_est_refusee_loin_de_la_premiere() -> None:
    lignes = "".join(f'<c r="{lettre}1"><v>1</v></c>' for lettre in "CABDEB")
    with pytest.raises(SourceRefusee, match=r"B1 .*une seule cellule à cette adresse"):
        lire(classeur(f'<row r="1">{lignes}</row>'))


def test_une_place_hors_de_la_feuille_n_est_a_personne() -> None:
    cellules = Cellules.de({(1, 0): CelluleLue(NOMBRE, "1")})
    assert (0, 200) not in cellules
    assert cellules.get((0, 200)) is None


def test_chaque_formule_se_relit_dans_n_importe_quel_ordre() -> None:
    ecrites = [f"A{rang}+{rang * 7919 % 997}" * (rang * 31 % 200 + 1) for rang in range(400)]
    formules = Formules()
    assert [formules.ajouter(formule) for formule in ecrites] == list(range(400))
    for rang in (pas * 149 % 400 for pas in range(400)):
        assert formules[rang] == ecrites[rang]


def test_un_texte_partage_n_est_qu_un_objet() -> None:
    """Cinquante mille libellés pareils n’en pèsent qu’un, comme dans le fichier."""
    gardes = Textes()
    rang = gardes.ajouter("Acompte")
    gardes.partager()
    assert gardes.lire(rang) is gardes.lire(rang)
    seul = gardes.ajouter("Solde")
    assert (gardes.lire(seul), gardes.lire(0), gardes.partages) == ("Solde", "", 1)


def test_la_valeur_dit_si_elle_est_calculee() -> None:
    cellules = Cellules.de({(0, 0): CelluleLue(NOMBRE, "2", "1+1"), (0, 1): CelluleLue(TEXTE, " ")})
    assert cellules.valeur((0, 0)) == ValeurLue(NOMBRE, "2", est_calculee=True)
    assert cellules.valeur((0, 1)) == ValeurLue(TEXTE, " ", est_calculee=False)
    assert [cellules.est_blanche(rang) for rang in range(2)] == [False, True]


@pytest.mark.parametrize("en_plus", [0, 1])
def test_les_textes_d_un_classeur_ont_une_limite(monkeypatch: pytest.MonkeyPatch, en_plus: int) -> None:
    monkeypatch.setattr(lecture, "DU_DOSSIER", Cadre(textes=20 - en_plus))
    partages = f'<sst xmlns="{ESPACE}"><si><t>{"a" * 10}</t></si></sst>'.encode()
    octets = classeur(f'<row><c t="str"><v>{"b" * 10}</v></c></row>', autres={"xl/sharedStrings.xml": partages})
    if not en_plus:
        assert len(lire(octets)) == 1
        return
    with pytest.raises(SourceRefusee, match=r"porte à plus de 19 octets les textes et les valeurs .*CLASSEUR-19"):
        lire(octets)


FUSIONS: Final = "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 4 + "</mergeCells>"
PARTAGEES: Final = "".join(f'<c><f t="shared" si="{rang}">1</f></c>' for rang in range(4))


@pytest.mark.parametrize(
    ("lignes", "apres", "cause"),
    [("", FUSIONS, "3 fusions de cellules"), (f"<row>{PARTAGEES}</row>", "", "3 formules partagées")],
    ids=["fusions", "formules partagées"],
)
def test_ce_qui_se_garde_en_objets_a_une_limite(
    monkeypatch: pytest.MonkeyPatch, lignes: str, apres: str, cause: str
) -> None:
    monkeypatch.setattr(feuille, "LIMITE_ELEMENTS", 4)
    lire(classeur(lignes, apres))
    monkeypatch.setattr(feuille, "LIMITE_ELEMENTS", 3)
    with pytest.raises(SourceRefusee, match=f"a plus de {cause} .*CLASSEUR-19"):
        lire(classeur(lignes, apres))
