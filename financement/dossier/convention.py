"""La convention : qui la signe, qui la finance, ses limites et ses avenants."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from financement.dossier.nomenclature import (
    Categorie,
    ModeEngagement,
    NatureAvenant,
    PorteeTableau,
    Programme,
    StatutContrepartie,
    UniteMontants,
)
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation

__all__ = ["Avenant", "ContrepartieFonciere", "Convention", "Enveloppe", "Financeur", "MaitreOuvrage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Financeur:
    """Un financeur de la convention ; ``enveloppe`` est un plafond facultatif, en centimes.

    ``engagement`` réputé : ses engagements ne sont pas suivis ; l’engagé de ses lignes de concours est réputé égal au
    programmé, au moins au payé (lecture C). ``signataire`` : le rôle, et le nom s’il est connu, de qui signe pour lui.
    """

    code: str
    nom: str
    categorie: Categorie
    enveloppe: int | None = None
    siret: str | None = None
    engagement: ModeEngagement = ModeEngagement.SUIVI
    signataire: str | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Financeur",
            validation.code("code", self.code),
            validation.texte_obligatoire("nom", self.nom),
            validation.choix("categorie", self.categorie, Categorie),
            validation.montant_facultatif("enveloppe", self.enveloppe),
            validation.siret_facultatif("siret", self.siret),
            validation.choix("engagement", self.engagement, ModeEngagement),
            validation.texte_facultatif("signataire", self.signataire),
        )

    @property
    def est_repute(self) -> bool:
        """L’engagé du financeur est réputé, ses engagements n’étant pas suivis."""
        return self.engagement is ModeEngagement.REPUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class MaitreOuvrage:
    """Un maître d’ouvrage qui n’est pas financeur ; ``signataire`` : qui signe pour lui."""

    code: str
    nom: str
    siret: str | None = None
    signataire: str | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Maître d’ouvrage",
            validation.code("code", self.code),
            validation.texte_obligatoire("nom", self.nom),
            validation.siret_facultatif("siret", self.siret),
            validation.texte_facultatif("signataire", self.signataire),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Enveloppe:
    """Nouveau plafond d’un financeur, fixé par un avenant (centimes)."""

    financeur: str
    montant: int
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Enveloppe",
            validation.code("financeur", self.financeur),
            validation.montant("montant", self.montant),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Avenant:
    """Un avenant ; ce qu’il ne fixe pas (``None``, tuple vide) reste comme avant lui.

    ``tableau`` complet : ses lignes sont tout le tableau financier ; ce qui n’y figure pas en sort. ``signataire`` :
    qui signe pour le porteur à partir de lui ; un nouveau porteur n’a pas celui de l’ancien.
    """

    numero: int
    nature: NatureAvenant
    date: datetime.date
    date_limite_engagement: datetime.date | None = None
    date_limite_solde: datetime.date | None = None
    porteur: str | None = None
    enveloppes: tuple[Enveloppe, ...] = ()
    tableau: PorteeTableau = PorteeTableau.PARTIEL
    signataire: str | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Avenant",
            validation.entier("numero", self.numero, 1, 999),
            validation.choix("nature", self.nature, NatureAvenant),
            validation.jour("date", self.date),
            validation.jour_facultatif("date_limite_engagement", self.date_limite_engagement),
            validation.jour_facultatif("date_limite_solde", self.date_limite_solde),
            validation.texte_facultatif("porteur", self.porteur),
            validation.suite("enveloppes", self.enveloppes, Enveloppe),
            validation.choix("tableau", self.tableau, PorteeTableau),
            validation.texte_facultatif("signataire", self.signataire),
        )

    @property
    def est_complet(self) -> bool:
        """Les lignes de l’avenant sont tout son tableau financier."""
        return self.tableau is PorteeTableau.COMPLET


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrepartieFonciere:
    """Terrain cédé ou à céder en contrepartie (Foncière Logement), hors équilibre du plan.

    Source : article séparé de la convention (confiance B).
    """

    site: str
    surface_m2: Decimal
    droits_a_construire_m2: Decimal | None = None
    beneficiaire: str
    statut: StatutContrepartie
    date: datetime.date | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Contrepartie foncière",
            validation.texte_obligatoire("site", self.site),
            validation.quantite("surface_m2", self.surface_m2),
            validation.quantite_facultative("droits_a_construire_m2", self.droits_a_construire_m2),
            validation.texte_obligatoire("beneficiaire", self.beneficiaire),
            validation.choix("statut", self.statut, StatutContrepartie),
            validation.jour_facultatif("date", self.date),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """La convention initiale et ses avenants.

    ``reglement`` nomme un jeu de règles de la bibliothèque (``pnru``, ``npnru``) ou vaut
    ``reglement.toml`` quand le dossier apporte le sien. ``unite`` : l’euro si les tableaux ont été dressés en euros
    entiers. ``signataire`` : le rôle, et le nom s’il est connu, de qui signe pour le porteur. ``region``,
    ``departement`` : où est le projet, pour réunir des conventions par territoire.
    """

    code: str
    nom: str
    programme: Programme
    reglement: str
    porteur: str
    date_signature: datetime.date
    date_limite_engagement: datetime.date
    date_limite_solde: datetime.date | None = None
    unite: UniteMontants = UniteMontants.CENTIME
    signataire: str | None = None
    region: str | None = None
    departement: str | None = None
    financeurs: tuple[Financeur, ...]
    avenants: tuple[Avenant, ...] = ()
    maitres_ouvrage: tuple[MaitreOuvrage, ...] = ()
    contreparties_foncieres: tuple[ContrepartieFonciere, ...] = ()
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Convention",
            validation.code("code", self.code),
            validation.texte_obligatoire("nom", self.nom),
            validation.choix("programme", self.programme, Programme),
            validation.texte_obligatoire("reglement", self.reglement),
            validation.texte_obligatoire("porteur", self.porteur),
            validation.jour("date_signature", self.date_signature),
            validation.jour("date_limite_engagement", self.date_limite_engagement),
            validation.jour_facultatif("date_limite_solde", self.date_limite_solde),
            validation.choix("unite", self.unite, UniteMontants),
            validation.texte_facultatif("signataire", self.signataire),
            validation.texte_facultatif("region", self.region),
            validation.texte_facultatif("departement", self.departement),
            validation.suite("financeurs", self.financeurs, Financeur),
            validation.suite("avenants", self.avenants, Avenant),
            validation.suite("maitres_ouvrage", self.maitres_ouvrage, MaitreOuvrage),
            validation.suite("contreparties_foncieres", self.contreparties_foncieres, ContrepartieFonciere),
        )

    @property
    def versions(self) -> tuple[int, ...]:
        """Numéros de version : 0 (convention initiale), puis le numéro de chaque avenant."""
        return (0, *(avenant.numero for avenant in self.avenants))

    def version_au(self, au: datetime.date | None) -> int:
        """Version en vigueur à la date ``au`` : dernier avenant signé au plus tard ce jour, 0 sinon.

        Sans date, la dernière version.
        """
        signes = [a.numero for a in self.avenants if au is None or a.date <= au]
        return signes[-1] if signes else 0

    def date_de_version(self, version: int) -> datetime.date:
        """Date de l’acte qui fixe cette version : signature de la convention, ou de l’avenant."""
        return next((avenant.date for avenant in self.avenants if avenant.numero == version), self.date_signature)

    def nom_du_maitre_ouvrage(self, code: str) -> str:
        """Nom d’un maître d’ouvrage : celui du financeur ou du maître d’ouvrage déclaré, sinon le code."""
        declares: tuple[Financeur | MaitreOuvrage, ...] = (*self.financeurs, *self.maitres_ouvrage)
        return next((declare.nom for declare in declares if declare.code == code), code)
