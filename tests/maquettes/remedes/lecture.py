"""Les remèdes d’un fichier, d’une maquette ou d’une commande, et toutes leurs voies."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from financement.fautes.catalogue import CodeFaute
from maquettes import convertir
from tests.maquettes.catalogue_erreurs import DOSSIER, preparer
from tests.maquettes.remedes.gestes import (
    ANNEXE,
    BASE,
    INSERTION,
    LE_DOSSIER,
    PORTEFEUILLE,
    TEXTES,
    TRAVAUX,
    Remede,
    calculee,
    commande,
    defusionner,
    ecrire_le_fichier,
    encoder,
    fichier,
    installer,
    journal_commun,
    ligne,
    lu,
    octets,
    puis,
    reecrire,
    refaire_la_maquette,
    refuser,
    remettre,
    retablir_la_feuille,
    retablir_le_libelle,
    retablir_les_titres,
    saisir,
    saisir_cinquante_mille,
    saisir_en_texte,
    supprimer,
    supprimer_le_repertoire,
    vider,
)

REMEDES_DE_LECTURE: Final[Mapping[CodeFaute, tuple[Remede, ...]]] = {
    CodeFaute.DOSSIER_INTROUVABLE: (Remede("Vérifier le chemin donné à la commande", lecture=LE_DOSSIER),),
    CodeFaute.FORME_INCONNUE: (
        Remede("Donner le répertoire qui contient convention.toml", lecture=LE_DOSSIER),
        *(
            Remede("ou un fichier écrit par « financement convertir »", commande(f"convertir {DOSSIER} {nom}"), lu(nom))
            for nom in ("converti.json", "converti.xlsx")
        ),
    ),
    CodeFaute.CONVENTION_ABSENTE: (
        Remede("Ajouter convention.toml", remettre("convention.toml")),
        Remede("ou donner le bon répertoire", lambda _: preparer(BASE, Path("bon")), lu("bon")),
    ),
    CodeFaute.FICHIER_ATTENDU: (
        Remede("Le remplacer par un fichier", puis(supprimer_le_repertoire, remettre("plan.csv"))),
        Remede("le supprimer s’il est vide", supprimer_le_repertoire),
    ),
    CodeFaute.ENCODAGE_ILLISIBLE: (
        Remede("Enregistrer de nouveau le fichier en UTF-8", remettre("plan.csv")),
        Remede(
            "L’enregistrer de nouveau en UTF-8, dans un éditeur de texte",
            encoder("convention.toml", "cp1252"),
            gestes=octets("convention.toml", TEXTES["convention.toml"].encode("cp1252")),
        ),
        Remede(
            "L’ouvrir en MS-DOS (CP850), puis l’enregistrer",
            encoder("journal.csv", "cp850"),
            gestes=octets("journal.csv", (TEXTES["journal.csv"] + TRAVAUX).encode("cp850")),
        ),
        Remede(
            "Taper de nouveau « Démolition »",
            ecrire_le_fichier("journal.csv", TEXTES["journal.csv"] + TRAVAUX),
            gestes=octets(
                "journal.csv",
                (TEXTES["journal.csv"] + TRAVAUX)
                .encode()
                .replace("Démolition".encode(), "Démolition".encode("cp1252")),
            ),
        ),
    ),
    CodeFaute.CSV_MALFORME: (
        Remede(
            "Vérifier les guillemets de la ligne",
            reecrire("operations.csv", lambda texte: texte.replace('"Square', "Square")),
        ),
        Remede(
            "un guillemet dans un texte s’écrit doublé",
            reecrire("operations.csv", lambda texte: texte.replace('"Square', '"""Square"')),
        ),
    ),
    CodeFaute.ENTETE_ABSENT: (
        Remede(
            "Écrire en première ligne",
            lambda f: reecrire(
                "plan.csv", lambda texte: f.remede.partition(" : ")[2].partition(",")[0] + "\n" + texte.rstrip() + ";\n"
            )(f),
        ),
        Remede("supprimer le fichier s’il est vide", supprimer),
    ),
    CodeFaute.TOML_MALFORME: (
        Remede("les textes s’écrivent entre guillemets", ligne("convention.toml", 5, 'nom = "Quartier des Tilleuls"')),
        *(
            Remede(
                "Vérifier guillemets, crochets et signes « = »",
                remettre("convention.toml"),
                gestes=((f"Ligne {numero} de `convention.toml`", f"{texte}\n"),),
            )
            for numero, texte in ((5, 'nom = "Quartier'), (3, "[convention"), (4, 'code "C1"'))
        ),
    ),
    CodeFaute.JSON_MALFORME: (
        Remede(
            "Produire le fichier avec « financement convertir »",
            puis(lambda _: Path("dossier.json").unlink(), lambda _: convertir(DOSSIER, "dossier.json")),
        ),
    ),
    CodeFaute.FORMAT_INCONNU: (Remede("Écrire « format = 1 »", ligne("convention.toml", 1, "format = 1")),),
    CodeFaute.NOM_DE_FICHIER: (
        Remede("Le renommer realisations.csv", lambda f: fichier(f).rename(Path(DOSSIER, "realisations.csv"))),
        Remede("le sortir du répertoire", lambda f: fichier(f).rename(f.provenance.fichier or "")),
        Remede(
            "Y prendre ce qui manquerait à journal.csv, puis le sortir du répertoire",
            lambda f: fichier(f).rename("journal.csv"),
            gestes=(("Fichier `journal (1).csv`", "date;type\n"),),
        ),
        Remede(
            "L’enregistrer sous le nom insertion.csv, au format « CSV UTF-8 » à points-virgules",
            puis(supprimer, ecrire_le_fichier("insertion.csv", INSERTION)),
            gestes=(("Fichier `insertion.xlsx`", "PK"),),
        ),
        Remede(
            "ou le sortir du répertoire",
            lambda f: fichier(f).rename("insertion.xlsx"),
            gestes=(("Fichier `insertion.xlsx`", "PK"),),
        ),
    ),
    CodeFaute.FICHIER_TROP_GROS: (Remede("Vérifier qu’il s’agit du bon fichier", remettre("journal.csv")),),
    CodeFaute.FAUTES_COMPTEES: (Remede("Corriger celles qui le sont", remettre("plan.csv")),),
    CodeFaute.DOCUMENT_DEMESURE: (Remede("Vérifier qu’il s’agit du bon fichier", remettre("convention.toml")),),
    CodeFaute.LECTURE_IMPOSSIBLE: (
        Remede(
            "Remplacer le lien par le fichier lui-même", puis(supprimer, ecrire_le_fichier("insertion.csv", INSERTION))
        ),
        Remede("ou le supprimer", supprimer),
        Remede("Donner un chemin plus court", lecture=LE_DOSSIER, gestes=((lu("d" * 300), ""),)),
    ),
    CodeFaute.FICHIER_INTROUVABLE: (
        Remede(
            "Vérifier le chemin donné à la commande",
            puis(journal_commun("C1"), lambda _: Path(DOSSIER, "journal.csv").unlink()),
            PORTEFEUILLE,
        ),
    ),
    CodeFaute.FICHIER_MOUVANT: (
        Remede(
            "Attendre la fin de l’enregistrement ou de la copie en cours, puis recommencer",
            remettre("plan.csv"),
            lecture=LE_DOSSIER,
        ),
    ),
    CodeFaute.LIGNE_COUPEE: (
        Remede("Reprendre le fichier entier, d’où il vient", remettre("journal.csv")),
        Remede(
            "s’il finit bien ici, compléter la ligne et la finir par un retour à la ligne",
            ligne("journal.csv", 3, "2008-06-01;acompte;OP1;ANRU;;20000,00;;"),
        ),
    ),
    CodeFaute.ECRITURE_IMPOSSIBLE: (Remede("Choisir une autre destination", lecture="Conversion vers `autre`."),),
    CodeFaute.FICHIER_CHANGE: (
        Remede("Le renommer", lambda f: Path(f.provenance.fichier or "").rename("notes.html")),
        Remede("ou donner une autre --sortie", lecture=f"Commande `{ANNEXE} --formats html --sortie ailleurs`."),
        Remede("ajouter --remplacer", lecture=f"Commande `{ANNEXE} --formats html --sortie . --remplacer`."),
    ),
    CodeFaute.USAGE_INCORRECT: tuple(
        Remede(
            "L’aide de chaque commande : financement COMMANDE --help",
            commande("situation --help"),
            f"Commande `financement situation dossier --par {axe} --format json`.",
        )
        for axe in ("financeur", "famille", "operation", "maitre_ouvrage", "exercice")
    ),
    CodeFaute.PAQUET_ABSENT: (
        Remede("L’installer : pip install", installer, f"Commande `{ANNEXE} --formats xlsx,pdf --sortie annexe`."),
    ),
    CodeFaute.DOCUMENT_NON_RECONNU: tuple(
        Remede(
            forme,
            puis(
                commande(f"{ANNEXE.partition(' ')[2]} --sortie s --formats {forme.rpartition('.')[2].split()[0]}"),
                commande(f"verifier s/{nom} {DOSSIER}"),
            ),
            f"Commande `financement verifier s/{nom} {DOSSIER}`.",
        )
        for forme, nom in (
            ("fichier écrit par « financement annexe » : .pdf", "annexe-financiere.pdf"),
            (".html", "annexe-financiere.html"),
            (".xlsx", "annexe-financiere.xlsx"),
            (".docx", "annexe-financiere.docx"),
            ("ou le .csv d’identification", "annexe-financiere-identification.csv"),
        )
    ),
    CodeFaute.DOSSIER_A_DONNER: (
        Remede(
            "Donner aussi ce dossier : financement verifier FICHIER DOSSIER",
            puis(
                commande(f"{ANNEXE.partition(' ')[2]} --sortie s --formats xlsx"),
                refuser("verifier s/annexe-financiere.xlsx", "VERIFICATION-02"),
                commande("verifier s/annexe-financiere.xlsx dossier"),
            ),
            "Commande `financement verifier s/annexe-financiere.xlsx dossier`.",
        ),
    ),
    CodeFaute.MAQUETTE_NON_RECONNUE: (Remede("Écrire une maquette", refaire_la_maquette),),
    CodeFaute.MAQUETTE_D_UNE_AUTRE_VERSION: (Remede("refaire la maquette", refaire_la_maquette),),
    CodeFaute.FEUILLE_ABSENTE: (
        Remede("La rétablir sous ce nom, avec ses titres", saisir(retablir_la_feuille)),
        Remede("refaire la maquette", refaire_la_maquette),
    ),
    CodeFaute.FEUILLE_SANS_EN_TETE: (Remede("Rétablir les titres de colonnes", saisir(retablir_les_titres)),),
    CodeFaute.RUBRIQUE_ABSENTE: (Remede("Rétablir ce libellé", saisir(retablir_le_libelle)),),
    CodeFaute.CELLULE_EN_ERREUR: (
        Remede("Corriger la formule ou la référence", puis(saisir(saisir_cinquante_mille), calculee("20000+30000"))),
        Remede("ou saisir la valeur", saisir(saisir_cinquante_mille)),
    ),
    CodeFaute.CELLULES_FUSIONNEES: (Remede("Les défusionner", saisir(defusionner)),),
    CodeFaute.FORMULE_SANS_VALEUR: (Remede("saisir la valeur", saisir(saisir_cinquante_mille)),),
    CodeFaute.FEUILLE_EN_PLUS: (
        Remede(
            "puis supprimer cette feuille",
            saisir(lambda s, f: s.classeur.remove(s.feuille(f.provenance.feuille or ""))),
        ),
    ),
    CodeFaute.FEUILLE_EN_DOUBLE: (
        Remede("supprimer", saisir(lambda s, f: s.classeur.remove(s.feuille(f.provenance.feuille or "")))),
    ),
    CodeFaute.RUBRIQUE_EN_DOUBLE: (Remede("effacer l’autre libellé", saisir(vider)),),
    CodeFaute.NOMBRE_TROP_LONG: (Remede("au format Texte", saisir(saisir_en_texte)),),
}
