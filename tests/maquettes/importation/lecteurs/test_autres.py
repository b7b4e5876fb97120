"""Quantités, taux, codes et mots : ce que les gens écrivent, ou un refus qui dit pourquoi."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.nomenclature import FAMILLES, Programme, Unite
from financement.fautes.faute import TexteRefuse
from maquettes.importation.lecteurs.cellule import de_texte
from maquettes.importation.lecteurs.codes import cle_d_operation, lire_code_d_operation
from maquettes.importation.lecteurs.lecteurs import LECTEURS
from maquettes.importation.lecteurs.libelles import famille_nommee, lire_famille_recue, normaliser_libelle
from maquettes.importation.lecteurs.quantites import lire_quantite_recue
from maquettes.importation.lecteurs.taux import EcritureDeTaux, ecriture_des_taux, lire_taux_recu
from maquettes.tableur.contenu import CelluleLue, GenreCellule

POURCENTAGE, NOMBRE = GenreCellule.POURCENTAGE, GenreCellule.NOMBRE


@pytest.mark.parametrize(
    ("texte", "quantite", "unite"),
    [
        ("60 lgts", 60, Unite.LOGEMENT),
        ("60 Logements sociaux", 60, Unite.LOGEMENT),
        ("1 250 m²", 1250, Unite.M2),
        ("1\u00a0250 m2 SHON", 1250, Unite.M2),
        ("3 ETP", 3, Unite.ETP),
        ("0,8 etp", Decimal("0.8"), Unite.ETP),
        ("1 forfait", 1, Unite.FORFAIT),
        ("60", 60, None),
        ("60lgts", 60, Unite.LOGEMENT),
    ],
)
def test_une_quantite_et_son_unite(texte: str, quantite: Decimal, unite: Unite | None) -> None:
    lue = lire_quantite_recue(de_texte(texte))
    assert (lue.quantite, lue.unite) == (quantite, unite)


@pytest.mark.parametrize(
    ("texte", "cause"),
    [
        ("12 places", "« places » n’est pas une unité connue"),
        ("60 lgts dont 12", "n’est pas une unité connue"),
        ("-3", "ne commence pas par un nombre"),
        ("environ 60", "ne commence pas par un nombre"),
        ("1,234 m²", "deux décimales au plus"),
        ("9 999 999 999", "au plus un milliard"),
    ],
)
def test_une_quantite_douteuse_est_refusee(texte: str, cause: str) -> None:
    with pytest.raises(TexteRefuse, match=cause):
        lire_quantite_recue(de_texte(texte))


@pytest.mark.parametrize(
    ("cellule", "taux"),
    [
        (de_texte("45 %"), Fraction(9, 20)),
        (de_texte("45%"), Fraction(9, 20)),
        (de_texte("0,45"), Fraction(9, 20)),
        (de_texte("9/20"), Fraction(9, 20)),
        (CelluleLue(POURCENTAGE, "0.45"), Fraction(9, 20)),
        (CelluleLue(NOMBRE, "0.333333333333333"), Fraction(1, 3)),
        (CelluleLue(POURCENTAGE, "0.428571428571429"), Fraction(3, 7)),
        (de_texte("66,6666666666667 %"), Fraction(2, 3)),
        (de_texte("12,3456789 %"), Fraction(123456789, 10**9)),
        (de_texte("100 %"), Fraction(1)),
        (de_texte("0"), Fraction(0)),
    ],
)
def test_un_taux_est_une_fraction_exacte(cellule: CelluleLue, taux: Fraction) -> None:
    assert lire_taux_recu(cellule).taux == taux


@given(numerateur=st.integers(0, 1000), denominateur=st.integers(1, 1000))
def test_un_quotient_de_tableur_retrouve_sa_fraction(numerateur: int, denominateur: int) -> None:
    taux = Fraction(min(numerateur, denominateur), denominateur)
    quinze = f"{Decimal(taux.numerator) / Decimal(taux.denominator):.15g}"
    if "e" in quinze:
        return
    assert lire_taux_recu(CelluleLue(NOMBRE, quinze)).taux == taux


def test_une_colonne_de_pourcentages_nus() -> None:
    colonne = [de_texte("45"), de_texte("0,5"), de_texte("12,5 %")]
    ecriture = ecriture_des_taux(colonne)
    assert ecriture is EcritureDeTaux.POURCENTAGE
    assert [lire_taux_recu(cellule, ecriture).texte for cellule in colonne] == ["45 %", "0,5 %", "12,5 %"]
    assert ecriture_des_taux([de_texte("0,45"), CelluleLue(POURCENTAGE, "1.5")]) is EcritureDeTaux.PART


@pytest.mark.parametrize("texte", ["130 %", "45", "1,5", "NC", "1/0", "-5 %"])
def test_un_taux_douteux_est_refuse(texte: str) -> None:
    with pytest.raises(TexteRefuse, match="ne se lit pas comme un taux"):
        lire_taux_recu(de_texte(texte))


@pytest.mark.parametrize(
    "texte",
    [
        "01-0001",
        "1-1",
        "010001",
        "010001001",
        "01 0001 001",
        "5951203 01 0001 001",
        "5951203010001001",
        "5951203-01-0001",
        "5951203.01.0001.001",
        "595120301/0001",
        " 01\u00a00001 ",
    ],
)
def test_un_code_de_toute_ecriture_est_le_meme(texte: str) -> None:
    assert cle_d_operation(texte).comparable == ("01", 1, 1, "")


def test_deux_operations_restent_deux() -> None:
    codes = ("01-0001", "01-0002", "02-0001", "01-0001-002", "OP 1", "op-2", "10001")
    assert len({cle_d_operation(code).comparable for code in codes}) == len(codes)
    assert cle_d_operation("OP 1") == cle_d_operation("op-1")
    assert (cle_d_operation("5951203 01 0001 001").site, cle_d_operation("01-0001").site) == ("5951203", "")


@given(
    site=st.integers(0, 10**7 - 1),
    famille=st.integers(0, 99),
    numero=st.integers(0, 9999),
    ordre=st.integers(0, 999),
)
def test_les_trois_ecritures_se_valent(site: int, famille: int, numero: int, ordre: int) -> None:
    ecrits = (
        f"{site:07d}{famille:02d}{numero:04d}{ordre:03d}",
        f"{site:07d} {famille:02d} {numero:04d} {ordre:03d}",
        f"{famille:02d}-{numero:04d}-{ordre:03d}",
    )
    assert len({cle_d_operation(ecrit).comparable for ecrit in ecrits}) == 1


def test_un_code_que_le_tableur_a_arrondi_est_refuse() -> None:
    assert lire_code_d_operation(de_texte("5951203010001001")).texte == "5951203010001001"
    assert lire_code_d_operation(CelluleLue(NOMBRE, "10001")).texte == "10001"
    for cellule in (CelluleLue(NOMBRE, "5951203010001000"), de_texte("5,9512E+15")):
        with pytest.raises(TexteRefuse):
            lire_code_d_operation(cellule)


@pytest.mark.parametrize(
    ("texte", "famille"),
    [
        ("01", "01"),
        ("1", "01"),
        ("Famille 1", "01"),
        ("01 - Démolition", "01"),
        ("DEMOLITION", "01"),
        ("Démolitions", "01"),
        ("Réhabilitation", "05"),
        ("amenagement", "08"),
        ("Équipements à finalité économique", "10"),
        ("Équipements et locaux", "09"),
    ],
)
def test_une_famille_de_son_numero_ou_de_ses_premiers_mots(texte: str, famille: str) -> None:
    assert lire_famille_recue(de_texte(texte), Programme.PNRU).texte == famille


@pytest.mark.parametrize("texte", ["Équipements", "99", "Divers", "?"])
def test_une_famille_douteuse_est_refusee(texte: str) -> None:
    with pytest.raises(TexteRefuse, match="n’est pas une seule famille du PNRU"):
        lire_famille_recue(de_texte(texte), Programme.PNRU)


def test_chaque_libelle_de_famille_se_relit() -> None:
    for programme, familles in FAMILLES.items():
        for code, libelle in familles.items():
            assert lire_famille_recue(de_texte(libelle.upper()), programme).texte == code


def test_la_nature_d_un_financement() -> None:
    lues = [LECTEURS["nature"](de_texte(t)).texte for t in ("Subv.", "Prêts CDC", "FONDS PROPRES", "Autofinancement")]
    assert lues == ["subvention", "pret", "fonds_propres", "fonds_propres"]


def test_un_libelle_se_compare_sans_sa_forme() -> None:
    assert normaliser_libelle("Coût\u00a0H.T.\n(k€)") == normaliser_libelle("cout h t   K€")
    assert LECTEURS["libelle"](de_texte(" deux\nlignes ")).texte == "deux lignes"


@pytest.mark.parametrize("nom", LECTEURS)
@given(texte=st.text(max_size=40))
def test_un_lecteur_rend_une_valeur_ou_refuse_en_francais(nom: str, texte: str) -> None:
    assert lu_ou_refuse(nom, texte).startswith(("IMPORT-", "lu "))


def lu_ou_refuse(nom: str, texte: str) -> str:
    try:
        lue = LECTEURS[nom](de_texte(texte))
    except TexteRefuse as refus:
        return refus.code
    return f"lu {lue.texte}{lue.remarque}"


@pytest.mark.parametrize(
    ("titre", "famille"),
    [
        ("01 – Démolition", "01"),
        ("8. Aménagement des espaces publics", "08"),
        ("Famille 5", "05"),
        ("AMÉNAGEMENTS ET ESPACES PUBLICS", "08"),
        ("Réhabilitation", "05"),
        ("1 : voir annexe", None),
        ("8 place du Marché", None),
        ("08", None),
        ("logements locatifs sociaux", None),
        ("Secteur nord", None),
        ("", None),
    ],
)
def test_un_titre_nomme_une_famille_ou_rien(titre: str, famille: str | None) -> None:
    assert famille_nommee(titre, Programme.PNRU) == famille
