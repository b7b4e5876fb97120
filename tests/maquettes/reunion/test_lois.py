"""Couper un dossier connu par maître d’ouvrage, modifier chaque part au hasard, réunir : tout se retrouve, exactement.

L’attendu est calculé par un autre chemin : chaque ligne y porte une identité que la fusion ne connaît pas.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature, TypeMouvement
from financement.dossier.projet import Projet
from maquettes import texte_canonique
from maquettes.reunion.reunion import reunir_les_retours
from tests.construction import euros, financeur, ligne, mouvement, operation, projet
from tests.maquettes.reunion.retours import envoyer, retour, situees

PORTEURS = ("VILLE", "BAILLEUR", "SYNDIC")
JOUR = date(2010, 6, 15)
LIBRES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "operations": {"cout_ht": st.integers(1, 4).map(euros), "libelle": st.sampled_from("abc")},
    "plan": {"montant": st.integers(1, 4).map(euros)},
    "journal": {
        "montant": st.integers(1, 4).map(euros),
        "libelle": st.sampled_from("abc"),
        "date": st.integers(0, 3).map(lambda jours: JOUR + timedelta(jours)),
    },
}
"""Ce que chacun change, dans une table ; peu de valeurs, pour que l’on se rencontre souvent."""


def _dossier() -> Projet:
    codes = [(porteur, f"{porteur[0]}-{rang}") for porteur in PORTEURS for rang in (1, 2)]
    mouvements: list[Mouvement] = []
    for _, code in codes:
        mouvements += [mouvement("depense", euros(n), operation=code, piece=f"{code}/{n}") for n in (1, 2, 3)]
        mouvements += [mouvement("acompte", euros(n), operation=code, piece=f"{code}/A{n}") for n in (1, 2)]
        mouvements.append(mouvement("demande", euros(1), operation=code, piece=f"{code}/D"))
    return situees(
        projet(
            financeurs=tuple(financeur(code) for code in ("ANRU", *PORTEURS)),
            operations=[operation(code, maitre_ouvrage=porteur, libelle="a") for porteur, code in codes],
            plan=[
                une
                for porteur, code in codes
                for une in (ligne("ANRU", euros(2), code), ligne(porteur, euros(3), code, nature=Nature.FONDS_PROPRES))
            ],
            journal=mouvements,
        ),
        "dossier",
    )


DOSSIER = _dossier()


class Ecriture(NamedTuple):
    """Une valeur écrite dans un champ d’une ligne, son retrait (``champ`` vide), ou une dépense ajoutée (``+``)."""

    table: str
    identite: str
    champ: str
    valeur: Any


def identite(objet: Any) -> str:
    """Ce qui suit une ligne de bout en bout : une clé, ou une pièce que personne ne change."""
    if isinstance(objet, Mouvement):
        return objet.piece
    return objet.code if hasattr(objet, "code") else f"{objet.operation}/{objet.financeur}"


@st.composite
def ecritures(tirer: st.DrawFn, projet_change: Projet) -> tuple[Ecriture, ...]:
    """Quelques changements, sur n’importe quelle ligne : la sienne ou celle d’un autre."""
    faites = []
    for _ in range(tirer(st.integers(0, 6))):
        table = tirer(st.sampled_from(sorted(LIBRES)))
        objet = tirer(st.sampled_from(getattr(projet_change, table)))
        champ = tirer(st.sampled_from([*LIBRES[table], *(["", "+"] if table == "journal" else [])]))
        valeur = tirer(LIBRES[table].get(champ, st.integers(1, 2)))
        faites.append(Ecriture(table, identite(objet), champ, valeur))
    return tuple(faites)


def ecrire(change: Projet, faites: tuple[Ecriture, ...]) -> Projet:
    for table, cle, champ, valeur in faites:
        if champ == "+":
            code, piece = cle.partition("/")[0], f"{cle.partition('/')[0]}/N{valeur}"
            if piece not in par_identite(change, table):
                neuve = mouvement("depense", euros(100 + valeur), operation=code, piece=piece, libelle="neuf")
                change = replace(change, journal=(*change.journal, neuve))
            continue
        lignes = [
            replace(objet, **{champ: valeur}) if champ and identite(objet) == cle else objet
            for objet in getattr(change, table)
            if champ or identite(objet) != cle
        ]
        tables: dict[str, Any] = {table: tuple(lignes)}
        change = replace(change, **tables)
    return change


def est_a(porteur: str, objet: Any) -> bool:
    """La règle des attributions, redite ici : ce que le porteur a à dire."""
    if isinstance(objet, Mouvement):
        return objet.type in (TypeMouvement.DEPENSE, TypeMouvement.DEMANDE) or objet.financeur == porteur
    return hasattr(objet, "code") or objet.financeur == porteur


def par_identite(change: Projet, table: str) -> dict[str, Any]:
    return {identite(objet): objet for objet in getattr(change, table)}


class Attendu(NamedTuple):
    lignes: dict[tuple[str, str], Any]
    pris: Counter[tuple[str, str]]
    conflits: Counter[tuple[str, str]]
    refuses: Counter[tuple[str, str]]


def attendre(envoyes: dict[str, Projet], rendus: dict[str, Projet], actuel: Projet) -> Attendu:
    """La fusion, ligne par ligne et champ par champ, d’après les identités."""
    attendu = Attendu({}, Counter(), Counter(), Counter())
    for table, champs in LIBRES.items():
        presentes = par_identite(actuel, table)
        attendu.lignes.update({(table, cle): objet for cle, objet in presentes.items()})
        for porteur, envoye in envoyes.items():
            rendues = par_identite(rendus[porteur], table)
            for cle, avant in par_identite(envoye, table).items():
                _attendre_une_ligne(
                    attendu, (table, cle), (avant, rendues.get(cle), presentes.get(cle)), champs, porteur
                )
            for cle in rendues.keys() - par_identite(envoye, table).keys() - presentes.keys():
                attendu.pris[table, cle] += 1
                attendu.lignes[table, cle] = rendues[cle]
    return attendu


def _attendre_une_ligne(
    attendu: Attendu, place: tuple[str, str], etats: tuple[Any, Any, Any], champs: Any, porteur: str
) -> None:
    avant, rendue, presente = etats
    changes = [] if rendue is None else [c for c in champs if getattr(rendue, c) != getattr(avant, c)]
    if not est_a(porteur, avant):
        attendu.refuses[place] += 1 if rendue is None else len(changes)
    elif rendue is None:
        if presente == avant:
            attendu.pris[place] += 1
            del attendu.lignes[place]
        elif presente is not None:
            attendu.conflits[place] += 1
    elif presente is None:
        attendu.conflits[place] += bool(changes)
    else:
        for champ in changes:
            voulue, actuelle = getattr(rendue, champ), getattr(presente, champ)
            if actuelle == getattr(avant, champ):
                attendu.pris[place] += 1
                attendu.lignes[place] = replace(attendu.lignes[place], **{champ: voulue})
            elif actuelle != voulue:
                attendu.conflits[place] += 1


def comptes(dits: Any) -> Counter[str]:
    return Counter(dit.table for dit in dits)


def par_table(attendus: Counter[tuple[str, str]]) -> Counter[str]:
    return +Counter({table: sum(n for (t, _), n in attendus.items() if t == table) for table in LIBRES})


@given(st.data())
def test_chaque_changement_et_chaque_conflit_se_retrouvent(tirages: st.DataObject) -> None:
    envoyes = {porteur: envoyer(DOSSIER, porteur) for porteur in PORTEURS}
    rendus = {porteur: ecrire(envoye, tirages.draw(ecritures(envoye))) for porteur, envoye in envoyes.items()}
    actuel = ecrire(DOSSIER, tirages.draw(ecritures(DOSSIER)))
    retours = [retour(envoyes[porteur], porteur, rendu) for porteur, rendu in rendus.items()]
    reunion = reunir_les_retours(actuel, retours)
    attendu = attendre(envoyes, rendus, actuel)
    trouvees = {(table, identite(o)): o for table in LIBRES for o in getattr(reunion.projet, table)}
    assert trouvees == attendu.lignes
    assert comptes(reunion.modifications) == par_table(attendu.pris)
    assert comptes(reunion.conflits) == par_table(attendu.conflits)
    assert comptes(reunion.non_suivies) == par_table(attendu.refuses)
    assert reunir_les_retours(actuel, tirages.draw(st.permutations(retours))) == reunion
    encore = reunir_les_retours(reunion.projet, retours)
    assert texte_canonique(encore.projet) == texte_canonique(reunion.projet)
    assert encore.modifications == ()
    assert encore.conflits == reunion.conflits or comptes(encore.conflits) == comptes(reunion.conflits)


PETITS = st.lists(
    st.builds(
        lambda montant, libelle: mouvement("depense", euros(montant), libelle=libelle),
        st.integers(1, 2),
        st.sampled_from(["", "a"]),
    ),
    max_size=4,
)
"""Des journaux où presque toutes les lignes se valent, sans pièce : aucune identité n’y est sûre."""


@given(PETITS, PETITS, PETITS)
def test_des_mouvements_semblables_ne_se_perdent_ni_ne_se_doublent(
    envoyes: list[Mouvement], rendus: list[Mouvement], actuels: list[Mouvement]
) -> None:
    def du(journal: list[Mouvement]) -> Projet:
        return projet(journal=journal)

    rendu = retour(du(envoyes), "VILLE", du(rendus))
    reunion = reunir_les_retours(du(actuels), [rendu])
    encore = reunir_les_retours(reunion.projet, [rendu])
    assert (encore.projet, encore.modifications) == (reunion.projet, ())
    if Counter(map(repr, envoyes)) == Counter(map(repr, actuels)):
        assert Counter(map(repr, reunion.projet.journal)) == Counter(map(repr, rendus))
    if Counter(map(repr, envoyes)) == Counter(map(repr, rendus)):
        assert reunion.projet == du(actuels)
