"""Du dossier lu au projet : toutes les fautes à la fois, sans accuser une ligne de la faute d’une autre."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from financement.dossier import coherence
from financement.dossier.coherence import Declares
from financement.dossier.convention import Convention
from financement.dossier.cumuls import fautes_de_cumuls
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Suivi
from financement.fautes.faute import DossierRefuse, Faute, borner
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Parametre
from maquettes.assemblage.declarations import codes_incertains, convention_de_secours, convention_sans_faute, declarer
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.assemblage.orthographe import orthographier
from maquettes.description.description import (
    CONVENTION,
    OBJETS,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    REGLEMENT,
    SUIVIS,
    TABLES,
)
from maquettes.description.fautes_comptees import garder_les_premieres
from maquettes.description.lignes import LigneLue, TableLue, colonnes_en_cause

__all__ = ["Assembler", "assembler"]

T = TypeVar("T")

_ORDRE: Final = ("format", CONVENTION.nom, *(o.nom for o in OBJETS), REGLEMENT.nom, *(t.nom for t in TABLES))
_CUMULEES: Final = frozenset({"type", "operation", "financeur", "montant"})
_CHEMIN = re.compile(r"(\w+)(?:\.parametres)?(?:\[([0-9]+)\])?")


Assembler = Callable[[DossierLu], Projet]


def assembler(lu: DossierLu) -> Projet:
    """Le projet que décrit le dossier ``lu``, ou :class:`DossierRefuse` avec toutes les fautes, ordonnées."""
    lu = orthographier(lu, declarer(lu.convention, lu.operations))
    fautes = lu.toutes_les_fautes()
    entete = lu.convention.entete
    # D'une table dont la lecture s'est arrêtée, il manque des lignes, que ses fautes soient de lecture ou de cohérence.
    entieres = all(table.complete for table in lu.tables)
    if fautes or not entieres or entete is None or entete.objet is None:
        raise DossierRefuse(garder_les_premieres(_ordonner([*fautes, *_preciser(_incoherences(lu), lu)])))
    suivis: dict[str, Any] = {nom: table.objets for nom, table in lu.suivis.items()}
    try:
        return Projet(
            convention=convention_sans_faute(lu.convention, entete.objet),
            operations=lu.operations.objets,
            plan=lu.plan.objets,
            journal=lu.mouvements,
            reglement_propre=lu.reglement.propre if lu.reglement is not None else None,
            **suivis,
        )
    except DossierRefuse as refus:
        incertains = codes_incertains(lu.convention, lu.operations)
        sures = (constatee for constatee in refus.fautes if constatee.code not in incertains)
        raise DossierRefuse(garder_les_premieres(_ordonner(_preciser(sures, lu)))) from None


def _preciser(fautes: Iterable[Faute], lu: DossierLu) -> Iterator[Faute]:
    """Les mêmes fautes ; celles d’un document toml sont situées à leur clé."""
    precisions = {"convention.toml": lu.convention.preciser}
    if lu.reglement is not None:
        precisions["reglement.toml"] = lu.reglement.preciser
    for constatee in fautes:
        lieu = constatee.provenance
        preciser = precisions.get(lieu.fichier or "")
        yield constatee if preciser is None else replace(constatee, provenance=preciser(lieu))


def _ordonner(fautes: Iterable[Faute]) -> list[Faute]:
    """Les fautes dans l’ordre des fichiers puis des lignes ; celles d’un fichier entier le précèdent."""
    return sorted(fautes, key=lambda constatee: _rang(constatee.provenance))


def _rang(lieu: Provenance) -> tuple[int, int, int, int]:
    chemin = _CHEMIN.match(lieu.cellule) if lieu.cellule is not None else None
    nom = (lieu.fichier or "").partition(".")[0]
    rang = _rang_de_table(chemin[1] if chemin is not None else nom)
    fichier = rang if (lieu.fichier or "").endswith(".json") else _rang_de_table(nom)
    return fichier, lieu.ligne or 0, rang, int(chemin[2] or 0) if chemin is not None else 0


def _rang_de_table(nom: str) -> int:
    return _ORDRE.index(nom) if nom in _ORDRE else len(_ORDRE)


def _incoherences(lu: DossierLu) -> Iterator[Faute]:
    """Les fautes de cohérence d’un dossier déjà fautif, moins celles qui ne tiendraient qu’aux lignes fautives."""
    convention = convention_de_secours(lu.convention)
    declares = declarer(lu.convention, lu.operations)
    incertains = codes_incertains(lu.convention, lu.operations)
    fautives = _colonnes_fautives(lu)
    for constatee in _confronter(lu, convention, declares):
        deja = fautives.get(_lieu_de_ligne(constatee.provenance), frozenset())
        if constatee.code not in incertains and not colonnes_en_cause(constatee) & deja:
            yield constatee


def _lieu_de_ligne(lieu: Provenance) -> tuple[str | None, int | None, str | None]:
    """Ce qui identifie une ligne dans une provenance, la colonne mise à part."""
    if lieu.feuille is not None:
        return lieu.fichier, lieu.ligne, lieu.feuille
    chemin = _CHEMIN.match(lieu.cellule) if lieu.cellule is not None else None
    return lieu.fichier, lieu.ligne, None if chemin is None else chemin[0]


def _colonnes_fautives(lu: DossierLu) -> dict[tuple[str | None, int | None, str | None], frozenset[str]]:
    lues: list[LigneLue[object]] = [ligne for table in lu.tables for ligne in table.lignes]
    if lu.reglement is not None:
        lues += [*([lu.reglement.entete] if lu.reglement.entete is not None else []), *lu.reglement.parametres.lignes]
    return {_lieu_de_ligne(ligne.provenance): ligne.fautives for ligne in lues if ligne.fautives}


def _confronter(lu: DossierLu, convention: Convention, declares: Declares) -> Iterator[Faute]:
    """Les fautes de cohérence ; une ligne dont la clé est fautive est examinée seule, hors des doublons."""
    plan = lu.plan.sans_faute_sur(PLAN.cle)

    def des_operations(operations: Sequence[Operation]) -> Iterator[Faute]:
        return coherence.fautes_des_operations(operations, declares)

    def de_plan(lignes: Sequence[LignePlan]) -> Iterator[Faute]:
        return coherence.fautes_de_plan(lignes, declares)

    def de_suivi(lignes: Sequence[Suivi]) -> Iterator[Faute]:
        return coherence.fautes_de_suivi([lignes], declares)

    yield from borner(coherence.fautes_de_convention(convention))
    yield from borner(_fautes_de_reglement(lu, convention))
    yield from _examiner(lu.operations, OPERATIONS.cle, des_operations)
    yield from _examiner(lu.plan, PLAN.cle, de_plan)
    yield from borner(coherence.fautes_de_journal(lu.mouvements, plan, declares))
    if lu.grand_journal is None:
        yield from borner(fautes_de_cumuls(lu.journal.sans_faute_sur(_CUMULEES)))
    else:
        fautives = [ligne.provenance.ligne for ligne in lu.journal.lignes if ligne.fautives & _CUMULEES]
        yield from borner(fautes_de_cumuls(lu.grand_journal.sans_lignes(fautives)))
    for table in SUIVIS:
        if table.nom in lu.suivis:
            yield from _examiner(lu.suivis[table.nom], table.cle, de_suivi)


def _fautes_de_reglement(lu: DossierLu, convention: Convention) -> Iterator[Faute]:
    """Les fautes de l’annonce, si la convention en fait une lisible, et celles du règlement du dossier."""
    propre = lu.reglement.propre if lu.reglement is not None else None
    entete = lu.convention.entete
    if entete is not None and "reglement" not in entete.fautives:
        yield from coherence.fautes_d_annonce(convention, propre)
    if lu.reglement is None or propre is None:
        return
    if lu.reglement.entete is not None and lu.reglement.entete.objet is not None:
        yield from coherence.fautes_de_reglement_propre(replace(propre, parametres=()), convention.programme)

    def de_parametres(parametres: Sequence[Parametre]) -> Iterator[Faute]:
        return coherence.fautes_des_parametres(parametres, convention.programme)

    yield from _examiner(lu.reglement.parametres, PARAMETRES.cle, de_parametres)


def _examiner(
    table: TableLue[T], cle: Sequence[str], fautes_de: Callable[[Sequence[T]], Iterable[Faute]]
) -> Iterator[Faute]:
    yield from borner(fautes_de(table.sans_faute_sur(cle)))
    for ligne in table.lignes:
        if ligne.objet is not None and ligne.fautives.intersection(cle):
            yield from fautes_de((ligne.objet,))
