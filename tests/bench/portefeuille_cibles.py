"""Ce que le portefeuille s’engage à tenir, et ce qu’une exécution en a mesuré."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from tests.bench.portefeuille_mesures import croissance
from tests.bench.portefeuille_moteurs import NOUS, NOUS_REPEREES
from tests.bench.portefeuille_projets import PROJETS
from tests.bench.portefeuille_tableur import FORMULES

__all__ = ["CIBLES", "GRANDES", "Cible", "comparer", "duree_du_recalcul"]

# Combien de fois plus vite que chaque comptabilité en texte, sans aucun extra.
CIBLES: Final = MappingProxyType({"ledger": 15, "hledger": 75, "beancount": 120})
# La taille où les cibles se jugent, et celle à partir de laquelle la croissance se mesure.
JUGEE: Final = 1_000_000
GRANDES: Final = 100_000
# En deçà, un portefeuille de dossiers est mesuré sans être jugé.
CONVENTIONS_JUGEES: Final = 500
UNE_PART: Final = 0.1
MILLIERS: Final = 1000

Releve = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cible:
    """Un rapport ou un exposant ; ``valeur`` : ``None`` si rien n’est mesuré, ``empechement`` disant pourquoi.

    ``au_plus`` : ``None`` si ce qui est mesuré n’est pas jugé.
    """

    libelle: str
    valeur: float | None
    au_plus: float | None
    empechement: str = ""

    @property
    def mesure(self) -> str:
        """La valeur en français, ou pourquoi il n’y en a pas."""
        return f"non mesuré : {self.empechement}" if self.valeur is None else en_francais(self.valeur)

    @property
    def plafond(self) -> str:
        """La cible en français."""
        return "" if self.au_plus is None else en_francais(self.au_plus)

    @property
    def verdict(self) -> str:
        """« tenue » ou « NON TENUE », rien si la cible n’est pas jugée."""
        if self.valeur is None or self.au_plus is None:
            return ""
        return "tenue" if self.valeur <= self.au_plus else "NON TENUE"

    def __str__(self) -> str:
        jugement = "sans cible" if self.au_plus is None else f"cible : au plus {self.plafond}"
        return f"{self.libelle}\n  {self.mesure} ({', '.join(filter(None, (jugement, self.verdict)))})"


def en_francais(valeur: float) -> str:
    """Trois chiffres significatifs ; sous un dixième, une fraction : « 1/15 », quinze fois moins."""
    if valeur < UNE_PART:
        return f"1/{en_francais(1 / valeur)}"
    texte = f"{valeur:.3g}" if valeur < MILLIERS else f"{valeur:.0f}"
    return texte.replace(".", ",")


def comparer(releve: Releve) -> Iterator[Cible]:
    """Chaque cible du portefeuille, à un million de mouvements ou, à défaut, à la plus grande taille mesurée."""
    tailles = sorted(map(int, releve["memoire"]))
    jugee = max(taille for taille in tailles if taille <= JUGEE)
    yield from _des_commandes(releve["commandes"][str(jugee)], _ecrire(jugee))
    yield from _imports_faits(releve["memoire"][str(jugee)], _ecrire(jugee))
    for taille in (taille for taille in tailles if taille >= jugee):
        yield from _devant_les_cadres(releve["memoire"][str(taille)]["colonnes"], _ecrire(taille))
    yield from _exposants({taille: releve["memoire"][str(taille)]["colonnes"] for taille in tailles})
    yield from _du_portefeuille(releve["projets"])
    for demarrage in releve["demarrages"]:
        yield _en_cible(demarrage)


def duree_du_recalcul(mesures: Releve) -> float:
    """Ce que LibreOffice met à recalculer : le classeur à formules, moins le même sans formule."""
    return float(mesures[f"{FORMULES} SUMIFS"]["duree"] - mesures["sans formule"]["duree"])


def _ecrire(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")


def _des_commandes(mesures: Releve, taille: str) -> Iterator[Cible]:
    for temoin, facteur in CIBLES.items():
        yield _rapport(mesures, temoin, "duree", (f"une commande, {taille} mouvements", 1 / facteur))
    for temoin in CIBLES:
        yield _rapport(mesures, temoin, "memoire", (f"mémoire de pointe, {taille} mouvements", 1))


def _rapport(mesures: Releve, temoin: str, grandeur: str, cible: tuple[str, float]) -> Cible:
    quoi, au_plus = cible
    libelle = f"{NOUS} / {temoin} : {quoi}"
    if not mesures[temoin]["tours"]:
        return Cible(libelle=libelle, valeur=None, au_plus=au_plus, empechement=mesures[temoin]["empechement"])
    return Cible(libelle=libelle, valeur=mesures[NOUS][grandeur] / mesures[temoin][grandeur], au_plus=au_plus)


def _imports_faits(tables: Releve, taille: str) -> Iterator[Cible]:
    for table, nous, temoin, quoi, au_plus in (
        ("fichier", NOUS, "polars", "du csv aux soldes, imports faits", 4),
        ("colonnes", NOUS_REPEREES, "np.add.at, clés compactes prêtes", "addition seule", 2),
        ("convention", "une convention", "tout recalculer", "soldes nationaux déjà faits", 1 / 20),
    ):
        durees = tables[table]
        yield _meilleures(durees, nous, temoin, (f"{quoi}, {taille} mouvements", au_plus))


def _devant_les_cadres(colonnes: Releve, taille: str) -> Iterator[Cible]:
    for temoin in ("polars", "DuckDB"):
        yield _meilleures(colonnes, NOUS, temoin, (f"des colonnes aux soldes, {taille} mouvements", 1))


def _meilleures(durees: Releve, nous: str, temoin: str, cible: tuple[str, float]) -> Cible:
    quoi, au_plus = cible
    return Cible(libelle=f"{nous} / {temoin} : {quoi}", valeur=min(durees[nous]) / min(durees[temoin]), au_plus=au_plus)


def _exposants(colonnes: Mapping[int, Releve]) -> Iterator[Cible]:
    """Rien tant qu’il n’y a qu’une grande taille."""
    grandes = {taille: durees for taille, durees in colonnes.items() if taille >= GRANDES}
    if len(grandes) > 1:
        etendue = f"de {_ecrire(min(grandes))} à {_ecrire(max(grandes))} mouvements"
        # L'addition seule est celle de np.add.at : sa croissance, que la page montre, ne nous juge pas.
        for nom, au_plus in ((NOUS, 1.05), (NOUS_REPEREES, None)):
            yield Cible(
                libelle=f"{nom}, exposant de la croissance : des colonnes aux soldes, {etendue}",
                valeur=croissance({taille: min(durees[nom]) for taille, durees in grandes.items()}),
                au_plus=au_plus,
            )


def _du_portefeuille(projets: Releve) -> Iterator[Cible]:
    jugees = projets["conventions"] >= CONVENTIONS_JUGEES
    mesures = projets["mesures"]
    quoi = f"{projets['conventions']} dossiers, {_ecrire(projets['mouvements'])} mouvements, une commande"
    for temoin, libelle in (
        (duree_du_recalcul, f"recalcul de {FORMULES} SUMIFS par LibreOffice"),
        (lambda lues: lues[f"{FORMULES} SUMIFS"]["duree"], "la durée entière de LibreOffice"),
    ):
        yield Cible(
            libelle=f"{quoi} / {libelle}",
            valeur=mesures[PROJETS]["duree"] / temoin(mesures) if mesures else None,
            au_plus=1 if jugees else None,
            empechement="" if mesures else "absent",
        )
    synthese = _en_cible(projets["synthese"])
    yield synthese if jugees else Cible(libelle=synthese.libelle, valeur=synthese.valeur, au_plus=None)


def _en_cible(comparaison: Releve) -> Cible:
    """Une comparaison relue des mesures."""
    return Cible(
        libelle=comparaison["libelle"].replace("  /  ", " / "),
        valeur=comparaison["mesuree"] / comparaison["temoin"],
        au_plus=comparaison["cible"],
    )
