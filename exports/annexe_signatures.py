"""Qui signe l'annexe, et ce que chacun y arrête."""

from collections.abc import Iterator

from exports.annexe_contexte import Contexte
from exports.document_elements import Signature
from exports.sceau import GenrePerimetre
from exports.typographie import afficher_euros
from financement.cloture.resultat import LigneCloturee
from financement.nomenclature import LIBELLES_CATEGORIES

__all__ = ["signatures"]


def signatures(contexte: Contexte) -> tuple[Signature, ...]:
    """Un bloc par financeur du périmètre qui a une ligne, puis par maître d'ouvrage qui n'a pas déjà signé."""
    return (*_financeurs(contexte), *_maitres(contexte))


def _financeurs(contexte: Contexte) -> Iterator[Signature]:
    for financeur in contexte.financeurs_du_perimetre:
        lignes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.financeur == financeur.code]
        if lignes:
            yield Signature(
                organisme=contexte.financeurs[financeur.code],
                qualite=f"Financeur – {LIBELLES_CATEGORIES[financeur.categorie]}",
                objet=_objet(contexte, "ses concours", lignes),
            )


def _maitres(contexte: Contexte) -> Iterator[Signature]:
    if contexte.perimetre.genre is GenrePerimetre.FINANCEUR:
        return
    financeurs = {ligne.cle.financeur for ligne in contexte.cloture.lignes}
    maitres = dict.fromkeys(operation.maitre_ouvrage for operation in contexte.operations)
    for maitre in maitres:
        if maitre not in financeurs:
            lignes = [ligne for ligne in contexte.cloture.lignes if ligne.faits.operation.maitre_ouvrage == maitre]
            yield Signature(
                organisme=contexte.maitres[maitre],
                qualite="Maître d'ouvrage",
                objet=_objet(contexte, "le financement de ses opérations", lignes),
            )


def _objet(contexte: Contexte, quoi: str, lignes: list[LigneCloturee]) -> str:
    montant = sum(ligne.montant_cloture for ligne in lignes)
    return f"Arrête {quoi} à {afficher_euros(montant, contexte.unite)}."
