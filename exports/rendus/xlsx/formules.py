"""Traduire l’intention d’une cellule en formule vive : noms anglais, virgules, fonctions communes à tous les tableurs.

Toute somme ou différence passe par ROUND(…, 2) : les euros d’un tableur sont binaires, un total juste au centime
s’y affiche sans −0,00. Un critère compare par le signe =, sans caractère joker ni conversion en nombre, et se désigne
par sa cellule : aucun texte du dossier n’entre dans une formule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exports.document.calculs import (
    Calcul,
    Critere,
    CritereTexte,
    Cumul,
    DifferenceColonnes,
    Etendue,
    Evolution,
    Exces,
    Part,
    Rapport,
    Renvoi,
    SommeAilleurs,
    SommeColonnes,
    SommeLignes,
    SommeSi,
)
from exports.document.tableau import Tableau
from maquettes.classeur.classeur import adresse, colonne_lettres

__all__ = ["Plan", "PlanTableau", "formule"]

_ARGUMENTS_AU_PLUS: Final = 200


@dataclass(frozen=True, slots=True)
class PlanTableau:
    """Où un tableau est écrit : sa feuille, et le rang de sa première ligne de données."""

    feuille: str
    premiere_ligne: int
    lignes: Mapping[str, int]
    colonnes: Mapping[str, int]

    @classmethod
    def de(cls, tableau: Tableau, premiere_ligne: int, feuille: str = "") -> "PlanTableau":
        """Le plan d’un tableau dont la première ligne est écrite à ce rang, dans sa feuille ou celle que l’on dit."""
        return cls(
            feuille or tableau.titre_court,
            premiere_ligne,
            {ligne.cle: premiere_ligne + rang for rang, ligne in enumerate(tableau.lignes)},
            {colonne.cle: rang for rang, colonne in enumerate(tableau.colonnes)},
        )

    @property
    def prefixe(self) -> str:
        """Ce qui désigne la feuille dans une formule."""
        return f"'{self.feuille}'!"

    def adresse(self, ligne: str, colonne: str) -> str:
        """Adresse d’une cellule dans sa feuille."""
        return adresse(self.lignes[ligne], self.colonnes[colonne])

    def plages(self, lignes: Iterable[str], colonne: str, prefixe: str = "") -> list[str]:
        """Les plages d’une colonne qui couvrent ces lignes."""
        rang = self.colonnes[colonne]
        return [prefixe + _plage((a, rang), (b, rang)) for a, b in _suites(self.lignes[cle] for cle in lignes)]

    def plages_de_la_ligne(self, ligne: str, colonnes: Iterable[str]) -> list[str]:
        """Les plages d’une ligne qui couvrent ces colonnes."""
        rang = self.lignes[ligne]
        return [_plage((rang, a), (rang, b)) for a, b in _suites(self.colonnes[cle] for cle in colonnes)]

    def colonne_entiere(self, colonne: str) -> str:
        """Plage fixe d’une colonne, de la première à la dernière ligne, avec sa feuille."""
        lettres = colonne_lettres(self.colonnes[colonne])
        derniere = self.premiere_ligne + len(self.lignes)
        return f"{self.prefixe}${lettres}${self.premiere_ligne + 1}:${lettres}${derniere}"


Plan = Mapping[str, PlanTableau]


def formule(calcul: Calcul, plan: Plan, tableau: str, ligne: str, colonne: str) -> str:
    """La formule d’un calcul placé en (tableau, ligne, colonne)."""
    ici = plan[tableau]
    match calcul:
        case Renvoi(tableau=autre, ligne=sa_ligne, colonne=sa_colonne):
            return f"={plan[autre].prefixe}{plan[autre].adresse(sa_ligne, sa_colonne)}"
        case SommeAilleurs(tableau=autre, lignes=lignes, colonne=lue):
            return f"=ROUND({_somme(plan[autre].plages(lignes, lue, plan[autre].prefixe))},2)"
        case SommeSi(tableau=autre, colonne=sommee, criteres=criteres):
            tests = "*".join(_test(critere, plan[autre], ici, ligne) for critere in criteres)
            return f"=ROUND(SUMPRODUCT({tests}*1,{plan[autre].colonne_entiere(sommee)}),2)"
        case SommeLignes(lignes=lignes):
            return f"=ROUND({_somme(ici.plages(lignes, colonne))},2)"
        case SommeColonnes(colonnes=colonnes):
            return f"=ROUND({_somme(ici.plages_de_la_ligne(ligne, colonnes))},2)"
        case _:
            return _formule_locale(calcul, ici, ligne)


def _formule_locale(calcul: Calcul, ici: PlanTableau, ligne: str) -> str:  # noqa: PLR0911 -- un cas par calcul
    """La formule d’un calcul qui ne lit que quelques cellules de son tableau."""
    match calcul:
        case DifferenceColonnes(de=de, moins=moins):
            return f"=ROUND({ici.adresse(ligne, de)}-{ici.adresse(ligne, moins)},2)"
        case Exces(de=de, sur=sur):
            return f"=MAX(0,ROUND({ici.adresse(ligne, de)}-{ici.adresse(ligne, sur)},2))"
        case Evolution(colonne=lue, depuis=depuis):
            return f"=ROUND({ici.adresse(ligne, lue)}-{ici.adresse(depuis, lue)},2)"
        case Cumul(colonne=lue):
            lettres = colonne_lettres(ici.colonnes[lue])
            return f"=ROUND(SUM({lettres}${ici.premiere_ligne + 1}:{ici.adresse(ligne, lue)}),2)"
        case Etendue(colonnes=colonnes):
            lues = ",".join(ici.adresse(ligne, lue) for lue in colonnes)
            return f"=ROUND(MAX({lues})-MIN({lues}),2)"
        case Rapport(numerateur=numerateur, denominateur=denominateur):
            return _quotient(ici.adresse(ligne, numerateur), ici.adresse(ligne, denominateur))
        case Part(colonne=lue, ligne=totale):
            return _quotient(ici.adresse(ligne, lue), ici.adresse(totale, lue))
        case _:
            raise TypeError(f"calcul sans formule locale : {type(calcul).__name__}")


def _test(critere: Critere | CritereTexte, lu: PlanTableau, ici: PlanTableau, ligne: str) -> str:
    compare = ici.adresse(ligne, critere.ici) if isinstance(critere, Critere) else f'"{critere.texte}"'
    return f"({lu.colonne_entiere(critere.colonne)}={compare})"


def _quotient(numerateur: str, denominateur: str) -> str:
    return f'=IF({denominateur}=0,"",{numerateur}/{denominateur})'


def _plage(debut: tuple[int, int], fin: tuple[int, int]) -> str:
    return adresse(*debut) if debut == fin else f"{adresse(*debut)}:{adresse(*fin)}"


def _suites(rangs: Iterable[int]) -> list[tuple[int, int]]:
    """Les rangs réunis en suites continues, dans l’ordre donné."""
    suites: list[tuple[int, int]] = []
    for rang in rangs:
        if suites and suites[-1][1] + 1 == rang:
            suites[-1] = (suites[-1][0], rang)
        else:
            suites.append((rang, rang))
    return suites


def _somme(plages: Sequence[str]) -> str:
    """SUM des plages, en sommes de sommes au-delà du nombre d’arguments qu’un tableur admet."""
    if len(plages) <= _ARGUMENTS_AU_PLUS:
        return f"SUM({','.join(plages)})"
    tranches = range(0, len(plages), _ARGUMENTS_AU_PLUS)
    return _somme([_somme(plages[debut : debut + _ARGUMENTS_AU_PLUS]) for debut in tranches])
