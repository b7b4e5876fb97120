"""Chaque règle d’un redéploiement, une à une, sur un dossier dont les montants se comptent de tête.

OP-1, achevée, a coûté 800 000 € au lieu d’un million : l’ANRU (45 %) y économise 90 000 €. OP-2, de la même famille et
du même maître d’ouvrage, et OP-3, d’une autre, coûtent un million ; l’ANRU y met 300 000 € d’un taux de 40 %.
"""

import datetime
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from financement.calculs.tableau import tableau_financier
from financement.controles.registre import controler
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature, NatureAvenant, RegleCloture, Statut, Unite, UniteMontants
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from financement.fautes.provenance import Provenance
from financement.redeploiement.besoins import BesoinDeCredits, DemandeDeRedeploiement, PasDeRedeploiement
from financement.redeploiement.deplacements import Deplacement, Voie
from financement.redeploiement.optimum import optimiser
from financement.redeploiement.redeploiement import Redeploiement, RedeploiementFaux, redeployer
from financement.redeploiement.solveur import SolveurAbsent, StatutReponse
from financement.redeploiement.verification import ecarts_aux_regles
from financement.redeploiement.version import generer_avenant_de_redeploiement
from tests.construction import euros, financeur, jour, ligne, mouvement, operation, projet
from tests.financement.redeploiement.demandes import besoin, contrainte, demande, toute_l_economie

AU: Final = jour("2012-06-30")
TAUX: Final = Fraction(40, 100)


def operations(**de_la_deuxieme: Any) -> Sequence[Operation]:
    """Les trois opérations ; ``de_la_deuxieme`` change OP-2."""
    return (
        operation("OP-1", achevement=jour("2011-12-31")),
        operation("OP-2", **{"taux_anru": TAUX} | de_la_deuxieme),
        operation("OP-3", famille="06", maitre_ouvrage="OPH", taux_anru=TAUX),
    )


def dossier(
    *, deuxieme: dict[str, Any] | None = None, journal: Sequence[Mouvement] = (), **de_la_convention: Any
) -> Projet:
    """Le dossier de la page ; ``journal`` s’y ajoute."""
    plan = [ligne("ANRU", euros(450_000)), ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES)]
    for code, maitre in (("OP-2", "VILLE"), ("OP-3", "OPH")):
        plan += [ligne("ANRU", euros(300_000), code), ligne("DEPARTEMENT", euros(200_000), code)]
        plan.append(ligne(maitre, euros(500_000), code, nature=Nature.FONDS_PROPRES))
    faits = [mouvement("engagement", euros(450_000)), mouvement("depense", euros(800_000), "2011-12-15")]
    return projet(operations=operations(**deuxieme or {}), plan=plan, journal=[*faits, *journal], **de_la_convention)


def resoudre(*besoins: BesoinDeCredits, dans: Projet | None = None, **champs: Any) -> Redeploiement:
    return redeployer(dossier() if dans is None else dans, demande(*besoins, **champs), au=AU)


def mouvements(trouve: Redeploiement) -> list[tuple[str, str, int, str]]:
    return [(m.de, m.vers, m.montant, m.voie) for m in trouve.mouvements]


def en_clair(texte: str) -> str:
    """Le texte, ses espaces insécables devenues ordinaires."""
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def actives(trouve: Redeploiement) -> dict[str, int | None]:
    """Le genre de chaque limite atteinte, et ce qu’en rapporterait la levée, en centimes."""
    return {
        str(active.limite.genre): None if active.gain is None else int(active.gain)
        for active in trouve.contraintes_actives
    }


def test_toute_l_economie_va_au_besoin_par_la_voie_locale() -> None:
    trouve = resoudre(besoin("OP-2", euros(95_000)))
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(90_000), "locale")]
    assert trouve.statut is StatutReponse.OPTIMAL
    assert trouve.valeur == trouve.economies == euros(90_000)
    assert trouve.rendu == 0
    # Sans la limite des économies, on irait jusqu’au maximum : cinq mille euros de plus.
    assert actives(trouve) == {"economies": euros(5_000)}


def test_d_une_autre_famille_le_mouvement_va_au_comite() -> None:
    assert mouvements(resoudre(besoin("OP-3", euros(10)))) == [("OP-1", "OP-3", euros(10), "comite")]


