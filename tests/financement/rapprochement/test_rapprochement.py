"""Chaque genre d’écart sur un cas écrit à la main : ses parts, ses montants, sa phrase, ses lieux."""

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import pytest

from financement.calculs.journal_colonnes import de_mouvements
from financement.dossier.journal import Mouvement
from financement.fautes.faute import ValeurImpossible
from financement.rapprochement import GenreEcart, Passe, Rapprochement, Sens, TotalDeComptes, rapprocher
from financement.rapprochement.sommes import PARTS_AU_PLUS, VOISINS_AU_PLUS
from tests.construction import mouvement, operation, projet, situer

AU: Final = datetime.date(2013, 12, 31)


def deux_comptes(dossier: Sequence[Mouvement], extrait: Sequence[Mouvement], **options: Any) -> Rapprochement:
    operations = [
        operation("OP-1", taux_tva=Fraction("0.196")),
        operation("OP-2"),
        operation("OP-3", taux_tva=Fraction("0.2")),
    ]
    recu = de_mouvements(situer(extrait, "extrait.csv"))
    return rapprocher(projet(operations=operations, plan=(), journal=dossier), recu, **{"au": AU} | options)


def parts(r: Rapprochement) -> list[tuple[Any, ...]]:
    """Genre, opération, financeur, exercice, montants ; du plus grand écart au plus petit."""
    return [
        (str(e.genre), e.operation, e.financeur, e.exercice, e.montant_dossier, e.montant_extrait) for e in r.ecarts
    ]


def motifs(r: Rapprochement) -> set[str]:
    return {e.motif for e in r.ecarts}


def test_deux_comptes_vides_n_ont_rien_a_dire() -> None:
    r = deux_comptes([], [])
    assert (r.nombre, list(r.ecarts), r.totaux, r.porte_de_l_argent) == (0, [], (), False)


def test_un_absent_de_chaque_cote() -> None:
    r = deux_comptes([mouvement("solde", 100_00)], [mouvement("demande", 30_00, "2011-02-01", financeur="VILLE")])
    assert parts(r) == [
        ("absent_de_l_extrait", "OP-1", "ANRU", 2010, 100_00, 0),
        ("absent_du_dossier", "OP-1", "VILLE", 2011, 0, 30_00),
    ]
    assert [e.motif for e in r.ecarts] == [
        "Aucun mouvement de l’extrait n’y répond.",
        "Aucun mouvement du dossier n’y répond.",
    ]
    assert [(str(*e.dossier), str(*e.extrait)) for e in r.ecarts] == [
        ("journal.csv, ligne 2", ""),
        ("", "extrait.csv, ligne 2"),
    ]
    assert r.totaux == (
        TotalDeComptes(financeur="ANRU", exercice=2010, sens=Sens.PAIEMENT, dossier=100_00, extrait=0),
        TotalDeComptes(financeur="VILLE", exercice=2011, sens=Sens.DEMANDE, dossier=0, extrait=30_00),
    )
    assert r.porte_de_l_argent


def test_d_un_exercice_a_l_autre_l_argent_se_deplace() -> None:
    r = deux_comptes([mouvement("acompte", 100, "2012-12-31")], [mouvement("acompte", 100, "2013-01-02")])
    assert parts(r) == [("date", "OP-1", "ANRU", 2012, 100, 0), ("date", "OP-1", "ANRU", 2013, 0, 100)]
    assert motifs(r) == {"Mêmes opération, type et montant ; date : 31/12/2012 au dossier, 02/01/2013 à l’extrait."}
    assert [e.rapproche for e in r.ecarts] == [0, 0]
    assert [(len(e.dossier), len(e.extrait)) for e in r.ecarts] == [(1, 1), (1, 1)]
    assert r.rapproches[0].genre is GenreEcart.DATE


def test_dans_l_exercice_la_date_a_une_tolerance_et_pas_davantage() -> None:
    sien, leur = mouvement("acompte", 100, "2012-03-01"), mouvement("acompte", 100, "2012-03-31")
    r = deux_comptes([sien], [leur])
    assert (list(r.ecarts), r.rapproches[0].passe) == ([], Passe.DATE_PROCHE)
    assert r.rapproches[0].motif == "Mêmes opération, type et montant, à 30 jours d’écart."
    au_dela = deux_comptes([sien], [leur], jours=29)
    assert parts(au_dela) == [("date", "OP-1", "ANRU", 2012, 100, 100)]
    assert not au_dela.porte_de_l_argent


def test_le_plus_proche_par_la_date_est_le_sien() -> None:
    extrait = [mouvement("acompte", 100, "2012-05-20"), mouvement("acompte", 100, "2012-06-12")]
    r = deux_comptes([mouvement("acompte", 100, "2012-06-10")], extrait)
    assert [(e.genre, str(*e.extrait)) for e in r.ecarts] == [(GenreEcart.ABSENT_DU_DOSSIER, "extrait.csv, ligne 2")]


