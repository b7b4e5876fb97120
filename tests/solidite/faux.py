"""Des annexes falsifiées : aucune n’est dite authentique, et ce qui y est faux ou ajouté est nommé.

La loi ne doit rien au vérificateur : un fichier dont on a changé un chiffre, ce qu’il montre ou ce qu’il porte n’est
jamais « octet pour octet » le nôtre, ni conforme ; un chiffre changé est nommé avec ce qu’on y lit ; un objet ajouté
ou un aspect changé est nommé.
"""

from functools import cache
from typing import Final

from exports.livraison.annexe_rendue import AnnexeRendue, preparer_annexe
from exports.verification.commun.lecture import DocumentLu
from exports.verification.confrontation import Confrontation, confronter_les_documents
from exports.verification.formats import LECTEURS, reconnaitre
from exports.verification.resultat import Reponse
from maquettes.fichiers.sources import SourceRefusee
from tests.exports.verification.jeux import AU, petit_projet
from tests.solidite.bilan import Bilan
from tests.solidite.epreuves import EPREUVES
from tests.solidite.falsifications.genres import Falsification, Faux, Hasard, Impossible, hasard_de
from tests.solidite.falsifications.toutes import FALSIFICATIONS

__all__ = ["eprouver", "juger", "rangs"]

_RASSURANTES: Final = frozenset({Reponse.OCTETS, Reponse.OCTETS_SIGNES})


@cache
def _annexe() -> AnnexeRendue:
    return preparer_annexe(petit_projet(), au=AU)


@cache
def _originaux(forme: str) -> dict[str, DocumentLu]:
    return {nom: DocumentLu(nom, octets) for nom, octets in _annexe().rendre(forme).items()}


def original(forme: str) -> DocumentLu:
    """Le document intact que l’on falsifie ; en csv, celui du tableau financier."""
    documents = _originaux(forme)
    return next(
        (d for nom, d in documents.items() if nom.endswith("tableau-financier.csv")), next(iter(documents.values()))
    )


def rangs(graine: int, nombre: int) -> range:
    """Les rangs d’un lot, qui suivent ceux de la graine d’avant, fût-il plus court que les autres."""
    debut = (graine - 1) * EPREUVES["faux"].lot
    return range(debut, debut + nombre)


def eprouver(graine: int, nombre: int) -> Bilan:
    """Un lot de ``nombre`` falsifications, tirées de ``graine`` : chacune à son tour, ses cibles au hasard."""
    bilan = Bilan()
    for rang in rangs(graine, nombre):
        falsification = FALSIFICATIONS[rang % len(FALSIFICATIONS)]
        anomalie = juger(falsification, hasard_de(f"{falsification.nom} {rang}"))
        if anomalie:
            bilan.signaler(f"{falsification.nom} (essai {rang}) : {anomalie}")
        else:
            bilan.compter(falsification.forme)
    return bilan


def juger(falsification: Falsification, hasard: Hasard) -> str:
    """Ce qui contredit la loi ; vide si rien."""
    intact = original(falsification.forme)
    try:
        faux = falsification.faire(intact.octets, hasard)
    except Impossible as impossible:
        # Le document a changé de forme : l'épreuve est à corriger, et les autres falsifications à essayer quand même.
        return f"rien à falsifier : {impossible}"
    if faux.octets == intact.octets:
        return "le document n’a pas changé"
    lu = DocumentLu(intact.nom, faux.octets)
    try:
        if falsification.forme != "csv":
            forme = reconnaitre(lu)
            LECTEURS[forme].sceau(lu)
        attendus = _originaux(falsification.forme)
        confrontation = confronter_les_documents(falsification.forme, attendus | {lu.nom: lu}, attendus)
    except SourceRefusee as refus:
        return "" if refus.faute.message.endswith(".") and not falsification.chiffre else f"refus « {refus} »"
    return _contraire(falsification, faux, confrontation)


def _contraire(falsification: Falsification, faux: Faux, dite: Confrontation) -> str:
    montre = [f"{e.lieu} : {e.lu}" for e in (*dite.ecarts, *dite.objets)]
    if dite.reponse in _RASSURANTES or dite.verdict.accord is not False:
        return f"dite « {dite.verdict.phrase} »"
    if "octet pour octet" in dite.verdict.phrase and "a pu être changé" not in dite.verdict.phrase:
        return f"rassure : « {dite.verdict.phrase} »"
    if falsification.chiffre and dite.reponse is not Reponse.CHIFFRES:
        return f"chiffre faux, réponse « {dite.reponse} » : {montre[:3]}"
    # Un nombre se lit avec sa virgule, quelle que soit la façon dont le fichier l'écrit.
    if faux.texte and not any(faux.texte.replace(".", ",") in ecart.lu.replace(".", ",") for ecart in dite.ecarts):
        return f"« {faux.texte} » n’est pas nommé : {montre[:3]}"
    if falsification.nomme and not any(falsification.nomme in dit for dit in montre):
        return f"« {falsification.nomme} » n’est pas nommé : {montre[:3]}"
    return ""
