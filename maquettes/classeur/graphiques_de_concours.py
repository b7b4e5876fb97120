"""Les graphiques natifs des concours, communs à l’annexe et à la maquette : leurs barres, leurs courbes, leur place.

Chacun lit un bloc de données, posé à droite de la zone imprimée : les noms en colonne 0, puis ses montants. ``Plage``
donne la plage fixe de ces rangs d’une colonne du bloc.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

from financement.valeurs.arrondi import arrondir
from maquettes.classeur.charte_des_graphiques import (
    A_REVERSER,
    A_VERSER,
    CLOTURE,
    ECART,
    ENGAGE,
    MOTIF,
    PAYE,
    PROGRAMME,
    REPERE,
)
from maquettes.classeur.graphique_natif import (
    Axe,
    Barres,
    GraphiqueNatif,
    Nuage,
    Serie,
    Trait,
    format_de_montant,
    format_sans_signe,
    insecable,
)
from maquettes.classeur.vivant import FeuilleVivante

__all__ = [
    "AISANCE",
    "COLONNES",
    "DONNEES",
    "HAUTEURS_DE_REPERE",
    "LARGEURS_DES_DONNEES",
    "Texte",
    "barres_de_la_cloture",
    "barres_des_soldes",
    "courbes_des_cumuls",
    "part_du_plus_grand",
    "place_a_gauche",
    "poser",
    "tetes_de_page",
]

COLONNES: Final = 23
"""La largeur de la zone imprimée, en colonnes."""

DONNEES: Final = COLONNES + 1
"""La colonne où commencent les données des graphiques, hors de la zone imprimée."""

LARGEURS_DES_DONNEES: Final = (44, 18, 18, 18, 18, 18)
AISANCE: Final = "1.3"
"""Ce que l’axe donne aux barres et à leurs étiquettes, la plus longue barre valant un."""

HAUTEURS_DE_REPERE: Final = ("1.1", "1.22", "1.34")
"""Où finit le trait de chaque date marquée, de la première à la dernière, le plus grand cumul valant un."""

Plage = Callable[[int, range], str]

_LARGEUR: Final = 1460
_HAUTEUR: Final = 470
"""Au moins, en pixels : un tableur replie les étiquettes d’un graphique plus bas.

Aucune hauteur n’est d’un nombre entier de lignes : un tableur qui réenregistre déplacerait le bord qui tombe juste.
"""

_LIGNE: Final = 20
"""En pixels, la hauteur d’une ligne de tableur."""

_PAGE: Final = 49
"""En lignes de tableur, la hauteur d’une page imprimée : aucun graphique n’en passe le bord."""

_AUTOUR: Final = 95
_RECOUVREMENT: Final = 100
_ECART_AU_PLUS: Final = 500
"""Ce qui sépare deux rangées, en pourcentage d’une barre : les tableurs n’admettent pas davantage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texte:
    """Le titre d’un graphique, et ce qu’il montre, en mots."""

    titre: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rangees:
    """La hauteur d’une rangée, en pixels, ce qu’une page en contient, et ses barres, l’une sous l’autre."""

    hauteur: int
    par_page: int
    barres: int
    ecart_au_moins: int

    def taille(self, nombre: int) -> tuple[int, int]:
        """Celle d’un graphique de ``nombre`` rangées."""
        return _LARGEUR, max(_HAUTEUR, _AUTOUR + self.hauteur * nombre)

    def ecart(self, nombre: int) -> int:
        """Ce qui sépare les rangées : peu nombreuses, leurs barres gardent leur épaisseur autant qu’il se peut."""
        barre = Fraction(100 * self.hauteur, 100 * self.barres + self.ecart_au_moins)
        rangee = Fraction(self.taille(nombre)[1] - _AUTOUR, nombre)
        return min(_ECART_AU_PLUS, max(self.ecart_au_moins, arrondir(100 * (rangee / barre - self.barres))))


