"""Les choix de lecture d’une feuille calculée : versions comparées, financeur de l’échéancier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from financement.operation import VERSION_MAXIMALE
from maquettes.classeur_vivant import ClasseurVivant, FeuilleVivante, Saisie
from maquettes.maquette import styles
from maquettes.maquette.blocs import BLOCS
from maquettes.maquette.description import LIGNE_CONTROLE, LIGNE_SOUS_TITRE, Presentation
from maquettes.maquette.formules import rang_de
from maquettes.maquette.moteur import Moteur
from maquettes.tableur.adresses import colonne_lettres

__all__ = ["CHOIX", "LIBELLES_DES_CHOIX", "ChoixDeLecture", "ecrire_choix"]

LIBELLES_DES_CHOIX: Final = 5
"""La colonne des libellés des choix, à droite du titre."""
COLONNE_DES_CHOIX: Final = 6
_FEUILLES: Final = {bloc.nom: bloc.feuille for bloc in BLOCS}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixDeLecture:
    """Une cellule à remplir en haut d’une feuille calculée, nommée ``nom``."""

    nom: str
    libelle: str
    ligne: int
    presentation: Presentation
    saisie: Saisie
    valeur: Callable[[Moteur], int | str | None]


def _version(consigne: str) -> Saisie:
    return Saisie(
        regle={"validate": "integer", "criteria": "between", "minimum": 0, "maximum": VERSION_MAXIMALE},
        titre="Version",
        consigne=consigne,
        refus="Un numéro de version : 0 pour la convention initiale, n pour l’avenant n.",
    )


CHOIX: Final[Mapping[str, tuple[ChoixDeLecture, ...]]] = MappingProxyType(
    {
        "comparaison": (
            ChoixDeLecture(
                nom="version_avant",
                libelle="De la version",
                ligne=LIGNE_SOUS_TITRE,
                presentation=Presentation.ENTIER,
                saisie=_version("Version de départ : 0 pour la convention initiale."),
                valeur=lambda moteur: moteur.reglages.avant,
            ),
            ChoixDeLecture(
                nom="version_apres",
                libelle="À la version",
                ligne=LIGNE_CONTROLE,
                presentation=Presentation.ENTIER,
                saisie=_version("Version d’arrivée."),
                valeur=lambda moteur: moteur.version_apres,
            ),
        ),
        "echeancier": (
            ChoixDeLecture(
                nom="echeancier_financeur",
                libelle="Financeur (vide : tous)",
                ligne=LIGNE_SOUS_TITRE,
                presentation=Presentation.CODE,
                saisie=Saisie(
                    regle={"validate": "list", "source": "=financeurs_code"},
                    titre="Financeur",
                    consigne="Le financeur dont on veut l’échéancier ; vide : tous ensemble.",
                    refus="Choisir un financeur déclaré, ou laisser vide.",
                ),
                valeur=lambda moteur: moteur.reglages.financeur or None,
            ),
        ),
    }
)
"""Les choix de chaque bloc calculé qui en a."""


def ecrire_choix(classeur: ClasseurVivant, feuille: FeuilleVivante, bloc: str, moteur: Moteur) -> None:
    """Écrit les choix d’un bloc, en haut à droite de sa feuille, et nomme leurs cellules."""
    for choix in CHOIX[bloc]:
        place = (choix.ligne, COLONNE_DES_CHOIX)
        style = styles.style_de_saisie(choix.presentation)
        feuille.texte(choix.ligne, LIBELLES_DES_CHOIX, choix.libelle, styles.LIBELLE)
        valeur = choix.valeur(moteur)
        match valeur:
            case None:
                feuille.vide(*place, style)
            case int():
                feuille.nombre(*place, valeur, style)
            case str():
                feuille.texte(*place, valeur, style)
        feuille.saisir(place, place, choix.saisie)
        cellule = f"'{_FEUILLES[bloc]}'!${colonne_lettres(COLONNE_DES_CHOIX)}${choix.ligne + 1}"
        classeur.definir_nom(choix.nom, cellule)
    if bloc == "echeancier":
        feuille.largeur(LIBELLES_DES_CHOIX, 22)
        feuille.largeur(COLONNE_DES_CHOIX, 22)
        rang = f"'{_FEUILLES[bloc]}'!${colonne_lettres(COLONNE_DES_CHOIX)}${LIGNE_CONTROLE + 1}"
        formule = f"={rang_de('echeancier_financeur', 'financeurs_code')}"
        choisi = moteur.financeurs.get(moteur.reglages.financeur, "")
        feuille.texte(LIGNE_CONTROLE, LIBELLES_DES_CHOIX, "Rang du financeur", styles.LIBELLE)
        feuille.formule(LIGNE_CONTROLE, COLONNE_DES_CHOIX, formule, choisi, styles.LEGENDE_INTERMEDIAIRE)
        classeur.definir_nom("echeancier_rang", rang)
