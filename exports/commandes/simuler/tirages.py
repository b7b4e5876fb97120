"""Les tirages d’une simulation : à l’écran et en json."""

from typing import Final

from exports.commandes.affichage.sortie import imprimer, imprimer_table
from financement.affichage.libelles import accorder
from financement.aleas.modele import CONCOURS, PERDUE, RESTE
from financement.aleas.statistiques import (
    QUANTILES,
    Dispersion,
    Evenement,
    Probabilite,
    convergence,
    dispersions,
    facteurs,
    probabilites,
)
from financement.aleas.tirages import Tirages
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = ["imprimer_les_tirages", "tirages_pour_programme"]

_TITRES: Final = {
    CONCOURS: ("Concours à la clôture qui varient, par financeur :", "Financeur"),
    RESTE: ("Reste à charge qui varie, par maître d’ouvrage, prêts compris :", "Maître d’ouvrage"),
    PERDUE: ("Subvention perdue au regard de la base, ligne à ligne, sans compensation :", "Financeur"),
}
_EVENEMENTS: Final = {
    Evenement.ENVELOPPE: "Enveloppe dépassée à la clôture",
    Evenement.LIMITE_ENGAGEMENT: "Engagement après sa date limite",
    Evenement.LIMITE_SOLDE: "Travaux finis après la date limite de solde",
}
_FACTEURS_MONTRES: Final = 8


def imprimer_les_tirages(tirages: Tirages, largeur: int | None) -> None:
    """Quantiles et moyenne de ce qui varie, probabilités, ce qui fait la dispersion, convergence."""
    tires = f"{tirages.nombre:,}".replace(",", "\u202f")
    operations = accorder(len(tirages.modele.codes), "opération varie", "opérations varient")
    imprimer(f"Aléas : {tires} tirages de la graine {tirages.graine}, {operations} ; chacun est une clôture exacte")
    toutes = dispersions(tirages)
    for nom, (titre, premiere) in _TITRES.items():
        siennes = [d for d in toutes if d.grandeur.nom == nom and d.erreur_type]
        if siennes:
            imprimer()
            imprimer(titre)
            imprimer()
            *lignes, total = [_ligne(dispersion) for dispersion in siennes]
            entetes = (premiere, "Base", "Moyenne", "± erreur", *(f"P{p}" for p in QUANTILES))
            imprimer_table(entetes, lignes, total, largeur=largeur)
    imprimer()
    imprimer("P80 : ce que huit tirages sur dix ne dépassent pas. ± erreur : l’erreur type de la moyenne.")
    _imprimer_les_probabilites(tirages, largeur)
    _imprimer_les_facteurs(tirages, largeur)
    imprimer()
    imprimer("Le reste à charge de tous se stabilise-t-il ?")
    imprimer()
    lignes_de_convergence = [
        (f"{n:,}".replace(",", "\u202f"), moyenne, p80) for n, moyenne, p80 in convergence(tirages)
    ]
    imprimer_table(("Tirages", "Moyenne", "P80"), lignes_de_convergence, largeur=largeur)


def _ligne(dispersion: Dispersion) -> tuple[str | int, ...]:
    nom = dispersion.grandeur.cle or "Total"
    return (nom, dispersion.base, dispersion.moyenne, dispersion.erreur_type, *dispersion.quantiles)


def _imprimer_les_probabilites(tirages: Tirages, largeur: int | None) -> None:
    arrivees = [p for p in probabilites(tirages) if p.probabilite]
    imprimer()
    if not arrivees:
        imprimer("Aucun tirage ne dépasse une enveloppe ni une date limite.")
        return
    imprimer("Probabilité de dépasser une enveloppe ou une date limite :")
    imprimer()
    imprimer_table(
        ("Événement", "Financeur ou opération", "Probabilité", "± erreur"),
        [
            (_EVENEMENTS[p.evenement], p.cle or "une opération au moins", _pour_cent(p), _pour_cent_de_l_erreur(p))
            for p in arrivees
        ],
        largeur=largeur,
    )


def _pour_cent(probabilite: Probabilite) -> str:
    return _dixiemes(arrondir(probabilite.probabilite * 1000))


def _pour_cent_de_l_erreur(probabilite: Probabilite) -> str:
    return _dixiemes(arrondir(probabilite.erreur_type * 1000))


def _dixiemes(milliemes: int) -> str:
    return f"{milliemes // 10},{milliemes % 10}\u00a0%"


def _imprimer_les_facteurs(tirages: Tirages, largeur: int | None) -> None:
    trouves = facteurs(tirages)
    montres = trouves[:_FACTEURS_MONTRES]
    if not montres:
        return
    imprimer()
    extrait = f" (les {len(montres)} premiers sur {len(trouves)})" if len(montres) < len(trouves) else ""
    imprimer(f"Ce qui fait la dispersion du reste à charge de tous, par corrélation de rang{extrait} :")
    imprimer()
    imprimer_table(
        ("Opération", "Aléa", "Corrélation", "Quand il est haut", "Quand il est bas"),
        [
            (f.operation, "coût" if f.porte_sur == "cout" else "retard", _correlation(f.correlation), f.haut, f.bas)
            for f in montres
        ],
        largeur=largeur,
    )


def _correlation(milliemes: int) -> str:
    signe = "−" if milliemes < 0 else ""
    return f"{signe}{abs(milliemes) // 1000},{abs(milliemes) % 1000:03d}"


def tirages_pour_programme(tirages: Tirages) -> dict[str, object]:
    """Les tirages en objet json, clés du contrat ; ``cle`` vide est le total."""
    return {
        "n": tirages.nombre,
        "graine": tirages.graine,
        "grandeurs": [
            {
                "grandeur": d.grandeur.nom,
                "cle": d.grandeur.cle,
                "base": ecrire_montant_decimal(d.base),
                "moyenne": ecrire_montant_decimal(d.moyenne),
                "erreur_type": ecrire_montant_decimal(d.erreur_type),
                **{f"p{p}": ecrire_montant_decimal(valeur) for p, valeur in zip(QUANTILES, d.quantiles, strict=True)},
            }
            for d in dispersions(tirages)
        ],
        "probabilites": [
            {
                "evenement": p.evenement,
                "cle": p.cle,
                "probabilite": _decimal(arrondir(p.probabilite * 10_000)),
                "erreur_type": _decimal(arrondir(p.erreur_type * 10_000)),
            }
            for p in probabilites(tirages)
        ],
        "facteurs": [
            {
                "operation": f.operation,
                "porte_sur": f.porte_sur,
                "grandeur": RESTE,
                "mesure": "correlation_de_rang",
                "valeur": _correlation(f.correlation).replace(",", ".").replace("−", "-"),
                "ecart_haut": ecrire_montant_decimal(f.haut),
                "ecart_bas": ecrire_montant_decimal(f.bas),
            }
            for f in facteurs(tirages)
        ],
        "convergence": [
            {"n": n, "moyenne": ecrire_montant_decimal(moyenne), "p80": ecrire_montant_decimal(p80)}
            for n, moyenne, p80 in convergence(tirages)
        ],
    }


def _decimal(dix_milliemes: int) -> str:
    return f"{dix_milliemes // 10_000}.{dix_milliemes % 10_000:04d}"
