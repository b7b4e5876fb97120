"""Les colonnes des synthèses, de l’échéancier et de la comparaison."""

from collections.abc import Iterable
from typing import Final

from financement.affichage.grandeurs import DE_LA_CLOTURE
from financement.calculs.engagement_repute import REPUTE_SANS_DATE
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE, Axe, Ventilation
from financement.cloture.resultat import LigneCloturee, TotalCloture
from financement.dossier.convention import Financeur
from financement.dossier.nomenclature import FAMILLES, NATURES
from financement.dossier.plan import CleLigne, LignePlan
from maquettes.maquette.blocs.echeancier import A_RENDRE, A_VENIR
from maquettes.maquette.blocs.formules import REPUTE
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur, Valeur, colonne_vide
from maquettes.maquette.valeurs.saisies import valeurs_du_plan
from maquettes.maquette.valeurs.situation import RIEN_A_CLORE, en_colonnes

__all__ = [
    "valeurs_de_l_echeancier",
    "valeurs_de_la_comparaison",
    "valeurs_des_familles",
    "valeurs_des_financeurs_synthetises",
    "valeurs_des_maitres",
]

_DE_LA_CLOTURE: Final = tuple(grandeur.nom for grandeur in DE_LA_CLOTURE)
_AUTOFINANCEMENT: Final = ("autofinancement", "autofinancement_cloture", "autofinancement_economie")


def _concours(ventilation: Ventilation, rang: int) -> dict[str, int]:
    """Programmé, engagé, payé et restes des concours d’une clé."""
    return {nom: int(valeurs[rang]) for nom, valeurs in ventilation.concours.colonnes().items()}


def _cloture(total: TotalCloture) -> dict[str, int]:
    """Les grandeurs de clôture des concours, et l’autofinancement pour mémoire."""
    concours, autofinancement = total.concours, total.autofinancement
    memoire = autofinancement.programme, autofinancement.montant_cloture, autofinancement.economie
    return {nom: getattr(concours, nom) for nom in _DE_LA_CLOTURE} | dict(zip(_AUTOFINANCEMENT, memoire, strict=True))


def valeurs_des_financeurs_synthetises(moteur: Moteur) -> Colonnes:
    """De la convention initiale à la clôture, par financeur, à la ligne du financeur."""
    capacite = moteur.capacites["synthese_financeurs"]
    colonnes: dict[str, list[Valeur]] = {"enveloppe_depassee": [0] * capacite, "cloture_depassee": [0] * capacite}
    if moteur.situation is None or moteur.cloture is None:
        return colonnes
    ventilation, totaux = moteur.situation.par(Axe.FINANCEUR), moteur.cloture.par_financeur()
    initiaux: dict[str, int] = {}
    for _, ligne in moteur.lignes("plan", LignePlan):
        if ligne.version == 0 and ligne.cle.est_concours:
            initiaux[ligne.financeur] = initiaux.get(ligne.financeur, 0) + ligne.montant
    for ordre, (rang, financeur) in enumerate(moteur.lignes("financeurs", Financeur)):
        if rang >= capacite:
            continue
        concours, total = _concours(ventilation, ordre), totaux[financeur.code]
        fixee = moteur.situation.tableau.enveloppe_de(financeur.code)
        valeurs: dict[str, Valeur] = {
            "code": financeur.code,
            "nom": financeur.nom,
            "engagement": REPUTE if financeur.est_repute else "",
            "initial": initiaux.get(financeur.code, 0),
            "enveloppe": "" if fixee is None else fixee.montant,
            "disponible": "" if fixee is None else max(0, fixee.montant - total.programme),
            **concours,
            **_cloture(total),
            "exces_programme": "" if fixee is None else max(0, total.programme - fixee.montant),
            "exces_cloture": "" if fixee is None else max(0, total.montant_cloture - fixee.montant),
            "enveloppe_depassee": int(fixee is not None and total.programme > fixee.montant),
            "cloture_depassee": int(fixee is not None and total.programme <= fixee.montant < total.montant_cloture),
        }
        for nom, valeur in valeurs.items():
            colonnes.setdefault(nom, colonne_vide(capacite))[rang] = valeur
    return colonnes


