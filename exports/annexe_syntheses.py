"""Les synthèses de l'exécution : par financeur, par famille, par maître d'ouvrage, par exercice."""

from typing import Final

from exports import annexe_execution, annexe_tableau_financier
from exports.annexe_contexte import Contexte, Execution
from exports.annexe_execution import COLONNES_EXECUTION, GRANDEURS, TAUX, restes
from exports.annexe_lignes import composer_ligne, difference, ligne_de_somme, part, renvoi, texte, valeur
from exports.annexe_tableau_financier import colonne_de_cout, colonne_de_subvention, libelle_de_cout
from exports.document_calculs import Critere, CritereTexte, Cumul, SommeColonnes, SommeSi
from exports.document_tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau
from financement.convention import Financeur
from financement.nomenclature import LIBELLES_NATURES, Nature

__all__ = [
    "CLE_EXERCICES",
    "CLE_FAMILLES",
    "CLE_FINANCEURS",
    "CLE_MAITRES",
    "par_exercice",
    "par_famille",
    "par_financeur",
    "par_maitre_ouvrage",
]

CLE_FINANCEURS: Final = "financeurs"
CLE_FAMILLES: Final = "familles"
CLE_MAITRES: Final = "maitres-ouvrage"
CLE_EXERCICES: Final = "exercices"

_G = GenreColonne
_TF: Final = annexe_tableau_financier.CLE
_EXECUTION: Final = annexe_execution.CLE
_LIGNES: Final = annexe_execution.CLE_LIGNES

_COLONNES_TAUX: Final = (
    Colonne(cle="part", libelle="Part du programmé", genre=_G.TAUX),
    Colonne(cle="taux_engage", libelle="Engagé / programmé", genre=_G.TAUX),
    Colonne(cle="taux_paye", libelle="Payé / engagé", genre=_G.TAUX),
)


def _taux(cellules: dict[str, Cellule], total: int) -> dict[str, Cellule]:
    return {
        "part": part(cellules, "programme", "total", total),
        **{colonne: deriver(cellules) for colonne, deriver in TAUX.items()},
    }


def _total_programme(contexte: Contexte) -> int:
    return sum(execution.programme for execution in contexte.executions.values())


def _totaliser(contexte: Contexte, operations: set[str]) -> Execution:
    lignes = [e for cle, e in contexte.executions.items() if cle.operation in operations]
    return Execution(sum(e.programme for e in lignes), sum(e.engage for e in lignes), sum(e.paye for e in lignes))


def par_financeur(contexte: Contexte) -> Tableau:
    """Chaque financeur de la convention : enveloppe, programmé par nature, exécution."""
    colonnes = (
        Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=44),
        Colonne(cle="enveloppe", libelle="Enveloppe", genre=_G.MONTANT),
        Colonne(cle="subventions", libelle="Subventions", genre=_G.MONTANT, groupe="Programmé"),
        Colonne(cle="fonds_propres", libelle="Fonds propres", genre=_G.MONTANT, groupe="Programmé"),
        Colonne(cle="prets", libelle="Prêts", genre=_G.MONTANT, groupe="Programmé"),
        Colonne(cle="programme", libelle="Total programmé", genre=_G.MONTANT, groupe="Programmé"),
        Colonne(cle="disponible", libelle="Enveloppe − programmé", genre=_G.MONTANT),
        *COLONNES_EXECUTION[1:],
        *_COLONNES_TAUX,
    )
    total = _total_programme(contexte)
    lignes = [_ligne_financeur(contexte, f, colonnes, total) for f in contexte.convention.financeurs]
    sommees = ("subventions", "fonds_propres", "prets", *GRANDEURS)
    derivees = {"part": lambda cellules: part(cellules, "programme", "total", total), **TAUX}
    return Tableau(
        cle=CLE_FINANCEURS,
        titre="Synthèse par financeur",
        titre_court="Par financeur",
        notes=("Une enveloppe vide : la convention ne fixe pas de plafond à ce financeur.",),
        colonnes=colonnes,
        lignes=(
            *lignes,
            ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees=derivees),
        ),
    )


