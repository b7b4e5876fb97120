"""Un document intact s’accorde avec son dossier ; ce qui est altéré est nommé à sa place, avec les deux textes."""

import csv
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import NoReturn
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from exports.document.sceau import GenrePerimetre, Perimetre
from exports.ecriture_annexe import ecrire_annexe
from exports.verification.resultat import Reponse
from exports.verification.verification import verifier
from financement.fautes.faute import DossierRefuse, TexteRefuse, ValeurImpossible
from financement.valeurs.dates import DATE_HORS_BORNES
from maquettes import convertir, ecrire_dossier, lire_dossier
from maquettes.fichiers.sources import SourceRefusee
from tests.exports.verification.jeux import AU, VERIFIABLES, Jeu, alterer, alterer_archive, petit_projet

PORTEURS = ("html", "pdf")
"""Les formats qui portent leur dossier."""


@pytest.mark.parametrize("forme", VERIFIABLES)
def test_un_document_intact_est_conforme(forme: str, modele: Jeu) -> None:
    lue = verifier(modele.fichier(forme), modele.dossier)
    assert lue.conforme, lue
    assert (lue.format, lue.nombre_ecarts, lue.ecarts, lue.reserves) == (forme, 0, (), ())
    assert lue.reponse is Reponse.OCTETS
    assert (
        lue.document.phrase == "octet pour octet, c’est le fichier que nous écririons de ce dossier et de ces règles."
    )


@pytest.mark.parametrize("forme", PORTEURS)
def test_un_document_qui_porte_son_dossier_se_verifie_seul(forme: str, modele: Jeu) -> None:
    lue = verifier(modele.fichier(forme))
    assert lue.conforme
    assert lue.dossier.phrase == "le dossier joint est celui du document."


@pytest.mark.parametrize("forme", sorted(set(VERIFIABLES) - set(PORTEURS)))
def test_les_autres_demandent_leur_dossier(forme: str, modele: Jeu) -> None:
    with pytest.raises(SourceRefusee, match=r"ne contient pas le dossier dont il est tiré\. .*\[VERIFICATION-02\]$"):
        verifier(modele.fichier(forme))


@pytest.mark.parametrize("forme", ["dossier.json", "dossier.xlsx"])
def test_la_forme_du_dossier_ne_change_rien(forme: str, jeu: Jeu, tmp_path: Path) -> None:
    """Écrite depuis un répertoire, l’annexe se vérifie depuis un json ou une maquette du même contenu, et l’inverse."""
    convertir(jeu.dossier, tmp_path / forme)
    assert verifier(jeu.fichier("xlsx"), tmp_path / forme).conforme
    (chemin,) = ecrire_annexe(lire_dossier(tmp_path / forme), au=AU, sortie=tmp_path / "autre", formats=("xlsx",))
    assert chemin.read_bytes() == jeu.fichier("xlsx").read_bytes()


def test_un_nom_de_fichier_change_ne_change_rien(jeu: Jeu) -> None:
    renomme = jeu.fichier("xlsx").rename(jeu.sortie / "copie.bin")
    assert verifier(renomme, jeu.dossier).conforme


def test_un_extrait_en_euros_se_verifie(jeu: Jeu, tmp_path: Path) -> None:
    from exports.document.elements import Precision

    perimetre = Perimetre(genre=GenrePerimetre.FINANCEUR, code="ANRU")
    (chemin,) = ecrire_annexe(
        petit_projet(), au=AU, sortie=tmp_path / "e", formats=("xlsx",), perimetre=perimetre, unite=Precision.EURO
    )
    lue = verifier(chemin, jeu.dossier)
    assert lue.conforme
    assert (lue.sceau.perimetre, lue.sceau.unite) == (perimetre, Precision.EURO)


def cellules(fichier: Path, texte: str) -> list[str]:
    """Les cellules d’un classeur qui portent un texte, lues par un autre lecteur."""
    return [
        f"{feuille.title}!{cellule.coordinate}"
        for feuille in openpyxl.load_workbook(fichier).worksheets
        for ligne in feuille.iter_rows()
        for cellule in ligne
        if cellule.value == texte
    ]


