"""Les feuilles des délais : ce que chacun a mis à payer, les demandes impayées par âge, les soldes à demander."""

from collections.abc import Iterable
from typing import Final

from financement.delais.delais import Delai
from financement.dossier.nomenclature import LIBELLES_NATURES, LIBELLES_TYPES
from financement.indicateurs import ReleveConvention, TableauDeBord
from financement.valeurs.montants import afficher_montant
from maquettes.portefeuille.feuilles import FeuilleDePortefeuille
from maquettes.portefeuille.tableau import Colonne, Genre, Rangee, Tableau, montant, texte

__all__ = ["feuilles_de_delais"]

_DEFINITION: Final = "définition écrite (premier entré, premier servi), lecture C"
_MARGE: Final = 6
_CONVENTION: Final = texte("Convention", 14)
_PLACE: Final = 92
_OPERATIONS: Final = texte("Opérations", _PLACE)
_JOURS: Final = (
    Colonne("Moyenne (jours)", Genre.DECIMAL, 12),
    Colonne("Médiane (jours)", Genre.ENTIER, 12),
    Colonne("Maximum (jours)", Genre.ENTIER, 12),
)


def feuilles_de_delais(bord: TableauDeBord) -> tuple[FeuilleDePortefeuille, ...]:
    """Chaque chiffre avec ses opérations, par convention."""
    return _demandes(bord), _engagements(bord), _impayees(bord), _soldes(bord)


def _lister(codes: Iterable[str]) -> str:
    """Des codes séparés par des virgules, à la ligne avant celui qui ne tient plus : un tableur les couperait."""
    lignes = [""]
    for code in codes:
        if lignes[-1] and len(lignes[-1]) + len(code) > _PLACE - _MARGE:
            lignes.append("")
        lignes[-1] += f"{code}, "
    return "\n".join(lignes).rstrip(", ")


def _jours(delai: Delai) -> Rangee:
    mesure = delai.mesure
    return mesure.moyenne, mesure.mediane, mesure.maximum, _lister(delai.operations)


def _qui(releve: ReleveConvention, delai: Delai) -> Rangee:
    return releve.bilan.code, delai.financeur, LIBELLES_TYPES[delai.type]


def _demandes(bord: TableauDeBord) -> FeuilleDePortefeuille:
    colonnes = (
        _CONVENTION,
        texte("Financeur", 20),
        texte("Paiement", 14),
        montant("Payé sur demande"),
        *_JOURS,
        _OPERATIONS,
    )
    rangees = [(*_qui(r, d), d.mesure.poids, *_jours(d)) for r in bord.releves for d in r.demande_paiement]
    sous_titre = f"jours de la demande au paiement, pesés par les montants ; {_DEFINITION}"
    return FeuilleDePortefeuille("De la demande au paiement", sous_titre, Tableau(colonnes, rangees))


def _engagements(bord: TableauDeBord) -> FeuilleDePortefeuille:
    colonnes = (
        _CONVENTION,
        texte("Financeur", 20),
        texte("Premier paiement", 16),
        Colonne("Lignes", Genre.ENTIER, 10, total=True),
        *_JOURS,
        _OPERATIONS,
    )
    rangees = [(*_qui(r, d), d.mesure.poids, *_jours(d)) for r in bord.releves for d in r.engagement_paiement]
    sous_titre = "jours de l’engagement actif au premier paiement, une ligne comptant pour une ; lecture C"
    return FeuilleDePortefeuille("De l’engagement au paiement", sous_titre, Tableau(colonnes, rangees))


def _impayees(bord: TableauDeBord) -> FeuilleDePortefeuille:
    colonnes = (_CONVENTION, texte("Financeur", 20), texte("Âge de la demande", 20), montant("Impayé"), _OPERATIONS)
    rangees: list[Rangee] = [
        (releve.bilan.code, attente.financeur, attente.tranche.libelle, attente.montant, _lister(attente.operations))
        for releve in bord.releves
        for attente in releve.vieillissement
    ]
    sous_titre = f"par âge à la date d’arrêté ; {_DEFINITION} ; tranches d’usage (D)"
    return FeuilleDePortefeuille("Demandes impayées", sous_titre, Tableau(colonnes, rangees))


def _soldes(bord: TableauDeBord) -> FeuilleDePortefeuille:
    colonnes = (
        _CONVENTION,
        texte("Maître d’ouvrage", 24),
        texte("Opération", 24),
        texte("Financeur", 20),
        texte("Nature", 14),
        montant("Solde à demander"),
        texte("En tout, de ce maître d’ouvrage", 30),
    )
    rangees: list[Rangee] = [
        (
            releve.bilan.code,
            soldes.maitre_ouvrage,
            ligne.cle.operation,
            ligne.cle.financeur,
            LIBELLES_NATURES[ligne.cle.nature],
            ligne.montant,
            afficher_montant(soldes.montant),
        )
        for releve in bord.releves
        for soldes in releve.soldes_non_demandes
        for ligne in soldes.lignes
    ]
    sous_titre = "lignes achevées dont le solde n’est pas demandé, par maître d’ouvrage ; lecture C"
    return FeuilleDePortefeuille("Soldes à demander", sous_titre, Tableau(colonnes, rangees))
