"""La page des états dit les états du moteur, dans leur ordre, et les passages qu’elle annonce ont lieu."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from financement.cloture import LIBELLES_ETATS, EtatLigne, calculer_cloture
from financement.dossier.journal import Mouvement
from financement.dossier.projet import Projet
from tests.construction import avenant, euros, jour, mouvement, operation, projet

PAGE: Final = Path(__file__).parent.parent / "docs" / "etats.md"
AVANT: Final = jour("2012-06-15")
APRES: Final = jour("2012-07-15")

ENGAGEMENT: Final = mouvement("engagement", euros(450_000), "2010-01-05")
AVANCE: Final = mouvement("avance", euros(10_000), "2010-02-05")
ACHEVEE: Final = operation(achevement=jour("2011-06-30"))
BIENTOT_ACHEVEE: Final = operation(achevement=jour("2012-07-01"))
LIMITE_PASSEE: Final = jour("2011-12-31")
LIMITE_PROCHE: Final = jour("2012-06-30")

NOUVEL_ENGAGEMENT: Final = mouvement("engagement", euros(450_000), "2012-07-01")
ACOMPTE: Final = mouvement("acompte", euros(10_000), "2012-07-01")
SOLDE: Final = mouvement("solde", euros(10_000), "2012-07-01")
DEGAGEMENT: Final = mouvement("degagement", euros(450_000), "2012-07-01")
PROLONGATION: Final = avenant(1, "2012-07-01", date_limite_engagement=jour("2014-12-31"))
ANCIEN_SOLDE: Final = mouvement("solde", euros(10_000), "2011-07-01")

# Chaque passage de la page, joué : le dossier, et ce qui arrive le 1er juillet 2012 (rien : le temps seul).
PASSAGES: Final[dict[tuple[str, str], tuple[Projet, Mouvement | None]]] = {
    ("a_engager", "engagee_non_demarree"): (projet(), NOUVEL_ENGAGEMENT),
    ("a_engager", "forclose"): (projet(date_limite_engagement=LIMITE_PROCHE), None),
    ("forclose", "a_engager"): (projet(date_limite_engagement=LIMITE_PASSEE, avenants=(PROLONGATION,)), None),
    ("forclose", "engagee_non_demarree"): (projet(date_limite_engagement=LIMITE_PASSEE), NOUVEL_ENGAGEMENT),
    ("engagee_non_demarree", "en_cours"): (projet(journal=[ENGAGEMENT]), ACOMPTE),
    ("engagee_non_demarree", "achevee"): (projet(operations=[BIENTOT_ACHEVEE], journal=[ENGAGEMENT]), None),
    ("en_cours", "achevee"): (projet(operations=[BIENTOT_ACHEVEE], journal=[ENGAGEMENT, AVANCE]), None),
    ("en_cours", "soldee"): (projet(journal=[ENGAGEMENT, AVANCE]), SOLDE),
    ("achevee", "soldee"): (projet(operations=[ACHEVEE], journal=[ENGAGEMENT]), SOLDE),
    ("engagee_non_demarree", "soldee"): (projet(journal=[ENGAGEMENT]), SOLDE),
    ("engagee_non_demarree", "a_engager"): (projet(journal=[ENGAGEMENT]), DEGAGEMENT),
    ("en_cours", "a_engager"): (projet(journal=[ENGAGEMENT, AVANCE]), DEGAGEMENT),
    ("achevee", "a_engager"): (projet(operations=[ACHEVEE], journal=[ENGAGEMENT]), DEGAGEMENT),
    ("soldee", "a_engager"): (projet(journal=[ENGAGEMENT, ANCIEN_SOLDE]), DEGAGEMENT),
}


def tableau(titre: str) -> list[list[str]]:
    """Les lignes du tableau qui suit un titre, sans l’en-tête, cellule par cellule."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {titre}\n")[1].split("\n## ")[0]
    lignes = [ligne for ligne in section.splitlines() if ligne.startswith("|")]
    return [[cellule.strip() for cellule in ligne.strip("|").split("|")] for ligne in lignes[2:]]


def test_les_etats_sont_ceux_du_moteur_dans_leur_ordre() -> None:
    lus = [(cellules[0], cellules[1], cellules[2]) for cellules in tableau("Les états, dans l’ordre")]
    assert lus == [(str(rang), f"`{etat}`", LIBELLES_ETATS[etat]) for rang, etat in enumerate(EtatLigne, 1)]
    assert set(LIBELLES_ETATS) == set(EtatLigne)


def test_chaque_etat_dit_son_montant() -> None:
    lignes = tableau("Ce que chaque état donne")
    assert [cellules[0] for cellules in lignes] == [f"`{etat}`" for etat in EtatLigne]
    assert all(all(cellules) for cellules in lignes)


def test_la_page_dit_la_confiance_de_sa_lecture() -> None:
    assert "confiance **C**" in PAGE.read_text(encoding="utf-8")


def test_les_passages_joues_sont_ceux_de_la_page() -> None:
    lus = [
        (cellules[0].strip("`"), cellules[1].strip("`"))
        for cellules in tableau("Ce qui fait passer d’un état à l’autre")
    ]
    assert lus == list(PASSAGES)


@pytest.mark.parametrize(("de", "vers"), list(PASSAGES))
def test_chaque_passage_a_lieu(de: str, vers: str) -> None:
    dossier, arrive = PASSAGES[de, vers]
    assert calculer_cloture(dossier, au=AVANT).lignes[0].etat == de
    suite = dossier if arrive is None else replace(dossier, journal=(*dossier.journal, arrive))
    assert calculer_cloture(suite, au=APRES).lignes[0].etat == vers
