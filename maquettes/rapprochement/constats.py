"""Les écarts d’un rapprochement, en constats sur le dossier."""

from financement.controles.constat import Constat, Constats, EcartMontant, Gravite
from maquettes.rapprochement.genres_d_ecart import MODELES
from maquettes.rapprochement.vue import EcartVu, VueDeRapprochement

__all__ = ["constater_les_ecarts"]


def constater_les_ecarts(vue: VueDeRapprochement) -> Constats:
    """Un constat par écart : information s’il a été accepté, bloquant s’il porte de l’argent, alerte sinon.

    Ce qui est attendu est ce que dit l’extrait, ce qui est constaté, ce que dit le dossier, dans le sens du mouvement.
    """
    return Constats(map(_constater, vue.ecarts))


def _constater(ecart: EcartVu) -> Constat:
    modele = MODELES[ecart.genre]
    premier = (ecart.dossier or ecart.extrait)[0]
    return Constat(
        code=modele.code,
        gravite=_gravite(ecart),
        message=f"{modele.titre[0].upper()}{modele.titre[1:]}. {ecart.motif}",
        remede=modele.remede,
        mesure=EcartMontant(attendu=ecart.montant_extrait, constate=ecart.montant_dossier),
        operation=ecart.operation,
        financeur=ecart.financeur,
        provenance=premier.provenance,
    )


def _gravite(ecart: EcartVu) -> Gravite:
    if not ecart.est_a_traiter:
        return Gravite.INFORMATION
    return Gravite.BLOQUANT if ecart.ecart else Gravite.ALERTE
