"""Le classeur écrit, relu : valeurs, formules, impression, présentation, octets."""

import re
import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openxml_audit import OpenXmlValidator

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import GenreGraphique, Precision
from exports.document.tableau import GenreColonne, GenreLigne, Partie
from exports.rendus.xlsx.rendu import plan_du_classeur, rendre_xlsx
from financement.dossier.projet import Projet
from maquettes.classeur.classeur import colonne_lettres
from tests.construction import euros, jour, projet
from tests.construction import ligne as ligne_de_plan
from tests.exports.conftest import AU
from tests.exports.dossiers import dossier_hostile
from tests.exports.lecture import lire_valeurs, relire, se_valent
from tests.exports.rendu_pdf.documents import complet, large
from tests.exports.rendu_pdf.test_lisibilite import tailles
from tests.libreoffice import convertir

ESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FONCTIONS_SURES = {"ROUND", "SUM", "SUMPRODUCT", "IF", "MAX", "MIN"}


@pytest.fixture(scope="module")
def relu(classeur: Path) -> Workbook:
    """Le classeur, formules comprises ; à lire seulement."""
    return openpyxl.load_workbook(classeur)


@pytest.fixture(scope="module")
def valeurs_lues(classeur: Path) -> Workbook:
    """Les valeurs qu’il enregistre ; à lire seulement."""
    return openpyxl.load_workbook(classeur, data_only=True)


@pytest.fixture(scope="module")
def feuilles(classeur: Path, relu: Workbook) -> dict[str, ET.Element]:
    """Le xml de chaque feuille, par nom."""
    noms = relu.sheetnames
    with zipfile.ZipFile(classeur) as archive:
        return {
            nom: ET.fromstring(archive.read(f"xl/worksheets/sheet{rang}.xml"))  # noqa: S314 -- notre fichier
            for rang, nom in enumerate(noms, 1)
        }


def test_chaque_cellule_du_document_est_dans_le_fichier(classeur: Path, annexe: Document) -> None:
    relues = list(relire(classeur, annexe))
    assert len(relues) == sum(len(ligne.cellules) for t in annexe.tableaux for ligne in t.lignes)
    assert [r.lieu for r in relues if not se_valent(r, r.enregistre)] == []


def test_un_verificateur_tiers_n_y_trouve_rien(tmp_path: Path) -> None:
    chemin = tmp_path / "complet.xlsx"
    chemin.write_bytes(rendre_xlsx(complet()))
    assert OpenXmlValidator().validate(chemin).errors == []


def test_chaque_calcul_est_une_formule_et_rien_d_autre_ne_l_est(classeur: Path, annexe: Document) -> None:
    for relue in relire(classeur, annexe):
        est_formule = isinstance(relue.contenu, str) and relue.contenu.startswith("=")
        assert est_formule is (relue.cellule.calcul is not None), relue.lieu
    formules = [str(r.contenu) for r in relire(classeur, annexe) if r.cellule.calcul is not None]
    assert len(formules) > 2000
    assert set(re.findall(r"([A-Z][A-Z.]*)\(", " ".join(formules))) <= FONCTIONS_SURES
    for relue in relire(classeur, annexe):
        if relue.colonne.genre is GenreColonne.MONTANT and relue.cellule.calcul is not None:
            motif = r"=(ROUND\(.*,2\)|MAX\(0,ROUND\(.*,2\)\)|'[^']+'![A-Z]+\d+)$"
            assert re.match(motif, str(relue.contenu)), relue.lieu


def test_total_affiche_sur_la_premiere_feuille_du_sommaire(classeur: Path, annexe: Document) -> None:
    place = plan_du_classeur(annexe)["tableau-financier"]
    ou = place.feuille, place.lignes["total"], place.colonnes["cout_ht"]
    assert lire_valeurs(classeur)[ou] == 167_000_000


