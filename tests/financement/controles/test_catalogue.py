"""Le catalogue des contrôles est complet, et ``docs/controles.md`` en donne une page par code."""

import re
from pathlib import Path

import pytest

from financement.controles.constat import Gravite
from financement.controles.modele import ModeleControle
from financement.controles.registre import MODELES_DE_CONTROLE
from tests.financement.controles.cas import cas_principal
from tests.financement.controles.cas.fichiers import EXEMPLES as EXEMPLES_DE_FICHIERS
from tests.financement.controles.lecture import espaces_simples, le_constat
from tests.financement.controles.test_informations import EXEMPLE as EXEMPLE_DE_TOTAL
from tests.financement.controles.test_informations import REMEDE as REMEDE_DE_TOTAL
from tests.modeles import CONTROLES_DECLARES, declarations

PAGE = Path(__file__).parents[3] / "docs" / "controles.md"
RUBRIQUES = ("Gravité", "Vérifie", "Pourquoi", "Référence", "Exemple", "Remède")


def test_le_titre_d_un_article_est_le_nom_court_du_controle() -> None:
    titres = re.findall(r"^## (\S+) — (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert dict(titres) == {modele.code: modele.nom for modele in CONTROLES_DECLARES.values()}


def articles() -> dict[str, str]:
    """Chaque titre de la page et son texte."""
    morceaux = re.split(r"^## (\S+) — .+$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    titres = morceaux[1::2]
    assert len(titres) == len(set(titres)), "un code a deux titres"
    return dict(zip(titres, morceaux[2::2], strict=True))


def test_la_page_a_un_titre_par_code_et_rien_d_autre() -> None:
    assert set(articles()) == set(CONTROLES_DECLARES)
    assert [code for code in articles() if code in MODELES_DE_CONTROLE] == list(MODELES_DE_CONTROLE)
    deuxiemes = re.findall(r"^## (.*)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(deuxiemes) == len(CONTROLES_DECLARES)


@pytest.mark.parametrize("code", CONTROLES_DECLARES)
def test_chaque_article_est_complet(code: str) -> None:
    article = articles()[code]
    for rubrique in RUBRIQUES:
        assert re.search(rf"^\*\*{rubrique}\*\* : \S", article, flags=re.MULTILINE), rubrique
    assert re.search(r"confiance [ABCD]", article)


@pytest.mark.parametrize("code", CONTROLES_DECLARES)
def test_la_page_dit_la_gravite_du_catalogue(code: str) -> None:
    assert f"**Gravité** : {CONTROLES_DECLARES[code].gravite}" in articles()[code]


@pytest.mark.parametrize("code", CONTROLES_DECLARES)
def test_l_exemple_de_la_page_est_le_message_exact(code: str) -> None:
    """Celui du dossier minimal du code, à la mise en page près."""
    exemple = re.search(r"^\*\*Exemple\*\* : « (.+?) »$", articles()[code], flags=re.MULTILINE | re.DOTALL)
    assert exemple is not None
    ailleurs = {"TOTAL-01": EXEMPLE_DE_TOTAL, **EXEMPLES_DE_FICHIERS}
    attendu = ailleurs[code] if code in ailleurs else cas_principal(code).message
    assert " ".join(exemple[1].split()) == attendu


@pytest.mark.parametrize("code", CONTROLES_DECLARES)
def test_le_remede_de_la_page_est_celui_de_l_exemple(code: str) -> None:
    remede = re.search(r"^\*\*Remède\*\* : « (.+?\.) »", articles()[code], flags=re.MULTILINE | re.DOTALL)
    assert remede is not None
    if code in EXEMPLES_DE_FICHIERS:
        attendu = CONTROLES_DECLARES[code].remede
    elif code == "TOTAL-01":
        attendu = REMEDE_DE_TOTAL
    else:
        cas = cas_principal(code)
        attendu = espaces_simples(le_constat(cas.projet, code, cas.au).remede)
    assert " ".join(remede[1].split()) == attendu


def test_chaque_code_a_une_phrase() -> None:
    assert len(declarations(ModeleControle)) == len(CONTROLES_DECLARES), "un code a deux modèles"
    assert all(re.fullmatch(r"[A-Z]+-[0-9]{2}", code) for code in CONTROLES_DECLARES)
    assert all(modele.message.endswith(".") for modele in CONTROLES_DECLARES.values())


@pytest.mark.parametrize(
    ("gravite", "codes"),
    [
        (
            Gravite.BLOQUANT,
            (
                "PLAN-01 PLAN-02 ENVELOPPE-01 ENGAGEMENT-01 ENGAGEMENT-02 ENGAGEMENT-03 ENGAGEMENT-04 "
                "PAIEMENT-01 PAIEMENT-04 ABANDON-01 ENVELOPPE-02 ENGAGEMENT-05 DEPENSE-02 DEMANDE-01"
            ),
        ),
        (
            Gravite.ALERTE,
            (
                "PLAN-03 PLAN-04 COUT-01 COUT-02 PLAFOND-01 PLAFOND-02 PLAFOND-03 PLAFOND-04 PLAFOND-05 "
                "PLAFOND-06 PLAFOND-07 ENGAGEMENT-06 PAIEMENT-02 PAIEMENT-03 PAIEMENT-05 JUMEAU-01 CALENDRIER-01 "
                "CALENDRIER-02 CALENDRIER-03 EXECUTION-01 EXECUTION-02 ABANDON-02 EXECUTION-03 "
                "DEPENSE-01 CLOTURE-01 CLOTURE-02 CLOTURE-03 CLOTURE-04 CLOTURE-05 JOURNAL-01 "
                "SIRET-01 TOTAL-01"
            ),
        ),
        (
            Gravite.INFORMATION,
            (
                "PLAN-05 PLAN-06 PLAN-07 PLAN-08 ENGAGEMENT-07 JOURNAL-02 FICHIER-01 FICHIER-02 "
                "INFO-01 INFO-02 INFO-03 INFO-04"
            ),
        ),
    ],
)
def test_la_gravite_de_chaque_controle(gravite: Gravite, codes: str) -> None:
    """Liste des rapports d’audit : ce qui bloque, ce qui alerte."""
    trouves = {code for code, modele in CONTROLES_DECLARES.items() if modele.gravite is gravite}
    assert trouves == set(codes.split())


def test_un_constat_se_compose_avec_les_mots_du_catalogue() -> None:
    constat = CONTROLES_DECLARES["ENGAGEMENT-04"].constater(
        operation="OP-1",
        financeur="ANRU",
        nature="subvention",
        constate="-1 €",
        manque="1 €",
    )
    assert constat.message == ("OP-1, ANRU (subvention) : les dégagements dépassent les engagements ; engagé -1 €.")
    assert constat.remede == "Ajouter au journal l’engagement qui manque (1 €), ou corriger le dégagement en trop."
    assert (constat.code, constat.operation, constat.financeur) == ("ENGAGEMENT-04", "OP-1", "ANRU")
    assert constat.est_bloquant
    assert constat.mesure is None
