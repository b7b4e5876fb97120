"""Des extraits de paiements : ce qui dit avance, acompte ou solde n’est jamais pris pour une dépense sans le dire."""

import pytest

from maquettes.importation.correspondance.ecriture import ecrire_proposition
from maquettes.importation.correspondance.modele import Champ, Role, Source
from maquettes.importation.correspondance.proposition import Certitude, Proposition, SourceProposee
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.test_mouvements import importer, montants


def proposer(texte: str) -> Proposition:
    return reconnaitre([grille(texte, fichier="extrait.csv", feuille=None)], Connus(), "convention.toml")


def seule(texte: str) -> tuple[SourceProposee, Source]:
    (proposee,) = proposer(texte).sources
    assert proposee.source is not None
    return proposee, proposee.source


def types(source: Source) -> list[str | None]:
    return [f.type.colonne if isinstance(f.type, Champ) else str(f.type) for f in source.mouvements]


def lignes_a_verifier(texte: str) -> list[str]:
    return [ligne.strip() for ligne in ecrire_proposition(proposer(texte)).decode().splitlines() if "vérifier" in ligne]


AVEC_NATURE = """ANRU
N° opération | N° demande | Date de paiement | Nature | Montant payé
'01-0001 | D1 | 2009-01-05 | Avance | 300000
'01-0001 | D2 | 2010-01-05 | Acompte n° 1 | 200000
'08-0001 | D3 | 2010-02-05 | Solde | 100000"""


@pytest.mark.parametrize("libelle", ["Nature", "Type", "Type de mouvement", "Compte", "Nature du paiement"])
def test_la_colonne_qui_dit_avance_acompte_ou_solde_donne_le_type(libelle: str) -> None:
    proposee, source = seule(AVEC_NATURE.replace("Nature", libelle))
    assert source.role is Role.JOURNAL
    assert types(source) == [libelle]
    assert "type" not in source.constantes
    assert source.constantes["financeur"] == "ANRU"
    sens = {c.libelle: (c.champ, c.certitude) for c in proposee.colonnes}
    assert sens[libelle] == ("paiement.type", Certitude.SURE)
    assert sens["N° demande"] == ("paiement.piece", Certitude.SURE)


def test_ses_paiements_importes_tels_que_proposes_sont_ceux_du_fichier() -> None:
    texte = ecrire_proposition(proposer(AVEC_NATURE)).decode()
    _, source = texte.split('fichier = "extrait.csv"\n')
    importation = importer(source, AVEC_NATURE)
    assert montants(importation.projet.journal) == [
        ("avance", "01-0001", 30_000_000),
        ("acompte", "01-0001", 20_000_000),
        ("solde", "08-0001", 10_000_000),
    ]
    assert {(m.financeur, str(m.nature), m.piece) for m in importation.projet.journal} == {
        ("ANRU", "subvention", piece) for piece in ("D1", "D2", "D3")
    }


def test_une_date_et_un_montant_seuls_sont_ceux_du_paiement() -> None:
    _, source = seule(AVEC_NATURE.replace("Date de paiement", "Date").replace("Montant payé", "Montant"))
    assert types(source) == ["Nature"]
    assert [(f.date.colonne, f.montant.colonne) for f in source.mouvements] == [("Date", "Montant")]


def test_sous_un_libelle_qui_ne_l_annonce_pas_le_type_reste_a_verifier() -> None:
    texte = AVEC_NATURE.replace("Nature", "Objet")
    proposee, source = seule(texte)
    assert types(source) == ["Objet"]
    assert [c.libelle for c in proposee.colonnes if c.certitude is Certitude.PROBABLE] == ["Objet"]
    assert any('{ type = { colonne = "Objet" }' in ligne for ligne in lignes_a_verifier(texte))


def test_un_etat_solde_n_est_pas_un_type_de_mouvement() -> None:
    texte = AVEC_NATURE.replace("Nature", "État")
    for mot in ("Avance", "Acompte n° 1", "Solde"):
        texte = texte.replace(f"| {mot} |", "| Soldé |")
    assert types(seule(texte)[1]) == ["acompte"]


