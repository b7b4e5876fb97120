"""Un classeur xlsx que l’on écrit : la seule porte vers xlsxwriter.

Ce que xlsxwriter signale par un code de retour ou ignore devient une exception ; un texte n’est jamais une formule
ni un lien ; une formule porte toujours la valeur du moteur. Rien ne lit l’horloge : mêmes appels, mêmes octets.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal

import xlsxwriter
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from financement.fautes.faute import ErreurFinancement
from maquettes.classeur.impression import MiseEnPage, Papier
from maquettes.classeur.repli import Repli
from maquettes.tableur.adresses import adresse, colonne_lettres

if TYPE_CHECKING:
    from xlsxwriter.format import Format

__all__ = [
    "Classeur",
    "ClasseurImpossible",
    "Feuille",
    "Proprietes",
    "Style",
    "adresse",
    "colonne_lettres",
]

POLICE: Final = "Calibri"
_LONGUEUR_FORMULE: Final = 8192
_LONGUEUR_EN_TETE: Final = 255
_LONGUEUR_NOM: Final = 31
_LONGUEUR_PROPRIETE: Final = 255
# Une cellule que rien n'occupe, dans les limites de tous les tableurs ; d'une page vide, LibreOffice n'imprime rien.
_HORS_DE_TOUT: Final = (0, 701)
_BALISE: Final = "<r>"
_INTERDITS_AU_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_DEJA_ECHAPPES: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_CODES: Final[Mapping[int, str]] = {
    -1: "la cellule est hors de la feuille",
    -2: "le texte est trop long ou la date impossible",
    -3: "le lien est trop long",
    -4: "la feuille a trop de liens",
    -5: "la cible du lien est trop longue",
}


class ClasseurImpossible(ErreurFinancement, ValueError):
    """Le contenu demandé ne peut pas entrer dans un classeur xlsx."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proprietes:
    """Propriétés du fichier ; ``cree_le`` remplace l’heure, que rien ne lit."""

    titre: str
    sujet: str
    organisme: str
    commentaires: str
    cree_le: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Présentation d’une cellule ; un filet est une épaisseur (0 aucun, 7 cheveu, 1 fin, 2 moyen).

    ``saisie`` : ``libre`` pour une cellule que l’on remplit dans une feuille protégée, sinon ``verrouillee``.
    """

    format_nombre: str = "General"
    taille: int = 9
    graisse: str = "normale"
    pente: str = "droite"
    couleur: str = "#1A1A1A"
    fond: str | None = None
    horizontal: str = "left"
    vertical: str = "vcenter"
    repli: str = "aucun"
    retrait: int = 0
    filet_haut: int = 0
    filet_bas: int = 0
    couleur_filet: str = "#B8C2D0"
    soulignement: int = 0
    filet_lateral: int = 0
    saisie: str = "verrouillee"


def nombre_de_tableur(valeur: int | Decimal | Fraction) -> float | int:
    """Le nombre binaire le plus proche d’une valeur exacte."""
    if isinstance(valeur, int):
        return valeur
    numerateur, denominateur = valeur.as_integer_ratio()
    # La division de deux entiers est arrondie correctement ; un quotient entier reste entier.
    return numerateur if denominateur == 1 else numerateur / denominateur


def euros_de_tableur(centimes: int) -> float | int:
    """Des centimes en euros, au nombre binaire le plus proche."""
    return centimes / 100 if centimes % 100 else centimes // 100


def texte_de_resultat(texte: str) -> str:
    """Le texte que rend une formule, écrit comme Excel écrit les caractères que le xml refuse : ``_x0001_``."""
    if texte.isprintable() and "_x" not in texte:
        return texte
    return _INTERDITS_AU_XML.sub(lambda forme: f"_x{ord(forme[0]):04X}_", _DEJA_ECHAPPES.sub("_x005F", texte))


def _nomme_une_feuille(nom: str) -> bool:
    return 0 < len(nom) <= _LONGUEUR_NOM and not set("[]:*?/\\'") & set(nom)


class _FeuilleDeFormules(Worksheet):
    """Une feuille de xlsxwriter, dont deux manières d’écrire une formule sont remplacées."""

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: "Format | None" = None, value: object = 0
    ) -> Literal[0, -1, -2]:
        """Ôte le signe égal, et rien d’autre.

        xlsxwriter y cherche une à une cent fonctions qu’aucune de nos formules n’emploie : les quatre cinquièmes du
        temps d’une maquette.
        """
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _xml_formula_element(self, formula: str, result: object, attributes: Sequence[tuple[str, object]] = ()) -> None:
        """Annonce en texte le résultat vide : rien ne le distinguerait sinon d’un résultat jamais calculé.

        L’adresse, le style et le genre que reçoit la case n’ont rien à échapper.
        """
        annonces = [*attributes, ("t", "str")] if result == "" else attributes
        case = "".join([f' {nom}="{valeur}"' for nom, valeur in annonces])
        resultat = escape(result, quote=False) if isinstance(result, str) else result
        ecrit = f"<c{case}><f>{escape(formula, quote=False)}</f><v>{resultat}</v></c>"
        self.fh.write(ecrit)  # type: ignore[attr-defined] # xlsxwriter ne type que le flux d'avant l'ouverture


class Classeur:
    """Un classeur en mémoire ; :meth:`octets` le termine."""

    def __init__(self, proprietes: Proprietes) -> None:
        self._flux = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "dd/mm/yyyy",
        }
        self._classeur = xlsxwriter.Workbook(self._flux, options)
        minuit = datetime.datetime.combine(proprietes.cree_le, datetime.time())
        self._classeur.set_properties(
            {
                "title": proprietes.titre,
                "subject": proprietes.sujet,
                "company": proprietes.organisme,
                "comments": proprietes.commentaires,
                "created": minuit,
            }
        )
        self._formats: dict[Style, Format] = {}
        self._noms: set[str] = set()

    def feuille(self, nom: str) -> "Feuille":
        """Ajoute une feuille ; refuse un nom interdit ou déjà pris."""
        return Feuille(self, self._ajouter(nom), nom)

    def propriete(self, nom: str, valeur: str) -> None:
        """Ajoute une propriété au fichier ; un tableur en refuse une de plus de 255 caractères."""
        if len(valeur) > _LONGUEUR_PROPRIETE:
            raise ClasseurImpossible(f"propriété « {nom} » de plus de {_LONGUEUR_PROPRIETE} caractères")
        self._classeur.set_custom_property(nom, valeur, "text")

    def _ajouter(self, nom: str) -> "Worksheet":
        if not _nomme_une_feuille(nom) or nom.casefold() in self._noms:
            raise ClasseurImpossible(f"nom de feuille impossible : « {nom} »")
        self._noms.add(nom.casefold())
        return self._classeur.add_worksheet(nom, _FeuilleDeFormules)

    def format(self, style: Style) -> "Format":
        """Le format du classeur qui correspond à un style."""
        if style not in self._formats:
            proprietes = {
                "font_name": POLICE,
                "font_size": style.taille,
                "bold": style.graisse == "grasse",
                "italic": style.pente == "italique",
                "underline": style.soulignement,
                "font_color": style.couleur,
                "num_format": style.format_nombre,
                "align": style.horizontal,
                "valign": style.vertical,
                "text_wrap": style.repli == "replie",
                "indent": style.retrait,
                "top": style.filet_haut,
                "bottom": style.filet_bas,
                "top_color": style.couleur_filet,
                "bottom_color": style.couleur_filet,
                "left": style.filet_lateral,
                "right": style.filet_lateral,
                "left_color": style.couleur_filet,
                "right_color": style.couleur_filet,
                "locked": style.saisie != "libre",
            }
            if style.fond is not None:
                proprietes["bg_color"] = style.fond
            self._formats[style] = self._classeur.add_format(proprietes)
        return self._formats[style]

    def format_conditionnel(self, style: Style) -> "Format":
        """Ce qu’une mise en forme conditionnelle change : couleur, graisse, fond et filet bas."""
        proprietes: dict[str, object] = {"font_color": style.couleur}
        if style.graisse == "grasse":
            proprietes["bold"] = True
        if style.filet_bas:
            proprietes |= {"bottom": style.filet_bas, "bottom_color": style.couleur_filet}
        if style.fond is not None:
            proprietes["bg_color"] = style.fond
        return self._classeur.add_format(proprietes)

    def octets(self) -> bytes:
        """Termine le classeur et rend le fichier."""
        self._classeur.close()
        return self._flux.getvalue()


class Feuille:
    """Une feuille ; lignes et colonnes se comptent depuis zéro."""

    def __init__(self, classeur: Classeur, feuille: "Worksheet", nom: str) -> None:
        self._nom = nom
        self._classeur = classeur
        self._feuille = feuille
        feuille.hide_gridlines(2)

    @property
    def nom(self) -> str:
        """Le nom de la feuille."""
        return self._nom

    def _reussir(self, code: object, geste: str) -> None:
        if isinstance(code, int) and code < 0:
            raison = _CODES.get(code, f"code {code}")
            raise ClasseurImpossible(f"feuille « {self.nom} », {geste} : {raison}")

    def texte(self, ligne: int, colonne: int, texte: str, style: Style) -> None:
        """Écrit un texte, quels qu’en soient le début et la fin."""
        presentation = self._classeur.format(style)
        if texte.startswith(_BALISE):
            # xlsxwriter prendrait ce texte pour ses propres balises ; en deux fragments, il l'échappe.
            fragments = (presentation, texte[:1], presentation, texte[1:])
            code = self._feuille.write_rich_string(ligne, colonne, *fragments, presentation)
        else:
            code = self._feuille.write_string(ligne, colonne, texte, presentation)
        self._reussir(code, f"texte en {adresse(ligne, colonne)}")

    def texte_titre(self, ligne: int, colonne: int, textes: tuple[str, str], styles: tuple[Style, Style]) -> None:
        """Écrit dans une cellule un titre et ce qui le suit, à la ligne, chacun à son style ; le second est le sien."""
        (titre, suite), (du_titre, du_reste) = textes, styles
        if not titre:
            self.texte(ligne, colonne, suite, du_reste)
            return
        presentation = self._classeur.format(du_reste)
        fragments = (self._classeur.format(du_titre), titre, presentation, f"\n{suite}", presentation)
        code = self._feuille.write_rich_string(ligne, colonne, *fragments)
        self._reussir(code, f"cellule {adresse(ligne, colonne)}")

    def nombre(self, ligne: int, colonne: int, valeur: int | Decimal | Fraction, style: Style) -> None:
        """Écrit une valeur exacte, au nombre binaire le plus proche."""
        code = self._feuille.write_number(ligne, colonne, nombre_de_tableur(valeur), self._classeur.format(style))
        self._reussir(code, f"nombre en {adresse(ligne, colonne)}")

    def colonne_de_textes(self, premiere: int, colonne: int, textes: Iterable[str], style: Style) -> None:
        """Écrit un texte par ligne à partir de ``premiere``."""
        presentation, ecrire = self._classeur.format(style), self._feuille.write_string
        for ligne, texte in enumerate(textes, premiere):
            if texte.startswith(_BALISE) or ecrire(ligne, colonne, texte, presentation):
                self.texte(ligne, colonne, texte, style)

    def colonne_d_entiers(self, premiere: int, colonne: int, entiers: Iterable[int], style: Style) -> None:
        """Écrit un entier par ligne à partir de ``premiere``."""
        presentation, ecrire = self._classeur.format(style), self._feuille.write_number
        for ligne, entier in enumerate(entiers, premiere):
            if ecrire(ligne, colonne, entier, presentation):
                self.nombre(ligne, colonne, entier, style)

    def colonne_d_euros(self, premiere: int, colonne: int, centimes: Iterable[int], style: Style) -> None:
        """Écrit un montant en euros par ligne à partir de ``premiere``, donné en centimes."""
        presentation, ecrire = self._classeur.format(style), self._feuille.write_number
        for ligne, montant in enumerate(centimes, premiere):
            if ecrire(ligne, colonne, euros_de_tableur(montant), presentation):
                self.nombre(ligne, colonne, Fraction(montant, 100), style)

    def date(self, ligne: int, colonne: int, jour: datetime.date, style: Style) -> None:
        """Écrit une date."""
        minuit = datetime.datetime.combine(jour, datetime.time())
        code = self._feuille.write_datetime(ligne, colonne, minuit, self._classeur.format(style))
        self._reussir(code, f"date en {adresse(ligne, colonne)}")

    def vide(self, ligne: int, colonne: int, style: Style) -> None:
        """Présente une cellule sans valeur."""
        code = self._feuille.write_blank(ligne, colonne, None, self._classeur.format(style))
        self._reussir(code, f"cellule {adresse(ligne, colonne)}")

    def formule(
        self, ligne: int, colonne: int, formule: str, valeur: int | Decimal | Fraction | str, style: Style
    ) -> None:
        """Écrit une formule (``=…``, fonctions en anglais, virgules) et la valeur qu’en donne le moteur."""
        if not formule.startswith("=") or len(formule) > _LONGUEUR_FORMULE:
            raise ClasseurImpossible(f"feuille « {self.nom} », formule impossible en {adresse(ligne, colonne)}")
        resultat = texte_de_resultat(valeur) if isinstance(valeur, str) else nombre_de_tableur(valeur)
        code = self._feuille.write_formula(ligne, colonne, formule, self._classeur.format(style), resultat)
        self._reussir(code, f"formule en {adresse(ligne, colonne)}")

    def lien(self, ligne: int, colonne: int, feuille: str, texte: str, style: Style, cellule: str = "A1") -> None:
        """Écrit un lien vers une ``cellule`` d’une autre feuille."""
        if not _nomme_une_feuille(feuille):
            raise ClasseurImpossible(f"feuille « {self.nom} », lien vers une feuille impossible : « {feuille} »")
        cible = f"internal:'{feuille}'!{cellule}"
        code = self._feuille.write_url(ligne, colonne, cible, self._classeur.format(style), texte)
        self._reussir(code, f"lien en {adresse(ligne, colonne)}")
        if texte.startswith(_BALISE):
            self.texte(ligne, colonne, texte, style)

    def lien_externe(self, ligne: int, colonne: int, cible: str, texte: str, style: Style) -> None:
        """Écrit un lien vers un autre fichier, ou vers une de ses cellules : voir :func:`cible_externe`."""
        code = self._feuille.write_url(ligne, colonne, f"external:{cible}", self._classeur.format(style), texte)
        self._reussir(code, f"lien en {adresse(ligne, colonne)}")

    def fusion(self, ligne: int, colonnes: tuple[int, int], texte: str, style: Style) -> None:
        """Écrit un texte sur plusieurs colonnes voisines d’une ligne."""
        premiere, derniere = colonnes
        if premiere == derniere:
            self.texte(ligne, premiere, texte, style)
            return
        presentation = self._classeur.format(style)
        code = self._feuille.merge_range(ligne, premiere, ligne, derniere, "", presentation)
        self._reussir(code, f"fusion en {adresse(ligne, premiere)}")
        self.texte(ligne, premiere, texte, style)

    def largeur(self, colonne: int, caracteres: float, repli: Repli = Repli.MONTREE) -> None:
        """Fixe la largeur d’une colonne, et sa place dans le plan de la feuille."""
        self._reussir(self._feuille.set_column(colonne, colonne, caracteres, None, repli.options), "largeur de colonne")

    def hauteur(self, ligne: int, points: float) -> None:
        """Fixe la hauteur d’une ligne."""
        self._reussir(self._feuille.set_row(ligne, points), "hauteur de ligne")

    def figer(self, ligne: int, colonne: int) -> None:
        """Garde à l’écran ce qui est au-dessus de ``ligne`` et à gauche de ``colonne``."""
        self._feuille.freeze_panes(ligne, colonne)

    def filtrer(self, premiere: tuple[int, int], derniere: tuple[int, int]) -> None:
        """Pose un filtre automatique, la première ligne étant l’en-tête."""
        self._reussir(self._feuille.autofilter(*premiere, *derniere), "filtre")

    def tolerer_codes(self, premiere: tuple[int, int], derniere: tuple[int, int]) -> None:
        """Un code ou une année écrits en texte ne sont pas signalés comme des erreurs."""
        plage = f"{adresse(*premiere)}:{adresse(*derniere)}"
        self._reussir(self._feuille.ignore_errors({"number_stored_as_text": plage}), "tolérance")

    def mettre_en_page(self, page: MiseEnPage) -> None:
        """Règle l’impression : le papier, les pages de front, en-tête, pied, lignes et colonnes répétées."""
        for texte in (page.en_tete, page.pied):
            if len(texte.encode("utf-16-le")) // 2 > _LONGUEUR_EN_TETE:
                raise ClasseurImpossible(f"feuille « {self.nom} » : en-tête ou pied de plus de 255 caractères")
        feuille = self._feuille
        feuille.set_paper(page.papier)
        if page.papier is Papier.A3_PAYSAGE:
            feuille.set_landscape()
        if page.de_front is None:
            feuille.fit_to_pages(1, page.pages_de_haut)
        else:
            feuille.set_print_scale(page.de_front.echelle)
            feuille.set_v_pagebreaks(list(page.de_front.coupures))
            if page.de_front.repetees:
                feuille.repeat_columns(0, page.de_front.repetees - 1)
        feuille.set_margins(left=0.35, right=0.35, top=0.7, bottom=0.6)
        feuille.set_header(page.en_tete, {"margin": 0.3})
        feuille.set_footer(page.pied, {"margin": 0.3})
        if page.lignes_repetees is not None:
            feuille.repeat_rows(*page.lignes_repetees)
        self._reussir(feuille.print_area(0, 0, *page.derniere_cellule), "zone d’impression")

    def ne_pas_imprimer(self) -> None:
        """Réduit la zone d’impression à une cellule vide."""
        self._reussir(self._feuille.print_area(*_HORS_DE_TOUT, *_HORS_DE_TOUT), "zone d’impression")
