"""Chaque règle de la fusion à trois voies, à la main : l’envoi, le retour, le dossier."""

from dataclasses import replace
from decimal import Decimal

import pytest

from financement.dossier.nomenclature import Nature, Statut
from financement.dossier.projet import Projet
from financement.dossier.suivi import Realisation
from financement.fautes.faute import DossierRefuse
from maquettes.reunion.resultat import EtatDeRetour
from maquettes.reunion.reunion import Reunion, reunir_les_retours
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.maquettes.reunion.retours import ajouter, changer, envoyer, retirer, retour, situees

DOSSIER = situees(
    projet(
        financeurs=(financeur("ANRU"), financeur("VILLE"), financeur("BAILLEUR")),
        avenants=(avenant(1),),
        operations=[operation("B", maitre_ouvrage="BAILLEUR"), operation("A"), operation("Z", maitre_ouvrage="SYNDIC")],
        plan=[
            ligne("ANRU", euros(250_000), "B"),
            ligne("BAILLEUR", euros(750_000), "B", nature=Nature.FONDS_PROPRES),
            ligne("ANRU", euros(400_000), "A"),
        ],
        journal=[
            mouvement("engagement", euros(250_000), operation="B", piece="DAS-1"),
            mouvement("depense", euros(10), operation="B", piece="M-1"),
            mouvement("depense", euros(20), operation="B"),
            mouvement("depense", euros(30), operation="A", piece="M-9"),
        ],
    ),
    "dossier",
)
PART = envoyer(DOSSIER, "BAILLEUR")


def reunir(dossier: Projet, *rendus: Projet) -> Reunion:
    """La réunion de ces retours du bailleur, dans les deux ordres, puis de nouveau : rien n’en dépend."""
    retours = [retour(PART, "BAILLEUR", rendu, f"{rang}.xlsx") for rang, rendu in enumerate(rendus)]
    reunion = reunir_les_retours(dossier, retours)
    assert reunir_les_retours(dossier, retours[::-1]) == reunion
    encore = reunir_les_retours(reunion.projet, retours)
    assert encore.projet == reunion.projet
    assert encore.modifications == ()
    return reunion


def dits(reunion: Reunion) -> list[tuple[str, str, str | None, object, object]]:
    return [(m.table, m.cle, m.champ, m.avant.valeur, m.apres.valeur) for m in reunion.modifications]


def disputes(reunion: Reunion) -> list[tuple[str, str, str | None, list[object]]]:
    return [(c.table, c.cle, c.champ, [v.valeur for v in c.valeurs]) for c in reunion.conflits]


def etats(reunion: Reunion) -> list[EtatDeRetour]:
    return [maquette.etat for maquette in reunion.maquettes]


def test_rien_de_change_ne_change_rien() -> None:
    reunion = reunir(DOSSIER, PART)
    assert reunion.projet is DOSSIER
    assert etats(reunion) == [EtatDeRetour.INCHANGEE]
    assert [(a.maitre_ouvrage, a.operations) for a in reunion.sans_reponse] == [("VILLE", ("A",)), ("SYNDIC", ("Z",))]


def test_l_ordre_des_lignes_rendues_est_indifferent() -> None:
    trie = replace(PART, journal=tuple(PART.journal)[::-1], plan=PART.plan[::-1])
    assert reunir(DOSSIER, trie).projet is DOSSIER


def test_un_champ_change_d_un_seul_cote_est_repris_a_sa_cellule() -> None:
    reunion = reunir(DOSSIER, changer(PART, "operations", 0, cout_ht=euros(2_000_000), achevement=jour("2012-05-04")))
    assert dits(reunion) == [
        ("operations", "0|B", "cout_ht", "1000000.00", "2000000.00"),
        ("operations", "0|B", "achevement", None, "2012-05-04"),
    ]
    assert reunion.projet.operations[0].cout_ht == euros(2_000_000)
    assert etats(reunion) == [EtatDeRetour.REUNIE]
    (place, _) = [m.apres.provenance for m in reunion.modifications]
    assert (place.fichier, place.feuille, place.colonne) == ("0.xlsx", "operations", "cout_ht")


def test_le_dossier_change_ailleurs_garde_ses_changements() -> None:
    dossier = changer(changer(DOSSIER, "operations", 0, libelle="Au dossier"), "journal", 3, montant=1)
    reunion = reunir(dossier, changer(PART, "operations", 0, cout_ht=euros(2_000_000)))
    assert (reunion.projet.operations[0].libelle, reunion.projet.operations[0].cout_ht) == (
        "Au dossier",
        euros(2_000_000),
    )
    assert reunion.projet.journal == dossier.journal
    assert reunion.conflits == ()


