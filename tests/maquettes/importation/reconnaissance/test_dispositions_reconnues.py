"""La proposition, sur des tableaux financiers de toute disposition : jamais sûre à tort, et presque toujours sûre."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

import pytest

from maquettes.importation.correspondance.modele import Role
from maquettes.importation.correspondance.proposition import IGNOREE, Certitude, ColonneProposee, SourceProposee
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.dispositions import Disposition, disposer

PART_SURE: Final = Fraction(9, 10)


def proposees(graine: int) -> tuple[Disposition, tuple[SourceProposee, ...]]:
    """La disposition, et ce qui en est proposé sans rien en savoir."""
    disposition = disposer(graine)
    return disposition, reconnaitre(disposition.grilles, Connus(), None).sources


def jugees(graines: Iterable[int]) -> Iterator[tuple[int, ColonneProposee, str | None]]:
    """Chaque colonne proposée, et ce qu’elle est."""
    for graine in graines:
        disposition, sources = proposees(graine)
        for source in sources:
            siennes = [colonne for colonne in source.colonnes if colonne.libelle != "@titre"]
            for colonne, vrai in zip(siennes, disposition.verite.values(), strict=True):
                yield graine, colonne, vrai


def verifier(graines: Iterable[int]) -> None:
    utiles = sures = 0
    for graine, colonne, vrai in jugees(graines):
        est_sure = colonne.certitude is Certitude.SURE
        assert not est_sure or colonne.champ == (vrai or IGNOREE), (graine, colonne, vrai)
        utiles += vrai is not None
        sures += est_sure and vrai is not None
    assert Fraction(sures, utiles) >= PART_SURE


def test_aucune_colonne_n_est_sure_a_tort_et_neuf_sur_dix_le_sont() -> None:
    verifier(range(30))


@pytest.mark.long
@pytest.mark.parametrize("debut", range(30, 1030, 100))
def test_il_en_va_de_meme_de_mille_autres(debut: int) -> None:
    verifier(range(debut, debut + 100))


@pytest.mark.parametrize("graine", range(30))
def test_l_entete_le_role_la_version_et_l_unite(graine: int) -> None:
    disposition, sources = proposees(graine)
    assert [source.entete for source in sources] == [(haut + 1, bas + 1) for haut, bas in disposition.entetes]
    for version, (source, juste) in enumerate(zip(sources, disposition.correspondance.sources, strict=True)):
        assert source.source is not None
        assert (source.role, source.source.version) == (Role.TABLEAU_FINANCIER, version)
        # L'unité que rien ne dit reste en euros ; des montants trop petits pour en être le font dire.
        assert source.source.unite is juste.unite or any("unité" in remarque for remarque in source.remarques)
        assert source.source.base in {juste.base, None} or any("base" in remarque for remarque in source.remarques)
