"""Le règlement applicable à un projet : un jeu de la bibliothèque, éventuellement surchargé par le dossier."""

from dataclasses import dataclass
from datetime import date

from financement.dossier.projet import Projet
from financement.reglement.jeux import JEUX
from financement.reglement.parametre import Parametre
from financement.valeurs import validation

__all__ = ["JEUX", "Reglement", "Surcharge", "empreinte_des_regles", "reglement_du_projet", "surcharges"]


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Un paramètre du dossier, et ceux de la bibliothèque sur lesquels il l’emporte (aucun s’il s’ajoute)."""

    parametre: Parametre
    remplaces: tuple[Parametre, ...]


@dataclass(frozen=True, slots=True)
class Reglement:
    """Les paramètres applicables à un projet : ceux de la bibliothèque, et ceux qui sont propres au dossier."""

    nom: str
    parametres: tuple[Parametre, ...]
    propres: tuple[Parametre, ...] = ()

    def parametre(self, cle: str, *, jour: date, famille: str = "", produit: str = "") -> Parametre | None:
        """Le paramètre ``cle`` qui s’applique, ou ``None``.

        L’emporte le plus précis (produit, puis famille) ; à précision égale, celui du dossier ; puis celui qui vise
        le moins de familles, puis le plus récent, puis le premier écrit.
        """

        def rang(classe: tuple[int, Parametre]) -> tuple[tuple[bool, bool], int, int, date]:
            origine, parametre = classe
            return parametre.precision, origine, -len(parametre.familles), parametre.debut

        candidats = [
            (origine, parametre)
            for origine, jeu in enumerate((self.parametres, self.propres))
            for parametre in jeu
            if parametre.cle == cle and parametre.vaut(jour, famille, produit)
        ]
        return max(candidats, key=rang)[1] if candidats else None


def reglement_du_projet(projet: Projet) -> Reglement:
    """Le règlement d’un projet : celui de la bibliothèque, et les paramètres du dossier, aux dates où ils valent."""
    validation.exiger("Règlement", validation.instance("projet", projet, Projet))
    propre = projet.reglement_propre
    if propre is None:
        return Reglement(projet.convention.reglement, JEUX[projet.convention.reglement])
    return Reglement(f"{propre.base}, surchargé par le dossier", JEUX[propre.base], propre.parametres)


def surcharges(projet: Projet) -> tuple[Surcharge, ...]:
    """Ce que le règlement du dossier change à celui de la bibliothèque, dans l’ordre du dossier."""
    validation.exiger("Règlement", validation.instance("projet", projet, Projet))
    propre = projet.reglement_propre
    if propre is None:
        return ()
    return tuple(
        Surcharge(
            parametre,
            tuple(p for p in JEUX[propre.base] if parametre.recoupe(p) and parametre.precision >= p.precision),
        )
        for parametre in propre.parametres
    )


def empreinte_des_regles(projet: Projet) -> str:
    """Empreinte sha256, en hexadécimal, des paramètres réglementaires d’un projet, textes et confiances compris.

    Elle ne dépend que des paramètres, dans leur ordre : deux dossiers sous le même règlement ont la même.
    """
    # La bibliothèque de chiffrement est lente à charger, et peu de calculs demandent une empreinte.
    from hashlib import sha256

    reglement = reglement_du_projet(projet)
    lignes = [reglement.nom]
    for jeu in (reglement.parametres, reglement.propres):
        lignes.append(f"{len(jeu)} paramètres")
        lignes += [_parametre_ecrit(parametre) for parametre in jeu]
    return sha256("\n".join(lignes).encode()).hexdigest()


def _parametre_ecrit(parametre: Parametre) -> str:
    fin = parametre.fin.isoformat() if parametre.fin else ""
    champs = (
        parametre.cle,
        parametre.produit,
        ",".join(parametre.familles),
        str(parametre.valeur),
        parametre.unite.value,
        parametre.debut.isoformat(),
        fin,
        parametre.confiance.value,
        parametre.reference,
    )
    return "\x1f".join(champs)
