"""Le coût d’opérations non achevées change : de tant, de tant pour cent, ou avec des indices.

C’est une réestimation à la date d’arrêté, non un changement du plan : chaque subvention reste plafonnée par son engagé
ou son programmé, l’ANRU par son taux et son assiette, et le reste tombe sur la ligne au résidu (lecture C des règles de
clôture).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import calculer_cloture
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.edition import avec_reestimations
from financement.scenarios.hypothese import TOUT, dire_la_cible, impossible, visees_en_cours
from financement.scenarios.series import Serie
from financement.selection import Selection
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import MONTANT_MAXIMAL, afficher_montant
from financement.valeurs.repartition import repartir
from financement.valeurs.taux import afficher_taux

__all__ = ["Actualisation", "Composante", "CoutFixe", "VariationDeCout", "cout_connu", "reestimer"]

_DOUZE = 12


def cout_connu(faits: FaitsOperation) -> int:
    """Le dernier coût connu d’une opération non achevée, en centimes : sa réestimation, sinon son coût au tableau."""
    return faits.cout if faits.reestimation is None else faits.reestimation.cout


def reestimer(
    projet: Projet, au: date, visees: Sequence[FaitsOperation], couts: Sequence[int], lieu: Provenance
) -> Projet:
    """Le projet où ces opérations ont ces coûts, en centimes ; un coût qui ne change pas n’est pas une réestimation.

    Lève :class:`DossierRefuse` avec une faute par coût impossible.
    """
    fautes = [
        faute
        for faits, cout in zip(visees, couts, strict=True)
        if (faute := _impossible(faits, cout, lieu)) is not None
    ]
    if fautes:
        raise DossierRefuse(fautes)
    nouveaux = {
        faits.operation.code: cout for faits, cout in zip(visees, couts, strict=True) if cout != cout_connu(faits)
    }
    return avec_reestimations(projet, au, nouveaux, lieu)


def _impossible(faits: FaitsOperation, cout: int, lieu: Provenance) -> Faute | None:
    if 0 <= cout <= MONTANT_MAXIMAL:
        return None
    connu = afficher_montant(cout_connu(faits))
    return impossible(
        lieu,
        f"Le coût de {faits.operation.code} passerait de {connu} à {afficher_montant(cout)}",
        "Donner une variation qui laisse un coût de zéro à 100 milliards d’euros.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationDeCout:
    """Le coût de chaque opération visée × (1 + ``proportion``), plus sa part de ``montant`` (centimes).

    Le montant se partage entre les opérations visées en proportion de leurs coûts, au plus fort reste (lecture D).
    """

    proportion: Fraction = Fraction(0)
    montant: int = 0
    cible: Selection = TOUT
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        signe = "+" if self.proportion > 0 else "−"
        dites = [f"{signe}{afficher_taux(abs(self.proportion))}"] if self.proportion else []
        if self.montant or not dites:
            dites.append(f"{'+' if self.montant > 0 else ''}{afficher_montant(self.montant)}")
        return f"coût {' et '.join(dites)}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, les opérations visées réestimées à la date ``au``."""
        visees = visees_en_cours(calculer_cloture(projet, au=au), self.cible, self.provenance)
        connus = [cout_connu(faits) for faits in visees]
        parts = repartir(self.montant, connus)
        couts = [arrondir(connu * (1 + self.proportion)) + part for connu, part in zip(connus, parts, strict=True)]
        return reestimer(projet, au, visees, couts, self.provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoutFixe:
    """Le coût de chaque opération visée devient ``cout``, en centimes sur sa base déclarée."""

    cout: int
    cible: Selection
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        return f"coût porté à {afficher_montant(self.cout)}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, les opérations visées réestimées à la date ``au``."""
        visees = visees_en_cours(calculer_cloture(projet, au=au), self.cible, self.provenance)
        return reestimer(projet, au, visees, [self.cout] * len(visees), self.provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composante:
    """La part d’un prix qui suit une série d’indices."""

    poids: Fraction
    serie: Serie


@dataclass(frozen=True, slots=True, kw_only=True)
class Actualisation:
    """Le coût de chaque opération visée suit les prix, de la date ``base`` à la date ``valeur``.

    Par indices : × Σ poids × indice(valeur) / indice(base), plus la part que les poids laissent fixe. Par ``taux``
    annuel : × (1 + taux) par année entière, × (1 + taux × mois / 12) pour le reste, en mois révolus (lecture D). Tout
    le coût suit, dépensé ou non (lecture D).
    """

    base: date
    valeur: date
    taux: Fraction = Fraction(0)
    composantes: tuple[Composante, ...] = ()
    cible: Selection = TOUT
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        sur = " + ".join(f"{afficher_taux(c.poids)} {c.serie.nom}" for c in self.composantes)
        return (
            f"actualisation {sur or afficher_taux(self.taux) + ' par an'}, "
            f"du {afficher_date(self.base)} au {afficher_date(self.valeur)}"
        )

    def coefficient(self) -> Fraction:
        """Le coefficient exact ; lève :class:`DossierRefuse` si une série ne couvre pas les deux dates."""
        if self.composantes:
            fixe = 1 - sum(composante.poids for composante in self.composantes)
            return fixe + sum(
                (
                    c.poids
                    * c.serie.en_vigueur(self.valeur, self.provenance)
                    / c.serie.en_vigueur(self.base, self.provenance)
                    for c in self.composantes
                ),
                Fraction(0),
            )
        mois = (self.valeur.year - self.base.year) * _DOUZE + self.valeur.month - self.base.month
        mois -= self.valeur.day < self.base.day
        annees, restants = divmod(mois, _DOUZE)
        return (1 + self.taux) ** annees * (1 + self.taux * restants / _DOUZE)

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, les opérations visées réestimées à la date ``au``."""
        visees = visees_en_cours(calculer_cloture(projet, au=au), self.cible, self.provenance)
        coefficient = self.coefficient()
        couts = [arrondir(cout_connu(faits) * coefficient) for faits in visees]
        return reestimer(projet, au, visees, couts, self.provenance)
