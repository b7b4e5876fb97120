"""Une signature ajoutée à un pdf intact est reconnue et dite ; ce qui en profite ne l’est pas."""

from pathlib import Path

import pytest

from exports.verification.resultat import Reponse
from exports.verification.verification import verifier
from tests.exports.verification.jeux import Jeu
from tests.solidite.falsifications.genres import hasard_de
from tests.solidite.falsifications.pdf import signer
from tests.solidite.falsifications.pdf_a_la_lettre import Ajouts, signer_a_la_lettre
from tests.solidite.falsifications.pdf_en_paquet import Rangement, signer_en_paquet


@pytest.fixture(scope="module")
def signe(modele: Jeu, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le pdf de l’annexe, signé sans dessin."""
    fichier = tmp_path_factory.mktemp("signe") / "signe.pdf"
    fichier.write_bytes(signer()(modele.fichier("pdf").read_bytes(), hasard_de(0)))
    return fichier


def test_une_signature_sans_dessin_laisse_les_octets_et_n_est_pas_verifiee(signe: Path) -> None:
    lue = verifier(signe)
    assert (lue.reponse, lue.conforme, lue.ecarts, lue.objets) == (Reponse.OCTETS_SIGNES, True, (), ())
    assert lue.document.phrase == (
        "octet pour octet, c’est le fichier que nous écririons, suivi de 1 signature électronique, sans dessin, qui ne "
        "change le contenu d’aucune page. La signature n’est pas vérifiée ici : un lecteur de pdf dit si elle est "
        "valide, et de qui."
    )
    # L'étendue que dit la signature feinte n'est pas celle du fichier.
    assert lue.reserves == ("aucune signature ne porte sur tout le fichier (« Signature1 »).",)


def test_une_signature_visible_est_dite_et_sa_place_donnee(jeu: Jeu) -> None:
    fichier = jeu.fichier("pdf")
    fichier.write_bytes(signer(rectangle=(100, 100, 300, 140))(fichier.read_bytes(), hasard_de(0)))
    lue = verifier(fichier)
    assert (lue.reponse, lue.conforme) == (Reponse.TEXTES, False)
    assert lue.document.phrase.startswith(
        "1 signature électronique dont le dessin se voit : ce que montre la page a pu être changé, regarder ce qu’il "
        "recouvre. Pour le reste, octet pour octet, c’est le fichier que nous écririons, suivi de 1 signature "
    )
    (objet,) = lue.objets
    assert objet.lieu.endswith(", champ de formulaire à 100 100 300 140, signature électronique")
    assert (objet.lu, lue.nombre_ecarts) == ("Signature1", 1)


def test_un_octet_change_sous_la_signature_n_est_plus_notre_fichier(signe: Path, tmp_path: Path) -> None:
    octets = bytearray(signe.read_bytes())
    place = octets.index(b"<xmp:CreatorTool>") + len("<xmp:CreatorTool>")
    octets[place] ^= 1
    (tmp_path / "a.pdf").write_bytes(bytes(octets))
    assert verifier(tmp_path / "a.pdf").document.accord is False


def test_une_signature_ecrite_a_la_lettre_est_reconnue(jeu: Jeu) -> None:
    """La même mise à jour, sans rien de plus, n’est pas prise pour l’un des faux qui s’y cachent."""
    fichier = jeu.fichier("pdf")
    fichier.write_bytes(signer_a_la_lettre(fichier.read_bytes(), Ajouts()))
    assert verifier(fichier).reponse is Reponse.OCTETS_SIGNES


def test_une_signature_rangee_en_paquet_est_reconnue(jeu: Jeu) -> None:
    """Les logiciels récents réunissent les objets d’une signature, et en écrivent la table en flux."""
    fichier = jeu.fichier("pdf")
    fichier.write_bytes(signer_en_paquet(fichier.read_bytes(), Rangement()))
    assert verifier(fichier).reponse is Reponse.OCTETS_SIGNES
