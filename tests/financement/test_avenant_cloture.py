"""L’avenant de clôture proposé : il fixe la clôture, et clore de nouveau n’y change rien."""

import datetime
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from financement.calculs.tableau import tableau_financier
from financement.cloture import Cloture, EtatLigne, calculer_cloture
from financement.cloture.avenant import generer_avenant_cloture
from financement.cloture.faits import faits_des_operations
from financement.dossier.nomenclature import Base, Nature, NatureAvenant, RegleCloture, Statut
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import MONTANT_MAXIMAL
from maquettes import lire_dossier
from tests.construction import avenant, enveloppe, euros, jour, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import au_hasard, dossiers

DOSSIER: Final = Path(__file__).parents[2] / "examples" / "noyer_dore"
AU: Final = jour("2015-03-31")
SIGNATURE: Final = jour("2020-01-15")
PAR_LOT: Final = 250
LOTS: Final = 12
Dossier = tuple[Projet, datetime.date]


def clore(dossier: Projet, au: datetime.date = AU) -> Cloture:
    """La clôture à la date, dans la dernière version : celle dont part un avenant de clôture."""
    return calculer_cloture(dossier, au=au, version=dossier.convention.versions[-1])


def generer(dossier: Projet, au: datetime.date = AU, signature: datetime.date = SIGNATURE) -> Projet:
    return generer_avenant_cloture(clore(dossier, au), signature=signature)


def montants(cloture: Cloture) -> dict[CleLigne, int]:
    """Les montants de clôture ; une ligne tombée à zéro, sans mouvement, n’est plus une ligne de la clôture."""
    return {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes if ligne.montant_cloture}


def nouvelles(dossier: Projet) -> tuple[list[Operation], list[LignePlan]]:
    """Ce que la dernière version ajoute."""
    numero = dossier.convention.versions[-1]
    return [o for o in dossier.operations if o.version == numero], [p for p in dossier.plan if p.version == numero]


def verifier(dossier: Projet, au: datetime.date) -> None:
    """Toutes les lois de l’avenant de clôture, pour un dossier clos à une date."""
    cloture = clore(dossier, au)
    clos = generer_avenant_cloture(cloture, signature=SIGNATURE)
    numero = dossier.convention.versions[-1] + 1
    dernier = clos.convention.avenants[-1]
    assert (dernier.numero, dernier.nature, dernier.date) == (numero, NatureAvenant.CLOTURE, SIGNATURE)
    avant, apres = tableau_financier(dossier), tableau_financier(clos)
    assert apres.enveloppes == avant.enveloppes
    assert (apres.date_limite_engagement, apres.date_limite_solde) == (
        avant.date_limite_engagement,
        avant.date_limite_solde,
    )
    # P = M.
    programmes = {ligne.cle: ligne.montant for ligne in apres.lignes if ligne.montant}
    assert programmes == {cle: montant for cle, montant in montants(cloture).items() if montant > 0}
    # C = coût final, A = min(A, C), et pas d'assiette où il n'y avait pas de coût.
    for code, fait in faits_des_operations(cloture.situation, au).items():
        # Sortie du tableau sans rien qui la rappelle, elle n'y revient pas.
        close = next((operation for operation in apres.operations if operation.code == code), None)
        if close is None:
            assert fait.cout == 0
            continue
        assert close.cout == fait.cout_final
        assert close.assiette_retenue == (min(fait.assiette, fait.cout_final) if fait.cout else 0)
        assert (close.taux_anru, close.base, close.nature_cout) == (
            fait.operation.taux_anru,
            fait.operation.base,
            fait.operation.nature_cout,
        )
    # Clore de nouveau : les mêmes montants, les mêmes écarts, et plus rien à fixer.
    encore = clore(clos, au)
    assert montants(encore) == montants(cloture)
    # Une opération dont toutes les lignes sont tombées à zéro, sans mouvement, n'est plus à la clôture.
    ecarts = {e.faits.operation.code: e.ecart for e in cloture.equilibres()}
    ecarts_encore = {e.faits.operation.code: e.ecart for e in encore.equilibres()}
    assert ecarts_encore == {code: ecarts[code] for code in ecarts_encore}
    # Un engagé réputé suit le programmé ; tout autre reste ce qu'il est, et l'état avec lui.
    mouvements = {ligne.cle: (ligne.engage, ligne.paye, ligne.etat) for ligne in cloture.lignes}
    suivies = [ligne for ligne in encore.lignes if not ligne.suivie.est_reputee]
    assert all(mouvements[li.cle] == (li.engage, li.paye, li.etat) for li in suivies)
    assert nouvelles(generer_avenant_cloture(encore, signature=jour("2021-01-15"))) == ([], [])


