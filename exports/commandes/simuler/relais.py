"""Le prêt relais d’une simulation : à l’écran et en json."""

from collections import Counter
from collections.abc import Mapping

from exports.commandes.affichage.sortie import imprimer, imprimer_table
from financement.affichage.libelles import accorder
from financement.scenarios.prefinancement import Prefinancement
from financement.scenarios.relais import RelaisCoteACote
from financement.scenarios.scenario import Scenario
from financement.valeurs.montants import afficher_montant, ecrire_montant_decimal
from financement.valeurs.taux import afficher_taux, ecrire_taux

__all__ = ["imprimer_le_relais", "relais_pour_programme"]


def imprimer_le_relais(relais: RelaisCoteACote, largeur: int | None) -> None:
    """Le relais et son coût, base et scénarios ; puis, à la base, ce qu’y ajoutent les délais de paiement."""
    imprimer(f"Prêt relais au plus fort, en attendant les concours, et son coût à {afficher_taux(relais.taux)} l’an :")
    imprimer()
    colonnes = (relais.base, *relais.scenarios)
    titres = ["Maître d’ouvrage"]
    for nom in ("Base", *(f"S{rang}" for rang in range(1, len(relais.scenarios) + 1))):
        titres += [nom, "coût"]
    lignes = [(nom, *(montant for c in colonnes for montant in _montants(c, nom))) for nom in relais.base]
    imprimer_table(titres, [ligne for ligne in lignes if any(ligne[1:])], largeur=largeur)
    couts = [afficher_montant(sum(p.interets for p in colonne.values())) for colonne in colonnes]
    dits = ", ".join(f"{'base' if not rang else f'S{rang}'} {cout}" for rang, cout in enumerate(couts))
    imprimer()
    imprimer(f"Coût de tous : {dits}.")
    if not relais.delais:
        return
    imprimer()
    imprimer(f"Sous les délais de paiement ({_dire_les_delais(relais.delais)}), à la base :")
    imprimer()
    lignes = [(nom, *_montants(relais.base, nom), *_montants(relais.avec_delais, nom)) for nom in relais.base]
    titres = ["Maître d’ouvrage", "Sans délai", "coût", "Avec délais", "coût"]
    imprimer_table(titres, [ligne for ligne in lignes if any(ligne[1:])], largeur=largeur)
    imprimer()
    imprimer("Relais : ce qui manque en plus de ce que le maître d’ouvrage porte à la fin ; prévision, lecture C.")


def _dire_les_delais(delais: Mapping[str, int]) -> str:
    """Chaque délai propre à un financeur, puis celui des autres : le plus commun."""
    ((commun, nombre),) = Counter(delais.values()).most_common(1)
    propres = [f"{code} {accorder(jours, 'jour', 'jours')}" for code, jours in delais.items() if jours != commun]
    autres = [f"{'les autres' if propres else 'tous'} {accorder(commun, 'jour', 'jours')}"] if nombre else []
    return ", ".join((*propres, *autres))


def _montants(colonne: Mapping[str, Prefinancement], nom: str) -> tuple[int, int]:
    return (colonne[nom].relais, colonne[nom].interets) if nom in colonne else (0, 0)


def relais_pour_programme(relais: RelaisCoteACote, scenarios: tuple[Scenario, ...]) -> dict[str, object]:
    """Le relais en objet json ; la base a aussi sa courbe, semestre par semestre."""
    return {
        "taux": ecrire_taux(relais.taux),
        "delais": dict(relais.delais),
        "base": [
            {**_un(sien), "avec_delais": _un(relais.avec_delais[nom]), "courbe": _courbe(sien)}
            for nom, sien in relais.base.items()
        ],
        "scenarios": [
            {
                "nom": scenario.nom,
                "par_maitre_ouvrage": [{**_un(sien), "courbe": _courbe(sien)} for sien in sous.values()],
            }
            for scenario, sous in zip(scenarios, relais.scenarios, strict=True)
        ],
    }


def _un(sien: Prefinancement) -> dict[str, object]:
    pointe = sien.pointe
    return {
        "maitre_ouvrage": sien.maitre_ouvrage,
        "fonds_propres": ecrire_montant_decimal(sien.fonds_propres),
        "relais": ecrire_montant_decimal(sien.relais),
        "semestre": None if pointe is None else str(pointe.semestre),
        "interets": ecrire_montant_decimal(sien.interets),
    }


def _courbe(sien: Prefinancement) -> list[dict[str, str]]:
    return [
        {
            "semestre": str(s.semestre),
            **{
                nom: ecrire_montant_decimal(getattr(s, nom))
                for nom in ("depenses", "recettes", "tresorerie", "relais", "interets")
            },
        }
        for s in sien.courbe
    ]
