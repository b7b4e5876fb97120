"""Journaux communs tirés au sort : des lignes de plusieurs conventions, mêlées, dont quelques-unes sont fautives."""

from typing import Final

from hypothesis import strategies as st

from maquettes.description.description import JOURNAL
from maquettes.journal_commun.part import Repartition
from tests.maquettes.vrac import journaux

__all__ = [
    "CONVENTIONS",
    "Cellules",
    "citer",
    "en_csv",
    "journaux_communs",
    "journaux_communs_abimes",
    "verifier_les_colonnes",
]

Cellules = tuple[str, ...]

CONVENTIONS: Final = st.sampled_from(
    ["C1", "C1", "C2", "C2", " C2 ", "'=C3", "=C3", "''=C4", "", "c1", "'C1", "é;è", "C2\u00a0"]
)
_RANGEES: Final = st.tuples(
    journaux.DATES,
    journaux.TYPES,
    journaux.OPERATIONS_CITEES,
    journaux.FINANCEURS,
    journaux.NATURES,
    journaux.MONTANTS,
    st.sampled_from(["", "DAS 1", " bordé "]),
    st.sampled_from(["", "Réhabilitation de l’îlot", "deux; mots", "deux\nlignes", 'l"îlot', "z" * 2001]),
)


def citer(cellule: str) -> str:
    """La cellule entre guillemets si sa forme l’exige."""
    return '"' + cellule.replace('"', '""') + '"' if set(cellule) & set(';"\n\r') else cellule


def en_csv(rangees: list[Cellules], place: int, fin: str = "\n") -> str:
    """Le journal commun, la convention (en tête des rangées) mise à sa place ; une rangée vide est une ligne vide."""
    lignes = []
    for convention, *cellules in [("convention", *JOURNAL.noms), *rangees]:
        citees = list(map(citer, cellules))
        citees.insert(place, citer(convention))
        lignes.append(";".join(citees) if any((convention, *cellules)) else "")
    return fin.join([*lignes, ""])


@st.composite
def journaux_communs(tirer: st.DrawFn) -> bytes:
    """Un journal commun, sous l’un des encodages et des fins de ligne admis."""
    rangee = st.tuples(CONVENTIONS, _RANGEES).map(lambda couple: (couple[0], *couple[1]))
    rangees = tirer(st.lists(rangee | st.just(("",) * 9), max_size=12))
    texte = en_csv(rangees, tirer(st.integers(0, 8)), tirer(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    texte = texte if tirer(st.booleans()) else texte.rstrip("\r\n")
    return texte.encode(tirer(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252"])), errors="ignore")


@st.composite
def journaux_communs_abimes(tirer: st.DrawFn) -> bytes:
    """Un journal commun dont quelques octets ont été changés, ôtés ou ajoutés."""
    octets = bytearray(tirer(journaux_communs()))
    for _ in range(tirer(st.integers(1, 4))):
        place = tirer(st.integers(0, max(len(octets) - 1, 0)))
        ajout = tirer(
            st.sampled_from([b"", b";", b";;", b"\n", b"\r", b'"', b" ", b"\0", b"\xe9", b"\x81", b"'", b"9"])
        )
        octets[place : place + tirer(st.integers(0, 2))] = ajout
    return bytes(octets)


def verifier_les_colonnes(repartition: Repartition) -> None:
    """En colonnes, chaque part a les mouvements, les fautes et les lieux de sa lecture par lignes."""
    for code, rangs in repartition.par_code.items():
        if not code:
            # Des lignes sans convention ne sont la part de personne : seule leur lecture par lignes le leur reproche.
            continue
        part = repartition.extraire(rangs)
        lue, en_partie = part.lire(), part.en_partie()
        if en_partie is None:
            continue
        grande, fautives = en_partie
        assert sorted(map(str, fautives.toutes_les_fautes())) == sorted(map(str, lue.toutes_les_fautes()))
        assert tuple(grande) == lue.objets
        assert [grande.provenance(rang) for rang in range(len(grande))] == [m.provenance for m in lue.objets]
        attendues = [ligne for ligne in lue.lignes if ligne.fautives or ligne.fautes]
        assert [(ligne.provenance, ligne.fautives) for ligne in fautives.lignes] == [
            (ligne.provenance, ligne.fautives) for ligne in attendues
        ]
