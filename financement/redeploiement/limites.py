"""Les limites d’un redéploiement : les règles, le dossier et ce que l’on s’impose, chacune dite en français.

Lectures : le redéploiement part des montants de clôture (C) ; équilibre, taux et assiette sont ceux des contrôles
PLAN-01, PLAN-03 (usage, D), PLAFOND-01 et PLAFOND-02 (décret, A) ; l’enveloppe, celui d’ENVELOPPE-01 ; les dates, ceux
d’ENGAGEMENT-02 (B) et de CALENDRIER-02. Une règle que le dossier enfreint déjà ne laisse rien, mais n’empêche pas le
reste.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from financement.calculs.plafonds import assiette_plafonnee
from financement.cloture.resultat import Cloture
from financement.dossier.nomenclature import Categorie, Nature, Unite
from financement.dossier.regles import reglement_du_projet
from financement.redeploiement.besoins import DemandeDeRedeploiement, PasDeRedeploiement
from financement.redeploiement.economies import Source
from financement.redeploiement.etat_du_besoin import EtatDuBesoin
from financement.redeploiement.limites_voulues import limites_voulues
from financement.redeploiement.probleme import (
    AuMoins,
    AuPlus,
    GenreLimite,
    Groupe,
    LimiteDeRedeploiement,
    NulOuExactement,
    Probleme,
)
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from financement.valeurs.taux import afficher_taux

__all__ = ["poser_le_probleme"]


def poser_le_probleme(
    cloture: Cloture,
    besoins: DemandeDeRedeploiement,
    etats: tuple[EtatDuBesoin, ...],
    reprises: tuple[Source, ...],
    *,
    pas: PasDeRedeploiement,
    jour: date,
) -> Probleme:
    """Le problème en nombre de ``pas`` ; ``jour`` : celui où la décision serait prise."""
    tous = tuple(range(len(etats)))
    anru = _est_de_l_anru(cloture, besoins)
    limites = [_economies(besoins, reprises, pas, tous)]
    limites += _des_dates(cloture, tous, jour) if anru else ()
    limites += _enveloppe(cloture, besoins, pas, tous)
    for rang, etat in enumerate(etats):
        limites += _du_besoin(etat, rang, pas)
        if anru and besoins.nature is Nature.SUBVENTION:
            limites += _de_l_anru(cloture, etat, rang, pas)
        # Après les autres : un blocage garde la dernière de deux limites qui le disent aussi bien.
        if etat.refus is not None:
            limites.append(_au_plus(etat, rang, pas, GenreLimite.ETAT, 0, f"rien à recevoir, {etat.refus}."))
    limites += limites_voulues(besoins, etats, reprises, pas)
    return Probleme(
        priorites=tuple(etat.besoin.priorite for etat in etats),
        limites=tuple(limites),
        groupes=_groupes(etats, reprises),
    )


def _est_de_l_anru(cloture: Cloture, besoins: DemandeDeRedeploiement) -> bool:
    financeurs = {financeur.code: financeur for financeur in cloture.projet.convention.financeurs}
    return financeurs[besoins.financeur].categorie is Categorie.ANRU


def _groupes(etats: tuple[EtatDuBesoin, ...], reprises: tuple[Source, ...]) -> tuple[Groupe, ...]:
    """Ce que la voie locale peut servir : une assiette qui change demande un avenant."""
    ressources: dict[tuple[str, str], int] = {}
    for source in reprises:
        ressources[source.groupe] = ressources.get(source.groupe, 0) + source.disponible
    servis = {
        groupe: tuple(rang for rang, etat in enumerate(etats) if etat.groupe == groupe and not etat.demande_un_avenant)
        for groupe in ressources
    }
    return tuple(Groupe(servis[groupe], ressource) for groupe, ressource in ressources.items() if servis[groupe])


def _economies(
    besoins: DemandeDeRedeploiement, reprises: tuple[Source, ...], pas: PasDeRedeploiement, tous: tuple[int, ...]
) -> LimiteDeRedeploiement:
    disponible = sum(source.disponible for source in reprises)
    a_la_cloture = afficher_montant(disponible * pas.centimes)
    texte = f"Les économies à redéployer sont de {a_la_cloture}."
    if isinstance(besoins.economies, int) and besoins.economies // pas.centimes < disponible:
        disponible = besoins.economies // pas.centimes
        permis = afficher_montant(disponible * pas.centimes)
        texte = f"Des économies de {a_la_cloture}, {permis} au plus sont à redéployer."
    return LimiteDeRedeploiement(
        genre=GenreLimite.ECONOMIES,
        texte=texte,
        relation=AuPlus(tous, disponible),
        montant=disponible * pas.centimes,
        provenance=besoins.provenance.a_la_colonne("economies"),
    )


def _des_dates(cloture: Cloture, tous: tuple[int, ...], jour: date) -> Iterator[LimiteDeRedeploiement]:
    tableau = cloture.situation.tableau
    if jour > tableau.date_limite_engagement:
        yield LimiteDeRedeploiement(
            genre=GenreLimite.DATE_LIMITE_ENGAGEMENT,
            texte=f"L’ANRU n’engage plus après le {afficher_date(tableau.date_limite_engagement)}, date limite "
            f"d’engagement : rien ne peut l’être le {afficher_date(jour)}.",
            relation=AuPlus(tous, 0),
            montant=0,
            provenance=cloture.projet.convention.provenance.a_la_colonne("date_limite_engagement"),
        )
    if tableau.date_limite_solde is not None and jour > tableau.date_limite_solde:
        yield LimiteDeRedeploiement(
            genre=GenreLimite.DATE_LIMITE_SOLDE,
            texte=f"L’ANRU ne verse plus après le {afficher_date(tableau.date_limite_solde)}, date limite de solde : "
            f"rien ne peut l’être le {afficher_date(jour)}.",
            relation=AuPlus(tous, 0),
            montant=0,
            provenance=cloture.projet.convention.provenance.a_la_colonne("date_limite_solde"),
        )


def _enveloppe(
    cloture: Cloture, besoins: DemandeDeRedeploiement, pas: PasDeRedeploiement, tous: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    enveloppe = cloture.situation.tableau.enveloppe_de(besoins.financeur)
    if enveloppe is None:
        return
    employe = sum(ligne.montant_cloture for ligne in cloture.lignes if ligne.cle.financeur == besoins.financeur)
    marge = max(0, enveloppe.montant - employe)
    yield LimiteDeRedeploiement(
        genre=GenreLimite.ENVELOPPE,
        texte=f"L’enveloppe de {besoins.financeur} ({afficher_montant(enveloppe.montant)}) laisse "
        f"{afficher_montant(marge)} au-delà de ses montants de clôture ({afficher_montant(employe)}).",
        relation=AuPlus(tous, marge // pas.centimes),
        montant=marge,
        provenance=enveloppe.provenance,
    )


def _du_besoin(etat: EtatDuBesoin, rang: int, pas: PasDeRedeploiement) -> Iterator[LimiteDeRedeploiement]:
    besoin = etat.besoin
    yield _au_plus(
        etat,
        rang,
        pas,
        GenreLimite.MAXIMUM,
        besoin.maximum,
        f"au plus {afficher_montant(besoin.maximum)}, le maximum demandé.",
        colonne="maximum",
    )
    if besoin.minimum:
        yield LimiteDeRedeploiement(
            genre=GenreLimite.MINIMUM,
            texte=f"{besoin.operation} : au moins {afficher_montant(besoin.minimum)}, le minimum demandé.",
            relation=AuMoins((rang,), -(-besoin.minimum // pas.centimes)),
            operation=besoin.operation,
            montant=besoin.minimum,
            provenance=besoin.provenance.a_la_colonne("minimum"),
        )
    yield _equilibre(etat, rang, pas)


def _equilibre(etat: EtatDuBesoin, rang: int, pas: PasDeRedeploiement) -> LimiteDeRedeploiement:
    """Le plan fait le coût final : au plus ce que porte le maître d’ouvrage ; sans lui, tout ce qui manque, ou rien."""
    reste = etat.reste_au_maitre_ouvrage
    laisse = (
        f"{afficher_montant(reste)}, ce que les autres financements ({afficher_montant(etat.hors_residu)}) laissent du "
        f"coût final ({afficher_montant(etat.faits.cout_final)})"
    )
    if etat.a_un_residu or reste == 0:
        return _au_plus(etat, rang, pas, GenreLimite.EQUILIBRE, reste, f"au plus {laisse}.")
    exact = reste % pas.centimes == 0
    limite = _au_plus(
        etat,
        rang,
        pas,
        GenreLimite.EQUILIBRE,
        reste if exact else 0,
        f"{laisse}, en entier ou rien : aucune ligne au résidu n’équilibre le plan.",
    )
    return replace(limite, relation=NulOuExactement(rang, reste // pas.centimes)) if exact else limite


def _de_l_anru(
    cloture: Cloture, etat: EtatDuBesoin, rang: int, pas: PasDeRedeploiement
) -> Iterator[LimiteDeRedeploiement]:
    """Le taux du tableau, le taux maximal du règlement, et l’assiette que le règlement plafonne."""
    reglement = reglement_du_projet(cloture.projet)
    signature = cloture.projet.convention.date_signature
    operation, assiette = etat.operation, etat.assiette
    maximum = reglement.parametre("taux_maximal", jour=signature, famille=operation.famille)
    taux = etat.taux
    if taux is not None:
        yield _au_taux(etat, rang, pas, GenreLimite.TAUX, taux, "le taux de l’ANRU")
    if maximum is not None:
        yield _au_taux(
            etat, rang, pas, GenreLimite.TAUX_MAXIMAL, maximum.valeur, f"le taux maximal ({maximum.reference})"
        )
    if operation.unite is Unite.LOGEMENT and operation.quantite:
        retenue = assiette_plafonnee(
            reglement, jour=signature, famille=operation.famille, logements=operation.quantite, travaux=assiette
        )
        if retenue < assiette:
            permis = [t for t in (taux, None if maximum is None else maximum.valeur) if t is not None]
            part = min(permis, default=Fraction(1))
            plafond = arrondir(part * retenue)
            yield _au_plus(
                etat,
                rang,
                pas,
                GenreLimite.ASSIETTE,
                max(0, plafond - etat.deja),
                f"{_reste(plafond, etat)} : {afficher_taux(part)} de l’assiette plafonnée par logement, "
                f"{afficher_montant(retenue)}.",
            )


def _au_taux(
    etat: EtatDuBesoin, rang: int, pas: PasDeRedeploiement, genre: GenreLimite, taux: Fraction, nom: str
) -> LimiteDeRedeploiement:
    plafond = arrondir(taux * etat.assiette)
    return _au_plus(
        etat,
        rang,
        pas,
        genre,
        max(0, plafond - etat.deja),
        f"{_reste(plafond, etat)} : {nom}, {afficher_taux(taux)} de l’assiette de {afficher_montant(etat.assiette)}.",
    )


def _reste(plafond: int, etat: EtatDuBesoin) -> str:
    deja = afficher_montant(etat.deja)
    if plafond <= etat.deja:
        return f"rien de plus que ses {deja}"
    return f"au plus {afficher_montant(plafond - etat.deja)}, de {deja} à {afficher_montant(plafond)}"


def _au_plus(
    etat: EtatDuBesoin,
    rang: int,
    pas: PasDeRedeploiement,
    genre: GenreLimite,
    montant: int,
    phrase: str,
    *,
    colonne: str = "",
) -> LimiteDeRedeploiement:
    lieu = etat.besoin.provenance
    return LimiteDeRedeploiement(
        genre=genre,
        texte=f"{etat.besoin.operation} : {phrase}",
        relation=AuPlus((rang,), montant // pas.centimes),
        operation=etat.besoin.operation,
        montant=montant,
        provenance=lieu.a_la_colonne(colonne) if colonne else lieu,
    )
