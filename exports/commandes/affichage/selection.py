"""Les filtres d’une commande : ce qu’ils retiennent, et comment le dire."""

from argparse import Namespace

from financement.dossier.nomenclature import FAMILLES
from financement.dossier.projet import Projet
from financement.selection import Selection, selectionner

__all__ = ["dire", "lire", "pour_programme", "titre_du_total"]


def lire(arguments: Namespace, projet: Projet) -> Selection:
    """La sélection que demandent ``--financeur``, ``--famille`` et ``--maitre-ouvrage``."""
    return selectionner(
        projet,
        financeur=arguments.financeur,
        famille=arguments.famille,
        maitre_ouvrage=arguments.maitre_ouvrage,
    )


def dire(selection: Selection, projet: Projet) -> str:
    """Ce qui est retenu, en une phrase."""
    convention = projet.convention
    noms = {
        "financeur": selection.financeur,
        "famille": None
        if selection.famille is None
        else f"{selection.famille} ({FAMILLES[convention.programme][selection.famille]})",
        "maître d’ouvrage": selection.maitre_ouvrage,
    }
    retenus = ", ".join(f"{critere} {nom}" for critere, nom in noms.items() if nom is not None)
    return f"Seules les lignes retenues sont comptées, totaux compris : {retenus}."


def pour_programme(selection: Selection) -> dict[str, object]:
    """La clé json qui dit ce qui est retenu ; rien sans sélection."""
    if selection.est_vide:
        return {}
    criteres = ("financeur", "famille", "maitre_ouvrage")
    return {"selection": {critere: getattr(selection, critere) for critere in criteres}}


def titre_du_total(selection: Selection, titre: str) -> str:
    """Le titre d’un total, qui dit s’il n’est que celui de la sélection."""
    return titre if selection.est_vide else f"{titre} (lignes retenues)"
