"""La page de décision : ses montants refaits à la main, ce qui bloque, ce qui s’interprète, et l’ordre du document."""

from collections.abc import Iterator
from typing import Final

import pytest

from exports.annexe.annexe import composer_annexe
from exports.annexe.tableaux.decision import CLE, CLE_BLOCAGES, CLE_INTERPRETATIONS
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.document.tableau import Cellule, Partie, Tableau, Valeur
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from tests.construction import euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.dossier_clos import AU, dossier_clos, lisible

JOINTS: Final = ["tableau-financier", "lignes-de-concours", "lignes-d-autofinancement", "concordance", "lecture"]


def lus(tableau: Tableau) -> list[list[Valeur]]:
    return [[cellule.valeur for cellule in ligne.cellules] for ligne in tableau.lignes]


@pytest.fixture(scope="module")
def document() -> Document:
    return composer_annexe(dossier_clos(), au=AU)


def test_qui_doit_quoi(document: Document) -> None:
    # L'ANRU : 450 000 + 200 000,50 + 100 000 programmés ; 360 000 + 200 000,50 à la clôture ; 370 000 + 30 000 payés.
    # Elle doit 170 000,50 sur OP-2, et récupère 10 000 sur OP-1 : rien ne se compense. La Ville et l'office n'ont que
    # des fonds propres.
    assert lus(document.tableau(CLE)) == [
        ["Nom de ANRU", 75_000_050, 56_000_050, euros(400_000), 17_000_050, euros(10_000)],
        ["Nom de DEPARTEMENT", euros(100_000), euros(100_000), 0, euros(100_000), 0],
        ["Nom de CDC", euros(200_000), euros(200_000), 0, euros(200_000), 0],
        ["TOTAL DES CONCOURS", 105_000_050, 86_000_050, euros(400_000), 47_000_050, euros(10_000)],
    ]
    assert "2 financeurs sans concours." in document.tableau(CLE).notes[0]


def test_a_qui_c_est_du_et_qui_reverse(document: Document) -> None:
    """OP-1 et OP-2 sont de la Ville : 170 000,50 + 100 000 + 200 000 lui sont dus, elle rend les 10 000 de l’ANRU."""
    note = "Reste dû à : Nom de VILLE, 470_000,50~€. À reverser par : Nom de VILLE, 10_000,00~€."
    (dite,) = document.tableau(CLE).notes
    assert dite.endswith(lisible(f" {note}"))
    # L'extrait d'un maître d'ouvrage ne parle que de lui.
    ville = Perimetre(genre=GenrePerimetre.MAITRE_OUVRAGE, code="VILLE")
    sien = composer_annexe(dossier_clos(), au=AU, perimetre=ville)
    assert "Reste dû" not in sien.tableau(CLE).notes[0]


@pytest.mark.parametrize(
    ("maitres", "attendu"),
    [
        (4, "M4, 400,00~€ ; M3, 300,00~€ ; M2, 200,00~€ ; M1, 100,00~€."),
        (6, "M6, 600,00~€ ; M5, 500,00~€ ; M4, 400,00~€ ; 3 autres maîtres d’ouvrage, 600,00~€."),
    ],
)
def test_les_plus_grands_maitres_d_ouvrage_sont_nommes(maitres: int, attendu: str) -> None:
    rangs = range(1, maitres + 1)
    dossier = projet(
        operations=[operation(f"OP-{r}", cout_ht=euros(100) * r, maitre_ouvrage=f"M{r}") for r in rangs],
        plan=[ligne("DEPARTEMENT", euros(100) * r, f"OP-{r}") for r in rangs],
    )
    assert composer_annexe(dossier, au=AU).tableau(CLE).notes[0].endswith(lisible(f" Reste dû à : {attendu}"))


