"""Les décisions prises sur des écarts : écrites dans le classeur d’un rapprochement, relues au suivant.

Un écart se reconnaît à ses mouvements, et non à sa place : trier, filtrer, réenregistrer n’y change rien ; un écart
dont un mouvement ou le montant change en est un autre, qu’aucune décision passée ne règle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from financement.fautes.faute import DossierRefuse, Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.graphies import cle_de_mot
from financement.valeurs.ressemblance import proposition
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.fichiers.sources import LIMITE_OCTETS, SourceRefusee
from maquettes.importation.sources import lire_un_fichier
from maquettes.tableur.adresses import adresse
from maquettes.tableur.contenu import ClasseurLu, FeuilleLue
from maquettes.tableur.lecture import lire_classeur_recu

__all__ = [
    "CLE",
    "COMMENTAIRE",
    "DECISION",
    "FEUILLES_DE_DECISIONS",
    "ChoixSurEcart",
    "Decision",
    "lire_decisions",
]

CLE: Final = "Clé"
DECISION: Final = "Décision"
COMMENTAIRE: Final = "Commentaire"
FEUILLES_DE_DECISIONS: Final = ("Écarts", "Décisions passées")
"""Les feuilles d’un rapprochement dont se relisent les décisions."""

_LIGNES_D_EN_TETE: Final = 20


class ChoixSurEcart(StrEnum):
    """Ce que l’on décide d’un écart ; seul un écart accepté n’est plus à traiter."""

    ACCEPTE = "accepté"
    DOSSIER = "dossier à corriger"
    EXTRAIT = "extrait à corriger"
    A_VERIFIER = "à vérifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Ce qui a été décidé d’un écart, et pourquoi ; ``choix`` est ``None`` si seul un commentaire est écrit."""

    cle: str
    choix: ChoixSurEcart | None
    commentaire: str
    provenance: Provenance

    @property
    def est_reglee(self) -> bool:
        """L’écart est accepté tel qu’il est : il n’est plus à traiter."""
        return self.choix is ChoixSurEcart.ACCEPTE


SANS_FEUILLE_D_ECARTS: Final = ModeleFaute(
    "RAPPROCHEMENT-03",
    "« {lu} » n’est pas un rapprochement : aucune de ses feuilles n’a de colonnes « Clé », « Décision » et "
    "« Commentaire ».",
    "Donner le classeur écrit par « financement rapprocher --xlsx », ses titres de colonnes inchangés.",
)
DECISION_INCONNUE: Final = ModeleFaute(
    "RAPPROCHEMENT-04", "« {lu} » n’est pas une décision{proposition}.", "Choisir parmi : {choix} ; ou effacer."
)
DECISION_SANS_CLE: Final = ModeleFaute(
    "RAPPROCHEMENT-05",
    "La décision « {lu} » n’a plus la clé de son écart.",
    "Recopier la clé de cet écart depuis le classeur d’origine, ou effacer la décision.",
)
DECISIONS_CONTRAIRES: Final = ModeleFaute(
    "RAPPROCHEMENT-06",
    "Le même écart a deux décisions : « {lu} » ici, « {autre} » à {ailleurs}.",
    "N’en garder qu’une.",
)


def lire_decisions(chemin: str | Path) -> Mapping[str, Decision]:
    """Les décisions et les commentaires d’un classeur de rapprochement, par clé d’écart ; rien n’est écrit.

    Une décision se lit comme on l’écrit, sans casse ni accents. Lève :class:`DossierRefuse` avec toutes les fautes,
    chacune à sa cellule.
    """
    fichier = chemin_donne("decisions", chemin)
    try:
        classeur = lire_classeur_recu(fichier.name, lire_un_fichier(fichier, LIMITE_OCTETS))
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    fautes: list[Faute] = []
    prises: dict[str, Decision] = {}
    for prise in _decisions(classeur, fautes):
        deja = prises.setdefault(prise.cle, prise)
        if (deja.choix, deja.commentaire) != (prise.choix, prise.commentaire):
            fautes.append(
                faute(
                    DECISIONS_CONTRAIRES,
                    prise.provenance,
                    prise.choix or prise.commentaire,
                    autre=deja.choix or deja.commentaire,
                    ailleurs=str(deja.provenance),
                )
            )
    if fautes:
        raise DossierRefuse(fautes)
    return prises


def _decisions(classeur: ClasseurLu, fautes: list[Faute]) -> Iterator[Decision]:
    """Les décisions de chaque feuille qui en a ; ``fautes`` reçoit ce qui ne se lit pas."""
    reperees = 0
    for feuille in classeur.feuilles:
        entete = _entete(feuille)
        if entete is not None:
            reperees += 1
            yield from _decisions_de_la_feuille(classeur.nom, feuille, *entete, fautes)
    if not reperees:
        fautes.append(faute(SANS_FEUILLE_D_ECARTS, Provenance(fichier=classeur.nom), classeur.nom))


def _entete(feuille: FeuilleLue) -> tuple[int, dict[str, int]] | None:
    """La ligne d’en-tête et la colonne de chaque titre ; ``None`` si l’un d’eux manque."""
    lignes: dict[int, dict[str, int]] = {}
    for (ligne, colonne), cellule in feuille.cellules.items():
        if ligne < _LIGNES_D_EN_TETE and cellule.texte in {CLE, DECISION, COMMENTAIRE}:
            lignes.setdefault(ligne, {}).setdefault(cellule.texte, colonne)
    return next(((ligne, titres) for ligne, titres in lignes.items() if len(titres) == 3), None)  # noqa: PLR2004


def _decisions_de_la_feuille(
    nom: str, feuille: FeuilleLue, entete: int, titres: Mapping[str, int], fautes: list[Faute]
) -> Iterator[Decision]:
    derniere = max((ligne for ligne, _ in feuille.cellules), default=entete)
    for ligne in range(entete + 1, derniere + 1):
        lues = {titre: feuille.cellules.get((ligne, colonne)) for titre, colonne in titres.items()}
        textes = {titre: "" if lue is None else lue.texte.strip() for titre, lue in lues.items()}
        if not textes[DECISION] and not textes[COMMENTAIRE]:
            continue
        lieux = {
            titre: Provenance(fichier=nom, feuille=feuille.nom, cellule=adresse(ligne, colonne))
            for titre, colonne in titres.items()
        }
        choix = _choix(textes[DECISION])
        if textes[DECISION] and choix is None:
            mots = [mot.value for mot in ChoixSurEcart]
            fautes.append(
                faute(
                    DECISION_INCONNUE,
                    lieux[DECISION],
                    textes[DECISION],
                    proposition=proposition(textes[DECISION], mots),
                    choix=", ".join(mots),
                )
            )
        elif not textes[CLE]:
            fautes.append(faute(DECISION_SANS_CLE, lieux[CLE], textes[DECISION] or textes[COMMENTAIRE]))
        else:
            yield Decision(cle=textes[CLE], choix=choix, commentaire=textes[COMMENTAIRE], provenance=lieux[DECISION])


def _choix(texte: str) -> ChoixSurEcart | None:
    return next((choix for choix in ChoixSurEcart if cle_de_mot(choix) == cle_de_mot(texte)), None)
