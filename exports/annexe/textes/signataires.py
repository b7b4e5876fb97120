"""Les personnes morales qui signent l’annexe : qui l’est, qui n’en font qu’une, qui signe pour elles.

Une personne morale est un organisme que le dossier identifie. Un financeur de catégorie « autre » (« Autres
financeurs ») ou « europe » (un fonds) ne l’est que s’il déclare un SIRET ou un signataire, ou porte une opération ;
tout autre financeur, tout maître d’ouvrage et le porteur le sont. Deux organismes n’en font qu’un s’ils ont le même
SIREN, ou le même nom sans SIREN qui les distingue ; le porteur est celui dont il porte le code ou le nom, la précision
entre parenthèses mise à part.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from exports.annexe.contexte import Contexte
from exports.document.sceau import GenrePerimetre
from exports.document.texte import LONGUEUR_MAXIMALE
from exports.texte.affichable import rendre_affichable, replier
from financement.dossier.convention import Financeur, MaitreOuvrage
from financement.dossier.nomenclature import Categorie

__all__ = ["Personne", "ligne_du_signataire", "personnes"]

_REGROUPEMENTS: Final = frozenset({Categorie.AUTRE, Categorie.EUROPE})
_CHIFFRES_DU_SIREN: Final = 9
_POINTILLES: Final = "………………………………"
_PRECISION: Final = re.compile(r"\s*\([^()]*\)$")
_CIVILITE_ET_NOM: Final = re.compile(r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame)\s+[^\W\d_a-zà-öø-ÿ]")
_ARTICLE_EN_TETE: Final = re.compile(r"(?:Le|La|Les)\b|L['’]")
_ARTICLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("agence", "agglomeration", "association", "etablissement", "etat", "office", "union"), "l’"),
        **dict.fromkeys(
            ("caisse", "collectivite", "commune", "communaute", "metropole", "region", "societe", "ville"), "la "
        ),
        **dict.fromkeys(("conseil", "departement", "fonds", "groupement", "syndicat"), "le "),
    }
)
"""L’article qui précède un nom commun, par son premier mot replié ; un nom propre n’en a pas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Personne:
    """Un organisme qui a part à l’annexe, à tous les titres auxquels il y a part.

    ``financeurs`` : ses codes de financeur qui ont une ligne dans le périmètre ; ``maitres`` : ceux sous lesquels il y
    porte des opérations. ``est_morale`` : il peut signer. ``signataire`` : qui signe pour lui, vide si le dossier ne le
    dit pas.
    """

    nom: str
    categorie: Categorie | None
    financeurs: tuple[str, ...]
    maitres: tuple[str, ...]
    est_porteur: bool
    est_morale: bool
    signataire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Organisme:
    """Un financeur, un maître d’ouvrage déclaré, ou un nom libre, qui est alors son code."""

    code: str
    nom: str
    siren: str = ""
    signataire: str = ""
    categorie: Categorie | None = None

    @property
    def nom_replie(self) -> str:
        return _replier(self.nom)

    @property
    def est_identifie(self) -> bool:
        return self.categorie not in _REGROUPEMENTS or bool(self.siren or self.signataire)


def personnes(contexte: Contexte) -> tuple[Personne, ...]:
    """Les organismes qui ont part à l’annexe : le porteur s’il n’est rien d’autre, les financeurs, puis les maîtres.

    L’extrait d’un financeur n’a que lui, et le porteur ne signe que l’annexe entière.
    """
    organismes = {organisme.code: organisme for organisme in _organismes(contexte)}
    financeurs, maitres = _financeurs(contexte), _maitres(contexte)
    presents = [organismes[code] for code in {**financeurs, **maitres}]
    identites = _identites(organismes.values())
    groupes: dict[str, list[_Organisme]] = {}
    for organisme in presents:
        groupes.setdefault(identites[organisme.code], []).append(organisme)
    porteur = ""
    if contexte.perimetre.genre is GenrePerimetre.ENSEMBLE:
        porteur = _identite_du_porteur(contexte.tableau.porteur, presents, identites)
        if porteur not in groupes:
            groupes = {porteur: [], **groupes}
    portees = {operation.maitre_ouvrage for operation in contexte.projet.operations}
    return tuple(
        Personne(
            nom=_nom(contexte, groupe),
            categorie=next((o.categorie for o in groupe if o.categorie is not None), None),
            financeurs=tuple(o.code for o in groupe if o.code in financeurs),
            maitres=tuple(o.code for o in groupe if o.code in maitres),
            est_porteur=identite == porteur,
            est_morale=identite == porteur or any(o.est_identifie or o.code in portees for o in groupe),
            signataire=_signataire(groupe, (contexte.tableau.signataire or "") if identite == porteur else ""),
        )
        for identite, groupe in groupes.items()
    )


