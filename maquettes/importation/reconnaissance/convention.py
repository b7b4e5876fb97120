"""La convention que des tables laissent deviner : son numéro, ses dates, ses financeurs et ses maîtres d’ouvrage."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from financement.dossier.nomenclature import Categorie
from financement.fautes.faute import TexteRefuse
from maquettes.importation.correspondance.modele import MAITRE_OUVRAGE
from maquettes.importation.correspondance.proposition import (
    Certitude,
    ConventionProposee,
    DateProposee,
    OrganismePropose,
    SourceProposee,
)
from maquettes.importation.lecteurs.codes import cle_d_operation
from maquettes.importation.lecteurs.dates import date_du_texte
from maquettes.importation.reconnaissance.familles import programme_des_codes
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.noms_d_organismes import ORGANISMES
from maquettes.importation.reconnaissance.mots.organismes import Organisme
from maquettes.importation.reconnaissance.mots.unites import unite_dite
from maquettes.importation.reconnaissance.mots.versions import version_dite
from maquettes.importation.reconnaissance.tableau import Tableau

__all__ = ["convention_proposee", "operations_ecrites"]

Lues = Sequence[tuple[Table, Tableau]]
_TITRES_AU_PLUS: Final = 6
_DATE: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}(?:er)? [^\W\d_]{3,9}\.? [0-9]{4}")


def operations_ecrites(tables: Lues) -> list[str]:
    """Les codes d’opération, tels que les tables les écrivent."""
    return [
        " ".join(cellule.texte.split())
        for table, tableau in tables
        for colonne, choisi in tableau.choix.items()
        if choisi.champ == "operation"
        for cellule in table.profils[colonne].valeurs.values()
    ]


def convention_proposee(tables: Lues, sources: Sequence[SourceProposee]) -> ConventionProposee:
    """Ce que les tables disent de la convention."""
    porteurs: dict[str, Organisme] = {}
    for _, tableau in tables:
        for porteur in tableau.porteurs:
            porteurs.setdefault(porteur.code, porteur)
    cites = dict.fromkeys(code for source in sources for code in _financeurs(source, porteurs))
    operations = [cle_d_operation(code) for code in operations_ecrites(tables)]
    sites = {cle.site for cle in operations if cle.site}
    versions = {s.source.version for s in sources if s.source is not None and isinstance(s.source.version, int)}
    titres = dict.fromkeys(
        " ".join(t.split()) for table, _ in tables for t in table.au_dessus() if unite_dite(t) is None
    )
    return ConventionProposee(
        code=sites.pop() if len(sites) == 1 else "",
        titres=tuple(titres)[:_TITRES_AU_PLUS],
        programme=programme_des_codes([*_familles(sources), *(cle.famille for cle in operations if cle.famille)]),
        financeurs=tuple(_financeur(code, porteurs.get(code)) for code in cites),
        maitres_ouvrage=tuple(
            OrganismePropose(code=code, nom=porteur.noms[0], lu=porteur.noms[0])
            for code, porteur in porteurs.items()
            if code not in cites
        ),
        avenants=tuple(sorted(version for version in versions if version > 0)),
        dates=_dates(titres),
    )


def _financeurs(source: SourceProposee, porteurs: Mapping[str, Organisme]) -> Iterable[str]:
    """Les financeurs que cite une source ; une colonne de fonds propres cite tous les maîtres d’ouvrage."""
    for colonne in source.source.financeurs if source.source is not None else ():
        yield from porteurs if colonne.financeur == MAITRE_OUVRAGE else (colonne.financeur,)


def _financeur(code: str, porteur: Organisme | None) -> OrganismePropose:
    categorie, nom = "", code
    if code in ORGANISMES:
        categorie, nom, _, _ = ORGANISMES[code]
    if porteur is not None:
        nom = porteur.noms[0]
        categorie = porteur.categorie.value if porteur.categorie is not None else categorie
    categories = {categorie.value for categorie in Categorie}
    lu = "" if porteur is None else porteur.noms[0]
    return OrganismePropose(code=code, nom=nom, categorie=categorie if categorie in categories else "", lu=lu)


def _familles(sources: Iterable[SourceProposee]) -> list[str]:
    """Les codes que disent les colonnes et les titres de famille."""
    return [
        exemple.split()[0].strip(".:-–")
        for source in sources
        for colonne in source.colonnes
        if colonne.champ == "famille" and colonne.certitude is Certitude.SURE
        for exemple in colonne.exemples
        if exemple.split()
    ]


def _dates(titres: Iterable[str]) -> tuple[DateProposee, ...]:
    """La date de chaque version, d’un titre qui nomme la version et ne porte qu’une date."""
    lues: dict[int, DateProposee] = {}
    for titre in titres:
        version, dates = version_dite(titre), _DATE.findall(titre)
        if version is None or len(dates) != 1 or version in lues:
            continue
        try:
            jour = date_du_texte(dates[0]).jour
        except TexteRefuse:
            continue
        lues[version] = DateProposee(version=version, jour=jour, lu=titre)
    return tuple(lues[version] for version in sorted(lues))
