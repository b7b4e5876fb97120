"""``financement expliquer DOSSIER OPERATION FINANCEUR --au DATE`` : la dérivation de chaque chiffre."""

from argparse import Namespace

from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer, imprimer_csv, imprimer_json, provenance_pour_programme
from exports.commandes.console.commande import Commande
from financement.affichage.grandeurs import LIBELLES_GRANDEURS
from financement.cloture.resultat import POUR_MEMOIRE
from financement.dossier.nomenclature import CONCOURS, LIBELLES_NATURES
from financement.explications import Etape, Explication, Figure, expliquer
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant, ecrire_montant, ecrire_montant_decimal

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``expliquer DOSSIER OPERATION FINANCEUR --au DATE``."""
    commande.dossier()
    commande.add_argument("operation", metavar="OPERATION", help="code de l’opération, ou sa fin")
    commande.add_argument("financeur", metavar="FINANCEUR", help="code du financeur, ou sa fin")
    commande.exiger_au()
    commande.format()
    commande.chemin("--scenarios", metavar="F.toml", help="le fichier de scénarios, pour expliquer l’un d’eux")
    commande.add_argument("--scenario", metavar="NOM", help="le scénario à expliquer, par son nom")
    commande.examens.append(_examiner)


def _examiner(arguments: Namespace) -> str | None:
    """Un fichier de scénarios et le nom de l’un d’eux vont ensemble."""
    if (arguments.scenarios is None) != (arguments.scenario is None):
        return "--scenarios et --scenario vont ensemble : le fichier, et le nom du scénario à expliquer"
    return None


def executer(arguments: Namespace) -> int:
    """Imprime chaque figure et ses étapes, du dossier ou de ce qu’il devient sous un scénario."""
    projet = lire_le_dossier(arguments.dossier)
    if arguments.scenarios is not None:
        from maquettes.scenarios.lecture import lire_scenarios

        projet = lire_scenarios(arguments.scenarios).nomme(arguments.scenario).appliquer(projet, au=arguments.au)
    explication = expliquer(projet, arguments.operation, arguments.financeur, au=arguments.au)
    if arguments.format == "json":
        imprimer_json({"figures": [_figure(figure) for figure in explication.figures]})
    elif arguments.format == "csv":
        imprimer_csv(
            ("cle", "nature", "libelle", "montant", "regle", "reference", "provenance"),
            [
                (figure.cle, figure.nature, e.libelle, _montant_csv(e), e.regle, e.reference, str(e.provenance))
                for figure in explication.figures
                for e in figure.etapes
            ],
        )
    else:
        _imprimer(explication)
    return 0


def _montant_csv(etape: Etape) -> str | None:
    return None if etape.montant is None else ecrire_montant(etape.montant)


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "cle": figure.cle,
        "nature": figure.nature,
        "montant": ecrire_montant_decimal(figure.montant),
        "etapes": [
            {
                "libelle": etape.libelle,
                "montant": None if etape.montant is None else ecrire_montant_decimal(etape.montant),
                "regle": etape.regle,
                "reference": etape.reference,
                "provenance": provenance_pour_programme(etape.provenance),
            }
            for etape in figure.etapes
        ],
    }


def _imprimer(explication: Explication) -> None:
    cloture = explication.cloture
    imprimer(
        f"{explication.operation}, {explication.financeur} — au {afficher_date(cloture.au)}, "
        f"tableau financier version {cloture.situation.tableau.version}"
    )
    if not explication.figures:
        imprimer("Ce financeur n’a ni montant programmé ni mouvement sur cette opération.")
    for figure in explication.figures:
        imprimer()
        nature = LIBELLES_NATURES[figure.nature].lower()
        if figure.nature not in CONCOURS and figure.cle not in POUR_MEMOIRE:
            nature += ", n’est dû à personne"
        imprimer(f"{LIBELLES_GRANDEURS[figure.cle]} ({nature}) : {afficher_montant(figure.montant)}")
        for etape in figure.etapes:
            montant = "" if etape.montant is None else afficher_montant(etape.montant)
            lieu = f"  [{etape.provenance}]" if str(etape.provenance) else ""
            imprimer(f"  {montant:>20}  {etape.libelle}{lieu}")
        for nom, textes in (
            ("règle", [e.regle for e in figure.etapes]),
            ("source", [e.reference for e in figure.etapes]),
        ):
            imprimer(f"{nom:>22} : {' · '.join(dict.fromkeys(texte for texte in textes if texte))}")
