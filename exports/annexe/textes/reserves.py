"""Ce que le lecteur doit savoir avant de signer : avertissements, concordance des totaux, notes de lecture."""

from collections.abc import Mapping
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, renvoi, texte, valeur
from exports.annexe.tableaux import enveloppes, execution, exercices, syntheses, tableau_financier
from exports.annexe.tableaux.constats import constats_du_perimetre
from exports.annexe.textes.champs_listes import enumerer
from exports.document.calculs import Etendue
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from exports.texte.mots import SANS_MOUVEMENT
from financement.affichage.libelles import accorder, afficher_nombre
from financement.dossier.nomenclature import Origine

__all__ = ["avertissements", "avertissements_sur_les_montants", "concordance", "notes_de_lecture"]

_G = GenreColonne
_TOTAL: Final = "total"
_DE_L_AUTOFINANCEMENT: Final = {cle: (_TOTAL, cle) for cle in execution.MEMOIRE}
_DES_CONCOURS: Final = {cle: (_TOTAL, cle) for cle in execution.GRANDEURS}
_LUS_DU_PLAN: Final = dict(zip(execution.MEMOIRE, ("programme", "montant_cloture", "economie"), strict=True))
_SOURCES_DES_TOTAUX: Final[tuple[tuple[str, str, str, Mapping[str, tuple[str, str]]], ...]] = (
    (
        "financier",
        "Tableau financier",
        tableau_financier.CLE,
        {
            "programme": (_TOTAL, "concours"),
            "autofinancement": (_TOTAL, "fonds_propres"),
            "plan": (_TOTAL, "plan"),
        },
    ),
    (
        "cloture",
        "Tableau de clôture",
        tableau_financier.CLE_CLOTURE,
        {
            "montant_cloture": (_TOTAL, "concours"),
            "autofinancement_cloture": (_TOTAL, "fonds_propres"),
            "plan_cloture": (_TOTAL, "plan"),
        },
    ),
    ("execution", "Exécution par opération", execution.CLE, _DES_CONCOURS | _DE_L_AUTOFINANCEMENT),
    ("lignes", "Lignes de concours", execution.CLE_LIGNES, _DES_CONCOURS),
    (
        "autofinancement",
        "Lignes d’autofinancement",
        execution.CLE_AUTOFINANCEMENT,
        {cle: (_TOTAL, lue) for cle, lue in _LUS_DU_PLAN.items()},
    ),
    ("financeurs", "Par financeur", syntheses.CLE_FINANCEURS, _DES_CONCOURS | _DE_L_AUTOFINANCEMENT),
    (
        "enveloppes",
        "Plan et enveloppes",
        enveloppes.CLE,
        {cle: (_TOTAL, cle) for cle in ("plan", "plan_cloture")},
    ),
    ("familles", "Par famille", syntheses.CLE_FAMILLES, _DES_CONCOURS | _DE_L_AUTOFINANCEMENT),
    ("maitres", "Par maître d’ouvrage", syntheses.CLE_MAITRES, _DES_CONCOURS | _DE_L_AUTOFINANCEMENT),
    (
        "natures",
        "Par nature",
        syntheses.CLE_NATURES,
        _DES_CONCOURS
        | {cle: ("memoire", lue) for cle, lue in _LUS_DU_PLAN.items()}
        | {"plan": ("plan", "programme"), "plan_cloture": ("plan", "montant_cloture")},
    ),
    (
        "exercices",
        "Par exercice",
        exercices.CLE,
        {"engage": (_TOTAL, "engage"), "paye": (_TOTAL, "paye")},
    ),
)
_GRANDEURS: Final = {
    **{colonne.cle: colonne.libelle for colonne in (*execution.COLONNES_EXECUTION, *execution.COLONNES_CLOTURE)},
    **{colonne.cle: f"Autofinancement : {colonne.libelle}" for colonne in execution.COLONNES_MEMOIRE},
    "plan": "Plan : Programmé",
    "plan_cloture": "Plan : Montant de clôture",
}

_DU_PLAN: Final = frozenset({"plan", "plan_cloture"})
"""Ce que l’extrait d’un financeur, qui n’est qu’une part du plan, ne montre pas."""

