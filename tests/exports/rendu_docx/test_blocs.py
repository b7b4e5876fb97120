"""Ce qui entoure les tableaux : chaque texte du document, à sa place, dans un style de Word."""

from docx.oxml.ns import qn

from exports.document.sceau import Sceau
from exports.rendus.docx import rendre_docx
from tests.exports.rendu_docx.lecture import marque, ouvrir, parties, tableaux_par_titre, textes
from tests.exports.rendu_docx.petit import DOSSIER, REGLES, petit_document

INSECABLE, FINE = "\u00a0", "\u202f"


def test_les_textes_dans_l_ordre_et_leur_style(petit_docx: bytes) -> None:
    assert textes(petit_docx) == [
        ("Title", "Annexe d’essai"),
        ("Subtitle", "Convention du Parc"),
        ("Note de tableau", "Arrêté au 31/03/2015 – empreinte 0123456789abcdef"),
        ("Bandeau", "PROJET — 2 constats bloquants"),
        ("Heading 1", "Décision"),
        ("List Bullet", f"Montants inventés{INSECABLE}: aucun n’est réel."),
        ("TOC Heading", "Sommaire"),
        ("toc 1", "Décision"),
        ("toc 1", "Articles"),
        ("toc 2", "Article 1 – Objet"),
        ("toc 2", "Article 2 – Soldes"),
        ("toc 1", "Exécution"),
        ("toc 2", "La synthèse"),
        ("toc 1", "Signatures"),
        ("toc 1", "Identification et sceau"),
        ("Heading 1", "Articles"),
        ("Heading 2", "Objet"),
        ("Alinéa", f"Le texte arrête «{INSECABLE}tout{INSECABLE}»."),
        ("Alinéa", "Il est court."),
        ("Heading 2", "Soldes"),
        ("Alinéa", "Rien à verser."),
        ("Heading 1", "Exécution"),
        ("Heading 2", "La synthèse"),
        ("Note de tableau", "Arrêté au 31/03/2015 – montants en euros"),
        ("Note de tableau", f"Une note{FINE}; la seule."),
        ("Note de tableau", f"Autres tableaux de l’annexe, non repris ici{INSECABLE}:"),
        ("List Bullet", "Le détail"),
        ("Heading 1", "Signatures"),
        ("Heading 1", "Identification et sceau"),
    ]


def test_sans_rien_il_n_y_a_ni_titre_ni_tableau_de_trop() -> None:
    vides = dict.fromkeys(("mentions", "avertissements", "chiffres_cles", "articles", "signatures"), ())
    nu = rendre_docx(petit_document(bandeau=None, **vides))
    assert [texte for style, texte in textes(nu) if style == "Heading 1"] == [
        "Décision",
        "Exécution",
        "Identification et sceau",
    ]
    assert len(ouvrir(nu).tables) == 2


def test_les_chiffres_cles(petit_docx: bytes) -> None:
    tableaux = tableaux_par_titre(ouvrir(petit_docx))
    (chiffres,) = tableaux["Décision"]
    assert [[cellule.text for cellule in rangee.cells] for rangee in chiffres.rows] == [
        ["Barre B", f"−1{FINE}250,50{INSECABLE}€", f"prévu{FINE}; net"]
    ]


def test_un_article_est_numerote_par_le_traitement_de_texte(petit_docx: bytes) -> None:
    voulus = {"Objet", "Soldes", "La synthèse"}
    titres = [p for p in ouvrir(petit_docx).paragraphs if p.text in voulus and p.style and p.style.name == "Heading 2"]
    numeros = [
        numero.get(qn("w:val")) if (numero := p._p.find(f".//{qn('w:numId')}")) is not None else None for p in titres
    ]
    assert numeros == ["1", "1", None]
    assert 'w:lvlText w:val="Article %1 –"' in parties(petit_docx)["word/numbering.xml"].decode()


def test_les_signatures_par_trois_sans_coupure(petit_docx: bytes) -> None:
    (signatures,) = tableaux_par_titre(ouvrir(petit_docx))["Signatures"]
    lus = [[cellule.text.rstrip("\n").split("\n") for cellule in rangee.cells] for rangee in signatures.rows]
    attendu = [
        [f"Organisme {rang}", "Financeur", f"Arrête {rang}{INSECABLE}€.", "Le maire", f"Date et signature{INSECABLE}:"]
        for rang in range(4)
    ]
    assert lus == [attendu[:3], [attendu[3], [""], [""]]]
    assert all(marque(rangee._tr, "cantSplit") for rangee in signatures.rows)


def test_l_identification_et_le_sceau_en_entier(petit_docx: bytes) -> None:
    (empreintes,) = tableaux_par_titre(ouvrir(petit_docx))["Identification et sceau"]
    lues = {rangee.cells[0].text: rangee.cells[1].text for rangee in empreintes.rows}
    sceau = lues.pop("Sceau")
    assert lues == {
        "Porteur": "Ville du Parc",
        "Base": "HT",
        "Logiciel": "essai 1",
        "Empreinte du dossier (sha256)": DOSSIER,
        "Empreinte des règles (sha256)": REGLES,
    }
    assert Sceau.lire(sceau) == petit_document().sceau