def test_deux_valeurs_d_un_champ_sont_un_conflit_et_le_dossier_reste() -> None:
    dossier = changer(DOSSIER, "plan", 1, montant=euros(1))
    reunion = reunir(dossier, changer(PART, "plan", 1, montant=euros(2)))
    assert disputes(reunion) == [("plan", "0|B|BAILLEUR|fonds_propres", "montant", ["1.00", "2.00"])]
    assert reunion.projet == dossier
    assert etats(reunion) == [EtatDeRetour.EN_CONFLIT]


def test_le_meme_changement_des_deux_cotes_n_est_pas_un_conflit() -> None:
    reunion = reunir(changer(DOSSIER, "plan", 1, montant=euros(2)), changer(PART, "plan", 1, montant=euros(2)))
    assert (reunion.modifications, reunion.conflits) == ((), ())
    assert etats(reunion) == [EtatDeRetour.DEJA_REUNIE]


def test_deux_retours_du_meme_envoi_se_completent_ou_se_contredisent() -> None:
    un, deux = changer(PART, "operations", 0, libelle="Un"), changer(PART, "operations", 0, localisation="Deux")
    reunie = reunir(DOSSIER, un, deux, un).projet.operations[0]
    assert (reunie.libelle, reunie.localisation) == ("Un", "Deux")
    reunion = reunir(DOSSIER, un, changer(PART, "operations", 0, libelle="Trois"))
    assert disputes(reunion) == [("operations", "0|B", "libelle", ["Libellé de B", "Trois", "Un"])]
    assert reunion.projet == DOSSIER


def test_le_meme_fichier_rendu_deux_fois_se_dit() -> None:
    un = changer(PART, "operations", 0, libelle="Un")
    assert etats(reunir(DOSSIER, un, un)) == [EtatDeRetour.REUNIE, EtatDeRetour.IDENTIQUE]


def test_un_mouvement_corrige_se_retrouve_par_sa_piece() -> None:
    reunion = reunir(
        DOSSIER, changer(PART, "journal", 1, montant=euros(11), libelle="Corrigé", date=jour("2011-01-01"))
    )
    assert [(m.champ, m.avant.affichee) for m in reunion.modifications] == [
        ("date", "15/06/2010"),
        ("montant", "10,00 €".replace(" ", "\u00a0")),
        ("libelle", "vide"),
    ]
    assert [m.montant for m in reunion.projet.journal] == [euros(n) for n in (250_000, 11, 20, 30)]


def test_deux_champs_d_un_meme_mouvement_changes_de_part_et_d_autre_se_joignent() -> None:
    """Sans pièce, le mouvement réuni diffère de l’envoi par deux colonnes : il se reconnaît encore au tour suivant."""
    reunion = reunir(
        changer(DOSSIER, "journal", 2, libelle="Au dossier"), changer(PART, "journal", 2, montant=euros(21))
    )
    joint = reunion.projet.journal[2]
    assert (joint.libelle, joint.montant, len(reunion.projet.journal)) == ("Au dossier", euros(21), 4)


def test_un_mouvement_ajoute_deux_fois_n_y_est_qu_une_fois() -> None:
    neuf = mouvement("depense", euros(5), operation="B", piece="M-2")
    assert (
        len(reunir(DOSSIER, ajouter(PART, "journal", neuf), ajouter(PART, "journal", neuf, neuf)).projet.journal) == 6
    )
    assert len(reunir(ajouter(DOSSIER, "journal", neuf), ajouter(PART, "journal", neuf)).projet.journal) == 5


def test_un_mouvement_retire_l_est_sauf_si_le_dossier_l_a_change() -> None:
    rendu = retirer(PART, "journal", 1)
    reunion = reunir(DOSSIER, rendu)
    assert [m.montant for m in reunion.projet.journal] == [euros(n) for n in (250_000, 20, 30)]
    assert [(m.champ, m.apres.valeur) for m in reunion.modifications] == [(None, None)]
    dispute = reunir(changer(DOSSIER, "journal", 1, montant=euros(12)), rendu)
    assert [(c.champ, c.valeurs[1].valeur) for c in dispute.conflits] == [(None, None)]
    assert len(dispute.projet.journal) == 4


def test_un_mouvement_change_que_le_dossier_a_retire_est_un_conflit() -> None:
    dossier = retirer(DOSSIER, "journal", 1)
    reunion = reunir(dossier, changer(PART, "journal", 1, montant=euros(11)))
    ((table, _, champ, valeurs),) = disputes(reunion)
    assert (table, champ, valeurs[0]) == ("journal", None, None)
    assert reunion.projet == dossier


