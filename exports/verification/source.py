"""Le dossier dont un document est tiré : celui qu’il porte, celui que l’on donne, et s’ils sont bien le sien."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exports.document.sceau import Sceau
from exports.verification.commun.ecart import ABSENT, Ecart
from exports.verification.resultat import Verdict
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import empreinte, lire_json
from maquettes.description.comparaison import Changement, Sorte, comparer_dossiers

__all__ = ["Source", "confronter"]

_NOM_DU_JOINT: Final = "dossier.json"
_COURTE: Final = 16


@dataclass(frozen=True, slots=True)
class Source:
    """Le projet à recomposer (``None`` : aucun n’est lisible), le verdict du dossier, ce qui sépare les deux."""

    projet: Projet | None
    verdict: Verdict
    ecarts: tuple[Ecart, ...]


@dataclass(frozen=True, slots=True)
class _Candidat:
    """Un dossier : comment le nommer, son projet s’il est lisible, en quoi il n’est pas celui du sceau."""

    nom: str
    projet: Projet | None
    reproche: str


def confronter(sceau: Sceau, joint: bytes | None, donne: Projet | None) -> Source:
    """Confronte au sceau le dossier joint au document et le dossier donné ; il en faut un au moins.

    Le projet rendu est celui qui s’accorde avec le sceau ; à défaut, celui que l’on donne, puis celui qui est joint.
    """
    candidats = [*([] if joint is None else [_joint(sceau, joint)])]
    if donne is not None:
        candidats.append(_candidat(sceau, "le dossier donné", donne))
    accordes = [candidat for candidat in candidats if not candidat.reproche]
    reproches = [f"{candidat.nom} {candidat.reproche}" for candidat in candidats if candidat.reproche]
    if reproches:
        verdict = Verdict(False, f"{' ; '.join(reproches)}.")
    elif len(accordes) > 1:
        verdict = Verdict(True, "le dossier joint et le dossier donné sont celui du document.")
    else:
        verdict = Verdict(True, f"{accordes[0].nom} est celui du document.")
    lisibles = [candidat.projet for candidat in (*accordes, *reversed(candidats)) if candidat.projet is not None]
    return Source(lisibles[0] if lisibles else None, verdict, tuple(_ecarts(candidats)))


def _joint(sceau: Sceau, octets: bytes) -> _Candidat:
    nom = "le dossier joint"
    try:
        projet = assembler(lire_json(_NOM_DU_JOINT, octets))
    except DossierRefuse as refus:
        return _Candidat(nom, None, f"est illisible ({refus.fautes[0].message.rstrip('.')})")
    return _candidat(sceau, nom, projet)


def _candidat(sceau: Sceau, nom: str, projet: Projet) -> _Candidat:
    lue = empreinte(projet)
    if lue == sceau.dossier:
        return _Candidat(nom, projet, "")
    dit = f"empreinte {lue[:_COURTE]}…, au lieu de {sceau.dossier[:_COURTE]}…"
    return _Candidat(nom, projet, f"n’est pas celui du document ({dit})")


def _ecarts(candidats: list[_Candidat]) -> Iterator[Ecart]:
    """Ce qui sépare les deux dossiers ; est attendu ce que porte celui qui s’accorde avec le sceau."""
    lisibles = sorted((c for c in candidats if c.projet is not None), key=lambda candidat: bool(candidat.reproche))
    match lisibles:
        case [_Candidat(projet=Projet() as attendu), _Candidat(nom=nom, projet=Projet() as lu)]:
            for changement in comparer_dossiers(attendu, lu):
                yield _ecart(nom.removeprefix("le "), changement)
        case _:
            pass


def _ecart(nom: str, changement: Changement) -> Ecart:
    place = changement.la or changement.ici
    champ = None if place is not None and place.colonne == changement.champ else changement.champ
    lieu = ", ".join(filter(None, (nom, str(place or ""), changement.objet, champ)))
    match changement.sorte:
        case Sorte.AJOUT:
            return Ecart(lieu, changement.objet, ABSENT)
        case Sorte.RETRAIT:
            return Ecart(lieu, ABSENT, changement.objet)
        case Sorte.MODIFICATION:
            return Ecart(lieu, changement.apres or ABSENT, changement.avant or ABSENT)
        case Sorte.ORDRE:
            return Ecart(lieu, "lignes dans un autre ordre", "lignes dans l’ordre du dossier du document")
