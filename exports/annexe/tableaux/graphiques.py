"""Les graphiques de l’annexe, un par question : qui doit encore quoi, du programme à la clôture, au fil des ans.

Ils ne montrent que des concours, et rien après l’arrêté. Leur description dit ce qu’il faut y lire, calculé du tableau.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from exports.annexe.contexte import Contexte
from exports.annexe.tableaux import exercices, syntheses
from exports.document.elements import GenreGraphique, Graphique, RepereGraphique, SerieGraphique
from exports.document.tableau import GenreLigne, Tableau
from exports.graphiques.echelle import MILLIONS, choisir_unite
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import ESPACE_INSECABLE
from maquettes.classeur.charte_des_graphiques import TITRE_DE_LA_CLOTURE, TITRE_DES_CUMULS, TITRE_DES_SOLDES

__all__ = ["graphiques"]

_NOMMES_AU_PLUS: Final = 3
_EXERCICE: Final = "exercice:"
_FINANCEUR: Final = "financeur:"


class _Point(NamedTuple):
    """Une ligne du tableau : sa clé, le nom qu’elle porte, et ses deux montants en centimes."""

    cle: str
    nom: str
    premier: int
    second: int


def graphiques(contexte: Contexte, tableaux: tuple[Tableau, ...]) -> Iterator[Graphique]:
    """Chaque graphique qui a de quoi en montrer un ; ses montants sont ceux des tableaux."""
    par_cle = {tableau.cle: tableau for tableau in tableaux}
    for composer in (_soldes, _cloture, _exercices):
        trouve = composer(contexte, par_cle)
        if trouve is not None:
            yield trouve


def _points(contexte: Contexte, tableau: Tableau, colonnes: tuple[str, str]) -> list[_Point]:
    """Les financeurs dont un des deux montants n’est pas nul."""
    rangs = [tableau.rang_colonne(colonne) for colonne in colonnes]
    points = []
    for ligne in tableau.lignes:
        valeurs = [ligne.cellules[rang].valeur for rang in rangs]
        premier, second = (valeur if isinstance(valeur, int) else 0 for valeur in valeurs)
        if ligne.genre is GenreLigne.DONNEE and (premier or second):
            points.append(_Point(ligne.cle, contexte.nommer(ligne.cle.removeprefix(_FINANCEUR)), premier, second))
    return points


def _dire(montant: int) -> str:
    """Un montant pour une phrase : en millions dès qu’il en a un."""
    return (MILLIONS if abs(montant) >= MILLIONS.centimes else choisir_unite(abs(montant))).afficher(montant)


def _dire_l_ecart(montant: int) -> str:
    return f"{'+' if montant > 0 else ''}{_dire(montant)}"


def _part(montant: int, total: int) -> str:
    """La part d’un montant, à l’unité de pourcentage."""
    pourcentage = arrondir(Fraction(100 * montant, total))
    return f"{pourcentage or '< 1'} %".replace(" ", ESPACE_INSECABLE)


def _premiers(points: Sequence[_Point], dire: Callable[[_Point], str], reste: Callable[[Sequence[_Point]], str]) -> str:
    """Ce qu’on dit des plus grands, puis des autres ensemble."""
    nommes, autres = points[:_NOMMES_AU_PLUS], points[_NOMMES_AU_PLUS:]
    if len(autres) == 1:
        nommes, autres = points, ()
    dits = [f"{point.nom} : {dire(point)}" for point in nommes]
    if autres:
        dits.append(f"{len(autres)} autres financeurs : {reste(autres)}")
    return " ; ".join(dits)


def _soldes(contexte: Contexte, tableaux: dict[str, Tableau]) -> Graphique | None:
    """Qui doit encore quoi : le plus grand solde d’abord."""
    tableau = tableaux[syntheses.CLE_FINANCEURS]
    points = _points(contexte, tableau, ("solde_a_verser", "trop_percu"))
    if not points:
        return None
    points.sort(key=lambda point: -(point.premier + point.second))
    a_verser, a_reverser = sum(p.premier for p in points), sum(p.second for p in points)

    def part(montant: int) -> str:
        return f"{_dire(montant)}, soit {_part(montant, a_verser)}"

    phrases = []
    if a_verser:
        debiteurs = sorted((point for point in points if point.premier), key=lambda point: -point.premier)
        dits = _premiers(
            debiteurs, lambda point: part(point.premier), lambda autres: part(sum(p.premier for p in autres))
        )
        phrases.append(f"Reste à verser : {_dire(a_verser)}, dont {dits}.")
    else:
        phrases.append("Aucun financeur n’a plus rien à verser.")
    if a_reverser:
        crediteurs = sorted((point for point in points if point.second), key=lambda point: -point.second)
        dits = _premiers(
            crediteurs, lambda point: _dire(point.second), lambda autres: _dire(sum(p.second for p in autres))
        )
        phrases.append(f"À reverser aux financeurs : {_dire(a_reverser)}, dont {dits}.")
    else:
        phrases.append("Rien n’est à reverser.")
    return Graphique(
        cle="soldes",
        titre=TITRE_DES_SOLDES,
        description=_decrire(phrases, tableau),
        genre=GenreGraphique.OPPOSEES,
        tableau=tableau.cle,
        colonne_des_noms="financeur",
        lignes=tuple(point.cle for point in points),
        series=(
            SerieGraphique(colonne="solde_a_verser", mots="à verser"),
            SerieGraphique(colonne="trop_percu", mots="à reverser"),
        ),
    )


def _cloture(contexte: Contexte, tableaux: dict[str, Tableau]) -> Graphique | None:
    """Du programme à la clôture : le plus grand concours programmé d’abord."""
    tableau = tableaux[syntheses.CLE_FINANCEURS]
    points = _points(contexte, tableau, ("programme", "montant_cloture"))
    if not points:
        return None
    points.sort(key=lambda point: -(point.premier + point.second))
    programme, cloture = sum(p.premier for p in points), sum(p.second for p in points)
    ecart = "sans écart"
    if programme != cloture:
        part = f", soit {_part(abs(cloture - programme), programme)} du programme" if programme > 0 else ""
        ecart = f"{_dire_l_ecart(cloture - programme)}{part}"
    phrases = [f"{_dire(programme)} programmés, {_dire(cloture)} à la clôture : {ecart}."]
    ecarts = sorted((p for p in points if p.premier != p.second), key=lambda point: -abs(point.second - point.premier))
    if ecarts:
        dits = _premiers(
            ecarts,
            lambda point: _dire_l_ecart(point.second - point.premier),
            lambda autres: _dire_l_ecart(sum(p.second - p.premier for p in autres)),
        )
        phrases.append(f"Plus grands écarts : {dits}.")
    else:
        phrases.append("Aucun financeur ne s’écarte du programme.")
    return Graphique(
        cle="cloture",
        titre=TITRE_DE_LA_CLOTURE,
        description=_decrire(phrases, tableau),
        genre=GenreGraphique.AVANT_APRES,
        tableau=tableau.cle,
        colonne_des_noms="financeur",
        lignes=tuple(point.cle for point in points),
        series=(
            SerieGraphique(colonne="programme", mots="programmés"),
            SerieGraphique(colonne="montant_cloture", mots="à la clôture"),
        ),
    )


def _exercices(contexte: Contexte, tableaux: dict[str, Tableau]) -> Graphique | None:
    """Engagé et payé au fil des ans, jusqu’à l’arrêté ; l’engagé réputé, que rien ne date, n’y est pas."""
    tableau = tableaux[exercices.CLE]
    engage, paye = (tableau.rang_colonne(colonne) for colonne in ("engage_cumul", "paye_cumul"))
    cumuls: dict[int, _Point] = {}
    repute = 0
    for ligne in tableau.lignes:
        montants = [ligne.cellules[rang].valeur for rang in (engage, paye)]
        premier, second = (valeur if isinstance(valeur, int) else 0 for valeur in montants)
        annee = ligne.cle.removeprefix(_EXERCICE)
        if annee.isdecimal():
            cumuls[int(annee)] = _Point(ligne.cle, annee, premier, second)
        elif ligne.genre is GenreLigne.DONNEE:
            repute = premier - (next(reversed(cumuls.values())).premier if cumuls else 0)
    if not any(point.premier or point.second for point in cumuls.values()):
        return None
    tableau_financier = contexte.tableau
    limites = [
        RepereGraphique(libelle="date limite d’engagement", le=tableau_financier.date_limite_engagement),
        *(
            [RepereGraphique(libelle="date limite de solde", le=tableau_financier.date_limite_solde)]
            if tableau_financier.date_limite_solde
            else []
        ),
    ]
    return Graphique(
        cle="exercices",
        titre=TITRE_DES_CUMULS,
        description=_decrire(list(_dire_les_exercices(contexte.au, cumuls, limites, repute)), tableau),
        genre=GenreGraphique.CUMULS,
        tableau=tableau.cle,
        colonne_des_noms="exercice",
        lignes=tuple(point.cle for point in cumuls.values()),
        series=(
            SerieGraphique(colonne="engage_cumul", mots="engagés"),
            SerieGraphique(colonne="paye_cumul", mots="payés"),
        ),
        dates=tuple(min(date(annee, 12, 31), contexte.au) for annee in cumuls),
        reperes=(*limites, RepereGraphique(libelle="arrêté", le=contexte.au)),
    )


def _dire_les_exercices(
    au: date, cumuls: dict[int, _Point], limites: Sequence[RepereGraphique], repute: int
) -> Iterator[str]:
    """Où l’on en est à l’arrêté, puis ce qui s’est fait après l’exercice de chaque date limite."""
    dernier = cumuls[max(cumuls)]
    rapport = f", soit {_part(dernier.second, dernier.premier)} de l’engagé" if dernier.premier > 0 else ""
    yield f"Au {afficher_date(au)}, {_dire(dernier.premier)} engagés et {_dire(dernier.second)} payés{rapport}."
    if repute:
        yield f"L’engagé réputé, {_dire(repute)}, n’a pas de date et n’y est pas."
    for limite, fait, mots in zip(limites, (0, 1), ("engagés", "payés"), strict=False):
        le = f"{limite.libelle}, {afficher_date(limite.le)}"
        if limite.le >= au:
            yield f"À venir : {le}."
            continue
        avant = max((annee for annee in cumuls if annee <= limite.le.year), default=None)
        montants = (dernier.premier, dernier.second)
        acquis = 0 if avant is None else (cumuls[avant].premier, cumuls[avant].second)[fait]
        depuis = montants[fait] - acquis
        ce_qui_suit = f"{_dire(depuis)} {mots}" if depuis else f"rien n’est {mots.removesuffix('s')}"
        yield f"Après l’exercice {limite.le.year} ({le}) : {ce_qui_suit}."


def _decrire(phrases: Sequence[str], tableau: Tableau) -> str:
    return f"{' '.join(phrases)} Les montants exacts sont au tableau « {tableau.titre} »."
