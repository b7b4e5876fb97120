"""Une feuille de rapprochement : ses colonnes décrites, ses lignes écrites à leur hauteur, ses liens, son filtre."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final

from financement.affichage.libelles import accorder
from financement.fautes.provenance import Provenance
from maquettes.classeur.classeur import Style
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.mesure import HAUTEUR_MAXIMALE, hauteur_de_ligne, lignes_occupees
from maquettes.classeur.pages_de_front import pages_de_front
from maquettes.classeur.vivant import FeuilleVivante
from maquettes.maquette.description import Presentation
from maquettes.maquette.styles import EN_TETE_CALCUL, EN_TETE_SAISIE, FORMATS, LIEN, SOUS_TITRE, TITRE, style_de_saisie
from maquettes.tableur.adresses import cible_externe

__all__ = [
    "EN_TETE",
    "LIENS_AU_PLUS",
    "Cellule",
    "Colonne",
    "Formule",
    "Lien",
    "Liens",
    "Renvoi",
    "chemin_depuis",
    "ecrire_cellule",
    "ecrire_feuille",
]

EN_TETE: Final = 3
"""La ligne des titres, comptée depuis zéro ; les lignes la suivent."""

_TAILLE: Final = 9
_RETRAIT: Final = 1.3
_AERATION: Final = 4
LIENS_AU_PLUS: Final = 65_530
"""Ce qu’un tableur admet de liens par feuille ; ensuite, un lien n’est que son texte."""

_TEXTES_MESURES: Final = 4_096

_TEXTE: Final = Style(format_nombre=FORMATS[Presentation.TEXTE], retrait=1, repli="replie", filet_bas=7)
_STYLES: Final[Mapping[Presentation, Style]] = {
    Presentation.TEXTE: _TEXTE,
    Presentation.MONTANT: Style(
        format_nombre=FORMATS[Presentation.MONTANT], horizontal="right", retrait=1, filet_bas=7
    ),
    Presentation.ENTIER: Style(format_nombre="0", horizontal="center", filet_bas=7),
    Presentation.DATE: Style(format_nombre=FORMATS[Presentation.DATE], horizontal="center", filet_bas=7),
}
_LIEN: Final = replace(LIEN, taille=_TAILLE, retrait=1, repli="replie", filet_bas=7)


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne ; ``saisie`` : une personne la remplit ; ``imprimee`` : elle est sur le papier."""

    titre: str
    largeur: float
    presentation: Presentation = Presentation.TEXTE
    saisie: bool = False
    imprimee: bool = True

    @property
    def style(self) -> Style:
        """La présentation de ses cellules."""
        return style_de_saisie(self.presentation) if self.saisie else _STYLES[self.presentation]


@dataclass(frozen=True, slots=True)
class Formule:
    """Une formule, et la valeur qu’elle a : un texte, un entier, ou des euros."""

    formule: str
    valeur: str | int | Fraction


@dataclass(frozen=True, slots=True)
class Lien:
    """Un texte qui mène à une cellule d’un fichier."""

    texte: str
    cible: str


@dataclass(frozen=True, slots=True)
class Renvoi:
    """Un texte qui mène à une cellule d’une autre feuille du classeur."""

    texte: str
    feuille: str
    cellule: str


Cellule = str | int | Fraction | Formule | Lien | Renvoi | None
"""Un texte, un entier, un montant en euros, une formule, un lien, ou rien."""


@dataclass(frozen=True, slots=True)
class Liens:
    """Où mènent les lieux d’un compte ; ``chemin_de`` : le chemin, depuis le classeur, d’un fichier qu’ils citent."""

    chemin_de: Callable[[str], str]

    def vers(self, lieux: Sequence[Provenance]) -> Cellule:
        """Le lien vers le premier lieu, qui dit le nombre des autres."""
        if not lieux:
            return None
        premier = lieux[0]
        autres = len(lieux) - 1
        texte = f"{premier} et {accorder(autres, 'autre', 'autres')}" if autres else str(premier)
        if premier.fichier is None:
            return texte
        return Lien(texte, cible_externe(self.chemin_de(premier.fichier), premier.feuille, premier.cellule))


