"""Les lois de l’importation : rien ne se perd, chaque montant est la somme de ses cellules, le dossier se retrouve."""

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import DossierRefuse, TexteRefuse
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.extraction import Extraction
from maquettes.importation.grille.grille import Grille
from maquettes.importation.importation import Importation
from maquettes.importation.lecteurs.montants import lire_montant_recu
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from tests.maquettes.importation.dispositions import Disposition, disposer
from tests.maquettes.importation.importations import importer_disposition

GRAINES = st.integers(0, 10**9)
DECALAGES = {"euro": 0, "millier": 3, "million": 6}


def non_vides(grille: Grille) -> int:
    return sum(bool(cellule.texte.strip()) for cellule in grille.cellules.values())


def exiger_le_compte(extraction: Extraction) -> None:
    assert sum(extraction.compte.cellules.values()) == non_vides(extraction.table.grille)
    lignes = {ligne for (ligne, _), c in extraction.table.grille.cellules.items() if c.texte.strip()}
    entete = range(extraction.table.entete[0], extraction.table.entete[1] + 1)
    assert sum(extraction.compte.lignes.values()) == len(lignes - set(entete))


@given(GRAINES)
def test_par_sa_correspondance_un_tableau_rend_son_dossier(graine: int) -> None:
    disposition = disposer(graine)
    importation, juste = importer_disposition(disposition), disposition.tirage.projet
    assert importation.projet.operations == juste.operations
    assert importation.projet.convention == juste.convention
    assert Counter(importation.projet.plan) == Counter(juste.plan)
    assert not any(constat.est_bloquant for constat in importation.constats)
    for extraction in importation.extractions:
        exiger_le_compte(extraction)
        assert all(total.ecart == 0 for total in extraction.totaux)


def abimer(disposition: Disposition, graine: int) -> Disposition:
    """La même, des textes parmi ses montants, des notes, des lignes en double, des totaux faux."""
    alea = random.Random(graine)  # noqa: S311 : un tirage semé n’est pas un secret
    grilles = []
    for grille, entete in zip(disposition.grilles, disposition.entetes, strict=True):
        cellules = dict(grille.cellules)
        places = sorted(place for place in cellules if place[0] > entete[1])
        for _ in range(alea.randint(1, 6)):
            ligne, colonne = alea.choice(places)
            texte = alea.choice(["p.m.", "NC", "voir note", "1.234,5 ou 6", "12 000", "?", "0", "Total"])
            cellules[ligne, alea.choice([colonne, colonne, colonne + 40])] = CelluleLue(GenreCellule.TEXTE, texte)
        grilles.append(replace(grille, cellules=dict(sorted(cellules.items()))))
    return replace(disposition, grilles=tuple(grilles))


@given(GRAINES, GRAINES)
def test_abime_rien_ne_se_perd_et_le_plan_est_la_somme_de_ses_cellules(graine: int, autre: int) -> None:
    disposition = abimer(disposer(graine), autre)
    try:
        importation = importer_disposition(disposition)
    except DossierRefuse as refus:
        fautes = refus.fautes
    else:
        fautes = ()
        exiger_les_lois(importation)
    assert all(constatee.provenance.fichier for constatee in fautes)


def exiger_les_lois(importation: Importation) -> None:
    for extraction in importation.extractions:
        exiger_le_compte(extraction)
        exiger_la_somme(extraction, importation)


def exiger_la_somme(extraction: Extraction, importation: Importation) -> None:
    """Les montants du plan d’une table font la somme des cellules que l’on y lit, colonne par colonne."""
    table = extraction.table
    decalage = DECALAGES[table.source.unite.value]
    colonnes = {ligne.lieu.colonnes["montant"] for recue in extraction.operations for ligne in recue.plan}
    lues = 0
    for recue in extraction.operations:
        for colonne in colonnes:
            cellule = table.grille.cellules.get((recue.lieu.rang, colonne))
            lues += 0 if cellule is None else centimes(cellule, decalage)
    assert sum(ligne.montant for recue in extraction.operations for ligne in recue.plan) == lues
    assert importation.projet.plan or not lues


def centimes(cellule: CelluleLue, decalage: int) -> int:
    try:
        return lire_montant_recu(cellule, decalage=decalage, decimale=",").centimes
    except TexteRefuse:
        return 0


def test_le_compte_a_trois_etats() -> None:
    importation = importer_disposition(disposer(7))
    assert set(importation.extractions[0].compte.cellules) == set(Etat)
