"""De la convention initiale à la clôture, acte par acte : par financeur, par famille, par maître d’ouvrage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, difference, ligne_de_somme, renvoi, texte, valeur
from exports.annexe.programme import Programme
from exports.annexe.tableaux import syntheses
from exports.annexe.tableaux.execution import POUR_MEMOIRE
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.affichage.grandeurs import A_LA_CLOTURE
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne

__all__ = ["CLE_FAMILLES", "CLE_FINANCEURS", "CLE_MAITRES", "colonne_de_version", "composer"]

CLE_FINANCEURS: Final = "evolution-financeurs"
CLE_FAMILLES: Final = "evolution-familles"
CLE_MAITRES: Final = "evolution-maitres-ouvrage"

_G = GenreColonne


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axe:
    """Un axe d’évolution : son tableau, la synthèse dont il reprend le programmé et la clôture, ses noms."""

    cle: str
    titre: str
    titre_court: str
    colonne: str
    libelle: str
    synthese: str
    prefixe: str
    noms: Mapping[str, str]
    groupe_de: Callable[[CleLigne], str]


def colonne_de_version(version: int) -> str:
    """La colonne du programmé d’une version."""
    return f"version:{version}"


def _axes(contexte: Contexte) -> tuple[_Axe, ...]:
    descriptions: dict[str, Operation] = {o.code: o for o in contexte.projet.operations}
    descriptions |= {operation.code: operation for operation in contexte.operations}
    familles = {famille: f"{famille} – {libelle}" for famille, libelle in contexte.familles.items()}
    presents = {operation.maitre_ouvrage for operation in contexte.operations}
    return (
        _Axe(
            cle=CLE_FINANCEURS,
            titre="Concours, de la convention initiale à la clôture, par financeur",
            titre_court="Évolution par financeur",
            colonne="financeur",
            libelle="Financeur",
            synthese=syntheses.CLE_FINANCEURS,
            prefixe="financeur",
            noms={
                financeur.code: contexte.financeurs[financeur.code] for financeur in contexte.financeurs_du_perimetre
            },
            groupe_de=lambda cle: cle.financeur,
        ),
        _Axe(
            cle=CLE_FAMILLES,
            titre="Concours, de la convention initiale à la clôture, par famille",
            titre_court="Évolution par famille",
            colonne="famille",
            libelle="Famille",
            synthese=syntheses.CLE_FAMILLES,
            prefixe="famille",
            noms=familles,
            groupe_de=lambda cle: descriptions[cle.operation].famille,
        ),
        _Axe(
            cle=CLE_MAITRES,
            titre="Concours, de la convention initiale à la clôture, par maître d’ouvrage",
            titre_court="Évolution par maître d’ouvrage",
            colonne="maitre_ouvrage",
            libelle="Maître d’ouvrage",
            synthese=syntheses.CLE_MAITRES,
            prefixe="maitre",
            noms={maitre: nom for maitre, nom in contexte.maitres.items() if maitre in presents},
            groupe_de=lambda cle: descriptions[cle.operation].maitre_ouvrage,
        ),
    )


def composer(contexte: Contexte) -> tuple[Tableau, ...]:
    """Un tableau par axe : programmé de chaque version, montant de clôture, écart à la dernière et à la première.

    Les opérations absentes du tableau en vigueur comptent dans leur famille et pour leur maître d’ouvrage d’alors.
    """
    return tuple(_composer(contexte, axe) for axe in _axes(contexte))


def _libelle(version: int) -> str:
    return f"Avenant n° {version}" if version else "Convention initiale"


def _composer(contexte: Contexte, axe: _Axe) -> Tableau:
    versions = list(contexte.programmes)
    derniere = colonne_de_version(versions[-1])
    colonnes = (
        Colonne(cle=axe.colonne, libelle=axe.libelle, genre=_G.TEXTE, largeur=44),
        *(
            Colonne(cle=colonne_de_version(v), libelle=_libelle(v), genre=_G.MONTANT, groupe="Concours programmés")
            for v in versions
        ),
        Colonne(cle="cloture", libelle="Montant de clôture", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
        Colonne(cle="ecart", libelle="Clôture − dernier tableau", genre=_G.MONTANT, groupe="Écarts des concours"),
        Colonne(
            cle="ecart_initial", libelle="Clôture − convention initiale", genre=_G.MONTANT, groupe="Écarts des concours"
        ),
        Colonne(cle="autofinancement_initial", libelle="Convention initiale", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
        Colonne(cle="autofinancement", libelle="Dernier tableau", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
        Colonne(cle="autofinancement_cloture", libelle="Clôture", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
    )
    programmes = {version: _par_groupe(axe, _concours(contexte.programmes[version])) for version in versions}
    clotures = _par_groupe(axe, _concours(contexte.final))
    autofinances = {
        "autofinancement_initial": _par_groupe(axe, _autofinancement(contexte.programmes[versions[0]])),
        "autofinancement": _par_groupe(axe, _autofinancement(contexte.programmes[versions[-1]])),
        "autofinancement_cloture": _par_groupe(axe, _autofinancement(contexte.final)),
    }
    noms = dict(axe.noms)
    for groupes in (*programmes.values(), clotures, *autofinances.values()):
        for groupe in groupes:
            noms.setdefault(groupe, contexte.maitres.get(groupe, groupe))
    lignes: list[Ligne] = []
    for groupe, nom in noms.items():
        cle = f"{axe.prefixe}:{groupe}"
        cellules: dict[str, Cellule] = {axe.colonne: texte(nom)}
        for version in versions:
            cellules[colonne_de_version(version)] = valeur(programmes[version].get(groupe, 0))
        cellules["cloture"] = valeur(clotures.get(groupe, 0))
        cellules |= {colonne: valeur(montants.get(groupe, 0)) for colonne, montants in autofinances.items()}
        if groupe in axe.noms:
            programme = programmes[versions[-1]].get(groupe, 0)
            cellules[derniere] = renvoi(axe.synthese, cle, "programme", programme)
            cellules["cloture"] = renvoi(axe.synthese, cle, "montant_cloture", clotures.get(groupe, 0))
            for colonne in ("autofinancement", "autofinancement_cloture"):
                cellules[colonne] = renvoi(axe.synthese, cle, colonne, autofinances[colonne].get(groupe, 0))
        cellules["ecart"] = difference(cellules, "cloture", derniere)
        cellules["ecart_initial"] = difference(cellules, "cloture", colonne_de_version(versions[0]))
        lignes.append(composer_ligne(colonnes, cle, cellules))
    sommees = [colonne.cle for colonne in colonnes if colonne.genre is _G.MONTANT]
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees={})
    return Tableau(
        cle=axe.cle,
        titre=axe.titre,
        titre_court=axe.titre_court,
        partie=Partie.EVOLUTION,
        niveau=Niveau.SYNTHESE,
        notes=("Concours : subventions et prêts. Un écart négatif au dernier tableau est une économie.",),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _concours(programme: Programme) -> dict[CleLigne, int]:
    return {cle: montant for cle, montant in programme.montants.items() if cle.est_concours}


def _autofinancement(programme: Programme) -> dict[CleLigne, int]:
    return {cle: montant for cle, montant in programme.montants.items() if not cle.est_concours}


def _par_groupe(axe: _Axe, montants: Mapping[CleLigne, int]) -> dict[str, int]:
    sommes: dict[str, int] = {}
    for cle, montant in montants.items():
        groupe = axe.groupe_de(cle)
        sommes[groupe] = sommes.get(groupe, 0) + montant
    return sommes
