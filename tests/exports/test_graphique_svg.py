"""Les graphiques sont justes : chaque barre a la longueur de son montant, relue dans le svg."""

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique, RepereGraphique, SerieGraphique
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau
from exports.graphiques.cadre import Cadre
from exports.graphiques.dessin import dessiner
from exports.graphiques.echelle import choisir_echelle, choisir_unite
from exports.graphiques.svg import ecrire_svg
from exports.graphiques.textes import largeur, replier
from maquettes.classeur import charte_des_graphiques as palette
from tests.exports.dossiers import HOSTILES
from tests.exports.rendu_html.petit import graphique, petit_document

SVG = "{http://www.w3.org/2000/svg}"
GENRES = list(GenreGraphique)
LARGE = Cadre(largeur=1122, hauteur=650)


def planches(document: Document, voulu: Graphique, cadre: Cadre = LARGE) -> list[Element]:
    """Le svg de chaque planche."""
    return [
        fromstring(ecrire_svg(dessin, titre=voulu.titre, description=voulu.description))  # noqa: S314 -- le nôtre
        for dessin in dessiner(document, voulu, cadre)
    ]


def barres(planche: Element) -> dict[str, tuple[Decimal, Decimal, Decimal, Decimal]]:
    """Le rectangle (x, y, largeur, hauteur) de chaque barre, par infobulle."""
    trouvees = {}
    for groupe in planche.iter(f"{SVG}g"):
        rectangle, titre = groupe.find(f"{SVG}rect"), groupe.findtext(f"{SVG}title")
        if rectangle is not None and titre is not None:
            x, y, large, haut = (Decimal(rectangle.attrib[cle]) for cle in ("x", "y", "width", "height"))
            trouvees[titre.replace("\u202f", " ").replace("\u00a0", " ")] = x, y, large, haut
    return trouvees


def textes(planche: Element) -> list[str]:
    return [
        "".join(texte.itertext()).replace("\u202f", " ").replace("\u00a0", " ") for texte in planche.iter(f"{SVG}text")
    ]


def tableau_large(points: int, genre: GenreGraphique, montant: int = 10_000_00) -> tuple[Document, Graphique]:
    """Un tableau de ``points`` noms longs et de deux colonnes, l’une le double de l’autre."""
    colonnes = (
        Colonne(cle="nom", libelle="Nom", genre=GenreColonne.TEXTE),
        *(Colonne(cle=cle, libelle=cle, genre=GenreColonne.MONTANT) for cle in ("simple", "double")),
    )
    lignes = tuple(
        Ligne(
            cle=f"l{p}",
            cellules=(
                Cellule(valeur=f"Office public de l’habitat de la ville et de ses environs {p}"),
                Cellule(valeur=(p + 1) * montant),
                Cellule(valeur=(p + 1) * 2 * montant),
            ),
        )
        for p in range(points)
    )
    large = Tableau(cle="large", titre="Large", titre_court="Large", colonnes=colonnes, lignes=lignes)
    cumules = genre is GenreGraphique.CUMULS
    voulu = Graphique(
        cle="large",
        titre="Large",
        description="Large.",
        genre=genre,
        tableau="large",
        colonne_des_noms="nom",
        lignes=tuple(f"l{p}" for p in range(points)),
        series=(SerieGraphique(colonne="simple", mots="simples"), SerieGraphique(colonne="double", mots="doubles")),
        dates=tuple(date(2015 - points + p, 12, 31) for p in range(points)) if cumules else (),
        reperes=(
            RepereGraphique(libelle="date limite d’engagement", le=date(2014, 12, 31)),
            RepereGraphique(libelle="date limite de solde", le=date(2016, 12, 31)),
            RepereGraphique(libelle="arrêté", le=date(2015, 3, 31)),
        )
        if cumules
        else (),
    )
    return petit_document(tableaux=(large,), chiffres_cles=(), graphiques=(), derivations=()), voulu


