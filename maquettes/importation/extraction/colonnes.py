"""Ce que la correspondance fait de chaque colonne d’une table, quand cela se dit."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat
from financement.fautes.faute import montrer
from financement.fautes.provenance import Provenance
from maquettes.importation.correspondance.modele import Role
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.table import TableRecue
from maquettes.tableur.contenu import GenreCellule

__all__ = ["constats_des_colonnes"]

# Des colonnes que rien ne désigne : le lieu, le libellé, les cellules de chacune.
_NonLues = Sequence[tuple[Provenance, str, int]]


def constats_des_colonnes(table: TableRecue) -> Iterator[Constat]:
    """Les colonnes masquées, puis celles que la correspondance ne désigne pas, réunies."""
    non_lues: dict[Callable[[_NonLues], Constat], list[tuple[Provenance, str, int]]] = {}
    for colonne, etat in sorted(table.etats.items()):
        lieu = table.grille.provenance(table.entete[1], colonne)
        libelle = table.libelle(colonne)
        if colonne in table.grille.colonnes_masquees:
            effet = "elle est lue" if etat is Etat.LUE else "elle n’est pas lue"
            yield constats.COLONNE_MASQUEE.constater(provenance=lieu, colonne=libelle, effet=effet)
        if etat is not Etat.SIGNALEE:
            continue
        places = [p for p in table.grille.cellules if p[1] == colonne and p[0] > table.entete[1]]
        if libelle.startswith("@") and places:
            premiere = min(places)
            lu = table.grille.cellules[premiere].texte
            yield constats.NOTE_EN_MARGE.constater(
                provenance=table.grille.provenance(*premiere), lu=lu, places="colonnes"
            )
        elif places:
            des_nombres = any(table.grille.cellules[place].genre is GenreCellule.NOMBRE for place in places)
            est_un_plan = des_nombres and table.source.role is Role.TABLEAU_FINANCIER
            dire = _nombres_non_lus if est_un_plan else _non_lues
            non_lues.setdefault(dire, []).append((lieu, libelle, len(places)))
    yield from (dire(siennes) for dire, siennes in non_lues.items())


def _non_lues(colonnes: _NonLues) -> Constat:
    """Le constat de colonnes d’une table que rien ne désigne."""
    return constats.COLONNE_NON_LUE.constater(provenance=colonnes[0][0], **_termes(colonnes))


def _nombres_non_lus(colonnes: _NonLues) -> Constat:
    """Le constat de colonnes de nombres d’un tableau financier : l’une est peut-être le plan d’un financeur."""
    return constats.COLONNE_DE_NOMBRES_NON_LUE.constater(provenance=colonnes[0][0], **_termes(colonnes))


def _termes(colonnes: _NonLues) -> dict[str, Any]:
    nommees = ", ".join(f"« {montrer(libelle)} »" for _, libelle, _ in colonnes)
    return {
        "colonne": colonnes[0][1],
        "colonnes": f"{'la colonne' if len(colonnes) == 1 else 'ces colonnes :'} {nommees}",
        "nombre": accorder(sum(nombre for *_, nombre in colonnes), "cellule", "cellules"),
    }
