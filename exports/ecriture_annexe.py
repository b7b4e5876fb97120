"""L’annexe financière en fichiers, dans les formats demandés."""

from datetime import date
from pathlib import Path
from typing import Final

from exports.annexe_existante import Existants, refuser_les_changes
from exports.document.elements import Precision
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.livraison.annexe_rendue import (
    DU_PROJET_ENTIER,
    FORMATS,
    PAQUETS,
    AnnexeRendue,
    format_inconnu,
    preparer_annexe,
)
from exports.livraison.paquets import PaquetAbsent, exiger
from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.validation import VALEUR_ABSENTE, VALEUR_INTERDITE
from maquettes.fichiers.ecriture import ecrire_fichiers, examiner_les_cibles

__all__ = ["FORMATS", "ecrire_annexe", "ecrire_formats", "formats_du_mauvais_type", "formats_possibles"]

_FORMATS: Final = Provenance(colonne="formats")


def formats_possibles(perimetre: Perimetre = ENSEMBLE) -> tuple[tuple[str, ...], tuple[PaquetAbsent, ...]]:
    """Les formats d’une annexe de ce périmètre dont tous les paquets sont installés, et ce qui manque aux autres."""
    possibles: list[str] = []
    absents: list[PaquetAbsent] = []
    for demande in FORMATS:
        if demande in DU_PROJET_ENTIER and perimetre.genre is not GenrePerimetre.ENSEMBLE:
            continue
        try:
            exiger(demande, *PAQUETS.get(demande, ()))
        except PaquetAbsent as absent:
            absents.append(absent)
        else:
            possibles.append(demande)
    return tuple(possibles), tuple(absents)


def ecrire_annexe(
    projet: Projet,
    *,
    au: date,
    sortie: Path,
    formats: tuple[str, ...] | None = None,
    perimetre: Perimetre = ENSEMBLE,
    unite: Precision = Precision.CENTIME,
    existants: Existants = Existants.PROTEGER,
) -> tuple[Path, ...]:
    """Écrit l’annexe du projet à la date ``au`` dans le répertoire ``sortie``, créé au besoin ; rend les chemins.

    Sans ``formats``, écrit tous ceux dont les paquets sont installés. Tous les fichiers sont écrits, ou aucun ; un
    fichier déjà là que quelqu’un a changé n’est remplacé que si ``existants`` le demande. Lève
    ``ValeurImpossible`` pour un format, une unité ou un périmètre inconnus, ou un format qui n’a pas d’extrait,
    ``PaquetAbsent`` si un format demandé n’a pas son paquet, ``EcritureRefusee`` si un fichier ne peut pas être écrit
    ou remplacé.
    """
    validation.exiger(
        "Annexe",
        validation.instance("projet", projet, Projet),
        validation.jour("au", au),
        validation.instance("sortie", sortie, Path),
        None if formats is None else formats_du_mauvais_type(formats),
        validation.instance("perimetre", perimetre, Perimetre),
    )
    existants = validation.membre("Annexe", "existants", existants, Existants)
    demandes = formats_possibles(perimetre)[0] if formats is None else formats
    _verifier(demandes, perimetre)
    annexe = preparer_annexe(projet, au=au, perimetre=perimetre, unite=unite)
    return ecrire_formats(annexe, sortie, demandes, existants)


def formats_du_mauvais_type(formats: object) -> Faute | None:
    """La faute de ce qui n’est ni un tuple ni une liste de textes."""
    if isinstance(formats, tuple | list):
        return validation.suite("formats", tuple(formats), str)
    return validation.instance("formats", formats, tuple)


def _verifier(formats: tuple[str, ...], perimetre: Perimetre) -> None:
    fautes = [format_inconnu(demande) for demande in formats if demande not in FORMATS]
    if not formats:
        fautes.append(faute(VALEUR_ABSENTE, _FORMATS))
    if perimetre.genre is not GenrePerimetre.ENSEMBLE:
        fautes += [
            faute(
                VALEUR_INTERDITE,
                _FORMATS,
                entier,
                regle="ce format couvre tout le projet, il n’a pas d’extrait",
                correction="Le demander sans périmètre.",
            )
            for entier in sorted(DU_PROJET_ENTIER.intersection(formats))
        ]
    validation.exiger("Annexe", *fautes)


def ecrire_formats(
    annexe: AnnexeRendue, sortie: Path, formats: tuple[str, ...], existants: Existants = Existants.PROTEGER
) -> tuple[Path, ...]:
    """Rend l’annexe dans tous les formats, puis en écrit tous les fichiers, ou aucun ; rend les chemins."""
    rendus = {demande: annexe.rendre(demande) for demande in dict.fromkeys(formats)}
    fichiers = {nom: octets for rendu in rendus.values() for nom, octets in rendu.items()}
    examiner_les_cibles(sortie, fichiers)
    if existants is Existants.PROTEGER:
        refuser_les_changes(annexe, sortie, rendus)
    ecrire_fichiers(sortie, fichiers)
    return tuple(sortie / nom for nom in fichiers)
