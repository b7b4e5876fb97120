"""Les commandes du README, telles qu’on les tape, devant d’autres outils et devant elles-mêmes à d’autres tailles."""

import csv
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from tests.bench.generateur import Portefeuille, ecrire_dossiers, inventer_portefeuille
from tests.bench.grands_livres import (
    Soldes,
    ecrire_beancount,
    ecrire_ledger,
    lire_beancount,
    lire_hledger,
    lire_ledger,
)
from tests.bench.importations import mesurer_l_importation
from tests.bench.mesure import Comparaison, Mesure, croissance, lancer, mesurer_tour_a_tour

__all__ = [
    "AMPLEURS",
    "Ampleur",
    "lire_situation",
    "mesurer",
    "multiplier_l_exemple",
    "soldes_du_journal",
]

EXEMPLE: Final = Path(__file__).parents[2] / "examples" / "noyer_dore"
COMMANDE: Final = str(Path(sys.executable).with_name("financement"))
AU: Final = "2015-03-31"
GRAINE: Final = 2004
PETITE: Final = 2_000

FORMAT_LEDGER: Final = '%(format_date(date, "%Y"));%(account);%(quantity(amount))\n'
REQUETE: Final = "SELECT year, account, sum(number) WHERE account ~ '^Assets:(Engage|Paye)' GROUP BY year, account"
SIGNES: Final = MappingProxyType(
    {
        "engagement": ("Engage", 1),
        "degagement": ("Engage", -1),
        "avance": ("Paye", 1),
        "acompte": ("Paye", 1),
        "solde": ("Paye", 1),
        "reversement": ("Paye", -1),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ampleur:
    """Ce que mesure une exécution : la grande taille du journal, les nombres de dossiers, les facteurs de l’exemple."""

    mouvements: int
    dossiers: tuple[int, ...]
    exemples: tuple[int, ...]


AMPLEURS: Final[Mapping[str, Ampleur]] = MappingProxyType(
    {
        "rapide": Ampleur(mouvements=100_000, dossiers=(5, 50), exemples=(1, 3)),
        "complete": Ampleur(mouvements=1_000_000, dossiers=(50, 500), exemples=(1, 10)),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outil:
    """Une comptabilité en texte : son journal, sa commande, la lecture de ses soldes.

    ``de_temps``, ``de_memoire`` : ce que nous devons prendre au plus des siens, au grand journal.
    """

    nom: str
    fichier: str
    ecrire: Callable[[Portefeuille, Path], None]
    commande: tuple[str, ...]
    lire: Callable[[str], Soldes]
    de_temps: float
    de_memoire: float = 1 / 5


_OUTILS: Final = (
    _Outil(
        nom="ledger register --yearly",
        fichier="journal.ledger",
        ecrire=ecrire_ledger,
        commande=(
            *("ledger", "--args-only", "-f", "journal.ledger"),
            *("register", "^Engage", "^Paye", "--yearly", "-F", FORMAT_LEDGER),
        ),
        lire=lire_ledger,
        de_temps=1 / 20,
    ),
    _Outil(
        nom="hledger balance --yearly",
        fichier="journal.ledger",
        ecrire=ecrire_ledger,
        commande=(
            *("hledger", "-f", "journal.ledger", "balance", "^Engage", "^Paye"),
            *("--yearly", "--flat", "--no-total", "-O", "csv"),
        ),
        lire=lire_hledger,
        de_temps=1 / 80,
    ),
    _Outil(
        nom="bean-query",
        fichier="journal.beancount",
        ecrire=ecrire_beancount,
        commande=(str(Path(sys.executable).with_name("bean-query")), "-f", "csv", "journal.beancount", REQUETE),
        lire=lire_beancount,
        de_temps=1 / 150,
    ),
)
_AXES: Final = ("--par", "operation,financeur,exercice", "--format", "csv")


def soldes_du_journal(journal: Path) -> Soldes:
    """L’engagé et le payé d’un journal, en entiers de Python, par le module csv et rien d’autre."""
    soldes: Soldes = {}
    with journal.open(encoding="utf-8", newline="") as flux:
        for rangee in csv.DictReader(flux, delimiter=";"):
            if rangee["type"] in SIGNES:
                mesure, signe = SIGNES[rangee["type"]]
                cle = mesure, rangee["operation"], rangee["financeur"], int(rangee["date"][:4])
                soldes[cle] = soldes.get(cle, 0) + signe * int(rangee["montant"].replace(",", ""))
    return {cle: solde for cle, solde in soldes.items() if solde}


def lire_situation(texte: str) -> Soldes:
    """L’engagé et le payé de la situation en csv, opération, financeur et exercice, cases nulles omises."""
    soldes: Soldes = {}
    for rangee in csv.DictReader(texte.lstrip("\ufeff").splitlines(), delimiter=";"):
        for mesure in ("Engage", "Paye") if rangee["exercice"] else ():
            if centimes := int(rangee[mesure.lower()].replace(",", "").replace("\u202f", "")):
                soldes[mesure, rangee["operation"], rangee["financeur"], int(rangee["exercice"])] = centimes
    return soldes


def mesurer(ampleur: Ampleur) -> Iterator[Comparaison]:
    """Chaque comparaison, dès qu’elle est faite."""
    for mouvements in (PETITE, ampleur.mouvements):
        with TemporaryDirectory(prefix="financement-bench-") as lieu:
            yield from _de_la_situation(mouvements, Path(lieu), est_grand=mouvements > PETITE)
    with TemporaryDirectory(prefix="financement-bench-") as lieu:
        yield _du_portefeuille(ampleur.dossiers, Path(lieu))
    with TemporaryDirectory(prefix="financement-bench-") as lieu:
        yield from _de_l_annexe(ampleur.exemples, Path(lieu))
    with TemporaryDirectory(prefix="financement-bench-") as lieu:
        yield from mesurer_l_importation(Path(lieu))


def _de_la_situation(mouvements: int, lieu: Path, *, est_grand: bool) -> Iterator[Comparaison]:
    """``financement situation`` devant chaque comptabilité ; toutes doivent d’abord trouver les mêmes soldes."""
    invente = inventer_portefeuille(GRAINE, 1, mouvements)
    (dossier,) = ecrire_dossiers(invente, lieu)
    attendus = soldes_du_journal(dossier / "journal.csv")
    sortie = lieu / "sortie.txt"
    commandes: dict[str, tuple[str, ...]] = {"financement": (COMMANDE, "situation", str(dossier), *_AXES)}
    lectures: dict[str, Callable[[str], Soldes]] = {"financement": lire_situation}
    for outil in _OUTILS:
        if shutil.which(outil.commande[0]):
            outil.ecrire(invente, lieu / outil.fichier)
            commandes[outil.nom] = tuple(str(lieu / p) if p == outil.fichier else p for p in outil.commande)
            lectures[outil.nom] = outil.lire

    def verifier(nom: str) -> None:
        if lectures[nom](sortie.read_text(encoding="utf-8")) != attendus:
            sys.exit(f"{nom} ne trouve pas les mêmes soldes.")

    mesures = mesurer_tour_a_tour(commandes, sortie, verifier)
    for outil in _OUTILS:
        yield from _devant(outil, mesures, f"{mouvements:,} mouvements".replace(",", "\u202f"), est_grand=est_grand)


def _devant(outil: _Outil, mesures: Mapping[str, Mesure], taille: str, *, est_grand: bool) -> Iterator[Comparaison]:
    libelle = f"financement situation DOSSIER {' '.join(_AXES)} / {outil.nom}, {taille}"
    cibles = [("durée", outil.de_temps if est_grand else 3.0)]
    cibles += [("mémoire", outil.de_memoire)] if est_grand else []
    nous, temoin = mesures["financement"], mesures.get(outil.nom)
    for grandeur, au_plus in cibles:
        dite = f"{libelle} : {grandeur}"
        if temoin is None:
            yield Comparaison(libelle=dite, valeur=None, au_plus=au_plus, empechement="outil absent")
        else:
            rapport = nous.duree / temoin.duree if grandeur == "durée" else nous.memoire / temoin.memoire
            yield Comparaison(libelle=dite, valeur=rapport, au_plus=au_plus)


def _du_portefeuille(nombres: Sequence[int], lieu: Path) -> Comparaison:
    durees = {}
    for nombre in nombres:
        ecrire_dossiers(inventer_portefeuille(GRAINE, nombre, nombre * PETITE), lieu / str(nombre))
        commande = (COMMANDE, "portefeuille", str(lieu / str(nombre)), "--au", AU)
        durees[nombre] = lancer(commande, lieu / "sortie.txt").duree
    libelle = f"financement portefeuille DOSSIERS --au {AU}, exposant de {nombres[0]} à {nombres[-1]} dossiers"
    return Comparaison(libelle=libelle, valeur=croissance(durees), au_plus=1.05)


def _de_l_annexe(facteurs: Sequence[int], lieu: Path) -> Iterator[Comparaison]:
    """Tous les formats devant le pdf seul, puis leur croissance avec l’exemple."""
    durees = {}
    for facteur in facteurs:
        dossier = multiplier_l_exemple(facteur, lieu / str(facteur))
        tous = (COMMANDE, "annexe", str(dossier), "--au", AU, "--remplacer", "--sortie", str(lieu / f"annexe{facteur}"))
        pdf = (*tous[:-1], str(lieu / f"pdf{facteur}"), "--formats", "pdf")
        mesures = mesurer_tour_a_tour({"tous": tous, "pdf": pdf}, lieu / "sortie.txt", tours=2)
        durees[facteur] = mesures["tous"].duree
        if facteur == 1:
            libelle = f"financement annexe examples/noyer_dore --au {AU} / la même, --formats pdf"
            yield Comparaison(libelle=libelle, valeur=mesures["tous"].duree / mesures["pdf"].duree, au_plus=2)
    libelle = f"financement annexe, tous les formats, exposant de {facteurs[0]} à {facteurs[-1]} fois l’exemple"
    yield Comparaison(libelle=libelle, valeur=croissance(durees), au_plus=1)


def multiplier_l_exemple(facteur: int, lieu: Path) -> Path:
    """Le dossier d’exemple, chaque opération en ``facteur`` exemplaires."""
    lieu.mkdir()
    for source in EXEMPLE.iterdir():
        if source.suffix != ".csv":
            shutil.copy(source, lieu)
            continue
        with source.open(encoding="utf-8-sig", newline="") as flux:
            entete, *rangees = csv.reader(flux, delimiter=";")
        place = entete.index("operation")
        with (lieu / source.name).open("w", encoding="utf-8", newline="") as flux:
            ecrivain = csv.writer(flux, delimiter=";", lineterminator="\n")
            ecrivain.writerow(entete)
            for rang in range(facteur):
                suffixe = f"-{rang}" if rang else ""
                ecrivain.writerows([*r[:place], r[place] + suffixe, *r[place + 1 :]] for r in rangees)
    return lieu
