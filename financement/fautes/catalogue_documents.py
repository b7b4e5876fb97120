"""Textes des fautes d’un document que l’on produit ou que l’on vérifie, et d’une panne de la bibliothèque."""

from types import MappingProxyType
from typing import Final

from financement.fautes.codes import CodeFaute, ModeleFaute

__all__ = ["MODELES_DOCUMENTS"]

_M = ModeleFaute
_C = CodeFaute

MODELES_DOCUMENTS: Final = MappingProxyType(
    {
        _C.PAQUET_ABSENT: _M(
            "Le format {lu} demande le paquet « {paquet} », qui n’est pas installé.",
            'L’installer : pip install "financement-renouvellement-urbain[{extra}]".',
        ),
        _C.PANNE_IMPREVUE: _M("Une panne imprévue ({lu} : {cause}) a arrêté {objet}. {effet}", "{correction}"),
        _C.DOCUMENT_NON_RECONNU: _M(
            "« {lu} » n’est pas un document que cette bibliothèque sait vérifier : {cause}.",
            "Donner un fichier écrit par « financement annexe » : .pdf, .html, .xlsx, .docx, "
            "ou le .csv d’identification.",
        ),
        _C.DOSSIER_A_DONNER: _M(
            "« {lu} » ne contient pas le dossier dont il est tiré.",
            "Donner aussi ce dossier : financement verifier FICHIER DOSSIER.",
        ),
    }
)
