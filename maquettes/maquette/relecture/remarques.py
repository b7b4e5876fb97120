"""Ce que la relecture d’une maquette remarque sans refuser le dossier : des constats, chacun à sa cellule."""

from dataclasses import dataclass
from typing import Final

from financement.controles.constat import Constat, Gravite
from financement.fautes.faute import montrer
from financement.fautes.provenance import Provenance

__all__ = [
    "AUTRES_REMARQUES",
    "CALCULS_ANCIENS",
    "CALCUL_DISPARU",
    "COLONNE_AJOUTEE",
    "FEUILLE_RESSEMBLANTE",
    "FORMULE_REMPLACEE",
    "FORMULE_SAISIE",
    "LIGNE_SANS_FORMULE",
    "MOT_ECRIT_AUTREMENT",
    "SANS_VALEURS",
    "TEXTE_AU_LIEU_D_UN_NOMBRE",
    "VALEUR_DIFFERENTE",
    "ModeleRemarque",
    "remarquer",
]


@dataclass(frozen=True, slots=True)
class ModeleRemarque:
    """Ce que dit une remarque : son code, promesse de l’interface, sa gravité, sa phrase et son remède."""

    code: str
    gravite: Gravite
    message: str
    remede: str


FORMULE_SAISIE: Final = ModeleRemarque(
    "RELECTURE-01",
    Gravite.INFORMATION,
    "La cellule à remplir contient la formule « ={formule} » ; sa valeur, {valeur}, est retenue.",
    "Rien à corriger si la formule est voulue ; sinon, saisir la valeur à sa place.",
)
TEXTE_AU_LIEU_D_UN_NOMBRE: Final = ModeleRemarque(
    "RELECTURE-02",
    Gravite.ALERTE,
    "« {lu} » est un texte, lu {valeur} ; les formules du classeur l’ignorent.",
    "Le saisir de nouveau en {attendu}.",
)
FORMULE_REMPLACEE: Final = ModeleRemarque(
    "RELECTURE-03",
    Gravite.ALERTE,
    "La formule a été remplacée par la constante « {lu} » ; le calcul donne {attendu}.",
    "Recopier la formule d’une cellule voisine de la même colonne, ou refaire la maquette (« financement maquette »).",
)
VALEUR_DIFFERENTE: Final = ModeleRemarque(
    "RELECTURE-04",
    Gravite.ALERTE,
    "Le classeur affiche « {lu} » ; le calcul donne {attendu}. Formule modifiée, ou classeur à recalculer.",
    "Recalculer le classeur et l’enregistrer ; si l’écart reste, recopier la formule d’une cellule voisine de la même "
    "colonne, ou refaire la maquette (« financement maquette »).",
)
LIGNE_SANS_FORMULE: Final = ModeleRemarque(
    "RELECTURE-05",
    Gravite.ALERTE,
    "La ligne est saisie, mais ses formules manquent : les totaux du classeur ne la comptent pas.",
    "Recopier les formules depuis la ligne voisine, ou refaire la maquette (« financement maquette »).",
)
COLONNE_AJOUTEE: Final = ModeleRemarque(
    "RELECTURE-06",
    Gravite.INFORMATION,
    "La colonne « {lu} » a été ajoutée à la feuille ; elle ne fait pas partie du dossier et n’est pas lue.",
    "Rien à corriger : la garder ailleurs avant de refaire la maquette, qui ne l’aura pas.",
)
SANS_VALEURS: Final = ModeleRemarque(
    "RELECTURE-07",
    Gravite.INFORMATION,
    "Le classeur a été enregistré sans les valeurs de ses formules ({nombre}).",
    "Rien à corriger dans le dossier ; pour revoir ces valeurs, ouvrir le classeur dans un tableur et l’enregistrer.",
)
AUTRES_REMARQUES: Final = ModeleRemarque(
    "RELECTURE-08",
    Gravite.ALERTE,
    "{nombre} autres remarques de même nature dans cette feuille.",
    "Refaire la maquette (« financement maquette »), dont les formules sont neuves.",
)
CALCUL_DISPARU: Final = ModeleRemarque(
    "RELECTURE-09",
    Gravite.ALERTE,
    "« {lu} », calculé par le classeur, n’y est plus : rien ne peut y être comparé.",
    "Refaire la maquette (« financement maquette ») pour le retrouver.",
)
FEUILLE_RESSEMBLANTE: Final = ModeleRemarque(
    "RELECTURE-10",
    Gravite.ALERTE,
    "La feuille « {lu} » ressemble à « {attendu} » ; elle n’est pas lue.",
    "Si elle porte des lignes du dossier, les reporter dans « {attendu} » ; sinon, lui donner un autre nom.",
)
MOT_ECRIT_AUTREMENT: Final = ModeleRemarque(
    "RELECTURE-11",
    Gravite.ALERTE,
    "« {lu} » est lu « {valeur} », mais les formules du classeur l’ignorent sous cette forme.",
    "Le choisir dans la liste de la cellule.",
)
CALCULS_ANCIENS: Final = ModeleRemarque(
    "RELECTURE-12",
    Gravite.ALERTE,
    "Les feuilles calculées de cette maquette suivent d’anciennes définitions, où les fonds propres comptent dans les "
    "totaux : elles ne sont pas comparées au calcul.",
    "Refaire la maquette (« financement maquette »).",
)


def remarquer(modele: ModeleRemarque, provenance: Provenance, **termes: str) -> Constat:
    """Compose une remarque ; les ``termes`` viennent du classeur et sont rendus affichables."""
    mots = {nom: montrer(mot) for nom, mot in termes.items()}
    return Constat(
        code=modele.code,
        gravite=modele.gravite,
        message=modele.message.format(**mots),
        remede=modele.remede.format(**mots),
        provenance=provenance,
    )