def test_la_priorite_l_emporte_puis_la_voie_locale_puis_l_ordre() -> None:
    deux = besoin("OP-3", euros(90_000)), besoin("OP-2", euros(90_000))
    assert mouvements(resoudre(*deux)) == [("OP-1", "OP-2", euros(90_000), "locale")]
    prioritaire = replace(deux[0], priorite=Fraction(2))
    trouve = resoudre(prioritaire, deux[1])
    assert mouvements(trouve) == [("OP-1", "OP-3", euros(90_000), "comite")]
    assert trouve.valeur == euros(180_000)
    # Même maître d’ouvrage, même famille, même priorité : la première de la demande.
    jumelle = replace(dossier(), operations=(*operations(), operation("OP-4", taux_anru=TAUX)))
    egales = besoin("OP-4", euros(60_000)), besoin("OP-2", euros(60_000))
    fonds = ligne("VILLE", euros(1_000_000), "OP-4", nature=Nature.FONDS_PROPRES)
    trouve = resoudre(*egales, dans=replace(jumelle, plan=(*jumelle.plan, fonds)))
    assert [m[1:3] for m in mouvements(trouve)] == [("OP-4", euros(60_000)), ("OP-2", euros(30_000))]


def test_le_taux_de_l_anru_limite() -> None:
    """40 % d’un million, 300 000 € déjà là : 100 000 € au plus ; d’une assiette de 900 000 €, 60 000 €."""
    trouve = resoudre(besoin("OP-2", euros(100_000)), dans=dossier(deuxieme={"assiette": euros(900_000)}))
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(60_000), "locale")]
    assert actives(trouve) == {"taux": euros(30_000)}
    (limite,) = [active.limite for active in trouve.contraintes_actives]
    assert en_clair(limite.texte) == (
        "OP-2 : au plus 60 000,00 €, de 300 000,00 € à 360 000,00 € : le taux de l’ANRU, 40 % de l’assiette de "
        "900 000,00 €."
    )


def test_une_assiette_que_l_avenant_porte_releve_du_comite() -> None:
    demandes = besoin("OP-2", euros(100_000), assiette=euros(950_000))
    trouve = resoudre(demandes, dans=dossier(deuxieme={"assiette": euros(900_000)}))
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(80_000), "comite")]
    apres = tableau_financier(generer_avenant_de_redeploiement(trouve, signature=AU))
    assert apres.operation("OP-2").assiette == euros(950_000)


def test_le_taux_maximal_et_l_assiette_par_logement_du_decret() -> None:
    """Réhabilitation : 60 % des travaux, comptés à 50 000 € par logement : onze logements en laissent 330 000 €."""
    rehabilitation = {"famille": "05", "taux_anru": None, "quantite": Decimal(11), "unite": Unite.LOGEMENT}
    trouve = resoudre(besoin("OP-2", euros(90_000)), dans=dossier(deuxieme=rehabilitation))
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(30_000), "comite")]
    assert set(actives(trouve)) == {"assiette"}


def test_l_equilibre_laisse_au_plus_ce_que_portait_le_maitre_d_ouvrage() -> None:
    """OP-2 réestimée à 20 000 € : l’ANRU en porte 30 %, le Département 20 %, le maître d’ouvrage 10 000 €."""
    reestime = replace(
        dossier(deuxieme={"taux_anru": None, "assiette": None}),
        reestimations=(Reestimation(date=AU, operation="OP-2", cout=euros(20_000)),),
    )
    trouve = resoudre(besoin("OP-2", euros(50_000)), dans=reestime)
    assert sum(m.montant for m in trouve.mouvements) == euros(10_000)
    assert set(actives(trouve)) == {"equilibre"}


def test_l_enveloppe_ne_se_depasse_pas() -> None:
    """Programmé 1 050 000 €, clôture 960 000 € ; une enveloppe de 970 000 € ne laisse que 10 000 €."""
    financeurs = (financeur("ANRU", enveloppe=euros(970_000)), *map(financeur, ("VILLE", "DEPARTEMENT", "OPH")))
    trouve = resoudre(besoin("OP-2", euros(50_000)), dans=dossier(financeurs=financeurs))
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(10_000), "locale")]
    assert actives(trouve) == {"enveloppe": euros(40_000)}


def _limitee(limites: dict[str, Any]) -> Projet:
    depart = dossier()
    return replace(depart, convention=replace(depart.convention, **limites))


