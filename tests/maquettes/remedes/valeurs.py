"""Les remèdes d’une colonne, d’une clé, d’une valeur ou d’une incohérence, et toutes leurs voies."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from financement.fautes.catalogue import CodeFaute
from tests.maquettes.catalogue_erreurs import DOSSIER
from tests.maquettes.remedes.gestes import (
    CORRECTE,
    DEUX_BAILLEURS,
    ENTETE_COMMUN,
    LE_DOSSIER,
    PARAMETRE,
    Remede,
    changer,
    choisir,
    ecrire,
    ecrire_le_fichier,
    journal_commun,
    lancer,
    ligne,
    mouvement,
    operation,
    proposee,
    puis,
    reecrire,
    remettre,
    remplacer,
    sans_signe,
    subvention,
    un_dossier_de_plus,
)

REMEDES_DE_VALEUR: Final[Mapping[CodeFaute, tuple[Remede, ...]]] = {
    CodeFaute.COLONNE_INCONNUE: (
        Remede("La renommer", reecrire("plan.csv", lambda texte: texte.replace("Financeur", "financeur"))),
        Remede(
            "ou la retirer",
            reecrire("insertion.csv", lambda t: t.replace(";remarque", "").replace(";vu", "")),
            gestes=(
                ("Fichier `insertion.csv`", "operation;heures_objectif;heures_realisees;remarque\nOP1;1500;900;vu\n"),
            ),
        ),
    ),
    CodeFaute.COLONNE_ABSENTE: (
        Remede(
            "L’ajouter à l’en-tête, avec ses valeurs",
            reecrire(
                "insertion.csv", lambda t: t.replace("\n", ";heures_realisees\n", 1).replace("1500\n", "1500;900\n")
            ),
        ),
    ),
    CodeFaute.COLONNE_EN_DOUBLE: (
        Remede(
            "N’en garder qu’une", reecrire("insertion.csv", lambda t: re.sub(";[^;\n]*$", "", t, flags=re.MULTILINE))
        ),
    ),
    CodeFaute.CELLULES_EN_TROP: (
        Remede(
            "Mettre entre guillemets",
            reecrire("journal.csv", lambda texte: texte.replace("tranche 1; solde", '"tranche 1; solde"')),
        ),
        Remede("retirer les cellules en trop", reecrire("journal.csv", lambda texte: texte.replace("; solde", ""))),
    ),
    CodeFaute.CELLULES_EN_MOINS: (
        Remede(
            "Compléter la ligne, un point-virgule entre deux cellules",
            ligne("plan.csv", 2, "0;OP1;ANRU;subvention;50000,00"),
        ),
        Remede("reprendre le fichier dont elle vient", remettre("plan.csv")),
    ),
    CodeFaute.SEPARATEUR: (
        Remede("avec le séparateur « ; »", reecrire("insertion.csv", lambda texte: texte.replace(",", ";"))),
    ),
    CodeFaute.CLE_INCONNUE: (
        Remede("La renommer", reecrire("convention.toml", lambda texte: texte.replace("envelope", "enveloppe"))),
        Remede("la retirer", ligne("convention.toml", 14, "")),
    ),
    CodeFaute.CLE_ABSENTE: (
        Remede(
            "L’ajouter", reecrire("convention.toml", lambda t: t.replace("[convention]", '[convention]\nporteur = "V"'))
        ),
    ),
    CodeFaute.CLE_MAUVAIS_TYPE: (
        Remede("Donner un texte entre guillemets", ligne("convention.toml", 8, 'porteur = "92"')),
    ),
    CodeFaute.CLE_EN_DOUBLE: (Remede("N’en garder qu’une", ligne("convention.toml", 9, "")),),
    CodeFaute.FLOTTANT: (
        Remede(
            "L’écrire entre guillemets",
            lambda f: changer(
                "convention.toml", 14, lambda _: f"enveloppe = {f.remede.partition(' : ')[2].rstrip('.')}"
            ),
        ),
    ),
    CodeFaute.VALEUR_ABSENTE: (Remede("La renseigner", ecrire("50000,00")),),
    CodeFaute.VALEUR_INTERDITE: (
        Remede("Le retirer", reecrire("convention.toml", lambda texte: texte.replace("\\u0000", " "))),
        lancer(
            "Donner le code ou le nom que porte la colonne maitre_ouvrage",
            f"situation {DOSSIER} --maitre-ouvrage",
            "EPCI",
            "VILLE",
        ),
        *(
            lancer(voie, f"situation {DOSSIER} --financeur", "SUD", juste, DEUX_BAILLEURS)
            for voie, juste in (("Donner une fin plus longue", "GRAND-SUD"), ("ou le code entier", "BAILLEUR-SUD"))
        ),
        lancer(
            "Clore après la signature du dernier avenant",
            f"avenant {DOSSIER} --vers clos --au",
            "2008-12-31",
            "2009-03-16",
        ),
        lancer(
            "Donner une signature plus tardive",
            f"avenant {DOSSIER} --vers clos --au 2009-12-31 --signature",
            "2009-03-15",
            "2009-03-16",
        ),
        Remede(
            "Corriger l’une des deux dates",
            reecrire("reglement.toml", lambda texte: texte.replace("fin = 2008", "fin = 2010")),
            gestes=(
                ("Ligne 7 de `convention.toml`", 'reglement = "reglement.toml"\n'),
                ("Fichier `reglement.toml`", PARAMETRE),
            ),
        ),
    ),
    CodeFaute.CHOIX_INCONNU: tuple(Remede("Choisir parmi", choisir(rang)) for rang in range(3)),
    CodeFaute.ENTIER_ILLISIBLE: (Remede("Écrire un entier de 0 à 999", proposee(0)),),
    CodeFaute.QUANTITE_ILLISIBLE: (
        Remede("Écrire par exemple 144", proposee(0)),
        Remede("ou 0,8", proposee(1)),
    ),
    CodeFaute.TEXTE_TROP_LONG: (
        Remede("Le raccourcir", lambda f: remplacer(f, "A" * int(re.findall("limite de ([0-9]+)", f.message)[0]))),
    ),
    CodeFaute.CODE_MALFORME: (
        Remede(
            "Choisir un code plus simple", reecrire("convention.toml", lambda texte: texte.replace("AN\\nRU", "ANRU"))
        ),
    ),
    CodeFaute.SIRET_ILLISIBLE: (
        Remede(
            "Corriger le numéro",
            reecrire("convention.toml", lambda t: re.sub('siret = ".*"', 'siret = "130 000 000 00013"', t)),
        ),
        Remede("laisser vide", reecrire("convention.toml", lambda t: re.sub('siret = ".*"', 'siret = ""', t))),
    ),
    CodeFaute.QUANTITE_NON_ENTIERE: (
        Remede("Écrire un entier", ecrire("12")),
        Remede("changer d’unité", ecrire("m2", "unite")),
    ),
    CodeFaute.TEXTE_ABIME: (
        Remede("Écrire", proposee(0, CORRECTE)),
        Remede(
            "Écrire de nouveau le texte d’origine",
            ecrire("Réhabilitation"),
            gestes=operation("R\ufffdhabilitation;VILLE;;;;brut;100000,00;20 %;ht;;;2007-S1;4;;"),
        ),
    ),
    CodeFaute.MONTANT_ILLISIBLE: (Remede("Écrire un nombre comme", proposee(0)),),
    CodeFaute.MONTANT_SEPARATEURS_MELES: (
        Remede("Écrire", proposee(0)),
        Remede("une seule virgule, comme 1 234,56", proposee(0), gestes=subvention("1,2.3,4")),
    ),
    CodeFaute.MONTANT_TROP_DE_DECIMALES: (
        Remede("milliers", proposee(0)),
        Remede("sinon", proposee(1)),
        Remede("arrondi au centime", proposee(0), gestes=subvention("50000,1234")),
        Remede("Arrondir au centime", ecrire("50 000,12"), gestes=subvention(f"{'0' * 12}50000,1234")),
    ),
    CodeFaute.MONTANT_GROUPES_IRREGULIERS: (
        Remede("Écrire", proposee(0)),
        Remede("sinon, le corriger", ecrire("123 456,78")),
        Remede("Grouper les chiffres par trois, comme", proposee(0), gestes=subvention(f"{'1' * 16} 00")),
    ),
    CodeFaute.MONTANT_NEGATIF: (
        Remede("positif", sans_signe),
        Remede("nul", ecrire("0")),
    ),
    CodeFaute.MONTANT_TROP_GRAND: (
        Remede("au plus", proposee(0)),
        Remede("L’écrire en euros, non en centimes", ecrire("1 000 000 000,00")),
    ),
    CodeFaute.MOUVEMENT_NEGATIF: (
        Remede(
            "Écrire le montant sans signe, avec le type",
            puis(sans_signe, lambda f: remplacer(f, CORRECTE.findall(f.remede)[0], "type")),
        ),
    ),
    CodeFaute.MONTANT_TIRET: (Remede("Écrire 0", proposee(0)), Remede("le renseigner", ecrire("50000,00"))),
    CodeFaute.TAUX_AMBIGU: (
        Remede("Écrire 45 %", proposee(0)),
        Remede("ou 0,45 %", proposee(1)),
        Remede(
            "un taux de 100 % au plus, avec son signe",
            proposee(0),
            gestes=operation("Square;VILLE;;;;brut;100000,00;20 %;ht;;450;2007-S1;4;;"),
        ),
    ),
    CodeFaute.TAUX_ILLISIBLE: (
        Remede("Écrire un pourcentage", proposee(0)),
        Remede("ou une fraction", ecrire("1/3")),
    ),
    CodeFaute.TAUX_TROP_GRAND: (Remede("Écrire un taux de 100 % au plus", proposee(0)),),
    CodeFaute.DATE_ILLISIBLE: (
        Remede("Écrire 15/01/2008", proposee(0)),
        Remede("ou 2008-01-15", proposee(1)),
        *(
            Remede("Écrire la date comme 31/12/2014, ou 2014-12-31", proposee(rang), gestes=mouvement("mi-janvier"))
            for rang in range(2)
        ),
    ),
    CodeFaute.DATE_INEXISTANTE: (
        Remede("Corriger le jour", ecrire("30/04/2008")),
        Remede("le mois", ecrire("31/03/2008")),
    ),
    CodeFaute.DATE_HORS_BORNES: (Remede("Écrire une année", lambda f: remplacer(f, f.lu.replace("0208", "2008"))),),
    CodeFaute.SEMESTRE_ILLISIBLE: (
        Remede("Écrire", proposee(0)),
        *(
            Remede(
                "Écrire le semestre comme 2006-S1, ou 2006-S2",
                proposee(rang),
                gestes=operation("Square;VILLE;;;;brut;100000,00;20 %;ht;;;hiver;4;;"),
            )
            for rang in range(2)
        ),
    ),
    CodeFaute.OPERATION_INCONNUE: (
        Remede("Corriger le code", ecrire("OP1")),
        Remede(
            "ajouter l’opération",
            lambda f: reecrire(
                "operations.csv", lambda t: t + t.splitlines()[1].replace("OP1", f.lu).replace("100000,00", "0") + "\n"
            )(f),
        ),
    ),
    CodeFaute.FINANCEUR_INCONNU: (
        Remede("Corriger le code", ecrire("ANRU")),
        Remede(
            "déclarer le financeur",
            lambda f: reecrire(
                "convention.toml", lambda t: t + f'\n[[financeurs]]\ncode = "{f.lu}"\nnom = "X"\ncategorie = "autre"\n'
            )(f),
        ),
    ),
    CodeFaute.FAMILLE_INCONNUE: (Remede("Choisir parmi", proposee(0)), Remede("Choisir parmi", proposee(11))),
    CodeFaute.VERSION_SANS_AVENANT: (
        Remede("Corriger le numéro", ecrire("1")),
        Remede(
            "déclarer l’avenant",
            reecrire(
                "convention.toml", lambda t: t + '\n[[avenants]]\nnumero = 2\nnature = "local"\ndate = 2010-01-01\n'
            ),
        ),
    ),
    CodeFaute.OPERATION_PAS_ENCORE_CREEE: (
        Remede("la version de la ligne de plan", lambda f: remplacer(f, "1")),
        Remede("celle de l’opération", reecrire("operations.csv", lambda texte: texte.replace("1;OP1", "0;OP1"))),
    ),
    CodeFaute.REGLEMENT_INCONNU: (
        Remede("Écrire pnru", ligne("convention.toml", 7, 'reglement = "pnru"')),
        Remede("ou npnru", ligne("convention.toml", 7, 'reglement = "npnru"')),
        Remede(
            "ou reglement.toml pour un règlement propre au dossier",
            puis(
                ligne("convention.toml", 7, 'reglement = "reglement.toml"'),
                ecrire_le_fichier("reglement.toml", 'base = "pnru"\n'),
            ),
        ),
    ),
    CodeFaute.PARAMETRE_INCONNU: (
        Remede(
            "Choisir parmi",
            reecrire("reglement.toml", lambda texte: texte.replace("avance_maximal", "avance_maximale")),
        ),
    ),
    CodeFaute.DOUBLON: (Remede("N’en garder qu’une ligne", ligne("plan.csv", 4, "")),),
    CodeFaute.CONVENTION_EN_DOUBLE: tuple(
        Remede("N’en garder qu’un", lecture=f"Commande `financement portefeuille {garde} --au 2012-12-31`.")
        for garde in (DOSSIER, "autre.json")
    ),
    CodeFaute.AVENANTS_DESORDONNES: (
        Remede("ou la date", ligne("convention.toml", 25, "date = 2009-03-15")),
        Remede(
            "Corriger le numéro",
            ligne("convention.toml", 23, "numero = 1"),
            gestes=(
                ("Ligne 23 de `convention.toml`", "numero = 3\n"),
                (
                    "Ligne 26 de `convention.toml`",
                    '\n[[avenants]]\nnumero = 2\nnature = "local"\ndate = 2010-01-01\n',
                ),
            ),
        ),
    ),
    CodeFaute.TTC_SANS_TAUX: (
        Remede("Renseigner taux_tva", ecrire("20 %")),
        Remede(
            "ou cout_ttc",
            reecrire("operations.csv", lambda t: t.replace("\n", ";cout_ttc\n", 1).replace(";4;;", ";4;;;120000,00")),
        ),
    ),
    CodeFaute.NATURE_AMBIGUE: (Remede("Renseigner la nature du mouvement", ecrire("pret")),),
    CodeFaute.FINANCEUR_EN_TROP: (
        Remede("Vider ces cellules", ecrire("")),
        Remede("corriger le type", ecrire("acompte", "type")),
    ),
    CodeFaute.FINANCEUR_ABSENT: (Remede("Renseigner le financeur", ecrire("ANRU")),),
    CodeFaute.AUCUN_FINANCEUR: (Remede("Déclarer au moins un financeur", remettre("convention.toml")),),
    CodeFaute.TOTAL_TROP_GRAND: (
        Remede(
            "Vérifier l’unité", reecrire("journal.csv", lambda texte: texte.replace("100000000000,00", "1000000,00"))
        ),
    ),
    CodeFaute.QUANTITE_SANS_UNITE: tuple(
        Remede(unite, ecrire(unite, "unite")) for unite in ("logement", "m2", "etp", "forfait")
    ),
    CodeFaute.REGLEMENT_ABSENT: (
        Remede("Ajouter reglement.toml", lambda _: Path(DOSSIER, "reglement.toml").write_text('base = "pnru"\n')),
        Remede("écrire pnru", ligne("convention.toml", 7, 'reglement = "pnru"')),
        Remede("ou npnru", ligne("convention.toml", 7, 'reglement = "npnru"')),
    ),
    CodeFaute.REGLEMENT_NON_ANNONCE: (
        Remede("Écrire reglement.toml", ligne("convention.toml", 7, 'reglement = "reglement.toml"')),
        Remede("retirer le règlement propre", lambda _: Path(DOSSIER, "reglement.toml").unlink()),
    ),
    CodeFaute.UNITE_DE_PARAMETRE: (
        Remede(
            "Corriger l’unité et la valeur",
            reecrire("reglement.toml", lambda t: t.replace('"euros"', '"taux"').replace("150 000,00", "15 %")),
        ),
    ),
    CodeFaute.MOUVEMENTS_DE_DEUX_ORIGINES: (
        Remede("Retirer ceux du dossier", lambda _: Path(DOSSIER, "journal.csv").unlink()),
        Remede("ou ceux du journal commun", lambda _: Path("national.csv").write_text(ENTETE_COMMUN)),
    ),
    CodeFaute.CONVENTION_INCONNUE: (
        Remede("Corriger le code", puis(journal_commun("C1"), lambda _: Path(DOSSIER, "journal.csv").unlink())),
        Remede("ou ajouter le dossier de cette convention", un_dossier_de_plus, LE_DOSSIER),
    ),
    CodeFaute.CONVENTION_NON_DITE: (
        Remede(
            "Écrire son code dans cette colonne",
            puis(
                lambda _: Path("national.csv").write_text(
                    Path("national.csv").read_text(encoding="utf-8").replace("\n;", "\nC1;"), encoding="utf-8"
                ),
                lambda _: Path(DOSSIER, "journal.csv").unlink(),
            ),
        ),
    ),
}
