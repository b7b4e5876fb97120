"""Une maquette sur le disque : écrite pour un projet ou vierge, relue avec ce qu’elle a d’inhabituel."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from financement.controles.constat import Constat
from financement.dossier.designation import maitre_ouvrage_designe
from financement.dossier.part import part_du_maitre_ouvrage
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, ModeleFaute, faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs import validation
from maquettes.assemblage.assemblage import Assembler, assembler
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_nouveau_fichier
from maquettes.fichiers.sources import SourceRefusee, lire_octets
from maquettes.maquette.sceau import sceller

if TYPE_CHECKING:
    from maquettes.maquette.relecture.lecture import LectureDeMaquette

__all__ = [
    "DOSSIER_INTROUVABLE",
    "MaquetteLue",
    "ecrire_maquette",
    "ecrire_maquette_vierge",
    "est_une_maquette",
    "lire_maquette",
    "lire_projet_de_maquette",
    "refaire_maquette",
]

SUFFIXE = ".xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaquetteLue:
    """Le projet d’une maquette, la date d’arrêté qu’on y a saisie, et les remarques de relecture.

    ``constats`` : formules remplacées, valeurs qui ne sont pas celles du moteur, textes au lieu de nombres, colonnes
    ajoutées ; chacun à sa cellule.
    """

    projet: Projet
    au: date | None
    constats: tuple[Constat, ...]


DOSSIER_INTROUVABLE: Final = ModeleFaute(
    "LECTURE-01", "Le dossier « {lu} » n’existe pas.", "Vérifier le chemin donné à la commande.", afficher_chemin
)


def est_une_maquette(fichier: Path) -> bool:
    """Le classeur porte la marque d’une maquette ; non, s’il ne se lit pas."""
    from maquettes.maquette.relecture.lecture import porte_la_marque

    try:
        return porte_la_marque(fichier.name, lire_octets(fichier))
    except SourceRefusee:
        return False


def lire_projet_de_maquette(fichier: Path, reunir: Assembler = assembler) -> "tuple[Projet, LectureDeMaquette]":
    """Le projet d’une maquette et la lecture de son classeur ; lève :class:`DossierRefuse` avec toutes ses fautes."""
    from maquettes.maquette.relecture.lecture import lire_dossier_de_maquette

    if not os.path.lexists(fichier):
        raise DossierRefuse([faute(DOSSIER_INTROUVABLE, INCONNUE, str(fichier))])
    try:
        octets = lire_octets(fichier)
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    return lire_dossier_de_maquette(fichier.name, octets, reunir)


def lire_maquette(chemin: str | Path) -> MaquetteLue:
    """La maquette ``chemin`` ; lève :class:`DossierRefuse` avec toutes ses fautes, chacune à sa cellule."""
    from maquettes.maquette.relecture.verification import lire_reglages, verifier_les_formules

    projet, lecture = lire_projet_de_maquette(chemin_donne("chemin", chemin))
    constats = (*lecture.constats, *verifier_les_formules(projet, lecture))
    return MaquetteLue(projet=projet, au=lire_reglages(lecture.classeur).au, constats=constats)


def ecrire_maquette(
    projet: Projet, chemin: str | Path, *, au: date | None = None, maitre_ouvrage: str | None = None
) -> None:
    """Écrit la maquette d’un projet, arrêtée à la date ``au`` (celle du dernier fait par défaut).

    ``maitre_ouvrage`` : n’écrit que sa part (:func:`part_du_maitre_ouvrage`), verrouillée là où un autre que lui
    décide, et scellée pour être réunie à son retour ; lève :class:`ValeurImpossible` si ce n’est celui d’aucune
    opération. Ce qui va être écrit est d’abord relu en mémoire et comparé au projet. Un fichier qui existe, un autre
    suffixe que ``.xlsx``, deux codes qu’un tableur confondrait lèvent :class:`EcritureRefusee` ; rien n’est écrit.
    """
    from maquettes.maquette.contenu import Reglages
    from maquettes.maquette.ecriture import maquette_de_part, maquette_du_projet

    validation.exiger("Maquette", validation.instance("projet", projet, Projet), validation.jour_facultatif("au", au))
    reglages = Reglages(au=au)
    if maitre_ouvrage is None:
        _ecrire(projet, chemin, partial(maquette_du_projet, projet, reglages))
        return
    part = part_du_maitre_ouvrage(projet, maitre_ouvrage)
    code = maitre_ouvrage_designe(projet, maitre_ouvrage)
    _ecrire(part, chemin, partial(maquette_de_part, part, sceller(part, code), reglages))


def refaire_maquette(source: str | Path, chemin: str | Path, *, au: date | None = None) -> None:
    """Écrit à neuf une maquette remplie : plus de lignes libres, les mêmes saisies, et le sceau d’une part envoyée.

    Sans ``au``, la date d’arrêté est celle de l’ancienne. Lève ce que lèvent :func:`lire_maquette` et
    :func:`ecrire_maquette`, et :class:`DossierRefuse` si le sceau de l’ancienne ne se lit plus.
    """
    from maquettes.maquette.contenu import Reglages
    from maquettes.maquette.ecriture import maquette_de_part, maquette_du_projet
    from maquettes.maquette.relecture.sceau import est_scelle, lire_sceau
    from maquettes.maquette.relecture.verification import lire_reglages

    projet, lecture = lire_projet_de_maquette(chemin_donne("source", source))
    reglages = Reglages(au=lire_reglages(lecture.classeur).au if au is None else au)
    if not est_scelle(lecture.classeur):
        _ecrire(projet, chemin, partial(maquette_du_projet, projet, reglages))
        return
    sceau = lire_sceau(lecture.classeur)
    _ecrire(projet, chemin, partial(maquette_de_part, projet, sceller(sceau.envoye, sceau.maitre_ouvrage), reglages))


def _ecrire(projet: Projet, chemin: str | Path, composer: Callable[[], bytes]) -> None:
    """Écrit le classeur composé, une fois relu et comparé au projet."""
    from maquettes.classeur.classeur import ClasseurImpossible
    from maquettes.maquette.relecture.lecture import lire_dossier_de_maquette

    fichier = _fichier_xlsx(chemin)
    try:
        octets = composer()
    except ClasseurImpossible as refus:
        raise EcritureRefusee(f"Ce dossier ne tient pas dans une maquette : {refus}") from None
    try:
        relu, _ = lire_dossier_de_maquette(fichier.name, octets)
    except DossierRefuse as refus:
        # Le classeur serait valide, mais sa lecture en bornerait la taille : mieux vaut le dire avant de l'envoyer.
        raise EcritureRefusee(
            f"Ce dossier ne tient pas dans une maquette, qui ne se relirait pas : {refus.fautes[0].message} "
            "Le garder en répertoire ou en fichier .json."
        ) from None
    if relu != projet:
        raise EcritureRefusee("Le contenu relu diffère du projet : rien n’est écrit. Signaler ce défaut.")
    ecrire_nouveau_fichier(fichier, octets)


def ecrire_maquette_vierge(chemin: str | Path) -> None:
    """Écrit une maquette à remplir ; lève :class:`EcritureRefusee` si le fichier existe ou n’est pas un ``.xlsx``."""
    from maquettes.maquette.ecriture import maquette_vierge

    ecrire_nouveau_fichier(_fichier_xlsx(chemin), maquette_vierge())


def _fichier_xlsx(chemin: str | Path) -> Path:
    fichier = chemin_donne("chemin", chemin)
    if fichier.suffix.lower() != SUFFIXE:
        raise EcritureRefusee(
            f"« {afficher_chemin(fichier.name)} » : une maquette est un classeur, donner un nom en .xlsx."
        )
    return fichier
