"""Les contrôles vivants comptent, sur tout dossier, ce que compte le contrôle du noyau de même code."""

import datetime
from collections import Counter
from dataclasses import replace

import pytest

from financement.controles.constat import Constat, Gravite
from financement.controles.registre import controler
from maquettes.maquette.contenu import Reglages, contenu_du_projet
from maquettes.maquette.controles import controles_de
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.feuilles import controle_general
from maquettes.maquette.feuilles.controle_general import entete_du_classeur
from maquettes.maquette.valeurs.moteur import Moteur
from maquettes.maquette.valeurs.toutes import calculer_valeurs
from tests.construction import euros, mouvement, projet
from tests.financement.cloture.dossiers import au_hasard

# Le noyau compte un plan déséquilibré dans chaque version ; le classeur, dans celle en vigueur.
TOUTES_VERSIONS = "PLAN-01"


def test_un_classeur_sans_ecart_dit_le_bloquant_de_la_commande() -> None:
    """Deux décisions attributives sur une opération : aucun contrôle du classeur ne les voit, la commande bloque."""
    engagements = [mouvement("engagement", euros(225_000), piece=piece) for piece in ("DAS-1", "DAS-2")]
    moteur = Moteur(contenu_du_projet(projet(journal=engagements)), Reglages(au=datetime.date(2012, 12, 31)))
    controles = controles_de(calculer_valeurs(moteur), Disposition(moteur.capacites))
    entete = entete_du_classeur(moteur, controles)
    debut = (
        "Contrôles de ce classeur : OK – à l’écriture, «\u00a0financement controler\u00a0» au 31/12/2012 : "
        "constats bloquants "
    )
    assert entete.controle.startswith(f"{debut}1, ")
    assert entete.rouge.endswith("+1>0")


def test_le_rappel_compte_les_alertes_par_milliers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Un dossier de trois cents opérations en a plus de mille : « 1 024 », comme l’écrit la commande."""
    moteur = Moteur(contenu_du_projet(projet()), Reglages(au=datetime.date(2012, 12, 31)))
    alerte = Constat(code="PAIEMENT-02", gravite=Gravite.ALERTE, message="", remede="")
    monkeypatch.setattr(controle_general, "controler_situation", lambda _: [alerte] * 1024)
    assert entete_du_classeur(moteur, ()).controle.endswith(" : constats bloquants 0, alertes 1\u202f024")


def test_chaque_controle_compte_comme_le_noyau() -> None:
    leves: set[str] = set()
    codes: set[str] = set()
    for graine in range(60):
        tire, au = au_hasard(graine)
        if graine == 0:
            tire = replace(tire, journal=())
        # Des enveloppes que le programmé ou la clôture dépassent souvent.
        financeurs = tuple(
            replace(financeur, enveloppe=sum(ligne.montant for ligne in tire.plan) // (3 + rang))
            for rang, financeur in enumerate(tire.convention.financeurs)
        )
        tire = replace(tire, convention=replace(tire.convention, financeurs=financeurs))
        moteur = Moteur(contenu_du_projet(tire), Reglages(au=au))
        controles = controles_de(calculer_valeurs(moteur), Disposition(moteur.capacites))
        comptes = {c.code: c.attendus[0] for c in controles if c.code not in ("", TOUTES_VERSIONS)}
        constats = Counter(str(constat.code) for constat in controler(tire, au=au))
        assert comptes == {code: constats[code] for code in comptes}, graine
        codes |= comptes.keys()
        leves |= {code for code, compte in comptes.items() if compte}
    assert leves == codes, "chaque contrôle est levé au moins une fois"
