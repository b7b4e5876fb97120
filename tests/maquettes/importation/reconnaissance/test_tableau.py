"""Les colonnes d’un tableau financier, confirmées ou mises en doute par leurs nombres."""

from financement.dossier.nomenclature import Base
from maquettes.importation.correspondance.proposition import Certitude
from maquettes.importation.reconnaissance.feuille.table import tables_de
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.tableau import Tableau, lire_le_tableau
from tests.maquettes.importation.grilles import grille


def lu(texte: str) -> tuple[Tableau, dict[str, tuple[str | None, Certitude]]]:
    (table,) = tables_de(grille(texte))
    tableau = lire_le_tableau(table, Connus())
    return tableau, {table.libelles[c]: (choisi.champ, choisi.certitude) for c, choisi in tableau.choix.items()}


def test_un_nom_equivoque_devient_sur_quand_le_plan_s_equilibre() -> None:
    tableau, sens = lu(
        """
        N° | Libellé de l'opération | MO | Coût HT | ANRU | CR | Fonds propres
        '01-0001 | Démolition tour A | OPH | 100 | 50 | 20 | 30
        '01-0002 | Démolition tour B | OPH | 200 | 90 | 40 | 70
        """
    )
    assert tableau.base is Base.HT
    assert tableau.est_equilibre
    assert sens["CR"] == ("plan.REGION.subvention", Certitude.SURE)


def test_sans_equilibre_il_reste_a_verifier() -> None:
    tableau, sens = lu(
        """
        N° | Libellé de l'opération | MO | Coût HT | ANRU | CR | Fonds propres
        '01-0001 | Démolition tour A | OPH | 100 | 50 | 20 | 10
        '01-0002 | Démolition tour B | OPH | 200 | 90 | 40 | 10
        """
    )
    assert not tableau.est_equilibre
    assert sens["CR"] == ("plan.REGION.subvention", Certitude.PROBABLE)
    assert sens["ANRU"] == ("plan.ANRU.subvention", Certitude.SURE)


def test_le_plan_peut_s_equilibrer_ht_sur_une_ligne_et_ttc_sur_l_autre() -> None:
    tableau, _ = lu(
        """
        N° | Libellé de l'opération | MO | Coût HT | Coût TTC | HT ou TTC | ANRU | Fonds propres
        '01-0001 | Démolition tour A | OPH | 100 | 120 | TTC | 60 | 60
        '01-0002 | Démolition tour B | OPH | 200 | 240 | HT | 100 | 100
        """
    )
    assert tableau.base is None
    assert tableau.est_equilibre


def test_deux_colonnes_du_meme_sens_ne_sont_plus_sures() -> None:
    _, sens = lu(
        """
        N° | Libellé de l'opération | MO | Coût HT | Montant HT | ANRU | Fonds propres
        '01-0001 | Démolition tour A | OPH | 100 | 90 | 50 | 50
        '01-0002 | Démolition tour B | OPH | 200 | 95 | 90 | 110
        """
    )
    assert sens["Coût HT"] == ("cout_ht", Certitude.PROBABLE)
    assert sens["Montant HT"] == (None, Certitude.INCONNUE)


def test_une_ville_maitre_d_ouvrage_ne_se_finance_pas_par_une_subvention() -> None:
    _, sens = lu(
        """
        N° | Libellé de l'opération | Maître d'ouvrage | Coût HT | ANRU | Ville | Fonds propres
        '01-0001 | Démolition tour A | Ville de Tilleul | 100 | 50 | 50 |
        '01-0002 | Démolition tour B | Tilleul Habitat | 200 | 90 | 40 | 70
        """
    )
    assert sens["Ville"] == ("plan.VILLE.subvention", Certitude.PROBABLE)


def test_la_colonne_d_un_bailleur_qui_ne_paie_que_ses_operations_est_ses_fonds_propres() -> None:
    _, sens = lu(
        """
        N° | Libellé de l'opération | Maître d'ouvrage | Coût HT | ANRU | Tilleul Habitat
        '01-0001 | Démolition tour A | Tilleul Habitat | 100 | 50 | 50
        '01-0002 | Démolition tour B | Tilleul Habitat | 200 | 90 | 110
        """
    )
    assert sens["Tilleul Habitat"] == ("plan.TILLEUL_HABITAT.fonds_propres", Certitude.SURE)


def test_un_pret_que_rien_ne_dit_et_un_total_qui_n_en_est_pas_un() -> None:
    _, sens = lu(
        """
        N° | Libellé de l'opération | Maître d'ouvrage | Coût HT | ANRU | CDC | Fonds propres | Total
        '01-0001 | Démolition tour A | Ville de Tilleul | 100 | 50 | 20 | 30 | 70
        '01-0002 | Démolition tour B | Ville de Tilleul | 200 | 90 | 40 | 70 | 130
        """
    )
    assert sens["CDC"] == ("plan.CDC.pret", Certitude.PROBABLE)
    assert sens["Total"] == ("ignoree", Certitude.PROBABLE)


def test_un_montant_que_son_libelle_ne_dit_pas_se_reconnait_a_son_taux() -> None:
    entete = """
        | | | | ANRU | | |
        N° | Libellé de l'opération | MO | Coût HT | Taux | Montant | Région | Fonds propres
        """
    _, sens = lu(
        entete
        + """
        '01-0001 | Démolition tour A | OPH | 1000 | %0.5 | 500 | 200 | 300
        '01-0002 | Démolition tour B | OPH | 2000 | %0.45 | 900 | 400 | 700
        """
    )
    assert sens["Montant"] == ("plan.ANRU.subvention", Certitude.SURE)
    _, sens = lu(
        entete
        + """
        '01-0001 | Démolition tour A | OPH | 1000 | %0.5 | 400 | 200 | 400
        '01-0002 | Démolition tour B | OPH | 2000 | %0.45 | 800 | 400 | 800
        """
    )
    assert sens["Montant"] == (None, Certitude.INCONNUE)


def test_un_montant_engage_ou_deja_paye_n_est_pas_le_plan() -> None:
    _, sens = lu(
        """
        N° | Libellé de l'opération | MO | Coût HT | ANRU | ANRU payé | Région | Fonds propres
        '01-0001 | Démolition tour A | OPH | 100 | 50 | 20 | 20 | 30
        '01-0002 | Démolition tour B | OPH | 200 | 90 | 40 | 20 | 90
        """
    )
    assert sens["ANRU payé"][0] is None
