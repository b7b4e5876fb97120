"""Les graphiques natifs de la maquette, ceux de l’annexe : leurs données se trient et se prolongent en formules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from financement.arrondi import arrondir
from financement.dates import afficher_date
from maquettes.charte_des_graphiques import TITRE_DE_LA_CLOTURE, TITRE_DES_CUMULS, TITRE_DES_SOLDES
from maquettes.classeur import Style
from maquettes.classeur_vivant import ClasseurVivant, FeuilleVivante
from maquettes.graphique_natif import GraphiqueNatif
from maquettes.graphiques_de_concours import (
    AISANCE,
    COLONNES,
    DONNEES,
    HAUTEURS_DE_REPERE,
    LARGEURS_DES_DONNEES,
    Texte,
    barres_de_la_cloture,
    barres_des_soldes,
    courbes_des_cumuls,
    part_du_plus_grand,
    place_a_gauche,
    poser,
    tetes_de_page,
)
from maquettes.maquette import styles
from maquettes.maquette.dates_de_tableur import serie
from maquettes.maquette.description import nom_defini
from maquettes.maquette.disposition import plage
from maquettes.maquette.feuille_de_bloc import Entete, ecrire_titre, mettre_en_page
from maquettes.maquette.moteur import Colonnes, Moteur, Valeur
from maquettes.place_dans_le_temps import place_dans_le_temps

__all__ = ["FEUILLE_GRAPHIQUES", "ecrire_graphiques"]

FEUILLE_GRAPHIQUES: Final = "Graphiques"

_PREMIERE: Final = 4
_SYMBOLE: Final = "k€"
_FINANCEURS: Final = "synthese_financeurs"
_ECHEANCIER: Final = "echeancier"
_LARGEUR_ORDINAIRE: Final = 8.43
_MONTANT: Final = Style(couleur="#44546A", format_nombre="#,##0.00")
_NOMBRE: Final = Style(couleur="#44546A")
# Zéro, faute de date, ne s'écrit pas.
_DATE: Final = Style(couleur="#44546A", format_nombre="dd/mm/yyyy;;")
_JOUR: Final = 'IF({0}({1})<10,"0","")&{0}({1})'
_LIMITE_DE_SOLDE: Final = "SUMPRODUCT(MAX(avenants_en_vigueur*(avenants_date_limite_solde>0)))"


@dataclass(frozen=True, slots=True)
class _Donnees:
    """Un bloc de données de la feuille : sa première rangée, ses colonnes à droite de la zone imprimée."""

    feuille: FeuilleVivante
    rangee: int

    def plage(self, colonne: int, rangs: range) -> str:
        """La plage fixe de ces rangs d’une colonne."""
        place = DONNEES + colonne
        premiere = self.rangee + 1
        return plage(FEUILLE_GRAPHIQUES, (premiere + rangs[0], place), (premiere + rangs[-1], place))

    def cellule(self, colonne: int, rang: int) -> str:
        """Une cellule, fixe."""
        return self.plage(colonne, range(rang, rang + 1)).split("!")[1].split(":")[0]

    def titrer(self, *titres: str) -> None:
        for rang, titre in enumerate(titres):
            self.feuille.texte(self.rangee, DONNEES + rang, titre, styles.NOTE)

    def montants(self, colonne: int, rang: int, formules: Sequence[str], valeurs: Sequence[int]) -> None:
        """Des formules de montants, vers le bas, et leurs valeurs en centimes."""
        place = (self.rangee + 1 + rang, DONNEES + colonne)
        self.feuille.formules(place, formules, valeurs, _MONTANT, 100)

    def date(self, colonne: int, rang: int, formule: str, jour: date | None) -> None:
        """Une formule qui donne une date, ou zéro."""
        valeur = 0 if jour is None else serie(jour)
        self.feuille.formules((self.rangee + 1 + rang, DONNEES + colonne), [formule], [valeur], _DATE)

    def nombres(self, colonne: int, rang: int, formules: Sequence[str], valeurs: Sequence[Valeur]) -> None:
        """Des formules de nombres ou de textes, vers le bas."""
        self.feuille.formules((self.rangee + 1 + rang, DONNEES + colonne), formules, valeurs, _NOMBRE)


def ecrire_graphiques(
    classeur: ClasseurVivant, valeurs: Mapping[str, Colonnes], moteur: Moteur, entete: Entete
) -> FeuilleVivante:
    """Trois graphiques des concours, l’un sous l’autre ; leur texte de remplacement dit ce qu’ils montrent."""
    feuille = classeur.feuille_vivante(FEUILLE_GRAPHIQUES, "#1F3864")
    ecrire_titre(feuille, "Graphiques", entete, [_LARGEUR_ORDINAIRE] * COLONNES)
    for colonne, largeur in enumerate((*LARGEURS_DES_DONNEES, 18), DONNEES):
        feuille.largeur(colonne, largeur)
    rangee = _PREMIERE
    for composer in (_soldes, _cloture, _cumuls):
        donnees = _Donnees(feuille, rangee)
        natifs, lignes = composer(donnees, valeurs, moteur)
        rangee = max(poser(feuille, rangee, natifs), rangee + lignes + 4)
    mettre_en_page(feuille, "Graphiques", entete, None, (rangee - 1, COLONNES - 1))
    return feuille


def _entiers(valeurs: Sequence[Valeur], nombre: int) -> list[int]:
    """Une colonne de montants, en centimes, une ligne vide comptée pour zéro."""
    lus = [valeur if isinstance(valeur, int) else 0 for valeur in valeurs]
    return lus + [0] * (nombre - len(lus))


def _trier(donnees: _Donnees, synthese: Colonnes, montants: tuple[str, str], nombre: int, colonne: int) -> list[int]:
    """Écrit, à partir de ``colonne``, le poids et le rang de chaque financeur, puis la place de chaque rang ; les rend.

    Les plus grands montants d’abord, à égalité dans l’ordre du dossier ; une ligne vide vient après toutes.
    """
    codes = [*synthese.get("code", ()), *[""] * nombre][:nombre]
    premiers, seconds = (_entiers(synthese.get(nom, ()), nombre) for nom in montants)
    poids = [a + b if code else -100 for code, a, b in zip(codes, premiers, seconds, strict=True)]
    tous = donnees.plage(colonne, range(nombre))
    lues = [nom_defini(_FINANCEURS, nom) for nom in ("code", *montants)]
    donnees.montants(
        colonne,
        0,
        [
            f'=IF(INDEX({lues[0]},{n})="",-1,ROUND(INDEX({lues[1]},{n})+INDEX({lues[2]},{n}),2))'
            for n in range(1, nombre + 1)
        ],
        poids,
    )
    ordre = sorted(range(nombre), key=lambda rang: -poids[rang])
    rangs = [ordre.index(rang) + 1 for rang in range(nombre)]
    donnees.nombres(
        colonne + 1,
        0,
        [
            f"=SUMPRODUCT(({tous}>{donnees.cellule(colonne, n)})*1)"
            f"+SUMPRODUCT(({donnees.plage(colonne, range(n + 1))}={donnees.cellule(colonne, n)})*1)"
            for n in range(nombre)
        ],
        rangs,
    )
    places = donnees.plage(colonne + 1, range(nombre))
    donnees.nombres(
        colonne + 2, 0, [f"=MATCH({n},{places},0)" for n in range(1, nombre + 1)], [rang + 1 for rang in ordre]
    )
    return ordre


_TRI: Final = 6
"""La colonne du bloc où commence le tri."""


def _financeurs(
    donnees: _Donnees, synthese: Colonnes, nombre: int, montants: tuple[str, str], signes: tuple[str, str]
) -> tuple[int, list[list[int]]]:
    """Noms et montants de chaque financeur, triés : combien en montrer, et les montants écrits."""
    ordre = _trier(donnees, synthese, montants, nombre, _TRI)
    noms = [*synthese.get("nom", ()), *[""] * nombre][:nombre]
    places = [donnees.cellule(_TRI + 2, rang) for rang in range(nombre)]
    donnees.nombres(
        0, 0, [f'=INDEX({nom_defini(_FINANCEURS, "nom")},{place})&""' for place in places], [noms[r] for r in ordre]
    )
    ecrits = []
    for colonne, (nom, signe) in enumerate(zip(montants, signes, strict=True), 1):
        lus = _entiers(synthese.get(nom, ()), nombre)
        tries = [-lus[rang] if signe else lus[rang] for rang in ordre]
        lue = nom_defini(_FINANCEURS, nom)
        donnees.montants(colonne, 0, [f"={signe}N(INDEX({lue},{place}))" for place in places], tries)
        ecrits.append(tries)
    remplis = sum(code != "" for code in synthese.get("code", ()))
    return remplis or min(8, nombre), ecrits


def _soldes(donnees: _Donnees, valeurs: Mapping[str, Colonnes], moteur: Moteur) -> tuple[Sequence[GraphiqueNatif], int]:
    donnees.titrer("Financeur", "à verser", "à reverser, en négatif", "place à droite", "place à gauche")
    nombre = moteur.capacites[_FINANCEURS]
    montres, (verses, reverses) = _financeurs(
        donnees, valeurs[_FINANCEURS], nombre, ("solde_a_verser", "trop_percu"), ("", "0-")
    )
    tous = range(nombre)
    a_verser, a_reverser = donnees.plage(1, tous), donnees.plage(2, tous)
    haut, bas = max(verses), min(reverses)
    for tete in tetes_de_page(montres):
        donnees.montants(3, tete, [f"={part_du_plus_grand(a_verser, AISANCE)}"], [arrondir(haut * Fraction(AISANCE))])
        place = arrondir(bas - Fraction(haut - bas, 4)) if bas else 0
        donnees.montants(4, tete, [f"={place_a_gauche(a_verser, a_reverser)}"], [place])
    texte = Texte(
        titre=TITRE_DES_SOLDES,
        description="Barres : pour chaque financeur, le plus grand solde d’abord, les concours (subventions et prêts) "
        "qui restent à verser à la clôture, à droite, et ceux qui sont à lui reverser, à gauche. Chiffres à la feuille "
        "Synthèse financeurs.",
    )
    return barres_des_soldes(texte, donnees.plage, montres, _SYMBOLE), nombre


def _cloture(
    donnees: _Donnees, valeurs: Mapping[str, Colonnes], moteur: Moteur
) -> tuple[Sequence[GraphiqueNatif], int]:
    donnees.titrer("Financeur", "programmés", "à la clôture", "écart", "place à droite")
    nombre = moteur.capacites[_FINANCEURS]
    montres, (programmes, clotures) = _financeurs(
        donnees, valeurs[_FINANCEURS], nombre, ("programme", "montant_cloture"), ("", "")
    )
    donnees.montants(
        3,
        0,
        [f"=ROUND({donnees.cellule(2, rang)}-{donnees.cellule(1, rang)},2)" for rang in range(nombre)],
        [b - a for a, b in zip(programmes, clotures, strict=True)],
    )
    tous = f"{donnees.plage(1, range(nombre))},{donnees.plage(2, range(nombre))}"
    for tete in tetes_de_page(montres):
        place = arrondir(max(*programmes, *clotures) * Fraction(AISANCE))
        donnees.montants(4, tete, [f"={part_du_plus_grand(tous, AISANCE)}"], [place])
    texte = Texte(
        titre=TITRE_DE_LA_CLOTURE,
        description="Barres : pour chaque financeur, les plus grands concours d’abord, le montant programmé "
        "(subventions et prêts), son montant à la clôture et l’écart entre les deux. Chiffres à la feuille Synthèse "
        "financeurs.",
    )
    return barres_de_la_cloture(texte, donnees.plage, montres, _SYMBOLE), nombre


def _cumuls(donnees: _Donnees, valeurs: Mapping[str, Colonnes], moteur: Moteur) -> tuple[Sequence[GraphiqueNatif], int]:
    """Les deux courbes s’arrêtent à l’arrêté : les rangs qui suivent sa dernière année redisent son point."""
    donnees.titrer("Exercice", "engagés", "payés", "fin d’exercice", "date marquée", "hauteur", "date", "repère")
    nombre = moteur.capacites[_ECHEANCIER]
    arrete = donnees.cellule(4, 4)
    exercices = [*valeurs[_ECHEANCIER].get("exercice", ()), *[""] * nombre][:nombre]
    place_d_arrete = Fraction(0) if moteur.au is None else place_dans_le_temps(moteur.au)
    places: list[Valeur] = []
    for annee in exercices:
        places.append(min(Fraction(annee), place_d_arrete) if isinstance(annee, int) else _precedent(places))
    lus = [f"INDEX({nom_defini(_ECHEANCIER, 'exercice')},{rang})" for rang in range(1, nombre + 1)]
    donnees.nombres(0, 0, [f'=IF(ISNUMBER({lu}),{lu},"")' for lu in lus], [_annee(annee) for annee in exercices])
    donnees.nombres(3, 0, _prolonger(donnees, 3, [(lu, f"MIN({lu},{arrete})") for lu in lus]), places)
    plus_haut = 0
    for colonne, nom in enumerate(("engagement_cumul", "paiement_cumul"), 1):
        cumules = _entiers(valeurs[_ECHEANCIER].get(nom, ()), nombre)
        ecrits: list[Valeur] = []
        for annee, cumul in zip(exercices, cumules, strict=True):
            ecrits.append(cumul if isinstance(annee, int) else _precedent(ecrits))
        lue = nom_defini(_ECHEANCIER, nom)
        formules = _prolonger(donnees, colonne, [(lu, f"INDEX({lue},{n})") for n, lu in enumerate(lus, 1)])
        montants = [int(ecrit) for ecrit in ecrits]
        donnees.montants(colonne, 0, formules, montants)
        plus_haut = max(plus_haut, *montants)
    tous = f"{donnees.plage(1, range(nombre))},{donnees.plage(2, range(nombre))}"
    reperes = []
    for rang, (libelle, formule, le) in enumerate(_reperes(moteur)):
        ligne, hauteur = 2 * rang, HAUTEURS_DE_REPERE[rang]
        cellule = donnees.cellule(6, ligne)
        donnees.date(6, ligne, formule, le)
        jour = f'{_JOUR.format("DAY", cellule)}&"/"&{_JOUR.format("MONTH", cellule)}&"/"&YEAR({cellule})'
        nom = f"{libelle} : {'non fixée' if le is None else afficher_date(le)}"
        donnees.nombres(7, ligne, [f'="{libelle} : "&IF({cellule}=0,"non fixée",{jour})'], [nom])
        place = place_d_arrete if le is None else place_dans_le_temps(le)
        ailleurs = "0" if rang == len(HAUTEURS_DE_REPERE) - 1 else arrete
        donnees.nombres(4, ligne, [f"=IF({cellule}=0,{ailleurs},{_place(cellule)})"], [place])
        donnees.nombres(4, ligne + 1, [f"={donnees.cellule(4, ligne)}"], [place])
        sommet = arrondir(plus_haut * Fraction(hauteur))
        donnees.montants(5, ligne, ["=0", f"={part_du_plus_grand(tous, hauteur)}"], [0, sommet])
        reperes.append((f"={donnees.plage(7, range(ligne, ligne + 1)).split(':')[0]}", "left"))
    texte = Texte(
        titre=TITRE_DES_CUMULS,
        description="Courbes : engagements et paiements cumulés des concours par exercice, jusqu’à l’arrêté ; trois "
        "traits marquent l’arrêté et les dates limites d’engagement et de solde. Chiffres à la feuille Échéancier.",
    )
    return [courbes_des_cumuls(texte, donnees.plage, nombre, _SYMBOLE, reperes, None)], nombre


def _annee(exercice: Valeur) -> Valeur:
    return exercice if isinstance(exercice, int) else ""


def _precedent(ecrits: Sequence[Valeur]) -> Valeur:
    return ecrits[-1] if ecrits else 0


def _prolonger(donnees: _Donnees, colonne: int, lues: Sequence[tuple[str, str]]) -> list[str]:
    """Une formule par rang : la valeur d’une année, sinon celle du rang précédent."""
    precedents = ["0", *(donnees.cellule(colonne, rang) for rang in range(len(lues) - 1))]
    return [f"=IF(ISNUMBER({lu}),{valeur},{avant})" for (lu, valeur), avant in zip(lues, precedents, strict=True)]


def _reperes(moteur: Moteur) -> list[tuple[str, str, date | None]]:
    """Le nom de chaque date marquée, la formule qui la donne (zéro : aucune), et sa valeur ; l’arrêté en dernier."""
    tableau = None if moteur.situation is None else moteur.situation.tableau
    solde = (
        f"=IF({_LIMITE_DE_SOLDE}=0,N(convention_date_limite_solde),"
        f"SUMIFS(avenants_date_limite_solde,avenants_en_vigueur,{_LIMITE_DE_SOLDE}))"
    )
    return [
        (
            "date limite d’engagement",
            "=IF(limite_engagement=99999,0,limite_engagement)",
            None if tableau is None else tableau.date_limite_engagement,
        ),
        ("date limite de solde", solde, None if tableau is None else tableau.date_limite_solde),
        ("arrêté", "=N(date_arrete)", moteur.au),
    ]


def _place(cellule: str) -> str:
    """Où tombe une date sur l’axe dont chaque exercice finit sur sa graduation."""
    debut, fin = f"DATE(YEAR({cellule}),1,1)", f"DATE(YEAR({cellule})+1,1,1)"
    return f"YEAR({cellule})-1+({cellule}-{debut}+1)/({fin}-{debut})"
