"""Ce qu’un contrôle peut lire."""

from financement.calculs.lignes import lignes_suivies
from financement.calculs.situation import calculer_situation
from financement.controles.contexte import preparer
from tests.construction import jour, mouvement, projet


def test_un_controle_lit_la_situation_et_ses_lignes_a_la_meme_date() -> None:
    dossier = projet(journal=[mouvement("engagement", 5, "2010-01-01"), mouvement("acompte", 2, "2012-01-01")])
    situation = calculer_situation(dossier, au=jour("2011-01-01"))
    contexte = preparer(situation)
    assert contexte.situation is situation
    assert contexte.lignes == lignes_suivies(situation)
    assert [len(ligne.mouvements) for ligne in contexte.lignes] == [1, 0]
