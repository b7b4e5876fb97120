"""Les synthèses de l'exécution et de la clôture : par financeur, famille, maître d'ouvrage, exercice."""

from collections.abc import Iterable, Iterator
from typing import Final

from exports import annexe_execution, annexe_tableau_financier
from exports.annexe_contexte import Contexte
from exports.annexe_euros import arrondir_flux
from exports.annexe_execution import (
    COLONNES_CLOTURE,
    COLONNES_EXECUTION,
    GRANDEURS,
    LUES,
    TAUX,
    grandeur,
    restes,
)
from exports.annexe_lignes import composer_ligne, difference, ligne_de_somme, part, renvoi, texte, valeur
from exports.annexe_programme import Programme
from exports.annexe_tableau_financier import colonne_de_cout, colonne_de_subvention, libelle_de_cout
from exports.document_calculs import Critere, CritereTexte, Cumul, SommeColonnes, SommeSi
from exports.document_elements import Precision
from exports.document_tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Tableau
from financement.cloture.resultat import LigneCloturee
from financement.convention import Financeur
from financement.nomenclature import LIBELLES_NATURES, NATURES, Nature
from financement.operation import Operation
from financement.situation import SIGNES_ENGAGE, SIGNES_PAYE

__all__ = [
    "CLE_EXERCICES",
    "CLE_FAMILLES",
    "CLE_FINANCEURS",
    "CLE_MAITRES",
    "CLE_NATURES",
    "par_exercice",
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
CLE_EXERCICES: Final = "exercices"

_G = GenreColonne
_TF: Final = annexe_tableau_financier.CLE
_CLOTURE: Final = annexe_tableau_financier.CLE_CLOTURE
_EXECUTION: Final = annexe_execution.CLE
_LIGNES: Final = annexe_execution.CLE_LIGNES

_COLONNES_TAUX: Final = (
    Colonne(cle="part", libelle="Part du programmé", genre=_G.TAUX, groupe="Taux"),
    Colonne(cle="taux_engage", libelle="Engagé / programmé", genre=_G.TAUX, groupe="Taux"),
    Colonne(cle="taux_paye", libelle="Payé / engagé", genre=_G.TAUX, groupe="Taux"),
)


def _taux(cellules: dict[str, Cellule], total: int) -> dict[str, Cellule]:
    return {
        "part": part(cellules, "programme", "total", total),
        **{colonne: deriver(cellules) for colonne, deriver in TAUX.items()},
    }


def _total_programme(contexte: Contexte) -> int:
    return sum(ligne.programme for ligne in contexte.cloture.lignes)


def sommes(lignes: Iterable[LigneCloturee]) -> dict[str, int]:
    """Chaque grandeur qui se somme, en centimes."""
    sommees = tuple(lignes)
    return {nom: sum(grandeur(ligne, nom) for ligne in sommees) for nom in LUES}


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
        *COLONNES_CLOTURE,
        *_COLONNES_TAUX,
    )
    total = _total_programme(contexte)
    lignes = [_ligne_financeur(contexte, f, colonnes, total) for f in contexte.financeurs_du_perimetre]
    sommees = ("subventions", "fonds_propres", "prets", *GRANDEURS)
    derivees = {"part": lambda cellules: part(cellules, "programme", "total", total), **TAUX}
    return Tableau(
        cle=CLE_FINANCEURS,
        titre="Synthèse par financeur",
        titre_court="Par financeur",
        niveau=Niveau.SYNTHESE,
        notes=(
            "Une enveloppe vide : la convention ne fixe pas de plafond, ou l'extrait ne la couvre pas en entier.",
            "Soldes et engagements comprennent les fonds propres des maîtres d'ouvrage : voir la synthèse par nature.",
        ),
        colonnes=colonnes,
        lignes=(
            *lignes,
            ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees=derivees),
        ),
    )


def _ligne_financeur(contexte: Contexte, financeur: Financeur, colonnes: tuple[Colonne, ...], total: int) -> Ligne:
    critere = Critere(colonne="financeur", ici="financeur")
    lignes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.financeur == financeur.code]

    def programme(nature: Nature) -> Cellule:
        montant = sum(ligne.programme for ligne in lignes if ligne.cle.nature is nature)
        if nature is Nature.SUBVENTION and financeur in annexe_tableau_financier.financeurs_subventionnant(contexte):
            return renvoi(_TF, "total", colonne_de_subvention(financeur.code), montant)
        de_cette_nature = CritereTexte(colonne="nature", texte=LIBELLES_NATURES[nature])
        return valeur(montant, SommeSi(tableau=_LIGNES, colonne="programme", criteres=(critere, de_cette_nature)))

    grandeurs = {
        nom: valeur(montant, SommeSi(tableau=_LIGNES, colonne=nom, criteres=(critere,)))
        for nom, montant in sommes(lignes).items()
    }
    enveloppe = contexte.enveloppe_de(financeur.code)
    cellules: dict[str, Cellule] = {
        "financeur": texte(contexte.financeurs[financeur.code]),
        "enveloppe": valeur(enveloppe),
        "subventions": programme(Nature.SUBVENTION),
        "fonds_propres": programme(Nature.FONDS_PROPRES),
        "prets": programme(Nature.PRET),
        **grandeurs,
        "programme": valeur(
            sum(ligne.programme for ligne in lignes), SommeColonnes(colonnes=("subventions", "fonds_propres", "prets"))
        ),
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
        Colonne(cle="cout", libelle=libelle_de_cout(contexte), genre=_G.MONTANT, groupe="Coût"),
        Colonne(cle="cout_final", libelle="Coût final", genre=_G.MONTANT, groupe="Coût"),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *_COLONNES_TAUX,
    )


