"""Le portefeuille pour un programme : clés du json, rangées du csv."""

from collections.abc import Sequence

from exports.commandes.affichage.dossiers_lus import faute_pour_programme
from exports.commandes.affichage.montants_de_cloture import totaux_pour_programme
from exports.commandes.affichage.sortie import mesure_pour_programme, provenance_pour_programme
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, TotalCloture
from financement.controles.constat import Constat
from financement.dossier.nomenclature import FAMILLES
from financement.portefeuille.portefeuille import BilanConvention, FluxExercice, Portefeuille, Territoire
from financement.valeurs.montants import ecrire_montant, ecrire_montant_decimal

__all__ = ["en_json", "en_rangees"]

ENTETES = (
    "convention",
    "nom",
    "programme_anru",
    "financeur",
    "nom_financeur",
    "categorie",
    *(f"concours_{nom}" for nom in GRANDEURS_DE_CLOTURE),
    *GRANDEURS_DE_CLOTURE,
)


def en_json(portefeuille: Portefeuille) -> dict[str, object]:
    """Le portefeuille en json, clés du contrat."""
    return {
        "au": portefeuille.au.isoformat(),
        "conventions": [_convention(un) for un in portefeuille.bilans],
        "par_categorie": [
            {"categorie": categorie, **totaux_pour_programme(total)}
            for categorie, total in portefeuille.par_categorie().items()
        ],
        "par_famille": [
            {
                "programme_anru": programme,
                "famille": famille,
                "libelle": FAMILLES[programme][famille],
                **totaux_pour_programme(total),
            }
            for (programme, famille), total in portefeuille.par_famille().items()
        ],
        **{
            f"par_{territoire}": [
                {
                    str(territoire): nom,
                    "conventions": [un.code for un in bilans],
                    **totaux_pour_programme(TotalCloture.somme([un.total for un in bilans])),
                }
                for nom, bilans in portefeuille.par_territoire(territoire).items()
            ]
            for territoire in Territoire
        },
        "echeancier": _echeancier(portefeuille.echeancier()),
        "total": totaux_pour_programme(portefeuille.total),
        "refus": [
            {
                "dossiers": list(refus.dossiers),
                "lignes": refus.lignes,
                "fautes": [faute_pour_programme(faute) for faute in refus.fautes],
            }
            for refus in portefeuille.refus
        ],
    }


def en_rangees(portefeuille: Portefeuille) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Les titres et les rangées du csv : une par convention et financeur ; les concours, puis toutes les lignes."""
    return ENTETES, [
        (un.code, un.nom, un.programme, f.code, f.nom, f.categorie, *map(ecrire_montant, _montants(f.total)))
        for un in portefeuille.bilans
        for f in un.financeurs
    ]


def _montants(total: TotalCloture) -> tuple[int, ...]:
    return *total.concours.valeurs(), *total.valeurs()


def _convention(un: BilanConvention) -> dict[str, object]:
    return {
        "code": un.code,
        "nom": un.nom,
        "programme_anru": un.programme,
        "region": un.region,
        "departement": un.departement,
        "dossier": un.dossier,
        "version": un.version,
        "constats": {"bloquant": len(un.bloquants), "alerte": un.alertes, "information": un.informations},
        "bloquants": [_constat(constat) for constat in un.bloquants],
        "par_financeur": [
            {"financeur": f.code, "nom": f.nom, "categorie": f.categorie, **totaux_pour_programme(f.total)}
            for f in un.financeurs
        ],
        "par_famille": [
            {"famille": f.code, "libelle": f.libelle, **totaux_pour_programme(f.total)} for f in un.familles
        ],
        "echeancier": _echeancier(un.echeancier),
        "total": totaux_pour_programme(un.total),
    }


def _constat(constat: Constat) -> dict[str, object]:
    return {
        "code": constat.code,
        "operation": constat.operation,
        "financeur": constat.financeur,
        "message": constat.message,
        **mesure_pour_programme(constat),
        "provenance": provenance_pour_programme(constat.provenance),
        "remede": constat.remede,
    }


def _echeancier(flux: Sequence[FluxExercice]) -> list[dict[str, object]]:
    return [
        {
            "exercice": un.exercice,
            "categorie": un.categorie,
            "engagement_flux": ecrire_montant_decimal(un.engagement),
            "paiement_flux": ecrire_montant_decimal(un.paiement),
            "previsionnel": un.previsionnel,
        }
        for un in flux
    ]
