"""Dossier en un fichier json : lecture stricte, et texte canonique qui ne dépend que du contenu."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final, NoReturn, TypeVar

from financement.dossier.projet import Projet
from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, borner, faute, montrer
from financement.fautes.provenance import Provenance
from financement.reglement.propre import ReglementPropre
from financement.valeurs import validation
from financement.valeurs.ressemblance import PROPOSITIONS_AU_PLUS, nom_le_plus_proche
from financement.valeurs.validation import CLE_MAUVAIS_TYPE
from maquettes.assemblage.confrontation import lire_en_confrontant
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.description import CONVENTION, FORMAT, OBJETS, PARAMETRES, REGLEMENT, TABLES
from maquettes.description.documents import (
    CLES_DU_DOSSIER,
    ConventionLue,
    Localisateur,
    est_un_objet,
    lire_convention,
    lire_objets,
)
from maquettes.description.fautes import CLE_EN_DOUBLE, DOCUMENT_DEMESURE
from maquettes.description.fautes_comptees import Incoherences
from maquettes.description.lignes import TableLue
from maquettes.description.limites_de_lecture import OBJETS_JSON, OCTETS_D_UN_OBJET_JSON
from maquettes.description.table import Table
from maquettes.description.valeurs import NombreFlottant, decrire, ecrire_cle_json, valeur_a_ecrire
from maquettes.fichiers.encodage import decoder
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.reglement import ReglementLu, lire_reglement

__all__ = ["empreinte", "lire_json", "texte_canonique"]

T = TypeVar("T")

_AUTRES_CLES: Final = (REGLEMENT.nom, *(table.nom for table in TABLES))


class _ConstanteRefusee(ValueError):
    """``NaN`` ou ``Infinity``, que la norme json ignore."""


class _CleEnDouble(dict[str, object]):
    """Un objet où une clé figure deux fois ; ``cle`` est la première répétée."""

    cle: str = ""


class _Objets:
    """Fait un objet de ses paires ; ``en_double`` : l’un d’eux a deux fois une clé."""

    en_double = False

    def __call__(self, paires: list[tuple[str, object]]) -> dict[str, object]:
        objet = dict(paires)
        if len(objet) == len(paires):
            return objet
        self.en_double = True
        double = _CleEnDouble(objet)
        comptes = Counter(cle for cle, _ in paires)
        double.cle = next(cle for cle, nombre in comptes.items() if nombre > 1)
        return double


def _refuser_constante(texte: str) -> NoReturn:
    raise _ConstanteRefusee(texte)


def lire_json(nom: str, octets: bytes) -> DossierLu:
    """Ce que déclare le fichier json ``nom``, avec toutes ses fautes."""
    fichier = Provenance(fichier=nom)
    try:
        document, doubles = _document(fichier, octets)
    except SourceRefusee as refus:
        return _illisible(refus.faute)
    if not est_un_objet(document):
        attendu = "un objet avec les clés « format » et « convention »"
        return _illisible(faute(CLE_MAUVAIS_TYPE, fichier, decrire(document), attendu=attendu))

    def situer(objet: str, rang: int | None, cle: str | None) -> Provenance:
        chemin = montrer(objet) if rang is None else f"{objet}[{rang}]"
        if cle is None:
            return Provenance(fichier=nom, cellule=chemin)
        visible = montrer(cle)
        return Provenance(fichier=nom, cellule=f"{chemin}.{visible}", colonne=visible)

    def table(decrite: Table[T], incoherences: Incoherences[T]) -> TableLue[T]:
        return lire_objets(decrite, document, situer, incoherences)

    lu = lire_en_confrontant(lire_convention(document, _AUTRES_CLES, situer), table)
    lu.reglement = _reglement(document, situer)
    lu.fautes.extend(doubles)
    return lu


JSON_MALFORME: Final = ModeleFaute(
    "LECTURE-09",
    "Le fichier ne suit pas la syntaxe JSON à cet endroit.",
    "Produire le fichier avec « financement convertir » plutôt qu’à la main.",
)


def _document(fichier: Provenance, octets: bytes) -> tuple[object, list[Faute]]:
    """Le document, et une faute par objet où une clé figure deux fois.

    Lève :class:`SourceRefusee` s’il est illisible ou démesuré.
    """
    objets = octets.count(b"{") + octets.count(b"[")
    if objets > max(OBJETS_JSON, len(octets) // OCTETS_D_UN_OBJET_JSON):
        cause = f"il a un objet ou une liste tous les {len(octets) // objets} octets"
        raise SourceRefusee(faute(DOCUMENT_DEMESURE, fichier, cause=cause))
    try:
        texte = decoder(octets)
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(fichier)) from None
    faire = _Objets()
    try:
        document = json.loads(
            texte, object_pairs_hook=faire, parse_float=NombreFlottant, parse_constant=_refuser_constante
        )
    except json.JSONDecodeError as erreur:
        lieu = replace(fichier, ligne=erreur.lineno, colonne=str(erreur.colno))
        raise SourceRefusee(faute(JSON_MALFORME, lieu)) from None
    except (RecursionError, ValueError):
        # Une imbrication sans fin, une constante, un entier de trop de chiffres : l'analyseur n'en dit pas la place.
        raise SourceRefusee(faute(JSON_MALFORME, fichier)) from None
    try:
        return document, list(borner(_cles_en_double(document, "", fichier.fichier or ""))) if faire.en_double else []
    except RecursionError:
        raise SourceRefusee(faute(JSON_MALFORME, fichier)) from None


def _reglement(document: Mapping[str, object], situer: Localisateur) -> ReglementLu | None:
    """Le règlement du document ; sans lui, une clé inconnue est peut-être la sienne, mal écrite."""
    if REGLEMENT.nom not in document:
        inconnues = islice((cle for cle in document if cle not in CLES_DU_DOSSIER), PROPOSITIONS_AU_PLUS)
        mal_ecrite = any(nom_le_plus_proche(cle, CLES_DU_DOSSIER) == REGLEMENT.nom for cle in inconnues)
        return ReglementLu() if mal_ecrite else None

    def du_parametre(objet: str, rang: int | None, cle: str | None) -> Provenance:
        return situer(f"{REGLEMENT.nom}.{objet}", rang, cle)

    return lire_reglement(document[REGLEMENT.nom], partial(situer, REGLEMENT.nom, None), du_parametre)


def _illisible(refus: Faute) -> DossierLu:
    lu = DossierLu(convention=ConventionLue())
    lu.fautes.append(refus)
    return lu


def _cles_en_double(valeur: object, chemin: str, nom: str) -> Iterator[Faute]:
    """Une faute par objet du document où une clé figure deux fois."""
    if isinstance(valeur, _CleEnDouble):
        cellule = f"{chemin}.{montrer(valeur.cle)}".lstrip(".")
        yield faute(CLE_EN_DOUBLE, Provenance(fichier=nom, cellule=cellule), valeur.cle)
    if isinstance(valeur, dict):
        for cle, contenu in valeur.items():
            if isinstance(contenu, dict | list):
                yield from _cles_en_double(contenu, f"{chemin}.{montrer(cle)}".lstrip("."), nom)
    elif isinstance(valeur, list):
        for rang, contenu in enumerate(valeur):
            yield from _cles_en_double(contenu, f"{chemin}[{rang}]", nom)


def texte_canonique(projet: Projet) -> str:
    """Le json canonique du projet : clés dans l’ordre du contrat, valeurs vides omises, une ligne par objet.

    Montants en euros (``"1250.50"``), taux ``"45 %"`` ou ``"1/3"``, dates ISO. Deux dossiers de même contenu donnent
    le même texte, quelle que soit la forme dont ils viennent.
    """
    validation.exiger("Dossier", validation.instance("projet", projet, Projet))
    listes = (
        *(_liste(objet, objet.objets(projet)) for objet in OBJETS),
        _reglement_ecrit(projet.reglement_propre),
        *(_liste(table, table.objets(projet)) for table in TABLES),
    )
    morceaux = [
        f'  "format": {FORMAT}',
        f'  "convention": {_ligne(CONVENTION, projet.convention)}',
        *(liste for liste in listes if liste),
    ]
    return "{\n" + ",\n".join(morceaux) + "\n}\n"


def _liste(table: Table[T], objets: Iterable[T]) -> str:
    lignes = [f"    {_ligne(table, objet)}" for objet in objets]
    return f'  "{table.nom}": [\n' + ",\n".join(lignes) + "\n  ]" if lignes else ""


def _reglement_ecrit(propre: ReglementPropre | None) -> str:
    """L’objet « reglement », un paramètre par ligne ; vide sans règlement propre."""
    if propre is None:
        return ""
    entete = f'    "base": {json.dumps(propre.base, ensure_ascii=False)}'
    lignes = [f"      {_ligne(PARAMETRES, parametre)}" for parametre in propre.parametres]
    liste = f'    "{PARAMETRES.nom}": [\n' + ",\n".join(lignes) + "\n    ]" if lignes else ""
    return f'  "{REGLEMENT.nom}": {{\n' + ",\n".join(m for m in (entete, liste) if m) + "\n  }"


def _ligne(table: Table[T], objet: T) -> str:
    cles = ((c.nom, ecrire_cle_json(c, valeur_a_ecrire(c, objet))) for c in table.colonnes)
    return json.dumps({nom: valeur for nom, valeur in cles if valeur is not None}, ensure_ascii=False)


def empreinte(projet: Projet) -> str:
    """Empreinte sha256, en hexadécimal, du json canonique du projet."""
    from hashlib import sha256

    return sha256(texte_canonique(projet).encode()).hexdigest()
