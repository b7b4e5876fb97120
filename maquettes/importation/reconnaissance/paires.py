"""Un taux et le montant qui le suit : ce que leurs nombres disent d’une colonne que son libellé ne dit pas."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from maquettes.importation.reconnaissance.convenances import Convenance, convenance, est_un_montant
from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import Accord
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.noms_d_organismes import PRECISIONS
from maquettes.importation.reconnaissance.mots.organismes import Connus, colonne_d_organisme
from maquettes.importation.reconnaissance.possibles import Possible, du_plan

__all__ = ["montants_des_taux"]

_PRECISIONS: Final = frozenset(mot for mots in PRECISIONS.values() for mot in mots)
_COUTS: Final = frozenset({"cout_ht", "cout_ttc", "assiette"})
_POUR_CENT: Final = 100
# Un taux affiché est arrondi : le montant qu'il donne l'est d'autant.
_ECART: Final = Decimal("0.001")


def montants_des_taux(table: Table, sens: Mapping[int, list[Possible]], connus: Connus) -> dict[int, list[Possible]]:
    """« ANRU / Taux », puis « Montant » seul : le second est de l’ANRU, si ce taux d’un coût le donne."""
    champs = {trouves[0].champ for trouves in sens.values() if trouves}
    couts = [table.profils[c] for c, trouves in sens.items() if trouves and trouves[0].champ in _COUTS]
    rendus = dict(sens)
    for taux, montant in pairwise(table.niveaux):
        lue = colonne_d_organisme(table.niveaux[taux], connus) if table.niveaux[taux] else None
        if lue is None or not lue.est_un_taux or lue.accord < Accord.FRAPPE or sens[montant]:
            continue
        champ = du_plan(lue.code, lue.nature)
        if champ in champs or not _PRECISIONS.issuperset(mots_de(" ".join(table.niveaux[montant]))):
            continue
        if any(_donne(table.profils[taux], cout, table.profils[montant]) for cout in couts):
            rendus[montant] = [
                Possible(champ=champ, accord=Accord.EXACT, convenance=Convenance.CONFIRME, doute=lue.suppose)
            ]
    return rendus


def _donne(taux: Profil, cout: Profil, montant: Profil) -> bool:
    """À presque toutes les lignes, le montant est ce taux du coût."""
    if convenance("taux", taux) is Convenance.CONTRAIRE or not est_un_montant(montant):
        return False
    lignes = [ligne for ligne in montant.nombres if ligne in taux.nombres and ligne in cout.nombres]
    justes = sum(_proches(taux.nombres[n], cout.nombres[n], montant.nombres[n]) for n in lignes)
    return bool(lignes) and justes * 10 >= len(lignes) * 9


def _proches(taux: Decimal, cout: Decimal, montant: Decimal) -> bool:
    part = taux / _POUR_CENT if taux > 1 else taux
    return abs(part * cout - montant) <= abs(cout) * _ECART
