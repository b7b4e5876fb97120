"""Rapprocher un dossier d’un extrait : les passes dans leur ordre, puis ce que rien n’a rejoint."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.grille import Entiers
from financement.calculs.journal_colonnes import SANS, JournalEnColonnes, somme_exacte
from financement.calculs.journal_du_projet import du_projet
from financement.calculs.tableau import operations_decrites, tableau_financier
from financement.dossier.fautes import FINANCEUR_INCONNU, TOTAL_TROP_GRAND
from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import Provenance
from financement.rapprochement.annulations import PASSES_D_ANNULATIONS, mouvements_annules
from financement.rapprochement.bases import PASSES_DE_BASES
from financement.rapprochement.comptes import Compte, mettre_en_comptes
from financement.rapprochement.cumuls import PASSES_DE_CUMULS
from financement.rapprochement.doublons import temoins_des_doublons
from financement.rapprochement.genres import GENRES, PASSES, GenreEcart, Passe, Sens
from financement.rapprochement.lots import Lot, Suite
from financement.rapprochement.paires import PASSES_AUTREMENT, PASSES_IDENTIQUES
from financement.rapprochement.parts import genres_des_reunis, parts_des_ecarts, totaux_des_comptes
from financement.rapprochement.passe import Etape, Regles
from financement.rapprochement.resultat import Groupes, Rapprochement
from financement.rapprochement.sommes import PASSES_DE_PIECES, PASSES_DE_SOMMES
from financement.valeurs import validation
from financement.valeurs.montants import TOTAL_MAXIMAL, ecrire_montant
from financement.valeurs.ressemblance import proposition

__all__ = ["JOURS", "JOURS_AU_PLUS", "rapprocher"]

JOURS: Final = 30
"""L’écart de date toléré, en jours : le temps d’un virement et de son inscription (lecture D)."""
JOURS_AU_PLUS: Final = 366

_AVANT_LES_DOUBLONS: Final = (
    *PASSES_DE_CUMULS,
    *PASSES_IDENTIQUES,
    *PASSES_DE_PIECES,
    *PASSES_DE_BASES,
    *PASSES_D_ANNULATIONS,
)
_APRES_LES_DOUBLONS: Final = (*PASSES_DE_SOMMES, *PASSES_AUTREMENT)


def rapprocher(
    projet: Projet,
    extrait: JournalEnColonnes,
    *,
    au: date,
    financeurs: Collection[str] = (),
    sens: Collection[Sens] = (),
    jours: int = JOURS,
) -> Rapprochement:
    """Le journal d’un projet et un extrait du même argent, rapprochés à la date ``au``, aucun montant toléré.

    ``extrait`` : des mouvements dont les codes peuvent être étrangers au dossier ; ``financeurs``, ``sens`` : ceux à
    comparer (vides : tous), le maître d’ouvrage n’étant d’aucun financeur ; ``jours`` : l’écart de date qui n’en est
    pas un, dans un même exercice. L’ordre des mouvements est indifférent. Les passes et leurs bornes sont notre lecture
    (confiance D). Lève :class:`ValeurImpossible` d’un argument fautif, ou d’un total de l’extrait trop grand.
    """
    _exiger(projet, extrait, au, financeurs, sens, jours)
    journal = projet.journal if isinstance(projet.journal, JournalEnColonnes) else du_projet(projet)
    dossier, leur = mettre_en_comptes(journal, extrait, au=au, financeurs=financeurs, sens=sens)
    taux = {operation.code: operation.taux_tva for operation in operations_decrites(projet, tableau_financier(projet))}
    regles = Regles(jours=jours, taux=[taux.get(code) for code in dossier.axes.operations])
    parcours = _Parcours(dossier, leur, regles)
    parcours.suivre(_AVANT_LES_DOUBLONS)
    parcours.retirer_les_doublons()
    parcours.suivre(_APRES_LES_DOUBLONS)
    return parcours.conclure(au)


def _exiger(
    projet: Projet,
    extrait: JournalEnColonnes,
    au: date,
    financeurs: Collection[str],
    sens: Collection[Sens],
    jours: int,
) -> None:
    validation.exiger(
        "Rapprochement",
        validation.instance("projet", projet, Projet),
        validation.instance("extrait", extrait, JournalEnColonnes),
        validation.jour("au", au),
        validation.instance("financeurs", financeurs, Collection),
        validation.instance("sens", sens, Collection),
        *_etrangers(sens),
        validation.entier("jours", jours, 0, JOURS_AU_PLUS),
    )
    extrait.exiger_valide()
    connus = dict.fromkeys([*(f.code for f in projet.convention.financeurs), *extrait.financeurs])
    validation.exiger("Rapprochement", _total_trop_grand(extrait), *_inconnus(financeurs, connus))


def _total_trop_grand(extrait: JournalEnColonnes) -> Faute | None:
    total = somme_exacte(extrait.colonnes.montant)
    return faute(TOTAL_TROP_GRAND, Provenance(), ecrire_montant(total)) if total > TOTAL_MAXIMAL else None


def _etrangers(sens: object) -> Iterator[Faute | None]:
    """Ce qui n’est pas un sens, parmi ceux que l’on demande."""
    if isinstance(sens, Collection):
        yield from (validation.choix("sens", retenu, Sens) for retenu in sens)


def _inconnus(financeurs: Collection[str], connus: Collection[str]) -> Iterator[Faute]:
    """Un financeur que ni le dossier ni l’extrait ne nomme : le comparer ne dirait rien."""
    for code in financeurs:
        if code not in connus:
            yield faute(
                FINANCEUR_INCONNU, Provenance(colonne="financeurs"), code, proposition=proposition(code, connus)
            )


@dataclass(slots=True)
class _Parcours:
    """Deux comptes que l’on parcourt : ce que chaque passe a réuni, et ce qui est encore libre."""

    dossier: Compte
    extrait: Compte
    regles: Regles
    passes: list[Passe] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    libres: list[NDArray[np.bool_]] = field(init=False)
    temoins: list[Entiers] = field(init=False)

    def __post_init__(self) -> None:
        self.libres = [np.ones(len(compte), dtype=np.bool_) for compte in self._comptes]
        self.temoins = [np.full(len(compte), SANS, dtype=np.int64) for compte in self._comptes]

    @property
    def _comptes(self) -> tuple[Compte, Compte]:
        return self.dossier, self.extrait

    def suivre(self, etapes: Sequence[Etape]) -> None:
        """Réunit ce que chaque étape trouve parmi les mouvements libres."""
        for etape in etapes:
            places = [np.flatnonzero(libres) for libres in self.libres]
            dossier, extrait = (compte.prendre(siennes) for compte, siennes in zip(self._comptes, places, strict=True))
            lot = etape.chercher(dossier, extrait, self.regles).traduire(*places)
            self.passes.append(etape.passe)
            self.lots.append(lot)
            self.libres[0][lot.dossier.places] = False
            self.libres[1][lot.extrait.places] = False

    def retirer_les_doublons(self) -> None:
        """Écarte les doublons de chaque compte : une somme ou une coïncidence les prendrait pour autre chose."""
        self.temoins = [
            temoins_des_doublons(compte, autre, libres)
            for compte, autre, libres in zip(self._comptes, self._comptes[::-1], self.libres, strict=True)
        ]
        for libres, temoins in zip(self.libres, self.temoins, strict=True):
            libres[temoins != SANS] = False

    def conclure(self, au: date) -> Rapprochement:
        """Le rapprochement : les groupes dans l’ordre des comptes, les mouvements seuls, leurs parts et les totaux."""
        lot, passes = self._reunis()
        genres = genres_des_reunis(passes, lot, *self._comptes, self.regles.jours)
        seuls = [self._seuls(cote) for cote in (0, 1)]
        (siens, genres_siens, temoins_siens), (leurs, genres_leurs, temoins_leurs) = seuls
        tout = Lot.bout_a_bout(
            [
                lot,
                Lot(Suite.d_une_place(siens), Suite.vides(siens.size)),
                Lot(Suite.vides(leurs.size), Suite.d_une_place(leurs)),
            ]
        )
        tous_les_genres = np.concatenate([genres, genres_siens, genres_leurs])
        rangs = tout.traduire(self.dossier.rang, self.extrait.rang)
        sans_passe = np.full(siens.size + leurs.size, PASSES.index(Passe.AUCUNE))
        return Rapprochement(
            au=au,
            jours=self.regles.jours,
            dossier=self.dossier.journal,
            extrait=self.extrait.journal,
            groupes=Groupes(
                passe=np.concatenate([passes, sans_passe]).astype(np.int8),
                genre=tous_les_genres.astype(np.int8),
                temoin=np.concatenate([np.full(len(lot), SANS), temoins_siens, temoins_leurs]),
                bornes_dossier=rangs.dossier.bornes,
                rangs_dossier=rangs.dossier.places,
                bornes_extrait=rangs.extrait.bornes,
                rangs_extrait=rangs.extrait.places,
            ),
            parts=parts_des_ecarts(tout, tous_les_genres, *self._comptes),
            nombre=len(lot),
            totaux=tuple(totaux_des_comptes(*self._comptes)),
            posterieurs_dossier=_posterieurs(self.dossier.journal, au),
            posterieurs_extrait=_posterieurs(self.extrait.journal, au),
        )

    def _reunis(self) -> tuple[Lot, Entiers]:
        """Tous les groupes réunis, dans l’ordre de leurs premiers mouvements, et le rang de leur passe."""
        lot = Lot.bout_a_bout(self.lots)
        passes = np.repeat([PASSES.index(passe) for passe in self.passes], [len(lot) for lot in self.lots])
        apres_tous = len(self.dossier) + len(self.extrait)
        ordre = np.lexsort((lot.extrait.premieres(apres_tous), lot.dossier.premieres(apres_tous)))
        return lot.prendre(ordre), passes[ordre]

    def _seuls(self, cote: int) -> tuple[Entiers, Entiers, Entiers]:
        """Les places de ce que rien n’a rejoint, le genre de leur écart, et le rang au journal de leur témoin."""
        compte, temoins, absent, doublon = (self._comptes[cote], self.temoins[cote], *_GENRES_DES_SEULS[cote])
        est_doublon = temoins != SANS
        places = np.flatnonzero(self.libres[cote] | est_doublon)
        genres = np.where(est_doublon, GENRES.index(doublon), GENRES.index(absent))
        if (compte.signe[self.libres[cote]] < 0).any():
            annules = mouvements_annules(compte)
            retours = self.libres[cote] & (annules != SANS)
            retours[retours] = ~self.libres[cote][annules[retours]]
            temoins = np.where(retours, annules, temoins)
            genres[retours] = GENRES.index(GenreEcart.ANNULATION)
        rangs_des_temoins = np.append(compte.rang, SANS)[temoins[places]]
        return places, genres[places], rangs_des_temoins


_GENRES_DES_SEULS: Final = (
    (GenreEcart.ABSENT_DE_L_EXTRAIT, GenreEcart.DOUBLON_DU_DOSSIER),
    (GenreEcart.ABSENT_DU_DOSSIER, GenreEcart.DOUBLON_DE_L_EXTRAIT),
)


def _posterieurs(journal: JournalEnColonnes, au: date) -> int:
    return int((journal.colonnes.jour > au.toordinal()).sum())
