"""Les cellules et les fusions d'une feuille, lues au fil de son xml."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from financement.catalogue import CodeFaute
from financement.fautes import TexteRefuse
from financement.provenance import Provenance
from maquettes.sources import SourceRefusee
from maquettes.tableur.adresses import adresse, adresse_de, colonne_lettres
from maquettes.tableur.balises import ESPACE_DE_NOMS, Attributs, analyser
from maquettes.tableur.contenu import CelluleLue, GenreCellule, Plage
from maquettes.tableur.limites import LIMITE_CELLULES, LIMITE_COLONNES, LIMITE_LIGNES, en_chiffres
from maquettes.tableur.nombres import Calendrier, lire_date_iso, lire_jour_de_tableur, lire_nombre
from maquettes.tableur.textes import RecueilDeTexte, decoder_les_echappements

__all__ = ["LecteurDeFeuille"]

_C: Final = f"{ESPACE_DE_NOMS} c"
_V: Final = f"{ESPACE_DE_NOMS} v"
_F: Final = f"{ESPACE_DE_NOMS} f"
_IS: Final = f"{ESPACE_DE_NOMS} is"
_ROW: Final = f"{ESPACE_DE_NOMS} row"
_FUSION: Final = f"{ESPACE_DE_NOMS} mergeCell"

_COLONNES: Final = {colonne_lettres(rang): rang for rang in range(LIMITE_COLONNES)}
_BOOLEENS: Final = {"1": "VRAI", "true": "VRAI", "0": "FAUX", "false": "FAUX"}
_TABLE_DE_DONNEES: Final = "TABLE()"
_CHIFFRES_D_UN_RANG: Final = len(str(LIMITE_CELLULES))


def _illisible(lu: str, attendu: str) -> TexteRefuse:
    return TexteRefuse(CodeFaute.CLASSEUR_CELLULE_ILLISIBLE, lu, attendu=attendu)


class LecteurDeFeuille:
    """Lit les feuilles d'un classeur l'une après l'autre ; le compte des cellules est commun."""

    def __init__(
        self,
        fichier: str,
        textes: Sequence[CelluleLue],
        genres: Mapping[str, GenreCellule],
        calendrier: Calendrier,
    ) -> None:
        self._fichier = fichier
        self._textes = textes
        self._genres = genres
        self._calendrier = calendrier
        self._compte = 0

    def lire(
        self, nom: str, partie: str, morceaux: Iterator[bytes]
    ) -> tuple[dict[tuple[int, int], CelluleLue], tuple[Plage, ...]]:
        """Les cellules et les fusions d'une feuille ; lève :class:`SourceRefusee`, à la cellule quand c'en est une."""
        feuille = _Feuille(self._textes, self._genres, self._calendrier, self._compte)
        try:
            analyser(
                partie,
                morceaux,
                racine="worksheet",
                debut=feuille.debut,
                fin=feuille.fin,
                texte=feuille.recevoir,
            )
        except TexteRefuse as refus:
            lieu = Provenance(fichier=self._fichier, feuille=nom, cellule=feuille.cellule_refusee)
            raise SourceRefusee(refus.en_faute(lieu)) from None
        self._compte = feuille.compte
        return feuille.cellules, tuple(feuille.fusions)


