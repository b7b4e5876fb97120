"""Le financement change : un financeur se retire, un taux ou une enveloppe n’est plus le même.

Ce qui est engagé le reste : taux et nature ne changent plus entre l’attribution et le solde (lecture C).
"""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from financement.cloture.resultat import Cloture, LigneCloturee, calculer_cloture
from financement.dossier.convention import Enveloppe
from financement.dossier.nomenclature import Categorie, Nature, RegleCloture
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.calendrier import lignes_par_operation
from financement.scenarios.edition import avec_operations, avec_plan, modifiee, tableau_en_vigueur
from financement.scenarios.hypothese import dire_la_cible, impossible, visees_en_cours, viser
from financement.selection import Selection
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import MONTANT_MAXIMAL, afficher_montant
from financement.valeurs.taux import afficher_taux

__all__ = ["ChangementDEnveloppe", "ChangementDeTaux", "RetraitDeFinanceur"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetraitDeFinanceur:
    """Le financeur de la cible se retire des opérations non achevées : ce qu’il n’a pas engagé ne vient plus.

    Sa ligne de plan tombe à zéro si rien n’en est engagé, au payé si l’engagé est réputé ; les lignes au résidu, qui
    sont au maître d’ouvrage, restent (lecture C).
    """

    cible: Selection
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        return f"retrait de {self.cible.financeur}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, les lignes qui ne viennent plus ramenées à ce qui est acquis."""
        cloture = calculer_cloture(projet, au=au)
        visees = visees_en_cours(cloture, self.cible, self.provenance)
        financeur = viser(projet, self.cible, self.provenance).financeur
        lignes = lignes_par_operation(cloture)
        acquis = {
            ligne.cle: ligne.paye if ligne.suivie.est_reputee else 0
            for faits in visees
            for ligne in lignes.get(faits.operation.code, ())
            if ligne.cle.financeur == financeur and _se_retire(ligne)
        }
        if not acquis:
            raise DossierRefuse(
                [
                    impossible(
                        self.provenance,
                        f"{financeur} a tout engagé, ou ne finance aucune des opérations visées",
                        "Viser un financeur dont une ligne n’est pas engagée.",
                    )
                ]
            )
        return avec_plan(projet, au, {cle: max(0, montant) for cle, montant in acquis.items()}, self.provenance)


def _se_retire(ligne: LigneCloturee) -> bool:
    en_attente = ligne.engage <= 0 or ligne.suivie.est_reputee
    return bool(ligne.programme) and ligne.regle is not RegleCloture.RESIDU and en_attente


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangementDeTaux:
    """Le taux de subvention du financeur de la cible devient ``taux`` sur les opérations visées, où rien n’est engagé.

    De l’ANRU : programmé = arrondi(taux × assiette) ; d’un autre : arrondi(taux × coût au tableau).
    """

    taux: Fraction
    cible: Selection
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        return f"taux de {self.cible.financeur} porté à {afficher_taux(self.taux)}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, taux et montants programmés changés dans la version en vigueur."""
        cloture = calculer_cloture(projet, au=au)
        visees = visees_en_cours(cloture, self.cible, self.provenance)
        financeur = viser(projet, self.cible, self.provenance).financeur
        montants, taux = self._changements(cloture, [f.operation.code for f in visees], financeur)
        if not montants:
            raise DossierRefuse(
                [
                    impossible(
                        self.provenance,
                        f"Aucune subvention de {financeur} ne reste à engager sur les opérations visées",
                        "Viser une opération dont la subvention n’est pas engagée : son taux ne change plus ensuite.",
                    )
                ]
            )
        change = avec_plan(projet, au, montants, self.provenance)
        return avec_operations(change, au, taux, self.provenance) if taux else change

    def _changements(
        self, cloture: Cloture, visees: list[str], financeur: str | None
    ) -> tuple[dict[CleLigne, int], dict[str, dict[str, Any]]]:
        montants: dict[CleLigne, int] = {}
        taux: dict[str, dict[str, Any]] = {}
        lignes = lignes_par_operation(cloture)
        for ligne in (ligne for code in visees for ligne in lignes.get(code, ())):
            suivie, faits = ligne.suivie, ligne.faits
            au_taux = ligne.cle.nature is Nature.SUBVENTION and ligne.regle is RegleCloture.TAUX
            if ligne.cle.financeur != financeur or not au_taux or suivie.engage > 0 or not suivie.programme:
                continue
            est_anru = suivie.financeur.categorie is Categorie.ANRU
            montants[ligne.cle] = arrondir(self.taux * (faits.assiette if est_anru else faits.cout))
            if est_anru:
                taux[ligne.cle.operation] = {"taux_anru": self.taux}
        return montants, taux


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangementDEnveloppe:
    """L’enveloppe du financeur devient ``montant`` (centimes), ou varie de ``proportion``."""

    financeur: str
    montant: int | None = None
    proportion: Fraction = Fraction(0)
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        if self.montant is not None:
            return f"enveloppe de {self.financeur} portée à {afficher_montant(self.montant)}"
        signe = "+" if self.proportion > 0 else "−"
        return f"enveloppe de {self.financeur} {signe}{afficher_taux(abs(self.proportion))}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return "la convention"

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, le plafond inscrit à l’acte en vigueur à la date ``au``."""
        visee = viser(projet, Selection(financeur=self.financeur), self.provenance)
        financeur = visee.financeur or self.financeur
        tableau = tableau_en_vigueur(projet, au)
        montant = self.montant
        if montant is None:
            actuelle = tableau.enveloppe_de(financeur)
            if actuelle is None:
                raise DossierRefuse(
                    [
                        impossible(
                            self.provenance,
                            f"{financeur} n’a pas d’enveloppe : elle ne peut varier de rien",
                            "Donner l’enveloppe en euros.",
                        )
                    ]
                )
            montant = min(arrondir(actuelle.montant * (1 + self.proportion)), MONTANT_MAXIMAL)
        return _avec_enveloppe(projet, tableau.version, financeur, montant, self.provenance)


def _avec_enveloppe(projet: Projet, version: int, financeur: str, montant: int, lieu: Provenance) -> Projet:
    convention = projet.convention
    if not version:
        financeurs = tuple(
            replace(f, enveloppe=montant, provenance=modifiee(f.provenance, lieu, ["enveloppe"]))
            if f.code == financeur
            else f
            for f in convention.financeurs
        )
        return replace(projet, convention=replace(convention, financeurs=financeurs))
    nouvelle = Enveloppe(financeur=financeur, montant=montant, provenance=lieu)
    avenants = tuple(
        replace(avenant, enveloppes=(*(e for e in avenant.enveloppes if e.financeur != financeur), nouvelle))
        if avenant.numero == version
        else avenant
        for avenant in convention.avenants
    )
    return replace(projet, convention=replace(convention, avenants=avenants))
