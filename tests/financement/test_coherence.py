"""Cohérence entre les lignes : ce qui ne peut pas être représenté est refusé, tout à la fois."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from financement.dossier import coherence
from financement.dossier.coherence import Declares, declarer, natures_des_lignes
from financement.dossier.convention import MaitreOuvrage
from financement.dossier.nomenclature import Nature, Programme
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.fautes.faute import DossierRefuse
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre
from tests.construction import (
    PLAN_EQUILIBRE,
    avenant,
    convention,
    enveloppe,
    financeur,
    jour,
    ligne,
    mouvement,
    operation,
    projet,
)


def refus(**champs: Any) -> list[str]:
    """Les fautes que lève la construction du projet, en texte."""
    with pytest.raises(DossierRefuse) as refuse:
        projet(**champs)
    return [str(faute) for faute in refuse.value.fautes]


VALEUR_UN = Decimal(1)


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        pytest.param(
            {"financeurs": (), "operations": [], "plan": []},
            "La convention ne déclare aucun financeur. Déclarer au moins un financeur. [COHERENCE-06]",
            id="aucun financeur",
        ),
        pytest.param(
            {"financeurs": (financeur("ANRU"), financeur("VILLE"), financeur("ANRU", nom="Autre"))},
            "colonne code : « ANRU » figure déjà parmi les financeurs, plus haut. "
            "N’en garder qu’une ligne. [DOUBLON-01]",
            id="financeur en double",
        ),
        pytest.param(
            {"maitres_ouvrage": (MaitreOuvrage(code="VILLE", nom="La même"),)},
            "colonne code : « VILLE » figure déjà parmi les financeurs, plus haut. "
            "N’en garder qu’une ligne. [DOUBLON-01]",
            id="maître d’ouvrage déjà financeur",
        ),
        pytest.param(
            {"reglement": "pnrv"},
            "colonne reglement : Le règlement « pnrv » n’est pas connu ; le plus proche est « pnru ». "
            "Écrire pnru ou npnru, ou reglement.toml pour un règlement propre au dossier. [CODE-06]",
            id="règlement inconnu",
        ),
        pytest.param(
            {"avenants": (avenant(1, "2007-03-15"), avenant(3, "2007-03-15"))},
            "L’avenant n° 3 ne suit pas le précédent : les numéros et les dates sont strictement croissants, et "
            "postérieurs à la signature de la convention (avenant n° 1 du 15/03/2007). "
            "Corriger le numéro ou la date. [COHERENCE-01]",
            id="deux avenants le même jour",
        ),
        pytest.param(
            {"avenants": (avenant(1, "2004-07-01"),)},
            "L’avenant n° 1 ne suit pas le précédent : les numéros et les dates sont strictement croissants, et "
            "postérieurs à la signature de la convention (signature du 01/07/2004). "
            "Corriger le numéro ou la date. [COHERENCE-01]",
            id="avenant signé avec la convention",
        ),
        pytest.param(
            {"avenants": (avenant(2, "2007-03-15"), avenant(2, "2008-03-15"))},
            "L’avenant n° 2 ne suit pas le précédent : les numéros et les dates sont strictement croissants, et "
            "postérieurs à la signature de la convention (avenant n° 2 du 15/03/2007). "
            "Corriger le numéro ou la date. [COHERENCE-01]",
            id="avenant en double",
        ),
        pytest.param(
            {"avenants": (avenant(1, enveloppes=(enveloppe("VILE", 5),)),)},
            "Le financeur « VILE » n’est pas déclaré dans la convention ; le plus proche est « VILLE ». "
            "Corriger le code, ou déclarer le financeur. [CODE-02]",
            id="enveloppe d’un inconnu",
        ),
        pytest.param(
            {"avenants": (avenant(1, enveloppes=(enveloppe("VILLE", 5), enveloppe("VILLE", 6))),)},
            "colonne enveloppes : « VILLE » figure déjà plus haut. N’en garder qu’une ligne. [DOUBLON-01]",
            id="enveloppe en double",
        ),
        pytest.param(
            {"operations": [operation(), operation("OP-2", version=1)]},
            "operations.csv, ligne 3, colonne version : La version 1 n’est la version d’aucun avenant ; versions "
            "connues : 0. Corriger le numéro, ou déclarer l’avenant. [CODE-04]",
            id="version sans avenant",
        ),
        pytest.param(
            {"operations": [operation(famille="8")]},
            "operations.csv, ligne 2, colonne famille : La famille « 8 » n’existe pas dans la nomenclature PNRU ; le "
            "plus proche est « 08 ». Choisir parmi : 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12. [CODE-03]",
            id="famille inconnue",
        ),
        pytest.param(
            {"programme": Programme.NPNRU},
            "operations.csv, ligne 2, colonne famille : La famille « 08 » n’existe pas dans la nomenclature NPNRU. "
            "Choisir parmi : 14, 21, 22, 23, 24, 31, 32, 33, 34, 35, 36, 37, 38, 39. [CODE-03]",
            id="famille de l’autre programme",
        ),
        pytest.param(
            {"operations": [operation(), operation("OP-2"), operation(cout_ht=1)]},
            "operations.csv, ligne 4, colonne operation : « OP-1, version 0 » figure déjà ligne 2. "
            "N’en garder qu’une ligne. [DOUBLON-01]",
            id="opération en double",
        ),
        pytest.param(
            {"plan": [*PLAN_EQUILIBRE, ligne("ANRU", 1, operation="OP1")]},
            "plan.csv, ligne 4, colonne operation : L’opération « OP1 » ne figure pas dans les opérations ; le plus "
            "proche est « OP-1 ». Corriger le code, ou ajouter l’opération. [CODE-01]",
            id="opération inconnue",
        ),
        pytest.param(
            {"plan": [*PLAN_EQUILIBRE, ligne("REGION", 1)]},
            "plan.csv, ligne 4, colonne financeur : Le financeur « REGION » n’est pas déclaré dans la convention. "
            "Corriger le code, ou déclarer le financeur. [CODE-02]",
            id="financeur inconnu",
        ),
        pytest.param(
            {"plan": [*PLAN_EQUILIBRE, ligne("ANRU", 1, version=4)]},
            "plan.csv, ligne 4, colonne version : La version 4 n’est la version d’aucun avenant ; versions connues : "
            "0. Corriger le numéro, ou déclarer l’avenant. [CODE-04]",
            id="plan d’une version inconnue",
        ),
        pytest.param(
            {"avenants": (avenant(1),), "operations": [operation(version=1)], "plan": [ligne("ANRU", 1)]},
            "plan.csv, ligne 2, colonne version : Le plan de la version 0 vise l’opération « OP-1 », qui n’apparaît "
            "qu’à la version 1. Corriger la version de la ligne de plan ou celle de l’opération. [CODE-05]",
            id="opération pas encore créée",
        ),
        pytest.param(
            {"plan": [*PLAN_EQUILIBRE, ligne("ANRU", 1)]},
            "plan.csv, ligne 4, colonne operation : « OP-1, ANRU, subvention, version 0 » figure déjà ligne 2. "
            "N’en garder qu’une ligne. [DOUBLON-01]",
            id="ligne de plan en double",
        ),
        pytest.param(
            {"journal": [mouvement("engagement", 1, operation="OP-9"), mouvement("depense", 1)]},
            "journal.csv, ligne 2, colonne operation : L’opération « OP-9 » ne figure pas dans les opérations ; le "
            "plus proche est « OP-1 ». Corriger le code, ou ajouter l’opération. [CODE-01]",
            id="mouvement d’une opération inconnue",
        ),
        pytest.param(
            {"journal": [mouvement("acompte", 1, financeur="ANNRU")]},
            "journal.csv, ligne 2, colonne financeur : Le financeur « ANNRU » n’est pas déclaré dans la convention ; "
            "le plus proche est « ANRU ». Corriger le code, ou déclarer le financeur. [CODE-02]",
            id="mouvement d’un financeur inconnu",
        ),
        pytest.param(
            {
                "plan": [ligne("CDC", 1), ligne("CDC", 2, nature=Nature.PRET)],
                "journal": [
                    mouvement("engagement", 1, financeur="CDC", nature=Nature.PRET),
                    mouvement("engagement", 1, financeur="CDC"),
                ],
            },
            "journal.csv, ligne 3, colonne nature : Le financeur « CDC » a plusieurs lignes sur l’opération « OP-1 » "
            "(subvention, prêt) et le mouvement ne dit pas laquelle. Renseigner la nature du mouvement. [COHERENCE-03]",
            id="nature ambiguë",
        ),
        pytest.param(
            {"suivi": [Realisation(date=jour("2013-01-01"), operation="OP-2", quantite=VALEUR_UN)]},
            "realisations.csv, ligne 2, colonne operation : L’opération « OP-2 » ne figure pas dans les opérations ; "
            "le plus proche est « OP-1 ». Corriger le code, ou ajouter l’opération. [CODE-01]",
            id="suivi d’une opération inconnue",
        ),
        pytest.param(
            {
                "suivi": [
                    Reestimation(date=jour("2013-01-01"), operation="OP-1", cout=1),
                    Reestimation(date=jour("2013-01-01"), operation="OP-1", cout=2),
                ]
            },
            "reestimations.csv, ligne 3, colonne operation : « OP-1 au 01/01/2013 » figure déjà ligne 2. "
            "N’en garder qu’une ligne. [DOUBLON-01]",
            id="réestimation en double",
        ),
        pytest.param(
            {"suivi": [Insertion(operation="OP-1", heures_objectif=VALEUR_UN, heures_realisees=VALEUR_UN)] * 2},
            "insertion.csv, ligne 3, colonne operation : « OP-1 » figure déjà ligne 2. "
            "N’en garder qu’une ligne. [DOUBLON-01]",
            id="insertion en double",
        ),
    ],
)
def test_une_incoherence_est_refusee_avec_son_lieu(champs: dict[str, Any], message: str) -> None:
    assert refus(**champs) == [message]


DIX_BILLIONS = 10**13  # le montant maximal, en centimes


@pytest.mark.parametrize(
    ("fichier", "champs"),
    [
        (
            "operations.csv",
            lambda n: {"operations": [operation(f"O{i}", cout_ht=DIX_BILLIONS) for i in range(n)], "plan": ()},
        ),
        (
            "plan.csv",
            lambda n: {
                "operations": [operation(f"O{i}") for i in range(n)],
                "plan": [ligne("ANRU", DIX_BILLIONS, operation=f"O{i}") for i in range(n)],
            },
        ),
        (
            "journal.csv",
            lambda n: {
                "operations": [operation(f"O{i}") for i in range(n)],
                "plan": (),
                "journal": [mouvement("depense", DIX_BILLIONS, operation=f"O{i}") for i in range(n)],
            },
        ),
        (
            "reestimations.csv",
            lambda n: {
                "suivi": [
                    Reestimation(date=jour(f"{1990 + i}-01-01"), operation="OP-1", cout=DIX_BILLIONS) for i in range(n)
                ]
            },
        ),
    ],
)
def test_la_somme_d_un_fichier_est_bornee(fichier: str, champs: Callable[[int], dict[str, Any]]) -> None:
    """10¹⁵ centimes passent exactement, un de plus non : toute somme reste exacte en entier 64 bits."""
    assert isinstance(projet(**champs(100)), Projet)
    assert refus(**champs(101)) == [
        (
            f"{fichier} : Le total des montants du fichier dépasse la limite de 10 000 milliards d’euros. "
            "Vérifier l’unité des montants (euros). [COHERENCE-07]"
        )
    ]


def test_toutes_les_incoherences_sont_dites_ensemble() -> None:
    fautes = refus(
        reglement="x",
        avenants=(avenant(1, "2000-01-01"),),
        operations=[operation(famille="99")],
        plan=[*PLAN_EQUILIBRE, ligne("ETAT", 1), ligne("ANRU", 1, operation="?")],
        journal=[mouvement("engagement", 1, financeur="MAIRIE")],
        suivi=[Reestimation(date=jour("2013-01-01"), operation="?", cout=1)],
    )
    assert [faute.split("[")[-1] for faute in fautes] == [
        "COHERENCE-01]",
        "CODE-06]",
        "CODE-03]",
        "CODE-02]",
        "CODE-01]",
        "CODE-02]",
        "CODE-01]",
    ]


def test_la_meme_ligne_donnee_deux_fois_est_un_doublon() -> None:
    """Deux fois le même objet, et non deux objets égaux : le doublon se voit aussi."""
    unique = operation()
    with pytest.raises(DossierRefuse, match="figure déjà"):
        Projet(convention=convention(), operations=(unique, unique))
    payeur = PLAN_EQUILIBRE[0]
    with pytest.raises(DossierRefuse, match="figure déjà"):
        Projet(convention=convention(), operations=(unique,), plan=(payeur, payeur))


def test_un_doublon_dit_la_ligne_ou_la_cellule_de_la_premiere_fois() -> None:
    premier = replace(financeur("ANRU"), provenance=Provenance(fichier="d.json", cellule="convention.financeurs[0]"))
    second = replace(premier, provenance=Provenance(fichier="d.json", cellule="convention.financeurs[4]"))
    (faute,) = coherence.fautes_de_convention(convention(financeurs=(premier, second)))
    assert faute.message == "« ANRU » figure déjà parmi les financeurs, convention.financeurs[0]."
    assert faute.provenance.cellule == "convention.financeurs[4].code"


def parametre(cle: str, **champs: Any) -> Parametre:
    """Un plafond d’avance de 20 %, propre au dossier."""
    ordinaires: dict[str, Any] = {"valeur": Fraction(1, 5), "unite": UniteParametre.TAUX, "debut": jour("2004-01-01")}
    ordinaires |= {"reference": "Délibération", "confiance": Confiance.LECTURE}
    return Parametre(cle=cle, **ordinaires | champs)


@pytest.mark.parametrize(
    ("nom", "propre", "fautes"),
    [
        ("pnru", None, []),
        ("npnru", None, []),
        ("reglement.toml", ReglementPropre(base="pnru", parametres=(parametre("avance_maximale"),)), []),
        ("reglement.toml", None, ["La convention annonce un règlement propre au dossier (« reglement.toml »), qui"]),
        ("pnru", ReglementPropre(base="pnru"), ["Le dossier apporte un règlement propre, mais la convention annonce"]),
        ("pnrv", ReglementPropre(base="pnru"), ["Le règlement « pnrv » n’est pas connu ; le plus proche est « pnru »"]),
        (
            "reglement.toml",
            ReglementPropre(base="pnrv", parametres=()),
            ["Le règlement « pnrv » n’est pas connu ; le plus proche est « pnru »."],
        ),
        (
            "reglement.toml",
            ReglementPropre(
                base="pnru",
                parametres=(
                    parametre("avance_maximale"),
                    parametre("acomptes_maximaux"),
                    parametre("avance_maximale"),
                ),
            ),
            ["« avance_maximale » figure déjà plus haut."],
        ),
        (
            "reglement.toml",
            ReglementPropre(
                base="pnru",
                parametres=(parametre("avance_maximale"), parametre("avance_maximale", debut=jour("2010-01-01"))),
            ),
            [],  # la même règle, changée à une date, n'est pas un doublon
        ),
        (
            "reglement.toml",
            ReglementPropre(base="pnru", parametres=(parametre("avance"),)),
            ["Aucun règlement n’a de paramètre « avance » ; le plus proche est « avance_maximale »."],
        ),
        (
            "reglement.toml",
            ReglementPropre(base="pnru", parametres=(parametre("delai_de_commencement"),)),
            ["Le paramètre « delai_de_commencement » s’exprime en « mois », non en « taux »."],
        ),
        (
            "reglement.toml",
            ReglementPropre(base="pnru", parametres=(parametre("avance_maximale", familles=("2", "05")),)),
            ["La famille « 2 » n’existe pas dans la nomenclature PNRU"],
        ),
    ],
)
def test_un_reglement_propre_s_annonce_et_se_fournit(
    nom: str, propre: ReglementPropre | None, fautes: list[str]
) -> None:
    trouvees = list(coherence.fautes_de_reglement(convention(reglement=nom), propre))
    assert len(trouvees) == len(fautes)
    assert all(faute.message.startswith(debut) for faute, debut in zip(trouvees, fautes, strict=True))


def test_deux_mouvements_identiques_sont_admis() -> None:
    """Deux acomptes de même montant le même jour existent ; une réalisation aussi s’ajoute."""
    livraison = Realisation(date=jour("2013-01-01"), operation="OP-1", quantite=VALEUR_UN)
    double = projet(journal=[mouvement("acompte", 5)] * 2, suivi=[livraison] * 2)
    assert len(double.journal) == len(double.realisations) == 2


def test_une_ligne_fautive_n_accuse_pas_celles_qui_la_citent() -> None:
    """Un lecteur ajoute aux codes déclarés ceux des lignes d’opération qu’il a refusées."""
    avec = Declares(operations={"OP-1": 0, "FAUTIVE": 0}, financeurs=["ANRU"], versions=[0], programme=Programme.PNRU)
    plan = [ligne("ANRU", 1, operation="FAUTIVE")]
    assert list(coherence.fautes_de_plan(plan, avec)) == []
    sans = replace(avec, operations={"OP-1": 0})
    assert [faute.code for faute in coherence.fautes_de_plan(plan, sans)] == ["CODE-01"]


def test_une_operation_existe_des_sa_premiere_version() -> None:
    declares = declarer(
        convention(avenants=(avenant(1), avenant(2))), [operation(version=2), operation(version=1), operation("OP-2")]
    )
    assert declares.operations == {"OP-1": 1, "OP-2": 0}
    assert declares.versions == (0, 1, 2)


def test_les_natures_d_une_ligne_sont_celles_de_toutes_les_versions() -> None:
    plan = [
        ligne("CDC", 1, nature=Nature.PRET),
        ligne("CDC", 1, version=1, nature=Nature.PRET),
        ligne("CDC", 1, version=2),
        ligne("ANRU", 1),
    ]
    assert natures_des_lignes(plan) == {
        ("OP-1", "CDC"): (Nature.PRET, Nature.SUBVENTION),
        ("OP-1", "ANRU"): (Nature.SUBVENTION,),
    }
