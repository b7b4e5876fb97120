"""La page : tête, sommaire, chiffres clés, graphiques, tableaux, signatures, empreintes, et ce qu'elle embarque."""

import gzip
from base64 import b64encode
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final

from exports.chiffres import afficher_chiffre
from exports.document import Document
from exports.document_elements import ChiffreCle, Graphique
from exports.document_tableau import Niveau, Tableau
from exports.graphique_svg import dessiner
from exports.rendu_html.balises import (
    ancre_de_cellule,
    ancre_de_tableau,
    echapper,
    json_embarque,
    phrase,
)
from exports.rendu_html.explications import serialiser_explications
from exports.rendu_html.tableaux import ecrire_tableau, styles_du_tableau
from exports.typographie import PRECISIONS, afficher_valeur, composer_espaces
from financement.dates import afficher_date

__all__ = ["rendre_html"]

_POLITIQUE: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
_PARTIES: Final = {
    Niveau.SYNTHESE: ("syntheses", "Synthèses"),
    Niveau.DETAIL: ("details", "Tableaux de détail"),
    Niveau.LECTURE: ("lectures", "Pour lire ces tableaux"),
}
_ESPACE_DE_NOM: Final = ' xmlns="http://www.w3.org/2000/svg"'


def rendre_html(document: Document, *, dossier: str) -> bytes:
    """La page, en UTF-8 ; les mêmes octets pour un même document et un même dossier.

    ``dossier`` est le json canonique dont le document est tiré : la page l'emporte, comprimé, avec son sceau.
    """
    return "".join(_page(document, dossier)).encode()


def _page(document: Document, dossier: str) -> Iterator[str]:
    propres = "".join(map(styles_du_tableau, document.tableaux))
    yield '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLITIQUE}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield f"<title>{echapper(composer_espaces(f'{document.titre} – {document.sous_titre}'))}</title>\n"
    yield f"<style>\n{_ressource('rapport.css')}{propres}</style>\n</head>\n<body>\n"
    yield '<a class="evitement" href="#contenu">Aller au contenu</a>\n'
    yield from _tete(document)
    yield '<div class="corps">\n'
    yield from _sommaire(document)
    yield '<main id="contenu" tabindex="-1">\n'
    yield from _contenu(document)
    yield "</main>\n</div>\n"
    yield from _pied(document)
    yield f'<script type="application/json" id="sceau">{_sans_danger(document.sceau.texte())}</script>\n'
    comprime = b64encode(gzip.compress(dossier.encode(), compresslevel=9, mtime=0)).decode()
    yield f'<script type="application/octet-stream" id="dossier-canonique">{comprime}</script>\n'
    embarquees = json_embarque(serialiser_explications(document))
    yield f'<script type="application/json" id="explications">{embarquees}</script>\n'
    yield f"<script>\n{_ressource('rapport.js')}</script>\n</body>\n</html>\n"


def _ressource(nom: str) -> str:
    return resources.files("exports.rendu_html").joinpath(nom).read_text(encoding="utf-8")


def _sans_danger(texte_json: str) -> str:
    return texte_json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _tete(document: Document) -> Iterator[str]:
    yield "<header>\n"
    if document.bandeau:
        yield f'<p class="bandeau" role="note">{phrase(document.bandeau)}</p>\n'
    yield f'<div class="titres"><h1>{phrase(document.titre)}</h1>\n'
    arrete = afficher_date(document.date_arrete)
    yield f"<p>{phrase(document.sous_titre)} – arrêté au {arrete}</p></div>\n"
    yield '<div id="theme"></div>\n</header>\n'


def _par_niveau(document: Document) -> Iterator[tuple[str, str, list[Tableau]]]:
    """Les parties qui ont un tableau : ancre, titre, tableaux ; les synthèses d'abord."""
    for niveau, (ancre, titre) in _PARTIES.items():
        tableaux = [tableau for tableau in document.tableaux if tableau.niveau is niveau]
        if tableaux:
            yield ancre, titre, tableaux


def _sommaire(document: Document) -> Iterator[str]:
    yield '<nav aria-label="Sommaire"><details open><summary>Sommaire</summary><ul>\n'
    parties = (
        (document.chiffres_cles, "chiffres-cles", "Chiffres clés"),
        (document.avertissements, "avertissements", "Avertissements"),
        (document.mentions, "identification", "Identification"),
        (document.articles, "articles", "Articles"),
        (document.graphiques, "graphiques", "Graphiques"),
    )
    yield from (f'<li><a href="#{ancre}">{titre}</a></li>\n' for presente, ancre, titre in parties if presente)
    for ancre, titre, tableaux in _par_niveau(document):
        yield f'<li><a href="#{ancre}">{titre}</a><ul>\n'
        for tableau in tableaux:
            yield f'<li><a href="#{ancre_de_tableau(tableau)}">{phrase(tableau.titre_court)}</a></li>\n'
        yield "</ul></li>\n"
    if document.signatures:
        yield '<li><a href="#signatures">Signatures</a></li>\n'
    yield '<li><a href="#empreintes">Empreintes</a></li>\n</ul></details></nav>\n'


