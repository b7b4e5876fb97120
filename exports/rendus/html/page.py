"""La page : tête, sommaire, décision, graphiques, parties, articles, signatures, et ce qu’elle embarque."""

import gzip
from base64 import b64encode
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final

from exports.document.chiffres import afficher_chiffre
from exports.document.document import Document
from exports.document.elements import ChiffreCle, Graphique
from exports.document.identite import TITRE_DE_L_IDENTIFICATION, dire_les_tableaux_joints, identifier, identite_courte
from exports.document.tableau import TITRES_DES_PARTIES, Partie, Tableau
from exports.document.typographie import PRECISIONS, composer_espaces, composer_valeur
from exports.graphiques.cadre import Cadre
from exports.graphiques.dessin import dessiner
from exports.graphiques.svg import ecrire_svg
from exports.rendus.html.balises import ancre_de_cellule, ancre_de_tableau, echapper, json_compact, phrase
from exports.rendus.html.explications import serialiser_explications
from exports.rendus.html.impression import planifier_l_impression
from exports.rendus.html.styles import styles_des_tableaux
from exports.rendus.html.tableaux import ecrire_tableau
from exports.texte.mots import NON_SIGNABLE

__all__ = ["rendre_html"]

_POLITIQUE: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
_CADRE: Final = Cadre(largeur=720)
_EN_TETE: Final = (Partie.DECISION, Partie.CONSTATS)
"""Les parties qui ouvrent la page : à l’écran, ce qui bloque se lit juste après ce que l’on décide."""
_ESPACE_DE_NOM: Final = ' xmlns="http://www.w3.org/2000/svg"'


def rendre_html(document: Document, *, dossier: str) -> bytes:
    """La page, en UTF-8 ; les mêmes octets pour un même document et un même dossier.

    ``dossier`` est le json canonique dont le document est tiré : la page l’emporte, comprimé, avec son sceau.
    """
    return "".join(_page(document, dossier)).encode()


def _page(document: Document, dossier: str) -> Iterator[str]:
    propres = styles_des_tableaux(document.tableaux)
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
    yield f'<script type="application/octet-stream" id="dossier-canonique">{_comprime(dossier)}</script>\n'
    embarquees = _comprime(json_compact(serialiser_explications(document)))
    yield f'<script type="application/octet-stream" id="explications">{embarquees}</script>\n'
    plan = planifier_l_impression(document, (tableau for tableau in document.tableaux if not tableau.est_joint))
    yield f'<script type="application/json" id="impression">{_sans_danger(json_compact(plan))}</script>\n'
    yield f"<script>\n{_ressource('rapport.js')}</script>\n"
    yield f"<script>\n{_ressource('impression.js')}</script>\n</body>\n</html>\n"


def _comprime(texte: str) -> str:
    return b64encode(gzip.compress(texte.encode(), compresslevel=9, mtime=0)).decode()


def _ressource(nom: str) -> str:
    """Un style ou un programme, sans les retraits de sa source : la page en porte une ligne par ligne."""
    lignes = resources.files("exports.rendus.html").joinpath(nom).read_text(encoding="utf-8").splitlines()
    return "\n".join(ligne.strip() for ligne in lignes if ligne.strip()) + "\n"


def _sans_danger(texte_json: str) -> str:
    return texte_json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _tete(document: Document) -> Iterator[str]:
    yield "<header>\n"
    if document.bandeau:
        yield f'<p class="bandeau" role="note">{_lier_aux_constats(document, phrase(document.bandeau))}</p>\n'
    yield f'<div class="titres"><h1>{phrase(document.titre)}</h1>\n'
    yield f"<p>{phrase(document.sous_titre)}</p><p>{phrase(identite_courte(document))}</p></div>\n"
    yield '<div id="theme"></div>\n</header>\n'


def _lier_aux_constats(document: Document, texte: str) -> str:
    """Le texte, lien vers les constats si la page en a : de ce qui bloque, on va à ce qu’il faut corriger."""
    if Partie.CONSTATS not in dict(document.parties):
        return texte
    return f'<a href="#{_ancre_de_partie(Partie.CONSTATS)}">{texte}</a>'


