"""Les règles de la maison qu’une machine peut voir : ce que les trois paquets s’interdisent."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

RACINE = Path(__file__).parent.parent
PAQUETS = ("financement", "maquettes", "exports")
LIGNES_AU_PLUS = 400

APPELS_INTERDITS = {
    "float": "un montant est un entier de centimes",
    "round": "un seul module arrondit, au plus près et moitié vers le haut en valeur absolue",
}
ATTRIBUTS_INTERDITS = {
    "around": "un seul module arrondit",
    "model_construct": "dériver revalide",
    "model_copy": "dériver revalide",
    "rint": "un seul module arrondit",
    "round": "un seul module arrondit",
    "today": "la date d’arrêté est toujours un argument",
    "utcnow": "la date d’arrêté est toujours un argument",
}
EXCEPTIONS_TROP_LARGES = {"BaseException", "Exception"}
# Les seuls à attraper toute exception : le filet de la commande et celui du portefeuille passent par lui.
# Deux lectures n'entourent que des appels au système ou à l'archive, dont chacun peut lever l'exception.
ADMISES = {
    "maquettes/fichiers/filet.py": ["except Exception : nommer l’exception attendue"],
    "maquettes/fichiers/sources.py": [
        "except OSError autour de trop d’instructions : n’entourer que l’appel qui la lève"
    ],
    "exports/verification/docx/lecture.py": [
        "except _ERREURS_DE_ZIP autour de trop d’instructions : n’entourer que l’appel qui la lève"
    ],
}
# Levées par presque tout : entourées de trop de code, elles font d'un défaut une faute du fichier.
EXCEPTIONS_COMMUNES = re.compile(
    r"(Value|OS|Key|Type|Index|Lookup|Attribute|Runtime|Recursion|Unicode|Arithmetic|Memory|EOF)Error|_ERREURS\w*"
)
INSTRUCTIONS_AU_PLUS = 8
# L'élision d'un mot français ; non un guillemet droit de formule, d'attribut ou de code.
APOSTROPHE_DROITE = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|lorsqu|jusqu|aujourd)'(?=\w|«|$)", re.IGNORECASE)
TRAVAIL_EN_PLAN = re.compile(r"\b(TODO|FIXME|XXX)\b")

# Chargés à l'import du noyau, ils coûteraient plus que la réponse attendue.
TARDIFS = ("numpy", "openpyxl", "pandas", "pydantic", "xlsxwriter")

LIGNE_DU_VERROU = re.compile(
    r"#.*|\s+#.*|[a-z0-9-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?",
)


def sources() -> list[Path]:
    return sorted(chemin for paquet in PAQUETS for chemin in (RACINE / paquet).rglob("*.py"))


def nom_court(chemin: Path) -> str:
    return chemin.relative_to(RACINE).as_posix()


def infractions(texte: str) -> list[str]:
    """Chaque infraction de ``texte``, « ligne : raison », dans l’ordre des lignes."""
    arbre = ast.parse(texte)
    trouvees = [infraction for noeud in ast.walk(arbre) for infraction in _du_noeud(noeud)]
    trouvees += [
        (jeton.start[0], "travail laissé en plan")
        for jeton in tokenize.generate_tokens(io.StringIO(texte).readline)
        if jeton.type == tokenize.COMMENT and TRAVAIL_EN_PLAN.search(jeton.string)
    ]
    lignes = texte.count("\n")
    if lignes > LIGNES_AU_PLUS:
        trouvees.append((lignes, f"plus de {LIGNES_AU_PLUS} lignes"))
    return [f"{ligne} : {raison}" for ligne, raison in sorted(trouvees)]


def _du_noeud(noeud: ast.AST) -> Iterator[tuple[int, str]]:
    match noeud:
        case ast.Call(func=ast.Name(id=nom)) if nom in APPELS_INTERDITS:
            yield noeud.lineno, f"{nom}(…) : {APPELS_INTERDITS[nom]}"
        case ast.Attribute(attr=nom) if nom in ATTRIBUTS_INTERDITS:
            yield noeud.lineno, f".{nom} : {ATTRIBUTS_INTERDITS[nom]}"
        case ast.Attribute(value=ast.Name(id="datetime") | ast.Attribute(attr="datetime"), attr="now"):
            yield noeud.lineno, "datetime.now : rien ne lit l’horloge"
        case ast.Constant(value=str(texte)) if APOSTROPHE_DROITE.search(texte):
            yield noeud.lineno, "apostrophe droite dans un texte : écrire ’"
        case ast.ExceptHandler(type=None):
            yield noeud.lineno, "except sans type : nommer l’exception attendue"
        case _:
            pass
    yield from _attrapees_trop_larges(noeud)
    for nom in _noms_definis(noeud):
        if not nom.isascii():
            yield getattr(noeud, "lineno", 0), f"identifiant accentué : {nom}"


def _attrapees_trop_larges(noeud: ast.AST) -> Iterator[tuple[int, str]]:
    match noeud:
        case ast.Try(body=corps, handlers=clauses):
            yield from _communes_autour_de_trop(corps, clauses)
            return
        case ast.ExceptHandler(type=ast.expr() as attendue, lineno=ligne):
            geste, attendues = "except {}", [attendue]
        case ast.Call(func=ast.Name(id="suppress"), args=attendues, lineno=ligne):
            geste = "suppress({})"
        case _:
            return
    noms = {n.id for attendue in attendues for n in ast.walk(attendue) if isinstance(n, ast.Name)}
    for large in sorted(noms & EXCEPTIONS_TROP_LARGES):
        yield ligne, f"{geste.format(large)} : nommer l’exception attendue"


def _communes_autour_de_trop(corps: list[ast.stmt], clauses: list[ast.ExceptHandler]) -> Iterator[tuple[int, str]]:
    instructions = sum(isinstance(noeud, ast.stmt) for instruction in corps for noeud in ast.walk(instruction))
    for clause in clauses if instructions > INSTRUCTIONS_AU_PLUS else ():
        noms = {n.id for n in ast.walk(clause.type or ast.Constant(None)) if isinstance(n, ast.Name)}
        for commune in sorted(filter(EXCEPTIONS_COMMUNES.fullmatch, noms)):
            raison = f"except {commune} autour de trop d’instructions : n’entourer que l’appel qui la lève"
            yield clause.lineno, raison


def _noms_definis(noeud: ast.AST) -> Iterator[str]:
    match noeud:
        case ast.FunctionDef(name=nom) | ast.AsyncFunctionDef(name=nom) | ast.ClassDef(name=nom):
            yield nom
        case ast.Name(id=nom, ctx=ast.Store()) | ast.Attribute(attr=nom, ctx=ast.Store()) | ast.arg(arg=nom):
            yield nom
        case ast.keyword(arg=str(nom)) | ast.alias(asname=str(nom)):
            yield nom
        case ast.MatchAs(name=str(nom)) | ast.MatchStar(name=str(nom)):
            yield nom
        case _:
            pass


@pytest.mark.parametrize("chemin", sources(), ids=nom_court)
def test_un_module_respecte_la_maison(chemin: Path) -> None:
    constatees = infractions(chemin.read_text(encoding="utf-8"))
    admises = ADMISES.get(nom_court(chemin))
    assert constatees == [] if admises is None else [sans_ligne(constatee) for constatee in constatees] == admises


def sans_ligne(infraction: str) -> str:
    return infraction.partition(" : ")[2]


@pytest.mark.parametrize(
    "texte",
    [
        "x = round(2.5)",
        "x = float('1')",
        "import numpy as np\nx = np.round(a)",
        "x = tableau.round(2)",
        "x = np.rint(a)",
        "x = date.today()",
        "x = datetime.date.today()",
        "x = datetime.now()",
        "x = datetime.datetime.now()",
        "x = modele.model_copy(update={})",
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept (KeyError, BaseException) as erreur:\n    pass",
        "try:\n    f()\nexcept:\n    pass",
        "with suppress(KeyError, Exception):\n    f()",
        "try:\n" + "    f()\n" * (INSTRUCTIONS_AU_PLUS + 1) + "except (Propre, ValueError):\n    pass",
        "x = 1  # TODO finir",
        "# FIXME",
        "été = 1",
        "def payé(): ...",
        "def f(montant_payé): ...",
        "import numpy as né",
        'phrase = "jusqu\'au solde"',
        'phrase = f"d\'{nom}"',
        'def f():\n    """L\'engagé."""',
        "x = 1\n" * (LIGNES_AU_PLUS + 1),
    ],
)
def test_chaque_infraction_se_voit(texte: str) -> None:
    assert len(infractions(texte + "\n")) == 1


