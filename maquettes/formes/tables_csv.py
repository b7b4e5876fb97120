"""Tables en csv : lecture tolérante sur la forme, stricte sur le sens, et écriture sans perte.

Un texte qui commence par ``= + - @``, de pleine chasse aussi, ou par une tabulation est écrit précédé d’une apostrophe,
pour qu’un tableur ne le calcule pas ; la lecture la retire.
"""

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from financement.fautes.faute import Faute, ModeleFaute, TexteRefuse, ValeurImpossible, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.ressemblance import PROPOSITIONS_AU_PLUS, nom_le_plus_proche, proposition
from maquettes.description.ecritures import ecrire_par_lots, ecriture_de
from maquettes.description.fautes import COLONNE_ABSENTE, COLONNE_EN_DOUBLE, COLONNE_INCONNUE
from maquettes.description.fautes_comptees import Incoherences, compter, retenir_les_lignes, sans_confronter
from maquettes.description.lignes import LigneLue, TableLue, interpreter
from maquettes.description.lignes_comptees import trop_de_rangees
from maquettes.description.limites_de_lecture import FAUTES_GARDEES
from maquettes.description.table import Colonne, Exigence, Genre, Table
from maquettes.description.valeurs import ecrire_cellule, lecture_de
from maquettes.fichiers.encodage import decoder_une_table
from maquettes.formes.fichiers_coupes import Formes, Rangee, est_terminee
from maquettes.formes.texte_de_csv import deproteger, proteger

__all__ = [
    "CELLULES_EN_TROP",
    "CSV_MALFORME",
    "annonce_le_separateur",
    "ecrire_table",
    "ligne_demesuree",
    "lire_table",
]

T = TypeVar("T")

SEPARATEUR: Final = ";"
_TEXTES: Final = frozenset({Genre.CODE, Genre.TEXTE})
_A_CITER = re.compile(r'[;"\r\n]')
_FAUX_SEPARATEURS: Final = {",": "des virgules", "\t": "des tabulations"}


def ecrire_table(table: Table[T], objets: Iterable[T]) -> bytes:
    """Le fichier csv d’une table : UTF-8 avec marque d’ordre, points-virgules, une ligne par objet."""
    ecritures = [(c.champ, ecriture_de(c, _ecrire)) for c in table.colonnes]
    rangees = (textes for _, textes in ecrire_par_lots(ecritures, objets))
    return "".join(f"{SEPARATEUR.join(rangee)}\n" for rangee in (table.noms, *rangees)).encode("utf-8-sig")


def _ecrire(colonne: Colonne, valeur: object) -> str:
    texte = ecrire_cellule(colonne, valeur)
    if colonne.genre in _TEXTES:
        texte = proteger(texte)
    # Le module csv ne cite pas un retour chariot isolé quand les lignes finissent par « \n ».
    return '"' + texte.replace('"', '""') + '"' if _A_CITER.search(texte) else texte


def _lectures(table: Table[T]) -> Callable[[Colonne, str], object]:
    """La lecture d’une cellule d’une colonne de la ``table``."""
    lectures = {colonne.nom: _lecture(colonne) for colonne in table.colonnes}
    return lambda colonne, texte: lectures[colonne.nom](texte)


def _lecture(colonne: Colonne) -> Callable[[str], object]:
    """La lecture des cellules d’une colonne, l’apostrophe qui protège un texte du tableur retirée."""
    lecture = lecture_de(colonne)
    if colonne.genre not in _TEXTES:
        return lecture
    return lambda texte: lecture(deproteger(texte).strip() if texte[0] == "'" else texte)


def _a_sa_place(ligne: int) -> int:
    return ligne


