"""L’annexe du Noyer Doré : chaque total est recompté ici depuis les lignes du dossier."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from exports.annexe.annexe import composer_annexe
from exports.annexe.contexte import noms_distincts
from exports.document.document import Document
from exports.document.tableau import GenreLigne, Tableau, Valeur
from financement.dossier.nomenclature import Base, Categorie, Nature, NatureCout, Origine, Unite
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Realisation
from maquettes import empreinte
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.conftest import AU
from tests.exports.test_annexe_proprietes import nature_de


def operations_en_vigueur(dossier: Projet) -> list[Operation]:
    """La dernière description de chaque opération, dans l’ordre du dossier."""
    return list({o.code: o for o in sorted(dossier.operations, key=lambda o: o.version)}.values())


def lignes_en_vigueur(dossier: Projet) -> list[LignePlan]:
    return list({p.cle: p for p in sorted(dossier.plan, key=lambda p: p.version)}.values())


def colonne(tableau: Tableau, cle: str, genre: GenreLigne = GenreLigne.DONNEE) -> list[Valeur]:
    rang = tableau.rang_colonne(cle)
    return [ligne.cellules[rang].valeur for ligne in tableau.lignes if ligne.genre is genre]


def entiers(valeurs: list[Valeur]) -> list[int]:
    return [valeur for valeur in valeurs if isinstance(valeur, int)]


def test_totaux_publies(annexe: Document) -> None:
    financier = annexe.tableau("tableau-financier")
    assert financier.cellule("total", "cout_ht").valeur == 16_700_000_000
    assert financier.cellule("total", "plan").valeur == 16_700_000_000
    assert financier.cellule("total", "ecart").valeur == 0
    financeurs = annexe.tableau("plan-financeurs")
    for code, total in {"ANRU": 2_300_000_000, "VILLE": 2_500_000_000, "DEPARTEMENT": 1_415_084_500}.items():
        assert financeurs.cellule(f"financeur:{code}", "plan").valeur == total
    assert financeurs.cellule("total", "plan").valeur == 16_700_000_000
    physique = annexe.tableau("programme-physique")
    prevus = {
        famille: physique.cellule(f"famille:{famille}:logement", "prevu").valeur for famille in ("01", "02", "06")
    }
    assert prevus == {"01": Decimal(144), "02": Decimal(351), "06": Decimal(2102)}


def test_le_tableau_financier_a_une_ligne_par_operation(annexe: Document, noyer_dore: Projet) -> None:
    financier = annexe.tableau("tableau-financier")
    operations = operations_en_vigueur(noyer_dore)
    assert sorted(str(code) for code in colonne(financier, "operation")) == sorted(o.code for o in operations)
    assert sum(entiers(colonne(financier, "cout_ht"))) == sum(o.cout_ht for o in operations)
    assert sum(entiers(colonne(financier, "cout_ht", GenreLigne.SOUS_TOTAL))) == sum(o.cout_ht for o in operations)
    familles = [str(texte)[:2] for texte in colonne(financier, "operation", GenreLigne.FAMILLE)]
    assert familles == sorted({o.famille for o in operations})


@pytest.mark.parametrize(
    ("colonne_lue", "nature", "categorie"),
    [
        ("subvention:ANRU", Nature.SUBVENTION, Categorie.ANRU),
        ("subvention:VILLE", Nature.SUBVENTION, Categorie.VILLE),
        ("subvention:FEDER", Nature.SUBVENTION, Categorie.EUROPE),
        ("fonds_propres", Nature.FONDS_PROPRES, None),
        ("prets", Nature.PRET, None),
        ("prets_cdc", Nature.PRET, Categorie.CDC),
    ],
)
def test_colonnes_de_financement(
    annexe: Document, noyer_dore: Projet, colonne_lue: str, nature: Nature, categorie: Categorie | None
) -> None:
    categories = {f.code: f.categorie for f in noyer_dore.convention.financeurs}
    attendu = sum(
        p.montant
        for p in lignes_en_vigueur(noyer_dore)
        if p.nature is nature and categorie in {None, categories[p.financeur]}
    )
    assert attendu > 0
    assert annexe.tableau("tableau-financier").cellule("total", colonne_lue).valeur == attendu


def test_seuls_les_financeurs_qui_subventionnent_ont_une_colonne(annexe: Document, noyer_dore: Projet) -> None:
    subventionnants = {
        p.financeur for p in lignes_en_vigueur(noyer_dore) if p.nature is Nature.SUBVENTION and p.montant
    }
    ordre = [f.code for f in noyer_dore.convention.financeurs if f.code in subventionnants]
    cles = [c.cle for c in annexe.tableau("tableau-financier").colonnes if c.groupe == "Subventions"]
    assert cles == ["taux_anru", *(f"subvention:{code}" for code in ordre)]


@pytest.mark.parametrize("famille", ["01", "06", "12"])
def test_execution_par_famille(annexe: Document, noyer_dore: Projet, famille: str) -> None:
    codes = {o.code for o in noyer_dore.operations if o.famille == famille}
    # Quelques engagements du journal sont inscrits sur des fonds propres, que ces sommes ne comptent pas.
    de_la_famille = [m for m in noyer_dore.journal if m.operation in codes and m.date <= AU]
    retenus = [m for m in de_la_famille if nature_de(m, noyer_dore) is not Nature.FONDS_PROPRES]
    engage = sum({"engagement": 1, "degagement": -1}.get(m.type, 0) * m.montant for m in retenus)
    signes = {"avance": 1, "acompte": 1, "solde": 1, "reversement": -1}
    paye = sum(signes.get(m.type, 0) * m.montant for m in retenus)
    concours = [p for p in lignes_en_vigueur(noyer_dore) if p.nature is not Nature.FONDS_PROPRES]
    programme = sum(p.montant for p in concours if p.operation in codes)
    attendu = [programme, engage, paye, programme - engage, engage - paye]
    grandeurs = ["programme", "engage", "paye", "reste_a_engager", "reste_a_payer"]
    execution = annexe.tableau("execution")
    assert [execution.cellule(f"sous-total:{famille}", g).valeur for g in grandeurs] == attendu
    familles = annexe.tableau("familles")
    assert [familles.cellule(f"famille:{famille}", g).valeur for g in grandeurs] == attendu


def test_identification(annexe: Document, noyer_dore: Projet) -> None:
    assert {m.libelle: m.valeur for m in annexe.mentions} == {
        "Convention": "92002-PNRU – Noyer Doré – Antony",
        "Programme": "PNRU",
        "Porteur": noyer_dore.convention.porteur,
        "Signature de la convention": "01/07/2004",
        "Date limite d’engagement": "31/12/2014",
        "Date limite de solde": "31/12/2017",
        "Version en vigueur": "Avenant n° 5 (avenant local)",
        "Date d’arrêté": "31/03/2015",
        "Mouvements du dossier": "687, le dernier du 16/03/2015 ; 6 postérieurs à l’arrêté",
        "Règlement": "pnru",
        "Opérations": f"{len(operations_en_vigueur(noyer_dore))}, en 12 familles",
        "Base des montants": "HT",
    }
    assert annexe.empreinte == empreinte(noyer_dore)
    assert annexe.bandeau is not None
    assert annexe.bandeau.startswith("PROJET — ")
    nombre = sum(o.origine is Origine.ILLUSTRATIF for o in operations_en_vigueur(noyer_dore))
    assert f"{nombre} opérations illustratives" in annexe.avertissements[0]


def test_les_actes_se_suivent(annexe: Document, noyer_dore: Projet) -> None:
    actes = annexe.tableau("avenants")
    assert colonne(actes, "date") == [
        noyer_dore.convention.date_signature,
        *(a.date for a in noyer_dore.convention.avenants),
    ]
    programmes, evolutions = entiers(colonne(actes, "programme")), entiers(colonne(actes, "evolution"))
    assert programmes[-1] == 9_700_522_970
    assert entiers(colonne(actes, "plan"))[-1] == 16_700_000_000
    assert entiers(colonne(actes, "autofinancement"))[-1] == 6_999_477_030
    assert programmes[0] + sum(evolutions) == programmes[-1]


def test_a_une_date_anterieure_le_tableau_est_celui_de_l_epoque(noyer_dore: Projet) -> None:
    ancienne = composer_annexe(noyer_dore, au=date(2006, 1, 1))
    assert len(ancienne.tableau("avenants").lignes) == 2
    codes = {o.code for o in noyer_dore.operations if o.version <= 1}
    assert len(colonne(ancienne.tableau("tableau-financier"), "operation")) == len(codes)
    assert entiers(colonne(ancienne.tableau("exercices"), "engage"))[-1] == sum(
        {"engagement": 1, "degagement": -1}.get(m.type, 0) * m.montant
        for m in noyer_dore.journal
        if m.date.year == 2005 and nature_de(m, noyer_dore) is not Nature.FONDS_PROPRES
    )


def test_les_constats_vont_du_plus_grave_au_moins_grave(annexe: Document) -> None:
    gravites = [str(gravite) for gravite in colonne(annexe.tableau("constats"), "gravite")]
    assert gravites == sorted(gravites, key=["bloquant", "alerte", "vigilance", "information"].index)
    assert Counter(gravites)["bloquant"] >= 1
    assert "journal.csv, ligne" in str(colonne(annexe.tableau("constats"), "lieu")[0])


def test_un_dossier_sans_constat_bloquant_n_est_pas_un_projet() -> None:
    document = composer_annexe(projet(), au=jour("2010-01-01"))
    assert document.bandeau is None
    assert document.tableau("constats").notes == ("0 constat bloquant, 0 alerte, 2 informations.",)
    assert colonne(document.tableau("constats"), "code") == ["JOURNAL-02", "INFO-01"]
    assert [phrase for phrase in document.avertissements if "mouvement" not in phrase] == []
    assert {t.cle for t in document.tableaux}.isdisjoint({"insertion", "contreparties-foncieres", "programme-physique"})


def test_un_plan_desequilibre_se_voit_a_son_ecart() -> None:
    dossier = projet(plan=[ligne("ANRU", euros(450_000)), ligne("VILLE", euros(549_999))])
    document = composer_annexe(dossier, au=jour("2010-01-01"))
    assert document.bandeau == "PROJET — 1 constat bloquant"
    assert document.tableau("tableau-financier").cellule("operation:OP-1", "ecart").valeur == -100


def test_ht_et_ttc_ne_s_additionnent_pas_sans_le_dire() -> None:
    dossier = projet(
        operations=[
            operation("HT-1", cout_ht=euros(100), taux_tva=Fraction(1, 5)),
            operation("TTC-1", cout_ht=euros(200), taux_tva=Fraction(1, 5), base=Base.TTC),
        ],
        plan=[ligne("VILLE", euros(100), "HT-1"), ligne("VILLE", euros(240), "TTC-1")],
    )
    document = composer_annexe(dossier, au=jour("2010-01-01"))
    financier = document.tableau("tableau-financier")
    totaux = {c: financier.cellule("total", c).valeur for c in ("cout_ht", "cout_ttc", "cout_base", "plan", "ecart")}
    assert totaux == {
        "cout_ht": euros(300),
        "cout_ttc": euros(360),
        "cout_base": euros(340),
        "plan": euros(340),
        "ecart": 0,
    }
    assert financier.cellule("total", "operation").valeur == "TOTAL sur base déclarée (1 en HT, 1 en TTC)"
    assert "ni un total HT, ni un total TTC" in financier.notes[0]
    assert "sur base déclarée" in document.avertissements[-1]
    cout = next(c for c in document.tableau("familles").colonnes if c.cle == "cout")
    assert cout.libelle == "Coût sur base déclarée"


def test_un_cout_ttc_inconnu_n_est_pas_totalise() -> None:
    dossier = projet(
        operations=[operation("A", taux_tva=Fraction(1, 5)), operation("B")],
        plan=[ligne("VILLE", euros(1_000_000), code) for code in ("A", "B")],
    )
    financier = composer_annexe(dossier, au=jour("2010-01-01")).tableau("tableau-financier")
    assert financier.cellule("operation:A", "cout_ttc").valeur == euros(1_200_000)
    assert financier.cellule("total", "cout_ttc").valeur is None
    assert financier.notes[0] == "Coût TTC non totalisé : 1 opération est sans taux de TVA."


def test_deficit_etat_et_origine() -> None:
    dossier = projet(
        operations=[
            operation(nature_cout=NatureCout.DEFICIT, achevement=jour("2009-05-12"), origine=Origine.SOURCE),
        ]
    )
    financier = composer_annexe(dossier, au=jour("2010-01-01")).tableau("tableau-financier")
    lues = {c: financier.cellule("operation:OP-1", c).valeur for c in ("base", "etat", "origine", "taux_anru")}
    assert lues == {"base": "HT, déficit", "etat": "à engager", "origine": "source", "taux_anru": Fraction(9, 20)}


def test_une_operation_payee_hors_du_tableau_reste_dans_l_execution() -> None:
    dossier = projet(
        operations=[operation(), operation("TARDIVE", version=1)],
        plan=[ligne("ANRU", euros(450_000)), ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES)],
        journal=[mouvement("engagement", euros(10), "2004-12-01", operation="TARDIVE")],
        avenants=(avenant(1),),
    )
    document = composer_annexe(dossier, au=jour("2005-01-01"))
    assert len(colonne(document.tableau("tableau-financier"), "operation")) == 1
    execution = document.tableau("execution")
    assert execution.cellule("operation:TARDIVE", "engage").valeur == euros(10)
    assert execution.cellule("operation:TARDIVE", "programme").valeur == 0
    assert "TARDIVE" in execution.notes[0]
    assert document.tableau("familles").cellule("famille:08", "operations").valeur == 1


def test_quantites_d_unites_differentes_ne_s_additionnent_pas() -> None:
    dossier = projet(
        operations=[
            operation("A", quantite=Decimal(3), unite=Unite.LOGEMENT),
            operation("B", quantite=Decimal("0.8"), unite=Unite.ETP),
            operation("C", famille="01", quantite=Decimal(5), unite=Unite.LOGEMENT),
        ],
        plan=[ligne("VILLE", euros(1_000_000), code) for code in "ABC"],
        suivi=[Realisation(date=jour("2009-01-01"), operation="C", quantite=Decimal(2))],
    )
    document = composer_annexe(dossier, au=jour("2010-01-01"))
    financier = document.tableau("tableau-financier")
    assert financier.cellule("sous-total:08", "quantite").valeur is None
    assert financier.cellule("sous-total:01", "quantite").valeur == 5
    assert financier.cellule("total", "quantite").valeur is None
    physique = document.tableau("programme-physique")
    assert physique.cellule("famille:01:logement", "reste").valeur == 3
    assert physique.cellule("famille:08:etp", "prevu").valeur == Decimal("0.8")


def test_un_nom_trop_long_pour_un_en_tete_y_laisse_son_code() -> None:
    """Deux noms de même début : l’en-tête les distingue, les lignes les donnent entiers."""
    noms = {code: f"{'Société publique locale ' * 10}{code}" for code in ("SPL-1", "SPL-2")}
    dossier = projet(
        financeurs=tuple(financeur(code, nom=nom) for code, nom in noms.items()),
        operations=[operation(maitre_ouvrage="SPL-1")],
        plan=[ligne(code, euros(10)) for code in noms],
    )
    document = composer_annexe(dossier, au=AU)
    financier = document.tableau("tableau-financier")
    assert {"SPL-1", "SPL-2"} <= {colonne.libelle for colonne in financier.colonnes}
    assert {f"{code} : {nom}" for code, nom in noms.items()} <= set(financier.notes)
    assert document.tableau("financeurs").cellule("financeur:SPL-1", "financeur").valeur == noms["SPL-1"]


def test_homonymes_et_casse_sont_departages() -> None:
    noms = noms_distincts({"A": "SEM", "B": "sem", "C": "Ville", "D": "SEM (A)"})
    assert noms == {"A": "SEM (A)", "B": "sem (B)", "C": "Ville", "D": "SEM (A) [2]"}


def test_deux_financeurs_anru_ou_aucun_n_empechent_pas_l_annexe() -> None:
    for codes in (("ANRU", "ANRU2"), ()):
        financeurs = tuple(financeur(c, categorie=Categorie.ANRU) for c in codes)
        dossier = projet(plan=[ligne("VILLE", euros(1_000_000))], financeurs=(*financeurs, financeur("VILLE")))
        document = composer_annexe(dossier, au=jour("2010-01-01"))
        assert "anru_programme" not in {c.cle for c in document.tableau("execution").colonnes}


def test_un_dossier_vide_a_son_annexe() -> None:
    document = composer_annexe(projet(operations=[], plan=[]), au=jour("2010-01-01"))
    assert document.tableau("tableau-financier").cellule("total", "plan").valeur == 0
    assert len(document.tableau("tableau-financier").lignes) == 1
