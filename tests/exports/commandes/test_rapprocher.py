"""``financement rapprocher`` : l’ANRU contre la comptabilité, à la main ; les sorties, les codes, les refus."""

import csv
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from tests.exports.commandes.conftest import Commande
from tests.exports.commandes.test_page_importer import commandes, se_lit_dans
from tests.maquettes.rapprochement.page_des_ecarts import PAGE, refaire

RECUS: Final = Path(__file__).parents[3] / "examples" / "fichiers_recus"
COMPTES: Final = (
    "rapprocher",
    RECUS / "dossier",
    RECUS / "grand_livre_ville.csv",
    RECUS / "mandats_2009.xml",
    "--correspondance",
    RECUS / "comptabilite.toml",
    "--au",
    "2011-12-31",
)
PAIEMENTS: Final = (*COMPTES, "--financeur", "ANRU", "--maitre-ouvrage", "VILLE", "--sens", "paiement")

# Relevés à la main : colonnes N° de paiement, date et montant de l'extrait de l'ANRU pour les opérations de la Ville ;
# titres sur l'« AGENCE NAT. RENOV. URBAINE » du grand livre et du flux PES.
DE_L_ANRU: Final = {
    "P09-0511": ("09-0001", 2009, 270_000_00),
    "P09-0533": ("12-0001", 2009, 70_000_00),
    "P09-0630": ("08-0001", 2009, 214_200_00),
    "P10-0560": ("09-0001", 2010, 360_000_00),
    "P10-0641": ("08-0001", 2010, 300_000_00),
}
DE_LA_VILLE: Final = {
    "511": ("09-0001", 2009, 270_000_00),
    "588": ("08-0001", 2009, 214_200_00),
    "355": ("09-0001", 2010, 360_000_00),
    "361": ("08-0001", 2010, 300_000_00),
}


def json_de(financement: Commande, *mots: object) -> Any:
    return json.loads(financement(*mots, "--format", "json").sortie)


def centimes(decimal: str) -> int:
    return int(decimal.replace(".", ""))


def test_l_extrait_de_l_anru_contre_la_comptabilite_de_la_ville(financement: Commande) -> None:
    lu = json_de(financement, *PAIEMENTS)
    assert list(lu)[1:6] == ["au", "rapproches", "ecarts", "totaux", "constats"]
    # Chaque titre répond à un paiement, de même opération, de même exercice, de même montant : il en reste un.
    reste = sorted(DE_L_ANRU.values())
    for titre in DE_LA_VILLE.values():
        reste.remove(titre)
    assert reste == [("12-0001", 2009, 70_000_00)]
    (ecart,) = lu["ecarts"]
    assert lu["rapproches"] == len(DE_LA_VILLE)
    assert (ecart["genre"], ecart["operation"], ecart["financeur"], ecart["type"]) == (
        "absent_de_l_extrait",
        "5951203-12-0001-001",
        "ANRU",
        "acompte",
    )
    assert (ecart["montant_dossier"], ecart["montant_extrait"], ecart["ecart"]) == ("70000.00", "0.00", "-70000.00")
    assert [(p["fichier"], p["ligne"]) for p in ecart["dossier"]] == [("journal.csv", 32)]
    assert ecart["extrait"] == []
    attendus: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for cote, compte in enumerate((DE_L_ANRU, DE_LA_VILLE)):
        for _, exercice, montant in compte.values():
            attendus[exercice][cote] += montant
    assert {t["exercice"]: [centimes(t["dossier"]), centimes(t["extrait"])] for t in lu["totaux"]} == attendus
    assert {t["exercice"]: centimes(t["ecart"]) for t in lu["totaux"]} == {2009: -70_000_00, 2010: 0}


def test_toute_la_comptabilite_de_la_ville(financement: Commande) -> None:
    # 20 écritures du grand livre (21 moins la voirie) et 8 du flux PES (9 lignes moins la voirie).
    lu = json_de(financement, *COMPTES, "--maitre-ouvrage", "VILLE")
    assert lu["rapproches"] == 28
    # Les trois engagements de l'ANRU sur des opérations de la Ville, qu'une comptabilité ne tient pas, et le paiement.
    assert [(e["sens"], e["ecart"]) for e in lu["ecarts"]] == [
        ("engagement", "-900000.00"),
        ("engagement", "-714000.00"),
        ("engagement", "-149500.00"),
        ("paiement", "-70000.00"),
    ]
    assert sum(centimes(e["ecart"]) for e in lu["ecarts"]) == sum(centimes(t["ecart"]) for t in lu["totaux"])


def test_un_dossier_contre_lui_meme_n_a_pas_d_ecart_et_rend_0(financement: Commande, noyer: Path) -> None:
    reponse = financement("rapprocher", noyer, noyer)
    assert reponse.code == 0
    assert " rapprochements, aucun écart : les deux comptes disent la même chose." in reponse.sortie
    lu = json_de(financement, "rapprocher", noyer, noyer)
    assert (lu["ecarts"], lu["constats"]) == ([], [])
    assert {t["ecart"] for t in lu["totaux"]} == {"0.00"}


