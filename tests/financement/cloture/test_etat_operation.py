"""L’état d’une opération est celui de ses lignes de concours, la moins avancée ; l’autofinancement n’y compte pas."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from exports import chemin_exemple
from financement import AvancementOperation, EtatLigne, EtatOperation, PorteeTableau, calculer_cloture
from financement.cloture.etat import etat_de_l_operation
from financement.cloture.faits import FaitsOperation
from financement.dossier.nomenclature import Nature
from maquettes import lire_dossier
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet

A = AvancementOperation
E = EtatLigne

FAITS = FaitsOperation(
    operation=operation(), cout=0, assiette=0, depense=None, reestimation=None, achevee=False, abandonnee=False
)


@pytest.mark.parametrize(
    ("concours", "attendu", "forclose"),
    [
        ([E.SOLDEE, E.SOLDEE], A.SOLDEE, False),
        ([E.SOLDEE, E.ACHEVEE], A.ACHEVEE, False),
        ([E.SOLDEE, E.EN_COURS], A.EN_COURS, False),
        ([E.EN_COURS, E.ENGAGEE_NON_DEMARREE], A.ENGAGEE_NON_DEMARREE, False),
        ([E.ENGAGEE_NON_DEMARREE, E.A_ENGAGER], A.A_ENGAGER, False),
        ([E.FORCLOSE, E.A_ENGAGER], A.A_ENGAGER, True),
        ([E.FORCLOSE, E.SOLDEE], A.SOLDEE, True),
        ([E.FORCLOSE, E.FORCLOSE], A.FORCLOSE, True),
        ([E.SOLDEE, E.RESIDU], A.SOLDEE, False),
        ([E.RESIDU], A.NON_ACHEVEE_SANS_CONCOURS, False),
        ([], A.NON_ACHEVEE_SANS_CONCOURS, False),
    ],
)
def test_l_etat_est_celui_du_concours_le_moins_avance(concours: list[E], attendu: A, forclose: bool) -> None:  # noqa: FBT001
    for ordre in permutations(concours):
        assert etat_de_l_operation(ordre, FAITS) == EtatOperation(attendu, forclose)


def test_sans_concours_seul_l_achevement_compte() -> None:
    achevee = replace(FAITS, achevee=True)
    assert etat_de_l_operation([], achevee) == EtatOperation(A.ACHEVEE_SANS_CONCOURS, forclose=False)


def test_une_operation_abandonnee_l_est_quoi_que_disent_ses_lignes() -> None:
    abandonnee = replace(FAITS, abandonnee=True)
    for lignes in ([E.ABANDONNEE, E.SOLDEE], [E.ABANDONNEE, E.FORCLOSE]):
        assert etat_de_l_operation(lignes, abandonnee) == EtatOperation(A.ABANDONNEE, forclose=False)


def test_la_forclusion_se_dit_a_cote() -> None:
    assert EtatOperation(A.SOLDEE, forclose=True).libelle == "soldée (un concours forclos)"
    assert EtatOperation(A.FORCLOSE, forclose=True).libelle == "forclose"
    assert EtatOperation(A.SOLDEE, forclose=False).libelle == "soldée"


def test_des_fonds_propres_jamais_verses_ne_retiennent_pas_une_operation_soldee() -> None:
    """L’ANRU a tout soldé ; la Ville, maître d’ouvrage, n’engage ni ne verse à personne ses 550 000 €."""
    journal = (
        mouvement("engagement", euros(450_000)),
        mouvement("solde", euros(450_000)),
        mouvement("depense", euros(1_000_000)),
    )
    clos = calculer_cloture(
        projet(operations=[operation(achevement=jour("2011-06-30"))], journal=journal), au=jour("2012-01-01")
    )
    (etat,) = clos.etats_des_operations().values()
    assert etat == EtatOperation(A.SOLDEE, forclose=False)


def test_un_concours_du_maitre_d_ouvrage_jamais_engage_la_retient() -> None:
    """Même opération, mais la Ville y apporte une subvention : elle reste à engager."""
    plan = [ligne("ANRU", euros(450_000)), ligne("VILLE", euros(550_000), nature=Nature.SUBVENTION)]
    journal = (mouvement("engagement", euros(450_000)), mouvement("solde", euros(450_000)))
    (etat,) = (
        calculer_cloture(projet(plan=plan, journal=journal), au=jour("2012-01-01")).etats_des_operations().values()
    )
    assert etat.avancement is A.A_ENGAGER


def test_une_operation_a_un_etat_si_le_tableau_la_garde_ou_si_une_ligne_la_suit() -> None:
    """L’avenant 1 refait tout le tableau : OP-3 et OP-4 en sortent, mais l’ANRU a engagé sur OP-3."""
    clos = calculer_cloture(
        projet(
            avenants=(avenant(1, tableau=PorteeTableau.COMPLET),),
            operations=[
                *(operation(code) for code in ("OP-1", "OP-2", "OP-3", "OP-4")),
                *(operation(code, version=1) for code in ("OP-1", "OP-2")),
            ],
            plan=[ligne("ANRU", euros(1_000_000)), ligne("ANRU", euros(1_000_000), version=1)],
            journal=(mouvement("engagement", euros(450_000), operation="OP-3"),),
        ),
        au=jour("2012-01-01"),
    )
    assert list(clos.etats_des_operations()) == ["OP-1", "OP-2", "OP-3"]


def test_les_operations_du_noyer_dore() -> None:
    """Abandonnée, livrée sans demande de solde, à engager, engagée non démarrée : telles que l’exemple les plante."""
    etats = calculer_cloture(lire_dossier(chemin_exemple()), au=date(2015, 3, 31)).etats_des_operations()
    assert etats["9200201-09-0009-001"].avancement is A.ABANDONNEE
    assert etats["9200201-07-0006-001"].avancement is A.ACHEVEE
    assert etats["9200201-10-0005-001"].avancement is A.ENGAGEE_NON_DEMARREE
    assert etats["9200201-08-0016-001"].avancement is A.A_ENGAGER
    assert etats["9200201-06-0003-001"].avancement is A.SOLDEE
