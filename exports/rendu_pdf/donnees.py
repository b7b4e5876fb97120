"""Le document en données pour le modèle : des textes prêts à poser, rien à calculer ni à interpréter."""

from collections.abc import Iterator
from typing import Final

from exports.chiffres import afficher_chiffre
from exports.document import Document
from exports.document_elements import Article, ChiffreCle, Signature
from exports.document_tableau import TITRES_DES_PARTIES, Partie
from exports.identite import TITRE_DE_L_IDENTIFICATION, dire_les_tableaux_joints, identifier, identite_courte
from exports.mise_en_page.police import FAMILLES
from exports.mise_en_page.texte import Compose
from exports.mots import NON_SIGNABLE
from exports.rendu_pdf.blocs import decrire_la_decision, decrire_les_parties
from exports.rendu_pdf.pages import Bloc, se_coupe
from exports.rendu_pdf.phrases import CORPS, composer, composer_court
from exports.rendu_pdf.volets import Donnees
from financement.dates import afficher_date

__all__ = ["decrire_document"]

_EMPREINTE_COURTE: Final = 16
_TITRE: Final = 240
_SOUS_TITRE: Final = 140
_IDENTITE: Final = 110
_BANDEAU: Final = 120
_BORD: Final = 80
_LARGEUR_D_ARTICLE: Final = 5_300
_LARGEUR_DE_LIBELLE: Final = 1_500
_LARGEUR_DE_MENTION: Final = 9_300
_LARGEUR_DE_TUILE: Final = 1_650
_LARGEUR_DE_SIGNATURE: Final = 3_300
_SIGNATURE_D_UN_TENANT: Final = 1_000
_LARGEUR_D_EMPECHEMENT: Final = 11_000
_LARGEUR_D_ENTETE: Final = 6_500
_LARGEUR_DE_BANDEAU: Final = 4_300
_LARGEUR_DE_PIED: Final = 3_500


def decrire_document(document: Document) -> Donnees:
    """Tout ce que le modèle pose, dans l'ordre du document."""
    arrete = document.date_arrete
    return {
        "familles": FAMILLES,
        "titre_du_fichier": f"{document.titre} – {document.sous_titre}",
        "auteur": document.mention("Porteur"),
        "sujet": f"Convention {document.code}, arrêté au {afficher_date(arrete)}",
        "mots": document.sceau.texte(),
        "date": [arrete.year, arrete.month, arrete.day],
        "titre": composer(document.titre.strip() or "Document", _TITRE),
        "sous_titre": composer(document.sous_titre, _SOUS_TITRE),
        "identite": composer(identite_courte(document), _IDENTITE),
        "bandeau": composer(document.bandeau or "", _BANDEAU),
        "bandeau_de_page": composer_court(document.bandeau or "", CORPS, _LARGEUR_DE_BANDEAU),
        "avertissements": [composer(avertissement) for avertissement in document.avertissements],
        "mentions": list(_mentions(document)),
        "chiffres": [_chiffre(document, chiffre) for chiffre in document.chiffres_cles],
        "articles": [_article(numero, article) for numero, article in enumerate(document.articles, 1)],
        "parties": list(_parties(document)),
        "decision": {
            "titre": composer(TITRES_DES_PARTIES[Partie.DECISION], _BANDEAU),
            "blocs": [_bloc(0, bloc) for bloc in decrire_la_decision(document)],
        },
        "identification": composer(TITRE_DE_L_IDENTIFICATION, _BANDEAU),
        "joints": composer(dire_les_tableaux_joints(document)),
        "signatures": [_signature(signature) for signature in document.signatures],
        "note_de_signature": composer(document.note_de_signature),
        "non_signable": composer(NON_SIGNABLE, _BANDEAU),
        "empechements": [composer(empechement, CORPS, _LARGEUR_D_EMPECHEMENT) for empechement in document.empechements],
        "entetes": {nom: _entete(document, nom) for nom in ("Décision", "Articles", "Signatures et identification")},
        "largeur_d_entete": _LARGEUR_D_ENTETE,
        "pied": [_pied(document), _empreintes(document)],
    }


def _pied(document: Document) -> str:
    arrete = afficher_date(document.date_arrete)
    return composer_court(f"Convention {document.code} – arrêté au {arrete}", _BORD, _LARGEUR_DE_PIED)


def _empreintes(document: Document) -> str:
    dossier, regles = document.empreinte[:_EMPREINTE_COURTE], document.sceau.regles[:_EMPREINTE_COURTE]
    return f"Empreintes\u00a0: dossier {dossier}, règles {regles}"


def _entete(document: Document, titre: str) -> str:
    return composer_court(f"{document.titre} – {titre}", _BORD, _LARGEUR_D_ENTETE)


def _parties(document: Document) -> Iterator[Donnees]:
    """Les parties qui s'impriment, leurs blocs numérotés : d'un même titre, deux tableaux restent distincts."""
    numero = 0
    for partie, blocs in decrire_les_parties(document):
        yield {
            "entete": _entete(document, ""),
            "titre": TITRES_DES_PARTIES[partie],
            "blocs": [_bloc(numero + rang, bloc) for rang, bloc in enumerate(blocs, 1)],
        }
        numero += len(blocs)


def _bloc(numero: int, bloc: Bloc) -> Donnees:
    return bloc.donnees | {"nom": bloc.titre, "numero": str(numero), "se_coupe": se_coupe(bloc)}


def _mentions(document: Document) -> Iterator[tuple[Compose, Compose]]:
    for libelle, valeur in identifier(document):
        yield composer(libelle, CORPS, _LARGEUR_DE_LIBELLE), composer(valeur, CORPS, _LARGEUR_DE_MENTION)


def _chiffre(document: Document, chiffre: ChiffreCle) -> Donnees:
    return {
        "valeur": afficher_chiffre(document, chiffre),
        "libelle": composer(chiffre.libelle, CORPS, _LARGEUR_DE_TUILE),
        "precision": composer(chiffre.precision, CORPS, _LARGEUR_DE_TUILE),
    }


def _article(numero: int, article: Article) -> Donnees:
    return {
        "titre": composer(f"Article {numero} – {article.titre.strip()}", _BANDEAU, _LARGEUR_D_ARTICLE),
        "alineas": [composer(alinea, CORPS, _LARGEUR_D_ARTICLE) for alinea in article.alineas],
    }


def _signature(signature: Signature) -> Donnees:
    """Les textes d'un bloc, qui ne se coupe que s'ils sont trop longs pour une page."""
    textes = (signature.organisme, signature.qualite, signature.objet, signature.signataire)
    return {
        "textes": [composer(texte, CORPS, _LARGEUR_DE_SIGNATURE) for texte in textes],
        "se_coupe": sum(map(len, textes)) > _SIGNATURE_D_UN_TENANT,
    }
