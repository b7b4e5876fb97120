"""Ce qu’un remède fait faire : le geste d’une personne sur un fichier du dossier, une maquette ou une commande."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from openpyxl.cell.cell import Cell

from exports.commandes import principal
from financement.fautes.faute import Faute
from maquettes import lire_dossier, lire_portefeuille
from tests.maquettes.catalogue_erreurs import DOSSIER, PAGE, Exemple, exemples, fautes_de, preparer
from tests.maquettes.classeurs_abimes import remplacer as remplacer_octets
from tests.maquettes.classeurs_abimes import rezipper
from tests.maquettes.maquette.petite import maquette_serree
from tests.maquettes.maquette.saisie import Saisies

BASE, *_ = exemples()
MAQUETTE: Final = Path("tilleuls.xlsx")
_DATES: Final = r"[0-9]{4}-S[12]|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4}"
VALEUR: Final = re.compile(_DATES + r"|[0-9]+(?: [0-9]{3})*(?:,[0-9]+)?(?: %)?")
CORRECTE: Final = re.compile(r"« ([^»]+) »")

LE_DOSSIER: Final = f"Lecture de `{DOSSIER}`."
ANNEXE: Final = f"financement annexe {DOSSIER} --au 2010-12-31"
PORTEFEUILLE: Final = f"Commande `financement portefeuille {DOSSIER} --au 2012-12-31 --journal national.csv`."
INSERTION: Final = "operation;heures_objectif;heures_realisees\nOP1;1500;900\n"
ENTETE_COMMUN: Final = "convention;date;type;operation;financeur;nature;montant;piece;libelle\n"
TEXTES: Final[Mapping[str, str]] = {titre.split("`")[1]: texte for titre, texte in BASE.gestes}
TRAVAUX: Final = "".join(
    f"2008-01-15;demande;OP1;ANRU;;1000,00;;{libelle}\n" for libelle in ("Réhabilitation", "Démolition")
)

DEUX_BAILLEURS: Final = (
    (
        "Ligne 26 de `convention.toml`",
        "".join(
            f'\n[[financeurs]]\ncode = "{code}"\nnom = "Bailleur"\ncategorie = "bailleur"\n'
            for code in ("BAILLEUR-SUD", "BAILLEUR-GRAND-SUD")
        ),
    ),
)
PARAMETRE: Final = """base = "pnru"

