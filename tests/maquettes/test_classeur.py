"""La porte vers xlsxwriter : ce qui ne tient pas lève, ce qui est texte le reste."""

import datetime
import re
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from maquettes.classeur.classeur import (
    Classeur,
    ClasseurImpossible,
    Feuille,
    Proprietes,
    Style,
    adresse,
    nombre_de_tableur,
)
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.mesure import hauteur_de_ligne, largeur_de_colonne, largeur_de_texte, mots, nombre_de_lignes

STYLE = Style()
PROPRIETES = Proprietes(
    titre="Titre", sujet="Sujet", organisme="Organisme", commentaires="", cree_le=datetime.date(2015, 3, 31)
)
HORS = 1_048_576


def neuf() -> tuple[Classeur, Feuille]:
    classeur = Classeur(PROPRIETES)
    return classeur, classeur.feuille("Feuille")


def page(en_tete: str) -> MiseEnPage:
    return MiseEnPage(en_tete=en_tete, pied="", lignes_repetees=None, derniere_cellule=(1, 1))


@pytest.mark.parametrize(
    "geste",
    [
        lambda f: f.texte(HORS, 0, "x", STYLE),
        lambda f: f.texte(HORS, 0, "<r>x</r>", STYLE),
        lambda f: f.texte(0, 0, "x" * 32_768, STYLE),
        lambda f: f.nombre(HORS, 0, 1, STYLE),
        lambda f: f.colonne_de_textes(HORS - 1, 0, ["x", "x"], STYLE),
        lambda f: f.colonne_de_textes(0, 0, ["x", "x" * 32_768], STYLE),
        lambda f: f.colonne_d_entiers(HORS - 1, 0, [1, 1], STYLE),
        lambda f: f.colonne_d_euros(HORS - 1, 0, [1, 1], STYLE),
        lambda f: f.date(HORS, 0, datetime.date(2015, 1, 1), STYLE),
        lambda f: f.vide(HORS, 0, STYLE),
        lambda f: f.formule(HORS, 0, "=1", 1, STYLE),
        lambda f: f.formule(0, 0, "1", 1, STYLE),
        lambda f: f.formule(0, 0, "=" + "1+" * 5000 + "1", 1, STYLE),
        lambda f: f.lien(0, 0, "x" * 3000, "x", STYLE),
        lambda f: f.fusion(HORS, (0, 1), "x", STYLE),
        lambda f: f.largeur(20_000, 10),
        lambda f: f.hauteur(HORS, 10),
        lambda f: f.filtrer((0, 0), (HORS, 1)),
        lambda f: f.mettre_en_page(page("x" * 256)),
    ],
)
def test_ce_qui_ne_tient_pas_leve(geste: Callable[[Feuille], None]) -> None:
    _, feuille = neuf()
    with pytest.raises(ClasseurImpossible):
        geste(feuille)


@pytest.mark.parametrize("nom", ["", "x" * 32, "a/b", "[a]", "l'un", "FEUILLE"])
def test_un_nom_de_feuille_impossible_leve(nom: str) -> None:
    classeur, _ = neuf()
    with pytest.raises(ClasseurImpossible):
        classeur.feuille(nom)


@pytest.mark.parametrize("texte", ["=1+1", "http://x.fr", "<r>x</r>", "<r>", "_x0041_", "  ", "12", "\u200fdroite"])
def test_un_texte_reste_ce_texte(texte: str) -> None:
    classeur, feuille = neuf()
    feuille.texte(0, 0, texte, STYLE)
    cellule = openpyxl.load_workbook(BytesIO(classeur.octets()), rich_text=False)["Feuille"]["A1"]
    assert (cellule.value, cellule.data_type, cellule.hyperlink) == (texte, "s", None)


def test_une_formule_porte_la_valeur_du_moteur() -> None:
    classeur, feuille = neuf()
    feuille.formule(0, 0, "=ROUND(SUM(B1:B2),2)", Fraction(125_050, 100), STYLE)
    octets = classeur.octets()
    assert openpyxl.load_workbook(BytesIO(octets))["Feuille"]["A1"].value == "=ROUND(SUM(B1:B2),2)"
    assert openpyxl.load_workbook(BytesIO(octets), data_only=True)["Feuille"]["A1"].value == 1250.5


