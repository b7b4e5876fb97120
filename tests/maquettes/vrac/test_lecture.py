"""Le fichier lu en plusieurs fils : ce qu'un seul aurait lu, au même endroit."""

import pytest
from hypothesis import given

from maquettes.vrac import lecture
from maquettes.vrac.lecture import Lecteur, Lues
from maquettes.vrac.source import ARemettre, ouvrir
from tests.maquettes.vrac.journaux import DECLARES, DOSSIER, journaux, journaux_abimes


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