def test_les_voisins_des_plus_proches_vont_ensemble() -> None:
    dossier = [mouvement("acompte", 100, f"2012-06-{jour}") for jour in ("05", "10")]
    extrait = [mouvement("acompte", 100, f"2012-06-{jour}") for jour in ("11", "14")]
    r = deux_comptes(dossier, extrait)
    assert {(x.dossier, x.extrait) for x in r.accords()} == {((1,), (0,)), ((0,), (1,))}


def test_une_piece_l_emporte_sur_une_date() -> None:
    dossier = [mouvement("acompte", 100, "2012-06-10", piece="A"), mouvement("acompte", 100, "2012-06-20", piece="B")]
    extrait = [mouvement("acompte", 100, "2012-06-10", piece="B"), mouvement("acompte", 100, "2012-06-20", piece="A")]
    r = deux_comptes(dossier, extrait)
    assert [(x.passe, x.dossier, x.extrait) for x in r.rapproches] == [
        (Passe.PIECE, (0,), (1,)),
        (Passe.PIECE, (1,), (0,)),
    ]
    assert {x.motif for x in r.rapproches} == {"Même pièce et même montant, à 10 jours d’écart."}


def test_un_paiement_porte_a_une_autre_operation_a_deux_parts() -> None:
    r = deux_comptes([mouvement("solde", 500)], [mouvement("solde", 500, operation="OP-2", date="2010-06-20")])
    assert parts(r) == [("operation", "OP-1", "ANRU", 2010, 500, 0), ("operation", "OP-2", "ANRU", 2010, 0, 500)]
    assert [t.ecart for t in r.totaux] == [0]
    assert r.ecarts[0].motif == (
        "Mêmes type et montant ; opération : OP-1 au dossier, OP-2 à l’extrait, date : 15/06/2010 au dossier, "
        "20/06/2010 à l’extrait."
    )


def test_un_paiement_d_un_autre_financeur_a_deux_parts() -> None:
    r = deux_comptes([mouvement("solde", 500)], [mouvement("solde", 500, financeur="CG-92")])
    assert parts(r) == [("financeur", "OP-1", "ANRU", 2010, 500, 0), ("financeur", "OP-1", "CG-92", 2010, 0, 500)]
    assert motifs(r) == {"Mêmes opération, type et montant ; financeur : ANRU au dossier, CG-92 à l’extrait."}


def test_un_acompte_lu_solde_ne_deplace_rien() -> None:
    r = deux_comptes([mouvement("acompte", 500)], [mouvement("solde", 500)])
    assert parts(r) == [("type", "OP-1", "ANRU", 2010, 500, 500)]
    assert motifs(r) == {"Mêmes opération et montant ; type : acompte au dossier, solde à l’extrait."}


def test_un_paiement_lu_demande_change_de_sens() -> None:
    r = deux_comptes([mouvement("acompte", 500)], [mouvement("demande", 500)])
    assert [(str(e.genre), e.sens, e.ecart) for e in r.ecarts] == [
        ("type", Sens.PAIEMENT, -500),
        ("type", Sens.DEMANDE, 500),
    ]


def test_un_montant_differe_d_un_centime() -> None:
    r = deux_comptes([mouvement("solde", 1_234_56, piece="M1")], [mouvement("solde", 1_234_57, piece="M1")])
    assert parts(r) == [("montant", "OP-1", "ANRU", 2010, 1_234_56, 1_234_57)]
    assert motifs(r) == {
        "Mêmes opération et type ; montant : 1\u202f234,56\u00a0€ au dossier, 1\u202f234,57\u00a0€ à l’extrait."
    }


def test_deux_candidats_ne_font_pas_un_montant_different() -> None:
    extrait = [mouvement("solde", 70, "2010-06-15"), mouvement("solde", 90, "2010-06-15")]
    r = deux_comptes([mouvement("solde", 100)], extrait)
    assert [str(e.genre) for e in r.ecarts] == ["absent_de_l_extrait", "absent_du_dossier", "absent_du_dossier"]


def test_une_depense_ht_et_ttc() -> None:
    # 1 000,01 € HT à 19,6 % : 196,001 96 € de taxe, soit 1 196,01 € TTC.
    r = deux_comptes([mouvement("depense", 1_000_01)], [mouvement("depense", 1_196_01, "2010-07-01")])
    assert parts(r) == [("ht_ttc", "OP-1", None, 2010, 1_000_01, 1_196_01)]
    assert r.ecarts[0].motif == (
        "Même montant, à la TVA de l’opération près ; 1\u202f000,01\u00a0€ (HT) au dossier, "
        "1\u202f196,01\u00a0€ (TTC) à l’extrait, date : 15/06/2010 au dossier, 01/07/2010 à l’extrait."
    )
    sans_taux = deux_comptes([mouvement("depense", 1_000, operation="OP-2")], [mouvement("depense", 1_196)])
    assert [str(e.genre) for e in sans_taux.ecarts] == ["absent_du_dossier", "absent_de_l_extrait"]