def test_le_csv_a_une_ligne_par_ecart(financement: Commande) -> None:
    reponse = financement(*PAIEMENTS, "--format", "csv")
    (ligne,) = csv.DictReader(io.StringIO(reponse.sortie), delimiter=";")
    assert (ligne["genre"], ligne["ecart"], ligne["dossier"], ligne["extrait"]) == (
        "absent_de_l_extrait",
        "-70000,00",
        "journal.csv, ligne 32",
        "",
    )
    assert reponse.code == 1


def test_un_ecart_accepte_ne_rend_plus_1(financement: Commande, tmp_path: Path) -> None:
    premier = financement(*PAIEMENTS, "--xlsx", tmp_path / "r.xlsx")
    assert premier.code == 1
    assert "1 écart, dont 1 à traiter, pour 70 000,00\u00a0€ en valeur absolue." in premier.sortie
    classeur = openpyxl.load_workbook(tmp_path / "r.xlsx")
    titres = [cellule.value for cellule in classeur["Écarts"][4]]
    classeur["Écarts"].cell(5, titres.index("Décision") + 1, "accepté")
    classeur.save(tmp_path / "decide.xlsx")
    second = financement(*PAIEMENTS, "--decisions", tmp_path / "decide.xlsx")
    assert second.code == 0
    assert "absent de l’extrait (accepté)" in second.sortie
    assert "1 écart, dont 0 à traiter" in second.sortie
    # Un autre périmètre n'a plus cet écart : la décision se dit, et rien d'autre ne change.
    ailleurs = financement(
        *COMPTES, "--maitre-ouvrage", "VILLE", "--sens", "depense", "--decisions", tmp_path / "decide.xlsx"
    )
    assert ailleurs.code == 0
    assert "1 décision passée ne porte plus sur aucun écart." in ailleurs.sortie


def test_ce_que_l_extrait_tait_se_dit(financement: Commande) -> None:
    sortie = financement(*COMPTES, "--maitre-ouvrage", "VILLE").sortie
    assert "L’extrait ne dit rien de : engagements. Pour les laisser de côté : --sens paiement,depense." in sortie
    assert "ne dit rien" not in financement(*PAIEMENTS).sortie


def test_une_ligne_non_lue_rend_1_meme_sans_ecart(financement: Commande, tmp_path: Path) -> None:
    texte = (RECUS / "grand_livre_ville.csv").read_text(encoding="cp1252")
    sans_operation = texte.replace("VOIRIE2008;2315", ";2315")
    (tmp_path / "grand_livre_ville.csv").write_text(sans_operation, encoding="cp1252")
    mots = [tmp_path / "grand_livre_ville.csv" if m == RECUS / "grand_livre_ville.csv" else m for m in COMPTES]
    reponse = financement(*mots, "--maitre-ouvrage", "VILLE", "--sens", "depense")
    assert reponse.code == 1
    assert "aucun écart" in reponse.sortie
    assert "BLOQUANT IMPORT-" in reponse.sortie


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        (("--sens", "virement"), "« virement » n’existe pas ; choisir parmi engagement, paiement"),
        (("--jours", "-1"), "compris entre 0 et 366"),
        (("--financeur", "ANR"), "ANR"),
        (("--decisions", RECUS / "extrait_anru.xlsx"), "RAPPROCHEMENT-03"),
        (("--xlsx", RECUS / "extrait_anru.xlsx"), "existe déjà"),
        (("--xlsx", "r.csv"), "en .xlsx"),
    ],
)
def test_ce_qui_est_refuse_l_est_en_francais_et_rien_n_est_ecrit(
    mots: tuple[object, ...], dit: str, financement: Commande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reponse = financement(*COMPTES, *mots)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert dit in reponse.erreur
    assert list(tmp_path.iterdir()) == []


def test_une_table_sans_correspondance_dit_comment_en_avoir_une(financement: Commande) -> None:
    reponse = financement("rapprocher", RECUS / "dossier", RECUS / "extrait_anru.xlsx")
    assert reponse.code == 2
    assert "financement importer extrait_anru.xlsx --proposer correspondance.toml" in reponse.erreur


def test_la_page_se_rejoue(financement: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(RECUS)
    monkeypatch.setenv("COLUMNS", "200")
    jouees = 0
    for bloc in PAGE.read_text(encoding="utf-8").split("```")[1::2]:
        for mots, attendues in commandes(bloc):
            assert se_lit_dans(attendues, financement(*mots).sortie.splitlines()), " ".join(mots)
            jouees += 1
    assert jouees == 1


def test_la_page_dit_chaque_genre_d_ecart() -> None:
    texte = PAGE.read_text(encoding="utf-8")
    assert refaire(texte) == texte
