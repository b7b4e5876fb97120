"""La demande de redéploiement : ce qu’elle dit est lu, ce qu’elle ne peut pas dire est refusé, tout à la fois."""

from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from financement.dossier.nomenclature import Nature
from financement.fautes.faute import DossierRefuse
from financement.redeploiement.besoins import (
    BesoinDeCredits,
    ContrainteVoulue,
    DemandeDeRedeploiement,
    EconomieRetenue,
    GenreContrainte,
    PasDeRedeploiement,
)
from maquettes import lire_demande_de_redeploiement
from maquettes.redeploiement.modele import BesoinEcrit, ContrainteEcrite, DemandeEcrite, EconomieEcrite

EXEMPLES: Final = Path(__file__).parents[3] / "examples" / "redeploiement"
PAGE: Final = Path(__file__).parents[3] / "docs" / "redeployer.md"
ENTIERE: Final = """\
format = 1
financeur = "ANRU"
nature = "Prêt"
pas = "Euro"

[[economies]]
operation = "OP-1"
montant = "1 250,50"

[[besoins]]
operation = "OP-2"
maximum = 3000
minimum = "10,00 €"
priorite = 4
assiette = "5 000"
taux = "45 %"

[[besoins]]
operation = "OP-3"
maximum = "1,00"

[[contraintes]]
genre = "Tout ou rien"
operations = ["OP-3"]

[[contraintes]]
genre = "part_minimale"
part = "1/3"
famille = "06"
maitre_ouvrage = "OPH"

[[contraintes]]
genre = "nombre_maximal"
nombre = 1
"""


def ecrire(lieu: Path, texte: str) -> Path:
    chemin = lieu / "besoins.toml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def refus(lieu: Path, texte: str) -> list[str]:
    """Chaque faute, son code et son lieu."""
    with pytest.raises(DossierRefuse) as refuse:
        lire_demande_de_redeploiement(ecrire(lieu, texte))
    return [f"{faute.code} {faute.provenance}" for faute in refuse.value.fautes]


def test_tout_ce_que_dit_la_demande_est_lu(tmp_path: Path) -> None:
    lue = lire_demande_de_redeploiement(ecrire(tmp_path, ENTIERE))
    assert lue == DemandeDeRedeploiement(
        financeur="ANRU",
        nature=Nature.PRET,
        pas=PasDeRedeploiement.EURO,
        economies=(EconomieRetenue(operation="OP-1", montant=125_050),),
        besoins=(
            BesoinDeCredits(
                operation="OP-2",
                maximum=300_000,
                minimum=1_000,
                priorite=Fraction(4),
                assiette=500_000,
                taux=Fraction(45, 100),
            ),
            BesoinDeCredits(operation="OP-3", maximum=100),
        ),
        contraintes=(
            ContrainteVoulue(genre=GenreContrainte.TOUT_OU_RIEN, operations=("OP-3",)),
            ContrainteVoulue(
                genre=GenreContrainte.PART_MINIMALE, part=Fraction(1, 3), famille="06", maitre_ouvrage="OPH"
            ),
            ContrainteVoulue(genre=GenreContrainte.NOMBRE_MAXIMAL, nombre=1),
        ),
    )
    assert [str(besoin.provenance) for besoin in lue.besoins] == [
        "besoins.toml, ligne 10, clé besoins",
        "besoins.toml, ligne 18, clé besoins",
    ]


def test_les_economies_peuvent_etre_un_montant(tmp_path: Path) -> None:
    courte = 'format = 1\nfinanceur = "A"\neconomies = "12,34"\n[[besoins]]\noperation = "B"\nmaximum = 1\n'
    assert lire_demande_de_redeploiement(ecrire(tmp_path, courte)).economies == 1234


