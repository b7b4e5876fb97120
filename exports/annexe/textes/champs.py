"""Les champs de fusion du texte de clôture : chacun a un nom, un libellé, et un texte français tiré du contexte.

Montants dans l’unité de l’annexe, sur son périmètre. Un texte du dossier est inséré tel quel, rendu affichable : des
accolades qu’il contient n’y sont jamais prises pour un champ.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.tableaux.suivi import insertions
from exports.annexe.textes import champs_listes
from exports.annexe.textes.champs_listes import GRANDEURS, enumerer, somme
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre
from exports.document.typographie import afficher_euros, composer_espaces
from exports.texte.affichable import rendre_affichable
from exports.texte.lettres import date_longue, en_lettres, montant_en_lettres
from financement.affichage.libelles import accorder, afficher_nombre
from financement.cloture.resultat import LigneCloturee
from financement.controles.constat import nombre_bloquants
from financement.dossier.convention import Avenant
from financement.dossier.nomenclature import LIBELLES_NATURES_AVENANT, Base, Origine, Programme
from financement.dossier.regles import empreinte_des_regles
from financement.fautes.faute import ErreurFinancement
from financement.valeurs.ressemblance import proposition

__all__ = ["CHAMPS", "Champ", "ChampInconnu", "fusionner"]

_CHAMP: Final = re.compile(r"\{([^{}]*)\}")
_SANS_OBJET: Final = "sans objet"
_PROGRAMMES: Final = {
    Programme.PNRU: "programme national de rénovation urbaine (PNRU)",
    Programme.NPNRU: "nouveau programme national de renouvellement urbain (NPNRU)",
}
_UNITES: Final = {Precision.CENTIME: "en euros et centimes", Precision.EURO: "en euros entiers"}


class ChampInconnu(ErreurFinancement, ValueError):
    """Un modèle de texte cite un champ qui n’existe pas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Champ:
    """Un champ de fusion : son nom, ce qu’il est, et le texte qu’il donne dans un contexte."""

    nom: str
    libelle: str
    valeur: Callable[[Contexte], str]


def fusionner(modele: str, contexte: Contexte) -> str:
    """Le ``modele``, espaces composées, où chaque ``{nom}`` est remplacé par le texte du champ de ce nom.

    Un modèle est un texte de la bibliothèque, jamais du dossier. Ce qui est inséré n’est pas relu. Lève
    :class:`ChampInconnu`, avec le nom le plus proche, si un champ n’existe pas.
    """

    def remplacer(trouve: re.Match[str]) -> str:
        champ = CHAMPS.get(trouve[1])
        if champ is None:
            raise ChampInconnu(f"champ inconnu : « {trouve[1]} »{proposition(trouve[1], CHAMPS)}")
        return champ.valeur(contexte)

    return _CHAMP.sub(remplacer, composer_espaces(modele))


# --- la convention


def _reglement(contexte: Contexte) -> str:
    propre = contexte.projet.reglement_propre
    if propre is not None:
        return composer_espaces(f"règlement propre au dossier, établi sur le jeu « {propre.base} »")
    return composer_espaces(f"règlement « {contexte.convention.reglement} »")


def _avenants(contexte: Contexte) -> tuple[Avenant, ...]:
    """Les avenants signés à la date d’arrêté."""
    return tuple(avenant for avenant in contexte.convention.avenants if avenant.numero <= contexte.tableau.version)


def _nommer(avenant: Avenant) -> str:
    return composer_espaces(f"l’avenant n° {avenant.numero} du {date_longue(avenant.date)}")


def _liste_des_avenants(contexte: Contexte) -> str:
    return enumerer(map(_nommer, _avenants(contexte))) or "aucun avenant"


def _nombre_d_avenants(contexte: Contexte) -> str:
    nombre = len(_avenants(contexte))
    return f"{en_lettres(nombre)} avenant{'s' if nombre > 1 else ''}" if nombre else "aucun avenant"


def _version(contexte: Contexte) -> str:
    avenants = _avenants(contexte)
    if not avenants:
        return "la convention initiale"
    return f"{_nommer(avenants[-1])} ({LIBELLES_NATURES_AVENANT[avenants[-1].nature]})"


def _limite_de_solde(contexte: Contexte) -> str:
    limite = contexte.tableau.date_limite_solde
    return date_longue(limite) if limite else "non fixée"


