"""origines.csv : de quelle cellule d’un fichier reçu vient chaque ligne du dossier.

Écrit par l’importation dans un répertoire, hors du json canonique. Une ligne se retrouve par sa clé ; sans clé
(journal, réalisations), par une empreinte de son contenu et son rang parmi ses égales : trier n’y change rien.
Une valeur qui vient d’une autre cellule que sa ligne a la sienne, sous la clé suivie de la colonne ; les autres
cellules d’un montant qui en somme plusieurs, chacune la sienne, numérotées depuis deux.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, TexteRefuse
from financement.fautes.provenance import Origine, Provenance, ProvenanceSuivie, Situe
from maquettes.description.description import JOURNAL, OPERATIONS, PLAN, REALISATIONS, TABLES
from maquettes.description.ecritures import ecrire_par_lots, ecriture_de
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.description.table import Colonne, Exigence, Genre, Table
from maquettes.description.valeurs import ecrire_cellule
from maquettes.fichiers.encodage import decoder_une_table
from maquettes.formes.tables_csv import lire_table
from maquettes.formes.texte_de_csv import deproteger, proteger

__all__ = ["NOM", "OrigineDe", "Origines", "colonne_principale", "ecrire_origines", "origine_lue"]

T = TypeVar("T", bound=Situe)

NOM: Final = "origines.csv"
_SEPARATEUR: Final = ";"
_DANS_LA_CLE: Final = "|"
_EMPREINTE: Final = 16
# La colonne que montre la cellule d'une ligne.
_PRINCIPALES: Final = {OPERATIONS.nom: "operation", PLAN.nom: "montant", JOURNAL.nom: "montant"} | {
    REALISATIONS.nom: "quantite"
}
_ADRESSE: Final = re.compile("[A-Z]{1,3}([0-9]+)")


def _colonne(nom: str, exigence: Exigence = Exigence.VALEUR) -> Colonne:
    return Colonne(nom=nom, champ=nom, genre=Genre.TEXTE, exigence=exigence)


_TABLE: Final[Table[object]] = Table(
    nom="origines",
    construire=dict,
    colonnes=(
        _colonne("table"),
        _colonne("cle"),
        _colonne("fichier"),
        _colonne("feuille", Exigence.RIEN),
        _colonne("cellule", Exigence.RIEN),
        _colonne("empreinte", Exigence.RIEN),
    ),
)


def colonne_principale(table: str) -> str:
    """La colonne dont la cellule est celle de la ligne ; vide d’une table dont aucune ne l’est."""
    return _PRINCIPALES.get(table, "")


class OrigineDe(Protocol):
    """D’où vient, avant le dossier, une ligne, ou sa ``colonne`` si elle est dite ; ``None`` si on ne le sait pas."""

    def __call__(self, provenance: Provenance, /, colonne: str = "") -> Origine | None:
        """L’origine cherchée."""
        ...


def origine_lue(provenance: Provenance, colonne: str = "") -> Origine | None:
    """L’origine que porte une provenance lue."""
    return (provenance.a_la_colonne(colonne) if colonne else provenance).origine


class _Cles:
    """La clé de chaque ligne d’une table, dans l’ordre ; deux lignes égales se distinguent par leur rang."""

    def __init__(self, table: Table[Any]) -> None:
        voulues = [colonne for colonne in table.colonnes if not table.cle or colonne.nom in table.cle]
        self._champs = [(colonne.champ, ecriture_de(colonne, ecrire_cellule)) for colonne in voulues]
        self.est_identifiee = bool(table.cle)
        self._vues: dict[str, int] = {}
        if not self.est_identifiee:
            # Un dossier sans origines se lit sans lui.
            from hashlib import sha256

            self._empreinte = sha256

    def de_chacune(self, lignes: Iterable[T]) -> Iterator[tuple[T, str]]:
        """Chaque ligne de la suite, et sa clé."""
        for ligne, textes in ecrire_par_lots(self._champs, lignes):
            cle = self._composer(textes)
            if self.est_identifiee:
                yield ligne, cle
                continue
            rang = self._vues[cle] = self._vues.get(cle, 0) + 1
            yield ligne, f"{cle}#{rang}"

    def sans_rang(self, ligne: object) -> str:
        """La clé d’une ligne ; d’une table qui n’en a pas, l’empreinte de son contenu."""
        return self._composer([ecrire(getattr(ligne, champ)) for champ, ecrire in self._champs])

    def _composer(self, textes: Iterable[str]) -> str:
        if self.est_identifiee:
            return _DANS_LA_CLE.join(textes)
        return self._empreinte("\x1f".join(textes).encode()).hexdigest()[:_EMPREINTE]


def ecrire_origines(projet: Projet, origine_de: OrigineDe = origine_lue) -> bytes | None:
    """Le fichier des origines d’un projet ; ``None`` si aucune de ses lignes n’en a."""
    rangees = list(_rangees(projet, origine_de))
    if not rangees:
        return None
    flux = io.StringIO()
    plume = csv.writer(flux, delimiter=_SEPARATEUR, lineterminator="\n")
    plume.writerow(_TABLE.noms)
    plume.writerows(rangees)
    return flux.getvalue().encode("utf-8-sig")


def _rangees(projet: Projet, origine_de: OrigineDe) -> Iterator[tuple[str, ...]]:
    proteges = _Proteges()
    for table in TABLES:
        cles, noms = _Cles(table), table.noms if table.cle else ()
        for ligne, cle in cles.de_chacune(table.objets(projet)):
            origine = origine_de(ligne.provenance)
            seule = origine
            if origine is not None:
                yield _rangee(table.nom, cle, origine, proteges)
                seule = replace(origine, avec=()) if origine.avec else origine
                for rang, autre in enumerate(origine.avec, start=2):
                    yield _rangee(table.nom, _cle_d_une_autre(table.nom, cle, rang), autre, proteges)
            for colonne in noms:
                sienne = origine_de(ligne.provenance, colonne)
                if sienne is not None and sienne not in {origine, seule}:
                    yield _rangee(table.nom, f"{cle}{_DANS_LA_CLE}{colonne}", sienne, proteges)


def _cle_d_une_autre(table: str, cle: str, rang: int) -> str:
    """La clé de la cellule de ce rang, parmi celles dont la colonne principale d’une ligne est la somme."""
    return f"{cle}{_DANS_LA_CLE}{colonne_principale(table)}#{rang}"


def _rangee(table: str, cle: str, origine: Origine, proteges: Mapping[str, str]) -> tuple[str, ...]:
    lieu = proteges[origine.fichier], proteges[origine.feuille], proteges[origine.cellule]
    return table, proteges[cle] if _DANS_LA_CLE in cle else cle, *lieu, origine.empreinte


class _Proteges(dict[str, str]):
    """Chaque texte, protégé d’un tableur qui le calculerait."""

    def __missing__(self, texte: str) -> str:
        protege = self[texte] = proteger(texte)
        return protege


class Origines:
    """Les origines d’un dossier lu ; le fichier n’est parcouru que si l’on en demande une."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._lues: Mapping[tuple[str, str], Origine] | None = None
        self._rangs: dict[int | None, int] | None = None
        self._journal: JournalALaDemande | None = None
        self._cles_du_journal = _Cles(JOURNAL)

    def fautes(self) -> list[Faute]:
        """Les fautes de son en-tête : le reste n’est qu’une trace."""
        entete = self._octets.partition(b"\n")[0] + b"\n"
        return lire_table(_TABLE, NOM, entete).toutes_les_fautes()

    def suivre(self, table: Table[T], lue: TableLue[T]) -> None:
        """Donne leur origine aux lignes d’une table."""
        cles = _Cles(table)
        situees = cles.de_chacune(ligne.objet for ligne in lue.lignes if ligne.objet is not None)
        lue.lignes = [
            ligne if ligne.objet is None else self._suivre(table.nom, cles, ligne, next(situees)[1])
            for ligne in lue.lignes
        ]

    def _suivre(self, nom: str, cles: _Cles, ligne: LigneLue[T], cle: str) -> LigneLue[T]:
        chercher = partial(self._de_la_colonne if cles.est_identifiee else self._de_la_ligne, nom, cle)
        suivie: Any = replace(ligne.objet, provenance=_suivie(ligne.provenance, chercher))  # type: ignore[type-var]
        return replace(ligne, objet=suivie)

    def suivre_le_journal(self, journal: JournalALaDemande) -> JournalALaDemande:
        """Le même journal, en colonnes, dont chaque mouvement a son origine."""
        self._journal = journal

        def suivre(lieu: Provenance, mouvement: Callable[[], Mouvement]) -> Provenance:
            return _suivie(
                lieu, lambda colonne: _precisee(JOURNAL.nom, self._du_journal(lieu.ligne, mouvement()), colonne)
            )

        suivi: Any = replace(journal, suivre=suivre)  # type: ignore[type-var]
        return suivi  # type: ignore[no-any-return]

    def _du_journal(self, ligne: int | None, mouvement: Mouvement) -> Origine | None:
        """L’origine d’un mouvement : la seule de son contenu, ou celle de son rang parmi ses égaux."""
        cle = self._cles_du_journal.sans_rang(mouvement)
        if self._chercher(JOURNAL.nom, f"{cle}#2") is None:
            return self._chercher(JOURNAL.nom, f"{cle}#1")
        if self._rangs is None:
            cles = _Cles(JOURNAL)
            journal = self._journal or ()
            self._rangs = {m.provenance.ligne: int(c.rpartition("#")[2]) for m, c in cles.de_chacune(journal)}
        return self._chercher(JOURNAL.nom, f"{cle}#{self._rangs.get(ligne, 1)}")

    def _de_la_colonne(self, table: str, cle: str, colonne: str | None) -> Origine | None:
        """L’origine d’une ligne qui a une clé ; d’une colonne, seulement si elle est écrite."""
        if colonne is None or colonne == _PRINCIPALES.get(table):
            return self._somme(table, cle)
        return self._chercher(table, f"{cle}{_DANS_LA_CLE}{colonne}")

    def _somme(self, table: str, cle: str) -> Origine | None:
        """L’origine d’une ligne, et les autres cellules dont son montant est la somme."""
        premiere = self._chercher(table, cle)
        if premiere is None:
            return None
        autres: list[Origine] = []
        while (autre := self._chercher(table, _cle_d_une_autre(table, cle, len(autres) + 2))) is not None:
            autres.append(autre)
        return replace(premiere, avec=tuple(autres)) if autres else premiere

    def _de_la_ligne(self, table: str, cle: str, colonne: str | None) -> Origine | None:
        return _precisee(table, self._chercher(table, cle), colonne)

    def _chercher(self, table: str, cle: str) -> Origine | None:
        if self._lues is None:
            self._lues = dict(_lire(self._octets))
        return self._lues.get((table, cle))


