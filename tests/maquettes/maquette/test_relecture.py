"""Relire une maquette : à l’identique, ou remaniée comme le font les gens, sans perdre ni changer une valeur."""

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from openpyxl.workbook import Workbook

from financement.controles.constat import Constat
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes import EcritureRefusee, MaquetteLue, convertir, ecrire_maquette, empreinte, lire_dossier, lire_maquette
from maquettes.classeur.classeur import ClasseurImpossible
from maquettes.maquette.description import LIGNE_EN_TETE
from maquettes.tableur import lecture as module_lecture
from maquettes.tableur.cadre import Cadre
from tests.libreoffice import recalculer
from tests.maquettes.maquette.conftest import ARRETE, EXEMPLE
from tests.maquettes.maquette.petite import PETIT, ecrire_petite, ecrire_vierge, maquette_serree
from tests.maquettes.maquette.saisie import Saisies
from tests.profils import PESANTS
from tests.strategies import projets


@pytest.fixture(scope="module")
def petite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ecrire_petite(tmp_path_factory.mktemp("petite") / "petite.xlsx")


def test_la_maquette_de_l_exemple_se_relit_a_l_identique(relue: MaquetteLue, noyer_dore: Projet) -> None:
    assert relue.projet == noyer_dore
    assert relue.au == ARRETE
    assert relue.constats == ()
    assert empreinte(relue.projet) == empreinte(noyer_dore)


def test_une_maquette_qui_ne_se_relirait_pas_ne_s_ecrit_pas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_lecture, "DU_DOSSIER", Cadre(cellules=50))
    chemin = tmp_path / "maquette.xlsx"
    with pytest.raises(EcritureRefusee, match=r"ne tient pas dans une maquette.*plus de.*cellules.*répertoire ou en"):
        ecrire_maquette(PETIT, chemin)
    assert not chemin.exists()


