"""Le fichier lu par blocs : ce qui est reconnu, et ce qu’un seul fil aurait lu, au même endroit."""

import pytest
from hypothesis import given

from maquettes.grand_journal import lecture
from maquettes.grand_journal.lecture import Lecteur, Lues
from maquettes.grand_journal.source import ARemettre, ouvrir
from tests.maquettes.vrac.journaux import DECLARES, DOSSIER, journaux, journaux_abimes

ENTETE = b"libelle;date;type;operation;financeur;nature;piece;montant\n"
LIGNE = b";2008-01-15;avance;OP1;ANRU;;;1,00\n"
CITEE = b'"deux; mots";2008-01-15;avance;OP1;ANRU;;;2,00\n'


@pytest.mark.parametrize("fin", [b"\n", b"\r\n"], ids=["Unix", "Windows"])
def test_d_un_fichier_ordinaire_seules_les_lignes_douteuses_sont_remises(fin: bytes) -> None:
    """Le montant en dernière colonne : un retour chariot le suit dans un fichier de Windows."""
    octets = ENTETE + LIGNE * 2 + LIGNE.replace(b"OP1", b"OP9") + CITEE + LIGNE
    source = ouvrir("journal.csv", octets.replace(b"\n", fin))
    lues = Lecteur(DECLARES, DOSSIER.plan).lire(source)
    assert (lues.colonnes.ligne.tolist(), lues.colonnes.montant.tolist()) == ([2, 3, 6], [100, 100, 100])
    assert lues.remises[:, 2].tolist() == [4, 5]
    debut, arrivee = lues.remises[1, :2].tolist()
    assert source.octets[debut:arrivee] == CITEE.replace(b"\n", fin)


def lire(octets: bytes, coeurs: int) -> Lues | type[Exception]:
    with pytest.MonkeyPatch.context() as place:
        place.setattr(lecture, "coeurs_permis", lambda: coeurs)
        try:
            return Lecteur(DECLARES, DOSSIER.plan).lire(ouvrir("journal.csv", octets), taille=60)
        except (ARemettre, UnicodeError) as refus:
            return type(refus)


@given(journaux() | journaux_abimes())
def test_le_nombre_de_fils_ne_change_rien(octets: bytes) -> None:
    seul, a_cinq = lire(octets, 1), lire(octets, 5)
    if not isinstance(seul, Lues) or not isinstance(a_cinq, Lues):
        assert a_cinq is seul
        return
    assert a_cinq.lignes == seul.lignes
    assert a_cinq.remises.tolist() == seul.remises.tolist()
    for nom in ("jour", "type", "operation", "financeur", "nature", "montant", "ligne"):
        assert getattr(a_cinq.colonnes, nom).tolist() == getattr(seul.colonnes, nom).tolist()
