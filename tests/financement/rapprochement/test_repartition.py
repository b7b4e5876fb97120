"""Un extrait national, réparti entre des dossiers : le même résultat, quel que soit le moteur qui le calcule."""

import datetime
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from financement import Projet
from financement.calculs.journal_colonnes import JournalEnColonnes, de_mouvements
from financement.dossier.journal import Mouvement
from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import Provenance
from financement.rapprochement import EcartDeComptes, TotalDeComptes, rapprocher
from financement.rapprochement.repartition import repartir_l_extrait
from maquettes import ecrire_dossier, lire_dossier
from maquettes.portefeuille.lectures_reparties import lire_tout
from tests.construction import mouvement
from tests.financement.rapprochement.loi import Case, case, signe, totaux_attendus
from tests.financement.rapprochement.perturbations import perturber

AU = datetime.date(2016, 12, 31)


class Tache(NamedTuple):
    """Un dossier sur le disque, et sa part de l’extrait."""

    chemin: Path
    part: JournalEnColonnes


def rapprocher_un(tache: Tache, au: datetime.date) -> tuple[tuple[EcartDeComptes, ...], tuple[TotalDeComptes, ...]]:
    """Une fonction de module, sans mémoire : tout moteur la distribue."""
    r = rapprocher(lire_dossier(tache.chemin), tache.part, au=au)
    return tuple(r.ecarts), r.totaux


def prefixer(m: Mouvement, rang: int) -> Mouvement:
    return replace(m, operation=f"C{rang}-{m.operation}")


def national(conventions: int) -> tuple[list[Projet], list[Mouvement]]:
    """Des dossiers perturbés, leurs opérations distinguées, et leur extrait commun, mêlé."""
    projets, extrait = [], []
    for rang in range(conventions):
        p = perturber(Random(rang), piece=lambda m: m.piece)  # noqa: S311 (un tirage semé)
        recu = [m if m.operation == "HORS-DOSSIER" else prefixer(m, rang) for m in p.extrait]
        journal = tuple(prefixer(m, rang) for m in p.projet.journal)
        operations = tuple(replace(o, code=f"C{rang}-{o.code}") for o in p.projet.operations)
        projets.append(replace(p.projet, operations=operations, journal=journal))
        extrait += recu
    Random(0).shuffle(extrait)  # noqa: S311 (idem)
    return projets, [
        replace(m, provenance=Provenance(fichier="extrait.csv", ligne=r)) for r, m in enumerate(extrait, 2)
    ]


def test_chaque_mouvement_est_d_une_part_et_d_une_seule() -> None:
    extrait = [
        mouvement("acompte", rang, operation=operation, piece=f"P{rang}")
        for rang, operation in enumerate(("A-1", "B-1", "A-2", "C-9", "A-1"))
    ]
    parts = dict(repartir_l_extrait(de_mouvements(extrait), {"b": ("B-1",), "a": ("A-1", "A-2", "A-3")}))
    assert [*parts] == ["b", "a", ""]
    assert {nom: [(m.operation, m.montant, m.piece) for m in part] for nom, part in parts.items()} == {
        "b": [("B-1", 1, "P1")],
        "a": [("A-1", 0, "P0"), ("A-2", 2, "P2"), ("A-1", 4, "P4")],
        "": [("C-9", 3, "P3")],
    }


def test_une_operation_de_deux_dossiers_est_refusee() -> None:
    with pytest.raises(ValeurImpossible, match="cette opération est des dossiers « a » et « b »"):
        repartir_l_extrait(de_mouvements([]), {"a": ("X",), "b": ("Y", "X")})


def en_dossiers(projets: list[Projet], extrait: list[Mouvement], lieu: Path) -> tuple[list[Tache], JournalEnColonnes]:
    """Chaque dossier écrit, avec sa part de l’extrait ; et ce qui n’est d’aucun."""
    chemins = [lieu / f"C{rang}" for rang in range(len(projets))]
    for projet, chemin in zip(projets, chemins, strict=True):
        ecrire_dossier(projet, chemin)
    codes = {str(c): {o.code for o in p.operations} for p, c in zip(projets, chemins, strict=True)}
    *parts, (_, hors) = repartir_l_extrait(de_mouvements(extrait), codes)
    return [Tache(Path(nom), part) for nom, part in parts], hors


def test_la_loi_vaut_pour_l_ensemble(tmp_path: Path) -> None:
    projets, extrait = national(3)
    taches, hors = en_dossiers(projets, extrait, tmp_path)
    ecarts = Counter[Case]()
    for tache in taches:
        for e in rapprocher_un(tache, AU)[0]:
            ecarts[e.financeur, e.exercice, str(e.sens)] += e.ecart
    assert {m.operation for m in hors} == {"HORS-DOSSIER"}
    for m in hors:
        ecarts[case(m)] += signe(m)
    siens = totaux_attendus([m for p in projets for m in p.journal], AU)
    leurs = totaux_attendus(extrait, AU)
    assert {c: v for c, v in ecarts.items() if v} == {
        c: leurs[c] - siens[c] for c in {*siens, *leurs} if leurs[c] != siens[c]
    }


@pytest.mark.long
def test_le_moteur_reparti_donne_le_meme_resultat(tmp_path: Path) -> None:
    import dask.bag

    taches, _ = en_dossiers(*national(4), tmp_path)
    un = partial(rapprocher_un, au=AU)
    ici = [un(tache) for tache in taches]
    assert sum(len(ecarts) for ecarts, _ in ici) > 4 * 20
    assert lire_tout(un, taches, travailleurs=2) == ici
    assert dask.bag.from_sequence(taches, npartitions=4).map(un).compute(scheduler="processes", num_workers=2) == ici
