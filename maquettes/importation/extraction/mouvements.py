"""Un extrait de mouvements : une ou plusieurs écritures par ligne, une colonne par exercice, des règles."""

from collections.abc import Callable, Mapping
from typing import Final

from financement.affichage.libelles import accorder
from financement.dossier.nomenclature import INVERSES, LIBELLES_TYPES, MOUVEMENTS_DU_MAITRE_OUVRAGE, Base, TypeMouvement
from financement.fautes.faute import TexteRefuse
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import afficher_montant
from maquettes.description.description import OPERATIONS
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction import constats
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.ecritures_simples import EcrituresSimples
from maquettes.importation.extraction.extraction import Extraction, MouvementRecu, OperationRecue
from maquettes.importation.extraction.fautes import MONTANT_NEGATIF_SANS_REGLE
from maquettes.importation.extraction.formes import Forme, formes_de
from maquettes.importation.extraction.lieux import situer_la_ligne
from maquettes.importation.extraction.lignes import est_un_total, texte_de_la_ligne
from maquettes.importation.extraction.parcours import ChampLu, LigneEnCours, Parcours
from maquettes.importation.extraction.regles import Effets, Regles
from maquettes.importation.extraction.suites import en_flux, soupconner
from maquettes.importation.extraction.table import Rangee, TableRecue
from maquettes.importation.extraction.valeurs import LecteurDeChamps, Nomenclature
from maquettes.importation.lecteurs.recues import MontantRecu

__all__ = ["extraire_les_mouvements"]

_RETOURS: Final = frozenset({*INVERSES.values()})
_BASES_ECRITES: Final = frozenset({"ht", "ttc"})
_SANS_INVERSE: Final = TypeMouvement.ANNULATION
_COMPLEMENTS: Final = tuple(colonne for colonne in OPERATIONS.colonnes if colonne.nom == "achevement")


def extraire_les_mouvements(table: TableRecue, nomenclature: Nomenclature, version: int | None) -> Extraction:
    """Les mouvements d’une table, chacun situé ; tout ce qui ne s’applique pas en fautes."""
    lecteurs = LecteurDeChamps(nomenclature, table.source, table.montants_en_texte())
    return _Extrait(Parcours(table, lecteurs, version)).extraire()