A_TAILLE_REELLE = 205.4
"""Ce que LibreOffice imprime de large sur un A3 couché, en caractères de colonne ; Excel en imprime 217."""


def largeurs(feuille: ET.Element) -> list[float]:
    """Ce que chaque colonne écrite montre et imprime de large : rien, si elle est repliée."""
    etendue = feuille.find(f"{ESPACE}dimension")
    assert etendue is not None
    derniere = range_boundaries(etendue.get("ref", ""))[2]
    toutes = [
        0.0 if c.get("hidden") else float(c.get("width", "0"))
        for c in feuille.iter(f"{ESPACE}col")
        for _ in range(int(c.get("min", "0")), int(c.get("max", "0")) + 1)
    ]
    # Après la dernière, une colonne peut porter le bouton qui la remontre.
    return toutes[:derniere]


def coupures(feuille: ET.Element) -> list[int]:
    """Le rang de la première colonne de chaque page de front après la première."""
    return [int(saut.get("id", "0")) for saut in feuille.iterfind(f"{ESPACE}colBreaks/{ESPACE}brk")]


def pages_de_front(feuille: ET.Element, repetees: int) -> list[float]:
    """La largeur de chaque page de front, colonnes répétées comprises."""
    toutes, sauts = largeurs(feuille), coupures(feuille)
    tranches = zip([0, *sauts], [*sauts, len(toutes)], strict=True)
    return [sum(toutes[debut:fin]) + (sum(toutes[:repetees]) if debut else 0) for debut, fin in tranches]


def test_impression_a3_paysage_sans_texte_trop_reduit(feuilles: dict[str, ET.Element], relu: Workbook) -> None:
    larges = set()
    for nom, feuille in feuilles.items():
        page = feuille.find(f"{ESPACE}pageSetup")
        assert page is not None
        assert (page.get("paperSize"), page.get("orientation")) == ("8", "landscape"), nom
        if not coupures(feuille):
            ajustement = feuille.find(f"{ESPACE}sheetPr/{ESPACE}pageSetUpPr")
            assert ajustement is not None
            assert (ajustement.get("fitToPage"), page.get("fitToHeight")) == ("1", "0")
            # Un tableur réduit par pour-cent entiers.
            assert int(min(100, 100 * A_TAILLE_REELLE / sum(largeurs(feuille)))) * 9 / 100 >= 7.5, nom
            continue
        larges.add(nom)
        assert relu[nom].print_title_cols == "$A:$B", nom
        # Le titre s'imprime entier dans les colonnes que chaque page répète.
        assert {"A1:B1", "A2:B2", "A3:B3"} <= {str(fusion) for fusion in relu[nom].merged_cells.ranges}
        assert relu[nom]["A1"].alignment.wrap_text
        echelle = int(page.get("scale", "100"))
        assert echelle * 9 / 100 >= 7.5
        assert max(pages_de_front(feuille, 2)) * echelle / 100 <= A_TAILLE_REELLE, nom
    assert {"Tableau financier de clôture", "Exécution"} <= larges
    assert {"Décision", "Constats", "Par exercice", "Par financeur", "Lignes de concours"}.isdisjoint(larges)


