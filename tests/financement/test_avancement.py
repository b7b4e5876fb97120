"""Avancement physique : prévu et réalisé, par opération puis par famille."""

from datetime import date
from decimal import Decimal

import pytest

from financement.calculs.avancement import (
    AvancementFamille,
    AvancementPhysique,
    avancement_par_famille,
    avancement_physique,
)
from financement.dossier.nomenclature import Statut, Unite
from financement.dossier.projet import Projet
from financement.dossier.suivi import Realisation
from tests.construction import avenant, jour, operation, projet


def quatre(avancement: AvancementFamille) -> tuple[object, ...]:
    """Prévu, réalisé, reste, dépassement."""
    return avancement.prevu, avancement.realise, avancement.reste, avancement.depassement


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
        AvancementPhysique("RES", "06", Unite.M2, Decimal("1500.5"), Decimal("0.5")),
        AvancementPhysique("DEM-1", "01", Unite.LOGEMENT, Decimal(104), Decimal(104)),
        AvancementPhysique("DEM-2", "01", Unite.LOGEMENT, Decimal(40), Decimal(0)),
        AvancementPhysique("PLACE", "08", Unite.FORFAIT, Decimal(0), Decimal(1)),
        AvancementPhysique("CONS", "02", Unite.LOGEMENT, Decimal(30), Decimal(0)),
    )


@pytest.mark.parametrize(
    ("au", "version", "prevu", "realise", "reste", "depassement"),
    [
        (jour("2006-01-09"), None, 140, 0, 140, 0),
        (jour("2006-01-10"), None, 140, 60, 80, 0),
        (jour("2007-03-15"), None, 144, 60, 84, 0),  # l'avenant 1 prévoit quatre démolitions de plus
        (None, None, 144, 104, 40, 0),
        (None, 0, 140, 104, 40, 4),  # ces quatre démolitions de trop n'en remplacent pas quatre de DEM-2
        (jour("2006-12-31"), 1, 144, 60, 84, 0),
    ],
)
def test_l_avancement_suit_la_date_et_la_version(
    chantier: Projet,
    au: date | None,
    version: int | None,
    prevu: int,
    realise: int,
    reste: int,
    depassement: int,
) -> None:
    (demolitions,) = (a for a in avancement_par_famille(chantier, au=au, version=version) if a.famille == "01")
    assert demolitions == AvancementFamille(
        famille="01",
        libelle="Démolition de logements locatifs sociaux",
        unite=Unite.LOGEMENT,
        operations=2,
        prevu=Decimal(prevu),
        realise=Decimal(realise),
        reste=Decimal(reste),
        depassement=Decimal(depassement),
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


def test_une_operation_abandonnee_ne_prevoit_plus_rien() -> None:
    """Cent logements restent prévus sur cent quarante ; les douze déjà faits de l’abandonnée le restent."""
    logements = {"famille": "06", "unite": Unite.LOGEMENT}
    dossier = projet(
        avenants=(avenant(1, "2012-06-28"),),
        operations=[
            operation("GARDEE", quantite=Decimal(100), **logements),
            operation("ABANDONNEE", quantite=Decimal(40), **logements),
            operation("ABANDONNEE", quantite=Decimal(40), version=1, statut=Statut.ABANDONNEE, **logements),
        ],
        plan=[],
        suivi=[livraison("ABANDONNEE", "2011-01-01", "12")],
    )
    (avant,) = avancement_par_famille(dossier, au=jour("2012-06-27"))
    (apres,) = avancement_par_famille(dossier, au=jour("2012-06-28"))
    assert quatre(avant) == (140, 12, 128, 0)
    assert quatre(apres) == (100, 12, 100, 12)


def test_un_manque_et_un_depassement_ne_se_compensent_pas() -> None:
    """Dix de moins ici, quatre de plus là : il en reste dix à faire, non six."""
    logements = {"famille": "02", "unite": Unite.LOGEMENT}
    dossier = projet(
        operations=[operation(code, quantite=Decimal(30), **logements) for code in ("A", "B")],
        plan=[],
        suivi=[livraison("A", "2010-01-01", "20"), livraison("B", "2010-01-01", "34")],
    )
    (constructions,) = avancement_par_famille(dossier)
    assert quatre(constructions) == (60, 54, 10, 4)


@pytest.mark.parametrize(
    ("famille", "unite", "attendu"),
    [
        ("05", Unite.LOGEMENT, 120),
        ("08", Unite.M2, 120),
        ("11", Unite.LOGEMENT, None),  # des parties communes puis des halls : les mêmes logements
        ("04", Unite.M2, None),  # le même îlot, acquis puis remis en état
        ("07", Unite.FORFAIT, None),  # des ascenseurs et des conteneurs
        ("12", Unite.ETP, None),  # l'équipe de 2004 et celle qui la suit
    ],
)
def test_seules_s_additionnent_des_quantites_de_meme_chose(famille: str, unite: Unite, attendu: int | None) -> None:
    quantites = {"A": Decimal(96), "B": Decimal(24)}
    operations = [operation(code, famille=famille, unite=unite, quantite=q) for code, q in quantites.items()]
    (deux,) = avancement_par_famille(projet(operations=operations, plan=[]))
    (seule,) = avancement_par_famille(projet(operations=operations[:1], plan=[]))
    rien = None if attendu is None else 0
    assert (deux.operations, quatre(deux)) == (2, (attendu, rien, attendu, rien))
    assert (seule.operations, quatre(seule)) == (1, (96, 0, 96, 0))
