"""Les tables d’un carnet : montants français, textes échappés, jamais plus longues qu’on ne lit."""

from hypothesis import given
from hypothesis import strategies as st

from financement.affichage.table_html import LIGNES_MONTREES, table_html
from tests.financement.lecture_html import PERMISES, cellules, lire


def test_un_entier_est_un_montant_et_zero_un_tiret() -> None:
    html = table_html(
        "Titre", ("A", "B"), [("un", 125_050), ("deux", -100), ("trois", 0), (None, 5)], ("Total", 124_955)
    )
    assert cellules(html) == [
        ["A", "B"],
        ["un", "1 250,50"],
        ["deux", "−1,00"],
        ["trois", "–"],
        ["", "0,05"],
        ["Total", "1 249,55"],
    ]


@given(st.lists(st.text(min_size=1).filter(str.isprintable), min_size=1, max_size=4))
def test_aucun_texte_ne_devient_une_balise(textes: list[str]) -> None:
    html = table_html(textes[0], textes, [textes], textes)
    lue = lire(html)
    assert lue.balises <= PERMISES
    assert lue.attributs <= {"style", "colspan"}
    assert lue.rangees == [textes, textes, textes]


def test_une_balise_saisie_reste_un_texte() -> None:
    piege = "<script>alert('x')</script> & \"Ville\""
    html = table_html(piege, ("A",), [(piege,)])
    assert "<script" not in html
    assert cellules(html)[1] == [piege]


def test_une_longue_table_dit_ce_qu_elle_tait() -> None:
    juste = table_html("T", ("A",), [("x",)] * LIGNES_MONTREES)
    assert len(cellules(juste)) == 1 + LIGNES_MONTREES
    longue = cellules(table_html("T", ("A", "B"), [("x", 1)] * (LIGNES_MONTREES + 3), ("Total", 63)))
    assert len(longue) == 1 + LIGNES_MONTREES + 2
    assert longue[-2:] == [["… 3 de plus : les voir par cadre()."], ["Total", "0,63"]]