def _contenu(document: Document) -> Iterator[str]:
    if document.chiffres_cles:
        yield '<section id="chiffres-cles"><h2>Chiffres clés</h2>\n<ul class="tuiles">\n'
        yield from (_tuile(document, chiffre) for chiffre in document.chiffres_cles)
        yield "</ul></section>\n"
    if document.avertissements:
        yield '<section id="avertissements"><h2>Avertissements</h2>\n<ul>\n'
        yield from (f"<li>{phrase(texte)}</li>\n" for texte in document.avertissements)
        yield "</ul></section>\n"
    if document.mentions:
        yield '<section id="identification"><h2>Identification</h2>\n'
        yield from _definitions((mention.libelle, echapper(mention.valeur)) for mention in document.mentions)
        yield "</section>\n"
    yield from _articles(document)
    if document.graphiques:
        yield '<section id="graphiques"><h2>Graphiques</h2>\n'
        for graphique in document.graphiques:
            yield from _figure(document, graphique)
        yield "</section>\n"
    designes = [chiffre.lieu for chiffre in document.chiffres_cles]
    for ancre, titre, tableaux in _par_niveau(document):
        yield f'<section id="{ancre}"><h2>{titre}</h2>\n'
        for tableau in tableaux:
            yield from ecrire_tableau(document, tableau, designes)
        yield "</section>\n"


def _definitions(paires: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Une liste de définitions ; les secondes valeurs sont déjà du html."""
    yield "<dl>\n"
    yield from (f"<div><dt>{phrase(libelle)}</dt><dd>{valeur}</dd></div>\n" for libelle, valeur in paires)
    yield "</dl>\n"


def _articles(document: Document) -> Iterator[str]:
    if document.articles:
        yield '<section id="articles"><h2>Articles</h2>\n'
        for numero, article in enumerate(document.articles, 1):
            alineas = "".join(f"<p>{phrase(alinea)}</p>\n" for alinea in article.alineas)
            yield f"<article><h3>{phrase(f'Article {numero} – {article.titre}')}</h3>\n{alineas}</article>\n"
        yield "</section>\n"


def _tuile(document: Document, chiffre: ChiffreCle) -> str:
    lieu = chiffre.lieu
    texte = afficher_chiffre(document, chiffre)
    precision = f"<small>{phrase(chiffre.precision)}</small>" if chiffre.precision else ""
    lien = f"#{ancre_de_cellule(document.tableau(lieu.tableau), lieu.ligne, lieu.colonne)}"
    return (
        f'<li><a href="{lien}"><span>{phrase(chiffre.libelle)}</span> '
        f"<strong>{echapper(texte)}</strong> {precision}</a></li>\n"
    )


def _figure(document: Document, graphique: Graphique) -> Iterator[str]:
    tableau = document.tableau(graphique.tableau)
    nom = tableau.colonnes[tableau.rang_colonne(graphique.colonne_des_noms)]
    colonnes = [nom, *(tableau.colonnes[tableau.rang_colonne(serie)] for serie in graphique.series)]
    # Dans une page html, l'espace de nom d'un svg va de soi.
    dessin = dessiner(document, graphique).replace(_ESPACE_DE_NOM, "", 1)
    yield f"<figure><figcaption><h3>{phrase(graphique.titre)}</h3></figcaption>\n{dessin}\n"
    yield f"<p>{phrase(graphique.description)}</p>\n"
    lien = f'<a href="#{ancre_de_tableau(tableau)}">{phrase(tableau.titre)}</a>'
    yield f"<details><summary>Montants du graphique</summary><p>Tableau complet : {lien}.</p>"
    legende = phrase(f"{graphique.titre} – {PRECISIONS[document.sceau.unite]}")
    yield f'<div class="cadre"><table><caption>{legende}</caption><thead><tr>'
    yield "".join(f'<th scope="col">{phrase(_intitule(colonne.groupe, colonne.libelle))}</th>' for colonne in colonnes)
    yield "</tr></thead><tbody>"
    for cle in graphique.lignes:
        textes = [
            echapper(afficher_valeur(tableau.cellule(cle, c.cle).valeur, c.genre, document.sceau.unite))
            for c in colonnes
        ]
        yield f'<tr><th scope="row">{textes[0]}</th>'
        yield "".join(f'<td class="n">{texte}</td>' for texte in textes[1:])
        yield "</tr>\n"
    yield "</tbody></table></div></details></figure>\n"


def _intitule(groupe: str, libelle: str) -> str:
    return f"{groupe} : {libelle}" if groupe else libelle


def _pied(document: Document) -> Iterator[str]:
    yield "<footer>\n"
    if document.signatures:
        yield '<section id="signatures"><h2>Signatures</h2>\n<ul>\n'
        for signature in document.signatures:
            yield f"<li><strong>{echapper(signature.organisme)}</strong><span>{phrase(signature.qualite)}</span>"
            yield f"<span>{phrase(signature.objet)}</span><em>Date et signature :</em></li>\n"
        yield "</ul></section>\n"
    sceau = document.sceau
    lignes = {
        "Logiciel": sceau.logiciel,
        "Dossier canonique (sha256)": sceau.dossier,
        "Règles (sha256)": sceau.regles,
        "Date d'arrêté": afficher_date(sceau.date_arrete),
        "Sceau": sceau.texte(),
    }
    yield '<section id="empreintes"><h2>Empreintes</h2>\n'
    yield from _definitions((libelle, f"<code>{echapper(valeur)}</code>") for libelle, valeur in lignes.items())
    rappel = "Ce fichier contient le dossier dont il est tiré : « financement verifier » le relit et compare."
    yield f"<p>{phrase(rappel)}</p></section>\n</footer>\n"
