"""Les flux comptables : une proposition toute faite."""

from maquettes.importation.correspondance.modele import Role, Source
from maquettes.importation.correspondance.proposition import Certitude, SourceProposee
from maquettes.importation.grille.lecture import grilles_des_octets
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.grille.flux import compte_financier, pes


def proposee(octets: bytes) -> tuple[SourceProposee, Source]:
    (source,) = reconnaitre(grilles_des_octets("flux.xml", octets), Connus(), None).sources
    assert source.source is not None
    return source, source.source


def regles(source: Source) -> list[tuple[tuple[str | None, ...], str | None, str | None]]:
    return [(tuple(c.vaut or c.signe for c in regle.si), regle.type, regle.financeur) for regle in source.regles]


def test_un_flux_pes() -> None:
    propose, source = proposee(pes())
    assert source.role is Role.JOURNAL
    assert source.colonnes == {
        "date": "Date",
        "operation": "Operation",
        "piece": "Piece",
        "libelle": "Objet",
        "montant": "MtHT",
    }
    assert regles(source) == [
        (("titre", "ANRU"), "acompte", "ANRU"),
        (("annulation de mandat",), "annulation", None),
        (("mandat", "negatif"), "annulation", None),
        (("mandat",), "depense", None),
        (("titre",), "recette", None),
    ]
    assert propose.codes_a_dire == ("OP7", "OP8")
    assert {colonne.certitude for colonne in propose.colonnes} == {Certitude.SURE}


def test_un_compte_financier_dit_le_financeur_par_sa_nature_comptable() -> None:
    propose, source = proposee(compte_financier())
    assert source.colonnes == {
        "date": "Exercice",
        "operation": "Operation",
        "libelle": "LibCpte",
        "montant": "MtReal",
    }
    assert regles(source) == [(("D",), "depense", None), (("R", "1321"), "acompte", "ETAT")]
    assert propose.codes_a_dire == ("7", "8")


def test_l_annulation_du_titre_d_un_inconnu_n_est_pas_une_depense() -> None:
    _, source = proposee(pes())
    assert "type" not in source.constantes
