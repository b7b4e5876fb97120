"""Les fichiers d’une simulation : classeur à formules vives, page html ; rien n’est écrasé."""

from collections.abc import Mapping
from pathlib import Path

from exports.commandes.affichage.sortie import imprimer_erreur
from financement.aleas.tirages import Tirages
from financement.fautes.chemins import afficher_chemin
from financement.scenarios.cote_a_cote import CoteACote
from financement.scenarios.relais import RelaisCoteACote
from maquettes.fichiers.destinations import EcritureRefusee, garder_la_source, refuser_existant
from maquettes.fichiers.ecriture import ecrire_nouveau_fichier

__all__ = ["ecrire_les_fichiers", "verifier_les_destinations"]


def verifier_les_destinations(dossier: Path, fichiers: Mapping[str, Path]) -> None:
    """Refuse avant le calcul ce que l’écriture refuserait après : un autre suffixe, un fichier qui existe."""
    for suffixe, fichier in fichiers.items():
        if fichier.suffix.lower() != f".{suffixe}":
            raise EcritureRefusee(f"« {afficher_chemin(fichier)} » : donner à ce fichier un nom en .{suffixe}.")
        garder_la_source(dossier, fichier)
        refuser_existant(fichier)


def ecrire_les_fichiers(
    cote_a_cote: CoteACote, tirages: Tirages | None, relais: RelaisCoteACote | None, fichiers: Mapping[str, Path]
) -> None:
    """Compose le document de la simulation et l’écrit dans chaque format demandé, après les avoir tous rendus."""
    if not fichiers:
        return
    from exports.rendus.html.page import rendre_html
    from exports.rendus.xlsx.rendu import rendre_xlsx
    from exports.simulation.document import composer_simulation
    from maquettes.assemblage.dossier_json import texte_canonique
    from maquettes.classeur.classeur import ClasseurImpossible

    document = composer_simulation(cote_a_cote, tirages, relais)
    rendus = {}
    if "html" in fichiers:
        rendus["html"] = rendre_html(document, dossier=texte_canonique(cote_a_cote.base.projet))
    if "xlsx" in fichiers:
        try:
            rendus["xlsx"] = rendre_xlsx(document)
        except ClasseurImpossible as refus:
            raise EcritureRefusee(f"Cette simulation ne tient pas dans un classeur : {refus}.") from None
    for suffixe, octets in rendus.items():
        ecrire_nouveau_fichier(fichiers[suffixe], octets)
        imprimer_erreur(f"simulation : {afficher_chemin(fichiers[suffixe])}")
