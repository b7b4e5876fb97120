"""Le modèle d’un contrôle : son code, son nom, sa gravité, la phrase et le remède de ses constats."""

from dataclasses import dataclass

from financement.affichage.libelles import afficher_nombre
from financement.controles.constat import Constat, EcartDate, EcartMontant, EcartNombre, Gravite, Mesure
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["ModeleControle"]


@dataclass(frozen=True, slots=True)
class ModeleControle:
    """Ce qu’un contrôle dit ; déclaré à côté de la fonction qui trouve ses constats.

    ``code`` : promesse de l’interface ; ``nom`` : le titre de son article dans ``docs/controles.md``, qu’une page de
    décision dit. ``remede`` : quoi faire, et où ; il nomme les tables du dossier (les opérations, le plan, le journal,
    la convention, le règlement) comme elles se nomment dans ses trois formes. Ce qui ne demande rien commence par
    « Rien à corriger ».
    """

    code: str
    nom: str
    gravite: Gravite
    message: str
    remede: str

    def constater(
        self,
        *,
        mesure: Mesure | None = None,
        operation: str | None = None,
        financeur: str | None = None,
        provenance: Provenance = INCONNUE,
        enjeu: int = 0,
        **termes: str,
    ) -> Constat:
        """Compose le constat, avec les ``termes`` que demandent la phrase et le remède.

        Les montants et les dates de la ``mesure`` remplissent d’eux-mêmes ``attendu``, ``constate``, ``ecart`` et, sans
        son signe, ``manque``.
        """
        mots = {"operation": operation or "", "financeur": financeur or "", **_mots(mesure), **termes}
        return Constat(
            code=self.code,
            gravite=self.gravite,
            message=self.message.format(**mots),
            remede=self.remede.format(**mots),
            mesure=mesure,
            operation=operation,
            financeur=financeur,
            provenance=provenance,
            enjeu=enjeu,
        )


def _mots(mesure: Mesure | None) -> dict[str, str]:
    """Les mots d’une mesure dans une phrase."""
    match mesure:
        case EcartMontant():
            return {
                "attendu": afficher_montant(mesure.attendu),
                "constate": afficher_montant(mesure.constate),
                "ecart": afficher_montant(mesure.ecart),
                "manque": afficher_montant(abs(mesure.ecart)),
            }
        case EcartDate():
            return {"attendu": afficher_date(mesure.attendu), "constate": afficher_date(mesure.constate)}
        case EcartNombre():
            return {"attendu": afficher_nombre(mesure.attendu), "constate": afficher_nombre(mesure.constate)}
        case None:
            return {}
