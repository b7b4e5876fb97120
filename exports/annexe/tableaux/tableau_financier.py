"""Le tableau financier, en vigueur et de clôture : une ligne par opération, son coût, qui la finance, son calendrier.

Colonnes : usage du tableau financier ANRU (confiance D), où prêts et subventions de la Caisse des Dépôts sont distincts
(confiance B). Les pourcentages affichés sont déduits, sauf le taux ANRU que la convention déclare.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from exports.annexe.contexte import Contexte, nom_trop_long
from exports.annexe.lignes import (
    Derivee,
    Groupe,
    composer_ligne,
    difference,
    grouper,
    rapport,
    renvoi,
    somme_de_colonnes,
    texte,
    valeur,
)
from exports.annexe.programme import Programme
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.affichage.libelles import accorder
from financement.calculs.avancement import quantites_additionnables
from financement.dossier.convention import Financeur
from financement.dossier.nomenclature import FAMILLES, LIBELLES_UNITES, Base, Categorie, Nature, NatureCout, Origine
from financement.dossier.operation import Operation

__all__ = [
    "CLE",
    "CLE_CLOTURE",
    "NOTE_SUR_L_ETAT",
    "colonne_de_cout",
    "colonne_de_subvention",
    "composer",
    "composer_cloture",
    "financeurs_subventionnant",
    "libelle_de_cout",
]

CLE: Final = "tableau-financier"
CLE_CLOTURE: Final = "tableau-de-cloture"

_G = GenreColonne
_NOTE_AU_PLUS: Final = 3_900
_SUBVENTIONS, _PRETS, _EQUILIBRE, _CALENDRIER = "Subventions", "Prêts", "Équilibre", "Calendrier"
_SA_PART: Final = "Part du financeur"
NOTE_SUR_L_ETAT: Final = "État d’une opération entière : celui de son concours (subvention ou prêt) le moins avancé."
_ORIGINES: Final = {None: "", Origine.SOURCE: "source", Origine.ILLUSTRATIF: "illustratif"}


def colonne_de_cout(contexte: Contexte) -> str:
    """La colonne du coût sur lequel le plan s’équilibre : HT, TTC, ou une colonne propre si les bases diffèrent."""
    match contexte.bases:
        case (Base.HT,) | ():
            return "cout_ht"
        case (Base.TTC,):
            return "cout_ttc"
        case _:
            return "cout_base"


def libelle_de_cout(contexte: Contexte) -> str:
    """Le nom de ce coût, base comprise."""
    return {"cout_ht": "Coût HT", "cout_ttc": "Coût TTC", "cout_base": "Coût sur base déclarée"}[
        colonne_de_cout(contexte)
    ]


def colonne_de_subvention(financeur: str) -> str:
    """La colonne des subventions d’un financeur."""
    return f"subvention:{financeur}"


def financeurs_subventionnant(contexte: Contexte) -> tuple[Financeur, ...]:
    """Les financeurs qui subventionnent une opération, en vigueur ou à la clôture, et l’ANRU."""
    subventionnants = {
        cle.financeur
        for programme in (contexte.programme, contexte.final)
        for cle, montant in programme.montants.items()
        if cle.nature is Nature.SUBVENTION and montant
    }
    return tuple(
        financeur
        for financeur in contexte.financeurs_du_perimetre
        if financeur.code in subventionnants or financeur.categorie is Categorie.ANRU
    )


@dataclass(frozen=True, slots=True)
class _Vue:
    """Un tableau financier à montrer : ses clés et titres, ses montants."""

    cle: str
    titre: str
    groupe_du_cout: str
    programme: Programme
    niveau: Niveau = Niveau.DETAIL
    notes: tuple[str, ...] = ()

    @property
    def ttc_est_connu(self) -> bool:
        """Toute opération a un coût TTC."""
        return all(couts.cout_ttc is not None for couts in self.programme.couts.values())


def _colonnes(contexte: Contexte, financeurs: Sequence[Financeur], vue: _Vue) -> tuple[Colonne, ...]:
    cout = vue.groupe_du_cout
    cout_base = [Colonne(cle="cout_base", libelle="Coût sur base déclarée", genre=_G.MONTANT, groupe=cout)]
    financements = _financements(contexte, financeurs) if contexte.est_complet else _part(contexte, financeurs)
    return (
        Colonne(cle="operation", libelle="N° d’opération", genre=_G.CODE),
        Colonne(cle="libelle", libelle="Libellé précis de l’opération", genre=_G.TEXTE, largeur=27),
        Colonne(cle="localisation", libelle="Localisation", genre=_G.TEXTE, largeur=14),
        Colonne(cle="quantite", libelle="Quantité", genre=_G.QUANTITE),
        Colonne(cle="unite", libelle="Unité", genre=_G.TEXTE),
        Colonne(cle="maitre_ouvrage", libelle="Maître d’ouvrage", genre=_G.TEXTE, largeur=13),
        Colonne(cle="cout_ht", libelle="Coût HT", genre=_G.MONTANT, groupe=cout),
        Colonne(cle="taux_tva", libelle="TVA", genre=_G.TAUX, groupe=cout),
        Colonne(cle="cout_ttc", libelle="Coût TTC", genre=_G.MONTANT, groupe=cout),
        Colonne(cle="base", libelle="Base", genre=_G.CODE, groupe=cout),
        *(cout_base if colonne_de_cout(contexte) == "cout_base" else []),
        Colonne(cle="assiette", libelle="Assiette", genre=_G.MONTANT, groupe=cout),
        *financements,
        Colonne(cle="debut", libelle="Début", genre=_G.CODE, groupe=_CALENDRIER),
        Colonne(cle="duree", libelle="Durée (sem.)", genre=_G.ENTIER, groupe=_CALENDRIER),
        Colonne(cle="etat", libelle="État", genre=_G.TEXTE, largeur=14),
        Colonne(cle="origine", libelle="Origine", genre=_G.CODE),
    )


def _financements(contexte: Contexte, financeurs: Sequence[Financeur]) -> Iterator[Colonne]:
    """Qui finance l’opération, et l’équilibre de son plan."""
    yield Colonne(cle="taux_anru", libelle="Taux ANRU", genre=_G.TAUX, groupe=_SUBVENTIONS)
    for financeur in financeurs:
        cle, libelle = colonne_de_subvention(financeur.code), contexte.entetes[financeur.code]
        yield Colonne(cle=cle, libelle=libelle, genre=_G.MONTANT, groupe=_SUBVENTIONS)
    yield Colonne(cle="prets", libelle="Prêts", genre=_G.MONTANT, groupe=_PRETS)
    yield Colonne(cle="prets_cdc", libelle="dont Caisse des Dépôts", genre=_G.MONTANT, groupe=_PRETS)
    yield Colonne(cle="concours", libelle="Total des concours", genre=_G.MONTANT, groupe=_EQUILIBRE)
    yield Colonne(cle="fonds_propres", libelle="Fonds propres", genre=_G.MONTANT, groupe=_EQUILIBRE)
    yield Colonne(cle="plan", libelle="Total du plan", genre=_G.MONTANT, groupe=_EQUILIBRE)
    yield Colonne(cle="ecart", libelle="Écart plan − coût", genre=_G.MONTANT, groupe=_EQUILIBRE)


def _part(contexte: Contexte, financeurs: Sequence[Financeur]) -> Iterator[Colonne]:
    """Ce qu’apporte un seul financeur : rien n’y équilibre le coût."""
    if contexte.agence_seule is not None:
        yield Colonne(cle="taux_anru", libelle="Taux ANRU", genre=_G.TAUX, groupe=_SA_PART)
    for financeur in financeurs:
        cle = colonne_de_subvention(financeur.code)
        yield Colonne(cle=cle, libelle="Subvention", genre=_G.MONTANT, groupe=_SA_PART)
    yield Colonne(cle="prets", libelle="Prêt", genre=_G.MONTANT, groupe=_SA_PART)
    yield Colonne(cle="concours", libelle="Total des concours", genre=_G.MONTANT, groupe=_SA_PART)
    yield Colonne(cle="part", libelle="Part du coût", genre=_G.TAUX, groupe=_SA_PART)
    yield Colonne(cle="fonds_propres", libelle="Fonds propres", genre=_G.MONTANT, groupe="Pour mémoire")


def _base(operation: Operation) -> str:
    suffixe = ", déficit" if operation.nature_cout is NatureCout.DEFICIT else ""
    return f"{operation.base.upper()}{suffixe}"


def _ligne(
    contexte: Contexte, vue: _Vue, operation: Operation, colonnes: Sequence[Colonne], financeurs: Sequence[Financeur]
) -> Ligne:
    cle = f"operation:{operation.code}"
    couts, montant = vue.programme.couts[operation.code], vue.programme.montant
    tous = contexte.convention.financeurs
    subventions = {colonne_de_subvention(f.code): montant(operation.code, [f], Nature.SUBVENTION) for f in financeurs}
    cellules: dict[str, Cellule] = {
        "operation": texte(operation.code),
        "libelle": texte(operation.libelle),
        "localisation": texte(operation.localisation),
        "quantite": valeur(Decimal(0) if operation.est_abandonnee else operation.quantite),
        "unite": texte(LIBELLES_UNITES[operation.unite] if operation.unite else ""),
        "maitre_ouvrage": texte(contexte.maitres[operation.maitre_ouvrage]),
        "cout_ht": valeur(couts.cout_ht),
        "taux_tva": valeur(operation.taux_tva),
        "cout_ttc": valeur(couts.cout_ttc),
        "base": texte(_base(operation)),
        "assiette": valeur(couts.assiette),
        **{colonne: valeur(subvention) for colonne, subvention in subventions.items()},
        "prets": valeur(montant(operation.code, tous, Nature.PRET)),
        "fonds_propres": valeur(montant(operation.code, tous, Nature.FONDS_PROPRES)),
        "debut": texte(str(operation.debut) if operation.debut else ""),
        "duree": valeur(operation.duree_semestres),
        "etat": texte(contexte.etats[operation.code].libelle),
        "origine": texte(_ORIGINES[operation.origine]),
    }
    cellules["concours"] = somme_de_colonnes(cellules, *subventions, "prets")
    if colonne_de_cout(contexte) == "cout_base":
        colonne = "cout_ht" if operation.base is Base.HT else "cout_ttc"
        cellules["cout_base"] = renvoi(vue.cle, cle, colonne, couts.cout)
    if contexte.est_complet:
        caisses = [financeur for financeur in tous if financeur.categorie is Categorie.CDC]
        cellules["prets_cdc"] = valeur(montant(operation.code, caisses, Nature.PRET))
        cellules["plan"] = somme_de_colonnes(cellules, "concours", "fonds_propres")
        cellules["ecart"] = difference(cellules, "plan", colonne_de_cout(contexte))
    cellules |= {cle: deriver(cellules) for cle, deriver in _taux(contexte).items()}
    if operation.taux_anru is not None and "taux_anru" in {colonne.cle for colonne in colonnes}:
        cellules["taux_anru"] = valeur(operation.taux_anru)
    return composer_ligne(colonnes, cle, cellules)


def _taux(contexte: Contexte) -> Mapping[str, Derivee]:
    """Le taux effectif de l’ANRU, subvention / assiette, si elle est seule ; la part d’un extrait dans le coût."""
    taux: dict[str, Derivee] = {}
    agence, cout = contexte.agence_seule, colonne_de_cout(contexte)
    if agence is not None:
        taux["taux_anru"] = lambda cellules: rapport(cellules, colonne_de_subvention(agence), "assiette")
    if not contexte.est_complet:
        taux["part"] = lambda cellules: rapport(cellules, "concours", cout)
    return taux


def _groupe(famille: str, libelle: str, operations: Sequence[Operation], lignes: Sequence[Ligne]) -> Groupe:
    """Une famille ; ses quantités ne s’additionnent que si elles sont de même chose."""
    unites = [o.unite for o in operations if o.unite is not None and o.quantite and not o.est_abandonnee]
    une_seule = len(set(unites)) == 1
    if not une_seule or (len(unites) > 1 and not quantites_additionnables(famille, unites[0])):
        return Groupe(famille, libelle, tuple(lignes))
    return Groupe(
        famille,
        libelle,
        tuple(lignes),
        sommees=("quantite",),
        complements={"unite": texte(LIBELLES_UNITES[unites[0]])},
    )


def _libelle_total(contexte: Contexte, vue: _Vue) -> str:
    if colonne_de_cout(contexte) != "cout_base":
        return "TOTAL"
    nombres = [sum(operation.base is base for operation in vue.programme.operations) for base in Base]
    return f"TOTAL sur base déclarée ({nombres[0]} en HT, {nombres[1]} en TTC)"


def _notes(contexte: Contexte, vue: _Vue, financeurs: Sequence[Financeur]) -> tuple[str, ...]:
    notes = list(vue.notes)
    longs = [financeur.code for financeur in financeurs if nom_trop_long(financeur)]
    notes += [f"{contexte.entetes[code]} : {contexte.financeurs[code]}"[:_NOTE_AU_PLUS] for code in longs]
    if any(operation.est_abandonnee for operation in vue.programme.operations):
        notes.append("Une opération abandonnée n’a plus de quantité prévue.")
    if colonne_de_cout(contexte) == "cout_base":
        notes.append(
            "Les opérations ne s’équilibrent pas toutes sur la même base : assiettes, plans et totaux sont sur la base "
            "que déclare chaque opération (HT ou TTC) ; ils ne forment ni un total HT, ni un total TTC."
        )
    sans_ttc = sum(couts.cout_ttc is None for couts in vue.programme.couts.values())
    if sans_ttc:
        notes.append(
            f"Coût TTC non totalisé : {accorder(sans_ttc, 'opération est', 'opérations sont')} sans taux de TVA."
        )
    if not contexte.est_complet:
        notes.append(
            "Coûts et assiettes sont ceux des opérations entières ; les autres financeurs et l’équilibre du plan sont "
            "dans l’annexe entière."
        )
    notes.append(NOTE_SUR_L_ETAT)
    return tuple(notes)


def composer(contexte: Contexte) -> Tableau:
    """Le tableau financier en vigueur à la date d’arrêté, par famille, avec sous-totaux et total."""
    vue = _Vue(CLE, "Tableau financier", "Coût prévisionnel", contexte.programme, Niveau.JOINT)
    return _composer(contexte, vue)


def composer_cloture(contexte: Contexte) -> Tableau:
    """Le tableau financier de clôture : montants de clôture, coûts finals, état de chaque opération (lecture C)."""
    notes = (
        "Coût final : dépense justifiée d’une opération achevée, sinon dernière réestimation, sinon coût programmé.",
        "Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie.",
    )
    vue = _Vue(CLE_CLOTURE, "Tableau financier de clôture", "Coût final", contexte.final, notes=notes)
    return _composer(contexte, vue)


def _composer(contexte: Contexte, vue: _Vue) -> Tableau:
    financeurs = financeurs_subventionnant(contexte)
    colonnes = _colonnes(contexte, financeurs, vue)
    familles = list(FAMILLES[contexte.convention.programme])
    groupes = []
    for famille in familles:
        operations = [operation for operation in vue.programme.operations if operation.famille == famille]
        if operations:
            lignes = [_ligne(contexte, vue, operation, colonnes, financeurs) for operation in operations]
            groupes.append(_groupe(famille, contexte.familles[famille], operations, lignes))
    sommees = (
        "cout_ht",
        *(["cout_ttc"] if vue.ttc_est_connu else []),
        *(["cout_base"] if colonne_de_cout(contexte) == "cout_base" else []),
        "assiette",
        *(colonne_de_subvention(f.code) for f in financeurs),
        "prets",
        "concours",
        "fonds_propres",
        *(["prets_cdc", "plan", "ecart"] if contexte.est_complet else []),
    )
    return Tableau(
        cle=vue.cle,
        titre=vue.titre,
        titre_court=vue.titre,
        partie=Partie.CLOTURE,
        niveau=vue.niveau,
        notes=_notes(contexte, vue, financeurs),
        colonnes=colonnes,
        lignes=grouper(
            colonnes,
            groupes,
            libelle_total=_libelle_total(contexte, vue),
            sommees=sommees,
            derivees=_taux(contexte),
        ),
    )