def test_aucune_colonne_montree_n_est_toute_nulle_et_chaque_repliee_est_dite_et_se_rouvre(
    feuilles: dict[str, ET.Element], valeurs_lues: Workbook, annexe: Document
) -> None:
    plan, dites = plan_du_classeur(annexe), []
    for tableau in annexe.tableaux:
        if tableau.partie is Partie.DECISION:
            continue
        place = plan[tableau.cle]
        nommees = {lieu.colonne for lieu in annexe.cibles if lieu.tableau == tableau.cle}
        colonnes = {
            rang: c
            for c in feuilles[place.feuille].iter(f"{ESPACE}col")
            for rang in range(int(c.get("min", "1")) - 1, int(c.get("max", "0")))
        }
        lignes = [rang for rang, ligne in enumerate(tableau.lignes) if ligne.genre is GenreLigne.DONNEE]
        for rang, colonne in enumerate(tableau.colonnes):
            lues = [
                valeurs_lues[place.feuille].cell(place.premiere_ligne + 1 + ligne, rang + 1).value for ligne in lignes
            ]
            if colonnes[rang].get("hidden"):
                assert len({valeur or None for valeur in lues}) == 1, colonne.cle
                assert colonnes[rang].get("outlineLevel") == "1"
                assert colonnes[rang + 1].get("hidden") or colonnes[rang + 1].get("collapsed")
                ligne_de_note = valeurs_lues[place.feuille][place.premiere_ligne - 2 - tableau.est_groupe]
                (note,) = filter(None, (cellule.value for cellule in ligne_de_note))
                assert str(note).startswith("Colonnes repliées")
                assert colonne.libelle in str(note)
                dites.append(colonne.libelle)
            elif rang and colonne.cle not in nommees and len(lues) > 1:
                assert any(lues), (tableau.cle, colonne.cle)
    assert {"Origine", "Payé inscrit", "Au-delà du prévu", "Bénéficiaire"} <= set(dites)


def test_le_nom_d_un_groupe_est_sur_chaque_page_ou_il_a_des_colonnes(
    feuilles: dict[str, ET.Element], relu: Workbook, annexe: Document
) -> None:
    plan = plan_du_classeur(annexe)
    coupes = 0
    for tableau in annexe.tableaux:
        if tableau.partie is Partie.DECISION or not tableau.est_groupe:
            continue
        place = plan[tableau.cle]
        feuille, rangee = relu[place.feuille], place.premiere_ligne - 1
        fusions = [f for f in feuille.merged_cells.ranges if f.min_row <= rangee + 1 <= f.max_row]
        for saut in coupures(feuilles[place.feuille]):
            assert not [f for f in fusions if f.min_col <= saut < f.max_col], tableau.cle
            if tableau.colonnes[saut].groupe == tableau.colonnes[saut - 1].groupe != "":
                coupes += 1
        debuts = {0, *coupures(feuilles[place.feuille])}
        for rang, colonne in enumerate(tableau.colonnes):
            if rang in debuts or colonne.groupe != tableau.colonnes[rang - 1].groupe:
                assert (feuille.cell(rangee, rang + 1).value or "") == colonne.groupe, (tableau.cle, rang)
    assert coupes


def test_le_nom_d_un_groupe_tient_au_dessus_de_ses_colonnes(
    feuilles: dict[str, ET.Element], relu: Workbook, annexe: Document
) -> None:
    """« Au journal, hors de toute somme », sur deux colonnes étroites, s’imprimait « ournal, hors de toute som »."""
    plan = plan_du_classeur(annexe)
    replies = set()
    for tableau in annexe.tableaux:
        if tableau.partie is Partie.DECISION or not tableau.est_groupe:
            continue
        place = plan[tableau.cle]
        feuille, rangee = relu[place.feuille], place.premiere_ligne - 1
        toutes = largeurs(feuilles[place.feuille])
        for rang, colonne in enumerate(tableau.colonnes):
            cellule = feuille.cell(rangee, rang + 1)
            if not cellule.value:
                continue
            fusion = next((f for f in feuille.merged_cells.ranges if cellule.coordinate in f), None)
            fin = fusion.max_col if fusion else rang + 1
            # Un caractère de colonne vaut sept pixels ; un gras de neuf points en prend six et demi en moyenne.
            place_en_lettres = sum(toutes[rang:fin]) * 7 / 6.5
            lignes = feuille.row_dimensions[rangee].height // 12
            assert max(map(len, colonne.groupe.split())) <= place_en_lettres, (tableau.cle, colonne.groupe)
            assert len(colonne.groupe) <= place_en_lettres * (lignes if cellule.alignment.wrap_text else 1), (
                colonne.groupe
            )
            if cellule.alignment.wrap_text:
                replies.add(colonne.groupe)
    assert "Au journal, hors de toute somme" in replies


