"""La feuille « Remarques » : toutes les remarques, chacune avec un lien vers sa cellule."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from maquettes.annotation.etages import en_etages
from maquettes.annotation.geometrie import lire_cellule
from maquettes.annotation.remarque import Annotation
from maquettes.annotation.sommaire import ESPACE_TABLEUR, FeuilleDuClasseur, NomDefini
from maquettes.annotation.styles import Presentation
from maquettes.annotation.texte_xml import attribut, texte_tronque, texte_xml
from maquettes.classeur.mesure import HAUTEUR_MAXIMALE, hauteur_de_ligne, lignes_occupees

__all__ = ["NOM", "feuille_des_remarques", "lignes_de_la_liste", "noms_definis"]

NOM: Final = "Remarques"
_TAILLE: Final = 10
_LIGNE_EN_TETE: Final = 3
_COLONNES: Final = "ABCDEFG"
_EN_TETES: Final = ("N°", "Gravité", "Code", "Feuille", "Cellule", "Message", "Remède")
_LARGEURS: Final = (6, 14, 18, 24, 10, 76, 76)
_RETRAIT: Final = 2
_PRESENTATIONS: Final = (
    Presentation.NUMERO,
    Presentation.FORT,
    Presentation.TEXTE,
    Presentation.TEXTE,
    Presentation.TEXTE,
    Presentation.TEXTE,
    Presentation.TEXTE,
)
_AUCUNE: Final = "Aucune remarque : le contrôle n’a rien relevé dans ce classeur."
_CONSEIL: Final = (
    "Un clic sur un numéro, une feuille ou une cellule y conduit ; chaque cellule en cause porte aussi la remarque en "
    "commentaire."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Une cellule de la liste et, si elle mène quelque part, où."""

    texte: str
    lien: str | None = None


Rangee = tuple[_Case, ...]


def _titre_et_phrase(remarques: Sequence[Annotation]) -> tuple[str, str]:
    if not remarques:
        return "Remarques sur ce classeur", _AUCUNE
    comptes = Counter(remarque.gravite for remarque in remarques)
    detail = ", ".join(f"{nombre} {gravite}{'s' if nombre > 1 else ''}" for gravite, nombre in comptes.items())
    accord = "remarque" if len(remarques) == 1 else "remarques"
    return "Remarques sur ce classeur", f"{len(remarques)} {accord} ({detail}). {_CONSEIL}"


def _lien(feuille: FeuilleDuClasseur | None, adresse: str) -> str | None:
    if feuille is None:
        return None
    cote = feuille.nom.replace("'", "''")
    return f"'{cote}'!{adresse}"


def lignes_de_la_liste(
    remarques: Sequence[Annotation],
    feuilles: Sequence[FeuilleDuClasseur | None],
    premiere: FeuilleDuClasseur | None,
) -> tuple[Rangee, ...]:
    """Ce que montre la liste ; ``feuilles`` donne à chaque remarque la feuille du classeur qu’elle désigne.

    Le numéro d’une remarque qui n’en désigne aucune mène à la ``premiere``.
    """
    return tuple(
        rangee
        for numero, (remarque, feuille) in enumerate(zip(remarques, feuilles, strict=True), 1)
        for rangee in _rangees(numero, remarque, feuille, premiere)
    )


def _rangees(
    numero: int, remarque: Annotation, feuille: FeuilleDuClasseur | None, premiere: FeuilleDuClasseur | None
) -> Iterator[Rangee]:
    """Une remarque, sur plusieurs lignes de même numéro si son message ou son remède n’en tient pas une.

    Une feuille masquée est dite telle : un lien n’y mènerait pas.
    """
    masquee = feuille is not None and feuille.masquee
    montree = None if masquee else feuille
    vers_feuille, cellule = _lien(montree, "A1"), lire_cellule(remarque.cellule)
    vers_cellule = None if cellule is None else _lien(montree, cellule.adresse)
    gravite = remarque.gravite[:1].upper() + remarque.gravite[1:]
    nom = f"{remarque.feuille} (feuille masquée)" if masquee else remarque.feuille or ""
    messages, remedes = (
        en_etages(texte_tronque(texte), largeur - _RETRAIT, _TAILLE)
        for texte, largeur in ((remarque.message, _LARGEURS[-2]), (remarque.remede, _LARGEURS[-1]))
    )
    for message, remede in zip_longest(messages, remedes, fillvalue=""):
        yield (
            _Case(texte=str(numero), lien=vers_cellule or vers_feuille or _lien(premiere, "A1")),
            _Case(texte=gravite),
            _Case(texte=remarque.code),
            _Case(texte=nom, lien=vers_feuille),
            _Case(texte=remarque.cellule or "", lien=vers_cellule),
            _Case(texte=message),
            _Case(texte=remede),
        )


