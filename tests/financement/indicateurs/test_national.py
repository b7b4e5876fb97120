"""Le repère national reproduit le tableau du Sénat à sa précision imprimée, et dit ce qui n’y tombe pas juste."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import pytest

from financement.dossier.nomenclature import FAMILLES, Programme
from financement.indicateurs.mesure import ecrire_decimal
from financement.indicateurs.national import (
    FAMILLES_NATIONALES,
    TOTAL_IMPRIME,
    FamilleNationale,
    mesures_nationales,
    total_des_familles,
)

# Recopiées du rapport : M€ du programme et sa part, M€ de l'ANRU et sa part, dans l'ordre imprimé.
IMPRIME: Final = """\
3418,6 7,7 2745,7 23,7
18346,5 41,3 2377,7 20,5
5280,7 11,9 1128,5 9,7
1913,8 4,3 755,2 6,5
276,2 0,6 108,3 0,9
540,5 1,2 167,5 1,4
1579,6 3,6 292,9 2,5
57,4 0,1 11,2 0,1
6781,4 15,3 2101,3 18,1
4309,0 9,7 1276,0 11,0
766,4 1,7 155,7 1,3
1131,9 2,5 459,1 4,0"""


def imprime(valeur: Fraction) -> str:
    return ecrire_decimal(valeur, 1).replace(".", ",")


def lignes() -> Iterator[tuple[FamilleNationale, list[str]]]:
    for famille, ligne in zip(FAMILLES_NATIONALES, IMPRIME.splitlines(), strict=True):
        yield famille, ligne.split()


@pytest.mark.parametrize(("famille", "attendus"), list(lignes()), ids=lambda v: getattr(v, "libelle", ""))
def test_chaque_famille_se_reimprime(famille: FamilleNationale, attendus: list[str]) -> None:
    assert [
        imprime(Fraction(famille.programme, 10)),
        imprime(Fraction(100 * famille.programme, TOTAL_IMPRIME.programme)),
        imprime(Fraction(famille.anru, 10)),
        imprime(Fraction(100 * famille.anru, TOTAL_IMPRIME.anru)),
    ] == attendus


def test_la_somme_des_familles_manque_d_un_dixieme_au_total_imprime() -> None:
    """44 402,0 pour 44 402,1 imprimé : douze arrondis à 0,05 près l’expliquent ; l’ANRU tombe juste."""
    somme = total_des_familles()
    assert (imprime(Fraction(somme.programme, 10)), imprime(Fraction(TOTAL_IMPRIME.programme, 10))) == (
        "44402,0",
        "44402,1",
    )
    assert imprime(Fraction(somme.anru, 10)) == imprime(Fraction(TOTAL_IMPRIME.anru, 10)) == "11579,1"
    assert abs(somme.programme - TOTAL_IMPRIME.programme) <= Fraction(len(FAMILLES_NATIONALES), 2)


def test_chaque_famille_du_pnru_y_est_une_fois() -> None:
    assert sorted(famille.famille for famille in FAMILLES_NATIONALES) == sorted(FAMILLES[Programme.PNRU])


NATIONALES: Final = {
    "cout_par_logement_demoli": "24\u202f360",  # 3 418,6 M€ ÷ 140 339 = 24 359,6
    "cout_par_logement_construit": "135\u202f163",  # 18 346,5 ÷ 135 736 = 135 163,1
    "cout_par_logement_rehabilite": "16\u202f301",  # 5 280,7 ÷ 323 958 = 16 300,6
    "cout_par_logement_residentialise": "5\u202f426",  # 1 913,8 ÷ 352 709 = 5 426,0
    "anru_par_logement_demoli": "19\u202f565",  # 2 745,7 ÷ 140 339 = 19 564,8
    "anru_par_logement_construit": "17\u202f517",  # 2 377,7 ÷ 135 736 = 17 517,1
    "anru_par_logement_rehabilite": "3\u202f483",  # 1 128,5 ÷ 323 958 = 3 483,5
    "anru_par_logement_residentialise": "2\u202f141",  # 755,2 ÷ 352 709 = 2 141,1
    "un_pour_un": "0,97",  # 135 736 ÷ 140 339 = 0,9672
    "levier": "3,83",  # 44 402,1 ÷ 11 579,1 = 3,8347
    "part_anru": "26,08",  # 11 579,1 ÷ 44 402,1 = 26,078 %
}


def test_les_reperes_nationaux_n_ont_que_les_decimales_que_porte_l_imprime() -> None:
    trouvees = {m.indicateur.cle: m.texte for m in mesures_nationales() if m.perimetre.famille is None}
    assert trouvees == NATIONALES


def test_le_repere_d_une_petite_famille_a_moins_de_decimales() -> None:
    """Changement d’usage : 57,4 ÷ 11,2 vaut 5,1 et non 5,13, car 11,2 peut être 11,15 ; démolition : 80,3 %."""
    par_famille = {(m.perimetre.famille, m.indicateur.cle): m for m in mesures_nationales()}
    assert par_famille["03", "levier"].texte == "5,1"
    assert par_famille["01", "part_anru"].texte == "80,32"
