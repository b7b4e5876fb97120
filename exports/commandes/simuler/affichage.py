"""Une simulation à l’écran : ce que chaque scénario suppose, puis ce qu’il change, en écarts à la base."""

from collections.abc import Callable, Sequence
from typing import Final

from exports.commandes.affichage.constats import compter_les_constats, imprimer_les_constats
from exports.commandes.affichage.sortie import imprimer, imprimer_table
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite
from financement.scenarios.cote_a_cote import CoteACote, EcartDeMontant, EcartDeResultat
from financement.valeurs.dates import afficher_date

__all__ = ["imprimer_cote_a_cote"]

_MONTRES: Final = 5


def imprimer_cote_a_cote(cote_a_cote: CoteACote, largeur: int | None, *, tous: bool) -> None:
    """Les hypothèses, les concours par financeur, les restes à charge et la trésorerie, les constats qui changent."""
    convention = cote_a_cote.base.projet.convention
    nombre = accorder(len(cote_a_cote.scenarios), "scénario", "scénarios")
    imprimer(f"{convention.nom} — {nombre} en regard de la clôture au {afficher_date(cote_a_cote.au)}, en euros")
    imprimer()
    for rang, scenario in enumerate(cote_a_cote.scenarios, 1):
        imprimer(f"S{rang}  {rendre_affichable(scenario.nom)}")
        for hypothese in scenario.hypotheses:
            imprimer(f"      {rendre_affichable(hypothese.libelle)} ({rendre_affichable(hypothese.portee)})")
    imprimer()
    imprimer("Concours à la clôture (subventions et prêts), et ce qui change :")
    imprimer()
    _imprimer_les_ecarts("Financeur", cote_a_cote.ecarts, lambda ecart: ecart.concours, largeur)
    imprimer()
    imprimer("Reste à charge des maîtres d’ouvrage, prêts compris, et ce qui change :")
    imprimer()
    _imprimer_les_ecarts("Maître d’ouvrage", cote_a_cote.ecarts, lambda ecart: ecart.restes_a_charge, largeur)
    imprimer()
    imprimer("À préfinancer après cette date, au plus fort, et le semestre :")
    imprimer()
    _imprimer_la_tresorerie(cote_a_cote, largeur)
    for rang, (scenario, ecart) in enumerate(zip(cote_a_cote.scenarios, cote_a_cote.ecarts, strict=True), 1):
        imprimer()
        imprimer(f"S{rang}  {rendre_affichable(scenario.nom)}")
        _imprimer_les_constats("apparaissent", ecart.apparus, tous=tous)
        _imprimer_les_constats("disparaissent", ecart.disparus, tous=tous)
    imprimer()
    imprimer("Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie. Une hausse de coût laisse")
    imprimer("chaque subvention à son engagé ou à son programmé : le reste tombe sur le maître d’ouvrage.")


def _imprimer_les_ecarts(
    titre: str,
    ecarts: Sequence[EcartDeResultat],
    choisir: Callable[[EcartDeResultat], dict[str, EcartDeMontant]],
    largeur: int | None,
) -> None:
    choisis = [choisir(ecart) for ecart in ecarts]
    nul = EcartDeMontant(0, 0)
    cles = list(dict.fromkeys(cle for choisi in choisis for cle in choisi))
    lignes = [(cle, choisis[0].get(cle, nul).base, *(choisi.get(cle, nul).ecart for choisi in choisis)) for cle in cles]
    total = [sum(colonne) for colonne in zip(*(ligne[1:] for ligne in lignes), strict=True)] or [0] * (1 + len(choisis))
    titres = (titre, "Base", *(f"écart S{rang}" for rang in range(1, len(choisis) + 1)))
    imprimer_table(titres, lignes, ("Total", *total), largeur=largeur)


def _imprimer_la_tresorerie(cote_a_cote: CoteACote, largeur: int | None) -> None:
    resultats = (cote_a_cote.base, *cote_a_cote.resultats)
    noms = list(dict.fromkeys(nom for resultat in resultats for nom in resultat.tresorerie))
    titres = ["Maître d’ouvrage"]
    for nom in ("Base", *(f"S{rang}" for rang in range(1, len(resultats)))):
        titres += [nom, "semestre"]
    lignes = []
    for nom in noms:
        ligne: list[object] = [nom]
        for resultat in resultats:
            pointe = resultat.pointe(nom)
            ligne += [resultat.besoin(nom), "" if pointe is None else str(pointe.semestre)]
        lignes += [ligne] if any(montant for montant in ligne[1::2]) else []
    imprimer_table(titres, lignes, largeur=largeur)


def _imprimer_les_constats(verbe: str, constats: Sequence[Constat], *, tous: bool) -> None:
    if not constats:
        imprimer(f"Aucun constat n’{'apparaît' if verbe == 'apparaissent' else 'est levé'}.")
        return
    ordonnes = [constat for gravite in Gravite for constat in constats if constat.gravite is gravite]
    montres = ordonnes if tous else ordonnes[:_MONTRES]
    extrait = f", les {len(montres)} premiers (--tous les donne)" if len(montres) < len(ordonnes) else ""
    imprimer(f"Constats qui {verbe} : {compter_les_constats(constats)[:-1]}{extrait}")
    imprimer_les_constats(montres)