def test_les_acomptes_d_un_marche_restent_des_depenses_et_la_colonne_inconnue() -> None:
    texte = """N° opération | N° facture | Date facture | Fournisseur | Nature | Montant TTC
    '01-0001 | F1 | 2009-01-05 | BTP Sud | Acompte | 300000
    '01-0001 | F2 | 2010-01-05 | BTP Sud | Solde | 200000"""
    proposee, source = seule(texte)
    assert source.mouvements == ()
    assert source.constantes == {"type": "depense"}
    (nature,) = [c for c in proposee.colonnes if c.libelle == "Nature"]
    assert (nature.champ, nature.certitude, nature.candidats) == (None, Certitude.INCONNUE, ("paiement.type",))


def test_un_extrait_par_financeur_est_de_versements() -> None:
    _, source = seule(
        """Versements reçus
        N° opération | Financeur | Date | Montant
        '01-0001 | Région | 2009-01-05 | 300000
        '01-0001 | ANRU | 2010-01-05 | 200000"""
    )
    assert types(source) == ["acompte"]
    assert source.colonnes == {"operation": "N° opération", "financeur": "Financeur"}


def test_des_depenses_parmi_des_versements_ne_prennent_ni_financeur_ni_nature() -> None:
    _, source = seule(
        """ANRU
        N° opération | Date | Type | Montant
        '01-0001 | 2009-01-05 | Engagement | 300000
        '01-0001 | 2010-01-05 | Avance | 200000
        '01-0001 | 2010-02-05 | Dépense | 100000"""
    )
    assert types(source) == ["Type"]
    assert source.constantes == {}


def test_nature_d_un_financement_n_est_ni_un_compte_ni_un_type() -> None:
    texte = AVEC_NATURE
    for mot, nature in (("Avance", "Subvention"), ("Acompte n° 1", "Subvention"), ("Solde", "Prêt")):
        texte = texte.replace(f"| {mot} |", f"| {nature} |")
    _, source = seule(texte)
    assert source.colonnes["nature"] == "Nature"
    assert types(source) == ["acompte"]


def test_nature_d_un_numero_de_compte_est_un_compte() -> None:
    proposee, source = seule(
        """N° opération | N° mandat | Date | Nature | Montant
        '01-0001 | M1 | 2009-01-05 | 2313 | 300000
        '01-0001 | M2 | 2010-01-05 | 2031 | 200000"""
    )
    assert source.constantes == {"type": "depense"}
    assert {c.libelle: c.motif for c in proposee.colonnes}["Nature"] == "compte"


SANS_TYPE = """Financements
N° opération | Date de paiement | Montant payé
'01-0001 | 2009-01-05 | 300000
'01-0001 | 2010-01-05 | 200000"""


@pytest.mark.parametrize(
    ("texte", "douteuse"),
    [
        (SANS_TYPE, '{ type = "acompte", date = "Date de paiement", montant = "Montant payé" },'),
        (SANS_TYPE.replace("Financements", "Versements de la Région"), 'nature = "subvention"'),
        (SANS_TYPE.replace("Date de paiement", "Date").replace("Montant payé", "Montant"), 'type = "depense"'),
        (
            """N° opération | Date | Sens | Tiers | Montant
            '01-0001 | 2009-01-05 | TIT | CONSEIL REGIONAL | 300000
            '01-0001 | 2010-01-05 | MDT | BTP | 200000""",
            'si = [{ colonne = "Sens", vaut = "TIT" }, { colonne = "Tiers", vaut = "CONSEIL REGIONAL" }]',
        ),
        (
            """N° opération | N° mandat | Date | Montant
            '01-0001 | M1 | 2009-01-05 | 300000
            '01-0001 | M2 | 2010-01-05 | -200000""",
            'si = [{ colonne = "Montant", signe = "negatif" }]',
        ),
    ],
)
def test_ce_que_rien_ne_dit_est_marque_a_verifier(texte: str, douteuse: str) -> None:
    assert any(douteuse in ligne for ligne in lignes_a_verifier(texte))


def test_une_depense_sous_un_titre_qui_nomme_un_financeur_le_dit() -> None:
    texte = SANS_TYPE.replace("Financements", "ANRU").replace("Montant payé", "Montant")
    (ligne,) = [ligne for ligne in lignes_a_verifier(texte) if ligne.startswith("type")]
    assert "un titre nomme le financeur ANRU" in ligne
