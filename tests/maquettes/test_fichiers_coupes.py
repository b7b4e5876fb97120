"""Un fichier coupé, une ligne trop courte, un dossier qui change pendant sa lecture : refusés, ou dits."""

from pathlib import Path

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes import convertir, lire_dossier, lire_maquette
from maquettes.dossiers import examiner_dossier
from tests.financement.controles.cas.fichiers import EXEMPLES
from tests.maquettes.dossier_type import FICHIERS, changer, poser, refus
from tests.maquettes.fichiers_mouvants import a_l_ouverture_de

JOURNAL = "date;type;operation;financeur;nature;montant;piece;libelle\n"
LIGNE = "2008-01-15;engagement;OP1;ANRU;;1000,00;DAS 1;note\n"
# La lecture en vrac commence à 128 kio.
GRAND = LIGNE * 3000


def remarques(lieu: Path) -> list[str]:
    """Code, lieu de chaque remarque."""
    return [f"{r.provenance} [{r.code}]" for r in examiner_dossier(lieu).remarques]


# Toutes les coupes d'un court journal ; d'un long, un tirage.
COUPES = [*((1, coupe) for coupe in range(1, len(LIGNE))), *((3000, coupe) for coupe in range(4, len(LIGNE), 7))]


@pytest.mark.parametrize("fin", ["\n", "\r\n"], ids=["Unix", "Windows"])
@pytest.mark.parametrize(("nombre", "coupe"), COUPES)
def test_aucune_coupe_d_une_ligne_n_est_acceptee_en_silence(tmp_path: Path, nombre: int, coupe: int, fin: str) -> None:
    """Une ligne qui a perdu des cellules est refusée ; coupée dans sa dernière cellule, elle est dite."""
    debut = JOURNAL + LIGNE * nombre
    reste = LIGNE[:coupe]
    texte = (debut + reste).replace("\n", fin)
    poser(tmp_path, journal=texte)
    ligne = texte.count("\n") + 1
    if reste.count(";") < 7:
        assert refus(tmp_path) == [f"journal.csv, ligne {ligne} [LECTURE-16]"]
    else:
        assert remarques(tmp_path) == [f"journal.csv, ligne {ligne} [FICHIER-01]"]
        assert len(lire_dossier(tmp_path).journal) == ligne - 1


def test_un_dossier_aux_lignes_terminees_n_a_pas_de_remarque(tmp_path: Path) -> None:
    poser(tmp_path)
    assert remarques(tmp_path) == []


@pytest.mark.parametrize(
    ("montants", "dernier", "codes"),
    [
        (["41000,00", "1 250,50 €"], "41", ["LECTURE-16"]),
        (["41000,00"], "41000,", ["LECTURE-16"]),
        (["41000.00"], "41000.0", ["LECTURE-16"]),
        (["41000,00"], "41000,00", []),
        (["41000,00 €"], "41000,00", []),
        (["41000", "1250,50"], "41", []),
        ([], "41", []),
    ],
)
def test_un_nombre_coupe_se_juge_sur_ceux_de_sa_colonne(
    tmp_path: Path, montants: list[str], dernier: str, codes: list[str]
) -> None:
    """Quand le montant est la dernière colonne, rien d’autre ne dit qu’il est entier."""
    lignes = [f"2008-01-{jour:02};engagement;OP1;ANRU;{m}\n" for jour, m in enumerate(montants, 1)]
    poser(
        tmp_path,
        journal="".join(["date;type;operation;financeur;montant\n", *lignes, f"2009-01-01;solde;OP1;ANRU;{dernier}"]),
    )
    attendue = f"journal.csv, ligne {len(montants) + 2}"
    if codes:
        assert [lieu.partition(" [")[2] for lieu in refus(tmp_path)] == [f"{code}]" for code in codes]
    else:
        assert remarques(tmp_path) == [f"{attendue} [FICHIER-01]"]


def test_un_grand_journal_dont_le_montant_est_la_derniere_colonne_se_juge_de_meme(tmp_path: Path) -> None:
    lignes = "2008-01-15;engagement;OP1;ANRU;1000,00\n" * 4000
    entete = "date;type;operation;financeur;montant\n"
    poser(tmp_path, journal=f"{entete}{lignes}2009-01-01;solde;OP1;ANRU;41")
    assert refus(tmp_path) == ["journal.csv, ligne 4002 [LECTURE-16]"]
    poser(tmp_path, journal=f"{entete}{lignes}2009-01-01;solde;OP1;ANRU;41,00")
    assert remarques(tmp_path) == ["journal.csv, ligne 4002 [FICHIER-01]"]
    assert lire_dossier(tmp_path).journal[4000].montant == 4100


def test_un_en_tete_seul_et_non_termine_est_dit(tmp_path: Path) -> None:
    poser(tmp_path, journal=JOURNAL.removesuffix("\n"))
    assert remarques(tmp_path) == ["journal.csv, ligne 1 [FICHIER-01]"]
    assert "un retour à la ligne ajouté à la fin" in examiner_dossier(tmp_path).remarques[0].remede
    poser(tmp_path, journal=JOURNAL)
    assert remarques(tmp_path) == []


def test_une_moitie_de_ligne_vide_est_refusee_et_des_espaces_non(tmp_path: Path) -> None:
    """Une table peut commencer par des colonnes facultatives : ce qui en reste, vide, était peut-être un mouvement."""
    poser(tmp_path, journal=JOURNAL + LIGNE + ";;")
    assert refus(tmp_path) == ["journal.csv, ligne 3 [LECTURE-16]"]
    poser(tmp_path, journal=JOURNAL + LIGNE + "  ")
    assert remarques(tmp_path) == []


