"""Le sommaire d’un classeur (``workbook.xml``) : ses feuilles, et une de plus, en tête et active.

Un nom défini propre à une feuille la désigne par son rang : une feuille ajoutée en tête les décale toutes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maquettes.annotation.archive import Archive
from maquettes.annotation.balisage import (
    Element,
    Retouche,
    ajouter_a_la_fin,
    ajouter_au_debut,
    analyser,
    appliquer,
    entier_ecrit,
    fixer_attribut,
    inserer_en_ordre,
    retirer_attribut,
)
from maquettes.annotation.relations import (
    ESPACE_RELATIONS,
    ajouter_relation,
    cible_du_type,
    declarer_partie,
    lire_relations,
)
from maquettes.annotation.remarque import ClasseurNonAnnotable
from maquettes.annotation.texte_xml import attribut, texte_xml

__all__ = [
    "ESPACE_TABLEUR",
    "FeuilleDuClasseur",
    "NomDefini",
    "deselectionner",
    "inscrire_en_tete",
    "lire_feuilles",
    "nom_libre",
    "partie_du_classeur",
]

VISIBLE: Final = "visible"
ESPACE_TABLEUR: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE_FEUILLE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PROPRIETES: Final = "docProps/app.xml"
_LONGUEUR_DU_NOM: Final = 31
_ECHAPPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ORDRE: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NomDefini:
    """Un nom propre à la feuille ajoutée."""

    nom: str
    formule: str
    attributs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeuilleDuClasseur:
    """Une feuille : son nom lisible, tel qu’il est écrit au sommaire, et sa partie (``None`` si elle manque).

    ``etat`` : ``visible``, ``hidden`` ou ``veryHidden``, comme au sommaire.
    """

    nom: str
    nom_ecrit: str
    partie: str | None
    genre: str
    etat: str

    @property
    def masquee(self) -> bool:
        """Son onglet ne se voit pas."""
        return self.etat != VISIBLE


def partie_du_classeur(archive: Archive) -> str:
    """La partie qui porte le sommaire ; refuse un fichier qui n’est pas un classeur xlsx courant."""
    partie = cible_du_type(archive, "", "officeDocument")
    if partie is None:
        raise ClasseurNonAnnotable(
            "le fichier n’est pas un classeur xlsx courant : ouvrez-le dans un tableur et enregistrez-le "
            "au format « Classeur Excel (.xlsx) »."
        )
    return partie


def _racine(archive: Archive, classeur: str) -> tuple[bytes, Element, Element]:
    octets, racine = analyser(archive.lire(classeur), classeur)
    feuilles = racine.premier("sheets")
    if racine.espace != ESPACE_TABLEUR or racine.nom != "workbook" or feuilles is None:
        raise ClasseurNonAnnotable(
            f"« {classeur} » n’est pas le sommaire d’un classeur xlsx courant : ouvrez le fichier dans un tableur et "
            "enregistrez-le au format « Classeur Excel (.xlsx) »."
        )
    return octets, racine, feuilles


def lire_feuilles(archive: Archive, classeur: str) -> tuple[FeuilleDuClasseur, ...]:
    """Les feuilles, dans l’ordre des onglets."""
    _, _, feuilles = _racine(archive, classeur)
    relations = {relation.identifiant: relation for relation in lire_relations(archive, classeur)}
    lues = []
    for element in feuilles.tous("sheet"):
        ecrit = element.attributs.get("name", "")
        relation = relations.get(element.attributs.get(f"{ESPACE_RELATIONS} id", ""))
        presente = relation is not None and relation.cible in archive
        lues.append(
            FeuilleDuClasseur(
                nom=_ECHAPPE.sub(lambda trouve: chr(int(trouve[1], 16)), ecrit),
                nom_ecrit=ecrit,
                partie=relation.cible if relation is not None and presente else None,
                genre=relation.type.rpartition("/")[2] if relation is not None else "",
                etat=element.attributs.get("state", VISIBLE),
            )
        )
    return tuple(lues)


def nom_libre(nom: str, feuilles: tuple[FeuilleDuClasseur, ...]) -> str:
    """``nom``, ou « nom (2) », « nom (3) »… s’il est pris."""
    pris = {feuille.nom.casefold() for feuille in feuilles}
    propose, numero = nom, 1
    while propose.casefold() in pris:
        numero += 1
        suffixe = f" ({numero})"
        propose = nom[: _LONGUEUR_DU_NOM - len(suffixe)] + suffixe
    return propose


def inscrire_en_tete(
    archive: Archive, classeur: str, nom: str, contenu: bytes, noms_definis: Sequence[NomDefini]
) -> None:
    """Ajoute la feuille, en tête et active, avec ses noms définis ; décale ceux des autres feuilles."""
    partie = archive.nom_libre("xl/worksheets/sheet{}.xml")
    archive.ecrire(partie, contenu)
    declarer_partie(archive, partie, _TYPE_FEUILLE)
    identifiant = ajouter_relation(archive, classeur, "worksheet", partie)
    octets, racine, feuilles = _racine(archive, classeur)
    prefixe = racine.prefixe
    numero = max((entier_ecrit(element.attributs.get("sheetId")) or 0 for element in feuilles.enfants), default=0) + 1
    feuille = (
        f'<{prefixe}sheet xmlns:r="{ESPACE_RELATIONS}" name="{attribut(nom)}" sheetId="{numero}" r:id="{identifiant}"/>'
    )
    retouches = [
        ajouter_au_debut(octets, feuilles, feuille),
        *_montrer_la_premiere(octets, racine),
        *_noms_definis(octets, racine, noms_definis),
    ]
    archive.ecrire(classeur, appliquer(octets, retouches))
    _oublier_les_titres(archive)


def _montrer_la_premiere(octets: bytes, racine: Element) -> list[Retouche]:
    vues = racine.premier("bookViews")
    if vues is None or not vues.enfants:
        vue = f'<{racine.prefixe}workbookView activeTab="0"/>'
        if vues is not None:
            return [ajouter_a_la_fin(octets, vues, vue)]
        ensemble = f"<{racine.prefixe}bookViews>{vue}</{racine.prefixe}bookViews>"
        return [inserer_en_ordre(octets, racine, _ORDRE, "bookViews", ensemble)]
    return [
        fixer_attribut(octets, vue_lue, nom, "0")
        for vue_lue in vues.enfants
        for nom in ("firstSheet", "activeTab")
        if nom in vue_lue.attributs
    ]


def _noms_definis(octets: bytes, racine: Element, noms_definis: Sequence[NomDefini]) -> list[Retouche]:
    prefixe = racine.prefixe
    xml = "".join(
        f'<{prefixe}definedName name="{nom.nom}" localSheetId="0"{nom.attributs}>{texte_xml(nom.formule)}'
        f"</{prefixe}definedName>"
        for nom in noms_definis
    )
    retouches = [
        fixer_attribut(octets, element, "localSheetId", str(rang + 1))
        for element in _tous_les_descendants(racine)
        if element.nom == "definedName" and (rang := entier_ecrit(element.attributs.get("localSheetId"))) is not None
    ]
    noms = racine.premier("definedNames")
    if noms is not None:
        return [*retouches, ajouter_au_debut(octets, noms, xml)]
    ensemble = f"<{prefixe}definedNames>{xml}</{prefixe}definedNames>"
    return [*retouches, inserer_en_ordre(octets, racine, _ORDRE, "definedNames", ensemble)]


def _tous_les_descendants(element: Element) -> list[Element]:
    return [element, *(petit for enfant in element.enfants for petit in _tous_les_descendants(enfant))]


def _oublier_les_titres(archive: Archive) -> None:
    """La liste facultative des feuilles dans les propriétés n’est plus juste ; le tableur la refait."""
    if _PROPRIETES not in archive:
        return
    octets, racine = analyser(archive.lire(_PROPRIETES), _PROPRIETES)
    perimes = [enfant for enfant in racine.enfants if enfant.nom in {"HeadingPairs", "TitlesOfParts"}]
    if perimes:
        archive.ecrire(_PROPRIETES, appliquer(octets, [Retouche(e.debut, e.fin, "") for e in perimes]))


def deselectionner(archive: Archive, feuille: FeuilleDuClasseur) -> None:
    """L’onglet n’est plus sélectionné : sans quoi une saisie irait aussi dans la feuille."""
    if feuille.partie is None:
        return
    octets = archive.lire(feuille.partie)
    if b"tabSelected" not in octets and not octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    octets, racine = analyser(octets, feuille.partie, _jusqu_aux_vues)
    vues = [vue for ensemble in racine.tous("sheetViews") for vue in ensemble.tous("sheetView")]
    retouches = [retouche for vue in vues for retouche in retirer_attribut(octets, vue, "tabSelected")]
    if retouches:
        archive.ecrire(feuille.partie, appliquer(octets, retouches))


def _jusqu_aux_vues(nom: str, profondeur: int, _attributs: Mapping[str, str]) -> bool:
    return profondeur == 0 or nom in {"sheetViews", "sheetView"}