@pytest.mark.parametrize(("ht", "ttc"), [(13, 15), (12, 14), (13, 16)])
def test_un_arrondi_de_tva_va_dans_les_deux_sens(ht: int, ttc: int) -> None:
    """À 20 %, 0,13 € font 0,156 €, soit 0,16 ; mais ôter la TVA de 0,15 € laisse 0,125 €, soit 0,13."""
    un, autre = (mouvement("depense", m, operation="OP-3") for m in (ht, ttc))
    assert parts(deux_comptes([un], [autre])) == [("ht_ttc", "OP-3", None, 2010, ht, ttc)]
    assert parts(deux_comptes([autre], [un])) == [("ht_ttc", "OP-3", None, 2010, ttc, ht)]


@pytest.mark.parametrize(("ht", "ttc"), [(12, 15), (13, 14), (13, 17)])
def test_a_un_centime_de_la_tva_le_montant_est_different(ht: int, ttc: int) -> None:
    un, autre = (mouvement("depense", m, operation="OP-3") for m in (ht, ttc))
    assert [str(e.genre) for e in deux_comptes([un], [autre]).ecarts] == ["montant"]


def test_un_paiement_n_a_pas_de_tva() -> None:
    r = deux_comptes([mouvement("solde", 1_000, operation="OP-3")], [mouvement("solde", 1_200, operation="OP-3")])
    assert [str(e.genre) for e in r.ecarts] == ["montant"]


def test_un_versement_en_trois_fois() -> None:
    extrait = [mouvement("acompte", m, f"2010-06-{j}") for m, j in ((20, 10), (30, 18), (50, 25))]
    r = deux_comptes([mouvement("acompte", 100)], [*extrait, mouvement("acompte", 7, "2010-06-15")])
    assert parts(r) == [
        ("absent_du_dossier", "OP-1", "ANRU", 2010, 0, 7),
        ("regroupement", "OP-1", "ANRU", 2010, 100, 100),
    ]
    assert r.ecarts[1].motif == (
        "Mêmes opération et somme ; 1 mouvement au dossier, 3 mouvements à l’extrait, date : 15/06/2010 au dossier, "
        "10/06/2010, 18/06/2010 et 25/06/2010 à l’extrait."
    )


def test_un_total_annuel_pour_des_paiements_de_toute_l_annee() -> None:
    dossier = [mouvement("acompte", m, f"2010-{mois}-03") for m, mois in ((100, "02"), (200, "06"), (400, "11"))]
    r = deux_comptes([*dossier, mouvement("acompte", 9, "2011-02-03")], [mouvement("acompte", 700, "2010-12-31")])
    assert parts(r) == [
        ("absent_de_l_extrait", "OP-1", "ANRU", 2011, 9, 0),
        ("regroupement", "OP-1", "ANRU", 2010, 700, 700),
    ]


def test_un_regroupement_a_cheval_sur_deux_exercices_a_une_part_de_chacun() -> None:
    extrait = [mouvement("solde", 40, "2012-12-28"), mouvement("solde", 60, "2013-01-05")]
    r = deux_comptes([mouvement("solde", 100, "2012-12-30")], extrait)
    assert parts(r) == [
        ("regroupement", "OP-1", "ANRU", 2012, 100, 40),
        ("regroupement", "OP-1", "ANRU", 2013, 0, 60),
    ]


@pytest.mark.parametrize(
    ("nombre", "genre"), [(PARTS_AU_PLUS, "regroupement"), (PARTS_AU_PLUS + 1, "absent_de_l_extrait")]
)
def test_une_somme_a_un_nombre_de_parts_borne(nombre: int, genre: str) -> None:
    """Un montant étranger à l’exercice force la recherche autour de la date."""
    montants = [3**rang for rang in range(nombre)]
    extrait = [mouvement("acompte", m, "2010-06-10") for m in montants]
    r = deux_comptes([mouvement("acompte", sum(montants))], [*extrait, mouvement("acompte", 10**7, "2010-06-11")])
    assert genre in [str(e.genre) for e in r.ecarts]