def _sommaire(document: Document) -> Iterator[str]:
    yield '<nav aria-label="Sommaire"><details open><summary>Sommaire</summary><ul>\n'
    for ancre, titre, tableaux in _parties(document):
        yield f'<li><a href="#{ancre}">{phrase(titre)}</a>'
        if tableaux:
            yield "<ul>\n"
            for tableau in tableaux:
                yield f'<li><a href="#{ancre_de_tableau(tableau)}">{phrase(tableau.titre_court)}</a></li>\n'
            yield "</ul>"
        yield "</li>\n"
    yield "</ul></details></nav>\n"


def _parties(document: Document) -> Iterator[tuple[str, str, tuple[Tableau, ...]]]:
    """Chaque partie de la page, dans l’ordre : ancre, titre, tableaux."""
    par_partie = dict(document.parties)
    for partie in (*_EN_TETE, *(autre for autre in Partie if autre not in _EN_TETE)):
        titre, tableaux = TITRES_DES_PARTIES[partie], par_partie.get(partie, ())
        if partie is Partie.CONSTATS:
            tableaux = tuple(tableau for tableau in tableaux if not tableau.est_joint)
        if tableaux or (partie is Partie.DECISION and (document.chiffres_cles or document.avertissements)):
            yield _ancre_de_partie(partie), titre, tableaux
        if partie is Partie.CONSTATS and document.graphiques:
            yield "graphiques", "Graphiques", ()
    annexes = tuple(tableau for tableau in par_partie.get(Partie.CONSTATS, ()) if tableau.est_joint)
    if annexes:
        yield "verifications", "Vérifications et lecture", annexes
    suites = (
        (document.articles, "articles", "Articles"),
        (document.signatures or document.empechements, "signatures", "Signatures"),
        (document.sceau, "empreintes", TITRE_DE_L_IDENTIFICATION),
    )
    yield from ((ancre, titre, ()) for presente, ancre, titre in suites if presente)


def _ancre_de_partie(partie: Partie) -> str:
    return f"partie-{partie}"


def _contenu(document: Document) -> Iterator[str]:
    designes = [*(chiffre.lieu for chiffre in document.chiffres_cles), *document.cibles]
    for ancre, titre, tableaux in _parties(document):
        match ancre:
            case "graphiques":
                yield from _graphiques(document)
            case "articles":
                yield from _articles(document)
            case "signatures" | "empreintes":
                pass
            case _:
                yield f'<section id="{ancre}"><h2>{phrase(titre)}</h2>\n'
                if ancre == _ancre_de_partie(Partie.DECISION):
                    yield from _chiffres(document)
                for tableau in tableaux:
                    yield from ecrire_tableau(document, tableau, designes)
                yield "</section>\n"


def _chiffres(document: Document) -> Iterator[str]:
    """Ce qui ouvre la décision : chiffres clés, avertissements."""
    if document.chiffres_cles:
        yield '<ul class="tuiles" id="chiffres-cles">\n'
        yield from (_tuile(document, chiffre) for chiffre in document.chiffres_cles)
        yield "</ul>\n"
    if document.avertissements:
        yield '<ul class="avertissements" id="avertissements">\n'
        yield from (f"<li>{phrase(texte)}</li>\n" for texte in document.avertissements)
        yield "</ul>\n"


def _graphiques(document: Document) -> Iterator[str]:
    yield '<section id="graphiques"><h2>Graphiques</h2>\n'
    for graphique in document.graphiques:
        yield from _figure(document, graphique)
    yield "</section>\n"


