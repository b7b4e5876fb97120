"""Des textes de dossier mutés, sous leurs trois formes : jamais rien qu’un projet juste ou des fautes bien dites.

Les fichiers que la mutation n’a pas touchés ne sont lus qu’une fois : un essai coûte la lecture du sien.
"""

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from exports.commandes.execution import executer
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import lire_json, texte_canonique
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.description import JOURNAL, TABLES
from maquettes.description.lignes import TableLue
from maquettes.dossiers import _lire_fichiers
from maquettes.formes.convention_toml import lire_convention_toml
from maquettes.formes.reglement import lire_reglement_toml
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.journal import lire_en_partie
from maquettes.journal_commun.csv import repartir_csv
from maquettes.journal_commun.repartition import reunir_avec
from tests.solidite.bilan import Bilan
from tests.solidite.dossiers_semes import DOSSIERS
from tests.solidite.lois import decrire_la_panne, defaut_des_fautes, defaut_du_projet
from tests.solidite.mutations import muter_le_document, muter_le_texte

__all__ = ["eprouver"]

LONGUEUR_MONTREE: Final = 400
ESSAIS_PAR_COMMANDE: Final = 250
ECHEC: Final = 2
COMMANDES: Final = (
    ("controler",),
    ("situation", "--par", "operation"),
    ("cloture", "--au", "2012-12-31"),
    ("echeancier", "--au", "2099-12-31"),
    ("portefeuille", "--au", "2020-01-01"),
    ("comparer",),
)


@dataclass(frozen=True, slots=True)
class Seme:
    """Un dossier correct, tel que chaque forme le donne à muter."""

    fichiers: dict[str, str]
    lu: DossierLu
    projet: Projet
    document: str
    journal_commun: str


@cache
def _seme(rang: int) -> Seme:
    fichiers = DOSSIERS[rang]
    octets = {nom: texte.encode() for nom, texte in fichiers.items()}
    projet = assembler(_lire_fichiers(octets, {}))
    entete, *lignes = fichiers["journal.csv"].splitlines()
    code = projet.convention.code
    commun = [f"convention;{entete}", *(f"{code};{ligne}" for ligne in lignes), f"X;{lignes[0]}", f";{lignes[-1]}", ""]
    return Seme(fichiers, _lire_fichiers(octets, {}), projet, texte_canonique(projet), "\n".join(commun))


def eprouver(graine: int, nombre: int) -> Bilan:
    """``nombre`` textes mutés tirés de ``graine``, chacun lu et jugé ; quelques-uns passent aussi par la commande."""
    bilan = Bilan()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as lieu:  # noqa: S108
        for rang in range(nombre):
            _essayer(bilan, Random(f"{graine}/{rang}"), f"graine {graine}, rang {rang}", Path(lieu))
    return bilan


def _essayer(bilan: Bilan, hasard: Random, ou: str, lieu: Path) -> None:
    seme = _seme(hasard.randrange(len(DOSSIERS)))
    forme = hasard.choice((_repertoire, _repertoire, _repertoire, _json, _journal_commun))
    octets, nom, lire = forme(hasard, seme)
    defaut: str | None
    try:
        issue, defaut = _juger(lire, seme.projet, hasard)
        if hasard.randrange(ESSAIS_PAR_COMMANDE) == 0 and forme is not _journal_commun:
            defaut = defaut or _eprouver_la_commande(hasard, seme, nom, octets, lieu)
    except Exception as panne:  # noqa: BLE001 -- une panne est ce que l'épreuve cherche
        issue, defaut = "panne", decrire_la_panne(panne)
    if defaut is None:
        bilan.compter(issue)
    else:
        bilan.signaler(f"{ou}, {nom} : {defaut} — {octets[:LONGUEUR_MONTREE]!r}")


Lecture = Callable[[], Projet]


def _juger(lire: Lecture, correct: Projet, hasard: Random) -> tuple[str, str | None]:
    """L’issue de la lecture, et en quoi elle contredit la loi."""
    try:
        projet = lire()
    except DossierRefuse as refus:
        return "refusé", defaut_des_fautes(refus.fautes)
    if projet == correct:
        return "lu comme avant", None
    return "accepté", defaut_du_projet(projet, hasard)


