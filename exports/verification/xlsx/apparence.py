"""Ce qu’un classeur peut montrer d’autre que ses textes et ses valeurs, confronté au classeur attendu.

Un tableur qui réenregistre garde tout ce qui est comparé ici. Ce qui n’est ni reconnu ni attendu est nommé : rien ne
passe parce qu’il serait inconnu.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart
from exports.verification.commun.lecture import PRESENTATION, DocumentLu
from exports.verification.ooxml.arbre import Noeud, lire_arbre
from exports.verification.ooxml.blancs import blancs_incertains
from exports.verification.ooxml.contenant import octets_hors_de_l_archive
from exports.verification.ooxml.grammaire import classeur as grammaire_de_classeur
from exports.verification.ooxml.grammaire import dessin as grammaire_de_dessin
from exports.verification.ooxml.grammaire.examen import Examen
from exports.verification.ooxml.grammaire.regles import Grammaire
from exports.verification.ooxml.polices import est_ordinaire
from exports.verification.ooxml.relations_vues import comparer_les_relations
from exports.verification.ooxml.types_vus import comparer_les_types
from exports.verification.xlsx.dessins import decrire_le_dessin
from exports.verification.xlsx.feuille_vue import FeuilleVue, Rangees, decrire_la_feuille
from exports.verification.xlsx.graphique import decrire_le_graphique
from exports.verification.xlsx.proprietes import decrire_les_proprietes
from exports.verification.xlsx.styles import Aspect, StylesDeClasseur, lire_styles
from maquettes.classeur.classeur import adresse
from maquettes.tableur.archive import Archive
from maquettes.tableur.garde import examiner
from maquettes.tableur.relations import lire_relations, relations_de, types_de_contenu

__all__ = ["apparence_du_classeur"]

_PARTIES: Final = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/(app|core|custom)\.xml|docmetadata/labelinfo\.xml"
    r"|xl/(workbook|styles|sharedstrings|calcchain|metadata)\.xml|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml"
    r"|xl/worksheets/(_rels/)?sheet[0-9]+\.xml(\.rels)?|xl/drawings/(_rels/)?drawing[0-9]+\.xml(\.rels)?"
    r"|xl/charts/(_rels/)?(chart|style|colors)[0-9]+\.xml(\.rels)?|xl/printersettings/printersettings[0-9]+\.bin"
)
_NATURES: Final = (
    ("comment", "commentaires"), ("vbaproject", "macros"), ("media/", "image"), ("vml", "dessin à l’ancienne"),
    ("embeddings", "objet incorporé"), ("activex", "contrôle"), ("pivot", "tableau croisé"), ("tables/", "tableau"),
    ("richdata", "valeurs enrichies"), ("customxml", "données jointes"), ("ctrlprops", "contrôle"),
)  # fmt: skip
_DE_TROP: Final = 5
_TOUJOURS_PERMIS: Final = 2_000_000
_EXAMINEES: Final[Mapping[str, tuple[str, Grammaire, str]]] = {
    "classeur": ("classeur", grammaire_de_classeur.CLASSEUR, "workbook"),
    "styles": ("styles", grammaire_de_classeur.STYLES, "styleSheet"),
    "dessin": ("dessin", grammaire_de_dessin.DESSIN, "xdr:wsDr"),
    "graphique": ("graphique", grammaire_de_dessin.GRAPHIQUE, "c:chartSpace"),
    "sharedStrings": ("textes", grammaire_de_classeur.TEXTES, "sst"),
}
_D_UNE_CELLULE_VIDE: Final = frozenset({"fond", "bordures", "effets", "alignement"})
_RANG: Final = re.compile("[0-9]{1,8}")
_PLANCHER: Final = Decimal("0.01")
_ECRASEE: Final = Decimal("0.8")
_ETIREE: Final = Decimal("1.25")
_CALCULEE: Final = 6
_ECART_DE_MARGE: Final = Decimal("0.02")
_ESPACES: Final = re.compile(r"['\s]")


@dataclass(frozen=True, slots=True)
class _Vue:
    """Un classeur, ouvert pour en comparer l’apparence."""

    archive: Archive
    parties: dict[str, str]
    classeur: dict[str, str]
    noms: tuple[str, ...]
    feuilles: tuple[FeuilleVue, ...]
    dessins: dict[str, str]
    descriptions: dict[str, str]
    styles: StylesDeClasseur
    textes: tuple[Noeud, ...]
    fautes: tuple[Ecart, ...]


def apparence_du_classeur(lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    """Ce qui peut montrer autre chose : parties ajoutées, objets, ce qui est caché, l’aspect de chaque cellule."""
    tailles = [_taille(examiner(document.nom, document.octets)) for document in (lu, attendu)]
    if tailles[0] > _DE_TROP * tailles[1] + _TOUJOURS_PERMIS:
        # Un fichier gonflé n'est pas lu en entier : il n'est pas un simple réenregistrement.
        yield Ecart("contenu décompressé", *(f"{taille} octets" for taille in tailles))
        return
    ici, la = _voir(lu), _voir(attendu)
    if (autour := octets_hors_de_l_archive(lu.octets)) is not None:
        yield autour
    yield from _comparer_traits("", ici.parties, la.parties)
    yield from ici.fautes
    yield from _comparer_traits("classeur, ", ici.classeur, la.classeur)
    if ici.styles.theme:
        # LibreOffice n'en écrit pas : les couleurs qu'il écrit sont les siennes.
        yield from _comparer_traits("thème, ", ici.styles.theme, la.styles.theme)
    for nom, feuille, voulue in zip(ici.noms, ici.feuilles, la.feuilles, strict=False):
        # Une colonne repliée que l'on a rouverte montre plus, et rien d'autre.
        rouvertes = voulue.cachees.keys() - feuille.cachees.keys()
        cachees = {lieu: dit for lieu, dit in voulue.cachees.items() if lieu not in rouvertes}
        yield from _comparer_traits(f"{nom}, ", feuille.cachees, cachees)
        yield from _comparer_traits(f"{nom}, ", feuille.traits, voulue.traits)
        yield from _comparer_les_tailles(nom, feuille, voulue)
        yield from _comparer_les_marges(nom, feuille.marges, voulue.marges)
        if feuille.volets != voulue.volets:
            # LibreOffice perd les volets : la feuille se lit toujours en entier. D'autres volets peuvent en cacher.
            perdus = Ecart(f"{PRESENTATION}volets figés", "perdus", "figés")
            yield Ecart(f"{nom}, volets figés", feuille.volets, voulue.volets) if feuille.volets else perdus
    yield from _comparer_traits("dessin, ", ici.dessins, la.dessins)
    for lieu, texte in ici.descriptions.items():
        if texte and texte != la.descriptions.get(lieu):
            yield Ecart(f"dessin, {lieu}, texte de remplacement", texte, la.descriptions.get(lieu, ABSENT))
    yield from _comparer_les_cellules(ici, la)


def _taille(archive: Archive) -> int:
    return sum(archive.entree(partie).file_size for partie in archive.parties)


def _comparer_traits(debut: str, lus: Mapping[str, str], attendus: Mapping[str, str]) -> Iterator[Ecart]:
    for lieu in dict.fromkeys([*lus, *attendus]):
        lu, attendu = lus.get(lieu, ABSENT), attendus.get(lieu, ABSENT)
        if lu != attendu:
            yield Ecart(f"{debut}{lieu}", lu, attendu)


def _comparer_les_tailles(nom: str, feuille: FeuilleVue, voulue: FeuilleVue) -> Iterator[Ecart]:
    """Une ligne ou une colonne écrasée cache ce qu’elle porte aussi bien qu’une ligne cachée ; étirée, le reste."""
    places = voulue.styles.keys() | voulue.vides.keys()
    for dit, rangs, lue, attendue, ecrites in (
        ("colonne", {place[1] for place in places}, feuille.largeur, voulue.largeur, voulue.largeurs),
        ("ligne", {place[0] for place in places}, feuille.hauteur, voulue.hauteur, voulue.hauteurs),
    ):
        for rang in sorted(rangs):
            rapport = lue(rang) / max(attendue(rang), _PLANCHER)
            # La hauteur d'une ligne qui n'en dit pas est au tableur, qui la calcule.
            if rapport < _ECRASEE or rapport > (_ETIREE if rang in ecrites else _CALCULEE):
                place = adresse(0, rang).rstrip("1") if dit == "colonne" else str(rang + 1)
                comment = "écrasée" if rapport < 1 else "étirée"
                yield Ecart(f"{nom}, {dit} {place} {comment}", str(lue(rang)), str(attendue(rang)))


def _comparer_les_marges(nom: str, lues: Mapping[str, Decimal], attendues: Mapping[str, Decimal]) -> Iterator[Ecart]:
    for cote in dict.fromkeys([*lues, *attendues]):
        lue, attendue = lues.get(cote), attendues.get(cote)
        if lue is None or attendue is None or abs(lue - attendue) > _ECART_DE_MARGE:
            yield Ecart(f"{nom}, mise en page, marges, {cote}", str(lue or ABSENT), str(attendue or ABSENT))


def _comparer_les_cellules(ici: _Vue, la: _Vue) -> Iterator[Ecart]:
    remplacees: dict[tuple[str, str], None] = {}
    for nom, feuille, voulue in zip(ici.noms, ici.feuilles, la.feuilles, strict=False):
        for place, style in feuille.styles.items():
            if place not in voulue.styles:
                continue
            lieu = f"{nom}!{adresse(*place)}"
            natures = [vue.natures.get(place, "nombre") for vue in (feuille, voulue)]
            if natures[0] != natures[1]:
                yield Ecart(f"{lieu}, nature de la valeur", *natures)
            lus = _morceaux(ici, feuille, place, style)
            attendus = _morceaux(la, voulue, place, voulue.styles[place])
            if lus != attendus:
                yield from _comparer_les_morceaux(lieu, lus, attendus, remplacees)
        yield from _comparer_les_vides(nom, (ici, feuille), (la, voulue))
    yield from _comparer_le_style_ordinaire(ici.styles.ordinaire, la.styles.ordinaire, remplacees)
    for police, autre in remplacees:
        yield Ecart(f"{PRESENTATION}police des cellules", police, autre)


def _comparer_les_vides(nom: str, lue: tuple[_Vue, FeuilleVue], attendue: tuple[_Vue, FeuilleVue]) -> Iterator[Ecart]:
    """Le fond et les bordures des cellules sans valeur.

    Où l’autre classeur n’écrit rien, une cellule a l’aspect de toutes celles que rien n’habille.
    """
    (ici, feuille), (la, voulue) = lue, attendue
    for place in sorted((feuille.vides.keys() | voulue.vides.keys()) - feuille.styles.keys() - voulue.styles.keys()):
        sien, autre = ici.styles.aspect(feuille.vides.get(place, "0")), la.styles.aspect(voulue.vides.get(place, "0"))
        for trait, vaut, valait in sien.differences(autre):
            if trait in _D_UNE_CELLULE_VIDE:
                yield Ecart(f"{nom}!{adresse(*place)}, {trait}", vaut or ABSENT, valait or ABSENT)


def _comparer_le_style_ordinaire(
    lu: Aspect, attendu: Aspect, remplacees: dict[tuple[str, str], None]
) -> Iterator[Ecart]:
    """Les largeurs des colonnes se comptent en lettres de ce style-là."""
    for trait, vaut, valait in lu.differences(attendu):
        if trait == "police" and est_ordinaire(vaut):
            remplacees[vaut, valait] = None
        else:
            yield Ecart(f"style ordinaire, {trait}", vaut or ABSENT, valait or ABSENT)


def _comparer_les_morceaux(
    lieu: str,
    lus: list[tuple[str, Aspect]],
    attendus: list[tuple[str, Aspect]],
    remplacees: dict[tuple[str, str], None],
) -> Iterator[Ecart]:
    """Les aspects d’une cellule, morceau par morceau ; une police ordinaire pour une autre n’est pas un écart."""
    if [texte for texte, _ in lus] != [texte for texte, _ in attendus]:
        decoupes = (" | ".join(texte for texte, _ in morceaux) for morceaux in (lus, attendus))
        yield Ecart(f"{lieu}, découpe du texte", *decoupes)
        return
    for (_, lu), (_, attendu) in zip(lus, attendus, strict=True):
        for trait, vaut, valait in lu.differences(attendu):
            if trait == "police" and est_ordinaire(vaut):
                remplacees[vaut, valait] = None
            else:
                yield Ecart(f"{lieu}, {trait}", vaut or ABSENT, valait or ABSENT)


def _morceaux(vue: _Vue, feuille: FeuilleVue, place: tuple[int, int], style: str) -> list[tuple[str, Aspect]]:
    """Le texte d’une cellule par morceaux de même aspect ; une cellule sans texte enrichi n’en a qu’un, sans texte."""
    aspect = vue.styles.aspect(style)
    source = feuille.textes.get(place)
    if isinstance(source, str):
        rang = int(source) if _RANG.fullmatch(source) else len(vue.textes)
        source = vue.textes[rang] if rang < len(vue.textes) else None
    if source is None or source.premier("r") is None:
        return [("", aspect)]
    morceaux: list[tuple[str, Aspect]] = []
    for fragment in source.enfants:
        texte = "".join(noeud.texte for noeud in fragment.nommes("t")).strip()
        if fragment.nom == "r" and texte:
            sien = vue.styles.morceau(aspect, fragment.premier("rPr"))
            if morceaux and morceaux[-1][1] == sien:
                morceaux[-1] = (morceaux[-1][0] + texte, sien)
            else:
                morceaux.append((texte, sien))
    return morceaux if len(morceaux) > 1 else [("", morceaux[0][1] if morceaux else aspect)]


def _voir(document: DocumentLu) -> _Vue:
    archive = examiner(document.nom, document.octets)
    racines = lire_relations(archive, "_rels/.rels")
    principale = next(relation.cible for relation in racines if relation.genre == "officeDocument")
    porteuses = {partie: lire_arbre(partie, archive.morceaux(partie)) for partie in _porteuses(archive)}
    fautes = list(comparer_les_relations("xlsx", archive.parties, porteuses))
    fautes += comparer_les_types(archive.parties, types_de_contenu(archive))
    classeur = _examiner(archive, principale, "classeur", fautes)
    relations = {relation.identifiant: relation for relation in lire_relations(archive, relations_de(principale))}
    genres = {relation.genre: relation.cible for relation in relations.values()}
    feuilles: list[FeuilleVue] = []
    dessins: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    annoncees = list(classeur.nommes("sheet"))
    for rang, annoncee in enumerate(annoncees, 1):
        relation = relations.get(annoncee.attributs.get("r:id", ""))
        if relation is not None and relation.genre == "worksheet" and relation.cible in archive:
            nom = annoncee.attributs.get("name", "")
            feuille, dessin = _feuille(archive, relation.cible, nom, fautes)
            feuilles.append(feuille)
            en_ligne = (texte for texte in feuille.textes.values() if isinstance(texte, Noeud))
            fautes += blancs_incertains(nom, (t for texte in en_ligne for t in texte.nommes("t")))
            _dessins(archive, relation.cible, dessin, f"feuille n° {rang}", dessins, descriptions, fautes)
    arbres = {
        genre: _examiner(archive, genres[genre], genre, fautes)
        for genre in ("styles", "theme", "sharedStrings")
        if genres.get(genre, "") in archive
    }
    textes = arbres.get("sharedStrings", Noeud("sst", {}))
    fautes += blancs_incertains("textes", textes.nommes("t"))
    return _Vue(
        archive=archive,
        parties=_parties(archive),
        classeur=_classeur(classeur) | decrire_les_proprietes(archive),
        noms=tuple(annoncee.attributs.get("name", "") for annoncee in annoncees),
        feuilles=tuple(feuilles),
        dessins=dessins,
        descriptions=descriptions,
        styles=lire_styles(arbres.get("styles", Noeud("styleSheet", {})), arbres.get("theme")),
        textes=tuple(noeud for noeud in textes.enfants if noeud.nom == "si"),
        fautes=tuple(fautes),
    )


def _examiner(archive: Archive, partie: str, genre: str, fautes: list[Ecart]) -> Noeud:
    """L’arbre d’une partie ; ajoute aux fautes ce que sa grammaire, si elle en a une, n’admet pas."""
    if genre not in _EXAMINEES:
        return lire_arbre(partie, archive.morceaux(partie))
    dite, grammaire, racine = _EXAMINEES[genre]
    examen = Examen(dite, grammaire, racine)
    arbre = lire_arbre(partie, archive.morceaux(partie), examen=examen)
    fautes += examen.fautes
    return arbre


def _porteuses(archive: Archive) -> Iterator[str]:
    return (partie for partie in archive.parties if partie.casefold().endswith(".rels"))


def _parties(archive: Archive) -> dict[str, str]:
    """Les parties qu’aucun de nos classeurs n’a."""
    inconnues = [partie for partie in archive.parties if not _PARTIES.fullmatch(partie.casefold())]
    return {f"partie ajoutée {partie}": _nature(partie) for partie in inconnues}


def _nature(partie: str) -> str:
    return next((dit for morceau, dit in _NATURES if morceau in partie.casefold()), "partie inconnue")


def _classeur(racine: Noeud) -> dict[str, str]:
    traits: dict[str, str] = {}
    onglets = 0
    for rang, feuille in enumerate(racine.nommes("sheet"), 1):
        traits[f"feuille n° {rang}"] = feuille.attributs.get("name", "")
        onglets = rang
    for fenetre in racine.nommes("workbookView"):
        for attribut, dit in (("firstSheet", "premier onglet montré"), ("activeTab", "feuille ouverte")):
            # Qui enregistre laisse la feuille qu'il regardait ; d'une feuille qui n'existe pas, rien ne se montre.
            rang_dit = fenetre.attributs.get(attribut, "0")
            if not _RANG.fullmatch(rang_dit) or int(rang_dit) >= onglets:
                traits[dit] = rang_dit
    for nom in racine.nommes("definedName"):
        place = nom.attributs.get("localSheetId", "")
        lieu = f"nom défini {nom.attributs.get('name', '')}{place and f', feuille de rang {place}'}"
        # Deux fois le même nom : un tableur peut n'en garder que l'un.
        traits[lieu] = " ; ".join(filter(None, (traits.get(lieu), _ESPACES.sub("", nom.texte) or "(vide)")))
    return traits


def _feuille(archive: Archive, partie: str, nom: str, fautes: list[Ecart]) -> tuple[FeuilleVue, str]:
    """La feuille, et la relation du dessin qu’elle pose."""
    vue = FeuilleVue()
    examen = Examen(nom, grammaire_de_classeur.FEUILLE, "worksheet")
    racine = lire_arbre(partie, archive.morceaux(partie), Rangees(vue).recevoir, examen)
    fautes += examen.fautes
    liens = {relation.identifiant: relation.cible for relation in lire_relations(archive, relations_de(partie))}
    decrire_la_feuille(vue, racine, liens)
    pose = racine.premier("drawing")
    return vue, "" if pose is None else pose.attributs.get("r:id", "")


def _dessins(
    archive: Archive,
    feuille: str,
    pose: str,
    nom: str,
    dessins: dict[str, str],
    descriptions: dict[str, str],
    fautes: list[Ecart],
) -> None:
    """Ajoute ce que montre le dessin que pose la feuille."""
    for relation in lire_relations(archive, relations_de(feuille)):
        if relation.genre != "drawing" or relation.cible not in archive or relation.identifiant != pose:
            continue
        liens = {lien.identifiant: lien.cible for lien in lire_relations(archive, relations_de(relation.cible))}
        racine = _examiner(archive, relation.cible, "dessin", fautes)
        for rang, (objet, nomme, description, lien) in enumerate(decrire_le_dessin(racine), 1):
            lieu = f"{nom}, objet n° {rang}"
            dessins[lieu] = objet
            dessins[f"{lieu}, nom"] = nomme
            descriptions[lieu] = description
            cible = liens.get(lien, "")
            if lien and cible in archive:
                graphique = decrire_le_graphique(_examiner(archive, cible, "graphique", fautes))
                dessins |= {f"{lieu}, {trait}": valeur for trait, valeur in graphique.items()}
            for autre in lire_relations(archive, relations_de(cible)) if cible in archive else ():
                if autre.genre not in {"chartStyle", "chartColorStyle"}:
                    dessins[f"{lieu}, {autre.genre}"] = autre.cible
