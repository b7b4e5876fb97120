"""Lire une demande de redéploiement : d’un texte TOML à la demande du noyau, toutes les fautes à leur ligne."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import ValidationError

from financement.fautes.faute import DossierRefuse, Faute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.redeploiement.besoins import (
    BesoinDeCredits,
    ContrainteVoulue,
    DemandeDeRedeploiement,
    EconomieRetenue,
)
from financement.valeurs.validation import VALEUR_ABSENTE
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.fichiers.sources import FICHIER_INTROUVABLE, SourceRefusee, lire_octets
from maquettes.formes.lieux_imbriques import Chemin, LieuxImbriques
from maquettes.formes.modele_de_toml import fautes_du_modele
from maquettes.formes.toml_situe import lire_toml
from maquettes.redeploiement.modele import BesoinEcrit, ContrainteEcrite, DemandeEcrite, EconomieEcrite

__all__ = ["lire_demande_de_redeploiement"]

Ecrit = TypeVar("Ecrit")
Objet = TypeVar("Objet")

_OCTETS_AU_PLUS: Final = 1_000_000
_ATTENDUS: Final = MappingProxyType({"literal_error": "1", "too_long": "mille éléments au plus"})


def lire_demande_de_redeploiement(chemin: str | Path) -> DemandeDeRedeploiement:
    """La demande d’un fichier TOML, chaque élément situé à sa ligne.

    Lève :class:`DossierRefuse` avec toutes les fautes du fichier ; celles qui tiennent au dossier (une opération
    inconnue) se disent au calcul.
    """
    fichier = chemin_donne("chemin", chemin)
    if not os.path.lexists(fichier):
        raise DossierRefuse([faute(FICHIER_INTROUVABLE, Provenance(fichier=fichier.name), str(fichier))])
    try:
        octets = lire_octets(fichier, _OCTETS_AU_PLUS)
        document, _ = lire_toml(fichier.name, octets)
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    lieux = LieuxImbriques(fichier.name, octets.decode("utf-8", "replace").replace("\r\n", "\n"))
    try:
        ecrite = DemandeEcrite.model_validate(dict(document))
    except ValidationError as erreurs:
        raise DossierRefuse(fautes_du_modele(erreurs, DemandeEcrite, document, lieux, _ATTENDUS)) from None
    return _Traduction(lieux).demande(ecrite)


@dataclass(frozen=True, slots=True, kw_only=True)
class _LieuDObjet(Provenance):
    """Le lieu d’un objet du fichier ; celui de sa clé est à la ligne de la clé."""

    situer: Callable[[str], Provenance] = field(compare=False, repr=False)

    def a_la_colonne(self, colonne: str) -> Provenance:
        """Le lieu de cette clé de l’objet."""
        return self.situer(colonne)


class _Traduction:
    """D’un fichier bien formé à la demande ; les fautes de sens de tous ses éléments se disent ensemble."""

    def __init__(self, lieux: LieuxImbriques) -> None:
        self._lieux = lieux
        self._fautes: list[Faute] = []

    def demande(self, ecrite: DemandeEcrite) -> DemandeDeRedeploiement:
        """La demande ; lève :class:`DossierRefuse`."""
        if not ecrite.besoins:
            self._fautes.append(faute(VALEUR_ABSENTE, self._lieux(("besoins",))))
        besoins = tuple(self._objets("besoins", ecrite.besoins, _besoin))
        contraintes = tuple(self._objets("contraintes", ecrite.contraintes, _contrainte))
        economies = ecrite.economies
        retenues = tuple(self._objets("economies", economies, _economie)) if isinstance(economies, tuple) else economies
        # Une contrainte qui vise un besoin mal formé n'en serait pas moins juste.
        visibles = () if self._fautes else contraintes
        demande = self._construire(
            (),
            lambda lieu: DemandeDeRedeploiement(
                financeur=ecrite.financeur,
                nature=ecrite.nature,
                pas=ecrite.pas,
                economies=retenues,
                besoins=besoins,
                contraintes=visibles,
                provenance=lieu,
            ),
        )
        if demande is None or self._fautes:
            raise DossierRefuse(self._fautes)
        return demande

    def _objets(
        self, nom: str, ecrits: tuple[Ecrit, ...], construire: Callable[[Ecrit, Provenance], Objet]
    ) -> Iterator[Objet]:
        for rang, ecrit in enumerate(ecrits):
            objet = self._construire((nom, rang), partial(construire, ecrit))
            if objet is not None:
                yield objet

    def _construire(self, chemin: Chemin, construire: Callable[[Provenance], Objet]) -> Objet | None:
        try:
            return construire(self._lieu(chemin))
        except ValeurImpossible as refus:
            self._fautes += [self._situer(constatee, chemin) for constatee in refus.fautes]
            return None

    def _lieu(self, chemin: Chemin) -> Provenance:
        lieu = self._lieux(chemin)
        return _LieuDObjet(
            fichier=lieu.fichier,
            cellule=lieu.cellule,
            ligne=lieu.ligne,
            colonne=lieu.colonne,
            situer=lambda cle: self._lieux((*chemin, cle)),
        )

    def _situer(self, constatee: Faute, chemin: Chemin) -> Faute:
        """La faute à la ligne de sa clé, si le noyau n’en a pas dit le fichier."""
        lieu = constatee.provenance
        if lieu.fichier is not None or lieu.colonne is None:
            return constatee
        return replace(constatee, provenance=self._lieux((*chemin, lieu.colonne)))


def _besoin(ecrit: BesoinEcrit, lieu: Provenance) -> BesoinDeCredits:
    return BesoinDeCredits(
        operation=ecrit.operation,
        maximum=ecrit.maximum,
        minimum=ecrit.minimum,
        priorite=Fraction(ecrit.priorite),
        assiette=ecrit.assiette,
        taux=ecrit.taux,
        provenance=lieu,
    )


def _economie(ecrite: EconomieEcrite, lieu: Provenance) -> EconomieRetenue:
    return EconomieRetenue(operation=ecrite.operation, montant=ecrite.montant, provenance=lieu)


def _contrainte(ecrite: ContrainteEcrite, lieu: Provenance) -> ContrainteVoulue:
    return ContrainteVoulue(
        genre=ecrite.genre,
        operations=ecrite.operations,
        famille=ecrite.famille,
        maitre_ouvrage=ecrite.maitre_ouvrage,
        montant=ecrite.montant,
        part=ecrite.part,
        nombre=ecrite.nombre,
        provenance=lieu,
    )
