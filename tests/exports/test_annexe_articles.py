"""Le texte de clôture, mot à mot, sur un petit dossier et dans chaque situation qui change une phrase."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pytest

from exports.annexe.contexte import Contexte, preparer
from exports.annexe.textes.articles import articles
from exports.document.elements import Precision
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.document.texte import LONGUEUR_MAXIMALE
from maquettes.assemblage.dossier_json import empreinte
from tests.construction import avenant, euros, financeur, jour, ligne, operation, projet
from tests.exports.dossier_clos import AU, alineas, contexte_clos, dossier_clos, lisible, titres
from tests.exports.dossiers import HOSTILES, dossier_de_tension, dossier_hostile

# Les règles « pnru » n'ont pas d'empreinte qui se calcule à la main : elle est éprouvée avec les champs.
REGLES: Final = "[règles]"

MONTANTS: Final = "Montants de clôture par financeur"
PROGRAMME: Final = "Programme arrêté à la clôture"
SOLDES: Final = "Soldes à verser et trop-perçus"
ENGAGEMENTS: Final = "Engagements restant à prendre"
LECTURE_C: Final = (
    "Ces montants suivent une lecture des règles de solde (confiance C)~: aucun texte publié n’en donne la formule."
)

TEXTE: Final = """
# Objet
Le présent texte arrête, à la date du 31 mars 2015, les montants de clôture de la convention C-1 «~Convention \
d'essai~», signée le 1ᵉʳ juillet 2004 au titre du programme national de rénovation urbaine (PNRU).
Porteur de projet~: Ville.
Les montants sont exprimés en euros et centimes.
# Convention et avenants
La convention a été modifiée par deux avenants~: l’avenant n°~1 du 15 mars 2005 et l’avenant n°~2 du 15 mars 2006.
Le tableau financier en vigueur est celui de l’avenant n°~2 du 15 mars 2006 (avenant local).
La date limite d’engagement est fixée au 31 décembre 2015 et la date limite de solde au 31 décembre 2017.
# Programme arrêté à la clôture
Le programme compte 4 opérations~: 1 soldée, 1 à engager, 1 abandonnée et 1 non achevée sans concours.
L’état d’une opération entière est celui de son concours (subvention ou prêt) le moins avancé.
Le coût final de ces opérations est arrêté à 1_340_000,50~€ HT, pour un coût programmé de 1_840_000,50~€ HT.
# Montants de clôture par financeur
Le montant de clôture des concours est arrêté à 860_000,50~€ (huit cent soixante mille euros et cinquante centimes), \
soit 660_000,50~€ de subventions et 200_000,00~€ de prêts, pour un montant programmé de 1_050_000,50~€.
Il se répartit ainsi~:
–~Nom de ANRU~: 560_000,50~€, pour 750_000,50~€ au programme_;
–~Nom de DEPARTEMENT~: 100_000,00~€, comme au programme_;
–~Nom de CDC~: 200_000,00~€, comme au programme.
La part de l’ANRU est arrêtée à 560_000,50~€ (cinq cent soixante mille euros et cinquante centimes).
Pour mémoire, l’autofinancement est de 480_000,00~€ (Nom de VILLE~: 440_000,00~€_; Nom de OPH~: 40_000,00~€), pour \
790_000,00~€ au programme_; avec les concours, le plan de financement est de 1_340_000,50~€.
Ces montants suivent une lecture des règles de solde (confiance C)~: aucun texte publié n’en donne la formule.
# Soldes à verser et trop-perçus
Les concours payés, nets des reversements, s’élèvent à 400_000,00~€.
Le solde à verser est de 470_000,50~€ (quatre cent soixante-dix mille euros et cinquante centimes), soit 270_000,50~€ \
de subventions et 200_000,00~€ de prêts.
Détail par financeur – Nom de ANRU~: 170_000,50~€_; Nom de DEPARTEMENT~: 100_000,00~€_; Nom de CDC~: 200_000,00~€.
Un trop-perçu donne lieu à un ordre de reversement (Nom de ANRU, opération OP-1~: 10_000,00~€).
Un trop-perçu ne se compense pas avec un solde à verser.
# Dégagements et économies
Les concours engagés, nets des dégagements déjà pris, s’élèvent à 650_000,50~€.
Le montant à dégager est de 90_000,00~€ (quatre-vingt-dix mille euros), entièrement en subventions.
Détail par financeur – Nom de ANRU~: 90_000,00~€.
Les concours à la clôture présentent, sur les concours programmés, une économie de 190_000,00~€.
Détail par financeur – Nom de ANRU~: 190_000,00~€.
Pour mémoire, l’autofinancement présente une économie de 310_000,00~€.
L’abandon d’opérations retire 100_000,00~€ de concours au programme (OP-3).
# Engagements restant à prendre
Le montant à engager est de 300_000,00~€ (trois cent mille euros), soit 100_000,00~€ de subventions et \
200_000,00~€ de prêts.
Détail par financeur – Nom de DEPARTEMENT~: 100_000,00~€_; Nom de CDC~: 200_000,00~€.
# Contreparties foncières et insertion
La convention prévoit 2 contreparties foncières, d’une surface de 4_450,5~m²~: 1 cédée et 1 à céder, hors de \
l’équilibre du plan de financement.
Le travail réalisé au titre de l’insertion s’élève à 1 heure, pour un objectif de 1_250 heures.
Il manque 1_249 heures, sur 1 opération.
# Réserves
Les formules de clôture, l’arrondi et le partage au plus fort reste sont une lecture (confiance \
C~: raisonnable, sans texte publié qui les fixe).
Les colonnes du tableau financier et les libellés des familles suivent l’usage professionnel, non vérifié \
(confiance D).
Le programme contient 1 opération illustrative sur 4 (montants, dates et mouvements inventés pour l’exemple).
Les contrôles du dossier ne relèvent aucun constat bloquant.
Les contrôles appliquent le règlement «~pnru~».
Ce texte est tiré du dossier d’empreinte [dossier] et des règles d’empreinte [règles].
"""


def texte(contexte: Contexte) -> str:
    """Les articles, titres précédés d’un dièse, empreintes remplacées."""
    lignes = [ligne for article in articles(contexte) for ligne in (f"# {article.titre}", *article.alineas)]
    *avant, derniere = lignes
    dossier = empreinte(contexte.projet)
    assert dossier in derniere
    mots = derniere.replace(dossier, "[dossier]").removesuffix(".").split(" ")
    return "\n".join([*avant, " ".join((*mots[:-1], REGLES)) + "."])


def test_le_texte_entier() -> None:
    assert texte(contexte_clos()) == lisible(TEXTE.strip())


# --- périmètres


@pytest.mark.parametrize(
    ("genre", "code", "phrase", "programme"),
    [
        (
            GenrePerimetre.FINANCEUR,
            "VILLE",
            ("Il ne porte que sur la part du financeur Nom de VILLE_; financements et totaux sont ceux de cette part."),
            [
                "Le financeur participe à 2 opérations~: 1 soldée et 1 abandonnée.",
                "L’état d’une opération entière est celui de son concours (subvention ou prêt) le moins avancé.",
            ],
        ),
        (
            GenrePerimetre.MAITRE_OUVRAGE,
            "VILLE",
            (
                "Il ne porte que sur les opérations du maître d’ouvrage Nom de VILLE_; financements et totaux sont ceux de "  # noqa: E501 -- une phrase entière
                "ces opérations."
            ),
            [
                "Le programme compte 3 opérations~: 1 soldée, 1 à engager et 1 abandonnée.",
                "L’état d’une opération entière est celui de son concours (subvention ou prêt) le moins avancé.",
                (
                    "Le coût final de ces opérations est arrêté à 1_300_000,50~€ HT, pour un coût programmé de "
                    "1_800_000,50~€ HT."
                ),
            ],
        ),
        (
            GenrePerimetre.MAITRE_OUVRAGE,
            "OPH",
            (
                "Il ne porte que sur l’opération du maître d’ouvrage Nom de OPH_; financements et totaux sont ceux de cette "  # noqa: E501 -- une phrase entière
                "opération."
            ),
            [
                "Le programme compte 1 opération, non achevée sans concours.",
                "Le coût final de l’opération est arrêté à 40_000,00~€ HT, égal au coût programmé.",
            ],
        ),
        (
            GenrePerimetre.OPERATION,
            "OP-1",
            "Il ne porte que sur l’opération OP-1 – Libellé de OP-1_; financements et totaux sont ceux de cette opération.",  # noqa: E501 -- une phrase entière
            [
                "À la date d’arrêté, l’opération est soldée.",
                (
                    "Le coût final de l’opération est arrêté à 800_000,00~€ HT, pour un coût programmé de "
                    "1_000_000,00~€ HT."
                ),
            ],
        ),
    ],
)
def test_un_perimetre_se_dit(genre: GenrePerimetre, code: str, phrase: str, programme: Sequence[str]) -> None:
    contexte = contexte_clos(perimetre=Perimetre(genre=genre, code=code))
    assert lisible(phrase) in alineas(contexte, "Objet")
    assert alineas(contexte, PROGRAMME) == tuple(map(lisible, programme))


def test_l_ensemble_ne_dit_aucune_restriction() -> None:
    assert not any("ne porte que" in alinea for alinea in alineas(contexte_clos(), "Objet"))


def test_la_part_d_un_financeur_ne_parle_que_de_lui() -> None:
    contexte = contexte_clos(perimetre=Perimetre(genre=GenrePerimetre.FINANCEUR, code="VILLE"))
    lu = texte(contexte)
    assert not any(autre in lu for autre in ("ANRU", "DEPARTEMENT", "CDC", "OPH"))
    assert alineas(contexte, "Montant de clôture") == tuple(
        map(
            lisible,
            [
                "Aucun concours (subvention ou prêt) n’est arrêté.",
                "Pour mémoire, l’autofinancement est de 440_000,00~€, pour 750_000,00~€ au programme.",
                LECTURE_C,
            ],
        )
    )
    assert alineas(contexte, SOLDES) == tuple(
        map(
            lisible,
            [
                "Aucun paiement n’est constaté.",
                "Aucun solde n’est à verser et aucun trop-perçu n’est constaté.",
            ],
        )
    )


# --- textes du dossier


def test_des_noms_hostiles_restent_du_texte() -> None:
    """Accolades, balises, formules : rien n’est relu ; ce qui commande l’affichage est montré."""
    financeurs = tuple(financeur(f"F{rang}", nom=nom.strip()) for rang, nom in enumerate(HOSTILES))
    lignes = [ligne(f.code, euros(1_000)) for f in financeurs]
    dossier = projet(
        operations=[operation(maitre_ouvrage="X", cout_ht=euros(1_000) * len(lignes))],
        plan=lignes,
        financeurs=financeurs,
        nom="{porteur} </script> {{inconnu}}",
        porteur="\u202e{nom_convention}\nsuite",
    )
    contexte = contexte_clos(dossier)
    lu = texte(contexte)
    assert lisible("convention C-1 «~{porteur} </script> {{inconnu}}~», signée") in lu
    assert "\n".join((lisible("Porteur de projet~: \ufffd{nom") + "_convention} suite.", "Les montants")) in lu
    imprimables = [nom.strip() for nom in HOSTILES if nom.isprintable()]
    assert len(imprimables) > len(HOSTILES) // 2
    for nom in imprimables:
        assert f"{lisible('–~')}{nom}{lisible('~: 1_000,00~€, comme au programme')}" in lu
    assert not set("\u202e\x01\x1b") & set(lu)


def test_le_dossier_hostile_a_ses_articles() -> None:
    assert len(articles(contexte_clos(dossier_hostile()))) == len(titres(contexte_clos(projet())))


def test_un_grand_dossier_tient_dans_des_alineas_bornes() -> None:
    """Trois cents opérations, quinze financeurs aux noms longs : aucun alinéa ne dépasse, aucun financeur ne manque."""
    contexte = preparer(dossier_de_tension(300), au=AU, perimetre=ENSEMBLE, unite=Precision.CENTIME)
    montants = alineas(contexte, MONTANTS)
    assert sum(alinea.startswith(lisible("–~")) for alinea in montants) == 15
    assert all(len(alinea) <= LONGUEUR_MAXIMALE for article in articles(contexte) for alinea in article.alineas)


def test_une_liste_trop_longue_se_coupe_entre_deux_elements() -> None:
    """Trois financeurs dont le nom est le plus long permis : le détail se dit en trois alinéas, sans perte."""
    noms = [f"{rang}{'x' * 1_999}" for rang in range(3)]
    financeurs = tuple(financeur(f"F{rang}", nom=nom) for rang, nom in enumerate(noms))
    dossier = projet(
        operations=[operation(maitre_ouvrage="X", cout_ht=euros(300))],
        plan=[ligne(f.code, euros(100)) for f in financeurs],
        financeurs=financeurs,
    )
    total, *details = alineas(contexte_clos(dossier), ENGAGEMENTS)
    assert total.startswith(lisible("Le montant à engager est de 300,00~€"))
    assert details == [
        lisible(f"Détail par financeur – {noms[0]}~: 100,00~€_;"),
        lisible(f"{noms[1]}~: 100,00~€_;"),
        lisible(f"{noms[2]}~: 100,00~€."),
    ]


def test_une_enumeration_trop_longue_se_coupe_entre_deux_mots() -> None:
    """Deux cents avenants, un par jour : la phrase prend plusieurs alinéas, et recollée elle est entière."""
    premier = jour("2008-01-01").toordinal()
    avenants = tuple(avenant(n, date.fromordinal(premier + n).isoformat()) for n in range(1, 201))
    textes = alineas(contexte_clos(dossier_clos(avenants=avenants)), "Convention et avenants")
    *enumeration, _, _ = textes
    assert len(enumeration) > 1
    entiere = " ".join(enumeration)
    assert entiere.startswith(
        lisible("La convention a été modifiée par deux cents avenants~: l’avenant n°~1 du 2 janvier 2008, l’avenant")
    )
    assert entiere.endswith(lisible("et l’avenant n°~200 du 19 juillet 2008."))
    assert entiere.count("l’avenant") == 200


def test_le_meme_dossier_donne_le_meme_texte() -> None:
    assert articles(contexte_clos()) == articles(contexte_clos(dossier_clos()))