@pytest.mark.parametrize(
    ("maitres", "autres"), [(2, "1 autre maître d’ouvrage, 100,00~€"), (3, "2 autres maîtres d’ouvrage, 300,00~€")]
)
def test_un_maitre_d_ouvrage_au_long_nom_est_nomme_seul(maitres: int, autres: str) -> None:
    """Deux noms de 60 caractères passeraient les cent que la première page leur laisse."""
    codes = [("M" * 59) + str(rang) for rang in range(1, maitres + 1)]
    dossier = projet(
        operations=[operation(f"OP-{c[-1]}", cout_ht=euros(100) * int(c[-1]), maitre_ouvrage=c) for c in codes],
        plan=[ligne("DEPARTEMENT", euros(100) * int(c[-1]), f"OP-{c[-1]}") for c in codes],
    )
    dite = f" Reste dû à : {codes[-1]}, {maitres}00,00~€ ; {autres}."
    assert composer_annexe(dossier, au=AU).tableau(CLE).notes[0].endswith(lisible(dite))


def test_les_quatre_chiffres(document: Document) -> None:
    chiffres = {
        chiffre.libelle: document.tableau(chiffre.lieu.tableau).cellule(chiffre.lieu.ligne, chiffre.lieu.colonne).valeur
        for chiffre in document.chiffres_cles
    }
    assert chiffres == {
        "Reste à verser": 47_000_050,
        "Trop-perçu": euros(10_000),
        "À dégager": euros(90_000),
        "Économies": euros(190_000),
    }


def test_quarante_financeurs_tiennent_sur_la_page_sans_montant_perdu() -> None:
    """Le rang fait le montant : les quatorze plus grands restes sont nommés, dans leur ordre, les autres sommés.

    Le premier doit le moins, mais son plan dépasse l’enveloppe : il est nommé.
    """
    codes = [f"F{rang:02d}" for rang in range(1, 41)]
    financeurs = [financeur(code, nom=code) for code in codes]
    financeurs[0] = financeur("F01", nom="F01", enveloppe=0)
    dossier = projet(
        operations=[operation("A", cout_ht=euros(820))],
        plan=[ligne(code, euros(rang), "A") for rang, code in enumerate(codes, 1)],
        financeurs=tuple(financeurs),
    )
    annexe = composer_annexe(dossier, au=jour("2010-01-01"))
    tableau = annexe.tableau(CLE)
    *nommes, autres, total = lus(tableau)
    assert [rangee[0] for rangee in nommes] == ["F01", *(f"F{rang}" for rang in range(28, 41))]
    # De 2 à 27 : 27 × 28 / 2 − 1 = 377 euros.
    assert autres == ["Autres financeurs (26)", euros(377), euros(377), 0, euros(377), 0, None]
    assert total[1:5] == [euros(820), euros(820), 0, euros(820)]
    (lien,) = (cellule.lien for cellule in tableau.lignes[-2].cellules if cellule.lien)
    assert annexe.tableau(lien.tableau).cellule(lien.ligne, lien.colonne).valeur == "F02"
    assert "Les 26 autres" in tableau.notes[0]


def test_l_ecart_a_l_enveloppe_compte_tout_le_plan() -> None:
    dossier = projet(
        operations=[operation("A")],
        plan=[ligne("ANRU", euros(600_000), "A"), ligne("VILLE", euros(400_000), "A", nature=Nature.FONDS_PROPRES)],
        journal=[],
        financeurs=(financeur("ANRU", enveloppe=euros(550_000)), financeur("VILLE", enveloppe=euros(10))),
    )
    (anru, total) = lus(composer_annexe(dossier, au=jour("2010-01-01")).tableau(CLE))
    assert (anru[0], anru[-1]) == ("Nom de ANRU", -euros(50_000))
    assert total[-1] is None


def test_un_dossier_sain_dit_que_rien_ne_bloque() -> None:
    sain = composer_annexe(projet(), au=jour("2010-01-01"))
    assert sain.bandeau is None
    assert lus(sain.tableau(CLE_BLOCAGES)) == [["Rien ne bloque à la date d’arrêté.", None, None]]


def _trop_engages(nombre: int) -> Projet:
    """Autant d’opérations dont l’engagé dépasse d’un euro le programmé, d’un million."""
    codes = [f"OP-{rang}" for rang in range(nombre)]
    return projet(
        operations=[operation(code) for code in codes],
        plan=[ligne("ANRU", euros(1_000_000), code) for code in codes],
        journal=[mouvement("engagement", euros(1_000_001), "2009-01-01", operation=code, piece=code) for code in codes],
    )