def test_d_une_grosse_maquette_ce_qui_est_saisi_suffit_a_la_refuser(
    maquette: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deux fautes, avant et après la centième ligne : les mêmes messages, sans lire une cellule calculée."""
    fautive = tmp_path / "fautive.xlsx"
    changees = 0
    with zipfile.ZipFile(maquette) as source, zipfile.ZipFile(fautive, "w") as copie:
        for entree in source.infolist():
            octets = source.read(entree)
            for ligne in (8, 400):
                octets, nombre = re.subn(rb'(<c r="F%d" s="26"><v>)([0-9.]+</v>)' % ligne, rb"\1-\2", octets)
                changees += nombre
            copie.writestr(entree, octets)
    assert changees == 2
    with pytest.raises(DossierRefuse) as d_un_coup:
        lire_maquette(fautive)
    monkeypatch.setattr(module_lecture, "OCTETS_LUS_D_UN_COUP", 0)
    lues: list[object] = []
    lire = module_lecture._lire

    def noter(*tout: Any) -> Any:
        lues.append(tout[3:])
        return lire(*tout)

    monkeypatch.setattr(module_lecture, "_lire", noter)
    with pytest.raises(DossierRefuse) as saisies:
        lire_maquette(fautive)
    assert [faute.code for faute in saisies.value.fautes] == ["MONTANT-07"] * 2
    assert saisies.value.fautes == d_un_coup.value.fautes
    assert len(lues) == 1
    assert lues[0]


def test_une_grosse_maquette_se_relit_comme_une_autre(
    maquette: Path, relue: MaquetteLue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module_lecture, "OCTETS_LUS_D_UN_COUP", 0)
    assert lire_maquette(maquette) == relue


def test_une_maquette_se_lit_comme_tout_dossier(petite: Path) -> None:
    assert lire_dossier(petite) == PETIT


def test_chaque_ligne_sait_sa_cellule(relue: MaquetteLue, valeurs: Workbook) -> None:
    mouvement = relue.projet.journal[0]
    lieu = mouvement.provenance.a_la_colonne("montant")
    assert str(lieu) == "noyer.xlsx, feuille Journal, F7, colonne montant"
    assert round(valeurs["Journal"]["F7"].value * 100) == mouvement.montant


@pytest.mark.exige_libreoffice
def test_une_maquette_enregistree_par_libreoffice_se_relit_de_meme(
    maquette: Path, noyer_dore: Projet, libreoffice: str, tmp_path: Path
) -> None:
    (enregistree,) = recalculer(libreoffice, [maquette], tmp_path)
    lue = lire_maquette(enregistree)
    assert lue.projet == noyer_dore
    assert (lue.au, lue.constats) == (ARRETE, ())


def test_une_maquette_aux_calculs_plus_anciens_se_lit_comme_avant(tmp_path: Path) -> None:
    """Écrite avant que les concours ne soient à part : les saisies sont lues, les calculs ne sont pas comparés."""
    lue = lire_maquette(Path(__file__).parent / "anciennes" / "petite-calculs-1.xlsx")
    assert lue.projet == PETIT
    assert [constat.code for constat in lue.constats] == ["RELECTURE-12"]
    refaite = tmp_path / "refaite.xlsx"
    refaite.write_bytes(maquette_serree(lue.projet))
    assert lire_maquette(refaite).constats == ()


@pytest.mark.long
def test_repertoire_xlsx_json_repertoire_ne_perd_rien(tmp_path: Path) -> None:
    convertir(EXEMPLE, tmp_path / "a.xlsx")
    convertir(tmp_path / "a.xlsx", tmp_path / "b.json")
    convertir(tmp_path / "b.json", tmp_path / "c.xlsx")
    convertir(tmp_path / "c.xlsx", tmp_path / "d")
    assert lire_dossier(tmp_path / "d") == lire_dossier(EXEMPLE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()


@settings(PESANTS, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(projet=projets())
def test_tout_projet_se_relit_a_l_identique(projet: Projet, tmp_path_factory: pytest.TempPathFactory) -> None:
    chemin = tmp_path_factory.mktemp("projet") / "maquette.xlsx"
    try:
        chemin.write_bytes(maquette_serree(projet))
    except ClasseurImpossible as refus:
        assert "un tableur les confond" in str(refus)  # noqa: PT017 -- le seul refus permis
        assume(False)
    lue = lire_maquette(chemin)
    assert lue.projet == projet
    assert empreinte(lue.projet) == empreinte(projet)
    assert lue.constats == ()


def deplacer_une_colonne(saisies: Saisies) -> None:
    """Le montant du journal passe en tête, le reste se décale."""
    feuille = saisies.feuille("Journal")
    for ligne in range(6, 15):
        contenu = [feuille.cell(ligne, colonne) for colonne in range(1, 9)]
        formes = [(cellule.value, cellule.number_format) for cellule in contenu]
        for cellule, (valeur, forme) in zip(contenu, [formes[5], *formes[:5], *formes[6:]], strict=True):
            cellule.value, cellule.number_format = valeur, forme


def laisser_des_lignes_vides(saisies: Saisies) -> None:
    feuille = saisies.feuille("Journal")
    for colonne in range(1, 9):
        feuille.cell(14, colonne).value, feuille.cell(10, colonne).value = feuille.cell(10, colonne).value, None


def ajouter_des_blancs(saisies: Saisies) -> None:
    saisies.ecrire("Journal", 7, "Pièce", "  DAS-1 ")
    saisies.ecrire("Journal", 8, "Type", " avance")
    saisies.ecrire("Journal", 12, "Libellé", "   ")


def masquer_et_reordonner(saisies: Saisies) -> None:
    saisies.feuille("Journal").row_dimensions[8].hidden = True
    saisies.feuille("Plan de financement").sheet_state = "hidden"
    saisies.classeur.move_sheet("Journal", offset=-5)
    saisies.classeur.create_sheet("Mes notes", 0)["A1"] = "à voir"


def changer_les_titres(saisies: Saisies) -> None:
    saisies.feuille("Journal")["F6"].value = "  MONTANT   (€) "
    saisies.feuille("Opérations")["E6"].value = "Maître d’ouvrage"


def ecrire_la_fraction(saisies: Saisies) -> None:
    saisies.ecrire("Opérations", 7, "Taux ANRU", "9/20")


REMANIEMENTS = (
    deplacer_une_colonne,
    laisser_des_lignes_vides,
    ajouter_des_blancs,
    masquer_et_reordonner,
    changer_les_titres,
    ecrire_la_fraction,
)


def remarques(constats: tuple[Constat, ...]) -> list[str]:
    """Les remarques, sans celle que vaut à tout classeur d’openpyxl l’absence de valeurs enregistrées."""
    return [f"{c.provenance} : {c.message} {c.remede} [{c.code}]" for c in constats if c.code != "RELECTURE-07"]


@pytest.mark.parametrize("geste", REMANIEMENTS)
def test_une_maquette_remaniee_dit_toujours_la_meme_chose(
    geste: Callable[[Saisies], None], petite: Path, tmp_path: Path
) -> None:
    saisies = Saisies(petite)
    geste(saisies)
    lue = lire_maquette(saisies.enregistrer(tmp_path / "remaniee.xlsx"))
    assert lue.projet == PETIT
    assert remarques(lue.constats) == []


def test_une_majuscule_que_les_formules_reconnaissent_ne_se_dit_pas(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    saisies.ecrire("Plan de financement", 7, "Nature", "Subvention")
    lue = lire_maquette(saisies.enregistrer(tmp_path / "m.xlsx"))
    assert lue.projet == PETIT
    assert remarques(lue.constats) == []


def test_des_lignes_triees_restent_les_memes_lignes(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    feuille = saisies.feuille("Journal")
    lignes = [[feuille.cell(ligne, colonne).value for colonne in range(1, 9)] for ligne in range(7, 11)]
    for rang, contenu in enumerate(reversed(lignes)):
        for colonne, valeur in enumerate(contenu, 1):
            feuille.cell(7 + rang, colonne).value = valeur
    lue = lire_maquette(saisies.enregistrer(tmp_path / "triee.xlsx"))
    assert lue.projet.journal == PETIT.journal[::-1]


REMARQUES: dict[str, tuple[Callable[[Saisies], object], str]] = {
    "un montant en texte": (
        lambda s: s.ecrire("Journal", 8, "Montant (€)", "1 250,50 €"),
        (
            "m.xlsx, feuille Journal, F8, colonne montant : « 1 250,50 € » est un texte, lu 1 250,50 € ; les "
            "formules du classeur l’ignorent. Le saisir de nouveau en nombre. [RELECTURE-02]"
        ),
    ),
    "une date en texte": (
        lambda s: s.ecrire("Journal", 7, "Date", "15/06/2010"),
        (
            "m.xlsx, feuille Journal, A7, colonne date : « 15/06/2010 » est un texte, lu 15/06/2010 ; les formules du "
            "classeur l’ignorent. Le saisir de nouveau en date. [RELECTURE-02]"
        ),
    ),
    "un taux en texte": (
        lambda s: s.ecrire("Opérations", 7, "Taux ANRU", "45 %"),
        (
            "m.xlsx, feuille Opérations, O7, colonne taux_anru : « 45 % » est un texte, lu 45 % ; les formules du "
            "classeur l’ignorent. Le saisir de nouveau en pourcentage. [RELECTURE-02]"
        ),
    ),
    "un mot écrit autrement que dans la liste": (
        lambda s: s.ecrire("Plan de financement", 8, "Nature", "Fonds propres"),
        (
            "m.xlsx, feuille Plan de financement, D8, colonne nature : « Fonds propres » est lu « fonds_propres », "
            "mais les formules du classeur l’ignorent sous cette forme. Le choisir dans la liste de la cellule. "
            "[RELECTURE-11]"
        ),
    ),
    "une colonne ajoutée": (
        lambda s: setattr(s.feuille("Journal")["AZ6"], "value", "Mes commentaires"),
        (
            "m.xlsx, feuille Journal, AZ6 : La colonne « Mes commentaires » a été ajoutée à la feuille ; elle ne fait "
            "pas partie du dossier et n’est pas lue. Rien à corriger : la garder ailleurs avant de refaire la "
            "maquette, qui ne l’aura pas. [RELECTURE-06]"
        ),
    ),
    "une formule remplacée": (
        lambda s: setattr(s.feuille("Situation")["G8"], "value", 999_999.99),
        (
            "m.xlsx, feuille Situation, G8, colonne programme : La formule a été remplacée par la constante "
            "« 999999.99 » ; le calcul donne 450\u202f000,00\xa0€. Recopier la formule d’une cellule voisine de "
            "la même colonne, ou refaire la maquette (« financement maquette »). [RELECTURE-03]"
        ),
    ),
    "une feuille calculée supprimée": (
        lambda s: s.classeur.remove(s.feuille("Situation")),
        (
            "m.xlsx : « feuille Situation », calculé par le classeur, n’y est plus : rien ne peut y être comparé. "
            "Refaire la maquette (« financement maquette ») pour le retrouver. [RELECTURE-09]"
        ),
    ),
    "une colonne calculée renommée": (
        lambda s: s.remplir("Journal", (6, 9), "Mon avis"),
        (
            "m.xlsx, feuille Journal : « colonne Contrôle », calculé par le classeur, n’y est plus : rien ne peut y "
            "être comparé. Refaire la maquette (« financement maquette ») pour le retrouver. [RELECTURE-09]"
        ),
    ),
    "une formule remplacée par la valeur qu’elle avait": (
        lambda s: s.remplir("Situation", (8, 7), 450_000),
        (
            "m.xlsx, feuille Situation, G8, colonne programme : La formule a été remplacée par la constante "
            "« 450000 » ; le calcul donne 450\u202f000,00\xa0€. Recopier la formule d’une cellule voisine de "
            "la même colonne, ou refaire la maquette (« financement maquette »). [RELECTURE-03]"
        ),
    ),
    "une formule effacée": (
        lambda s: setattr(s.feuille("Clôture")["J9"], "value", None),
        (
            "m.xlsx, feuille Clôture, J9, colonne montant_cloture : La formule a été remplacée par la constante « "
            "vide » ; le calcul donne 450\u202f000,00\xa0€. Recopier la formule d’une cellule voisine de "
            "la même colonne, ou refaire la maquette (« financement maquette »). [RELECTURE-03]"
        ),
    ),
}


@pytest.mark.parametrize("nom", REMARQUES)
def test_ce_qui_est_inhabituel_est_lu_et_remarque(nom: str, petite: Path, tmp_path: Path) -> None:
    geste, attendue = REMARQUES[nom]
    saisies = Saisies(petite)
    geste(saisies)
    lue = lire_maquette(saisies.enregistrer(tmp_path / "m.xlsx"))
    assert lue.projet == PETIT
    # Un titre changé est aussi celui d'une colonne ajoutée.
    ajoutees = [] if "RELECTURE-09" not in attendue else ["RELECTURE-06"]
    assert [dite for dite in remarques(lue.constats) if not any(code in dite for code in ajoutees)] == [attendue]


def test_une_formule_saisie_donne_sa_valeur_et_se_dit(petite: Path, tmp_path: Path) -> None:
    """Comme l’enregistre un tableur : la formule et sa valeur."""
    source = tmp_path / "m.xlsx"
    with zipfile.ZipFile(petite) as avant, zipfile.ZipFile(source, "w") as apres:
        for entree in avant.infolist():
            octets = avant.read(entree)
            if b'<c r="F8" s="' in octets and b"<v>1250.5</v>" in octets:
                octets = octets.replace(b"<v>1250.5</v>", b"<f>1000+250.5</f><v>1250.5</v>")
            apres.writestr(entree, octets)
    lue = lire_maquette(source)
    assert lue.projet == PETIT
    assert remarques(lue.constats) == [
        (
            "m.xlsx, feuille Journal, F8, colonne montant : La cellule à remplir contient la formule « =1000+250.5 » "
            "; sa valeur, 1250.5, est retenue. Rien à corriger si la formule est voulue ; sinon, saisir la valeur à sa "
            "place. [RELECTURE-01]"
        )
    ]


@pytest.mark.parametrize("ligne", [7, 9])
def test_une_ligne_inseree_est_lue_et_signalee(ligne: int, petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    feuille = saisies.feuille("Journal")
    feuille.insert_rows(ligne)
    for colonne, valeur in enumerate((datetime.date(2012, 1, 1), "depense", "OP-1", None, None, 10), 1):
        feuille.cell(ligne, colonne).value = valeur
    lue = lire_maquette(saisies.enregistrer(tmp_path / "m.xlsx"))
    assert sorted(m.montant for m in lue.projet.journal) == sorted([1000, *(m.montant for m in PETIT.journal)])
    codes = {(constat.code, constat.provenance.cellule) for constat in lue.constats}
    assert ("RELECTURE-05", f"A{ligne}") in codes


def test_une_ligne_ecrite_sous_le_tableau_est_lue_et_signalee(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    for colonne, valeur in enumerate((datetime.date(2012, 1, 1), "depense", "OP-1", None, None, 10), 1):
        saisies.feuille("Journal").cell(20, colonne).value = valeur
    lue = lire_maquette(saisies.enregistrer(tmp_path / "m.xlsx"))
    assert len(lue.projet.journal) == 5
    assert [(c.code, c.provenance.cellule) for c in lue.constats] == [("RELECTURE-05", "A20")]


def test_une_ligne_sous_le_tableau_se_voit_meme_sans_colonne_de_controle(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    saisies.remplir("Journal", (6, 9), None)
    for colonne, valeur in enumerate((datetime.date(2012, 1, 1), "depense", "OP-1", None, None, 10), 1):
        saisies.remplir("Journal", (20, colonne), valeur)
    lue = lire_maquette(saisies.enregistrer(tmp_path / "m.xlsx"))
    assert [(c.code, c.provenance.cellule) for c in lue.constats] == [("RELECTURE-05", "A20")]


def test_une_piece_saisie_en_nombre_reste_ce_nombre(petite: Path, tmp_path: Path) -> None:
    saisies = Saisies(petite)
    saisies.ecrire("Journal", 7, "Pièce", 601)
    assert lire_maquette(saisies.enregistrer(tmp_path / "m.xlsx")).projet.journal[0].piece == "601"


@pytest.mark.exige_libreoffice
def test_une_valeur_affichee_qui_n_est_pas_celle_du_moteur_se_dit(
    petite: Path, libreoffice: str, tmp_path: Path
) -> None:
    saisies = Saisies(petite)
    saisies.feuille("Situation")["G8"].value = "=1+1"
    (recalculee,) = recalculer(libreoffice, [saisies.enregistrer(tmp_path / "m.xlsx")], tmp_path)
    dites = remarques(lire_maquette(recalculee).constats)
    assert dites[0].startswith(
        "m.xlsx, feuille Situation, G8, colonne programme : Le classeur affiche « 2 » ; le calcul"
    )
    assert all("[RELECTURE-04]" in dite for dite in dites)


def test_la_vierge_dit_ce_qui_manque_sans_rien_inventer(tmp_path: Path) -> None:
    saisies = Saisies(ecrire_vierge(tmp_path / "vierge.xlsx"))
    valeurs: dict[int, object] = {
        7: "C-9",
        8: "Essai",
        9: "PNRU",
        10: "pnru",
        11: "Ville",
        12: datetime.date(2006, 7, 1),
    }
    for ligne, valeur in {**valeurs, 13: datetime.date(2013, 12, 31)}.items():
        saisies.remplir("Convention", (ligne, 2), valeur)
    saisies.ajouter("Financeurs", Code="VILLE", Nom="Ville", Catégorie="ville")
    saisies.ajouter(
        "Opérations",
        Version=0,
        Famille="08",
        Libellé="Mail",
        **{
            "N° d’opération": "OP-1",
            "Maître d’ouvrage": "VILLE",
            "Nature du coût": "brut",
            "Coût HT (€)": 10.5,
            "Base du plan": "ht",
        },
    )
    saisies.ajouter(
        "Plan de financement",
        Version=0,
        Financeur="VILLE",
        Nature="fonds_propres",
        **{"N° d’opération": "OP-1", "Montant (€)": 10.5},
    )
    lue = lire_maquette(saisies.enregistrer(tmp_path / "remplie.xlsx"))
    assert lue.projet.convention.code == "C-9"
    assert [(o.code, o.cout_ht) for o in lue.projet.operations] == [("OP-1", 1050)]
    assert [(p.financeur, p.montant) for p in lue.projet.plan] == [("VILLE", 1050)]
    assert maquette_serree(lue.projet)


def _effacer_la_colonne(saisies: Saisies, feuille: str, libelle: str) -> None:
    colonne = saisies.colonne(feuille, libelle)
    for ligne in range(LIGNE_EN_TETE + 1, saisies.feuille(feuille).max_row + 1):
        saisies.remplir(feuille, (ligne, colonne), None)


def test_une_colonne_ou_une_rubrique_facultative_peut_manquer(tmp_path: Path) -> None:
    saisies = Saisies(ecrire_petite(tmp_path / "petite.xlsx"))
    for libelle in ("Localisation", "Assiette (€)", "Statut"):
        _effacer_la_colonne(saisies, "Opérations", libelle)
    _effacer_la_colonne(saisies, "Plan de financement", "Règle de clôture")
    place = next(c for c in saisies.feuille("Convention")["A"] if c.value == "Date limite de solde")
    saisies.remplir("Convention", (place.row, 1), None)
    lue = lire_maquette(saisies.enregistrer(tmp_path / "amputee.xlsx"))
    assert lue.projet == PETIT


def test_une_rubrique_facultative_mal_ecrite_n_est_pas_ignoree(tmp_path: Path) -> None:
    saisies = Saisies(ecrire_petite(tmp_path / "petite.xlsx"))
    place = next(c for c in saisies.feuille("Convention")["A"] if c.value == "Date limite de solde")
    saisies.remplir("Convention", (place.row, 1), "Date limite du solde")
    with pytest.raises(DossierRefuse) as leve:
        lire_maquette(saisies.enregistrer(tmp_path / "mal.xlsx"))
    (seule,) = leve.value.fautes
    assert "« Date limite de solde » manque" in seule.message
    assert "« Date limite du solde »" in seule.message


def test_ni_un_titre_ni_une_valeur_ne_passent_pour_une_rubrique_mal_ecrite(tmp_path: Path) -> None:
    """Une maquette d’avant « Région » et « Département » se lit, même portée par « Départements »."""
    saisies = Saisies(ecrire_petite(tmp_path / "petite.xlsx"))
    for libelle in ("Région", "Département"):
        place = next(c for c in saisies.feuille("Convention")["A"] if c.value == libelle)
        saisies.remplir("Convention", (place.row, 1), None)
    porteur = next(c for c in saisies.feuille("Convention")["A"] if c.value == "Porteur de projet")
    saisies.remplir("Convention", (porteur.row, 2), "Départements")
    assert lire_maquette(saisies.enregistrer(tmp_path / "ancienne.xlsx")).projet.convention.porteur == "Départements"
