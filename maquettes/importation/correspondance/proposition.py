"""Ce que l’on propose d’une source : le champ de chaque colonne, et ce que vaut cette proposition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.affichage.libelles import accorder
from maquettes.importation.correspondance.modele import Correspondance, Role, Source

__all__ = [
    "IGNOREE",
    "Certitude",
    "ColonneProposee",
    "ConventionProposee",
    "DateProposee",
    "OrganismePropose",
    "Proposition",
    "SourceProposee",
    "compter_les_colonnes",
    "nommer_le_champ",
]

IGNOREE = "ignoree"
"""Le champ d’une colonne reconnue, qui n’apporte rien au dossier : un total, un ordre, une observation."""


_CHAMPS: Final = MappingProxyType(
    {
        "assiette": "base de financement",
        "acompte": "acompte d’un financeur",
        "credit.montant": "crédit",
        "cout_ht": "coût HT",
        "cout_ttc": "coût TTC",
        "debit.montant": "débit",
        "debut": "démarrage",
        "depense": "dépense",
        "duree_semestres": "durée en semestres",
        "ignoree": "colonne à ignorer",
        "libelle": "libellé",
        "maitre_ouvrage": "maître d’ouvrage",
        "operation": "opération",
        "piece": "pièce",
        "quantite": "quantité",
        "taux_anru": "taux de l’ANRU",
        "taux_tva": "taux de TVA",
        "unite": "unité",
    }
)


def nommer_le_champ(champ: str) -> str:
    """Un champ, pour une personne : « coût HT » ; le montant d’un financeur se dit par son code et sa nature."""
    genre, _, reste = champ.partition(".")
    if genre == "plan":
        return f"financement {reste.replace('.', ', ').replace('_', ' ')}"
    return _CHAMPS.get(champ, champ.replace("_", " ").replace(".", ", "))


class Certitude(StrEnum):
    """Ce que vaut le champ proposé d’une colonne."""

    SURE = "sure"
    PROBABLE = "probable"
    INCONNUE = "inconnue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColonneProposee:
    """Une colonne d’une table reçue ; ``cellule`` : la dernière de son en-tête.

    ``champ`` : une colonne du dossier (``cout_ht``), ``plan.ANRU.subvention``, ``exercice.2009``, ``ignoree``, ou rien.
    ``candidats`` : les autres champs possibles. ``motif`` : ce qui laisse un doute. ``exemples`` : des valeurs lues.
    """

    cellule: str
    libelle: str
    champ: str | None
    certitude: Certitude
    candidats: tuple[str, ...] = ()
    motif: str = ""
    exemples: tuple[str, ...] = ()

    def json(self) -> dict[str, object]:
        """La colonne, telle que la commande l’écrit."""
        return {
            "cellule": self.cellule,
            "libelle": self.libelle,
            "champ": self.champ,
            "certitude": self.certitude.value,
            "candidats": list(self.candidats),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProposee:
    """Une table reconnue : ses colonnes, et la source que la correspondance en ferait.

    ``remarques`` : ce qu’une personne doit vérifier de la table entière, une phrase chacune ; ``doutes`` : de l’une de
    ses constantes, de l’un de ses mouvements ou de ses règles, par sa place (``("constantes", "type")``,
    ``("regles", 0)``). ``codes_a_dire`` : les codes d’opération d’un autre usage, qui attendent le nôtre. ``role`` et
    ``source`` manquent à une feuille où rien n’est reconnu.
    """

    fichier: str
    feuille: str | None
    entete: tuple[int, int] | None = None
    role: Role | None = None
    colonnes: tuple[ColonneProposee, ...] = ()
    source: Source | None = None
    remarques: tuple[str, ...] = ()
    codes_a_dire: tuple[str, ...] = ()
    doutes: Mapping[tuple[str, str | int], str] = field(default_factory=dict)

    def json(self) -> dict[str, object]:
        """La source, telle que la commande l’écrit."""
        return {
            "fichier": self.fichier,
            "feuille": self.feuille,
            "entete": None if self.entete is None else list(self.entete),
            "role": None if self.role is None else self.role.value,
            "colonnes": [colonne.json() for colonne in self.colonnes],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganismePropose:
    """Un financeur ou un maître d’ouvrage trouvé ; ``lu`` : comme les fichiers l’écrivent."""

    code: str
    nom: str
    categorie: str = ""
    lu: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateProposee:
    """La date de signature d’une version, et le titre où elle se lit."""

    version: int
    jour: date
    lu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionProposee:
    """Ce que les fichiers disent de la convention, quand aucun convention.toml ne l’a donnée."""

    code: str = ""
    titres: tuple[str, ...] = ()
    programme: str = ""
    financeurs: tuple[OrganismePropose, ...] = ()
    maitres_ouvrage: tuple[OrganismePropose, ...] = ()
    avenants: tuple[int, ...] = ()
    dates: tuple[DateProposee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """Ce que l’on propose pour lire des fichiers reçus ; une personne la corrige, puis l’importation l’applique.

    ``convention`` : le chemin du convention.toml dont elle se sert, s’il y en a un ; sinon ``convention_proposee``.
    ``remarques`` : ce qui est à vérifier de l’ensemble des fichiers.
    """

    sources: tuple[SourceProposee, ...]
    convention: str | None = None
    convention_proposee: ConventionProposee = field(default_factory=ConventionProposee)
    remarques: tuple[str, ...] = ()

    @property
    def correspondance(self) -> Correspondance:
        """La correspondance proposée, telle qu’elle s’écrit."""
        retenues = tuple(source.source for source in self.sources if source.source is not None)
        return Correspondance(convention=self.convention, sources=retenues)

    def json(self) -> dict[str, object]:
        """La proposition, telle que la commande l’écrit."""
        return {"sources": [source.json() for source in self.sources]}

    def colonnes(self, certitude: Certitude) -> Sequence[ColonneProposee]:
        """Les colonnes de cette certitude, dans l’ordre des sources."""
        return [colonne for source in self.sources for colonne in source.colonnes if colonne.certitude is certitude]


_COLONNES: Final = MappingProxyType(
    {
        Certitude.SURE: ("sûre", "sûres"),
        Certitude.PROBABLE: ("probable", "probables"),
        Certitude.INCONNUE: ("inconnue", "inconnues"),
    }
)


def compter_les_colonnes(source: SourceProposee) -> str:
    """« 27 colonnes sûres, 1 inconnue » ; ce qu’il n’y a pas ne se dit pas."""
    dits: list[str] = []
    for certitude, (une, plusieurs) in _COLONNES.items():
        nombre = sum(colonne.certitude is certitude for colonne in source.colonnes)
        if nombre:
            mots = (une, plusieurs) if dits else (f"colonne {une}", f"colonnes {plusieurs}")
            dits.append(accorder(nombre, *mots))
    return ", ".join(dits)
