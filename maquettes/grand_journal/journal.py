"""Lecture en vrac du journal : mêmes valeurs et mêmes fautes que la lecture ligne à ligne, sans un objet par ligne.

La passe vectorisée ne juge rien : elle reconnaît les lignes sûrement sans faute. Toute autre ligne est remise à la
lecture ordinaire, seule à nommer des fautes, et le fichier entier si sa forme sort de l’ordinaire.
"""

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.journal import Mouvement
from maquettes.description.description import JOURNAL
from maquettes.description.lignes import TableLue
from maquettes.description.table import Table
from maquettes.grand_journal.lecture import Lecteur
from maquettes.grand_journal.remise import en_partie, relire
from maquettes.grand_journal.source import ARemettre, Source, en_utf8, ouvrir
from maquettes.grand_journal.textes import TextesDeLignes

__all__ = ["lire_en_partie"]


def lire_en_partie(
    nom: str, octets: bytes, table: Table[Mouvement] = JOURNAL
) -> tuple[JournalEnColonnes, TableLue[Mouvement]] | None:
    """Tout le journal du fichier csv ``nom``, dans son ordre, et ses seules lignes fautives, avec leurs fautes.

    D’une ligne fautive, le journal a l’objet qu’en fait la lecture ligne à ligne, s’il y en a un. ``None`` d’un fichier
    qui revient tout entier à cette lecture. ``table`` : la sienne, qui peut avoir plus de colonnes que celle d’un
    dossier.
    """
    try:
        try:
            return _en_partie(ouvrir(nom, octets, table))
        except UnicodeError:
            return _en_partie(ouvrir(nom, en_utf8(octets), table))
    except ARemettre:
        return None


def _en_partie(source: Source) -> tuple[JournalEnColonnes, TableLue[Mouvement]]:
    lecteur = Lecteur()
    lues = lecteur.lire(source)
    relues = relire(source, lues.remises)
    return en_partie(source.nom, lecteur, lues.colonnes, relues, lambda colonnes: TextesDeLignes(source, colonnes).lire)
