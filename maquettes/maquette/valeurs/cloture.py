"""Les colonnes de la clôture, une ligne par financement."""

from fractions import Fraction
from typing import Final

from financement.affichage.grandeurs import DEDUITES
from financement.calculs.tableau import tableau_financier
from financement.cloture.etat import LIBELLES_ETATS, EtatLigne
from financement.cloture.montant import part_recalculee
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, LigneCloturee
from financement.dossier.nomenclature import FAMILLES, Categorie, Nature, TypeMouvement
from financement.dossier.plan import CleLigne, LignePlan
from financement.valeurs.arrondi import arrondir
from financement.valeurs.taux import est_un_pourcentage
from maquettes.maquette.blocs.cloture import APRES_LES_FONDS_PROPRES
from maquettes.maquette.blocs.formules import REPUTE
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur, Valeur, rang_de_nature
from maquettes.maquette.valeurs.situation import en_colonnes

__all__ = ["valeurs_de_la_cloture"]

_ECHELLE_DES_RESTES = 100_000
_DUS: Final = frozenset(deduite.nom for deduite in DEDUITES if deduite.est_un_du)
"""Ce qui n’est dû que sur un concours : l’autofinancement n’en montre rien."""
_DRAPEAUX = ("sans_programme", "sur_engagement", "sur_paiement", "engage_negatif", "paye_negatif", "a_reverser")


def valeurs_de_la_cloture(moteur: Moteur) -> Colonnes:
    """État, montant de clôture, soldes et étapes du calcul de chaque ligne."""
    if moteur.cloture is None or moteur.situation is None:
        return en_colonnes([], moteur.capacites["cloture"], _DRAPEAUX)
    en_vigueur = {id(ligne) for ligne in moteur.situation.tableau.lignes}
    plan = {ligne.cle: rang + 1 for rang, ligne in moteur.lignes("plan", LignePlan) if id(ligne) in en_vigueur}
    residus: dict[str, list[LigneCloturee]] = {}
    for ligne in moteur.cloture.lignes:
        if ligne.etat is EtatLigne.RESIDU:
            residus.setdefault(ligne.cle.operation, []).append(ligne)
    references = _programmes(moteur, moteur.version_de_reference)
    connues = {ligne.cle for _, ligne in moteur.lignes("plan", LignePlan)}
    lignes = [
        _ligne(moteur, ligne, plan.get(ligne.cle, 0), residus) | _ecarts(ligne, references.get(ligne.cle, 0), connues)
        for ligne in moteur.cloture.lignes
    ]
    return en_colonnes(lignes, moteur.capacites["cloture"], _DRAPEAUX)


def _ligne(
    moteur: Moteur, ligne: LigneCloturee, plan_ligne: int, residus: dict[str, list[LigneCloturee]]
) -> dict[str, Valeur]:
    cle, operation = ligne.cle, ligne.faits.operation
    types = [mouvement.type for mouvement in ligne.suivie.restants]
    est_residu = ligne.etat is EtatLigne.RESIDU
    residuelles = residus.get(cle.operation, [])
    entier, reste = _residu(ligne, residuelles) if est_residu else (0, 0)
    return {
        "operation": cle.operation,
        "financeur": cle.financeur,
        "nature": cle.nature.value,
        "regle": ligne.regle.value,
        "etat": LIBELLES_ETATS[ligne.etat],
        **{nom: getattr(ligne, nom) for nom in GRANDEURS_DE_CLOTURE if cle.est_concours or nom not in _DUS},
        "cle": moteur.cle(cle),
        "position": moteur.positions[cle.operation],
        "financeur_rang": moteur.financeurs[cle.financeur],
        "nature_rang": rang_de_nature(cle.nature),
        "operation_rang": moteur.rangs_a_la_situation[cle.operation],
        "plan_ligne": plan_ligne,
        "est_anru": int(ligne.suivie.financeur.categorie is Categorie.ANRU),
        "est_residu": int(est_residu),
        "engage_net": ligne.suivie.engage,
        "engagement": REPUTE if ligne.suivie.est_reputee else "",
        "repute": int(ligne.suivie.est_reputee),
        "engage_repute": ligne.suivie.engage if ligne.suivie.est_reputee else 0,
        "nombre_soldes": types.count(TypeMouvement.SOLDE),
        "nombre_demarrages": types.count(TypeMouvement.AVANCE) + types.count(TypeMouvement.ACOMPTE),
        "plafond": ligne.engage or ligne.programme,
        **_parts(ligne),
        "montant_hors_residu": 0 if est_residu else ligne.montant_cloture,
        "residu_ordre": _ordre_au_residu(moteur, cle, sum(residuelle.programme for residuelle in residuelles)),
        "residu_entier": entier,
        "residu_reste": reste,
        "famille_rang": list(FAMILLES[moteur.contenu.programme]).index(operation.famille) + 1,
        "maitre_rang": moteur.maitres[operation.maitre_ouvrage],
    }


