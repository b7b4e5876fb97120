"""Les extraits d’une annexe : la part d’un financeur, d’un maître d’ouvrage, la fiche d’une opération."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre, Sceau
from exports.document.tableau import GenreLigne, Valeur
from exports.livraison.annexe_rendue import preparer_annexe
from financement.cloture import calculer_cloture
from financement.dossier.nomenclature import Nature, Statut, Unite
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.conftest import AU
from tests.exports.test_annexe_cloture import ARRETE, petit
from tests.profils import PESANTS
from tests.strategies import projets


def perimetre(genre: str, code: str) -> Perimetre:
    return Perimetre(genre=GenrePerimetre(genre), code=code)


def codes(document: Document, tableau: str) -> list[Valeur]:
    lu = document.tableau(tableau)
    return [li.cellules[0].valeur for li in lu.lignes if li.genre is GenreLigne.DONNEE]


def test_la_part_d_un_financeur() -> None:
    document = composer_annexe(petit(), au=ARRETE, perimetre=perimetre("financeur", "ANRU"))
    assert document.sous_titre == "Convention d'essai – convention C-1 – part du financeur Nom de ANRU"
    assert codes(document, "financeurs") == ["Nom de ANRU"]
    assert [s.organisme for s in document.signatures] == ["Nom de ANRU"]
    financier = document.tableau("tableau-financier")
    assert financier.cellule("total", "concours").valeur == euros(1_250_000)
    # Trois opérations d'un million ; à la clôture, 900 000 des 1 900 000 euros que coûtent A et B.
    assert financier.cellule("total", "part").valeur == Fraction(5, 12)
    assert document.tableau("tableau-de-cloture").cellule("total", "part").valeur == Fraction(9, 19)
    assert financier.cellule("operation:A", "etat").valeur == "achevée, solde à demander"
    assert financier.cellule("operation:A", "cout_ht").valeur == euros(1_000_000)
    assert document.tableau("execution").cellule("total", "montant_cloture").valeur == euros(900_000)
    assert Sceau.lire(document.sceau.texte()).perimetre == perimetre("financeur", "ANRU")
    assert any("Extrait de l’annexe" in phrase for phrase in document.avertissements)


@pytest.mark.parametrize("code", ["ANRU", "VILLE"])
def test_la_part_d_un_financeur_ne_pretend_pas_equilibrer(code: str) -> None:
    """Ni plan, ni équilibre, ni colonne d’un autre financeur : la page lue le dit, et où les trouver."""
    annexe = preparer_annexe(petit(), au=ARRETE, perimetre=perimetre("financeur", code))
    document = annexe.document
    for tableau in ("tableau-financier", "tableau-de-cloture", "avenants"):
        cles = {colonne.cle for colonne in document.tableau(tableau).colonnes}
        assert not cles & {"plan", "ecart", "prets_cdc", "anru", "evolution_anru"}, tableau
    assert "taux_anru" in {c.cle for c in document.tableau("tableau-financier").colonnes} or code == "VILLE"
    assert not {"plan", "nature:pret"} & {ligne.cle for ligne in document.tableau("natures").lignes}
    # L'enveloppe que fixe l'avenant est celle de l'ANRU : aucune autre part ne la dit.
    (avenant_1,) = (ligne for ligne in document.tableau("avenants").lignes if ligne.cle == "version:1")
    assert (avenant_1.cellules[-1].valeur is None) is (code == "VILLE")
    (octets,) = annexe.rendre("pdf").values()
    texte = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(octets)).pages).split())
    assert "les autres financeurs et l’équilibre du plan sont dans l’annexe entière" in texte
    for absent in ("Total du plan", "Équilibre", "Écart plan", "PLAN DE FINANCEMENT", "Total général"):
        assert absent not in texte
    autre = {"ANRU": "Nom de VILLE", "VILLE": "Nom de ANRU"}[code]
    assert f"{autre} 5" not in texte


def test_une_part_sans_concours_imprime_ses_fonds_propres() -> None:
    """La Ville n’a ici que des fonds propres : le tableau d’exécution imprimé n’est pas une page de tirets."""
    for code, est_jointe in (("ANRU", True), ("VILLE", False)):
        document = composer_annexe(petit(), au=ARRETE, perimetre=perimetre("financeur", code))
        colonnes = {colonne.cle: colonne.est_jointe for colonne in document.tableau("execution").colonnes}
        assert colonnes["autofinancement"] is est_jointe


def test_les_articles_d_un_extrait_comptent_ses_constats() -> None:
    """OP-2 a reçu sept euros sans engagement : l’extrait de la Ville, qui n’y est pas, n’en relève aucun."""
    dossier = projet(
        operations=[operation("OP-1"), operation("OP-2", cout_ht=euros(70))],
        plan=[ligne("VILLE", euros(1_000_000)), ligne("ANRU", euros(70), "OP-2")],
        journal=[mouvement("acompte", euros(7), "2009-01-01", operation="OP-2")],
    )
    attendus = {
        "VILLE": "Les contrôles ne relèvent aucun constat bloquant sur cet extrait, 1 sur le reste du dossier : tant "
        "qu’il n’est pas levé, ce texte reste un projet.",
        "ANRU": "Les contrôles du dossier relèvent 1 constat bloquant : tant qu’il n’est pas levé, ce texte reste un "
        "projet.",
    }
    for code, attendu in attendus.items():
        document = composer_annexe(dossier, au=ARRETE, perimetre=perimetre("financeur", code))
        (reserves,) = (article for article in document.articles if article.titre == "Réserves")
        assert attendu in [alinea.replace("\xa0", " ") for alinea in reserves.alineas]
    # La Ville, seule dans son extrait, engage encore après la date limite de l'ANRU.
    for extrait, le_dit in ((ENSEMBLE, True), (perimetre("financeur", "VILLE"), False)):
        apres = composer_annexe(dossier, au=jour("2016-06-01"), perimetre=extrait)
        alineas = " ".join(alinea for article in apres.articles for alinea in article.alineas)
        assert ("l’ANRU n’engage plus" in alineas) is le_dit


def test_l_etat_d_une_operation_est_le_meme_dans_tout_extrait() -> None:
    """L’ANRU a soldé OP-1, le Département y reste à engager : l’opération l’est, même dans l’extrait de l’ANRU."""
    dossier = projet(
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("DEPARTEMENT", euros(50_000)),
            ligne("VILLE", euros(500_000), nature=Nature.FONDS_PROPRES),
        ],
        journal=[mouvement("engagement", euros(450_000)), mouvement("solde", euros(450_000), "2011-01-01")],
    )
    extraits = [ENSEMBLE, *(perimetre("financeur", code) for code in ("ANRU", "DEPARTEMENT", "VILLE"))]
    extraits += [perimetre("maitre_ouvrage", "VILLE")]
    for extrait in extraits:
        document = composer_annexe(dossier, au=ARRETE, perimetre=extrait)
        for tableau in ("tableau-financier", "tableau-de-cloture", "execution"):
            assert document.tableau(tableau).cellule("operation:OP-1", "etat").valeur == "à engager"
        (programme,) = (article for article in document.articles if article.titre == "Programme arrêté à la clôture")
        assert "à engager" in programme.alineas[0]
    fiche = composer_annexe(dossier, au=ARRETE, perimetre=perimetre("operation", "OP-1"))
    assert fiche.tableau("fiche-operation").cellule("operation:OP-1", "etat").valeur == "à engager"


def test_les_operations_d_un_maitre_d_ouvrage() -> None:
    dossier = projet(
        operations=[operation("A"), operation("B", maitre_ouvrage="OPH")],
        plan=[ligne("ANRU", euros(1_000_000), "A"), ligne("VILLE", euros(1_000_000), "B")],
    )
    document = composer_annexe(dossier, au=ARRETE, perimetre=perimetre("maitre_ouvrage", "OPH"))
    assert codes(document, "tableau-financier") == ["B"]
    assert codes(document, "financeurs") == ["Nom de VILLE"]
    assert document.tableau("tableau-financier").cellule("total", "ecart").valeur == 0
    assert document.tableau("familles").cellule("total", "operations").valeur == 1
    # L'office, financeur de la convention qui ne finance rien ici, signe pour ses opérations.
    assert [(s.organisme, s.qualite) for s in document.signatures] == [
        ("Nom de VILLE", "Financeur – Ville"),
        ("Nom de OPH", "Maître d’ouvrage"),
    ]


def test_la_fiche_reprend_les_montants_de_l_annexe(noyer_dore: Projet, annexe: Document) -> None:
    code = "9200201-06-0016-001"
    fiche = composer_annexe(noyer_dore, au=AU, perimetre=perimetre("operation", code))
    colonnes = ("programme", "engage", "paye", "montant_cloture", "solde_a_verser", "trop_percu")
    ici = [fiche.tableau("fiche-financement").cellule("total", colonne).valeur for colonne in colonnes]
    la = [annexe.tableau("execution").cellule(f"operation:{code}", colonne).valeur for colonne in colonnes]
    assert ici == la
    constats = fiche.tableau("constats")
    assert constats.lignes[0].cellules[2].valeur == "ENGAGEMENT-01"
    assert len(constats.lignes) == 1
    assert fiche.bandeau == "PROJET — 1 constat bloquant ici, 2 dans le reste du dossier"


def abandon() -> Projet:
    """Cent logements gardés ; quarante abandonnés par l’avenant, qui retire leur plan, tout ayant été dégagé."""
    logements: dict[str, Any] = {"famille": "06", "unite": Unite.LOGEMENT, "maitre_ouvrage": "OPH"}
    plan = [
        ligne("ANRU", euros(40_000), "GARDEE"),
        ligne("OPH", euros(60_000), "GARDEE", nature=Nature.FONDS_PROPRES),
        ligne("ANRU", euros(20_000), "ABANDONNEE"),
        ligne("OPH", euros(30_000), "ABANDONNEE", nature=Nature.FONDS_PROPRES),
    ]
    return projet(
        operations=[
            operation("GARDEE", cout_ht=euros(100_000), quantite=Decimal(100), **logements),
            operation("ABANDONNEE", cout_ht=euros(50_000), quantite=Decimal(40), **logements),
            operation("ABANDONNEE", version=1, cout_ht=0, quantite=Decimal(40), statut=Statut.ABANDONNEE, **logements),
        ],
        plan=[*plan, *(replace(retiree, version=1, montant=0) for retiree in plan[2:])],
        journal=[
            mouvement("engagement", euros(40_000), "2010-01-10", operation="GARDEE", piece="DAS-1"),
            mouvement("engagement", euros(20_000), "2011-05-12", operation="ABANDONNEE", piece="DAS-2"),
            mouvement("degagement", euros(20_000), "2012-07-05", operation="ABANDONNEE", piece="DAS-2"),
        ],
        avenants=(avenant(1, "2012-06-28"),),
    )


@pytest.mark.parametrize("au", [jour("2012-06-27"), jour("2012-12-31")], ids=["avant l’abandon", "après"])
@pytest.mark.parametrize(
    "extrait",
    [ENSEMBLE, perimetre("financeur", "ANRU"), perimetre("financeur", "OPH"), perimetre("maitre_ouvrage", "OPH")],
    ids=lambda extrait: f"{extrait.genre} {extrait.code}",
)
def test_une_operation_abandonnee_quitte_le_programme_physique(extrait: Perimetre, au: date) -> None:
    """Tableau financier et programme physique comptent les mêmes logements, dans l’annexe et dans chaque extrait."""
    document = composer_annexe(abandon(), au=au, perimetre=extrait)
    prevus = Decimal(140) if au < jour("2012-06-28") else Decimal(100)
    assert document.tableau("programme-physique").cellule("famille:06:logement", "prevu").valeur == prevus
    for tableau in ("tableau-financier", "tableau-de-cloture"):
        assert document.tableau(tableau).cellule("sous-total:06", "quantite").valeur == prevus


def test_un_mouvement_hors_plan_est_dans_l_extrait_de_son_financeur() -> None:
    """La Région n’est pas au plan de B, mais y a payé : ses totaux, son tableau et ses quantités comptent B."""
    dossier = projet(
        financeurs=(financeur("ANRU"), financeur("VILLE"), financeur("REGION")),
        operations=[
            operation("A", famille="01", quantite=Decimal(8), unite=Unite.LOGEMENT),
            operation("B", famille="01", quantite=Decimal(40), unite=Unite.LOGEMENT),
        ],
        plan=[ligne("REGION", euros(1_000_000), "A"), ligne("VILLE", euros(1_000_000), "B")],
        journal=[mouvement("acompte", euros(7), "2010-01-01", operation="B", financeur="REGION")],
    )
    document = composer_annexe(dossier, au=ARRETE, perimetre=perimetre("financeur", "REGION"))
    for tableau in ("tableau-financier", "tableau-de-cloture", "execution"):
        assert codes(document, tableau) == ["A", "B"]
    assert document.tableau("execution").cellule("total", "paye").valeur == euros(7)
    assert document.tableau("familles").cellule("total", "operations").valeur == 2
    assert document.tableau("programme-physique").cellule("famille:01:logement", "prevu").valeur == 48
    assert not any("sans figurer au tableau" in note for note in document.tableau("execution").notes)


def test_une_operation_qui_change_de_maitre_d_ouvrage_est_au_dernier_dans_toutes_les_versions() -> None:
    """A passe de l’office à la Ville : l’évolution de chaque extrait est la ligne de l’annexe entière."""
    dossier = projet(
        operations=[
            operation("A", maitre_ouvrage="OPH"),
            operation("A", version=1),
            operation("B", maitre_ouvrage="OPH"),
        ],
        plan=[
            ligne("ANRU", euros(300_000), "A"),
            ligne("ANRU", euros(200_000), "A", version=1),
            ligne("ANRU", euros(50_000), "B"),
        ],
        avenants=(avenant(1, "2008-01-01"),),
    )
    entiere = composer_annexe(dossier, au=ARRETE)
    for code, initial in (("VILLE", euros(300_000)), ("OPH", euros(50_000))):
        extrait = composer_annexe(dossier, au=ARRETE, perimetre=perimetre("maitre_ouvrage", code))
        evolution = extrait.tableau("evolution-maitres-ouvrage")
        assert evolution.cellule("total", "version:0").valeur == initial
        assert entiere.tableau("evolution-maitres-ouvrage").cellule(f"maitre:{code}", "version:0").valeur == initial


@pytest.mark.parametrize(
    ("genre", "code", "message"),
    [
        (
            "financeur",
            "ANRV",
            "Le financeur « ANRV » n’est pas déclaré dans la convention ; le plus proche est « ANRU »",
        ),
        ("operation", "OP-2", "L’opération « OP-2 » ne figure pas dans les opérations ; le plus proche est « OP-1 »."),
        ("maitre_ouvrage", "VILE", "« VILE » n’est pas accepté : ce n’est le maître d’ouvrage d’aucune opération"),
    ],
)
def test_un_perimetre_inconnu_est_refuse(genre: str, code: str, message: str) -> None:
    with pytest.raises(ValeurImpossible) as refus:
        composer_annexe(projet(), au=ARRETE, perimetre=perimetre(genre, code))
    assert message in str(refus.value)


@PESANTS
@given(projets(), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_les_parts_font_le_tout(dossier: Projet, au: date) -> None:
    """Les extraits de tous les financeurs, ou de tous les maîtres d’ouvrage, se partagent la clôture."""
    cloture = calculer_cloture(dossier, au=au)
    etats = {code: etat.libelle for code, etat in cloture.etats_des_operations().items()}
    total, siens = cloture.total.concours, cloture.total.autofinancement
    attendu = {
        "programme": total.programme,
        "paye": total.paye,
        "montant_cloture": total.montant_cloture,
        "solde_a_verser": total.solde_a_verser,
        "trop_percu": total.trop_percu,
        "autofinancement": siens.programme,
        "autofinancement_cloture": siens.montant_cloture,
    }
    financeurs = [f.code for f in dossier.convention.financeurs]
    maitres = dict.fromkeys(o.maitre_ouvrage for o in dossier.operations)
    for genre, presents in (("financeur", financeurs), ("maitre_ouvrage", maitres)):
        extraits = [composer_annexe(dossier, au=au, perimetre=perimetre(genre, code)) for code in presents]
        for extrait in extraits:
            execution = extrait.tableau("execution")
            lus = {code: execution.cellule(f"operation:{code}", "etat").valeur for code in codes(extrait, "execution")}
            assert lus == {code: etats[str(code)] for code in lus}
        sommes = {
            colonne: sum(
                montant
                for extrait in extraits
                if isinstance(montant := extrait.tableau("execution").cellule("total", colonne).valeur, int)
            )
            for colonne in attendu
        }
        assert sommes == attendu
