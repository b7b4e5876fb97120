"""Répartir un csv : chaque ligne va, une fois, à la convention qu’y lit la lecture ordinaire."""

from itertools import pairwise
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given

from financement.dossier.journal import Mouvement
from financement.fautes.faute import DossierRefuse, Faute
from maquettes.description.lignes import TableLue
from maquettes.description.table import Table
from maquettes.fichiers.encodage import decoder_une_table
from maquettes.formes import tables_csv
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.source import ARemettre
from maquettes.journal_commun import csv
from maquettes.journal_commun.csv import repartir_csv
from maquettes.journal_commun.part import JOURNAL_COMMUN, Repartition
from tests.maquettes.journaux_communs import journaux_communs, journaux_communs_abimes, verifier_les_colonnes

NOM: Final = "./national.csv"
ENTETE: Final = "convention;date;type;operation;financeur;nature;montant;piece;libelle\n"
LIGNE: Final = "C1;2008-01-15;avance;OP1;ANRU;;1,00;;\n"
# Les valeurs d'une ligne plutôt que son mouvement : une ligne fautive a encore une convention.
VALEURS: Final[Table[dict[str, Any]]] = Table(nom=JOURNAL_COMMUN.nom, construire=dict, colonnes=JOURNAL_COMMUN.colonnes)


def ordinaire(octets: bytes) -> TableLue[dict[str, Any]] | list[str]:
    """Les lignes que découpe la lecture ordinaire, ou les fautes d’un fichier qui ne se découpe pas."""
    lue = lire_table(VALEURS, NOM, octets)
    if lue.fautes or not lue.complete:
        return [str(constatee) for constatee in lue.fautes]
    coupee = [str(f) for f in lue.toutes_les_fautes() if f.code == "LECTURE-16"]
    return coupee or lue


def fautes_du_fichier(octets: bytes) -> Repartition | list[str]:
    try:
        return repartir_csv(NOM, octets)
    except DossierRefuse as refus:
        return [str(constatee) for constatee in refus.fautes]


def verifier(octets: bytes) -> None:
    attendues, repartition = ordinaire(octets), fautes_du_fichier(octets)
    if isinstance(attendues, list):
        # Un en-tête fautif dispense de découper la suite.
        assert isinstance(repartition, list)
        assert attendues[: len(repartition)] == repartition
        assert repartition
        return
    assert not isinstance(repartition, list), repartition
    numeros = {code: repartition.numeros[rangs].tolist() for code, rangs in repartition.par_code.items()}
    assert sorted(n for siens in numeros.values() for n in siens) == [li.provenance.ligne for li in attendues.lignes]
    lus: dict[str, list[int | None]] = {}
    for ligne in attendues.lignes:
        if ligne.objet is not None:
            code = "" if "convention" in ligne.fautives else ligne.objet["convention"]
            lus.setdefault(code, []).append(ligne.provenance.ligne)
    sures = {numero for siens in lus.values() for numero in siens}
    assert {code: s for code, siens in numeros.items() if (s := [n for n in siens if n in sures])} == lus


@given(journaux_communs())
def test_un_journal_quelconque(octets: bytes) -> None:
    verifier(octets)


@given(journaux_communs_abimes())
def test_un_journal_abime(octets: bytes) -> None:
    verifier(octets)


def isoler(octets: bytes, gardees: set[int]) -> bytes:
    """Le même fichier, toute ligne effacée sauf l’en-tête et celles des enregistrements gardés, à leur numéro."""
    texte = decoder_une_table(octets).replace("\r\n", "\n").replace("\r", "\n")
    lignes = texte.split("\n")
    return "\n".join(ligne if numero in gardees else "" for numero, ligne in enumerate(lignes, 1)).encode()


def dire(lue: TableLue[Mouvement]) -> tuple[list[Mouvement], list[str], list[Faute]]:
    return list(lue.objets), [str(objet.provenance) for objet in lue.objets], lue.toutes_les_fautes()


@given(journaux_communs())
def test_une_part_se_lit_comme_le_fichier_ou_elle_serait_seule(octets: bytes) -> None:
    """Mêmes mouvements, mêmes lieux, mêmes fautes, mot pour mot."""
    repartition = fautes_du_fichier(octets)
    assert not isinstance(repartition, list)
    debuts = [*sorted(repartition.numeros.tolist()), decoder_une_table(octets).count("\n") + octets.count(b"\r") + 2]
    suivant = dict(pairwise(debuts))
    for rangs in repartition.par_code.values():
        gardees = {1} | {n for d in repartition.numeros[rangs].tolist() for n in range(d, suivant[d])}
        attendue = lire_table(JOURNAL_COMMUN, NOM, isoler(octets, gardees))
        lue = repartition.extraire(rangs).lire()
        assert dire(lue) == dire(attendue)
        lieux = [(ligne.provenance, ligne.fautives) for ligne in attendue.lignes]
        assert [(ligne.provenance, ligne.fautives) for ligne in lue.lignes] == lieux


