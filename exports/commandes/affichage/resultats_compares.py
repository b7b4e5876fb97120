"""Ce qui change d’un dossier à l’autre hors du plan : restes à charge, constats ; à l’écran et en json."""

from exports.commandes.affichage.constats import compter_les_constats, constat_pour_programme, imprimer_les_constats
from exports.commandes.affichage.operations_comparees import TITRES, titrer
from exports.commandes.affichage.sortie import imprimer, imprimer_table
from financement.scenarios.cote_a_cote import EcartDeResultat
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = ["imprimer_le_resultat", "resultat_pour_programme"]


def imprimer_le_resultat(ecart: EcartDeResultat, largeur: int | None) -> None:
    """Le reste à charge de chaque maître d’ouvrage, puis les constats qui apparaissent ou disparaissent."""
    titrer("Reste à charge des maîtres d’ouvrage, prêts compris, lecture C, en euros")
    lignes = [(nom, reste.base, reste.montant, reste.ecart) for nom, reste in ecart.restes_a_charge.items()]
    total = [sum(colonne) for colonne in zip(*(ligne[1:] for ligne in lignes), strict=True)] or [0] * len(TITRES)
    imprimer_table(
        ("Maître d’ouvrage", *TITRES),
        [ligne for ligne in lignes if any(ligne[1:])],
        ("Total", *total),
        largeur=largeur,
    )
    for verbe, constats in (("apparaissent", ecart.apparus), ("disparaissent", ecart.disparus)):
        if constats:
            titrer(f"Constats qui {verbe} : {compter_les_constats(constats)[:-1]}")
            imprimer_les_constats(constats)
    if not ecart.apparus and not ecart.disparus:
        imprimer()
        imprimer("Aucun constat n’apparaît ni ne disparaît.")


def resultat_pour_programme(ecart: EcartDeResultat) -> dict[str, object]:
    """Les clés json : ``restes_a_charge`` et ``constats``."""
    return {
        "restes_a_charge": [
            {
                "maitre_ouvrage": nom,
                "avant": ecrire_montant_decimal(reste.base),
                "apres": ecrire_montant_decimal(reste.montant),
                "ecart": ecrire_montant_decimal(reste.ecart),
            }
            for nom, reste in ecart.restes_a_charge.items()
        ],
        "constats": {
            "apparus": [constat_pour_programme(constat) for constat in ecart.apparus],
            "disparus": [constat_pour_programme(constat) for constat in ecart.disparus],
        },
    }
