"""Écrire une maquette : d’un contenu et de réglages, un classeur vivant, octet pour octet le même."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from financement.dossier.projet import Projet
from maquettes.classeur.classeur import Proprietes
from maquettes.classeur.vivant import ClasseurVivant
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.choix import CHOIX, ecrire_choix
from maquettes.maquette.contenu import Reglages, contenu_du_projet, contenu_vierge
from maquettes.maquette.controles import controles_de
from maquettes.maquette.description import CALCULS, NOM_DES_CALCULS, PROPRIETE, VERSION
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.feuilles.bloc import ecrire_bloc
from maquettes.maquette.feuilles.controle_general import entete_du_classeur
from maquettes.maquette.feuilles.controles import ecrire_controles
from maquettes.maquette.feuilles.convention import ecrire_convention
from maquettes.maquette.feuilles.graphiques import ecrire_graphiques
from maquettes.maquette.feuilles.listes import ecrire_listes
from maquettes.maquette.feuilles.notice import ecrire_notice
from maquettes.maquette.feuilles.sceau import ecrire_sceau
from maquettes.maquette.relecture.homonymes import refuser_homonymes
from maquettes.maquette.valeurs.moteur import Moteur
from maquettes.maquette.valeurs.toutes import calculer_valeurs

__all__ = ["composer", "maquette_de_part", "maquette_du_projet", "maquette_vierge"]

_CREATION: Final = date(2000, 1, 1)
"""Date de création d’une maquette vierge : rien ne lit l’horloge."""


def maquette_du_projet(projet: Projet, reglages: Reglages | None = None) -> bytes:
    """Le classeur d’un projet ; lève :class:`ClasseurImpossible` si un tableur confondrait deux de ses codes."""
    refuser_homonymes(projet)
    return composer(Moteur(contenu_du_projet(projet), reglages or Reglages()))


def maquette_de_part(part: Projet, sceau: Sequence[str], reglages: Reglages | None = None) -> bytes:
    """Le classeur de la part d’un maître d’ouvrage, avec le sceau de son envoi ; le reste y est verrouillé.

    Lève :class:`ClasseurImpossible` si un tableur confondrait deux de ses codes.
    """
    refuser_homonymes(part)
    contenu = contenu_du_projet(part, maitre_ouvrage=sceau[0])
    return composer(Moteur(contenu, reglages or Reglages()), sceau)


def maquette_vierge() -> bytes:
    """Un classeur à remplir, avec les mêmes feuilles, formules et contrôles."""
    return composer(Moteur(contenu_vierge(), Reglages()))


def composer(moteur: Moteur, sceau: Sequence[str] = ()) -> bytes:
    """Le classeur d’un contenu et de ses réglages ; ``sceau`` : ce que dit l’envoi d’une part."""
    disposition = Disposition(moteur.capacites)
    valeurs = calculer_valeurs(moteur)
    controles = controles_de(valeurs, disposition)
    convention = moteur.contenu.convention
    entete = entete_du_classeur(moteur, controles)
    classeur = ClasseurVivant(
        Proprietes(
            titre="Maquette financière" if convention is None else f"Maquette financière – {convention.nom}"[:255],
            sujet="" if convention is None else f"Convention {convention.code}",
            organisme="" if convention is None else convention.porteur[:255],
            commentaires=f"Maquette version {VERSION}",
            cree_le=moteur.au or _CREATION,
        )
    )
    classeur.propriete(PROPRIETE, str(VERSION))
    classeur.definir_nom(PROPRIETE, str(VERSION))
    classeur.definir_nom(NOM_DES_CALCULS, str(CALCULS))
    for nom, reference in disposition.noms_definis():
        classeur.definir_nom(nom, reference)
    ecrire_notice(classeur, moteur, entete)
    ecrire_convention(classeur, moteur.contenu, entete)
    calculees = []
    for bloc in BLOCS:
        feuille = ecrire_bloc(classeur, bloc, disposition, moteur.contenu, valeurs[bloc.nom], entete)
        if bloc.nom in CHOIX:
            ecrire_choix(classeur, feuille, bloc.nom, moteur)
        if not bloc.saisies:
            calculees.append(feuille)
    calculees.append(ecrire_controles(classeur, controles, entete))
    calculees.append(ecrire_graphiques(classeur, valeurs, moteur, entete))
    calculees.append(ecrire_listes(classeur, entete))
    if sceau:
        ecrire_sceau(classeur, sceau)
    if convention is None:
        for feuille in calculees:
            feuille.ne_pas_imprimer()
    return classeur.octets()
