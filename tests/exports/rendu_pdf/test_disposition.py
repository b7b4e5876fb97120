"""La disposition d’un tableau : la plus grande taille où il tient, puis des volets, jamais plus large que la page."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from exports.document import Document
from exports.document_elements import Precision
from exports.mise_en_page.disposition import LARGEUR_UTILE, disposer, place
from exports.mise_en_page.largeurs import Exigence, repartir
from exports.mise_en_page.tableau_texte import TableauTexte, mettre_en_texte
from exports.rendu_pdf.pages import HAUTEUR_UTILE, Bloc, se_coupe, tableau_se_coupe
from tests.exports.rendu_pdf.documents import large

LARGEURS = st.integers(500, 60_000)


@st.composite
def demandes(tirage: st.DrawFn) -> list[Exigence]:
    trios = tirage(st.lists(st.tuples(LARGEURS, LARGEURS, LARGEURS).map(sorted), min_size=1, max_size=20))
    return [Exigence(minimale=a, aisee=b, naturelle=c) for a, b, c in trios]


@given(demandes(), st.integers(50_000, 190_000))
def test_les_colonnes_tiennent_toujours_dans_la_place(colonnes: list[Exigence], libre: int) -> None:
    recues = repartir(colonnes, libre)
    assert sum(recues) <= libre
    if sum(colonne.minimale for colonne in colonnes) <= libre:
        assert all(recue >= colonne.minimale for recue, colonne in zip(recues, colonnes, strict=True))
    if sum(colonne.naturelle for colonne in colonnes) <= libre:
        assert list(recues) == [colonne.naturelle for colonne in colonnes]


def _disposition(document: Document) -> tuple[int, list[tuple[int, ...]]]:
    textes = mettre_en_texte(document.tableaux[0], Precision.CENTIME)
    disposition = disposer(textes)
    for volet in disposition.volets:
        assert sum(volet.largeurs) <= place(disposition.taille)
    return disposition.taille, [volet.rangs for volet in disposition.volets]


def test_la_taille_baisse_avant_que_le_tableau_se_partage() -> None:
    assert _disposition(large(5)) == (90, [tuple(range(7))])
    taille, volets = _disposition(large(16))
    assert 75 <= taille < 90
    assert volets == [tuple(range(18))]


def test_un_groupe_ne_se_partage_pas() -> None:
    taille, volets = _disposition(large(20))
    assert 75 <= taille <= 90
    assert volets == [tuple(range(12)), (0, 1, *range(12, 22))]


def test_un_volet_ne_repete_que_ce_qui_nomme_la_ligne() -> None:
    """La deuxième colonne, un montant, se lisait deux fois sous son groupe."""
    textes = mettre_en_texte(large(20).tableaux[0], Precision.CENTIME)
    sans_nom = TableauTexte(
        entetes=(textes.entetes[0], *textes.entetes[2:]),
        rangees=tuple(replace(r, textes=(r.textes[0], *r.textes[2:])) for r in textes.rangees),
    )
    volets = [volet.rangs for volet in disposer(sans_nom, LARGEUR_UTILE * 3 // 4).volets]
    assert len(volets) > 1
    assert [volet[0] for volet in volets] == [0] * len(volets)
    assert sorted(rang for volet in volets for rang in volet[1:]) == list(range(1, 21))


def test_un_tableau_court_reste_d_un_tenant_sous_un_grand_graphique() -> None:
    """Une page finissait sur ses deux premières lignes, parce que son graphique comptait dans sa hauteur."""
    avec = Bloc(titre="", hauteur=HAUTEUR_UTILE * 6 // 10, donnees={}, figures=HAUTEUR_UTILE * 4 // 10)
    assert (se_coupe(avec), tableau_se_coupe(avec)) == (True, False)
    long = Bloc(titre="", hauteur=HAUTEUR_UTILE * 6 // 10, donnees={})
    assert tableau_se_coupe(long)


def test_un_tableau_d_un_tenant_laisse_moins_d_une_demi_page() -> None:
    hauteurs = (HAUTEUR_UTILE * part // 10 for part in (1, 4, 6, 30))
    assert [se_coupe(Bloc(titre="", hauteur=hauteur, donnees={})) for hauteur in hauteurs] == [
        False,
        False,
        True,
        True,
    ]
