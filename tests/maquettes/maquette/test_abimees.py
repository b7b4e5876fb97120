"""Des maquettes abîmées : chacune donne exactement le message attendu, à sa cellule, et jamais de trace d’exécution."""

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.workbook.defined_name import DefinedName

from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier
from maquettes.tableur import balises, garde
from maquettes.tableur.feuille import LecteurDeFeuille
from tests.maquettes.maquette.petite import ecrire_petite
from tests.maquettes.maquette.saisie import Saisies, Valeur

Geste = Callable[[Saisies], object]


@pytest.fixture(scope="module")
def petite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ecrire_petite(tmp_path_factory.mktemp("petite") / "petite.xlsx")


def montant(valeur: Valeur) -> Geste:
    """Le montant de la deuxième ligne du journal."""
    return lambda s: s.ecrire("Journal", 8, "Montant (€)", valeur)


def journal(libelle: str, valeur: Valeur) -> Geste:
    return lambda s: s.ecrire("Journal", 8, libelle, valeur)


def operation(libelle: str, valeur: Valeur) -> Geste:
    return lambda s: s.ecrire("Opérations", 7, libelle, valeur)


def cellule(feuille: str, adresse: str, valeur: Valeur, forme: str | None = None) -> Geste:
    def geste(saisies: Saisies) -> None:
        visee = saisies.feuille(feuille)[adresse]
        visee.value = valeur
        if forme is not None:
            visee.number_format = forme

    return geste


def sans_feuille(nom: str) -> Geste:
    return lambda s: s.classeur.remove(s.feuille(nom))


def renommer(nom: str, nouveau: str) -> Geste:
    return lambda s: setattr(s.feuille(nom), "title", nouveau)


def fusionner(feuille: str, plage: str) -> Geste:
    return lambda s: s.feuille(feuille).merge_cells(plage)


def sans_en_tete(feuille: str) -> Geste:
    def geste(saisies: Saisies) -> None:
        for visee in saisies.feuille(feuille)[6]:
            visee.value = None

    return geste


def version(texte: str) -> Geste:
    def geste(saisies: Saisies) -> None:
        saisies.classeur.defined_names["financement_maquette"] = DefinedName("financement_maquette", attr_text=texte)

    return geste


def sans_marque(saisies: Saisies) -> None:
    del saisies.classeur.defined_names["financement_maquette"]
    # Les types d'openpyxl ignorent cet attribut.
    setattr(saisies.classeur, "custom_doc_props", CustomPropertyList())  # noqa: B010


EUROS = "Écrire un nombre comme 1 250,50, sans texte."
MONTANT = "m.xlsx, feuille Journal, F8, colonne montant : "
TAUX = "m.xlsx, feuille Opérations, O7, colonne taux_anru : "
DATE = "m.xlsx, feuille Journal, A8, colonne date : "
PLAN = "m.xlsx, feuille Plan de financement, "
VIDE = "La valeur est obligatoire. La renseigner. [VALEUR-01]"