@pytest.mark.parametrize(
    ("limites", "genre"),
    [
        ({"date_limite_engagement": AU - datetime.timedelta(days=1)}, "date_limite_engagement"),
        ({"date_limite_solde": AU - datetime.timedelta(days=1)}, "date_limite_solde"),
    ],
)
def test_apres_une_date_limite_l_anru_ne_redeploie_plus(limites: dict[str, datetime.date], genre: str) -> None:
    trouve = resoudre(besoin("OP-2", euros(50_000)), dans=_limitee(limites))
    assert (trouve.statut, trouve.mouvements) == (StatutReponse.OPTIMAL, ())
    assert set(actives(trouve)) == {genre}
    jour_meme = dict.fromkeys(limites, AU)
    assert resoudre(besoin("OP-2", euros(50_000)), dans=_limitee(jour_meme)).employe == euros(50_000)
    demandes = demande(besoin("OP-2", euros(50_000)))
    apres = redeployer(_limitee(jour_meme), demandes, au=AU, signature=AU + datetime.timedelta(days=1))
    assert apres.employe == 0


def test_une_ligne_soldee_ne_recoit_plus_rien() -> None:
    soldes = [
        mouvement("engagement", euros(300_000), operation="OP-2"),
        mouvement("solde", euros(300_000), "2011-06-15", operation="OP-2"),
    ]
    trouve = resoudre(besoin("OP-2", euros(50_000)), dans=dossier(journal=soldes))
    assert trouve.employe == 0
    assert {active.limite.texte for active in trouve.contraintes_actives} == {
        "OP-2 : rien à recevoir, la ligne est soldée."
    }


def test_la_part_minimale_du_maitre_d_ouvrage() -> None:
    """500 000 € de subventions sur un million : garder 45 % au maître d’ouvrage laisse 50 000 €."""
    part = contrainte("part_minimale", part=Fraction(45, 100))
    trouve = resoudre(besoin("OP-2", euros(90_000)), contraintes=(part,))
    assert trouve.employe == euros(50_000)
    assert actives(trouve) == {"part_minimale": euros(40_000)}


def test_sans_avenant_seules_les_economies_du_groupe_servent() -> None:
    demandes = besoin("OP-3", euros(50_000)), besoin("OP-2", euros(50_000))
    trouve = resoudre(*demandes, contraintes=(contrainte("sans_avenant"),))
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(50_000), "locale")]
    assert actives(trouve) == {"maximum": euros(40_000), "sans_avenant": euros(40_000)}


def test_en_euros_entiers_les_centimes_restent_au_financeur() -> None:
    """45 % de 800 000,03 € : 360 000,0135 €, arrondis à 360 000,01 € ; l’économie est de 89 999,99 €."""
    depense = [mouvement("depense", 3, "2011-12-16")]
    au_centime = resoudre(besoin("OP-2", euros(95_000)), dans=dossier(journal=depense))
    assert au_centime.employe == euros(90_000) - 1
    en_euros = resoudre(besoin("OP-2", euros(95_000)), dans=dossier(journal=depense), pas=PasDeRedeploiement.EURO)
    assert (en_euros.economies, en_euros.employe) == (euros(89_999), euros(89_999))
    convention = dossier(journal=depense, unite=UniteMontants.EURO)
    assert resoudre(besoin("OP-2", euros(95_000)), dans=convention, pas=None).pas is PasDeRedeploiement.EURO


def test_les_economies_retenues_bornent_ce_que_l_on_prend() -> None:
    assert resoudre(besoin("OP-2", euros(90_000)), economies=euros(1_000)).employe == euros(1_000)
    retenue = (toute_l_economie("OP-1", euros(2_000)),)
    assert resoudre(besoin("OP-2", euros(90_000)), economies=retenue).employe == euros(2_000)
    with pytest.raises(ValeurImpossible, match=r"l’économie de « OP-1 » à la clôture est de 90.000,00"):
        resoudre(besoin("OP-2", 1), economies=(toute_l_economie("OP-1", euros(90_000) + 1),))
    with pytest.raises(ValeurImpossible, match="« OP-3 » n’est pas une valeur connue"):
        resoudre(besoin("OP-2", 1), economies=(toute_l_economie("OP-3", 1),))