def test_les_barres_ont_la_longueur_de_leurs_montants() -> None:
    nom = "Place <b>Léo</b>"
    (planche,) = planches(petit_document(nom), graphique(GenreGraphique.AVANT_APRES, "programme", "engage"))
    lues = barres(planche)
    pleine = lues[f"{nom} : 1 000 000,00 € programme"][2]
    assert pleine >= 500
    for barre, montant in (
        ("Blum : 10 000,50 € programme", Fraction("10000.50")),
        ("Blum : 12 000,50 € engage", Fraction("12000.50")),
        ("Ferry : 900,00 € programme", Fraction(900)),
        (f"{nom} : 999 999,99 € engage", Fraction("999999.99")),
    ):
        assert abs(Fraction(lues[barre][2]) - Fraction(pleine) * montant / 1_000_000) <= Fraction(1, 50), barre
    assert len({x for x, *_ in lues.values()}) == 1
    # Hugo n'a rien, donc aucune barre, et le dit.
    assert not [barre for barre in lues if barre.startswith("Hugo")]
    lus = textes(planche)
    assert "0 k€ engage (sans écart)" in lus
    # 12 000,50 − 10 000,50 = 2 000 € ; 100 − 900 = −800 €.
    assert "12 k€ engage (+2 k€)" in lus
    assert "< 1 k€ engage (−1 k€)" in lus


@pytest.mark.parametrize("ecart", [1, 499_99, 500_00, 4_999_999_99])
def test_les_ecarts_d_un_graphique_sont_dans_l_unite_de_ses_montants(ecart: int) -> None:
    """Un écart d’un centime ou de cinq millions : « k€ » partout, jamais « € » seul ni « M€ »."""
    document, voulu = tableau_large(2, GenreGraphique.AVANT_APRES)
    (large,) = document.tableaux
    lignes = tuple(
        Ligne(cle=cle, cellules=(Cellule(valeur=cle), Cellule(valeur=5_000_000_00), Cellule(valeur=5_000_000_00 + de)))
        for cle, de in (("l0", ecart), ("l1", -ecart))
    )
    large = Tableau(cle="large", titre="Large", titre_court="Large", colonnes=large.colonnes, lignes=lignes)
    document = petit_document(tableaux=(large,), chiffres_cles=(), graphiques=(), derivations=())
    (planche,) = planches(document, voulu)
    lus = [texte for texte in textes(planche) if "double" in texte]
    assert [set(re.findall(r"[kM]?€", texte)) for texte in lus] == [{"k€"}, {"k€"}]
    dits = [re.search(r"[(](.*)[)]", texte) for texte in lus]
    # Le sens de l'écart se lit même s'il est trop petit pour l'unité.
    attendus = {
        1: ("moins de 1 k€ de plus", "moins de 1 k€ de moins"),
        499_99: ("moins de 1 k€ de plus", "moins de 1 k€ de moins"),
        500_00: ("+1 k€", "−1 k€"),
        4_999_999_99: ("+5 000 k€", "−5 000 k€"),
    }
    assert tuple(dit[1] for dit in dits if dit) == attendus[ecart]


def test_deux_series_opposees_partent_du_meme_zero() -> None:
    # Ferry : 900 − 100 = 800 ; Blum : 10 000,50 − 12 000,50 = −2 000, un reste négatif qui va à gauche.
    (planche,) = planches(petit_document(), graphique(GenreGraphique.OPPOSEES, "reste", "programme"))
    lues = barres(planche)
    zero = lues["Ferry : 800,00 € reste"][0]
    for barre, (x, _, large, _) in lues.items():
        va_a_gauche = barre.endswith("programme") or "−" in barre
        assert (x + large if va_a_gauche else x) == zero, barre
    assert any("reste" in texte for texte in textes(planche))
    # Un montant nul ne s'écrit pas.
    assert not [texte for texte in textes(planche) if texte.startswith("0")]