[[parametres]]
cle = "avance_maximale"
valeur = "20 %"
unite = "taux"
debut = 2009-01-01
fin = 2008-12-31
reference = "Délibération n° 12 du conseil d’administration"
confiance = "A"
"""

Geste = Callable[[Faute], object]


@dataclass(frozen=True, slots=True)
class Remede:
    """Une des voies d’un remède : les mots qui la nomment, et ce qu’elle fait faire."""

    mots: str
    appliquer: Geste = lambda _: None
    lecture: str = ""
    """Ce que le remède fait lire ou lancer à la place, comme la page le dit ; sinon, la même chose de nouveau."""
    gestes: tuple[tuple[str, str], ...] = ()
    """Ce qui abîme le dossier, si ce n’est pas l’exemple de la page."""


def fichier(constatee: Faute) -> Path:
    return Path(DOSSIER, constatee.provenance.fichier or "")


def changer(nom: str, numero: int, modifier: Callable[[str], str]) -> None:
    """Modifie une ligne d’un fichier du dossier ; une ligne rendue vide est ôtée."""
    chemin = Path(DOSSIER, nom)
    lignes = chemin.read_text(encoding="utf-8").splitlines()
    lignes[numero - 1] = modifier(lignes[numero - 1])
    chemin.write_text("".join(f"{ligne}\n" for ligne in lignes if ligne), encoding="utf-8")


def remplacer(constatee: Faute, texte: str, colonne: str = "") -> None:
    """Écrit ``texte`` dans la cellule que cite la faute, ou dans une autre colonne de sa ligne."""
    lieu = constatee.provenance
    assert lieu.fichier is not None
    assert lieu.ligne is not None
    entete = fichier(constatee).read_text(encoding="utf-8").splitlines()[0].lstrip("\ufeff").split(";")
    rang = entete.index(colonne or lieu.colonne or "")

    def modifier(ligne: str) -> str:
        cellules = ligne.split(";")
        return ";".join([*cellules[:rang], texte, *cellules[rang + 1 :]])

    changer(lieu.fichier, lieu.ligne, modifier)


def ecrire(texte: str, colonne: str = "") -> Geste:
    return lambda constatee: remplacer(constatee, texte, colonne)


def proposee(rang: int, motif: re.Pattern[str] = VALEUR) -> Geste:
    """Écrit la valeur de ce rang parmi celles que le remède lui-même propose."""
    return lambda constatee: remplacer(constatee, motif.findall(constatee.remede)[rang])


def ligne(nom: str, numero: int, texte: str) -> Geste:
    return lambda _: changer(nom, numero, lambda _: texte)


def reecrire(nom: str, modifier: Callable[[str], str]) -> Geste:
    def geste(_: Faute) -> None:
        chemin = Path(DOSSIER, nom)
        chemin.write_text(modifier(chemin.read_text(encoding="utf-8")), encoding="utf-8")

    return geste


def puis(*gestes: Geste) -> Geste:
    """Un geste après l’autre."""

    def geste(constatee: Faute) -> None:
        for un in gestes:
            un(constatee)

    return geste


def supprimer_le_repertoire(constatee: Faute) -> None:
    fichier(constatee).rmdir()


def sans_signe(constatee: Faute) -> None:
    remplacer(constatee, constatee.lu.lstrip("-"))


def choisir(rang: int) -> Geste:
    """Écrit le choix de ce rang parmi ceux que le remède énumère."""
    return lambda constatee: remplacer(constatee, constatee.remede.rstrip(".").partition(" : ")[2].split(", ")[rang])


def supprimer(constatee: Faute) -> None:
    fichier(constatee).unlink()


def remettre(nom: str) -> Geste:
    """Rend au dossier le fichier correct de la page."""

    def geste(_: Faute) -> None:
        Path(DOSSIER, nom).write_text(TEXTES[nom], encoding="utf-8")

    return geste


def ecrire_le_fichier(nom: str, texte: str) -> Geste:
    return lambda _: Path(DOSSIER, nom).write_text(texte, encoding="utf-8")


def encoder(nom: str, encodage: str) -> Geste:
    """Ouvre le fichier dans cet encodage et l’enregistre en UTF-8."""
    return lambda _: Path(DOSSIER, nom).write_text(Path(DOSSIER, nom).read_text(encodage), encoding="utf-8")


def lu(nom: str) -> str:
    return f"Lecture de `{nom}`."


def commande(mots: str) -> Geste:
    """Lance la commande, qui doit réussir."""

    def geste(_: Faute) -> None:
        assert principal(mots.split()) == 0, mots

    return geste


def lancer(mots: str, debut: str, faux: str, juste: str, gestes: tuple[tuple[str, str], ...] = ()) -> Remede:
    """Un remède qui se donne à la ligne de commande : ce par quoi elle finissait, ce par quoi elle doit finir."""
    faute, remede = (f"Commande `financement {debut} {fin}`." for fin in (faux, juste))
    return Remede(mots, lecture=remede, gestes=(*gestes, (faute, "")))


def refuser(mots: str, code: str) -> Geste:
    """Lance la commande, qui doit être refusée de cette faute : celle dont la page montre un exemple plus court."""

    def geste(_: Faute) -> None:
        assert [f.code for f in fautes_de(Exemple(code, [(f"Commande `financement {mots}`.", "")]))] == [code]

    return geste


def installer(constatee: Faute) -> None:
    """L’installation que dit le remède apporte le paquet : elle est celle du projet, qui l’a faite ici."""
    (distribution, extra), paquet = (
        re.findall(r'"([a-z-]+)\[([a-z]+)\]"', constatee.remede)[0],
        re.findall(r"« ([a-z-]+) »", constatee.message)[0],
    )
    projet = tomllib.loads((PAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert distribution == projet["name"]
    assert any(re.match(rf"{paquet}\b", exigence) for exigence in projet["optional-dependencies"][extra])


def journal_commun(code: str) -> Geste:
    ligne = f"{code};2008-01-15;avance;OP1;ANRU;;1000,00;;\n"
    return lambda _: Path("national.csv").write_text(ENTETE_COMMUN + ligne, encoding="utf-8")


def un_dossier_de_plus(_: Faute) -> None:
    """Le dossier de l’autre convention, lu avec le premier."""
    autre = Path("autre")
    preparer(BASE, autre)
    (autre / "journal.csv").unlink()
    texte = TEXTES["convention.toml"].replace('code = "C1"', 'code = "C7"')
    (autre / "convention.toml").write_text(texte, encoding="utf-8")
    assert lire_portefeuille([DOSSIER, autre], au=date(2012, 12, 31), journal="national.csv").refus == ()


def octets(nom: str, contenu: bytes) -> tuple[tuple[str, str], ...]:
    return ((f"Octets de `{nom}`", contenu.hex()),)


def operation(suite: str) -> tuple[tuple[str, str], ...]:
    return (("Ligne 2 de `operations.csv`", f"0;OP1;08;{suite}\n"),)


def subvention(montant: str) -> tuple[tuple[str, str], ...]:
    return (("Ligne 2 de `plan.csv`", f"0;OP1;ANRU;subvention;{montant}\n"),)


def mouvement(jour: str) -> tuple[tuple[str, str], ...]:
    return (("Ligne 2 de `journal.csv`", f"{jour};engagement;OP1;ANRU;;50000,00;DAS 1;\n"),)


def calculee(formule: str) -> Geste:
    """Met la formule derrière le premier montant du plan, avec la valeur qu’un tableur en a enregistrée."""

    def geste(_: Faute) -> None:
        rang = Saisies(MAQUETTE).classeur.sheetnames.index("Plan de financement") + 1
        modifier = remplacer_octets("<v>50000</v>", f"<f>{formule}</f><v>50000</v>")
        MAQUETTE.write_bytes(rezipper({f"xl/worksheets/sheet{rang}.xml": modifier}, MAQUETTE.read_bytes()))

    return geste


def saisir(modifier: Callable[[Saisies, Faute], object]) -> Geste:
    """Modifie la maquette fautive et l’enregistre."""

    def geste(constatee: Faute) -> None:
        saisies = Saisies(MAQUETTE)
        modifier(saisies, constatee)
        saisies.enregistrer(MAQUETTE)

    return geste


def refaire_la_maquette(_: Faute) -> None:
    MAQUETTE.write_bytes(maquette_serree(lire_dossier(DOSSIER)))


def retablir_la_feuille(saisies: Saisies, _: Faute) -> None:
    saisies.classeur.create_sheet("Insertion")
    for rang, titre in enumerate(("N° d’opération", "Heures prévues", "Heures réalisées"), 1):
        saisies.feuille("Insertion").cell(6, rang).value = titre


def retablir_les_titres(saisies: Saisies, constatee: Faute) -> None:
    for rang, titre in enumerate(constatee.remede.rstrip(".").partition(" : ")[2].split(", "), 1):
        saisies.feuille("Insertion").cell(6, rang).value = titre


def cellule_fautive(saisies: Saisies, constatee: Faute) -> Cell:
    lieu = constatee.provenance
    assert lieu.feuille is not None
    assert lieu.cellule is not None
    cellule = saisies.feuille(lieu.feuille)[lieu.cellule]
    assert isinstance(cellule, Cell)
    return cellule


def saisir_cinquante_mille(saisies: Saisies, constatee: Faute) -> None:
    cellule_fautive(saisies, constatee).value = 50_000


def saisir_en_texte(saisies: Saisies, constatee: Faute) -> None:
    cellule = cellule_fautive(saisies, constatee)
    cellule.number_format, cellule.value = "@", "20140000000000123"


def vider(saisies: Saisies, constatee: Faute) -> None:
    cellule_fautive(saisies, constatee).value = None


def retablir_le_libelle(saisies: Saisies, constatee: Faute) -> None:
    feuille = saisies.feuille("Convention")
    attendu = constatee.message.partition("« ")[2].partition(" »")[0]
    (cellule,) = [c for rangee in feuille.iter_rows() for c in rangee if c.value == "Porteur"]
    cellule.value = attendu


def defusionner(saisies: Saisies, _: Faute) -> None:
    saisies.feuille("Plan de financement").unmerge_cells("F7:F8")
