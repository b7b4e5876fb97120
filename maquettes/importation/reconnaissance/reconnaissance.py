"""Des grilles à une proposition : chaque table reconnue, ses colonnes, et la convention qu’elle laisse deviner."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from financement.dossier.nomenclature import Categorie
from maquettes.importation.correspondance.modele import MAITRE_OUVRAGE, Role
from maquettes.importation.correspondance.proposition import (
    Certitude,
    ConventionProposee,
    OrganismePropose,
    Proposition,
    SourceProposee,
)
from maquettes.importation.grille.grille import Grille
from maquettes.importation.reconnaissance.ensemble import completer
from maquettes.importation.reconnaissance.familles import programme_des_codes
from maquettes.importation.reconnaissance.feuille.table import Table, tables_de
from maquettes.importation.reconnaissance.flux import source_d_un_flux
from maquettes.importation.reconnaissance.mots.noms_d_organismes import ORGANISMES
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.mots.unites import unite_dite
from maquettes.importation.reconnaissance.mouvements import source_de_mouvements
from maquettes.importation.reconnaissance.roles import role_de
from maquettes.importation.reconnaissance.sources import source_du_tableau
from maquettes.importation.reconnaissance.tableau import Tableau, lire_le_tableau

__all__ = ["reconnaitre"]

_TITRES_AU_PLUS: Final = 6
_CODE_DE_FAMILLE: Final = 2


def reconnaitre(grilles: Iterable[Grille], connus: Connus, convention: str | None) -> Proposition:
    """La proposition pour ces grilles, dans leur ordre ; ``convention`` : d’où viennent les connus."""
    sources: list[SourceProposee] = []
    tables: list[tuple[Table, Tableau]] = []
    for grille in grilles:
        if grille.reperes:
            sources.append(source_d_un_flux(grille, connus))
            continue
        siennes = tables_de(grille)
        if not siennes and grille.cellules:
            sources.append(_sans_table(grille))
        for rang, table in enumerate(siennes):
            proposee, tableau = _proposer(table, connus)
            sources.append(proposee if table.fin is None else _bornee(proposee, table, siennes[rang + 1]))
            tables.append((table, tableau))
    sources = completer(sources, _operations(tables))
    return Proposition(
        sources=tuple(_avec_les_versions(sources)),
        convention=convention,
        convention_proposee=_convention(tables, sources) if convention is None else ConventionProposee(),
    )


def _operations(tables: Sequence[tuple[Table, Tableau]]) -> list[str]:
    """Les codes d’opération, tels que les tables les écrivent."""
    return [
        " ".join(cellule.texte.split())
        for table, tableau in tables
        for colonne, choisi in tableau.choix.items()
        if choisi.champ == "operation"
        for cellule in table.profils[colonne].valeurs.values()
    ]


def _proposer(table: Table, connus: Connus) -> tuple[SourceProposee, Tableau]:
    tableau = lire_le_tableau(table, connus)
    role = role_de(table, tableau)
    if role in {Role.TABLEAU_FINANCIER, Role.OPERATIONS}:
        return source_du_tableau(table, tableau, role), tableau
    if role is None:
        return _non_reconnue(table), tableau
    return source_de_mouvements(table, role, connus), tableau


def _sans_table(grille: Grille) -> SourceProposee:
    remarque = "aucune table n’est reconnue sur cette feuille ; si elle en porte une, écrire sa source"
    return SourceProposee(fichier=grille.fichier, feuille=grille.feuille, remarques=(remarque,))


def _non_reconnue(table: Table) -> SourceProposee:
    haut, bas = table.entete
    remarque = f"un en-tête est reconnu, lignes {haut + 1} à {bas + 1}, mais non ce que la table dit du dossier"
    return SourceProposee(fichier=table.grille.fichier, feuille=table.grille.feuille, remarques=(remarque,))


def _bornee(proposee: SourceProposee, table: Table, suivante: Table) -> SourceProposee:
    """La première de deux tables d’une feuille finit au titre, ou à l’en-tête, de la seconde."""
    if proposee.source is None:
        return proposee
    fin = _derniers_mots(table, suivante)
    champs = {nom: getattr(proposee.source, nom) for nom in type(proposee.source).model_fields}
    remarque = "deux tables sont sur cette feuille : vérifier où finit celle-ci (fin)"
    source = type(proposee.source)(**{**champs, "fin": fin})
    return replace(proposee, source=source, remarques=(*proposee.remarques, remarque))


def _derniers_mots(table: Table, suivante: Table) -> str:
    """Le premier texte de ce qui sépare deux tables : le titre de la seconde, ou son premier libellé."""
    donnees = table.donnees
    apres = donnees[-1] if donnees else table.entete[1]
    lignes = [ligne for ligne in table.apercu.lignes if apres < ligne <= suivante.entete[1]]
    seules = [ligne for ligne in lignes if len(table.apercu.lignes[ligne]) == 1 and ligne < suivante.entete[0]]
    retenue = seules[-1] if seules else suivante.entete[0]
    return next(iter(table.apercu.lignes[retenue].values())).texte.strip()


def _avec_les_versions(sources: Sequence[SourceProposee]) -> list[SourceProposee]:
    """Deux tableaux de la même version sont à départager."""
    versions = Counter(s.source.version for s in sources if s.source is not None and s.role is Role.TABLEAU_FINANCIER)
    rendues = []
    for source in sources:
        version = None if source.source is None else source.source.version
        double = source.role is Role.TABLEAU_FINANCIER and isinstance(version, int) and versions[version] > 1
        remarque = f"plusieurs tableaux paraissent être de la version {version} : garder le bon, ou corriger la version"
        rendues.append(replace(source, remarques=(*source.remarques, remarque)) if double else source)
    return rendues


def _convention(tables: Sequence[tuple[Table, Tableau]], sources: Sequence[SourceProposee]) -> ConventionProposee:
    titres = dict.fromkeys(
        texte.strip() for table, _ in tables for texte in table.au_dessus() if unite_dite(texte) is None
    )
    porteurs = {porteur.code: porteur for _, tableau in tables for porteur in tableau.porteurs}
    cites = dict.fromkeys(
        (porteur if code == MAITRE_OUVRAGE else code)
        for source in sources
        if source.source is not None
        for code in (colonne.financeur for colonne in source.source.financeurs)
        for porteur in (porteurs if code == MAITRE_OUVRAGE else (code,))
    )
    financeurs = []
    for code in cites:
        porteur = porteurs.get(code)
        categorie, nom = _usuel(code)
        if porteur is not None:
            nom = porteur.noms[0]
            categorie = porteur.categorie.value if porteur.categorie is not None else categorie
        financeurs.append(
            OrganismePropose(code=code, nom=nom, categorie=categorie, lu="" if porteur is None else porteur.noms[0])
        )
    autres = [
        OrganismePropose(code=code, nom=porteur.noms[0], lu=porteur.noms[0])
        for code, porteur in porteurs.items()
        if code not in cites
    ]
    versions = {s.source.version for s in sources if s.source is not None and isinstance(s.source.version, int)}
    return ConventionProposee(
        titres=tuple(titres)[:_TITRES_AU_PLUS],
        programme=programme_des_codes(_familles(tables, sources)),
        financeurs=tuple(financeurs),
        maitres_ouvrage=tuple(autres),
        avenants=tuple(sorted(version for version in versions if version > 0)),
    )


def _usuel(code: str) -> tuple[str, str]:
    if code in ORGANISMES:
        categorie, nom, _, _ = ORGANISMES[code]
        return Categorie(categorie).value, nom
    return "", code


def _familles(tables: Sequence[tuple[Table, Tableau]], sources: Sequence[SourceProposee]) -> list[str]:
    """Les débuts de code de famille que disent les colonnes et les titres."""
    lus = []
    for source in sources:
        for colonne in source.colonnes:
            if colonne.champ == "famille" and colonne.certitude is Certitude.SURE:
                lus += [exemple.split()[0].strip(".:-–") for exemple in colonne.exemples if exemple.split()]
    for table, tableau in tables:
        for place, choisi in tableau.choix.items():
            if choisi.champ == "operation":
                codes = [cellule.texte for cellule in table.profils[place].valeurs.values()]
                lus += [
                    code[:_CODE_DE_FAMILLE] for code in codes if code[_CODE_DE_FAMILLE : _CODE_DE_FAMILLE + 1] in "-. "
                ]
    return [lu for lu in lus if lu.isdigit()]
