"""De quoi une maquette est faite : des feuilles, chacune un bloc de colonnes saisies ou calculées.

Une seule description sert à écrire le classeur et à le relire. Une colonne est saisie (elle nourrit une colonne du
dossier) ou calculée (une formule vive). Chaque colonne d’un bloc a un nom défini, ``bloc_colonne``, que les formules
emploient.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from maquettes.description.table import Colonne, Exigence
from maquettes.tableur.adresses import colonne_lettres

__all__ = [
    "AUTRES_FEUILLES",
    "CALCULS",
    "LIGNE_BANDEAU",
    "LIGNE_CONTROLE",
    "LIGNE_EN_TETE",
    "LIGNE_NOTE",
    "LIGNE_SOUS_TITRE",
    "LIGNE_TITRE",
    "NOM_DES_CALCULS",
    "PREMIERE_LIGNE",
    "PROPRIETE",
    "VERSION",
    "Bloc",
    "ColonneMaquette",
    "Formule",
    "Presentation",
    "Visibilite",
    "nom_defini",
]

VERSION: Final = 1
"""Version de la description ; une maquette d’une autre version est refusée."""

CALCULS: Final = 2
"""Version des feuilles calculées ; celles d’une maquette qui en suit une autre ne se comparent pas au moteur."""

NOM_DES_CALCULS: Final = "financement_calculs"
"""Nom défini qui dit cette version ; une maquette qui ne l’a pas suit la première."""

PROPRIETE: Final = "financement_maquette"
"""Propriété du fichier, et nom défini, qui font reconnaître une maquette et disent sa version."""

AUTRES_FEUILLES: Final = ("Notice", "Convention", "Contrôles", "Graphiques", "Listes", "Sceau")
"""Les feuilles qui ne sont pas celles d’un bloc."""

LIGNE_TITRE: Final = 0
LIGNE_SOUS_TITRE: Final = 1
LIGNE_CONTROLE: Final = 2
LIGNE_NOTE: Final = 3
LIGNE_BANDEAU: Final = 4
LIGNE_EN_TETE: Final = 5
"""La ligne d’en-tête d’une feuille à remplir ; celle d’une feuille calculée vient sous ses totaux."""
PREMIERE_LIGNE: Final = 6

_REFERENCE = re.compile(r"\[(\^?)(\w+)\]")


class Presentation(Enum):
    """Ce qu’une colonne montre : il décide du format, de l’alignement et de l’unité de ses valeurs."""

    TEXTE = auto()
    CODE = auto()
    ENTIER = auto()
    MONTANT = auto()
    TAUX = auto()
    DATE = auto()
    QUANTITE = auto()
    NOMBRE = auto()


class Visibilite(Enum):
    """Colonne montrée, ou repliée derrière le bouton « + » de son groupe (calcul intermédiaire)."""

    MONTREE = auto()
    REPLIEE = auto()


@dataclass(frozen=True, slots=True)
class Formule:
    """Une formule (noms anglais, virgules) répétée sur chaque ligne d’un bloc.

    ``[colonne]`` désigne la cellule de même ligne, ``[^colonne]`` celle de la ligne précédente, ``{n}`` le rang de la
    ligne dans le bloc, à partir de 1, et ``{k}`` le nombre de lignes du bloc. ``premiere`` remplace la formule sur la
    première ligne.
    """

    texte: str
    premiere: str | None = None

    def lignes(self, lettres: Mapping[str, str], premiere_ligne: int, capacite: int) -> Iterator[str]:
        """La formule de chaque ligne du bloc ; ``premiere_ligne`` est comptée depuis zéro."""
        modele = _compiler(self.texte, lettres, capacite)
        depart = modele if self.premiere is None else _compiler(self.premiere, lettres, capacite)
        for rang in range(1, capacite + 1):
            ligne = premiere_ligne + rang
            courant = depart if rang == 1 else modele
            yield courant.replace("\0", str(ligne)).replace("\1", str(ligne - 1)).replace("\2", str(rang))


def _compiler(texte: str, lettres: Mapping[str, str], capacite: int) -> str:
    def cellule(reference: re.Match[str]) -> str:
        return f"${lettres[reference[2]]}{chr(1) if reference[1] else chr(0)}"

    return _REFERENCE.sub(cellule, texte).replace("{n}", "\2").replace("{k}", str(capacite))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColonneMaquette:
    """Une colonne : saisie si elle nourrit la colonne ``saisie`` du dossier, calculée si elle a une ``formule``.

    ``liste`` : nom défini du choix proposé à la saisie. ``somme`` : la colonne a un total au-dessus de son en-tête.
    ``groupe`` : ce que dit le bandeau au-dessus d’elle et de ses voisines (aujourd’hui, à la clôture…).
    """

    nom: str
    libelle: str
    largeur: int
    presentation: Presentation
    saisie: Colonne | None = None
    formule: Formule | None = None
    visibilite: Visibilite = Visibilite.MONTREE
    liste: str | None = None
    consigne: str = ""
    somme: bool = False
    groupe: str = ""

    @property
    def est_exigee(self) -> bool:
        """Chaque ligne remplie en exige une valeur : la colonne ne peut pas manquer."""
        return self.saisie is not None and self.saisie.exigence is Exigence.VALEUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """Une feuille et son tableau ; un bloc qui se saisit porte le nom de sa table.

    ``reserve`` : lignes laissées libres au-delà du contenu ; ``vierge`` : lignes d’une maquette vierge. ``memoire`` :
    dans un bloc d’une ligne par financement, les colonnes dont l’autofinancement a son total à part, sur une seconde
    ligne ; la première n’additionne alors que les concours, d’après la colonne ``nature_rang``.
    """

    nom: str
    feuille: str
    titre: str
    note: str
    colonnes: tuple[ColonneMaquette, ...]
    reserve: int
    vierge: int
    figees: int = 1
    memoire: tuple[str, ...] = ()

    @property
    def lignes_de_totaux(self) -> tuple[int, ...]:
        """Les lignes des totaux, sous le bandeau s’il y en a un : aucune si rien ne s’additionne."""
        if not any(colonne.somme for colonne in self.colonnes):
            return ()
        premiere = LIGNE_BANDEAU + any(colonne.groupe for colonne in self.colonnes)
        return (premiere, premiere + 1) if self.memoire else (premiere,)

    @property
    def ligne_en_tete(self) -> int:
        """La ligne des titres de colonnes, comptée depuis zéro."""
        totaux = self.lignes_de_totaux
        return totaux[-1] + 1 if totaux else LIGNE_EN_TETE

    @property
    def premiere_ligne(self) -> int:
        """La première ligne du tableau, comptée depuis zéro."""
        return self.ligne_en_tete + 1

    @property
    def saisies(self) -> tuple[ColonneMaquette, ...]:
        """Les colonnes saisies."""
        return tuple(colonne for colonne in self.colonnes if colonne.saisie is not None)

    @property
    def calculs(self) -> tuple[ColonneMaquette, ...]:
        """Les colonnes calculées."""
        return tuple(colonne for colonne in self.colonnes if colonne.formule is not None)

    @property
    def lettres(self) -> dict[str, str]:
        """Les lettres de chaque colonne, par nom."""
        return {colonne.nom: colonne_lettres(rang) for rang, colonne in enumerate(self.colonnes)}

    def rang(self, nom: str) -> int:
        """Rang d’une colonne, à partir de zéro ; ``KeyError`` si elle n’existe pas."""
        for rang, colonne in enumerate(self.colonnes):
            if colonne.nom == nom:
                return rang
        raise KeyError(nom)


def nom_defini(bloc: str, colonne: str) -> str:
    """Le nom défini d’une colonne d’un bloc : ``plan_montant``."""
    return f"{bloc}_{colonne}"
