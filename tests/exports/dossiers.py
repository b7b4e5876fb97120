"""Deux dossiers que tout rendu doit supporter : l’un de textes hostiles, l’un de grandes dimensions."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Final

from financement.dossier.convention import Financeur
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Categorie, Nature, Origine, Unite
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet

__all__ = ["HOSTILES", "dossier_de_tension", "dossier_hostile"]

HOSTILES: Final = (
    '=cmd|"/c calc"!A1',
    "+33 1",
    "-2+3",
    "@SOMME(A1)",
    "http://exemple.fr",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(2)>",
    "_x0041_ et &amp; &lt;",
    '#panic("non")',
    "$x^2$ *gras* _souligné_ `code` @ref <label> \\u{41}",
    "= Titre",
    "- liste",
    "// commentaire /* ici */",
    "עברית \u202eenvers",
    "العربية",
    "contrôle \x01\x1b et\nsaut\tici",
    "* joker ? ~",
    "SORT(A1) } {=",
    "漢字 😀 ∑ ≠ ½",
    "{{champ}} {champ} %s",
    "]]> <!-- -->",
    "' OR 1=1 --",
)


def dossier_hostile() -> Projet:
    """Une opération par texte hostile, qui lui sert de libellé, de localisation et de maître d’ouvrage."""
    operations = [
        operation(f"OP-{rang}", libelle=texte.strip(), maitre_ouvrage=texte.strip(), localisation=texte.strip())
        for rang, texte in enumerate(HOSTILES)
    ]
    return projet(
        operations=operations,
        plan=[ligne("ANRU", euros(1_000_000), o.code) for o in operations],
        journal=[
            replace(mouvement(genre, euros(400_000)), operation=o.code, libelle=o.libelle, piece=o.libelle[:40])
            for o in operations
            for genre in ("engagement", "acompte")
        ],
        financeurs=(financeur("ANRU", nom="SORT(1) & fils <r>"), financeur("VILLE", nom="=1+1")),
        nom="&P & <b> \u202e",
        porteur="=HYPERLINK(1)",
    )


_NATURES: Final = (Nature.SUBVENTION, Nature.SUBVENTION, Nature.SUBVENTION, Nature.PRET)
_MOTS: Final = (
    "réhabilitation résidentialisation aménagement des espaces publics du quartier tranche conditionnelle nord"
)
_FINANCEURS: Final = 15


def _financeurs() -> tuple[Financeur, ...]:
    categories: list[Categorie] = [c for c in Categorie if c.value != "bailleur"]
    categories += [Categorie.BAILLEUR] * (_FINANCEURS - len(categories))
    return tuple(
        financeur(f"F{rang:02d}", nom=f"{_MOTS[:70].capitalize()} {rang:02d}", categorie=categorie)
        for rang, categorie in enumerate(categories)
    )


def _operation(rang: int, maitre: str, cout: int, hasard: Random) -> Operation:
    famille = f"{rang % 12 + 1:02d}"
    return operation(
        f"9200201-{famille}-{rang:04d}-001",
        famille=famille,
        libelle=f"{rang} {_MOTS} {_MOTS}"[:120].strip(),
        localisation=f"Rue {_MOTS}"[:60].strip(),
        maitre_ouvrage=maitre,
        quantite=Decimal(hasard.randrange(1, 400)),
        unite=Unite.LOGEMENT,
        cout_ht=cout,
        taux_tva=Fraction(1, 5),
        origine=Origine.ILLUSTRATIF,
        achevement=hasard.choice([None, None, jour("2012-05-01")]),
    )


def dossier_de_tension(operations: int = 300, graine: int = 5) -> Projet:
    """``operations`` opérations sur douze familles, quinze financeurs, libellés de 120 caractères, cinq avenants."""
    hasard = Random(graine)  # noqa: S311 -- un tirage reproductible, sans secret
    financeurs = _financeurs()
    toutes: list[Operation] = []
    plan: list[LignePlan] = []
    journal: list[Mouvement] = []
    for rang in range(operations):
        retenus = hasard.sample(financeurs, hasard.randint(2, _FINANCEURS))
        maitre, montants = retenus[0].code, [hasard.randrange(1, 900_000_00) for _ in retenus]
        neuve = _operation(rang, maitre, sum(montants), hasard)
        toutes.append(neuve)
        for retenu, montant in zip(retenus, montants, strict=True):
            nature = Nature.FONDS_PROPRES if retenu.code == maitre else hasard.choice(_NATURES)
            plan.append(ligne(retenu.code, montant, neuve.code, nature=nature))
            for genre, part in (("engagement", 90), ("acompte", hasard.randint(1, 80))):
                paiement = mouvement(genre, montant * part // 100 or 1, f"{hasard.randint(2006, 2013)}-06-15")
                journal.append(replace(paiement, operation=neuve.code, financeur=retenu.code, piece=f"{genre}-{rang}"))
        depense = mouvement("depense", sum(montants) * 95 // 100, "2012-06-01")
        journal.append(replace(depense, operation=neuve.code))
    suivi: list[Realisation | Insertion] = [
        *(Realisation(date=jour("2012-06-01"), operation=o.code, quantite=Decimal(7)) for o in toutes),
        *(Insertion(operation=o.code, heures_objectif=Decimal(900), heures_realisees=Decimal(12)) for o in toutes),
    ]
    return projet(
        operations=toutes,
        plan=plan,
        journal=journal,
        suivi=suivi,
        financeurs=financeurs,
        avenants=tuple(avenant(numero) for numero in range(1, 6)),
        nom=_MOTS.capitalize(),
    )
