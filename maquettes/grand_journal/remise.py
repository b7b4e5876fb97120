"""Les lignes que la lecture en vrac ne reconnaît pas, remises au chemin ordinaire : mêmes fautes, par construction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from financement.calculs.journal_colonnes import Colonnes, JournalEnColonnes, somme_exacte
from financement.controles.constat import Constat
from financement.dossier import coherence
from financement.dossier.coherence import Declares
from financement.dossier.journal import Mouvement
from financement.dossier.plan import LignePlan
from financement.fautes.catalogue import CodeFaute
from financement.fautes.faute import DossierRefuse, Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import TOTAL_MAXIMAL, ecrire_montant
from maquettes.assemblage.orthographe import orthographier_les_mouvements
from maquettes.description.lignes import LigneLue, TableLue, colonnes_en_cause
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.fenetres import Positions
from maquettes.grand_journal.lecture import Lecteur
from maquettes.grand_journal.source import ARemettre, Source

__all__ = ["LignesRemises", "en_colonnes", "fautes_de_lignes", "fautes_de_total", "refuser", "relire", "remettre"]

# Au-delà, presque tout le fichier est à relire : la lecture ordinaire, qui s'arrête à trop de fautes, va plus vite.
_REMISES_AU_PLUS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LignesRemises:
    """Les objets des lignes remises, situés à leur ligne du fichier, et toutes leurs fautes, par ligne croissante.

    ``remarques`` : ce que leur forme a d’inhabituel.
    """

    mouvements: tuple[Mouvement, ...]
    fautes: tuple[Faute, ...]
    remarques: tuple[Constat, ...] = ()


def remettre(source: Source, remises: Positions, declares: Declares | None, plan: Sequence[LignePlan]) -> LignesRemises:
    """Lit les enregistrements de bornes et numéro ``remises`` ; lève :class:`ARemettre` s’il le faut."""
    if not len(remises):
        return LignesRemises(mouvements=(), fautes=())
    lue, numeros = _lire(source, remises)
    if not lue.complete:
        raise ARemettre
    if declares is not None:
        lue = orthographier_les_mouvements(lue, declares)
    situer = partial(_situer, numeros)
    fautes = [replace(f, provenance=situer(f.provenance)) for f in fautes_de_lignes(lue, declares, plan)]
    mouvements = () if fautes else tuple(replace(m, provenance=situer(m.provenance)) for m in lue.objets)
    remarques = tuple(replace(r, provenance=situer(r.provenance)) for r in lue.remarques)
    return LignesRemises(mouvements=mouvements or lue.objets, fautes=tuple(fautes), remarques=remarques)


def relire(source: Source, remises: Positions) -> TableLue[Mouvement]:
    """Les mêmes enregistrements et leurs fautes, situés, sans rien confronter ; incomplets s’ils en ont trop.

    Lève :class:`ARemettre` s’ils ne se découpent pas, ou sont trop nombreux.
    """
    lue, numeros = _lire(source, remises)
    if any(constatee.code is CodeFaute.CSV_MALFORME for constatee in lue.fautes):
        raise ARemettre
    situer = partial(_situer, numeros)
    return TableLue(
        lignes=[
            LigneLue(
                objet=None if ligne.objet is None else replace(ligne.objet, provenance=situer(ligne.provenance)),
                provenance=situer(ligne.provenance),
                fautives=ligne.fautives,
                fautes=tuple(replace(f, provenance=situer(f.provenance)) for f in ligne.fautes),
            )
            for ligne in lue.lignes
        ],
        fautes=lue.fautes,
        complete=lue.complete,
        remarques=[replace(remarque, provenance=situer(remarque.provenance)) for remarque in lue.remarques],
    )


def _lire(source: Source, remises: Positions) -> tuple[TableLue[Mouvement], dict[int, int]]:
    """Les enregistrements lus bout à bout, et le numéro, dans le fichier, de chacune de leurs lignes.

    Lève :class:`ARemettre` s’ils sont trop nombreux.
    """
    if len(remises) > _REMISES_AU_PLUS:
        raise ARemettre
    morceaux = [source.entete]
    numeros: dict[int, int] = {}
    ligne = 2
    for debut, fin, numero in remises.tolist():
        # Sans fin de ligne, un morceau est le dernier du fichier, et le reste.
        morceaux.append(source.octets[debut:fin])
        numeros[ligne] = numero
        ligne += morceaux[-1].count(b"\n")
    return lire_table(source.table, source.nom, b"".join(morceaux)), numeros


def _situer(numeros: Mapping[int, int], lieu: Provenance) -> Provenance:
    return lieu if lieu.ligne is None else replace(lieu, ligne=numeros[lieu.ligne])


def fautes_de_lignes(lue: TableLue[Mouvement], declares: Declares | None, plan: Sequence[LignePlan]) -> Iterator[Faute]:
    """Les fautes des lignes lues puis confrontées, comme l’assemblage du dossier les rend ; le total excepté."""
    fautes = lue.toutes_les_fautes()
    if declares is not None:
        fautives = {ligne.provenance.ligne: ligne.fautives for ligne in lue.lignes}
        fautes.extend(
            constatee
            for constatee in coherence.fautes_de_journal(lue.objets, plan, declares)
            if constatee.code is not CodeFaute.TOTAL_TROP_GRAND
            and not colonnes_en_cause(constatee) & fautives[constatee.provenance.ligne]
        )
    yield from sorted(fautes, key=lambda constatee: constatee.provenance.ligne or 0)


def fautes_de_total(fichier: str, total: int) -> list[Faute]:
    """La faute d’un total de centimes trop grand, située au fichier."""
    if total <= TOTAL_MAXIMAL:
        return []
    return [faute(CodeFaute.TOTAL_TROP_GRAND, Provenance(fichier=fichier), ecrire_montant(total))]


def refuser(fautes: Sequence[Faute]) -> None:
    """Lève :class:`DossierRefuse` s’il y a des fautes, celles du fichier d’abord, puis ligne par ligne."""
    if fautes:
        raise DossierRefuse(sorted(fautes, key=lambda constatee: constatee.provenance.ligne or 0))


def en_colonnes(
    fichier: str,
    lecteur: Lecteur,
    sures: Colonnes,
    remises: LignesRemises,
    textes: Callable[[Colonnes], Callable[[int], tuple[str, str]]],
) -> JournalEnColonnes:
    """Le journal des lignes sûres et des lignes remises ; lève :class:`DossierRefuse` si celles-ci ont des fautes.

    ``textes`` donne, pour les colonnes du journal, la lecture de la pièce et du libellé d’un rang.
    """
    total = somme_exacte(sures.montant) + sum(mouvement.montant for mouvement in remises.mouvements)
    refuser([*fautes_de_total(fichier, total), *remises.fautes])
    colonnes = lecteur.intercaler(sures, remises.mouvements)
    return JournalEnColonnes(
        colonnes=colonnes,
        operations=lecteur.operations.codes,
        financeurs=lecteur.financeurs.codes,
        lieux=(Provenance(fichier=fichier),),
        textes=textes(colonnes),
    )
