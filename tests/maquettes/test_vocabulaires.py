"""Les listes fermées se lisent comme les gens les écrivent et comme nous les imprimons."""

from enum import StrEnum

import pytest

from financement.dossier.nomenclature import (
    Base,
    Categorie,
    Nature,
    NatureAvenant,
    NatureCout,
    Programme,
    RegleCloture,
    Statut,
    StatutContrepartie,
    TypeMouvement,
    Unite,
)
from financement.reglement.parametre import Confiance, UniteParametre
from maquettes.description.description import OBJETS, PARAMETRES, TABLES
from maquettes.description.vocabulaires import LIBELLES, trouver_choix


@pytest.mark.parametrize(
    ("texte", "membre"),
    [
        ("Subvention", Nature.SUBVENTION),
        ("SUBVENTIONS", Nature.SUBVENTION),
        ("Prêt", Nature.PRET),
        ("prêts", Nature.PRET),
        ("pre\u0302t", Nature.PRET),
        ("Fonds propres", Nature.FONDS_PROPRES),
        ("Fonds\u00a0propres", Nature.FONDS_PROPRES),
        ("Dépense", TypeMouvement.DEPENSE),
        ("dépense justifiée", TypeMouvement.DEPENSE),
        ("Demandes de paiement", TypeMouvement.DEMANDE),
        ("Dégagement", TypeMouvement.DEGAGEMENT),
        ("TTC", Base.TTC),
        ("Hors taxes", Base.HT),
        ("m²", Unite.M2),
        ("M2", Unite.M2),
        ("Logements", Unite.LOGEMENT),
        ("ETP", Unite.ETP),
        ("Brut", NatureCout.BRUT),
        ("Déficit", NatureCout.DEFICIT),
        ("Résidu", RegleCloture.RESIDU),
        ("Abandonnée", Statut.ABANDONNEE),
        ("Foncière Logement", Categorie.FONCIERE_LOGEMENT),
        ("Bailleur social", Categorie.BAILLEUR),
        ("Bailleurs", Categorie.BAILLEUR),
        ("État", Categorie.ETAT),
        ("Région", Categorie.REGION),
        ("Clôture", NatureAvenant.CLOTURE),
        ("Avenant de clôture", NatureAvenant.CLOTURE),
        ("À céder", StatutContrepartie.A_CEDER),
        ("npnru", Programme.NPNRU),
        ("Euros par logement", UniteParametre.EUROS_PAR_LOGEMENT),
        ("a", Confiance.TEXTE_LU),
    ],
)
def test_une_graphie_courante(texte: str, membre: StrEnum) -> None:
    assert trouver_choix(type(membre), texte) is membre


@pytest.mark.parametrize(
    ("vocabulaire", "texte"),
    [(Nature, "subvantion"), (Nature, "don"), (Nature, ""), (Nature, "—"), (Unite, "m3"), (Statut, "active")],
)
def test_le_reste_ne_designe_rien(vocabulaire: type[StrEnum], texte: str) -> None:
    assert trouver_choix(vocabulaire, texte) is None


@pytest.mark.parametrize("vocabulaire", LIBELLES, ids=lambda vocabulaire: vocabulaire.__name__)
def test_chaque_valeur_se_lit_par_elle_meme_et_par_son_libelle(vocabulaire: type[StrEnum]) -> None:
    assert set(LIBELLES[vocabulaire]) == {membre.value for membre in vocabulaire if membre.value}
    for valeur, libelle in LIBELLES[vocabulaire].items():
        for texte in (valeur, valeur.upper(), valeur.replace("_", " "), libelle or valeur, (libelle or valeur).upper()):
            assert trouver_choix(vocabulaire, texte) == valeur


def test_chaque_vocabulaire_du_dossier_a_ses_libelles() -> None:
    colonnes = [colonne for table in (*OBJETS, PARAMETRES, *TABLES) for colonne in table.colonnes]
    assert {colonne.vocabulaire for colonne in colonnes if colonne.vocabulaire} <= set(LIBELLES)


class _Ambigu(StrEnum):
    UN = "deficit"
    DEUX = "Déficits"


def test_ce_qui_en_designerait_deux_n_en_designe_aucun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maquettes.description.vocabulaires.LIBELLES", {_Ambigu: {"deficit": "", "Déficits": ""}})
    assert trouver_choix(_Ambigu, "DEFICIT") is None
    assert trouver_choix(_Ambigu, "Déficits") is _Ambigu.DEUX