def _precisee(table: str, origine: Origine | None, colonne: str | None) -> Origine | None:
    """L’origine d’une colonne d’une ligne sans clé : la ligne reçue, dont seule la cellule principale est connue."""
    if origine is None or colonne is None or colonne == _PRINCIPALES.get(table):
        return origine
    adresse = _ADRESSE.fullmatch(origine.cellule)
    return origine if adresse is None else replace(origine, cellule=f"ligne {adresse[1]}")


def _suivie(lieu: Provenance, chercher: Callable[[str | None], Origine | None]) -> ProvenanceSuivie:
    return ProvenanceSuivie(
        fichier=lieu.fichier,
        feuille=lieu.feuille,
        cellule=lieu.cellule,
        ligne=lieu.ligne,
        colonne=lieu.colonne,
        chercher=chercher,
    )


def _lire(octets: bytes) -> Iterable[tuple[tuple[str, str], Origine]]:
    """Chaque origine, sous sa table et sa clé ; une ligne mal faite n’en donne pas."""
    try:
        texte = decoder_une_table(octets)
    except TexteRefuse:
        return
    lignes = csv.reader(io.StringIO(texte, newline=""), delimiter=_SEPARATEUR)
    entete = next(lignes, [])
    for ligne in lignes:
        valeurs = dict(zip(entete, map(deproteger, ligne), strict=False))
        if valeurs.get("fichier"):
            origine = Origine(
                fichier=valeurs["fichier"],
                feuille=valeurs.get("feuille", ""),
                cellule=valeurs.get("cellule", ""),
                empreinte=valeurs.get("empreinte", ""),
            )
            yield (valeurs.get("table", ""), valeurs.get("cle", "")), origine
