"""Ce que disent les contrôles et la vigilance, en un seul tableau : chaque fait une fois, ce qui bloque d’abord."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, texte, valeur
from exports.document.tableau import Colonne, GenreColonne, Niveau, Partie, Tableau
from exports.document.texte import LONGUEUR_MAXIMALE
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite
from financement.controles.vigilance import PointDeVigilance, points_hors_constats
from financement.selection import retenir_constats

__all__ = ["CLE", "Fait", "bilan", "cle_de_fait", "composer", "constats_du_perimetre", "faits"]

CLE: Final = "constats"

_G = GenreColonne
_VIGILANCE: Final = "vigilance"
_ORDRE: Final = (Gravite.BLOQUANT, Gravite.ALERTE, _VIGILANCE, Gravite.INFORMATION)
_COLONNES: Final = (
    Colonne(cle="rang", libelle="N°", genre=_G.ENTIER),
    Colonne(cle="gravite", libelle="Gravité", genre=_G.TEXTE, largeur=12),
    Colonne(cle="code", libelle="Code", genre=_G.CODE, largeur=16),
    Colonne(cle="message", libelle="Constat", genre=_G.TEXTE, largeur=80),
    Colonne(cle="enjeu", libelle="Montant en jeu", genre=_G.MONTANT),
    Colonne(cle="remede", libelle="Remède", genre=_G.TEXTE, largeur=80),
    Colonne(cle="lieu", libelle="Où le voir dans le dossier", genre=_G.TEXTE, largeur=34),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fait:
    """Un constat, ou un point de vigilance qu’aucun constat ne dit (son ``code`` est alors vide).

    ``enjeu`` : le montant en jeu, dans l’unité de l’annexe, en centimes ; ``None`` si le fait n’en porte pas.
    """

    gravite: str
    code: str
    message: str
    remede: str
    lieu: str
    operation: str | None
    financeur: str | None
    enjeu: int | None


def faits(contexte: Contexte) -> tuple[Fait, ...]:
    """Ceux du périmètre : bloquants, alertes, vigilance, informations ; le plus fort montant en jeu d’abord."""
    points = (
        point
        for point in points_hors_constats(contexte.exacte)
        if contexte.selection.concerne(point.operation, point.financeur, contexte.retenues)
    )
    tous = (
        *(_du_constat(contexte, constat) for constat in constats_du_perimetre(contexte)),
        *(_du_point(contexte, point) for point in points),
    )
    return tuple(sorted(tous, key=lambda fait: (_ORDRE.index(fait.gravite), -(fait.enjeu or 0))))


def constats_du_perimetre(contexte: Contexte) -> tuple[Constat, ...]:
    """Les constats que retient l’extrait, dans l’ordre des contrôles."""
    return tuple(retenir_constats(contexte.constats, contexte.selection, contexte.retenues))


def cle_de_fait(rang: int) -> str:
    """La ligne du tableau où est le fait de ce rang, compté depuis un."""
    return f"constat:{rang}"


def _du_constat(contexte: Contexte, constat: Constat) -> Fait:
    enjeu = constat.montant_en_jeu or None
    return Fait(
        gravite=constat.gravite,
        code=constat.code,
        message=constat.message,
        remede=constat.remede,
        lieu=str(constat.provenance),
        operation=constat.operation,
        financeur=constat.financeur,
        enjeu=None if enjeu is None else contexte.a_l_unite(enjeu),
    )


def _du_point(contexte: Contexte, point: PointDeVigilance) -> Fait:
    return Fait(
        gravite=_VIGILANCE,
        code="",
        message=point.explication,
        remede=point.remede,
        lieu=str(point.provenance),
        operation=point.operation,
        financeur=point.financeur,
        enjeu=contexte.a_l_unite(point.enjeu),
    )


def composer(contexte: Contexte) -> Tableau:
    """Tous les faits du périmètre, leur montant en jeu, leur remède et où les voir."""
    retenus = constats_du_perimetre(contexte)
    lignes = [
        composer_ligne(
            _COLONNES,
            cle_de_fait(rang),
            {
                "rang": valeur(rang),
                "gravite": texte(fait.gravite),
                "code": texte(fait.code),
                "message": texte(fait.message[:LONGUEUR_MAXIMALE]),
                "enjeu": valeur(fait.enjeu),
                "remede": texte(fait.remede[:LONGUEUR_MAXIMALE]),
                "lieu": texte(fait.lieu[:LONGUEUR_MAXIMALE]),
            },
        )
        for rang, fait in enumerate(faits(contexte), start=1)
    ]
    return Tableau(
        cle=CLE,
        titre="Constats et points de vigilance",
        titre_court="Constats",
        partie=Partie.CONSTATS,
        niveau=Niveau.LECTURE,
        notes=(f"{bilan(retenus)}." if retenus else "Aucun constat à la date d’arrêté.",),
        colonnes=_COLONNES,
        lignes=tuple(lignes),
    )


def bilan(constats: Iterable[Constat]) -> str:
    """Le nombre de constats par gravité, en une phrase."""
    nombres = Counter(constat.gravite for constat in constats)
    return ", ".join(
        (
            accorder(nombres[Gravite.BLOQUANT], "constat bloquant", "constats bloquants"),
            accorder(nombres[Gravite.ALERTE], "alerte", "alertes"),
            accorder(nombres[Gravite.INFORMATION], "information", "informations"),
        )
    )