@pytest.mark.parametrize(
    ("autres", "genre"), [(VOISINS_AU_PLUS - 2, "regroupement"), (VOISINS_AU_PLUS - 1, "absent_de_l_extrait")]
)
def test_une_somme_ne_cherche_que_parmi_les_plus_proches(autres: int, genre: str) -> None:
    proches = [mouvement("acompte", 10**6 * 2**rang, "2010-06-15") for rang in range(autres)]
    parts_ = [mouvement("acompte", 30, "2010-06-20"), mouvement("acompte", 70, "2010-06-21")]
    r = deux_comptes([mouvement("acompte", 100)], [*proches, *parts_])
    assert genre in [str(e.genre) for e in r.ecarts]


def test_un_engagement_repete_devant_chaque_paiement() -> None:
    dossier = [mouvement("engagement", 900, "2009-01-10"), mouvement("acompte", 100, "2010-01-10")]
    repetes = [mouvement("engagement", 900, jour) for jour in ("2009-01-10", "2010-01-10", "2011-03-04")]
    r = deux_comptes(dossier, [*repetes, dossier[1]])
    assert parts(r) == [
        ("doublon_de_l_extrait", "OP-1", "ANRU", 2010, 0, 900),
        ("doublon_de_l_extrait", "OP-1", "ANRU", 2011, 0, 900),
    ]
    assert motifs(r) == {"Répète le mouvement du 10/01/2009 (extrait.csv, ligne 2) : mêmes opération, type et montant."}


def test_un_doublon_a_la_piece_ou_le_jour_de_ce_qu_il_repete() -> None:
    un = mouvement("acompte", 100, piece="M1")
    par_la_piece = deux_comptes([un, mouvement("acompte", 100, "2010-09-01", piece="M1")], [un])
    assert parts(par_la_piece) == [("doublon_du_dossier", "OP-1", "ANRU", 2010, 100, 0)]
    assert par_la_piece.ecarts[0].motif == (
        "Répète le mouvement du 15/06/2010 (journal.csv, ligne 2) : mêmes opération, type et montant, "
        "même pièce «\u00a0M1\u00a0»."
    )
    par_le_jour = deux_comptes([mouvement("acompte", 100)], [mouvement("acompte", 100)] * 3)
    assert [str(e.genre) for e in par_le_jour.ecarts] == ["doublon_de_l_extrait"] * 2
    deux_pieces = deux_comptes([un, mouvement("acompte", 100, piece="M2")], [un])
    assert parts(deux_pieces) == [("absent_de_l_extrait", "OP-1", "ANRU", 2010, 100, 0)]


def test_ce_que_les_deux_comptes_repetent_n_est_pas_un_doublon() -> None:
    assert list(deux_comptes([mouvement("acompte", 100)] * 3, [mouvement("acompte", 100)] * 3).ecarts) == []


def test_un_mouvement_annule_d_un_seul_cote() -> None:
    paye = mouvement("acompte", 100, "2010-06-15")
    retour = mouvement("reversement", 100, "2011-02-15")
    entier = deux_comptes([], [paye, retour])
    assert parts(entier) == [
        ("annulation", "OP-1", "ANRU", 2010, 0, 100),
        ("annulation", "OP-1", "ANRU", 2011, 0, -100),
    ]
    assert motifs(entier) == {"Un mouvement de l’extrait et ce qui l’annule en entier : il n’en reste rien."}
    seul = deux_comptes([paye], [paye, retour])
    assert parts(seul) == [("annulation", "OP-1", "ANRU", 2011, 0, -100)]
    assert seul.ecarts[0].motif == (
        "Annule le mouvement du 15/06/2010 (extrait.csv, ligne 2) de l’extrait, qui a son pendant dans l’autre "
        "compte ; cette annulation ne l’y a pas."
    )


def test_un_cumul_lu_comme_un_flux() -> None:
    dossier = [mouvement("acompte", m, f"201{rang}-05-02") for rang, m in enumerate((100, 100, 300))]
    extrait = [mouvement("acompte", m, f"201{rang}-05-02") for rang, m in enumerate((100, 200, 500))]
    r = deux_comptes(dossier, extrait)
    assert parts(r) == [("cumul", "OP-1", "ANRU", 2012, 300, 500), ("cumul", "OP-1", "ANRU", 2011, 100, 200)]
    assert r.ecarts[1].motif == (
        "Même suite de montants, une fois les cumuls défaits ; l’extrait donne le cumul : 1,00\u00a0€ au dossier, "
        "2,00\u00a0€ à l’extrait."
    )
    inverse = deux_comptes(extrait, dossier)
    assert [(g, o, f, x, leur, sien) for g, o, f, x, sien, leur in parts(inverse)] == parts(r)


def test_la_date_d_arrete_ferme_les_deux_comptes() -> None:
    tardifs = [mouvement("solde", 10, "2014-01-01"), mouvement("solde", 20, "2015-01-01")]
    r = deux_comptes(tardifs[:1], tardifs)
    assert (list(r.ecarts), r.posterieurs_dossier, r.posterieurs_extrait) == ([], 1, 2)


