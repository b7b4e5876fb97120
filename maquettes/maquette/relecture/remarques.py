"""Ce que la relecture d’une maquette remarque sans refuser le dossier : des constats, chacun à sa cellule."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.controles.constat import Constat, Gravite
from financement.fautes.faute import montrer
from financement.fautes.provenance import Provenance

__all__ = ["MODELES_DE_REMARQUE", "CodeRemarque", "ModeleRemarque", "remarquer"]


class CodeRemarque(StrEnum):
    """Code de chaque remarque de relecture, promesse de l’interface."""

    FORMULE_SAISIE = "RELECTURE-01"
    TEXTE_AU_LIEU_D_UN_NOMBRE = "RELECTURE-02"
    FORMULE_REMPLACEE = "RELECTURE-03"
    VALEUR_DIFFERENTE = "RELECTURE-04"
    LIGNE_SANS_FORMULE = "RELECTURE-05"
    COLONNE_AJOUTEE = "RELECTURE-06"
    SANS_VALEURS = "RELECTURE-07"
    AUTRES = "RELECTURE-08"
    CALCUL_DISPARU = "RELECTURE-09"
    FEUILLE_RESSEMBLANTE = "RELECTURE-10"
    MOT_ECRIT_AUTREMENT = "RELECTURE-11"
    CALCULS_ANCIENS = "RELECTURE-12"


@dataclass(frozen=True, slots=True)
class ModeleRemarque:
    """Gravité, phrase et remède d’une remarque."""

    gravite: Gravite
    message: str
    remede: str


_M = ModeleRemarque
_C = CodeRemarque
_A, _I = Gravite.ALERTE, Gravite.INFORMATION

MODELES_DE_REMARQUE: Final = MappingProxyType(
    {
        _C.FORMULE_SAISIE: _M(
            _I,
            "La cellule à remplir contient la formule « ={formule} » ; sa valeur, {valeur}, est retenue.",
            "Rien à corriger si la formule est voulue ; sinon, saisir la valeur à sa place.",
        ),
        _C.TEXTE_AU_LIEU_D_UN_NOMBRE: _M(
            _A,
            "« {lu} » est un texte, lu {valeur} ; les formules du classeur l’ignorent.",
            "Le saisir de nouveau en {attendu}.",
        ),
        _C.FORMULE_REMPLACEE: _M(
            _A,
            "La formule a été remplacée par la constante « {lu} » ; le calcul donne {attendu}.",
            "Recopier la formule d’une cellule voisine de la même colonne, ou refaire la maquette (« financement "
            "maquette »).",
        ),
        _C.VALEUR_DIFFERENTE: _M(
            _A,
            "Le classeur affiche « {lu} » ; le calcul donne {attendu}. Formule modifiée, ou classeur à recalculer.",
            "Recalculer le classeur et l’enregistrer ; si l’écart reste, recopier la formule d’une cellule voisine de "
            "la même colonne, ou refaire la maquette (« financement maquette »).",
        ),
        _C.LIGNE_SANS_FORMULE: _M(
            _A,
            "La ligne est saisie, mais ses formules manquent : les totaux du classeur ne la comptent pas.",
            "Recopier les formules depuis la ligne voisine, ou refaire la maquette (« financement maquette »).",
        ),
        _C.COLONNE_AJOUTEE: _M(
            _I,
            "La colonne « {lu} » a été ajoutée à la feuille ; elle ne fait pas partie du dossier et n’est pas lue.",
            "Rien à corriger : la garder ailleurs avant de refaire la maquette, qui ne l’aura pas.",
        ),
        _C.SANS_VALEURS: _M(
            _I,
            "Le classeur a été enregistré sans les valeurs de ses formules ({nombre}).",
            "Rien à corriger dans le dossier ; pour revoir ces valeurs, ouvrir le classeur dans un tableur et "
            "l’enregistrer.",
        ),
        _C.CALCULS_ANCIENS: _M(
            _A,
            "Les feuilles calculées de cette maquette suivent d’anciennes définitions, où les fonds propres comptent "
            "dans les totaux : elles ne sont pas comparées au calcul.",
            "Refaire la maquette (« financement maquette »).",
        ),
        _C.CALCUL_DISPARU: _M(
            _A,
            "« {lu} », calculé par le classeur, n’y est plus : rien ne peut y être comparé.",
            "Refaire la maquette (« financement maquette ») pour le retrouver.",
        ),
        _C.FEUILLE_RESSEMBLANTE: _M(
            _A,
            "La feuille « {lu} » ressemble à « {attendu} » ; elle n’est pas lue.",
            "Si elle porte des lignes du dossier, les reporter dans « {attendu} » ; sinon, lui donner un autre nom.",
        ),
        _C.MOT_ECRIT_AUTREMENT: _M(
            _A,
            "« {lu} » est lu « {valeur} », mais les formules du classeur l’ignorent sous cette forme.",
            "Le choisir dans la liste de la cellule.",
        ),
        _C.AUTRES: _M(
            _A,
            "{nombre} autres remarques de même nature dans cette feuille.",
            "Refaire la maquette (« financement maquette »), dont les formules sont neuves.",
        ),
    }
)


def remarquer(code: CodeRemarque, provenance: Provenance, **termes: str) -> Constat:
    """Compose la remarque ``code`` ; les ``termes`` viennent du classeur et sont rendus affichables."""
    modele = MODELES_DE_REMARQUE[code]
    mots = {nom: montrer(mot) for nom, mot in termes.items()}
    return Constat(
        code=code,
        gravite=modele.gravite,
        message=modele.message.format(**mots),
        remede=modele.remede.format(**mots),
        provenance=provenance,
    )
