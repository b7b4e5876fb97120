"""Parcourir une table reçue : lignes classées, cellules comptées, totaux comparés, surprises constatées."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, EcartMontant
from financement.fautes.faute import TexteRefuse
from maquettes.description.table import Colonne, Genre
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.colonnes import constats_des_colonnes
from maquettes.importation.extraction.compte import Compte, Etat
from maquettes.importation.extraction.extraction import Extraction
from maquettes.importation.extraction.lignes import (
    TEXTES_D_UN_TITRE,
    GenreDeLigne,
    LigneClassee,
    Titre,
    classer,
    ressemble_a_un_entete,
    texte_de_la_ligne,
)
from maquettes.importation.extraction.table import Acces, Rangee, TableRecue
from maquettes.importation.extraction.totaux import Cumuls, TotalCompare
from maquettes.importation.extraction.valeurs import DECALAGES, LecteurDeChamps, Lecture, est_un_tiret
from maquettes.importation.lecteurs.recues import MontantRecu
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["ChampLu", "LigneEnCours", "Parcours"]

_LIGNES_NOMMEES: Final = 10
_REFUS_D_UNE_COLONNE: Final = 3
# Ce que toute la colonne aide à lire.
_ECRITS_EN_COLONNE: Final = frozenset({Genre.MONTANT, Genre.TAUX})


class LigneEnCours:
    """Une ligne de données pendant sa lecture : ses montants par colonne, ses cellules qui n’ont pas pu être lues."""

    __slots__ = ("classee", "declarees", "etat", "montants", "rangee", "reportees", "signalees", "titres")

    def __init__(self, classee: LigneClassee) -> None:
        self.classee = classee
        self.rangee = classee.rangee
        self.titres = classee.titres
        self.etat = Etat.LUE
        self.montants: dict[int, int] = {}
        self.signalees: set[int] = set()
        self.declarees: set[int] = set()
        self.reportees: dict[str, int] = {}


class ChampLu:
    """Un champ d’une table : d’où il vient, et comment il se lit ; ``facultatif`` : son refus n’est qu’un constat."""

    __slots__ = ("acces", "colonne", "est_un_montant", "facultatif", "fixe", "lire", "nom")

    def __init__(self, colonne: Colonne, acces: Acces, lire: Lecture, *, facultatif: bool) -> None:
        self.nom = colonne.nom
        self.colonne = colonne
        self.acces = acces
        self.lire = lire
        self.facultatif = facultatif
        self.est_un_montant = colonne.genre is Genre.MONTANT
        # Une constante se lit une fois pour toutes.
        self.fixe = None if acces.colonne is not None or acces.titre else lire.du_texte(acces.texte)


class Parcours:
    """La lecture d’une table, ligne à ligne ; complète l’``extraction``."""

    def __init__(self, table: TableRecue, lecteurs: LecteurDeChamps, version: int | None) -> None:
        self.table = table
        self.lecteurs = lecteurs
        self.extraction = Extraction(table=table, version=version, compte=Compte({}))
        self.montants: dict[int, Lecture] = {}
        self.cumuls = Cumuls(100 * 10 ** DECALAGES[table.source.unite])
        self._arrondis: dict[int, list[int]] = {}
        self._refus: dict[tuple[int, str], int] = {}
        self._en_texte: dict[int, list[int]] = {}
        self._entete: LigneClassee | None = None
        self._calculees: list[tuple[int, int]] = []
        self._fusions: dict[tuple[int, int], int] = {}
        self.sans_montant = {cle_de_libelle(i.valeur) for i in table.source.ignorees if i.valeur is not None}
        self._par_colonne: dict[int, list[CelluleLue]] = {}

    def champ(self, colonne: Colonne, acces: Acces, *, facultatif: bool) -> ChampLu:
        """La lecture d’un champ ; une colonne de montants est de celles dont les totaux se comparent."""
        # La colonne n'est parcourue que si rien ne dit déjà comment s'y écrivent ses valeurs.
        toutes = map(self.cellules, [acces.colonne] if colonne.genre in _ECRITS_EN_COLONNE else [])
        exemples = chain.from_iterable(toutes)
        lire = self.lecteurs.pour(colonne, exemples)
        if acces.colonne is not None and colonne.genre is Genre.MONTANT:
            self.montants[acces.colonne] = lire
        return ChampLu(colonne, acces, lire, facultatif=facultatif)

    def cellules(self, colonne: int | None) -> Sequence[CelluleLue]:
        """Les cellules d’une colonne, sous l’en-tête."""
        if colonne is None:
            return ()
        if colonne not in self._par_colonne:
            self._par_colonne[colonne] = list(self.table.colonne(colonne))
        return self._par_colonne[colonne]

    def lignes(self, sont_des_donnees: Callable[[Rangee], bool], rangees: Iterable[Rangee]) -> Iterator[LigneEnCours]:
        """Chaque ligne de données de ces ``rangees`` ; entre deux, la précédente est comptée et ajoutée aux cumuls."""
        compte = self.extraction.compte = Compte(self.table.etats)
        masquees: list[int] = []
        montants = frozenset(self.montants)
        for classee in classer(self.table, rangees, sont_des_donnees, montants, self._nomme_une_famille):
            rangee = classee.rangee
            if rangee.ligne in self.table.grille.lignes_masquees and classee.genre is not GenreDeLigne.HORS_TABLE:
                masquees.append(rangee.ligne)
            self._remarquer_un_entete(classee)
            if classee.genre is not GenreDeLigne.DONNEES:
                self._compter_hors_donnees(classee, compte)
                continue
            en_cours = LigneEnCours(classee)
            yield en_cours
            self.clore(en_cours)
        self._compter_l_entete(compte)
        self._conclure(masquees)

    def _remarquer_un_entete(self, classee: LigneClassee) -> None:
        """Un en-tête que des données suivent : au bas d’un tableau, trois textes sont des signatures."""
        if ressemble_a_un_entete(classee):
            self._entete = classee
        elif self._entete is not None and classee.genre in {GenreDeLigne.DONNEES, GenreDeLigne.NON_LUE}:
            rangee, self._entete = self._entete.rangee, None
            lieu = self.table.grille.provenance(rangee.ligne, min(rangee.cellules))
            constat = constats.SECOND_ENTETE.constater(provenance=lieu, lu=texte_de_la_ligne(rangee))
            self.extraction.constats.append(constat)

    def _nomme_une_famille(self, texte: str) -> bool:
        return self.lecteurs.famille_nommee(texte) is not None

    def clore(self, en_cours: LigneEnCours) -> None:
        """Compte une ligne de données une fois lue."""
        rangee = en_cours.rangee
        compte = self.extraction.compte
        if en_cours.etat is Etat.LUE:
            compte.compter(rangee.cellules.keys(), len(en_cours.signalees), len(en_cours.declarees))
        else:
            compte.compter_entiere(rangee.cellules.keys(), en_cours.etat)
        compte.lignes[en_cours.etat] += 1
        self.cumuls.ajouter(rangee.ligne, en_cours.montants)
        if self.table.grille.feuille is None:
            return
        for colonne, cellule in rangee.cellules.items():
            calculee = cellule.formule is not None and cellule.genre is not GenreCellule.VIDE
            if calculee and self.table.etats.get(colonne) is Etat.LUE:
                self._calculees.append((rangee.ligne, colonne))

    def lire(self, champ: ChampLu, en_cours: LigneEnCours) -> object:
        """La valeur d’un champ sur une ligne : ``None`` s’il est vide, son refus s’il est exigé et illisible."""
        if champ.fixe is not None:
            return champ.fixe
        colonne = champ.acces.colonne
        if colonne is None:
            return self._lire_le_titre(champ, en_cours)
        cellule = en_cours.rangee.cellules.get(colonne)
        if cellule is None:
            cellule = self._reporter(champ, en_cours, colonne) if self.table.ancres else None
            if cellule is None:
                return None
        if champ.est_un_montant:
            montant = self.lire_montant(champ.lire, en_cours, colonne, cellule, facultatif=champ.facultatif)
            if not isinstance(montant, MontantRecu):
                self._noter_le_refus(champ, colonne)
            return montant
        valeur = champ.lire(cellule)
        if isinstance(valeur, TexteRefuse):
            self._noter_le_refus(champ, colonne)
            if champ.facultatif:
                self._signaler(en_cours, colonne, cellule, valeur)
                return None
        return None if valeur == "" else valeur

    def _noter_le_refus(self, champ: ChampLu, colonne: int) -> None:
        self._refus[colonne, champ.nom] = self._refus.get((colonne, champ.nom), 0) + 1

    def lire_montant(
        self, lire: Lecture, en_cours: LigneEnCours, colonne: int, cellule: CelluleLue, *, facultatif: bool = True
    ) -> MontantRecu | TexteRefuse | None:
        """Le montant d’une cellule, qui compte dans les totaux ; un tiret est vide."""
        if cellule.genre is GenreCellule.TEXTE:
            if est_un_tiret(cellule):
                return None
            if self.sans_montant and cle_de_libelle(cellule.texte) in self.sans_montant:
                en_cours.declarees.add(colonne)
                return None
        valeur = lire(cellule)
        if isinstance(valeur, MontantRecu):
            en_cours.montants[colonne] = valeur.centimes
            if cellule.genre is GenreCellule.TEXTE and self.table.grille.feuille is not None:
                self._en_texte.setdefault(colonne, []).append(en_cours.rangee.ligne)
            if valeur.est_arrondi and not valeur.est_un_bruit:
                self._arrondis.setdefault(colonne, []).append(en_cours.rangee.ligne)
            return valeur
        if not isinstance(valeur, TexteRefuse):
            raise TypeError(colonne)
        if facultatif:
            self._signaler(en_cours, colonne, cellule, valeur)
            return None
        return valeur

    def _reporter(self, champ: ChampLu, en_cours: LigneEnCours, colonne: int) -> CelluleLue | None:
        """La cellule d’une fusion qui couvre cette ligne ; un montant n’y est compté qu’une fois."""
        ancre = self.table.ancres.get((en_cours.rangee.ligne, colonne))
        if ancre is None:
            return None
        self._fusions[ancre] = max(en_cours.rangee.ligne, self._fusions.get(ancre, 0))
        if champ.colonne.genre is Genre.MONTANT:
            return None
        en_cours.reportees[champ.nom] = ancre[0]
        return self.table.grille.cellules.get(ancre)

    def _lire_le_titre(self, champ: ChampLu, en_cours: LigneEnCours) -> object:
        titre = self.titre(champ.acces.titre, en_cours)
        if titre is None:
            return None
        en_cours.reportees[champ.nom] = titre.place[0]
        valeur = champ.lire.du_texte(titre.texte)
        return None if isinstance(valeur, TexteRefuse) and champ.facultatif else valeur

    def titre(self, rang: int, en_cours: LigneEnCours) -> Titre | None:
        """Le titre de ce rang au-dessus de la ligne, 1 pour le plus proche."""
        return en_cours.titres[rang - 1] if 0 < rang <= len(en_cours.titres) else None

    def _signaler(self, en_cours: LigneEnCours, colonne: int, cellule: CelluleLue, refus: TexteRefuse) -> None:
        """Une cellule que l’on ne sait pas lire, et dont on peut se passer : dite une fois."""
        if colonne in en_cours.signalees:
            return
        en_cours.signalees.add(colonne)
        lieu = self.table.grille.provenance(en_cours.rangee.ligne, colonne)
        lu, libelle = cellule.texte, self.table.libelle(colonne)
        if colonne in self.montants and cellule.genre is GenreCellule.VIDE:
            constat = constats.MONTANT_JAMAIS_CALCULE.constater(provenance=lieu, colonne=libelle)
        elif colonne in self.montants:
            constat = constats.TEXTE_PARMI_LES_MONTANTS.constater(provenance=lieu, lu=lu, colonne=libelle)
        else:
            cause = refus.en_faute().message
            constat = constats.VALEUR_NON_LUE.constater(provenance=lieu, colonne=libelle, cause=cause)
        self.extraction.constats.append(constat)

    def _compter_hors_donnees(self, classee: LigneClassee, compte: Compte) -> None:
        cellules = classee.rangee.cellules.keys()
        match classee.genre:
            case GenreDeLigne.TOTAL:
                compares = self._comparer(classee)
                compte.cellules[Etat.LUE] += len(compares)
                compte.cellules[Etat.IGNOREE] += len(cellules) - len(compares)
                compte.lignes[Etat.LUE] += 1
            case GenreDeLigne.TITRE:
                self._compter_le_titre(classee.rangee, compte)
            case GenreDeLigne.IGNOREE | GenreDeLigne.HORS_TABLE:
                compte.compter_entiere(cellules, Etat.IGNOREE)
                compte.lignes[Etat.IGNOREE] += 1
            case GenreDeLigne.NON_LUE:
                self._examiner_sans_operation(classee, compte)
            case _:
                self._constater_la_ligne(classee, compte)

    def _compter_le_titre(self, rangee: Rangee, compte: Compte) -> None:
        """D’un titre de plus de deux cellules, seule la première est lue ; ce qui l’accompagne est une note."""
        notes = sorted(rangee.cellules)[1:] if len(rangee.cellules) > TEXTES_D_UN_TITRE else []
        if notes:
            lieu = self.table.grille.provenance(rangee.ligne, notes[0])
            lu = " ".join(rangee.cellules[colonne].texte for colonne in notes)
            self.extraction.constats.append(constats.NOTE_EN_MARGE.constater(provenance=lieu, lu=lu, places="lignes"))
        compte.cellules[Etat.LUE] += len(rangee.cellules) - len(notes)
        compte.cellules[Etat.SIGNALEE] += len(notes)
        compte.lignes[Etat.LUE] += 1

    def _examiner_sans_operation(self, classee: LigneClassee, compte: Compte) -> None:
        """Des montants sans opération : la somme de lignes qui précèdent est un total que rien ne nomme."""
        annonces = self._annonces(classee.rangee)
        compares = self.cumuls.comparer(classee.rangee.ligne, "", annonces, classee.titres) if annonces else []
        if compares and all(total.ecart == 0 for total in compares) and any(annonces.values()):
            self.extraction.totaux += compares
            compte.cellules[Etat.LUE] += len(compares)
            compte.cellules[Etat.IGNOREE] += len(classee.rangee.cellules) - len(compares)
            compte.lignes[Etat.LUE] += 1
        else:
            self._constater_la_ligne(classee, compte)

    def _constater_la_ligne(self, classee: LigneClassee, compte: Compte) -> None:
        rangee = classee.rangee
        lieu = self.table.grille.provenance(rangee.ligne, min(rangee.cellules))
        lu = texte_de_la_ligne(rangee)
        if classee.genre is GenreDeLigne.NON_LUE:
            constat = constats.LIGNE_NON_LUE.constater(provenance=lieu, lu=lu)
        else:
            constat = constats.NOTE_EN_MARGE.constater(provenance=lieu, lu=lu, places="lignes")
        self.extraction.constats.append(constat)
        compte.compter_entiere(rangee.cellules.keys(), Etat.SIGNALEE)
        compte.lignes[Etat.SIGNALEE] += 1

    def _annonces(self, rangee: Rangee) -> dict[int, int]:
        lus = {c: lire(rangee.cellules[c]) for c, lire in self.montants.items() if c in rangee.cellules}
        return {colonne: lu.centimes for colonne, lu in lus.items() if isinstance(lu, MontantRecu)}

    def _comparer(self, classee: LigneClassee) -> list[TotalCompare]:
        rangee = classee.rangee
        compares = self.cumuls.comparer(rangee.ligne, texte_de_la_ligne(rangee), self._annonces(rangee), classee.titres)
        self.extraction.totaux += compares
        self.extraction.constats.extend(self._ecart(total) for total in compares if total.ecart)
        return compares

    def _ecart(self, total: TotalCompare) -> Constat:
        lignes = total.nommer_les_lignes(self.table.grille)
        modele = constats.TOTAL_ARRONDI if total.est_un_arrondi else constats.TOTAL_DIFFERENT
        return modele.constater(
            provenance=self.table.grille.provenance(*total.place),
            mesure=EcartMontant(attendu=total.calcule, constate=total.annonce),
            libelle=total.libelle,
            colonne=self.table.libelle(total.place[1]),
            somme=f"sa ligne ({lignes}) fait" if total.premiere == total.derniere else f"ses lignes ({lignes}) font",
        )

    def _compter_l_entete(self, compte: Compte) -> None:
        premiere, derniere = self.table.entete
        for rangee in self.table.rangees():
            if rangee.ligne > derniere:
                break
            if rangee.ligne >= premiere:
                compte.compter(rangee.cellules.keys())

    def _conclure(self, masquees: list[int]) -> None:
        trouves, grille = self.extraction.constats, self.table.grille
        trouves.extend(constats_des_colonnes(self.table))
        if masquees:
            lieu, nommees = grille.provenance(masquees[0]), self._nommer(masquees)
            trouves.append(constats.LIGNES_MASQUEES.constater(provenance=lieu, lignes=nommees))
        if self._calculees:
            lieu = grille.provenance(*self._calculees[0])
            trouves.append(
                constats.CELLULES_CALCULEES.constater(
                    provenance=lieu, nombre=accorder(len(self._calculees), "cellule calculée", "cellules calculées")
                )
            )
        trouves.extend(self._colonnes_changees())
        for colonne, lignes in self._en_texte.items():
            if any(cellule.genre is GenreCellule.NOMBRE for cellule in self.cellules(colonne)):
                trouves.append(
                    constats.MONTANTS_EN_TEXTE.constater(
                        provenance=grille.provenance(lignes[0], colonne),
                        nombre=accorder(len(lignes), "montant", "montants"),
                        colonne=self.table.libelle(colonne),
                        lignes=self._nommer(lignes),
                    )
                )
        for colonne, lignes in self._arrondis.items():
            trouves.append(
                constats.MONTANTS_ARRONDIS.constater(
                    provenance=grille.provenance(lignes[0], colonne),
                    nombre=accorder(len(lignes), "montant", "montants"),
                    colonne=self.table.libelle(colonne),
                )
            )
        for (ligne, colonne), derniere in sorted(self._fusions.items()):
            trouves.append(self._fusion(ligne, colonne, derniere))

    def _colonnes_changees(self) -> Iterator[Constat]:
        """Les colonnes dont presque rien ne se lit comme le champ qu’elles donnent."""
        for (colonne, champ), refusees in self._refus.items():
            nombre = len(self.cellules(colonne))
            if refusees >= _REFUS_D_UNE_COLONNE and 2 * refusees > nombre:
                yield constats.COLONNE_CHANGEE.constater(
                    provenance=self.table.grille.provenance(self.table.entete[1], colonne),
                    colonne=self.table.libelle(colonne),
                    champ=champ,
                    refusees=str(refusees),
                    nombre=str(nombre),
                )

    def _fusion(self, ligne: int, colonne: int, derniere: int) -> Constat:
        cellule = self.table.grille.cellules.get((ligne, colonne))
        lieu = self.table.grille.provenance(ligne, colonne)
        lu = "" if cellule is None else cellule.texte
        lignes = f"{self.table.grille.premiere + ligne} à {self.table.grille.premiere + derniere}"
        if colonne in self.montants:
            return constats.MONTANT_FUSIONNE.constater(
                provenance=lieu, lu=lu, lignes=lignes, colonne=self.table.libelle(colonne)
            )
        return constats.CELLULE_FUSIONNEE.constater(provenance=lieu, lu=lu, lignes=lignes)

    def _nommer(self, lignes: list[int]) -> str:
        nommees = ", ".join(str(self.table.grille.premiere + ligne) for ligne in lignes[:_LIGNES_NOMMEES])
        autres = len(lignes) - _LIGNES_NOMMEES
        mot = "ligne" if len(lignes) == 1 else "lignes"
        return f"{mot} {nommees} et {accorder(autres, 'autre', 'autres')}" if autres > 0 else f"{mot} {nommees}"
