"""Un fichier est écrit en entier ou pas du tout, et rien n’est jamais écrasé sans qu’on le demande."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes import EcritureRefusee, convertir, ecrire_dossier, ecrire_fichier, lire_dossier
from maquettes import dossiers as module_dossiers
from maquettes.fichiers.ecriture import ecrire_fichiers, ecrire_nouveau_fichier, ecrire_repertoire
from tests import construction

PROJET = construction.projet()


def noms(lieu: Path) -> list[str]:
    return sorted(entree.name for entree in lieu.iterdir())


def test_un_fichier_existant_est_remplace_d_un_coup(tmp_path: Path) -> None:
    chemin = tmp_path / "a.txt"
    ecrire_fichier(chemin, b"un")
    ecrire_fichier(chemin, b"deux")
    assert chemin.read_bytes() == b"deux"
    assert noms(tmp_path) == ["a.txt"]


def test_un_fichier_apparu_pendant_l_ecriture_n_est_pas_ecrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chemin, ecrire_sur_le_support = tmp_path / "a.json", os.fsync

    def devancer(descripteur: int) -> None:
        ecrire_sur_le_support(descripteur)
        chemin.write_bytes(b"d'un autre")

    monkeypatch.setattr(os, "fsync", devancer)
    with pytest.raises(EcritureRefusee, match="la destination existe déjà"):
        ecrire_nouveau_fichier(chemin, b"de nous")
    assert chemin.read_bytes() == b"d'un autre"
    assert noms(tmp_path) == ["a.json"]


def test_un_support_qui_n_admet_qu_un_nom_recoit_le_fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuser)
    ecrire_nouveau_fichier(tmp_path / "a.json", b"de nous")
    assert (tmp_path / "a.json").read_bytes() == b"de nous"
    assert noms(tmp_path) == ["a.json"]


def test_un_tube_n_est_pas_remplace_par_un_fichier(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "a.csv").symlink_to("tube")
    with pytest.raises(EcritureRefusee, match=r"ce n’est pas un fichier ordinaire\.$"):
        ecrire_fichier(tmp_path / "a.csv", b"un")
    with pytest.raises(EcritureRefusee, match=r"ce n’est pas un fichier ordinaire\.$"):
        ecrire_fichiers(tmp_path, {"a.csv": b"un"})
    assert (tmp_path / "tube").is_fifo()
    assert noms(tmp_path) == ["a.csv", "tube"]


def test_un_lien_reste_un_lien(tmp_path: Path) -> None:
    (tmp_path / "cible").write_bytes(b"un")
    (tmp_path / "lien").symlink_to("cible")
    ecrire_fichier(tmp_path / "lien", b"deux")
    assert (tmp_path / "lien").is_symlink()
    assert (tmp_path / "cible").read_bytes() == b"deux"


@pytest.mark.parametrize("erreur", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_une_ecriture_interrompue_ne_laisse_rien(
    erreur: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def echouer(_: int) -> None:
        raise erreur

    (tmp_path / "a.json").write_bytes(b"ancien")
    (tmp_path / "vide").mkdir()
    monkeypatch.setattr(os, "fsync", echouer)
    attendue = KeyboardInterrupt if isinstance(erreur, KeyboardInterrupt) else EcritureRefusee
    with pytest.raises(attendue):
        ecrire_fichier(tmp_path / "a.json", b"nouveau")
    for destination in ("b", "b.json", "vide"):
        with pytest.raises(attendue):
            ecrire_dossier(PROJET, tmp_path / destination)
    assert noms(tmp_path) == ["a.json", "vide"]
    assert noms(tmp_path / "vide") == []
    assert (tmp_path / "a.json").read_bytes() == b"ancien"


def test_une_panne_au_milieu_d_un_repertoire_vide_retire_ce_qui_est_ecrit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    relier, faits = os.link, []

    def echouer_au_second(provisoire: Path, definitif: Path) -> None:
        faits.append(definitif.name)
        if len(faits) == 2:
            raise FileExistsError(17, "File exists")
        relier(provisoire, definitif)

    monkeypatch.setattr(os, "link", echouer_au_second)
    with pytest.raises(EcritureRefusee, match="la destination existe déjà"):
        ecrire_repertoire(tmp_path, {"a": b"1", "b": b"2"}, dernier="a")
    assert faits == ["b", "a"]
    assert noms(tmp_path) == []


@pytest.mark.parametrize("destination", ["fichier.json", "plein", "fichier", "lien"])
def test_une_destination_qui_existe_est_refusee(destination: str, tmp_path: Path) -> None:
    (tmp_path / "plein").mkdir()
    for nom in ("fichier.json", "fichier", "plein/autre"):
        (tmp_path / nom).write_bytes(b"intact")
    (tmp_path / "lien").symlink_to("nulle part")
    avant = noms(tmp_path)
    with pytest.raises(EcritureRefusee, match=r"n’est jamais écrasé\.$"):
        ecrire_dossier(PROJET, tmp_path / destination)
    assert noms(tmp_path) == avant
    assert (tmp_path / "fichier.json").read_bytes() == (tmp_path / "plein" / "autre").read_bytes() == b"intact"


def test_la_source_ne_peut_pas_etre_la_destination(tmp_path: Path) -> None:
    ecrire_dossier(PROJET, tmp_path / "dossier")
    ecrire_dossier(PROJET, tmp_path / "dossier.json")
    for chemin in (tmp_path / "dossier", tmp_path / "dossier.json"):
        with pytest.raises(EcritureRefusee):
            convertir(chemin, chemin)
        assert lire_dossier(chemin) == PROJET


def test_un_repertoire_vide_est_rempli_sur_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Il peut être le répertoire courant : le remplacer laisserait l’appelant dans un répertoire disparu."""
    monkeypatch.chdir(tmp_path)
    avant = tmp_path.stat().st_ino
    ecrire_dossier(PROJET, ".")
    assert tmp_path.stat().st_ino == avant
    assert noms(tmp_path) == ["convention.toml", "operations.csv", "plan.csv"]


