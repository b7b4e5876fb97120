"""Le mouvement du journal."""

import pytest

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature, TypeMouvement
from financement.fautes.faute import ValeurImpossible
from tests.construction import jour, mouvement
from tests.financement.contrat import fautes_de, verifier_champs, verifier_fige

TYPE = "CLE-03"
ENGAGEMENT = mouvement("engagement", 100, nature=Nature.SUBVENTION, piece="DAS-1", libelle="Décision")

DU_MAITRE_OUVRAGE = [TypeMouvement.DEPENSE, TypeMouvement.RECETTE, TypeMouvement.ANNULATION]
DES_FINANCEURS = [t for t in TypeMouvement if t not in DU_MAITRE_OUVRAGE]


def test_chaque_champ_refuse_sa_mauvaise_valeur() -> None:
    verifier_champs(
        ENGAGEMENT,
        {
            "date": ("2010-06-15", TYPE),
            "type": ("engagement", TYPE),
            "operation": ("", "VALEUR-01"),
            "financeur": (3, TYPE),
            "nature": ("subvention", TYPE),
            "montant": (-100, "MONTANT-07"),
            "piece": (None, TYPE),
            "libelle": ("Décision ", "VALEUR-02"),
        },
    )


def test_un_mouvement_est_fige() -> None:
    verifier_fige(ENGAGEMENT, "montant", -1)


@pytest.mark.parametrize("genre", ["engagement", "depense", None, [], 3])
def test_un_type_qui_n_en_est_pas_un_est_la_seule_faute(genre: object) -> None:
    champs = {"date": jour("2010-06-15"), "type": genre, "operation": "OP-1", "montant": 100}
    assert fautes_de(Mouvement, champs) == [("type", TYPE)]


@pytest.mark.parametrize("genre", DU_MAITRE_OUVRAGE)
def test_une_depense_son_annulation_une_recette_sont_du_maitre_d_ouvrage(genre: TypeMouvement) -> None:
    assert mouvement(genre, 100).financeur is None
    for champs in ({"financeur": "ANRU"}, {"nature": Nature.SUBVENTION}, {"financeur": 3}):
        with pytest.raises(ValeurImpossible) as refus:
            mouvement(genre, 100, **champs)
        assert "COHERENCE-04" in [faute.code for faute in refus.value.fautes]


@pytest.mark.parametrize("genre", DES_FINANCEURS)
def test_les_autres_mouvements_nomment_leur_financeur(genre: TypeMouvement) -> None:
    assert mouvement(genre, 100).financeur == "ANRU"
    with pytest.raises(ValeurImpossible) as refus:
        mouvement(genre, 100, financeur=None)
    assert [faute.code for faute in refus.value.fautes] == ["COHERENCE-05"]


def test_le_refus_d_une_depense_attribuee_a_un_financeur() -> None:
    with pytest.raises(ValeurImpossible) as refus:
        mouvement("depense", 100, financeur="ANRU")
    assert str(refus.value) == (
        "Mouvement impossible. colonne financeur : Un mouvement « depense » concerne le maître d’ouvrage : financeur "
        "et nature doivent rester vides. Vider ces cellules, ou corriger le type. [COHERENCE-04]"
    )


def test_un_mouvement_nul_est_admis() -> None:
    assert mouvement("acompte", 0).montant == 0
