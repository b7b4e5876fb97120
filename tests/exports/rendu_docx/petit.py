"""Un petit document, écrit à la main, qui a de tout : chaque texte attendu des tests s’y lit."""

from datetime import date
from fractions import Fraction
from typing import Any

from exports.document.document import Document
from exports.document.elements import Article, ChiffreCle, LieuDocument, Mention, Signature
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Niveau, Tableau, Valeur

__all__ = ["DOSSIER", "REGLES", "petit_document", "tableau_large"]

DOSSIER = "0123456789abcdef" * 4
REGLES = "fedcba9876543210" * 4

COLONNES = (
    Colonne(cle="nom", libelle="Nom", genre=GenreColonne.TEXTE),
    Colonne(cle="prevu", libelle="Prévu", genre=GenreColonne.MONTANT, groupe="Montants"),
    Colonne(cle="paye", libelle="Payé", genre=GenreColonne.MONTANT, groupe="Montants"),
    Colonne(cle="taux", libelle="Taux", genre=GenreColonne.TAUX),
    Colonne(cle="le", libelle="Signé le", genre=GenreColonne.DATE),
)


def _ligne(cle: str, genre: GenreLigne, *valeurs: Valeur) -> Ligne:
    return Ligne(cle=cle, genre=genre, cellules=tuple(Cellule(valeur=valeur) for valeur in valeurs))


def _tableau(cle: str, niveau: Niveau, titre: str, **champs: Any) -> Tableau:
    lignes = (
        _ligne("famille", GenreLigne.FAMILLE, "01 – Démolition", None, None, None, None),
        _ligne("tour", GenreLigne.DONNEE, "Tour A", 123_456_789, 0, Fraction(1, 3), date(2004, 7, 1)),
        _ligne("barre", GenreLigne.DONNEE, "Barre B", -125_050, 5, None, None),
        _ligne("total", GenreLigne.TOTAL, "TOTAL", 123_331_739, 5, Fraction(1), None),
    )
    return Tableau(cle=cle, titre=titre, titre_court=cle, niveau=niveau, colonnes=COLONNES, lignes=lignes, **champs)


def tableau_large(colonnes: int, cle: str = "large") -> Tableau:
    """Un nom, un code, et ``colonnes`` montants de cent millions d’euros et plus, tous distincts."""
    montants = [
        Colonne(cle=f"m{rang}", libelle=f"Montant {rang}", genre=GenreColonne.MONTANT) for rang in range(colonnes)
    ]
    noms = (
        Colonne(cle="code", libelle="Code", genre=GenreColonne.CODE),
        Colonne(cle="nom", libelle="Nom", genre=GenreColonne.TEXTE),
    )
    valeurs: list[Valeur] = ["OP-1", "Une opération", *(10_000_000_000 + rang for rang in range(colonnes))]
    return Tableau(
        cle=cle,
        titre="Un tableau large",
        titre_court=cle,
        niveau=Niveau.SYNTHESE,
        colonnes=(*noms, *montants),
        lignes=(_ligne("seule", GenreLigne.DONNEE, *valeurs),),
    )


def petit_document(**champs: Any) -> Document:
    """Deux tableaux, dont un de synthèse, deux articles, quatre signataires, un chiffre clé négatif."""
    ordinaires: dict[str, Any] = {
        "titre": "Annexe d’essai",
        "sous_titre": "Convention du Parc",
        "code": "C-7",
        "mentions": (Mention(libelle="Porteur", valeur="Ville du Parc"), Mention(libelle="Base", valeur="HT")),
        "sceau": Sceau(logiciel="essai 1", dossier=DOSSIER, regles=REGLES, date_arrete=date(2015, 3, 31)),
        "bandeau": "PROJET — 2 constats bloquants",
        "avertissements": ("Montants inventés : aucun n’est réel.",),
        "chiffres_cles": (
            ChiffreCle(
                libelle="Barre B",
                lieu=LieuDocument(tableau="synthese", ligne="barre", colonne="prevu"),
                precision="prévu ; net",
            ),
        ),
        "articles": (
            Article(titre="Objet", alineas=("Le texte arrête « tout ».", "Il est court.")),
            Article(titre="Soldes", alineas=("Rien à verser.",)),
        ),
        "tableaux": (
            _tableau("synthese", Niveau.SYNTHESE, "La synthèse", notes=("Une note ; la seule.",)),
            _tableau("detail", Niveau.DETAIL, "Le détail"),
        ),
        "signatures": tuple(
            Signature(
                organisme=f"Organisme {rang}", qualite="Financeur", objet=f"Arrête {rang} €.", signataire="Le maire"
            )
            for rang in range(4)
        ),
    }
    return Document(**ordinaires | champs)
