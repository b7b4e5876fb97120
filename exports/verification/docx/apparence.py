"""Ce qu’un document Word peut montrer d’autre que ses textes, confronté au document attendu.

Un traitement de texte qui réenregistre garde tout ce qui est comparé ici. Ce qui n’est ni reconnu ni attendu est
nommé : rien ne passe parce qu’il serait inconnu.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart
from exports.verification.commun.lecture import PRESENTATION
from exports.verification.docx.images import decrire_les_images, images_montrees
from exports.verification.docx.styles import Aspect, StylesDeDocument, aspect_du_texte, lire_styles, retrait
from exports.verification.docx.texte_vu import PartieVue, voir_la_partie
from exports.verification.ooxml.arbre import Noeud, lire_arbre
from exports.verification.ooxml.blancs import blancs_incertains
from exports.verification.ooxml.grammaire import document as grammaire_de_document
from exports.verification.ooxml.grammaire.examen import Examen
from exports.verification.ooxml.polices import est_ordinaire
from exports.verification.ooxml.relations_vues import comparer_les_relations
from exports.verification.ooxml.types_vus import comparer_les_types

__all__ = ["apparence_du_document"]

_CORPS: Final = "word/document.xml"
_PAGES: Final = re.compile(r"word/(header|footer)[0-9]+\.xml")
_NOMS_DES_PAGES: Final = {"header": "en-tête", "footer": "pied de page"}
_PARTIES: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml|docMetadata/LabelInfo\.xml"
    r"|word/(document|styles|numbering|settings|fontTable|webSettings)\.xml|word/_rels/[^/]+\.rels"
    r"|word/theme/theme1\.xml|word/(header|footer)[0-9]+\.xml"
)
# Word les ajoute à tout document, avec leurs seuls filets.
_NOTES: Final = re.compile(r"word/(footnotes|endnotes)\.xml")
_MONTRES: Final = frozenset({"w:t", "w:drawing"})
_NATURES: Final = (
    ("comments", "commentaires"), ("media/", "image"), ("embeddings", "objet incorporé"), ("vba", "macros"),
    ("fonts/", "police incorporée"), ("glossary", "textes de remplacement"), ("customxml", "données jointes"),
    ("notes", "notes"), ("header", "en-tête"), ("footer", "pied de page"),
)  # fmt: skip
_EXAMINEES: Final = (
    (re.escape(_CORPS), "texte", grammaire_de_document.TEXTE, "w:document"),
    ("word/header[0-9]+[.]xml", "", grammaire_de_document.TEXTE, "w:hdr"),
    ("word/footer[0-9]+[.]xml", "", grammaire_de_document.TEXTE, "w:ftr"),
    ("word/footnotes[.]xml", "notes", grammaire_de_document.TEXTE, "w:footnotes"),
    ("word/endnotes[.]xml", "notes", grammaire_de_document.TEXTE, "w:endnotes"),
    ("word/styles[.]xml", "styles", grammaire_de_document.STYLES, "w:styles"),
    ("word/numbering[.]xml", "numérotation", grammaire_de_document.LISTES, "w:numbering"),
    ("word/settings[.]xml", "réglages", grammaire_de_document.REGLAGES, "w:settings"),
)
_COMPATIBILITE: Final = frozenset({"compatibilityMode", "overrideTableStyleFontSizeAndJustification"})
_FAUX: Final = frozenset({"0", "false", "off"})
_SYMBOLES: Final = "02"
_DE_TROP: Final = 5
_TOUJOURS_PERMIS: Final = 2_000_000
_VIDE: Final = Noeud("", {})
_TOLERANCE: Final = 60
"""En vingtièmes de point : ce qu’un réenregistrement arrondit d’une page ou d’une marge."""


@dataclass(frozen=True, slots=True)
class _Vue:
    """Un document, lu pour en comparer l’apparence."""

    traits: dict[str, str]
    corps: PartieVue
    pages: dict[str, PartieVue]
    sections: list[dict[str, str]]
    fautes: list[Ecart]


def apparence_du_document(lues: Mapping[str, bytes], attendues: Mapping[str, bytes]) -> Iterator[Ecart]:
    """Ce qui peut montrer autre chose : parties, éléments ou réglages ajoutés, textes cachés, déguisés ou déplacés."""
    tailles = [sum(map(len, parties.values())) for parties in (lues, attendues)]
    if tailles[0] > _DE_TROP * tailles[1] + _TOUJOURS_PERMIS:
        # Un fichier gonflé n'est pas lu en entier : il n'est pas un simple réenregistrement.
        yield Ecart("contenu décompressé", *(f"{taille} octets" for taille in tailles))
        return
    ici, la = _voir(lues), _voir(attendues)
    yield from ici.fautes
    yield from _comparer_traits("", ici.traits, la.traits)
    vide: dict[str, str] = {}
    for rang, (section, voulue) in enumerate(zip_longest(ici.sections, la.sections, fillvalue=vide), 1):
        yield from _comparer_une_section(f"section {rang}, ", section, voulue)
    remplacees: dict[tuple[str, str], None] = {}
    for nom in dict.fromkeys([*la.pages, *ici.pages]):
        vue, voulue_vue = (cote.pages.get(nom, PartieVue()) for cote in (ici, la))
        yield from _comparer_les_parties(vue, voulue_vue, remplacees)
    yield from _comparer_les_parties(ici.corps, la.corps, remplacees)
    for police, autre in remplacees:
        yield Ecart(f"{PRESENTATION}police des textes", police, autre)


def _comparer_traits(debut: str, lus: Mapping[str, str], attendus: Mapping[str, str]) -> Iterator[Ecart]:
    for lieu in dict.fromkeys([*lus, *attendus]):
        lu, attendu = lus.get(lieu, ABSENT), attendus.get(lieu, ABSENT)
        if lu != attendu:
            yield Ecart(f"{debut}{lieu}", lu, attendu)


def _comparer_une_section(debut: str, lue: Mapping[str, str], attendue: Mapping[str, str]) -> Iterator[Ecart]:
    for ecart in _comparer_traits(debut, lue, attendue):
        mesures = [re.fullmatch(r"-?[0-9]{1,6}", texte) for texte in (ecart.lu, ecart.attendu)]
        if not all(mesures) or abs(int(ecart.lu) - int(ecart.attendu)) > _TOLERANCE:
            yield ecart


def _comparer_les_parties(
    vue: PartieVue, voulue: PartieVue, remplacees: dict[tuple[str, str], None]
) -> Iterator[Ecart]:
    yield from _comparer_traits("", vue.traits, voulue.traits)
    for lieu, dit in vue.descriptions.items():
        # Qui réenregistre peut perdre ce qui se dit d'un tableau, non le changer.
        if dit != voulue.descriptions.get(lieu):
            yield Ecart(lieu, dit, voulue.descriptions.get(lieu, ABSENT))
    for lieu in dict.fromkeys([*vue.mesures, *voulue.mesures]):
        lue, attendue = vue.mesures.get(lieu), voulue.mesures.get(lieu)
        if lue is None or attendue is None or abs(lue - attendue) > _TOLERANCE:
            yield Ecart(lieu, ABSENT if lue is None else str(lue), ABSENT if attendue is None else str(attendue))
    lus, attendus = ([lu for lu in cote.textes.items() if lu[1]] for cote in (vue, voulue))
    for (lieu, morceaux), (autre_lieu, attendu) in zip_longest(lus, attendus, fillvalue=("", [])):
        # Les numéros des paragraphes bougent, quand un logiciel en retire un vide ; leur suite non.
        ecrits = ["".join(texte for texte, _ in cote) for cote in (morceaux, attendu)]
        if ecrits[0] != ecrits[1]:
            yield Ecart(f"{lieu or autre_lieu}, suite des paragraphes", *(texte or ABSENT for texte in ecrits))
            return
        yield from _comparer_un_texte(lieu, morceaux, attendu, remplacees)


def _comparer_un_texte(
    lieu: str,
    morceaux: list[tuple[str, Aspect]],
    attendus: list[tuple[str, Aspect]],
    remplacees: dict[tuple[str, str], None],
) -> Iterator[Ecart]:
    dits: set[tuple[str, str, str]] = set()
    for texte, lu, attendu in _en_regard(morceaux, attendus):
        for trait, vaut, valait in _differences(lu, attendu):
            if trait == "police" and all(map(est_ordinaire, vaut.split(" / "))):
                remplacees[vaut, valait] = None
            elif (trait, vaut, valait) not in dits:
                dits.add((trait, vaut, valait))
                yield Ecart(f"{lieu}, {trait} de « {texte[:40]} »", vaut, valait)


def _en_regard(
    lus: list[tuple[str, Aspect]], attendus: list[tuple[str, Aspect]]
) -> Iterator[tuple[str, Aspect, Aspect]]:
    """Chaque étendue d’un même texte sur laquelle ni l’aspect lu ni l’attendu ne change."""
    a, b = list(lus[::-1]), list(attendus[::-1])
    while a and b:
        (texte, lu), (autre, attendu) = a.pop(), b.pop()
        commun = min(len(texte), len(autre))
        yield texte[:commun], lu, attendu
        if texte[commun:]:
            a.append((texte[commun:], lu))
        if autre[commun:]:
            b.append((autre[commun:], attendu))


def _differences(lu: Aspect, attendu: Aspect) -> Iterator[tuple[str, str, str]]:
    if lu == attendu:
        return
    ici, la = (_par_trait(aspect) for aspect in (lu, attendu))
    for trait in dict.fromkeys([*ici, *la]):
        if ici.get(trait) != la.get(trait):
            yield trait, ici.get(trait, ABSENT), la.get(trait, ABSENT)


def _par_trait(aspect: Aspect) -> dict[str, str]:
    """Plusieurs propriétés peuvent porter le même nom : aucune n’y cache l’autre."""
    reunis: dict[str, str] = {}
    for trait, valeur in aspect:
        reunis[trait] = f"{reunis[trait]}, {valeur}" if trait in reunis else valeur
    return reunis


def _voir(parties: Mapping[str, bytes]) -> _Vue:
    fautes: list[Ecart] = []
    arbres = {
        nom: _arbre(nom, octets, fautes)
        for nom, octets in parties.items()
        if nom.endswith((".xml", ".rels")) and (_PARTIES.fullmatch(nom) or _NOTES.fullmatch(nom))
    }
    porteuses = {nom: arbre for nom, arbre in arbres.items() if nom.endswith(".rels")}
    fautes += comparer_les_relations("docx", parties, porteuses)
    fautes += comparer_les_types(parties, list(_types(arbres.get("[Content_Types].xml", _VIDE))))
    styles = lire_styles(arbres.get("word/styles.xml", _VIDE))
    listes = _listes(arbres.get("word/numbering.xml", _VIDE))
    corps = voir_la_partie("", arbres.get(_CORPS, _VIDE), styles, listes)
    pages = {
        nom: voir_la_partie(f"{_NOMS_DES_PAGES[page[1]]} ({nom}), ", arbres[nom], styles, listes)
        for nom in sorted(arbres)
        if (page := _PAGES.fullmatch(nom))
    }
    liens = {
        n.attributs.get("Id", ""): posixpath.normpath(posixpath.join("word", n.attributs.get("Target", ""))).lstrip("/")
        for n in arbres.get("word/_rels/document.xml.rels", _VIDE).enfants
    }
    sections = [_section(section, liens, pages) for section in corps.sections]
    lu = arbres.get(_CORPS, _VIDE)
    corps.traits |= dict(decrire_les_images(lu, liens, parties))
    sans_image = {nom: octets for nom, octets in parties.items() if nom not in images_montrees(lu, liens)}
    return _Vue(_traits(sans_image, arbres, styles), corps, pages, sections, fautes)


def _arbre(partie: str, octets: bytes, fautes: list[Ecart]) -> Noeud:
    """L’arbre d’une partie ; ajoute aux fautes ce que sa grammaire n’admet pas."""
    for motif, dite, grammaire, racine in _EXAMINEES:
        if re.fullmatch(motif, partie):
            examen = Examen(dite or partie, grammaire, racine)
            arbre = lire_arbre(partie, octets, examen=examen)
            fautes += (*examen.fautes, *blancs_incertains(dite or partie, arbre.nommes("w:t")))
            return arbre
    return lire_arbre(partie, octets)


def _section(section: Noeud, liens: Mapping[str, str], pages: Mapping[str, PartieVue]) -> dict[str, str]:
    """Les en-têtes et pieds d’une section, par leurs textes, et ses mesures."""
    traits: dict[str, str] = {}
    for enfant in section.enfants:
        attributs = enfant.attributs
        match enfant.nom:
            case "w:headerReference" | "w:footerReference":
                page = pages.get(liens.get(attributs.get("r:id", ""), ""), PartieVue())
                textes = " ".join(texte for morceaux in page.textes.values() for texte, _ in morceaux)
                traits[f"{enfant.nom.removeprefix('w:')} {attributs.get('w:type', '')}"] = re.sub(
                    "[0-9]+/[0-9]+$", "", textes
                )
            case "w:titlePg" if attributs.get("w:val", "1") not in _FAUX:
                traits["première page à part"] = "oui"
            case "w:pgSz" | "w:pgMar":
                noms = ("w:w", "w:h", "w:top", "w:left", "w:right", "w:bottom", "w:header", "w:footer")
                traits |= {f"{enfant.nom} {nom}": attributs[nom] for nom in noms if nom in attributs}
                traits |= {"orientation contraire": "oui"} if _est_contraire(attributs) else {}
            case "w:pgNumType" if "w:start" in attributs:
                traits["première page numérotée"] = attributs["w:start"]
            case "w:cols" if attributs.get("w:num", "1") != "1":
                traits["colonnes de texte"] = attributs["w:num"]
            case _:
                pass
    return traits


def _est_contraire(page: Mapping[str, str]) -> bool:
    """Une page dite couchée et plus haute que large, ou l’inverse : l’écran et l’imprimante en suivent chacun une."""
    cotes = [page.get(f"w:{cote}", "") for cote in "wh"]
    largeur, hauteur = (int(cote) if cote.isdecimal() else 0 for cote in cotes)
    return (largeur > hauteur) != (page.get("w:orient", "portrait") == "landscape")


def _listes(numerotation: Noeud) -> dict[str, str]:
    """Ce qu’écrit chaque niveau de chaque liste, par « liste niveau »."""
    abstraites = {n.attributs.get("w:abstractNumId", ""): n for n in numerotation.nommes("w:abstractNum")}
    ecrites: dict[str, str] = {}
    for liste in numerotation.nommes("w:num"):
        renvoi = liste.premier("w:abstractNumId")
        abstraite = abstraites.get("" if renvoi is None else renvoi.attributs.get("w:val", ""))
        for niveau in () if abstraite is None else abstraite.nommes("w:lvl"):
            dits = [niveau.premier(f"w:{nom}") for nom in ("lvlText", "numFmt", "start")]
            texte = " ".join("" if n is None else n.attributs.get("w:val", "") for n in dits)
            texte += _suite(niveau)
            # Une police courante pour une autre écrit la même puce ; une police de dessins, non.
            aspect = " ".join(
                f"{trait} {valeur}"
                for trait, valeur in aspect_du_texte(niveau.premier("w:rPr"))
                if not (trait == "police" and est_ordinaire(valeur))
            )
            cle = f"{liste.attributs.get('w:numId', '')} {niveau.attributs.get('w:ilvl', '')}"
            ecrites[cle] = f"{texte}{aspect}"
    return ecrites


def _suite(niveau: Noeud) -> str:
    """Ce qui suit le numéro, son alignement, son retrait."""
    suite, place = (niveau.premier(f"w:{nom}") for nom in ("suff", "lvlJc"))
    dits = ["tab" if suite is None else suite.attributs.get("w:val", "")]
    dits.append("" if place is None else place.attributs.get("w:val", "").replace("start", "left"))
    for retraits in niveau.nommes("w:ind"):
        dits += [f"{part} {valeur}" for part, valeur in sorted(retrait(retraits)) if valeur]
    return f" {' '.join(dits)} "


def _traits(parties: Mapping[str, bytes], arbres: Mapping[str, Noeud], styles: StylesDeDocument) -> dict[str, str]:
    """Ce qui ne tient pas à un texte : parties, relations, réglages, polices."""
    return {
        **styles.traits,
        **dict(_parties_ajoutees(parties, arbres)),
        **dict(_liens_externes(arbres)),
        **dict(_reglages(arbres)),
        **dict(_polices(arbres.get("word/fontTable.xml", _VIDE))),
        **dict(_polices_du_theme(arbres.get("word/theme/theme1.xml", _VIDE))),
    }


def _parties_ajoutees(parties: Mapping[str, bytes], arbres: Mapping[str, Noeud]) -> Iterator[tuple[str, str]]:
    for nom in parties:
        sont_des_filets = _NOTES.fullmatch(nom) and not any(n.nom in _MONTRES for n in arbres[nom].tous())
        if not sont_des_filets and not _PARTIES.fullmatch(nom):
            nature = next((dit for morceau, dit in _NATURES if morceau in nom.casefold()), "partie inconnue")
            yield f"partie ajoutée {nom}", nature


def _liens_externes(arbres: Mapping[str, Noeud]) -> Iterator[tuple[str, str]]:
    for porteuse, arbre in arbres.items():
        for lien in arbre.enfants if porteuse.endswith(".rels") else ():
            if lien.attributs.get("TargetMode", "Internal") != "Internal":
                yield f"lien externe ({porteuse})", lien.attributs.get("Target", "")


def _types(declares: Noeud) -> Iterator[tuple[str, str]]:
    for declare in declares.enfants:
        nom = declare.attributs.get("PartName") or declare.attributs.get("Extension", "")
        yield nom.removeprefix("/"), declare.attributs.get("ContentType", "")


def _reglages(arbres: Mapping[str, Noeud]) -> Iterator[tuple[str, str]]:
    reglages = arbres.get("word/settings.xml", _VIDE)
    for reglage in reglages.nommes("w:compatSetting"):
        if (nom := reglage.attributs.get("w:name", "")) in _COMPATIBILITE:
            yield f"réglage, {nom}", reglage.attributs.get("w:val", "")
    pas = reglages.premier("w:defaultTabStop")
    yield "réglage, pas des taquets", "720" if pas is None else pas.attributs.get("w:val", "")


def _polices(table: Noeud) -> Iterator[tuple[str, str]]:
    for police in table.enfants:
        nom = police.attributs.get("w:name", "")
        for enfant in police.enfants:
            remplacante = enfant.attributs.get("w:val", "")
            if enfant.nom == "w:altName" and not all(map(est_ordinaire, remplacante.split(";"))):
                yield f"police {nom}, remplacée par", remplacante
            elif enfant.nom == "w:charset" and remplacante == _SYMBOLES and est_ordinaire(nom):
                yield f"police {nom}, jeu de caractères", "symboles"
            elif enfant.nom.startswith("w:embed"):
                yield f"police {nom}", "incorporée"


def _polices_du_theme(theme: Noeud) -> Iterator[tuple[str, str]]:
    for genre in ("minor", "major"):
        for police in theme.nommes(f"a:{genre}Font"):
            latine = police.premier("a:latin")
            nom = "" if latine is None else latine.attributs.get("typeface", "")
            if nom and not est_ordinaire(nom):
                yield f"thème, police {genre}", nom
