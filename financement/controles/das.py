"""Contrôles qui rapprochent la décision attributive de subvention du tableau financier."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from financement.calculs.lignes import LigneSuivie, MouvementSuivi, premier_engagement_actif
from financement.calculs.tableau import TableauFinancier
from financement.controles.constat import Constat, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.engagement import lignes_engagees
from financement.controles.modele import ModeleControle
from financement.dossier.nomenclature import Categorie, NatureCout, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne
from financement.valeurs.dates import afficher_date
from financement.valeurs.taux import afficher_taux

__all__ = ["das_sans_ligne", "taux_ou_nature_modifie"]


def _premiers_engagements(contexte: Contexte) -> Iterator[tuple[LigneSuivie, MouvementSuivi, TableauFinancier]]:
    """Le premier engagement actif de chaque ligne de l’ANRU, et le tableau financier en vigueur ce jour-là."""
    projet = contexte.situation.projet
    for ligne in lignes_engagees(contexte):
        if ligne.financeur.categorie is Categorie.ANRU:
            premier = premier_engagement_actif(ligne)
            if premier is not None:
                yield ligne, premier, contexte.tableaux[projet.convention.version_au(premier.date)]


def _programme(tableau: TableauFinancier, cle: CleLigne) -> int:
    operation, financeur, nature = cle
    for ligne in tableau.lignes:
        if ligne.operation == operation and ligne.financeur == financeur and ligne.nature is nature:
            return ligne.montant
    return 0


def _engage_le(ligne: LigneSuivie, jour: date) -> int:
    """Engagements de la ligne ce jour-là, quel que soit leur ordre au journal."""
    return sum(m.montant for m in ligne.restants if m.type is TypeMouvement.ENGAGEMENT and m.date == jour)


DAS_SANS_LIGNE: Final = ModeleControle(
    "ENGAGEMENT-05",
    "Décision attributive sans ligne au tableau financier",
    Gravite.BLOQUANT,
    "{operation}, {financeur} : engagement du {date} alors que le tableau financier alors en vigueur (version "
    "{version}) ne programme rien sur cette ligne.",
    "Vérifier la date de l’engagement au journal, celle de l’avenant dans la convention et la version de la ligne au "
    "plan ; si la décision précède bien l’avenant, la dégager et en faire prendre une nouvelle par l’ANRU.",
)


def das_sans_ligne(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-05 : une décision de l’ANRU porte sur une ligne du tableau financier en vigueur ce jour (confiance B).

    Une ligne sans montant programmé à la date d’arrêté relève de PLAN-02.
    """
    for ligne, engagement, tableau in _premiers_engagements(contexte):
        if ligne.programme and not _programme(tableau, ligne.cle):
            engage = _engage_le(ligne, engagement.date)
            yield DAS_SANS_LIGNE.constater(
                mesure=EcartMontant(0, engage),
                operation=ligne.cle.operation,
                financeur=ligne.cle.financeur,
                provenance=engagement.provenance.a_la_colonne("operation"),
                enjeu=engage,
                date=afficher_date(engagement.date),
                version=str(tableau.version),
            )


def _changements(avant: Operation, apres: Operation) -> Iterator[tuple[str, str, str]]:
    if avant.taux_anru is not None and apres.taux_anru is not None and avant.taux_anru != apres.taux_anru:
        yield "le taux", afficher_taux(avant.taux_anru), afficher_taux(apres.taux_anru)
    if avant.nature_cout is not apres.nature_cout:
        yield "la nature du coût", _nommer(avant.nature_cout), _nommer(apres.nature_cout)


def _nommer(nature: NatureCout) -> str:
    return "coût brut" if nature is NatureCout.BRUT else "déficit"


TAUX_OU_NATURE_MODIFIE: Final = ModeleControle(
    "ENGAGEMENT-06",
    "Taux ou nature du coût modifiés depuis la décision",
    Gravite.ALERTE,
    "{operation}, {financeur} : {objet} a changé depuis la décision attributive ({avant} à l’engagement, {apres} en "
    "version {version}) ; le taux et la nature du coût ne changent pas entre la décision et le solde.",
    "Rétablir {objet} d’origine ({avant}) dans les opérations, ou dégager la décision et en faire prendre une "
    "nouvelle par l’ANRU (règle de stabilité : lecture C).",
)


def taux_ou_nature_modifie(contexte: Contexte) -> Iterator[Constat]:
    """ENGAGEMENT-06 : taux et nature ne changent pas entre la décision attributive et le solde (lecture C).

    Un constat par opération et financeur ; un taux déduit du programmé (taux vide) n’est pas comparé.
    """
    signales = set()
    for ligne, _engagement, tableau in _premiers_engagements(contexte):
        if (ligne.cle.operation, ligne.cle.financeur) in signales:
            continue
        signales.add((ligne.cle.operation, ligne.cle.financeur))
        avant = next((o for o in tableau.operations if o.code == ligne.cle.operation), ligne.operation)
        for objet, ancien, nouveau in _changements(avant, ligne.operation):
            yield TAUX_OU_NATURE_MODIFIE.constater(
                operation=ligne.cle.operation,
                financeur=ligne.cle.financeur,
                provenance=ligne.operation.provenance.a_la_colonne(
                    "taux_anru" if objet == "le taux" else "nature_cout"
                ),
                enjeu=max(0, ligne.engage),
                objet=objet,
                avant=ancien,
                apres=nouveau,
                version=str(contexte.situation.tableau.version),
            )
