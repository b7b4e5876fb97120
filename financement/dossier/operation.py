"""L’opération : une ligne du tableau financier, dans une version.

Une opération est une action physique ou une prestation d’une seule nature, sur un objet identifié, portée par
un seul maître d’ouvrage, avec un calendrier (règlement général de l’ANRU, confiance A).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from financement.dossier.nomenclature import Base, NatureCout, Origine, Statut, Unite
from financement.fautes.faute import Faute, ModeleFaute, faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import ANNEE_MAXIMALE, Semestre
from financement.valeurs.montants import MONTANT_MAXIMAL, ecrire_montant
from financement.valeurs.quantites import ecrire_quantite
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = [
    "DUREE_MAXIMALE",
    "QUANTITE_NON_ENTIERE",
    "QUANTITE_SANS_UNITE",
    "TTC_SANS_TAUX",
    "VERSION_MAXIMALE",
    "Operation",
]

VERSION_MAXIMALE: Final = 999
DUREE_MAXIMALE: Final = 120


QUANTITE_NON_ENTIERE: Final = ModeleFaute(
    "VALEUR-09", "« {lu} » logements : un nombre de logements est entier.", "Écrire un entier, ou changer d’unité."
)
TTC_SANS_TAUX: Final = ModeleFaute(
    "COHERENCE-02",
    "L’opération « {lu} » est équilibrée TTC sans taux de TVA ni coût TTC.",
    "Renseigner taux_tva ou cout_ttc.",
)
QUANTITE_SANS_UNITE: Final = ModeleFaute(
    "COHERENCE-08", "La quantité « {lu} » n’a pas d’unité.", "Renseigner l’unité : logement, m2, etp ou forfait."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Une opération telle que la décrit la version ``version`` ; montants en centimes.

    ``cout_ht`` est net des recettes quand ``nature_cout`` vaut ``deficit``. ``assiette`` et ``taux_anru`` vides
    se lisent ``assiette = coût`` et ``taux = programmé ANRU / assiette``.
    """

    version: int
    code: str
    famille: str
    libelle: str
    maitre_ouvrage: str
    localisation: str = ""
    quantite: Decimal | None = None
    unite: Unite | None = None
    nature_cout: NatureCout = NatureCout.BRUT
    cout_ht: int
    taux_tva: Fraction | None = None
    base: Base
    cout_ttc: int | None = None
    assiette: int | None = None
    taux_anru: Fraction | None = None
    debut: Semestre | None = None
    duree_semestres: int | None = None
    achevement: date | None = None
    statut: Statut = Statut.ACTIVE
    origine: Origine | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Opération",
            validation.entier("version", self.version, 0, VERSION_MAXIMALE),
            validation.code("operation", self.code),
            validation.code("famille", self.famille),
            validation.texte_obligatoire("libelle", self.libelle),
            validation.texte_obligatoire("maitre_ouvrage", self.maitre_ouvrage),
            validation.texte("localisation", self.localisation),
            validation.quantite_facultative("quantite", self.quantite),
            None if self.unite is None else validation.choix("unite", self.unite, Unite),
            validation.choix("nature_cout", self.nature_cout, NatureCout),
            validation.montant("cout_ht", self.cout_ht),
            validation.taux_facultatif("taux_tva", self.taux_tva),
            validation.choix("base", self.base, Base),
            validation.montant_facultatif("cout_ttc", self.cout_ttc),
            validation.montant_facultatif("assiette", self.assiette),
            validation.taux_facultatif("taux_anru", self.taux_anru),
            validation.semestre_facultatif("debut", self.debut),
            None
            if self.duree_semestres is None
            else validation.entier("duree_semestres", self.duree_semestres, 0, DUREE_MAXIMALE),
            validation.jour_facultatif("achevement", self.achevement),
            validation.choix("statut", self.statut, Statut),
            None if self.origine is None else validation.choix("origine", self.origine, Origine),
        )
        validation.exiger("Opération", self._ttc_inconnu(), self._ttc_trop_grand(), self._quantite_impossible())

    def _ttc_inconnu(self) -> Faute | None:
        if self.base is Base.TTC and self.cout_ttc is None and self.taux_tva is None:
            return faute(TTC_SANS_TAUX, Provenance(colonne="taux_tva"), self.code)
        return None

    def _ttc_trop_grand(self) -> Faute | None:
        if self.cout <= MONTANT_MAXIMAL:
            return None
        return faute(
            VALEUR_INTERDITE,
            Provenance(colonne="cout_ht"),
            ecrire_montant(self.cout_ht),
            regle="avec sa TVA, ce coût dépasse 100 milliards d’euros",
            correction="Vérifier l’unité des montants (euros), ou le taux de TVA.",
        )

    def _quantite_impossible(self) -> Faute | None:
        if self.quantite is None:
            return None
        lieu, lu = Provenance(colonne="quantite"), ecrire_quantite(self.quantite)
        if self.unite is None:
            return faute(QUANTITE_SANS_UNITE, lieu, lu)
        if self.unite is Unite.LOGEMENT and self.quantite % 1:
            return faute(QUANTITE_NON_ENTIERE, lieu, lu)
        return None

    @property
    def cout_toutes_taxes(self) -> int | None:
        """Coût TTC en centimes : celui déclaré, sinon arrondi(HT × (1 + TVA)) ; ``None`` sans taux de TVA."""
        if self.cout_ttc is not None:
            return self.cout_ttc
        return None if self.taux_tva is None else arrondir(self.cout_ht * (1 + self.taux_tva))

    @property
    def cout(self) -> int:
        """Coût en centimes sur la base déclarée (HT ou TTC), celle sur laquelle le plan s’équilibre."""
        toutes_taxes = self.cout_toutes_taxes if self.base is Base.TTC else None
        return self.cout_ht if toutes_taxes is None else toutes_taxes

    @property
    def assiette_retenue(self) -> int:
        """Assiette en centimes : celle déclarée, sinon le coût (lecture C)."""
        return self.cout if self.assiette is None else self.assiette

    @property
    def est_abandonnee(self) -> bool:
        """L’opération est marquée abandonnée dans cette version."""
        return self.statut is Statut.ABANDONNEE

    @property
    def terme_prevu(self) -> date | None:
        """Dernier jour de la durée prévue, au plus tard celui du dernier semestre connu ; ``None`` sans calendrier."""
        if self.debut is None or not self.duree_semestres:
            return None
        restants = 2 * (ANNEE_MAXIMALE - self.debut.annee + 1) - self.debut.numero
        return self.debut.plus(min(self.duree_semestres - 1, restants)).dernier_jour

    def est_achevee(self, au: date | None) -> bool:
        """L’achèvement est atteint à la date ``au`` (à toute date connue si ``au`` manque)."""
        return self.achevement is not None and (au is None or self.achevement <= au)
