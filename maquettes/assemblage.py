"""Du dossier lu au projet : toutes les fautes à la fois, sans accuser une ligne de la faute d'une autre."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from financement import coherence
from financement.catalogue import CodeFaute
from financement.coherence import Declares
from financement.convention import Convention
from financement.cumuls import fautes_de_cumuls
from financement.fautes import DossierRefuse, Faute, borner
from financement.operation import Operation
from financement.plan import LignePlan
from financement.projet import Projet
from financement.provenance import Provenance
from financement.reglement.parametre import Parametre
from financement.suivi import Insertion, Reestimation
from maquettes.description import (
    AVENANTS,
    CONVENTION,
    FINANCEURS,
    INSERTION,
    MAITRES_OUVRAGE,
    OBJETS,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    REESTIMATIONS,
    REGLEMENT,
    TABLES,
    Colonne,
)
from maquettes.documents import ConventionLue
from maquettes.dossier_lu import DossierLu
from maquettes.fautes_comptees import garder_les_premieres
from maquettes.lignes import LigneLue, TableLue, colonnes_en_cause
from maquettes.orthographe import orthographier
from maquettes.valeurs import valeur_neutre

__all__ = ["Assembler", "assembler"]

T = TypeVar("T")

_ORDRE: Final = ("format", CONVENTION.nom, *(o.nom for o in OBJETS), REGLEMENT.nom, *(t.nom for t in TABLES))
_CHEMIN = re.compile(r"(\w+)(?:\.parametres)?(?:\[([0-9]+)\])?")


Assembler = Callable[[DossierLu], Projet]


def assembler(lu: DossierLu) -> Projet:
    """Le projet que décrit le dossier ``lu``, ou :class:`DossierRefuse` avec toutes les fautes, ordonnées."""
    lu = orthographier(lu, _declarer(lu, _convention_de_secours(lu.convention)))
    fautes = lu.toutes_les_fautes()
    entete = lu.convention.entete
    if fautes or entete is None or entete.objet is None:
        raise DossierRefuse(garder_les_premieres(_ordonner([*fautes, *_preciser(_incoherences(lu), lu)])))
    try:
        return Projet(
            convention=_convention(lu.convention, entete.objet),
            operations=lu.operations.objets,
            plan=lu.plan.objets,
            journal=lu.mouvements,
            reestimations=lu.reestimations.objets,
            realisations=lu.realisations.objets,
            insertion=lu.insertion.objets,
            reglement_propre=lu.reglement.propre if lu.reglement is not None else None,
        )
    except DossierRefuse as refus:
        incertains = _codes_incertains(lu)
        sures = (constatee for constatee in refus.fautes if constatee.code not in incertains)
        raise DossierRefuse(garder_les_premieres(_ordonner(_preciser(sures, lu)))) from None


def _convention(lue: ConventionLue, entete: Convention) -> Convention:
    return replace(
        entete,
        financeurs=lue.financeurs.sans_faute_sur(FINANCEURS.cle),
        avenants=lue.avenants.sans_faute_sur(AVENANTS.cle),
        maitres_ouvrage=lue.maitres_ouvrage.sans_faute_sur(MAITRES_OUVRAGE.cle),
        contreparties_foncieres=lue.contreparties_foncieres.objets,
    )


def _preciser(fautes: Iterable[Faute], lu: DossierLu) -> Iterator[Faute]:
    """Les mêmes fautes ; celles d'un document toml sont situées à leur clé."""
    precisions = {"convention.toml": lu.convention.preciser}
    if lu.reglement is not None:
        precisions["reglement.toml"] = lu.reglement.preciser
    for constatee in fautes:
        lieu = constatee.provenance
        preciser = precisions.get(lieu.fichier or "")
        yield constatee if preciser is None else replace(constatee, provenance=preciser(lieu))


def _ordonner(fautes: Iterable[Faute]) -> list[Faute]:
    """Les fautes dans l'ordre des fichiers puis des lignes ; celles d'un fichier entier le précèdent."""
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
    """Les fautes de cohérence d'un dossier déjà fautif, moins celles qui ne tiendraient qu'aux lignes fautives."""
    convention = _convention_de_secours(lu.convention)
    declares = _declarer(lu, convention)
    incertains = _codes_incertains(lu)
    fautives = _colonnes_fautives(lu)
    for constatee in _confronter(lu, convention, declares):
        deja = fautives.get(_lieu_de_ligne(constatee.provenance), frozenset())
        if constatee.code not in incertains and not colonnes_en_cause(constatee) & deja:
            yield constatee