def test_un_minimum_que_rien_ne_permet_se_dit_par_le_plus_petit_blocage() -> None:
    """Deux minimums de 50 000 € pour 90 000 € d’économies ; le reste n’y est pour rien."""
    deux = [besoin(code, euros(60_000), minimum=euros(50_000)) for code in ("OP-2", "OP-3")]
    trouve = resoudre(*deux, contraintes=(contrainte("nombre_maximal", nombre=2),))
    assert (trouve.statut, trouve.valeur, trouve.mouvements) == (StatutReponse.IMPOSSIBLE, None, ())
    assert [en_clair(limite.texte) for limite in trouve.blocage] == [
        "Les économies à redéployer sont de 90 000,00 €.",
        "OP-2 : au moins 50 000,00 €, le minimum demandé.",
        "OP-3 : au moins 50 000,00 €, le minimum demandé.",
    ]
    # Un seul minimum contre son taux : deux limites suffisent, et le reste est tu.
    petite = dossier(deuxieme={"assiette": euros(900_000)})
    trouve = resoudre(besoin("OP-2", euros(80_000), minimum=euros(60_000) + 1), dans=petite)
    assert [str(limite.genre) for limite in trouve.blocage] == ["minimum", "taux"]


def test_l_avenant_ecrit_les_mouvements_et_le_controle_l_accepte() -> None:
    trouve = resoudre(besoin("OP-2", euros(50_000)), besoin("OP-3", euros(10_000)))
    ecrit = generer_avenant_de_redeploiement(trouve, signature=AU)
    dernier = ecrit.convention.avenants[-1]
    # OP-1 reste engagée de 450 000 € : ce qui dépasse 360 000 € est à dégager, et l’avenant est de clôture.
    assert (dernier.numero, dernier.nature, dernier.date) == (1, NatureAvenant.CLOTURE, AU)
    montants = {(p.operation, p.financeur): p.montant for p in tableau_financier(ecrit).lignes}
    assert montants == {
        ("OP-1", "ANRU"): euros(360_000),
        ("OP-1", "VILLE"): euros(440_000),
        ("OP-2", "ANRU"): euros(350_000),
        ("OP-2", "DEPARTEMENT"): euros(200_000),
        ("OP-2", "VILLE"): euros(450_000),
        ("OP-3", "ANRU"): euros(310_000),
        ("OP-3", "DEPARTEMENT"): euros(200_000),
        ("OP-3", "OPH"): euros(490_000),
    }
    assert [c.code for c in controler(ecrit, au=AU) if c.est_bloquant] == []
    with pytest.raises(DossierRefuse):
        generer_avenant_de_redeploiement(trouve, signature=jour("2004-07-01"))


def test_la_nature_de_l_avenant_dit_la_voie() -> None:
    """Le reliquat dégagé, rien n’est engagé de trop : l’avenant est local, ou national s’il passe par le comité."""
    dans = dossier(journal=[mouvement("degagement", euros(90_000), "2012-01-15")])
    for vers, nature in (("OP-2", NatureAvenant.LOCAL), ("OP-3", NatureAvenant.NATIONAL)):
        ecrit = generer_avenant_de_redeploiement(resoudre(besoin(vers, euros(50_000)), dans=dans), signature=AU)
        assert ecrit.convention.avenants[-1].nature is nature
        assert [c.code for c in controler(ecrit, au=AU) if c.est_bloquant] == []


def test_sans_residu_ce_qui_manque_arrive_en_entier_ou_pas_du_tout() -> None:
    """Le maître d’ouvrage s’en tient à 460 000 € : il manque 40 000 € à OP-2."""
    base = dossier()
    plan = [
        replace(p, montant=euros(460_000), regle_cloture=RegleCloture.FORFAIT)
        if (p.operation, p.nature) == ("OP-2", Nature.FONDS_PROPRES)
        else p
        for p in base.plan
    ]
    court = replace(base, plan=tuple(plan))
    assert resoudre(besoin("OP-2", euros(39_999)), dans=court).employe == 0
    trouve = resoudre(besoin("OP-2", euros(90_000)), dans=court)
    assert trouve.employe == euros(40_000)
    ecrit = generer_avenant_de_redeploiement(trouve, signature=AU)
    assert [c.code for c in controler(court, au=AU) if c.est_bloquant] == ["PLAN-01"]
    assert sum(p.montant for p in tableau_financier(ecrit).lignes_de("OP-2")) == euros(1_000_000)


def test_une_operation_qui_ne_se_ferme_pas_ne_donne_rien() -> None:
    """Le maître d’ouvrage tient ses 550 000 € pour acquis : le plan de clôture d’OP-1 dépasse son coût."""
    base = dossier()
    plan = [replace(p, regle_cloture=RegleCloture.FORFAIT) if p.montant == euros(550_000) else p for p in base.plan]
    trouve = resoudre(besoin("OP-2", euros(1)), dans=replace(base, plan=tuple(plan)))
    assert (trouve.economies, trouve.employe) == (0, 0)
    (ecartee,) = trouve.economies_ecartees
    assert (ecartee.operation, ecartee.montant) == ("OP-1", euros(90_000))
    assert ecartee.motif == "son plan de clôture ne fait pas son coût final"


