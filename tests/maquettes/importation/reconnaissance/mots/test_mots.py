"""Un libellé en mots, et deux libellés à une faute de frappe près."""

import pytest

from maquettes.importation.reconnaissance.mots.mots import mots_de, sont_voisins


@pytest.mark.parametrize(
    ("libelle", "mots"),
    [
        ("N° d’opération", ("numero", "operation")),
        ("N°", ("numero",)),
        ("Nb. de lgts", ("nombre", "logement")),
        ("Nombre de logements", ("nombre", "logement")),
        ("Coût H.T. (k€)", ("cout", "ht")),
        ("COUT TOTAL TTC en milliers d'euros", ("cout", "total", "ttc")),
        ("Durée (sem.)", ("duree", "semestre")),
        ("A.N.R.U.", ("anru",)),
        ("Taux (%)", ("taux", "%")),
        ("k€", ("€",)),
        ("€", ("€",)),
        ("Fonds propres", ("fond", "propre")),
        ("Coût prévisionnel HT", ("cout", "ht")),
        ("dont prêts", ("dont", "pret")),
    ],
)
def test_les_mots_d_un_libelle(libelle: str, mots: tuple[str, ...]) -> None:
    assert mots_de(libelle) == mots


@pytest.mark.parametrize(
    ("un", "autre", "voisins"),
    [
        ("Maître d’ouvrage", "Maitre d'ouvrqge", True),
        ("Assiette subventionnable", "Assitete subventionnable", True),
        ("Localisation", "Localisaion", True),
        ("Ville", "Villa Nova", False),
        ("Coût HT", "Coût TTC", False),
        ("Région", "Légion", False),
        ("Site", "Sitte", False),
    ],
)
def test_une_faute_de_frappe_et_une_seule_dans_un_mot_assez_long(un: str, autre: str, voisins: bool) -> None:  # noqa: FBT001
    assert sont_voisins(mots_de(un), mots_de(autre)) is voisins
