"""La copie annotée d'un classeur : un commentaire à chaque cellule en cause, une feuille qui les liste."""

from collections.abc import Iterable
from pathlib import Path

from financement.chemins import afficher_chemin
from financement.constat import Constat
from financement.fautes import Faute
from maquettes.annotation import Annotation, ClasseurNonAnnotable, annoter
from maquettes.ecriture import EcritureRefusee, ecrire_nouveau_fichier
from maquettes.sources import SourceRefusee, lire_octets

__all__ = ["ecrire_copie_annotee"]

_FAUTE = "faute"


def ecrire_copie_annotee(source: Path, copie: Path, remarques: Iterable[Faute | Constat]) -> None:
    """Écrit dans ``copie`` le classeur ``source``, annoté de ces ``remarques``, dans leur ordre.

    Une remarque qui n'a pas de cellule ne figure qu'à la liste. Lève :class:`EcritureRefusee` si la copie existe, ou
    si la source ne peut pas être lue ; la source n'est jamais modifiée.
    """
    if copie.suffix.lower() != ".xlsx":
        raise EcritureRefusee(
            f"« {afficher_chemin(copie.name)} » : la copie annotée est un classeur, donner un nom en .xlsx."
        )
    try:
        octets = lire_octets(source)
    except SourceRefusee as refus:
        raise EcritureRefusee(str(refus.faute)) from None
    try:
        annotee = annoter(octets, [_annotation(remarque) for remarque in remarques])
    except ClasseurNonAnnotable as refus:
        raise EcritureRefusee(str(refus)) from None
    ecrire_nouveau_fichier(copie, annotee)


def _annotation(remarque: Faute | Constat) -> Annotation:
    lieu = remarque.provenance
    if isinstance(remarque, Faute):
        gravite, remede = _FAUTE, remarque.remede
    else:
        gravite, remede = str(remarque.gravite), ""
    return Annotation(
        code=str(remarque.code),
        gravite=gravite,
        message=remarque.message,
        remede=remede,
        feuille=lieu.feuille,
        cellule=lieu.cellule,
    )
