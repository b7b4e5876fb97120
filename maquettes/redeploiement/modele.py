"""Le fichier d’une demande de redéploiement, format 1 : valeurs figées, validées à leur frontière.

Un montant est un texte (« 1 250,50 ») ou un nombre entier d’euros ; un taux, un texte (« 20 % »).
"""

from fractions import Fraction
from functools import partial
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from financement.dossier.nomenclature import Nature
from financement.redeploiement.besoins import PRIORITE_MAXIMALE, GenreContrainte, PasDeRedeploiement
from financement.valeurs.graphies import cle_de_mot
from maquettes.description.table import Colonne, Genre
from maquettes.description.valeurs import lire_cle
from maquettes.description.vocabulaires import trouver_choix

__all__ = ["BesoinEcrit", "ContrainteEcrite", "DemandeEcrite", "EconomieEcrite"]

_ELEMENTS_AU_PLUS: Final = 1000


def _comme(genre: Genre, *, minimum: int = 0, maximum: int = 0) -> BeforeValidator:
    """La lecture d’une clé de ce genre, comme dans le dossier ; elle lève la faute du texte lu."""
    colonne = Colonne(nom="valeur", champ="valeur", genre=genre, minimum=minimum, maximum=maximum)
    return BeforeValidator(partial(lire_cle, colonne))


def _au_mot_pres(vocabulaire: type[PasDeRedeploiement | GenreContrainte]) -> BeforeValidator:
    """La valeur de la liste qu’un mot désigne, à la casse, aux accents et aux séparateurs près ; sinon le mot."""

    def lire(mot: object) -> object:
        if not isinstance(mot, str):
            return mot
        return next((membre for membre in vocabulaire if cle_de_mot(membre.value) == cle_de_mot(mot)), mot)

    return BeforeValidator(lire)


def _lire_la_nature(mot: object) -> object:
    """La nature que désigne un mot, comme au plan ; sinon le mot, que le modèle refuse."""
    return (trouver_choix(Nature, mot) or mot) if isinstance(mot, str) else mot


Code = Annotated[str, _comme(Genre.CODE)]
Codes = Annotated[tuple[str, ...], _comme(Genre.CODES)]
Montant = Annotated[int, _comme(Genre.MONTANT)]
Part = Annotated[Fraction, _comme(Genre.TAUX)]
Nombre = Annotated[int, _comme(Genre.ENTIER, minimum=0, maximum=_ELEMENTS_AU_PLUS)]
Priorite = Annotated[int, _comme(Genre.ENTIER, minimum=1, maximum=PRIORITE_MAXIMALE)]


class _Figee(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BesoinEcrit(_Figee):
    """Une opération à servir ; montants en centimes."""

    operation: Code
    maximum: Montant
    minimum: Montant = 0
    priorite: Priorite = 1
    assiette: Montant | None = None
    taux: Part | None = None


class EconomieEcrite(_Figee):
    """Ce que l’on veut bien reprendre de l’économie d’une opération."""

    operation: Code
    montant: Montant


class ContrainteEcrite(_Figee):
    """Ce que l’on s’impose en plus des règles."""

    genre: Annotated[GenreContrainte, _au_mot_pres(GenreContrainte)]
    operations: Codes = ()
    famille: Code | None = None
    maitre_ouvrage: Code | None = None
    montant: Montant | None = None
    part: Part | None = None
    nombre: Nombre | None = None


def _forme_des_economies(valeur: object) -> str:
    return "liste" if isinstance(valeur, list) else "montant"


Economies = Annotated[
    Annotated[tuple[EconomieEcrite, ...], Field(max_length=_ELEMENTS_AU_PLUS), Tag("liste")]
    | Annotated[Montant, Tag("montant")],
    Discriminator(_forme_des_economies),
]


class DemandeEcrite(_Figee):
    """Le fichier entier."""

    format: Literal[1]
    financeur: Code
    nature: Annotated[Nature, BeforeValidator(_lire_la_nature)] = Nature.SUBVENTION
    pas: Annotated[PasDeRedeploiement, _au_mot_pres(PasDeRedeploiement)] | None = None
    economies: Economies | None = None
    besoins: Annotated[tuple[BesoinEcrit, ...], Field(max_length=_ELEMENTS_AU_PLUS)]
    contraintes: Annotated[tuple[ContrainteEcrite, ...], Field(max_length=_ELEMENTS_AU_PLUS)] = ()
