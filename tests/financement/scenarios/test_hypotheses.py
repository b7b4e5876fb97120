"""Une hypothèse donne exactement la clôture du dossier modifié à la main, sur des dossiers tirés méchants."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from random import Random
from typing import Final

import pytest

from financement.cloture import Cloture, EtatLigne, calculer_cloture
from financement.cloture.faits import FaitsOperation
from financement.dossier.nomenclature import CONCOURS, Categorie, Nature, RegleCloture
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from financement.scenarios.abandon import Abandon
from financement.scenarios.calendrier import ChangementDeLimite, Limite, Retard
from financement.scenarios.couts import Actualisation, CoutFixe, VariationDeCout
from financement.scenarios.financements import ChangementDEnveloppe, ChangementDeTaux, RetraitDeFinanceur
from financement.scenarios.hypothese import Hypothese
from financement.scenarios.scenario import Scenario
from financement.selection import Selection
from tests.financement.cloture.dossiers import au_hasard
from tests.financement.scenarios.main_levee import Document, chiffres, euros, lignes_closes, modifier, rangee

GRAINES: Final = range(60)
# Combien de ces dossiers une hypothèse doit changer, au moins, pour que l’essai prouve quelque chose.
EFFETS_AU_MOINS: Final = 4


def arrondi(valeur: Fraction) -> int:
    """La moitié loin de zéro, pour un positif."""
    return floor(valeur + Fraction(1, 2))


def visees(cloture: Cloture, cible: Selection) -> list[FaitsOperation]:
    """Les opérations au tableau, ni achevées ni abandonnées, que nomme la cible."""
    return [
        faits
        for operation in cloture.situation.tableau.operations
        if cible.famille in {None, operation.famille}
        and cible.maitre_ouvrage in {None, operation.maitre_ouvrage}
        and cible.operation in {None, operation.code}
        and (operation.achevement is None or operation.achevement > cloture.au)
        and not operation.est_abandonnee
        for faits in [cloture.faits[operation.code]]
    ]


def dernier_cout(faits: FaitsOperation) -> int:
    return faits.reestimation.cout if faits.reestimation else faits.operation.cout


def cibles(hasard: Random, cloture: Cloture) -> Selection:
    """Une cible qui vise au moins une opération en cours."""
    operation = hasard.choice(visees(cloture, Selection())).operation
    return hasard.choice(
        [
            Selection(),
            Selection(operation=operation.code),
            Selection(famille=operation.famille),
            Selection(maitre_ouvrage=operation.maitre_ouvrage),
        ]
    )


@cache
def clotures_en_cours() -> tuple[tuple[int, Cloture], ...]:
    """Les dossiers tirés dont une opération au moins est en cours, clos, et leur graine."""
    tires = ((graine, *au_hasard(graine)) for graine in GRAINES)
    clotures = ((graine, calculer_cloture(projet, au=au)) for graine, projet, au in tires)
    return tuple((graine, cloture) for graine, cloture in clotures if visees(cloture, Selection()))


def dossiers_en_cours() -> Iterator[tuple[Projet, date, Cloture, Random]]:
    """Chacun, avec un hasard qui ne dépend que de lui."""
    for graine, cloture in clotures_en_cours():
        yield cloture.projet, cloture.au, cloture, Random(graine)  # noqa: S311 -- un tirage de test, sans secret


def reestimer(document: Document, au: date, couts: dict[str, int]) -> None:
    """À la main : une réestimation du jour par opération, à la place de celle du même jour."""
    table = document.setdefault("reestimations", [])
    for code, cout in couts.items():
        for ligne in table:
            if (ligne["date"], ligne["operation"]) == (au.isoformat(), code):
                ligne["cout"] = euros(cout)
                break
        else:
            table.append({"date": au.isoformat(), "operation": code, "cout": euros(cout)})


Tire = tuple[Hypothese, Callable[[Document], None]]
Cas = Callable[[Random, Cloture], Tire | None]


def variation(hasard: Random, cloture: Cloture) -> Tire:
    cible, taux = cibles(hasard, cloture), Fraction(hasard.randint(-60, 60), 100)
    couts = [(f, arrondi(dernier_cout(f) * (1 + taux))) for f in visees(cloture, cible)]
    nouveaux = {f.operation.code: cout for f, cout in couts if cout != dernier_cout(f)}
    return VariationDeCout(proportion=taux, cible=cible), lambda d: reestimer(d, cloture.au, nouveaux)


def montant_de_plus(hasard: Random, cloture: Cloture) -> Tire:
    (faits, *_) = visees(cloture, Selection())
    montant = hasard.randint(-dernier_cout(faits), 10**9)
    nouveaux = {faits.operation.code: dernier_cout(faits) + montant} if montant else {}
    cible = Selection(operation=faits.operation.code)
    return VariationDeCout(montant=montant, cible=cible), lambda d: reestimer(d, cloture.au, nouveaux)


def cout_fixe(hasard: Random, cloture: Cloture) -> Tire:
    faits = hasard.choice(visees(cloture, Selection()))
    cout = hasard.randint(0, 10**12)
    nouveaux = {faits.operation.code: cout} if cout != dernier_cout(faits) else {}
    cible = Selection(operation=faits.operation.code)
    return CoutFixe(cout=cout, cible=cible), lambda d: reestimer(d, cloture.au, nouveaux)


def actualisation(_: Random, cloture: Cloture) -> Tire:
    """Deux ans et sept mois à 1,8 % par an : deux années entières, puis sept douzièmes."""
    coefficient = Fraction(1018, 1000) ** 2 * (1 + Fraction(18, 1000) * Fraction(7, 12))
    nouveaux = {
        f.operation.code: arrondi(dernier_cout(f) * coefficient)
        for f in visees(cloture, Selection())
        if arrondi(dernier_cout(f) * coefficient) != dernier_cout(f)
    }
    hypothese = Actualisation(base=date(2010, 3, 15), valeur=date(2012, 11, 14), taux=Fraction(18, 1000))
    # Au 14 novembre, le huitième mois n’est pas révolu.
    assert hypothese.coefficient() == coefficient
    return hypothese, lambda d: reestimer(d, cloture.au, nouveaux)


def abandon(hasard: Random, cloture: Cloture) -> Tire:
    cible, version = cibles(hasard, cloture), cloture.situation.tableau.version

    def editer(document: Document) -> None:
        for faits in visees(cloture, cible):
            rangee(document["operations"], version, operation=faits.operation.code)["statut"] = "abandonnee"

    return Abandon(cible=cible), editer


def retard(hasard: Random, cloture: Cloture) -> Tire:
    """La règle écrite deux fois : le calendrier tiré n’a pas de début, tout démarre au premier semestre à venir."""
    cible, version, semestres = cibles(hasard, cloture), cloture.situation.tableau.version, hasard.randint(1, 9)
    au, limite = cloture.au, cloture.situation.tableau.date_limite_engagement
    lendemain = date.fromordinal(au.toordinal() + 1)
    rang = 2 * lendemain.year + (lendemain.month > 6) + semestres
    premier_jour = date(rang // 2, 7 if rang % 2 else 1, 1)
    dernier_jour = date(rang // 2, 12, 31) if rang % 2 else date(rang // 2, 6, 30)

    def editer(document: Document) -> None:
        for faits in visees(cloture, cible):
            code = faits.operation.code
            siennes = [ligne for ligne in cloture.lignes if ligne.cle.operation == code]
            demarree = faits.depense is not None or any(
                ligne.etat in {EtatLigne.EN_COURS, EtatLigne.SOLDEE} for ligne in siennes
            )
            operation = rangee(document["operations"], version, operation=code)
            acheve = faits.operation.achevement
            if demarree or acheve is not None:
                fin = max(lendemain, acheve or lendemain)
                tour = 2 * fin.year + (fin.month > 6) + semestres
                operation["achevement"] = (date(tour // 2, 12, 31) if tour % 2 else date(tour // 2, 6, 30)).isoformat()
                assert acheve is not None or operation["achevement"] == dernier_jour.isoformat()
            if demarree:
                continue
            operation["debut"] = f"{rang // 2}-S{rang % 2 + 1}"
            if premier_jour > limite:
                for ligne in siennes:
                    est_anru = ligne.suivie.financeur.categorie is Categorie.ANRU
                    if est_anru and ligne.etat is EtatLigne.A_ENGAGER and ligne.programme:
                        cle = {"operation": code, "financeur": ligne.cle.financeur, "nature": ligne.cle.nature.value}
                        rangee(document["plan"], version, **cle)["montant"] = "0,00"

    return Retard(semestres=semestres, cible=cible), editer


def retrait(hasard: Random, cloture: Cloture) -> Tire | None:
    version = cloture.situation.tableau.version
    codes = {f.operation.code for f in visees(cloture, Selection())}
    candidates = [
        ligne
        for ligne in cloture.lignes
        if ligne.cle.operation in codes
        and ligne.programme
        and ligne.regle is not RegleCloture.RESIDU
        and (
            ligne.suivie.engage <= 0
            or (ligne.suivie.financeur.est_repute and ligne.cle.nature in {"subvention", "pret"})
        )
    ]
    if not candidates:
        return None
    financeur = hasard.choice(candidates).cle.financeur

    def editer(document: Document) -> None:
        for ligne in candidates:
            if ligne.cle.financeur == financeur:
                repute = ligne.suivie.financeur.est_repute and ligne.cle.nature in CONCOURS
                cle = {"operation": ligne.cle.operation, "financeur": financeur, "nature": ligne.cle.nature.value}
                reste = max(0, ligne.paye) if repute else 0
                rangee(document["plan"], version, **cle)["montant"] = euros(reste)

    return RetraitDeFinanceur(cible=Selection(financeur=financeur)), editer


def taux(hasard: Random, cloture: Cloture) -> Tire | None:
    version, nouveau = cloture.situation.tableau.version, Fraction(hasard.randint(0, 100), 100)
    codes = {f.operation.code for f in visees(cloture, Selection())}
    candidates = [
        ligne
        for ligne in cloture.lignes
        if ligne.cle.operation in codes
        and ligne.cle.nature is Nature.SUBVENTION
        and ligne.regle is RegleCloture.TAUX
        and ligne.suivie.engage <= 0
        and ligne.programme
    ]
    if not candidates:
        return None
    financeur = hasard.choice(candidates).cle.financeur

    def editer(document: Document) -> None:
        for ligne in candidates:
            if ligne.cle.financeur == financeur:
                operation, cle = ligne.faits.operation, {"financeur": financeur, "nature": "subvention"}
                anru = ligne.suivie.financeur.categorie is Categorie.ANRU
                base = operation.assiette if anru and operation.assiette is not None else operation.cout
                montant = arrondi(nouveau * base)
                rangee(document["plan"], version, operation=operation.code, **cle)["montant"] = euros(montant)
                if anru:
                    rangee(document["operations"], version, operation=operation.code)["taux_anru"] = (
                        f"{nouveau.numerator}/{nouveau.denominator}"
                    )

    return ChangementDeTaux(taux=nouveau, cible=Selection(financeur=financeur)), editer


def limite(hasard: Random, cloture: Cloture) -> Tire:
    version, jour = cloture.situation.tableau.version, date(hasard.randint(2005, 2014), 6, 30)

    def editer(document: Document) -> None:
        actes = [document["convention"], *document.get("avenants", [])]
        (acte,) = [a for a in actes if a.get("numero", 0) == version]
        acte["date_limite_engagement"] = jour.isoformat()

    return ChangementDeLimite(limite=Limite.ENGAGEMENT, jour=jour), editer


def enveloppe(hasard: Random, cloture: Cloture) -> Tire:
    version, montant = cloture.situation.tableau.version, hasard.randint(0, 10**9)

    def editer(document: Document) -> None:
        if version:
            (acte,) = [a for a in document["avenants"] if a["numero"] == version]
            acte["enveloppes"] = {"ANRU": euros(montant)}
        else:
            document["financeurs"][0]["enveloppe"] = euros(montant)

    return ChangementDEnveloppe(financeur="ANRU", montant=montant), editer


CAS: Final[tuple[Cas, ...]] = (
    variation,
    montant_de_plus,
    cout_fixe,
    actualisation,
    abandon,
    retard,
    retrait,
    taux,
    limite,
    enveloppe,
)


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.__name__)
def test_une_hypothese_est_le_dossier_modifie_a_la_main(cas: Cas) -> None:
    effets = 0
    for projet, au, cloture, hasard in dossiers_en_cours():
        tire = cas(hasard, cloture)
        if tire is None:
            continue
        hypothese, editer = tire
        suppose = Scenario(nom="s", hypotheses=(hypothese,)).appliquer(projet, au=au)
        attendu = modifier(projet, editer)
        assert suppose == attendu
        assert chiffres(suppose, au) == chiffres(attendu, au)
        effets += chiffres(suppose, au) != lignes_closes(cloture) or cas is enveloppe
    assert effets >= EFFETS_AU_MOINS


def test_des_hypotheses_composees_sont_les_modifications_l_une_apres_l_autre() -> None:
    composes = 0
    for projet, au, _, hasard in dossiers_en_cours():
        suppose = attendu = projet
        for cas in hasard.sample(CAS, 3):
            cloture = calculer_cloture(attendu, au=au)
            tire = cas(hasard, cloture) if visees(cloture, Selection()) else None
            if tire is not None:
                hypothese, editer = tire
                suppose, attendu = hypothese.appliquer(suppose, au), modifier(attendu, editer)
                composes += 1
        assert chiffres(suppose, au) == chiffres(attendu, au)
    assert composes >= 10 * EFFETS_AU_MOINS


def test_l_ordre_d_hypotheses_independantes_est_indifferent() -> None:
    """Le coût de l’une, le calendrier, l’enveloppe, le financement : aucune ne lit ce qu’une autre écrit."""
    for projet, au, cloture, hasard in dossiers_en_cours():
        (premiere, *autres) = visees(cloture, Selection())
        codes = [Selection(operation=f.operation.code) for f in (premiere, *autres)]
        hypotheses: list[Hypothese] = [
            VariationDeCout(proportion=Fraction(8, 100), cible=codes[0]),
            ChangementDEnveloppe(financeur="ANRU", montant=123),
            Retard(semestres=3, cible=codes[0]),
            *(Abandon(cible=autre) for autre in codes[1:2]),
            *(VariationDeCout(montant=77, cible=autre) for autre in codes[2:]),
        ]
        obtenus = []
        for _ in range(3):
            hasard.shuffle(hypotheses)
            suppose = Scenario(nom="s", hypotheses=tuple(hypotheses)).appliquer(projet, au=au)
            obtenus.append(chiffres(suppose, au))
        assert obtenus[0] == obtenus[1] == obtenus[2]


def test_les_fautes_de_toutes_les_hypotheses_se_disent_a_la_fois() -> None:
    projet, au = au_hasard(5)
    with pytest.raises(DossierRefuse) as refus:
        Scenario(
            nom="s",
            hypotheses=(
                Abandon(cible=Selection(operation="OP-9")),
                VariationDeCout(proportion=Fraction(1, 10), cible=Selection(famille="99")),
                ChangementDEnveloppe(financeur="PERSONNE", montant=1),
            ),
        ).appliquer(projet, au=au)
    assert [faute.code for faute in refus.value.fautes] == ["CODE-01", "CODE-03", "CODE-02"]
