"""Le fichier lu par blocs : ce qui est reconnu, et ce qui est remis à la lecture ordinaire."""

import pytest

from maquettes.grand_journal.lecture import Lecteur
from maquettes.grand_journal.source import ouvrir

ENTETE = b"libelle;date;type;operation;financeur;nature;piece;montant\n"
LIGNE = b";2008-01-15;avance;OP1;ANRU;;;1,00\n"
CITEE = b'"deux; mots";2008-01-15;avance;OP1;ANRU;;;2,00\n'


@pytest.mark.parametrize("fin", [b"\n", b"\r\n"], ids=["Unix", "Windows"])
def test_d_un_fichier_ordinaire_seules_les_lignes_douteuses_sont_remises(fin: bytes) -> None:
    """Le montant en dernière colonne : un retour chariot le suit dans un fichier de Windows."""
    octets = ENTETE + LIGNE * 2 + LIGNE.replace(b"OP1", b"'OP9") + CITEE + LIGNE
    source = ouvrir("journal.csv", octets.replace(b"\n", fin))
    lues = Lecteur().lire(source)
    assert (lues.colonnes.ligne.tolist(), lues.colonnes.montant.tolist()) == ([2, 3, 6], [100, 100, 100])
    assert lues.remises[:, 2].tolist() == [4, 5]
    debut, arrivee = lues.remises[1, :2].tolist()
    assert source.octets[debut:arrivee] == CITEE.replace(b"\n", fin)
