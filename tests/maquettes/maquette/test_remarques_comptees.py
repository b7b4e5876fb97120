"""D’un classeur dérangé, les premières remarques sont dites et les autres comptées : chacune pèse un kilo-octet."""

import pytest

from financement.fautes.provenance import Provenance
from maquettes.description.description import JOURNAL
from maquettes.maquette.relecture import cellules, verification
from maquettes.maquette.relecture.cellules import LecteurDeCellules
from maquettes.maquette.relecture.remarques import VALEUR_DIFFERENTE
from maquettes.tableur.contenu import CelluleLue, GenreCellule

MONTANT = next(colonne for colonne in JOURNAL.colonnes if colonne.nom == "montant")


def test_les_remarques_de_saisie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cellules, "FAUTES_GARDEES", 3)
    lecteur = LecteurDeCellules()
    for feuille, nombre in (("Journal", 4), ("Plan", 2)):
        for ligne in range(1, nombre + 1):
            lieu = Provenance(fichier="m.xlsx", feuille=feuille, cellule=f"F{ligne}", ligne=ligne)
            lecteur.lire(MONTANT, CelluleLue(GenreCellule.NOMBRE, "2", "1+1"), {MONTANT.nom: lieu}.__getitem__)
    assert [str(dite.provenance) for dite in lecteur.constats] == [
        f"m.xlsx, feuille Journal, F{ligne}" for ligne in (1, 2, 3)
    ]
    assert [f"{comptee.provenance} : {comptee.message}" for comptee in lecteur.comptees()] == [
        "m.xlsx, feuille Journal : 1 autres remarques de même nature dans cette feuille.",
        "m.xlsx, feuille Plan : 2 autres remarques de même nature dans cette feuille.",
    ]


def test_les_ecarts_d_une_feuille() -> None:
    lieu = Provenance(fichier="m.xlsx", feuille="Situation")
    comparaison = verification._Comparaison(lieu)
    for _ in range(23):
        comparaison.constater(VALEUR_DIFFERENTE, lieu, lu="1", attendu="2")
    *dits, dernier = comparaison.abreges()
    assert (len(dits), len(comparaison.ecarts)) == (20, 20)
    assert dernier.message == "3 autres remarques de même nature dans cette feuille."
