"""La copie annotée d’un classeur : un commentaire à chaque cellule en cause, une feuille qui les liste."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from financement.controles import informations
from financement.controles.constat import Constat, Gravite
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import Faute
from maquettes.annotation import Annotation, ClasseurNonAnnotable, annoter
from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_nouveau_fichier
from maquettes.fichiers.sources import EtatDeFichier, SourceRefusee, lire_fichier, mouvant
from maquettes.maquette.blocs.cloture import BLOC_CLOTURE
from maquettes.maquette.blocs.plan import BLOC_OPERATIONS
from maquettes.maquette.blocs.situation import BLOC_SITUATION
from maquettes.maquette.relecture.remarques import CALCULS_ANCIENS, SANS_VALEURS

__all__ = ["ecrire_copie_annotee"]

_FAUTE: Final = "faute"
_ORDRE: Final = (_FAUTE, *Gravite)
_FEUILLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        informations.INTERPRETATION.code: BLOC_CLOTURE.feuille,
        informations.ARRONDIS.code: BLOC_CLOTURE.feuille,
        informations.LIGNES_ILLUSTRATIVES.code: BLOC_OPERATIONS.feuille,
        SANS_VALEURS.code: BLOC_SITUATION.feuille,
        CALCULS_ANCIENS.code: BLOC_SITUATION.feuille,
    }
)
"""Où mène un constat sur tout le dossier : la feuille de la maquette où il se voit."""


def ecrire_copie_annotee(
    source: Path, copie: Path, remarques: Iterable[Faute | Constat], attendu: EtatDeFichier
) -> None:
    """Écrit dans ``copie`` le classeur ``source``, annoté de ces ``remarques``, de la plus grave à la moins grave.

    À gravité égale, elles restent dans leur ordre. Une remarque qui n’a pas de cellule ne figure qu’à la liste, où elle
    mène à la feuille la plus proche. ``attendu`` est l’état de la source quand on l’a contrôlée : d’un classeur changé
    depuis, les cellules en cause ne seraient plus les bonnes. Lève :class:`EcritureRefusee` si la copie existe, ou si
    la source ne peut pas être lue ou a changé ; la source n’est jamais modifiée.
    """
    if copie.suffix.lower() != ".xlsx":
        raise EcritureRefusee(
            f"« {afficher_chemin(copie.name)} » : la copie annotée est un classeur, donner un nom en .xlsx."
        )
    try:
        octets, lu = lire_fichier(source)
        if lu != attendu:
            raise mouvant(source, "a changé")
    except SourceRefusee as refus:
        raise EcritureRefusee(str(refus.faute)) from None
    try:
        annotations = [_annotation(remarque) for remarque in remarques]
        annotee = annoter(octets, sorted(annotations, key=lambda annotation: _ORDRE.index(annotation.gravite)))
    except ClasseurNonAnnotable as refus:
        raise EcritureRefusee(str(refus)) from None
    ecrire_nouveau_fichier(copie, annotee)


def _annotation(remarque: Faute | Constat) -> Annotation:
    lieu = remarque.provenance
    return Annotation(
        code=str(remarque.code),
        gravite=_FAUTE if isinstance(remarque, Faute) else str(remarque.gravite),
        message=remarque.message,
        remede=remarque.remede,
        feuille=lieu.feuille or _FEUILLES.get(remarque.code),
        cellule=lieu.cellule,
    )
