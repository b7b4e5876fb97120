"""Ce que promet tout objet du domaine : ses champs sont vérifiés un par un, il est figé, dériver revalide."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields, replace
from types import MappingProxyType
from typing import Any

import pytest

from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import INCONNUE, Provenance

# Pour un objet complet : champ → (mauvaise valeur, code de la faute).
Mauvaises = Mapping[str, tuple[object, str]]


def fautes_de(classe: Any, champs: Mapping[str, object]) -> list[tuple[str | None, str]]:
    """Les (champ, code) des fautes que lève la construction, qui doit échouer."""
    with pytest.raises(ValeurImpossible) as refus:
        classe(**champs)
    return [(faute.provenance.colonne, faute.code) for faute in refus.value.fautes]


def verifier_champs(objet: Any, mauvaises: Mauvaises, colonnes: Mapping[str, str] = MappingProxyType({})) -> None:
    """Chaque champ refuse sa mauvaise valeur, et toutes les fautes d’un objet sont dites ensemble.

    ``colonnes`` : colonne du dossier d’un champ qui n’a pas le même nom.
    """
    noms = [champ.name for champ in fields(objet) if champ.name != "provenance"]
    assert sorted(mauvaises) == sorted(noms), "un champ n’est pas éprouvé"
    valides = {nom: getattr(objet, nom) for nom in noms}
    for nom, (valeur, code) in mauvaises.items():
        trouvees = fautes_de(type(objet), valides | {nom: valeur})
        assert (colonnes.get(nom, nom), code) in trouvees, nom
    ensemble = fautes_de(type(objet), {nom: valeur for nom, (valeur, _) in mauvaises.items()})
    assert {nom for nom, _ in ensemble} >= {colonnes.get(nom, nom) for nom in noms}, (
        "toutes les fautes doivent être levées ensemble"
    )


def verifier_fige(objet: Any, champ: str, mauvaise: object) -> None:
    """L’objet ne se modifie pas ; dériver revalide ; il se hache ; l’égalité ignore l’origine."""
    with pytest.raises(FrozenInstanceError):
        setattr(objet, champ, getattr(objet, champ))
    assert not hasattr(objet, "__dict__"), "un objet du domaine n’a pas d’attribut libre"
    with pytest.raises(ValeurImpossible):
        replace(objet, **{champ: mauvaise})
    ailleurs = replace(objet, provenance=Provenance(fichier="plan.csv", ligne=12))
    assert ailleurs == objet
    assert hash(ailleurs) == hash(objet)
    assert ailleurs.provenance != INCONNUE
    assert "provenance" not in repr(ailleurs)
