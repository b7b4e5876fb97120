"""La garde refuse tout ce qui n’est pas un classeur ordinaire, et dit pourquoi."""

import contextlib
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur import balises, garde, lecture, textes
from maquettes.tableur.cadre import Cadre
from maquettes.tableur.garde import examiner
from maquettes.tableur.lecture import lire_classeur
from tests.maquettes.classeurs_abimes import (
    ABIMES,
    FEUILLE,
    LIENS,
    RELATIONS,
    TYPES,
    cellule_lointaine,
    parties,
    petit_classeur,
    remplacer,
    rezipper,
)

NOM: Final = "tilleuls.xlsx"
RACINE: Final = Path(__file__).parents[3]

_XLSX = (
    " L’ouvrir dans un tableur et l’enregistrer comme « Classeur Excel (.xlsx) » ; "
    "changer le nom du fichier ne suffit pas. [CLASSEUR-01]"
)
_MOT_DE_PASSE = (
    " : « tilleuls.xlsx » est chiffré : il faut un mot de passe pour l’ouvrir, et il ne peut pas être lu. Retirer le "
    "mot de passe d’ouverture, puis enregistrer de nouveau ; la protection des feuilles, elle, ne gêne pas. "
    "[CLASSEUR-02]"
)
_BON_FICHIER = " Donner le bon fichier : une maquette écrite par « financement maquette ». [CLASSEUR-01]"
_TABLE = (
    " Lui rendre l’extension .csv et donner le répertoire où il est rangé avec convention.toml, ou donner une maquette "
    "écrite par « financement maquette ». [CLASSEUR-01]"
)
_ROUVRIR = ", ou le rouvrir dans un tableur et l’enregistrer de nouveau"
_REPORTER = ", ou écrire une maquette par « financement maquette » et y reporter les données."
_MACROS = (
    " : un dossier n’en a pas. L’enregistrer comme « Classeur Excel (.xlsx) », qui ne garde pas les macros ; supprimer "
    "aussi les feuilles de macros et de dialogue. [CLASSEUR-07]"
)
_LIAISON = (
    " : un dossier porte toutes ses valeurs. Rompre les liaisons, supprimer les connexions et les requêtes (menu "
    "Données) et les images liées, puis enregistrer de nouveau. [CLASSEUR-08]"
)
_OBJET = (
    " : un dossier n’en a pas. Supprimer cet objet, puis enregistrer de nouveau ; images et graphiques sont admis. "
    "[CLASSEUR-09]"
)
_DTD = (
    " déclare un type de document ou des entités, ce qu’aucun tableur n’écrit. Ne pas ouvrir le fichier s’il vient "
    "d’un inconnu ; sinon, l’enregistrer de nouveau dans un tableur. [CLASSEUR-10]"
)
_REPARER = (
    " Reprendre le fichier d’origine ; à défaut, rouvrir le classeur dans un tableur, accepter la réparation, rétablir "
    "ce qu’elle a perdu et l’enregistrer de nouveau. [CLASSEUR-11]"
)
_DONNER = (
    " Donner une maquette écrite par « financement maquette », enregistrée au format « Classeur Excel (.xlsx) ». "
    "[CLASSEUR-12]"
)
_STRICT = (
    " : Le classeur est au format « Strict Open XML » (« http://purl.oclc.org/ooxml/spreadsheetml/main »), dont les "
    "feuilles ne seraient pas vues. L’enregistrer comme « Classeur Excel (.xlsx) », sans le mot « Strict ». "
    "[CLASSEUR-13]"
)
_SANS_FEUILLE = (
    f" : Le classeur « tilleuls.xlsx » n’a aucune feuille de calcul. Donner le bon fichier{_REPORTER} [CLASSEUR-14]"
)
_PERDUE = (
    " : La feuille « Plan » est annoncée, mais son contenu manque au classeur. Reprendre le fichier "
    f"d’origine{_REPORTER} [CLASSEUR-15]"
)
_LIMITE = (
    " est remplie au-delà de la limite : colonne GR, ligne 50\u202f000. Effacer cette cellule, ou la rapprocher du "
    "reste. [CLASSEUR-16]"
)
_CORRIGER = " Rouvrir le classeur dans un tableur, corriger la cellule, puis l’enregistrer de nouveau. [CLASSEUR-18]"


def _format(cause: str, remede: str) -> str:
    return f" : « tilleuls.xlsx » n’est pas un classeur .xlsx : {cause}.{remede}"


