"""Un tableau financier, ou une liste d’opérations : une opération par ligne, et le plan que disent ses colonnes."""

from collections.abc import Mapping
from typing import Final

from financement.affichage.libelles import accorder
from financement.dossier.nomenclature import Nature
from financement.fautes.faute import faute
from maquettes.description.description import OPERATIONS, PLAN
from maquettes.description.table import Exigence
from maquettes.importation.correspondance.modele import MAITRE_OUVRAGE, ColonneDeFinanceur, Role
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.extraction import Extraction, LignePlanRecue, OperationRecue
from maquettes.importation.extraction.fautes import CHAMP_SANS_SOURCE
from maquettes.importation.extraction.lieux import situer_la_ligne
from maquettes.importation.extraction.lignes import Titre, designe_une_operation
from maquettes.importation.extraction.parcours import ChampLu, LigneEnCours, Parcours
from maquettes.importation.extraction.table import Acces, Rangee, TableRecue
from maquettes.importation.extraction.valeurs import LecteurDeChamps, Nomenclature
from maquettes.importation.lecteurs.codes import cle_d_operation
from maquettes.importation.lecteurs.recues import MontantRecu

__all__ = ["extraire_le_tableau"]

_OPERATION: Final = "operation"
_CHAMPS: Final = {c.nom: c for c in OPERATIONS.colonnes if c.nom != "version"}
_DU_PLAN: Final = {c.nom: c for c in PLAN.colonnes}
# Ce que la table ne dit pas vaut pour tous les tableaux que l’on reçoit, sauf constante contraire.
_ORDINAIRES: Final = {"nature_cout": "brut"}
_CELLULES_AU_MOINS: Final = 2
_DEVINABLES: Final = frozenset({"famille"})


def extraire_le_tableau(table: TableRecue, nomenclature: Nomenclature, version: int | None) -> Extraction:
    """Les opérations d’une table et leur plan, chaque valeur située ; tout ce qui ne s’applique pas en fautes."""
    lecteurs = LecteurDeChamps(nomenclature, table.source, table.montants_en_texte())
    parcours = Parcours(table, lecteurs, version)
    return _Tableau(parcours, nomenclature).extraire()