_DES_SOLDES: Final = _Rangees(hauteur=30, par_page=26, barres=1, ecart_au_moins=40)
_DE_LA_CLOTURE: Final = _Rangees(hauteur=52, par_page=16, barres=4, ecart_au_moins=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Montree:
    """Une colonne du bloc, telle que ses barres la montrent ; sans couleur, elle ne fait que tenir la place."""

    nom: str
    colonne: int
    couleur: str = ""
    motif: str = ""
    etiquette: str = ""

    def sur(self, plage: Plage, rangs: range) -> Serie:
        return Serie(
            nom=self.nom,
            categories=plage(0, rangs),
            valeurs=plage(self.colonne, rangs),
            couleur=self.couleur,
            motif=self.motif,
            etiquette=self.etiquette,
        )


def barres_des_soldes(
    texte: Texte, plage: Plage, nombre: int, symbole: str, mots: tuple[str, str] = ("à verser", "à reverser")
) -> list[Barres]:
    """À verser à droite, à reverser à gauche ; colonnes : à verser, à reverser en négatif, place à droite, à gauche.

    ``mots`` : ce qui suit les montants de l’un et de l’autre, et nomme leur série.
    """
    a_droite, a_gauche = (format_sans_signe(format_de_montant(symbole, mot)) for mot in mots)
    montrees = (
        _Montree(nom=mots[0], colonne=1, couleur=A_VERSER, etiquette=a_droite),
        _Montree(nom=mots[1], colonne=2, couleur=A_REVERSER, motif=MOTIF, etiquette=a_gauche),
        _Montree(nom="place", colonne=3),
        _Montree(nom="place", colonne=4),
    )
    return _barres(texte, plage, montrees, _DES_SOLDES, _tranches(nombre, _DES_SOLDES), _RECOUVREMENT)


def barres_de_la_cloture(
    texte: Texte, plage: Plage, nombre: int, symbole: str, mots: tuple[str, str] = ("programmés", "à la clôture")
) -> list[Barres]:
    """Programmé, à la clôture et leur écart, chacun sa barre ; colonnes : ces trois, puis la place à droite.

    ``mots`` : ce qui suit les montants des deux premiers, et nomme leur série.
    """
    ecart = format_de_montant(symbole)
    montrees = (
        _Montree(nom=mots[0], colonne=1, couleur=PROGRAMME, etiquette=format_de_montant(symbole, mots[0])),
        # Plus haute que sa barre, l'étiquette de la clôture mordrait sur celle du programme, souvent plus longue.
        _Montree(nom="place", colonne=4),
        _Montree(nom=mots[1], colonne=2, couleur=CLOTURE, etiquette=format_de_montant(symbole, mots[1])),
        _Montree(
            nom="écart",
            colonne=3,
            couleur=ECART,
            motif=MOTIF,
            etiquette=insecable(f'"écart +"{ecart};"écart −"{ecart};""'),
        ),
    )
    return _barres(texte, plage, montrees, _DE_LA_CLOTURE, _tranches(nombre, _DE_LA_CLOTURE), 0)


def part_du_plus_grand(montants: str, part: str) -> str:
    """La formule, sans signe égal, de cette part du plus grand des ``montants`` (une plage, ou plusieurs)."""
    return f"ROUND(MAX({montants})*{part},2)"


def place_a_gauche(a_verser: str, a_reverser: str) -> str:
    """La formule de la place des étiquettes de gauche ; zéro si nul n’a rien à reverser."""
    droite, gauche = f"MAX({a_verser})", f"MIN({a_reverser})"
    return f"IF({gauche}=0,0,ROUND({gauche}-({droite}-{gauche})/4,2))"


def tetes_de_page(nombre: int) -> list[int]:
    """Les rangs où peut commencer un graphique : ceux qui portent la place, pour que tous aient la même échelle."""
    return sorted({tranche[0] for r in (_DES_SOLDES, _DE_LA_CLOTURE) for tranche in _tranches(nombre, r)})


def _tranches(nombre: int, rangees: _Rangees) -> list[range]:
    """Les rangs, par graphiques qui tiennent dans une page."""
    debuts = range(0, nombre, rangees.par_page)
    return [range(debut, min(debut + rangees.par_page, nombre)) for debut in debuts]


def _barres(
    texte: Texte,
    plage: Plage,
    montrees: Iterable[_Montree],
    rangees: _Rangees,
    tranches: Sequence[range],
    recouvrement: int,
) -> list[Barres]:
    return [
        Barres(
            titre=texte.titre + (f" ({rang} sur {len(tranches)})" if len(tranches) > 1 else ""),
            description=texte.description,
            series=tuple(montree.sur(plage, tranche) for montree in montrees),
            taille=rangees.taille(len(tranche)),
            ecart=rangees.ecart(len(tranche)),
            recouvrement=recouvrement,
        )
        for rang, tranche in enumerate(tranches, 1)
    ]


def courbes_des_cumuls(
    texte: Texte, plage: Plage, nombre: int, symbole: str, reperes: Iterable[tuple[str, str]], annees: Axe | None
) -> Nuage:
    """Engagé et payé, puis un trait par repère ; colonnes : ces deux, où ils tombent, puis où et jusqu’où va un trait.

    ``reperes`` : le nom de chaque trait, ou sa cellule, et de quel côté il s’écrit ; deux rangs du bloc chacun.
    """
    points, dernier = range(nombre), range(nombre - 1, nombre)
    vues = (("engagés", 1, ENGAGE, "dash", "square"), ("payés", 2, PAYE, "", "diamond"))
    traits = [
        Trait(
            nom=mots,
            abscisses=plage(3, rangs),
            ordonnees=plage(colonne, rangs),
            couleur=couleur,
            tirets=tirets,
            repere=repere,
            cote=cote,
            etiquette=format_de_montant(symbole, mots),
        )
        for rangs, cote in ((points, ""), (dernier, "right"))
        for mots, colonne, couleur, tirets, repere in vues
    ]
    for rang, (nom, cote) in enumerate(reperes):
        bouts = range(2 * rang, 2 * rang + 2)
        # Une étiquette de tableur se pose sur un point : le bout du trait en est un second.
        traits += [
            Trait(
                nom=nom,
                abscisses=plage(4, rangs),
                ordonnees=plage(5, rangs),
                couleur=REPERE,
                tirets="dash",
                cote=ecrit,
            )
            for rangs, ecrit in ((bouts, ""), (bouts[1:], cote))
        ]
    return Nuage(
        titre=texte.titre,
        description=texte.description,
        traits=tuple(traits),
        taille=(_LARGEUR, _HAUTEUR),
        annees=annees,
        format_des_montants=format_de_montant(symbole),
    )


def poser(feuille: FeuilleVivante, rangee: int, natifs: Iterable[GraphiqueNatif]) -> int:
    """Pose les graphiques l’un sous l’autre, aucun à cheval sur deux pages ; rend la rangée qui suit."""
    for natif in natifs:
        hauteur = ceil(natif.taille[1] / _LIGNE)
        if rangee // _PAGE != (rangee + hauteur + 1) // _PAGE:
            rangee = (rangee // _PAGE + 1) * _PAGE + 2
        feuille.inserer(rangee, 0, natif)
        rangee += hauteur + 2
    return rangee
