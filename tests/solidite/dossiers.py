"""Tout dossier valide se rend : chaque format, chaque extrait, chaque unité, chaque commande, à toute date d’arrêté.

Un essai est un rendu relu. De chaque dossier : l’annexe entière et un extrait, en csv, html et classeur, l’un des deux
en pdf ou en docx, le fichier SCDL, les sorties des commandes sous un filtre, et une fois sur quatre la maquette. Les
lois : rien ne lève ni ne refuse ; le fichier se relit avec un autre lecteur ; le total des concours est la somme des
lignes du moteur que l’extrait retient ; rendre deux fois donne les mêmes octets.
"""

import contextlib
import csv
import io
import json
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

from pypdf import PdfReader

from exports.annexe.annexe import composer_annexe
from exports.annexe.tableaux.execution import grandeur
from exports.commandes import principal
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.resume import resumer
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.document.tableau import GenreColonne
from exports.document.typographie import afficher_valeur
from exports.livraison.annexe_rendue import AnnexeRendue, preparer_annexe
from financement.cloture import Cloture, calculer_cloture
from financement.cloture.resultat import LigneCloturee
from financement.explications import expliquer
from maquettes import lire_dossier, texte_canonique
from tests.libreoffice import convertir
from tests.solidite.bilan import Bilan
from tests.solidite.lecture_des_rendus import (
    LUES,
    grandeurs_lues,
    lire_csv,
    lire_docx,
    lire_html,
    lire_pdf,
    lire_xlsx,
    total_affiche,
)
from tests.solidite.maquettes_tirees import ecrire_ou_refuser, relire_la_maquette
from tests.solidite.tirage_de_dossiers import DossierTire, tirer_un_dossier

__all__ = ["eprouver", "eprouver_un_dossier", "verifier_le_partage"]

_EXPLIQUEES: Final = frozenset({"programme", "engage", "paye", "montant_cloture"})
_LIGNES_EXPLIQUEES: Final = 3
REJEUX: Final = 6
"""Une fois sur combien se fait ce qui coûte : la maquette, rendre de nouveau, tous les extraits."""
OUVERTURES: Final = 16
"""Un lot sur combien s’ouvre dans LibreOffice."""


def eprouver(graine: int, nombre: int) -> Bilan:
    """Le bilan des rendus de ``nombre`` dossiers ; ceux du premier s’ouvrent, d’un lot à l’autre, dans LibreOffice."""
    bilan = Bilan()
    for rang in range(nombre):
        eprouver_un_dossier(f"{graine}-{rang}", bilan)
    soffice = shutil.which("soffice")
    if soffice and graine % OUVERTURES == 0:
        with _juger(bilan, f"dossier {graine}-0", "libreoffice"):
            _ouvrir_dans_libreoffice(soffice, tirer_un_dossier(f"{graine}-0"))
    return bilan


@contextlib.contextmanager
def _juger(bilan: Bilan, lieu: str, nom: str) -> Iterator[None]:
    """Compte l’essai, ou en rapporte ce qui lève."""
    try:
        yield
    except Exception as exc:  # noqa: BLE001 -- l'épreuve rapporte tout ce qui lève
        ou = traceback.extract_tb(exc.__traceback__)[-1]
        vu = f"{type(exc).__name__} {Path(ou.filename).name}:{ou.lineno} {str(exc)[:300]}"
        bilan.signaler(f"{lieu}, {nom} : {vu}")
    else:
        bilan.compter(nom.partition(" ")[0])


def _ouvrir_dans_libreoffice(soffice: str, tire: DossierTire) -> None:
    """Le classeur, le document et la maquette ont des pages une fois ouverts."""
    annexe = preparer_annexe(tire.projet, au=tire.au)
    with tempfile.TemporaryDirectory() as repertoire:
        travail = Path(repertoire)
        ecrire_ou_refuser(tire, travail / "maquette.xlsx")
        fichiers = annexe.rendre("xlsx") | annexe.rendre("docx")
        for nom, octets in fichiers.items():
            (travail / f"{Path(nom).suffix[1:]}-{nom}").write_bytes(octets)
        for produit in convertir(soffice, sorted(travail.glob("*.*x")), "pdf", travail):
            assert len(PdfReader(produit).pages) > 1, produit.name


