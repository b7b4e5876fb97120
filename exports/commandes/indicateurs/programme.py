"""Les indicateurs pour un programme : clés du json, rangées du csv."""

from collections.abc import Sequence
from typing import Final

from exports.commandes.affichage.dossiers_lus import faute_pour_programme
from financement.delais.delais import Delai
from financement.indicateurs import MesureIndicateur, Quantiles, ReleveConvention, TableauDeBord
from financement.indicateurs.mesure import ecrire_decimal
from financement.indicateurs.national import (
    DATE_NATIONALE,
    SOURCE_NATIONALE,
    TOTAL_IMPRIME,
    total_des_familles,
)
from financement.indicateurs.quantiles import NOMS_DES_NIVEAUX
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = ["en_json", "en_rangees"]

# Des euros au centime, des jours, des nombres : aucun terme n'a davantage de décimales.
_DECIMALES_D_UN_TERME: Final = 2

ENTETES: Final = (
    "cle",
    "libelle",
    "perimetre",
    "convention",
    "famille",
    "territoire",
    "valeur",
    "unite",
    "numerateur",
    "denominateur",
    "formule",
    "source",
    "confiance",
    "motif",
)

DECIMAUX: Final = ("valeur", "numerateur", "denominateur")


def en_json(bord: TableauDeBord) -> dict[str, object]:
    """Les indicateurs en json, clés du contrat."""
    return {
        "au": bord.au.isoformat(),
        "indicateurs": [_mesure(mesure) for mesure in bord.mesures()],
        "quantiles": [] if bord.est_d_un_seul else [_quantiles(un) for un in bord.quantiles()],
        "delais": [delai for releve in bord.releves for delai in _delais(releve)],
        "demandes_impayees": [attente for releve in bord.releves for attente in _attentes(releve)],
        "soldes_non_demandes": [soldes for releve in bord.releves for soldes in _soldes(releve)],
        "national": _national(),
        "conventions": [
            {
                "code": releve.bilan.code,
                "nom": releve.bilan.nom,
                "programme_anru": releve.bilan.programme,
                "dossier": releve.bilan.dossier,
                "version": releve.bilan.version,
                "bloquants": len(releve.bilan.bloquants),
            }
            for releve in bord.releves
        ],
        "refus": [
            {"dossiers": list(refus.dossiers), "fautes": [faute_pour_programme(faute) for faute in refus.fautes]}
            for refus in bord.refus
        ],
    }


def en_rangees(bord: TableauDeBord) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Les titres et les rangées du csv : une par indicateur et périmètre, nombres à virgule."""
    rangees: list[Sequence[object]] = []
    for mesure in bord.mesures():
        dite = _mesure(mesure)
        dite |= {nom: str(dite[nom]).replace(".", ",") for nom in DECIMAUX if dite[nom] is not None}
        rangees.append([dite[nom] for nom in ENTETES])
    return ENTETES, rangees


def _mesure(mesure: MesureIndicateur) -> dict[str, object]:
    un, valeur = mesure.indicateur, mesure.valeur
    return {
        "cle": un.cle,
        "libelle": un.libelle,
        "valeur": None if valeur is None else ecrire_decimal(valeur, mesure.decimales),
        "unite": un.unite.nom,
        "formule": un.formule,
        "source": un.source,
        "confiance": un.confiance,
        "perimetre": mesure.perimetre.genre,
        "convention": mesure.perimetre.convention,
        "famille": mesure.perimetre.famille,
        "territoire": mesure.perimetre.territoire,
        "numerateur": ecrire_decimal(mesure.numerateur, _DECIMALES_D_UN_TERME),
        "denominateur": ecrire_decimal(mesure.denominateur, _DECIMALES_D_UN_TERME),
        "motif": un.sans_objet if valeur is None else None,
    }


def _quantiles(trouves: Quantiles) -> dict[str, object]:
    decimales = trouves.indicateur.unite.decimales
    valeurs = trouves.valeurs or (None,) * len(NOMS_DES_NIVEAUX)
    return {
        "cle": trouves.indicateur.cle,
        "unite": trouves.indicateur.unite.nom,
        "effectif": trouves.effectif,
        "sans_objet": trouves.sans_objet,
        **{
            nom: None if valeur is None else ecrire_decimal(valeur, decimales)
            for nom, valeur in zip(NOMS_DES_NIVEAUX, valeurs, strict=True)
        },
    }


def _delais(releve: ReleveConvention) -> list[dict[str, object]]:
    def dit(genre: str, delai: Delai, poids: str, ecrit: object) -> dict[str, object]:
        return {
            "convention": releve.bilan.code,
            "delai": genre,
            "financeur": delai.financeur,
            "type": delai.type,
            poids: ecrit,
            "moyenne": ecrire_decimal(delai.mesure.moyenne, 1),
            "mediane": delai.mesure.mediane,
            "maximum": delai.mesure.maximum,
            "operations": list(delai.operations),
        }

    return [
        *(
            dit("demande_paiement", delai, "montant", ecrire_montant_decimal(delai.mesure.poids))
            for delai in releve.demande_paiement
        ),
        *(dit("engagement_paiement", delai, "lignes", delai.mesure.poids) for delai in releve.engagement_paiement),
    ]


def _attentes(releve: ReleveConvention) -> list[dict[str, object]]:
    return [
        {
            "convention": releve.bilan.code,
            "financeur": attente.financeur,
            "jours_au_moins": attente.tranche.debut,
            "jours_au_plus": attente.tranche.fin,
            "montant": ecrire_montant_decimal(attente.montant),
            "operations": list(attente.operations),
        }
        for attente in releve.vieillissement
    ]


def _soldes(releve: ReleveConvention) -> list[dict[str, object]]:
    return [
        {
            "convention": releve.bilan.code,
            "maitre_ouvrage": soldes.maitre_ouvrage,
            "montant": ecrire_montant_decimal(soldes.montant),
            "lignes": [
                {
                    "operation": ligne.cle.operation,
                    "financeur": ligne.cle.financeur,
                    "nature": ligne.cle.nature,
                    "montant": ecrire_montant_decimal(ligne.montant),
                }
                for ligne in soldes.lignes
            ],
        }
        for soldes in releve.soldes_non_demandes
    ]


def _national() -> dict[str, object]:
    somme = total_des_familles()
    return {
        "source": SOURCE_NATIONALE,
        "au": DATE_NATIONALE.isoformat(),
        "unite": "million d’euros",
        "programme_imprime": millions(TOTAL_IMPRIME.programme),
        "programme_des_familles": millions(somme.programme),
        "anru_imprime": millions(TOTAL_IMPRIME.anru),
        "anru_des_familles": millions(somme.anru),
    }


def millions(dixiemes: int) -> str:
    """Des dixièmes de million d’euros en millions, une décimale, comme ils sont imprimés."""
    return f"{dixiemes // 10}.{dixiemes % 10}"
