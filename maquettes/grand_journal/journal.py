"""Lecture en vrac du journal : mêmes valeurs et mêmes fautes que la lecture ligne à ligne, sans un objet par ligne.

La passe vectorisée ne juge rien : elle reconnaît les lignes sûrement sans faute. Toute autre ligne est remise à la
lecture ordinaire, seule à nommer des fautes, et le fichier entier si sa forme sort de l’ordinaire.
"""

from collections.abc import Sequence
from dataclasses import replace

from financement.calculs.journal_colonnes import JournalEnColonnes, de_mouvements
from financement.controles.constat import Constat
from financement.dossier.coherence import Declares
from financement.dossier.journal import Mouvement
from financement.dossier.plan import LignePlan
from financement.fautes.provenance import Provenance
from maquettes.assemblage.orthographe import orthographier_les_mouvements
from maquettes.description.description import JOURNAL, Table
from maquettes.description.lignes import TableLue
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.lecture import Lecteur
from maquettes.grand_journal.remise import en_colonnes, fautes_de_lignes, fautes_de_total, refuser, relire, remettre
from maquettes.grand_journal.source import ARemettre, Source, en_utf8, ouvrir
from maquettes.grand_journal.textes import TextesDeLignes

__all__ = ["lire_en_partie", "lire_et_remarquer", "lire_journal_en_colonnes", "lire_journal_parquet"]


def lire_journal_en_colonnes(
    nom: str,
    octets: bytes,
    *,
    declares: Declares | None = None,
    plan: Sequence[LignePlan] = (),
    table: Table[Mouvement] = JOURNAL,
) -> JournalEnColonnes:
    """Le journal du fichier csv ``nom``, en colonnes, centimes entiers, dans l’ordre du fichier.

    ``declares`` et ``plan`` : ce que le dossier déclare ; les tables de codes en sont alors les opérations et les
    financeurs, dans leur ordre. Sans ``declares``, tout code bien formé est admis et les tables suivent le fichier.
    ``table`` : celle du fichier, qui peut avoir plus de colonnes que le journal d’un dossier.
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
    """Le même journal, et les remarques de la lecture ligne à ligne : ce que la forme du fichier a d’inhabituel."""
    try:
        try:
            return _en_vrac(ouvrir(nom, octets, table), declares, plan)
        except UnicodeError:
            return _en_vrac(ouvrir(nom, en_utf8(octets), table), declares, plan)
    except ARemettre:
        lue = lire_table(table, nom, octets)
        return _ligne_a_ligne(lue, nom, declares, plan), tuple(lue.remarques)


def lire_en_partie(nom: str, octets: bytes) -> tuple[JournalEnColonnes, TableLue[Mouvement]] | None:
    """Tout le journal, et ses seules lignes fautives, avec leurs fautes et les remarques de lecture.

    D’une ligne fautive, le journal a l’objet qu’en fait la lecture ligne à ligne, s’il y en a un. ``None`` d’un fichier
    qui revient tout entier à cette lecture.
    """
    try:
        try:
            return _en_partie(ouvrir(nom, octets))
        except UnicodeError:
            return _en_partie(ouvrir(nom, en_utf8(octets)))
    except ARemettre:
        return None


def lire_journal_parquet(
    nom: str, octets: bytes, *, declares: Declares | None = None, plan: Sequence[LignePlan] = ()
) -> JournalEnColonnes:
    """Le journal du fichier Parquet ``nom`` (extra « rapide »), comme si ses cellules étaient celles d’un csv.

    Colonnes du journal, en texte, en date, en entiers ou en décimaux d’euros ; une colonne à virgule flottante est
    refusée. La ligne d’une origine est le rang de la rangée, à partir de 1. Lève :class:`DossierRefuse`.
    """
    from maquettes.grand_journal.parquet import lire_parquet

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


def _en_partie(source: Source) -> tuple[JournalEnColonnes, TableLue[Mouvement]]:
    lecteur = Lecteur(None, ())
    lues = lecteur.lire(source)
    relues = relire(source, lues.remises)
    remis = {mouvement.provenance.ligne: mouvement for mouvement in relues.objets}
    sures = lues.colonnes
    if not relues.complete:
        # La lecture s'est arrêtée à cette ligne : les suivantes n'ont pas été lues.
        sures = sures.prendre(sures.ligne < (relues.lignes[-1].provenance.ligne or 0))
    colonnes = lecteur.intercaler(sures, tuple(remis.values()))
    du_fichier = TextesDeLignes(source, colonnes).lire

    def textes(rang: int) -> tuple[str, str]:
        mouvement = remis.get(int(colonnes.ligne[rang]))
        return du_fichier(rang) if mouvement is None else (mouvement.piece, mouvement.libelle)

    journal = JournalEnColonnes(
        colonnes=colonnes,
        operations=lecteur.operations.codes,
        financeurs=lecteur.financeurs.codes,
        lieux=(Provenance(fichier=source.nom),),
        textes=textes,
    )
    fautives = [ligne for ligne in relues.lignes if ligne.fautives or ligne.fautes]
    return journal, replace(relues, lignes=fautives)