def test_xlsxwriter_appelle_encore_ce_qui_prepare_une_formule() -> None:
    """Qu’une version la renomme, et il y chercherait encore trente fonctions : cinq fois le temps d’une maquette."""
    classeur, feuille = neuf()
    feuille.formule(0, 0, "=B1={1}", 1, STYLE)
    with ZipFile(BytesIO(classeur.octets())) as archive:
        # La sienne ôte l'accolade finale.
        assert "<f>B1={1}</f>" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_xlsxwriter_appelle_encore_ce_qui_ecrit_une_formule() -> None:
    """Qu’une version la renomme, et le résultat vide d’une formule perdrait son genre."""
    classeur, feuille = neuf()
    feuille.formule(0, 0, '=IF(B1=0,"",B1)', "", STYLE)
    with ZipFile(BytesIO(classeur.octets())) as archive:
        ecrit = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="A1"[^>]* t="str"><f>IF\(B1=0,"",B1\)</f><v></v></c>', ecrit.replace("&quot;", '"'))


def test_memes_gestes_memes_octets() -> None:
    def ecrire() -> bytes:
        classeur, feuille = neuf()
        feuille.date(0, 0, datetime.date(2015, 1, 1), STYLE)
        return classeur.octets()

    assert ecrire() == ecrire()


@pytest.mark.parametrize("centimes", [1, 10, 29, 57, 115, 10**15 - 1, 16_700_000_000, -5])
def test_un_montant_est_le_nombre_binaire_le_plus_proche(centimes: int) -> None:
    nombre = nombre_de_tableur(Fraction(centimes, 100))
    assert abs(Fraction(nombre) - Fraction(centimes, 100)) < Fraction(1, 1000)
    assert f"{nombre:.2f}" == f"{'-' if centimes < 0 else ''}{abs(centimes) // 100}.{abs(centimes) % 100:02d}"


@pytest.mark.parametrize(("lieu", "attendue"), [((0, 0), "A1"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((0, 702), "AAA1")])
def test_adresse(lieu: tuple[int, int], attendue: str) -> None:
    assert adresse(*lieu) == attendue


def test_un_texte_se_replie_aux_mots_et_aux_traits_d_union() -> None:
    assert mots("Hauts-de-Seine, Antony") == ["Hauts-", "de-", "Seine,", "Antony"]
    assert nombre_de_lignes("court", 20, 9) == 1
    assert nombre_de_lignes("Communauté d’agglomération des Hauts-de-Bièvre", 12, 9) == 4
    assert nombre_de_lignes("x" * 100, 10, 9) > 5
    assert hauteur_de_ligne(3, 9) > hauteur_de_ligne(2, 9) > 2 * 9


def test_un_total_tient_dans_sa_colonne() -> None:
    pixels = largeur_de_texte("167\u202f000\u202f000,00", 9, "grasse")
    assert 10 < largeur_de_colonne(pixels) < 16


def test_une_propriete_se_relit_et_ne_depasse_pas_ce_qu_un_tableur_garde() -> None:
    classeur, _ = neuf()
    classeur.propriete("essai", "x" * 255)
    with pytest.raises(ClasseurImpossible, match="propriété « essai » de plus de 255 caractères"):
        classeur.propriete("essai", "x" * 256)
    lu = openpyxl.load_workbook(BytesIO(classeur.octets()))
    proprietes = lu.custom_doc_props.props  # type: ignore[attr-defined]  # ses types les ignorent
    assert [(propriete.name, propriete.value) for propriete in proprietes] == [("essai", "x" * 255)]


def test_une_colonne_vaut_ses_cellules() -> None:
    """Écrire d’un trait ou cellule par cellule donne les mêmes octets, balises et centimes compris."""
    textes, entiers, centimes = ["a", "<r>b</r>", ""], [0, -3], [100, 12_345, -1]
    ensemble, trait = neuf()
    trait.colonne_de_textes(1, 0, textes, STYLE)
    trait.colonne_d_entiers(1, 1, entiers, STYLE)
    trait.colonne_d_euros(1, 2, centimes, STYLE)
    une_a_une, cellules = neuf()
    for ligne, texte in enumerate(textes, 1):
        cellules.texte(ligne, 0, texte, STYLE)
    for ligne, entier in enumerate(entiers, 1):
        cellules.nombre(ligne, 1, entier, STYLE)
    for ligne, montant in enumerate(centimes, 1):
        cellules.nombre(ligne, 2, Fraction(montant, 100), STYLE)
    assert ensemble.octets() == une_a_une.octets()