def test_les_points_d_un_cumul_sont_a_la_hauteur_et_a_la_date_de_leurs_montants() -> None:
    document, voulu = tableau_large(4, GenreGraphique.CUMULS)
    (planche,) = planches(document, voulu)
    (courbe,) = [
        groupe.find(f"{SVG}path").attrib["d"]  # type: ignore[union-attr]
        for groupe in planche.iter(f"{SVG}g")
        if groupe.findtext(f"{SVG}title") == "Montants simples"
    ]
    points = [tuple(map(Decimal, point.split())) for point in courbe[1:].split("L")]
    # 10, 20, 30 puis 40 k€, d'année en année : des pas égaux, à gauche comme en bas.
    pas = [b[0] - a[0] for a, b in pairwise(points)]
    assert max(pas) - min(pas) <= Decimal("0.02")
    marches = [b[1] - a[1] for a, b in pairwise(points)]
    assert max(marches) - min(marches) <= Decimal("0.02")
    assert max(marches) < -20
    lus = textes(planche)
    assert {"40 k€ simples", "80 k€ doubles", "arrêté : 31/03/2015", "2011"} <= set(lus)
    # L'arrêté est le quart d'année qui suit le dernier point : 90 jours sur 365.
    traits = [
        {point.split()[0] for point in chemin.attrib["d"][1:].split("L")}
        for groupe in planche.iter(f"{SVG}g")
        if (groupe.findtext(f"{SVG}title") or "").startswith("arrêté")
        for chemin in groupe.findall(f"{SVG}path")
    ]
    ((abscisse,),) = {tuple(trait) for trait in traits}
    assert abs((Decimal(abscisse) - points[-1][0]) / pas[0] - Decimal(90) / 365) < Decimal("0.01")
    # Rien après l'arrêté que le nom de ce qui vient : aucun point d'une courbe.
    assert max(x for x, _ in points) < Decimal(abscisse)


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
        for planche in planches(petit_document(nom), graphique(genre, "programme", "engage")):
            noms = {element.tag.removeprefix(SVG) for element in planche.iter()}
            assert noms <= {"svg", "title", "desc", "g", "rect", "path", "text"}
            infobulles = [titre.text or "" for titre in planche.iter(f"{SVG}title")]
            assert any(infobulle.startswith(nom) for infobulle in infobulles)
            cles = [cle for element in planche.iter() for cle in element.attrib]
            assert not [cle for cle in cles if cle.startswith("on") or "href" in cle]


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("cadre", [LARGE, Cadre(largeur=720), Cadre(largeur=482, hauteur=620)], ids=str)
@pytest.mark.parametrize(("points", "montant"), [(1, 0), (1, 1), (3, 10**13), (40, 10_000_00)])
def test_rien_ne_sort_du_cadre_ni_ne_se_recouvre(
    genre: GenreGraphique, cadre: Cadre, points: int, montant: int
) -> None:
    """Un point ou quarante, rien ou cent milliards : tout se dessine, et aucun texte n’en touche un autre."""
    document, voulu = tableau_large(points, genre, montant)
    for planche in planches(document, voulu, cadre):
        _, _, large, haut = (Decimal(cote) for cote in planche.attrib["viewBox"].split())
        assert large == cadre.largeur
        assert str(haut) == planche.attrib["height"]
        assert haut == int(haut) <= (cadre.hauteur or 10_000)
        boites = []
        for texte in planche.iter(f"{SVG}text"):
            x, y = (Decimal(texte.attrib[cle]) for cle in ("x", "y"))
            assert "font-size" not in texte.attrib
            place = Decimal(largeur(texte.text or "")) / 100
            debut = {"start": x, "middle": x - place / 2, "end": x - place}[texte.get("text-anchor", "start")]
            assert debut >= 0, texte.text
            assert debut + place <= large, texte.text
            assert 8 <= y <= haut - 4
            boites.append((debut, y - 8, debut + place, y + 2, texte.text))
        for (a, b, c, d, un), (e, f, g, h, autre) in combinations(boites, 2):
            assert c <= e or g <= a or d <= f or h <= b, (un, autre)
        for rectangle in planche.iter(f"{SVG}rect"):
            assert Decimal(rectangle.attrib["width"]) > 0
            assert Decimal(rectangle.attrib["x"]) + Decimal(rectangle.attrib["width"]) <= large


def test_le_texte_est_de_dix_points_dans_un_a3() -> None:
    document, voulu = tableau_large(40, GenreGraphique.AVANT_APRES)
    trouvees = planches(document, voulu)
    # Quarante rangées de 29 points ne tiennent pas en 634 : vingt et une par planche, même échelle, rien de réduit.
    assert len(trouvees) == 2
    for planche in trouvees:
        (racine,) = planche.findall(f"{SVG}g")
        assert racine.attrib["font-size"] == "10"
        assert planche.attrib["width"] == "1122"
    vues = [barres(planche) for planche in trouvees]
    assert sum(map(len, vues)) == 80
    for nom, rang in (("0 : 10 000,00 € simples", 1), ("39 : 800 000,00 € doubles", 80)):
        (large,) = [barre[2] for lues in vues for infobulle, barre in lues.items() if infobulle.endswith(f" {nom}")]
        unite = max(barre[2] for lues in vues for barre in lues.values()) / 80
        assert abs(large - rang * unite) < Decimal("0.02")


