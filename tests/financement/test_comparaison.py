"""Ce qui change d’un tableau financier à l’autre : lignes, financeurs, familles, et les lois d’une différence."""

from dataclasses import replace
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.tableau import TableauFinancier, tableau_financier
from financement.comparaison.tableaux import Comparaison, LigneComparee, Sens, TotalCompare, Variation, comparer
from financement.dossier.nomenclature import Nature
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from tests.construction import PLAN_EQUILIBRE, avenant, euros, ligne, operation, projet
from tests.financement.tirages import PROJETS, VERSIONS

RANGS: Final = st.sampled_from(VERSIONS)


def cle(code: str, financeur: str, nature: Nature = Nature.SUBVENTION) -> CleLigne:
    return CleLigne(code, financeur, nature)


def modifie() -> Projet:
    """L’avenant 1 déplace 50 000 € de l’ANRU, retire le Département d’OP-1, ajoute la CDC sur OP-3, qu’il crée.

    La Ville met 500 000 € de subvention, inchangés, et 30 000 € de plus de fonds propres sur OP-2.
    """
    return projet(
        operations=[operation(), operation("OP-2", famille="06"), operation("OP-3", version=1)],
        plan=[
            ligne("ANRU", euros(400_000)),
            ligne("DEPARTEMENT", euros(100_000)),
            ligne("VILLE", euros(500_000)),
            ligne("ANRU", euros(300_000), "OP-2"),
            ligne("VILLE", euros(100_000), "OP-2", nature=Nature.FONDS_PROPRES),
            ligne("ANRU", euros(350_000), version=1),
            ligne("DEPARTEMENT", 0, version=1),
            ligne("ANRU", euros(350_000), "OP-2", version=1),
            ligne("CDC", euros(20_000), "OP-3", nature=Nature.PRET, version=1),
            ligne("VILLE", euros(500_000), version=1),
            ligne("VILLE", euros(130_000), "OP-2", nature=Nature.FONDS_PROPRES, version=1),
        ],
        avenants=(avenant(1),),
    )


def de_0_a_1() -> Comparaison:
    return comparer(tableau_financier(modifie(), 0), tableau_financier(modifie(), 1))


def ecarts(comparaison: Comparaison) -> dict[CleLigne, int]:
    return {ligne.cle: ligne.variation.ecart for ligne in comparaison.lignes}


def sommer(*termes: dict[CleLigne, int]) -> dict[CleLigne, int]:
    """Somme clé à clé, sans les clés de somme nulle."""
    cles = {cle for terme in termes for cle in terme}
    sommes = {cle: sum(terme.get(cle, 0) for terme in termes) for cle in cles}
    return {cle: somme for cle, somme in sommes.items() if somme}


def test_lignes_ajoutees_retirees_et_modifiees() -> None:
    """Dans l’ordre du premier tableau, puis les lignes nouvelles ; une ligne redite à l’identique ne change pas."""
    trouvees = [
        (li.cle, li.variation.avant, li.variation.apres, li.variation.ecart, li.sens) for li in de_0_a_1().lignes
    ]
    assert trouvees == [
        (cle("OP-1", "ANRU"), euros(400_000), euros(350_000), -euros(50_000), Sens.MODIFIEE),
        (cle("OP-1", "DEPARTEMENT"), euros(100_000), 0, -euros(100_000), Sens.RETIREE),
        (cle("OP-2", "ANRU"), euros(300_000), euros(350_000), euros(50_000), Sens.MODIFIEE),
        (cle("OP-2", "VILLE", Nature.FONDS_PROPRES), euros(100_000), euros(130_000), euros(30_000), Sens.MODIFIEE),
        (cle("OP-3", "CDC", Nature.PRET), 0, euros(20_000), euros(20_000), Sens.AJOUTEE),
    ]
    (inchangee,) = (li for li in de_0_a_1().toutes if li not in de_0_a_1().lignes)
    assert (inchangee.cle, inchangee.sens) == (cle("OP-1", "VILLE"), Sens.INCHANGEE)


def total(concours: tuple[int, int], autofinancement: tuple[int, int] = (0, 0)) -> TotalCompare:
    """Avant et après de chaque part, en euros."""
    avant, apres = (euros(sum(montants)) for montants in zip(concours, autofinancement, strict=True))
    return TotalCompare(avant, apres, concours=Variation(*map(euros, concours)))


