"""Les images d'un document Word : ce qu'elles montrent, leurs dimensions, leur texte de remplacement."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Final

from exports.verification.arbre import Noeud
from financement.arrondi import arrondir

__all__ = ["DESSIN", "decrire_les_images", "images_montrees"]

DESSIN: Final = "w:drawing"
_POINT: Final = 12_700
"""Un point, dans l'unité des dessins."""

_CHIFFRES: Final = 9
# Ce qu'a toute image posée dans un texte, et ce qu'un traitement de texte y ajoute sans rien changer à ce qui se voit.
_CONNUS: Final = frozenset(
    {
        "wp:inline", "wp:extent", "wp:effectExtent", "wp:docPr", "wp:cNvGraphicFramePr", "a:graphicFrameLocks",
        "a:graphic", "a:graphicData", "pic:pic", "pic:nvPicPr", "pic:cNvPr", "pic:cNvPicPr", "a:picLocks",
        "pic:blipFill", "a:blip", "a:stretch", "a:fillRect", "pic:spPr", "a:xfrm", "a:off", "a:ext", "a:prstGeom",
        "a:avLst", "a:noFill",
    }
)  # fmt: skip
_REMPLISSAGE: Final = "a:fillRect"


def decrire_les_images(
    corps: Noeud, liens: Mapping[str, str], parties: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    """Les traits de chaque image, dans l'ordre ; ``liens`` donne la partie de chaque relation."""
    for rang, dessin in enumerate(corps.nommes(DESSIN), 1):
        lieu = f"image n° {rang}"
        image = next(dessin.nommes("a:blip"), None)
        partie = "" if image is None else liens.get(image.attributs.get("r:embed", ""), "")
        yield lieu, sha256(parties.get(partie, b"")).hexdigest()[:16]
        etendue, propriete = next(dessin.nommes("wp:extent"), None), next(dessin.nommes("wp:docPr"), None)
        if etendue is not None:
            yield f"{lieu}, dimensions", " × ".join(_points(etendue.attributs.get(cote, "")) for cote in ("cx", "cy"))
        if propriete is not None:
            yield f"{lieu}, texte de remplacement", propriete.attributs.get("descr", "")
            if propriete.attributs.get("hidden", "0") not in {"0", "false"}:
                yield f"{lieu}, cachée", "oui"
        for nom, nombre in Counter(n.nom for n in dessin.tous() if n.nom != DESSIN and n.nom not in _CONNUS).items():
            yield f"{lieu}, élément {nom}", str(nombre)
        cadrage = {nom: valeur for n in dessin.nommes(_REMPLISSAGE) for nom, valeur in n.attributs.items()}
        if cadrage:
            yield f"{lieu}, cadrage", " ".join(f"{nom} {valeur}" for nom, valeur in sorted(cadrage.items()))


def images_montrees(corps: Noeud, liens: Mapping[str, str]) -> frozenset[str]:
    """Les parties dont une image du corps est faite."""
    return frozenset(liens.get(image.attributs.get("r:embed", ""), "") for image in corps.nommes("a:blip"))


def _points(mesure: str) -> str:
    """Une longueur au point près : un réenregistrement l'arrondit."""
    return str(arrondir(Fraction(int(mesure), _POINT))) if mesure.isdecimal() and len(mesure) <= _CHIFFRES else mesure
