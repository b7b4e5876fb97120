"""Un petit document aux valeurs connues : deux familles, des sous-totaux, un total, un renvoi, une dérivation."""

from datetime import date
from fractions import Fraction
from typing import Any, Final

from exports.document.calculs import Calcul, Critere, DifferenceColonnes, Rapport, Renvoi, SommeLignes, SommeSi
from exports.document.document import Document
from exports.document.elements import (
    Article,
    ChiffreCle,
    Derivation,
    Etape,
    GenreGraphique,
    Graphique,
    LieuDocument,
    Mention,
    RepereGraphique,
    SerieGraphique,
    Signature,
)
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Niveau, Tableau, Valeur

__all__ = ["DOSSIER", "graphique", "petit_document"]

DOSSIER: Final = '{"nom":"École <script>alert(1)</script> & fils"}'

_G: Final = GenreColonne
_COLONNES: Final = (
    Colonne(cle="nom", libelle="Opération", genre=_G.TEXTE),
    Colonne(cle="famille", libelle="Famille", genre=_G.TEXTE),
    Colonne(cle="le", libelle="Achèvement", genre=_G.DATE),
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="engage", libelle="Engagé", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="reste", libelle="Reste à engager", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="taux", libelle="Taux", genre=_G.TAUX),
)
_ECART: Final = DifferenceColonnes(de="programme", moins="engage")
_TAUX: Final = Rapport(numerateur="engage", denominateur="programme")


def _ligne(cle: str, genre: GenreLigne, *cellules: Valeur | tuple[Valeur, Calcul]) -> Ligne:
    return Ligne(
        cle=cle,
        genre=genre,
        cellules=tuple(
            Cellule(valeur=c[0], calcul=c[1]) if isinstance(c, tuple) else Cellule(valeur=c) for c in cellules
        ),
    )


def _donnee(cle: str, nom: str, famille: str, le: date | None, programme: int, engage: int) -> Ligne:
    taux = Fraction(engage, programme) if programme else None
    reste = programme - engage
    return _ligne(cle, GenreLigne.DONNEE, nom, famille, le, programme, engage, (reste, _ECART), (taux, _TAUX))


def _somme(cle: str, nom: str, genre: GenreLigne, lignes: tuple[str, ...], programme: int, engage: int) -> Ligne:
    somme = SommeLignes(lignes=lignes)
    return _ligne(
        cle,
        genre,
        nom,
        None,
        None,
        (programme, somme),
        (engage, somme),
        (programme - engage, _ECART),
        (Fraction(engage, programme), _TAUX),
    )


def _bandeau(cle: str, nom: str) -> Ligne:
    return _ligne(cle, GenreLigne.FAMILLE, nom, None, None, None, None, None, None)


def _operations(nom: str) -> Tableau:
    return Tableau(
        cle="operations",
        titre="Opérations",
        titre_court="Opérations",
        niveau=Niveau.SYNTHESE,
        notes=("Montants en euros : le « reste » se déduit.",),
        colonnes=_COLONNES,
        lignes=(
            _bandeau("famille:A", "A – Démolition"),
            _donnee("op\x1f1", "Ferry", "A", date(2012, 5, 1), 900_00, 100_00),
            _donnee("op\x1f2", nom, "A", date(2009, 12, 31), 1_000_000_00, 999_999_99),
            _donnee("op\x1f3", "Blum", "A", None, 10_000_50, 12_000_50),
            _somme(
                "st:A", "Total A", GenreLigne.SOUS_TOTAL, ("op\x1f1", "op\x1f2", "op\x1f3"), 1_010_900_50, 1_012_100_49
            ),
            _bandeau("famille:B", "B – Création"),
            _donnee("op\x1f4", "Zola", "B", date(2011, 1, 2), 5_00, 0),
            _donnee("op\x1f5", "Hugo", "B", date(2010, 1, 2), 0, 0),
            _somme("st:B", "Total B", GenreLigne.SOUS_TOTAL, ("op\x1f4", "op\x1f5"), 5_00, 0),
            _somme("total", "Total", GenreLigne.TOTAL, ("st:A", "st:B"), 1_010_905_50, 1_012_100_49),
        ),
    )


