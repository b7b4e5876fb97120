"""``financement comparer DOSSIER --de N --a M`` : ce qu'un avenant a changé ; ou deux dossiers."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from exports.affichable import rendre_affichable
from exports.commandes.sortie import (
    imprimer,
    imprimer_csv,
    imprimer_json,
    imprimer_table,
    provenance_pour_programme,
)
from exports.mots import accorder
from financement.comparaison import Comparaison, Variation, comparer
from financement.fautes import DossierRefuse, Faute
from financement.montants import ecrire_montant, ecrire_montant_decimal
from financement.nomenclature import LIBELLES_NATURES
from financement.projet import Projet
from financement.provenance import Provenance
from financement.tableau import tableau_financier
from financement.transferts import emplois_par_financeur
from maquettes.comparaison import Changement, Sorte, comparer_dossiers
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]

TITRES = ("Avant", "Après", "Écart")

TABLES = {
    "convention": "Convention",
    "financeurs": "Financeurs",
    "avenants": "Avenants",
    "maitres_ouvrage": "Maîtres d'ouvrage",
    "contreparties_foncieres": "Contreparties foncières",
    "reglement": "Règlement du dossier",
    "parametres": "Paramètres du règlement",
    "operations": "Opérations",
    "plan": "Plan de financement",
    "journal": "Journal",
    "reestimations": "Réestimations",
    "realisations": "Réalisations",
    "insertion": "Insertion",
}


def executer(arguments: Namespace) -> int:
    """Imprime les lignes qui changent, puis tout ce qui sépare deux dossiers.

    Sans version, la dernière de chaque dossier (0 et la dernière pour un seul).
    """
    changements: tuple[Changement, ...] | None = None
    if arguments.autre is None:
        projet = lire_dossier(arguments.dossier)
        avant = tableau_financier(projet, 0 if arguments.de is None else arguments.de)
        apres = tableau_financier(projet, arguments.a)
    else:
        premier, second = _lire(arguments.dossier, arguments.autre)
        avant = tableau_financier(premier, arguments.de)
        apres = tableau_financier(second, arguments.a)
        changements = comparer_dossiers(premier, second)
    comparaison = comparer(avant, apres)
    if arguments.format == "json":
        imprimer_json(_pour_programme(comparaison, changements))
    elif arguments.format == "csv":
        imprimer_csv(
            ("operation", "financeur", "nature", "avant", "apres", "ecart"),
            [(*ligne.cle, *map(ecrire_montant, ligne.variation.montants())) for ligne in comparaison.lignes],
        )
    else:
        _imprimer(comparaison, f"version {avant.version} → version {apres.version}")
        if changements is not None:
            _imprimer_changements(changements)
    return 0


def _lire(*chemins: Path) -> list[Projet]:
    """Les dossiers lus ; lève :class:`DossierRefuse` avec les fautes de tous, chacune située dans le sien."""
    projets: list[Projet] = []
    fautes: dict[Faute, None] = {}
    for chemin in chemins:
        try:
            projets.append(lire_dossier(chemin))
        except DossierRefuse as refus:
            fautes |= {_situer(constatee, chemin): None for constatee in refus.fautes}
    if fautes:
        raise DossierRefuse(fautes)
    return projets


def _situer(constatee: Faute, dossier: Path) -> Faute:
    """La faute, son fichier précédé du dossier : deux dossiers ont des fichiers de même nom."""
    fichier = constatee.provenance.fichier
    if fichier is None:
        return constatee
    complet = dossier if dossier.name == fichier else dossier / fichier
    return replace(constatee, provenance=replace(constatee.provenance, fichier=rendre_affichable(str(complet))))


def _pour_programme(comparaison: Comparaison, changements: Sequence[Changement] | None) -> dict[str, object]:
    lignes = [
        {
            "operation": ligne.cle.operation,
            "financeur": ligne.cle.financeur,
            "nature": ligne.cle.nature,
            **_decimaux(ligne.variation),
        }
        for ligne in comparaison.lignes
    ]
    contenu: dict[str, object] = {"lignes": lignes, "total": _decimaux(comparaison.total)}
    if changements is not None:
        contenu["changements"] = [_changement_pour_programme(changement) for changement in changements]
    return contenu


def _changement_pour_programme(changement: Changement) -> dict[str, object]:
    return {
        "table": changement.table,
        "sorte": changement.sorte,
        "objet": changement.objet,
        "champ": changement.champ,
        "avant": changement.avant,
        "apres": changement.apres,
        "provenance_avant": None if changement.ici is None else provenance_pour_programme(changement.ici),
        "provenance_apres": None if changement.la is None else provenance_pour_programme(changement.la),
    }


def _decimaux(variation: Variation) -> dict[str, str]:
    return dict(zip(("avant", "apres", "ecart"), map(ecrire_montant_decimal, variation.montants()), strict=True))


def _imprimer(comparaison: Comparaison, titre: str) -> None:
    imprimer(f"Programmé, {titre}, en euros")
    imprimer()
    if not comparaison.lignes:
        imprimer("Aucune ligne ne change.")
        return
    imprimer_table(
        ("Opération", "Financeur", "Nature", *TITRES),
        [
            (
                ligne.cle.operation,
                ligne.cle.financeur,
                LIBELLES_NATURES[ligne.cle.nature],
                *ligne.variation.montants(),
            )
            for ligne in comparaison.lignes
        ],
        ("Total", "", "", *comparaison.total.montants()),
    )
    for nom, groupes in (("Financeur", comparaison.par_financeur()), ("Famille", comparaison.par_famille())):
        imprimer()
        imprimer_table((nom, *TITRES), [(cle, *variation.montants()) for cle, variation in groupes.items()])
    imprimer()
    imprimer_table(
        ("Financeur", "Fongible", "Redéployé", "Économie", "Complément"),
        [
            (financeur, emplois.fongible, emplois.redeploye, emplois.economie, emplois.complement)
            for financeur, emplois in emplois_par_financeur(comparaison).items()
        ],
    )
    imprimer()
    imprimer("Fongible : même famille et même maître d'ouvrage (lecture C de « même nature »), sans avenant.")


def _imprimer_changements(changements: Sequence[Changement]) -> None:
    imprimer()
    imprimer("Ce qui change entre les deux dossiers")
    for table, groupe in groupby(changements, lambda changement: changement.table):
        imprimer()
        imprimer(TABLES[table])
        for changement in groupe:
            imprimer(f"  {rendre_affichable(_phrase(changement))}")
    imprimer()
    if changements:
        imprimer(accorder(len(changements), "changement.", "changements."))
    else:
        imprimer("Aucun changement : les deux dossiers ont le même contenu.")


def _phrase(changement: Changement) -> str:
    """Le changement et ses places, sur une ligne."""
    phrase = f"{changement.sorte} : {changement.objet}"
    if changement.sorte is Sorte.MODIFICATION:
        phrase += f", {changement.champ} : {changement.avant} → {changement.apres}"
    lieux = " ; ".join(_lieux(changement))
    return f"{phrase}  [{lieux}]" if lieux else phrase


def _lieux(changement: Changement) -> Iterator[str]:
    places: tuple[tuple[str, Provenance | None], ...] = (("avant", changement.ici), ("après", changement.la))
    for nom, lieu in places:
        if lieu is not None and str(lieu):
            yield f"{nom} : {lieu}"
