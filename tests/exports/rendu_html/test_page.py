"""La page dit le document, tout le document, et n’appelle rien : relue par un lecteur de html."""

import gzip
import json
import re
import subprocess
import sys
from base64 import b64decode
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import html5lib
import pytest

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.explication_calcul import Explications
from exports.document.lieux import Lieu
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau, Valeur
from exports.document.typographie import composer_espaces, composer_valeur
from exports.rendus.html import rendre_html
from financement.dossier.projet import Projet
from tests.construction import euros, mouvement, projet
from tests.exports.conftest import AU
from tests.exports.dossiers import HOSTILES, dossier_hostile
from tests.exports.rendu_html.lecture import CelluleLue, PageLue, lire_page
from tests.exports.rendu_html.petit import DOSSIER, petit_document

OCTETS_AU_PLUS = 600_000


@pytest.fixture(scope="module")
def lue(page_annexe: bytes) -> PageLue:
    return lire_page(page_annexe)


@pytest.fixture(scope="module")
def petite(petite_page: bytes) -> PageLue:
    return lire_page(petite_page)


def exacte(cellule: CelluleLue, genre: GenreColonne) -> Valeur:
    """La valeur d’une cellule, relue dans son texte ; un taux, arrondi à l’affichage, porte la sienne."""
    texte = re.sub(r"[\u202f\u00a0]", "", cellule.texte.strip()).replace("\u2212", "-")
    if not texte:
        return None
    if genre is GenreColonne.TAUX:
        return Fraction(cellule.attributs["data-v"] or "")
    assert "data-v" not in cellule.attributs
    if genre is GenreColonne.DATE:
        jour, mois, annee = map(int, texte.split("/"))
        return date(annee, mois, jour)
    nombre = Decimal("0" if texte == "–" else texte.replace(",", "."))
    if genre is GenreColonne.QUANTITE:
        return nombre
    return int(nombre * 100 if genre is GenreColonne.MONTANT else nombre)


def comparer(document: Document, page: PageLue) -> int:
    """Compare toutes les cellules du document à celles de la page ; rend leur nombre."""
    comparees = 0
    for tableau in document.tableaux:
        lignes = page.lignes[f"tableau-{tableau.cle}"]
        assert [ligne.classe for ligne in lignes] == [
            "" if ligne.genre.value == "donnee" else ligne.genre.value for ligne in tableau.lignes
        ]
        for ligne, affichee in zip(tableau.lignes, lignes, strict=True):
            cellules = affichee.cellules
            if len(cellules) == 1 and len(tableau.colonnes) > 1:
                assert cellules[0].attributs["colspan"] == str(len(tableau.colonnes))
                assert all(cellule.valeur is None for cellule in ligne.cellules[1:])
                cellules = cellules + [CelluleLue("td", {})] * (len(tableau.colonnes) - 1)
            for colonne, voulue, trouvee in zip(tableau.colonnes, ligne.cellules, cellules, strict=True):
                lieu = tableau.cle, ligne.cle, colonne.cle
                attendu = composer_valeur(voulue.valeur, colonne.genre, document.sceau.unite)
                assert trouvee.texte.rstrip("\n") == attendu, lieu
                if not isinstance(voulue.valeur, str):
                    assert exacte(trouvee, colonne.genre) == voulue.valeur, lieu
                else:
                    assert "data-v" not in trouvee.attributs, lieu
                comparees += 1
    return comparees


