"""Le portefeuille : sommes faites à la main, lois de l’addition, doubles départagés sans les compter deux fois."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.cloture import MontantsCloture, TotalCloture, calculer_cloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from financement.controles.constat import Constat, Gravite
from financement.controles.registre import controler
from financement.dossier.fautes import DOUBLON
from financement.dossier.nomenclature import Categorie, Programme
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.portefeuille.bilan import BilanConvention, BilanFinanceur, bilan
from financement.portefeuille.portefeuille import Enjeu, Portefeuille, Refus, Territoire
from financement.valeurs.montants import TOTAL_MAXIMAL
from tests.construction import euros, jour, mouvement, operation, projet
from tests.profils import COUTEUX
from tests.strategies import jours, projets

AU: Final = jour("2012-01-01")
NUL: Final = dict.fromkeys(GRANDEURS_DE_CLOTURE, 0)


def total(**grandeurs: int) -> TotalCloture:
    """Un total dont toutes les lignes sont des concours."""
    montants: dict[str, Any] = NUL | grandeurs
    return TotalCloture(**montants, concours=MontantsCloture(**montants))


def fonds_propres(**grandeurs: int) -> TotalCloture:
    """Un total dont aucune ligne n’est un concours."""
    montants: dict[str, Any] = NUL | grandeurs
    return TotalCloture(**montants, concours=MontantsCloture(**NUL))


def en_cours(code: str = "C-1", **champs: Any) -> Projet:
    """L’ANRU a engagé 450 000 € et payé 100 000 € d’une opération d’un million, pas achevée."""
    journal = (mouvement("engagement", euros(450_000)), mouvement("acompte", euros(100_000)))
    return projet(journal=journal, code=code, **champs)


def achevee(code: str = "C-2") -> Projet:
    """Achevée à 800 000 € au lieu d’un million : l’ANRU doit 45 % de la dépense, et a payé 400 000 €."""
    journal = (
        mouvement("engagement", euros(450_000)),
        mouvement("acompte", euros(400_000)),
        mouvement("depense", euros(800_000)),
    )
    return projet(operations=[operation(achevement=jour("2011-06-30"))], journal=journal, code=code)


EN_COURS: Final = bilan(en_cours(), au=AU, dossier="un")
ACHEVEE: Final = bilan(achevee(), au=AU, dossier="deux")

# En cours : l'ANRU reste à son engagé, la Ville porte le reste du million.
ANRU_EN_COURS: Final = total(
    programme=euros(450_000),
    engage=euros(450_000),
    paye=euros(100_000),
    montant_cloture=euros(450_000),
    solde_a_verser=euros(350_000),
)
VILLE_EN_COURS: Final = fonds_propres(
    programme=euros(550_000),
    montant_cloture=euros(550_000),
    solde_a_verser=euros(550_000),
    a_engager=euros(550_000),
)
# Achevée : 45 % × 800 000 = 360 000 pour l'ANRU, 440 000 pour la Ville.
ANRU_ACHEVEE: Final = total(
    programme=euros(450_000),
    engage=euros(450_000),
    paye=euros(400_000),
    montant_cloture=euros(360_000),
    trop_percu=euros(40_000),
    a_degager=euros(90_000),
    economie=euros(90_000),
)
VILLE_ACHEVEE: Final = fonds_propres(
    programme=euros(550_000),
    montant_cloture=euros(440_000),
    solde_a_verser=euros(440_000),
    a_engager=euros(440_000),
    economie=euros(110_000),
)


def test_un_bilan_fait_a_la_main() -> None:
    totaux = {f.code: f.total for f in EN_COURS.financeurs}
    assert totaux == {
        "ANRU": ANRU_EN_COURS,
        "VILLE": VILLE_EN_COURS,
        "DEPARTEMENT": total(),
        "CDC": total(),
        "OPH": total(),
    }
    assert {f.code: f.total for f in ACHEVEE.financeurs}["ANRU"] == ANRU_ACHEVEE
    assert {f.code: f.total for f in ACHEVEE.financeurs}["VILLE"] == VILLE_ACHEVEE
    assert [(f.code, f.total) for f in EN_COURS.familles] == [("08", EN_COURS.total)]
    assert EN_COURS.total.montant_cloture == euros(1_000_000)
    assert (EN_COURS.code, EN_COURS.dossier, EN_COURS.version, EN_COURS.au) == ("C-1", "un", 0, AU)


def test_l_echeancier_du_bilan_a_les_flux_du_journal_puis_ceux_qui_sont_prevus() -> None:
    constates = [flux for flux in EN_COURS.echeancier if not flux.previsionnel]
    assert [(f.exercice, f.categorie, f.engagement, f.paiement) for f in constates] == [
        (2010, Categorie.ANRU, euros(450_000), euros(100_000))
    ]
    prevus = [flux for flux in EN_COURS.echeancier if flux.previsionnel]
    # Les 550 000 € de fonds propres de la Ville n'ont pas d'échéance.
    assert {flux.categorie for flux in prevus} == {Categorie.ANRU}
    assert sum(flux.paiement for flux in prevus) == euros(350_000)
    assert sum(flux.engagement for flux in prevus) == 0


def test_les_sommes_nationales_faites_a_la_main() -> None:
    ensemble = Portefeuille.de([ACHEVEE, EN_COURS], au=AU)
    assert [un.code for un in ensemble.bilans] == ["C-1", "C-2"]
    categories = ensemble.par_categorie()
    presentes = Categorie.ANRU, Categorie.DEPARTEMENT, Categorie.VILLE, Categorie.BAILLEUR, Categorie.CDC
    assert tuple(categories) == presentes
    assert categories[Categorie.ANRU] == total(
        programme=euros(900_000),
        engage=euros(900_000),
        paye=euros(500_000),
        montant_cloture=euros(810_000),
        solde_a_verser=euros(350_000),
        trop_percu=euros(40_000),
        a_degager=euros(90_000),
        economie=euros(90_000),
    )
    assert categories[Categorie.VILLE].economie == euros(110_000)
    assert ensemble.total == TotalCloture.somme(list(categories.values()))
    # Un trop-perçu ne compense jamais un solde.
    assert (ensemble.total.solde_a_verser, ensemble.total.trop_percu) == (euros(1_340_000), euros(40_000))
    assert ensemble.par_famille() == {(Programme.PNRU, "08"): ensemble.total}


def test_deux_programmes_ne_melent_pas_leurs_familles() -> None:
    autre = bilan(
        en_cours("C-3", operations=[operation(famille="21")], programme=Programme.NPNRU, reglement="npnru"), au=AU
    )
    familles = Portefeuille.de([autre, EN_COURS], au=AU).par_famille()
    assert familles == {(Programme.NPNRU, "21"): autre.total, (Programme.PNRU, "08"): EN_COURS.total}


def test_ce_qui_est_en_jeu_se_classe_par_montant_puis_par_code() -> None:
    jumelle = replace(EN_COURS, code="C-0", dossier="zero")
    ensemble = Portefeuille.de([EN_COURS, ACHEVEE, jumelle], au=AU)

    def classees(enjeu: Enjeu, nombre: int | None = None) -> list[tuple[str, int]]:
        return [(un.code, mesure) for un, mesure in ensemble.classer(enjeu, nombre)]

    assert classees(Enjeu.SOLDES_A_VERSER) == [
        ("C-0", euros(350_000)),
        ("C-1", euros(350_000)),
    ]
    assert classees(Enjeu.SOLDES_A_VERSER, 1) == [("C-0", euros(350_000))]
    assert classees(Enjeu.TROP_PERCUS) == [("C-2", euros(40_000))]
    assert classees(Enjeu.ECONOMIES) == [("C-2", euros(90_000))]
    assert classees(Enjeu.CONSTATS_BLOQUANTS) == []


def test_a_egalite_le_rang_est_le_meme_et_le_suivant_saute() -> None:
    moindre = bilan(projet(journal=[mouvement("engagement", euros(50_000))], code="C-3"), au=AU)
    jumelle = replace(EN_COURS, code="C-0", dossier="zero")
    ensemble = Portefeuille.de([EN_COURS, ACHEVEE, jumelle, moindre], au=AU)
    (petit,) = (mesure for un, mesure in ensemble.classer(Enjeu.SOLDES_A_VERSER) if un.code == "C-3")
    assert 0 < petit < euros(350_000)
    assert ensemble.rangs(Enjeu.SOLDES_A_VERSER) == {"C-0": 1, "C-1": 1, "C-3": 3}
    assert ensemble.rangs("trop_percu") == {"C-2": 1}


def test_un_constat_bloquant_est_liste() -> None:
    fautif = bilan(projet(journal=[mouvement("acompte", euros(5))], code="C-9"), au=AU)
    assert [constat.code for constat in fautif.bloquants] == ["PAIEMENT-01"]
    ensemble = Portefeuille.de([fautif, EN_COURS], au=AU)
    assert [(un.code, mesure) for un, mesure in ensemble.classer(Enjeu.CONSTATS_BLOQUANTS)] == [("C-9", 1)]


@COUTEUX
@given(projets(), jours())
def test_un_bilan_dit_ce_que_disent_cloture_et_controles(un: Projet, au: date) -> None:
    try:
        calcule = bilan(un, au=au)
    except ValeurImpossible:
        cloture = calculer_cloture(un, au=au)
        assert max(abs(getattr(cloture.total, g)) for g in GRANDEURS_DE_CLOTURE) > TOTAL_MAXIMAL
        return
    cloture = calculer_cloture(un, au=au)
    assert {f.code: f.total for f in calcule.financeurs} == cloture.par_financeur()
    assert {f.code: f.total for f in calcule.familles} == cloture.par_famille()
    assert calcule.total == cloture.total
    constats = controler(un, au=au)
    assert calcule.bloquants == tuple(c for c in constats if c.est_bloquant)
    assert calcule.alertes == sum(c.gravite is Gravite.ALERTE for c in constats)
    assert len(constats) == len(calcule.bloquants) + calcule.alertes + calcule.informations
    # Le dernier cumul de l'échéancier est le montant de clôture des concours.
    assert sum(flux.paiement for flux in calcule.echeancier) == calcule.total.concours.montant_cloture


@st.composite
def lectures(tirer: st.DrawFn) -> list[BilanConvention | Refus]:
    """Peu de codes, peu de dossiers, peu de chiffres : les doubles et les conflits sont fréquents."""

    def un_bilan() -> BilanConvention:
        montant = tirer(st.sampled_from([0, 1, 7]))
        financeur = BilanFinanceur(code="ANRU", nom="Agence", categorie=Categorie.ANRU, total=total(paye=montant))
        lieu = Provenance(fichier=tirer(st.sampled_from(["a", "b"])))
        constat = Constat(
            code="PLAN-01", gravite=Gravite.BLOQUANT, message="Bloquant.", remede="Débloquer.", provenance=lieu
        )
        return replace(
            EN_COURS,
            code=tirer(st.sampled_from(["A", "B", "C"])),
            dossier=tirer(st.sampled_from(["x", "y", "z"])),
            financeurs=(financeur,),
            bloquants=(constat,),
        )

    def un_refus() -> Refus:
        ailleurs, dossier = tirer(st.sampled_from(["p", "q"])), tirer(st.sampled_from(["x", "y"]))
        return Refus(dossiers=(dossier,), fautes=(faute(DOUBLON, ailleurs=ailleurs),))

    return [un_bilan() if tirer(st.booleans()) else un_refus() for _ in range(tirer(st.integers(0, 7)))]


@given(lectures(), st.randoms(use_true_random=False))
def test_l_ordre_des_lectures_est_indifferent(toutes: list[BilanConvention | Refus], hasard: Random) -> None:
    melangees = list(toutes)
    hasard.shuffle(melangees)
    assert Portefeuille.de(melangees, au=AU) == Portefeuille.de(toutes, au=AU)


@given(lectures(), lectures(), lectures())
def test_reunir_des_portefeuilles_est_tout_lire_a_la_fois(
    a: list[BilanConvention | Refus], b: list[BilanConvention | Refus], c: list[BilanConvention | Refus]
) -> None:
    pa, pb, pc = (Portefeuille.de(lues, au=AU) for lues in (a, b, c))
    assert pa + pb == pb + pa == Portefeuille.de([*a, *b], au=AU)
    assert (pa + pb) + pc == pa + (pb + pc)
    assert pa + pa == pa + Portefeuille(au=AU) == pa
    pas_a_pas = Portefeuille(au=AU)
    for lecture in (*a, *b):
        pas_a_pas = pas_a_pas.avec(lecture)
    assert pas_a_pas == pa + pb


@given(lectures())
def test_aucune_convention_n_est_comptee_deux_fois_ni_perdue(toutes: Sequence[BilanConvention | Refus]) -> None:
    ensemble = Portefeuille.de(toutes, au=AU)
    codes = [un.code for un in ensemble.bilans]
    assert codes == sorted(set(codes))
    lus = {lecture for lecture in toutes if isinstance(lecture, BilanConvention)}
    assert lus == {*ensemble.bilans, *(un for refus in ensemble.refus for un in refus.bilans)}


def test_memes_chiffres_sous_deux_formes_un_seul_est_compte() -> None:
    copie = replace(EN_COURS, dossier="un.xlsx")
    ensemble = Portefeuille.de([copie, EN_COURS], au=AU)
    assert ensemble.bilans == (EN_COURS,)
    (refus,) = ensemble.refus
    assert refus.dossiers == ("un.xlsx",)
    assert str(*refus.fautes) == (
        "La convention « C-1 » est dans plusieurs dossiers (« un », « un.xlsx ») : mêmes chiffres partout, "
        "seul « un » est compté. N’en garder qu’un. [DOUBLON-02]"
    )


def test_chiffres_differents_aucun_n_est_compte() -> None:
    autre = replace(EN_COURS, dossier="ailleurs", alertes=EN_COURS.alertes + 1)
    ensemble = Portefeuille.de([autre, EN_COURS, ACHEVEE], au=AU)
    assert ensemble.bilans == (ACHEVEE,)
    (refus,) = ensemble.refus
    assert refus.dossiers == ("ailleurs", "un")
    assert "leurs chiffres diffèrent, aucun n’est compté" in refus.fautes[0].message
    assert ensemble.total == ACHEVEE.total


def test_les_sommes_nationales_n_ont_pas_de_borne() -> None:
    financeur = BilanFinanceur(code="A", nom="A", categorie=Categorie.ANRU, total=total(paye=TOTAL_MAXIMAL))
    enormes = [replace(EN_COURS, code=f"{rang:05d}", financeurs=(financeur,)) for rang in range(10_000)]
    assert Portefeuille.de(enormes, au=AU).total.paye == 10_000 * 10**15 > 2**63


def test_une_convention_est_bornee() -> None:
    trop = BilanFinanceur(code="A", nom="A", categorie=Categorie.ANRU, total=total(paye=TOTAL_MAXIMAL + 1))
    with pytest.raises(ValeurImpossible, match="10 000 milliards"):
        replace(EN_COURS, financeurs=(trop,))


def test_deux_dates_ne_se_melangent_pas() -> None:
    with pytest.raises(ValeurImpossible, match=r"« 01/01/2012 » n’est pas accepté : .* ici le 02/01/2012"):
        Portefeuille.de([EN_COURS], au=jour("2012-01-02"))
    with pytest.raises(ValeurImpossible, match=r"« 02/01/2012 » n’est pas accepté : .* ici le 01/01/2012"):
        Portefeuille(au=AU) + Portefeuille(au=jour("2012-01-02"))


def test_un_enjeu_se_donne_par_son_nom_et_un_autre_mot_est_refuse() -> None:
    """Le nom d’un autre montant classerait les conventions sur lui, sous le nom d’un enjeu."""
    deux = Portefeuille.de([EN_COURS, ACHEVEE], au=AU)
    for enjeu in Enjeu:
        assert deux.classer(enjeu.value) == deux.classer(enjeu)
    with pytest.raises(
        ValeurImpossible, match=r"« programme » n’est pas une valeur connue.* Choisir parmi : solde_a_v"
    ):
        deux.classer("programme")


def test_un_portefeuille_vide() -> None:
    vide = Portefeuille(au=AU)
    assert (vide.total, vide.par_categorie(), vide.echeancier(), vide.cadre().shape) == (total(), {}, (), (0, 24))


def test_le_cadre_a_une_ligne_par_convention_et_financeur() -> None:
    cadre = Portefeuille.de([EN_COURS, ACHEVEE], au=AU).cadre()
    assert cadre.shape == (10, 24)
    assert cadre.columns.is_unique
    assert set(cadre["programme_anru"]) == {"PNRU"}
    assert str(cadre["paye"].dtype) == "int64"
    assert cadre.loc[(cadre.convention == "C-2") & (cadre.financeur == "ANRU"), "trop_percu"].tolist() == [4_000_000]


def test_les_conventions_se_reunissent_par_territoire() -> None:
    """« ILE DE FRANCE » et « Île-de-France » sont une région, sous le nom qu’en dit la première par son code."""
    bilans = [
        bilan(en_cours("C-3", region="ILE DE FRANCE", departement="Essonne"), au=AU),
        bilan(en_cours("C-1", region="Île-de-France", departement="Hauts-de-Seine"), au=AU),
        bilan(en_cours("C-2"), au=AU),
        bilan(en_cours("C-4", region="Bretagne"), au=AU),
    ]
    portefeuille = Portefeuille.de(bilans, au=AU)
    codes = {nom: [un.code for un in siens] for nom, siens in portefeuille.par_territoire("region").items()}
    assert list(codes.items()) == [("Bretagne", ["C-4"]), ("Île-de-France", ["C-1", "C-3"]), (None, ["C-2"])]
    assert list(portefeuille.par_territoire(Territoire.DEPARTEMENT)) == ["Essonne", "Hauts-de-Seine", None]
    with pytest.raises(ValeurImpossible):
        portefeuille.par_territoire("commune")


@given(st.lists(projets(), max_size=4), jours())
def test_les_territoires_se_partagent_les_conventions(tires: list[Projet], au: date) -> None:
    portefeuille = Portefeuille.de([bilan(vu, au=au, dossier=str(rang)) for rang, vu in enumerate(tires)], au=au)
    for territoire in Territoire:
        groupes = portefeuille.par_territoire(territoire).values()
        assert sorted(un.code for groupe in groupes for un in groupe) == [un.code for un in portefeuille.bilans]


def test_un_territoire_dit_autrement_ne_change_aucun_chiffre() -> None:
    """La maquette dit la région, le répertoire non : les mêmes chiffres, une seule est comptée."""
    bilans = [bilan(en_cours(), au=AU, dossier="a"), bilan(en_cours(region="Bretagne"), au=AU, dossier="b")]
    portefeuille = Portefeuille.de(bilans, au=AU)
    assert [un.dossier for un in portefeuille.bilans] == ["a"]
