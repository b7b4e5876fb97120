"""Chaque remède, appliqué tel qu'il est écrit à la valeur lue, mène à un dossier accepté."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from openpyxl.cell.cell import Cell

from financement.catalogue import CodeFaute
from financement.fautes import Faute
from maquettes import convertir, lire_dossier
from maquettes.maquette.ecriture import maquette_du_projet
from tests.maquettes.catalogue_erreurs import DOSSIER, Exemple, exemples, fautes_de, preparer
from tests.maquettes.maquette.saisie import Saisies

BASE, *EXEMPLES = exemples()
PAR_CODE: Final[Mapping[str, Exemple]] = {exemple.code: exemple for exemple in EXEMPLES}
MAQUETTE: Final = Path("tilleuls.xlsx")
_DATES: Final = r"[0-9]{4}-S[12]|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4}"
VALEUR: Final = re.compile(_DATES + r"|[0-9]+(?: [0-9]{3})*(?:,[0-9]+)?(?: %)?")
CORRECTE: Final = re.compile(r"« ([^»]+) »")

Geste = Callable[[Faute], object]


@dataclass(frozen=True, slots=True)
class Remede:
    """Une des voies d'un remède : les mots qui la nomment, et ce qu'elle fait faire."""

    mots: str
    appliquer: Geste


def fichier(constatee: Faute) -> Path:
    return Path(DOSSIER, constatee.provenance.fichier or "")


def changer(nom: str, numero: int, modifier: Callable[[str], str]) -> None:
    """Modifie une ligne d'un fichier du dossier ; une ligne rendue vide est ôtée."""
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
    """Un geste après l'autre."""

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
        contenu = next(texte for titre, texte in BASE.gestes if titre == f"Fichier `{nom}`")
        Path(DOSSIER, nom).write_text(contenu, encoding="utf-8")

    return geste


def saisir(modifier: Callable[[Saisies, Faute], object]) -> Geste:
    """Modifie la maquette fautive et l'enregistre."""

    def geste(constatee: Faute) -> None:
        saisies = Saisies(MAQUETTE)
        modifier(saisies, constatee)
        saisies.enregistrer(MAQUETTE)

    return geste


def refaire_la_maquette(_: Faute) -> None:
    MAQUETTE.write_bytes(maquette_du_projet(lire_dossier(DOSSIER)))


def _feuille(saisies: Saisies, _: Faute) -> None:
    saisies.classeur.create_sheet("Insertion")
    for rang, titre in enumerate(("N° d'opération", "Heures prévues", "Heures réalisées"), 1):
        saisies.feuille("Insertion").cell(6, rang).value = titre


def _titres(saisies: Saisies, constatee: Faute) -> None:
    for rang, titre in enumerate(constatee.remede.rstrip(".").partition(" : ")[2].split(", "), 1):
        saisies.feuille("Insertion").cell(6, rang).value = titre


def _cellule_fautive(saisies: Saisies, constatee: Faute) -> Cell:
    lieu = constatee.provenance
    assert lieu.feuille is not None
    assert lieu.cellule is not None
    cellule = saisies.feuille(lieu.feuille)[lieu.cellule]
    assert isinstance(cellule, Cell)
    return cellule


def _cellule(saisies: Saisies, constatee: Faute) -> None:
    _cellule_fautive(saisies, constatee).value = 50_000


def _en_texte(saisies: Saisies, constatee: Faute) -> None:
    cellule = _cellule_fautive(saisies, constatee)
    cellule.number_format, cellule.value = "@", "20140000000000123"


def _vider(saisies: Saisies, constatee: Faute) -> None:
    _cellule_fautive(saisies, constatee).value = None


def _libelle(saisies: Saisies, constatee: Faute) -> None:
    feuille = saisies.feuille("Convention")
    attendu = constatee.message.partition("« ")[2].partition(" »")[0]
    (cellule,) = [c for rangee in feuille.iter_rows() for c in rangee if c.value == "Porteur"]
    cellule.value = attendu


def _defusionner(saisies: Saisies, _: Faute) -> None:
    saisies.feuille("Plan de financement").unmerge_cells("F7:F8")