def _perimetre(contexte: Contexte) -> str:
    code = contexte.perimetre.code
    match contexte.perimetre.genre:
        case GenrePerimetre.ENSEMBLE:
            return "l’ensemble de la convention"
        case GenrePerimetre.FINANCEUR:
            return f"la part du financeur {contexte.financeurs[code]}"
        case GenrePerimetre.MAITRE_OUVRAGE:
            operations = "l’opération" if len(contexte.operations) == 1 else "les opérations"
            return f"{operations} du maître d’ouvrage {contexte.maitres[code]}"
        case GenrePerimetre.OPERATION:
            libelles = [f" – {operation.libelle}" for operation in contexte.operations]
            return f"l’opération {rendre_affichable(''.join((code, *libelles)))}"


# --- le programme et les montants


def _cout(contexte: Contexte, centimes: int) -> str:
    match contexte.bases:
        case (Base() as base,):
            return f"{_euros(contexte, centimes)} {base.upper()}"
        case ():
            return _euros(contexte, centimes)
        case _:
            return f"{_euros(contexte, centimes)} sur base déclarée (HT ou TTC selon l’opération)"


def _euros(contexte: Contexte, centimes: int) -> str:
    return afficher_euros(centimes, contexte.unite)


def _de_l_ecart(contexte: Contexte, lignes: Iterable[LigneCloturee]) -> str:
    economie = somme(lignes, "economie")
    if not economie:
        return "aucun écart"
    return f"{'une économie' if economie > 0 else 'un dépassement'} de {_euros(contexte, abs(economie))}"


def _champs_de_montant(nom: str, libelle: str, grandeur: str) -> tuple[Champ, ...]:
    """Une grandeur totale en chiffres et en lettres, puis les mêmes pour l’ANRU si un seul financeur l’est."""

    def total(contexte: Contexte) -> int:
        return somme(contexte.concours, grandeur)

    def de_l_anru(contexte: Contexte) -> int | None:
        agence = contexte.agence_seule
        if agence is None:
            return None
        return somme((ligne for ligne in contexte.concours if ligne.cle.financeur == agence), grandeur)

    def en_chiffres(contexte: Contexte) -> str:
        montant = de_l_anru(contexte)
        return _SANS_OBJET if montant is None else _euros(contexte, montant)

    def en_toutes_lettres(contexte: Contexte) -> str:
        montant = de_l_anru(contexte)
        return _SANS_OBJET if montant is None else montant_en_lettres(montant)

    return (
        Champ(nom=nom, libelle=libelle, valeur=lambda contexte: _euros(contexte, total(contexte))),
        Champ(
            nom=f"{nom}_lettres",
            libelle=f"{libelle}, en lettres",
            valeur=lambda contexte: montant_en_lettres(total(contexte)),
        ),
        Champ(nom=f"anru_{nom}", libelle=f"{libelle}, part de l’ANRU", valeur=en_chiffres),
        Champ(nom=f"anru_{nom}_lettres", libelle=f"{libelle}, part de l’ANRU, en lettres", valeur=en_toutes_lettres),
    )


def _champs_de_repartition(nom: str, libelle: str, grandeur: str) -> tuple[Champ, ...]:
    """Une grandeur par financeur, puis par nature."""
    return (
        Champ(
            nom=f"{nom}_par_financeur",
            libelle=f"{libelle}, par financeur",
            valeur=lambda contexte: champs_listes.par_financeur(contexte, grandeur),
        ),
        Champ(
            nom=f"{nom}_par_nature",
            libelle=f"{libelle}, par nature de financement",
            valeur=lambda contexte: champs_listes.par_nature(contexte, grandeur),
        ),
    )


# --- les réserves


def _constats_bloquants(contexte: Contexte) -> str:
    nombre = nombre_bloquants(contexte.constats)
    return accorder(nombre, "constat bloquant", "constats bloquants") if nombre else "aucun constat bloquant"


def _mention_illustrative(contexte: Contexte) -> str:
    operations = contexte.programme.operations
    nombre = sum(operation.origine is Origine.ILLUSTRATIF for operation in operations)
    if not nombre:
        return "aucune opération illustrative"
    illustratives = accorder(nombre, "opération illustrative", "opérations illustratives")
    total = afficher_nombre(len(operations))
    return f"{illustratives} sur {total} (montants, dates et mouvements inventés pour l’exemple)"


