"""Ce que dit une maquette rendue : ce qu’elle change de son envoi, et qui est, ou non, à son maître d’ouvrage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from financement.dossier.operation import Operation
from financement.dossier.part import maitres_ouvrage_actuels
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import Provenance, Situe
from maquettes.description.attributions import champ_a_dire, ligne_a_dire
from maquettes.description.comparaison import Changement, Sorte, comparer_dossiers
from maquettes.description.description import CONTENU, OPERATIONS, TABLES
from maquettes.description.table import TableDuDossier
from maquettes.reunion.appariement import apparier
from maquettes.reunion.citations import citer, citer_l_absence, cle_de
from maquettes.reunion.resultat import NonSuivie, ValeurCitee
from maquettes.reunion.retours import Retour

__all__ = ["Dires", "dires_de", "non_suivies_de_la_convention", "operation_de"]

_PAS_A_LUI: Final = "cette valeur n’est pas à ce maître d’ouvrage"
_LIGNE_PAS_A_LUI: Final = "cette ligne n’est pas à ce maître d’ouvrage"
_CONVENTION: Final = "la convention, ses financeurs, ses avenants et son règlement ne sont pas à un maître d’ouvrage"
_OPERATION_D_UN_AUTRE: Final = "l’opération n’est pas, ou n’est plus, à ce maître d’ouvrage"
_RETRAIT_D_OPERATION: Final = "une opération ne se retire pas : son abandon se dit par son statut"
_CODE_INCONNU: Final = "la ligne cite un financeur ou une version que le dossier ne connaît pas"
_LIGNE_IMPOSSIBLE: Final = "sans les valeurs qui ne sont pas à ce maître d’ouvrage, la ligne ne se tient plus"


@dataclass(slots=True)
class Dires:
    """Ce qu’une maquette change d’une table, et qui est à elle.

    ``voulues`` : la ligne que l’on voudrait à la place d’une ligne envoyée, par son rang ; ``None`` : retirée.
    ``dites`` : la ligne rendue d’où vient chaque ligne voulue. ``ajouts`` : les lignes nouvelles.
    """

    retour: Retour
    voulues: dict[int, Situe | None] = field(default_factory=dict)
    dites: dict[int, Situe] = field(default_factory=dict)
    ajouts: list[Situe] = field(default_factory=list)
    non_suivies: list[NonSuivie] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Attributions:
    """Ce que le dossier d’aujourd’hui laisse dire à un maître d’ouvrage."""

    maitre_ouvrage: str
    porteurs: Mapping[str, str]
    nouvelles: frozenset[str]
    financeurs: frozenset[str]
    versions: frozenset[int]

    def est_a_lui(self, operation: str) -> bool:
        """L’opération est à lui dans le dossier, ou il vient de l’ajouter."""
        return self.porteurs.get(operation) == self.maitre_ouvrage or operation in self.nouvelles

    def motif(self, table: TableDuDossier[Situe], ligne: Situe) -> str | None:
        """Pourquoi il ne peut ni ajouter, ni retirer, ni changer la ligne ; ``None`` s’il le peut."""
        if not self.est_a_lui(operation_de(ligne)):
            return _OPERATION_D_UN_AUTRE
        return None if ligne_a_dire(table.nom, ligne, self.maitre_ouvrage) else _LIGNE_PAS_A_LUI

    def cite_un_inconnu(self, ligne: Any) -> bool:
        """La ligne cite un financeur ou une version que le dossier n’a pas."""
        financeur, version = getattr(ligne, "financeur", None), getattr(ligne, "version", None)
        return (financeur is not None and financeur not in self.financeurs) or (
            version is not None and version not in self.versions
        )


def operation_de(ligne: Any) -> str:
    """Le code de l’opération d’une ligne d’une table."""
    code: str = ligne.code if isinstance(ligne, Operation) else ligne.operation
    return code


def dires_de(retour: Retour, table: TableDuDossier[Situe], dossier: Projet) -> Dires:
    """Ce que la maquette change de la table, d’après ce que le ``dossier`` laisse dire à son maître d’ouvrage."""
    envoyees, rendues = table.objets(retour.sceau.envoye), table.objets(retour.rendu)
    dires = Dires(retour)
    examen = _Examen(table, _attributions(retour, dossier), dires)
    paires, ajoutees = apparier(table, envoyees, rendues)
    for rang, envoyee in enumerate(envoyees):
        if rang not in paires:
            examen.retrait(rang, envoyee)
        elif rendues[paires[rang]] != envoyee:
            examen.modification(rang, envoyee, rendues[paires[rang]])
    for place in ajoutees:
        examen.ajout(rendues[place])
    return dires


def _attributions(retour: Retour, dossier: Projet) -> _Attributions:
    porteurs = maitres_ouvrage_actuels(dossier.operations)
    rendues = maitres_ouvrage_actuels(retour.rendu.operations)
    envoyees = {operation.code for operation in retour.sceau.envoye.operations}
    code = retour.maitre_ouvrage
    nouvelles = {o for o, porteur in rendues.items() if porteur == code and o not in porteurs and o not in envoyees}
    # Retirée du dossier depuis l'envoi, une opération reste à lui : c'est un conflit, que la fusion dira.
    retirees = envoyees.difference(porteurs)
    return _Attributions(
        maitre_ouvrage=code,
        porteurs=porteurs,
        nouvelles=frozenset(nouvelles | retirees),
        financeurs=frozenset(financeur.code for financeur in dossier.convention.financeurs),
        versions=frozenset(dossier.convention.versions),
    )


class _Examen:
    """Range chaque changement d’une table : dit, ou non suivi avec son motif."""

    def __init__(self, table: TableDuDossier[Situe], attributions: _Attributions, dires: Dires) -> None:
        self._table = table
        self._attributions = attributions
        self._dires = dires

    def retrait(self, rang: int, envoyee: Situe) -> None:
        """Une ligne envoyée qui n’est pas revenue."""
        motif = self._attributions.motif(self._table, envoyee)
        if motif is None and self._table.nom == OPERATIONS.nom:
            motif = _RETRAIT_D_OPERATION
        if motif is None:
            self._dires.voulues[rang] = None
        else:
            apres = citer_l_absence(self._dires.retour.lieu)
            self._refuser(envoyee, None, (citer(self._table, envoyee, None), apres), motif)

    def ajout(self, rendue: Situe) -> None:
        """Une ligne qui n’avait pas été envoyée."""
        motif = self._attributions.motif(self._table, rendue)
        if motif is None and self._attributions.cite_un_inconnu(rendue):
            motif = _CODE_INCONNU
        if motif is None:
            self._dires.ajouts.append(rendue)
        else:
            avant = citer_l_absence(self._dires.retour.lieu)
            self._refuser(rendue, None, (avant, citer(self._table, rendue, None)), motif)

    def modification(self, rang: int, envoyee: Situe, rendue: Situe) -> None:
        """Une ligne revenue autre : ce qui est à elle est voulu, le reste garde la valeur envoyée."""
        de_la_ligne = self._attributions.motif(self._table, envoyee)
        if de_la_ligne is None and self._table.nom != OPERATIONS.nom:
            # D'une opération, céder la ligne n'est qu'un champ ; un mouvement, lui, devient celui d'un autre.
            de_la_ligne = self._attributions.motif(self._table, rendue)
        if de_la_ligne is None and self._attributions.cite_un_inconnu(rendue):
            de_la_ligne = _CODE_INCONNU
        voulus: dict[str, object] = {}
        siens: list[str] = []
        for colonne in self._table.colonnes:
            valeur = getattr(rendue, colonne.champ)
            if valeur == getattr(envoyee, colonne.champ):
                continue
            a_elle = champ_a_dire(self._table.nom, colonne.nom)
            if de_la_ligne is None and a_elle:
                voulus[colonne.champ] = valeur
                siens.append(colonne.nom)
            else:
                self._refuser_le_champ(envoyee, rendue, colonne.nom, de_la_ligne or _PAS_A_LUI)
        if not voulus:
            return
        try:
            self._dires.voulues[rang] = _changer(envoyee, voulus)
        except ValeurImpossible:
            for nom in siens:
                self._refuser_le_champ(envoyee, rendue, nom, _LIGNE_IMPOSSIBLE)
        else:
            self._dires.dites[rang] = rendue

    def _refuser_le_champ(self, envoyee: Situe, rendue: Situe, champ: str, motif: str) -> None:
        valeurs = citer(self._table, envoyee, champ), citer(self._table, rendue, champ)
        self._refuser(envoyee, champ, valeurs, motif)

    def _refuser(self, ligne: Situe, champ: str | None, valeurs: tuple[ValeurCitee, ValeurCitee], motif: str) -> None:
        self._dires.non_suivies.append(
            NonSuivie(
                maitre_ouvrage=self._attributions.maitre_ouvrage,
                table=self._table.nom,
                cle=cle_de(self._table, ligne),
                objet=self._table.designer(ligne),
                champ=champ,
                avant=valeurs[0],
                apres=valeurs[1],
                motif=motif,
            )
        )


def _changer(ligne: Any, champs: Mapping[str, object]) -> Situe:
    changee: Situe = replace(ligne, **champs)
    return changee


def non_suivies_de_la_convention(retour: Retour) -> Iterator[NonSuivie]:
    """Ce que la maquette change de la convention, de ses listes ou de son règlement : rien n’y est à elle."""
    des_tables = {table.nom for table in TABLES}
    titres = {table.nom: table for table in CONTENU}
    for changement in comparer_dossiers(_sans_tables(retour.sceau.envoye), _sans_tables(retour.rendu)):
        if changement.table in des_tables or changement.sorte is Sorte.ORDRE:
            continue
        yield NonSuivie(
            maitre_ouvrage=retour.maitre_ouvrage,
            table=titres[changement.table].nom,
            cle=changement.objet,
            objet=changement.objet,
            champ=changement.champ,
            avant=_citee(changement, changement.avant, changement.ici, retour.lieu),
            apres=_citee(changement, changement.apres, changement.la, retour.lieu),
            motif=_CONVENTION,
        )


def _sans_tables(projet: Projet) -> Projet:
    """La convention et le règlement seuls : les tables se comparent à part."""
    vides: dict[str, Sequence[Situe]] = {table.nom: () for table in TABLES}
    return replace(projet, **vides)  # type: ignore[arg-type]


def _citee(changement: Changement, affichee: str | None, place: Provenance | None, lieu: Provenance) -> ValeurCitee:
    """La valeur d’un côté du changement ; d’une ligne entière, son nom, ou son absence."""
    if place is None:
        return citer_l_absence(lieu)
    texte = changement.objet if affichee is None else affichee
    return ValeurCitee(valeur=texte, affichee=texte, provenance=place)