_COLONNES_LECTURE: Final = (
    Colonne(cle="sujet", libelle="Sujet", genre=_G.TEXTE, largeur=30),
    Colonne(cle="lecture", libelle="Lecture", genre=_G.TEXTE, largeur=110),
    Colonne(cle="source", libelle="Source, confiance", genre=_G.TEXTE, largeur=52),
)
_CLOTURE: Final = (
    "Opération achevée : taux × dépense retenue, au plus l’engagé (sans engagement, le programmé) ; ligne soldée sans "
    "coût définitif : le payé ; en cours : l’engagé, ou la part du coût réestimé ; fonds propres du maître d’ouvrage : "
    "ce qui reste du coût final ; abandonnée ou forclose : zéro."
)
_SOLDES: Final = (
    "À la clôture : solde à verser et trop-perçu, écart du payé au montant de clôture ; à dégager et à engager, écart "
    "de l’engagé ; économie, programmé − montant de clôture. Un solde et un trop-perçu ne se compensent pas."
)
_CONCOURS: Final = (
    "Concours : subventions et prêts, ce qui se doit, s’engage et se verse ; totaux, taux, restes, soldes, prévisions, "
    "graphiques ne comptent qu’eux. Autofinancement : fonds propres, pour mémoire."
)
_UNITES: Final = {
    Precision.CENTIME: "En euros et centimes.",
    Precision.EURO: "En euros entiers, qui font les totaux.",
}