def lire_table(
    table: Table[T],
    nom: str,
    octets: bytes,
    incoherences: Incoherences[T] = sans_confronter,
    numeroter: Callable[[int], int] = _a_sa_place,
) -> TableLue[T]:
    """Les lignes du fichier csv ``nom``, avec toutes leurs fautes ; trop d’``incoherences`` en arrêtent la lecture.

    ``numeroter`` donne, de chaque ligne qui commence un enregistrement, le numéro qu’elle a dans le fichier, si
    ``octets`` n’en est qu’un extrait.
    """
    lue: TableLue[T] = TableLue()
    fichier = Provenance(fichier=nom)
    try:
        texte = decoder_une_table(octets)
    except TexteRefuse as refus:
        return TableLue(fautes=[refus.en_faute(fichier)], complete=False)
    rangees = _rangees(texte, nom, lue, numeroter)
    entete, deja = next(rangees, None), 1
    if entete is not None and annonce_le_separateur(entete.cellules):
        entete, deja = next(rangees, None), 2
    if entete is None:
        if lue.complete:
            lue.fautes.append(_entete_absent(table, fichier))
        lue.complete = False
        return lue
    noms = _sans_vides_de_fin(entete.cellules)
    lue.fautes.extend(_examiner_entete(table, noms, Provenance(fichier=nom, ligne=entete.ligne)))
    lue.fautes.extend(demesure := trop_de_rangees(table, texte, deja, SEPARATEUR, fichier))
    if demesure or not any(n in table.noms for n in noms):
        lue.complete = False
        return lue
    formes = Formes(table, noms, entete)
    lignes = _lire_lignes(table, nom, (noms, len(entete.cellules)), rangees, formes)
    retenir_les_lignes(lue, lignes, nom, incoherences)
    lue.remarques.extend(formes.remarques(nom))
    return lue


CELLULES_EN_TROP: Final = ModeleFaute(
    "COLONNE-04",
    "La ligne compte {nombre} cellules pour {largeur} colonnes : « {lu} ».",
    "Mettre entre guillemets tout texte qui contient un point-virgule, ou retirer les cellules en trop.",
)


def _lire_lignes(
    table: Table[T], nom: str, entete: tuple[list[str], int], rangees: Iterable[Rangee], formes: Formes
) -> Iterator[LigneLue[T]]:
    """Chaque ligne des ``rangees`` ; ``entete`` : les colonnes, et le nombre de cellules, vides de la fin comprises."""
    noms, cellules_au_plus = entete
    manquantes = _manquantes(table, noms)
    positions = {n: noms.index(n) for n in noms if n in table.noms}
    lire, lire_couramment = _lectures(table), None if manquantes else _lecture_courante(table, positions)
    for rangee in rangees:
        provenance = Provenance(fichier=nom, ligne=rangee.ligne)
        cellules = rangee.cellules
        refusee = formes.refuser(rangee, provenance)
        if refusee is not None:
            yield LigneLue.illisible(table, provenance, refusee)
            continue
        if not any(cellules):
            continue
        if lire_couramment is not None and len(cellules) <= cellules_au_plus:
            # D'une ligne plus courte que l'en-tête, les cellules qui manquent sont vides.
            objet = lire_couramment([*cellules, *itertools.repeat("", len(noms) - len(cellules))], provenance)
            if objet is not None:
                yield LigneLue(objet=objet, provenance=provenance)
                continue
        trop_longue = len(cellules) > cellules_au_plus
        if trop_longue and _decalage_possible(table, noms, cellules):
            yield _en_trop(table, noms, cellules, provenance)
            continue
        valeurs = {n: cellules[p] if p < len(cellules) else "" for n, p in positions.items()}
        ligne = interpreter(table, valeurs, lire, provenance, provenance.a_la_colonne, fautives=manquantes)
        yield _en_trop(table, noms, cellules, provenance) if trop_longue and ligne.fautes else ligne


def _en_trop(table: Table[T], noms: list[str], cellules: list[str], provenance: Provenance) -> LigneLue[T]:
    lu, nombre, largeur = SEPARATEUR.join(cellules), str(len(cellules)), str(len(noms))
    en_trop = faute(CELLULES_EN_TROP, provenance, lu, nombre=nombre, largeur=largeur)
    return LigneLue.illisible(table, provenance, en_trop)