def eprouver_un_dossier(graine: str, bilan: Bilan) -> None:
    """Ajoute au ``bilan`` les rendus du dossier de cette graine."""
    tire = tirer_un_dossier(graine)
    with tempfile.TemporaryDirectory() as repertoire:
        epreuve = _Epreuve(graine, tire, Random(f"{graine} rendus"), Path(repertoire))
        for nom, essai in epreuve.essais():
            with _juger(bilan, f"dossier {graine} au {tire.au}", nom):
                essai()


@dataclass(frozen=True, slots=True)
class _Epreuve:
    graine: str
    tire: DossierTire
    hasard: Random
    repertoire: Path

    def essais(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Chaque essai, et son nom : le format, puis l’extrait et l’unité."""
        cloture = calculer_cloture(self.tire.projet, au=self.tire.au)
        couteux = self.hasard.sample(["pdf", self.hasard.choice(["xlsx", "docx"])], 2)
        for perimetre, demande in zip((ENSEMBLE, self._extrait()), couteux, strict=True):
            unite = self.hasard.choice(list(Precision))
            yield from self._annexe(cloture, perimetre, unite, demande)
        yield from self._commandes(cloture)
        yield "explications", partial(self._expliquer, cloture)
        if self._une_fois_sur(REJEUX):
            yield "maquette", partial(relire_la_maquette, self.tire, self.repertoire)
        if self._une_fois_sur(REJEUX):
            yield "partage", partial(verifier_le_partage, self.tire)

    def _extrait(self) -> Perimetre:
        projet = self.tire.projet
        possibles = {GenrePerimetre.FINANCEUR: [f.code for f in projet.convention.financeurs]}
        if projet.operations:
            possibles[GenrePerimetre.OPERATION] = [o.code for o in projet.operations]
            possibles[GenrePerimetre.MAITRE_OUVRAGE] = [o.maitre_ouvrage for o in projet.operations]
        genre = self.hasard.choice(list(possibles))
        return Perimetre(genre=genre, code=self.hasard.choice(possibles[genre]))

    def _annexe(
        self, cloture: Cloture, perimetre: Perimetre, unite: Precision, couteux: str
    ) -> Iterator[tuple[str, Callable[[], object]]]:
        annexes: list[AnnexeRendue] = []
        nomme = f"{perimetre.genre} « {perimetre.code} », {unite}"

        def composer() -> None:
            annexes.append(self._preparer(perimetre, unite))
            retenues = [ligne for ligne in cloture.lignes if ligne.cle.est_concours and _est_de(ligne, perimetre)]
            _verifier_les_totaux(annexes[0], retenues, unite)
            assert resumer(annexes[0].document)

        yield f"composition {nomme}", composer
        if not annexes:
            return
        for demande in ("csv", "html", couteux):
            yield f"{demande} {nomme}", partial(_relire, annexes[0], demande)
        if self._une_fois_sur(REJEUX):
            yield f"de-nouveau {nomme}", partial(self._rendre_de_nouveau, annexes[0], couteux)
        if perimetre == ENSEMBLE:
            yield "scdl", partial(_relire_le_scdl, annexes[0])

    def _une_fois_sur(self, combien: int) -> bool:
        return self.hasard.randint(1, combien) == combien

    def _rendre_de_nouveau(self, annexe: AnnexeRendue, demande: str) -> None:
        """Les mêmes octets, d’une annexe composée de nouveau."""
        sceau = annexe.document.sceau
        autre = self._preparer(sceau.perimetre, sceau.unite)
        for format_ in (demande, "csv", "html"):
            assert annexe.rendre(format_) == autre.rendre(format_), f"{format_} : deux rendus diffèrent"

    def _preparer(self, perimetre: Perimetre, unite: Precision) -> AnnexeRendue:
        return preparer_annexe(self.tire.projet, au=self.tire.au, perimetre=perimetre, unite=unite)

    def _expliquer(self, cloture: Cloture) -> None:
        """Les étapes d’une figure font son montant."""
        for ligne in self.hasard.sample(cloture.lignes, min(_LIGNES_EXPLIQUEES, len(cloture.lignes))):
            explication = expliquer(self.tire.projet, ligne.cle.operation, ligne.cle.financeur, au=self.tire.au)
            for figure in explication.figures:
                if figure.cle in _EXPLIQUEES:
                    assert sum(etape.montant or 0 for etape in figure.etapes) == figure.montant, figure.cle

    # --- les commandes

    def _commandes(self, cloture: Cloture) -> Iterator[tuple[str, Callable[[], object]]]:
        chemin = self.repertoire / "dossier.json"
        chemin.write_text(texte_canonique(self.tire.projet), encoding="utf-8")
        projet, axe = self.tire.projet, self.hasard.choice(["", "financeur", "famille", "maitre-ouvrage"])
        operation = self.hasard.choice(projet.operations) if projet.operations else None
        filtre = {
            "financeur": self.hasard.choice(projet.convention.financeurs).code,
            "famille": operation.famille if operation else "",
            "maitre-ouvrage": operation.maitre_ouvrage if operation else "",
        }.get(axe, "")
        # D'une opération que son avenant a changée, le filtre ne connaît que ce qu'elle est au tableau en vigueur.
        options = [f"--{axe}={filtre}"] if filtre else []
        retenues = [ligne for ligne in cloture.lignes if _est_du_filtre(ligne, axe, filtre)]
        arrete = ("--au", self.tire.au.isoformat())
        for nom in self.hasard.sample(list(_LOIS), 2):
            appel = [nom, str(chemin), *arrete, *options]
            yield f"{nom} json {options}", partial(_verifier_le_json, appel, retenues)
            yield f"{nom} {options}", partial(_table_et_csv, appel)
        if cloture.lignes:
            cle = self.hasard.choice(cloture.lignes).cle
            appel = ["expliquer", *arrete, "--", str(chemin), cle.operation, cle.financeur]
            yield f"expliquer {cle}", partial(_reussir, appel)
        yield "avenant", partial(self._avenant, chemin, cloture)

    def _avenant(self, chemin: Path, cloture: Cloture) -> None:
        """L’avenant de clôture s’écrit, ou dit pourquoi non ; clore de nouveau n’y change aucun montant."""
        au, clos = self.tire.au, self.repertoire / "clos.json"
        code, sortie, erreur = _lancer(["avenant", str(chemin), "--au", au.isoformat(), "--vers", str(clos)])
        if code:
            assert (code, sortie) == (2, ""), (code, erreur)
            assert "signature" in erreur or "dernière version" in erreur or "100 milliards" in erreur, erreur
            return
        projet = lire_dossier(clos)
        de_nouveau = calculer_cloture(projet, au=au, version=projet.convention.versions[-1])
        avant, apres = (
            {x.cle: x.montant_cloture for x in c.lignes if x.montant_cloture} for c in (cloture, de_nouveau)
        )
        assert avant == apres, "clore de nouveau change un montant"


def _est_de(ligne: LigneCloturee, perimetre: Perimetre) -> bool:
    """La ligne est de l’extrait : son financeur, son opération, ou le maître d’ouvrage de son opération."""
    match perimetre.genre:
        case GenrePerimetre.FINANCEUR:
            return ligne.cle.financeur == perimetre.code
        case GenrePerimetre.OPERATION:
            return ligne.cle.operation == perimetre.code
        case GenrePerimetre.MAITRE_OUVRAGE:
            return ligne.faits.operation.maitre_ouvrage == perimetre.code
        case GenrePerimetre.ENSEMBLE:
            return True


def _est_du_filtre(ligne: LigneCloturee, axe: str, code: str) -> bool:
    operation = ligne.faits.operation
    lus = {"financeur": ligne.cle.financeur, "famille": operation.famille, "maitre-ouvrage": operation.maitre_ouvrage}
    return not code or lus[axe] == code


# --- l'annexe


def verifier_le_partage(tire: DossierTire) -> None:
    """Les extraits des financeurs, et ceux des maîtres d’ouvrage, se partagent chaque total de l’annexe."""
    projet = tire.projet
    codes = {
        GenrePerimetre.FINANCEUR: [f.code for f in projet.convention.financeurs],
        GenrePerimetre.MAITRE_OUVRAGE: [*dict.fromkeys(o.maitre_ouvrage for o in projet.operations)],
    }
    tout = _additifs(composer_annexe(projet, au=tire.au))
    for genre, presents in codes.items():
        perimetres = [Perimetre(genre=genre, code=code) for code in presents]
        parts = [_additifs(composer_annexe(projet, au=tire.au, perimetre=perimetre)) for perimetre in perimetres]
        des_heures = genre is GenrePerimetre.MAITRE_OUVRAGE
        voulu = {lieu: montant for lieu, montant in tout.items() if montant and (des_heures or lieu[0] != "insertion")}
        somme = {lieu: sum(part.get(lieu, 0) for part in parts) for lieu in voulu}
        assert somme == voulu, f"{genre} : {[(x, somme[x], voulu[x]) for x in voulu if somme[x] != voulu[x]][:5]}"


def _additifs(document: Document) -> dict[tuple[str, str], int | Decimal]:
    """Les totaux qui se partagent, par tableau et colonne : exécution, évolution, exercices, prévision, insertion."""
    colonnes = {
        "execution": {*LUES, "autofinancement", "autofinancement_cloture"},
        "insertion": {"objectif", "realisees", "manque", "depassement"},
    }
    return {
        (tableau.cle, colonne.cle): cellule.valeur
        for tableau in document.tableaux
        if tableau.cle in {*colonnes, "exercices", "echeancier"} or tableau.cle.startswith("evolution-")
        for colonne, cellule in zip(tableau.colonnes, tableau.lignes[tableau.rang_ligne("total")].cellules, strict=True)
        if isinstance(cellule.valeur, int | Decimal) and colonne.cle in colonnes.get(tableau.cle, {colonne.cle})
    }


def _verifier_les_totaux(annexe: AnnexeRendue, retenues: list[LigneCloturee], unite: Precision) -> None:
    """Le total du document est la somme des lignes du moteur, à un euro par ligne près s’il est en euros entiers."""
    sommes = [sum(grandeur(ligne, cle) for ligne in retenues) for cle in grandeurs_lues(annexe.document)]
    tolerance = 0 if unite is Precision.CENTIME else 100 * len(retenues)
    ecarts = [abs(lu - somme) for lu, somme in zip(total_affiche(annexe.document), sommes, strict=True)]
    assert max(ecarts) <= tolerance, f"totaux {total_affiche(annexe.document)} pour {sommes}"
    if annexe.document.sceau.perimetre.genre is GenrePerimetre.OPERATION:
        return
    for tableau in ("execution", "financeurs", "familles", "maitres-ouvrage"):
        totaux = [annexe.document.tableau(tableau).cellule("total", cle).valeur for cle in LUES]
        assert totaux == total_affiche(annexe.document), f"{tableau} : {totaux} pour {total_affiche(annexe.document)}"


def _relire(annexe: AnnexeRendue, demande: str) -> None:
    document, fichiers = annexe.document, annexe.rendre(demande)
    octets = next(iter(fichiers.values()))
    unite = document.sceau.unite
    affiches = [afficher_valeur(montant, GenreColonne.MONTANT, unite) for montant in total_affiche(annexe.document)]
    match demande:
        case "csv":
            lus = lire_csv(document, fichiers)
        case "html":
            lus = lire_html(document, octets)
        case "xlsx":
            lus = lire_xlsx(document, octets)
        case "docx":
            lus = lire_docx(document, octets, affiches)
        case _:
            lus = lire_pdf(document, octets, affiches)
    assert lus == total_affiche(annexe.document), f"le fichier dit {lus} pour {total_affiche(annexe.document)}"


def _relire_le_scdl(annexe: AnnexeRendue) -> None:
    texte = annexe.subventions.octets.decode("utf-8")
    rangees = list(csv.reader(io.StringIO(texte, newline="")))
    assert len({len(rangee) for rangee in rangees}) == 1, "lignes inégales"


# --- les sorties des commandes


def _lancer(mots: list[str]) -> tuple[int, str, str]:
    sortie, erreur = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(sortie), contextlib.redirect_stderr(erreur):
        code = principal(mots)
    return code, sortie.getvalue(), erreur.getvalue()


def _reussir(mots: list[str]) -> str:
    code, sortie, erreur = _lancer(mots)
    assert code in ({0, 1} if mots[0] == "controler" else {0}), (code, erreur or sortie[:300])
    assert sortie
    assert not erreur, erreur
    return sortie


def _table_et_csv(mots: list[str]) -> None:
    _reussir(mots)
    rangees = list(csv.reader(io.StringIO(_reussir([*mots, "--format", "csv"]), newline=""), delimiter=";"))
    assert len({len(rangee) for rangee in rangees}) == 1, "lignes inégales"


def _verifier_le_json(mots: list[str], retenues: list[LigneCloturee]) -> None:
    _LOIS[mots[0]](json.loads(_reussir([*mots, "--format", "json"])), retenues)


def _loi_de_la_situation(contenu: Any, retenues: list[LigneCloturee]) -> None:
    """Le total des concours est la somme des lignes retenues, l’engagé net, négatif compris."""
    _verifier_les_concours(contenu, ("programme", "engage", "paye"), retenues, grandeur)


def _loi_de_la_cloture(contenu: Any, retenues: list[LigneCloturee]) -> None:
    """Le total des concours est la somme des lignes retenues, un engagé net négatif compté zéro."""
    _verifier_les_concours(contenu, LUES, retenues, getattr)


def _verifier_les_concours(
    contenu: Any, lues: Sequence[str], retenues: list[LigneCloturee], lire: Callable[[LigneCloturee, str], int]
) -> None:
    sommes = {cle: sum(lire(ligne, cle) for ligne in retenues if ligne.cle.est_concours) for cle in lues}
    lus = {cle: _centimes(contenu["total"]["concours"][cle]) for cle in lues}
    assert lus == sommes, f"{lus} pour {sommes}"


def _loi_de_l_echeancier(contenu: Any, retenues: list[LigneCloturee]) -> None:
    """Le dernier cumul payé de chaque financeur est ce qu’il aura versé de ses concours à la clôture."""
    derniers = {ligne["financeur"]: _centimes(ligne["paiement_cumul"]) for ligne in contenu["lignes"]}
    concours = [ligne for ligne in retenues if ligne.cle.est_concours]
    attendus = {
        code: sum(ligne.montant_cloture for ligne in concours if ligne.cle.financeur == code) for code in derniers
    }
    assert derniers == attendus


def _loi_des_constats(contenu: Any, _retenues: list[LigneCloturee]) -> None:
    """Chaque constat dit son code, sa gravité et son message."""
    assert all(constat["code"] and constat["gravite"] and constat["message"] for constat in contenu["constats"])


def _centimes(euros: str) -> int:
    return int(Decimal(euros) * 100)


_LOIS: Final[Mapping[str, Callable[[Any, list[LigneCloturee]], None]]] = {
    "situation": _loi_de_la_situation,
    "cloture": _loi_de_la_cloture,
    "echeancier": _loi_de_l_echeancier,
    "controler": _loi_des_constats,
}
