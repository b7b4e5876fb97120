"""D’où vient chaque montant des lignes de financement : les étapes de l’explication, en texte."""

from collections.abc import Iterator
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.tableaux import execution
from exports.document.elements import Derivation, Etape, LieuDocument
from exports.document.texte import LONGUEUR_MAXIMALE
from exports.texte.affichable import rendre_affichable
from financement.cloture.resultat import LigneCloturee
from financement.explications import Etape as EtapeExpliquee
from financement.explications.explication import figures_de_la_ligne
from financement.explications.sources import Sources

__all__ = ["derivations"]

_EXPLIQUEES: Final = frozenset({"programme", "engage", "paye", "montant_cloture"})
"""Les montants qui viennent du dossier ; les autres se déduisent d’eux par leur calcul."""


_AU_JOURNAL: Final = frozenset({"engage", "paye"})


def _est_suivie(ligne: LigneCloturee) -> bool:
    """Rien n’est à dire du journal d’une ligne d’autofinancement où il n’inscrit rien."""
    return ligne.cle.est_concours or bool(ligne.suivie.mouvements)


def derivations(contexte: Contexte) -> Iterator[Derivation]:
    """Les étapes de chaque montant lu ou calculé du dossier, ligne par ligne ; leur somme est le montant."""
    sources = Sources.de(contexte.exacte)
    exactes = {ligne.cle: ligne for ligne in contexte.exacte.lignes}
    for ligne in contexte.cloture.lignes:
        for figure in figures_de_la_ligne(sources, exactes[ligne.cle]):
            if figure.cle in _EXPLIQUEES and (figure.cle not in _AU_JOURNAL or _est_suivie(ligne)):
                etapes = [_etape(etape) for etape in figure.etapes]
                arrondi = execution.grandeur(ligne, figure.cle) - figure.montant
                if arrondi:
                    etapes.append(Etape(libelle="arrondi à l’euro", montant=arrondi, regle="arrondi contrôlé (C)"))
                yield Derivation(
                    lieu=LieuDocument(
                        tableau=execution.tableau_de_ligne(ligne.cle),
                        ligne=execution.cle_de_ligne(ligne.cle),
                        colonne=figure.cle,
                    ),
                    etapes=tuple(etapes),
                )


def _etape(etape: EtapeExpliquee) -> Etape:
    return Etape(
        libelle=_texte(etape.libelle),
        montant=etape.montant,
        regle=_texte(etape.regle),
        reference=_texte(etape.reference),
        provenance=_texte(str(etape.provenance)),
    )


def _texte(texte: str) -> str:
    return rendre_affichable(texte)[:LONGUEUR_MAXIMALE]
