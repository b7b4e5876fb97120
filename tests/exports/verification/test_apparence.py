"""Ce que montre la page peut mentir quand ses textes disent vrai : chaque objet, chaque aspect changé est nommé."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from exports.verification.ooxml.arbre import Noeud, lire_arbre, nommer
from exports.verification.ooxml.format_de_nombre import sens_du_format
from exports.verification.resultat import Reponse, Verification
from exports.verification.verification import verifier
from maquettes.tableur.balises import ESPACE_DE_NOMS
from tests.exports.verification.jeux import Jeu
from tests.solidite.falsifications.genres import hasard_de
from tests.solidite.falsifications.toutes import FALSIFICATIONS

PAR_NOM = {falsification.nom: falsification for falsification in FALSIFICATIONS}


def falsifier(nom: str, jeu: Jeu) -> Verification:
    """La vérification de l’annexe ainsi falsifiée."""
    falsification = PAR_NOM[nom]
    fichier: Path = jeu.fichier(falsification.forme)
    fichier.write_bytes(falsification.faire(fichier.read_bytes(), hasard_de(nom)).octets)
    return verifier(fichier, jeu.dossier)


@pytest.mark.parametrize(
    ("nom", "objet"),
    [
        ("pdf : texte annoté par-dessus", "annotation, texte posé par-dessus à 100 100 300 140"),
        ("xlsx : format qui montre une constante", "format de nombre"),
        ("docx : texte blanc", "couleur du texte de « "),
        ("html : cellule blanche", "balise n° "),
    ],
)
def test_une_page_qui_ment_est_un_non_et_son_objet_est_nomme(nom: str, objet: str, jeu: Jeu) -> None:
    lue = falsifier(nom, jeu)
    assert (lue.reponse, lue.document.accord, lue.conforme) == (Reponse.TEXTES, False, False)
    assert "ce que montre la page a pu être changé" in lue.document.phrase
    assert objet in lue.objets[0].lieu
    assert lue.nombre_ecarts == lue.nombre_objets == len(lue.ecarts)


def test_un_chiffre_faux_sous_un_objet_est_dit_avant_lui(jeu: Jeu) -> None:
    """Un centime changé et une page annotée : le chiffre d’abord, l’objet aussi."""
    falsifier("xlsx : zone de texte posée", jeu)
    lue = falsifier("xlsx : un centime de plus", jeu)
    assert lue.reponse is Reponse.CHIFFRES
    assert "De plus, ce que montre la page a pu être changé" in lue.document.phrase
    assert ", dont 1 chiffre : d’abord " in lue.document.phrase
    assert any("zone de texte" in objet.lu for objet in lue.objets)
    assert not any("zone de texte" in ecart.lu for ecart in lue.ecarts)


@pytest.mark.parametrize(
    ("avant", "apres", "objets"),
    [
        # Ce que fait le bouton + ; puis une autre colonne, de montants, cachée de même.
        (rb'hidden="1"( customWidth="1" outlineLevel="1")', rb"\1", []),
        (rb'(<col min="2" max="[0-9]+" width="[0-9.]+" )(customWidth)', rb'\1hidden="1" \2', ["colonne B"]),
    ],
    ids=["rouverte", "cachée"],
)
def test_une_colonne_repliee_se_rouvre_et_nulle_autre_ne_se_cache(
    avant: bytes, apres: bytes, objets: list[str], jeu: Jeu
) -> None:
    fichier = jeu.fichier("xlsx")
    source = zipfile.ZipFile(BytesIO(fichier.read_bytes()))
    changees = 0
    with zipfile.ZipFile(fichier, "w") as copie:
        for entree in source.infolist():
            octets = source.read(entree)
            if b"outlineLevelCol" in octets and not changees:
                octets, changees = re.subn(avant, apres, octets)
            copie.writestr(entree, octets)
    assert changees
    lue = verifier(fichier, jeu.dossier)
    assert [objet.lieu.rpartition(", ")[2] for objet in lue.objets] == objets
    assert lue.document.accord is (not objets)


@pytest.mark.parametrize(
    ("un", "autre", "egaux"),
    [
        ('#,##0.00;"−"#,##0.00;"–"', "#,##0.00;\\−#,##0.00;\\–", True),
        ('0.00"\u00a0"%', "0.00\\ %", True),
        ("general", "General", True),
        ('#,##"0"', "#,##0", False),
        ("#,##0.00", "#,##0.00,", False),
        ("0;0", "0;-0", False),
        ('"0"', "0", False),
    ],
)
def test_deux_ecritures_d_un_format(un: str, autre: str, egaux: bool) -> None:  # noqa: FBT001
    assert (sens_du_format(un) == sens_du_format(autre)) is egaux


def test_un_arbre_garde_l_ordre_et_ecarte_ce_qui_est_traite() -> None:
    traites: list[str] = []

    def ecarter(noeud: Noeud) -> bool:
        traites.append(noeud.nom)
        return noeud.nom == "b"

    racine = lire_arbre("p", f"<a x='1' xmlns='{ESPACE_DE_NOMS}'>un<b>deux</b><c>trois</c></a>".encode(), ecarter)
    assert (racine.ecrit(), traites) == ('<a x="1">un<c>trois', ["b", "c", "a"])
    assert nommer("http://schemas.openxmlformats.org/drawingml/2006/main t") == "a:t"


@pytest.mark.parametrize(
    "balise", ["<row/>", "<row xmlns='http://schemas.openxmlformats.org/package/2006/relationships'/>"]
)
def test_un_element_d_un_autre_espace_n_est_pas_pris_pour_celui_du_classeur(balise: str) -> None:
    assert lire_arbre("p", balise.encode()).nom != "row"


def test_un_attribut_que_qualifie_un_espace_n_est_pas_celui_du_classeur() -> None:
    racine = lire_arbre("p", f"<c xmlns='{ESPACE_DE_NOMS}' xmlns:x='{ESPACE_DE_NOMS}' x:s='4'/>".encode())
    assert "s" not in racine.attributs
