"""Les libellés, comparés sans casse, accents, ponctuation ni espaces ; les mots du dossier qu’ils nomment."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from financement.dossier.nomenclature import FAMILLES, Nature, Programme
from financement.fautes.faute import ModeleFaute, TexteRefuse
from maquettes.importation.lecteurs.cellule import texte_lisible
from maquettes.importation.lecteurs.recues import ValeurRecue
from maquettes.tableur.contenu import CelluleLue

__all__ = [
    "MOT_INCONNU",
    "famille_nommee",
    "lire_famille_recue",
    "lire_libelle",
    "lire_nature_recue",
    "normaliser_libelle",
]

_MOT: Final = re.compile(r"[^\W_]+|[%€]")
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})
_NUMERO_DE_FAMILLE: Final = re.compile(r"(?:famille |f )?([0-9]{1,2})(?: .*)?")
_COURT: Final = 3
_NATURES: Final = (
    (Nature.SUBVENTION, re.compile("subv(?:entions?)?(?: .*)?|sub|s")),
    (Nature.PRET, re.compile("prets?(?: .*)?|emprunts?(?: .*)?|p")),
    (Nature.FONDS_PROPRES, re.compile("fonds? propres?(?: .*)?|autofinancements?(?: .*)?|fp")),
)

MOT_INCONNU: Final = ModeleFaute(
    "IMPORT-13",
    "« {lu} » n’est pas {attendu}.",
    "Écrire dans le fichier reçu {correction}.",
)


@lru_cache(maxsize=4096)
def normaliser_libelle(texte: str) -> str:
    """Le libellé en minuscules, sans accents, ponctuation ni espaces de trop ; « % » et « € » restent des mots.

    >>> normaliser_libelle("  Coût H.T. de l’opération (k€)"), normaliser_libelle("Maître d’œuvre")
    ('cout h t de l operation k €', 'maitre d oeuvre')
    """
    decompose = unicodedata.normalize("NFKD", texte.casefold().translate(_LIGATURES))
    return " ".join(_MOT.findall("".join(c for c in decompose if not unicodedata.combining(c))))


def lire_libelle(cellule: CelluleLue) -> ValeurRecue:
    """Le texte de la cellule sur une ligne, tel quel ; lève :class:`TexteRefuse` si elle n’a qu’une erreur."""
    return ValeurRecue(texte_lisible(cellule))


def lire_nature_recue(cellule: CelluleLue) -> ValeurRecue:
    """La nature d’un financement : « Subv. », « Prêts CDC », « Fonds propres », « Autofinancement »."""
    texte = texte_lisible(cellule)
    nu = normaliser_libelle(texte)
    for nature, motif in _NATURES:
        if motif.fullmatch(nu):
            return ValeurRecue(str(nature))
    raise TexteRefuse(
        MOT_INCONNU,
        texte,
        attendu="une nature de financement",
        correction="subvention, prêt, fonds propres, selon ce qu’elle est",
    )


def lire_famille_recue(cellule: CelluleLue, programme: Programme) -> ValeurRecue:
    """Le code d’une famille, de son numéro (« 1 », « 01 - Démolition ») ou des premiers mots de son libellé, s’il
    n’en est qu’une ; lève :class:`TexteRefuse`.
    """
    texte, familles = texte_lisible(cellule), FAMILLES[programme]
    nu = normaliser_libelle(texte)
    if (numero := _NUMERO_DE_FAMILLE.fullmatch(nu)) is not None and numero[1].zfill(2) in familles:
        return ValeurRecue(numero[1].zfill(2))
    mots = tuple(mot.removesuffix("s") for mot in nu.split())
    semblables = [code for code, libelle in familles.items() if mots and _commence(libelle, mots)]
    if len(semblables) == 1:
        return ValeurRecue(semblables[0])
    raise TexteRefuse(
        MOT_INCONNU, texte, attendu=f"une seule famille du {programme}", correction="son numéro, comme 08"
    )


def famille_nommee(texte: str, programme: Programme) -> str | None:
    """Le code de la famille que nomme un titre : « 01 – Démolition », « Famille 8 » ; rien si ce peut être autre chose.

    Un numéro seul, ou suivi d’autres mots que ceux de son libellé, ne nomme pas une famille.
    """
    nu, familles = normaliser_libelle(texte), FAMILLES[programme]
    mots = _mots_longs(nu)
    forme = _NUMERO_DE_FAMILLE.fullmatch(nu)
    if forme is not None and (code := forme[1].zfill(2)) in familles:
        return code if nu.startswith("famille ") or mots & _mots_longs(normaliser_libelle(familles[code])) else None
    semblables = [code for code, libelle in familles.items() if mots <= _mots_longs(normaliser_libelle(libelle))]
    return semblables[0] if mots and len(semblables) == 1 else None


def _mots_longs(nu: str) -> frozenset[str]:
    """Les mots qui portent un sens : ni articles, ni prépositions."""
    return frozenset(mot.removesuffix("s") for mot in nu.split() if len(mot) > _COURT and not mot.isdigit())


def _commence(libelle: str, mots: tuple[str, ...]) -> bool:
    siens = tuple(mot.removesuffix("s") for mot in normaliser_libelle(libelle).split())
    return siens[: len(mots)] == mots
