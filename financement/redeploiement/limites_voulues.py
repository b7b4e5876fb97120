"""Ce que l’on s’impose en plus des règles : les contraintes de la demande, traduites en relations entre les parts."""

from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Final

from financement.affichage.libelles import accorder
from financement.dossier.nomenclature import Nature
from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.redeploiement.besoins import (
    ContrainteVoulue,
    DemandeDeRedeploiement,
    GenreContrainte,
    PasDeRedeploiement,
)
from financement.redeploiement.economies import Source
from financement.redeploiement.etat_du_besoin import EtatDuBesoin
from financement.redeploiement.probleme import (
    AuMoins,
    AuPlus,
    GenreLimite,
    LimiteDeRedeploiement,
    NulOuAuMoins,
    NulOuExactement,
    Relation,
    ServisAuPlus,
    TousOuAucun,
)
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import afficher_montant, ecrire_montant
from financement.valeurs.taux import afficher_taux
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = ["limites_voulues", "rangs_vises"]

_Limites = Iterator[LimiteDeRedeploiement]


def rangs_vises(contrainte: ContrainteVoulue, etats: Iterable[EtatDuBesoin]) -> tuple[int, ...]:
    """Les rangs des besoins qu’une contrainte vise : ceux de ses opérations, de sa famille, de son maître d’ouvrage."""
    return tuple(
        rang
        for rang, etat in enumerate(etats)
        if (not contrainte.operations or etat.operation.code in contrainte.operations)
        and contrainte.famille in (None, etat.operation.famille)
        and contrainte.maitre_ouvrage in (None, etat.operation.maitre_ouvrage)
    )