def _lecture_courante(table: Table[T], positions: Mapping[str, int]) -> Callable[[list[str], Provenance], T | None]:
    """L’objet d’une rangée sans faute ; ``None`` si elle en a peut-être une, que :func:`interpreter` saura dire.

    Presque toutes les lignes de presque tous les fichiers : un texte déjà lu ne coûte qu’une recherche.
    """
    colonnes: list[tuple[int, str, dict[str, object], Callable[[str], object], bool]] = [
        (positions[c.nom], c.champ, {}, _lecture(c), c.exigence is Exigence.VALEUR)
        for c in table.colonnes
        if c.nom in positions
    ]

    def lire_couramment(cellules: list[str], provenance: Provenance) -> T | None:
        valeurs: dict[str, object] = {"provenance": provenance}
        try:
            for place, champ, lus, lecture, exigee in colonnes:
                texte = cellules[place]
                if texte:
                    valeur = lus.get(texte)
                    if valeur is None:
                        valeur = lus[texte] = lecture(texte)
                    valeurs[champ] = valeur
                elif exigee:
                    return None
            return table.construire(**valeurs)
        except (TexteRefuse, ValeurImpossible):
            return None

    return lire_couramment


def _sans_vides_de_fin(cellules: list[str]) -> list[str]:
    return cellules[: max((rang for rang, cellule in enumerate(cellules, 1) if cellule), default=0)]


def _decalage_possible(table: Table[T], noms: list[str], cellules: list[str]) -> bool:
    """Les cellules en trop viennent peut-être d’un point-virgule dans un texte, qui aurait décalé la ligne.

    Des cellules vides en trop, derrière une dernière colonne vide ou typée, ne peuvent pas en venir.
    """
    textes = {c.nom for c in table.colonnes if c.genre in _TEXTES}
    return any(cellules[len(noms) :]) or (noms[-1] in textes and cellules[len(noms) - 1] != "")


CSV_MALFORME: Final = ModeleFaute(
    "LECTURE-06",
    "La ligne ne peut pas être découpée en cellules : guillemets ouverts ou mal fermés, ou cellule ou ligne démesurée.",
    'Vérifier les guillemets de la ligne ; un guillemet dans un texte s’écrit doublé ("").',
)


# Une ligne a quelques centaines de caractères ; découpée, chaque point-virgule en prendrait trente octets.
_CARACTERES_D_UNE_LIGNE: Final = 1 << 22


def ligne_demesuree(texte: str) -> int | None:
    """Le numéro de la première ligne qui a sûrement plus de huit millions de caractères ; ``None`` s’il n’y en a pas.

    Une ligne de moins de quatre millions n’est jamais dite.
    """
    for debut in range(0, len(texte) - _CARACTERES_D_UNE_LIGNE + 1, _CARACTERES_D_UNE_LIGNE):
        fin = debut + _CARACTERES_D_UNE_LIGNE
        if texte.find("\n", debut, fin) == texte.find("\r", debut, fin) == -1:
            avant = texte[:debut]
            return 1 + avant.count("\n") + avant.count("\r") - avant.count("\r\n")
    return None


def _rangees(texte: str, nom: str, lue: TableLue[T], numeroter: Callable[[int], int]) -> Iterator[Rangee]:
    """Chaque rangée qui n’est pas vide ; une rangée qui ne se découpe pas arrête la lecture.

    Une dernière rangée de cellules vides, si elle n’est pas terminée, peut être la moitié d’une rangée.
    """
    if (demesuree := ligne_demesuree(texte)) is not None:
        lue.fautes.append(faute(CSV_MALFORME, Provenance(fichier=nom, ligne=demesuree)))
        lue.complete = False
        return
    flux, terminees = io.StringIO(texte, newline=""), est_terminee(texte)
    lecteur = csv.reader(flux, delimiter=SEPARATEUR, strict=True)
    while True:
        numero = lecteur.line_num + 1
        try:
            rangee = next(lecteur, None)
        except csv.Error:
            lue.fautes.append(faute(CSV_MALFORME, Provenance(fichier=nom, ligne=numeroter(numero))))
            lue.complete = False
            return
        if rangee is None:
            return
        cellules = [cellule.strip() for cellule in rangee]
        terminee = terminees or flux.tell() < len(texte)
        if any(cellules) or (len(cellules) > 1 and not terminee):
            yield Rangee(numeroter(numero), cellules, terminee)


