"""Les relevés d’indicateurs de dossiers sur le disque, chacun lu en un relevé ou en un refus."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from financement.indicateurs import ReleveConvention, TableauDeBord, relever, tableau_de_bord
from financement.portefeuille.portefeuille import Refus
from financement.valeurs import validation
from maquettes.assemblage.assemblage import assembler
from maquettes.dossiers import DossierExamine
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.portefeuille.lecture import lire_un_dossier, trouver_dossiers
from maquettes.portefeuille.lectures_reparties import Suivre, lire_tout, ne_rien_suivre

__all__ = ["lire_releve", "lire_releves", "lire_tableau_de_bord"]


def lire_releve(chemin: str | Path, au: date) -> ReleveConvention | Refus:
    """Le relevé à la date ``au`` du dossier ``chemin``, ou le refus qui dit toutes ses fautes.

    Fonction d’un seul dossier et sans mémoire, que tout moteur de calcul peut distribuer.
    """
    validation.exiger("Relevé", validation.jour("au", au))

    def calculer(examine: DossierExamine, nom: str) -> ReleveConvention:
        releve = relever(examine.projet, au=au, dossier=nom)
        return replace(releve, bilan=replace(releve.bilan, remarques=examine.remarques))

    return lire_un_dossier(chemin_donne("chemin", chemin), assembler, calculer)


def lire_releves(
    dossiers: Sequence[Path], *, au: date, travailleurs: int = 1, suivre: Suivre = ne_rien_suivre
) -> list[ReleveConvention | Refus]:
    """Le relevé ou le refus de chaque dossier, dans leur ordre, sur ``travailleurs`` processus."""
    return lire_tout(partial(lire_releve, au=au), dossiers, travailleurs=travailleurs, suivre=suivre)


def lire_tableau_de_bord(chemins: Iterable[str | Path], *, au: date, travailleurs: int = 1) -> TableauDeBord:
    """Les indicateurs des dossiers que désignent ``chemins``, à la date ``au``.

    ``travailleurs`` : nombre de processus ; le résultat n’en dépend pas. Au-delà d’un, le script appelant se protège
    par ``if __name__ == "__main__":``. Un dossier illisible est un refus, dont aucun autre ne pâtit.
    """
    examens = validation.jour("au", au), validation.instance("travailleurs", travailleurs, int)
    validation.exiger("Tableau de bord", *examens)
    return tableau_de_bord(lire_releves(trouver_dossiers(chemins), au=au, travailleurs=travailleurs), au=au)
