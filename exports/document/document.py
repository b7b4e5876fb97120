"""Le document neutre : ce qui sort de la maison, avant tout format.

Un ``Document`` est immuable et juste par construction : chaque total y est accompagné du calcul dont il vient, et un
document dont un seul calcul ne donne pas la valeur affichée ne peut pas être construit. Les rendus traduisent, ils ne
calculent rien.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import groupby, pairwise
from typing import Annotated, Any, Final, TypeVar

from exports.document.controle import fautes_de_calcul
from exports.document.elements import (
    Article,
    ChiffreCle,
    Derivation,
    FormatDePage,
    Graphique,
    LieuDocument,
    Mention,
    Precision,
    Signature,
)
from exports.document.modele import modele
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Niveau, Partie, Tableau
from exports.document.texte import Texte, non_vide

__all__ = [
    "Article",
    "Cellule",
    "ChiffreCle",
    "Colonne",
    "Derivation",
    "Document",
    "FormatDePage",
    "GenreColonne",
    "GenreLigne",
    "Graphique",
    "Ligne",
    "Mention",
    "Niveau",
    "Partie",
    "Precision",
    "Signature",
    "Tableau",
]

Tire = TypeVar("Tire")

RAPPEL: Final = "Ce fichier contient le dossier dont il est tiré : « financement verifier » le relit et compare."
"""Ce que dit la page html du dossier qu’elle emporte."""

_CENTIMES: Final = 100
_ORDRE: Final = tuple(Partie)


class _Seul:
    """Un document est seul de son espèce : sans emplacement fixe, il garde ce qu’il a cherché une fois."""


@modele
class Document(_Seul):
    """Un document financier, à une date d’arrêté, ses tableaux dans l’ordre des parties.

    ``sceau`` identifie la source et les règles ; ``bandeau`` va sur chaque page ; ``page`` : celle où il s’imprime.
    Chiffres clés, graphiques, liens et dérivations désignent des cellules des tableaux.

    Lève :class:`ValeurImpossible` si un tableau est mal formé ou hors de sa partie, si une valeur n’est pas le résultat
    de son calcul, si une cellule désignée n’existe pas ou si un montant n’est pas arrondi à l’unité du sceau.

    ``empechements`` : ce qui empêche de signer, une phrase chacun ; il n’y a alors aucun cadre de signature.
    ``note_de_signature`` : à lire sous les cadres. ``rappel`` : ce que l’on peut faire du dossier que la page emporte.
    """

    titre: Texte
    sous_titre: Texte
    code: Texte
    mentions: tuple[Mention, ...]
    sceau: Sceau
    page: FormatDePage = FormatDePage.A3_COUCHE
    bandeau: Texte | None = None
    avertissements: tuple[Texte, ...] = ()
    chiffres_cles: tuple[ChiffreCle, ...] = ()
    articles: tuple[Article, ...] = ()
    tableaux: Annotated[tuple[Tableau, ...], non_vide]
    graphiques: tuple[Graphique, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    signatures: tuple[Signature, ...] = ()
    note_de_signature: Texte = ""
    empechements: tuple[Texte, ...] = ()
    rappel: Texte = RAPPEL

    def _defaut(self) -> str:
        for textes, nature in (
            ([tableau.cle for tableau in self.tableaux], "clé de tableau"),
            ([tableau.titre_court.casefold() for tableau in self.tableaux], "titre court"),
        ):
            if len(set(textes)) != len(textes):
                return f"{nature} en double"
        if self.empechements and (self.signatures or not self.bandeau):
            return "un document non signable porte un bandeau et n’a pas de cadre de signature"
        rangs = [_ORDRE.index(tableau.partie) for tableau in self.tableaux]
        if any(avant > apres for avant, apres in pairwise(rangs)):
            return "tableaux hors de l’ordre des parties"
        fautes = list(fautes_de_calcul(self.tableaux))
        if fautes:
            return f"{len(fautes)} calcul(s) en défaut : " + " ; ".join(fautes[:5])
        return " ; ".join([*self._lieux_inconnus(), *self._montants_non_arrondis()][:5])

    def _lieux_inconnus(self) -> Iterator[str]:
        """Une phrase par cellule désignée qui n’existe pas ou n’est pas du genre attendu."""
        colonnes = {
            tableau.cle: {colonne.cle: colonne.genre for colonne in tableau.colonnes} for tableau in self.tableaux
        }
        lignes = {tableau.cle: {ligne.cle for ligne in tableau.lignes} for tableau in self.tableaux}

        def faute(lieu: LieuDocument, genres: frozenset[GenreColonne]) -> str | None:
            genre = colonnes.get(lieu.tableau, {}).get(lieu.colonne)
            if genre is None or lieu.ligne not in lignes[lieu.tableau]:
                return f"cellule désignée inconnue : {lieu.tableau}, {lieu.ligne}, {lieu.colonne}"
            return None if genre in genres else f"cellule désignée de genre {genre} : {lieu.tableau}, {lieu.colonne}"

        nombres = frozenset({GenreColonne.MONTANT, GenreColonne.ENTIER, GenreColonne.TAUX})
        montants = frozenset({GenreColonne.MONTANT})
        noms = frozenset({GenreColonne.TEXTE, GenreColonne.CODE, GenreColonne.DATE})
        yield from filter(None, (faute(chiffre.lieu, nombres) for chiffre in self.chiffres_cles))
        yield from filter(None, (faute(derivation.lieu, montants) for derivation in self.derivations))
        partout = frozenset(GenreColonne)
        yield from filter(None, (faute(lieu, partout) for lieu in self.cibles))
        for graphique in self.graphiques:
            for ligne in graphique.lignes:
                for serie in graphique.series:
                    lieu = LieuDocument(tableau=graphique.tableau, ligne=ligne, colonne=serie.colonne)
                    yield from filter(None, (faute(lieu, montants),))
            lieu = LieuDocument(
                tableau=graphique.tableau, ligne=graphique.lignes[0], colonne=graphique.colonne_des_noms
            )
            yield from filter(None, (faute(lieu, noms),))
            tardives = [le.isoformat() for le in graphique.dates if le > self.date_arrete]
            if tardives:
                yield f"graphique {graphique.cle}, point après l’arrêté : {', '.join(tardives)}"

    def _montants_non_arrondis(self) -> Iterator[str]:
        """Une phrase par montant qui n’est pas un nombre entier d’euros, si le document est en euros."""
        if self.sceau.unite is not Precision.EURO:
            return
        for tableau in self.tableaux:
            rangs = [rang for rang, colonne in enumerate(tableau.colonnes) if colonne.genre is GenreColonne.MONTANT]
            for ligne in tableau.lignes:
                for rang in rangs:
                    valeur = ligne.cellules[rang].valeur
                    if isinstance(valeur, int) and valeur % _CENTIMES:
                        yield f"{tableau.cle}, {ligne.cle} : {valeur} n’est pas un nombre entier d’euros"

    @property
    def date_arrete(self) -> date:
        """La date à laquelle les montants sont arrêtés."""
        return self.sceau.date_arrete

    @property
    def empreinte(self) -> str:
        """L’empreinte sha256 du dossier canonique."""
        return self.sceau.dossier

    @cached_property
    def _tires(self) -> dict[object, Any]:
        return {}

    def une_fois(self, tirer: Callable[["Document"], Tire]) -> Tire:
        """Ce que ``tirer`` tire du document, la première fois qu’on le demande ; il le garde pour les autres rendus."""
        if tirer not in self._tires:
            self._tires[tirer] = tirer(self)
        tire: Tire = self._tires[tirer]
        return tire

    @cached_property
    def cibles(self) -> tuple[LieuDocument, ...]:
        """Les cellules où mène un lien, chacune une fois, dans l’ordre du document."""
        return tuple(
            dict.fromkeys(
                cellule.lien
                for tableau in self.tableaux
                for ligne in tableau.lignes
                for cellule in ligne.cellules
                if cellule.lien is not None
            )
        )

    @cached_property
    def parties(self) -> tuple[tuple[Partie, tuple[Tableau, ...]], ...]:
        """Les parties qui ont un tableau, et leurs tableaux."""
        groupes = groupby(self.tableaux, key=lambda tableau: tableau.partie)
        return tuple((partie, tuple(tableaux)) for partie, tableaux in groupes)

    def tableau(self, cle: str) -> Tableau:
        """Le tableau ``cle`` ; ``KeyError`` s’il n’existe pas."""
        for tableau in self.tableaux:
            if tableau.cle == cle:
                return tableau
        raise KeyError(cle)

    def mention(self, libelle: str) -> str:
        """La valeur d’une mention, vide si elle manque."""
        return next((mention.valeur for mention in self.mentions if mention.libelle == libelle), "")