CAS: dict[str, tuple[Geste, list[str]]] = {
    "espace après la virgule": (
        montant("39 202 292, 00 €"),
        [f"{MONTANT}« 39 202 292, 00 € » n’est pas un montant en euros. {EUROS} [MONTANT-01]"],
    ),
    "points et virgule": (
        montant("1.234,56"),
        [
            (
                f"{MONTANT}« 1.234,56 » est ambigu : plusieurs points ou virgules. Écrire 1 234,56 si c’est le "
                "montant. [MONTANT-02]"
            )
        ],
    ),
    "trois décimales": (
        montant(1250.504),
        [
            (
                f"{MONTANT}« 1250.504 » est ambigu : un montant a deux décimales au plus. Écrire 1 250,50, arrondi au "
                "centime. [MONTANT-03]"
            )
        ],
    ),
    "milliers mal groupés": (
        montant("9123 456,78"),
        [
            (
                f"{MONTANT}« 9123 456,78 » est ambigu : les chiffres ne sont pas groupés par trois. Écrire 9 123 456,78 "
                "si c’est le montant ; sinon, le corriger. [MONTANT-04]"
            )
        ],
    ),
    "montant négatif": (
        montant(-5),
        [
            (
                f"{MONTANT}« -5 » est négatif : le montant d’un mouvement ne l’est jamais, son type donne le sens. Écrire "
                "le montant sans signe, avec le type « reversement ». [MONTANT-07]"
            )
        ],
    ),
    "montant démesuré": (
        montant(1_000_000_000_000),
        [
            (
                f"{MONTANT}« 1000000000000 » dépasse la limite de 100 milliards d’euros par montant. L’écrire en euros, "
                "non en centimes : 100 000 000 000,00 au plus. [MONTANT-06]"
            )
        ],
    ),
    "montant en mots": (montant("NC"), [f"{MONTANT}« NC » n’est pas un montant en euros. {EUROS} [MONTANT-01]"]),
    "montant vrai": (montant(True), [f"{MONTANT}« VRAI » n’est pas un montant en euros. {EUROS} [MONTANT-01]"]),
    "montant en pourcentage": (
        cellule("Journal", "F8", 0.45, "0.00%"),
        [f"{MONTANT}« 45 % » n’est pas un montant en euros. {EUROS} [MONTANT-01]"],
    ),
    "montant devenu date": (
        cellule("Journal", "F8", 42094, "dd/mm/yyyy"),
        [f"{MONTANT}« 2015-03-31 » n’est pas un montant en euros. {EUROS} [MONTANT-01]"],
    ),
    "montant absent": (montant(None), [f"{MONTANT}{VIDE}"]),
    "montant en erreur": (
        montant("#N/A"),
        [
            (
                f"{MONTANT}La cellule contient l’erreur « #N/A ». Corriger la formule ou la référence, ou saisir la valeur. "
                "[MAQUETTE-06]"
            )
        ],
    ),
    "division par zéro": (
        cellule("Opérations", "J7", "#DIV/0!"),
        [
            (
                "m.xlsx, feuille Opérations, J7, colonne cout_ht : La cellule contient l’erreur « #DIV/0! ». Corriger la "
                "formule ou la référence, ou saisir la valeur. [MAQUETTE-06]"
            )
        ],
    ),
    "formule sans valeur": (
        montant("=1000+250"),
        [
            (
                f"{MONTANT}La formule « =1000+250 » n’a pas de valeur enregistrée. Ouvrir le classeur dans un tableur et "
                "l’enregistrer, ou saisir la valeur. [MAQUETTE-08]"
            )
        ],
    ),
    "mois treize": (
        journal("Date", "31/13/2014"),
        [f"{DATE}La date « 31/13/2014 » n’existe pas au calendrier. Corriger le jour ou le mois. [DATE-02]"],
    ),
    "année seule": (
        cellule("Journal", "A8", 2014, "General"),
        [f"{DATE}« 2014 » n’est pas une date. Écrire la date comme 31/12/2014, ou 2014-12-31. [DATE-01]"],
    ),
    "date et heure": (
        journal("Date", datetime.datetime(2014, 12, 31, 18, 30)),  # noqa: DTZ001 -- un tableur n'a pas de fuseau
        [
            (
                f"{DATE}« 2014-12-31 18:30:00 » n’est pas une date. Écrire 31/12/2014, ou 2014-12-31, si c’est la date. "
                "[DATE-01]"
            )
        ],
    ),
    "année 1950": (
        journal("Date", datetime.date(1950, 1, 1)),
        [
            (
                f"{DATE}L’année de « 1950-01-01 » n’est pas comprise entre 1970 et 2099. Écrire une année de 1970 à "
                "2099, sur quatre chiffres. [DATE-03]"
            )
        ],
    ),
    "date absente": (journal("Date", None), [f"{DATE}{VIDE}"]),
    "taux sans signe": (
        cellule("Opérations", "O7", 0.45, "General"),
        [f"{TAUX}« 0.45 » est ambigu pour un taux. Écrire 45 % ou 0,45 %, avec le signe. [TAUX-01]"],
    ),
    "taux illisible": (
        operation("Taux ANRU", "moitié"),
        [
            (
                f"{TAUX}« moitié » n’est pas un taux. Écrire un pourcentage (45 %, six décimales au plus) ou une fraction "
                "(1/3). [TAUX-02]"
            )
        ],
    ),
    "taux calculé": (
        cellule("Opérations", "O7", 0.333333333333333, "0.00%"),
        [
            (
                f"{TAUX}« 33,3333333333333 % » n’est pas un taux. Écrire un pourcentage (45 %, six décimales au plus) ou une "
                "fraction (1/3). [TAUX-02]"
            )
        ],
    ),
    "taux au-delà de 100 %": (
        operation("Taux ANRU", 1.2),
        [f"{TAUX}Le taux « 120 % » dépasse 100 %. Écrire un taux de 100 % au plus. [TAUX-03]"],
    ),
    "type mal écrit": (
        journal("Type", "acompt"),
        [
            (
                "m.xlsx, feuille Journal, B8, colonne type : « acompt » n’est pas une valeur connue ; le plus proche est "
                "« acompte ». Choisir parmi : engagement, degagement, avance, acompte, solde, reversement, demande, "
                "depense, recette, annulation, rejet. [VALEUR-03]"
            )
        ],
    ),
    "version décimale": (
        operation("Version", 1.5),
        [
            (
                "m.xlsx, feuille Opérations, A7, colonne version : « 1.5 » n’est pas un nombre entier compris entre 0 et 999. "
                "Écrire un entier de 0 à 999, sans décimale. [VALEUR-04]"
            )
        ],
    ),
    "opération mal écrite": (
        journal("N° d’opération", "OP-22"),
        [
            (
                "m.xlsx, feuille Journal, C8, colonne operation : L’opération « OP-22 » ne figure pas dans les opérations ; "
                "le plus proche est « OP-2 ». Corriger le code, ou ajouter l’opération. [CODE-01]"
            )
        ],
    ),
    "financeur inconnu": (
        journal("Financeur", "VILL"),
        [
            (
                "m.xlsx, feuille Journal, D8, colonne financeur : Le financeur « VILL » n’est pas déclaré dans la convention ; "
                "le plus proche est « VILLE ». Corriger le code, ou déclarer le financeur. [CODE-02]"
            )
        ],
    ),
    "version sans avenant": (
        cellule("Plan de financement", "A10", 2),
        [
            (
                f"{PLAN}A10, colonne version : La version 2 n’est la version d’aucun avenant ; versions connues : 0, 1. "
                "Corriger le numéro, ou déclarer l’avenant. [CODE-04]"
            )
        ],
    ),
    "quantité à trois décimales": (
        operation("Quantité", 0.125),
        [
            (
                "m.xlsx, feuille Opérations, G7, colonne quantite : « 0.125 » n’est pas une quantité : un nombre positif, au "
                "plus un milliard, avec deux décimales au plus. Écrire par exemple 144 ou 0,8. [VALEUR-05]"
            )
        ],
    ),
    "semestre mal écrit": (
        operation("Démarrage", "2006/1"),
        [
            (
                "m.xlsx, feuille Opérations, P7, colonne debut : « 2006/1 » n’est pas un semestre. Écrire 2006-S1 si "
                "c’est le semestre. [DATE-04]"
            )
        ],
    ),
    "siret trop court": (
        cellule("Financeurs", "E7", "123"),
        [
            (
                "m.xlsx, feuille Financeurs, E7, colonne siret : « 123 » n’est pas un SIRET : il y faut quatorze chiffres. Corriger "
                "le numéro, ou le laisser vide. [VALEUR-08]"
            )
        ],
    ),
    "ligne de plan en double": (
        lambda s: s.ajouter(
            "Plan de financement",
            Version=0,
            Financeur="ANRU",
            Nature="subvention",
            **{"N° d’opération": "OP-1", "Montant (€)": 1},
        ),
        [
            (
                f"{PLAN}B11, colonne operation : « OP-1, ANRU, subvention, version 0 » figure déjà ligne 7. N’en "
                "garder qu’une ligne. [DOUBLON-01]"
            )
        ],
    ),
    "dépense avec financeur": (
        cellule("Journal", "D10", "ANRU"),
        [
            (
                "m.xlsx, feuille Journal, D10, colonne financeur : Un mouvement « depense » concerne le maître d’ouvrage : "
                "financeur et nature doivent rester vides. Vider ces cellules, ou corriger le type. [COHERENCE-04]"
            )
        ],
    ),
    "base TTC sans taux": (
        operation("Base du plan", "ttc"),
        [
            (
                "m.xlsx, feuille Opérations, K7, colonne taux_tva : L’opération « OP-1 » est équilibrée TTC sans taux de TVA "
                "ni coût TTC. Renseigner taux_tva ou cout_ttc. [COHERENCE-02]"
            )
        ],
    ),
    "enveloppe sans avenant": (
        cellule("Enveloppes", "A7", 3),
        [
            (
                "m.xlsx, feuille Enveloppes, A7, colonne avenant : La version 3 n’est la version d’aucun avenant ; versions "
                "connues : 1. Corriger le numéro, ou déclarer l’avenant. [CODE-04]"
            )
        ],
    ),
    "enveloppe répétée": (
        lambda s: s.ajouter("Enveloppes", Financeur="VILLE", **{"Avenant n°": 1, "Enveloppe (€)": 5}),
        [
            (
                "m.xlsx, feuille Enveloppes, B8, colonne financeur : « avenant 1, VILLE » figure déjà m.xlsx, feuille "
                "Enveloppes, A7. N’en garder qu’une ligne. [DOUBLON-01]"
            )
        ],
    ),
    "enveloppe à financeur inconnu": (
        cellule("Enveloppes", "B7", "VILLA"),
        [
            (
                "m.xlsx, feuille Enveloppes, B7, colonne financeur : Le financeur « VILLA » n’est pas déclaré dans la "
                "convention ; le plus proche est « VILLE ». Corriger le code, ou déclarer le financeur. [CODE-02]"
            )
        ],
    ),
    "cellules fusionnées": (
        fusionner("Journal", "D9:E9"),
        [
            (
                "m.xlsx, feuille Journal, D9 : Les cellules D9:E9 sont fusionnées : une seule garde sa valeur. Les "
                "défusionner, et saisir la valeur de chacune. [MAQUETTE-07]"
            )
        ],
    ),
    "feuille supprimée": (
        sans_feuille("Réestimations"),
        [
            (
                "m.xlsx : La feuille « Réestimations » manque. La rétablir sous ce "
                "nom, avec ses titres, ou refaire la maquette par « financement maquette ». [MAQUETTE-03]"
            )
        ],
    ),
    "feuille renommée": (
        renommer("Journal", "Journaux"),
        [
            (
                "m.xlsx : La feuille « Journal » manque ; le plus proche est « Journaux ». La rétablir sous ce nom, avec "
                "ses titres, ou refaire la maquette par « financement maquette ». [MAQUETTE-03]"
            )
        ],
    ),
    "en-tête effacé": (
        sans_en_tete("Insertion"),
        [
            (
                "m.xlsx, feuille Insertion : La feuille « Insertion » n’a plus sa ligne d’en-tête. Rétablir les titres de "
                "colonnes : N° d’opération, Heures prévues, Heures réalisées. [MAQUETTE-04]"
            )
        ],
    ),
    "titre de colonne mal écrit": (
        cellule("Journal", "F6", "Montent (€)"),
        [
            (
                "m.xlsx, feuille Journal, F6 : La colonne « Montent (€) » n’existe pas ici ; le plus proche est "
                "« Montant (€) ». La renommer ou la retirer ; colonnes connues : Date, Type, N° d’opération, Financeur, "
                "Nature, Montant (€), Pièce, Libellé. [COLONNE-01]"
            )
        ],
    ),
    "titre de colonne effacé": (
        cellule("Journal", "F6", None),
        [
            (
                "m.xlsx, feuille Journal : La colonne « Montant (€) » manque. L’ajouter à l’en-tête, avec ses valeurs. "
                "[COLONNE-02]"
            )
        ],
    ),
    "titre de colonne répété": (
        cellule("Journal", "AZ6", "Montant (€)"),
        [
            "m.xlsx, feuille Journal, AZ6 : La colonne « Montant (€) » figure deux fois, en F6 et AZ6. N’en garder qu’une. [COLONNE-03]"
        ],
    ),
    "rubrique renommée": (
        cellule("Convention", "A11", "Porteur"),
        [
            (
                "m.xlsx, feuille Convention : La rubrique « Porteur de projet » manque à la feuille de la convention ; le plus proche est « Porteur ». "
                "Rétablir ce libellé, la valeur à sa droite. [MAQUETTE-05]"
            )
        ],
    ),
    "rubrique vide": (
        cellule("Convention", "B7", None),
        [f"m.xlsx, feuille Convention, B7, colonne code : {VIDE}"],
    ),
    "règlement inconnu": (
        cellule("Convention", "B10", "pnrv"),
        [
            (
                "m.xlsx, feuille Convention, B10, colonne reglement : Le règlement « pnrv » n’est pas connu ; le plus proche "
                "est « pnru ». Écrire pnru ou npnru, ou reglement.toml pour un règlement propre au dossier. [CODE-06]"
            )
        ],
    ),
    "avenant antérieur à la convention": (
        cellule("Avenants", "C7", datetime.date(2001, 1, 1)),
        [
            (
                "m.xlsx, feuille Avenants, A7 : L’avenant n° 1 ne suit pas le précédent : les numéros et les "
                "dates sont strictement croissants, et postérieurs à la signature de la convention (signature du "
                "01/07/2004). Corriger le numéro ou la date. [COHERENCE-01]"
            )
        ],
    ),
    "paramètre sans annonce": (
        lambda s: (
            s.ajouter(
                "Règlement",
                Paramètre="acomptes_maximaux",
                Valeur="70 %",
                Unité="taux",
                Référence="essai",
                Confiance="D",
                **{"Valable du": datetime.date(2004, 1, 1)},
            ),
            cellule("Convention", "B19", "pnru")(s),
        ),
        [
            (
                "m.xlsx, feuille Convention, B10, colonne reglement : Le dossier apporte un règlement propre, mais la "
                "convention annonce « pnru ». Écrire reglement.toml dans la convention, ou retirer le règlement propre. "
                "[COHERENCE-10]"
            )
        ],
    ),
    "marque retirée": (
        sans_marque,
        [
            (
                "m.xlsx : « m.xlsx » n’est pas une maquette de cette bibliothèque : il n’en porte pas la marque. Écrire une "
                "maquette par « financement maquette » et y reporter les données. [MAQUETTE-01]"
            )
        ],
    ),
    "version plus récente": (
        version("2"),
        [
            (
                "m.xlsx : La maquette est de version « 2 » ; cette version de la bibliothèque lit la version 1. Mettre la "
                "bibliothèque à jour, ou refaire la maquette par « financement maquette ». [MAQUETTE-02]"
            )
        ],
    ),
}


