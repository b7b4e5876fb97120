"""Des grilles à une proposition : chaque table reconnue, ses colonnes, et la convention qu’elle laisse deviner."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from maquettes.importation.correspondance.modele import Role
from maquettes.importation.correspondance.proposition import (
    ConventionProposee,
    Proposition,
    SourceProposee,
)
from maquettes.importation.grille.grille import Grille
from maquettes.importation.reconnaissance.convention import convention_proposee, operations_ecrites
from maquettes.importation.reconnaissance.ensemble import completer
from maquettes.importation.reconnaissance.feuille.table import Table, tables_de
from maquettes.importation.reconnaissance.flux import source_d_un_flux
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.mouvements import source_de_mouvements
from maquettes.importation.reconnaissance.porteurs import avec_les_porteurs_communs
from maquettes.importation.reconnaissance.roles import role_de
from maquettes.importation.reconnaissance.sources import source_du_tableau
from maquettes.importation.reconnaissance.tableau import Tableau, lire_le_tableau

__all__ = ["reconnaitre"]


def reconnaitre(grilles: Iterable[Grille], connus: Connus, convention: str | None) -> Proposition:
    """La proposition pour ces grilles, dans leur ordre ; ``convention`` : d’où viennent les connus."""
    sources: list[SourceProposee] = []
    tables: list[tuple[Table, Tableau]] = []
    lues = [(grille, () if grille.reperes else tables_de(grille)) for grille in grilles]
    connus, remarques = avec_les_porteurs_communs([table for _, siennes in lues for table in siennes], connus)
    for grille, siennes in lues:
        if grille.reperes:
            sources.append(source_d_un_flux(grille, connus))
        elif not siennes and grille.cellules:
            sources.append(_sans_table(grille))
        for rang, table in enumerate(siennes):
            proposee, tableau = _proposer(table, connus)
            sources.append(proposee if table.fin is None else _bornee(proposee, table, siennes[rang + 1]))
            tables.append((table, tableau))
    sources = _avec_les_versions(completer(sources, operations_ecrites(tables)))
    return Proposition(
        sources=tuple(sources),
        convention=convention,
        convention_proposee=convention_proposee(tables, sources) if convention is None else ConventionProposee(),
        remarques=remarques,
    )


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
