"""Un portefeuille sur le disque : les dossiers trouvés, chacun lu en un bilan ou en un refus."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from financement.controles.constat import Constat
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from financement.portefeuille.portefeuille import BilanConvention, Portefeuille, Refus, bilan
from financement.valeurs import validation
from maquettes.assemblage.assemblage import Assembler, assembler
from maquettes.description.description import JOURNAL, OPERATIONS, PLAN
from maquettes.dossiers import DossierExamine, examiner_dossier
from maquettes.fichiers.chemin_donne import chemin_donne, chemins_donnes
from maquettes.fichiers.filet import faute_de_panne, rattraper
from maquettes.fichiers.sources import mouvant
from maquettes.formes import convention_toml
from maquettes.portefeuille.codes_de_dossiers import lire_code
from maquettes.portefeuille.lectures_reparties import Suivre, lire_tout, ne_rien_suivre

if TYPE_CHECKING:
    from maquettes.journal_commun.part import Part

__all__ = ["lire_bilan", "lire_bilans", "lire_portefeuille", "lire_un_dossier", "nommer", "trouver_dossiers"]

Resultat = TypeVar("Resultat")

# Un répertoire qui a l'un de ces fichiers est un dossier, même incomplet : l'ignorer cacherait sa faute.
_FICHIERS: Final = frozenset({convention_toml.NOM, *(f"{table.nom}.csv" for table in (OPERATIONS, PLAN, JOURNAL))})
_SUFFIXES: Final = frozenset({".xlsx", ".json"})
_IGNORES: Final = (".", "~$")


def trouver_dossiers(chemins: Iterable[str | Path], *, journal: str | Path | None = None) -> tuple[Path, ...]:
    """Les dossiers que désignent ``chemins``, chacun une fois, dans l’ordre de leurs noms.

    Un chemin est un dossier, sous l’une de ses trois formes, ou un répertoire qui en contient, à toute profondeur : ses
    sous-répertoires qui sont des dossiers, ses fichiers ``.xlsx`` et ``.json``. Un chemin où rien ne se trouve est
    rendu tel quel : le lire dira pourquoi. Un ``journal`` commun rangé parmi les dossiers n’est celui d’aucun.
    """
    exclu = None if journal is None else _chemin_reel(chemin_donne("journal", journal))
    trouves: dict[str, Path] = {}
    for dossier in sorted(
        (d for chemin in chemins_donnes("chemins", chemins) for d in _dossiers(chemin, exclu)), key=str
    ):
        trouves.setdefault(_chemin_reel(dossier), dossier)
    return tuple(trouves.values())


def _dossiers(chemin: Path, exclu: str | None) -> Iterator[Path]:
    contenus = list(_explorer(chemin, set(), exclu))
    yield from contenus or [chemin]


def _explorer(chemin: Path, vus: set[str], exclu: str | None) -> Iterator[Path]:
    """Les dossiers au plus près de ``chemin`` : lui-même, sinon ceux de ses entrées, un lien en boucle excepté."""
    reel = _chemin_reel(chemin)
    if reel in vus:
        return
    vus.add(reel)
    try:
        noms = sorted(os.listdir(chemin))  # noqa: PTH208 -- seul à rendre aussi les noms illisibles sans les ouvrir
    except (OSError, ValueError):
        # Un fichier ; ou rien, ou rien de permis, et c'est la lecture qui le dira.
        yield chemin
        return
    if any(_chemin_reel(chemin / nom) != exclu for nom in _FICHIERS.intersection(noms)):
        yield chemin
        return
    for nom in noms:
        if nom.startswith(_IGNORES):
            continue
        entree = chemin / nom
        if entree.suffix.lower() in _SUFFIXES or _est_repertoire(entree):
            yield from _explorer(entree, vus, exclu)


def _est_repertoire(chemin: Path) -> bool:
    try:
        return chemin.is_dir()
    except OSError:
        return False


def _chemin_reel(chemin: Path) -> str:
    try:
        return os.path.realpath(chemin)
    except (OSError, ValueError):
        return str(chemin)


def nommer(chemin: Path) -> str:
    """Le nom d’un dossier dans un portefeuille : son chemin, ce qui n’y est pas du texte échappé."""
    return str(chemin).encode(errors="backslashreplace").decode()


Remarquer = Callable[[Constat], object]


def ne_rien_remarquer(_remarque: Constat) -> None:
    """Ne retient rien."""


def lire_bilan(chemin: str | Path, au: date) -> BilanConvention | Refus:
    """Le bilan à la date ``au`` du dossier ``chemin``, ou le refus qui dit toutes ses fautes.

    Fonction d’un seul dossier et sans mémoire, que tout moteur de calcul peut distribuer ; son résultat se transporte
    d’un processus à l’autre. Une panne imprévue est le refus de ce dossier, dont aucun autre ne pâtit.
    """
    validation.exiger("Bilan", validation.jour("au", au))
    return _lire_un_bilan(chemin_donne("chemin", chemin), au, assembler)


def _lire_un_bilan(dossier: Path, au: date, reunir: Assembler) -> BilanConvention | Refus:
    def calculer(examine: DossierExamine, nom: str) -> BilanConvention:
        un = bilan(examine.projet, au=au, dossier=nom)
        return replace(un, remarques=examine.remarques) if examine.remarques else un

    return lire_un_dossier(dossier, reunir, calculer)


def lire_un_dossier(
    dossier: Path, reunir: Assembler, calculer: Callable[[DossierExamine, str], Resultat]
) -> Resultat | Refus:
    """Ce que ``calculer`` tire d’un dossier, examiné et nommé, ou le refus qui dit toutes ses fautes."""
    nom = nommer(dossier)

    def lire() -> Resultat | Refus:
        try:
            return calculer(examiner_dossier(dossier, reunir=reunir), nom)
        except (DossierRefuse, ValeurImpossible) as refus:
            return Refus(dossiers=(nom,), fautes=refus.fautes)

    return rattraper(lire, partial(_refuser, nom))


def _refuser(nom: str, panne: Exception) -> Refus:
    """Le refus du dossier ``nom``, qui fait tomber la bibliothèque."""
    objet, effet = "la lecture ou le calcul de ce dossier", "Il est mis de côté."
    return Refus(dossiers=(nom,), fautes=(faute_de_panne(panne, objet=objet, effet=effet),))


def _reunion(part: "Part | None") -> Assembler:
    if part is None:
        return assembler
    from maquettes.journal_commun.repartition import reunir_avec

    return partial(reunir_avec, part)


class _DossierEtPart(NamedTuple):
    """Un dossier, le code qu’il avait quand le journal commun a été réparti, et ce qui lui en revient.

    ``code`` : ``None`` s’il ne se lisait pas, le refus du dossier s’il a fait tomber la bibliothèque.
    """

    chemin: Path
    code: str | Refus | None
    part: "Part | None"


def _lire_avec_sa_part(dossier: _DossierEtPart, au: date) -> BilanConvention | Refus:
    if isinstance(dossier.code, Refus):
        return dossier.code
    lu = _lire_un_bilan(dossier.chemin, au, _reunion(dossier.part))
    if isinstance(lu, BilanConvention) and lu.code != dossier.code:
        # Réécrit entre-temps, le dossier aurait les mouvements d'une autre convention, ou aucun.
        return Refus(dossiers=(lu.dossier,), fautes=(mouvant(dossier.chemin, "a changé").faute,))
    return lu


def _lire_les_codes(dossiers: Sequence[Path], travailleurs: int) -> list[str | Refus | None]:
    """Le code de chaque dossier, ou son refus ; d’un répertoire, il se lit plus vite que ne démarre un processus."""
    fichiers = [dossier for dossier in dossiers if not _est_repertoire(dossier)]
    des_fichiers = dict(zip(fichiers, lire_tout(_lire_le_code, fichiers, travailleurs=travailleurs), strict=True))
    return [des_fichiers[dossier] if dossier in des_fichiers else _lire_le_code(dossier) for dossier in dossiers]


def _lire_le_code(dossier: Path) -> str | Refus | None:
    """Le code d’un dossier ; ``None`` s’il ne se lit pas : sa lecture, qui suit, dira pourquoi."""

    def lire() -> str | Refus | None:
        return lire_code(dossier)

    return rattraper(lire, partial(_refuser, nommer(dossier)))


def lire_bilans(
    dossiers: Sequence[Path],
    *,
    au: date,
    travailleurs: int = 1,
    suivre: Suivre = ne_rien_suivre,
    journal: str | Path | None = None,
    remarquer: Remarquer = ne_rien_remarquer,
) -> list[BilanConvention | Refus]:
    """Le bilan ou le refus de chaque dossier, dans leur ordre, sur ``travailleurs`` processus.

    Un ``journal`` commun donne à chacun les mouvements de sa convention ; ses lignes qui ne sont celles d’aucun sont un
    refus de plus. ``remarquer`` reçoit les remarques sur ce fichier. Lève :class:`DossierRefuse` s’il ne peut pas être
    lu, ou si sa dernière ligne paraît coupée.
    """
    if journal is None:
        return lire_tout(partial(lire_bilan, au=au), dossiers, travailleurs=travailleurs, suivre=suivre)
    from maquettes.journal_commun.repartition import lire_journal_commun

    commun = lire_journal_commun(Path(journal))
    for remarque in commun.remarques:
        remarquer(remarque)
    codes = _lire_les_codes(dossiers, travailleurs)
    connus = {code for code in codes if isinstance(code, str)}
    commun = commun.orthographier(connus)
    parts = {code: commun.part(code) for code in connus}
    refus = commun.refus(connus)
    # Les parts suffisent : le fichier entier n'a plus à rester en mémoire.
    del commun
    recus = [
        _DossierEtPart(dossier, code, parts[code] if isinstance(code, str) else None)
        for dossier, code in zip(dossiers, codes, strict=True)
    ]
    lectures = lire_tout(partial(_lire_avec_sa_part, au=au), recus, travailleurs=travailleurs, suivre=suivre)
    return lectures if refus is None else [*lectures, refus]


def lire_portefeuille(
    chemins: Iterable[str | Path],
    *,
    au: date,
    travailleurs: int = 1,
    suivre: Suivre = ne_rien_suivre,
    journal: str | Path | None = None,
    remarquer: Remarquer = ne_rien_remarquer,
) -> Portefeuille:
    """Le portefeuille des dossiers que désignent ``chemins``, à la date ``au``.

    ``travailleurs`` : nombre de processus ; le résultat n’en dépend pas. Au-delà d’un, le script appelant se protège
    par ``if __name__ == "__main__":``. ``suivre`` reçoit le nombre de dossiers lus et leur total, à chaque avancée.
    ``journal`` : un journal commun, csv ou Parquet (extra « rapide »), qui a en plus la colonne « convention » ; chaque
    dossier en reçoit les mouvements de sa convention, et ``remarquer`` ce que la forme de ce fichier a d’inhabituel.
    Lève :class:`DossierRefuse` si ce fichier ne peut pas être lu.
    """
    validation.exiger("Portefeuille", validation.jour("au", au), validation.instance("travailleurs", travailleurs, int))
    dossiers = trouver_dossiers(chemins, journal=journal)
    lectures = lire_bilans(
        dossiers, au=au, travailleurs=travailleurs, suivre=suivre, journal=journal, remarquer=remarquer
    )
    return Portefeuille.de(lectures, au=au)
