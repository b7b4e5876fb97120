"""Un tableau s’imprime pareil dans tous les formats, et ne se prépare qu’une fois."""

from dataclasses import replace

from exports.document.document import Document
from exports.mise_en_page.imprime import imprimer


def test_les_formats_impriment_le_meme_tableau(annexe: Document) -> None:
    for tableau in annexe.tableaux:
        assert imprimer(annexe, tableau) is imprimer(annexe, tableau)


def test_un_document_change_ne_garde_rien_de_l_ancien(annexe: Document) -> None:
    premier = annexe.tableaux[0]
    autre = replace(annexe, tableaux=(replace(premier, notes=("Une note.",)), *annexe.tableaux[1:]))
    assert imprimer(annexe, premier).tableau.notes != ("Une note.",)
    assert imprimer(autre, autre.tableaux[0]).tableau.notes == ("Une note.",)
