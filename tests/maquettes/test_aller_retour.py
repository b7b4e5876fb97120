"""Lire ce qui vient d’être écrit rend le même projet, sous chaque forme, et les mêmes octets."""

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from financement.dossier.projet import Projet
from maquettes import convertir, ecrire_dossier, empreinte, lire_dossier, texte_canonique
from tests import construction
from tests.profils import COUTEUX
from tests.strategies import projets

EXEMPLE = Path(__file__).parents[2] / "examples" / "noyer_dore"


def contenu(repertoire: Path) -> dict[str, bytes]:
    return {fichier.name: fichier.read_bytes() for fichier in sorted(repertoire.iterdir())}


@COUTEUX
@given(projet=projets())
def test_lire_apres_ecrire_est_l_identite_pour_un_repertoire(projet: Projet) -> None:
    with TemporaryDirectory() as lieu:
        ecrire_dossier(projet, Path(lieu) / "dossier")
        assert lire_dossier(Path(lieu) / "dossier") == projet


@COUTEUX
@given(projet=projets())
def test_lire_apres_ecrire_est_l_identite_pour_un_json(projet: Projet) -> None:
    with TemporaryDirectory() as lieu:
        ecrire_dossier(projet, Path(lieu) / "dossier.json")
        assert lire_dossier(Path(lieu) / "dossier.json") == projet


@COUTEUX
@given(projet=projets())
def test_convertir_aller_et_retour_rend_les_memes_octets(projet: Projet) -> None:
    with TemporaryDirectory() as nom:
        lieu = Path(nom)
        ecrire_dossier(projet, lieu / "a")
        convertir(lieu / "a", lieu / "b.json")
        convertir(lieu / "b.json", lieu / "c")
        convertir(lieu / "c", lieu / "d.json")
        assert contenu(lieu / "a") == contenu(lieu / "c")
        assert (lieu / "b.json").read_bytes() == (lieu / "d.json").read_bytes() == texte_canonique(projet).encode()


@COUTEUX
@given(projet=projets())
def test_le_json_canonique_est_du_json_ordonne_et_sans_valeur_vide(projet: Projet) -> None:
    texte = texte_canonique(projet)
    document = json.loads(texte)
    assert texte.endswith("}\n")
    assert list(document)[:3] == ["format", "convention", "financeurs"]
    reglement = document.pop("reglement", {})
    assert (reglement != {}) == (projet.reglement_propre is not None)
    listes = [*list(document.values())[2:], reglement.get("parametres", [])]
    objets = [document["convention"], *(objet for liste in listes for objet in liste)]
    assert all(valeur not in (None, "", {}, []) for objet in objets for valeur in objet.values())
    assert not any(isinstance(valeur, float) for objet in objets for valeur in objet.values())
    assert len(document.get("operations", ())) == len(projet.operations)


@COUTEUX
@given(projet=projets())
def test_l_empreinte_est_celle_du_json_canonique(projet: Projet) -> None:
    assert empreinte(projet) == hashlib.sha256(texte_canonique(projet).encode()).hexdigest()


def test_le_dossier_d_exemple_se_convertit_sans_perte(tmp_path: Path) -> None:
    avant = contenu(EXEMPLE)
    projet = lire_dossier(EXEMPLE)
    convertir(EXEMPLE, tmp_path / "a.json")
    convertir(tmp_path / "a.json", tmp_path / "b")
    assert lire_dossier(tmp_path / "b") == projet
    assert empreinte(lire_dossier(tmp_path / "b")) == empreinte(projet)
    assert contenu(EXEMPLE) == avant, "la source n’est jamais modifiée"


CANONIQUE = """\
  "avenants": [
    {"numero": 1, "nature": "local", "date": "2005-03-15", "enveloppes": {"VILLE": "0.03"}}
  ],
  "operations": [
    {"version": 0, "operation": "OP-1", "famille": "08", "libelle": "« A »", "maitre_ouvrage": "VILLE", \
"nature_cout": "brut", "cout_ht": "1250.50", "taux_tva": "5,5 %", "base": "ht", "taux_anru": "1/3"}
  ],
  "plan": [
    {"version": 0, "operation": "OP-1", "financeur": "ANRU", "nature": "subvention", "montant": "1250.50"}
  ],
  "journal": [
    {"date": "2010-06-15", "type": "engagement", "operation": "OP-1", "financeur": "ANRU", "montant": "0.01"}
  ]
}
"""


def test_le_json_canonique_s_ecrit_exactement_ainsi() -> None:
    compose = construction.projet(
        operations=[
            construction.operation(
                libelle="« A »", cout_ht=125_050, taux_tva=Fraction(11, 200), taux_anru=Fraction(1, 3)
            )
        ],
        plan=[construction.ligne("ANRU", 125_050)],
        journal=[construction.mouvement("engagement", 1)],
        avenants=(construction.avenant(1, enveloppes=(construction.enveloppe("VILLE", 3),)),),
    )
    texte = texte_canonique(compose)
    assert texte.startswith('{\n  "format": 1,\n  "convention": {"code": "C-1", "nom": "Convention d\'essai", ')
    assert texte.endswith(CANONIQUE)


@pytest.mark.parametrize("forme", ["dossier", "dossier.json"])
def test_l_ordre_des_lignes_est_du_contenu(forme: str, tmp_path: Path) -> None:
    plan = [construction.ligne(code, 1) for code in ("VILLE", "ANRU", "CDC")]
    droit, inverse = construction.projet(plan=plan), construction.projet(plan=plan[::-1])
    assert empreinte(droit) != empreinte(inverse)
    ecrire_dossier(inverse, tmp_path / forme)
    assert [lu.financeur for lu in lire_dossier(tmp_path / forme).plan] == ["CDC", "ANRU", "VILLE"]
