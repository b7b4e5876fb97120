"""Quel financeur nomme un libellé de colonne, de quelle nature, et si c’est son montant ou son taux."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from financement.dossier.nomenclature import Categorie, Nature
from maquettes.importation.correspondance.modele import MAITRE_OUVRAGE
from maquettes.importation.reconnaissance.mots.accords import Accord, lectures
from maquettes.importation.reconnaissance.mots.mots import mots_de, sont_voisins
from maquettes.importation.reconnaissance.mots.noms_d_organismes import FONDS_PROPRES, ORGANISMES, PRECISIONS

__all__ = [
    "ColonneDOrganisme",
    "Connus",
    "Organisme",
    "code_de",
    "colonne_d_organisme",
    "financeurs_nommes",
    "organisme_nomme",
]

# Ces mots changent ce que dit la colonne d'un financeur : elle n'est plus son montant programmé.
_MEFIANCE: Final = frozenset(
    [
        "engage",
        "engagement",
        "paye",
        "payee",
        "paiement",
        "verse",
        "versement",
        "solde",
        "reste",
        "cumul",
        "cumule",
        "total",
        "realise",
        "realisation",
        "mandate",
        "ecart",
        "evolution",
        "variation",
        "nouveau",
        "ancien",
        "initial",
        "initiale",
        "modifie",
        "demande",
        "appele",
        "justifie",
        "consomme",
        "disponible",
        "acompte",
        "avance",
        "economie",
        "reliquat",
        "trop",
        "percu",
        "annee",
        "logement",
        "dont",
        "maximum",
        "plafond",
        "minimum",
        "avenant",
        "enveloppe",
        "hors",
        "base",
        "assiette",
    ]
)
_SUIVIS: Final = {
    "VILLE": ("ville", "commune", "mairie"),
    "REGION": ("region", "conseil regional"),
    "DEPARTEMENT": ("departement", "conseil general", "conseil departemental"),
    "EPCI": (
        "communaute agglomeration",
        "communaute urbaine",
        "communaute commune",
        "agglomeration",
        "metropole",
        "ca",
        "cu",
        "ept",
    ),
}
_NUMEROTES: Final = re.compile(r"c[gd] ?(?:[0-9]{2,3}|2[ab])")
_SUITE_AU_PLUS: Final = 4
_PRETS: Final = frozenset(PRECISIONS["pret"])
_SORTES_DE_PRET: Final = frozenset(
    {"bonifie", "pru", "plus", "plai", "pls", "pam", "renouvellement", "urbain", "foncier"}
)
_NOMMANTS: Final = frozenset({"anru", "anah", "region", "departement", "feder", "caf", "drihl"})
_INITIALES: Final = 3
_SIGLE: Final = 2
_SIGLES: Final = {
    "ca": ("communaute", "agglomeration"),
    "cu": ("communaute", "urbaine"),
    "cc": ("communaute", "commune"),
    "oph": ("office", "public", "habitat"),
}


@dataclass(frozen=True, slots=True)
class Organisme:
    """Un financeur ou un maître d’ouvrage que l’on connaît : son code, ses noms, sa catégorie."""

    code: str
    noms: tuple[str, ...]
    categorie: Categorie | None = None


@dataclass(frozen=True, slots=True)
class Connus:
    """Les financeurs de la convention, s’ils sont connus, et les maîtres d’ouvrage que citent les lignes."""

    financeurs: tuple[Organisme, ...] = ()
    porteurs: tuple[Organisme, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ColonneDOrganisme:
    """Ce qu’un libellé dit d’un financeur ; ``equivoque`` : son nom peut en désigner un autre.

    ``suppose`` : la nature n’est pas écrite et n’est que l’usage.
    """

    code: str
    nature: Nature
    accord: Accord
    est_un_taux: bool = False
    equivoque: bool = False
    suppose: str = ""


def code_de(nom: str) -> str:
    """Un code fait d’un nom : « Tilleul Habitat » donne ``TILLEUL_HABITAT``."""
    sans = "".join(c for c in unicodedata.normalize("NFD", nom) if not unicodedata.combining(c))
    return re.sub(r"[^A-Z0-9]+", "_", sans.upper()).strip("_")[:40] or "SANS_NOM"


def colonne_d_organisme(niveaux: Sequence[str], connus: Connus) -> ColonneDOrganisme | None:
    """Le financeur que nomme le libellé, dans le meilleur de ses accords."""
    trouvees = [trouvee for mots in lectures(niveaux) if (trouvee := _lue(mots, connus)) is not None]
    return max(trouvees, key=lambda trouvee: trouvee.accord, default=None)


def _lue(mots: tuple[str, ...], connus: Connus) -> ColonneDOrganisme | None:
    precises, noms = _partager(mots)
    est_un_taux = "taux" in precises
    dite = Nature.PRET if "pret" in precises else Nature.SUBVENTION if "subvention" in precises else None
    # « Maître d'ouvrage / Montant », « Part MO » : les mots mêmes qui précisent font partie du nom.
    for essai in dict.fromkeys((mots, noms)):
        propre = _fonds_propres(essai)
        if propre is not None:
            return ColonneDOrganisme(
                MAITRE_OUVRAGE, Nature.FONDS_PROPRES, propre[0], est_un_taux=est_un_taux, equivoque=propre[1]
            )
    if not noms:
        return None
    nomme = organisme_nomme(noms, connus)
    if nomme is None:
        return None
    organisme, accord, equivoque = nomme
    nature, suppose = _nature(organisme, dite)
    return ColonneDOrganisme(
        organisme.code, nature, accord, est_un_taux=est_un_taux, equivoque=equivoque, suppose=suppose
    )


def _partager(mots: Collection[str]) -> tuple[set[str], tuple[str, ...]]:
    """Ce qui précise la colonne, et les mots du nom ; la sorte d’un prêt n’est pas du nom."""
    precises: set[str] = set()
    noms = []
    de_pret = _SORTES_DE_PRET if not _PRETS.isdisjoint(mots) else frozenset()
    for mot in mots:
        sens = [cle for cle, valeurs in PRECISIONS.items() if mot in valeurs]
        precises.update(sens)
        if not sens and mot not in de_pret:
            noms.append(mot)
    return precises, tuple(noms)


@lru_cache(maxsize=4096)
def _fonds_propres(mots: tuple[str, ...]) -> tuple[Accord, bool] | None:
    for noms, equivoque in zip(FONDS_PROPRES, (False, True), strict=True):
        trouve = max((_compare(mots, mots_de(nom)) for nom in noms), default=Accord.AUCUN)
        if trouve is not Accord.AUCUN:
            return trouve, equivoque
    return None


def _nature(organisme: Organisme, dite: Nature | None) -> tuple[Nature, str]:
    if dite is not None:
        return dite, ""
    match organisme.categorie:
        case Categorie.CDC:
            return Nature.PRET, "usage"
        case Categorie.BAILLEUR:
            return Nature.FONDS_PROPRES, "le libellé ne dit pas si c’est une subvention ou des fonds propres"
        case _:
            return Nature.SUBVENTION, ""


def organisme_nomme(mots: tuple[str, ...], connus: Connus) -> tuple[Organisme, Accord, bool] | None:
    """L’organisme que nomment ces mots : un connu d’abord, puis un usuel ; et si ce nom peut en désigner un autre."""
    for organismes in (connus.financeurs, connus.porteurs):
        trouve = _parmi(mots, organismes)
        if trouve is not None:
            return (*trouve, False)
    usuel = _usuel(mots)
    if usuel is None:
        return None
    organisme, accord, equivoque = usuel
    declares = [connu for connu in connus.financeurs if connu.categorie is organisme.categorie]
    if not connus.financeurs or any(connu.code == organisme.code for connu in declares):
        return organisme, accord, equivoque
    if len(declares) == 1:
        return declares[0], accord, equivoque
    # La convention en déclare plusieurs de cette catégorie, ou aucun : le nom seul ne choisit pas.
    return (declares[0], Accord.PROCHE, True) if declares else (organisme, Accord.PROCHE, True)


def financeurs_nommes(textes: Iterable[str], connus: Connus) -> set[str]:
    """Les financeurs que nomment en un mot les titres d’une table : « ANRU – suivi des décisions »."""
    nommes = set()
    for mot in {mot for texte in textes for mot in mots_de(texte.replace("_", " "))} & _NOMMANTS:
        nomme = organisme_nomme((mot,), connus)
        if nomme is not None and nomme[1] is Accord.EXACT:
            nommes.add(nomme[0].code)
    return nommes


def _parmi(mots: tuple[str, ...], organismes: Sequence[Organisme]) -> tuple[Organisme, Accord] | None:
    comparees = [(_accord_d_un_nom(mots, organisme), organisme) for organisme in organismes]
    trouve = max(comparees, key=lambda comparee: comparee[0], default=None)
    if trouve is not None and trouve[0] is not Accord.AUCUN:
        return trouve[1], trouve[0]
    # « Logis du Vernay » pour « Logis du Vernay, SA d'HLM » : ses premiers mots, s'ils n'en désignent qu'un.
    developpes = _developpes(mots)
    commencent = [organisme for organisme in organismes if any(_commence(nom, developpes) for nom in _noms(organisme))]
    return (commencent[0], Accord.FRAPPE) if len(commencent) == 1 else None


def _noms(organisme: Organisme) -> list[tuple[str, ...]]:
    return [mots_de(nom) for nom in (organisme.code.replace("_", " "), *organisme.noms)]


def _developpes(mots: tuple[str, ...]) -> tuple[str, ...]:
    return (*_SIGLES.get(mots[0], (mots[0],)), *mots[1:]) if mots else mots


def _commence(nom: tuple[str, ...], mots: tuple[str, ...]) -> bool:
    return len(mots) > 1 and nom[: len(mots)] == mots


def _accord_d_un_nom(mots: tuple[str, ...], organisme: Organisme) -> Accord:
    noms = _noms(organisme)
    trouve = max(_compare(mots, nom) for nom in noms)
    if trouve is Accord.EXACT or not mots:
        return trouve
    # « CA du Haut-Vernay » pour une communauté d'agglomération, « CAHV » pour ses initiales.
    if mots[0] in _SIGLES and any(_compare(_developpes(mots), nom) is Accord.EXACT for nom in noms):
        return Accord.EXACT
    initiales = {"".join(mot[0] for mot in nom) for nom in noms if len(nom) >= _INITIALES}
    return Accord.FRAPPE if len(mots) == 1 and mots[0] in initiales else trouve


def _compare(mots: tuple[str, ...], attendus: tuple[str, ...]) -> Accord:
    if set(mots) == set(attendus):
        return Accord.EXACT
    return Accord.FRAPPE if sont_voisins(mots, attendus) else Accord.AUCUN


@lru_cache(maxsize=1)
def _usuels() -> Mapping[str, Organisme]:
    return {code: Organisme(code, (nom,), Categorie(categorie)) for code, (categorie, nom, _, _) in ORGANISMES.items()}


@lru_cache(maxsize=4096)
def _usuel(mots: tuple[str, ...]) -> tuple[Organisme, Accord, bool] | None:
    for code, (_, _, noms, equivoques) in ORGANISMES.items():
        for liste, equivoque in ((noms, False), (equivoques, True)):
            trouve = max((_compare(mots, mots_de(nom)) for nom in liste), default=Accord.AUCUN)
            if trouve is not Accord.AUCUN:
                return _usuels()[code], trouve, equivoque
    if _NUMEROTES.fullmatch(" ".join(mots)):
        return _usuels()["DEPARTEMENT"], Accord.EXACT, False
    return _suivi_d_un_nom(mots)


def _suivi_d_un_nom(mots: tuple[str, ...]) -> tuple[Organisme, Accord, bool] | None:
    """« Ville de Tilleul », « Région Centre » : un nom usuel, puis le nom propre de qui le porte."""
    for code, debuts in _SUIVIS.items():
        for debut in debuts:
            tete = tuple(debut.split())
            suite = mots[len(tete) :]
            if mots[: len(tete)] == tete and 0 < len(suite) <= _SUITE_AU_PLUS and not _MEFIANCE.intersection(suite):
                return _usuels()[code], Accord.EXACT, len(debut) <= _SIGLE
    return None
