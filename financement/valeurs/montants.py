"""Montants : des centimes entiers dans le noyau, du texte français aux frontières.

Un montant du dossier est compris entre 0 et 100 milliards d’euros (10¹³ centimes) ; un total, en valeur
absolue, ne dépasse pas 10¹⁵ centimes, ce qui le garde exact en entier 64 bits comme en cellule de tableur.
"""

import re
from typing import Final

from financement.fautes.corrections import corriger_decimales, corriger_groupes, corriger_separateurs
from financement.fautes.faute import ModeleFaute, TexteRefuse

__all__ = [
    "ESPACE_FINE",
    "MONTANT_MAXIMAL",
    "MONTANT_NEGATIF",
    "MONTANT_TROP_GRAND",
    "TOTAL_MAXIMAL",
    "afficher_montant",
    "ecrire_montant",
    "ecrire_montant_decimal",
    "lire_montant",
]

MONTANT_MAXIMAL: Final = 10**13
TOTAL_MAXIMAL: Final = 10**15

ESPACE_FINE: Final = "\u202f"
ESPACE_INSECABLE: Final = "\u00a0"
SIGNE_MOINS: Final = "\u2212"

_ESPACES = " \u00a0\u202f\u2009"
_EUROS = rf"(?P<euros>[0-9]{{1,3}}(?:[{_ESPACES}][0-9]{{3}})+|[0-9]+)"
_DEVISE = rf"[{_ESPACES}]?(?:€|EUR|euros?)?"
_FORME = re.compile(rf"{_EUROS}(?:[,.](?P<decimales>[0-9]{{1,2}}))?{_DEVISE}", re.IGNORECASE)
_SEPARATION = re.compile(rf"[{_ESPACES}]")
_SEPARATEURS_MELES = re.compile(rf"[0-9{_ESPACES}]+(?:[.,][0-9{_ESPACES}]+){{2,}}{_DEVISE}", re.IGNORECASE)
_TROP_DE_DECIMALES = re.compile(rf"[0-9{_ESPACES}]+[,.][0-9]{{3,}}{_DEVISE}", re.IGNORECASE)
# Éprouvé après la forme régulière : des chiffres et des espaces qui restent sont mal groupés. Aucun de ces
# motifs ne revient en arrière plus d'une fois par caractère : une cellule démesurée est refusée aussitôt.
_GROUPES_IRREGULIERS = re.compile(rf"[0-9][0-9{_ESPACES}]*(?:[,.][0-9]{{1,2}})?{_DEVISE}", re.IGNORECASE)
# Signe devant, derrière (SAP) ou parenthèses (comptabilité).
_NOMBRE = rf"[0-9][0-9{_ESPACES}.,]*"
_MOINS = "[-\u2212\u2013\u2014]"
_NEGATIF = re.compile(
    rf"(?:{_MOINS}|\()\s*{_NOMBRE}{_DEVISE}\)?{_DEVISE}|{_NOMBRE}{_DEVISE}{_MOINS}{_DEVISE}", re.IGNORECASE
)
_TIRET = re.compile(rf"{_MOINS}+")
_ZERO_COMPTABLE = re.compile(rf"{_MOINS}[{_ESPACES}]*(?:€|EUR)", re.IGNORECASE)


MONTANT_ILLISIBLE: Final = ModeleFaute(
    "MONTANT-01", "« {lu} » n’est pas un montant en euros.", "Écrire un nombre comme 1 250,50, sans texte."
)
MONTANT_SEPARATEURS_MELES: Final = ModeleFaute(
    "MONTANT-02", "« {lu} » est ambigu : plusieurs points ou virgules.", "{correction}"
)
MONTANT_TROP_DE_DECIMALES: Final = ModeleFaute(
    "MONTANT-03", "« {lu} » est ambigu : un montant a deux décimales au plus.", "{correction}"
)
MONTANT_GROUPES_IRREGULIERS: Final = ModeleFaute(
    "MONTANT-04", "« {lu} » est ambigu : les chiffres ne sont pas groupés par trois.", "{correction}"
)
MONTANT_NEGATIF: Final = ModeleFaute(
    "MONTANT-05",
    "« {lu} » est négatif : aucun montant d’un dossier ne l’est.",
    "Écrire un montant positif ou nul ; au journal, le type du mouvement donne le sens.",
)
MONTANT_TIRET: Final = ModeleFaute(
    "MONTANT-08",
    "« {lu} » n’est pas un montant : rien ne dit s’il est nul ou inconnu.",
    "Écrire 0 si le montant est nul ; sinon, le renseigner.",
)


