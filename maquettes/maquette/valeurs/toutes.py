"""Toutes les valeurs calculées d’une maquette, bloc par bloc : celles que les formules doivent redonner."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from maquettes.description.description import SUIVIS
from maquettes.maquette.valeurs.annulations import valeurs_des_annulations
from maquettes.maquette.valeurs.cloture import valeurs_de_la_cloture
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur
from maquettes.maquette.valeurs.saisies import (
    valeurs_de_simple,
    valeurs_des_avenants,
    valeurs_des_enveloppes,
    valeurs_des_financeurs,
    valeurs_des_operations,
    valeurs_du_journal,
    valeurs_du_plan,
    valeurs_du_suivi,
)
from maquettes.maquette.valeurs.situation import valeurs_de_la_situation, valeurs_des_couts_finals
from maquettes.maquette.valeurs.syntheses import (
    valeurs_de_l_echeancier,
    valeurs_de_la_comparaison,
    valeurs_des_familles,
    valeurs_des_financeurs_synthetises,
    valeurs_des_maitres,
)

__all__ = ["calculer_valeurs"]

_CALCULS: Final[Mapping[str, Callable[[Moteur], Colonnes]]] = {
    "financeurs": valeurs_des_financeurs,
    "avenants": valeurs_des_avenants,
    "enveloppes": valeurs_des_enveloppes,
    "maitres_ouvrage": partial(valeurs_de_simple, bloc="maitres_ouvrage"),
    "contreparties_foncieres": partial(valeurs_de_simple, bloc="contreparties_foncieres"),
    "parametres": partial(valeurs_de_simple, bloc="parametres"),
    "operations": valeurs_des_operations,
    "plan": valeurs_du_plan,
    "journal": valeurs_du_journal,
    **{table.nom: partial(valeurs_du_suivi, bloc=table.nom) for table in SUIVIS},
    "situation": valeurs_de_la_situation,
    "couts_finals": valeurs_des_couts_finals,
    "cloture": valeurs_de_la_cloture,
    "synthese_financeurs": valeurs_des_financeurs_synthetises,
    "familles": valeurs_des_familles,
    "synthese_maitres": valeurs_des_maitres,
    "echeancier": valeurs_de_l_echeancier,
    "comparaison": valeurs_de_la_comparaison,
    "annulations": valeurs_des_annulations,
}


def calculer_valeurs(moteur: Moteur) -> Mapping[str, Colonnes]:
    """Les valeurs de chaque colonne calculée, par bloc ; une colonne absente n’a que des textes vides."""
    return {bloc: calcul(moteur) for bloc, calcul in _CALCULS.items()}
