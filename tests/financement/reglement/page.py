"""Le tableau de docs/reglements.md, tel que les règlements de la bibliothèque le font."""

from pathlib import Path
from typing import Final

from financement.reglement.parametre import Parametre
from financement.valeurs.dates import afficher_date

PAGE: Final = Path(__file__).parents[3] / "docs" / "reglements.md"

ENTETE: Final = (
    "| clé | valeur | unité | période | familles | produit | référence | confiance |",
    "|---|---|---|---|---|---|---|---|",
)


def _periode(parametre: Parametre) -> str:
    debut = afficher_date(parametre.debut)
    return f"depuis le {debut}" if parametre.fin is None else f"du {debut} au {afficher_date(parametre.fin)}"


def rangee(parametre: Parametre) -> str:
    """La rangée d’un paramètre ; une interprétation est en gras."""
    confiance = f"**{parametre.confiance}**" if parametre.confiance.est_interpretation else str(parametre.confiance)
    cellules = (
        f"`{parametre.cle}`",
        parametre.valeur_ecrite,
        parametre.unite,
        _periode(parametre),
        ", ".join(parametre.familles) or "toutes",
        parametre.produit or "tous",
        parametre.reference,
        confiance,
    )
    return f"| {' | '.join(cellules)} |"


def tableau(parametres: tuple[Parametre, ...]) -> str:
    """Le tableau d’un jeu de règles."""
    return "\n".join([*ENTETE, *(rangee(parametre) for parametre in parametres)])