class _Contexte:
    """Ce dont une contrainte se traduit."""

    def __init__(
        self, nature: Nature, etats: tuple[EtatDuBesoin, ...], reprises: tuple[Source, ...], pas: PasDeRedeploiement
    ) -> None:
        self.nature, self.etats, self.reprises, self.pas = nature, etats, reprises, pas

    def en_pas(self, montant: int) -> int:
        """Le montant (centimes) en nombre de pas, par défaut."""
        return montant // self.pas.centimes

    def au_moins_en_pas(self, montant: int) -> int:
        """Le montant (centimes) en nombre de pas, par excès."""
        return -(-montant // self.pas.centimes)


def limites_voulues(
    besoins: DemandeDeRedeploiement,
    etats: tuple[EtatDuBesoin, ...],
    reprises: tuple[Source, ...],
    pas: PasDeRedeploiement,
) -> Iterator[LimiteDeRedeploiement]:
    """Les limites que donnent les contraintes, dans leur ordre.

    Lève :class:`ValeurImpossible` si l’une ne vise rien, ou veut en euros entiers un maximum qui a des centimes.
    """
    contexte = _Contexte(besoins.nature, etats, reprises, pas)
    fautes = [_sans_cible(c) for c in besoins.contraintes if not rangs_vises(c, etats)]
    fautes += [
        _hors_du_pas(etats[rang])
        for contrainte in besoins.contraintes
        if contrainte.genre is GenreContrainte.TOUT_OU_RIEN
        for rang in rangs_vises(contrainte, etats)
        if etats[rang].besoin.maximum % pas.centimes
    ]
    if fautes:
        raise ValeurImpossible("Redéploiement", fautes)
    for contrainte in besoins.contraintes:
        yield from _TRADUCTIONS[contrainte.genre](contexte, contrainte, rangs_vises(contrainte, etats))


def _sans_cible(contrainte: ContrainteVoulue) -> Faute:
    return faute(
        VALEUR_INTERDITE,
        contrainte.provenance.a_la_colonne("genre"),
        contrainte.genre,
        regle="cette contrainte ne vise aucun besoin de la demande",
        correction="Corriger ses operations, sa famille ou son maitre_ouvrage, ou la retirer.",
    )


def _hors_du_pas(etat: EtatDuBesoin) -> Faute:
    return faute(
        VALEUR_INTERDITE,
        etat.besoin.provenance.a_la_colonne("maximum"),
        ecrire_montant(etat.besoin.maximum),
        regle="à servir en entier ou pas du tout, en euros entiers, il n’a pas de centimes",
        correction='Arrondir le maximum à l’euro, ou compter au centime (pas = "centime").',
    )


def _limite(
    contrainte: ContrainteVoulue,
    texte: str,
    relation: Relation,
    *,
    operation: str | None = None,
    montant: int | None = None,
) -> LimiteDeRedeploiement:
    return LimiteDeRedeploiement(
        genre=GenreLimite(contrainte.genre),
        texte=texte,
        relation=relation,
        operation=operation,
        montant=montant,
        provenance=contrainte.provenance,
    )


def _nommer(contexte: _Contexte, rangs: tuple[int, ...]) -> str:
    return ", ".join(contexte.etats[rang].operation.code for rang in rangs)


def _part_minimale(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    """Les subventions laissent au maître d’ouvrage sa part du coût final, comme le mesure PLAN-05 (lecture C).

    Un prêt est remboursé par le maître d’ouvrage : il compte dans sa part.
    """
    if contrainte.part is None or contexte.nature is not Nature.SUBVENTION:
        return
    for rang in rangs:
        etat = contexte.etats[rang]
        marge = max(0, arrondir(etat.plafond_de_subvention(contrainte.part)) - etat.subventions)
        texte = (
            f"{etat.operation.code} : au plus {afficher_montant(marge)}, pour que les subventions "
            f"({afficher_montant(etat.subventions)}) laissent au maître d’ouvrage {afficher_taux(contrainte.part)} du "
            f"coût final ({afficher_montant(etat.faits.cout_final)} ; lecture C)."
        )
        relation = AuPlus((rang,), contexte.en_pas(marge))
        yield _limite(contrainte, texte, relation, operation=etat.operation.code, montant=marge)


def _sans_avenant(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    """La voie locale seule : de la même famille et du même maître d’ouvrage, l’assiette ne changeant pas."""
    groupes: dict[tuple[str, str], list[int]] = {}
    for rang in rangs:
        etat = contexte.etats[rang]
        if etat.demande_un_avenant:
            texte = f"{etat.operation.code} : rien sans avenant, son assiette ou son taux changeraient."
            yield _limite(contrainte, texte, AuPlus((rang,), 0), operation=etat.operation.code, montant=0)
        else:
            groupes.setdefault(etat.groupe, []).append(rang)
    for groupe, siens in groupes.items():
        ressource = sum(source.disponible for source in contexte.reprises if source.groupe == groupe)
        montant = ressource * contexte.pas.centimes
        texte = (
            f"Sans avenant, {_nommer(contexte, tuple(siens))} : au plus {afficher_montant(montant)}, les économies de "
            f"même famille ({groupe[0]}) et de même maître d’ouvrage ({groupe[1]} ; lecture C)."
        )
        yield _limite(contrainte, texte, AuPlus(tuple(siens), ressource), montant=montant)


def _plafond(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    montant = contrainte.montant or 0
    texte = f"Au plus {afficher_montant(montant)} à {_nommer(contexte, rangs)}."
    yield _limite(contrainte, texte, AuPlus(rangs, contexte.en_pas(montant)), montant=montant)


def _plancher(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    montant = contrainte.montant or 0
    texte = f"Au moins {afficher_montant(montant)} à {_nommer(contexte, rangs)}."
    yield _limite(contrainte, texte, AuMoins(rangs, contexte.au_moins_en_pas(montant)), montant=montant)


def _nombre_maximal(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    nombre = contrainte.nombre or 0
    texte = f"Au plus {accorder(nombre, 'opération servie', 'opérations servies')} parmi {_nommer(contexte, rangs)}."
    yield _limite(contrainte, texte, ServisAuPlus(rangs, nombre))


def _tout_ou_rien(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    for rang in rangs:
        besoin = contexte.etats[rang].besoin
        montant = contexte.en_pas(besoin.maximum)
        texte = f"{besoin.operation} : {afficher_montant(besoin.maximum)} en entier, ou rien."
        relation = NulOuExactement(rang, montant)
        yield _limite(contrainte, texte, relation, operation=besoin.operation, montant=besoin.maximum)


def _seuil(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    montant = contrainte.montant or 0
    for rang in rangs:
        code = contexte.etats[rang].operation.code
        texte = f"{code} : au moins {afficher_montant(montant)}, ou rien."
        relation = NulOuAuMoins(rang, contexte.au_moins_en_pas(montant))
        yield _limite(contrainte, texte, relation, operation=code, montant=montant)


def _exclusion(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    texte = f"Une seule opération servie, au plus, parmi {_nommer(contexte, rangs)}."
    yield _limite(contrainte, texte, ServisAuPlus(rangs, 1))


def _ensemble(
    contexte: _Contexte, contrainte: ContrainteVoulue, rangs: tuple[int, ...]
) -> Iterator[LimiteDeRedeploiement]:
    texte = f"Toutes servies, ou aucune : {_nommer(contexte, rangs)}."
    yield _limite(contrainte, texte, TousOuAucun(rangs))


_Traduction = Callable[[_Contexte, ContrainteVoulue, tuple[int, ...]], _Limites]
_TRADUCTIONS: Final[MappingProxyType[GenreContrainte, _Traduction]] = MappingProxyType(
    {
        GenreContrainte.PART_MINIMALE: _part_minimale,
        GenreContrainte.SANS_AVENANT: _sans_avenant,
        GenreContrainte.PLAFOND: _plafond,
        GenreContrainte.PLANCHER: _plancher,
        GenreContrainte.NOMBRE_MAXIMAL: _nombre_maximal,
        GenreContrainte.TOUT_OU_RIEN: _tout_ou_rien,
        GenreContrainte.SEUIL: _seuil,
        GenreContrainte.EXCLUSION: _exclusion,
        GenreContrainte.ENSEMBLE: _ensemble,
    }
)