@given(journaux_communs() | journaux_communs_abimes())
def test_en_colonnes_ou_en_lignes_une_part_est_la_meme(octets: bytes) -> None:
    """Mêmes mouvements, mêmes lieux ; une part fautive ne se lit pas en colonnes."""
    repartition = fautes_du_fichier(octets)
    if isinstance(repartition, list):
        return
    verifier_les_colonnes(repartition)


@given(journaux_communs())
def test_par_blocs_ou_ligne_a_ligne_la_repartition_est_la_meme(octets: bytes) -> None:
    lue = fautes_du_fichier(octets)

    def refuser(_nom: str, _octets: bytes) -> None:
        raise ARemettre

    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(csv, "_en_vrac", refuser)
        autre = fautes_du_fichier(octets)
    assert not isinstance(lue, list)
    assert not isinstance(autre, list)
    assert {c: lue.numeros[r].tolist() for c, r in lue.par_code.items()} == {
        c: autre.numeros[r].tolist() for c, r in autre.par_code.items()
    }
    for code, rangs in lue.par_code.items():
        assert dire(lue.extraire(rangs).lire()) == dire(autre.extraire(autre.par_code[code]).lire())


def test_un_journal_ordinaire_n_est_pas_lu_ligne_a_ligne(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sans quoi la répartition serait juste, et lente ; un libellé cité, un fichier de Windows sont ordinaires."""
    monkeypatch.delattr(csv, "_ligne_a_ligne")
    texte = ENTETE + LIGNE * 2 + LIGNE.replace(";;\n", ';;"deux; mots"\n') + "\n" + ";" * 8 + "\n" + LIGNE
    for octets in (texte.encode(), texte.replace("\n", "\r\n").encode(), texte.replace("mots", "é").encode("cp1252")):
        repartition = repartir_csv(NOM, octets)
        assert repartition.par_code["C1"].size == 4
        assert repartition.numeros.tolist() == [2, 3, 4, 7]


@pytest.mark.parametrize(
    ("octets", "attendues"),
    [
        (b"", ["./national.csv [LECTURE-07]"]),
        (b"\n \n", ["./national.csv [LECTURE-07]"]),
        (
            b"date;type;operation;financeur;nature;montant;piece;libelle\n",
            ["./national.csv, ligne 1, colonne convention [COLONNE-02]"],
        ),
        (
            ENTETE.replace("convention", "conventions").encode(),
            ["./national.csv, ligne 1, colonne conventions [COLONNE-01]"],
        ),
        (("\n" + ENTETE.replace("piece", "piéce")).encode(), ["./national.csv, ligne 2, colonne piéce [COLONNE-01]"]),
        (ENTETE.replace(";", ",").encode(), ["./national.csv, ligne 1 [COLONNE-05]"]),
        ((ENTETE + LIGNE).encode("utf-16"), ["./national.csv, ligne 1 [LECTURE-05]"]),
        ((ENTETE + LIGNE).encode() + b"\x81", ["./national.csv, ligne 3 [LECTURE-05]"]),
        (
            (ENTETE + LIGNE + LIGNE.replace(";;\n", ';;"ouvert\n') + LIGNE).encode(),
            ["./national.csv, ligne 3 [LECTURE-06]"],
        ),
    ],
    ids=["vide", "blanc", "sans convention", "mal nommée", "piéce", "virgules", "utf-16", "octet", "guillemet"],
)
def test_un_fichier_qui_ne_se_decoupe_pas_est_refuse(octets: bytes, attendues: list[str]) -> None:
    with pytest.raises(DossierRefuse) as leve:
        repartir_csv(NOM, octets)
    assert [f"{f.provenance} [{f.code}]" for f in leve.value.fautes] == attendues


def test_une_cellule_demesuree_ne_met_de_cote_que_sa_convention() -> None:
    texte = ENTETE + LIGNE + LIGNE.replace("C1", "C2").replace(";;\n", ";;" + "z" * 200_000 + "\n") + LIGNE
    repartition = repartir_csv(NOM, texte.encode())
    assert len(repartition.extraire(repartition.par_code["C1"]).lire().objets) == 2
    lue = repartition.extraire(repartition.par_code["C2"]).lire()
    assert (lue.complete, [str(f.provenance) for f in lue.fautes]) == (False, ["./national.csv, ligne 3"])


def test_une_ligne_demesuree_n_est_pas_decoupee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_csv, "_CARACTERES_D_UNE_LIGNE", 1000)
    for suite in (";" * 30_000, '"";' * 3000):
        with pytest.raises(DossierRefuse) as leve:
            repartir_csv(NOM, (ENTETE + LIGNE * 3 + LIGNE.strip() + suite + "\n").encode())
        assert [f"{f.provenance} [{f.code}]" for f in leve.value.fautes] == ["./national.csv, ligne 5 [LECTURE-06]"]


def test_un_en_tete_cite_ou_suivi_de_colonnes_vides_se_lit() -> None:
    cite = ";".join(f'"{nom}"' for nom in ENTETE.strip().split(";"))
    for entete in (cite + "\n", ENTETE.strip() + ";;\n", "\n\n" + ENTETE):
        repartition = repartir_csv(NOM, (entete + LIGNE).encode())
        assert len(repartition.extraire(np.array([0])).lire().objets) == 1
        assert repartition.numeros.tolist() == [entete.count("\n") + 1]
