"""Les parties d’un classeur, lues du zip et remises dans un zip : mêmes parties, mêmes octets."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from maquettes.annotation.remarque import ClasseurNonAnnotable

__all__ = ["Archive"]

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_DROITS: Final = 0o100644 << 16
_SYSTEME_UNIX: Final = 3
_ILLISIBLE: Final = (
    "le fichier n’est pas un classeur xlsx lisible : ouvrez-le dans un tableur et enregistrez-le de nouveau."
)


class Archive:
    """Les parties dans leur ordre ; un nom de partie ne distingue pas les majuscules."""

    def __init__(self, octets: bytes) -> None:
        try:
            with ZipFile(BytesIO(octets)) as zip_lu:
                lues = [(entree.filename, zip_lu.read(entree)) for entree in zip_lu.infolist()]
        except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as erreur:
            raise ClasseurNonAnnotable(_ILLISIBLE) from erreur
        self._parties = dict(lues)
        self._noms = {nom.casefold(): nom for nom in self._parties}
        if len(self._noms) < len(lues):
            raise ClasseurNonAnnotable(
                "deux parties du classeur portent le même nom : ouvrez-le dans un tableur et enregistrez-le de nouveau."
            )

    def __contains__(self, nom: str) -> bool:
        return nom.casefold() in self._noms

    def __iter__(self) -> Iterator[str]:
        return iter(self._parties)

    def lire(self, nom: str) -> bytes:
        """Le contenu d’une partie."""
        if nom not in self:
            raise ClasseurNonAnnotable(f"il manque au classeur la partie « {nom} » : {_ILLISIBLE}")
        return self._parties[self._noms[nom.casefold()]]

    def ecrire(self, nom: str, octets: bytes) -> None:
        """Remplace une partie, à sa place, ou l’ajoute à la fin."""
        self._parties[self._noms.setdefault(nom.casefold(), nom)] = octets

    def nom_libre(self, modele: str) -> str:
        """Le premier nom libre : ``xl/comments{}.xml`` donne ``xl/comments1.xml``."""
        numero = 1
        while (nom := modele.format(numero)) in self:
            numero += 1
        return nom

    def octets(self) -> bytes:
        """Le zip de toutes les parties, sans heure ni système : mêmes parties, mêmes octets."""
        flux = BytesIO()
        with ZipFile(flux, "w", ZIP_DEFLATED) as zip_ecrit:
            for nom, contenu in self._parties.items():
                entree = ZipInfo(nom, _DATE)
                entree.compress_type = ZIP_DEFLATED
                entree.create_system = _SYSTEME_UNIX
                entree.external_attr = _DROITS
                zip_ecrit.writestr(entree, contenu)
        return flux.getvalue()
