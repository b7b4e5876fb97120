"""Les mouvements que donne chaque ligne d’une table, tels qu’on les propose, et ce qu’il faut en vérifier."""

from collections.abc import Mapping
from dataclasses import dataclass

from financement.dossier.nomenclature import TypeMouvement
from maquettes.importation.correspondance.modele import Champ, FormeDeMouvement
from maquettes.importation.reconnaissance.familles import Titres
from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.possibles import Choix

__all__ = ["Lecture", "formes_proposees"]

_TYPE_SUPPOSE = "rien ne dit si ce sont des avances, des acomptes ou des soldes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """Une table de mouvements, et le sens retenu de chacune de ses colonnes."""

    table: Table
    choix: Mapping[int, Choix]
    titres: Titres

    def colonne(self, champ: str) -> int | None:
        """La colonne de ce champ."""
        return next((colonne for colonne, choisi in self.choix.items() if choisi.champ == champ), None)

    def libelle(self, champ: str) -> str | None:
        """Le libellé de la colonne de ce champ."""
        colonne = self.colonne(champ)
        return None if colonne is None else self.table.libelles[colonne]

    def profil(self, champ: str) -> Profil | None:
        """Ce que contient la colonne de ce champ."""
        colonne = self.colonne(champ)
        return None if colonne is None else self.table.profils[colonne]


def formes_proposees(lecture: Lecture) -> list[tuple[FormeDeMouvement, str]]:
    """Un engagement et un paiement par ligne, s’ils ont chacun leur date et leur montant ; et ce qui en fait douter."""
    formes = []
    for genre in ("engagement", "paiement"):
        date, montant = lecture.libelle(f"{genre}.date"), lecture.libelle(f"{genre}.montant")
        if date is None or montant is None:
            continue
        piece, types = lecture.libelle(f"{genre}.piece"), lecture.libelle("paiement.type")
        est_un_engagement = genre == "engagement"
        une_fois = est_un_engagement and _se_repete(lecture.profil("engagement.piece"))
        suppose = TypeMouvement.ENGAGEMENT if est_un_engagement else TypeMouvement.ACOMPTE
        lu = types is not None and not est_un_engagement
        forme = FormeDeMouvement(
            type=Champ(colonne=types) if lu else suppose,
            date=Champ(colonne=date),
            montant=Champ(colonne=montant),
            piece=None if piece is None else Champ(colonne=piece),
            une_fois_par=piece if une_fois else None,
        )
        formes.append((forme, "" if lu or est_un_engagement else _TYPE_SUPPOSE))
    return formes


def _se_repete(profil: Profil | None) -> bool:
    return profil is not None and profil.distinctes < len(profil.valeurs)
