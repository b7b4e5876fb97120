"""Les fichiers de ``examples/fichiers_recus``, tels que les tiendraient une mairie, l’ANRU et deux bailleurs.

Les tableaux financiers disent le contenu de ``dossier/`` (saisi à la main) dans trois présentations ; les mouvements
sont écrits ici ligne à ligne, avec ce que le dossier n’en garde pas. ``python -m tests.fichiers_recus`` les refait.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from tests.fichiers_recus_textes import ecrire_grand_livre, ecrire_mandats

__all__ = ["EXEMPLE", "FICHIERS", "Ligne", "ecrire", "lignes_des_versions"]

EXEMPLE: Final = Path(__file__).parent.parent / "examples" / "fichiers_recus"

_CREE_LE: Final = datetime(2012, 1, 16, 9, 0, 0)  # noqa: DTZ001 (un classeur n’a pas de fuseau)
_EUROS: Final = "#,##0.00"
_EUROS_ET_TIRETS: Final = '#,##0.00;-#,##0.00;"-"'
_MILLIERS: Final = "#,##0.0"
_POURCENT: Final = "0.0%"

FAMILLES: Final = {
    "01": "Démolition de logements locatifs sociaux",
    "02": "Production de logements locatifs sociaux",
    "05": "Réhabilitation",
    "06": "Résidentialisation",
    "08": "Aménagements et espaces publics",
    "09": "Équipements",
    "12": "Ingénierie et conduite de projet",
}
MAITRES_OUVRAGE: Final = {
    "OPH": ("OPH de Saint-Aubray", "OPH"),
    "LOGIS": ("Logis du Vernay", "LOGIS DU VERNAY"),
    "FONCIERE_LOGEMENT": ("Foncière Logement", "AFL"),
    "VILLE": ("Ville de Saint-Aubray", "Ville"),
    "EPCI": ("CA du Haut-Vernay", "CAHV"),
}
UNITES: Final = {"logement": "lgts", "m2": "m²", "forfait": "forfait"}


@dataclass(frozen=True)
class Ligne:
    """Une opération dans une version : ses champs, et ses montants par colonne de financement."""

    champs: dict[str, str]
    montants: dict[str, str]

    @property
    def code(self) -> str:
        return self.champs["operation"]

    @property
    def base(self) -> str:
        return self.champs["base"].upper()

    @property
    def quantite(self) -> str:
        return f"{int(self.champs['quantite']):,} {UNITES[self.champs['unite']]}".replace(",", " ")

    def nombre(self, champ: str) -> float | None:
        return _nombre(self.champs[champ])

    def taux(self, champ: str) -> float | None:
        return _nombre(self.champs[champ].removesuffix(" %"))

    def montant(self, colonne: str) -> float:
        return _nombre(self.montants.get(colonne, "")) or 0.0


def _nombre(texte: str) -> float | None:
    return float(texte.replace(",", ".")) if texte else None


def lignes_des_versions() -> dict[int, list[Ligne]]:
    """Les lignes de chaque version du dossier saisi, dans l’ordre des opérations."""
    montants: dict[tuple[str, str], dict[str, str]] = {}
    for rang in _table("plan.csv"):
        colonne = "FONDS_PROPRES" if rang["nature"] == "fonds_propres" else rang["financeur"]
        montants.setdefault((rang["version"], rang["operation"]), {})[colonne] = rang["montant"]
    versions: dict[int, list[Ligne]] = {}
    for champs in _table("operations.csv"):
        cle = (champs["version"], champs["operation"])
        versions.setdefault(int(champs["version"]), []).append(Ligne(champs, montants[cle]))
    return versions


def _table(nom: str) -> list[dict[str, str]]:
    with (EXEMPLE / "dossier" / nom).open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


# --- classeurs


class Classeur:
    """Un classeur dont les octets ne dépendent que du contenu, et ses formats."""

    def __init__(self, chemin: Path, auteur: str) -> None:
        self._classeur = Workbook(str(chemin), {"strings_to_formulas": False, "strings_to_urls": False})
        self._classeur.set_properties({"author": auteur, "created": _CREE_LE})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def feuille(self, nom: str) -> Worksheet:
        feuille: Worksheet = self._classeur.add_worksheet(nom)
        feuille.set_landscape()
        feuille.set_paper(8)
        feuille.fit_to_pages(1, 0)
        feuille.hide_gridlines(2)
        return feuille

    def format(self, **proprietes: Any) -> Format:
        cle = tuple(sorted(proprietes.items()))
        if cle not in self._formats:
            base = {"font_name": "Arial", "font_size": 9, "valign": "vcenter"}
            self._formats[cle] = self._classeur.add_format(base | proprietes)
        return self._formats[cle]

    def fermer(self) -> None:
        self._classeur.close()


def _titres(classeur: Classeur, feuille: Worksheet, textes: Sequence[str], derniere: int) -> None:
    gras = classeur.format(bold=True, font_size=13, align="center")
    feuille.merge_range(0, 0, 0, derniere, textes[0], gras)
    for rang, texte in enumerate(textes[1:], start=1):
        feuille.write_string(rang, 0, texte, classeur.format(italic=True))


def _date(texte: str) -> datetime:
    return datetime.strptime(texte, "%d/%m/%Y")  # noqa: DTZ007 (une date d’acte n’a pas de fuseau)


# --- tableaux financiers


@dataclass(frozen=True)
class Colonne:
    """Une colonne d’un tableau : ses libellés, ce qu’elle écrit d’une ligne, et si elle se totalise.

    Une valeur qui commence par « = » est une formule, où ``{x}`` est la cellule de la colonne de clé ``x`` ; elle est
    enregistrée avec le résultat de ``valeur``.
    """

    cle: str
    libelles: tuple[str, ...]
    valeur: Callable[[Ligne], str | float | None]
    formule: Callable[[Ligne], str] | None = None
    format: str = ""
    largeur: float = 11
    somme: bool = False
    masquee: bool = False


@dataclass(frozen=True)
class Presentation:
    """Une feuille de tableau financier."""

    nom: str
    titres: tuple[str, ...]
    colonnes: tuple[Colonne, ...]
    titre_de_famille: Callable[[str], str]
    sous_total: Callable[[str], str]
    total: str
    pied: tuple[str, ...]
    teinte: str
    fusionner: str | None = None
    ordre: dict[str, Sequence[str]] = field(default_factory=dict)
    hors_sous_total: frozenset[str] = frozenset()
    en_marge: dict[str, str] = field(default_factory=dict)
    a_la_place: dict[tuple[str, str], str] = field(default_factory=dict)


def _ecrire_tableau(classeur: Classeur, presentation: Presentation, lignes: Iterable[Ligne]) -> None:
    feuille = classeur.feuille(presentation.nom)
    colonnes = presentation.colonnes
    _titres(classeur, feuille, presentation.titres, len(colonnes) - 1)
    entete = len(presentation.titres) + 1
    _ecrire_entete(classeur, feuille, presentation, entete)
    rang = entete + 2
    sommes: list[tuple[int, dict[str, float]]] = []
    for famille, groupe in groupby(lignes, key=lambda ligne: ligne.champs["famille"]):
        feuille.merge_range(
            rang,
            0,
            rang,
            len(colonnes) - 1,
            presentation.titre_de_famille(famille),
            classeur.format(bold=True, bg_color="#E7E6E6", border=1),
        )
        de_la_famille = _ordonnees(list(groupe), presentation.ordre.get(famille))
        rang, totaux = _ecrire_famille(classeur, feuille, presentation, de_la_famille, rang + 1)
        _ecrire_somme(classeur, feuille, presentation, presentation.sous_total(famille), rang, totaux)
        sommes.append((rang, {cle: montant for cle, (_, montant) in totaux.items()}))
        rang += 1
    total = {
        cle: (
            "=" + "+".join(xl_rowcol_to_cell(r, _indice(colonnes, cle)) for r, _ in sommes),
            sum(montants[cle] for _, montants in sommes),
        )
        for cle in sommes[0][1]
    }
    _ecrire_somme(classeur, feuille, presentation, presentation.total, rang, total)
    for ecart, texte in enumerate(presentation.pied, start=2):
        feuille.write_string(rang + ecart, 0, texte, classeur.format(italic=True))
    feuille.freeze_panes(entete + 2, 2)


def _ordonnees(lignes: list[Ligne], ordre: Sequence[str] | None) -> list[Ligne]:
    return lignes if ordre is None else sorted(lignes, key=lambda ligne: ordre.index(ligne.code))


def _indice(colonnes: Sequence[Colonne], cle: str) -> int:
    return next(i for i, colonne in enumerate(colonnes) if colonne.cle == cle)


def _ecrire_entete(classeur: Classeur, feuille: Worksheet, presentation: Presentation, rang: int) -> None:
    style = classeur.format(bold=True, text_wrap=True, align="center", border=1, bg_color=presentation.teinte)
    indice = 0
    for groupe, du_groupe in groupby(presentation.colonnes, key=lambda c: c.libelles[0]):
        colonnes = list(du_groupe)
        fin = indice + len(colonnes) - 1
        if len(colonnes[0].libelles) == 1:
            feuille.merge_range(rang, indice, rang + 1, indice, groupe, style)
        else:
            feuille.merge_range(rang, indice, rang, fin, groupe, style)
            for ecart, colonne in enumerate(colonnes):
                feuille.write_string(rang + 1, indice + ecart, colonne.libelles[1], style)
        indice = fin + 1
    for i, colonne in enumerate(presentation.colonnes):
        feuille.set_column(i, i, colonne.largeur, None, {"hidden": colonne.masquee})
    feuille.set_row(rang, 38)
    feuille.set_row(rang + 1, 26)


def _ecrire_famille(
    classeur: Classeur, feuille: Worksheet, presentation: Presentation, lignes: Sequence[Ligne], premier: int
) -> tuple[int, dict[str, tuple[str, float]]]:
    colonnes = presentation.colonnes
    for rang, ligne in enumerate(lignes, start=premier):
        for i, colonne in enumerate(colonnes):
            if colonne.cle != presentation.fusionner:
                _ecrire_cellule(classeur, feuille, presentation, (rang, i), colonne, ligne)
        if ligne.code in presentation.en_marge:
            texte = presentation.en_marge[ligne.code]
            feuille.write_string(rang, len(colonnes) + 1, texte, classeur.format(italic=True, font_color="#C00000"))
    if presentation.fusionner is not None:
        _ecrire_fusionnees(classeur, feuille, presentation, lignes, premier)
    comptees = [r for r, ligne in enumerate(lignes, start=premier) if ligne.code not in presentation.hors_sous_total]
    totaux = {}
    for i, colonne in enumerate(colonnes):
        if colonne.somme:
            montants = [
                float(valeur)
                for rang in comptees
                if isinstance(valeur := _valeur(presentation, colonne, lignes[rang - premier]), float | int)
            ]
            plage = f"{xl_rowcol_to_cell(comptees[0], i)}:{xl_rowcol_to_cell(comptees[-1], i)}"
            totaux[colonne.cle] = (f"=SUM({plage})", sum(montants))
    return premier + len(lignes), totaux


def _valeur(presentation: Presentation, colonne: Colonne, ligne: Ligne) -> str | float | None:
    return presentation.a_la_place.get((ligne.code, colonne.cle), colonne.valeur(ligne))


def _ecrire_cellule(
    classeur: Classeur,
    feuille: Worksheet,
    presentation: Presentation,
    cellule: tuple[int, int],
    colonne: Colonne,
    ligne: Ligne,
) -> None:
    valeur = _valeur(presentation, colonne, ligne)
    proprietes: dict[str, Any] = {"border": 1, "num_format": colonne.format or "@"}
    if isinstance(valeur, str):
        aligne = "right" if colonne.somme else "left"
        feuille.write_string(*cellule, valeur, classeur.format(**proprietes, text_wrap=True, align=aligne))
    elif valeur is None:
        feuille.write_blank(*cellule, None, classeur.format(**proprietes))
    elif colonne.formule is not None:
        places = {
            autre.cle: xl_rowcol_to_cell(cellule[0], i) for i, autre in enumerate(presentation.colonnes) if autre.cle
        }
        feuille.write_formula(
            *cellule, "=" + colonne.formule(ligne).format(**places), classeur.format(**proprietes), valeur
        )
    else:
        feuille.write_number(*cellule, valeur, classeur.format(**proprietes))


def _ecrire_fusionnees(
    classeur: Classeur, feuille: Worksheet, presentation: Presentation, lignes: Sequence[Ligne], premier: int
) -> None:
    indice = _indice(presentation.colonnes, presentation.fusionner or "")
    valeur = presentation.colonnes[indice].valeur
    style = classeur.format(border=1, text_wrap=True, align="center")
    rang = premier
    for texte, groupe in groupby(str(valeur(ligne)) for ligne in lignes):
        hauteur = len(list(groupe))
        if hauteur == 1:
            feuille.write_string(rang, indice, texte, style)
        else:
            feuille.merge_range(rang, indice, rang + hauteur - 1, indice, texte, style)
        rang += hauteur


def _ecrire_somme(
    classeur: Classeur,
    feuille: Worksheet,
    presentation: Presentation,
    libelle: str,
    rang: int,
    totaux: dict[str, tuple[str, float]],
) -> None:
    fond = {"bold": True, "border": 1, "bg_color": "#F2F2F2"}
    for i, colonne in enumerate(presentation.colonnes):
        if colonne.cle in totaux:
            formule, montant = totaux[colonne.cle]
            feuille.write_formula(rang, i, formule, classeur.format(**fond, num_format=colonne.format), montant)
        else:
            feuille.write_blank(rang, i, None, classeur.format(**fond))
    feuille.write_string(rang, 0, libelle, classeur.format(**fond))


def _montants(cle: str, groupe: str, sous_libelles: tuple[str, str], unite: float, format_: str) -> tuple[Colonne, ...]:
    """Les deux colonnes d’un financeur : son taux, déduit par une formule, et son montant."""
    taux, montant = sous_libelles
    vide_si_nul = format_ != _EUROS_ET_TIRETS

    def valeur(ligne: Ligne) -> float | None:
        return ligne.montant(cle) / unite or (None if vide_si_nul else 0.0)

    def part(ligne: Ligne) -> float | None:
        cout = ligne.nombre("cout_ht" if ligne.base == "HT" else "cout_ttc") or 1.0
        return ligne.montant(cle) / cout or None

    def formule(ligne: Ligne) -> str:
        return f"{{{cle}}}/{{{'cout_ht' if ligne.base == 'HT' else 'cout_ttc'}}}"

    return (
        Colonne(f"{cle}_part", (groupe, taux), part, formule, _POURCENT, 7),
        Colonne(cle, (groupe, montant), valeur, format=format_, largeur=13, somme=True),
    )


def _total(libelle: str, colonnes: Sequence[Colonne], format_: str) -> Colonne:
    """Le total de la ligne ; une somme de tableur ne compte pas un texte."""
    sommees = [colonne for colonne in colonnes if colonne.somme]

    def valeur(ligne: Ligne) -> float:
        return sum(float(v) for c in sommees if isinstance(v := c.valeur(ligne), float | int))

    return Colonne(
        "total",
        (libelle,),
        valeur,
        lambda _: "+".join(f"N({{{c.cle}}})" for c in sommees),
        format_,
        14,
        somme=True,
    )


def _cout_ttc(libelle: str, unite: float, format_: str, formule: Callable[[Ligne], str]) -> Colonne:
    """Le coût TTC, par une formule : son double a les résidus d’un tableur (1435199,9999999998)."""
    return Colonne(
        "cout_ttc",
        (libelle,),
        lambda ligne: (ligne.nombre("cout_ht") or 0.0) / unite * (1 + (ligne.taux("taux_tva") or 0.0) / 100),
        formule,
        format_,
        14,
        somme=True,
    )


def _convention_initiale() -> Presentation:
    financeurs = (
        Colonne("ANRU_part", ("ANRU", "Taux"), lambda o: _sur_cent(o.taux("taux_anru")), format="0%", largeur=7),
        _montants("ANRU", "ANRU", ("Taux", "Montant"), 1, _EUROS)[1],
        *_montants("VILLE", "Ville", ("Taux", "Montant"), 1, _EUROS),
        *_montants("EPCI", "CA du Haut-Vernay", ("Taux", "Montant"), 1, _EUROS),
        *_montants("DEPARTEMENT", "Département", ("Taux", "Montant"), 1, _EUROS),
        *_montants("REGION", "Région", ("Taux", "Montant"), 1, _EUROS),
        *_montants("FONDS_PROPRES", "Fonds propres du maître d’ouvrage", ("Taux", "Montant"), 1, _EUROS),
        *_montants("CDC", "Prêts CDC", ("Taux", "Montant"), 1, _EUROS),
    )
    return Presentation(
        nom="Convention initiale",
        titres=(
            "PROJET DE RÉNOVATION URBAINE DES TERRASSES – SAINT-AUBRAY",
            "Annexe 2 – Tableau financier – convention du 15 juin 2007",
            "Montants en euros. La base (HT ou TTC) est celle sur laquelle le plan de financement s’équilibre.",
        ),
        colonnes=(
            Colonne("code", ("N° d’opération",), lambda o: o.code, largeur=21),
            Colonne("libelle", ("Libellé précis de l’opération",), lambda o: o.champs["libelle"], largeur=36),
            Colonne("lieu", ("Localisation",), lambda o: o.champs["localisation"], largeur=20),
            Colonne("mo", ("Maître d’ouvrage",), lambda o: _maitre_ouvrage(o, 0), largeur=20),
            Colonne("quantite", ("Nombre de logements ou surface",), lambda o: o.quantite, largeur=12),
            Colonne("cout_ht", ("Coût HT",), lambda o: o.nombre("cout_ht"), format=_EUROS, largeur=14, somme=True),
            Colonne("tva", ("Taux de TVA",), lambda o: _sur_cent(o.taux("taux_tva")), format=_POURCENT, largeur=7),
            _cout_ttc("Coût TTC", 1, _EUROS, lambda _: "{cout_ht}*(1+{tva})"),
            Colonne("base", ("HT ou TTC",), lambda o: o.base, largeur=6),
            Colonne(
                "assiette",
                ("Base de financement prévisionnelle",),
                lambda o: o.nombre("assiette"),
                format=_EUROS,
                largeur=14,
                somme=True,
            ),
            *financeurs,
            _total("Total des financements", financeurs, _EUROS),
            Colonne("debut", ("Démarrage",), lambda o: o.champs["debut"].replace("-", " "), largeur=9),
            Colonne("duree", ("Durée en semestres",), lambda o: o.nombre("duree_semestres"), format="0", largeur=9),
        ),
        titre_de_famille=lambda famille: f"{famille} – {FAMILLES[famille]}",
        sous_total=lambda famille: f"Sous-total {famille}",
        total="TOTAL GÉNÉRAL",
        pied=(
            "La participation de Foncière Logement porte sur sa seule opération, en fonds propres.",
            "Vu pour être annexé à la convention.",
        ),
        teinte="#DDEBF7",
    )


def _avenant_1() -> Presentation:
    financeurs = (
        Colonne("ANRU_part", ("ANRU", "Taux"), lambda o: _en_texte(o.champs["taux_anru"]), largeur=7),
        _montants("ANRU", "ANRU", ("Taux", "k€"), 1000, _MILLIERS)[1],
        *_montants("REGION", "Région", ("Taux", "k€"), 1000, _MILLIERS),
        *_montants("DEPARTEMENT", "Département", ("Taux", "k€"), 1000, _MILLIERS),
        *_montants("EPCI", "CAHV", ("Taux", "k€"), 1000, _MILLIERS),
        *_montants("VILLE", "Ville", ("Taux", "k€"), 1000, _MILLIERS),
        *_montants("CDC", "CDC (prêt)", ("Taux", "k€"), 1000, _MILLIERS),
        *_montants("FONDS_PROPRES", "MOA (fonds propres)", ("Taux", "k€"), 1000, _MILLIERS),
    )
    terrasses = "5951203-08-{}-001"
    return Presentation(
        nom="Avenant 1",
        titres=(
            "LES TERRASSES – AVENANT N° 1 (20 mars 2009)",
            "Tableau financier consolidé – en milliers d’euros",
        ),
        colonnes=(
            Colonne("code", ("N° op.",), lambda o: o.code[8:15], largeur=14),
            Colonne("mo", ("MOA",), lambda o: _maitre_ouvrage(o, 1), largeur=20),
            Colonne("libelle", ("Opération",), lambda o: o.champs["libelle"], largeur=36),
            Colonne("lieu", ("Site",), lambda o: o.champs["localisation"], largeur=20),
            Colonne("quantite", ("Qté",), lambda o: o.quantite, largeur=10),
            Colonne("cout_ht", ("Coût HT (k€)",), lambda o: _milliers(o, "cout_ht"), format=_MILLIERS, somme=True),
            Colonne(
                "ancien",
                ("Coût HT convention 2007",),
                lambda o: _ANCIENS_COUTS.get(o.code[8:15]),
                format=_MILLIERS,
                masquee=True,
            ),
            Colonne("tva", ("TVA",), lambda o: o.champs["taux_tva"].replace(" ", ""), largeur=7),
            _cout_ttc(
                "Coût TTC (k€)",
                1000,
                _MILLIERS,
                lambda o: f"{{cout_ht}}*{1 + (o.taux('taux_tva') or 0.0) / 100:.3f}",
            ),
            Colonne("base", ("Base",), lambda o: o.base, largeur=6),
            Colonne("assiette", ("Assiette (k€)",), lambda o: _milliers(o, "assiette"), format=_MILLIERS, somme=True),
            *financeurs,
            _total("Total (k€)", financeurs, _MILLIERS),
            Colonne("debut", ("Début",), lambda o: _premier_semestre(o.champs["debut"]), largeur=14),
            Colonne("duree", ("Durée (sem.)",), lambda o: o.nombre("duree_semestres"), format="0", largeur=8),
        ),
        titre_de_famille=lambda famille: FAMILLES[famille],
        sous_total=lambda famille: f"S/T {FAMILLES[famille]}",
        total="TOTAL",
        pied=("En italique dans le rapport de présentation : les opérations nouvelles.",),
        teinte="#E2EFDA",
        fusionner="mo",
        ordre={"08": tuple(terrasses.format(n) for n in ("0003", "0001", "0002"))},
        hors_sous_total=frozenset({terrasses.format("0003")}),
    )


_ANCIENS_COUTS: Final = {"02-0001": 5400.0, "08-0001": 1850.0}


def _avenant_2() -> Presentation:
    financeurs = (
        Colonne("ANRU_part", ("ANRU", "Taux"), lambda o: _sur_cent(o.taux("taux_anru")), format="0%", largeur=7),
        _montants("ANRU", "ANRU", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS)[1],
        *_montants("REGION", "Conseil régional", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
        *_montants("DEPARTEMENT", "Conseil général", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
        *_montants("EPCI", "CA du Haut-Vernay", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
        *_montants("VILLE", "Ville", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
        *_montants("FONCIERE_LOGEMENT", "Foncière Logement", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
        *_montants("FONDS_PROPRES", "Fonds propres", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
        *_montants("CDC", "Prêts CDC", ("Taux", "Montant"), 1, _EUROS_ET_TIRETS),
    )
    ecole, voies = "5951203-09-0001-001", "5951203-08-0002-001"
    presentation = Presentation(
        nom="Avenant 2",
        titres=(
            "CONVENTION PLURIANNUELLE – QUARTIER DES TERRASSES",
            "Tableau financier – avenant n° 2 signé le 30 juin 2011",
            "En euros – la résidentialisation de la cité du Parc (06-0002) est retirée du programme.",
        ),
        colonnes=(
            Colonne("code", ("Numéro",), lambda o: o.code.replace("-", " "), largeur=21),
            Colonne("libelle", ("Intitulé",), lambda o: o.champs["libelle"], largeur=36),
            Colonne("mo", ("Maître d’ouvrage",), lambda o: _maitre_ouvrage(o, 0), largeur=20),
            Colonne("lieu", ("Secteur",), lambda o: o.champs["localisation"], largeur=20),
            Colonne("quantite", ("Quantité",), lambda o: o.quantite, largeur=10),
            Colonne("debut", ("Calendrier", "Démarrage"), _mois_ou_semestre, largeur=16),
            Colonne("duree", ("Calendrier", "Durée (semestres)"), lambda o: o.nombre("duree_semestres"), format="0"),
            Colonne(
                "cout_ht",
                ("Coût", "HT"),
                lambda o: o.nombre("cout_ht"),
                format=_EUROS_ET_TIRETS,
                largeur=14,
                somme=True,
            ),
            Colonne("tva", ("Coût", "TVA (%)"), lambda o: o.taux("taux_tva"), format="0.0", largeur=7),
            Colonne(
                "cout_ttc",
                ("Coût", "TTC"),
                lambda o: o.nombre("cout_ttc"),
                format=_EUROS_ET_TIRETS,
                largeur=14,
                somme=True,
            ),
            Colonne("base", ("Coût", "Base"), lambda o: o.base, largeur=6),
            Colonne(
                "assiette",
                ("Coût", "Base subventionnable"),
                lambda o: o.nombre("assiette"),
                format=_EUROS_ET_TIRETS,
                largeur=14,
                somme=True,
            ),
            *financeurs,
        ),
        titre_de_famille=lambda famille: f"Famille {famille} : {FAMILLES[famille]}",
        sous_total=lambda famille: f"Total famille {famille}",
        total="TOTAL PROJET",
        pied=("p.m. : pour mémoire.",),
        teinte="#FFF2CC",
        en_marge={voies: "Retrait du Département : cf. son courrier du 12/04/2011"},
        a_la_place={(voies, "DEPARTEMENT"): "p.m.", (ecole, "REGION"): "350 000"},
    )
    montants = [c if c.cle != "REGION_part" else _sans_part(c, ecole) for c in presentation.colonnes]
    return Presentation(**{**vars(presentation), "colonnes": tuple(montants)})


def _sans_part(colonne: Colonne, code: str) -> Colonne:
    """Pas de taux là où le montant est un texte : la formule y ferait une erreur."""
    return Colonne(**{**vars(colonne), "valeur": lambda ligne: None if ligne.code == code else colonne.valeur(ligne)})


def _sur_cent(taux: float | None) -> float | None:
    return None if taux is None else taux / 100


def _milliers(ligne: Ligne, champ: str) -> float | None:
    nombre = ligne.nombre(champ)
    return None if nombre is None else nombre / 1000


def _en_texte(texte: str) -> str | None:
    return texte or None


def _maitre_ouvrage(ligne: Ligne, forme: int) -> str:
    return MAITRES_OUVRAGE[ligne.champs["maitre_ouvrage"]][forme]


def _premier_semestre(semestre: str) -> str:
    annee, rang = semestre.split("-S")
    return f"{'1er' if rang == '1' else '2e'} sem. {annee}"


def _mois_ou_semestre(ligne: Ligne) -> str:
    debut = ligne.champs["debut"]
    return {"2011-S2": "septembre 2011", "2011-S1": "mars 2011"}.get(debut, debut.replace("-", " "))


def _avec_sa_fonciere(ligne: Ligne) -> Ligne:
    """La même, dont les fonds propres sont dans la colonne de Foncière Logement s’ils sont les siens."""
    if ligne.champs["maitre_ouvrage"] != "FONCIERE_LOGEMENT":
        return ligne
    return Ligne(ligne.champs, {"FONCIERE_LOGEMENT": ligne.montants["FONDS_PROPRES"]})


def ecrire_tableaux(chemin: Path) -> None:
    """Les trois versions du tableau financier, une feuille chacune."""
    classeur = Classeur(chemin, "Mission rénovation urbaine")
    versions = lignes_des_versions()
    versions[2] = [_avec_sa_fonciere(ligne) for ligne in versions[2]]
    for version, presentation in enumerate((_convention_initiale(), _avenant_1(), _avenant_2())):
        _ecrire_tableau(classeur, presentation, versions[version])
    classeur.fermer()


# --- extrait de l’ANRU : opération, décision, sa date, son montant, puis ses paiements

DECISIONS: Final = (
    ("01-0001", "59-2008-0012", "12/02/2008", 717600.00, (
        ("P08-0231", "10/04/2008", "Avance", 107640.00),
        ("P09-0077", "16/02/2009", "Acompte", 250000.00),
        ("P09-0612", "27/11/2009", "Acompte", 144680.00),
        ("P10-0498", "14/09/2010", "Solde", 198839.20),
    )),
    ("01-0002", "59-2008-0031", "24/06/2008", 508300.00, (
        ("P08-0466", "03/09/2008", "Avance", 76245.00),
        ("P10-0031", "20/01/2010", "Acompte", 200000.00),
        ("P11-0187", "08/04/2011", "Solde", 223000.00),
        ("R11-0009", "05/10/2011", "Reversement", -7539.14),
    )),
    ("02-0001", "59-2008-0044", "02/10/2008", 540000.00, (
        ("P08-0702", "11/12/2008", "Avance", 81000.00),
        ("P10-0140", "18/03/2010", "Acompte", 180000.00),
        ("P11-0255", "12/05/2011", "Acompte", 117000.00),
    )),
    ("02-0002", "59-2010-0017", "30/09/2010", 400000.00, (
        ("P11-0012", "13/01/2011", "Avance", 60000.00),
    )),
    ("05-0001", "59-2008-0045", "02/10/2008", 685750.00, (
        ("P08-0703", "11/12/2008", "Avance", 102862.50),
        ("P09-0540", "22/10/2009", "Acompte", 300000.00),
        ("P10-0655", "02/12/2010", "Solde", 269363.50),
    )),
    ("06-0001", "59-2009-0009", "14/05/2009", 405120.00, (
        ("P09-0381", "23/07/2009", "Avance", 60768.00),
        ("P10-0377", "21/07/2010", "Acompte", 120000.00),
    )),
    ("08-0001", "59-2009-0010", "14/05/2009", 714000.00, (
        ("P09-0630", "03/12/2009", "Acompte", 214200.00),
        ("P10-0641", "25/11/2010", "Acompte", 300000.00),
    )),
    ("08-0002", "59-2010-0003", "25/02/2010", 630000.00, ()),
    ("09-0001", "59-2008-0050", "20/11/2008", 900000.00, (
        ("P09-0511", "05/10/2009", "Acompte", 270000.00),
        ("P10-0560", "14/10/2010", "Acompte", 360000.00),
    )),
    ("12-0001", "59-2008-0005", "22/01/2008", 149500.00, (
        ("P09-0533", "20/10/2009", "Acompte", 70000.00),
    )),
)  # fmt: skip
PAIEMENT_MASQUE: Final = "P10-0377"
_ENTETE_ANRU: Final = (
    "Opération", "N° de décision", "Date de la décision", "Montant de la décision", "N° de paiement",
    "Date de paiement", "Nature du paiement", "Montant payé", "Cumul payé sur l’opération",
)  # fmt: skip


def ecrire_extrait(chemin: Path) -> None:
    """L’extrait des décisions et des paiements : une ligne par paiement, la décision répétée à chacune."""
    classeur = Classeur(chemin, "Agence comptable")
    feuille = classeur.feuille("Extraction")
    _titres(
        classeur,
        feuille,
        (
            "ANRU – SUIVI DES DÉCISIONS ATTRIBUTIVES ET DES PAIEMENTS",
            "Convention 5951203 – Les Terrasses – situation au 31/12/2011 – montants en euros",
        ),
        len(_ENTETE_ANRU) - 1,
    )
    style = classeur.format(bold=True, text_wrap=True, align="center", border=1, bg_color="#FCE4D6")
    for i, (libelle, largeur) in enumerate(zip(_ENTETE_ANRU, (19, 15, 12, 15, 12, 12, 14, 15, 15), strict=True)):
        feuille.write_string(3, i, libelle, style)
        feuille.set_column(i, i, largeur)
    feuille.set_row(3, 28)
    rang = 4
    for operation, decision, du, montant, paiements in DECISIONS:
        cumul = 0.0
        for paiement in paiements or (None,):
            _ecrire_decision(classeur, feuille, rang, (operation, decision, du, montant))
            if paiement is not None:
                cumul += paiement[3]
                _ecrire_paiement(classeur, feuille, rang, (*paiement, cumul))
                if paiement[0] == PAIEMENT_MASQUE:
                    feuille.set_row(rang, None, None, {"hidden": True})
            rang += 1
    total = sum(paiement[3] for *_, paiements in DECISIONS for paiement in paiements)
    gras = classeur.format(bold=True, num_format=_EUROS, top=1)
    feuille.write_string(rang, 0, "Total payé", gras)
    feuille.write_formula(rang, 7, f"=SUM(H5:H{rang})", gras, total)
    feuille.autofilter(3, 0, rang - 1, len(_ENTETE_ANRU) - 1)
    feuille.freeze_panes(4, 0)
    classeur.fermer()


def _ecrire_decision(classeur: Classeur, feuille: Worksheet, rang: int, decision: tuple[str, str, str, float]) -> None:
    operation, numero, du, montant = decision
    texte, date = classeur.format(border=1), classeur.format(border=1, num_format="dd/mm/yyyy")
    feuille.write_string(rang, 0, f"5951203{operation.replace('-', '')}001", texte)
    feuille.write_string(rang, 1, numero, texte)
    feuille.write_datetime(rang, 2, _date(du), date)
    feuille.write_number(rang, 3, montant, classeur.format(border=1, num_format=_EUROS))


def _ecrire_paiement(
    classeur: Classeur, feuille: Worksheet, rang: int, paiement: tuple[str, str, str, float, float]
) -> None:
    numero, date, nature, montant, cumul = paiement
    texte, euros = classeur.format(border=1), classeur.format(border=1, num_format=_EUROS)
    feuille.write_string(rang, 4, numero, texte)
    feuille.write_datetime(rang, 5, _date(date), classeur.format(border=1, num_format="dd/mm/yyyy"))
    feuille.write_string(rang, 6, nature, texte)
    feuille.write_number(rang, 7, montant, euros)
    feuille.write_number(rang, 8, cumul, euros)


# --- retours des bailleurs

RETOUR_A: Final = (
    ("01-0001", "Démolition barre A", (412.35, 901.2184, 88.75, None, None), "livré le 30/09/2009"),
    ("02-0001", "45 PLUS-CD Îlot Jaurès", (215.4, 1980.65, 2744.1275, 903.3, None), "livré le 15/04/2011"),
    ("05-0001", "Réhabilitation barre B, phase 1", (96.2, 1240.11, None, None, None), None),
    ("05-0001", "Réhabilitation barre B, phase 2", (None, 310.5, 1042.094, None, None), "livré le 12/03/2010"),
    ("06-0001", "Résidentialisation A et B", (None, None, 388.25, 402.6, 270.0), "en chantier"),
)
EXERCICES: Final = (2008, 2009, 2010, 2011)

RETOUR_B: Final = (
    ("01-0002", "Démolition de la tour C", (
        ("15/01/2009", "S1", "Situation n° 1", "412 300,50"),
        ("30/06/2009", "S2", "Situation n° 2", "388 940,00 €"),
        ("10/11/2009", "S3", "Situation n° 3", "185 671,22"),
        ("12/02/2010", "AV1", "Avoir sur situation n° 3", "(3 500,00)"),
    ), "983 411,72"),
    ("02-0002", "Construction de 20 logements PLAI", (
        ("08/03/2011", "H1", "Honoraires de maîtrise d’œuvre", "96 400,00"),
        ("22/09/2011", "S1", "Situation n° 1", "310 255,80"),
        ("14/12/2011", "S2", "Situation n° 2", "-   €"),
        ("15/12/2011", "REG1", "Régularisation de la situation n° 1", "2 255,80-"),
    ), "404 400,00"),
)  # fmt: skip
LIVRAISONS: Final = (("01-0002", "livré le 20/11/2009"), ("02-0002", "prévue au 2e sem. 2012"))


def ecrire_retour_a(chemin: Path) -> None:
    """L’état d’un bailleur : une colonne par exercice, en milliers d’euros TTC."""
    classeur = Classeur(chemin, "OPH")
    feuille = classeur.feuille("Dépenses")
    _titres(
        classeur,
        feuille,
        (
            "OPH de Saint-Aubray – dépenses réalisées",
            "ANRU Les Terrasses – en k€ TTC – retour à la mission rénovation urbaine, janvier 2012",
        ),
        8,
    )
    style = classeur.format(bold=True, align="center", border=1, bg_color="#D9E1F2", text_wrap=True)
    entete: tuple[str | int, ...] = ("N° ANRU", "Opération", *EXERCICES, "2012 (prév.)", "Total réalisé", "Avancement")
    for i, (libelle, largeur) in enumerate(zip(entete, (12, 34, 11, 11, 11, 11, 12, 13, 20), strict=True)):
        feuille.write(3, i, libelle, style)
        feuille.set_column(i, i, largeur)
    for rang, (code, libelle, montants, avancement) in enumerate(RETOUR_A, start=4):
        _ecrire_annees(classeur, feuille, rang, (code, libelle, montants, avancement))
    dernier = 4 + len(RETOUR_A)
    gras = classeur.format(bold=True, border=1, num_format=_MILLIERS)
    feuille.write_string(dernier, 0, "TOTAL", gras)
    feuille.write_blank(dernier, 1, None, gras)
    feuille.write_blank(dernier, 8, None, gras)
    for i in range(6):
        lettre = xl_col_to_name(i + 2)
        montants_ = [m[i] if i < 5 else sum(x or 0.0 for x in m[:4]) for _, _, m, _ in RETOUR_A]
        total = sum(x or 0.0 for x in montants_)
        feuille.write_formula(dernier, i + 2, f"=SUM({lettre}5:{lettre}{dernier})", gras, total)
    classeur.fermer()


def _ecrire_annees(
    classeur: Classeur,
    feuille: Worksheet,
    rang: int,
    ligne: tuple[str, str, tuple[float | None, ...], str | None],
) -> None:
    code, libelle, montants, avancement = ligne
    texte = classeur.format(border=1)
    feuille.write_string(rang, 0, code, texte)
    feuille.write_string(rang, 1, libelle, texte)
    for i, montant in enumerate(montants, start=2):
        style = classeur.format(border=1, num_format=_MILLIERS, italic=i == 6)
        if montant is None:
            feuille.write_blank(rang, i, None, style)
        else:
            feuille.write_number(rang, i, montant, style)
    total = sum(montant or 0.0 for montant in montants[:4])
    feuille.write_formula(
        rang, 7, f"=SUM(C{rang + 1}:F{rang + 1})", classeur.format(border=1, num_format=_MILLIERS), total
    )
    feuille.write(rang, 8, avancement, texte)


def ecrire_retour_b(chemin: Path) -> None:
    """L’état de l’autre bailleur : une ligne par pièce sous le titre de l’opération, des montants en texte."""
    classeur = Classeur(chemin, "Logis du Vernay")
    feuille = classeur.feuille("Pièces")
    _titres(classeur, feuille, ("Logis du Vernay – état des paiements aux entreprises (TTC)", "Les Terrasses"), 3)
    style = classeur.format(bold=True, align="center", border=1, bg_color="#EDEDED")
    for i, (libelle, largeur) in enumerate(
        zip(("Date", "Pièce", "Objet", "Montant TTC"), (13, 10, 40, 18), strict=True)
    ):
        feuille.write_string(3, i, libelle, style)
        feuille.set_column(i, i, largeur)
    texte, droite = classeur.format(border=1), classeur.format(border=1, align="right")
    gras = classeur.format(bold=True, border=1, align="right")
    rang = 4
    for code, libelle, pieces, total in RETOUR_B:
        titre = f"Opération {code} – {libelle}"
        feuille.merge_range(rang, 0, rang, 3, titre, classeur.format(bold=True, border=1, bg_color="#F7F7F7"))
        for rang_de_piece, piece in enumerate(pieces, start=rang + 1):
            for i, valeur in enumerate(piece):
                feuille.write_string(rang_de_piece, i, valeur, droite if i == 3 else texte)
        rang += len(pieces) + 1
        feuille.write_string(rang, 2, f"Total {code}", gras)
        feuille.write_string(rang, 3, total, gras)
        rang += 1
    livraisons = classeur.feuille("Livraisons")
    livraisons.set_column(0, 1, 24)
    for rang, (code, livraison) in enumerate((("Opération", "Livraison"), *LIVRAISONS)):
        livraisons.write_string(rang, 0, code, style if rang == 0 else texte)
        livraisons.write_string(rang, 1, livraison, style if rang == 0 else texte)
    classeur.fermer()


FICHIERS: Final[dict[str, Callable[[Path], None]]] = {
    "tableaux_financiers.xlsx": ecrire_tableaux,
    "extrait_anru.xlsx": ecrire_extrait,
    "grand_livre_ville.csv": ecrire_grand_livre,
    "mandats_2009.xml": ecrire_mandats,
    "retour_bailleur_A.xlsx": ecrire_retour_a,
    "retour_bailleur_B.xlsx": ecrire_retour_b,
}


def ecrire(vers: Path) -> None:
    """Écrit tous les fichiers dans ``vers``."""
    for nom, ecriture in FICHIERS.items():
        ecriture(vers / nom)


if __name__ == "__main__":
    ecrire(EXEMPLE)
