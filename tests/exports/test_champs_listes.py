"""Les champs selon le dossier : accords, absences, périmètres, unités ; montants calculés à la main."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest

from exports.annexe.contexte import Contexte
from exports.annexe.textes.champs import CHAMPS
from exports.annexe.textes.champs_listes import enumerer
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre
from financement.dossier.coherence import REGLEMENT_DU_DOSSIER
from financement.dossier.nomenclature import Base, Categorie, Origine, Programme, Statut, StatutContrepartie
from financement.dossier.suivi import Insertion
from financement.reglement.propre import ReglementPropre
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.dossier_clos import contexte_clos, contrepartie, dossier_clos, lisible

ANRU: Final = "Nom de ANRU"
VILLE: Final = "Nom de VILLE"
DEPARTEMENT: Final = "Nom de DEPARTEMENT"
OPH: Final = "Nom de OPH"


def _convention(**champs: object) -> Callable[[], Contexte]:
    return lambda: contexte_clos(dossier_clos(**champs))


def _ttc() -> Contexte:
    une = operation("OP-1", base=Base.TTC, taux_tva=Fraction(1, 5), cout_ht=euros(100_000))
    return contexte_clos(projet(operations=[une], plan=[ligne("ANRU", euros(120_000))]))


def _bases_melees() -> Contexte:
    deux = [
        operation("OP-1", cout_ht=euros(100_000)),
        operation("OP-2", base=Base.TTC, taux_tva=Fraction(1, 5), cout_ht=euros(100_000)),
    ]
    plan = [ligne("ANRU", euros(100_000)), ligne("ANRU", euros(120_000), "OP-2")]
    return contexte_clos(projet(operations=deux, plan=plan))


def _vide() -> Contexte:
    return contexte_clos(projet(operations=[], plan=[]))


def _une_seule(**champs: object) -> Contexte:
    return contexte_clos(projet(operations=[operation("OP-1", **champs)]))


def _deux_agences() -> Contexte:
    agences = (financeur("ANRU"), financeur("ANRU-2", categorie=Categorie.ANRU), financeur("VILLE"))
    return contexte_clos(projet(financeurs=agences))


def _depassement() -> Contexte:
    """La dépense dépasse le coût de 100 000 € : la Ville, au résidu, prend tout le dépassement."""
    return contexte_clos(
        projet(
            operations=[operation("OP-1", achevement=jour("2012-05-01"))],
            journal=[
                mouvement("engagement", euros(450_000), "2008-06-15"),
                mouvement("depense", euros(1_100_000), "2012-06-15"),
            ],
        )
    )


def _trop_percus(nombre: int) -> Contexte:
    """Autant d’opérations, dont l’ANRU a payé 1 000 € de plus que les 50 000 engagés."""
    codes = [f"OP-{rang}" for rang in range(nombre)]
    journal = [
        replace(mouvement(genre, euros(montant), "2010-06-15", piece=f"{genre} {code}"), operation=code)
        for code in codes
        for genre, montant in (("engagement", 50_000), ("acompte", 51_000))
    ]
    operations = [operation(code, cout_ht=euros(50_000)) for code in codes]
    return contexte_clos(
        projet(operations=operations, plan=[ligne("ANRU", euros(50_000), code) for code in codes], journal=journal)
    )


def _reglement_propre() -> Contexte:
    dossier = dossier_clos()
    convention = replace(dossier.convention, reglement=REGLEMENT_DU_DOSSIER)
    return contexte_clos(replace(dossier, convention=convention, reglement_propre=ReglementPropre(base="pnru")))


def _insertion(objectif: str, realisees: str) -> Contexte:
    heures = Insertion(operation="OP-1", heures_objectif=Decimal(objectif), heures_realisees=Decimal(realisees))
    return contexte_clos(projet(suivi=[heures]))


def _restreint(genre: GenrePerimetre, code: str) -> Callable[[], Contexte]:
    return lambda: contexte_clos(perimetre=Perimetre(genre=genre, code=code))


def _etats() -> Contexte:
    """Une opération par état, et une sans ligne."""
    etats = ("solde", "acheve", "cours", "engage", "rien")
    operations = [
        operation("solde"),
        operation("acheve", achevement=jour("2014-01-01")),
        operation("cours"),
        operation("engage"),
        operation("forclos"),
        operation("rien"),
        operation("abandon", statut=Statut.ABANDONNEE),
        operation("vide"),
        operation("abandon-vide", statut=Statut.ABANDONNEE),
    ]
    codes = [*etats, "forclos", "abandon"]
    journal = [
        replace(mouvement("engagement", euros(1_000), "2010-06-15", piece=code), operation=code) for code in etats[:4]
    ]
    journal += [
        replace(mouvement("solde", euros(1_000), "2012-06-15"), operation="solde"),
        replace(mouvement("acompte", euros(100), "2012-06-15"), operation="cours"),
    ]
    plan = [ligne("VILLE" if code == "rien" else "ANRU", euros(1_000), code) for code in codes]
    return contexte_clos(
        projet(operations=operations, plan=plan, journal=journal, date_limite_engagement=jour("2014-12-31"))
    )


VARIANTES: Final[list[tuple[str, Callable[[], Contexte], dict[str, str]]]] = [
    (
        "aucun avenant",
        _convention(avenants=(), date_limite_solde=None),
        {
            "avenants": "aucun avenant",
            "nombre_avenants": "aucun avenant",
            "version_en_vigueur": "la convention initiale",
            "date_limite_solde": "non fixée",
        },
    ),
    (
        "un avenant qui change tout",
        _convention(
            avenants=(
                avenant(
                    4,
                    porteur="Métropole",
                    date_limite_engagement=jour("2016-06-30"),
                    date_limite_solde=jour("2018-08-01"),
                ),
            )
        ),
        {
            "avenants": "l’avenant n°~4 du 15 mars 2008",
            "nombre_avenants": "un avenant",
            "porteur": "Métropole",
            "date_limite_engagement": "30 juin 2016",
            "date_limite_solde": "1ᵉʳ août 2018",
        },
    ),
    (
        "trois avenants",
        _convention(avenants=(avenant(1), avenant(2), avenant(5))),
        {
            "avenants": (
                "l’avenant n°~1 du 15 mars 2005, l’avenant n°~2 du 15 mars 2006 et l’avenant n°~5 du 15 mars 2009"
            ),
            "nombre_avenants": "trois avenants",
        },
    ),
    (
        "NPNRU",
        lambda: contexte_clos(
            projet(operations=[operation("OP-1", famille="24")], programme=Programme.NPNRU, reglement="npnru")
        ),
        {
            "programme": "NPNRU",
            "programme_complet": "nouveau programme national de renouvellement urbain (NPNRU)",
            "reglement": "règlement «~npnru~»",
        },
    ),
    (
        "règlement propre",
        _reglement_propre,
        {"reglement": "règlement propre au dossier, établi sur le jeu «~pnru~»"},
    ),
    ("TTC", _ttc, {"cout_programme": "120_000,00~€ TTC", "cout_final": "120_000,00~€ TTC"}),
    (
        "HT et TTC",
        _bases_melees,
        {"cout_programme": "220_000,00~€ sur base déclarée (HT ou TTC selon l’opération)"},
    ),
    (
        "aucune opération",
        _vide,
        {
            "nombre_operations": "aucune opération",
            "repartition_par_etat": "néant",
            "cout_final": "0,00~€",
            "montant_cloture": "0,00~€",
            "montant_cloture_par_financeur": "néant",
            "montant_cloture_par_nature": "néant",
            "ecart_au_programme": "aucun écart",
            "nombre_trop_percus": "aucun trop-perçu",
            "objet_du_trop_percu": "néant",
            "contreparties_foncieres": "aucune contrepartie foncière",
            "heures_insertion_objectif": "aucune heure",
            "mention_illustrative": "aucune opération illustrative",
        },
    ),
    (
        "une opération",
        lambda: _une_seule(origine=Origine.ILLUSTRATIF),
        {
            "nombre_operations": "1 opération",
            "repartition_par_etat": "à engager",
            "mention_illustrative": (
                "1 opération illustrative sur 1 (montants, dates et mouvements inventés pour l’exemple)"
            ),
        },
    ),
    (
        "tous les états",
        _etats,
        {
            "nombre_operations": "9 opérations",
            "repartition_par_etat": (
                "1 soldée, 1 achevée en attente de solde, 1 en cours, 1 engagée non démarrée, 1 à engager, 1 forclose, "
                "2 abandonnées et 1 non achevée sans concours"
            ),
        },
    ),
    (
        "deux financeurs de catégorie ANRU",
        _deux_agences,
        {"anru_montant_cloture": "sans objet", "anru_montant_cloture_lettres": "sans objet"},
    ),
    (
        "un dépassement",
        _depassement,
        {
            "economie": "0,00~€",
            "ecart_au_programme": "aucun écart",
            "economie_par_financeur": "néant",
            "autofinancement_cloture": "650_000,00~€",
            "ecart_d_autofinancement": "un dépassement de 100_000,00~€",
        },
    ),
    (
        "un concours sans programme",
        lambda: contexte_clos(
            projet(journal=[replace(mouvement("engagement", euros(20_000), "2010-06-15"), financeur="DEPARTEMENT")])
        ),
        {
            "economie": "−20_000,00~€",
            "economie_lettres": "moins vingt mille euros",
            "ecart_au_programme": "un dépassement de 20_000,00~€",
            "economie_par_financeur": f"{DEPARTEMENT}~: −20_000,00~€",
        },
    ),
    (
        "deux trop-perçus",
        lambda: _trop_percus(2),
        {
            "nombre_operations": "2 opérations",
            "repartition_par_etat": "toutes en cours",
            "nombre_trop_percus": "2 trop-perçus",
            "objet_du_trop_percu": f"{ANRU}, opération OP-0~: 1_000,00~€_; {ANRU}, opération OP-1~: 1_000,00~€",
            # payé > engagé sur chaque opération
            "nombre_constats_bloquants": "2 constats bloquants",
        },
    ),
    (
        "un constat bloquant",
        lambda: _trop_percus(1),
        {"nombre_constats_bloquants": "1 constat bloquant"},
    ),
    (
        "treize trop-perçus se disent par financeur",
        lambda: _trop_percus(13),
        {"objet_du_trop_percu": f"{ANRU}, 13 ordres~: 13_000,00~€"},
    ),
    (
        "insertion",
        lambda: _insertion("1.5", "2"),
        {
            "heures_insertion_objectif": "1,5 heure",
            "heures_insertion_realisees": "2 heures",
            "insertion_manquante": "néant",
        },
    ),
    (
        "une contrepartie",
        _convention(contreparties_foncieres=(contrepartie("980", StatutContrepartie.A_CEDER),)),
        {"contreparties_foncieres": "1 contrepartie foncière, d’une surface de 980~m², à céder"},
    ),
    (
        "deux contreparties cédées",
        _convention(contreparties_foncieres=(contrepartie("980", StatutContrepartie.CEDEE),) * 2),
        {"contreparties_foncieres": "2 contreparties foncières, d’une surface de 1_960~m², toutes cédées"},
    ),
    (
        "part d’un financeur",
        _restreint(GenrePerimetre.FINANCEUR, "VILLE"),
        {
            "perimetre": f"la part du financeur {VILLE}",
            "nombre_operations": "2 opérations",
            "montant_cloture": "0,00~€",
            "montant_cloture_par_nature": "néant",
            "autofinancement_cloture": "440_000,00~€",
            # L'état de l'opération entière : la Ville n'a aucun concours sur OP-1, que l'ANRU a soldée.
            "repartition_par_etat": "1 soldée et 1 abandonnée",
            "anru_montant_cloture": "sans objet",
            "trop_percu": "0,00~€",
        },
    ),
    (
        "opérations d’un maître d’ouvrage",
        _restreint(GenrePerimetre.MAITRE_OUVRAGE, "VILLE"),
        {
            "perimetre": f"les opérations du maître d’ouvrage {VILLE}",
            "nombre_operations": "3 opérations",
            "montant_cloture": "860_000,50~€",
            "plan_cloture": "1_300_000,50~€",
            "contreparties_foncieres": (
                "2 contreparties foncières, d’une surface de 4_450,5~m²~: 1 cédée et 1 à céder"
            ),
        },
    ),
    (
        "seule opération d’un maître d’ouvrage",
        _restreint(GenrePerimetre.MAITRE_OUVRAGE, "OPH"),
        {
            "perimetre": f"l’opération du maître d’ouvrage {OPH}",
            "repartition_par_etat": "non achevée sans concours",
            "contreparties_foncieres": "aucune contrepartie foncière",
            "heures_insertion_objectif": "aucune heure",
        },
    ),
    (
        "une opération seule",
        _restreint(GenrePerimetre.OPERATION, "OP-1"),
        {
            "perimetre": "l’opération OP-1 – Libellé de OP-1",
            "repartition_par_etat": "soldée",
            "cout_final": "800_000,00~€ HT",
            "heures_insertion_objectif": "1_250 heures",
        },
    ),
    (
        "en euros",
        lambda: contexte_clos(unite=Precision.EURO),
        {
            # Le programmé, 1 050 000,50, va à l'euro supérieur ; l'économie, entière, ne bouge pas.
            "unite": "en euros entiers",
            "montant_programme": "1_050_001~€",
            "montant_cloture": "860_001~€",
            "montant_cloture_lettres": "huit cent soixante mille un euros",
            "economie": "190_000~€",
            "paye": "400_000~€",
        },
    ),
]


@pytest.mark.parametrize(
    ("contexte", "attendus"),
    [(contexte, attendus) for _, contexte, attendus in VARIANTES],
    ids=[nom for nom, _, _ in VARIANTES],
)
def test_les_variantes(contexte: Callable[[], Contexte], attendus: dict[str, str]) -> None:
    prepare = contexte()
    assert {nom: CHAMPS[nom].valeur(prepare) for nom in attendus} == {
        nom: lisible(texte) for nom, texte in attendus.items()
    }


@pytest.mark.parametrize(
    ("textes", "phrase"),
    [([], ""), (["un"], "un"), (["un", "deux"], "un et deux"), (["un", "deux", "trois"], "un, deux et trois")],
)
def test_une_enumeration(textes: list[str], phrase: str) -> None:
    assert enumerer(textes) == phrase