def test_une_operation_abandonnee_encore_engagee_ne_donne_rien_avant_son_degagement() -> None:
    base = dossier()
    premiere = replace(base.operations[0], achevement=None, statut=Statut.ABANDONNEE)
    abandon = replace(base, operations=(premiere, *base.operations[1:]))
    trouve = resoudre(besoin("OP-2", euros(50_000)), dans=abandon)
    assert trouve.employe == 0
    assert [ecartee.montant for ecartee in trouve.economies_ecartees] == [euros(450_000)]
    degage = replace(abandon, journal=(*abandon.journal, mouvement("degagement", euros(450_000), "2012-01-15")))
    assert resoudre(besoin("OP-2", euros(50_000)), dans=degage).employe == euros(50_000)


def test_un_taux_que_l_avenant_releve_releve_du_comite_et_ne_se_fait_pas_apres_la_decision() -> None:
    releve = besoin("OP-2", euros(90_000), taux=Fraction(38, 100))
    dans = dossier(deuxieme={"taux_anru": Fraction(30, 100)})
    trouve = resoudre(releve, dans=dans)
    assert mouvements(trouve) == [("OP-1", "OP-2", euros(80_000), "comite")]
    apres = tableau_financier(generer_avenant_de_redeploiement(trouve, signature=AU))
    assert apres.operation("OP-2").taux_anru == Fraction(38, 100)
    engage = [mouvement("engagement", euros(300_000), operation="OP-2")]
    with pytest.raises(ValeurImpossible, match="« OP-2 » est engagée à 30"):
        resoudre(releve, dans=dossier(deuxieme={"taux_anru": Fraction(30, 100)}, journal=engage))
    with pytest.raises(ValeurImpossible, match="le taux de « OP-2 » est déjà de 40"):
        resoudre(releve)


def test_une_ligne_neuve_garde_aux_mouvements_leur_nature() -> None:
    """Le Département n’a qu’un prêt sur OP-2, et une avance sans nature : elle reste du prêt."""
    base = dossier()
    plan = tuple(
        replace(p, nature=Nature.PRET) if (p.operation, p.financeur) == ("OP-2", "DEPARTEMENT") else p
        for p in base.plan
    )
    journal = (*base.journal, mouvement("avance", euros(1), operation="OP-2", financeur="DEPARTEMENT"))
    source = ligne("DEPARTEMENT", euros(100_000), "OP-1")
    fonds = tuple(
        replace(p, montant=euros(450_000)) if p.financeur == "VILLE" and p.operation == "OP-1" else p for p in plan
    )
    depart = replace(base, plan=(*fonds, source), journal=journal)
    trouve = redeployer(depart, demande(besoin("OP-2", euros(5_000)), financeur="DEPARTEMENT"), au=AU)
    ecrit = generer_avenant_de_redeploiement(trouve, signature=AU)
    assert trouve.employe == euros(5_000)
    assert ecrit.journal[-1].nature is Nature.PRET


def test_toutes_les_fautes_de_la_demande_a_la_fois() -> None:
    lieu = Provenance(fichier="besoins.toml", ligne=3)
    with pytest.raises(ValeurImpossible) as refus:
        resoudre(
            replace(besoin("OP-9", 1), provenance=lieu),
            besoin("OP-2", 1, assiette=euros(2_000_000)),
            financeur="ANRUE",
        )
    assert [faute.code for faute in refus.value.fautes] == ["CODE-02", "CODE-01", "VALEUR-02"]
    assert str(refus.value.fautes[1].provenance) == "besoins.toml, ligne 3, clé operation"


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"besoins": (besoin("A", 1), besoin("A", 2))}, "figure déjà dans « besoins »"),
        ({"nature": Nature.FONDS_PROPRES}, "une subvention ou un prêt"),
        ({"contraintes": (contrainte("exclusion", operations=("B",)),)}, "« B » n’est pas une valeur connue"),
    ],
)
def test_une_demande_incoherente_est_refusee(champs: dict[str, Any], message: str) -> None:
    with pytest.raises(ValeurImpossible, match=message):
        DemandeDeRedeploiement(**{"financeur": "ANRU", "besoins": (besoin("A", 1),)} | champs)


