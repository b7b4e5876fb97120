"""La proposition, sur les fichiers d’exemple : ce qu’une personne y a écrit à la main."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from maquettes.importation.correspondance.ecriture import ecrire_proposition
from maquettes.importation.correspondance.proposition import Certitude, Proposition
from maquettes.importation.proposition import proposer_correspondance

RECUS: Final = Path(__file__).parents[4] / "examples" / "fichiers_recus"
SOURCES: Final = (
    "tableaux_financiers.xlsx",
    "extrait_anru.xlsx",
    "grand_livre_ville.csv",
    "mandats_2009.xml",
    "retour_bailleur_A.xlsx",
    "retour_bailleur_B.xlsx",
)


@pytest.fixture(scope="module")
def proposee() -> Proposition:
    return proposer_correspondance([RECUS / nom for nom in SOURCES])


@pytest.fixture(scope="module")
def juste() -> dict[str, Any]:
    return tomllib.loads((RECUS / "correspondance.toml").read_text(encoding="utf-8"))


def test_elle_se_sert_de_la_convention_voisine(proposee: Proposition) -> None:
    assert proposee.convention == "convention.toml"
    assert proposee.correspondance.convention == "convention.toml"


def test_elle_trouve_chaque_table_son_role_son_entete_et_sa_version(
    proposee: Proposition, juste: dict[str, Any]
) -> None:
    attendues = [(s["fichier"], s.get("feuille"), s["role"], tuple(s.get("entete", (1, 1)))) for s in juste["sources"]]
    sources = proposee.correspondance.sources
    assert [(s.fichier, s.feuille, s.role.value, s.entete) for s in sources] == attendues
    assert [s.version for s in sources] == [s.get("version") for s in juste["sources"]]
    assert [s.unite.value for s in sources] == [s.get("unite", "euro") for s in juste["sources"]]


@pytest.mark.parametrize("rang", [0, 1, 2])
def test_un_tableau_financier_se_lit_comme_a_la_main(proposee: Proposition, juste: dict[str, Any], rang: int) -> None:
    source, attendue = proposee.correspondance.sources[rang], juste["sources"][rang]
    # À l'avenant 1, les titres n'ont pas de numéro et ne sont pas tous des familles.
    sans_titre = {champ: libelle for champ, libelle in attendue["colonnes"].items() if rang != 1 or champ != "famille"}
    assert source.colonnes == sans_titre
    assert [(f.colonne, f.financeur, f.nature.value) for f in source.financeurs] == [
        (f["colonne"], f["financeur"], f["nature"]) for f in attendue["financeurs"]
    ]
    assert source.codes.maitre_ouvrage.items() >= attendue["codes"]["maitre_ouvrage"].items()


def test_l_extrait_de_l_anru(proposee: Proposition, juste: dict[str, Any]) -> None:
    source, attendue = proposee.correspondance.sources[3], juste["sources"][3]
    assert source.constantes == attendue["constantes"]
    assert source.colonnes == attendue["colonnes"]
    engagement, paiement = source.mouvements
    assert (engagement.type, engagement.une_fois_par) == ("engagement", "N° de décision")
    assert paiement.une_fois_par is None
    assert [ignoree.colonne for ignoree in source.ignorees] == ["Cumul payé sur l’opération"]


def test_le_grand_livre_a_une_regle_par_sens_et_par_financeur(proposee: Proposition) -> None:
    regles = {
        tuple(condition.vaut for condition in regle.si): regle.ignorer or (regle.type, regle.financeur)
        for regle in proposee.correspondance.sources[4].regles
    }
    assert regles == {
        ("MDT",): ("depense", None),
        ("ANN MDT",): ("annulation", None),
        ("RED MDT",): ("annulation", None),
        ("TIT", "CONSEIL RÉGIONAL"): ("acompte", "REGION"),
        ("TIT", "CONSEIL GÉNÉRAL"): ("acompte", "DEPARTEMENT"),
        ("TIT", "CA DU HAUT-VERNAY"): ("acompte", "EPCI"),
        ("TIT", "AGENCE NAT. RÉNOV. URBAINE"): "déjà dans l’extrait du financeur ANRU",
        ("ANN TIT", "CONSEIL GÉNÉRAL"): ("reversement", "DEPARTEMENT"),
    }


def test_les_retours_des_bailleurs(proposee: Proposition) -> None:
    par_exercice, pieces, livraisons = proposee.correspondance.sources[6:]
    assert [(e.colonne, e.exercice) for e in par_exercice.exercices] == [(str(a), a) for a in range(2008, 2012)]
    assert {i.colonne: i.motif for i in par_exercice.ignorees} == {
        "2012 (prév.)": "prévision",
        "Total réalisé": "somme de la ligne",
    }
    assert pieces.colonnes["operation"] == "@titre"
    assert list(pieces.codes.operation.values()) == ["5951203-01-0002-001", "5951203-02-0002-001"]
    assert pieces.regles[0].type == "annulation"
    assert livraisons.colonnes == {"operation": "Opération", "achevement": "Livraison"}


def test_ce_qui_est_incertain_se_dit(proposee: Proposition) -> None:
    inconnues = {colonne.libelle: colonne.candidats for colonne in proposee.colonnes(Certitude.INCONNUE)}
    assert inconnues == {"Coût HT convention 2007": ("cout_ht",), "@colonne AD": (), "Opération": ("operation",)}


def test_elle_s_ecrit_deux_fois_de_meme_et_se_relit(proposee: Proposition) -> None:
    octets = ecrire_proposition(proposee)
    assert octets == ecrire_proposition(proposer_correspondance([RECUS / nom for nom in SOURCES]))
    relue = tomllib.loads(octets.decode())
    assert [source["fichier"] for source in relue["sources"]] == [s.fichier for s in proposee.correspondance.sources]
    assert relue["sources"][0]["colonnes"] == proposee.correspondance.sources[0].colonnes


def test_sans_convention_elle_propose_ce_qui_est_a_completer(tmp_path: Path) -> None:
    seule = tmp_path / "tableaux_financiers.xlsx"
    seule.write_bytes((RECUS / "tableaux_financiers.xlsx").read_bytes())
    ecrite = ecrire_proposition(proposer_correspondance([seule])).decode()
    relue = tomllib.loads(ecrite)
    assert relue["convention"] == {
        "code": "5951203",
        "nom": "",
        "programme": "PNRU",
        "reglement": "pnru",
        "porteur": "",
        "date_signature": date(2007, 6, 15),
        "date_limite_engagement": "",
    }
    assert {f["code"]: f["categorie"] for f in relue["financeurs"]} == {
        "ANRU": "anru",
        "VILLE": "ville",
        "EPCI": "epci",
        "REGION": "region",
        "DEPARTEMENT": "departement",
        "OPH_DE_SAINT_AUBRAY": "bailleur",
        "LOGIS_DU_VERNAY": "",
        "FL": "fonciere_logement",
        "CDC": "cdc",
    }
    assert [(a["numero"], a["date"]) for a in relue["avenants"]] == [(1, date(2009, 3, 20)), (2, date(2011, 6, 30))]
    # « OPH » et « CAHV », à l'avenant 1, sont ceux de la convention : mêmes opérations.
    codes = relue["sources"][1]["codes"]["maitre_ouvrage"]
    assert (codes["OPH"], codes["CAHV"]) == ("OPH_DE_SAINT_AUBRAY", "EPCI")
    assert "« OPH de Saint-Aubray » et « OPH » portent les mêmes opérations" in ecrite


def test_le_json_du_contrat(proposee: Proposition) -> None:
    source = proposee.json()["sources"][3]  # type: ignore[index]
    assert source | {"colonnes": source["colonnes"][:1]} == {
        "fichier": "extrait_anru.xlsx",
        "feuille": "Extraction",
        "entete": [4, 4],
        "role": "journal",
        "colonnes": [
            {"cellule": "A4", "libelle": "Opération", "champ": "operation", "certitude": "sure", "candidats": []}
        ],
    }