def _refus(texte: str) -> TexteRefuse:
    """Ce qui rend ``texte`` illisible comme montant, du plus précis au plus général, et ce qu’il faut écrire."""
    if _NEGATIF.fullmatch(texte):
        return TexteRefuse(MONTANT_NEGATIF, texte)
    if _TIRET.fullmatch(texte):
        return TexteRefuse(MONTANT_TIRET, texte)
    if _SEPARATEURS_MELES.fullmatch(texte):
        return TexteRefuse(MONTANT_SEPARATEURS_MELES, texte, correction=corriger_separateurs(texte))
    if _TROP_DE_DECIMALES.fullmatch(texte):
        return TexteRefuse(MONTANT_TROP_DE_DECIMALES, texte, correction=corriger_decimales(texte))
    if _GROUPES_IRREGULIERS.fullmatch(texte):
        return TexteRefuse(MONTANT_GROUPES_IRREGULIERS, texte, correction=corriger_groupes(texte))
    return TexteRefuse(MONTANT_ILLISIBLE, texte)


MONTANT_TROP_GRAND: Final = ModeleFaute(
    "MONTANT-06",
    "« {lu} » dépasse la limite de 100 milliards d’euros par montant.",
    "L’écrire en euros, non en centimes : 100 000 000 000,00 au plus.",
)


def lire_montant(texte: str) -> int:
    """Le montant, en centimes, d’un texte en euros : ``1 250,50``, ``1250.50``, ``1250``, ``3 €``.

    Les milliers sont séparés par des espaces (ordinaires, insécables ou fines) ou ne le sont pas ; la
    virgule et le point valent séparateur décimal, suivis d’une ou deux décimales ; « € » ou « EUR » peut suivre.
    ``- €`` est le zéro des formats comptables ; un tiret seul est refusé. Un texte ambigu n’est jamais deviné :
    ``1.234,56``, ``12,345``, ``1e3``, ``NC`` lèvent :class:`TexteRefuse`, comme un montant négatif (signe devant,
    derrière ou parenthèses) ou supérieur à :data:`MONTANT_MAXIMAL`.

    >>> lire_montant("1 250,5")
    125050
    """
    texte = texte.strip()
    forme = _FORME.fullmatch(texte)
    if forme is None:
        if _ZERO_COMPTABLE.fullmatch(texte):
            return 0
        raise _refus(texte)
    euros = _SEPARATION.sub("", forme["euros"]).lstrip("0")
    if len(euros) > len(str(MONTANT_MAXIMAL)):
        raise TexteRefuse(MONTANT_TROP_GRAND, texte)
    centimes = int(euros or "0") * 100 + int((forme["decimales"] or "").ljust(2, "0"))
    if centimes > MONTANT_MAXIMAL:
        raise TexteRefuse(MONTANT_TROP_GRAND, texte)
    return centimes


def ecrire_montant_decimal(centimes: int) -> str:
    """Le montant en euros, point décimal et deux décimales, pour les programmes : ``-1250.50``."""
    euros, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{euros}.{reste:02d}"


def ecrire_montant(centimes: int) -> str:
    """Le montant en euros, virgule décimale et sans milliers, pour un fichier csv : ``1250,50``."""
    # Cent mille s'en écrivent à la suite : presque tous sont positifs, et s'écrivent sans passer par l'autre forme.
    return f"{centimes // 100},{centimes % 100:02d}" if centimes >= 0 else f"-{ecrire_montant(-centimes)}"


def afficher_montant(centimes: int, unite: str = "€") -> str:
    r"""Le montant pour une personne : ``1 250,50 €``, milliers en espace fine, moins typographique.

    ``unite`` vide omet l’unité (colonne dont l’en-tête la donne).

    >>> afficher_montant(-125050)
    '−1\u202f250,50\xa0€'
    """
    euros, reste = divmod(abs(centimes), 100)
    signe = SIGNE_MOINS if centimes < 0 else ""
    nombre = f"{signe}{euros:,}".replace(",", ESPACE_FINE) + f",{reste:02d}"
    return f"{nombre}{ESPACE_INSECABLE}{unite}" if unite else nombre
