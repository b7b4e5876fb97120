"""Le classeur écrit, relu par d’autres bibliothèques : chiffres du moteur, saisies, verrous, impression, octets."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from financement.calculs.situation import Axe, calculer_situation
from financement.calculs.tableau import tableau_financier
from financement.cloture import calculer_cloture
from financement.comparaison.tableaux import comparer
from financement.controles.constat import Gravite
from financement.controles.registre import controler
from financement.dossier.projet import Projet
from maquettes.classeur.classeur import ClasseurImpossible
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.contenu import Reglages
from maquettes.maquette.description import LIGNE_EN_TETE, PREMIERE_LIGNE
from maquettes.maquette.ecriture import maquette_du_projet
from tests import construction
from tests.maquettes.maquette.conftest import ARRETE, EXEMPLE
from tests.maquettes.maquette.petite import ecrire_petite

FEUILLES = [
    "Notice",
    "Convention",
    "Financeurs",
    "Avenants",
    "Enveloppes",
    "Maîtres d’ouvrage",
    "Contreparties foncières",
    "Règlement",
    "Opérations",
    "Plan de financement",
    "Journal",
    "Réestimations",
    "Réalisations",
    "Insertion",
    "Situation",
    "Coût final",
    "Clôture",
    "Synthèse financeurs",
    "Synthèse familles",
    "Synthèse maîtres d’ouvrage",
    "Échéancier",
    "Comparaison",
    "Annulations",
    "Contrôles",
    "Graphiques",
    "Listes",
]

FONCTIONS_DE_2007 = set(
    re.findall(
        "[A-Z]+",
        """AND COUNT COUNTA COUNTIF COUNTIFS DATE DAY EXACT FIND HYPERLINK IF IFERROR INDEX INT ISERROR ISNUMBER LEFT
        MATCH MAX MID MIN MOD MONTH N NOT OR ROUND SMALL SUBSTITUTE SUM SUMIFS SUMPRODUCT TRIM VALUE YEAR""",
    )
)


EN_TETES = {bloc.feuille: bloc.ligne_en_tete for bloc in BLOCS}


def lignes(feuille: Worksheet) -> Iterator[dict[str, object]]:
    """Les lignes remplies d’un tableau, par libellé de colonne."""
    rangees = feuille.iter_rows(min_row=EN_TETES.get(feuille.title, LIGNE_EN_TETE) + 1, values_only=True)
    libelles = [str(libelle) for libelle in next(rangees)]
    for rangee in rangees:
        if rangee[0] not in ("", None):
            yield dict(zip(libelles, rangee, strict=True))


def centimes(valeur: object) -> int:
    assert isinstance(valeur, int | float), valeur
    texte = f"{valeur:.2f}"
    assert float(texte) == valeur, f"{valeur} n’est pas un nombre de centimes"
    return int(texte.replace(".", ""))


def test_toute_fonction_s_ecrit_sans_prefixe(maquette: Path) -> None:
    """Celles d’Excel 2007 seules : d’une plus récente, écrite nue, un tableur ferait #NOM?."""
    with zipfile.ZipFile(maquette) as archive:
        feuilles = [archive.read(nom).decode() for nom in archive.namelist() if "worksheets/sheet" in nom]
    formules = re.findall(r"<(?:f|formula|formula1|formula2)>([^<]*)", " ".join(feuilles))
    sans_textes = re.sub(r'"[^"]*"|&quot;.*?&quot;', "", " ".join(formules))
    assert set(re.findall(r"([A-Z][A-Z.0-9]*)\(", sans_textes)) <= FONCTIONS_DE_2007


def test_les_feuilles_sont_dans_l_ordre_annonce(classeur: openpyxl.Workbook) -> None:
    assert classeur.sheetnames == FEUILLES


