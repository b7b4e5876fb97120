"""``financement reunir DOSSIER MAQUETTE… --vers DOSSIER`` : les parts rendues, réunies au dossier."""

from argparse import Namespace
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exports.commandes.affichage.changements import changement_pour_programme, imprimer_les_changements
from exports.commandes.affichage.sortie import imprimer, imprimer_json, imprimer_table, provenance_pour_programme
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import lire_parmi
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.fautes.chemins import afficher_chemin
from maquettes.description.description import CONTENU
from maquettes.fichiers.destinations import garder_la_source

if TYPE_CHECKING:
    from maquettes.description.comparaison import Changement
    from maquettes.reunion.resultat import Conflit, Modification, NonSuivie, ValeurCitee
    from maquettes.reunion.reunion import Reunion

__all__ = ["declarer", "executer"]

_FORMATS: Final = ("table", "json")
_REFUS: Final = 2
_LARGEUR: Final = 120
_TITRES: Final = {table.nom: table.titre for table in CONTENU}


def declarer(commande: Commande) -> None:
    """``reunir DOSSIER MAQUETTE… --vers DOSSIER``, et un rapport."""
    commande.dossier()
    commande.chemin(
        "maquettes", metavar="MAQUETTE", nargs="+", help="ce qu’ont rendu les maîtres d’ouvrage, dans tout ordre"
    )
    aide = "dossier réuni : sans suffixe, un répertoire ; sinon fichier .xlsx ou .json"
    commande.chemin("--vers", metavar="DOSSIER", required=True, help=aide)
    commande.chemin("--xlsx", metavar="RAPPORT.xlsx", help="ce qui est repris, en conflit, non suivi, sans réponse")
    commande.add_argument(
        "--format",
        metavar=f"{{{','.join(_FORMATS)}}}",
        type=lambda texte: lire_parmi(texte, _FORMATS),
        default="table",
        help="table pour une personne (par défaut), json pour un programme",
    )


def executer(arguments: Namespace) -> int:
    """Réunit ; rend 1 s’il reste des conflits, 2 si rien n’est écrit parce que la destination dit autre chose."""
    from maquettes.reunion.reunion import reunir

    for source in (arguments.dossier, *arguments.maquettes):
        for ecrit in filter(None, (arguments.vers, arguments.xlsx)):
            garder_la_source(source, ecrit)
    reunion = reunir(arguments.dossier, arguments.maquettes)
    changements = reunion.comparer_a(arguments.vers)
    if changements is None:
        reunion.ecrire(arguments.vers, arguments.xlsx)
    ecrits = [] if changements is not None else [arguments.vers, *filter(None, [arguments.xlsx])]
    with apres_avoir_ecrit(*ecrits):
        if arguments.format == "json":
            imprimer_json(_pour_programme(reunion, changements))
        else:
            _imprimer(arguments, reunion, changements)
    if changements:
        return _REFUS
    return 1 if reunion.conflits else 0


def _imprimer(arguments: Namespace, reunion: "Reunion", changements: "tuple[Changement, ...] | None") -> None:
    from maquettes.reunion.resultat import LIBELLES_DES_ETATS

    imprimer_table(
        ("Maquette", "Maître d’ouvrage", "Version envoyée", "État"),
        [(m.fichier, m.maitre_ouvrage, str(m.version), LIBELLES_DES_ETATS[m.etat]) for m in reunion.maquettes],
        largeur=_LARGEUR,
    )
    _imprimer_les_modifications("Repris des maquettes", reunion.modifications)
    if reunion.conflits:
        _titrer("En conflit : le dossier garde sa valeur ; à trancher par une personne")
        for conflit in reunion.conflits:
            _dire(_nommer(conflit))
            _citer_les_valeurs(conflit)
    if reunion.non_suivies:
        _titrer("Non suivi : ce qui n’est pas au maître d’ouvrage qui l’a changé")
        for dite in reunion.non_suivies:
            _dire(f"{dite.maitre_ouvrage}, {_changee(dite)}")
            _dire(f"  {dite.motif}{_entre_crochets(dite.apres)}")
    if reunion.sans_reponse:
        _titrer("Sans réponse")
        for absent in reunion.sans_reponse:
            combien = accorder(len(absent.operations), "opération", "opérations")
            nom = absent.nom if absent.nom == absent.maitre_ouvrage else f"{absent.nom} ({absent.maitre_ouvrage})"
            _dire(f"{nom} : {combien}")
    imprimer()
    imprimer(_compter(reunion))
    _conclure(arguments, changements)


