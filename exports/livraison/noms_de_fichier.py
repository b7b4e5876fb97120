"""Le nom des fichiers d’une annexe ou d’une demande : un extrait y dit son périmètre, sans valoir celui d’un autre."""

import re
from hashlib import sha256
from typing import Final

from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre

__all__ = ["NOM_ANNEXE", "NOM_DEMANDE", "nom_de_base"]

NOM_ANNEXE: Final = "annexe-financiere"
NOM_DEMANDE: Final = "demande-de-solde"
_MOTS: Final = {
    GenrePerimetre.FINANCEUR: "financeur",
    GenrePerimetre.MAITRE_OUVRAGE: "maitre-ouvrage",
    GenrePerimetre.OPERATION: "operation",
}
# Ni minuscule (bien des supports ne les distinguent pas), ni soulignement (il annonce une empreinte).
_TEL_QUEL: Final = re.compile(r"[A-Z0-9]([A-Z0-9.-]{0,58}[A-Z0-9])?")
_A_REMPLACER: Final = re.compile(r"[^A-Za-z0-9.-]+")
_LONGUEUR: Final = 40
_EMPREINTE: Final = 16


def nom_de_base(perimetre: Perimetre, unite: Precision = Precision.CENTIME, document: str = NOM_ANNEXE) -> str:
    r"""Le nom, sans suffixe, des fichiers d’un ``document`` (l’annexe) de ce périmètre, dans cette unité.

    Un code que tout support admet y est tel quel ; de tout autre, on garde les signes admis, et son empreinte.

    >>> nom_de_base(Perimetre(genre=GenrePerimetre.FINANCEUR, code="ANRU"))
    'annexe-financiere-financeur-ANRU'
    """
    nom = document if unite is Precision.CENTIME else f"{document}-en-euros"
    if perimetre.genre is GenrePerimetre.ENSEMBLE:
        return nom
    return f"{nom}-{_MOTS[perimetre.genre]}-{_code_sur(perimetre.code)}"


def _code_sur(code: str) -> str:
    if _TEL_QUEL.fullmatch(code):
        return code
    lisible = _A_REMPLACER.sub("-", code)[:_LONGUEUR].strip(".-")
    return f"{lisible}_{sha256(code.encode()).hexdigest()[:_EMPREINTE]}"
