"""Contrôles des engagements."""

from collections.abc import Iterator
from typing import TypeVar

from financement.constat import Constat, EcartDate, EcartMontant, EcartNombre
from financement.controles.catalogue import CodeControle, constater
from financement.controles.contexte import Contexte
from financement.journal import Mouvement
from financement.libelles import afficher_nombre
from financement.lignes import LigneSuivie, MouvementSuivi
from financement.nomenclature import Categorie, NatureAvenant, TypeMouvement
from financement.plan import CleLigne
from financement.situation import SIGNES_ENGAGE

__all__ = [
    "engage_negatif",
    "engage_superieur_au_programme",
    "engagement_hors_delai",
    "engagement_non_lu",
    "lignes_engagees",
    "mouvement_fautif",
    "plusieurs_das",
    "premier_engagement_actif",
    "programmes_avant_cloture",
]


Suivi = TypeVar("Suivi", Mouvement, MouvementSuivi)


def mouvement_fautif(mouvements: tuple[Suivi, ...], signes: dict[TypeMouvement, int], plafond: int) -> Suivi:
    """Le premier mouvement, dans l’ordre des dates, qui porte le cumul signé au-dessus du plafond.

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
    """ENGAGEMENT-01 : engagé ≤ programmé, par concours, un mouvement fongible étant inscrit au plan (lecture C).

    Un avenant de clôture programme le montant définitif : ce qui est engagé au-delà est à dégager. Le programmé de
    référence est alors celui d’avant la clôture. Un engagé réputé ne s’y compare pas.
    """
    avant_cloture = programmes_avant_cloture(contexte)
    for ligne in lignes_engagees(contexte):
        reference = max(ligne.programme, avant_cloture.get(ligne.cle, 0))
        if ligne.programme and reference < ligne.engage:
            mesure = EcartMontant(reference, ligne.engage)
            fautif = mouvement_fautif(ligne.restants, dict(SIGNES_ENGAGE), reference)
            yield constater(
                CodeControle.ENGAGE_SUPERIEUR_AU_PROGRAMME,
                mesure=mesure,
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )


def programmes_avant_cloture(contexte: Contexte) -> dict[CleLigne, int]:
    """Programmé de la dernière version qui précède l’avenant de clôture en vigueur ; vide sans avenant de clôture."""
    avenants = contexte.situation.projet.convention.avenants
    en_vigueur = contexte.situation.tableau.version
    natures = {avenant.numero: avenant.nature for avenant in avenants if avenant.numero <= en_vigueur}
    if natures.get(en_vigueur) is not NatureAvenant.CLOTURE:
        return {}
    ordinaires = [numero for numero, nature in natures.items() if nature is not NatureAvenant.CLOTURE]
    return {ligne.cle: ligne.montant for ligne in contexte.tableaux[max(ordinaires, default=0)].lignes}


def lignes_engagees(contexte: Contexte) -> Iterator[LigneSuivie]:
    """Les lignes dont les engagements sont suivis : d’un engagé réputé, aucun contrôle ne demande les mouvements."""
    return (ligne for ligne in contexte.concours if not ligne.est_reputee)


def _engagements(ligne: LigneSuivie) -> tuple[MouvementSuivi, ...]:
    return tuple(m for m in ligne.restants if m.type is TypeMouvement.ENGAGEMENT)


def engagement_hors_delai(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-02 : l’ANRU n’engage plus après la date limite d’engagement de la version en vigueur.

    Le jour même est admis. Source : fin des engagements du PNRU (confiance B).
    """
    limite = contexte.situation.tableau.date_limite_engagement
    for ligne in lignes_engagees(contexte):
        if ligne.financeur.categorie is not Categorie.ANRU:
            continue
        for mouvement in _engagements(ligne):
            if mouvement.date > limite:
                yield constater(
                    CodeControle.ENGAGEMENT_HORS_DELAI,
                    mesure=EcartDate(limite, mouvement.date),
                    enjeu=mouvement.montant,
                    provenance=mouvement.provenance.a_la_colonne("date"),
                    **ligne.termes,
                )


