"""Les montants comme on les écrit : milliers, virgule ou point, signe, parenthèses, k€, M€, HT ; au centime.

Une écriture qui peut dire deux montants est refusée : ``1.234`` seul en est un d’un euro ou de mille. Le séparateur
décimal d’une colonne, établi par :func:`separateur_decimal`, lève ce doute.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from financement.dossier.nomenclature import Base
from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import TOTAL_MAXIMAL
from maquettes.importation.lecteurs.cellule import de_texte, texte_lisible
from maquettes.importation.lecteurs.recues import MontantRecu
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["lire_montant_recu", "montant_du_texte", "separateur_decimal"]

_CENTIMES: Final = 2
_CHIFFRES_AU_PLUS: Final = 40
_MOINS: Final = str.maketrans("\u2212\u2013\u2014\u2010\u2011\u2012", "------")
# Les deux cas de presque toutes les cellules.
_GROUPE: Final = re.compile("-?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,3}(?:,[0-9]{1,2})?[ \u00a0\u202f]?€?")
_SANS_ESPACES: Final = str.maketrans("", "", " \u00a0\u202f€")
_SIMPLE: Final = re.compile(r"(-)?([0-9]{1,12})(?:([.,])([0-9]{1,2}))?")
# Un membre d'énumération se cherche par sa classe en un temps qui compte, cent mille fois.
_TEXTE, _NOMBRE = GenreCellule.TEXTE, GenreCellule.NOMBRE
_UNITES: Final = {"": 0, "k": 3, "m": 6, "md": 9}
_DEVISE: Final = r"(?P<unite>k|md?)? ?(?:€|eur(?:os?)?)|(?P<milliers>milliers?|millions?) d ?['’] ?euros?|(?P<seule>k)"
_FORME: Final = re.compile(
    rf"(?P<ouvre>\()? ?(?:(?P<avant>[-+]) ?)?(?:€ ?)?(?P<nombre>[0-9.,'’ ]*[0-9]) ?(?P<apres>-)? ?(?P<ferme>\))? ?"
    rf"(?:{_DEVISE})? ?(?P<apres_devise>-)? ?(?P<ferme_apres>\))? ?(?P<base>h\.?t\.?|t\.?t\.?c\.?)?",
    re.IGNORECASE,
)
_ZERO_COMPTABLE: Final = re.compile(r"-+ ?(?:€|eur|k€|m€)(?: ?-)?", re.IGNORECASE)
_TIRETS: Final = re.compile("-+")
_EURO: Final = re.compile("€|eur", re.IGNORECASE)
_ENTIERS: Final = re.compile(r"[0-9]*|[0-9]{1,3}(?P<milliers>[ .,'’])[0-9]{3}(?:(?P=milliers)[0-9]{3})*")
_AUTRE: Final = {".": ",", ",": "."}
_NON_CHIFFRE: Final = re.compile("[^0-9]")
_MILLE_OU_MILLIEME: Final = re.compile("[1-9][0-9]{0,2}[.,][0-9]{3}")
_FINALE: Final = re.compile(r"[0-9]([.,])[0-9]{1,2}(?![0-9.,])|[0-9]([.,])[0-9]{3}([.,])[0-9]{3}(?![0-9.,])")
_APRES_DES_MILLIERS: Final = re.compile(r"[0-9][ \u00a0\u202f][0-9]{3}([.,])[0-9]+(?![0-9.,])")

MONTANT_RECU_ILLISIBLE: Final = ModeleFaute(
    "IMPORT-08", "« {lu} » ne se lit pas comme un montant : {cause}.", "{correction}"
)
_UNITE: Final = "Corriger l’unité de la colonne dans la correspondance, ou la cellule dans le fichier reçu."
_CORRIGER: Final = "Le corriger dans le fichier reçu, comme 1 234,50."


def _refus(texte: str, cause: str, correction: str = _CORRIGER) -> TexteRefuse:
    return TexteRefuse(MONTANT_RECU_ILLISIBLE, texte, cause=cause, correction=correction)


def lire_montant_recu(cellule: CelluleLue, *, decalage: int = 0, decimale: str = "") -> MontantRecu:
    """Le montant d’une cellule ; lève :class:`TexteRefuse`.

    ``decalage`` : la puissance de dix de l’unité de la colonne, 3 pour des milliers d’euros ; celle que la cellule
    dit elle-même l’emporte sur l’euro. ``decimale`` : le séparateur décimal de la colonne, s’il est établi.
    """
    genre, texte, _ = cellule
    if genre is _NOMBRE:
        return _simple(texte, decalage, "") or _montant(Decimal(texte), decalage, texte)
    if genre is _TEXTE:
        return _simple(texte, decalage, decimale) or _du_texte(texte_lisible(cellule), decalage, decimale)
    lisible = texte_lisible(cellule)
    raise _refus(lisible, f"la cellule est au format {genre}")


def montant_du_texte(texte: str, *, decalage: int = 0, decimale: str = "") -> MontantRecu:
    """Le montant d’un texte, comme en a un csv ; lève :class:`TexteRefuse`."""
    simple = _simple(texte, decalage, decimale)
    return simple or lire_montant_recu(de_texte(texte), decalage=decalage, decimale=decimale)


def _simple(texte: str, decalage: int, decimale: str) -> MontantRecu | None:
    """Le montant d’un texte de chiffres, groupés par des espaces ou non, deux décimales au plus ; sinon ``None``."""
    if decalage:
        return None
    forme = _SIMPLE.fullmatch(texte)
    if forme is None:
        if _GROUPE.fullmatch(texte) is None:
            return None
        forme = _SIMPLE.fullmatch(texte.translate(_SANS_ESPACES))
        if forme is None:
            return None
    signe, euros, signe_decimal, decimales = forme.groups()
    if signe_decimal is None:
        centimes = int(euros) * 100
    elif decimale and signe_decimal != decimale:
        return None
    else:
        centimes = int(euros + decimales) * (1 if len(decimales) == _CENTIMES else 10)
    return MontantRecu(-centimes if signe else centimes)


def _montant(euros: Decimal, decalage: int, lu: str, base: Base | None = None) -> MontantRecu:
    exact = Fraction(euros) * 10 ** (decalage + _CENTIMES)
    if abs(exact) > TOTAL_MAXIMAL:
        raise _refus(lu, "il dépasse dix mille milliards d’euros")
    centimes = arrondir(exact)
    return MontantRecu(centimes, None if exact == centimes else exact, base)


def _du_texte(texte: str, decalage: int, decimale: str) -> MontantRecu:
    nu = texte.translate(_MOINS)
    if _ZERO_COMPTABLE.fullmatch(nu):
        return MontantRecu(0)
    if _TIRETS.fullmatch(nu):
        correction = "Écrire 0 dans le fichier reçu s’il est nul ; sinon, vider la cellule."
        raise _refus(texte, "un tiret ne dit pas s’il est nul ou inconnu", correction)
    forme = _FORME.fullmatch(nu) if len(nu) <= _CHIFFRES_AU_PLUS else None
    if forme is None:
        est_un_mot = not any(map(str.isdigit, nu))
        raise _refus(texte, "c’est un texte" if est_un_mot else "il n’est pas écrit comme un nombre")
    euros = _nombre(forme["nombre"], decimale, texte)
    signe = -1 if _est_negatif(forme, texte) else 1
    return _montant(signe * euros, _decalage(forme, decalage, texte), texte, _base(forme["base"]))


def _est_negatif(forme: re.Match[str], texte: str) -> bool:
    ferme = bool(forme["ferme"] or forme["ferme_apres"])
    if bool(forme["ouvre"]) is not ferme or (forme["ferme"] and forme["ferme_apres"]):
        raise _refus(texte, "une parenthèse manque")
    moins = [forme[signe] for signe in ("avant", "apres", "apres_devise") if forme[signe]]
    if len(moins) + ferme > 1:
        raise _refus(texte, "il a deux signes")
    return ferme or moins == ["-"]


def _decalage(forme: re.Match[str], decalage: int, texte: str) -> int:
    """La puissance de dix de l’unité du montant ; celle que dit la cellule ne contredit pas celle de la colonne."""
    if forme["milliers"]:
        dite = _UNITES["k" if forme["milliers"].casefold().startswith("millier") else "m"]
    elif forme["seule"]:
        dite = _UNITES[forme["seule"].casefold()]
    elif _EURO.search(forme[0]):
        dite = _UNITES[(forme["unite"] or "").casefold()]
    else:
        return decalage
    if decalage not in {0, dite}:
        raise _refus(texte, f"la cellule dit une unité, la colonne une autre (× {10**decalage})", _UNITE)
    return dite


def _base(ecrite: str | None) -> Base | None:
    if ecrite is None:
        return None
    return Base.HT if ecrite.casefold().startswith("h") else Base.TTC


def _nombre(ecrit: str, decimale: str, texte: str) -> Decimal:
    """Le nombre, ses milliers et ses décimales reconnus à leurs séparateurs."""
    virgule = _virgule(ecrit, decimale, texte)
    entiers, _, decimales = ecrit.rpartition(virgule) if virgule else (ecrit, "", "")
    if _ENTIERS.fullmatch(entiers) is None or (virgule and not decimales.isdigit()):
        raise _ambigu(texte)
    return Decimal(f"{_NON_CHIFFRE.sub('', entiers) or 0}.{decimales or 0}")


def _virgule(ecrit: str, decimale: str, texte: str) -> str:
    """Le séparateur décimal du nombre, ou rien s’il n’en a pas."""
    signes = [signe for signe in ecrit if signe in ".,"]
    if not signes:
        return ""
    dernier, seul = signes[-1], len(signes) == 1
    if seul and decimale:
        return dernier if dernier == decimale else ""
    if seul and _MILLE_OU_MILLIEME.fullmatch(ecrit):
        raise _ambigu(texte)
    virgule = dernier if seul or dernier not in signes[:-1] else ""
    if decimale and virgule not in {"", decimale}:
        raise _ambigu(texte)
    return virgule


def _ambigu(texte: str) -> TexteRefuse:
    return _refus(texte, "ses points, virgules ou espaces peuvent dire plusieurs montants")


def separateur_decimal(textes: Iterable[str]) -> str:
    """Le séparateur décimal des montants d’une colonne ; vide si rien ne l’établit, ou si deux se contredisent.

    Un signe suivi d’une ou deux décimales, ou précédé d’un autre ou de milliers en espaces, l’établit ; répété, il
    sépare les milliers.
    ``1.234`` n’établit rien.
    """
    etablis: set[str] = set()
    for texte in textes:
        forme = _FINALE.search(texte)
        if forme is None and (apres_des_milliers := _APRES_DES_MILLIERS.search(texte)) is not None:
            etablis.add(apres_des_milliers[1])
        if forme is not None:
            repete = forme[2] is not None and forme[2] == forme[3]
            etablis.add(_AUTRE[forme[2]] if repete else forme[1] or forme[3])
        if len(etablis) > 1:
            return ""
    return etablis.pop() if etablis else ""
