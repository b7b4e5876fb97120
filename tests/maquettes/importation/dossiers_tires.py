"""Un petit dossier tiré au hasard : ce qu’un tableau financier dit d’une convention et de ses avenants."""

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from financement.dossier.convention import Avenant, Convention, Financeur, MaitreOuvrage
from financement.dossier.nomenclature import (
    FAMILLES,
    Base,
    Categorie,
    Nature,
    NatureAvenant,
    PorteeTableau,
    Programme,
    Unite,
)
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.valeurs.dates import Semestre

__all__ = ["PORTEURS", "Contenu", "OperationTiree", "Tirage", "tirer"]

NOMS: Final = {
    "ANRU": ("Agence nationale pour la rénovation urbaine", Categorie.ANRU),
    "ETAT": ("État", Categorie.ETAT),
    "REGION": ("Région", Categorie.REGION),
    "DEPARTEMENT": ("Département", Categorie.DEPARTEMENT),
    "EPCI": ("Communauté d’agglomération du Tilleul", Categorie.EPCI),
    "VILLE": ("Ville de Tilleul", Categorie.VILLE),
    "CDC": ("Caisse des Dépôts", Categorie.CDC),
    "FL": ("Foncière Logement", Categorie.FONCIERE_LOGEMENT),
    "EUROPE": ("Union européenne", Categorie.EUROPE),
    "AUTRES": ("Autres financeurs", Categorie.AUTRE),
    "TH": ("Tilleul Habitat", Categorie.BAILLEUR),
    "OPH92": ("OPDHLM des Hauts-de-Seine", Categorie.BAILLEUR),
}
PORTEURS: Final = {
    "VILLE": "Ville de Tilleul",
    "EPCI": "CA du Tilleul",
    "TH": "Tilleul Habitat",
    "OPH92": "OPDHLM des Hauts-de-Seine",
}
_APPORTEURS: Final = ("ETAT", "REGION", "DEPARTEMENT", "EPCI", "VILLE", "FL", "EUROPE", "AUTRES")
_OBJETS: Final = (
    "Démolition de la tour {n}",
    "Construction de {n} logements PLUS",
    "Réhabilitation de l'immeuble {n}",
    "Résidentialisation de l'îlot {n}",
    "Square n° {n}",
    "Groupe scolaire {n}",
    "Chef de projet, poste {n}",
    "Voirie, tranche {n}",
)
_LIEUX: Final = ("Rue du Mail", "Îlot A", "Square des Tilleuls", "Secteur nord", "Hors site", "Cité Jean-Moulin")


@dataclass(frozen=True, kw_only=True)
class Contenu:
    """Ce que le tableau dit, en plus de l’opération, de son maître d’ouvrage, de son coût et de son plan."""

    base: Base
    localisation: bool
    quantite: str
    calendrier: bool
    tva: bool
    assiette: bool
    taux_anru: bool
    centimes: bool


