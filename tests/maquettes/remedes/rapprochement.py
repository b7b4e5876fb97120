"""Les remèdes d’un extrait à rapprocher et des décisions relues, et toutes leurs voies."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from financement.fautes.faute import Faute
from maquettes import ecrire_proposition, proposer_correspondance
from tests.maquettes.catalogue_erreurs import DOSSIER, Exemple, preparer
from tests.maquettes.remedes.gestes import Remede

__all__ = ["REMEDES_DE_RAPPROCHEMENT"]

CORRESPONDANCE: Final = Path(DOSSIER, "correspondance.toml")
JOURNAL: Final = """format = 1

[[sources]]
fichier = "extrait.csv"
role = "journal"
constantes = { type = "acompte", financeur = "ANRU" }
colonnes = { operation = "Opération", date = "Livraison", montant = "Opération" }
"""
DECIDEES: Final = "Clé;Décision;Commentaire\n3f2a91c0d4e5b678;accepté;\n"


def proposer(_: Faute) -> None:
    """La correspondance proposée, corrigée de ce que deux lignes ne disent pas : le type, et qui paie."""
    proposee = ecrire_proposition(proposer_correspondance([Path(DOSSIER, "extrait.csv")])).decode()
    corrigee = proposee.replace(
        "[sources.colonnes]", 'constantes = { financeur = "ANRU" }\n\n[sources.colonnes]\ntype = "Type"'
    )
    CORRESPONDANCE.write_text(corrigee, encoding="utf-8")


def decider(lignes: str) -> Callable[[Faute], object]:
    """Réécrit le classeur des décisions."""
    return lambda _: preparer(Exemple("", [("Décisions `decide.xlsx`", lignes)]), Path(DOSSIER))


REMEDES_DE_RAPPROCHEMENT: Final[Mapping[str, tuple[Remede, ...]]] = {
    "RAPPROCHEMENT-01": (Remede("En faire proposer une", proposer),),
    "RAPPROCHEMENT-02": (
        Remede("Lui ajouter une source de rôle « journal »", lambda _: CORRESPONDANCE.write_text(JOURNAL, "utf-8")),
        Remede("ou ne pas donner ce fichier", lecture=f"Lecture de `{DOSSIER}`."),
    ),
    "RAPPROCHEMENT-03": (Remede("Donner le classeur écrit par « financement rapprocher --xlsx »", decider(DECIDEES)),),
    "RAPPROCHEMENT-04": (
        Remede("Choisir parmi : ", decider(DECIDEES)),
        Remede("ou effacer", decider(DECIDEES.replace("accepté", ""))),
    ),
    "RAPPROCHEMENT-05": (
        Remede("Recopier la clé de cet écart depuis le classeur d’origine", decider(DECIDEES)),
        Remede("ou effacer la décision", decider("Clé;Décision;Commentaire\n")),
    ),
    "RAPPROCHEMENT-06": (Remede("N’en garder qu’une", decider(DECIDEES)),),
}
