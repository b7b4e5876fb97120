"""Cohérence du dossier : ce qui doit être vrai entre les lignes pour qu’il puisse être représenté.

Chaque fonction rend toutes les fautes de son objet. Les codes *déclarés* peuvent dépasser ceux des lignes
valides : une ligne d’opération fautive ne doit pas faire accuser les lignes de plan qui la citent.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from financement.dossier.convention import Convention, Financeur, MaitreOuvrage
from financement.dossier.fautes import (
    AUCUN_FINANCEUR,
    DOUBLON,
    FAMILLE_INCONNUE,
    FINANCEUR_INCONNU,
    NATURE_AMBIGUE,
    OPERATION_INCONNUE,
    OPERATION_PAS_ENCORE_CREEE,
    TOTAL_TROP_GRAND,
    VERSION_SANS_AVENANT,
)
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import FAMILLES, LIBELLES_NATURES, Nature, Programme
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Reestimation, Suivi
from financement.fautes.faute import Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance, Situe
from financement.reglement.parametre import Parametre
from financement.reglement.propre import ReglementPropre
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import TOTAL_MAXIMAL, ecrire_montant
from financement.valeurs.ressemblance import Propositions, proposition

__all__ = [
    "REGLEMENTS",
    "REGLEMENT_DU_DOSSIER",
    "Declares",
    "declarer",
    "fautes_d_annonce",
    "fautes_de_convention",
    "fautes_de_journal",
    "fautes_de_plan",
    "fautes_de_reglement",
    "fautes_de_reglement_propre",
    "fautes_de_suivi",
    "fautes_des_operations",
    "fautes_des_parametres",
    "natures_des_lignes",
]

REGLEMENTS: Final = ("pnru", "npnru")
REGLEMENT_DU_DOSSIER: Final = "reglement.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declares:
    """Codes que les autres lignes peuvent citer ; ``operations`` donne la première version de chacune."""

    operations: Mapping[str, int]
    financeurs: Sequence[str]
    versions: Sequence[int]
    programme: Programme


def declarer(convention: Convention, operations: Iterable[Operation]) -> Declares:
    """Les codes que déclarent une convention et des opérations valides."""
    premieres: dict[str, int] = {}
    for operation in operations:
        premieres[operation.code] = min(operation.version, premieres.get(operation.code, operation.version))
    return Declares(
        operations=premieres,
        financeurs=[financeur.code for financeur in convention.financeurs],
        versions=convention.versions,
        programme=convention.programme,
    )


def natures_des_lignes(plan: Iterable[LignePlan]) -> dict[tuple[str, str], tuple[Nature, ...]]:
    """Natures de chaque couple (opération, financeur), toutes versions confondues, dans l’ordre du plan."""
    natures: dict[tuple[str, str], tuple[Nature, ...]] = {}
    for ligne in plan:
        connues = natures.get((ligne.operation, ligne.financeur), ())
        if ligne.nature not in connues:
            natures[ligne.operation, ligne.financeur] = (*connues, ligne.nature)
    return natures


def _parmi(declare: Situe) -> str:
    """La liste où un code est déjà déclaré : un financeur qui est maître d’ouvrage ne l’est qu’une fois."""
    return "parmi les financeurs, " if isinstance(declare, Financeur) else "parmi les maîtres d’ouvrage, "


def _doublons(
    lignes: Iterable[tuple[Hashable, str, Situe]], colonne: str, parmi: Callable[[Situe], str] = lambda _: ""
) -> Iterator[Faute]:
    """Une faute par ligne (clé, clé affichée, objet) dont la clé a déjà été vue ; ``parmi`` : dans quelle liste."""
    premieres: dict[Hashable, Situe] = {}
    for cle, affichee, objet in lignes:
        if cle not in premieres:
            premieres[cle] = objet
            continue
        origine = premieres[cle].provenance
        ailleurs = f"ligne {origine.ligne}" if origine.ligne is not None else origine.cellule or "plus haut"
        lieu = objet.provenance.a_la_colonne(colonne)
        yield faute(DOUBLON, lieu, affichee, ailleurs=f"{parmi(premieres[cle])}{ailleurs}")


class _Confrontes:
    """Les codes déclarés, et ce que l’examen propose à la place de ceux qui ne le sont pas."""

    def __init__(self, declares: Declares) -> None:
        self.operations = declares.operations
        self.financeurs = frozenset(declares.financeurs)
        self.des_operations = Propositions(declares.operations)
        self.des_financeurs = Propositions(declares.financeurs)


def _operation_inconnue(code: str, objet: Situe, confrontes: _Confrontes) -> Iterator[Faute]:
    if code not in confrontes.operations:
        yield faute(
            OPERATION_INCONNUE,
            objet.provenance.a_la_colonne("operation"),
            code,
            proposition=confrontes.des_operations.pour(code),
        )


def _financeur_inconnu(code: str, objet: Situe, confrontes: _Confrontes) -> Iterator[Faute]:
    if code not in confrontes.financeurs:
        yield faute(
            FINANCEUR_INCONNU,
            objet.provenance.a_la_colonne("financeur"),
            code,
            proposition=confrontes.des_financeurs.pour(code),
        )


def _version_sans_avenant(version: int, objet: Situe, declares: Declares) -> Iterator[Faute]:
    if version not in declares.versions:
        yield faute(
            VERSION_SANS_AVENANT,
            objet.provenance.a_la_colonne("version"),
            str(version),
            choix=", ".join(map(str, declares.versions)),
        )


def _total_trop_grand(montants: Iterable[int], premiere: Situe | None) -> Iterator[Faute]:
    total = sum(montants)
    if premiere is not None and total > TOTAL_MAXIMAL:
        lieu = Provenance(fichier=premiere.provenance.fichier, feuille=premiere.provenance.feuille)
        yield faute(TOTAL_TROP_GRAND, lieu, ecrire_montant(total))


def fautes_de_convention(convention: Convention) -> Iterator[Faute]:
    """Codes en double, avenants désordonnés, enveloppes de financeurs inconnus."""
    if not convention.financeurs:
        yield faute(AUCUN_FINANCEUR, convention.provenance)
    declares: tuple[Financeur | MaitreOuvrage, ...] = (*convention.financeurs, *convention.maitres_ouvrage)
    yield from _doublons(((d.code, d.code, d) for d in declares), "code", _parmi)
    yield from _avenants_desordonnes(convention)
    codes = frozenset(financeur.code for financeur in convention.financeurs)
    propositions = Propositions(financeur.code for financeur in convention.financeurs)
    for avenant in convention.avenants:
        for enveloppe in avenant.enveloppes:
            if enveloppe.financeur not in codes:
                yield faute(
                    FINANCEUR_INCONNU,
                    enveloppe.provenance,
                    enveloppe.financeur,
                    proposition=propositions.pour(enveloppe.financeur),
                )
        yield from _doublons(((e.financeur, e.financeur, e) for e in avenant.enveloppes), "enveloppes")


def fautes_de_reglement(convention: Convention, propre: ReglementPropre | None) -> Iterator[Faute]:
    """Règlement mal annoncé, et fautes de celui que le dossier apporte."""
    yield from fautes_d_annonce(convention, propre)
    if propre is not None:
        yield from fautes_de_reglement_propre(propre, convention.programme)


REGLEMENT_INCONNU: Final = ModeleFaute(
    "CODE-06", "Le règlement « {lu} » n’est pas connu{proposition}.", "Écrire {choix}."
)
REGLEMENT_ABSENT: Final = ModeleFaute(
    "COHERENCE-09",
    "La convention annonce un règlement propre au dossier (« {lu} »), qui n’est pas fourni.",
    "Ajouter reglement.toml (dans un json, la clé « reglement »), ou écrire {choix}.",
)
REGLEMENT_NON_ANNONCE: Final = ModeleFaute(
    "COHERENCE-10",
    "Le dossier apporte un règlement propre, mais la convention annonce « {lu} ».",
    "Écrire reglement.toml dans la convention, ou retirer le règlement propre.",
)


def fautes_d_annonce(convention: Convention, propre: ReglementPropre | None) -> Iterator[Faute]:
    """Règlement inconnu, annoncé sans être fourni, ou fourni sans être annoncé."""
    annonce = convention.reglement
    lieu = convention.provenance.a_la_colonne("reglement")
    connus = (*REGLEMENTS, REGLEMENT_DU_DOSSIER)
    choix = " ou ".join(REGLEMENTS)
    if annonce not in connus:
        complet = f"{choix}, ou {REGLEMENT_DU_DOSSIER} pour un règlement propre au dossier"
        proche = proposition(annonce, connus)
        yield faute(REGLEMENT_INCONNU, lieu, annonce, proposition=proche, choix=complet)
    elif annonce == REGLEMENT_DU_DOSSIER and propre is None:
        yield faute(REGLEMENT_ABSENT, lieu, annonce, choix=choix)
    elif annonce != REGLEMENT_DU_DOSSIER and propre is not None:
        yield faute(REGLEMENT_NON_ANNONCE, lieu, annonce)


def fautes_de_reglement_propre(propre: ReglementPropre, programme: Programme) -> Iterator[Faute]:
    """Base inconnue, et fautes des paramètres."""
    if propre.base not in REGLEMENTS:
        yield faute(
            REGLEMENT_INCONNU,
            propre.provenance.a_la_colonne("base"),
            propre.base,
            proposition=proposition(propre.base, REGLEMENTS),
            choix=" ou ".join(REGLEMENTS),
        )
    yield from fautes_des_parametres(propre.parametres, programme)


PARAMETRE_INCONNU: Final = ModeleFaute(
    "CODE-07", "Aucun règlement n’a de paramètre « {lu} »{proposition}.", "Choisir parmi : {choix}."
)
UNITE_DE_PARAMETRE: Final = ModeleFaute(
    "COHERENCE-11",
    "Le paramètre « {cle} » s’exprime en « {unite} », non en « {lu} ».",
    "Corriger l’unité et la valeur.",
)


def fautes_des_parametres(parametres: Sequence[Parametre], programme: Programme) -> Iterator[Faute]:
    """Paramètres ou familles inconnus, unité d’une autre sorte, paramètre donné deux fois."""
    from financement.reglement.jeux import UNITES

    for parametre in parametres:
        unite = UNITES.get(parametre.cle)
        if unite is None:
            yield faute(
                PARAMETRE_INCONNU,
                parametre.provenance.a_la_colonne("cle"),
                parametre.cle,
                proposition=proposition(parametre.cle, UNITES),
                choix=", ".join(UNITES),
            )
        elif unite is not parametre.unite:
            lieu = parametre.provenance.a_la_colonne("unite")
            yield faute(UNITE_DE_PARAMETRE, lieu, parametre.unite, cle=parametre.cle, unite=unite)
        for famille in parametre.familles:
            yield from _famille_inconnue(famille, parametre.provenance.a_la_colonne("familles"), programme)
    yield from _doublons((((*p.identite, p.debut), p.cle, p) for p in parametres), "cle")


def _famille_inconnue(famille: str, lieu: Provenance, programme: Programme) -> Iterator[Faute]:
    familles = FAMILLES[programme]
    if famille not in familles:
        yield faute(
            FAMILLE_INCONNUE,
            lieu,
            famille,
            programme=programme,
            proposition=proposition(famille, familles),
            choix=", ".join(familles),
        )


AVENANTS_DESORDONNES: Final = ModeleFaute(
    "COHERENCE-01",
    "L’avenant n° {lu} ne suit pas le précédent : les numéros et les dates sont strictement croissants, et "
    "postérieurs à la signature de la convention ({precedent}).",
    "Corriger le numéro ou la date.",
)


def _avenants_desordonnes(convention: Convention) -> Iterator[Faute]:
    jalons = [
        (0, convention.date_signature, "signature"),
        *((a.numero, a.date, f"avenant n° {a.numero}") for a in convention.avenants),
    ]
    for avenant, (avant, apres) in zip(convention.avenants, pairwise(jalons), strict=True):
        if apres[0] <= avant[0] or apres[1] <= avant[1]:
            yield faute(
                AVENANTS_DESORDONNES,
                avenant.provenance,
                str(avenant.numero),
                precedent=f"{avant[2]} du {afficher_date(avant[1])}",
            )


def fautes_des_operations(operations: Sequence[Operation], declares: Declares) -> Iterator[Faute]:
    """Versions sans avenant, familles inconnues, opérations décrites deux fois dans une version."""
    for operation in operations:
        yield from _version_sans_avenant(operation.version, operation, declares)
        lieu = operation.provenance.a_la_colonne("famille")
        yield from _famille_inconnue(operation.famille, lieu, declares.programme)
    yield from _doublons((((o.version, o.code), f"{o.code}, version {o.version}", o) for o in operations), "operation")
    yield from _total_trop_grand((max(o.cout_ht, o.cout) for o in operations), operations[0] if operations else None)


def fautes_de_plan(plan: Sequence[LignePlan], declares: Declares) -> Iterator[Faute]:
    """Codes ou versions inconnus, opération pas encore créée, ligne décrite deux fois dans une version."""
    confrontes = _Confrontes(declares)
    for ligne in plan:
        yield from _version_sans_avenant(ligne.version, ligne, declares)
        yield from _operation_inconnue(ligne.operation, ligne, confrontes)
        yield from _financeur_inconnu(ligne.financeur, ligne, confrontes)
        creation = declares.operations.get(ligne.operation, 0)
        if ligne.version < creation:
            yield faute(
                OPERATION_PAS_ENCORE_CREEE,
                ligne.provenance.a_la_colonne("version"),
                str(ligne.version),
                operation=ligne.operation,
                creation=str(creation),
            )
    yield from _doublons(
        (((p.version, p.cle), f"{p.operation}, {p.financeur}, {p.nature}, version {p.version}", p) for p in plan),
        "operation",
    )
    yield from _total_trop_grand((p.montant for p in plan), plan[0] if plan else None)


def fautes_de_journal(journal: Sequence[Mouvement], plan: Iterable[LignePlan], declares: Declares) -> Iterator[Faute]:
    """Codes inconnus, et mouvements sans nature sur un financeur qui a plusieurs lignes."""
    natures = natures_des_lignes(plan)
    confrontes = _Confrontes(declares)
    suspects: Sequence[Mouvement] = journal
    montants: Iterable[int] = (mouvement.montant for mouvement in journal)
    if isinstance(journal, JournalALaDemande):
        ambigus = frozenset(couple for couple, siennes in natures.items() if len(siennes) > 1)
        suspects = journal.suspects(confrontes.operations, confrontes.financeurs, ambigus)
        montants = (journal.total(),)
    for mouvement in suspects:
        yield from _operation_inconnue(mouvement.operation, mouvement, confrontes)
        if mouvement.financeur is None:
            continue
        yield from _financeur_inconnu(mouvement.financeur, mouvement, confrontes)
        candidates = natures.get((mouvement.operation, mouvement.financeur), ())
        if mouvement.nature is None and len(candidates) > 1:
            yield faute(
                NATURE_AMBIGUE,
                mouvement.provenance.a_la_colonne("nature"),
                mouvement.financeur,
                operation=mouvement.operation,
                choix=", ".join(LIBELLES_NATURES[nature].lower() for nature in candidates),
            )
    yield from _total_trop_grand(montants, journal[0] if journal else None)


def fautes_de_suivi(tables: Iterable[Sequence[Suivi]], declares: Declares) -> Iterator[Faute]:
    """Opérations inconnues, lignes données deux fois dans une table qui n’en admet qu’une."""
    suivis = [suivi for table in tables for suivi in table]
    confrontes = _Confrontes(declares)
    for suivi in suivis:
        yield from _operation_inconnue(suivi.operation, suivi, confrontes)
    yield from _doublons(
        (((type(suivi), suivi.identite), suivi.identite, suivi) for suivi in suivis if suivi.identite is not None),
        "operation",
    )
    reestimations = [suivi for suivi in suivis if isinstance(suivi, Reestimation)]
    yield from _total_trop_grand((r.cout for r in reestimations), reestimations[0] if reestimations else None)