def _couts(moteur: Moteur, axe: Axe) -> tuple[dict[str, int], dict[str, int]]:
    """Coût en vigueur et nombre d’opérations de chaque famille ou maître d’ouvrage."""
    couts: dict[str, int] = {}
    nombres: dict[str, int] = {}
    if moteur.cloture is not None:
        for operation in moteur.decrites:
            groupe = operation.famille if axe is Axe.FAMILLE else operation.maitre_ouvrage
            couts[groupe] = couts.get(groupe, 0) + moteur.cloture.faits[operation.code].cout
            nombres[groupe] = nombres.get(groupe, 0) + 1
    return couts, nombres


def _par_groupe(moteur: Moteur, axe: Axe, totaux: dict[str, TotalCloture]) -> dict[str, dict[str, Valeur]]:
    if moteur.situation is None:
        return {}
    ventilation = moteur.situation.par(axe)
    couts, nombres = _couts(moteur, axe)
    reputes = moteur.engages_reputes(
        lambda ligne: ligne.faits.operation.famille if axe is Axe.FAMILLE else ligne.faits.operation.maitre_ouvrage
    )
    return {
        cle: {
            "nombre": nombres[cle],
            "cout": couts[cle],
            **_concours(ventilation, rang),
            "engage_repute": reputes.get(cle, 0),
            **_cloture(totaux.get(cle, RIEN_A_CLORE)),
        }
        for rang, cle in enumerate(ventilation.cles)
    }


def valeurs_des_familles(moteur: Moteur) -> Colonnes:
    """Toutes les familles de la nomenclature ; le programme le plus court laisse des lignes vides."""
    totaux = {} if moteur.cloture is None else moteur.cloture.par_famille()
    groupes = _par_groupe(moteur, Axe.FAMILLE, totaux)
    libelles = FAMILLES[moteur.contenu.programme]
    concours = ("programme", "engage", "engage_repute", "paye", "reste_a_engager", "reste_a_payer")
    noms = ("nombre", "cout", *concours, *_DE_LA_CLOTURE, *_AUTOFINANCEMENT)
    nulles: dict[str, Valeur] = dict.fromkeys(noms, 0)
    lignes: list[dict[str, Valeur]] = [
        {"code": code, "libelle": libelle, **nulles, **groupes.get(code, {})} for code, libelle in libelles.items()
    ]
    return en_colonnes(lignes, moteur.capacites["familles"])


def valeurs_des_maitres(moteur: Moteur) -> Colonnes:
    """Chaque maître d’ouvrage, dans l’ordre du dossier."""
    totaux = {} if moteur.cloture is None else moteur.cloture.par_maitre_ouvrage()
    convention = moteur.contenu.convention
    lignes: list[dict[str, Valeur]] = [
        {
            "maitre_ouvrage": code,
            "nom": code if convention is None else convention.nom_du_maitre_ouvrage(code),
            **valeurs,
            "rang": moteur.maitres[code],
        }
        for code, valeurs in _par_groupe(moteur, Axe.MAITRE_OUVRAGE, totaux).items()
    ]
    return en_colonnes(lignes, moteur.capacites["synthese_maitres"])


