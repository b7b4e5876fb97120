"""Falsifier une page html : ses chiffres, ses styles, ses scripts, ce qu’on pose par-dessus."""

import base64
import gzip
import re
from collections.abc import Callable
from typing import Final

from tests.solidite.falsifications.genres import Falsification, Faux, Hasard, Impossible, inserer, remplacer

__all__ = ["FALSIFICATIONS"]

_MONTANT: Final = re.compile(r">([0-9]{1,3}(?:\u202f[0-9]{3})+,[0-9]{2})")
_EXACTE: Final = re.compile(r"data-v=([0-9]+/[0-9]+)")
_CELLULE: Final = re.compile(r"<td([^>]*)>(?=[0-9]{1,3}\u202f)")


def _tire(motif: re.Pattern[str], changement: Callable[[str], str]) -> Callable[[bytes, Hasard], Faux]:
    """Un endroit de la page, tiré au hasard, changé ; ce qu’il devient est le faux à retrouver."""

    def faire(octets: bytes, hasard: Hasard) -> Faux:
        page = octets.decode()
        trouve = hasard.choice(list(motif.finditer(page)))
        faux = changement(trouve[1])
        octets = (page[: trouve.start(1)] + faux + page[trouve.end(1) :]).encode()
        return Faux(octets, "" if "<" in faux else faux)

    return faire


def _page(geste: Callable[[str], str]) -> Callable[[bytes, Hasard], bytes]:
    def faire(octets: bytes, _: Hasard) -> bytes:
        neuve = geste(octets.decode())
        if neuve.encode() == octets:
            raise Impossible("page inchangée")
        return neuve.encode()

    return faire


def _avant(repere: str, ajout: str) -> Callable[[bytes, Hasard], bytes]:
    return _page(lambda page: inserer(page, repere, ajout))


