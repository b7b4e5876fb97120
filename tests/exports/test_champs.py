"""Chaque champ de fusion donne son texte français exact ; les montants attendus sont calculés à la main."""

import re
from dataclasses import replace
from hashlib import sha256
from typing import Final

import pytest

from exports.annexe.contexte import Contexte
from exports.annexe.textes.champs import CHAMPS, ChampInconnu, fusionner
from maquettes.assemblage.dossier_json import texte_canonique
from tests.exports.dossier_clos import contexte_clos, dossier_clos, lisible

ANRU: Final = "Nom de ANRU"
VILLE: Final = "Nom de VILLE"
DEPARTEMENT: Final = "Nom de DEPARTEMENT"
CDC: Final = "Nom de CDC"
OPH: Final = "Nom de OPH"

ATTENDUS: Final = {
    "nom_convention": "Convention d'essai",
    "code_convention": "C-1",
    "programme": "PNRU",
    "programme_complet": "programme national de rénovation urbaine (PNRU)",
    "reglement": "règlement «~pnru~»",
    "porteur": "Ville",
    "date_signature": "1ᵉʳ juillet 2004",
    "date_arrete": "31 mars 2015",
    "date_limite_engagement": "31 décembre 2015",
    "date_limite_solde": "31 décembre 2017",
    "avenants": "l’avenant n°~1 du 15 mars 2005 et l’avenant n°~2 du 15 mars 2006",
    "nombre_avenants": "deux avenants",
    "version_en_vigueur": "l’avenant n°~2 du 15 mars 2006 (avenant local)",
    "perimetre": "l’ensemble de la convention",
    "unite": "en euros et centimes",
    "nombre_operations": "4 opérations",
    "repartition_par_etat": "1 soldée, 1 à engager, 1 abandonnée et 1 non achevée sans concours",
    "cout_programme": "1_840_000,50~€ HT",
    "cout_final": "1_340_000,50~€ HT",
    "ecart_au_programme": "une économie de 190_000,00~€",
    # Ville 550 000 et 200 000, office 40 000 ; la Ville finit à 440 000 sur OP-1
    "autofinancement_programme": "790_000,00~€",
    "autofinancement_cloture": "480_000,00~€",
    "autofinancement_par_financeur": f"{VILLE}~: 440_000,00~€_; {OPH}~: 40_000,00~€",
    "ecart_d_autofinancement": "une économie de 310_000,00~€",
    # 800 000 + 500 000,50 + 0 + 40 000
    "plan_cloture": "1_340_000,50~€",
    "nombre_trop_percus": "1 trop-perçu",
    "objet_du_trop_percu": f"{ANRU}, opération OP-1~: 10_000,00~€",
    "contreparties_foncieres": ("2 contreparties foncières, d’une surface de 4_450,5~m²~: 1 cédée et 1 à céder"),
    "heures_insertion_objectif": "1_250 heures",
    "heures_insertion_realisees": "1 heure",
    "insertion_manquante": "1_249 heures, sur 1 opération",
    "nombre_constats_bloquants": "aucun constat bloquant",
    "mention_illustrative": ("1 opération illustrative sur 4 (montants, dates et mouvements inventés pour l’exemple)"),
    # 450 000 + 200 000,50 + 100 000 de l'ANRU, 100 000 et 200 000 du Département et de la CDC
    "montant_programme": "1_050_000,50~€",
    "montant_programme_lettres": "un million cinquante mille euros et cinquante centimes",
    "montant_programme_par_financeur": (f"{ANRU}~: 750_000,50~€_; {DEPARTEMENT}~: 100_000,00~€_; {CDC}~: 200_000,00~€"),
    "montant_programme_par_nature": "soit 850_000,50~€ de subventions et 200_000,00~€ de prêts",
    "anru_montant_programme": "750_000,50~€",
    "anru_montant_programme_lettres": "sept cent cinquante mille euros et cinquante centimes",
    # 360 000 + 200 000,50 de l'ANRU, 100 000 et 200 000
    "montant_cloture": "860_000,50~€",
    "montant_cloture_lettres": "huit cent soixante mille euros et cinquante centimes",
    "montant_cloture_par_financeur": (f"{ANRU}~: 560_000,50~€_; {DEPARTEMENT}~: 100_000,00~€_; {CDC}~: 200_000,00~€"),
    "montant_cloture_par_nature": "soit 660_000,50~€ de subventions et 200_000,00~€ de prêts",
    "anru_montant_cloture": "560_000,50~€",
    "anru_montant_cloture_lettres": "cinq cent soixante mille euros et cinquante centimes",
    # 450 000 + 200 000,50
    "engage": "650_000,50~€",
    "engage_lettres": "six cent cinquante mille euros et cinquante centimes",
    "engage_par_financeur": f"{ANRU}~: 650_000,50~€",
    "engage_par_nature": "entièrement en subventions",
    "anru_engage": "650_000,50~€",
    "anru_engage_lettres": "six cent cinquante mille euros et cinquante centimes",
    # 300 000 + 70 000 + 30 000
    "paye": "400_000,00~€",
    "paye_lettres": "quatre cent mille euros",
    "paye_par_financeur": f"{ANRU}~: 400_000,00~€",
    "paye_par_nature": "entièrement en subventions",
    "anru_paye": "400_000,00~€",
    "anru_paye_lettres": "quatre cent mille euros",
    # ANRU 200 000,50 − 30 000 sur OP-2 ; les autres n'ont rien payé
    "solde_a_verser": "470_000,50~€",
    "solde_a_verser_lettres": "quatre cent soixante-dix mille euros et cinquante centimes",
    "solde_a_verser_par_financeur": (f"{ANRU}~: 170_000,50~€_; {DEPARTEMENT}~: 100_000,00~€_; {CDC}~: 200_000,00~€"),
    "solde_a_verser_par_nature": "soit 270_000,50~€ de subventions et 200_000,00~€ de prêts",
    "anru_solde_a_verser": "170_000,50~€",
    "anru_solde_a_verser_lettres": "cent soixante-dix mille euros et cinquante centimes",
    # 370 000 − 360 000
    "trop_percu": "10_000,00~€",
    "trop_percu_lettres": "dix mille euros",
    "trop_percu_par_financeur": f"{ANRU}~: 10_000,00~€",
    "trop_percu_par_nature": "entièrement en subventions",
    "anru_trop_percu": "10_000,00~€",
    "anru_trop_percu_lettres": "dix mille euros",
    # 450 000 − 360 000
    "a_degager": "90_000,00~€",
    "a_degager_lettres": "quatre-vingt-dix mille euros",
    "a_degager_par_financeur": f"{ANRU}~: 90_000,00~€",
    "a_degager_par_nature": "entièrement en subventions",
    "anru_a_degager": "90_000,00~€",
    "anru_a_degager_lettres": "quatre-vingt-dix mille euros",
    # 100 000 + 200 000
    "a_engager": "300_000,00~€",
    "a_engager_lettres": "trois cent mille euros",
    "a_engager_par_financeur": f"{DEPARTEMENT}~: 100_000,00~€_; {CDC}~: 200_000,00~€",
    "a_engager_par_nature": "soit 100_000,00~€ de subventions et 200_000,00~€ de prêts",
    "anru_a_engager": "0,00~€",
    "anru_a_engager_lettres": "zéro euro",
    # 90 000 sur OP-1, 100 000 sur OP-3
    "economie": "190_000,00~€",
    "economie_lettres": "cent quatre-vingt-dix mille euros",
    "economie_par_financeur": f"{ANRU}~: 190_000,00~€",
    "economie_par_nature": "entièrement en subventions",
    "anru_economie": "190_000,00~€",
    "anru_economie_lettres": "cent quatre-vingt-dix mille euros",
}
EMPREINTES: Final = {"empreinte_dossier", "empreinte_regles"}


