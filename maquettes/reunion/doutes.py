"""Ce dont on ne peut décider dans une table sans clé : des lignes égales, que l’on compte, mais que rien ne distingue.

Là, y toucher serait deviner, et réunir de nouveau pourrait changer autre chose : un doute est un conflit.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
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
        paires = [[None if u is None else textes_de(table, u) for u in place] for place in emplacements]
        presentes = [textes_de(table, ligne) for ligne in au_dossier]
        envois = Counter(_remplis(envoyee for envoyee, _ in paires))
        voulus = Counter([*_remplis(voulue for _, voulue in paires), *(textes_de(table, ligne) for ligne in ajouts)])
        comptes = Counter(presentes)
        incertains = {
            textes
            for textes in envois.keys() | voulus.keys()
            if len({envois[textes], voulus[textes], comptes[textes]}) == _TOUS_DIFFERENTS
        }
        self.ajouts = set(incertains)
        for rang, (envoyee, voulue) in enumerate(paires):
            if envoyee in incertains or voulue in incertains:
                self.emplacements.add(rang)
            if rang in trouvees.intacts:
                continue
            # Une ligne que le dossier n'a plus, ou ce qu'on voulait d'elle : l'ajouter la ferait renaître.
            self.ajouts.update(_remplis((envoyee, voulue)))
            if envoyee is None or voulue is None or rang not in trouvees.emplacements:
                continue
            presente = presentes[trouvees.emplacements[rang]]
            jointe = tuple(p if v == e else v for e, v, p in zip(envoyee, voulue, presente, strict=True))
            connues = envois.keys() | voulus.keys() | comptes.keys()
            if comptes[presente] > 1 or (jointe in connues and jointe not in (voulue, presente)):
                self.emplacements.add(rang)


def _remplis(textes: Iterable[Textes | None]) -> list[Textes]:
    return [uns for uns in textes if uns is not None]
