"""Ce que couvre une annexe : tout le projet, ou ce que signe un financeur, un maître d'ouvrage, une opération."""

from dataclasses import replace

from exports.sceau import GenrePerimetre, Perimetre
from financement.catalogue import CodeFaute
from financement.cloture.resultat import Cloture
from financement.fautes import ValeurImpossible, faute
from financement.operation import Operation
from financement.plan import CleLigne
from financement.projet import Projet
from financement.provenance import Provenance
from financement.ressemblance import proposition

__all__ = ["couvre", "couvre_operation", "couvre_point", "exiger_perimetre", "restreindre"]

_G = GenrePerimetre


def exiger_perimetre(projet: Projet, perimetre: Perimetre) -> None:
    """Lève :class:`ValeurImpossible`, avec le nom le plus proche, si le projet ignore ce que désigne le périmètre."""
    connus, inconnu = {
        _G.ENSEMBLE: ([perimetre.code], CodeFaute.VALEUR_INTERDITE),
        _G.FINANCEUR: ([financeur.code for financeur in projet.convention.financeurs], CodeFaute.FINANCEUR_INCONNU),
        _G.MAITRE_OUVRAGE: ([operation.maitre_ouvrage for operation in projet.operations], CodeFaute.VALEUR_INTERDITE),
        _G.OPERATION: ([operation.code for operation in projet.operations], CodeFaute.OPERATION_INCONNUE),
    }[perimetre.genre]
    if perimetre.code in connus:
        return
    termes = {"proposition": proposition(perimetre.code, tuple(dict.fromkeys(connus)))}
    if inconnu is CodeFaute.VALEUR_INTERDITE:
        termes = {
            "regle": f"ce n'est le maître d'ouvrage d'aucune opération{termes['proposition']}",
            "correction": "Donner le code ou le nom que porte la colonne maitre_ouvrage.",
        }
    lieu = Provenance(colonne=perimetre.genre.value)
    raise ValeurImpossible("Périmètre", [faute(inconnu, lieu, perimetre.code, **termes)])


def couvre_operation(perimetre: Perimetre, operation: Operation) -> bool:
    """L'opération est du périmètre ; pour un financeur, toutes le sont, et ses lignes font le tri."""
    match perimetre.genre:
        case _G.MAITRE_OUVRAGE:
            return operation.maitre_ouvrage == perimetre.code
        case _G.OPERATION:
            return operation.code == perimetre.code
        case _:
            return True


def couvre(perimetre: Perimetre, cle: CleLigne, operation: Operation) -> bool:
    """La ligne de financement, sur cette opération, est du périmètre."""
    if perimetre.genre is _G.FINANCEUR:
        return cle.financeur == perimetre.code
    return couvre_operation(perimetre, operation)


def couvre_point(
    perimetre: Perimetre, operation: str | None, financeur: str | None, operations: frozenset[str]
) -> bool:
    """Ce qui touche cette opération et ce financeur (``None`` : tous) est du périmètre, dont voici les opérations."""
    du_financeur = perimetre.genre is not _G.FINANCEUR or financeur in {None, perimetre.code}
    return du_financeur and (operation is None or operation in operations)


def restreindre(cloture: Cloture, perimetre: Perimetre) -> Cloture:
    """La clôture réduite aux lignes du périmètre ; ses totaux sont ceux de ces lignes."""
    retenues = tuple(ligne for ligne in cloture.lignes if couvre(perimetre, ligne.cle, ligne.faits.operation))
    return replace(cloture, lignes=retenues)
