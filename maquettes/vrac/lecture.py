"""Une passe sur le fichier : les lignes sûrement sans faute deviennent des colonnes, les autres sont remises."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.coherence import Declares, natures_des_lignes
from financement.journal import Mouvement
from financement.journal_colonnes import DU_MAITRE_OUVRAGE, SANS, Colonnes, de_mouvements
from financement.plan import LignePlan
from financement.validation import LONGUEUR_TEXTE
from maquettes.description import JOURNAL
from maquettes.vrac.blocs import TAILLE_DU_BLOC, decouper
from maquettes.vrac.fenetres import Positions
from maquettes.vrac.lexique import Lexique
from maquettes.vrac.montants import REFUSE, Centimes, lire_montants
from maquettes.vrac.source import Source
from maquettes.vrac.valeurs import Codes, lecture_de_valeur

__all__ = ["RANGS", "Lecteur", "Lues"]

RANGS: Final = {nom: rang for rang, nom in enumerate(JOURNAL.noms)}
_BITS_DU_FINANCEUR: Final = 32
_SANS_CONVENTION: Final = np.int32(SANS)
_SEUL_LIEU: Final = np.int32(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lues:
    """Les lignes sûres en colonnes, et les bornes et numéro des autres, de forme (lignes, 3), par ligne croissante."""

    colonnes: Colonnes
    remises: Positions


class Lecteur:
    """Les lectures de valeurs et les tables de codes d'un journal, complétées au fil des blocs."""

    def __init__(self, declares: Declares | None, plan: Sequence[LignePlan]) -> None:
        self.operations = Codes("operation", None if declares is None else declares.operations)
        self.financeurs = Codes("financeur", None if declares is None else declares.financeurs)
        self.lectures: dict[str, Callable[[str], int]] = {
            "date": lecture_de_valeur("date"),
            "type": lecture_de_valeur("type"),
            "operation": self.operations.lire,
            "financeur": self.financeurs.lire,
            "nature": lecture_de_valeur("nature"),
        }
        # Sans déclarations, rien n'est confronté au plan.
        self._plan = () if declares is None else plan

    @cached_property
    def _ambigus(self) -> Positions:
        """Les couples (opération, financeur) qui ont plusieurs natures au plan, croissants."""
        plusieurs = [couple for couple, natures in natures_des_lignes(self._plan).items() if len(natures) > 1]
        operations = np.array([self.operations.rang(operation) for operation, _ in plusieurs], dtype=np.int32)
        financeurs = np.array([self.financeurs.rang(financeur) for _, financeur in plusieurs], dtype=np.int32)
        return np.sort(_couples(operations, financeurs))

    def lexiques(self) -> dict[str, Lexique]:
        """Un lexique par colonne, les codes déjà connus rangés d'avance."""
        lexiques = {nom: Lexique(lecture) for nom, lecture in self.lectures.items()}
        for nom, codes in (("operation", self.operations), ("financeur", self.financeurs)):
            lexiques[nom].apprendre(code.encode() for code in codes.codes)
        return lexiques

    def lire(self, source: Source, taille: int = TAILLE_DU_BLOC) -> Lues:
        """Toutes les lignes de la source, par blocs de ``taille`` octets ; lève ce que lève :func:`decouper`."""
        lexiques = self.lexiques()
        morceaux: list[Colonnes] = []
        remises = [np.array(source.cites, dtype=np.int64).reshape(-1, 3)]
        for bloc in decouper(source, taille):
            valeurs = {
                nom: lexique.reperer(bloc.tampon, *bloc.cellules(source.rangs[RANGS[nom]]))
                for nom, lexique in lexiques.items()
            }
            montant = lire_montants(bloc.tampon, *bloc.cellules(source.rangs[RANGS["montant"]]))
            courtes = bloc.arrivees - bloc.departs <= LONGUEUR_TEXTE
            sures, colonnes = self.juger(valeurs, montant, bloc.numeros)
            sures &= courtes
            remises.append(bloc.ecartees)
            if sures.all():
                morceaux.append(colonnes)
            else:
                morceaux.append(colonnes.prendre(sures))
                remises.append(bloc.bornes(~sures))
        toutes = np.concatenate(remises)
        return Lues(colonnes=Colonnes.bout_a_bout(morceaux), remises=toutes[np.argsort(toutes[:, 2])])

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
        sans_nature = np.flatnonzero(attribue & (nature == SANS))
        sures[self._ambigues(operation, financeur, sans_nature)] = False
        return sures, Colonnes(
            jour=valeurs["date"],
            type=genre.astype(np.int8),
            operation=operation,
            financeur=financeur,
            nature=nature.astype(np.int8),
            montant=montant,
            convention=np.broadcast_to(_SANS_CONVENTION, montant.shape),
            lieu=np.broadcast_to(_SEUL_LIEU, montant.shape),
            ligne=numeros.astype(np.int32),
        )

    def _ambigues(self, operation: NDArray[np.int32], financeur: NDArray[np.int32], lignes: Positions) -> Positions:
        """Celles des ``lignes``, sans nature dite, dont le couple en a plusieurs au plan."""
        if not lignes.size or not self._ambigus.size:
            return lignes[:0]
        cles = _couples(operation[lignes], financeur[lignes])
        places = np.minimum(np.searchsorted(self._ambigus, cles), self._ambigus.size - 1)
        ambigues: Positions = lignes[self._ambigus[places] == cles]
        return ambigues

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
        toutes = Colonnes.bout_a_bout([sures, placees])
        return toutes.prendre(np.argsort(toutes.ligne, kind="stable"))


def _couples(operation: NDArray[np.int32], financeur: NDArray[np.int32]) -> Positions:
    """Une clé par couple (opération, financeur)."""
    return (operation.astype(np.int64) << _BITS_DU_FINANCEUR) | financeur
