"""Nom connu le plus proche d’un nom mal écrit."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from financement.valeurs.graphies import difference, jumeaux

__all__ = ["PROPOSITIONS_AU_PLUS", "Propositions", "nom_le_plus_proche", "proposition"]

LONGUEUR_COMPAREE = 80
# Au-delà, aucune proposition : chercher parmi tant de noms prendrait plus de temps que lire le dossier.
CONNUS_COMPARES = 5_000
REPONSES_RETENUES = 4_096
JUMEAUX_NOMMES = 5
# Un nouveau nom proposé pour chaque ligne n'apprend plus rien : c'est une autre liste de codes.
PROPOSITIONS_AU_PLUS = 500
SEUIL_ORDINAIRE = 0.6


def _forme_comparable(nom: str) -> str:
    """Le nom sans accents, sans casse ni séparateurs, tel que l’œil le compare."""
    decompose = unicodedata.normalize("NFKD", nom[:LONGUEUR_COMPAREE])
    return "".join(c for c in decompose.casefold() if c.isalnum())


def nom_le_plus_proche(nom: str, connus: Iterable[str], seuil: float = SEUIL_ORDINAIRE) -> str | None:
    """Le nom de ``connus`` qui ressemble le plus à ``nom``, ou ``None`` si aucun ne ressemble.

    ``seuil`` va de 0 (tout ressemble) à 1 (les mêmes lettres, aux accents et à la casse près).
    À ressemblance égale, le premier de ``connus`` l’emporte : la réponse ne dépend que des entrées.
    """
    return _voisins(tuple(connus)).le_plus_proche(nom[:LONGUEUR_COMPAREE], seuil)


@lru_cache(maxsize=64)
def _voisins(connus: tuple[str, ...]) -> "_Voisins":
    return _Voisins(connus)


class _Voisins:
    """Des noms connus, et les réponses déjà données : un code mal écrit l’est souvent sur des centaines de lignes.

    Comparer deux noms coûte. La part de leurs lettres qu’ils ont en commun, dans le désordre, borne leur ressemblance
    et se compte en une opération ; ne sont comparés que ceux qui peuvent encore l’emporter.
    """

    def __init__(self, connus: tuple[str, ...]) -> None:
        self._formes: dict[str, str] = {}
        for connu in connus if len(connus) <= CONNUS_COMPARES else ():
            self._formes.setdefault(_forme_comparable(connu), connu)
        lettres = dict.fromkeys(lettre for forme in self._formes for lettre in _lettres(forme))
        self._places = {lettre: 1 << place for place, lettre in enumerate(lettres)}
        self._bits = [(self._bits_de(forme), len(forme), forme) for forme in self._formes]
        self._reponses: dict[tuple[str, float], str | None] = {}

    def le_plus_proche(self, nom: str, seuil: float) -> str | None:
        """Le nom connu qui ressemble le plus à ``nom``, au moins de ``seuil``."""
        question = nom, seuil
        if question not in self._reponses:
            if len(self._reponses) == REPONSES_RETENUES:
                self._reponses.clear()
            self._reponses[question] = self._chercher(_forme_comparable(nom), seuil)
        return self._reponses[question]

    def _bits_de(self, forme: str) -> int:
        """Un bit par lettre du nom qu’un nom connu a aussi."""
        return sum(self._places.get(lettre, 0) for lettre in _lettres(forme))

    def _chercher(self, forme: str, seuil: float) -> str | None:
        from difflib import SequenceMatcher

        bits, longueur = self._bits_de(forme), len(forme)
        possibles = [
            (2 * (bits & siens).bit_count() / (longueur + sienne) if longueur + sienne else 1.0, connue)
            for siens, sienne, connue in self._bits
        ]
        comparaison = SequenceMatcher(b=forme)
        meilleure = seuil, ""
        trouvee = None
        for borne, connue in sorted((possible for possible in possibles if possible[0] >= seuil), reverse=True):
            if borne < meilleure[0]:
                break
            comparaison.set_seq1(connue)
            ressemblance = comparaison.ratio(), connue
            if ressemblance >= meilleure:
                meilleure, trouvee = ressemblance, connue
        return None if trouvee is None else self._formes[trouvee]


def _lettres(forme: str) -> Iterator[tuple[str, int]]:
    """Chaque lettre et le nombre de fois qu’elle est déjà venue : deux « A » sont deux lettres."""
    vues = Counter[str]()
    for lettre in forme:
        yield lettre, vues[lettre]
        vues[lettre] += 1


def proposition(nom: str, connus: Iterable[str]) -> str:
    """Fin de phrase qui propose le nom le plus proche : `` ; le plus proche est « VILLE »`` ou vide.

    De deux noms que l’œil confond, elle dit ce qui les distingue ; si ``nom`` a plusieurs jumeaux, elle les donne tous.
    """
    noms = tuple(connus)
    semblables = jumeaux(noms).semblables(nom)
    if len(semblables) > 1:
        cites = " ou ".join(f"« {connu} »" for connu in semblables[:JUMEAUX_NOMMES])
        suite = ", ou un autre" if len(semblables) > JUMEAUX_NOMMES else ""
        return f" ; ce peut être {cites}{suite}, à écrire exactement"
    proche = nom_le_plus_proche(nom, noms)
    if proche is None:
        return ""
    precision = difference(nom, proche)
    return f" ; le plus proche est « {proche} »{f' ({precision})' if precision else ''}"


class Propositions:
    """Les :func:`proposition` d’un même examen parmi des noms ``connus`` : une fois par valeur, et pas sans fin."""

    def __init__(self, connus: Iterable[str]) -> None:
        self._connus = tuple(connus)
        self._faites: dict[str, str] = {}

    def pour(self, nom: str) -> str:
        """La proposition pour ``nom`` ; vide une fois atteint le nombre de valeurs après lequel rien n’est proposé."""
        if nom not in self._faites and len(self._faites) < PROPOSITIONS_AU_PLUS:
            self._faites[nom] = proposition(nom, self._connus)
        return self._faites.get(nom, "")
