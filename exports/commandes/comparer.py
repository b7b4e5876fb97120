"""``financement comparer DOSSIER --de N --a M`` : ce qu'un avenant a changé ; ou deux dossiers."""

from argparse import Namespace

from exports.commandes.sortie import imprimer, imprimer_csv, imprimer_json, imprimer_table
from financement.comparaison import Comparaison, Variation, comparer
from financement.montants import ecrire_montant, ecrire_montant_decimal
from financement.nomenclature import LIBELLES_NATURES
from financement.tableau import tableau_financier
from financement.transferts import emplois_par_financeur
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]

TITRES = ("Avant", "Après", "Écart")


def executer(arguments: Namespace) -> int:
    """Imprime les lignes qui changent ; sans version, la dernière de chaque dossier (0 et la dernière pour un seul)."""
    projet = lire_dossier(arguments.dossier)
    if arguments.autre is None:
        avant = tableau_financier(projet, 0 if arguments.de is None else arguments.de)
        apres = tableau_financier(projet, arguments.a)
    else:
        avant = tableau_financier(projet, arguments.de)
        apres = tableau_financier(lire_dossier(arguments.autre), arguments.a)
    comparaison = comparer(avant, apres)
    if arguments.format == "json":
        lignes = [
            {
                "operation": ligne.cle.operation,
                "financeur": ligne.cle.financeur,
                "nature": ligne.cle.nature,
                **_decimaux(ligne.variation),
            }
            for ligne in comparaison.lignes
        ]
        imprimer_json({"lignes": lignes, "total": _decimaux(comparaison.total)})
    elif arguments.format == "csv":
        imprimer_csv(
            ("operation", "financeur", "nature", "avant", "apres", "ecart"),
            [(*ligne.cle, *map(ecrire_montant, _montants(ligne.variation))) for ligne in comparaison.lignes],
        )
    else:
        _imprimer(comparaison, f"version {avant.version} → version {apres.version}")
    return 0


def _montants(variation: Variation) -> tuple[int, int, int]:
    return variation.avant, variation.apres, variation.ecart


def _decimaux(variation: Variation) -> dict[str, str]:
    return dict(zip(("avant", "apres", "ecart"), map(ecrire_montant_decimal, _montants(variation)), strict=True))


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
                *_montants(ligne.variation),
            )
            for ligne in comparaison.lignes
        ],
        ("Total", "", "", *_montants(comparaison.total)),
    )
    for nom, groupes in (("Financeur", comparaison.par_financeur()), ("Famille", comparaison.par_famille())):
        imprimer()
        imprimer_table((nom, *TITRES), [(cle, *_montants(variation)) for cle, variation in groupes.items()])
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
