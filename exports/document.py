"""Le document neutre : ce qui sort de la maison, avant tout format.

Un ``Document`` est immuable et juste par construction : chaque total y est accompagné du calcul dont il vient, et un
document dont un seul calcul ne donne pas la valeur affichée ne peut pas être construit. Les rendus traduisent, ils ne
calculent rien.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from exports.document_controle import fautes_de_calcul
from exports.document_tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Tableau
from exports.document_texte import Texte

__all__ = ["Cellule", "Colonne", "Document", "GenreColonne", "GenreLigne", "Ligne", "Mention", "Tableau"]


class Mention(BaseModel):
    """Une ligne d'identification : un libellé et sa valeur."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    libelle: Texte
    valeur: Texte


class Document(BaseModel):
    """Un document financier, à une date d'arrêté.

    ``code`` et ``empreinte`` (sha256 du dossier canonique) identifient la source ; ``bandeau`` va sur chaque page.
    Lève ``ValidationError`` si un tableau est mal formé ou si une valeur n'est pas le résultat de son calcul.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    titre: Texte
    sous_titre: Texte
    code: Texte
    mentions: tuple[Mention, ...]
    date_arrete: date
    empreinte: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    bandeau: Texte | None = None
    avertissements: tuple[Texte, ...] = ()
    tableaux: Annotated[tuple[Tableau, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _juste(self) -> Self:
        for textes, nature in (
            ([tableau.cle for tableau in self.tableaux], "clé de tableau"),
            ([tableau.titre_court.casefold() for tableau in self.tableaux], "titre court"),
        ):
            if len(set(textes)) != len(textes):
                raise ValueError(f"{nature} en double")
        fautes = list(fautes_de_calcul(self.tableaux))
        if fautes:
            raise ValueError(f"{len(fautes)} calcul(s) en défaut : " + " ; ".join(fautes[:5]))
        return self

    def tableau(self, cle: str) -> Tableau:
        """Le tableau ``cle`` ; ``KeyError`` s'il n'existe pas."""
        for tableau in self.tableaux:
            if tableau.cle == cle:
                return tableau
        raise KeyError(cle)

    def mention(self, libelle: str) -> str:
        """La valeur d'une mention, vide si elle manque."""
        return next((mention.valeur for mention in self.mentions if mention.libelle == libelle), "")
