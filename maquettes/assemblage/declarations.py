"""Ce que déclarent la convention et les opérations lues, fautives ou non, et ce que leurs fautes rendent incertain."""

from dataclasses import replace
from typing import TypeVar

from financement.dossier import coherence
from financement.dossier.coherence import Declares
from financement.dossier.convention import Convention
from financement.dossier.fautes import (
    AUCUN_FINANCEUR,
    FAMILLE_INCONNUE,
    FINANCEUR_INCONNU,
    OPERATION_INCONNUE,
    OPERATION_PAS_ENCORE_CREEE,
    VERSION_SANS_AVENANT,
)
from financement.dossier.operation import Operation
from financement.fautes.faute import ModeleFaute
from maquettes.description.description import AVENANTS, CONVENTION, FINANCEURS, MAITRES_OUVRAGE
from maquettes.description.documents import ConventionLue
from maquettes.description.lignes import TableLue
from maquettes.description.table import Colonne
from maquettes.description.valeurs import valeur_neutre

__all__ = ["codes_incertains", "convention_de_secours", "convention_sans_faute", "declarer"]

T = TypeVar("T")


def convention_sans_faute(lue: ConventionLue, entete: Convention) -> Convention:
    """La convention d’en-tête ``entete``, et ce qu’elle déclare sans faute."""
    return replace(
        entete,
        financeurs=lue.financeurs.sans_faute_sur(FINANCEURS.cle),
        avenants=lue.avenants.sans_faute_sur(AVENANTS.cle),
        maitres_ouvrage=lue.maitres_ouvrage.sans_faute_sur(MAITRES_OUVRAGE.cle),
        contreparties_foncieres=lue.contreparties_foncieres.objets,
    )


def convention_de_secours(lue: ConventionLue) -> Convention:
    """La convention lue, ou une convention neutre si rien n’en est lisible."""
    entete = lue.entete.objet if lue.entete is not None else None
    if entete is None:
        neutres = {c.champ: _neutre(c) for c in CONVENTION.colonnes}
        entete = CONVENTION.construire(**neutres)
    return convention_sans_faute(lue, entete)


def _neutre(colonne: Colonne) -> object:
    return coherence.REGLEMENTS[0] if colonne.nom == "reglement" else valeur_neutre(colonne)


def declarer(lue: ConventionLue, operations: TableLue[Operation]) -> Declares:
    """Les codes que citent les autres lignes, ceux des lignes fautives compris."""
    premieres: dict[str, int] = {}
    for ligne in operations.lignes:
        if ligne.objet is not None and "operation" not in ligne.fautives:
            version = 0 if "version" in ligne.fautives else ligne.objet.version
            premieres[ligne.objet.code] = min(version, premieres.get(ligne.objet.code, version))
    convention = convention_de_secours(lue)
    return Declares(
        operations=premieres,
        financeurs=[f.code for f in convention.financeurs],
        versions=(0, *(a.numero for a in lue.avenants.sans_faute_sur(["numero"]))),
        programme=convention.programme,
    )


def codes_incertains(lue: ConventionLue, operations: TableLue[Operation]) -> frozenset[str]:
    """Les codes de faute qu’une ligne illisible ailleurs suffirait à expliquer."""
    incertains: set[ModeleFaute] = set()
    if not _tous_connus(operations, "operation"):
        incertains |= {OPERATION_INCONNUE, OPERATION_PAS_ENCORE_CREEE}
    if not _tous_connus(lue.financeurs, "code"):
        incertains |= {FINANCEUR_INCONNU, AUCUN_FINANCEUR}
    if not _tous_connus(lue.avenants, "numero"):
        incertains.add(VERSION_SANS_AVENANT)
    if not lue.financeurs.lignes:
        incertains.add(FINANCEUR_INCONNU)
    entete = lue.entete
    if entete is None or entete.objet is None:
        incertains |= {AUCUN_FINANCEUR, FAMILLE_INCONNUE}
    elif "programme" in entete.fautives:
        incertains.add(FAMILLE_INCONNUE)
    return frozenset(modele.code for modele in incertains)


def _tous_connus(table: TableLue[T], colonne: str) -> bool:
    return table.complete and all(colonne not in ligne.fautives for ligne in table.lignes)
