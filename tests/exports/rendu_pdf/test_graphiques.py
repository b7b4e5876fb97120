"""Un graphique prend sa place dans la page quels que soient ses points : beaucoup d’exercices, des noms longs."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique, SerieGraphique
from exports.document.tableau import Colonne, GenreColonne, GenreLigne, Valeur
from exports.rendus.pdf import rendre_pdf
from exports.rendus.pdf.graphiques import Figure, dessiner_figures
from tests.construction import euros, mouvement, projet
from tests.exports.rendu_pdf.documents import document, tableau

SVG = "{http://www.w3.org/2000/svg}"
NOMS = st.lists(st.text(st.characters(exclude_categories=["C"]), max_size=40), min_size=1, max_size=12)


def figures(dessine: Document) -> list[Figure]:
    """Les figures du document, chacune aux dimensions entières de son dessin, qu’elle n’agrandit ni ne réduit."""
    trouvees = [figure for sien in dessine.tableaux for figure in dessiner_figures(dessine, sien)]
    for figure in trouvees:
        dessin = fromstring(figure.svg)  # noqa: S314 -- notre propre sortie
        large, haut = int(dessin.attrib["width"]), int(dessin.attrib["height"])
        assert dessin.attrib["viewBox"] == f"0 0 {large} {haut}"
        assert (figure.largeur, figure.hauteur) == (large * 10, haut * 10)
        assert large == 1122
        assert haut <= 650
    return trouvees


def petit_graphique(noms: list[str], genre: GenreGraphique) -> Document:
    """Un tableau d’autant de lignes que de ``noms``, et son graphique."""
    colonnes = (
        Colonne(cle="nom", libelle="Nom", genre=GenreColonne.TEXTE),
        *(Colonne(cle=f"s{rang}", libelle=f"Série {rang}", genre=GenreColonne.MONTANT) for rang in range(2)),
    )
    lignes: list[tuple[GenreLigne, tuple[Valeur, ...]]] = [
        (GenreLigne.DONNEE, (nom, rang * 10_000, rang * 10_000 - 1)) for rang, nom in enumerate(noms)
    ]
    cumules = genre is GenreGraphique.CUMULS
    voulu = Graphique(
        cle="g",
        titre="Essai",
        description="Des montants de tout signe.",
        genre=genre,
        tableau="t",
        colonne_des_noms="nom",
        lignes=tuple(str(rang) for rang in range(len(noms))),
        series=(SerieGraphique(colonne="s0", mots="un"), SerieGraphique(colonne="s1", mots="deux")),
        dates=tuple(date(2000 + rang, 12, 31) for rang in range(len(noms))) if cumules else (),
    )
    return document([tableau("t", colonnes, lignes)], graphiques=(voulu,))


def annexe_de(premier: int, dernier: int) -> Document:
    """L’annexe d’un dossier dont le premier engagement et le dernier paiement sont de ces années."""
    journal = [mouvement("engagement", euros(1000), f"{premier}-01-15"), mouvement("acompte", 1, f"{dernier}-12-30")]
    return composer_annexe(projet(journal=journal), au=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("premier", "dernier"), [(1970, 2099), (1980, 2015), (2008, 2099), (2008, 2033), (2014, 2015), (2099, 2099)]
)
def test_les_graphiques_de_l_annexe_se_dessinent_sur_toute_etendue_d_exercices(premier: int, dernier: int) -> None:
    annexe = annexe_de(premier, dernier)
    assert len(figures(annexe)) == len(annexe.graphiques) == 3


def test_les_exercices_nommes_sous_l_axe_ne_se_recouvrent_pas() -> None:
    annexe = annexe_de(1970, 2099)
    (courbes,) = dessiner_figures(annexe, annexe.tableau("exercices"))
    noms = {
        int(texte.text or ""): Decimal(texte.attrib["x"])
        for texte in fromstring(courbes.svg).iter(f"{SVG}text")  # noqa: S314 -- notre propre sortie
        if texte.get("text-anchor") == "middle"
    }
    # Un millésime de dix points en prend moins de vingt-trois.
    assert all(b - a >= 23 for a, b in pairwise(noms.values()))
    # Au-delà de 2099, la place des montants, à droite du dernier point.
    assert list(noms) == list(range(1974, 2110, 5))


@pytest.mark.parametrize(
    ("nom", "montre"),
    [
        # « ti » se ligature dans la police principale : le compilateur ne cherche plus seul celle de l'arabe.
        ("الوكالة titre", "الوكالة titre"),
        ("⌂ titre ☃", "⌂ titre ☃"),
        ("l\u0336 titre", "l‹U+0336› titre"),
        ("\u0338 titre", "‹U+0338› titre"),
        ("لً titre", "ل‹U+064B› titre"),
        ("a\ufeffb & <c>", "a‹U+FEFF›b & <c>"),
    ],
)
def test_un_nom_de_plusieurs_ecritures_s_imprime_dans_un_dessin(nom: str, montre: str) -> None:
    dessine = petit_graphique([nom], GenreGraphique.OPPOSEES)
    (figure,) = figures(dessine)
    textes = fromstring(figure.svg).iter(f"{SVG}text")  # noqa: S314 -- notre propre sortie
    assert montre in ["".join(texte.itertext()) for texte in textes]
    assert len(PdfReader(BytesIO(rendre_pdf(dessine))).pages) >= 1


def test_l_annexe_de_cent_trente_exercices_s_imprime() -> None:
    lecteur = PdfReader(BytesIO(rendre_pdf(annexe_de(1970, 2099))))
    imprime = "\n".join(page.extract_text() for page in lecteur.pages)
    assert all(str(annee) in imprime for annee in range(1970, 2100))


@given(NOMS, st.sampled_from(GenreGraphique))
def test_un_graphique_de_tout_genre_a_des_dimensions_entieres(noms: list[str], genre: GenreGraphique) -> None:
    assert figures(petit_graphique(noms, genre))
