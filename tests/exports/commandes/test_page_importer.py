"""``docs/importer.md`` se rejoue : chaque commande, sa sortie, chaque correction de la correspondance."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from maquettes.importation.correspondance.examen import CHAMPS
from maquettes.importation.correspondance.modele import (
    Codes,
    ColonneDeFinanceur,
    ColonneDExercice,
    Condition,
    Correspondance,
    FormeDeMouvement,
    Ignoree,
    Regle,
    Role,
    Signe,
    Source,
    UniteDeSource,
)
from tests.exports.commandes.conftest import Commande
from tests.maquettes.importation.page_des_constats import PAGE, refaire

RACINE: Final = Path(__file__).parents[3]
RECUS: Final = RACINE / "examples" / "fichiers_recus"
TEXTE: Final = PAGE.read_text(encoding="utf-8")
_BLOC: Final = re.compile(r"(?P<avant>[^\n]*)\n\n```(?P<genre>\w*)\n(?P<contenu>.*?)^```$", re.MULTILINE | re.DOTALL)
_SUITE: Final = "…"


def exemples() -> list[str]:
    """Chaque section d’exemple de la page."""
    return re.findall(r"^## (Exemple .*?)(?=^## )", TEXTE, re.MULTILINE | re.DOTALL)


def commandes(contenu: str) -> Iterator[tuple[list[str], list[str]]]:
    """Les mots de chaque commande d’un bloc, et les lignes qu’elle doit écrire."""
    for partie in re.split(r"^\$ financement ", contenu, flags=re.MULTILINE)[1:]:
        commande, *sortie = partie.rstrip("\n").split("\n")
        yield shlex.split(commande), sortie


def se_lit_dans(attendues: Sequence[str], ecrites: Sequence[str]) -> bool:
    """Les lignes attendues sont celles qui sont écrites ; « … » vaut pour la fin d’une ligne, ou pour des lignes."""
    return _manquante(attendues, ecrites) is None


def _manquante(attendues: Sequence[str], ecrites: Sequence[str]) -> str | None:
    """La première ligne attendue qui n’est pas écrite à sa place ; ou la première écrite que rien n’attend."""
    reste = list(ecrites)
    saut = False
    for attendue in attendues:
        if attendue == _SUITE:
            saut = True
            continue
        while reste and saut and not _egale(attendue, reste[0]):
            del reste[0]
        if not reste or not _egale(attendue, reste.pop(0)):
            return attendue
        saut = False
    return reste[0] if reste and not saut else None


def _egale(attendue: str, ecrite: str) -> bool:
    attendue, ecrite = (ligne.replace("\u00a0", " ").replace("\u202f", " ") for ligne in (attendue, ecrite))
    if attendue.endswith(_SUITE):
        return ecrite.startswith(attendue.removesuffix(_SUITE))
    return attendue.rstrip() == ecrite.rstrip()


@pytest.mark.parametrize("exemple", exemples(), ids=lambda exemple: exemple.split(" —")[0])
def test_chaque_exemple_se_rejoue(
    exemple: str, tmp_path: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    for recu in RECUS.iterdir():
        if recu.is_file() and recu.name != "correspondance.toml":
            (tmp_path / recu.name).write_bytes(recu.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    correspondance, cherche = Path(), ""
    for bloc in _BLOC.finditer(exemple):
        contenu = bloc["contenu"]
        if bloc["avant"].casefold().endswith("chercher :"):
            cherche = contenu
        elif bloc["avant"].endswith("à la place :"):
            corriger(correspondance, cherche, contenu)
        for mots, attendues in commandes(contenu):
            if "--proposer" in mots:
                correspondance = tmp_path / mots[mots.index("--proposer") + 1]
            reponse = financement(*mots)
            ecrites = [*reponse.erreur.splitlines(), *reponse.sortie.splitlines()]
            assert _manquante(attendues, ecrites) is None, " ".join(mots)


def corriger(correspondance: Path, cherche: str, ecrit: str) -> None:
    """La correction que la page demande, faite comme une personne la ferait : ces lignes y sont une seule fois."""
    lignes = correspondance.read_text(encoding="utf-8").splitlines()
    voulues = [ligne.strip() for ligne in cherche.splitlines()]
    places = [
        rang
        for rang in range(len(lignes))
        if all(map(_egale, voulues, (ligne.strip() for ligne in lignes[rang : rang + len(voulues)])))
        and rang + len(voulues) <= len(lignes)
    ]
    assert len(places) == 1, (cherche, places)
    lignes[places[0] : places[0] + len(voulues)] = ecrit.splitlines()
    correspondance.write_text("\n".join(lignes) + "\n", encoding="utf-8")


def test_trois_exemples_vont_du_fichier_a_l_annexe() -> None:
    assert len(exemples()) == 3
    for exemple in exemples():
        faites = [mots[0] for bloc in _BLOC.finditer(exemple) for mots, _ in commandes(bloc["contenu"])]
        assert [nom for nom in faites if nom in {"importer", "controler", "annexe"}][-3:] == [
            "importer",
            "controler",
            "annexe",
        ]


def test_sans_convention_la_proposition_est_celle_que_montre_la_page(tmp_path: Path, financement: Commande) -> None:
    tableau = tmp_path / "tableaux_financiers.xlsx"
    tableau.write_bytes((RECUS / tableau.name).read_bytes())
    assert financement("importer", tableau, "--proposer", tmp_path / "proposee.toml").code == 0
    (montree,) = re.findall(r"^```toml\n(\[convention\]\n.*?)^```$", TEXTE, re.MULTILINE | re.DOTALL)
    lignes = (tmp_path / "proposee.toml").read_text(encoding="utf-8").splitlines()
    assert se_lit_dans([_SUITE, *montree.splitlines(), _SUITE], lignes)


def test_le_tableau_des_constats_est_le_leur() -> None:
    assert refaire(TEXTE) == TEXTE


def test_la_page_nomme_chaque_cle_de_la_correspondance() -> None:
    modeles = (
        Correspondance,
        Source,
        ColonneDeFinanceur,
        ColonneDExercice,
        FormeDeMouvement,
        Condition,
        Regle,
        Ignoree,
        Codes,
    )
    cles = {cle for modele in modeles for cle in modele.model_fields}
    champs = {champ for siens in CHAMPS.values() for champ in siens}
    valeurs = {str(valeur) for enumeration in (Role, UniteDeSource, Signe) for valeur in enumeration}
    assert {nom for nom in cles | champs | valeurs if f"`{nom}`" not in TEXTE} == set()


@pytest.mark.parametrize("lien", re.findall(r"\]\((?!http)([^)#]+)", TEXTE))
def test_chaque_lien_de_la_page_mene_quelque_part(lien: str) -> None:
    assert (PAGE.parent / lien).exists()


def test_le_readme_mene_a_la_page() -> None:
    assert "(docs/importer.md)" in (RACINE / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("attendues", "ecrites"), [(["a", "…", "d"], ["a", "b", "c", "d"]), (["a", "…"], ["a"]), (["a…"], ["abc"])]
)
def test_une_sortie_coupee_se_lit(attendues: list[str], ecrites: list[str]) -> None:
    assert se_lit_dans(attendues, ecrites)


@pytest.mark.parametrize(
    ("attendues", "ecrites"), [(["a", "c"], ["a", "b", "c"]), (["a"], ["a", "b"]), (["…", "z"], ["a", "b"])]
)
def test_une_sortie_differente_se_voit(attendues: list[str], ecrites: list[str]) -> None:
    assert not se_lit_dans(attendues, ecrites)
