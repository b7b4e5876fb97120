"""L’encodage d’un fichier de texte : établi, ou refusé avec sa ligne ; aucun texte n’est lu de travers en silence.

Un csv est en UTF-8, ou en Windows-1252 (le « CSV » d’Excel pour Windows). Presque tous les octets se lisent en
Windows-1252 : ce qui le dément est ce qu’aucun français n’écrit, un « Ž » ou une virgule basse au milieu d’un mot. Ces
signes sont notre lecture (D).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, montrer
from financement.fautes.provenance import INCONNUE, Provenance

__all__ = ["EncodageRefuse", "apres_les_marques", "decoder", "decoder_une_table"]

_MARQUE: Final = b"\xef\xbb\xbf"
_HORS_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
# Les lettres et les signes du français en UTF-8 : aucun texte français à un octet par lettre n'a de telles suites.
_FRANCAIS_EN_UTF8: Final = re.compile(
    rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xc5[\x92\x93\xb8]|\xe2\x80[\x89\x90-\xa6\xaf]|\xe2\x82\xac"
)
_MOT: Final = re.compile(rb"[^\s;,\"]*")
_MINUSCULE: Final = "a-zß-öø-ÿœ"
_MAJUSCULE: Final = "A-ZÀ-ÖØ-ÞŒŸ"
_LETTRE: Final = _MINUSCULE + _MAJUSCULE
# Un caractère de Windows-1252, un voisin de chaque côté, qui dément cet encodage ; au-dessus, ce qu'il est en Mac OS
# Roman (M) ou en CP850 (P).
_DEMENTIS: Final = re.compile(
    "|".join(
        (
            # é É È ’ “ ° § (M), ç â ê ÿ « » (P) : des signes qu'aucun texte français n'a.
            "[ŽÐðÞþÒÕˆ˜¡¢¤¥¦¨¬¯¸¿ƒ‡]",
            # Ç à â ä Ü (M), é ä ë è ï (P), devant une lettre ou derrière une autre.
            f"[‚„†‰‹Š][{_LETTRE}]|(?<=[{_LETTRE}])[‚„‰‹Š]",
            # ô î ï (M), ô ö Î Â (P) dans un mot.
            f"(?<=[{_LETTRE}])[“”•™®¶×][{_LETTRE}]|(?<![{_LETTRE}0-9.,!?…])[”×][{_MINUSCULE}]",
            # œ » « – … (M), î (P) : une majuscule accentuée derrière une minuscule ; ü (M).
            f"(?<=[{_MINUSCULE}])[À-ÖØ-ÞŒŸ]|Ÿ[{_MINUSCULE}]",
            # Ê Ô Î Â Û (M) : une minuscule que le clavier verrouillé en majuscules ne donne pas.
            f"(?<=[{_MAJUSCULE}])[æïëåó][{_MAJUSCULE}]",
            # Espace insécable, €, À, — « » (M), Ô (M, P) : une lettre accentuée seule, ou contre un chiffre.
            f"(?<![{_LETTRE}'’])[ÊÛËÏÑÈÇâêëîïûåæ](?![{_LETTRE}'’])|(?<=[0-9])[ÊÛ]|[ÊÛ](?=[0-9])",
            # À œ (M) au début d'un mot, î (P) devant une consonne.
            f"(?<![{_LETTRE}])[ËÏ][{_MINUSCULE}]|Œ[lmprv]|Îu",
            # Espace insécable, °, § ² (P) : une minuscule accentuée rare, ailleurs qu'au milieu d'un mot.
            f"(?<![{_LETTRE}])ÿ|(?<![{_MINUSCULE}])[øõý]|[øõý](?![{_MINUSCULE}])",
        )
    )
)
# à û ù (P), ö û (M) : ce qui ne dément que si rien d'autre n'établit Windows-1252.
_DOUTES: Final = re.compile(rf'(?<![^\s;"])… |(?<=[{_LETTRE}])[–—šž](?![0-9{_MAJUSCULE}])')
_ETABLIT: Final = re.compile("[àâçèéêëîïôùûü]")
_AUTRES: Final = (("cp850", "MS-DOS (CP850)"), ("mac_roman", "Macintosh (Mac OS Roman)"))
_MOT_FRANCAIS: Final = re.compile(r"[A-Za-zàâçèéêëîïôùûœÀÂÇÈÉÊËÎÏÔÙÛŒ’'«»°²€…\u00a0.()/0-9-]+")


ENCODAGE_ILLISIBLE: Final = ModeleFaute(
    "LECTURE-05", "L’encodage du fichier n’est pas établi : {cause}.", "{correction}"
)


class EncodageRefuse(TexteRefuse):
    """Les octets d’un fichier ne sont pas dans un encodage établi ; ``ligne`` est celle du premier qui le montre."""

    def __init__(self, octets: bytes, place: int, cause: str, correction: str) -> None:
        self.ligne = _ligne(octets, place)
        super().__init__(ENCODAGE_ILLISIBLE, f"{octets[place]:02X}", cause=cause, correction=correction)

    def en_faute(self, provenance: Provenance = INCONNUE) -> Faute:
        """La faute correspondante, à sa ligne du fichier de ``provenance``."""
        return super().en_faute(replace(provenance, ligne=self.ligne) if provenance.fichier else provenance)


def apres_les_marques(octets: bytes) -> int:
    """La place où commence le texte : derrière la marque d’ordre, ou toutes celles qu’un programme a répétées."""
    place = 0
    while octets.startswith(_MARQUE, place):
        place += len(_MARQUE)
    return place


def decoder(octets: bytes) -> str:
    """Le texte UTF-8, avec ou sans marque d’ordre, d’un fichier toml ou json ; sinon :class:`EncodageRefuse`."""
    correction = "L’enregistrer de nouveau en UTF-8, dans un éditeur de texte (« Enregistrer sous », codage UTF-8)."
    corps = octets[apres_les_marques(octets) :]
    _sans_octet_nul(corps, "UTF-8", correction)
    try:
        return corps.decode()
    except UnicodeDecodeError as erreur:
        cause = f"l’octet {corps[erreur.start]:02X} de « {_mot_lu(corps, erreur.start)} » n’est pas de l’UTF-8"
        raise EncodageRefuse(corps, erreur.start, cause, correction) from None


def decoder_une_table(octets: bytes) -> str:
    """Le texte UTF-8 d’un csv, sinon Windows-1252 si rien ne le dément ; sinon :class:`EncodageRefuse`.

    Sont refusés des lignes en Windows-1252 dans un fichier en UTF-8 ou qui en porte la marque, Mac OS Roman et CP850.
    """
    corps = octets[apres_les_marques(octets) :]
    _sans_octet_nul(corps, "UTF-8 ou en Windows-1252", _CORRECTION)
    try:
        return corps.decode()
    except UnicodeDecodeError as erreur:
        place = erreur.start
    if len(corps) < len(octets):
        raise _melange(corps, place, "mais le fichier en porte la marque")
    en_utf8 = _FRANCAIS_EN_UTF8.search(corps)
    if en_utf8 is not None:
        raise _melange(corps, place, f"alors que la ligne {_ligne(corps, en_utf8.start())} en est")
    try:
        texte = corps.decode("cp1252")
    except UnicodeDecodeError as erreur:
        raise _autre_encodage(corps, erreur.start) from None
    dementi = _dementi(texte)
    if dementi is not None:
        # Un octet, un caractère.
        raise _autre_encodage(corps, dementi)
    return texte


_CORRECTION: Final = "Enregistrer de nouveau le fichier en UTF-8 (dans un tableur : un format « CSV UTF-8 »)."


def _sans_octet_nul(octets: bytes, encodages: str, correction: str) -> None:
    """Refuse UTF-16, UTF-32 et les fichiers binaires, que trahit un octet nul."""
    place = octets.find(b"\x00")
    if place != -1:
        cause = f"l’octet 00 n’est d’aucun texte en {encodages}"
        raise EncodageRefuse(octets, place, cause, correction)


def _ligne(octets: bytes, place: int) -> int:
    debut = octets[:place]
    return debut.count(b"\n") + 1 if b"\n" in octets else debut.count(b"\r") + 1


def _mot_autour(octets: bytes, place: int) -> bytes:
    """Le mot, sans blanc ni séparateur, où est l’octet."""
    debut = max(octets.rfind(separateur, 0, place) for separateur in (b" ", b";", b",", b"\n", b"\r", b"\t", b'"')) + 1
    mot = _MOT.match(octets, debut)
    return octets[debut : place + 1] if mot is None else mot[0]


def _mot_lu(octets: bytes, place: int) -> str:
    return montrer(_mot_autour(octets, place).decode("cp1252", errors="replace"))


def _melange(octets: bytes, place: int, ailleurs: str) -> EncodageRefuse:
    lu = _mot_lu(octets, place)
    cause = f"l’octet {octets[place]:02X} de « {lu} » n’est pas de l’UTF-8, {ailleurs}"
    correction = (
        f"Taper de nouveau « {lu} » dans un éditeur de texte ouvert en UTF-8, ou refaire le fichier en « CSV UTF-8 » "
        "depuis celui dont il vient."
    )
    return EncodageRefuse(octets, place, cause, correction)


def _autre_encodage(octets: bytes, place: int) -> EncodageRefuse:
    mot, lu = _mot_autour(octets, place), _mot_lu(octets, place)
    for encodage, nom in _AUTRES:
        autre = mot.decode(encodage)
        if _MOT_FRANCAIS.fullmatch(autre):
            cause = f"« {lu} », de Windows-1252, est sans doute « {montrer(autre)} » en {nom}"
            return EncodageRefuse(octets, place, cause, f"L’ouvrir en {nom}, puis l’enregistrer en « CSV UTF-8 ».")
    cause = f"l’octet {octets[place]:02X} de « {lu} » n’est ni de l’UTF-8 ni du Windows-1252"
    return EncodageRefuse(octets, place, cause, _CORRECTION)


def _dementi(texte: str) -> int | None:
    """La place du premier caractère qui dément que le texte soit en Windows-1252 ; ``None`` si rien ne le dément."""
    juges: dict[str, bool] = {}
    doutes: list[int] = []
    etabli = False
    for debut, contexte, rang in _contextes(texte):
        if contexte not in juges:
            juges[contexte] = _DEMENTIS.search(contexte) is not None
            etabli = etabli or _ETABLIT.search(contexte) is not None
            if not doutes and _DOUTES.search(contexte) is not None:
                doutes.append(debut + rang)
        if juges[contexte]:
            return debut + rang
    return None if etabli or not doutes else doutes[0]


def _contextes(texte: str) -> Iterator[tuple[int, str, int]]:
    """Chaque suite de caractères qui ne sont pas de l’ASCII, avec un voisin de chaque côté : place, texte, rang."""
    for suite in _HORS_ASCII.finditer(texte):
        debut = max(suite.start() - 1, 0)
        yield debut, texte[debut : suite.end() + 1], suite.start() - debut
