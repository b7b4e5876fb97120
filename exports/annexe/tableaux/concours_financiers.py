"""Les concours financiers d’un dossier du NPNRU : subventions de l’ANRU et prêts bonifiés d’Action Logement."""

from collections.abc import Iterator
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, ligne_de_somme, texte, valeur
from exports.annexe.tableaux.execution import (
    CLE_LIGNES,
    COLONNES_CLOTURE,
    COLONNES_EXECUTION,
    COLONNES_TAUX,
    GRANDEURS,
    TAUX,
    restes,
)
from exports.annexe.tableaux.syntheses import sommes
from exports.document.calculs import Critere, CritereTexte, SommeSi
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.calculs.concours_financiers import PartDesConcours, parts_des_concours_financiers
from financement.dossier.convention import Financeur
from financement.dossier.nomenclature import LIBELLES_NATURES

__all__ = ["CLE", "composer"]

CLE: Final = "concours-financiers"

_COLONNES: Final = (
    Colonne(cle="part", libelle="Concours financiers", genre=GenreColonne.TEXTE, largeur=34),
    Colonne(cle="financeur", libelle="Financeur", genre=GenreColonne.TEXTE, largeur=44),
    *COLONNES_EXECUTION,
    *COLONNES_CLOTURE,
    *COLONNES_TAUX,
)

_NOTES: Final = (
    "Subventions de l’ANRU et prêts bonifiés d’Action Logement : règlement général relatif au NPNRU (confiance A).",
    "Un prêt d’un financeur de catégorie Action Logement est tenu pour bonifié ; le dossier ne le dit pas (lecture C).",
)


def composer(contexte: Contexte) -> Iterator[Tableau]:
    """L’exécution et la clôture de chaque part, financeur par financeur ; rien hors du NPNRU, ni sans l’un d’eux."""
    lignes = [
        _ligne(contexte, part, financeur)
        for part in parts_des_concours_financiers(contexte.convention.programme)
        for financeur in contexte.financeurs_du_perimetre
        if financeur.categorie is part.categorie
    ]
    if lignes:
        yield Tableau(
            cle=CLE,
            titre="Concours financiers du NPNRU : subventions de l’ANRU et prêts bonifiés",
            titre_court="Concours financiers",
            partie=Partie.FINANCEURS,
            niveau=Niveau.SYNTHESE,
            notes=_NOTES,
            colonnes=_COLONNES,
            lignes=(
                *lignes,
                ligne_de_somme(
                    _COLONNES, "total", "TOTAL DES CONCOURS FINANCIERS", lignes, sommees=GRANDEURS, derivees=TAUX
                ),
            ),
        )


def _ligne(contexte: Contexte, part: PartDesConcours, financeur: Financeur) -> Ligne:
    siennes = (x for x in contexte.concours if x.cle.financeur == financeur.code and x.cle.nature is part.nature)
    criteres = (
        Critere(colonne="financeur", ici="financeur"),
        CritereTexte(colonne="nature", texte=LIBELLES_NATURES[part.nature]),
    )
    cellules: dict[str, Cellule] = {
        "part": texte(part.libelle),
        "financeur": texte(contexte.financeurs[financeur.code]),
        **{
            nom: valeur(montant, SommeSi(tableau=CLE_LIGNES, colonne=nom, criteres=criteres))
            for nom, montant in sommes(siennes).items()
        },
    }
    cellules |= restes(cellules)
    cellules |= {colonne: deriver(cellules) for colonne, deriver in TAUX.items()}
    return composer_ligne(_COLONNES, f"financeur:{financeur.code}", cellules)
