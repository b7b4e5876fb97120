"""Les dates comme on les écrit : au jour, au mois, au trimestre, au semestre, à l’année, seules ou dans une phrase.

Un texte qui dit plusieurs dates, ou qui nie la sienne (« non livré au 12/03/2010 »), est refusé.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE, Semestre, ajouter_mois
from maquettes.importation.lecteurs.cellule import de_texte, texte_lisible
from maquettes.importation.lecteurs.recues import DateRecue, Precision, SemestreRecu
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["DATE_RECUE_ILLISIBLE", "date_du_texte", "lire_date_recue", "lire_semestre_recu"]

_CHARNIERE: Final = 70
_TEXTE: Final = GenreCellule.TEXTE
_ANNEE_OU_JOUR: Final = re.compile("(?:19|20)[0-9]{2}|[0-9]{8}")
_MOIS: Final = {
    "janv": 1, "fevr": 2, "fev": 2, "mars": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aout": 8,
    "sept": 9, "oct": 10, "nov": 11, "dec": 12, "jan": 1,
    "janvier": 1, "fevrier": 2, "avril": 4, "juillet": 7, "septembre": 9, "octobre": 10, "novembre": 11,
    "decembre": 12,
}  # fmt: skip
_NOM_DE_MOIS: Final = "|".join(sorted(_MOIS, key=len, reverse=True))
_RANG: Final = r"(?P<{0}>[1-4])(?:er|ere|e|eme|nd|nde)?|(?P<{0}_mot>premier|second|deuxieme|troisieme|quatrieme)"
_RANGS: Final = {"premier": 1, "second": 2, "deuxieme": 2, "troisieme": 3, "quatrieme": 4}
_AN: Final = r"(?P<an>(?:19|20)[0-9]{2})"
_AN_2, _AN_3 = _AN.replace("<an>", "<an2>"), _AN.replace("<an>", "<an3>")
_AN_COURT: Final = r"(?P<an>(?:19|20)[0-9]{2}|[0-9]{2})"
_JOUR: Final = r"(?P<jour>[0-9]{1,2})"
_NUMERO: Final = r"(?P<mois>[0-9]{1,2})"
_SEMESTRE: Final = r"(?:semestre|sem\.?|s)"
_TRIMESTRE: Final = r"(?:trimestre|trim\.?|t)"


def _periode(mot: str) -> str:
    """« 1er sem. 2008 », « S1 2008 », « 2008-S1 », « semestre 1 de 2008 »."""
    return (
        rf"(?:(?:{_RANG.format('a')}) ?{mot}[-/, ]*(?:de )?{_AN}"
        rf"|{mot} ?(?P<b>[1-4])[-/, ]*(?:de )?{_AN_2}"
        rf"|{_AN_3}[-/, ]*(?:{mot} ?(?P<c>[1-4])|(?:{_RANG.format('d')}) ?{mot}))"
    )


# Dans l'ordre : une forme longue contient souvent une plus courte.
_FORMES: Final = tuple(
    (re.compile(rf"(?<![0-9a-z]){motif}(?![0-9a-z])"), precision)
    for motif, precision in (
        (rf"{_AN}-{_NUMERO}-{_JOUR}(?:[t ][0-9]{{2}}:[0-9:.]+)?", Precision.JOUR),
        (rf"{_JOUR} ?(?P<s>[-/. ]) ?{_NUMERO} ?(?P=s) ?{_AN_COURT}(?: [0-9]{{1,2}}[:h][0-9:.]+)?", Precision.JOUR),
        (r"(?P<an>(?:19|20)[0-9]{2})(?P<mois>[0-9]{2})(?P<jour>[0-9]{2})", Precision.JOUR),
        (rf"{_JOUR}(?:er)?[- ]?(?P<nom>{_NOM_DE_MOIS})\.?[- ]?{_AN_COURT}", Precision.JOUR),
        (rf"(?P<nom>{_NOM_DE_MOIS})\.?[-/, ]*(?:de )?'?{_AN_COURT}", Precision.MOIS),
        (_periode(_SEMESTRE), Precision.SEMESTRE),
        (_periode(_TRIMESTRE), Precision.TRIMESTRE),
        (rf"{_NUMERO} ?[-/.] ?{_AN}", Precision.MOIS),
        (rf"{_AN} ?[-/.] ?{_NUMERO}", Precision.MOIS),
        (_AN, Precision.ANNEE),
    )
)
_DEMENTIS: Final = re.compile(r"\b(?:non|pas|ni|ou|sauf|avant|apres|depuis|entre|debut|mi|annulee?s?|abandonnee?s?)\b")
_AUTRE_DATE: Final = re.compile(rf"\b(?:{_NOM_DE_MOIS}|semestres?|sem|trimestres?|trim)\b")
# Ce qui n'ajoute rien à une date.
_NEUTRES: Final = re.compile(
    r"\b(?:le|au|en|du|date|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lun|mar|mer|jeu|ven|sam|dim)\b"
)
_CHIFFRE: Final = re.compile("[0-9]")

DATE_RECUE_ILLISIBLE: Final = ModeleFaute(
    "IMPORT-09",
    "« {lu} » ne se lit pas comme {attendu} : {cause}.",
    "L’écrire dans le fichier reçu, comme 31/12/2014 ; un mois (mars 2011) et un semestre (2008-S1) se lisent aussi.",
)


def _refus(texte: str, cause: str, attendu: str = "une date") -> TexteRefuse:
    return TexteRefuse(DATE_RECUE_ILLISIBLE, texte, attendu=attendu, cause=cause)


def lire_date_recue(cellule: CelluleLue) -> DateRecue:
    """La date d’une cellule : une vraie date, un texte, ou une année seule ; lève :class:`TexteRefuse`."""
    genre, texte, _ = cellule
    if genre is _TEXTE:
        return date_du_texte(texte)
    texte = texte_lisible(cellule)
    if genre is GenreCellule.DATE:
        return DateRecue(_jour(texte, *map(int, texte[:10].split("-"))))
    if genre is not GenreCellule.NOMBRE:
        raise _refus(texte, f"la cellule est au format {genre}")
    if not _ANNEE_OU_JOUR.fullmatch(texte):
        raise _refus(texte, "c’est un nombre, que la cellule ne montre pas en date")
    return date_du_texte(texte)


@lru_cache(maxsize=4096)
def date_du_texte(texte: str) -> DateRecue:
    """La date d’un texte, comme en a un csv ; lève :class:`TexteRefuse`. Celles d’un extrait se répètent : retenues."""
    return _du_texte(texte_lisible(de_texte(texte)))


def lire_semestre_recu(cellule: CelluleLue) -> SemestreRecu:
    """Le semestre d’une cellule, ou celui de sa date ; lève :class:`TexteRefuse` pour une année seule."""
    lue = lire_date_recue(cellule)
    if lue.precision is Precision.ANNEE:
        raise _refus(cellule.texte, "une année seule ne le dit pas", "un semestre")
    return SemestreRecu(Semestre.de(lue.jour))


def _du_texte(texte: str) -> DateRecue:
    nu = _sans_accent(texte)
    trouvees = ((forme.search(nu), precision) for forme, precision in _FORMES)
    trouvee, precision = next((couple for couple in trouvees if couple[0] is not None), (None, Precision.JOUR))
    if trouvee is None:
        raise _refus(texte, "aucune date n’y est écrite")
    autour = f"{nu[: trouvee.start()]} {nu[trouvee.end() :]}"
    if _CHIFFRE.search(autour):
        raise _refus(texte, "il dit aussi d’autres nombres")
    if _AUTRE_DATE.search(autour):
        raise _refus(texte, "il dit plusieurs dates")
    if dementi := _DEMENTIS.search(autour):
        raise _refus(texte, f"« {dementi[0]} » fait douter de la date")
    jour = _LECTURES[precision](trouvee, texte)
    est_seule = not _NEUTRES.sub("", autour).strip(" .,;:()") and len(trouvee.groupdict().get("an") or "2011") > len(
        "11"
    )
    return DateRecue(jour, precision, "" if est_seule else texte)


def _sans_accent(texte: str) -> str:
    if texte.isascii():
        return texte.casefold()
    decompose = unicodedata.normalize("NFKD", texte.casefold().replace("’", "'").replace("–", "-"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def _annee(ecrite: str) -> int:
    annee = int(ecrite)
    if len(ecrite) > len("11"):
        return annee
    return annee + (1900 if annee >= _CHARNIERE else 2000)


def _jour(texte: str, annee: int, mois: int, jour: int) -> date:
    if not ANNEE_MINIMALE <= annee <= ANNEE_MAXIMALE:
        raise _refus(texte, f"l’année n’est pas comprise entre {ANNEE_MINIMALE} et {ANNEE_MAXIMALE}")
    try:
        return date(annee, mois, jour)
    except ValueError:
        raise _refus(texte, "elle n’existe pas au calendrier") from None


def _dernier_jour(texte: str, annee: int, mois: int) -> date:
    return ajouter_mois(_jour(texte, annee, mois, 1), 1) - timedelta(days=1)


def _mois(trouvee: re.Match[str]) -> int:
    groupes = trouvee.groupdict()
    return _MOIS[groupes["nom"]] if groupes.get("nom") else int(groupes["mois"])


def _lire_un_jour(trouvee: re.Match[str], texte: str) -> date:
    return _jour(texte, _annee(trouvee["an"]), _mois(trouvee), int(trouvee["jour"]))


def _lire_un_mois(trouvee: re.Match[str], texte: str) -> date:
    return _dernier_jour(texte, _annee(trouvee["an"]), _mois(trouvee))


def _rang_et_annee(trouvee: re.Match[str]) -> tuple[int, int]:
    groupes = trouvee.groupdict()
    rang = next((int(groupes[nom]) for nom in "abcd" if groupes[nom]), 0)
    mot = groupes["a_mot"] or groupes["d_mot"]
    annee = groupes["an"] or groupes["an2"] or groupes["an3"]
    return rang or _RANGS[mot], int(annee)


def _lire_un_semestre(trouvee: re.Match[str], texte: str) -> date:
    rang, annee = _rang_et_annee(trouvee)
    if rang > 2:  # noqa: PLR2004 -- une année a deux semestres
        raise _refus(texte, "une année n’a que deux semestres")
    return _dernier_jour(texte, annee, 6 * rang)


def _lire_un_trimestre(trouvee: re.Match[str], texte: str) -> date:
    rang, annee = _rang_et_annee(trouvee)
    return _dernier_jour(texte, annee, 3 * rang)


def _lire_une_annee(trouvee: re.Match[str], texte: str) -> date:
    return _dernier_jour(texte, int(trouvee["an"]), 12)


_LECTURES: Final[dict[Precision, Callable[[re.Match[str], str], date]]] = {
    Precision.JOUR: _lire_un_jour,
    Precision.MOIS: _lire_un_mois,
    Precision.TRIMESTRE: _lire_un_trimestre,
    Precision.SEMESTRE: _lire_un_semestre,
    Precision.ANNEE: _lire_une_annee,
}