@pytest.mark.parametrize(
    "texte",
    [
        "x = arrondir(numerateur, denominateur)",
        'formule = "=ROUND(SUM(A1:A3),2)"',
        "formule = \"='Plan'!A1\"",
        'phrase = "l’engagé"',
        'libelle = "Crédits engagés — à ce jour"',
        "try:\n    f()\nexcept (KeyError, ValueError):\n    pass",
        "try:\n" + "    f()\n" * INSTRUCTIONS_AU_PLUS + "except ValueError:\n    pass",
        "try:\n" + "    f()\n" * 30 + "except DossierRefuse:\n    pass",
        "x = 1\n" * (LIGNES_AU_PLUS - 1),
    ],
)
def test_ce_qui_est_permis_passe(texte: str) -> None:
    assert infractions(texte + "\n") == []


@pytest.mark.parametrize("paquet", PAQUETS)
def test_importer_un_paquet_ne_charge_rien_de_lourd(paquet: str) -> None:
    charges = f"import sys, {paquet}; print(*sorted(set(sys.modules) & {set(TARDIFS)!r}))"
    commande = [sys.executable, "-c", charges]
    sortie = subprocess.run(commande, capture_output=True, text=True, check=True, cwd=RACINE)
    assert sortie.stdout.split() == []


@pytest.mark.parametrize("paquet", PAQUETS)
def test_un_paquet_annonce_ses_types(paquet: str) -> None:
    assert (RACINE / paquet / "py.typed").is_file()


def test_le_verrou_est_exact_et_ne_nomme_aucun_serveur() -> None:
    lignes = (RACINE / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [ligne for ligne in lignes if not LIGNE_DU_VERROU.fullmatch(ligne)] == []
    for precedente, ligne in pairwise(lignes):
        if "==" in precedente:
            assert ligne.startswith("    --hash=sha256:"), f"sans empreinte : {precedente}"
