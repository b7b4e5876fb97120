"""Ce qui peut faire montrer à une page autre chose que les textes et les valeurs que l'on y lit.

Un fichier réenregistré garde le sens de l'original et change de présentation ; un dessin posé sur un chiffre, une ligne
cachée, un format de nombre qui n'affiche qu'une constante n'en sont pas : ils trompent qui regarde sans rien changer à
ce qui se lit.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from exports.verification.lecture import DocumentLu, Passage
from maquettes.tableur.garde import examiner

__all__ = ["apparence_du_classeur", "apparence_du_word"]

_FEUILLE: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_DESSIN: Final = re.compile(r"xl/drawings/[^/]+\.(?:xml|vml)")
_STYLES: Final = re.compile(r"xl/styles\.xml")
_COMMENTAIRES: Final = re.compile(r"xl/(?:.*/)?(?:threaded)?comments?[^/]*\.xml")
_CACHEE: Final = re.compile(
    rb"""<(?:\w+:)?(?:row|col)\b[^>]*?\s(?:hidden=["'](?:1|true)["']|(?:ht|width)=["']0(?:\.0*)?["'])"""
)
_POSE: Final = re.compile(rb"<(?:\w+:)?(graphicFrame|pic|sp|cxnSp)[\s>]")
_POSES: Final = {"graphicFrame": "graphiques", "pic": "images", "sp": "formes", "cxnSp": "traits"}
_FORMAT: Final = re.compile(
    rb"""<(?:\w+:)?numFmt\b(?=[^>]*\bnumFmtId=["'](?P<rang>[0-9]+))[^>]*\bformatCode=(?P<cote>["'])(?P<code>.*?)(?P=cote)"""
)
_EMPLOI: Final = re.compile(rb"""<(?:\w+:)?xf\b[^>]*?\bnumFmtId=["']([0-9]+)""")
_CONDITIONNELS: Final = re.compile(rb"<(?:\w+:)?dxfs\b.*</(?:\w+:)?dxfs>", re.DOTALL)
_ECRITURES: Final = re.compile(r"&quot;|[\"\\\\]")

_DETOUR: Final = re.compile(rb"<\w[^<>]*=\s*(?:\"[^\"]*&#|'[^']*&#)")

_MASQUES_DE_WORD: Final = {
    "drawing": "images ou dessins",
    "pict": "images ou dessins",
    "object": "objets",
    "altChunk": "documents incorporés",
    "vanish": "textes cachés",
    "ins": "ajouts suivis",
    "del": "suppressions suivies",
    "commentReference": "commentaires",
    "footnoteReference": "notes",
}
_MASQUE: Final = re.compile(rf"<(?:\w+:)?({'|'.join(_MASQUES_DE_WORD)})[\s/>]".encode())


def apparence_du_classeur(document: DocumentLu) -> frozenset[Passage]:
    """Objets posés, commentaires, lignes et colonnes cachées, formats de nombre."""
    archive = examiner(document.nom, document.octets)
    cachees, commentaires, poses, formats = 0, 0, Counter[str](), set[str]()
    lues: dict[str, bytes] = {}
    for nom in archive.parties:
        sans_casse = nom.casefold()
        commentaires += _COMMENTAIRES.fullmatch(sans_casse) is not None
        if _FEUILLE.fullmatch(sans_casse):
            lues[nom] = archive.lire(nom)
            cachees += len(_CACHEE.findall(lues[nom]))
        elif _DESSIN.fullmatch(sans_casse):
            lues[nom] = archive.lire(nom)
            poses.update(genre.decode() for genre in _POSE.findall(lues[nom]))
        elif _STYLES.fullmatch(sans_casse):
            lues[nom] = archive.lire(nom)
            formats |= _formats_employes(lues[nom])
    return frozenset(
        {
            Passage("lignes et colonnes cachées", str(cachees)),
            Passage("parties de commentaires", str(commentaires)),
            *(Passage(f"{nom} posés sur les feuilles", str(poses[genre])) for genre, nom in _POSES.items()),
            *(Passage("format de nombre", code) for code in formats - {"general", "@"}),
            *_detournees(lues),
        }
    )


def _formats_employes(styles: bytes) -> set[str]:
    """Les formats de nombre des cellules et des mises en forme conditionnelles."""
    employes = set(_EMPLOI.findall(styles))
    conditionnels = _CONDITIONNELS.search(styles)
    entre = conditionnels.span() if conditionnels else (0, 0)
    return {
        _ecrit_de_meme(forme["code"])
        for forme in _FORMAT.finditer(styles)
        if forme["rang"] in employes or entre[0] <= forme.start() < entre[1]
    }


def _ecrit_de_meme(code: bytes) -> str:
    """Le format de nombre, que ses textes soient entre guillemets ou derrière une barre, sans espaces."""
    return "".join(_ECRITURES.sub("", code.decode("utf-8", errors="replace")).casefold().split())


def apparence_du_word(parties: Mapping[str, bytes]) -> frozenset[Passage]:
    """Images, textes cachés, révisions suivies, commentaires et notes des ``parties`` d'un document Word."""
    poses = Counter(
        f"{_MASQUES_DE_WORD[masque.decode()]} ({nom})"
        for nom, octets in parties.items()
        for masque in _MASQUE.findall(octets)
    )
    return frozenset({*(Passage(lieu, str(nombre)) for lieu, nombre in poses.items()), *_detournees(parties)})


def _detournees(parties: Mapping[str, bytes]) -> Iterator[Passage]:
    """Les parties dont une balise est écrite de façon à n'être pas reconnue ici : aucun logiciel n'écrit ainsi."""
    for nom, octets in parties.items():
        if b"\0" in octets or _DETOUR.search(octets):
            yield Passage(f"balises ({nom})", "écrites par codes")
