"""La compilation : le modèle, les données et les pièces jointes deviennent un pdf archivable et accessible."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from exports.mise_en_page.police import REPERTOIRE
from exports.rendus.pdf.condensation import condenser
from exports.rendus.pdf.erreurs import PdfImpossible
from exports.rendus.pdf.pieces import PieceJointe
from exports.rendus.pdf.volets import Donnees
from financement.fautes.chemins import afficher_chemin
from maquettes.fichiers.causes import cause_du_systeme
from maquettes.fichiers.chantier import Chantier

__all__ = ["compiler"]

_MODELE: Final = Path(__file__).parent / "modele.typ"


def compiler(donnees: Donnees, pieces: Sequence[PieceJointe]) -> bytes:
    """Le pdf, conforme à PDF/A-3a et à PDF/UA-1.

    Tout texte entre par ``donnees``, comme une chaîne : rien n’en est lu comme du balisage. Lève :class:`PdfImpossible`
    si le compilateur refuse ou avertit, ``ImportError`` si lui ou pikepdf n’est pas installé.
    """
    import typst

    jointes = [
        {"fichier": f"piece-{rang}", "nom": piece.nom, "type": piece.type_mime, "description": piece.description}
        for rang, piece in enumerate(pieces)
    ]
    # Le compilateur ne lit d'octets quelconques que dans des fichiers, et seulement sous sa racine.
    with _lieu_de_travail() as racine:
        modele = racine / _MODELE.name
        _deposer(modele, _MODELE.read_bytes())
        for jointe, piece in zip(jointes, pieces, strict=True):
            _deposer(racine / jointe["fichier"], piece.octets)
        try:
            octets, avertissements = typst.compile_with_warnings(
                modele,
                root=racine,
                font_paths=[REPERTOIRE],
                ignore_system_fonts=True,
                pdf_standards=["a-3a", "ua-1"],
                sys_inputs={"donnees": json.dumps(donnees | {"pieces": jointes}, ensure_ascii=True)},
            )
        except typst.TypstError as refus:
            raise PdfImpossible(f"Le compilateur a refusé le document : {refus.diagnostic}") from refus
    if avertissements:
        diagnostics = " ; ".join(avertissement.diagnostic for avertissement in avertissements)
        raise PdfImpossible(f"Le compilateur a averti : {diagnostics}")
    return condenser(octets)


@contextmanager
def _lieu_de_travail() -> Iterator[Path]:
    """Un répertoire du temps d’une compilation ; celui qu’un processus tué a laissé est retiré."""
    try:
        temporaires = Path(gettempdir())
    except FileNotFoundError:
        raise PdfImpossible(
            "il se compose dans un répertoire temporaire, et aucun n’est utilisable ; en désigner un par la variable "
            "TMPDIR."
        ) from None
    with ExitStack() as pile:
        try:
            racine = pile.enter_context(Chantier(temporaires)).nouveau()
            racine.mkdir(0o700)
        except OSError as erreur:
            raise _sans_place(temporaires, erreur) from erreur
        yield racine


def _deposer(fichier: Path, octets: bytes) -> None:
    try:
        fichier.write_bytes(octets)
    except OSError as erreur:
        raise _sans_place(fichier.parent.parent, erreur) from erreur


def _sans_place(temporaires: Path, erreur: OSError) -> PdfImpossible:
    nom, cause = afficher_chemin(temporaires), cause_du_systeme(erreur)
    return PdfImpossible(
        f"il se compose dans « {nom} », qui ne peut pas être écrit : {cause} ; en désigner un autre par la variable "
        "TMPDIR."
    )
