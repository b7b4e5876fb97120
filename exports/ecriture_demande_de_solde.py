"""La demande de solde en fichiers : docx à signer, xlsx à vérifier, pdf à envoyer."""

from datetime import date
from pathlib import Path
from typing import Final

from exports.annexe_existante import Existants
from exports.document.sceau import Perimetre
from exports.ecriture_annexe import ecrire_formats, formats_du_mauvais_type
from exports.livraison.annexe_rendue import preparer_demande_de_solde
from financement.dossier.projet import Projet
from financement.fautes.faute import faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.validation import CHOIX_INCONNU, VALEUR_ABSENTE

__all__ = ["FORMATS_DE_LA_DEMANDE", "ecrire_demande_de_solde"]

FORMATS_DE_LA_DEMANDE: Final = ("pdf", "docx", "xlsx")
"""Les formats d’une demande de solde."""

_FORMATS: Final = Provenance(colonne="formats")


def ecrire_demande_de_solde(
    projet: Projet,
    *,
    au: date,
    sortie: Path,
    perimetre: Perimetre,
    formats: tuple[str, ...] = FORMATS_DE_LA_DEMANDE,
    existants: Existants = Existants.PROTEGER,
) -> tuple[Path, ...]:
    """Écrit la demande de solde dans le répertoire ``sortie``, créé au besoin ; rend les chemins.

    ``perimetre`` : une opération ou un maître d’ouvrage. Tous les fichiers sont écrits, ou aucun ; un fichier que
    quelqu’un a changé n’est remplacé que si ``existants`` le demande. Lève ``ValeurImpossible`` pour un format ou un
    périmètre inconnus, ``PaquetAbsent`` si un format n’a pas son paquet, ``EcritureRefusee`` si un fichier ne peut pas
    être écrit ou remplacé.
    """
    validation.exiger(
        "Demande de solde",
        validation.instance("projet", projet, Projet),
        validation.jour("au", au),
        validation.instance("sortie", sortie, Path),
        formats_du_mauvais_type(formats),
        validation.instance("perimetre", perimetre, Perimetre),
    )
    existants = validation.membre("Demande de solde", "existants", existants, Existants)
    choix = ", ".join(FORMATS_DE_LA_DEMANDE)
    fautes = [
        faute(CHOIX_INCONNU, _FORMATS, demande, proposition="", choix=choix)
        for demande in formats
        if demande not in FORMATS_DE_LA_DEMANDE
    ]
    validation.exiger("Demande de solde", None if formats else faute(VALEUR_ABSENTE, _FORMATS), *fautes)
    demande = preparer_demande_de_solde(projet, au=au, perimetre=perimetre)
    return ecrire_formats(demande, sortie, tuple(formats), existants)