def _conclure(arguments: Namespace, changements: "tuple[Changement, ...] | None") -> None:
    nom = afficher_chemin(arguments.vers)
    if changements is None:
        imprimer(f"Dossier écrit : {nom}")
        if arguments.xlsx is not None:
            imprimer(f"Rapport écrit : {afficher_chemin(arguments.xlsx)}")
    elif not changements:
        imprimer(f"« {nom} » existe et dit déjà tout ce qui est réuni : rien n’est écrit.")
    else:
        imprimer_les_changements(changements)
        imprimer(
            f"« {nom} » existe et n’est jamais écrasé : rien n’est écrit. Ce qui en diffère est ci-dessus ; pour "
            "écrire le dossier réuni, donner un autre nom à --vers."
        )


def _titrer(titre: str) -> None:
    imprimer()
    imprimer(titre)


def _dire(texte: str) -> None:
    imprimer(f"  {rendre_affichable(texte)}")


def _imprimer_les_modifications(titre: str, modifications: "Sequence[Modification]") -> None:
    for table, groupe in groupby(modifications, lambda modification: modification.table):
        _titrer(f"{titre} : {_TITRES[table]}")
        for prise in groupe:
            _dire(f"{_changee(prise)}{_entre_crochets(prise.apres)}")


def _changee(dite: "Modification | NonSuivie") -> str:
    """Le champ, avant et après ; d’une ligne entière, ce qui lui arrive."""
    if dite.champ is None:
        return f"{'ajout' if dite.avant.valeur is None else 'retrait'} : {dite.objet}"
    return f"{_nommer(dite)} : {dite.avant.affichee} → {dite.apres.affichee}"


def _nommer(dite: "Modification | Conflit | NonSuivie") -> str:
    return dite.objet if dite.champ is None else f"{dite.objet}, {dite.champ}"


def _citer_les_valeurs(conflit: "Conflit") -> None:
    for rang, citee in enumerate(conflit.valeurs):
        qui = "dossier" if rang == 0 else "maquette"
        _dire(f"  {qui} : {citee.affichee}{_entre_crochets(citee)}")


def _entre_crochets(citee: "ValeurCitee") -> str:
    return f"  [{citee.provenance}]" if str(citee.provenance) else ""


def _compter(reunion: "Reunion") -> str:
    comptes = (
        accorder(len(reunion.maquettes), "maquette reçue", "maquettes reçues"),
        accorder(len(reunion.modifications), "changement repris", "changements repris"),
        accorder(len(reunion.conflits), "conflit", "conflits"),
        accorder(len(reunion.non_suivies), "changement non suivi", "changements non suivis"),
        f"{len(reunion.sans_reponse)} sans réponse",
    )
    return f"{', '.join(comptes)}."


def _pour_programme(reunion: "Reunion", changements: "tuple[Changement, ...] | None") -> dict[str, object]:
    contenu: dict[str, object] = {
        "maquettes": [
            {"fichier": m.fichier, "maitre_ouvrage": m.maitre_ouvrage, "version": m.version, "etat": m.etat}
            for m in reunion.maquettes
        ],
        "modifications": [_changement(m) for m in reunion.modifications],
        "conflits": [
            {"table": c.table, "cle": c.cle, "champ": c.champ, "valeurs": [_valeur(v) for v in c.valeurs]}
            for c in reunion.conflits
        ],
        "non_suivies": [
            {"maitre_ouvrage": dite.maitre_ouvrage, **_changement(dite), "motif": dite.motif}
            for dite in reunion.non_suivies
        ],
        "sans_reponse": [
            {"maitre_ouvrage": a.maitre_ouvrage, "nom": a.nom, "operations": list(a.operations)}
            for a in reunion.sans_reponse
        ],
    }
    if changements is not None:
        contenu["changements"] = [changement_pour_programme(changement) for changement in changements]
    return contenu


def _changement(dite: "Modification | NonSuivie") -> dict[str, object]:
    return {
        "table": dite.table,
        "cle": dite.cle,
        "champ": dite.champ,
        "avant": dite.avant.valeur,
        "apres": dite.apres.valeur,
        "provenance": provenance_pour_programme(dite.apres.provenance),
    }


def _valeur(citee: "ValeurCitee") -> dict[str, object]:
    return {"valeur": citee.valeur, "provenance": provenance_pour_programme(citee.provenance)}
