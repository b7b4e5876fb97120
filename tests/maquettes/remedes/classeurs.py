"""Les dommages faits à une maquette, et toutes les voies du remède de chacun."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from financement.fautes.faute import Faute
from maquettes.tableur.limites import LIMITE_PARTIES
from tests.maquettes.classeurs_abimes import (
    ABIMES,
    FEUILLE,
    LIENS,
    RELATIONS,
    TYPES,
    Retouche,
    bruit,
    chiffre_par_entree,
    parties,
    remplacer,
    rezipper,
    strict,
)

DOSSIER: Final = Path("dossier")
ORIGINE: Final = Path("origine.xlsx")
REFAITE: Final = Path("refaite.xlsx")
MAQUETTE: Final = Path("tilleuls.xlsx")
PLAN: Final = "Plan de financement"
MONTANT: Final = "E7"
LIMITE_BASSE_DE_CELLULES: Final = 15_000
LIMITE_BASSE_D_OCTETS: Final = 2_000_000
"""Assez pour une maquette allégée, et bien moins d’une seconde pour les dépasser."""

Abimer = Callable[[bytes], bytes]
Geste = Callable[[Faute], object]


@dataclass(frozen=True, slots=True)
class Voie:
    """Une voie d’un remède : les mots qui la nomment, ce qu’elle fait faire, ce qu’il faut lire ensuite."""

    mots: str
    appliquer: Geste
    lue: Path = MAQUETTE


@dataclass(frozen=True, slots=True)
class Epreuve:
    """Un dommage fait à la maquette, et toutes les voies du remède."""

    abimer: Abimer
    voies: tuple[Voie, ...]


def ouvert(chemin: Path = MAQUETTE) -> Workbook:
    return openpyxl.load_workbook(chemin, keep_links=False)


def page(classeur: Workbook, nom: str = PLAN) -> Worksheet:
    trouvee = classeur[nom]
    assert isinstance(trouvee, Worksheet)
    return trouvee


def dans_le_tableur(modifier: Callable[[Workbook], object] = lambda _: None) -> Geste:
    """Ouvrir dans un tableur, modifier, enregistrer."""

    def geste(_: Faute) -> None:
        classeur = ouvert()
        modifier(classeur)
        classeur.save(MAQUETTE)

    return geste


def reprendre(_: Faute) -> None:
    shutil.copyfile(ORIGINE, MAQUETTE)


def reporter(vers: Worksheet, depuis: Worksheet) -> None:
    """Recopie à la main, cellule par cellule, les valeurs et leurs formats."""
    for rangee in depuis.iter_rows():
        for cellule in rangee:
            if cellule.value is not None:
                ecrite = vers[cellule.coordinate]
                ecrite.value, ecrite.number_format = cellule.value, cellule.number_format


def refaire(_: Faute) -> None:
    shutil.copyfile(REFAITE, MAQUETTE)


REPRENDRE: Final = Voie("Reprendre le fichier d’origine", reprendre)
DONNER: Final = Voie("Donner le bon fichier", reprendre)
REFAIRE: Final = Voie("écrire une maquette par « financement maquette » et y reporter les données", refaire)


def partie_du_plan() -> str:
    return f"xl/worksheets/sheet{ouvert(ORIGINE).sheetnames.index(PLAN) + 1}.xml"


def au_plan(retouche: Retouche | bytes | None) -> Abimer:
    return lambda octets: rezipper({partie_du_plan(): retouche}, octets)


def avec(**contenus: bytes) -> Abimer:
    """Des parties de plus ; leur nom s’écrit avec « __ » pour « / » et « _ » pour « . »."""
    return lambda octets: rezipper(
        {nom.replace("__", "/").replace("_", "."): contenu for nom, contenu in contenus.items()}, octets
    )


def abime(nom: str) -> Abimer:
    """Un dommage dont les octets ne doivent rien au classeur."""
    return lambda _: ABIMES[nom]()


def declarer(partie: str, contenu: bytes, genre: str, type_de_contenu: str) -> Abimer:
    """Une partie de plus, avec son type et la relation du classeur qui la vise."""
    relation = f'<Relationship Id="rId99" Type="{genre}" Target="/{partie}"/></Relationships>'
    declaration = f'<Override PartName="/{partie}" ContentType="{type_de_contenu}"/></Types>'
    return lambda octets: rezipper(
        {
            partie: contenu,
            RELATIONS: remplacer("</Relationships>", relation),
            TYPES: remplacer("</Types>", declaration),
        },
        octets,
    )


def feuille_de_macros(octets: bytes) -> bytes:
    genre = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    declaree = declarer("xl/macros.xml", b"<a/>", genre, "application/vnd.ms-excel.macrosheet+xml")(octets)
    onglet = f'<sheet xmlns:r="{LIENS}" name="Macro1" sheetId="99" state="visible" r:id="rId99"/></sheets>'
    return rezipper({"xl/workbook.xml": remplacer("</sheets>", onglet)}, declaree)


def lier(octets: bytes) -> bytes:
    """Le premier montant du plan vient d’un autre classeur."""
    lien = f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{LIENS}">'
    lien += '<externalBook r:id="rId1"><sheetNames><sheetName val="Feuil1"/></sheetNames></externalBook></externalLink>'
    declaration = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    partie = "xl/externalLinks/externalLink1.xml"
    lie = declarer(partie, lien.encode(), f"{LIENS}/externalLink", declaration)(octets)
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    relations += f'<Relationship Id="rId1" Type="{LIENS}/externalLinkPath" Target="autre.xlsx" TargetMode="External"/>'
    return rezipper(
        {
            "xl/externalLinks/_rels/externalLink1.xml.rels": f"{relations}</Relationships>".encode(),
            partie_du_plan(): remplacer("<v>50000</v>", "<f>[1]Feuil1!A1</f><v>50000</v>"),
        },
        lie,
    )


def rompre(classeur: Workbook) -> None:
    """Remplace la formule liée par la valeur qu’elle avait."""
    valeurs = openpyxl.load_workbook(MAQUETTE, data_only=True, keep_links=False)
    page(classeur)[MONTANT].value = page(valeurs)[MONTANT].value


def image_liee(octets: bytes) -> bytes:
    """Un dessin de la feuille du plan montre une image d’une page."""
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    relations += f'<Relationship Id="rId1" Type="{LIENS}/image" Target="http://exemple.invalid/a.png" '
    relations += 'TargetMode="External"/></Relationships>'
    return rezipper({"xl/drawings/_rels/drawing9.xml.rels": relations.encode()}, octets)


def partie_qui_remonte(octets: bytes) -> bytes:
    """Une partie d’un nom que le format n’admet pas, et que les tableurs laissent."""
    return rezipper({"xl/../../remonte.bin": b"x"}, octets)


def sans_feuille(octets: bytes) -> bytes:
    contenu = parties(octets)["xl/workbook.xml"].decode()
    debut, fin = contenu.index("<sheets>") + len("<sheets>"), contenu.index("</sheets>")
    return rezipper({"xl/workbook.xml": remplacer(contenu[debut:fin], "")}, octets)


def remplir(adresse: str) -> Abimer:
    def abimer(octets: bytes) -> bytes:
        MAQUETTE.write_bytes(octets)
        classeur = ouvert()
        page(classeur)[adresse].value = 1
        classeur.save(MAQUETTE)
        return MAQUETTE.read_bytes()

    return abimer


def effacer(classeur: Workbook, constatee: Faute) -> None:
    adresse = constatee.provenance.cellule
    assert adresse is not None
    page(classeur)[adresse].value = None


def rapprocher(classeur: Workbook, constatee: Faute) -> None:
    effacer(classeur, constatee)
    page(classeur)["Z3"].value = 1


def selon_la_faute(modifier: Callable[[Workbook, Faute], object]) -> Geste:
    return lambda constatee: dans_le_tableur(lambda classeur: modifier(classeur, constatee))(constatee)


def mise_en_forme(octets: bytes) -> bytes:
    """Des lignes entières mises en forme, sous la notice."""
    rangees = f"<row>{'<c/>' * 180}</row>" * (LIMITE_BASSE_DE_CELLULES // 180 + 1)
    return rezipper({FEUILLE: remplacer("</sheetData>", f"{rangees}</sheetData>")}, octets)


def oter_les_lignes_vides(classeur: Workbook) -> None:
    notice = classeur.worksheets[0]
    remplies = [rang for rang, valeurs in enumerate(notice.iter_rows(values_only=True), 1) if any(valeurs)]
    notice.delete_rows(remplies[-1] + 1, notice.max_row)


def proteger(classeur: Workbook) -> None:
    for feuille in classeur.worksheets:
        feuille.protection.set_password("secret")


def reprendre_et_proteger(constatee: Faute) -> None:
    reprendre(constatee)
    dans_le_tableur(proteger)(constatee)


def dessiner(classeur: Workbook) -> None:
    graphique = BarChart()
    graphique.add_data(Reference(page(classeur), min_col=5, min_row=7, max_row=8))
    page(classeur).add_chart(graphique, "T3")


def rendre_son_extension(_: Faute) -> None:
    MAQUETTE.rename(DOSSIER / "plan.csv")


def ranger_le_plan(_: bytes) -> bytes:
    """Le plan sort du répertoire, renommé en classeur."""
    plan = DOSSIER / "plan.csv"
    octets = plan.read_bytes()
    plan.unlink()
    return octets


def retablir_le_plan(classeur: Workbook) -> None:
    reporter(page(classeur), page(ouvert(ORIGINE)))


EPREUVES: Final[Mapping[str, tuple[Epreuve, ...]]] = {
    "CLASSEUR-01": (
        Epreuve(abime("un fichier vide"), (DONNER,)),
        Epreuve(
            ranger_le_plan,
            (
                Voie("Lui rendre l’extension .csv et donner le répertoire", rendre_son_extension, DOSSIER),
                Voie("ou donner une maquette écrite par « financement maquette »", reprendre),
            ),
        ),
    ),
    "CLASSEUR-02": (
        Epreuve(abime("un mot de passe"), (Voie("Retirer le mot de passe d’ouverture", reprendre),)),
        Epreuve(
            lambda _: chiffre_par_entree(),
            (
                Voie(
                    "la protection des feuilles, elle, ne gêne pas",
                    reprendre_et_proteger,
                ),
            ),
        ),
    ),
    "CLASSEUR-03": (
        Epreuve(lambda octets: octets[:-400], (REPRENDRE,)),
        Epreuve(
            partie_qui_remonte,
            (REPRENDRE, Voie("ou le rouvrir dans un tableur et l’enregistrer de nouveau", dans_le_tableur())),
        ),
    ),
    "CLASSEUR-04": (
        Epreuve(
            lambda octets: rezipper({f"xl/media/image{n}.png": b"" for n in range(LIMITE_PARTIES)}, octets),
            (DONNER, Voie("ou supprimer les images et les objets ajoutés, puis enregistrer", dans_le_tableur())),
        ),
    ),
    "CLASSEUR-05": (Epreuve(avec(xl__media__image1_png=bruit(LIMITE_BASSE_D_OCTETS)), (DONNER, REFAIRE)),),
    "CLASSEUR-06": (
        Epreuve(
            avec(xl__media__image1_png=bytes(3_000_000)),
            (Voie("en supprimer les images dans un tableur et l’enregistrer de nouveau", dans_le_tableur()),),
        ),
    ),
    "CLASSEUR-07": (
        Epreuve(
            avec(xl__vbaProject_bin=b"x"),
            (Voie("L’enregistrer comme « Classeur Excel (.xlsx) »", dans_le_tableur()),),
        ),
        Epreuve(
            feuille_de_macros,
            (Voie("supprimer aussi les feuilles de macros et de dialogue", dans_le_tableur()),),
        ),
    ),
    "CLASSEUR-08": (
        Epreuve(lier, (Voie("Rompre les liaisons", dans_le_tableur(rompre)),)),
        Epreuve(
            avec(xl__connections_xml=b"<a/>"),
            (Voie("supprimer les connexions", dans_le_tableur()),),
        ),
        Epreuve(
            avec(xl__queryTables__queryTable1_xml=b"<a/>"),
            (Voie("et les requêtes (menu Données)", dans_le_tableur()),),
        ),
        Epreuve(image_liee, (Voie("et les images liées", dans_le_tableur()),)),
    ),
    "CLASSEUR-09": (
        Epreuve(
            avec(xl__embeddings__oleObject1_bin=b"x"),
            (
                Voie("Supprimer cet objet, puis enregistrer de nouveau", dans_le_tableur()),
                Voie("images et graphiques sont admis", dans_le_tableur(dessiner)),
            ),
        ),
    ),
    "CLASSEUR-10": (
        Epreuve(
            au_plan(remplacer("<worksheet", '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet')),
            (Voie("l’enregistrer de nouveau dans un tableur", dans_le_tableur()),),
        ),
    ),
    "CLASSEUR-11": (
        Epreuve(
            au_plan(b"<a/>"),
            (
                REPRENDRE,
                Voie("rétablir ce qu’elle a perdu et l’enregistrer de nouveau", dans_le_tableur(retablir_le_plan)),
            ),
        ),
    ),
    "CLASSEUR-12": (
        Epreuve(
            abime("un document Word"),
            (Voie("Donner une maquette écrite par « financement maquette »", reprendre),),
        ),
    ),
    "CLASSEUR-13": (
        Epreuve(
            lambda octets: rezipper({"xl/workbook.xml": strict}, octets),
            (Voie("L’enregistrer comme « Classeur Excel (.xlsx) »", dans_le_tableur()),),
        ),
    ),
    "CLASSEUR-14": (Epreuve(sans_feuille, (DONNER, REFAIRE)),),
    "CLASSEUR-15": (Epreuve(au_plan(None), (REPRENDRE, REFAIRE)),),
    "CLASSEUR-16": (
        Epreuve(
            remplir("GS4"),
            (
                Voie("Effacer cette cellule", selon_la_faute(effacer)),
                Voie("ou la rapprocher du reste", selon_la_faute(rapprocher)),
            ),
        ),
        Epreuve(remplir("A50001"), (Voie("Effacer cette cellule", selon_la_faute(effacer)),)),
    ),
    "CLASSEUR-17": (
        Epreuve(
            mise_en_forme,
            (
                Voie(
                    "Supprimer les lignes et les colonnes vides mises en forme", dans_le_tableur(oter_les_lignes_vides)
                ),
                REFAIRE,
            ),
        ),
    ),
    "CLASSEUR-19": (
        Epreuve(
            au_plan(remplacer("<sheetData>", f"{'<a>' * 300}{'</a>' * 300}<sheetData>")),
            (DONNER, REFAIRE),
        ),
    ),
    "CLASSEUR-18": (
        Epreuve(
            au_plan(remplacer('t="n"><v>50000</v>', 't="b"><v>50000</v>')),
            (
                Voie(
                    "Rouvrir le classeur dans un tableur, corriger la cellule, puis l’enregistrer",
                    dans_le_tableur(lambda classeur: setattr(page(classeur)[MONTANT], "value", 50_000)),
                ),
            ),
        ),
    ),
}
