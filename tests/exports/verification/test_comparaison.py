"""Ce qui diffère est nommé à sa place ; un passage ajouté ne décale pas tous les suivants."""

from exports.verification.commun.comparaison import comparer_passages
from exports.verification.commun.ecart import Ecart, premier_octet
from exports.verification.commun.lecture import Passage


def passages(*textes: str) -> list[Passage]:
    return [Passage(f"ligne {rang}", texte) for rang, texte in enumerate(textes, 1)]


def ecarts(lus: list[Passage], attendus: list[Passage]) -> list[Ecart]:
    return list(comparer_passages(lus, attendus))


def test_aux_memes_places_chaque_texte_se_compare_au_sien() -> None:
    assert ecarts(passages("a", "b", "c"), passages("a", "b", "c")) == []
    assert ecarts(passages("a", "x", "y"), passages("a", "b", "c")) == [
        Ecart("ligne 2", "x", "b"),
        Ecart("ligne 3", "y", "c"),
    ]


def test_un_passage_ajoute_ou_retire_est_un_seul_ecart() -> None:
    assert ecarts(passages("a", "neuf", "b", "c"), passages("a", "b", "c")) == [Ecart("ligne 2", "neuf", "(rien)")]
    assert ecarts(passages("a", "c"), passages("a", "b", "c")) == [Ecart("ligne 2", "(rien)", "b")]


def test_un_ajout_et_un_changement_eloignes_sont_deux_ecarts() -> None:
    lus, attendus = passages("a", "neuf", "b", "c", "x"), passages("a", "b", "c", "d")
    assert ecarts(lus, attendus) == [Ecart("ligne 2", "neuf", "(rien)"), Ecart("ligne 5", "x", "d")]


def test_un_ajout_au_milieu_d_un_long_document_est_un_seul_ecart() -> None:
    textes = [f"texte {rang}" for rang in range(30_000)]
    (ecart,) = ecarts(passages(*textes[:15_000], "neuf", *textes[15_000:]), passages(*textes))
    assert ecart == Ecart("ligne 15001", "neuf", "(rien)")


def test_un_doublon_ajoute_se_voit() -> None:
    assert [(e.lu, e.attendu) for e in ecarts(passages("a", "a", "a"), passages("a", "a"))] == [("a", "(rien)")]


def test_deux_suites_demesurees_se_comparent_place_par_place() -> None:
    """Sans rapport et trop longues pour être mises en regard : chaque place compte."""
    lus, attendus = passages(*["x"] * 30_000), passages(*["y"] * 29_999)
    trouves = ecarts(lus, attendus)
    assert len(trouves) == 30_000
    assert trouves[-1] == Ecart("ligne 30000", "x", "(rien)")


def test_deux_passages_d_un_meme_lieu_se_comparent_chacun_au_sien() -> None:
    """Les lignes d’un tableau sans repère portent le même lieu : la première n’est pas cachée par la dernière."""
    attendus = [Passage("#graphiques, colonne 3", texte) for texte in ("400", "500", "600")]
    lus = [attendus[0]._replace(texte="4400"), *attendus[1:]]
    assert ecarts(lus, attendus) == [Ecart("#graphiques, colonne 3", "4400", "400")]


def test_le_premier_octet_different() -> None:
    assert premier_octet(b"abc", b"abd") == Ecart("octet 3", "63", "64")
    assert premier_octet(b"ab", b"abc") == Ecart("octet 3", "(rien)", "63")


def test_un_long_texte_est_montre_autour_de_ce_qui_differe() -> None:
    """Deux phrases qui ne diffèrent qu’à la fin ne se montrent pas par leur début commun."""
    debut = "Le montant de clôture de la convention, tous financeurs confondus, est arrêté à la somme de "
    extraits = Ecart("page 1, ligne 1", f"{debut}12 345,68 €", f"{debut}12 345,67 €").extraits(60)
    assert [texte[-10:] for texte in extraits] == ["2 345,68 €", "2 345,67 €"]
    assert all(texte.startswith("…") and len(texte) <= 60 for texte in extraits)
    assert Ecart("l", "ab", "ac").extraits(60) == ("ab", "ac")
    assert Ecart("l", "x" + "a" * 100, "y").extraits(10) == ("xaaaaaaaa…", "y")
