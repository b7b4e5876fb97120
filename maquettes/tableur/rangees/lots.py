"""Les cellules d’une feuille, lues par lots de rangées : une expression régulière, au lieu d’un appel par balise.

Un lot n’est lu ainsi que s’il est écrit comme par un tableur et n’a aucune faute. Sinon rien n’en est gardé : il
s’analyse balise à balise, et c’est là que se disent toutes les fautes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from financement.fautes.faute import TexteRefuse
from maquettes.tableur.adresses import adresse_de, colonne_lettres
from maquettes.tableur.cadre import RECU, Cadre
from maquettes.tableur.contenu import GenreCellule
from maquettes.tableur.nombres import CHIFFRES, Calendrier
from maquettes.tableur.rangees.valeurs import EN_LIGNE, TEXTE_PARTAGE, lire_valeur, rang_partage
from maquettes.tableur.recueils import Formules, Textes
from maquettes.tableur.textes import BLANCS_DU_XML, decoder_les_echappements

__all__ = [
    "DONNEES",
    "SAISIES",
    "TOUTES",
    "TOUTES_LES_COLONNES",
    "Decoupe",
    "LecteurDeLots",
    "Lot",
    "est_en_rangees",
]

DONNEES: Final = b"<sheetData>"
_DEBUT_DE_RANGEE: Final = b'<row r="'
_FIN_DE_RANGEE: Final = b"</row>"
_DEBUT_DE_CELLULE: Final = b'<c r="'
# Au-delà, aucune rangée n'est d'un tableur ; et un texte y passerait les limites d'une cellule.
_LE_PLUS_LONG: Final = 500_000

_DECLARATION: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?:utf-8|us-ascii)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>)?",
    re.IGNORECASE,
)
_RANGEE: Final = rb'<row r="[1-9][0-9]{0,6}"(?: [A-Za-z0-9:]+="[^"<&]*")*'
_STYLE_ET_GENRE: Final = rb'(?: s="[0-9]{1,5}+")?+(?: t="[A-Za-z]{1,9}+")?+'
_CELLULE: Final = rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(' + _STYLE_ET_GENRE + rb")>"
_CELLULE_VIDE: Final = rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"' + _STYLE_ET_GENRE + rb"/>"
_FORMULE: Final = rb'(?:(<f(?: [A-Za-z0-9]+="[A-Za-z0-9:$]*")*)(?:/>|>([^<]*)</f>))?'
# Le cas de presque tous les nombres : rien à arrondir ni à réécrire.
_DEJA_PRET: Final = rb"(?=[0-9.]{1,%d}<)((?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?)<" % CHIFFRES
_VALEUR: Final = (
    rb"(?:<v>(?:" + _DEJA_PRET + rb"|([^<]*)<)/v></c>|(</c>)|<v/></c>"
    rb'|<is><t( xml:space="preserve")?>([^<]*)</t></is></c>)'
)
_PASSAGES: Final = rb"(?:" + _CELLULE_VIDE + rb"|</row>|" + _RANGEE + rb"/?>)"
# Une formule et sa valeur, quelles qu'elles soient.
_CALCULEE: Final = (
    rb'<c r="[A-Z]{1,3}+[1-9][0-9]{0,6}+"'
    + _STYLE_ET_GENRE
    + rb'><f(?: [A-Za-z0-9]+="[A-Za-z0-9:$]*+")*+(?:/>|>[^<]*+</f>)(?:<v>[^<]*+</v>|<v/>)?+</c>'
)


def _jetons(calculees: bytes) -> re.Pattern[bytes]:
    """Des ``calculees`` à passer, ou une cellule, après les rangées qui s’ouvrent et se ferment et les cellules vides.

    En dernier, tout le reste du lot.
    """
    cellule = _CELLULE + _FORMULE + _VALEUR
    return re.compile(_PASSAGES + rb"*(?:(" + calculees + rb")|" + cellule + rb")|" + _PASSAGES + rb"+|(.+)", re.DOTALL)


TOUTES: Final = _jetons(rb"(?!)")
SAISIES: Final = _jetons(rb"(?:" + _CALCULEE + rb"){2,}+")
_ADRESSE: Final = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
# Ce qu'un analyseur rendrait autrement qu'il n'est écrit.
_TROMPEURS: Final = (b"\r", b"xmlns")
_CACHES: Final = re.compile(rb"<[!?]|xmlns")
_RANGEE_ENTIERE: Final = re.compile(
    rb'\s*<row(?:\s+[\w:.-]+="[^"<]*")*\s*(?:/>|>[^<]*(?:<(?!/?row[\s/>])[^<]*)*</row>)'
)
_MASQUEE: Final = re.compile(rb'<row r="([0-9]+)"(?: [A-Za-z0-9:]+="[^"<&]*")*? hidden="(?:1|true)"')
_ATTRIBUT: Final = re.compile(rb'([A-Za-z0-9]+)="([^"]*)"')
_ENTITES: Final = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
_REFERENCE: Final = re.compile(rb"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|[a-z]+);")
_FORMULES_SIMPLES: Final = frozenset({b"<f", b'<f aca="false"'})
_LETTRES: Final = tuple(colonne_lettres(rang).encode() for rang in range(RECU.colonnes))
_COLONNES: Final = {lettres: rang for rang, lettres in enumerate(_LETTRES)}
_TABLE_DE_DONNEES: Final = b"TABLE()"
_SEPARATEUR: Final = b"\0"
TOUTES_LES_COLONNES: Final = 0, RECU.colonnes
"""Ce qui est passé, quand la formule d’une cellule lue est écrite à une cellule qui ne l’est pas."""
_ATTRIBUTS_RETENUS: Final = 1_000


class Decoupe:
    """Une feuille en lots de rangées entières, entre ce qui les précède et ce qui les suit."""

    __slots__ = ("_morceaux", "_reste", "entete", "est_possible")

    def __init__(self, morceaux: Iterator[bytes]) -> None:
        self._morceaux = morceaux
        self._reste = b""
        for morceau in morceaux:
            self._reste += morceau
            if DONNEES in self._reste or len(self._reste) > _LE_PLUS_LONG:
                break
        entete, donnees, suite = self._reste.partition(DONNEES)
        self.entete = entete
        # Les rangées se reconnaissent à leurs octets : rien n'est ouvert autour d'elles que la racine.
        self.est_possible = bool(donnees) and _est_ouverte_a_sa_racine(entete)
        if self.est_possible:
            self._reste = suite

    def lots(self) -> Iterator[bytes]:
        """Des rangées entières, lot après lot, tant qu’il y en a."""
        for morceau in chain((b"",), self._morceaux):
            self._reste += morceau
            borne = self._reste.rfind(_FIN_DE_RANGEE)
            if borne >= 0:
                borne += len(_FIN_DE_RANGEE)
                lot, self._reste = self._reste[:borne], self._reste[borne:]
                yield lot
            if len(self._reste) > _LE_PLUS_LONG:
                return

    def suite(self) -> Iterator[bytes]:
        """Ce qui n’est pas encore rendu."""
        yield self._reste
        yield from self._morceaux


def _est_ouverte_a_sa_racine(entete: bytes) -> bool:
    """L’en-tête, en utf-8, n’a ni commentaire ni section, et sa racine est la seule balise encore ouverte."""
    declaration = _DECLARATION.match(entete)
    corps = entete[declaration.end() :] if declaration else entete
    ouvrants = corps.count(b"<")
    return (
        b"<!" not in corps
        and b"<?" not in corps
        and corps.count(b">") == ouvrants
        and ouvrants - 2 * corps.count(b"</") - corps.count(b"/>") == 1
    )


def est_en_rangees(lot: bytes) -> bool:
    """Le lot est fait de rangées entières, régulières ou non : ce qui le suit est au même niveau."""
    if _CACHES.search(lot) is not None:
        return False
    vu = 0
    while rangee := _RANGEE_ENTIERE.match(lot, vu):
        vu = rangee.end()
    return vu == len(lot)


@dataclass(slots=True)
class Lot:
    """Ce que disent des rangées : leurs cellules en colonnes, et ce qui s’ajoute aux recueils du classeur."""

    nombre: int
    """De cellules et de lignes, vides comprises."""
    fin: tuple[int, int] = -1, -1
    """La ligne et la colonne où s’arrêtent les rangées."""
    cellules: list[tuple[int, GenreCellule, int, int | None]] = field(default_factory=list)
    """Place, genre, rang du texte et de la formule de chacune."""
    lignes_masquees: list[int] = field(default_factory=list)
    textes_ajoutes: list[bytes] = field(default_factory=list)
    formules_ajoutees: list[bytes] = field(default_factory=list)
    partagees: dict[str, int | None] = field(default_factory=dict)
    passees: set[tuple[int, int]] = field(default_factory=set)
    """La première et la dernière colonne de cellules calculées qui se suivent et n’ont pas été lues."""


class _Irreguliere(Exception):
    """Le lot doit s’analyser balise à balise."""


class _Sortes(dict[bytes, tuple[str, GenreCellule]]):
    """Le genre écrit et le genre du style, d’après les attributs d’une cellule."""

    def __init__(self, genres: Mapping[str, GenreCellule]) -> None:
        super().__init__()
        self._genres = genres

    def __missing__(self, attributs: bytes) -> tuple[str, GenreCellule]:
        if len(self) >= _ATTRIBUTS_RETENUS:
            self.clear()
        lus = {nom: valeur.decode() for nom, valeur in _ATTRIBUT.findall(attributs)}
        sorte = lus.get(b"t", "n"), self._genres.get(lus.get(b"s", "0"), GenreCellule.NOMBRE)
        self[attributs] = sorte
        return sorte


class LecteurDeLots:
    """Lit les lots de rangées d’un classeur, sans rien changer à ce qui en est déjà lu."""

    def __init__(
        self,
        textes: Textes,
        formules: Formules,
        genres: Mapping[str, GenreCellule],
        calendrier: Calendrier,
        cadre: Cadre,
    ) -> None:
        self._cadre = cadre
        self._textes = textes
        self._formules = formules
        self._sortes = _Sortes(genres)
        self._calendrier = calendrier

    def lire(
        self, octets: bytes, derniere: int, partagees: Mapping[str, int | None], jetons: re.Pattern[bytes] = TOUTES
    ) -> Lot | None:
        """Ce que disent ces rangées, après la place ``derniere`` et les formules ``partagees`` de la feuille.

        ``jetons`` : ce qui en est lu, ``TOUTES`` les cellules ou les ``SAISIES`` seulement.

        Rien, si une rangée n’est pas régulière, ou si une cellule n’est pas à la suite des autres ou est fautive.
        """
        if any(trompeur in octets for trompeur in _TROMPEURS):
            return None
        rangees = octets.count(b"<row ")
        # Une rangée vide n'a parfois qu'une balise.
        if rangees != octets.count(_FIN_DE_RANGEE) and not est_en_rangees(octets):
            return None
        lot = Lot(rangees + octets.count(b"<c "))
        try:
            self._lire(jetons.findall(octets), lot, derniere, partagees)
        except (_Irreguliere, TexteRefuse):
            return None
        lot.formules_ajoutees = _decoder(lot.formules_ajoutees)
        lot.fin = _fin(octets)
        if b' hidden="' in octets:
            masquees = (int(numero) for numero in _MASQUEE.findall(octets))
            lot.lignes_masquees = [numero - 1 for numero in masquees if numero <= self._cadre.lignes]
        return lot

    def _lire(
        self, jetons: Iterable[Sequence[bytes]], lot: Lot, derniere: int, partagees: Mapping[str, int | None]
    ) -> None:
        base, lue = 0, b""
        largeur, garder = self._cadre.colonnes, self._cadre.garder
        premier, partages = len(self._textes), self._textes.partages
        for calculees, lettres, numero, attributs, ouvre, suite, pret, brut, sans, blancs, en_ligne, autre in jetons:
            if not (ouvre or pret or brut or en_ligne):
                self._passer(calculees, autre, lot)
                continue
            if numero != lue:
                base, lue = self._premiere_place(numero), numero
            colonne = _COLONNES.get(lettres, largeur)
            place = base + colonne
            if place <= derniere or colonne >= largeur:
                raise _Irreguliere
            ecrit, genre = self._sortes[attributs]
            rang, texte = 0, pret
            if ecrit == TEXTE_PARTAGE and (pret or brut):
                genre, rang, texte = GenreCellule.TEXTE, rang_partage((pret or brut).decode(), partages), b""
            elif not pret or ecrit != "n" or genre is GenreCellule.DATE:
                valeur = None if sans else _valeur(ecrit, pret or brut, en_ligne, blancs)
                genre, lu = lire_valeur(ecrit, valeur, genre, self._calendrier)
                texte = (garder(lu) if genre is GenreCellule.TEXTE else lu).encode()
            if texte:
                rang = premier + len(lot.textes_ajoutes)
                lot.textes_ajoutes.append(texte)
            if ouvre or texte or not self._textes.est_vide(rang):
                formule = self._formule(ouvre, suite, lot, partagees) if ouvre else None
                lot.cellules.append((place, genre, rang, formule))
                derniere = place

    def _passer(self, calculees: bytes, autre: bytes, lot: Lot) -> None:
        """Retient les colonnes des cellules ``calculees``, qui doivent se suivre sur une ligne."""
        if autre:
            raise _Irreguliere
        if calculees:
            adresses = _ADRESSE.findall(calculees)
            premiere = _COLONNES.get(adresses[0][0], self._cadre.colonnes)
            suite = _LETTRES[premiere : premiere + len(adresses)]
            if adresses != [(lettres, adresses[0][1]) for lettres in suite]:
                raise _Irreguliere
            lot.passees.add((premiere, premiere + len(adresses) - 1))

    def _premiere_place(self, numero: bytes) -> int:
        if int(numero) > self._cadre.lignes:
            raise _Irreguliere
        return (int(numero) - 1) * self._cadre.colonnes

    def _formule(self, ouvre: bytes, suite: bytes, lot: Lot, partagees: Mapping[str, int | None]) -> int:
        """Le rang d’une formule ; partagée, elle n’est écrite qu’à sa première cellule."""
        suivant = len(self._formules) + len(lot.formules_ajoutees)
        if suite:
            lot.formules_ajoutees.append(suite)
            if ouvre in _FORMULES_SIMPLES:
                return suivant
        attributs = dict(_ATTRIBUT.findall(ouvre))
        partagee = None
        if attributs.get(b"t") == b"shared":
            groupe = attributs.get(b"si", b"").decode()
            partagee = suivant if suite else partagees.get(groupe, lot.partagees.get(groupe))
            if groupe not in partagees:
                lot.partagees.setdefault(groupe, partagee)
            if partagee is None:
                lot.passees.add(TOUTES_LES_COLONNES)
        if partagee is not None:
            return partagee
        if not suite:
            lot.formules_ajoutees.append(_TABLE_DE_DONNEES)
        return suivant


def _fin(octets: bytes) -> tuple[int, int]:
    """La ligne de la dernière rangée, et la colonne de sa dernière cellule, s’il y en a une."""
    debut = octets.rindex(_DEBUT_DE_RANGEE) + len(_DEBUT_DE_RANGEE)
    ligne = int(octets[debut : octets.index(b'"', debut)]) - 1
    cellule = octets.rfind(_DEBUT_DE_CELLULE, debut)
    if cellule < 0:
        return ligne, -1
    cellule += len(_DEBUT_DE_CELLULE)
    return ligne, adresse_de(octets[cellule : octets.index(b'"', cellule)].decode())[1]


def _rendre_les_entites(octets: bytes) -> bytes:
    if b"&" not in octets:
        return octets
    if b"&#" in octets:
        return _REFERENCE.sub(_signe, octets)
    sans = octets.replace(b"&quot;", b'"').replace(b"&apos;", b"'").replace(b"&lt;", b"<").replace(b"&gt;", b">")
    # En dernier : l'esperluette pourrait commencer une autre entité.
    return sans.replace(b"&amp;", b"&")


def _signe(reference: re.Match[bytes]) -> bytes:
    en_seize, en_dix = reference.groups()
    if en_seize is None and en_dix is None:
        return _ENTITES[reference[0]]
    return chr(int(en_dix) if en_seize is None else int(en_seize, 16)).encode()


def _decoder(ecrites: list[bytes]) -> list[bytes]:
    """Ces formules, entités et échappements rendus ; d’un seul geste, autour d’un signe qu’aucun xml n’admet."""
    rendues = _rendre_les_entites(_SEPARATEUR.join(ecrites)).split(_SEPARATEUR) if ecrites else []
    return [decoder_les_echappements(f.decode()).encode() if b"_x" in f else f for f in rendues]


def _valeur(ecrit: str, brut: bytes, en_ligne: bytes, blancs: bytes) -> str:
    """La valeur d’une cellule, telle que le format la donne à interpréter."""
    if en_ligne:
        texte = _rendre_les_entites(en_ligne).decode()
        return decoder_les_echappements(texte if blancs else texte.strip(BLANCS_DU_XML))
    if brut and ecrit == EN_LIGNE:
        raise _Irreguliere
    return _rendre_les_entites(brut).decode()
