"""Le dossier d’exemple livré avec la bibliothèque : le Noyer Doré, à Antony."""

from pathlib import Path

from financement.valeurs import validation
from maquettes.dossiers import convertir
from maquettes.fichiers.ecriture import ecrire_repertoire
from maquettes.formes import convention_toml

__all__ = ["chemin_exemple", "copier_exemple"]

NOM_EXEMPLE = "noyer_dore"


def chemin_exemple() -> Path:
    """Répertoire du dossier d’exemple : dans le paquet installé, sinon dans le dépôt des sources."""
    paquet = Path(__file__).parent
    installe = paquet / "exemples" / NOM_EXEMPLE
    return installe if installe.is_dir() else paquet.parent / "examples" / NOM_EXEMPLE


def copier_exemple(destination: Path) -> None:
    """Copie l’exemple à l’identique dans un répertoire neuf, ou le convertit si ``destination`` a un suffixe."""
    validation.exiger("Exemple", validation.instance("destination", destination, Path))
    if destination.suffix:
        convertir(chemin_exemple(), destination)
    else:
        fichiers = {fichier.name: fichier.read_bytes() for fichier in chemin_exemple().iterdir()}
        ecrire_repertoire(destination, fichiers, dernier=convention_toml.NOM)