def _convention_de_secours(lue: ConventionLue) -> Convention:
    """La convention lue, ou une convention neutre si rien n'en est lisible."""
    entete = lue.entete.objet if lue.entete is not None else None
    if entete is None:
        neutres = {c.champ: _neutre(c) for c in CONVENTION.colonnes}
        entete = CONVENTION.construire(**neutres)
    return _convention(lue, entete)


def _neutre(colonne: Colonne) -> object:
    return coherence.REGLEMENTS[0] if colonne.nom == "reglement" else valeur_neutre(colonne)


def _declarer(lu: DossierLu, convention: Convention) -> Declares:
    """Les codes que citent les autres lignes, ceux des lignes fautives compris."""
    premieres: dict[str, int] = {}
    for ligne in lu.operations.lignes:
        if ligne.objet is not None and "operation" not in ligne.fautives:
            version = 0 if "version" in ligne.fautives else ligne.objet.version
            premieres[ligne.objet.code] = min(version, premieres.get(ligne.objet.code, version))
    return Declares(
        operations=premieres,
        financeurs=[f.code for f in convention.financeurs],
        versions=(0, *(a.numero for a in lu.convention.avenants.sans_faute_sur(["numero"]))),
        programme=convention.programme,
    )


def _codes_incertains(lu: DossierLu) -> frozenset[CodeFaute]:
    """Les codes de faute qu'une ligne illisible ailleurs suffirait à expliquer."""
    incertains: set[CodeFaute] = set()
    if not _tous_connus(lu.operations, "operation"):
        incertains |= {CodeFaute.OPERATION_INCONNUE, CodeFaute.OPERATION_PAS_ENCORE_CREEE}
    if not _tous_connus(lu.convention.financeurs, "code"):
        incertains |= {CodeFaute.FINANCEUR_INCONNU, CodeFaute.AUCUN_FINANCEUR}
    if not _tous_connus(lu.convention.avenants, "numero"):
        incertains.add(CodeFaute.VERSION_SANS_AVENANT)
    if not lu.convention.financeurs.lignes:
        incertains.add(CodeFaute.FINANCEUR_INCONNU)
    entete = lu.convention.entete
    if entete is None or entete.objet is None:
        incertains |= {CodeFaute.AUCUN_FINANCEUR, CodeFaute.FAMILLE_INCONNUE}
    elif "programme" in entete.fautives:
        incertains.add(CodeFaute.FAMILLE_INCONNUE)
    return frozenset(incertains)


def _tous_connus(table: TableLue[T], colonne: str) -> bool:
    return table.complete and all(colonne not in ligne.fautives for ligne in table.lignes)


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

    def de_reestimations(lignes: Sequence[Reestimation]) -> Iterator[Faute]:
        return coherence.fautes_de_suivi(lignes, (), (), declares)

    def d_insertion(lignes: Sequence[Insertion]) -> Iterator[Faute]:
        return coherence.fautes_de_suivi((), (), lignes, declares)

    yield from borner(coherence.fautes_de_convention(convention))
    yield from borner(_fautes_de_reglement(lu, convention))
    yield from _examiner(lu.operations, OPERATIONS.cle, des_operations)
    yield from _examiner(lu.plan, PLAN.cle, de_plan)
    yield from borner(coherence.fautes_de_journal(lu.mouvements, plan, declares))
    if lu.grand_journal is None:
        yield from borner(fautes_de_cumuls(lu.journal.sans_faute_sur(("type", "operation", "financeur", "montant"))))
    else:
        yield from borner(fautes_de_cumuls(lu.grand_journal))
    yield from _examiner(lu.reestimations, REESTIMATIONS.cle, de_reestimations)
    yield from borner(coherence.fautes_de_suivi((), lu.realisations.objets, (), declares))
    yield from _examiner(lu.insertion, INSERTION.cle, d_insertion)


def _fautes_de_reglement(lu: DossierLu, convention: Convention) -> Iterator[Faute]:
    """Les fautes de l'annonce, si la convention en fait une lisible, et celles du règlement du dossier."""
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
