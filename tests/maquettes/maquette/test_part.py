"""La maquette d’un maître d’ouvrage : sa part et rien d’autre, verrouillée, recalculée, scellée."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given

from financement.dossier.nomenclature import Nature
from financement.dossier.part import maitres_ouvrage_actuels, part_du_maitre_ouvrage
from financement.dossier.projet import Projet
from maquettes import ecrire_maquette, lire_dossier, lire_maquette
from maquettes.maquette.relecture.sceau import lire_sceau
from maquettes.maquette.sceau import FEUILLE_SCEAU, SceauIllisible, ouvrir_le_sceau, sceller
from maquettes.maquettes_de_dossier import refaire_maquette
from maquettes.tableur.lecture import lire_classeur
from tests.construction import avenant, enveloppe, euros, financeur, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import au_hasard
from tests.libreoffice import recalculer
from tests.maquettes.maquette.conftest import ARRETE
from tests.maquettes.maquette.recalcul import desaccords, par_formualizer
from tests.maquettes.maquette.saisie import Saisies
from tests.strategies import projets

ENTIER = projet(
    financeurs=(financeur("ANRU", enveloppe=euros(3_000_000)), financeur("VILLE"), financeur("BAILLEUR")),
    avenants=(avenant(1, enveloppes=(enveloppe("VILLE", euros(5)),)),),
    operations=[operation("A"), operation("B", maitre_ouvrage="BAILLEUR")],
    plan=[
        ligne("ANRU", euros(400_000), "A"),
        ligne("VILLE", euros(600_000), "A", nature=Nature.FONDS_PROPRES),
        ligne("ANRU", euros(250_000), "B"),
        ligne("BAILLEUR", euros(750_000), "B", nature=Nature.FONDS_PROPRES),
    ],
    journal=[
        mouvement("engagement", euros(400_000), operation="A", libelle="Décision pour A"),
        mouvement("engagement", euros(250_000), operation="B"),
        mouvement("depense", euros(10), operation="B"),
        mouvement("demande", euros(9), operation="B"),
    ],
)


def ecrire(entier: Projet, code: str, chemin: Path) -> Path:
    ecrire_maquette(entier, chemin, maitre_ouvrage=code)
    return chemin


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return ecrire(ENTIER, "BAILLEUR", tmp_path / "bailleur.xlsx")


def test_elle_se_relit_comme_la_part(part: Path) -> None:
    relue = lire_maquette(part)
    assert relue.projet == part_du_maitre_ouvrage(ENTIER, "BAILLEUR")
    assert relue.constats == ()


def test_aucun_chiffre_d_un_autre_n_en_change_un_octet(part: Path, tmp_path: Path) -> None:
    """Tout ce qui n’est pas à ses opérations est autre : le fichier, feuilles masquées comprises, est le même."""
    autre = replace(
        ENTIER,
        convention=replace(
            ENTIER.convention,
            financeurs=tuple(replace(f, enveloppe=euros(77)) for f in ENTIER.convention.financeurs),
            avenants=tuple(replace(a, enveloppes=()) for a in ENTIER.convention.avenants),
        ),
        operations=(replace(ENTIER.operations[0], libelle="Secret", cout_ht=1, quantite=None), ENTIER.operations[1]),
        plan=(replace(ENTIER.plan[0], montant=123), *ENTIER.plan[2:]),
        journal=(replace(ENTIER.journal[0], montant=321, libelle="Secret"), *ENTIER.journal[1:]),
    )
    assert ecrire(autre, "BAILLEUR", tmp_path / "autre.xlsx").read_bytes() == part.read_bytes()
    octets = b"".join(zipfile.ZipFile(part).read(nom) for nom in zipfile.ZipFile(part).namelist())
    assert "Décision pour A" not in octets.decode("utf-8", "replace")


def test_seul_ce_qui_est_a_lui_se_saisit(part: Path) -> None:
    classeur = openpyxl.load_workbook(part)

    def libres(feuille: str, ligne: int) -> str:
        return "".join(c.coordinate.rstrip("0123456789") for c in classeur[feuille][ligne] if not c.protection.locked)

    assert libres("Opérations", 7) == "DFGHJKMPQRS"
    assert libres("Opérations", 8) == "ABCDEFGHIJKLMNOPQRST"
    assert [libres("Plan de financement", rang) for rang in (7, 8, 9)] == ["", "ABCDEF", "ABCDEF"]
    assert [libres("Journal", rang) for rang in (7, 8, 9, 10)] == ["", "ABCDEFGH", "ABCDEFGH", "ABCDEFGH"]
    for feuille in ("Convention", "Financeurs", "Avenants", "Enveloppes", "Maîtres d’ouvrage", "Règlement"):
        assert [libres(feuille, rang) for rang in range(1, 30)] == [""] * 29
        assert classeur[feuille].protection.sheet


def test_la_maquette_entiere_n_est_pas_scellee(tmp_path: Path) -> None:
    ecrire_maquette(ENTIER, tmp_path / "entiere.xlsx")
    assert FEUILLE_SCEAU not in openpyxl.load_workbook(tmp_path / "entiere.xlsx").sheetnames


def test_le_sceau_dit_l_envoi_meme_apres_saisie_et_refonte(part: Path, tmp_path: Path) -> None:
    saisies = Saisies(part)
    assert saisies.classeur[FEUILLE_SCEAU].sheet_state == "hidden"
    saisies.ecrire("Opérations", 7, "Libellé", "Autre libellé")
    saisies.feuille(FEUILLE_SCEAU).title = "Renommée"
    rendue = saisies.enregistrer(tmp_path / "rendue.xlsx")
    refaire_maquette(part, tmp_path / "refaite.xlsx", au=date(2011, 1, 1))
    for chemin in (part, rendue, tmp_path / "refaite.xlsx"):
        sceau = lire_sceau(lire_classeur(chemin.name, chemin.read_bytes()))
        assert (sceau.maitre_ouvrage, sceau.version) == ("BAILLEUR", 1)
        assert sceau.envoye == part_du_maitre_ouvrage(ENTIER, "BAILLEUR")
    assert lire_maquette(tmp_path / "refaite.xlsx").au == date(2011, 1, 1)
    assert lire_dossier(rendue).operations[0].libelle == "Autre libellé"


def test_un_sceau_coupe_ou_change_ne_s_ouvre_pas() -> None:
    textes = sceller(part_du_maitre_ouvrage(ENTIER, "BAILLEUR"), "BAILLEUR")
    assert ouvrir_le_sceau(textes).envoye.operations[0].code == "B"
    for abime in (
        textes[:3],
        ("VILLE", *textes[1:]),
        (textes[0], "0", *textes[2:]),
        (*textes[:2], "0" * 64, *textes[3:]),
        (*textes[:3], textes[3][:-8]),
        (*textes[:3], "é" + textes[3]),
        (*textes[:3], ""),
    ):
        with pytest.raises(SceauIllisible):
            ouvrir_le_sceau(abime)


@given(projets())
def test_un_grand_etat_tient_en_plusieurs_cellules(tire: Projet) -> None:
    for porteur in set(maitres_ouvrage_actuels(tire.operations).values()):
        part_tiree = part_du_maitre_ouvrage(tire, porteur)
        textes = sceller(part_tiree, porteur)
        assert max(map(len, textes[1:])) <= 30_000
        assert ouvrir_le_sceau(textes).envoye == part_tiree


@pytest.mark.parametrize("graine", range(3))
def test_formualizer_recalcule_les_parts_d_un_dossier_tire_au_hasard(graine: int, tmp_path: Path) -> None:
    tire, au = au_hasard(graine)
    for rang, porteur in enumerate(sorted(set(maitres_ouvrage_actuels(tire.operations).values()))):
        chemin = tmp_path / f"{rang}.xlsx"
        ecrire_maquette(tire, chemin, au=au, maitre_ouvrage=porteur)
        assert desaccords(chemin, par_formualizer(chemin, tmp_path)) == []


@pytest.mark.exige_libreoffice
def test_libreoffice_recalcule_la_part_de_l_exemple_et_garde_son_sceau(
    soffice: str, noyer_dore: Projet, tmp_path: Path
) -> None:
    source = tmp_path / "sem92.xlsx"
    ecrire_maquette(noyer_dore, source, au=ARRETE, maitre_ouvrage="SEM92")
    (recalcule,) = recalculer(soffice, [source], tmp_path / "libreoffice")
    assert desaccords(source, recalcule) == []
    assert desaccords(source, par_formualizer(source, tmp_path)) == []
    sceau = lire_sceau(lire_classeur(recalcule.name, recalcule.read_bytes()))
    assert sceau.envoye == part_du_maitre_ouvrage(noyer_dore, "SEM92") == lire_maquette(recalcule).projet
    assert openpyxl.load_workbook(recalcule)[FEUILLE_SCEAU].sheet_state == "hidden"
