"""Les codes d’opération : ``01-0001``, ``5951203 01 0001 001``, ``5951203010001001`` sont un seul."""

import re
from typing import Final, NamedTuple

from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.valeurs.graphies import cle_de_code
from maquettes.importation.lecteurs.cellule import en_espaces_simples, texte_lisible
from maquettes.importation.lecteurs.recues import ValeurRecue
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["CleDOperation", "cle_d_operation", "lire_code_d_operation"]

_CHIFFRES_SURS: Final = 15
# Site de sept chiffres, famille de deux, numéro de quatre, ordre de trois ; l'ordre 001 ne s'écrit pas toujours.
_COLLE: Final = re.compile(r"([0-9]{7})?([0-9]{2})([0-9]{4})([0-9]{3})?")
_DETACHE: Final = re.compile(r"(?:([0-9]{7})[-_./ ]*)?([0-9]{1,2})[-_./ ]+([0-9]{1,4})(?:[-_./ ]+([0-9]{1,3}))?")
_SEPARATEURS: Final = re.compile(r"[-_./\s]+")

CODE_ABREGE: Final = ModeleFaute(
    "IMPORT-10",
    "« {lu} » n’est plus le code d’une opération : un tableur ne garde que quinze chiffres d’un nombre.",
    "Reprendre le fichier d’origine, où la colonne est au format Texte.",
)


class CleDOperation(NamedTuple):
    """Ce qui désigne une opération : famille, numéro et ordre ; ou ``autre``, le code de qui a le sien.

    Deux clés égales à leur ``site`` près sont la même opération : ``comparable`` est la même.
    """

    famille: str = ""
    numero: int = 0
    ordre: int = 1
    site: str = ""
    autre: str = ""

    @property
    def comparable(self) -> tuple[str, int, int, str]:
        """La clé sans le site."""
        return self.famille, self.numero, self.ordre, self.autre

    def __str__(self) -> str:
        """``01-0001``, ``01-0001-002`` si l’ordre n’est pas le premier."""
        if self.autre:
            return self.autre
        return f"{self.famille}-{self.numero:04d}" + (f"-{self.ordre:03d}" if self.ordre != 1 else "")


def cle_d_operation(texte: str) -> CleDOperation:
    """La clé d’un code, quelle que soit son écriture.

    >>> [str(cle_d_operation(code)) for code in ("01-0001", "5951203 01 0001 001", "5951203010001001")]
    ['01-0001', '01-0001', '01-0001']
    """
    nu = en_espaces_simples(texte)
    forme = _COLLE.fullmatch(nu) or _DETACHE.fullmatch(nu)
    if forme is None:
        return CleDOperation(autre=_SEPARATEURS.sub("-", cle_de_code(nu)))
    site, famille, numero, ordre = forme.groups()
    return CleDOperation(famille.zfill(2), int(numero), int(ordre or 1), site or "")


def lire_code_d_operation(cellule: CelluleLue) -> ValeurRecue:
    """Le code que porte la cellule, tel qu’elle l’écrit ; lève :class:`TexteRefuse` s’il y a perdu des chiffres."""
    texte = texte_lisible(cellule)
    if cellule.genre is GenreCellule.NOMBRE and len(texte) > _CHIFFRES_SURS:
        raise TexteRefuse(CODE_ABREGE, texte)
    return ValeurRecue(texte)
