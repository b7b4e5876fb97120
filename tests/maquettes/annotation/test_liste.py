"""La liste des remarques : ce qui n’y tiendrait pas se partage, ce où un clic ne mène pas le dit."""

from io import BytesIO

import pytest
import xlsxwriter

from maquettes.annotation import Annotation, annoter
from tests.maquettes.annotation.sources import classeur_nu, commentaires, lire

PLUS_HAUT_QUE_LARGE = ", ".join(f"OPE-{rang:04d}" for rang in range(600))
"""Six mille caractères : 65 lignes d’une centaine de caractères, quand il en tient trente et une dans une ligne."""
POINTS_D_UNE_LIGNE = 12.8


@pytest.mark.parametrize(("message", "remede"), [(PLUS_HAUT_QUE_LARGE, "Court."), ("Court.", PLUS_HAUT_QUE_LARGE)])
def test_un_texte_plus_haut_qu_une_ligne_du_tableur_continue_a_la_suivante(message: str, remede: str) -> None:
    longue = Annotation(code="PLAN-07", gravite="alerte", message=message, remede=remede, feuille="Plan", cellule="C3")
    suivante = Annotation(code="PLAN-08", gravite="alerte", message="Après.", feuille="Plan", cellule="C4")
    classeur = lire(annoter(classeur_nu("Plan"), [longue, suivante]))
    liste = classeur["Remarques"]
    rangees = [[cellule.value or "" for cellule in ligne] for ligne in liste.iter_rows(min_row=4)]
    assert [rangee[0] for rangee in rangees] == [1, 1, 1, 2]
    assert {tuple(rangee[1:5]) for rangee in rangees[:3]} == {("Alerte", "PLAN-07", "Plan", "C3")}
    assert [" ".join(morceaux).strip() for morceaux in zip(*(r[5:] for r in rangees[:3]), strict=True)] == [
        message,
        remede,
    ]
    for rang, rangee in enumerate(rangees, 4):
        hauteur = liste.row_dimensions[rang].height
        assert hauteur is not None
        assert hauteur <= 409
        # À cent caractères par ligne, ce que porte la cellule tient dans sa hauteur.
        assert max(len(str(texte)) for texte in rangee[5:]) / 100 * POINTS_D_UNE_LIGNE <= hauteur
    assert liste["A2"].value.startswith("2 remarques (2 alertes).")
    assert liste.auto_filter.ref == "A3:G7"
    assert {liste[f"A{rang}"].hyperlink.location for rang in (4, 5, 6)} == {"'Plan'!C3"}
    assert PLUS_HAUT_QUE_LARGE in commentaires(classeur["Plan"])["C3"]


def test_un_mot_plus_long_que_tout_se_coupe() -> None:
    longue = Annotation(code="X", gravite="faute", message="m" * 9000)
    liste = lire(annoter(classeur_nu("Plan"), [longue]))["Remarques"]
    morceaux = [liste[f"F{rang}"].value for rang in range(4, liste.max_row + 1)]
    assert "".join(morceaux) == "m" * 9000
    assert len(morceaux) > 2


@pytest.mark.parametrize("etat", ["hide", "very_hidden"])
def test_une_cellule_d_une_feuille_masquee_le_dit_et_ne_s_ouvre_pas(etat: str) -> None:
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        cachee, vue = classeur.add_worksheet("Cachée"), classeur.add_worksheet("Vue")
        vue.activate()
        vue.set_first_sheet()
        getattr(cachee, etat)()
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="Cachée", cellule="B2")
    copie = lire(annoter(flux.getvalue(), [annotation]))
    liste = copie["Remarques"]
    assert (liste["D4"].value, liste["E4"].value) == ("Cachée (feuille masquée)", "B2")
    liens = {c.coordinate: c.hyperlink.location for c in liste[4] if c.hyperlink is not None}
    assert liens == {"A4": "'Vue'!A1"}
    assert commentaires(copie["Cachée"]) == {"B2": "Faute X\nm"}
