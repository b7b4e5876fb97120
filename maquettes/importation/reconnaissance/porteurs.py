"""Les maîtres d’ouvrage que plusieurs tables nomment autrement : les mêmes opérations disent que c’est le même."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from maquettes.importation.lecteurs.codes import cle_d_operation
from maquettes.importation.reconnaissance.convenances import Convenance, convenance
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import DES_CHAMPS, Accord, accords
from maquettes.importation.reconnaissance.mots.organismes import Connus, Organisme
from maquettes.importation.reconnaissance.tableau import porteurs_de

__all__ = ["avec_les_porteurs_communs"]

Operation = tuple[str, int, int, str]


def avec_les_porteurs_communs(tables: Sequence[Table], connus: Connus) -> tuple[Connus, tuple[str, ...]]:
    """Ce que l’on connaît, et de plus les noms d’un même maître d’ouvrage ; et ce qu’il faut en vérifier."""
    lues = [_par_operation(table, connus) for table in tables]
    organismes = {nom: porteur for table in tables for porteur in porteurs_de(table, connus)[1] for nom in porteur.noms}
    groupes: list[set[str]] = [{nom} for nom in organismes]
    for une, autre in combinations(lues, 2):
        for nom, le_meme in _memes(une, autre):
            _reunir(groupes, nom, le_meme)
    communs, remarques = [], []
    for groupe in groupes:
        codes = {organismes[nom].code for nom in groupe}
        if len(codes) > 1:
            noms = sorted(groupe, key=lambda nom: (-len(nom), nom))
            communs.append(replace(_principal([organismes[nom] for nom in noms], connus), noms=tuple(noms)))
            ecrits = " et ".join(f"« {nom} »" for nom in noms)
            remarques.append(f"{ecrits} portent les mêmes opérations : tenus pour un seul maître d’ouvrage")
    return replace(connus, porteurs=(*connus.porteurs, *communs)), tuple(remarques)


def _par_operation(table: Table, connus: Connus) -> dict[Operation, str]:
    """Le maître d’ouvrage de chaque opération, tel que la table le nomme."""
    porteurs, _ = porteurs_de(table, connus)
    codes = next(
        (
            colonne
            for colonne, niveaux in table.niveaux.items()
            if accords(niveaux, DES_CHAMPS).get("operation", Accord.AUCUN) >= Accord.FRAPPE
            and convenance("operation", table.profils[colonne]) is Convenance.CONFIRME
        ),
        None,
    )
    if porteurs is None or codes is None:
        return {}
    noms = table.profils[porteurs].valeurs
    return {
        cle_d_operation(cellule.texte).comparable: " ".join(noms[ligne].texte.split())
        for ligne, cellule in table.profils[codes].valeurs.items()
        if ligne in noms
    }


def _memes(une: Mapping[Operation, str], autre: Mapping[Operation, str]) -> list[tuple[str, str]]:
    """Les noms différents qui, d’une table à l’autre, portent exactement les mêmes opérations communes."""
    communes = une.keys() & autre.keys()
    d_ici: dict[str, set[Operation]] = {}
    de_la: dict[str, set[Operation]] = {}
    for operation in communes:
        d_ici.setdefault(une[operation], set()).add(operation)
        de_la.setdefault(autre[operation], set()).add(operation)
    ecrits = {*une.values()} & {*autre.values()}
    return sorted(
        (nom, le_meme)
        for nom, siennes in d_ici.items()
        for le_meme, les_memes in de_la.items()
        if nom != le_meme and siennes == les_memes and nom not in ecrits and le_meme not in ecrits
    )


def _reunir(groupes: list[set[str]], nom: str, le_meme: str) -> None:
    siens = [groupe for groupe in groupes if nom in groupe or le_meme in groupe]
    reuni = set().union(*siens)
    groupes[:] = [groupe for groupe in groupes if groupe not in siens] + [reuni]


def _principal(organismes: Sequence[Organisme], connus: Connus) -> Organisme:
    """Celui que la convention déclare, sinon celui dont on sait la catégorie, sinon le mieux nommé."""
    declares = {connu.code for connu in (*connus.financeurs, *connus.porteurs)}
    return min(organismes, key=lambda o: (o.code not in declares, o.categorie is None))
