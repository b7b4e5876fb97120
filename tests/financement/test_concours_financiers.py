"""Les concours financiers du NPNRU : subventions de l’ANRU, prêts d’Action Logement, et rien d’autre."""

from financement.calculs.concours_financiers import concours_financiers
from financement.calculs.situation import Grandeurs, calculer_situation
from financement.dossier.nomenclature import Categorie, Nature, Programme
from financement.dossier.projet import Projet
from financement.selection import Selection, restreindre_situation
from tests.construction import euros, financeur, ligne, mouvement, operation, projet

ACTION_LOGEMENT = financeur("AL", categorie=Categorie.ACTION_LOGEMENT)


def npnru() -> Projet:
    """L’ANRU et Action Logement subventionnent et prêtent, la Caisse prête."""
    return projet(
        programme=Programme.NPNRU,
        reglement="npnru",
        financeurs=(financeur("ANRU"), ACTION_LOGEMENT, financeur("CDC"), financeur("VILLE")),
        operations=[operation(famille="37")],
        plan=[
            ligne("ANRU", euros(300_000)),
            ligne("ANRU", euros(7), nature=Nature.PRET),
            ligne("AL", euros(50_000), nature=Nature.PRET),
            ligne("AL", euros(9)),
            ligne("CDC", euros(600_000), nature=Nature.PRET),
        ],
        journal=[
            mouvement("engagement", euros(200_000), nature=Nature.SUBVENTION),
            mouvement("engagement", euros(40_000), financeur="AL", nature=Nature.PRET),
            mouvement("acompte", euros(10_000), financeur="AL", nature=Nature.PRET),
        ],
    )


def trois(grandeurs: Grandeurs) -> tuple[int, int, int]:
    return int(grandeurs.programme), int(grandeurs.engage), int(grandeurs.paye)


def test_subventions_de_l_anru_et_prets_d_action_logement() -> None:
    concours = concours_financiers(calculer_situation(npnru()))
    assert concours is not None
    assert trois(concours.subventions) == (euros(300_000), euros(200_000), 0)
    assert trois(concours.prets_bonifies) == (euros(50_000), euros(40_000), euros(10_000))
    assert trois(concours.total) == (euros(350_000), euros(240_000), euros(10_000))


def test_une_selection_ne_garde_que_les_siens() -> None:
    retenue = restreindre_situation(calculer_situation(npnru()), Selection(financeur="AL"))
    concours = concours_financiers(retenue)
    assert concours is not None
    assert trois(concours.subventions) == (0, 0, 0)
    assert trois(concours.total) == (euros(50_000), euros(40_000), euros(10_000))


def test_le_pnru_n_a_pas_de_concours_financiers() -> None:
    assert concours_financiers(calculer_situation(projet())) is None
