"""Ce qu’une épreuve a essayé, ce qu’il en est advenu, et ce qui contredit la loi."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Bilan"]

ANOMALIES_MONTREES: Final = 20


@dataclass(slots=True)
class Bilan:
    """Le compte d’un lot d’essais : une issue par essai (« accepté », « refusé »…), et les anomalies décrites."""

    issues: Counter[str] = field(default_factory=Counter)
    anomalies: list[str] = field(default_factory=list)

    def compter(self, issue: str) -> None:
        """Ajoute un essai, conforme à la loi, sous le nom de son issue."""
        self.issues[issue] += 1

    def signaler(self, anomalie: str) -> None:
        """Ajoute un essai contraire à la loi ; ``anomalie`` dit la graine, l’entrée et ce qui a été vu."""
        self.issues["anomalie"] += 1
        self.anomalies.append(anomalie)

    @property
    def essais(self) -> int:
        """Le nombre d’essais comptés."""
        return self.issues.total()

    def __add__(self, autre: "Bilan") -> "Bilan":
        """Le bilan de deux lots."""
        return Bilan(self.issues + autre.issues, self.anomalies + autre.anomalies)

    def __str__(self) -> str:
        """Une ligne de comptes, puis les premières anomalies."""
        detail = ", ".join(f"{nombre} {issue}" for issue, nombre in sorted(self.issues.items()))
        return "\n".join([f"{self.essais} essais : {detail}", *self.anomalies[:ANOMALIES_MONTREES]])