def chemin_depuis(classeur: Path, fichier: Path) -> str:
    """Le chemin d’un fichier depuis le répertoire du classeur ; entier, d’un autre disque."""
    try:
        return Path(os.path.relpath(fichier, classeur.parent)).as_posix()
    except ValueError:
        return fichier.absolute().as_posix()


def ecrire_feuille(
    feuille: FeuilleVivante,
    sous_titre: str,
    colonnes: Sequence[Colonne],
    lignes: Sequence[Sequence[Cellule]],
    figees: int = 1,
) -> int:
    """Écrit titre, en-têtes et lignes, avec un filtre ; rend la dernière ligne, comptée depuis zéro."""
    feuille.texte(0, 0, feuille.nom, TITRE)
    imprimees = [colonne for colonne in colonnes if colonne.imprimee]
    de_front = pages_de_front([colonne.largeur for colonne in imprimees], [""] * len(imprimees), figees)
    # Sur plusieurs pages de front, ce qui est dans les colonnes répétées se recoupe à chacune.
    feuille.texte(1, figees if de_front else 0, sous_titre, SOUS_TITRE)
    for rang, colonne in enumerate(colonnes):
        feuille.largeur(rang, colonne.largeur)
        feuille.texte(EN_TETE, rang, colonne.titre, EN_TETE_SAISIE if colonne.saisie else EN_TETE_CALCUL)
    feuille.hauteur(EN_TETE, 30)
    feuille.figer(EN_TETE + 1, figees)
    mesurer = lru_cache(maxsize=_TEXTES_MESURES)(lignes_occupees)
    liens = 0
    for ligne, cellules in enumerate(lignes, EN_TETE + 1):
        occupees = 1
        for rang, (colonne, cellule) in enumerate(zip(colonnes, cellules, strict=True)):
            ecrite = _texte(cellule) if liens == LIENS_AU_PLUS and isinstance(cellule, Lien | Renvoi) else cellule
            liens += isinstance(ecrite, Lien | Renvoi)
            ecrire_cellule(feuille, (ligne, rang), colonne.style, ecrite)
            if (texte := _texte(ecrite)) is not None:
                occupees = max(occupees, mesurer(texte, colonne.largeur - _RETRAIT, _TAILLE))
        if occupees > 1:
            feuille.hauteur(ligne, min(hauteur_de_ligne(occupees, _TAILLE) + _AERATION, HAUTEUR_MAXIMALE))
    derniere = EN_TETE + max(len(lignes), 1)
    fin = (derniere, len(colonnes) - 1)
    feuille.filtrer((EN_TETE, 0), fin)
    feuille.tolerer_codes((EN_TETE + 1, 0), fin)
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&9Rapprochement&R&9{feuille.nom}",
            pied="&R&9page &P / &N",
            lignes_repetees=(EN_TETE, EN_TETE),
            derniere_cellule=(derniere, len(imprimees) - 1),
            de_front=de_front,
        )
    )
    return derniere


def _texte(cellule: Cellule) -> str | None:
    if isinstance(cellule, str):
        return cellule
    return cellule.texte if isinstance(cellule, Lien | Renvoi) else None


def ecrire_cellule(feuille: FeuilleVivante, place: tuple[int, int], style: Style, cellule: Cellule) -> None:
    """Écrit une cellule de ce style ; un lien a le sien."""
    match cellule:
        case None:
            feuille.vide(*place, style)
        case Lien(texte, cible):
            feuille.lien_externe(*place, cible, texte, _LIEN)
        case Renvoi(texte, nom, cible):
            feuille.lien(*place, nom, texte, _LIEN, cible)
        case Formule(formule, valeur):
            feuille.formule(*place, formule, valeur, style)
        case str():
            feuille.texte(*place, cellule, style)
        case int() | Fraction():
            feuille.nombre(*place, cellule, style)
