"""Pourquoi des mouvements sont réunis, ou en quoi ils diffèrent, en une phrase."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from financement.affichage.libelles import accorder
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import LIBELLES_TYPES
from financement.rapprochement.genres import GenreEcart, Passe
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["motif_d_un_accord", "motif_d_un_ecart"]

_CITES: Final = 3

_REUNIS: Final = {
    Passe.CUMUL: "Même suite de montants, une fois les cumuls défaits",
    Passe.PIECE: "Même pièce et même montant",
    Passe.IDENTIQUE: "Mêmes opération, type, montant et date",
    Passe.DATE_PROCHE: "Mêmes opération, type et montant",
    Passe.SOMME_DE_PIECE: "Même pièce et même somme",
    Passe.HT_TTC: "Même montant, à la TVA de l’opération près",
    Passe.SOMME: "Mêmes opération et somme",
    Passe.AUTRE_TYPE: "Mêmes opération et montant",
    Passe.AUTRE_OPERATION: "Mêmes type et montant",
    Passe.AUTRE_FINANCEUR: "Mêmes opération, type et montant",
    Passe.AUTRE_DATE: "Mêmes opération, type et montant",
    Passe.AUTRE_MONTANT: "Mêmes opération et type",
}


def motif_d_un_accord(passe: Passe, dossier: Sequence[Mouvement], extrait: Sequence[Mouvement]) -> str:
    """Ce qui a réuni des mouvements que rien ne distingue.

    >>> motif_d_un_accord(Passe.PIECE, [], [])
    'Même pièce et même montant.'
    """
    jours = _jours(dossier, extrait)
    return f"{_REUNIS[passe]}, à {accorder(jours, 'jour', 'jours')} d’écart." if jours else f"{_REUNIS[passe]}."


def motif_d_un_ecart(
    genre: GenreEcart,
    passe: Passe,
    dossier: Sequence[Mouvement],
    extrait: Sequence[Mouvement],
    temoin: Mouvement | None,
) -> str:
    """Ce qu’est un écart ; ``temoin`` : le mouvement du même compte qu’il répète ou retire."""
    match genre:
        case GenreEcart.ABSENT_DU_DOSSIER:
            return "Aucun mouvement du dossier n’y répond."
        case GenreEcart.ABSENT_DE_L_EXTRAIT:
            return "Aucun mouvement de l’extrait n’y répond."
        case GenreEcart.DOUBLON_DU_DOSSIER | GenreEcart.DOUBLON_DE_L_EXTRAIT:
            return f"Répète {_nommer(temoin)} : mêmes opération, type et montant{_comme(temoin, [*dossier, *extrait])}."
        case GenreEcart.ANNULATION:
            return _annulation(dossier, temoin)
        case _:
            return f"{_REUNIS[passe]} ; {_differences(genre, dossier, extrait)}."


def _annulation(dossier: Sequence[Mouvement], temoin: Mouvement | None) -> str:
    ou = "du dossier" if dossier else "de l’extrait"
    if temoin is None:
        return f"Un mouvement {ou} et ce qui l’annule en entier : il n’en reste rien."
    return f"Annule {_nommer(temoin)} {ou}, qui a son pendant dans l’autre compte ; cette annulation ne l’y a pas."


def _nommer(mouvement: Mouvement | None) -> str:
    if mouvement is None:
        return "un autre mouvement"
    return f"le mouvement du {afficher_date(mouvement.date)} ({mouvement.provenance})"


def _comme(temoin: Mouvement | None, doublons: Iterable[Mouvement]) -> str:
    """Ce que le doublon répète encore : la pièce, ou le jour."""
    for doublon in doublons:
        if temoin is not None and doublon.piece and doublon.piece == temoin.piece:
            return f", même pièce « {doublon.piece} »"
        if temoin is not None and doublon.date == temoin.date:
            return ", même jour"
    return ""


def _differences(genre: GenreEcart, dossier: Sequence[Mouvement], extrait: Sequence[Mouvement]) -> str:
    """Tout ce en quoi deux comptes diffèrent, le genre de l’écart d’abord."""
    phrases = {
        GenreEcart.FINANCEUR: _opposer("financeur", dossier, extrait, lambda m: m.financeur or ""),
        GenreEcart.OPERATION: _opposer("opération", dossier, extrait, lambda m: m.operation),
        GenreEcart.TYPE: _opposer("type", dossier, extrait, lambda m: LIBELLES_TYPES[m.type]),
        GenreEcart.DATE: _opposer("date", dossier, extrait, lambda m: afficher_date(m.date)),
    }
    propres = {
        GenreEcart.MONTANT: _opposer("montant", dossier, extrait, lambda m: afficher_montant(m.montant)),
        GenreEcart.HT_TTC: _bases(dossier, extrait),
        GenreEcart.CUMUL: _cumul(dossier, extrait),
        GenreEcart.REGROUPEMENT: f"{_nombre(dossier)} au dossier, {_nombre(extrait)} à l’extrait",
    }
    premiere = propres.get(genre) or phrases.pop(genre)
    return ", ".join([premiere, *filter(None, phrases.values())])


def _opposer(
    nom: str, dossier: Sequence[Mouvement], extrait: Sequence[Mouvement], valeur: Callable[[Mouvement], str]
) -> str:
    """« type : acompte au dossier, solde à l’extrait » ; vide si les deux comptes disent la même chose."""
    siennes, leurs = ([*dict.fromkeys(map(valeur, mouvements))] for mouvements in (dossier, extrait))
    if not siennes or not leurs or set(siennes) == set(leurs):
        return ""
    return f"{nom} : {_citer(siennes)} au dossier, {_citer(leurs)} à l’extrait"


def _citer(valeurs: Sequence[str]) -> str:
    """Les valeurs, ou la première et la dernière si elles sont trop nombreuses pour être lues.

    >>> _citer(["a"]), _citer(["a", "b", "c"]), _citer(["a", "b", "c", "d"])
    ('a', 'a, b et c', 'a … d')
    """
    if len(valeurs) > _CITES:
        return f"{valeurs[0]} … {valeurs[-1]}"
    *premieres, derniere = valeurs
    return f"{', '.join(premieres)} et {derniere}" if premieres else derniere


def _nombre(mouvements: Sequence[Mouvement]) -> str:
    return accorder(len(mouvements), "mouvement", "mouvements")


def _somme(mouvements: Iterable[Mouvement]) -> int:
    return sum(mouvement.montant for mouvement in mouvements)


def _bases(dossier: Sequence[Mouvement], extrait: Sequence[Mouvement]) -> str:
    siens, leurs = _somme(dossier), _somme(extrait)
    bases = ("HT", "TTC") if siens < leurs else ("TTC", "HT")
    return f"{afficher_montant(siens)} ({bases[0]}) au dossier, {afficher_montant(leurs)} ({bases[1]}) à l’extrait"


def _cumul(dossier: Sequence[Mouvement], extrait: Sequence[Mouvement]) -> str:
    siens, leurs = _somme(dossier), _somme(extrait)
    cumule = "l’extrait" if siens < leurs else "le dossier"
    return f"{cumule} donne le cumul : {afficher_montant(siens)} au dossier, {afficher_montant(leurs)} à l’extrait"


def _jours(dossier: Sequence[Mouvement], extrait: Sequence[Mouvement]) -> int:
    """Le plus grand nombre de jours d’un mouvement d’un compte à un de l’autre."""
    return max((abs((siens.date - leurs.date).days) for siens in dossier for leurs in extrait), default=0)