def feuille_des_remarques(
    remarques: Sequence[Annotation], tableau: Sequence[Rangee], styles: Mapping[Presentation, int]
) -> bytes:
    """Le xml de la feuille."""
    titre, phrase = _titre_et_phrase(remarques)
    lignes = [
        _ligne(1, 27, [_cellule("A1", titre, styles[Presentation.TITRE])]),
        _ligne(2, 20, [_cellule("A2", phrase, styles[Presentation.PHRASE])]),
        _ligne(
            _LIGNE_EN_TETE,
            24,
            [
                _cellule(f"{colonne}{_LIGNE_EN_TETE}", texte, styles[Presentation.EN_TETE])
                for colonne, texte in zip(_COLONNES, _EN_TETES, strict=True)
            ],
        ),
    ]
    liens = []
    for numero, cases in enumerate(tableau, _LIGNE_EN_TETE + 1):
        lignes.append(_ligne_du_tableau(numero, cases, styles))
        liens += [
            f'<hyperlink ref="{colonne}{numero}" location="{attribut(case.lien)}" display="{attribut(case.texte)}"/>'
            for colonne, case in zip(_COLONNES, cases, strict=True)
            if case.lien is not None
        ]
    return _feuille("".join(lignes), liens, _LIGNE_EN_TETE + len(tableau)).encode("ascii")


def _feuille(lignes: str, liens: Sequence[str], derniere: int) -> str:
    largeurs = "".join(
        f'<col min="{rang}" max="{rang}" width="{largeur}" customWidth="1"/>'
        for rang, largeur in enumerate(_LARGEURS, 1)
    )
    premiere = _LIGNE_EN_TETE + 1
    debut = f"A{premiere}"
    filtre = f'<autoFilter ref="A{_LIGNE_EN_TETE}:G{derniere}"/>' if derniere >= premiere else ""
    tolerance = (
        f'<ignoredErrors><ignoredError sqref="A{premiere}:G{derniere}" numberStoredAsText="1"/></ignoredErrors>'
        if derniere >= premiere
        else ""
    )
    hyperliens = f"<hyperlinks>{''.join(liens)}</hyperlinks>" if liens else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{ESPACE_TABLEUR}">'
        '<sheetPr><tabColor rgb="FFB00020"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:G{derniere}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_LIGNE_EN_TETE}" topLeftCell="{debut}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{debut}" sqref="{debut}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{largeurs}</cols><sheetData>{lignes}</sheetData>{filtre}'
        f"{hyperliens}"
        '<pageMargins left="0.35" right="0.35" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;LRemarques&amp;RPage &amp;P / &amp;N</oddFooter></headerFooter>"
        f"{tolerance}</worksheet>"
    )


def _ligne(numero: int, hauteur: str | int, cellules: Sequence[str]) -> str:
    return f'<row r="{numero}" ht="{hauteur}" customHeight="1">{"".join(cellules)}</row>'


def _ligne_du_tableau(numero: int, cases: Sequence[_Case], styles: Mapping[Presentation, int]) -> str:
    lignes = max(
        lignes_occupees(case.texte, largeur - _RETRAIT, _TAILLE) for case, largeur in zip(cases, _LARGEURS, strict=True)
    )
    hauteur = min(hauteur_de_ligne(lignes, _TAILLE), HAUTEUR_MAXIMALE)
    cellules = [
        _cellule(f"{colonne}{numero}", case.texte, styles[Presentation.LIEN if case.lien is not None else presentation])
        for colonne, case, presentation in zip(_COLONNES, cases, _PRESENTATIONS, strict=True)
    ]
    # Le numéro est un nombre : la liste se trie.
    cellules[0] = f'<c r="A{numero}" s="{styles[Presentation.NUMERO]}"><v>{cases[0].texte}</v></c>'
    return _ligne(numero, f"{hauteur:.1f}", cellules)


def _cellule(adresse: str, texte: str, style: int) -> str:
    if not texte:
        return f'<c r="{adresse}" s="{style}"/>'
    contenu = texte_xml(texte_tronque(texte))
    return f'<c r="{adresse}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{contenu}</t></is></c>'


def noms_definis(nom: str, tableau: Sequence[Rangee]) -> tuple[NomDefini, ...]:
    """Le filtre et l’en-tête répété de la feuille ``nom``."""
    derniere = _LIGNE_EN_TETE + len(tableau)
    repete = NomDefini(nom="_xlnm.Print_Titles", formule=f"'{nom}'!${_LIGNE_EN_TETE}:${_LIGNE_EN_TETE}")
    if not tableau:
        return (repete,)
    filtre = NomDefini(
        nom="_xlnm._FilterDatabase",
        formule=f"'{nom}'!$A${_LIGNE_EN_TETE}:$G${derniere}",
        attributs=' hidden="1"',
    )
    return (filtre, repete)
