"""Une même cause en beaucoup d’endroits se dit une fois à l’écran ; un programme les reçoit toutes."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.commandes.affichage.regroupement import dire_les_autres, regrouper_les_constats, regrouper_les_fautes
from financement.controles.constat import Constat, EcartDate, EcartMontant, Gravite
from financement.dossier.fautes import OPERATION_INCONNUE
from financement.dossier.journal import mouvement_negatif
from financement.dossier.nomenclature import TypeMouvement
from financement.fautes.faute import Faute, TexteRefuse, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.dates import lire_date
from financement.valeurs.montants import MONTANT_ILLISIBLE
from financement.valeurs.validation import TEXTE_ABIME, VALEUR_ABSENTE, VALEUR_INTERDITE
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import FICHIERS, poser


def inconnue(ligne: int, lu: str = "OP9", fichier: str = "journal.csv") -> Faute:
    lieu = Provenance(fichier=fichier, ligne=ligne, colonne="operation")
    return faute(OPERATION_INCONNUE, lieu, lu, proposition="")


def illisible(ligne: int, lu: str) -> Faute:
    lieu = Provenance(fichier="journal.csv", ligne=ligne, colonne="montant")
    return faute(MONTANT_ILLISIBLE, lieu, lu)


def test_la_meme_valeur_est_une_seule_cause_ou_qu_elle_soit() -> None:
    (groupe,) = regrouper_les_fautes([inconnue(2, fichier="plan.csv"), *(inconnue(rang) for rang in range(2, 9))])
    assert groupe.premier.provenance.fichier == "plan.csv"
    assert dire_les_autres(groupe) == "De même en 7 autres endroits : journal.csv, lignes 2, 3, 4, 5, 6, …"


def test_deux_valeurs_sont_deux_causes_dans_l_ordre() -> None:
    groupes = regrouper_les_fautes([inconnue(2), inconnue(3, "OP8"), inconnue(4), illisible(5, "NC")])
    assert [groupe.premier.lu for groupe in groupes] == ["OP9", "OP8", "NC"]
    assert [dire_les_autres(groupe) for groupe in groupes] == [
        "De même en 1 autre endroit : journal.csv, ligne 4.",
        "",
        "",
    ]


def test_une_colonne_dont_plus_de_trois_valeurs_sont_refusees_est_une_seule_cause() -> None:
    quatre = [illisible(rang, f"n{rang}") for rang in range(2, 6)]
    assert len(regrouper_les_fautes(quatre[:3])) == 3
    (groupe,) = regrouper_les_fautes(quatre)
    assert dire_les_autres(groupe) == "Même cause pour 3 autres (« n3 », « n4 », « n5 ») : journal.csv, lignes 3, 4, 5."
    assert len(groupe.autres) + 1 == len(quatre)


def negatif(ligne: int, genre: TypeMouvement, lu: str) -> Faute:
    return mouvement_negatif(genre, lu).en_faute(Provenance(fichier="journal.csv", ligne=ligne, colonne="montant"))


def mal_datee(ligne: int, lu: str) -> Faute:
    with pytest.raises(TexteRefuse) as leve:
        lire_date(lu)
    return leve.value.en_faute(Provenance(fichier="journal.csv", ligne=ligne, colonne="date"))


@given(st.lists(st.tuples(st.sampled_from(TypeMouvement), st.sampled_from(["-1", "-2", "-30,5", "-4", "-5"]))))
def test_un_groupe_de_montants_negatifs_n_a_qu_un_remede(journal: list[tuple[TypeMouvement, str]]) -> None:
    fautes = [negatif(rang, *mouvement) for rang, mouvement in enumerate(journal)]
    groupes = regrouper_les_fautes(fautes)
    for groupe in groupes:
        assert {autre.remede for autre in groupe.autres} <= {groupe.premier.remede}
    reunies = [faute for groupe in groupes for faute in (groupe.premier, *groupe.autres)]
    assert sorted(reunies, key=lambda faute: faute.provenance.ligne or 0) == fautes
    # Un remède a au plus trois groupes, d'une valeur chacun, ou un seul, de toutes.
    assert len(groupes) <= 3 * len({faute.remede for faute in fautes})


def test_soixante_seize_montants_negatifs_du_meme_type_se_disent_une_fois_a_cote_de_ceux_d_un_autre() -> None:
    fautes = [negatif(rang, TypeMouvement.DEPENSE, f"-{rang}") for rang in range(2, 78)]
    fautes.insert(40, negatif(78, TypeMouvement.SOLDE, "-100"))
    depenses, solde = regrouper_les_fautes(fautes)
    assert len(depenses.autres) == 75
    assert dire_les_autres(depenses).startswith(
        "Même cause pour 75 autres (« -3 », « -4 », « -5 », « -6 », « -7 », …) :"
    )
    assert solde.premier.remede == "Écrire le montant sans signe, avec le type « reversement »."
    assert not solde.autres


def test_un_remede_propre_a_la_valeur_se_dit_avec_elle() -> None:
    lues = ["15.01.08", "16.01.08", "NC", "1.2.2009", "16.01.08", "31.12.99"]
    dates, illisible = regrouper_les_fautes([mal_datee(rang, lu) for rang, lu in enumerate(lues, 2)])
    assert dates.premier.remede == "Écrire 15/01/2008, ou 2008-01-15, si c’est la date."
    assert dire_les_autres(dates) == (
        "Même cause pour 4 autres, chacune avec son remède ("
        "« 16.01.08 » → Écrire 16/01/2008, ou 2008-01-16, si c’est la date ; "
        "« 1.2.2009 » → Écrire 01/02/2009, ou 2009-02-01, si c’est la date ; "
        "« 31.12.99 » → Écrire 31/12/1999, ou 1999-12-31, si c’est la date) : journal.csv, lignes 3, 5, 6, 7."
    )
    assert (illisible.premier.lu, illisible.autres) == ("NC", ())


def test_deux_textes_abimes_ont_chacun_le_leur_et_deux_regles_sont_deux_causes() -> None:
    lieu = Provenance(fichier="operations.csv", colonne="libelle")

    def abime(lu: str, retabli: str) -> Faute:
        return faute(TEXTE_ABIME, lieu, lu, cause="il a été lu en latin", correction=f"« {retabli} »")

    def interdit(lu: str, regle: str) -> Faute:
        return faute(VALEUR_INTERDITE, lieu, lu, regle=regle, correction="Le corriger.")

    (groupe,) = regrouper_les_fautes([abime(f"Ã©cole {nom}", f"école {nom}") for nom in "abcd"])
    assert "« Ã©cole d » → Écrire « école d »)" in dire_les_autres(groupe)
    interdits = [interdit(lu, "des blancs entourent le texte") for lu in "abno"] + [
        interdit(f"{lu}2", "il est déjà pris") for lu in "abcd"
    ]
    assert [len(groupe.autres) for groupe in regrouper_les_fautes(interdits)] == [3, 3]


def test_deux_cellules_vides_de_colonnes_differentes_sont_deux_causes() -> None:
    vides = [
        faute(VALEUR_ABSENTE, Provenance(fichier="plan.csv", ligne=2, colonne=colonne))
        for colonne in ("montant", "montant", "financeur")
    ]
    assert [groupe.premier.provenance.colonne for groupe in regrouper_les_fautes(vides)] == ["montant", "financeur"]


def test_une_cellule_de_tableur_et_un_chemin_de_json_se_citent() -> None:
    lieux = [
        Provenance(fichier="m.xlsx", feuille="Journal", cellule=f"C{rang}", ligne=rang, colonne="operation")
        for rang in (7, 8)
    ]
    lieux.append(Provenance(fichier="d.json", cellule="journal[3].operation", colonne="operation"))
    (groupe,) = regrouper_les_fautes([faute(OPERATION_INCONNUE, lieu, "OP9", proposition="") for lieu in lieux])
    assert dire_les_autres(groupe) == (
        "De même en 2 autres endroits : m.xlsx, feuille Journal, C8 ; d.json, journal[3].operation."
    )


def constat(rang: int, message: str, mesure: EcartDate | EcartMontant | None) -> Constat:
    lieu = Provenance(fichier="journal.csv", ligne=rang, colonne="date")
    return Constat(
        code="CALENDRIER-01", gravite=Gravite.ALERTE, message=message, remede="Dater.", mesure=mesure, provenance=lieu
    )


def test_des_constats_de_meme_cause_se_disent_une_fois_sauf_s_ils_ont_chacun_leur_montant() -> None:
    dates = [constat(rang, f"Mouvement {rang}.", EcartDate(date(2010, 1, 1), date(2009, 1, 1))) for rang in range(2, 8)]
    (groupe,) = regrouper_les_constats(dates)
    assert dire_les_autres(groupe) == "Même cause pour 5 autres : journal.csv, lignes 3, 4, 5, 6, 7."
    montants = [constat(rang, "Écart.", EcartMontant(0, rang)) for rang in range(2, 8)]
    assert len(regrouper_les_constats(montants)) == len(montants)


def test_chaque_montant_negatif_a_l_ecran_a_le_remede_de_son_type(tmp_path: Path, financement: Commande) -> None:
    entete = FICHIERS["journal.csv"].splitlines(keepends=True)[0]
    lignes = [f"2009-01-15;{genre};OP1;{qui};;-100;;\n" for genre, qui in (("depense", ""), ("solde", "ANRU"))]
    lignes += [f"2009-01-15;{genre};OP1;{qui};;-100;;\n" for genre, qui in (("engagement", "ANRU"), ("recette", ""))]
    ecran = financement("controler", poser(tmp_path / "d", journal=entete + "".join(lignes))).erreur
    assert [ligne.strip() for ligne in ecran.splitlines() if "→" in ligne] == [
        "→ Écrire le montant sans signe, avec le type « annulation ».",
        "→ Écrire le montant sans signe, avec le type « reversement ».",
        "→ Écrire le montant sans signe, avec le type « degagement ».",
        "→ Inscrire la recette pour son montant net : aucun type ne la retranche.",
    ]


def test_a_l_ecran_et_en_json(tmp_path: Path, financement: Commande) -> None:
    ligne = "2008-01-15;engagement;OP9;ANRU;;1,00;DAS 1;\n"
    dossier = poser(tmp_path / "d", journal=FICHIERS["journal.csv"].splitlines(keepends=True)[0] + ligne * 76)
    ecran = financement("controler", dossier).erreur
    assert ecran == (
        "financement : 76 fautes empêchent de continuer.\n\n"
        "journal.csv, ligne 2, colonne operation [CODE-01]\n"
        "    L’opération « OP9 » ne figure pas dans les opérations ; le plus proche est « OP1 ».\n"
        "    → Corriger le code, ou ajouter l’opération.\n"
        "    De même en 75 autres endroits : journal.csv, lignes 3, 4, 5, 6, 7, …\n"
    )
    assert len(json.loads(financement("controler", dossier, "--format", "json").sortie)["erreurs"]) == 76