def _attribut(attribut: str) -> Callable[[bytes, Hasard], bytes]:
    """Un attribut de plus sur la cellule d’un montant, tirée au hasard."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        page = octets.decode()
        cellule = hasard.choice(list(_CELLULE.finditer(page)))
        return (page[: cellule.end() - 1] + " " + attribut + page[cellule.end() - 1 :]).encode()

    return faire


def _dossier_change(octets: bytes, _: Hasard) -> bytes:
    """Le dossier joint, où un montant change."""
    page = octets.decode()
    trouve = re.search(r'(<script[^>]*id="?dossier-canonique"?[^>]*>)(.*?)</script>', page, re.DOTALL)
    assert trouve is not None
    dossier = gzip.decompress(base64.b64decode(trouve[2])).replace(b'"450000.00"', b'"450001.00"')
    neuf = base64.b64encode(gzip.compress(dossier, mtime=0)).decode()
    return (page[: trouve.start(2)] + neuf + page[trouve.end(2) :]).encode()


def _h(nom: str, geste: Callable[[bytes, Hasard], Faux | bytes], nomme: str = "", chiffre: str = "") -> Falsification:
    return Falsification(f"html : {nom}", "html", geste, nomme, chiffre)


# fmt: off
FALSIFICATIONS: Final = (
    _h("un centime de plus", _tire(_MONTANT, lambda m: m[:-1] + ("1" if m[-1] != "1" else "2")), chiffre="oui"),
    _h("un montant négatif", _tire(_MONTANT, lambda m: f"−{m}"), chiffre="oui"),
    _h("un montant décuplé", _tire(_MONTANT, lambda m: f"{m[0]}{m}"), chiffre="oui"),
    _h("une valeur exacte changée", _tire(_EXACTE, lambda m: f"{m}0"), chiffre="oui"),
    _h("un montant coupé par une balise", _tire(_MONTANT, lambda m: f"{m[:2]}<b></b>{m[2:]}"), ""),
    _h("un paragraphe ajouté", _avant("<h1", "<p>Soldé : 1 000,00 €</p>"), "1 000,00 €", chiffre="oui"),
    _h("une ligne retirée", _page(lambda p: remplacer(p, r"<tr[^>]*>(?:(?!</tr>).)*>450\u202f000,00.*?</tr>", "")), chiffre="oui"),
    _h("un mot changé", _page(lambda p: remplacer(p, ">Annexe financière<", ">Annexe approuvée<"))),
    _h("style qui cache les nombres", _avant("</head>", "<style>td{display:none}</style>"), "<style>"),
    _h("style qui écrit", _avant("</head>", '<style>td::after{content:"0"}</style>'), "content"),
    _h("style qui blanchit", _avant("</head>", "<style>td{color:#fff}</style>"), "#fff"),
    _h("style changé", _page(lambda p: remplacer(p, r"<style>", "<style>td{font-size:0}")), "contenu de style"),
    _h("style sur une cellule", _attribut('style="display:none"'), "display:none"),
    _h("cellule blanche", _attribut('style="color:#fff"'), "color:#fff"),
    _h("cellule déplacée", _attribut('style="position:absolute;left:-9999px"'), "position:absolute"),
    _h("cellule cachée", _attribut("hidden"), "hidden"),
    _h("cellule d’une autre classe", _attribut('class="faux"'), "faux"),
    _h("lecture à haute voix qui ment", _attribut('aria-label="1 000,00 euros"'), "aria-label"),
    _h("lecture à haute voix tue", _attribut('aria-hidden="true"'), "aria-hidden"),
    _h("bulle qui ment", _attribut('title="1 000,00 €"'), "title"),
    _h("sens d’écriture", _attribut('dir="rtl"'), "rtl"),
    _h("cellule modifiable", _attribut("contenteditable"), "contenteditable"),
    _h("cellule étendue", _attribut("colspan=9"), "colspan"),
    _h("geste sur une cellule", _attribut('onmouseover="this.textContent=0"'), "onmouseover"),
    _h("texte posé par-dessus", _avant("<h1", '<div style="position:fixed;top:0">1 000,00 €</div>'), "position:fixed", chiffre="oui"),
    _h("voile vide", _avant("<h1", '<div style="position:fixed;inset:0;background:#fff"></div>'), "inset:0"),
    _h("image posée", _avant("<h1", '<img src="data:image/png;base64,AAAA" style="position:absolute">'), "<img"),
    _h("dessin posé", _avant("<h1", '<svg style="position:absolute"><rect width="99" height="99"/></svg>'), "<svg"),
    _h("script ajouté", _avant("</body>", "<script>document.body.textContent=1</script>"), "contenu de script"),
    _h("script distant", _avant("</head>", '<script src="http://exemple.fr/a.js"></script>'), "exemple.fr"),
    _h("script changé", _page(lambda p: remplacer(p, r"(<script>)", r"\1document.title='';")), "contenu de script"),
    _h("feuille de style distante", _avant("</head>", '<link rel="stylesheet" href="http://exemple.fr/a.css">'), "exemple.fr"),
    _h("cadre", _avant("<h1", '<iframe src="http://exemple.fr/"></iframe>'), "iframe"),
    _h("cadre de texte", _avant("<h1", "<iframe srcdoc='&lt;p>1 000,00 €'></iframe>"), "srcdoc"),
    _h("objet", _avant("<h1", '<object data="a.pdf"></object>'), "<object"),
    _h("base", _avant("</head>", '<base href="http://exemple.fr/">'), "<base"),
    _h("rafraîchissement", _avant("</head>", '<meta http-equiv="refresh" content="0;url=http://exemple.fr">'), "refresh"),
    _h("formulaire", _avant("<h1", "<form><input value='1 000,00'></form>"), "<input"),
    _h("zone de saisie", _avant("<h1", "<textarea>1 000,00</textarea>"), "textarea", chiffre="oui"),
    _h("lien détourné", _page(lambda p: remplacer(p, r"href=\"?#[a-z0-9-]+", 'href="#faux')), "#faux"),
    _h("langue changée", _page(lambda p: remplacer(p, r'lang="?fr"?', 'lang="en"')), 'lang="en"'),
    _h("titre de l’onglet", _page(lambda p: remplacer(p, "<title>[^<]*", "<title>Annexe approuvée")), "approuvée"),
    _h("détail fermé", _avant("<h1", "<details><summary>Voir</summary>"), "details"),
    _h("gabarit", _avant("<h1", "<template>"), "template"),
    _h("sans script", _avant("<h1", "<noscript>1 000,00 €</noscript>"), "noscript", chiffre="oui"),
    _h("texte barré", _tire(_MONTANT, lambda m: f"<s>{m}</s>"), ""),
    _h("texte à l’envers", _tire(_MONTANT, lambda m: f"<bdo dir=rtl>{m}</bdo>"), ""),
    _h("caractère invisible", _tire(_MONTANT, lambda m: f"{m[:1]}\u200b{m[1:]}")),
    _h("sens invisible", _tire(_MONTANT, lambda m: f"\u202e{m}\u202c")),
    _h("commentaire conditionnel", _avant("<h1", "<!--[if IE]><p>1 000,00</p><![endif]-->")),
    _h("dossier joint changé", _dossier_change, "contenu de script"),
    _h("graphique changé", _page(lambda p: remplacer(p, r'(<rect[^>]*height="?)([0-9.]+)', r"\g<1>1")), "<rect"),
    _h("octet de fin", lambda o, _: o + b"\n"),
    _h("fins de ligne", lambda o, _: o.replace(b"\n", b"\r\n")),
    _h("suite après la page", lambda o, _: o + b"<p>1 000,00</p>", chiffre="oui"),
)
# fmt: on