@given(dossiers())
def test_clore_de_nouveau_ne_change_rien(dossier: Dossier) -> None:
    verifier(*dossier)


@pytest.mark.parametrize("lot", [*range(2), *(pytest.param(lot, marks=pytest.mark.long) for lot in range(2, LOTS))])
def test_clore_de_nouveau_ne_change_rien_en_nombre(lot: int) -> None:
    for graine in range(lot * PAR_LOT, (lot + 1) * PAR_LOT):
        verifier(*au_hasard(graine))


def jalons(cloture: Cloture) -> set[datetime.date]:
    """Les jours où le temps seul change un état : l’achèvement, et le lendemain de la limite d’engagement."""
    limite = cloture.situation.tableau.date_limite_engagement + datetime.timedelta(days=1)
    # Une opération sortie du tableau garde ses mouvements, et son achèvement.
    operations = (faits.operation for faits in cloture.faits.values())
    return {o.achevement for o in operations if o.achevement is not None} | {limite}


@given(dossiers(), st.integers(0, 4000))
def test_clore_plus_tard_sans_fait_nouveau_ne_change_rien(dossier: Dossier, jours: int) -> None:
    """Le dossier déjà clos, relu plus tard : seuls un fait ou une échéance changeraient un montant."""
    complet, au = dossier
    projet_connu = replace(
        complet,
        journal=tuple(m for m in complet.journal if m.date <= au),
        reestimations=tuple(r for r in complet.reestimations if r.date <= au),
    )
    tard = au + datetime.timedelta(days=jours)
    cloture = clore(projet_connu, au)
    assume(not any(au < jalon <= tard for jalon in jalons(cloture)))
    clos = generer_avenant_cloture(cloture, signature=SIGNATURE)
    assert montants(clore(clos, tard)) == montants(cloture)


def test_le_dernier_avenant_signe_est_en_vigueur() -> None:
    """À la date de signature, sans dire de version, c’est le tableau final qui se lit."""
    clos = generer(engagee("450 000"), signature=AU)
    cloture = calculer_cloture(clos, au=AU)
    assert cloture.situation.tableau.version == 1
    assert cloture.total.economie == 0


def engagee(engage: str, *de_plus: Any, **champs: Any) -> Projet:
    """OP-1, 45 % d’un million, dont l’ANRU a engagé ``engage`` euros ; mouvements et champs d’opération en plus."""
    return projet(
        operations=[operation(**champs)],
        journal=[mouvement("engagement", euros(int(engage.replace(" ", "")))), *de_plus],
    )


def test_une_operation_terminee_sous_son_cout() -> None:
    """Dépense 800 000 sur 1 000 000 : ANRU 45 % × 800 000 = 360 000 ; Ville 800 000 − 360 000 = 440 000."""
    clos = generer(engagee("450 000", mouvement("depense", euros(800_000)), achevement=jour("2010-06-30")))
    operations, plan = nouvelles(clos)
    assert [(o.cout_ht, o.assiette, o.achevement) for o in operations] == [(euros(800_000), None, jour("2010-06-30"))]
    assert [(p.financeur, p.nature, p.montant, p.regle_cloture) for p in plan] == [
        ("ANRU", Nature.SUBVENTION, euros(360_000), None),
        ("VILLE", Nature.FONDS_PROPRES, euros(440_000), None),
    ]


def test_une_operation_terminee_au_dessus_de_son_cout() -> None:
    """Dépense 1 100 000 : l’ANRU reste à 450 000 ; le coût monte, l’assiette de l’ANRU reste à 1 000 000."""
    clos = generer(engagee("450 000", mouvement("depense", euros(1_100_000)), achevement=jour("2010-06-30")))
    operations, plan = nouvelles(clos)
    assert [(o.cout_ht, o.assiette) for o in operations] == [(euros(1_100_000), euros(1_000_000))]
    assert [(p.financeur, p.montant) for p in plan] == [("VILLE", euros(650_000))]


def test_la_regle_de_la_ligne_est_gardee() -> None:
    forfaitaire = projet(
        plan=[
            ligne("VILLE", euros(900_000), regle_cloture=RegleCloture.RESIDU),
            ligne("CDC", euros(100_000), regle_cloture=RegleCloture.FORFAIT),
        ],
        journal=[mouvement("engagement", euros(80_000), financeur="CDC")],
    )
    _, plan = nouvelles(generer(forfaitaire))
    assert [(p.financeur, p.montant, p.regle_cloture) for p in plan] == [
        ("VILLE", euros(920_000), RegleCloture.RESIDU),
        ("CDC", euros(80_000), RegleCloture.FORFAIT),
    ]