def test_la_synthese_par_financeur_est_celle_du_moteur(valeurs: openpyxl.Workbook, noyer_dore: Projet) -> None:
    situation = calculer_situation(noyer_dore, au=ARRETE).par(Axe.FINANCEUR)
    totaux = calculer_cloture(noyer_dore, au=ARRETE).par_financeur()
    lues = list(lignes(valeurs["Synthèse financeurs"]))
    assert [ligne["Financeur"] for ligne in lues] == list(situation.cles)
    for rang, ligne in enumerate(lues):
        concours, autofinancement = (part for part in (situation.concours, situation.autofinancement))
        cloture = totaux[situation.cles[rang]]
        assert centimes(ligne["Programmé (€)"]) == concours.programme[rang]
        assert centimes(ligne["Engagé (€)"]) == concours.engage[rang]
        assert centimes(ligne["Payé (€)"]) == concours.paye[rang]
        assert centimes(ligne["Reste à payer (€)"]) == concours.reste_a_payer[rang]
        assert centimes(ligne["Montant de clôture (€)"]) == cloture.concours.montant_cloture
        assert centimes(ligne["Économie (€)"]) == cloture.concours.economie
        assert centimes(ligne["Autofinancement programmé (€)"]) == autofinancement.programme[rang]
        assert centimes(ligne["Autofinancement à la clôture (€)"]) == cloture.autofinancement.montant_cloture
    par_code = {ligne["Financeur"]: ligne for ligne in lues}
    # Les concours totaux publiés ; celui de la Ville compte ses fonds propres.
    assert par_code["ANRU"]["Programmé (€)"] == 23_000_000
    ville = par_code["VILLE"]
    assert centimes(ville["Programmé (€)"]) + centimes(ville["Autofinancement programmé (€)"]) == 25_000_000_00
    assert par_code["DEPARTEMENT"]["Programmé (€)"] == 14_150_845


def test_ce_qui_est_du_se_lit_sur_les_seuls_concours(valeurs: openpyxl.Workbook) -> None:
    """Le total de chaque feuille est la somme des subventions et des prêts de la feuille Clôture, refaite ici."""
    par_nature: dict[str, int] = {}
    soldes = {"concours": 0, "fonds_propres": 0}
    for ligne in lignes(valeurs["Clôture"]):
        nature = "fonds_propres" if ligne["Nature"] == "fonds_propres" else "concours"
        par_nature[nature] = par_nature.get(nature, 0) + centimes(ligne["Montant de clôture (€)"])
        soldes[nature] += centimes(ligne["Solde à verser (€)"] or 0)
    assert soldes == {"concours": 7_786_976_70, "fonds_propres": 0}
    for bloc in BLOCS:
        totaux = total_de(valeurs[bloc.feuille])
        if "Solde à verser (€)" in totaux:
            assert centimes(totaux["Solde à verser (€)"]) == soldes["concours"], bloc.feuille
            assert centimes(totaux["Montant de clôture (€)"]) == par_nature["concours"], bloc.feuille
        if "Autofinancement à la clôture (€)" in totaux:
            assert centimes(totaux["Autofinancement à la clôture (€)"]) == par_nature["fonds_propres"], bloc.feuille


def total_de(feuille: Worksheet) -> dict[str, object]:
    """Le premier total de chaque colonne d’une feuille calculée."""
    en_tete = EN_TETES[feuille.title]
    bloc = next(bloc for bloc in BLOCS if bloc.feuille == feuille.title)
    totaux = feuille[bloc.lignes_de_totaux[0] + 1] if bloc.lignes_de_totaux else ()
    return {str(titre.value): total.value for titre, total in zip(feuille[en_tete + 1], totaux, strict=False)}


def test_l_etat_de_chaque_operation_est_celui_du_moteur(valeurs: openpyxl.Workbook, noyer_dore: Projet) -> None:
    attendus = calculer_cloture(noyer_dore, au=ARRETE).etats_des_operations()
    lus = {ligne["N° d’opération"]: ligne["État"] for ligne in lignes(valeurs["Situation"])}
    assert lus == {code: etat.libelle for code, etat in attendus.items()}
    assert len(lus) == 103
    restes: dict[object, int] = {}
    for ligne in lignes(valeurs["Clôture"]):
        code = ligne["N° d’opération"]
        restes[code] = restes.get(code, 0) + centimes(ligne["Solde à verser (€)"] or 0)
    soldees = [code for code, etat in lus.items() if etat == "soldée"]
    assert len(soldees) > 70
    assert [code for code in soldees if restes[code]] == []


