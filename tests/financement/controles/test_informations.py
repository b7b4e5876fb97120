"""TOTAL-01 : un total importé est comparé à ses lignes, jamais corrigé."""

from financement.controles.constat import EcartMontant, Gravite
from financement.controles.informations import constat_de_total
from financement.fautes.provenance import Provenance
from tests.financement.controles.lecture import espaces_simples, lisible

LIEU = Provenance(fichier="tableau.xlsx", feuille="Tableau financier", cellule="F12")
EXEMPLE = "Ligne « Total » : le total lu (300,00 €) n’est pas la somme des lignes (299,99 €) ; écart 0,01 €."
REMEDE = (
    "Chercher 0,01 € d’écart dans le document d’origine, à l’endroit cité : une ligne oubliée ou masquée, ou un total "
    "tapé à la main."
)


def test_un_total_faux_d_un_centime_est_dit() -> None:
    constat = constat_de_total("Ligne « Total »", [10_000, 19_999], 30_000, LIEU)
    assert constat is not None
    assert lisible(constat) == EXEMPLE
    assert espaces_simples(constat.remede) == REMEDE
    assert (constat.code, constat.gravite) == ("TOTAL-01", Gravite.ALERTE)
    assert constat.mesure == EcartMontant(29_999, 30_000)
    assert constat.provenance == LIEU
    assert constat.enjeu == 1


def test_un_total_trop_faible_a_le_meme_enjeu() -> None:
    constat = constat_de_total("Famille 08", iter([500]), 300, LIEU)
    assert constat is not None
    assert constat.mesure == EcartMontant(500, 300)
    assert constat.enjeu == 200


def test_un_total_juste_ne_dit_rien() -> None:
    assert constat_de_total("Famille 08", [10_000, 20_000], 30_000, LIEU) is None
    assert constat_de_total("Famille vide", [], 0, LIEU) is None