def _endommage(cause: str, remede: str = _ROUVRIR) -> str:
    return f" : « tilleuls.xlsx » est endommagé : {cause}. Reprendre le fichier d’origine{remede}. [CLASSEUR-03]"


def _malforme(ligne: int, lieu: str = "") -> str:
    phrase = f"La partie « {FEUILLE} » du classeur n’est pas un xml correct : erreur à la ligne {ligne}."
    return f"{lieu} : {phrase}{_REPARER}"


def _autre(cause: str) -> str:
    return f" : « tilleuls.xlsx » ne contient pas de classeur .xlsx : {cause}.{_DONNER}"


def _illisible(lieu: str, lu: str, attendu: str) -> str:
    return f", feuille Plan{lieu} : « {lu} » ne peut pas être lu : il faut ici {attendu}.{_CORRIGER}"


MESSAGES: Final = {
    "un fichier vide": _format("le fichier est vide", _BON_FICHIER),
    "un csv renommé": _format("c’est un texte, peut-être un csv", _TABLE),
    "une page html": _format("c’est une page html", _BON_FICHIER),
    "un document xml": _format("c’est un document xml", _XLSX),
    "un pdf": _format("c’est un document pdf", _BON_FICHIER),
    "un contenu quelconque": _format("son contenu n’est celui d’aucun classeur connu", _BON_FICHIER),
    "un ancien format": _format("c’est un document à l’ancien format d’Office (.xls)", _XLSX),
    "une archive vide": _format("c’est une archive vide", _BON_FICHIER),
    "un classeur OpenDocument": _format("c’est un document OpenDocument (.ods)", _XLSX),
    "un mot de passe": _MOT_DE_PASSE,
    "une partie chiffrée": _MOT_DE_PASSE,
    "une fin manquante": _endommage("l’archive est incomplète ou mal formée", ""),
    "une somme de contrôle fausse": _endommage(f"la partie « {FEUILLE} » ne se décompresse pas"),
    "une taille mensongère": _endommage(f"la partie « {FEUILLE} » ne se décompresse pas"),
    "une partie en double": _endommage("la partie « xl/Workbook.xml » figure deux fois"),
    "une partie absolue": _endommage("le nom de partie « /xl/absolu.bin » est interdit"),
    "une partie sans nom": _endommage("le nom de partie «  » est interdit"),
    "une partie qui remonte": _endommage("le nom de partie « xl/../../remonte.bin » est interdit"),
    "une partie à la façon de Windows": _endommage("le nom de partie « xl\\windows.bin » est interdit"),
    "une compression inconnue": _endommage(
        f"la partie « {FEUILLE} » est comprimée d’une façon que le format n’admet pas"
    ),
    "cinq cents parties de plus": (
        " : Le classeur est fait de 510 parties, plus que la limite de 500. Donner le bon fichier, ou supprimer les "
        "images et les objets ajoutés, puis enregistrer de nouveau. [CLASSEUR-04]"
    ),
    "deux cents millions d’octets": (
        " : Le classeur décompressé pèse plus de 200\u202f000\u202f000 octets, limite franchie à la partie "
        f"« xl/printerSettings/printerSettings1.bin ». Donner le bon fichier{_REPORTER} [CLASSEUR-05]"
    ),
    "une bombe": (
        " : La partie « xl/media/image1.png » se décompresse en plus de 200 fois sa taille : ce n’est pas le contenu "
        "d’un classeur ordinaire. Ne pas ouvrir le fichier s’il vient d’un inconnu ; sinon, en supprimer les images "
        "dans un tableur et l’enregistrer de nouveau. [CLASSEUR-06]"
    ),
    "une macro": f" : Le classeur contient des macros (« xl/vbaProject.bin »){_MACROS}",
    "un type de classeur à macros": f" : Le classeur contient des macros (« xl/workbook.xml »){_MACROS}",
    "une feuille de macros": f" : Le classeur contient des macros (« xl/feuille.xml »){_MACROS}",
    "une feuille de dialogue": f" : Le classeur contient des macros (« xl/dialogsheets/sheet1.xml »){_MACROS}",
    "une liaison à un autre classeur": (
        f" : Le classeur est lié à une source extérieure (« xl/externalLinks/externalLink1.xml »){_LIAISON}"
    ),
    "une connexion": f" : Le classeur est lié à une source extérieure (« xl/connections.xml »){_LIAISON}",
    "une requête": f" : Le classeur est lié à une source extérieure (« xl/queryTables/queryTable1.xml »){_LIAISON}",
    "une image lointaine": (
        f" : Le classeur est lié à une source extérieure (« http://exemple.invalid/a.png »){_LIAISON}"
    ),
    "un objet incorporé": (
        f" : Le classeur contient un objet incorporé ou un contrôle ActiveX (« xl/embeddings/oleObject1.bin »){_OBJET}"
    ),
    "un objet sous un autre nom": (
        f" : Le classeur contient un objet incorporé ou un contrôle ActiveX (« xl/media/image1.png »){_OBJET}"
    ),
    "un contrôle ActiveX": (
        f" : Le classeur contient un objet incorporé ou un contrôle ActiveX (« xl/activeX/activeX1.xml »){_OBJET}"
    ),
    "un type de document": f" : La partie « {FEUILLE} »{_DTD}",
    "un type de document en UTF-16": f" : La partie « {FEUILLE} »{_DTD}",
    "un type de document dans un dessin": f" : La partie « xl/drawings/vmlDrawing1.vml »{_DTD}",
    "une balise coupée": _malforme(2),
    "un encodage inconnu": _malforme(1),
    "une entité inconnue": _malforme(2),
    "une balise démesurée": _malforme(2),
    "une autre racine": _malforme(1, ", feuille Plan"),
    "un document Word": _autre("c’est un document de traitement de texte (.docx)"),
    "une présentation": _autre("c’est une présentation (.pptx)"),
    "un classeur binaire": _autre("c’est un classeur binaire (.xlsb)"),
    "une archive quelconque": _autre("l’archive n’annonce aucun classeur"),
    "un classeur sans sa partie principale": _autre("la partie qui décrit le classeur manque"),
    "le format Strict": _STRICT,
    "une feuille au format Strict": f", feuille Plan{_STRICT}",
    "aucune feuille": _SANS_FEUILLE,
    "un graphique pour seule feuille": _SANS_FEUILLE,
    "une feuille perdue": _PERDUE,
    "une feuille sans relation": _PERDUE,
    "une cellule lointaine": f", feuille Plan, XFD1048576 : La cellule XFD1048576{_LIMITE}",
    "une ligne de trop": f", feuille Plan, A50001 : La cellule A50001{_LIMITE}",
    "une colonne de trop": f", feuille Plan, GS1 : La cellule GS1{_LIMITE}",
    "trop de cellules": (
        ", feuille Plan : Le classeur compte plus de 900\u202f000 cellules et lignes, vides comprises : c’est "
        f"la limite. Supprimer les lignes et les colonnes vides mises en forme{_REPORTER} [CLASSEUR-17]"
    ),
    "des balises emboîtées sans fin": (
        f" : La partie « {FEUILLE} » du classeur emboîte plus de 200 balises : ce n’est pas le contenu d’un classeur "
        f"ordinaire. Donner le bon fichier{_REPORTER} [CLASSEUR-19]"
    ),
    "un nombre illisible": _illisible(", A2", "cent", "un nombre"),
    "un nombre sans fin": _illisible(", A2", "1e999", "un nombre"),
    "un texte qui n’existe pas": _illisible(", A1", "1", "le rang d’un texte du classeur"),
    "un booléen illisible": _illisible(", A2", "2", "un booléen, 0 ou 1"),
    "une date illisible": _illisible(", A2", "hier", "une date"),
    "un genre inconnu": _illisible(", A2", "z", "un genre de cellule du format"),
    "une adresse illisible": _illisible("", "A0", "une adresse de cellule"),
    "une ligne illisible": _illisible("", "deux", "un numéro de ligne"),
    "deux cellules au même endroit": _illisible(", A2", "A2", "une seule cellule à cette adresse"),
    "une fusion illisible": _illisible("", "A1:B", "une plage de cellules fusionnées"),
}


