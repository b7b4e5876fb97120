"""L’échéancier : le passé du journal, la suite jusqu’au montant de clôture."""

import datetime
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from financement.cloture import calculer_cloture
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Categorie, Nature, Statut
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.dossier.regles import Reglement, reglement_du_projet
from financement.echeancier import Echeancier, LigneEcheancier, besoins_de_tresorerie, calculer_echeancier
from financement.echeancier.calendrier import calendrier_prevu
from financement.echeancier.prevision import prevoir as prevoir_les_flux
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.echeancier.dossiers import calendriers

AU: Final = "2012-12-31"
ENGAGEMENT: Final = mouvement("engagement", euros(450_000), "2010-03-01")
Dossier = tuple[Projet, datetime.date]


def prevoir(*journal: Mouvement, au: str = AU, **champs: Any) -> Echeancier:
    """L’échéancier d’OP-1, 450 000 € de l’ANRU et 550 000 € de la Ville, avec ces mouvements."""
    convention = {cle: champs.pop(cle) for cle in ("date_limite_engagement",) if cle in champs}
    dossier = projet(operations=[operation(**champs)], journal=journal, **convention)
    return calculer_echeancier(calculer_cloture(dossier, au=jour(au)))


def flux(echeancier: Echeancier, financeur: str = "ANRU") -> list[tuple[str, int, int]]:
    """(semestre, engagement, paiement) prévus d’un financeur, en euros."""
    prevus = [prevu for prevu in echeancier.flux_prevus if prevu.cle.financeur == financeur]
    assert all(prevu.engagement % 100 == prevu.paiement % 100 == 0 for prevu in prevus)
    return [(str(prevu.semestre), prevu.engagement // 100, prevu.paiement // 100) for prevu in prevus]


DEUX_SEMESTRES: Final[dict[str, Any]] = {"debut": Semestre(2013, 1), "duree_semestres": 2}


def test_deux_semestres_de_travaux() -> None:
    """Famille 08, repli à 80 % : 360 000 d’acomptes en deux parts ; 90 000 au solde, six mois après décembre 2013."""
    assert flux(prevoir(ENGAGEMENT, **DEUX_SEMESTRES)) == [
        ("2013-S1", 0, 180_000),
        ("2013-S2", 0, 180_000),
        ("2014-S1", 0, 90_000),
    ]


def test_le_logement_est_plafonne_a_70_pour_cent() -> None:
    """Famille 02 : 70 % de 450 000 = 315 000, dont 67 500 d’avance déjà versés ; 123 750 par semestre, puis 135 000."""
    avance = mouvement("avance", euros(67_500), "2010-09-01")
    assert flux(prevoir(ENGAGEMENT, avance, famille="02", **DEUX_SEMESTRES)) == [
        ("2013-S1", 0, 123_750),
        ("2013-S2", 0, 123_750),
        ("2014-S1", 0, 135_000),
    ]


def test_un_plafond_deja_atteint_laisse_tout_au_solde() -> None:
    acompte = mouvement("acompte", euros(400_000), "2011-09-01")
    assert flux(prevoir(ENGAGEMENT, acompte, **DEUX_SEMESTRES)) == [("2014-S1", 0, 50_000)]


def test_un_centime_ne_se_perd_pas() -> None:
    """80 % de 100,01 € = 80,008 → 80,01 : 40,01 puis 40,00 ; le solde fait 20,00."""
    dossier = projet(
        operations=[operation(cout_ht=10_001, **DEUX_SEMESTRES)],
        plan=[ligne("ANRU", 10_001)],
        journal=[mouvement("engagement", 10_001)],
    )
    echeancier = calculer_echeancier(calculer_cloture(dossier, au=jour(AU)))
    assert [prevu.paiement for prevu in echeancier.flux_prevus] == [4_001, 4_000, 2_000]


def test_ce_qui_reste_a_engager_l_est_au_demarrage() -> None:
    assert flux(prevoir(**DEUX_SEMESTRES))[0] == ("2013-S1", 450_000, 180_000)


def test_l_anru_engage_avant_sa_date_limite() -> None:
    """Démarrage en 2017, limite le 31 décembre 2015 : engagé au second semestre 2015, payé avec les travaux."""
    tard: dict[str, Any] = {"debut": Semestre(2017, 1), "duree_semestres": 1}
    assert flux(prevoir(**tard)) == [("2015-S2", 450_000, 0), ("2017-S1", 0, 360_000), ("2017-S2", 0, 90_000)]
    assert flux(prevoir(**tard), "VILLE")[0] == ("2017-S1", 550_000, 440_000)


def test_une_limite_passee_ne_fait_pas_engager_dans_le_passe() -> None:
    """La limite passée ferme une subvention, pas un résidu : celui-ci s’engage au premier semestre prévu."""
    limite: dict[str, Any] = {"date_limite_engagement": jour("2011-12-31")}
    assert flux(prevoir(**limite, **DEUX_SEMESTRES)) == []
    au_residu = projet(
        operations=[operation(maitre_ouvrage="ANRU", debut=Semestre(2014, 1))],
        plan=[ligne("ANRU", euros(1_000_000), nature=Nature.FONDS_PROPRES)],
        **limite,
    )
    prevus = flux(calculer_echeancier(calculer_cloture(au_residu, au=jour(AU))))
    assert prevus == [("2013-S1", 1_000_000, 0), ("2014-S1", 0, 800_000), ("2014-S2", 0, 200_000)]


def test_une_operation_achevee_attend_son_solde() -> None:
    """Achevée le 10 novembre 2012, dépense 800 000 : M = 360 000, payé 300 000 ; solde et dégagement en mai 2013."""
    echeancier = prevoir(
        ENGAGEMENT,
        mouvement("acompte", euros(300_000), "2011-05-02"),
        mouvement("depense", euros(800_000), "2012-11-20"),
        achevement=jour("2012-11-10"),
    )
    assert flux(echeancier) == [("2013-S1", -90_000, 60_000)]


def test_un_engagement_a_prendre_sur_une_operation_achevee_l_est_avec_le_solde() -> None:
    assert flux(prevoir(achevement=jour("2012-12-10"))) == [("2013-S1", 450_000, 450_000)]


def test_une_operation_abandonnee_reverse_au_semestre_suivant() -> None:
    """450 000 engagés, 67 500 payés, M = 0 : tout est dégagé et reversé en 2013-S1."""
    echeancier = prevoir(ENGAGEMENT, mouvement("avance", euros(67_500)), statut=Statut.ABANDONNEE, **DEUX_SEMESTRES)
    assert flux(echeancier) == [("2013-S1", -450_000, -67_500)]
    assert flux(echeancier, "VILLE") == []


def test_un_degagement_vient_avec_le_solde() -> None:
    """La Ville a engagé 600 000 d’un résidu qui ne vaut que 550 000 : 50 000 dégagés au solde, en 2014-S1."""
    dossier = projet(
        operations=[operation(**DEUX_SEMESTRES)],
        journal=[ENGAGEMENT, mouvement("engagement", euros(600_000), financeur="VILLE")],
    )
    echeancier = calculer_echeancier(calculer_cloture(dossier, au=jour(AU)))
    assert flux(echeancier, "VILLE") == [
        ("2013-S1", 0, 220_000),
        ("2013-S2", 0, 220_000),
        ("2014-S1", -50_000, 110_000),
    ]


def test_sans_plafond_au_reglement_tout_suit_les_travaux() -> None:
    """450 000 en deux parts, et rien au solde."""
    cloture = prevoir(ENGAGEMENT, **DEUX_SEMESTRES).cloture
    reglement = reglement_du_projet(cloture.projet)
    restants = tuple(p for p in reglement.parametres if p.cle != "acomptes_maximaux")
    prevus = prevoir_les_flux(cloture, Reglement(reglement.nom, restants))
    payes = [(str(prevu.semestre), prevu.paiement) for prevu in prevus if prevu.cle.financeur == "ANRU"]
    assert payes == [("2013-S1", euros(225_000)), ("2013-S2", euros(225_000))]


def test_les_exercices_et_leurs_cumuls() -> None:
    """2010 : engagé 450, payé 67 ; rien en 2011 ; 2012 constaté, puis prévu : le second semestre reste à courir."""
    echeancier = prevoir(
        ENGAGEMENT,
        mouvement("avance", euros(67_000), "2010-09-01"),
        mouvement("acompte", euros(33_000), "2012-02-01"),
        au="2012-06-30",
        debut=Semestre(2012, 1),
        duree_semestres=2,
    )
    anru = [ligne for ligne in echeancier.lignes if ligne.financeur == "ANRU"]
    assert anru == [
        LigneEcheancier(2010, "ANRU", euros(450_000), euros(450_000), euros(67_000), euros(67_000), False),
        LigneEcheancier(2011, "ANRU", 0, euros(450_000), 0, euros(67_000), False),
        LigneEcheancier(2012, "ANRU", 0, euros(450_000), euros(33_000), euros(100_000), False),
        LigneEcheancier(2012, "ANRU", 0, euros(450_000), euros(260_000), euros(360_000), True),
        LigneEcheancier(2013, "ANRU", 0, euros(450_000), euros(90_000), euros(450_000), True),
    ]
    financeurs = [f.code for f in echeancier.cloture.projet.convention.financeurs]
    assert [ligne.financeur for ligne in echeancier.lignes] == financeurs * 5


def test_un_projet_sans_rien_n_a_pas_d_echeancier() -> None:
    vide = calculer_echeancier(calculer_cloture(projet(operations=[], plan=[]), au=jour(AU)))
    assert (vide.lignes, vide.flux_prevus, besoins_de_tresorerie(vide)) == ((), (), ())
    assert vide.cadre().empty


def test_cadre() -> None:
    echeancier = prevoir(ENGAGEMENT, **DEUX_SEMESTRES)
    cadre = echeancier.cadre()
    assert list(cadre.columns) == list(LigneEcheancier.__slots__)
    assert len(cadre) == len(echeancier.lignes)
    assert {str(cadre[nom].dtype) for nom in cadre.columns if "_" in str(nom)} == {"int64"}
    assert str(cadre["previsionnel"].dtype) == "bool"


# --- lois


@given(calendriers())
def test_chaque_ligne_arrive_a_son_montant_de_cloture(dossier: Dossier) -> None:
    projet_tire, au = dossier
    cloture = calculer_cloture(projet_tire, au=au)
    prevus = calculer_echeancier(cloture).flux_prevus
    engages: defaultdict[object, int] = defaultdict(int)
    payes: defaultdict[object, int] = defaultdict(int)
    for prevu in prevus:
        engages[prevu.cle] += prevu.engagement
        payes[prevu.cle] += prevu.paiement
        assert prevu.engagement or prevu.paiement
    for close in cloture.lignes:
        assert close.suivie.engage + engages.pop(close.cle, 0) == close.montant_cloture
        assert close.paye + payes.pop(close.cle, 0) == close.montant_cloture
    assert (engages, payes) == ({}, {})


@given(calendriers())
def test_flux_cumuls_et_passe(dossier: Dossier) -> None:
    projet_tire, au = dossier
    cloture = calculer_cloture(projet_tire, au=au)
    echeancier = calculer_echeancier(cloture)
    cumuls: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for li in echeancier.lignes:
        engage, paye = cumuls[li.financeur]
        cumuls[li.financeur] = engage + li.engagement_flux, paye + li.paiement_flux
        assert (li.engagement_cumul, li.paiement_cumul) == cumuls[li.financeur]
    for financeur, total in cloture.par_financeur().items():
        assert cumuls[financeur] == (total.concours.montant_cloture, total.concours.montant_cloture)
    # Le passé est celui de la situation, exercice par exercice ; la suite ne précède jamais la date d'arrêté.
    exercices = cloture.situation.par_exercice()
    constates: dict[int | None, tuple[int, int]] = {}
    for annee, groupe in groupby((li for li in echeancier.lignes if not li.previsionnel), key=lambda li: li.exercice):
        siennes = list(groupe)
        constates[annee] = sum(li.engagement_flux for li in siennes), sum(li.paiement_flux for li in siennes)
    attendus = zip(exercices.annees, exercices.engage.tolist(), exercices.paye.tolist(), strict=True)
    for annee, engage, paye in attendus:
        assert constates.pop(annee, (0, 0)) == (engage, paye)
    assert constates == {}
    ordre = [(li.previsionnel, li.exercice is None, li.exercice or 0) for li in echeancier.lignes]
    assert ordre == sorted(ordre)
    assert all(li.exercice <= au.year for li in echeancier.lignes if not li.previsionnel and li.exercice is not None)


@given(calendriers())
def test_aucune_prevision_dans_le_passe_ni_solde_apres_sa_limite(dossier: Dossier) -> None:
    projet_tire, au = dossier
    cloture = calculer_cloture(projet_tire, au=au)
    tableau, reglement = cloture.situation.tableau, reglement_du_projet(projet_tire)
    premier = Semestre.de(min(au + datetime.timedelta(days=1), datetime.date(2099, 12, 31)))
    faits = {close.cle: close.faits for close in cloture.lignes}
    for prevu in calculer_echeancier(cloture).flux_prevus:
        calendrier = calendrier_prevu(faits[prevu.cle], tableau, reglement, au)
        assert premier == calendrier.premier <= prevu.semestre <= calendrier.solde
        limite = tableau.date_limite_solde
        travaux_au_dela = limite is not None and any(s > Semestre.de(limite) for s in calendrier.travaux)
        if limite is not None and limite > au and not travaux_au_dela:
            assert calendrier.solde <= Semestre.de(limite)


@given(calendriers())
def test_les_acomptes_prevus_respectent_leur_plafond(dossier: Dossier) -> None:
    """Avant le solde, le payé ne dépasse ni le plafond (70 % en 02, 80 % en 08), ni ce qui était déjà versé."""
    projet_tire, au = dossier
    cloture = calculer_cloture(projet_tire, au=au)
    par_ligne: defaultdict[CleLigne, list[tuple[Semestre, int]]] = defaultdict(list)
    for prevu in calculer_echeancier(cloture).flux_prevus:
        par_ligne[prevu.cle].append((prevu.semestre, prevu.paiement))
    for close in cloture.lignes:
        plafond = Fraction(7 if close.faits.operation.famille == "02" else 8, 10) * close.montant_cloture
        calendrier = calendrier_prevu(close.faits, cloture.situation.tableau, reglement_du_projet(projet_tire), au)
        paye = close.paye
        for semestre, paiement in par_ligne[close.cle]:
            if semestre < calendrier.solde:
                assert paiement >= 0
                paye += paiement
                assert paye <= close.paye or paye <= plafond + Fraction(1, 2)


@given(calendriers())
def test_l_anru_n_engage_pas_apres_sa_limite(dossier: Dossier) -> None:
    projet_tire, au = dossier
    cloture = calculer_cloture(projet_tire, au=au)
    limite = cloture.situation.tableau.date_limite_engagement
    anru = {f.code for f in projet_tire.convention.financeurs if f.categorie is Categorie.ANRU}
    for prevu in calculer_echeancier(cloture).flux_prevus:
        if prevu.cle.financeur in anru and prevu.engagement > 0 and limite > au:
            assert prevu.semestre <= Semestre.de(limite)


@given(calendriers(), st.randoms(use_true_random=False))
def test_l_ordre_du_journal_est_indifferent(dossier: Dossier, hasard: Any) -> None:
    projet_tire, au = dossier
    melange = replace(projet_tire, journal=tuple(hasard.sample(projet_tire.journal, len(projet_tire.journal))))
    autre = calculer_echeancier(calculer_cloture(melange, au=au))
    echeancier = calculer_echeancier(calculer_cloture(projet_tire, au=au))
    assert (autre.lignes, autre.flux_prevus) == (echeancier.lignes, echeancier.flux_prevus)
