"""L’état récapitulatif : chaque dépense, annulation et recette, à sa date, sous sa pièce, opération par opération."""

from collections.abc import Sequence
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import Groupe, composer_ligne, grouper, texte, valeur
from exports.demande_de_solde.montants import operations_demandees
from exports.document.tableau import Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from exports.document.texte import LONGUEUR_MAXIMALE
from financement.calculs.lignes import MouvementSuivi, mouvements_du_maitre_ouvrage
from financement.cloture.faits import SIGNES_DEPENSE
from financement.dossier.nomenclature import LIBELLES_TYPES
from financement.dossier.operation import Operation
from financement.valeurs.dates import afficher_date

__all__ = ["CLE", "composer", "mouvements_justificatifs"]

CLE: Final = "etat-recapitulatif"

_G = GenreColonne
_COLONNES: Final = (
    Colonne(cle="date", libelle="Date ou opération", genre=_G.TEXTE, largeur=18),
    Colonne(cle="type", libelle="Nature", genre=_G.TEXTE, largeur=11),
    Colonne(cle="piece", libelle="Pièce", genre=_G.TEXTE, largeur=18),
    Colonne(cle="libelle", libelle="Libellé", genre=_G.TEXTE, largeur=36),
    Colonne(cle="ht", libelle="Retenu HT", genre=_G.MONTANT),
    Colonne(cle="ttc", libelle="Retenu TTC", genre=_G.MONTANT),
    Colonne(cle="memoire", libelle="Recette, pour mémoire", genre=_G.MONTANT),
)
_SOMMEES: Final = ("ht", "ttc", "memoire")


def mouvements_justificatifs(contexte: Contexte) -> dict[str, tuple[MouvementSuivi, ...]]:
    """De chaque opération demandée, ses dépenses, annulations et recettes à la date d’arrêté, par date."""
    tous = mouvements_du_maitre_ouvrage(contexte.exacte.situation)
    return {code: tous.get(code, ()) for code in operations_demandees(contexte)}


def composer(contexte: Contexte) -> Tableau:
    """Chaque mouvement, de son signe à la dépense justifiée, sur la base déclarée de son opération."""
    operations = {operation.code: operation for operation in contexte.operations}
    siens = mouvements_justificatifs(contexte)
    groupes = [
        Groupe(
            cle=code,
            libelle=contexte.exacte.faits[code].operation.libelle,
            lignes=_lignes(operations[code], mouvements),
        )
        for code, mouvements in siens.items()
        if mouvements
    ]
    return Tableau(
        cle=CLE,
        titre="État récapitulatif des dépenses, annulations et recettes",
        titre_court="État récapitulatif",
        partie=Partie.EXECUTION,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Chaque montant est sur la base que déclare l’opération, HT ou TTC ; l’autre n’est pas au dossier.",
            "Une annulation se retranche ; une recette, d’un coût en déficit seulement, sinon mémoire (lecture C).",
            *(() if groupes else ("Aucune dépense au journal à la date d’arrêté.",)),
        ),
        colonnes=_COLONNES,
        lignes=grouper(_COLONNES, groupes, libelle_total="TOTAL", sommees=_SOMMEES, derivees={}) if groupes else (),
    )


def _lignes(operation: Operation, mouvements: Sequence[MouvementSuivi]) -> tuple[Ligne, ...]:
    signes = SIGNES_DEPENSE[operation.nature_cout]
    lignes = []
    for mouvement in mouvements:
        signe = signes.get(mouvement.type)
        colonne = "memoire" if signe is None else operation.base.value
        cellules = {
            "date": texte(afficher_date(mouvement.date)),
            "type": texte(LIBELLES_TYPES[mouvement.type]),
            "piece": texte(mouvement.piece),
            "libelle": texte(mouvement.journal[mouvement.rang].libelle[:LONGUEUR_MAXIMALE]),
            colonne: valeur((signe or 1) * mouvement.montant),
        }
        lignes.append(composer_ligne(_COLONNES, f"mouvement:{mouvement.rang}", cellules))
    return tuple(lignes)