@pytest.mark.exige_libreoffice
def test_libreoffice_n_imprime_aucun_texte_sous_sept_points_et_demi(libreoffice: str, tmp_path: Path) -> None:
    """Un tableau qui tient à peine, ceux qui se coupent, et un exemplaire de chaque chose."""
    documents = {"complet": complet(), **{f"large-{nombre}": large(nombre) for nombre in (13, 14, 15, 20)}}
    for nom, decrit in documents.items():
        (tmp_path / f"{nom}.xlsx").write_bytes(rendre_xlsx(decrit))
    for pdf in convertir(libreoffice, [tmp_path / f"{nom}.xlsx" for nom in documents], "pdf", tmp_path):
        assert min(tailles(pdf)) >= (7.5, ""), pdf.name


def test_en_tete_et_pied_de_chaque_page(feuilles: dict[str, ET.Element], annexe: Document) -> None:
    for feuille in feuilles.values():
        en_tete = feuille.findtext(f"{ESPACE}headerFooter/{ESPACE}oddHeader") or ""
        pied = feuille.findtext(f"{ESPACE}headerFooter/{ESPACE}oddFooter") or ""
        assert annexe.bandeau is not None
        assert en_tete.endswith(annexe.bandeau)
        assert pied == (
            "&L&9Convention 92002-PNRU – arrêté au 31/03/2015"
            f"&C&9Empreinte sha256 {annexe.empreinte[:16]}&R&9page &P / &N"
        )


def feuilles_attendues(annexe: Document) -> list[str]:
    """La décision tient en une feuille, la première ; l’identification est la dernière."""
    tableaux = [tableau.titre_court for tableau in annexe.tableaux if tableau.partie is not Partie.DECISION]
    return ["Décision", "Sommaire", *tableaux, "Graphiques", "Articles", "Signatures", "Identification et sceau"]


def test_en_tetes_repetes_et_volets_figes(relu: Workbook, annexe: Document) -> None:
    assert relu.sheetnames == feuilles_attendues(annexe)
    plan = plan_du_classeur(annexe)
    for tableau in annexe.tableaux:
        if tableau.partie is Partie.DECISION:
            continue
        place = plan[tableau.cle]
        feuille = relu[place.feuille]
        premiere = place.premiere_ligne - (1 if tableau.est_groupe else 0)
        assert feuille.print_title_rows == f"${premiere}:${place.premiere_ligne}"
        assert str(feuille.freeze_panes).endswith(str(place.premiere_ligne + 1))
        libelles = [cellule.value for cellule in feuille[place.premiere_ligne][: len(tableau.colonnes)]]
        assert libelles == [colonne.libelle for colonne in tableau.colonnes]
        bandeaux = [cellule.value for ligne in feuille["A1:A3"] for cellule in ligne]
        assert bandeaux[2] == annexe.bandeau


def test_un_filtre_ne_couvre_que_des_donnees(relu: Workbook, annexe: Document) -> None:
    filtrees = {f.title for f in relu.worksheets if f.auto_filter.ref}
    assert "Lignes de concours" in filtrees
    for tableau in annexe.tableaux:
        if tableau.titre_court in filtrees:
            genres = [ligne.genre for ligne in tableau.lignes]
            donnees = genres.count(GenreLigne.DONNEE)
            assert set(genres[:donnees]) == {GenreLigne.DONNEE}
            plage = str(relu[tableau.titre_court].auto_filter.ref)
            assert len(relu[tableau.titre_court][plage]) == donnees + 1


def test_le_sommaire_mene_a_chaque_feuille(relu: Workbook, annexe: Document) -> None:
    cibles = [c.hyperlink.location for ligne in relu["Sommaire"].iter_rows() for c in ligne if c.hyperlink]
    autres = [nom for nom in feuilles_attendues(annexe) if nom != "Sommaire"]
    assert cibles == [f"'{nom}'!A1" for nom in autres]


