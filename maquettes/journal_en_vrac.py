"""Lecture en vrac du journal : mêmes valeurs et mêmes fautes que la lecture ligne à ligne, sans un objet par ligne.

La passe vectorisée ne juge rien : elle reconnaît les lignes sûrement sans faute. Toute autre ligne est remise à la
lecture ordinaire, seule à nommer des fautes, et le fichier entier si sa forme sort de l'ordinaire.
"""

from collections.abc import Sequence

from financement.coherence import Declares
from financement.constat import Constat
from financement.journal import Mouvement
from financement.journal_colonnes import JournalEnColonnes, de_mouvements
from financement.plan import LignePlan
from maquettes.description import JOURNAL, Table
from maquettes.lignes import TableLue
from maquettes.orthographe import orthographier_les_mouvements
from maquettes.tables_csv import lire_table
from maquettes.vrac.lecture import Lecteur
from maquettes.vrac.remise import en_colonnes, fautes_de_lignes, fautes_de_total, refuser, remettre
from maquettes.vrac.source import ARemettre, Source, en_utf8, ouvrir
from maquettes.vrac.textes import TextesDeLignes

__all__ = ["lire_et_remarquer", "lire_journal_en_colonnes", "lire_journal_parquet"]


def lire_journal_en_colonnes(
    nom: str,
    octets: bytes,
    *,
    declares: Declares | None = None,
    plan: Sequence[LignePlan] = (),
    table: Table[Mouvement] = JOURNAL,
) -> JournalEnColonnes:
    """Le journal du fichier csv ``nom``, en colonnes, centimes entiers, dans l'ordre du fichier.

    ``declares`` et ``plan`` : ce que le dossier déclare ; les tables de codes en sont alors les opérations et les
    financeurs, dans leur ordre. Sans ``declares``, tout code bien formé est admis et les tables suivent le fichier.
    ``table`` : celle du fichier, qui peut avoir plus de colonnes que le journal d'un dossier.
    Lève :class:`DossierRefuse` avec les fautes de la lecture ligne à ligne : mêmes textes, même ordre, mêmes lieux.
    """
    return lire_et_remarquer(nom, octets, declares=declares, plan=plan, table=table)[0]


def lire_et_remarquer(
    nom: str,
    octets: bytes,
    *,
    declares: Declares | None = None,
    plan: Sequence[LignePlan] = (),
    table: Table[Mouvement] = JOURNAL,
) -> tuple[JournalEnColonnes, tuple[Constat, ...]]:
    """Le même journal, et les remarques de la lecture ligne à ligne : ce que la forme du fichier a d'inhabituel."""
    try:
        try:
            return _en_vrac(ouvrir(nom, octets, table), declares, plan)
        except UnicodeError:
            return _en_vrac(ouvrir(nom, en_utf8(octets), table), declares, plan)
    except ARemettre:
        lue = lire_table(table, nom, octets)
        return _ligne_a_ligne(lue, nom, declares, plan), tuple(lue.remarques)


def lire_journal_parquet(
    nom: str, octets: bytes, *, declares: Declares | None = None, plan: Sequence[LignePlan] = ()
) -> JournalEnColonnes:
    """Le journal du fichier Parquet ``nom`` (extra « rapide »), comme si ses cellules étaient celles d'un csv.

    Colonnes du journal, en texte, en date, en entiers ou en décimaux d'euros ; une colonne à virgule flottante est
    refusée. La ligne d'une origine est le rang de la rangée, à partir de 1. Lève :class:`DossierRefuse`.
    """
    from maquettes.vrac.parquet import lire_parquet

    return lire_parquet(nom, octets, declares, plan)


def _ligne_a_ligne(
    lue: TableLue[Mouvement], nom: str, declares: Declares | None, plan: Sequence[LignePlan]
) -> JournalEnColonnes:
    """La lecture ordinaire, mise en colonnes."""
    if declares is not None:
        lue = orthographier_les_mouvements(lue, declares)
    total = sum(mouvement.montant for mouvement in lue.objets)
    refuser([*fautes_de_total(nom, total), *fautes_de_lignes(lue, declares, plan)])
    return de_mouvements(
        lue.objets,
        operations=() if declares is None else declares.operations,
        financeurs=() if declares is None else declares.financeurs,
    )


def _en_vrac(
    source: Source, declares: Declares | None, plan: Sequence[LignePlan]
) -> tuple[JournalEnColonnes, tuple[Constat, ...]]:
    lecteur = Lecteur(declares, plan)
    lues = lecteur.lire(source)
    remises = remettre(source, lues.remises, declares, plan)
    journal = en_colonnes(
        source.nom, lecteur, lues.colonnes, remises, lambda colonnes: TextesDeLignes(source, colonnes).lire
    )
    return journal, remises.remarques