def test_sommes_par_financeur_par_famille_et_en_tout() -> None:
    """Σ des seules lignes qui changent : les 500 000 € de la Ville n’y sont pas."""
    comparaison = de_0_a_1()
    assert comparaison.par_financeur() == {
        "ANRU": total((700_000, 700_000)),
        "DEPARTEMENT": total((100_000, 0)),
        "VILLE": total((0, 0), (100_000, 130_000)),
        "CDC": total((0, 20_000)),
    }
    assert list(comparaison.par_famille().items()) == [
        ("06", total((300_000, 350_000), (100_000, 130_000))),
        ("08", total((500_000, 370_000))),
    ]
    assert comparaison.total == total((800_000, 720_000), (100_000, 130_000))
    assert comparaison.total.autofinancement == Variation(euros(100_000), euros(130_000))
    assert [part.ecart for part in (comparaison.total, comparaison.total.concours)] == [-euros(50_000), -euros(80_000)]


def test_les_tableaux_entiers_comptent_les_lignes_inchangees() -> None:
    """Les mêmes sommes, et les 500 000 € de la Ville : les écarts n’en changent pas."""
    comparaison = de_0_a_1()
    entiers = comparaison.tableaux_par_financeur()
    assert entiers["VILLE"] == total((500_000, 500_000), (100_000, 130_000))
    assert {nom: entiers[nom] for nom in ("ANRU", "DEPARTEMENT", "CDC")} == {
        nom: somme for nom, somme in comparaison.par_financeur().items() if nom != "VILLE"
    }
    assert list(comparaison.tableaux_par_famille().items()) == [
        ("06", total((300_000, 350_000), (100_000, 130_000))),
        ("08", total((1_000_000, 870_000))),
    ]
    assert comparaison.total_des_tableaux == total((1_300_000, 1_220_000), (100_000, 130_000))


def test_une_ligne_retiree_puis_retablie_est_ajoutee() -> None:
    """Un montant nul dit que la ligne n’est pas au tableau, même si elle y reste connue."""
    retablie = projet(
        plan=[*PLAN_EQUILIBRE, ligne("ANRU", 0, version=1), ligne("ANRU", euros(450_000), version=2)],
        avenants=(avenant(1), avenant(2)),
    )
    (trouvee,) = comparer(tableau_financier(retablie, 1), tableau_financier(retablie, 2)).lignes
    assert (trouvee.cle, trouvee.sens) == (cle("OP-1", "ANRU"), Sens.AJOUTEE)
    assert ecarts(comparer(tableau_financier(retablie, 0), tableau_financier(retablie, 2))) == {}


def test_deux_natures_d_un_meme_financeur_sont_deux_lignes() -> None:
    requalifiee = projet(
        plan=[ligne("CDC", 300), ligne("CDC", 0, version=1), ligne("CDC", 300, nature=Nature.PRET, version=1)],
        avenants=(avenant(1),),
    )
    comparaison = comparer(tableau_financier(requalifiee, 0), tableau_financier(requalifiee, 1))
    assert [ligne.sens for ligne in comparaison.lignes] == [Sens.RETIREE, Sens.AJOUTEE]
    assert comparaison.par_financeur() == {"CDC": TotalCompare(300, 300, Variation(300, 300))}


def test_la_famille_est_celle_du_second_tableau() -> None:
    """Une opération que l’avenant change de famille et de maître d’ouvrage se lit comme l’avenant la décrit."""
    deplacee = projet(
        operations=[operation(), operation(version=1, famille="09", maitre_ouvrage="OPH"), operation("OP-2")],
        plan=[ligne("ANRU", 100), ligne("ANRU", 70, version=1), ligne("ANRU", 30, "OP-2", version=1)],
        avenants=(avenant(1),),
    )
    avant, apres = tableau_financier(deplacee, 0), tableau_financier(deplacee, 1)
    assert [(li.famille, li.maitre_ouvrage) for li in comparer(avant, apres).lignes] == [("09", "OPH"), ("08", "VILLE")]
    assert [(li.famille, li.maitre_ouvrage) for li in comparer(apres, avant).lignes] == [("08", "VILLE")] * 2


def test_deux_dossiers() -> None:
    """Une opération d’un seul dossier y garde sa famille ; celles des deux se comparent ligne à ligne."""
    ancien = projet(
        operations=[operation(), operation("OP-VIEUX", famille="01")],
        plan=[ligne("ANRU", 100), ligne("ANRU", 40, "OP-VIEUX")],
    )
    nouveau = projet(
        operations=[operation("OP-NEUF", famille="09"), operation()],
        plan=[ligne("ANRU", 30, "OP-NEUF"), ligne("ANRU", 110)],
    )
    comparaison = comparer(tableau_financier(ancien), tableau_financier(nouveau))
    assert comparaison.lignes == (
        LigneComparee(cle("OP-1", "ANRU"), "08", "VILLE", Variation(100, 110)),
        LigneComparee(cle("OP-VIEUX", "ANRU"), "01", "VILLE", Variation(40, 0)),
        LigneComparee(cle("OP-NEUF", "ANRU"), "09", "VILLE", Variation(0, 30)),
    )
    assert comparaison.total == TotalCompare(140, 140, Variation(140, 140))


