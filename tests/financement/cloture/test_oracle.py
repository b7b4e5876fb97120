"""Le moteur et l’oracle, qui n’ont en commun que la règle, disent la même chose de milliers de dossiers."""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.cloture import Cloture, EtatLigne, LigneCloturee, TotalCloture, calculer_cloture
from financement.cloture.montant import Fondement
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE
from financement.dossier.nomenclature import INVERSES, RegleCloture
from financement.dossier.projet import Projet
from tests.financement.cloture.dossiers import au_hasard, dossiers
from tests.financement.cloture.oracle import GRANDEURS, ClotureRefaite, clore_a_la_main

PAR_LOT = 250
LOTS = 16


def ecrire(totaux: dict[str, TotalCloture]) -> dict[str, dict[str, int]]:
    return {cle: {grandeur: getattr(total, grandeur) for grandeur in GRANDEURS} for cle, total in totaux.items()}


def verifier(cloture: Cloture, refaite: ClotureRefaite) -> None:
    """Chaque champ de chaque ligne, chaque total, chaque écart."""
    obtenues = [
        (tuple(map(str, ligne.cle)), str(ligne.etat), {nom: getattr(ligne, nom) for nom in GRANDEURS})
        for ligne in cloture.lignes
    ]
    assert obtenues == [(ligne.cle, ligne.etat, ligne.montants) for ligne in refaite.lignes]
    financeurs = [financeur.code for financeur in cloture.projet.convention.financeurs]
    assert ecrire(cloture.par_financeur()) == refaite.totaux(lambda ligne: ligne.cle[1], financeurs)
    assert ecrire(cloture.par_operation()) == refaite.totaux(lambda ligne: ligne.cle[0])
    assert ecrire(cloture.par_famille()) == refaite.totaux(lambda ligne: ligne.famille)
    assert ecrire(cloture.par_maitre_ouvrage()) == refaite.totaux(lambda ligne: ligne.maitre_ouvrage)
    assert ecrire({"": cloture.total}) == refaite.totaux(lambda _: "", [""])
    ecarts = {equilibre.faits.operation.code: equilibre.ecart for equilibre in cloture.equilibres()}
    assert ecarts == refaite.ecarts


@given(dossiers())
def test_le_moteur_dit_comme_l_oracle(dossier: tuple[Projet, datetime.date]) -> None:
    projet, au = dossier
    verifier(calculer_cloture(projet, au=au), clore_a_la_main(projet, au))


@given(dossiers(), st.data())
def test_le_moteur_dit_comme_l_oracle_dans_une_version_choisie(
    dossier: tuple[Projet, datetime.date], choix: st.DataObject
) -> None:
    projet, au = dossier
    version = choix.draw(st.sampled_from(projet.convention.versions))
    verifier(calculer_cloture(projet, au=au, version=version), clore_a_la_main(projet, au, version))


@pytest.mark.parametrize("lot", [*range(2), *(pytest.param(lot, marks=pytest.mark.long) for lot in range(2, LOTS))])
def test_le_moteur_dit_comme_l_oracle_en_nombre(lot: int) -> None:
    for graine in range(lot * PAR_LOT, (lot + 1) * PAR_LOT):
        projet, au = au_hasard(graine)
        verifier(calculer_cloture(projet, au=au), clore_a_la_main(projet, au))


def _payee_au_dela(ligne: LigneCloturee) -> bool:
    return ligne.suivie.est_reputee and ligne.paye > ligne.programme


def _soldee_au_paye_negatif(ligne: LigneCloturee) -> bool:
    return ligne.etat is EtatLigne.SOLDEE and ligne.calcul.fondement == Fondement.PAYE and ligne.paye < 0


def _residus_sans_programme(cloture: Cloture) -> list[str]:
    """Les opérations dont plusieurs lignes au résidu n’ont aucun programmé, et quelque chose à partager."""
    groupes: dict[str, list[LigneCloturee]] = {}
    for ligne in cloture.lignes:
        if ligne.etat is EtatLigne.RESIDU:
            groupes.setdefault(ligne.cle.operation, []).append(ligne)
    return [
        code
        for code, lignes in groupes.items()
        if len(lignes) > 1 and not any(li.programme for li in lignes) and any(li.montant_cloture for li in lignes)
    ]


def _annulations(cloture: Cloture) -> Iterator[str]:
    """Les types annulés, et les mouvements qui le sont en plusieurs fois."""
    for rang, inverses in cloture.situation.annulations.inverses.items():
        yield f"{cloture.projet.journal[rang].type} annulé"
        if len(inverses) > 1:
            yield "annulé en plusieurs fois"


def test_les_tirages_passent_partout() -> None:
    """Un tirage qui n’atteindrait pas un état, un fondement ou un résidu négatif ne prouverait rien."""
    vus: Counter[str] = Counter()
    for graine in range(2 * PAR_LOT):
        projet, au = au_hasard(graine)
        cloture = calculer_cloture(projet, au=au)
        vus.update(f"{ligne.etat}" for ligne in cloture.lignes)
        vus.update(f"{ligne.regle}, {ligne.calcul.fondement}" for ligne in cloture.lignes)
        vus.update(f"résidu partagé : {equilibre.a_un_residu}" for equilibre in cloture.equilibres())
        vus.update(_annulations(cloture))
        vus.update("résidu négatif" for e in cloture.equilibres() if e.a_un_residu and e.ecart)
        vus.update(f"réputée {ligne.etat}" for ligne in cloture.lignes if ligne.suivie.est_reputee)
        vus.update("réputée, payée au-delà du programmé" for li in cloture.lignes if _payee_au_dela(li))
        en_vigueur = {operation.code for operation in cloture.situation.tableau.operations}
        au_depart = {o.code for o in projet.operations if o.version == 0}
        vus.update("sortie du tableau" for _ in au_depart - en_vigueur)
        vus.update("soldée, payé négatif" for li in cloture.lignes if _soldee_au_paye_negatif(li))
        vus.update("résidu, programmés nuls" for _ in _residus_sans_programme(cloture))
        vus.update("assiette nulle" for li in cloture.lignes if li.faits.cout and not li.faits.assiette)
    attendus = [
        *EtatLigne,
        *(f"{RegleCloture.TAUX}, {fondement}" for nom, fondement in vars(Fondement).items() if nom.isupper()),
        f"{RegleCloture.FORFAIT}, {Fondement.ENGAGE}",
        f"{RegleCloture.FORFAIT}, {Fondement.PROGRAMME}",
        f"{RegleCloture.RESIDU}, {Fondement.RESIDU}",
        "résidu partagé : True",
        "résidu partagé : False",
        "résidu négatif",
        *(f"réputée {etat}" for etat in EtatLigne if etat not in {EtatLigne.FORCLOSE, EtatLigne.RESIDU}),
        "réputée, payée au-delà du programmé",
        "sortie du tableau",
        "soldée, payé négatif",
        "résidu, programmés nuls",
        "assiette nulle",
        *(f"{genre} annulé" for genre in INVERSES),
        "annulé en plusieurs fois",
    ]
    attendus.remove(f"{RegleCloture.TAUX}, {Fondement.RESIDU}")
    assert {attendu: vus[attendu] for attendu in attendus if vus[attendu] < 20} == {}


def test_l_oracle_connait_les_memes_grandeurs() -> None:
    assert GRANDEURS == GRANDEURS_DE_CLOTURE