def premier_engagement_actif(ligne: LigneSuivie) -> MouvementSuivi | None:
    """L’engagement dont part l’engagé de la ligne : une ligne entièrement dégagée repart du suivant."""
    premier, engage = None, 0
    for mouvement in ligne.restants:
        if mouvement.type is TypeMouvement.ENGAGEMENT and engage <= 0:
            premier = mouvement
        engage += SIGNES_ENGAGE.get(mouvement.type, 0) * mouvement.montant
    return premier


def plusieurs_das(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-03 : une seule décision attributive de subvention active par opération (règles de 2009, confiance B).

    La pièce d’un engagement de l’ANRU est le numéro de sa décision ; une décision entièrement dégagée n’est plus
    active.
    """
    engagements: dict[tuple[str, str], list[tuple[LigneSuivie, MouvementSuivi]]] = {}
    for ligne in lignes_engagees(contexte):
        if ligne.financeur.categorie is Categorie.ANRU:
            siens = engagements.setdefault((ligne.cle.operation, ligne.cle.financeur), [])
            siens += [(ligne, mouvement) for mouvement in _engagements(ligne)]
    for (operation, financeur), siens in engagements.items():
        # Une seule décision ne peut pas en faire deux : inutile d'en lire la pièce.
        vues: dict[str, MouvementSuivi] = {}
        nets: dict[str, int] = {}
        for ligne, mouvement in siens if len(siens) > 1 else ():
            if mouvement.piece and (net := _net_de_la_piece(ligne, mouvement.piece)) > 0:
                vues.setdefault(mouvement.piece, mouvement)
                nets.setdefault(mouvement.piece, net)
        if len(vues) > 1:
            yield constater(
                CodeControle.PLUSIEURS_DAS,
                mesure=EcartNombre(1, len(vues)),
                operation=operation,
                financeur=financeur,
                provenance=list(vues.values())[1].provenance.a_la_colonne("piece"),
                enjeu=sum(list(nets.values())[1:]),
                pieces=", ".join(vues),
                premiere=next(iter(vues)),
            )


def _net_de_la_piece(ligne: LigneSuivie, piece: str) -> int:
    """Engagements de cette pièce, moins ses dégagements, en centimes."""
    return sum(
        SIGNES_ENGAGE[m.type] * m.montant for m in ligne.restants if m.type in SIGNES_ENGAGE and m.piece == piece
    )


def engagement_non_lu(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-07 : les engagements et dégagements d’un financeur réputé ne changent rien à son engagé (lecture C).

    Un constat par financeur, à son premier mouvement d’engagement.
    """
    mouvements: dict[str, list[MouvementSuivi]] = {}
    for ligne in contexte.lignes:
        siens = [m for m in ligne.restants if m.type in SIGNES_ENGAGE]
        if ligne.est_reputee and siens:
            mouvements.setdefault(ligne.cle.financeur, []).extend(siens)
    for financeur, siens in mouvements.items():
        yield constater(
            CodeControle.ENGAGEMENT_NON_LU,
            mesure=EcartMontant(0, sum(SIGNES_ENGAGE[m.type] * m.montant for m in siens)),
            financeur=financeur,
            provenance=min(siens, key=lambda m: m.rang).provenance.a_la_colonne("type"),
            nombre=afficher_nombre(len(siens)),
        )


def engage_negatif(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-04 : les dégagements ne dépassent pas les engagements."""
    for ligne in contexte.lignes:
        if ligne.engage < 0:
            fautif = [m for m in ligne.restants if m.type is TypeMouvement.DEGAGEMENT][-1]
            yield constater(
                CodeControle.ENGAGE_NEGATIF,
                mesure=EcartMontant(0, ligne.engage),
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )
