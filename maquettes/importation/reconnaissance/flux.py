"""Les flux comptables, dont les colonnes sont connues : PES V2, TotEM et compte financier unique."""

from collections.abc import Mapping
from typing import Final

from financement.dossier.nomenclature import Nature, TypeMouvement
from maquettes.importation.correspondance.modele import Condition, Regle, Role, Signe, Source
from maquettes.importation.correspondance.proposition import IGNOREE, Certitude, ColonneProposee, SourceProposee
from maquettes.importation.grille.grille import Grille
from maquettes.importation.reconnaissance.feuille.contenus import profil_de
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.regles import doutes_des_regles, financeur_abrege
from maquettes.importation.reconnaissance.sources import A_DIRE, ignorees_de

__all__ = ["source_d_un_flux"]

_PES: Final[Mapping[str, str]] = {
    "Date": "date",
    "Operation": "operation",
    "Piece": "piece",
    "Objet": "libelle",
    "MtHT": "montant",
}
_TOTEM: Final[Mapping[str, str]] = {
    "Exercice": "date",
    "Operation": "operation",
    "LibCpte": "libelle",
    "MtReal": "montant",
}
# Les subventions d'équipement reçues, par nature comptable (M14, M57) : qui les verse.
_NATURES: Final[Mapping[str, str]] = {
    "1311": "ETAT",
    "1321": "ETAT",
    "1312": "REGION",
    "1322": "REGION",
    "1313": "DEPARTEMENT",
    "1323": "DEPARTEMENT",
    "13151": "EPCI",
    "13251": "EPCI",
}
_TIERS_AU_PLUS: Final = 200


def source_d_un_flux(grille: Grille, connus: Connus) -> SourceProposee:
    """La source d’un flux, toute faite : ses colonnes portent le nom que leur donne le schéma."""
    est_un_pes = "MtHT" in grille.libelles
    champs = _PES if est_un_pes else _TOTEM
    colonnes = tuple(_colonne(grille, rang, libelle, champs) for rang, libelle in enumerate(grille.libelles))
    regles = _regles_du_pes(grille, connus) if est_un_pes else _regles_du_totem(grille)
    source = Source(
        fichier=grille.fichier,
        feuille=grille.feuille,
        role=Role.JOURNAL,
        entete=(1, 1),
        colonnes={champ: libelle for libelle, champ in champs.items() if libelle in grille.libelles},
        ignorees=ignorees_de(colonnes),
        regles=regles,
    )
    return SourceProposee(
        fichier=grille.fichier,
        feuille=grille.feuille,
        entete=(1, 1),
        role=Role.JOURNAL,
        colonnes=colonnes,
        source=source,
        remarques=(A_DIRE,),
        codes_a_dire=tuple(_valeurs(grille, "Operation")),
        doutes=doutes_des_regles(regles),
    )


_DES_REGLES: Final = frozenset({"Genre", "Sens", "Tiers", "PieceRattachee", "CodRD", "Nature", "Base"})


def _colonne(grille: Grille, rang: int, libelle: str, champs: Mapping[str, str]) -> ColonneProposee:
    valeurs = {
        ligne: grille.cellules[ligne, rang] for ligne in range(len(grille.reperes)) if (ligne, rang) in grille.cellules
    }
    profil = profil_de({ligne: cellule for ligne, cellule in valeurs.items() if ligne}, valeurs)
    return ColonneProposee(
        cellule=libelle,
        libelle=libelle,
        champ=champs.get(libelle, IGNOREE),
        certitude=Certitude.SURE,
        motif="sert aux règles" if libelle in _DES_REGLES else "ne va pas au dossier",
        exemples=profil.exemples,
    )


def _valeurs(grille: Grille, libelle: str, *, genre: str = "") -> list[str]:
    """Les valeurs différentes d’une colonne ; celles des seules lignes de ce ``Genre``, s’il est donné."""
    if libelle not in grille.libelles:
        return []
    rang, du_genre = grille.libelles.index(libelle), grille.libelles.index("Genre") if genre else -1
    lues: dict[str, None] = {}
    for ligne in range(1, len(grille.reperes)):
        cellule = grille.cellules.get((ligne, rang))
        sien = grille.cellules.get((ligne, du_genre))
        if cellule is not None and (not genre or (sien is not None and sien.texte == genre)):
            lues[cellule.texte.strip()] = None
    return list(lues)[:_TIERS_AU_PLUS]


def _regles_du_pes(grille: Grille, connus: Connus) -> tuple[Regle, ...]:
    """Mandats, annulations ; un titre est l’acompte de son tiers s’il est un financeur, sinon une recette."""
    regles = []
    for genre, type_ in (("titre", TypeMouvement.ACOMPTE), ("annulation de titre", TypeMouvement.REVERSEMENT)):
        for tiers in _valeurs(grille, "Tiers", genre=genre):
            organisme = financeur_abrege(tiers, connus)
            if organisme is not None:
                conditions = (Condition(colonne="Genre", vaut=genre), Condition(colonne="Tiers", vaut=tiers))
                regles.append(Regle(si=conditions, type=type_, financeur=organisme.code, nature=Nature.SUBVENTION))
    annulation = Regle(si=(Condition(colonne="Genre", vaut="annulation de mandat"),), type=TypeMouvement.ANNULATION)
    negatif = (Condition(colonne="Genre", vaut="mandat"), Condition(colonne="MtHT", signe=Signe.NEGATIF))
    recette = Regle(si=(Condition(colonne="Genre", vaut="titre"),), type=TypeMouvement.RECETTE)
    mandat = Regle(si=(Condition(colonne="Genre", vaut="mandat"),), type=TypeMouvement.DEPENSE)
    # L'annulation du titre d'un tiers qui n'est pas un financeur ne vient d'aucune règle : une personne la dit.
    return (*regles, annulation, Regle(si=negatif, type=TypeMouvement.ANNULATION), mandat, recette)


def _regles_du_totem(grille: Grille) -> tuple[Regle, ...]:
    """Les dépenses, et les subventions d’équipement par la nature comptable de qui les verse."""
    regles = [Regle(si=(Condition(colonne="CodRD", vaut="D"),), type=TypeMouvement.DEPENSE)]
    for nature in _valeurs(grille, "Nature"):
        financeur = next((code for debut, code in _NATURES.items() if nature == debut), None)
        if financeur is not None:
            conditions = (Condition(colonne="CodRD", vaut="R"), Condition(colonne="Nature", vaut=nature))
            regles.append(
                Regle(si=conditions, type=TypeMouvement.ACOMPTE, financeur=financeur, nature=Nature.SUBVENTION)
            )
    return tuple(regles)
