"""Désigner un code sans l’écrire en entier : par sa casse près, ou par sa fin quand un seul code finit ainsi.

Une fin commence après un signe de séparation : « 08-0002-001 » désigne « 1101040-08-0002-001 », « 1 » ne désigne rien.
"""

from collections.abc import Iterable

from financement.dossier.familles import trouver_famille
from financement.dossier.fautes import FAMILLE_INCONNUE, FINANCEUR_INCONNU, OPERATION_INCONNUE
from financement.dossier.nomenclature import FAMILLES
from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, ModeleFaute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.graphies import cle_de_code, jumeaux
from financement.valeurs.ressemblance import proposition
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = ["famille_designee", "financeur_designe", "maitre_ouvrage_designe", "operation_designee"]

_CODES_CITES = 5


def operation_designee(projet: Projet, texte: str) -> str:
    """Le code de l’opération ; lève :class:`ValeurImpossible` si le texte n’en désigne aucune, ou plusieurs."""
    connus = dict.fromkeys(operation.code for operation in projet.operations)
    inconnue = _inconnu(OPERATION_INCONNUE, "operation", texte, proposition=proposition(texte, connus))
    return _designe(texte, connus, inconnue)


def financeur_designe(projet: Projet, texte: str) -> str:
    """Le code du financeur ; lève :class:`ValeurImpossible` si le texte n’en désigne aucun, ou plusieurs."""
    connus = [financeur.code for financeur in projet.convention.financeurs]
    inconnu = _inconnu(FINANCEUR_INCONNU, "financeur", texte, proposition=proposition(texte, connus))
    return _designe(texte, connus, inconnu)


def famille_designee(projet: Projet, texte: str) -> str:
    """Le code de la famille, ou son libellé ; lève :class:`ValeurImpossible` si elle n’existe pas."""
    programme = projet.convention.programme
    famille = trouver_famille(texte, programme)
    if famille is not None:
        return famille
    connues = FAMILLES[programme]
    termes = {"programme": str(programme), "proposition": proposition(texte, connues), "choix": ", ".join(connues)}
    raise ValeurImpossible("Sélection", [_inconnu(FAMILLE_INCONNUE, "famille", texte, **termes)])


def maitre_ouvrage_designe(projet: Projet, texte: str) -> str:
    """Le code, ou le nom libre, du maître d’ouvrage d’une opération ; lève :class:`ValeurImpossible` sinon."""
    connus = dict.fromkeys(operation.maitre_ouvrage for operation in projet.operations)
    inconnu = _inconnu(
        VALEUR_INTERDITE,
        "maitre_ouvrage",
        texte,
        regle=f"ce n’est le maître d’ouvrage d’aucune opération{proposition(texte, connus)}",
        correction="Donner le code ou le nom que porte la colonne maitre_ouvrage.",
    )
    return _designe(texte, connus, inconnu)


def _inconnu(modele: ModeleFaute, colonne: str, texte: str, **termes: str) -> Faute:
    return faute(modele, Provenance(colonne=colonne), texte, **termes)


def _designe(texte: str, connus: Iterable[str], inconnu: Faute) -> str:
    candidats = _candidats(texte, tuple(connus))
    if len(candidats) == 1:
        return candidats[0]
    if not candidats:
        raise ValeurImpossible("Sélection", [inconnu])
    cites = ", ".join(candidats[:_CODES_CITES]) + (", …" if len(candidats) > _CODES_CITES else "")
    plusieurs = faute(
        VALEUR_INTERDITE,
        inconnu.provenance,
        texte,
        regle=f"plusieurs codes se désignent ainsi ({cites})",
        correction="Donner une fin plus longue, ou le code entier.",
    )
    raise ValeurImpossible("Sélection", [plusieurs])


def _candidats(texte: str, connus: tuple[str, ...]) -> list[str]:
    """Le code lui-même, sinon ses jumeaux (casse, forme Unicode, espaces), sinon ceux qu’il finit."""
    if texte in connus:
        return [texte]
    if semblables := jumeaux(connus).semblables(texte):
        return list(semblables)
    forme = cle_de_code(texte)
    return [code for code in connus if forme and _finit(cle_de_code(code), forme)]


def _finit(code: str, fin: str) -> bool:
    return code.endswith(fin) and not code[-len(fin) - 1].isalnum()
