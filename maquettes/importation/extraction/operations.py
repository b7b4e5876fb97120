"""Les opérations déjà rencontrées, retrouvées sous toute orthographe ; le code gardé est le premier écrit."""

from collections.abc import Iterable, Mapping

from financement.valeurs.graphies import en_espaces_ordinaires
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.lecteurs.codes import CleDOperation, cle_d_operation

__all__ = ["OperationsConnues"]


class OperationsConnues:
    """Les codes d’opération du dossier, dans l’ordre où les tables les donnent."""

    def __init__(self, ecrits: Iterable[str] = (), dossier: Iterable[str] = ()) -> None:
        """``ecrits`` : des codes que la correspondance écrit ; celui qui dit le site complète celui qui le tait.

        ``dossier`` : les codes, tous distincts, d’un dossier qui existe.
        """
        self._ecrits: dict[tuple[str, int, int, str], dict[str, str]] = {}
        for code in ecrits:
            cle = cle_d_operation(code)
            if cle.site:
                self._ecrits.setdefault(cle.comparable, {})[cle.site] = code
        self._codes: dict[str, str] = {}
        self._cles: dict[tuple[str, int, int, str], list[tuple[CleDOperation, str]]] = {}
        for code in dossier:
            cle = cle_d_operation(code)
            self._cles.setdefault(cle.comparable, []).append((cle, code))

    def declarer(self, texte: str, codes: Mapping[str, str]) -> str:
        """Le code de l’opération que désigne ``texte``, désormais connue ; ``codes`` : leur code = le nôtre."""
        code = self.trouver(texte, codes)
        if code is None:
            code = en_espaces_ordinaires(codes.get(cle_de_libelle(texte), texte) if codes else texte).strip()
            cle = cle_d_operation(code)
            code = self._ecrit(cle, code)
            self._cles.setdefault(cle.comparable, []).append((cle, code))
            self._codes.clear()
        return code

    def _ecrit(self, cle: CleDOperation, code: str) -> str:
        """Une forme plus courte, dans la correspondance, désigne l’opération d’un tableau sans la renommer."""
        ecrits = list(self._ecrits.get(cle.comparable, {}).values())
        return ecrits[0] if len(ecrits) == 1 and not cle.site else code

    def trouver(self, texte: str, codes: Mapping[str, str]) -> str | None:
        """Le code connu que désigne ``texte`` ; ``None`` s’il n’en désigne aucun, ou plusieurs."""
        if codes and (dit := codes.get(cle_de_libelle(texte))) is not None:
            texte = dit
        if texte not in self._codes and (code := self._chercher(cle_d_operation(texte))) is not None:
            self._codes[texte] = code
        return self._codes.get(texte)

    def _chercher(self, cle: CleDOperation) -> str | None:
        """Deux sites différents sont deux opérations ; un site tu n’en distingue aucune."""
        semblables = [
            code
            for connue, code in self._cles.get(cle.comparable, ())
            if cle.site == connue.site or not (cle.site and connue.site)
        ]
        return semblables[0] if len(semblables) == 1 else None
