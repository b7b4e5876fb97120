"""La loi d’un rapprochement, refaite mouvement par mouvement : rien n’est oublié, rien ne compte deux fois."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from financement.dossier.journal import Mouvement
from financement.rapprochement import Rapprochement

__all__ = ["Case", "exiger_la_loi", "totaux_attendus"]

Case = tuple[str | None, int, str]

SENS = {
    "engagement": ("engagement", 1),
    "degagement": ("engagement", -1),
    "avance": ("paiement", 1),
    "acompte": ("paiement", 1),
    "solde": ("paiement", 1),
    "reversement": ("paiement", -1),
    "demande": ("demande", 1),
    "rejet": ("demande", -1),
    "depense": ("depense", 1),
    "annulation": ("depense", -1),
    "recette": ("recette", 1),
}


def case(m: Mouvement) -> Case:
    return m.financeur, m.date.year, SENS[m.type][0]


def signe(m: Mouvement) -> int:
    return SENS[m.type][1] * m.montant


def totaux_attendus(mouvements: Sequence[Mouvement], au: date) -> Counter[Case]:
    totaux: Counter[Case] = Counter()
    for m in mouvements:
        if m.date <= au:
            totaux[case(m)] += signe(m)
    return totaux


def exiger_la_loi(r: Rapprochement, dossier: Sequence[Mouvement], extrait: Sequence[Mouvement], au: date) -> None:
    """Les totaux sont ceux des comptes, les écarts leur différence, et chaque mouvement a une place et une seule."""
    siens, leurs = totaux_attendus(dossier, au), totaux_attendus(extrait, au)
    dits = {(t.financeur, t.exercice, str(t.sens)): (t.dossier, t.extrait, t.ecart) for t in r.totaux}
    assert dits == {c: (siens[c], leurs[c], leurs[c] - siens[c]) for c in {*siens, *leurs}}
    ecarts: Counter[Case] = Counter()
    par_operation: Counter[tuple[Case, str]] = Counter()
    for e in r.ecarts:
        cases = {case(dossier[rang]) for rang in e.rangs_dossier} | {case(extrait[rang]) for rang in e.rangs_extrait}
        assert cases == {(e.financeur, e.exercice, str(e.sens))}
        assert e.montant_dossier == sum(signe(dossier[rang]) for rang in e.rangs_dossier)
        assert e.montant_extrait == sum(signe(extrait[rang]) for rang in e.rangs_extrait)
        assert e.motif.endswith(".")
        assert len(e.dossier) >= len(e.rangs_dossier)
        ecarts[e.financeur, e.exercice, str(e.sens)] += e.ecart
        par_operation[(e.financeur, e.exercice, str(e.sens)), e.operation] += e.ecart
    assert {c: v for c, v in ecarts.items() if v} == {c: v[2] for c, v in dits.items() if v[2]}
    assert {c: v for c, v in par_operation.items() if v} == _par_operation(dossier, extrait, au)
    assert [abs(e.ecart) for e in r.ecarts] == sorted((abs(e.ecart) for e in r.ecarts), reverse=True)
    seuls = [e for e in r.ecarts if e.rapproche is None]
    places = [
        [rang for x in r.rapproches for rang in x.dossier] + [rang for e in seuls for rang in e.rangs_dossier],
        [rang for x in r.rapproches for rang in x.extrait] + [rang for e in seuls for rang in e.rangs_extrait],
    ]
    for compte, vus in zip((dossier, extrait), places, strict=True):
        assert sorted(vus) == [rang for rang, m in enumerate(compte) if m.date <= au]
    for a in r.accords():
        (sien,), (leur,) = a.dossier, a.extrait
        d, x = dossier[sien], extrait[leur]
        assert (d.operation, d.financeur, d.type, d.montant) == (x.operation, x.financeur, x.type, x.montant)
        assert d.date.year == x.date.year
        assert abs((d.date - x.date).days) <= r.jours


def _par_operation(dossier: Sequence[Mouvement], extrait: Sequence[Mouvement], au: date) -> dict[tuple[Case, str], int]:
    ecarts: Counter[tuple[Case, str]] = Counter()
    for sens, compte in ((-1, dossier), (1, extrait)):
        for m in compte:
            if m.date <= au:
                ecarts[case(m), m.operation] += sens * signe(m)
    return {c: v for c, v in ecarts.items() if v}
