"""La fusion d’une table : chaque champ repris, en conflit ou laissé, d’après l’envoi, les retours et le dossier.

Un champ n’est repris que si le dossier a gardé la valeur envoyée et si les maquettes n’en veulent qu’une autre ; il est
déjà réuni si le dossier a la valeur voulue ; sinon il est en conflit, et la valeur du dossier reste.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import INCONNUE, Origine, Provenance, Situe
from maquettes.description.table import TableDuDossier
from maquettes.formes.origines import colonne_principale
from maquettes.reunion.appariement import Emplacement, retrouver
from maquettes.reunion.citations import citer, citer_l_absence, cle_de, colonne_nommee, textes_de
from maquettes.reunion.dires import Dires, operation_de
from maquettes.reunion.doutes import Doutes
from maquettes.reunion.provenances import origines_des_colonnes, situer_la_reunie
from maquettes.reunion.resultat import Conflit, Modification, ValeurCitee

__all__ = ["TableFusionnee", "fusionner"]

Textes = tuple[str, ...]


@dataclass(slots=True)
class TableFusionnee:
    """Les lignes d’une table après la fusion, et ce qui s’y est passé."""

    lignes: list[Situe]
    modifications: list[Modification] = field(default_factory=list)
    conflits: list[Conflit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Dite:
    """Une ligne rendue et l’empreinte du fichier d’où elle vient."""

    ligne: Situe
    empreinte: str


@dataclass(slots=True)
class _Voulue:
    """Ce que les maquettes veulent d’une ligne du dossier : des valeurs par champ, ou son retrait.

    ``disputees`` : les champs que le dossier a changés lui aussi.
    """

    champs: defaultdict[str, list[_Dite]] = field(default_factory=lambda: defaultdict(list))
    disputees: set[str] = field(default_factory=set)
    retraits: list[Provenance] = field(default_factory=list)
    retrait_dispute: set[Provenance] = field(default_factory=set)


def fusionner(
    table: TableDuDossier[Situe],
    au_dossier: Sequence[Situe],
    envois: Iterable[tuple[Sequence[Situe], Sequence[Dires]]],
    operations: frozenset[str] | None = None,
) -> TableFusionnee:
    """Fusionne une table : ``envois``, les lignes de chaque envoi et ce qu’en disent ses retours.

    ``operations`` : celles du dossier réuni, hors desquelles rien ne s’ajoute ; ``None`` pour leur propre table.
    """
    return _Fusion(table, au_dossier, operations).conclure(envois)


class _Fusion:
    def __init__(
        self, table: TableDuDossier[Situe], au_dossier: Sequence[Situe], operations: frozenset[str] | None
    ) -> None:
        self._table = table
        self._au_dossier = au_dossier
        self._operations = operations
        self._par_operation: defaultdict[str, list[int]] = defaultdict(list)
        for rang, ligne in enumerate(au_dossier):
            self._par_operation[operation_de(ligne)].append(rang)
        self._voulues: defaultdict[int, _Voulue] = defaultdict(_Voulue)
        self._ajouts: dict[Textes, list[_Dite]] = {}
        self._ajouts_en_conflit: dict[Textes, list[_Dite]] = {}
        self._fois: Counter[Textes] = Counter()
        self._fusionnee = TableFusionnee([])

    def conclure(self, envois: Iterable[tuple[Sequence[Situe], Sequence[Dires]]]) -> TableFusionnee:
        for envoyees, dires in envois:
            self._entendre(envoyees, dires)
        self._fusionnee.lignes = [
            ligne
            for rang, avant in enumerate(self._au_dossier)
            if (ligne := self._resoudre(avant, self._voulues[rang]) if rang in self._voulues else avant) is not None
        ]
        self._ajouter()
        return self._fusionnee

    # Ce que chaque envoi dit des lignes du dossier.

    def _entendre(self, envoyees: Sequence[Situe], dires: Sequence[Dires]) -> None:
        """Rapporte aux lignes du dossier ce que disent les retours d’un même envoi."""
        emplacements = [Emplacement(ligne, _voulue(rang, ligne, dires)) for rang, ligne in enumerate(envoyees)]
        ajouts = self._ajouts_de(dires)
        uniques = [dites[0].ligne for dites, fois in ajouts.values() for _ in range(fois)]
        rangs = self._rangs_de_la_part(dires)
        siennes = [self._au_dossier[rang] for rang in rangs]
        trouvees = retrouver(self._table, emplacements, uniques, siennes)
        doutes = Doutes(self._table, emplacements, uniques, siennes, trouvees)
        places = {place: rangs[rang] for place, rang in trouvees.emplacements.items()}
        for rang, envoyee in enumerate(envoyees):
            self._entendre_la_ligne(envoyee, rang, places.get(rang), dires, doutes)
        self._entendre_les_ajouts(ajouts, {place: rangs[rang] for place, rang in trouvees.ajouts.items()}, doutes)

    def _rangs_de_la_part(self, dires: Sequence[Dires]) -> list[int]:
        """Les rangs, au dossier, des lignes des opérations de la part : les autres sont d’un autre."""
        parts = (part for dire in dires for part in (dire.retour.sceau.envoye, dire.retour.rendu))
        siennes = {operation.code for part in parts for operation in part.operations}
        return sorted(rang for code in siennes for rang in self._par_operation.get(code, ()))

    def _entendre_la_ligne(
        self, envoyee: Situe, rang: int, place: int | None, dires: Sequence[Dires], doutes: Doutes
    ) -> None:
        changees = [(dire, dire.voulues[rang]) for dire in dires if rang in dire.voulues]
        if place is None:
            self._disparue(envoyee, [(dire, rang) for dire, voulue in changees if voulue is not None])
            return
        actuelle = self._au_dossier[place]
        for dire, voulue in changees:
            if voulue is None:
                self._voulues[place].retraits.append(dire.retour.lieu)
                if actuelle != envoyee or rang in doutes.emplacements:
                    self._voulues[place].retrait_dispute.add(dire.retour.lieu)
                continue
            for colonne in self._table.colonnes:
                valeur, ancienne = getattr(voulue, colonne.champ), getattr(envoyee, colonne.champ)
                presente = getattr(actuelle, colonne.champ)
                if valeur in (ancienne, presente):
                    continue
                attente = self._voulues[place]
                attente.champs[colonne.nom].append(_Dite(dire.dites[rang], dire.retour.empreinte))
                if presente != ancienne or rang in doutes.emplacements:
                    attente.disputees.add(colonne.nom)

    def _disparue(self, envoyee: Situe, changees: Sequence[tuple[Dires, int]]) -> None:
        """Une ligne que le dossier a retirée et que des maquettes ont changée."""
        if not changees:
            return
        dites = [_Dite(dire.dites[rang], dire.retour.empreinte) for dire, rang in changees]
        absente = citer_l_absence(INCONNUE)
        self._conflit(envoyee, None, [absente, *self._citees(dites, None)])

    def _ajouts_de(self, dires: Sequence[Dires]) -> dict[Textes, tuple[list[_Dite], int]]:
        """Les lignes ajoutées, et combien de fois : au plus ce qu’en dit un des retours, car ils se répètent."""
        dites: defaultdict[Textes, list[_Dite]] = defaultdict(list)
        fois: Counter[Textes] = Counter()
        for dire in dires:
            textes = [textes_de(self._table, ligne) for ligne in dire.ajouts]
            for uns, ligne in zip(textes, dire.ajouts, strict=True):
                dites[uns].append(_Dite(ligne, dire.retour.empreinte))
            fois |= Counter(textes)
        return {uns: (dites[uns], fois[uns]) for uns in sorted(dites)}

    def _entendre_les_ajouts(
        self, ajouts: dict[Textes, tuple[list[_Dite], int]], places: Mapping[int, int], doutes: Doutes
    ) -> None:
        rang = 0
        for textes, (dites, fois) in ajouts.items():
            presentes = [places.get(rang + k) for k in range(fois)]
            rang += fois
            if self._table.cle and presentes[0] is not None:
                self._disputer(presentes[0], dites)
            elif (manquent := presentes.count(None)) and textes in doutes.ajouts:
                self._ajouts_en_conflit.setdefault(textes, []).extend(dites)
            elif manquent:
                self._ajouts.setdefault(textes, []).extend(dites)
                self._fois[textes] = max(self._fois[textes], manquent)

    def _disputer(self, place: int, dites: Sequence[_Dite]) -> None:
        """Une ligne ajoutée des deux côtés sous la même clé : ce qui y diffère est en conflit."""
        actuelle = self._au_dossier[place]
        for colonne in self._table.colonnes:
            for dite in dites:
                if getattr(dite.ligne, colonne.champ) != getattr(actuelle, colonne.champ):
                    self._voulues[place].champs[colonne.nom].append(dite)
                    self._voulues[place].disputees.add(colonne.nom)

    # Ce qui en résulte.

    def _resoudre(self, actuelle: Situe, voulue: _Voulue) -> Situe | None:
        """La ligne du dossier après la fusion ; ``None`` si elle en est retirée."""
        if voulue.retraits:
            if not voulue.champs and not voulue.retrait_dispute:
                self._retirer(actuelle, voulue.retraits)
                return None
            absentes = [citer_l_absence(lieu) for lieu in sorted(set(voulue.retraits), key=str)]
            dites = [dite for champ in voulue.champs.values() for dite in champ]
            self._conflit(actuelle, None, [citer(self._table, actuelle, None), *absentes, *self._citees(dites, None)])
            return actuelle
        pris: dict[str, _Dite] = {}
        for champ, dites in voulue.champs.items():
            citees = self._citees(dites, champ)
            if champ in voulue.disputees or len({citee.affichee for citee in citees}) > 1:
                self._conflit(actuelle, champ, [citer(self._table, actuelle, champ), *citees])
            else:
                pris[champ] = dites[0] if len(dites) == 1 else min(dites, key=lambda dite: str(dite.ligne.provenance))
        return self._prendre(actuelle, pris) if pris else actuelle

    def _prendre(self, actuelle: Situe, pris: dict[str, _Dite]) -> Situe:
        """La ligne, ces champs pris des maquettes ; s’ils ne se tiennent pas ensemble, tous sont en conflit."""
        champs = {colonne_nommee(self._table, nom).champ: dite.ligne for nom, dite in pris.items()}
        origines: dict[str, Origine] = {}
        for nom, dite in pris.items():
            origines |= origines_des_colonnes(dite.ligne, [nom], dite.empreinte)
        if not self._table.cle:
            # D'une ligne sans clé, origines.csv ne garde qu'une place : celle de la ligne qui la change.
            premiere = pris[min(pris)]
            principale = colonne_principale(self._table.nom)
            origines = origines_des_colonnes(premiere.ligne, [principale], premiere.empreinte) | origines
        lieu = situer_la_reunie(actuelle.provenance, self._table.nom, origines)
        try:
            fusionnee = _remplacer(actuelle, {nom: getattr(ligne, nom) for nom, ligne in champs.items()}, lieu)
        except ValeurImpossible:
            for nom, dite in pris.items():
                citees = [citer(self._table, actuelle, nom), *self._citees([dite], nom)]
                self._conflit(actuelle, nom, citees)
            return actuelle
        for nom, dite in pris.items():
            avant, apres = citer(self._table, actuelle, nom), citer(self._table, dite.ligne, nom)
            self._modification(actuelle, nom, avant, apres)
        return fusionnee

    def _retirer(self, actuelle: Situe, lieux: Sequence[Provenance]) -> None:
        absente = citer_l_absence(min(lieux, key=str))
        self._modification(actuelle, None, citer(self._table, actuelle, None), absente)

    def _ajouter(self) -> None:
        """Les lignes nouvelles, à la suite, dans l’ordre de leurs textes."""
        par_cle: defaultdict[str, list[Textes]] = defaultdict(list)
        for textes, dites in self._ajouts.items():
            par_cle[cle_de(self._table, dites[0].ligne)].append(textes)
        for textes in sorted(self._ajouts):
            dites = self._ajouts[textes]
            memes = par_cle[cle_de(self._table, dites[0].ligne)]
            if self._operations is not None and operation_de(dites[0].ligne) not in self._operations:
                self._ajouts_en_conflit[textes] = dites
            elif len(memes) > 1 and self._table.cle:
                if textes == min(memes):
                    toutes = [dite for autres in sorted(memes) for dite in self._ajouts[autres]]
                    self._conflit(dites[0].ligne, None, [citer_l_absence(INCONNUE), *self._citees(toutes, None)])
            else:
                self._ajouter_la_ligne(min(dites, key=lambda dite: str(dite.ligne.provenance)), self._fois[textes])
        for _, dites in sorted(self._ajouts_en_conflit.items()):
            self._conflit(dites[0].ligne, None, [citer_l_absence(INCONNUE), *self._citees(dites, None)])

    def _ajouter_la_ligne(self, dite: _Dite, fois: int) -> None:
        origines = origines_des_colonnes(dite.ligne, self._table.noms, dite.empreinte)
        lieu = situer_la_reunie(dite.ligne.provenance, self._table.nom, origines)
        for _ in range(fois):
            self._fusionnee.lignes.append(_remplacer(dite.ligne, {}, lieu))
            absente = citer_l_absence(INCONNUE)
            self._modification(dite.ligne, None, absente, citer(self._table, dite.ligne, None))

    # Ce qui s'en dit.

    def _citees(self, dites: Iterable[_Dite], champ: str | None) -> list[ValeurCitee]:
        """Chaque valeur rendue et sa place, sans répétition, dans un ordre qui ne dépend pas de celui des fichiers."""
        citees = {
            (citee.affichee, str(citee.provenance)): citee
            for citee in (citer(self._table, dite.ligne, champ) for dite in dites)
        }
        return [citees[cle] for cle in sorted(citees)]

    def _modification(self, ligne: Situe, champ: str | None, avant: ValeurCitee, apres: ValeurCitee) -> None:
        cle, objet = cle_de(self._table, ligne), self._table.designer(ligne)
        self._fusionnee.modifications.append(
            Modification(table=self._table.nom, cle=cle, objet=objet, champ=champ, avant=avant, apres=apres)
        )

    def _conflit(self, ligne: Situe, champ: str | None, valeurs: Sequence[ValeurCitee]) -> None:
        cle, objet = cle_de(self._table, ligne), self._table.designer(ligne)
        self._fusionnee.conflits.append(
            Conflit(table=self._table.nom, cle=cle, objet=objet, champ=champ, valeurs=tuple(valeurs))
        )


def _voulue(rang: int, envoyee: Situe, dires: Sequence[Dires]) -> Situe | None:
    """Ce que les retours d’un envoi veulent ensemble d’une ligne ; ce qui les oppose reste tel qu’envoyé."""
    voulues = [dire.voulues[rang] for dire in dires if rang in dire.voulues]
    gardees = [voulue for voulue in voulues if voulue is not None]
    if len(gardees) < len(voulues):
        return envoyee if gardees else None
    champs: dict[str, list[object]] = {}
    for voulue in gardees:
        for champ in _champs(voulue):
            valeur = getattr(voulue, champ)
            if valeur != getattr(envoyee, champ) and valeur not in champs.setdefault(champ, []):
                champs[champ].append(valeur)
    seuls = {champ: valeurs[0] for champ, valeurs in champs.items() if len(valeurs) == 1}
    try:
        return _remplacer(envoyee, seuls, envoyee.provenance)
    except ValeurImpossible:
        return envoyee


def _champs(ligne: Any) -> Iterable[str]:
    return (champ for champ in ligne.__dataclass_fields__ if champ != "provenance")


def _remplacer(ligne: Any, champs: dict[str, object], lieu: Provenance) -> Situe:
    remplacee: Situe = replace(ligne, **champs, provenance=lieu)
    return remplacee
