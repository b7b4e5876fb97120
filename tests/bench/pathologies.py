"""Des fichiers qui coûteraient plus que leur taille à une lecture négligente, à la taille que l’on veut.

Chacun est un dossier inventé dont un fichier est remplacé, ou un document donné à ``verifier``. Rien n’y est tiré au
hasard.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.generateur import ecrire_dossiers, inventer_portefeuille
from tests.bench.pathologies_classeurs import CLASSEURS
from tests.bench.pathologies_documents import DOCUMENTS

__all__ = ["PATHOLOGIES", "Pathologie", "ecrire_la_base"]

AU: Final = "2015-03-31"
CONVENTION: Final = "convention.toml"
JSON: Final = "dossier.json"
EN_TETE_DU_JOURNAL: Final = "date;type;operation;financeur;nature;montant;piece;libelle\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathologie:
    """Un fichier pathologique : ``contenu`` rend son texte ou ses octets, d’environ la taille demandée.

    ``lecteur`` : celui qu’il met à l’épreuve ; ``fichier`` : son nom, dans une copie du dossier inventé s’il est d’un
    répertoire ; ``commande`` : celle qui le lit ; ``suite`` : le contenu suit celui du fichier, au lieu de le
    remplacer.
    """

    lecteur: str
    nom: str
    fichier: str
    contenu: Callable[[int], str | bytes]
    commande: tuple[str, ...] = ("controler", "--au", AU)
    suite: bool = False

    def ecrire(self, base: Path, lieu: Path, taille: int) -> tuple[Path, int]:
        """Écrit l’entrée dans ``lieu``, d’après le dossier ``base`` ; rend ce qui se lit et ses octets."""
        lieu.mkdir(parents=True)
        contenu = self.contenu(taille)
        octets = contenu if isinstance(contenu, bytes) else contenu.encode()
        seul = Path(self.fichier).suffix not in {".csv", ".toml"} or self.commande[0] == "verifier"
        if not seul:
            for source in base.iterdir():
                (lieu / source.name).write_bytes(source.read_bytes())
            if self.suite:
                octets = (base / self.fichier).read_bytes() + octets
        (lieu / self.fichier).write_bytes(octets)
        return (lieu / self.fichier if seul else lieu), len(octets)


def ecrire_la_base(lieu: Path) -> Path:
    """Le dossier inventé, sans faute, dont un fichier est remplacé."""
    (base,) = ecrire_dossiers(inventer_portefeuille(1, 1, 500), lieu)
    return base


def _repeter(motif: str, debut: str = "", fin: str = "") -> Callable[[int], str]:
    return lambda taille: debut + motif * max(1, taille // len(motif.encode())) + fin


def _numeroter(gabarit: str, debut: str = "", fin: str = "", entre: str = "") -> Callable[[int], str]:
    """Le gabarit répété, chaque fois avec un autre numéro."""

    def contenu(taille: int) -> str:
        nombre = max(1, taille // (len(gabarit.format(0).encode()) + 5))
        return debut + entre.join(gabarit.format(rang) for rang in range(nombre)) + fin

    return contenu


def _tables() -> Iterator[Pathologie]:
    def du_journal(nom: str, contenu: Callable[[int], str | bytes]) -> Pathologie:
        return Pathologie(lecteur="csv", nom=nom, fichier="journal.csv", contenu=contenu)

    entete = EN_TETE_DU_JOURNAL
    decision = "2004-07-05;engagement;0100000-11-0004-001;ANRU;subvention;1,00;DAS-{};\n"
    yield du_journal("une décision par ligne", _numeroter(decision, entete))
    yield du_journal("lignes vides", _repeter("\n", entete))
    yield du_journal("lignes de points-virgules", _repeter(";;;;;;;\n", entete))
    yield du_journal("lignes d’espaces", _repeter(" \n", entete))
    yield du_journal("une ligne de séparateurs", _repeter(";", entete))
    yield du_journal("un en-tête de colonnes inconnues", _numeroter("colonne{}", entete.strip() + ";", "\n", ";"))
    yield du_journal("un en-tête de colonnes en double", _repeter("montant;", entete.strip() + ";", "\n"))
    yield du_journal("une cellule", _repeter("a", entete + "2010-01-01;depense;OP1;;;", ";;\n"))
    yield du_journal("un guillemet jamais fermé", _repeter("2010-01-01;depense;OP1;;;1,00;;\n", entete + '"'))
    yield du_journal("des guillemets", _repeter('"";', entete))
    yield du_journal("une faute par ligne", _repeter("2010-13-01;depense;OP1;;;1,00;;x\n", entete))
    yield du_journal("huit fautes par ligne", _repeter("a;b;c c;d;e;f;g;h\n", entete))
    yield du_journal("des lignes d’un mot", _repeter("a\n", entete))
    yield du_journal("un code inconnu par ligne", _numeroter("2010-01-01;depense;INCONNU{};;;1,00;;\n", entete))
    yield du_journal("des retours chariot", _repeter("2010-01-01;depense;OP1;;;1,00;;\r", entete.replace("\n", "\r")))
    yield du_journal("des octets hors d’UTF-8", lambda taille: entete.encode() + b"\xe9\xe8\n" * (taille // 3))
    yield du_journal("des chiffres sans fin", _repeter("9", entete + "2010-01-01;depense;OP1;;;", ";;\n"))
    yield du_journal("des espaces dans une cellule", _repeter(" ", entete + "2010-01-01;depense;O", "P;;;1,00;;\n"))
    for table in ("operations.csv", "plan.csv"):
        yield Pathologie(
            lecteur="csv",
            nom=f"lignes vides ({table})",
            fichier=table,
            contenu=_repeter("\n"),
            suite=True,
        )
    plan = "version;operation;financeur;nature;montant\n"
    yield Pathologie(
        lecteur="csv",
        nom="un code inconnu par ligne (plan.csv)",
        fichier="plan.csv",
        contenu=_numeroter("0;INCONNU{};ANRU;subvention;1,00\n", plan),
    )
    yield Pathologie(
        lecteur="csv",
        nom="la même ligne (plan.csv)",
        fichier="plan.csv",
        contenu=_repeter("0;INCONNU;ANRU;subvention;1,00\n", plan),
    )
    yield from _tables_contredites()


def _tables_contredites() -> Iterator[Pathologie]:
    """Des lignes bien formées, que seul dément ce que dit le reste du dossier."""

    def de(table: str, nom: str, contenu: Callable[[int], str], *, suite: bool = False) -> Pathologie:
        return Pathologie(lecteur="csv", nom=f"{nom} ({table})", fichier=table, contenu=contenu, suite=suite)

    plan = "version;operation;financeur;nature;montant\n"
    yield de("plan.csv", "deux codes inconnus par ligne", _numeroter("0;INCONNU{0};AUTRE{0};subvention;1,00\n", plan))
    yield de("plan.csv", "une version sans avenant par ligne", _numeroter("900;INCONNU{};ANRU;pret;1,00\n", plan))
    operations = "version;operation;famille;libelle;maitre_ouvrage;nature_cout;cout_ht;base\n"
    yield de("operations.csv", "une famille inconnue par ligne", _numeroter("0;O{0};z{0};L;V;brut;1;ht\n", operations))
    yield de("operations.csv", "la même ligne", _repeter("0;O;01;L;V;brut;1;ht\n", operations))
    suivi = "2010-01-01;INCONNU{};1\n"
    yield de("reestimations.csv", "un code inconnu par ligne", _numeroter(suivi, "date;operation;cout\n"))
    yield de("realisations.csv", "un code inconnu par ligne", _numeroter(suivi, "date;operation;quantite\n"))
    insertion = "operation;heures_objectif;heures_realisees\n"
    yield de("insertion.csv", "un code inconnu par ligne", _numeroter("INCONNU{};1;1\n", insertion))
    yield de("insertion.csv", "la même ligne", _repeter("INCONNU;1;1\n", insertion))
    juste = "0;O{0};01;L;V;brut;1;ht\n"
    yield de(
        "operations.csv", "une faute à la fin", _numeroter(juste, operations, juste.replace("brut", "x").format(0))
    )
    yield de("operations.csv", "un total trop grand", _numeroter(juste.replace("1;ht", "99999999999;ht"), operations))
    yield de("insertion.csv", "une faute à la fin", _numeroter("O{};1;1\n", insertion, "O;x;1\n"))
    mouvement = "2010-01-01;depense;OP{};;;1,00;;\n"
    fautif = mouvement.format("").replace("1,00", "x")
    yield de("journal.csv", "une faute à la fin", _numeroter(mouvement, EN_TETE_DU_JOURNAL, fautif))
    yield de("journal.csv", "trop vieux", _repeter("1960-01-01;depense;O;;;1,00;;\n", EN_TETE_DU_JOURNAL))


def _toml() -> Iterator[Pathologie]:
    def de_la_convention(nom: str, contenu: Callable[[int], str | bytes], fichier: str = CONVENTION) -> Pathologie:
        return Pathologie(lecteur="toml", nom=nom, fichier=fichier, contenu=contenu, suite=True)

    yield de_la_convention("une clé pointée", _repeter(".a", "\na", " = 1\n"))
    yield de_la_convention("des clés pointées", _repeter(f"{'.'.join('abcdefgh' * 4)} = 1\n"))
    yield de_la_convention("un titre pointé", _repeter(".a", "\n[a", "]\n"))
    yield de_la_convention("des tables", _numeroter("[t{}]\n"))
    yield de_la_convention("des tables emboîtées", _numeroter("[a.b.c.d.t{}]\n"))
    yield de_la_convention("des listes emboîtées", lambda taille: "\na = " + "[" * (taille // 2) + "]" * (taille // 2))
    yield de_la_convention("une liste d’objets vides", _repeter("{},", "\na = [", "]\n"))
    yield de_la_convention("des clés inconnues", _numeroter("cle{} = 1\n", "\n"))
    yield de_la_convention("des titres de financeurs", _repeter("[[financeurs]]\n"))
    yield de_la_convention("des financeurs de clé inconnue", _repeter("[[financeurs]]\nx = 1\n"))
    yield de_la_convention("un texte", _repeter("a", '\na = "', '"\n'))
    yield de_la_convention("un texte échappé", _repeter("\\u00e9", '\na = "', '"\n'))
    yield de_la_convention("un texte de plusieurs lignes", _repeter("a\n", '\na = """', '"""\n'))
    yield de_la_convention("des commentaires", _repeter("# a\n"))
    yield de_la_convention("des lignes vides", _repeter("\n"))
    yield de_la_convention("des espaces", _repeter(" ", "", "\n"))
    yield de_la_convention("un nombre", _repeter("9", "\na = ", "\n"))
    yield de_la_convention("un texte jamais fermé", _repeter("a", '\na = "'))
    avenant = '\n[[avenants]]\nnumero = 9\nnature = "local"\ndate = 2014-01-01\nenveloppes = {'
    yield de_la_convention("des enveloppes", _numeroter('F{} = "1,00"', avenant, "}\n", ","))


def _json() -> Iterator[Pathologie]:
    def du_dossier(nom: str, contenu: Callable[[int], str | bytes]) -> Pathologie:
        return Pathologie(lecteur="json", nom=nom, fichier=JSON, contenu=contenu)

    yield du_dossier("des objets vides (journal)", _repeter("{},", '{"format":1,"journal":[', "{}]}"))
    yield du_dossier("des objets vides (financeurs)", _repeter("{},", '{"format":1,"financeurs":[', "{}]}"))
    yield du_dossier("des objets vides (clé inconnue)", _repeter("{},", '{"format":1,"x":[', "{}]}"))
    yield du_dossier("des listes emboîtées", lambda taille: "[" * (taille // 2) + "]" * (taille // 2))
    yield du_dossier("des objets emboîtés", lambda taille: '{"a":' * (taille // 6) + "1" + "}" * (taille // 6))
    yield du_dossier("des clés inconnues", _numeroter('"cle{}":1', "{", "}", ","))
    yield du_dossier("la même clé", _repeter('"format":1,', "{", '"convention":{}}'))
    yield du_dossier("un nombre entier", _repeter("9", '{"format":', "}"))
    yield du_dossier("un nombre à virgule", _repeter("9", '{"format":1.', "}"))
    yield du_dossier("un texte échappé", _repeter("\\u00e9", '{"format":"', '"}'))
    yield du_dossier("un texte", _repeter("a", '{"format":"', '"}'))
    yield du_dossier("un texte jamais fermé", _repeter("a", '{"format":"'))
    yield du_dossier("des espaces", _repeter(" ", "{", "}"))
    mouvement = '{{"date":"2010-01-01","type":"depense","operation":"INCONNU{}","montant":"1.00"}}'
    yield du_dossier(
        "un code inconnu par mouvement", _numeroter(mouvement, '{"format":1,"financeurs":[],"journal":[', "]}", ",")
    )
    yield du_dossier("des nombres (journal)", _repeter("1,", '{"format":1,"journal":[', "1]}"))
    yield du_dossier(
        "des clés inconnues d’un mouvement", _numeroter('"cle{}":1', '{"format":1,"journal":[{', "}]}", ",")
    )
    yield du_dossier("des enveloppes", _numeroter('"F{}":"1"', '{"format":1,"avenants":[{"enveloppes":{', "}}]}", ","))
    parametre = '{"format":1,"reglement":{"parametres":[{"familles":['
    yield du_dossier("des familles", _repeter('"01",', parametre, '"01"]}]}}'))


def _des_autres() -> Iterator[Pathologie]:
    for nom, contenu in CLASSEURS.items():
        yield Pathologie(lecteur="classeur", nom=nom, fichier="dossier.xlsx", contenu=contenu)
    for (nom, suffixe), contenu in DOCUMENTS.items():
        yield Pathologie(
            lecteur=suffixe.lstrip("."),
            nom=nom,
            fichier=f"document{suffixe}",
            contenu=contenu,
            commande=("verifier",),
        )


PATHOLOGIES: Final = (*_tables(), *_toml(), *_json(), *_des_autres())