@pytest.mark.parametrize("debut", ["", GRAND], ids=["ligne à ligne", "en vrac"])
def test_des_lignes_qui_n_omettent_que_du_facultatif_sont_lues_et_dites(tmp_path: Path, debut: str) -> None:
    """Excel omet les cellules vides de la fin, par groupes de seize lignes."""
    courtes = "2008-02-01;acompte;OP1;ANRU;;1,00\n2008-03-01;acompte;OP1;ANRU;;1,00;P\n"
    poser(tmp_path, journal=JOURNAL + debut + courtes)
    (courte,) = examiner_dossier(tmp_path).remarques
    assert (courte.code, courte.provenance.ligne) == ("FICHIER-02", debut.count("\n") + 2)
    assert courte.message == EXEMPLES["FICHIER-02"]
    assert [m.piece for m in lire_dossier(tmp_path).journal[-2:]] == ["", "P"]
    assert "écrire un point-virgule par cellule vide" in courte.remede
    poser(tmp_path, journal=JOURNAL + debut + courtes.replace("1,00\n", "1,00;;\n").replace("P\n", "P;\n"))
    assert remarques(tmp_path) == []


@pytest.mark.parametrize("debut", ["", GRAND], ids=["ligne à ligne", "en vrac"])
def test_une_ligne_ou_manque_une_cellule_requise_est_refusee(tmp_path: Path, debut: str) -> None:
    poser(tmp_path, journal=JOURNAL + debut + "2008-02-01;acompte;OP1\n" + LIGNE)
    assert refus(tmp_path) == [f"journal.csv, ligne {debut.count(chr(10)) + 2} [COLONNE-06]"]


def test_un_toml_non_termine_est_dit(tmp_path: Path) -> None:
    """« numero = 12 » coupé en « numero = 1 » se lit encore."""
    poser(tmp_path, convention=FICHIERS["convention.toml"].rstrip("\n"))
    assert remarques(tmp_path) == [
        f"convention.toml, ligne {FICHIERS['convention.toml'].rstrip().count(chr(10)) + 1} [FICHIER-01]"
    ]


def test_un_classeur_coupe_n_est_jamais_lu(tmp_path: Path) -> None:
    maquette = tmp_path / "maquette.xlsx"
    convertir(poser(tmp_path / "dossier"), maquette)
    octets = maquette.read_bytes()
    for place in range(0, len(octets), len(octets) // 40):
        maquette.write_bytes(octets[:place])
        with pytest.raises(DossierRefuse):
            lire_dossier(maquette)


def test_un_fichier_deja_lu_qui_change_avant_la_fin_de_la_lecture_fait_refuser_le_dossier(tmp_path: Path) -> None:
    """Les opérations d’hier et le journal d’aujourd’hui ne font pas un dossier."""
    poser(tmp_path)
    nouveau = changer("operations.csv", ("100000,00", "200000,00"))
    operations = tmp_path / "operations.csv"
    with a_l_ouverture_de("journal.csv", lambda: operations.write_text(nouveau)), pytest.raises(DossierRefuse) as leve:
        lire_dossier(tmp_path)
    assert [(f.code, f.provenance.fichier) for f in leve.value.fautes] == [("LECTURE-15", "operations.csv")]
    assert lire_dossier(tmp_path).operations[0].cout_ht == 20_000_000


def test_un_fichier_qui_parait_pendant_la_lecture_fait_refuser_le_dossier(tmp_path: Path) -> None:
    poser(tmp_path)
    parue = tmp_path / "insertion.csv"
    texte = "operation;heures_objectif;heures_realisees\nOP1;10;5\n"
    with a_l_ouverture_de("journal.csv", lambda: parue.write_text(texte)), pytest.raises(DossierRefuse) as leve:
        lire_dossier(tmp_path)
    assert [f.code for f in leve.value.fautes] == ["LECTURE-15"]
    assert "« insertion.csv » est apparu" in leve.value.fautes[0].message


def test_une_maquette_absente_n_a_pas_disparu(tmp_path: Path) -> None:
    with pytest.raises(DossierRefuse) as leve:
        lire_maquette(tmp_path / "absente.xlsx")
    assert [f.code for f in leve.value.fautes] == ["LECTURE-01"]


@pytest.mark.parametrize("nom", ["plan.csv", "journal.csv", "convention.toml"])
def test_un_fichier_qui_disparait_se_nomme_et_le_dossier_existe(tmp_path: Path, nom: str) -> None:
    poser(tmp_path)
    with a_l_ouverture_de(nom, (tmp_path / nom).unlink), pytest.raises(DossierRefuse) as leve:
        lire_dossier(tmp_path)
    assert ("LECTURE-15", nom) in [(f.code, f.provenance.fichier) for f in leve.value.fautes]
    assert not any(f.code == "LECTURE-01" for f in leve.value.fautes)


def test_un_caractere_de_commande_dans_un_nombre_coupe_ne_commande_rien(tmp_path: Path) -> None:
    """Vu par les textes mutés : le retour à la ligne d’un autre monde (U+0085) coupait la phrase en deux."""
    poser(tmp_path)
    plan = FICHIERS["plan.csv"].rstrip("\n")
    (tmp_path / "plan.csv").write_text(f"{plan}\n0;OP1;ANRU;subvention;55000,00\u00859", encoding="utf-8")
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(tmp_path)
    assert [str(f) for f in leve.value.fautes if not str(f).isprintable()] == []
    assert "« 55000,00\\u00859 » n’a pas les deux décimales" in str(leve.value)
