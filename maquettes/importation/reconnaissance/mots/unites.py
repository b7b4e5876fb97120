"""L’unité et la base des montants, quand la table les dit : « en k€ », « M€ HT », « (€ TTC) »."""

import re
from collections.abc import Iterable
from typing import Final

from financement.dossier.nomenclature import Base
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import UniteDeSource

__all__ = ["base_dite", "est_une_mention", "unite_dite", "unites_dites"]

# Du plus précis au moins précis : « k€ » contient « € ».
_UNITES: Final = (
    (UniteDeSource.MILLION, re.compile(r"(?<!\w)(?:m ?€|meuros?|millions? d'? ?euros?|millions)(?!\w)")),
    (
        UniteDeSource.MILLIER,
        re.compile(r"(?<!\w)(?:k ?€|keuros?|k ?eur|kilo-?euros?|milliers? d'? ?euros?|milliers)(?!\w)"),
    ),
    (UniteDeSource.EURO, re.compile(r"(?<!\w)(?:€|euros?|eur)(?!\w)")),
)
_BASES: Final = (
    (Base.TTC, re.compile(r"(?<!\w)(?:t\.?t\.?c\.?|toutes taxes(?: comprises)?)(?!\w)")),
    (Base.HT, re.compile(r"(?<!\w)(?:h\.?t\.?|hors taxes?)(?!\w)")),
)
_MENTION: Final = re.compile(
    r"[( ]*(?:(?:les )?(?:montants?|couts?|chiffres|valeurs)(?: sont)? )?"
    r"(?:exprimes? |donnes? |unite ?:? ?)?(?:en |: )?"
    r"(?:[km]? ?€|[km]?euros?|(?:milliers?|millions?)(?: d'? ?euros?)?|kilo-?euros?)"
    r"(?: (?:h\.?t\.?|t\.?t\.?c\.?|hors taxes?|courants?|constants?))*[ ).]*"
)


def unite_dite(texte: str) -> UniteDeSource | None:
    """L’unité que dit un texte, la plus précise s’il en dit plusieurs."""
    cle = cle_de_libelle(texte)
    return next((unite for unite, motif in _UNITES if motif.search(cle)), None)


def unites_dites(textes: Iterable[str]) -> frozenset[UniteDeSource]:
    """Les unités que disent des textes, chacun la sienne."""
    return frozenset(unite for texte in textes if (unite := unite_dite(texte)) is not None)


def base_dite(texte: str) -> Base | None:
    """HT ou TTC, si le texte ne dit que l’un des deux."""
    cle = cle_de_libelle(texte)
    dites = [base for base, motif in _BASES if motif.search(cle)]
    return dites[0] if len(dites) == 1 else None


def est_une_mention(texte: str) -> bool:
    """Le texte ne dit que l’unité de la table : « Montants en k€ HT » ; ce n’est pas un libellé qui réunit."""
    cle = cle_de_libelle(texte)
    return _MENTION.fullmatch(cle) is not None
