"""Les montants d’une rangée de csv : les concours, qui seuls sont dus, puis l’autofinancement, puis les deux."""

from collections.abc import Iterable, Mapping

from financement.valeurs.montants import ecrire_montant

__all__ = ["parts_en_csv", "titres_des_parts"]


def titres_des_parts(noms: Iterable[str]) -> tuple[str, ...]:
    """Les colonnes de ces grandeurs, part après part ; sans préfixe, toutes les lignes du tableau financier."""
    return tuple(f"{part}{nom}" for part in ("concours_", "autofinancement_", "") for nom in noms)


def parts_en_csv(concours: Mapping[str, int], autofinancement: Mapping[str, int]) -> list[str]:
    """Les montants (centimes) d’une rangée, dans l’ordre de ces colonnes."""
    total = [montant + autofinancement[nom] for nom, montant in concours.items()]
    return [ecrire_montant(montant) for montant in (*concours.values(), *autofinancement.values(), *total)]
