"""Un extrait comptable écrit ses annulations en négatif : refusées, et le remède suivi donne un dossier accepté."""

import json
import re
from pathlib import Path

import pytest

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, TypeMouvement
from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier, texte_canonique
from tests.maquettes.dossier_type import FICHIERS, poser
from tests.maquettes.maquette.petite import ecrire_petite
from tests.maquettes.maquette.saisie import Saisies

NEGATIFS = ("-40000,00", "(40 000,00 €)", "40000,00-")
REMEDES = {
    "engagement": ["degagement"],
    "degagement": ["engagement"],
    "avance": ["reversement"],
    "acompte": ["reversement"],
    "solde": ["reversement"],
    "reversement": ["avance", "acompte", "solde"],
    "demande": ["rejet"],
    "rejet": ["demande"],
    "depense": ["annulation"],
    "annulation": ["depense"],
    "recette": [],
}


def remede(chemin: Path) -> list[str]:
    """Les types que propose la seule faute du dossier."""
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(chemin)
    assert [faute.code for faute in refus.value.fautes] == ["MONTANT-07"]
    return re.findall("« ([a-z]+) »", refus.value.fautes[0].remede)


def attribution(genre: str) -> tuple[str, str]:
    return ("", "") if genre in MOUVEMENTS_DU_MAITRE_OUVRAGE else ("ANRU", "subvention")


def en_repertoire(lieu: Path, genre: str, montant: str, *, ailleurs: str = "") -> Path:
    ligne = ";".join(["2009-02-10", genre, "OP1", *attribution(genre), montant, "MD 1 A", ""])
    return poser(lieu, journal=f"{FICHIERS['journal.csv']}{ailleurs}{ligne}\n")


def dernier(chemin: Path) -> Mouvement:
    return lire_dossier(chemin).journal[-1]


def test_chaque_type_a_son_remede() -> None:
    assert set(REMEDES) == {genre.value for genre in TypeMouvement}


@pytest.mark.parametrize("genre", REMEDES)
def test_dans_un_csv(genre: str, tmp_path: Path) -> None:
    for negatif in NEGATIFS:
        assert remede(en_repertoire(tmp_path / "d", genre, negatif)) == REMEDES[genre]
    for propose in REMEDES[genre] or [genre]:
        lu = dernier(en_repertoire(tmp_path / "d", propose, "40000,00"))
        assert (lu.type, lu.montant) == (propose, 4_000_000)


def test_dans_un_grand_csv(tmp_path: Path) -> None:
    """Au-delà de 128 Kio, la lecture en vrac remet la ligne à la lecture ordinaire."""
    autres = "2009-01-10;demande;OP1;ANRU;subvention;0,01;;\n" * 4_000
    assert remede(en_repertoire(tmp_path / "d", "depense", "-40000,00", ailleurs=autres)) == ["annulation"]
    lu = dernier(en_repertoire(tmp_path / "d", "annulation", "40000,00", ailleurs=autres))
    assert (lu.type, lu.financeur, lu.montant) == (TypeMouvement.ANNULATION, None, 4_000_000)


@pytest.mark.parametrize("genre", REMEDES)
def test_dans_un_json(genre: str, tmp_path: Path) -> None:
    dossier = json.loads(texte_canonique(lire_dossier(poser(tmp_path / "d"))))
    chemin = tmp_path / "d.json"

    def ecrire(type_ecrit: str, montant: str) -> Path:
        financeur, nature = attribution(type_ecrit)
        attribue = {"financeur": financeur, "nature": nature} if financeur else {}
        ajout = {"date": "2009-02-10", "type": type_ecrit, "operation": "OP1", **attribue, "montant": montant}
        chemin.write_text(json.dumps({**dossier, "journal": [*dossier["journal"], ajout]}), encoding="utf-8")
        return chemin

    assert remede(ecrire(genre, "-40000.00")) == REMEDES[genre]
    for propose in REMEDES[genre] or [genre]:
        assert dernier(ecrire(propose, "40000.00")).type == propose


def test_dans_une_maquette(tmp_path: Path) -> None:
    saisies = Saisies(ecrire_petite(tmp_path / "petite.xlsx"))

    def ecrire(*lignes: tuple[str, float | str]) -> Path:
        for rang, (genre, montant) in enumerate(lignes, 8):
            financeur, nature = attribution(genre)
            valeurs = {"Type": genre, "Financeur": financeur, "Nature": nature, "Montant (€)": montant}
            for libelle, valeur in valeurs.items():
                saisies.ecrire("Journal", rang, libelle, valeur or None)
        return saisies.enregistrer(tmp_path / "m.xlsx")

    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(ecrire(("depense", -5), ("demande", "(5,00)"), ("solde", -5)))
    proposes = ["annulation", "rejet", "reversement"]
    assert [faute.code for faute in refus.value.fautes] == ["MONTANT-07"] * 3
    assert [re.findall("« ([a-z]+) »", faute.remede) for faute in refus.value.fautes] == [[p] for p in proposes]
    lus = lire_dossier(ecrire(*((propose, 5) for propose in proposes))).journal[1:]
    assert [(lu.type, lu.montant) for lu in lus] == [(propose, 500) for propose in proposes]


def test_sans_type_lisible_le_remede_est_general(tmp_path: Path) -> None:
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(en_repertoire(tmp_path / "d", "mandat", "-5"))
    assert [faute.code for faute in refus.value.fautes] == ["VALEUR-03", "MONTANT-05"]
