"""Le fichier « subventions », contrôlé champ par champ d’après les contraintes que publie le schéma 2.1.1."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from exports.livraison.scdl_subventions import CHAMPS, rendre_scdl
from financement.calculs.lignes import lignes_suivies
from financement.calculs.situation import calculer_situation
from financement.dossier.convention import MaitreOuvrage
from financement.dossier.nomenclature import ModeEngagement, Nature
from financement.dossier.projet import Projet
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.dossiers import HOSTILES

AU: Final = jour("2014-12-31")
# Numéros publics, cités par la documentation du schéma et de son contrôle.
REGION, VILLE, DEPARTEMENT, SYNDICAT = "23350001600040", "21060004500392", "83014132100026", "52499120500013"

ENTETE: Final = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,"
    "montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide"
)


def _motif(expression: str) -> Callable[[str], bool]:
    return lambda valeur: re.fullmatch(expression, valeur) is not None


def _est_une_date(valeur: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", valeur) is not None and bool(date.fromisoformat(valeur))


def _est_une_periode(valeur: str) -> bool:
    bornes = valeur.split("/")
    return all(map(_est_une_date, bornes)) and len(bornes) <= 2 and bornes == sorted(bornes)


SIRET: Final = _motif(r"\d{14}")
CONTRAINTES: Final[dict[str, Callable[[str], bool]]] = {
    "nomAttribuant": bool,
    "idAttribuant": SIRET,
    "dateConvention": _est_une_date,
    "referenceDecision": _motif(".*"),
    "nomBeneficiaire": bool,
    "idBeneficiaire": SIRET,
    "rnaBeneficiaire": _motif(r"(W\d{9})?"),
    "objet": lambda valeur: 0 < len(valeur) <= 256,
    "montant": lambda valeur: Decimal(valeur) > 0 and "," not in valeur,
    "nature": _motif("aide en numéraire|aide en nature|aide en (numéraire;aide en nature|nature;aide en numéraire)"),
    "conditionsVersement": lambda valeur: valeur in {"unique", "échelonné"},
    "datesPeriodeVersement": _est_une_periode,
    "idRAE": lambda valeur: len(valeur) <= 5,
    "notificationUE": _motif("oui|non"),
    "pourcentageSubvention": lambda valeur: Decimal("0.01") <= Decimal(valeur) <= 1,
    "dispositifAide": _motif(".*"),
}


def lire(octets: bytes) -> list[dict[str, str]]:
    """Les lignes du fichier, chacune conforme."""
    texte = octets.decode("utf-8")
    assert texte.partition("\n")[0] == ENTETE
    lignes = list(csv.DictReader(io.StringIO(texte, newline="")))
    fautes = [(champ, lue[champ]) for lue in lignes for champ, juste in CONTRAINTES.items() if not juste(lue[champ])]
    assert fautes == []
    return lignes


def dossier(**champs: Any) -> Projet:
    """Deux opérations, trois financeurs et un syndicat, tous avec un SIRET ; un prêt et des fonds propres à écarter."""
    ordinaires: dict[str, Any] = {
        "operations": [
            operation(libelle="Démolir la tour A, rue des Lilas"),
            operation("OP-2", libelle="Réhabiliter la barre B", maitre_ouvrage="SYNDICAT"),
        ],
        "plan": [
            ligne("ANRU", euros(450_000)),
            ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES),
            ligne("DEPARTEMENT", euros(300_000), "OP-2", version=2),
            ligne("ANRU", euros(200_000), "OP-2"),
            ligne("VILLE", euros(100_000), "OP-2", nature=Nature.PRET),
        ],
        "journal": [
            mouvement("engagement", euros(400_000), "2006-02-01", piece="DAS-2006-1"),
            mouvement("engagement", euros(50_000), "2007-02-01", piece="DAS-2007-9"),
            mouvement("avance", euros(100_000), "2006-03-15"),
            mouvement("acompte", euros(200_000), "2007-03-15"),
            mouvement("solde", 5_000_050, "2009-12-01"),
            mouvement("reversement", euros(10_000), "2010-01-05"),
            mouvement("acompte", euros(1), "2015-06-01"),
            *(
                replace(mouvement(genre, euros(montant), jour_), operation="OP-2", financeur=qui)
                for genre, montant, jour_, qui in (
                    ("engagement", 32_000, "2012-05-02", "DEPARTEMENT"),
                    ("degagement", 2_000, "2012-06-30", "DEPARTEMENT"),
                    ("solde", 30_000, "2012-07-01", "DEPARTEMENT"),
                    ("engagement", 20_000, "2012-07-01", "ANRU"),
                    ("acompte", 60_000, "2012-07-01", "VILLE"),
                )
            ),
        ],
        "financeurs": (
            financeur("ANRU", siret=REGION),
            financeur("VILLE", nom="Ville, au bord de l’eau", siret=VILLE),
            financeur("DEPARTEMENT", siret=DEPARTEMENT),
        ),
        "maitres_ouvrage": (MaitreOuvrage(code="SYNDICAT", nom="Syndicat « B »", siret=SYNDICAT),),
        "avenants": (avenant(1), avenant(2, "2009-09-30")),
    }
    return projet(**ordinaires | champs)


def test_les_champs_du_schema() -> None:
    assert ",".join(CHAMPS) == ENTETE


def test_chaque_champ_de_chaque_subvention_attribuee() -> None:
    rendu = rendre_scdl(dossier(), au=AU)
    communs = {
        "rnaBeneficiaire": "",
        "nature": "aide en numéraire",
        "idRAE": "",
        "notificationUE": "non",
        "pourcentageSubvention": "1.00",
        "dispositifAide": "",
    }
    assert lire(rendu.octets) == [
        {
            "nomAttribuant": "Nom de ANRU",
            "idAttribuant": REGION,
            "dateConvention": "2004-07-01",
            "referenceDecision": "DAS-2006-1, DAS-2007-9",
            "nomBeneficiaire": "Ville, au bord de l’eau",
            "idBeneficiaire": VILLE,
            "objet": "Démolir la tour A, rue des Lilas",
            "montant": "450000.00",
            "conditionsVersement": "échelonné",
            "datesPeriodeVersement": "2006-03-15/2009-12-01",
            **communs,
        },
        {
            # Attribuée, pas encore payée : le dossier n'a pas de date limite de solde.
            "nomAttribuant": "Nom de ANRU",
            "idAttribuant": REGION,
            "dateConvention": "2004-07-01",
            "referenceDecision": "",
            "nomBeneficiaire": "Syndicat « B »",
            "idBeneficiaire": SYNDICAT,
            "objet": "Réhabiliter la barre B",
            "montant": "20000.00",
            "conditionsVersement": "échelonné",
            "datesPeriodeVersement": "2012-07-01/2015-12-31",
            **communs,
        },
        {
            "nomAttribuant": "Nom de DEPARTEMENT",
            "idAttribuant": DEPARTEMENT,
            "dateConvention": "2009-09-30",
            "referenceDecision": "",
            "nomBeneficiaire": "Syndicat « B »",
            "idBeneficiaire": SYNDICAT,
            "objet": "Réhabiliter la barre B",
            "montant": "30000.00",
            "conditionsVersement": "unique",
            "datesPeriodeVersement": "2012-07-01",
            **communs,
        },
    ]
    assert rendu.reserves == (
        (
            "1 subvention attend un paiement\u00a0: la période de versement court jusqu’à la date limite de solde, à "
            "défaut d’engagement (lecture C)."
        ),
        (
            "«\u00a0notificationUE\u00a0» vaut «\u00a0non\u00a0» partout\u00a0: "
            "le dossier ne connaît pas les aides de minimis."
        ),
    )


def test_la_somme_des_montants_est_l_engage_des_subventions() -> None:
    situation = calculer_situation(dossier(), au=AU)
    engage = sum(suivie.engage for suivie in lignes_suivies(situation) if suivie.cle.nature is Nature.SUBVENTION)
    montants = [Decimal(lue["montant"]) for lue in lire(rendre_scdl(dossier(), au=AU).octets)]
    assert sum(montants) * 100 == engage == euros(450_000 + 20_000 + 30_000)


def test_une_attribution_compte_a_sa_date_payee_ou_non() -> None:
    """La décision du 01/02/2006 attribue 400 000 € ; l’avance du 15/03 ne change que le versement."""
    assert lire(rendre_scdl(dossier(), au=jour("2006-01-31")).octets) == []
    versements = []
    for au in ("2006-02-01", "2006-03-15"):
        (attribuee,) = lire(rendre_scdl(dossier(), au=jour(au)).octets)
        versements.append(tuple(attribuee[c] for c in ("montant", "conditionsVersement", "datesPeriodeVersement")))
    assert versements == [
        ("400000.00", "échelonné", "2006-02-01/2015-12-31"),
        ("400000.00", "échelonné", "2006-03-15/2015-12-31"),
    ]


def test_une_subvention_payee_sans_engagement_est_dite() -> None:
    rendue = dossier(journal=[mouvement("avance", euros(5)), mouvement("reversement", euros(2), "2011-01-01")])
    rendu = rendre_scdl(rendue, au=AU)
    assert lire(rendu.octets) == []
    assert rendu.reserves == ("1 subvention payée sans engagement, hors du fichier (3,00\u00a0€).",)


def test_un_engage_repute_est_le_montant_attribue_et_se_dit() -> None:
    anru = financeur("ANRU", siret=REGION, engagement=ModeEngagement.REPUTE)
    rendu = rendre_scdl(dossier(journal=[], financeurs=(anru, *dossier().convention.financeurs[1:])), au=AU)
    assert [(lue["montant"], lue["datesPeriodeVersement"]) for lue in lire(rendu.octets)] == [
        ("450000.00", "2004-07-01/2015-12-31"),
        ("200000.00", "2004-07-01/2015-12-31"),
    ]
    assert rendu.reserves[1] == (
        "2 subventions d’un financeur à l’engagement réputé\u00a0: le montant attribué est le programmé, au moins le "
        "payé (lecture C)."
    )


def test_ce_qui_est_annule_en_entier_n_est_ni_une_decision_ni_un_versement() -> None:
    """Une décision dégagée sous son propre numéro, une avance rejetée : le fichier est le même que sans elles."""
    annules = (
        mouvement("engagement", euros(70_000), "2005-02-01", piece="DAS-2005-3"),
        mouvement("degagement", euros(70_000), "2005-05-01", piece="DEG-1"),
        mouvement("avance", euros(33_000), "2005-02-15", piece="M-1"),
        mouvement("reversement", euros(33_000), "2005-03-01", piece="T-1"),
    )
    temoin = dossier()
    assert rendre_scdl(replace(temoin, journal=(*temoin.journal, *annules)), au=AU) == rendre_scdl(temoin, au=AU)


def test_sans_siret_une_subvention_est_ecartee_et_dite() -> None:
    incomplet = dossier(
        financeurs=(financeur("ANRU", siret=REGION), financeur("VILLE"), financeur("DEPARTEMENT", siret=DEPARTEMENT)),
        maitres_ouvrage=(MaitreOuvrage(code="SYNDICAT", nom="Syndicat « B »", siret=SYNDICAT),),
    )
    rendu = rendre_scdl(incomplet, au=AU)
    assert [lue["idAttribuant"] for lue in lire(rendu.octets)] == [REGION, DEPARTEMENT]
    assert rendu.reserves[:2] == (
        "Sur 3 subventions attribuées, 1 hors du fichier (450\u202f000,00\u00a0€), faute de SIRET valable.",
        "Sans SIRET dans le dossier\u00a0: Nom de VILLE.",
    )


def test_un_siret_dont_la_cle_est_fausse_n_est_pas_publie_et_le_dit() -> None:
    fausse = f"{REGION[:-1]}{(int(REGION[-1]) + 1) % 10}"
    faux = dossier(
        financeurs=(
            financeur("ANRU", siret=fausse),
            financeur("VILLE", siret=VILLE),
            financeur("DEPARTEMENT", siret=DEPARTEMENT),
        )
    )
    rendu = rendre_scdl(faux, au=AU)
    assert [lue["idAttribuant"] for lue in lire(rendu.octets)] == [DEPARTEMENT]
    assert fausse.encode() not in rendu.octets
    assert rendu.reserves[1] == "SIRET à la clé de contrôle fausse\u00a0: Nom de ANRU."


def test_un_maitre_d_ouvrage_a_la_cle_fausse_n_est_pas_publie() -> None:
    poste = dossier(maitres_ouvrage=(MaitreOuvrage(code="SYNDICAT", nom="La Poste", siret="35600000049838"),))
    assert {lue["idBeneficiaire"] for lue in lire(rendre_scdl(poste, au=AU).octets)} == {VILLE}


def test_un_maitre_d_ouvrage_ne_se_subventionne_pas() -> None:
    soi_meme = dossier(plan=[ligne("VILLE", euros(1))], journal=[mouvement("engagement", euros(1), financeur="VILLE")])
    rendu = rendre_scdl(soi_meme, au=AU)
    assert lire(rendu.octets) == []
    assert rendu.reserves == (
        (
            "Sur 1 subvention attribuée, 1 hors du fichier (1,00\u00a0€)\u00a0: "
            "un maître d’ouvrage ne se subventionne pas lui-même."
        ),
    )


def test_un_objet_trop_long_est_abrege_et_dit() -> None:
    long = dossier(
        operations=[operation(libelle="x" * 300)],
        plan=[ligne("ANRU", euros(450_000))],
        journal=[mouvement("engagement", euros(1)), mouvement("solde", euros(1))],
    )
    rendu = rendre_scdl(long, au=AU)
    (lue,) = lire(rendu.octets)
    assert lue["objet"] == "x" * 255 + "…"
    assert rendu.reserves[0] == "1 objet abrégé à 256 caractères."


@pytest.mark.parametrize("texte", [texte.strip() for texte in HOSTILES])
def test_un_texte_hostile_n_est_jamais_une_formule(texte: str) -> None:
    hostile = dossier(
        operations=[operation(libelle=texte)],
        plan=[ligne("ANRU", euros(450_000))],
        journal=[mouvement("engagement", euros(1)), mouvement("solde", euros(1))],
        financeurs=(financeur("ANRU", nom=texte, siret=REGION), financeur("VILLE", siret=VILLE)),
    )
    (lue,) = lire(rendre_scdl(hostile, au=AU).octets)
    for champ in ("objet", "nomAttribuant"):
        assert lue[champ][0] not in "=+-@\t\r"
        visible = lue[champ].removeprefix("'") if texte[0] in "=+-@" else lue[champ]
        assert len(visible) == len(texte)
        changes = [(c, voulu) for c, voulu in zip(visible, texte, strict=True) if c != voulu]
        assert all(c == " " if voulu in "\t\n" else c in "␁␛\ufffd" for c, voulu in changes)
        assert set(visible).isdisjoint("\t\n\x01\x1b\u202e")


def test_l_exemple_n_a_pas_de_siret_et_le_dit(noyer_dore: Projet) -> None:
    rendu = rendre_scdl(noyer_dore, au=jour("2015-03-31"))
    assert lire(rendu.octets) == []
    assert rendu.reserves[0].startswith(
        "Sur 206 subventions attribuées, 206 hors du fichier (48\u202f488\u202f262,26\u00a0€)"
    )
    assert "Antony Habitat" in rendu.reserves[1]
