"""Le préfinancement : ce qu’un maître d’ouvrage avance en attendant les concours, son coût, et l’effet des délais.

Une prévision, de notre lecture (C) : celle de l’échéancier. Ses propres fonds sont là dès le premier jour : ce qui
manque à la fin est ce qu’il porte lui-même, et le relais n’est que ce qui manque en plus avant (lecture D).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from financement.cloture.resultat import Cloture
from financement.delais.appariement import EtatPart
from financement.delais.delais import calculer_delais
from financement.delais.mesure import mesurer
from financement.echeancier import Echeancier, besoins_de_tresorerie
from financement.valeurs import validation
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import ANNEE_MAXIMALE, Semestre

__all__ = ["Prefinancement", "SemestreDeRelais", "delais_mesures", "prefinancements"]

_JOURS_PAR_SEMESTRE: Final = Fraction(365, 2)
_DEUX: Final = 2
_DERNIER: Final = Semestre(ANNEE_MAXIMALE, 2)


@dataclass(frozen=True, slots=True)
class SemestreDeRelais:
    """Un semestre à venir, en centimes : trésorerie cumulée à sa fin, relais qu’elle demande, et ses intérêts."""

    semestre: Semestre
    depenses: int
    recettes: int
    tresorerie: int
    relais: int
    interets: int


@dataclass(frozen=True, slots=True)
class Prefinancement:
    """La courbe de trésorerie à venir d’un maître d’ouvrage ; ``fonds_propres`` : ce qu’il porte à la fin."""

    maitre_ouvrage: str
    fonds_propres: int
    courbe: tuple[SemestreDeRelais, ...]

    @property
    def pointe(self) -> SemestreDeRelais | None:
        """Le premier semestre où le relais est le plus fort, s’il en faut un."""
        return max((s for s in self.courbe if s.relais), key=lambda s: s.relais, default=None)

    @property
    def relais(self) -> int:
        """Le prêt relais qu’il faut, au plus fort, en centimes."""
        pointe = self.pointe
        return 0 if pointe is None else pointe.relais

    @property
    def interets(self) -> int:
        """Ce qu’il coûte jusqu’à la fin, en centimes."""
        return sum(semestre.interets for semestre in self.courbe)


def delais_mesures(cloture: Cloture) -> dict[str, int]:
    """Le délai moyen de chaque financeur, de la demande au paiement, en jours entiers, mesuré sur le journal.

    Moyenne pesée par les montants, tous types de paiement réunis. Un financeur sans mesure a la moyenne de tous ; rien
    n’est mesuré sans demande payée.
    """
    payees = [
        (part.cle.financeur, part.jours, part.montant)
        for part in calculer_delais(cloture).parts
        if part.etat is EtatPart.PAYEE and part.jours is not None
    ]
    de_tous = mesurer((jours, montant) for _, jours, montant in payees)
    if de_tous is None:
        return {}
    delais = {}
    for code in cloture.situation.axes.financeurs:
        sienne = mesurer((jours, montant) for financeur, jours, montant in payees if financeur == code)
        delais[code] = arrondir((sienne or de_tous).moyenne)
    return delais


def prefinancements(
    echeancier: Echeancier, *, taux: Fraction = Fraction(0), delais: Mapping[str, int] | None = None
) -> tuple[Prefinancement, ...]:
    """Le préfinancement de chaque maître d’ouvrage, dans l’ordre du dossier, après l’arrêté.

    ``taux`` annuel du relais : chaque semestre porte une demi-année d’intérêts simples sur ce qui manque à sa fin, au
    centime (lecture D). ``delais`` : les jours dont chaque financeur retarde ce qu’il doit verser ; d’un versement
    prévu dans un semestre, la part (jours / 182,5) tombe au suivant (lecture D).
    """
    validation.exiger(
        "Préfinancement",
        validation.instance("echeancier", echeancier, Echeancier),
        validation.taux_facultatif("taux", taux),
    )
    decalages = _decalages(echeancier, delais or {})
    au = echeancier.cloture.au
    resultats = []
    for besoin in besoins_de_tresorerie(echeancier):
        depenses = {flux.semestre: flux.depenses for flux in besoin.flux}
        recettes = {flux.semestre: flux.recettes for flux in besoin.flux}
        for semestre, montant in decalages.get(besoin.maitre_ouvrage, {}).items():
            recettes[semestre] = recettes.get(semestre, 0) + montant
        courbe, tresorerie = [], 0
        for semestre in sorted(depenses.keys() | recettes.keys()):
            depense, recette = depenses.get(semestre, 0), recettes.get(semestre, 0)
            tresorerie += recette - depense
            courbe.append((semestre, depense, recette, tresorerie))
        fonds = max(0, -tresorerie)
        semestres = tuple(
            SemestreDeRelais(semestre, depense, recette, solde, relais, arrondir(relais * taux / _DEUX))
            for semestre, depense, recette, solde in courbe
            if semestre.dernier_jour > au
            for relais in (max(0, -solde - fonds),)
        )
        resultats.append(Prefinancement(besoin.maitre_ouvrage, fonds, semestres))
    return tuple(resultats)


def _decalages(echeancier: Echeancier, delais: Mapping[str, int]) -> dict[str, dict[Semestre, int]]:
    """Ce que les délais ôtent d’un semestre et ajoutent à un autre ; leur somme est nulle pour chacun."""
    decalages: dict[str, dict[Semestre, int]] = {}
    faits = echeancier.cloture.faits
    for flux in echeancier.flux_prevus:
        proprietaire = faits[flux.cle.operation].operation.maitre_ouvrage
        jours = delais.get(flux.cle.financeur, 0)
        # Un reversement attendu n'est pas en retard ; le maître d'ouvrage ne s'attend pas lui-même.
        if flux.cle.financeur == proprietaire or flux.paiement <= 0 or not jours:
            continue
        entiers, reste = divmod(jours / _JOURS_PAR_SEMESTRE, 1)
        tardif = arrondir(flux.paiement * reste)
        siens = decalages.setdefault(proprietaire, {})
        for semestre, montant in (
            (flux.semestre, -flux.paiement),
            (_plus_tard(flux.semestre, int(entiers)), flux.paiement - tardif),
            (_plus_tard(flux.semestre, int(entiers) + 1), tardif),
        ):
            siens[semestre] = siens.get(semestre, 0) + montant
    return decalages


def _plus_tard(semestre: Semestre, nombre: int) -> Semestre:
    """Le semestre tant de rangs plus loin, au plus le dernier que connaît la bibliothèque."""
    restants = _DEUX * (ANNEE_MAXIMALE - semestre.annee) + _DEUX - semestre.numero
    return semestre.plus(nombre) if nombre <= restants else _DERNIER
