"""Réunir les objets d’un pdf en paquets comprimés : les balises d’accessibilité en sont l’essentiel du poids.

Des données finies par un retour chariot se liraient, avec la fin de ligne du format qui les suit, d’un octet trop
court : le fichier serait dit non conforme (ISO 19005-3, § 6.1.7.1), au hasard de son contenu. Aucune ne finit ainsi.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pikepdf import Pdf

__all__ = ["condenser"]

_RETOUR: Final = b"\r"
_FIN_AMBIGUE: Final = b"\r\nendstream"


def condenser(octets: bytes) -> bytes:
    """Le même pdf, quatre fois moins lourd ; ``ImportError`` si pikepdf n’est pas installé.

    Aucun objet ne change de contenu (ISO 32000-1, § 7.5.7) ; son numéro de version et ses métadonnées non plus.
    """
    import pikepdf

    with pikepdf.open(BytesIO(octets)) as pdf:
        _prolonger_les_donnees(pdf)
        condense = _ecrire(pdf)
        for cle in sorted(pdf.Root.keys()):
            if _FIN_AMBIGUE not in condense:
                break
            valeur = pdf.Root[cle]
            # Un objet de plus, que le catalogue nomme au lieu de le contenir, et les paquets d'objets sont tout autres.
            if isinstance(valeur, pikepdf.Dictionary | pikepdf.Array) and not valeur.is_indirect:
                pdf.Root[cle] = pdf.make_indirect(valeur)
                condense = _ecrire(pdf)
    return condense


def _prolonger_les_donnees(pdf: "Pdf") -> None:
    """Un octet après la fin des données comprimées, qui la disent elles-mêmes : il n’est pas lu."""
    import pikepdf

    for objet in pdf.objects:
        est_flux = isinstance(objet, pikepdf.Stream)
        if est_flux and objet.get("/Filter") == "/FlateDecode" and not objet.get("/DecodeParms"):
            comprimees = objet.read_raw_bytes()
            if comprimees.endswith(_RETOUR):
                objet.write(comprimees + b"\n", filter=pikepdf.Name.FlateDecode)


def _ecrire(pdf: "Pdf") -> bytes:
    import pikepdf

    condense = BytesIO()
    pdf.save(
        condense,
        force_version=pdf.pdf_version,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return condense.getvalue()
