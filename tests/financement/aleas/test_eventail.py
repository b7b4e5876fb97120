"""L’éventail rejoue des tirages par l’échéancier du moteur."""

from fractions import Fraction

from financement.aleas.alea import Alea, PorteSur, UniteDAlea
from financement.aleas.eventail import eventail
from financement.aleas.lois import Uniforme
from financement.aleas.tirages import tirer
from financement.dossier.nomenclature import Nature
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet


def test_un_retard_recule_ce_qui_est_verse() -> None:
    """Un prêt forfaitaire de 400 000 €, à verser avec les travaux de 2013 ; décalés de deux ou trois semestres, après.

    Une opération à démarrer en 2013, sur deux semestres : acomptes à parts égales en 2013, solde six mois plus tard.
    Retardée de deux semestres au moins, rien n’est versé en 2013.
    """
    base = projet(
        operations=[operation(debut=Semestre(2013, 1), duree_semestres=2)],
        plan=[ligne("CDC", euros(400_000), nature=Nature.PRET), ligne("VILLE", euros(600_000))],
        journal=[mouvement("engagement", euros(400_000), financeur="CDC")],
    )
    retard = Alea(porte_sur=PorteSur.RETARD, loi=Uniforme(bas=Fraction(2), haut=Fraction(3)), unite=UniteDAlea.SEMESTRE)
    exercices = {e.exercice: e for e in eventail(tirer(base, [retard], au=jour("2012-12-31"), nombre=20, graine=1))}
    assert exercices[2013].base > 0
    assert set(exercices[2013].quantiles) == {0}
    # À la fin, tout est versé, à la base comme dans tout tirage.
    assert {exercices[max(exercices)].base, *exercices[max(exercices)].quantiles} == {euros(1_000_000)}