@pytest.mark.parametrize(
    ("destination", "cause"),
    [
        ("absent/dossier", "le répertoire qui doit le contenir n’existe pas"),
        ("absent/dossier.json", "le répertoire qui doit le contenir n’existe pas"),
        ("fichier/dossier.json", "le chemin traverse un fichier"),
        ("dossier.xls", "n’est pas une forme de dossier"),
        ("x" * 300, "le nom est trop long"),
    ],
)
def test_une_destination_impossible_est_refusee_en_francais(destination: str, cause: str, tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    with pytest.raises(EcritureRefusee, match=cause):
        ecrire_dossier(PROJET, tmp_path / destination)
    assert noms(tmp_path) == ["fichier"]


def test_un_fichier_ne_remplace_pas_un_repertoire(tmp_path: Path) -> None:
    with pytest.raises(EcritureRefusee, match="un répertoire porte déjà ce nom"):
        ecrire_fichier(tmp_path, b"")


def test_rien_n_est_ecrit_si_la_relecture_differe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    autre = construction.projet(journal=[construction.mouvement("engagement", 1)])
    monkeypatch.setattr(module_dossiers, "assembler", lambda _: autre)
    for destination in ("dossier", "dossier.json"):
        with pytest.raises(EcritureRefusee, match="rien n’est écrit"):
            ecrire_dossier(PROJET, tmp_path / destination)
    assert noms(tmp_path) == []


def test_les_droits_sont_ceux_d_un_fichier_ordinaire(tmp_path: Path) -> None:
    (tmp_path / "ordinaire").touch()
    ecrire_fichier(tmp_path / "ecrit", b"")
    assert (tmp_path / "ecrit").stat().st_mode == (tmp_path / "ordinaire").stat().st_mode


ANCIENS = {"a.txt": b"ancien a", "b.txt": b"ancien b"}
NOUVEAUX = {"a.txt": b"nouveau a", "b.txt": b"nouveau b", "c.txt": b"nouveau c"}


def contenu(lieu: Path) -> dict[str, bytes]:
    return {entree.name: entree.read_bytes() for entree in lieu.iterdir() if entree.is_file()}


def test_un_jeu_de_fichiers_remplace_les_anciens_et_laisse_les_autres(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes(b"autre")
    ecrire_fichiers(tmp_path, ANCIENS)
    ecrire_fichiers(tmp_path, NOUVEAUX)
    assert contenu(tmp_path) == NOUVEAUX | {"d.txt": b"autre"}


def test_un_jeu_de_fichiers_cree_son_repertoire(tmp_path: Path) -> None:
    ecrire_fichiers(tmp_path / "un" / "deux", NOUVEAUX)
    assert contenu(tmp_path / "un" / "deux") == NOUVEAUX
    ecrire_fichiers(tmp_path / "vide", {})
    assert noms(tmp_path / "vide") == []


def test_dans_un_jeu_un_lien_reste_un_lien(tmp_path: Path) -> None:
    (tmp_path / "cible").write_bytes(b"un")
    (tmp_path / "a.txt").symlink_to("cible")
    ecrire_fichiers(tmp_path, NOUVEAUX)
    assert (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "cible").read_bytes() == b"nouveau a"


def _panne(geste: str, rang: int, panne: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """La panne survient au ``rang``-ième appel du geste, une fois."""
    objet, nom = (Path, "replace") if geste == "replace" else (os, geste)
    vrai, faits = getattr(objet, nom), []

    def echouer(*arguments: object) -> object:
        faits.append(arguments)
        if len(faits) == rang:
            raise panne
        return vrai(*arguments)

    monkeypatch.setattr(objet, nom, echouer)


@pytest.mark.parametrize("panne", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize(
    ("geste", "rang"), [("fsync", 1), ("fsync", 3), ("replace", 1), ("replace", 2), ("replace", 3)]
)
def test_une_panne_au_milieu_d_un_jeu_laisse_tous_les_anciens(
    geste: str, rang: int, panne: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ecrire_fichiers(tmp_path, ANCIENS)
    _panne(geste, rang, panne, monkeypatch)
    with pytest.raises(KeyboardInterrupt if isinstance(panne, KeyboardInterrupt) else EcritureRefusee):
        ecrire_fichiers(tmp_path, NOUVEAUX)
    assert contenu(tmp_path) == ANCIENS


def test_une_interruption_apres_le_dernier_remplacement_defait_tout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le remplacement a eu lieu quand l’interruption arrive : le jeu entier est défait."""
    ecrire_fichiers(tmp_path, ANCIENS)
    remplacer, faits = Path.replace, []

    def remplacer_puis_interrompre(chemin: Path, cible: Path) -> Path:
        fait = remplacer(chemin, cible)
        faits.append(cible)
        if len(faits) == len(NOUVEAUX):
            raise KeyboardInterrupt
        return fait

    monkeypatch.setattr(Path, "replace", remplacer_puis_interrompre)
    with pytest.raises(KeyboardInterrupt):
        ecrire_fichiers(tmp_path, NOUVEAUX)
    assert contenu(tmp_path) == ANCIENS


def test_sans_liens_physiques_les_anciens_sont_sauvegardes_par_copie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    ecrire_fichiers(tmp_path, ANCIENS)
    monkeypatch.setattr(os, "link", refuser)
    _panne("replace", 2, OSError(5, "Input/output error"), monkeypatch)
    with pytest.raises(EcritureRefusee, match=r"b\.txt » ne peut pas être écrit : le support a une panne"):
        ecrire_fichiers(tmp_path, NOUVEAUX)
    assert contenu(tmp_path) == ANCIENS


def test_un_repertoire_au_nom_d_un_fichier_fait_refuser_tout_le_jeu(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(EcritureRefusee, match=r"b\.txt » ne peut pas être écrit : un répertoire porte déjà ce nom"):
        ecrire_fichiers(tmp_path, NOUVEAUX)
    assert noms(tmp_path) == ["b.txt"]


def test_un_jeu_refuse_ne_laisse_pas_le_repertoire_qu_il_a_cree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _panne("fsync", 2, OSError(28, "No space left on device"), monkeypatch)
    with pytest.raises(EcritureRefusee, match="le support est plein"):
        ecrire_fichiers(tmp_path / "un" / "deux", NOUVEAUX)
    assert noms(tmp_path) == []


def test_un_fichier_ne_sert_pas_de_repertoire(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"intact")
    with pytest.raises(EcritureRefusee, match="ne peut pas servir de répertoire de sortie"):
        ecrire_fichiers(tmp_path / "fichier", NOUVEAUX)
    assert contenu(tmp_path) == {"fichier": b"intact"}


@pytest.mark.skipif(os.name != "posix", reason="des droits de POSIX")
def test_un_fichier_remplace_garde_ses_droits(tmp_path: Path) -> None:
    for nom in ("a.txt", "b.txt"):
        (tmp_path / nom).write_bytes(b"ancien")
        (tmp_path / nom).chmod(0o640)
        if os.geteuid() == 0:
            os.chown(tmp_path / nom, 12345, 54321)
    avant = (tmp_path / "a.txt").stat()
    ecrire_fichier(tmp_path / "a.txt", b"nouveau")
    ecrire_fichiers(tmp_path, {"b.txt": b"nouveau"})
    for nom in ("a.txt", "b.txt"):
        apres = (tmp_path / nom).stat()
        assert (apres.st_mode, apres.st_uid, apres.st_gid) == (avant.st_mode, avant.st_uid, avant.st_gid)
        assert (tmp_path / nom).read_bytes() == b"nouveau"


@pytest.mark.parametrize("vers", ["../dehors.txt", "../absent.txt", "/dev/null"])
def test_un_lien_qui_mene_hors_de_son_repertoire_est_refuse(vers: str, tmp_path: Path) -> None:
    (tmp_path / "dehors.txt").write_bytes(b"intact")
    lieu = tmp_path / "lieu"
    lieu.mkdir()
    (lieu / "a.txt").symlink_to(vers)
    for ecrire in (partial(ecrire_fichier, lieu / "a.txt", b"un"), partial(ecrire_fichiers, lieu, {"a.txt": b"un"})):
        with pytest.raises(EcritureRefusee, match="c’est un lien, qui mène hors de son répertoire"):
            ecrire()
    assert (tmp_path / "dehors.txt").read_bytes() == b"intact"
    assert noms(tmp_path) == ["dehors.txt", "lieu"]
    assert (lieu / "a.txt").is_symlink()


def test_une_boucle_de_liens_se_dit(tmp_path: Path) -> None:
    (tmp_path / "b").symlink_to("b")
    (tmp_path / "b.json").symlink_to("b.json")
    for ecrire in (partial(ecrire_fichier, tmp_path / "b", b""), partial(ecrire_fichiers, tmp_path / "b", {"a": b""})):
        with pytest.raises(EcritureRefusee, match="le lien mène à lui-même"):
            ecrire()
    for nom in ("b", "b.json", "b.xlsx"):
        (tmp_path / "b.xlsx").unlink(missing_ok=True)
        (tmp_path / "b.xlsx").symlink_to("b.xlsx")
        with pytest.raises(DossierRefuse, match="le lien mène à lui-même"):
            lire_dossier(tmp_path / nom)
        with pytest.raises(EcritureRefusee, match=r"existe déjà et n’est jamais écrasé\.$"):
            ecrire_dossier(PROJET, tmp_path / nom)


@pytest.mark.parametrize("nom", ["nul\0octet", "demi\ud800"])
def test_un_nom_que_le_systeme_ne_connait_pas_est_refuse(nom: str, tmp_path: Path) -> None:
    for destination in (nom, f"{nom}.json", f"{nom}.xlsx", f"{nom}/a"):
        with pytest.raises(EcritureRefusee, match="ne peut être le nom d’aucun fichier"):
            ecrire_dossier(PROJET, tmp_path / destination)
    with pytest.raises(EcritureRefusee, match="ne peut être le nom d’aucun fichier"):
        ecrire_fichiers(tmp_path / nom, NOUVEAUX)
    assert noms(tmp_path) == []


def test_un_arret_brutal_ne_laisse_pas_de_dossier_sans_sa_convention_qui_se_lise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le processus meurt à chaque geste d’écriture : ce qui reste n’a jamais une convention et pas le reste."""
    (tmp_path / "vide").mkdir()
    vues: list[set[str]] = []
    for geste in ("fsync", "link"):
        vrai = getattr(os, geste)

        def observer(*arguments: object, vrai: Callable[..., object] = vrai) -> object:
            lieux = filter(Path.is_dir, (*tmp_path.glob(".financement-*"), tmp_path / "vide"))
            vues.extend({nom for nom in noms(lieu) if not nom.startswith(".")} for lieu in lieux)
            return vrai(*arguments)

        monkeypatch.setattr(os, geste, observer)
    ecrire_dossier(PROJET, tmp_path / "neuf")
    ecrire_dossier(PROJET, tmp_path / "vide")
    entier = set(noms(tmp_path / "neuf"))
    assert len(vues) > len(entier)
    assert all(vue == entier for vue in vues if "convention.toml" in vue)


@pytest.mark.skipif(os.name != "posix", reason="des utilisateurs de POSIX")
def test_un_utilisateur_ordinaire_n_ecrit_que_la_ou_il_en_a_le_droit() -> None:
    """L’administrateur a tous les droits : s’il lance les tests, un enfant sans eux écrit à sa place."""
    with TemporaryDirectory() as temporaire:
        lieu = Path(temporaire)
        lieu.chmod(0o755)
        (lieu / "ferme").mkdir()
        (lieu / "ouvert").mkdir()
        for nom in ("ferme/a.txt", "ouvert/a.txt"):
            (lieu / nom).write_bytes(b"ancien")
            (lieu / nom).chmod(0o444)
        (lieu / "ouvert" / "b.txt").write_bytes(b"ancien")
        (lieu / "ouvert" / "b.txt").chmod(0o666)
        (lieu / "ouvert").chmod(0o777)
        (lieu / "ferme").chmod(0o555)
        assert _comme_personne(partial(_ecrire_ou_l_on_peut, lieu)) == 0
        assert contenu(lieu / "ferme") == {"a.txt": b"ancien"}
        assert contenu(lieu / "ouvert") == {"a.txt": b"ancien", "b.txt": b"nouveau"}
        assert (lieu / "ouvert" / "b.txt").stat().st_mode & 0o777 == 0o666
        (lieu / "ferme").chmod(0o755)


def _ecrire_ou_l_on_peut(lieu: Path) -> None:
    for ecrire in (
        partial(ecrire_fichier, lieu / "ferme" / "a.txt", b"nouveau"),
        partial(ecrire_fichier, lieu / "ouvert" / "a.txt", b"nouveau"),
        partial(ecrire_nouveau_fichier, lieu / "ferme" / "c.txt", b"nouveau"),
        partial(ecrire_fichiers, lieu / "ouvert", {"a.txt": b"nouveau", "b.txt": b"nouveau"}),
        partial(ecrire_fichiers, lieu / "ferme" / "neuf", NOUVEAUX),
        partial(ecrire_dossier, PROJET, lieu / "ferme" / "dossier"),
    ):
        with pytest.raises(EcritureRefusee, match="accès refusé"):
            ecrire()
    ecrire_fichier(lieu / "ouvert" / "b.txt", b"nouveau")


def _comme_personne(faire: Callable[[], None]) -> int:
    if os.geteuid():
        faire()
        return 0
    enfant = os.fork()
    if not enfant:
        code = 1
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            faire()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
