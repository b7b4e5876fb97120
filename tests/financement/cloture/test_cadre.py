"""Le cadre pandas d’une clôture : une ligne par financement, des entiers 64 bits."""

from financement import Nature, calculer_cloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from tests.construction import jour, ligne, mouvement, operation, projet


def test_le_cadre_donne_chaque_ligne_en_entiers() -> None:
    """Taux 100 000 / 300 000 sur 240 000 de dépense : 80 000 ; le maître d’ouvrage garde 160 000."""
    dossier = projet(
        operations=[operation(cout_ht=300_000, achevement=jour("2010-06-30"))],
        plan=[ligne("ANRU", 100_000), ligne("VILLE", 200_000, nature=Nature.FONDS_PROPRES)],
        journal=[
            mouvement("engagement", 100_000, "2009-01-15"),
            mouvement("depense", 240_000, "2010-05-31"),
        ],
    )
    cadre = calculer_cloture(dossier, au=jour("2011-01-01")).cadre()
    assert list(cadre["operation"]) == ["OP-1", "OP-1"]
    assert list(cadre["financeur"]) == ["ANRU", "VILLE"]
    assert list(cadre["nature"]) == ["subvention", "fonds_propres"]
    assert list(cadre["etat"]) == ["achevee", "residu"]
    assert list(cadre["montant_cloture"]) == [80_000, 160_000]
    assert {str(cadre[grandeur].dtype) for grandeur in GRANDEURS_DE_CLOTURE} == {"int64"}
