"""Le contrôle général, répété par chaque feuille : écarts du classeur, et ce que le noyau constatait à l’écriture."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from financement.affichage.libelles import accorder, afficher_nombre
from financement.controles.constat import Gravite
from financement.controles.registre import controler_situation
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import ESPACE_INSECABLE
from maquettes.maquette.controles import Controle
from maquettes.maquette.feuilles.bloc import Entete
from maquettes.maquette.feuilles.notice import sous_titre
from maquettes.maquette.valeurs.moteur import Moteur

__all__ = ["entete_du_classeur"]

_OK: Final = "Contrôles de ce classeur : OK"
_ECART: Final = "Contrôles de ce classeur : ÉCART – "
_VOIR: Final = " – voir la feuille Contrôles"
# Le bandeau se replie : un guillemet n'y commence ni n'y finit une ligne.
_COMMANDE: Final = f"«{ESPACE_INSECABLE}financement controler{ESPACE_INSECABLE}»"
_BLOQUANTS: Final = 'COUNTIFS(controles_etat,"ÉCART",controles_gravite,"bloquant")'
_ALERTES: Final = 'COUNTIFS(controles_etat,"ÉCART",controles_gravite,"alerte")'


def entete_du_classeur(moteur: Moteur, controles: Sequence[Controle]) -> Entete:
    """Ce que répète chaque feuille ; le contrôle général y dit ce qu’il compte, et ce que le noyau constatait."""
    vivants = Counter(controle.gravite for controle in controles if controle.attendus[0])
    constates: Counter[str] = Counter()
    rappel = projet = ""
    if moteur.situation is not None:
        constates.update(constat.gravite for constat in controler_situation(moteur.situation))
        arrete = "" if moteur.au is None else f" au {afficher_date(moteur.au)}"
        projet = _mention(constates[Gravite.BLOQUANT], arrete)
        rappel = f" – à l’écriture, {_COMMANDE}{arrete} : constats {_compter(constates)}"
    en_ecart = vivants[Gravite.BLOQUANT] + vivants[Gravite.ALERTE]
    return Entete(
        sous_titre=sous_titre(moteur),
        controle=f"{f'{_ECART}{_compter(vivants)}{_VOIR}' if en_ecart else _OK}{rappel}",
        formule=(
            f'=IF({_BLOQUANTS}+{_ALERTES}=0,"{_OK}",'
            f'"{_ECART}bloquants "&{_BLOQUANTS}&", alertes "&{_ALERTES}&"{_VOIR}")&"{rappel}"'
        ),
        rouge=f"={_BLOQUANTS}+{constates[Gravite.BLOQUANT]}>0",
        ambre=f"={_ALERTES}+{constates[Gravite.ALERTE]}>0",
        projet=projet,
    )


def _mention(bloquants: int, arrete: str) -> str:
    """Ce qu’imprime chaque page tant qu’un constat bloque ; un en-tête ne se recalcule pas, et dit de quand il date."""
    if not bloquants:
        return ""
    return f"PROJET — {accorder(bloquants, 'constat bloquant', 'constats bloquants')} à l’écriture{arrete}"


def _compter(gravites: Counter[str]) -> str:
    bloquants, alertes = gravites[Gravite.BLOQUANT], gravites[Gravite.ALERTE]
    return f"bloquants {afficher_nombre(bloquants)}, alertes {afficher_nombre(alertes)}"
