"""Le tableau financier en vigueur : la convention initiale pliée avec ses avenants."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.tableau import (
    TableauFinancier,
    operations_decrites,
    regle_par_defaut,
    tableau_financier,
    tableaux_financiers,
)
from financement.dossier.nomenclature import Nature, PorteeTableau, RegleCloture
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import Provenance
from tests.construction import avenant, enveloppe, financeur, jour, ligne, operation, projet
from tests.financement.tirages import AVENANTS, CREATION, OPERATIONS, PLANS, VERSIONS, assembler

AVENANT_1 = avenant(
    1, "2007-03-15", porteur="EPCI", date_limite_engagement=jour("2014-12-31"), enveloppes=(enveloppe("VILLE", 80),)
)
AVENANT_2 = avenant(2, "2009-12-01", date_limite_solde=jour("2018-06-30"), enveloppes=(enveloppe("OPH", 30),))


@pytest.fixture
def trois_versions() -> Projet:
    """OP-1 renchérit par l’avenant 1, OP-2 apparaît à l’avenant 2 ; la Ville remplace l’OPH par l’avenant 1."""
    return projet(
        avenants=(AVENANT_1, AVENANT_2),
        financeurs=(financeur("ANRU", enveloppe=100), financeur("VILLE", enveloppe=50), financeur("OPH")),
        operations=[
            operation("OP-2", version=2, cout_ht=7),
            operation("OP-1", cout_ht=100),
            operation("OP-1", version=1, cout_ht=120, taux_anru=Fraction(1, 2)),
        ],
        plan=[
            ligne("ANRU", 45),
            ligne("OPH", 55),
            ligne("OPH", 0, version=1),
            ligne("VILLE", 75, version=1),
            ligne("ANRU", 7, operation="OP-2", version=2),
        ],
    )


def montants(tableau: TableauFinancier) -> dict[tuple[str, str], int]:
    return {(ligne.operation, ligne.financeur): ligne.montant for ligne in tableau.lignes}


def test_la_version_0_est_la_convention_initiale(trois_versions: Projet) -> None:
    tableau = tableau_financier(trois_versions, 0)
    assert tableau.version == 0
    assert [(o.code, o.cout_ht) for o in tableau.operations] == [("OP-1", 100)]
    assert montants(tableau) == {("OP-1", "ANRU"): 45, ("OP-1", "OPH"): 55}
    assert tableau.porteur == "Ville"
    assert tableau.date_limite_engagement == jour("2015-12-31")
    assert tableau.date_limite_solde is None
    assert {e.financeur: e.montant for e in tableau.enveloppes} == {"ANRU": 100, "VILLE": 50}


def test_une_ligne_d_avenant_remplace_la_precedente(trois_versions: Projet) -> None:
    tableau = tableau_financier(trois_versions, 1)
    assert [(o.code, o.cout_ht) for o in tableau.operations] == [("OP-1", 120)]
    # Une ligne mise à zéro est retirée, mais reste connue.
    assert montants(tableau) == {("OP-1", "ANRU"): 45, ("OP-1", "OPH"): 0, ("OP-1", "VILLE"): 75}
    assert tableau.porteur == "EPCI"
    assert tableau.date_limite_engagement == jour("2014-12-31")
    assert {e.financeur: e.montant for e in tableau.enveloppes} == {"ANRU": 100, "VILLE": 80}


def test_ce_qu_un_avenant_ne_dit_pas_reste_comme_avant(trois_versions: Projet) -> None:
    tableau = tableau_financier(trois_versions, 2)
    # OP-2 garde sa place, celle de sa première ligne au dossier.
    assert [(o.code, o.cout_ht) for o in tableau.operations] == [("OP-2", 7), ("OP-1", 120)]
    assert montants(tableau) == {("OP-1", "ANRU"): 45, ("OP-1", "OPH"): 0, ("OP-1", "VILLE"): 75, ("OP-2", "ANRU"): 7}
    assert tableau.porteur == "EPCI"
    assert tableau.date_limite_engagement == jour("2014-12-31")
    assert tableau.date_limite_solde == jour("2018-06-30")
    assert {e.financeur: e.montant for e in tableau.enveloppes} == {"ANRU": 100, "VILLE": 80, "OPH": 30}


def test_le_signataire_du_porteur_le_suit_et_ne_passe_pas_au_nouveau() -> None:
    actes = (
        avenant(1, signataire="Le maire"),
        avenant(2),
        avenant(3, porteur="Ville"),
        avenant(4, porteur="EPCI"),
        avenant(5, porteur="Métropole", signataire="La présidente"),
    )
    tous = tableaux_financiers(projet(signataire="L’ancien maire", avenants=actes))
    assert [t.signataire for t in tous] == ["L’ancien maire", "Le maire", "Le maire", "Le maire", None, "La présidente"]


def test_sans_version_le_tableau_est_le_dernier(trois_versions: Projet) -> None:
    assert tableau_financier(trois_versions) == tableau_financier(trois_versions, 2)


def test_les_versions_se_suivent_sans_que_l_une_change_l_autre(trois_versions: Projet) -> None:
    tous = list(tableaux_financiers(trois_versions))
    assert [(t.version, len(t.operations), len(t.lignes), len(t.enveloppes), t.porteur) for t in tous] == [
        (0, 1, 2, 2, "Ville"),
        (1, 1, 3, 2, "EPCI"),
        (2, 2, 4, 3, "EPCI"),
    ]


@pytest.mark.parametrize("version", [3, -1, 7])
def test_une_version_qui_n_existe_pas_est_refusee(trois_versions: Projet, version: int) -> None:
    with pytest.raises(ValeurImpossible) as refus:
        tableau_financier(trois_versions, version)
    assert str(refus.value) == (
        f"Tableau financier impossible. colonne version : La version {version} n’est la version d’aucun avenant ; "
        "versions connues : 0, 1, 2. Corriger le numéro, ou déclarer l’avenant. [CODE-04]"
    )


def test_on_interroge_le_tableau_par_code(trois_versions: Projet) -> None:
    tableau = tableau_financier(trois_versions, 2)
    assert tableau.operation("OP-2").cout_ht == 7
    assert [p.montant for p in tableau.lignes_de("OP-2")] == [7]
    plafond, absent = tableau.enveloppe_de("VILLE"), tableau_financier(trois_versions, 0).enveloppe_de("OPH")
    assert plafond is not None
    assert plafond.montant == 80
    assert absent is None
    with pytest.raises(ValeurImpossible, match=r"L’opération « OP-2 » ne figure pas .* ; le plus proche est « OP-1 »"):
        tableau_financier(trois_versions, 0).operation("OP-2")


def test_l_enveloppe_initiale_vient_de_la_ligne_du_financeur() -> None:
    anru = replace(financeur("ANRU", enveloppe=100), provenance=Provenance(fichier="convention.toml"))
    tableau = tableau_financier(projet(financeurs=(anru, financeur("VILLE"))))
    assert tableau.enveloppes[0].provenance == Provenance(fichier="convention.toml", colonne="enveloppe")


def test_une_operation_future_est_decrite_par_sa_premiere_ligne(trois_versions: Projet) -> None:
    decrites = operations_decrites(trois_versions, tableau_financier(trois_versions, 0))
    assert [(o.code, o.version, o.cout_ht) for o in decrites] == [("OP-2", 2, 7), ("OP-1", 0, 100)]


@pytest.mark.parametrize(
    ("financeur", "nature", "regle"),
    [
        ("ANRU", Nature.SUBVENTION, RegleCloture.TAUX),
        ("VILLE", Nature.SUBVENTION, RegleCloture.TAUX),
        ("VILLE", Nature.FONDS_PROPRES, RegleCloture.RESIDU),
        ("OPH", Nature.FONDS_PROPRES, RegleCloture.FORFAIT),
        ("CDC", Nature.PRET, RegleCloture.FORFAIT),
        ("VILLE", Nature.PRET, RegleCloture.FORFAIT),
    ],
)
def test_la_regle_de_cloture_par_defaut_suit_la_nature(financeur: str, nature: Nature, regle: RegleCloture) -> None:
    """Lecture C : subventions au taux, fonds propres du maître d’ouvrage en résidu, le reste au forfait."""
    assert regle_par_defaut(operation(maitre_ouvrage="VILLE"), financeur, nature) is regle


# --- le pli, contre un pli naïf écrit ici


def plier(plan: tuple[LignePlan, ...], version: int) -> dict[CleLigne, int]:
    """Avenant après avenant, chaque ligne écrit par-dessus la précédente."""
    etat: dict[CleLigne, int] = {}
    for numero in VERSIONS:
        if numero <= version:
            etat |= {ligne.cle: ligne.montant for ligne in plan if ligne.version == numero}
    return etat


@given(PLANS, st.sampled_from(VERSIONS))
def test_le_tableau_est_le_pli_des_avenants(plan: tuple[LignePlan, ...], version: int) -> None:
    tableau = tableau_financier(assembler(plan), version)
    assert {ligne.cle: ligne.montant for ligne in tableau.lignes} == plier(plan, version)
    assert {o.code for o in tableau.operations} == {code for code, creee in CREATION.items() if creee <= version}


@given(PLANS, st.sampled_from(VERSIONS), st.randoms(use_true_random=False))
def test_l_ordre_des_lignes_ne_change_aucun_montant(plan: tuple[LignePlan, ...], version: int, hasard: Random) -> None:
    melange = list(plan)
    hasard.shuffle(melange)
    ordinaire, permute = (tableau_financier(assembler(p), version) for p in (plan, tuple(melange)))
    assert sorted(ordinaire.lignes, key=repr) == sorted(permute.lignes, key=repr)


def consolider(plan: tuple[LignePlan, ...], jusqu_a: int) -> Projet:
    """Le même projet, dont la convention initiale est déjà le tableau de la version ``jusqu_a``."""
    consolide = tableau_financier(assembler(plan), jusqu_a)
    operations: tuple[Operation, ...] = (
        *(replace(o, version=0) for o in consolide.operations),
        *(o for o in OPERATIONS if o.version > jusqu_a),
    )
    lignes = (*(replace(p, version=0) for p in consolide.lignes), *(p for p in plan if p.version > jusqu_a))
    plafonds = {e.financeur: e.montant for e in consolide.enveloppes}
    return projet(
        operations=operations,
        plan=lignes,
        financeurs=tuple(
            financeur(c, enveloppe=plafonds.get(c)) for c in ("ANRU", "VILLE", "DEPARTEMENT", "CDC", "OPH")
        ),
        porteur=consolide.porteur,
        date_limite_engagement=consolide.date_limite_engagement,
        avenants=tuple(a for a in AVENANTS if a.numero > jusqu_a),
    )


@given(PLANS, st.sampled_from(VERSIONS))
def test_les_avenants_se_plient_dans_n_importe_quel_groupement(plan: tuple[LignePlan, ...], jusqu_a: int) -> None:
    """Associativité : consolider les premiers avenants puis plier les suivants donne le tableau de tous."""
    direct, groupe = tableau_financier(assembler(plan)), tableau_financier(consolider(plan, jusqu_a))
    assert {p.cle: p.montant for p in direct.lignes} == {p.cle: p.montant for p in groupe.lignes}
    assert {o.code: (o.cout_ht, o.famille) for o in direct.operations} == {
        o.code: (o.cout_ht, o.famille) for o in groupe.operations
    }
    assert {e.financeur: e.montant for e in direct.enveloppes} == {e.financeur: e.montant for e in groupe.enveloppes}
    assert (direct.porteur, direct.date_limite_engagement) == (groupe.porteur, groupe.date_limite_engagement)


@pytest.fixture
def tableau_complet(trois_versions: Projet) -> Projet:
    """L’avenant 1, complet, ne reprend ni l’ANRU d’OP-1, ni OP-3 ; l’avenant 2 rappelle OP-3 par son seul plan."""
    complet = replace(AVENANT_1, tableau=PorteeTableau.COMPLET)
    return replace(
        trois_versions,
        convention=replace(trois_versions.convention, avenants=(complet, AVENANT_2)),
        operations=(*trois_versions.operations, operation("OP-3", cout_ht=9)),
        plan=(
            *trois_versions.plan,
            ligne("ANRU", 9, operation="OP-3"),
            ligne("VILLE", 4, operation="OP-3", version=2),
        ),
    )


def test_un_tableau_complet_retire_ce_qu_il_ne_reprend_pas(tableau_complet: Projet) -> None:
    assert montants(tableau_financier(tableau_complet, 0)) == {
        ("OP-1", "ANRU"): 45,
        ("OP-1", "OPH"): 55,
        ("OP-3", "ANRU"): 9,
    }
    apres = tableau_financier(tableau_complet, 1)
    assert [operation.code for operation in apres.operations] == ["OP-1"]
    assert montants(apres) == {("OP-1", "OPH"): 0, ("OP-1", "VILLE"): 75}


def test_une_operation_que_seul_le_plan_cite_est_au_tableau(tableau_complet: Projet) -> None:
    """Ses anciennes lignes n’y reviennent pas ; sa description est la dernière connue."""
    tableau = tableau_financier(tableau_complet, 2)
    assert [(operation.code, operation.version) for operation in tableau.operations] == [
        ("OP-2", 2),
        ("OP-1", 1),
        ("OP-3", 0),
    ]
    assert montants(tableau)["OP-3", "VILLE"] == 4
    assert ("OP-3", "ANRU") not in montants(tableau)


def test_une_operation_sortie_garde_sa_derniere_description(tableau_complet: Projet) -> None:
    decrites = operations_decrites(tableau_complet, tableau_financier(tableau_complet, 1))
    assert [(operation.code, operation.version) for operation in decrites] == [("OP-2", 2), ("OP-1", 1), ("OP-3", 0)]


@pytest.mark.parametrize("version", [True, False, 1.0, "1"])
def test_une_version_est_un_entier(trois_versions: Projet, version: Any) -> None:
    """``True`` vaut 1, et donnerait en silence le tableau de la version 1."""
    with pytest.raises(ValeurImpossible, match="n’est la version d’aucun avenant ; versions connues : 0, 1"):
        tableau_financier(trois_versions, version)
