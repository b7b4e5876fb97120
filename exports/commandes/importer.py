"""``financement importer SOURCE…`` : des fichiers reçus à un dossier, par une correspondance."""

from argparse import Namespace
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from exports.commandes.affichage.changements import changement_pour_programme, imprimer_les_changements
from exports.commandes.affichage.constats import compter_les_constats, constat_pour_programme, imprimer_les_constats
from exports.commandes.affichage.constats_d_import import reunir_les_totaux
from exports.commandes.affichage.sortie import imprimer, imprimer_json, imprimer_table
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import lire_parmi
from exports.texte.affichable import rendre_affichable
from financement.fautes.chemins import afficher_chemin
from financement.valeurs.montants import ecrire_montant_decimal
from maquettes.fichiers.ecriture import ecrire_nouveau_fichier
from maquettes.importation.extraction.compte import Etat

if TYPE_CHECKING:
    from maquettes.description.comparaison import Changement
    from maquettes.importation.extraction.extraction import Extraction
    from maquettes.importation.importation import Importation

__all__ = ["declarer", "executer"]

_FORMATS: Final = ("table", "json")
_REFUS: Final = 2
_LARGEUR: Final = 120


def declarer(commande: Commande) -> None:
    """``importer SOURCE... --proposer F.toml``, ou ``--correspondance F.toml --vers DOSSIER``."""
    commande.chemin("sources", metavar="SOURCE", nargs="+", help="fichiers reçus : xlsx, csv, PES V2, TotEM")
    commande.chemin("--proposer", metavar="FICHIER.toml", help="écrit une correspondance à corriger, et aucun dossier")
    commande.chemin("--correspondance", metavar="FICHIER.toml", help="ce que disent les colonnes des fichiers")
    commande.chemin("--vers", metavar="DOSSIER", help="sans suffixe : répertoire ; sinon fichier .xlsx ou .json")
    commande.chemin("--rapport", metavar="FICHIER.xlsx", help="ce qui a été lu, ignoré, signalé, lié à la source")
    commande.add_argument(
        "--format",
        metavar=f"{{{','.join(_FORMATS)}}}",
        type=lambda texte: lire_parmi(texte, _FORMATS),
        default="table",
        help="table pour une personne (par défaut), json pour un programme",
    )
    commande.examens.append(_examiner)


def _examiner(arguments: Namespace) -> str | None:
    """Une proposition seule, ou une correspondance et sa destination."""
    if arguments.proposer is not None:
        donnees = [f"--{nom}" for nom in ("correspondance", "vers", "rapport") if getattr(arguments, nom) is not None]
        return f"--proposer ne s’emploie pas avec {', '.join(donnees)}" if donnees else None
    if arguments.correspondance is None or arguments.vers is None:
        return "il manque : --proposer FICHIER.toml, ou --correspondance FICHIER.toml et --vers DOSSIER"
    return None


def executer(arguments: Namespace) -> int:
    """Propose, ou importe ; rend 1 si le dossier écrit a des constats bloquants, 2 si rien n’est écrit."""
    if arguments.proposer is not None:
        return _proposer(arguments)
    from maquettes.importation.importation import importer

    importation = importer(arguments.sources, arguments.correspondance)
    changements = importation.comparer_a(arguments.vers)
    if changements is None:
        importation.ecrire(arguments.vers, arguments.rapport)
    ecrits = [] if changements is not None else [arguments.vers, *filter(None, [arguments.rapport])]
    with apres_avoir_ecrit(*ecrits):
        if arguments.format == "json":
            imprimer_json(_pour_programme(arguments, importation, changements))
        else:
            _imprimer(arguments, importation, changements)
    if changements is not None:
        return _REFUS if changements else 0
    return 1 if any(constat.est_bloquant for constat in importation.constats) else 0