def test_un_nom_se_replie_entier() -> None:
    nom = "État (préfecture des Hauts-de-Seine, DRIHL), hors ANRU"
    lignes = replier(nom, 100_00)
    assert len(lignes) == 3
    assert " ".join(lignes) == nom
    # Un mot plus long que la place se poursuit, sans se perdre ni se couper d'un signe.
    assert "".join(replier("漢" * 40, 40_00)) == "漢" * 40
    assert replier("", 40_00) == [""]
    for ligne in replier(nom, 100_00):
        assert largeur(ligne) <= 100_00


def test_les_deux_series_se_distinguent_sans_couleur() -> None:
    """La clarté des deux couleurs d’un graphique diffère du simple au double, ou leur trait et leurs points."""

    def clarte(couleur: str) -> float:
        rouge, vert, bleu = (int(couleur[rang : rang + 2], 16) / 255 for rang in (1, 3, 5))
        lineaires = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (rouge, vert, bleu)]
        return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]

    for sombre, claire in (
        (palette.A_VERSER, palette.A_REVERSER),
        (palette.CLOTURE, palette.PROGRAMME),
        (palette.CLOTURE, palette.ECART),
    ):
        assert (clarte(claire) + 0.05) / (clarte(sombre) + 0.05) > 2.5
    document, voulu = tableau_large(3, GenreGraphique.CUMULS)
    (planche,) = planches(document, voulu)
    traits = [chemin for chemin in planche.iter(f"{SVG}path") if chemin.get("stroke-width") == "2.25"]
    assert [trait.get("stroke-dasharray") for trait in traits] == ["8 4", None]


def test_aucun_trait_de_repere_ne_traverse_un_texte() -> None:
    document, voulu = tableau_large(4, GenreGraphique.CUMULS)
    (planche,) = planches(document, voulu, Cadre(largeur=482))
    boites = []
    for texte in planche.iter(f"{SVG}text"):
        x, y, place = Decimal(texte.attrib["x"]), Decimal(texte.attrib["y"]), Decimal(largeur(texte.text or "")) / 100
        debut = {"start": x, "middle": x - place / 2, "end": x - place}[texte.get("text-anchor", "start")]
        boites.append((debut, debut + place, y - 8, y))
    for chemin in planche.iter(f"{SVG}path"):
        if chemin.get("stroke") == palette.REPERE:
            (x, haut), (_, bas) = (map(Decimal, point.split()) for point in chemin.attrib["d"][1:].split("L"))
            assert not [b for b in boites if b[0] < x < b[1] and b[2] < bas and haut < b[3]]


def test_meme_image_dans_deux_processus() -> None:
    programme = (
        "from tests.exports.rendu_html.petit import graphique, petit_document\n"
        "from exports.graphiques.cadre import Cadre\n"
        "from exports.graphiques.dessin import dessiner\n"
        "from exports.graphiques.emf import ecrire_emf\n"
        "from exports.graphiques.svg import ecrire_svg\n"
        "from exports.document.elements import GenreGraphique as G\n"
        "d = [dessiner(petit_document(), graphique(g, 'programme', 'engage'), Cadre(largeur=720)) for g in G]\n"
        "print([(ecrire_svg(p, titre='t', description='d'), ecrire_emf(p)) for ps in d for p in ps])"
    )
    environnement: dict[str, Any] = {"PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"}
    sorties = {
        subprocess.run(
            [sys.executable, "-c", programme],
            capture_output=True,
            check=True,
            env=environnement | {"PYTHONHASHSEED": graine, "TZ": fuseau},
            cwd=Path(__file__).parents[2],
        ).stdout
        for graine, fuseau in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert len(sorties) == 1


def test_aucune_longueur_n_a_de_bruit() -> None:
    for genre in GENRES:
        document, voulu = tableau_large(5, genre, 333_33)
        for dessin in dessiner(document, voulu, LARGE):
            svg = ecrire_svg(dessin, titre="t", description="d")
            assert not re.search(r'"[0-9.]+e-|[.][0-9]{3}', svg)
