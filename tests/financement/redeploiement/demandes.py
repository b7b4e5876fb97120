"""Petits dossiers de quelques centimes, et demandes de redéploiement, tirés au hasard mais reproductibles."""

import datetime
from fractions import Fraction
from random import Random
from typing import Any, Final

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature, RegleCloture, Statut
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.redeploiement.besoins import (
    BesoinDeCredits,
    ContrainteVoulue,
    DemandeDeRedeploiement,
    EconomieRetenue,
    GenreContrainte,
    PasDeRedeploiement,
)
from tests.construction import financeur, ligne, mouvement, operation, projet

AU: Final = datetime.date(2012, 6, 30)


def demande(*besoins: BesoinDeCredits, **champs: Any) -> DemandeDeRedeploiement:
    """Une demande de subventions de l’ANRU, au centime."""
    return DemandeDeRedeploiement(
        **{"financeur": "ANRU", "pas": PasDeRedeploiement.CENTIME, "besoins": besoins} | champs
    )


def besoin(code: str, maximum: int, **champs: Any) -> BesoinDeCredits:
    """Ce qu’une opération peut recevoir, en centimes."""
    return BesoinDeCredits(operation=code, maximum=maximum, **champs)


def contrainte(genre: str, **champs: Any) -> ContrainteVoulue:
    """Une contrainte de ce genre."""
    return ContrainteVoulue(genre=GenreContrainte(genre), **champs)


def dossier_au_hasard(hasard: Random) -> Projet:
    """Deux à quatre opérations de deux familles et deux maîtres d’ouvrage, les unes achevées à moindre coût."""
    operations: list[Operation] = []
    plan: list[LignePlan] = []
    journal: list[Mouvement] = []
    suivi: list[Reestimation] = []
    for rang in range(1, hasard.randint(2, 4) + 1):
        code, cout, maitre = f"OP-{rang}", hasard.randint(4, 12), hasard.choice(("VILLE", "OPH"))
        # La première donne presque toujours : abandonnée, ou achevée à moindre coût.
        abandonnee = hasard.random() < (0.5 if rang == 1 else 0.05)
        achevee = not abandonnee and hasard.random() < (1 if rang == 1 else 0.3)
        anru, departement = hasard.randint(2 if rang == 1 else 0, cout // 2), hasard.randint(0, cout // 4)
        operations.append(
            operation(
                code,
                famille=hasard.choice(("06", "08")),
                maitre_ouvrage=maitre,
                cout_ht=cout,
                assiette=hasard.choice((None, None, cout - hasard.randint(0, 2))),
                taux_anru=hasard.choice((None, None, Fraction(1, 2), Fraction(2, 3), Fraction(1))),
                achevement=datetime.date(2010, 1, 31) if achevee else None,
                statut=Statut.ABANDONNEE if abandonnee else Statut.ACTIVE,
            )
        )
        plan += [ligne("ANRU", anru, code), ligne("DEPARTEMENT", departement, code)]
        regle = RegleCloture.FORFAIT if hasard.random() < (0.1 if rang == 1 else 0.25) else None
        reste = cout - anru - departement
        plan.append(ligne(maitre, reste, code, nature=Nature.FONDS_PROPRES, regle_cloture=regle))
        if hasard.random() < (0.2 if abandonnee else 0.7) and anru:
            journal.append(mouvement("engagement", anru, "2008-01-15", operation=code))
            if hasard.random() < 0.2:
                journal.append(mouvement("solde", hasard.randint(0, anru), "2011-01-15", operation=code))
        if achevee:
            journal.append(
                mouvement("depense", hasard.randint(1, cout if rang > 1 else cout // 2), "2009-12-15", operation=code)
            )
        elif hasard.random() < 0.4:
            suivi.append(Reestimation(date=AU, operation=code, cout=hasard.randint(1, cout + 3)))
    programme = sum(p.montant for p in plan if p.financeur == "ANRU")
    codes = ("VILLE", "OPH", "DEPARTEMENT")
    enveloppe = hasard.choice((None, None, programme, programme + 3))
    return projet(
        operations=operations,
        plan=plan,
        journal=journal,
        suivi=suivi,
        financeurs=(financeur("ANRU", enveloppe=enveloppe), *map(financeur, codes)),
        date_limite_engagement=AU - datetime.timedelta(days=hasard.random() < 0.1),
    )


def demande_au_hasard(hasard: Random, dossier: Projet) -> DemandeDeRedeploiement:
    """Des besoins de quelques centimes, leurs priorités, et souvent une contrainte ou deux."""
    codes = [o.code for o in dossier.operations]
    demandes = hasard.sample(codes, hasard.randint(1, min(3, len(codes))))
    besoins = []
    for code in demandes:
        maximum = hasard.randint(0, 5)
        minimum = hasard.randint(0, maximum) if hasard.random() < 0.2 else 0
        besoins.append(besoin(code, maximum, minimum=minimum, priorite=Fraction(hasard.randint(1, 3))))
    contraintes = []
    for _ in range(hasard.choice((0, 0, 1, 2))):
        genre = hasard.choice(tuple(GenreContrainte))
        mesures: dict[GenreContrainte, dict[str, Any]] = {
            GenreContrainte.PART_MINIMALE: {"part": hasard.choice((Fraction(1, 5), Fraction(1, 2)))},
            GenreContrainte.PLAFOND: {"montant": hasard.randint(0, 5)},
            GenreContrainte.PLANCHER: {"montant": hasard.randint(1, 4)},
            GenreContrainte.SEUIL: {"montant": hasard.randint(1, 4)},
            GenreContrainte.NOMBRE_MAXIMAL: {"nombre": hasard.randint(0, 2)},
        }
        cible = tuple(sorted(hasard.sample(demandes, hasard.randint(1, len(demandes)))))
        contraintes.append(contrainte(genre, operations=cible, **mesures.get(genre, {})))
    return demande(
        *besoins, contraintes=tuple(contraintes), economies=hasard.choice((None, None, hasard.randint(0, 6)))
    )


def toute_l_economie(code: str, montant: int) -> EconomieRetenue:
    """L’économie d’une opération, reprise à hauteur d’un montant."""
    return EconomieRetenue(operation=code, montant=montant)
