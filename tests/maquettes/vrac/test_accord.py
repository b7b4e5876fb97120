"""La lecture en vrac rend ce que rend la lecture ligne à ligne : mêmes mouvements, ou mêmes fautes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from financement.dossier.projet import Projet
from maquettes.description.description import JOURNAL
from maquettes.formes.tables_csv import ecrire_table
from maquettes.grand_journal.journal import lire_en_partie
from maquettes.grand_journal.lecture import Lecteur, Lues
from maquettes.grand_journal.source import ARemettre, ouvrir
from tests.maquettes.vrac.journaux import en_vrac, journaux, journaux_abimes, ligne_a_ligne
from tests.profils import COUTEUX
from tests.strategies import projets

ENTETE = "date;type;operation;financeur;nature;montant;piece;libelle\n"
LIGNE = "2008-01-15;avance;OP1;ANRU;;1,00;;\n"


@given(journaux())
def test_un_journal_quelconque(octets: bytes) -> None:
    assert en_vrac(octets) in (None, ligne_a_ligne(octets))


@given(journaux_abimes())
def test_un_journal_abime(octets: bytes) -> None:
    assert en_vrac(octets) in (None, ligne_a_ligne(octets))


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"", id="vide"),
        pytest.param(ENTETE.encode(), id="en-tête seul"),
        pytest.param(ENTETE.rstrip().encode(), id="en-tête sans fin de ligne"),
        pytest.param(("\n" + ENTETE + LIGNE).encode(), id="ligne vide devant l’en-tête"),
        pytest.param((ENTETE + LIGNE).replace(";", ",").encode(), id="virgules"),
        pytest.param(("sep=;\n" + ENTETE + LIGNE).encode(), id="séparateur annoncé"),
        pytest.param((ENTETE + LIGNE.replace("1,00", "-   €")).encode(), id="zéro comptable"),
        pytest.param((ENTETE + LIGNE.replace("1,00", "–")).encode(), id="tiret"),
        pytest.param((ENTETE + LIGNE.replace("1,00", "1 250,50-")).encode(), id="signe à droite"),
        pytest.param((ENTETE + LIGNE).encode("utf-16"), id="utf-16"),
        pytest.param((ENTETE + LIGNE).encode() + b"\x81", id="octet sans lettre"),
        pytest.param((ENTETE + LIGNE + LIGNE[:-1]).encode() + b"\xc3", id="caractère coupé"),
        pytest.param((ENTETE + LIGNE.replace(";;\n", ';"ouvert;\n') + LIGNE).encode(), id="guillemet ouvert"),
        pytest.param((ENTETE + LIGNE[:-1] + "A" * 200_000 + "\n" + LIGNE).encode(), id="cellule démesurée"),
        pytest.param((ENTETE + LIGNE + LIGNE[:-2] + "\r" + LIGNE).encode(), id="retour chariot isolé"),
        pytest.param((ENTETE + LIGNE + LIGNE[:-1] + "\r").encode(), id="retour chariot à la fin"),
        pytest.param((ENTETE + LIGNE.replace("1,00", "100000000000") * 101).encode(), id="total trop grand"),
        pytest.param((ENTETE + LIGNE.replace("1,00", "100000000000")).encode(), id="cumul au bord"),
        pytest.param((ENTETE + LIGNE.replace("1,00", "x") + LIGNE.replace("ANRU", "ANRUS")).encode(), id="deux fautes"),
        pytest.param(
            (ENTETE + LIGNE.replace("1,00", "100000000000") * 101 + LIGNE.replace("OP1", "OP9")).encode(),
            id="total trop grand et opération inconnue",
        ),
        pytest.param((ENTETE + LIGNE.replace("ANRU;", "VILLE;")).encode(), id="nature ambiguë"),
        pytest.param(
            b"montant;piece;libelle;date;type;operation;financeur;nature\r\n1,00;;;2008-01-15;avance;OP1;ANRU;pret\r\n",
            id="autre ordre des colonnes",
        ),
        pytest.param(
            b"montant;operation;type;date\n20,00;OP1;depense;2008-01-15\n;OP1;depense;2008-01-15\n",
            id="sans facultatives",
        ),
        pytest.param(
            b"nature;financeur;montant;operation;type;date\npret;ANRU;2;OP1;avance;2008-01-15\n", id="sans textes"
        ),
        pytest.param(b"montant;operation;type;date\n20,00;OP1;avance;2008-01-15\n", id="sans financeur qu’il faut"),
        pytest.param(
            b"piece;libelle;date;type;operation;financeur;nature;montant\r\n;;2008-01-15;avance;OP1;ANRU;;1,00\r\n",
            id="montant en fin de ligne Windows",
        ),
        pytest.param((ENTETE + LIGNE.replace(";;\n", ";é;\n")).encode("cp1252"), id="Windows-1252"),
        pytest.param(
            b"\xef\xbb\xbf" + (ENTETE + LIGNE.replace(";;\n", ";é;\n")).encode("cp1252"), id="marque et cp1252"
        ),
    ],
)
def test_un_cas_remarquable(octets: bytes) -> None:
    assert en_vrac(octets) in (None, ligne_a_ligne(octets))


@COUTEUX
@given(projets())
def test_le_journal_ecrit_d_un_projet_revient_a_l_identique(projet: Projet) -> None:
    lu = lire_en_partie("journal.csv", ecrire_table(JOURNAL, projet.journal))
    # Un texte qui tient sur deux lignes ramène le fichier entier à la lecture ordinaire.
    assume(lu is not None)
    assert lu is not None
    journal, fautives = lu
    assert journal.mouvements() == projet.journal
    assert fautives.lignes == []
    assert set(journal.operations) == {m.operation for m in projet.journal}
    assert set(journal.financeurs) == {m.financeur for m in projet.journal if m.financeur}


@given(journaux(), st.integers(40, 400))
def test_la_taille_des_blocs_ne_change_rien(octets: bytes, taille: int) -> None:
    try:
        source = ouvrir("journal.csv", octets)
        par_blocs, entier = Lecteur(), Lecteur()
        attendues = entier.lire(source)
    except (ARemettre, UnicodeError):
        return
    lues = par_blocs.lire(source, taille)
    assert lues.remises.tolist() == attendues.remises.tolist()
    for nom in ("jour", "type", "nature", "montant", "ligne"):
        assert getattr(lues.colonnes, nom).tolist() == getattr(attendues.colonnes, nom).tolist()
    for nom in ("operation", "financeur"):
        # Le rang d'un code suit l'ordre où il est lu ; le code, lui, est le même.
        assert _codes(par_blocs, lues, nom) == _codes(entier, attendues, nom)


def _codes(lecteur: Lecteur, lues: Lues, nom: str) -> list[str | None]:
    table = (lecteur.operations if nom == "operation" else lecteur.financeurs).codes
    return [table[rang] if rang >= 0 else None for rang in getattr(lues.colonnes, nom).tolist()]


def test_les_colonnes_facultatives_absentes_se_lisent_en_vrac() -> None:
    octets = b"montant;operation;type;date;libelle\n20,00;OP1;depense;2008-01-15;ici\n"
    lues = Lecteur().lire(ouvrir("journal.csv", octets))
    assert (lues.colonnes.ligne.tolist(), lues.colonnes.financeur.tolist()) == ([2], [-1])
    lu = lire_en_partie("journal.csv", octets)
    assert lu is not None
    (seul,) = lu[0]
    assert (seul.financeur, seul.nature, seul.piece, seul.libelle) == (None, None, "", "ici")


def test_les_lignes_courantes_ne_passent_pas_par_la_lecture_ordinaire() -> None:
    """Sans quoi la lecture en vrac serait juste, et lente."""
    courantes = [
        "2008-01-15;engagement;OP1;ANRU;subvention;1234,50;DAS 1;Réhabilitation",
        "15/01/2008;avance;OP1;ANRU;;1 234,50;;",
        "1/2/2008;acompte;OP1;VILLE;fonds_propres;1234;;",
        "2008-12-31;depense;OP1;;;12\u202f345,6 €;;facture; payée".replace("; payée", ", payée"),
    ]
    octets = "\ufeff".encode() + (ENTETE + "\n".join([*courantes, '2008-01-15;depense;OP1;;;1;"citée";'])).encode()
    lues = Lecteur().lire(ouvrir("journal.csv", octets))
    assert lues.colonnes.ligne.tolist() == [2, 3, 4, 5]
    assert lues.remises[:, 2].tolist() == [6]