def test_chaque_dommage_a_son_message() -> None:
    assert list(MESSAGES) == list(ABIMES)


# Ces deux-là sont aussi au catalogue des erreurs, qui en éprouve chaque fois le message : une fois suffit.
DEMESURES: Final = ("deux cents millions d’octets", "trop de cellules")


@pytest.mark.parametrize(
    "dommage", [pytest.param(nom, marks=pytest.mark.long if nom in DEMESURES else ()) for nom in ABIMES]
)
def test_un_classeur_abime_est_refuse(dommage: str) -> None:
    with pytest.raises(SourceRefusee) as refus:
        lire_classeur(NOM, ABIMES[dommage]())
    assert str(refus.value) == f"{NOM}{MESSAGES[dommage]}"


def test_un_classeur_correct_est_admis_et_ses_parties_sont_lues() -> None:
    octets = petit_classeur()
    archive = examiner(NOM, octets)
    attendues = parties(octets)
    assert archive.parties == tuple(attendues)
    assert {partie: archive.lire(partie) for partie in archive.parties} == attendues
    assert "XL/Workbook.xml" in archive
    assert archive.lire("XL/Workbook.xml") == attendues["xl/workbook.xml"]
    assert "xl/absente.xml" not in archive


def test_la_derniere_cellule_permise_est_lue() -> None:
    (feuille,) = lire_classeur(NOM, cellule_lointaine(49_999, 199)).feuilles
    assert feuille.cellules[49_999, 199].texte == "1"


