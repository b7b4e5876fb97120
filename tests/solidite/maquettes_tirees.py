"""La maquette d’un dossier tiré : écrite deux fois et relue, ou refusée pour deux codes qu’un tableur confond."""

import unicodedata
from pathlib import Path

from maquettes import EcritureRefusee, ecrire_maquette, lire_maquette, texte_canonique
from tests.solidite.tirage_de_dossiers import DossierTire

__all__ = ["ecrire_ou_refuser", "relire_la_maquette"]


def relire_la_maquette(tire: DossierTire, repertoire: Path) -> None:
    """Le classeur vivant se relit tel qu’il a été écrit, et deux écritures donnent les mêmes octets."""
    un, deux = repertoire / "un.xlsx", repertoire / "deux.xlsx"
    if not all(ecrire_ou_refuser(tire, chemin) for chemin in (un, deux)):
        return
    assert un.read_bytes() == deux.read_bytes()
    lue = lire_maquette(un)
    assert texte_canonique(lue.projet) == texte_canonique(tire.projet), "dossier relu différent"
    assert lue.au == tire.au
    assert not lue.constats, [str(constat.message) for constat in lue.constats][:3]


def ecrire_ou_refuser(tire: DossierTire, chemin: Path) -> bool:
    """Écrit la maquette ; faux si elle est refusée, ce que seuls permettent deux codes qu’un tableur confond."""
    try:
        ecrire_maquette(tire.projet, chemin, au=tire.au)
    except EcritureRefusee as refus:
        if "un tableur les confond" not in str(refus) or not _a_des_homonymes(tire):
            raise
    return chemin.exists()


def _a_des_homonymes(tire: DossierTire) -> bool:
    """Deux codes distincts d’un même genre sont le même sans la casse ni la largeur des signes."""
    convention, operations = tire.projet.convention, tire.projet.operations
    noms = {
        *(financeur.code for financeur in convention.financeurs),
        *(maitre.code for maitre in convention.maitres_ouvrage),
        *(operation.maitre_ouvrage for operation in operations),
    }
    return any(
        len({unicodedata.normalize("NFKC", code).casefold() for code in codes}) < len(codes)
        for codes in (noms, {operation.code for operation in operations})
    )
