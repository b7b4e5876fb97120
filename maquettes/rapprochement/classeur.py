"""Le classeur d’un rapprochement : synthèse à totaux vifs, écarts à décider, accords, chaque mouvement à sa source.

Mêmes comptes, mêmes octets : il ne date que de l’arrêté. La synthèse additionne les mouvements, puis les écarts, par
formules : leur différence, la loi du rapprochement, s’y vérifie dans le tableur.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from financement.dossier.nomenclature import LIBELLES_TYPES
from financement.rapprochement.genres import LIBELLES_SENS
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Proprietes
from maquettes.classeur.vivant import ClasseurVivant, FeuilleVivante, Saisie
from maquettes.maquette.dates_de_tableur import serie
from maquettes.rapprochement.colonnes import (
    ACCORDS,
    DES_ACCORDS,
    DES_ECARTS,
    DES_MOUVEMENTS,
    DES_PASSEES,
    DOSSIER,
    ECARTS,
    EXTRAIT,
    MOUVEMENTS,
    PASSEES,
    SYNTHESE,
    rang_de,
)
from maquettes.rapprochement.decisions import DECISION, ChoixSurEcart, Decision
from maquettes.rapprochement.synthese import ecrire_la_synthese
from maquettes.rapprochement.tableau import EN_TETE, Cellule, Colonne, Formule, Liens, Renvoi, ecrire_feuille
from maquettes.rapprochement.vue import Cote, LigneVue, MouvementVu, VueDeRapprochement, nommer_le_financeur
from maquettes.tableur.adresses import adresse

__all__ = ["classeur_du_rapprochement"]

_BLEU: Final = "#1F3864"
_JAUNE: Final = "#F2C200"
_FIGEES: Final = 2


def classeur_du_rapprochement(nom: str, vue: VueDeRapprochement, dossier: Liens, extrait: Liens) -> bytes:
    """Le fichier xlsx ; ``nom`` : celui de la convention ; ``dossier``, ``extrait`` : où mènent leurs liens.

    Lève :class:`ClasseurImpossible` s’il y a plus de lignes que n’en tient une feuille.
    """
    au = vue.rapprochement.au
    classeur = ClasseurVivant(
        Proprietes(
            titre=f"Rapprochement de {nom} au {afficher_date(au)}"[:255],
            sujet="Deux comptes du même argent, et ce qui les sépare",
            organisme="",
            commentaires="Les liens mènent au dossier et à l’extrait, à leur place par rapport à ce classeur.",
            cree_le=au,
        )
    )
    ecrire_la_synthese(classeur.feuille_vivante(SYNTHESE, _BLEU), nom, vue)
    _ecarts(classeur.feuille_vivante(ECARTS, _JAUNE), vue, dossier, extrait)
    feuille = classeur.feuille_vivante(ACCORDS, _BLEU)
    accords = [
        [*_cellules(accord, rang, dossier, extrait), *_du_total(accord)]
        for rang, accord in enumerate(vue.accords, EN_TETE + 1)
    ]
    ecrire_feuille(
        feuille,
        "Ce que les deux comptes disent de même, et ce qui l’a fait reconnaître",
        DES_ACCORDS,
        accords,
        _FIGEES,
    )
    _mouvements(classeur.feuille_vivante(MOUVEMENTS, _BLEU), vue, {Cote.DOSSIER: dossier, Cote.EXTRAIT: extrait})
    if vue.passees:
        feuille = classeur.feuille_vivante(PASSEES, _JAUNE)
        sous_titre = "Des décisions d’un rapprochement passé, dont l’écart n’est plus ; gardées pour mémoire"
        derniere = ecrire_feuille(feuille, sous_titre, DES_PASSEES, list(map(_passee, vue.passees)))
        _permettre_de_decider(feuille, DES_PASSEES, derniere)
    return classeur.octets()


def _ecarts(feuille: FeuilleVivante, vue: VueDeRapprochement, dossier: Liens, extrait: Liens) -> None:
    """Une ligne par écart, du plus grand au plus petit, et de quoi en décider."""
    lignes = [
        [*_cellules(ecart, rang, dossier, extrait), *_decision(ecart.decision), *_du_total(ecart), ecart.cle]
        for rang, ecart in enumerate(vue.ecarts, EN_TETE + 1)
    ]
    sous_titre = (
        "Du plus grand au plus petit ; écart = extrait − dossier. Décider en jaune, enregistrer, puis redonner ce "
        "classeur par --decisions : un écart accepté n’est plus à traiter."
    )
    derniere = ecrire_feuille(feuille, sous_titre, DES_ECARTS, lignes, _FIGEES)
    _permettre_de_decider(feuille, DES_ECARTS, derniere)


def _permettre_de_decider(feuille: FeuilleVivante, colonnes: Sequence[Colonne], derniere: int) -> None:
    """Ouvre la liste des décisions sur leur colonne."""
    colonne = rang_de(colonnes, DECISION)
    choix = [str(mot) for mot in ChoixSurEcart]
    feuille.saisir(
        (EN_TETE + 1, colonne),
        (derniere, colonne),
        Saisie(
            regle={"validate": "list", "source": choix},
            titre="Décision",
            consigne="Vide tant que rien n’est décidé. Accepté : l’écart est expliqué, il n’est plus à traiter.",
            refus=f"Choisir parmi : {', '.join(choix)} ; ou effacer.",
        ),
    )


def _cellules(ligne: LigneVue, rang: int, dossier: Liens, extrait: Liens) -> list[Cellule]:
    """Ce qu’un écart et un accord ont de commun."""
    siens, leurs = (adresse(rang, rang_de(DES_ECARTS, titre)) for titre in (DOSSIER, EXTRAIT))
    mouvements = (*ligne.dossier, *ligne.extrait)
    return [
        ligne.numero,
        ligne.titre,
        ligne.operation,
        nommer_le_financeur(ligne.financeur),
        LIBELLES_TYPES[ligne.type],
        serie(mouvements[0].date),
        ", ".join(dict.fromkeys(mouvement.piece for mouvement in mouvements if mouvement.piece)),
        Fraction(ligne.montant_dossier, 100),
        Fraction(ligne.montant_extrait, 100),
        Formule(f"=ROUND({leurs}-{siens},2)", Fraction(ligne.ecart, 100)),
        dossier.vers(ligne.lieux_dossier),
        extrait.vers(ligne.lieux_extrait),
        ligne.motif,
    ]


def _du_total(ligne: LigneVue) -> list[Cellule]:
    return [ligne.exercice, LIBELLES_SENS[ligne.sens], ligne.total]


def _decision(prise: Decision | None) -> list[Cellule]:
    return [None, None] if prise is None else [prise.choix, prise.commentaire or None]


def _passee(prise: Decision) -> list[Cellule]:
    return [str(prise.provenance), *_decision(prise), prise.cle]


def _mouvements(feuille: FeuilleVivante, vue: VueDeRapprochement, liens: Mapping[Cote, Liens]) -> None:
    """Chaque mouvement des deux comptes, avec le signe de son sens, à sa source, et la ligne qui l’explique."""
    places = {ligne.numero: (ECARTS, rang) for rang, ligne in enumerate(vue.ecarts, EN_TETE + 1)}
    places |= {ligne.numero: (ACCORDS, rang) for rang, ligne in enumerate(vue.accords, EN_TETE + 1)}
    sous_titre = "Chaque mouvement des deux comptes, une fois, avec le signe de son sens ; la ligne qui l’explique"
    ecrire_feuille(
        feuille, sous_titre, DES_MOUVEMENTS, [_mouvement(vu, liens[vu.cote], places) for vu in vue.mouvements()]
    )


def _mouvement(vu: MouvementVu, liens: Liens, places: Mapping[str, tuple[str, int]]) -> list[Cellule]:
    mouvement = vu.mouvement
    nom, rang = places[vu.numero]
    return [
        str(vu.cote),
        liens.vers([mouvement.provenance]),
        vu.total,
        serie(mouvement.date),
        LIBELLES_TYPES[mouvement.type],
        mouvement.operation,
        nommer_le_financeur(mouvement.financeur),
        Fraction(vu.montant, 100),
        mouvement.piece,
        mouvement.libelle,
        Renvoi(vu.numero, nom, adresse(rang, 0)),
    ]
