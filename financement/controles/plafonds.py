"""Contrôles des plafonds du règlement : assiette, taux, avance, acomptes."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from financement.calculs.lignes import LigneSuivie, MouvementSuivi
from financement.calculs.situation import SIGNES_ENGAGE
from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import Categorie, Nature, TypeMouvement, Unite
from financement.dossier.operation import Operation
from financement.reglement.parametre import Parametre
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import afficher_montant
from financement.valeurs.quantites import afficher_quantite
from financement.valeurs.taux import afficher_taux

__all__ = [
    "acomptes_superieurs_au_plafond",
    "assiettes_excessives",
    "avance_superieure_au_plafond",
    "montant_attribue",
    "plafond_par_logement",
    "reference_affichee",
    "subventions_anru",
    "taux_superieur_au_maximum",
]


def reference_affichee(parametre: Parametre) -> str:
    """La référence d’une règle, et sa confiance si elle est notre lecture ou un usage."""
    lecture = f", lecture {parametre.confiance}" if parametre.confiance.est_interpretation else ""
    return f"{parametre.reference}{lecture}"


def subventions_anru(contexte: Contexte) -> Iterator[LigneSuivie]:
    """Les subventions de l’ANRU, dans l’ordre du dossier."""
    for ligne in contexte.lignes:
        if ligne.financeur.categorie is Categorie.ANRU and ligne.cle.nature is Nature.SUBVENTION:
            yield ligne


PLAFOND_PAR_LOGEMENT: Final = ModeleControle(
    "PLAFOND-01",
    "L’assiette dépasse le plafond par logement",
    Gravite.ALERTE,
    "{operation} : l’assiette ({constate}) dépasse le plafond de {plafond} par logement (logements : {logements}), "
    "soit {attendu} ; écart {ecart} ({reference}).",
    "Ramener l’assiette à {attendu} dans les opérations, sans changer le coût, ou y corriger le nombre de logements.",
)


def plafond_par_logement(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-01 : l’assiette d’une réhabilitation ne dépasse pas le plafond par logement (décret, art. 1)."""

    def logements(operation: Operation) -> tuple[Fraction, dict[str, str]] | None:
        if operation.unite is not Unite.LOGEMENT or not operation.quantite:
            return None
        return Fraction(operation.quantite), {"logements": afficher_quantite(operation.quantite)}

    return assiettes_excessives(contexte, PLAFOND_PAR_LOGEMENT, "plafond_travaux_par_logement", logements)


def assiettes_excessives(
    contexte: Contexte,
    modele: ModeleControle,
    cle: str,
    mesurer: Callable[[Operation], tuple[Fraction, dict[str, str]] | None],
    *,
    produit: str = "",
) -> Iterator[Constat]:
    """Les assiettes au-delà du paramètre ``cle``, à la signature, multiplié par ce que ``mesurer`` rend.

    Ce multiple vient avec les termes du constat qui le disent ; ``None`` : l’opération n’a pas ce plafond.
    """
    signature = contexte.situation.projet.convention.date_signature
    for operation in contexte.situation.tableau.operations:
        plafond = contexte.reglement.parametre(cle, jour=signature, famille=operation.famille, produit=produit)
        mesuree = mesurer(operation)
        if plafond is None or mesuree is None or operation.est_abandonnee:
            continue
        multiple, termes = mesuree
        mesure = EcartMontant(arrondir(plafond.valeur * multiple), operation.assiette_retenue)
        if mesure.ecart > contexte.tolerances[operation.code]:
            yield modele.constater(
                mesure=mesure,
                operation=operation.code,
                provenance=operation.provenance.a_la_colonne("assiette"),
                enjeu=mesure.ecart,
                plafond=afficher_montant(arrondir(plafond.valeur)),
                reference=reference_affichee(plafond),
                **termes,
            )


TAUX_SUPERIEUR_AU_MAXIMUM: Final = ModeleControle(
    "PLAFOND-02",
    "La subvention de l’ANRU dépasse le taux maximal",
    Gravite.ALERTE,
    "{operation}, {financeur} : la subvention programmée ({constate}) dépasse le taux maximal de {taux} de "
    "l’assiette, soit {attendu} ; écart {ecart} ({reference}).",
    "Ramener la part de l’ANRU à {attendu} au plan et reporter {ecart} sur un autre financeur, ou corriger l’assiette "
    "dans les opérations ; si l’ANRU admet une difficulté exceptionnelle (+ 30 %, art. 4), fixer « taux_maximal » au "
    "règlement du dossier.",
)