def test_ne_comparer_qu_un_financeur_ou_qu_un_sens() -> None:
    dossier = [
        mouvement("acompte", 1),
        mouvement("demande", 2),
        mouvement("solde", 4, financeur="VILLE"),
        mouvement("depense", 8),
    ]
    assert [e.montant_dossier for e in deux_comptes(dossier, [], financeurs=["ANRU"]).ecarts] == [2, 1]
    assert [e.montant_dossier for e in deux_comptes(dossier, [], sens=[Sens.PAIEMENT]).ecarts] == [4, 1]
    assert [e.montant_dossier for e in deux_comptes(dossier, [], sens=[Sens.DEPENSE]).ecarts] == [8]


def test_tout_argument_fautif_est_dit_d_un_coup() -> None:
    with pytest.raises(ValeurImpossible) as refus:
        rapprocher("dossier", [], au="2013", jours=367, financeurs="ANRU", sens=["paiement"])  # type: ignore[arg-type,list-item]
    assert {f.provenance.colonne for f in refus.value.fautes} >= {"projet", "extrait", "au", "jours", "sens"}
    with pytest.raises(ValeurImpossible, match="« VILE » n’est pas déclaré dans la convention ; le plus proche"):
        deux_comptes([], [], financeurs=["VILE"])
    with pytest.raises(ValeurImpossible, match="dépasse la limite de 10 000 milliards d’euros"):
        deux_comptes([], [mouvement("acompte", 10**13)] * 101)


def test_une_colonne_de_cumuls_annuels() -> None:
    """Deux paiements en 2010, aucun en 2011, un en 2012 ; l’extrait dit chaque 31 décembre ce qui est payé en tout."""
    dossier = [
        mouvement("acompte", m, jour) for m, jour in ((10, "2010-02-01"), (20, "2010-06-01"), (40, "2012-03-01"))
    ]
    suite = mouvement("solde", 80, "2013-01-15")
    extrait = [mouvement("acompte", m, f"{annee}-12-31") for m, annee in ((30, 2010), (30, 2011), (70, 2012))]
    r = deux_comptes([*dossier, suite], extrait)
    assert parts(r) == [
        ("absent_de_l_extrait", "OP-1", "ANRU", 2013, 80, 0),
        ("cumul", "OP-1", "ANRU", 2012, 40, 70),
        ("cumul", "OP-1", "ANRU", 2011, 0, 30),
        ("regroupement", "OP-1", "ANRU", 2010, 30, 30),
    ]
    assert r.ecarts[2].motif == (
        "Même suite de montants, une fois les cumuls défaits ; l’extrait donne le cumul : 0,00\u00a0€ au dossier, "
        "0,30\u00a0€ à l’extrait."
    )


def test_un_montant_redit_n_est_pas_un_cumul() -> None:
    """Un cumul qui n’ajoute rien ressemble à un doublon : il en faut deux qui ajoutent."""
    r = deux_comptes(
        [mouvement("acompte", 10, "2010-02-01")], [mouvement("acompte", 10, f"2010-0{m}-01") for m in (2, 9)]
    )
    assert parts(r) == [("absent_du_dossier", "OP-1", "ANRU", 2010, 0, 10)]


def test_un_retour_suivi_de_la_meme_ecriture_ne_laisse_rien() -> None:
    """Payé, repris, payé de nouveau au dossier ; payé une fois à l’extrait."""
    paye = mouvement("acompte", 100, "2010-02-01", piece="M1")
    repris = mouvement("reversement", 100, "2010-03-01", piece="R1")
    r = deux_comptes([paye, repris, mouvement("acompte", 100, "2010-04-15", piece="M2")], [paye])
    assert parts(r) == [("annulation", "OP-1", "ANRU", 2010, 0, 0)]
    assert r.ecarts[0].rangs_dossier == (2, 1)


def test_un_cumul_ne_vaut_que_d_une_ligne_qui_ne_fait_qu_ajouter() -> None:
    """Une ligne qui a un retour n’est pas une suite de cumuls : ses montants se lisent un à un."""
    dossier = [mouvement("acompte", 10, "2010-02-01"), mouvement("reversement", 5, "2010-03-01")]
    extrait = [mouvement("acompte", 10, "2010-02-01"), mouvement("reversement", 15, "2010-03-01")]
    assert parts(deux_comptes(dossier, extrait)) == [("montant", "OP-1", "ANRU", 2010, -5, -15)]


def test_deux_flux_du_meme_jour_se_cumulent_dans_l_ordre_que_l_on_veut() -> None:
    dossier = [mouvement("acompte", 70, "2010-02-01"), mouvement("solde", 30, "2010-02-01")]
    extrait = [mouvement("acompte", 70, "2010-02-01"), mouvement("solde", 100, "2010-02-01")]
    assert parts(deux_comptes(dossier, extrait)) == [("cumul", "OP-1", "ANRU", 2010, 30, 100)]