class _Tableau:
    """L’extraction d’une table d’opérations."""

    def __init__(self, parcours: Parcours, nomenclature: Nomenclature) -> None:
        self.parcours = parcours
        self.table = parcours.table
        self.operations = nomenclature.operations
        self.vues: dict[str, OperationRecue] = {}
        self.du_numero = 0
        self.titres: list[Titre] = []
        self.champs = self._champs()
        self.financeurs = [
            colonne
            for rang, decrite in enumerate(self.table.source.financeurs)
            if (colonne := self._financeur(decrite, rang)) is not None
        ]
        self.en_long = {"financeur", "montant"} <= self.table.acces.keys()
        self.du_plan = (
            {
                nom: parcours.champ(_DU_PLAN[nom], acces, facultatif=nom == "montant")
                for nom, acces in self.table.acces.items()
                if nom in {"financeur", "nature", "montant"}
            }
            if self.en_long
            else {}
        )

    def _champs(self) -> list[ChampLu]:
        acces = dict(self.table.acces)
        if (base := self.table.source.base) is not None:
            acces.setdefault("base", Acces(texte=base.value))
        if self.table.source.role is not Role.OPERATIONS:
            for nom, texte in _ORDINAIRES.items():
                acces.setdefault(nom, Acces(texte=texte))
        if "quantite" in acces:
            acces.setdefault("unite", acces["quantite"])
        precisions = self.table.source.role is Role.OPERATIONS
        exiges = {_OPERATION: _CHAMPS[_OPERATION]} if precisions else _CHAMPS
        for nom, colonne in exiges.items():
            if nom not in acces and colonne.exigence is Exigence.VALEUR and nom not in _DEVINABLES:
                if any(nom == cle for cle in self.table.source.colonnes):
                    continue
                absent = faute(CHAMP_SANS_SOURCE, self.table.situer(()), attendu=nom, table=self.table.nom)
                self.table.fautes.append(absent)
        return [
            self.parcours.champ(colonne, acces[nom], facultatif=colonne.exigence is Exigence.RIEN)
            for nom, colonne in _CHAMPS.items()
            if nom in acces and nom != _OPERATION
        ]

    def _financeur(self, decrite: ColonneDeFinanceur, rang: int) -> tuple[int, ColonneDeFinanceur] | None:
        acces = self.table.chercher(decrite.colonne, "financeurs", rang, "colonne")
        if acces is None or acces.colonne is None:
            return None
        lire = self.parcours.lecteurs.pour(_DU_PLAN["montant"], self.parcours.cellules(acces.colonne), decrite.unite)
        self.parcours.montants[acces.colonne] = lire
        return acces.colonne, decrite

    def extraire(self) -> Extraction:
        """Toutes les lignes de la table."""
        extraction = self.parcours.extraction
        if not self.table.fautes:
            acces = self.table.acces[_OPERATION]
            for en_cours in self.parcours.lignes(self._designe, self.table.rangees()):
                self._lire(en_cours, acces)
            self._conclure()
        extraction.operations = list(self.vues.values())
        extraction.fautes.extend(self.table.fautes)
        return extraction

    def _designe(self, rangee: Rangee) -> bool:
        """La ligne désigne une opération, et dit autre chose que son code."""
        colonne = self.table.acces[_OPERATION].colonne
        if colonne is None:
            return any(place in rangee.cellules for place, _ in self.financeurs)
        cellule = self.table.cellule(rangee, colonne)[0]
        if cellule is None or len(rangee.cellules) < _CELLULES_AU_MOINS:
            return False
        return designe_une_operation(cellule.texte, self.parcours.lecteurs.operations)

    def _lire(self, en_cours: LigneEnCours, acces: Acces) -> None:
        code = self._code(en_cours, acces)
        deja = self.vues.get(code)
        if deja is not None and not self.en_long:
            lieu = self.table.grille.provenance(en_cours.rangee.ligne, acces.colonne)
            self.parcours.extraction.constats.append(
                constats.OPERATION_EN_DOUBLE.constater(provenance=lieu, operation=code, ailleurs=str(deja.lieu))
            )
            en_cours.etat = Etat.SIGNALEE
            return
        valeurs = {champ.nom: _en_centimes(self.parcours.lire(champ, en_cours)) for champ in self.champs}
        if valeurs.get("famille") is None and (famille := cle_d_operation(code).famille):
            valeurs["famille"] = famille
            self.du_numero += 1
            self._comparer_au_titre(code, famille, en_cours)
        if deja is None:
            deja = self.vues[code] = self._operation(code, valeurs, en_cours)
        deja.plan.extend(self._plan_en_long(en_cours) if self.en_long else self._plan(deja, en_cours))

    def _comparer_au_titre(self, code: str, famille: str, en_cours: LigneEnCours) -> None:
        """La famille que donne un numéro, sous un titre qui en nomme une et que la correspondance ne lit pas."""
        nommee = self.parcours.lecteurs.famille_nommee
        titre = next((titre for titre in en_cours.titres if nommee(titre.texte) is not None), None)
        if titre is None:
            return
        self.titres.append(titre)
        if nommee(titre.texte) != famille:
            acces = self.table.acces[_OPERATION]
            lieu = self.table.grille.provenance(en_cours.rangee.ligne, acces.colonne)
            self.parcours.extraction.constats.append(
                constats.FAMILLE_CONTRAIRE.constater(provenance=lieu, operation=code, lu=titre.texte, famille=famille)
            )

    def _conclure(self) -> None:
        if self.titres:
            titre = self.titres[0]
            nombre = accorder(self.du_numero, "opération", "opérations")
            lieu = self.table.grille.provenance(*titre.place)
            self.parcours.extraction.constats.append(
                constats.FAMILLE_DU_NUMERO.constater(provenance=lieu, lu=titre.texte, nombre=nombre)
            )

    def _code(self, en_cours: LigneEnCours, acces: Acces) -> str:
        if acces.colonne is None:
            titre = self.parcours.titre(acces.titre, en_cours)
            texte = acces.texte if titre is None else titre.texte
        else:
            cellule, _ = self.table.cellule(en_cours.rangee, acces.colonne)
            texte = "" if cellule is None else cellule.texte
        return self.operations.declarer(texte.strip(), self.parcours.lecteurs.operations)

    def _operation(self, code: str, valeurs: dict[str, object], en_cours: LigneEnCours) -> OperationRecue:
        lieu = situer_la_ligne(self.table.grille, en_cours.rangee.ligne, self._places(), _OPERATION, en_cours.reportees)
        return OperationRecue(code=code, valeurs=valeurs, lieu=lieu)

    def _places(self) -> Mapping[str, int]:
        """La colonne de la grille de chaque champ lu dans une colonne."""
        acces = {_OPERATION: self.table.acces[_OPERATION], **{champ.nom: champ.acces for champ in self.champs}}
        return {nom: sien.colonne for nom, sien in acces.items() if sien.colonne is not None}

    def _plan(self, operation: OperationRecue, en_cours: LigneEnCours) -> list[LignePlanRecue]:
        lignes: dict[tuple[str, Nature], LignePlanRecue] = {}
        for colonne, decrite in self.financeurs:
            cellule = en_cours.rangee.cellules.get(colonne)
            if cellule is None:
                continue
            recu = self.parcours.lire_montant(self.parcours.montants[colonne], en_cours, colonne, cellule)
            if not isinstance(recu, MontantRecu):
                continue
            financeur = decrite.financeur
            if financeur == MAITRE_OUVRAGE:
                financeur = str(operation.valeurs.get("maitre_ouvrage") or "")
            deja = lignes.get((financeur, decrite.nature))
            if deja is not None:
                deja.montant += recu.centimes
                ligne = en_cours.rangee.ligne
                deja.autres.append(situer_la_ligne(self.table.grille, ligne, {"montant": colonne}, "montant"))
                continue
            places = {"montant": colonne, "financeur": colonne}
            if (designe := self.table.acces[_OPERATION].colonne) is not None:
                places[_OPERATION] = designe
            lignes[financeur, decrite.nature] = LignePlanRecue(
                financeur=financeur,
                nature=decrite.nature,
                montant=recu.centimes,
                lieu=situer_la_ligne(self.table.grille, en_cours.rangee.ligne, places, "montant"),
            )
        return list(lignes.values())

    def _plan_en_long(self, en_cours: LigneEnCours) -> list[LignePlanRecue]:
        """La seule ligne de plan que dit une ligne d’un tableau à une ligne par financeur."""
        lus = {nom: self.parcours.lire(champ, en_cours) for nom, champ in self.du_plan.items()}
        montant = lus["montant"]
        if not isinstance(montant, MontantRecu):
            return []
        places = {nom: c.acces.colonne for nom, c in self.du_plan.items() if c.acces.colonne is not None}
        lieu = situer_la_ligne(self.table.grille, en_cours.rangee.ligne, places, "montant", en_cours.reportees)
        financeur = lus["financeur"]
        return [
            LignePlanRecue(
                financeur=financeur if isinstance(financeur, str) else "",
                nature=lus.get("nature"),
                montant=montant.centimes,
                lieu=lieu,
            )
        ]


def _en_centimes(valeur: object) -> object:
    return valeur.centimes if isinstance(valeur, MontantRecu) else valeur
