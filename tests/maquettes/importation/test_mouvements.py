"""Les mouvements importés : répétitions, cumuls, règles, signes, exercices, HT et TTC."""

from collections.abc import Sequence
from datetime import date

import pytest

from financement import DossierRefuse
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import TypeMouvement
from maquettes.importation.importation import Importation
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.importations import codes, importer_grilles

TABLEAU = grille(
    """N° | Libellé | MO | Coût HT | TVA | Base | ANRU
    01-0001 | Tour A | Ville | 1000000 | %0.2 | HT | 400000
    08-0001 | Place | Ville | 500000 | %0.2 | TTC | 100000""",
    fichier="tableau.xlsx",
)
SOURCE_DU_TABLEAU = """
[[sources]]
fichier = "tableau.xlsx"
role = "tableau_financier"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]

[sources.colonnes]
operation = "N°"
libelle = "Libellé"
maitre_ouvrage = "MO"
cout_ht = "Coût HT"
taux_tva = "TVA"
base = "Base"

[[sources]]
fichier = "extrait.csv"
"""


def importer(source: str, extrait: str) -> Importation:
    recu = grille(extrait, fichier="extrait.csv", feuille=None)
    return importer_grilles(SOURCE_DU_TABLEAU + source, TABLEAU, recu)


def montants(mouvements: Sequence[Mouvement]) -> list[tuple[str, str, int]]:
    return [(m.type.value, m.operation, m.montant) for m in mouvements]


@pytest.mark.parametrize(
    ("au_tableau", "dans_la_correspondance", "au_dossier"),
    [
        ("5951203-09-0001-001", "09-0001", "5951203-09-0001-001"),
        ("5951203-09-0001-001", "5951203090001001", "5951203-09-0001-001"),
        ("09-0001", "5951203-09-0001-001", "5951203-09-0001-001"),
    ],
)
def test_un_code_de_la_correspondance_designe_l_operation_sans_la_renommer(
    au_tableau: str, dans_la_correspondance: str, au_dossier: str
) -> None:
    tableau = grille(
        f"""N° | Libellé | MO | Coût HT | TVA | Base | ANRU
        {au_tableau} | École | Ville | 1000000 | %0.2 | HT | 400000""",
        fichier="tableau.xlsx",
    )
    source = f"""role = "depenses"
base = "ht"
colonnes = {{ operation = "Op", date = "Date", montant = "Montant", piece = "Pièce" }}
codes = {{ operation = {{ "RU09ECOLE" = "{dans_la_correspondance}" }} }}
"""
    extrait = grille(
        "Op | Date | Montant | Pièce\nRU09ECOLE | 2010-01-05 | 100 | M1", fichier="extrait.csv", feuille=None
    )
    tables = SOURCE_DU_TABLEAU.replace("financeurs =", 'constantes = { famille = "09" }\nfinanceurs =', 1)
    projet = importer_grilles(tables + source, tableau, extrait).projet
    assert [o.code for o in projet.operations] == [m.operation for m in projet.journal] == [au_dossier]


DE_L_ANRU = """role = "journal"
constantes = { financeur = "ANRU", nature = "subvention" }
colonnes = { operation = "Op" }
mouvements = [
  { type = "engagement", date = "Le", montant = "Décision", piece = "DAS"%s },
  { type = { colonne = "Nature" }, date = "Payé le", montant = "Payé" },
]
"""
EXTRAIT_DE_L_ANRU = """Op | DAS | Le | Décision | Nature | Payé le | Payé
5951203 01 0001 001 | D1 | 2008-01-10 | 400000 | Avance | 2008-02-01 | 80000
01-0001 | D1 | 2008-01-10 | 400000 | Acompte | 2009-02-01 | 100000
01-0001 | D1 | 2008-01-10 | 400000 | Reversement | 2010-02-01 | -5000"""


def test_un_engagement_repete_sur_chaque_paiement_ne_compte_qu_une_fois() -> None:
    importation = importer(DE_L_ANRU % ', une_fois_par = "DAS"', EXTRAIT_DE_L_ANRU)
    assert montants(importation.projet.journal) == [
        ("engagement", "01-0001", 40_000_000),
        ("avance", "01-0001", 8_000_000),
        ("acompte", "01-0001", 10_000_000),
        ("reversement", "01-0001", 500_000),
    ]
    assert "IMPORT-66" not in codes(importation)


