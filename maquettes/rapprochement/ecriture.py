"""Écrire le classeur d’un rapprochement, ses liens menant au dossier et aux fichiers de l’extrait."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.valeurs import validation
from maquettes.classeur.classeur import ClasseurImpossible
from maquettes.fichiers.chemin_donne import chemin_donne, chemins_donnes
from maquettes.fichiers.destinations import garder_la_source, refuser_existant
from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_nouveau_fichier
from maquettes.rapprochement.classeur import classeur_du_rapprochement
from maquettes.rapprochement.extrait import nom_du_dossier
from maquettes.rapprochement.tableau import Liens, chemin_depuis
from maquettes.rapprochement.vue import VueDeRapprochement

__all__ = ["ecrire_rapprochement", "verifier_la_destination"]


def ecrire_rapprochement(
    vue: VueDeRapprochement, chemin: str | Path, *, projet: Projet, dossier: str | Path, sources: Iterable[str | Path]
) -> None:
    """Écrit le classeur : synthèse, écarts à décider, rapprochés, mouvements.

    ``dossier``, ``sources`` : les fichiers lus, où mènent ses liens, à leur place par rapport à lui. Un fichier qui
    existe, un autre suffixe que ``.xlsx``, plus de lignes que n’en tient une feuille lèvent :class:`EcritureRefusee` ;
    alors rien n’est écrit.
    """
    validation.exiger(
        "Rapprochement",
        validation.instance("vue", vue, VueDeRapprochement),
        validation.instance("projet", projet, Projet),
    )
    destination, lu = chemin_donne("chemin", chemin), chemin_donne("dossier", dossier)
    extraits = chemins_donnes("sources", sources)
    verifier_la_destination(destination, [lu, *extraits])

    @cache
    def du_dossier(fichier: str) -> str:
        return chemin_depuis(destination, lu / fichier if lu.is_dir() else lu)

    @cache
    def de_l_extrait(fichier: str) -> str:
        return chemin_depuis(destination, _retrouver(fichier, extraits))

    try:
        octets = classeur_du_rapprochement(projet.convention.nom, vue, Liens(du_dossier), Liens(de_l_extrait))
    except ClasseurImpossible as refus:
        raise EcritureRefusee(f"Ce rapprochement ne tient pas dans un classeur : {refus}.") from None
    ecrire_nouveau_fichier(destination, octets)


def verifier_la_destination(classeur: Path, lus: Iterable[Path]) -> None:
    """Lève :class:`EcritureRefusee` si le classeur existe, n’est pas un ``.xlsx``, ou serait dans un fichier lu."""
    if classeur.suffix.lower() != ".xlsx":
        raise EcritureRefusee(f"« {afficher_chemin(classeur.name)} » : un rapprochement s’écrit en .xlsx.")
    refuser_existant(classeur)
    for lu in lus:
        garder_la_source(lu, classeur)


def _retrouver(fichier: str, sources: Sequence[Path]) -> Path:
    """Le fichier que cite un lieu de l’extrait : une source, ou un fichier du répertoire d’un autre dossier."""
    for source in sources:
        nom = nom_du_dossier(source)
        if nom is not None and fichier.startswith(f"{nom}/"):
            return source / fichier.removeprefix(f"{nom}/")
        if source.name == fichier:
            return source
    return Path(fichier)
