"""Couper un dossier à chaque octet, et le réécrire pendant qu’on le lit.

La loi : un fichier coupé est refusé, ou une remarque le dit, ou il était coupé juste derrière une fin de ligne, ou le
contenu lu est celui du fichier entier. Un fichier réécrit pendant la lecture donne l’ancien contenu, le nouveau, un
refus ou une remarque.
"""

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from financement.dossier.journal import Mouvement
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes import ecrire_dossier, texte_canonique
from maquettes.description.description import JOURNAL
from maquettes.dossiers import examiner_dossier
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.journal import lire_en_partie
from maquettes.journal_commun.csv import repartir_csv
from maquettes.journal_commun.part import JOURNAL_COMMUN
from tests.solidite.bilan import Bilan
from tests.solidite.dossiers_en_texte import tirer_un_dossier, tirer_un_journal_commun

__all__ = ["eprouver"]

_FINS: Final = (b"\n", b"\r")
_MEMOIRE: Final = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- rien n'y reste
_LECTURES_CONCURRENTES: Final = 40

Verdict = tuple[str, str]
"""L’issue d’un essai ; ce qui contredit la loi, vide si rien ne le fait."""


def eprouver(graine: int, nombre: int) -> Bilan:
    """``nombre`` essais : coupes de dossiers, de json et de journaux communs, lectures pendant une réécriture."""
    hasard, bilan = Random(graine), Bilan()
    with TemporaryDirectory(dir=_MEMOIRE) as lieu:
        essais = _essais(hasard, Path(lieu))
        while bilan.essais < nombre:
            quoi, essai = next(essais)
            issue, anomalie = essai()
            if anomalie:
                bilan.signaler(f"graine {graine}, {quoi} : {anomalie}")
            else:
                bilan.compter(issue)
    return bilan


def _essais(hasard: Random, lieu: Path) -> Iterator[tuple[str, Callable[[], Verdict]]]:
    while True:
        fichiers = tirer_un_dossier(hasard)
        dossier = lieu / "dossier"
        dossier.mkdir(exist_ok=True)
        for ancien in dossier.iterdir():
            ancien.unlink()
        for nom, octets in fichiers.items():
            (dossier / nom).write_bytes(octets)
        entier = examiner_dossier(dossier)
        if entier.remarques:
            yield "dossier entier", partial(_contraire, f"remarqué : {entier.remarques}, {fichiers}")
        json = lieu / "dossier.json"
        json.unlink(missing_ok=True)
        ecrire_dossier(entier.projet, json)
        coupes = [(nom, place) for nom, octets in fichiers.items() for place in range(len(octets))]
        coupes += [("dossier.json", place) for place in range(0, json.stat().st_size, 7)]
        commun = tirer_un_journal_commun(hasard)
        coupes += [("commun.csv", place) for place in range(len(commun))]
        concurrentes = [(nom, -1) for nom in ("journal.csv", "dossier.json")] * _LECTURES_CONCURRENTES
        coupes += concurrentes
        hasard.shuffle(coupes)
        for nom, place in coupes:
            chemin = json if nom == "dossier.json" else dossier / nom
            if place < 0:
                yield (
                    f"{nom} réécrit",
                    _reecriture(hasard, chemin, dossier if chemin.parent == dossier else json, entier.projet),
                )
            elif nom == "commun.csv":
                yield f"{nom} à {place} de {commun!r}", _coupe_commune(commun, place)
            else:
                lu = dossier if chemin.parent == dossier else json
                yield f"{nom} à {place} de {fichiers.get(nom, b'')!r}", _coupe(chemin, lu, place, entier.projet)


def _contraire(anomalie: str) -> Verdict:
    return "", anomalie


def _coupe(chemin: Path, dossier: Path, place: int, entier: Projet) -> Callable[[], Verdict]:
    def essai() -> Verdict:
        octets = chemin.read_bytes()
        coupe = octets[:place]
        try:
            chemin.write_bytes(coupe)
            verdict = _juger(dossier, coupe, entier)
            if not verdict[1] and chemin.name == "journal.csv":
                return verdict[0], _difference_en_vrac(coupe)
        finally:
            chemin.write_bytes(octets)
        return verdict

    return essai


