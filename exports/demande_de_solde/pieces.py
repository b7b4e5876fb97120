"""Quand demander, avec quelles pièces, et ce qui manque au dossier de chaque opération dont le solde se demande."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, texte, valeur
from exports.demande_de_solde.montants import operations_a_solder, operations_demandees
from exports.demande_de_solde.recapitulatif import mouvements_justificatifs
from exports.document.tableau import Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from exports.document.texte import LONGUEUR_MAXIMALE
from financement.affichage.libelles import accorder
from financement.calculs.lignes import premier_engagement_actif
from financement.cloture.demande_de_solde import solde_a_demander
from financement.cloture.faits import FaitsOperation
from financement.dossier.regles import reglement_du_projet
from financement.valeurs.dates import afficher_date, ajouter_mois

__all__ = ["CLE", "CLE_ECHEANCES", "MANQUE", "composer", "composer_echeances", "nombre_de_manques"]

CLE: Final = "pieces-a-joindre"
CLE_ECHEANCES: Final = "echeances"

JOINTE: Final = "jointe"
A_JOINDRE: Final = "à joindre"
MANQUE: Final = "manque"

_G = GenreColonne
_ECHEANCES: Final = (
    Colonne(cle="operation", libelle="Opération", genre=_G.TEXTE, largeur=36),
    Colonne(cle="achevement", libelle="Achèvement", genre=_G.DATE),
    Colonne(cle="demande", libelle="Demander avant le", genre=_G.DATE),
    Colonne(cle="limite", libelle="Limite de solde", genre=_G.DATE),
    Colonne(cle="delai", libelle="À l’arrêté", genre=_G.TEXTE, largeur=24),
)
_PIECES: Final = (
    Colonne(cle="operation", libelle="Opération", genre=_G.CODE, largeur=18),
    Colonne(cle="piece", libelle="Pièce", genre=_G.TEXTE, largeur=34),
    Colonne(cle="etat", libelle="État", genre=_G.TEXTE, largeur=10),
    Colonne(cle="precision", libelle="Ce qu’en dit le dossier", genre=_G.TEXTE, largeur=44),
)


def composer_echeances(contexte: Contexte) -> Tableau:
    """La date où demander le solde de chaque opération, celle de la convention, et ce qu’il en reste à l’arrêté."""
    faits = contexte.exacte.faits
    lignes = [_echeance(contexte, faits[code]) for code in operations_a_solder(contexte)]
    return Tableau(
        cle=CLE_ECHEANCES,
        titre="Échéances",
        titre_court="Échéances",
        partie=Partie.DECISION,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Demander avant le : achèvement plus délai du règlement (C), au plus tard à la limite de la convention.",
        ),
        colonnes=_ECHEANCES,
        lignes=tuple(lignes),
    )


def _demander_avant(contexte: Contexte, faits: FaitsOperation) -> date | None:
    """Achèvement + délai, au plus tard la date limite de solde ; ``None`` sans achèvement ni date limite."""
    limite, achevement = contexte.tableau.date_limite_solde, faits.operation.achevement
    delai = reglement_du_projet(contexte.projet).parametre(
        "delai_de_demande_de_solde", jour=contexte.au, famille=faits.operation.famille
    )
    if not faits.achevee or achevement is None or delai is None:
        return limite
    demande = ajouter_mois(achevement, int(delai.valeur))
    return demande if limite is None else min(demande, limite)


def _echeance(contexte: Contexte, faits: FaitsOperation) -> Ligne:
    operation, avant = faits.operation, _demander_avant(contexte, faits)
    return composer_ligne(
        _ECHEANCES,
        f"operation:{operation.code}",
        {
            "operation": texte(f"{operation.code} – {operation.libelle}"),
            "achevement": valeur(operation.achevement),
            "demande": valeur(avant),
            "limite": valeur(contexte.tableau.date_limite_solde),
            "delai": texte(_dire_le_delai(contexte, faits, avant)),
        },
    )


def _dire_le_delai(contexte: Contexte, faits: FaitsOperation, avant: date | None) -> str:
    """« reste 12 jours », « dépassée de 3 jours » ; une opération achevée dont rien n’est à demander le dit."""
    if faits.achevee and not any(map(solde_a_demander, contexte.concours_de(faits.operation.code))):
        return "rien à demander"
    au = contexte.au
    if avant is None:
        reste = "sans date limite"
    elif avant < au:
        reste = f"dépassée de {accorder((au - avant).days, 'jour', 'jours')}"
    else:
        reste = f"reste {accorder((avant - au).days, 'jour', 'jours')}"
    return reste if faits.achevee else f"non achevée, {reste}"


def composer(contexte: Contexte) -> Tableau:
    """Les pièces de la demande, opération par opération : jointes, à joindre, ou qui manquent au dossier."""
    lignes = [
        composer_ligne(
            _PIECES,
            f"piece:{code}:{rang}",
            {
                "operation": texte(code),
                "piece": texte(piece),
                "etat": texte(etat),
                "precision": texte(precision[:LONGUEUR_MAXIMALE]),
            },
        )
        for code in operations_demandees(contexte)
        for rang, (piece, etat, precision) in enumerate(_pieces(contexte, code), 1)
    ]
    return Tableau(
        cle=CLE,
        titre="Pièces à joindre, et ce qui manque",
        titre_court="Pièces à joindre",
        partie=Partie.CONSTATS,
        niveau=Niveau.SYNTHESE,
        notes=("Liste d’usage, à accorder à celle que demande chaque financeur (lecture D : aucun texte lu).",),
        colonnes=_PIECES,
        lignes=tuple(lignes),
    )


def nombre_de_manques(tableau: Tableau) -> int:
    """Combien de pièces manquent au tableau des pièces."""
    rang = tableau.rang_colonne("etat")
    return sum(ligne.cellules[rang].valeur == MANQUE for ligne in tableau.lignes)


def _pieces(contexte: Contexte, code: str) -> Iterator[tuple[str, str, str]]:
    """Chaque pièce, son état et ce que le dossier en dit."""
    faits, mouvements = contexte.exacte.faits[code], mouvements_justificatifs(contexte)[code]
    recapitulatif = "État récapitulatif des dépenses, certifié"
    if faits.depense is None:
        yield recapitulatif, MANQUE, "aucune dépense au journal à la date d’arrêté"
    else:
        yield recapitulatif, JOINTE, f"{accorder(len(mouvements), 'mouvement', 'mouvements')}, à signer"
    sans_piece = sum(not mouvement.piece for mouvement in mouvements)
    if sans_piece:
        sans = accorder(sans_piece, "mouvement sans référence", "mouvements sans référence")
        yield "Pièces de ces dépenses", MANQUE, f"{sans} au journal"
    elif mouvements:
        yield "Pièces de ces dépenses", A_JOINDRE, ", ".join(dict.fromkeys(m.piece for m in mouvements))
    yield "Plan de financement définitif", JOINTE, "voir le tableau de ce nom"
    if faits.achevee and faits.operation.achevement:
        dit = f"achevée le {afficher_date(faits.operation.achevement)}"
        yield "Attestation d’achèvement", A_JOINDRE, dit
    else:
        yield "Attestation d’achèvement", MANQUE, "l’opération n’est pas achevée à la date d’arrêté"
    for ligne in contexte.concours_de(code):
        engagement = premier_engagement_actif(ligne.suivie)
        decision = f"Décision d’attribution, {contexte.nommer(ligne.cle.financeur)}"
        if ligne.suivie.est_reputee:
            yield decision, A_JOINDRE, "engagement réputé, que le dossier ne suit pas (lecture C)"
        elif engagement is None:
            yield decision, MANQUE, "aucun engagement au journal à la date d’arrêté"
        elif not engagement.piece:
            yield decision, MANQUE, f"engagement du {afficher_date(engagement.date)} sans référence de pièce"
        else:
            yield decision, A_JOINDRE, f"{engagement.piece}, du {afficher_date(engagement.date)}"
    yield "Relevé d’identité bancaire", A_JOINDRE, "le dossier n’en dit rien"