def test_sans_une_fois_par_la_repetition_est_un_constat_bloquant() -> None:
    importation = importer(DE_L_ANRU % "", EXTRAIT_DE_L_ANRU)
    (constat,) = [c for c in importation.constats if c.code == "IMPORT-66"]
    assert constat.est_bloquant
    assert "3 fois" in constat.message


def test_une_repetition_qui_differe_est_dite_et_n_est_pas_lue() -> None:
    autre = EXTRAIT_DE_L_ANRU.replace("400000 | Acompte", "450000 | Acompte")
    importation = importer(DE_L_ANRU % ', une_fois_par = "DAS"', autre)
    assert "IMPORT-81" in codes(importation)
    assert sum(m.montant for m in importation.projet.journal if m.type is TypeMouvement.ENGAGEMENT) == 40_000_000


CUMUL = """role = "journal"
constantes = { financeur = "ANRU", type = "acompte" }
colonnes = { operation = "Op" }
mouvements = [{ type = "acompte", date = "Le", montant = "%s"%s }]
"""
CUMULES = """Op | Le | Cumul payé
01-0001 | 2008-03-01 | 10000
08-0001 | 2008-04-01 | 700
01-0001 | 2009-03-01 | 25000
01-0001 | 2010-03-01 | 25000
01-0001 | 2011-03-01 | 40000"""


def test_un_cumul_devient_ce_qui_s_ajoute_a_chaque_date() -> None:
    importation = importer(CUMUL % ("Cumul payé", ", cumul = true"), CUMULES)
    assert [(m.date.year, m.operation, m.montant) for m in importation.projet.journal] == [
        (2008, "01-0001", 1_000_000),
        (2008, "08-0001", 70_000),
        (2009, "01-0001", 1_500_000),
        (2011, "01-0001", 1_500_000),
    ]
    assert "IMPORT-67" not in codes(importation)


def test_un_cumul_lu_comme_un_flux_est_un_constat_bloquant() -> None:
    assert "IMPORT-67" in codes(importer(CUMUL % ("Cumul payé", ""), CUMULES))


def test_un_cumul_qui_decroit_est_dit_et_la_baisse_n_est_pas_lue() -> None:
    importation = importer(CUMUL % ("Cumul payé", ", cumul = true"), CUMULES.replace("40000", "20000"))
    assert "IMPORT-80" in codes(importation)
    assert sum(m.montant for m in importation.projet.journal if m.operation == "01-0001") == 2_500_000


GRAND_LIVRE = """role = "depenses"
base = "ht"
colonnes = { operation = "Op", date = "Le", montant = "HT", piece = "Pièce" }
ignorees = [{ colonne = "TVA" }]
regles = [
  { si = { colonne = "Sens", vaut = "hors" }, ignorer = "hors convention" },
  { si = { colonne = "Sens", contient = "ann" }, type = "annulation" },
  { si = { colonne = "HT", signe = "négatif" }, type = "annulation" },
  { si = { colonne = "Compte", motif = "^2315" }, operation = "08-0001" },
]
"""
ECRITURES = """Op | Compte | Le | Pièce | Sens | HT | TVA
01-0001 | 2313 | 2010-01-05 | 1 | MDT | 1000.50 | 200.10
01-0001 | 2313 | 2010-01-06 | 2 | ANN MDT | 1000.50 | 200.10
01-0001 | 2313 | 2010-01-07 | 3 | MDT | -300 | -60
VOIRIE | 2313 | 2010-01-08 | 4 | HORS | 777 | 0"""


def test_les_regles_annulent_ignorent_et_chaque_cellule_est_comptee() -> None:
    importation = importer(GRAND_LIVRE, ECRITURES)
    assert montants(importation.projet.journal) == [
        ("depense", "01-0001", 100_050),
        ("annulation", "01-0001", 100_050),
        ("annulation", "01-0001", 30_000),
    ]
    compte = importation.extractions[-1].compte
    assert [list(compte.lignes.values()), sum(compte.cellules.values())] == [[3, 1, 0], 35]