def taux_superieur_au_maximum(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-02 : la subvention de l’ANRU ne dépasse pas le taux maximal de la famille (décret, art. 1 et 2).

    Le produit d’un logement créé n’étant pas déclaré, le maximum retenu est le plus favorable (lecture C).
    """
    signature = contexte.situation.projet.convention.date_signature
    for ligne in subventions_anru(contexte):
        maximum = contexte.reglement.parametre("taux_maximal", jour=signature, famille=ligne.operation.famille)
        if maximum is None:
            continue
        mesure = EcartMontant(arrondir(maximum.valeur * ligne.operation.assiette_retenue), ligne.programme)
        if mesure.ecart > contexte.tolerances.get(ligne.cle.operation, 0):
            yield TAUX_SUPERIEUR_AU_MAXIMUM.constater(
                mesure=mesure,
                operation=ligne.cle.operation,
                financeur=ligne.cle.financeur,
                provenance=ligne.operation.provenance.a_la_colonne("taux_anru"),
                enjeu=mesure.ecart,
                taux=afficher_taux(maximum.valeur),
                reference=reference_affichee(maximum),
            )


def montant_attribue(ligne: LigneSuivie) -> int:
    """Le plus haut engagé net atteint au soir d’un jour : dégager après coup n’abaisse pas le plafond des acomptes.

    Un engagé réputé n’a pas de mouvements : il est celui de la ligne.
    """
    if ligne.est_reputee:
        return ligne.engage
    soirs: dict[date, int] = {}
    cumul = 0
    for mouvement in ligne.restants:
        cumul += SIGNES_ENGAGE.get(mouvement.type, 0) * mouvement.montant
        soirs[mouvement.date] = cumul
    return max(soirs.values(), default=0)


def _depassement(
    contexte: Contexte, ligne: LigneSuivie, modele: ModeleControle, cle: str, versements: list[MouvementSuivi]
) -> Iterator[Constat]:
    """Versements au-delà du plafond ``cle`` du montant attribué, à la date du premier versement."""
    attribue = montant_attribue(ligne)
    if not versements or attribue <= 0:
        return
    plafond = contexte.reglement.parametre(cle, jour=versements[0].date, famille=ligne.operation.famille)
    if plafond is None:
        return
    mesure = EcartMontant(arrondir(plafond.valeur * attribue), sum(m.montant for m in versements))
    if mesure.ecart > 0:
        yield modele.constater(
            mesure=mesure,
            operation=ligne.cle.operation,
            financeur=ligne.cle.financeur,
            provenance=versements[-1].provenance.a_la_colonne("montant"),
            enjeu=mesure.ecart,
            taux=afficher_taux(plafond.valeur),
            reference=reference_affichee(plafond),
        )


AVANCE_SUPERIEURE_AU_PLAFOND: Final = ModeleControle(
    "PLAFOND-03",
    "L’avance de l’ANRU dépasse son plafond",
    Gravite.ALERTE,
    "{operation}, {financeur} : l’avance ({constate}) dépasse {taux} du montant attribué, soit {attendu} ; écart "
    "{ecart} ({reference}).",
    "Vérifier au journal le type de ce versement (un acompte saisi en avance) et l’engagé ; s’ils sont justes, "
    "justifier auprès de l’ANRU les {ecart} en trop, ou fixer « avance_maximale » au règlement du dossier, avec sa "
    "référence.",
)


def _avance_excessive(contexte: Contexte, ligne: LigneSuivie) -> Iterator[Constat]:
    avances = [m for m in ligne.restants if m.type is TypeMouvement.AVANCE]
    return _depassement(contexte, ligne, AVANCE_SUPERIEURE_AU_PLAFOND, "avance_maximale", avances)


def avance_superieure_au_plafond(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-03 : l’avance de l’ANRU ne dépasse pas le plafond du règlement (décret, art. 4-1 : 15 % du logement)."""
    for ligne in subventions_anru(contexte):
        yield from _avance_excessive(contexte, ligne)


ACOMPTES_SUPERIEURS_AU_PLAFOND: Final = ModeleControle(
    "PLAFOND-04",
    "Avance et acomptes de l’ANRU dépassent leur plafond",
    Gravite.ALERTE,
    "{operation}, {financeur} : avance et acomptes ({constate}) dépassent {taux} du montant attribué, soit {attendu} "
    "; écart {ecart} ({reference}).",
    "Vérifier au journal le type du dernier versement (souvent un solde saisi en acompte) et l’engagé ; s’ils sont "
    "justes, justifier auprès de l’ANRU les {ecart} en trop, ou fixer « acomptes_maximaux » au règlement du dossier, "
    "avec sa référence.",
)


def acomptes_superieurs_au_plafond(contexte: Contexte) -> Iterator[Constat]:
    """PLAFOND-04 : avance et acomptes de l’ANRU ne dépassent pas le plafond du règlement (décret, art. 4-1 : 70 %).

    Hors logement, le plafond de 80 % est un repli (lecture C). Une avance seule, que PLAFOND-03 signale, n’est pas
    redite.
    """
    code = ACOMPTES_SUPERIEURS_AU_PLAFOND
    for ligne in subventions_anru(contexte):
        versements = [m for m in ligne.restants if m.type in (TypeMouvement.AVANCE, TypeMouvement.ACOMPTE)]
        avance_seule = all(m.type is TypeMouvement.AVANCE for m in versements)
        if not (avance_seule and any(_avance_excessive(contexte, ligne))):
            yield from _depassement(contexte, ligne, code, "acomptes_maximaux", versements)
