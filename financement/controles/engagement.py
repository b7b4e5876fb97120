"""Contrôles des engagements."""

from collections.abc import Iterator

from financement.constat import Constat, EcartDate, EcartMontant, EcartNombre
from financement.controles.catalogue import CodeControle, constater
from financement.controles.contexte import Contexte
from financement.journal import Mouvement
from financement.lignes import LigneSuivie
from financement.nomenclature import Categorie, TypeMouvement
from financement.situation import SIGNES_ENGAGE

__all__ = [
    "engage_negatif",
    "engage_superieur_au_programme",
    "engagement_hors_delai",
    "mouvement_fautif",
    "plusieurs_das",
]


def mouvement_fautif(mouvements: tuple[Mouvement, ...], signes: dict[TypeMouvement, int], plafond: int) -> Mouvement:
    """Le premier mouvement, dans l'ordre des dates, qui porte le cumul signé au-dessus du plafond.

    À défaut (le plafond a été abaissé ensuite), le dernier mouvement qui compte.
    """
    cumul, dernier = 0, mouvements[-1]
    for mouvement in mouvements:
        signe = signes.get(mouvement.type, 0)
        cumul += signe * mouvement.montant
        if signe:
            dernier = mouvement
        if signe > 0 and cumul > plafond:
            return mouvement
    return dernier


def engage_superieur_au_programme(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-01 : engagé ≤ programmé, par ligne (après fongibilité : lecture C)."""
    for ligne in contexte.lignes:
        if 0 < ligne.programme < ligne.engage:
            mesure = EcartMontant(ligne.programme, ligne.engage)
            fautif = mouvement_fautif(ligne.mouvements, dict(SIGNES_ENGAGE), ligne.programme)
            yield constater(
                CodeControle.ENGAGE_SUPERIEUR_AU_PROGRAMME,
                mesure=mesure,
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


def _engagements(ligne: LigneSuivie) -> tuple[Mouvement, ...]:
    return tuple(m for m in ligne.mouvements if m.type is TypeMouvement.ENGAGEMENT)


def engagement_hors_delai(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-02 : l'ANRU n'engage plus après la date limite d'engagement de la version en vigueur.

    Le jour même est admis. Source : fin des engagements du PNRU (confiance B).
    """
    limite = contexte.situation.tableau.date_limite_engagement
    for ligne in contexte.lignes:
        if ligne.financeur.categorie is not Categorie.ANRU:
            continue
        for mouvement in _engagements(ligne):
            if mouvement.date > limite:
                yield constater(
                    CodeControle.ENGAGEMENT_HORS_DELAI,
                    mesure=EcartDate(limite, mouvement.date),
                    provenance=mouvement.provenance.a_la_colonne("date"),
                    **ligne.termes,
                )


def plusieurs_das(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-03 : une seule décision attributive de subvention active par opération (règles de 2009, confiance B).

    La pièce d'un engagement de l'ANRU est le numéro de sa décision.
    """
    pieces: dict[tuple[str, str], dict[str, Mouvement]] = {}
    for ligne in contexte.lignes:
        if ligne.financeur.categorie is Categorie.ANRU:
            vues = pieces.setdefault((ligne.cle.operation, ligne.cle.financeur), {})
            for mouvement in _engagements(ligne):
                if mouvement.piece:
                    vues.setdefault(mouvement.piece, mouvement)
    for (operation, financeur), vues in pieces.items():
        if len(vues) > 1:
            yield constater(
                CodeControle.PLUSIEURS_DAS,
                mesure=EcartNombre(1, len(vues)),
                operation=operation,
                financeur=financeur,
                provenance=list(vues.values())[1].provenance.a_la_colonne("piece"),
                pieces=", ".join(vues),
            )


def engage_negatif(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-04 : les dégagements ne dépassent pas les engagements."""
    for ligne in contexte.lignes:
        if ligne.engage < 0:
            fautif = [m for m in ligne.mouvements if m.type is TypeMouvement.DEGAGEMENT][-1]
            yield constater(
                CodeControle.ENGAGE_NEGATIF,
                mesure=EcartMontant(0, ligne.engage),
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )
