"""Fichiers d’entrée et de sortie : les formes du dossier, lues et écrites sans perte.

Les noms publics sont chargés à la première demande : importer le paquet ne coûte rien.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maquettes.assemblage.dossier_json import empreinte, texte_canonique
    from maquettes.description.comparaison import Changement, comparer_dossiers
    from maquettes.dossiers import convertir, ecrire_dossier, lire_dossier
    from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_fichier
    from maquettes.fichiers.sources import SourceRefusee
    from maquettes.importation.correspondance.ecriture import ecrire_proposition
    from maquettes.importation.correspondance.modele import Correspondance
    from maquettes.importation.correspondance.proposition import Proposition
    from maquettes.importation.importation import Importation, importer
    from maquettes.importation.proposition import proposer_correspondance
    from maquettes.maquettes_de_dossier import MaquetteLue, ecrire_maquette, ecrire_maquette_vierge, lire_maquette
    from maquettes.portefeuille.lecture import lire_bilan, lire_portefeuille, trouver_dossiers
    from maquettes.portefeuille.releves import lire_releve, lire_tableau_de_bord
    from maquettes.rapprochement.decisions import ChoixSurEcart, Decision, lire_decisions
    from maquettes.rapprochement.ecriture import ecrire_rapprochement
    from maquettes.rapprochement.extrait import Extrait, lire_extrait
    from maquettes.rapprochement.perimetre import restreindre_comptes
    from maquettes.rapprochement.vue import EcartVu, VueDeRapprochement, voir_rapprochement
    from maquettes.redeploiement.lecture import lire_demande_de_redeploiement
    from maquettes.reunion.reunion import Reunion, reunir
    from maquettes.scenarios.lecture import ScenariosLus, lire_scenarios

__all__ = [
    "Changement",
    "ChoixSurEcart",
    "Correspondance",
    "Decision",
    "EcartVu",
    "EcritureRefusee",
    "Extrait",
    "Importation",
    "MaquetteLue",
    "Proposition",
    "Reunion",
    "ScenariosLus",
    "SourceRefusee",
    "VueDeRapprochement",
    "comparer_dossiers",
    "convertir",
    "ecrire_dossier",
    "ecrire_fichier",
    "ecrire_maquette",
    "ecrire_maquette_vierge",
    "ecrire_proposition",
    "ecrire_rapprochement",
    "empreinte",
    "importer",
    "lire_bilan",
    "lire_decisions",
    "lire_demande_de_redeploiement",
    "lire_dossier",
    "lire_extrait",
    "lire_maquette",
    "lire_portefeuille",
    "lire_releve",
    "lire_scenarios",
    "lire_tableau_de_bord",
    "proposer_correspondance",
    "restreindre_comptes",
    "reunir",
    "texte_canonique",
    "trouver_dossiers",
    "voir_rapprochement",
]

_MODULES = {
    "Changement": "maquettes.description.comparaison",
    "ChoixSurEcart": "maquettes.rapprochement.decisions",
    "Correspondance": "maquettes.importation.correspondance.modele",
    "Decision": "maquettes.rapprochement.decisions",
    "EcartVu": "maquettes.rapprochement.vue",
    "EcritureRefusee": "maquettes.fichiers.ecriture",
    "Extrait": "maquettes.rapprochement.extrait",
    "Importation": "maquettes.importation.importation",
    "MaquetteLue": "maquettes.maquettes_de_dossier",
    "Proposition": "maquettes.importation.correspondance.proposition",
    "Reunion": "maquettes.reunion.reunion",
    "ScenariosLus": "maquettes.scenarios.lecture",
    "SourceRefusee": "maquettes.fichiers.sources",
    "VueDeRapprochement": "maquettes.rapprochement.vue",
    "comparer_dossiers": "maquettes.description.comparaison",
    "convertir": "maquettes.dossiers",
    "ecrire_dossier": "maquettes.dossiers",
    "ecrire_fichier": "maquettes.fichiers.ecriture",
    "ecrire_maquette": "maquettes.maquettes_de_dossier",
    "ecrire_maquette_vierge": "maquettes.maquettes_de_dossier",
    "ecrire_proposition": "maquettes.importation.correspondance.ecriture",
    "ecrire_rapprochement": "maquettes.rapprochement.ecriture",
    "empreinte": "maquettes.assemblage.dossier_json",
    "importer": "maquettes.importation.importation",
    "lire_bilan": "maquettes.portefeuille.lecture",
    "lire_decisions": "maquettes.rapprochement.decisions",
    "lire_demande_de_redeploiement": "maquettes.redeploiement.lecture",
    "lire_dossier": "maquettes.dossiers",
    "lire_extrait": "maquettes.rapprochement.extrait",
    "lire_maquette": "maquettes.maquettes_de_dossier",
    "lire_portefeuille": "maquettes.portefeuille.lecture",
    "lire_releve": "maquettes.portefeuille.releves",
    "lire_tableau_de_bord": "maquettes.portefeuille.releves",
    "lire_scenarios": "maquettes.scenarios.lecture",
    "proposer_correspondance": "maquettes.importation.proposition",
    "reunir": "maquettes.reunion.reunion",
    "restreindre_comptes": "maquettes.rapprochement.perimetre",
    "texte_canonique": "maquettes.assemblage.dossier_json",
    "trouver_dossiers": "maquettes.portefeuille.lecture",
    "voir_rapprochement": "maquettes.rapprochement.vue",
}


def __getattr__(nom: str) -> object:
    if nom not in _MODULES:
        raise AttributeError(f"le module maquettes n’a pas de nom « {nom} »")
    valeur: object = getattr(import_module(_MODULES[nom]), nom)
    globals()[nom] = valeur
    return valeur


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
