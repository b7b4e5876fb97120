"""Les remèdes d’une hypothèse qui ne peut pas s’appliquer, et toutes leurs voies."""

from collections.abc import Callable, Mapping
from typing import Final

from financement.fautes.faute import Faute
from tests.maquettes.remedes.gestes import Remede, reecrire

__all__ = ["REMEDES_DES_SCENARIOS"]


def donner(*cles: str) -> Callable[[Faute], object]:
    """Ajoute ces clés à l’hypothèse, la dernière du fichier."""
    return reecrire("scenarios.toml", lambda texte: texte + "".join(f"{cle}\n" for cle in cles))


REMEDES_DES_SCENARIOS: Final[Mapping[str, tuple[Remede, ...]]] = {
    "SCENARIO-01": (
        Remede('Écrire valeur = "8 %"', donner('valeur = "8 %"')),
        Remede('valeur = "120 000,00"', donner('valeur = "120 000,00"')),
        Remede('cout_final = "1 320 000,00"', donner('cout_final = "1 320 000,00"', 'operation = "OP1"')),
    ),
}
