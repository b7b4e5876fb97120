"""Contrôles des avenants au tableau complet, ou qui en ont l’apparence : ce qui sort du tableau financier."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from financement.calculs.tableau import TableauFinancier
from financement.controles.constat import Constat, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.controles.plan import dire_le_programme
from financement.dossier.convention import Avenant
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet

__all__ = ["apparence_de_tableau_complet", "sortie_du_tableau"]


def _avenants(contexte: Contexte) -> Iterator[tuple[Avenant, TableauFinancier, TableauFinancier]]:
    """Chaque avenant, le tableau qui le précède et le sien."""
    tableaux = pairwise(contexte.tableaux.values())
    for avenant, (avant, apres) in zip(contexte.situation.projet.convention.avenants, tableaux, strict=True):
        yield avenant, avant, apres


SORTIE_DU_TABLEAU: Final = ModeleControle(
    "PLAN-07",
    "Sortie du tableau financier",
    Gravite.INFORMATION,
    "Avenant n° {avenant}, dont le tableau est complet : sortent du tableau financier {objets} ; programmé retiré : "
    "{programme}.",
    "Rien à corriger si le tableau signé ne les reprend pas ; sinon, ajouter aux opérations et au plan, en version "
    "{avenant}, les lignes oubliées.",
)


def sortie_du_tableau(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-07 : ce qui sort du tableau financier, un avenant au tableau complet ne le reprenant pas."""
    for avenant, avant, apres in _avenants(contexte):
        if not avenant.est_complet:
            continue
        gardees = {operation.code for operation in apres.operations}
        reprises = {ligne.cle for ligne in apres.lignes}
        sorties = [operation.code for operation in avant.operations if operation.code not in gardees]
        lignes = [ligne for ligne in avant.lignes if ligne.montant and ligne.cle not in reprises]
        if sorties or lignes:
            yield SORTIE_DU_TABLEAU.constater(
                provenance=avenant.provenance.a_la_colonne("tableau"),
                avenant=str(avenant.numero),
                objets=", ".join((*sorties, *(_nommer(ligne) for ligne in lignes if ligne.operation in gardees))),
                programme=dire_le_programme(lignes),
            )


def _nommer(ligne: LignePlan) -> str:
    return f"{ligne.operation} / {ligne.financeur} ({LIBELLES_NATURES[ligne.nature].lower()})"


APPARENCE_DE_TABLEAU_COMPLET: Final = ModeleControle(
    "PLAN-08",
    "Apparence de tableau complet",
    Gravite.INFORMATION,
    "Avenant n° {avenant} : il reprend en entier les opérations qu’il cite, comme un tableau complet, mais ne cite "
    'pas {operations} ({programme}) ; faute de tableau = "complet", ce qui n’y figure pas reste programmé (lecture '
    "C).",
    "Rien à corriger si l’avenant ne dit que ce qui change ; si son tableau signé est entier, écrire tableau = "
    '"complet" à cet avenant, dans la convention.',
)


def apparence_de_tableau_complet(contexte: Contexte) -> Iterator[Constat]:
    """PLAN-08 : un avenant a l’apparence d’un tableau complet auquel manquent des opérations (lecture C).

    Chaque opération qu’il cite l’est en entier, description et toutes ses lignes, et il n’en manque pas plus qu’il
    n’en cite. Les opérations qui ne programment plus rien ne manquent pas.
    """
    projet = contexte.situation.projet
    for avenant, avant, _ in _avenants(contexte):
        manquantes = [] if avenant.est_complet else _manquantes(projet, avenant.numero, avant)
        if manquantes:
            yield APPARENCE_DE_TABLEAU_COMPLET.constater(
                provenance=avenant.provenance,
                avenant=str(avenant.numero),
                operations=", ".join(manquantes),
                programme=dire_le_programme(ligne for ligne in avant.lignes if ligne.operation in manquantes),
            )


def _manquantes(projet: Projet, version: int, avant: TableauFinancier) -> Sequence[str]:
    """Les opérations du tableau précédent que ne cite pas une version qui paraît complète ; aucune sinon."""
    decrites = {operation.code for operation in projet.operations if operation.version == version}
    reprises = {ligne.cle for ligne in projet.plan if ligne.version == version}
    programmees = {ligne.cle for ligne in avant.lignes if ligne.montant}
    citees = decrites | {cle.operation for cle in reprises}
    entieres = citees == decrites and all(cle in reprises for cle in programmees if cle.operation in citees)
    manquantes = dict.fromkeys(ligne.operation for ligne in avant.lignes if ligne.montant)
    restent = [operation for operation in manquantes if operation not in citees]
    return restent if entieres and len(restent) <= len(citees & manquantes.keys()) else []
