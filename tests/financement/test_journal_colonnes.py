"""Le journal en colonnes : aller et retour sans perte, réunion, natures résolues, écritures du calcul."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.grille import Axes, axes_du_projet, nature_resolue
from financement.calculs.journal_colonnes import SANS, Colonnes, JournalEnColonnes, de_mouvements, somme_exacte
from financement.calculs.journal_du_projet import du_projet, ecritures_du_journal, ecritures_du_projet, resoudre_natures
from financement.dossier.coherence import natures_des_lignes
from financement.dossier.nomenclature import NATURES, Nature
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import Origine, Provenance, ProvenanceSuivie
from tests.construction import ligne, mouvement, projet
from tests.financement.tirages import PLANS, PROJETS
from tests.profils import COUTEUX
from tests.strategies import projets

FINANCEURS = st.sampled_from(["ANRU", "VILLE"])
AVANCE = mouvement(
    "avance", 150, "2008-01-15", piece="OP 12", libelle="Avance", provenance=Provenance(fichier="j.csv", ligne=7)
)
DEPENSE = mouvement(
    "depense", 20, "2009-03-01", operation="OP-2", provenance=Provenance(feuille="Journal", cellule="F12")
)


def test_des_colonnes_ecrites_a_la_main() -> None:
    journal = de_mouvements([AVANCE, DEPENSE], operations=["OP-2"], financeurs=["VILLE"])
    colonnes = journal.colonnes
    assert (journal.operations, journal.financeurs) == (("OP-2", "OP-1"), ("VILLE", "ANRU"))
    assert colonnes.jour.tolist() == [date(2008, 1, 15).toordinal(), date(2009, 3, 1).toordinal()]
    assert colonnes.operation.tolist() == [1, 0]
    assert colonnes.financeur.tolist() == [1, SANS]
    assert colonnes.nature.tolist() == [SANS, SANS]
    assert colonnes.montant.tolist() == [150, 20]
    assert colonnes.ligne.tolist() == [7, SANS]
    assert journal.mouvement(-1) == DEPENSE
    assert journal.provenance(1) == Provenance(feuille="Journal", cellule="F12")
    with pytest.raises(IndexError):
        journal.mouvement(2)


@COUTEUX
@given(projets())
def test_un_journal_revient_de_ses_colonnes_a_l_identique(projet: Projet) -> None:
    journal = du_projet(projet)
    assert journal.mouvements() == projet.journal
    assert [m.provenance for m in journal.mouvements()] == [m.provenance for m in projet.journal]
    assert journal.operations == axes_du_projet(projet).operations


def test_l_origine_de_chaque_ligne_est_la_sienne() -> None:
    # La même place dans le dossier, à la ligne près ; deux fichiers différents, avant lui.
    def suivie(ligne: int, origine: str) -> ProvenanceSuivie:
        return ProvenanceSuivie(fichier="journal.csv", ligne=ligne, chercher=lambda _: Origine(fichier=origine))

    suivies = [suivie(2, "avant.xlsx"), suivie(3, "apres.xlsx")]
    journal = de_mouvements([replace(AVANCE, provenance=lieu) for lieu in suivies])
    assert [journal.provenance(rang).ligne for rang in range(2)] == [2, 3]
    assert [journal.provenance(rang).origine for rang in range(2)] == [
        Origine(fichier="avant.xlsx"),
        Origine(fichier="apres.xlsx"),
    ]


def test_un_journal_dont_personne_n_a_donne_les_textes_les_a_vides() -> None:
    journal = de_mouvements([AVANCE])
    nu = JournalEnColonnes(
        colonnes=journal.colonnes,
        operations=journal.operations,
        financeurs=journal.financeurs,
        lieux=journal.lieux,
    )
    assert (nu.mouvement(0).piece, nu.mouvement(0).libelle) == ("", "")


def test_les_colonnes_ne_se_modifient_pas() -> None:
    with pytest.raises(ValueError, match="read-only"):
        de_mouvements([AVANCE]).colonnes.montant[0] = 1


@pytest.mark.parametrize(
    ("nom", "colonne", "motif"),
    [
        ("montant", np.zeros(1, dtype=np.float64), "colonne montant : float64, il faut int64"),
        ("jour", np.zeros(2, dtype=np.int32), r"colonne jour : \(2,\), il faut \(1,\)"),
    ],
)
def test_une_colonne_d_un_autre_genre_ou_d_une_autre_longueur_est_refusee(
    nom: str, colonne: np.ndarray[tuple[int], np.dtype[np.int64]], motif: str
) -> None:
    colonnes = de_mouvements([AVANCE]).colonnes
    with pytest.raises(ValueError, match=motif):
        Colonnes(**{champ: getattr(colonnes, champ) for champ in Colonnes.__slots__} | {nom: colonne})


@given(st.lists(st.integers(0, 10**13), max_size=8), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 10**13))))
def test_des_mouvements_inseres_prennent_leur_place(ici: list[int], ajouts: list[tuple[int, int]]) -> None:
    """Chacun devant celui qui y est, ou à la fin ; à une même place, dans l’ordre donné."""
    places = sorted((min(place, len(ici)), montant) for place, montant in ajouts)

    def colonnes(montants: list[int]) -> Colonnes:
        return de_mouvements([replace(AVANCE, montant=montant) for montant in montants]).colonnes

    rangs = np.array([place for place, _ in places], dtype=np.int64)
    inseres = colonnes(ici).inserer(rangs, colonnes([montant for _, montant in places]))
    attendus: list[int] = []
    for rang in range(len(ici) + 1):
        attendus += [montant for place, montant in places if place == rang]
        attendus += ici[rang : rang + 1]
    assert inseres.montant.tolist() == attendus


@given(st.lists(st.integers(0, 10**13), max_size=50))
def test_la_somme_est_celle_des_entiers_de_python(montants: list[int]) -> None:
    assert somme_exacte(np.array(montants, dtype=np.int64)) == sum(montants)


def test_la_somme_ne_deborde_pas_de_soixante_quatre_bits() -> None:
    assert somme_exacte(np.full(1_000_000, 10**13)) == 10**19


@given(PLANS, st.lists(st.sampled_from(["OP-1", "OP-2"]), max_size=8), st.data())
def test_une_nature_vide_se_resout_comme_au_calcul(
    plan: tuple[LignePlan, ...], operations: list[str], donnees: st.DataObject
) -> None:
    natures = st.none() | st.sampled_from(Nature)
    journal = [
        mouvement("avance", 1, operation=code, nature=donnees.draw(natures), financeur=donnees.draw(FINANCEURS))
        for code in operations
    ] + [mouvement("depense", 1)]
    connues = natures_des_lignes(plan)
    resolues = resoudre_natures(de_mouvements(journal), plan).colonnes.nature
    assert [NATURES[rang] for rang in resolues] == [nature_resolue(m, connues) for m in journal]


def test_une_nature_dite_l_emporte_sur_celle_du_plan() -> None:
    journal = de_mouvements([mouvement("avance", 1, nature=Nature.PRET), mouvement("avance", 1)])
    resolues = resoudre_natures(journal, [ligne("ANRU", 10, nature=Nature.FONDS_PROPRES)]).colonnes.nature
    assert [NATURES[rang] for rang in resolues] == [Nature.PRET, Nature.FONDS_PROPRES]


@given(PROJETS)
def test_les_ecritures_du_journal_sont_celles_du_projet(projet: Projet) -> None:
    axes, attendues = axes_du_projet(projet), ecritures_du_projet(projet)
    for journal in (du_projet(projet), de_mouvements(projet.journal)):
        ecritures = ecritures_du_journal(resoudre_natures(journal, projet.plan), axes)
        for champ in ("operation", "financeur", "nature", "type", "jour", "montant"):
            assert getattr(ecritures, champ).tolist() == getattr(attendues, champ).tolist()


def test_des_ecritures_sur_des_axes_qui_ignorent_un_code_sont_refusees() -> None:
    journal = resoudre_natures(de_mouvements([AVANCE]), ())
    with pytest.raises(KeyError, match="ANRU"):
        ecritures_du_journal(journal, Axes(("OP-1",), ("VILLE",)))


def test_un_journal_en_colonnes_est_la_suite_de_ses_mouvements() -> None:
    journal = de_mouvements([AVANCE, DEPENSE, AVANCE])
    assert (len(journal), journal[1], journal[-1]) == (3, DEPENSE, AVANCE)
    assert tuple(journal) == (AVANCE, DEPENSE, AVANCE)
    assert journal[1:] == (DEPENSE, AVANCE)
    assert journal == (AVANCE, DEPENSE, AVANCE)
    assert journal != (AVANCE, DEPENSE)
    assert journal != [AVANCE, DEPENSE, AVANCE]
    assert hash(journal) == hash((AVANCE, DEPENSE, AVANCE))
    assert tuple(journal.suspects({"OP-1", "OP-2"}, {"ANRU"}, ())) == ()
    assert journal.total() == 150 + 20 + 150


@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [
        ("jour", date(1969, 12, 31).toordinal()),
        ("jour", date(2100, 1, 1).toordinal()),
        ("montant", -1),
        ("montant", 10**13 + 1),
        ("financeur", SANS),
        ("type", 7),
    ],
)
def test_des_colonnes_fautives_sont_refusees_comme_l_objet(colonne: str, valeur: int) -> None:
    """Le type 7 est une dépense, qui n’a pas de financeur."""
    journal = de_mouvements([AVANCE, AVANCE])
    journal.exiger_valide()
    fautive = getattr(journal.colonnes, colonne).copy()
    fautive[1] = valeur
    abime = replace(journal, colonnes=replace(journal.colonnes, **{colonne: fautive}))
    with pytest.raises(ValeurImpossible) as de_l_objet:
        abime.mouvement(1)
    with pytest.raises(ValeurImpossible) as du_journal:
        abime.exiger_valide()
    assert str(du_journal.value) == str(de_l_objet.value)
    with pytest.raises(ValeurImpossible):
        replace(projet(), journal=abime)


def test_des_codes_remplaces_reunissent_leurs_mouvements() -> None:
    autre = replace(AVANCE, operation="op-1", financeur="anru")
    journal = de_mouvements([AVANCE, autre, DEPENSE])
    recode = journal.recoder(str.upper, str.upper)
    assert recode == (AVANCE, AVANCE, DEPENSE)
    assert (recode.operations, recode.financeurs) == (("OP-1", "OP-2"), ("ANRU",))
    assert recode.suspects({"OP-1"}, {"ANRU"}, {("OP-1", "ANRU")})
    assert [str(m.provenance) for m in recode] == [str(m.provenance) for m in journal]
    assert journal.recoder(lambda _: None, lambda _: None) is journal


def test_un_code_impossible_est_refuse() -> None:
    with pytest.raises(ValeurImpossible):
        replace(de_mouvements([AVANCE]), operations=(" OP-1",)).exiger_valide()