def test_la_cloture_est_celle_du_moteur_ligne_a_ligne(valeurs: openpyxl.Workbook, noyer_dore: Projet) -> None:
    attendues = [
        (
            *ligne.cle,
            ligne.montant_cloture,
            *(
                (ligne.solde_a_verser, ligne.trop_percu, ligne.a_degager, ligne.a_engager)
                if ligne.cle.est_concours
                else (None, None, None, None)
            ),
        )
        for ligne in calculer_cloture(noyer_dore, au=ARRETE).lignes
    ]
    colonnes = ("Montant de clôture (€)", "Solde à verser (€)", "Trop-perçu (€)", "À dégager (€)", "À engager (€)")
    lues = [
        (
            ligne["N° d’opération"],
            ligne["Financeur"],
            ligne["Nature"],
            *(None if ligne[c] is None else centimes(ligne[c]) for c in colonnes),
        )
        for ligne in lignes(valeurs["Clôture"])
    ]
    assert lues == attendues


@pytest.mark.parametrize(
    ("feuille", "cle", "axe"),
    [
        ("Situation", "N° d’opération", Axe.OPERATION),
        ("Synthèse familles", "Famille", Axe.FAMILLE),
        ("Synthèse maîtres d’ouvrage", "Maître d’ouvrage", Axe.MAITRE_OUVRAGE),
    ],
)
def test_chaque_regroupement_est_celui_du_moteur(
    feuille: str, cle: str, axe: Axe, valeurs: openpyxl.Workbook, noyer_dore: Projet
) -> None:
    situation = calculer_situation(noyer_dore, au=ARRETE).par(axe)
    lues = {ligne[cle]: ligne for ligne in lignes(valeurs[feuille])}
    assert set(situation.cles) <= set(lues)
    for rang, code in enumerate(situation.cles):
        assert centimes(lues[code]["Programmé (€)"]) == situation.concours.programme[rang]
        assert centimes(lues[code]["Payé (€)"]) == situation.concours.paye[rang]
        assert centimes(lues[code]["Autofinancement programmé (€)"]) == situation.autofinancement.programme[rang]


def test_l_echeancier_est_celui_du_moteur(valeurs: openpyxl.Workbook, noyer_dore: Projet) -> None:
    exercices = calculer_situation(noyer_dore, au=ARRETE).par_exercice()
    *passees, a_venir, a_rendre = list(lignes(valeurs["Échéancier"]))
    assert [ligne["Exercice"] for ligne in passees] == list(exercices.annees)
    assert [centimes(ligne["Engagements (€)"]) for ligne in passees] == exercices.engage.tolist()
    assert [centimes(ligne["Paiements cumulés (€)"]) for ligne in passees] == exercices.paye_cumul.tolist()
    total = calculer_cloture(noyer_dore, au=ARRETE).total.concours
    assert centimes(a_venir["Paiements (€)"]) == total.solde_a_verser
    assert centimes(a_rendre["Paiements (€)"]) == -total.trop_percu
    assert centimes(a_rendre["Engagements (€)"]) == -total.a_degager
    assert centimes(a_rendre["Paiements cumulés (€)"]) == total.montant_cloture


def test_la_comparaison_est_celle_du_moteur(valeurs: openpyxl.Workbook, noyer_dore: Projet) -> None:
    changements = comparer(tableau_financier(noyer_dore, 0), tableau_financier(noyer_dore, 5)).lignes
    lues = [
        (ligne["N° d’opération"], ligne["Financeur"], ligne["Nature"], centimes(ligne["Écart (€)"]))
        for ligne in lignes(valeurs["Comparaison"])
        if ligne["Change"] == "oui"
    ]
    assert sorted(lues) == sorted((*ligne.cle, ligne.variation.ecart) for ligne in changements)


