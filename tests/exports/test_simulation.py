"""Les formules du classeur d’une simulation, recalculées par un autre moteur, donnent au centime nos valeurs."""

from datetime import date
from pathlib import Path

from exports import chemin_exemple
from exports.rendus.xlsx.rendu import rendre_xlsx
from exports.simulation.document import composer_simulation
from financement import comparer_relais, simuler, tirer
from maquettes import lire_dossier, lire_scenarios
from tests.exports.test_recalcul import desaccords, par_formualizer

AU = date(2015, 3, 31)
SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios_noyer.toml"


def test_un_autre_moteur_donne_les_memes_ecarts(tmp_path: Path) -> None:
    projet, lus = lire_dossier(chemin_exemple()), lire_scenarios(SCENARIOS)
    cote_a_cote = simuler(projet, lus.scenarios, au=AU)
    assert lus.relais is not None
    document = composer_simulation(
        cote_a_cote,
        tirer(projet, lus.aleas, au=AU, nombre=5, graine=1),
        comparer_relais(cote_a_cote, taux=lus.relais.taux),
    )
    classeur = tmp_path / "simulation.xlsx"
    classeur.write_bytes(rendre_xlsx(document))
    assert desaccords(par_formualizer(classeur, tmp_path), document) == []
    calculees = sum(c.calcul is not None for t in document.tableaux for ligne in t.lignes for c in ligne.cellules)
    assert calculees > 100
