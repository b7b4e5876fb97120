"""Ce que ``financement comparer`` dit des opérations, de leurs réestimations et des clôtures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exports.commandes.sortie import imprimer, imprimer_table
from financement.comparaison import Variation
from financement.comparaison_operations import ChangementOperation, ReestimationComparee, ResultatCompare
from financement.dates import afficher_date
from financement.montants import ecrire_montant_decimal

__all__ = ["Effets", "decimaux", "effets_pour_programme", "imprimer_les_effets"]

TITRES = ("Avant", "Après", "Écart")
LIBELLES_CHAMPS = {"debut": "démarrage", "duree_semestres": "durée en semestres", "achevement": "achèvement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effets:
    """Ce qui change hors du plan ; ``le`` : date des réestimations d'avant, ``au`` : celle d'après et des clôtures."""

    le: date
    au: date
    operations: tuple[ChangementOperation, ...]
    reestimations: tuple[ReestimationComparee, ...]
    resultats: Mapping[str, ResultatCompare]

    def total(self) -> ResultatCompare:
        """Somme des résultats."""
        return ResultatCompare(
            sum((resultat.concours for resultat in self.resultats.values()), Variation(0, 0)),
            sum((resultat.autofinancement for resultat in self.resultats.values()), Variation(0, 0)),
        )


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
                {"financeur": financeur, **_resultat(resultat)} for financeur, resultat in effets.resultats.items()
            ],
            "total": _resultat(effets.total()),
        },
    }


def _ecart(reestimation: ReestimationComparee) -> int | None:
    """L'écart de deux réestimations ; il n'y en a pas sans l'une des deux."""
    if reestimation.avant is None or reestimation.apres is None:
        return None
    return reestimation.apres - reestimation.avant


def _resultat(resultat: ResultatCompare) -> dict[str, object]:
    return {
        **decimaux(resultat.concours + resultat.autofinancement),
        "concours": decimaux(resultat.concours),
        "autofinancement": decimaux(resultat.autofinancement),
    }


def imprimer_les_effets(effets: Effets, largeur: int | None) -> None:
    """Coûts, calendriers, abandons, réestimations, puis montants de clôture par financeur."""
    couts = [changement for changement in effets.operations if changement.cout is not None]
    if couts:
        _titrer("Coût des opérations, sur leur base déclarée, en euros")
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
        _titrer(f"Derniers coûts réestimés, au {afficher_date(effets.le)} puis au {afficher_date(effets.au)}, en euros")
        imprimer_table(
            ("Opération", *TITRES),
            [
                (r.operation, r.avant, r.apres, _ecart(r))
                for r in sorted(effets.reestimations, key=lambda reestimation: reestimation.operation)
            ],
            largeur=largeur,
        )
    _titrer(f"Montants de clôture au {afficher_date(effets.au)} (lecture C), concours seuls, en euros")
    total_des_clotures = effets.total()
    imprimer_table(
        ("Financeur", *TITRES, "Autofinancement\naprès", "Autofinancement\nécart"),
        [(financeur, *cellules) for financeur, r in effets.resultats.items() if any(cellules := _cellules(r))],
        ("Total des concours", *_cellules(total_des_clotures)),
        largeur=largeur,
    )


def _cellules(resultat: ResultatCompare) -> tuple[int, ...]:
    return *resultat.concours.montants(), resultat.autofinancement.apres, resultat.autofinancement.ecart


def _titrer(titre: str) -> None:
    imprimer()
    imprimer(titre)
    imprimer()


def _imprimer_des_textes(titre: str, changements: Sequence[ChangementOperation], largeur: int | None) -> None:
    if not changements:
        return
    _titrer(titre)
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


def _textes(changement: ChangementOperation) -> tuple[str, str]:
    return changement.avant or "–", changement.apres or "–"


def _par_code(changements: Sequence[ChangementOperation]) -> list[ChangementOperation]:
    return sorted(changements, key=lambda changement: changement.operation.code)
