"""Les remèdes d’une colonne, d’une clé, d’une valeur ou d’une incohérence, et toutes leurs voies."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

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

REMEDES_DE_VALEUR: Final[Mapping[str, tuple[Remede, ...]]] = {
    "COLONNE-01": (
        Remede("La renommer", reecrire("plan.csv", lambda texte: texte.replace("Financeur", "financeur"))),
        Remede(
            "ou la retirer",
            reecrire("insertion.csv", lambda t: t.replace(";remarque", "").replace(";vu", "")),
            gestes=(
                ("Fichier `insertion.csv`", "operation;heures_objectif;heures_realisees;remarque\nOP1;1500;900;vu\n"),
            ),
        ),
    ),
    "COLONNE-02": (
        Remede(
            "L’ajouter à l’en-tête, avec ses valeurs",
            reecrire(
                "insertion.csv", lambda t: t.replace("\n", ";heures_realisees\n", 1).replace("1500\n", "1500;900\n")
            ),
        ),
    ),
    "COLONNE-03": (
        Remede(
            "N’en garder qu’une", reecrire("insertion.csv", lambda t: re.sub(";[^;\n]*$", "", t, flags=re.MULTILINE))
        ),
    ),
    "COLONNE-04": (
        Remede(
            "Mettre entre guillemets",
            reecrire("journal.csv", lambda texte: texte.replace("tranche 1; solde", '"tranche 1; solde"')),
        ),
        Remede("retirer les cellules en trop", reecrire("journal.csv", lambda texte: texte.replace("; solde", ""))),
    ),
    "COLONNE-06": (
        Remede(
            "Compléter la ligne, un point-virgule entre deux cellules",
            ligne("plan.csv", 2, "0;OP1;ANRU;subvention;50000,00"),
        ),
        Remede("reprendre le fichier dont elle vient", remettre("plan.csv")),
    ),
    "COLONNE-05": (
        Remede("avec le séparateur « ; »", reecrire("insertion.csv", lambda texte: texte.replace(",", ";"))),
    ),
    "CLE-01": (
        Remede("La renommer", reecrire("convention.toml", lambda texte: texte.replace("envelope", "enveloppe"))),
        Remede("la retirer", ligne("convention.toml", 14, "")),
    ),
    "CLE-02": (
        Remede(
            "L’ajouter", reecrire("convention.toml", lambda t: t.replace("[convention]", '[convention]\nporteur = "V"'))
        ),
    ),
    "CLE-03": (Remede("Donner un texte entre guillemets", ligne("convention.toml", 8, 'porteur = "92"')),),
    "CLE-04": (Remede("N’en garder qu’une", ligne("convention.toml", 9, "")),),
    "CLE-05": (
        Remede(
            "L’écrire entre guillemets",
            lambda f: changer(
                "convention.toml", 14, lambda _: f"enveloppe = {f.remede.partition(' : ')[2].rstrip('.')}"
            ),
        ),
    ),
    "VALEUR-01": (Remede("La renseigner", ecrire("50000,00")),),
    "VALEUR-02": (
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
    "VALEUR-03": tuple(Remede("Choisir parmi", choisir(rang)) for rang in range(3)),
    "VALEUR-04": (Remede("Écrire un entier de 0 à 999", proposee(0)),),
    "VALEUR-05": (
        Remede("Écrire par exemple 144", proposee(0)),
        Remede("ou 0,8", proposee(1)),
    ),
    "VALEUR-06": (
        Remede("Le raccourcir", lambda f: remplacer(f, "A" * int(re.findall("limite de ([0-9]+)", f.message)[0]))),
    ),
    "VALEUR-07": (
        Remede(
            "Choisir un code plus simple", reecrire("convention.toml", lambda texte: texte.replace("AN\\nRU", "ANRU"))
        ),
    ),
    "VALEUR-08": (
        Remede(
            "Corriger le numéro",
            reecrire("convention.toml", lambda t: re.sub('siret = ".*"', 'siret = "130 000 000 00013"', t)),
        ),
        Remede("laisser vide", reecrire("convention.toml", lambda t: re.sub('siret = ".*"', 'siret = ""', t))),
    ),
    "VALEUR-09": (
        Remede("Écrire un entier", ecrire("12")),
        Remede("changer d’unité", ecrire("m2", "unite")),
    ),
    "VALEUR-10": (
        Remede("Écrire", proposee(0, CORRECTE)),
        Remede(
            "Écrire de nouveau le texte d’origine",
            ecrire("Réhabilitation"),
            gestes=operation("R\ufffdhabilitation;VILLE;;;;brut;100000,00;20 %;ht;;;2007-S1;4;;"),
        ),
    ),
    "MONTANT-01": (Remede("Écrire un nombre comme", proposee(0)),),
    "MONTANT-02": (
        Remede("Écrire", proposee(0)),
        Remede("une seule virgule, comme 1 234,56", proposee(0), gestes=subvention("1,2.3,4")),
    ),
    "MONTANT-03": (
        Remede("milliers", proposee(0)),
        Remede("sinon", proposee(1)),
        Remede("arrondi au centime", proposee(0), gestes=subvention("50000,1234")),
        Remede("Arrondir au centime", ecrire("50 000,12"), gestes=subvention(f"{'0' * 12}50000,1234")),
    ),
    "MONTANT-04": (
        Remede("Écrire", proposee(0)),
        Remede("sinon, le corriger", ecrire("123 456,78")),
        Remede("Grouper les chiffres par trois, comme", proposee(0), gestes=subvention(f"{'1' * 16} 00")),
    ),
    "MONTANT-05": (
        Remede("positif", sans_signe),
        Remede("nul", ecrire("0")),
    ),
    "MONTANT-06": (
        Remede("au plus", proposee(0)),
        Remede("L’écrire en euros, non en centimes", ecrire("1 000 000 000,00")),
    ),
    "MONTANT-07": (
        Remede(
            "Écrire le montant sans signe, avec le type",
            puis(sans_signe, lambda f: remplacer(f, CORRECTE.findall(f.remede)[0], "type")),
        ),
    ),
    "MONTANT-08": (Remede("Écrire 0", proposee(0)), Remede("le renseigner", ecrire("50000,00"))),
    "TAUX-01": (
        Remede("Écrire 45 %", proposee(0)),
        Remede("ou 0,45 %", proposee(1)),
        Remede(
            "un taux de 100 % au plus, avec son signe",
            proposee(0),
            gestes=operation("Square;VILLE;;;;brut;100000,00;20 %;ht;;450;2007-S1;4;;"),
        ),
    ),
    "TAUX-02": (
        Remede("Écrire un pourcentage", proposee(0)),
        Remede("ou une fraction", ecrire("1/3")),
    ),
    "TAUX-03": (Remede("Écrire un taux de 100 % au plus", proposee(0)),),
    "DATE-01": (
        Remede("Écrire 15/01/2008", proposee(0)),
        Remede("ou 2008-01-15", proposee(1)),
        *(
            Remede("Écrire la date comme 31/12/2014, ou 2014-12-31", proposee(rang), gestes=mouvement("mi-janvier"))
            for rang in range(2)
        ),
    ),
    "DATE-02": (
        Remede("Corriger le jour", ecrire("30/04/2008")),
        Remede("le mois", ecrire("31/03/2008")),
    ),
    "DATE-03": (Remede("Écrire une année", lambda f: remplacer(f, f.lu.replace("0208", "2008"))),),
    "DATE-04": (
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
    "CODE-01": (
        Remede("Corriger le code", ecrire("OP1")),
        Remede(
            "ajouter l’opération",
            lambda f: reecrire(
                "operations.csv", lambda t: t + t.splitlines()[1].replace("OP1", f.lu).replace("100000,00", "0") + "\n"
            )(f),
        ),
    ),
    "CODE-02": (
        Remede("Corriger le code", ecrire("ANRU")),
        Remede(
            "déclarer le financeur",
            lambda f: reecrire(
                "convention.toml", lambda t: t + f'\n[[financeurs]]\ncode = "{f.lu}"\nnom = "X"\ncategorie = "autre"\n'
            )(f),
        ),
    ),
    "CODE-03": (Remede("Choisir parmi", proposee(0)), Remede("Choisir parmi", proposee(11))),
    "CODE-04": (
        Remede("Corriger le numéro", ecrire("1")),
        Remede(
            "déclarer l’avenant",
            reecrire(
                "convention.toml", lambda t: t + '\n[[avenants]]\nnumero = 2\nnature = "local"\ndate = 2010-01-01\n'
            ),
        ),
    ),
    "CODE-05": (
        Remede("la version de la ligne de plan", lambda f: remplacer(f, "1")),
        Remede("celle de l’opération", reecrire("operations.csv", lambda texte: texte.replace("1;OP1", "0;OP1"))),
    ),
    "CODE-06": (
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
    "CODE-07": (
        Remede(
            "Choisir parmi",
            reecrire("reglement.toml", lambda texte: texte.replace("avance_maximal", "avance_maximale")),
        ),
    ),
    "DOUBLON-01": (Remede("N’en garder qu’une ligne", ligne("plan.csv", 4, "")),),
    "DOUBLON-02": tuple(
        Remede("N’en garder qu’un", lecture=f"Commande `financement portefeuille {garde} --au 2012-12-31`.")
        for garde in (DOSSIER, "autre.json")
    ),
    "COHERENCE-01": (
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
    "COHERENCE-02": (
        Remede("Renseigner taux_tva", ecrire("20 %")),
        Remede(
            "ou cout_ttc",
            reecrire("operations.csv", lambda t: t.replace("\n", ";cout_ttc\n", 1).replace(";4;;", ";4;;;120000,00")),
        ),
    ),
    "COHERENCE-03": (Remede("Renseigner la nature du mouvement", ecrire("pret")),),
    "COHERENCE-04": (
        Remede("Vider ces cellules", ecrire("")),
        Remede("corriger le type", ecrire("acompte", "type")),
    ),
    "COHERENCE-05": (Remede("Renseigner le financeur", ecrire("ANRU")),),
    "COHERENCE-06": (Remede("Déclarer au moins un financeur", remettre("convention.toml")),),
    "COHERENCE-07": (
        Remede(
            "Vérifier l’unité", reecrire("journal.csv", lambda texte: texte.replace("100000000000,00", "1000000,00"))
        ),
    ),
    "COHERENCE-08": tuple(Remede(unite, ecrire(unite, "unite")) for unite in ("logement", "m2", "etp", "forfait")),
    "COHERENCE-09": (
        Remede("Ajouter reglement.toml", lambda _: Path(DOSSIER, "reglement.toml").write_text('base = "pnru"\n')),
        Remede("écrire pnru", ligne("convention.toml", 7, 'reglement = "pnru"')),
        Remede("ou npnru", ligne("convention.toml", 7, 'reglement = "npnru"')),
    ),
    "COHERENCE-10": (
        Remede("Écrire reglement.toml", ligne("convention.toml", 7, 'reglement = "reglement.toml"')),
        Remede("retirer le règlement propre", lambda _: Path(DOSSIER, "reglement.toml").unlink()),
    ),
    "COHERENCE-11": (
        Remede(
            "Corriger l’unité et la valeur",
            reecrire("reglement.toml", lambda t: t.replace('"euros"', '"taux"').replace("150 000,00", "15 %")),
        ),
    ),
    "PORTEFEUILLE-01": (
        Remede("Retirer ceux du dossier", lambda _: Path(DOSSIER, "journal.csv").unlink()),
        Remede("ou ceux du journal commun", lambda _: Path("national.csv").write_text(ENTETE_COMMUN)),
    ),
    "PORTEFEUILLE-02": (
        Remede("Corriger le code", puis(journal_commun("C1"), lambda _: Path(DOSSIER, "journal.csv").unlink())),
        Remede("ou ajouter le dossier de cette convention", un_dossier_de_plus, LE_DOSSIER),
    ),
    "PORTEFEUILLE-03": (
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
