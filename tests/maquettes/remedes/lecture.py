"""Les remèdes d’un fichier, d’une maquette ou d’une commande, et toutes leurs voies."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

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

REMEDES_DE_LECTURE: Final[Mapping[str, tuple[Remede, ...]]] = {
    "LECTURE-01": (Remede("Vérifier le chemin donné à la commande", lecture=LE_DOSSIER),),
    "LECTURE-02": (
        Remede("Donner le répertoire qui contient convention.toml", lecture=LE_DOSSIER),
        *(
            Remede("ou un fichier écrit par « financement convertir »", commande(f"convertir {DOSSIER} {nom}"), lu(nom))
            for nom in ("converti.json", "converti.xlsx")
        ),
    ),
    "LECTURE-03": (
        Remede("Ajouter convention.toml", remettre("convention.toml")),
        Remede("ou donner le bon répertoire", lambda _: preparer(BASE, Path("bon")), lu("bon")),
    ),
    "LECTURE-04": (
        Remede("Le remplacer par un fichier", puis(supprimer_le_repertoire, remettre("plan.csv"))),
        Remede("le supprimer s’il est vide", supprimer_le_repertoire),
    ),
    "LECTURE-05": (
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
    "LECTURE-06": (
        Remede(
            "Vérifier les guillemets de la ligne",
            reecrire("operations.csv", lambda texte: texte.replace('"Square', "Square")),
        ),
        Remede(
            "un guillemet dans un texte s’écrit doublé",
            reecrire("operations.csv", lambda texte: texte.replace('"Square', '"""Square"')),
        ),
    ),
    "LECTURE-07": (
        Remede(
            "Écrire en première ligne",
            lambda f: reecrire(
                "plan.csv", lambda texte: f.remede.partition(" : ")[2].partition(",")[0] + "\n" + texte.rstrip() + ";\n"
            )(f),
        ),
        Remede("supprimer le fichier s’il est vide", supprimer),
    ),
    "LECTURE-08": (
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
    "LECTURE-19": (Remede('Les remplacer par des guillemets droits (")', ligne("convention.toml", 4, 'code = "C1"')),),
    "LECTURE-09": (
        Remede(
            "Produire le fichier avec « financement convertir »",
            puis(lambda _: Path("dossier.json").unlink(), lambda _: convertir(DOSSIER, "dossier.json")),
        ),
    ),
    "LECTURE-10": (Remede("Écrire « format = 1 »", ligne("convention.toml", 1, "format = 1")),),
    "LECTURE-11": (
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
    "LECTURE-12": (Remede("Vérifier qu’il s’agit du bon fichier", remettre("journal.csv")),),
    "LECTURE-17": (Remede("Corriger celles qui le sont", remettre("plan.csv")),),
    "LECTURE-18": (Remede("Vérifier qu’il s’agit du bon fichier", remettre("convention.toml")),),
    "LECTURE-13": (
        Remede(
            "Remplacer le lien par le fichier lui-même", puis(supprimer, ecrire_le_fichier("insertion.csv", INSERTION))
        ),
        Remede("ou le supprimer", supprimer),
        Remede("Donner un chemin plus court", lecture=LE_DOSSIER, gestes=((lu("d" * 300), ""),)),
    ),
    "LECTURE-14": (
        Remede(
            "Vérifier le chemin donné à la commande",
            puis(journal_commun("C1"), lambda _: Path(DOSSIER, "journal.csv").unlink()),
            PORTEFEUILLE,
        ),
    ),
    "LECTURE-15": (
        Remede(
            "Attendre la fin de l’enregistrement ou de la copie en cours, puis recommencer",
            remettre("plan.csv"),
            lecture=LE_DOSSIER,
        ),
    ),
    "LECTURE-16": (
        Remede("Reprendre le fichier entier, d’où il vient", remettre("journal.csv")),
        Remede(
            "s’il finit bien ici, compléter la ligne et la finir par un retour à la ligne",
            ligne("journal.csv", 3, "2008-06-01;acompte;OP1;ANRU;;20000,00;;"),
        ),
    ),
    "ECRITURE-01": (Remede("Choisir une autre destination", lecture="Conversion vers `autre`."),),
    "ECRITURE-02": (
        Remede("Le renommer", lambda f: Path(f.provenance.fichier or "").rename("notes.html")),
        Remede("ou donner une autre --sortie", lecture=f"Commande `{ANNEXE} --formats html --sortie ailleurs`."),
        Remede("ajouter --remplacer", lecture=f"Commande `{ANNEXE} --formats html --sortie . --remplacer`."),
    ),
    "USAGE-01": tuple(
        Remede(
            "L’aide de chaque commande : financement COMMANDE --help",
            commande("situation --help"),
            f"Commande `financement situation dossier --par {axe} --format json`.",
        )
        for axe in ("financeur", "famille", "operation", "maitre_ouvrage", "exercice")
    ),
    "PAQUET-01": (
        Remede("L’installer : pip install", installer, f"Commande `{ANNEXE} --formats xlsx,pdf --sortie annexe`."),
    ),
    "PAQUET-02": (
        Remede(
            "L’installer : pip install",
            installer,
            "Commande `financement redeployer dossier --au 2010-12-31 --besoins dossier/besoins.toml`.",
        ),
    ),
    "VERIFICATION-01": tuple(
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
    "VERIFICATION-02": (
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
    "MAQUETTE-01": (Remede("Écrire une maquette", refaire_la_maquette),),
    "MAQUETTE-02": (Remede("refaire la maquette", refaire_la_maquette),),
    "MAQUETTE-03": (
        Remede("La rétablir sous ce nom, avec ses titres", saisir(retablir_la_feuille)),
        Remede("refaire la maquette", refaire_la_maquette),
    ),
    "MAQUETTE-04": (Remede("Rétablir les titres de colonnes", saisir(retablir_les_titres)),),
    "MAQUETTE-05": (Remede("Rétablir ce libellé", saisir(retablir_le_libelle)),),
    "MAQUETTE-06": (
        Remede("Corriger la formule ou la référence", puis(saisir(saisir_cinquante_mille), calculee("20000+30000"))),
        Remede("ou saisir la valeur", saisir(saisir_cinquante_mille)),
    ),
    "MAQUETTE-07": (Remede("Les défusionner", saisir(defusionner)),),
    "MAQUETTE-08": (Remede("saisir la valeur", saisir(saisir_cinquante_mille)),),
    "MAQUETTE-09": (
        Remede(
            "puis supprimer cette feuille",
            saisir(lambda s, f: s.classeur.remove(s.feuille(f.provenance.feuille or ""))),
        ),
    ),
    "MAQUETTE-10": (
        Remede("supprimer", saisir(lambda s, f: s.classeur.remove(s.feuille(f.provenance.feuille or "")))),
    ),
    "MAQUETTE-11": (Remede("effacer l’autre libellé", saisir(vider)),),
    "MAQUETTE-12": (Remede("au format Texte", saisir(saisir_en_texte)),),
}
