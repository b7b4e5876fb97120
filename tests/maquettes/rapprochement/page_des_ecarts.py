"""La table des écarts de la page ; ``python -m tests.maquettes.rapprochement.page_des_ecarts`` la refait."""

from pathlib import Path
from typing import Final

from maquettes.rapprochement.genres_d_ecart import MODELES

__all__ = ["PAGE", "refaire"]

PAGE: Final = Path(__file__).parents[3] / "docs" / "rapprocher.md"
_DEBUT: Final = "<!-- genres -->\n"
_FIN: Final = "<!-- fin -->"


def refaire(texte: str) -> str:
    """Le texte de la page, sa table refaite."""
    avant, _, suite = texte.partition(_DEBUT)
    _, _, apres = suite.partition(_FIN)
    lignes = [f"| `{genre}` | {m.code} | {m.titre} | {m.remede} |" for genre, m in MODELES.items()]
    table = "\n".join(["| Genre | Constat | Écart | Que faire |", "|---|---|---|---|", *lignes])
    return f"{avant}{_DEBUT}{table}\n{_FIN}{apres}"


if __name__ == "__main__":
    PAGE.write_text(refaire(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
