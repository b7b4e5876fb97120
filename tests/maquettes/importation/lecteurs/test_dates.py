"""Une date écrite comme on l’écrit : le jour, ou le dernier de ce qu’elle dit, et ce qu’elle ne dit pas."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from maquettes.importation.lecteurs.cellule import de_texte
from maquettes.importation.lecteurs.dates import date_du_texte, lire_date_recue, lire_semestre_recu
from maquettes.importation.lecteurs.recues import Precision
from maquettes.tableur.contenu import CelluleLue, GenreCellule

MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre")
MOIS_ECRITS = (*MOIS, "décembre")
ABREGES = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
JOURS = st.dates(date(1970, 1, 1), date(2099, 12, 31))


@given(jour=JOURS)
def test_un_jour_se_relit_quelle_que_soit_son_ecriture(jour: date) -> None:
    mois = MOIS_ECRITS[jour.month - 1]
    ecrites = (
        jour.isoformat(),
        f"{jour.isoformat()} 08:30:00",
        f"{jour.day}/{jour.month}/{jour.year}",
        f"{jour:%d/%m/%Y} 17:05",
        f"{jour:%d-%m-%Y}",
        f"{jour:%d.%m.%Y}",
        f"{jour:%Y%m%d}",
        f"{jour.day} {mois} {jour.year}",
        f"{jour.day} {mois.upper()} {jour.year}",
        f"{jour.day} {ABREGES[jour.month - 1]} {jour.year}",
        f"{jour.day}er\u00a0{mois} {jour.year}",
        f"le {jour:%d/%m/%Y}",
        f"Mar. {jour:%d/%m/%Y}",
        f"mercredi {jour.day} {mois} {jour.year}",
    )
    assert {date_du_texte(ecrite) for ecrite in ecrites} == {date_du_texte(jour.isoformat())}
    assert date_du_texte(jour.isoformat()) == (jour, Precision.JOUR, "")


@pytest.mark.parametrize(
    ("texte", "jour", "precision"),
    [
        ("mars 2011", "2011-03-31", Precision.MOIS),
        ("févr. 2012", "2012-02-29", Precision.MOIS),
        ("03/2011", "2011-03-31", Precision.MOIS),
        ("2011-03", "2011-03-31", Precision.MOIS),
        ("1er sem. 2008", "2008-06-30", Precision.SEMESTRE),
        ("1er semestre 2008", "2008-06-30", Precision.SEMESTRE),
        ("2008 S1", "2008-06-30", Precision.SEMESTRE),
        ("2008-S1", "2008-06-30", Precision.SEMESTRE),
        ("S1 2008", "2008-06-30", Precision.SEMESTRE),
        ("S2/2008", "2008-12-31", Precision.SEMESTRE),
        ("2e semestre 2008", "2008-12-31", Precision.SEMESTRE),
        ("second semestre de 2008", "2008-12-31", Precision.SEMESTRE),
        ("Semestre 2 - 2008", "2008-12-31", Precision.SEMESTRE),
        ("2008, 2ème semestre", "2008-12-31", Precision.SEMESTRE),
        ("1er trimestre 2009", "2009-03-31", Precision.TRIMESTRE),
        ("T4 2009", "2009-12-31", Precision.TRIMESTRE),
        ("2009 T2", "2009-06-30", Precision.TRIMESTRE),
        ("2011", "2011-12-31", Precision.ANNEE),
    ],
)
def test_sans_jour_c_est_le_dernier(texte: str, jour: str, precision: Precision) -> None:
    lue = date_du_texte(texte)
    assert (lue.texte, lue.precision, lue.mots) == (jour, precision, "")
    assert lue.remarque.startswith("le jour n’est pas dit, le dernier d")


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("livré le 12/03/2010", "2010-03-12"),
        ("réceptionné le 1er juillet 2010", "2010-07-01"),
        ("15/03/11", "2011-03-15"),
        ("15/03/98", "1998-03-15"),
        ("fin 2011", "2011-12-31"),
        ("mars-11", "2011-03-31"),
    ],
)
def test_ce_que_la_cellule_dit_d_autre_est_remarque(texte: str, jour: str) -> None:
    lue = date_du_texte(texte)
    assert (lue.texte, lue.mots) == (jour, texte)
    assert lue.remarque.endswith(f"lu dans « {texte} »")


@pytest.mark.parametrize(
    ("texte", "cause"),
    [
        ("non livré au 12/03/2010", "non"),
        ("avant mars 2011", "avant"),
        ("début 2011", "debut"),
        ("12/03/2010 et 15/04/2011", "d’autres nombres"),
        ("2008/2009", "d’autres nombres"),
        ("60 lgts en mars 2011", "d’autres nombres"),
        ("juin à septembre 2010", "plusieurs dates"),
        ("31/02/2010", "calendrier"),
        ("15/03/1969", "entre 1970 et 2099"),
        ("2008-S3", "deux semestres"),
        ("n.c.", "aucune date"),
        ("", "aucune date"),
        ("1" * 100_000, "aucune date"),
    ],
)
def test_une_date_douteuse_est_refusee(texte: str, cause: str) -> None:
    with pytest.raises(TexteRefuse, match=cause) as leve:
        date_du_texte(texte)
    assert leve.value.code == "IMPORT-09"


def test_une_cellule_de_date_ou_d_annee() -> None:
    assert lire_date_recue(CelluleLue(GenreCellule.DATE, "2014-12-31 08:30:00")).texte == "2014-12-31"
    assert lire_date_recue(CelluleLue(GenreCellule.NOMBRE, "2011")).precision is Precision.ANNEE
    with pytest.raises(TexteRefuse, match="ne montre pas en date"):
        lire_date_recue(CelluleLue(GenreCellule.NOMBRE, "40543"))


@pytest.mark.parametrize(
    ("texte", "semestre"),
    [("mars 2011", "2011-S1"), ("1er sem. 2008", "2008-S1"), ("31/07/2008", "2008-S2"), ("T3 2008", "2008-S2")],
)
def test_un_semestre_se_lit_comme_une_date(texte: str, semestre: str) -> None:
    assert lire_semestre_recu(de_texte(texte)).texte == semestre


def test_une_annee_seule_ne_dit_pas_le_semestre() -> None:
    with pytest.raises(TexteRefuse, match="une année seule"):
        lire_semestre_recu(de_texte("2011"))
