"""Un aléa écrit, lu en aléa du noyau : sa loi, ses valeurs toutes dans une même unité, ce qu’il vise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from financement.aleas.alea import Alea, PorteSur, UniteDAlea
from financement.aleas.lois import Empirique, Lognormale, Loi, Pert, Triangulaire, Uniforme
from financement.fautes.faute import Faute, TexteRefuse
from financement.scenarios.hypothese import impossible
from financement.selection import Selection
from financement.valeurs.taux import lire_taux
from maquettes.formes.lieux_imbriques import Chemin, LieuxImbriques
from maquettes.scenarios.modele import AleaEcrit, NomDeLoi
from maquettes.scenarios.valeurs import lire_semestres, lire_variation

__all__ = ["LectureDAleas"]

_CLES: Final[Mapping[NomDeLoi, tuple[str, ...]]] = MappingProxyType(
    {
        NomDeLoi.UNIFORME: ("bas", "haut"),
        NomDeLoi.TRIANGULAIRE: ("bas", "mode", "haut"),
        NomDeLoi.PERT: ("bas", "mode", "haut"),
        NomDeLoi.LOGNORMALE: ("moyenne", "ecart_type"),
        NomDeLoi.EMPIRIQUE: ("valeurs",),
    }
)
_TOUTES: Final = tuple(dict.fromkeys(cle for cles in _CLES.values() for cle in cles))


class LectureDAleas:
    """La lecture des aléas d’un fichier ; ``fautes`` : toutes celles qu’elle a trouvées, à leur lieu."""

    def __init__(self, lieux: LieuxImbriques) -> None:
        self._lieux = lieux
        self.fautes: list[Faute] = []

    def lire(self, ecrits: Sequence[AleaEcrit]) -> tuple[Alea, ...]:
        """Les aléas ; ceux qui ne se lisent pas manquent, et leurs fautes sont gardées."""
        lus = (self.alea(("aleas", rang), ecrit) for rang, ecrit in enumerate(ecrits))
        return tuple(lu for lu in lus if lu is not None)

    def alea(self, chemin: Chemin, ecrit: AleaEcrit) -> Alea | None:
        """L’aléa écrit à ce chemin ; ``None``, ses fautes gardées, s’il ne se lit pas."""
        nombre = len(self.fautes)
        exigees = _CLES[ecrit.loi]
        for cle in exigees:
            if getattr(ecrit, cle) in (None, ()):
                self._refuser(chemin, f"Une loi « {ecrit.loi} » donne « {cle} »", f"Écrire {cle} dans cet aléa.")
        for cle in _TOUTES:
            if cle not in exigees and getattr(ecrit, cle) not in (None, ()):
                self._refuser(
                    (*chemin, cle),
                    f"Une loi « {ecrit.loi} » n’emploie pas « {cle} »",
                    f"L’ôter ; elle emploie {', '.join(exigees)}.",
                )
        part = self._part(chemin, ecrit)
        if len(self.fautes) > nombre:
            return None
        lue = self._loi(chemin, ecrit)
        if lue is None or part is None or len(self.fautes) > nombre:
            return None
        loi, unite = lue
        return Alea(
            porte_sur=ecrit.porte_sur,
            loi=loi,
            unite=unite,
            cible=Selection(operation=ecrit.operation, famille=ecrit.famille, maitre_ouvrage=ecrit.maitre_ouvrage),
            facteur_commun=part,
            provenance=replace(self._lieux(chemin), colonne=None),
        )

    def _part(self, chemin: Chemin, ecrit: AleaEcrit) -> Fraction | None:
        if ecrit.facteur_commun is None:
            return Fraction(0)
        try:
            return lire_taux(ecrit.facteur_commun)
        except TexteRefuse as refus:
            self.fautes.append(refus.en_faute(self._lieux((*chemin, "facteur_commun"))))
            return None

    def _loi(self, chemin: Chemin, ecrit: AleaEcrit) -> tuple[Loi, UniteDAlea] | None:
        if ecrit.loi is NomDeLoi.EMPIRIQUE:
            textes = {("valeurs", rang): valeur for rang, valeur in enumerate(ecrit.valeurs)}
        else:
            textes = {(cle, -1): getattr(ecrit, cle) for cle in _CLES[ecrit.loi]}
        lues: dict[tuple[str, int], tuple[Fraction, UniteDAlea]] = {}
        for (cle, rang), texte in textes.items():
            ici: Chemin = (*chemin, cle) if rang < 0 else (*chemin, cle, rang)
            try:
                lues[cle, rang] = _valeur(texte, ecrit.porte_sur)
            except TexteRefuse as refus:
                self.fautes.append(refus.en_faute(self._lieux(ici)))
        if len(lues) < len(textes):
            return None
        unites = {unite for valeur, unite in lues.values() if valeur} or {unite for _, unite in lues.values()}
        if len(unites) > 1:
            self._refuser(
                chemin,
                "Les valeurs de cet aléa sont les unes en pour cent, les autres en euros",
                "Les écrire toutes dans la même unité.",
            )
            return None
        (unite,) = unites
        return self._composer(chemin, ecrit.loi, [valeur for valeur, _ in lues.values()], unite)

    def _composer(
        self, chemin: Chemin, nom: NomDeLoi, valeurs: Sequence[Fraction], unite: UniteDAlea
    ) -> tuple[Loi, UniteDAlea] | None:
        if nom is NomDeLoi.EMPIRIQUE:
            return Empirique(valeurs=tuple(valeurs)), unite
        if nom is NomDeLoi.LOGNORMALE:
            moyenne, ecart_type = valeurs
            if unite is not UniteDAlea.PROPORTION or moyenne <= -1 or ecart_type < 0:
                self._refuser(
                    chemin,
                    "Une loi lognormale est celle d’un coût : moyenne au-dessus de −100 % et écart type, en pour cent",
                    'Écrire par exemple moyenne = "5 %", ecart_type = "10 %".',
                )
                return None
            return Lognormale(moyenne=moyenne, ecart_type=ecart_type), unite
        if list(valeurs) != sorted(valeurs):
            self._refuser(chemin, f"Les valeurs de la loi « {nom} » ne se suivent pas", "Écrire bas ≤ mode ≤ haut.")
            return None
        if nom is NomDeLoi.UNIFORME:
            return Uniforme(bas=valeurs[0], haut=valeurs[1]), unite
        bas, mode, haut = valeurs
        loi = Triangulaire if nom is NomDeLoi.TRIANGULAIRE else Pert
        return loi(bas=bas, mode=mode, haut=haut), unite

    def _refuser(self, chemin: Chemin, cause: str, correction: str) -> None:
        self.fautes.append(impossible(self._lieux(chemin), cause, correction))


def _valeur(texte: str | int, porte_sur: PorteSur) -> tuple[Fraction, UniteDAlea]:
    """La valeur et son unité ; lève :class:`TexteRefuse`."""
    if porte_sur is PorteSur.RETARD:
        return Fraction(lire_semestres(texte)), UniteDAlea.SEMESTRE
    proportion, montant = lire_variation(str(texte))
    en_euros = not str(texte).strip().endswith("%") and "/" not in str(texte)
    return (Fraction(montant), UniteDAlea.MONTANT) if en_euros else (proportion, UniteDAlea.PROPORTION)