def test_un_texte_change_dans_un_classeur_est_nomme_a_sa_cellule(jeu: Jeu) -> None:
    alterer_archive(jeu.fichier("xlsx"), "xl/sharedStrings.xml".__eq__, "Square des Tilleuls", "Square des Érables")
    lue = verifier(jeu.fichier("xlsx"), jeu.dossier)
    places = cellules(jeu.fichier("xlsx"), "Square des Érables")
    assert len(places) > 1
    assert [(e.lieu, e.lu, e.attendu) for e in lue.ecarts] == [
        (place, "Square des Érables", "Square des Tilleuls") for place in places
    ]
    assert (lue.document.accord, lue.dossier.accord, lue.regles.accord) == (False, True, True)
    assert lue.document.phrase == (
        f"il diffère en {len(places)} endroits de ce que donnent le dossier et les règles : des mots, aucun chiffre."
    )
    assert lue.reponse is Reponse.MOTS


@pytest.mark.parametrize("quoi", ["valeur", "formule"])
def test_une_formule_ou_son_resultat_change_est_nomme(quoi: str, jeu: Jeu) -> None:
    """L’un sans l’autre : le premier se voit à l’écran, l’autre ne se verrait qu’au prochain calcul."""
    formule = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>([^<]*)</f><v>([0-9]+)</v>')
    partie = "xl/worksheets/sheet3.xml"
    with ZipFile(jeu.fichier("xlsx")) as archive:
        trouvee = formule.search(archive.read(partie).decode())
    assert trouvee is not None
    neuve = trouvee[0].replace(*{"valeur": (f"<v>{trouvee[3]}<", "<v>12<"), "formule": (trouvee[2], "1+1")}[quoi])
    alterer_archive(jeu.fichier("xlsx"), partie.__eq__, trouvee[0], neuve)
    lieu = f"{openpyxl.load_workbook(jeu.fichier('xlsx')).sheetnames[2]}!{trouvee[1]}"
    attendu = {
        "valeur": (lieu, "12", trouvee[3]),
        "formule": (f"{lieu}, formule", "=1+1", f"={html.unescape(trouvee[2])}"),
    }
    (ecart,) = verifier(jeu.fichier("xlsx"), jeu.dossier).ecarts
    assert (ecart.lieu, ecart.lu, ecart.attendu) == attendu[quoi]


def test_un_montant_change_dans_un_csv_est_nomme_a_sa_ligne(jeu: Jeu) -> None:
    voisin = next(f for f in sorted(jeu.sortie.glob("*.csv")) if f.read_bytes().count(b";450000,00;") == 1)
    alterer(voisin, ";450000,00;", ";450000,10;")
    with voisin.open(encoding="utf-8-sig", newline="") as flux:
        rangees = list(csv.reader(flux, delimiter=";"))
    (place,) = [
        (ligne, colonne)
        for ligne, rangee in enumerate(rangees, 1)
        for colonne, texte in enumerate(rangee, 1)
        if texte == "450000,10"
    ]
    lue = verifier(jeu.fichier("csv"), jeu.dossier)
    assert [(e.lieu, e.lu, e.attendu) for e in lue.ecarts] == [
        (f"{voisin.name}, ligne {place[0]}, colonne {place[1]}", "450000,10", "450000,00")
    ]


def test_un_montant_change_dans_un_document_word_est_nomme_a_sa_cellule(jeu: Jeu) -> None:
    """Le premier montant qui ne figure qu’une fois, trouvé par un autre lecteur."""
    textes = [
        (f"tableau {numero}, ligne {ligne}, colonne {colonne}", cellule.text)
        for numero, tableau in enumerate(docx.Document(str(jeu.fichier("docx"))).tables, 1)
        for ligne, rangee in enumerate(tableau.rows, 1)
        for colonne, cellule in enumerate(rangee.cells, 1)
    ]
    comptes = Counter(texte for _, texte in textes)
    lieu, montant = next((lieu, t) for lieu, t in textes if t.endswith("000,00") and comptes[t] == 1)
    faux = montant.replace("000,00", "000,10")
    alterer_archive(jeu.fichier("docx"), "word/document.xml".__eq__, f">{montant}<", f">{faux}<")
    (ecart,) = verifier(jeu.fichier("docx"), jeu.dossier).ecarts
    assert (ecart.lieu, ecart.lu, ecart.attendu) == (lieu, faux, montant)


def test_un_csv_qui_manque_est_nomme(jeu: Jeu) -> None:
    (jeu.sortie / "annexe-financiere-constats.csv").unlink()
    (ecart,) = verifier(jeu.fichier("csv"), jeu.dossier).ecarts
    assert (ecart.lieu, ecart.lu) == ("fichier annexe-financiere-constats.csv", "(rien)")