def test_l_identification_entiere_ferme_le_classeur(relu: Workbook, annexe: Document) -> None:
    premiere, derniere = (
        {str(cellule.value) for ligne in relu[nom].iter_rows() for cellule in ligne}
        for nom in ("Décision", "Identification et sceau")
    )
    longs = {annexe.empreinte, annexe.sceau.regles, annexe.sceau.texte()}
    assert longs <= derniere
    ordinaires = {re.sub("[\u00a0\u202f]", " ", texte) for texte in derniere}
    assert {mention.valeur for mention in annexe.mentions} <= ordinaires
    assert not longs & premiere
    assert set(annexe.avertissements) <= premiere
    version = "version en vigueur\u00a0: Avenant n°\u00a05 (avenant local)"
    assert f"Arrêté au 31/03/2015 – {version} – empreinte {annexe.empreinte[:16]}" in premiere


def test_formats_de_nombre(relu: Workbook, annexe: Document) -> None:
    place = plan_du_classeur(annexe)["tableau-financier"]
    feuille = relu[place.feuille]

    def format_de(colonne: str) -> str:
        return str(feuille.cell(place.lignes["total"] + 1, place.colonnes[colonne] + 1).number_format)

    assert format_de("plan") == '[$-40C]#,##0.00;"−"#,##0.00;"–"'
    assert format_de("taux_anru") == '[$-40C]0.00"\u00a0"%'
    assert relu["Actes"]["B8"].number_format == "[$-40C]dd/mm/yyyy"


def test_proprietes_sans_horloge(classeur: Path, relu: Workbook, annexe: Document) -> None:
    proprietes = relu.properties
    assert proprietes.created == datetime(2015, 3, 31)  # noqa: DTZ001 -- une date, sans fuseau
    assert proprietes.title == f"{annexe.titre} – {annexe.sous_titre}"
    with zipfile.ZipFile(classeur) as archive:
        assert {entree.date_time for entree in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_un_libelle_hostile_reste_un_texte(tmp_path: Path) -> None:
    document = composer_annexe(dossier_hostile(), au=jour("2010-01-01"))
    chemin = tmp_path / "hostile.xlsx"
    chemin.write_bytes(rendre_xlsx(document))
    assert [r.lieu for r in relire(chemin, document) if not se_valent(r, r.enregistre)] == []
    textes = [r for r in relire(chemin, document) if isinstance(r.cellule.valeur, str)]
    assert all(r.contenu == r.cellule.valeur for r in textes)
    with zipfile.ZipFile(chemin) as archive:
        for nom in archive.namelist():
            if nom.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(nom))  # noqa: S314 -- notre fichier
        noms_des_parties = archive.namelist()
        parties = [nom for nom in noms_des_parties if nom.startswith("xl/worksheets/sheet")]
        contenus = b"".join(map(archive.read, parties))
        relations = b"".join(archive.read(nom) for nom in noms_des_parties if nom.endswith(".rels"))
    # Nos seuls liens mènent d'une feuille à l'autre : aucun n'est fait d'un texte du dossier.
    assert b"<hyperlink ref=" in contenus
    assert b'TargetMode="External"' not in relations
    assert b'<f t="array"' not in contenus


