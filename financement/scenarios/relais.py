"""Le relais de chaque maître d’ouvrage, base et scénarios côte à côte, à un taux et sous les délais des financeurs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from financement.scenarios.cote_a_cote import CoteACote
from financement.scenarios.prefinancement import Prefinancement, delais_mesures, prefinancements
from financement.scenarios.resultat import Resultat

__all__ = ["RelaisCoteACote", "comparer_relais"]


@dataclass(frozen=True, slots=True)
class RelaisCoteACote:
    """Par maître d’ouvrage : à la ``base``, à la base sous les ``delais`` (jours, par financeur), sous chaque scénario.

    Les scénarios sont dans l’ordre de la simulation, sans délai, comme la base.
    """

    taux: Fraction
    delais: Mapping[str, int]
    base: Mapping[str, Prefinancement]
    avec_delais: Mapping[str, Prefinancement]
    scenarios: tuple[Mapping[str, Prefinancement], ...]


def comparer_relais(cote_a_cote: CoteACote, *, taux: Fraction, delai: int | None = None) -> RelaisCoteACote:
    """Le relais à ce ``taux`` annuel ; ``delai`` de chaque financeur, en jours, sinon ceux du journal."""
    cloture = cote_a_cote.base.cloture
    delais = delais_mesures(cloture) if delai is None else dict.fromkeys(cloture.situation.axes.financeurs, delai)

    def relais(resultat: Resultat, sous: Mapping[str, int] | None = None) -> dict[str, Prefinancement]:
        return {p.maitre_ouvrage: p for p in prefinancements(resultat.echeancier, taux=taux, delais=sous)}

    return RelaisCoteACote(
        taux,
        delais,
        relais(cote_a_cote.base),
        relais(cote_a_cote.base, delais),
        tuple(relais(resultat) for resultat in cote_a_cote.resultats),
    )