def valeurs_de_l_echeancier(moteur: Moteur) -> Colonnes:
    """Flux et cumuls des concours par exercice, puis jusqu’à la clôture ; tous financeurs, ou celui choisi."""
    lignes: list[dict[str, Valeur]] = []
    annees = [annee for annee, _, _ in moteur.flux]
    cloturees = () if moteur.cloture is None else moteur.cloture.lignes
    if annees or cloturees:
        choisi = moteur.reglages.financeur
        retenues = [ligne for ligne in cloturees if ligne.cle.est_concours and choisi in ("", ligne.cle.financeur)]
        passes = _flux(moteur, choisi)
        exercices = range(min(annees), max(annees) + 1) if annees else ()
        flux: list[tuple[Valeur, tuple[int, int]]] = [(annee, passes.get(annee, (0, 0))) for annee in exercices]
        cumul = [0, 0]
        if any(financeur.est_repute for _, financeur in moteur.lignes("financeurs", Financeur)):
            flux.append((REPUTE_SANS_DATE, (sum(un.suivie.engage for un in retenues if un.suivie.est_reputee), 0)))
        for exercice, (engagement, paiement) in (*flux, (A_VENIR, _a_venir(retenues)), (A_RENDRE, _a_rendre(retenues))):
            cumul = [cumul[0] + engagement, cumul[1] + paiement]
            lignes.append(
                {
                    "exercice": exercice,
                    "engagement": engagement,
                    "engagement_cumul": cumul[0],
                    "paiement": paiement,
                    "paiement_cumul": cumul[1],
                }
            )
    return en_colonnes(lignes, moteur.capacites["echeancier"])


def _flux(moteur: Moteur, choisi: str) -> dict[int, tuple[int, int]]:
    """Engagements et paiements de chaque année, sur les concours de tous les financeurs ou de celui choisi."""
    flux: dict[int, tuple[int, int]] = {}
    for annee, ligne, mouvement in moteur.flux:
        if ligne.cle.est_concours and choisi in ("", ligne.cle.financeur):
            engage, paye = flux.get(annee, (0, 0))
            flux[annee] = (
                engage + (0 if ligne.est_reputee else SIGNES_ENGAGE.get(mouvement.type, 0) * mouvement.montant),
                paye + SIGNES_PAYE.get(mouvement.type, 0) * mouvement.montant,
            )
    return flux


def _a_venir(lignes: Iterable[LigneCloturee]) -> tuple[int, int]:
    """Ce qui reste à engager et à verser jusqu’aux montants de clôture ; un engagé négatif est d’abord à reprendre."""
    liste = list(lignes)
    return (
        sum(ligne.a_engager - min(0, ligne.suivie.engage) for ligne in liste),
        sum(ligne.solde_a_verser for ligne in liste),
    )


def _a_rendre(lignes: Iterable[LigneCloturee]) -> tuple[int, int]:
    """Ce qui est à dégager et à reverser, en négatif."""
    liste = list(lignes)
    return -sum(ligne.a_degager for ligne in liste), -sum(ligne.trop_percu for ligne in liste)


def valeurs_de_la_comparaison(moteur: Moteur) -> Colonnes:
    """Montant de chaque ligne du plan dans les deux versions comparées."""
    plan = valeurs_du_plan(moteur)
    sommes: dict[CleLigne, list[int]] = {}
    for rang, ligne in moteur.lignes("plan", LignePlan):
        avant_apres = sommes.setdefault(ligne.cle, [0, 0])
        for cote, nom in enumerate(("en_vigueur_avant", "en_vigueur_apres")):
            avant_apres[cote] += ligne.montant if plan[nom][rang] == 1 else 0
    lignes: list[dict[str, Valeur]] = [
        {
            "operation": cle.operation,
            "financeur": cle.financeur,
            "nature": cle.nature.value,
            "avant": avant,
            "apres": apres,
            "ecart": apres - avant,
            "change": "oui" if apres != avant else "",
            "cle": moteur.cle(cle),
            "financeur_rang": moteur.financeurs[cle.financeur],
            "nature_rang": NATURES.index(cle.nature) + 1,
        }
        for cle, (avant, apres) in sorted(sommes.items(), key=lambda paire: moteur.cle(paire[0]))
    ]
    return en_colonnes(lignes, moteur.capacites["comparaison"])