_TEXTES: Final[dict[str, tuple[str, Callable[[Contexte], str]]]] = {
    "nom_convention": ("nom de la convention", lambda c: rendre_affichable(c.convention.nom)),
    "code_convention": ("code de la convention", lambda c: c.convention.code),
    "programme": ("sigle du programme national", lambda c: c.convention.programme.value),
    "programme_complet": ("nom du programme national", lambda c: _PROGRAMMES[c.convention.programme]),
    "reglement": ("règlement appliqué par les contrôles", _reglement),
    "porteur": ("porteur de projet en vigueur", lambda c: rendre_affichable(c.tableau.porteur)),
    "date_signature": ("date de signature de la convention", lambda c: date_longue(c.convention.date_signature)),
    "date_arrete": ("date d’arrêté", lambda c: date_longue(c.au)),
    "date_limite_engagement": (
        "date limite d’engagement en vigueur",
        lambda c: date_longue(c.tableau.date_limite_engagement),
    ),
    "date_limite_solde": ("date limite de solde en vigueur", _limite_de_solde),
    "avenants": ("avenants signés à la date d’arrêté", _liste_des_avenants),
    "nombre_avenants": ("nombre d’avenants signés, en lettres", _nombre_d_avenants),
    "version_en_vigueur": ("dernier acte signé", _version),
    "perimetre": ("ce que couvre l’annexe", _perimetre),
    "unite": ("unité des montants", lambda c: _UNITES[c.unite]),
    "nombre_operations": ("nombre d’opérations", champs_listes.nombre_d_operations),
    "repartition_par_etat": ("état des opérations à la clôture", champs_listes.repartition_par_etat),
    "cout_programme": ("coût programmé, base nommée", lambda c: _cout(c, c.programme.cout)),
    "cout_final": ("coût final, base nommée", lambda c: _cout(c, c.final.cout)),
    "ecart_au_programme": ("économie ou dépassement des concours", lambda c: _de_l_ecart(c, c.concours)),
    "autofinancement_programme": (
        "autofinancement programmé",
        lambda c: _euros(c, somme(c.autofinancement, "programme")),
    ),
    "autofinancement_cloture": (
        "autofinancement à la clôture",
        lambda c: _euros(c, somme(c.autofinancement, "montant_cloture")),
    ),
    "autofinancement_par_financeur": (
        "autofinancement à la clôture, par financeur",
        champs_listes.autofinancement_par_financeur,
    ),
    "ecart_d_autofinancement": (
        "économie ou dépassement de l’autofinancement",
        lambda c: _de_l_ecart(c, c.autofinancement),
    ),
    "plan_cloture": (
        "plan de financement à la clôture : concours et autofinancement",
        lambda c: _euros(c, somme(c.cloture.lignes, "montant_cloture")),
    ),
    "nombre_trop_percus": ("nombre de trop-perçus", champs_listes.nombre_de_trop_percus),
    "objet_du_trop_percu": ("objet de chaque ordre de reversement", champs_listes.objet_du_trop_percu),
    "contreparties_foncieres": ("contreparties foncières", champs_listes.bilan_des_contreparties),
    "heures_insertion_objectif": (
        "objectif d’heures d’insertion",
        lambda c: champs_listes.heures(i.heures_objectif for i in insertions(c)),
    ),
    "heures_insertion_realisees": (
        "heures d’insertion réalisées",
        lambda c: champs_listes.heures(i.heures_realisees for i in insertions(c)),
    ),
    "insertion_manquante": ("heures d’insertion qui manquent à des opérations", champs_listes.insertion_manquante),
    "nombre_constats_bloquants": ("constats bloquants de tout le dossier", _constats_bloquants),
    "mention_illustrative": ("part illustrative du programme", _mention_illustrative),
    "empreinte_dossier": ("empreinte sha256 du dossier", lambda c: c.empreinte),
    "empreinte_regles": ("empreinte sha256 des règles", lambda c: empreinte_des_regles(c.projet)),
}


def _tous() -> tuple[Champ, ...]:
    textes = (Champ(nom=nom, libelle=libelle, valeur=valeur) for nom, (libelle, valeur) in _TEXTES.items())
    montants = (champ for triplet in GRANDEURS for champ in _champs_de_montant(*triplet))
    repartitions = (champ for triplet in GRANDEURS for champ in _champs_de_repartition(*triplet))
    return (*textes, *montants, *repartitions)


CHAMPS: Final = MappingProxyType({champ.nom: champ for champ in _tous()})
"""Les champs, par nom."""
