"""Les colonnes qu’un tableau montre : celles qui disent quelque chose, les autres dites en note.

Une colonne sans rien, une colonne qui répète le même texte, deux colonnes de mêmes montants : la largeur qu’elles
prennent manque à celles qui se lisent. Le classeur replie les deux premières sans les ôter ; le csv et la page html
les gardent toutes. Ce que l’on voit reste juste à l’œil : une colonne d’une somme ne s’en va que nulle, et deux
colonnes qui entrent dans un même calcul ne se fondent pas.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, groupby
from typing import Final, NamedTuple

from exports.document.calculs import Calcul, DifferenceColonnes, Etendue, Exces, Rapport, SommeColonnes
from exports.document.document import Document
from exports.document.tableau import GenreColonne, GenreLigne, Partie, Tableau, Valeur
from exports.document.typographie import afficher_valeur

__all__ = ["Repli", "replier", "resserrer"]

_G = GenreColonne
_CONSTANTES: Final = frozenset({_G.TEXTE, _G.CODE, _G.DATE, _G.TAUX})
"""Les genres qui ne s’additionnent pas : une valeur dite une fois n’ôte rien à un total."""
_LIGNES_AU_MOINS: Final = 2


class Repli(NamedTuple):
    """Un tableau et sa note, le rang des colonnes qui s’y replient."""

    tableau: Tableau
    rangs: frozenset[int] = frozenset()


def replier(document: Document, tableau: Tableau) -> Repli:
    """Le tableau entier, et ses colonnes à replier : celles qui n’ont rien ou répètent le même texte, dites en note.

    De la décision, aucune ; ni celle où mène un lien, ou qui en porte un.
    """
    replis = document.une_fois(_replis)
    if tableau.cle not in replis:
        replis[tableau.cle] = _replier(document, tableau)
    return replis[tableau.cle]


def _replis(_: Document) -> dict[str, Repli]:
    return {}


def _replier(document: Document, tableau: Tableau) -> Repli:
    if tableau.partie is Partie.DECISION:
        return Repli(tableau)
    gardees = _gardees(document, tableau)
    vides = _vides(tableau) - gardees
    constantes = {
        cle: dit for cle, dit in _constantes(tableau, document).items() if cle not in gardees and cle not in vides
    }
    if not vides and not constantes:
        return Repli(tableau)
    notes = [*_dire_les_vides(tableau, vides), *_dire_les_constantes(tableau, constantes)]
    note = " ".join(["Colonnes repliées, que le bouton + remontre.", *notes])
    rangs = {rang for rang, colonne in enumerate(tableau.colonnes) if colonne.cle in vides or colonne.cle in constantes}
    return Repli(replace(tableau, notes=(*tableau.notes, note)), frozenset(rangs))


def _gardees(document: Document, tableau: Tableau) -> set[str]:
    """La première colonne, qui nomme les lignes, et celles où mène un lien."""
    return {tableau.colonnes[0].cle, *(lieu.colonne for lieu in document.cibles if lieu.tableau == tableau.cle)}


def _dire_les_vides(tableau: Tableau, vides: Collection[str]) -> Iterator[str]:
    for debut, sont_des_montants in (("Sans montant", True), ("Sans valeur", False)):
        cles = {c.cle for c in tableau.colonnes if (c.genre is _G.MONTANT) is sont_des_montants} & set(vides)
        yield from _en_phrase(debut, _nommer(tableau, cles))


def _dire_les_constantes(tableau: Tableau, constantes: Mapping[str, str]) -> Iterator[str]:
    for cle, dit in constantes.items():
        yield f"{_nommer(tableau, {cle})[0]} : {dit} sur toutes les lignes."


def resserrer(document: Document, tableau: Tableau) -> Tableau:
    """Le tableau à imprimer ; la décision, dont chaque colonne répond à une question, s’imprime entière.

    Reste toute colonne où mène un lien, ou qui en porte un.
    """
    if tableau.partie is Partie.DECISION:
        return tableau
    jointes = {colonne.cle for colonne in tableau.colonnes if colonne.est_jointe}
    gardees = _gardees(document, tableau)
    restreint = _sans(tableau, jointes - gardees)
    notes = list(_en_phrase("Au classeur, et non imprimé ici", _nommer(tableau, jointes)))
    vides = _vides(restreint) - gardees
    notes += _dire_les_vides(restreint, vides)
    restreint = _sans(restreint, vides)
    constantes = {cle: dit for cle, dit in _constantes(restreint, document).items() if cle not in gardees}
    notes += _dire_les_constantes(restreint, constantes)
    restreint = _sans(restreint, constantes)
    restreint = _fondre(restreint, gardees)
    return replace(restreint, notes=(*tableau.notes, " ".join(notes))) if notes else restreint


def _nommer(tableau: Tableau, cles: Collection[str]) -> list[str]:
    """Le nom de chaque colonne, avec son groupe s’il lève un doute ou n’a qu’elle ; celui d’un groupe entier."""
    libelles = Counter(colonne.libelle for colonne in tableau.colonnes)
    noms: list[str] = []
    for groupe, membres in groupby(tableau.colonnes, key=lambda colonne: colonne.groupe):
        colonnes = tuple(membres)
        dites = [colonne for colonne in colonnes if colonne.cle in cles]
        if groupe and len(dites) == len(colonnes) > 1:
            noms.append(f"« {groupe} »")
        else:
            est_nomme = bool(groupe) and (len(colonnes) == 1 or any(libelles[c.libelle] > 1 for c in dites))
            noms += [f"{c.libelle} ({groupe})" if est_nomme else c.libelle for c in dites]
    return noms


def _en_phrase(debut: str, noms: Sequence[str]) -> Iterator[str]:
    if noms:
        yield f"{debut} : {', '.join(noms)}."


def _sans(tableau: Tableau, cles: Collection[str]) -> Tableau:
    """Le tableau sans ces colonnes."""
    if not cles:
        return tableau
    rangs = [rang for rang, colonne in enumerate(tableau.colonnes) if colonne.cle not in cles]
    return replace(
        tableau,
        colonnes=tuple(tableau.colonnes[rang] for rang in rangs),
        lignes=tuple(
            replace(ligne, cellules=tuple(ligne.cellules[rang] for rang in rangs)) for ligne in tableau.lignes
        ),
    )


def _valeurs(tableau: Tableau, rang: int, genres: Collection[GenreLigne] = tuple(GenreLigne)) -> list[Valeur]:
    return [ligne.cellules[rang].valeur for ligne in tableau.lignes if ligne.genre in genres]


def _porte_un_lien(tableau: Tableau, rang: int) -> bool:
    return any(ligne.cellules[rang].lien is not None for ligne in tableau.lignes)


def _vides(tableau: Tableau) -> set[str]:
    """Les colonnes où nulle ligne n’a rien, ou rien que des zéros ; aucune si toutes celles des nombres le sont.

    Un tableau sans donnée les garde : elles disent ce qu’il montrerait.
    """
    if not any(ligne.genre is GenreLigne.DONNEE for ligne in tableau.lignes):
        return set()
    vides = {
        colonne.cle: not any(_valeurs(tableau, rang))
        for rang, colonne in enumerate(tableau.colonnes)
        if not _porte_un_lien(tableau, rang)
    }
    montants = [vides.get(colonne.cle, False) for colonne in tableau.colonnes if colonne.genre is _G.MONTANT]
    tous_nuls = bool(montants) and all(montants)
    return {
        colonne.cle
        for colonne in tableau.colonnes
        if vides.get(colonne.cle) and not (tous_nuls and colonne.genre is _G.MONTANT)
    }


def _constantes(tableau: Tableau, document: Document) -> Mapping[str, str]:
    """Les colonnes qui disent la même chose de chaque ligne, et ce qu’elles disent."""
    constantes = {}
    for rang, colonne in enumerate(tableau.colonnes):
        donnees = _valeurs(tableau, rang, {GenreLigne.DONNEE})
        ailleurs = _valeurs(tableau, rang, set(GenreLigne) - {GenreLigne.DONNEE})
        est_constante = (
            colonne.genre in _CONSTANTES
            and len(donnees) >= _LIGNES_AU_MOINS
            and len({*donnees, *(valeur for valeur in ailleurs if valeur not in {None, ""})}) == 1
            and not _porte_un_lien(tableau, rang)
        )
        if est_constante:
            constantes[colonne.cle] = afficher_valeur(donnees[0], colonne.genre, document.sceau.unite)
    return constantes


def _fondre(tableau: Tableau, gardees: Collection[str]) -> Tableau:
    """Les colonnes d’un même groupe qui portent les mêmes montants n’en font qu’une, sous leurs deux noms."""
    if sum(ligne.genre is GenreLigne.DONNEE for ligne in tableau.lignes) < _LIGNES_AU_MOINS:
        return tableau
    liees = _liees(tableau)
    noms: dict[str, str] = {}
    retirees: set[str] = set()
    for (rang, une), (autre_rang, autre) in combinations(enumerate(tableau.colonnes), 2):
        sont_les_memes = (
            une.genre is autre.genre is _G.MONTANT
            and une.groupe == autre.groupe
            and not {une.cle, autre.cle} & retirees
            and autre.cle not in gardees
            and frozenset({une.cle, autre.cle}) not in liees
            and _valeurs(tableau, rang) == _valeurs(tableau, autre_rang)
            and any(_valeurs(tableau, rang))
        )
        if sont_les_memes:
            noms[une.cle] = f"{noms.get(une.cle, une.libelle)} = {autre.libelle}"
            retirees.add(autre.cle)
    if not retirees:
        return tableau
    fondu = _sans(tableau, retirees)
    return replace(fondu, colonnes=tuple(replace(c, libelle=noms.get(c.cle, c.libelle)) for c in fondu.colonnes))


def _liees(tableau: Tableau) -> set[frozenset[str]]:
    """Les paires de colonnes qu’un même calcul de ligne réunit, résultat compris.

    D’une somme dont un seul terme s’imprime, les autres étant nuls, ce terme dit tout : il ne la lie pas.
    """
    liees: set[frozenset[str]] = set()
    presentes = {colonne.cle for colonne in tableau.colonnes}
    for ligne in tableau.lignes:
        for colonne, cellule in zip(tableau.colonnes, ligne.cellules, strict=True):
            lues = presentes.intersection(_citees(cellule.calcul))
            if isinstance(cellule.calcul, SommeColonnes) and len(lues) == 1:
                continue
            citees = {colonne.cle, *lues}
            if len(citees) > 1:
                liees.update(map(frozenset, combinations(sorted(citees), 2)))
    return liees


def _citees(calcul: Calcul | None) -> tuple[str, ...]:
    """Les colonnes de sa ligne qu’un calcul réunit."""
    match calcul:
        case SommeColonnes(colonnes=colonnes) | Etendue(colonnes=colonnes):
            return colonnes
        case DifferenceColonnes(de=de, moins=moins):
            return (de, moins)
        case Exces(de=de, sur=sur):
            return (de, sur)
        case Rapport(numerateur=numerateur, denominateur=denominateur):
            return (numerateur, denominateur)
        case _:
            return ()
