"""Les indicateurs en classeur : la synthèse et ses graphiques, puis le détail dont chaque chiffre vient.

Chaque valeur est une formule vivante de ses deux termes, qui porte celle du moteur ; mêmes relevés, mêmes octets.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from financement.indicateurs import MesureIndicateur, TableauDeBord
from financement.indicateurs.catalogue import INDICATEURS, PAR_LOGEMENT
from financement.valeurs.dates import afficher_date
from maquettes.classeur.charte_des_graphiques import CLOTURE, PROGRAMME
from maquettes.classeur.classeur import Proprietes, colonne_lettres
from maquettes.classeur.graphique_natif import Barres, Serie, insecable
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.vivant import ClasseurVivant, FeuilleVivante
from maquettes.maquette.styles import MAUVAIS, SOUS_TITRE, TITRE
from maquettes.portefeuille.feuilles import (
    LIGNE_TOTAL,
    PREMIERE_LIGNE,
    FeuilleDePortefeuille,
    feuille_des_dossiers,
    feuille_des_refus,
    projet,
)
from maquettes.portefeuille.feuilles_d_indicateurs import (
    FRANCE,
    SYNTHESE,
    VALEUR,
    FeuilleDeMesures,
    ecrire_les_rapports,
    feuille_de_synthese,
    feuille_des_definitions,
    feuilles_de_mesures,
)
from maquettes.portefeuille.feuilles_de_delais import feuilles_de_delais
from maquettes.portefeuille.tableau import ecrire_tableau, format_decimal

__all__ = ["classeur_des_indicateurs"]

GRAPHIQUES: Final = "Graphiques"
_ONGLET: Final = "#1F3864"
_LARGEUR: Final = 900
_ENTRE_GRAPHIQUES: Final = 2
_COLONNE: Final = 64
"""En pixels, la largeur d’une colonne que rien ne règle."""
_LIGNE: Final = 20
_RANGEE: Final = 46
_AUTOUR: Final = 95
_ECART: Final = 40
_CLES: Final = [un.cle for un in INDICATEURS]


def classeur_des_indicateurs(bord: TableauDeBord) -> bytes:
    """Le fichier xlsx : synthèse et graphiques, par convention, par famille, délais, dossiers lus et refus.

    Lève :class:`ClasseurImpossible` s’il y a plus de lignes que n’en tient une feuille.
    """
    au = afficher_date(bord.au)
    classeur = ClasseurVivant(
        Proprietes(
            titre=f"Indicateurs au {au}",
            sujet="Coûts, levier, parts, avancement, délais",
            organisme="",
            commentaires="Formules, sources et confiance : feuille Définitions. C et D : notre lecture, un usage.",
            cree_le=bord.au,
        )
    )
    synthese = feuille_de_synthese(bord)
    feuille = classeur.feuille_vivante(synthese.nom, _ONGLET)
    _ecrire(feuille, synthese, bord)
    _illustrer(classeur.feuille_vivante(GRAPHIQUES, _ONGLET), synthese, bord)
    details: tuple[FeuilleDePortefeuille, ...] = (
        feuille_des_definitions(),
        *feuilles_de_mesures(bord),
        *feuilles_de_delais(bord),
        feuille_des_dossiers(bord.portefeuille),
        feuille_des_refus(bord.portefeuille),
    )
    for detail in details:
        feuille = classeur.feuille_vivante(detail.nom, _ONGLET)
        _ecrire(feuille, detail, bord)
        if not detail.tableau.rangees:
            feuille.ne_pas_imprimer()
    return classeur.octets()


def _ecrire(feuille: FeuilleVivante, detail: FeuilleDePortefeuille, bord: TableauDeBord) -> None:
    feuille.texte(0, 0, _titre(detail, bord), TITRE)
    feuille.texte(1, 0, detail.sous_titre, SOUS_TITRE)
    for rang, colonne in enumerate(detail.tableau.colonnes):
        feuille.largeur(rang, colonne.largeur)
    derniere = ecrire_tableau(feuille, detail.tableau, LIGNE_TOTAL), len(detail.tableau.colonnes) - 1
    if isinstance(detail, FeuilleDeMesures):
        ecrire_les_rapports(feuille, detail, PREMIERE_LIGNE)
    feuille.figer(PREMIERE_LIGNE, 1)
    feuille.filtrer((LIGNE_TOTAL + 1, 0), derniere)
    _imprimer(feuille, bord, derniere)


def _titre(detail: FeuilleDePortefeuille, bord: TableauDeBord) -> str:
    au = afficher_date(bord.au)
    if detail.nom != SYNTHESE or not bord.est_d_un_seul:
        return f"{detail.nom} au {au}"
    return f"{bord.releves[0].bilan.nom} — indicateurs au {au}"


def _imprimer(feuille: FeuilleVivante, bord: TableauDeBord, derniere: tuple[int, int]) -> None:
    """« PROJET » en tête de chaque page tant qu’une convention a des constats bloquants."""
    mention = projet(bord.portefeuille)
    bandeau = f'&C&"Calibri,Bold"&11&K{MAUVAIS.couleur.removeprefix("#")}{mention}' if mention else ""
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&9Indicateurs au {afficher_date(bord.au)}{bandeau}&R&9{feuille.nom}",
            pied="&L&9C et D : notre lecture des règles, un usage&R&9page &P / &N",
            lignes_repetees=(LIGNE_TOTAL, LIGNE_TOTAL + 1) if feuille.nom != GRAPHIQUES else None,
            pages_de_haut=0 if feuille.nom != GRAPHIQUES else 1,
            derniere_cellule=derniere,
        )
    )


def _illustrer(feuille: FeuilleVivante, synthese: FeuilleDeMesures, bord: TableauDeBord) -> None:
    """Les montants par logement, la France en regard, puis les taux ; à côté, les parts des financeurs."""
    feuille.texte(0, 0, _titre(synthese, bord), TITRE)
    feuille.texte(1, 0, f"les chiffres sont ceux de la feuille {SYNTHESE}", SOUS_TITRE)
    parts = range(_CLES.index("part_anru"), _CLES.index("taux_d_engagement"))
    taux = range(parts.stop, _CLES.index("taux_d_economies") + 1)
    qui = "ici" if bord.est_d_un_seul else "portefeuille"
    compares = ((qui, VALEUR, CLOTURE), ("France", FRANCE, PROGRAMME))
    seul = (("", VALEUR, CLOTURE),)
    montants = range(len(PAR_LOGEMENT))
    series = _series(synthese, montants, compares if any(synthese.reperes) else seul, f'{format_decimal(0)}" €')
    logements = _barres("Coût et subvention de l’ANRU par logement", synthese, montants, series)
    pour_cent = f'{format_decimal(1)}" %'
    financeurs = _barres("Qui finance", synthese, parts, _series(synthese, parts, seul, pour_cent))
    avancement = _barres("Engagé, payé, économies", synthese, taux, _series(synthese, taux, seul, pour_cent))
    sous = LIGNE_TOTAL + logements.taille[1] // _LIGNE + _ENTRE_GRAPHIQUES
    a_cote = _LARGEUR // _COLONNE + 1
    feuille.inserer(LIGNE_TOTAL, 0, logements)
    feuille.inserer(sous, 0, avancement)
    feuille.inserer(LIGNE_TOTAL, a_cote, financeurs)
    _imprimer(feuille, bord, (sous + avancement.taille[1] // _LIGNE + 1, 2 * a_cote))


def _barres(titre: str, synthese: FeuilleDeMesures, rangs: range, series: tuple[Serie, ...]) -> Barres:
    return Barres(
        titre=titre,
        description=f"{titre} : {_en_mots(synthese.mesures[rangs.start : rangs.stop])}",
        series=series,
        taille=(_LARGEUR, _AUTOUR + _RANGEE * len(rangs)),
        ecart=_ECART,
    )


def _series(
    synthese: FeuilleDeMesures, rangs: range, montrees: Iterable[tuple[str, str, str]], nombre: str
) -> tuple[Serie, ...]:
    """Les barres de ces rangées ; chaque étiquette dit de qui elle est, s’il y en a deux."""

    def plage(colonne: int) -> str:
        lettres = colonne_lettres(colonne)
        premiere, derniere = PREMIERE_LIGNE + rangs.start + 1, PREMIERE_LIGNE + rangs.stop
        return f"'{SYNTHESE}'!${lettres}${premiere}:${lettres}${derniere}"

    return tuple(
        Serie(
            nom=nom or titre,
            categories=plage(0),
            valeurs=plage(synthese.rang(titre)),
            couleur=couleur,
            etiquette=f'{insecable(f"{nombre} {nom}".rstrip())}";;',
        )
        for nom, titre, couleur in montrees
    )


def _en_mots(mesures: Sequence[MesureIndicateur]) -> str:
    return " ; ".join(f"{m.indicateur.libelle}, {m.texte}" for m in mesures)