@pytest.fixture(scope="module")
def clos() -> Contexte:
    return contexte_clos()


def champ(nom: str, contexte: Contexte) -> str:
    return CHAMPS[nom].valeur(contexte)


def test_chaque_champ_a_son_texte_attendu() -> None:
    assert set(ATTENDUS) | EMPREINTES == set(CHAMPS)


@pytest.mark.parametrize("nom", ATTENDUS)
def test_le_texte_d_un_champ(nom: str, clos: Contexte) -> None:
    assert champ(nom, clos) == lisible(ATTENDUS[nom])


def test_les_empreintes_sont_celles_du_dossier_et_des_regles(clos: Contexte) -> None:
    dossier = dossier_clos()
    assert champ("empreinte_dossier", clos) == sha256(texte_canonique(dossier).encode()).hexdigest()
    autre = contexte_clos(replace(dossier, convention=replace(dossier.convention, nom="Autre nom")))
    assert champ("empreinte_dossier", autre) != champ("empreinte_dossier", clos)
    assert champ("empreinte_regles", autre) == champ("empreinte_regles", clos)
    sous_npnru = contexte_clos(replace(dossier, convention=replace(dossier.convention, reglement="npnru")))
    assert champ("empreinte_regles", sous_npnru) != champ("empreinte_regles", clos)
    assert re.fullmatch("[0-9a-f]{64}", champ("empreinte_regles", clos))


def test_chaque_champ_dit_ce_qu_il_est() -> None:
    libelles = [le_champ.libelle for le_champ in CHAMPS.values()]
    assert all(libelles)
    assert len(set(libelles)) == len(libelles)
    assert all(nom == le_champ.nom and re.fullmatch("[a-z_]+", nom) for nom, le_champ in CHAMPS.items())


# --- la fusion


def test_un_modele_recoit_ses_champs_et_ses_espaces(clos: Contexte) -> None:
    fusionne = fusionner("Convention n° {code_convention} : {montant_cloture} ; le {date_arrete}.", clos)
    assert fusionne == lisible("Convention n°~C-1~: 860_000,50~€_; le 31 mars 2015.")


@pytest.mark.parametrize(
    ("modele", "message"),
    [
        ("{montant_clotur}", "champ inconnu : « montant_clotur » ; le plus proche est « montant_cloture »"),
        ("{}", "champ inconnu : «  »"),
        ("{Porteur }", "champ inconnu : « Porteur  » ; le plus proche est « porteur »"),
        ("{contexte.projet}", "champ inconnu : « contexte.projet »"),
    ],
)
def test_un_champ_inconnu_est_refuse(modele: str, message: str, clos: Contexte) -> None:
    with pytest.raises(ChampInconnu, match=re.escape(message)):
        fusionner(modele, clos)


def test_un_texte_du_dossier_n_est_jamais_relu() -> None:
    piege = "{porteur} {inconnu} \\1 \\g<0> %s {{}} $x$ <b>"
    hostile = contexte_clos(dossier_clos(nom=piege, porteur="deux\nlignes\u202e"))
    assert fusionner("[{nom_convention}]", hostile) == f"[{piege}]"
    assert fusionner("{porteur}", hostile) == "deux lignes\ufffd"


def test_un_texte_du_dossier_garde_ses_espaces() -> None:
    """La composition des espaces vaut pour le modèle, pas pour ce que le dossier a écrit."""
    contexte = contexte_clos(dossier_clos(nom="A : B ; « C »"))
    assert fusionner("{nom_convention} !", contexte) == lisible("A : B ; « C »_!")
