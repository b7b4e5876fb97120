"""Les listes fermées du dossier : le libellé que nous affichons de chaque valeur, et la valeur que désigne un texte."""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from financement.dossier.nomenclature import (
    LIBELLES_CATEGORIES,
    LIBELLES_NATURES,
    LIBELLES_NATURES_AVENANT,
    LIBELLES_TYPES,
    LIBELLES_UNITES,
    Base,
    Categorie,
    ModeEngagement,
    Nature,
    NatureAvenant,
    NatureCout,
    Origine,
    PorteeTableau,
    Programme,
    RegleCloture,
    Statut,
    StatutContrepartie,
    TypeMouvement,
    Unite,
    UniteMontants,
)
from financement.reglement.parametre import Confiance, UniteParametre
from financement.valeurs.graphies import cle_de_mot

__all__ = ["LIBELLES", "orienter_choix", "trouver_choix"]

LIBELLES: Final[Mapping[type[StrEnum], Mapping[str, str]]] = MappingProxyType(
    {
        TypeMouvement: {t.value: LIBELLES_TYPES[t] for t in TypeMouvement},
        Nature: {n.value: LIBELLES_NATURES[n] for n in Nature},
        RegleCloture: {
            "taux": "taux × dépense justifiée",
            "forfait": "montant forfaitaire",
            "residu": "reste du coût final",
        },
        Categorie: {c.value: LIBELLES_CATEGORIES[c] for c in Categorie},
        Unite: {u.value: LIBELLES_UNITES[u] for u in Unite},
        NatureCout: {"brut": "coût brut", "deficit": "net des recettes"},
        Base: {"ht": "hors taxes", "ttc": "toutes taxes comprises"},
        Statut: {"abandonnee": "opération abandonnée"},
        Origine: {"source": "chiffre publié", "illustratif": "inventé pour l’exemple"},
        NatureAvenant: {n.value: LIBELLES_NATURES_AVENANT[n] for n in NatureAvenant},
        PorteeTableau: {"complet": "tableau complet"},
        ModeEngagement: {"repute": "engagement réputé"},
        UniteMontants: {"euro": "euros entiers"},
        StatutContrepartie: {"cedee": "cédée", "a_ceder": "à céder"},
        Programme: {"PNRU": "2004-2020", "NPNRU": "nouveau programme"},
        UniteParametre: {u.value: "" for u in UniteParametre},
        Confiance: {"A": "texte lu", "B": "source secondaire", "C": "notre lecture", "D": "usage"},
    }
)
"""Le libellé affiché de chaque valeur qui s’écrit, par vocabulaire ; vide si la valeur se suffit."""


_ORIENTES: Final[Mapping[type[StrEnum], Mapping[str, StrEnum]]] = MappingProxyType(
    {
        TypeMouvement: MappingProxyType(
            {
                cle_de_mot(texte): TypeMouvement.ANNULATION
                for texte in (
                    "avoir",
                    "facture d’avoir",
                    "mandat annulé",
                    "mandat d’annulation",
                    "mandat de réduction",
                    "mandat annulatif",
                    "annulation de mandat",
                    "annulation de dépense",
                    "réduction de mandat",
                    "dépense annulée",
                )
            }
        )
    }
)
"""Les mots des comptables qui ne sont d’aucun vocabulaire, et la valeur qu’ils appellent sans doute."""


def orienter_choix(vocabulaire: type[StrEnum], texte: str) -> StrEnum | None:
    """La valeur du ``vocabulaire`` qu’un mot de comptable appelle sans doute ; on la propose, on ne la devine pas."""
    return _ORIENTES.get(vocabulaire, {}).get(cle_de_mot(texte))


def trouver_choix(vocabulaire: type[StrEnum], texte: str) -> StrEnum | None:
    """Le membre du ``vocabulaire`` que désigne un texte non vide : sa valeur, ou son libellé ; ``None`` sinon.

    Casse, accents, pluriel et séparateurs ne comptent pas ; ce qui désignerait deux membres n’en désigne aucun.
    """
    if texte in LIBELLES[vocabulaire]:
        return vocabulaire(texte)
    return _graphies(vocabulaire).get(cle_de_mot(texte))


@cache
def _graphies(vocabulaire: type[StrEnum]) -> Mapping[str, StrEnum]:
    """Le membre de chaque façon d’écrire, valeur ou libellé, qui n’en désigne qu’un."""
    designes = defaultdict[str, set[StrEnum]](set)
    for valeur, libelle in LIBELLES[vocabulaire].items():
        for texte in (valeur, libelle):
            designes[cle_de_mot(texte)].add(vocabulaire(valeur))
    return {cle: membre for cle, (membre, *autres) in designes.items() if cle and not autres}
