"""Ce qui se demande : de chaque concours, le reste à verser, la part à demander ce jour, et pourquoi pas l’autre."""

from collections.abc import Iterator
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, difference, exces, ligne_de_somme, texte, valeur
from exports.annexe.tableaux.derivations import derivations as derivations_des_lignes
from exports.annexe.tableaux.execution import cle_de_ligne
from exports.document.calculs import Critere, SommeSi
from exports.document.elements import ChiffreCle, Derivation, Etape, LieuDocument
from exports.document.sceau import GenrePerimetre
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.cloture.demande_de_solde import solde_a_demander
from financement.cloture.etat import LIBELLES_ETATS, EtatLigne
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import LIBELLES_NATURES

__all__ = [
    "CLE",
    "CLE_FINANCEURS",
    "chiffres_cles",
    "composer",
    "derivations",
    "operations_a_solder",
    "operations_demandees",
    "par_financeur",
]

CLE: Final = "soldes-a-demander"
CLE_FINANCEURS: Final = "soldes-par-financeur"

_G = GenreColonne
_TOTAL: Final = "total"
_MONTANTS: Final = (
    Colonne(cle="montant_cloture", libelle="Montant de clôture", genre=_G.MONTANT),
    Colonne(cle="paye", libelle="Payé", genre=_G.MONTANT),
    Colonne(cle="solde_a_verser", libelle="Reste à verser", genre=_G.MONTANT),
    Colonne(cle="a_demander", libelle="Solde à demander", genre=_G.MONTANT),
    Colonne(cle="autre", libelle="Demandé ou pas encore dû", genre=_G.MONTANT),
)
_SOMMEES: Final = tuple(colonne.cle for colonne in _MONTANTS)
_COLONNES: Final = (
    Colonne(cle="operation", libelle="Opération", genre=_G.CODE, largeur=18),
    Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=24),
    Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=11),
    *_MONTANTS,
    Colonne(cle="suite", libelle="Suite", genre=_G.TEXTE, largeur=16),
)
_PAR_FINANCEUR: Final = (Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=36), *_MONTANTS)
_CHIFFRES: Final = (
    ("Solde à demander", "a_demander", "concours des opérations achevées, pas encore demandé"),
    ("Reste à verser", "solde_a_verser", "ce que doivent les financeurs à la clôture"),
    ("Payé", "paye", "versements, nets des reversements"),
    ("Montant de clôture", "montant_cloture", "concours retenus à la clôture (lecture C)"),
)
_REGLE: Final = "solde d’une ligne achevée que rien ne demande encore"
_REFERENCE: Final = "lecture C : aucun texte ne publie la règle"


def operations_a_solder(contexte: Contexte) -> tuple[str, ...]:
    """Les opérations dont un concours reste à verser ; d’une seule opération, elle-même dans tous les cas."""
    codes = [operation.code for operation in contexte.operations]
    if contexte.perimetre.genre is GenrePerimetre.OPERATION:
        return tuple(codes)
    dues = {ligne.cle.operation for ligne in contexte.concours if ligne.solde_a_verser}
    return tuple(code for code in codes if code in dues)


def operations_demandees(contexte: Contexte) -> tuple[str, ...]:
    """Celles d’entre elles dont un solde est à demander ; d’une seule opération, elle-même dans tous les cas."""
    if contexte.perimetre.genre is GenrePerimetre.OPERATION:
        return operations_a_solder(contexte)
    demandees = {ligne.cle.operation for ligne in contexte.concours if solde_a_demander(ligne)}
    return tuple(code for code in operations_a_solder(contexte) if code in demandees)


def _suite(ligne: LigneCloturee) -> str:
    """Ce qu’il y a à faire de la ligne, ou l’état qui dit pourquoi rien ne s’y demande."""
    if ligne.trop_percu:
        return "trop-perçu, à reverser"
    if ligne.etat is not EtatLigne.ACHEVEE:
        return LIBELLES_ETATS[ligne.etat]
    if solde_a_demander(ligne):
        return "à demander"
    return "déjà demandé" if ligne.solde_a_verser else "rien à verser"


def composer(contexte: Contexte) -> Tableau:
    """Une ligne par concours du périmètre, et leur total."""
    lignes = [
        _ligne(contexte, ligne) for operation in contexte.operations for ligne in contexte.concours_de(operation.code)
    ]
    total = ligne_de_somme(_COLONNES, _TOTAL, "TOTAL DES CONCOURS", lignes, sommees=_SOMMEES, derivees={})
    return Tableau(
        cle=CLE,
        titre="Soldes à demander par opération et financeur",
        titre_court="Par opération",
        partie=Partie.FINANCEURS,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Montant de clôture et solde à demander : lecture C des règles de solde, qu’aucun texte ne publie.",
            "Le solde d’une opération achevée se demande une fois ; un trop-perçu n’en compense aucun.",
        ),
        colonnes=_COLONNES,
        lignes=(*lignes, total),
    )


