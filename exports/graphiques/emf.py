"""Un dessin en métafichier (EMF) : le vecteur que tout traitement de texte montre et imprime sans rien installer.

Les coordonnées y sont en vingtièmes de point. Chaque caractère a sa chasse, celle de la police du document : le texte
garde sa place si une autre police le dessine.
"""

import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import isqrt
from types import MappingProxyType
from typing import Final

from exports.graphiques.formes import POINT, Ancre, Dessin, Encre, Forme, Ligne, Marque, Point, Rectangle, Texte
from exports.graphiques.textes import CORPS
from exports.mise_en_page.police import largeur
from exports.mise_en_page.texte import imprimable

__all__ = ["ecrire_emf"]

_POLICE: Final = "Calibri"
_UNITE: Final = POINT // 20
"""Un vingtième de point, en centièmes."""

_CENTIEMES_DE_MILLIMETRE: Final = 2540
_POUCE: Final = 1440
_ENCRES: Final[Mapping[str, str]] = MappingProxyType({Encre.TEXTE: "#000000", Encre.FILET: "#D9D9D9"})
_CONTOUR: Final = 10
_POLYGONE, _LIGNES, _FIN, _ALIGNEMENT, _FOND, _COULEUR = 3, 4, 14, 22, 18, 24
_CHOISIR, _PLUME, _PINCEAU, _SUPPRIMER, _RECTANGLE, _CREER_POLICE, _ECRIRE = 37, 38, 39, 40, 43, 82, 84
_SUR_LA_LIGNE: Final = {Ancre.DEBUT: 24, Ancre.MILIEU: 30, Ancre.FIN: 26}
_TRANSPARENT: Final = 1
_LARGEUR_DE_POLICE: Final = 332
_OCTETS_D_ENTETE: Final = 108
_PLUME_DE_BORD, _PINCEAU_EN_COURS, _POLICE_EN_COURS = 1, 2, 3


def ecrire_emf(dessin: Dessin) -> bytes:
    """Le métafichier, aux dimensions du dessin ; les mêmes octets pour un même dessin."""
    corps = [
        _enregistrement(_FOND, struct.pack("<I", _TRANSPARENT)),
        _police(),
        _enregistrement(_CHOISIR, struct.pack("<I", _POLICE_EN_COURS)),
    ]
    for groupe in dessin.groupes:
        for forme in groupe.formes:
            corps += _forme(forme)
    corps.append(_enregistrement(_FIN, struct.pack("<III", 0, 16, 20)))
    suite = b"".join(corps)
    return _entete(dessin, _OCTETS_D_ENTETE + len(suite), 1 + _nombre(suite)) + suite


def _nombre(suite: bytes) -> int:
    """Le nombre des enregistrements d’une suite."""
    nombre, place = 0, 0
    while place < len(suite):
        (taille,) = struct.unpack_from("<I", suite, place + 4)
        nombre, place = nombre + 1, place + taille
    return nombre


