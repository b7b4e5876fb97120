"""Le tableau financier en vigueur : la convention initiale, pliée avec ses avenants dans l’ordre."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from financement.dossier.convention import Enveloppe
from financement.dossier.fautes import OPERATION_INCONNUE, VERSION_SANS_AVENANT
from financement.dossier.nomenclature import Nature, RegleCloture
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.ressemblance import proposition

__all__ = ["TableauFinancier", "operations_decrites", "regle_par_defaut", "tableau_financier", "tableaux_financiers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableauFinancier:
    """Ce que la convention programme dans une version.

    ``operations`` : une par opération existante, dans l’ordre de leur première ligne au dossier. ``lignes`` : les
    lignes de plan en vigueur, montant nul compris (une ligne retirée reste connue). ``enveloppes`` : le plafond en
    vigueur de chaque financeur qui en a un. ``signataire`` : qui signe pour le porteur, s’il est déclaré.
    """

    version: int
    operations: tuple[Operation, ...]
    lignes: tuple[LignePlan, ...]
    enveloppes: tuple[Enveloppe, ...]
    porteur: str
    signataire: str | None
    date_limite_engagement: date
    date_limite_solde: date | None

    def operation(self, code: str) -> Operation:
        """L’opération ``code`` telle que cette version la décrit.

        Lève :class:`ValeurImpossible` si elle n’y existe pas, ou pas encore.
        """
        for operation in self.operations:
            if operation.code == code:
                return operation
        connus = [operation.code for operation in self.operations]
        inconnue = faute(
            OPERATION_INCONNUE,
            Provenance(colonne="operation"),
            code,
            proposition=proposition(code, connus),
        )
        raise ValeurImpossible("Tableau financier", [inconnue])

    def lignes_de(self, operation: str) -> tuple[LignePlan, ...]:
        """Les lignes de plan d’une opération."""
        return tuple(ligne for ligne in self.lignes if ligne.operation == operation)

    def enveloppe_de(self, financeur: str) -> Enveloppe | None:
        """L’enveloppe en vigueur d’un financeur, ou ``None`` s’il n’a pas de plafond."""
        return next((enveloppe for enveloppe in self.enveloppes if enveloppe.financeur == financeur), None)


def regle_par_defaut(operation: Operation, financeur: str, nature: Nature) -> RegleCloture:
    """Règle de clôture d’une ligne qui n’en déclare pas (lecture C).

    Une subvention suit son taux ; les fonds propres du maître d’ouvrage sont le résidu ; un prêt, et les fonds
    propres de tout autre financeur, sont forfaitaires.
    """
    if nature is Nature.SUBVENTION:
        return RegleCloture.TAUX
    if nature is Nature.FONDS_PROPRES and operation.maitre_ouvrage == financeur:
        return RegleCloture.RESIDU
    return RegleCloture.FORFAIT


def tableau_financier(projet: Projet, version: int | None = None) -> TableauFinancier:
    """Le tableau financier en vigueur dans ``version`` (la dernière par défaut).

    Une ligne d’opération ou de plan remplace la précédente de même identité à partir de sa version. Lève
    :class:`ValeurImpossible` si la version n’existe pas. Source : le tableau financier en vigueur est la convention
    initiale modifiée par ses avenants (confiance B).
    """
    validation.exiger("Tableau financier", validation.instance("projet", projet, Projet))
    versions = projet.convention.versions
    retenue = versions[-1] if version is None else version
    # Un booléen vaut 0 ou 1 : ce n'est pas pour autant un numéro de version.
    if type(retenue) is not int or retenue not in versions:
        connues = ", ".join(map(str, versions))
        raise ValeurImpossible(
            "Tableau financier",
            [faute(VERSION_SANS_AVENANT, Provenance(colonne="version"), str(retenue), choix=connues)],
        )
    return next(tableau for tableau in tableaux_financiers(projet) if tableau.version == retenue)


def tableaux_financiers(projet: Projet) -> Iterator[TableauFinancier]:
    """Le tableau financier de chaque version, dans leur ordre : chacun est le précédent, modifié par son avenant.

    D’un avenant au tableau complet, les lignes sont tout le tableau : ce qui n’y figure pas en sort. Une opération que
    seul son plan cite est au tableau, telle qu’elle y était en dernier (lecture C).
    """
    convention = projet.convention
    operations: dict[str, Operation | None] = {operation.code: None for operation in projet.operations}
    decrites: dict[str, Operation] = {}
    operations_par_version: dict[int, dict[str, Operation]] = {}
    for operation in projet.operations:
        operations_par_version.setdefault(operation.version, {})[operation.code] = operation
    situees = [(ligne.cle, ligne) for ligne in projet.plan]
    lignes: dict[CleLigne, LignePlan | None] = {cle: None for cle, _ in situees}
    lignes_par_version: dict[int, dict[CleLigne, LignePlan]] = {}
    for cle, ligne in situees:
        lignes_par_version.setdefault(ligne.version, {})[cle] = ligne
    enveloppes = {
        f.code: Enveloppe(financeur=f.code, montant=f.enveloppe, provenance=f.provenance.a_la_colonne("enveloppe"))
        for f in convention.financeurs
        if f.enveloppe is not None
    }
    porteur, signataire = convention.porteur, convention.signataire
    limite_engagement, limite_solde = convention.date_limite_engagement, convention.date_limite_solde
    avenants = {avenant.numero: avenant for avenant in convention.avenants}
    for version in convention.versions:
        nouvelles, plan = operations_par_version.get(version, {}), lignes_par_version.get(version, {})
        decrites |= nouvelles
        if version in avenants and avenants[version].est_complet:
            operations, lignes = dict.fromkeys(operations), dict.fromkeys(lignes)
        operations |= nouvelles | {cle.operation: decrites[cle.operation] for cle in plan}
        lignes |= plan
        if version in avenants:
            avenant = avenants[version]
            if avenant.porteur not in (None, porteur):
                signataire = None
            porteur = avenant.porteur or porteur
            signataire = avenant.signataire or signataire
            limite_engagement = avenant.date_limite_engagement or limite_engagement
            limite_solde = avenant.date_limite_solde or limite_solde
            enveloppes |= {enveloppe.financeur: enveloppe for enveloppe in avenant.enveloppes}
        yield TableauFinancier(
            version=version,
            operations=tuple(o for o in operations.values() if o is not None),
            lignes=tuple(ligne for ligne in lignes.values() if ligne is not None),
            enveloppes=tuple(enveloppes.values()),
            porteur=porteur,
            signataire=signataire,
            date_limite_engagement=limite_engagement,
            date_limite_solde=limite_solde,
        )


def operations_decrites(projet: Projet, tableau: TableauFinancier) -> tuple[Operation, ...]:
    """Chaque opération du dossier telle que le tableau la décrit.

    Sortie du tableau, telle qu’elle y était ; pas encore créée, sa première description.
    """
    descriptions: dict[str, Operation] = {}
    for operation in sorted(
        projet.operations, key=lambda o: (o.version <= tableau.version, -abs(o.version - tableau.version))
    ):
        descriptions[operation.code] = operation
    descriptions |= {operation.code: operation for operation in tableau.operations}
    return tuple(descriptions[code] for code in dict.fromkeys(o.code for o in projet.operations))
