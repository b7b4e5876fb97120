"""Le Noyer Doré : chaque anomalie plantée est trouvée par son contrôle, et rien d’autre."""

from collections import Counter
from pathlib import Path

import pytest

from financement.controles.constat import Constat, Gravite
from financement.controles.registre import controler
from maquettes import lire_dossier
from tests.construction import jour
from tests.financement.controles.lecture import lisible

DOSSIER = Path(__file__).parents[3] / "examples" / "noyer_dore"
AU = jour("2015-03-31")

# Code du contrôle → opération (« 9200201- » devant, « -001 » derrière) et enjeu en centimes.
PLANTEES = {
    "PLAFOND-01": ("05-0007", 72_000_00),
    "PLAFOND-03": ("02-0007", 26_424_69),
    "ENGAGEMENT-01": ("06-0016", 0),
    "ENGAGEMENT-02": ("10-0005", 115_958_60),
    "ENGAGEMENT-03": ("01-0003", 109_528_93),
    "PAIEMENT-02": ("06-0011", 0),
    "PAIEMENT-03": ("06-0015", 0),
    "PAIEMENT-05": ("06-0003", 25_213_62),
    "ABANDON-02": ("09-0009", 472_000_00),  # 300 000 de l'ANRU et 172 000 du Département
    "EXECUTION-01": ("07-0006", 26_410_11),
    "EXECUTION-02": ("10-0004", 13_770_00),
    "EXECUTION-03": ("08-0012", 100_933_00),
    "CLOTURE-01": ("09-0006", 235_793_45),  # toutes les lignes soldées de l'opération
    "CLOTURE-03": ("05-0005", 73_325_68),
    "CLOTURE-04": ("06-0017", 44_038_68),
}
BLOQUANTS = {"ENGAGEMENT-01", "ENGAGEMENT-02", "ENGAGEMENT-03"}


@pytest.fixture(scope="module")
def constats() -> tuple[Constat, ...]:
    return controler(lire_dossier(DOSSIER), au=AU)


def complet(operation: str) -> str:
    return f"9200201-{operation}-001"


def test_les_anomalies_plantees_et_elles_seules(constats: tuple[Constat, ...]) -> None:
    trouvees = Counter(
        (c.code, c.operation, c.enjeu, c.gravite) for c in constats if c.gravite is not Gravite.INFORMATION
    )
    assert trouvees == Counter(
        (code, complet(operation), enjeu, Gravite.BLOQUANT if code in BLOQUANTS else Gravite.ALERTE)
        for code, (operation, enjeu) in PLANTEES.items()
    )


@pytest.mark.parametrize(
    "operation", ["06-0008", "09-0007"], ids=["trop-perçu déjà reversé", "abandonnée et retirée du plan"]
)
def test_ce_qui_est_regulier_ne_donne_rien(constats: tuple[Constat, ...], operation: str) -> None:
    assert [c.code for c in constats if c.operation == complet(operation)] == []


def test_chaque_anomalie_se_retrouve_dans_le_dossier(constats: tuple[Constat, ...]) -> None:
    """Le fichier et la ligne cités portent bien l’opération."""
    for constat in constats:
        if constat.operation is not None:
            fichier, ligne = constat.provenance.fichier, constat.provenance.ligne
            assert fichier is not None
            assert ligne is not None
            texte = (DOSSIER / fichier).read_text(encoding="utf-8-sig").splitlines()[ligne - 1]
            assert constat.operation in texte


def test_quelques_messages_en_toutes_lettres(constats: tuple[Constat, ...]) -> None:
    messages = {c.code: lisible(c) for c in constats}
    assert messages["PAIEMENT-05"] == (
        "9200201-06-0003-001, ANRU (subvention) : le payé (233 974,00 €) dépasse le montant de clôture (208 760,38 €) "
        "de 25 213,62 € ; un ordre de reversement est à émettre (lecture C)."
    )
    assert messages["CLOTURE-04"] == (
        "9200201-06-0017-001 : les financements de clôture (736 574,04 €) dépassent le coût final (692 535,36 €) de "
        "44 038,68 € ; le résidu du maître d’ouvrage est ramené à zéro (lecture C)."
    )


def test_le_dossier_se_dit_illustratif(constats: tuple[Constat, ...]) -> None:
    informations = [c.code for c in constats if c.gravite is Gravite.INFORMATION]
    assert informations == ["INFO-01", "INFO-02", "INFO-03"]
