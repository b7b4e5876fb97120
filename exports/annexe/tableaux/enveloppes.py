"""Le plan de financement par financeur, concours et autofinancement, en regard de l’enveloppe qui le plafonne."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, difference, ligne_de_somme, renvoi, somme_de_colonnes, texte, valeur
from exports.annexe.tableaux import syntheses
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.affichage.grandeurs import A_LA_CLOTURE
from financement.dossier.convention import Financeur

__all__ = ["CLE", "composer"]

CLE: Final = "plan-financeurs"

_G = GenreColonne
_PROGRAMME: Final = "Programmé"
_COLONNES: Final = (
    Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=44),
    Colonne(cle="programme", libelle="Concours", genre=_G.MONTANT, groupe=_PROGRAMME),
    Colonne(cle="autofinancement", libelle="Autofinancement", genre=_G.MONTANT, groupe=_PROGRAMME),
    Colonne(cle="plan", libelle="Total du plan", genre=_G.MONTANT, groupe=_PROGRAMME),
    Colonne(cle="enveloppe", libelle="Enveloppe", genre=_G.MONTANT),
    Colonne(cle="disponible", libelle="Enveloppe − plan", genre=_G.MONTANT),
    Colonne(cle="montant_cloture", libelle="Concours", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
    Colonne(cle="autofinancement_cloture", libelle="Autofinancement", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
    Colonne(cle="plan_cloture", libelle="Total du plan", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
)
_NOMS_DE_LA_PART: Final = {"plan": "Total", "disponible": "Enveloppe − total", "plan_cloture": "Total"}
_REPRISES: Final = ("programme", "autofinancement", "montant_cloture", "autofinancement_cloture")


def composer(contexte: Contexte) -> Tableau:
    """Le plan entier de chaque financeur : ses totaux sont ceux du tableau financier et de celui de clôture."""
    colonnes = _colonnes(contexte)
    lignes = [_ligne(contexte, financeur, colonnes) for financeur in contexte.financeurs_du_perimetre]
    sommees = (*_REPRISES, "plan", "plan_cloture")
    return Tableau(
        cle=CLE,
        titre="Plan de financement et enveloppes par financeur" if contexte.est_complet else "Part et enveloppe",
        titre_court="Plan et enveloppes",
        partie=Partie.FINANCEURS,
        niveau=Niveau.SYNTHESE,
        notes=tuple(_notes(contexte)),
        colonnes=colonnes,
        lignes=(*lignes, ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees={})),
    )


def _colonnes(contexte: Contexte) -> tuple[Colonne, ...]:
    """Celles du plan ; une part de plan n’en porte pas le nom."""
    noms = {} if contexte.est_complet else _NOMS_DE_LA_PART
    return tuple(replace(colonne, libelle=noms.get(colonne.cle, colonne.libelle)) for colonne in _COLONNES)


def _notes(contexte: Contexte) -> Iterator[str]:
    if contexte.est_complet:
        yield "Le plan compte l’autofinancement : ses totaux sont ceux des tableaux financiers. L’enveloppe le borne."
    else:
        yield "Le total compte l’autofinancement, que l’enveloppe borne aussi."
    if contexte.est_entier:
        yield "Une enveloppe vide : la convention ne fixe pas de plafond."
    elif contexte.est_complet:
        yield "Une enveloppe vaut pour toute la convention : un extrait de quelques opérations ne s’y compare pas."


def _ligne(contexte: Contexte, financeur: Financeur, colonnes: Sequence[Colonne]) -> Ligne:
    cle = f"financeur:{financeur.code}"
    siennes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.financeur == financeur.code]
    concours = syntheses.sommes(ligne for ligne in siennes if ligne.cle.est_concours)
    propres = syntheses.sommes(ligne for ligne in siennes if not ligne.cle.est_concours)
    montants = (concours["programme"], propres["programme"], concours["montant_cloture"], propres["montant_cloture"])
    enveloppe = contexte.enveloppe_de(financeur.code)
    cellules: dict[str, Cellule] = {
        "financeur": texte(contexte.financeurs[financeur.code]),
        "enveloppe": valeur(enveloppe),
        **{
            colonne: renvoi(syntheses.CLE_FINANCEURS, cle, colonne, montant)
            for colonne, montant in zip(_REPRISES, montants, strict=True)
        },
    }
    cellules["plan"] = somme_de_colonnes(cellules, "programme", "autofinancement")
    cellules["plan_cloture"] = somme_de_colonnes(cellules, "montant_cloture", "autofinancement_cloture")
    if enveloppe is not None:
        cellules["disponible"] = difference(cellules, "enveloppe", "plan")
    return composer_ligne(colonnes, cle, cellules)
