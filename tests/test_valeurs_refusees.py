"""Une valeur du mauvais type, donnée à une fonction publique, est refusée en français par l’erreur commune."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

import exports
import financement
import maquettes
from exports.verification.verification import verifier
from financement import Selection, ValeurImpossible
from tests.exports.verification.jeux import petit_projet

AU: Final = date(2012, 12, 31)
FAUX: Final = (None, 3, "texte", [1], object())
SANS_DATE: Final = frozenset({"au", "version", "operations", "constats", "part", "dossier", "journal", "formats"})
"""Arguments qui peuvent manquer : ``None`` y est permis."""

EMPREINTE: Final = "une empreinte sha256 de soixante-quatre chiffres hexadécimaux"

Appel = tuple[Callable[..., Any], Mapping[str, Any]]


def appels_sur_une_part() -> Iterator[Appel]:
    """Couper un dossier par maître d’ouvrage, et réunir ce qui revient."""
    absent = Path("absent")
    yield financement.part_du_maitre_ouvrage, {"projet": petit_projet(), "maitre_ouvrage": "VILLE"}
    yield maquettes.reunir, {"dossier": absent, "maquettes": (absent,)}


def appels() -> Iterator[Appel]:
    """Chaque fonction publique qui prend un objet ou un chemin, et de quoi l’appeler."""
    projet, absent = petit_projet(), Path("absent")
    cloture = financement.calculer_cloture(projet, au=AU)
    situation, tableau = cloture.situation, cloture.situation.tableau
    comparaison = financement.comparer(tableau, tableau)
    operation, _ = projet.operations
    yield financement.avancement_par_famille, {"projet": projet, "au": AU}
    yield financement.avancement_physique, {"projet": projet, "au": AU}
    yield financement.generer_avenant_cloture, {"cloture": cloture, "signature": AU}
    yield financement.bilan, {"projet": projet, "au": AU}
    yield financement.calculer_cloture, {"projet": projet, "au": AU}
    yield financement.comparer, {"avant": tableau, "apres": tableau}
    yield financement.comparer_clotures, {"avant": cloture, "apres": cloture}
    yield financement.comparer_operations, {"avant": tableau, "apres": tableau}
    yield financement.comparer_reestimations, {"avant": projet, "le": AU, "apres": projet, "au": AU}
    yield financement.controler, {"projet": projet, "au": AU}
    yield financement.croiser, {"situation": situation, "axes": ("financeur",)}
    yield financement.besoins_de_tresorerie, {"echeancier": financement.calculer_echeancier(cloture)}
    yield financement.calculer_echeancier, {"cloture": cloture}
    yield financement.expliquer, {"projet": projet, "operation": "OP-1", "financeur": "ANRU", "au": AU}
    yield financement.reglement_du_projet, {"projet": projet}
    yield financement.surcharges, {"projet": projet}
    yield financement.restreindre_cloture, {"cloture": cloture, "selection": Selection()}
    yield financement.restreindre_situation, {"situation": situation, "selection": Selection()}
    yield financement.retenir_constats, {"constats": (), "selection": Selection(), "operations": ()}
    yield financement.selectionner, {"projet": projet}
    yield financement.calculer_situation, {"projet": projet, "au": AU}
    yield financement.tableau_financier, {"projet": projet}
    yield financement.emplois_par_financeur, {"comparaison": comparaison}
    yield financement.qualifier_transfert, {"de": operation, "vers": operation}
    yield financement.points_de_vigilance, {"cloture": cloture}
    yield from des_plafonds()
    yield maquettes.comparer_dossiers, {"avant": projet, "apres": projet}
    yield maquettes.convertir, {"source": absent, "destination": absent}
    yield maquettes.ecrire_dossier, {"projet": projet, "destination": absent}
    yield maquettes.ecrire_fichier, {"chemin": absent, "octets": b""}
    yield maquettes.ecrire_maquette, {"projet": projet, "chemin": absent, "au": AU}
    yield maquettes.ecrire_maquette_vierge, {"chemin": absent}
    yield maquettes.empreinte, {"projet": projet}
    yield maquettes.texte_canonique, {"projet": projet}
    yield from appels_sur_une_part()
    yield maquettes.lire_bilan, {"chemin": absent, "au": AU}
    yield maquettes.lire_dossier, {"chemin": absent}
    yield maquettes.lire_maquette, {"chemin": absent}
    yield maquettes.lire_portefeuille, {"chemins": (absent,), "au": AU}
    yield maquettes.trouver_dossiers, {"chemins": (absent,)}
    yield exports.composer_annexe, {"projet": projet, "au": AU, "perimetre": exports.Perimetre()}
    yield exports.ecrire_annexe, {"projet": projet, "au": AU, "sortie": absent, "perimetre": exports.Perimetre()}
    yield exports.copier_exemple, {"destination": absent}
    yield verifier, {"fichier": absent, "dossier": absent}


def des_plafonds() -> Iterator[Appel]:
    regles = {"reglement": financement.reglement_du_projet(petit_projet()), "jour": AU}
    yield financement.assiette_plafonnee, {**regles, "famille": "05", "logements": Decimal(1), "travaux": 1}
    yield financement.avance_maximale, {**regles, "famille": "05", "attribue": 1}
    yield financement.cumul_acomptes_maximal, {**regles, "famille": "05", "attribue": 1}
    yield financement.premier_acompte, {**regles, "attribue": 1}
    yield financement.prochain_acompte, {**regles, "famille": "", "attribue": 1, "verse": 0, "avancement": Fraction(1)}
    yield financement.subvention_exceptionnelle_maximale, {**regles, "famille": "05", "subvention": 1, "cout": 1}
    yield financement.subvention_surcharge_fonciere, {**regles, "depassement": 1}


APPELS: Final = tuple(appels())


@pytest.mark.parametrize(("fonction", "arguments"), APPELS, ids=[fonction.__name__ for fonction, _ in APPELS])
def test_un_argument_du_mauvais_type_est_refuse(
    fonction: Callable[..., Any], arguments: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refuses = 0
    for nom, juste in arguments.items():
        for faux in FAUX:
            if est_permis(nom, juste, faux):
                continue
            with pytest.raises(ValeurImpossible) as leve:
                fonction(**{**arguments, nom: faux})
            assert all(faute.message.endswith(".") for faute in leve.value.fautes)
            refuses += 1
    assert refuses
    assert list(tmp_path.iterdir()) == []


def est_permis(nom: str, juste: Any, faux: Any) -> bool:
    """Un texte se lit comme un chemin, une liste comme une suite, et rien où rien n’est exigé ; un entier en est un."""
    if nom in {"axes", "constats", "operations", "chemins"}:
        return isinstance(faux, list | str)
    if isinstance(juste, Path | str) and isinstance(faux, str):
        return True
    if isinstance(juste, int) and isinstance(faux, int):
        return True
    return faux is None and nom in SANS_DATE


def test_ni_une_suite_de_chemins_ni_un_texte_ne_se_prennent_l_un_pour_l_autre() -> None:
    """Les lettres d’un texte se liraient comme autant de dossiers."""
    for chemins in ("dossiers", [3], [None]):
        with pytest.raises(ValeurImpossible):
            maquettes.trouver_dossiers(chemins)  # type: ignore[arg-type]


def test_un_sceau_ou_un_document_mal_construit_est_refuse_champ_par_champ() -> None:
    zeros: Any = {"logiciel": "x", "dossier": "0" * 64, "regles": "0" * 64, "date_arrete": AU}
    champs: Any = {"logiciel": 1, "dossier": "x", "date_arrete": "2012", "perimetre": "texte", "autre": 1}
    with pytest.raises(ValeurImpossible) as leve:
        exports.Sceau(**zeros | champs)
    assert {faute.provenance.colonne: (str(faute.code), faute.message) for faute in leve.value.fautes} == {
        "logiciel": ("CLE-03", "« 1 » n’est pas de la forme attendue ici : un texte."),
        "dossier": ("CLE-03", f"« 'x' » n’est pas de la forme attendue ici : {EMPREINTE}."),
        "date_arrete": ("CLE-03", "« '2012' » n’est pas de la forme attendue ici : une date."),
        "perimetre": ("CLE-03", "« 'texte' » n’est pas de la forme attendue ici : un objet Perimetre."),
        "autre": ("CLE-01", "La clé « autre » n’existe pas ici."),
    }
    with pytest.raises(ValeurImpossible) as leve:
        exports.Document()  # type: ignore[call-arg]
    assert {faute.message for faute in leve.value.fautes} == {"La valeur est obligatoire."}
    with pytest.raises(ValeurImpossible) as leve:
        exports.Document(titre="T", tableaux=[], avertissements=("a", 3), objet=1)  # type: ignore[call-arg, arg-type]
    assert [(f.provenance.colonne, f.message) for f in leve.value.fautes] == [
        *((absent, "La valeur est obligatoire.") for absent in ("sous_titre", "code", "mentions", "sceau")),
        ("avertissements", "« ('a', 3) » n’est pas de la forme attendue ici : un texte à la place 2."),
        ("tableaux", "« [] » n’est pas de la forme attendue ici : un tuple."),
        ("objet", "La clé « objet » n’existe pas ici."),
    ]
    juste = exports.Sceau(**zeros)
    assert exports.Sceau.lire(juste.texte()) == juste
