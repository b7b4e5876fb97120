"""Des constats à l’écran : par gravité, une même cause une fois, puis leur compte."""

from collections.abc import Sequence

from exports.commandes.affichage.regroupement import dire_les_autres, regrouper_les_constats
from exports.commandes.affichage.sortie import imprimer, mesure_pour_programme, provenance_pour_programme
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite

__all__ = ["compter_les_constats", "constat_pour_programme", "imprimer_les_constats"]


def imprimer_les_constats(constats: Sequence[Constat]) -> None:
    """Les constats par gravité décroissante ; un remède que le constat précédent a déjà dit n’est pas répété."""
    dit = ""
    for gravite in Gravite:
        for groupe in regrouper_les_constats([constat for constat in constats if constat.gravite is gravite]):
            constat, autres = groupe.premier, dire_les_autres(groupe)
            imprimer(f"{gravite.upper()} {constat.code}  {constat.provenance}".rstrip())
            imprimer(f"    {rendre_affichable(constat.message)}")
            if constat.remede != dit:
                imprimer(f"    → {rendre_affichable(constat.remede)}")
            dit = constat.remede
            if autres:
                imprimer(f"    {autres}")


def compter_les_constats(constats: Sequence[Constat]) -> str:
    """« 2 constats bloquants, 1 alerte, 0 information. »."""
    comptes = [sum(constat.gravite is gravite for constat in constats) for gravite in Gravite]
    dits = (
        accorder(comptes[0], "constat bloquant", "constats bloquants"),
        accorder(comptes[1], "alerte", "alertes"),
        accorder(comptes[2], "information", "informations"),
    )
    return f"{', '.join(dits)}."


def constat_pour_programme(constat: Constat) -> dict[str, object]:
    """Un constat en objet json."""
    return {
        "code": constat.code,
        "gravite": constat.gravite,
        "message": constat.message,
        **mesure_pour_programme(constat),
        "provenance": provenance_pour_programme(constat.provenance),
        "remede": constat.remede,
    }
