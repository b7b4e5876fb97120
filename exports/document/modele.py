"""Un objet public qu’un script peut construire : ce qui l’en empêche se dit en français, par l’erreur commune."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from financement.fautes.catalogue import CodeFaute
from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance

__all__ = ["Modele"]

_ATTENDUS: Final = MappingProxyType(
    {
        "string_type": "un texte",
        "int_type": "un nombre entier",
        "date_type": "une date",
        "tuple_type": "un tuple",
        "string_pattern_mismatch": "une empreinte sha256 de soixante-quatre chiffres hexadécimaux",
        "too_short": "un tuple qui n’est pas vide",
        "string_too_short": "un texte qui n’est pas vide",
        "string_too_long": "un texte plus court",
    }
)
"""Ce qu’il fallait, par genre d’erreur de pydantic, dont les phrases sont en anglais."""


class Modele(BaseModel):
    """Immuable, strict ; lève :class:`ValeurImpossible`, une faute par champ refusé."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    if not TYPE_CHECKING:  # les types des champs, que mypy tire de la classe, y resteraient cachés

        def __init__(self, **valeurs: object) -> None:
            try:
                super().__init__(**valeurs)
            except ValidationError as refus:
                fautes = list(_fautes(refus, type(self)))
            else:
                return
            raise ValeurImpossible(type(self).__name__, fautes)

        # Ce que pydantic relit de lui-même (un json, un champ) ne passe pas par ici : il y garde son mode.
        __init__.__pydantic_base_init__ = True


def _fautes(refus: ValidationError, modele: type[BaseModel]) -> Iterator[Faute]:
    for erreur in refus.errors(include_url=False):
        lieu = Provenance(colonne=".".join(map(str, erreur["loc"])) or None)
        lu, genre = repr(erreur["input"]), erreur["type"]
        if genre == "missing":
            yield faute(CodeFaute.VALEUR_ABSENTE, lieu)
        elif genre in {"extra_forbidden", "unexpected_keyword_argument"}:
            cles = ", ".join(modele.model_fields)
            yield faute(CodeFaute.CLE_INCONNUE, lieu, str(erreur["loc"][-1]), proposition="", cles=cles)
        elif isinstance(cause := erreur.get("ctx", {}).get("error"), ValueError):
            # Nos propres vérifications : leur phrase est déjà en français.
            yield faute(CodeFaute.VALEUR_INTERDITE, lieu, modele.__name__, regle=str(cause), correction="La corriger.")
        else:
            classe = erreur.get("ctx", {}).get("class_name", "")
            attendu = _ATTENDUS.get(genre) or (f"un objet {classe}" if classe else "une valeur du genre de ce champ")
            yield faute(CodeFaute.CLE_MAUVAIS_TYPE, lieu, lu, attendu=attendu)
