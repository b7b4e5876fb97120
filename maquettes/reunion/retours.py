"""Les maquettes rendues : chacune lue, son sceau ouvert, ce qui a été envoyé à côté de ce qui revient."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee, lire_octets
from maquettes.maquette.relecture.lecture import lire_dossier_de_maquette
from maquettes.maquette.relecture.sceau import lire_sceau
from maquettes.maquette.sceau import Sceau

__all__ = ["Retour", "lire_les_retours"]

_EMPREINTE: Final = 16

AUTRE_CONVENTION: Final = ModeleFaute(
    "REUNION-03",
    "« {fichier} » a été envoyée pour la convention « {lu} », et le dossier est celui de « {attendu} ».",
    "Donner le dossier dont la maquette est partie, ou ôter cette maquette de la commande.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retour:
    """Une maquette rendue ; ``empreinte`` : le début du sha256 de ses octets."""

    fichier: str
    empreinte: str
    sceau: Sceau
    rendu: Projet

    @property
    def maitre_ouvrage(self) -> str:
        """À qui elle avait été envoyée."""
        return self.sceau.maitre_ouvrage

    @property
    def envoi(self) -> tuple[str, str]:
        """Ce qui a été envoyé, et à qui : deux retours d’un même envoi partent du même état."""
        return self.sceau.maitre_ouvrage, self.sceau.empreinte

    @property
    def lieu(self) -> Provenance:
        """Le fichier, sans plus de précision."""
        return Provenance(fichier=self.fichier)


def lire_les_retours(chemins: Sequence[Path], convention: str) -> list[Retour]:
    """Les maquettes rendues de cette convention.

    Deux fichiers de même nom se distinguent par leur chemin. Lève :class:`DossierRefuse` avec les fautes de toutes.
    """
    donnes = list(dict.fromkeys(chemins))
    comptes = Counter(chemin.name for chemin in donnes)
    retours: list[Retour] = []
    fautes: list[Faute] = []
    for chemin in donnes:
        nom = chemin.name if comptes[chemin.name] == 1 else str(chemin)
        try:
            retours.append(_lire(chemin, nom, convention))
        except DossierRefuse as refus:
            fautes.extend(refus.fautes)
    if fautes:
        raise DossierRefuse(fautes)
    return retours


def _lire(chemin: Path, nom: str, convention: str) -> Retour:
    try:
        octets = lire_octets(chemin)
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    rendu, lecture = lire_dossier_de_maquette(nom, octets)
    sceau = lire_sceau(lecture.classeur)
    envoyee = sceau.envoye.convention.code
    if envoyee != convention:
        lieu = Provenance(fichier=nom)
        raise DossierRefuse([faute(AUTRE_CONVENTION, lieu, envoyee, fichier=nom, attendu=convention)])
    return Retour(fichier=nom, empreinte=sha256(octets).hexdigest()[:_EMPREINTE], sceau=sceau, rendu=rendu)
