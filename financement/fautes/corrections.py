"""Ce que propose un remède : la valeur lue, écrite comme elle sera comprise ; une valeur devinée se dit « si »."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

__all__ = [
    "corriger_date",
    "corriger_decimales",
    "corriger_flottant",
    "corriger_groupes",
    "corriger_semestre",
    "corriger_separateurs",
    "corriger_taux",
    "corriger_taux_flottant",
]

_CENTIME: Final = Decimal("0.01")
_CHIFFRES_AU_PLUS: Final = 15
_LONGUEUR_LUE: Final = 20
_CHARNIERE: Final = 70
_MILLIERS_ET_DECIMALES: Final = re.compile(r"([0-9]{1,3})((?:([.,])[0-9]{3})(?:\3[0-9]{3})*)(?:[.,]([0-9]{1,2}))?")
_JOUR_MOIS_ANNEE: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_ANNEE_MOIS_JOUR: Final = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})(?:[T ].*)?")
_ANNEE: Final = re.compile(r"(?<![0-9])(?:19[7-9]|20[0-9])[0-9](?![0-9])")
_NUMERO: Final = re.compile(r"(?<![0-9])[12](?![0-9])")


def _montant(valeur: Decimal) -> str:
    return f"{valeur:,.2f}".replace(",", " ").replace(".", ",")


def corriger_separateurs(texte: str) -> str:
    """Le remède de ``1.234,56`` : le même montant, milliers en espaces et une virgule."""
    forme = _MILLIERS_ET_DECIMALES.fullmatch(texte.rstrip("€ \u00a0\u202f"))
    if forme is None or len(texte) > _LONGUEUR_LUE:
        return "Écrire les milliers avec une espace et une seule virgule, comme 1 234,56."
    euros = forme[1] + re.sub("[.,]", "", forme[2])
    return f"Écrire {_montant(Decimal(f'{euros}.{forme[4] or 0}'))} si c’est le montant."


def corriger_decimales(texte: str) -> str:
    """Le remède de ``12,345`` : des milliers peut-être, ou l’arrondi au centime (demi-centime loin de zéro)."""
    euros, decimales = re.split("[.,]", re.sub("[^0-9.,]", "", texte))
    if len(euros) > _CHIFFRES_AU_PLUS:
        return "Arrondir au centime."
    arrondi = Decimal(f"{euros}.{decimales}").quantize(_CENTIME, ROUND_HALF_UP)
    if len(decimales) == len("345") and int(euros) > 0 and len(euros) <= len("999"):
        return f"Écrire {_montant(Decimal(euros + decimales))} s’il s’agit de milliers, sinon {_montant(arrondi)}."
    return f"Écrire {_montant(arrondi)}, arrondi au centime."


def corriger_groupes(texte: str) -> str:
    """Le remède de ``9123 456,78`` : les mêmes chiffres, groupés par trois."""
    chiffres = re.sub("[^0-9.,]", "", texte).replace(",", ".")
    if len(chiffres) > _CHIFFRES_AU_PLUS:
        return "Grouper les chiffres par trois, comme 1 234 567,89."
    return f"Écrire {_montant(Decimal(chiffres))} si c’est le montant ; sinon, le corriger."


def corriger_taux(texte: str) -> str:
    """Le remède de ``0,45`` : 45 % ou 0,45 % ; celui de ``45`` : 45 %."""
    nombre = Decimal(texte.replace(",", "."))
    candidats = [f"{valeur.normalize():f} %".replace(".", ",") for valeur in _taux_possibles(nombre)]
    if not candidats or len(texte) > _LONGUEUR_LUE:
        return "Écrire un taux de 100 % au plus, avec son signe."
    return f"Écrire {' ou '.join(candidats)}, avec le signe."


def _taux_possibles(nombre: Decimal) -> Iterator[Decimal]:
    if nombre <= 1:
        yield nombre * 100
    if nombre <= 100:  # noqa: PLR2004 -- cent pour cent
        yield nombre


def corriger_taux_flottant(texte: str) -> str:
    """Le remède d’un paramètre ``0.5`` : le taux entre guillemets, avec son signe."""
    valeur = _nombre(texte)
    if valeur is None or not 0 <= valeur <= 1:
        return "Écrire le taux entre guillemets, avec son signe."
    pour_cent = f"{(valeur * 100).normalize():f}".replace(".", ",")
    return f'L’écrire entre guillemets, avec son signe : "{pour_cent} %".'


def _nombre(texte: str) -> Decimal | None:
    """Le nombre qu’écrit un document, s’il est fini et de taille ordinaire."""
    try:
        valeur = Decimal(texte.replace("_", ""))
    except InvalidOperation:
        return None
    return valeur if valeur.is_finite() and abs(valeur.adjusted()) < _CHIFFRES_AU_PLUS else None


def corriger_date(texte: str) -> str:
    """Le remède de ``15.01.08`` ou de ``2014-12-31 18:30:00`` : la même date, année sur quatre chiffres, sans heure."""
    try:
        if forme := _JOUR_MOIS_ANNEE.fullmatch(texte):
            annee = int(forme[3])
            if len(forme[3]) == len("08"):
                annee += 1900 if annee >= _CHARNIERE else 2000
            jour = date(annee, int(forme[2]), int(forme[1]))
        elif forme := _ANNEE_MOIS_JOUR.fullmatch(texte):
            jour = date(int(forme[1]), int(forme[2]), int(forme[3]))
        else:
            return "Écrire la date comme 31/12/2014, ou 2014-12-31."
    except ValueError:
        return "Écrire la date comme 31/12/2014, ou 2014-12-31."
    return f"Écrire {jour.day:02d}/{jour.month:02d}/{jour.year}, ou {jour.isoformat()}, si c’est la date."


def corriger_semestre(texte: str) -> str:
    """Le remède de ``S1 2007`` : 2007-S1."""
    annee = _ANNEE.search(texte)
    numero = _NUMERO.search(texte.replace(annee[0], " ", 1)) if annee is not None else None
    if annee is None or numero is None:
        return "Écrire le semestre comme 2006-S1, ou 2006-S2."
    return f"Écrire {annee[0]}-S{numero[0]} si c’est le semestre."


def corriger_flottant(texte: str) -> str:
    """Le remède de ``2e4`` : "20000.00", entre guillemets, au centime."""
    valeur = _nombre(texte)
    if valeur is None:
        return "Écrire le nombre entre guillemets, sans exposant."
    arrondi = valeur.quantize(_CENTIME, ROUND_HALF_UP)
    au_centime = "" if arrondi == valeur else ", arrondi au centime"
    return f'L’écrire entre guillemets{au_centime} : "{arrondi}".'
