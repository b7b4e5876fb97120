"""Vérifier un document : relire son sceau, recomposer depuis le dossier ce qu'il devrait être, dire ce qui diffère."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from exports.mots import accorder
from exports.sceau import Sceau, SceauIllisible
from exports.verification.comparaison import Ecart
from exports.verification.formats import LECTEURS, reconnaitre
from exports.verification.lecture import DocumentLu, refus
from exports.verification.recomposition import (
    APPARENCE,
    comparer_documents,
    documents_attendus,
    documents_lus,
    recomposer,
)
from exports.verification.resultat import Verdict, Verification
from exports.verification.source import Source, confronter
from financement.catalogue import CodeFaute
from financement.dates import lire_date
from financement.fautes import TexteRefuse, ValeurImpossible, faute
from financement.provenance import Provenance
from financement.regles import empreinte_des_regles
from financement.version import __version__
from maquettes.dossiers import lire_dossier
from maquettes.sources import SourceRefusee, lire_octets

__all__ = ["verifier"]

_ECARTS_GARDES: Final = 1_000
_COURTE: Final = 16
_OCTET: Final = "octet "
_AU_SENS_PRES: Final = (
    "conforme au sens près : textes, valeurs et formules sont ceux que donnent le dossier et les règles."
)
_REENREGISTRE: Final = "le fichier a été réenregistré ; sa présentation n'est pas comparée : signer l'original."


def verifier(fichier: Path, dossier: Path | None = None) -> Verification:
    """Confronte le document ``fichier`` au dossier qu'il porte, ou à celui que l'on donne, et aux règles.

    Rien n'est écrit. Lève ``SourceRefusee`` si le fichier n'est pas un document de la bibliothèque ou si le dossier
    manque, ``DossierRefuse`` si le dossier donné est illisible, ``PaquetAbsent`` s'il faut un paquet pour relire ou
    recomposer ce format.
    """
    if not os.path.lexists(fichier):
        raise refus(fichier.name, "ce fichier n'existe pas")
    lu = DocumentLu(fichier.name, lire_octets(fichier))
    forme = reconnaitre(lu)
    sceau = _sceau(lu, forme)
    joint = LECTEURS[forme].dossier(lu)
    if joint is None and dossier is None:
        raise SourceRefusee(faute(CodeFaute.DOSSIER_A_DONNER, Provenance(fichier=lu.nom), lu.nom))
    source = confronter(sceau, joint, None if dossier is None else lire_dossier(dossier))
    document, ecarts, nombre = _document(lu, forme, sceau, source, fichier.parent)
    return Verification(
        fichier=lu.nom,
        format=forme,
        sceau=sceau,
        document=document,
        dossier=source.verdict,
        regles=_regles(sceau, source),
        reserves=(*_reserves(sceau), *((_REENREGISTRE,) if document.phrase == _AU_SENS_PRES else ())),
        ecarts=ecarts,
        nombre_ecarts=nombre,
    )


def _sceau(lu: DocumentLu, forme: str) -> Sceau:
    texte = LECTEURS[forme].sceau(lu)
    if texte is None:
        raise refus(lu.nom, "il ne porte pas le sceau d'une annexe")
    try:
        return Sceau.lire(texte)
    except SceauIllisible:
        raise refus(lu.nom, "son sceau est illisible") from None


def _regles(sceau: Sceau, source: Source) -> Verdict:
    if source.projet is None:
        return Verdict(None, "elles n'ont pas pu être vérifiées, faute de dossier lisible.")
    lues = empreinte_des_regles(source.projet)
    if lues == sceau.regles:
        return Verdict(True, "ce sont celles du document.")
    cause = "du logiciel" if source.verdict.accord else "du dossier"
    dit = f"empreinte {lues[:_COURTE]}…, au lieu de {sceau.regles[:_COURTE]}…"
    return Verdict(False, f"les règles {cause} ne sont pas celles du document ({dit}).")


def _reserves(sceau: Sceau) -> tuple[str, ...]:
    logiciel = f"financement {__version__}"
    if sceau.logiciel == logiciel:
        return ()
    return (f"le document dit avoir été écrit par « {sceau.logiciel} » ; il est vérifié par « {logiciel} ».",)


def _document(
    lu: DocumentLu, forme: str, sceau: Sceau, source: Source, repertoire: Path
) -> tuple[Verdict, tuple[Ecart, ...], int]:
    """Le verdict du document, les premiers écarts (ceux des dossiers d'abord) et leur nombre."""
    nombre = len(source.ecarts)
    if source.projet is None:
        verdict = Verdict(None, "il n'a pas pu être recomposé, faute de dossier lisible.")
        return verdict, source.ecarts[:_ECARTS_GARDES], nombre
    try:
        lire_date(sceau.date_arrete.isoformat())
        attendus = documents_attendus(recomposer(source.projet, sceau), forme, lu)
    except (TexteRefuse, ValeurImpossible) as impossible:
        verdict = Verdict(False, f"son sceau ne convient pas au dossier. {impossible.fautes[0].message}")
        return verdict, source.ecarts[:_ECARTS_GARDES], nombre
    lus = documents_lus(lu, attendus, repertoire)
    gardes, du_document = _garder(comparer_documents(forme, lus, attendus))
    verdict = _verdict(gardes, du_document, est_identique=all(lus[nom].octets == attendus[nom].octets for nom in lus))
    return verdict, (*source.ecarts, *gardes)[:_ECARTS_GARDES], nombre + du_document


def _garder(ecarts: Iterable[Ecart]) -> tuple[tuple[Ecart, ...], int]:
    """Les premiers écarts et leur nombre, ce qui a été écrit avant ce qui manque.

    Un tableur qui enregistre sans calculer vide toutes les formules : la cellule modifiée ne doit pas s'y perdre.
    """
    ecrits: list[Ecart] = []
    vides: list[Ecart] = []
    nombre = 0
    for ecart in ecarts:
        nombre += 1
        gardes = ecrits if ecart.lu else vides
        if len(gardes) < _ECARTS_GARDES:
            gardes.append(ecart)
    return (*ecrits, *vides)[:_ECARTS_GARDES], nombre


def _verdict(ecarts: tuple[Ecart, ...], nombre: int, *, est_identique: bool) -> Verdict:
    if est_identique and not nombre:
        return Verdict(True, "conforme, octet pour octet, à ce que donnent le dossier et les règles.")
    if not nombre:
        return Verdict(True, _AU_SENS_PRES)
    if all(ecart.lieu.startswith((_OCTET, APPARENCE)) for ecart in ecarts):
        suite = "ce que montre la page a pu être changé"
        return Verdict(
            False, f"ses textes sont ceux que donnent le dossier et les règles, mais non ses octets : {suite}."
        )
    endroits = accorder(nombre, "endroit", "endroits")
    return Verdict(False, f"il diffère en {endroits} de ce que donnent le dossier et les règles.")