def _ligne_financeur(contexte: Contexte, financeur: Financeur, colonnes: tuple[Colonne, ...], total: int) -> Ligne:
    critere = Critere(colonne="financeur", ici="financeur")
    lignes = {cle: e for cle, e in contexte.executions.items() if cle.financeur == financeur.code}

    def programme(nature: Nature) -> Cellule:
        montant = sum(e.programme for cle, e in lignes.items() if cle.nature is nature)
        if nature is Nature.SUBVENTION and financeur in annexe_tableau_financier.financeurs_subventionnant(contexte):
            return renvoi(_TF, "total", colonne_de_subvention(financeur.code), montant)
        de_cette_nature = CritereTexte(colonne="nature", texte=LIBELLES_NATURES[nature])
        return valeur(montant, SommeSi(tableau=_LIGNES, colonne="programme", criteres=(critere, de_cette_nature)))

    def somme(grandeur: str, montant: int) -> Cellule:
        return valeur(montant, SommeSi(tableau=_LIGNES, colonne=grandeur, criteres=(critere,)))

    enveloppe = contexte.tableau.enveloppe_de(financeur.code)
    cellules: dict[str, Cellule] = {
        "financeur": texte(contexte.financeurs[financeur.code]),
        "enveloppe": valeur(enveloppe.montant if enveloppe else None),
        "subventions": programme(Nature.SUBVENTION),
        "fonds_propres": programme(Nature.FONDS_PROPRES),
        "prets": programme(Nature.PRET),
        "programme": valeur(
            sum(e.programme for e in lignes.values()),
            SommeColonnes(colonnes=("subventions", "fonds_propres", "prets")),
        ),
        "engage": somme("engage", sum(e.engage for e in lignes.values())),
        "paye": somme("paye", sum(e.paye for e in lignes.values())),
    }
    if enveloppe is not None:
        cellules["disponible"] = difference(cellules, "enveloppe", "programme")
    cellules |= restes(cellules)
    cellules |= _taux(cellules, total)
    return composer_ligne(colonnes, f"financeur:{financeur.code}", cellules)


def _colonnes_de_groupe(contexte: Contexte, cle: str, libelle: str) -> tuple[Colonne, ...]:
    return (
        Colonne(cle=cle, libelle=libelle, genre=_G.TEXTE, largeur=48),
        Colonne(cle="operations", libelle="Opérations", genre=_G.ENTIER),
        Colonne(cle="cout", libelle=libelle_de_cout(contexte), genre=_G.MONTANT),
        *COLONNES_EXECUTION,
        *_COLONNES_TAUX,
    )


def _tableau_de_groupe(
    contexte: Contexte, tableau: tuple[str, str, str], colonnes: tuple[Colonne, ...], lignes: list[Ligne]
) -> Tableau:
    total = _total_programme(contexte)
    derivees = {"part": lambda cellules: part(cellules, "programme", "total", total), **TAUX}
    sommees = ("operations", "cout", *GRANDEURS)
    cle, titre, titre_court = tableau
    return Tableau(
        cle=cle,
        titre=titre,
        titre_court=titre_court,
        colonnes=colonnes,
        lignes=(
            *lignes,
            ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees=derivees),
        ),
    )


def par_famille(contexte: Contexte) -> Tableau:
    """Chaque famille qui a une opération : ses sous-totaux, repris des tableaux par opération."""
    colonnes = _colonnes_de_groupe(contexte, "famille", "Famille")
    total = _total_programme(contexte)
    lignes = []
    for famille, libelle in contexte.familles.items():
        operations = [o for o in contexte.operations if o.famille == famille]
        en_vigueur = [o for o in operations if contexte.en_vigueur(o.code)]
        execution = _totaliser(contexte, {o.code for o in operations})
        sous_total = f"sous-total:{famille}"
        cout = sum(operation.cout for operation in en_vigueur)
        cellules: dict[str, Cellule] = {
            "famille": texte(f"{famille} – {libelle}"),
            "operations": valeur(len(en_vigueur)),
            "cout": renvoi(_TF, sous_total, colonne_de_cout(contexte), cout) if en_vigueur else valeur(cout),
            "programme": renvoi(_EXECUTION, sous_total, "programme", execution.programme),
            "engage": renvoi(_EXECUTION, sous_total, "engage", execution.engage),
            "paye": renvoi(_EXECUTION, sous_total, "paye", execution.paye),
        }
        cellules |= restes(cellules)
        cellules |= _taux(cellules, total)
        lignes.append(composer_ligne(colonnes, f"famille:{famille}", cellules))
    return _tableau_de_groupe(contexte, (CLE_FAMILLES, "Synthèse par famille", "Par famille"), colonnes, lignes)


