"""Ce que les champs de fusion énumèrent ou comptent : financeurs, natures, états, trop-perçus, contreparties."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.tableaux.execution import grandeur
from exports.annexe.tableaux.suivi import contreparties, insertions
from exports.document.typographie import afficher_euros
from financement.affichage.libelles import accorder
from financement.cloture.etat import AvancementOperation
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import Nature, StatutContrepartie
from financement.valeurs.montants import ESPACE_FINE, ESPACE_INSECABLE
from financement.valeurs.quantites import afficher_quantite

__all__ = [
    "GRANDEURS",
    "NEANT",
    "SEPARATEUR",
    "autofinancement_par_financeur",
    "bilan_des_contreparties",
    "enumerer",
    "financeurs_ayant",
    "financeurs_s_autofinancant",
    "heures",
    "insertion_manquante",
    "nombre_d_operations",
    "nombre_de_trop_percus",
    "nombres_par_etat",
    "objet_du_trop_percu",
    "par_financeur",
    "par_nature",
    "repartition_par_etat",
    "somme",
    "trop_percus",
]

NEANT: Final = "néant"
SEPARATEUR: Final = f"{ESPACE_FINE}; "
"""Ce qui sépare deux éléments d’une liste dans une phrase."""

GRANDEURS: Final = (
    ("montant_programme", "concours programmés", "programme"),
    ("montant_cloture", "concours à la clôture", "montant_cloture"),
    ("engage", "concours engagés, nets des dégagements", "engage"),
    ("paye", "concours payés, nets des reversements", "paye"),
    ("solde_a_verser", "solde à verser", "solde_a_verser"),
    ("trop_percu", "trop-perçu", "trop_percu"),
    ("a_degager", "montant à dégager", "a_degager"),
    ("a_engager", "montant à engager", "a_engager"),
    ("economie", "économie (programmé − montant de clôture)", "economie"),
)
"""Nom de champ, libellé et grandeur de chaque montant ; tous sont ceux des concours."""

_NATURES: Final = {Nature.SUBVENTION: "subventions", Nature.PRET: "prêts"}
_ETATS: Final = {
    AvancementOperation.SOLDEE: ("soldée", "soldées"),
    AvancementOperation.ACHEVEE: ("achevée en attente de solde", "achevées en attente de solde"),
    AvancementOperation.EN_COURS: ("en cours", "en cours"),
    AvancementOperation.ENGAGEE_NON_DEMARREE: ("engagée non démarrée", "engagées non démarrées"),
    AvancementOperation.A_ENGAGER: ("à engager", "à engager"),
    AvancementOperation.FORCLOSE: ("forclose", "forcloses"),
    AvancementOperation.ABANDONNEE: ("abandonnée", "abandonnées"),
    AvancementOperation.ACHEVEE_SANS_CONCOURS: ("achevée sans concours", "achevées sans concours"),
    AvancementOperation.NON_ACHEVEE_SANS_CONCOURS: ("non achevée sans concours", "non achevées sans concours"),
}
_STATUTS: Final = {StatutContrepartie.CEDEE: ("cédée", "cédées"), StatutContrepartie.A_CEDER: ("à céder", "à céder")}
_TROP_PERCUS_DETAILLES: Final = 12
_PLURIEL: Final = 2


def enumerer(textes: Iterable[str]) -> str:
    """« un, deux et trois » ; vide sans texte.

    >>> enumerer(["un", "deux", "trois"])
    'un, deux et trois'
    """
    *premiers, dernier = [*textes] or [""]
    return f"{', '.join(premiers)} et {dernier}" if premiers else dernier


def somme(lignes: Iterable[LigneCloturee], nom: str) -> int:
    """La somme d’une grandeur, en centimes."""
    return sum(grandeur(ligne, nom) for ligne in lignes)


def _element(nom: str, texte: str) -> str:
    return f"{nom}{ESPACE_INSECABLE}: {texte}"


def financeurs_ayant(contexte: Contexte, nom: str) -> dict[str, int]:
    """Le montant, par code, de chaque financeur dont les concours ne sont pas nuls pour cette grandeur, en centimes."""
    return _par_financeur(contexte, contexte.concours, nom)


def financeurs_s_autofinancant(contexte: Contexte, nom: str) -> dict[str, int]:
    """De même pour l’autofinancement."""
    return _par_financeur(contexte, contexte.autofinancement, nom)


def _par_financeur(contexte: Contexte, lignes: Iterable[LigneCloturee], nom: str) -> dict[str, int]:
    sommes = dict.fromkeys((financeur.code for financeur in contexte.financeurs_du_perimetre), 0)
    for ligne in lignes:
        sommes[ligne.cle.financeur] += grandeur(ligne, nom)
    return {code: montant for code, montant in sommes.items() if montant}


def par_financeur(contexte: Contexte, nom: str) -> str:
    """« Ville : 12,00 € ; ANRU : 3,00 € », sans les montants nuls."""
    return _enumerer_les_financeurs(contexte, financeurs_ayant(contexte, nom))


def autofinancement_par_financeur(contexte: Contexte) -> str:
    """L’autofinancement à la clôture, de même."""
    return _enumerer_les_financeurs(contexte, financeurs_s_autofinancant(contexte, "montant_cloture"))


def _enumerer_les_financeurs(contexte: Contexte, montants: Mapping[str, int]) -> str:
    elements = [
        _element(contexte.financeurs[code], afficher_euros(montant, contexte.unite))
        for code, montant in montants.items()
    ]
    return SEPARATEUR.join(elements) or NEANT


def par_nature(contexte: Contexte, nom: str) -> str:
    """« soit 12,00 € de subventions et 3,00 € de prêts », ou « entièrement en subventions »."""
    sommes = {
        nature: somme((ligne for ligne in contexte.concours if ligne.cle.nature is nature), nom) for nature in _NATURES
    }
    presentes = {nature: montant for nature, montant in sommes.items() if montant}
    match list(presentes):
        case []:
            return NEANT
        case [nature]:
            return f"entièrement en {_NATURES[nature]}"
        case _:
            parts = (f"{afficher_euros(m, contexte.unite)} de {_NATURES[nature]}" for nature, m in presentes.items())
            return f"soit {enumerer(parts)}"


# --- opérations


def nombre_d_operations(contexte: Contexte) -> str:
    """Les opérations du tableau en vigueur, et celles qui portent une ligne sans y être."""
    nombre = len(contexte.operations)
    return accorder(nombre, "opération", "opérations") if nombre else "aucune opération"


def nombres_par_etat(contexte: Contexte) -> dict[AvancementOperation, int]:
    """Le nombre d’opérations de chaque état présent, de la plus avancée à la moins."""
    nombres = Counter(contexte.etats[operation.code].avancement for operation in contexte.operations)
    return {etat: nombres[etat] for etat in _ETATS if nombres[etat]}


def repartition_par_etat(contexte: Contexte) -> str:
    """« 40 soldées, 12 en cours et 1 abandonnée », « toutes soldées », ou « soldée » s’il n’y en a qu’une."""
    nombres = nombres_par_etat(contexte)
    match list(nombres.items()):
        case []:
            return NEANT
        case [(etat, nombre)]:
            singulier, pluriel = _ETATS[etat]
            return f"toutes {pluriel}" if nombre > 1 else singulier
        case presents:
            return enumerer(accorder(nombre, *_ETATS[etat]) for etat, nombre in presents)


# --- trop-perçus


def trop_percus(contexte: Contexte) -> tuple[LigneCloturee, ...]:
    """Les concours qui ont un trop-perçu."""
    return tuple(ligne for ligne in contexte.concours if ligne.trop_percu)


def nombre_de_trop_percus(contexte: Contexte) -> str:
    """« 2 trop-perçus », « aucun trop-perçu »."""
    nombre = len(trop_percus(contexte))
    return accorder(nombre, "trop-perçu", "trop-perçus") if nombre else "aucun trop-perçu"


def objet_du_trop_percu(contexte: Contexte) -> str:
    """Chaque trop-perçu, par financeur et opération ; au-delà de douze, leur total par financeur."""
    lignes = trop_percus(contexte)
    if len(lignes) > _TROP_PERCUS_DETAILLES:
        nombres = Counter(ligne.cle.financeur for ligne in lignes)
        elements = [
            _element(
                f"{contexte.financeurs[code]}, {accorder(nombres[code], 'ordre', 'ordres')}",
                afficher_euros(montant, contexte.unite),
            )
            for code, montant in financeurs_ayant(contexte, "trop_percu").items()
        ]
    else:
        elements = [
            _element(
                f"{contexte.financeurs[ligne.cle.financeur]}, opération {ligne.cle.operation}",
                afficher_euros(ligne.trop_percu, contexte.unite),
            )
            for ligne in lignes
        ]
    return SEPARATEUR.join(elements) or NEANT


# --- contreparties et insertion


def bilan_des_contreparties(contexte: Contexte) -> str:
    """« 4 contreparties foncières, d’une surface de 6 670 m² : 3 cédées et 1 à céder »."""
    retenues = contreparties(contexte)
    if not retenues:
        return "aucune contrepartie foncière"
    nombres = Counter(contrepartie.statut for contrepartie in retenues)
    presents = [statut for statut in _STATUTS if nombres[statut]]
    surface = afficher_quantite(sum((c.surface_m2 for c in retenues), Decimal(0)))
    tout = accorder(len(retenues), "contrepartie foncière", "contreparties foncières")
    debut = f"{tout}, d’une surface de {surface}{ESPACE_INSECABLE}m²"
    if len(presents) > 1:
        return _element(debut, enumerer(accorder(nombres[statut], *_STATUTS[statut]) for statut in presents))
    singulier, pluriel = _STATUTS[presents[0]]
    return f"{debut}, {f'toutes {pluriel}' if len(retenues) > 1 else singulier}"


def insertion_manquante(contexte: Contexte) -> str:
    """« 150 heures, sur 2 opérations » : ce qui manque aux objectifs, sans ce que d’autres ont fait en plus."""
    manques = [i.heures_objectif - i.heures_realisees for i in insertions(contexte)]
    manquants = [manque for manque in manques if manque > 0]
    if not manquants:
        return NEANT
    return f"{heures(manquants)}, sur {accorder(len(manquants), 'opération', 'opérations')}"


def heures(quantites: Iterable[Decimal]) -> str:
    """« 1 250 heures », le pluriel commençant à deux."""
    total = sum(quantites, Decimal(0))
    if not total:
        return "aucune heure"
    return f"{afficher_quantite(total)} heure{'' if total < _PLURIEL else 's'}"