def test_un_lecteur_qui_ne_recalcule_pas_voit_les_bons_chiffres(maquette: Path, valeurs: openpyxl.Workbook) -> None:
    """calamine, dont se sert pandas, lit les mêmes valeurs enregistrées qu’openpyxl, feuille par feuille."""
    lu = python_calamine.CalamineWorkbook.from_path(str(maquette))
    assert lu.sheet_names == FEUILLES
    for nom in FEUILLES:
        rangees = lu.get_sheet_by_name(nom).to_python(skip_empty_area=False)
        attendues = {
            (ligne, colonne): valeur
            for ligne, rangee in enumerate(valeurs[nom].iter_rows(values_only=True))
            for colonne, valeur in enumerate(rangee)
            if isinstance(valeur, int | float) and not isinstance(valeur, bool)
        }
        assert {place: rangees[place[0]][place[1]] for place in attendues} == attendues, nom


def test_les_totaux_sont_au_dessus_des_colonnes(valeurs: openpyxl.Workbook) -> None:
    totaux = total_de(valeurs["Situation"])
    assert totaux["Coût (€)"] == 167_000_000
    assert centimes(totaux["Programmé (€)"]) + centimes(totaux["Autofinancement programmé (€)"]) == 167_000_000_00


def test_les_controles_vivants_comptent_comme_le_moteur(valeurs: openpyxl.Workbook, noyer_dore: Projet) -> None:
    """Chaque contrôle qui porte un code compte les mêmes anomalies que le contrôle du noyau de même code."""
    constats = controler(noyer_dore, au=ARRETE)
    comptes: dict[str, int] = {}
    for constat in constats:
        comptes[constat.code] = comptes.get(constat.code, 0) + 1
    lues = {ligne["Code"]: ligne for ligne in lignes(valeurs["Contrôles"]) if ligne["Code"]}
    assert len(lues) == 11
    for code, ligne in lues.items():
        assert ligne["Anomalies"] == comptes.get(str(code), 0), code
        assert ligne["État"] == ("ÉCART" if comptes.get(str(code)) else "OK"), code
    assert lues["ENGAGEMENT-01"]["Écart (€)"] == 4250
    assert {c.gravite for c in constats if c.code == "ENGAGEMENT-01"} == {Gravite.BLOQUANT}


def test_le_controle_general_dit_ce_qu_il_compte(classeur: openpyxl.Workbook, valeurs: openpyxl.Workbook) -> None:
    """Les trois bloquants et les douze alertes de la commande sont dits à côté de ceux du classeur."""
    phrase = str(valeurs["Notice"]["A3"].value)
    assert phrase.startswith("Contrôles de ce classeur : ÉCART – bloquants ")
    assert phrase.endswith(
        " – à l’écriture, «\u00a0financement controler\u00a0» au 31/03/2015 : constats bloquants 3, alertes 12"
    )
    for nom in FEUILLES:
        regles = [regle for place in classeur[nom].conditional_formatting if "A3" in place for regle in place.rules]
        rouge, ambre = sorted(regles, key=lambda regle: regle.priority)
        assert rouge.formula == ['COUNTIFS(controles_etat,"ÉCART",controles_gravite,"bloquant")+3>0']
        assert ambre.formula == ['COUNTIFS(controles_etat,"ÉCART",controles_gravite,"alerte")+12>0']


