"""Reconnaître une signature électronique : nos octets, intacts, suivis d’une mise à jour qui ne touche aucune page.

La signature n’est pas vérifiée : dire qui a signé, et si c’est encore valide, demande des certificats et une horloge.
"""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exports.verification.commun.signature_ajoutee import SignatureAjoutee
from exports.verification.pdf.apparence import en_dictionnaire, liste_de, nommer_l_annotation
from exports.verification.pdf.mise_a_jour import objets_definis

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, PdfObject

__all__ = ["signatures_ajoutees"]

_DU_SIGNATAIRE: Final = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms"})
_DU_FORMULAIRE: Final = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
_DU_CHAMP: Final = frozenset(
    {
        "/Type", "/Subtype", "/FT", "/T", "/V", "/F", "/Rect", "/P", "/AP", "/MK", "/DA", "/Lock", "/SV", "/Ff", "/TU",
        "/Border", "/BS", "/StructParent", "/H", "/M", "/NM",
    }
)  # fmt: skip
_DE_LA_SIGNATURE: Final = frozenset({"/ByteRange", "/Contents", "/Filter"})
_PERMISES: Final = _DE_LA_SIGNATURE | {
    "/Type", "/SubFilter", "/M", "/Name", "/Reason", "/Location", "/ContactInfo", "/Cert", "/Reference", "/Changes",
    "/R", "/V", "/Prop_Build", "/Prop_AuthTime", "/Prop_AuthType",
}  # fmt: skip
_CACHEE: Final = 2
_SANS_ECRAN: Final = 32
_IMPRIMEE: Final = 4
_QUI_SE_REVELE: Final = 256
_ENTIER: Final = re.compile("[0-9]{1,9}")
_NOMBRE: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{0,20})?")


def signatures_ajoutees(
    lu: "PdfReader", attendu: "PdfReader", octets: bytes, attendus: bytes
) -> tuple[SignatureAjoutee, ...]:
    """Les signatures que la mise à jour ajoute ; aucune dès qu’elle fait autre chose que signer."""
    if not octets.startswith(attendus) or not _ne_definit_que_l_utile(lu, attendu, octets, attendus):
        return ()
    racine, voulue = (en_dictionnaire(lecteur.trailer["/Root"]) for lecteur in (lu, attendu))
    formulaire = en_dictionnaire(racine.get("/AcroForm"))
    champs = {_brut(reference): en_dictionnaire(reference) for reference in liste_de(formulaire.get("/Fields"))}
    if (
        not _ont_les_memes_entrees(racine, voulue, _DU_SIGNATAIRE)
        or set(formulaire) - _DU_FORMULAIRE
        or not all(map(_est_une_signature, champs.values()))
    ):
        return ()
    montres: dict[str, str] = {}
    for numero, (page, autre) in enumerate(zip(lu.pages, attendu.pages, strict=True), 1):
        ajoutees = _annotations_ajoutees(page, autre)
        if not _ont_les_memes_entrees(page, autre, frozenset({"/Annots"})) or not set(ajoutees) <= set(champs):
            return ()
        for reference in ajoutees:
            if _se_voit(champs[reference]):
                montres[reference] = f"page {numero}, {nommer_l_annotation(champs[reference])}"
    return tuple(
        SignatureAjoutee(str(champ.get("/T", "")), montres.get(reference), _couvre_tout(champ, len(octets)))
        for reference, champ in champs.items()
    )


def _brut(objet: "PdfObject | None") -> str:
    """L’objet tel qu’il est écrit, ce qu’il désigne n’étant que nommé : cela n’a pas été redéfini."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    if isinstance(objet, IndirectObject):
        return f"{objet.idnum} {objet.generation} R"
    if isinstance(objet, DictionaryObject):
        return f"<<{' '.join(f'{nom} {_brut(objet.raw_get(nom))}' for nom in sorted(objet))}>>"
    if isinstance(objet, ArrayObject):
        return f"[{' '.join(map(_brut, objet))}]"
    return repr(objet)


def _ont_les_memes_entrees(lu: "DictionaryObject", attendu: "DictionaryObject", sauf: frozenset[str]) -> bool:
    dits = ({nom: _brut(objet.raw_get(nom)) for nom in objet if nom not in sauf} for objet in (lu, attendu))
    return next(dits) == next(dits)


def _annotations_ajoutees(page: "DictionaryObject", autre: "DictionaryObject") -> list[str]:
    """Les annotations de la page, celles d’origine ôtées ; s’il en manque une, ce qui n’est pas un champ le dira."""
    lues, voulues = ([_brut(annotation) for annotation in liste_de(objet.get("/Annots"))] for objet in (page, autre))
    return lues[len(voulues) :] if lues[: len(voulues)] == voulues else ["annotation retirée"]


def _est_une_signature(champ: "DictionaryObject") -> bool:
    valeur = set(en_dictionnaire(champ.get("/V")))
    return not set(champ) - _DU_CHAMP and champ.get("/FT") == "/Sig" and _DE_LA_SIGNATURE <= valeur <= _PERMISES


def _se_voit(champ: "DictionaryObject") -> bool:
    """Un rectangle qui a une surface et n’est caché ni de l’écran ni du papier peut recouvrir un chiffre.

    Ce qui ne se lit pas ne cache rien.
    """
    dits = str(champ.get("/F", 0))
    drapeaux = int(dits) if _ENTIER.fullmatch(dits) else 0
    est_cache = drapeaux & _CACHEE or (drapeaux & _SANS_ECRAN and not drapeaux & (_IMPRIMEE | _QUI_SE_REVELE))
    dites = [str(cote) for cote in liste_de(champ.get("/Rect"))]
    cotes = [Decimal(dite) for dite in dites if _NOMBRE.fullmatch(dite)]
    return not est_cache and (len(cotes) != len("xyXY") or (cotes[0] != cotes[2] and cotes[1] != cotes[3]))


def _couvre_tout(champ: "DictionaryObject", longueur: int) -> bool:
    """La signature porte sur tout le fichier, elle-même exceptée."""
    bornes = [str(borne) for borne in liste_de(en_dictionnaire(champ.get("/V")).get("/ByteRange"))]
    if not all(re.fullmatch("[0-9]{1,12}", borne) for borne in bornes):
        return False
    match [int(borne) for borne in bornes]:
        case [0, _, reprise, suite]:
            return reprise + suite == longueur
        case _:
            return False


def _ne_definit_que_l_utile(lu: "PdfReader", attendu: "PdfReader", octets: bytes, attendus: bytes) -> bool:
    """La mise à jour ne définit que des objets neufs, la racine et les pages qui portent un champ.

    Lue à la lettre, elle ne place que ce qu’elle définit : tous les autres objets restent où les met l’original.
    """
    numeros = [[_brut(page.indirect_reference) for page in lecteur.pages] for lecteur in (lu, attendu)]
    arbres = [_brut(en_dictionnaire(lecteur.trailer["/Root"]).raw_get("/Pages")) for lecteur in (lu, attendu)]
    titres = [_brut(lecteur.trailer.raw_get("/Info")) for lecteur in (lu, attendu)]
    if numeros[0] != numeros[1] or arbres[0] != arbres[1] or titres[0] != titres[1]:
        return False
    permis = {int(reference.split()[0]) for reference in [*numeros[1], _brut(attendu.trailer.raw_get("/Root"))]}
    definis = objets_definis(lu, octets, attendus)
    if definis is None:
        return False
    taille = int(str(attendu.trailer["/Size"]))
    return all(numero >= taille or numero in permis for numero in definis)
