"""L’extrait lu : ses mouvements à leur cellule, sous les codes du dossier, et toutes ses fautes à la fois."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
from xlsxwriter import Workbook

from financement import Base, DossierRefuse, Projet
from financement.dossier.journal import Mouvement
from maquettes import ecrire_dossier, lire_dossier
from maquettes.rapprochement.extrait import Extrait, lire_extrait
from tests.construction import convention, euros, financeur, ligne, mouvement, operation, projet
from tests.fichiers_recus import EXEMPLE

CORRESPONDANCE: Final = """format = 1

[[sources]]
fichier = "extrait.csv"
role = "journal"
constantes = { financeur = "ANRU" }
colonnes = { operation = "Op", date = "Date", montant = "Montant", piece = "Pièce", type = "Type" }
"""
DEPENSES: Final = """format = 1

[[sources]]
fichier = "extrait.csv"
role = "depenses"
base = "ttc"
constantes = { type = "depense" }
colonnes = { operation = "Op", date = "Date", montant = "Montant" }
"""
ENTETE: Final = "Op;Date;Type;Montant;Pièce\n"


def lire(lieu: Path, dossier: Projet, texte: str, correspondance: str = CORRESPONDANCE) -> Extrait:
    (lieu / "extrait.csv").write_text(texte, encoding="utf-8")
    (lieu / "correspondance.toml").write_text(correspondance, encoding="utf-8")
    return lire_extrait(dossier, [lieu / "extrait.csv"], correspondance=lieu / "correspondance.toml")


def identite(m: Mouvement) -> tuple[object, ...]:
    return m.date, m.type, m.operation, m.financeur, m.montant, m.piece


def test_les_fichiers_recus_donnent_au_mouvement_pres_le_journal_saisi_a_la_main() -> None:
    # Le dossier de l'exemple est saisi à la main ; ses sources disent la même chose, à leur cellule.
    dossier = lire_dossier(EXEMPLE / "dossier")
    noms = ("extrait_anru.xlsx", "grand_livre_ville.csv", "mandats_2009.xml", "retour_bailleur_A.xlsx")
    sources = [EXEMPLE / nom for nom in (*noms, "retour_bailleur_B.xlsx")]
    extrait = lire_extrait(dossier, sources, correspondance=EXEMPLE / "correspondance.toml")
    assert Counter(map(identite, extrait.journal)) == Counter(map(identite, dossier.journal))
    lieux = {m.piece: str(m.provenance) for m in extrait.journal}
    assert lieux["59-2008-0012"] == "extrait_anru.xlsx, feuille Extraction, D5"
    assert lieux["P10-0498"] == "extrait_anru.xlsx, feuille Extraction, H8"
    assert lieux["140"] == "grand_livre_ville.csv, ligne 25"


def test_les_sources_dont_le_fichier_n_est_pas_donne_ne_manquent_pas() -> None:
    dossier = lire_dossier(EXEMPLE / "dossier")
    correspondance = EXEMPLE / "correspondance.toml"
    extrait = lire_extrait(dossier, [EXEMPLE / "extrait_anru.xlsx"], correspondance=correspondance)
    # 10 décisions et 22 paiements, dont une décision par paiement n'est pas à recompter.
    assert len(extrait.journal) == 32
    assert [constat.code for constat in extrait.constats] == ["IMPORT-61"]


def test_un_autre_dossier_porte_son_nom_devant_ses_fichiers(tmp_path: Path) -> None:
    journal = (mouvement("engagement", euros(100)), mouvement("depense", euros(7)))
    dossier = projet(journal=journal)
    ecrire_dossier(dossier, tmp_path / "agence")
    lu = lire_extrait(dossier, [tmp_path / "agence"]).journal
    assert tuple(lu) == journal
    assert str(lu.provenance(1)) == "agence/journal.csv, ligne 3"


def test_deux_dossiers_font_un_extrait_et_chaque_mouvement_garde_son_lieu(tmp_path: Path) -> None:
    un, deux = mouvement("engagement", euros(100)), mouvement("acompte", euros(30))
    for nom, seul in (("un", un), ("deux", deux)):
        ecrire_dossier(projet(journal=[seul]), tmp_path / nom)
    ecrire_dossier(projet(journal=[mouvement("solde", euros(5))]), tmp_path / "trois.json")
    ecrire_dossier(projet(journal=[mouvement("avance", euros(8))]), tmp_path / "quatre.xlsx")
    sources = [tmp_path / nom for nom in ("un", "deux", "trois.json", "quatre.xlsx")]
    journal = lire_extrait(projet(), sources).journal
    assert [m.montant for m in journal] == [10_000, 3_000, 500, 800]
    assert [m.provenance.fichier for m in journal] == [
        "un/journal.csv",
        "deux/journal.csv",
        "trois.json",
        "quatre.xlsx",
    ]


def test_les_codes_d_un_autre_dossier_deviennent_les_notres(tmp_path: Path) -> None:
    notre = projet(
        operations=[operation("5951203-01-0001-001")],
        plan=[ligne("VILLE", euros(1_000_000), "5951203-01-0001-001")],
        financeurs=(financeur("ANRU"), financeur("VILLE"), financeur("REGION", nom="Région Île-de-France")),
    )
    leur = projet(
        operations=[operation("01-0001")],
        plan=[ligne("VILLE", euros(1_000_000), "01-0001")],
        journal=[
            mouvement("acompte", 500, operation="01-0001", financeur="CR"),
            mouvement("acompte", 600, operation="01-0001", financeur="ETAT"),
        ],
        financeurs=(financeur("VILLE"), financeur("CR", nom="REGION ile-de-france"), financeur("ETAT")),
    )
    ecrire_dossier(leur, tmp_path / "leur")
    journal = lire_extrait(notre, [tmp_path / "leur"]).journal
    # Le nom de CR est celui de notre REGION ; ETAT n'est personne de chez nous, et reste ETAT.
    assert [(m.operation, m.financeur) for m in journal] == [
        ("5951203-01-0001-001", "REGION"),
        ("5951203-01-0001-001", "ETAT"),
    ]


def test_ce_que_le_dossier_ignore_garde_le_nom_de_l_extrait(tmp_path: Path) -> None:
    correspondance = CORRESPONDANCE.replace('constantes = { financeur = "ANRU" }', "").replace(
        "colonnes = {", 'colonnes = { financeur = "Financeur",'
    )
    texte = "Op;Date;Type;Montant;Pièce;Financeur\nVOIRIE;05/01/2010;acompte;100,00;T1;Agence de l’eau\n"
    (lu,) = lire(tmp_path, projet(), texte, correspondance).journal
    assert (lu.operation, lu.financeur, lu.montant) == ("VOIRIE", "Agence de l’eau", 10_000)


def test_un_code_du_dossier_ecrit_a_la_lettre_l_emporte_sur_une_forme_voisine(tmp_path: Path) -> None:
    codes = ("01-0001", "5951203-01-0001-001")
    dossier = projet(
        operations=[operation(code) for code in codes],
        plan=[ligne("VILLE", euros(1_000_000), code) for code in codes],
    )
    texte = ENTETE + "".join(f"{code};05/01/2010;acompte;100,00;T1\n" for code in reversed(codes))
    assert [m.operation for m in lire(tmp_path, dossier, texte).journal] == ["5951203-01-0001-001", "01-0001"]


def test_une_depense_de_l_autre_base_garde_le_montant_de_l_extrait(tmp_path: Path) -> None:
    # L'opération est en HT, à 19,6 % ; l'extrait est en TTC : 119,60 € ne se ramène à 100,00 € que si c'est demandé.
    dossier = projet(operations=[operation(base=Base.HT, taux_tva=Fraction(196, 1000))])
    texte = "Op;Date;Montant\nOP-1;05/01/2010;119,60\n"
    (brute,) = lire(tmp_path, dossier, texte, DEPENSES).journal
    assert brute.montant == 11_960
    (ramenee,) = lire(
        tmp_path, dossier, texte, DEPENSES.replace('base = "ttc"', 'base = "ttc"\nconvertir = true')
    ).journal
    assert ramenee.montant == 10_000


def test_toutes_les_fautes_de_l_extrait_se_disent_a_leur_cellule(tmp_path: Path) -> None:
    texte = ENTETE + "OP-1;31/02/2010;acompte;100,00;T1\nOP-1;05/01/2010;virement;12,00;T2\n"
    with pytest.raises(DossierRefuse) as refus:
        lire(tmp_path, projet(), texte)
    lieux = [(str(f.provenance), f.lu) for f in refus.value.fautes]
    assert lieux == [
        ("extrait.csv, ligne 2, colonne date", "31/02/2010"),
        ("extrait.csv, ligne 3, colonne type", "virement"),
    ]


def test_un_montant_qui_ne_se_lit_pas_se_constate_et_bloque(tmp_path: Path) -> None:
    lu = lire(tmp_path, projet(), ENTETE + "OP-1;05/01/2010;acompte;dix;T1\nOP-1;05/01/2010;acompte;12,00;T2\n")
    assert [m.montant for m in lu.journal] == [1_200]
    assert [(c.est_bloquant, c.provenance.ligne) for c in lu.constats] == [(True, 2)]


def test_un_classeur_ordinaire_n_est_pas_un_dossier(tmp_path: Path) -> None:
    with Workbook(tmp_path / "extrait.xlsx") as classeur:
        classeur.add_worksheet("Extraction").write_row(0, 0, ["Op", "Date"])
    (tmp_path / "autre.csv").write_text("Op;Date\n", encoding="utf-8")
    with pytest.raises(DossierRefuse) as refus:
        lire_extrait(projet(), [tmp_path / "extrait.xlsx", tmp_path / "autre.csv", tmp_path / "rien.json"])
    assert [(f.code, f.lu) for f in refus.value.fautes] == [
        ("LECTURE-01", str(tmp_path / "rien.json")),
        ("RAPPROCHEMENT-01", "extrait.xlsx"),
        ("RAPPROCHEMENT-01", "autre.csv"),
    ]
    assert "financement importer extrait.xlsx --proposer" in refus.value.fautes[1].remede


def test_un_fichier_dont_aucun_mouvement_ne_se_tire_est_refuse() -> None:
    dossier = lire_dossier(EXEMPLE / "dossier")
    sources = [EXEMPLE / nom for nom in ("extrait_anru.xlsx", "tableaux_financiers.xlsx")]
    with pytest.raises(DossierRefuse) as refus:
        lire_extrait(dossier, sources, correspondance=EXEMPLE / "correspondance.toml")
    assert [(f.code, f.lu) for f in refus.value.fautes] == [("RAPPROCHEMENT-02", "tableaux_financiers.xlsx")]


def test_la_convention_que_porte_la_correspondance_n_est_pas_lue(tmp_path: Path) -> None:
    correspondance = CORRESPONDANCE.replace("format = 1", 'format = 1\nconvention = "absente.toml"')
    assert len(lire(tmp_path, projet(), ENTETE + "OP-1;05/01/2010;acompte;1,00;T1\n", correspondance).journal) == 1


def test_le_nom_d_un_financeur_designe_son_code(tmp_path: Path) -> None:
    dossier = replace(projet(), convention=convention(financeurs=(financeur("ANRU", nom="Agence"), financeur("VILLE"))))
    correspondance = CORRESPONDANCE.replace('financeur = "ANRU"', 'financeur = "AGENCE"')
    (lu,) = lire(tmp_path, dossier, ENTETE + "OP-1;05/01/2010;acompte;1,00;T1\n", correspondance).journal
    assert lu.financeur == "ANRU"
