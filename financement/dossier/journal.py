"""Le journal : engagements, paiements, demandes, dépenses, recettes et leurs annulations, à leur date."""

import datetime
from abc import abstractmethod
from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from financement.dossier.nomenclature import INVERSES, MOUVEMENTS_DU_MAITRE_OUVRAGE, Nature, TypeMouvement
from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from financement.valeurs.montants import MONTANT_NEGATIF

__all__ = ["FINANCEUR_ABSENT", "FINANCEUR_EN_TROP", "JournalALaDemande", "Mouvement", "mouvement_negatif"]

_SANS_SIGNE: Final = "Écrire le montant sans signe, avec le type "
_CORRECTIONS: Final = MappingProxyType(
    {
        **{genre: f"{_SANS_SIGNE}« {inverse} »." for genre, inverse in INVERSES.items()},
        TypeMouvement.DEGAGEMENT: f"{_SANS_SIGNE}« {TypeMouvement.ENGAGEMENT} ».",
        TypeMouvement.REVERSEMENT: f"{_SANS_SIGNE}du versement : « avance », « acompte » ou « solde ».",
        TypeMouvement.REJET: f"{_SANS_SIGNE}« {TypeMouvement.DEMANDE} ».",
        TypeMouvement.ANNULATION: f"{_SANS_SIGNE}« {TypeMouvement.DEPENSE} ».",
        TypeMouvement.RECETTE: "Inscrire la recette pour son montant net : aucun type ne la retranche.",
    }
)
MOUVEMENT_NEGATIF: Final = ModeleFaute(
    "MONTANT-07",
    "« {lu} » est négatif : le montant d’un mouvement ne l’est jamais, son type donne le sens.",
    "{correction}",
)


def mouvement_negatif(genre: TypeMouvement, lu: str) -> TexteRefuse:
    """Le refus d’un montant négatif : un extrait comptable écrit ainsi ce que le journal dit par un autre type."""
    return TexteRefuse(MOUVEMENT_NEGATIF, lu, correction=_CORRECTIONS[genre])


FINANCEUR_EN_TROP: Final = ModeleFaute(
    "COHERENCE-04",
    "Un mouvement « {type} » concerne le maître d’ouvrage : financeur et nature doivent rester vides.",
    "Vider ces cellules, ou corriger le type.",
)
FINANCEUR_ABSENT: Final = ModeleFaute(
    "COHERENCE-05", "Un mouvement « {type} » doit nommer son financeur.", "Renseigner le financeur."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvement:
    """Un mouvement ; ``montant`` en centimes, toujours positif : le ``type`` donne le sens.

    Une dépense, son annulation ou une recette est celle du maître d’ouvrage, sur la base déclarée de l’opération : ni
    financeur ni nature. Une ``nature`` vide désigne la seule ligne du financeur sur l’opération.
    """

    date: datetime.date
    type: TypeMouvement
    operation: str
    financeur: str | None = None
    nature: Nature | None = None
    montant: int
    piece: str = ""
    libelle: str = ""
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Mouvement",
            validation.jour("date", self.date),
            validation.choix("type", self.type, TypeMouvement),
            validation.code("operation", self.operation),
            validation.code_facultatif("financeur", self.financeur),
            None if self.nature is None else validation.choix("nature", self.nature, Nature),
            self._montant_refuse(),
            validation.texte("piece", self.piece),
            validation.texte("libelle", self.libelle),
            self._financeur_deplace(),
        )

    def _montant_refuse(self) -> Faute | None:
        refus = validation.montant("montant", self.montant)
        if refus is None or refus.code != MONTANT_NEGATIF.code or type(self.type) is not TypeMouvement:
            return refus
        return mouvement_negatif(self.type, refus.lu).en_faute(refus.provenance)

    def _financeur_deplace(self) -> Faute | None:
        if type(self.type) is not TypeMouvement:
            return None
        if self.type in MOUVEMENTS_DU_MAITRE_OUVRAGE:
            if self.financeur is None and self.nature is None:
                return None
            lieu = Provenance(colonne="nature" if self.financeur is None else "financeur")
            return faute(FINANCEUR_EN_TROP, lieu, str(self.financeur or self.nature), type=self.type)
        if self.financeur is None:
            return faute(FINANCEUR_ABSENT, Provenance(colonne="financeur"), type=str(self.type))
        return None


class JournalALaDemande(Sequence[Mouvement]):
    """Une suite de mouvements dont chaque objet n’est fait que pour qui le regarde.

    Ce que la cohérence d’un dossier en vérifie se demande au journal entier.
    """

    @abstractmethod
    def exiger_valide(self) -> None:
        """Lève :class:`ValeurImpossible` au premier mouvement fautif ; ses textes ne sont pas lus."""

    @abstractmethod
    def provenance(self, rang: int) -> Provenance:
        """L’origine d’un mouvement."""

    @abstractmethod
    def piece(self, rang: int) -> str:
        """La pièce d’un mouvement."""

    @abstractmethod
    def suspects(
        self, operations: Container[str], financeurs: Container[str], ambigus: Collection[tuple[str, str]]
    ) -> Sequence[Mouvement]:
        """Les mouvements, dans l’ordre, qui citent un autre code, ou un de ces couples sans en dire la nature.

        ``ambigus`` : les couples (opération, financeur) dont la nature ne se devine pas.
        """

    @abstractmethod
    def sans_lignes(self, lignes: Collection[int | None]) -> "JournalALaDemande":
        """Le même journal, sans les mouvements de ces lignes du fichier."""

    @abstractmethod
    def derniere_date(self) -> datetime.date | None:
        """La date du dernier mouvement ; ``None`` s’il n’y en a pas."""

    @abstractmethod
    def total(self) -> int:
        """Le total des montants, en centimes."""

    @abstractmethod
    def recoder(
        self, operation: Callable[[str], str | None], financeur: Callable[[str], str | None]
    ) -> "JournalALaDemande":
        """Le même journal, chaque code remplacé par celui que rend sa fonction, s’il y en a un."""
