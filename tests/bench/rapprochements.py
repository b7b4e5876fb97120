"""Un extrait national perturbé, rapproché de ses dossiers sur deux processus : ce que coûte sa taille.

``python -m tests.bench.rapprochements DOSSIERS EXTRAIT`` rapproche ; ``python -m tests.bench.rapprochements`` mesure.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import numpy as np

from financement.calculs.journal_colonnes import SANS, Colonnes, JournalEnColonnes
from financement.dossier.nomenclature import NATURES as NATURES_DU_DOSSIER
from financement.dossier.nomenclature import TYPES as TYPES_DU_DOSSIER
from financement.fautes.provenance import Provenance
from financement.rapprochement import rapprocher
from financement.rapprochement.repartition import repartir_l_extrait
from maquettes import lire_dossier
from maquettes.portefeuille.lectures_reparties import lire_tout
from tests.bench.conventions import FINANCEURS, NATURES
from tests.bench.generateur import PIECES, TYPES, Mouvements, ecrire_dossiers, inventer_portefeuille
from tests.bench.mesure import Comparaison, croissance, lancer

__all__ = ["mesurer"]

GRAINE: Final = 2004
AU: Final = date(2015, 3, 31)
PAR_DOSSIER: Final = 2_000
TRAVAILLEURS: Final = 2
TAILLES: Final = (125, 250, 500)
# Un mouvement sur cent de chaque sorte : retiré, répété, d'un autre montant, d'une autre date, d'une autre opération.
UN_SUR_CENT: Final = 0.01
# La pièce ne revient à l'extrait que d'un mouvement sur deux.
AVEC_PIECE: Final = 2


class Tache(NamedTuple):
    """Un dossier, et sa part de l’extrait."""

    chemin: Path
    part: JournalEnColonnes


class Compte(NamedTuple):
    """Ce qu’un rapprochement a trouvé : rapprochés, écarts, argent en écart."""

    rapproches: int
    ecarts: int
    argent: int


def rapprocher_un(tache: Tache) -> Compte:
    r = rapprocher(lire_dossier(tache.chemin), tache.part, au=AU)
    return Compte(r.nombre, len(r.ecarts), sum(total.ecart for total in r.totaux))


def rapprocher_tous(dossiers: Path, extrait: Path) -> Compte:
    """L’extrait réparti entre les dossiers, chacun rapproché ; s’arrête si un mouvement n’est d’aucun."""
    with np.load(extrait) as lu:
        journal = _journal({nom: lu[nom] for nom in lu.files})
    codes = {str(chemin): _operations(chemin) for chemin in sorted(dossiers.iterdir())}
    *parts, (_, hors) = repartir_l_extrait(journal, codes)
    if len(hors):
        sys.exit(f"{len(hors)} mouvements ne sont d’aucun dossier")
    comptes = lire_tout(rapprocher_un, [Tache(Path(nom), part) for nom, part in parts], travailleurs=TRAVAILLEURS)
    return Compte(*map(sum, zip(*comptes, strict=True)))


def _operations(dossier: Path) -> set[str]:
    lignes = (dossier / "operations.csv").read_text(encoding="utf-8").splitlines()
    rang = lignes[0].split(";").index("operation")
    return {ligne.split(";")[rang] for ligne in lignes[1:]}


def _journal(colonnes: dict[str, np.ndarray]) -> JournalEnColonnes:
    numero, annee, genre = colonnes.pop("numero"), colonnes.pop("annee"), colonnes["genre"]
    types = np.array([TYPES_DU_DOSSIER.index(t) for t in TYPES], dtype=np.int8)
    natures = np.array([*(NATURES_DU_DOSSIER.index(n) for n in NATURES), SANS], dtype=np.int8)

    def textes(rang: int) -> tuple[str, str]:
        sienne = int(numero[rang])
        return ("" if sienne % AVEC_PIECE else f"{PIECES[genre[rang]]}-{annee[rang]}-{sienne:05d}"), ""

    return JournalEnColonnes(
        colonnes=Colonnes(
            jour=colonnes["jour"],
            type=types[genre],
            operation=colonnes["operation"],
            financeur=colonnes["financeur"].astype(np.int32),
            nature=natures[colonnes["nature"]],
            montant=colonnes["montant"],
            lieu=np.zeros(numero.size, dtype=np.int32),
            ligne=np.arange(2, numero.size + 2, dtype=np.int32),
        ),
        operations=tuple(colonnes["operations"].tolist()),
        financeurs=tuple(code for code, _ in FINANCEURS),
        lieux=(Provenance(fichier="extrait.csv"),),
        textes=textes,
    )


def _ecrire(lieu: Path, dossiers: int) -> None:
    """Les dossiers, et leur extrait perturbé, qu’il ne reste qu’à lire."""
    portefeuille = inventer_portefeuille(GRAINE, dossiers, dossiers * PAR_DOSSIER)
    ecrire_dossiers(portefeuille, lieu / "dossiers")
    perturbes = _perturber(portefeuille.mouvements)
    noms = ("jour", "genre", "operation", "financeur", "nature", "montant", "numero")
    colonnes: dict[str, Any] = dict(zip(noms, perturbes.colonnes(), strict=True))
    colonnes["operations"] = np.array(portefeuille.operations)
    colonnes["annee"] = np.array([date.fromordinal(jour).year for jour in perturbes.jour.tolist()])
    np.savez(lieu / "extrait.npz", **colonnes)


def _perturber(m: Mouvements) -> Mouvements:
    hasard = np.random.default_rng(GRAINE)
    sort = hasard.random(len(m))
    montant = m.montant + np.where((sort >= 2 * UN_SUR_CENT) & (sort < 3 * UN_SUR_CENT), 9_000, 0)
    jour = m.jour + np.where((sort >= 3 * UN_SUR_CENT) & (sort < 4 * UN_SUR_CENT), 40, 0).astype(np.int32)
    ailleurs = (sort >= 4 * UN_SUR_CENT) & (sort < 5 * UN_SUR_CENT)
    operation = np.where(ailleurs, np.maximum(m.operation - 1, 0), m.operation).astype(np.int32)
    tous = Mouvements(
        jour=jour,
        type=m.type,
        operation=operation,
        financeur=m.financeur,
        nature=m.nature,
        montant=montant,
        numero=m.numero,
    )
    rangs = np.repeat(np.arange(len(m)), np.where(sort < UN_SUR_CENT, 0, np.where(sort < 2 * UN_SUR_CENT, 2, 1)))
    return tous.prendre(rangs)


def mesurer(tailles: tuple[int, ...] = TAILLES) -> Iterator[Comparaison]:
    """L’exposant du temps de processeur ; à la plus grande taille, la mémoire de pointe par ligne de l’extrait."""
    durees, memoire = {}, 0.0
    for taille in tailles:
        with TemporaryDirectory() as lieu:
            ici = Path(lieu)
            _ecrire(ici, taille)
            arguments = [str(ici / "dossiers"), str(ici / "extrait.npz")]
            mesure = lancer([sys.executable, "-m", "tests.bench.rapprochements", *arguments], ici / "sortie")
            durees[taille], memoire = mesure.processeur, mesure.memoire / (taille * PAR_DOSSIER)
    quoi = f"rapprocher un extrait national, {' à '.join(map(str, (tailles[0], tailles[-1])))} dossiers"
    yield Comparaison(libelle=f"{quoi} : exposant du temps de processeur", valeur=croissance(durees), au_plus=1.1)
    yield Comparaison(libelle=f"{quoi} : octets de mémoire par ligne", valeur=memoire, au_plus=1_000)


if __name__ == "__main__":
    if len(sys.argv) > len(("programme", "seul")):
        print(rapprocher_tous(Path(sys.argv[1]), Path(sys.argv[2])))
    else:
        for comparaison in mesurer():
            print(comparaison, flush=True)