@pytest.mark.parametrize("nom", CAS)
def test_chaque_faute_a_son_message_exact(nom: str, petite: Path, tmp_path: Path) -> None:
    geste, attendus = CAS[nom]
    saisies = Saisies(petite)
    geste(saisies)
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(saisies.enregistrer(tmp_path / "m.xlsx"))
    assert [str(faute) for faute in refus.value.fautes] == attendus


def test_toutes_les_fautes_sont_dites_a_la_fois_dans_l_ordre_des_feuilles(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    for nom in ("montant négatif", "taux illisible", "rubrique vide", "siret trop court", "version sans avenant"):
        CAS[nom][0](saisies)
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(saisies.enregistrer(tmp_path / "m.xlsx"))
    lieux = [(f.provenance.feuille, f.provenance.cellule) for f in refus.value.fautes]
    assert lieux == [
        ("Convention", "B7"),
        ("Financeurs", "E7"),
        ("Opérations", "O7"),
        ("Plan de financement", "A10"),
        ("Journal", "F8"),
    ]


def test_la_faute_d_une_feuille_ne_cache_pas_celle_de_meme_ligne_d_une_autre(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    saisies.remplir("Opérations", (8, 1), 1.5)
    saisies.remplir("Plan de financement", (8, 1), 7)
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(saisies.enregistrer(tmp_path / "m.xlsx"))
    lieux = [(f.provenance.feuille, f.provenance.cellule, f.code) for f in refus.value.fautes]
    assert lieux == [("Opérations", "A8", "VALEUR-04"), ("Plan de financement", "A8", "CODE-04")]


def test_un_classeur_quelconque_n_est_pas_une_maquette_et_ses_feuilles_ne_sont_pas_lues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deux millions de cellules prendraient des dizaines de secondes avant que la marque manque."""
    mesurer = balises.mesurer

    def sauf_une_feuille(partie: str, ouvrir: Callable[[str], Iterable[bytes]]) -> None:
        assert "/worksheets/" not in partie
        mesurer(partie, ouvrir)

    monkeypatch.setattr(garde, "mesurer", sauf_une_feuille)
    monkeypatch.delattr(LecteurDeFeuille, "lire")
    classeur = openpyxl.Workbook()
    classeur.create_sheet("Budget")
    classeur.save(tmp_path / "m.xlsx")
    with pytest.raises(DossierRefuse, match="MAQUETTE-01"):
        lire_dossier(tmp_path / "m.xlsx")
