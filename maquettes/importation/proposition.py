"""Proposer une correspondance pour des fichiers reçus, sans rien lire au dossier."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from financement.fautes.faute import DossierRefuse, Faute
from maquettes.description.documents import ConventionLue
from maquettes.fichiers.chemin_donne import chemin_donne, chemins_donnes
from maquettes.fichiers.sources import SourceRefusee, lire_octets
from maquettes.formes import convention_toml
from maquettes.importation.correspondance.proposition import Proposition
from maquettes.importation.grille.grille import Grille
from maquettes.importation.grille.lecture import lire_grilles
from maquettes.importation.reconnaissance.mots.organismes import Connus, Organisme
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre

__all__ = ["proposer_correspondance"]

_LIMITE_OCTETS: Final = 50_000_000


def proposer_correspondance(sources: Iterable[str | Path], *, convention: str | Path | None = None) -> Proposition:
    """Ce que paraissent dire les fichiers reçus, colonne par colonne ; rien n’en est appliqué.

    ``convention`` : un convention.toml, ou le répertoire d’un dossier, dont viennent les codes des financeurs et des
    maîtres d’ouvrage ; sans lui, celui qui se trouve à côté du premier fichier. Lève :class:`DossierRefuse` avec toutes
    les fautes, si un fichier ou la convention ne se lit pas.

    >>> from pathlib import Path
    >>> recus = Path("examples/fichiers_recus")
    >>> proposee = proposer_correspondance([recus / "extrait_anru.xlsx"])
    >>> [(colonne.libelle, colonne.champ) for colonne in proposee.sources[0].colonnes][3:5]
    [('Montant de la décision', 'engagement.montant'), ('N° de paiement', 'paiement.piece')]
    """
    chemins = chemins_donnes("sources", sources)
    fautes: list[Faute] = []
    grilles: list[Grille] = []
    for chemin in chemins:
        try:
            grilles += lire_grilles(chemin)
        except SourceRefusee as refus:
            fautes += refus.fautes
    sienne = _convention_de(chemins, convention)
    connus = Connus()
    if sienne is not None:
        lue = _lire(sienne, fautes)
        connus = Connus() if lue is None else _connus(lue)
    if fautes:
        raise DossierRefuse(fautes)
    return reconnaitre(grilles, connus, None if sienne is None else _nom(sienne, chemins, convention))


def _convention_de(sources: tuple[Path, ...], convention: str | Path | None) -> Path | None:
    """Le convention.toml donné, celui du dossier donné, ou celui qui est à côté de la première source."""
    if convention is not None:
        donnee = chemin_donne("convention", convention)
        return donnee / convention_toml.NOM if donnee.is_dir() else donnee
    voisine = sources[0].parent / convention_toml.NOM if sources else None
    return voisine if voisine is not None and voisine.is_file() else None


def _nom(sienne: Path, sources: tuple[Path, ...], convention: str | Path | None) -> str:
    """Comme la correspondance la citera : par son seul nom si elle est à côté des sources."""
    voisine = convention is None or (bool(sources) and sienne.parent == sources[0].parent)
    return sienne.name if voisine else sienne.as_posix()


def _lire(chemin: Path, fautes: list[Faute]) -> ConventionLue | None:
    try:
        octets = lire_octets(chemin, _LIMITE_OCTETS)
    except SourceRefusee as refus:
        fautes += refus.fautes
        return None
    lue = convention_toml.lire_convention_toml(octets)
    fautes += lue.toutes_les_fautes()
    return lue


def _connus(lue: ConventionLue) -> Connus:
    financeurs = [
        Organisme(financeur.code, (financeur.nom,), financeur.categorie)
        for ligne in lue.financeurs.lignes
        if (financeur := ligne.objet) is not None
    ]
    maitres = [
        Organisme(maitre.code, (maitre.nom,))
        for ligne in lue.maitres_ouvrage.lignes
        if (maitre := ligne.objet) is not None
    ]
    return Connus(financeurs=tuple(financeurs), porteurs=tuple(maitres))
