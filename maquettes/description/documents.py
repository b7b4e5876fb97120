"""Objets d’un document (toml ou json) : clés connues, types stricts, fautes situées."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeGuard, TypeVar

from financement.dossier.convention import (
    Avenant,
    ContrepartieFonciere,
    Convention,
    Enveloppe,
    Financeur,
    MaitreOuvrage,
)
from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, ValeurImpossible, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.graphies import en_espaces_ordinaires
from financement.valeurs.ressemblance import Propositions, proposition
from financement.valeurs.validation import CLE_MAUVAIS_TYPE
from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    CONVENTION,
    FINANCEURS,
    FORMAT,
    MAITRES_OUVRAGE,
    OBJETS,
    REGLEMENT,
    TABLES,
)
from maquettes.description.fautes import CLE_INCONNUE, DOCUMENT_DEMESURE
from maquettes.description.fautes_comptees import Incoherences, compter, retenir_les_lignes, sans_confronter
from maquettes.description.lignes import LigneLue, TableLue, interpreter
from maquettes.description.lignes_comptees import trop_de_lignes
from maquettes.description.limites_de_lecture import ELEMENTS_D_UNE_VALEUR, FAUTES_GARDEES
from maquettes.description.table import Colonne, Exigence, Genre, Table
from maquettes.description.valeurs import decrire, lire_cle, lire_valeur_de_parametre
from maquettes.tableur.limites import en_chiffres

__all__ = [
    "CLES_DU_DOSSIER",
    "ConventionLue",
    "Localisateur",
    "est_un_objet",
    "lire_convention",
    "lire_objet",
    "lire_objets",
]

T = TypeVar("T")

CLES_DU_DOSSIER: Final = ("format", CONVENTION.nom, *(t.nom for t in (*OBJETS, REGLEMENT, *TABLES)))

Localisateur = Callable[[str, int | None, str | None], Provenance]
"""Lieu d’une clé : nom de l’objet, rang dans sa liste (``None`` hors liste), clé (``None`` pour l’objet entier)."""


def _lieu_tel_quel(lieu: Provenance) -> Provenance:
    return lieu


@dataclass(slots=True, kw_only=True)
class ConventionLue:
    """Ce que le dossier déclare de sa convention ; ``entete`` manque si la clé « convention » manque.

    ``preciser`` affine le lieu d’une faute de cohérence, que le noyau ne situe qu’à l’objet.
    """

    entete: LigneLue[Convention] | None = None
    financeurs: TableLue[Financeur] = field(default_factory=lambda: TableLue(complete=False))
    avenants: TableLue[Avenant] = field(default_factory=lambda: TableLue(complete=False))
    maitres_ouvrage: TableLue[MaitreOuvrage] = field(default_factory=TableLue)
    contreparties_foncieres: TableLue[ContrepartieFonciere] = field(default_factory=TableLue)
    fautes: list[Faute] = field(default_factory=list)
    preciser: Callable[[Provenance], Provenance] = _lieu_tel_quel

    def toutes_les_fautes(self) -> list[Faute]:
        """Toutes les fautes de lecture de la convention."""
        return [
            *self.fautes,
            *(self.entete.fautes if self.entete is not None else ()),
            *self.financeurs.toutes_les_fautes(),
            *self.avenants.toutes_les_fautes(),
            *self.maitres_ouvrage.toutes_les_fautes(),
            *self.contreparties_foncieres.toutes_les_fautes(),
        ]


def est_un_objet(valeur: object) -> TypeGuard[Mapping[str, object]]:
    """La valeur est une table TOML ou un objet json."""
    return isinstance(valeur, dict)


def _mauvais_type(valeur: object, attendu: str, lieu: Provenance) -> Faute:
    return faute(CLE_MAUVAIS_TYPE, lieu, decrire(valeur), attendu=attendu)


def cles_inconnues(
    objet: Mapping[str, object], connues: Sequence[str], situer: Callable[[str], Provenance]
) -> list[Faute]:
    """Une faute par clé que le format ne connaît pas, les premières dites, les autres comptées."""
    inconnues = [cle for cle in objet if cle not in connues]
    propositions = Propositions(connues)
    fautes = [
        faute(
            CLE_INCONNUE,
            situer(cle),
            cle,
            proposition=propositions.pour(cle),
            cles=", ".join(connues),
        )
        for cle in inconnues[:FAUTES_GARDEES]
    ]
    autres = inconnues[FAUTES_GARDEES:]
    return [*fautes, *(compter(len(autres), situer(autres[0]).fichier) if autres else ())]


CLE_ABSENTE: Final = ModeleFaute("CLE-02", "La clé « {attendu} » manque.", "L’ajouter.")


def lire_convention(document: Mapping[str, object], autres: Sequence[str], situer: Localisateur) -> ConventionLue:
    """La convention d’un document ; ``autres`` : les clés du premier niveau lues ailleurs."""
    lue = ConventionLue()
    connues = ("format", CONVENTION.nom, *(objet.nom for objet in OBJETS), *autres)
    lue.fautes.extend(_fautes_de_format(document, situer))
    lue.fautes.extend(cles_inconnues(document, connues, lambda cle: situer(cle, None, None)))
    lieu = situer(CONVENTION.nom, None, None)
    if CONVENTION.nom not in document:
        absente = Provenance(fichier=lieu.fichier)
        lue.fautes.append(faute(CLE_ABSENTE, absente, attendu=CONVENTION.nom))
    else:
        entete = document[CONVENTION.nom]
        lue.entete = lire_objet(CONVENTION, entete, partial(situer, CONVENTION.nom, None))
    lue.financeurs = lire_objets(FINANCEURS, document, situer)
    lue.avenants = lire_objets(AVENANTS, document, situer)
    lue.maitres_ouvrage = lire_objets(MAITRES_OUVRAGE, document, situer)
    lue.contreparties_foncieres = lire_objets(CONTREPARTIES_FONCIERES, document, situer)
    return lue


FORMAT_INCONNU: Final = ModeleFaute(
    "LECTURE-10",
    "Le format de dossier « {lu} » n’est pas connu : cette version lit le format 1.",
    "Écrire « format = 1 », ou mettre la bibliothèque à jour.",
)


def _fautes_de_format(document: Mapping[str, object], situer: Localisateur) -> list[Faute]:
    lieu = situer("format", None, None)
    if "format" not in document:
        return [faute(CLE_ABSENTE, Provenance(fichier=lieu.fichier), attendu="format")]
    lu = document["format"]
    if type(lu) is int and lu == FORMAT:
        return []
    return [faute(FORMAT_INCONNU, lieu, decrire(lu))]


def lire_objets(
    table: Table[T],
    document: Mapping[str, object],
    situer: Localisateur,
    incoherences: Incoherences[T] = sans_confronter,
) -> TableLue[T]:
    """Les objets de la liste ``table.nom`` du document, vide si la clé manque.

    Trop d’``incoherences`` en arrêtent la lecture.
    """
    brut = document.get(table.nom, [])
    if not isinstance(brut, list):
        attendu = f"une liste d’objets « {table.nom} »"
        return TableLue(fautes=[_mauvais_type(brut, attendu, situer(table.nom, None, None))], complete=False)
    if demesure := trop_de_lignes(table, len(brut), situer(table.nom, None, None)):
        return TableLue(fautes=demesure, complete=False)
    # Une clé inconnue est peut-être celle-ci, mal écrite : on ne sait pas alors ce que la liste déclarait.
    lue = TableLue[T](complete=table.nom in document or all(cle in CLES_DU_DOSSIER for cle in document))
    lignes = (lire_objet(table, objet, partial(situer, table.nom, rang)) for rang, objet in enumerate(brut))
    retenir_les_lignes(lue, lignes, situer(table.nom, None, None).fichier, incoherences)
    return lue


def lire_objet(
    table: Table[T], objet: object, situer: Callable[[str | None], Provenance], *, autres: Sequence[str] = ()
) -> LigneLue[T]:
    """Un objet de document, avec ses clés inconnues ou manquantes ; ``autres`` : ses clés lues ailleurs."""
    lieu = situer(None)
    if not est_un_objet(objet):
        return LigneLue.illisible(table, lieu, _mauvais_type(objet, "un objet avec ses clés", lieu))
    connues = (*table.noms, *autres)
    fautes = cles_inconnues(objet, connues, situer)
    manquantes = [c.nom for c in table.colonnes if c.exigence is Exigence.VALEUR and c.nom not in objet]
    propositions = Propositions(manquantes)
    proposees = {propositions.pour(cle) for cle in objet if cle not in connues} if manquantes else set()
    fautes += [
        faute(CLE_ABSENTE, lieu.a_la_colonne(nom), attendu=nom)
        for nom in manquantes
        if proposition(nom, [nom]) not in proposees
    ]
    bruts = {cle: v.strip() if isinstance(v, str) else v for cle, v in objet.items()}

    def lire(colonne: Colonne, valeur: object) -> object:
        if colonne.genre is Genre.ENVELOPPES and est_un_objet(valeur):
            return _lire_enveloppes(valeur, situer(colonne.nom), fautes)
        if colonne.genre is Genre.VALEUR:
            return lire_valeur_de_parametre(bruts.get("unite"), valeur)
        return lire_cle(colonne, valeur)

    ligne = interpreter(table, bruts, lire, lieu, situer, fautives=manquantes)
    return LigneLue(
        objet=ligne.objet,
        provenance=lieu,
        fautives=ligne.fautives,
        fautes=(*fautes, *ligne.fautes),
    )


def _lire_enveloppes(objet: Mapping[str, object], lieu: Provenance, fautes: list[Faute]) -> tuple[Enveloppe, ...]:
    """Les enveloppes d’un avenant ; ``fautes`` reçoit celles de chaque financeur."""
    if len(objet) > ELEMENTS_D_UNE_VALEUR:
        cause = f"un avenant y a plus de {en_chiffres(ELEMENTS_D_UNE_VALEUR)} enveloppes"
        raise TexteRefuse(DOCUMENT_DEMESURE, "", cause=cause)
    montant = Colonne(nom="montant", champ="montant", genre=Genre.MONTANT)
    enveloppes = []
    for code, valeur in objet.items():
        precis = Provenance(
            fichier=lieu.fichier,
            feuille=lieu.feuille,
            cellule=None if lieu.cellule is None else f"{lieu.cellule}.{montrer(code)}",
            ligne=lieu.ligne,
            colonne=montrer(code),
        )
        try:
            brut = valeur.strip() if isinstance(valeur, str) else valeur
            centimes = lire_cle(montant, brut)
            construire: Callable[..., Enveloppe] = Enveloppe
            enveloppes.append(
                construire(financeur=en_espaces_ordinaires(code).strip(), montant=centimes, provenance=precis)
            )
        except TexteRefuse as refus:
            fautes.append(refus.en_faute(precis))
        except ValeurImpossible as refus:
            fautes.extend(replace(constatee, provenance=precis) for constatee in refus.fautes)
    return tuple(enveloppes)