def _entete(dessin: Dessin, octets: int, enregistrements: int) -> bytes:
    large, haut = dessin.largeur // _UNITE, dessin.hauteur // _UNITE
    cadre = (cote * _CENTIEMES_DE_MILLIMETRE // _POUCE for cote in (large, haut))
    appareil = struct.pack("<iiii", 10 * _POUCE, 10 * _POUCE, 254, 254)
    donnees = struct.pack("<4i", 0, 0, large, haut) + struct.pack("<4i", 0, 0, *cadre)
    donnees += struct.pack("<4sIIIHHIII", b" EMF", 0x10000, octets, enregistrements, _POLICE_EN_COURS + 1, 0, 0, 0, 0)
    donnees += appareil + struct.pack("<IIIII", 0, 0, 0, 254_000, 254_000)
    return _enregistrement(1, donnees)


def _enregistrement(genre: int, donnees: bytes) -> bytes:
    donnees += bytes(-len(donnees) % 4)
    return struct.pack("<II", genre, 8 + len(donnees)) + donnees


def _couleur(couleur: str) -> int:
    rouge, vert, bleu = bytes.fromhex(_ENCRES.get(couleur, couleur).removeprefix("#"))
    return rouge | vert << 8 | bleu << 16


def _point(point: Point) -> tuple[int, int]:
    return point[0] // _UNITE, point[1] // _UNITE


def _police() -> bytes:
    nom = _POLICE.encode("utf-16-le").ljust(64, b"\0")
    logique = struct.pack("<iiiiiBBBBBBBB", -CORPS // _UNITE, 0, 0, 0, 400, 0, 0, 0, 1, 0, 0, 0, 0) + nom
    return _enregistrement(
        _CREER_POLICE, struct.pack("<I", _POLICE_EN_COURS) + logique.ljust(_LARGEUR_DE_POLICE - 12, b"\0")
    )


def _avec(rang: int, creer: bytes, dessiner: bytes) -> Iterator[bytes]:
    """Un outil créé, choisi, employé, rendu."""
    choisir = struct.pack("<I", rang)
    yield creer
    yield _enregistrement(_CHOISIR, choisir)
    yield dessiner
    # Les outils du système, à la place du nôtre, qu'on ne supprime pas tant qu'il sert.
    yield _enregistrement(_CHOISIR, struct.pack("<I", 0x80000007 if rang == _PLUME_DE_BORD else 0x80000005))
    yield _enregistrement(_SUPPRIMER, choisir)


def _plume(couleur: str, epaisseur: int) -> bytes:
    donnees = struct.pack("<IIiiI", _PLUME_DE_BORD, 0, epaisseur, 0, _couleur(couleur))
    return _enregistrement(_PLUME, donnees)


def _plein(couleur: str, dessiner: bytes) -> Iterator[bytes]:
    """Une forme pleine, bordée de l’encre du texte."""
    pinceau = _enregistrement(_PINCEAU, struct.pack("<IIII", _PINCEAU_EN_COURS, 0, _couleur(couleur), 0))
    bordee = b"".join(_avec(_PLUME_DE_BORD, _plume(Encre.TEXTE, _CONTOUR), dessiner))
    yield from _avec(_PINCEAU_EN_COURS, pinceau, bordee)


def _forme(forme: Forme) -> Iterator[bytes]:
    match forme:
        case Rectangle(coin=coin, taille=(large, haut)):
            oppose = coin[0] + large, coin[1] + haut
            cotes = struct.pack("<4i", *_point(coin), *_point(oppose))
            yield from _plein(forme.couleur, _enregistrement(_RECTANGLE, cotes))
        case Marque():
            yield from _plein(forme.couleur, _polyligne(_POLYGONE, forme.points))
        case Ligne():
            traits = b"".join(_polyligne(_LIGNES, trait) for trait in _troncons(forme))
            yield from _avec(_PLUME_DE_BORD, _plume(forme.couleur, forme.epaisseur // _UNITE), traits)
        case Texte():
            yield from _texte(forme)


def _polyligne(genre: int, points: tuple[Point, ...]) -> bytes:
    places = [_point(point) for point in points]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    bornes = struct.pack("<4i", min(xs), min(ys), max(xs), max(ys))
    suite = b"".join(struct.pack("<ii", *place) for place in places)
    return _enregistrement(genre, bornes + struct.pack("<I", len(places)) + suite)


def _troncons(ligne: Ligne) -> Iterator[tuple[Point, ...]]:
    """La ligne, ou ses tirets : une plume tiretée n’a qu’un point d’épaisseur dans bien des logiciels."""
    if not ligne.tirets:
        yield ligne.points
        return
    rang, reste, longueurs = 0, ligne.tirets[0], ligne.tirets
    for debut, fin in pairwise(ligne.points):
        longueur = isqrt((fin[0] - debut[0]) ** 2 + (fin[1] - debut[1]) ** 2)
        fait = 0
        while fait < longueur:
            pas = min(reste, longueur - fait)
            if rang % 2 == 0:
                yield _entre(debut, fin, fait, longueur), _entre(debut, fin, fait + pas, longueur)
            fait, reste = fait + pas, reste - pas
            if not reste:
                rang += 1
                reste = longueurs[rang % len(longueurs)]


def _entre(debut: Point, fin: Point, fait: int, longueur: int) -> Point:
    return debut[0] + (fin[0] - debut[0]) * fait // longueur, debut[1] + (fin[1] - debut[1]) * fait // longueur


def _texte(forme: Texte) -> Iterator[bytes]:
    texte = imprimable(forme.texte)
    code = texte.encode("utf-16-le")
    chasses: list[int] = []
    for caractere in texte:
        chasse = largeur(caractere) * CORPS // (1000 * _UNITE)
        # Un caractère hors du premier plan s'écrit en deux moitiés : la seconde n'avance pas.
        chasses += [chasse] + [0] * (len(caractere.encode("utf-16-le")) // 2 - 1)
    yield _enregistrement(_ALIGNEMENT, struct.pack("<I", _SUR_LA_LIGNE[forme.ancre]))
    yield _enregistrement(_COULEUR, struct.pack("<I", _couleur(Encre.TEXTE)))
    code_cale = code + bytes(-len(code) % 4)
    x, y = _point(forme.ou)
    donnees = struct.pack("<4i", 0, 0, -1, -1) + struct.pack("<Iff", 1, 1.0, 1.0)
    donnees += struct.pack("<iiIII", x, y, len(chasses), 76, 0) + struct.pack("<4iI", 0, 0, -1, -1, 76 + len(code_cale))
    yield _enregistrement(_ECRIRE, donnees + code_cale + struct.pack(f"<{len(chasses)}I", *chasses))
