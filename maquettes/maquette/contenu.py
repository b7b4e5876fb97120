"""Ce qu’une maquette montre : les objets du dossier, leur place dans chaque bloc, et les réglages de lecture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from financement.dossier.convention import Convention, Enveloppe
from financement.dossier.nomenclature import Programme
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from maquettes.description.attributions import champ_a_dire, ligne_a_dire, table_a_dire
from maquettes.description.description import OBJETS, PARAMETRES, TABLES
from maquettes.description.table import Colonne, Genre, Table

__all__ = [
    "ENVELOPPES",
    "VERSION_EN_VIGUEUR",
    "Contenu",
    "EnveloppeFixee",
    "Reglages",
    "contenu_du_projet",
    "contenu_vierge",
]

VERSION_EN_VIGUEUR: Final = -1
"""Tient lieu du numéro de la version en vigueur à la date d’arrêté."""


@dataclass(frozen=True, slots=True)
class EnveloppeFixee:
    """Une enveloppe et l’avenant qui la fixe : une ligne du bloc des enveloppes."""

    avenant: int
    enveloppe: Enveloppe

    @property
    def financeur(self) -> str:
        """Le financeur plafonné."""
        return self.enveloppe.financeur

    @property
    def montant(self) -> int:
        """Le plafond, en centimes."""
        return self.enveloppe.montant


def _fixer(*, avenant: int, financeur: str, montant: int, provenance: Provenance) -> EnveloppeFixee:
    lieu = provenance.a_la_colonne("financeur")
    return EnveloppeFixee(avenant, Enveloppe(financeur=financeur, montant=montant, provenance=lieu))


ENVELOPPES: Final = Table(
    nom="enveloppes",
    construire=_fixer,
    colonnes=(
        Colonne(nom="avenant", champ="avenant", genre=Genre.ENTIER, minimum=1, maximum=999),
        Colonne(nom="financeur", champ="financeur", genre=Genre.CODE),
        Colonne(nom="montant", champ="montant", genre=Genre.MONTANT),
    ),
)
"""Les enveloppes que fixent les avenants : dans les autres formes du dossier, une clé de chaque avenant."""

_TABLES: Final = (*OBJETS, PARAMETRES, *TABLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglages:
    """Ce que l’on choisit dans le classeur sans changer le dossier.

    ``au`` : date d’arrêté saisie, ``None`` pour celle du dernier fait. ``avant`` et ``apres`` : versions comparées,
    ``None`` si la cellule est vide. ``financeur`` : celui de l’échéancier, vide pour tous.
    """

    au: date | None = None
    avant: int | None = 0
    apres: int | None = VERSION_EN_VIGUEUR
    financeur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """Les objets de chaque bloc saisi et, pour chacun, le rang de sa ligne dans le bloc, à partir de zéro.

    ``projet`` manque dans une maquette vierge. ``base`` : celle du règlement propre, vide s’il n’y en a pas.
    ``maitre_ouvrage`` : de la part d’un seul, celui qui la remplit ; vide si tout le dossier est à remplir.
    """

    projet: Projet | None
    objets: Mapping[str, Sequence[object]]
    rangs: Mapping[str, Sequence[int]] = field(default_factory=dict)
    base: str = ""
    maitre_ouvrage: str = ""

    def est_a_remplir(self, bloc: str, colonne: str, objet: object | None = None) -> bool:
        """La cellule de cet ``objet``, ou d’une ligne encore libre, est à qui remplit la maquette."""
        if not self.maitre_ouvrage:
            return True
        if objet is None or not table_a_dire(bloc):
            return table_a_dire(bloc)
        return ligne_a_dire(bloc, objet, self.maitre_ouvrage) and champ_a_dire(bloc, colonne)

    @property
    def convention(self) -> Convention | None:
        """La convention, s’il y en a une."""
        return None if self.projet is None else self.projet.convention

    @property
    def programme(self) -> Programme:
        """Le programme, dont vient la nomenclature des familles ; le PNRU par défaut."""
        return Programme.PNRU if self.projet is None else self.projet.convention.programme

    def rangs_de(self, bloc: str) -> Sequence[int]:
        """Rang de la ligne de chaque objet d’un bloc ; d’un seul tenant par défaut."""
        return self.rangs.get(bloc, range(len(self.objets[bloc])))


def contenu_du_projet(
    projet: Projet, rangs: Mapping[str, Sequence[int]] | None = None, *, maitre_ouvrage: str = ""
) -> Contenu:
    """Le contenu d’une maquette pour ce projet, ses lignes d’un seul tenant ou à ces ``rangs``.

    ``maitre_ouvrage`` : celui dont le projet est la part, vide si ce n’en est pas une.
    """
    propre = projet.reglement_propre
    objets: dict[str, Sequence[object]] = {table.nom: table.objets(projet) for table in _TABLES}
    objets[ENVELOPPES.nom] = tuple(
        EnveloppeFixee(avenant.numero, enveloppe)
        for avenant in projet.convention.avenants
        for enveloppe in avenant.enveloppes
    )
    base = "" if propre is None else propre.base
    return Contenu(projet=projet, objets=objets, rangs=rangs or {}, base=base, maitre_ouvrage=maitre_ouvrage)


def contenu_vierge() -> Contenu:
    """Le contenu d’une maquette à remplir."""
    return Contenu(projet=None, objets=dict.fromkeys((table.nom for table in (ENVELOPPES, *_TABLES)), ()))