@dataclass(frozen=True, kw_only=True)
class OperationTiree:
    """Une opération à une version : sa ligne, et son plan."""

    ligne: Operation
    plan: Mapping[tuple[str, Nature], int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tirage:
    """Un dossier : son contenu, ses versions dans l’ordre, ses opérations à chacune."""

    contenu: Contenu
    financeurs: tuple[str, ...]
    versions: tuple[tuple[OperationTiree, ...], ...]

    @property
    def projet(self) -> Projet:
        """Le dossier juste : chaque version y est un tableau complet."""
        signature = datetime.date(2007, 1, 15)
        convention = Convention(
            code="1101040",
            nom="Quartier des Tilleuls",
            programme=Programme.PNRU,
            reglement="pnru",
            porteur="Ville de Tilleul",
            date_signature=signature,
            date_limite_engagement=datetime.date(2013, 12, 31),
            financeurs=tuple(Financeur(code=c, nom=NOMS[c][0], categorie=NOMS[c][1]) for c in self.financeurs),
            avenants=tuple(
                Avenant(
                    numero=n,
                    nature=NatureAvenant.LOCAL,
                    date=datetime.date(2007 + n, 3, 15),
                    tableau=PorteeTableau.COMPLET,
                )
                for n in range(1, len(self.versions))
            ),
            maitres_ouvrage=tuple(
                MaitreOuvrage(code=c, nom=NOMS[c][0]) for c in sorted(PORTEURS) if c not in self.financeurs
            ),
        )
        return Projet(
            convention=convention,
            operations=tuple(tiree.ligne for version in self.versions for tiree in version),
            plan=tuple(
                LignePlan(
                    version=tiree.ligne.version,
                    operation=tiree.ligne.code,
                    financeur=financeur,
                    nature=nature,
                    montant=montant,
                )
                for version in self.versions
                for tiree in version
                for (financeur, nature), montant in tiree.plan.items()
            ),
        )


def tirer(alea: random.Random) -> Tirage:
    """Un dossier de une à trois versions, de quatre à quatorze opérations."""
    contenu = Contenu(
        base=alea.choice([Base.HT, Base.HT, Base.TTC]),
        localisation=alea.random() < 0.6,
        quantite=alea.choice(["", "separee", "collee", "logements"]),
        calendrier=alea.random() < 0.6,
        tva=alea.random() < 0.5,
        assiette=alea.random() < 0.3,
        taux_anru=alea.random() < 0.5,
        centimes=alea.random() < 0.3,
    )
    apporteurs = alea.sample(_APPORTEURS, alea.randint(2, 5))
    avec_prets = alea.random() < 0.6
    codes = {"ANRU", *apporteurs, *PORTEURS, *(("CDC",) if avec_prets else ())}
    fabrique = _Fabrique(alea, contenu, tuple(apporteurs), avec_prets)
    familles = sorted(alea.sample(sorted(FAMILLES[Programme.PNRU]), alea.randint(1, 4)))
    suivante = dict.fromkeys(familles, 0)
    premiere = []
    for _ in range(alea.randint(4, 14)):
        famille = alea.choice(familles)
        suivante[famille] += 1
        premiere.append(fabrique.operation(0, famille, suivante[famille]))
    versions = [tuple(sorted(premiere, key=_rang))]
    for numero in range(1, alea.choice([1, 1, 2, 3])):
        versions.append(_version_suivante(alea, fabrique, numero, versions[-1], suivante))
    return Tirage(contenu=contenu, financeurs=tuple(c for c in NOMS if c in codes), versions=tuple(versions))


def _rang(tiree: OperationTiree) -> str:
    return tiree.ligne.code


def _version_suivante(
    alea: random.Random,
    fabrique: "_Fabrique",
    numero: int,
    precedente: tuple[OperationTiree, ...],
    suivante: dict[str, int],
) -> tuple[OperationTiree, ...]:
    gardees: list[OperationTiree] = []
    for tiree in precedente:
        sort = alea.random()
        if sort < 0.1 and len(gardees) > 2:
            continue
        ligne = replace(tiree.ligne, version=numero)
        gardees.append(fabrique.financer(ligne) if sort < 0.35 else replace(tiree, ligne=ligne))
    if alea.random() < 0.5:
        famille = alea.choice(sorted(suivante))
        suivante[famille] += 1
        gardees.append(fabrique.operation(numero, famille, suivante[famille]))
    return tuple(sorted(gardees, key=_rang))


@dataclass(frozen=True)
class _Fabrique:
    alea: random.Random
    contenu: Contenu
    apporteurs: tuple[str, ...]
    avec_prets: bool

    def operation(self, version: int, famille: str, rang: int) -> OperationTiree:
        alea, contenu = self.alea, self.contenu
        unite = Unite.LOGEMENT if contenu.quantite == "logements" else alea.choice([Unite.LOGEMENT, Unite.M2])
        quantite = Decimal(alea.randint(5, 300) * (1 if unite is Unite.LOGEMENT else 10))
        ligne = Operation(
            version=version,
            code=f"{famille}-{rang:04}",
            famille=famille,
            libelle=alea.choice(_OBJETS).format(n=alea.randint(1, 90)),
            maitre_ouvrage=alea.choice(sorted(PORTEURS)),
            localisation=alea.choice(_LIEUX) if contenu.localisation else "",
            quantite=quantite if contenu.quantite else None,
            unite=unite if contenu.quantite else None,
            cout_ht=0,
            base=Base.HT,
            debut=Semestre(alea.randint(2005, 2012), alea.choice([1, 2])) if contenu.calendrier else None,
            duree_semestres=alea.randint(1, 12) if contenu.calendrier else None,
        )
        return self.financer(ligne)

    def financer(self, ligne: Operation) -> OperationTiree:
        """La ligne, chiffrée, et son plan équilibré sur sa base."""
        alea, contenu = self.alea, self.contenu
        cout_ht = alea.randint(20, 4_000) * 200_000
        if contenu.centimes:
            cout_ht += alea.randint(0, 199_999)
        taux_tva = alea.choice([Fraction(55, 1000), Fraction(196, 1000), Fraction(20, 100)])
        cout_ttc = int(cout_ht * (1 + taux_tva) + Fraction(1, 2))
        en_ttc = contenu.base is Base.TTC
        cout = cout_ttc if en_ttc else cout_ht
        assiette = cout * alea.choice([8, 9, 10]) // 10 if contenu.assiette else None
        taux = Fraction(alea.choice([10, 20, 25, 30, 35, 45, 50]), 100)
        plan = {("ANRU", Nature.SUBVENTION): int((assiette or cout) * taux)}
        reste = cout - plan["ANRU", Nature.SUBVENTION]
        for apporteur in self.apporteurs:
            if apporteur != ligne.maitre_ouvrage and alea.random() < 0.6:
                part = reste * alea.choice([5, 10, 20, 30]) // 100
                part -= 0 if contenu.centimes else part % 1_000
                plan[apporteur, Nature.SUBVENTION] = part
                reste -= part
        if self.avec_prets and ligne.maitre_ouvrage in {"TH", "OPH92"} and alea.random() < 0.8:
            part = reste * alea.choice([20, 40, 60]) // 100
            part -= 0 if contenu.centimes else part % 1_000
            plan["CDC", Nature.PRET] = part
            reste -= part
        plan[ligne.maitre_ouvrage, Nature.FONDS_PROPRES] = reste
        chiffree = replace(
            ligne,
            cout_ht=cout_ht,
            base=contenu.base,
            taux_tva=taux_tva if contenu.tva else None,
            cout_ttc=cout_ttc if contenu.tva or en_ttc else None,
            assiette=assiette,
            taux_anru=taux if contenu.taux_anru else None,
        )
        return OperationTiree(ligne=chiffree, plan={cle: montant for cle, montant in plan.items() if montant})
