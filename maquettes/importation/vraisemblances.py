"""Ce que l’importation a lu comme on le lui dit, et que l’ensemble des tables rend peu vraisemblable."""

from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import Final

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite
from financement.dossier.convention import Financeur, MaitreOuvrage
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet
from financement.valeurs.montants import afficher_montant
from financement.valeurs.ressemblance import nom_le_plus_proche
from maquettes.importation.extraction.constats import ModeleConstat
from maquettes.importation.extraction.extraction import Extraction
from maquettes.importation.lecteurs.codes import cle_d_operation

__all__ = [
    "CODE_D_UNE_AUTRE_FORME",
    "MAITRE_OUVRAGE_NON_DECLARE",
    "UNITE_INVRAISEMBLABLE",
    "invraisemblances",
]

UNITE_INVRAISEMBLABLE: Final = ModeleConstat(
    "IMPORT-92",
    "Montants trop grands pour leur unité",
    Gravite.BLOQUANT,
    "La moitié des montants de la table dépasse {montant} : l’unité « {unite} » paraît fausse.",
    'Écrire unite = "euro" à cette source, dans la correspondance, si ses montants sont en euros.',
)
CODE_D_UNE_AUTRE_FORME: Final = ModeleConstat(
    "IMPORT-93",
    "Code d’opération d’une autre forme",
    Gravite.ALERTE,
    "« {operation} » n’a pas la forme des autres codes, comme « {autre} » : ce peut être une opération nouvelle, ou "
    "l’une d’elles mal écrite.",
    "Lui donner dans [sources.codes.operation] le code qu’elle a au dossier.",
)
MAITRE_OUVRAGE_NON_DECLARE: Final = ModeleConstat(
    "IMPORT-94",
    "Maître d’ouvrage écrit autrement",
    Gravite.ALERTE,
    "« {lu} », maître d’ouvrage de {nombre}, n’est pas déclaré et ressemble à « {autre} » : ils sont tenus pour deux.",
    'Si c’est le même, écrire "{lu}" = "{autre}" dans [sources.codes.maitre_ouvrage] ; sinon, le déclarer.',
)

# Trois cents millions d'euros : le coût d'un projet entier, non celui d'une opération.
_TROP: Final = 300_000_000_00
_RESSEMBLE: Final = 0.8


def invraisemblances(extractions: Sequence[Extraction], projet: Projet) -> Iterator[Constat]:
    """Les unités, les codes et les maîtres d’ouvrage à vérifier."""
    for extraction in extractions:
        yield from _de_l_unite(extraction)
    yield from _des_codes(projet.operations)
    convention = projet.convention
    organismes: tuple[Financeur | MaitreOuvrage, ...] = (*convention.financeurs, *convention.maitres_ouvrage)
    declares = [nom for organisme in organismes for nom in (organisme.code, organisme.nom)]
    yield from _des_maitres_ouvrage(projet.operations, declares)


def _de_l_unite(extraction: Extraction) -> Iterator[Constat]:
    couts = [operation.valeurs.get(nom) for operation in extraction.operations for nom in ("cout_ht", "cout_ttc")]
    mouvements = [recu.valeurs.get("montant") for recu in extraction.mouvements]
    montants = [montant for montant in (*couts, *mouvements) if isinstance(montant, int) and montant]
    if montants and median_low(montants) > _TROP:
        table = extraction.table
        yield UNITE_INVRAISEMBLABLE.constater(
            provenance=table.grille.provenance(table.entete[1]),
            montant=afficher_montant(_TROP),
            unite=table.source.unite.value,
        )


def _des_codes(operations: Sequence[Operation]) -> Iterator[Constat]:
    """Un code sans site parmi des codes qui en ont un, ou l’inverse : les moins nombreux se disent."""
    cles = {operation.code: cle_d_operation(operation.code) for operation in operations}
    avec = [o for o in operations if cles[o.code].site]
    sans = [o for o in operations if not cles[o.code].site]
    # De toutes ses versions, la première dit d'où vient le code.
    rares, courants = sorted((list({o.code: o for o in reversed(groupe)}.values()) for groupe in (avec, sans)), key=len)
    for operation in rares if len(rares) < len(courants) else ():
        yield CODE_D_UNE_AUTRE_FORME.constater(
            provenance=operation.provenance, operation=operation.code, autre=courants[0].code
        )


def _des_maitres_ouvrage(operations: Sequence[Operation], declares: Sequence[str]) -> Iterator[Constat]:
    """Un nom que rien ne déclare, et qui ressemble à un nom déclaré ou à celui d’avant lui."""
    par_nom: dict[str, list[Operation]] = {}
    for operation in operations:
        par_nom.setdefault(operation.maitre_ouvrage, []).append(operation)
    connus = list(declares)
    for nom, siennes in par_nom.items():
        if nom in declares:
            continue
        if (autre := nom_le_plus_proche(nom, connus, _RESSEMBLE)) is not None:
            yield MAITRE_OUVRAGE_NON_DECLARE.constater(
                provenance=siennes[0].provenance.a_la_colonne("maitre_ouvrage"),
                lu=nom,
                autre=autre,
                nombre=accorder(len({o.code for o in siennes}), "opération", "opérations"),
            )
        connus.append(nom)
