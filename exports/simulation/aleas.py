"""Les tableaux des tirages : dispersion, distribution, facteurs, probabilités, éventail de l’échéancier."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from exports.annexe.lignes import composer_ligne, exces, texte, valeur
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.aleas.alea import PorteSur
from financement.aleas.eventail import REJOUES_AU_PLUS, ExerciceTire, eventail
from financement.aleas.modele import CONCOURS, PERDUE, RESTE, Grandeur
from financement.aleas.statistiques import (
    QUANTILES,
    Dispersion,
    Evenement,
    dispersions,
    facteurs,
    probabilites,
    quantile,
)
from financement.aleas.tirages import Tirages
from financement.valeurs.arrondi import arrondir

__all__ = ["CLE_DISTRIBUTION", "CLE_EVENTAIL", "CLE_FACTEURS", "composer_aleas"]

CLE_DISTRIBUTION: Final = "distribution"
CLE_FACTEURS: Final = "facteurs"
CLE_EVENTAIL: Final = "eventail"
_G: Final = GenreColonne
_DECOUPE: Final = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
_FACTEURS: Final = 12
_NOMS: Final = {
    CONCOURS: "Concours à la clôture",
    RESTE: "Reste à charge",
    PERDUE: "Subvention perdue",
}
_EVENEMENTS: Final = {
    Evenement.ENVELOPPE: "Enveloppe dépassée à la clôture",
    Evenement.LIMITE_ENGAGEMENT: "Engagement après sa date limite",
    Evenement.LIMITE_SOLDE: "Travaux finis après la date limite de solde",
}


def composer_aleas(tirages: Tirages) -> tuple[Tableau, ...]:
    """Tous les tableaux des tirages, de la partie « Évolution »."""
    lues = dispersions(tirages)
    return (
        _dispersion(tirages, lues),
        _distribution(tirages),
        _facteurs(tirages),
        _probabilites(tirages),
        _eventail(eventail(tirages)),
    )


def _dispersion(tirages: Tirages, lues: Sequence[Dispersion]) -> Tableau:
    convention = tirages.cloture.projet.convention
    noms = {financeur.code: financeur.nom for financeur in convention.financeurs}
    colonnes = (
        Colonne(cle="grandeur", libelle="Grandeur", genre=_G.TEXTE, largeur=26),
        Colonne(cle="nom", libelle="De qui", genre=_G.TEXTE, largeur=44),
        Colonne(cle="base", libelle="Base", genre=_G.MONTANT),
        Colonne(cle="moyenne", libelle="Moyenne", genre=_G.MONTANT),
        Colonne(cle="erreur", libelle="Erreur type de la moyenne", genre=_G.MONTANT),
        *(Colonne(cle=f"p{p}", libelle=f"P{p}", genre=_G.MONTANT, groupe="Quantiles") for p in QUANTILES),
    )
    lignes = []
    for d in lues:
        if d.grandeur.nom in _NOMS and d.erreur_type:
            cle = d.grandeur.cle
            qui = "Tous" if not cle else noms.get(cle) or convention.nom_du_maitre_ouvrage(cle)
            cellules: dict[str, Cellule] = {
                "grandeur": texte(_NOMS[d.grandeur.nom]),
                "nom": texte(qui),
                "base": valeur(d.base),
                "moyenne": valeur(d.moyenne),
                "erreur": valeur(d.erreur_type),
                **{f"p{p}": valeur(q) for p, q in zip(QUANTILES, d.quantiles, strict=True)},
            }
            lignes.append(composer_ligne(colonnes, f"{d.grandeur.nom}:{cle}", cellules))
    return Tableau(
        cle="dispersion",
        titre="Ce qui varie au fil des tirages",
        titre_court="Aléas",
        partie=Partie.EVOLUTION,
        niveau=Niveau.SYNTHESE,
        notes=(
            f"{tirages.nombre} tirages de la graine {tirages.graine} ; chacun est la clôture exacte d’un projet tiré.",
            "P80 : ce que huit tirages sur dix ne dépassent pas. Les quantiles de deux lignes ne s’additionnent pas.",
            "Subvention perdue : ce que la base donne et que le tirage ne donne plus, ligne à ligne.",
        ),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _colonnes_d_ecart(*premieres: Colonne) -> tuple[Colonne, ...]:
    return (
        *premieres,
        Colonne(cle="plus", libelle="De plus", genre=_G.MONTANT),
        Colonne(cle="moins", libelle="De moins", genre=_G.MONTANT),
    )


def _distribution(tirages: Tirages) -> Tableau:
    """Le reste à charge de tous, quantile par quantile, en regard de la base."""
    colonnes = _colonnes_d_ecart(
        Colonne(cle="nom", libelle="Quantile", genre=_G.TEXTE, largeur=12),
        Colonne(cle="base", libelle="Base", genre=_G.MONTANT),
        Colonne(cle="montant", libelle="Reste à charge de tous", genre=_G.MONTANT),
    )
    total = Grandeur(RESTE, "")
    base = next(d.base for d in dispersions(tirages) if d.grandeur == total)
    lignes = []
    for p in _DECOUPE:
        cellules: dict[str, Cellule] = {
            "nom": texte(f"P{p}"),
            "base": valeur(base),
            "montant": valeur(quantile(tirages.valeurs_de(total), p)),
        }
        cellules["plus"] = exces(cellules, "montant", "base")
        cellules["moins"] = exces(cellules, "base", "montant")
        lignes.append(composer_ligne(colonnes, f"p{p}", cellules))
    return Tableau(
        cle=CLE_DISTRIBUTION,
        titre="Distribution du reste à charge de tous les maîtres d’ouvrage",
        titre_court="Distribution",
        partie=Partie.EVOLUTION,
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _facteurs(tirages: Tirages) -> Tableau:
    """Ce qui fait la dispersion, le plus fort d’abord : la tornade."""
    colonnes = _colonnes_d_ecart(
        Colonne(cle="nom", libelle="Ce qui varie", genre=_G.TEXTE, largeur=44),
        Colonne(cle="correlation", libelle="Corrélation de rang", genre=_G.QUANTITE),
    )
    libelles = {o.code: o.libelle for o in tirages.cloture.situation.tableau.operations}
    lignes: list[Ligne] = []
    for facteur in facteurs(tirages)[:_FACTEURS]:
        quoi = "coût" if facteur.porte_sur is PorteSur.COUT else "retard"
        cellules = {
            "nom": texte(f"{quoi}, {facteur.operation} {libelles[facteur.operation]}"),
            "correlation": valeur(Decimal(facteur.correlation) / 1000),
            "plus": valeur(max(0, facteur.haut, facteur.bas)),
            "moins": valeur(max(0, -facteur.haut, -facteur.bas)),
        }
        lignes.append(composer_ligne(colonnes, f"{facteur.porte_sur}:{facteur.operation}", cellules))
    return Tableau(
        cle=CLE_FACTEURS,
        titre="Ce qui fait la dispersion du reste à charge de tous",
        titre_court="Facteurs",
        partie=Partie.EVOLUTION,
        notes=(
            "Corrélation de rang (Spearman) avec le reste à charge de tous ; une valeur proche de zéro ne fait rien.",
            "De plus, de moins : écart à la moyenne, dans les dixièmes de tirages où l’aléa est extrême.",
        ),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _probabilites(tirages: Tirages) -> Tableau:
    colonnes = (
        Colonne(cle="evenement", libelle="Événement", genre=_G.TEXTE, largeur=44),
        Colonne(cle="nom", libelle="Financeur ou opération", genre=_G.TEXTE, largeur=34),
        Colonne(cle="probabilite", libelle="Probabilité", genre=_G.TAUX),
        Colonne(cle="erreur", libelle="Erreur type", genre=_G.TAUX),
    )
    lignes = [
        composer_ligne(
            colonnes,
            f"{p.evenement}:{p.cle}",
            {
                "evenement": texte(_EVENEMENTS[p.evenement]),
                "nom": texte(p.cle or "une opération au moins"),
                "probabilite": valeur(_au_millieme(p.probabilite)),
                "erreur": valeur(_au_millieme(p.erreur_type)),
            },
        )
        for p in probabilites(tirages)
    ]
    return Tableau(
        cle="probabilites",
        titre="Probabilité de dépasser une enveloppe ou une date limite",
        titre_court="Probabilités",
        partie=Partie.EVOLUTION,
        notes=("Une date limite qu’aucun tirage ne dépasse pour une opération n’y est pas.",),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _au_millieme(part: Fraction) -> Fraction:
    return Fraction(arrondir(part * 1000), 1000)


def _eventail(exercices: Sequence[ExerciceTire]) -> Tableau:
    colonnes = (
        Colonne(cle="nom", libelle="Exercice", genre=_G.TEXTE, largeur=12),
        Colonne(cle="base", libelle="Base", genre=_G.MONTANT),
        *(Colonne(cle=f"p{p}", libelle=f"P{p}", genre=_G.MONTANT, groupe="Quantiles") for p in QUANTILES),
    )
    lignes = [
        composer_ligne(
            colonnes,
            f"exercice:{e.exercice}",
            {
                "nom": texte(str(e.exercice)),
                "base": valeur(e.base),
                **{f"p{p}": valeur(q) for p, q in zip(QUANTILES, e.quantiles, strict=True)},
            },
        )
        for e in exercices
    ]
    return Tableau(
        cle=CLE_EVENTAIL,
        titre="Éventail de l’échéancier : concours versés après l’arrêté, cumulés à la fin de chaque exercice",
        titre_court="Éventail",
        partie=Partie.EVOLUTION,
        notes=(f"Les {REJOUES_AU_PLUS} premiers tirages, rejoués en entier ; prévision, lecture C.",),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )
