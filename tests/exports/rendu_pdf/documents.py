"""Des documents écrits à la main, où tout ce qu’un pdf doit montrer est connu d’avance."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from exports.document.document import Document
from exports.document.elements import (
    Article,
    ChiffreCle,
    GenreGraphique,
    Graphique,
    LieuDocument,
    Mention,
    SerieGraphique,
    Signature,
)
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Tableau, Valeur

__all__ = ["SCEAU", "complet", "document", "familles", "large", "tableau"]

G = GenreColonne
SCEAU: Final = Sceau(logiciel="essai 1", dossier="0a" * 32, regles="1b" * 32, date_arrete=date(2015, 3, 31))


def tableau(
    cle: str, colonnes: Sequence[Colonne], lignes: Iterable[tuple[GenreLigne, Sequence[Valeur]]], **champs: Any
) -> Tableau:
    ordinaires = {"titre": cle.capitalize(), "titre_court": cle}
    return Tableau(
        cle=cle,
        colonnes=tuple(colonnes),
        lignes=tuple(
            Ligne(cle=str(rang), genre=genre, cellules=tuple(Cellule(valeur=valeur) for valeur in valeurs))
            for rang, (genre, valeurs) in enumerate(lignes)
        ),
        **ordinaires | champs,
    )


def document(tableaux: Sequence[Tableau], **champs: Any) -> Document:
    ordinaires: dict[str, Any] = {
        "titre": "Annexe d’essai",
        "sous_titre": "Quartier du Levant",
        "code": "C-1",
        "mentions": (Mention(libelle="Porteur", valeur="Ville de Levant"),),
        "sceau": SCEAU,
        "tableaux": tuple(tableaux),
    }
    return Document(**ordinaires | champs)


def complet() -> Document:
    """Un exemplaire de chaque élément d’un document."""
    colonnes = (
        Colonne(cle="code", libelle="Code", genre=G.CODE),
        Colonne(cle="nom", libelle="Nom", genre=G.TEXTE),
        Colonne(cle="prevu", libelle="Prévu", genre=G.MONTANT, groupe="Coût"),
        Colonne(cle="paye", libelle="Payé", genre=G.MONTANT, groupe="Coût"),
        Colonne(cle="taux", libelle="Taux", genre=G.TAUX),
    )
    lignes: list[tuple[GenreLigne, tuple[Valeur, ...]]] = [
        (GenreLigne.FAMILLE, ("Famille première", None, None, None, None)),
        (GenreLigne.DONNEE, ("A-1", "Place du marché", 125_050, -3_000_000_01, Fraction(1, 3))),
        (GenreLigne.DONNEE, ("A-2", "École", 0, 7, None)),
        (GenreLigne.SOUS_TOTAL, ("Sous-total", None, 125_050, -2_999_999_94, None)),
        (GenreLigne.TOTAL, ("TOTAL", None, 125_050, -2_999_999_94, Fraction(1))),
    ]
    return document(
        [tableau("synthese", colonnes, lignes, titre="Synthèse des coûts", notes=("Montants : hors taxes.",))],
        bandeau="PROJET — 3 constats bloquants",
        avertissements=("Un avertissement à lire.",),
        chiffres_cles=(
            ChiffreCle(
                libelle="Payé en tout",
                lieu=LieuDocument(tableau="synthese", ligne="4", colonne="paye"),
                precision="toutes familles",
            ),
        ),
        articles=(Article(titre="Objet", alineas=("Le présent avenant clôt la convention.",)),),
        graphiques=(
            Graphique(
                cle="couts",
                titre="Coûts par opération",
                description="Deux barres : la place, puis l’école.",
                genre=GenreGraphique.OPPOSEES,
                tableau="synthese",
                colonne_des_noms="nom",
                lignes=("1", "2"),
                series=(
                    SerieGraphique(colonne="prevu", mots="prévus"),
                    SerieGraphique(colonne="paye", mots="payés"),
                ),
            ),
        ),
        signatures=tuple(
            Signature(
                organisme=f"Organisme {rang}",
                qualite="Financeur",
                objet=f"Arrête son concours n° {rang}.",
                signataire=f"Pour Organisme {rang}, le directeur n° {rang}",
            )
            for rang in range(1, 8)
        ),
    )


def familles(tailles: Sequence[int], mots: int = 1) -> Document:
    """Un tableau de plusieurs pages : une famille par taille, chacune son nom, ses lignes et son sous-total."""
    colonnes = (
        Colonne(cle="nom", libelle="Nom", genre=G.TEXTE, largeur=30),
        Colonne(cle="montant", libelle="Montant", genre=G.MONTANT),
    )
    lignes: list[tuple[GenreLigne, tuple[Valeur, ...]]] = []
    for famille, taille in enumerate(tailles):
        lignes.append((GenreLigne.FAMILLE, (f"Famille {famille}", None)))
        lignes += [(GenreLigne.DONNEE, (f"Ligne {famille}-{r}" + " mot" * mots, 100 + r)) for r in range(taille)]
        lignes.append((GenreLigne.SOUS_TOTAL, (f"Sous-total {famille}", 1)))
    lignes.append((GenreLigne.TOTAL, ("TOTAL", 2)))
    return document([tableau("familles", colonnes, lignes)])


def large(colonnes_de_montants: int) -> Document:
    """Un tableau d’une ligne et de beaucoup de colonnes, par groupes de cinq ; le montant dit le rang."""
    colonnes = (
        Colonne(cle="code", libelle="Code", genre=G.CODE),
        Colonne(cle="nom", libelle="Nom", genre=G.TEXTE),
        *(
            Colonne(cle=f"m{rang}", libelle=f"Colonne {rang}", genre=G.MONTANT, groupe=f"Groupe {rang // 5}")
            for rang in range(colonnes_de_montants)
        ),
    )
    valeurs: tuple[Valeur, ...] = (
        "A-1",
        "Place du marché",
        *(999_999_900_000 + rang for rang in range(colonnes_de_montants)),
    )
    return document([tableau("large", colonnes, [(GenreLigne.DONNEE, valeurs)])])
