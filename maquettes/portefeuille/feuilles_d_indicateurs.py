"""Les feuilles de mesures : la synthèse des indicateurs, et leur détail par convention et par famille."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from financement.dossier.nomenclature import FAMILLES
from financement.indicateurs import MesureIndicateur, Quantiles, TableauDeBord
from financement.indicateurs.catalogue import INDICATEURS
from financement.indicateurs.mesure import GenrePerimetre
from financement.indicateurs.national import SOURCE_NATIONALE
from maquettes.classeur.classeur import Feuille, Style, adresse
from maquettes.portefeuille.feuilles import FeuilleDePortefeuille
from maquettes.portefeuille.tableau import STYLES, Colonne, Genre, Rangee, Tableau, Valeur, format_decimal, texte

__all__ = [
    "FRANCE",
    "SYNTHESE",
    "VALEUR",
    "FeuilleDeMesures",
    "ecrire_les_rapports",
    "feuille_de_synthese",
    "feuille_des_definitions",
    "feuilles_de_mesures",
]

SYNTHESE: Final = "Indicateurs"
_SANS_OBJET: Final = "sans objet"
_QUANTILES: Final = ("Minimum", "1er quartile", "Médiane", "3e quartile", "Maximum")
FRANCE: Final = "France, 31/12/2011"
_HAUT, _BAS = "Numérateur", "Dénominateur"
_SORTES: Final = {GenrePerimetre.REGION: "région", GenrePerimetre.DEPARTEMENT: "département"}
VALEUR: Final = "Valeur"


@dataclass(frozen=True, slots=True)
class FeuilleDeMesures(FeuilleDePortefeuille):
    """Une feuille dont chaque rangée est une mesure ; ``reperes`` : celle du PNRU en regard, s’il y en a une."""

    mesures: Sequence[MesureIndicateur]
    reperes: Sequence[MesureIndicateur | None]

    def rang(self, titre: str) -> int:
        """La colonne de ce titre."""
        return [colonne.titre for colonne in self.tableau.colonnes].index(titre)


def _decimal(titre: str, largeur: float = 14) -> Colonne:
    return Colonne(titre, Genre.DECIMAL, largeur)


_TERMES: Final = (texte("Unité", 12), _decimal(_HAUT, 17), _decimal(_BAS, 17))


def _termes(mesure: MesureIndicateur) -> tuple[Valeur, ...]:
    return mesure.indicateur.unite.nom, mesure.numerateur, mesure.denominateur


def _valeur(mesure: MesureIndicateur | None) -> Valeur:
    if mesure is None:
        return ""
    return _SANS_OBJET if mesure.valeur is None else mesure.valeur


def feuille_de_synthese(bord: TableauDeBord) -> FeuilleDeMesures:
    """Une rangée par indicateur : la convention, ou le portefeuille et ses quantiles, et le repère national."""
    nationales = {m.indicateur.cle: m for m in bord.mesures() if m.perimetre.genre is GenrePerimetre.NATIONAL}
    mesures = next(iter(bord.des_conventions().values())) if bord.est_d_un_seul else bord.du_portefeuille()
    des_quantiles = () if bord.est_d_un_seul else bord.quantiles()
    colonnes = (
        texte("Indicateur", 44),
        _decimal(VALEUR),
        *((*map(_decimal, _QUANTILES), Colonne("Conventions", Genre.ENTIER, 12)) if des_quantiles else ()),
        *((_decimal(FRANCE),) if nationales else ()),
        *_TERMES,
        texte("Confiance", 11),
        texte("Remarque", 34),
    )
    rangees: list[Rangee] = [
        (
            mesure.indicateur.libelle,
            _valeur(mesure),
            *(_des_quantiles(des_quantiles[rang]) if des_quantiles else ()),
            *((_valeur(nationales.get(mesure.indicateur.cle)),) if nationales else ()),
            *_termes(mesure),
            mesure.indicateur.confiance.value,
            "" if mesure.denominateur else mesure.indicateur.sans_objet,
        )
        for rang, mesure in enumerate(mesures)
    ]
    qui = "une convention" if bord.est_d_un_seul else "toutes les conventions réunies, puis leurs quantiles"
    repere = f" ; France : {SOURCE_NATIONALE}" if nationales else ""
    return FeuilleDeMesures(
        SYNTHESE,
        f"{qui} ; valeur = numérateur ÷ dénominateur, arrondie à l’affichage (feuille Définitions){repere}",
        Tableau(colonnes, rangees),
        mesures,
        [nationales.get(mesure.indicateur.cle) for mesure in mesures],
    )


def feuille_des_definitions() -> FeuilleDePortefeuille:
    """Chaque indicateur, sa clé, sa formule, son unité, sa source, sa confiance."""
    colonnes = (
        texte("Indicateur", 44),
        texte("Clé", 32),
        texte("Formule", 60),
        texte("Unité", 12),
        texte("Source", 46),
        texte("Confiance", 11),
    )
    rangees = [(un.libelle, un.cle, un.formule, un.unite.nom, un.source, un.confiance.value) for un in INDICATEURS]
    sous_titre = "confiance A : texte lu ; B : source secondaire ; C : notre lecture ; D : usage"
    return FeuilleDePortefeuille("Définitions", sous_titre, Tableau(colonnes, rangees))


def _des_quantiles(trouves: Quantiles) -> tuple[Valeur, ...]:
    return *(trouves.valeurs or (_SANS_OBJET,) * len(_QUANTILES)), trouves.effectif


def feuilles_de_mesures(bord: TableauDeBord) -> tuple[FeuilleDeMesures, ...]:
    """Le détail : par convention s’il y en a plusieurs, et par famille."""
    noms = {releve.bilan.code: releve.bilan.nom for releve in bord.releves}
    par_famille = [m for m in bord.mesures() if m.perimetre.famille is not None]
    des_familles = _feuille(
        "Par famille",
        "les indicateurs qui ont un sens d’une famille ; « France » : le tableau du Sénat",
        (texte("Périmètre", 16), texte("Famille", 9), texte("Libellé", 40)),
        par_famille,
        [(_nom_du_perimetre(m), m.perimetre.famille or "", _libelle_de_la_famille(m)) for m in par_famille],
    )
    if bord.est_d_un_seul:
        return (des_familles,)
    toutes = [mesure for mesures in bord.des_conventions().values() for mesure in mesures]
    conventions = _feuille(
        "Par convention",
        "chaque indicateur de chaque convention, à filtrer",
        (texte("Convention", 16), texte("Nom", 40)),
        toutes,
        [(m.perimetre.convention or "", noms[m.perimetre.convention or ""]) for m in toutes],
    )
    des_territoires = list(bord.des_territoires())
    if not des_territoires:
        return conventions, des_familles
    territoires = _feuille(
        "Par territoire",
        "les régions, puis les départements, que disent les dossiers",
        (texte("Territoire", 40), texte("Sorte", 16)),
        des_territoires,
        [(m.perimetre.territoire or "", _SORTES[m.perimetre.genre]) for m in des_territoires],
    )
    return conventions, des_familles, territoires


def _feuille(
    nom: str,
    sous_titre: str,
    identite: tuple[Colonne, ...],
    mesures: Sequence[MesureIndicateur],
    identites: Iterable[tuple[str, ...]],
) -> FeuilleDeMesures:
    colonnes = (*identite, texte("Indicateur", 44), texte("Clé", 32), _decimal(VALEUR), *_TERMES)
    rangees: list[Rangee] = [
        (*qui, m.indicateur.libelle, m.indicateur.cle, _valeur(m), *_termes(m))
        for qui, m in zip(identites, mesures, strict=True)
    ]
    return FeuilleDeMesures(nom, sous_titre, Tableau(colonnes, rangees), mesures, [None] * len(mesures))


def _nom_du_perimetre(mesure: MesureIndicateur) -> str:
    if mesure.perimetre.genre is GenrePerimetre.FAMILLE_NATIONALE:
        return FRANCE
    return mesure.perimetre.convention or "Portefeuille"


def _libelle_de_la_famille(mesure: MesureIndicateur) -> str:
    perimetre = mesure.perimetre
    famille = perimetre.famille is not None and perimetre.programme is not None
    return FAMILLES[perimetre.programme][perimetre.famille] if famille else ""  # type: ignore[index]


def ecrire_les_rapports(feuille: Feuille, detail: FeuilleDeMesures, premiere: int) -> None:
    """Fait de chaque valeur une formule vivante, et donne à chaque nombre les décimales de son unité."""
    place, haut, bas = detail.rang(VALEUR), detail.rang(_HAUT), detail.rang(_BAS)
    for ligne, (mesure, repere, rangee) in enumerate(
        zip(detail.mesures, detail.reperes, detail.tableau.rangees, strict=True), premiere
    ):
        style = _style(mesure.decimales)
        for rang in range(place + 1, haut):
            valeur = rangee[rang]
            if isinstance(valeur, Fraction):
                feuille.nombre(ligne, rang, valeur, style)
        if repere is not None and repere.valeur is not None:
            feuille.nombre(ligne, detail.rang(FRANCE), repere.valeur, _style(repere.decimales))
        facteur = mesure.indicateur.unite.facteur
        rapport = f"{adresse(ligne, haut)}/{adresse(ligne, bas)}" + (f"*{facteur}" if facteur != 1 else "")
        formule = f'=IF({adresse(ligne, bas)}=0,"{_SANS_OBJET}",{rapport})'
        resultat = _SANS_OBJET if mesure.valeur is None else mesure.valeur
        feuille.formule(ligne, place, formule, resultat, style)


def _style(decimales: int) -> Style:
    return replace(STYLES[Genre.DECIMAL], format_nombre=format_decimal(decimales))
