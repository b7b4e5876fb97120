"""Les tournures communes aux formules : chercher un code, suivre le plus petit rang, additionner au centime.

N’emploient que des fonctions sur lesquelles tous les tableurs s’accordent. Un code est cherché dans sa colonne, ses
caractères jokers neutralisés ; tout le reste se compare par rangs entiers.
"""

from typing import Final

from financement.affichage import grandeurs
from financement.dossier.nomenclature import NATURES, Nature
from maquettes.maquette.description import ColonneMaquette, Formule, Presentation, Visibilite

__all__ = [
    "AUJOURD_HUI",
    "AUTOFINANCEMENT_SEUL",
    "A_LA_CLOTURE",
    "CONCOURS_SEULS",
    "NATURE_DU_RANG",
    "POUR_MEMOIRE",
    "RANG_AUTOFINANCEMENT",
    "REPUTE",
    "RESTES",
    "calcul",
    "controle",
    "echapper",
    "hors_liste",
    "intermediaire",
    "rang_de",
    "rangs_croissants",
    "somme_si",
]

NATURE_DU_RANG: Final = 'IF([nature_rang]=1,"subvention",IF([nature_rang]=2,"pret","fonds_propres"))'
"""La nature d’une ligne de financement, d’après son rang."""

RANG_AUTOFINANCEMENT: Final = NATURES.index(Nature.FONDS_PROPRES) + 1
"""Le rang des fonds propres ; celui de chaque concours (subvention, prêt) est plus petit."""
CONCOURS_SEULS: Final = f'"<{RANG_AUTOFINANCEMENT}"'
"""Le critère, sur une colonne de rangs de nature, qui ne retient que les concours."""
AUTOFINANCEMENT_SEUL: Final = str(RANG_AUTOFINANCEMENT)
"""Le critère qui ne retient que les fonds propres."""

REPUTE: Final = "réputé"
"""Ce que porte l’engagé d’un financeur dont les engagements ne sont pas suivis, partout où il se lit."""

AUJOURD_HUI: Final = f"{grandeurs.AUJOURD_HUI} – concours"
A_LA_CLOTURE: Final = f"{grandeurs.A_LA_CLOTURE} – concours"
POUR_MEMOIRE: Final = "Pour mémoire"

RESTES: Final = tuple(
    (reste.nom, f"{reste.libelle} (€)", f"ROUND([{reste.de}]-[{reste.moins}],2)")
    for reste in grandeurs.DEDUITES
    if reste.moment == grandeurs.AUJOURD_HUI
)
"""Le nom, le libellé et la formule de ce qui reste à engager et à payer."""


def calcul(
    nom: str,
    libelle: str,
    presentation: Presentation,
    texte: str,
    *,
    largeur: int = 16,
    premiere: str | None = None,
    groupe: str = "",
) -> ColonneMaquette:
    """Une colonne calculée et montrée, sous le bandeau ``groupe`` ; un montant a un total."""
    return ColonneMaquette(
        nom=nom,
        libelle=libelle,
        largeur=largeur,
        presentation=presentation,
        formule=Formule(texte, premiere),
        somme=presentation is Presentation.MONTANT,
        groupe=groupe,
    )


def intermediaire(
    nom: str, libelle: str, texte: str, *, montant: Presentation = Presentation.NOMBRE, premiere: str | None = None
) -> ColonneMaquette:
    """Une colonne de calcul intermédiaire, repliée."""
    return ColonneMaquette(
        nom=nom,
        libelle=libelle,
        largeur=12,
        presentation=montant,
        formule=Formule(texte, premiere),
        visibilite=Visibilite.REPLIEE,
    )


def controle(*fautes: tuple[str, str], vide: str) -> tuple[ColonneMaquette, ColonneMaquette]:
    """Le contrôle d’une ligne saisie : vide si ``vide`` est vrai, sinon la première des ``fautes``, sinon « OK ».

    Une faute est une condition et sa phrase. La seconde colonne, repliée, vaut 1 pour une ligne fautive.
    """
    texte = '"OK"'
    for condition, phrase in reversed(fautes):
        texte = f'IF({condition},"{phrase}",{texte})'
    montree = ColonneMaquette(
        nom="controle",
        libelle="Contrôle",
        largeur=24,
        presentation=Presentation.TEXTE,
        formule=Formule(f'=IF({vide},"",{texte})'),
    )
    return montree, intermediaire("ecart", "Écart", '=IF(OR([controle]="",[controle]="OK"),0,1)')


def echapper(cellule: str) -> str:
    """Le texte d’une cellule, pour une recherche exacte : ``*``, ``?`` et ``~`` n’y sont plus des jokers."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cellule},"~","~~"),"*","~*"),"?","~?")'


def hors_liste(cellule: str, liste: str) -> str:
    """Vrai si une cellule remplie n’est pas l’un des mots d’une liste, les seuls que connaissent les formules."""
    return f'AND({cellule}<>"",ISERROR(MATCH({echapper(cellule)},{liste},0)))'


def rang_de(cellule: str, plage: str) -> str:
    """Le rang d’un texte dans une plage (le premier), ou le texte vide s’il est vide ou absent."""
    return f'IF({cellule}="","",IFERROR(MATCH({echapper(cellule)},{plage},0),""))'


def rangs_croissants(*plages: str, precedent: str) -> Formule:
    """Énumère, ligne après ligne, les nombres distincts des ``plages``, du plus petit au plus grand."""
    comptes = "+".join(f'COUNTIF({plage},">"&{precedent})' for plage in plages)
    suivants = ",".join(
        f'IF(COUNTIF({plage},">"&{precedent})=0,1E+15,SMALL({plage},COUNTIF({plage},"<="&{precedent})+1))'
        for plage in plages
    )
    liste = ",".join(plages)
    return Formule(
        f'=IF({precedent}="","",IF({comptes}=0,"",MIN({suivants})))', f'=IF(COUNT({liste})=0,"",MIN({liste}))'
    )


def somme_si(sommee: str, *criteres: str) -> str:
    """Une somme conditionnelle en euros, exacte au centime."""
    return f"ROUND(SUMIFS({sommee},{','.join(criteres)}),2)"