def test_un_csv_de_tableau_renvoie_a_l_identification(jeu: Jeu) -> None:
    with pytest.raises(SourceRefusee, match=r"« …-identification\.csv », qui porte le sceau"):
        verifier(jeu.sortie / "annexe-financiere-constats.csv", jeu.dossier)


def test_un_montant_change_dans_une_page_est_nomme_a_sa_cellule(jeu: Jeu) -> None:
    """Situé par son tableau, sa ligne et sa colonne, telles qu’un lecteur les compte."""
    page = jeu.fichier("html").read_text(encoding="utf-8")
    trouvee = re.search("<td[^>]*>(450\u202f000,00)", page)
    assert trouvee is not None
    debut, fin = trouvee.span(1)
    corps = page[page.rindex("<tbody>", 0, debut) : debut]
    tableau = re.findall('<section class="tableau" id="([^"]+)"', page[:debut])[-1]
    ligne, colonne = corps.count("<tr"), len(re.findall("<t[hd]", corps[corps.rindex("<tr") :]))
    jeu.fichier("html").write_text(f"{page[:debut]}460\u202f000,00{page[fin:]}", encoding="utf-8")
    (ecart,) = verifier(jeu.fichier("html")).ecarts
    assert (ecart.lu, ecart.attendu) == ("460\u202f000,00", "450\u202f000,00")
    assert ecart.lieu == f"#{tableau}, ligne {ligne}, colonne {colonne}, texte 1"


def test_un_paragraphe_ajoute_dans_une_page_est_un_seul_ecart(jeu: Jeu) -> None:
    fichier = jeu.fichier("html")
    texte = fichier.read_text(encoding="utf-8")
    assert texte.count("<h1") == 1
    fichier.write_text(texte.replace("<h1", "<p>Vu et approuvé</p><h1"), encoding="utf-8")
    lue = verifier(fichier)
    assert [(e.lu, e.attendu) for e in lue.ecarts] == [("Vu et approuvé", "(rien)")]


def test_un_octet_sans_texte_change_est_dit(jeu: Jeu) -> None:
    fichier = jeu.fichier("html")
    fichier.write_bytes(fichier.read_bytes() + b"\n")
    lue = verifier(fichier)
    assert lue.document.phrase.startswith(
        "ses textes sont ceux que donnent le dossier et les règles, mais non ses octets"
    )
    (ecart,) = lue.ecarts
    assert ecart.lieu == f"octet {fichier.stat().st_size}"
    assert (ecart.lu, ecart.attendu) == ("0a", "(rien)")


def test_un_autre_dossier_est_dit_et_ses_changements_nommes(jeu: Jeu, tmp_path: Path) -> None:
    ecrire_dossier(petit_projet(paye=300_001), tmp_path / "autre")
    seul = verifier(jeu.fichier("xlsx"), tmp_path / "autre")
    assert (seul.dossier.accord, seul.document.accord, seul.regles.accord) == (False, False, True)
    assert seul.dossier.phrase.startswith("le dossier donné n’est pas celui du document (empreinte ")
    assert ("300000", "300001") in [(e.lu, e.attendu) for e in seul.ecarts]
    avec_le_joint = verifier(jeu.fichier("html"), tmp_path / "autre")
    assert (avec_le_joint.dossier.accord, avec_le_joint.document.accord) == (False, True)
    (ecart,) = avec_le_joint.ecarts
    assert ecart.lieu.startswith("dossier donné, journal.csv, ligne 3, colonne montant, acompte du 15/06/2011 de ")
    assert (ecart.lu, ecart.attendu) == ("300\u202f001,00\u00a0€", "300\u202f000,00\u00a0€")


def test_d_autres_regles_sont_dites(jeu: Jeu) -> None:
    convention = jeu.dossier / "convention.toml"
    alterer(convention, 'reglement = "pnru"', 'reglement = "reglement.toml"')
    (jeu.dossier / "reglement.toml").write_text('base = "pnru"\n', encoding="utf-8")
    lue = verifier(jeu.fichier("xlsx"), jeu.dossier)
    assert (lue.dossier.accord, lue.regles.accord) == (False, False)
    assert lue.regles.phrase.startswith("les règles du dossier ne sont pas celles du document (empreinte ")


