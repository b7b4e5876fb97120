"""Ce qui se voit d’un coup d’œil : les chiffres clés, repris des tableaux."""

from collections.abc import Iterator
from typing import Final

from exports.annexe.tableaux import decision, execution
from exports.document.elements import ChiffreCle, LieuDocument

__all__ = ["chiffres_cles"]

_CHIFFRES: Final = (
    ("Reste à verser", decision.CLE, "reste_a_verser", "concours, à la clôture : ce que doivent les financeurs"),
    ("Trop-perçu", decision.CLE, "a_reverser", "concours, à la clôture : ce qui est à leur reverser"),
    ("À dégager", execution.CLE, "a_degager", "concours engagés au-delà du montant de clôture"),
    ("Économies", execution.CLE, "economie", "concours programmés − concours à la clôture"),
)


def chiffres_cles() -> Iterator[ChiffreCle]:
    """Les quatre chiffres d’une clôture, sur les concours seuls."""
    for libelle, tableau, colonne, precision in _CHIFFRES:
        lieu = LieuDocument(tableau=tableau, ligne="total", colonne=colonne)
        yield ChiffreCle(libelle=libelle, lieu=lieu, precision=precision)