def _juger(dossier: Path, coupe: bytes, entier: Projet) -> Verdict:
    try:
        lu = examiner_dossier(dossier)
    except DossierRefuse as refus:
        muettes = [faute for faute in refus.fautes if not (faute.message and faute.remede)]
        return "refusé", f"faute sans phrase : {muettes}" if muettes else ""
    if lu.remarques:
        return "lu et dit", ""
    if lu.projet == entier:
        return "lu entier", ""
    if dossier.is_dir() and coupe.endswith(_FINS):
        return "coupé entre deux lignes", ""
    return "", f"accepté en silence : {texte_canonique(lu.projet)[-400:]}"


def _difference_en_vrac(coupe: bytes) -> str:
    """Ce qui sépare la lecture en vrac de la lecture ligne à ligne : rien."""
    lue = lire_table(JOURNAL, "journal.csv", coupe)
    lu = lire_en_partie("journal.csv", coupe)
    if lu is None:
        return ""
    journal, fautives = lu
    dites, attendues = ([str(faute) for faute in table.toutes_les_fautes()] for table in (fautives, lue))
    if sorted(dites) != sorted(attendues):
        return f"en vrac {dites}, ligne à ligne {attendues}"
    if fautives.remarques != lue.remarques:
        return f"remarques en vrac {fautives.remarques}, ligne à ligne {lue.remarques}"
    return "" if _lignes(tuple(journal)) == _lignes(lue.objets) else "les mouvements en vrac ne sont pas les mêmes"


def _lignes(mouvements: tuple[Mouvement, ...]) -> list[tuple[Mouvement, int | None]]:
    return [(mouvement, mouvement.provenance.ligne) for mouvement in mouvements]


def _coupe_commune(commun: bytes, place: int) -> Callable[[], Verdict]:
    """Le journal commun coupé : réparti ou refusé comme le lit la lecture ligne à ligne."""

    def essai() -> Verdict:
        coupe = commun[:place]
        lue = lire_table(JOURNAL_COMMUN, "./commun.csv", coupe)
        coupee = any(faute.code == "LECTURE-16" for faute in lue.toutes_les_fautes())
        try:
            repartition = repartir_csv("./commun.csv", coupe)
        except DossierRefuse as refus:
            return "refusé", "" if coupee or lue.fautes else f"réparti en vain : {[str(f) for f in refus.fautes]}"
        if coupee:
            return "", "coupé, et réparti"
        if sorted(map(repr, repartition.remarques)) != sorted(map(repr, lue.remarques)):
            return "", f"remarques {repartition.remarques}, ligne à ligne {lue.remarques}"
        if lue.remarques:
            return "lu et dit", ""
        return ("coupé entre deux lignes", "") if coupe.endswith(_FINS) or not coupe else ("", "réparti en silence")

    return essai


def _reecriture(hasard: Random, chemin: Path, dossier: Path, ancien: Projet) -> Callable[[], Verdict]:
    """Une lecture pendant qu’un autre réécrit le fichier, en place, par morceaux finis au milieu d’une ligne."""
    octets = chemin.read_bytes()
    rang = hasard.randrange(2)
    # Entre deux lignes, un fichier à moitié écrit ne se distinguerait pas d'un fichier plus court.
    milieux = [place for place in range(1, len(octets)) if not octets[:place].endswith(_FINS)]
    places = sorted(hasard.sample(milieux, 3))

    def essai() -> Verdict:
        nouveaux = octets.replace(b"OP12", b"OP1") if rang else octets.replace(b"ANRU", b"VILLE")
        fini = threading.Event()

        def reecrire() -> None:
            contenus = [nouveaux, octets]
            while not fini.is_set():
                with chemin.open("wb", buffering=0) as flux:
                    for debut, fin in zip([0, *places], [*places, None], strict=True):
                        flux.write(contenus[0][debut:fin])
                contenus.reverse()

        ecrivain = threading.Thread(target=reecrire)
        ecrivain.start()
        try:
            lu = examiner_dossier(dossier)
        except DossierRefuse:
            return "réécrit : refusé", ""
        finally:
            fini.set()
            ecrivain.join()
            chemin.write_bytes(octets)
        if lu.remarques:
            return "réécrit : lu et dit", ""
        chemin.write_bytes(nouveaux)
        try:
            attendus = [ancien, examiner_dossier(dossier).projet]
        except DossierRefuse:
            attendus = [ancien]
        finally:
            chemin.write_bytes(octets)
        if lu.projet in attendus:
            return "réécrit : l’ancien ou le nouveau", ""
        return "", f"ni l’ancien ni le nouveau : {texte_canonique(lu.projet)[-400:]}"

    return essai