def test_une_operation_abandonnee_perd_cout_et_plan() -> None:
    abandonnee = projet(operations=[operation(statut=Statut.ABANDONNEE, assiette=euros(900_000))])
    operations, plan = nouvelles(generer(abandonnee))
    assert [(o.cout, o.assiette_retenue, o.statut) for o in operations] == [(0, 0, Statut.ABANDONNEE)]
    assert [p.montant for p in plan] == [0, 0]


def test_une_ligne_forclose_est_mise_a_zero() -> None:
    """Rien d’engagé au 1er janvier 2016 : l’ANRU perd ses 450 000, que la Ville reprend."""
    clos = generer(projet(), au=jour("2016-01-01"))
    assert [(p.financeur, p.montant) for p in nouvelles(clos)[1]] == [("ANRU", 0), ("VILLE", euros(1_000_000))]


def test_rien_a_changer_n_ajoute_que_l_avenant() -> None:
    clos = generer(engagee("450 000"))
    assert nouvelles(clos) == ([], [])
    assert clos.convention.versions == (0, 1)


def test_les_enveloppes_restent() -> None:
    plafonne = projet(avenants=(avenant(3, enveloppes=(enveloppe("ANRU", euros(500_000)),)),))
    clos = generer(plafonne)
    assert clos.convention.versions == (0, 3, 4)
    assert tableau_financier(clos).enveloppes == tableau_financier(plafonne).enveloppes
    assert clos.convention.avenants[-1].enveloppes == ()


@pytest.mark.parametrize("signature", ["2013-06-30", "2013-06-29", "2004-07-01"])
def test_une_signature_qui_ne_suit_pas_le_dernier_avenant_est_refusee(signature: str) -> None:
    dossier = projet(avenants=(avenant(2, "2013-06-30"),))
    with pytest.raises(DossierRefuse) as refus:
        generer(dossier, signature=jour(signature))
    (faute,) = refus.value.fautes
    assert (faute.code, faute.provenance.colonne, faute.lu) == (
        "VALEUR-02",
        "signature",
        afficher_date(jour(signature)),
    )
    assert "suit le dernier acte signé, du 30/06/2013" in faute.message
    assert faute.remede == "Donner une signature plus tardive."
    assert generer(dossier, signature=jour("2013-07-01")).convention.versions == (0, 2, 3)


@pytest.mark.parametrize("signature", [None, "2020-01-15", datetime.datetime(2020, 1, 15, tzinfo=datetime.UTC)])
def test_une_signature_qui_n_est_pas_une_date_est_refusee(signature: Any) -> None:
    with pytest.raises(ValeurImpossible, match=r"colonne signature .* Donner une date sans heure"):
        generer(projet(), signature=signature)


def test_le_dernier_numero_d_avenant_n_a_pas_de_suivant() -> None:
    assert generer(projet(avenants=(avenant(998, "2006-03-15"),))).convention.versions[-1] == 999
    with pytest.raises(DossierRefuse) as refus:
        generer(projet(avenants=(avenant(999, "2006-03-15"),)))
    (faute,) = refus.value.fautes
    assert (faute.lu, faute.provenance.colonne) == ("999", "numero")
    assert "c’est le dernier numéro qu’un avenant puisse porter, et celui-ci le suit" in faute.message
    assert faute.remede == "Donner à cet avenant le numéro qui suit celui du précédent."


def test_une_cloture_d_une_version_depassee_est_refusee() -> None:
    """L’avenant défairait en silence ce que le dernier a changé depuis."""
    dossier = projet(avenants=(avenant(2, "2015-06-30"),))
    with pytest.raises(DossierRefuse) as refus:
        generer_avenant_cloture(calculer_cloture(dossier, au=AU), signature=SIGNATURE)
    (faute,) = refus.value.fautes
    assert (faute.lu, faute.provenance.colonne) == ("0", "version")
    assert "part de la dernière version, 2" in faute.message
    assert faute.remede == "Clore après la signature du dernier avenant."


# --- les coins où la seconde clôture pourrait différer de la première


def test_un_paye_negatif_se_programme_a_zero() -> None:
    """Soldée sans dépense, 10 000 reversés pour 4 000 payés : X = −6 000, M = 0 ; les 6 000 sont à verser."""
    reverse = engagee("450 000", mouvement("solde", euros(4_000)), mouvement("reversement", euros(10_000)))
    (soldee, _) = clore(reverse).lignes
    assert (soldee.etat, soldee.montant_cloture) == (EtatLigne.SOLDEE, 0)
    assert (soldee.paye, soldee.solde_a_verser) == (-euros(6_000), euros(6_000))
    verifier(reverse, AU)
    assert [p.montant for p in nouvelles(generer(reverse))[1]] == [0, euros(1_000_000)]


