"""Une même cause en beaucoup d'endroits se dit une fois à l'écran ; un programme les reçoit toutes."""

import json
from datetime import date
from pathlib import Path

from exports.commandes.regroupement import dire_les_autres, regrouper_les_constats, regrouper_les_fautes
from financement.catalogue import CodeFaute
from financement.constat import Constat, EcartDate, EcartMontant, Gravite
from financement.fautes import Faute, faute
from financement.provenance import Provenance
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import FICHIERS, poser


def inconnue(ligne: int, lu: str = "OP9", fichier: str = "journal.csv") -> Faute:
    lieu = Provenance(fichier=fichier, ligne=ligne, colonne="operation")
    return faute(CodeFaute.OPERATION_INCONNUE, lieu, lu, proposition="")


def illisible(ligne: int, lu: str) -> Faute:
    lieu = Provenance(fichier="journal.csv", ligne=ligne, colonne="montant")
    return faute(CodeFaute.MONTANT_ILLISIBLE, lieu, lu)


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


def test_deux_cellules_vides_de_colonnes_differentes_sont_deux_causes() -> None:
    vides = [
        faute(CodeFaute.VALEUR_ABSENTE, Provenance(fichier="plan.csv", ligne=2, colonne=colonne))
        for colonne in ("montant", "montant", "financeur")
    ]
    assert [groupe.premier.provenance.colonne for groupe in regrouper_les_fautes(vides)] == ["montant", "financeur"]


def test_une_cellule_de_tableur_et_un_chemin_de_json_se_citent() -> None:
    lieux = [
        Provenance(fichier="m.xlsx", feuille="Journal", cellule=f"C{rang}", ligne=rang, colonne="operation")
        for rang in (7, 8)
    ]
    lieux.append(Provenance(fichier="d.json", cellule="journal[3].operation", colonne="operation"))
    (groupe,) = regrouper_les_fautes(
        [faute(CodeFaute.OPERATION_INCONNUE, lieu, "OP9", proposition="") for lieu in lieux]
    )
    assert dire_les_autres(groupe) == (
        "De même en 2 autres endroits : m.xlsx, feuille Journal, C8 ; d.json, journal[3].operation."
    )


def constat(rang: int, message: str, mesure: EcartDate | EcartMontant | None) -> Constat:
    lieu = Provenance(fichier="journal.csv", ligne=rang, colonne="date")
    return Constat(code="CALENDRIER-01", gravite=Gravite.ALERTE, message=message, mesure=mesure, provenance=lieu)


def test_des_constats_de_meme_cause_se_disent_une_fois_sauf_s_ils_ont_chacun_leur_montant() -> None:
    dates = [constat(rang, f"Mouvement {rang}.", EcartDate(date(2010, 1, 1), date(2009, 1, 1))) for rang in range(2, 8)]
    (groupe,) = regrouper_les_constats(dates)
    assert dire_les_autres(groupe) == "Même cause pour 5 autres : journal.csv, lignes 3, 4, 5, 6, 7."
    montants = [constat(rang, "Écart.", EcartMontant(0, rang)) for rang in range(2, 8)]
    assert len(regrouper_les_constats(montants)) == len(montants)


def test_a_l_ecran_et_en_json(tmp_path: Path, financement: Commande) -> None:
    ligne = "2008-01-15;engagement;OP9;ANRU;;1,00;DAS 1;\n"
    dossier = poser(tmp_path / "d", journal=FICHIERS["journal.csv"].splitlines(keepends=True)[0] + ligne * 76)
    ecran = financement("controler", dossier).erreur
    assert ecran == (
        "financement : 76 fautes empêchent de continuer.\n\n"
        "journal.csv, ligne 2, colonne operation [CODE-01]\n"
        "    L'opération « OP9 » ne figure pas dans les opérations ; le plus proche est « OP1 ».\n"
        "    → Corriger le code, ou ajouter l'opération.\n"
        "    De même en 75 autres endroits : journal.csv, lignes 3, 4, 5, 6, 7, …\n"
    )
    assert len(json.loads(financement("controler", dossier, "--format", "json").sortie)["erreurs"]) == 76
