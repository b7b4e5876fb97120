"""Un journal commun à plusieurs conventions : lu et réparti une fois, chaque dossier en recevant sa part."""

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.controles.constat import Constat
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.portefeuille.portefeuille import Refus
from financement.valeurs.graphies import Jumeaux
from financement.valeurs.montants import ESPACE_FINE
from financement.valeurs.ressemblance import proposition
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.confrontation import Confrontation
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.lignes import TableLue
from maquettes.fichiers.sources import FICHIER_INTROUVABLE, SourceRefusee, lire_octets
from maquettes.formes.tables_csv import CELLULES_EN_TROP
from maquettes.journal_commun.csv import repartir_csv
from maquettes.journal_commun.part import Part, Rangs, Repartition

__all__ = ["CODES_DETAILLES", "LIMITE_DU_JOURNAL", "JournalCommun", "est_parquet", "lire_journal_commun", "reunir_avec"]

# Un journal national de deux millions de mouvements en pèse le dixième.
LIMITE_DU_JOURNAL: Final = 2_000_000_000
# Une colonne qui n'est pas celle des conventions aurait autant de codes inconnus que de lignes.
CODES_DETAILLES: Final = 100
# Au-delà, des colonnes d'entiers se lisent plus vite que des lignes.
_LIGNES_EN_COLONNES: Final = 1000