def ordinaire(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").split())


def test_toutes_les_cellules_de_l_annexe_y_sont(annexe: Document, lue: PageLue) -> None:
    assert comparer(annexe, lue) > 15_000


def test_les_cellules_connues_du_petit_document(petite: PageLue) -> None:
    assert comparer(petit_document(), petite) == 10 * 7 + 3 * 2
    ferry = petite.lignes["tableau-operations"][1]
    assert [ordinaire(cellule.texte) for cellule in ferry.cellules] == [
        "Ferry",
        "A",
        "01/05/2012",
        "900,00",
        "100,00",
        "800,00",
        "11,11 %",
    ]
    # Onze virgule onze pour cent est un arrondi : le neuvième exact est à côté.
    assert [cellule.attributs.get("data-v") for cellule in ferry.cellules] == [None] * 6 + ["1/9"]
    assert [ligne.classe for ligne in petite.lignes["tableau-operations"]] == [
        "famille",
        "",
        "",
        "",
        "sous_total",
        "famille",
        "",
        "",
        "sous_total",
        "total",
    ]


def test_les_en_tetes_disent_leur_portee(annexe: Document, lue: PageLue) -> None:
    for tableau in annexe.tableaux:
        entetes = lue.entetes[f"tableau-{tableau.cle}"]
        assert [ordinaire(entete.texte) for entete in entetes] == [
            ordinaire(colonne.libelle) for colonne in tableau.colonnes
        ]
        assert {entete.attributs["scope"] for entete in entetes} == {"col"}
        assert [entete.attributs["data-genre"] for entete in entetes] == [c.genre.value for c in tableau.colonnes]
    portees = {attributs.get("scope") for balise, attributs in lue.elements if balise == "th"}
    assert portees <= {"col", "row", "colgroup", "rowgroup"}
    assert sum(balise == "caption" for balise, _ in lue.elements) == len(annexe.tableaux) + len(annexe.graphiques)


def test_tout_ce_qui_entoure_les_tableaux_y_est(annexe: Document, lue: PageLue) -> None:
    textes = ordinaire(" ".join(lue.textes))
    voulus = [annexe.titre, annexe.sous_titre, annexe.bandeau or "", *annexe.avertissements]
    voulus += [texte for mention in annexe.mentions for texte in (mention.libelle, mention.valeur)]
    voulus += [texte for article in annexe.articles for texte in (article.titre, *article.alineas)]
    voulus += [texte for signature in annexe.signatures for texte in (signature.organisme, signature.objet)]
    voulus += [texte for graphique in annexe.graphiques for texte in (graphique.titre, graphique.description)]
    voulus += [note for tableau in annexe.tableaux for note in tableau.notes]
    voulus += [annexe.sceau.dossier, annexe.sceau.regles, annexe.sceau.logiciel]
    assert [voulu for voulu in voulus if ordinaire(voulu) not in textes] == []


def test_rien_ne_se_coupe_devant_un_signe_double_ni_apres_numero(lue: PageLue) -> None:
    lignes = [ligne.cellules for siennes in lue.lignes.values() for ligne in siennes]
    textes = {cellule.texte for cellules in (*lignes, *lue.entetes.values()) for cellule in cellules}
    assert any("décret n°\u00a0" in texte for texte in textes)
    assert {texte for texte in textes if re.search(" [:;!?»%€]|« |n° ", texte)} == set()


def test_un_grand_compte_s_ecrit_par_milliers() -> None:
    journal = [mouvement("engagement", euros(1)) for _ in range(1_024)]
    annexe = composer_annexe(projet(journal=journal), au=AU)
    page = rendre_html(annexe, dossier=DOSSIER).decode()
    assert "1\u202f024, le dernier du" in page


def test_une_tuile_mene_a_sa_cellule(petite: PageLue) -> None:
    cible = "cellule-operations-10-4"
    assert "1 010 905,50 €" in ordinaire(" ".join(petite.textes))
    assert [a["href"] for balise, a in petite.elements if balise == "a" and a["href"] == f"#{cible}"] == [f"#{cible}"]
    total = petite.lignes["tableau-operations"][9].cellules[3]
    assert total.attributs["id"] == cible
    assert ordinaire(total.texte) == "1 010 905,50"


def test_le_bandeau_mene_aux_constats_juste_apres_la_decision(lue: PageLue, petite: PageLue) -> None:
    sections = [str(a["id"]) for balise, a in lue.elements if balise == "section" and a.get("class") != "tableau"]
    assert sections[:4] == ["partie-decision", "partie-constats", "graphiques", "partie-financeurs"]
    assert sections[-3:] == ["articles", "signatures", "empreintes"]
    balises = [balise for balise, _ in lue.elements]
    _, lien = lue.elements[balises.index("header") + 2]
    assert lien == {"href": "#partie-constats"}
    # Le sommaire les dit dans le même ordre.
    sommaire = [a["href"] for balise, a in lue.elements if balise == "a" and str(a["href"]).startswith("#partie-")]
    assert sommaire[1:3] == ["#partie-decision", "#partie-constats"]
    # Un document sans constats a son bandeau, sans lien.
    assert "PROJET — 1 constat bloquant" in petite.textes
    assert not any(a.get("href") == "#partie-constats" for _, a in petite.elements)


@pytest.mark.parametrize("nom", ["page_annexe", "petite_page"])
def test_les_ancres_sont_uniques_et_menent_quelque_part(nom: str, request: pytest.FixtureRequest) -> None:
    page = lire_page(request.getfixturevalue(nom))
    identifiants = [attributs["id"] for _, attributs in page.elements if attributs.get("id")]
    assert len(set(identifiants)) == len(identifiants)
    for _, attributs in page.elements:
        if "href" in attributs:
            assert (attributs["href"] or "").removeprefix("#") in identifiants
        if "aria-labelledby" in attributs:
            assert attributs["aria-labelledby"] in identifiants


def test_la_page_est_legere_et_n_appelle_rien(page_annexe: bytes, lue: PageLue) -> None:
    assert len(page_annexe) <= OCTETS_AU_PLUS
    # Un texte peut citer une adresse ; ni un attribut, ni un style, ni un programme.
    actifs = [*(valeur or "" for _, attributs in lue.elements for valeur in attributs.values()), *lue.styles]
    for texte in (*actifs, lue.scripts[""]):
        assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|\bfetch\b|\beval\b|innerHTML|new Function", texte)
    assert not {"src", "srcset", "data", "action", "poster"} & {cle for _, a in lue.elements for cle in a}
    appelants = {"link", "img", "iframe", "object", "embed", "base", "form", "audio", "video", "source", "use", "image"}
    assert not {balise for balise, _ in lue.elements} & appelants
    politique = [a["content"] for balise, a in lue.elements if "Content-Security-Policy" in (a.get("http-equiv") or "")]
    assert politique == ["default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"]
    assert not [cle for _, attributs in lue.elements for cle in attributs if cle.startswith("on") or cle == "style"]


def test_la_page_emporte_son_dossier_et_son_sceau(
    annexe: Document, lue: PageLue, petite: PageLue, dossier: str
) -> None:
    assert gzip.decompress(b64decode(lue.scripts["dossier-canonique"])).decode() == dossier
    assert Sceau.lire(lue.scripts["sceau"]) == annexe.sceau
    assert gzip.decompress(b64decode(petite.scripts["dossier-canonique"])).decode() == DOSSIER
    # L'en-tête gzip n'a pas d'heure.
    assert b64decode(lue.scripts["dossier-canonique"])[4:8] == bytes(4)


def test_un_dossier_hostile_n_est_que_du_texte() -> None:
    document = composer_annexe(dossier_hostile(), au=AU)
    octets = rendre_html(document, dossier=json.dumps(HOSTILES, ensure_ascii=False))
    page = lire_page(octets)
    assert comparer(document, page) > 1000
    assert set(page.scripts) == {"sceau", "dossier-canonique", "explications", "impression", ""}
    assert sum(balise == "script" for balise, _ in page.elements) == 6
    permises = {balise for balise, _ in lire_page(rendre_html(petit_document(), dossier="{}")).elements}
    assert {balise for balise, _ in page.elements} <= permises
    assert not [cle for _, attributs in page.elements for cle in attributs if cle.startswith("on")]
    assert "<script>alert(1)</script>" in page.textes
    assert explications(page)["fragments"]


@pytest.mark.parametrize("nom", [*(t for t in HOSTILES if t.isprintable()), "&lt;b&gt; &amp;", "--!><svg onload=x>"])
def test_un_nom_hostile_reste_entier(nom: str) -> None:
    page = lire_page(rendre_html(petit_document(nom), dossier="{}"))
    assert comparer(petit_document(nom), page) == 76
    etapes = explications(page)["derivations"][0][0]
    assert ordinaire(fragment(page, etapes[2])) == ordinaire(f"engagement, pièce {nom}")
    for script in page.scripts.values():
        assert "<" not in script or script == page.scripts[""]


def relire(rangs: list[int], plus_grand: list[int]) -> list[int]:
    """Les rangs d’une suite : un rang négatif dit de combien il dépasse le plus grand des précédents."""
    lus = []
    for rang in rangs:
        if rang < 0:
            plus_grand[0] -= rang
        lus.append(plus_grand[0] if rang < 0 else rang)
    return lus


def explications(page: PageLue) -> dict[str, Any]:
    """Les explications, décomprimées, et leurs rangs relus."""
    lues: dict[str, Any] = json.loads(gzip.decompress(b64decode(page.scripts["explications"])))
    fragment, forme, texte = [-1], [-1], [-1]
    lues["textes"] = [relire(rangs, fragment) for rangs in lues["textes"]]
    for suite in lues["suites"]:
        suite[1::2] = relire(suite[1::2], forme)
    for ecrites in lues["derivations"]:
        for ecrite in ecrites:
            for place in range(2, len(ecrite), 4):
                ecrite[place], ecrite[place + 3] = relire([ecrite[place], ecrite[place + 3]], texte)
    return lues


def fragment(page: PageLue, rang: int) -> str:
    lues = explications(page)
    return ", ".join(lues["fragments"][rang] for rang in lues["textes"][rang])


def deplier(liste: str, ici: int) -> list[int]:
    rangs: list[int] = []
    for morceau in liste.split(","):
        if morceau == ".":
            rangs.append(ici)
        else:
            premier, _, dernier = morceau.partition("-")
            rangs.extend(range(int(premier), int(dernier or premier) + 1))
    return rangs


def test_les_calculs_embarques_sont_ceux_du_document(annexe: Document, lue: PageLue) -> None:
    lues, voulues, comparees = explications(lue), Explications(annexe), 0
    textes = [", ".join(lues["fragments"][rang] for rang in texte) for texte in lues["textes"]]
    for place, tableau in enumerate(annexe.tableaux):
        for rang, ligne in enumerate(tableau.lignes):
            suite = lues["suites"][lues["calculs"][place][rang]]
            formes = dict(zip(suite[::2], suite[1::2], strict=True))
            for colonne, cellule in enumerate(ligne.cellules):
                assert (colonne in formes) == (cellule.calcul is not None)
                if cellule.calcul is None:
                    continue
                phrase, *blocs = lues["formes"][formes[colonne]]
                dite, lus = voulues.phrase_et_lieux(Lieu(tableau.cle, ligne.cle, tableau.colonnes[colonne].cle))
                assert textes[phrase] == composer_espaces(dite)
                lieux = []
                for debut in range(0, len(blocs), 3):
                    autre, liste, colonnes = blocs[debut : debut + 3]
                    vise = tableau if autre == -1 else annexe.tableaux[autre]
                    for lue_ligne in deplier(lues["listes"][liste], rang):
                        for lue_colonne in colonnes if isinstance(colonnes, list) else [colonnes]:
                            cle = vise.colonnes[colonne if lue_colonne == -1 else lue_colonne].cle
                            lieux.append((vise.cle, vise.lignes[lue_ligne].cle, cle))
                assert lieux == list(lus)
                comparees += 1
    assert comparees > 5000


def test_les_derivations_embarquees_sont_celles_du_document(annexe: Document, lue: PageLue) -> None:
    lues = explications(lue)
    textes = [ordinaire(", ".join(lues["fragments"][rang] for rang in texte)) for texte in lues["textes"]]
    valeurs = {
        (t.cle, ligne.cle, colonne.cle): cellule.valeur
        for t in annexe.tableaux
        for ligne in t.lignes
        for colonne, cellule in zip(t.colonnes, ligne.cellules, strict=True)
    }
    trouvees = {}
    for tableau, ecrites in zip(annexe.tableaux, lues["derivations"], strict=True):
        for ligne, colonne, *etapes in ecrites:
            lieu = tableau.cle, tableau.lignes[ligne].cle, tableau.colonnes[colonne].cle
            trouvees[lieu] = [
                (
                    textes[libelle],
                    # Le montant de l'étape est celui de la cellule.
                    valeurs[lieu] if montant is True else montant,
                    *(textes[t] for t in lues["regles"][regle]),
                    textes[provenance],
                )
                for libelle, montant, regle, provenance in zip(*[iter(etapes)] * 4, strict=True)
            ]
    assert trouvees == {
        (d.lieu.tableau, d.lieu.ligne, d.lieu.colonne): [
            (
                ordinaire(etape.libelle),
                etape.montant,
                ordinaire(etape.regle),
                ordinaire(etape.reference),
                ordinaire(etape.provenance),
            )
            for etape in d.etapes
        ]
        for d in annexe.derivations
    }
    assert len(trouvees) > 1000


def test_les_graphiques_ont_leur_tableau(petite_page: bytes) -> None:
    texte = petite_page.decode()
    figure = ordinaire(texte[texte.index("<figure>") : texte.index("</figure>")])
    assert "<svg width=" in figure
    assert figure.count('<th scope="row">') == 5
    assert '<td class="n">1 000 000,00</td><td class="n">999 999,99</td>' in figure
    # L'en-tête d'un montant est à droite, comme lui.
    assert figure.count('<th scope="col">') == 1
    assert figure.count('<th scope="col" class="n">') == 2
    assert 'href="#tableau-operations"' in figure


def test_les_gravites_portent_un_badge() -> None:
    colonnes = (
        Colonne(cle="gravite", libelle="Gravité", genre=GenreColonne.TEXTE),
        Colonne(cle="message", libelle="Message", genre=GenreColonne.TEXTE),
    )
    mots = ("bloquant", "alerte", "information", "autre")
    lignes = tuple(Ligne(cle=mot, cellules=(Cellule(valeur=mot), Cellule(valeur=mot))) for mot in mots)
    constats = Tableau(cle="constats", titre="Constats", titre_court="Constats", colonnes=colonnes, lignes=lignes)
    sans = {"chiffres_cles": (), "graphiques": (), "derivations": ()}
    document = petit_document("x", tableaux=(constats,), **sans)
    page = lire_page(rendre_html(document, dossier="{}"))
    assert comparer(document, page) == 8
    assert [a["class"] for balise, a in page.elements if balise == "span" and "class" in a] == list(mots[:3])


def test_en_euros_rien_ne_montre_de_centimes(noyer_dore: Projet) -> None:
    document = composer_annexe(noyer_dore, au=AU, unite=Precision.EURO)
    page = lire_page(rendre_html(document, dossier="{}"))
    assert comparer(document, page) > 15_000
    assert explications(page)["unite"] == "euro"


def test_les_memes_octets_partout(petite_page: bytes) -> None:
    programme = (
        "import sys\n"
        "from tests.exports.rendu_html.petit import DOSSIER, petit_document\n"
        "from exports.rendus.html import rendre_html\n"
        "sys.stdout.buffer.write(rendre_html(petit_document(), dossier=DOSSIER))"
    )
    for graine, fuseau in (("1", "UTC"), ("2", "Pacific/Auckland")):
        environnement = {"PYTHONHASHSEED": graine, "TZ": fuseau, "PYTHONPATH": ".", "LC_ALL": "C"}
        commande = [sys.executable, "-c", programme]
        racine = Path(__file__).parents[3]
        sortie = subprocess.run(commande, capture_output=True, check=True, env=environnement, cwd=racine)
        assert sortie.stdout == petite_page


@pytest.mark.parametrize("page", ["page_annexe", "petite_page"])
def test_la_page_suit_la_grammaire_de_html(page: str, request: pytest.FixtureRequest) -> None:
    lecteur = html5lib.HTMLParser(strict=True)
    assert lecteur.parse(request.getfixturevalue(page), transport_encoding="utf-8") is not None
