"""Les règles que propose un extrait comptable : ce que vaut chaque sens, et de quel financeur est chaque titre."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from financement.dossier.nomenclature import Nature, TypeMouvement
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import Condition, Regle, Signe
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import Accord
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.noms_d_organismes import ORGANISMES
from maquettes.importation.reconnaissance.mots.organismes import Connus, Organisme, organisme_nomme
from maquettes.importation.reconnaissance.possibles import Choix

__all__ = [
    "COMPTE",
    "TIERS",
    "doutes_des_regles",
    "financeur_abrege",
    "regles_comptables",
    "regles_de_signe",
    "type_du_sens",
]

TIERS: Final = "tiers : les règles en tirent le financeur d’un titre"
"""Le motif qui désigne la colonne des tiers."""
COMPTE: Final = "compte"
"""Celui qui désigne la colonne des comptes."""

_REVIENT: Final = re.compile(r"\b(?:ann|annul\w*|red|reduc\w*|avoir\w*|rejet\w*|reversement\w*)\b")
_TITRE: Final = re.compile(r"\b(?:tit|titres?|recettes?|rec|r)\b")
_MANDAT: Final = re.compile(r"\b(?:mdt|mandats?|depenses?|dep|d|mandatement|factures?)\b")
_SENS_AU_PLUS: Final = 12
_TIERS_AU_PLUS: Final = 200
_LETTRES: Final = 3


def doutes_des_regles(regles: Sequence[Regle]) -> dict[tuple[str, str | int], str]:
    """Ce qu’il faut vérifier des règles que le fichier ne fait que suggérer, par leur place."""
    return {("regles", rang): doute for rang, regle in enumerate(regles) if (doute := _doute(regle))}


def _doute(regle: Regle) -> str:
    if regle.type is TypeMouvement.ACOMPTE and regle.nature is not None:
        return "rien ne dit si c’est une avance, un acompte ou un solde, ni si c’est une subvention"
    if regle.type is TypeMouvement.ANNULATION and any(condition.signe is Signe.NEGATIF for condition in regle.si):
        return "un montant négatif, tenu pour une annulation"
    if any(condition.motif is not None for condition in regle.si):
        return "d’après son objet" if regle.ignorer is None else "contrepartie d’écritures qui sont lues"
    return ""


def type_du_sens(texte: str) -> TypeMouvement | None:
    """« MDT » vaut une dépense, « ANN MDT » une annulation, « TIT » un acompte, « ANN TIT » un reversement."""
    cle = cle_de_libelle(texte)
    if _TITRE.search(cle):
        return TypeMouvement.REVERSEMENT if _REVIENT.search(cle) else TypeMouvement.ACOMPTE
    if _REVIENT.search(cle):
        return TypeMouvement.ANNULATION
    return TypeMouvement.DEPENSE if _MANDAT.search(cle) else None


def financeur_abrege(texte: str, connus: Connus) -> Organisme | None:
    """Le financeur que nomme un tiers, abrégé au besoin : « AGENCE NAT. RENOV. URB »."""
    mots = mots_de(texte)
    nomme = organisme_nomme(mots, connus)
    if nomme is not None and nomme[1] >= Accord.FRAPPE and not nomme[2]:
        return nomme[0]
    usuels = [Organisme(code, noms) for code, (_, nom, autres, _) in ORGANISMES.items() if (noms := (nom, *autres))]
    for organisme in (*connus.financeurs, *usuels):
        if any(_abrege(mots, mots_de(nom)) for nom in organisme.noms):
            return organisme
    return None


def _abrege(mots: tuple[str, ...], nom: tuple[str, ...]) -> bool:
    return len(mots) == len(nom) > 1 and all(
        len(mot) >= _LETTRES and entier.startswith(mot) for mot, entier in zip(mots, nom, strict=True)
    )


def regles_comptables(table: Table, choix: Mapping[int, Choix], connus: Connus) -> Iterator[Regle]:
    """Une règle par sens lu ; un titre en a une par tiers qui est un financeur."""
    sens = next((colonne for colonne, choisi in choix.items() if choisi.champ == "type"), None)
    tiers = next((colonne for colonne, choisi in choix.items() if choisi.motif == TIERS), None)
    if sens is None:
        return
    lus = dict.fromkeys(" ".join(cellule.texte.split()) for cellule in table.profils[sens].valeurs.values())
    for lu in list(lus)[:_SENS_AU_PLUS]:
        genre = type_du_sens(lu)
        condition = Condition(colonne=table.libelles[sens], vaut=lu)
        if genre in {TypeMouvement.DEPENSE, TypeMouvement.ANNULATION}:
            yield Regle(si=(condition,), type=genre)
        elif genre is not None and tiers is not None:
            yield from _par_tiers(table, (sens, lu, genre), tiers, connus)


def _par_tiers(table: Table, sens: tuple[int, str, TypeMouvement], tiers: int, connus: Connus) -> Iterator[Regle]:
    colonne, lu, genre = sens
    siens = dict.fromkeys(
        " ".join(table.profils[tiers].valeurs[ligne].texte.split())
        for ligne, cellule in table.profils[colonne].valeurs.items()
        if " ".join(cellule.texte.split()) == lu and ligne in table.profils[tiers].valeurs
    )
    for nom in list(siens)[:_TIERS_AU_PLUS]:
        organisme = financeur_abrege(nom, connus)
        if organisme is not None:
            yield Regle(
                si=(
                    Condition(colonne=table.libelles[colonne], vaut=lu),
                    Condition(colonne=table.libelles[tiers], vaut=nom),
                ),
                type=genre,
                financeur=organisme.code,
                nature=Nature.SUBVENTION,
            )


def regles_de_signe(table: Table, choix: Mapping[int, Choix]) -> Iterator[Regle]:
    """Sans colonne de sens, un montant négatif annule une dépense."""
    if any(choisi.champ == "type" for choisi in choix.values()):
        return
    for colonne, choisi in choix.items():
        if choisi.champ in {"montant", "montant_ht", "montant_ttc"}:
            if any(nombre < 0 for nombre in table.profils[colonne].nombres.values()):
                condition = Condition(colonne=table.libelles[colonne], signe=Signe.NEGATIF)
                yield Regle(si=(condition,), type=TypeMouvement.ANNULATION)
            return
