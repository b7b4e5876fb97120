"""Les cellules et les fusions d’une feuille, lues au fil de son xml."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.adresses import adresse, adresse_de, colonne_lettres
from maquettes.tableur.balises import ESPACE_DE_NOMS, Attributs, analyser, est_verifiee
from maquettes.tableur.cadre import DU_DOSSIER, RECU, Cadre
from maquettes.tableur.cellules import Cellules
from maquettes.tableur.comptage import trop_de_cellules
from maquettes.tableur.contenu import FeuilleLue, GenreCellule, Plage
from maquettes.tableur.limites import LIGNES_ENTIERES, LIMITE_ELEMENTS, demesure, en_chiffres
from maquettes.tableur.nombres import Calendrier
from maquettes.tableur.plan import FeuilleAnnoncee
from maquettes.tableur.rangees.lots import (
    DONNEES,
    SAISIES,
    TOUTES,
    TOUTES_LES_COLONNES,
    Decoupe,
    LecteurDeLots,
    est_en_rangees,
)
from maquettes.tableur.rangees.valeurs import EN_LIGNE, TEXTE_PARTAGE, illisible, lire_valeur, rang_partage
from maquettes.tableur.recueils import Formules, Textes
from maquettes.tableur.textes import RecueilDeTexte, decoder_les_echappements, garder_des_textes, garder_un_texte

__all__ = ["LecteurDeFeuille", "Relire"]

Relire = Callable[[str], Cellules]
"""Toutes les cellules d’une partie, lue de nouveau."""

_C: Final = f"{ESPACE_DE_NOMS} c"
_V: Final = f"{ESPACE_DE_NOMS} v"
_F: Final = f"{ESPACE_DE_NOMS} f"
_IS: Final = f"{ESPACE_DE_NOMS} is"
_ROW: Final = f"{ESPACE_DE_NOMS} row"
_SHEET_DATA: Final = f"{ESPACE_DE_NOMS} sheetData"
_FUSION: Final = f"{ESPACE_DE_NOMS} mergeCell"
_COL: Final = f"{ESPACE_DE_NOMS} col"
_VRAI: Final = frozenset({"1", "true"})

_COLONNES: Final = {colonne_lettres(rang): rang for rang in range(RECU.colonnes)}
_TABLE_DE_DONNEES: Final = "TABLE()"
_CHIFFRES_D_UNE_LIGNE: Final = len("1048576")


class LecteurDeFeuille:
    """Lit les feuilles d’un classeur l’une après l’autre ; le compte des cellules et leurs textes sont communs.

    Avec ``relire``, seules en sont lues d’abord les cellules saisies ; ``relire`` l’est pour les autres, au besoin.
    """

    def __init__(
        self,
        fichier: str,
        textes: Textes,
        genres: Mapping[str, GenreCellule],
        calendrier: Calendrier,
        cadre: Cadre = DU_DOSSIER,
        relire: Relire | None = None,
    ) -> None:
        self._fichier = fichier
        self._commun = _Commun(textes, genres, calendrier, cadre, relire)

    def lire(self, annoncee: FeuilleAnnoncee, morceaux: Iterator[bytes]) -> FeuilleLue:
        """La feuille, dont ``morceaux`` est le xml ; lève :class:`SourceRefusee`, à la cellule quand c’en est une."""
        nom, etat, partie = annoncee
        feuille = _Feuille(partie, self._commun)
        try:
            analyser(
                partie,
                feuille.suivre(morceaux) if est_verifiee(partie) else morceaux,
                racine="worksheet",
                debut=feuille.debut,
                fin=feuille.fin,
                texte=feuille.recevoir,
            )
        except TexteRefuse as refus:
            lieu = Provenance(fichier=self._fichier, feuille=nom, cellule=feuille.cellule_refusee)
            raise SourceRefusee(refus.en_faute(lieu)) from None
        feuille.cellules.terminer()
        return FeuilleLue(
            nom=nom,
            etat=etat,
            cellules=feuille.cellules,
            fusions=tuple(feuille.fusions),
            lignes_masquees=frozenset(feuille.lignes_masquees),
            colonnes_masquees=frozenset(feuille.colonnes_masquees),
        )


class _Commun:
    """Ce que les feuilles d’un classeur se partagent : ses textes, dont les premiers sont désignés par leur rang."""

    __slots__ = (
        "cadre",
        "calendrier",
        "compte",
        "formules",
        "fusions",
        "genres",
        "lots",
        "relire",
        "textes",
        "une_a_une",
    )

    def __init__(
        self,
        textes: Textes,
        genres: Mapping[str, GenreCellule],
        calendrier: Calendrier,
        cadre: Cadre,
        relire: Relire | None,
    ) -> None:
        self.relire = relire
        self.cadre = cadre
        self.textes = textes
        self.formules = Formules()
        self.genres = genres
        self.calendrier = calendrier
        self.lots = LecteurDeLots(textes, self.formules, genres, calendrier, cadre)
        self.compte = 0
        self.une_a_une = 0
        self.fusions = 0


CLASSEUR_CELLULE_LOINTAINE: Final = ModeleFaute(
    "CLASSEUR-16",
    "La cellule {lu} est remplie au-delà de la limite : colonne {colonne_limite}, ligne {ligne_limite}.",
    "Effacer cette cellule, ou la rapprocher du reste.",
)


class _Feuille:
    """Reçoit les balises d’une feuille ; lignes et colonnes comptées depuis zéro."""

    __slots__ = (
        "_attributs",
        "_attributs_formule",
        "_colonne",
        "_commun",
        "_dans_un_texte",
        "_en_ligne",
        "_est_aux_donnees",
        "_formule",
        "_ligne",
        "_ligne_ecrite",
        "_partagees",
        "_partie",
        "_recueil",
        "_valeur",
        "cellule_refusee",
        "cellules",
        "colonnes_masquees",
        "fusions",
        "lignes_masquees",
        "recevoir",
    )

    def __init__(self, partie: str, commun: _Commun) -> None:
        relire = None if commun.relire is None else partial(commun.relire, partie)
        self.cellules = Cellules(commun.textes, commun.formules, commun.cadre, relire)
        self.fusions: list[Plage] = []
        self.lignes_masquees: set[int] = set()
        self.colonnes_masquees: set[int] = set()
        self.cellule_refusee: str | None = None
        self._partie = partie
        self._commun = commun
        self._ligne = -1
        self._ligne_ecrite = "0"
        self._colonne = -1
        self._attributs: Attributs = {}
        self._attributs_formule: Attributs = {}
        self._valeur: str | None = None
        self._formule: int | None = None
        self._recueil = RecueilDeTexte()
        self.recevoir = self._recueil.recevoir
        self._dans_un_texte = False
        self._en_ligne = False
        self._est_aux_donnees = False
        self._partagees: dict[str, int | None] = {}

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Une balise s’ouvre."""
        if nom == _C:
            self._recueil.vider()
            self._attributs = attributs
            self._valeur = self._formule = None
            self._en_ligne = False
        elif nom == _V:
            self._recueil.vider()
        elif nom == _F:
            self._recueil.vider()
            self._attributs_formule = attributs
        elif nom == _ROW:
            self._recueil.vider()
            self._commencer_la_ligne(attributs)
        elif nom == _IS:
            self._dans_un_texte = True
        elif self._dans_un_texte:
            self._recueil.debut(nom, attributs)
        elif nom == _SHEET_DATA:
            self._est_aux_donnees = True
        elif nom == _FUSION:
            self._fusionner(attributs.get("ref", ""))
        elif nom == _COL and attributs.get("hidden") in _VRAI:
            self._masquer_des_colonnes(attributs)

    def fin(self, nom: str) -> None:
        """Une balise se ferme."""
        if nom == _V:
            self._valeur = self._recueil.brut()
        elif nom == _C:
            self._terminer_la_cellule()
        elif nom == _F:
            self._terminer_la_formule(self._recueil.brut())
        elif nom == _IS:
            self._dans_un_texte = False
            self._valeur = self._recueil.rendre()
            self._en_ligne = True
        elif self._dans_un_texte:
            self._recueil.fin(nom)

    def _compter(self) -> None:
        self._commun.compte += 1
        if self._commun.compte > self._commun.cadre.cellules:
            raise trop_de_cellules(self._commun.cadre.cellules)

    def _commencer_la_ligne(self, attributs: Attributs) -> None:
        self._compter()
        self._colonne = -1
        numero = attributs.get("r")
        if numero is None:
            self._ligne += 1
            self._ligne_ecrite = str(self._ligne + 1)
        elif not (numero.isascii() and numero.isdigit() and len(numero) <= _CHIFFRES_D_UNE_LIGNE) or numero[0] == "0":
            raise illisible(numero, "un numéro de ligne")
        else:
            self._ligne = int(numero) - 1
            self._ligne_ecrite = numero
        # Filtrée, repliée ou masquée, une ligne s'écrit de même.
        if attributs.get("hidden") in _VRAI and self._ligne < self._commun.cadre.lignes:
            self.lignes_masquees.add(self._ligne)

    def _masquer_des_colonnes(self, attributs: Attributs) -> None:
        try:
            premiere, derniere = int(attributs.get("min", "")), int(attributs.get("max", ""))
        except ValueError:
            raise illisible(attributs.get("min", ""), "un numéro de colonne") from None
        self.colonnes_masquees.update(range(max(premiere, 1) - 1, min(derniere, self._commun.cadre.colonnes)))

    def _fusionner(self, reference: str) -> None:
        self._compter()
        self._commun.fusions += 1
        if self._commun.fusions > LIMITE_ELEMENTS:
            raise demesure(self._partie, f"a plus de {en_chiffres(LIMITE_ELEMENTS)} fusions de cellules")
        debut, _, fin = reference.partition(":")
        try:
            self.fusions.append(Plage(*adresse_de(debut), *adresse_de(fin or debut)))
        except ValueError:
            raise illisible(reference, "une plage de cellules fusionnées") from None

    def _terminer_la_formule(self, texte: str) -> None:
        """Une formule partagée n’est écrite qu’à sa première cellule ; une table de données ne l’est nulle part."""
        attributs, formule = self._attributs_formule, None
        if texte:
            formule = self._commun.formules.ajouter(decoder_les_echappements(texte))
        if attributs.get("t") == "shared":
            rang = attributs.get("si", "")
            if formule is None:
                formule = self._partagees.get(rang)
            self._partagees.setdefault(rang, formule)
            if formule is None:
                self.cellules.passer([TOUTES_LES_COLONNES])
            if len(self._partagees) > LIMITE_ELEMENTS:
                raise demesure(self._partie, f"a plus de {en_chiffres(LIMITE_ELEMENTS)} formules partagées")
        self._formule = self._commun.formules.ajouter(_TABLE_DE_DONNEES) if formule is None else formule

    def _terminer_la_cellule(self) -> None:
        self._compter()
        self._commun.une_a_une += 1
        if self._commun.une_a_une > self._commun.cadre.cellules_une_a_une:
            limite = en_chiffres(self._commun.cadre.cellules_une_a_une)
            raise demesure(self._partie, f"porte à plus de {limite} les cellules qu’aucun tableur n’écrit ainsi")
        attributs, valeur, formule = self._attributs, self._valeur, self._formule
        ecrite = attributs.get("r")
        ligne, colonne = self._ligne, None
        if ecrite is not None and ecrite.endswith(self._ligne_ecrite):
            colonne = _COLONNES.get(ecrite[: -len(self._ligne_ecrite)])
        if colonne is None:
            ligne, colonne = self._situer(ecrite)
        self._colonne = colonne
        place = (ligne, colonne)
        if not valeur and formule is None:
            return
        self._verifier_la_place(place)
        try:
            genre, texte = self._interpreter(valeur)
        except TexteRefuse:
            self.cellule_refusee = adresse(*place)
            raise
        if formule is not None or not self._commun.textes.est_vide(texte):
            self.cellules.ajouter(place, genre, texte, formule)

    def _situer(self, ecrite: str | None) -> tuple[int, int]:
        """La place d’une cellule sans adresse, à la suite de la précédente, ou d’une cellule lointaine."""
        if ecrite is None:
            return self._ligne, self._colonne + 1
        try:
            return adresse_de(ecrite)
        except ValueError:
            raise illisible(ecrite, "une adresse de cellule") from None

    def _verifier_la_place(self, place: tuple[int, int]) -> None:
        cadre = self._commun.cadre
        if place[0] >= cadre.lignes or place[1] >= cadre.colonnes:
            self.cellule_refusee = adresse(*place)
            raise TexteRefuse(
                CLASSEUR_CELLULE_LOINTAINE,
                self.cellule_refusee,
                colonne_limite=colonne_lettres(cadre.colonnes - 1),
                ligne_limite=en_chiffres(cadre.lignes),
            )
        if self.cellules.est_prise(*place):
            self.cellule_refusee = adresse(*place)
            raise illisible(self.cellule_refusee, "une seule cellule à cette adresse")

    def _interpreter(self, valeur: str | None) -> tuple[GenreCellule, int]:
        """Le genre de la cellule, et le rang de son texte."""
        commun = self._commun
        ecrit = self._attributs.get("t", "n")
        if valeur and ecrit == TEXTE_PARTAGE:
            return GenreCellule.TEXTE, rang_partage(valeur, commun.textes.partages)
        if valeur and ecrit == EN_LIGNE and not self._en_ligne:
            # Un tableur n'y montre rien : la valeur n'est pas là où ce genre la met.
            raise illisible(valeur, "un texte écrit dans la cellule même")
        style = commun.genres.get(self._attributs.get("s", "0"), GenreCellule.NOMBRE)
        genre, texte = lire_valeur(ecrit, valeur, style, commun.calendrier)
        garde = commun.cadre.garder(texte) if genre is GenreCellule.TEXTE else texte
        return genre, garder_un_texte(self._partie, commun.textes, garde, commun.cadre) if garde else 0

    def suivre(self, morceaux: Iterator[bytes]) -> Iterator[bytes]:
        """Ce qu’il faut analyser balise à balise de la feuille, dont le xml est vérifié : tout, sauf les lots lus."""
        decoupe = Decoupe(morceaux)
        if decoupe.est_possible:
            yield decoupe.entete
            self._est_aux_donnees = False
            yield DONNEES
            # Un autre espace de noms que celui du format a pu en faire un autre élément.
            if self._est_aux_donnees:
                for lot in decoupe.lots():
                    if not self._lire_un_lot(lot):
                        yield lot
                        if not est_en_rangees(lot):
                            break
        yield from decoupe.suite()

    def _lire_un_lot(self, octets: bytes) -> bool:
        """Garde toutes les cellules de ces rangées, ou aucune."""
        commun, derniere = self._commun, self.cellules.derniere
        jetons = TOUTES if commun.relire is None or self._ligne < LIGNES_ENTIERES else SAISIES
        lot = None if derniere is None else commun.lots.lire(octets, derniere, self._partagees, jetons)
        if (
            lot is None
            or commun.compte + lot.nombre > commun.cadre.cellules
            or len(self._partagees) + len(lot.partagees) > LIMITE_ELEMENTS
            or not garder_des_textes(commun.textes, lot.textes_ajoutes, commun.cadre)
        ):
            return False
        commun.formules.ajouter_a_la_suite(lot.formules_ajoutees)
        commun.compte += lot.nombre
        self.lignes_masquees.update(lot.lignes_masquees)
        self._partagees.update(lot.partagees)
        self.cellules.ajouter_un_lot(lot)
        self._ligne, self._colonne = lot.fin
        self._ligne_ecrite = str(self._ligne + 1)
        self._recueil.vider()
        return True
