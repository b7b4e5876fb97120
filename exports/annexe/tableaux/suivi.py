"""Hors du tableau financier : programme physique, contreparties foncières, heures d’insertion."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, exces, ligne_de_somme, rapport, renvoi, texte, valeur
from exports.annexe.tableaux import tableau_financier
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Niveau, Partie, Tableau
from financement.calculs.avancement import AvancementFamille, avancement_par_famille
from financement.calculs.tableau import operations_decrites
from financement.dossier.convention import ContrepartieFonciere
from financement.dossier.nomenclature import LIBELLES_UNITES, StatutContrepartie, Unite
from financement.dossier.suivi import Insertion

__all__ = ["contreparties", "contreparties_foncieres", "heures_d_insertion", "insertions", "programme_physique"]

_G = GenreColonne
_STATUTS: Final = {StatutContrepartie.CEDEE: "cédée", StatutContrepartie.A_CEDER: "à céder"}

_COLONNES_PHYSIQUES: Final = (
    Colonne(cle="famille", libelle="Famille", genre=_G.TEXTE, largeur=52),
    Colonne(cle="unite", libelle="Unité", genre=_G.TEXTE, largeur=12),
    Colonne(cle="operations", libelle="Opérations", genre=_G.ENTIER),
    Colonne(cle="prevu", libelle="Prévu", genre=_G.QUANTITE),
    Colonne(cle="realise", libelle="Réalisé", genre=_G.QUANTITE),
    Colonne(cle="reste", libelle="Reste à réaliser", genre=_G.QUANTITE),
    Colonne(cle="depassement", libelle="Au-delà du prévu", genre=_G.QUANTITE),
    Colonne(cle="taux", libelle="Reste / prévu", genre=_G.TAUX),
)
_NOTES_PHYSIQUES: Final = (
    "Les quantités ne s’additionnent pas d’une famille à l’autre : démolir n’est pas construire.",
    "Prévu : tableau financier en vigueur, moins les opérations abandonnées.",
    "Prévu vide : des opérations y touchent les mêmes logements, ou comptent des choses différentes (lecture D).",
    "Reste et au-delà, opération par opération : l’un ne comble pas l’autre. Réalisé vide : le dossier n’en dit rien.",
)
_COLONNES_FONCIERES: Final = (
    Colonne(cle="site", libelle="Site", genre=_G.TEXTE, largeur=56),
    Colonne(cle="surface", libelle="Surface (m²)", genre=_G.QUANTITE),
    Colonne(cle="droits", libelle="Droits à construire (m²)", genre=_G.QUANTITE),
    Colonne(cle="beneficiaire", libelle="Bénéficiaire", genre=_G.TEXTE, largeur=36),
    Colonne(cle="statut", libelle="Statut", genre=_G.CODE, largeur=10),
    Colonne(cle="date", libelle="Date", genre=_G.DATE),
)
_COLONNES_INSERTION: Final = (
    Colonne(cle="operation", libelle="N° d’opération", genre=_G.CODE),
    Colonne(cle="libelle", libelle="Libellé de l’opération", genre=_G.TEXTE, largeur=62),
    Colonne(cle="maitre_ouvrage", libelle="Maître d’ouvrage", genre=_G.TEXTE, largeur=30),
    Colonne(cle="objectif", libelle="Heures, objectif", genre=_G.QUANTITE),
    Colonne(cle="realisees", libelle="Heures réalisées", genre=_G.QUANTITE),
    Colonne(cle="manque", libelle="Heures manquantes", genre=_G.QUANTITE),
    Colonne(cle="depassement", libelle="Heures au-delà", genre=_G.QUANTITE),
    Colonne(cle="taux", libelle="Manque / objectif", genre=_G.TAUX),
)


def programme_physique(contexte: Contexte, financier: Tableau) -> Iterator[Tableau]:
    """Quantités prévues et réalisées par famille : les logements d’abord, puis les autres unités."""
    avancements = avancement_par_famille(contexte.projet, au=contexte.au, operations=contexte.retenues)
    groupes = (
        ("logements", "Programme de logements", [a for a in avancements if a.unite is Unite.LOGEMENT]),
        ("autres", "Autres quantités", [a for a in avancements if a.unite is not Unite.LOGEMENT]),
    )
    suivies = _suivies(contexte)
    lignes = []
    for cle, libelle, du_groupe in groupes:
        if du_groupe:
            bandeau = {"famille": texte(libelle)}
            lignes.append(composer_ligne(_COLONNES_PHYSIQUES, f"groupe:{cle}", bandeau, GenreLigne.FAMILLE))
            lignes += [_ligne_physique(avancement, financier, suivies) for avancement in du_groupe]
    if lignes:
        yield Tableau(
            cle="programme-physique",
            titre="Programme physique",
            titre_court="Programme physique",
            partie=Partie.PHYSIQUE,
            niveau=Niveau.SYNTHESE,
            notes=_NOTES_PHYSIQUES,
            colonnes=_COLONNES_PHYSIQUES,
            lignes=tuple(lignes),
        )


def _suivies(contexte: Contexte) -> set[tuple[str, Unite]]:
    """Les familles et unités dont le dossier date une réalisation au plus tard le jour de l’arrêté."""
    realisees = {r.operation for r in contexte.projet.realisations if r.date <= contexte.au}
    return {(o.famille, o.unite or Unite.FORFAIT) for o in contexte.projet.operations if o.code in realisees}


def _ligne_physique(avancement: AvancementFamille, financier: Tableau, suivies: set[tuple[str, Unite]]) -> Ligne:
    cellules: dict[str, Cellule] = {
        "famille": texte(f"{avancement.famille} – {avancement.libelle}"),
        "unite": texte(LIBELLES_UNITES[avancement.unite]),
        "operations": valeur(avancement.operations),
        "prevu": _prevu(avancement, financier),
    }
    if (avancement.famille, avancement.unite) in suivies and avancement.prevu is not None:
        cellules["realise"] = valeur(avancement.realise)
        cellules["reste"] = valeur(avancement.reste)
        cellules["depassement"] = valeur(avancement.depassement)
        cellules["taux"] = rapport(cellules, "reste", "prevu")
    return composer_ligne(_COLONNES_PHYSIQUES, f"famille:{avancement.famille}:{avancement.unite}", cellules)


def _prevu(avancement: AvancementFamille, financier: Tableau) -> Cellule:
    """La quantité prévue, reprise du sous-total du tableau financier quand il en a un dans cette unité."""
    sous_total = f"sous-total:{avancement.famille}"
    if avancement.prevu is not None and any(ligne.cle == sous_total for ligne in financier.lignes):
        unite = financier.cellule(sous_total, "unite").valeur
        if unite == LIBELLES_UNITES[avancement.unite]:
            return renvoi(tableau_financier.CLE, sous_total, "quantite", avancement.prevu)
    return valeur(avancement.prevu)


def contreparties(contexte: Contexte) -> tuple[ContrepartieFonciere, ...]:
    """Les contreparties du périmètre : toutes, ou celles dont il est le bénéficiaire, à la date d’arrêté.

    Une cession datée d’après l’arrêté n’a pas encore eu lieu.
    """
    selection = contexte.selection
    retenus = {selection.financeur, selection.maitre_ouvrage}
    return tuple(
        replace(contrepartie, statut=StatutContrepartie.A_CEDER)
        if contrepartie.date is not None and contrepartie.date > contexte.au
        else contrepartie
        for contrepartie in contexte.convention.contreparties_foncieres
        if selection.est_vide or contrepartie.beneficiaire in retenus
    )


def contreparties_foncieres(contexte: Contexte) -> Iterator[Tableau]:
    """Terrains cédés ou à céder, hors de l’équilibre du plan (article séparé de la convention, confiance B)."""
    lignes = [
        composer_ligne(
            _COLONNES_FONCIERES,
            f"contrepartie:{rang}",
            {
                "site": texte(contrepartie.site),
                "surface": valeur(contrepartie.surface_m2),
                "droits": valeur(contrepartie.droits_a_construire_m2),
                "beneficiaire": texte(contexte.financeurs.get(contrepartie.beneficiaire, contrepartie.beneficiaire)),
                "statut": texte(_STATUTS[contrepartie.statut]),
                "date": valeur(contrepartie.date),
            },
        )
        for rang, contrepartie in enumerate(contreparties(contexte), start=1)
    ]
    if lignes:
        total = ligne_de_somme(
            _COLONNES_FONCIERES, "total", "TOTAL", lignes, sommees=("surface", "droits"), derivees={}
        )
        yield Tableau(
            cle="contreparties-foncieres",
            titre="Contreparties foncières",
            titre_court="Contreparties foncières",
            partie=Partie.PHYSIQUE,
            niveau=Niveau.SYNTHESE,
            notes=("Hors de l’équilibre du tableau financier. « À céder » : date prévue.",),
            colonnes=_COLONNES_FONCIERES,
            lignes=(*lignes, total),
        )


def insertions(contexte: Contexte) -> tuple[Insertion, ...]:
    """Les clauses d’insertion des opérations du périmètre."""
    return tuple(i for i in contexte.projet.insertion if i.operation in contexte.retenues)


def heures_d_insertion(contexte: Contexte) -> Iterator[Tableau]:
    """Objectifs et réalisations d’insertion par opération."""
    descriptions = {o.code: o for o in operations_decrites(contexte.projet, contexte.tableau)}
    lignes = []
    for insertion in insertions(contexte):
        operation = descriptions[insertion.operation]
        cellules: dict[str, Cellule] = {
            "operation": texte(operation.code),
            "libelle": texte(operation.libelle),
            "maitre_ouvrage": texte(contexte.maitres[operation.maitre_ouvrage]),
            "objectif": valeur(insertion.heures_objectif),
            "realisees": valeur(insertion.heures_realisees),
        }
        cellules["manque"] = exces(cellules, "objectif", "realisees")
        cellules["depassement"] = exces(cellules, "realisees", "objectif")
        cellules["taux"] = rapport(cellules, "manque", "objectif")
        lignes.append(composer_ligne(_COLONNES_INSERTION, f"operation:{operation.code}", cellules))
    if lignes:
        total = ligne_de_somme(
            _COLONNES_INSERTION,
            "total",
            "TOTAL",
            lignes,
            sommees=("objectif", "realisees", "manque", "depassement"),
            derivees={"taux": lambda cellules: rapport(cellules, "manque", "objectif")},
        )
        yield Tableau(
            cle="insertion",
            titre="Heures d’insertion",
            titre_court="Insertion",
            partie=Partie.PHYSIQUE,
            notes=(
                "Les heures faites en plus sur une opération ne comblent pas celles qui manquent à une autre.",
                "Le dossier ne date pas ces heures : les dernières connues, quelle que soit la date d’arrêté.",
            ),
            colonnes=_COLONNES_INSERTION,
            lignes=(*lignes, total),
        )
