"""Les colonnes de la situation et du coût final, une ligne par opération."""

from collections.abc import Iterable
from typing import Final

from financement.calculs.situation import Axe
from financement.cloture.etat import EtatLigne
from financement.cloture.resultat import TotalCloture
from financement.controles.contexte import tolerances
from financement.dossier.nomenclature import FAMILLES
from financement.dossier.operation import Operation
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur, Valeur, colonne_vide

__all__ = ["RIEN_A_CLORE", "en_colonnes", "valeurs_de_la_situation", "valeurs_des_couts_finals"]

RIEN_A_CLORE: Final = TotalCloture.de(())


def ligne_qui_decrit(moteur: Moteur) -> dict[str, int]:
    """Rang, à partir de 1, de la ligne du bloc des opérations qui décrit chacune."""
    decrites = {id(operation) for operation in moteur.decrites}
    return {o.code: rang + 1 for rang, o in moteur.lignes("operations", Operation) if id(o) in decrites}


def valeurs_de_la_situation(moteur: Moteur) -> Colonnes:
    """Description, état, concours, autofinancement et équilibre du plan de chaque opération."""
    lignes: list[dict[str, Valeur]] = []
    if moteur.situation is not None:
        familles = list(FAMILLES[moteur.contenu.programme])
        en_vigueur = {operation.code for operation in moteur.situation.tableau.operations}
        ventilation = moteur.situation.par(Axe.OPERATION)
        concours = {nom: valeurs.tolist() for nom, valeurs in ventilation.concours.colonnes().items()}
        autofinancements = ventilation.autofinancement.programme.tolist()
        reputes = moteur.engages_reputes(lambda ligne: ligne.cle.operation)
        admis = tolerances(moteur.situation.projet, moteur.situation.tableau)
        etats = {} if moteur.cloture is None else moteur.cloture.etats_des_operations()
        descriptions = ligne_qui_decrit(moteur)
        for rang, operation in enumerate(moteur.decrites):
            cout = operation.cout if operation.code in en_vigueur else 0
            valeurs = {nom: colonne[rang] for nom, colonne in concours.items()}
            autofinancement = autofinancements[rang]
            ecart = valeurs["programme"] + autofinancement - cout if operation.code in en_vigueur else 0
            lignes.append(
                {
                    "operation": operation.code,
                    "libelle": operation.libelle,
                    "famille": operation.famille,
                    "maitre_ouvrage": operation.maitre_ouvrage,
                    "etat": etats[operation.code].libelle if operation.code in etats else "",
                    "cout": cout,
                    **valeurs,
                    "engage_repute": reputes.get(operation.code, 0),
                    "autofinancement": autofinancement,
                    "tolerance": admis.get(operation.code, 0),
                    "manque": max(0, -ecart),
                    "excedent": max(0, ecart),
                    "ecart_plan": abs(ecart),
                    "desequilibre": int(abs(ecart) > admis.get(operation.code, 0)),
                    "position": moteur.positions[operation.code],
                    "ligne": descriptions[operation.code],
                    "famille_rang": familles.index(operation.famille) + 1,
                    "maitre_rang": moteur.maitres[operation.maitre_ouvrage],
                }
            )
    return en_colonnes(lignes, moteur.capacites["situation"], ("desequilibre",))


def en_colonnes(lignes: list[dict[str, Valeur]], capacite: int, drapeaux: Iterable[str] = ()) -> Colonnes:
    """Les colonnes d’un bloc calculé, vides après la dernière ligne ; ce qui dépasse du bloc ne s’y voit pas.

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
        totaux = moteur.cloture.par_operation()
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
            faits, total = moteur.cloture.faits[code], totaux.get(code, RIEN_A_CLORE)
            ecart = total.montant_cloture - faits.cout_final
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
                    "concours": total.concours.montant_cloture,
                    "autofinancement": total.autofinancement.montant_cloture,
                    "non_couvert": max(0, -ecart),
                    "surfinancement": max(0, ecart),
                    "position": moteur.positions[code],
                    "ligne": descriptions[code],
                    "depense_connue": int(faits.depense is not None),
                    "nombre_residus": len(residus.get(code, ())),
                    "programme_residu": sum(residus.get(code, ())),
                }
            )
    return en_colonnes(lignes, moteur.capacites["couts_finals"])