def test_les_chiffres_cles_sont_repris_par_formule(relu: Workbook, valeurs_lues: Workbook, annexe: Document) -> None:
    formules = relu["Décision"]
    valeurs = valeurs_lues["Décision"]
    noms = {chiffre.libelle for chiffre in annexe.chiffres_cles}
    lus = {
        str(ligne[0].value): (str(ligne[1].value), valeurs[ligne[1].coordinate].value)
        for ligne in formules.iter_rows(min_col=1, max_col=2)
        if ligne[0].value in noms
    }
    assert len(lus) == len(annexe.chiffres_cles)
    place = plan_du_classeur(annexe)["execution"]
    adresse_du_total = f"{colonne_lettres(place.colonnes['a_degager'])}{place.lignes['total'] + 1}"
    total = annexe.tableau("execution").cellule("total", "a_degager").valeur
    assert isinstance(total, int)
    formule, valeur = lus["À dégager"]
    assert formule == f"='Exécution'!{adresse_du_total}"
    assert Decimal(str(valeur)) * 100 == total


def test_articles_et_signatures(relu: Workbook, annexe: Document) -> None:
    textes = [str(ligne[0].value) for ligne in relu["Articles"].iter_rows() if ligne[0].value]
    attendus = [t for numero, a in enumerate(annexe.articles, 1) for t in (f"Article {numero} – {a.titre}", *a.alineas)]
    assert textes[-len(attendus) :] == attendus
    signatures = [str(ligne[0].value) for ligne in relu["Signatures"].iter_rows() if ligne[0].value]
    assert signatures[-4:] == ["Document non signable. Ce qui bloque :", *annexe.empechements]


def test_un_bloc_de_signature_par_cellule() -> None:
    """Une ligne de tableur ne se coupe pas d’une page à l’autre."""
    document = composer_annexe(projet(), au=jour("2010-01-01"))
    relu = openpyxl.load_workbook(BytesIO(rendre_xlsx(document)))
    cases = [str(cellule.value).split("\n") for ligne in relu["Signatures"].iter_rows() for cellule in ligne]
    assert [case[:4] for case in cases if "Cachet et signature :" in case] == [
        [s.organisme, s.qualite, s.objet, s.signataire] for s in document.signatures
    ]


def test_deux_cadres_voisins_ne_se_touchent_pas() -> None:
    """Les lignes de l’un finissaient contre celles de l’autre, qui se lisaient à la suite."""
    document = composer_annexe(projet(), au=jour("2010-01-01"))
    relu = openpyxl.load_workbook(BytesIO(rendre_xlsx(document)))
    cadres = [c for ligne in relu["Signatures"].iter_rows() for c in ligne if "Cachet et signature :" in str(c.value)]
    assert len(cadres) == len(document.signatures) > 1
    assert {cadre.alignment.indent for cadre in cadres} == {1}


def est_invisible(serie: ET.Element) -> bool:
    """Une série sans couleur, qui ne fait que tenir la place."""
    forme = serie.find("{http://schemas.openxmlformats.org/drawingml/2006/chart}spPr")
    return forme is not None and forme.find("{http://schemas.openxmlformats.org/drawingml/2006/main}noFill") is not None


def test_l_etiquette_de_la_cloture_ne_touche_pas_la_barre_du_programme(classeur: Path, annexe: Document) -> None:
    """Quatre barres en 52 pixels : moins de 12 chacune, et 13 pour un texte de dix points ; une place les sépare."""
    espace = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    (rang,) = [rang for rang, g in enumerate(annexe.graphiques, 1) if g.genre is GenreGraphique.AVANT_APRES]
    with zipfile.ZipFile(classeur) as archive:
        trace = ET.fromstring(archive.read(f"xl/charts/chart{rang}.xml"))  # noqa: S314 -- notre fichier
    assert [est_invisible(serie) for serie in trace.iter(f"{espace}ser")] == [False, True, False, False]