def test_l_un_de_deux_mouvements_egaux_retire_ne_l_est_qu_une_fois() -> None:
    double = ajouter(DOSSIER, "journal", DOSSIER.journal[2])
    envoye = envoyer(double, "BAILLEUR")
    rendu = retour(envoye, "BAILLEUR", retirer(envoye, "journal", 3))
    une_fois = reunir_les_retours(double, [rendu]).projet
    assert une_fois.journal == DOSSIER.journal
    assert reunir_les_retours(une_fois, [rendu]).projet == une_fois


def test_ce_qui_n_est_pas_a_lui_est_dit_et_non_suivi() -> None:
    rendu = changer(PART, "plan", 0, montant=euros(1))
    rendu = changer(rendu, "operations", 0, assiette=euros(3), libelle="À lui")
    rendu = ajouter(rendu, "journal", mouvement("acompte", euros(9), operation="B"))
    rendu = retirer(rendu, "journal", 0)
    rendu = replace(rendu, convention=replace(rendu.convention, porteur="Autre"))
    reunion = reunir(DOSSIER, rendu)
    assert [(n.table, n.champ, n.motif.partition(",")[0]) for n in reunion.non_suivies] == [
        ("convention", "porteur", "la convention"),
        ("operations", "assiette", "cette valeur n’est pas à ce maître d’ouvrage"),
        ("plan", "montant", "cette ligne n’est pas à ce maître d’ouvrage"),
        ("journal", None, "cette ligne n’est pas à ce maître d’ouvrage"),
        ("journal", None, "cette ligne n’est pas à ce maître d’ouvrage"),
    ]
    assert reunion.projet == changer(DOSSIER, "operations", 0, libelle="À lui")
    assert etats(reunion) == [EtatDeRetour.NON_SUIVIE]


def test_les_operations_d_un_autre_ne_se_touchent_pas() -> None:
    rendu = ajouter(PART, "operations", operation("A", version=1, maitre_ouvrage="BAILLEUR"))
    rendu = ajouter(rendu, "journal", mouvement("depense", euros(1), operation="A"))
    reunion = reunir(DOSSIER, rendu)
    assert reunion.projet is DOSSIER
    assert {n.motif for n in reunion.non_suivies} == {"l’opération n’est pas, ou n’est plus, à ce maître d’ouvrage"}


def test_une_operation_cedee_depuis_l_envoi_n_est_plus_a_lui() -> None:
    dossier = ajouter(DOSSIER, "operations", operation("B", version=1, maitre_ouvrage="VILLE"))
    reunion = reunir(dossier, changer(PART, "journal", 1, montant=1))
    assert (reunion.projet, len(reunion.non_suivies)) == (dossier, 1)


def test_une_operation_ne_se_retire_pas_elle_s_abandonne() -> None:
    reunion = reunir(DOSSIER, changer(PART, "operations", 0, statut=Statut.ABANDONNEE))
    assert reunion.projet.operations[0].statut is Statut.ABANDONNEE
    vide = replace(PART, operations=(operation("N", maitre_ouvrage="BAILLEUR"),), plan=(), journal=())
    reunion = reunir(DOSSIER, vide)
    assert "une opération ne se retire pas" in reunion.non_suivies[0].motif
    assert [o.code for o in reunion.projet.operations] == ["B", "A", "Z", "N"]


def test_une_operation_nouvelle_et_ses_lignes_sont_reprises() -> None:
    rendu = ajouter(PART, "operations", operation("N", maitre_ouvrage="BAILLEUR"))
    rendu = ajouter(rendu, "plan", ligne("BAILLEUR", euros(5), "N"), ligne("ANRU", euros(6), "N"))
    rendu = ajouter(rendu, "realisations", Realisation(date=jour("2010-01-01"), operation="N", quantite=Decimal(1)))
    reunion = reunir(DOSSIER, rendu)
    assert [m.table for m in reunion.modifications] == ["operations", "plan", "realisations"]
    assert [(n.table, n.cle) for n in reunion.non_suivies] == [("plan", "0|N|ANRU|subvention")]


def test_une_operation_que_le_dossier_a_retiree_ne_revient_pas_par_ses_lignes() -> None:
    dossier = replace(
        DOSSIER, operations=DOSSIER.operations[1:], plan=DOSSIER.plan[2:], journal=tuple(DOSSIER.journal)[3:]
    )
    rendu = ajouter(PART, "journal", mouvement("depense", euros(5), operation="B", piece="M-2"))
    reunion = reunir(dossier, rendu)
    assert (reunion.projet, len(reunion.conflits)) == (dossier, 1)