def test_le_code_comptable_designe_l_operation_et_sa_base_ttc_refuse_un_montant_ht() -> None:
    importation = importer(GRAND_LIVRE, ECRITURES.replace("01-0001 | 2313 | 2010-01-05", "X | 2315 | 2010-01-05"))
    (constat,) = [c for c in importation.constats if c.code == "IMPORT-68"]
    assert constat.operation == "08-0001"
    assert len(importation.projet.journal) == 2
    assert list(importation.extractions[-1].compte.lignes.values()) == [2, 1, 1]


def test_on_ne_convertit_que_si_la_correspondance_le_dit() -> None:
    source = GRAND_LIVRE.replace('base = "ht"', 'base = "ht"\nconvertir = true')
    importation = importer(source, ECRITURES.replace("01-0001 | 2313 | 2010-01-05", "X | 2315 | 2010-01-05"))
    # 1 000,50 € HT au taux de 20 % de l'opération.
    assert ("depense", "08-0001", 120_060) in montants(importation.projet.journal)
    assert "IMPORT-83" in codes(importation)


def test_la_tva_de_la_ligne_donne_le_ttc_sans_conversion() -> None:
    source = GRAND_LIVRE.replace('piece = "Pièce"', 'piece = "Pièce", montant_tva = "TVA"').replace(
        'ignorees = [{ colonne = "TVA" }]\n', ""
    )
    importation = importer(source, ECRITURES.replace("01-0001 | 2313 | 2010-01-05", "X | 2315 | 2010-01-05"))
    assert ("depense", "08-0001", 120_060) in montants(importation.projet.journal)


def test_sans_base_dite_un_montant_sans_tva_est_toutes_taxes() -> None:
    source = GRAND_LIVRE.replace('base = "ht"\n', "").replace('piece = "Pièce"', 'piece = "Pièce", montant_tva = "TVA"')
    source = source.replace('ignorees = [{ colonne = "TVA" }]\n', "")
    ecritures = "Op | Compte | Le | Pièce | Sens | HT | TVA\n08-0001 | 2313 | 2010-01-05 | 1 | MDT | 500 | 0"
    importation = importer(source, ecritures)
    assert montants(importation.projet.journal) == [("depense", "08-0001", 50_000)]
    assert "IMPORT-86" in codes(importation)


def test_un_montant_negatif_sans_regle_est_refuse_a_sa_cellule() -> None:
    source = GRAND_LIVRE.replace('  { si = { colonne = "HT", signe = "négatif" }, type = "annulation" },\n', "")
    with pytest.raises(DossierRefuse) as refus:
        importer(source, ECRITURES)
    (faute,) = refus.value.fautes
    assert (faute.code, faute.provenance.ligne) == ("IMPORT-17", 4)


def test_une_colonne_par_exercice_donne_des_mouvements_au_31_decembre_marques() -> None:
    source = """role = "depenses"
unite = "k€"
base = "ht"
colonnes = { operation = "Op" }
exercices = [{ colonne = "2009", exercice = 2009 }, { colonne = "2010", exercice = 2010 }]
"""
    importation = importer(source, "Op | '2009 | '2010\n01-0001 | 12.5 | -\nTotal | 12.5 | 0")
    (mouvement,) = importation.projet.journal
    assert (mouvement.date, mouvement.montant) == (date(2009, 12, 31), 1_250_000)
    assert mouvement.libelle == "Exercice 2009, date supposée au 31 décembre"
    assert {"IMPORT-74"} <= set(codes(importation))
    assert [total.ecart for total in importation.extractions[-1].totaux] == [0, 0]


def test_une_ligne_que_rien_ne_type_est_signalee() -> None:
    source = 'role = "journal"\ncolonnes = { operation = "Op", date = "Le", montant = "Montant" }\n'
    source += 'regles = [{ si = { colonne = "Sens", vaut = "M" }, type = "depense" }]\n'
    extrait = "Op | Le | Sens | Montant\n01-0001 | 2010-01-05 | M | 10\n01-0001 | 2010-01-06 | T | 20"
    importation = importer(source, extrait)
    assert "IMPORT-85" in codes(importation)
    assert montants(importation.projet.journal) == [("depense", "01-0001", 1_000)]
