"""Les commandes, dans l’ordre de l’aide : chacune est le module de son nom, qui déclare ses arguments et s’exécute."""

from types import MappingProxyType
from typing import Final

__all__ = ["COMMANDES"]

COMMANDES: Final = MappingProxyType(
    {
        "exemple": "copie le dossier d’exemple, le Noyer Doré",
        "controler": "donne tous les constats d’un dossier",
        "situation": "donne programmé, engagé, payé et restes",
        "cloture": "calcule montants de clôture, soldes et économies",
        "echeancier": "donne engagements et paiements par exercice",
        "comparer": "dit ce qui change entre deux versions ou deux dossiers",
        "simuler": "met des scénarios côte à côte de la clôture du dossier",
        "expliquer": "dit d’où vient chaque chiffre",
        "importer": "fait un dossier des fichiers que l’on a reçus",
        "rapprocher": "dit ce qui sépare un dossier d’un extrait du même argent",
        "convertir": "convertit un dossier d’une forme à une autre, sans perte",
        "maquette": "écrit le dossier en classeur vivant, ou un classeur à remplir",
        "reunir": "réunit au dossier ce qu’ont rendu les maîtres d’ouvrage",
        "avenant": "écrit l’avenant de clôture comme une nouvelle version",
        "redeployer": "cherche le meilleur emploi des économies d’un financeur",
        "annexe": "produit l’annexe financière",
        "demande-de-solde": "compose ce qu’un maître d’ouvrage signe pour demander ses soldes",
        "portefeuille": "réunit beaucoup de dossiers, et classe ce qui y est en jeu",
        "indicateurs": "compare coûts, levier, parts, avancement et délais, à ceux d’autres conventions et du pays",
        "verifier": "dit si une annexe, son dossier et les règles s’accordent",
    }
)
