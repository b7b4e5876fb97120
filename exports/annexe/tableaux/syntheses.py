"""Les synthèses des concours, exécution et clôture : par financeur, famille, maître d’ouvrage, nature."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import (
    Derivee,
    composer_ligne,
    ligne_de_somme,
    part,
    renvoi,
    somme_de_colonnes,
    texte,
    valeur,
)
from exports.annexe.programme import Programme
from exports.annexe.tableaux import execution, tableau_financier
from exports.annexe.tableaux.execution import (
    COLONNES_CLOTURE,
    COLONNES_EXECUTION,
    COLONNES_MEMOIRE,
    COLONNES_TAUX,
    GRANDEURS,
    LUES,
    MEMOIRE,
    TAUX,
    grandeur,
    memoire,
    notes_d_execution,
    restes,
)
from exports.annexe.tableaux.tableau_financier import colonne_de_cout, colonne_de_subvention, libelle_de_cout
from exports.document.calculs import Critere, CritereTexte, SommeSi
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.calculs.concours_financiers import PRETS_BONIFIES, parts_des_concours_financiers
from financement.cloture.resultat import LigneCloturee
from financement.dossier.convention import Financeur
from financement.dossier.nomenclature import CONCOURS, LIBELLES_NATURES, NATURES, Nature
from financement.dossier.operation import Operation

__all__ = [
    "CLE_FAMILLES",
    "CLE_FINANCEURS",
    "CLE_MAITRES",
    "CLE_NATURES",
    "par_famille",
    "par_financeur",
    "par_maitre_ouvrage",
    "par_nature",
    "sommes",
]

CLE_FINANCEURS: Final = "financeurs"
CLE_FAMILLES: Final = "familles"
CLE_MAITRES: Final = "maitres-ouvrage"
CLE_NATURES: Final = "natures"

_G = GenreColonne
_TF: Final = tableau_financier.CLE
_CLOTURE: Final = tableau_financier.CLE_CLOTURE
_EXECUTION: Final = execution.CLE
_LIGNES: Final = execution.CLE_LIGNES
_AUTOFINANCEMENT: Final = execution.CLE_AUTOFINANCEMENT

_COLONNES_TAUX: Final = (
    Colonne(cle="part", libelle="Part des concours programmés", genre=_G.TAUX, groupe="Taux"),
    *COLONNES_TAUX,
)

_PRETS_BONIFIES: Final = Colonne(
    cle="prets_bonifies", libelle="dont prêts bonifiés", genre=_G.MONTANT, groupe="Concours programmés"
)


def _taux(total: int) -> dict[str, Derivee]:
    return {"part": lambda cellules: part(cellules, "programme", "total", total), **TAUX}


def _total_programme(contexte: Contexte) -> int:
    return sum(ligne.programme for ligne in contexte.concours)


def sommes(lignes: Iterable[LigneCloturee]) -> dict[str, int]:
    """Chaque grandeur qui se somme, en centimes."""
    sommees = tuple(lignes)
    return {nom: sum(grandeur(ligne, nom) for ligne in sommees) for nom in LUES}


def _memoire(lignes: Iterable[LigneCloturee], *criteres: Critere) -> dict[str, Cellule]:
    """L’autofinancement de ces lignes, que retiennent les ``criteres``."""
    sommees = sommes(lignes)
    return memoire(
        *(
            valeur(sommees[nom], SommeSi(tableau=_AUTOFINANCEMENT, colonne=nom, criteres=criteres))
            for nom in ("programme", "montant_cloture")
        )
    )


def par_financeur(contexte: Contexte) -> Tableau:
    """Chaque financeur de la convention : ses concours, et pour mémoire son autofinancement.

    Au NPNRU, les prêts bonifiés d’Action Logement ont leur colonne.
    """
    financeurs = contexte.financeurs_du_perimetre
    bonifies = (_PRETS_BONIFIES,) if any(_bonifie(contexte, f) for f in financeurs) else ()
    colonnes = (
        Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=44),
        Colonne(cle="subventions", libelle="Subventions", genre=_G.MONTANT, groupe="Concours programmés"),
        Colonne(cle="prets", libelle="Prêts", genre=_G.MONTANT, groupe="Concours programmés"),
        *bonifies,
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *(_COLONNES_TAUX if contexte.est_complet else COLONNES_TAUX),
        *COLONNES_MEMOIRE,
    )
    # Dans sa propre part, un financeur fait toujours le tout.
    derivees = _taux(_total_programme(contexte)) if contexte.est_complet else TAUX
    lignes = [_ligne_financeur(contexte, f, colonnes, derivees) for f in financeurs]
    sommees = ("subventions", "prets", *(colonne.cle for colonne in bonifies), *GRANDEURS, *MEMOIRE)
    return Tableau(
        cle=CLE_FINANCEURS,
        titre="Synthèse des concours par financeur",
        titre_court="Par financeur",
        partie=Partie.FINANCEURS,
        niveau=Niveau.SYNTHESE,
        notes=notes_d_execution(contexte),
        colonnes=colonnes,
        lignes=(
            *lignes,
            ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees=derivees),
        ),
    )


def _bonifie(contexte: Contexte, financeur: Financeur) -> bool:
    """Les prêts de ce financeur sont bonifiés."""
    parts = parts_des_concours_financiers(contexte.convention.programme)
    return PRETS_BONIFIES in parts and financeur.categorie is PRETS_BONIFIES.categorie


def _ligne_financeur(
    contexte: Contexte, financeur: Financeur, colonnes: tuple[Colonne, ...], derivees: Mapping[str, Derivee]
) -> Ligne:
    critere = Critere(colonne="financeur", ici="financeur")
    lignes = [ligne for ligne in contexte.concours if ligne.cle.financeur == financeur.code]

    def programme(nature: Nature) -> Cellule:
        montant = sum(ligne.programme for ligne in lignes if ligne.cle.nature is nature)
        if nature is Nature.SUBVENTION and financeur in tableau_financier.financeurs_subventionnant(contexte):
            return renvoi(_TF, "total", colonne_de_subvention(financeur.code), montant)
        de_cette_nature = CritereTexte(colonne="nature", texte=LIBELLES_NATURES[nature])
        return valeur(montant, SommeSi(tableau=_LIGNES, colonne="programme", criteres=(critere, de_cette_nature)))

    cellules: dict[str, Cellule] = {
        "financeur": texte(contexte.financeurs[financeur.code]),
        "subventions": programme(Nature.SUBVENTION),
        "prets": programme(Nature.PRET),
        **{
            nom: valeur(montant, SommeSi(tableau=_LIGNES, colonne=nom, criteres=(critere,)))
            for nom, montant in sommes(lignes).items()
        },
        **_memoire((x for x in contexte.autofinancement if x.cle.financeur == financeur.code), critere),
    }
    cellules["programme"] = somme_de_colonnes(cellules, "subventions", "prets")
    if _bonifie(contexte, financeur):
        cellules["prets_bonifies"] = somme_de_colonnes(cellules, "prets")
    cellules |= restes(cellules)
    cellules |= {colonne: deriver(cellules) for colonne, deriver in derivees.items()}
    return composer_ligne(colonnes, f"financeur:{financeur.code}", cellules)


def _colonnes_de_groupe(contexte: Contexte, cle: str, libelle: str) -> tuple[Colonne, ...]:
    return (
        Colonne(cle=cle, libelle=libelle, genre=_G.TEXTE, largeur=48),
        Colonne(cle="operations", libelle="Opérations", genre=_G.ENTIER),
        Colonne(cle="cout", libelle=libelle_de_cout(contexte), genre=_G.MONTANT, groupe="Coût"),
        Colonne(cle="cout_final", libelle="Coût final", genre=_G.MONTANT, groupe="Coût"),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *_COLONNES_TAUX,
        *COLONNES_MEMOIRE,
    )


def _couts(programme: Programme, operations: Iterable[Operation]) -> int:
    """Somme des coûts de ces opérations dans un tableau financier, chacun sur sa base, en centimes."""
    return sum(programme.couts[operation.code].cout for operation in operations if operation.code in programme.couts)


def _concours(contexte: Contexte, operations: Iterable[Operation]) -> Iterator[LigneCloturee]:
    return (ligne for operation in operations for ligne in contexte.concours_de(operation.code))


def _autofinancement(contexte: Contexte, operations: Iterable[Operation]) -> Iterator[LigneCloturee]:
    return (ligne for operation in operations for ligne in contexte.autofinancement_de(operation.code))


def _tableau_de_groupe(
    contexte: Contexte, tableau: tuple[str, str, str], colonnes: tuple[Colonne, ...], lignes: list[Ligne]
) -> Tableau:
    total = _total_programme(contexte)
    sommees = ("operations", "cout", "cout_final", *GRANDEURS, *MEMOIRE)
    derivees = _taux(total)
    cle, titre, titre_court = tableau
    return Tableau(
        cle=cle,
        titre=titre,
        titre_court=titre_court,
        partie=Partie.EXECUTION,
        niveau=Niveau.SYNTHESE,
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
        sous_total = f"sous-total:{famille}"
        cout, final = _couts(contexte.programme, operations), _couts(contexte.final, operations)
        autofinances = sommes(_autofinancement(contexte, operations))
        cellules: dict[str, Cellule] = {
            "famille": texte(f"{famille} – {libelle}"),
            "operations": valeur(len(en_vigueur)),
            "cout": renvoi(_TF, sous_total, colonne_de_cout(contexte), cout) if en_vigueur else valeur(cout),
            "cout_final": renvoi(_CLOTURE, sous_total, colonne_de_cout(contexte), final)
            if any(o.code in contexte.final.couts for o in operations)
            else valeur(final),
            **{
                nom: renvoi(_EXECUTION, sous_total, nom, montant)
                for nom, montant in sommes(_concours(contexte, operations)).items()
            },
            **memoire(
                *(
                    renvoi(_EXECUTION, sous_total, colonne, autofinances[nom])
                    for colonne, nom in (
                        ("autofinancement", "programme"),
                        ("autofinancement_cloture", "montant_cloture"),
                    )
                )
            ),
        }
        cellules |= restes(cellules)
        cellules |= {colonne: deriver(cellules) for colonne, deriver in _taux(total).items()}
        lignes.append(composer_ligne(colonnes, f"famille:{famille}", cellules))
    return _tableau_de_groupe(
        contexte, (CLE_FAMILLES, "Synthèse des concours par famille", "Par famille"), colonnes, lignes
    )


def par_maitre_ouvrage(contexte: Contexte) -> Tableau:
    """Chaque maître d’ouvrage, dans l’ordre du dossier."""
    colonnes = _colonnes_de_groupe(contexte, "maitre_ouvrage", "Maître d’ouvrage")
    total = _total_programme(contexte)
    critere = (Critere(colonne="maitre_ouvrage", ici="maitre_ouvrage"),)
    lignes = []
    for maitre, nom in contexte.maitres.items():
        operations = [o for o in contexte.operations if o.maitre_ouvrage == maitre]
        if not operations:
            continue
        en_vigueur = [o for o in operations if contexte.en_vigueur(o.code)]
        autofinances = sommes(_autofinancement(contexte, operations))
        cellules: dict[str, Cellule] = {
            "maitre_ouvrage": texte(nom),
            "operations": valeur(len(en_vigueur)),
            **{
                colonne: valeur(
                    _couts(programme, operations),
                    SommeSi(tableau=tableau, colonne=colonne_de_cout(contexte), criteres=critere),
                )
                for colonne, programme, tableau in (
                    ("cout", contexte.programme, _TF),
                    ("cout_final", contexte.final, _CLOTURE),
                )
            },
            **{
                nom: valeur(montant, SommeSi(tableau=_EXECUTION, colonne=nom, criteres=critere))
                for nom, montant in sommes(_concours(contexte, operations)).items()
            },
            **memoire(
                *(
                    valeur(autofinances[nom], SommeSi(tableau=_EXECUTION, colonne=colonne, criteres=critere))
                    for colonne, nom in (
                        ("autofinancement", "programme"),
                        ("autofinancement_cloture", "montant_cloture"),
                    )
                )
            ),
        }
        cellules |= restes(cellules)
        cellules |= {colonne: deriver(cellules) for colonne, deriver in _taux(total).items()}
        lignes.append(composer_ligne(colonnes, f"maitre:{maitre}", cellules))
    return _tableau_de_groupe(
        contexte, (CLE_MAITRES, "Synthèse des concours par maître d’ouvrage", "Par maître d’ouvrage"), colonnes, lignes
    )


def par_nature(contexte: Contexte) -> Tableau:
    """Subventions et prêts, leur total ; puis l’autofinancement pour mémoire, et le plan entier."""
    colonnes = (
        Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=40),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *_COLONNES_TAUX,
    )
    total = _total_programme(contexte)
    lignes: list[Ligne] = []
    for nature in (nature for nature in NATURES if nature in CONCOURS):
        siennes = [ligne for ligne in contexte.concours if ligne.cle.nature is nature]
        if not siennes and not contexte.est_complet:
            continue
        critere = CritereTexte(colonne="nature", texte=LIBELLES_NATURES[nature])
        cellules: dict[str, Cellule] = {
            "nature": texte(LIBELLES_NATURES[nature]),
            **{
                nom: valeur(montant, SommeSi(tableau=_LIGNES, colonne=nom, criteres=(critere,)))
                for nom, montant in sommes(siennes).items()
            },
        }
        cellules |= restes(cellules)
        cellules |= {colonne: deriver(cellules) for colonne, deriver in _taux(total).items()}
        lignes.append(composer_ligne(colonnes, f"nature:{nature}", cellules))
    derivees = _taux(total)
    concours = ligne_de_somme(colonnes, "total", "TOTAL DES CONCOURS", lignes, sommees=GRANDEURS, derivees=derivees)
    arretes = ("programme", "montant_cloture", "economie")
    autofinances = sommes(contexte.autofinancement)
    autofinances["economie"] = autofinances["programme"] - autofinances["montant_cloture"]
    pour_memoire = composer_ligne(
        colonnes,
        "memoire",
        {
            "nature": texte("Pour mémoire : autofinancement"),
            **{nom: renvoi(_AUTOFINANCEMENT, "total", nom, autofinances[nom]) for nom in arretes},
        },
    )
    lignes += [concours, pour_memoire]
    suite = ""
    if contexte.est_complet:
        suite, sommes_du_plan = ", et plan de financement", (concours, pour_memoire)
        lignes.append(
            ligne_de_somme(colonnes, "plan", "PLAN DE FINANCEMENT", sommes_du_plan, sommees=arretes, derivees={})
        )
    return Tableau(
        cle=CLE_NATURES,
        titre=f"Synthèse des concours par nature{suite}",
        titre_court="Par nature",
        partie=Partie.FINANCEURS,
        niveau=Niveau.SYNTHESE,
        notes=(
            "L’autofinancement du maître d’ouvrage ne s’engage ni ne se verse : il n’a ni reste, ni solde, ni taux.",
        ),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )
