"""Le règlement propre d’un dossier : lu, situé, écrit sous les deux formes."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre
from maquettes import convertir, ecrire_dossier, empreinte, lire_dossier, texte_canonique
from tests.maquettes.dossier_type import changer, poser, refus

CONVENTION = changer("convention.toml", ('reglement = "pnru"', 'reglement = "reglement.toml"'))
TEXTE = """\
base = "pnru"

[[parametres]]
cle = "avance_maximale"
valeur = "20 %"
unite = "taux"
debut = 2009-02-12
fin = 2010-12-31
familles = ["02", "05"]
produit = "PLAI"
reference = "Délibération n° 12"
confiance = "A"

[[parametres]]
cle = "plafond_travaux_par_logement"
valeur = "52000,00"
unite = "euros_par_logement"
debut = 2009-01-01
reference = "Délibération n° 13"
confiance = "C"

[[parametres]]
cle = "delai_de_commencement"
valeur = 18
unite = "mois"
debut = 2009-01-01
reference = "Usage"
confiance = "D"

[[parametres]]
cle = "etp_minimal"
valeur = "0,4"
unite = "etp"
debut = 2009-01-01
reference = "Usage"
confiance = "D"
"""
JSON = """\
  "reglement": {
    "base": "pnru",
    "parametres": [
      {"cle": "avance_maximale", "valeur": "20 %", "unite": "taux", "debut": "2009-02-12", "fin": "2010-12-31", \
"familles": ["02", "05"], "produit": "PLAI", "reference": "Délibération n° 12", "confiance": "A"},
      {"cle": "plafond_travaux_par_logement", "valeur": "52000.00", "unite": "euros_par_logement", \
"debut": "2009-01-01", "reference": "Délibération n° 13", "confiance": "C"},
      {"cle": "delai_de_commencement", "valeur": 18, "unite": "mois", "debut": "2009-01-01", "reference": "Usage", \
"confiance": "D"},
      {"cle": "etp_minimal", "valeur": "0.4", "unite": "etp", "debut": "2009-01-01", "reference": "Usage", \
"confiance": "D"}
    ]
  },
  "operations": [
"""


def lire(lieu: Path, texte: str) -> Projet:
    return lire_dossier(poser(lieu, convention=CONVENTION, reglement=texte))


def modifier(*remplacements: tuple[str, str]) -> str:
    texte = TEXTE
    for ancien, nouveau in remplacements:
        assert ancien in texte
        texte = texte.replace(ancien, nouveau, 1)
    return texte


def test_le_reglement_est_lu_avec_ses_lieux(tmp_path: Path) -> None:
    propre = lire(tmp_path, TEXTE).reglement_propre
    assert propre is not None
    assert propre.base == "pnru"
    assert propre.parametres[0] == Parametre(
        cle="avance_maximale",
        valeur=Fraction(1, 5),
        unite=UniteParametre.TAUX,
        debut=date(2009, 2, 12),
        fin=date(2010, 12, 31),
        familles=("02", "05"),
        produit="PLAI",
        reference="Délibération n° 12",
        confiance=Confiance.TEXTE_LU,
    )
    assert [p.valeur for p in propre.parametres] == [Fraction(1, 5), 5_200_000, 18, Fraction(2, 5)]
    assert propre.parametres[1].provenance == Provenance(fichier="reglement.toml", ligne=14)


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        ('"20 %"', '"1/5"'),
        ('"52000,00"', "52000"),
        ('"52000,00"', '" 52 000,00 € "'),
        ("18", '"18"'),
        ("2009-02-12", '"12/02/2009"'),
        ('["02", "05"]', '[" 02", "05 "]'),
        ('\nunite = "mois"', '\nproduit = ""\nfamilles = []\nunite = "mois"'),
    ],
)
def test_l_ecriture_du_reglement_est_libre(ancien: str, nouveau: str, tmp_path: Path) -> None:
    assert lire(tmp_path / "b", modifier((ancien, nouveau))) == lire(tmp_path / "a", TEXTE)


def test_le_reglement_s_ecrit_exactement_ainsi(tmp_path: Path) -> None:
    projet = lire(tmp_path / "a", TEXTE)
    ecrire_dossier(projet, tmp_path / "b")
    assert (tmp_path / "b" / "reglement.toml").read_text(encoding="utf-8") == TEXTE
    assert JSON in texte_canonique(projet)


def test_un_reglement_sans_parametre_s_ecrit_et_se_relit(tmp_path: Path) -> None:
    projet = lire(tmp_path / "a", 'base = "npnru"\n')
    assert projet.reglement_propre == ReglementPropre(base="npnru")
    convertir(tmp_path / "a", tmp_path / "b.json")
    convertir(tmp_path / "b.json", tmp_path / "c")
    assert lire_dossier(tmp_path / "c") == lire_dossier(tmp_path / "b.json") == projet
    assert (tmp_path / "c" / "reglement.toml").read_text(encoding="utf-8") == 'base = "npnru"\n'


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        ('"20 %"', '"21 %"'),
        ('base = "pnru"', 'base = "npnru"'),
        ("fin = 2010-12-31\n", ""),
        ('["02", "05"]', '["05", "02"]'),
        ('"C"', '"B"'),
    ],
)
def test_l_empreinte_change_avec_le_reglement(ancien: str, nouveau: str, tmp_path: Path) -> None:
    avant, apres = lire(tmp_path / "a", TEXTE), lire(tmp_path / "b", modifier((ancien, nouveau)))
    assert empreinte(avant) != empreinte(apres)


def test_sans_reglement_propre_rien_n_est_ecrit(tmp_path: Path) -> None:
    projet = lire_dossier(poser(tmp_path / "a"))
    ecrire_dossier(projet, tmp_path / "b")
    assert not (tmp_path / "b" / "reglement.toml").exists()
    assert "reglement" not in json.loads(texte_canonique(projet))


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendues"),
    [
        ('base = "pnru"', 'base = "pnrv"', ["ligne 1, clé base [CODE-06]"]),
        ('base = "pnru"', "base = 3", ["ligne 1, clé base [CLE-03]"]),
        ('base = "pnru"', "base = []", ["ligne 1, clé base [CLE-03]"]),
        ('base = "pnru"', "base = [[], {}]", ["ligne 1, clé base [CLE-03]"]),
        ('base = "pnru"', 'bas = "pnru"', ["ligne 1, clé bas [CLE-01]"]),
        ('base = "pnru"\n', "", ["clé base [CLE-02]"]),
        ('base = "pnru"', 'base = "pnru"\nautre = 1', ["ligne 2, clé autre [CLE-01]"]),
        ("[[parametres]]", "[[parametre]]", ["ligne 3, clé parametre [CLE-01]"]),
        ('cle = "avance_maximale"', 'cle = "avance"', ["ligne 4, clé cle [CODE-07]"]),
        ('cle = "avance_maximale"\n', "", ["ligne 3, clé cle [CLE-02]"]),
        ('"20 %"', "0.20", ["ligne 5, clé valeur [CLE-05]"]),
        ('"20 %"', "20", ["ligne 5, clé valeur [TAUX-01]"]),
        ('"20 %"', '"0,20"', ["ligne 5, clé valeur [TAUX-01]"]),
        ('"20 %"', "true", ["ligne 5, clé valeur [CLE-03]"]),
        ('"20 %"', '""', ["ligne 5, clé valeur [VALEUR-01]"]),
        ('"52000,00"', "52000.5", ["ligne 16, clé valeur [CLE-05]"]),
        ('"52000,00"', '"12,345"', ["ligne 16, clé valeur [MONTANT-03]"]),
        ("valeur = 18", "valeur = 18.0", ["ligne 24, clé valeur [CLE-05]"]),
        ("valeur = 18", "valeur = 1201", ["ligne 24, clé valeur [VALEUR-04]"]),
        ('"0,4"', '"0,444"', ["ligne 32, clé valeur [VALEUR-05]"]),
        ('"taux"', '"pourcent"', ["ligne 6, clé unite [VALEUR-03]"]),
        ('"mois"', '"etp"', ["ligne 25, clé unite [COHERENCE-11]"]),
        ("2009-02-12", "2011-01-01", ["ligne 8, clé fin [VALEUR-02]"]),
        ("2009-02-12", '"2009"', ["ligne 7, clé debut [DATE-01]"]),
        ('["02", "05"]', '"02"', ["ligne 9, clé familles [CLE-03]"]),
        ('["02", "05"]', "[2]", ["ligne 9, clé familles [CLE-03]"]),
        ('["02", "05"]', '[""]', ["ligne 9, clé familles [VALEUR-01]"]),
        ('["02", "05"]', '["20", "x"]', ["ligne 9, clé familles [CODE-03]", "ligne 9, clé familles [CODE-03]"]),
        ('reference = "Délibération n° 12"\n', "", ["ligne 3, clé reference [CLE-02]"]),
        ('confiance = "A"', 'confiance = "E"', ["ligne 12, clé confiance [VALEUR-03]"]),
        (
            'cle = "delai_de_commencement"\nvaleur = 18\nunite = "mois"',
            'cle = "plafond_travaux_par_logement"\nvaleur = "1"\nunite = "euros_par_logement"',
            ["ligne 23, clé cle [DOUBLON-01]"],
        ),
    ],
)
def test_une_faute_est_situee_et_seule(ancien: str, nouveau: str, attendues: list[str], tmp_path: Path) -> None:
    texte = modifier((ancien, nouveau))
    if nouveau == "[[parametre]]":
        texte = texte.partition("\n\n[[parametres]]")[0]
    dites = refus(poser(tmp_path, convention=CONVENTION, reglement=texte))
    assert dites == [f"reglement.toml, {attendue}" for attendue in attendues]


def test_toutes_les_fautes_viennent_ensemble_dans_l_ordre(tmp_path: Path) -> None:
    poser(
        tmp_path,
        convention=CONVENTION.replace('"anru"', '"anr"'),
        reglement=modifier(
            ('base = "pnru"', 'base = "x"'),
            ('"avance_maximale"', '"avance"'),
            ('"20 %"', '"x"'),
            ('["02", "05"]', '["20"]'),
            ('"52000,00"', "1.5"),
            ('"mois"', '"etp"'),
        ),
        plan=changer("plan.csv", ("50000,00", "NC")),
    )
    assert refus(tmp_path) == [
        "convention.toml, ligne 15, clé categorie [VALEUR-03]",
        "reglement.toml, ligne 1, clé base [CODE-06]",
        "reglement.toml, ligne 4, clé cle [CODE-07]",
        "reglement.toml, ligne 5, clé valeur [TAUX-02]",
        "reglement.toml, ligne 9, clé familles [CODE-03]",
        "reglement.toml, ligne 16, clé valeur [CLE-05]",
        "reglement.toml, ligne 25, clé unite [COHERENCE-11]",
        "plan.csv, ligne 2, colonne montant [MONTANT-01]",
    ]


@pytest.mark.parametrize(
    ("fichiers", "attendues"),
    [
        pytest.param(
            {"convention": CONVENTION},
            ["convention.toml, ligne 7, clé reglement [COHERENCE-09]"],
            id="annoncé et absent",
        ),
        pytest.param(
            {"reglement": TEXTE},
            ["convention.toml, ligne 7, clé reglement [COHERENCE-10]"],
            id="présent et non annoncé",
        ),
        pytest.param(
            {"convention": CONVENTION, "reglement": b"\xff"},
            ["reglement.toml, ligne 1 [LECTURE-05]"],
            id="octets illisibles",
        ),
        pytest.param(
            {"convention": CONVENTION, "reglement": "base ="},
            ["reglement.toml, ligne 1 [LECTURE-08]"],
            id="syntaxe illisible",
        ),
        pytest.param(
            {"convention": CONVENTION.replace('reglement = "reglement.toml"', "reglement = 3"), "reglement": TEXTE},
            ["convention.toml, ligne 7, clé reglement [CLE-03]"],
            id="annonce illisible",
        ),
        pytest.param(
            {"convention": CONVENTION.replace("[convention]", "[convention"), "reglement": 'base = "x"'},
            ["convention.toml, ligne 3, colonne 12 [LECTURE-08]", "reglement.toml, ligne 1, clé base [CODE-06]"],
            id="convention illisible",
        ),
    ],
)
def test_le_reglement_s_annonce_et_se_fournit(fichiers: dict[str, Any], attendues: list[str], tmp_path: Path) -> None:
    assert refus(poser(tmp_path, **fichiers)) == attendues


def test_un_nom_voisin_n_accuse_pas_la_convention(tmp_path: Path) -> None:
    (poser(tmp_path, convention=CONVENTION) / "Reglement.toml").write_text(TEXTE, encoding="utf-8")
    assert refus(tmp_path) == ["Reglement.toml [LECTURE-11]"]


@pytest.mark.parametrize(
    ("changement", "attendues"),
    [
        ({"base": "pnrv"}, ["reglement.base [CODE-06]"]),
        ({"base": None}, ["reglement.base [CLE-03]"]),
        ({"Base": 1}, ["reglement.Base [CLE-01]"]),
        ({"parametres": {}}, ["reglement.parametres [CLE-03]"]),
        ({"parametres": ["x"]}, ["reglement.parametres[0] [CLE-03]"]),
        ({"parametres": [{}] * 2}, [f"reglement.parametres[{n}].{c} [CLE-02]" for n in (0, 1) for c in
          ("cle", "valeur", "unite", "debut", "reference", "confiance")]),
    ],
)  # fmt: skip
def test_dans_un_json_une_faute_est_un_chemin(changement: dict[str, Any], attendues: list[str], tmp_path: Path) -> None:
    document = json.loads(texte_canonique(lire(tmp_path / "a", TEXTE)))
    document["reglement"].update(changement)
    (tmp_path / "d.json").write_text(json.dumps(document), encoding="utf-8")
    assert refus(tmp_path / "d.json") == [f"d.json, {attendue}" for attendue in attendues]


def test_dans_un_json_chaque_parametre_est_examine_a_part(tmp_path: Path) -> None:
    document = json.loads(texte_canonique(lire(tmp_path / "a", TEXTE)))
    document["reglement"]["parametres"][0]["cle"] = 3
    document["reglement"]["parametres"][1]["cle"] = "x"
    document["reglement"]["parametres"][2]["valeur"] = 0.5
    document["reglement"]["parametres"][3] |= {"cle": "delai_de_commencement", "valeur": 18, "unite": "mois"}
    (tmp_path / "d.json").write_text(json.dumps(document), encoding="utf-8")
    assert refus(tmp_path / "d.json") == [
        "d.json, reglement.parametres[0].cle [CLE-03]",
        "d.json, reglement.parametres[1].cle [CODE-07]",
        "d.json, reglement.parametres[2].valeur [CLE-05]",
        "d.json, reglement.parametres[3].cle [DOUBLON-01]",
    ]


@pytest.mark.parametrize(
    ("cle", "valeur", "attendues"),
    [
        ("reglement", None, ["reglement [CLE-03]"]),
        ("reglement", [], ["reglement [CLE-03]"]),
        ("reglements", {}, ["reglements [CLE-01]"]),
    ],
)
def test_dans_un_json_la_cle_reglement_est_un_objet(
    cle: str, valeur: object, attendues: list[str], tmp_path: Path
) -> None:
    document = json.loads(texte_canonique(lire(tmp_path / "a", TEXTE)))
    del document["reglement"]
    document[cle] = valeur
    (tmp_path / "d.json").write_text(json.dumps(document), encoding="utf-8")
    assert refus(tmp_path / "d.json") == [f"d.json, {attendue}" for attendue in attendues]


def test_deux_reglements_differents_font_deux_projets(tmp_path: Path) -> None:
    projet = lire(tmp_path, TEXTE)
    assert projet.reglement_propre is not None
    assert replace(projet, reglement_propre=replace(projet.reglement_propre, parametres=())) != projet