class _Feuille:
    """Reçoit les balises d'une feuille ; lignes et colonnes comptées depuis zéro."""

    __slots__ = (
        "_attributs",
        "_attributs_formule",
        "_calendrier",
        "_colonne",
        "_dans_un_texte",
        "_en_ligne",
        "_formule",
        "_genres",
        "_ligne",
        "_ligne_ecrite",
        "_partagees",
        "_recueil",
        "_textes",
        "_valeur",
        "cellule_refusee",
        "cellules",
        "compte",
        "fusions",
        "recevoir",
    )

    def __init__(
        self,
        textes: Sequence[CelluleLue],
        genres: Mapping[str, GenreCellule],
        calendrier: Calendrier,
        compte: int,
    ) -> None:
        self.cellules: dict[tuple[int, int], CelluleLue] = {}
        self.fusions: list[Plage] = []
        self.compte = compte
        self.cellule_refusee: str | None = None
        self._textes = textes
        self._genres = genres
        self._calendrier = calendrier
        self._ligne = -1
        self._ligne_ecrite = "0"
        self._colonne = -1
        self._attributs: Attributs = {}
        self._attributs_formule: Attributs = {}
        self._valeur: str | None = None
        self._formule: str | None = None
        self._recueil = RecueilDeTexte()
        self.recevoir = self._recueil.recevoir
        self._dans_un_texte = False
        self._en_ligne = False
        self._partagees: dict[str, str] = {}

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Une balise s'ouvre."""
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
        elif nom == _FUSION:
            self._fusionner(attributs.get("ref", ""))

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
        self.compte += 1
        if self.compte > LIMITE_CELLULES:
            raise TexteRefuse(CodeFaute.CLASSEUR_TROP_DE_CELLULES, en_chiffres(LIMITE_CELLULES))

    def _commencer_la_ligne(self, attributs: Attributs) -> None:
        self._colonne = -1
        numero = attributs.get("r")
        if numero is None:
            self._ligne += 1
            self._ligne_ecrite = str(self._ligne + 1)
            return
        try:
            self._ligne, _ = adresse_de(f"A{numero}")
        except ValueError:
            raise _illisible(numero, "un numéro de ligne") from None
        self._ligne_ecrite = numero

    def _fusionner(self, reference: str) -> None:
        self._compter()
        debut, _, fin = reference.partition(":")
        try:
            self.fusions.append(Plage(*adresse_de(debut), *adresse_de(fin or debut)))
        except ValueError:
            raise _illisible(reference, "une plage de cellules fusionnées") from None

    def _terminer_la_formule(self, texte: str) -> None:
        """Une formule partagée n'est écrite qu'à sa première cellule ; une table de données ne l'est nulle part."""
        attributs = self._attributs_formule
        if attributs.get("t") == "shared":
            rang = attributs.get("si", "")
            texte = texte or self._partagees.get(rang, "")
            self._partagees.setdefault(rang, texte)
        self._formule = decoder_les_echappements(texte) or _TABLE_DE_DONNEES

    def _terminer_la_cellule(self) -> None:
        self._compter()
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
            cellule = self._interpreter(valeur, formule)
        except TexteRefuse:
            self.cellule_refusee = adresse(*place)
            raise
        if cellule.texte or formule is not None:
            self.cellules[place] = cellule

    def _situer(self, ecrite: str | None) -> tuple[int, int]:
        """La place d'une cellule sans adresse, à la suite de la précédente, ou d'une cellule lointaine."""
        if ecrite is None:
            return self._ligne, self._colonne + 1
        try:
            return adresse_de(ecrite)
        except ValueError:
            raise _illisible(ecrite, "une adresse de cellule") from None

    def _verifier_la_place(self, place: tuple[int, int]) -> None:
        if place[0] >= LIMITE_LIGNES or place[1] >= LIMITE_COLONNES:
            self.cellule_refusee = adresse(*place)
            raise TexteRefuse(
                CodeFaute.CLASSEUR_CELLULE_LOINTAINE,
                self.cellule_refusee,
                colonne_limite=colonne_lettres(LIMITE_COLONNES - 1),
                ligne_limite=en_chiffres(LIMITE_LIGNES),
            )
        if place in self.cellules:
            self.cellule_refusee = adresse(*place)
            raise _illisible(self.cellule_refusee, "une seule cellule à cette adresse")

    def _interpreter(self, valeur: str | None, formule: str | None) -> CelluleLue:
        genre = self._attributs.get("t", "n")
        if genre == "n" and valeur:
            return self._nombre(valeur, formule)
        if genre == "str" and valeur is not None:
            return CelluleLue(GenreCellule.TEXTE, decoder_les_echappements(valeur), formule)
        if not valeur:
            return CelluleLue(GenreCellule.VIDE, "", formule)
        if genre == "s":
            return self._texte_partage(valeur, formule)
        return self._autre(genre, valeur, formule)

    def _texte_partage(self, rang: str, formule: str | None) -> CelluleLue:
        if rang.isascii() and rang.isdigit() and len(rang) <= _CHIFFRES_D_UN_RANG:
            numero = int(rang)
            if numero < len(self._textes):
                cellule = self._textes[numero]
                return cellule if formule is None else cellule._replace(formule=formule)
        raise _illisible(rang, "le rang d'un texte du classeur")

    def _nombre(self, brut: str, formule: str | None) -> CelluleLue:
        try:
            nombre = lire_nombre(brut.strip())
        except ValueError:
            raise _illisible(brut, "un nombre") from None
        genre = self._genres.get(self._attributs.get("s", "0"), GenreCellule.NOMBRE)
        if genre is GenreCellule.DATE:
            jour = lire_jour_de_tableur(nombre, self._calendrier)
            # Hors du calendrier, le tableur montre des dièses : c'est un nombre, mal présenté.
            return CelluleLue(GenreCellule.NOMBRE if jour is None else genre, jour or nombre, formule)
        return CelluleLue(genre, nombre, formule)

    def _autre(self, genre: str, valeur: str, formule: str | None) -> CelluleLue:
        match genre:
            case "inlineStr" if not self._en_ligne:
                # Un tableur n'y montre rien : la valeur n'est pas là où ce genre la met.
                raise _illisible(valeur, "un texte écrit dans la cellule même")
            case "inlineStr":
                return CelluleLue(GenreCellule.TEXTE, valeur, formule)
            case "b":
                if (booleen := _BOOLEENS.get(valeur)) is None:
                    raise _illisible(valeur, "un booléen, 0 ou 1")
                return CelluleLue(GenreCellule.BOOLEEN, booleen, formule)
            case "e":
                return CelluleLue(GenreCellule.ERREUR, valeur, formule)
            case "d":
                try:
                    return CelluleLue(GenreCellule.DATE, lire_date_iso(valeur), formule)
                except ValueError:
                    raise _illisible(valeur, "une date") from None
            case _:
                raise _illisible(genre, "un genre de cellule du format")
