"""Le journal : engagements, paiements, demandes, dépenses et recettes, à leur date."""

import datetime
from dataclasses import dataclass, field

from financement import validation
from financement.catalogue import CodeFaute
from financement.fautes import Faute, faute
from financement.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, Nature, TypeMouvement
from financement.provenance import INCONNUE, Provenance

__all__ = ["Mouvement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvement:
    """Un mouvement ; ``montant`` en centimes, toujours positif : le ``type`` donne le sens.

    Une dépense ou une recette est celle du maître d'ouvrage, sur la base déclarée de l'opération : ni financeur ni
    nature. Une ``nature`` vide désigne la seule ligne du financeur sur l'opération.
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
            validation.montant("montant", self.montant),
            validation.texte("piece", self.piece),
            validation.texte("libelle", self.libelle),
            self._financeur_deplace(),
        )

    def _financeur_deplace(self) -> Faute | None:
        if type(self.type) is not TypeMouvement:
            return None
        if self.type in MOUVEMENTS_DU_MAITRE_OUVRAGE:
            if self.financeur is None and self.nature is None:
                return None
            lieu = Provenance(colonne="nature" if self.financeur is None else "financeur")
            return faute(CodeFaute.FINANCEUR_EN_TROP, lieu, str(self.financeur or self.nature), type=self.type)
        if self.financeur is None:
            return faute(CodeFaute.FINANCEUR_ABSENT, Provenance(colonne="financeur"), type=str(self.type))
        return None
