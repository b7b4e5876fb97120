"""Les images d’un document Word : ce qu’elles montrent, leurs dimensions, leur texte de remplacement."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Final

from exports.verification.ooxml.arbre import Noeud
from financement.valeurs.arrondi import arrondir

__all__ = ["DESSIN", "decrire_les_images", "images_montrees"]

DESSIN: Final = "w:drawing"
_POINT: Final = 12_700
"""Un point, dans l’unité des dessins."""

_CHIFFRES: Final = 9


def decrire_les_images(
    corps: Noeud, liens: Mapping[str, str], parties: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    """Les traits de chaque image, dans l’ordre ; ``liens`` donne la partie de chaque relation."""
    for rang, dessin in enumerate(corps.nommes(DESSIN), 1):
        lieu = f"image n° {rang}"
        image = next(dessin.nommes("a:blip"), None)
        partie = "" if image is None else liens.get(image.attributs.get("r:embed", ""), "")
        yield lieu, sha256(parties.get(partie, b"")).hexdigest()[:16]
        for mesuree, dite in (("wp:extent", "dimensions"), ("a:ext", "dimensions du dessin")):
            for etendue in dessin.nommes(mesuree):
                if "cx" in etendue.attributs:
                    cotes = (_points(etendue.attributs.get(cote, "")) for cote in ("cx", "cy"))
                    yield f"{lieu}, {dite}", " × ".join(cotes)
        for propriete in dessin.nommes("wp:docPr"):
            yield f"{lieu}, nom", propriete.attributs.get("name", "")
            description = propriete.attributs.get("descr", "")
            yield f"{lieu}, texte de remplacement", description
            for autre in dessin.nommes("pic:cNvPr"):
                if autre.attributs.get("descr", description) not in {"", description}:
                    yield f"{lieu}, second texte de remplacement", autre.attributs["descr"]


def images_montrees(corps: Noeud, liens: Mapping[str, str]) -> frozenset[str]:
    """Les parties dont une image du corps est faite."""
    return frozenset(liens.get(image.attributs.get("r:embed", ""), "") for image in corps.nommes("a:blip"))


def _points(mesure: str) -> str:
    """Une longueur au point près : un réenregistrement l’arrondit."""
    return str(arrondir(Fraction(int(mesure), _POINT))) if mesure.isdecimal() and len(mesure) <= _CHIFFRES else mesure