def test_la_couleur_du_controle_general_couvre_sa_phrase(
    classeur: openpyxl.Workbook, valeurs: openpyxl.Workbook
) -> None:
    """Elle s’arrêtait à la première colonne, aux premiers mots, là où la phrase déborde sur les suivantes."""
    for nom in FEUILLES:
        feuille = classeur[nom]
        plages = {str(place.sqref) for place in feuille.conditional_formatting if "A3" in place}
        assert len(plages) == 1, nom
        plage = CellRange(next(iter(plages)))
        gauche, droite = plage.min_col, plage.max_col
        reunies = [fusion.max_col for fusion in feuille.merged_cells.ranges if "A3" in fusion]
        if reunies:
            assert [droite] == reunies, nom
        else:
            larges = [(d.min or 0, d.max or 0, d.width) for d in feuille.column_dimensions.values()]
            # Une colonne que la feuille ne règle pas a la largeur ordinaire.
            couverte = sum(
                next((largeur for debut, fin, largeur in larges if debut <= rang <= fin), 9.14)
                for rang in range(gauche, droite + 1)
            )
            # Un caractère de cette phrase tient, en gras, moins d'une unité de largeur de colonne.
            assert couverte >= 0.85 * len(str(valeurs[nom]["A3"].value)), nom


def test_le_controle_general_est_sur_chaque_feuille_imprimee(classeur: openpyxl.Workbook) -> None:
    for nom in FEUILLES[1:]:
        assert classeur[nom]["A3"].value == "=controle_general", nom
        assert classeur[nom]["A2"].value == "=sous_titre", nom


def test_chaque_feuille_s_imprime_en_a3_paysage(classeur: openpyxl.Workbook) -> None:
    for feuille in classeur.worksheets:
        assert (feuille.page_setup.paperSize, feuille.page_setup.orientation) == (8, "landscape"), feuille.title
        if not feuille.col_breaks.brk:
            assert feuille.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True), feuille.title
            # Une page est la valeur par défaut, que le fichier ne redit pas ; zéro : autant que voulu.
            haut = None if feuille.title == "Contrôles" else 0
            assert (feuille.page_setup.fitToWidth or 1, feuille.page_setup.fitToHeight) == (1, haut), feuille.title
        assert str(feuille.oddFooter).endswith("page &P / &N"), feuille.title
    for bloc in BLOCS:
        assert classeur[bloc.feuille].print_title_rows == f"$1:${bloc.ligne_en_tete + 1}"
        assert classeur[bloc.feuille].freeze_panes is not None
        assert classeur[bloc.feuille].auto_filter.ref is not None


def test_seules_les_saisies_sont_libres_et_en_bleu_sur_jaune(classeur: openpyxl.Workbook) -> None:
    for bloc in BLOCS:
        feuille = classeur[bloc.feuille]
        assert feuille.protection.sheet
        assert feuille.protection.password is None
        for rang, colonne in enumerate(bloc.colonnes, 1):
            cellule = feuille.cell(bloc.premiere_ligne + 1, rang)
            saisie = colonne.saisie is not None
            assert cellule.protection.locked is not saisie, (bloc.feuille, colonne.nom)
            assert (cellule.fill.fgColor.rgb == "FFFFFDE7") is saisie, (bloc.feuille, colonne.nom)
            assert (cellule.font.color.rgb == "FF0000C0") is saisie, (bloc.feuille, colonne.nom)


def test_chaque_colonne_saisie_a_sa_regle_et_ses_phrases_francaises(classeur: openpyxl.Workbook) -> None:
    for bloc in BLOCS:
        feuille = classeur[bloc.feuille]
        regles = {
            plage.min_col: regle
            for regle in feuille.data_validations.dataValidation
            for plage in regle.sqref.ranges
            if plage.min_row == PREMIERE_LIGNE + 1
        }
        assert set(regles) == {bloc.rang(colonne.nom) + 1 for colonne in bloc.saisies}, bloc.feuille
        for regle in regles.values():
            assert all((regle.prompt, regle.error, regle.errorTitle))
            assert not re.search(r"\b(value|must|between|enter)\b", f"{regle.prompt} {regle.error}")


def test_les_codes_se_choisissent_dans_une_liste(classeur: openpyxl.Workbook) -> None:
    feuille = classeur["Journal"]
    listes = {
        feuille.cell(LIGNE_EN_TETE + 1, plage.min_col).value: regle.formula1
        for regle in feuille.data_validations.dataValidation
        if regle.type == "list"
        for plage in regle.sqref.ranges
    }
    assert listes == {
        "Type": "liste_types",
        "N° d’opération": "situation_operation",
        "Financeur": "financeurs_code",
        "Nature": "liste_natures",
    }