def _organismes(contexte: Contexte) -> Iterator[_Organisme]:
    """Les organismes déclarés, et les maîtres d’ouvrage que seul leur nom désigne."""
    declares: tuple[Financeur | MaitreOuvrage, ...] = (
        *contexte.convention.maitres_ouvrage,
        *contexte.convention.financeurs,
    )
    for declare in declares:
        yield _Organisme(
            code=declare.code,
            nom=declare.nom,
            siren=(declare.siret or "")[:_CHIFFRES_DU_SIREN],
            signataire=declare.signataire or "",
            categorie=declare.categorie if isinstance(declare, Financeur) else None,
        )
    codes = {declare.code for declare in declares}
    for nom in dict.fromkeys(operation.maitre_ouvrage for operation in contexte.projet.operations):
        if nom not in codes:
            yield _Organisme(code=nom, nom=nom)


def _financeurs(contexte: Contexte) -> dict[str, None]:
    """Les codes des financeurs du périmètre qui y ont une ligne, dans leur ordre."""
    avec_ligne = {ligne.cle.financeur for ligne in contexte.cloture.lignes}
    codes = (financeur.code for financeur in contexte.financeurs_du_perimetre)
    return dict.fromkeys(code for code in codes if code in avec_ligne)


def _maitres(contexte: Contexte) -> dict[str, None]:
    """Les codes des maîtres d’ouvrage du périmètre, dans l’ordre de leurs opérations."""
    if contexte.perimetre.genre is GenrePerimetre.FINANCEUR:
        return {}
    return dict.fromkeys(operation.maitre_ouvrage for operation in contexte.operations)


def _replier(texte: str) -> str:
    return replier(texte).replace("’", "'")


def _identites(organismes: Iterable[_Organisme]) -> dict[str, str]:
    """Par code, ce qui dit que deux organismes n’en font qu’un : leur SIREN, à défaut leur nom."""
    tous = tuple(organismes)
    sirens: dict[str, set[str]] = {}
    for organisme in tous:
        sirens.setdefault(organisme.nom_replie, set()).update(filter(None, [organisme.siren]))
    identites = {}
    for organisme in tous:
        memes = {organisme.siren} if organisme.siren else sirens[organisme.nom_replie]
        identites[organisme.code] = next(iter(memes)) if len(memes) == 1 else f"nom {organisme.nom_replie}"
    return identites


def _identite_du_porteur(porteur: str, presents: Iterable[_Organisme], identites: Mapping[str, str]) -> str:
    """Celle de l’organisme dont il porte le code ou le nom, s’il n’y en a qu’un, sinon la sienne propre."""
    entier = _replier(porteur)
    court = _PRECISION.sub("", entier)
    exactes, approchees = set(), set()
    for organisme in presents:
        if entier in {_replier(organisme.code), organisme.nom_replie}:
            exactes.add(identites[organisme.code])
        elif court == _PRECISION.sub("", organisme.nom_replie):
            approchees.add(identites[organisme.code])
    trouvees = exactes or approchees
    return trouvees.pop() if len(trouvees) == 1 else f"porteur {entier}"


def _nom(contexte: Contexte, groupe: Sequence[_Organisme]) -> str:
    if not groupe:
        return rendre_affichable(contexte.tableau.porteur)
    return contexte.financeurs.get(groupe[0].code) or contexte.maitres[groupe[0].code]


def _signataire(groupe: Sequence[_Organisme], du_porteur: str) -> str:
    """Le premier que déclare un organisme, à défaut celui du porteur."""
    return rendre_affichable(next((o.signataire for o in groupe if o.signataire), du_porteur))


def ligne_du_signataire(personne: Personne) -> str:
    """« Pour la Ville de Tilleul, le maire, M. Jean Martin » ; des points où le rôle ou le nom manquent."""
    if not personne.signataire:
        return f"Nom et qualité du signataire : {_POINTILLES}"
    role = personne.signataire
    if _ARTICLE_EN_TETE.match(role):
        role = role[0].lower() + role[1:]
    nom = "" if _CIVILITE_ET_NOM.search(role) else f", M./Mme {_POINTILLES}"
    article = _ARTICLES.get(re.split(r"\W", replier(personne.nom), maxsplit=1)[0], "")
    debut = f"Pour {article}{personne.nom}, {role}"
    return f"{debut[: LONGUEUR_MAXIMALE - len(nom)]}{nom}"
