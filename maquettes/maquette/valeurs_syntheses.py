"""Les colonnes des synthèses, de l'échéancier et de la comparaison."""

from collections.abc import Iterable

from financement.cloture.resultat import LigneCloturee, TotalCloture
from financement.convention import Financeur
from financement.lignes import LigneSuivie
from financement.nomenclature import FAMILLES, NATURES
from financement.plan import CleLigne, LignePlan
from financement.situation import SIGNES_ENGAGE, SIGNES_PAYE, Axe, Ventilation
from maquettes.maquette.blocs_syntheses import GRANDEURS_DE_CLOTURE, PREVU
from maquettes.maquette.moteur import Colonnes, Moteur, Valeur, colonne_vide
from maquettes.maquette.valeurs_saisies import SANS_EXERCICE, valeurs_du_plan
from maquettes.maquette.valeurs_situation import en_colonnes

__all__ = [
    "valeurs_de_l_echeancier",
    "valeurs_de_la_comparaison",
    "valeurs_des_familles",
    "valeurs_des_financeurs_synthetises",
    "valeurs_des_maitres",
]

_VIDE = TotalCloture.de(())


def _grandeurs(ventilation: Ventilation, rang: int) -> dict[str, Valeur]:
    return {nom: int(valeurs[rang]) for nom, valeurs in ventilation.grandeurs.colonnes().items()}


def _cloture(total: TotalCloture) -> dict[str, Valeur]:
    return {nom: getattr(total, nom) for nom in GRANDEURS_DE_CLOTURE}


def valeurs_des_financeurs_synthetises(moteur: Moteur) -> Colonnes:
    """De la convention initiale à la clôture, par financeur, à la ligne du financeur."""
    capacite = moteur.capacites["synthese_financeurs"]
    colonnes: dict[str, list[Valeur]] = {"enveloppe_depassee": [0] * capacite, "cloture_depassee": [0] * capacite}
    if moteur.situation is None or moteur.cloture is None:
        return colonnes
    ventilation, totaux = moteur.situation.par(Axe.FINANCEUR), moteur.cloture.par_financeur()
    initiaux: dict[str, int] = {}
    for _, ligne in moteur.lignes("plan", LignePlan):
        if ligne.version == 0:
            initiaux[ligne.financeur] = initiaux.get(ligne.financeur, 0) + ligne.montant
    for ordre, (rang, financeur) in enumerate(moteur.lignes("financeurs", Financeur)):
        if rang >= capacite:
            continue
        grandeurs = _grandeurs(ventilation, ordre)
        fixee = moteur.situation.tableau.enveloppe_de(financeur.code)
        valeurs: dict[str, Valeur] = {
            "code": financeur.code,
            "nom": financeur.nom,
            "initial": initiaux.get(financeur.code, 0),
            "enveloppe": "" if fixee is None else fixee.montant,
            "disponible": "" if fixee is None else fixee.montant - int(grandeurs["programme"]),
            **grandeurs,
            **_cloture(totaux[financeur.code]),
            "exces_programme": "" if fixee is None else max(0, int(grandeurs["programme"]) - fixee.montant),
            "exces_cloture": "" if fixee is None else max(0, totaux[financeur.code].montant_cloture - fixee.montant),
            "enveloppe_depassee": int(fixee is not None and int(grandeurs["programme"]) > fixee.montant),
            "cloture_depassee": int(fixee is not None and totaux[financeur.code].montant_cloture > fixee.montant),
        }
        for nom, valeur in valeurs.items():
            colonnes.setdefault(nom, colonne_vide(capacite))[rang] = valeur
    return colonnes


def _couts(moteur: Moteur, axe: Axe) -> tuple[dict[str, int], dict[str, int]]:
    """Coût en vigueur et nombre d'opérations de chaque famille ou maître d'ouvrage."""
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
    return {
        cle: {
            "nombre": nombres[cle],
            "cout": couts[cle],
            **_grandeurs(ventilation, rang),
            **_cloture(totaux.get(cle, _VIDE)),
        }
        for rang, cle in enumerate(ventilation.cles)
    }


def valeurs_des_familles(moteur: Moteur) -> Colonnes:
    """Toutes les familles de la nomenclature ; le programme le plus court laisse des lignes vides."""
    totaux = {} if moteur.cloture is None else moteur.cloture.par_famille()
    groupes = _par_groupe(moteur, Axe.FAMILLE, totaux)
    libelles = FAMILLES[moteur.contenu.programme]
    noms = ("nombre", "cout", "programme", "engage", "paye", "reste_a_engager", "reste_a_payer", *GRANDEURS_DE_CLOTURE)
    nulles: dict[str, Valeur] = dict.fromkeys(noms, 0)
    lignes: list[dict[str, Valeur]] = [
        {"code": code, "libelle": libelle, **nulles, **groupes.get(code, {})} for code, libelle in libelles.items()
    ]
    return en_colonnes(lignes, moteur.capacites["familles"])


def valeurs_des_maitres(moteur: Moteur) -> Colonnes:
    """Chaque maître d'ouvrage, dans l'ordre du dossier."""
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
    """Flux et cumuls de chaque exercice, puis ce qui reste jusqu'à la clôture ; tous financeurs, ou celui choisi."""
    lignes: list[dict[str, Valeur]] = []
    cloture = moteur.cloture
    if cloture is not None and cloture.lignes:
        annees = _annees(moteur.suivies)
        retenues = [ligne for ligne in cloture.lignes if moteur.reglages.financeur in ("", ligne.cle.financeur)]
        flux = _flux(ligne for ligne in moteur.suivies if moteur.reglages.financeur in ("", ligne.cle.financeur))
        cumul = [0, 0]
        exercices: list[int | str] = [*range(min(annees), max(annees) + 1)] if annees else []
        for exercice in (*exercices, PREVU):
            engagement, paiement = _reste(retenues) if isinstance(exercice, str) else flux.get(exercice, (0, 0))
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


def _annees(lignes: Iterable[LigneSuivie]) -> set[int]:
    return {
        mouvement.date.year for ligne in lignes for mouvement in ligne.mouvements if mouvement.type not in SANS_EXERCICE
    }


def _flux(lignes: Iterable[LigneSuivie]) -> dict[int, tuple[int, int]]:
    flux: dict[int, tuple[int, int]] = {}
    for ligne in lignes:
        for mouvement in ligne.mouvements:
            engage, paye = flux.get(mouvement.date.year, (0, 0))
            flux[mouvement.date.year] = (
                engage + SIGNES_ENGAGE.get(mouvement.type, 0) * mouvement.montant,
                paye + SIGNES_PAYE.get(mouvement.type, 0) * mouvement.montant,
            )
    return flux


def _reste(lignes: Iterable[LigneCloturee]) -> tuple[int, int]:
    """Ce qui reste à engager et à payer, dégagements et reversements déduits, jusqu'aux montants de clôture."""
    liste = list(lignes)
    return (
        sum(ligne.montant_cloture - ligne.suivie.engage for ligne in liste),
        sum(ligne.montant_cloture - ligne.paye for ligne in liste),
    )


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
