"""Le modèle d’un fichier de scénarios, format 1 : des textes et des nombres, avant d’en lire le sens."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from financement.aleas.alea import PorteSur
from financement.scenarios.calendrier import Limite

__all__ = [
    "AleaEcrit",
    "ComposanteEcrite",
    "Fichier",
    "Genre",
    "HypotheseEcrite",
    "NomDeLoi",
    "ScenarioEcrit",
    "SerieEcrite",
    "TresorerieEcrite",
]

Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Genre(StrEnum):
    """Le genre d’une hypothèse."""

    ABANDONNER = "abandonner"
    COUT = "cout"
    RETARD = "retard"
    RETRAIT_FINANCEUR = "retrait_financeur"
    TAUX = "taux"
    ENVELOPPE = "enveloppe"
    DATE_LIMITE = "date_limite"
    ACTUALISATION = "actualisation"


class _Figee(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ComposanteEcrite(_Figee):
    """La part d’un prix qui suit une série."""

    serie: Texte
    poids: Texte


class HypotheseEcrite(_Figee):
    """Une hypothèse ; chaque genre emploie les siennes de ces clés."""

    genre: Genre
    operation: Texte | None = None
    famille: Texte | None = None
    maitre_ouvrage: Texte | None = None
    financeur: Texte | None = None
    valeur: Texte | int | None = None
    cout_final: Texte | None = None
    limite: Limite | None = None
    base: Texte | None = None
    date_de_valeur: Texte | None = None
    composantes: tuple[ComposanteEcrite, ...] = ()


class ScenarioEcrit(_Figee):
    """Un scénario et ses hypothèses, dans l’ordre."""

    nom: Texte
    hypotheses: tuple[HypotheseEcrite, ...] = ()


class SerieEcrite(_Figee):
    """Une série d’indices : la date depuis laquelle chacun vaut, et l’indice."""

    nom: Texte
    source: Texte | None = None
    valeurs: dict[Texte, Texte] = Field(min_length=1)


class NomDeLoi(StrEnum):
    """Le nom d’une loi."""

    TRIANGULAIRE = "triangulaire"
    PERT = "pert"
    LOGNORMALE = "lognormale"
    UNIFORME = "uniforme"
    EMPIRIQUE = "empirique"


class AleaEcrit(_Figee):
    """Un aléa ; chaque loi emploie les siennes de ces clés."""

    porte_sur: PorteSur
    loi: NomDeLoi
    operation: Texte | None = None
    famille: Texte | None = None
    maitre_ouvrage: Texte | None = None
    bas: Texte | int | None = None
    mode: Texte | int | None = None
    haut: Texte | int | None = None
    moyenne: Texte | int | None = None
    ecart_type: Texte | int | None = None
    valeurs: tuple[Texte | int, ...] = ()
    facteur_commun: Texte | None = None


class TresorerieEcrite(_Figee):
    """À quel taux se prête un relais, et le délai des financeurs en jours, sinon celui que mesure le journal."""

    taux: Texte
    delai: Annotated[int, Field(ge=0, le=3650)] | None = None


class Fichier(_Figee):
    """Un fichier de scénarios."""

    format: Literal[1]
    scenarios: tuple[ScenarioEcrit, ...] = ()
    aleas: tuple[AleaEcrit, ...] = ()
    series: tuple[SerieEcrite, ...] = ()
    tresorerie: TresorerieEcrite | None = None
