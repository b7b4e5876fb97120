"""Avancement physique : prévu et réalisé, par opération puis par famille."""

from datetime import date
from decimal import Decimal

import pytest

from financement.avancement import (
    AvancementFamille,
    AvancementOperation,
    avancement_par_famille,
    avancement_physique,
)
from financement.nomenclature import Unite
from financement.projet import Projet
from financement.suivi import Realisation
from tests.construction import avenant, jour, operation, projet


def livraison(code: str, le: str, quantite: str) -> Realisation:
    return Realisation(date=jour(le), operation=code, quantite=Decimal(quantite))


@pytest.fixture
def chantier() -> Projet:
    """Deux démolitions, une résidentialisation mesurée en m², un espace public sans quantité."""
    logements = {"unite": Unite.LOGEMENT}
    return projet(
        avenants=(avenant(1, "2007-03-15"),),
        operations=[
            operation("RES", famille="06", quantite=Decimal("1500.5"), unite=Unite.M2),
            operation("DEM-1", famille="01", quantite=Decimal(100), **logements),
            operation("DEM-2", famille="01", quantite=Decimal(40), **logements),
            operation("DEM-1", famille="01", quantite=Decimal(104), version=1, **logements),
            operation("PLACE", famille="08"),
            operation("CONS", famille="02", quantite=Decimal(30), version=1, **logements),
        ],
        plan=[],
        suivi=[
            livraison("DEM-1", "2006-01-10", "60"),
            livraison("DEM-1", "2008-05-20", "44"),
            livraison("RES", "2009-01-01", "0.5"),
            livraison("PLACE", "2009-06-01", "1"),
        ],
    )


def test_les_realisations_s_ajoutent(chantier: Projet) -> None:
    """Chaque ligne de realisations.csv est un accroissement : le réalisé est leur somme."""
    assert avancement_physique(chantier) == (
        AvancementOperation("RES", "06", Unite.M2, Decimal("1500.5"), Decimal("0.5")),
        AvancementOperation("DEM-1", "01", Unite.LOGEMENT, Decimal(104), Decimal(104)),
        AvancementOperation("DEM-2", "01", Unite.LOGEMENT, Decimal(40), Decimal(0)),
        AvancementOperation("PLACE", "08", Unite.FORFAIT, Decimal(0), Decimal(1)),
        AvancementOperation("CONS", "02", Unite.LOGEMENT, Decimal(30), Decimal(0)),
    )


@pytest.mark.parametrize(
    ("au", "version", "prevu", "realise"),
    [
        (jour("2006-01-09"), None, 140, 0),
        (jour("2006-01-10"), None, 140, 60),
        (jour("2007-03-15"), None, 144, 60),  # l'avenant 1 prévoit quatre démolitions de plus
        (None, None, 144, 104),
        (None, 0, 140, 104),
        (jour("2006-12-31"), 1, 144, 60),
    ],
)
def test_l_avancement_suit_la_date_et_la_version(
    chantier: Projet, au: date | None, version: int | None, prevu: int, realise: int
) -> None:
    (demolitions,) = (a for a in avancement_par_famille(chantier, au=au, version=version) if a.famille == "01")
    assert demolitions == AvancementFamille(
        "01", "Démolition de logements locatifs sociaux", Unite.LOGEMENT, Decimal(prevu), Decimal(realise)
    )


def test_les_familles_viennent_dans_l_ordre_de_la_nomenclature(chantier: Projet) -> None:
    assert [(a.famille, a.unite) for a in avancement_par_famille(chantier)] == [
        ("01", Unite.LOGEMENT),
        ("02", Unite.LOGEMENT),
        ("06", Unite.M2),
        ("08", Unite.FORFAIT),
    ]


def test_une_operation_pas_encore_creee_ne_prevoit_rien(chantier: Projet) -> None:
    assert "CONS" not in [a.operation for a in avancement_physique(chantier, version=0)]
