"""Explication du montant de clôture et de ce qui s’en déduit."""

from collections.abc import Iterator

from financement.affichage.grandeurs import A_LA_CLOTURE, DEDUITES, LIBELLES_GRANDEURS
from financement.cloture.resultat import LigneCloturee
from financement.explications.figure import Etape, Figure
from financement.explications.montant import etapes_du_montant
from financement.explications.sources import LECTURE, Sources

__all__ = ["figures_de_cloture"]

_Terme = tuple[str, int]


def figures_de_cloture(sources: Sources, ligne: LigneCloturee) -> Iterator[Figure]:
    """Le montant de clôture d’une ligne, et chaque grandeur qui s’en déduit."""
    nature = ligne.cle.nature
    yield Figure(
        cle="montant_cloture",
        nature=nature,
        montant=ligne.montant_cloture,
        etapes=tuple(etapes_du_montant(sources, ligne)),
    )
    for deduite in DEDUITES:
        if deduite.moment != A_LA_CLOTURE:
            continue
        premier, second = _terme(ligne, deduite.de), _terme(ligne, deduite.moins)
        etapes = _difference(premier, second)
        if deduite.est_un_du and premier[1] < second[1]:
            ramenee = second[1] - premier[1]
            libelle = "différence négative, ramenée à zéro"
            etapes += (Etape(libelle=libelle, montant=ramenee, regle="au moins zéro", reference=LECTURE),)
        yield Figure(cle=deduite.nom, nature=nature, montant=getattr(ligne, deduite.nom), etapes=etapes)


def _terme(ligne: LigneCloturee, nom: str) -> _Terme:
    return _nom_de_l_engage(ligne) if nom == "engage" else LIBELLES_GRANDEURS[nom].lower(), getattr(ligne, nom)


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
