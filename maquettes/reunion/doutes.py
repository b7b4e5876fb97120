"""Ce dont on ne peut décider dans une table sans clé : des lignes égales, que l’on compte, mais que rien ne distingue.

Là, y toucher serait deviner, et réunir de nouveau pourrait changer autre chose : un doute est un conflit.
"""

from collections import Counter
from collections.abc import Container, Sequence
from typing import Final

from financement.fautes.provenance import Situe
from maquettes.description.table import TableDuDossier
from maquettes.reunion.appariement import Emplacement, Retrouvees
from maquettes.reunion.citations import textes_de

__all__ = ["Doutes"]

Textes = tuple[str, ...]

_TOUS_DIFFERENTS: Final = 3


class Doutes:
    """Les emplacements (par rang) et les ajouts (par textes) dont rien ne dit de quelle ligne du dossier ils parlent.

    Une table à clé n’en a pas.
    """

    def __init__(
        self,
        table: TableDuDossier[Situe],
        emplacements: Sequence[Emplacement],
        ajouts: Sequence[Situe],
        au_dossier: Sequence[Situe],
        trouvees: Retrouvees,
    ) -> None:
        self.emplacements: set[int] = set()
        self.ajouts: set[Textes] = set()
        if table.cle:
            return
        envois = Counter(place.envoyee for place in emplacements)
        voulus = Counter([*(place.voulue for place in emplacements if place.voulue is not None), *ajouts])
        presentes = Counter(au_dossier)
        incertaines = {
            ligne
            for ligne in envois.keys() | voulus.keys()
            if len({envois[ligne], voulus[ligne], presentes[ligne]}) == _TOUS_DIFFERENTS
        }
        self.emplacements = {r for r, place in enumerate(emplacements) if not incertaines.isdisjoint(place)}
        perdus = [(r, place) for r, place in enumerate(emplacements) if r not in trouvees.intacts]
        # Une ligne que le dossier n'a plus, ou ce qu'on voulait d'elle : l'ajouter la ferait renaître.
        renaitraient = {ligne for _, place in perdus for ligne in place if ligne is not None}
        self.ajouts = {textes_de(table, ligne) for ligne in incertaines | renaitraient}
        rapproches = [(place, trouvees.emplacements[r], r) for r, place in perdus if r in trouvees.emplacements]
        if not rapproches:
            return
        connues = {textes_de(table, ligne) for ligne in (*envois, *voulus, *presentes)}
        for place, rang_au_dossier, rang in rapproches:
            presente = au_dossier[rang_au_dossier]
            if presentes[presente] > 1 or _se_confondrait(table, place, presente, connues):
                self.emplacements.add(rang)


def _se_confondrait(
    table: TableDuDossier[Situe], place: Emplacement, presente: Situe, connues: Container[Textes]
) -> bool:
    """La ligne jointe, faite des deux, serait égale à une autre que l’on connaît."""
    if place.voulue is None:
        return False
    envoyee, voulue, actuelle = (textes_de(table, ligne) for ligne in (place.envoyee, place.voulue, presente))
    jointe = tuple(a if v == e else v for e, v, a in zip(envoyee, voulue, actuelle, strict=True))
    return jointe in connues and jointe not in (voulue, actuelle)
