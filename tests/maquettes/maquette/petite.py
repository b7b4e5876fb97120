"""Une petite maquette, que l’on abîme : deux opérations, un avenant, une enveloppe, quatre mouvements."""

import datetime
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from financement.dossier.convention import Enveloppe
from financement.dossier.nomenclature import ModeEngagement, Nature, PorteeTableau, Unite, UniteMontants
from financement.dossier.projet import Projet
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.contenu import Reglages, contenu_du_projet, contenu_vierge
from maquettes.maquette.ecriture import composer
from maquettes.maquette.relecture.homonymes import refuser_homonymes
from maquettes.maquette.valeurs.moteur import Moteur
from tests.construction import avenant, euros, financeur, ligne, mouvement, operation, projet

__all__ = ["DECLARE", "LIGNES", "PETIT", "abreger", "ecrire_petite", "ecrire_vierge", "maquette_serree"]

LIGNES: Final = 8
"""Nombre de lignes de chaque tableau de la petite maquette (quatorze familles exceptées)."""

PETIT: Final[Projet] = projet(
    operations=[
        operation("OP-1", taux_anru=Fraction(9, 20), quantite=None),
        operation("OP-2", famille="01", cout_ht=euros(200_000), unite=Unite.LOGEMENT),
        operation("OP-2", version=1, famille="01", cout_ht=euros(250_000), taux_tva=Fraction(11, 200)),
    ],
    plan=[
        ligne("ANRU", euros(450_000)),
        ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES),
        ligne("ANRU", euros(200_000), operation="OP-2"),
        ligne("ANRU", euros(250_000), operation="OP-2", version=1),
    ],
    journal=[
        mouvement("engagement", euros(450_000), piece="DAS-1"),
        mouvement("avance", 1_250_50, date="2011-02-01", libelle="Première avance"),
        mouvement("engagement", euros(250_000), operation="OP-2", nature=Nature.SUBVENTION),
        mouvement("depense", euros(300_000), date="2012-05-04"),
    ],
    avenants=(avenant(1, enveloppes=(Enveloppe(financeur="VILLE", montant=euros(600_000)),)),),
)


DECLARE: Final[Projet] = projet(
    operations=[
        operation("OP-1", achevement=datetime.date(2009, 12, 31)),
        operation("OP-2", cout_ht=euros(200_000)),
    ],
    plan=[
        ligne("ANRU", euros(450_000)),
        ligne("DEPARTEMENT", euros(100_000)),
        ligne("VILLE", euros(450_000), nature=Nature.FONDS_PROPRES),
        ligne("ANRU", euros(200_000), operation="OP-2"),
        ligne("ANRU", euros(450_000), version=1),
        ligne("DEPARTEMENT", euros(100_000), version=1),
        ligne("VILLE", euros(449_999), version=1, nature=Nature.FONDS_PROPRES),
    ],
    journal=[
        mouvement("engagement", euros(450_000), date="2006-01-10", piece="DAS-1"),
        mouvement("solde", euros(300_000), date="2010-01-01", piece="M-1"),
        mouvement("reversement", euros(300_000), date="2010-02-01", piece="M-1"),
        mouvement("avance", euros(120_000), date="2009-01-01", financeur="DEPARTEMENT"),
        mouvement("depense", euros(800_000), date="2009-06-01"),
        mouvement("annulation", euros(800_000), date="2009-07-01"),
    ],
    unite=UniteMontants.EURO,
    financeurs=(financeur("ANRU"), financeur("DEPARTEMENT", engagement=ModeEngagement.REPUTE), financeur("VILLE")),
    avenants=(avenant(1, "2008-01-01", tableau=PorteeTableau.COMPLET),),
)
"""Un engagé réputé, un tableau complet sans OP-2, des euros entiers, un solde reversé, une dépense annulée."""


def abreger(projet: Projet, operations: Collection[str]) -> Projet:
    """Le projet réduit à ces opérations : bien moins de lignes, les mêmes formules."""
    return replace(
        projet,
        operations=tuple(operation for operation in projet.operations if operation.code in operations),
        plan=tuple(ligne for ligne in projet.plan if ligne.operation in operations),
        journal=tuple(mouvement for mouvement in projet.journal if mouvement.operation in operations),
        reestimations=tuple(suivi for suivi in projet.reestimations if suivi.operation in operations),
        realisations=tuple(suivi for suivi in projet.realisations if suivi.operation in operations),
        insertion=tuple(suivi for suivi in projet.insertion if suivi.operation in operations),
    )


_CAPACITES: Final = {bloc.nom: 14 if bloc.nom == "familles" else LIGNES for bloc in BLOCS}


def ecrire_petite(chemin: Path) -> Path:
    """Écrit la petite maquette, arrêtée au 31 décembre 2012."""
    reglages = Reglages(au=datetime.date(2012, 12, 31))
    chemin.write_bytes(composer(Moteur(contenu_du_projet(PETIT), reglages, _CAPACITES)))
    return chemin


def ecrire_vierge(chemin: Path) -> Path:
    """Écrit une maquette à remplir, aussi petite."""
    chemin.write_bytes(composer(Moteur(contenu_vierge(), Reglages(), _CAPACITES)))
    return chemin


def maquette_serree(projet: Projet, reglages: Reglages | None = None) -> bytes:
    """La maquette d’un projet, à trois lignes libres par tableau : les mêmes formules, bien moins de fois."""
    refuser_homonymes(projet)
    contenu, choisis = contenu_du_projet(projet), reglages or Reglages()
    larges = Moteur(contenu, choisis).capacites
    serrees = {bloc.nom: larges[bloc.nom] - bloc.reserve + min(3, bloc.reserve) for bloc in BLOCS}
    return composer(Moteur(contenu, choisis, serrees))
