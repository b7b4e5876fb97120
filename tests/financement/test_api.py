"""L’interface publique de ``financement`` : une liste exacte, chargée à la demande."""

import subprocess
import sys
from pathlib import Path

import pytest

import financement

NOMS = [
    "__version__",
    "Abandon",
    "Actualisation",
    "AvancementOperation",
    "Avenant",
    "Axe",
    "AxeCroise",
    "Base",
    "BesoinTresorerie",
    "BilanConvention",
    "Categorie",
    "ChangementDEnveloppe",
    "ChangementDeLimite",
    "ChangementDeTaux",
    "ChangementOperation",
    "Cloture",
    "Comparaison",
    "Composante",
    "Confiance",
    "Constat",
    "Constats",
    "ContrepartieFonciere",
    "Convention",
    "CoteACote",
    "CoutFixe",
    "Croisement",
    "Delais",
    "DossierRefuse",
    "EcartDeComptes",
    "EcartDeMontant",
    "EcartDeResultat",
    "Echeancier",
    "Emplois",
    "Enjeu",
    "Enveloppe",
    "ErreurFinancement",
    "Etape",
    "EtatLigne",
    "EtatOperation",
    "Explication",
    "Faute",
    "Figure",
    "Financeur",
    "GenreEcart",
    "Gravite",
    "Hypothese",
    "Indicateur",
    "Insertion",
    "LigneCloturee",
    "LignePlan",
    "Limite",
    "MaitreOuvrage",
    "MesureIndicateur",
    "ModeEngagement",
    "MontantsCloture",
    "Mouvement",
    "Nature",
    "NatureAvenant",
    "NatureCout",
    "Operation",
    "Origine",
    "Parametre",
    "Passe",
    "PerimetreMesure",
    "PointDeVigilance",
    "PorteeTableau",
    "Portefeuille",
    "Programme",
    "Projet",
    "Provenance",
    "Quantiles",
    "Rapproche",
    "Rapprochement",
    "Realisation",
    "Reestimation",
    "ReestimationComparee",
    "Refus",
    "RegleCloture",
    "Reglement",
    "ReglementPropre",
    "ReleveConvention",
    "ResteACharge",
    "Resultat",
    "Retard",
    "RetraitDeFinanceur",
    "Scenario",
    "Selection",
    "Sens",
    "Serie",
    "Situation",
    "Statut",
    "StatutContrepartie",
    "TableauFinancier",
    "TableauDeBord",
    "TexteRefuse",
    "TotalCloture",
    "TotalCompare",
    "TotalDeComptes",
    "Transfert",
    "TypeMouvement",
    "Unite",
    "UniteMontants",
    "UniteParametre",
    "ValeurImpossible",
    "avancement_par_famille",
    "avancement_physique",
    "besoins_de_tresorerie",
    "bilan",
    "calculer_cloture",
    "calculer_delais",
    "calculer_echeancier",
    "calculer_resultat",
    "calculer_situation",
    "comparer",
    "comparer_clotures",
    "comparer_operations",
    "comparer_reestimations",
    "comparer_resultats",
    "constat_de_total",
    "controler",
    "croiser",
    "emplois_par_financeur",
    "expliquer",
    "generer_avenant_cloture",
    "mesures_nationales",
    "points_de_vigilance",
    "qualifier_transfert",
    "rapprocher",
    "reglement_du_projet",
    "relever",
    "restes_a_charge",
    "restreindre_cloture",
    "restreindre_situation",
    "retenir_constats",
    "selectionner",
    "simuler",
    "surcharges",
    "tableau_de_bord",
    "tableau_financier",
    "assiette_plafonnee",
    "avance_maximale",
    "cumul_acomptes_maximal",
    "premier_acompte",
    "prochain_acompte",
    "subvention_exceptionnelle_maximale",
    "subvention_ingenierie",
    "subvention_surcharge_fonciere",
    "taux_creation_maximal",
    "VariationDeCout",
]


def test_l_interface_publique_est_exactement_celle_ci() -> None:
    """Ajouter, retirer ou renommer un nom public se décide : cette liste et le journal des changements le disent."""
    assert sorted(financement.__all__) == sorted(NOMS)
    assert dir(financement) == sorted(financement.__all__)


@pytest.mark.parametrize("nom", NOMS)
def test_un_nom_public_existe_et_se_documente(nom: str) -> None:
    objet = getattr(financement, nom)
    assert nom == "__version__" or (objet.__name__ == nom and objet.__doc__)


def test_un_nom_inconnu_leve_une_erreur_en_francais() -> None:
    with pytest.raises(AttributeError) as refus:
        financement.Financuer  # noqa: B018
    assert str(refus.value) == "le module financement n’a pas de nom « Financuer »"


@pytest.mark.parametrize(
    ("instruction", "absents"),
    [
        (
            "import financement",
            {"financement.dossier.projet", "financement.calculs.situation", "numpy", "pandas", "pydantic"},
        ),
        ("from financement import Projet", {"financement.calculs.situation", "numpy", "pandas"}),
        ("from financement import calculer_situation, controler", {"pandas"}),
    ],
)
def test_un_script_ne_charge_que_ce_qu_il_emploie(instruction: str, absents: set[str]) -> None:
    programme = f"import sys\n{instruction}\nprint(*sys.modules)"
    commande = [sys.executable, "-c", programme]
    racine = Path(__file__).parents[2]
    charges = subprocess.run(commande, capture_output=True, text=True, check=True, cwd=racine).stdout.split()
    assert absents.isdisjoint(charges)