def _programmes(moteur: Moteur, version: int) -> dict[CleLigne, int]:
    """Programmé de chaque ligne dans une version, en centimes."""
    if moteur.contenu.projet is None:
        return {}
    return {ligne.cle: ligne.montant for ligne in tableau_financier(moteur.contenu.projet, version).lignes}


def _ecarts(ligne: LigneCloturee, programme_de_reference: int, connues: set[CleLigne]) -> dict[str, Valeur]:
    """Ce que les contrôles comptent : 1 pour chaque écart de la ligne."""
    engage_net, paye, reputee = ligne.suivie.engage, ligne.paye, ligne.suivie.est_reputee
    reference = max(ligne.programme, programme_de_reference)
    concours = ligne.cle.est_concours
    exces_engage = max(0, engage_net - reference) if concours and ligne.programme and not reputee else 0
    exces_paye = max(0, paye - (reference if reputee else max(0, engage_net))) if concours else 0
    exces_verse = ligne.trop_percu if concours else 0
    return {
        "reference": reference,
        "exces_engage": exces_engage,
        "exces_paye": exces_paye,
        "hors_programme": 0 if ligne.programme else max(abs(engage_net), abs(paye)),
        "exces_verse": exces_verse,
        "sans_programme": int(not ligne.programme and bool(engage_net or paye or ligne.cle not in connues)),
        "sur_engagement": int(exces_engage > 0),
        "sur_paiement": int(exces_paye > 0),
        "engage_negatif": int(engage_net < 0),
        "paye_negatif": int(paye < 0),
        "a_reverser": int(exces_verse > 0 and not paye > ligne.engage == ligne.montant_cloture),
    }


def _parts(ligne: LigneCloturee) -> dict[str, Valeur]:
    """Taux, base maximale, et part de la dépense et du coût réestimé, qu’elles servent ou non."""
    faits = ligne.faits
    est_anru = ligne.suivie.financeur.categorie is Categorie.ANRU
    base = (faits.assiette if faits.cout else 0) if est_anru else faits.cout
    taux = faits.operation.taux_anru if est_anru else None
    numerateur: Valeur
    denominateur: Valeur
    if taux is None:
        numerateur, denominateur = Fraction(ligne.programme, 100), Fraction(base, 100)
    elif est_un_pourcentage(taux):
        numerateur, denominateur = taux, 1
    else:
        numerateur, denominateur = taux.numerator, taux.denominator
    depense, reestimation = faits.depense_definitive, faits.reestimation
    return {
        "base_plafond": base,
        "a_un_taux": int(taux is not None),
        "numerateur": numerateur,
        "denominateur": denominateur,
        "part_depense": 0 if depense is None else part_recalculee(ligne.suivie, faits, depense).montant,
        "part_reestimation": 0
        if reestimation is None or faits.achevee
        else part_recalculee(ligne.suivie, faits, reestimation.cout).montant,
    }


def _ordre_au_residu(moteur: Moteur, cle: CleLigne, programme: int) -> int:
    """Rang d’une ligne parmi celles qui se partagent le résidu, dont ``programme`` est le total."""
    propres = cle.nature is Nature.FONDS_PROPRES
    ordre = moteur.financeurs[cle.financeur] * 10 + rang_de_nature(cle.nature) % len(Nature)
    return ordre if programme or propres else ordre + APRES_LES_FONDS_PROPRES


def _residu(ligne: LigneCloturee, residuelles: list[LigneCloturee]) -> tuple[int, int]:
    """Centimes entiers de la part d’une ligne au résidu, et le reste, en cent-millièmes de centime."""
    total = sum(autre.montant_cloture for autre in residuelles)
    poids = sum(autre.programme for autre in residuelles)
    if len(residuelles) == 1 or poids == 0:
        return ligne.montant_cloture, 0
    return divmod(arrondir(Fraction(total * ligne.programme * _ECHELLE_DES_RESTES, poids)), _ECHELLE_DES_RESTES)
