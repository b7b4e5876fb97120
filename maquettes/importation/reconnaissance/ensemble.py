"""Ce que les sources se disent entre elles : des titres déjà dits, la version où s’inscrit une livraison."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from financement.dossier.nomenclature import TypeMouvement
from maquettes.importation.correspondance.modele import Codes, Regle, Role, Source
from maquettes.importation.correspondance.proposition import SourceProposee
from maquettes.importation.lecteurs.codes import cle_d_operation
from maquettes.importation.reconnaissance.regles import doutes_des_regles

__all__ = ["completer"]

_PAIEMENTS: Final = frozenset(
    {TypeMouvement.AVANCE, TypeMouvement.ACOMPTE, TypeMouvement.SOLDE, TypeMouvement.REVERSEMENT}
)


def completer(sources: Sequence[SourceProposee], operations: Iterable[str]) -> list[SourceProposee]:
    """Les sources, chacune éclairée par les autres ; ``operations`` : les codes, tels que les tables les écrivent."""
    ecrits: dict[tuple[str, int, int, str], str] = {}
    for code in operations:
        ecrits.setdefault(cle_d_operation(code).comparable, code)
    return [
        _aux_codes_ecrits(_avec_la_derniere_version(_sans_double(source, sources), sources), ecrits)
        for source in sources
    ]


def _aux_codes_ecrits(proposee: SourceProposee, ecrits: Mapping[tuple[str, int, int, str], str]) -> SourceProposee:
    """Une opération que nomme un titre prend le code du tableau qui la déclare."""
    if proposee.source is None or not proposee.source.codes.operation:
        return proposee
    codes = proposee.source.codes
    operation = {lu: ecrits.get(cle_d_operation(code).comparable, code) for lu, code in codes.operation.items()}
    return _changee(
        proposee,
        codes=Codes(
            operation=operation, financeur=codes.financeur, maitre_ouvrage=codes.maitre_ouvrage, famille=codes.famille
        ),
    )


def _changee(proposee: SourceProposee, *remarques: str, **champs: object) -> SourceProposee:
    if proposee.source is None:
        return proposee
    tous = {nom: getattr(proposee.source, nom) for nom in Source.model_fields}
    return replace(proposee, source=Source(**{**tous, **champs}), remarques=(*proposee.remarques, *remarques))


def _sans_double(proposee: SourceProposee, sources: Sequence[SourceProposee]) -> SourceProposee:
    """Un titre de recette d’un financeur dont un extrait dit déjà les paiements n’est pas lu une seconde fois."""
    if proposee.source is None or not proposee.source.regles:
        return proposee
    ailleurs = {
        autre.source.constantes.get("financeur", "")
        for autre in sources
        if autre is not proposee and autre.source is not None and autre.source.mouvements
    }
    regles = tuple(
        _ecartee(regle) if _est_un_paiement(regle) and regle.financeur in ailleurs else regle
        for regle in proposee.source.regles
    )
    if regles == proposee.source.regles:
        return proposee
    doutes = {cle: d for cle, d in proposee.doutes.items() if cle[0] != "regles"} | doutes_des_regles(regles)
    return _changee(
        replace(proposee, doutes=doutes),
        "les titres d’un financeur dont l’extrait est donné sont ignorés : il les dit déjà",
        regles=regles,
    )


def _est_un_paiement(regle: Regle) -> bool:
    return regle.type in _PAIEMENTS and regle.financeur is not None


def _ecartee(regle: Regle) -> Regle:
    return Regle(si=regle.si, ignorer=f"déjà dans l’extrait du financeur {regle.financeur}")


def _avec_la_derniere_version(proposee: SourceProposee, sources: Sequence[SourceProposee]) -> SourceProposee:
    """Un achèvement s’inscrit à la dernière version des tableaux reçus."""
    source = proposee.source
    if source is None or source.version is not None or "achevement" not in source.colonnes:
        return proposee
    if source.role is Role.TABLEAU_FINANCIER:
        return proposee
    versions = [
        autre.source.version
        for autre in sources
        if autre.source is not None and autre.role is Role.TABLEAU_FINANCIER and isinstance(autre.source.version, int)
    ]
    if not versions:
        return proposee
    return _changee(
        proposee, "les livraisons sont inscrites à la dernière version des tableaux reçus", version=max(versions)
    )