def annonce_le_separateur(cellules: Sequence[str]) -> bool:
    """La première ligne ``sep=;`` dit à Excel le séparateur ; elle n’est pas de la table."""
    return cellules[0].casefold().startswith("sep=")


ENTETE_ABSENT: Final = ModeleFaute(
    "LECTURE-07",
    "Le fichier ne commence pas par une ligne d’en-tête.",
    "Écrire en première ligne : {colonnes}, ou supprimer le fichier s’il est vide.",
)


def _entete_absent(table: Table[T], lieu: Provenance) -> Faute:
    return faute(ENTETE_ABSENT, lieu, colonnes=SEPARATEUR.join(table.noms))


MAUVAIS_SEPARATEUR: Final = ModeleFaute(
    "COLONNE-05",
    "Les colonnes sont séparées par {separateur} ; elles doivent l’être par des points-virgules.",
    "Enregistrer de nouveau le fichier avec le séparateur « ; ».",
)


def _examiner_entete(table: Table[T], noms: list[str], lieu: Provenance) -> list[Faute]:
    """Les fautes de l’en-tête : absent, mauvais séparateur, colonnes inconnues, en double ou manquantes."""
    if len(noms) == 1:
        for separateur, libelle in _FAUX_SEPARATEURS.items():
            if any(n.strip() in table.noms for n in noms[0].split(separateur)[1:]):
                return [faute(MAUVAIS_SEPARATEUR, lieu, noms[0], separateur=libelle)]
    comparables = noms[:PROPOSITIONS_AU_PLUS]
    if not any(n in table.noms for n in noms) and not any(nom_le_plus_proche(n, table.noms) for n in comparables):
        return [_entete_absent(table, lieu)]
    premieres: dict[str, int] = {}
    fautives = [
        (rang, nom) for rang, nom in enumerate(noms) if premieres.setdefault(nom, rang) != rang or nom not in table.noms
    ]
    manquantes = _manquantes(table, noms)
    fautes = []
    renommables: set[str] = set()
    for numero, (rang, nom) in enumerate(fautives[:FAUTES_GARDEES]):
        precis = lieu.a_la_colonne(montrer(nom))
        if premieres[nom] != rang:
            places = f"{_ordinal(premieres[nom])} et {_ordinal(rang)} place"
            fautes.append(faute(COLONNE_EN_DOUBLE, precis, nom, places=places))
            continue
        proche = None
        if numero < PROPOSITIONS_AU_PLUS:
            proche = nom_le_plus_proche(nom, manquantes) or nom_le_plus_proche(nom, table.noms)
        renommables |= {proche} if proche is not None else set()
        fautes.append(
            faute(
                COLONNE_INCONNUE,
                precis,
                nom,
                proposition=proposition(nom, [proche] if proche is not None else []),
                colonnes=", ".join(table.noms),
            )
        )
    fautes.extend(
        faute(COLONNE_ABSENTE, lieu.a_la_colonne(nom), attendu=nom) for nom in manquantes if nom not in renommables
    )
    return [*fautes, *compter(len(fautives[FAUTES_GARDEES:]), lieu.fichier)]


def _ordinal(rang: int) -> str:
    return f"{rang + 1}e" if rang else "1re"


def _manquantes(table: Table[T], noms: list[str]) -> tuple[str, ...]:
    """Les colonnes exigées qui manquent à l’en-tête."""
    return tuple(c.nom for c in table.colonnes if c.exigence is Exigence.VALEUR and c.nom not in noms)
