"""Le registre des grandeurs dit ce que la clôture calcule : mêmes noms, même ordre, mêmes différences."""

from datetime import date

from exports.exemple import chemin_exemple
from financement.affichage.grandeurs import A_LA_CLOTURE, DE_LA_CLOTURE, DE_LA_SITUATION, DEDUITES, LIBELLES_GRANDEURS
from financement.calculs.situation import Grandeurs
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, POUR_MEMOIRE, calculer_cloture
from maquettes import lire_dossier


def test_les_grandeurs_sont_celles_des_resultats_dans_leur_ordre() -> None:
    situation, cloture = ([grandeur.nom for grandeur in registre] for registre in (DE_LA_SITUATION, DE_LA_CLOTURE))
    assert all(hasattr(Grandeurs, nom) for nom in situation)
    assert list(GRANDEURS_DE_CLOTURE) == [*situation[:3], *cloture]
    assert set(POUR_MEMOIRE) <= set(GRANDEURS_DE_CLOTURE) <= set(LIBELLES_GRANDEURS)


def test_chaque_deduite_est_la_difference_qu_elle_dit() -> None:
    cloture = calculer_cloture(lire_dossier(chemin_exemple()), au=date(2015, 3, 31))
    deduites = [deduite for deduite in DEDUITES if deduite.moment == A_LA_CLOTURE]
    vues: dict[str, int] = dict.fromkeys((deduite.nom for deduite in deduites), 0)
    for ligne in cloture.lignes:
        for deduite in deduites:
            difference = getattr(ligne, deduite.de) - getattr(ligne, deduite.moins)
            attendue = max(0, difference) if deduite.est_un_du else difference
            assert getattr(ligne, deduite.nom) == attendue
            vues[deduite.nom] += bool(attendue)
        assert ligne.grandeurs() == tuple(getattr(ligne, nom) for nom in GRANDEURS_DE_CLOTURE)
    assert min(vues.values()) > 0
