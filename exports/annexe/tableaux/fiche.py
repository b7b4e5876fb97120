"""La fiche d’une opération, en une ou deux pages : ce qu’elle est, son coût, qui la finance, ses mouvements.

Les montants sont ceux de l’annexe entière ; rien n’y est calculé autrement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, difference, exces, ligne_de_somme, renvoi, texte, valeur
from exports.annexe.programme import Programme
from exports.annexe.tableaux import constats, mouvements
from exports.annexe.tableaux.derivations import derivations as derivations_des_lignes
from exports.annexe.tableaux.execution import cle_de_ligne, grandeur
from exports.document.calculs import SommeLignes
from exports.document.elements import ChiffreCle, Derivation, LieuDocument
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Niveau, Partie, Tableau
from exports.document.texte import LONGUEUR_MAXIMALE
from exports.document.typographie import PRECISIONS, afficher_valeur
from financement.affichage.libelles import accorder
from financement.calculs.tableau import operations_decrites
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import FAMILLES, LIBELLES_NATURES, LIBELLES_UNITES, Base, NatureCout
from financement.dossier.operation import Operation
from financement.valeurs.dates import afficher_date

__all__ = ["CLE_COUTS", "CLE_FINANCEMENT", "CLE_IDENTITE", "chiffres_cles", "composer", "derivations"]

CLE_IDENTITE: Final = "fiche-operation"
CLE_COUTS: Final = "fiche-couts"
CLE_FINANCEMENT: Final = "fiche-financement"

_G = GenreColonne
_TOTAL: Final = "total"
_PLAN: Final = "plan"
_DU_PLAN: Final = ("programme", "montant_cloture")
_SOMMEES: Final = ("programme", "engage", "paye", "montant_cloture", "solde_a_verser", "trop_percu")
_IDENTITE: Final = (
    Colonne(cle="libelle", libelle="Opération", genre=_G.TEXTE, largeur=30),
    Colonne(cle="maitre_ouvrage", libelle="Maître d’ouvrage", genre=_G.TEXTE, largeur=18),
    Colonne(cle="famille", libelle="Famille", genre=_G.TEXTE, largeur=20),
    Colonne(cle="consistance", libelle="Quantité et lieu", genre=_G.TEXTE, largeur=16),
    Colonne(cle="etat", libelle="État", genre=_G.TEXTE, largeur=14),
    Colonne(cle="calendrier", libelle="Calendrier prévu", genre=_G.TEXTE, largeur=16),
    Colonne(cle="achevement", libelle="Achèvement", genre=_G.DATE),
)
_COUTS: Final = (
    Colonne(cle="objet", libelle="Coût et plan", genre=_G.TEXTE, largeur=16),
    Colonne(cle="cout_ht", libelle="Coût HT", genre=_G.MONTANT),
    Colonne(cle="taux_tva", libelle="TVA", genre=_G.TAUX),
    Colonne(cle="cout_ttc", libelle="Coût TTC", genre=_G.MONTANT),
    Colonne(cle="assiette", libelle="Assiette", genre=_G.MONTANT),
    Colonne(cle="plan", libelle="Total du plan", genre=_G.MONTANT),
    Colonne(cle="ecart", libelle="Écart plan − coût", genre=_G.MONTANT),
)
_FINANCEMENT: Final = (
    Colonne(cle="financeur", libelle="Financeur, nature", genre=_G.TEXTE, largeur=36),
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT),
    Colonne(cle="engage", libelle="Engagé", genre=_G.MONTANT),
    Colonne(cle="paye", libelle="Payé", genre=_G.MONTANT),
    Colonne(cle="montant_cloture", libelle="Montant de clôture", genre=_G.MONTANT),
    Colonne(cle="solde_a_verser", libelle="Reste à verser", genre=_G.MONTANT),
    Colonne(cle="trop_percu", libelle="À reverser", genre=_G.MONTANT),
)
_CHIFFRES: Final = (
    ("Programmé", "programme", "concours au plan en vigueur"),
    ("Clôture", "montant_cloture", "concours retenus à la clôture"),
    ("Reste à verser", "solde_a_verser", "ce que doivent les financeurs"),
    ("À reverser", "trop_percu", "ce qui leur a été payé en trop"),
)


def chiffres_cles() -> Iterator[ChiffreCle]:
    """Les quatre chiffres d’une opération, sur ses concours seuls."""
    for libelle, colonne, precision in _CHIFFRES:
        lieu = LieuDocument(tableau=CLE_FINANCEMENT, ligne=_TOTAL, colonne=colonne)
        yield ChiffreCle(libelle=libelle, lieu=lieu, precision=precision)


def derivations(contexte: Contexte) -> Iterator[Derivation]:
    """Celles de l’annexe, sur les lignes de la fiche ; l’engagé et le payé d’un autofinancement n’y sont pas."""
    montrees = {cle_de_ligne(ligne.cle) for ligne in contexte.concours}
    for derivation in derivations_des_lignes(contexte):
        lieu = derivation.lieu
        if lieu.ligne in montrees or lieu.colonne in _DU_PLAN:
            montree = LieuDocument(tableau=CLE_FINANCEMENT, ligne=lieu.ligne, colonne=lieu.colonne)
            yield Derivation(lieu=montree, etapes=derivation.etapes)


def composer(contexte: Contexte) -> Iterator[Tableau]:
    """Identité, coûts, plan et clôture par financeur, mouvements, constats de l’opération."""
    fiche = _Fiche(contexte)
    yield fiche.identite()
    financement = fiche.financement()
    yield fiche.couts(financement)
    yield financement
    yield from mouvements.composer(contexte)
    yield constats.composer(contexte)


@dataclass(frozen=True, slots=True)
class _Fiche:
    """L’opération du périmètre, et de quoi la lire."""

    contexte: Contexte

    @property
    def operation(self) -> Operation:
        """Telle que la décrit la version en vigueur ; sortie du tableau, la dernière ; pas créée, la première."""
        code = self.contexte.perimetre.code
        decrites = operations_decrites(self.contexte.projet, self.contexte.tableau)
        return next(operation for operation in decrites if operation.code == code)

    def identite(self) -> Tableau:
        """Qui, quoi, où, quand."""
        contexte, operation = self.contexte, self.operation
        famille = FAMILLES[contexte.convention.programme][operation.famille]
        cellules: dict[str, Cellule] = {
            "libelle": texte(operation.libelle),
            "maitre_ouvrage": texte(contexte.maitres[operation.maitre_ouvrage]),
            "famille": texte(f"{operation.famille} – {famille}"),
            "consistance": texte(", ".join(filter(None, (self._quantite(), operation.localisation)))),
            "etat": texte(self._etat()),
            "calendrier": texte(self._calendrier()),
            "achevement": valeur(operation.achevement),
        }
        return Tableau(
            cle=CLE_IDENTITE,
            titre="Identité",
            titre_court="Identité",
            partie=Partie.DECISION,
            niveau=Niveau.SYNTHESE,
            colonnes=_IDENTITE,
            lignes=(composer_ligne(_IDENTITE, f"operation:{operation.code}", cellules),),
        )

    def _etat(self) -> str:
        """Son état à la date d’arrêté, ou l’avenant, postérieur, qui la créera."""
        etat = self.contexte.etats.get(self.operation.code)
        return f"pas encore au programme (avenant n° {self.operation.version})" if etat is None else etat.libelle

    def _quantite(self) -> str:
        operation = self.operation
        if operation.quantite is None or operation.unite is None or operation.est_abandonnee:
            return ""
        return f"{afficher_valeur(operation.quantite, _G.QUANTITE)} {LIBELLES_UNITES[operation.unite]}"

    def _calendrier(self) -> str:
        """« 2006-S1, 4 semestres, jusqu’au 31/12/2007 » ; vide sans semestre de début."""
        operation = self.operation
        duree, terme = operation.duree_semestres, operation.terme_prevu
        dits = (
            str(operation.debut) if operation.debut else "",
            accorder(duree, "semestre", "semestres") if operation.debut and duree else "",
            f"jusqu’au {afficher_date(terme)}" if terme else "",
        )
        return ", ".join(filter(None, dits))

    def _deficit(self) -> str:
        return ", coût net des recettes" if self.operation.nature_cout is NatureCout.DEFICIT else ""

    def financement(self) -> Tableau:
        """Une ligne par concours, leur total ; puis l’autofinancement, et le plan entier."""
        contexte = self.contexte
        concours = [self._ligne(ligne) for ligne in contexte.concours]
        total = ligne_de_somme(_FINANCEMENT, _TOTAL, "TOTAL DES CONCOURS", concours, sommees=_SOMMEES, derivees={})
        siens = [self._ligne(ligne) for ligne in contexte.autofinancement]
        return Tableau(
            cle=CLE_FINANCEMENT,
            titre="Plan et clôture par financeur",
            titre_court="Plan et clôture",
            partie=Partie.DECISION,
            niveau=Niveau.SYNTHESE,
            notes=tuple(self._notes()),
            colonnes=_FINANCEMENT,
            lignes=(*concours, total, *siens, self._plan((total, *siens))),
        )

    def _notes(self) -> Iterator[str]:
        contexte = self.contexte
        yield f"{PRECISIONS[contexte.unite].capitalize()} ; soldes et totaux ne comptent que les concours."
        if contexte.autofinancement:
            yield "Fonds propres : pour mémoire, personne ne les engage ni ne les verse."
        reputes = {ligne.cle.financeur for ligne in contexte.concours if ligne.suivie.est_reputee}
        if reputes:
            noms = ", ".join(contexte.nommer(code) for code in contexte.financeurs if code in reputes)
            yield f"Engagé réputé égal au programmé, faute de suivi (lecture C) : {noms}."[:LONGUEUR_MAXIMALE]

    def _ligne(self, ligne: LigneCloturee) -> Ligne:
        contexte = self.contexte
        financeur, nature = ligne.cle.financeur, ligne.cle.nature
        vues = _SOMMEES[:4] if ligne.cle.est_concours else _DU_PLAN
        cellules: dict[str, Cellule] = {
            "financeur": texte(f"{contexte.financeurs[financeur]} – {LIBELLES_NATURES[nature].lower()}"),
            **{nom: valeur(grandeur(ligne, nom)) for nom in vues},
        }
        if ligne.cle.est_concours:
            cellules["solde_a_verser"] = exces(cellules, "montant_cloture", "paye")
            cellules["trop_percu"] = exces(cellules, "paye", "montant_cloture")
        return composer_ligne(_FINANCEMENT, cle_de_ligne(ligne.cle), cellules)

    def _plan(self, lignes: tuple[Ligne, ...]) -> Ligne:
        rangs = {colonne.cle: rang for rang, colonne in enumerate(_FINANCEMENT)}
        somme = SommeLignes(lignes=tuple(ligne.cle for ligne in lignes))
        cellules: dict[str, Cellule] = {"financeur": texte("TOTAL DU PLAN")}
        for nom in _DU_PLAN:
            montants = [ligne.cellules[rangs[nom]].valeur for ligne in lignes]
            cellules[nom] = valeur(sum(montant for montant in montants if isinstance(montant, int)), somme)
        return composer_ligne(_FINANCEMENT, _PLAN, cellules, GenreLigne.TOTAL)

    def couts(self, financement: Tableau) -> Tableau:
        """Le coût programmé et le coût final, le plan qui leur répond et leur écart."""
        contexte = self.contexte
        vues = (
            ("programme", "Programmé", contexte.programme, "programme"),
            ("cloture", "À la clôture", contexte.final, "montant_cloture"),
        )
        lignes = [
            self._cout(cle, objet, programme, financement, colonne)
            for cle, objet, programme, colonne in vues
            if self.operation.code in programme.couts
        ]
        return Tableau(
            cle=CLE_COUTS,
            titre="Coût et équilibre du plan",
            titre_court="Coût",
            partie=Partie.DECISION,
            niveau=Niveau.SYNTHESE,
            notes=(f"Plan, assiette et dépenses sont sur la base {self.operation.base.upper()}{self._deficit()}.",),
            colonnes=_COUTS,
            lignes=tuple(lignes),
        )

    def _cout(self, cle: str, objet: str, programme: Programme, financement: Tableau, colonne: str) -> Ligne:
        operation = self.operation
        couts = programme.couts[operation.code]
        plan = financement.cellule(_PLAN, colonne).valeur
        cellules: dict[str, Cellule] = {
            "objet": texte(objet),
            "cout_ht": valeur(couts.cout_ht),
            "taux_tva": valeur(operation.taux_tva),
            "cout_ttc": valeur(couts.cout_ttc),
            "assiette": valeur(couts.assiette),
            "plan": renvoi(financement.cle, _PLAN, colonne, plan),
        }
        cellules["ecart"] = difference(cellules, "plan", "cout_ht" if operation.base is Base.HT else "cout_ttc")
        return composer_ligne(_COUTS, cle, cellules)
