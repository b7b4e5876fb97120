"""Les graphiques sont justes : chaque barre a la longueur de son montant, relue dans le svg."""

import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from exports.document import Document
from exports.document_elements import GenreGraphique, Graphique
from exports.document_tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau
from exports.graphique_echelle import choisir_echelle, choisir_unite
from exports.graphique_svg import dessiner
from exports.graphique_trace import couper, largeur
from tests.exports.dossiers import HOSTILES
from tests.exports.rendu_html.petit import graphique, petit_document

SVG = "{http://www.w3.org/2000/svg}"
GENRES = list(GenreGraphique)


def lire(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314 -- notre propre sortie


def barres(svg: str) -> dict[str, tuple[Decimal, Decimal, Decimal, Decimal]]:
    """Le rectangle (x, y, largeur, hauteur) de chaque barre, par infobulle ; la légende n'a pas de montant."""
    trouvees = {}
    for groupe in lire(svg).iter(f"{SVG}g"):
        rectangle, titre = groupe.find(f"{SVG}rect"), groupe.find(f"{SVG}title")
        if rectangle is not None and titre is not None and titre.text and "€" in titre.text:
            x, y, large, haut = (Decimal(rectangle.attrib[cle]) for cle in ("x", "y", "width", "height"))
            trouvees[titre.text.replace("\u202f", " ").replace("\u00a0", " ")] = x, y, large, haut
    return trouvees


def textes(svg: str) -> list[str]:
    return ["".join(texte.itertext()) for texte in lire(svg).iter(f"{SVG}text")]


def tableau_large(points: int, series: int, montant: int | None = None) -> tuple[Document, Graphique]:
    """Un tableau de ``points`` noms longs et ``series`` colonnes."""
    colonnes = (
        Colonne(cle="nom", libelle="Nom", genre=GenreColonne.TEXTE),
        *(Colonne(cle=f"s{s}", libelle=f"Série n° {s}", genre=GenreColonne.MONTANT) for s in range(series)),
    )
    lignes = tuple(
        Ligne(
            cle=f"l{p}",
            cellules=(
                Cellule(valeur=f"Office public de l'habitat de la ville et de ses environs {p}"),
                *(Cellule(valeur=(p + 1) * (s + 1) * 10_000_00 if montant is None else montant) for s in range(series)),
            ),
        )
        for p in range(points)
    )
    large = Tableau(cle="large", titre="Large", titre_court="Large", colonnes=colonnes, lignes=lignes)
    voulu = Graphique(
        cle="large",
        titre="Large",
        description="Large.",
        genre=GenreGraphique.BARRES,
        tableau="large",
        colonne_des_noms="nom",
        lignes=tuple(f"l{p}" for p in range(points)),
        series=tuple(f"s{s}" for s in range(series)),
    )
    return petit_document(tableaux=(large,), chiffres_cles=(), graphiques=(), derivations=()), voulu


LONG = "Résidentialisation des immeubles de la place <b>Léo</b> et de ses abords"


@pytest.mark.parametrize(("nom", "mesure"), [("Place <b>Léo</b>", 3), (LONG, 2)], ids=["debout", "couchees"])
def test_les_barres_ont_la_longueur_de_leurs_montants(nom: str, mesure: int) -> None:
    # 10 000,50 € et 12 000,50 € : la plus grande barre du graphique fait 1 000 000 €.
    lues = barres(dessiner(petit_document(nom), graphique(GenreGraphique.BARRES, "programme", "engage")))
    pleine = lues[f"{nom} – Programmé : 1 000 000,00 €"][mesure]
    assert pleine >= 300
    for barre, montant in (
        ("Blum – Programmé : 10 000,50 €", Fraction("10000.50")),
        ("Blum – Engagé : 12 000,50 €", Fraction("12000.50")),
        ("Ferry – Programmé : 900,00 €", Fraction(900)),
        (f"{nom} – Engagé : 999 999,99 €", Fraction("999999.99")),
    ):
        attendue = Fraction(pleine) * montant / 1_000_000
        assert abs(Fraction(lues[barre][mesure]) - attendue) <= Fraction(1, 50), barre
    zeros = {barre[0] if mesure == 2 else barre[1] + barre[3] for barre in lues.values()}
    assert len(zeros) == 1
    # Hugo n'a rien, donc aucune barre.
    assert not [barre for barre in lues if barre.startswith("Hugo")]


def test_une_barre_negative_part_de_zero_dans_l_autre_sens() -> None:
    # Ferry : 900 − 100 = 800 ; Blum : 10 000,50 − 12 000,50 = −2 000.
    lues = barres(dessiner(petit_document(), graphique(GenreGraphique.BARRES, "reste")))
    (_, haut, _, positive), (_, zero, _, negative) = (
        lues["Ferry – Reste à engager : 800,00 €"],
        lues["Blum – Reste à engager : −2 000,00 €"],
    )
    assert haut + positive == zero
    assert abs(negative * 800 - positive * 2000) <= 50
    lues = barres(dessiner(petit_document(LONG), graphique(GenreGraphique.BARRES, "reste")))
    (zero, _, positive, _), (gauche, _, negative, _) = (
        lues["Ferry – Reste à engager : 800,00 €"],
        lues["Blum – Reste à engager : −2 000,00 €"],
    )
    assert gauche + negative == zero
    assert abs(negative * 800 - positive * 2000) <= 50


def test_une_pile_est_la_somme_de_ses_barres() -> None:
    document, voulu = tableau_large(3, 4)
    pile = Graphique(**voulu.model_dump() | {"genre": GenreGraphique.BARRES_EMPILEES})
    lues = barres(dessiner(document, pile))
    # La troisième pile : 30 + 60 + 90 + 120 = 300 k€ ; la première, 10 + 20 + 30 + 40 = 100 k€.
    troisieme = sorted(lue for nom, lue in lues.items() if " environs 2 –" in nom)
    premiere = sorted(lue for nom, lue in lues.items() if " environs 0 –" in nom)
    for (x, _, large, _), (suivante, *_) in pairwise(troisieme):
        assert x + large == suivante
    longueurs = [Fraction(sum(lue[2] for lue in lignes)) for lignes in (premiere, troisieme)]
    assert abs(longueurs[1] - 3 * longueurs[0]) <= Fraction(1, 25)
    assert "300\u00a0k€" in textes(dessiner(document, pile))
    assert "100\u00a0k€" in textes(dessiner(document, pile))


def test_les_points_d_une_courbe_sont_a_la_hauteur_de_leurs_montants() -> None:
    document, voulu = tableau_large(4, 1)
    svg = dessiner(document, Graphique(**voulu.model_dump() | {"genre": GenreGraphique.COURBES}))
    (courbe,) = [
        chemin.attrib["d"]
        for groupe in lire(svg).iter(f"{SVG}g")
        if (titre := groupe.find(f"{SVG}title")) is not None and titre.text == "Série n° 0"
        for chemin in groupe.findall(f"{SVG}path")
        if chemin.attrib["d"].count("L") == 3 and not chemin.attrib["d"].endswith("Z")
    ]
    points = [tuple(map(Decimal, point.split())) for point in courbe[1:].split("L")]
    # 10, 20, 30 puis 40 k€ : des pas égaux, à gauche comme en bas.
    assert len({b[0] - a[0] for a, b in pairwise(points)}) == 1
    marches = [b[1] - a[1] for a, b in pairwise(points)]
    assert max(marches) - min(marches) <= Decimal("0.02")
    assert max(marches) < -50


def test_l_axe_dit_son_unite_et_ses_montants_sont_arrondis_pour_l_affichage() -> None:
    lus = textes(dessiner(petit_document(), graphique(GenreGraphique.BARRES, "programme", "engage")))
    assert "Montants en k€, arrondis pour l'affichage" in lus
    assert "1\u202f000\u00a0k€" in lus
    assert "10\u00a0k€" in lus
    assert "<\u00a01\u00a0k€" in lus  # 5 € ne sont pas zéro
    assert "0\u00a0k€" in lus


@pytest.mark.parametrize(
    ("centimes", "affiche"),
    [
        (23_000_000_00, "23\u202f000\u00a0k€"),
        (-1_499_99, "−1\u202f500\u00a0€"),
        (1_250_400_000_00, "1\u202f250,4\u00a0M€"),
        (0, "0\u00a0€"),
    ],
)
def test_l_unite_suit_la_grandeur(centimes: int, affiche: str) -> None:
    assert choisir_unite(abs(centimes)).afficher(centimes) == affiche


@pytest.mark.parametrize(
    ("montants", "graduations"),
    [
        ([23_000_00], ["0", "5\u202f000", "10\u202f000", "15\u202f000", "20\u202f000", "25\u202f000"]),
        ([-2_000_00, 800_00], ["−2\u202f000", "−1\u202f500", "−1\u202f000", "−500", "0", "500", "1\u202f000"]),
        ([], ["0", "1"]),
        ([-12_00], ["−12", "−10", "−8", "−6", "−4", "−2", "0"]),
        ([250_000_000_00], ["0", "50", "100", "150", "200", "250"]),
    ],
)
def test_les_graduations_sont_rondes(montants: list[int], graduations: list[str]) -> None:
    echelle = choisir_echelle(montants, 0, 1000)
    facteur = 1000 if echelle.unite.symbole == "k€" else 1
    lues = [echelle.etiquette(graduation) for graduation in echelle.graduations()]
    if facteur == 1000:
        lues = [f"{lue}\u202f000" if lue != "0" else lue for lue in lues]
    assert lues == graduations


@pytest.mark.parametrize("genre", GENRES)
def test_un_nom_hostile_reste_du_texte(genre: GenreGraphique) -> None:
    for nom in (texte for texte in HOSTILES if texte.isprintable()):
        svg = dessiner(petit_document(nom), graphique(genre, "programme", "engage"))
        arbre = lire(svg)
        assert {element.tag.removeprefix(SVG) for element in arbre.iter()} <= {
            "svg",
            "title",
            "desc",
            "g",
            "rect",
            "path",
            "text",
        }
        assert nom in {titre.text for titre in arbre.iter(f"{SVG}title")}
        assert not [cle for element in arbre.iter() for cle in element.attrib if cle.startswith("on") or "href" in cle]


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize(("points", "series"), [(1, 1), (40, 12), (40, 1), (1, 12)])
def test_rien_ne_sort_du_cadre(genre: GenreGraphique, points: int, series: int) -> None:
    document, voulu = tableau_large(points, series)
    arbre = lire(dessiner(document, Graphique(**voulu.model_dump() | {"genre": genre})))
    _, _, large, haut = (Decimal(cote) for cote in arbre.attrib["viewBox"].split())
    assert large == 960
    assert haut <= 40 * (12 * 7 + 10) + 250
    for texte in arbre.iter(f"{SVG}text"):
        x, y = (Decimal(texte.attrib[cle]) for cle in ("x", "y"))
        taille = Decimal(texte.get("font-size", "12"))
        ancre = texte.get("text-anchor", "start")
        place = Decimal(largeur(texte.text or "", int(taille * 100))) / 100
        debut = {"start": x, "middle": x - place / 2, "end": x - place}[ancre]
        assert 0 < y < haut
        assert taille >= 10
        if not (genre is GenreGraphique.COURBES and ancre == "end"):  # ceux-là penchent
            assert debut >= 0
            assert debut + place <= large
    for rectangle in arbre.iter(f"{SVG}rect"):
        assert Decimal(rectangle.attrib["width"]) > 0
        assert Decimal(rectangle.attrib["x"]) + Decimal(rectangle.attrib["width"]) <= large


def test_douze_series_ont_douze_styles() -> None:
    document, voulu = tableau_large(1, 12)
    cles = []
    for groupe in lire(dessiner(document, voulu)).iter(f"{SVG}g"):
        titre = groupe.findtext(f"{SVG}title") or ""
        rectangle, trame = groupe.find(f"{SVG}rect"), groupe.find(f"{SVG}path")
        if titre.startswith("Série") and rectangle is not None:
            pentes = "" if trame is None else trame.attrib["d"].split("M")[1]
            coin = Decimal(rectangle.attrib["x"]), Decimal(rectangle.attrib["y"])
            depart = [tuple(map(Decimal, point.split())) for point in pentes.split("L")] if pentes else []
            cles.append((rectangle.attrib["fill"], tuple((x - coin[0], y - coin[1]) for x, y in depart)))
    assert len(cles) == 12
    assert len(set(cles)) == 12
    assert len({couleur for couleur, _ in cles}) == 8


@pytest.mark.parametrize("genre", GENRES)
def test_un_graphique_sans_montant_se_dessine(genre: GenreGraphique) -> None:
    document, voulu = tableau_large(2, 2, montant=0)
    svg = dessiner(document, Graphique(**voulu.model_dump() | {"genre": genre}))
    assert not barres(svg)
    assert "0\u00a0€" in textes(svg) or genre is GenreGraphique.BARRES_EMPILEES


def test_un_nom_trop_long_se_coupe() -> None:
    assert couper("Agence nationale pour la rénovation urbaine", 120_00) == "Agence nationale…"
    assert couper("漢字漢字漢字", 40_00).endswith("…")


def test_les_graphiques_de_l_annexe_se_lisent(annexe: Document) -> None:
    for voulu in annexe.graphiques:
        svg = dessiner(annexe, voulu)
        assert lire(svg).attrib["aria-label"] == voulu.titre
        assert not re.search(r'"[0-9.]+e-|[.][0-9]{3}', svg)
        assert len(svg.encode()) < 60_000


def test_meme_image_dans_deux_processus() -> None:
    programme = (
        "from tests.exports.rendu_html.petit import graphique, petit_document\n"
        "from exports.graphique_svg import dessiner\n"
        "from exports.document_elements import GenreGraphique as G\n"
        "print([dessiner(petit_document(), graphique(g, 'programme', 'engage')) for g in G])"
    )
    sorties = {
        subprocess.run(
            [sys.executable, "-c", programme],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": graine, "TZ": fuseau, "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"},
            cwd=Path(__file__).parents[2],
        ).stdout
        for graine, fuseau in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert len(sorties) == 1