def test_une_ligne_ajoutee_des_deux_cotes_sous_la_meme_cle_est_un_conflit_par_champ() -> None:
    sienne, autre = ligne("BAILLEUR", euros(7), "B", version=1), ligne("BAILLEUR", euros(8), "B", version=1)
    reunion = reunir(ajouter(DOSSIER, "plan", sienne), ajouter(PART, "plan", autre))
    assert disputes(reunion) == [("plan", "1|B|BAILLEUR|subvention", "montant", ["7.00", "8.00"])]
    deux = reunir(DOSSIER, ajouter(PART, "plan", sienne), ajouter(PART, "plan", autre))
    assert [(c.champ, c.valeurs[0].valeur, len(c.valeurs)) for c in deux.conflits] == [(None, None, 3)]
    assert deux.projet is DOSSIER


def test_un_financeur_ou_une_version_inconnus_du_dossier_ne_sont_pas_suivis() -> None:
    convention = replace(PART.convention, financeurs=(*PART.convention.financeurs, financeur("NEUF")))
    rendu = ajouter(
        replace(PART, convention=convention), "journal", mouvement("demande", 1, operation="B", financeur="NEUF")
    )
    reunion = reunir(DOSSIER, rendu)
    assert reunion.projet is DOSSIER
    assert [n.table for n in reunion.non_suivies] == ["financeurs", "journal"]


def test_des_changements_impossibles_ensemble_sont_refuses_avec_leur_cellule() -> None:
    plan = ligne("BAILLEUR", euros(1), "B", nature=Nature.SUBVENTION)
    rendu = ajouter(PART, "journal", mouvement("demande", 1, operation="B", financeur="BAILLEUR"))
    with pytest.raises(DossierRefuse) as leve:
        reunir(ajouter(DOSSIER, "plan", plan), rendu)
    assert [str(f.provenance) for f in leve.value.fautes] == ["0.xlsx, feuille journal, A10, colonne nature"]


def test_la_meme_ligne_ajoutee_dans_deux_envois_n_y_est_qu_une_fois() -> None:
    neuf = mouvement("depense", euros(5), operation="B", piece="M-2")
    plus_tard = changer(DOSSIER, "operations", 0, libelle="Plus tard")
    second = envoyer(plus_tard, "BAILLEUR")
    retours = [
        retour(PART, "BAILLEUR", ajouter(PART, "journal", neuf), "un.xlsx"),
        retour(second, "BAILLEUR", ajouter(second, "journal", neuf), "deux.xlsx"),
    ]
    assert len(reunir_les_retours(plus_tard, retours).projet.journal) == 5


def depenses(*decrites: tuple[int, str]) -> Projet:
    """Un dossier de la Ville, et ces dépenses sans pièce : montant, libellé."""
    return projet(journal=[mouvement("depense", euros(montant), libelle=libelle) for montant, libelle in decrites])


def reunir_des_depenses(envoye: Projet, rendu: Projet, actuel: Projet) -> Reunion:
    """La réunion, la même si on la refait."""
    reunion = reunir_les_retours(actuel, [retour(envoye, "VILLE", rendu)])
    assert reunir_les_retours(reunion.projet, [retour(envoye, "VILLE", rendu)]).projet == reunion.projet
    return reunion


def test_une_ligne_egale_a_celle_que_le_dossier_a_retiree_ne_la_fait_pas_renaitre() -> None:
    """La même dépense, l’une corrigée, l’autre ajoutée ; le dossier a retiré celle que l’on corrige."""
    reunion = reunir_des_depenses(depenses((1, "a")), depenses((1, ""), (1, "")), depenses())
    assert (len(reunion.projet.journal), len(reunion.conflits)) == (0, 2)


def test_une_ligne_changee_des_deux_cotes_en_une_que_le_dossier_a_deux_fois_est_un_conflit() -> None:
    actuel = depenses((1, ""), (1, ""))
    reunion = reunir_des_depenses(depenses((1, "a")), depenses((2, "a")), actuel)
    assert (reunion.projet, [c.champ for c in reunion.conflits]) == (actuel, ["montant"])


def test_une_ligne_jointe_qui_en_egalerait_une_autre_est_un_conflit() -> None:
    actuel = depenses((1, ""), (2, ""))
    reunion = reunir_des_depenses(depenses((1, "a"), (2, "")), depenses((2, "a"), (2, "")), actuel)
    assert (reunion.projet, [c.champ for c in reunion.conflits]) == (actuel, ["montant"])
