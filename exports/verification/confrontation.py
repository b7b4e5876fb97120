"""Confronter les documents lus à ceux que l’on recompose, et dire en une phrase ce que cela permet d’affirmer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart
from exports.verification.commun.lecture import PRESENTATION, DocumentLu
from exports.verification.commun.signature_ajoutee import SignatureAjoutee
from exports.verification.formats import LECTEURS
from exports.verification.recomposition import comparer_les_apparences, comparer_les_textes
from exports.verification.resultat import Reponse, Verdict
from financement.affichage.libelles import accorder
from financement.fautes.faute import LONGUEUR_MONTREE, montrer

__all__ = ["ECARTS_GARDES", "Confrontation", "confronter_les_documents"]

ECARTS_GARDES: Final = 1_000
_APPARENCE: Final = "apparence, "
_OCTET: Final = "octet "
_PEUT_ETRE_CHANGE: Final = "ce que montre la page a pu être changé"
_NON_VERIFIEE: Final = "La signature n’est pas vérifiée ici : un lecteur de pdf dit si elle est valide, et de qui."
_REENREGISTRE: Final = (
    f"le fichier a été réenregistré : {_PEUT_ETRE_CHANGE} d’une façon qui n’est pas comparée "
    "(polices, détails des graphiques, arrondis des mesures) ; "
    "c’est l’original qui se signe et s’archive."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confrontation:
    """La réponse, sa phrase, et de quoi la suivre : textes qui diffèrent, ou ce qui peut montrer autre chose."""

    reponse: Reponse | None
    verdict: Verdict
    reserves: tuple[str, ...] = ()
    ecarts: tuple[Ecart, ...] = ()
    nombre_ecarts: int = 0
    objets: tuple[Ecart, ...] = ()
    nombre_objets: int = 0


@dataclass(slots=True)
class _Gardes:
    """Les premiers écarts, ce qui a été écrit avant ce qui manque, et les comptes.

    Un tableur qui enregistre sans calculer vide toutes les formules : la cellule modifiée ne doit pas s’y perdre.
    """

    chiffres: list[Ecart]
    mots: list[Ecart]
    vides: list[Ecart]
    nombre: int = 0
    nombre_de_chiffres: int = 0

    @property
    def premiers(self) -> tuple[Ecart, ...]:
        return (*self.chiffres, *self.mots, *self.vides)[:ECARTS_GARDES]


def _garder(ecarts: Iterable[Ecart]) -> _Gardes:
    gardes = _Gardes([], [], [])
    for ecart in ecarts:
        gardes.nombre += 1
        gardes.nombre_de_chiffres += ecart.porte_un_chiffre
        liste = gardes.vides if not ecart.lu else gardes.chiffres if ecart.porte_un_chiffre else gardes.mots
        if len(liste) < ECARTS_GARDES:
            liste.append(ecart)
    return gardes


def confronter_les_documents(
    forme: str, lus: Mapping[str, DocumentLu], attendus: Mapping[str, DocumentLu]
) -> Confrontation:
    """La réponse : les octets, puis les textes, puis ce que montre la page."""
    if all(nom in lus and lus[nom].octets == attendu.octets for nom, attendu in attendus.items()):
        phrase = "octet pour octet, c’est le fichier que nous écririons de ce dossier et de ces règles."
        return Confrontation(reponse=Reponse.OCTETS, verdict=Verdict(True, phrase))
    textes = _garder(comparer_les_textes(forme, lus, attendus))
    if not textes.nombre and (signatures := _signatures(forme, lus, attendus)):
        return _signe(signatures)
    objets, nombre_objets, presentation = _trier(comparer_les_apparences(forme, lus, attendus))
    if textes.nombre:
        # Des textes qui diffèrent suffisent à changer les octets : c'est dit.
        parlants = [objet for objet in objets if not objet.lieu.startswith(_OCTET)]
        return _differe(textes, tuple(parlants), nombre_objets - len(objets) + len(parlants))
    if nombre_objets:
        return _montre_autre_chose(objets, nombre_objets)
    phrase = (
        "conforme au sens près : textes, valeurs et formules sont ceux que donnent le dossier et les règles, et rien "
        "d’ajouté ni de caché n’a été reconnu. Ses octets ne sont pas ceux que nous écririons."
    )
    return Confrontation(
        reponse=Reponse.TEXTES,
        verdict=Verdict(True, phrase),
        reserves=(_REENREGISTRE, *_dire_la_presentation(presentation)),
    )


def _trier(ecarts: Iterable[Ecart]) -> tuple[tuple[Ecart, ...], int, list[Ecart]]:
    """Les premiers objets qui peuvent montrer autre chose, leur nombre, et ce qui ne fait que présenter."""
    objets: list[Ecart] = []
    presentation: list[Ecart] = []
    nombre = 0
    for ecart in ecarts:
        if PRESENTATION in ecart.lieu:
            presentation.append(ecart)
        else:
            nombre += 1
            if len(objets) < ECARTS_GARDES:
                objets.append(ecart)
    return tuple(objets), nombre, presentation


def _differe(textes: _Gardes, objets: tuple[Ecart, ...], nombre_objets: int) -> Confrontation:
    endroits = accorder(textes.nombre, "endroit", "endroits")
    debut = f"il diffère en {endroits} de ce que donnent le dossier et les règles"
    if textes.nombre_de_chiffres:
        premier = next(ecart for ecart in textes.premiers if ecart.porte_un_chiffre)
        lu, attendu = map(montrer, premier.extraits(LONGUEUR_MONTREE))
        compte = accorder(textes.nombre_de_chiffres, "chiffre", "chiffres")
        suite = f", dont {compte} : d’abord {premier.lieu}, lu « {lu} », attendu « {attendu} »."
    else:
        suite = " : des mots, aucun chiffre."
    aussi = f" De plus, {_PEUT_ETRE_CHANGE} ({_combien(nombre_objets)})." if nombre_objets else ""
    return Confrontation(
        reponse=Reponse.CHIFFRES if textes.nombre_de_chiffres else Reponse.MOTS,
        verdict=Verdict(False, f"{debut}{suite}{aussi}"),
        ecarts=textes.premiers,
        nombre_ecarts=textes.nombre,
        objets=objets,
        nombre_objets=nombre_objets,
    )


def _montre_autre_chose(objets: tuple[Ecart, ...], nombre_objets: int) -> Confrontation:
    dits = [objet for objet in objets if not objet.lieu.startswith(_OCTET)]
    comment = f" ({_combien(nombre_objets)})" if dits else ", sans que l’on sache dire comment"
    phrase = (
        "ses textes sont ceux que donnent le dossier et les règles, mais non ses octets : "
        f"{_PEUT_ETRE_CHANGE}{comment}."
    )
    return Confrontation(
        reponse=Reponse.TEXTES,
        verdict=Verdict(False, phrase),
        ecarts=tuple(_situer(objet) for objet in objets),
        nombre_ecarts=nombre_objets,
        objets=objets,
        nombre_objets=nombre_objets,
    )


def _situer(objet: Ecart) -> Ecart:
    return objet if objet.lieu.startswith(_OCTET) else replace(objet, lieu=f"{_APPARENCE}{objet.lieu}")


def _combien(nombre: int) -> str:
    return accorder(nombre, "chose à regarder", "choses à regarder")


def _dire_la_presentation(ecarts: Sequence[Ecart]) -> tuple[str, ...]:
    """Ce que le réenregistrement a changé sans rien cacher : chaque sorte une fois."""
    sortes = dict.fromkeys(
        f"{ecart.lieu.replace(PRESENTATION, '')} : {ecart.lu}, au lieu de {ecart.attendu}" for ecart in ecarts
    )
    return (f"de ce que l’on compare, le réenregistrement a changé : {' ; '.join(sortes)}.",) if sortes else ()


def _signatures(
    forme: str, lus: Mapping[str, DocumentLu], attendus: Mapping[str, DocumentLu]
) -> Sequence[SignatureAjoutee]:
    return [
        signature
        for nom, attendu in attendus.items()
        for signature in (LECTEURS[forme].signatures(lus[nom], attendu) if nom in lus else ())
    ]


def _signe(signatures: Sequence[SignatureAjoutee]) -> Confrontation:
    combien = accorder(len(signatures), "signature électronique", "signatures électroniques")
    debut = f"octet pour octet, c’est le fichier que nous écririons, suivi de {combien}"
    aucune_page = "qui ne change le contenu d’aucune page"
    partielles = [f"« {signature.nom} »" for signature in signatures if not signature.couvre_tout]
    # De plusieurs signatures, chacune s'arrête à la suivante : il suffit que l'une porte sur tout.
    dit = f"aucune signature ne porte sur tout le fichier ({', '.join(partielles)})."
    reserves = (dit,) if len(partielles) == len(signatures) else ()
    objets = tuple(
        Ecart(f"{signature.place}, signature électronique", signature.nom, ABSENT)
        for signature in signatures
        if signature.place is not None
    )
    if not objets:
        phrase = f"{debut}, sans dessin, {aucune_page}. {_NON_VERIFIEE}"
        return Confrontation(reponse=Reponse.OCTETS_SIGNES, verdict=Verdict(True, phrase), reserves=reserves)
    phrase = (
        f"{combien} dont le dessin se voit : {_PEUT_ETRE_CHANGE}, regarder ce qu’il recouvre. Pour le reste, {debut}, "
        f"{aucune_page}. {_NON_VERIFIEE}"
    )
    return Confrontation(
        reponse=Reponse.TEXTES,
        verdict=Verdict(False, phrase),
        reserves=reserves,
        ecarts=tuple(_situer(objet) for objet in objets),
        nombre_ecarts=len(objets),
        objets=objets,
        nombre_objets=len(objets),
    )
