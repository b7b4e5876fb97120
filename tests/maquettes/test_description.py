"""La description des tables suit le contrat et les classes du domaine, sans rien oublier ni inventer."""

import dataclasses
import subprocess
import sys
from typing import Any

import pytest

import maquettes
from financement.dossier.convention import Convention
from financement.dossier.projet import Projet
from maquettes.description import description
from maquettes.description.description import CONTENU, CONVENTION, OBJETS, PARAMETRES, REGLEMENT, TABLES
from maquettes.description.table import Exigence, Table

ENTETES = {
    "operations": "version;operation;famille;libelle;maitre_ouvrage;localisation;quantite;unite;nature_cout;cout_ht;"
    "taux_tva;base;cout_ttc;assiette;taux_anru;debut;duree_semestres;achevement;statut;origine",
    "plan": "version;operation;financeur;nature;montant;regle_cloture",
    "journal": "date;type;operation;financeur;nature;montant;piece;libelle",
    "reestimations": "date;operation;cout",
    "realisations": "date;operation;quantite",
    "insertion": "operation;heures_objectif;heures_realisees",
}


def test_les_entetes_sont_ceux_du_contrat() -> None:
    assert {table.nom: ";".join(table.noms) for table in TABLES} == ENTETES


def test_les_colonnes_qui_peuvent_rester_vides_ou_manquer() -> None:
    facultatives = {t.nom: [c.nom for c in t.colonnes if c.exigence is Exigence.RIEN] for t in TABLES}
    assert {nom: colonnes for nom, colonnes in facultatives.items() if colonnes} == {
        "operations": [
            *("localisation", "quantite", "unite", "taux_tva", "cout_ttc", "assiette", "taux_anru", "debut"),
            *("duree_semestres", "achevement", "statut", "origine"),
        ],
        "plan": ["regle_cloture"],
        "journal": ["financeur", "nature", "piece", "libelle"],
    }


@pytest.mark.parametrize("table", [*TABLES, *OBJETS, PARAMETRES], ids=lambda table: table.nom)
def test_les_champs_sont_ceux_de_la_classe(table: Table[object]) -> None:
    classe: Any = table.construire
    champs = {champ.name: champ for champ in dataclasses.fields(classe) if champ.name != "provenance"}
    assert [colonne.champ for colonne in table.colonnes] == list(champs)
    for colonne in table.colonnes:
        if colonne.exigence is not Exigence.VALEUR:
            assert champs[colonne.champ].default is not dataclasses.MISSING, "une valeur vide a un défaut"


def test_la_convention_a_les_champs_de_sa_classe_moins_ses_listes() -> None:
    champs = [champ.name for champ in dataclasses.fields(Convention)]
    assert [c.champ for c in CONVENTION.colonnes] == [n for n in champs if n not in (*_listes(), "provenance")]


def test_chaque_liste_du_projet_a_sa_table() -> None:
    """Un champ sans table ne s’écrirait pas, ne se relirait pas, ne se comparerait pas."""
    champs = [
        champ.name for champ in dataclasses.fields(Projet) if champ.name not in ("convention", "reglement_propre")
    ]
    assert [table.nom for table in TABLES] == champs
    assert {table.nom for table in CONTENU} == {CONVENTION.nom, *_listes(), REGLEMENT.nom, PARAMETRES.nom, *champs}


def _listes() -> list[str]:
    return [objet.nom for objet in OBJETS]


@pytest.mark.parametrize("table", [CONVENTION, *TABLES, *OBJETS, REGLEMENT, PARAMETRES], ids=lambda table: table.nom)
def test_la_cle_est_faite_de_colonnes(table: Table[object]) -> None:
    assert set(table.cle) <= set(table.noms)


def test_les_noms_publics_sont_atteignables_et_nommes() -> None:
    for nom in maquettes.__all__:
        assert getattr(maquettes, nom).__name__ == nom
    assert set(maquettes.__all__) <= set(dir(maquettes))
    assert all(hasattr(description, nom) for nom in description.__all__)
    with pytest.raises(AttributeError, match="inconnu"):
        _ = maquettes.inconnu


def test_lire_un_dossier_ne_charge_ni_tableur_ni_calcul() -> None:
    """La commande « situation » doit répondre vite : la lecture n’importe que la bibliothèque standard."""
    programme = (
        "import sys, maquettes; maquettes.lire_dossier; "
        "print(*sorted({'numpy', 'pandas', 'openpyxl', 'xlsxwriter', 'pydantic', 'tomli_w', 'hashlib', 'difflib'}"
        " & set(sys.modules)))"
    )
    lance = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=True)
    assert lance.stdout.split() == []
