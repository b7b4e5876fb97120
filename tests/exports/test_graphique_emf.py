"""Le métafichier d’un graphique, relu enregistrement par enregistrement."""

import struct
from collections import Counter
from itertools import accumulate

import pytest

from exports.document.elements import GenreGraphique
from exports.graphiques.cadre import Cadre
from exports.graphiques.dessin import dessiner
from exports.graphiques.emf import ecrire_emf
from exports.graphiques.formes import Dessin, Rectangle, Texte
from tests.exports.rendu_html.petit import graphique, petit_document

CADRE = Cadre(largeur=482)
ENTETE, POLYGONE, LIGNES, FIN, CHOISIR, PLUME, PINCEAU, SUPPRIMER, RECTANGLE, POLICE, ECRIRE = (
    1, 3, 4, 14, 37, 38, 39, 40, 43, 82, 84,
)  # fmt: skip


def dessin_de(genre: GenreGraphique, nom: str = "Léo") -> Dessin:
    (dessin,) = dessiner(petit_document(nom), graphique(genre, "programme", "engage"), CADRE)
    return dessin


def enregistrements(emf: bytes) -> list[tuple[int, bytes]]:
    """Le genre et les données de chaque enregistrement, jusqu’au bout exact du fichier."""
    lus, place = [], 0
    while place < len(emf):
        genre, taille = struct.unpack_from("<II", emf, place)
        assert taille >= 8
        assert taille % 4 == 0
        lus.append((genre, emf[place + 8 : place + taille]))
        place += taille
    assert place == len(emf)
    return lus


def ecrit(donnees: bytes) -> tuple[str, int, int, list[int]]:
    """Le texte d’un enregistrement, où il se pose, et la chasse de chaque unité."""
    x, y, nombre, debut = struct.unpack_from("<iiII", donnees, 28)
    (chasses,) = struct.unpack_from("<I", donnees, 64)
    octets = donnees[debut - 8 : debut - 8 + 2 * nombre]
    return octets.decode("utf-16-le"), x, y, list(struct.unpack_from(f"<{nombre}I", donnees, chasses - 8))


@pytest.mark.parametrize("genre", GenreGraphique)
def test_l_en_tete_dit_le_fichier(genre: GenreGraphique) -> None:
    dessin = dessin_de(genre)
    emf = ecrire_emf(dessin)
    lus = enregistrements(emf)
    entete = lus[0][1]
    assert lus[0][0] == ENTETE
    assert lus[-1][0] == FIN
    assert entete[32:36] == b" EMF"
    octets, nombre = struct.unpack_from("<II", entete, 40)
    assert (octets, nombre) == (len(emf), len(lus))
    # En vingtièmes de point, puis en centièmes de millimètre.
    bornes, cadre = struct.unpack_from("<4i", entete, 0), struct.unpack_from("<4i", entete, 16)
    assert bornes[2:] == (482 * 20, dessin.hauteur // 5)
    assert cadre[2] == 482 * 2540 // 72


@pytest.mark.parametrize("genre", GenreGraphique)
def test_textes_et_barres_sont_ceux_du_dessin(genre: GenreGraphique) -> None:
    dessin = dessin_de(genre)
    formes = [forme for groupe in dessin.groupes for forme in groupe.formes]
    lus = enregistrements(ecrire_emf(dessin))
    textes = [ecrit(donnees) for sorte, donnees in lus if sorte == ECRIRE]
    assert [(t, x, y) for t, x, y, _ in textes] == [
        (f.texte, f.ou[0] // 5, f.ou[1] // 5) for f in formes if isinstance(f, Texte)
    ]
    barres = [struct.unpack("<4i", donnees) for sorte, donnees in lus if sorte == RECTANGLE]
    assert [(droite - gauche) * 5 for gauche, _, droite, _ in barres] == pytest.approx(
        [f.taille[0] for f in formes if isinstance(f, Rectangle)], abs=5
    )
    (police,) = [donnees for sorte, donnees in lus if sorte == POLICE]
    # Dix points.
    assert struct.unpack_from("<i", police, 4) == (-200,)
    assert all(all(chasses) for _, _, _, chasses in textes)


@pytest.mark.parametrize("genre", GenreGraphique)
def test_chaque_outil_cree_est_rendu(genre: GenreGraphique) -> None:
    """Un outil qu’on oublie prend, dans certains logiciels, une place qui manque au reste de la page."""
    gestes = [
        (sorte, struct.unpack_from("<I", donnees)[0])
        for sorte, donnees in enregistrements(ecrire_emf(dessin_de(genre)))
        if sorte in {PLUME, PINCEAU, SUPPRIMER}
    ]
    for rang, crees in ((1, PLUME), (2, PINCEAU)):
        siens = [1 if sorte == crees else -1 for sorte, outil in gestes if outil == rang]
        assert set(accumulate(siens)) <= {0, 1}
        assert sum(siens) == 0
    assert Counter(outil for _, outil in gestes).keys() <= {1, 2}


def test_un_caractere_hors_du_premier_plan_a_ses_deux_moities() -> None:
    textes = [
        ecrit(donnees)
        for sorte, donnees in enregistrements(ecrire_emf(dessin_de(GenreGraphique.AVANT_APRES, "Rue 🌉")))
        if sorte == ECRIRE
    ]
    (trouve,) = [texte for texte in textes if texte[0].startswith("Rue")]
    assert len(trouve[3]) == len(trouve[0].encode("utf-16-le")) // 2
