"""Les lois qu’aucune clôture ne peut enfreindre, écrites une fois pour les cas, les tirages et l’exemple."""

from collections.abc import Iterator

from financement.cloture import Cloture, EtatLigne, LigneCloturee, TotalCloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from financement.dossier.nomenclature import RegleCloture

_NON_NEGATIVES = ("engage", "solde_a_verser", "trop_percu", "a_degager", "a_engager")


def manquements(cloture: Cloture) -> list[str]:
    """Chaque loi enfreinte par la clôture, en clair ; une liste vide est une clôture juste."""
    return [*_des_lignes(cloture), *_des_totaux(cloture), *_des_operations(cloture)]


def lois_de(somme: LigneCloturee | TotalCloture) -> Iterator[str]:
    """Les trois lois de conservation, d’une ligne comme d’une somme de lignes."""
    montant = somme.montant_cloture
    if montant != somme.paye + somme.solde_a_verser - somme.trop_percu:
        yield "montant ≠ payé + solde à verser − trop-perçu"
    if somme.engage + somme.a_engager != montant + somme.a_degager:
        yield "engagé + à engager ≠ montant + à dégager"
    if somme.programme != montant + somme.economie:
        yield "programmé ≠ montant + économie"
    for grandeur in _NON_NEGATIVES:
        if getattr(somme, grandeur) < 0:
            yield f"{grandeur} négatif"


def _des_lignes(cloture: Cloture) -> Iterator[str]:
    for ligne in cloture.lignes:
        for loi in (*lois_de(ligne), *_bornes(ligne)):
            yield f"{' '.join(ligne.cle)} : {loi}"


def _bornes(ligne: LigneCloturee) -> Iterator[str]:
    montant = ligne.montant_cloture
    if ligne.solde_a_verser and ligne.trop_percu:
        yield "solde à verser et trop-perçu à la fois"
    if ligne.a_degager and ligne.a_engager:
        yield "à dégager et à engager à la fois"
    if montant < 0:
        yield "montant négatif"
    recalculee = ligne.regle is RegleCloture.TAUX and ligne.faits.depense_definitive is not None
    if recalculee and montant > (ligne.engage or ligne.programme):
        yield "subvention recalculée au-dessus de l’engagé (du programmé sans engagement)"
    if ligne.etat in {EtatLigne.ABANDONNEE, EtatLigne.FORCLOSE} and montant:
        yield "montant d’une ligne abandonnée ou forclose"


def _des_totaux(cloture: Cloture) -> Iterator[str]:
    groupes = {
        "total": {"projet": cloture.total},
        "financeur": cloture.par_financeur(),
        "famille": cloture.par_famille(),
        "maître d’ouvrage": cloture.par_maitre_ouvrage(),
        "opération": cloture.par_operation(),
    }
    for axe, totaux in groupes.items():
        for nom, total in totaux.items():
            for loi in lois_de(total):
                yield f"{axe} {nom} : {loi}"
        for grandeur in GRANDEURS_DE_CLOTURE:
            somme_des_lignes = sum(getattr(ligne, grandeur) for ligne in cloture.lignes)
            if sum(getattr(total, grandeur) for total in totaux.values()) != somme_des_lignes:
                yield f"{axe} : {grandeur} n’est pas la somme des lignes"


def _des_operations(cloture: Cloture) -> Iterator[str]:
    """Un résidu positif ferme l’opération sur son coût final ; un résidu négatif la laisse au-dessus."""
    for equilibre in cloture.equilibres():
        code = equilibre.faits.operation.code
        lignes = [ligne for ligne in cloture.lignes if ligne.cle.operation == code]
        residuelles = [ligne for ligne in lignes if ligne.etat is EtatLigne.RESIDU]
        autres = sum(ligne.montant_cloture for ligne in lignes if ligne.etat is not EtatLigne.RESIDU)
        reste = equilibre.faits.cout_final - autres
        if equilibre.ecart != sum(ligne.montant_cloture for ligne in lignes) - equilibre.faits.cout_final:
            yield f"{code} : l’écart n’est pas plan final − coût final"
        if residuelles and reste >= 0 and equilibre.ecart:
            yield f"{code} : plan final ≠ coût final malgré le résidu"
        if residuelles and reste < 0 and (equilibre.ecart != -reste or any(r.montant_cloture for r in residuelles)):
            yield f"{code} : résidu négatif mal constaté"
        if equilibre.faits.abandonnee and equilibre.ecart:
            yield f"{code} : opération abandonnée non nulle"
