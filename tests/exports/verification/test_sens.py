"""Réenregistrée par un tableur ou un traitement de texte, une annexe se vérifie au sens près ; un centime se voit."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from exports.verification.resultat import Reponse, Verification
from exports.verification.verification import verifier
from tests.exports.verification.jeux import Jeu
from tests.libreoffice import convertir, echec

AU_SENS_PRES: Final = (
    "conforme au sens près : textes, valeurs et formules sont ceux que donnent le dossier et les règles"
)
VERS: Final = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "docx": "docx:MS Word 2007 XML"}
Changement = Callable[[str, str], str]


def changer(fichier: Path, changement: Changement, ajouts: dict[str, str] | None = None) -> None:
    """Réécrit chaque partie xml d’une archive par ``changement(nom, texte)`` ; en ajoute."""
    tampon, faits = BytesIO(), 0
    with ZipFile(fichier) as source, ZipFile(tampon, "w", ZIP_DEFLATED) as copie:
        for nom in source.namelist():
            octets = source.read(nom)
            if nom.endswith(".xml"):
                neuf = changement(nom, octets.decode())
                faits += neuf != octets.decode()
                octets = neuf.encode()
            copie.writestr(nom, octets)
        for nom, texte in (ajouts or {}).items():
            copie.writestr(nom, texte)
    assert faits or ajouts, "rien n’a changé"
    fichier.write_bytes(tampon.getvalue())


def exiger_le_sens(lue: Verification) -> None:
    assert lue.ecarts == ()
    assert lue.document.accord is True
    assert lue.document.phrase.startswith(AU_SENS_PRES)
    assert lue.reponse is Reponse.TEXTES
    assert "ce que montre la page a pu être changé d’une façon qui n’est pas comparée" in lue.reserves[0]
    assert lue.conforme


@pytest.mark.exige_libreoffice
@pytest.mark.parametrize("forme", VERS)
def test_reenregistree_par_libreoffice(forme: str, jeu: Jeu, soffice: str, tmp_path: Path) -> None:
    if refus := echec(soffice, jeu.fichier(forme), VERS[forme], tmp_path):
        pytest.skip(f"LibreOffice est installé, mais ne réenregistre pas ce format ({refus})")
    (recrit,) = convertir(soffice, [jeu.fichier(forme)], VERS[forme], tmp_path)
    assert recrit.read_bytes() != jeu.fichier(forme).read_bytes()
    exiger_le_sens(verifier(recrit, jeu.dossier))
    # Un centime de plus : 450 000,00 €, la subvention de l'ANRU sur OP-1 ; 700 000,00 €, celles d'OP-1 et d'OP-2.
    juste, faux = {"xlsx": ("<v>450000<", "<v>450000.01<"), "docx": ("700\u202f000,00", "700\u202f000,01")}[forme]
    changer(recrit, lambda _, texte: texte.replace(juste, faux, 1))
    lue = verifier(recrit, jeu.dossier)
    assert lue.document.accord is False
    assert {ecart.lu for ecart in lue.ecarts} <= {"450000,01", "700\u202f000,01"}


def sans_apostrophes(nom: str, texte: str) -> str:
    return re.sub("'([A-Za-zÀ-ÿ]+)'!", r"\1!", texte) if "worksheets" in nom else texte


def autres_pages(nom: str, texte: str) -> str:
    return texte.replace(">1<", ">4<") if "footer" in nom else texte


def proprietes_a_l_envers(nom: str, texte: str) -> str:
    if nom != "docProps/core.xml":
        return texte
    debut, fin = texte.index("<dc:title"), texte.index("</cp:coreProperties>")
    morceaux = [m[0] for m in re.finditer(r"<(\S+?)[ >].*?</\1>", texte[debut:fin], re.DOTALL)]
    assert len(morceaux) > 5
    return texte[:debut] + "".join(reversed(morceaux)).replace(">1</cp:revision>", ">7</cp:revision>") + texte[fin:]


def autre_police(_nom: str, texte: str) -> str:
    return texte.replace("Calibri", "Arial")


@pytest.mark.parametrize(
    ("forme", "changement"),
    [
        ("xlsx", sans_apostrophes),
        ("xlsx", autre_police),
        ("docx", autres_pages),
        ("docx", proprietes_a_l_envers),
        ("docx", autre_police),
    ],
)
def test_l_orthographe_du_fichier_ne_compte_pas(forme: str, changement: Changement, jeu: Jeu) -> None:
    changer(jeu.fichier(forme), changement)
    exiger_le_sens(verifier(jeu.fichier(forme), jeu.dossier))


TAUX: Final = re.compile(r"<v>(0\.[1-9][0-9]{14,})</v>")


@pytest.mark.parametrize(("rang", "accord"), [(15, True), (10, False)])
def test_le_dernier_chiffre_d_un_taux_depend_de_qui_l_ecrit(rang: int, accord: bool, jeu: Jeu) -> None:  # noqa: FBT001
    def bouger(nom: str, texte: str) -> str:
        trouve = TAUX.search(texte) if "worksheets" in nom else None
        if trouve is None:
            return texte
        taux = trouve[1][: rang + 2]
        chiffre = "8" if taux[-1] == "9" else str(int(taux[-1]) + 1)
        return texte.replace(trouve[0], f"<v>{taux[:-1]}{chiffre}{trouve[1][rang + 2 :]}</v>")

    changer(jeu.fichier("xlsx"), bouger)
    assert verifier(jeu.fichier("xlsx"), jeu.dossier).document.accord is accord


def apres(repere: str, insere: str, partie: str) -> Changement:
    return lambda nom, texte: texte.replace(repere, repere + insere, 1) if nom == partie else texte


def format_constant(_nom: str, texte: str) -> str:
    return re.sub(r'formatCode="[^"]*#,##0\.00[^"]*"', 'formatCode="&quot;1 000,00&quot;"', texte)


def ligne_cachee(nom: str, texte: str) -> str:
    return texte.replace("<row ", '<row hidden="1" ', 1) if nom == "xl/worksheets/sheet3.xml" else texte


def ligne_cachee_par_code(nom: str, texte: str) -> str:
    return ligne_cachee(nom, texte).replace('hidden="1"', 'hidden="&#49;"')


@pytest.mark.parametrize(
    ("forme", "changement", "ajouts", "nomme"),
    [
        ("xlsx", format_constant, {}, "format de nombre"),
        ("xlsx", ligne_cachee, {}, ", ligne 1"),
        ("xlsx", ligne_cachee_par_code, {}, ", ligne 1"),
        (
            "xlsx",
            lambda _, t: t,
            {"xl/drawings/drawing9.xml": "<a><xdr:sp xmlns:xdr='x'/></a>"},
            "partie ajoutée xl/drawings/drawing9.xml",
        ),
        ("xlsx", lambda _, t: t, {"xl/comments1.xml": "<comments/>"}, "partie ajoutée xl/comments1.xml"),
        ("docx", apres("<w:rPr>", "<w:vanish/>", "word/document.xml"), {}, "colonne 1, texte caché de « Reste"),
        ("docx", apres("<w:r>", "<w:drawing/>", "word/document.xml"), {}, "image ou dessin"),
    ],
)
def test_ce_qui_montre_autre_chose_est_nomme(
    forme: str, changement: Changement, ajouts: dict[str, str], nomme: str, jeu: Jeu
) -> None:
    changer(jeu.fichier(forme), changement, ajouts)
    lue = verifier(jeu.fichier(forme), jeu.dossier)
    assert lue.document.accord is False
    assert "mais non ses octets : ce que montre la page a pu être changé (" in lue.document.phrase
    assert lue.reponse is Reponse.TEXTES
    assert nomme in lue.objets[0].lieu
    assert lue.ecarts[0].lieu == f"apparence, {lue.objets[0].lieu}"
    assert not lue.conforme
