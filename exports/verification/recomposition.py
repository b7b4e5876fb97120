"""Recomposer un document depuis son dossier, et le confronter texte par texte, puis par ce que montre la page."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from exports.annexe.perimetre import retrouver_perimetre
from exports.demande_de_solde.demande import exiger_un_demandeur
from exports.document.sceau import DEMANDE_DE_SOLDE, Sceau
from exports.livraison.annexe_rendue import AnnexeRendue, preparer_annexe, preparer_demande_de_solde
from exports.verification.commun.comparaison import comparer_passages
from exports.verification.commun.ecart import ABSENT, Ecart, premier_octet
from exports.verification.commun.lecture import DocumentLu, Lecteur, Passage
from exports.verification.formats import LECTEURS
from financement.dossier.projet import Projet
from financement.valeurs.dates import lire_date
from maquettes.fichiers.sources import SourceRefusee, lire_octets

__all__ = [
    "comparer_les_apparences",
    "comparer_les_textes",
    "documents_attendus",
    "documents_lus",
    "exiger_applicable",
    "recomposer",
]

_IDENTIFICATION: Final = "identification"
_LOGICIEL: Final = re.compile(
    r"financement [0-9]{1,4}(\.[0-9]{1,4}){1,3}((a|b|rc|\.dev|\.post)[0-9]{1,4})?" + f"({DEMANDE_DE_SOLDE})?"
)


def exiger_applicable(projet: Projet, sceau: Sceau) -> None:
    """Lève ``ValeurImpossible`` si le projet ignore le périmètre du sceau, ``TexteRefuse`` si sa date est hors bornes.

    Rien d’autre dans un sceau ne peut être refusé : ce que lève ensuite :func:`recomposer` est une panne.
    """
    lire_date(sceau.date_arrete.isoformat())
    if sceau.est_une_demande_de_solde:
        exiger_un_demandeur(sceau.perimetre)
    retrouver_perimetre(projet, sceau.perimetre)


def recomposer(projet: Projet, sceau: Sceau) -> AnnexeRendue:
    """L’annexe, ou la demande de solde, que le projet donne sous les paramètres du sceau.

    Elle garde la version du logiciel que dit le sceau : une autre peut écrire les mêmes octets.
    """
    if sceau.est_une_demande_de_solde:
        annexe = preparer_demande_de_solde(projet, au=sceau.date_arrete, perimetre=sceau.perimetre)
    else:
        annexe = preparer_annexe(projet, au=sceau.date_arrete, perimetre=sceau.perimetre, unite=sceau.unite)
    compose = annexe.document
    if compose.sceau.logiciel == sceau.logiciel or not _LOGICIEL.fullmatch(
        sceau.logiciel.removesuffix(DEMANDE_DE_SOLDE)
    ):
        return annexe
    signe = replace(compose.sceau, logiciel=sceau.logiciel)
    return AnnexeRendue(projet=annexe.projet, document=replace(compose, sceau=signe))


def documents_attendus(annexe: AnnexeRendue, forme: str, lu: DocumentLu) -> dict[str, DocumentLu]:
    """Les fichiers du format, nommés comme celui que l’on vérifie : un seul, ou tous les csv d’une même annexe."""
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
    """Le fichier que l’on vérifie et ceux de ses voisins qui existent."""
    lus = {lu.nom: lu}
    for nom in attendus:
        if nom not in lus and (repertoire / nom).is_file():
            lus[nom] = DocumentLu(nom, lire_octets(repertoire / nom))
    return lus


def comparer_les_textes(
    forme: str, lus: Mapping[str, DocumentLu], attendus: Mapping[str, DocumentLu]
) -> Iterator[Ecart]:
    """Les textes, valeurs et formules qui diffèrent, fichier par fichier, pièces jointes comprises."""
    for nom, attendu in attendus.items():
        if nom not in lus:
            yield Ecart(f"fichier {nom}", ABSENT, f"{len(attendu.octets)} octets")
        elif lus[nom].octets != attendu.octets:
            yield from _textes(LECTEURS[forme], lus[nom], attendu)


def comparer_les_apparences(
    forme: str, lus: Mapping[str, DocumentLu], attendus: Mapping[str, DocumentLu]
) -> Iterator[Ecart]:
    """Ce qui peut montrer autre chose que les textes, fichier par fichier, pièces jointes comprises."""
    lecteur = LECTEURS[forme]
    for nom, attendu in attendus.items():
        if nom in lus and lus[nom].octets != attendu.octets:
            yield from _apparences(lecteur, lus[nom], attendu)


def _textes(lecteur: Lecteur, lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    for lieu, lue, attendue in _pieces(lecteur, lu, attendu):
        if lue is None or attendue is None:
            presences = [ABSENT if piece is None else f"{len(piece.octets)} octets" for piece in (lue, attendue)]
            yield Ecart(lieu, *presences)
        elif lue.octets != attendue.octets:
            yield from (replace(ecart, lieu=f"{lieu}, {ecart.lieu}") for ecart in _textes_d_une_piece(lue, attendue))
    yield from comparer_passages(*lecteur.confronter(lu, attendu))


def _apparences(lecteur: Lecteur, lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    for lieu, lue, attendue in _pieces(lecteur, lu, attendu):
        if lue is not None and attendue is not None and lue.octets != attendue.octets and _est_un_classeur(lue):
            with suppress(SourceRefusee):
                yield from (replace(e, lieu=f"{lieu}, {e.lieu}") for e in _apparences(LECTEURS["xlsx"], lue, attendue))
    yield from lecteur.apparence(lu, attendu)


def _pieces(
    lecteur: Lecteur, lu: DocumentLu, attendu: DocumentLu
) -> Iterator[tuple[str, DocumentLu | None, DocumentLu | None]]:
    """Chaque pièce jointe, par nom, avec celle qui l’est et celle qui devrait l’être."""
    lues, attendues = ({piece.nom: piece for piece in lecteur.pieces(document)} for document in (lu, attendu))
    for nom in dict.fromkeys([*attendues, *lues]):
        yield f"pièce jointe {nom}", lues.get(nom), attendues.get(nom)


def _est_un_classeur(piece: DocumentLu) -> bool:
    return piece.nom.endswith(".xlsx")


def _textes_d_une_piece(lue: DocumentLu, attendue: DocumentLu) -> Iterator[Ecart]:
    """Un classeur se compare cellule par cellule, tout autre fichier ligne par ligne."""
    if _est_un_classeur(lue):
        try:
            yield from _textes(LECTEURS["xlsx"], lue, attendue)
        except SourceRefusee as refus:
            yield Ecart("classeur", refus.faute.message, "un classeur lisible")
        return
    trouves = list(comparer_passages(_lignes(lue), _lignes(attendue)))
    yield from trouves or [premier_octet(lue.octets, attendue.octets)]


def _lignes(piece: DocumentLu) -> list[Passage]:
    lignes = piece.octets.decode("utf-8", errors="replace").splitlines()
    return [Passage(f"ligne {rang}", ligne) for rang, ligne in enumerate(lignes, 1)]
