"""Les colonnes de la situation et du coût final, une ligne par opération."""

from collections.abc import Iterable

from financement.cloture.etat import EtatLigne
from financement.nomenclature import FAMILLES
from financement.operation import Operation
from financement.situation import Axe
from maquettes.maquette.moteur import Colonnes, Moteur, Valeur, colonne_vide

__all__ = ["valeurs_de_la_situation", "valeurs_des_couts_finals"]


def ligne_qui_decrit(moteur: Moteur) -> dict[str, int]:
    """Rang, à partir de 1, de la ligne du bloc des opérations qui décrit chacune."""
    decrites = {id(operation) for operation in moteur.decrites}
    return {o.code: rang + 1 for rang, o in moteur.lignes("operations", Operation) if id(o) in decrites}


def valeurs_de_la_situation(moteur: Moteur) -> Colonnes:
    """Description, programmé, engagé, payé et restes de chaque opération."""
    lignes: list[dict[str, Valeur]] = []
    if moteur.situation is not None:
        familles = list(FAMILLES[moteur.contenu.programme])
        en_vigueur = {operation.code for operation in moteur.situation.tableau.operations}
        grandeurs = {
            nom: valeurs.tolist() for nom, valeurs in moteur.situation.par(Axe.OPERATION).grandeurs.colonnes().items()
        }
        descriptions = ligne_qui_decrit(moteur)
        for rang, operation in enumerate(moteur.decrites):
            cout = operation.cout if operation.code in en_vigueur else 0
            valeurs = {nom: colonne[rang] for nom, colonne in grandeurs.items()}
            lignes.append(
                {
                    "operation": operation.code,
                    "libelle": operation.libelle,
                    "famille": operation.famille,
                    "maitre_ouvrage": operation.maitre_ouvrage,
                    "cout": cout,
                    **valeurs,
                    "ecart_plan": (ecart := valeurs["programme"] - cout if operation.code in en_vigueur else 0),
                    "desequilibre": int(ecart != 0),
                    "position": moteur.positions[operation.code],
                    "ligne": descriptions[operation.code],
                    "famille_rang": familles.index(operation.famille) + 1,
                    "maitre_rang": moteur.maitres[operation.maitre_ouvrage],
                }
            )
    return en_colonnes(lignes, moteur.capacites["situation"], ("desequilibre",))


def en_colonnes(lignes: list[dict[str, Valeur]], capacite: int, drapeaux: Iterable[str] = ()) -> Colonnes:
    """Les colonnes d'un bloc calculé, vides après la dernière ligne ; ce qui dépasse du bloc ne s'y voit pas.

    ``drapeaux`` : les colonnes qui valent zéro, et non un texte vide, sur une ligne sans objet.
    """
    colonnes: dict[str, list[Valeur]] = {drapeau: [0] * capacite for drapeau in drapeaux}
    for rang, ligne in enumerate(lignes[:capacite]):
        for nom, valeur in ligne.items():
            colonnes.setdefault(nom, colonne_vide(capacite))[rang] = valeur
    return colonnes


def valeurs_des_couts_finals(moteur: Moteur) -> Colonnes:
    """Coût final, résidu et plan final de chaque opération."""
    lignes: list[dict[str, Valeur]] = []
    if moteur.cloture is not None:
        descriptions = ligne_qui_decrit(moteur)
        plans = {code: total.montant_cloture for code, total in moteur.cloture.par_operation().items()}
        residus: dict[str, list[int]] = {}
        hors_residu: dict[str, int] = {}
        for ligne in moteur.cloture.lignes:
            if ligne.etat is EtatLigne.RESIDU:
                residus.setdefault(ligne.cle.operation, []).append(ligne.programme)
            else:
                code = ligne.cle.operation
                hors_residu[code] = hors_residu.get(code, 0) + ligne.montant_cloture
        for operation in moteur.decrites:
            code = operation.code
            faits, plan = moteur.cloture.faits[code], plans.get(code, 0)
            reste = max(0, faits.cout_final - hors_residu.get(code, 0)) if code in residus else 0
            lignes.append(
                {
                    "operation": code,
                    "libelle": operation.libelle,
                    "cout": faits.cout,
                    "assiette": faits.assiette,
                    "depense": "" if faits.depense is None else faits.depense,
                    "reestimation": "" if faits.reestimation is None else faits.reestimation.cout,
                    "achevee": "oui" if faits.achevee else "",
                    "abandonnee": "oui" if faits.abandonnee else "",
                    "cout_final": faits.cout_final,
                    "residu": reste,
                    "montant_cloture": plan,
                    "ecart_final": plan - faits.cout_final,
                    "position": moteur.positions[code],
                    "ligne": descriptions[code],
                    "depense_connue": int(faits.depense is not None),
                    "nombre_residus": len(residus.get(code, ())),
                    "programme_residu": sum(residus.get(code, ())),
                }
            )
    return en_colonnes(lignes, moteur.capacites["couts_finals"])
