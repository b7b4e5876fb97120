"""Ce qu’une page html peut montrer d’autre que ses textes : balises, attributs, styles, scripts, un à un."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from exports.verification.commun.comparaison import comparer_passages
from exports.verification.commun.ecart import Ecart, premier_octet
from exports.verification.commun.lecture import DocumentLu, Passage
from exports.verification.html.morceaux import SANS_BALISE, Morceau, decouper

__all__ = ["apparence_de_la_page"]

_DE_TROP: Final = 4
_TOUJOURS_PERMIS: Final = 10_000


def apparence_de_la_page(lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    """Chaque balise ajoutée, retirée ou dont un attribut change, chaque style et chaque script ; sinon l’octet."""
    attendues = list(_balises(attendu))
    limite = _DE_TROP * len(attendues) + _TOUJOURS_PERMIS
    lues = list(islice(_balises(lu), limite))
    trouves = 0
    if len(lues) == limite:
        trouves += 1
        yield Ecart("balises de la page", f"plus de {limite - 1}", str(len(attendues)))
    for ecart in comparer_passages(lues, attendues):
        trouves += 1
        yield ecart
    if not trouves:
        yield premier_octet(lu.octets, attendu.octets)


def _balises(document: DocumentLu) -> Iterator[Passage]:
    """Une balise par passage, attributs dans l’ordre alphabétique ; le contenu d’un style ou d’un script à part."""
    repere, precedente = "début de la page", ""
    for rang, morceau in enumerate(decouper(document), 1):
        if morceau.balise:
            repere = f"#{morceau.attributs['id']}" if morceau.attributs.get("id") else repere
            yield Passage(f"balise n° {rang}, {repere}", _ecrire(morceau))
        elif precedente in SANS_BALISE and morceau.texte.strip():
            yield Passage(f"contenu de {precedente} n° {rang}, {repere}", morceau.texte)
        precedente = morceau.balise


def _ecrire(morceau: Morceau) -> str:
    attributs = "".join(f' {nom}="{valeur}"' for nom, valeur in sorted(morceau.attributs.items()))
    return f"<{morceau.balise}{attributs}>"
