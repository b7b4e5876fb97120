"""Les clôtures calculées à la main, et le lecteur qui les garde honnêtes."""

import pytest
from pydantic import ValidationError
from yaml.constructor import ConstructorError

from financement.cloture import Cloture, EtatLigne, LigneCloturee, TotalCloture, calculer_cloture
from financement.cloture.montant import Fondement
from tests.financement.cloture.cas import Cas, LigneAttendue, lire_cas, montrer_montant, tous_les_cas
from tests.financement.cloture.lois import manquements
from tests.financement.cloture.oracle import clore_a_la_main

CAS = tous_les_cas()
LES_CAS = pytest.mark.parametrize("cas", [cas for _, cas in CAS], ids=[nom for nom, _ in CAS])

MODELE = """
- titre: essai
  calcul: aucun
  au: 2015-03-31
  operations: [{cout_ht: "100,00"}]
  plan: [{financeur: VILLE, nature: fonds_propres, montant: "100,00"}]
  attendu: [{financeur: VILLE, nature: fonds_propres, etat: residu, montant_cloture: "100,00"}]
"""


def differences(attendue: dict[str, int], obtenue: LigneCloturee | TotalCloture, nom: str) -> list[str]:
    """Un texte par montant qui diffère."""
    return [
        f"{nom} : {grandeur} attendu {montrer_montant(attendu)}, obtenu {montrer_montant(obtenu)}"
        for grandeur, attendu in attendue.items()
        if (obtenu := getattr(obtenue, grandeur)) != attendu
    ]


def differences_de_ligne(attendue: LigneAttendue, obtenue: LigneCloturee) -> list[str]:
    nom = " ".join(attendue.cle)
    ecarts = [] if obtenue.etat == attendue.etat else [f"{nom} : état attendu {attendue.etat}, obtenu {obtenue.etat}"]
    fondement = obtenue.calcul.fondement
    if attendue.fondement not in {None, fondement}:
        ecarts.append(f"{nom} : fondement attendu {attendue.fondement}, obtenu {fondement}")
    return ecarts + differences(attendue.montants(), obtenue, nom)


def differences_du_cas(cas: Cas, cloture: Cloture) -> list[str]:
    attendues = [ligne.cle for ligne in cas.attendu]
    obtenues = [(cle.operation, cle.financeur, cle.nature.value) for cle in (ligne.cle for ligne in cloture.lignes)]
    if attendues != obtenues:
        return [f"lignes attendues {attendues}, obtenues {obtenues}"]
    textes = [
        texte
        for attendue, obtenue in zip(cas.attendu, cloture.lignes, strict=True)
        for texte in differences_de_ligne(attendue, obtenue)
    ]
    if cas.total is not None:
        textes += differences(cas.total.montants(), cloture.total, "total")
    for equilibre in cloture.equilibres():
        code = equilibre.faits.operation.code
        ecart = cas.ecart.get(code, 0)
        if equilibre.ecart != ecart:
            attendu, obtenu = montrer_montant(ecart), montrer_montant(equilibre.ecart)
            textes.append(f"{code} : plan final − coût final attendu {attendu}, obtenu {obtenu}")
    return textes


@LES_CAS
def test_un_cas_calcule_a_la_main(cas: Cas) -> None:
    cloture = calculer_cloture(cas.construire(), au=cas.au)
    textes = differences_du_cas(cas, cloture)
    if textes:
        pytest.fail("\n".join(["", cas.titre, cas.calcul, *textes]), pytrace=False)
    assert manquements(cloture) == []


@LES_CAS
def test_l_oracle_trouve_aussi_chaque_cas(cas: Cas) -> None:
    """Les cas jugent aussi l’oracle : il ne doit pas partager une erreur du moteur."""
    refaites = clore_a_la_main(cas.construire(), cas.au).lignes
    assert [(ligne.cle, ligne.etat) for ligne in refaites] == [(ligne.cle, ligne.etat) for ligne in cas.attendu]
    for attendue, refaite in zip(cas.attendu, refaites, strict=True):
        assert {nom: refaite.montants[nom] for nom in attendue.montants()} == attendue.montants()


def test_les_cas_couvrent_chaque_etat_et_chaque_fondement() -> None:
    assert len(CAS) >= 36
    attendues = [ligne for _, cas in CAS for ligne in cas.attendu]
    assert {ligne.etat for ligne in attendues} == set(EtatLigne)
    fondements = {valeur for nom, valeur in vars(Fondement).items() if nom.isupper()}
    assert {ligne.fondement for ligne in attendues} - {None} == fondements


def test_chaque_cas_a_son_titre() -> None:
    titres = [cas.titre for _, cas in CAS]
    assert len(set(titres)) == len(titres)


def test_le_cas_modele_se_lit() -> None:
    (cas,) = lire_cas(MODELE)
    assert differences_du_cas(cas, calculer_cloture(cas.construire(), au=cas.au)) == []


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("titre:", "intitule:"),
        ("cout_ht:", "coût_ht:"),
        ("etat: residu", "état: residu"),
        ('cout_ht: "100,00"', "cout_ht: 100"),
        ('cout_ht: "100,00"', 'cout_ht: "100"'),
        ('cout_ht: "100,00"', 'cout_ht: "1000,00"'),
        ('cout_ht: "100,00"', 'cout_ht: "100.00"'),
        ("au: 2015-03-31", 'au: "2015-03-31"'),
        ("nature: fonds_propres, montant:", "nature: fonds propres, montant:"),
        (', montant_cloture: "100,00"', ""),
        ("  calcul: aucun\n", ""),
    ],
)
def test_un_cas_mal_ecrit_est_refuse(avant: str, apres: str) -> None:
    texte = MODELE.replace(avant, apres)
    assert texte != MODELE
    with pytest.raises(ValidationError):
        lire_cas(texte)


def test_une_cle_repetee_est_refusee() -> None:
    with pytest.raises(ConstructorError, match="clé répétée : au"):
        lire_cas(MODELE.replace("  au: 2015-03-31\n", "  au: 2015-03-31\n  au: 2015-04-01\n"))


def test_un_fichier_qui_n_est_pas_une_liste_est_refuse() -> None:
    with pytest.raises(TypeError, match="une liste de cas"):
        lire_cas("titre: essai")


@pytest.mark.parametrize(
    ("avant", "apres", "texte"),
    [
        ('montant_cloture: "100,00"', 'montant_cloture: "-1 234,56"', "attendu -1 234,56, obtenu 100,00"),
        ("etat: residu", "etat: forclose", "état attendu forclose, obtenu residu"),
        ("etat: residu", "fondement: abandon, etat: residu", "fondement attendu abandon, obtenu résidu"),
        ("attendu: [{financeur: VILLE", "attendu: [{financeur: EPCI", "lignes attendues"),
        ("  attendu:", '  total: {montant_cloture: "99,99"}\n  attendu:', "total : montant_cloture attendu 99,99"),
        ("  attendu:", '  ecart: {OP-1: "0,01"}\n  attendu:', "coût final attendu 0,01, obtenu 0,00"),
    ],
)
def test_un_cas_faux_se_voit(avant: str, apres: str, texte: str) -> None:
    (cas,) = lire_cas(MODELE.replace(avant, apres))
    (difference,) = differences_du_cas(cas, calculer_cloture(cas.construire(), au=cas.au))
    assert texte in difference
