"""Une passe sur le fichier : les lignes sûrement sans faute deviennent des colonnes, les autres sont remises."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.journal_colonnes import DU_MAITRE_OUVRAGE, SANS, Colonnes, de_mouvements
from financement.dossier.journal import Mouvement
from financement.valeurs.validation import LONGUEUR_TEXTE
from maquettes.grand_journal.blocs import TAILLE_DU_BLOC, Bloc, bornes_des_blocs, decouper
from maquettes.grand_journal.dates import lire_dates
from maquettes.grand_journal.fenetres import Positions, Tampon
from maquettes.grand_journal.lexique import Lexique
from maquettes.grand_journal.montants import REFUSE, Centimes, lire_montants
from maquettes.grand_journal.source import ARemettre, Source
from maquettes.grand_journal.valeurs import Codes, lecture_de_valeur

__all__ = ["REMISES_AU_PLUS", "Lecteur", "Lues"]

REMISES_AU_PLUS: Final = 50_000
"""Au-delà, presque tout le fichier est à relire : la lecture ordinaire, qui s’arrête à trop de fautes, va plus vite."""

_SEUL_LIEU: Final = np.int32(0)
_PREMIERE_LIGNE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lues:
    """Les lignes sûres en colonnes, et les bornes et numéro des autres, de forme (lignes, 3).

    ``lignes`` : nombre de lignes physiques lues. La première d’un morceau a le numéro 0.
    """

    colonnes: Colonnes
    remises: Positions
    lignes: int


def _mettre_bout_a_bout(morceaux: Sequence[Lues]) -> Lues:
    """Tous les morceaux d’un fichier, numérotés comme ses lignes, l’en-tête étant la première."""
    premieres = list(accumulate((morceau.lignes for morceau in morceaux), initial=_PREMIERE_LIGNE))
    colonnes = [
        replace(morceau.colonnes, ligne=morceau.colonnes.ligne + np.int32(premiere))
        for morceau, premiere in zip(morceaux, premieres, strict=False)
    ]
    remises = [np.zeros((0, 3), dtype=np.int64)]
    for morceau, premiere in zip(morceaux, premieres, strict=False):
        remises.append(morceau.remises + np.array([0, 0, premiere]))
    toutes = np.concatenate(remises)
    return Lues(
        colonnes=Colonnes.bout_a_bout(colonnes),
        remises=toutes[np.argsort(toutes[:, 2])],
        lignes=premieres[-1] - _PREMIERE_LIGNE,
    )


class Lecteur:
    """Les lectures de valeurs et les tables de codes d’un journal, complétées au fil des blocs."""

    def __init__(self) -> None:
        self.operations, self.financeurs = Codes("operation"), Codes("financeur")
        self.lectures: dict[str, Callable[[str], int]] = {
            "date": lecture_de_valeur("date"),
            "type": lecture_de_valeur("type"),
            "operation": self.operations.lire,
            "financeur": self.financeurs.lire,
            "nature": lecture_de_valeur("nature"),
        }

    def lire(self, source: Source, taille: int = TAILLE_DU_BLOC) -> Lues:
        """Toutes les lignes de la source, par blocs de ``taille`` octets ; lève ce que lève :func:`decouper`.

        Lève aussi :class:`ARemettre`, sans lire plus loin, quand trop de lignes sont remises.
        """
        lexiques, tampon = self.lexiques(), Tampon()
        lues: list[Lues] = []
        remises = 0
        for bornes in bornes_des_blocs(source, taille):
            lues.append(self._lire(source, decouper(source, tampon, *bornes), lexiques))
            remises += len(lues[-1].remises)
            if remises > REMISES_AU_PLUS:
                raise ARemettre
        return _mettre_bout_a_bout(lues)

    def lexiques(self) -> dict[str, Lexique]:
        """Un lexique par colonne."""
        return {nom: Lexique(lecture) for nom, lecture in self.lectures.items()}

    def _lire(self, source: Source, bloc: Bloc, lexiques: Mapping[str, Lexique]) -> Lues:
        valeurs = {
            nom: lexique.reperer(bloc.tampon, *bloc.cellules(source.rangs[nom]))
            if nom in source.rangs
            else np.full(bloc.numeros.shape, SANS, dtype=np.int32)
            for nom, lexique in lexiques.items()
            if nom != "date"
        }
        valeurs["date"] = lire_dates(bloc.tampon, *bloc.cellules(source.rangs["date"]), lexique=lexiques["date"])
        montant = lire_montants(bloc.tampon, *bloc.cellules(source.rangs["montant"]))
        sures, colonnes = self.juger(valeurs, montant, bloc.numeros)
        sures &= bloc.arrivees - bloc.departs <= LONGUEUR_TEXTE
        sures[bloc.abimees()] = False
        for nom in source.rangs.keys() & {"piece", "libelle"}:
            sures &= ~bloc.erreurs_possibles(source.rangs[nom])
        remises = bloc.ecartees
        if not sures.all():
            colonnes, remises = colonnes.prendre(sures), np.concatenate([remises, bloc.bornes(~sures)])
        return Lues(colonnes=colonnes, remises=remises, lignes=bloc.lignes)

    def juger(
        self, valeurs: Mapping[str, NDArray[np.int32]], montant: Centimes, numeros: Positions
    ) -> tuple[NDArray[np.bool_], Colonnes]:
        """Les lignes sûrement sans faute, à leurs textes près, et les colonnes de toutes."""
        genre, operation, financeur = valeurs["type"], valeurs["operation"], valeurs["financeur"]
        nature = valeurs["nature"]
        sures = (valeurs["date"] > SANS) & (operation > SANS) & (montant > REFUSE) & (nature >= SANS) & (genre > SANS)
        attribue = financeur > SANS
        depense = DU_MAITRE_OUVRAGE.take(genre, mode="clip")
        sures &= np.where(depense, (financeur == SANS) & (nature == SANS), attribue)
        return sures, Colonnes(
            jour=valeurs["date"],
            type=genre.astype(np.int8),
            operation=operation,
            financeur=financeur,
            nature=nature.astype(np.int8),
            montant=montant,
            lieu=np.broadcast_to(_SEUL_LIEU, montant.shape),
            ligne=numeros.astype(np.int32),
        )

    def intercaler(self, sures: Colonnes, mouvements: Sequence[Mouvement]) -> Colonnes:
        """Les lignes sûres et les mouvements des lignes remises, par ligne croissante."""
        if not mouvements:
            return sures
        remises = de_mouvements(mouvements).colonnes
        financeurs = [SANS if m.financeur is None else self.financeurs.rang(m.financeur) for m in mouvements]
        placees = replace(
            remises,
            operation=np.array([self.operations.rang(m.operation) for m in mouvements], dtype=np.int32),
            financeur=np.array(financeurs, dtype=np.int32),
            lieu=np.zeros_like(remises.lieu),
        )
        return sures.inserer(np.searchsorted(sures.ligne, placees.ligne), placees)
