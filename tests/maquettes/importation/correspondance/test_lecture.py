"""Lire une correspondance : toutes ses fautes à la fois, en français, à la ligne du fichier."""

import re

import pytest

from financement import DossierRefuse
from financement.dossier.nomenclature import Nature, TypeMouvement
from maquettes.importation.correspondance.lecture import lire_correspondance
from maquettes.importation.correspondance.modele import Champ, Role, Signe, UniteDeSource

SOURCE = """format = 1
convention = "convention.toml"

[[sources]]
fichier = "a.xlsx"
role = "Tableau financier"
unite = "k€"
entete = [3, 4]

[sources.colonnes]
operation = "N° d’opération"

[[sources.financeurs]]
colonne = "ANRU / Montant"
financeur = "ANRU"
nature = "Subvention"

[[sources]]
fichier = "b.csv"
role = "journal"
regles = [
  { si = { colonne = "Sens", signe = "négatif" }, type = "Annulation" },
]

[[sources.mouvements]]
type = { colonne = "Nature" }
date = "Payé le"
montant = "Payé"
financeur = "ANRU"
"""


def fautes(texte: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(DossierRefuse) as refus:
        lire_correspondance("c.toml", texte.encode())
    return [(f.provenance.ligne, f.provenance.colonne or "", f.code) for f in refus.value.fautes]


def test_les_mots_se_lisent_comme_on_les_ecrit() -> None:
    premiere, seconde = lire_correspondance("c.toml", SOURCE.encode()).correspondance.sources
    assert (premiere.role, premiere.unite) == (Role.TABLEAU_FINANCIER, UniteDeSource.MILLIER)
    assert premiere.financeurs[0].nature is Nature.SUBVENTION
    (regle,) = seconde.regles
    assert (regle.type, regle.si[0].signe) == (TypeMouvement.ANNULATION, Signe.NEGATIF)
    (forme,) = seconde.mouvements
    assert forme.type == Champ(colonne="Nature")
    assert forme.date == Champ(colonne="Payé le")
    assert forme.financeur == Champ(valeur="ANRU")


@pytest.mark.parametrize(
    ("avant", "apres", "attendue"),
    [
        ('fichier = "a.xlsx"', "fichier = 12", (5, "fichier", "CLE-03")),
        ('role = "journal"', 'role = "joural"', (20, "role", "VALEUR-03")),
        ('role = "journal"', 'role = "journal"\nfeuilles = "X"', (21, "feuilles", "CLE-01")),
        ('financeur = "ANRU"\nnature', "nature", (13, "financeur", "CLE-02")),
        ("entete = [3, 4]", "entete = [3]", (8, "entete", "CLE-03")),
        ("entete = [3, 4]", "entete = 2014-12-31", (8, "entete", "CLE-03")),
        ("entete = [3, 4]", "entete = [4, 3]", (8, "entete", "IMPORT-19")),
        ('operation = "N° d’opération"', 'numero = "N°"', (11, "numero", "IMPORT-14")),
        ('signe = "négatif"', 'signe = "moins"', (22, "signe", "VALEUR-03")),
        ('signe = "négatif"', 'motif = "("', (22, "motif", "IMPORT-19")),
        ('montant = "Payé"', 'montant = { colonne = "Payé", valeur = "3" }', (28, "montant", "IMPORT-19")),
        ("format = 1", "format = 2", (1, "format", "CLE-03")),
        ("format = 1", "format = = 1", (1, "10", "LECTURE-08")),
    ],
)
def test_chaque_faute_est_a_sa_ligne(avant: str, apres: str, attendue: tuple[int, str, str]) -> None:
    assert avant in SOURCE
    (trouvee,) = fautes(SOURCE.replace(avant, apres, 1))
    # Dans une liste sur plusieurs lignes, une clé a la ligne de la liste.
    assert (trouvee[0], *trouvee[1:]) in {attendue, (21, *attendue[1:])}


def test_toutes_les_fautes_sortent_a_la_fois_et_en_francais() -> None:
    texte = SOURCE.replace('"a.xlsx"', "1").replace('"journal"', '"x"').replace("[3, 4]", '"x"')
    with pytest.raises(DossierRefuse) as refus:
        lire_correspondance("c.toml", texte.encode())
    assert len(refus.value.fautes) == 3
    assert not re.search(r"\b(input|should|valid|field|required)\b", str(refus.value), re.IGNORECASE)


def test_les_fautes_de_sens_sortent_avec_les_fautes_de_forme_des_autres_sources() -> None:
    double = SOURCE.replace('role = "journal"', 'role = "jurnal"').replace("operation = ", "operatoin = ")
    assert {(ligne, code) for ligne, _, code in fautes(double)} == {(11, "IMPORT-14"), (20, "VALEUR-03")}


def test_la_convention_peut_etre_ecrite_dedans() -> None:
    texte = SOURCE.replace(
        'convention = "convention.toml"\n', '[convention]\ncode = "C1"\n[[financeurs]]\ncode = "A"\n'
    )
    lue = lire_correspondance("c.toml", texte.encode())
    assert lue.convention is not None
    dites = lue.convention.toutes_les_fautes()
    assert {f.provenance.fichier for f in dites} == {"c.toml"}
    assert {(f.provenance.ligne, f.code) for f in dites} >= {(2, "CLE-02"), (4, "CLE-02")}


def test_une_cellule_qui_n_est_pas_vide_suffit_a_une_regle() -> None:
    source = '[[sources]]\nfichier = "a.csv"\nrole = "journal"\n'
    regle = 'regles = [{ si = [{ colonne = "Crédit", vide = false }], ignorer = "crédit" }]\n'
    lue = lire_correspondance("c.toml", f'format = 1\nconvention = "convention.toml"\n{source}{regle}'.encode())
    assert lue.correspondance.sources[0].regles[0].si[0].vide is False


def test_une_cle_qui_manque_a_un_element_de_liste_est_a_sa_ligne() -> None:
    texte = """format = 1
convention = "convention.toml"
[[sources]]
fichier = "a.csv"
role = "journal"
mouvements = [
    { type = "engagement", date = "D", montant = "M" },  # le premier { n’y est pour rien
    { type = "acompte", montant = "M" },
]
exercices = [{ colonne = "2009", exercice = 2009 },
    { colonne = "2010" }]
"""
    with pytest.raises(DossierRefuse) as refus:
        lire_correspondance("c.toml", texte.encode())
    lieux = [(f.code, f.provenance.ligne, f.provenance.colonne) for f in refus.value.fautes]
    assert lieux == [("CLE-02", 11, "exercice"), ("CLE-02", 8, "date")]
