"""De la proposition au dossier : elle se relit telle quelle, et peu de choses y ajoutées font un dossier juste."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes.description.comparaison import Sorte, comparer_dossiers
from maquettes.dossiers import lire_dossier
from maquettes.formes.convention_toml import ecrire_convention_toml
from maquettes.importation.correspondance.ecriture import ecrire_proposition
from maquettes.importation.correspondance.lecture import lire_correspondance
from maquettes.importation.correspondance.proposition import Certitude
from maquettes.importation.importation import importer
from maquettes.importation.proposition import proposer_correspondance
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.classeurs import ecrire_classeur
from tests.maquettes.importation.dispositions import disposer

RECUS: Final = Path(__file__).parents[3] / "examples" / "fichiers_recus"
SOURCES: Final = (
    "tableaux_financiers.xlsx",
    "extrait_anru.xlsx",
    "grand_livre_ville.csv",
    "mandats_2009.xml",
    "retour_bailleur_A.xlsx",
    "retour_bailleur_B.xlsx",
)
# Ce qu'aucun fichier ne dit : l'opération de chaque code de la comptabilité, et ce qui n'est pas de la convention.
CODES: Final = {
    "RU09ECOLE": "5951203-09-0001-001",
    "RU08PLACE": "5951203-08-0001-001",
    "RU08SQUARE": "5951203-08-0003-001",
    "RU12ETUDES": "5951203-12-0001-001",
}
HORS: Final = {"Code opération": "VOIRIE2008", "Operation": "VOIRIE2009"}
PREMIERES_REGLES: Final = {"Code opération": "Type", "Operation": "Genre"}


def completee(texte: str) -> str:
    """La proposition, une fois ses codes dits et ce qui n’est pas de la convention ignoré."""
    for lu, code in CODES.items():
        assert f'# "{lu}" = "…"' in texte
        texte = texte.replace(f'# "{lu}" = "…"', f'"{lu}" = "{code}"')
    for colonne, code in HORS.items():
        regles = f'regles = [\n    {{ si = [{{ colonne = "{PREMIERES_REGLES[colonne]}"'
        assert texte.count(regles) == 1
        ecartee = f'    {{ si = [{{ colonne = "{colonne}", vaut = "{code}" }}], ignorer = "hors convention" }},\n'
        texte = texte.replace(regles, regles.replace("[\n", "[\n" + ecartee, 1))
    return texte


def test_la_proposition_completee_donne_le_dossier_fait_a_la_main(tmp_path: Path) -> None:
    for nom in (*SOURCES, "convention.toml"):
        (tmp_path / nom).write_bytes((RECUS / nom).read_bytes())
    sources = [tmp_path / nom for nom in SOURCES]
    correspondance = tmp_path / "correspondance.toml"
    correspondance.write_text(
        completee(ecrire_proposition(proposer_correspondance(sources)).decode()), encoding="utf-8"
    )
    importe = importer(sources, correspondance).projet
    changements = comparer_dossiers(lire_dossier(RECUS / "dossier"), importe)
    assert {changement.sorte for changement in changements} <= {Sorte.ORDRE}


def test_sans_convention_il_suffit_de_completer_ce_qui_est_laisse_vide(tmp_path: Path) -> None:
    source = tmp_path / "tableaux_financiers.xlsx"
    source.write_bytes((RECUS / "tableaux_financiers.xlsx").read_bytes())
    texte = ecrire_proposition(proposer_correspondance([source])).decode()
    for vide, complet in (
        ('\nnom = ""', '\nnom = "Les Terrasses"'),
        ('\nporteur = ""', '\nporteur = "Ville de Saint-Aubray"'),
        ('\ndate_limite_engagement = ""', "\ndate_limite_engagement = 2013-12-31"),
        ('\ncategorie = ""', '\ncategorie = "bailleur"'),
        ('\nnature = ""', '\nnature = "local"'),
    ):
        assert vide in texte
        texte = texte.replace(vide, complet)
    correspondance = tmp_path / "correspondance.toml"
    correspondance.write_text(texte, encoding="utf-8")
    projet = importer([source], correspondance).projet
    # Les totaux faits à la main, du LISEZMOI des fichiers d'exemple : le programmé de l'ANRU à chaque version.
    programmes = [
        sum(ligne.montant for ligne in projet.plan if ligne.version == version and ligne.financeur == "ANRU")
        for version in range(3)
    ]
    assert programmes == [602_370_500, 621_478_000, 603_332_000]


def ce_que_donne_la_proposition_seule(graine: int, lieu: Path) -> str:
    """« exact », « refusé », « différent, dit » ou « différent » : le dossier d’une disposition, sans rien corriger."""
    disposition = disposer(graine)
    source = ecrire_classeur(disposition.grilles, lieu / "tableau_financier.xlsx")
    juste = disposition.tirage.projet
    (lieu / "convention.toml").write_bytes(ecrire_convention_toml(juste.convention))
    proposition = proposer_correspondance([source])
    correspondance = lieu / "correspondance.toml"
    correspondance.write_bytes(ecrire_proposition(proposition))
    try:
        importe = importer([source], correspondance).projet
    except DossierRefuse:
        return "refusé"
    sortes = {changement.sorte for changement in comparer_dossiers(juste, importe)}
    if sortes <= {Sorte.ORDRE}:
        return "exact"
    douteuses = [*proposition.colonnes(Certitude.PROBABLE), *proposition.colonnes(Certitude.INCONNUE)]
    remarques = [remarque for proposee in proposition.sources for remarque in proposee.remarques]
    return "différent, dit" if douteuses or remarques else "différent"


def compter(graines: Iterable[int], lieu: Path) -> Counter[str]:
    """Ce que donne la proposition seule, graine par graine."""
    rendus: Counter[str] = Counter()
    for graine in graines:
        sien = lieu / str(graine)
        sien.mkdir()
        rendus[ce_que_donne_la_proposition_seule(graine, sien)] += 1
    return rendus


def test_la_proposition_seule_ne_donne_jamais_un_dossier_faux_sans_le_dire(tmp_path: Path) -> None:
    rendus = compter(range(12), tmp_path)
    assert rendus["différent"] == 0
    assert rendus["exact"] >= 10


@pytest.mark.long
@pytest.mark.parametrize("debut", range(12, 312, 50))
def test_ni_sur_trois_cents_autres(tmp_path: Path, debut: int) -> None:
    rendus = compter(range(debut, debut + 50), tmp_path)
    assert rendus["différent"] == 0
    assert rendus["exact"] >= 45


@pytest.mark.parametrize("graine", range(8))
def test_une_proposition_se_relit_telle_quelle(graine: int) -> None:
    proposition = reconnaitre(disposer(graine).grilles, Connus(), "convention.toml")
    relue = lire_correspondance("proposee.toml", ecrire_proposition(proposition)).correspondance
    assert relue == proposition.correspondance


def test_celle_des_fichiers_d_exemple_aussi() -> None:
    proposition = proposer_correspondance([RECUS / nom for nom in SOURCES])
    relue = lire_correspondance("proposee.toml", ecrire_proposition(proposition)).correspondance
    assert relue == proposition.correspondance