def _ligne(contexte: Contexte, ligne: LigneCloturee) -> Ligne:
    cellules: dict[str, Cellule] = {
        "operation": texte(ligne.cle.operation),
        "financeur": texte(contexte.financeurs[ligne.cle.financeur]),
        "nature": texte(LIBELLES_NATURES[ligne.cle.nature].lower()),
        "montant_cloture": valeur(ligne.montant_cloture),
        "paye": valeur(ligne.paye),
        "a_demander": valeur(solde_a_demander(ligne)),
        "suite": texte(_suite(ligne)),
    }
    cellules["solde_a_verser"] = exces(cellules, "montant_cloture", "paye")
    cellules["autre"] = difference(cellules, "solde_a_verser", "a_demander")
    return composer_ligne(_COLONNES, cle_de_ligne(ligne.cle), cellules)


def par_financeur(contexte: Contexte) -> Tableau:
    """Ce qui se demande à chaque financeur : les lignes du premier tableau, sommées."""
    siens: dict[str, list[LigneCloturee]] = {}
    for ligne in contexte.concours:
        siens.setdefault(ligne.cle.financeur, []).append(ligne)
    lignes = [
        composer_ligne(
            _PAR_FINANCEUR,
            f"financeur:{code}",
            {
                "financeur": texte(contexte.financeurs[code]),
                "montant_cloture": _somme("montant_cloture", sum(ligne.montant_cloture for ligne in siens[code])),
                "paye": _somme("paye", sum(ligne.paye for ligne in siens[code])),
                "solde_a_verser": _somme("solde_a_verser", sum(ligne.solde_a_verser for ligne in siens[code])),
                "a_demander": _somme("a_demander", sum(map(solde_a_demander, siens[code]))),
                "autre": _somme("autre", sum(li.solde_a_verser - solde_a_demander(li) for li in siens[code])),
            },
        )
        for code in contexte.financeurs
        if code in siens
    ]
    total = ligne_de_somme(_PAR_FINANCEUR, _TOTAL, "TOTAL DES CONCOURS", lignes, sommees=_SOMMEES, derivees={})
    return Tableau(
        cle=CLE_FINANCEURS,
        titre="Soldes à demander par financeur",
        titre_court="Par financeur",
        partie=Partie.DECISION,
        niveau=Niveau.SYNTHESE,
        colonnes=_PAR_FINANCEUR,
        lignes=(*lignes, total),
    )


def _somme(colonne: str, montant: int) -> Cellule:
    criteres = (Critere(colonne="financeur", ici="financeur"),)
    return valeur(montant, SommeSi(tableau=CLE, colonne=colonne, criteres=criteres))


def chiffres_cles() -> Iterator[ChiffreCle]:
    """Ce qui se demande, et d’où cela vient."""
    for libelle, colonne, precision in _CHIFFRES:
        lieu = LieuDocument(tableau=CLE_FINANCEURS, ligne=_TOTAL, colonne=colonne)
        yield ChiffreCle(libelle=libelle, lieu=lieu, precision=precision)


def derivations(contexte: Contexte, plan: str) -> Iterator[Derivation]:
    """Les étapes de chaque montant, celles de l’annexe ; ``plan`` montre les programmés et l’autofinancement.

    Le solde à demander part du reste à verser, moins ce qui est demandé ou n’est pas encore dû.
    """
    concours = {cle_de_ligne(ligne.cle): ligne for ligne in contexte.concours}
    for derivation in derivations_des_lignes(contexte):
        lieu = derivation.lieu
        if lieu.ligne in concours and lieu.colonne in {"montant_cloture", "paye"}:
            montre = CLE
        elif lieu.colonne in {"programme", "montant_cloture"}:
            montre = plan
        else:
            continue
        place = LieuDocument(tableau=montre, ligne=lieu.ligne, colonne=lieu.colonne)
        yield Derivation(lieu=place, etapes=derivation.etapes)
    for cle, ligne in concours.items():
        montant = solde_a_demander(ligne)
        reste = Etape(libelle="reste à verser", montant=ligne.solde_a_verser, regle="montant de clôture − payé")
        autre = Etape(
            libelle=f"demandé ou pas encore dû : {_suite(ligne)}",
            montant=montant - ligne.solde_a_verser,
            regle=_REGLE,
            reference=_REFERENCE,
        )
        yield Derivation(lieu=LieuDocument(tableau=CLE, ligne=cle, colonne="a_demander"), etapes=(reste, autre))
