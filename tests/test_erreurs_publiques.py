"""Les erreurs de la bibliothèque : une seule base, et toute erreur qu’une fonction publique annonce est publique."""

import re
from inspect import getdoc, getmembers

import pytest

import exports
import financement
import maquettes
from financement import DossierRefuse, ErreurFinancement
from maquettes import EcritureRefusee, lire_dossier
from tests.modeles import CONTROLES_DECLARES, FAUTES_DECLAREES, REMARQUES_DECLAREES, modules

PAQUETS = (financement, maquettes, exports)
# Des signaux qui ne sortent jamais du paquet qui les lève.
INTERIEURES = {
    "ARemettre",
    "LecteurParti",
    "ProcessusPerdu",
    "RedeploiementFaux",
    "SortieImpossible",
    "_ConstanteRefusee",
    "_Illisible",
    "_Irreguliere",
}


def erreurs() -> dict[str, type[Exception]]:
    """Toute exception que définit un module des trois paquets."""
    return {
        nom: objet
        for module in modules()
        for nom, objet in getmembers(module, lambda o: isinstance(o, type) and issubclass(o, Exception))
        if objet.__module__ == module.__name__
    }


def test_toute_erreur_derive_de_la_seule_base() -> None:
    connues = erreurs()
    assert len(connues) > 10
    assert {nom for nom, erreur in connues.items() if not issubclass(erreur, ErreurFinancement)} == INTERIEURES


def test_toute_erreur_qu_annonce_une_fonction_publique_est_publique() -> None:
    connues = set(erreurs())
    publics = [(nom, getattr(paquet, nom)) for paquet in PAQUETS for nom in paquet.__all__]
    membres = [
        (f"{nom}.{membre}", objet)
        for nom, classe in publics
        if isinstance(classe, type)
        for membre, objet in getmembers(classe)
        if not membre.startswith("_")
    ]
    annoncees = {
        (nom, erreur)
        for nom, objet in (*publics, *membres)
        for erreur in re.findall(r"[A-Z]\w+", getdoc(objet) or "")
        if erreur in connues
    }
    assert ("verifier", "SourceRefusee") in annoncees
    assert {couple for couple in annoncees if couple[1] not in {nom for nom, _ in publics}} == set()


def test_un_nom_public_ne_designe_qu_une_chose() -> None:
    """Une personne qui importe des trois paquets n’en masque aucun."""
    noms = [nom for paquet in PAQUETS for nom in paquet.__all__]
    assert sorted(noms) == sorted(set(noms))


def test_un_code_public_ne_designe_qu_une_chose() -> None:
    codes = [*FAUTES_DECLAREES, *CONTROLES_DECLARES, *REMARQUES_DECLAREES]
    assert len(codes) == len(set(codes)) > 180


@pytest.mark.parametrize("chemin", ["absent", "absent.xlsx", "absent.json"])
def test_une_seule_clause_attrape_tout(chemin: str) -> None:
    with pytest.raises(ErreurFinancement) as leve:
        lire_dossier(chemin)
    assert isinstance(leve.value, DossierRefuse)
    assert leve.value.fautes[0].code == "LECTURE-01"


def test_une_ecriture_refusee_porte_sa_faute() -> None:
    refus = EcritureRefusee("le support est plein.")
    assert (str(refus), refus.fautes[0].message) == (
        "le support est plein.",
        "Rien n’a été écrit : le support est plein.",
    )
