"""Ce que fait ``docs/reunir.md`` : les saisies de l’aménageur, et ce que le dossier est devenu pendant ce temps."""

import datetime
from pathlib import Path

from tests.maquettes.maquette.saisie import Saisies

__all__ = ["changer_le_dossier", "remplir_la_part"]


def remplir_la_part(envoyee: Path, rendue: Path) -> None:
    """Un coût, une dépense corrigée, une autre ajoutée, et une subvention qui n’est pas à l’aménageur."""
    saisies = Saisies(envoyee)
    place = saisies.ligne_de("Opérations", "N° d’opération", "9200201-08-0003-001")
    saisies.ecrire("Opérations", place, "Coût HT (€)", 3_000_000)
    place = saisies.ligne_de("Journal", "Pièce", "CERT-2009-0013")
    saisies.ecrire("Journal", place, "Montant (€)", 546_441.5)
    depense = {"N° d’opération": "9200201-08-0003-001", "Montant (€)": 12_500.4, "Pièce": "CERT-2015-0001"}
    saisies.ajouter("Journal", Date=datetime.date(2015, 2, 1), Type="depense", **depense)
    saisies.ecrire("Plan de financement", 7, "Montant (€)", 326_500)
    saisies.enregistrer(rendue)


def changer_le_dossier(dossier: Path) -> None:
    """La même dépense, corrigée autrement au journal."""
    journal = dossier / "journal.csv"
    lignes = journal.read_text(encoding="utf-8-sig").splitlines()
    corrigees = [x.replace("546440,00", "546400,00") if "CERT-2009-0013" in x else x for x in lignes]
    journal.write_text("\n".join(corrigees), encoding="utf-8")