def test_une_cellule_lointaine_mais_vide_ne_gene_pas() -> None:
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    grasse = classeur.add_format({"bold": True})
    classeur.add_worksheet("Plan").write_blank(1_048_575, 16_383, None, grasse)
    classeur.close()
    (feuille,) = lire_classeur(NOM, flux.getvalue()).feuilles
    assert feuille.cellules == {}


def test_images_graphiques_liens_commentaires_et_protection_sont_admis() -> None:
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    feuille = classeur.add_worksheet("Plan")
    feuille.write_url("A1", "https://exemple.invalid/", string="lien")
    feuille.write_comment("A2", "remarque <!DOCTYPE html>")
    feuille.write_string("A3", "<!DOCTYPE html>")
    feuille.protect("secret")
    graphique, autre = classeur.add_chart({"type": "column"}), classeur.add_chart({"type": "line"})
    assert graphique is not None
    assert autre is not None
    for trace in (graphique, autre):
        trace.add_series({"values": "=Plan!$B$1:$B$2"})
    feuille.insert_chart("D2", graphique)
    classeur.add_chartsheet("Graphique").set_chart(autre)
    classeur.close()
    lu = lire_classeur(NOM, flux.getvalue())
    assert [f.nom for f in lu.feuilles] == ["Plan"]
    assert lu.feuilles[0].cellules[2, 0].texte == "<!DOCTYPE html>"


