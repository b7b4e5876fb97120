"""Un maître d’ouvrage que deux tables nomment autrement."""

from maquettes.importation.reconnaissance.feuille.table import Table, tables_de
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.porteurs import avec_les_porteurs_communs
from tests.maquettes.importation.grilles import grille


def tables(*textes: str) -> list[Table]:
    return [table for texte in textes for table in tables_de(grille(texte))]


def noms(*textes: str) -> list[tuple[str, tuple[str, ...]]]:
    connus, remarques = avec_les_porteurs_communs(tables(*textes), Connus())
    assert len(remarques) == len(connus.porteurs)
    return [(porteur.code, porteur.noms) for porteur in connus.porteurs]


CONVENTION = """
N° | Libellé de l'opération | Maître d'ouvrage | Coût HT
'01-0001 | Démolition tour A | OPH de Tilleul | 100
'01-0002 | Démolition tour B | OPH de Tilleul | 200
'08-0001 | Square du Mail | Ville de Tilleul | 50
"""


def test_les_memes_operations_disent_le_meme_maitre_d_ouvrage() -> None:
    avenant = """
    Numéro | Intitulé | MOA | Coût HT
    5951203 01 0001 001 | Démolition tour A | Tilleul Habitat | 100
    5951203 01 0002 001 | Démolition tour B | Tilleul Habitat | 200
    5951203 08 0001 001 | Square du Mail | Ville de Tilleul | 50
    """
    assert noms(CONVENTION, avenant) == [("TILLEUL_HABITAT", ("Tilleul Habitat", "OPH de Tilleul"))]


def test_une_operation_qui_change_de_mains_ne_reunit_personne() -> None:
    avenant = """
    Numéro | Intitulé | MOA | Coût HT
    '01-0001 | Démolition tour A | OPH de Tilleul | 100
    '01-0002 | Démolition tour B | Logis du Vernay | 200
    '08-0001 | Square du Mail | Ville de Tilleul | 50
    """
    assert noms(CONVENTION, avenant) == []
