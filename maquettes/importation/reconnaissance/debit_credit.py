"""Un grand livre à deux colonnes, débit et crédit : deux mouvements par ligne, dont des règles disent le type.

Un débit n’est une dépense que d’un compte d’immobilisation ou de charge ; un crédit est une annulation, une recette ou
un paiement reçu. Ce qu’aucune règle ne dit bloque à l’importation, ligne par ligne : rien n’y est supposé.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from financement.dossier.nomenclature import Nature, TypeMouvement
from maquettes.importation.correspondance.modele import Champ, Condition, FormeDeMouvement, Regle, Signe
from maquettes.importation.correspondance.proposition import IGNOREE, Certitude
from maquettes.importation.reconnaissance.constantes import DEPENSE
from maquettes.importation.reconnaissance.convenances import est_un_compte
from maquettes.importation.reconnaissance.cotes import Paire
from maquettes.importation.reconnaissance.formes import Lecture
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.possibles import Choix
from maquettes.importation.reconnaissance.regles import COMPTE, TIERS, financeur_abrege, type_du_sens

__all__ = ["GrandLivre"]

# Classes du plan comptable (M14, M57, comptes des bailleurs) : immobilisations et charges, subventions, contreparties.
_DEPENSE: Final = re.compile("2[0-7]|6[0-7]")
_SUBVENTION: Final = re.compile("1[03]|7[47]")
_CONTREPARTIE: Final = "^[45]"
_ANNULE: Final = r"(?i)\b(?:avoirs?|annul\w*|r[ée]duc\w*|extourn\w*|contre-?pass\w*)\b"
_AU_DEBIT: Final = frozenset({TypeMouvement.DEPENSE, TypeMouvement.REVERSEMENT})
_RETOURS: Final = frozenset({TypeMouvement.ANNULATION, TypeMouvement.REVERSEMENT})
_REGLES_AU_PLUS: Final = 200
_MONTANTS: Final = frozenset({"montant", "montant_ht", "montant_ttc", "montant_tva"})
_DU_CREDIT: Final = Choix(
    champ="credit.montant",
    certitude=Certitude.PROBABLE,
    candidats=("annulation", "recette", "acompte"),
    motif="ce qu’aucune règle ne dit bloquera",
)
_DU_DEBIT: Final = Choix(
    champ="debit.montant",
    certitude=Certitude.PROBABLE,
    candidats=("depense", "reversement"),
    motif="ce qu’aucune règle ne dit bloquera",
)
_EN_TROP: Final = Choix(
    champ=None, certitude=Certitude.INCONNUE, motif="le débit et le crédit sont déjà les montants de la table"
)
_SOLDE: Final = Choix(champ=IGNOREE, certitude=Certitude.SURE, motif="solde du compte")


class _Ecriture(NamedTuple):
    """Le côté d’une écriture, le signe de son montant, et ce que d’autres colonnes en disent."""

    cote: int
    signe: Signe
    sens: str
    compte: str
    tiers: str
    objet: str


class GrandLivre:
    """Les écritures d’une table à deux colonnes de montants, et la règle que chacune suggère."""

    def __init__(self, lecture: Lecture, paire: Paire, connus: Connus) -> None:
        self._lecture, self._paire, self._connus = lecture, paire, connus
        choix = lecture.choix.items()
        self._sens = lecture.colonne("type")
        self._comptes = next(
            (c for c, choisi in choix if choisi.motif == COMPTE and est_un_compte(lecture.table.profils[c])), None
        )
        self._tiers = next((c for c, choisi in choix if choisi.motif == TIERS), None)
        self._objet = lecture.colonne("libelle")
        ecritures = list(self._ecritures())
        self._a_une_depense = any(_DEPENSE.match(ecriture.compte) for ecriture in ecritures)
        self._regles = [(ecriture, self._regle(ecriture)) for ecriture in ecritures]

    @property
    def formes(self) -> list[FormeDeMouvement]:
        """Un mouvement du débit, un du crédit ; leur type vient des règles, sauf d’un débit que rien d’autre ne dit."""
        date = self._lecture.libelle("date")
        if date is None:
            return []
        libelles = self._lecture.table.libelles
        return [
            FormeDeMouvement(type=genre, date=Champ(colonne=date), montant=Champ(colonne=libelles[colonne]))
            for genre, colonne in (
                (TypeMouvement.DEPENSE if self._est_suppose else None, self._paire.debit),
                (None, self._paire.credit),
            )
        ]

    @property
    def regles(self) -> tuple[Regle, ...]:
        """Les règles, sans doublon ; en dernier celles qui ignorent, qui n’écartent que ce que rien d’autre ne dit."""
        siennes = dict.fromkeys(regle for _, regle in self._regles if regle is not None)
        return tuple(sorted(siennes, key=lambda regle: regle.ignorer is not None))[:_REGLES_AU_PLUS]

    @property
    def choix(self) -> dict[int, Choix]:
        """Le sens des deux colonnes, sûr si chaque écriture a sa règle ; et celui des autres montants de la table."""
        table, paire = self._lecture.table, self._paire
        rendus = {
            colonne: _SOLDE if "solde" in mots_de(table.libelles[colonne]) else _EN_TROP
            for colonne, choisi in self._lecture.choix.items()
            if choisi.champ in _MONTANTS or mots_de(table.libelles[colonne])[:1] == ("solde",)
        }
        debit = replace(_DU_DEBIT, candidats=("reversement",), motif=DEPENSE) if self._est_suppose else _DU_DEBIT
        debit_sur = (paire.est_nommee or not self._est_suppose) and self._toutes_dites(paire.debit)
        credit_sur = self._sens is not None and self._toutes_dites(paire.credit)
        return rendus | {
            paire.debit: _sur(debit) if debit_sur else debit,
            paire.credit: _sur(_DU_CREDIT) if credit_sur else _DU_CREDIT,
        }

    @property
    def _est_suppose(self) -> bool:
        """Ni un sens, ni un compte ne dit ce qu’est un débit."""
        return self._sens is None and self._comptes is None

    def _toutes_dites(self, cote: int) -> bool:
        return all(
            regle is not None or (self._est_suppose and cote == self._paire.debit)
            for ecriture, regle in self._regles
            if ecriture.cote == cote
        )

    def _ecritures(self) -> Iterator[_Ecriture]:
        profils = self._lecture.table.profils
        for cote in (self._paire.debit, self._paire.credit):
            for ligne, nombre in profils[cote].nombres.items():
                if nombre:
                    colonnes = (self._sens, self._comptes, self._tiers, self._objet)
                    textes = (
                        "" if c is None or ligne not in profils[c].valeurs else profils[c].valeurs[ligne].texte
                        for c in colonnes
                    )
                    signe = Signe.NEGATIF if nombre < 0 else Signe.POSITIF
                    yield _Ecriture(cote, signe, *(" ".join(texte.split()) for texte in textes))

    def _regle(self, ecriture: _Ecriture) -> Regle | None:
        if self._sens is not None:
            return self._par_le_sens(ecriture)
        if self._a_une_depense and re.match(_CONTREPARTIE, ecriture.compte):
            condition = Condition(colonne=self._libelle(self._comptes), motif=_CONTREPARTIE)
            return Regle(si=(condition,), ignorer="compte de tiers ou de trésorerie")
        return self._d_un_debit(ecriture) if ecriture.cote == self._paire.debit else self._d_un_credit(ecriture)

    def _par_le_sens(self, ecriture: _Ecriture) -> Regle | None:
        """Un mandat est au débit, un titre au crédit, et ce qui les annule en face, ou du même côté en négatif."""
        genre = type_du_sens(ecriture.sens)
        au_debit = (ecriture.cote == self._paire.debit) == (ecriture.signe is Signe.POSITIF)
        est_annule = ecriture.signe is Signe.NEGATIF
        if genre is None or au_debit != (genre in _AU_DEBIT) or (est_annule and genre not in _RETOURS):
            return None
        sens = Condition(colonne=self._libelle(self._sens), vaut=ecriture.sens)
        if genre in {TypeMouvement.DEPENSE, TypeMouvement.ANNULATION}:
            return Regle(si=(sens, self._cote(ecriture)), type=genre)
        return self._d_un_financeur(ecriture, (sens,), genre)

    def _d_un_debit(self, ecriture: _Ecriture) -> Regle | None:
        """D’un compte d’immobilisation ou de charge, une dépense ; négatif, une annulation."""
        if self._comptes is not None and not _DEPENSE.match(ecriture.compte):
            return None
        if self._comptes is None and ecriture.signe is Signe.POSITIF:
            return None
        genre = TypeMouvement.DEPENSE if ecriture.signe is Signe.POSITIF else TypeMouvement.ANNULATION
        return Regle(si=(*self._du_compte(ecriture), self._cote(ecriture)), type=genre)

    def _d_un_credit(self, ecriture: _Ecriture) -> Regle | None:
        """Le versement d’un financeur, ou ce que son objet dit annulé ; rien d’autre n’est supposé."""
        if ecriture.signe is Signe.NEGATIF:
            return None
        if self._comptes is None or _SUBVENTION.match(ecriture.compte):
            verse = self._d_un_financeur(ecriture, self._du_compte(ecriture), TypeMouvement.ACOMPTE)
            if verse is not None:
                return verse
        est_une_depense = self._comptes is None or _DEPENSE.match(ecriture.compte)
        if self._paire.est_nommee or not est_une_depense or not re.search(_ANNULE, ecriture.objet):
            return None
        objet = Condition(colonne=self._libelle(self._objet), motif=_ANNULE)
        return Regle(si=(*self._du_compte(ecriture), objet, self._cote(ecriture)), type=TypeMouvement.ANNULATION)

    def _d_un_financeur(
        self, ecriture: _Ecriture, conditions: tuple[Condition, ...], genre: TypeMouvement
    ) -> Regle | None:
        organisme = financeur_abrege(ecriture.tiers, self._connus) if ecriture.tiers else None
        if organisme is None:
            return None
        tiers = Condition(colonne=self._libelle(self._tiers), vaut=ecriture.tiers)
        siennes = (*conditions, tiers, self._cote(ecriture))
        return Regle(si=siennes, type=genre, financeur=organisme.code, nature=Nature.SUBVENTION)

    def _du_compte(self, ecriture: _Ecriture) -> tuple[Condition, ...]:
        if self._comptes is None:
            return ()
        return (Condition(colonne=self._libelle(self._comptes), vaut=ecriture.compte),)

    def _cote(self, ecriture: _Ecriture) -> Condition:
        return Condition(colonne=self._libelle(ecriture.cote), signe=ecriture.signe)

    def _libelle(self, colonne: int | None) -> str:
        return "" if colonne is None else self._lecture.table.libelles[colonne]


def _sur(choix: Choix) -> Choix:
    return replace(choix, certitude=Certitude.SURE, candidats=(), motif="")