def test_une_operation_sans_cout_n_a_plus_d_assiette() -> None:
    """Coût nul mais assiette et taux déclarés : k = 0 avant l’avenant, k = 0 après, malgré le coût final."""
    sans_cout = engagee(
        "450 000",
        mouvement("depense", euros(100)),
        cout_ht=0,
        assiette=euros(1_000),
        taux_anru=Fraction(1, 2),
        achevement=jour("2010-06-30"),
    )
    assert clore(sans_cout).lignes[0].montant_cloture == 0
    verifier(sans_cout, AU)


def test_une_nature_vide_garde_son_sens() -> None:
    """L’ANRU n’est pas au plan ; un engagement de prêt y crée une ligne, l’autre mouvement reste une subvention."""
    sans_plan = projet(
        plan=[ligne("VILLE", euros(1_000_000), nature=Nature.FONDS_PROPRES)],
        journal=[
            mouvement("engagement", 700, nature=Nature.PRET),
            mouvement("demande", 300),
            mouvement("engagement", 500, financeur="CDC"),
        ],
    )
    clos = generer(sans_plan)
    natures = [(p.financeur, p.nature) for p in nouvelles(clos)[1]]
    assert ("ANRU", Nature.PRET) in natures
    assert [m.nature for m in clos.journal] == [Nature.PRET, Nature.SUBVENTION, Nature.SUBVENTION]
    verifier(sans_plan, AU)


def test_un_mouvement_que_rien_ne_rend_ambigu_reste_comme_il_est() -> None:
    dossier = engagee("400 000", mouvement("depense", 100))
    assert generer(dossier).journal == dossier.journal


def test_deux_natures_d_un_financeur_ne_rendent_pas_le_journal_ambigu() -> None:
    """Une subvention au plan, un prêt engagé sans ligne : le plan final a les deux, le journal se relit."""
    deux = engagee("400 000", mouvement("engagement", 700, nature=Nature.PRET))
    clos = generer(deux)
    assert [m.nature for m in clos.journal] == [Nature.SUBVENTION, Nature.PRET]
    verifier(deux, AU)


@pytest.mark.parametrize(
    ("champs", "cout_ht", "cout_ttc"),
    [
        # HT, sans et avec coût TTC : le coût final est HT ; le TTC déclaré suit la proportion 1 196 / 1 000.
        ({"cout_ht": 1000}, 800, None),
        ({"cout_ht": 1000, "cout_ttc": 1196}, 800, 957),
        # TTC, au taux ou déclaré : le coût final est TTC, exact ; 800 × 1 000 / 1 196 = 668,89… → 669.
        ({"cout_ht": 1000, "base": Base.TTC, "taux_tva": Fraction(196, 1000)}, 669, 800),
        ({"cout_ht": 1000, "base": Base.TTC, "cout_ttc": 1200}, 667, 800),
        # Sans coût, la proportion n'a pas de sens : le coût final vaut pour les deux.
        ({"cout_ht": 0, "base": Base.TTC, "cout_ttc": 0}, 800, 800),
        # HT et TTC sans rapport : borné au plus grand montant qui s'écrit.
        ({"cout_ht": MONTANT_MAXIMAL, "base": Base.TTC, "cout_ttc": 1}, MONTANT_MAXIMAL, 800),
    ],
)
def test_l_autre_base_suit(champs: dict[str, Any], cout_ht: int, cout_ttc: int | None) -> None:
    depense = projet(
        operations=[operation(**champs, achevement=jour("2010-06-30"))],
        journal=[mouvement("depense", 800)],
    )
    (close,) = nouvelles(generer(depense))[0]
    assert (close.cout_ht, close.cout_ttc, close.cout) == (cout_ht, cout_ttc, 800)
    verifier(depense, AU)


def test_une_operation_sans_financement_prend_aussi_son_cout_final() -> None:
    seule = replace(projet(plan=()), reestimations=(Reestimation(date=AU, operation="OP-1", cout=700),))
    assert [o.cout for o in nouvelles(generer(seule))[0]] == [700]


def test_noyer_dore() -> None:
    """L’exemple clos au 31 mars 2015 : plus d’économie ni de dépassement, et les enveloppes de la convention."""
    dossier = lire_dossier(DOSSIER)
    verifier(dossier, AU)
    clos = generer(dossier, signature=AU)
    cloture = calculer_cloture(clos, au=AU)
    assert clos.convention.versions == (0, 1, 2, 3, 4, 5, 6)
    assert cloture.total.economie == 0
    assert cloture.total.programme == clore(dossier).total.montant_cloture
