"""Écrire une proposition en TOML : un fichier qu’une personne lit, corrige et garde.

Les sources y sont dans l’ordre des feuilles ; à côté de chaque colonne douteuse, ce qui fait douter, les autres sens
possibles et des valeurs lues. Les mêmes fichiers donnent les mêmes octets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pydantic import BaseModel

from financement.dossier.nomenclature import Categorie
from financement.fautes.faute import montrer
from maquettes.formes.toml_situe import ecrire_paire
from maquettes.importation.correspondance.modele import Champ, Codes, UniteDeSource
from maquettes.importation.correspondance.proposition import (
    Certitude,
    ColonneProposee,
    ConventionProposee,
    DateProposee,
    OrganismePropose,
    Proposition,
    SourceProposee,
    compter_les_colonnes,
    nommer_le_champ,
)

__all__ = ["ecrire_proposition"]

_ENTETE: Final = (
    "Correspondance proposée : ce que chaque colonne des fichiers reçus dit du dossier.",
    "Elle se lit, se corrige, puis s’applique : financement importer … --correspondance CE_FICHIER --vers DOSSIER",
    "« à vérifier » : le sens proposé n’est que probable. Un libellé se désigne tel que l’en-tête le porte ;",
    "celui d’un en-tête à plusieurs niveaux s’écrit « ANRU / Montant ».",
)
_EXEMPLES: Final = 3
_MESURE: Final = 60
_LISTES: Final = ("financeurs", "exercices", "ignorees", "mouvements", "regles")
_CATEGORIES: Final = ", ".join(categorie.value for categorie in Categorie)


def ecrire_proposition(proposition: Proposition) -> bytes:
    """Le fichier de correspondance, UTF-8."""
    lignes = [*map(_commentaire, _ENTETE), "", _paire("format", 1)]
    if proposition.convention is not None:
        lignes.append(_paire("convention", proposition.convention))
    else:
        lignes += ["", *_convention(proposition.convention_proposee)]
    if proposition.remarques:
        lignes += [
            "",
            *(_commentaire(f"à vérifier : {_sur_une_phrase(remarque)}") for remarque in proposition.remarques),
        ]
    for source in proposition.sources:
        lignes += ["", *_source(source)]
    return "".join(f"{ligne}\n" for ligne in lignes).encode()


def _commentaire(texte: str) -> str:
    return f"# {texte}"


def _paire(cle: str, valeur: object) -> str:
    return ecrire_paire(cle, valeur).rstrip("\n")


def _valeur(valeur: object) -> str:
    return _paire("x", valeur).removeprefix("x = ")


def _sur_une_ligne(texte: str) -> str:
    """Un texte lu, tel qu’un commentaire peut le porter."""
    nu = montrer(" ".join(texte.split()))
    return nu if len(nu) <= _MESURE else nu[: _MESURE - 1] + "…"


# --- la convention


def _convention(convention: ConventionProposee) -> Iterator[str]:
    yield '# --- la convention : à compléter (ou la remplacer par : convention = "convention.toml")'
    for titre in convention.titres:
        yield _commentaire(f"lu dans les titres : « {_sur_une_ligne(titre)} »")
    yield ""
    yield "[convention]"
    code = convention.code
    yield _paire("code", code) + (
        "  # à vérifier : c’est le début des numéros d’opération" if code else "  # numéro de la convention"
    )
    yield 'nom = ""  # nom du projet'
    programme = convention.programme
    yield f"{_paire('programme', programme)}  # {'d’après les familles' if programme else 'PNRU ou NPNRU'}"
    yield f"{_paire('reglement', programme.lower())}  # pnru ou npnru"
    yield 'porteur = ""  # porteur de projet à la signature'
    dates = {proposee.version: proposee for proposee in convention.dates}
    yield _date("date_signature", dates.get(0))
    yield 'date_limite_engagement = ""  # dernier jour où un engagement est permis'
    for organisme in convention.financeurs:
        yield from _organisme("financeurs", organisme)
    for numero in convention.avenants:
        yield from ("", "[[avenants]]", _paire("numero", numero))
        yield 'nature = ""  # simplifie, local, national, etape ou cloture'
        yield _date("date", dates.get(numero))
        yield 'tableau = "complet"  # ses lignes sont tout son tableau : ce qui n’y est plus en sort'
    for organisme in convention.maitres_ouvrage:
        yield from _organisme("maitres_ouvrage", organisme)


def _date(cle: str, proposee: DateProposee | None) -> str:
    if proposee is None:
        return f'{cle} = ""  # écrire 2009-03-15, sans guillemets'
    return f"{cle} = {proposee.jour.isoformat()}  # à vérifier, lu : « {_sur_une_ligne(proposee.lu)} »"


def _organisme(table: str, organisme: OrganismePropose) -> Iterator[str]:
    lu = f"  # lu : « {_sur_une_ligne(organisme.lu)} »" if organisme.lu else ""
    yield ""
    yield f"[[{table}]]"
    yield _paire("code", organisme.code)
    yield _paire("nom", organisme.nom) + lu
    if table == "financeurs":
        aide = "" if organisme.categorie else f"  # {_CATEGORIES}"
        yield _paire("categorie", organisme.categorie) + aide


# --- les sources


def _source(proposee: SourceProposee) -> Iterator[str]:
    yield _commentaire(f"--- {_titre(proposee)}")
    for remarque in proposee.remarques:
        yield _commentaire(f"à vérifier : {_sur_une_phrase(remarque)}")
    source = proposee.source
    if source is None:
        return
    par_libelle = {colonne.libelle: colonne for colonne in proposee.colonnes}
    yield "[[sources]]"
    for cle in ("fichier", "feuille", "role", "version", "entete", "fin", "unite", "base"):
        valeur = getattr(source, cle)
        if valeur is not None:
            yield _simple(cle, valeur)
    for liste in _LISTES:
        yield from _liste(liste, getattr(source, liste), proposee, par_libelle)
    yield from _constantes(proposee, source.constantes)
    yield from _colonnes(source.colonnes, par_libelle)
    yield from _codes(source.codes, proposee.codes_a_dire)


def _titre(proposee: SourceProposee) -> str:
    feuille = "" if proposee.feuille is None else f", feuille « {_sur_une_ligne(proposee.feuille)} »"
    comptes = compter_les_colonnes(proposee)
    suite = f" : {comptes}" if comptes else ""
    return f"{_sur_une_ligne(proposee.fichier)}{feuille}{suite}"


def _sur_une_phrase(texte: str) -> str:
    return "".join(c if c.isprintable() else " " for c in " ".join(texte.split()))


def _simple(cle: str, valeur: object) -> str:
    if isinstance(valeur, tuple):
        return f"{cle} = [{', '.join(_valeur(_nu(element)) for element in valeur)}]"
    if isinstance(valeur, Mapping):
        return f"{cle} = {_en_ligne(valeur)}"
    return _paire(cle, _nu(valeur))


def _nu(valeur: object) -> object:
    return valeur.value if isinstance(valeur, UniteDeSource) else valeur if isinstance(valeur, int) else str(valeur)


def _en_ligne(valeurs: Mapping[str, object]) -> str:
    return "{ " + ", ".join(f"{_cle(cle)} = {_quelconque(valeur)}" for cle, valeur in valeurs.items()) + " }"


def _cle(cle: str) -> str:
    return cle if cle.isascii() and cle.replace("_", "").replace("-", "").isalnum() else _valeur(cle)


def _quelconque(valeur: object) -> str:
    if isinstance(valeur, Champ):
        return _valeur(valeur.colonne) if valeur.colonne is not None else _en_ligne({"valeur": valeur.valeur})
    if isinstance(valeur, BaseModel):
        return _en_ligne(_remplis(valeur))
    if isinstance(valeur, tuple):
        return "[" + ", ".join(map(_quelconque, valeur)) + "]"
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    return _valeur(_nu(valeur))


def _remplis(objet: BaseModel) -> dict[str, object]:
    """Les champs d’un objet que la proposition a dits."""
    champs = {nom: getattr(objet, nom) for nom in type(objet).model_fields}
    return {nom: valeur for nom, valeur in champs.items() if valeur is not None and valeur is not False}


def _liste(
    nom: str, objets: Iterable[BaseModel], proposee: SourceProposee, par_libelle: Mapping[str, ColonneProposee]
) -> Iterator[str]:
    ecrites = [
        f"    {_en_ligne(_forme(objet))},{_a_verifier(proposee, nom, rang)}"
        + "".join(_doute(libelle, par_libelle) for libelle in _colonnes_de(objet))
        for rang, objet in enumerate(objets)
    ]
    inconnues = [c for c in proposee.colonnes if c.certitude is Certitude.INCONNUE] if nom == "ignorees" else []
    if not ecrites and not inconnues:
        return
    yield f"{nom} = ["
    yield from ecrites
    if inconnues:
        yield "    # Colonnes non reconnues : les désigner plus bas, ou ôter leur « # » pour ne pas les lire."
    for colonne in inconnues:
        yield f"    # {_en_ligne({'colonne': colonne.libelle})},{_doute(colonne.libelle, par_libelle)}"
    yield "]"


def _forme(objet: BaseModel) -> dict[str, object]:
    """Les champs d’un objet ; une colonne se dit comme telle là où un texte seul serait une constante."""
    champs = _remplis(objet)
    for nom in ("type", "financeur", "nature"):
        lu = champs.get(nom)
        if isinstance(lu, Champ):
            champs[nom] = _Colonne(colonne=lu.colonne) if lu.colonne is not None else lu.valeur
    return champs


class _Colonne(BaseModel):
    """Une colonne, nommée comme telle."""

    colonne: str


def _colonnes_de(objet: BaseModel) -> list[str]:
    """Les libellés des colonnes que désigne un objet."""
    valeurs = [getattr(objet, nom) for nom in type(objet).model_fields]
    champs = [valeur.colonne for valeur in valeurs if isinstance(valeur, Champ) and valeur.colonne is not None]
    return [str(seule)] if (seule := getattr(objet, "colonne", None)) is not None else champs


def _doute(libelle: str, par_libelle: Mapping[str, ColonneProposee]) -> str:
    """Ce qu’il faut vérifier d’une colonne, où la trouver, et ce qu’elle contient."""
    colonne = par_libelle.get(libelle)
    if colonne is None or colonne.certitude is Certitude.SURE:
        return ""
    dits = [colonne.motif] if colonne.motif else []
    candidats = map(nommer_le_champ, colonne.candidats)
    dits += [f"ou {candidat}" for candidat in candidats if not colonne.motif.endswith(f" {candidat}")]
    if colonne.exemples:
        dits.append("lu : " + " · ".join(_sur_une_ligne(exemple)[:24] for exemple in colonne.exemples[:_EXEMPLES]))
    tete = "à vérifier" if colonne.certitude is Certitude.PROBABLE else "inconnue"
    return f"  # {tete} ({colonne.cellule})" + (f" : {' ; '.join(map(_sur_une_phrase, dits))}" if dits else "")


def _a_verifier(proposee: SourceProposee, table: str, cle: str | int) -> str:
    """Ce qu’il faut vérifier d’une constante, d’un mouvement ou d’une règle."""
    doute = proposee.doutes.get((table, cle), "")
    return f"  # à vérifier : {_sur_une_phrase(doute)}" if doute else ""


def _constantes(proposee: SourceProposee, constantes: Mapping[str, str]) -> Iterator[str]:
    if constantes:
        yield ""
        yield "[sources.constantes]"
        for champ, valeur in constantes.items():
            yield _paire(champ, valeur) + _a_verifier(proposee, "constantes", champ)


def _colonnes(champs: Mapping[str, str], par_libelle: Mapping[str, ColonneProposee]) -> Iterator[str]:
    if champs:
        yield ""
        yield "[sources.colonnes]"
        for champ, libelle in champs.items():
            yield _paire(champ, libelle) + _doute(libelle, par_libelle)


def _codes(codes: Codes, a_dire: Sequence[str]) -> Iterator[str]:
    for nom in Codes.model_fields:
        table: Mapping[str, str] = getattr(codes, nom)
        attendus = a_dire if nom == "operation" else ()
        if table or attendus:
            yield ""
            yield f"[sources.codes.{nom}]"
            yield from (f"{_valeur(lu)} = {_valeur(code)}" for lu, code in table.items())
            yield from (f'# {_valeur(lu)} = "…"' for lu in attendus)
