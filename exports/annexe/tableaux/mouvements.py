"""Les mouvements d’un extrait : combien, jusqu’à quand ; ceux d’une opération, un par ligne.

Trop nombreux pour la fiche, ils s’y lisent par exercice, et leur liste est au classeur joint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, texte, valeur
from exports.annexe.tableaux import exercices
from exports.document.tableau import Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.affichage.libelles import accorder
from financement.calculs.journal_du_projet import EtendueDuJournal, etendue_du_journal
from financement.calculs.lignes import MouvementSuivi, mouvements_du_maitre_ouvrage
from financement.dossier.nomenclature import LIBELLES_NATURES, LIBELLES_TYPES, Nature
from financement.dossier.plan import CleLigne

__all__ = ["CLE", "composer", "etendue_de_l_extrait"]

CLE: Final = "mouvements"
_IMPRIMES_AU_PLUS: Final = 40

_G = GenreColonne
_COLONNES: Final = (
    Colonne(cle="date", libelle="Date", genre=_G.DATE),
    Colonne(cle="type", libelle="Nature", genre=_G.TEXTE, largeur=20),
    Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=60),
    Colonne(cle="montant", libelle="Montant", genre=_G.MONTANT),
    Colonne(cle="piece", libelle="Référence", genre=_G.TEXTE, largeur=24),
)


@dataclass(frozen=True, slots=True)
class _Vu:
    """Un mouvement et sa ligne de financement ; sans ligne, il est du maître d’ouvrage."""

    mouvement: MouvementSuivi
    cle: CleLigne | None


def etendue_de_l_extrait(contexte: Contexte) -> EtendueDuJournal:
    """Combien de mouvements du périmètre comptent à la date d’arrêté, et la date du dernier."""
    if contexte.est_entier:
        return etendue_du_journal(contexte.projet, contexte.au)
    vus = _mouvements(contexte)
    dernier = max((vu.mouvement.date for vu in vus), default=None)
    return EtendueDuJournal(comptes=len(vus), posterieurs=0, dernier=dernier)


def _mouvements(contexte: Contexte) -> tuple[_Vu, ...]:
    """Ceux du périmètre à la date d’arrêté, par date ; le même jour, dans l’ordre du journal."""
    vus = [_Vu(mouvement, ligne.cle) for ligne in contexte.cloture.lignes for mouvement in ligne.suivie.mouvements]
    if contexte.est_complet:
        for operation, siens in mouvements_du_maitre_ouvrage(contexte.exacte.situation).items():
            vus += [_Vu(mouvement, None) for mouvement in siens if operation in contexte.retenues]
    return tuple(sorted(vus, key=lambda vu: (vu.mouvement.date, vu.mouvement.rang)))


def composer(contexte: Contexte) -> Iterator[Tableau]:
    """La liste ; au-delà d’une quarantaine, une synthèse par exercice s’imprime à sa place."""
    vus = _mouvements(contexte)
    if len(vus) <= _IMPRIMES_AU_PLUS:
        yield _lister(contexte, vus, Niveau.DETAIL)
        return
    note = f"{accorder(len(vus), 'mouvement', 'mouvements')} : leur liste est dans le classeur joint."
    yield exercices.composer(contexte, niveau=Niveau.DETAIL, notes=(note,))
    yield _lister(contexte, vus, Niveau.JOINT)


def _lister(contexte: Contexte, vus: Sequence[_Vu], niveau: Niveau) -> Tableau:
    return Tableau(
        cle=CLE,
        titre="Mouvements",
        titre_court="Mouvements",
        partie=Partie.EXECUTION,
        niveau=niveau,
        notes=() if vus else ("Aucun mouvement à la date d’arrêté.",),
        colonnes=_COLONNES,
        lignes=tuple(_ligne(contexte, rang, vu) for rang, vu in enumerate(vus, 1)),
    )


def _ligne(contexte: Contexte, rang: int, vu: _Vu) -> Ligne:
    mouvement = vu.mouvement
    return composer_ligne(
        _COLONNES,
        f"mouvement:{rang}",
        {
            "date": valeur(mouvement.date),
            "type": texte(LIBELLES_TYPES[mouvement.type]),
            "financeur": texte(_partie(contexte, vu.cle)),
            "montant": valeur(contexte.a_l_unite(mouvement.montant)),
            "piece": texte(mouvement.piece),
        },
    )


def _partie(contexte: Contexte, cle: CleLigne | None) -> str:
    """Le financeur, et la nature de sa ligne si ce n’est pas une subvention ; sinon le maître d’ouvrage."""
    if cle is None:
        return "maître d’ouvrage"
    nom = contexte.financeurs[cle.financeur]
    return nom if cle.nature is Nature.SUBVENTION else f"{nom} ({LIBELLES_NATURES[cle.nature].lower()})"