def _definitions(paires: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Une liste de définitions."""
    yield "<dl>\n"
    yield from (f"<div><dt>{phrase(libelle)}</dt><dd>{echapper(valeur)}</dd></div>\n" for libelle, valeur in paires)
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
    lien = f"#{ancre_de_cellule(document.tableau(lieu.tableau), lieu)}"
    return (
        f'<li><a href="{lien}"><span>{phrase(chiffre.libelle)}</span> '
        f"<strong>{echapper(texte)}</strong> {precision}</a></li>\n"
    )


def _figure(document: Document, graphique: Graphique) -> Iterator[str]:
    tableau = document.tableau(graphique.tableau)
    nom = tableau.colonnes[tableau.rang_colonne(graphique.colonne_des_noms)]
    # Une série toute nulle n'a rien de dessiné, et rien à dire à côté du dessin : son tableau complet la garde.
    series = [
        serie.colonne
        for serie in graphique.series
        if any(tableau.cellule(ligne, serie.colonne).valeur for ligne in graphique.lignes)
    ]
    colonnes = [nom, *(tableau.colonnes[tableau.rang_colonne(colonne)] for colonne in series)]
    yield f"<figure><figcaption><h3>{phrase(graphique.titre)}</h3></figcaption>\n"
    for planche in dessiner(document, graphique, _CADRE):
        svg = ecrire_svg(planche, titre=graphique.titre, description=graphique.description)
        # Dans une page html, l'espace de nom d'un svg va de soi.
        yield f'<div class="dessin">{svg.replace(_ESPACE_DE_NOM, "", 1)}</div>\n'
    yield f"<p>{phrase(graphique.description)}</p>\n"
    lien = f'<a href="#{ancre_de_tableau(tableau)}">{phrase(tableau.titre)}</a>'
    yield f"<details><summary>Montants du graphique</summary><p>Tableau complet : {lien}.</p>"
    legende = phrase(f"{graphique.titre} – {PRECISIONS[document.sceau.unite]}")
    yield f'<div class="cadre"><table><caption>{legende}</caption><thead><tr>'
    yield f'<th scope="col">{phrase(_intitule(nom.groupe, nom.libelle))}</th>'
    yield from (f'<th scope="col" class="n">{phrase(_intitule(c.groupe, c.libelle))}</th>' for c in colonnes[1:])
    yield "</tr></thead><tbody>"
    for cle in graphique.lignes:
        textes = [
            echapper(composer_valeur(tableau.cellule(cle, c.cle).valeur, c.genre, document.sceau.unite))
            for c in colonnes
        ]
        yield f'<tr><th scope="row">{textes[0]}</th>'
        yield "".join(f'<td class="n">{texte}</td>' for texte in textes[1:])
        yield "</tr>\n"
    yield "</tbody></table></div></details></figure>\n"


def _intitule(groupe: str, libelle: str) -> str:
    return f"{groupe} : {libelle}" if groupe else libelle


def _signatures(document: Document) -> Iterator[str]:
    """Les cadres, ou ce qui empêche de signer."""
    if document.signatures:
        yield '<section id="signatures"><h2>Signatures</h2>\n<ul class="cadres">\n'
        for signature in document.signatures:
            yield f"<li><strong>{echapper(signature.organisme)}</strong><span>{phrase(signature.qualite)}</span>"
            yield f"<span>{phrase(signature.objet)}</span><span>{phrase(signature.signataire)}</span>"
            yield "<em>Date et signature :</em></li>\n"
        yield "</ul>\n"
        yield f"<p>{phrase(document.note_de_signature)}</p>\n" if document.note_de_signature else ""
        yield "</section>\n"
    elif document.empechements:
        yield '<section id="signatures"><h2>Signatures</h2>\n'
        yield f'<p class="bloquant">{phrase(NON_SIGNABLE)}</p>\n<ul>\n'
        yield from (f"<li>{phrase(empechement)}</li>\n" for empechement in document.empechements)
        yield "</ul></section>\n"


def _pied(document: Document) -> Iterator[str]:
    yield "<footer>\n"
    yield from _signatures(document)
    yield f'<section id="empreintes"><h2>{TITRE_DE_L_IDENTIFICATION}</h2>\n'
    yield from _definitions(identifier(document))
    yield f"<p>{phrase(document.rappel)}</p>\n"
    if joints := dire_les_tableaux_joints(document, "À l’écran et dans le classeur"):
        yield f'<p class="imprime">{phrase(joints)}</p>\n'
    yield "</section>\n</footer>\n"
