"""Vérifier un document : relire son sceau, recomposer depuis le dossier ce qu’il devrait être, dire ce qui diffère."""

import os
from pathlib import Path
from typing import Final

from exports.document.sceau import DEMANDE_DE_SOLDE, Sceau, SceauIllisible
from exports.verification.commun.lecture import DocumentLu, refus
from exports.verification.confrontation import ECARTS_GARDES, Confrontation, confronter_les_documents
from exports.verification.formats import LECTEURS, reconnaitre
from exports.verification.recomposition import documents_attendus, documents_lus, exiger_applicable, recomposer
from exports.verification.resultat import Verdict, Verification
from exports.verification.source import Source, confronter
from financement.dossier.regles import empreinte_des_regles
from financement.fautes.faute import ModeleFaute, TexteRefuse, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.version import __version__
from maquettes.dossiers import lire_dossier
from maquettes.fichiers.sources import SourceRefusee, lire_octets

__all__ = ["verifier"]

_COURTE: Final = 16


DOSSIER_A_DONNER: Final = ModeleFaute(
    "VERIFICATION-02",
    "« {lu} » ne contient pas le dossier dont il est tiré.",
    "Donner aussi ce dossier : financement verifier FICHIER DOSSIER.",
)


def verifier(fichier: Path, dossier: Path | None = None) -> Verification:
    """Confronte le document ``fichier`` au dossier qu’il porte, ou à celui que l’on donne, et aux règles.

    Rien n’est écrit. Lève ``SourceRefusee`` si le fichier n’est pas un document de la bibliothèque ou si le dossier
    manque, ``DossierRefuse`` si le dossier donné est illisible, ``PaquetAbsent`` s’il faut un paquet pour relire ou
    recomposer ce format.
    """
    validation.exiger(
        "Vérification",
        validation.instance("fichier", fichier, Path),
        None if dossier is None else validation.instance("dossier", dossier, Path),
    )
    if not os.path.lexists(fichier):
        raise refus(fichier.name, "ce fichier n’existe pas")
    lu = DocumentLu(fichier.name, lire_octets(fichier))
    forme = reconnaitre(lu)
    sceau = _sceau(lu, forme)
    joint = LECTEURS[forme].dossier(lu)
    if joint is None and dossier is None:
        raise SourceRefusee(faute(DOSSIER_A_DONNER, Provenance(fichier=lu.nom), lu.nom))
    source = confronter(sceau, joint, None if dossier is None else lire_dossier(dossier))
    confrontation = _confronter(lu, forme, sceau, source, fichier.parent)
    return Verification(
        fichier=lu.nom,
        format=forme,
        sceau=sceau,
        reponse=confrontation.reponse,
        document=confrontation.verdict,
        dossier=source.verdict,
        regles=_regles(sceau, source),
        reserves=(*_reserves(sceau), *confrontation.reserves),
        ecarts=(*source.ecarts, *confrontation.ecarts)[:ECARTS_GARDES],
        nombre_ecarts=len(source.ecarts) + confrontation.nombre_ecarts,
        objets=confrontation.objets,
        nombre_objets=confrontation.nombre_objets,
    )


def _sceau(lu: DocumentLu, forme: str) -> Sceau:
    texte = LECTEURS[forme].sceau(lu)
    if texte is None:
        raise refus(lu.nom, "il ne porte pas le sceau d’une annexe")
    try:
        sceau = Sceau.lire(texte)
    except SceauIllisible:
        raise refus(lu.nom, "son sceau est illisible") from None
    if sceau.est_une_simulation:
        raise refus(lu.nom, "c’est une simulation, que « financement simuler » refait avec son fichier de scénarios")
    return sceau


def _regles(sceau: Sceau, source: Source) -> Verdict:
    if source.projet is None:
        return Verdict(None, "elles n’ont pas pu être vérifiées, faute de dossier lisible.")
    lues = empreinte_des_regles(source.projet)
    if lues == sceau.regles:
        return Verdict(True, "ce sont celles du document.")
    cause = "du logiciel" if source.verdict.accord else "du dossier"
    dit = f"empreinte {lues[:_COURTE]}…, au lieu de {sceau.regles[:_COURTE]}…"
    return Verdict(False, f"les règles {cause} ne sont pas celles du document ({dit}).")


def _reserves(sceau: Sceau) -> tuple[str, ...]:
    logiciel = f"financement {__version__}"
    if sceau.logiciel.removesuffix(DEMANDE_DE_SOLDE) == logiciel:
        return ()
    return (f"le document dit avoir été écrit par « {sceau.logiciel} » ; il est vérifié par « {logiciel} ».",)


def _confronter(lu: DocumentLu, forme: str, sceau: Sceau, source: Source, repertoire: Path) -> Confrontation:
    """Le document confronté à ce que donne le dossier, s’il en donne un."""
    if source.projet is None:
        verdict = Verdict(None, "il n’a pas pu être recomposé, faute de dossier lisible.")
        return Confrontation(reponse=None, verdict=verdict)
    try:
        exiger_applicable(source.projet, sceau)
    except (TexteRefuse, ValeurImpossible) as impossible:
        verdict = Verdict(False, f"son sceau ne convient pas au dossier. {impossible.fautes[0].message}")
        return Confrontation(reponse=None, verdict=verdict)
    attendus = documents_attendus(recomposer(source.projet, sceau), forme, lu)
    return confronter_les_documents(forme, documents_lus(lu, attendus, repertoire), attendus)