def par_maitre_ouvrage(contexte: Contexte) -> Tableau:
    """Chaque maître d'ouvrage, dans l'ordre du dossier."""
    colonnes = _colonnes_de_groupe(contexte, "maitre_ouvrage", "Maître d'ouvrage")
    total = _total_programme(contexte)
    critere = (Critere(colonne="maitre_ouvrage", ici="maitre_ouvrage"),)
    lignes = []
    for maitre, nom in contexte.maitres.items():
        operations = [o for o in contexte.operations if o.maitre_ouvrage == maitre]
        if not operations:
            continue
        en_vigueur = [o for o in operations if contexte.en_vigueur(o.code)]
        execution = _totaliser(contexte, {o.code for o in operations})
        montants = {"programme": execution.programme, "engage": execution.engage, "paye": execution.paye}
        cellules: dict[str, Cellule] = {
            "maitre_ouvrage": texte(nom),
            "operations": valeur(len(en_vigueur)),
            "cout": valeur(
                sum(operation.cout for operation in en_vigueur),
                SommeSi(tableau=_TF, colonne=colonne_de_cout(contexte), criteres=critere),
            ),
            **{
                grandeur: valeur(montant, SommeSi(tableau=_EXECUTION, colonne=grandeur, criteres=critere))
                for grandeur, montant in montants.items()
            },
        }
        cellules |= restes(cellules)
        cellules |= _taux(cellules, total)
        lignes.append(composer_ligne(colonnes, f"maitre:{maitre}", cellules))
    return _tableau_de_groupe(
        contexte, (CLE_MAITRES, "Synthèse par maître d'ouvrage", "Par maître d’ouvrage"), colonnes, lignes
    )


def par_exercice(contexte: Contexte) -> Tableau:
    """Flux et cumuls d'engagement et de paiement par année civile, jusqu'à la date d'arrêté."""
    colonnes = (
        Colonne(cle="exercice", libelle="Exercice", genre=_G.CODE, largeur=12),
        Colonne(cle="engage", libelle="Engagé dans l'exercice", genre=_G.MONTANT, groupe="Engagements nets"),
        Colonne(cle="engage_cumul", libelle="Engagé cumulé", genre=_G.MONTANT, groupe="Engagements nets"),
        Colonne(cle="paye", libelle="Payé dans l'exercice", genre=_G.MONTANT, groupe="Paiements nets"),
        Colonne(cle="paye_cumul", libelle="Payé cumulé", genre=_G.MONTANT, groupe="Paiements nets"),
    )
    exercices = contexte.situation.par_exercice()
    lignes = [
        composer_ligne(
            colonnes,
            f"exercice:{annee}",
            {
                "exercice": texte(str(annee)),
                "engage": valeur(int(exercices.engage[rang])),
                "engage_cumul": valeur(int(exercices.engage_cumul[rang]), Cumul(colonne="engage")),
                "paye": valeur(int(exercices.paye[rang])),
                "paye_cumul": valeur(int(exercices.paye_cumul[rang]), Cumul(colonne="paye")),
            },
        )
        for rang, annee in enumerate(exercices.annees)
    ]
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=("engage", "paye"), derivees={})
    return Tableau(
        cle=CLE_EXERCICES,
        titre="Engagements et paiements par exercice",
        titre_court="Par exercice",
        notes=("Engagements nets des dégagements, paiements nets des reversements, tous financeurs.",),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )
