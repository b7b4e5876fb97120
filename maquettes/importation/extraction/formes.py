"""Les formes de mouvement d’une source : ce que chaque ligne donne, et de quelles colonnes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from financement.dossier.nomenclature import Nature, TypeMouvement
from financement.fautes.faute import faute
from maquettes.description.description import JOURNAL
from maquettes.importation.correspondance.modele import Champ, FormeDeMouvement, Role
from maquettes.importation.extraction.fautes import CHAMP_SANS_SOURCE
from maquettes.importation.extraction.parcours import ChampLu, Parcours
from maquettes.importation.extraction.table import Acces

__all__ = ["Forme", "formes_de"]

_COLONNES: Final = {colonne.nom: colonne for colonne in JOURNAL.colonnes}
_MONTANT: Final = _COLONNES["montant"]
_BASES: Final = ("montant_ht", "montant_tva", "montant_ttc")
_SANS_TYPE: Final = ("date", "operation", "montant")
_EXIGES: Final = (*_SANS_TYPE, "type")
_FACULTATIFS: Final = frozenset({"nature", "piece", "libelle", "financeur"})


@dataclass(slots=True, kw_only=True)
class Forme:
    """Un mouvement que donne chaque ligne : la lecture de ses champs, et ce qui le distingue des autres.

    ``montants`` : les montants HT, TVA, TTC, quand la table les a ; ``exercice`` : l’année d’une colonne par exercice ;
    ``une_fois_par`` : la colonne dont une valeur ne compte qu’une fois ; ``places`` : la colonne de chaque champ ;
    ``fixes`` et ``variables`` : les champs, montant excepté, qui ont toujours la même valeur, et les autres.
    """

    champs: Mapping[str, ChampLu]
    montants: Mapping[str, ChampLu] = field(default_factory=dict)
    exercice: int | None = None
    une_fois_par: int | None = None
    cumul: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    fixes: Mapping[str, object] = field(init=False)
    variables: Sequence[tuple[str, ChampLu]] = field(init=False)

    def __post_init__(self) -> None:
        autres = {nom: champ for nom, champ in self.champs.items() if nom != "montant"}
        self.fixes = {nom: champ.fixe for nom, champ in autres.items() if champ.fixe is not None}
        self.variables = [(nom, champ) for nom, champ in autres.items() if champ.fixe is None]

    @property
    def colonne_du_montant(self) -> int | None:
        """La colonne du montant."""
        return self.places.get("montant")

    @property
    def date_supposee(self) -> date | None:
        """Le 31 décembre de l’exercice, s’il y en a un."""
        return None if self.exercice is None else date(self.exercice, 12, 31)


def formes_de(parcours: Parcours) -> list[Forme]:
    """Les formes de la source ; sans forme dite, une seule, que disent ses colonnes et ses constantes."""
    source = parcours.table.source
    if source.exercices:
        return list(_par_exercice(parcours))
    if source.mouvements:
        return [
            forme
            for rang, decrite in enumerate(source.mouvements)
            if (forme := _decrite(parcours, decrite, rang)) is not None
        ]
    acces = {nom: sien for nom, sien in parcours.table.acces.items() if nom in _COLONNES}
    montants = {nom: sien for nom, sien in parcours.table.acces.items() if nom in _BASES}
    for nom in ("montant_ht", "montant_ttc"):
        if nom in montants:
            acces.setdefault("montant", montants[nom])
    forme = _forme(parcours, acces, montants)
    return [] if forme is None else [forme]


def _par_exercice(parcours: Parcours) -> Iterator[Forme]:
    commun = {n: sien for n, sien in parcours.table.acces.items() if n in _COLONNES and n not in {"date", "montant"}}
    for rang, colonne in enumerate(parcours.table.source.exercices):
        acces = parcours.table.chercher(colonne.colonne, "exercices", rang, "colonne")
        if acces is None:
            continue
        forme = _forme(parcours, {**commun, "montant": acces}, {}, exiges=("operation", "montant", "type"))
        if forme is not None:
            forme.exercice = colonne.exercice
            yield forme


def _decrite(parcours: Parcours, decrite: FormeDeMouvement, rang: int) -> Forme | None:
    communs = {nom: sien for nom, sien in parcours.table.acces.items() if nom in _COLONNES}
    entiere = True
    for nom in _COLONNES:
        champ = getattr(decrite, nom)
        if isinstance(champ, TypeMouvement | Nature):
            communs[nom] = Acces(texte=champ.value)
        elif isinstance(champ, Champ):
            acces = parcours.table.acces_du_champ(champ, "mouvements", rang, nom)
            entiere = entiere and acces is not None
            if acces is not None:
                communs[nom] = acces
    exiges = _EXIGES if decrite.type is not None else _SANS_TYPE
    forme = _forme(parcours, communs, {}, exiges) if entiere else None
    if forme is None:
        return None
    forme.cumul = decrite.cumul
    if decrite.une_fois_par is not None:
        cle = parcours.table.chercher(decrite.une_fois_par, "mouvements", rang, "une_fois_par")
        forme.une_fois_par = None if cle is None else cle.colonne
    return forme


def _forme(
    parcours: Parcours,
    acces: Mapping[str, Acces],
    montants: Mapping[str, Acces],
    exiges: tuple[str, ...] = _EXIGES,
) -> Forme | None:
    table = parcours.table
    complets = dict(acces)
    if table.source.role is Role.DEPENSES:
        complets.setdefault("type", Acces(texte=TypeMouvement.DEPENSE.value))
    par_regle = {
        champ for regle in table.source.regles for champ in ("type", "operation") if getattr(regle, champ) is not None
    }
    manquants = [nom for nom in exiges if nom not in complets and nom not in par_regle]
    # Une colonne désignée et introuvable est déjà une faute.
    manquants = [nom for nom in manquants if nom not in table.source.colonnes]
    for nom in manquants:
        table.fautes.append(faute(CHAMP_SANS_SOURCE, table.situer(()), attendu=nom, table=table.nom))
    if manquants or "montant" not in complets:
        return None
    champs = {
        nom: parcours.champ(_COLONNES[nom], sien, facultatif=nom in _FACULTATIFS or nom == "montant")
        for nom, sien in complets.items()
    }
    places = {nom: sien.colonne for nom, sien in complets.items() if sien.colonne is not None}
    lus = {nom: parcours.champ(_MONTANT, sien, facultatif=True) for nom, sien in montants.items()}
    return Forme(champs=champs, montants=lus, places=places)
