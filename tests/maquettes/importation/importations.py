"""Importer des grilles écrites à la main, par une correspondance écrite à la main."""

from collections.abc import Sequence
from typing import Final

from financement.fautes.provenance import Provenance
from maquettes.formes.convention_toml import ecrire_convention_toml, lire_convention_toml
from maquettes.importation.correspondance.lecture import CorrespondanceLue, lire_correspondance
from maquettes.importation.correspondance.modele import Correspondance
from maquettes.importation.grille.grille import Grille
from maquettes.importation.importation import Importation, importer_les_fichiers
from maquettes.importation.sources import FichierRecu
from tests.maquettes.importation.dispositions import Disposition

__all__ = ["CONVENTION", "SANS_AVENANT", "codes", "importer_disposition", "importer_grilles"]

SANS_AVENANT: Final = """format = 1

[convention]
code = "C1"
nom = "Quartier des Tilleuls"
programme = "PNRU"
reglement = "pnru"
porteur = "Ville"
date_signature = 2006-07-01
date_limite_engagement = 2013-12-31

[[financeurs]]
code = "ANRU"
nom = "Agence nationale pour la rénovation urbaine"
categorie = "anru"

[[financeurs]]
code = "VILLE"
nom = "Ville de Tilleul"
categorie = "ville"
"""
CONVENTION: Final = SANS_AVENANT + '\n[[avenants]]\nnumero = 1\nnature = "local"\ndate = 2009-03-15\n'


def importer_grilles(correspondance: str, *grilles: Grille, convention: str = SANS_AVENANT) -> Importation:
    """Importe ces grilles ; la convention précède les sources, dans la correspondance."""
    lue = lire_correspondance("correspondance.toml", f"{convention}\n{correspondance}".encode())
    fichiers: dict[str, list[Grille]] = {}
    for grille in grilles:
        fichiers.setdefault(grille.fichier, []).append(grille)
    recus = [FichierRecu(nom=nom, grilles=tuple(siennes), empreinte="0" * 16) for nom, siennes in fichiers.items()]
    assert lue.convention is not None
    return importer_les_fichiers(recus, lue, lue.convention, [])


def importer_disposition(disposition: Disposition) -> Importation:
    """Importe un tableau tiré, par sa vraie correspondance."""
    convention = lire_convention_toml(ecrire_convention_toml(disposition.tirage.projet.convention))
    # Un tableau en millions, tout en texte, peut n'avoir que des « 1,372 » : rien n'y dit que c'est une décimale.
    sources = tuple(source.model_copy(update={"decimale": ","}) for source in disposition.correspondance.sources)
    correspondance = Correspondance(sources=sources)
    lue = CorrespondanceLue(correspondance=correspondance, convention=convention, lieux=lambda _: Provenance())
    recu = FichierRecu(nom=disposition.grilles[0].fichier, grilles=disposition.grilles, empreinte="0" * 16)
    return importer_les_fichiers([recu], lue, convention, [])


def codes(importation: Importation) -> Sequence[str]:
    """Les codes des constats, dans l’ordre."""
    return [constat.code for constat in importation.constats]
