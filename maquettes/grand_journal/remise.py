"""Les lignes que la lecture en vrac ne reconnaît pas, remises au chemin ordinaire : mêmes fautes, par construction."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from financement.calculs.journal_colonnes import Colonnes, JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.fautes.provenance import Provenance
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.formes.tables_csv import CSV_MALFORME, lire_table
from maquettes.grand_journal.fenetres import Positions
from maquettes.grand_journal.lecture import Lecteur
from maquettes.grand_journal.source import ARemettre, Source

__all__ = ["en_partie", "relire"]


def relire(source: Source, remises: Positions) -> TableLue[Mouvement]:
    """Les mêmes enregistrements et leurs fautes, situés, sans rien confronter ; incomplets s’ils en ont trop.

    Lève :class:`ARemettre` s’ils ne se découpent pas.
    """
    lue, numeros = _lire(source, remises)
    if any(constatee.code == CSV_MALFORME.code for constatee in lue.fautes):
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
    """Les enregistrements lus bout à bout, et le numéro, dans le fichier, de chacune de leurs lignes."""
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


def en_partie(
    fichier: str,
    lecteur: Lecteur,
    sures: Colonnes,
    relues: TableLue[Mouvement],
    textes: Callable[[Colonnes], Callable[[int], tuple[str, str]]],
) -> tuple[JournalEnColonnes, TableLue[Mouvement]]:
    """Le journal des lignes sûres et de ce que sont les lignes ``relues``, et celles-ci, si elles ont une faute.

    ``textes`` donne, pour les colonnes du journal, la lecture de la pièce et du libellé d’un rang.
    """
    if not relues.complete:
        # La lecture s'est arrêtée à cette ligne : les suivantes n'ont pas été lues.
        sures = sures.prendre(sures.ligne < (relues.lignes[-1].provenance.ligne or 0))
    remis = {mouvement.provenance.ligne: mouvement for mouvement in relues.objets}
    colonnes = lecteur.intercaler(sures, tuple(remis.values()))
    du_fichier = textes(colonnes)

    def lire(rang: int) -> tuple[str, str]:
        mouvement = remis.get(int(colonnes.ligne[rang]))
        return du_fichier(rang) if mouvement is None else (mouvement.piece, mouvement.libelle)

    journal = JournalEnColonnes(
        colonnes=colonnes,
        operations=lecteur.operations.codes,
        financeurs=lecteur.financeurs.codes,
        lieux=(Provenance(fichier=fichier),),
        textes=lire,
    )
    fautives = [ligne for ligne in relues.lignes if ligne.fautives or ligne.fautes]
    return journal, replace(relues, lignes=fautives)