def test_des_regles_de_la_bibliotheque_qui_changent_sont_dites(jeu: Jeu, monkeypatch: pytest.MonkeyPatch) -> None:
    """Même dossier, autre version des règles : c’est le logiciel qui a changé."""
    from financement.dossier import regles

    monkeypatch.setattr(regles, "JEUX", dict(regles.JEUX) | {"pnru": regles.JEUX["pnru"][1:]})
    lue = verifier(jeu.fichier("xlsx"), jeu.dossier)
    assert (lue.dossier.accord, lue.regles.accord) == (True, False)
    assert lue.regles.phrase.startswith("les règles du logiciel ne sont pas celles du document (empreinte ")


def test_une_autre_version_du_logiciel_est_une_reserve(
    jeu: Jeu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Les octets sont ceux qu’elle aurait écrits : le document reste conforme."""
    from exports.annexe import annexe

    monkeypatch.setattr(annexe, "__version__", "0.0.1")
    (chemin,) = ecrire_annexe(petit_projet(), au=AU, sortie=tmp_path / "ancienne", formats=("xlsx",))
    monkeypatch.undo()
    lue = verifier(chemin, jeu.dossier)
    assert lue.conforme
    (reserve,) = lue.reserves
    assert reserve.startswith("le document dit avoir été écrit par « financement 0.0.1 » ; il est vérifié par ")


def test_un_autre_logiciel_n_est_pas_cru(jeu: Jeu) -> None:
    alterer(jeu.fichier("csv"), '""logiciel"":""financement ', '""logiciel"":""Financement ')
    lue = verifier(jeu.fichier("csv"), jeu.dossier)
    assert lue.document.accord is False
    assert len(lue.reserves) == 1


def test_un_sceau_qui_ment_sur_la_date_est_confondu(jeu: Jeu) -> None:
    alterer(jeu.fichier("csv"), '""date_arrete"":""2012-12-31""', '""date_arrete"":""2010-12-31""')
    lue = verifier(jeu.fichier("csv"), jeu.dossier)
    assert lue.document.accord is False
    assert (lue.dossier.accord, lue.regles.accord) == (True, True)
    assert ("2012-12-31", "2010-12-31") in [(e.lu, e.attendu) for e in lue.ecarts]


def test_un_sceau_d_un_perimetre_inconnu_du_dossier_est_confondu(jeu: Jeu) -> None:
    sceau = json.dumps({"genre": "financeur", "code": "ANRUU"}, separators=(",", ":")).replace('"', '""')
    alterer(jeu.fichier("csv"), '{""genre"":""ensemble"",""code"":""""}', sceau)
    lue = verifier(jeu.fichier("csv"), jeu.dossier)
    assert lue.document.accord is False
    assert "Le financeur « ANRUU » n’est pas déclaré" in lue.document.phrase


@pytest.mark.parametrize("levee", [TexteRefuse(DATE_HORS_BORNES, "x"), ValeurImpossible("Document", [])])
def test_une_panne_de_la_recomposition_n_accuse_pas_le_sceau(
    jeu: Jeu, monkeypatch: pytest.MonkeyPatch, levee: Exception
) -> None:
    """Le sceau convient : si l’annexe ne se compose pas, le document n’y est pour rien."""

    def tomber(*_: object, **__: object) -> NoReturn:
        raise levee

    monkeypatch.setattr("exports.verification.recomposition.preparer_annexe", tomber)
    with pytest.raises(type(levee)):
        verifier(jeu.fichier("html"))


def test_un_dossier_donne_illisible_est_refuse(jeu: Jeu) -> None:
    (jeu.dossier / "plan.csv").write_bytes(b"\x00")
    with pytest.raises(DossierRefuse):
        verifier(jeu.fichier("xlsx"), jeu.dossier)


def test_un_tableur_qui_ne_calcule_pas_ne_cache_pas_la_cellule_modifiee(jeu: Jeu) -> None:
    """Enregistré par openpyxl, le classeur perd la valeur de toutes ses formules ; le montant changé vient d’abord."""
    fichier = jeu.fichier("xlsx")
    classeur = openpyxl.load_workbook(fichier)
    feuille = classeur["Lignes de concours"]
    cellule = next(c for c in list(feuille.iter_rows())[-2] if isinstance(c.value, int | float))
    cellule.value = 123_456.78
    classeur.save(fichier)
    lue = verifier(fichier, jeu.dossier)
    assert lue.nombre_ecarts > 20
    assert any("123456,78" in ecart.lu for ecart in lue.ecarts[:20])