def test_le_jour_de_l_arrete_compte() -> None:
    assert parts(deux_comptes([mouvement("solde", 10, "2013-12-31")], [])) == [
        ("absent_de_l_extrait", "OP-1", "ANRU", 2013, 10, 0)
    ]


def test_un_montant_d_une_autre_date_se_retrouve_a_un_an_pas_davantage() -> None:
    un = mouvement("acompte", 100, "2010-03-01")
    assert parts(deux_comptes([un], [mouvement("acompte", 100, "2011-03-02")])) == [
        ("date", "OP-1", "ANRU", 2010, 100, 0),
        ("date", "OP-1", "ANRU", 2011, 0, 100),
    ]
    absents = deux_comptes([un], [mouvement("acompte", 100, "2011-03-03")])
    assert {str(e.genre) for e in absents.ecarts} == {"absent_de_l_extrait", "absent_du_dossier"}


def test_entre_plusieurs_sommes_les_memes_types_puis_l_exercice_puis_le_moins_de_parts_et_de_jours() -> None:
    """Un mouvement étranger à l’exercice, de chaque côté, force la recherche autour de la date."""
    cible, autre = mouvement("acompte", 100, "2012-12-20"), mouvement("acompte", 7_777, "2012-01-05")

    def retenus(*extrait: Mouvement) -> set[int]:
        r = deux_comptes([cible, autre], [*extrait, mouvement("acompte", 9_999, "2012-06-05")])
        return {rang for x in r.rapproches if x.passe is Passe.SOMME for rang in x.extrait}

    def part(montant: int, date: str = "2012-12-20", genre: str = "acompte") -> Mouvement:
        return mouvement(genre, montant, date)

    assert retenus(part(60), part(40, genre="solde"), part(30), part(10, "2012-12-25")) == {0, 2, 3}
    assert retenus(part(60), part(40, "2013-01-02"), part(15, "2012-12-01"), part(25, "2012-12-02")) == {0, 2, 3}
    assert retenus(part(60), part(40, "2012-12-01"), part(22), part(18)) == {0, 1}
    assert retenus(part(60), part(40, "2012-12-01"), part(45, "2012-12-18"), part(55, "2012-12-22")) == {2, 3}


def test_une_piece_decoupee_sur_plusieurs_operations() -> None:
    """Un mandat unique à l’extrait, ventilé au dossier."""
    dossier = [mouvement("solde", m, operation=code, piece="M9") for m, code in ((60, "OP-1"), (40, "OP-2"))]
    r = deux_comptes(dossier, [mouvement("solde", 100, "2010-11-30", piece="M9")])
    assert parts(r) == [("regroupement", "OP-1", "ANRU", 2010, 60, 100), ("regroupement", "OP-2", "ANRU", 2010, 40, 0)]


def test_le_plus_gros_cherche_ses_parts_le_premier() -> None:
    """100 = 40 + 60 à l’extrait, et 40 = 15 + 25 au dossier : le gros a pris 40, les petits restent."""
    dossier = [mouvement("acompte", m, f"2010-06-{j}") for m, j in ((100, 15), (15, 16), (25, 17))]
    extrait = [mouvement("acompte", m, f"2010-06-{j}") for m, j in ((40, 12), (60, 13))]
    loin = mouvement("acompte", 5_000, "2010-01-02"), mouvement("acompte", 6_000, "2010-10-02")
    r = deux_comptes([*dossier, loin[0]], [*extrait, loin[1]])
    assert [(x.dossier, x.extrait) for x in r.rapproches if x.passe is Passe.SOMME] == [((0,), (0, 1))]


def test_une_piece_banale_ne_designe_rien_d_une_operation_a_l_autre() -> None:
    """« Acompte 1 » est la pièce de tous : même avec le même montant, elle ne fait pas d’un absent un déplacé."""

    def acompte(code: str, date: str, piece: str) -> Mouvement:
        return mouvement("acompte", 100, date, operation=code, piece=piece)

    commun = acompte("OP-3", "2010-06-15", "Acompte 1")
    banal = deux_comptes(
        [commun, acompte("OP-1", "2008-02-01", "Acompte 1")], [commun, acompte("OP-2", "2012-09-01", "Acompte 1")]
    )
    assert {str(e.genre) for e in banal.ecarts} == {"absent_de_l_extrait", "absent_du_dossier"}
    propre = deux_comptes([commun, acompte("OP-1", "2008-02-01", "M7")], [commun, acompte("OP-2", "2012-09-01", "M7")])
    assert {str(e.genre) for e in propre.ecarts} == {"operation"}


