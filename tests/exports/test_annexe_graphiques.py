"""Chaque graphique de l’annexe répond à une question : ce qu’il dit se recalcule à la main, du journal et du plan."""

from datetime import date

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique
from exports.document.sceau import GenrePerimetre, Perimetre
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import ModeEngagement, Nature
from tests.construction import euros, financeur, ligne, mouvement, operation, projet

AU = date(2014, 3, 31)


def par_cle(annexe: Document) -> dict[str, Graphique]:
    return {graphique.cle: graphique for graphique in annexe.graphiques}


def ordinaire(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def annexe(*journal: Mouvement, au: date = AU) -> Document:
    """Deux concours forfaitaires d’une opération de 10 M€ : 6 M€ de l’ANRU, 2 M€ du département."""
    return composer_annexe(
        projet(
            operations=[operation("OP-1", cout_ht=euros(10_000_000))],
            plan=[
                ligne("ANRU", euros(6_000_000)),
                ligne("DEPARTEMENT", euros(2_000_000)),
                ligne("VILLE", euros(2_000_000), nature=Nature.FONDS_PROPRES),
            ],
            journal=journal,
        ),
        au=au,
    )


def test_chaque_graphique_ne_montre_que_les_cellules_de_son_tableau() -> None:
    document = annexe(
        mouvement("engagement", euros(6_000_000), "2011-05-02"),
        mouvement("engagement", euros(2_000_000), "2012-05-02", financeur="DEPARTEMENT"),
        mouvement("acompte", euros(3_000_000), "2013-05-02"),
    )
    graphiques = par_cle(document)
    assert list(graphiques) == ["soldes", "cloture", "exercices"]
    for graphique in graphiques.values():
        tableau = document.tableau(graphique.tableau)
        montants = [
            [tableau.cellule(cle, serie.colonne).valeur for serie in graphique.series] for cle in graphique.lignes
        ]
        assert all(any(point) for point in montants)
        assert f"« {tableau.titre} »" in graphique.description
        if graphique.genre is not GenreGraphique.CUMULS:
            sommes = [sum(montant for montant in point if isinstance(montant, int)) for point in montants]
            assert sommes == sorted(sommes, reverse=True)
            # La ville n'a que des fonds propres : ce n'est pas un concours.
            assert not [cle for cle in graphique.lignes if "VILLE" in cle]
    exercices = graphiques["exercices"]
    # 2011 à 2013, à la fin de l'année ; rien n'est daté après l'arrêté.
    assert exercices.dates == (date(2011, 12, 31), date(2012, 12, 31), date(2013, 12, 31))
    cumuls = document.tableau("exercices")
    assert [cumuls.cellule(cle, "engage_cumul").valeur for cle in exercices.lignes] == [
        euros(6_000_000),
        euros(8_000_000),
        euros(8_000_000),
    ]
    assert exercices.reperes[-1].le == AU
    # 8 M€ engagés, 3 M€ payés : 37,5 %, arrondi à l'unité loin de zéro.
    assert "8,0 M€ engagés et 3,0 M€ payés, soit 38 % de l’engagé." in ordinaire(exercices.description)


def test_le_reste_a_verser_se_dit_avec_sa_part() -> None:
    document = annexe(
        mouvement("engagement", euros(6_000_000), "2011-05-02"),
        mouvement("engagement", euros(2_000_000), "2012-05-02", financeur="DEPARTEMENT"),
        mouvement("depense", euros(10_000_000), "2013-05-02"),
    )
    soldes = par_cle(document)["soldes"]
    tableau = document.tableau("financeurs")
    total = tableau.cellule("total", "solde_a_verser").valeur
    assert isinstance(total, int)
    phrase = ordinaire(soldes.description)
    for code in ("ANRU", "DEPARTEMENT"):
        du = tableau.cellule(f"financeur:{code}", "solde_a_verser").valeur
        assert isinstance(du, int)
        assert du
        nom = tableau.cellule(f"financeur:{code}", "financeur").valeur
        millions = f"{round(du / 10_000_000) / 10:.1f}".replace(".", ",")
        assert f"{nom} : {millions} M€, soit {int(100 * du / total + 0.5)} %" in phrase
    assert "Rien n’est à reverser." in phrase


def test_le_dernier_point_est_a_l_arrete() -> None:
    document = annexe(mouvement("engagement", euros(1_000), "2014-02-01"))
    (exercices,) = (g for g in document.graphiques if g.genre is GenreGraphique.CUMULS)
    assert exercices.dates == (AU,)


def test_sans_mouvement_ni_montant_il_n_y_a_rien_a_dessiner() -> None:
    sans_mouvement = annexe()
    assert "exercices" not in par_cle(sans_mouvement)
    vide = composer_annexe(projet(operations=[operation("OP-1")], plan=[], journal=[]), au=AU)
    assert vide.graphiques == ()


def test_l_engage_repute_n_a_pas_de_point() -> None:
    reputes = (financeur("ANRU"), financeur("DEPARTEMENT", engagement=ModeEngagement.REPUTE), financeur("VILLE"))
    document = composer_annexe(
        projet(
            financeurs=reputes,
            operations=[operation("OP-1", cout_ht=euros(10_000_000))],
            plan=[ligne("ANRU", euros(6_000_000)), ligne("DEPARTEMENT", euros(4_000_000))],
            journal=[mouvement("engagement", euros(6_000_000), "2011-05-02")],
        ),
        au=AU,
    )
    exercices = par_cle(document)["exercices"]
    assert [cle.split(":")[1] for cle in exercices.lignes] == ["2011"]
    assert "6,0 M€ engagés" in ordinaire(exercices.description)
    assert "L’engagé réputé, 4,0 M€, n’a pas de date et n’y est pas." in ordinaire(exercices.description)


def test_un_nom_qui_remplirait_une_phrase_y_cede_la_place_au_code() -> None:
    # Deux mille caractères, ce qu'un nom peut avoir : deux de ces noms passent ce qu'un texte de document peut avoir.
    noms = {code: f"{code} " + "x" * 1900 for code in ("ANRU", "REGION", "DEPARTEMENT")}
    repute = ModeEngagement.REPUTE
    dossier = projet(
        financeurs=(*(financeur(code, nom=nom, engagement=repute) for code, nom in noms.items()), financeur("VILLE")),
        operations=[operation("OP-1", cout_ht=euros(6_000_000))],
        plan=[ligne(code, euros(2_000_000)) for code in noms],
    )
    document = composer_annexe(dossier, au=AU)
    assert "Reste à verser : 6,0 M€, dont ANRU : 2,0 M€" in ordinaire(par_cle(document)["soldes"].description)
    fiche = composer_annexe(dossier, au=AU, perimetre=Perimetre(genre=GenrePerimetre.OPERATION, code="OP-1"))
    for compose in (document, fiche):
        notes = [note for tableau in compose.tableaux for note in tableau.notes if "éputé" in note]
        assert any("ANRU, REGION, DEPARTEMENT." in note for note in notes)
