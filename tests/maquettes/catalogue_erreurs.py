"""La page docs/erreurs.md, lue comme une suite d’exemples qui se rejouent."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

import pytest
from xlsxwriter import Workbook

from exports.commandes.console.analyse import analyser
from financement.fautes.faute import ErreurFinancement, Faute
from maquettes import convertir, importer, lire_dossier, lire_portefeuille
from maquettes.importation.grille.lecture import lire_grilles
from maquettes.importation.lecteurs.cellule import de_texte
from maquettes.importation.lecteurs.lecteurs import LECTEURS
from maquettes.rapprochement.decisions import lire_decisions
from maquettes.rapprochement.extrait import lire_extrait
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from tests.maquettes.classeurs_abimes import ecrire as ecrire_classeur_abime
from tests.maquettes.classeurs_abimes import ecrire_classeur_sans_valeur
from tests.maquettes.fichiers_mouvants import a_l_ouverture_de
from tests.maquettes.maquettes_abimees import ecrire_maquette_abimee

PAGE: Final = Path(__file__).parents[2] / "docs" / "erreurs.md"
DOSSIER: Final = "dossier"

_TITRE = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOC = re.compile(
    r"^(?P<titre>[^\n]+) :\n\n```\w+\n(?P<contenu>.*?)^```$|^(?P<phrase>[^\n`]*`[^\n]+\.)$", re.MULTILINE | re.DOTALL
)
_REPETITION = re.compile(r"⟨(.+?) × ([0-9]+)⟩(\n?)")
_LIGNE_REPETEE = re.compile(r"^⟨(.+?) × ([0-9]+)⟩$", re.MULTILINE)


@dataclass(slots=True)
class Exemple:
    """Un code, les gestes qui changent le dossier de base, et les messages attendus."""

    code: str
    gestes: list[tuple[str, str]] = field(default_factory=list)
    message: str = ""


def _developper(contenu: str) -> str:
    contenu = _LIGNE_REPETEE.sub(lambda forme: "\n".join([forme[1]] * int(forme[2])), contenu)
    return _REPETITION.sub(lambda forme: forme[1] * int(forme[2]) + forme[3], contenu)


def exemples() -> Iterator[Exemple]:
    """Les sections de la page, le dossier de base d’abord."""
    _, *morceaux = _TITRE.split(PAGE.read_text(encoding="utf-8"))
    for titre, texte in zip(morceaux[::2], morceaux[1::2], strict=True):
        exemple = Exemple(titre)
        for forme in _BLOC.finditer(texte):
            if forme["titre"] == "Message":
                exemple.message = forme["contenu"].rstrip("\n")
            elif forme["titre"] is not None:
                exemple.gestes.append((forme["titre"], _developper(forme["contenu"])))
            elif _geste(forme["phrase"]) is not None:
                exemple.gestes.append((forme["phrase"], ""))
        yield exemple


def _ecrire(chemin: Path, texte: str) -> None:
    chemin.write_bytes(texte.encode())


def _remplacer_ligne(chemin: Path, numero: int, texte: str) -> None:
    lignes = chemin.read_text(encoding="utf-8").splitlines(keepends=True)
    _ecrire(chemin, "".join([*lignes[: numero - 1], texte, *lignes[numero:]]))


def _agrandir(chemin: Path, octets: int) -> None:
    with chemin.open("wb") as flux:
        flux.truncate(octets)


def _ecrire_des_decisions(chemin: Path, texte: str) -> None:
    """La feuille d’écarts d’un rapprochement, réduite à ces colonnes."""
    with Workbook(chemin) as classeur:
        feuille = classeur.add_worksheet("Écarts")
        for rang, ligne in enumerate(texte.splitlines()):
            feuille.write_row(rang, 0, ligne.split(";"))


Geste = Callable[[Path, re.Match[str], str], object]
_LECTURES: Final = (
    "Lecture de|Conversion vers|Commande|Portefeuille avec le journal|Sans le paquet|Panne de|Pendant la lecture, sans"
    "|Import de|Extrait de|Décisions de|Grilles de|[A-ZÉ][a-zé]+ reçue?|Nombre reçu comme code"
)
_GESTES: Final[dict[str, Geste]] = {
    r"Fichier `(.+\.(?:json|html)|national\.csv)`": lambda lieu, f, texte: _ecrire(lieu.parent / f[1], texte),
    r"Fichier `(.+)`, sans fin de ligne": lambda lieu, f, texte: _ecrire(lieu / f[1], texte.removesuffix("\n")),
    r"Fichier `(.+)`": lambda lieu, f, texte: _ecrire(lieu / f[1], texte),
    r"Ligne ([0-9]+) de `(.+)`": lambda lieu, f, texte: _remplacer_ligne(lieu / f[2], int(f[1]), texte),
    r"Décisions `(.+)`": lambda lieu, f, texte: _ecrire_des_decisions(lieu / f[1], texte),
    r"Octets de `(.+)`": lambda lieu, f, texte: (lieu / f[1]).write_bytes(bytes.fromhex(texte)),
    r"Sans `(.+)`\.": lambda lieu, f, _: (lieu / f[1]).unlink(),
    r"Répertoire `(.+)`\.": lambda lieu, f, _: (lieu / f[1]).mkdir(),
    r"Lien `(.+)` vers `(.+)`\.": lambda lieu, f, _: (lieu / f[1]).symlink_to(f[2]),
    r"`(.+)` de ([0-9]+) octets\.": lambda lieu, f, _: _agrandir(lieu / f[1], int(f[2])),
    r"Classeur sans valeur `(.+)`\.": lambda lieu, f, _: ecrire_classeur_sans_valeur(lieu.parent / f[1]),
    r"Classeur `(.+)` : (.+)\.": lambda lieu, f, _: ecrire_classeur_abime(lieu.parent / f[1], f[2]),
    r"Maquette `(.+)` : (.+)\.": lambda lieu, f, _: ecrire_maquette_abimee(lieu.parent / f[1], f[2], lieu),
    rf"({_LECTURES}) `(.+)`\.": lambda _lieu, _f, _texte: None,
}


def _geste(titre: str) -> tuple[Geste, re.Match[str]] | None:
    return next(((geste, f) for motif, geste in _GESTES.items() if (f := re.fullmatch(motif, titre))), None)


def preparer(exemple: Exemple, lieu: Path) -> None:
    """Applique les gestes de l’exemple au dossier ``lieu``."""
    lieu.mkdir(exist_ok=True)
    for titre, contenu in exemple.gestes:
        trouve = _geste(titre)
        assert trouve is not None, f"geste inconnu : {titre}"
        geste, forme = trouve
        geste(lieu, forme, contenu)


def _executer(mots: list[str], paquet: str | None) -> None:
    """Exécute une commande, comme si le paquet n’était pas installé."""
    arguments = analyser(mots)
    # Seul ce paquet s'efface : un module que la commande charge reste le même pour les exemples suivants.
    with pytest.MonkeyPatch.context() as place:
        if paquet is not None:
            place.setitem(sys.modules, paquet, None)
        import_module(f"exports.commandes.{arguments.commande}").executer(arguments)


def lire_une_valeur_recue(sorte: str, texte: str) -> None:
    """Lit le texte d’une cellule reçue : « Montant reçu », ou « Nombre reçu comme code » d’un nombre de tableur."""
    if sorte == "Nombre reçu comme code":
        LECTEURS["code"](CelluleLue(GenreCellule.NOMBRE, texte))
    else:
        LECTEURS[sorte.partition(" ")[0].casefold().replace("é", "e")](de_texte(texte))


def _dans_le_dossier(noms: str) -> list[Path]:
    return [Path(DOSSIER, nom) for nom in noms.split()]


def _lire_un_extrait(noms: str) -> None:
    correspondance = Path(DOSSIER, "correspondance.toml")
    donnee = correspondance if correspondance.exists() else None
    lire_extrait(lire_dossier(DOSSIER), _dans_le_dossier(noms), correspondance=donnee)


_LIRE: Final[dict[str, Callable[[str], object]]] = {
    "Import de": lambda noms: importer(_dans_le_dossier(noms), Path(DOSSIER, "correspondance.toml")),
    "Extrait de": _lire_un_extrait,
    "Décisions de": lambda nom: lire_decisions(Path(DOSSIER, nom)),
    "Grilles de": lire_grilles,
    "Conversion vers": lambda destination: convertir(DOSSIER, destination),
}


def _tomber(*_valeurs: object) -> NoReturn:
    raise RuntimeError


def messages(exemple: Exemple) -> list[str]:
    """Ce que dit la bibliothèque de l’exemple, préparé dans le répertoire courant."""
    return [str(constatee) for constatee in fautes_de(exemple)]


def fautes_de(exemple: Exemple) -> list[Faute]:
    """Les fautes de l’exemple, préparé dans le répertoire courant."""
    lecture = {titre.partition(" `")[0]: titre.split("`")[1] for titre, _ in exemple.gestes if titre.endswith("`.")}
    try:
        if "Commande" in lecture:
            _executer(lecture["Commande"].split()[1:], lecture.get("Sans le paquet"))
        elif "Portefeuille avec le journal" in lecture:
            journal = lecture["Portefeuille avec le journal"]
            with pytest.MonkeyPatch.context() as place:
                if "Panne de" in lecture:
                    place.setattr(lecture["Panne de"], _tomber)
                portefeuille = lire_portefeuille([DOSSIER], au=date(2012, 12, 31), journal=journal)
            return [constatee for refus in portefeuille.refus for constatee in refus.fautes]
        elif simple := next((nom for nom in _LIRE if nom in lecture), None):
            _LIRE[simple](lecture[simple])
        elif recue := next((titre for titre in lecture if " reçu" in titre), None):
            lire_une_valeur_recue(recue, lecture[recue])
        elif "Pendant la lecture, sans" in lecture:
            retire = Path(DOSSIER, lecture["Pendant la lecture, sans"])
            with a_l_ouverture_de(retire.name, retire.unlink):
                lire_dossier(DOSSIER)
        else:
            lire_dossier(lecture.get("Lecture de", DOSSIER))
    except ErreurFinancement as refus:
        return list(refus.fautes)
    return []