class _Extrait:
    """L’extraction d’une table de mouvements."""

    def __init__(self, parcours: Parcours) -> None:
        self.parcours = parcours
        self.table = parcours.table
        self.formes = formes_de(parcours)
        self.regles = Regles(parcours)
        self.complements = [
            parcours.champ(colonne, self.table.acces[colonne.nom], facultatif=True)
            for colonne in _COMPLEMENTS
            if colonne.nom in self.table.acces
        ]
        self.recus: list[list[MouvementRecu]] = [[] for _ in self.formes]
        self.vues: list[dict[str, MouvementRecu]] = [{} for _ in self.formes]
        self.sans_tva: list[int] = []
        self.operations: dict[str, int] = {}

    def extraire(self) -> Extraction:
        """Toutes les lignes de la table."""
        extraction = self.parcours.extraction
        if not self.table.fautes:
            self._lire_les_lignes()
            for forme, recus in zip(self.formes, self.recus, strict=True):
                extraction.constats.extend(soupconner(self.table, forme, recus))
                flux = en_flux(recus, extraction.constats) if forme.cumul else recus
                extraction.mouvements.extend(flux)
            self._conclure()
        extraction.fautes.extend(self.table.fautes)
        return extraction

    def _lire_les_lignes(self) -> None:
        """Chaque ligne ; d’un extrait en texte, celles que rien ne distingue sont lues sans en faire les cellules."""
        simples = EcrituresSimples.d_une_table(self.parcours, self.formes, self.regles, self.cles)
        if simples is None or self.complements or self.table.source.exercices:
            for en_cours in self.parcours.lignes(self._est_une_ecriture, self.table.rangees()):
                self._lire(en_cours)
            return
        recus = self.recus[0]
        for en_cours in self.parcours.lignes(self._est_une_ecriture, simples.laisser_les_autres(self._composer, recus)):
            self._lire(en_cours)
            simples.continuer(en_cours.rangee.ligne)
        simples.compter()

    @property
    def cles(self) -> set[int]:
        """Les colonnes dont une au moins est remplie dans une écriture : ses dates, ou, sans date, son opération."""
        dates = {forme.places["date"] for forme in self.formes if "date" in forme.places}
        return dates or {forme.places["operation"] for forme in self.formes if "operation" in forme.places}

    def _est_une_ecriture(self, rangee: Rangee) -> bool:
        """Ce qui distingue une écriture d’un titre ou d’un total."""
        cellules = [self.table.cellule(rangee, colonne)[0] for colonne in self.cles]
        return len(rangee.cellules) > 1 and any(c is not None and not est_un_total(c.texte) for c in cellules)

    def _lire(self, en_cours: LigneEnCours) -> None:
        effets = self.regles.donner(en_cours)
        if effets.ignorer is not None:
            self._lire_les_montants(en_cours)
            en_cours.etat = Etat.IGNOREE
            return
        for rang, forme in enumerate(self.formes):
            recu = self._mouvement(rang, forme, en_cours, effets)
            if recu is not None:
                self.recus[rang].append(recu)
        self._completer(en_cours)
        if self.table.source.exercices:
            self._remarquer_le_double(en_cours)

    def _lire_les_montants(self, en_cours: LigneEnCours) -> None:
        """Les montants d’une ligne écartée comptent dans les totaux de la source."""
        for forme in self.formes:
            self.parcours.lire(forme.champs["montant"], en_cours)
        en_cours.signalees.clear()

    def _mouvement(self, rang: int, forme: Forme, en_cours: LigneEnCours, effets: Effets) -> MouvementRecu | None:
        montant = self.parcours.lire(forme.champs["montant"], en_cours)
        if not isinstance(montant, MontantRecu) or not montant.centimes:
            return None
        valeurs = dict(forme.fixes)
        for nom, champ in forme.variables:
            valeurs[nom] = self.parcours.lire(champ, en_cours)
        ligne, reportees = en_cours.rangee.ligne, en_cours.reportees
        recu = self._composer(
            forme, ligne, montant.centimes, valeurs, effets, lambda: self._montants(forme, en_cours), reportees
        )
        if not isinstance(recu, MouvementRecu):
            self._ecarter(en_cours, sans=recu)
            return None
        return recu if self._compte_une_fois(rang, forme, en_cours, recu) else None

    def _composer(
        self,
        forme: Forme,
        ligne: int,
        centimes: int,
        valeurs: dict[str, object],
        effets: Effets,
        montants: Callable[[], Mapping[str, int]],
        reportees: Mapping[str, int],
    ) -> MouvementRecu | str:
        """Le mouvement que font ces valeurs lues d’une ligne, ou le champ, nécessaire, qu’elles ne donnent pas.

        ``montants`` : les montants HT, TVA, TTC de la ligne, lus si le mouvement est du maître d’ouvrage.
        """
        self._appliquer(forme, effets, valeurs)
        if not valeurs.get("operation"):
            return "operation"
        genre = valeurs.get("type")
        if genre is None:
            return "type"
        if forme.exercice is not None:
            valeurs["date"] = forme.date_supposee
            valeurs["libelle"] = _libelle_de_l_exercice(valeurs.get("libelle"), forme.exercice)
        bases = None
        if genre in MOUVEMENTS_DU_MAITRE_OUVRAGE:
            bases = self._bases(forme, ligne, montants(), centimes, effets.valeurs.get("base"))
        valeurs["montant"] = self._sans_signe(centimes, genre, forme)
        lieu = situer_la_ligne(self.table.grille, ligne, forme.places, "montant", reportees)
        return MouvementRecu(valeurs=valeurs, lieu=lieu, bases=bases)

    def _appliquer(self, forme: Forme, effets: Effets, valeurs: dict[str, object]) -> None:
        """Ce que donnent les règles l’emporte ; un type que donne le signe d’une colonne ne vaut que pour elle."""
        for champ, valeur in effets.valeurs.items():
            if champ == "base":
                continue
            if champ == "type" and effets.signees and forme.colonne_du_montant not in effets.signees:
                continue
            if champ == "type" and not effets.signees and len(self.formes) > 1 and forme.champs.get("type") is not None:
                continue
            valeurs[champ] = self._designe(champ, valeur)

    def _designe(self, champ: str, valeur: object) -> object:
        if champ == "operation":
            return self.parcours.lecteurs.operation_designee(str(valeur))
        return self.parcours.lecteurs.financeur(str(valeur)) if champ == "financeur" else valeur

    def _ecarter(self, en_cours: LigneEnCours, *, sans: str) -> None:
        """Une ligne dont rien ne dit l’opération ou le sens n’est pas lue."""
        if en_cours.etat is Etat.SIGNALEE:
            return
        en_cours.etat = Etat.SIGNALEE
        modele = constats.LIGNE_SANS_REGLE if sans == "type" else constats.LIGNE_NON_LUE
        lieu = self.table.grille.provenance(en_cours.rangee.ligne, min(en_cours.rangee.cellules))
        self.parcours.extraction.constats.append(
            modele.constater(provenance=lieu, lu=texte_de_la_ligne(en_cours.rangee))
        )

    def _sans_signe(self, centimes: int, genre: object, forme: Forme) -> int | TexteRefuse:
        """Le montant, positif : un montant négatif ne l’est que d’un mouvement qui revient sur un autre."""
        if centimes >= 0 or genre in _RETOURS:
            return abs(centimes)
        inverse = INVERSES.get(genre) if isinstance(genre, TypeMouvement) else None
        return TexteRefuse(
            MONTANT_NEGATIF_SANS_REGLE,
            afficher_montant(centimes),
            type=LIBELLES_TYPES[genre] if isinstance(genre, TypeMouvement) else str(genre),
            colonne=self.table.libelle(forme.colonne_du_montant or 0),
            inverse=str(inverse or _SANS_INVERSE),
        )

    def _montants(self, forme: Forme, en_cours: LigneEnCours) -> dict[str, int]:
        """Les montants HT, TVA, TTC que la ligne dit."""
        lus = {nom: self.parcours.lire(champ, en_cours) for nom, champ in forme.montants.items()}
        return {nom: lu.centimes for nom, lu in lus.items() if isinstance(lu, MontantRecu)}

    def _bases(
        self, forme: Forme, ligne: int, centimes: Mapping[str, int], montant: int, dite: object
    ) -> dict[Base, int] | None:
        """Les montants HT et TTC de la ligne, sans signe, quand la source les dit."""
        base = dite if isinstance(dite, Base) else self.table.source.base
        tva = centimes.get("montant_tva", 0)
        bases: dict[Base, int] = {}
        if base is None and "montant_tva" in forme.montants:
            # Dans un flux comptable, un montant sans TVA est toutes taxes comprises.
            base = Base.HT if tva else Base.TTC
            if not tva:
                self.sans_tva.append(ligne)
        if base is not None:
            bases[base] = montant
            if tva:
                bases[Base.TTC if base is Base.HT else Base.HT] = montant + (tva if base is Base.HT else -tva)
        for nom, sienne in (("montant_ht", Base.HT), ("montant_ttc", Base.TTC)):
            if nom in centimes:
                bases[sienne] = centimes[nom]
        return {sienne: abs(sien) for sienne, sien in bases.items()} or None

    def _compte_une_fois(self, rang: int, forme: Forme, en_cours: LigneEnCours, recu: MouvementRecu) -> bool:
        """Le mouvement compte : sa clé est vide, ou nouvelle ; sinon, ce qui la répète doit lui être égal."""
        if forme.une_fois_par is None:
            return True
        cellule, _ = self.table.cellule(en_cours.rangee, forme.une_fois_par)
        cle = "" if cellule is None else cellule.texte.strip()
        if not cle:
            return True
        deja = self.vues[rang].setdefault(cle, recu)
        if deja is recu:
            return True
        if deja.valeurs != recu.valeurs:
            if forme.colonne_du_montant is not None:
                en_cours.signalees.add(forme.colonne_du_montant)
            self.parcours.extraction.constats.append(
                constats.REPETITION_DIFFERENTE.constater(provenance=recu.lieu, lu=cle, ailleurs=str(deja.lieu))
            )
        return False

    def _completer(self, en_cours: LigneEnCours) -> None:
        """Ce que la ligne dit de l’opération même : sa livraison."""
        operation = self.formes[0].champs.get("operation") if self.formes else None
        if not self.complements or operation is None:
            return
        code = self.parcours.lire(operation, en_cours)
        valeurs = {champ.nom: self.parcours.lire(champ, en_cours) for champ in self.complements}
        dites = {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}
        if isinstance(code, str) and dites:
            places = _places([operation, *self.complements])
            lieu = situer_la_ligne(self.table.grille, en_cours.rangee.ligne, places, operation.nom, en_cours.reportees)
            self.parcours.extraction.operations.append(OperationRecue(code=code, valeurs=dites, lieu=lieu))

    def _remarquer_le_double(self, en_cours: LigneEnCours) -> None:
        """Un état par exercice a une ligne par opération ; une seconde est lue, et se dit."""
        operation = self.formes[0].champs.get("operation") if self.formes else None
        code = None if operation is None else self.parcours.lire(operation, en_cours)
        if not isinstance(code, str):
            return
        ligne = en_cours.rangee.ligne
        premiere = self.operations.setdefault(code, ligne)
        if premiere != ligne:
            self.parcours.extraction.constats.append(
                constats.OPERATION_SUR_PLUSIEURS_LIGNES.constater(
                    provenance=self.table.grille.provenance(ligne, operation.acces.colonne if operation else None),
                    operation=code,
                    ailleurs=str(self.table.grille.provenance(premiere)),
                )
            )

    def _conclure(self) -> None:
        trouves, grille = self.parcours.extraction.constats, self.table.grille
        annulations = [
            recu for recu in self.parcours.extraction.mouvements if recu.valeurs["type"] is TypeMouvement.ANNULATION
        ]
        if annulations:
            montants = [recu.valeurs["montant"] for recu in annulations]
            total = afficher_montant(sum(montant for montant in montants if isinstance(montant, int)))
            nombre = accorder(len(annulations), "annulation ou réduction", "annulations ou réductions")
            lieu: Provenance = annulations[0].lieu
            trouves.append(constats.ANNULATIONS.constater(provenance=lieu, nombre=nombre, montant=total))
        par_exercice = [recus for forme, recus in zip(self.formes, self.recus, strict=True) if forme.exercice]
        if supposees := sum(map(len, par_exercice)):
            nombre, lieu = accorder(supposees, "mouvement", "mouvements"), grille.provenance(self.table.entete[1])
            trouves.append(constats.DATES_SUPPOSEES.constater(provenance=lieu, nombre=nombre))
        self._dire_les_deux_bases()
        if self.sans_tva:
            nombre, lieu = accorder(len(self.sans_tva), "montant", "montants"), grille.provenance(self.sans_tva[0])
            trouves.append(constats.TVA_NON_REMPLIE.constater(provenance=lieu, nombre=nombre))

    def _dire_les_deux_bases(self) -> None:
        """Des montants HT et TTC côte à côte : la colonne retenue se dit."""
        colonnes = {forme.colonne_du_montant for forme in self.formes} - {None}
        mots = {colonne: set(cle_de_libelle(texte).split()) for colonne, texte in self.table.libelles.items()}
        for colonne in sorted(c for c in colonnes if c is not None):
            sienne = next((base for base in _BASES_ECRITES if base in mots[colonne]), None)
            autres = [
                c for c, siens in mots.items() if sienne and siens & (_BASES_ECRITES - {sienne}) and c not in colonnes
            ]
            if autres:
                self.parcours.extraction.constats.append(
                    constats.HT_ET_TTC_COTE_A_COTE.constater(
                        provenance=self.table.grille.provenance(self.table.entete[1], colonne),
                        colonne=self.table.libelle(colonne),
                        autre=self.table.libelle(autres[0]),
                    )
                )


def _places(champs: list[ChampLu]) -> dict[str, int]:
    return {champ.nom: champ.acces.colonne for champ in champs if champ.acces.colonne is not None}


def _libelle_de_l_exercice(libelle: object, exercice: int) -> str:
    marque = f"Exercice {exercice}, date supposée au 31 décembre"
    return f"{libelle} ({marque})" if isinstance(libelle, str) and libelle else marque
