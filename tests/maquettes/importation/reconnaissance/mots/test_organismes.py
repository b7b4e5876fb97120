"""Le financeur que nomme une colonne, sa nature, et si c’est son taux."""

import pytest

from financement.dossier.nomenclature import Categorie, Nature
from maquettes.importation.reconnaissance.mots.accords import Accord
from maquettes.importation.reconnaissance.mots.organismes import Connus, Organisme, code_de, colonne_d_organisme

SANS = Connus()
TERRASSES = Connus(
    financeurs=(
        Organisme("REG", ("Région Centre",), Categorie.REGION),
        Organisme("AGGLO", ("Communauté d’agglomération du Haut-Vernay",), Categorie.EPCI),
        Organisme("LOGIS", ("Logis du Vernay, SA d’HLM",), Categorie.BAILLEUR),
        Organisme("OPH", ("Office public de l’habitat de Saint-Aubray",), Categorie.BAILLEUR),
    )
)


@pytest.mark.parametrize(
    ("niveaux", "code", "nature", "taux"),
    [
        (("ANRU",), "ANRU", Nature.SUBVENTION, False),
        (("ANRU", "Taux"), "ANRU", Nature.SUBVENTION, True),
        (("% ANRU",), "ANRU", Nature.SUBVENTION, True),
        (("Plan de financement", "Conseil général", "Montant"), "DEPARTEMENT", Nature.SUBVENTION, False),
        (("CG92",), "DEPARTEMENT", Nature.SUBVENTION, False),
        (("Ville de Tilleul",), "VILLE", Nature.SUBVENTION, False),
        (("Région Île-de-France",), "REGION", Nature.SUBVENTION, False),
        (("Prêts CDC",), "CDC", Nature.PRET, False),
        (("Prêts", "CDC"), "CDC", Nature.PRET, False),
        (("CDC (prêt)", "k€"), "CDC", Nature.PRET, False),
        (("État (hors ANRU)",), "ETAT", Nature.SUBVENTION, False),
        (("Fonds propres du maître d’ouvrage", "Montant"), "maitre_ouvrage", Nature.FONDS_PROPRES, False),
        (("MOA (fonds propres)", "Taux"), "maitre_ouvrage", Nature.FONDS_PROPRES, True),
        (("Part MO",), "maitre_ouvrage", Nature.FONDS_PROPRES, False),
    ],
)
def test_un_financeur_usuel(niveaux: tuple[str, ...], code: str, nature: Nature, taux: bool) -> None:  # noqa: FBT001
    lue = colonne_d_organisme(niveaux, SANS)
    assert lue is not None
    assert (lue.code, lue.nature, lue.est_un_taux, lue.accord) == (code, nature, taux, Accord.EXACT)


@pytest.mark.parametrize(
    "libelle",
    [
        "ANRU engagé",
        "Ville payé",
        "Région – solde",
        "Subvention",
        "Montant",
        "État d’avancement",
        "Total ANRU",
        "Observations",
    ],
)
def test_ce_qui_n_est_pas_le_montant_programme_d_un_financeur(libelle: str) -> None:
    lue = colonne_d_organisme((libelle,), SANS)
    assert lue is None or lue.accord < Accord.FRAPPE


@pytest.mark.parametrize("libelle", ["CA", "CR", "FL", "UE", "Bailleurs sociaux"])
def test_un_nom_court_peut_en_designer_un_autre(libelle: str) -> None:
    lue = colonne_d_organisme((libelle,), SANS)
    assert lue is not None
    assert lue.equivoque


@pytest.mark.parametrize(
    ("libelle", "code", "accord"),
    [
        ("Région", "REG", Accord.EXACT),
        ("Conseil régional", "REG", Accord.EXACT),
        ("CA du Haut-Vernay", "AGGLO", Accord.EXACT),
        ("CAHV", "AGGLO", Accord.FRAPPE),
        ("Logis du Vernay", "LOGIS", Accord.FRAPPE),
        ("OPH de Saint-Aubray", "OPH", Accord.EXACT),
    ],
)
def test_la_convention_donne_ses_codes(libelle: str, code: str, accord: Accord) -> None:
    lue = colonne_d_organisme((libelle,), TERRASSES)
    assert lue is not None
    assert (lue.code, lue.accord) == (code, accord)


def test_un_code_se_fait_d_un_nom() -> None:
    assert code_de("Tilleul Habitat (SA d’HLM)") == "TILLEUL_HABITAT_SA_D_HLM"
    assert code_de("…") == "SANS_NOM"