REMEDES: Final[Mapping[CodeFaute, tuple[Remede, ...]]] = {
    CodeFaute.CONVENTION_ABSENTE: (Remede("Ajouter convention.toml", remettre("convention.toml")),),
    CodeFaute.FICHIER_ATTENDU: (
        Remede("Le remplacer par un fichier", puis(supprimer_le_repertoire, remettre("plan.csv"))),
        Remede("le supprimer s'il est vide", supprimer_le_repertoire),
    ),
    CodeFaute.ENCODAGE_ILLISIBLE: (Remede("Enregistrer de nouveau le fichier en UTF-8", remettre("plan.csv")),),
    CodeFaute.CSV_MALFORME: (
        Remede(
            "un guillemet dans un texte s'écrit doublé",
            reecrire("operations.csv", lambda texte: texte.replace('"Square', '"""Square"')),
        ),
    ),
    CodeFaute.ENTETE_ABSENT: (
        Remede(
            "Écrire en première ligne",
            lambda f: reecrire(
                "plan.csv", lambda texte: f.remede.partition(" : ")[2].partition(",")[0] + "\n" + texte.rstrip() + ";\n"
            )(f),
        ),
        Remede("supprimer le fichier s'il est vide", supprimer),
    ),
    CodeFaute.TOML_MALFORME: (
        Remede("les textes s'écrivent entre guillemets", ligne("convention.toml", 5, 'nom = "Quartier des Tilleuls"')),
    ),
    CodeFaute.JSON_MALFORME: (
        Remede(
            "Produire le fichier avec « financement convertir »",
            puis(lambda _: Path("dossier.json").unlink(), lambda _: convertir(DOSSIER, "dossier.json")),
        ),
    ),
    CodeFaute.FORMAT_INCONNU: (Remede("Écrire « format = 1 »", ligne("convention.toml", 1, "format = 1")),),
    CodeFaute.NOM_DE_FICHIER: (
        Remede("Le renommer realisations.csv", lambda f: fichier(f).rename(Path(DOSSIER, "realisations.csv"))),
        Remede("le sortir du répertoire", lambda f: fichier(f).rename(f.provenance.fichier or "")),
    ),
    CodeFaute.FICHIER_TROP_GROS: (Remede("Vérifier qu'il s'agit du bon fichier", remettre("journal.csv")),),
    CodeFaute.LECTURE_IMPOSSIBLE: (Remede("Vérifier", supprimer),),
    CodeFaute.MAQUETTE_NON_RECONNUE: (Remede("Écrire une maquette", refaire_la_maquette),),
    CodeFaute.MAQUETTE_D_UNE_AUTRE_VERSION: (Remede("refaire la maquette", refaire_la_maquette),),
    CodeFaute.FEUILLE_ABSENTE: (
        Remede("La rétablir sous ce nom, avec ses titres", saisir(_feuille)),
        Remede("refaire la maquette", refaire_la_maquette),
    ),
    CodeFaute.FEUILLE_SANS_EN_TETE: (Remede("Rétablir les titres de colonnes", saisir(_titres)),),
    CodeFaute.RUBRIQUE_ABSENTE: (Remede("Rétablir ce libellé", saisir(_libelle)),),
    CodeFaute.CELLULE_EN_ERREUR: (Remede("saisir la valeur", saisir(_cellule)),),
    CodeFaute.CELLULES_FUSIONNEES: (Remede("Les défusionner", saisir(_defusionner)),),
    CodeFaute.FORMULE_SANS_VALEUR: (Remede("saisir la valeur", saisir(_cellule)),),
    CodeFaute.FEUILLE_EN_PLUS: (
        Remede(
            "supprimer cette feuille", saisir(lambda s, f: s.classeur.remove(s.feuille(f.provenance.feuille or "")))
        ),
    ),
    CodeFaute.FEUILLE_EN_DOUBLE: (
        Remede("supprimer", saisir(lambda s, f: s.classeur.remove(s.feuille(f.provenance.feuille or "")))),
    ),
    CodeFaute.RUBRIQUE_EN_DOUBLE: (Remede("effacer l'autre libellé", saisir(_vider)),),
    CodeFaute.NOMBRE_TROP_LONG: (Remede("au format Texte", saisir(_en_texte)),),
    CodeFaute.COLONNE_INCONNUE: (
        Remede("La renommer", reecrire("plan.csv", lambda texte: texte.replace("Financeur", "financeur"))),
    ),
    CodeFaute.COLONNE_ABSENTE: (
        Remede(
            "L'ajouter à l'en-tête, avec ses valeurs",
            reecrire(
                "insertion.csv", lambda t: t.replace("\n", ";heures_realisees\n", 1).replace("1500\n", "1500;900\n")
            ),
        ),
    ),
    CodeFaute.COLONNE_EN_DOUBLE: (
        Remede(
            "N'en garder qu'une", reecrire("insertion.csv", lambda t: re.sub(";[^;\n]*$", "", t, flags=re.MULTILINE))
        ),
    ),
    CodeFaute.CELLULES_EN_TROP: (
        Remede(
            "Mettre entre guillemets",
            reecrire("journal.csv", lambda texte: texte.replace("tranche 1; solde", '"tranche 1; solde"')),
        ),
        Remede("retirer les cellules en trop", reecrire("journal.csv", lambda texte: texte.replace("; solde", ""))),
    ),
    CodeFaute.SEPARATEUR: (
        Remede("avec le séparateur « ; »", reecrire("insertion.csv", lambda texte: texte.replace(",", ";"))),
    ),
    CodeFaute.CLE_INCONNUE: (
        Remede("La renommer", reecrire("convention.toml", lambda texte: texte.replace("envelope", "enveloppe"))),
        Remede("la retirer", ligne("convention.toml", 14, "")),
    ),
    CodeFaute.CLE_ABSENTE: (
        Remede(
            "L'ajouter", reecrire("convention.toml", lambda t: t.replace("[convention]", '[convention]\nporteur = "V"'))
        ),
    ),
    CodeFaute.CLE_MAUVAIS_TYPE: (
        Remede("Donner un texte entre guillemets", ligne("convention.toml", 8, 'porteur = "92"')),
    ),
    CodeFaute.CLE_EN_DOUBLE: (Remede("N'en garder qu'une", ligne("convention.toml", 9, "")),),
    CodeFaute.FLOTTANT: (
        Remede(
            "L'écrire entre guillemets",
            lambda f: changer(
                "convention.toml", 14, lambda _: f"enveloppe = {f.remede.partition(' : ')[2].rstrip('.')}"
            ),
        ),
    ),
    CodeFaute.VALEUR_ABSENTE: (Remede("La renseigner", ecrire("50000,00")),),
    CodeFaute.VALEUR_INTERDITE: (
        Remede("Le retirer", reecrire("convention.toml", lambda texte: texte.replace("\\u0000", " "))),
    ),
    CodeFaute.CHOIX_INCONNU: tuple(Remede("Choisir parmi", choisir(rang)) for rang in range(3)),
    CodeFaute.ENTIER_ILLISIBLE: (Remede("Écrire un entier de 0 à 999", proposee(0)),),
    CodeFaute.QUANTITE_ILLISIBLE: (
        Remede("Écrire par exemple 144", proposee(0)),
        Remede("ou 0,8", proposee(1)),
    ),
    CodeFaute.TEXTE_TROP_LONG: (
        Remede("Le raccourcir", lambda f: remplacer(f, "A" * int(re.findall("limite de ([0-9]+)", f.message)[0]))),
    ),
    CodeFaute.CODE_MALFORME: (
        Remede(
            "Choisir un code plus simple", reecrire("convention.toml", lambda texte: texte.replace("AN\\nRU", "ANRU"))
        ),
    ),
    CodeFaute.SIRET_ILLISIBLE: (
        Remede("laisser vide", reecrire("convention.toml", lambda t: re.sub('siret = ".*"', 'siret = ""', t))),
    ),
    CodeFaute.QUANTITE_NON_ENTIERE: (
        Remede("Écrire un entier", ecrire("12")),
        Remede("changer d'unité", ecrire("m2", "unite")),
    ),
    CodeFaute.TEXTE_ABIME: (Remede("Écrire", proposee(0, CORRECTE)),),
    CodeFaute.MONTANT_ILLISIBLE: (Remede("Écrire un nombre comme", proposee(0)),),
    CodeFaute.MONTANT_SEPARATEURS_MELES: (Remede("Écrire", proposee(0)),),
    CodeFaute.MONTANT_TROP_DE_DECIMALES: (Remede("milliers", proposee(0)), Remede("sinon", proposee(1))),
    CodeFaute.MONTANT_GROUPES_IRREGULIERS: (Remede("Écrire", proposee(0)),),
    CodeFaute.MONTANT_NEGATIF: (
        Remede("positif", sans_signe),
        Remede("nul", ecrire("0")),
    ),
    CodeFaute.MONTANT_TROP_GRAND: (
        Remede("au plus", proposee(0)),
        Remede("L'écrire en euros, non en centimes", ecrire("1 000 000 000,00")),
    ),
    CodeFaute.MOUVEMENT_NEGATIF: (
        Remede(
            "Écrire le montant sans signe, avec le type",
            puis(sans_signe, lambda f: remplacer(f, CORRECTE.findall(f.remede)[0], "type")),
        ),
    ),
    CodeFaute.MONTANT_TIRET: (Remede("Écrire 0", proposee(0)), Remede("le renseigner", ecrire("50000,00"))),
    CodeFaute.TAUX_AMBIGU: (Remede("Écrire", proposee(0)), Remede("ou", proposee(1))),
    CodeFaute.TAUX_ILLISIBLE: (
        Remede("Écrire un pourcentage", proposee(0)),
        Remede("ou une fraction", ecrire("1/3")),
    ),
    CodeFaute.TAUX_TROP_GRAND: (Remede("Écrire un taux de 100 % au plus", proposee(0)),),
    CodeFaute.DATE_ILLISIBLE: (Remede("Écrire", proposee(0)), Remede("ou", proposee(1))),
    CodeFaute.DATE_INEXISTANTE: (
        Remede("Corriger le jour", ecrire("30/04/2008")),
        Remede("le mois", ecrire("31/03/2008")),
    ),
    CodeFaute.DATE_HORS_BORNES: (Remede("Écrire une année", lambda f: remplacer(f, f.lu.replace("0208", "2008"))),),
    CodeFaute.SEMESTRE_ILLISIBLE: (Remede("Écrire", proposee(0)),),
    CodeFaute.OPERATION_INCONNUE: (
        Remede("Corriger le code", ecrire("OP1")),
        Remede(
            "ajouter l'opération",
            lambda f: reecrire(
                "operations.csv", lambda t: t + t.splitlines()[1].replace("OP1", f.lu).replace("100000,00", "0") + "\n"
            )(f),
        ),
    ),
    CodeFaute.FINANCEUR_INCONNU: (
        Remede("Corriger le code", ecrire("ANRU")),
        Remede(
            "déclarer le financeur",
            lambda f: reecrire(
                "convention.toml", lambda t: t + f'\n[[financeurs]]\ncode = "{f.lu}"\nnom = "X"\ncategorie = "autre"\n'
            )(f),
        ),
    ),
    CodeFaute.FAMILLE_INCONNUE: (Remede("Choisir parmi", proposee(0)), Remede("Choisir parmi", proposee(11))),
    CodeFaute.VERSION_SANS_AVENANT: (
        Remede("Corriger le numéro", ecrire("1")),
        Remede(
            "déclarer l'avenant",
            reecrire(
                "convention.toml", lambda t: t + '\n[[avenants]]\nnumero = 2\nnature = "local"\ndate = 2010-01-01\n'
            ),
        ),
    ),
    CodeFaute.OPERATION_PAS_ENCORE_CREEE: (
        Remede("la version de la ligne de plan", lambda f: remplacer(f, "1")),
        Remede("celle de l'opération", reecrire("operations.csv", lambda texte: texte.replace("1;OP1", "0;OP1"))),
    ),
    CodeFaute.REGLEMENT_INCONNU: (
        Remede("Écrire pnru", ligne("convention.toml", 7, 'reglement = "pnru"')),
        Remede("ou npnru", ligne("convention.toml", 7, 'reglement = "npnru"')),
    ),
    CodeFaute.PARAMETRE_INCONNU: (
        Remede(
            "Choisir parmi",
            reecrire("reglement.toml", lambda texte: texte.replace("avance_maximal", "avance_maximale")),
        ),
    ),
    CodeFaute.DOUBLON: (Remede("N'en garder qu'une ligne", ligne("plan.csv", 4, "")),),
    CodeFaute.AVENANTS_DESORDONNES: (Remede("la date", ligne("convention.toml", 25, "date = 2009-03-15")),),
    CodeFaute.TTC_SANS_TAUX: (Remede("Renseigner taux_tva", ecrire("20 %")),),
    CodeFaute.NATURE_AMBIGUE: (Remede("Renseigner la nature du mouvement", ecrire("pret")),),
    CodeFaute.FINANCEUR_EN_TROP: (
        Remede("Vider ces cellules", ecrire("")),
        Remede("corriger le type", ecrire("acompte", "type")),
    ),
    CodeFaute.FINANCEUR_ABSENT: (Remede("Renseigner le financeur", ecrire("ANRU")),),
    CodeFaute.AUCUN_FINANCEUR: (Remede("Déclarer au moins un financeur", remettre("convention.toml")),),
    CodeFaute.TOTAL_TROP_GRAND: (
        Remede(
            "Vérifier l'unité", reecrire("journal.csv", lambda texte: texte.replace("100000000000,00", "1000000000,00"))
        ),
    ),
    CodeFaute.QUANTITE_SANS_UNITE: tuple(
        Remede(unite, ecrire(unite, "unite")) for unite in ("logement", "m2", "etp", "forfait")
    ),
    CodeFaute.REGLEMENT_ABSENT: (
        Remede("Ajouter reglement.toml", lambda _: Path(DOSSIER, "reglement.toml").write_text('base = "pnru"\n')),
        Remede("écrire pnru", ligne("convention.toml", 7, 'reglement = "pnru"')),
    ),
    CodeFaute.REGLEMENT_NON_ANNONCE: (
        Remede("Écrire reglement.toml", ligne("convention.toml", 7, 'reglement = "reglement.toml"')),
        Remede("retirer le règlement propre", lambda _: Path(DOSSIER, "reglement.toml").unlink()),
    ),
    CodeFaute.UNITE_DE_PARAMETRE: (
        Remede(
            "Corriger l'unité et la valeur",
            reecrire("reglement.toml", lambda t: t.replace('"euros"', '"taux"').replace("150 000,00", "15 %")),
        ),
    ),
    CodeFaute.MOUVEMENTS_DE_DEUX_ORIGINES: (
        Remede("Retirer ceux du dossier", lambda _: Path(DOSSIER, "journal.csv").unlink()),
    ),
    CodeFaute.CONVENTION_NON_DITE: (
        Remede(
            "Écrire son code dans cette colonne",
            puis(
                lambda _: Path("national.csv").write_text(
                    Path("national.csv").read_text(encoding="utf-8").replace("\n;", "\nC1;"), encoding="utf-8"
                ),
                lambda _: Path(DOSSIER, "journal.csv").unlink(),
            ),
        ),
    ),
}