def test_une_comparaison_vide_a_un_total_nul() -> None:
    vide = Comparaison(())
    assert (vide.total, vide.par_financeur(), vide.par_famille()) == (total((0, 0)), {}, {})


def tableaux(dossier: Projet, *versions: int) -> tuple[TableauFinancier, ...]:
    return tuple(tableau_financier(dossier, version) for version in versions)


@given(PROJETS, RANGS)
def test_rien_ne_change_d_un_tableau_a_lui_meme(dossier: Projet, version: int) -> None:
    (tableau,) = tableaux(dossier, version)
    assert comparer(tableau, tableau).lignes == ()
    # L'ordre des lignes n'est pas un montant.
    assert comparer(tableau, replace(tableau, lignes=tableau.lignes[::-1])).lignes == ()


@given(PROJETS, RANGS, RANGS)
def test_comparer_a_l_envers_oppose_les_ecarts(dossier: Projet, de: int, vers: int) -> None:
    avant, apres = tableaux(dossier, de, vers)
    aller, retour = comparer(avant, apres), comparer(apres, avant)
    assert ecarts(retour) == {cle: -ecart for cle, ecart in ecarts(aller).items()}
    sens = {Sens.AJOUTEE: Sens.RETIREE, Sens.RETIREE: Sens.AJOUTEE, Sens.MODIFIEE: Sens.MODIFIEE}
    assert {ligne.cle: ligne.sens for ligne in retour.lignes} == {ligne.cle: sens[ligne.sens] for ligne in aller.lignes}
    assert retour.total.concours == Variation(aller.total.concours.apres, aller.total.concours.avant)
    assert retour.total.autofinancement.montants() == (
        aller.total.autofinancement.apres,
        aller.total.autofinancement.avant,
        -aller.total.autofinancement.ecart,
    )
    assert {f: v.ecart for f, v in retour.par_financeur().items()} == {
        f: -v.ecart for f, v in aller.par_financeur().items()
    }


@given(PROJETS, PROJETS, PROJETS, RANGS)
def test_les_ecarts_s_ajoutent(a: Projet, b: Projet, c: Projet, version: int) -> None:
    """De a à b puis de b à c font de a à c, trois versions d’un dossier ou trois dossiers."""
    for de, par, vers in (tableaux(a, 0, 1, version), (*tableaux(a, version), *tableaux(b, 2), *tableaux(c, 5))):
        etapes = sommer(ecarts(comparer(de, par)), ecarts(comparer(par, vers)))
        assert etapes == ecarts(comparer(de, vers))


@given(PROJETS, RANGS, RANGS)
def test_l_ecart_total_est_celui_des_tableaux(dossier: Projet, de: int, vers: int) -> None:
    avant, apres = tableaux(dossier, de, vers)
    comparaison = comparer(avant, apres)
    concours, autofinancement = (
        [sum(li.montant for li in tableau.lignes if li.cle.est_concours is part) for tableau in (avant, apres)]
        for part in (True, False)
    )
    entiers = comparaison.total_des_tableaux
    assert [entiers.concours, entiers.autofinancement] == [Variation(*concours), Variation(*autofinancement)]
    assert entiers + Variation(0, 0) == entiers.concours + entiers.autofinancement
    for sommes, somme in (
        (comparaison.par_financeur(), comparaison.total),
        (comparaison.par_famille(), comparaison.total),
        (comparaison.tableaux_par_financeur(), entiers),
        (comparaison.tableaux_par_famille(), entiers),
    ):
        assert TotalCompare.somme(sommes.values()) == somme


def parts(somme: TotalCompare) -> tuple[int, int, int]:
    return somme.ecart, somme.concours.ecart, somme.autofinancement.ecart


@given(PROJETS, RANGS, RANGS)
def test_une_ligne_inchangee_n_apporte_rien_a_un_ecart(dossier: Projet, de: int, vers: int) -> None:
    """Écart des tableaux entiers = Σ écarts des lignes qui changent, en tout, par financeur et par famille."""
    comparaison = comparer(*tableaux(dossier, de, vers))
    assert parts(comparaison.total_des_tableaux) == parts(comparaison.total)
    for entiers, changes in (
        (comparaison.tableaux_par_financeur(), comparaison.par_financeur()),
        (comparaison.tableaux_par_famille(), comparaison.par_famille()),
    ):
        assert set(changes) <= set(entiers)
        assert {nom: parts(somme) for nom, somme in entiers.items()} == {
            nom: parts(changes[nom]) if nom in changes else (0, 0, 0) for nom in entiers
        }
