"""Une table reconnue, en source de correspondance : ses colonnes proposées, son unité, sa base, sa version."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final

from financement.dossier.nomenclature import Base, Nature, Unite
from maquettes.importation.correspondance.modele import (
    Codes,
    ColonneDeFinanceur,
    Ignoree,
    Role,
    Source,
    UniteDeSource,
)
from maquettes.importation.correspondance.proposition import IGNOREE, Certitude, ColonneProposee, SourceProposee
from maquettes.importation.reconnaissance.familles import Titres, titres_de
from maquettes.importation.reconnaissance.feuille.contenus import Contenu
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.mots import mots_de, sont_voisins
from maquettes.importation.reconnaissance.mots.unites import base_dite, est_une_mention, unite_dite
from maquettes.importation.reconnaissance.mots.versions import version_parmi
from maquettes.importation.reconnaissance.possibles import Choix
from maquettes.importation.reconnaissance.tableau import Tableau

__all__ = ["A_DIRE", "colonnes_proposees", "ignorees_de", "source_du_tableau", "unite_de"]

A_DIRE: Final = "compléter [sources.codes.operation], et ignorer par une règle ce qui n’est pas de la convention"
"""Ce qu’il faut faire de codes d’opération d’un autre usage."""

_INCONNUE: Final = Choix(champ=None, certitude=Certitude.INCONNUE)
_PLAN: Final = "plan."
_PETIT_MILLIER: Final = 50_000
_PETIT_MILLION: Final = 100
_MOTIFS: Final[Mapping[str, str]] = {
    "observation": "observation",
    "ratio": "se calcule",
    "ordre": "numéro d’ordre",
    "avancement": "avancement",
    "controle": "contrôle de la source",
    "responsable": "personne",
    "total": "somme de la ligne",
}


def colonnes_proposees(table: Table, choix: Mapping[int, Choix], titres: Titres) -> tuple[ColonneProposee, ...]:
    """Les colonnes de la table, dans l’ordre, et ce que disent ses lignes de titre."""
    proposees = [_proposee(table, colonne, choix.get(colonne, _INCONNUE)) for colonne in table.libelles]
    for champ, nom in (("famille", titres.famille), ("operation", titres.operation)):
        if nom and titres.ligne is not None and not any(proposee.champ == champ for proposee in proposees):
            place = min(table.apercu.lignes[titres.ligne])
            lieu = table.grille.provenance(titres.ligne, place)
            proposees.append(
                ColonneProposee(
                    cellule=lieu.cellule or f"{lieu.colonne}{lieu.ligne}",
                    libelle=nom,
                    champ=champ,
                    certitude=Certitude.SURE,
                    exemples=titres.textes[:4],
                )
            )
    return tuple(proposees)


def _proposee(table: Table, colonne: int, choisi: Choix) -> ColonneProposee:
    return ColonneProposee(
        cellule=table.cellule(colonne),
        libelle=table.libelles[colonne],
        champ=choisi.champ,
        certitude=choisi.certitude,
        candidats=choisi.candidats,
        motif=choisi.motif,
        exemples=table.profils[colonne].exemples,
    )


def ignorees_de(proposees: Iterable[ColonneProposee]) -> tuple[Ignoree, ...]:
    """Les colonnes reconnues qui n’apportent rien au dossier, et pourquoi."""
    return tuple(
        Ignoree(
            colonne=proposee.libelle, motif=_MOTIFS.get(proposee.motif, proposee.motif) or "n’apporte rien au dossier"
        )
        for proposee in proposees
        if proposee.champ == IGNOREE
    )


def unite_de(table: Table, montants: Sequence[int]) -> tuple[UniteDeSource, str]:
    """L’unité des montants, et ce qu’il faut en vérifier : celle de leurs libellés, sinon des titres, sinon l’euro.

    Un « € » au-dessus d’une colonne ne dit souvent que « montant » : k€ ou M€, dits ailleurs, l’emportent.
    """
    des_libelles = [unite for c in montants if (unite := unite_dite(table.libelles[c])) is not None]
    precises = [unite for unite in des_libelles if unite is not UniteDeSource.EURO]
    if precises:
        unite = max(sorted(set(precises)), key=precises.count)
        return unite, "" if len(set(precises)) == 1 else "les libellés des montants disent plusieurs unités"
    for textes in (
        [texte for texte in table.au_dessus() if est_une_mention(texte)],
        [texte for texte in table.au_dessus() if _dit_en(texte)],
        [table.grille.feuille or ""],
    ):
        dites = {unite for texte in textes if (unite := unite_dite(texte)) is not None}
        if len(dites) == 1:
            unite = dites.pop()
            contraires = bool(des_libelles) and unite is not UniteDeSource.EURO
            return (
                unite,
                f"des libellés disent « € », et un titre une autre unité ({unite.value})" if contraires else "",
            )
    return UniteDeSource.EURO, "" if des_libelles else _ordre_de_grandeur(table, montants)


def _dit_en(texte: str) -> bool:
    """Le texte dit « en k€ », « (M€) », « montants en euros » ; non « un projet de 23 M€ »."""
    nu = texte.casefold()
    return " en " in f" {nu}" or nu.strip().startswith("(") or "montants" in nu


def _ordre_de_grandeur(table: Table, montants: Sequence[int]) -> str:
    nombres = [nombre for c in montants for nombre in table.profils[c].nombres.values() if nombre > 0]
    if not nombres:
        return ""
    milieu = median(nombres)
    if milieu < _PETIT_MILLION:
        return "aucune unité n’est dite, et ces montants sont petits pour des euros : des millions ?"
    if milieu < _PETIT_MILLIER:
        return "aucune unité n’est dite, et ces montants sont petits pour des euros : des milliers ?"
    return ""


def source_du_tableau(table: Table, tableau: Tableau, role: Role) -> SourceProposee:
    """La source d’un tableau financier, ou d’une liste d’opérations."""
    titres = titres_de(table)
    colonnes = colonnes_proposees(table, tableau.choix, titres)
    champs = {c.champ: c.libelle for c in colonnes if c.champ is not None and c.champ != IGNOREE}
    montants = [
        colonne
        for colonne, choisi in tableau.choix.items()
        if choisi.champ in {"cout_ht", "cout_ttc", "assiette"} or (choisi.champ or "").startswith(_PLAN)
    ]
    unite, doute = unite_de(table, montants)
    base, pourquoi = _base(table, tableau, champs)
    remarques = [remarque for remarque in (doute, pourquoi, _version_a_dire(table)) if remarque]
    du_dossier = {champ: libelle for champ, libelle in champs.items() if not champ.startswith(_PLAN)}
    constantes: dict[str, str] = {}
    if "quantite" in du_dossier and "unite" not in du_dossier:
        constantes, du_dossier = _unite_de_quantite(table, tableau, du_dossier)
        if "unite" not in constantes and "unite" not in du_dossier:
            remarques.append("l’unité des quantités n’est dite nulle part : l’écrire dans constantes (unite)")
    if role is Role.TABLEAU_FINANCIER and not tableau.est_equilibre:
        remarques.append("la somme des financements n’est pas le coût : vérifier les colonnes de financeurs")
    source = Source(
        fichier=table.grille.fichier,
        feuille=table.grille.feuille,
        role=role,
        version=version_parmi(_qui_disent_la_version(table)),
        entete=(table.entete[0] + 1, table.entete[1] + 1),
        unite=unite,
        base=None if "base" in du_dossier else base,
        colonnes=du_dossier,
        constantes=constantes,
        financeurs=_financeurs(colonnes, tableau, unite),
        ignorees=ignorees_de(colonnes),
        codes=_codes(tableau),
    )
    return SourceProposee(
        fichier=table.grille.fichier,
        feuille=table.grille.feuille,
        entete=source.entete,
        role=role,
        colonnes=colonnes,
        source=source,
        remarques=tuple(remarques),
    )


def _financeurs(
    colonnes: Iterable[ColonneProposee], tableau: Tableau, unite: UniteDeSource
) -> tuple[ColonneDeFinanceur, ...]:
    rendues = []
    for colonne in colonnes:
        if colonne.champ is not None and colonne.champ.startswith(_PLAN):
            _, code, nature = colonne.champ.split(".")
            dite = unite_dite(colonne.libelle)
            # Un plan qui s'équilibre n'a qu'une unité.
            sienne = None if tableau.est_equilibre or dite in {None, unite, UniteDeSource.EURO} else dite
            rendues.append(
                ColonneDeFinanceur(colonne=colonne.libelle, financeur=code, nature=Nature(nature), unite=sienne)
            )
    return tuple(rendues)


def _base(table: Table, tableau: Tableau, champs: Mapping[str, str]) -> tuple[Base | None, str]:
    """La base du plan : celle que ses nombres équilibrent, sinon celle que disent les titres, sinon une à vérifier."""
    if "base" in champs or tableau.base is not None:
        return tableau.base, ""
    dites = {base for texte in table.au_dessus() if (base := base_dite(texte)) is not None}
    if len(dites) == 1:
        return dites.pop(), ""
    if "cout_ht" in champs or "cout_ttc" in champs:
        return Base.TTC if "cout_ht" not in champs else Base.HT, "la base du plan, HT ou TTC, n’est pas établie"
    return None, ""


def _qui_disent_la_version(table: Table) -> list[str]:
    return [table.grille.feuille or "", *reversed(table.au_dessus()), table.grille.fichier]


def _version_a_dire(table: Table) -> str:
    if version_parmi(_qui_disent_la_version(table)) is None:
        return "la version n’est pas dite : version = 0 est la convention initiale, n l’avenant n"
    return ""


def _unite_de_quantite(
    table: Table, tableau: Tableau, champs: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """L’unité des quantités : écrite avec elles, ou dite par leur libellé."""
    (colonne,) = [colonne for colonne, choisi in tableau.choix.items() if choisi.champ == "quantite"]
    if table.profils[colonne].contenus.get(Contenu.QUANTITE):
        return {}, {**champs, "unite": champs["quantite"]}
    mots = set(mots_de(champs["quantite"]))
    if any(sont_voisins((mot,), ("logement",)) for mot in mots):
        return {"unite": Unite.LOGEMENT.value}, dict(champs)
    if mots & {"m2", "surface"}:
        return {"unite": Unite.M2.value}, dict(champs)
    return {}, dict(champs)


def _codes(tableau: Tableau) -> Codes:
    """Les noms des maîtres d’ouvrage, et le code de chacun."""
    noms = {nom: porteur.code for porteur in tableau.porteurs for nom in porteur.noms if nom != porteur.code}
    return Codes(maitre_ouvrage=noms)