def test_les_barres_de_peu_de_financeurs_ne_sont_pas_des_blocs(classeur: Path, tmp_path: Path) -> None:
    """375 pixels pour sept rangées de barres de 30 / 1,4 : 150 % les séparent ; pour une seule, le plus admis."""
    un_seul = projet(plan=[ligne_de_plan("ANRU", euros(1_000_000))], journal=[])
    petit = tmp_path / "petit.xlsx"
    petit.write_bytes(rendre_xlsx(composer_annexe(un_seul, au=jour("2010-01-01"))))
    ecarts = []
    for chemin in (classeur, petit):
        with zipfile.ZipFile(chemin) as archive:
            traces = [archive.read(f"xl/charts/chart{rang}.xml").decode() for rang in (1, 2)]
        ecarts.append([int(re.findall(r'<c:gapWidth val="(\d+)"', trace)[0]) for trace in traces])
    assert ecarts == [[150, 100], [500, 500]]


def test_les_graphiques_montrent_les_montants_des_tableaux(
    classeur: Path, relu: Workbook, valeurs_lues: Workbook, annexe: Document
) -> None:
    espace = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    with zipfile.ZipFile(classeur) as archive:
        parties = sorted(nom for nom in archive.namelist() if nom.startswith("xl/charts/chart"))
        graphiques = [ET.fromstring(archive.read(nom)) for nom in parties]  # noqa: S314 -- notre fichier
        dessin = next(nom for nom in archive.namelist() if nom.startswith("xl/drawings/drawing"))
        remplacements = re.findall(r'descr="([^"]+)"', archive.read(dessin).decode())
    assert remplacements == [graphique.description for graphique in annexe.graphiques]
    assert len(graphiques) == len(annexe.graphiques) == 3
    feuille = relu["Graphiques"]
    for trace, voulu in zip(graphiques, annexe.graphiques, strict=True):
        assert not list(trace.iter(f"{espace}legend"))
        tableau = annexe.tableau(voulu.tableau)
        place = plan_du_classeur(annexe)[voulu.tableau]
        vues = [serie for serie in trace.iter(f"{espace}ser") if not est_invisible(serie)]
        for serie, dessinee in zip(voulu.series, vues, strict=False):
            cumules = voulu.genre is GenreGraphique.CUMULS
            valeurs = next(dessinee.iter(f"{espace}yVal" if cumules else f"{espace}val"))
            (plage,) = [f.text or "" for f in valeurs.iter(f"{espace}f")]
            cellules = [cellule for (cellule,) in feuille[plage.split("!")[1].replace("$", "")]]
            signe = -1 if voulu.genre is GenreGraphique.OPPOSEES and serie is voulu.series[1] else 1
            attendus = [tableau.cellule(ligne, serie.colonne).valeur for ligne in voulu.lignes]
            assert [round(float(v.text or 0) * 100) for v in valeurs.iter(f"{espace}v")] == [
                signe * a for a in attendus if isinstance(a, int)
            ]
            # La formule mène à la cellule du tableau, dont la valeur enregistrée est la même.
            for cellule, ligne in zip(cellules, voulu.lignes, strict=True):
                reference = f"{place.prefixe}{place.adresse(ligne, serie.colonne)}"
                assert cellule.value == ("=" if signe > 0 else "=0-") + reference
                montant = valeurs_lues[tableau.titre_court][place.adresse(ligne, serie.colonne)].value
                assert valeurs_lues["Graphiques"][cellule.coordinate].value == pytest.approx(
                    signe * (montant or 0), abs=0.001
                )


def test_en_euros_entiers_les_montants_n_ont_pas_de_decimales(noyer_dore: Projet, tmp_path: Path) -> None:
    document = composer_annexe(noyer_dore, au=AU, unite=Precision.EURO)
    chemin = tmp_path / "euros.xlsx"
    chemin.write_bytes(rendre_xlsx(document))
    assert [r.lieu for r in relire(chemin, document) if not se_valent(r, r.enregistre)] == []
    feuille = openpyxl.load_workbook(chemin)["Par financeur"]
    place = plan_du_classeur(document)["financeurs"]
    cellule = feuille.cell(place.lignes["total"] + 1, place.colonnes["programme"] + 1)
    assert "0.00" not in cellule.number_format
    assert str(feuille["A2"].value).endswith("montants arrondis à l’euro")
