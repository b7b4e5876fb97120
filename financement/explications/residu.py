"""Explication d’une ligne au résidu : le coût final, moins chaque autre financement, puis le partage."""

from collections.abc import Iterator, Sequence

from financement.cloture.montant import Fondement
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import LIBELLES_NATURES, LIBELLES_TYPES, Base
from financement.explications.annulations import mention
from financement.explications.figure import Etape
from financement.explications.sources import LECTURE, Sources, source_du_cout
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["etapes_du_residu"]

_COUT_FINAL = "coût final : la dépense définitive, sinon la réestimation, sinon le coût programmé"
_PARTAGE = (
    "résidu partagé en proportion des programmés, au plus fort reste, à égalité dans l’ordre des financeurs puis fonds "
    "propres, subvention, prêt ; programmés tous nuls, la première ligne de fonds propres prend tout"
)


def etapes_du_residu(sources: Sources, ligne: LigneCloturee) -> Iterator[Etape]:
    """Le coût final, moins le montant de clôture des autres lignes, ramené à zéro ou partagé s’il le faut."""
    yield from _etapes_du_cout_final(sources, ligne)
    de_l_operation = sources.groupes[ligne.cle.operation]
    reste = ligne.faits.cout_final
    for autre in de_l_operation:
        if autre.calcul.fondement != Fondement.RESIDU:
            reste -= autre.montant_cloture
            yield Etape(
                libelle=f"moins le montant de clôture de {_nom(autre)}",
                montant=-autre.montant_cloture,
                regle="résidu : coût final − autres montants de clôture",
                reference=LECTURE,
            )
    if reste < 0:
        yield Etape(libelle="résidu négatif, ramené à zéro", montant=-reste, regle="au moins zéro", reference=LECTURE)
        reste = 0
    residuelles = [autre for autre in de_l_operation if autre.calcul.fondement == Fondement.RESIDU]
    if len(residuelles) > 1:
        yield from _etapes_du_partage(ligne, residuelles, reste)


def _nom(ligne: LigneCloturee) -> str:
    return f"{ligne.cle.financeur} ({LIBELLES_NATURES[ligne.cle.nature].lower()})"


def _etapes_du_cout_final(sources: Sources, ligne: LigneCloturee) -> Iterator[Etape]:
    faits, operation = ligne.faits, ligne.faits.operation
    if faits.depense_definitive is not None:
        somme = 0
        annulations = sources.cloture.situation.annulations
        for mouvement, montant in sources.mouvements_justifies(operation):
            somme += montant
            yield Etape(
                libelle=f"{LIBELLES_TYPES[mouvement.type]} du {afficher_date(mouvement.date)}"
                f"{mention(annulations, mouvement)}",
                montant=montant,
                regle=_COUT_FINAL,
                reference=LECTURE,
                provenance=mouvement.provenance.a_la_colonne("montant"),
            )
        if somme < 0:
            libelle = "déductions supérieures aux dépenses, coût final ramené à zéro"
            yield Etape(libelle=libelle, montant=-somme, regle="au moins zéro", reference=LECTURE)
        return
    if faits.reestimation is not None:
        yield Etape(
            libelle=f"coût réestimé le {afficher_date(faits.reestimation.date)}",
            montant=faits.reestimation.cout,
            regle=_COUT_FINAL,
            reference=LECTURE,
            provenance=faits.reestimation.provenance.a_la_colonne("cout"),
        )
        return
    tableau = sources.cloture.situation.tableau
    if operation.version > tableau.version:
        libelle = "coût programmé nul : l’opération n’est pas encore au tableau financier"
    elif all(operation.code != autre.code for autre in tableau.operations):
        libelle = "coût programmé nul : l’opération est sortie du tableau financier"
    elif operation.base is Base.TTC and operation.cout_ttc is None:
        libelle = "coût programmé TTC : coût HT × (1 + TVA), arrondi au centime"
    else:
        libelle = "coût programmé"
    yield Etape(
        libelle=libelle,
        montant=faits.cout,
        regle=_COUT_FINAL,
        reference=LECTURE,
        provenance=source_du_cout(operation),
    )


def _etapes_du_partage(ligne: LigneCloturee, residuelles: Sequence[LigneCloturee], reste: int) -> Iterator[Etape]:
    """Les programmés qui servent de clé, puis la part de chaque autre ligne."""
    cles = ", ".join(f"{_nom(autre)} {afficher_montant(autre.programme)}" for autre in residuelles)
    yield Etape(
        libelle=f"résidu de {afficher_montant(reste)} à partager selon les programmés : {cles}",
        regle=_PARTAGE,
        reference=LECTURE,
    )
    for autre in residuelles:
        if autre.cle != ligne.cle:
            yield Etape(
                libelle=f"moins la part de {_nom(autre)}",
                montant=-autre.montant_cloture,
                regle=_PARTAGE,
                reference=LECTURE,
            )