AILLEURS: Final = frozenset(
    {
        # Le remède est de donner un autre chemin, de lire l'aide ou d'installer un paquet : rien ne s'écrit au dossier.
        *("LECTURE-01", "LECTURE-02", "LECTURE-14", "USAGE-01", "PAQUET-01", "ECRITURE-01", "ECRITURE-02"),
        # Le classeur est à rouvrir dans un tableur : test_modifications et test_libreoffice le font.
        *(code for code in CodeFaute if code.startswith("CLASSEUR-")),
        # Documents et portefeuilles : leurs propres tests rejouent la commande du remède.
        *("VERIFICATION-01", "VERIFICATION-02", "DOUBLON-02", "PORTEFEUILLE-02"),
    }
)


def test_chaque_code_a_son_remede_rejoue() -> None:
    assert set(REMEDES) | AILLEURS == set(CodeFaute)
    assert not set(REMEDES) & AILLEURS


@pytest.mark.parametrize(
    ("code", "rang"),
    [
        pytest.param(code, rang, id=f"{code} {r.mots}")
        for code, voies in REMEDES.items()
        for rang, r in enumerate(voies)
    ],
)
def test_le_remede_mene_a_un_dossier_accepte(
    code: CodeFaute, rang: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    preparer(BASE, Path(DOSSIER))
    exemple, remede = PAR_CODE[code], REMEDES[code][rang]
    preparer(exemple, Path(DOSSIER))
    (constatee,) = fautes_de(exemple)
    assert remede.mots in constatee.remede, "la voie n'est plus celle que dit le remède"
    remede.appliquer(constatee)
    assert [str(autre) for autre in fautes_de(exemple)] == []
