"""Le détail d’un portefeuille : ce qui bloque, les lignes par financeur et leurs sommes, les dossiers, les refus."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from financement.affichage.libelles import accorder
from financement.cloture.resultat import TotalCloture
from financement.dossier.nomenclature import FAMILLES, LIBELLES_CATEGORIES
from financement.portefeuille.bilan import BilanConvention, BilanFinanceur
from financement.portefeuille.portefeuille import Portefeuille, Territoire
from maquettes.classeur.classeur import Feuille, adresse, colonne_lettres
from maquettes.portefeuille.tableau import STYLES, Colonne, Genre, Rangee, Tableau, montant, texte

__all__ = [
    "CONSTATS",
    "LIGNE_TOTAL",
    "PAR_CATEGORIE",
    "PREMIERE_LIGNE",
    "PROJET",
    "FeuilleDePortefeuille",
    "ecrire_par_categorie",
    "etat",
    "feuille_des_dossiers",
    "feuille_des_refus",
    "feuilles_de_detail",
    "projet",
]

PROJET: Final = "PROJET"
CONSTATS: Final = "Constats bloquants"
PAR_FINANCEUR: Final = "Par financeur"
AUTOFINANCEMENT: Final = "Autofinancement"
PAR_CATEGORIE: Final = "Par catégorie"
FAUTES_ECRITES: Final = 100
LIGNE_TOTAL: Final = 2
PREMIERE_LIGNE: Final = 4
"""La première ligne d’une feuille de détail, sous son titre, son total et ses en-têtes."""
JOURNAL_COMMUN: Final = "journal commun"

_CONCOURS: Final = tuple(
    montant(titre)
    for titre in (
        "Programmé",
        "Engagé",
        "Payé",
        "Montant de clôture",
        "Reste à verser",
        "Trop-perçu",
        "À dégager",
        "À engager",
        "Économie",
    )
)
_FONDS_PROPRES: Final = (
    montant("Autofinancement programmé"),
    montant("Autofinancement à la clôture"),
    montant("Économie d’autofinancement"),
)
_CONCOURS_SEULS: Final = "concours (subventions et prêts)"
_MEMOIRE: Final = f"{_CONCOURS_SEULS} ; autofinancement (fonds propres) à part, pour mémoire"
_ETAT: Final = Colonne("État", Genre.MENTION, 9)


@dataclass(frozen=True, slots=True)
class FeuilleDePortefeuille:
    """Une feuille de détail : son nom, ce qu’elle montre, son tableau."""

    nom: str
    sous_titre: str
    tableau: Tableau


def projet(portefeuille: Portefeuille) -> str:
    """La mention « PROJET » et ce qui la cause, ou rien."""
    bloquees = [un for un in portefeuille.bilans if un.bloquants]
    if not bloquees:
        return ""
    constats = accorder(sum(len(un.bloquants) for un in bloquees), "constat bloquant", "constats bloquants")
    return f"{PROJET} — {constats} dans {accorder(len(bloquees), 'convention', 'conventions')}"


def etat(un: BilanConvention) -> str:
    """« PROJET » si la convention a un constat bloquant."""
    return PROJET if un.bloquants else ""


def feuilles_de_detail(portefeuille: Portefeuille) -> tuple[FeuilleDePortefeuille, ...]:
    """Les feuilles qui suivent la décision, dans l’ordre."""
    return (
        _constats(portefeuille),
        _par_financeur(portefeuille),
        _autofinancement(portefeuille),
        _par_categorie(portefeuille),
        _par_famille(portefeuille),
        *_par_territoire(portefeuille),
        feuille_des_dossiers(portefeuille),
        feuille_des_refus(portefeuille),
    )


def _memoire(total: TotalCloture) -> tuple[int, int, int]:
    propre = total.autofinancement
    return propre.programme, propre.montant_cloture, propre.economie


def _lignes(portefeuille: Portefeuille) -> list[tuple[BilanConvention, BilanFinanceur]]:
    return [(un, financeur) for un in portefeuille.bilans for financeur in un.financeurs]


def _constats(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    colonnes = (
        texte("Convention", 13),
        texte("Nom", 28),
        texte("Code", 17),
        texte("Opération", 20),
        texte("Financeur", 17),
        montant("Montant en jeu"),
        texte("Constat", 49),
        texte("Remède", 45),
        texte("Lieu", 30),
    )
    rangees: list[Rangee] = [
        (
            un.code,
            un.nom,
            c.code,
            c.operation or "",
            c.financeur or "",
            c.montant_en_jeu,
            c.message,
            c.remede,
            str(c.provenance),
        )
        for un in portefeuille.bilans
        for c in un.bloquants
    ]
    sous_titre = "un document tiré de ces conventions reste un projet" if rangees else "aucun constat bloquant"
    return FeuilleDePortefeuille(CONSTATS, sous_titre, Tableau(colonnes, rangees))


def _par_financeur(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    colonnes = (
        texte("Convention", 13),
        texte("Nom", 22),
        _ETAT,
        texte("Financeur", 17),
        texte("Nom du financeur", 25),
        texte("Catégorie", 16),
        *_CONCOURS,
    )
    lignes = [(un, f) for un, f in _lignes(portefeuille) if any(f.total.concours.valeurs())]
    rangees: list[Rangee] = [
        (un.code, un.nom, etat(un), f.code, f.nom, LIBELLES_CATEGORIES[f.categorie], *f.total.concours.valeurs())
        for un, f in lignes
    ]
    sans = len(_lignes(portefeuille)) - len(lignes)
    absents = accorder(sans, "financeur sans aucun concours n’y est pas", "financeurs sans aucun concours n’y sont pas")
    sous_titre = f"une ligne par convention et financeur, {_CONCOURS_SEULS}{f' ; {absents}' if sans else ''}"
    return FeuilleDePortefeuille(PAR_FINANCEUR, sous_titre, Tableau(colonnes, rangees))


def _autofinancement(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    colonnes = (
        texte("Convention", 13),
        texte("Nom", 50),
        _ETAT,
        texte("Financeur", 20),
        texte("Nom du financeur", 50),
        texte("Catégorie", 18),
        *_FONDS_PROPRES,
    )
    rangees: list[Rangee] = [
        (un.code, un.nom, etat(un), f.code, f.nom, LIBELLES_CATEGORIES[f.categorie], *_memoire(f.total))
        for un, f in _lignes(portefeuille)
        if any(_memoire(f.total))
    ]
    sous_titre = "pour mémoire : l’argent des maîtres d’ouvrage, que personne n’engage ni ne leur doit"
    return FeuilleDePortefeuille(AUTOFINANCEMENT, sous_titre, Tableau(colonnes, rangees))


def _par_categorie(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    rangees: list[Rangee] = [
        (LIBELLES_CATEGORIES[categorie], *total.concours.valeurs(), *_memoire(total))
        for categorie, total in portefeuille.par_categorie().items()
    ]
    sous_titre = f"sommes des feuilles {PAR_FINANCEUR} et {AUTOFINANCEMENT}, {_MEMOIRE}"
    colonnes = texte("Catégorie", 24), *_CONCOURS, *_FONDS_PROPRES
    return FeuilleDePortefeuille(PAR_CATEGORIE, sous_titre, Tableau(colonnes, rangees))


def _par_famille(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    rangees: list[Rangee] = [
        (str(programme), famille, FAMILLES[programme][famille], *total.concours.valeurs(), *_memoire(total))
        for (programme, famille), total in portefeuille.par_famille().items()
    ]
    colonnes = texte("Programme", 11), texte("Famille", 9), texte("Libellé", 37), *_CONCOURS, *_FONDS_PROPRES
    return FeuilleDePortefeuille("Par famille", f"toutes conventions réunies, {_MEMOIRE}", Tableau(colonnes, rangees))


def _par_territoire(portefeuille: Portefeuille) -> list[FeuilleDePortefeuille]:
    """Par région, puis par département, si une convention au moins en dit un."""
    feuilles = []
    for territoire, titre in ((Territoire.REGION, "Région"), (Territoire.DEPARTEMENT, "Département")):
        groupes = portefeuille.par_territoire(territoire)
        if set(groupes) <= {None}:
            continue
        colonnes = texte(titre, 32), Colonne("Conventions", Genre.ENTIER, 12, total=True), *_CONCOURS, *_FONDS_PROPRES
        totaux = {nom: TotalCloture.somme([un.total for un in bilans]) for nom, bilans in groupes.items()}
        rangees: list[Rangee] = [
            (nom or "non dit", len(groupes[nom]), *total.concours.valeurs(), *_memoire(total))
            for nom, total in totaux.items()
        ]
        sous_titre = f"tel que chaque dossier le dit, {_MEMOIRE}"
        feuilles.append(FeuilleDePortefeuille(f"Par {titre.lower()}", sous_titre, Tableau(colonnes, rangees)))
    return feuilles


def feuille_des_dossiers(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    """D’où vient chaque convention."""
    colonnes = (
        texte("Convention", 13),
        texte("Nom", 60),
        texte("Programme", 11),
        Colonne("Version", Genre.ENTIER, 9),
        texte("Dossier", 70),
        *(Colonne(titre, Genre.ENTIER, 13, total=True) for titre in ("Constats bloquants", "Alertes", "Informations")),
    )
    rangees: list[Rangee] = [
        (un.code, un.nom, str(un.programme), un.version, un.dossier, len(un.bloquants), un.alertes, un.informations)
        for un in portefeuille.bilans
    ]
    return FeuilleDePortefeuille("Dossiers", "le dossier lu et la version en vigueur", Tableau(colonnes, rangees))


def feuille_des_refus(portefeuille: Portefeuille) -> FeuilleDePortefeuille:
    """Ce qui est mis de côté, et pourquoi."""
    colonnes = texte("Dossier", 44), texte("Code", 18), texte("Lieu", 38), texte("Faute", 76), texte("Remède", 60)
    rangees: list[Rangee] = []
    for refus in portefeuille.refus:
        dossiers = ", ".join(refus.dossiers) or JOURNAL_COMMUN
        rangees += [
            (dossiers, faute.code, str(faute.provenance), faute.message, faute.remede)
            for faute in refus.fautes[:FAUTES_ECRITES]
        ]
        if len(refus.fautes) > FAUTES_ECRITES:
            rangees.append((dossiers, "", "", f"… et {len(refus.fautes) - FAUTES_ECRITES} autres fautes", ""))
    sous_titre = (
        "dossiers et lignes de journal mis de côté, hors de tout total" if rangees else "rien n’est mis de côté"
    )
    return FeuilleDePortefeuille("Refus", sous_titre, Tableau(colonnes, rangees))


def ecrire_par_categorie(
    feuille: Feuille, portefeuille: Portefeuille, details: Sequence[FeuilleDePortefeuille]
) -> None:
    """Fait de chaque montant d’une catégorie la somme vivante de ses lignes de détail."""
    par_nom = {detail.nom: detail for detail in details}
    sources = [(PAR_FINANCEUR, len(_CONCOURS)), (AUTOFINANCEMENT, len(_FONDS_PROPRES))]
    totaux = portefeuille.par_categorie().values()
    colonne = 1
    for nom, nombre in sources:
        tableau = par_nom[nom].tableau
        derniere = PREMIERE_LIGNE + max(len(tableau.rangees), 1)
        rang_categorie = len(tableau.colonnes) - nombre - 1
        categories = _plage(nom, rang_categorie, derniere)
        for rang in range(nombre):
            montants = _plage(nom, rang_categorie + 1 + rang, derniere)
            for ligne, total in enumerate(totaux, PREMIERE_LIGNE):
                valeur = (*total.concours.valeurs(), *_memoire(total))[colonne - 1]
                formule = f"=SUMIFS({montants},{categories},{adresse(ligne, 0)})"
                feuille.formule(ligne, colonne, formule, Fraction(valeur, 100), STYLES[Genre.MONTANT])
            colonne += 1


def _plage(nom: str, colonne: int, derniere: int) -> str:
    lettres = colonne_lettres(colonne)
    return f"'{nom}'!${lettres}${PREMIERE_LIGNE + 1}:${lettres}${derniere}"
