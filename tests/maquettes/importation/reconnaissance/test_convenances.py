"""Le contenu d’une colonne convient-il à un champ."""

import pytest

from maquettes.importation.reconnaissance.convenances import Convenance, convenance, est_une_famille, est_une_suite
from maquettes.importation.reconnaissance.feuille.contenus import Profil, profil_de
from tests.maquettes.importation.grilles import cellule


def profil(*textes: str) -> Profil:
    return profil_de({rang: cellule(texte) for rang, texte in enumerate(textes) if texte}, range(len(textes)))


@pytest.mark.parametrize(
    ("sorte", "textes", "attendue"),
    [
        ("operation", ("'01-0001", "'01-0002"), Convenance.CONFIRME),
        ("operation", ("Square", "Place du marché"), Convenance.CONTRAIRE),
        ("operation", ("1", "2", "3"), Convenance.CONTRAIRE),
        ("operation_citee", ("'01-0001", "'01-0001"), Convenance.CONFIRME),
        ("operation_citee", ("Démolition barre A", "Îlot Jaurès"), Convenance.CONTRAIRE),
        ("libelle", ("Démolition de la tour", "Square des Tilleuls"), Convenance.CONFIRME),
        ("famille", ("'01", "'08"), Convenance.CONFIRME),
        ("famille", ("Réhabilitation", "Résidentialisation"), Convenance.CONFIRME),
        ("famille", ("Tour A", "Tour B"), Convenance.CONTRAIRE),
        ("quantite", ("60 lgts", "3 200 m²"), Convenance.CONFIRME),
        ("quantite", ("60", "40"), Convenance.POSSIBLE),
        ("quantite", ("2008", "2009"), Convenance.CONTRAIRE),
        ("cout_ht", ("1000", "'2 000,50", "-"), Convenance.POSSIBLE),
        ("cout_ht", ("Ville", "OPH"), Convenance.CONTRAIRE),
        ("taux", ("%0.45", "%0.2"), Convenance.CONFIRME),
        ("taux", ("45", "20"), Convenance.POSSIBLE),
        ("taux", ("4500", "20"), Convenance.CONTRAIRE),
        ("taux_tva", ("%0.196", "'5,5 %"), Convenance.CONFIRME),
        ("taux_tva", ("120.5", "300"), Convenance.CONTRAIRE),
        ("debut", ("2008 S1", "1er sem. 2009"), Convenance.CONFIRME),
        ("debut", ("12", "8"), Convenance.CONTRAIRE),
        ("duree_semestres", ("4", "6"), Convenance.POSSIBLE),
        ("duree_semestres", ("400", "6"), Convenance.CONTRAIRE),
        ("type_de_mouvement", ("Avance", "Acompte", "Solde"), Convenance.CONFIRME),
        ("cout_ht", ("", ""), Convenance.POSSIBLE),
    ],
)
def test_la_convenance(sorte: str, textes: tuple[str, ...], attendue: Convenance) -> None:
    assert convenance(sorte, profil(*textes)) is attendue


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("01", True),
        ("1", True),
        ("Famille 01 : Démolition", True),
        ("08 - Aménagement et création d’espaces publics", True),
        ("Résidentialisation", True),
        ("Réhabilitation", True),
        ("Secteur nord", False),
        ("Opération 01-0002", False),
        ("99", False),
    ],
)
def test_une_famille(texte: str, attendu: bool) -> None:  # noqa: FBT001
    assert est_une_famille(texte) is attendu


def test_un_numero_d_ordre() -> None:
    assert est_une_suite(profil("1", "2", "3"))
    assert not est_une_suite(profil("3", "12", "7"))
