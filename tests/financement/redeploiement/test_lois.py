"""Le redéploiement de dossiers tirés au hasard : le meilleur que permettent les règles, et un avenant acceptable."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Final, cast

import pytest

from financement.calculs.tableau import tableau_financier
from financement.cloture import calculer_cloture
from financement.comparaison.transferts import groupe_fongible
from financement.controles.constat import Constat, Gravite
from financement.controles.registre import controler
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from financement.redeploiement.besoins import (
    ContrainteVoulue,
    DemandeDeRedeploiement,
    GenreContrainte,
    PasDeRedeploiement,
)
from financement.redeploiement.redeploiement import Redeploiement, redeployer
from financement.redeploiement.solveur import StatutReponse
from financement.redeploiement.version import generer_avenant_de_redeploiement
from financement.valeurs.arrondi import arrondir
from tests.financement.cloture.dossiers import au_hasard
from tests.financement.redeploiement.demandes import AU, besoin, demande, demande_au_hasard, dossier_au_hasard

LOTS: Final = 4
PAR_LOT: Final = 50


class Regles:
    """Les règles, lues dans le dossier une deuxième fois : ce que la clôture laisse, opération par opération."""

    def __init__(self, dossier: Projet, besoins: DemandeDeRedeploiement) -> None:
        self.besoins, self.cloture = besoins, calculer_cloture(dossier, au=AU)
        self.operations = {o.code: o for o in dossier.operations}
        self.economies = {
            ligne.cle.operation: ligne.programme - ligne.montant_cloture
            for ligne in self.cloture.lignes
            if ligne.cle.financeur == "ANRU" and ligne.programme > ligne.montant_cloture
        }
        self.economies = {code: e for code, e in self.economies.items() if self._donne(code)}
        total = sum(self.economies.values())
        self.total = total if besoins.economies is None else min(total, cast(int, besoins.economies))
        self.limite = dossier.convention.date_limite_engagement
        self.enveloppe = dossier.convention.financeurs[0].enveloppe
        self.anru = sum(ligne.montant_cloture for ligne in self.cloture.lignes if ligne.cle.financeur == "ANRU")

    def _donne(self, code: str) -> bool:
        return self._plan(code) == self._cout(code) and not self._orphelines(code, "")

    def _orphelines(self, code: str, servi: str) -> bool:
        """De l’argent engagé ou payé sur une ligne qui ne garderait rien."""
        return any(
            (ligne.suivie.engage or ligne.paye) and ligne.cle.financeur != servi
            for ligne in self.cloture.lignes
            if ligne.cle.operation == code and not ligne.montant_cloture
        )

    def _plan(self, code: str) -> int:
        return sum(ligne.montant_cloture for ligne in self.cloture.lignes if ligne.cle.operation == code)

    def _cout(self, code: str) -> int:
        return self.cloture.faits[code].cout_final

    def equilibre(self, code: str, part: int) -> bool:
        """Sans ligne au résidu, le plan ne fait le coût que si ce qui manque arrive en entier."""
        siennes = [ligne for ligne in self.cloture.lignes if ligne.cle.operation == code]
        residu = any(ligne.etat == "residu" for ligne in siennes)
        return part == 0 or residu or self._plan(code) + part == self._cout(code)

    def plafond(self, code: str) -> int:
        """Ce que peut recevoir une opération, seule."""
        faits, operation = self.cloture.faits[code], self.operations[code]
        siennes = [ligne for ligne in self.cloture.lignes if ligne.cle.operation == code]
        anru = [ligne for ligne in siennes if ligne.cle.financeur == "ANRU"]
        deja = sum(ligne.montant_cloture for ligne in anru)
        if operation.est_abandonnee or self._orphelines(code, "ANRU") or any(ligne.etat == "soldee" for ligne in anru):
            return 0
        subventions = sum(ligne.montant_cloture for ligne in siennes if ligne.cle.nature is Nature.SUBVENTION)
        autres = sum(ligne.montant_cloture for ligne in siennes if ligne.etat != "residu")
        plafonds = [faits.cout_final - autres]
        if operation.taux_anru is not None:
            plafonds.append(arrondir(operation.taux_anru * min(operation.assiette_retenue, faits.cout_final)) - deja)
        plafonds += [
            arrondir((1 - (c.part or Fraction(0))) * faits.cout_final) - subventions
            for c in self.besoins.contraintes
            if c.genre is GenreContrainte.PART_MINIMALE and code in c.operations
        ]
        return max(0, min(plafonds))

    def permises(self) -> Iterator[tuple[int, ...]]:
        """Toutes les répartitions permises, en centimes."""
        codes = [besoin.operation for besoin in self.besoins.besoins]
        plafonds = [self.plafond(code) for code in codes]
        for parts in product(*(range(b.minimum, b.maximum + 1) for b in self.besoins.besoins)):
            recus = dict(zip(codes, parts, strict=True))
            seules = all(part <= plafond for part, plafond in zip(parts, plafonds, strict=True))
            seules = seules and all(self.equilibre(code, part) for code, part in recus.items())
            if seules and self._ensemble(sum(parts)) and all(self._tient(recus, c) for c in self.besoins.contraintes):
                yield parts

    def _ensemble(self, somme: int) -> bool:
        if somme and self.limite < AU:
            return False
        marge = None if self.enveloppe is None else max(0, self.enveloppe - self.anru)
        return somme <= self.total and (marge is None or somme <= marge)

    def _tient(self, recus: dict[str, int], contrainte: ContrainteVoulue) -> bool:
        vises = {code: recus[code] for code in contrainte.operations}
        servis = [code for code, recu in vises.items() if recu]
        maximums = {b.operation: b.maximum for b in self.besoins.besoins}
        montant, nombre = contrainte.montant or 0, contrainte.nombre or 0
        return {
            GenreContrainte.PART_MINIMALE: True,  # lue dans le plafond de chaque opération
            GenreContrainte.SANS_AVENANT: self._localement(vises),
            GenreContrainte.PLAFOND: sum(vises.values()) <= montant,
            GenreContrainte.PLANCHER: sum(vises.values()) >= montant,
            GenreContrainte.SEUIL: all(vises[code] >= montant for code in servis),
            GenreContrainte.NOMBRE_MAXIMAL: len(servis) <= nombre,
            GenreContrainte.TOUT_OU_RIEN: all(vises[code] == maximums[code] for code in servis),
            GenreContrainte.EXCLUSION: len(servis) <= 1,
            GenreContrainte.ENSEMBLE: len(servis) in (0, len(vises)),
        }[contrainte.genre]

    def _localement(self, vises: dict[str, int]) -> bool:
        """Chaque groupe fongible a de quoi servir les siennes."""
        demandes, disponibles = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for code, recu in vises.items():
            demandes[groupe_fongible(self.operations[code])] += recu
        for code, economie in self.economies.items():
            disponibles[groupe_fongible(self.operations[code])] += economie
        return all(recu <= disponibles[groupe] for groupe, recu in demandes.items())


@pytest.mark.parametrize("lot", range(LOTS))
def test_le_meilleur_de_tous_ceux_que_les_regles_permettent(lot: int) -> None:
    hasard = Random(lot)  # noqa: S311
    statuts = Counter[str]()
    for _ in range(PAR_LOT):
        dossier = dossier_au_hasard(hasard)
        besoins = demande_au_hasard(hasard, dossier)
        trouve = redeployer(dossier, besoins, au=AU)
        statuts[trouve.statut if trouve.valeur != 0 else "nul"] += 1
        verifier(dossier, besoins, trouve)
    assert all(statuts[statut] > 2 for statut in ("optimal", "nul", "impossible")), statuts


def verifier(dossier: Projet, besoins: DemandeDeRedeploiement, trouve: Redeploiement) -> None:
    priorites = [besoin.priorite for besoin in besoins.besoins]
    valeurs = [
        sum((priorite * part for priorite, part in zip(priorites, parts, strict=True)), Fraction(0))
        for parts in Regles(dossier, besoins).permises()
    ]
    if not valeurs:
        assert (trouve.statut, trouve.valeur, trouve.mouvements) == (StatutReponse.IMPOSSIBLE, None, ())
        assert trouve.blocage
        return
    assert (trouve.statut, trouve.valeur, trouve.borne) == (StatutReponse.OPTIMAL, max(valeurs), max(valeurs))
    # Conservation : ce qui part est ce qui arrive ; économies = employé + rendu.
    recus = Counter[str]()
    for mouvement in trouve.mouvements:
        recus[mouvement.vers] += mouvement.montant
    assert {servi.besoin.operation: servi.recu for servi in trouve.servis if servi.recu} == dict(recus)
    assert trouve.employe == sum(recus.values())
    assert 0 <= trouve.rendu == trouve.economies - trouve.employe
    verifier_l_avenant(dossier, trouve)


def cle(constat: Constat) -> tuple[str, str | None, str | None]:
    return constat.code, constat.operation, constat.financeur


def du_plan(constat: Constat) -> bool:
    domaine = constat.code.partition("-")[0]
    du_tableau = domaine in ("PLAN", "PLAFOND", "ENVELOPPE", "COUT") and constat.gravite is Gravite.ALERTE
    return constat.est_bloquant or du_tableau


def verifier_l_avenant(dossier: Projet, trouve: Redeploiement) -> None:
    """L’avenant n’ajoute rien de bloquant ni rien sur le plan ou ses plafonds, et ne touche que ce qui bouge.

    Le reste est ce que veut dire servir : un solde à demander sur une opération achevée.
    """
    ecrit = generer_avenant_de_redeploiement(trouve, signature=AU)
    avant, apres = ({cle(c) for c in controler(p, au=AU) if du_plan(c)} for p in (dossier, ecrit))
    assert apres <= avant
    tableau, numero = tableau_financier(ecrit), ecrit.convention.versions[-1]
    recus = Counter({s.besoin.operation: s.recu for s in trouve.servis})
    touchees = {code for m in trouve.mouvements for code in (m.de, m.vers)}
    assert {o.operation for o in ecrit.plan if o.version == numero} <= touchees
    programmes = {ligne.cle: ligne.montant for ligne in tableau.lignes}
    fermes = calculer_cloture(dossier, au=AU)
    for ligne in fermes.lignes:
        operation, financeur, nature = ligne.cle
        if operation not in touchees:
            assert programmes.get(ligne.cle, 0) == ligne.programme
        elif financeur == "ANRU" or nature is not Nature.FONDS_PROPRES:
            assert programmes[ligne.cle] == ligne.montant_cloture + (recus[operation] if financeur == "ANRU" else 0)
    for decrite in tableau.operations:
        if decrite.code in touchees:
            assert decrite.cout == fermes.faits[decrite.code].cout_final
            assert decrite.cout == sum(plan.montant for plan in tableau.lignes_de(decrite.code))


@pytest.mark.parametrize("graine", range(40))
def test_aucun_dossier_ne_met_la_verification_en_defaut(graine: int) -> None:
    """Des dossiers que personne n’écrirait : la solution y passe toujours la seconde lecture des règles."""
    hasard = Random(graine)  # noqa: S311
    dossier, au = au_hasard(graine)
    codes = [o.code for o in tableau_financier(dossier, dossier.convention.version_au(au)).operations]
    besoins = tuple(
        besoin(code, hasard.choice((1, 7, 100, 10**6, 10**11)), priorite=Fraction(hasard.randint(1, 9)))
        for code in codes
    )
    financeur = hasard.choice([f.code for f in dossier.convention.financeurs])
    nature = hasard.choice((Nature.SUBVENTION, Nature.PRET))
    pas = hasard.choice(tuple(PasDeRedeploiement))
    trouve = redeployer(dossier, demande(*besoins, financeur=financeur, nature=nature, pas=pas), au=au)
    assert trouve.statut is StatutReponse.OPTIMAL
    assert all(m.montant % pas.centimes == 0 for m in trouve.mouvements)
