"""``financement controler DOSSIER`` : tous les constats ; code 1 si l'un est bloquant."""

from argparse import Namespace

from exports.affichable import rendre_affichable
from exports.commandes.sortie import (
    imprimer,
    imprimer_csv,
    imprimer_json,
    mesure_pour_programme,
    provenance_pour_programme,
)
from exports.mots import accorder
from financement.constat import Constat, EcartMontant, Gravite, nombre_bloquants
from financement.controles import controler
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Imprime les constats et rend 1 si le dossier en a de bloquants, 0 sinon."""
    constats = controler(lire_dossier(arguments.dossier), au=arguments.au)
    if arguments.format == "json":
        au = arguments.au.isoformat() if arguments.au else None
        imprimer_json({"au": au, "constats": [_pour_programme(constat) for constat in constats]})
    elif arguments.format == "csv":
        lignes = [_a_plat(constat) for constat in constats]
        entetes = ("code", "gravite", "message", "attendu", "constate", "ecart")
        imprimer_csv((*entetes, "fichier", "feuille", "cellule", "ligne", "colonne"), lignes)
    else:
        _imprimer(constats)
    return 1 if nombre_bloquants(constats) else 0


def _pour_programme(constat: Constat) -> dict[str, object]:
    return {
        "code": constat.code,
        "gravite": constat.gravite,
        "message": constat.message,
        **mesure_pour_programme(constat),
        "provenance": provenance_pour_programme(constat.provenance),
    }


def _a_plat(constat: Constat) -> list[object]:
    mesure, provenance = mesure_pour_programme(constat), provenance_pour_programme(constat.provenance)
    valeurs = list(mesure.values())
    if isinstance(constat.mesure, EcartMontant):
        valeurs = [str(montant).replace(".", ",") for montant in valeurs]
    return [constat.code, constat.gravite, constat.message, *valeurs, *provenance.values()]


def _imprimer(constats: tuple[Constat, ...]) -> None:
    """Les constats par gravité décroissante, puis le compte de chacune."""
    for gravite in Gravite:
        for constat in constats:
            if constat.gravite is gravite:
                imprimer(f"{gravite.upper()} {constat.code}  {constat.provenance}".rstrip())
                imprimer(f"    {rendre_affichable(constat.message)}")
    comptes = [sum(constat.gravite is gravite for constat in constats) for gravite in Gravite]
    imprimer(
        ", ".join(
            (
                accorder(comptes[0], "constat bloquant", "constats bloquants"),
                accorder(comptes[1], "alerte", "alertes"),
                accorder(comptes[2], "information", "informations"),
            )
        )
        + "."
    )