def _couts(programme: Programme, operations: Iterable[Operation]) -> int:
    """Somme des coûts de ces opérations dans un tableau financier, chacun sur sa base, en centimes."""
    return sum(programme.couts[operation.code].cout for operation in operations if operation.code in programme.couts)


def _lignes_de(contexte: Contexte, operations: Iterable[Operation]) -> Iterator[LigneCloturee]:
    return (ligne for operation in operations for ligne in contexte.lignes_de(operation.code))


def _tableau_de_groupe(
    contexte: Contexte, tableau: tuple[str, str, str], colonnes: tuple[Colonne, ...], lignes: list[Ligne]
) -> Tableau:
    total = _total_programme(contexte)
    derivees = {"part": lambda cellules: part(cellules, "programme", "total", total), **TAUX}
    sommees = ("operations", "cout", "cout_final", *GRANDEURS)
    cle, titre, titre_court = tableau
    return Tableau(
        cle=cle,
        titre=titre,
        titre_court=titre_court,
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
        cellules: dict[str, Cellule] = {
            "famille": texte(f"{famille} – {libelle}"),
            "operations": valeur(len(en_vigueur)),
            "cout": renvoi(_TF, sous_total, colonne_de_cout(contexte), cout) if en_vigueur else valeur(cout),
            "cout_final": renvoi(_CLOTURE, sous_total, colonne_de_cout(contexte), final)
            if any(o.code in contexte.final.couts for o in operations)
            else valeur(final),
            **{
                nom: renvoi(_EXECUTION, sous_total, nom, montant)
                for nom, montant in sommes(_lignes_de(contexte, operations)).items()
            },
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
                for nom, montant in sommes(_lignes_de(contexte, operations)).items()
            },
        }
        cellules |= restes(cellules)
        cellules |= _taux(cellules, total)
        lignes.append(composer_ligne(colonnes, f"maitre:{maitre}", cellules))
    return _tableau_de_groupe(
        contexte, (CLE_MAITRES, "Synthèse par maître d'ouvrage", "Par maître d’ouvrage"), colonnes, lignes
    )


def par_nature(contexte: Contexte) -> Tableau:
    """Subventions, prêts et fonds propres : ce qui se verse entre partenaires, et ce que chacun met chez lui."""
    colonnes = (
        Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=28),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *_COLONNES_TAUX,
    )
    total = _total_programme(contexte)
    lignes = []
    for nature in NATURES:
        siennes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.nature is nature]
        critere = CritereTexte(colonne="nature", texte=LIBELLES_NATURES[nature])
        cellules: dict[str, Cellule] = {
            "nature": texte(LIBELLES_NATURES[nature]),
            **{
                nom: valeur(montant, SommeSi(tableau=_LIGNES, colonne=nom, criteres=(critere,)))
                for nom, montant in sommes(siennes).items()
            },
        }
        cellules |= restes(cellules)
        cellules |= _taux(cellules, total)
        lignes.append(composer_ligne(colonnes, f"nature:{nature}", cellules))
    derivees = {"part": lambda cellules: part(cellules, "programme", "total", total), **TAUX}
    return Tableau(
        cle=CLE_NATURES,
        titre="Synthèse par nature de financement",
        titre_court="Par nature",
        niveau=Niveau.SYNTHESE,
        notes=("Les fonds propres du maître d'ouvrage ne s'engagent ni ne se versent entre partenaires.",),
        colonnes=colonnes,
        lignes=(
            *lignes,
            ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=GRANDEURS, derivees=derivees),
        ),
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
    lignes, engage_cumul, paye_cumul = [], 0, 0
    for annee, engage, paye in _flux(contexte):
        engage_cumul, paye_cumul = engage_cumul + engage, paye_cumul + paye
        lignes.append(
            composer_ligne(
                colonnes,
                f"exercice:{annee}",
                {
                    "exercice": texte(str(annee)),
                    "engage": valeur(engage),
                    "engage_cumul": valeur(engage_cumul, Cumul(colonne="engage")),
                    "paye": valeur(paye),
                    "paye_cumul": valeur(paye_cumul, Cumul(colonne="paye")),
                },
            )
        )
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=("engage", "paye"), derivees={})
    return Tableau(
        cle=CLE_EXERCICES,
        titre="Engagements et paiements par exercice",
        titre_court="Par exercice",
        niveau=Niveau.SYNTHESE,
        notes=("Engagements nets des dégagements, paiements nets des reversements, tous financeurs.",),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _flux(contexte: Contexte) -> Iterator[tuple[int, int, int]]:
    """Année, engagé net et payé net, de la première année qui a un mouvement à la dernière, en centimes."""
    mouvements = [m for ligne in contexte.cloture.lignes for m in ligne.suivie.mouvements]
    flux = {signes: dict[int, int]() for signes in ("engage", "paye")}
    for mouvement in mouvements:
        annee = mouvement.date.year
        for nom, signes in (("engage", SIGNES_ENGAGE), ("paye", SIGNES_PAYE)):
            if mouvement.type in signes:
                flux[nom][annee] = flux[nom].get(annee, 0) + signes[mouvement.type] * mouvement.montant
    annees = flux["engage"].keys() | flux["paye"].keys()
    suite = range(min(annees), max(annees) + 1) if annees else ()
    colonnes = [[flux[nom].get(annee, 0) for annee in suite] for nom in ("engage", "paye")]
    if contexte.unite is Precision.EURO:
        totaux = sommes(contexte.cloture.lignes)
        colonnes = [
            list(arrondir_flux(colonne, totaux[nom])) for nom, colonne in zip(("engage", "paye"), colonnes, strict=True)
        ]
    return zip(suite, *colonnes, strict=True)
