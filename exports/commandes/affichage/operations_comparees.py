"""Ce que ``financement comparer`` dit des opérations, de leurs réestimations et des clôtures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exports.commandes.affichage.sortie import imprimer, imprimer_table
from financement.comparaison.operations import ChangementOperation, ReestimationComparee
from financement.comparaison.tableaux import TotalCompare, Variation
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import ecrire_montant_decimal

__all__ = [
    "TITRES",
    "Effets",
    "cellules",
    "decimaux",
    "effets_pour_programme",
    "entetes",
    "imprimer_les_effets",
    "titrer",
    "total_pour_programme",
]

TITRES = ("Avant", "Après", "Écart")
LIBELLES_CHAMPS = {"debut": "démarrage", "duree_semestres": "durée en semestres", "achevement": "achèvement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effets:
    """Ce qui change hors du plan ; ``le`` : date des réestimations d’avant, ``au`` : celle d’après et des clôtures.

    ``precision`` : d’où vient ``au``, entre parenthèses, quand personne ne l’a dit ; sinon vide.
    """

    le: date
    au: date
    precision: str
    operations: tuple[ChangementOperation, ...]
    reestimations: tuple[ReestimationComparee, ...]
    resultats: Mapping[str, TotalCompare]

    def total(self) -> TotalCompare:
        """Somme des résultats."""
        return TotalCompare.somme(self.resultats.values())


def decimaux(variation: Variation) -> dict[str, str]:
    """Avant, après et écart, en euros décimaux."""
    return dict(zip(("avant", "apres", "ecart"), map(ecrire_montant_decimal, variation.montants()), strict=True))


def effets_pour_programme(effets: Effets) -> dict[str, object]:
    """Les clés json : ``operations``, ``reestimations`` et ``cloture``."""
    return {
        "operations": [
            {
                "operation": changement.operation.code,
                "champ": changement.champ,
                **(
                    {"avant": changement.avant, "apres": changement.apres, "ecart": None}
                    if changement.cout is None
                    else decimaux(changement.cout)
                ),
            }
            for changement in effets.operations
        ],
        "reestimations": [
            {
                "operation": reestimation.operation,
                **{
                    nom: None if montant is None else ecrire_montant_decimal(montant)
                    for nom, montant in zip(
                        ("avant", "apres", "ecart"),
                        (reestimation.avant, reestimation.apres, _ecart(reestimation)),
                        strict=True,
                    )
                },
            }
            for reestimation in effets.reestimations
        ],
        "cloture": {
            "au": effets.au.isoformat(),
            "par_financeur": [
                {"financeur": financeur, **total_pour_programme(resultat)}
                for financeur, resultat in effets.resultats.items()
            ],
            "total": total_pour_programme(effets.total()),
        },
    }


def _ecart(reestimation: ReestimationComparee) -> int | None:
    """L’écart de deux réestimations ; il n’y en a pas sans l’une des deux."""
    if reestimation.avant is None or reestimation.apres is None:
        return None
    return reestimation.apres - reestimation.avant


def total_pour_programme(total: TotalCompare) -> dict[str, object]:
    """Avant, après et écart, et sous les mêmes clés ``concours`` et ``autofinancement``."""
    return {
        **decimaux(total),
        "concours": decimaux(total.concours),
        "autofinancement": decimaux(total.autofinancement),
    }


def imprimer_les_effets(effets: Effets, largeur: int | None) -> None:
    """Coûts, calendriers, abandons, réestimations, puis montants de clôture par financeur."""
    couts = [changement for changement in effets.operations if changement.cout is not None]
    if couts:
        titrer("Coût des opérations, sur leur base déclarée, en euros")
        total = sum((changement.cout for changement in couts if changement.cout), Variation(0, 0))
        imprimer_table(
            ("Opération", *TITRES),
            [(c.operation.code, *c.cout.montants()) for c in _par_code(couts) if c.cout],
            ("Total", *total.montants()),
            largeur=largeur,
        )
    calendrier = [changement for changement in effets.operations if changement.champ in LIBELLES_CHAMPS]
    _imprimer_des_textes("Calendrier des opérations", calendrier, largeur)
    _imprimer_des_textes("Statut des opérations", [c for c in effets.operations if c.champ == "statut"], largeur)
    if effets.reestimations:
        dates = f"au {afficher_date(effets.le)} puis au {afficher_date(effets.au)}{effets.precision}"
        titrer(f"Derniers coûts réestimés, {dates}, en euros")
        imprimer_table(
            ("Opération", *TITRES),
            [
                (r.operation, r.avant, r.apres, _ecart(r))
                for r in sorted(effets.reestimations, key=lambda reestimation: reestimation.operation)
            ],
            largeur=largeur,
        )
    date_des_clotures = f"{afficher_date(effets.au)}{effets.precision}"
    titrer(f"Montants de clôture au {date_des_clotures}, lecture C, en euros ; autofinancement pour mémoire")
    imprimer_table(
        entetes("Financeur"),
        [(financeur, *montants) for financeur, r in effets.resultats.items() if any(montants := cellules(r))],
        ("Total", *cellules(effets.total())),
        largeur=largeur,
    )


def entetes(groupe: str) -> tuple[str, ...]:
    """Les colonnes d’une table de totaux comparés, par ``groupe`` : concours, puis autofinancement."""
    return groupe, *(f"{part}\n{titre.lower()}" for part in ("Concours", "Autofinancement") for titre in TITRES)


def cellules(total: TotalCompare) -> tuple[int, ...]:
    """Les montants de ces colonnes, en centimes."""
    return *total.concours.montants(), *total.autofinancement.montants()


def titrer(titre: str) -> None:
    """Un titre entre deux lignes vides."""
    imprimer()
    imprimer(titre)
    imprimer()


def _imprimer_des_textes(titre: str, changements: Sequence[ChangementOperation], largeur: int | None) -> None:
    if not changements:
        return
    titrer(titre)
    imprimer_table(
        ("Opération", "Libellé", "Ce qui change", "Avant", "Après"),
        [
            (
                c.operation.code,
                c.operation.libelle,
                LIBELLES_CHAMPS.get(c.champ, c.champ),
                c.avant or "–",
                c.apres or "–",
            )
            for c in _par_code(changements)
        ],
        largeur=largeur,
        cles=2,
    )


def _par_code(changements: Sequence[ChangementOperation]) -> list[ChangementOperation]:
    return sorted(changements, key=lambda changement: changement.operation.code)
