"""Des tables comme on en invente : ce qui s’y reconnaît, et surtout ce dont on n’est pas sûr."""

from collections.abc import Sequence

import pytest

from maquettes.importation.correspondance.modele import Role, UniteDeSource
from maquettes.importation.correspondance.proposition import Certitude, SourceProposee
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.grilles import grille


def proposees(texte: str, fusions: Sequence[str] = (), *, feuille: str = "Feuil1") -> tuple[SourceProposee, ...]:
    return reconnaitre([grille(texte, fusions, feuille=feuille)], Connus(), None).sources


def seule(texte: str, fusions: Sequence[str] = (), *, feuille: str = "Feuil1") -> SourceProposee:
    (source,) = proposees(texte, fusions, feuille=feuille)
    return source


def sens(source: SourceProposee) -> dict[str, str | None]:
    """Le champ de chaque colonne ; suivi de « ? » si elle n’est pas sûre."""
    return {c.libelle: c.champ if c.certitude is not Certitude.PROBABLE else f"{c.champ} ?" for c in source.colonnes}


def test_une_table_qui_compare_deux_versions_n_est_sure_d_aucun_de_ses_montants() -> None:
    source = seule(
        """
        N° op|Intitulé|MO|Coût HT initial|Coût HT avenant 1|Écart|ANRU initial|ANRU avenant 1|Région initial
        '01-0001 | Tour A à démolir | OPH | 1000 | 1200 | 200 | 500 | 600 | 100
        '01-0002 | Tour B à démolir | OPH | 2000 | 2400 | 400 | 1000 | 1200 | 200
        """
    )
    assert sens(source) == {
        "N° op": "operation",
        "Intitulé": "libelle",
        "MO": "maitre_ouvrage",
        "Coût HT initial": "cout_ht ?",
        "Coût HT avenant 1": None,
        "Écart": "ignoree",
        "ANRU initial": None,
        "ANRU avenant 1": None,
        "Région initial": None,
    }


def test_du_programme_de_l_engage_et_du_paye_seul_le_programme_est_le_plan() -> None:
    source = seule(
        """
        N° | Libellé de l'opération | MO | Coût HT | ANRU | | | Région | |
         | | | | Programmé | Engagé | Payé | Programmé | Engagé | Payé
        '01-0001 | Tour A à démolir | OPH | 1000 | 500 | 500 | 200 | 500 | 400 | 100
        '01-0002 | Tour B à démolir | OPH | 2000 | 1000 | 900 | 900 | 1000 | 700 | 0
        """,
        ["E1:G1", "H1:J1"],
    )
    lues = {libelle: champ for libelle, champ in sens(source).items() if " / " in libelle and champ is not None}
    assert lues == {
        "ANRU / Programmé": "plan.ANRU.subvention",
        "Région / Programmé": "plan.REGION.subvention",
    }


@pytest.mark.parametrize("titre", ["Versements 2010", "Situation des paiements au 31/12/2010"])
def test_des_paiements_par_financeur_ne_sont_pas_surs_d_etre_le_plan(titre: str) -> None:
    source = seule(
        f"""
        {titre}
        N° | Libellé de l'opération | Coût HT | ANRU | Région
        '01-0001 | Tour A à démolir | 1000 | 50 | 20
        '01-0002 | Tour B à démolir | 2000 | 100 | 30
        """
    )
    assert sens(source)["ANRU"] == "plan.ANRU.subvention ?"


def test_plusieurs_prets_sont_lus_et_restent_a_verifier() -> None:
    source = seule(
        """
        Code | Opération | Maître d'ouvrage | Coût HT | Subvention ANRU | Prêt PRU | Prêt PLUS foncier | Fonds propres
        '02-0001 | Construction de 30 logements | OPH | 3000 | 500 | 500 | 1000 | 1000
        '02-0002 | Construction de 20 logements | OPH | 2000 | 400 | 300 | 800 | 500
        """
    )
    assert sens(source)["Prêt PRU"] == "plan.CDC.pret ?"
    assert source.source is not None
    prets = [f.colonne for f in source.source.financeurs if f.nature == "pret"]
    assert prets == ["Prêt PRU", "Prêt PLUS foncier"]


