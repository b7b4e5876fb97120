"""Les paquets que seuls certains formats demandent, installés par un « extra »."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from financement.fautes.faute import ErreurFinancement, ModeleFaute, faute
from financement.fautes.provenance import INCONNUE

__all__ = ["PIKEPDF", "PYARROW", "PYPDF", "PYTHON_DOCX", "TYPST", "Paquet", "PaquetAbsent", "exiger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paquet:
    """Un paquet facultatif : le module que l’on importe, le nom sous lequel il s’installe, l’extra qui l’apporte."""

    module: str
    distribution: str
    extra: str


TYPST: Final = Paquet(module="typst", distribution="typst", extra="pdf")
PIKEPDF: Final = Paquet(module="pikepdf", distribution="pikepdf", extra="pdf")
PYPDF: Final = Paquet(module="pypdf", distribution="pypdf", extra="pdf")
PYARROW: Final = Paquet(module="pyarrow", distribution="pyarrow", extra="rapide")
PYTHON_DOCX: Final = Paquet(module="docx", distribution="python-docx", extra="docx")


PAQUET_ABSENT: Final = ModeleFaute(
    "PAQUET-01",
    "Le format {lu} demande le paquet « {paquet} », qui n’est pas installé.",
    'L’installer : pip install "financement-renouvellement-urbain[{extra}]".',
)


class PaquetAbsent(ErreurFinancement):
    """Un format demande un paquet qui n’est pas installé ; ``fautes`` donne la ligne qui l’installe."""

    def __init__(self, demande: str, paquet: Paquet) -> None:
        self.paquet = paquet
        termes = {"paquet": paquet.distribution, "extra": paquet.extra}
        self.fautes = (faute(PAQUET_ABSENT, INCONNUE, demande, **termes),)
        super().__init__(str(self.fautes[0]))


def exiger(demande: str, *paquets: Paquet) -> None:
    """Charge les paquets qu’un format demande ; lève :class:`PaquetAbsent` au premier qui manque."""
    for paquet in paquets:
        try:
            import_module(paquet.module)
        except ImportError as erreur:
            raise PaquetAbsent(demande, paquet) from erreur