def concordance(contexte: Contexte) -> Tableau:
    """Les mêmes totaux lus dans chaque tableau ; l’écart doit être nul."""
    colonnes = (
        Colonne(cle="grandeur", libelle="Total", genre=_G.TEXTE, largeur=38),
        *(Colonne(cle=cle, libelle=libelle, genre=_G.MONTANT) for cle, libelle, _, _ in _SOURCES_DES_TOTAUX),
        Colonne(cle="ecart", libelle="Plus grand écart", genre=_G.MONTANT),
    )
    montants, siens = syntheses.sommes(contexte.concours), syntheses.sommes(contexte.autofinancement)
    montants["reste_a_engager"] = montants["programme"] - montants["engage"]
    montants["reste_a_payer"] = montants["engage"] - montants["paye"]
    montants["economie"] = montants["programme"] - montants["montant_cloture"]
    montants["autofinancement"], montants["autofinancement_cloture"] = siens["programme"], siens["montant_cloture"]
    montants["autofinancement_economie"] = siens["programme"] - siens["montant_cloture"]
    montants["plan"] = montants["programme"] + montants["autofinancement"]
    montants["plan_cloture"] = montants["montant_cloture"] + montants["autofinancement_cloture"]
    lignes = []
    lues_ici = {cle: nom for cle, nom in _GRANDEURS.items() if contexte.est_complet or cle not in _DU_PLAN}
    for grandeur, libelle in lues_ici.items():
        cellules: dict[str, Cellule] = {
            cle: renvoi(tableau, *lues[grandeur], montants[grandeur])
            for cle, _, tableau, lues in _SOURCES_DES_TOTAUX
            if grandeur in lues
        }
        ecart = valeur(0, Etendue(colonnes=tuple(cellules)))
        lignes.append(
            composer_ligne(colonnes, f"total:{grandeur}", {"grandeur": texte(libelle), **cellules, "ecart": ecart})
        )
    return Tableau(
        cle="concordance",
        titre="Concordance des totaux",
        titre_court="Concordance",
        partie=Partie.CONSTATS,
        niveau=Niveau.JOINT,
        notes=("Dans le classeur, chaque total est relu par formule : un écart y signale une cellule modifiée.",),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _illustratives(contexte: Contexte) -> int:
    return sum(operation.origine is Origine.ILLUSTRATIF for operation in contexte.programme.operations)


def avertissements(contexte: Contexte) -> tuple[str, ...]:
    """Ce qui doit se lire dès la première page de l’annexe."""
    reste = () if contexte.est_entier else (_reste_du_dossier(contexte),)
    return (*reste, *avertissements_sur_les_montants(contexte))


def avertissements_sur_les_montants(contexte: Contexte) -> tuple[str, ...]:
    """Ce que valent les montants de tout document : illustratifs, sans mouvement, arrondis, de bases mêlées."""
    phrases = []
    illustratives = _illustratives(contexte)
    if illustratives:
        phrases.append(
            f"{_nommer_les_illustratives(contexte, illustratives)} ; montants, dates et mouvements inventés pour "
            "l’exemple, qui ne décrivent la gestion d’aucun organisme."
        )
    if not contexte.projet.journal:
        phrases.append(SANS_MOUVEMENT)
    if contexte.unite is Precision.EURO:
        phrases.append(
            "Montants arrondis à l’euro de sorte que les lignes fassent les totaux affichés : un montant peut différer "
            "d’un euro de son propre arrondi, un total de quelques euros."
        )
    if len(contexte.bases) > 1:
        phrases.append(
            "Les opérations ne s’équilibrent pas toutes sur la même base : les totaux sont « sur base déclarée », "
            "HT ou TTC selon l’opération."
        )
    return tuple(phrases)


def _nommer_les_illustratives(contexte: Contexte, nombre: int) -> str:
    if contexte.perimetre.genre is GenrePerimetre.OPERATION:
        return "Opération illustrative"
    total = afficher_nombre(len(contexte.programme.operations))
    return f"{accorder(nombre, 'opération illustrative', 'opérations illustratives')} sur {total}"


def _reste_du_dossier(contexte: Contexte) -> str:
    """Ce que montre l’extrait, et tout ce qu’il ne montre pas ; le bandeau compte déjà ce qui bloque ailleurs."""
    exacte = contexte.exacte
    presentes = {operation.code for operation in exacte.situation.tableau.operations}
    presentes |= {ligne.cle.operation for ligne in exacte.lignes}
    retenus = constats_du_perimetre(contexte)
    constats = len(contexte.constats) - len(retenus)
    montres = enumerer(_compter(len(contexte.operations), len(retenus)))
    autres = enumerer(_compter(len(presentes) - len(contexte.operations), constats))
    return f"Extrait de l’annexe : {montres}. Le reste du dossier, {autres}, n’y est pas."


def _compter(operations: int, constats: int) -> tuple[str, str]:
    return (
        accorder(operations, "opération", "opérations") if operations else "aucune opération",
        accorder(constats, "constat", "constats") if constats else "aucun constat",
    )


def _notes(contexte: Contexte) -> tuple[tuple[str, str, str], ...]:
    """Sujet, lecture, source de chaque note."""
    base = " et ".join(base.upper() for base in contexte.bases) or "HT"
    illustratives = _illustratives(contexte)
    nombre = accorder(illustratives, "opération", "opérations") if illustratives else "Aucune opération"
    return (
        (
            "Montants",
            f"{_UNITES[contexte.unite]} Le signe – remplace un montant nul ; une cellule vide est sans objet.",
            "arrondi contrôlé, lecture du logiciel (C)" if contexte.unite is Precision.EURO else "",
        ),
        (
            "HT et TTC",
            f"Coûts, assiettes, plans et restes sont sur la base que déclare chaque opération ; ici : {base}.",
            "usage du tableau financier (D)",
        ),
        (
            "Arrondi",
            "Coûts TTC déduits et subventions recalculées : au centime le plus proche, le demi-centime loin de zéro.",
            "lecture du logiciel : l’ANRU ne publie pas de règle (C)",
        ),
        (
            "Taux ANRU",
            "Celui de la convention ; à défaut, subvention ANRU / assiette. Sur un total : taux effectif.",
            "lecture du logiciel (C)",
        ),
        (
            "Concours et autofinancement",
            _CONCOURS,
            "lecture du logiciel (C)",
        ),
        ("Programmé", "Montant du tableau financier en vigueur : convention modifiée par ses avenants.", "B"),
        ("Engagé", "Engagements − dégagements, jusqu’à la date d’arrêté incluse.", "B"),
        ("Payé", "Avances + acomptes + soldes − reversements, jusqu’à la date d’arrêté incluse.", "B"),
        (
            "Restes",
            "Aujourd’hui : reste à engager = programmé − engagé ; reste à payer = engagé − payé.",
            "B",
        ),
        (
            "Montant de clôture",
            _CLOTURE,
            "lecture du logiciel, calquée sur les subventions de l’État (C)",
        ),
        (
            "Soldes",
            _SOLDES,
            "lecture du logiciel (C)",
        ),
        (
            "Prêts et subventions",
            "Prêts et subventions de la Caisse des Dépôts sont distincts ; « dont » n’entre pas dans les totaux.",
            "B",
        ),
        (
            "Montant en jeu",
            "Un même montant peut être en jeu à plusieurs titres : cette colonne ne s’additionne pas.",
            "",
        ),
        ("Déficit", "Dans la colonne Base : coût net des recettes.", ""),
        ("Illustratif", f"{nombre} dont les chiffres sont inventés pour l’exemple.", "colonne Origine"),
        (
            "Rouge",
            "Ce qui empêche de signer : mention « PROJET », constats bloquants. Un négatif porte un signe moins.",
            "",
        ),
        (
            "Confiance",
            "A : texte lu ; B : source secondaire ; C : lecture du logiciel ; D : usage professionnel non vérifié.",
            "",
        ),
        (
            "Renvois",
            "Les lignes citées sont celles du dossier en répertoire, que « financement convertir » écrit.",
            "",
        ),
        (
            "Formules",
            "Dans le classeur, totaux, restes et taux sont des formules vives, qui portent la valeur du calcul.",
            "",
        ),
    )


def notes_de_lecture(contexte: Contexte) -> Tableau:
    """Conventions de lecture et sources, en peu de mots."""
    notes = _notes(contexte)
    lignes: list[Ligne] = [
        composer_ligne(
            _COLONNES_LECTURE,
            f"note:{sujet}",
            {"sujet": texte(sujet), "lecture": texte(lecture), "source": texte(source)},
        )
        for sujet, lecture, source in notes
    ]
    return Tableau(
        cle="lecture",
        titre="Notes de lecture",
        titre_court="Notes de lecture",
        partie=Partie.CONSTATS,
        niveau=Niveau.JOINT,
        colonnes=_COLONNES_LECTURE,
        lignes=tuple(lignes),
    )