def test_une_livraison_prevue_n_est_pas_un_achevement() -> None:
    source = seule(
        """
        N° d'opération | Intitulé | Maître d'ouvrage | Coût HT | ANRU | Date de livraison prévisionnelle | Réception
        '01-0001 | Tour A à démolir | OPH | 1000 | 500 | 2010-01-01 | 2010-03-01
        '01-0002 | Tour B à démolir | OPH | 2000 | 1000 | 2010-01-01 |
        """
    )
    assert sens(source)["Date de livraison prévisionnelle"] is None
    assert sens(source)["Réception"] == "achevement"


def test_un_cout_sans_ht_ni_ttc_prend_la_base_du_titre_ou_reste_a_verifier() -> None:
    lignes = """
        N° | Libellé de l'opération | MO | Coût total | ANRU | Fonds propres
        '01-0001 | Tour A à démolir | OPH | 1000 | 500 | 500
        '01-0002 | Tour B à démolir | OPH | 2000 | 1000 | 1000
        """
    assert sens(seule("Montants TTC en euros\n" + lignes))["Coût total"] == "cout_ttc"
    sans = seule(lignes)
    assert sens(sans)["Coût total"] == "cout_ht ?"
    assert "la base du plan, HT ou TTC, n’est pas établie" in sans.remarques


def test_un_extrait_d_un_financeur_que_nomme_son_titre() -> None:
    source = seule(
        """
        Région - subventions
        Date arrêté|N° arrêté|Bénéficiaire|Opération|Montant subvention|Date versement|Montant versé|Reste à verser
        2008-01-05 | A12 | Ville | '08-0001 | 1000 | 2009-01-05 | 300 | 700
        2008-01-05 | A12 | Ville | '08-0001 | 1000 | 2010-01-05 | 300 | 400
        2008-02-05 | A13 | OPH | '01-0001 | 500 | 2009-01-05 | 500 | 0
        """
    )
    assert source.source is not None
    assert source.role is Role.JOURNAL
    assert source.source.constantes == {"financeur": "REGION", "nature": "subvention"}
    assert [forme.une_fois_par for forme in source.source.mouvements] == ["N° arrêté", None]
    assert sens(source)["Reste à verser"] is None


def test_un_cumul_se_reconnait_a_ses_nombres() -> None:
    source = seule(
        """
        Opération | Date de paiement | Montant payé | Total à ce jour
        '01-0001 | 2009-01-05 | 300 | 300
        '01-0001 | 2010-01-05 | 200 | 500
        '01-0002 | 2010-02-05 | 100 | 100
        """
    )
    assert sens(source)["Total à ce jour"] == "ignoree"


def test_des_realisations() -> None:
    source = seule(
        """
        Opération | Logements livrés | Date de constat
        '02-0001 | 12 | 2010-06-30
        '02-0001 | 30 | 2011-06-30
        """
    )
    assert source.role is Role.REALISATIONS
    assert sens(source) == {"Opération": "operation", "Logements livrés": "quantite", "Date de constat": "date"}


def test_deux_tables_sur_une_feuille_sont_deux_sources() -> None:
    premiere, seconde = proposees(
        """
        N° | Libellé de l'opération | Coût HT
        '01-0001 | Démolition | 10
        .
        Livraisons constatées
        Opération | Logements livrés | Date de constat
        '02-0001 | 12 | 2010-06-30
        """
    )
    assert premiere.source is not None
    assert seconde.source is not None
    assert (premiere.source.fin, seconde.source.fin) == ("Livraisons constatées", None)
    assert (premiere.entete, seconde.entete) == ((1, 1), (5, 5))


@pytest.mark.parametrize("texte", ["Un mémo", "1 | 2\n3 | 4", "Nom | Prénom\nRoy | Anne\nPetit | Jean"])
def test_une_feuille_sans_table_le_dit(texte: str) -> None:
    source = seule(texte)
    assert source.source is None
    assert source.remarques


def test_l_unite_que_disent_les_libelles_l_emporte_et_le_doute_se_dit() -> None:
    lignes = "'01-0001 | Démolition A | OPH | 1.5 | 1 | 0.5\n'01-0002 | Démolition B | OPH | 3 | 2 | 1"
    dite = seule(f"N° | Libellé de l'opération | MO | Coût HT (M€) | ANRU | Fonds propres\n{lignes}")
    tue = seule(f"N° | Libellé de l'opération | MO | Coût HT | ANRU | Fonds propres\n{lignes}")
    assert dite.source is not None
    assert tue.source is not None
    assert dite.source.unite is UniteDeSource.MILLION
    assert tue.source.unite is UniteDeSource.EURO
    assert any("petits pour des euros" in remarque for remarque in tue.remarques)


