"""La compilation : le modèle, les données et les pièces jointes deviennent un pdf archivable et accessible."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from exports.mise_en_page.police import REPERTOIRE
from exports.rendu_pdf.erreurs import PdfImpossible
from exports.rendu_pdf.pieces import PieceJointe
from exports.rendu_pdf.volets import Donnees

__all__ = ["compiler"]

_MODELE: Final = Path(__file__).parent / "modele.typ"


def compiler(donnees: Donnees, pieces: Sequence[PieceJointe]) -> bytes:
    """Le pdf, conforme à PDF/A-3a et à PDF/UA-1.

    Tout texte entre par ``donnees``, comme une chaîne : rien n'en est lu comme du balisage. Lève :class:`PdfImpossible`
    si le compilateur refuse ou avertit, ``ImportError`` s'il n'est pas installé.
    """
    import typst

    jointes = [
        {"fichier": f"piece-{rang}", "nom": piece.nom, "type": piece.type_mime, "description": piece.description}
        for rang, piece in enumerate(pieces)
    ]
    # Le compilateur ne lit d'octets quelconques que dans des fichiers, et seulement sous sa racine.
    with TemporaryDirectory(prefix="pdf-") as racine:
        modele = Path(racine) / _MODELE.name
        modele.write_bytes(_MODELE.read_bytes())
        for jointe, piece in zip(jointes, pieces, strict=True):
            (Path(racine) / jointe["fichier"]).write_bytes(piece.octets)
        try:
            octets, avertissements = typst.compile_with_warnings(
                modele,
                root=Path(racine),
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
    return octets