def test_toutes_les_fautes_de_forme_a_la_fois(tmp_path: Path) -> None:
    fautive = """\
format = 2
financer = "ANRU"
pas = "franc"

[[economies]]
operation = 3
montant = "1.234,56"

[[besoins]]
operation = "OP-2"
maximum = 1.5
priorite = 0
taux = "0,45"

[[besoins]]
maximum = "x"

[[contraintes]]
genre = "tout ou presque"
operations = "OP-2"
nombre = "un"
"""
    assert refus(tmp_path, fautive) == [
        "CLE-03 besoins.toml, ligne 1, clé format",
        "CLE-02 besoins.toml, clé financeur",
        "VALEUR-03 besoins.toml, ligne 3, clé pas",
        "CLE-03 besoins.toml, ligne 6, clé operation",
        "MONTANT-02 besoins.toml, ligne 7, clé montant",
        "CLE-05 besoins.toml, ligne 11, clé maximum",
        "VALEUR-04 besoins.toml, ligne 12, clé priorite",
        "TAUX-01 besoins.toml, ligne 13, clé taux",
        "CLE-02 besoins.toml, ligne 15, clé operation",
        "MONTANT-01 besoins.toml, ligne 16, clé maximum",
        "VALEUR-03 besoins.toml, ligne 19, clé genre",
        "CLE-03 besoins.toml, ligne 20, clé operations",
        "CLE-03 besoins.toml, ligne 21, clé nombre",
        "CLE-01 besoins.toml, ligne 2, clé financer",
    ]


def test_toutes_les_fautes_de_sens_a_la_fois(tmp_path: Path) -> None:
    fautive = """\
format = 1
financeur = "ANRU"
nature = "fonds propres"
[[besoins]]
operation = "OP-2"
maximum = 1
minimum = 2
[[besoins]]
operation = "OP-2"
maximum = 1
[[besoins]]
operation = "OP-2"
maximum = 1
[[contraintes]]
genre = "plafond"
[[contraintes]]
genre = "exclusion"
part = "20 %"
"""
    assert refus(tmp_path, fautive) == [
        "VALEUR-02 besoins.toml, ligne 7, clé minimum",
        "VALEUR-01 besoins.toml, ligne 14, clé montant",
        "VALEUR-02 besoins.toml, ligne 18, clé part",
        "VALEUR-02 besoins.toml, ligne 3, clé nature",
        "VALEUR-02 besoins.toml, ligne 12, clé operation",
    ]


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("format = 1\nfinanceur = [", "LECTURE-08"),
        ('format = 1\nfinanceur = "A"\nbesoins = []\n', "VALEUR-01"),
        ('format = 1\nfinanceur = "A"\nbesoins = [{}]\n', "CLE-02"),
        ("format = 1\nfinanceur = 2012-01-01\n", "CLE-03"),
    ],
)
def test_un_fichier_malforme_est_refuse(texte: str, code: str, tmp_path: Path) -> None:
    assert refus(tmp_path, texte)[0].startswith(code)


def test_un_fichier_absent_se_dit(tmp_path: Path) -> None:
    with pytest.raises(DossierRefuse) as refuse:
        lire_demande_de_redeploiement(tmp_path / "absent.toml")
    assert [faute.code for faute in refuse.value.fautes] == ["LECTURE-14"]


def test_trop_de_besoins_sont_refuses(tmp_path: Path) -> None:
    beaucoup = "".join(f'[[besoins]]\noperation = "OP-{rang}"\nmaximum = 1\n' for rang in range(1001))
    assert refus(tmp_path, f'format = 1\nfinanceur = "A"\n{beaucoup}')[0].startswith("CLE-03")


@pytest.mark.parametrize("chemin", sorted(EXEMPLES.glob("*.toml")), ids=lambda chemin: chemin.stem)
def test_les_exemples_se_lisent(chemin: Path) -> None:
    assert lire_demande_de_redeploiement(chemin).besoins


def test_la_page_nomme_chaque_cle_et_chaque_genre() -> None:
    nommes = PAGE.read_text(encoding="utf-8")
    cles = {
        cle for modele in (DemandeEcrite, BesoinEcrit, EconomieEcrite, ContrainteEcrite) for cle in modele.model_fields
    }
    attendus = cles - {"format", "besoins", "contraintes"} | {str(genre) for genre in GenreContrainte}
    assert [mot for mot in sorted(attendus) if f"`{mot}`" not in nommes] == []
