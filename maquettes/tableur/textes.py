"""Textes d’un classeur : échappements, fragments mis en forme, table des textes partagés."""

import re
from collections.abc import Sequence
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import ESPACE_DE_NOMS, Attributs, analyser
from maquettes.tableur.cadre import DU_DOSSIER, Cadre
from maquettes.tableur.comptage import trop_de_cellules
from maquettes.tableur.limites import LIMITE_CARACTERES, demesure, en_chiffres
from maquettes.tableur.recueils import Textes

__all__ = [
    "BLANCS_DU_XML",
    "CLASSEUR_CELLULE_ILLISIBLE",
    "RecueilDeTexte",
    "decoder_les_echappements",
    "garder_des_textes",
    "garder_un_texte",
    "lire_textes_partages",
]

_ECHAPPEMENT: Final = re.compile("_x([0-9A-Fa-f]{4})_")
BLANCS_DU_XML: Final = " \t\r\n"
_T: Final = f"{ESPACE_DE_NOMS} t"
_SI: Final = f"{ESPACE_DE_NOMS} si"
_PHONETIQUE: Final = f"{ESPACE_DE_NOMS} rPh"
_BLANCS: Final = "http://www.w3.org/XML/1998/namespace space"


def decoder_les_echappements(texte: str) -> str:
    """Rend les caractères que le xml ne peut pas porter : ``_x000D_`` est un retour, ``_x005F_`` un souligné."""
    if "_x" not in texte:
        return texte
    decode = _ECHAPPEMENT.sub(lambda forme: chr(int(forme[1], 16)), texte)
    # Deux moitiés de caractère se rejoignent ; une moitié seule n'est pas un texte.
    return decode.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


CLASSEUR_CELLULE_ILLISIBLE: Final = ModeleFaute(
    "CLASSEUR-18",
    "« {lu} » ne peut pas être lu : il faut ici {attendu}.",
    "Rouvrir le classeur dans un tableur, corriger la cellule, puis l’enregistrer de nouveau.",
)


class RecueilDeTexte:
    """Rassemble les fragments ``<t>`` d’un texte, sans ses indications de prononciation.

    Tous les caractères se reçoivent, ceux d’un fragment et ceux d’entre deux.
    """

    __slots__ = ("_blancs", "_fragments", "_longueur", "_morceaux", "_phonetique")

    def __init__(self) -> None:
        self._fragments: list[str] = []
        self._morceaux: list[str] = []
        self._phonetique = False
        self._blancs = ""
        self._longueur = 0

    def recevoir(self, texte: str) -> None:
        """Des caractères, dont un tableur n’admet pas plus de quelques milliers à la suite."""
        self._longueur += len(texte)
        if self._longueur > LIMITE_CARACTERES:
            attendu = f"un texte d’au plus {en_chiffres(LIMITE_CARACTERES)} caractères"
            raise TexteRefuse(CLASSEUR_CELLULE_ILLISIBLE, texte, attendu=attendu)
        self._morceaux.append(texte)

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Une balise s’ouvre dans le texte."""
        if nom == _T:
            self._morceaux.clear()
            self._blancs = attributs.get(_BLANCS, "")
        elif nom == _PHONETIQUE:
            self._phonetique = True

    def fin(self, nom: str) -> None:
        """Une balise du texte se ferme."""
        if nom == _T and not self._phonetique:
            entier = "".join(self._morceaux)
            # Des fragments vides, que rien ne borne, ne laissent rien.
            if fragment := entier if self._blancs == "preserve" else entier.strip(BLANCS_DU_XML):
                self._fragments.append(fragment)
        elif nom == _PHONETIQUE:
            self._phonetique = False

    def vider(self) -> None:
        """Oublie les caractères reçus : une valeur commence."""
        self._longueur = 0
        self._morceaux.clear()

    def brut(self) -> str:
        """Les caractères reçus depuis le dernier vidage."""
        return "".join(self._morceaux)

    def rendre(self) -> str:
        """Le texte entier ; le recueil est de nouveau vide."""
        entier = decoder_les_echappements("".join(self._fragments))
        self._fragments.clear()
        self._longueur = 0
        return entier


def garder_un_texte(partie: str, textes: Textes, texte: str, cadre: Cadre) -> int:
    """Le rang d’un texte gardé ; lève :class:`TexteRefuse` si le classeur en a trop."""
    rang = textes.ajouter(texte)
    if textes.octets > cadre.textes:
        raise demesure(partie, f"porte à plus de {en_chiffres(cadre.textes)} octets les textes et les valeurs")
    return rang


def garder_des_textes(textes: Textes, ajoutes: Sequence[bytes], cadre: Cadre) -> bool:
    """Garde des textes à la suite, ou aucun si le classeur en aurait trop."""
    if textes.octets + sum(map(len, ajoutes)) > cadre.textes:
        return False
    textes.ajouter_a_la_suite(ajoutes)
    return True


def lire_textes_partages(archive: Archive, partie: str | None, cadre: Cadre = DU_DOSSIER) -> Textes:
    """Les textes que les cellules désignent par leur rang, le premier au rang 1."""
    textes = Textes()
    if partie is None:
        return textes
    recueil = RecueilDeTexte()

    def fin(nom: str) -> None:
        recueil.fin(nom)
        if nom == _SI:
            if len(textes) > cadre.cellules:
                raise trop_de_cellules(cadre.cellules)
            garder_un_texte(partie, textes, cadre.garder(recueil.rendre()), cadre)

    analyser(partie, archive.morceaux(partie), racine="sst", debut=recueil.debut, fin=fin, texte=recueil.recevoir)
    textes.partager()
    return textes
