"""Le plan d’un classeur : ses feuilles et leurs parties, ses noms définis, ses calendriers et ses textes partagés."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from financement.fautes.faute import ModeleFaute, TexteRefuse
from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import ESPACE_DE_NOMS, Attributs, analyser, peu_nombreux
from maquettes.tableur.nombres import Calendrier
from maquettes.tableur.relations import Relation, lire_relations, relations_de

__all__ = ["FeuilleAnnoncee", "PlanDeClasseur", "lire_plan"]

_RELATIONS_DE_L_ARCHIVE: Final = "_rels/.rels"
_IDENTIFIANT: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_ETATS: Final = ("visible", "hidden", "veryHidden")
_AUTRES_DOCUMENTS: Final = {
    "word/": "c’est un document de traitement de texte (.docx)",
    "ppt/": "c’est une présentation (.pptx)",
    "xl/workbook.bin": "c’est un classeur binaire (.xlsb)",
}
_SANS_CLASSEUR: Final = "l’archive n’annonce aucun classeur"


class FeuilleAnnoncee(NamedTuple):
    """Une feuille de calcul, et la partie qui porte ses cellules."""

    nom: str
    etat: str
    partie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDeClasseur:
    """Ce qu’il faut savoir d’un classeur avant d’en lire les cellules ; une partie absente vaut ``None``."""

    feuilles: tuple[FeuilleAnnoncee, ...]
    noms_definis: Mapping[str, str]
    calendrier: Calendrier
    textes: str | None
    styles: str | None
    proprietes: str | None


@dataclass(slots=True)
class _Classeur:
    """Reçoit les balises de la partie principale."""

    feuilles: list[Attributs]
    noms_definis: dict[str, str]
    calendrier: Calendrier = Calendrier.DE_1900
    nom: str | None = None

    def debut(self, balise: str, attributs: Attributs) -> None:
        match balise.removeprefix(f"{ESPACE_DE_NOMS} "):
            case "sheet":
                self.feuilles.append(attributs)
            case "definedName" if "localSheetId" not in attributs:
                self.nom = attributs.get("name", "")
                self.noms_definis[self.nom] = ""
            case "workbookPr" if attributs.get("date1904") in {"1", "true"}:
                self.calendrier = Calendrier.DE_1904

    def fin(self, balise: str) -> None:
        if balise == f"{ESPACE_DE_NOMS} definedName":
            self.nom = None

    def texte(self, texte: str) -> None:
        if self.nom is not None:
            self.noms_definis[self.nom] += texte


CLASSEUR_SANS_FEUILLE: Final = ModeleFaute(
    "CLASSEUR-14",
    "Le classeur « {lu} » n’a aucune feuille de calcul.",
    "Donner le bon fichier, ou écrire une maquette par « financement maquette » et y reporter les données.",
)


def lire_plan(nom: str, archive: Archive) -> PlanDeClasseur:
    """Le plan du classeur ``nom`` ; lève :class:`TexteRefuse` si ce n’en est pas un, ou s’il lui manque une feuille."""
    globales = {relation.genre: relation for relation in lire_relations(archive, _RELATIONS_DE_L_ARCHIVE)}
    principale = _partie_principale(nom, archive, globales)
    lu = _Classeur(feuilles=[], noms_definis={})
    analyser(
        principale,
        archive.morceaux(principale),
        racine="workbook",
        debut=peu_nombreux(principale, lu.debut),
        fin=lu.fin,
        texte=lu.texte,
    )
    relations = lire_relations(archive, relations_de(principale))
    feuilles = _feuilles(archive, lu.feuilles, {relation.identifiant: relation for relation in relations})
    if not feuilles:
        raise TexteRefuse(CLASSEUR_SANS_FEUILLE, nom)
    genres = {relation.genre: relation for relation in relations}
    return PlanDeClasseur(
        feuilles=feuilles,
        noms_definis=lu.noms_definis,
        calendrier=lu.calendrier,
        textes=_partie(archive, genres.get("sharedStrings")),
        styles=_partie(archive, genres.get("styles")),
        proprietes=_partie(archive, globales.get("custom-properties")),
    )


def _partie(archive: Archive, relation: Relation | None) -> str | None:
    return relation.cible if relation is not None and relation.cible in archive else None


CLASSEUR_SANS_CLASSEUR: Final = ModeleFaute(
    "CLASSEUR-12",
    "« {lu} » ne contient pas de classeur .xlsx : {cause}.",
    "Donner une maquette écrite par « financement maquette », enregistrée au format « Classeur Excel (.xlsx) ».",
)


def _partie_principale(nom: str, archive: Archive, globales: Mapping[str, Relation]) -> str:
    annoncee = globales.get("officeDocument")
    if annoncee is None:
        raise TexteRefuse(CLASSEUR_SANS_CLASSEUR, nom, cause=_SANS_CLASSEUR)
    for debut, cause in _AUTRES_DOCUMENTS.items():
        if annoncee.cible.startswith(debut):
            raise TexteRefuse(CLASSEUR_SANS_CLASSEUR, nom, cause=cause)
    if annoncee.cible not in archive:
        raise TexteRefuse(CLASSEUR_SANS_CLASSEUR, nom, cause="la partie qui décrit le classeur manque")
    return annoncee.cible


CLASSEUR_FEUILLE_PERDUE: Final = ModeleFaute(
    "CLASSEUR-15",
    "La feuille « {lu} » est annoncée, mais son contenu manque au classeur.",
    "Reprendre le fichier d’origine, ou écrire une maquette par « financement maquette » et y reporter les données.",
)


def _feuilles(
    archive: Archive, annoncees: list[Attributs], relations: Mapping[str, Relation]
) -> tuple[FeuilleAnnoncee, ...]:
    """Les feuilles de calcul, dans l’ordre des onglets ; une feuille de graphique n’a pas de cellule."""
    feuilles: list[FeuilleAnnoncee] = []
    for attributs in annoncees:
        nom = attributs.get("name", "")
        identifiant = next((attributs[cle] for cle in _IDENTIFIANT if cle in attributs), "")
        relation = relations.get(identifiant)
        if relation is None or relation.cible not in archive:
            raise TexteRefuse(CLASSEUR_FEUILLE_PERDUE, nom)
        if relation.genre == "worksheet":
            etat = attributs.get("state", "visible")
            feuilles.append(FeuilleAnnoncee(nom, etat if etat in _ETATS else "visible", relation.cible))
    return tuple(feuilles)
