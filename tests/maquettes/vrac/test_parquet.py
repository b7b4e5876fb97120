"""Les colonnes de pyarrow : mêmes mouvements et mêmes fautes que la lecture ligne à ligne d’un csv."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.fautes.faute import DossierRefuse
from maquettes.description.description import JOURNAL
from maquettes.description.lignes import TableLue
from maquettes.grand_journal.fichier_parquet import textes_du_parquet
from maquettes.grand_journal.parquet import lire_textes_en_partie
from tests.maquettes.vrac import journaux
from tests.maquettes.vrac.journaux import Issue, en_objets, ligne_a_ligne

pa = pytest.importorskip("pyarrow", reason="l’extra « rapide » n’est pas installé")
pq = pytest.importorskip("pyarrow.parquet", reason="l’extra « rapide » n’est pas installé")

ENTETE = b"date;type;operation;financeur;nature;montant;piece;libelle\n"
LIGNE = b"2008-01-15;avance;OP1;ANRU;;1,00;;\n"


def en_parquet(colonnes: dict[str, object]) -> bytes:
    flux = io.BytesIO()
    pq.write_table(pa.table(colonnes), flux)
    return flux.getvalue()


def lire(nom: str, octets: bytes) -> tuple[JournalEnColonnes, TableLue[Mouvement]]:
    return lire_textes_en_partie(nom, textes_du_parquet(nom, octets, JOURNAL))


def de_parquet(octets: bytes) -> Issue:
    return en_objets(*lire("journal.csv", octets))


RANGEES = st.tuples(
    journaux.DATES,
    journaux.TYPES,
    journaux.OPERATIONS_CITEES.filter(lambda code: "'" not in code and '"' not in code),
    journaux.FINANCEURS.filter(lambda code: "'" not in code),
    journaux.NATURES,
    journaux.MONTANTS,
    st.sampled_from(["", "DAS 1", " bordé ", "é" * 1001, "z" * 2001, "deux; mots", *journaux.DOUTEUX]).filter(
        lambda texte: '"' not in texte
    ),
    st.just("") | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n'=+-@\t"), max_size=9),
)


@given(st.lists(RANGEES, max_size=10))
def test_un_parquet_dit_ce_que_dirait_le_csv_de_ses_cellules(rangees: list[tuple[str, ...]]) -> None:
    citees = [";".join('"' + cellule.replace('"', '""') + '"' for cellule in rangee) for rangee in rangees]
    csv = ENTETE + "".join(f"{citee}\n" for citee in citees).encode()
    colonnes: dict[str, object] = {
        nom: pa.array([rangee[rang] for rangee in rangees], pa.string()) for rang, nom in enumerate(JOURNAL.noms)
    }
    attendu = ligne_a_ligne(csv)
    lu = de_parquet(en_parquet(colonnes))
    if isinstance(attendu, list):
        assert lu == [plus_haut(texte) for texte in attendu]
    else:
        assert lu == tuple((mouvement, plus_haut(lieu)) for mouvement, lieu in attendu)


def plus_haut(texte: str) -> str:
    """Le même texte, situé une ligne plus haut : un fichier Parquet n’a pas de ligne d’en-tête."""
    avant, marque, apres = texte.partition("ligne ")
    if not marque:
        return texte
    numero = apres[: len(apres) - len(apres.lstrip("0123456789"))]
    return f"{avant}{marque}{int(numero) - 1}{apres[len(numero) :]}"


COLONNES: dict[str, object] = {
    "date": [date(2008, 1, 15), date(2014, 12, 31)],
    "type": ["avance", "depense"],
    "operation": ["OP1", "OP1"],
    "financeur": ["ANRU", None],
    "nature": [None, None],
    "montant": [Decimal("1234.50"), Decimal("7.00")],
    "piece": ["'DAS", None],
    "libelle": [None, None],
}


def test_dates_decimaux_et_valeurs_absentes_sont_lus() -> None:
    journal, _ = lire("journal.parquet", en_parquet(COLONNES))
    assert journal.colonnes.montant.tolist() == [123450, 700]
    assert journal.colonnes.jour.tolist() == [date(2008, 1, 15).toordinal(), date(2014, 12, 31).toordinal()]
    assert journal.colonnes.financeur.tolist() == [0, -1]
    assert journal.mouvement(0).piece == "'DAS"
    assert str(journal.provenance(1)) == "journal.parquet, ligne 2"


@pytest.mark.parametrize(
    ("changees", "attendue"),
    [
        ({"montant": [1.5, 2.0]}, ("journal.csv, colonne montant", "CLE-05")),
        ({"montant": [True, False]}, ("journal.csv, colonne montant", "CLE-03")),
        ({"montant": [12, -3]}, ("journal.csv, ligne 2, colonne montant", "MONTANT-07")),
        ({"montant": ["1", "2\n3"]}, ("journal.csv, ligne 2, colonne montant", "MONTANT-01")),
        ({"libelle": ["a\0b", None]}, ("journal.csv, ligne 1, colonne libelle", "VALEUR-02")),
        ({"note": ["", ""]}, ("journal.csv, colonne note", "COLONNE-01")),
    ],
)
def test_un_parquet_d_une_autre_forme_est_refuse(changees: dict[str, object], attendue: tuple[str, str]) -> None:
    try:
        fautes = lire("journal.csv", en_parquet(COLONNES | changees))[1].toutes_les_fautes()
    except DossierRefuse as refus:
        fautes = list(refus.fautes)
    assert [(str(constatee.provenance), constatee.code) for constatee in fautes] == [attendue]


def test_un_fichier_qui_n_est_pas_du_parquet_est_refuse() -> None:
    with pytest.raises(DossierRefuse, match="ce n’est pas un fichier Parquet"):
        lire("journal.parquet", ENTETE + LIGNE)


def test_un_octet_abime_ne_fait_jamais_tomber_la_lecture() -> None:
    """Un octet sur trois changé tour à tour : lu, ou refusé en français ; jamais autre chose."""
    octets = en_parquet(COLONNES | {"libelle": ["Réhabilitation", "été"]})
    assert len(lire("journal.parquet", octets)[0]) == 2
    abimes = 0
    for place in range(0, len(octets), 3):
        try:
            lire("j.parquet", octets[:place] + bytes([octets[place] ^ 0x80]) + octets[place + 1 :])
        except DossierRefuse as refus:
            abimes += "ce fichier Parquet est abîmé" in str(refus)
    assert abimes > len(octets) // 20


def test_une_colonne_facultative_peut_manquer() -> None:
    textes = {"date": ["2008-01-15"], "type": ["Dépense"], "operation": ["op1"], "montant": ["1,50"]}
    csv = "date;type;operation;montant\n2008-01-15;Dépense;op1;1,50\n".encode()
    lu = de_parquet(en_parquet({nom: pa.array(valeurs) for nom, valeurs in textes.items()}))
    attendu = ligne_a_ligne(csv)
    assert isinstance(attendu, tuple)
    assert lu == tuple((mouvement, "journal.csv, ligne 1") for mouvement, _ in attendu)
    assert len(lu) == 1