def test_une_partie_trop_comprimee_est_refusee_avant_que_son_xml_soit_lu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Décompresser cent millions d’octets prend une seconde ; en lire les balises, dix."""
    monkeypatch.delattr(garde, "mesurer")
    with pytest.raises(SourceRefusee, match="CLASSEUR-06"):
        examiner(NOM, rezipper({FEUILLE: b"<a/>" * 300_000}))


def test_trop_de_cellules_et_de_lignes_se_comptent_avant_que_le_xml_soit_analyse() -> None:
    """Deux cellules et deux lignes écrites, une ligne vide de plus ; le xml, coupé, n’est pas lu jusque-là."""
    octets = rezipper({FEUILLE: lambda contenu: contenu.replace(b"</sheetData>", b'<row r="9"/><coupe')})
    with pytest.raises(SourceRefusee, match="CLASSEUR-11"):
        examiner(NOM, octets)
    nombre = len(re.findall(rb"<(?:c|row)\b", parties(octets)[FEUILLE]))
    with pytest.raises(SourceRefusee, match="CLASSEUR-11"):
        examiner(NOM, octets, cadre=Cadre(cellules=nombre))
    with pytest.raises(SourceRefusee) as leve:
        examiner(NOM, octets, cadre=Cadre(cellules=nombre - 1))
    assert leve.value.faute.message.startswith(f"Le classeur compte plus de {nombre - 1} cellules et lignes")
    assert leve.value.faute.provenance.feuille == "Plan"


def test_trop_de_textes_se_comptent_avant_que_le_xml_soit_analyse() -> None:
    octets = rezipper({"xl/sharedStrings.xml": lambda contenu: contenu.replace(b"</sst>", b"<si/>" * 40)})
    with pytest.raises(SourceRefusee, match="CLASSEUR-11"):
        examiner(NOM, octets)
    with pytest.raises(SourceRefusee, match="CLASSEUR-17"):
        examiner(NOM, octets, cadre=Cadre(cellules=39))


@pytest.mark.parametrize("partie", [FEUILLE, "docProps/app.xml"])
def test_trop_de_balises_se_comptent_avant_que_le_xml_soit_analyse(partie: str) -> None:
    octets = rezipper({partie: lambda contenu: contenu + b"<coupe/>" * 5_000})
    with pytest.raises(SourceRefusee, match="CLASSEUR-11"):
        examiner(NOM, octets)
    with pytest.raises(SourceRefusee) as leve:
        examiner(NOM, octets, cadre=Cadre(balises=5_000))
    assert leve.value.faute.code == "CLASSEUR-19"
    assert f"« {partie} » du classeur porte à plus de 5\u202f000 les balises" in leve.value.faute.message


def test_les_lignes_ecrites_avec_un_prefixe_se_comptent_a_la_lecture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture, "DU_DOSSIER", Cadre(cellules=50))
    prefixe = b'<s:row xmlns:s="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    octets = rezipper({FEUILLE: lambda contenu: contenu.replace(b"</sheetData>", prefixe * 60 + b"</sheetData>")})
    with pytest.raises(SourceRefusee, match="CLASSEUR-17"):
        lire_classeur(NOM, octets)


def test_un_petit_contenu_tres_compressible_est_admis() -> None:
    octets = rezipper({"xl/media/image1.bmp": bytes(1_000_000)})
    assert "xl/media/image1.bmp" in examiner(NOM, octets)


def test_les_parties_gardent_leur_nom_quelle_que_soit_la_casse() -> None:
    """Les feuilles sont trouvées par leur relation, qui peut être absolue, d’une autre casse, ou sous un autre nom."""
    contenu = parties(petit_classeur())[FEUILLE]
    octets = rezipper(
        {
            FEUILLE: None,
            "xl/Feuilles/Une Autre.xml": contenu,
            RELATIONS: remplacer("worksheets/sheet1.xml", "/XL/feuilles/Une Autre.xml"),
            TYPES: remplacer("worksheets/sheet1.xml", "Feuilles/Une Autre.xml"),
        }
    )
    (feuille,) = lire_classeur(NOM, octets).feuilles
    assert feuille.cellules[0, 0].texte == "Square"


def test_une_declaration_repetee_ne_cache_pas_une_macro() -> None:
    macro = 'PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"'
    anodine = 'PartName="/xl/a.bin" ContentType="image/png"'
    lignes = f"<Override {macro}/><Override {anodine}/></Types>"
    with pytest.raises(SourceRefusee, match="CLASSEUR-07"):
        examiner(NOM, rezipper({TYPES: remplacer("</Types>", lignes)}))


def test_la_relation_d_une_feuille_est_examinee_aussi() -> None:
    porteuse = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{LIENS}/image" Target="file:///c:/a.png" TargetMode="External"/>'
        "</Relationships>"
    )
    with pytest.raises(SourceRefusee, match="CLASSEUR-08"):
        examiner(NOM, rezipper({"xl/worksheets/_rels/sheet1.xml.rels": porteuse.encode()}))


# ru_maxrss ne conviendrait pas : un processus y hérite du maximum de celui qui le lance.
_ETAT: Final = Path("/proc/self/status")
_MESURE: Final = """
import re, sys
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.lecture import lire_classeur
try:
    lire_classeur("piege.xlsx", open(sys.argv[1], "rb").read())
except SourceRefusee as refus:
    print(refus.faute.code)
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


def _refuser_a_part(chemin: Path) -> tuple[str, int]:
    """Le code du refus, et la mémoire que le processus a prise au plus, en octets."""
    commande = [sys.executable, "-c", _MESURE, str(chemin)]
    sortie = subprocess.run(commande, capture_output=True, text=True, check=True, cwd=RACINE, timeout=300)
    code, kilooctets = sortie.stdout.split()
    return code, int(kilooctets) * 1024


_exige_proc = pytest.mark.skipif(not _ETAT.exists(), reason="la mémoire prise au plus se lit dans /proc")


