"""Un rapprochement vu : chaque mouvement une fois, chaque écart à sa clé, et les décisions qui le suivent."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given

from financement import Projet, rapprocher
from financement.calculs.journal_colonnes import de_mouvements
from financement.dossier.journal import Mouvement
from financement.fautes.provenance import INCONNUE, Provenance
from maquettes.rapprochement.constats import constater_les_ecarts
from maquettes.rapprochement.decisions import ChoixSurEcart, Decision
from maquettes.rapprochement.vue import VueDeRapprochement, voir_rapprochement
from tests.construction import euros, mouvement, projet
from tests.profils import COUTEUX
from tests.strategies import projets

AU = date(2012, 12, 31)
ENGAGEMENT = mouvement("engagement", euros(500), "2009-01-05", piece="E1")
PAYE = mouvement("acompte", euros(100), "2010-03-01", piece="P1")
SEUL = mouvement("acompte", euros(40), "2010-05-01", piece="P2")
AILLEURS = mouvement("solde", euros(75), "2011-02-01", piece="P3")


def vue(dossier: list[Mouvement], extrait: list[Mouvement], **decisions: Decision) -> VueDeRapprochement:
    return voir_rapprochement(rapprocher(projet(journal=dossier), de_mouvements(extrait), au=AU), decisions)


def decision(cle: str, choix: ChoixSurEcart = ChoixSurEcart.ACCEPTE) -> Decision:
    return Decision(cle=cle, choix=choix, commentaire="", provenance=INCONNUE)


def test_chaque_mouvement_est_vu_une_fois_et_ses_montants_font_les_totaux() -> None:
    rendu = mouvement("reversement", euros(30), "2011-06-01", piece="R1")
    lue = vue([ENGAGEMENT, PAYE, SEUL, rendu], [ENGAGEMENT, PAYE, AILLEURS])
    vus = list(lue.mouvements())
    assert Counter((v.cote.value, v.mouvement.piece) for v in vus) == Counter(
        [("dossier", p) for p in ("E1", "P1", "P2", "R1")] + [("extrait", p) for p in ("E1", "P1", "P3")]
    )
    # Le reversement se compte en moins : 40 − 30 de seuls paiements au dossier en 2010 et 2011, 75 à l'extrait.
    sommes: Counter[tuple[int, str]] = Counter()
    for v in vus:
        sommes[v.total, v.cote.value] += v.montant
    totaux = lue.rapprochement.totaux
    assert [(sommes[r, "dossier"], sommes[r, "extrait"]) for r in range(1, len(totaux) + 1)] == [
        (t.dossier, t.extrait) for t in totaux
    ]
    assert {(t.exercice, t.sens.value): (t.dossier, t.extrait) for t in totaux} == {
        (2009, "engagement"): (50_000, 50_000),
        (2010, "paiement"): (14_000, 10_000),
        (2011, "paiement"): (-3_000, 7_500),
    }


@COUTEUX
@given(projets(), projets())
def test_la_loi_tient_dans_ce_que_l_on_montre(dossier: Projet, autre: Projet) -> None:
    """Par total : les mouvements vus font les deux comptes, et les écarts vus, leur différence."""
    lue = voir_rapprochement(rapprocher(dossier, de_mouvements(autre.journal), au=date(2099, 12, 31)))
    vus, ecarts = list(lue.mouvements()), Counter[int]()
    assert Counter(v.cote.value for v in vus) == Counter(dossier=len(dossier.journal), extrait=len(autre.journal))
    for ecart in lue.ecarts:
        ecarts[ecart.total] += ecart.ecart
    for rang, total in enumerate(lue.rapprochement.totaux, 1):
        sommes = Counter[str]()
        for v in vus:
            sommes[v.cote.value] += v.montant if v.total == rang else 0
        assert (sommes["dossier"], sommes["extrait"]) == (total.dossier, total.extrait)
        assert ecarts[rang] == total.extrait - total.dossier
    assert lue.nombre_d_accords == len(lue.accords)
    cles = [ecart.cle for ecart in lue.ecarts]
    assert len(set(cles)) == len(cles)


def test_un_accord_a_le_meme_montant_des_deux_cotes() -> None:
    lue = vue([ENGAGEMENT, PAYE], [PAYE, ENGAGEMENT])
    assert lue.ecarts == ()
    assert {(a.operation, a.montant_dossier, a.montant_extrait, a.ecart) for a in lue.accords} == {
        ("OP-1", 50_000, 50_000, 0),
        ("OP-1", 10_000, 10_000, 0),
    }


def test_un_ecart_se_reconnait_a_ses_mouvements_et_non_a_leur_place() -> None:
    ici = vue([SEUL], [])
    la = [replace(SEUL, libelle="autre libellé", provenance=Provenance(fichier="autre.csv", ligne=99)), AILLEURS]
    (cle,) = [ecart.cle for ecart in ici.ecarts]
    assert cle in {ecart.cle for ecart in vue(la, []).ecarts}
    for change in (
        replace(SEUL, montant=SEUL.montant + 1),
        replace(SEUL, date=date(2010, 5, 2)),
        replace(SEUL, piece="P9"),
    ):
        assert vue([change], []).ecarts[0].cle != cle


def test_deux_ecarts_semblables_ont_chacun_sa_cle_et_la_meme_la_fois_suivante() -> None:
    # Trois versements de même jour et de même montant, sans pièce, dont aucun n'est à l'extrait : deux sont en double.
    jumeaux = [replace(SEUL, piece="")] * 3
    cles = [ecart.cle for ecart in vue(jumeaux, []).ecarts]
    assert len(set(cles)) == 3
    assert cles == [ecart.cle for ecart in vue(jumeaux[::-1], []).ecarts]


def test_une_decision_suit_son_ecart_et_une_autre_reste_pour_memoire() -> None:
    (seul,) = vue([SEUL], []).ecarts
    accepte, perdue = decision(seul.cle), decision("0" * 16)
    lue = voir_rapprochement(
        rapprocher(projet(journal=[SEUL, AILLEURS]), de_mouvements([]), au=AU), {seul.cle: accepte, "0" * 16: perdue}
    )
    assert {e.dossier[0].piece: e.decision for e in lue.ecarts} == {"P2": accepte, "P3": None}
    assert [e.dossier[0].piece for e in lue.a_traiter] == ["P3"]
    assert lue.passees == (perdue,)


def test_un_ecart_accepte_n_est_plus_qu_une_information() -> None:
    lue = vue([SEUL], [])
    cle = lue.ecarts[0].cle
    (bloquant,) = constater_les_ecarts(lue)
    assert (bloquant.code, bloquant.est_bloquant, bloquant.montant_en_jeu) == ("RAPPROCHEMENT-51", True, 4_000)
    assert (bloquant.operation, bloquant.financeur) == ("OP-1", "ANRU")
    for choix, gravite in ((ChoixSurEcart.ACCEPTE, "information"), (ChoixSurEcart.DOSSIER, "bloquant")):
        (constat,) = constater_les_ecarts(
            voir_rapprochement(
                rapprocher(projet(journal=[SEUL]), de_mouvements([]), au=AU), {cle: decision(cle, choix)}
            )
        )
        assert constat.gravite == gravite
