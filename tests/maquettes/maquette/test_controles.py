"""Les contrôles vivants comptent, sur tout dossier, ce que compte le contrôle du noyau de même code."""

from collections import Counter
from dataclasses import replace

from financement.controles import controler
from maquettes.maquette.contenu import Reglages, contenu_du_projet
from maquettes.maquette.controles import controles_de
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.moteur import Moteur
from maquettes.maquette.valeurs import calculer_valeurs
from tests.financement.cloture.dossiers import au_hasard

# Le noyau compte un plan déséquilibré dans chaque version ; le classeur, dans celle en vigueur.
TOUTES_VERSIONS = "PLAN-01"


def test_chaque_controle_compte_comme_le_noyau() -> None:
    leves: set[str] = set()
    codes: set[str] = set()
    for graine in range(60):
        projet, au = au_hasard(graine)
        # Des enveloppes que le programmé ou la clôture dépassent souvent.
        financeurs = tuple(
            replace(financeur, enveloppe=sum(ligne.montant for ligne in projet.plan) // (3 + rang))
            for rang, financeur in enumerate(projet.convention.financeurs)
        )
        projet = replace(projet, convention=replace(projet.convention, financeurs=financeurs))
        moteur = Moteur(contenu_du_projet(projet), Reglages(au=au))
        controles = controles_de(calculer_valeurs(moteur), Disposition(moteur.capacites))
        comptes = {c.code: c.attendus[0] for c in controles if c.code not in ("", TOUTES_VERSIONS)}
        constats = Counter(str(constat.code) for constat in controler(projet, au=au))
        assert comptes == {code: constats[code] for code in comptes}, graine
        codes |= comptes.keys()
        leves |= {code for code, compte in comptes.items() if compte}
    assert leves == codes, "chaque contrôle est levé au moins une fois"
