"""Des dossiers tirés au hasard, un extrait perturbé, et ce que chaque perturbation doit faire retrouver.

Une faute par opération ; le libellé nomme chaque mouvement, d’un compte à l’autre. Les montants tirés au centime ne se
rencontrent pas par hasard : chaque cas est sans ambiguïté, et doit être retrouvé exactement, mouvement par mouvement.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Final, NamedTuple

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import TypeMouvement
from financement.dossier.projet import Projet
from financement.rapprochement import GenreEcart
from tests.construction import mouvement, operation, projet

__all__ = ["FAUTES", "Attendu", "Perturbe", "perturber"]

FINANCEURS: Final = ("ANRU", "VILLE", "DEPARTEMENT")
TAUX: Final = (Fraction(1, 5), Fraction(11, 200), Fraction(49, 250), Fraction(1, 10))


class Attendu(NamedTuple):
    """Un écart à retrouver : son genre, et les libellés de ses mouvements de chaque côté."""

    genre: GenreEcart
    dossier: frozenset[str]
    extrait: frozenset[str]


@dataclass
class Perturbe:
    """Deux comptes en chantier, et ce qui doit en être retrouvé."""

    hasard: Random
    dossier: list[Mouvement] = field(default_factory=list)
    extrait: list[Mouvement] = field(default_factory=list)
    attendus: list[Attendu] = field(default_factory=list)
    taux: dict[str, Fraction] = field(default_factory=dict)
    numero: int = 0

    def nouveau(self, modele: Mouvement, **champs: object) -> Mouvement:
        """Un mouvement de plus, semblable à un autre, sous un nouveau libellé."""
        self.numero += 1
        return replace(modele, libelle=f"n{self.numero}", **champs)  # type: ignore[arg-type]

    def attendre(self, genre: str, dossier: list[Mouvement], extrait: list[Mouvement]) -> None:
        noms = (frozenset(m.libelle for m in compte) for compte in (dossier, extrait))
        self.attendus.append(Attendu(GenreEcart(genre), *noms))

    def recu(self, sien: Mouvement) -> Mouvement:
        """Le même mouvement, tel qu’à l’extrait."""
        return next(m for m in self.extrait if m.libelle == sien.libelle)

    def remplacer(self, ancien: Mouvement, *nouveaux: Mouvement) -> None:
        """À l’extrait."""
        rang = next(rang for rang, m in enumerate(self.extrait) if m.libelle == ancien.libelle)
        self.extrait[rang : rang + 1] = nouveaux

    @property
    def projet(self) -> Projet:
        operations = [operation(code, taux_tva=taux) for code, taux in self.taux.items()]
        return projet(operations=operations, plan=(), journal=self.dossier)


Faute = Callable[[Perturbe, list[Mouvement]], None]


def _du_type(mouvements: list[Mouvement], *genres: str) -> list[Mouvement]:
    return [m for m in mouvements if m.type in genres]


def _paiement(p: Perturbe, siens: list[Mouvement]) -> Mouvement:
    return p.hasard.choice(_du_type(siens, "avance", "acompte", "solde"))


def retrait(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    p.remplacer(m)
    p.attendre("absent_de_l_extrait", [m], [])


def ajout(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    p.dossier.remove(m)
    p.attendre("absent_du_dossier", [], [m])


def doublon_de_l_extrait(p: Perturbe, siens: list[Mouvement]) -> None:
    # Rien ne distingue un doublon de ce qu'il répète : ils ont le même nom.
    m = p.hasard.choice(siens)
    p.extrait.append(p.recu(m))
    p.attendre("doublon_de_l_extrait", [], [m])


def doublon_du_dossier(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    p.dossier.append(m)
    p.attendre("doublon_du_dossier", [m], [])


def engagement_repete(p: Perturbe, siens: list[Mouvement]) -> None:
    (m,) = [e for e in _du_type(siens, "engagement") if e.financeur == "ANRU"]
    for paiement in _du_type([s for s in siens if s.financeur == "ANRU"], "acompte", "solde"):
        repete = p.nouveau(m, date=paiement.date, piece=p.recu(paiement).piece)
        p.extrait.append(repete)
        p.attendre("doublon_de_l_extrait", [], [repete])


def montant(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    faux = replace(p.recu(m), montant=m.montant + p.hasard.choice((1, 90, 10_000, -1, -90)))
    p.remplacer(m, faux)
    p.attendre("montant", [m], [faux])


def chiffres_inverses(p: Perturbe, siens: list[Mouvement]) -> None:
    m = _paiement(p, siens)
    faux = replace(p.recu(m), montant=int("1" + str(m.montant)[::-1]), date=m.date + datetime.timedelta(3))
    p.remplacer(m, faux)
    p.attendre("montant", [m], [faux])


def autre_exercice(p: Perturbe, siens: list[Mouvement]) -> None:
    m = _paiement(p, siens)
    p.dossier[p.dossier.index(m)] = tardif = replace(m, date=datetime.date(m.date.year, 12, p.hasard.randint(16, 31)))
    faux = replace(p.recu(m), date=datetime.date(m.date.year + 1, 1, p.hasard.randint(1, 14)))
    p.remplacer(m, faux)
    p.attendre("date", [tardif], [faux])


def date_lointaine(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    faux = replace(p.recu(m), date=m.date + datetime.timedelta(p.hasard.randint(31, 366)))
    p.remplacer(m, faux)
    p.attendre("date", [m], [faux])


def autre_type(p: Perturbe, siens: list[Mouvement]) -> None:
    m = _paiement(p, siens)
    autres = [TypeMouvement(genre) for genre in ("avance", "acompte", "solde") if genre != m.type]
    faux = replace(p.recu(m), type=p.hasard.choice(autres), date=m.date + datetime.timedelta(p.hasard.choice((0, 12))))
    p.remplacer(m, faux)
    p.attendre("type", [m], [faux])


def autre_sens(p: Perturbe, siens: list[Mouvement]) -> None:
    m = _paiement(p, siens)
    faux = replace(p.recu(m), type=TypeMouvement.DEMANDE)
    p.remplacer(m, faux)
    p.attendre("type", [m], [faux])


def autre_operation(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    # Pas sur une ligne dont une autre faute change tout : un cumul à qui s'ajoute une ligne n'en est plus un.
    ailleurs = p.hasard.choice([code for code in (*[*p.taux][:-1], "HORS-DOSSIER") if code != m.operation])
    faux = replace(p.recu(m), operation=ailleurs, date=m.date + datetime.timedelta(p.hasard.choice((0, 20))))
    p.remplacer(m, faux)
    p.attendre("operation", [m], [faux])


def autre_financeur(p: Perturbe, siens: list[Mouvement]) -> None:
    m = _paiement(p, siens)
    autres = [code for code in (*FINANCEURS, "INCONNU") if code != m.financeur]
    faux = replace(p.recu(m), financeur=p.hasard.choice(autres))
    p.remplacer(m, faux)
    p.attendre("financeur", [m], [faux])


def decoupage(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(siens)
    coupes = sorted(p.hasard.sample(range(1, m.montant), p.hasard.randint(1, 4)))
    bornes = [0, *coupes, m.montant]
    recu = p.recu(m)
    memes = p.hasard.random() < 1 / 2
    parts = [
        p.nouveau(
            m,
            montant=fin - debut,
            date=m.date + datetime.timedelta(p.hasard.randint(0, 9)),
            piece=recu.piece if memes else f"{recu.piece}/{rang}",
        )
        for rang, (debut, fin) in enumerate(pairwise(bornes))
    ]
    p.remplacer(m, *parts)
    p.attendre("regroupement", [m], parts)


def reunion_de_l_exercice(p: Perturbe, siens: list[Mouvement]) -> None:
    """Tous les paiements d’un financeur dans l’année, en un seul montant au 31 décembre."""
    m = _paiement(p, siens)
    reunis = [
        s
        for s in _du_type(siens, "avance", "acompte", "solde")
        if (s.financeur, s.date.year) == (m.financeur, m.date.year)
    ]
    autre = p.nouveau(m, date=datetime.date(m.date.year, 1, 2), montant=m.montant + 12_345, type=TypeMouvement.ACOMPTE)
    p.dossier.append(autre)
    somme = sum(s.montant for s in (*reunis, autre))
    total = p.nouveau(m, montant=somme, date=datetime.date(m.date.year, 12, 31), piece="")
    for s in reunis:
        p.remplacer(s)
    p.extrait.append(total)
    p.attendre("regroupement", [*reunis, autre], [total])


def annulation_d_un_rapproche(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.recu(_paiement(p, siens))
    retour = p.nouveau(m, type=TypeMouvement.REVERSEMENT, date=m.date + datetime.timedelta(20), piece=f"R{m.piece}")
    p.extrait.append(retour)
    p.attendre("annulation", [], [retour])


def annulation_entiere(p: Perturbe, siens: list[Mouvement]) -> None:
    (m,) = _du_type(siens, "depense")[:1]
    erreur = p.nouveau(m, montant=m.montant + 777, piece=f"E{m.piece}", date=m.date + datetime.timedelta(11))
    retour = p.nouveau(erreur, type=TypeMouvement.ANNULATION, date=m.date + datetime.timedelta(30))
    p.dossier += [erreur, retour]
    p.attendre("annulation", [erreur, retour], [])


def ht_contre_ttc(p: Perturbe, siens: list[Mouvement]) -> None:
    m = p.hasard.choice(_du_type(siens, "depense"))
    taux = p.taux[m.operation]
    facteur = Decimal(1) + Decimal(taux.numerator) / Decimal(taux.denominator)
    exact = m.montant * facteur if p.hasard.random() < 1 / 2 else m.montant / facteur
    faux = replace(p.recu(m), montant=int(exact.quantize(Decimal(1), ROUND_HALF_UP)))
    p.remplacer(m, faux)
    p.attendre("ht_ttc", [m], [faux])


def cumul(p: Perturbe, siens: list[Mouvement]) -> None:
    paiements = [m for m in _du_type(siens, "avance", "acompte", "solde") if m.financeur == "VILLE"]
    somme = 0
    for rang, m in enumerate(sorted(paiements, key=lambda m: m.date)):
        somme += m.montant
        cumule = replace(p.recu(m), montant=somme)
        p.remplacer(m, cumule)
        if rang:
            p.attendre("cumul", [m], [cumule])


FAUTES: Final[tuple[Faute, ...]] = (
    retrait,
    ajout,
    doublon_de_l_extrait,
    doublon_du_dossier,
    engagement_repete,
    montant,
    chiffres_inverses,
    autre_exercice,
    date_lointaine,
    autre_type,
    autre_sens,
    autre_operation,
    autre_financeur,
    decoupage,
    reunion_de_l_exercice,
    annulation_d_un_rapproche,
    annulation_entiere,
    ht_contre_ttc,
    cumul,
)


def au_centime(hasard: Random) -> int:
    return hasard.randint(1_000_000, 900_000_000)


def sienne(m: Mouvement) -> str:
    """Une pièce à chacun."""
    return m.piece


def perturber(
    hasard: Random,
    *,
    piece: Callable[[Mouvement], str],
    du_dossier: Callable[[Mouvement], str] = sienne,
    montant: Callable[[Random], int] = au_centime,
) -> Perturbe:
    """Un dossier d’une opération par faute, et son extrait ; à chacun, la pièce qu’on lui donne."""
    p = Perturbe(hasard)
    for rang, _ in enumerate(FAUTES):
        code = f"OP-{rang:02}"
        p.taux[code] = hasard.choice(TAUX)
        for m in _mouvements(hasard, code, montant):
            p.dossier.append(p.nouveau(m, piece=du_dossier(replace(m, piece=f"P{p.numero + 1}"))))
    p.extrait = [replace(m, piece=piece(m)) for m in p.dossier]
    for rang, faute in enumerate(FAUTES):
        faute(p, [m for m in p.dossier if m.operation == f"OP-{rang:02}"])
    hasard.shuffle(p.dossier)
    hasard.shuffle(p.extrait)
    return p


def _mouvements(hasard: Random, code: str, montant: Callable[[Random], int]) -> list[Mouvement]:
    """De chaque financeur, un engagement et trois paiements ; du maître d’ouvrage, trois dépenses."""
    genres = ["engagement", "avance", "acompte", "solde"]
    lignes = [(genre, financeur) for financeur in FINANCEURS for genre in genres] + [("depense", None)] * 3
    siens = []
    for rang, (genre, financeur) in enumerate(lignes):
        jour = datetime.date(2008 + rang % 4, 1 + hasard.randint(1, 10), hasard.randint(1, 28))
        champs = {} if financeur is None else {"financeur": financeur}
        siens.append(mouvement(genre, montant(hasard), jour.isoformat(), operation=code, **champs))
    return siens
