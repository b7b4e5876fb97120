"""Le reste à charge, ce qui change d’un résultat à l’autre, et la trésorerie qui reste à trouver."""

from fractions import Fraction
from typing import Final

from financement.controles.constat import Gravite
from financement.dossier.nomenclature import Nature
from financement.fautes.provenance import Provenance
from financement.scenarios.abandon import Abandon
from financement.scenarios.cote_a_cote import simuler
from financement.scenarios.couts import VariationDeCout
from financement.scenarios.financements import ChangementDEnveloppe
from financement.scenarios.resultat import calculer_resultat
from financement.scenarios.scenario import Scenario
from financement.selection import Selection
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet

AU: Final = jour("2012-12-31")
PLAN: Final = (
    ligne("ANRU", euros(450_000)),
    ligne("CDC", euros(300_000), nature=Nature.PRET),
    ligne("DEPARTEMENT", euros(50_000), nature=Nature.FONDS_PROPRES),
    ligne("VILLE", euros(200_000), nature=Nature.FONDS_PROPRES),
)


def test_le_reste_a_charge_garde_les_prets_et_ote_les_fonds_d_autrui() -> None:
    """1 000 000 − 450 000 de l’ANRU − 50 000 du Département : 500 000 €, dont 300 000 de prêt."""
    (reste,) = calculer_resultat(projet(plan=PLAN), au=AU, nom="Base").restes_a_charge.values()
    assert (reste.montant, reste.prets) == (euros(500_000), euros(300_000))


def test_d_une_operation_abandonnee_reste_ce_qui_est_depense() -> None:
    depensee = projet(plan=PLAN, journal=[mouvement("depense", euros(120_000))])
    abandon = Scenario(nom="A", hypotheses=(Abandon(cible=Selection(operation="OP-1")),))
    (ecart,) = simuler(depensee, [abandon], au=AU).ecarts
    (reste,) = ecart.restes_a_charge.values()
    assert (reste.base, reste.montant) == (euros(500_000), euros(120_000))


def test_un_constat_qui_ne_fait_que_changer_de_montant_n_apparait_pas() -> None:
    """L’enveloppe est dépassée avant comme après ; sous la seconde hypothèse, elle ne l’est plus."""
    trop = projet(financeurs=projet().convention.financeurs)
    serree, ample = (
        Scenario(nom=nom, hypotheses=(ChangementDEnveloppe(financeur="ANRU", montant=montant),))
        for nom, montant in (("serrée", euros(100_000)), ("ample", euros(900_000)))
    )
    depasse = Scenario(nom="d", hypotheses=(ChangementDEnveloppe(financeur="ANRU", montant=euros(200_000)),)).appliquer(
        trop, au=AU
    )
    serre, large = simuler(depasse, [serree, ample], au=AU).ecarts
    assert (serre.apparus, serre.disparus) == ((), ())
    assert [(c.code, c.gravite) for c in large.disparus] == [("ENVELOPPE-01", Gravite.BLOQUANT)]
    retour = simuler(trop, [serree], au=AU).ecarts[0]
    assert [c.code for c in retour.apparus] == ["ENVELOPPE-01"]


def test_la_pointe_de_tresorerie_est_a_venir() -> None:
    """Dépensés en 2010, 900 000 € ; rien n’en est payé : à la fin de 2012, il en manque autant, et 100 000 à venir."""
    avance = projet(
        operations=[operation(debut=Semestre(2010, 1), duree_semestres=6)],
        plan=[ligne("VILLE", euros(1_000_000), nature=Nature.FONDS_PROPRES)],
        journal=[mouvement("depense", euros(900_000), "2010-06-15")],
    )
    resultat = calculer_resultat(avance, au=AU, nom="Base")
    pointe = resultat.pointe("VILLE")
    assert pointe is not None
    assert (pointe.semestre, resultat.besoin("VILLE")) == (Semestre(2013, 1), euros(1_000_000))


def test_ce_qu_une_hypothese_change_se_lit_a_sa_ligne() -> None:
    """L’abandon se lit au fichier de scénarios ; le libellé de l’opération reste au dossier."""
    lieu = Provenance(fichier="scenarios.toml", ligne=12)
    suppose = Abandon(cible=Selection(operation="OP-1"), provenance=lieu).appliquer(projet(), AU)
    (changee,) = suppose.operations
    assert str(changee.provenance.a_la_colonne("statut")) == "scenarios.toml, ligne 12"
    assert str(changee.provenance.a_la_colonne("libelle")) == "operations.csv, ligne 2, colonne libelle"


def test_les_totaux_d_un_ecart_sont_ceux_des_clotures() -> None:
    base = projet(plan=PLAN)
    hausse = Scenario(nom="h", hypotheses=(VariationDeCout(proportion=Fraction(1, 10)),))
    cote_a_cote = simuler(base, [hausse], au=AU)
    (ecart,) = cote_a_cote.ecarts
    assert (
        sum(e.montant for e in ecart.concours.values())
        == cote_a_cote.resultats[0].cloture.total.concours.montant_cloture
    )
    # Rien n'est engagé : chaque subvention est au programmé, la hausse de 100 000 € est au résidu de la Ville.
    assert {code: e.ecart for code, e in ecart.autofinancement.items() if e.ecart} == {"VILLE": euros(100_000)}
