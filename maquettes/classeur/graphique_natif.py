"""Un graphique natif de tableur : des barres ou un nuage de points, leurs étiquettes au plus près, sans légende.

Toutes les plages sont sous la forme ``'Feuille'!$A$1:$A$9``.
"""

from dataclasses import dataclass
from typing import Any, Final

from financement.valeurs.montants import ESPACE_INSECABLE

__all__ = [
    "Axe",
    "Barres",
    "GraphiqueNatif",
    "Nuage",
    "Serie",
    "Trait",
    "composer",
    "format_de_montant",
    "format_sans_signe",
    "insecable",
]

_TEXTE: Final = {"size": 10}
_TITRE: Final = {"size": 12, "color": "#1F3864"}
_GRILLE: Final = {"visible": True, "line": {"color": "#D9D9D9"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """Une série de barres ; ``motif`` vide si elle est pleine ; une série sans ``couleur`` ne fait que tenir la place.

    ``etiquette`` est le format du nombre écrit au bout de chaque barre, rien s’il est vide.
    """

    nom: str
    categories: str
    valeurs: str
    couleur: str = ""
    motif: str = ""
    etiquette: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Une ligne d’un nuage, ou un point qui porte une étiquette : abscisses, ordonnées, couleur.

    ``tirets`` : ceux du tableur, rien si la ligne est pleine ; ``repere`` : forme de ses points, rien s’ils ne se
    voient pas ; ``cote`` : où s’écrit l’étiquette, rien si elle n’en a pas ; ``etiquette`` : format du montant, ou rien
    pour écrire le nom.
    """

    nom: str
    abscisses: str
    ordonnees: str
    couleur: str
    tirets: str = ""
    repere: str = ""
    cote: str = ""
    etiquette: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axe:
    """Les bornes d’un axe d’années, et son pas."""

    debut: int
    fin: int
    pas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Barres:
    """Des barres couchées, dans l’ordre des lignes ; ``recouvrement`` en pourcentage, 100 pour une seule par rangée.

    ``description`` est le texte de remplacement ; ``ecart``, ce qui sépare deux rangées, en pourcentage d’une barre.
    """

    titre: str
    description: str
    series: tuple[Serie, ...]
    taille: tuple[int, int]
    ecart: int
    recouvrement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nuage:
    """Des lignes par des points datés ; sans ``annees``, le tableur choisit les bornes de leur axe."""

    titre: str
    description: str
    traits: tuple[Trait, ...]
    taille: tuple[int, int]
    annees: Axe | None
    format_des_montants: str


GraphiqueNatif = Barres | Nuage


def format_de_montant(symbole: str, mots: str = "") -> str:
    r"""Le format d’un montant en euros écrit dans cette unité, et suivi de ces mots, insécables.

    >>> format_de_montant("k€", "à verser")
    '#,##0,"\xa0k€\xa0à\xa0verser"'
    """
    # Sans langue : avec elle, LibreOffice qui réenregistre perd une virgule, et l'axe dit mille fois plus.
    nombre = {"€": "#,##0", "k€": "#,##0,", "M€": "#,##0.0,,"}[symbole]
    return f'{nombre}"{insecable(f" {symbole} {mots}".rstrip())}"'


def insecable(texte: str) -> str:
    """Le texte d’une étiquette, que le tableur ne coupera pas."""
    return texte.replace(" ", ESPACE_INSECABLE)


def format_sans_signe(format_positif: str) -> str:
    """Le même format, sans le signe d’un montant négatif et muet s’il est nul."""
    return f'{format_positif};{format_positif};""'


def composer(classeur: Any, decrit: GraphiqueNatif) -> Any:
    """Le graphique de xlsxwriter ; ``classeur`` est le sien."""
    graphique = _barres(classeur, decrit) if isinstance(decrit, Barres) else _nuage(classeur, decrit)
    graphique.set_title({"name": decrit.titre, "name_font": _TITRE})
    graphique.set_legend({"none": True})
    graphique.set_size({"width": decrit.taille[0], "height": decrit.taille[1]})
    return graphique


def _barres(classeur: Any, decrit: Barres) -> Any:
    graphique = classeur.add_chart({"type": "bar"})
    for serie in decrit.series:
        graphique.add_series(
            {
                "name": serie.nom,
                "categories": f"={serie.categories}",
                "values": f"={serie.valeurs}",
                "gap": decrit.ecart,
                "overlap": decrit.recouvrement,
                **_remplissage(serie),
                **_etiquettes(serie),
            }
        )
    # Les montants se lisent au bout des barres : leur axe n'est que la place qu'il tient.
    graphique.set_x_axis(
        {
            "num_format": "0",
            "label_position": "none",
            "major_tick_mark": "none",
            "line": {"none": True},
            "major_gridlines": {"visible": False},
        }
    )
    graphique.set_y_axis({"reverse": True, "label_position": "low", "num_font": _TEXTE, "major_tick_mark": "none"})
    return graphique


def _remplissage(serie: Serie) -> dict[str, object]:
    if not serie.couleur:
        return {"fill": {"none": True}, "border": {"none": True}}
    contour = {"color": "#000000", "width": 0.5}
    if not serie.motif:
        return {"fill": {"color": serie.couleur}, "border": contour}
    motif = {"pattern": serie.motif, "fg_color": "#000000", "bg_color": serie.couleur}
    return {"pattern": motif, "border": contour}


def _etiquettes(serie: Serie) -> dict[str, object]:
    if not serie.etiquette:
        return {}
    ecrites = {"value": True, "num_format": serie.etiquette, "position": "outside_end", "font": _TEXTE}
    return {"data_labels": ecrites}


def _nom_ou_montant(trait: Trait) -> dict[str, object]:
    if not trait.cote:
        return {}
    dit = {"value": True, "num_format": trait.etiquette} if trait.etiquette else {"series_name": True}
    return {"data_labels": dit | {"position": trait.cote, "font": _TEXTE}}


def _nuage(classeur: Any, decrit: Nuage) -> Any:
    graphique = classeur.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    for trait in decrit.traits:
        repere: dict[str, object] = {"type": "none"}
        if trait.repere:
            repere = {
                "type": trait.repere,
                "size": 7,
                "fill": {"color": trait.couleur},
                "border": {"color": "#000000", "width": 0.5},
            }
        ligne: dict[str, object] = {"color": trait.couleur, "width": 2.25 if trait.repere else 1}
        graphique.add_series(
            {
                "name": trait.nom,
                "categories": f"={trait.abscisses}",
                "values": f"={trait.ordonnees}",
                "line": ligne | ({"dash_type": trait.tirets} if trait.tirets else {}),
                "marker": repere,
                **_nom_ou_montant(trait),
            }
        )
    axe: dict[str, object] = {"num_format": "0", "num_font": _TEXTE, "major_gridlines": {"visible": False}}
    if decrit.annees is not None:
        axe |= {"min": decrit.annees.debut, "max": decrit.annees.fin, "major_unit": decrit.annees.pas}
    graphique.set_x_axis(axe)
    graphique.set_y_axis({"num_format": decrit.format_des_montants, "num_font": _TEXTE, "major_gridlines": _GRILLE})
    return graphique
