"""HT et TTC : une dépense est sur la base de son opération, ou n’est pas lue ; rien ne se convertit sans ordre."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from financement.affichage.libelles import accorder
from financement.dossier.nomenclature import LIBELLES_TYPES, MOUVEMENTS_DU_MAITRE_OUVRAGE, Base, TypeMouvement
from financement.dossier.operation import Operation
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import afficher_montant
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.extraction import Extraction, MouvementRecu

__all__ = ["choisir_les_bases", "ramener_a_leur_base"]

_DITES: Final = {Base.HT: "hors taxes", Base.TTC: "toutes taxes comprises"}


def ramener_a_leur_base(extraction: Extraction, operations: Mapping[str, Operation]) -> None:
    """Donne à chaque dépense le montant de la base de son opération, telle que la dernière version la décrit.

    Une dépense que rien ne ramène à cette base est retirée de l’``extraction``, et constatée.
    """
    autres = choisir_les_bases(extraction, operations)
    extraction.mouvements = [recu for recu in extraction.mouvements if id(recu) not in autres]
    for recu in autres.values():
        _ecarter(extraction, recu, operations[str(recu.valeurs["operation"])])


def choisir_les_bases(extraction: Extraction, operations: Mapping[str, Operation]) -> dict[int, MouvementRecu]:
    """Donne à chaque dépense le montant de la base de son opération ; rend, par ``id``, celles que rien n’y ramène.

    Celles-ci gardent le montant de leur source.
    """
    convertis: list[MouvementRecu] = []
    autres: dict[int, MouvementRecu] = {}
    for recu in extraction.mouvements:
        operation = operations.get(str(recu.valeurs.get("operation")))
        if recu.bases is None or operation is None or recu.valeurs["type"] not in MOUVEMENTS_DU_MAITRE_OUVRAGE:
            continue
        if operation.base in recu.bases:
            recu.valeurs["montant"] = _garder_le_refus(recu, recu.bases[operation.base])
        elif extraction.table.source.convertir and operation.taux_tva is not None:
            (montant,) = recu.bases.values()
            recu.valeurs["montant"] = _garder_le_refus(recu, _convertir(montant, operation.base, operation.taux_tva))
            convertis.append(recu)
        else:
            autres[id(recu)] = recu
    _dire_les_convertis(extraction, convertis)
    return autres


def _garder_le_refus(recu: MouvementRecu, montant: int) -> object:
    return montant if isinstance(recu.valeurs["montant"], int) else recu.valeurs["montant"]


def _convertir(montant: int, vers: Base, taux: Fraction) -> int:
    return arrondir(montant * (1 + taux)) if vers is Base.TTC else arrondir(montant / (1 + taux))


def _ecarter(extraction: Extraction, recu: MouvementRecu, operation: Operation) -> None:
    sienne, montant = next(iter((recu.bases or {}).items()))
    genre = recu.valeurs["type"]
    nom = LIBELLES_TYPES[genre] if isinstance(genre, TypeMouvement) else str(genre)
    extraction.constats.append(
        constats.HT_CONTRE_TTC.constater(
            provenance=recu.lieu,
            operation=operation.code,
            montant=f"{nom.capitalize()} de {afficher_montant(montant)}",
            sienne=_DITES[sienne],
            attendue=_DITES[operation.base],
        )
    )
    compte = extraction.compte
    compte.cellules[Etat.LUE] -= 1
    compte.cellules[Etat.SIGNALEE] += 1
    compte.lignes[Etat.LUE] -= 1
    compte.lignes[Etat.SIGNALEE] += 1


def _dire_les_convertis(extraction: Extraction, convertis: Sequence[MouvementRecu]) -> None:
    if convertis:
        nombre = accorder(len(convertis), "montant converti", "montants convertis")
        lieu = convertis[0].lieu
        extraction.constats.append(constats.HT_ET_TTC_CONVERTIS.constater(provenance=lieu, nombre=nombre))
