"""Arrondir à l’euro sans qu’un total cesse d’être la somme de ses parts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.valeurs.arrondi_controle import arrondir_a_l_euro, arrondir_liste

Part = tuple[str, str]
Table = dict[Part, int]

# Beaucoup de centimes remarquables : entiers, demi-euros, un centime de part et d'autre.
CENTIMES = st.sampled_from([0, 1, 49, 50, 51, 99, 100, 150]) | st.integers(-300, 300) | st.integers(-(10**13), 10**13)
LISTES = st.lists(CENTIMES, max_size=12)


@st.composite
def tables(tirer: st.DrawFn, lignes: int = 6, colonnes: int = 5) -> tuple[Table, dict[str, str]]:
    """Un tableau creux, et la famille de chaque ligne."""
    noms = [f"L{rang}" for rang in range(tirer(st.integers(1, lignes)))]
    cles = list(product(noms, [f"C{rang}" for rang in range(tirer(st.integers(1, colonnes)))]))
    retenues = tirer(st.lists(st.sampled_from(cles), unique=True, max_size=len(cles)))
    familles = {nom: tirer(st.sampled_from(["F1", "F2", "F3"])) for nom in noms}
    return {cle: tirer(CENTIMES) for cle in retenues}, familles


def totaux(parts: Mapping[Part, int], familles: Mapping[str, str]) -> dict[str, int]:
    """Chaque part et chaque total que voit le lecteur."""
    axes: Sequence[Callable[[Part], str]] = (
        lambda cle: f"part {cle}",
        lambda cle: f"ligne {cle[0]}",
        lambda cle: f"colonne {cle[1]}",
        lambda cle: f"famille {familles[cle[0]]}",
        lambda cle: f"famille {familles[cle[0]]}, colonne {cle[1]}",
        lambda _: "total",
    )
    sommes: dict[str, int] = {}
    for axe in axes:
        for cle, montant in parts.items():
            sommes[axe(cle)] = sommes.get(axe(cle), 0) + montant
    return sommes


def tient(exacts: Mapping[Part, int], arrondis: Mapping[Part, int], familles: Mapping[str, str]) -> bool:
    """Tout est un nombre entier d’euros, à moins d’un euro de l’exact."""
    vises = totaux(arrondis, familles)
    return all(
        vises[nom] % 100 == 0 and abs(vises[nom] - exact) < 100 for nom, exact in totaux(exacts, familles).items()
    )


def au_plus_proche(centimes: int) -> int:
    """L’euro le plus proche, un demi-euro loin de zéro, écrit autrement que dans la bibliothèque."""
    signe = -1 if centimes < 0 else 1
    return signe * ((abs(centimes) + 50) // 100 * 100)


# --- en une dimension


@pytest.mark.parametrize(
    ("montants", "arrondis"),
    [
        ([], ()),
        ([12_00], (12_00,)),
        ([12_49], (12_00,)),
        ([12_50], (13_00,)),
        ([-12_50], (-13_00,)),
        ([33_33, 33_33, 33_34], (33_00, 33_00, 34_00)),
        ([50, 50], (1_00, 0)),  # à égalité, le premier monte
        ([50, 50, 50], (1_00, 1_00, 0)),  # 1,50 s'arrondit à 2
        ([10, 20, 30], (0, 0, 1_00)),  # 0,60 s'arrondit à 1 : le plus fort reste
        ([-10, -20, -30], (0, 0, -1_00)),  # restes 90, 80, 70 ; la somme −0,60 s'arrondit à −1
        ([5_00, 99, 1], (5_00, 1_00, 0)),  # un montant entier ne bouge pas
    ],
)
def test_des_listes_arrondies_a_la_main(montants: list[int], arrondis: tuple[int, ...]) -> None:
    assert arrondir_liste(montants) == arrondis


def test_un_total_donne_est_atteint() -> None:
    assert arrondir_liste([10, 20, 30], 0) == (0, 0, 0)
    assert arrondir_liste([10, 20, 30], 2_00) == (0, 1_00, 1_00)
    assert arrondir_liste([10, 20, 30], 3_00) == (1_00, 1_00, 1_00)


@pytest.mark.parametrize(
    ("montants", "total"), [([10, 20], 3_00), ([10, 20], -1_00), ([10, 20], 50), ([1_00, 20], 0), ([], 1_00)]
)
def test_un_total_hors_d_atteinte_est_refuse(montants: list[int], total: int) -> None:
    with pytest.raises(ValueError, match="hors d’atteinte"):
        arrondir_liste(montants, total)


@given(LISTES)
def test_une_liste_arrondie_fait_le_total_le_plus_proche(montants: list[int]) -> None:
    arrondis = arrondir_liste(montants)
    assert sum(arrondis) == au_plus_proche(sum(montants))
    assert all(a % 100 == 0 and abs(a - m) < 100 for a, m in zip(arrondis, montants, strict=True))


@given(st.lists(st.integers(-250, 250), max_size=7))
def test_aucune_autre_liste_de_meme_total_n_est_plus_proche(montants: list[int]) -> None:
    """Parmi tous les arrondis possibles de même total, celui-ci a l’écart le plus petit."""
    arrondis = arrondir_liste(montants)
    possibles = product(*(sorted({m - m % 100, m + -m % 100}) for m in montants))
    ecarts = [_ecart(montants, possible) for possible in possibles if sum(possible) == sum(arrondis)]
    assert _ecart(montants, arrondis) == min(ecarts)


def _ecart(exacts: Iterable[int], arrondis: Iterable[int]) -> int:
    return sum(abs(exact - arrondi) for exact, arrondi in zip(exacts, arrondis, strict=True))


@given(LISTES)
def test_arrondir_une_liste_d_euros_n_y_change_rien(montants: list[int]) -> None:
    entiers = arrondir_liste(montants)
    assert arrondir_liste(entiers) == entiers


# --- en deux dimensions


def test_un_carre_de_moities() -> None:
    """Quatre demi-euros : un par ligne, un par colonne, deux en tout ; à égalité, la première part monte."""
    parts = {("A", "x"): 50, ("A", "y"): 50, ("B", "x"): 50, ("B", "y"): 50}
    assert arrondir_a_l_euro(parts, {"A": "F", "B": "F"}) == {
        ("A", "x"): 1_00,
        ("A", "y"): 0,
        ("B", "x"): 0,
        ("B", "y"): 1_00,
    }


def test_l_arrondi_part_par_part_ne_tiendrait_pas() -> None:
    """Trois fois 0,40 € sur trois lignes : au plus proche, chacune vaut 0 et le total 1 ; il faut en monter une."""
    parts = {(ligne, "x"): 40 for ligne in "ABC"}
    arrondis = arrondir_a_l_euro(parts, dict.fromkeys("ABC", "F"))
    assert sum(arrondis.values()) == 1_00
    assert sorted(arrondis.values()) == [0, 0, 1_00]


def test_le_plus_fort_reste_monte() -> None:
    parts = {("A", "x"): 10, ("B", "x"): 20, ("C", "x"): 70}
    assert arrondir_a_l_euro(parts, dict.fromkeys("ABC", "F")) == {("A", "x"): 0, ("B", "x"): 0, ("C", "x"): 1_00}


def test_une_ligne_sans_famille_ou_une_colonne_sans_groupe_est_refusee() -> None:
    with pytest.raises(KeyError, match="A"):
        arrondir_a_l_euro({("A", "x"): 50}, {})
    with pytest.raises(KeyError, match="x"):
        arrondir_a_l_euro({("A", "x"): 50}, {"A": "F"}, {})


def test_toute_cle_hachable_convient() -> None:
    parts = {(1, ("ANRU", None)): 1_50, (2, ("ANRU", None)): 1_50}
    assert arrondir_a_l_euro(parts, {1: None, 2: 3}) == {(1, ("ANRU", None)): 2_00, (2, ("ANRU", None)): 1_00}


@given(tables())
def test_tout_total_est_a_moins_d_un_euro_de_l_exact(table: tuple[Table, dict[str, str]]) -> None:
    parts, familles = table
    arrondis = arrondir_a_l_euro(parts, familles)
    assert list(arrondis) == list(parts)
    assert tient(parts, arrondis, familles)
    assert sum(arrondis.values()) == au_plus_proche(sum(parts.values()))


@given(tables())
def test_des_colonnes_se_groupent(table: tuple[Table, dict[str, str]]) -> None:
    """Deux colonnes d’un même financeur : leur somme aussi reste à moins d’un euro de l’exact."""
    parts, familles = table
    groupes = {f"C{rang}": f"G{rang // 2}" for rang in range(5)}
    arrondis = arrondir_a_l_euro(parts, familles, groupes)
    assert tient(parts, arrondis, familles)
    for groupe in set(groupes.values()):
        dans = [cle for cle in parts if groupes[cle[1]] == groupe]
        vise, exact = sum(arrondis[cle] for cle in dans), sum(parts[cle] for cle in dans)
        assert abs(vise - exact) < 100


def test_deux_demi_euros_d_un_meme_groupe_font_un_euro() -> None:
    """Seule, chaque colonne irait à 0 ou 1 € ; leur groupe pourrait alors faire 2 € pour 1 € exact."""
    parts = {("A", "subvention"): 50, ("B", "autre"): 50, ("C", "prêt"): 50, ("D", "reste"): 50}
    familles = dict.fromkeys("ABCD", "F")
    groupes = {"subvention": "CDC", "prêt": "CDC", "autre": "VILLE", "reste": "VILLE"}
    libres = arrondir_a_l_euro(parts, familles)
    assert (libres["A", "subvention"], libres["C", "prêt"]) == (1_00, 1_00)
    groupes_tenus = arrondir_a_l_euro(parts, familles, groupes)
    assert groupes_tenus["A", "subvention"] + groupes_tenus["C", "prêt"] == 1_00
    assert groupes_tenus["B", "autre"] + groupes_tenus["D", "reste"] == 1_00


@given(tables())
def test_arrondir_des_euros_n_y_change_rien(table: tuple[Table, dict[str, str]]) -> None:
    parts, familles = table
    entiers = arrondir_a_l_euro(parts, familles)
    assert arrondir_a_l_euro(entiers, familles) == entiers


@given(tables())
def test_renommer_ou_decaler_d_un_euro_ne_change_pas_la_solution(table: tuple[Table, dict[str, str]]) -> None:
    """Seuls comptent les centimes et l’ordre, ni les noms ni la grandeur (hors d’un demi-euro au total)."""
    parts, familles = table
    arrondis = arrondir_a_l_euro(parts, familles)
    renommees = {(f"z{ligne}", f"a{colonne}"): montant for (ligne, colonne), montant in parts.items()}
    autres = arrondir_a_l_euro(renommees, {f"z{ligne}": famille for ligne, famille in familles.items()})
    assert list(autres.values()) == list(arrondis.values())
    if sum(parts.values()) % 100 != 50:
        decalees = arrondir_a_l_euro({cle: montant + 7_00 for cle, montant in parts.items()}, familles)
        assert decalees == {cle: arrondi + 7_00 for cle, arrondi in arrondis.items()}


@given(tables(lignes=3, colonnes=3).filter(lambda table: sum(m % 100 != 0 for m in table[0].values()) <= 8))
def test_la_solution_est_parmi_toutes_celles_qui_tiennent(table: tuple[Table, dict[str, str]]) -> None:
    """Par force brute : l’ensemble des arrondis qui tiennent n’est jamais vide, et le nôtre en est."""
    parts, familles = table
    partielles = [cle for cle, montant in parts.items() if montant % 100]
    planchers = {cle: montant - montant % 100 for cle, montant in parts.items()}
    possibles = [
        {cle: plancher + 100 * (cle in montees) for cle, plancher in planchers.items()}
        for nombre in range(len(partielles) + 1)
        for montees in combinations(partielles, nombre)
    ]
    valides = [possible for possible in possibles if tient(parts, possible, familles)]
    assert arrondir_a_l_euro(parts, familles) in valides


def test_un_grand_tableau_reste_pres_de_l_exact() -> None:
    """Trois cents opérations, trente colonnes : l’écart moyen est celui d’un arrondi (25 c), pas d’un tirage (33 c)."""
    parts = {
        (f"L{i}", f"C{j}"): (i * i * 7_919 + j * 104_729 + i * j * 31) % 10**9 for i in range(300) for j in range(30)
    }
    familles = {f"L{i}": f"F{i % 12}" for i in range(300)}
    arrondis = arrondir_a_l_euro(parts, familles)
    assert tient(parts, arrondis, familles)
    assert sum(abs(arrondis[cle] - montant) for cle, montant in parts.items()) < 28 * len(parts)
