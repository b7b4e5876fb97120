"""Ce qui sépare deux dossiers : rien d’oublié, rien d’inventé, dans les mots du métier, chaque place donnée."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.convention import ContrepartieFonciere, MaitreOuvrage
from financement.dossier.nomenclature import Nature, StatutContrepartie
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre
from maquettes import convertir, lire_dossier
from maquettes.description.comparaison import Changement, Sorte, comparer_dossiers
from tests import construction
from tests.construction import avenant, enveloppe, euros, financeur, jour, ligne, mouvement, operation
from tests.profils import COUTEUX
from tests.strategies import montants, projets, sans_cumul_excessif

EXEMPLE = Path(__file__).parents[2] / "examples" / "noyer_dore"
SANS_CLE = {"journal", "realisations", "contreparties_foncieres"}

T = TypeVar("T")


def lisible(texte: str | None) -> str | None:
    """Le texte, espaces fines et insécables rendues ordinaires."""
    return texte if texte is None else texte.replace("\u202f", " ").replace("\u00a0", " ")


def resume(changements: Sequence[Changement]) -> list[tuple[str, str, str | None]]:
    return [(c.table, c.sorte.value, lisible(c.objet)) for c in changements]


def modifications(changements: Sequence[Changement]) -> list[tuple[str | None, str | None, str | None]]:
    assert {c.sorte for c in changements} <= {Sorte.MODIFICATION}
    return [(c.champ, lisible(c.avant), lisible(c.apres)) for c in changements]


def reglement(*parametres: Parametre, base: str = "pnru") -> Projet:
    """Un projet dont le règlement est propre au dossier."""
    return replace(
        construction.projet(),
        convention=construction.convention(reglement="reglement.toml"),
        reglement_propre=ReglementPropre(base=base, parametres=parametres),
    )


# --- propriétés


@st.composite
def voisins(tirer: st.DrawFn) -> tuple[Projet, Projet]:
    """Un projet et le même, quelques lignes déplacées, ôtées, répétées ou d’un autre montant."""
    un = tirer(projets())

    def ranger(lignes: Sequence[T]) -> tuple[T, ...]:
        return tuple(tirer(st.just(lignes) | st.permutations(lignes)))

    def retoucher(lignes: Sequence[T], champ: str) -> tuple[T, ...]:
        nouveaux = [tirer(st.none() | montants()) for _ in lignes]
        retouchables: Sequence[Any] = lignes
        return tuple(
            ligne if montant is None else replace(ligne, **{champ: montant})
            for ligne, montant in zip(retouchables, nouveaux, strict=True)
        )

    journal = [m for m in un.journal if tirer(st.integers(0, 3))]
    if journal:
        journal += tirer(st.lists(st.sampled_from(journal), max_size=1))
    realisations = [r for r in un.realisations if tirer(st.integers(0, 3))]
    propre = un.reglement_propre
    deux = replace(
        un,
        convention=replace(
            un.convention,
            financeurs=ranger(retoucher(un.convention.financeurs, "enveloppe")),
            contreparties_foncieres=ranger(un.convention.contreparties_foncieres),
        ),
        reglement_propre=propre and replace(propre, parametres=ranger(propre.parametres)),
        operations=ranger(retoucher(un.operations, "assiette")),
        plan=ranger(retoucher(un.plan, "montant")),
        journal=construction.situer(sans_cumul_excessif(ranger(retoucher(journal, "montant"))), "journal.csv"),
        realisations=ranger(realisations),
        insertion=tuple(i for i in un.insertion if tirer(st.integers(0, 3))),
    )
    return replace(un, journal=construction.situer(un.journal, "journal.csv")), deux


def miroir(changement: Changement) -> Changement:
    """Le changement vu de l’autre dossier ; une ligne sans clé y porte un autre nom, celui d’après."""
    opposees = {Sorte.AJOUT: Sorte.RETRAIT, Sorte.RETRAIT: Sorte.AJOUT}
    retourne = replace(
        changement,
        sorte=opposees.get(changement.sorte, changement.sorte),
        avant=changement.apres,
        apres=changement.avant,
        ici=changement.la,
        la=changement.ici,
    )
    return sans_nom(retourne)


def sans_nom(changement: Changement) -> Changement:
    change = changement.sorte is Sorte.MODIFICATION and changement.table in SANS_CLE | {"parametres"}
    return replace(changement, objet="") if change else changement


@COUTEUX
@given(un=projets())
def test_un_projet_ne_differe_pas_de_lui_meme(un: Projet) -> None:
    assert comparer_dossiers(un, un) == ()


@COUTEUX
@given(paire=voisins() | st.tuples(projets(), projets()))
def test_aucun_changement_si_et_seulement_si_les_projets_sont_egaux(paire: tuple[Projet, Projet]) -> None:
    un, deux = paire
    assert (comparer_dossiers(un, deux) == ()) == (un == deux)


@COUTEUX
@given(paire=voisins() | st.tuples(projets(), projets()))
def test_comparer_dans_l_autre_sens_rend_le_miroir(paire: tuple[Projet, Projet]) -> None:
    un, deux = paire
    aller = Counter(map(miroir, comparer_dossiers(un, deux)))
    assert aller == Counter(map(sans_nom, comparer_dossiers(deux, un)))


@COUTEUX
@given(paire=voisins())
def test_chaque_ligne_du_journal_est_comptee_une_fois(paire: tuple[Projet, Projet]) -> None:
    un, deux = paire
    sortes = Counter(c.sorte for c in comparer_dossiers(un, deux) if c.table == "journal")
    perdues, gagnees = Counter(un.journal) - Counter(deux.journal), Counter(deux.journal) - Counter(un.journal)
    assert sortes[Sorte.RETRAIT] + sortes[Sorte.MODIFICATION] == perdues.total()
    assert sortes[Sorte.AJOUT] + sortes[Sorte.MODIFICATION] == gagnees.total()
    assert sortes[Sorte.ORDRE] == (not perdues and not gagnees and un.journal != deux.journal)


@COUTEUX
@given(paire=voisins())
def test_un_changement_a_les_champs_de_sa_sorte(paire: tuple[Projet, Projet]) -> None:
    for change in comparer_dossiers(*paire):
        textes = (change.champ, change.avant, change.apres)
        assert (None in textes, textes == (None, None, None)) == (
            (False, False) if change.sorte is Sorte.MODIFICATION else (True, True)
        )
        assert change.avant != change.apres or change.sorte is not Sorte.MODIFICATION
        assert (change.ici is None) == (change.sorte is Sorte.AJOUT)
        assert (change.la is None) == (change.sorte is Sorte.RETRAIT)


# --- chaque table, nommée


PARAMETRE = Parametre(
    cle="taux_maximal",
    valeur=Fraction(15, 100),
    unite=UniteParametre.TAUX,
    debut=jour("2004-07-01"),
    familles=("01", "02"),
    produit="PLUS",
    reference="essai",
    confiance=Confiance.USAGE,
)


def test_chaque_objet_ajoute_porte_son_nom_de_metier() -> None:
    nu = construction.projet()
    convention = construction.convention(
        reglement="reglement.toml",
        financeurs=(*nu.convention.financeurs, financeur("REGION")),
        avenants=(avenant(1), avenant(2)),
        maitres_ouvrage=(MaitreOuvrage(code="SEM92", nom="SEM 92"),),
        contreparties_foncieres=(
            ContrepartieFonciere(
                site="Terrain nord",
                surface_m2=Decimal(1240),
                beneficiaire="FONCIERE",
                statut=StatutContrepartie.A_CEDER,
            ),
        ),
    )
    riche = replace(
        nu,
        convention=convention,
        reglement_propre=ReglementPropre(base="pnru", parametres=(PARAMETRE,)),
        operations=(*nu.operations, operation("OP-1", version=2), operation("OP-2")),
        plan=(*nu.plan, ligne("CDC", 0, nature=Nature.PRET, version=2), ligne("OPH", 5, "OP-2")),
        journal=(
            mouvement("acompte", 1_250_000, "2014-12-31", financeur="VILLE", piece="M-12"),
            mouvement("demande", 1, "2014-01-02", nature=Nature.SUBVENTION),
            mouvement("depense", 250, "2013-05-06"),
        ),
        reestimations=(Reestimation(date=jour("2014-06-20"), operation="OP-1", cout=1),),
        realisations=(Realisation(date=jour("2012-05-12"), operation="OP-1", quantite=Decimal("1240.5")),),
        insertion=(Insertion(operation="OP-1", heures_objectif=Decimal(10), heures_realisees=Decimal(2)),),
    )
    attendus = [
        ("financeurs", "financeur REGION"),
        ("avenants", "avenant n° 1"),
        ("avenants", "avenant n° 2"),
        ("maitres_ouvrage", "maître d’ouvrage SEM92"),
        ("contreparties_foncieres", "contrepartie foncière Terrain nord, bénéficiaire FONCIERE"),
        ("reglement", "règlement du dossier"),
        ("parametres", "paramètre taux_maximal à partir du 01/07/2004, familles 01, 02, produit PLUS"),
        ("operations", "opération OP-1 (avenant n° 2)"),
        ("operations", "opération OP-2 (convention initiale)"),
        ("plan", "financement OP-1, CDC, prêt (avenant n° 2)"),
        ("plan", "financement OP-2, OPH, subvention (convention initiale)"),
        ("journal", "acompte du 31/12/2014 de 12 500,00 € pour OP-1, financeur VILLE, pièce M-12"),
        ("journal", "demande de paiement du 02/01/2014 de 0,01 € pour OP-1, financeur ANRU, subvention"),
        ("journal", "dépense justifiée du 06/05/2013 de 2,50 € pour OP-1"),
        ("reestimations", "réestimation du 20/06/2014 pour OP-1"),
        ("realisations", "réalisation du 12/05/2012 de 1 240,5 pour OP-1"),
        ("insertion", "heures d’insertion de OP-1"),
    ]
    annonce, *ajouts = comparer_dossiers(nu, riche)
    assert (annonce.objet, annonce.champ) == ("convention", "reglement")
    assert resume(ajouts) == [(table, "ajout", objet) for table, objet in attendus]
    *retraits, _ = sorted(comparer_dossiers(riche, nu), key=lambda c: c.sorte is Sorte.MODIFICATION)
    assert resume(retraits) == [(table, "retrait", objet) for table, objet in attendus]


# --- les objets uniques, ou reconnus à une partie de leur clé


def test_un_avenant_se_reconnait_a_son_numero_meme_redate() -> None:
    avant = construction.projet(avenants=(avenant(1, "2006-03-15"),))
    apres = construction.projet(
        avenants=(avenant(1, "2006-03-16", enveloppes=(enveloppe("VILLE", 300), enveloppe("ANRU", 123_456))),)
    )
    changements = comparer_dossiers(avant, apres)
    assert modifications(changements) == [
        ("date", "15/03/2006", "16/03/2006"),
        ("enveloppes", "vide", "VILLE 3,00 €, ANRU 1 234,56 €"),
    ]
    assert {c.objet for c in changements} == {"avenant n° 1"}


def test_l_ordre_des_familles_d_un_parametre_est_une_modification() -> None:
    (change,) = comparer_dossiers(reglement(PARAMETRE), reglement(replace(PARAMETRE, familles=("02", "01"))))
    assert (change.table, change.champ, change.avant, change.apres) == ("parametres", "familles", "01, 02", "02, 01")


def test_un_reglement_et_une_convention_sont_uniques() -> None:
    avant, apres = reglement(base="pnru"), reglement(base="npnru")
    assert modifications(comparer_dossiers(avant, apres)) == [("base", "pnru", "npnru")]
    renomme = replace(avant, convention=replace(avant.convention, code="C-2"))
    assert modifications(comparer_dossiers(avant, renomme)) == [("code", "C-1", "C-2")]


# --- les lignes sans clé


ACOMPTE = mouvement("acompte", euros(12_500), "2014-12-31", piece="M-12")


def journaux(un: Sequence[Any], deux: Sequence[Any]) -> tuple[Changement, ...]:
    return comparer_dossiers(construction.projet(journal=un), construction.projet(journal=deux))


@pytest.mark.parametrize(
    ("champs", "attendue"),
    [
        ({"montant": euros(13_000)}, ("montant", "12 500,00 €", "13 000,00 €")),
        ({"date": jour("2015-01-05")}, ("date", "31/12/2014", "05/01/2015")),
        ({"piece": ""}, ("piece", "M-12", "vide")),
        ({"financeur": "VILLE"}, ("financeur", "ANRU", "VILLE")),
        ({"nature": Nature.SUBVENTION}, ("nature", "vide", "subvention")),
    ],
)
def test_une_ligne_corrigee_se_lit_comme_une_modification(
    champs: dict[str, Any], attendue: tuple[str, str, str]
) -> None:
    autre = mouvement("engagement", 1)
    changements = journaux([autre, ACOMPTE], [replace(ACOMPTE, **champs), autre])
    assert modifications(changements) == [attendue]
    (change,) = changements
    assert lisible(change.objet) == "acompte du 31/12/2014 de 12 500,00 € pour OP-1, financeur ANRU, pièce M-12"
    assert str(change.ici) == f"journal.csv, ligne 3, colonne {attendue[0]}"
    assert str(change.la) == f"journal.csv, ligne 2, colonne {attendue[0]}"


def test_deux_colonnes_changees_font_un_retrait_et_un_ajout() -> None:
    changements = journaux([ACOMPTE], [replace(ACOMPTE, montant=euros(1), piece="M-13")])
    assert resume(changements) == [
        ("journal", "retrait", "acompte du 31/12/2014 de 12 500,00 € pour OP-1, financeur ANRU, pièce M-12"),
        ("journal", "ajout", "acompte du 31/12/2014 de 1,00 € pour OP-1, financeur ANRU, pièce M-13"),
    ]
    assert [(str(c.ici), str(c.la)) for c in changements] == [
        ("journal.csv, ligne 2", "None"),
        ("None", "journal.csv, ligne 2"),
    ]


def test_le_montant_se_rapproche_avant_toute_autre_colonne() -> None:
    redate, recompte = replace(ACOMPTE, date=jour("2015-01-05")), replace(ACOMPTE, montant=euros(13_000))
    modifie, ajoute = journaux([ACOMPTE], [redate, recompte])
    assert (modifie.champ, str(modifie.la)) == ("montant", "journal.csv, ligne 3, colonne montant")
    assert (ajoute.sorte, str(ajoute.la)) == (Sorte.AJOUT, "journal.csv, ligne 2")


def test_une_ligne_identique_se_retrouve_avant_une_ligne_voisine() -> None:
    voisine = replace(ACOMPTE, montant=1)
    (change,) = journaux([ACOMPTE, voisine], [voisine])
    assert (change.sorte, str(change.ici)) == (Sorte.RETRAIT, "journal.csv, ligne 2")


def test_une_ligne_en_double_retiree_est_un_retrait() -> None:
    (change,) = journaux([ACOMPTE, ACOMPTE], [ACOMPTE])
    assert (change.sorte, str(change.ici)) == (Sorte.RETRAIT, "journal.csv, ligne 3")


def test_les_lignes_qui_se_valent_sont_prises_dans_leur_ordre() -> None:
    montants_apres = [replace(ACOMPTE, montant=montant) for montant in (7, 8, 9)]
    changements = journaux([replace(ACOMPTE, montant=montant) for montant in (1, 2)], montants_apres)
    assert [(c.sorte.value, c.avant and c.avant[:4], c.apres and c.apres[:4]) for c in changements] == [
        ("modification", "0,01", "0,07"),
        ("modification", "0,02", "0,08"),
        ("ajout", None, None),
    ]


# --- les lignes à clé


def test_une_autre_nature_est_une_autre_ligne_de_plan() -> None:
    avant, apres = (
        construction.projet(plan=[ligne("VILLE", 100, nature=nature)])
        for nature in (Nature.SUBVENTION, Nature.FONDS_PROPRES)
    )
    assert resume(comparer_dossiers(avant, apres)) == [
        ("plan", "retrait", "financement OP-1, VILLE, subvention (convention initiale)"),
        ("plan", "ajout", "financement OP-1, VILLE, fonds propres (convention initiale)"),
    ]


def test_modifications_et_retraits_suivent_le_premier_dossier_puis_les_ajouts_le_second() -> None:
    avant = [ligne("CDC", 1), ligne("VILLE", 2), ligne("ANRU", 3)]
    apres = [ligne("OPH", 4), ligne("ANRU", 5), ligne("DEPARTEMENT", 6), ligne("CDC", 7)]
    changements = comparer_dossiers(construction.projet(plan=avant), construction.projet(plan=apres))
    assert [(c.sorte.value, c.objet.split(", ")[1]) for c in changements] == [
        ("modification", "CDC"),
        ("retrait", "VILLE"),
        ("modification", "ANRU"),
        ("ajout", "OPH"),
        ("ajout", "DEPARTEMENT"),
    ]


# --- l'ordre des lignes


def test_l_ordre_seul_change_est_dit_une_fois() -> None:
    plan = [ligne(code, 1) for code in ("VILLE", "ANRU", "CDC")]
    avant, apres = construction.projet(plan=plan), construction.projet(plan=[plan[0], plan[2], plan[1]])
    (change,) = comparer_dossiers(avant, apres)
    assert (change.table, change.sorte, change.objet) == ("plan", Sorte.ORDRE, "mêmes lignes, dans un autre ordre")
    assert (str(change.ici), str(change.la)) == ("plan.csv, ligne 3", "plan.csv, ligne 3")


def test_l_ordre_n_est_pas_dit_quand_autre_chose_change_dans_la_table() -> None:
    avant = construction.projet(plan=[ligne("VILLE", 1), ligne("ANRU", 1), ligne("CDC", 1)])
    apres = construction.projet(plan=[ligne("CDC", 1), ligne("ANRU", 1), ligne("VILLE", 2)])
    assert modifications(comparer_dossiers(avant, apres)) == [("montant", "0,01 €", "0,02 €")]


def test_un_ordre_se_dit_table_par_table() -> None:
    journal, plan = [ACOMPTE, mouvement("engagement", 1)], [ligne("VILLE", 1), ligne("ANRU", 1)]
    avant = construction.projet(journal=journal, plan=plan)
    apres = construction.projet(journal=journal[::-1], plan=[plan[0], ligne("ANRU", 2)])
    assert [(c.table, c.sorte.value) for c in comparer_dossiers(avant, apres)] == [
        ("plan", "modification"),
        ("journal", "ordre"),
    ]


# --- les places


def test_la_place_est_une_cellule_dans_un_classeur_et_un_chemin_dans_un_json() -> None:
    classeur = Provenance(fichier="m.xlsx", feuille="Plan", cellule="F12")
    document = Provenance(fichier="d.json", cellule="plan[3]")
    avant = construction.projet(plan=[ligne("VILLE", 1, provenance=classeur)])
    apres = construction.projet(plan=[ligne("VILLE", 2, provenance=document)])
    (change,) = comparer_dossiers(avant, apres)
    assert change.ici == replace(classeur, colonne="montant")
    assert change.la == Provenance(fichier="d.json", cellule="plan[3].montant", colonne="montant")


def test_le_dossier_d_exemple_vaut_son_json(tmp_path: Path) -> None:
    convertir(EXEMPLE, tmp_path / "noyer.json")
    assert comparer_dossiers(lire_dossier(EXEMPLE), lire_dossier(tmp_path / "noyer.json")) == ()