def _synthese() -> Tableau:
    si = SommeSi(tableau="operations", colonne="programme", criteres=(Critere(colonne="famille", ici="code"),))
    return Tableau(
        cle="synthese",
        titre="Synthèse par famille",
        titre_court="Synthèse",
        colonnes=(
            Colonne(cle="code", libelle="Famille", genre=_G.CODE),
            Colonne(cle="montant", libelle="Montant", genre=_G.MONTANT),
        ),
        lignes=(
            _ligne("f:A", GenreLigne.DONNEE, "A", (1_010_900_50, si)),
            _ligne("f:B", GenreLigne.DONNEE, "B", (5_00, si)),
            _ligne(
                "total",
                GenreLigne.TOTAL,
                "Total",
                (1_010_905_50, Renvoi(tableau="operations", ligne="total", colonne="programme")),
            ),
        ),
    )


def graphique(genre: GenreGraphique, premiere: str, seconde: str) -> Graphique:
    """Un graphique de deux colonnes des cinq opérations, dont les mots sont ceux de leurs clés."""
    cumules = genre is GenreGraphique.CUMULS
    return Graphique(
        cle="essai",
        titre="Programmé & engagé",
        description="Par opération.",
        genre=genre,
        tableau="operations",
        colonne_des_noms="nom",
        lignes=tuple(f"op\x1f{rang}" for rang in range(1, 6)),
        series=(SerieGraphique(colonne=premiere, mots=premiere), SerieGraphique(colonne=seconde, mots=seconde)),
        dates=tuple(date(annee, 12, 31) for annee in range(2010, 2015)) if cumules else (),
        reperes=(RepereGraphique(libelle="arrêté", le=date(2015, 3, 31)),) if cumules else (),
    )


def petit_document(nom: str = "Place <b>Léo</b>", **champs: Any) -> Document:
    """Le document ; ``nom`` est celui d’une opération."""
    ordinaires: dict[str, Any] = {
        "titre": "Annexe d’essai",
        "sous_titre": f"Quartier {nom}",
        "code": "C-1",
        "mentions": (Mention(libelle="Porteur", valeur=nom),),
        "sceau": Sceau(logiciel="essai 1", dossier="0" * 64, regles="1" * 64, date_arrete=date(2015, 3, 31)),
        "bandeau": "PROJET — 1 constat bloquant",
        "avertissements": ("Données illustratives.",),
        "chiffres_cles": (
            ChiffreCle(
                libelle="Programmé",
                lieu=LieuDocument(tableau="operations", ligne="total", colonne="programme"),
                precision="en vigueur",
            ),
        ),
        "articles": (Article(titre="Article 1 – Objet", alineas=(f"L’avenant solde {nom}.", "Second alinéa.")),),
        "tableaux": (_operations(nom), _synthese()),
        "graphiques": (graphique(GenreGraphique.AVANT_APRES, "programme", "engage"),),
        "derivations": (
            Derivation(
                lieu=LieuDocument(tableau="operations", ligne="op\x1f1", colonne="engage"),
                etapes=(
                    Etape(
                        libelle=f"engagement, pièce {nom}",
                        montant=150_00,
                        regle="engagements − dégagements",
                        reference="règlement (confiance B)",
                        provenance="journal.csv, ligne 9",
                    ),
                    Etape(libelle="dégagement", montant=-50_00, regle="engagements − dégagements"),
                    Etape(libelle="pour mémoire"),
                ),
            ),
        ),
        "signatures": (
            Signature(organisme="Ville", qualite="Porteur", objet="Arrête ses concours.", signataire="Le maire"),
        ),
    }
    return Document(**ordinaires | champs)
