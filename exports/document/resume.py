"""Le résumé d’un document pour le terminal : de quoi savoir, sans rien ouvrir, ce qui a été écrit."""

import textwrap
from collections.abc import Iterator
from typing import Final

from exports.document.chiffres import afficher_chiffre
from exports.document.document import Document
from exports.document.elements import ChiffreCle
from exports.document.typographie import composer_espaces
from financement.valeurs.dates import afficher_date

__all__ = ["LARGEUR", "resumer"]

LARGEUR: Final = 100
"""En caractères ; aucune ligne n’est plus longue."""

_EMPREINTE_COURTE: Final = 16
_LIBELLE_AU_PLUS: Final = 44
_CONSTATS: Final = "constats"


def resumer(document: Document) -> str:
    """Titre, bandeau, chiffres clés, nombre de constats, avertissements et empreintes, en lignes de 100 caractères.

    Montants en entier, dans l’unité du document ; une partie vide n’y est pas.
    """
    return "\n\n".join(filter(None, ("\n".join(partie) for partie in _parties(document))))


def _parties(document: Document) -> Iterator[Iterator[str]]:
    yield _titre(document)
    yield _chiffres(document)
    yield (ligne for note in _constats(document) for ligne in _replier(note))
    yield (ligne for texte in document.avertissements for ligne in _replier(composer_espaces(f"Attention : {texte}")))
    yield _empreintes(document)


def _titre(document: Document) -> Iterator[str]:
    yield from _replier(f"{document.titre} – {document.sous_titre}")
    yield f"Arrêté au {afficher_date(document.date_arrete)}"
    if document.bandeau:
        yield from _replier(document.bandeau)


def _chiffres(document: Document) -> Iterator[str]:
    """Libellé, valeur alignée à droite, précision."""
    from tabulate import tabulate

    lignes = [_chiffre(document, chiffre) for chiffre in document.chiffres_cles]
    if not lignes:
        return
    libelles = [textwrap.wrap(libelle, _LIBELLE_AU_PLUS) for libelle, _, _ in lignes]
    gauche = max(len(morceau) for morceaux in libelles for morceau in morceaux)
    milieu = max(len(valeur) for _, valeur, _ in lignes)
    reste = max(LARGEUR - gauche - milieu - 2 * len("  "), 1)
    rangees = [
        ("\n".join(libelle), valeur, "\n".join(textwrap.wrap(precision, reste)))
        for libelle, (_, valeur, precision) in zip(libelles, lignes, strict=True)
    ]
    table = tabulate(rangees, tablefmt="plain", disable_numparse=True, colalign=("left", "right", "left"))
    yield from (ligne.rstrip() for ligne in table.splitlines())


def _chiffre(document: Document, chiffre: ChiffreCle) -> tuple[str, str, str]:
    return chiffre.libelle, afficher_chiffre(document, chiffre), chiffre.precision


def _constats(document: Document) -> Iterator[str]:
    """Ce que les notes du tableau des constats en disent : combien, et de quelle gravité."""
    for tableau in document.tableaux:
        if tableau.cle == _CONSTATS:
            yield from (composer_espaces(f"{tableau.titre} : {note}") for note in tableau.notes)


def _empreintes(document: Document) -> Iterator[str]:
    yield composer_espaces(f"Empreinte du dossier : {document.empreinte[:_EMPREINTE_COURTE]}")
    yield composer_espaces(f"Empreinte des règles : {document.sceau.regles[:_EMPREINTE_COURTE]}")


def _replier(texte: str) -> list[str]:
    return textwrap.wrap(texte, LARGEUR, subsequent_indent="  ") or [""]