def _repertoire(hasard: Random, seme: Seme) -> tuple[bytes, str, Lecture]:
    nom = hasard.choice(tuple(seme.fichiers))
    octets = muter_le_texte(hasard, seme.fichiers[nom], nom)

    def lire() -> Projet:
        if nom == "convention.toml":
            return assembler(replace(seme.lu, convention=lire_convention_toml(octets)))
        if nom == "reglement.toml":
            return assembler(replace(seme.lu, reglement=lire_reglement_toml(octets)))
        table = next(table for table in TABLES if f"{table.nom}.csv" == nom)
        if table.nom == JOURNAL.nom and hasard.random() < 0.5:
            return _lire_un_grand_journal(seme, octets)
        lues: dict[str, Any] = {table.nom: lire_table(table, nom, octets)}
        if table.nom in seme.lu.suivis:
            return assembler(replace(seme.lu, suivis=seme.lu.suivis | lues))
        return assembler(replace(seme.lu, **lues))

    return octets, nom, lire


def _lire_un_grand_journal(seme: Seme, octets: bytes) -> Projet:
    """Le journal lu en colonnes, comme s’il était gros ; il a les mouvements, ou les fautes, de l’autre lecture."""
    ligne_a_ligne = lire_table(JOURNAL, "journal.csv", octets)
    lu = lire_en_partie("journal.csv", octets)
    if lu is None:
        return assembler(replace(seme.lu, journal=ligne_a_ligne))
    grand, fautives = lu
    dites = (sorted(map(str, fautives.toutes_les_fautes())), sorted(map(str, fautives.remarques)))
    attendues = (sorted(map(str, ligne_a_ligne.toutes_les_fautes())), sorted(map(str, ligne_a_ligne.remarques)))
    if dites != attendues or tuple(grand) != ligne_a_ligne.objets:
        raise AssertionError("les deux lectures du journal diffèrent")
    return assembler(replace(seme.lu, journal=fautives, grand_journal=grand))


def _json(hasard: Random, seme: Seme) -> tuple[bytes, str, Lecture]:
    octets = muter_le_document(hasard, json.loads(seme.document))
    return octets, "dossier.json", lambda: assembler(lire_json("dossier.json", octets))


def _journal_commun(hasard: Random, seme: Seme) -> tuple[bytes, str, Lecture]:
    octets = muter_le_texte(hasard, seme.journal_commun, "national.csv")

    def lire() -> Projet:
        repartition = repartir_csv("./national.csv", octets)
        siennes = repartition.par_code.get(seme.projet.convention.code)
        lu = replace(seme.lu, journal=TableLue())
        for code, rangs in repartition.par_code.items():
            if code != seme.projet.convention.code:
                repartition.extraire(rangs).lire()
        if siennes is None:
            return assembler(lu)
        return reunir_avec(repartition.extraire(siennes), lu)

    return octets, "national.csv", lire


def _eprouver_la_commande(hasard: Random, seme: Seme, nom: str, octets: bytes, lieu: Path) -> str | None:
    """La commande, dans ce processus, sur le dossier écrit : un code prévu, et du json qui se lit."""
    dossier = lieu / "d.json" if nom == "dossier.json" else lieu / "d"
    if nom == "dossier.json":
        dossier.write_bytes(octets)
    else:
        dossier.mkdir(exist_ok=True)
        for ancien in dossier.iterdir():
            ancien.unlink()
        for autre, texte in seme.fichiers.items():
            (dossier / autre).write_bytes(octets if autre == nom else texte.encode())
    commande, *options = hasard.choice(COMMANDES)
    forme = hasard.choice(("json", "json", "table", "csv"))
    sortie, erreur = io.StringIO(), io.StringIO()
    with redirect_stdout(sortie), redirect_stderr(erreur):
        code = executer([commande, str(dossier), *options, "--format", forme])
    attendus = {0, 1} if _se_lit(dossier) else {2}
    if code not in attendus:
        return f"« {commande} » rend {code}, non {attendus} : {(sortie if forme == 'json' else erreur).getvalue()}"
    if forme == "json":
        dit = json.loads(sortie.getvalue())
        return None if code < ECHEC or dit["erreurs"] else f"« {commande} » rend 2 sans erreur"
    return None if code < ECHEC or not sortie.getvalue() else f"« {commande} » rend 2 et imprime"


def _se_lit(dossier: Path) -> bool:
    try:
        lire_dossier(dossier)
    except DossierRefuse:
        return False
    return True
