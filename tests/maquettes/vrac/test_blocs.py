"""Le découpage d’un bloc : chaque cellule d’une ligne régulière, et rien d’autre."""

import pytest

from maquettes.grand_journal.blocs import decouper
from maquettes.grand_journal.fenetres import Tampon
from maquettes.grand_journal.source import ouvrir

LIGNES = (
    "date;type;operation;financeur;nature;montant;piece;libelle",
    "2008-01-15;avance;OP1;ANRU;;1,00;DAS 1;Réhabilitation",
    "2008-01-15;avance;trop;de;cellules;dans;cette;ligne;-ci",
    ";;;;;;;",
    "2008-02-15;solde;OP2;VILLE;subvention;2,00;;fin",
)


@pytest.mark.parametrize("derniere", ["\n", ""], ids=["terminé", "sans fin"])
@pytest.mark.parametrize("fin", ["\n", "\r\n"], ids=["Unix", "Windows"])
def test_chaque_cellule_a_ses_bornes_sans_sa_fin_de_ligne(fin: str, derniere: str) -> None:
    octets = (fin.join(LIGNES) + derniere.replace("\n", fin)).encode()
    source, tampon = ouvrir("journal.csv", octets), Tampon()
    bloc = decouper(source, tampon, source.corps, len(octets))
    colonnes = [zip(*(bornes.tolist() for bornes in bloc.cellules(rang)), strict=True) for rang in range(8)]
    lues = [[tampon.octets[d:f].tobytes().decode() for d, f in colonne] for colonne in colonnes]
    # Une ligne sans fin est peut-être coupée : elle se lit à part.
    entieres = {0: LIGNES[1], 2: LIGNES[3], **({3: LIGNES[4]} if derniere else {})}
    assert [";".join(cellules) for cellules in zip(*lues, strict=True)] == list(entieres.values())
    assert bloc.numeros.tolist() == list(entieres)
    assert bloc.ecartees[:, 2].tolist() == ([1] if derniere else [1, 3])
