"""Les actes successifs : convention initiale et avenants, ce que chacun programme et ce qu’il change."""

from typing import Final, NamedTuple

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, renvoi, somme_de_colonnes, texte, valeur
from exports.annexe.tableaux import tableau_financier as annexe_tableau_financier
from exports.annexe.tableaux.execution import POUR_MEMOIRE
from exports.annexe.tableaux.tableau_financier import colonne_de_cout
from exports.document.calculs import Evolution
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from exports.document.texte import LONGUEUR_MAXIMALE
from exports.texte.mots import nommer_version
from financement.calculs.tableau import tableau_financier
from financement.dossier.convention import Avenant
from financement.dossier.nomenclature import Categorie
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["CLE", "composer"]

CLE: Final = "avenants"

_G = GenreColonne
_CONCOURS: Final = "Concours"
_HORS_DE_LA_PART: Final = frozenset({"anru", "evolution_anru", "plan"})
"""Ce que l’extrait d’un financeur ne montre pas : un autre que lui, un plan dont il n’est qu’une part."""
_COLONNES: Final = (
    Colonne(cle="acte", libelle="Acte", genre=_G.TEXTE, largeur=36),
    Colonne(cle="date", libelle="Signé le", genre=_G.DATE),
    Colonne(cle="limite_engagement", libelle="Limite d’engagement", genre=_G.DATE),
    Colonne(cle="limite_solde", libelle="Limite de solde", genre=_G.DATE),
    Colonne(cle="operations", libelle="Opérations", genre=_G.ENTIER),
    Colonne(cle="cout", libelle="Coût sur base déclarée", genre=_G.MONTANT),
    Colonne(cle="programme", libelle="Programmés", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="evolution", libelle="Évolution", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="anru", libelle="dont ANRU", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="evolution_anru", libelle="Évolution ANRU", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="autofinancement", libelle="Programmé", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
    Colonne(cle="plan", libelle="Total du plan", genre=_G.MONTANT),
    Colonne(cle="dispositions", libelle="Dispositions modifiées", genre=_G.TEXTE, largeur=52),
)


def _dispositions(contexte: Contexte, avenant: Avenant | None) -> str:
    """Ce qu’un avenant fixe hors du tableau financier, en une phrase."""
    if avenant is None:
        return ""
    dispositions = []
    if avenant.porteur is not None:
        dispositions.append(f"porteur : {avenant.porteur}")
    if avenant.date_limite_engagement is not None:
        dispositions.append(f"limite d’engagement au {afficher_date(avenant.date_limite_engagement)}")
    if avenant.date_limite_solde is not None:
        dispositions.append(f"limite de solde au {afficher_date(avenant.date_limite_solde)}")
    dispositions += [
        f"enveloppe {contexte.entetes[enveloppe.financeur]} : {afficher_montant(enveloppe.montant)}"
        for enveloppe in avenant.enveloppes
        if contexte.est_entier or enveloppe.financeur == contexte.selection.financeur
    ]
    return " ; ".join(dispositions)[:LONGUEUR_MAXIMALE]


def _colonnes(contexte: Contexte) -> tuple[Colonne, ...]:
    omises = frozenset() if contexte.est_complet else _HORS_DE_LA_PART
    return tuple(colonne for colonne in _COLONNES if colonne.cle not in omises)


class _Programme(NamedTuple):
    """Les concours qu’une version programme, en centimes."""

    version: int
    concours: int
    anru: int


def _ligne(contexte: Contexte, version: int, precedente: _Programme | None) -> tuple[Ligne, _Programme]:
    """La ligne d’une version, et ce qu’elle programme, à quoi la suivante se compare."""
    tableau = tableau_financier(contexte.projet, version)
    convention = contexte.convention
    avenant = next((a for a in convention.avenants if a.numero == version), None)
    agences = {f.code for f in convention.financeurs if f.categorie is Categorie.ANRU}
    chiffre = contexte.programmes[version]
    cout = chiffre.cout
    concours = sum(montant for cle, montant in chiffre.montants.items() if cle.est_concours)
    anru = sum(montant for cle, montant in chiffre.montants.items() if cle.est_concours and cle.financeur in agences)
    financier = annexe_tableau_financier.CLE
    est_en_vigueur = version == contexte.tableau.version
    cellules: dict[str, Cellule] = {
        "acte": texte(nommer_version(convention, version)),
        "date": valeur(convention.date_signature if avenant is None else avenant.date),
        "limite_engagement": valeur(tableau.date_limite_engagement),
        "limite_solde": valeur(tableau.date_limite_solde),
        "operations": valeur(len(chiffre.operations)),
        "cout": renvoi(financier, "total", colonne_de_cout(contexte), cout) if est_en_vigueur else valeur(cout),
        "dispositions": texte(_dispositions(contexte, avenant)),
    }
    for colonne, lue, montant in (
        ("programme", "concours", concours),
        ("autofinancement", "fonds_propres", chiffre.total - concours),
    ):
        cellules[colonne] = renvoi(financier, "total", lue, montant) if est_en_vigueur else valeur(montant)
    if contexte.est_complet:
        cellules["anru"] = valeur(anru)
        cellules["plan"] = somme_de_colonnes(cellules, "programme", "autofinancement")
    if precedente is not None:
        depuis = f"version:{precedente.version}"
        cellules["evolution"] = valeur(concours - precedente.concours, Evolution(colonne="programme", depuis=depuis))
        if contexte.est_complet:
            cellules["evolution_anru"] = valeur(anru - precedente.anru, Evolution(colonne="anru", depuis=depuis))
    return composer_ligne(_colonnes(contexte), f"version:{version}", cellules), _Programme(version, concours, anru)


def composer(contexte: Contexte) -> Tableau:
    """Une ligne par acte signé à la date d’arrêté ; le dernier est en vigueur."""
    lignes: list[Ligne] = []
    precedente: _Programme | None = None
    for version in contexte.convention.versions:
        if version <= contexte.tableau.version:
            ligne, precedente = _ligne(contexte, version, precedente)
            lignes.append(ligne)
    return Tableau(
        cle=CLE,
        titre="Convention initiale et avenants successifs",
        titre_court="Actes",
        partie=Partie.EVOLUTION,
        niveau=Niveau.SYNTHESE,
        notes=("Le dernier acte de la liste est en vigueur à la date d’arrêté ; les suivants ne sont pas montrés.",),
        colonnes=_colonnes(contexte),
        lignes=tuple(lignes),
    )