def test_les_graphiques_sont_natifs_et_ont_un_texte_de_remplacement(maquette: Path) -> None:
    with zipfile.ZipFile(maquette) as archive:
        graphiques = [nom for nom in archive.namelist() if nom.startswith("xl/charts/chart")]
        (dessin,) = [nom for nom in archive.namelist() if nom.startswith("xl/drawings/drawing")]
        textes = re.findall(r'descr="([^"]+)"', archive.read(dessin).decode())
    assert len(graphiques) == len(textes) == 3
    assert all(len(texte) > 80 for texte in textes)


def test_le_classeur_porte_sa_version(classeur: openpyxl.Workbook, maquette: Path) -> None:
    assert classeur.defined_names["financement_maquette"].value == "1"
    assert classeur.defined_names["financement_calculs"].value == "2"
    with zipfile.ZipFile(maquette) as archive:
        proprietes = archive.read("docProps/custom.xml").decode()
    assert re.findall(r'name="(\w+)"><vt:lpwstr>(\w+)<', proprietes) == [("financement_maquette", "1")]


def test_deux_ecritures_donnent_les_memes_octets(maquette: Path, vierge: Path) -> None:
    """Celles d’un autre processus, d’un autre fuseau et d’une autre graine de hachage."""
    script = (
        "import hashlib, sys; from datetime import date; from maquettes import lire_dossier;"
        "from maquettes.maquette.ecriture import maquette_du_projet, maquette_vierge;"
        "from maquettes.maquette.contenu import Reglages;"
        f"o = maquette_du_projet(lire_dossier({str(EXEMPLE)!r}), Reglages(au=date(2015, 3, 31))) + maquette_vierge();"
        "print(hashlib.sha256(o).hexdigest())"
    )
    milieu = os.environ | {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2"}
    ailleurs = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=milieu)
    assert ailleurs.stdout.strip() == hashlib.sha256(maquette.read_bytes() + vierge.read_bytes()).hexdigest()


def test_un_texte_n_est_jamais_une_formule_ni_un_lien() -> None:
    hostiles = ["=1+1", "+33 1", "-2", "@SOMME(A1)", "http://exemple.fr", "=cmd|' /C calc'!A0"]
    operations = [construction.operation(f"OP-{rang}", libelle=texte) for rang, texte in enumerate(hostiles)]
    octets = maquette_du_projet(construction.projet(operations=operations, plan=[], journal=[]))
    feuille = openpyxl.load_workbook(BytesIO(octets))["Opérations"]
    colonne = [cellule.value for cellule in feuille[LIGNE_EN_TETE + 1]].index("Libellé") + 1
    for rang, texte in enumerate(hostiles):
        cellule = feuille.cell(PREMIERE_LIGNE + 1 + rang, colonne)
        assert (cellule.value, cellule.data_type, cellule.hyperlink) == (texte, "s", None)


@pytest.mark.parametrize(
    ("premier", "second", "objets"),
    [("OP-a", "OP-A", "opérations"), ("ﬁn", "fin", "opérations"), ("Ａ1", "A1", "opérations")],
)
def test_deux_codes_que_le_tableur_confondrait_sont_refuses(premier: str, second: str, objets: str) -> None:
    operations = [construction.operation(code) for code in (premier, second)]
    with pytest.raises(ClasseurImpossible, match=f"{objets} « {premier} » et « {second} » : un tableur les confond"):
        maquette_du_projet(construction.projet(operations=operations, plan=[], journal=[]), Reglages(au=ARRETE))


def test_un_verificateur_tiers_n_y_trouve_rien(tmp_path: Path) -> None:
    assert OpenXmlValidator().validate(ecrire_petite(tmp_path / "petite.xlsx")).errors == []
