"""La feuille masquée du sceau : ce que la part disait à l’envoi, pour comparer ce qui revient."""

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final

from maquettes.classeur.vivant import ClasseurVivant
from maquettes.maquette import styles
from maquettes.maquette.disposition import plage
from maquettes.maquette.sceau import FEUILLE_SCEAU, NOM_DU_SCEAU, PLACE_DU_SCEAU, TITRE_DU_SCEAU

__all__ = ["ecrire_sceau"]

_LIBELLES: Final = ("Maître d’ouvrage", "Version du tableau", "Empreinte de l’envoi")
_NOTE: Final = (
    "Ce qui a été envoyé, pour ne retenir au retour que ce qui a changé. Ne rien écrire ici ; "
    "sans cette feuille, la maquette ne peut plus être réunie au dossier."
)


def ecrire_sceau(classeur: ClasseurVivant, textes: Sequence[str]) -> None:
    """Écrit les cellules du sceau, les nomme, et masque la feuille."""
    feuille = classeur.feuille_vivante(FEUILLE_SCEAU, "#8496B0")
    feuille.largeur(0, 24)
    feuille.largeur(1, 80)
    feuille.texte(0, 0, TITRE_DU_SCEAU, styles.TITRE)
    feuille.texte(1, 0, _NOTE, styles.SOUS_TITRE)
    libelles = chain(_LIBELLES, repeat("État envoyé"))
    premiere, colonne = PLACE_DU_SCEAU
    for ligne, (libelle, texte) in enumerate(zip(libelles, textes, strict=False), premiere):
        feuille.texte(ligne, 0, libelle, styles.LIBELLE)
        feuille.texte(ligne, colonne, texte, styles.LIBELLE)
    derniere = premiere + len(textes) - 1
    classeur.definir_nom(NOM_DU_SCEAU, plage(FEUILLE_SCEAU, PLACE_DU_SCEAU, (derniere, colonne)))
    feuille.proteger()
    feuille.masquer()