def _proposer(arguments: Namespace) -> int:
    """Écrit la correspondance proposée, et dit ce qu’elle vaut, colonne par colonne."""
    from maquettes import ecrire_proposition, proposer_correspondance
    from maquettes.importation.correspondance.proposition import compter_les_colonnes

    proposition = proposer_correspondance(arguments.sources)
    ecrire_nouveau_fichier(arguments.proposer, ecrire_proposition(proposition))
    with apres_avoir_ecrit(arguments.proposer):
        if arguments.format == "json":
            imprimer_json(proposition.json())
            return 0
        for source in proposition.sources:
            lieu = source.fichier if source.feuille is None else f"{source.fichier}, feuille {source.feuille}"
            role = "rien n’y est reconnu" if source.role is None else source.role.titre
            dits = " ; ".join(filter(None, (role, compter_les_colonnes(source))))
            imprimer(rendre_affichable(f"{lieu} : {dits}."))
        imprimer(f"Correspondance à lire et à corriger : {afficher_chemin(arguments.proposer)}")
    return 0


def _imprimer(arguments: Namespace, importation: "Importation", changements: "tuple[Changement, ...] | None") -> None:
    imprimer_les_constats(reunir_les_totaux(importation))
    imprimer()
    imprimer("Lignes et cellules : lues / ignorées / signalées.")
    imprimer_table(
        ("Source", "Lignes", "Cellules", "Totaux justes"),
        [_resume(extraction) for extraction in importation.extractions],
        largeur=_LARGEUR,
    )
    imprimer()
    imprimer(compter_les_constats(importation.constats))
    nom = afficher_chemin(arguments.vers)
    if changements is None:
        bloquants = Counter(constat.code for constat in importation.constats if constat.est_bloquant)
        imprimer(f"Dossier écrit : {nom}")
        if arguments.rapport is not None:
            imprimer(f"Rapport écrit : {afficher_chemin(arguments.rapport)}")
        if bloquants:
            codes = ", ".join(f"{code} ({fois})" for code, fois in bloquants.items())
            imprimer(f"Importé avec des constats bloquants, à lever avant de s’en servir : {codes}.")
    elif not changements:
        imprimer(f"« {nom} » existe et dit déjà tout ce qui est importé : rien n’est écrit.")
    else:
        imprimer_les_changements(changements)
        imprimer(
            f"« {nom} » existe et n’est jamais écrasé : rien n’est écrit. Ce qui en diffère est ci-dessus ; pour "
            "écrire l’import, donner un autre nom à --vers."
        )


def _resume(extraction: "Extraction") -> tuple[str, ...]:
    grille, compte, totaux = extraction.table.grille, extraction.compte, extraction.totaux
    justes = sum(total.ecart == 0 for total in totaux)
    return (
        ", ".join(filter(None, (grille.fichier, grille.feuille))),
        " / ".join(str(compte.lignes[etat]) for etat in Etat),
        " / ".join(str(compte.cellules[etat]) for etat in Etat),
        f"{justes} sur {len(totaux)}" if totaux else "",
    )


def _pour_programme(
    arguments: Namespace, importation: "Importation", changements: "tuple[Changement, ...] | None"
) -> dict[str, object]:
    contenu: dict[str, object] = {
        "sources": [_source(extraction) for extraction in importation.extractions],
        "constats": [constat_pour_programme(constat) for constat in importation.constats],
        "dossier": None if changements is not None else str(arguments.vers),
    }
    if changements is not None:
        contenu["changements"] = [changement_pour_programme(changement) for changement in changements]
    return contenu


def _source(extraction: "Extraction") -> dict[str, Any]:
    grille, compte = extraction.table.grille, extraction.compte
    return {
        "fichier": grille.fichier,
        "feuille": grille.feuille,
        "role": extraction.table.source.role,
        "lignes_lues": compte.lignes[Etat.LUE],
        "lignes_ignorees": compte.lignes[Etat.IGNOREE],
        "lignes_signalees": compte.lignes[Etat.SIGNALEE],
        "cellules": {
            "lues": compte.cellules[Etat.LUE],
            "ignorees": compte.cellules[Etat.IGNOREE],
            "signalees": compte.cellules[Etat.SIGNALEE],
        },
        "totaux": [
            {
                "libelle": total.libelle,
                "cellule": grille.provenance(*total.place).cellule,
                "annonce": ecrire_montant_decimal(total.annonce),
                "calcule": ecrire_montant_decimal(total.calcule),
                "ecart": ecrire_montant_decimal(total.ecart),
            }
            for total in extraction.totaux
        ],
    }
