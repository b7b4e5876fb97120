"""Une situation croisée : tableau croisé de deux axes, table de trois ou plus, rangées pour un programme."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from exports.commandes.affichage.parts_en_csv import parts_en_csv, titres_des_parts
from exports.commandes.affichage.sortie import imprimer, imprimer_table, parts_pour_programme
from financement.affichage.grandeurs import LIBELLES_GRANDEURS
from financement.calculs.croisement import LIBELLES_AXES, AxeCroise, Croisement, afficher_code
from financement.calculs.grille import Entiers
from financement.valeurs.montants import afficher_montant

__all__ = ["CROISES", "en_rangees", "imprimer_croisement", "lignes_pour_programme"]

CROISES: Final = 2
_Parts = tuple[dict[str, int], dict[str, int]]


def lignes_pour_programme(croisement: Croisement) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Les rangées et le total en json : le code de chaque axe sous son nom, puis les montants."""
    lignes = [
        {**dict(zip(croisement.axes, cles, strict=True)), **parts_pour_programme(*parts)}
        for cles, parts in zip(croisement.cles, _parts(croisement), strict=True)
    ]
    return lignes, parts_pour_programme(*_totaux(croisement))


def en_rangees(croisement: Croisement) -> tuple[tuple[str, ...], list[list[object]]]:
    """Les titres et les rangées du csv : codes, puis concours, autofinancement, toutes les lignes."""
    rangees: list[list[object]] = [
        [*cles, *parts_en_csv(*parts)] for cles, parts in zip(croisement.cles, _parts(croisement), strict=True)
    ]
    return (*croisement.axes, *titres_des_parts(croisement.colonnes)), rangees


def imprimer_croisement(croisement: Croisement, grandeur: str | None, largeur: int | None) -> None:
    """Deux axes : un tableau croisé d’une ``grandeur`` ; davantage : une rangée par case, toutes les grandeurs.

    Les montants sont ceux des concours ; l’autofinancement de la même grandeur est dit à part, pour mémoire.
    """
    ordre = sorted(range(len(croisement.cles)), key=lambda rang: _rang(croisement, croisement.cles[rang]))
    ordinaire = "programme" if "programme" in croisement.colonnes else "paye"
    if len(croisement.axes) == CROISES:
        _imprimer_le_tableau(croisement, grandeur or ordinaire, largeur)
    else:
        parts = list(_parts(croisement))
        imprimer_table(
            [
                *(LIBELLES_AXES[axe] for axe in croisement.axes),
                *(LIBELLES_GRANDEURS[nom] for nom in croisement.colonnes),
            ],
            [(*croisement.affichees(croisement.cles[rang]), *parts[rang][0].values()) for rang in ordre],
            ("Total", *[None] * (len(croisement.axes) - 1), *_totaux(croisement)[0].values()),
            largeur=largeur,
            cles=len(croisement.axes),
        )
    imprimer()
    imprimer("Concours (subventions et prêts) seuls.")
    imprimer(_pour_memoire(croisement, grandeur or ordinaire))


def _pour_memoire(croisement: Croisement, grandeur: str) -> str:
    """L’autofinancement de cette grandeur ; il n’a pas de restes, n’étant dû à personne."""
    nom = LIBELLES_GRANDEURS[grandeur].lower()
    if grandeur.startswith("reste"):
        return f"L’autofinancement, qui n’est dû à personne, n’a pas de {nom}."
    return f"Pour mémoire, autofinancement {nom} : {afficher_montant(_totaux(croisement)[1][grandeur])}."


def _imprimer_le_tableau(croisement: Croisement, grandeur: str, largeur: int | None) -> None:
    lignes, colonnes = (
        sorted(valeurs) if axe is AxeCroise.OPERATION else list(valeurs)
        for axe, valeurs in zip(croisement.axes, croisement.valeurs, strict=True)
    )
    verticale, horizontale = croisement.axes
    montants = dict(zip(croisement.cles, croisement.concours[grandeur].tolist(), strict=True))
    imprimer(f"{LIBELLES_GRANDEURS[grandeur]}, {' × '.join(LIBELLES_AXES[axe].lower() for axe in croisement.axes)}")
    imprimer()

    def rangee(nom: str, cases: Sequence[int]) -> tuple[object, ...]:
        return nom, *cases, sum(cases)

    imprimer_table(
        (LIBELLES_AXES[verticale], *(afficher_code(horizontale, code) for code in colonnes), "Total"),
        [
            rangee(afficher_code(verticale, ligne), [montants.get((ligne, colonne), 0) for colonne in colonnes])
            for ligne in lignes
        ],
        rangee("Total", [sum(montants.get((ligne, colonne), 0) for ligne in lignes) for colonne in colonnes]),
        largeur=largeur,
    )


def _rang(croisement: Croisement, cles: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Les opérations dans l’ordre de leurs codes, le reste dans celui du dossier."""
    return tuple(
        (0, cle) if axe is AxeCroise.OPERATION else (valeurs.index(cle), "")
        for axe, valeurs, cle in zip(croisement.axes, croisement.valeurs, cles, strict=True)
    )


def _parts(croisement: Croisement) -> Iterator[_Parts]:
    """Les montants de chaque rangée, concours puis autofinancement, en centimes."""
    return zip(_en_lignes(croisement.concours), _en_lignes(croisement.autofinancement), strict=True)


def _en_lignes(colonnes: Mapping[str, Entiers]) -> list[dict[str, int]]:
    listes = [colonne.tolist() for colonne in colonnes.values()]
    return [dict(zip(colonnes, valeurs, strict=True)) for valeurs in zip(*listes, strict=True)]


def _totaux(croisement: Croisement) -> _Parts:
    """Les totaux ; le cumul d’un total est la somme de ses flux, et non celle des cumuls."""
    concours, autofinancement = (
        {nom: int(part[nom.removesuffix("_cumul")].sum()) for nom in croisement.colonnes}
        for part in (croisement.concours, croisement.autofinancement)
    )
    return concours, autofinancement