@_exige_proc
@pytest.mark.parametrize("partie", [FEUILLE, "xl/sharedStrings.xml", "xl/media/image1.png"])
@pytest.mark.long
def test_une_bombe_est_refusee_sans_remplir_la_memoire(partie: str, tmp_path: Path) -> None:
    bombe = tmp_path / "bombe.xlsx"
    bombe.write_bytes(rezipper({}))
    contenus = parties(petit_classeur())
    with zipfile.ZipFile(bombe, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in contenus.items():
            if nom != partie:
                archive.writestr(nom, contenu)
        with archive.open(partie, "w") as flux:
            for _ in range(600):
                flux.write(b" " * 1_000_000)
    assert bombe.stat().st_size < 700_000
    code, memoire = _refuser_a_part(bombe)
    assert code == "CLASSEUR-06"
    assert memoire < 300_000_000


@_exige_proc
@pytest.mark.parametrize(
    ("dommage", "attendu"),
    [
        ("une cellule lointaine", "CLASSEUR-16"),
        ("deux cents millions d’octets", "CLASSEUR-05"),
        ("une balise démesurée", "CLASSEUR-11"),
        ("trop de cellules", "CLASSEUR-17"),
    ],
)
@pytest.mark.long
def test_un_classeur_demesure_est_refuse_sans_remplir_la_memoire(dommage: str, attendu: str, tmp_path: Path) -> None:
    piege = tmp_path / "piege.xlsx"
    piege.write_bytes(ABIMES[dommage]())
    code, memoire = _refuser_a_part(piege)
    assert code == attendu
    assert memoire < 300_000_000


def _lire_ou_refuser(octets: bytes) -> None:
    with contextlib.suppress(SourceRefusee):
        lire_classeur(NOM, octets)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=6))
def test_des_octets_changes_au_hasard_donnent_une_lecture_ou_un_refus(changes: list[tuple[int, int]]) -> None:
    octets = bytearray(petit_classeur())
    for place, masque in changes:
        octets[place % len(octets)] ^= masque
    _lire_ou_refuser(bytes(octets))


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from([0, 1, 128, 255])), min_size=1, max_size=3))
def test_un_repertoire_d_archive_change_donne_une_lecture_ou_un_refus(changes: list[tuple[int, int]]) -> None:
    """Noms, tailles, places et drapeaux des parties sont à la fin de l’archive."""
    octets = bytearray(petit_classeur())
    debut = octets.index(b"PK\x01\x02")
    for place, valeur in changes:
        octets[debut + place % (len(octets) - debut)] = valeur
    _lire_ou_refuser(bytes(octets))


@given(st.data())
def test_un_xml_change_au_hasard_donne_une_lecture_ou_un_refus(tirage: st.DataObject) -> None:
    """Les sommes de contrôle arrêtent presque tout ; ici l’archive reste juste, et c’est le contenu qui change."""
    contenus = parties(petit_classeur())
    nom = tirage.draw(st.sampled_from(sorted(contenus)))
    contenu = contenus[nom]
    debut = tirage.draw(st.integers(0, len(contenu)))
    longueur = tirage.draw(st.integers(0, 8))
    ajout = tirage.draw(st.binary(max_size=4) | st.sampled_from([b"", b"0", b"-1", b"<c/>", b'"', b"&#0;", b"x" * 99]))
    _lire_ou_refuser(rezipper({nom: contenu[:debut] + ajout + contenu[debut + longueur :]}))


@given(st.integers(0, 10**6))
def test_un_fichier_tronque_est_refuse(longueur: int) -> None:
    octets = petit_classeur()
    with pytest.raises(SourceRefusee):
        lire_classeur(NOM, octets[: longueur % len(octets)])


@pytest.mark.parametrize(
    ("partie", "balise"),
    [
        (FEUILLE.replace("worksheets/sheet1", "workbook"), '<definedName name="a">b</definedName>'),
        ("xl/_rels/workbook.xml.rels", '<Relationship Id="a" Type="b/c" Target="d"/>'),
        ("[Content_Types].xml", '<Default Extension="a" ContentType="b"/>'),
        ("xl/styles.xml", '<numFmt numFmtId="200" formatCode="0"/>'),
    ],
)
def test_les_balises_dont_chacune_est_gardee_sont_en_nombre_limite(
    partie: str, balise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balises, "LIMITE_ELEMENTS", 50)

    def ajouter(contenu: bytes) -> bytes:
        debut = contenu.index(b">", contenu.index(b"?>") + 2) + 1
        return contenu[:debut] + balise.encode() * 60 + contenu[debut:]

    with pytest.raises(SourceRefusee) as leve:
        lire_classeur(NOM, rezipper({partie: ajouter}))
    assert leve.value.faute.code == "CLASSEUR-19"
    assert f"« {partie} » du classeur a plus de 50 balises" in leve.value.faute.message


def test_un_texte_plus_long_qu_une_cellule_n_est_pas_garde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textes, "LIMITE_CARACTERES", 1_000)
    octets = rezipper({"xl/sharedStrings.xml": lambda contenu: contenu.replace(b"Square", b"a" * 1_001)})
    with pytest.raises(SourceRefusee) as leve:
        lire_classeur(NOM, octets)
    assert "un texte d’au plus 1\u202f000 caractères" in leve.value.faute.message
