"""Le découpage d’un bloc : chaque cellule d’une ligne régulière, et rien d’autre."""

import csv
from collections.abc import Iterator

import pytest

from maquettes.grand_journal.blocs import decouper
from maquettes.grand_journal.fenetres import Tampon
from maquettes.grand_journal.source import ARemettre, ouvrir

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


def test_un_seul_lecteur_decoupe_tous_les_enregistrements_a_guillemets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Un lecteur pour chacun prenait dix secondes d’un journal de quarante-cinq millions d’octets."""
    lecteurs: list[object] = []
    lire = csv.reader

    def compter(lignes: Iterator[str], delimiter: str, *, strict: bool) -> Iterator[list[str]]:
        lecteurs.append(lignes)
        return lire(lignes, delimiter=delimiter, strict=strict)

    cite = '2008-01-15;avance;OP1;ANRU;;1,00;"DAS\n1";fin'
    octets = ("\n".join([LIGNES[0], *[*[LIGNES[4]] * 5, cite] * 3]) + "\n").encode()
    monkeypatch.setattr(csv, "reader", compter)
    cites = ouvrir("journal.csv", octets).cites
    assert [octets[debut:fin].decode() for debut, fin in cites.tolist()] == [f"{cite}\n"] * 3
    # Celui de l'en-tête, que la lecture ordinaire examine, et le leur.
    assert len(lecteurs) == 2


def test_un_journal_ou_tout_est_entre_guillemets_se_lit_d_emblee_ligne_a_ligne() -> None:
    """Chacun de ses enregistrements serait découpé à part, puis relu par la lecture ordinaire."""
    octets = (LIGNES[0] + '\n2008-01-15;avance;OP1;ANRU;;1,00;"DAS 1";fin' * 10 + "\n").encode()
    with pytest.raises(ARemettre):
        ouvrir("journal.csv", octets)