def bloquants(document: Document) -> Iterator[tuple[Valeur, Valeur, Valeur, Valeur]]:
    """Le nom, le montant en jeu, l’objet et le message de la ligne où mène chaque blocage."""
    tableau = document.tableau(CLE_BLOCAGES)
    for rangee in tableau.lignes:
        nom, enjeu, objet = rangee.cellules
        assert nom.lien is not None
        cible = document.tableau(nom.lien.tableau).cellule(nom.lien.ligne, nom.lien.colonne)
        yield nom.valeur, enjeu.valeur, objet.valeur, cible.valeur


def test_chaque_constat_bloquant_est_nomme_chiffre_et_lie() -> None:
    annexe = composer_annexe(_trop_engages(2), au=jour("2010-01-01"))
    depasse = [b for b in bloquants(annexe) if "dépasse" in str(b[0])]
    assert [(nom, enjeu, objet) for nom, enjeu, objet, _ in depasse] == [
        ("L’engagé dépasse le programmé", euros(1), "OP-0, ANRU"),
        ("L’engagé dépasse le programmé", euros(1), "OP-1, ANRU"),
    ]
    assert [str(message).split(",")[0] for *_, message in depasse] == ["OP-0", "OP-1"]


def test_au_dela_de_dix_ils_sont_groupes_par_code() -> None:
    depasse = [
        b for b in bloquants(composer_annexe(_trop_engages(11), au=jour("2010-01-01"))) if "dépasse" in str(b[0])
    ]
    assert [b[:3] for b in depasse] == [("L’engagé dépasse le programmé", euros(11), "11 constats")]


def test_ce_qui_repose_sur_une_interpretation(document: Document) -> None:
    # OP-1 vient d'une dépense ; OP-2 de l'engagé (ANRU) et du programmé (Département, CDC).
    assert [rangee[1] for rangee in lus(document.tableau(CLE_INTERPRETATIONS))] == [86_000_050, 50_000_050]


def test_un_extrait_dit_ce_qui_bloque_ailleurs() -> None:
    fiche = composer_annexe(
        _trop_engages(2), au=jour("2010-01-01"), perimetre=Perimetre(genre=GenrePerimetre.OPERATION, code="OP-1")
    )
    messages = [str(rangee[3]) for rangee in lus(fiche.tableau("constats")) if rangee[1] == "bloquant"]
    assert messages
    assert all(message.startswith("OP-1") for message in messages)
    tous = len(list(bloquants(composer_annexe(_trop_engages(2), au=jour("2010-01-01")))))
    ici = f"{len(messages)} constat{'s' * (len(messages) > 1)} bloquant{'s' * (len(messages) > 1)} ici"
    assert fiche.bandeau == f"PROJET — {ici}, {tous - len(messages)} dans le reste du dossier"


@pytest.mark.parametrize("unite", Precision)
def test_les_parties_se_suivent_et_la_decision_ouvre(noyer_dore: Projet, unite: Precision) -> None:
    annexe = composer_annexe(noyer_dore, au=AU, unite=unite)
    assert [partie for partie, _ in annexe.parties] == list(Partie)
    assert [tableau.cle for tableau in annexe.parties[0][1]] == [CLE, CLE_BLOCAGES, CLE_INTERPRETATIONS]
    assert [tableau.cle for tableau in annexe.tableaux if tableau.est_joint] == JOINTS
    sommes = annexe.tableau("financeurs")
    for ici, la in (("reste_a_verser", "solde_a_verser"), ("a_reverser", "trop_percu"), ("paye", "paye")):
        assert annexe.tableau(CLE).cellule("total", ici).valeur == sommes.cellule("total", la).valeur


def test_un_fait_n_est_dit_qu_une_fois(noyer_dore: Projet) -> None:
    annexe = composer_annexe(noyer_dore, au=AU)
    messages = [rangee[3] for rangee in lus(annexe.tableau("constats"))]
    assert len(set(messages)) == len(messages)
    gravites = [rangee[1] for rangee in lus(annexe.tableau("constats"))]
    assert list(dict.fromkeys(gravites)) == ["bloquant", "alerte", "vigilance", "information"]
    assert all(cellule != Cellule() for ligne in annexe.tableau("constats").lignes for cellule in ligne.cellules[5:6])
