"""Falsifier un pdf : ses pages, ce qu’on y pose, ce qu’on y attache, ce que disent ses polices ; et signer, ou feindre."""

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any, Final

import pypdf
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.solidite.falsifications.genres import Falsification, Faux, Hasard

__all__ = ["FALSIFICATIONS", "mettre_a_jour", "signer"]

Geste = Callable[[pypdf.PdfWriter, Hasard], None]


def _reecrit(geste: Geste) -> Callable[[bytes, Hasard], bytes]:
    """Le fichier entier réécrit par pypdf, après un geste."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        ecrivain = pypdf.PdfWriter(clone_from=BytesIO(octets))
        geste(ecrivain, hasard)
        tampon = BytesIO()
        ecrivain.write(tampon)
        return tampon.getvalue()

    return faire


def mettre_a_jour(geste: Geste) -> Callable[[bytes, Hasard], bytes]:
    """Les octets d’origine, suivis de ce que le geste change."""

    def faire(octets: bytes, hasard: Hasard) -> bytes:
        ecrivain = pypdf.PdfWriter(BytesIO(octets), incremental=True)
        geste(ecrivain, hasard)
        tampon = BytesIO()
        ecrivain.write(tampon)
        assert tampon.getvalue().startswith(octets)
        return tampon.getvalue()

    return faire


def _suivre(objet: Any, *cles: str | int) -> Any:
    """L’objet de pypdf que désigne ce chemin."""
    for cle in cles:
        objet = objet[cle].get_object()
    return objet


def _flux(donnees: bytes, **entrees: object) -> DecodedStreamObject:
    flux = DecodedStreamObject()
    flux.set_data(donnees)
    for nom, valeur in entrees.items():
        flux[NameObject(f"/{nom}")] = valeur
    return flux


def _rectangle(*cotes: float) -> ArrayObject:
    return ArrayObject([FloatObject(cote) for cote in cotes])


def _annotation(genre: str, **entrees: object) -> Geste:
    """Une annotation posée sur une page tirée au hasard."""

    def geste(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
        page = hasard.choice(list(ecrivain.pages))
        annotation = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(genre),
                NameObject("/Rect"): _rectangle(100, 100, 300, 140),
                **{NameObject(f"/{nom}"): valeur for nom, valeur in entrees.items()},
            }
        )
        _poser(ecrivain, page, annotation)

    return geste


def _poser(ecrivain: pypdf.PdfWriter, page: pypdf.PageObject, annotation: DictionaryObject) -> None:
    reference = ecrivain._add_object(annotation)
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ArrayObject()), reference])


def _sur_la_page(cle: str, valeur: Callable[[pypdf.PageObject], object]) -> Geste:
    def geste(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
        page = hasard.choice(list(ecrivain.pages))
        page[NameObject(cle)] = valeur(page)

    return geste


def _a_la_racine(cle: str, valeur: object) -> Geste:
    def geste(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
        ecrivain._root_object[NameObject(cle)] = valeur

    return geste


def _contenu(changement: Callable[[bytes], bytes]) -> Geste:
    """Le contenu d’une page tirée au hasard, réécrit."""

    def geste(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
        page = hasard.choice(list(ecrivain.pages))
        contenu = page.get_contents()
        assert contenu is not None
        page[NameObject("/Contents")] = ecrivain._add_object(_flux(changement(contenu.get_data())))

    return geste


def _tounicode(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    """La table de lecture d’une police dit d’autres chiffres que ceux qu’elle dessine."""
    police = next(iter(_suivre(ecrivain.pages[0], "/Resources", "/Font").values())).get_object()
    table = police["/ToUnicode"].get_object()
    police[NameObject("/ToUnicode")] = ecrivain._add_object(
        _flux(table.get_data().replace(b"<0030>", b"<0031>") + b"\n")
    )


def _dessin_de_police(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    """Le dessin des lettres change, la table de lecture non."""
    police = next(iter(_suivre(ecrivain.pages[0], "/Resources", "/Font").values())).get_object()
    descripteur = police["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    cle = next(nom for nom in descripteur if nom.startswith("/FontFile"))
    descripteur[NameObject(cle)] = ecrivain._add_object(_flux(b"autre police"))


def _largeurs(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    police = next(iter(_suivre(ecrivain.pages[0], "/Resources", "/Font").values())).get_object()
    descendante = police["/DescendantFonts"][0].get_object()
    descendante[NameObject("/W")] = ArrayObject([NumberObject(0), NumberObject(999), NumberObject(1)])


def _image(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
    page = hasard.choice(list(ecrivain.pages))
    image = _flux(b"\xff\xff\xff", Type=NameObject("/XObject"), Subtype=NameObject("/Image"), Width=NumberObject(1), Height=NumberObject(1), BitsPerComponent=NumberObject(8), ColorSpace=NameObject("/DeviceRGB"))  # fmt: skip
    ressources = _suivre(page, "/Resources")
    ressources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im9"): ecrivain._add_object(image)})
    contenu = page.get_contents()
    assert contenu is not None
    page[NameObject("/Contents")] = ecrivain._add_object(
        _flux(contenu.get_data() + b"\nq 200 0 0 40 100 100 cm /Im9 Do Q")
    )


@cache
def _page_posee() -> bytes:
    import typst

    faite = typst.compile(b"#set page(width: 400pt, height: 300pt)\nMontant : 999 999,99", format="pdf")
    assert isinstance(faite, bytes)
    return faite


def _texte_pose(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
    (ajout,) = pypdf.PdfReader(BytesIO(_page_posee())).pages
    hasard.choice(list(ecrivain.pages)).merge_page(ajout)


def _page_ajoutee(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    (ajout,) = pypdf.PdfReader(BytesIO(_page_posee())).pages
    ecrivain.add_page(ajout)


def _page_retiree(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
    ecrivain.remove_page(hasard.randrange(len(ecrivain.pages)))


def _pages_permutees(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    pages = _suivre(ecrivain._root_object, "/Pages")
    enfants = pages["/Kids"]
    pages[NameObject("/Kids")] = ArrayObject([*enfants[1:], enfants[0]])


def _piece_ajoutee(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    ecrivain.add_attachment("rectificatif.xlsx", b"PK\x03\x04")


def _calque(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    calque = ecrivain._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("x")})
    )
    eteint = DictionaryObject({NameObject("/OFF"): ArrayObject([calque])})
    proprietes = DictionaryObject({NameObject("/OCGs"): ArrayObject([calque]), NameObject("/D"): eteint})
    ecrivain._root_object[NameObject("/OCProperties")] = proprietes


def _script(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    noms = DictionaryObject(
        {
            NameObject("/JavaScript"): DictionaryObject(
                {NameObject("/Names"): ArrayObject([TextStringObject("a"), _ACTION])}
            )
        }
    )
    anciens = ecrivain._root_object["/Names"].get_object()
    assert isinstance(anciens, DictionaryObject)
    ecrivain._root_object[NameObject("/Names")] = DictionaryObject({**anciens, **noms})


def _titre(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    ecrivain.add_metadata({"/Title": "Annexe approuvée"})


def _sans_annotation(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    for page in ecrivain.pages:
        page.pop("/Annots", None)


def _rotation_heritee(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    _suivre(ecrivain._root_object, "/Pages")[NameObject("/Rotate")] = NumberObject(180)


def signer(
    *,
    rectangle: tuple[float, ...] = (0, 0, 0, 0),
    drapeaux: int = 132,
    de_plus: Geste | None = None,
    sans_valeur: bool = False,
) -> Callable[[bytes, Hasard], bytes]:
    """Une signature ajoutée par mise à jour, comme le font les logiciels ; ``de_plus`` en profite."""

    def geste(ecrivain: pypdf.PdfWriter, hasard: Hasard) -> None:
        page = ecrivain.pages[-1]
        valeur = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Sig"),
                NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
                NameObject("/SubFilter"): NameObject("/adbe.pkcs7.detached"),
                NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 10, 20, 9_999_999)]),
                NameObject("/Contents"): TextStringObject("00" * 64),
            }
        )
        dessin = _flux(
            b"0 0 100 40 re f", Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=_rectangle(0, 0, 100, 40)
        )
        champ = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject("Signature1"),
                NameObject("/F"): NumberObject(drapeaux),
                NameObject("/Rect"): _rectangle(*rectangle),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): ecrivain._add_object(dessin)}),
            }
        )
        if not sans_valeur:
            champ[NameObject("/V")] = ecrivain._add_object(valeur)
        reference = ecrivain._add_object(champ)
        page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ArrayObject()), reference])
        formulaire = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([reference]), NameObject("/SigFlags"): NumberObject(3)}
        )
        ecrivain._root_object[NameObject("/AcroForm")] = ecrivain._add_object(formulaire)
        if de_plus is not None:
            de_plus(ecrivain, hasard)

    return mettre_a_jour(geste)


def _un_champ_qui_agit(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    champ = _suivre(ecrivain._root_object, "/AcroForm", "/Fields", 0)
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    champ[NameObject("/AA")] = DictionaryObject({NameObject("/U"): action})


def _un_champ_de_texte(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    formulaire = _suivre(ecrivain._root_object, "/AcroForm")
    champ = DictionaryObject({NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject("x"), NameObject("/V"): TextStringObject("1 000,00"), NameObject("/Subtype"): NameObject("/Widget"), NameObject("/Rect"): _rectangle(100, 100, 300, 140)})  # fmt: skip
    formulaire["/Fields"].append(ecrivain._add_object(champ))


def _formulaire_xfa(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    _suivre(ecrivain._root_object, "/AcroForm")[NameObject("/XFA")] = TextStringObject("<xdp/>")


def _apparences_a_refaire(ecrivain: pypdf.PdfWriter, _: Hasard) -> None:
    _suivre(ecrivain._root_object, "/AcroForm")[NameObject("/NeedAppearances")] = BooleanObject(True)


def _objet_redefini(octets: bytes, hasard: Hasard) -> bytes:
    """Une signature, puis le contenu d’une page redéfini à la main dans la même mise à jour."""
    lecteur = pypdf.PdfReader(BytesIO(octets))
    contenu = lecteur.pages[0].raw_get("/Contents")
    numero = contenu.idnum if hasattr(contenu, "idnum") else contenu[0].idnum
    signe = signer()(octets, hasard)
    flux = b"q 0 0 999 999 re f Q"
    ajout = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (numero, len(flux), flux)
    fin = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", signe)
    racine = re.findall(rb"/Root (\d+ 0 R)", signe)[-1]
    taille = max(int(n) for n in re.findall(rb"/Size (\d+)", signe))
    assert fin is not None
    place = len(signe) + 1
    table = b"xref\n%d 1\n%010d 00000 n \n" % (numero, place)
    suite = b"trailer\n<</Size %d/Root %s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        taille,
        racine,
        fin[1],
        place + len(ajout),
    )
    return signe + b"\n" + ajout + table + suite


def _p(nom: str, geste: Callable[[bytes, Hasard], Faux | bytes], nomme: str = "", chiffre: str = "") -> Falsification:
    return Falsification(f"pdf : {nom}", "pdf", geste, nomme, chiffre)


_CHIFFRE: Final = TextStringObject("1 000,00")
_ACTION: Final = DictionaryObject(
    {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
)

# fmt: off
FALSIFICATIONS: Final = (
    _p("texte posé par-dessus, page réécrite", _reecrit(_texte_pose), "999 999,99", chiffre="oui"),
    _p("page ajoutée", _reecrit(_page_ajoutee), "999 999,99", chiffre="oui"),
    _p("page retirée", _reecrit(_page_retiree), "page", chiffre="oui"),
    _p("pages permutées", mettre_a_jour(_pages_permutees), "page"),
    _p("texte annoté par-dessus", mettre_a_jour(_annotation("/FreeText", Contents=_CHIFFRE)), "texte posé par-dessus"),
    _p("texte annoté, fichier réécrit", _reecrit(_annotation("/FreeText", Contents=_CHIFFRE)), "texte posé par-dessus"),
    _p("tampon", mettre_a_jour(_annotation("/Stamp", Contents=_CHIFFRE)), "tampon"),
    _p("rectangle blanc", mettre_a_jour(_annotation("/Square", IC=_rectangle(1, 1, 1))), "rectangle"),
    _p("trait", mettre_a_jour(_annotation("/Line", L=_rectangle(0, 0, 9, 9))), "trait"),
    _p("encre", mettre_a_jour(_annotation("/Ink")), "main levée"),
    _p("caviardage", mettre_a_jour(_annotation("/Redact")), "caviardage"),
    _p("texte barré", mettre_a_jour(_annotation("/StrikeOut")), "barré"),
    _p("note", mettre_a_jour(_annotation("/Text", Contents=_CHIFFRE)), "note"),
    _p("lien posé", mettre_a_jour(_annotation("/Link", A=_ACTION)), "lien"),
    _p("fichier attaché à une page", mettre_a_jour(_annotation("/FileAttachment")), "fichier attaché"),
    _p("média", mettre_a_jour(_annotation("/RichMedia")), "média"),
    _p("filigrane", mettre_a_jour(_annotation("/Watermark")), "filigrane"),
    _p("annotation inconnue", mettre_a_jour(_annotation("/Autre")), "/Autre"),
    _p("champ de texte", mettre_a_jour(_annotation("/Widget", FT=NameObject("/Tx"), V=_CHIFFRE)), "champ de formulaire"),
    _p("annotations retirées", mettre_a_jour(_sans_annotation), "annotations"),
    _p("page tournée", mettre_a_jour(_sur_la_page("/Rotate", lambda _: NumberObject(90))), "rotation"),
    _p("page recadrée", mettre_a_jour(_sur_la_page("/CropBox", lambda _: _rectangle(0, 0, 50, 50))), "cadrage"),
    _p("page agrandie", mettre_a_jour(_sur_la_page("/MediaBox", lambda _: _rectangle(0, 0, 9000, 9000))), "format de la page"),
    _p("échelle de la page", mettre_a_jour(_sur_la_page("/UserUnit", lambda _: FloatObject(10))), "échelle"),
    _p("rotation héritée", mettre_a_jour(_rotation_heritee), "rotation"),
    _p("page qui agit", mettre_a_jour(_sur_la_page("/AA", lambda _: DictionaryObject({NameObject("/O"): _ACTION}))), "actions"),
    _p("page transparente", mettre_a_jour(_sur_la_page("/Group", lambda _: DictionaryObject({NameObject("/S"): NameObject("/Transparency")}))), "transparence"),
    _p("rectangle dessiné par-dessus", mettre_a_jour(_contenu(lambda c: c + b"\nq 1 1 1 rg 0 0 600 600 re f Q")), "réécrit"),
    _p("contenu vidé d’un dessin", _reecrit(_contenu(lambda c: c + b"\n")), "réécrit"),
    _p("contenu coupé", mettre_a_jour(_contenu(lambda c: c[: len(c) // 2]))),
    _p("image posée", mettre_a_jour(_image), "image ou forme"),
    _p("table de lecture qui ment", mettre_a_jour(_tounicode), "police"),
    _p("dessin des lettres changé", mettre_a_jour(_dessin_de_police), "police"),
    _p("lettres superposées", mettre_a_jour(_largeurs), "police"),
    _p("pièce jointe ajoutée", mettre_a_jour(_piece_ajoutee), "rectificatif.xlsx", chiffre="oui"),
    _p("calque éteint", mettre_a_jour(_calque), "calques"),
    _p("script", mettre_a_jour(_script), "scripts"),
    _p("action à l’ouverture", mettre_a_jour(_a_la_racine("/OpenAction", _ACTION)), "ouverture"),
    _p("actions du document", mettre_a_jour(_a_la_racine("/AA", DictionaryObject({NameObject("/WP"): _ACTION}))), "actions"),
    _p("porte-documents", mettre_a_jour(_a_la_racine("/Collection", DictionaryObject())), "porte-documents"),
    _p("numéros de page", mettre_a_jour(_a_la_racine("/PageLabels", DictionaryObject())), "numéros de page"),
    _p("préférences d’affichage", mettre_a_jour(_a_la_racine("/ViewerPreferences", DictionaryObject({NameObject("/HideToolbar"): BooleanObject(True)}))), "préférences"),
    _p("métadonnées", mettre_a_jour(_a_la_racine("/Metadata", DictionaryObject())), "métadonnées"),
    _p("structure de lecture", mettre_a_jour(_a_la_racine("/StructTreeRoot", DictionaryObject())), "structure"),
    _p("titre du fichier", mettre_a_jour(_titre), "Title"),
    _p("fichier seulement réécrit", _reecrit(lambda _e, _h: None)),
    _p("octets ajoutés", lambda o, _: o + b"\n%fin\n"),
    _p("signature visible", signer(rectangle=(100, 100, 300, 140)), "signature électronique"),
    _p("signature au dessin caché de l’écran seul", signer(rectangle=(100, 100, 300, 140), drapeaux=36), "signature électronique"),
    _p("signature qui se révèle", signer(rectangle=(100, 100, 300, 140), drapeaux=32 | 256), "signature électronique"),
    _p("champ de signature sans signature", signer(sans_valeur=True), "formulaire"),
    _p("signature et texte posé", signer(de_plus=_annotation("/FreeText", Contents=_CHIFFRE)), "texte posé par-dessus"),
    _p("signature et contenu réécrit", signer(de_plus=_contenu(lambda c: c + b"\nq 1 1 1 rg 0 0 600 600 re f Q")), "réécrit"),
    _p("signature et page tournée", signer(de_plus=_sur_la_page("/Rotate", lambda _: NumberObject(90))), "rotation"),
    _p("signature et rotation héritée", signer(de_plus=_rotation_heritee), "rotation"),
    _p("signature et police changée", signer(de_plus=_tounicode), "police"),
    _p("signature et action", signer(de_plus=_a_la_racine("/OpenAction", _ACTION)), "ouverture"),
    _p("signature et calque", signer(de_plus=_calque), "calques"),
    _p("signature et script", signer(de_plus=_script), "scripts"),
    _p("signature et champ de texte", signer(de_plus=_un_champ_de_texte), "formulaire"),
    _p("signature qui agit", signer(de_plus=_un_champ_qui_agit), "formulaire"),
    _p("signature et formulaire dynamique", signer(de_plus=_formulaire_xfa), "formulaire"),
    _p("signature et dessins à refaire", signer(de_plus=_apparences_a_refaire), "formulaire"),
    _p("signature et titre", signer(de_plus=_titre), "Title"),
    _p("signature et pages permutées", signer(de_plus=_pages_permutees), "page"),
    _p("signature et contenu redéfini à la main", _objet_redefini),
)
# fmt: on
