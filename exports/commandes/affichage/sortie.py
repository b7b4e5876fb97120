"""Ce que les commandes impriment : tables pour une personne, json et csv pour un programme."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Final

from exports.commandes.affichage.largeur import disposer
from exports.commandes.affichage.regroupement import dire_les_autres, regrouper_les_fautes
from exports.commandes.console.flux import ecrire_en_erreur, ecrire_en_sortie
from exports.commandes.console.valeur_refusee import nommer_le_lieu
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, EcartMontant
from financement.fautes.faute import Faute
from financement.fautes.provenance import Origine, Provenance
from financement.valeurs.montants import afficher_montant, ecrire_montant_decimal
from financement.valeurs.quantites import afficher_quantite
from maquettes.formes.texte_de_csv import proteger

__all__ = [
    "MARQUE_UTF_8",
    "NombreEcrit",
    "cellule_csv",
    "decimaux",
    "imprimer",
    "imprimer_csv",
    "imprimer_erreur",
    "imprimer_fautes",
    "imprimer_json",
    "imprimer_table",
    "mesure_pour_programme",
    "parts_pour_programme",
    "provenance_pour_programme",
]

TIRET = "–"
MARQUE_UTF_8 = "\ufeff"
# Ce qui commande l'affichage : commandes, sens d'écriture, sauts de ligne d'Unicode, octets d'un nom sans texte.
# Un saut de ligne ordinaire ou une tabulation est du texte, que citent le json et le csv.
_COMMANDES: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_GUILLEMET: Final = '"'
_COUPURES: Final = frozenset(';"\r\n')


class NombreEcrit(str):
    """Un nombre déjà écrit, à droite dans une table comme un montant."""

    __slots__ = ()


def imprimer(texte: str = "") -> None:
    """Une ligne sur la sortie standard."""
    ecrire_en_sortie(texte + "\n")


def imprimer_erreur(texte: str) -> None:
    """Une ligne sur la sortie d’erreur."""
    ecrire_en_erreur(f"financement : {texte}\n")


def imprimer_json(contenu: Mapping[str, object]) -> None:
    """Un objet json, seul sur la sortie standard ; ce qui commanderait l’affichage y est écrit par son rang."""
    texte = json.dumps(contenu, ensure_ascii=False, indent=2)
    imprimer(_sans_commandes(texte))


def _sans_commandes(texte: str) -> str:
    return _COMMANDES.sub(lambda commande: f"\\u{ord(commande[0]):04x}", texte)


def decimaux(montants: Mapping[str, int]) -> dict[str, str]:
    """Des montants (centimes) en euros décimaux, pour le json."""
    return {nom: ecrire_montant_decimal(montant) for nom, montant in montants.items()}


def parts_pour_programme(concours: Mapping[str, int], autofinancement: Mapping[str, int]) -> dict[str, object]:
    """Des montants en objet json : toutes les lignes, puis, sous les mêmes clés, concours et autofinancement à part."""
    total = {nom: montant + autofinancement[nom] for nom, montant in concours.items()}
    return {**decimaux(total), "concours": decimaux(concours), "autofinancement": decimaux(autofinancement)}


def cellule_csv(valeur: object) -> str:
    """Valeur d’une cellule csv : vide pour ``None``, date ISO, texte jamais lisible comme une formule.

    Ce qui commanderait l’affichage y est écrit par son rang.
    """
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        return valeur.isoformat()
    texte = _sans_commandes(str(valeur))
    est_nombre = texte.lstrip("-").replace(",", "").isdigit()
    return texte if est_nombre else proteger(texte)


def imprimer_csv(entetes: Sequence[str], lignes: Iterable[Sequence[object]]) -> None:
    """Une table csv, séparée par des points-virgules ; la marque du début fait lire ses accents à Excel."""
    rangees = (entetes, *([cellule_csv(valeur) for valeur in ligne] for ligne in lignes))
    ecrire_en_sortie(MARQUE_UTF_8 + "".join(f"{';'.join(map(_citer, rangee))}\n" for rangee in rangees))


def _citer(texte: str) -> str:
    """Le texte entre guillemets s’il couperait la ligne : le module csv de Python oublie le retour chariot."""
    return f'"{texte.replace(_GUILLEMET, 2 * _GUILLEMET)}"' if _COUPURES.intersection(texte) else texte


def imprimer_table(
    entetes: Sequence[str],
    lignes: Sequence[Sequence[object]],
    *totaux: Sequence[object],
    largeur: int | None = None,
    cles: int = 1,
) -> None:
    """Une table pour une personne, ses ``totaux`` au pied ; montants (entiers, en centimes) et quantités à droite.

    Zéro se lit ``–``, ``None`` ne s’imprime pas. Dans une ``largeur`` donnée, les textes se replient, puis la table se
    coupe en volets qui répètent ses ``cles`` premières colonnes ; un montant ne se coupe jamais.
    """
    from tabulate import SEPARATING_LINE, tabulate

    modele: Sequence[object] = (
        totaux[0]
        if totaux
        else [next((valeur for valeur in colonne if valeur is not None), None) for colonne in zip(*lignes, strict=True)]
    )
    numeriques = [isinstance(valeur, int | Decimal | NombreEcrit) for valeur in modele] or [False] * len(entetes)
    corps, pied = ([[_affichee(valeur) for valeur in ligne] for ligne in partie] for partie in (lignes, totaux))
    for rang, volet in enumerate(disposer([entetes, *corps, *pied], numeriques, cles, largeur)):
        if rang:
            imprimer()
        rangees: list[Iterable[object]] = [volet.replier(ligne) for ligne in corps]
        if pied:
            rangees += [SEPARATING_LINE, *(volet.replier(ligne) for ligne in pied)]
        alignement = ["right" if numeriques[colonne] else "left" for colonne in volet.colonnes]
        titres = volet.titrer(entetes)
        imprimer(tabulate(rangees, headers=titres, tablefmt="simple", disable_numparse=True, colalign=alignement))


def _affichee(valeur: object) -> str:
    if isinstance(valeur, int):
        return afficher_montant(valeur, "") if valeur else TIRET
    if isinstance(valeur, Decimal):
        return afficher_quantite(valeur) if valeur else TIRET
    return "" if valeur is None else rendre_affichable(str(valeur))


def provenance_pour_programme(provenance: Provenance) -> dict[str, object]:
    """La provenance en objet json, ses cinq clés présentes, celles du contrat quel que soit son type.

    D’une ligne importée, ``origine`` dit aussi le fichier, la feuille, la cellule d’avant, et l’empreinte du fichier ;
    d’un montant qui somme plusieurs cellules, ``avec`` dit de même chacune des autres.
    """
    origine = provenance.origine
    return {
        "fichier": provenance.fichier,
        "feuille": provenance.feuille,
        "cellule": provenance.cellule,
        "ligne": provenance.ligne,
        "colonne": provenance.colonne,
        **({} if origine is None else {"origine": _origine_pour_programme(origine)}),
    }


def _origine_pour_programme(origine: Origine) -> dict[str, object]:
    dite = asdict(replace(origine, avec=()))
    del dite["avec"]
    return {**dite, "avec": [_origine_pour_programme(autre) for autre in origine.avec]} if origine.avec else dite


def mesure_pour_programme(constat: Constat) -> dict[str, object]:
    """``attendu``, ``constate``, ``ecart`` : montants en texte décimal, dates ISO, nombres entiers, sinon ``null``."""
    mesure = constat.mesure
    if mesure is None:
        return {"attendu": None, "constate": None, "ecart": None}
    if isinstance(mesure, EcartMontant):
        montants = {"attendu": mesure.attendu, "constate": mesure.constate, "ecart": mesure.ecart}
        return {nom: ecrire_montant_decimal(montant) for nom, montant in montants.items()}
    bornes = {"attendu": mesure.attendu, "constate": mesure.constate}
    return {
        **{nom: borne.isoformat() if isinstance(borne, date) else borne for nom, borne in bornes.items()},
        "ecart": mesure.ecart,
    }


def imprimer_fautes(fautes: Sequence[Faute], forme: str, mots: Sequence[str]) -> None:
    """Toutes les fautes : en json, une à une, sur la sortie standard ; sinon une cause par paragraphe, en erreur.

    ``mots`` est la ligne de commande, dont une valeur refusée se dit par son option.
    """
    if forme == "json":
        imprimer_json(
            {
                "erreurs": [
                    {
                        "code": faute.code,
                        "message": faute.message,
                        "lu": faute.lu,
                        "remede": faute.remede,
                        "provenance": provenance_pour_programme(faute.provenance),
                    }
                    for faute in fautes
                ]
            }
        )
        return
    imprimer_erreur(
        accorder(sum(faute.nombre for faute in fautes), "faute empêche de continuer.", "fautes empêchent de continuer.")
    )
    for groupe in regrouper_les_fautes(fautes):
        faute, lieu, autres = groupe.premier, nommer_le_lieu(groupe.premier, mots), dire_les_autres(groupe)
        ecrire_en_erreur(f"\n{lieu} [{faute.code}]\n    {faute.message}\n    → {faute.remede}\n")
        if autres:
            ecrire_en_erreur(f"    {autres}\n")
