"""La synthèse d’un rapprochement : ce qui sépare les comptes, par genre ; ce que chacun dit, et la preuve."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Final

from financement.affichage.libelles import accorder
from financement.rapprochement.genres import LIBELLES_SENS, Sens
from financement.rapprochement.resultat import TotalDeComptes
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from maquettes.classeur.classeur import Style
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.mesure import hauteur_de_ligne, lignes_occupees
from maquettes.classeur.vivant import FeuilleVivante
from maquettes.maquette.description import Presentation
from maquettes.maquette.styles import (
    ALERTE,
    BON,
    EN_TETE_CALCUL,
    FORMATS,
    MAUVAIS,
    RUBRIQUE,
    SOUS_TITRE,
    TITRE,
)
from maquettes.rapprochement.colonnes import (
    COMPTE,
    DES_ECARTS,
    DES_MOUVEMENTS,
    DOSSIER,
    ECART,
    ECARTS,
    EXTRAIT,
    GENRE,
    MONTANT,
    MOUVEMENTS,
    SYNTHESE,
    TOTAL,
    plage,
)
from maquettes.rapprochement.decisions import DECISION, ChoixSurEcart
from maquettes.rapprochement.genres_d_ecart import MODELES
from maquettes.rapprochement.vue import Cote, VueDeRapprochement, nommer_le_financeur
from maquettes.tableur.adresses import adresse, colonne_lettres

__all__ = ["ecrire_la_synthese"]

_LARGEURS: Final = (8, 26, 11, 21, 18, 18, 18, 18, 11)
_FIN: Final = len(_LARGEURS) - 1
_PREMIER_BLOC: Final = 3
_GENRES: Final = ("", GENRE, "Nombre", "À traiter", ECART, "Que faire")
_TOTAUX: Final = (
    "N°",
    "Financeur",
    "Exercice",
    "Sens",
    DOSSIER,
    EXTRAIT,
    ECART,
    "Écarts listés (€)",
    "Preuve",
)
_TAILLE: Final = 9
_JUSTE: Final = "juste"
_FAUX: Final = "faux"

_TEXTE: Final = Style(format_nombre=FORMATS[Presentation.TEXTE], retrait=1, repli="replie", filet_bas=7)
_ENTIER: Final = Style(format_nombre="0", horizontal="center", filet_bas=7)
_MONTANT: Final = Style(format_nombre=FORMATS[Presentation.MONTANT], horizontal="right", retrait=1, filet_bas=7)
_PREUVE: Final = replace(BON, horizontal="center", filet_bas=7)


class _Plages:
    """Les colonnes que la synthèse additionne : celles des écarts, et celles des mouvements."""

    def __init__(self, vue: VueDeRapprochement) -> None:
        ecarts = partial(plage, ECARTS, DES_ECARTS, lignes=len(vue.ecarts))
        mouvements = partial(plage, MOUVEMENTS, DES_MOUVEMENTS, lignes=sum(1 for _ in vue.mouvements()))
        self.genre, self.total, self.ecart, self.decision = map(ecarts, (GENRE, TOTAL, ECART, DECISION))
        self.compte, self.total_du_compte, self.montant = map(mouvements, (COMPTE, TOTAL, MONTANT))

    def du_compte(self, cote: Cote, numero: str) -> str:
        """La somme des mouvements d’un compte pour le total dont la cellule ``numero`` porte le rang."""
        return f'=ROUND(SUMIFS({self.montant},{self.compte},"{cote}",{self.total_du_compte},{numero}),2)'


def ecrire_la_synthese(feuille: FeuilleVivante, nom: str, vue: VueDeRapprochement) -> None:
    """Écrit la feuille : les écarts par genre, puis les totaux et la preuve que les écarts en font la différence."""
    feuille.texte(0, 0, f"Rapprochement — {nom}", TITRE)
    a_traiter = vue.a_traiter
    en_jeu = afficher_montant(sum(abs(ecart.ecart) for ecart in a_traiter))
    dits = (
        accorder(vue.nombre_d_accords, "rapprochement", "rapprochements"),
        accorder(len(vue.ecarts), "écart", "écarts"),
        f"{accorder(len(a_traiter), 'à traiter', 'à traiter')}, pour {en_jeu} en valeur absolue",
    )
    au = afficher_date(vue.rapprochement.au)
    feuille.texte(1, 0, f"Au {au} ; {', '.join(dits)}. Écart = extrait − dossier.", SOUS_TITRE)
    for rang, largeur in enumerate(_LARGEURS):
        feuille.largeur(rang, largeur)
    plages = _Plages(vue)
    ligne = _genres(feuille, vue, plages, _PREMIER_BLOC)
    sens = list(dict.fromkeys(total.sens for total in vue.rapprochement.totaux))
    entete = ligne + len(sens) + 6
    _sens(feuille, vue, sens, (ligne + 2, entete + 1))
    derniere = _totaux(feuille, vue, plages, entete)
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&9Rapprochement&R&9{SYNTHESE}",
            pied="&R&9page &P / &N",
            lignes_repetees=(entete, entete),
            derniere_cellule=(derniere, _FIN),
        )
    )


def _genres(feuille: FeuilleVivante, vue: VueDeRapprochement, plages: _Plages, debut: int) -> int:
    """Les écarts par genre ; rend la dernière ligne écrite."""
    feuille.fusion(debut, (0, _FIN), "Ce qui sépare les deux comptes", RUBRIQUE)
    ligne = debut + 1
    for rang, titre in enumerate(_GENRES[:-1]):
        feuille.texte(ligne, rang, titre, EN_TETE_CALCUL)
    feuille.fusion(ligne, (5, _FIN), _GENRES[-1], EN_TETE_CALCUL)
    genres = dict.fromkeys(ecart.genre for ecart in vue.ecarts)
    for genre in genres:
        ligne += 1
        modele, siens = MODELES[genre], [ecart for ecart in vue.ecarts if ecart.genre is genre]
        du_genre = adresse(ligne, 1)
        compte = f"COUNTIFS({plages.genre},{du_genre}"
        acceptes = f'{compte},{plages.decision},"{ChoixSurEcart.ACCEPTE}")'
        restants = sum(ecart.est_a_traiter for ecart in siens)
        somme = Fraction(sum(ecart.ecart for ecart in siens), 100)
        feuille.texte(ligne, 0, "", _TEXTE)
        feuille.texte(ligne, 1, modele.titre, _TEXTE)
        feuille.formule(ligne, 2, f"={compte})", len(siens), _ENTIER)
        feuille.formule(ligne, 3, f"={compte})-{acceptes}", restants, _ENTIER)
        feuille.formule(ligne, 4, f"=ROUND(SUMIFS({plages.ecart},{plages.genre},{du_genre}),2)", somme, _MONTANT)
        feuille.fusion(ligne, (5, _FIN), modele.remede, _TEXTE)
        lignes = lignes_occupees(modele.remede, sum(_LARGEURS[5:]) - 2, _TAILLE)
        feuille.hauteur(ligne, hauteur_de_ligne(lignes, _TAILLE) + 4)
    if not genres:
        ligne += 1
        feuille.fusion(ligne, (0, _FIN), "Aucun écart : les deux comptes disent la même chose.", BON)
    return ligne


def _sens(feuille: FeuilleVivante, vue: VueDeRapprochement, sens: Sequence[Sens], place: tuple[int, int]) -> None:
    """Les totaux de chaque sens ; ``place`` : où écrire, et la première ligne des totaux qu’ils réunissent."""
    debut, premiere = place
    totaux = vue.rapprochement.totaux
    derniere = premiere + max(len(totaux), 1) - 1
    feuille.fusion(debut, (0, _FIN), "Par sens", RUBRIQUE)
    for rang, titre in enumerate(("", "Sens", "", "", *_TOTAUX[4:])):
        feuille.texte(debut + 1, rang, titre, EN_TETE_CALCUL)
    for ligne, un in enumerate(sens, debut + 2):
        for rang in (0, 2, 3):
            feuille.texte(ligne, rang, "", _TEXTE)
        feuille.texte(ligne, 1, LIBELLES_SENS[un], _TEXTE)
        siens = [total for total in totaux if total.sens is un]
        listes = sum(ecart.ecart for ecart in vue.ecarts if ecart.sens is un)
        montants = (sum(t.dossier for t in siens), sum(t.extrait for t in siens), sum(t.ecart for t in siens), listes)
        for rang, montant in enumerate(montants, 4):
            sommee, critere = (f"{_absolue(premiere, r)}:{_absolue(derniere, r)}" for r in (rang, 3))
            somme = f"=ROUND(SUMIFS({sommee},{critere},{adresse(ligne, 1)}),2)"
            feuille.formule(ligne, rang, somme, Fraction(montant, 100), _MONTANT)
        _prouver(feuille, ligne, montants[2], listes)


def _absolue(ligne: int, colonne: int) -> str:
    return f"${colonne_lettres(colonne)}${ligne + 1}"


def _totaux(feuille: FeuilleVivante, vue: VueDeRapprochement, plages: _Plages, entete: int) -> int:
    """Les totaux de chaque compte, leur différence, la somme des écarts ; rend la dernière ligne."""
    feuille.fusion(entete - 1, (0, _FIN), "Par financeur, exercice et sens", RUBRIQUE)
    for rang, titre in enumerate(_TOTAUX):
        feuille.texte(entete, rang, titre, EN_TETE_CALCUL)
    feuille.hauteur(entete, 30)
    listes: Counter[int] = Counter()
    for ecart in vue.ecarts:
        listes[ecart.total] += ecart.ecart
    for numero, total in enumerate(vue.rapprochement.totaux, 1):
        _total(feuille, plages, (entete + numero, numero), total, listes[numero])
    derniere = entete + max(len(vue.rapprochement.totaux), 1)
    feuille.filtrer((entete, 0), (derniere, _FIN))
    feuille.signaler((_PREMIER_BLOC, _FIN), (derniere, _FIN), f'={adresse(_PREMIER_BLOC, _FIN)}="{_FAUX}"', MAUVAIS)
    premiere = entete + 1
    feuille.signaler((premiere, 6), (derniere, 6), f"=N({adresse(premiere, 6)})<>0", ALERTE)
    return derniere


def _total(
    feuille: FeuilleVivante, plages: _Plages, place: tuple[int, int], total: TotalDeComptes, listes: int
) -> None:
    """Un total et sa preuve ; ``listes`` : la somme de ses écarts, en centimes."""
    ligne, numero = place
    feuille.nombre(ligne, 0, numero, _ENTIER)
    feuille.texte(ligne, 1, nommer_le_financeur(total.financeur), _TEXTE)
    feuille.nombre(ligne, 2, total.exercice, _ENTIER)
    feuille.texte(ligne, 3, LIBELLES_SENS[total.sens], _TEXTE)
    rang, (dossier, extrait) = adresse(ligne, 0), (adresse(ligne, 4), adresse(ligne, 5))
    feuille.formule(ligne, 4, plages.du_compte(Cote.DOSSIER, rang), Fraction(total.dossier, 100), _MONTANT)
    feuille.formule(ligne, 5, plages.du_compte(Cote.EXTRAIT, rang), Fraction(total.extrait, 100), _MONTANT)
    feuille.formule(ligne, 6, f"=ROUND({extrait}-{dossier},2)", Fraction(total.ecart, 100), _MONTANT)
    somme = f"=ROUND(SUMIFS({plages.ecart},{plages.total},{rang}),2)"
    feuille.formule(ligne, 7, somme, Fraction(listes, 100), _MONTANT)
    _prouver(feuille, ligne, total.ecart, listes)


def _prouver(feuille: FeuilleVivante, ligne: int, ecart: int, listes: int) -> None:
    """La cellule qui dit si les écarts listés font l’écart des totaux, en centimes."""
    preuve = f'=IF({adresse(ligne, 6)}={adresse(ligne, 7)},"{_JUSTE}","{_FAUX}")'
    feuille.formule(ligne, _FIN, preuve, _JUSTE if ecart == listes else _FAUX, _PREUVE)
