"""Les parties d’un classeur, décompressées à la demande et par morceaux."""

from collections.abc import Iterator
from typing import Final
from zipfile import ZipFile, ZipInfo

__all__ = ["Archive"]

_MORCEAU: Final = 1 << 16


class Archive:
    """Les parties d’un classeur que la garde a admis ; un nom de partie ne distingue pas les majuscules."""

    __slots__ = ("_entrees", "_zip")

    def __init__(self, zip_ouvert: ZipFile) -> None:
        self._zip = zip_ouvert
        self._entrees = {entree.filename.casefold(): entree for entree in zip_ouvert.infolist()}

    @property
    def parties(self) -> tuple[str, ...]:
        """Le nom de chaque partie, dans l’ordre de l’archive ; les répertoires n’en sont pas."""
        return tuple(entree.filename for entree in self._entrees.values() if not entree.is_dir())

    def __contains__(self, partie: str) -> bool:
        entree = self._entrees.get(partie.casefold())
        return entree is not None and not entree.is_dir()

    def entree(self, partie: str) -> ZipInfo:
        """Ce que l’archive annonce de la partie, qui existe."""
        return self._entrees[partie.casefold()]

    def morceaux(self, partie: str) -> Iterator[bytes]:
        """Les octets d’une partie qui existe, morceau après morceau."""
        with self._zip.open(self.entree(partie)) as flux:
            while morceau := flux.read(_MORCEAU):
                yield morceau

    def lire(self, partie: str) -> bytes:
        """Les octets d’une partie qui existe."""
        return b"".join(self.morceaux(partie))