def test_un_acompte_banal_n_est_pas_un_doublon_d_un_autre() -> None:
    un, autre, ailleurs = (
        mouvement("acompte", 100, date, operation=code, piece="Acompte")
        for date, code in (("2010-02-01", "OP-1"), ("2010-10-01", "OP-1"), ("2010-02-01", "OP-2"))
    )
    assert parts(deux_comptes([un, autre, ailleurs], [un, ailleurs])) == [
        ("absent_de_l_extrait", "OP-1", "ANRU", 2010, 100, 0)
    ]


def test_une_piece_seule_de_son_compte_dit_qu_un_montant_differe_meme_a_une_autre_operation() -> None:
    dossier = [mouvement("acompte", 100, "2010-02-01", piece="M7")]
    r = deux_comptes(dossier, [mouvement("solde", 90, "2012-02-01", piece="M7", operation="OP-2")])
    assert parts(r) == [("montant", "OP-1", "ANRU", 2010, 100, 0), ("montant", "OP-2", "ANRU", 2012, 0, 90)]
    deux = [*dossier, mouvement("demande", 8, "2010-02-01", piece="M7")]
    r = deux_comptes(deux, [mouvement("solde", 90, "2012-02-01", piece="M7", operation="OP-2")])
    assert {str(e.genre) for e in r.ecarts} == {"absent_de_l_extrait", "absent_du_dossier"}


def test_un_voisin_delaisse_trouve_le_suivant() -> None:
    """Les deux du milieu s’apparient ; ceux du bord, que rien d’autre ne rejoint, s’apparient entre eux."""
    dossier = [mouvement("acompte", 100, "2012-06-10"), mouvement("acompte", 100, "2012-06-14")]
    extrait = [mouvement("acompte", 100, "2012-06-12"), mouvement("acompte", 100, "2012-06-11")]
    loin = [*dossier, mouvement("acompte", 100, "2012-06-01")], [mouvement("acompte", 100, "2012-06-20"), *extrait]
    r = deux_comptes(*loin, jours=19)
    assert list(r.ecarts) == []
    assert {(x.dossier, x.extrait) for x in r.rapproches} == {((0,), (2,)), ((1,), (1,)), ((2,), (0,))}


def test_des_dates_emboitees_vont_par_paires() -> None:
    """Les quatre derniers du dossier devant les quatre premiers de l’extrait, du milieu vers les bords."""
    dossier = [mouvement("acompte", 100, f"2012-06-0{jour}") for jour in (1, 2, 3, 4)]
    extrait = [mouvement("acompte", 100, f"2012-06-0{jour}") for jour in (5, 6, 7, 8)]
    r = deux_comptes(dossier, extrait)
    assert {(x.passe, x.dossier, x.extrait) for x in r.rapproches} == {
        (Passe.DATE_PROCHE, (rang,), (3 - rang,)) for rang in range(4)
    }


def test_un_montant_nul_puis_un_autre_n_est_pas_un_cumul() -> None:
    compte = [mouvement("acompte", 0, "2010-02-01"), mouvement("acompte", 100, "2010-03-01")]
    assert {x.passe for x in deux_comptes(compte, compte).rapproches} == {Passe.IDENTIQUE}


def test_un_exercice_garde_les_siens() -> None:
    """Le plus proche est de l’autre exercice : le prendre ferait deux écarts là où il n’y en a aucun."""
    dossier = [mouvement("acompte", 100, "2012-12-30"), mouvement("acompte", 100, "2013-01-20")]
    extrait = [mouvement("acompte", 100, "2012-12-05"), mouvement("acompte", 100, "2013-01-02")]
    assert list(deux_comptes(dossier, extrait).ecarts) == []


def test_un_montant_different_a_une_date_voisine_et_pas_davantage() -> None:
    un = mouvement("solde", 100, "2010-03-01")
    assert parts(deux_comptes([un], [mouvement("solde", 90, "2010-03-31")])) == [
        ("montant", "OP-1", "ANRU", 2010, 100, 90)
    ]
    plus_tard = deux_comptes([un], [mouvement("solde", 90, "2010-04-01")])
    assert {str(e.genre) for e in plus_tard.ecarts} == {"absent_de_l_extrait", "absent_du_dossier"}


def test_un_compte_n_a_de_doublons_que_ce_qu_il_a_en_trop() -> None:
    """Trois fois au dossier, deux à l’extrait, dont une à une autre date : un seul est en trop."""
    dossier = [mouvement("acompte", 100, "2010-02-01")] * 3
    extrait = [mouvement("acompte", 100, "2010-02-01"), mouvement("acompte", 100, "2010-09-01")]
    r = deux_comptes(dossier, extrait)
    assert sorted(str(e.genre) for e in r.ecarts) == ["date", "doublon_du_dossier"]


