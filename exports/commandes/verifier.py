"""``financement verifier FICHIER [DOSSIER]`` : le document, le dossier et les règles s’accordent-ils."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Final

from exports.commandes.affichage.sortie import imprimer, imprimer_csv, imprimer_json
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import tant_qu_on_lit
from exports.texte.affichable import rendre_affichable
from exports.verification.commun.ecart import Ecart
from exports.verification.commun.lecture import FORMES
from exports.verification.resultat import ORIGINE, Reponse, Verdict, Verification
from exports.verification.verification import verifier
from financement.affichage.libelles import accorder, afficher_nombre
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import LONGUEUR_MONTREE, montrer

__all__ = ["declarer", "executer"]

ECARTS_MONTRES: Final = 20
LONGUEUR_ECRITE: Final = 500
CLES: Final = ("lieu", "lu", "attendu")
MARQUES: Final = {True: "oui", False: "NON", None: "?"}


def declarer(commande: Commande) -> None:
    """``verifier FICHIER [DOSSIER]``."""
    commande.chemin("fichier", metavar="FICHIER", help=f"annexe .{', .'.join(FORMES[:-1])} ou .{FORMES[-1]}")
    commande.chemin("dossier", metavar="DOSSIER", nargs="?", help="dossier source, si l’annexe ne le contient pas")
    commande.format()


def executer(arguments: Namespace) -> int:
    """Imprime les trois verdicts et les écarts ; rend 0 si tout s’accorde, 1 sinon."""
    verification = verifier(arguments.fichier, arguments.dossier)
    with tant_qu_on_lit():
        if arguments.format == "json":
            imprimer_json(_pour_programme(verification))
        elif arguments.format == "csv":
            imprimer_csv(
                CLES, [(afficher_chemin(e.lieu), *e.extraits(LONGUEUR_ECRITE)) for e in _a_donner(verification)]
            )
        else:
            _imprimer(verification)
    return 0 if verification.conforme else 1


def _pour_programme(verification: Verification) -> dict[str, object]:
    return {
        "fichier": verification.fichier,
        "format": verification.format,
        "conforme": verification.conforme,
        "sceau": verification.sceau.en_json(),
        "document": _verdict(verification.document),
        "dossier": _verdict(verification.dossier),
        "regles": _verdict(verification.regles),
        "reserves": list(verification.reserves),
        "nombre_ecarts": verification.nombre_ecarts,
        "ecarts": _ecarts(verification.ecarts),
        "reponse": verification.reponse,
        "nombre_objets": verification.nombre_objets,
        "objets": _ecarts(verification.objets),
        "origine": ORIGINE,
    }


def _ecarts(ecarts: Sequence[Ecart]) -> list[dict[str, str]]:
    return [dict(zip(CLES, (ecart.lieu, *ecart.extraits(LONGUEUR_ECRITE)), strict=True)) for ecart in ecarts]


def _a_donner(verification: Verification) -> tuple[Ecart, ...]:
    """Les écarts, puis ce qui peut montrer autre chose et n’y est pas déjà."""
    if verification.reponse is Reponse.TEXTES:
        return verification.ecarts
    return (*verification.ecarts, *verification.objets)


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {"accord": verdict.accord, "phrase": verdict.phrase}


def _imprimer(verification: Verification) -> None:
    verdicts = (
        ("Document", verification.document),
        ("Dossier", verification.dossier),
        ("Règles", verification.regles),
    )
    for nom, verdict in verdicts:
        imprimer(f"{nom:<8} : {MARQUES[verdict.accord]:<3} — {rendre_affichable(verdict.phrase)}")
    for reserve in verification.reserves:
        imprimer(f"Réserve  : {rendre_affichable(reserve)}")
    imprimer(f"Origine  : ?   — {ORIGINE}")
    donnes = _a_donner(verification)
    montres = donnes[:ECARTS_MONTRES]
    if montres:
        imprimer()
    for ecart in montres:
        lu, attendu = map(montrer, ecart.extraits(LONGUEUR_MONTREE))
        imprimer(f"  {afficher_chemin(ecart.lieu)} : lu « {lu} », attendu « {attendu} »")
    en_plus = 0 if verification.reponse is Reponse.TEXTES else verification.nombre_objets
    total = verification.nombre_ecarts + en_plus
    if reste := total - len(montres):
        toutes = "les donne toutes" if len(donnes) == total else f"donne les {afficher_nombre(len(donnes))} premières"
        imprimer(f"  … et {accorder(reste, 'autre différence', 'autres différences')} : --format csv {toutes}.")
