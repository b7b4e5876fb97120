"""Comparer ce que le classeur affiche à ce que le moteur calcule sur le dossier relu.

Une formule remplacée par une constante, une formule modifiée, une ligne insérée sans formule : chaque écart est dit à
sa cellule, avec les deux valeurs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from financement.controles.constat import Constat
from financement.dossier.projet import Projet
from financement.fautes.faute import TexteRefuse
from financement.fautes.provenance import Provenance
from financement.valeurs.dates import afficher_date, lire_date
from financement.valeurs.montants import afficher_montant
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.contenu import Reglages, contenu_du_projet
from maquettes.maquette.dates_de_tableur import jour_de
from maquettes.maquette.description import CALCULS, NOM_DES_CALCULS, Bloc, ColonneMaquette, Presentation
from maquettes.maquette.relecture.lecture import LectureDeMaquette
from maquettes.maquette.relecture.remarques import (
    AUTRES_REMARQUES,
    CALCUL_DISPARU,
    CALCULS_ANCIENS,
    FORMULE_REMPLACEE,
    LIGNE_SANS_FORMULE,
    SANS_VALEURS,
    VALEUR_DIFFERENTE,
    ModeleRemarque,
    remarquer,
)
from maquettes.maquette.relecture.reperage import BlocRepere, reference, reperer
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur, Valeur
from maquettes.maquette.valeurs.toutes import calculer_valeurs
from maquettes.tableur.adresses import adresse
from maquettes.tableur.cellules import ValeurLue
from maquettes.tableur.lecture import CelluleLue, ClasseurLu, GenreCellule

__all__ = ["lire_reglages", "verifier_les_formules"]

_REMARQUES_PAR_FEUILLE: Final = 20
_TOLERANCE: Final = Fraction(1, 10**9)
_CENTIEMES: Final = 100
# Un tableur peut présenter un rapport comme le pourcentage dont il vient.
_NOMBRES: Final = frozenset({GenreCellule.NOMBRE, GenreCellule.POURCENTAGE})


def _cellule(classeur: ClasseurLu, nom: str) -> CelluleLue | None:
    """La cellule que désigne un nom défini, si elle n’est pas vide."""
    designee = reference(classeur, nom)
    if designee is None:
        return None
    nom_de_feuille, ligne, colonne, _ = designee
    for feuille in classeur.feuilles:
        if feuille.nom == nom_de_feuille:
            return feuille.cellules.get((ligne, colonne))
    return None


def lire_reglages(classeur: ClasseurLu) -> Reglages:
    """Date d’arrêté, versions comparées et financeur choisis dans le classeur."""
    financeur = _cellule(classeur, "echeancier_financeur")
    return Reglages(
        au=_date(_cellule(classeur, "date_arrete_saisie")),
        avant=_entier(_cellule(classeur, "version_avant")),
        apres=_entier(_cellule(classeur, "version_apres")),
        financeur="" if financeur is None else financeur.texte,
    )


def _date(cellule: CelluleLue | None) -> date | None:
    """Une date du tableur ; une date écrite en texte n’est pas vue par les formules."""
    if cellule is None or cellule.genre is not GenreCellule.DATE:
        return None
    try:
        return lire_date(cellule.texte)
    except TexteRefuse:
        return None


def _entier(cellule: CelluleLue | None) -> int | None:
    est_un_entier = cellule is not None and cellule.genre is GenreCellule.NOMBRE and cellule.texte.isdigit()
    return int(cellule.texte) if cellule is not None and est_un_entier else None


def verifier_les_formules(projet: Projet, lecture: LectureDeMaquette) -> tuple[Constat, ...]:
    """Les lignes sans formules, ou des calculs anciens ; sinon chaque cellule qui n’affiche pas la valeur du moteur."""
    orphelines = list(_lignes_sans_formule(lecture))
    if orphelines:
        return tuple(orphelines)
    if lecture.classeur.noms_definis.get(NOM_DES_CALCULS, "").strip() != str(CALCULS):
        return (remarquer(CALCULS_ANCIENS, Provenance(fichier=lecture.classeur.nom)),)
    reperes = dict(lecture.reperes)
    for bloc in BLOCS:
        if bloc.nom not in reperes:
            repere, _, _ = reperer(lecture.classeur, bloc)
            if repere is not None:
                reperes[bloc.nom] = repere
    capacites = {bloc.nom: reperes[bloc.nom].capacite if bloc.nom in reperes else 0 for bloc in BLOCS}
    moteur = Moteur(
        contenu_du_projet(projet, lecture.rangs), lire_reglages(lecture.classeur), capacites_du_classeur=capacites
    )
    valeurs = calculer_valeurs(moteur)
    ecarts: list[Constat] = []
    sans_valeur = 0
    for bloc in BLOCS:
        if bloc.nom not in reperes:
            lieu = Provenance(fichier=lecture.classeur.nom)
            ecarts.append(remarquer(CALCUL_DISPARU, lieu, lu=f"feuille {bloc.feuille}"))
            continue
        comparaison = _comparer_bloc(lecture.classeur, bloc, reperes[bloc.nom], valeurs[bloc.nom])
        ecarts += comparaison.abreges()
        sans_valeur += comparaison.sans_valeur
    if sans_valeur:
        lieu = Provenance(fichier=lecture.classeur.nom)
        return (remarquer(SANS_VALEURS, lieu, nombre=str(sans_valeur)), *ecarts)
    return tuple(ecarts)


def _lignes_sans_formule(lecture: LectureDeMaquette) -> Iterator[Constat]:
    """Les lignes saisies hors des plages que les formules emploient, ou dont le contrôle n’a plus de formule."""
    for bloc in BLOCS:
        repere = lecture.reperes.get(bloc.nom)
        if repere is None:
            continue
        colonne = repere.colonnes.get("controle")
        for rang in lecture.rangs.get(bloc.nom, ()):
            ligne = repere.premiere + rang
            sans_formule = colonne is not None and (ligne, colonne) not in repere.feuille.cellules
            if sans_formule or not 0 <= rang < repere.capacite:
                lieu = Provenance(
                    fichier=lecture.classeur.nom,
                    feuille=repere.feuille.nom,
                    cellule=adresse(ligne, min(repere.colonnes.values())),
                    ligne=ligne + 1,
                )
                yield remarquer(LIGNE_SANS_FORMULE, lieu)


@dataclass(slots=True)
class _Comparaison:
    """Les premiers écarts d’un bloc, le nombre des autres, et celui de ses formules sans valeur."""

    lieu: Provenance
    ecarts: list[Constat] = field(default_factory=list)
    autres: int = 0
    sans_valeur: int = 0

    def constater(self, modele: ModeleRemarque, lieu: Provenance, **termes: str) -> None:
        """Dit l’écart s’il est des premiers ; sinon le compte : un classeur dérangé en a autant que de cellules."""
        if len(self.ecarts) < _REMARQUES_PAR_FEUILLE:
            self.ecarts.append(remarquer(modele, lieu, **termes))
        else:
            self.autres += 1

    def abreges(self) -> list[Constat]:
        """Les premiers écarts, et le nombre des autres."""
        if not self.autres:
            return self.ecarts
        return [*self.ecarts, remarquer(AUTRES_REMARQUES, self.lieu, nombre=str(self.autres))]


def _comparer_bloc(classeur: ClasseurLu, bloc: Bloc, repere: BlocRepere, valeurs: Colonnes) -> _Comparaison:
    resultat = _Comparaison(Provenance(fichier=classeur.nom, feuille=repere.feuille.nom))
    for colonne in bloc.calculs:
        if colonne.nom not in repere.colonnes:
            resultat.constater(CALCUL_DISPARU, resultat.lieu, lu=f"colonne {colonne.libelle}")
            continue
        attendues = valeurs.get(colonne.nom)
        rang_de_colonne = repere.colonnes[colonne.nom]
        cellules = repere.feuille.cellules
        for rang in range(repere.capacite):
            place = (repere.premiere + rang, rang_de_colonne)
            attendue: Valeur = "" if attendues is None else attendues[rang]
            lue = cellules.valeur(place)
            if lue is not None and lue.genre is GenreCellule.VIDE:
                resultat.sans_valeur += 1
            elif lue is None or not lue.est_calculee or not _se_valent(colonne, lue, attendue):
                lieu = Provenance(
                    fichier=classeur.nom,
                    feuille=repere.feuille.nom,
                    cellule=adresse(*place),
                    ligne=place[0] + 1,
                    colonne=colonne.nom,
                )
                modele = VALEUR_DIFFERENTE
                if lue is None or not lue.est_calculee:
                    modele = FORMULE_REMPLACEE
                lu = (lue.texte if lue is not None else "") or "vide"
                resultat.constater(modele, lieu, lu=lu, attendu=_montrer(colonne, attendue))
    return resultat


def _montrer(colonne: ColonneMaquette, valeur: Valeur) -> str:
    """La valeur du moteur, pour une personne."""
    if isinstance(valeur, str):
        return f"« {valeur} »" if valeur else "une cellule vide"
    if colonne.presentation is Presentation.MONTANT:
        return afficher_montant(int(valeur))
    if colonne.presentation is Presentation.DATE:
        return afficher_date(jour_de(int(valeur)))
    return str(valeur)


def _se_valent(colonne: ColonneMaquette, lue: ValeurLue, attendue: Valeur) -> bool:
    """Au centime pour un montant, aux derniers chiffres pour un rapport, à l’identique pour un texte."""
    if isinstance(attendue, str):
        return lue.genre is GenreCellule.TEXTE and lue.texte == attendue
    if lue.genre is GenreCellule.DATE:
        return lue.texte == jour_de(int(attendue)).isoformat()
    if lue.genre not in _NOMBRES:
        return False
    exacte = Fraction(attendue, 100) if colonne.presentation is Presentation.MONTANT else Fraction(attendue)
    ecart = abs(Fraction(Decimal(lue.texte)) - exacte)
    return ecart == 0 or (exacte.denominator > _CENTIEMES and ecart <= _TOLERANCE * max(Fraction(1), abs(exacte)))
