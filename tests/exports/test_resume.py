"""Le résumé du terminal : tout y est, aligné, en lignes courtes."""

from datetime import date
from typing import Any

import pytest

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import ChiffreCle, LieuDocument, Precision
from exports.document.resume import resumer
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau, Valeur
from financement.dossier.projet import Projet
from tests.construction import jour
from tests.exports.dossiers import dossier_de_tension, dossier_hostile

LARGEUR = 100


def _tableau(cle: str, *notes: str) -> Tableau:
    colonnes = {"montant": GenreColonne.MONTANT, "nombre": GenreColonne.ENTIER, "taux": GenreColonne.TAUX}
    valeurs: tuple[Valeur, ...] = (-123_456_700, 1_024, None)
    return Tableau(
        cle=cle,
        titre=cle.capitalize(),
        titre_court=cle,
        notes=notes,
        colonnes=tuple(Colonne(cle=nom, libelle=nom, genre=genre) for nom, genre in colonnes.items()),
        lignes=(Ligne(cle="seule", cellules=tuple(Cellule(valeur=valeur) for valeur in valeurs)),),
    )


def _chiffre(libelle: str, colonne: str, precision: str = "") -> ChiffreCle:
    return ChiffreCle(
        libelle=libelle, lieu=LieuDocument(tableau="essai", ligne="seule", colonne=colonne), precision=precision
    )


def document(**champs: Any) -> Document:
    sceau = Sceau(
        logiciel="essai 1",
        dossier="0123456789abcdef" * 4,
        regles="fedcba9876543210" * 4,
        date_arrete=date(2015, 3, 31),
        unite=champs.pop("unite", Precision.CENTIME),
    )
    ordinaires: dict[str, Any] = {
        "titre": "Annexe",
        "sous_titre": "Le Parc",
        "code": "C-7",
        "mentions": (),
        "sceau": sceau,
        "tableaux": (_tableau("essai"),),
    }
    return Document(**ordinaires | champs)


def test_le_resume_en_toutes_lettres() -> None:
    complet = document(
        bandeau="PROJET — 2 constats bloquants",
        avertissements=("Montants inventés ; aucun n’est réel.",),
        chiffres_cles=(_chiffre("Économie", "montant", "programmé − clôture"), _chiffre("Opérations", "nombre")),
        tableaux=(_tableau("essai", "Une note que le résumé tait."), _tableau("constats", "2 bloquants, 3 alertes.")),
    )
    assert resumer(complet) == (
        "Annexe – Le Parc\n"
        "Arrêté au 31/03/2015\n"
        "PROJET — 2 constats bloquants\n"
        "\n"
        "Économie    −1\u202f234\u202f567,00\u00a0€  programmé − clôture\n"
        "Opérations            1\u202f024\n"
        "\n"
        "Constats\u00a0: 2 bloquants, 3 alertes.\n"
        "\n"
        "Attention\u00a0: Montants inventés\u202f; aucun n’est réel.\n"
        "\n"
        "Empreinte du dossier\u00a0: 0123456789abcdef\n"
        "Empreinte des règles\u00a0: fedcba9876543210"
    )


def test_ce_qui_manque_ne_laisse_pas_de_blanc() -> None:
    assert resumer(document()).split("\n\n") == [
        "Annexe – Le Parc\nArrêté au 31/03/2015",
        "Empreinte du dossier\u00a0: 0123456789abcdef\nEmpreinte des règles\u00a0: fedcba9876543210",
    ]


def test_un_document_en_euros_montre_des_euros() -> None:
    en_euros = document(unite=Precision.EURO, chiffres_cles=(_chiffre("Économie", "montant"),))
    assert "Économie  −1\u202f234\u202f567\u00a0€" in resumer(en_euros)


def test_une_valeur_vide_et_un_texte_sans_blanc_tiennent() -> None:
    long = document(
        sous_titre="w" * 500,
        chiffres_cles=(_chiffre("y" * 90, "taux", "z" * 400), _chiffre("a b " * 40, "montant", "mots " * 60)),
    )
    resume = resumer(long)
    assert max(map(len, resume.split("\n"))) <= LARGEUR
    assert [resume.count(lettre) for lettre in "wyz"] == [500, 90, 400]


@pytest.mark.parametrize("dossier", [dossier_hostile, lambda: dossier_de_tension(20)])
def test_tout_dossier_tient_dans_la_largeur(dossier: Any) -> None:
    projet: Projet = dossier()
    resume = resumer(composer_annexe(projet, au=jour("2014-03-31")))
    assert max(map(len, resume.split("\n"))) <= LARGEUR
    # Seuls blancs permis, que Python ne compte pas parmi ce qui s'imprime : la fin de ligne et les insécables.
    assert resume.translate({ord(blanc): None for blanc in "\n\u00a0\u202f"}).isprintable()


def test_les_chiffres_de_l_annexe_sont_alignes(annexe: Document) -> None:
    lignes = [ligne for ligne in resumer(annexe).split("\n") if "\u00a0€" in ligne]
    assert len(lignes) == len(annexe.chiffres_cles)
    assert len({ligne.index("€") for ligne in lignes}) == 1
