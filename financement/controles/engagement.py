"""Contrôles des engagements."""

from collections.abc import Iterator
from typing import Final, TypeVar

from financement.affichage.libelles import afficher_nombre
from financement.calculs.lignes import LigneSuivie, MouvementSuivi
from financement.calculs.situation import SIGNES_ENGAGE
from financement.controles.constat import Constat, EcartDate, EcartMontant, EcartNombre, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Categorie, NatureAvenant, TypeMouvement
from financement.dossier.plan import CleLigne

__all__ = [
    "engage_negatif",
    "engage_superieur_au_programme",
    "engagement_hors_delai",
    "engagement_non_lu",
    "lignes_engagees",
    "mouvement_fautif",
    "plusieurs_das",
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


ENGAGE_SUPERIEUR_AU_PROGRAMME: Final = ModeleControle(
    "ENGAGEMENT-01",
    "L’engagé dépasse le programmé",
    Gravite.BLOQUANT,
    "{operation}, {financeur} ({nature}) : l’engagé ({constate}) dépasse le programmé ({attendu}) de {ecart}.",
    "Dégager {ecart} au journal, ou programmer ce montant au plan de la version en vigueur, par fongibilité entre "
    "opérations de même nature et de même maître d’ouvrage (lecture C), par avenant sinon.",
)


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
            yield ENGAGE_SUPERIEUR_AU_PROGRAMME.constater(
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


ENGAGEMENT_HORS_DELAI: Final = ModeleControle(
    "ENGAGEMENT-02",
    "Engagement de l’ANRU après la date limite",
    Gravite.BLOQUANT,
    "{operation}, {financeur} : engagement du {constate} postérieur à la date limite d’engagement ({attendu}).",
    "Vérifier au journal la date de la décision, ou inscrire dans la convention la limite qu’un avenant a repoussée ; "
    "si la décision est vraiment tardive, la dégager.",
)


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
                yield ENGAGEMENT_HORS_DELAI.constater(
                    mesure=EcartDate(limite, mouvement.date),
                    enjeu=mouvement.montant,
                    provenance=mouvement.provenance.a_la_colonne("date"),
                    **ligne.termes,
                )


PLUSIEURS_DAS: Final = ModeleControle(
    "ENGAGEMENT-03",
    "Plusieurs décisions attributives sur une opération",
    Gravite.BLOQUANT,
    "{operation}, {financeur} : {constate} décisions attributives ({pieces}) au lieu d’une seule ; une nouvelle "
    "décision modifie la première et en garde le numéro.",
    "Donner pour pièce au journal, à chaque décision qui modifie la première, le numéro de celle-ci ({premiere}), ou "
    "dégager celle qui fait double emploi ; si ce sont deux opérations, les séparer.",
)


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
        vues: dict[str, MouvementSuivi] = {}
        nets: dict[str, int] = {}
        # Une seule décision ne peut pas en faire deux : inutile d'en lire la pièce.
        suivies = {ligne.cle: ligne for ligne, _ in siens} if len(siens) > 1 else {}
        des_lignes = {cle: _nets_par_piece(ligne) for cle, ligne in suivies.items()}
        for ligne, mouvement in siens if des_lignes else ():
            if mouvement.piece and (net := des_lignes[ligne.cle][mouvement.piece]) > 0:
                vues.setdefault(mouvement.piece, mouvement)
                nets.setdefault(mouvement.piece, net)
        if len(vues) > 1:
            yield PLUSIEURS_DAS.constater(
                mesure=EcartNombre(1, len(vues)),
                operation=operation,
                financeur=financeur,
                provenance=list(vues.values())[1].provenance.a_la_colonne("piece"),
                enjeu=sum(list(nets.values())[1:]),
                pieces=", ".join(vues),
                premiere=next(iter(vues)),
            )


def _nets_par_piece(ligne: LigneSuivie) -> dict[str, int]:
    """Engagements de chaque pièce, moins ses dégagements, en centimes."""
    nets: dict[str, int] = {}
    for mouvement in ligne.restants:
        if mouvement.type in SIGNES_ENGAGE:
            nets[mouvement.piece] = nets.get(mouvement.piece, 0) + SIGNES_ENGAGE[mouvement.type] * mouvement.montant
    return nets


ENGAGEMENT_NON_LU: Final = ModeleControle(
    "ENGAGEMENT-07",
    "Engagements sans effet, l’engagé étant réputé",
    Gravite.INFORMATION,
    "{financeur} : engagé réputé ; les mouvements d’engagement du journal ({nombre}, net {constate}) ne comptent pas "
    "(lecture C).",
    "Rien à corriger si les engagements de ce financeur ne sont pas suivis (ces mouvements peuvent sortir du journal) "
    '; sinon, retirer de la convention son engagement = "repute".',
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
        yield ENGAGEMENT_NON_LU.constater(
            mesure=EcartMontant(0, sum(SIGNES_ENGAGE[m.type] * m.montant for m in siens)),
            financeur=financeur,
            provenance=min(siens, key=lambda m: m.rang).provenance.a_la_colonne("type"),
            nombre=afficher_nombre(len(siens)),
        )


ENGAGE_NEGATIF: Final = ModeleControle(
    "ENGAGEMENT-04",
    "Engagé négatif",
    Gravite.BLOQUANT,
    "{operation}, {financeur} ({nature}) : les dégagements dépassent les engagements ; engagé {constate}.",
    "Ajouter au journal l’engagement qui manque ({manque}), ou corriger le dégagement en trop.",
)


def engage_negatif(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-04 : les dégagements ne dépassent pas les engagements."""
    for ligne in contexte.lignes:
        if ligne.engage < 0:
            fautif = [m for m in ligne.restants if m.type is TypeMouvement.DEGAGEMENT][-1]
            yield ENGAGE_NEGATIF.constater(
                mesure=EcartMontant(0, ligne.engage),
                provenance=fautif.provenance.a_la_colonne("montant"),
                **ligne.termes,
            )
