"""Les remèdes d’une maquette qui ne peut pas être réunie, et toutes leurs voies."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from financement.fautes.faute import Faute
from tests.maquettes.catalogue_erreurs import DOSSIER
from tests.maquettes.maquettes_abimees import ecrire_maquette_abimee
from tests.maquettes.remedes.gestes import MAQUETTE, Remede, remettre

__all__ = ["REMEDES_DE_REUNION"]


def envoyer(chemin: Path) -> Callable[[Faute], object]:
    """Écrit la part de la Ville, du dossier tel qu’il est."""
    return lambda _: ecrire_maquette_abimee(chemin, "de la part de VILLE", Path(DOSSIER))


REMEDES_DE_REUNION: Final[Mapping[str, tuple[Remede, ...]]] = {
    "REUNION-01": (Remede("Reprendre la maquette envoyée", envoyer(MAQUETTE)),),
    "REUNION-02": (Remede("Réunir les maquettes que", envoyer(MAQUETTE)),),
    "REUNION-03": (
        Remede("Donner le dossier dont la maquette est partie", remettre("convention.toml")),
        Remede(
            "ou ôter cette maquette de la commande",
            envoyer(Path("autre.xlsx")),
            "Commande `financement reunir dossier autre.xlsx --vers reuni`.",
        ),
    ),
}
