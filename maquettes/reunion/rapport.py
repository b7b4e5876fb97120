"""Le rapport d’une réunion : reçu, repris, en conflit, non suivi, sans réponse ; chaque valeur liée à sa cellule.

Mêmes fichiers, mêmes octets : il ne date que de la convention. Ses liens supposent les maquettes à côté de lui.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from financement.affichage.libelles import accorder
from financement.fautes.provenance import Origine
from maquettes.classeur.classeur import Classeur, Proprietes
from maquettes.description.description import CONTENU
from maquettes.feuille_de_rapport import (
    EN_TETE_DE_RAPPORT,
    TEXTE_DE_RAPPORT,
    ColonneDeRapport,
    ajuster_la_ligne,
    fermer_la_feuille,
    lier_a_l_origine,
    ouvrir_la_feuille,
)
from maquettes.maquette.styles import ALERTE, BON, MAUVAIS
from maquettes.reunion.resultat import (
    LIBELLES_DES_ETATS,
    Conflit,
    EtatDeRetour,
    Modification,
    NonSuivie,
    ValeurCitee,
)

if TYPE_CHECKING:
    from maquettes.reunion.reunion import Reunion

__all__ = ["classeur_du_rapport"]

_RAPPORT: Final = "Rapport de réunion"
_TITRES: Final = {table.nom: table.titre for table in CONTENU}
_ETATS: Final = {
    EtatDeRetour.EN_CONFLIT: replace(MAUVAIS, taille=10, filet_bas=7),
    EtatDeRetour.NON_SUIVIE: replace(ALERTE, taille=10, filet_bas=7),
}
_QUOI: Final = (ColonneDeRapport("Table", 20), ColonneDeRapport("Ligne", 62), ColonneDeRapport("Champ", 18))


class _Cellule(NamedTuple):
    """Un texte, et la cellule de maquette où il mène s’il y en a une."""

    texte: str
    citee: ValeurCitee | None = None


def classeur_du_rapport(reunion: "Reunion") -> bytes:
    """Le fichier xlsx."""
    convention = reunion.projet.convention
    classeur = Classeur(
        Proprietes(
            titre=f"Réunion de {convention.nom}"[:255],
            sujet="Ce qu’ont rendu les maîtres d’ouvrage",
            organisme=convention.porteur[:255],
            commentaires="Les liens mènent aux maquettes rendues, si elles sont à côté de ce classeur.",
            cree_le=convention.date_signature,
        )
    )
    _recues(classeur, reunion)
    _prises(classeur, reunion.modifications)
    _en_conflit(classeur, reunion.conflits)
    _refusees(classeur, reunion.non_suivies)
    _sans_reponse(classeur, reunion)
    return classeur.octets()


def _recues(classeur: Classeur, reunion: "Reunion") -> None:
    colonnes = (
        ColonneDeRapport("Maquette", 44),
        ColonneDeRapport("Maître d’ouvrage", 44),
        ColonneDeRapport("Version envoyée", 12),
        ColonneDeRapport("État", 34),
    )
    comptes = (
        accorder(len(reunion.modifications), "changement repris", "changements repris"),
        accorder(len(reunion.conflits), "conflit", "conflits"),
        accorder(len(reunion.non_suivies), "changement non suivi", "changements non suivis"),
        f"{len(reunion.sans_reponse)} sans réponse",
    )
    feuille = ouvrir_la_feuille(classeur, "Reçues", f"{reunion.projet.convention.nom} : {', '.join(comptes)}", colonnes)
    ligne = EN_TETE_DE_RAPPORT
    for rendue in reunion.maquettes:
        ligne += 1
        nom = reunion.projet.convention.nom_du_maitre_ouvrage(rendue.maitre_ouvrage)
        textes = (rendue.fichier, nom, str(rendue.version), LIBELLES_DES_ETATS[rendue.etat])
        lier_a_l_origine(feuille, (ligne, 0), Origine(fichier=rendue.fichier), textes[0])
        feuille.texte(ligne, 1, nom, TEXTE_DE_RAPPORT)
        feuille.nombre(ligne, 2, rendue.version, replace(TEXTE_DE_RAPPORT, horizontal="center"))
        feuille.texte(ligne, 3, textes[3], _ETATS.get(rendue.etat, TEXTE_DE_RAPPORT))
        ajuster_la_ligne(feuille, colonnes, ligne, textes)
    fermer_la_feuille(feuille, _RAPPORT, colonnes, ligne)


def _prises(classeur: Classeur, modifications: Sequence[Modification]) -> None:
    colonnes = (
        *_QUOI,
        ColonneDeRapport("Avant", 40),
        ColonneDeRapport("Après", 40),
        ColonneDeRapport("Cellule de la maquette", 62),
    )
    lignes = (
        (*_quoi(m), _Cellule(m.avant.affichee), _Cellule(m.apres.affichee), _place(m.apres)) for m in modifications
    )
    _lister(classeur, "Reprises", "Ce que le dossier réuni a pris des maquettes", colonnes, lignes)


def _en_conflit(classeur: Classeur, conflits: Sequence[Conflit]) -> None:
    colonnes = (
        *_QUOI,
        ColonneDeRapport("Au dossier (gardée)", 34),
        ColonneDeRapport("Place au dossier", 38),
        ColonneDeRapport("Rendue", 34),
        ColonneDeRapport("Cellule de la maquette", 62),
        ColonneDeRapport("Décision", 30),
    )
    lignes = (
        (
            *_quoi(c),
            _Cellule(c.valeurs[0].affichee),
            _Cellule(str(c.valeurs[0].provenance)),
            _Cellule(rendue.affichee),
            _place(rendue),
            _Cellule(""),
        )
        for c in conflits
        for rendue in c.valeurs[1:]
    )
    titre = "Le dossier et une maquette, ou deux maquettes, se contredisent : le dossier garde sa valeur, à trancher"
    _lister(classeur, "Conflits", titre, colonnes, lignes)


def _refusees(classeur: Classeur, non_suivies: Sequence[NonSuivie]) -> None:
    colonnes = (
        ColonneDeRapport("Maître d’ouvrage", 24),
        *_QUOI,
        ColonneDeRapport("Envoyée", 34),
        ColonneDeRapport("Rendue", 34),
        ColonneDeRapport("Cellule de la maquette", 62),
        ColonneDeRapport("Motif", 50),
    )
    lignes = (
        (
            _Cellule(dite.maitre_ouvrage),
            *_quoi(dite),
            _Cellule(dite.avant.affichee),
            _Cellule(dite.apres.affichee),
            _place(dite.apres),
            _Cellule(dite.motif),
        )
        for dite in non_suivies
    )
    titre = (
        "Ce qu’un maître d’ouvrage a changé sans que ce soit à lui (notre lecture, confiance C) : rien n’en est repris"
    )
    _lister(classeur, "Non suivies", titre, colonnes, lignes)


def _sans_reponse(classeur: Classeur, reunion: "Reunion") -> None:
    colonnes = (
        ColonneDeRapport("Maître d’ouvrage", 30),
        ColonneDeRapport("Nom", 50),
        ColonneDeRapport("Opérations", 100),
    )
    lignes = (
        (_Cellule(absent.maitre_ouvrage), _Cellule(absent.nom), _Cellule(", ".join(absent.operations)))
        for absent in reunion.sans_reponse
    )
    _lister(classeur, "Sans réponse", "Les maîtres d’ouvrage dont aucune maquette n’est revenue", colonnes, lignes)


def _quoi(dite: Modification | Conflit | NonSuivie) -> tuple[_Cellule, ...]:
    return _Cellule(_TITRES[dite.table]), _Cellule(dite.objet), _Cellule(dite.champ or "ligne entière")


def _place(citee: ValeurCitee) -> _Cellule:
    return _Cellule(str(citee.provenance), citee)


def _lister(
    classeur: Classeur,
    nom: str,
    sous_titre: str,
    colonnes: Sequence[ColonneDeRapport],
    lignes: Iterable[Sequence[_Cellule]],
) -> None:
    """Une feuille, une ligne par chose dite ; « aucune » s’il n’y en a pas."""
    feuille = ouvrir_la_feuille(classeur, nom, sous_titre, colonnes)
    ligne = EN_TETE_DE_RAPPORT
    for cellules in lignes:
        ligne += 1
        for rang, cellule in enumerate(cellules):
            if cellule.citee is None:
                feuille.texte(ligne, rang, cellule.texte, TEXTE_DE_RAPPORT)
                continue
            lieu = cellule.citee.provenance
            origine = Origine(fichier=lieu.fichier or "", feuille=lieu.feuille or "", cellule=lieu.cellule or "")
            lier_a_l_origine(feuille, (ligne, rang), origine, cellule.texte)
        ajuster_la_ligne(feuille, colonnes, ligne, [cellule.texte for cellule in cellules])
    if ligne == EN_TETE_DE_RAPPORT:
        feuille.texte(EN_TETE_DE_RAPPORT + 1, 0, "aucune", BON)
    fermer_la_feuille(feuille, _RAPPORT, colonnes, ligne)
