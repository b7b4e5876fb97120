"""Lire le xml d’une partie au fil de l’eau, sans jamais admettre de type de document ni d’entité."""

from collections.abc import Callable, Iterable
from typing import Final
from xml.parsers import expat

from financement.fautes.faute import ModeleFaute, TexteRefuse
from maquettes.tableur.emboitements import Emboitements, trop_emboite
from maquettes.tableur.limites import LIMITE_ELEMENTS, LIMITE_EMBOITEMENTS, demesure, en_chiffres

__all__ = [
    "CLASSEUR_DTD",
    "CLASSEUR_XML_MALFORME",
    "ESPACE_DE_NOMS",
    "STRICT",
    "Attributs",
    "analyser",
    "est_verifiee",
    "mesurer",
    "peu_nombreux",
]

ESPACE_DE_NOMS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"

Attributs = dict[str, str]

_SUFFIXES: Final = (".xml", ".rels")
# Les autres encodages demanderaient à Python une table que le format xlsx n'autorise pas.
_ENCODAGES: Final = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1"})
# Une balise ou un attribut démesuré serait gardé entier en mémoire avant d'être rendu.
_BALISE_LA_PLUS_LONGUE: Final = 1_000_000


CLASSEUR_DTD: Final = ModeleFaute(
    "CLASSEUR-10",
    "La partie « {lu} » déclare un type de document ou des entités, ce qu’aucun tableur n’écrit.",
    "Ne pas ouvrir le fichier s’il vient d’un inconnu ; sinon, l’enregistrer de nouveau dans un tableur.",
)
CLASSEUR_XML_MALFORME: Final = ModeleFaute(
    "CLASSEUR-11",
    "La partie « {lu} » du classeur n’est pas un xml correct : erreur à la ligne {ligne}.",
    "Reprendre le fichier d’origine ; à défaut, rouvrir le classeur dans un tableur, accepter la réparation, rétablir "
    "ce qu’elle a perdu et l’enregistrer de nouveau.",
)
CLASSEUR_STRICT: Final = ModeleFaute(
    "CLASSEUR-13",
    "Le classeur est au format « Strict Open XML » (« {lu} »), dont les feuilles ne seraient pas vues.",
    "L’enregistrer comme « Classeur Excel (.xlsx) », sans le mot « Strict ».",
)


def est_verifiee(partie: str) -> bool:
    """La garde vérifie tout le xml de cette partie, d’après son nom."""
    return partie.casefold().endswith(_SUFFIXES)


class _Refus:
    """Ce qui arrête la lecture d’une partie."""

    def __init__(self, lecteur: expat.XMLParserType, partie: str) -> None:
        self._lecteur = lecteur
        self._partie = partie

    def malforme(self) -> TexteRefuse:
        """Le refus d’un xml incorrect, à la ligne où en est la lecture."""
        ligne = str(self._lecteur.CurrentLineNumber)
        return TexteRefuse(CLASSEUR_XML_MALFORME, self._partie, ligne=ligne)

    def type_de_document(self, *_: object) -> None:
        """Refuse tout type de document."""
        raise TexteRefuse(CLASSEUR_DTD, self._partie)

    def encodage(self, _version: str, encodage: str | None, _isolement: int) -> None:
        """Refuse un encodage que le format n’admet pas."""
        if encodage is not None and encodage.lower() not in _ENCODAGES:
            raise self.malforme()

    def racine(self, lue: str, attendue: str) -> None:
        """Refuse une autre racine que celle du format : ses éléments ne seraient pas vus."""
        if lue == f"{STRICT} {attendue}":
            raise TexteRefuse(CLASSEUR_STRICT, STRICT)
        if lue != f"{ESPACE_DE_NOMS} {attendue}":
            raise self.malforme()


def analyser(
    partie: str,
    morceaux: Iterable[bytes],
    *,
    racine: str | None = None,
    debut: Callable[[str, Attributs], object] | None = None,
    fin: Callable[[str], object] | None = None,
    texte: Callable[[str], object] | None = None,
) -> None:
    """Appelle ``debut``, ``fin`` et ``texte`` à chaque balise et à chaque texte de la partie.

    Un nom est précédé de son espace de noms et d’une espace. Lève :class:`TexteRefuse` si le xml est malformé, s’il
    a un type de document, ou si sa racine n’est pas l’élément ``racine`` du format.
    """
    lecteur = expat.ParserCreate(namespace_separator=" ")
    refus = _Refus(lecteur, partie)

    def commencer(nom: str, attributs: Attributs) -> None:
        if racine is not None:
            refus.racine(nom, racine)
        lecteur.StartElementHandler = debut
        if debut is not None:
            debut(nom, attributs)

    lecteur.buffer_text = True
    lecteur.StartDoctypeDeclHandler = refus.type_de_document
    lecteur.XmlDeclHandler = refus.encodage
    lecteur.StartElementHandler = commencer
    lecteur.EndElementHandler = fin
    lecteur.CharacterDataHandler = texte
    recus = 0
    try:
        for morceau in morceaux:
            lecteur.Parse(morceau)
            recus += len(morceau)
            if recus - lecteur.CurrentByteIndex > _BALISE_LA_PLUS_LONGUE:
                raise refus.malforme()
        lecteur.Parse(b"", True)
    except expat.ExpatError:
        raise refus.malforme() from None


def mesurer(partie: str, ouvrir: Callable[[str], Iterable[bytes]]) -> None:
    """Vérifie le xml d’une ``partie``, dont aucune balise n’est emboîtée sans fin, sans rien en garder.

    ``ouvrir`` en donne les morceaux : deux fois, si ses balises ne se comptent pas dans ses octets.
    """
    emboitements = Emboitements(partie)
    analyser(partie, emboitements.suivre(ouvrir(partie)))
    if not emboitements.est_regulier:
        _mesurer_balise_a_balise(partie, ouvrir(partie))


def _mesurer_balise_a_balise(partie: str, morceaux: Iterable[bytes]) -> None:
    profondeur = 0

    def commencer(_nom: str, _attributs: Attributs) -> None:
        nonlocal profondeur
        profondeur += 1
        if profondeur > LIMITE_EMBOITEMENTS:
            raise trop_emboite(partie)

    def finir(_nom: str) -> None:
        nonlocal profondeur
        profondeur -= 1

    analyser(partie, morceaux, debut=commencer, fin=finir)


def peu_nombreux(partie: str, debut: Callable[[str, Attributs], object]) -> Callable[[str, Attributs], object]:
    """Le même ``debut``, d’une partie dont chaque balise est gardée : elles y sont en nombre limité."""
    nombre = 0

    def compter(nom: str, attributs: Attributs) -> None:
        nonlocal nombre
        nombre += 1
        if nombre > LIMITE_ELEMENTS:
            raise demesure(partie, f"a plus de {en_chiffres(LIMITE_ELEMENTS)} balises")
        debut(nom, attributs)

    return compter
