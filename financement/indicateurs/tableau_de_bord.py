"""Les indicateurs d’une ou de plusieurs conventions, leurs quantiles et le repère national, ensemble."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from financement.dossier.nomenclature import Programme
from financement.indicateurs.agregat import Agregat, sommer
from financement.indicateurs.catalogue import FINANCIERS, INDICATEURS
from financement.indicateurs.mesure import GenrePerimetre, MesureIndicateur, PerimetreMesure, mesurer_indicateurs
from financement.indicateurs.national import mesures_nationales
from financement.indicateurs.quantiles import Quantiles, quantiles
from financement.indicateurs.releve import ReleveConvention
from financement.portefeuille.portefeuille import Portefeuille, Refus, Territoire, grouper_par_territoire

__all__ = ["TableauDeBord", "tableau_de_bord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableauDeBord:
    """Les relevés de conventions distinctes à la date ``au``, par code, et les dossiers mis de côté."""

    au: date
    releves: tuple[ReleveConvention, ...]
    refus: tuple[Refus, ...]

    @property
    def portefeuille(self) -> Portefeuille:
        """Le portefeuille des mêmes conventions : leurs bilans, et les dossiers mis de côté."""
        return Portefeuille(au=self.au, bilans=tuple(releve.bilan for releve in self.releves), refus=self.refus)

    @property
    def est_d_un_seul(self) -> bool:
        """Une seule convention : le portefeuille et ses quantiles ne diraient rien de plus qu’elle."""
        return len(self.releves) == 1

    def mesures(self) -> tuple[MesureIndicateur, ...]:
        """Chaque convention et ses familles, puis, de plusieurs, le portefeuille et les siennes, et le repère national.

        Ce repère est du PNRU : il n’est donné que si une convention en est.
        """
        return tuple(self._mesures())

    def _mesures(self) -> Iterator[MesureIndicateur]:
        for releve in self.releves:
            yield from _de_la_convention(releve)
        if not self.est_d_un_seul:
            yield from self.du_portefeuille()
            yield from self._familles_du_portefeuille()
            yield from self.des_territoires()
        if any(releve.bilan.programme is Programme.PNRU for releve in self.releves):
            yield from mesures_nationales()

    def du_portefeuille(self) -> tuple[MesureIndicateur, ...]:
        """Les indicateurs de toutes les conventions réunies : le rapport des sommes, non la moyenne des rapports."""
        total = sommer(releve.total for releve in self.releves)
        return tuple(mesurer_indicateurs(INDICATEURS, total, PerimetreMesure(genre=GenrePerimetre.PORTEFEUILLE)))

    def _familles_du_portefeuille(self) -> Iterator[MesureIndicateur]:
        groupes: dict[tuple[Programme, str], list[Agregat]] = {}
        for releve in self.releves:
            for famille, agregat in releve.par_famille:
                groupes.setdefault((releve.bilan.programme, famille), []).append(agregat)
        for programme, famille in sorted(groupes):
            perimetre = PerimetreMesure(
                genre=GenrePerimetre.FAMILLE_DU_PORTEFEUILLE, famille=famille, programme=programme
            )
            yield from mesurer_indicateurs(FINANCIERS, sommer(groupes[programme, famille]), perimetre)

    def des_territoires(self) -> Iterator[MesureIndicateur]:
        """Les indicateurs de chaque région, puis de chaque département, que disent les dossiers."""
        paires = [(releve.bilan, releve) for releve in self.releves]
        for territoire, genre in (
            (Territoire.REGION, GenrePerimetre.REGION),
            (Territoire.DEPARTEMENT, GenrePerimetre.DEPARTEMENT),
        ):
            for nom, releves in grouper_par_territoire(paires, territoire).items():
                if nom is not None:
                    total = sommer(releve.total for releve in releves)
                    perimetre = PerimetreMesure(genre=genre, territoire=nom)
                    yield from mesurer_indicateurs(INDICATEURS, total, perimetre)

    def des_conventions(self) -> dict[str, tuple[MesureIndicateur, ...]]:
        """Les indicateurs de chaque convention, par code, dans l’ordre du catalogue."""
        return {
            releve.bilan.code: tuple(mesurer_indicateurs(INDICATEURS, releve.total, _perimetre(releve)))
            for releve in self.releves
        }

    def quantiles(self) -> tuple[Quantiles, ...]:
        """Les quantiles de chaque indicateur sur les conventions, dans l’ordre du catalogue."""
        conventions = self.des_conventions().values()
        return tuple(
            quantiles(indicateur, [mesures[rang] for mesures in conventions])
            for rang, indicateur in enumerate(INDICATEURS)
        )


def _perimetre(releve: ReleveConvention, famille: str | None = None) -> PerimetreMesure:
    genre = GenrePerimetre.CONVENTION if famille is None else GenrePerimetre.FAMILLE
    un = releve.bilan
    return PerimetreMesure(genre=genre, convention=un.code, famille=famille, programme=un.programme)


def _de_la_convention(releve: ReleveConvention) -> Iterator[MesureIndicateur]:
    yield from mesurer_indicateurs(INDICATEURS, releve.total, _perimetre(releve))
    for famille, agregat in releve.par_famille:
        yield from mesurer_indicateurs(FINANCIERS, agregat, _perimetre(releve, famille))


def tableau_de_bord(lectures: Iterable[ReleveConvention | Refus], *, au: date) -> TableauDeBord:
    """Le tableau de bord de ces lectures, dans un ordre quelconque.

    Les conventions lues deux fois se départagent comme dans un portefeuille (:class:`Portefeuille`). Lève
    :class:`ValeurImpossible` si un relevé est à une autre date.
    """
    toutes = list(lectures)
    releves = [lecture for lecture in toutes if isinstance(lecture, ReleveConvention)]
    portefeuille = Portefeuille.de(
        (lecture.bilan if isinstance(lecture, ReleveConvention) else lecture for lecture in toutes), au=au
    )
    par_dossier = {(releve.bilan.code, releve.bilan.dossier): releve for releve in releves}
    return TableauDeBord(
        au=au,
        releves=tuple(par_dossier[un.code, un.dossier] for un in portefeuille.bilans),
        refus=portefeuille.refus,
    )
