"""Les subventions attribuées, au schéma ouvert « subventions » du socle commun des données locales (SCDL).

Une ligne par subvention (opération, financeur), pour un attribuant et un bénéficiaire dont on a le SIRET : une ligne
qui ne serait pas conforme n’est pas écrite, et les réserves disent laquelle. Virgule, UTF-8 sans marque d’ordre.

Sources : décret n° 2017-779 du 5 mai 2017, arrêté du 17 novembre 2017, et le schéma
https://gitlab.com/opendatafrance/scdl/subventions (publié sur https://schema.data.gouv.fr/scdl/subventions/).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from exports.document.typographie import composer_espaces
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder, afficher_nombre
from financement.calculs.lignes import LigneSuivie, lignes_suivies
from financement.calculs.situation import Situation, calculer_situation
from financement.dossier.convention import Convention, Financeur, MaitreOuvrage
from financement.dossier.nomenclature import Nature, TypeMouvement
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.valeurs.montants import afficher_montant, ecrire_montant_decimal
from financement.valeurs.siret import cle_est_juste
from maquettes.formes.texte_de_csv import proteger

__all__ = ["CHAMPS", "ScdlSubventions", "rendre_scdl"]

CHAMPS: Final = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)
"""Les champs du schéma (version 2.1.1), dans son ordre."""

_PAIEMENTS: Final = frozenset({TypeMouvement.AVANCE, TypeMouvement.ACOMPTE, TypeMouvement.SOLDE})
_LONGUEUR_DE_L_OBJET: Final = 256
_ELLIPSE: Final = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScdlSubventions:
    """Le fichier csv et, en phrases, ce qu’il ne contient pas ou ce qu’il faut en savoir."""

    octets: bytes
    reserves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Organisme:
    nom: str
    siret: str | None

    @property
    def reproche(self) -> str:
        """Ce qui empêche de publier une ligne de cet organisme, vide si rien."""
        if self.siret is None:
            return "Sans SIRET dans le dossier"
        return "" if cle_est_juste(self.siret) else "SIRET à la clé de contrôle fausse"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subvention:
    """Une subvention attribuée : sa ligne, qui l’attribue, qui la reçoit, la date de l’acte qui l’a programmée.

    ``terme`` : le dernier jour où elle peut se payer, autant que le dossier le dit.
    """

    ligne: LigneSuivie
    attribuant: _Organisme
    beneficiaire: _Organisme
    convention: date
    terme: date

    @property
    def est_a_soi_meme(self) -> bool:
        return self.ligne.cle.financeur == self.ligne.operation.maitre_ouvrage

    @property
    def attend_un_paiement(self) -> bool:
        """Ni soldée, ni payée à hauteur de ce qui est attribué."""
        soldee = any(m.type is TypeMouvement.SOLDE for m in self.ligne.restants)
        return not soldee and self.ligne.paye < self.ligne.engage

    @property
    def est_publiable(self) -> bool:
        return not (self.est_a_soi_meme or self.attribuant.reproche or self.beneficiaire.reproche)


def rendre_scdl(projet: Projet, *, au: date) -> ScdlSubventions:
    """Les subventions attribuées à la date ``au``, payées ou non : le montant est l’engagé net des dégagements.

    La date de la convention est celle de l’acte, convention ou avenant, qui a programmé la ligne. La référence est
    celle des engagements. Prêts et fonds propres ne sont pas des subventions. Source : « montant total de la subvention
    attribuée » (schéma 2.x, confiance A) ; la période d’une subvention pas encore toute payée, que le schéma
    exige, va du premier paiement, ou de l’engagement, à la date limite de solde (lecture C).
    """
    situation = calculer_situation(projet, au=au)
    lignes = [ligne for ligne in lignes_suivies(situation) if ligne.cle.nature is Nature.SUBVENTION]
    subventions = tuple(_subventions(situation, lignes))
    publiables = [subvention for subvention in subventions if subvention.est_publiable]
    tampon = io.StringIO()
    ecrivain = csv.DictWriter(tampon, CHAMPS, lineterminator="\n")
    ecrivain.writeheader()
    ecrivain.writerows(_champs(subvention) for subvention in publiables)
    reserves = tuple(map(composer_espaces, (*_sans_attribution(lignes), *_reserves(subventions, publiables))))
    return ScdlSubventions(octets=tampon.getvalue().encode(), reserves=reserves)


def _subventions(situation: Situation, lignes: Iterable[LigneSuivie]) -> Iterator[_Subvention]:
    projet, convention = situation.projet, situation.projet.convention
    organismes = _organismes(convention)
    dates = _dates_des_actes(projet, situation.tableau.version)
    terme = situation.tableau.date_limite_solde or situation.tableau.date_limite_engagement
    for ligne in lignes:
        if ligne.engage > 0:
            maitre = ligne.operation.maitre_ouvrage
            yield _Subvention(
                ligne=ligne,
                attribuant=organismes[ligne.cle.financeur],
                beneficiaire=organismes.get(maitre, _Organisme(nom=rendre_affichable(maitre), siret=None)),
                convention=dates.get(ligne.cle, convention.date_signature),
                terme=terme,
            )


def _sans_attribution(lignes: Iterable[LigneSuivie]) -> Iterator[str]:
    """Ce qui est payé sans que rien l’attribue : le dossier ne dit pas le montant à publier."""
    payees = [ligne.paye for ligne in lignes if ligne.engage <= 0 < ligne.paye]
    if payees:
        compte = accorder(len(payees), "subvention payée", "subventions payées")
        yield f"{compte} sans engagement, hors du fichier ({afficher_montant(sum(payees))})."


def _organismes(convention: Convention) -> Mapping[str, _Organisme]:
    """Nom et SIRET par code ; un financeur l’emporte sur un maître d’ouvrage de même code."""
    declares: tuple[Financeur | MaitreOuvrage, ...] = (*convention.maitres_ouvrage, *convention.financeurs)
    return {d.code: _Organisme(nom=rendre_affichable(d.nom), siret=d.siret) for d in declares}


def _dates_des_actes(projet: Projet, version: int) -> Mapping[CleLigne, date]:
    """La date de l’acte, en vigueur, qui a le premier programmé chaque ligne."""
    signatures = {avenant.numero: avenant.date for avenant in projet.convention.avenants}
    dates: dict[CleLigne, date] = {}
    for ligne in sorted(projet.plan, key=lambda ligne: ligne.version):
        if ligne.montant and ligne.version <= version:
            dates.setdefault(ligne.cle, signatures.get(ligne.version, projet.convention.date_signature))
    return dates


def _champs(subvention: _Subvention) -> dict[str, str]:
    """Les champs renseignés ; les autres, facultatifs, restent vides."""
    ligne = subvention.ligne
    jours = [jour.isoformat() for jour in _jours_de_versement(subvention)]
    decisions = dict.fromkeys(m.piece for m in ligne.restants if m.type is TypeMouvement.ENGAGEMENT and m.piece)
    return {
        "nomAttribuant": proteger(subvention.attribuant.nom),
        "idAttribuant": subvention.attribuant.siret or "",
        "dateConvention": subvention.convention.isoformat(),
        "referenceDecision": proteger(rendre_affichable(", ".join(decisions))),
        "nomBeneficiaire": proteger(subvention.beneficiaire.nom),
        "idBeneficiaire": subvention.beneficiaire.siret or "",
        "objet": _objet(ligne),
        "montant": ecrire_montant_decimal(ligne.engage),
        "nature": "aide en numéraire",
        "conditionsVersement": "unique" if len(jours) == 1 else "échelonné",
        "datesPeriodeVersement": jours[0] if len(jours) == 1 else f"{jours[0]}/{jours[-1]}",
        "notificationUE": "non",
        "pourcentageSubvention": "1.00",
    }


def _jours_de_versement(subvention: _Subvention) -> list[date]:
    """Les jours des paiements ; s’il en reste à venir, jusqu’au terme, et depuis l’engagement s’il n’y en a aucun."""
    mouvements = subvention.ligne.restants
    jours = sorted({m.date for m in mouvements if m.type in _PAIEMENTS})
    if not subvention.attend_un_paiement:
        return jours
    engagements = (m.date for m in mouvements if m.type is TypeMouvement.ENGAGEMENT)
    debut = min(jours or engagements, default=subvention.convention)
    return [debut, max(debut, subvention.terme)]


def _objet(ligne: LigneSuivie) -> str:
    objet = proteger(rendre_affichable(ligne.operation.libelle))
    if len(objet) <= _LONGUEUR_DE_L_OBJET:
        return objet
    return objet[: _LONGUEUR_DE_L_OBJET - len(_ELLIPSE)] + _ELLIPSE


def _reserves(subventions: tuple[_Subvention, ...], publiables: list[_Subvention]) -> Iterator[str]:
    """Ce que le fichier laisse de côté, et ce que le dossier ne dit pas."""
    a_soi_meme = [s for s in subventions if s.est_a_soi_meme]
    if a_soi_meme:
        yield f"{_compte(a_soi_meme, subventions)} : un maître d’ouvrage ne se subventionne pas lui-même."
    ecartees = [s for s in subventions if not (s.est_publiable or s.est_a_soi_meme)]
    if ecartees:
        yield f"{_compte(ecartees, subventions)}, faute de SIRET valable."
        yield from _organismes_en_cause(ecartees)
    abreges = sum(
        len(proteger(rendre_affichable(s.ligne.operation.libelle))) > _LONGUEUR_DE_L_OBJET for s in publiables
    )
    if abreges:
        yield f"{accorder(abreges, 'objet abrégé', 'objets abrégés')} à {_LONGUEUR_DE_L_OBJET} caractères."
    attendues = sum(subvention.attend_un_paiement for subvention in publiables)
    if attendues:
        compte = accorder(attendues, "subvention attend un paiement", "subventions attendent un paiement")
        yield (
            f"{compte} : la période de versement court jusqu’à la date limite de solde, à défaut d’engagement "
            "(lecture C)."
        )
    reputees = sum(s.ligne.est_reputee for s in publiables)
    if reputees:
        yield (
            f"{accorder(reputees, 'subvention', 'subventions')} d’un financeur à l’engagement réputé : "
            "le montant attribué est le programmé, au moins le payé (lecture C)."
        )
    if publiables:
        yield "« notificationUE » vaut « non » partout : le dossier ne connaît pas les aides de minimis."


def _compte(ecartees: Iterable[_Subvention], subventions: tuple[_Subvention, ...]) -> str:
    lignes = [subvention.ligne for subvention in ecartees]
    attribuees = accorder(len(subventions), "subvention attribuée", "subventions attribuées")
    montant = afficher_montant(sum(ligne.engage for ligne in lignes))
    return f"Sur {attribuees}, {afficher_nombre(len(lignes))} hors du fichier ({montant})"


def _organismes_en_cause(ecartees: Iterable[_Subvention]) -> Iterator[str]:
    """Une phrase par reproche : chaque organisme une fois, dans l’ordre du dossier."""
    noms: dict[str, dict[str, None]] = {}
    for subvention in ecartees:
        for organisme in (subvention.attribuant, subvention.beneficiaire):
            if organisme.reproche:
                noms.setdefault(organisme.reproche, {})[organisme.nom] = None
    yield from (f"{reproche} : {' ; '.join(liste)}." for reproche, liste in noms.items())
