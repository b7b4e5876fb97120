"""La valeur d’une cellule, d’après le genre que le fichier lui écrit et le style qui la montre."""

from typing import Final

from financement.fautes.faute import TexteRefuse
from maquettes.tableur.cadre import RECU
from maquettes.tableur.contenu import GenreCellule
from maquettes.tableur.nombres import Calendrier, lire_date_iso, lire_jour_de_tableur, lire_nombre
from maquettes.tableur.textes import CLASSEUR_CELLULE_ILLISIBLE, decoder_les_echappements

__all__ = ["EN_LIGNE", "TEXTE_PARTAGE", "illisible", "lire_valeur", "rang_partage"]

TEXTE_PARTAGE: Final = "s"
EN_LIGNE: Final = "inlineStr"

_BOOLEENS: Final = {"1": "VRAI", "true": "VRAI", "0": "FAUX", "false": "FAUX"}
_CHIFFRES_D_UN_RANG: Final = len(str(RECU.cellules))


def illisible(lu: str, attendu: str) -> TexteRefuse:
    """Le refus de ce qui a été ``lu`` là où autre chose était ``attendu``."""
    return TexteRefuse(CLASSEUR_CELLULE_ILLISIBLE, lu, attendu=attendu)


def rang_partage(rang: str, partages: int) -> int:
    """Le rang d’un des textes partagés, que le fichier compte depuis zéro ; sinon :class:`TexteRefuse`."""
    if rang.isascii() and rang.isdigit() and len(rang) <= _CHIFFRES_D_UN_RANG:
        numero = int(rang)
        if numero < partages:
            return numero + 1
    raise illisible(rang, "le rang d’un texte du classeur")


def lire_valeur(
    ecrit: str, valeur: str | None, style: GenreCellule, calendrier: Calendrier
) -> tuple[GenreCellule, str]:
    """Le genre et le texte d’une valeur, sauf d’un texte partagé ; lève :class:`TexteRefuse` si elle est illisible.

    ``ecrit`` : le genre du fichier, ``n`` s’il n’en dit rien. ``style`` : le genre des nombres que montre ce style.
    """
    if ecrit == "n" and valeur:
        return _nombre(valeur, style, calendrier)
    if ecrit == "str" and valeur is not None:
        return GenreCellule.TEXTE, decoder_les_echappements(valeur)
    if not valeur:
        return GenreCellule.VIDE, ""
    return _autre(ecrit, valeur)


def _nombre(brut: str, style: GenreCellule, calendrier: Calendrier) -> tuple[GenreCellule, str]:
    try:
        nombre = lire_nombre(brut.strip())
    except ValueError:
        raise illisible(brut, "un nombre") from None
    if style is GenreCellule.DATE:
        jour = lire_jour_de_tableur(nombre, calendrier)
        # Hors du calendrier, le tableur montre des dièses : c'est un nombre, mal présenté.
        return (GenreCellule.NOMBRE, nombre) if jour is None else (style, jour)
    return style, nombre


def _autre(ecrit: str, valeur: str) -> tuple[GenreCellule, str]:
    match ecrit:
        case "inlineStr":
            return GenreCellule.TEXTE, valeur
        case "b":
            if (booleen := _BOOLEENS.get(valeur)) is None:
                raise illisible(valeur, "un booléen, 0 ou 1")
            return GenreCellule.BOOLEEN, booleen
        case "e":
            return GenreCellule.ERREUR, valeur
        case "d":
            try:
                return GenreCellule.DATE, lire_date_iso(valeur)
            except ValueError:
                raise illisible(valeur, "une date") from None
        case _:
            raise illisible(ecrit, "un genre de cellule du format")
