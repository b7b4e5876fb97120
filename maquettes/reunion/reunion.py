"""Réunir au dossier les maquettes rendues : trois voies, par clé et par champ ; un conflit n’est jamais tranché."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from financement.dossier.operation import Operation
from financement.dossier.part import maitres_ouvrage_actuels
from financement.dossier.projet import Projet
from financement.fautes.provenance import Origine, Provenance, Situe
from maquettes.description.comparaison import Changement
from maquettes.description.description import CONTENU, OPERATIONS, TABLES
from maquettes.description.table import TableDuDossier
from maquettes.dossiers import comparer_a_ce_qui_existe, ecrire_avec_rapport, lire_dossier
from maquettes.fichiers.chemin_donne import chemin_donne, chemins_donnes
from maquettes.reunion.dires import Dires, dires_de, non_suivies_de_la_convention
from maquettes.reunion.fusion import TableFusionnee, fusionner
from maquettes.reunion.provenances import origine_reunie
from maquettes.reunion.resultat import (
    Conflit,
    EtatDeRetour,
    MaquetteRendue,
    Modification,
    NonSuivie,
    SansReponse,
)
from maquettes.reunion.retours import Retour, lire_les_retours

__all__ = ["Reunion", "reunir"]

_RANGS: Final = {table.nom: rang for rang, table in enumerate(CONTENU)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reunion:
    """Un dossier réuni et ce qui s’y est passé.

    ``modifications`` : prises des maquettes. ``conflits`` : laissés comme au dossier. ``non_suivies`` : ce qu’un maître
    d’ouvrage a changé sans que ce soit à lui. ``sans_reponse`` : ceux dont rien n’est revenu.
    """

    projet: Projet
    maquettes: tuple[MaquetteRendue, ...]
    modifications: tuple[Modification, ...]
    conflits: tuple[Conflit, ...]
    non_suivies: tuple[NonSuivie, ...]
    sans_reponse: tuple[SansReponse, ...]

    def comparer_a(self, dossier: str | Path) -> tuple[Changement, ...] | None:
        """Ce qui sépare un dossier qui existe du dossier réuni ; ``None`` s’il n’y a rien à cette place."""
        return comparer_a_ce_qui_existe(self.projet, dossier)

    def ecrire(self, dossier: str | Path, rapport: str | Path | None = None) -> None:
        """Écrit le dossier réuni, et le rapport ``.xlsx`` s’il est demandé.

        Un répertoire garde dans origines.csv la cellule d’où vient chaque changement. Lève :class:`EcritureRefusee`, et
        rien n’est écrit, si l’un des deux existe.
        """
        from maquettes.reunion.rapport import classeur_du_rapport

        ecrire_avec_rapport(
            self.projet, dossier, rapport, lambda: classeur_du_rapport(self), origine_de=self.origine_de
        )

    def origine_de(self, provenance: Provenance, colonne: str = "") -> Origine | None:
        """La cellule de maquette d’où vient une ligne ou une ``colonne`` changée ; sinon l’origine qu’elle avait."""
        return origine_reunie(provenance, colonne)


def reunir(dossier: str | Path, maquettes: Iterable[str | Path]) -> Reunion:
    """Le dossier, et ce qu’y ont changé les ``maquettes`` rendues par leurs maîtres d’ouvrage ; rien n’est écrit.

    Trois états se comparent, par clé de ligne et par champ : ce qui a été envoyé (le sceau de la maquette), ce qui est
    revenu, ce que le dossier est devenu. L’ordre des fichiers est indifférent ; réunir encore ne change rien de plus.
    Lève :class:`DossierRefuse` avec toutes les fautes : d’un dossier ou d’une maquette illisible, d’un sceau absent, ou
    de changements qui, ensemble, ne font plus un dossier.
    """
    source, rendues = chemin_donne("dossier", dossier), chemins_donnes("maquettes", maquettes)
    actuel = lire_dossier(source)
    return reunir_les_retours(actuel, lire_les_retours(rendues, actuel.convention.code))


def reunir_les_retours(actuel: Projet, retours: Sequence[Retour]) -> Reunion:
    """Comme :func:`reunir`, d’un dossier et de maquettes déjà lus."""
    # Rien de ce qui suit ne dépend plus de l'ordre où les fichiers ont été donnés.
    retours = sorted(retours, key=lambda retour: (*retour.envoi, retour.fichier))
    uniques = _sans_doublon(retours)
    non_suivies = [dite for retour in uniques for dite in non_suivies_de_la_convention(retour)]
    fusionnees: dict[str, TableFusionnee] = {}
    changeants: set[str] = set()
    operations: frozenset[str] | None = None
    for table in TABLES:
        dires = [dires_de(retour, table, actuel) for retour in uniques]
        non_suivies += [dite for dire in dires for dite in dire.non_suivies]
        changeants |= {dire.retour.fichier for dire in dires if dire.voulues or dire.ajouts}
        fusionnee = fusionner(table, _au_dossier(table, actuel, dires), _par_envoi(table, dires), operations)
        fusionnees[table.nom] = fusionnee
        if table.nom == OPERATIONS.nom:
            reunies = fusionnee.lignes if fusionnee.modifications else actuel.operations
            operations = frozenset(ligne.code for ligne in reunies if isinstance(ligne, Operation))
    modifications = tuple(m for table in TABLES for m in fusionnees[table.nom].modifications)
    conflits = tuple(c for table in TABLES for c in fusionnees[table.nom].conflits)
    non_suivies.sort(key=lambda dite: (_RANGS[dite.table], dite.cle, dite.champ or "", str(dite.apres.provenance)))
    etats = _Etats(modifications, conflits, non_suivies, changeants, {retour.fichier for retour in uniques})
    return Reunion(
        projet=_reuni(actuel, fusionnees),
        maquettes=tuple(
            MaquetteRendue(
                fichier=retour.fichier,
                maitre_ouvrage=retour.maitre_ouvrage,
                version=retour.sceau.version,
                etat=etats.de(retour.fichier),
            )
            for retour in retours
        ),
        modifications=modifications,
        conflits=conflits,
        non_suivies=tuple(non_suivies),
        sans_reponse=_sans_reponse(actuel, retours),
    )


def _sans_doublon(retours: Sequence[Retour]) -> list[Retour]:
    """Un seul retour par fichier : le même rendu deux fois, sous un autre nom, ne dit rien de plus."""
    return list({retour.empreinte: retour for retour in reversed(retours)}.values())[::-1]


def _par_envoi(table: TableDuDossier[Situe], dires: Sequence[Dires]) -> list[tuple[Sequence[Situe], Sequence[Dires]]]:
    envois: defaultdict[tuple[str, str], list[Dires]] = defaultdict(list)
    for dire in dires:
        envois[dire.retour.envoi].append(dire)
    return [(table.objets(memes[0].retour.sceau.envoye), memes) for memes in envois.values()]


def _au_dossier(table: TableDuDossier[Situe], actuel: Projet, dires: Sequence[Dires]) -> Sequence[Situe]:
    """Les lignes du dossier ; aucune si personne ne change la table : un grand journal n’est alors pas parcouru."""
    return table.objets(actuel) if any(dire.voulues or dire.ajouts for dire in dires) else ()


def _reuni(actuel: Projet, fusionnees: Mapping[str, TableFusionnee]) -> Projet:
    """Le projet réuni ; une table où rien n’est pris reste celle du dossier."""
    changees: dict[str, Any] = {
        nom: tuple(fusionnee.lignes) for nom, fusionnee in fusionnees.items() if fusionnee.modifications
    }
    return replace(actuel, **changees) if changees else actuel


@dataclass(frozen=True, slots=True)
class _Etats:
    """De quoi dire l’état de chaque maquette : ce qui en est pris, disputé, refusé."""

    modifications: Sequence[Modification]
    conflits: Sequence[Conflit]
    non_suivies: Sequence[NonSuivie]
    changeants: set[str]
    uniques: set[str]

    def de(self, fichier: str) -> EtatDeRetour:
        """L’état d’une maquette."""
        if fichier not in self.uniques:
            return EtatDeRetour.IDENTIQUE
        if any(citee.provenance.fichier == fichier for conflit in self.conflits for citee in conflit.valeurs[1:]):
            return EtatDeRetour.EN_CONFLIT
        if any(fichier in (d.apres.provenance.fichier, d.avant.provenance.fichier) for d in self.non_suivies):
            return EtatDeRetour.NON_SUIVIE
        if any(modification.apres.provenance.fichier == fichier for modification in self.modifications):
            return EtatDeRetour.REUNIE
        return EtatDeRetour.DEJA_REUNIE if fichier in self.changeants else EtatDeRetour.INCHANGEE


def _sans_reponse(actuel: Projet, retours: Sequence[Retour]) -> tuple[SansReponse, ...]:
    recus = {retour.maitre_ouvrage for retour in retours}
    operations: defaultdict[str, list[str]] = defaultdict(list)
    for operation, porteur in maitres_ouvrage_actuels(actuel.operations).items():
        if porteur not in recus:
            operations[porteur].append(operation)
    nommer = actuel.convention.nom_du_maitre_ouvrage
    return tuple(
        SansReponse(maitre_ouvrage=porteur, nom=nommer(porteur), operations=tuple(siennes))
        for porteur, siennes in operations.items()
    )
