"""Les présentations de la feuille des remarques, ajoutées à la fin des styles du classeur."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from maquettes.annotation.archive import Archive
from maquettes.annotation.balisage import (
    Element,
    Retouche,
    ajouter_a_la_fin,
    analyser,
    appliquer,
    fixer_attribut,
    inserer_en_ordre,
)
from maquettes.annotation.relations import ajouter_relation, cible_du_type, declarer_partie
from maquettes.annotation.sommaire import ESPACE_TABLEUR
from maquettes.annotation.texte_xml import prefixer

__all__ = ["Presentation", "ajouter_presentations"]

_TYPE_STYLES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_VIDE: Final = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{ESPACE_TABLEUR}"/>'
_ORDRE: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")


class Presentation(StrEnum):
    """Le rôle d’une cellule dans la feuille des remarques ; le numéro est un lien."""

    TITRE = "titre"
    PHRASE = "phrase"
    EN_TETE = "en-tête"
    TEXTE = "texte"
    NUMERO = "numéro"
    FORT = "fort"
    LIEN = "lien"


_POLICE: Final = '<name val="Calibri"/><family val="2"/>'
# Les rangs sont comptés à partir de ce qu'il y avait déjà.
_POLICES: Final = (
    f'<font><b/><sz val="16"/><color rgb="FF1F3864"/>{_POLICE}</font>',
    f'<font><sz val="10"/><color rgb="FF44546A"/>{_POLICE}</font>',
    f'<font><b/><sz val="10"/><color rgb="FF1F3864"/>{_POLICE}</font>',
    f'<font><sz val="10"/><color rgb="FF1A1A1A"/>{_POLICE}</font>',
    f'<font><b/><sz val="10"/><color rgb="FF1A1A1A"/>{_POLICE}</font>',
    f'<font><u/><sz val="10"/><color rgb="FF0B5394"/>{_POLICE}</font>',
)
_FONDS: Final = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE6EBF3"/><bgColor indexed="64"/></patternFill></fill>',
)
_FILETS: Final = (
    '<border><left/><right/><top/><bottom style="thin"><color rgb="FF8496B0"/></bottom><diagonal/></border>',
    '<border><left/><right/><top/><bottom style="hair"><color rgb="FFB8C2D0"/></bottom><diagonal/></border>',
)
_EN_HAUT: Final = 'horizontal="left" vertical="top" wrapText="1" indent="1"'
# Police, fond (``None`` : aucun), filet (``None`` : aucun), alignement.
_FORMATS: Final[Mapping[Presentation, tuple[int, int | None, int | None, str]]] = {
    Presentation.TITRE: (0, None, None, 'vertical="center"'),
    Presentation.PHRASE: (1, None, None, 'vertical="center"'),
    Presentation.EN_TETE: (2, 0, 0, 'horizontal="left" vertical="center" wrapText="1" indent="1"'),
    Presentation.TEXTE: (3, None, 1, _EN_HAUT),
    Presentation.NUMERO: (5, None, 1, 'horizontal="center" vertical="top"'),
    Presentation.FORT: (4, None, 1, _EN_HAUT),
    Presentation.LIEN: (5, None, 1, _EN_HAUT),
}

# Ce qu'un tableur attend au rang zéro, quand le classeur n'a rien.
_PAR_DEFAUT: Final[Mapping[str, tuple[str, ...]]] = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    "cellStyles": ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',),
}


def ajouter_presentations(archive: Archive, classeur: str) -> Mapping[Presentation, int]:
    """Ajoute les présentations au classeur et rend le rang de chacune."""
    partie = cible_du_type(archive, classeur, "styles") or _creer(archive, classeur)
    octets, racine = analyser(archive.lire(partie), partie)
    rangs = {nom: _nombre(racine, nom) for nom in _PAR_DEFAUT}
    formats = tuple(_format(presentation, rangs) for presentation in Presentation)
    ajouts = {"fonts": _POLICES, "fills": _FONDS, "borders": _FILETS, "cellXfs": formats}
    for nom in _PAR_DEFAUT:
        octets = appliquer(octets, _completer(octets, racine, nom, ajouts.get(nom, ())))
        octets, racine = analyser(octets, partie)
    archive.ecrire(partie, octets)
    return {presentation: rangs["cellXfs"] + rang for rang, presentation in enumerate(Presentation)}


def _creer(archive: Archive, classeur: str) -> str:
    partie = "xl/styles.xml" if "xl/styles.xml" not in archive else archive.nom_libre("xl/styles{}.xml")
    archive.ecrire(partie, _VIDE.encode("ascii"))
    declarer_partie(archive, partie, _TYPE_STYLES)
    ajouter_relation(archive, classeur, "styles", partie)
    return partie


def _presents(racine: Element, nom: str) -> int:
    ensemble = racine.premier(nom)
    return len(ensemble.enfants) if ensemble is not None else 0


def _nombre(racine: Element, nom: str) -> int:
    """Le rang du premier ajout : ce qu’il y a, ou ce que l’on mettra d’abord."""
    return _presents(racine, nom) or len(_PAR_DEFAUT[nom])


def _format(presentation: Presentation, rangs: Mapping[str, int]) -> str:
    police, fond, filet, alignement = _FORMATS[presentation]
    numero_du_fond = 0 if fond is None else rangs["fills"] + fond
    numero_du_filet = 0 if filet is None else rangs["borders"] + filet
    return (
        f'<xf numFmtId="0" fontId="{rangs["fonts"] + police}" fillId="{numero_du_fond}" borderId="{numero_du_filet}" '
        f'xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment {alignement}/></xf>'
    )


def _completer(octets: bytes, racine: Element, nom: str, ajouts: tuple[str, ...]) -> list[Retouche]:
    """Ajoute à un ensemble, précédé du défaut s’il est vide ; le compte suit."""
    presents = _presents(racine, nom)
    complets = ajouts if presents else (*_PAR_DEFAUT[nom], *ajouts)
    if not complets:
        return []
    compte = str(presents + len(complets))
    xml = prefixer("".join(complets), racine.prefixe)
    ensemble = racine.premier(nom)
    if ensemble is None:
        entier = f'<{racine.prefixe}{nom} count="{compte}">{xml}</{racine.prefixe}{nom}>'
        return [inserer_en_ordre(octets, racine, _ORDRE, nom, entier)]
    return [fixer_attribut(octets, ensemble, "count", compte), ajouter_a_la_fin(octets, ensemble, xml)]
