"""Les indicateurs pour une personne : ce que l’on mesure, ce qui attend, et d’où viennent les chiffres."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from exports.commandes.affichage.sortie import NombreEcrit, imprimer, imprimer_table
from financement.affichage.libelles import accorder
from financement.delais.delais import Delai
from financement.dossier.nomenclature import LIBELLES_TYPES
from financement.indicateurs import MesureIndicateur, Quantiles, ReleveConvention, TableauDeBord
from financement.indicateurs.catalogue import PARTS
from financement.indicateurs.mesure import GenrePerimetre, afficher_decimal
from financement.indicateurs.national import SOURCE_NATIONALE, TOTAL_IMPRIME, total_des_familles
from financement.indicateurs.quantiles import NOMS_DES_NIVEAUX
from financement.valeurs.dates import afficher_date

__all__ = ["imprimer_le_tableau"]

_QUANTILES: Final = ("Minimum", "1er quartile", "Médiane", "3e quartile", "Maximum")
RANGEES_MONTREES: Final = 10
_JOURS: Final = ("Moyenne", "Médiane", "Maximum")


def imprimer_le_tableau(bord: TableauDeBord, largeur: int | None) -> None:
    """La convention, ou le portefeuille et ses quantiles ; puis les délais et ce qui attend."""
    _imprimer_les_indicateurs(bord, largeur)
    _imprimer_les_delais(bord, largeur)
    _imprimer_ce_qui_attend(bord, largeur)
    imprimer()
    imprimer(
        "Valeur = numérateur ÷ dénominateur, exacts, arrondie une fois. "
        "Délais, retards, économies : lecture C (docs/delais.md)."
    )
    bloquees = [releve for releve in bord.releves if releve.bilan.bloquants]
    if bloquees:
        nombre = sum(len(releve.bilan.bloquants) for releve in bloquees)
        constats = accorder(nombre, "constat bloquant", "constats bloquants")
        dans = accorder(len(bloquees), "convention", "conventions")
        imprimer(f"PROJET — {constats} dans {dans} : les voir par « financement controler ».")
    dossiers = sum(len(refus.dossiers) for refus in bord.refus)
    if dossiers:
        imprimer(f"Hors de ces indicateurs : {accorder(dossiers, 'dossier mis', 'dossiers mis')} de côté.")


def _imprimer_les_indicateurs(bord: TableauDeBord, largeur: int | None) -> None:
    au = afficher_date(bord.au)
    nationales = {m.indicateur.cle: m for m in bord.mesures() if m.perimetre.genre is GenrePerimetre.NATIONAL}
    if bord.est_d_un_seul:
        (releve,) = bord.releves
        (mesures,) = bord.des_conventions().values()
        quantiles: tuple[Quantiles, ...] = ()
        imprimer(f"{releve.bilan.nom} — indicateurs au {au}, tableau financier version {releve.bilan.version}")
    else:
        mesures, quantiles = bord.du_portefeuille(), bord.quantiles()
        conventions = accorder(len(bord.releves), "convention", "conventions")
        imprimer(f"Portefeuille au {au} : indicateurs de {conventions} réunies, et leurs quantiles")
    montrees = [rang for rang, mesure in enumerate(mesures) if not _est_une_part_absente(mesure)]
    imprimer()
    imprimer_table(
        (
            "Indicateur",
            "Valeur" if bord.est_d_un_seul else "Ensemble",
            *(_QUANTILES if quantiles else ()),
            *(("France 2011",) if nationales else ()),
            "Unité",
            "Confiance",
        ),
        [
            (
                mesures[rang].indicateur.libelle,
                NombreEcrit(mesures[rang].texte),
                *(_des_quantiles(quantiles[rang]) if quantiles else ()),
                *((_repere(nationales.get(mesures[rang].indicateur.cle)),) if nationales else ()),
                mesures[rang].indicateur.unite.nom,
                mesures[rang].indicateur.confiance.value,
            )
            for rang in montrees
        ],
        largeur=largeur,
    )
    _expliquer(mesures, bord)
    if nationales:
        somme, imprime = total_des_familles(), TOTAL_IMPRIME
        imprimer(
            f"France : {SOURCE_NATIONALE} ; les douze familles y font {_millions(somme.programme)} M€ pour "
            f"{_millions(imprime.programme)} imprimés, chacune arrondie."
        )


def _est_une_part_absente(mesure: MesureIndicateur) -> bool:
    """Une part nulle d’une catégorie qui ne finance rien : elle ne se montre pas, le json l’a."""
    return mesure.indicateur in PARTS and not mesure.numerateur


def _expliquer(mesures: Iterable[MesureIndicateur], bord: TableauDeBord) -> None:
    """Pourquoi un indicateur est sans objet, et ce qui n’entre pas dans un coût par logement."""
    motifs = dict.fromkeys(mesure.indicateur.sans_objet for mesure in mesures if mesure.valeur is None)
    imprimer()
    if motifs:
        imprimer(f"Sans objet : {' ; '.join(motifs)}.")
    ecartees = sum(logements.sans_quantite for releve in bord.releves for logements in releve.total.logements)
    if ecartees:
        dites = accorder(
            ecartees,
            "opération sans nombre de logements n’entre pas",
            "opérations sans nombre de logements n’entrent pas",
        )
        imprimer(f"{dites} dans les montants par logement.")


def _repere(mesure: MesureIndicateur | None) -> NombreEcrit:
    return NombreEcrit("" if mesure is None else mesure.texte)


def _des_quantiles(trouves: Quantiles) -> tuple[NombreEcrit, ...]:
    if not trouves.valeurs:
        return (NombreEcrit("sans objet"),) * len(NOMS_DES_NIVEAUX)
    decimales = trouves.indicateur.unite.decimales
    return tuple(NombreEcrit(afficher_decimal(valeur, decimales)) for valeur in trouves.valeurs)


def _millions(dixiemes: int) -> str:
    return afficher_decimal(Fraction(dixiemes, 10), 1)


def _imprimer_les_delais(bord: TableauDeBord, largeur: int | None) -> None:
    demandes = [(releve, delai) for releve in bord.releves for delai in releve.demande_paiement]
    engagements = [(releve, delai) for releve in bord.releves for delai in releve.engagement_paiement]
    tables = (
        ("De la demande au paiement, en jours pesés par les montants", "Payé sur demande", demandes),
        ("De l’engagement au premier paiement, en jours, une ligne comptant pour une", "Lignes", engagements),
    )
    for titre, poids, delais in tables:
        _imprimer_une_table(
            bord,
            titre,
            ("Financeur", "Paiement", poids, *_JOURS, "Opérations"),
            [
                (
                    delai.mesure.poids,
                    (
                        *_convention(bord, releve),
                        delai.financeur,
                        LIBELLES_TYPES[delai.type],
                        delai.mesure.poids if poids != "Lignes" else Decimal(delai.mesure.poids),
                        *_jours(delai),
                        Decimal(len(delai.operations)),
                    ),
                )
                for releve, delai in delais
            ],
            largeur,
        )


def _imprimer_une_table(
    bord: TableauDeBord,
    titre: str,
    colonnes: Sequence[str],
    rangees: Sequence[tuple[int, Sequence[object]]],
    largeur: int | None,
) -> None:
    """Une table d’une ou de plusieurs conventions ; de plusieurs, les rangées qui pèsent le plus, et leur nombre."""
    montrees = list(rangees)
    if not bord.est_d_un_seul:
        montrees = sorted(montrees, key=lambda pesee: -pesee[0])[:RANGEES_MONTREES]
    if not montrees:
        return
    extrait = f" ({len(montrees)} premières sur {len(rangees)})" if len(montrees) < len(rangees) else ""
    imprimer()
    imprimer(f"{titre}{extrait} :")
    cle = () if bord.est_d_un_seul else ("Convention",)
    imprimer_table((*cle, *colonnes), [rangee for _, rangee in montrees], largeur=largeur, cles=len(cle) + 1)


def _jours(delai: Delai) -> Sequence[NombreEcrit]:
    mesure = delai.mesure
    return NombreEcrit(afficher_decimal(mesure.moyenne, 1)), *(
        NombreEcrit(afficher_decimal(Fraction(jours), 0)) for jours in (mesure.mediane, mesure.maximum)
    )


def _convention(bord: TableauDeBord, releve: ReleveConvention) -> tuple[str, ...]:
    return () if bord.est_d_un_seul else (releve.bilan.code,)


def _imprimer_ce_qui_attend(bord: TableauDeBord, largeur: int | None) -> None:
    _imprimer_une_table(
        bord,
        "Demandes impayées, par âge",
        ("Financeur", "Âge", "Montant", "Opérations"),
        [
            (
                attente.montant,
                (
                    *_convention(bord, releve),
                    attente.financeur,
                    attente.tranche.libelle,
                    attente.montant,
                    ", ".join(attente.operations),
                ),
            )
            for releve in bord.releves
            for attente in releve.vieillissement
        ],
        largeur,
    )
    _imprimer_une_table(
        bord,
        "Soldes jamais demandés, par maître d’ouvrage",
        ("Maître d’ouvrage", "Montant", "Opérations"),
        [
            (
                solde.montant,
                (*_convention(bord, releve), solde.maitre_ouvrage, solde.montant, ", ".join(solde.operations)),
            )
            for releve in bord.releves
            for solde in releve.soldes_non_demandes
        ],
        largeur,
    )
