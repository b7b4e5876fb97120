"""Le texte de clôture dans chaque situation qui change une phrase : accords, absences, réserves."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest

from exports.annexe.contexte import Contexte
from exports.annexe.textes.articles import articles
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre
from financement.dossier.nomenclature import Origine, RegleCloture, StatutContrepartie
from financement.dossier.suivi import Insertion
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.exports.dossier_clos import alineas, contexte_clos, contrepartie, dossier_clos, lisible, titres

SOLDES: Final = "Soldes à verser et trop-perçus"
DEGAGEMENTS: Final = "Dégagements et économies"
ENGAGEMENTS: Final = "Engagements restant à prendre"
MONTANTS: Final = "Montants de clôture par financeur"
PROGRAMME: Final = "Programme arrêté à la clôture"
RESERVES: Final = "Réserves"
LECTURE_C: Final = (
    "Ces montants suivent une lecture des règles de solde (confiance C)~: aucun texte publié n’en donne la formule."
)


def _paye(*montants: int) -> Contexte:
    """Une opération en cours, financée par l’ANRU seule, engagée à 100 000 € et payée d’autant d’acomptes."""
    journal = [mouvement("engagement", euros(100_000), "2010-06-15")]
    journal += [mouvement("acompte", euros(montant), "2011-06-15") for montant in montants]
    dossier = projet(
        operations=[operation("OP-1", cout_ht=euros(100_000))], plan=[ligne("ANRU", euros(100_000))], journal=journal
    )
    return contexte_clos(dossier)


def _trop_paye(operations: int) -> Contexte:
    """Autant d’opérations payées 1 000 € de plus que l’engagé : chacune a un trop-perçu et un constat bloquant."""
    codes = [f"OP-{rang}" for rang in range(1, operations + 1)]
    journal = [
        replace(mouvement(genre, euros(montant), "2010-06-15", piece=code), operation=code)
        for code in codes
        for genre, montant in (("engagement", 100_000), ("acompte", 101_000))
    ]
    return contexte_clos(
        projet(
            operations=[operation(code, cout_ht=euros(100_000)) for code in codes],
            plan=[ligne("ANRU", euros(100_000), code) for code in codes],
            journal=journal,
        )
    )


def _anru_a_engager() -> Contexte:
    return contexte_clos(projet())


def _depassement() -> Contexte:
    """Achevée pour 1,2 million au lieu d’un ; 45 % d’ANRU plafonnés à l’engagé, la Ville au résidu."""
    dossier = projet(
        operations=[operation("OP-1", achevement=jour("2012-05-01"))],
        journal=[
            mouvement("engagement", euros(450_000), "2008-06-15"),
            mouvement("depense", euros(1_200_000), "2012-06-15"),
        ],
    )
    return contexte_clos(dossier)


def _hors_programme(*engage_par_l_anru: int) -> Contexte:
    """Le Département, sans ligne de plan, a engagé 20 000 € ; la Ville, au résidu, prend ce qui manque."""
    journal = [replace(mouvement("engagement", euros(20_000), "2010-06-15"), financeur="DEPARTEMENT")]
    journal += [mouvement("engagement", euros(montant), "2010-06-15") for montant in engage_par_l_anru]
    return contexte_clos(projet(journal=journal))


@pytest.mark.parametrize(
    ("contexte", "titre", "attendus"),
    [
        pytest.param(
            _paye(100_000),
            SOLDES,
            [
                "Les concours payés, nets des reversements, s’élèvent à 100_000,00~€.",
                "Aucun solde n’est à verser et aucun trop-perçu n’est constaté.",
            ],
            id="ni solde ni trop-perçu",
        ),
        pytest.param(
            _paye(),
            SOLDES,
            [
                "Aucun paiement n’est constaté.",
                "Le solde à verser est de 100_000,00~€ (cent mille euros), entièrement en subventions.",
                "Détail par financeur – Nom de ANRU~: 100_000,00~€.",
                "Aucun trop-perçu n’est constaté.",
            ],
            id="un solde sans trop-perçu",
        ),
        pytest.param(
            _paye(60_000, 41_000),
            SOLDES,
            [
                "Les concours payés, nets des reversements, s’élèvent à 101_000,00~€.",
                "Aucun solde n’est à verser.",
                "Un trop-perçu donne lieu à un ordre de reversement (Nom de ANRU, opération OP-1~: 1_000,00~€).",
            ],
            id="un trop-perçu sans solde",
        ),
        pytest.param(
            _trop_paye(2),
            SOLDES,
            [
                "Les concours payés, nets des reversements, s’élèvent à 202_000,00~€.",
                "Aucun solde n’est à verser.",
                (
                    "Les 2 trop-perçus, d’un total de 2_000,00~€, donnent lieu chacun à un ordre de reversement (Nom "
                    "de ANRU, opération OP-1~: 1_000,00~€_; Nom de ANRU, opération OP-2~: 1_000,00~€)."
                ),
            ],
            id="deux trop-perçus",
        ),
        pytest.param(
            _paye(100_000),
            DEGAGEMENTS,
            [
                "Les concours engagés, nets des dégagements déjà pris, s’élèvent à 100_000,00~€.",
                "Rien n’est à dégager.",
                "Au total, les concours à la clôture égalent les concours programmés.",
            ],
            id="rien à dégager, aucune économie",
        ),
        pytest.param(
            _anru_a_engager(),
            DEGAGEMENTS,
            [
                "Aucun engagement n’est constaté.",
                "Au total, les concours à la clôture égalent les concours programmés.",
            ],
            id="aucun engagement",
        ),
        pytest.param(
            _depassement(),
            DEGAGEMENTS,
            [
                "Les concours engagés, nets des dégagements déjà pris, s’élèvent à 450_000,00~€.",
                "Rien n’est à dégager.",
                "Au total, les concours à la clôture égalent les concours programmés.",
                "Pour mémoire, l’autofinancement présente un dépassement de 200_000,00~€.",
            ],
            id="un dépassement",
        ),
        pytest.param(
            _hors_programme(430_000),
            DEGAGEMENTS,
            [
                "Les concours engagés, nets des dégagements déjà pris, s’élèvent à 450_000,00~€.",
                "Rien n’est à dégager.",
                "Au total, les concours à la clôture égalent les concours programmés.",
                (
                    "Détail par financeur (le signe − marque un dépassement) – Nom de ANRU~: 20_000,00~€_; "
                    "Nom de DEPARTEMENT~: −20_000,00~€."
                ),
            ],
            id="des écarts qui s’annulent",
        ),
        pytest.param(
            _hors_programme(),
            MONTANTS,
            [
                (
                    "Le montant de clôture des concours est arrêté à 470_000,00~€ (quatre cent soixante-dix mille "
                    "euros), entièrement en subventions, pour un montant programmé de 450_000,00~€."
                ),
                "Il se répartit ainsi~:",
                "–~Nom de ANRU~: 450_000,00~€, comme au programme_;",
                "–~Nom de DEPARTEMENT~: 20_000,00~€, sans montant au programme.",
                "La part de l’ANRU est arrêtée à 450_000,00~€ (quatre cent cinquante mille euros).",
                (
                    "Pour mémoire, l’autofinancement est de 530_000,00~€ (Nom de VILLE~: 530_000,00~€), pour "
                    "550_000,00~€ au programme_; avec les concours, le plan de financement est de 1_000_000,00~€."
                ),
                LECTURE_C,
            ],
            id="un financeur hors programme",
        ),
        pytest.param(
            _paye(),
            MONTANTS,
            [
                (
                    "Le montant de clôture des concours est arrêté à 100_000,00~€ (cent mille euros), entièrement en "
                    "subventions, égal au montant programmé."
                ),
                "Un seul financeur l’apporte~:",
                "–~Nom de ANRU~: 100_000,00~€, comme au programme.",
                LECTURE_C,
            ],
            id="un seul financeur",
        ),
        pytest.param(
            contexte_clos(projet(operations=[operation("OP-1", cout_ht=0)], plan=[])),
            MONTANTS,
            ["Aucun financement n’est arrêté."],
            id="aucun financement",
        ),
        pytest.param(
            contexte_clos(dossier_clos(), Perimetre(genre=GenrePerimetre.OPERATION, code="OP-3")),
            MONTANTS,
            [
                (
                    "Le montant de clôture des concours est arrêté à 0,00~€ (zéro euro), pour un montant programmé de "
                    "100_000,00~€."
                ),
                "Un seul financeur l’apporte~:",
                "–~Nom de ANRU~: aucun montant, pour 100_000,00~€ au programme.",
                (
                    "Pour mémoire, l’autofinancement est de 0,00~€, pour 200_000,00~€ au programme_; avec les "
                    "concours, le plan de financement est de 0,00~€."
                ),
                LECTURE_C,
            ],
            id="une opération abandonnée",
        ),
        pytest.param(
            _paye(),
            ENGAGEMENTS,
            ["Aucun concours n’est à engager."],
            id="rien à engager",
        ),
        pytest.param(
            _anru_a_engager(),
            ENGAGEMENTS,
            [
                (
                    "Le montant à engager est de 450_000,00~€ (quatre cent cinquante mille euros), entièrement en "
                    "subventions."
                ),
                "Détail par financeur – Nom de ANRU~: 450_000,00~€.",
                "L’ANRU ne peut plus engager après le 31 décembre 2015.",
            ],
            id="l’ANRU doit encore engager",
        ),
        pytest.param(
            contexte_clos(projet(operations=[], plan=[])),
            PROGRAMME,
            ["Le programme ne compte aucune opération."],
            id="aucune opération",
        ),
        pytest.param(
            _paye(),
            PROGRAMME,
            [
                "Le programme compte 1 opération, engagée non démarrée.",
                "Le coût final de l’opération est arrêté à 100_000,00~€ HT, égal au coût programmé.",
            ],
            id="une opération",
        ),
        pytest.param(
            _trop_paye(2),
            PROGRAMME,
            [
                "Le programme compte 2 opérations, toutes en cours.",
                "Le coût final de ces opérations est arrêté à 200_000,00~€ HT, égal au coût programmé.",
            ],
            id="deux opérations dans le même état",
        ),
        pytest.param(
            contexte_clos(dossier_clos(avenants=(), date_limite_solde=None)),
            "Convention et avenants",
            [
                "La convention n’a fait l’objet d’aucun avenant à cette date.",
                "Le tableau financier en vigueur est celui de la convention initiale.",
                "La date limite d’engagement est fixée au 31 décembre 2015_; aucune date limite de solde n’est fixée.",
            ],
            id="aucun avenant",
        ),
    ],
)
def test_chaque_situation_a_sa_phrase(contexte: Contexte, titre: str, attendus: Sequence[str]) -> None:
    assert alineas(contexte, titre) == tuple(map(lisible, attendus))


# --- contreparties et insertion


def test_sans_contrepartie_ni_insertion_l_article_manque() -> None:
    assert titres(contexte_clos(projet())) == [
        "Objet",
        "Convention et avenants",
        PROGRAMME,
        MONTANTS,
        SOLDES,
        DEGAGEMENTS,
        ENGAGEMENTS,
        RESERVES,
    ]


def test_une_contrepartie_sans_insertion() -> None:
    dossier = projet(contreparties_foncieres=(contrepartie("980", StatutContrepartie.CEDEE),))
    assert alineas(contexte_clos(dossier), "Contreparties foncières") == (
        lisible(
            "La convention prévoit 1 contrepartie foncière, d’une surface de 980~m², cédée, hors de l’équilibre du "
            "plan de financement."
        ),
    )


def _heures(code: str, objectif: int, realisees: int) -> Insertion:
    return Insertion(operation=code, heures_objectif=Decimal(objectif), heures_realisees=Decimal(realisees))


@pytest.mark.parametrize(
    ("heures", "phrases"),
    [
        (
            [_heures("OP-1", 100, 0)],
            [
                "Aucune heure de travail n’est réalisée au titre de l’insertion, pour un objectif de 100 heures.",
                "Il manque 100 heures, sur 1 opération.",
            ],
        ),
        (
            [_heures("OP-1", 0, 12)],
            ["Le travail réalisé au titre de l’insertion s’élève à 12 heures, sans objectif fixé."],
        ),
        # 30 et 20 heures manquent ; les 45 heures faites en plus par OP-3 n'en laissent pas cinq.
        (
            [_heures("OP-1", 100, 70), _heures("OP-2", 50, 30), _heures("OP-3", 10, 55)],
            [
                "Le travail réalisé au titre de l’insertion s’élève à 155 heures, pour un objectif de 160 heures.",
                "Il manque 50 heures, sur 2 opérations_; celles qu’une autre fait en plus ne les comblent pas.",
            ],
        ),
    ],
    ids=["rien de fait", "sans objectif", "un manque et un excédent"],
)
def test_l_insertion_sans_contrepartie(heures: list[Insertion], phrases: list[str]) -> None:
    operations = [operation(code) for code in ("OP-1", "OP-2", "OP-3")]
    contexte = contexte_clos(projet(operations=operations, plan=[], suivi=heures))
    assert alineas(contexte, "Insertion") == tuple(lisible(phrase) for phrase in phrases)


# --- réserves


@pytest.mark.parametrize(
    ("nombre", "phrase"),
    [
        (
            1,
            (
                "Les contrôles du dossier relèvent 1 constat bloquant~: tant qu’il n’est pas levé, ce texte reste un "
                "projet."
            ),
        ),
        (
            2,
            (
                "Les contrôles du dossier relèvent 2 constats bloquants~: tant qu’ils ne sont pas levés, ce texte "
                "reste un projet."
            ),
        ),
    ],
)
def test_un_constat_bloquant_fait_du_texte_un_projet(nombre: int, phrase: str) -> None:
    assert lisible(phrase) in alineas(_trop_paye(nombre), RESERVES)


def test_un_dossier_sans_illustration_ne_parle_pas_d_exemple() -> None:
    reel = alineas(contexte_clos(projet()), RESERVES)
    assert not any("illustrative" in alinea for alinea in reel)
    exemple = alineas(contexte_clos(projet(operations=[operation(origine=Origine.ILLUSTRATIF)])), RESERVES)
    assert any("illustrative" in alinea for alinea in exemple)


def test_en_euros_l_arrondi_est_dit() -> None:
    contexte = contexte_clos(unite=Precision.EURO)
    assert (
        "Les montants sont exprimés en euros entiers, arrondis de sorte que les lignes fassent les totaux."
        in alineas(contexte, "Objet")
    )
    assert lisible(
        "Le passage à l’euro est aussi une lecture (confiance C)~: un montant peut différer d’un euro de son "
        "arrondi propre, un total de quelques euros."
    ) in alineas(contexte, RESERVES)
    assert lisible("–~Nom de ANRU~: 560_001~€, pour 750_001~€ au programme_;") in alineas(contexte, MONTANTS)
    assert not any(",00" in alinea for article in articles(contexte) for alinea in article.alineas)


# --- ce que la date d'arrêté change


def test_passee_la_date_limite_l_anru_n_engage_plus() -> None:
    limite = jour("2014-12-31")
    dossier = projet(date_limite_engagement=limite, plan=[ligne("DEPARTEMENT", euros(1_000_000))])
    assert alineas(contexte_clos(dossier), ENGAGEMENTS)[-1] == (
        "La date limite d’engagement, le 31 décembre 2014, est passée : l’ANRU n’engage plus."
    ).replace(" :", "\u00a0:")


def test_la_forclusion_dit_ce_qu_elle_retire() -> None:
    dossier = projet(date_limite_engagement=jour("2014-12-31"))
    assert lisible("La forclusion retire 450_000,00~€ de concours au programme (OP-1).") in alineas(
        contexte_clos(dossier), DEGAGEMENTS
    )


def test_une_contrepartie_cedee_apres_l_arrete_reste_a_ceder() -> None:
    """Arrêté au 31 mars 2015 : la cession du lendemain n’a pas eu lieu, celle du jour même si."""
    contreparties = tuple(
        replace(contrepartie("100", StatutContrepartie.CEDEE), date=jour(date)) for date in ("2015-03-31", "2015-04-01")
    )
    (phrase,) = alineas(contexte_clos(projet(contreparties_foncieres=contreparties)), "Contreparties foncières")
    assert lisible("d’une surface de 200~m²~: 1 cédée et 1 à céder") in phrase


def test_un_plan_final_qui_ne_fait_pas_le_cout_se_dit() -> None:
    """Sans fonds propres, 45 % d’ANRU et 55 % de Département sur 1 000 000 € ; la dépense est de 900 000 €.

    Le Département, au forfait, reste à 550 000 € : 405 000 + 550 000 = 955 000 €, 55 000 € de trop.
    """
    dossier = projet(
        operations=[operation("OP-1", achevement=jour("2012-05-01"))],
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("DEPARTEMENT", euros(550_000), regle_cloture=RegleCloture.FORFAIT),
        ],
        journal=[
            mouvement("engagement", euros(450_000), "2008-06-15"),
            replace(mouvement("engagement", euros(550_000), "2008-06-15"), financeur="DEPARTEMENT"),
            mouvement("depense", euros(900_000), "2012-05-01"),
        ],
    )
    assert alineas(contexte_clos(dossier), PROGRAMME)[-1] == lisible(
        "Concours et autofinancement arrêtés dépassent le coût final de 55_000,00~€ (OP-1~: 55_000,00~€)."
    )
