"""Les colonnes d’un tableau financier : leur libellé, leur contenu, et ce que leurs nombres confirment entre eux."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from financement.dossier.nomenclature import Base, Categorie, Nature
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import MAITRE_OUVRAGE
from maquettes.importation.reconnaissance.convenances import Convenance, convenance
from maquettes.importation.reconnaissance.equilibre import est_la_somme, lignes_egales, somme_par_ligne, tva_confirmee
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import DES_CHAMPS, Accord, accords
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus, Organisme, code_de, organisme_nomme
from maquettes.importation.reconnaissance.mots.unites import base_dite
from maquettes.importation.reconnaissance.paires import montants_des_taux
from maquettes.importation.reconnaissance.possibles import (
    AUTRE_ORGANISME,
    PART_DES_BAILLEURS,
    Choix,
    Possible,
    choisir,
    du_plan,
    possibles,
    sans_doublons,
)

__all__ = ["Tableau", "lire_le_tableau", "porteurs_de"]

_PLAN: Final = "plan."
_USAGE: Final = "usage"
_SANS_BASE: Final = "le libellé ne dit ni HT ni TTC"
_NON_PROGRAMME: Final = re.compile(r"\b(?:paiement|paye|versement|verse|engage|mandat|realise|consomm|situation|appel)")
_PORTEURS_AU_PLUS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """Le sens de chaque colonne ; ``base`` : celle sur laquelle le plan s’équilibre, si les nombres le disent."""

    choix: Mapping[int, Choix]
    base: Base | None
    est_equilibre: bool
    porteurs: tuple[Organisme, ...]


def porteurs_de(table: Table, connus: Connus) -> tuple[int | None, tuple[Organisme, ...]]:
    """La colonne des maîtres d’ouvrage, et chacun d’eux : celui que l’on connaît, un organisme usuel, ou son nom."""
    meilleurs = sorted(
        (accord, sienne, -colonne)
        for colonne, niveaux in table.niveaux.items()
        if (accord := accords(niveaux, DES_CHAMPS).get("maitre_ouvrage", Accord.AUCUN)) >= Accord.FRAPPE
        and (sienne := convenance("maitre_ouvrage", table.profils[colonne])) is not Convenance.CONTRAIRE
    )
    if not meilleurs:
        return None, ()
    colonne = -meilleurs[-1][2]
    noms = dict.fromkeys(" ".join(cellule.texte.split()) for cellule in table.profils[colonne].valeurs.values())
    return colonne, tuple(_organisme(nom, connus) for nom in list(noms)[:_PORTEURS_AU_PLUS])


def _organisme(nom: str, connus: Connus) -> Organisme:
    nomme = organisme_nomme(mots_de(nom), connus)
    if nomme is None or nomme[1] < Accord.FRAPPE or (nomme[2] and len(mots_de(nom)) == 1):
        return Organisme(code_de(nom), (nom,), Categorie.BAILLEUR if _est_un_bailleur(nom) else None)
    return Organisme(nomme[0].code, (nom,), nomme[0].categorie)


def _est_un_bailleur(nom: str) -> bool:
    mots = set(mots_de(nom))
    return bool(
        mots & {"habitat", "oph", "hlm", "opac", "opdhlm", "sa", "esh", "logis", "logement", "immobiliere", "sem"}
    )


def lire_le_tableau(table: Table, connus: Connus) -> Tableau:
    """Le sens de chaque colonne de la table."""
    colonne_des_porteurs, porteurs = porteurs_de(table, connus)
    avec_porteurs = replace(connus, porteurs=porteurs)
    sens = {
        colonne: possibles(niveaux, table.profils[colonne], avec_porteurs) if niveaux else []
        for colonne, niveaux in table.niveaux.items()
    }
    sens = _avec_la_tva(table, _couts_generiques(table, sens))
    sens = montants_des_taux(table, sens, avec_porteurs)
    plan = [colonne for colonne, trouves in sens.items() if trouves and trouves[0].champ.startswith(_PLAN)]
    base, est_equilibre = _base_equilibree(table, sens, plan)
    if est_equilibre:
        sens = {colonne: _confirmes(trouves) if colonne in plan else trouves for colonne, trouves in sens.items()}
    else:
        sens = _peut_etre_non_programmes(table, sens, plan)
    sens = _totaux(table, sens, plan)
    doutes = _Doutes(table, colonne_des_porteurs, porteurs, est_equilibre=est_equilibre)
    sens = {colonne: doutes.examiner(colonne, trouves) for colonne, trouves in sens.items()}
    choix = sans_doublons({colonne: choisir(trouves) for colonne, trouves in sens.items()})
    return Tableau(choix=choix, base=base, est_equilibre=est_equilibre, porteurs=porteurs)


def _couts_generiques(table: Table, sens: Mapping[int, list[Possible]]) -> dict[int, list[Possible]]:
    """Un coût sans HT ni TTC a la base que disent les titres ; sinon il est HT, sans en être sûr."""
    dites = {base for texte in table.au_dessus() if (base := base_dite(texte)) is not None}
    base = dites.pop() if len(dites) == 1 else None
    rendus = {}
    for colonne, trouves in sens.items():
        doute = "" if base is not None else _SANS_BASE
        champ = "cout_ttc" if base is Base.TTC else "cout_ht"
        rendus[colonne] = [
            replace(possible, champ=champ, doute=possible.doute or doute) if possible.champ == "cout" else possible
            for possible in trouves
        ]
    return rendus


def _avec_la_tva(table: Table, sens: Mapping[int, list[Possible]]) -> dict[int, list[Possible]]:
    """Une colonne HT et une colonne TTC que sépare une TVA se confirment l’une l’autre."""
    premiers = {colonne: trouves[0].champ for colonne, trouves in sens.items() if trouves}
    hors = [colonne for colonne, champ in premiers.items() if champ == "cout_ht"]
    toutes = [colonne for colonne, champ in premiers.items() if champ == "cout_ttc"]
    rendus = dict(sens)
    for ht in hors:
        for ttc in toutes:
            if tva_confirmee(table.profils[ht], table.profils[ttc]):
                rendus[ht], rendus[ttc] = _confirmes(sens[ht]), _confirmes(sens[ttc])
    return rendus


def _confirmes(trouves: Sequence[Possible]) -> list[Possible]:
    """Les nombres confirment le premier sens ; un nom équivoque ne l’est plus."""
    premier, *autres = trouves
    leve = premier.doute in {_USAGE, AUTRE_ORGANISME} and premier.accord > Accord.PROCHE
    confirme = replace(premier, convenance=Convenance.CONFIRME, doute="" if leve else premier.doute)
    return [confirme, *autres]


def _base_equilibree(table: Table, sens: Mapping[int, list[Possible]], plan: Sequence[int]) -> tuple[Base | None, bool]:
    """La base dont le coût est la somme du plan, ligne par ligne ; et si le plan s’équilibre, quitte à en changer."""
    if len(plan) < 2:  # noqa: PLR2004 : un financeur seul n’équilibre rien
        return None, False
    sommes = somme_par_ligne(table, plan)
    premiers = {trouves[0].champ: colonne for colonne, trouves in reversed(list(sens.items())) if trouves}
    couts = {
        base: table.profils[premiers[champ]]
        for champ, base in (("cout_ht", Base.HT), ("cout_ttc", Base.TTC))
        if champ in premiers
    }
    if not couts and "assiette" in premiers:
        # La base de financement d'un tableau qui ne donne pas le coût.
        equilibree = est_la_somme(table.profils[premiers["assiette"]], sommes, parts=len(plan))
        return (base_dite(table.libelles[premiers["assiette"]]) if equilibree else None), equilibree
    seules = [base for base, profil in couts.items() if est_la_somme(profil, sommes, parts=len(plan))]
    if len(seules) == 1:
        champ = "cout_ht" if seules[0] is Base.HT else "cout_ttc"
        return (None if sens[premiers[champ]][0].doute == _SANS_BASE else seules[0]), True
    lignes = [lignes_egales(profil, sommes, parts=len(plan)) for profil in couts.values()]
    egales = set().union(*lignes)
    chiffrees = {ligne for ligne, somme in sommes.items() if somme}
    return None, bool(chiffrees) and len(egales & chiffrees) * 10 >= len(chiffrees) * 9


def _peut_etre_non_programmes(
    table: Table, sens: Mapping[int, list[Possible]], plan: Sequence[int]
) -> dict[int, list[Possible]]:
    """Sans coût, ou sous un titre qui parle de paiements, des montants par financeur ne sont peut-être pas le plan."""
    premiers = {trouves[0].champ for trouves in sens.values() if trouves}
    titres = [cle_de_libelle(texte) for texte in (*table.au_dessus(), table.grille.feuille or "")]
    if premiers & {"cout_ht", "cout_ttc", "assiette"} and not any(_NON_PROGRAMME.search(titre) for titre in titres):
        return dict(sens)
    rendus = dict(sens)
    for colonne in plan:
        premier, *autres = sens[colonne]
        doute = premier.doute or "rien ne dit que ce soit le montant programmé"
        rendus[colonne] = [replace(premier, doute=doute), *autres]
    return rendus


def _totaux(table: Table, sens: Mapping[int, list[Possible]], plan: Sequence[int]) -> dict[int, list[Possible]]:
    """Un total du plan se confirme s’il en est la somme ; sinon, il reste douteux."""
    sommes = somme_par_ligne(table, plan)
    rendus = dict(sens)
    for colonne, trouves in sens.items():
        if not trouves or trouves[0].motif != "total":
            continue
        if est_la_somme(table.profils[colonne], sommes, parts=len(plan)):
            rendus[colonne] = _confirmes(trouves)
        elif table.profils[colonne].remplies:
            doute = "ce total n’est pas celui des financements reconnus"
            rendus[colonne] = [replace(trouves[0], doute=doute), *trouves[1:]]
    return rendus


class _Doutes:
    """Ce que les lignes disent contre un sens que le libellé donne."""

    def __init__(
        self, table: Table, colonne_des_porteurs: int | None, porteurs: Sequence[Organisme], *, est_equilibre: bool
    ) -> None:
        self._table = table
        self._est_equilibre = est_equilibre
        par_nom = {nom: porteur for porteur in porteurs for nom in porteur.noms}
        valeurs = {} if colonne_des_porteurs is None else table.profils[colonne_des_porteurs].valeurs
        self._porteurs = {ligne: par_nom.get(" ".join(cellule.texte.split())) for ligne, cellule in valeurs.items()}

    def examiner(self, colonne: int, trouves: list[Possible]) -> list[Possible]:
        """Les sens d’une colonne, le premier précisé ou mis en doute par les maîtres d’ouvrage de ses lignes."""
        if not trouves or not trouves[0].champ.startswith(_PLAN):
            return trouves
        premier, *autres = trouves
        siennes = [ligne for ligne, nombre in self._table.profils[colonne].nombres.items() if nombre]
        return [self._juger(premier, siennes), *autres]

    def _juger(self, premier: Possible, lignes: Sequence[int]) -> Possible:
        _, code, nature = premier.champ.split(".")
        porteurs = {porteur.code for ligne in lignes if (porteur := self._porteurs.get(ligne)) is not None}
        if code == MAITRE_OUVRAGE:
            return self._part_des_bailleurs(premier, lignes)
        if nature == Nature.FONDS_PROPRES and premier.doute:
            return self._bailleur(premier, code, porteurs)
        if code in porteurs and nature == Nature.SUBVENTION:
            return self._porteur(premier, code, porteurs)
        return self._prets(premier, lignes) if premier.doute == _USAGE or nature == Nature.PRET else premier

    def _part_des_bailleurs(self, premier: Possible, lignes: Sequence[int]) -> Possible:
        porteurs = [self._porteurs.get(ligne) for ligne in lignes]
        bailleurs = all(p is not None and p.categorie is Categorie.BAILLEUR for p in porteurs)
        leve = premier.doute == PART_DES_BAILLEURS and self._est_equilibre and bool(lignes) and bailleurs
        return replace(premier, doute="") if leve else premier

    def _porteur(self, premier: Possible, code: str, porteurs: set[str]) -> Possible:
        """Qui ne paie que sur ses propres opérations y met ses fonds propres ; sur d’autres aussi, on ne sait."""
        if self._est_equilibre and porteurs == {code}:
            return replace(premier, champ=du_plan(code, Nature.FONDS_PROPRES))
        doute = f"{code} est aussi maître d’ouvrage : sur ses opérations, ce peut être ses fonds propres"
        return replace(premier, doute=doute)

    def _bailleur(self, premier: Possible, code: str, porteurs: set[str]) -> Possible:
        """La colonne d’un bailleur qui ne paie que sur ses opérations porte ses fonds propres."""
        if self._est_equilibre and porteurs == {code}:
            return replace(premier, doute="", convenance=Convenance.CONFIRME)
        if porteurs and code not in porteurs:
            doute = "il n’est pas le maître d’ouvrage de ces opérations"
            return replace(premier, champ=du_plan(code, Nature.SUBVENTION), doute=doute)
        return premier

    def _prets(self, premier: Possible, lignes: Sequence[int]) -> Possible:
        """La Caisse des Dépôts prête aux bailleurs ; à d’autres, elle subventionne parfois."""
        autres = {Categorie.VILLE, Categorie.EPCI, Categorie.ETAT, Categorie.REGION, Categorie.DEPARTEMENT}
        porteurs = [self._porteurs.get(ligne) for ligne in lignes]
        douteux = any(porteur is not None and porteur.categorie in autres for porteur in porteurs)
        if premier.doute == _USAGE or douteux:
            return replace(premier, doute="prêt ou subvention : le libellé ne le dit pas")
        return premier
