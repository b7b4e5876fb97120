"""Textes des fautes d’un journal commun à plusieurs conventions."""

from types import MappingProxyType
from typing import Final

from financement.fautes.codes import CodeFaute, ModeleFaute

__all__ = ["MODELES_JOURNAL_COMMUN"]

_M = ModeleFaute
_C = CodeFaute

MODELES_JOURNAL_COMMUN: Final = MappingProxyType(
    {
        _C.MOUVEMENTS_DE_DEUX_ORIGINES: _M(
            "La convention « {lu} » a des mouvements dans son dossier, et {nombre} dans le journal commun (la "
            "première : ligne {ligne}) : les réunir compterait peut-être deux fois les mêmes.",
            "Retirer ceux du dossier, ou ceux du journal commun.",
        ),
        _C.CONVENTION_INCONNUE: _M(
            "La convention « {lu} » n’est celle d’aucun dossier lu{proposition} ; hors de tout total : {nombre}.",
            "Corriger le code, ou ajouter le dossier de cette convention.",
        ),
        _C.CONVENTION_NON_DITE: _M(
            "La convention n’est pas dite ; hors de tout total : {nombre}.", "Écrire son code dans cette colonne."
        ),
    }
)