def test_un_tableau_du_nouveau_programme() -> None:
    source = seule(
        """
        Tableau financier (en euros)
        Code IODA|Intitulé de l'opération|Nom de l'organisme maître d'ouvrage|QPV concerné|Coût total HT|Taux de subvention ANRU|Subvention ANRU|Prêt bonifié Action Logement|Contribution EPCI|Autofinancement bailleur
        '21-0001|Démolition de 40 LLS|Tilleul Habitat|QP092001|1000|%0.5|500||100|400
        '21-0002|Démolition de 60 LLS|Tilleul Habitat|QP092001|2000|%0.5|1000|200|100|700
        """  # noqa: E501 : une ligne d’en-tête d’une seule pièce
    )
    assert sens(source) == {
        "Code IODA": "operation",
        "Intitulé de l'opération": "libelle",
        "Nom de l'organisme maître d'ouvrage": "maitre_ouvrage",
        "QPV concerné": "localisation",
        "Coût total HT": "cout_ht",
        "Taux de subvention ANRU": "taux_anru",
        "Subvention ANRU": "plan.ANRU.subvention",
        "Prêt bonifié Action Logement": "plan.ACTION_LOGEMENT.pret",
        "Contribution EPCI": "plan.EPCI.subvention",
        "Autofinancement bailleur": "plan.maitre_ouvrage.fonds_propres",
    }
    assert not any("somme" in remarque for remarque in source.remarques)


def test_des_factures_de_l_operation_que_nomme_leur_titre() -> None:
    source = seule(
        """
        État récapitulatif des factures - opération 02-0001 Construction de 45 logements
        N° facture | Date facture | Fournisseur | Objet | Montant HT | TVA | Montant TTC
        F12 | 12/03/2009 | BTP Sud | Gros œuvre | 1000,00 | 196,00 | 1196,00
        F13 | 12/05/2009 | BTP Sud | Gros œuvre, suite | 2000,00 | 392,00 | 2392,00
        """
    )
    assert source.source is not None
    assert source.source.constantes == {"type": "depense", "operation": "02-0001"}
    assert source.source.colonnes == {
        "piece": "N° facture",
        "date": "Date facture",
        "libelle": "Objet",
        "montant_ht": "Montant HT",
        "montant_tva": "TVA",
        "montant_ttc": "Montant TTC",
    }


def test_la_base_de_financement_tient_lieu_de_cout_pour_l_equilibre() -> None:
    source = seule(
        """
        N°|Libellé de l'opération|Maître d'ouvrage|Base de financement prévisionnelle HT|ANRU|Région|Fonds propres
        '01-0001 | Démolition tour A | OPH | 100 | 50 | 20 | 30
        '01-0002 | Démolition tour B | OPH | 200 | 90 | 40 | 70
        """
    )
    assert sens(source)["ANRU"] == "plan.ANRU.subvention"
    assert source.source is not None
    assert source.source.base == "ht"


def test_un_en_tete_a_trois_niveaux_dont_un_reunit_les_collectivites() -> None:
    source = seule(
        """
        N° | Libellé de l'opération | Maître d'ouvrage | Coût HT | Financement | | | |
         | | | | ANRU | Collectivités locales | | | Bailleur
         | | | | | Ville | Département | Région |
        '01-0001 | Démolition tour A | OPH | 100 | 50 | 10 | 10 | 10 | 20
        '01-0002 | Démolition tour B | OPH | 200 | 100 | 20 | 20 | 20 | 40
        """,
        ["E1:I1", "F2:H2"],
    )
    assert {libelle: champ for libelle, champ in sens(source).items() if libelle.startswith("Financement")} == {
        "Financement / ANRU": "plan.ANRU.subvention",
        "Financement / Collectivités locales / Ville": "plan.VILLE.subvention",
        "Financement / Collectivités locales / Département": "plan.DEPARTEMENT.subvention",
        "Financement / Collectivités locales / Région": "plan.REGION.subvention",
        "Financement / Bailleur": "plan.maitre_ouvrage.fonds_propres",
    }
