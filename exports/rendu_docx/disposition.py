"""La page où un tableau tient, et la largeur de ses colonnes.

Une délibération est en A4 : debout si le tableau y est à l’aise, couché sinon ; en A3 couché quand rien d’autre ne le
laisse lisible, et en volets s’il le faut encore. Ce qui ne se replie pas, les nombres d’abord, se mesure pour la plus
large des polices qui remplacent Calibri où elle manque ; le reste, pour Carlito, de même métrique qu’elle.
"""

from dataclasses import dataclass
from typing import Final

from exports.mise_en_page.disposition import Disposition, Volet, disposer_colonnes
from exports.mise_en_page.largeurs import exigences, repartir
from exports.mise_en_page.police_de_remplacement import largeur_au_plus
from exports.mise_en_page.tableau_texte import TableauTexte
from exports.rendu_docx.page import A3_COUCHE, A4_COUCHE, A4_DEBOUT, Format

__all__ = ["TableauDispose", "choisir_la_page", "tenir_debout"]

# En demi-points, de la plus grande à la plus petite admise.
_TAILLES: Final = (
    (A4_DEBOUT, (18, 17, 16)),
    (A4_COUCHE, (17, 16, 15)),
    (A3_COUCHE, (17, 16, 15)),
)
_TAILLES_DEBOUT: Final = (18, 17, 16, 15)
_D_UN_TENANT: Final = 35
"""La part d’une page, en pourcentage, que prend au plus un tableau qui ne se coupe pas : un plus haut, renvoyé entier à
la page suivante, laisserait celle-ci presque blanche."""
_AISANCE: Final = 160
"""Le blanc qu’une cellule Word, qui a des bords, demande en plus (millièmes de cadratin)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableauDispose:
    """Le format de la page, la taille du texte (demi-points) et les volets, un seul s’ils tiennent ensemble."""

    page: Format
    taille: int
    volets: tuple[Volet, ...]

    def largeurs(self, volet: Volet) -> tuple[int, ...]:
        """Les largeurs des colonnes d’un volet, en vingtièmes de point."""
        return tuple(largeur * self.taille // 100 for largeur in volet.largeurs)

    def est_d_un_tenant(self, tableau: TableauTexte, volet: Volet) -> bool:
        """Un volet qui ne se coupe pas : son titre et ses notes au-dessus de lui, il ne vide pas une page."""
        hauteur = Disposition(taille=self.taille * 5, volets=self.volets).hauteur(tableau, volet)
        return hauteur * 200 <= self.page.hauteur_utile * _D_UN_TENANT


def choisir_la_page(tableau: TableauTexte) -> TableauDispose:
    """La première page, du plus petit format au plus grand, où toutes les colonnes sont à l’aise."""
    demandes = [demande.elargie(_AISANCE) for demande in exigences(tableau, largeur_au_plus)]
    voulue = sum(demande.aisee for demande in demandes)
    for page, tailles in _TAILLES:
        for taille in tailles:
            place = page.utile * 100 // taille
            if voulue <= place:
                volet = Volet(rangs=tuple(range(len(demandes))), largeurs=repartir(demandes, place))
                return TableauDispose(page=page, taille=taille, volets=(volet,))
    disposition = disposer_colonnes(tableau, demandes)
    return TableauDispose(page=A3_COUCHE, taille=disposition.taille // 5, volets=disposition.volets)


def tenir_debout(tableau: TableauTexte) -> TableauDispose:
    """En A4 debout, à la plus grande taille où rien d’insécable ne se coupe ; une page qui se lit seule ne tourne pas.

    Plus petit, si des noms longs l’étireraient sur plus que ce qui se lit d’un tenant ; à défaut, la page que le
    tableau demande.
    """
    demandes = [demande.elargie(_AISANCE) for demande in exigences(tableau, largeur_au_plus)]
    possibles: list[TableauDispose] = []
    for taille in _TAILLES_DEBOUT:
        place = A4_DEBOUT.utile * 100 // taille
        if sum(demande.minimale for demande in demandes) <= place:
            volet = Volet(rangs=tuple(range(len(demandes))), largeurs=repartir(demandes, place))
            dispose = TableauDispose(page=A4_DEBOUT, taille=taille, volets=(volet,))
            if dispose.est_d_un_tenant(tableau, volet):
                return dispose
            possibles.append(dispose)
    return possibles[-1] if possibles else choisir_la_page(tableau)
