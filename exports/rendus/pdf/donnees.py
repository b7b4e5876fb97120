"""Le document en données pour le modèle : des textes prêts à poser, rien à calculer ni à interpréter."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from exports.document.chiffres import afficher_chiffre
from exports.document.document import Document
from exports.document.elements import Article, ChiffreCle, Signature
from exports.document.identite import TITRE_DE_L_IDENTIFICATION, dire_les_tableaux_joints, identifier, identite_courte
from exports.document.tableau import TITRES_DES_PARTIES, Partie
from exports.document.typographie import composer_espaces
from exports.mise_en_page.page import PAGES, Page
from exports.mise_en_page.police import FAMILLES, Graisse, largeur
from exports.mise_en_page.texte import imprimable, lignes_de
from exports.rendus.pdf.blocs import decrire_la_decision, decrire_les_parties
from exports.rendus.pdf.pages import D_UN_TENANT, Bloc, se_coupe, tableau_se_coupe
from exports.rendus.pdf.phrases import CORPS, composer, composer_court
from exports.rendus.pdf.volets import Donnees
from exports.texte.mots import NON_SIGNABLE
from financement.valeurs.dates import afficher_date

__all__ = ["decrire_document"]

_EMPREINTE_COURTE: Final = 16
_BANDEAU: Final = 120
_BORD: Final = 80
_LARGEUR_D_ARTICLE: Final = 5_300
_LARGEUR_DE_LIBELLE: Final = 1_500
_TUILES_PAR_RANGEE: Final = 4
_BORDS_D_UNE_TUILE: Final = 270
_BORDS_D_UNE_MENTION: Final = 200
_HAUTEUR_D_UNE_MENTION: Final = 165
_BORDS_DE_L_ENCADRE: Final = 200
_SIGNATURES_PAR_RANGEE: Final = 3
_BORDS_D_UNE_SIGNATURE: Final = 300
_SIGNATURE_D_UN_TENANT: Final = 1_000
_PART_D_UN_BORD: Final = 95
"""De la largeur utile, celle du titre et du bandeau d’une page, en pourcentage."""
_PART_DU_PIED: Final = 31
_BORDS_D_UNE_PUCE: Final = 220


def decrire_document(document: Document) -> Donnees:
    """Tout ce que le modèle pose, dans l’ordre du document."""
    arrete, page = document.date_arrete, PAGES[document.page]
    tailles = page.tailles
    return {
        "page": {
            "largeur": page.largeur,
            "hauteur": page.hauteur,
            "marge": page.marge,
            "tailles": asdict(tailles),
            "hauteur_de_signature": page.hauteur_de_signature,
        },
        "familles": FAMILLES,
        "titre_du_fichier": f"{document.titre} – {document.sous_titre}",
        "auteur": document.mention("Porteur"),
        "sujet": f"Convention {document.code}, arrêté au {afficher_date(arrete)}",
        "mots": document.sceau.texte(),
        "date": [arrete.year, arrete.month, arrete.day],
        "titre": composer(document.titre.strip() or "Document", tailles.titre, page.utile),
        "sous_titre": composer(document.sous_titre, tailles.sous_titre, page.utile),
        "identite": composer(identite_courte(document), tailles.identite, page.utile),
        "bandeau": composer(document.bandeau or "", tailles.tableau, page.utile - _BORDS_DE_L_ENCADRE),
        "bandeau_de_page": composer_court(document.bandeau or "", tailles.corps, page.bandeau),
        "avertissements": [composer(dit, tailles.corps, page.decision) for dit in document.avertissements],
        "chiffres": [_chiffre(document, page, chiffre) for chiffre in document.chiffres_cles],
        "articles": [_article(numero, article) for numero, article in enumerate(document.articles, 1)],
        "decision": {
            "titre": composer(TITRES_DES_PARTIES[Partie.DECISION], tailles.partie, page.decision),
            "blocs": [_bloc(0, bloc) for bloc in decrire_la_decision(document)],
            "largeur": page.decision,
            "sommaire": "Sommaire" if page.a_un_sommaire else "",
        },
        "identification": _identification(document, page),
        "joints": composer(dire_les_tableaux_joints(document, "Dans le classeur joint"), tailles.corps, page.utile),
        "signatures": [_signature(page, signature) for signature in document.signatures],
        "note_de_signature": composer(document.note_de_signature, tailles.corps, page.utile),
        "non_signable": composer(NON_SIGNABLE, tailles.tableau, page.utile - _BORDS_DE_L_ENCADRE),
        "empechements": [composer(dit, tailles.corps, page.utile - _BORDS_D_UNE_PUCE) for dit in document.empechements],
        "feuilles": list(_feuilles(document, page)),
        "largeur_d_entete": _largeur_d_entete(page),
        "pied": [_pied(document, page), _empreintes(document)],
    }


def _feuilles(document: Document, page: Page) -> Iterator[Donnees]:
    """Les pages : leur en-tête, la partie qu’elles montrent s’il y en a une, leurs morceaux, nommés ou décrits.

    Là où la décision n’a pas de sommaire, tout la suit : une page ne s’ouvre que lorsque la précédente est pleine.
    """
    parties = list(_parties(document))
    articles = ["articles"] if document.articles else []
    fin = ["signatures", "identification"]
    if not page.a_un_sommaire:
        blocs = [bloc for _, siens in parties for bloc in siens]
        yield {"entete": _entete(document, page), "titre": "", "morceaux": ["decision", *blocs, *articles, *fin]}
        return
    yield _feuille(document, page, TITRES_DES_PARTIES[Partie.DECISION], ["decision"])
    for partie, blocs in parties:
        yield {
            "entete": _entete(document, page, ""),
            "titre": TITRES_DES_PARTIES[partie],
            "morceaux": blocs,
        }
    if articles:
        yield _feuille(document, page, "Articles", articles)
    yield _feuille(document, page, "Signatures et identification", fin)


def _feuille(document: Document, page: Page, titre: str, morceaux: list[str]) -> Donnees:
    return {"entete": _entete(document, page, titre), "titre": "", "morceaux": morceaux}


def _parties(document: Document) -> Iterator[tuple[Partie, list[Donnees]]]:
    """Les parties qui s’impriment, leurs blocs numérotés : d’un même titre, deux tableaux restent distincts."""
    numero = 0
    for partie, blocs in decrire_les_parties(document):
        yield partie, [_bloc(numero + rang, bloc) for rang, bloc in enumerate(blocs, 1)]
        numero += len(blocs)


def _bloc(numero: int, bloc: Bloc) -> Donnees:
    return bloc.donnees | {
        "nom": bloc.titre,
        "numero": str(numero),
        "se_coupe": se_coupe(bloc),
        "tableau_se_coupe": tableau_se_coupe(bloc),
    }


def _pied(document: Document, page: Page) -> str:
    """La convention et la date d’arrêté, toujours entière ; un code trop long s’abrège, la première page le dit."""
    avant, apres = "Convention ", f" – arrêté au {afficher_date(document.date_arrete)}"
    prise = largeur(f"{avant}{apres}", Graisse.GRASSE) * _BORD // 1000
    code = composer_court(document.code, _BORD, page.utile * _PART_DU_PIED // 100 - prise)
    return imprimable(composer_espaces(f"{avant}{code}{apres}"))


def _empreintes(document: Document) -> str:
    dossier, regles = document.empreinte[:_EMPREINTE_COURTE], document.sceau.regles[:_EMPREINTE_COURTE]
    return f"Empreintes\u00a0: dossier {dossier}, règles {regles}"


def _entete(document: Document, page: Page, *suite: str) -> str:
    return composer_court(" – ".join((document.titre, *suite)), _BORD, _largeur_d_entete(page))


def _largeur_d_entete(page: Page) -> int:
    return page.utile * _PART_D_UN_BORD // 100 - page.bandeau


def _identification(document: Document, page: Page) -> Donnees:
    """Les mentions, d’un tenant s’il se peut : une page ne finit pas sur leurs seuls en-têtes."""
    taille, libre = page.tailles.corps, page.utile - _LARGEUR_DE_LIBELLE - _BORDS_D_UNE_MENTION
    mentions = list(identifier(document))
    suites = sum(
        max(
            lignes_de(imprimable(libelle), _LARGEUR_DE_LIBELLE * 1000 // taille),
            lignes_de(imprimable(valeur), libre * 1000 // taille, Graisse.GRASSE),
        )
        - 1
        for libelle, valeur in mentions
    )
    hauteur = (len(mentions) + 1) * _HAUTEUR_D_UNE_MENTION + suites * taille * 5 // 4
    return {
        "titre": composer(TITRE_DE_L_IDENTIFICATION, page.tailles.partie, page.utile),
        "mentions": [
            (composer(libelle, taille, _LARGEUR_DE_LIBELLE), composer(valeur, taille, libre))
            for libelle, valeur in mentions
        ],
        "se_coupe": hauteur > D_UN_TENANT,
    }


def _chiffre(document: Document, page: Page, chiffre: ChiffreCle) -> Donnees:
    libre, taille = page.decision // _TUILES_PAR_RANGEE - _BORDS_D_UNE_TUILE, page.tailles.corps
    return {
        "valeur": afficher_chiffre(document, chiffre),
        "libelle": composer(chiffre.libelle, taille, libre),
        "precision": composer(chiffre.precision, taille, libre),
    }


def _article(numero: int, article: Article) -> Donnees:
    return {
        "titre": composer(f"Article {numero} – {article.titre.strip()}", _BANDEAU, _LARGEUR_D_ARTICLE),
        "alineas": [composer(alinea, CORPS, _LARGEUR_D_ARTICLE) for alinea in article.alineas],
    }


def _signature(page: Page, signature: Signature) -> Donnees:
    """Les textes d’un bloc, qui ne se coupe que s’ils sont trop longs pour une page."""
    textes = (signature.organisme, signature.qualite, signature.objet, signature.signataire)
    libre = page.utile // _SIGNATURES_PAR_RANGEE - _BORDS_D_UNE_SIGNATURE
    return {
        "textes": [
            composer(texte, taille, libre)
            for texte, taille in zip(textes, (page.tailles.organisme, *[page.tailles.corps] * 3), strict=True)
        ],
        "se_coupe": sum(map(len, textes)) > _SIGNATURE_D_UN_TENANT,
    }
