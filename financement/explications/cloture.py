"""Explication du montant de clôture et de ce qui s’en déduit."""

from collections.abc import Iterator

from financement.cloture.resultat import LigneCloturee
from financement.explications.figure import Etape, Figure
from financement.explications.montant import etapes_du_montant
from financement.explications.sources import LECTURE, Sources

__all__ = ["figures_de_cloture"]

_Terme = tuple[str, int]


def figures_de_cloture(sources: Sources, ligne: LigneCloturee) -> Iterator[Figure]:
    """Montant de clôture, solde à verser, trop-perçu, à dégager, à engager et économie d’une ligne."""
    nature = ligne.cle.nature
    yield Figure(
        cle="montant_cloture",
        nature=nature,
        montant=ligne.montant_cloture,
        etapes=tuple(etapes_du_montant(sources, ligne)),
    )
    montant = ("montant de clôture", ligne.montant_cloture)
    paye, programme = ("payé", ligne.paye), ("programmé", ligne.programme)
    engage = (_nom_de_l_engage(ligne), ligne.engage)
    for cle, figure, premier, second in (
        ("solde_a_verser", ligne.solde_a_verser, montant, paye),
        ("trop_percu", ligne.trop_percu, paye, montant),
        ("a_degager", ligne.a_degager, engage, montant),
        ("a_engager", ligne.a_engager, montant, engage),
    ):
        etapes = _difference(premier, second)
        if premier[1] < second[1]:
            ramenee = second[1] - premier[1]
            libelle = "différence négative, ramenée à zéro"
            etapes += (Etape(libelle=libelle, montant=ramenee, regle="au moins zéro", reference=LECTURE),)
        yield Figure(cle=cle, nature=nature, montant=figure, etapes=etapes)
    yield Figure(cle="economie", nature=nature, montant=ligne.economie, etapes=_difference(programme, montant))


def _nom_de_l_engage(ligne: LigneCloturee) -> str:
    if ligne.suivie.est_reputee:
        return "engagé réputé"
    return "engagé, net négatif compté zéro" if ligne.suivie.engage < 0 else "engagé"


def _difference(premier: _Terme, second: _Terme) -> tuple[Etape, ...]:
    (nom, montant), (nom_retire, retire) = premier, second
    regle = f"{nom.partition(',')[0]} − {nom_retire.partition(',')[0]}"
    return (
        Etape(libelle=nom, montant=montant, regle=regle, reference=LECTURE),
        Etape(libelle=f"moins {nom_retire}", montant=-retire, regle=regle, reference=LECTURE),
    )