def test_un_doublon_ne_fait_la_somme_de_rien() -> None:
    """L’acompte répété est un doublon, et non une part du solde qui manque."""
    acompte, autre = mouvement("acompte", 40, piece="M1"), mouvement("acompte", 60, "2010-06-20")
    r = deux_comptes([acompte, mouvement("solde", 100, "2010-06-18")], [acompte, acompte, autre])
    assert "doublon_de_l_extrait" in {str(e.genre) for e in r.ecarts}
    assert "regroupement" not in {str(e.genre) for e in r.ecarts}


def test_un_retour_dont_le_mouvement_manque_aussi_n_annule_rien() -> None:
    """Le paiement et le retour ne sont pas du même exercice ni du même montant : chacun est absent."""
    r = deux_comptes([], [mouvement("acompte", 100, "2010-02-01"), mouvement("reversement", 70, "2011-02-01")])
    assert {str(e.genre) for e in r.ecarts} == {"absent_du_dossier"}


def test_une_part_ne_sert_qu_une_fois() -> None:
    """40 + 60 font 100 deux fois au dossier, une seule à l’extrait."""
    dossier = [mouvement("acompte", m, f"2010-06-{j}") for m, j in ((100, 15), (100, 16))]
    r = deux_comptes(
        [*dossier, mouvement("acompte", 7, "2010-01-02")],
        [mouvement("acompte", m, f"2010-06-{j}") for m, j in ((40, 12), (60, 13))],
    )
    assert sorted(str(e.genre) for e in r.ecarts) == ["absent_de_l_extrait", "absent_de_l_extrait", "regroupement"]


def test_un_total_annuel_d_un_type_laisse_les_autres_types() -> None:
    """Les acomptes de l’année en un total ; le solde, d’un autre type, a un montant sans rapport de chaque côté."""
    dossier = [mouvement("acompte", m, f"2010-{mois}-03") for m, mois in ((100, "02"), (200, "09"))]
    soldes = mouvement("solde", 5_000, "2010-10-03"), mouvement("solde", 6_000, "2010-03-01")
    r = deux_comptes([*dossier, soldes[0]], [mouvement("acompte", 300, "2010-12-31"), soldes[1]])
    assert ("regroupement", "OP-1", "ANRU", 2010, 300, 300) in parts(r)


def test_un_montant_exact_n_est_pas_un_cumul() -> None:
    """Deux versements par exercice, un total de chacun à l’extrait : des sommes, et rien de cumulé."""
    dossier = [
        mouvement("acompte", m, f"{a}-0{mois}-01")
        for m, a, mois in ((1, 2010, 2), (2, 2010, 5), (4, 2011, 2), (8, 2011, 5))
    ]
    extrait = [mouvement("acompte", m, f"{annee}-12-31") for m, annee in ((3, 2010), (12, 2011))]
    r = deux_comptes(dossier, extrait)
    assert [(x.passe, x.genre) for x in r.rapproches] == [(Passe.SOMME, GenreEcart.REGROUPEMENT)] * 2


def test_les_cumuls_d_une_ligne_ne_recoivent_pas_les_flux_d_une_autre() -> None:
    """OP-1 finit sur un flux d’après son dernier cumul ; celui-ci n’est pas du premier cumul d’OP-2."""
    flux = [
        ("OP-1", 10, "2010-02-01"),
        ("OP-1", 20, "2011-02-01"),
        ("OP-1", 40, "2012-02-01"),
        ("OP-2", 5, "2010-02-01"),
        ("OP-2", 6, "2011-02-01"),
    ]
    cumuls = [
        ("OP-1", 10, "2010-12-31"),
        ("OP-1", 30, "2011-12-31"),
        ("OP-2", 5, "2010-12-31"),
        ("OP-2", 11, "2011-12-31"),
    ]
    r = deux_comptes(
        *([mouvement("acompte", m, jour, operation=code) for code, m, jour in compte] for compte in (flux, cumuls))
    )
    assert {(e.operation, str(e.genre), e.montant_dossier, e.montant_extrait) for e in r.ecarts if e.ecart} == {
        ("OP-1", "absent_de_l_extrait", 40, 0),
        ("OP-1", "cumul", 20, 30),
        ("OP-2", "cumul", 6, 11),
    }


def test_une_part_d_annulation_dont_le_mouvement_manque_est_un_absent() -> None:
    """Deux reversements de la pièce reprennent le paiement ; l’extrait n’a que l’un d’eux, et pas le paiement."""
    paye = mouvement("acompte", 100, "2010-02-01", piece="P")
    retours = [mouvement("reversement", m, f"2010-0{mois}-01", piece="P") for m, mois in ((40, 4), (60, 6))]
    r = deux_comptes([paye, *retours], retours[:1])
    assert [str(e.genre) for e in r.ecarts] == ["absent_de_l_extrait"] * 2