CONVENTION_INCONNUE: Final = ModeleFaute(
    "PORTEFEUILLE-02",
    "La convention « {lu} » n’est celle d’aucun dossier lu{proposition} ; hors de tout total : {nombre}.",
    "Corriger le code, ou ajouter le dossier de cette convention.",
)
CONVENTION_NON_DITE: Final = ModeleFaute(
    "PORTEFEUILLE-03",
    "La convention n’est pas dite ; hors de tout total : {nombre}.",
    "Écrire son code dans cette colonne.",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JournalCommun:
    """Les lignes d’un journal de plusieurs conventions, que l’on donne à chacune.

    ``nom`` a toujours une barre oblique, ce que n’a jamais le nom d’un fichier de dossier.
    """

    nom: str
    repartition: Repartition

    @property
    def remarques(self) -> tuple[Constat, ...]:
        """Ce que la forme du fichier a d’inhabituel sans être fautif."""
        return self.repartition.remarques

    def orthographier(self, connus: Collection[str]) -> "JournalCommun":
        """Le même journal, chaque code de convention écrit comme celui de ``connus`` qu’il désigne."""
        designes = Jumeaux(connus)
        reunies: dict[str, list[Rangs]] = {}
        for texte, rangs in self.repartition.par_code.items():
            reunies.setdefault(designes.trouver(texte) or texte, []).append(rangs)
        par_code = {code: r[0] if len(r) == 1 else np.sort(np.concatenate(r)) for code, r in reunies.items()}
        return replace(self, repartition=replace(self.repartition, par_code=par_code))

    def part(self, code: str) -> Part | None:
        """La part de la convention ``code``, dans l’ordre du fichier ; ``None`` si aucune ligne n’est la sienne."""
        rangs = self.repartition.par_code.get(code)
        return None if rangs is None else self.repartition.extraire(rangs)

    def refus(self, connus: Collection[str]) -> Refus | None:
        """Les lignes qui ne sont celles d’aucune convention de ``connus`` ; ``None`` s’il n’y en a pas."""
        autres = [(code, rangs) for code, rangs in self.repartition.par_code.items() if code not in connus]
        if not autres:
            return None
        autres.sort(key=lambda orphelines: int(orphelines[1][0]))
        fautes = [
            self._decalage(rangs) or self._orphelines(code, rangs, connus, _en_lignes(rangs.size))
            for code, rangs in autres[:CODES_DETAILLES]
        ]
        if reste := autres[CODES_DETAILLES:]:
            (code, rangs), *derniers = reste
            autant = sum(autres_rangs.size for _, autres_rangs in derniers)
            nombre = f"{_en_lignes(rangs.size)}, puis {_en_chiffres(autant)} d’autres codes inconnus"
            fautes.append(self._orphelines(code, rangs, connus, nombre if derniers else _en_lignes(rangs.size)))
        return Refus(dossiers=(), fautes=tuple(fautes), lignes=sum(rangs.size for _, rangs in autres))

    def _orphelines(self, code: str, rangs: Rangs, connus: Collection[str], nombre: str) -> Faute:
        """La faute des lignes d’une convention inconnue, à la première d’entre elles."""
        if not code:
            return faute(CONVENTION_NON_DITE, self._lieu(rangs), nombre=nombre)
        proche = proposition(code, sorted(connus))
        return faute(CONVENTION_INCONNUE, self._lieu(rangs), code, proposition=proche, nombre=nombre)

    def _decalage(self, rangs: Rangs) -> Faute | None:
        """La faute d’une ligne seule qui a une cellule en trop : ce qui s’y lit en convention n’en est pas une."""
        if rangs.size > 1:
            return None
        fautes = self.repartition.extraire(rangs).lire().toutes_les_fautes()
        return next((constatee for constatee in fautes if constatee.code == CELLULES_EN_TROP.code), None)

    def _lieu(self, rangs: Rangs) -> Provenance:
        return Provenance(fichier=self.nom, ligne=int(self.repartition.numeros[rangs[0]]), colonne="convention")


def _en_chiffres(nombre: int) -> str:
    return f"{nombre:,}".replace(",", ESPACE_FINE)


def _en_lignes(nombre: int) -> str:
    return f"{_en_chiffres(nombre)} ligne{'s' if nombre > 1 else ''}"


def est_parquet(chemin: Path) -> bool:
    """Le journal se lit en Parquet, ce que dit son suffixe."""
    return chemin.suffix.lower() == ".parquet"


def lire_journal_commun(chemin: Path) -> JournalCommun:
    """Le journal commun ``chemin``, en csv, ou en Parquet si son suffixe le dit.

    Lève :class:`DossierRefuse` si le fichier est absent, trop gros, sans en-tête juste, ou ne se découpe pas ; une
    ligne fautive n’est pas lue ici.
    """
    nom = _nommer(chemin)
    lieu = Provenance(fichier=nom)
    if not os.path.lexists(chemin):
        raise DossierRefuse([faute(FICHIER_INTROUVABLE, lieu, nom)])
    try:
        octets = lire_octets(chemin, LIMITE_DU_JOURNAL)
    except SourceRefusee as refus:
        raise DossierRefuse([replace(refus.faute, provenance=lieu)]) from None
    if est_parquet(chemin):
        from maquettes.journal_commun.parquet import repartir_parquet

        return JournalCommun(nom=nom, repartition=repartir_parquet(nom, octets))
    return JournalCommun(nom=nom, repartition=repartir_csv(nom, octets))


def _nommer(chemin: Path) -> str:
    nom = chemin.as_posix().encode(errors="backslashreplace").decode()
    return nom if "/" in nom else f"./{nom}"


def reunir_avec(part: Part, lu: DossierLu) -> Projet:
    """Le projet d’un dossier et de sa part du journal commun, qui tient lieu de journal.

    Lève :class:`DossierRefuse` avec toutes les fautes de l’un et de l’autre, ou si le dossier a déjà des mouvements.
    """
    premiere = _premiere_ligne(lu)
    if premiere is None:
        return assembler(_avec_la_part(part, lu))
    commun = _avec_la_part(part, replace(lu, journal=TableLue(), grand_journal=None, fautes=[]))
    siennes = _fautes(replace(lu, fautes=[*lu.fautes, _deux_origines(lu, premiere, part)]))
    raise DossierRefuse([*siennes, *(f for f in _fautes(commun) if f.provenance.fichier == part.nom)])


def _premiere_ligne(lu: DossierLu) -> Provenance | None:
    """Le lieu du premier mouvement qu’a le dossier."""
    premieres = [ligne.provenance for ligne in lu.journal.lignes[:1]]
    if lu.grand_journal:
        premieres.append(lu.grand_journal.provenance(0))
    return min(premieres, key=lambda lieu: lieu.ligne or 0, default=None)


def _avec_la_part(part: Part, lu: DossierLu) -> DossierLu:
    """Le dossier, les lignes de la part étant son journal ; nombreuses, en colonnes d’entiers."""
    sien = lu.journal
    lue = part.en_partie() if part.numeros.size >= _LIGNES_EN_COLONNES else None
    grand: JournalEnColonnes | None = None
    if lue is None:
        commune = part.lire(Confrontation(lu.convention, lu.operations).du_journal(lu.plan))
    else:
        grand, commune = lue
    journal = TableLue(
        lignes=commune.lignes,
        fautes=[*sien.fautes, *commune.fautes],
        complete=sien.complete and commune.complete,
    )
    return replace(lu, journal=journal, grand_journal=grand)


def _fautes(lu: DossierLu) -> tuple[Faute, ...]:
    """Celles qui empêchent d’en faire un projet."""
    try:
        assembler(lu)
    except DossierRefuse as refus:
        return refus.fautes
    return ()


MOUVEMENTS_DE_DEUX_ORIGINES: Final = ModeleFaute(
    "PORTEFEUILLE-01",
    "La convention « {lu} » a des mouvements dans son dossier, et {nombre} dans le journal commun (la première : "
    "ligne {ligne}) : les réunir compterait peut-être deux fois les mêmes.",
    "Retirer ceux du dossier, ou ceux du journal commun.",
)


def _deux_origines(lu: DossierLu, premiere: Provenance, part: Part) -> Faute:
    entete = lu.convention.entete
    code = entete.objet.code if entete is not None and entete.objet is not None else ""
    return faute(
        MOUVEMENTS_DE_DEUX_ORIGINES,
        premiere,
        code,
        nombre=_en_lignes(part.numeros.size),
        ligne=str(part.numeros[0]),
    )
