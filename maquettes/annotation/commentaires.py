"""Les commentaires d’une feuille : ceux qui y sont restent, les nôtres s’ajoutent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maquettes.annotation.balisage import (
    Element,
    Retouche,
    ajouter_a_la_fin,
    analyser,
    appliquer,
    inserer_en_ordre,
)
from maquettes.annotation.geometrie import Cellule, lire_cellule
from maquettes.annotation.remarque import Annotation
from maquettes.annotation.sommaire import ESPACE_TABLEUR
from maquettes.annotation.texte_xml import LONGUEUR_MAXIMALE, longueur_de_tableur, prefixer, texte_tronque, texte_xml

__all__ = [
    "COMMENTAIRES_VIDES",
    "Fragment",
    "ajouter_commentaires",
    "cellules_commentees",
    "fragments",
    "texte_complet",
]

COMMENTAIRES_VIDES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{ESPACE_TABLEUR}"><authors></authors><commentList></commentList></comments>'
).encode("ascii")
_AUTEUR: Final = "financement"
_ORDRE: Final = ("authors", "commentList")
_LONGUEUR_MINIMALE: Final = 1_000
_SEPARATION: Final = "\n\n"
# comments, commentList, comment, text, puis t ou r.
_PROFONDEUR: Final = 5
_APRES_LE_TEXTE: Final = {"rPh", "phoneticPr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """Un morceau de commentaire, de graisse normale ou grasse."""

    texte: str
    graisse: str = "normale"


def fragments(remarques: Sequence[Annotation]) -> tuple[Fragment, ...]:
    """Le commentaire d’une cellule : chaque remarque, son intitulé en gras."""
    morceaux: list[Fragment] = []
    for remarque in remarques:
        separation = _SEPARATION if morceaux else ""
        gravite = remarque.gravite[:1].upper() + remarque.gravite[1:]
        morceaux.append(Fragment(texte=f"{separation}{gravite} {remarque.code}\n", graisse="grasse"))
        remede = f"\nRemède : {remarque.remede}" if remarque.remede else ""
        morceaux.append(Fragment(texte=remarque.message + remede))
    return tuple(morceaux)


def texte_complet(morceaux: Sequence[Fragment]) -> str:
    """Le texte d’un commentaire."""
    return "".join(morceau.texte for morceau in morceaux)


def _tronques(morceaux: Sequence[Fragment], longueur: int) -> list[Fragment]:
    """Les premiers fragments, tant qu’ils tiennent ; le dernier finit par « … » s’il en manque."""
    if longueur_de_tableur(texte_complet(morceaux)) <= longueur:
        return list(morceaux)
    gardes: list[Fragment] = []
    place = longueur
    for morceau in morceaux:
        prise = longueur_de_tableur(morceau.texte)
        if prise >= place:
            # Ajouter un caractère force la coupure, même quand le fragment, seul, tenait tout juste.
            return [*gardes, Fragment(texte=texte_tronque(morceau.texte + " ", place), graisse=morceau.graisse)]
        gardes.append(morceau)
        place -= prise
    return gardes


def _xml_des_fragments(morceaux: Sequence[Fragment]) -> str:
    return "".join(
        f'<r><rPr>{"<b/>" if morceau.graisse == "grasse" else ""}<sz val="9"/><color indexed="81"/>'
        f'<rFont val="Tahoma"/><family val="2"/></rPr><t xml:space="preserve">{texte_xml(morceau.texte)}</t></r>'
        for morceau in morceaux
    )


def _retenir(_nom: str, profondeur: int, _attributs: Mapping[str, str]) -> bool:
    return profondeur < _PROFONDEUR


def cellules_commentees(octets: bytes, partie: str) -> list[Cellule]:
    """Les cellules qui ont déjà un commentaire."""
    _, racine = analyser(octets, partie, _retenir)
    cellules = [lire_cellule(element.attributs.get("ref")) for element in _commentaires(racine)]
    return [cellule for cellule in cellules if cellule is not None]


def _commentaires(racine: Element) -> list[Element]:
    liste = racine.premier("commentList")
    return liste.tous("comment") if liste is not None else []


def ajouter_commentaires(octets: bytes, partie: str, nouveaux: Mapping[Cellule, Sequence[Fragment]]) -> bytes:
    """La partie des commentaires, complétée : à la suite du texte d’une cellule déjà commentée, ou en plus."""
    octets, racine = analyser(octets, partie, _retenir)
    presents = {lire_cellule(element.attributs.get("ref")): element for element in reversed(_commentaires(racine))}
    auteurs = racine.premier("authors")
    rang_auteur = len(auteurs.enfants) if auteurs is not None else 0
    retouches: list[Retouche] = []
    ajouts = []
    for cellule, morceaux in sorted(nouveaux.items()):
        element = presents.get(cellule)
        if element is not None:
            retouches += _completer(octets, element, morceaux)
            continue
        xml = _xml_des_fragments(_tronques(morceaux, LONGUEUR_MAXIMALE))
        ajouts.append(f'<comment ref="{cellule.adresse}" authorId="{rang_auteur}"><text>{xml}</text></comment>')
    if ajouts:
        auteur = prefixer(f"<author>{_AUTEUR}</author>", racine.prefixe)
        retouches.append(_ajouter(octets, racine, "authors", auteur))
        retouches.append(_ajouter(octets, racine, "commentList", prefixer("".join(ajouts), racine.prefixe)))
    return appliquer(octets, retouches)


def _ajouter(octets: bytes, racine: Element, nom: str, xml: str) -> Retouche:
    ensemble = racine.premier(nom)
    if ensemble is not None:
        return ajouter_a_la_fin(octets, ensemble, xml)
    return inserer_en_ordre(octets, racine, _ORDRE, nom, f"<{racine.prefixe}{nom}>{xml}</{racine.prefixe}{nom}>")


def _completer(octets: bytes, commentaire: Element, morceaux: Sequence[Fragment]) -> list[Retouche]:
    """Ajoute les fragments après le texte présent, qui devient lui-même un fragment s’il n’en avait pas."""
    prefixe = commentaire.prefixe
    texte = commentaire.premier("text")
    occupe = commentaire.fin - commentaire.debut
    suite = [Fragment(texte=_SEPARATION), *morceaux]
    gardes = _tronques(suite, max(LONGUEUR_MAXIMALE - occupe, _LONGUEUR_MINIMALE))
    xml = prefixer(_xml_des_fragments(gardes), prefixe)
    if texte is None:
        return [ajouter_a_la_fin(octets, commentaire, f"<{prefixe}text>{xml}</{prefixe}text>")]
    enrobes = [
        retouche
        for nu in texte.tous("t")
        for retouche in (Retouche(nu.debut, nu.debut, f"<{prefixe}r>"), Retouche(nu.fin, nu.fin, f"</{prefixe}r>"))
    ]
    suivant = next((enfant for enfant in texte.enfants if enfant.nom in _APRES_LE_TEXTE), None)
    if suivant is not None:
        return [*enrobes, Retouche(suivant.debut, suivant.debut, xml)]
    return [*enrobes, ajouter_a_la_fin(octets, texte, xml)]
