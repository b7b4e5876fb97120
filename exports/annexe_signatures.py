"""Qui signe l'annexe, et ce que chacun y arrête."""

from collections.abc import Iterator

from exports.annexe_contexte import Contexte
from exports.champs_listes import enumerer
from exports.document_elements import Signature
from exports.sceau import GenrePerimetre
from exports.typographie import afficher_euros
from financement.cloture.resultat import LigneCloturee
from financement.nomenclature import LIBELLES_CATEGORIES, LIBELLES_NATURES, NATURES

__all__ = ["signatures"]


def signatures(contexte: Contexte) -> tuple[Signature, ...]:
    """Un bloc par financeur du périmètre qui a une ligne, puis par maître d'ouvrage qui n'a pas déjà signé.

    Un financeur qui est aussi maître d'ouvrage arrête l'un et l'autre, sauf dans l'extrait d'un financeur.
    """
    return (*_financeurs(contexte), *_maitres(contexte))


def _operations_de(contexte: Contexte, maitre: str) -> list[LigneCloturee]:
    if contexte.perimetre.genre is GenrePerimetre.FINANCEUR:
        return []
    return [ligne for ligne in contexte.cloture.lignes if ligne.faits.operation.maitre_ouvrage == maitre]


def _financeurs(contexte: Contexte) -> Iterator[Signature]:
    for financeur in contexte.financeurs_du_perimetre:
        lignes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.financeur == financeur.code]
        if lignes:
            siennes = _operations_de(contexte, financeur.code)
            qualite = "Financeur et maître d'ouvrage" if siennes else "Financeur"
            objets = [*_ses_montants(contexte, lignes)]
            if siennes:
                objets.append(f"le financement de ses opérations à {_montant(contexte, siennes)}")
            yield Signature(
                organisme=contexte.financeurs[financeur.code],
                qualite=f"{qualite} – {LIBELLES_CATEGORIES[financeur.categorie]}",
                objet=f"Arrête {enumerer(objets)}.",
            )


def _ses_montants(contexte: Contexte, lignes: list[LigneCloturee]) -> Iterator[str]:
    """Les concours d'un financeur, et son autofinancement pour mémoire."""
    concours = [ligne for ligne in lignes if ligne.cle.est_concours]
    siens = [ligne for ligne in lignes if not ligne.cle.est_concours]
    if concours:
        yield f"ses concours à {_montant(contexte, concours)}{_par_nature(contexte, concours)}"
    if siens:
        yield f"son autofinancement (pour mémoire) à {_montant(contexte, siens)}"


def _maitres(contexte: Contexte) -> Iterator[Signature]:
    if contexte.perimetre.genre is GenrePerimetre.FINANCEUR:
        return
    financeurs = {ligne.cle.financeur for ligne in contexte.cloture.lignes}
    for maitre in dict.fromkeys(operation.maitre_ouvrage for operation in contexte.operations):
        if maitre not in financeurs:
            montant = _montant(contexte, _operations_de(contexte, maitre))
            yield Signature(
                organisme=contexte.maitres[maitre],
                qualite="Maître d'ouvrage",
                objet=f"Arrête le financement de ses opérations à {montant}.",
            )


def _montant(contexte: Contexte, lignes: list[LigneCloturee]) -> str:
    return afficher_euros(sum(ligne.montant_cloture for ligne in lignes), contexte.unite)


def _par_nature(contexte: Contexte, lignes: list[LigneCloturee]) -> str:
    """Les natures de ces concours et leur montant, s'il y en a plusieurs."""
    parts = {
        nature: [ligne for ligne in lignes if ligne.cle.nature is nature and ligne.montant_cloture]
        for nature in NATURES
    }
    presentes = {nature: siennes for nature, siennes in parts.items() if siennes}
    if len(presentes) < 2:  # noqa: PLR2004 -- une seule nature ne se détaille pas
        return ""
    detail = ", ".join(
        f"{LIBELLES_NATURES[nature].lower()} {_montant(contexte, siennes)}" for nature, siennes in presentes.items()
    )
    return f" ({detail})"
