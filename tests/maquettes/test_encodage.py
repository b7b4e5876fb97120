"""L’encodage d’un csv est établi, ou refusé à sa ligne : rien n’est lu de travers."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes import lire_dossier
from maquettes.fichiers.encodage import decoder, decoder_une_table
from tests.maquettes.dossier_type import FICHIERS, poser
from tests.maquettes.vrac.journaux import en_vrac, ligne_a_ligne

# Ce qu'un fichier français a de lettres et de signes, dans les mots où ils sont.
MOTS = (
    *(
        "Réhabilitation",
        "à l'école",
        "Démolition",
        "façade",
        "îlot",
        "maître d'œuvre",
        "hôpital",
        "forêt",
        "où",
        "août",
    ),
    *(
        "naïf",
        "L'Haÿ-les-Roses",
        "ÉCOLE",
        "À réaliser",
        "FENÊTRE",
        "MAÎTRE",
        "« Square »",
        "N° 12",
        "12 m²",
        "12 000 €",
    ),
    *("12\u00a0000\u00a0€", "l’école", "Tranche 1 – Place", "suite…", "œuvre", "cœur", "Châtelet", "QUALITÉ", "voilà"),
    *(
        "dû",
        "Müller",
        "GRÂCE",
        "çà et là",
        "Où",
        "2ème",
        "1ère",
        "2004–2008",
        "§ 3",
        "Lyon–Marseille",
        "RéNOVATION",
        "é",
    ),
)
ETABLIS = "de la façade, après l'été"
ENTETE = b"date;type;operation;financeur;nature;montant;piece;libelle\n"


def ligne(libelle: bytes) -> bytes:
    return b"2008-01-15;avance;OP1;ANRU;;1,00;;" + libelle + b"\n"


def refus(octets: bytes) -> str:
    with pytest.raises(TexteRefuse) as refuse:
        decoder_une_table(octets)
    return str(refuse.value.en_faute(Provenance(fichier="f.csv")))


@pytest.mark.parametrize("mot", MOTS)
def test_windows_1252_franc_est_accepte(mot: str) -> None:
    assert decoder_une_table(f"libelle\n{mot};x\n".encode("cp1252")) == f"libelle\n{mot};x\n"


@given(st.lists(st.sampled_from(MOTS), max_size=8).map(" ".join))
def test_un_fichier_utf8_ou_windows_1252_est_lu_a_l_identique(texte: str) -> None:
    for octets in (texte.encode(), texte.encode("utf-8-sig"), texte.encode("cp1252")):
        assert decoder_une_table(octets) == texte


@pytest.mark.parametrize("encodage", ["mac_roman", "cp850"])
@pytest.mark.parametrize("mot", ["Réhabilitation", "Démolition", "façade", "forêt", "maître", "à la", "ÉCOLE", "août"])
def test_un_autre_encodage_est_refuse_a_sa_ligne(mot: str, encodage: str) -> None:
    assert refus(b"libelle\nrien\n" + mot.encode(encodage) + b";x\n").startswith("f.csv, ligne 3 : ")


@given(
    st.lists(st.sampled_from(MOTS[:9]), min_size=1, max_size=8).map(" ".join), st.sampled_from(["mac_roman", "cp850"])
)
def test_un_fichier_d_un_autre_encodage_n_est_jamais_lu_de_travers(texte: str, encodage: str) -> None:
    octets = f"{ETABLIS} {texte}".replace("œ", "oe").encode(encodage)
    with pytest.raises(TexteRefuse):
        decoder_une_table(octets)


def retaper(mot: str) -> str:
    return (
        f"Taper de nouveau « {mot} » dans un éditeur de texte ouvert en UTF-8, ou refaire le fichier en « CSV UTF-8 » "
        "depuis celui dont il vient."
    )


CAS: dict[str, tuple[bytes, int, str, str]] = {
    "une ligne de Windows-1252 dans de l’UTF-8": (
        "Réhabilitation\nrien\n".encode() + "Deuxième acompte\n".encode("cp1252"),
        3,
        "l’octet E8 de « Deuxième » n’est pas de l’UTF-8, alors que la ligne 1 en est",
        retaper("Deuxième"),
    ),
    "une ligne d’UTF-8 dans du Windows-1252": (
        "Réhabilitation\r\n".encode("cp1252") + "Deuxième\r\n".encode(),
        1,
        "l’octet E9 de « Réhabilitation » n’est pas de l’UTF-8, alors que la ligne 2 en est",
        retaper("Réhabilitation"),
    ),
    "la marque, puis Windows-1252": (
        "\ufeffrien\n".encode() + "été\n".encode("cp1252"),
        2,
        "l’octet E9 de « été » n’est pas de l’UTF-8, mais le fichier en porte la marque",
        retaper("été"),
    ),
    "Mac OS Roman": (
        "rien\nRéhabilitation\n".encode("mac_roman"),
        2,
        "« RŽhabilitation », de Windows-1252, est sans doute « Réhabilitation » en Macintosh (Mac OS Roman)",
        "L’ouvrir en Macintosh (Mac OS Roman), puis l’enregistrer en « CSV UTF-8 ».",
    ),
    "CP850": (
        "Réhabilitation".encode("cp850"),
        1,
        "« R‚habilitation », de Windows-1252, est sans doute « Réhabilitation » en MS-DOS (CP850)",
        "L’ouvrir en MS-DOS (CP850), puis l’enregistrer en « CSV UTF-8 ».",
    ),
    "rien de connu, fins de ligne de vieux Mac": (
        b"un\rdeux\x81\xff",
        2,
        "l’octet 81 de « deux\ufffdÿ » n’est ni de l’UTF-8 ni du Windows-1252",
        "Enregistrer de nouveau le fichier en UTF-8 (dans un tableur : un format « CSV UTF-8 »).",
    ),
}


@pytest.mark.parametrize("cas", CAS)
def test_le_message_montre_le_mot_et_la_ligne(cas: str) -> None:
    octets, numero, cause, remede = CAS[cas]
    attendu = f"f.csv, ligne {numero} : L’encodage du fichier n’est pas établi : {cause}. {remede} [LECTURE-05]"
    assert refus(octets) == attendu


@pytest.mark.parametrize(
    "octets",
    [
        ENTETE + ligne("versé".encode()) + ligne("versé".encode("cp1252")),
        b"\xef\xbb\xbf" + ENTETE + ligne("versé".encode("cp1252")),
        ENTETE + ligne("versé".encode("mac_roman")),
        ENTETE + ligne("versé".encode("cp850")),
        ENTETE + ligne("versé".encode("cp1252")),
        ENTETE + ligne("versé".encode().decode("cp1252").encode()),
    ],
    ids=["mélange", "marque", "Macintosh", "MS-DOS", "Windows-1252", "deux fois"],
)
def test_la_lecture_rapide_juge_de_meme(octets: bytes) -> None:
    """La même chose, ou rien : un encodage que rien n’établit revient à la lecture ordinaire, qui le refuse."""
    assert en_vrac(octets) in (None, ligne_a_ligne(octets))


def test_un_toml_en_windows_1252_a_son_propre_remede() -> None:
    with pytest.raises(TexteRefuse) as refuse:
        decoder('[convention]\nnom = "Rénovation"\n'.encode("cp1252"))
    assert str(refuse.value.en_faute(Provenance(fichier="convention.toml"))) == (
        "convention.toml, ligne 2 : L’encodage du fichier n’est pas établi : l’octet E9 de « Rénovation » n’est pas de "
        "l’UTF-8. L’enregistrer de nouveau en UTF-8, dans un éditeur de texte (« Enregistrer sous », codage UTF-8). "
        "[LECTURE-05]"
    )


@pytest.mark.parametrize("marques", [1, 2, 5])
@pytest.mark.parametrize("repetitions", [1, 3000])
def test_une_marque_repetee_n_est_qu_une_marque(marques: int, repetitions: int, tmp_path: Path) -> None:
    """Un programme qui ajoute une marque à un fichier qui l’a déjà ; petit ou grand journal, toml et plan."""
    lignes = b"".join(ligne(f"avance {rang}".encode()) for rang in range(repetitions))
    attendu = ENTETE + lignes
    marque = codecs.BOM_UTF8 * marques
    assert en_vrac(marque + attendu) == ligne_a_ligne(marque + attendu) == en_vrac(attendu)
    assert (len(attendu) > 1 << 17) == (repetitions > 1)
    champs = {nom.partition(".")[0]: marque + texte.encode() for nom, texte in FICHIERS.items()}
    lu = lire_dossier(poser(tmp_path / "d", **{**champs, "journal": marque + attendu}))
    assert [m.montant for m in lu.journal] == [100] * repetitions
    assert lu.convention == lire_dossier(poser(tmp_path / "sans")).convention


def test_l_octet_fautif_derriere_deux_marques_est_a_sa_ligne() -> None:
    with pytest.raises(TexteRefuse, match="mais le fichier en porte la marque") as leve:
        decoder_une_table(codecs.BOM_UTF8 * 2 + ENTETE + ligne(b"\xe9t\xe9"))
    assert leve.value.en_faute(Provenance(fichier="journal.csv")).provenance.ligne == 2
