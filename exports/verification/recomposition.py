"""Recomposer un document depuis son dossier, et le confronter octet pour octet, puis texte par texte."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from exports.annexe_rendue import AnnexeRendue, preparer_annexe
from exports.document import Document
from exports.sceau import Sceau
from exports.verification.comparaison import ABSENT, Ecart, comparer_passages, premier_octet
from exports.verification.formats import LECTEURS
from exports.verification.lecture import DocumentLu, Lecteur, Passage
from financement.projet import Projet
from maquettes.sources import SourceRefusee, lire_octets

__all__ = ["APPARENCE", "comparer_documents", "documents_attendus", "documents_lus", "recomposer"]

APPARENCE: Final = "apparence, "
_IDENTIFICATION: Final = "identification"
_LOGICIEL: Final = re.compile(r"financement [0-9]{1,4}(\.[0-9]{1,4}){1,3}((a|b|rc|\.dev|\.post)[0-9]{1,4})?")


def recomposer(projet: Projet, sceau: Sceau) -> AnnexeRendue:
    """L'annexe que le projet donne sous les paramètres du sceau.

    Elle garde la version du logiciel que dit le sceau : une autre peut écrire les mêmes octets. Lève
    ``ValeurImpossible`` si le dossier ne connaît pas le périmètre du sceau.
    """
    annexe = preparer_annexe(projet, au=sceau.date_arrete, perimetre=sceau.perimetre, unite=sceau.unite)
    compose = annexe.document
    if compose.sceau.logiciel == sceau.logiciel or not _LOGICIEL.fullmatch(sceau.logiciel):
        return annexe
    signe = Sceau.model_validate(dict(compose.sceau) | {"logiciel": sceau.logiciel})
    return AnnexeRendue(projet=annexe.projet, document=Document.model_validate(dict(compose) | {"sceau": signe}))


def documents_attendus(annexe: AnnexeRendue, forme: str, lu: DocumentLu) -> dict[str, DocumentLu]:
    """Les fichiers du format, nommés comme celui que l'on vérifie : un seul, ou tous les csv d'une même annexe."""
    rendus = annexe.rendre(forme)
    if forme != "csv":
        (octets,) = rendus.values()
        return {lu.nom: DocumentLu(lu.nom, octets)}
    base = _base(lu.nom)
    noms = {nom: f"{base}{nom.removeprefix(f'{annexe.nom}-')}" for nom in rendus}
    noms[f"{annexe.nom}-{_IDENTIFICATION}.csv"] = lu.nom
    return {noms[nom]: DocumentLu(noms[nom], octets) for nom, octets in rendus.items()}


def _base(nom: str) -> str:
    """Ce qui précède « identification » dans le nom du fichier csv, et que portent ses voisins."""
    return nom.removesuffix(".csv").removesuffix(_IDENTIFICATION)


def documents_lus(lu: DocumentLu, attendus: Mapping[str, DocumentLu], repertoire: Path) -> dict[str, DocumentLu]:
    """Le fichier que l'on vérifie et ceux de ses voisins qui existent."""
    lus = {lu.nom: lu}
    for nom in attendus:
        if nom not in lus and (repertoire / nom).is_file():
            lus[nom] = DocumentLu(nom, lire_octets(repertoire / nom))
    return lus


def comparer_documents(
    forme: str, lus: Mapping[str, DocumentLu], attendus: Mapping[str, DocumentLu]
) -> Iterator[Ecart]:
    """Les écarts, fichier par fichier ; aucun si les octets sont les mêmes."""
    for nom, attendu in attendus.items():
        if nom in lus:
            yield from _comparer(forme, lus[nom], attendu)
        else:
            yield Ecart(f"fichier {nom}", ABSENT, f"{len(attendu.octets)} octets")


def _comparer(forme: str, lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    if lu.octets == attendu.octets:
        return
    lecteur = LECTEURS[forme]
    pieces = lecteur.pieces(lu), lecteur.pieces(attendu)
    trouves = 0
    for ecart in (
        *_comparer_les_pieces(*({piece.nom: piece for piece in jointes} for jointes in pieces)),
        *comparer_passages(*lecteur.confronter(lu, attendu)),
    ):
        trouves += 1
        yield ecart
    if not trouves:
        yield from _comparer_l_apparence(lecteur, lu, attendu)


def _comparer_l_apparence(lecteur: Lecteur, lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    """Mêmes textes, autres octets : rien si le format se compare par le sens et que rien n'y montre autre chose."""
    if lecteur.apparence is None:
        yield premier_octet(lu.octets, attendu.octets)
        return
    voulues = lecteur.apparence(attendu)
    textes = dict(voulues)
    for lieu, texte in sorted(lecteur.apparence(lu) - voulues):
        yield Ecart(f"{APPARENCE}{lieu}", texte, textes.get(lieu, ABSENT))


def _comparer_les_pieces(lues: Mapping[str, DocumentLu], attendues: Mapping[str, DocumentLu]) -> Iterator[Ecart]:
    for nom in dict.fromkeys([*attendues, *lues]):
        lieu = f"pièce jointe {nom}"
        lue, attendue = lues.get(nom), attendues.get(nom)
        if lue is None or attendue is None:
            presences = [ABSENT if piece is None else f"{len(piece.octets)} octets" for piece in (lue, attendue)]
            yield Ecart(lieu, *presences)
        elif lue.octets != attendue.octets:
            yield from (Ecart(f"{lieu}, {e.lieu}", e.lu, e.attendu) for e in _comparer_deux_pieces(lue, attendue))


def _comparer_deux_pieces(lue: DocumentLu, attendue: DocumentLu) -> Iterator[Ecart]:
    """Un classeur se compare cellule par cellule, tout autre fichier ligne par ligne."""
    if lue.nom.endswith(".xlsx"):
        try:
            yield from _comparer("xlsx", lue, attendue)
        except SourceRefusee as refus:
            yield Ecart("classeur", refus.faute.message, "un classeur lisible")
        return
    trouves = list(comparer_passages(_lignes(lue), _lignes(attendue)))
    yield from trouves or [premier_octet(lue.octets, attendue.octets)]


def _lignes(piece: DocumentLu) -> list[Passage]:
    lignes = piece.octets.decode("utf-8", errors="replace").splitlines()
    return [Passage(f"ligne {rang}", ligne) for rang, ligne in enumerate(lignes, 1)]
