"""Un dossier écrit comme les gens l’écrivent se lit comme celui qui est écrit comme il est déclaré."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import pytest

from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes import dossiers, lire_dossier, texte_canonique
from maquettes.description.description import TABLES
from tests.maquettes.dossier_type import FICHIERS, changer, poser, refus
from tests.maquettes.maquette.petite import maquette_serree
from tests.maquettes.maquette.saisie import Saisies

NFD: Final = "RE\u0301GION"
INSECABLE: Final = "\u00a0"

CONVENTION: Final = """\
format = 1
[convention]
code = "C1"
nom = "Quartier"
programme = "{programme}"
reglement = "{reglement}"
porteur = "Ville"
date_signature = 2007-01-01
date_limite_engagement = 2015-12-31
[[financeurs]]
code = "ANRU"
nom = "Agence"
categorie = "{categorie}"
[[financeurs]]
code = "RÉGION 1"
nom = "Région"
categorie = "region"
[[avenants]]
numero = 1
nature = "{nature_avenant}"
date = 2008-01-01
enveloppes = {{ "{region}" = "500 000,00" }}
"""
REGLEMENT: Final = """\
base = "{base}"
[[parametres]]
cle = "{cle}"
valeur = "20 %"
unite = "{unite_parametre}"
debut = 2007-01-01
familles = ["{famille}"]
reference = "Un texte"
confiance = "{confiance}"
"""
TABLES_ECRITES: Final = {
    "operations": (
        "version;operation;famille;libelle;maitre_ouvrage;localisation;quantite;unite;nature_cout;cout_ht;taux_tva;base;"
        "assiette;taux_anru;debut;duree_semestres;achevement;statut;origine\n"
        "0;OP 1;{famille};Tour;ANRU;;10;{unite};{brut};100000,00;20 %;{ttc};;;;;;{abandonnee};{illustratif}\n"
    ),
    "plan": (
        "version;operation;financeur;nature;montant;regle_cloture\n"
        "0;{op};{anru};{subvention};50000,00;{taux}\n"
        "0;{op};{region};{fonds_propres};50000,00;{residu}\n"
        "0;{op};{region};{pret};20000,00;\n"
    ),
    "journal": (
        "date;type;operation;financeur;nature;montant;piece;libelle\n"
        "2008-01-15;{engagement};{op};{anru};{subvention};50000,00;D 1;\n"
        "2009-01-15;{depense};{op};;;1000,00;;\n"
        "2009-02-15;{demande};{op};{region};{pret};1000,00;;\n"
    ),
    "reestimations": "date;operation;cout\n2009-01-01;{op};90000,00\n",
    "realisations": "date;operation;quantite\n2009-01-01;{op};5\n",
    "insertion": "operation;heures_objectif;heures_realisees\n{op};100;50\n",
}

DECLARE: Final = {
    "programme": "PNRU",
    "reglement": "reglement.toml",
    "base": "pnru",
    "categorie": "anru",
    "nature_avenant": "cloture",
    "cle": "avance_maximale",
    "unite_parametre": "taux",
    "confiance": "A",
    "famille": "01",
    "unite": "logement",
    "brut": "brut",
    "ttc": "ttc",
    "abandonnee": "abandonnee",
    "illustratif": "illustratif",
    "op": "OP 1",
    "anru": "ANRU",
    "region": "RÉGION 1",
    "subvention": "subvention",
    "fonds_propres": "fonds_propres",
    "pret": "pret",
    "taux": "taux",
    "residu": "residu",
    "engagement": "engagement",
    "depense": "depense",
    "demande": "demande",
}
ECRIT: Final = {
    "programme": "pnru",
    "reglement": "Reglement.TOML",
    "base": "PNRU",
    "categorie": "Anru",
    "nature_avenant": "Avenant de clôture",
    "cle": "Avance_Maximale",
    "unite_parametre": "Taux",
    "confiance": "a",
    "famille": "1",
    "unite": "Logements",
    "brut": "Coût brut",
    "ttc": "TTC",
    "abandonnee": "Abandonnée",
    "illustratif": "Illustratif",
    "op": f"op{INSECABLE}1",
    "anru": "anru",
    "region": f"{NFD}{INSECABLE}1",
    "subvention": "Subventions",
    "fonds_propres": "Fonds propres",
    "pret": "Prêt",
    "taux": "Taux",
    "residu": "Résidu",
    "engagement": "Engagement",
    "depense": "Dépense",
    "demande": "Demande de paiement",
}


def repertoire(lieu: Path, mots: dict[str, str]) -> Path:
    lieu.mkdir()
    (lieu / "convention.toml").write_text(CONVENTION.format(**mots), encoding="utf-8")
    (lieu / "reglement.toml").write_text(REGLEMENT.format(**mots), encoding="utf-8")
    for nom, texte in TABLES_ECRITES.items():
        (lieu / f"{nom}.csv").write_text(texte.format(**mots), encoding="utf-8")
    return lieu


@pytest.fixture(scope="module")
def attendu(tmp_path_factory: pytest.TempPathFactory) -> Projet:
    lu = lire_dossier(repertoire(tmp_path_factory.mktemp("d") / "declare", DECLARE))
    assert len(lu.plan) == len(lu.journal) == 3
    assert lu.convention.avenants[0].enveloppes[0].financeur == "RÉGION 1"
    return lu


@pytest.mark.parametrize("grand_journal", [1 << 60, 1], ids=["ligne à ligne", "en colonnes"])
def test_en_repertoire(tmp_path: Path, attendu: Projet, monkeypatch: pytest.MonkeyPatch, grand_journal: int) -> None:
    monkeypatch.setattr(dossiers, "_GRAND_JOURNAL", grand_journal)
    lu = lire_dossier(repertoire(tmp_path / "d", ECRIT))
    assert lu == attendu
    assert texte_canonique(lu) == texte_canonique(attendu)


def test_en_json(tmp_path: Path, attendu: Projet) -> None:
    document: dict[str, Any] = json.loads(texte_canonique(attendu))
    ecrits = {DECLARE[cle]: ECRIT[cle] for cle in DECLARE}

    def ecrire(valeur: Any) -> Any:
        """Chaque texte à sa façon ; les codes déclarés par leur objet restent les leurs."""
        match valeur:
            case dict():
                return {ecrits.get(cle, cle) if cle == "RÉGION 1" else cle: ecrire(v) for cle, v in valeur.items()}
            case list():
                return [ecrire(element) for element in valeur]
            case _:
                return ecrits.get(valeur, valeur)

    ecrit = ecrire(document)
    for rang, financeur in enumerate(document["financeurs"]):
        ecrit["financeurs"][rang]["code"] = financeur["code"]
    ecrit["operations"][0] |= {"operation": "OP 1", "maitre_ouvrage": "ANRU"}
    assert ecrit != document
    (tmp_path / "d.json").write_text(json.dumps(ecrit), encoding="utf-8")
    assert lire_dossier(tmp_path / "d.json") == attendu


def test_en_maquette(tmp_path: Path, attendu: Projet) -> None:
    repertoire(tmp_path / "d", DECLARE)
    (tmp_path / "declare.xlsx").write_bytes(maquette_serree(lire_dossier(tmp_path / "d")))
    saisies = Saisies(tmp_path / "declare.xlsx")
    ecrits = {DECLARE[cle]: ECRIT[cle] for cle in DECLARE}
    declares = {("Financeurs", 1), ("Opérations", 2), ("Opérations", 5)}
    changees = 0
    for feuille in saisies.classeur.worksheets:
        if feuille.title in {"Notice", "Listes", "Situation", "Clôture", "Contrôles"}:
            continue
        for rangee in feuille.iter_rows(min_row=3):
            for cellule in rangee:
                if (
                    isinstance(cellule.value, str)
                    and cellule.value in ecrits
                    and (feuille.title, cellule.column) not in declares
                ):
                    changees += cellule.value != ecrits[cellule.value]
                    cellule.value = ecrits[cellule.value]
    # Vingt-cinq façons d'écrire, l'opération neuf fois et les autres d'une à trois.
    assert changees >= 35
    assert lire_dossier(saisies.enregistrer(tmp_path / "ecrite.xlsx")) == attendu


def test_une_famille_en_nombre_dans_une_maquette(tmp_path: Path, attendu: Projet) -> None:
    repertoire(tmp_path / "d", DECLARE)
    (tmp_path / "d.xlsx").write_bytes(maquette_serree(lire_dossier(tmp_path / "d")))
    saisies = Saisies(tmp_path / "d.xlsx")
    saisies.ecrire("Opérations", 7, "Famille", 1)
    assert lire_dossier(saisies.enregistrer(tmp_path / "e.xlsx")) == attendu


def message(chemin: Path) -> str:
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(chemin)
    (seule,) = leve.value.fautes
    return f"{seule.message} [{seule.code}]"


def test_un_code_exact_l_emporte_et_deux_jumeaux_sont_montres(tmp_path: Path) -> None:
    convention = FICHIERS["convention.toml"].replace("VILLE", "Anru")
    plan = changer("plan.csv", ("VILLE", "Anru"))
    lu = lire_dossier(poser(tmp_path / "a", convention=convention, plan=plan))
    assert [ligne.financeur for ligne in lu.plan] == ["ANRU", "Anru"]
    assert message(poser(tmp_path / "b", convention=convention, plan=plan.replace(";Anru;", ";anru;"))) == (
        "Le financeur « anru » n’est pas déclaré dans la convention ; ce peut être « ANRU » ou « Anru », à écrire "
        "exactement. [CODE-02]"
    )


def test_deux_textes_que_l_oeil_confond_sont_distingues(tmp_path: Path) -> None:
    """Un « A » cyrillique : rien ne dit lequel des deux est le bon, mais on voit en quoi ils diffèrent."""
    assert message(poser(tmp_path / "a", plan=changer("plan.csv", ("ANRU", "\u0410NRU")))) == (
        "Le financeur « \u0410NRU » n’est pas déclaré dans la convention ; le plus proche est « ANRU » (au 1er "
        "caractère, « \u0410 » (U+0410) à la place de « A » (U+0041)). [CODE-02]"
    )


def test_deux_lignes_que_rapproche_leur_code_sont_en_double(tmp_path: Path) -> None:
    plan = FICHIERS["plan.csv"] + "0;op1;Anru;Subvention;1,00\n"
    assert refus(poser(tmp_path / "a", plan=plan)) == ["plan.csv, ligne 4, colonne operation [DOUBLON-01]"]


def test_un_maitre_d_ouvrage_reste_le_nom_qu_il_est(tmp_path: Path) -> None:
    """Un nom libre est permis : le changer perdrait ce qui est écrit."""
    operations = changer("operations.csv", (";VILLE;", ";Ville;"))
    assert lire_dossier(poser(tmp_path / "a", operations=operations)).operations[0].maitre_ouvrage == "Ville"


def test_une_operation_garde_le_code_que_sa_ligne_declare(tmp_path: Path) -> None:
    """Sous deux formes Unicode, ce sont deux opérations, comme avant ; chacune se cite exactement."""
    entete, ligne, *_ = changer("operations.csv", ("OP1", "É1")).splitlines()
    decomposee = unicodedata.normalize("NFD", ligne)
    operations = f"{entete}\n{ligne}\n{decomposee}\n"
    plan = re.sub("OP1", "É1", changer("plan.csv", ("OP1", "É1")))
    lu = lire_dossier(poser(tmp_path / "a", operations=operations, plan=plan, journal=_sans_mouvement()))
    assert [o.code for o in lu.operations] == ["É1", "E\u03011"]
    assert {p.operation for p in lu.plan} == {"É1"}


def _sans_mouvement() -> str:
    return FICHIERS["journal.csv"].splitlines()[0] + "\n"


def test_toutes_les_tables_sont_eprouvees() -> None:
    assert set(TABLES_ECRITES) == {table.nom for table in TABLES}