@pytest.mark.parametrize(
    ("construire", "message"),
    [
        (lambda: besoin("A", 1, minimum=2), "le minimum dépasse le maximum"),
        (lambda: besoin("A", 1, priorite=Fraction(0)), "plus grande que zéro"),
        (lambda: contrainte("plafond"), "obligatoire"),
        (lambda: contrainte("exclusion", nombre=1), "n’a pas de mesure"),
        (lambda: contrainte("plancher", montant=1, part=Fraction(1, 2)), "se mesure par « montant »"),
    ],
)
def test_un_besoin_ou_une_contrainte_impossible_est_refuse(construire: Any, message: str) -> None:
    with pytest.raises(ValeurImpossible, match=message):
        construire()


def test_une_contrainte_qui_ne_vise_rien_est_refusee() -> None:
    with pytest.raises(ValeurImpossible, match="ne vise aucun besoin"):
        resoudre(besoin("OP-2", 1), contraintes=(contrainte("sans_avenant", famille="12"),))


def test_tout_ou_rien_en_euros_ne_veut_pas_de_centimes() -> None:
    tout = (contrainte("tout_ou_rien"),)
    with pytest.raises(ValeurImpossible, match="il n’a pas de centimes"):
        resoudre(besoin("OP-2", 150), contraintes=tout, pas=PasDeRedeploiement.EURO)


def test_sans_le_solveur_on_dit_comment_l_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in [nom for nom in sys.modules if nom.startswith("ortools")]:
        monkeypatch.delitem(sys.modules, nom)
    monkeypatch.setitem(sys.modules, "ortools", None)
    with pytest.raises(SolveurAbsent, match=r"pip install \"financement-renouvellement-urbain\[optimisation\]\""):
        resoudre(besoin("OP-2", 1))


FAUX: Final = (
    ("OP-1", "OP-2", euros(90_001), Voie.LOCALE, "plus que son économie"),
    ("OP-3", "OP-2", 1, Voie.COMITE, "plus que son économie"),
    ("OP-1", "OP-1", 1, Voie.LOCALE, "rien n’est demandé"),
    ("OP-1", "OP-2", 1, Voie.COMITE, "la voie n’est pas celle"),
    ("OP-1", "OP-3", 1, Voie.LOCALE, "la voie n’est pas celle"),
    ("OP-1", "OP-2", 0, Voie.LOCALE, "un nombre entier de pas"),
    ("OP-1", "OP-2", euros(70_001), Voie.LOCALE, "la subvention dépasse le taux"),
    ("OP-1", "OP-3", euros(80_001), Voie.COMITE, "hors de ce qui est demandé"),
    ("OP-1", "OP-2", euros(60_000), Voie.LOCALE, "la contrainte « part_minimale »"),
)


@pytest.mark.parametrize(("de", "vers", "montant", "voie", "ecart"), FAUX)
def test_la_seconde_lecture_voit_chaque_faux(de: str, vers: str, montant: int, voie: Voie, ecart: str) -> None:
    dans = dossier(deuxieme={"assiette": euros(925_000)})
    besoins = demande(
        besoin("OP-2", euros(100_000)),
        besoin("OP-3", euros(80_000)),
        contraintes=(contrainte("part_minimale", part=Fraction(45, 100), operations=("OP-2",)),),
    )
    juste = redeployer(dans, besoins, au=AU)
    assert ecarts_aux_regles(juste.cloture, besoins, juste.mouvements, pas=PasDeRedeploiement.CENTIME, jour=AU) == ()
    faux = Deplacement(de=de, vers=vers, financeur="ANRU", montant=montant, voie=voie)
    assert ecart in " ".join(ecarts_aux_regles(juste.cloture, besoins, [faux], pas=PasDeRedeploiement.CENTIME, jour=AU))


def test_un_solveur_qui_se_tromperait_serait_arrete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Le vrai optimum, dont on double la part : la seconde lecture l’arrête."""

    def faux(*args: Any, **options: Any) -> Any:
        optimum = optimiser(*args, **options)
        return replace(optimum, parts=tuple(2 * part for part in optimum.parts or ()))

    monkeypatch.setattr("financement.redeploiement.redeploiement.optimiser", faux)
    with pytest.raises(RedeploiementFaux, match="hors de ce qui est demandé"):
        resoudre(besoin("OP-2", euros(20_000)))
