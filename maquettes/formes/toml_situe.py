"""Documents TOML du dossier : lecture, avec la ligne de chaque clé quand elle est certaine, et écriture."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.dates import DATE_INEXISTANTE
from maquettes.description.fautes import CLE_EN_DOUBLE, DOCUMENT_DEMESURE
from maquettes.description.table import Genre, Table
from maquettes.description.valeurs import NombreFlottant, ecrire_cle_toml, valeur_a_ecrire
from maquettes.fichiers.encodage import decoder
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.toml_mesure import demesure

__all__ = ["Lieux", "ecrire_objets", "ecrire_paire", "ecrire_paires", "lire_toml"]

T = TypeVar("T")

_TITRE = re.compile(r"""\s*\[(\[?)\s*["']?([\w.-]+)["']?\s*\]""")
_LIEU_D_ERREUR = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLE = re.compile(r"""\s*+(?:"([^"\\]*+)"|'([^']*+)'|([^\s"'=]++))\s*+=""")


class Lieux:
    """Lignes des tables et des clés d’un texte TOML ; sans certitude, le chemin de la clé remplace la ligne."""

    def __init__(self, fichier: str, texte: str, document: Mapping[str, object]) -> None:
        self._fichier = fichier
        self._lignes = texte.split("\n")
        self._sections: dict[str, list[tuple[int, int]]] = {}
        self._certain = '"""' not in texte and "'''" not in texte
        self._document = document
        titres = [(n, t[2]) for n, ligne in enumerate(self._lignes) if (t := _TITRE.match(ligne))]
        self._sections[""] = [(0, titres[0][0] if titres else len(self._lignes))]
        for rang, (debut, nom) in enumerate(titres):
            fin = titres[rang + 1][0] if rang + 1 < len(titres) else len(self._lignes)
            self._sections.setdefault(nom, []).append((debut, fin))
        # Vide, la section d'avant le premier titre commencerait où il est.
        self._par_debut = {
            section[0] + 1: section
            for siennes in self._sections.values()
            for section in siennes
            if section[0] < section[1]
        }
        self._cles: dict[tuple[int, int], dict[str, int | None]] = {}

    def __call__(self, nom: str, rang: int | None, cle: str | None) -> Provenance:
        """Lieu de la clé ``cle`` de l’objet ``nom`` (le ``rang``-ième de sa liste), ou de l’objet entier."""
        visible = None if cle is None else montrer(cle)
        ligne = self._ligne(nom, rang, cle)
        if ligne is not None:
            return Provenance(fichier=self._fichier, ligne=ligne, colonne=visible)
        chemin = nom if rang is None else f"{nom}[{rang}]"
        return Provenance(
            fichier=self._fichier, cellule=montrer(chemin) if cle is None else f"{chemin}.{visible}", colonne=visible
        )

    def a_la_racine(self, cle: str | None) -> Provenance:
        """Lieu d’une clé du premier niveau, ou du fichier entier."""
        return Provenance(fichier=self._fichier) if cle is None else self(cle, None, None).a_la_colonne(montrer(cle))

    def preciser(self, lieu: Provenance) -> Provenance:
        """Le même lieu, à la ligne de sa clé plutôt qu’à celle du titre de son objet."""
        debut = 1 if lieu.ligne is None and lieu.cellule is None else lieu.ligne
        section = None if not lieu.colonne or debut is None else self._par_debut.get(debut)
        if section is None or not self._certain:
            return lieu
        return replace(lieu, ligne=self._ligne_de_cle(lieu.colonne or "", section) or lieu.ligne)

    def _ligne(self, nom: str, rang: int | None, cle: str | None) -> int | None:
        if not self._certain:
            return None
        sections = self._sections.get(nom, [])
        objets = self._document.get(nom)
        attendues = len(objets) if isinstance(objets, list) else 1
        if not sections or nom == "" or len(sections) != attendues:
            return self._ligne_de_cle(nom, self._sections[""][0]) if rang is None and cle is None else None
        section = sections[rang or 0]
        titre = section[0] + 1
        return titre if cle is None else self._ligne_de_cle(cle, section) or titre

    def _ligne_de_cle(self, cle: str, section: tuple[int, int]) -> int | None:
        """La ligne de la clé, si la section ne l’a qu’une fois ; ses lignes sont lues une fois pour toutes ses clés."""
        if section not in self._cles:
            lues = self._cles[section] = {}
            for ligne in range(*section):
                if (forme := _CLE.match(self._lignes[ligne])) is not None:
                    nom = next(nom for nom in forme.groups() if nom is not None)
                    lues[nom] = None if nom in lues else ligne + 1
        return self._cles[section].get(cle)


# Là où un guillemet droit est attendu : après un signe « = », un crochet, une virgule, ou juste avant.
_COURBES: Final = re.compile(r"(?<=[=\[{,])\s*[“”„«]|[“”»](?=\s*[\]},=#]|\s*$)")
GUILLEMETS_COURBES: Final = ModeleFaute(
    "LECTURE-19",
    "Le texte est entre guillemets typographiques (« {lu} ») : un logiciel de traitement de texte les a changés.",
    'Les remplacer par des guillemets droits ("), dans le Bloc-notes.',
)
TOML_MALFORME: Final = ModeleFaute(
    "LECTURE-08",
    "Le fichier ne suit pas la syntaxe TOML à cet endroit.",
    "Vérifier guillemets, crochets et signes « = » ; les textes s’écrivent entre guillemets.",
)


def lire_toml(nom: str, octets: bytes) -> tuple[Mapping[str, object], Lieux]:
    """Le document du fichier ``nom`` et les lieux de ses clés ; lève :class:`SourceRefusee` s’il est illisible."""
    fichier = Provenance(fichier=nom)
    try:
        texte = decoder(octets).replace("\r\n", "\n")
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(fichier)) from None
    if (cause := demesure(texte)) is not None:
        raise SourceRefusee(faute(DOCUMENT_DEMESURE, fichier, cause=cause))
    try:
        document = tomllib.loads(texte, parse_float=NombreFlottant)
    except RecursionError:
        raise SourceRefusee(faute(TOML_MALFORME, fichier)) from None
    except ValueError as erreur:
        raise SourceRefusee(_faute_de_syntaxe(nom, texte, str(erreur))) from None
    return document, Lieux(nom, texte, document)


def _faute_de_syntaxe(fichier: str, texte: str, erreur: str) -> Faute:
    """La faute de syntaxe, à la ligne et à la colonne que donne l’analyseur."""
    lieu = _LIEU_D_ERREUR.search(erreur)
    if lieu is None:
        return faute(TOML_MALFORME, Provenance(fichier=fichier, ligne=texte.count("\n") + 1))
    ligne, colonne = int(lieu[1]), int(lieu[2])
    contenu = texte.split("\n")[ligne - 1]
    provenance = Provenance(fichier=fichier, ligne=ligne, colonne=str(colonne))
    if erreur.startswith("Invalid date") and (jour := _DATE.search(contenu)):
        return faute(DATE_INEXISTANTE, provenance, jour[0])
    if erreur.startswith(("Cannot overwrite", "Cannot declare")):
        return faute(CLE_EN_DOUBLE, provenance, contenu.partition("=")[0].strip())
    if (courbe := _COURBES.search(contenu)) is not None:
        return faute(GUILLEMETS_COURBES, provenance, courbe[0].strip())
    return faute(TOML_MALFORME, provenance, contenu)


def ecrire_objets(table: Table[T], objets: Iterable[T]) -> list[list[str]]:
    """Un bloc de lignes par objet d’une liste, dans l’ordre du dossier."""
    return [[f"[[{table.nom}]]\n", *ecrire_paires(table, objet)] for objet in objets]


def ecrire_paires(table: Table[T], objet: T) -> list[str]:
    """Les lignes « clé = valeur » d’un objet, dans l’ordre du contrat, valeurs vides omises."""
    lignes = []
    for colonne in table.colonnes:
        valeur = ecrire_cle_toml(colonne, valeur_a_ecrire(colonne, objet))
        if valeur is None:
            continue
        if colonne.genre is Genre.ENVELOPPES and isinstance(valeur, dict):
            internes = ", ".join(ecrire_paire(cle, montant).rstrip("\n") for cle, montant in valeur.items())
            lignes.append(f"{colonne.nom} = {{ {internes} }}\n")
        elif isinstance(valeur, list):
            internes = ", ".join(ecrire_paire("x", code).removeprefix("x = ").rstrip("\n") for code in valeur)
            lignes.append(f"{colonne.nom} = [{internes}]\n")
        else:
            lignes.append(ecrire_paire(colonne.nom, valeur))
    return lignes


def ecrire_paire(cle: str, valeur: object) -> str:
    """La ligne « clé = valeur »."""
    from tomli_w import dumps

    return dumps({cle: valeur})
