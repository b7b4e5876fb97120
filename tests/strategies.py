"""Projets valides tirés au hasard : petits, mais avec tout ce qui fait trébucher un fichier ou un calcul."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from financement.dossier.coherence import REGLEMENT_DU_DOSSIER
from financement.dossier.convention import (
    Avenant,
    ContrepartieFonciere,
    Convention,
    Enveloppe,
    Financeur,
    MaitreOuvrage,
)
from financement.dossier.cumuls import fautes_de_cumuls
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import (
    FAMILLES,
    MOUVEMENTS_DU_MAITRE_OUVRAGE,
    Base,
    Categorie,
    ModeEngagement,
    Nature,
    NatureAvenant,
    NatureCout,
    Origine,
    PorteeTableau,
    Programme,
    RegleCloture,
    Statut,
    StatutContrepartie,
    TypeMouvement,
    Unite,
    UniteMontants,
)
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.reglement.jeux import JEUX, UNITES
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre
from financement.reglement.valeur import MOIS_MAXIMAL
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE, Semestre
from financement.valeurs.montants import MONTANT_MAXIMAL
from financement.valeurs.taux import DENOMINATEUR_MAXIMAL
from financement.valeurs.textes_abimes import PERDU, est_une_erreur_de_tableur, texte_retabli

# Ce que tableurs, csv, toml et json ont chacun leur façon de mal relire.
TEXTES_HOSTILES: Final = (
    "=1+1",
    "'=1+1",
    "''-3",
    "+33 1 40",
    "-",
    "@SOMME(A1)",
    "＝1+1",
    "'＠SOMME(A1)",
    "'",
    "a;b",
    'un "guillemet',
    '"',
    '""',
    "deux\nlignes",
    "deux\r\nlignes",
    "retour\rseul",
    "a\tb",
    "\x01 contrôle \x1b[0m",
    "a\x7fb\x85c\u2028d",
    "\ufeffmarque",
    "עברית \u202eenvers\u202c",
    "🏗️ e\u0301 é",
    "# dièse",
    "[[financeurs]]",
    "{ A = 1 }",
    '"""',
    "'''",
    "\\u0041 \\n",
    "00601",
    "6061E5",
    "NaN",
    "null",
    "true",
    "2014-12-31",
)


def textes(longueur: int = 30) -> st.SearchStrategy[str]:
    """Un texte libre non vide, sans blanc autour."""
    quelconque = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=longueur)
    return (st.sampled_from(TEXTES_HOSTILES) | quelconque).map(str.strip).filter(bool).filter(_est_intact)


def _est_intact(texte: str) -> bool:
    """Le texte n’est ni une erreur de tableur, ni abîmé par un encodage : un dossier refuserait les deux."""
    return not est_une_erreur_de_tableur(texte) and texte_retabli(texte) is None and PERDU not in texte


def codes() -> st.SearchStrategy[str]:
    """Un code : une ligne affichable."""
    quelconque = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
    hostiles = [texte for texte in TEXTES_HOSTILES if texte.isprintable()]
    connus = st.sampled_from(["ANRU", "VILLE", "OPH", "1101040-08-0002-001"])
    return connus | quelconque.filter(_est_intact) | st.sampled_from(hostiles)


def montants() -> st.SearchStrategy[int]:
    """Des centimes : ronds, qui ne se partagent pas, ou au bord de ce qui est permis."""
    remarquables = st.sampled_from([0, 1, 2, 33, 100, 10_001, 99_999_999, MONTANT_MAXIMAL])
    return remarquables | st.integers(0, 10**9) | st.integers(0, MONTANT_MAXIMAL)


def quantites() -> st.SearchStrategy[Decimal]:
    """Une quantité à deux décimales au plus."""
    return st.integers(0, 10**11).map(lambda centiemes: Decimal(centiemes) / 100)


def taux() -> st.SearchStrategy[Fraction]:
    """Un taux entre 0 et 1 : pourcentage décimal ou rationnel quelconque."""
    decimaux = st.integers(0, 10**8).map(lambda millioniemes: Fraction(millioniemes, 10**8))
    courants = st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 3), Fraction(9, 20), Fraction(11, 200)])
    return courants | decimaux | st.fractions(0, 1, max_denominator=DENOMINATEUR_MAXIMAL)


def jours() -> st.SearchStrategy[datetime.date]:
    """Une date permise."""
    return st.dates(datetime.date(ANNEE_MINIMALE, 1, 1), datetime.date(ANNEE_MAXIMALE, 12, 31))


def semestres() -> st.SearchStrategy[Semestre]:
    """Un semestre permis."""
    return st.builds(Semestre, st.integers(ANNEE_MINIMALE, ANNEE_MAXIMALE), st.sampled_from([1, 2]))


def sirets() -> st.SearchStrategy[str]:
    """Quatorze chiffres, zéro de tête compris ; la clé est le plus souvent fausse."""
    return st.text("0123456789", min_size=14, max_size=14)


@st.composite
def conventions(tirer: st.DrawFn) -> Convention:
    """Une convention de un à quatre financeurs, de zéro à trois avenants."""
    declares = tirer(st.lists(codes(), min_size=1, max_size=6, unique=True))
    nombre = tirer(st.integers(1, min(4, len(declares))))
    financeurs = tuple(
        Financeur(
            code=code,
            nom=tirer(textes()),
            categorie=tirer(st.sampled_from(Categorie)),
            enveloppe=tirer(st.none() | montants()),
            siret=tirer(st.none() | sirets()),
            engagement=tirer(st.sampled_from(ModeEngagement)),
            signataire=tirer(st.none() | textes()),
        )
        for code in declares[:nombre]
    )
    dates = sorted(tirer(st.lists(jours(), min_size=1, max_size=4, unique=True)))
    numeros = sorted(
        tirer(st.lists(st.integers(1, 999), min_size=len(dates) - 1, max_size=len(dates) - 1, unique=True))
    )
    return Convention(
        code=tirer(codes()),
        nom=tirer(textes()),
        programme=tirer(st.sampled_from(Programme)),
        reglement=tirer(st.sampled_from(["pnru", "npnru", REGLEMENT_DU_DOSSIER])),
        porteur=tirer(textes()),
        date_signature=dates[0],
        date_limite_engagement=tirer(jours()),
        date_limite_solde=tirer(st.none() | jours()),
        unite=tirer(st.sampled_from(UniteMontants)),
        signataire=tirer(st.none() | textes()),
        region=tirer(st.none() | textes()),
        departement=tirer(st.none() | textes()),
        financeurs=financeurs,
        avenants=tuple(
            tirer(_avenants(numero, date, declares[:nombre])) for numero, date in zip(numeros, dates[1:], strict=True)
        ),
        maitres_ouvrage=tuple(
            MaitreOuvrage(
                code=code,
                nom=tirer(textes()),
                siret=tirer(st.none() | sirets()),
                signataire=tirer(st.none() | textes()),
            )
            for code in declares[nombre:]
        ),
        contreparties_foncieres=tuple(tirer(st.lists(_contreparties(), max_size=2))),
    )


@st.composite
def _avenants(tirer: st.DrawFn, numero: int, date: datetime.date, financeurs: Sequence[str]) -> Avenant:
    plafonnes = tirer(st.lists(st.sampled_from(financeurs), max_size=2, unique=True))
    return Avenant(
        numero=numero,
        nature=tirer(st.sampled_from(NatureAvenant)),
        date=date,
        date_limite_engagement=tirer(st.none() | jours()),
        date_limite_solde=tirer(st.none() | jours()),
        porteur=tirer(st.none() | textes()),
        enveloppes=tuple(Enveloppe(financeur=code, montant=tirer(montants())) for code in plafonnes),
        tableau=tirer(st.sampled_from(PorteeTableau)),
        signataire=tirer(st.none() | textes()),
    )


def _contreparties() -> st.SearchStrategy[ContrepartieFonciere]:
    return st.builds(
        ContrepartieFonciere,
        site=textes(),
        surface_m2=quantites(),
        droits_a_construire_m2=st.none() | quantites(),
        beneficiaire=textes(),
        statut=st.sampled_from(StatutContrepartie),
        date=st.none() | jours(),
    )


@st.composite
def _operations(tirer: st.DrawFn, version: int, code: str, convention: Convention) -> Operation:
    unite = tirer(st.none() | st.sampled_from(Unite))
    quantite = tirer(st.none() | quantites()) if unite is not None else None
    if quantite is not None and unite is Unite.LOGEMENT:
        quantite = quantite.to_integral_value()
    base = tirer(st.sampled_from(Base))
    taux_tva = tirer(st.none() | taux())
    sans_repli = base is Base.TTC and taux_tva is None
    cout_ttc = tirer(montants() if sans_repli else st.none() | montants())
    # Sans TTC déclaré, une TVA de 100 % au plus le déduit du HT, et il reste un montant.
    deduit = base is Base.TTC and cout_ttc is None
    proches = st.sampled_from([f.code for f in convention.financeurs])
    return Operation(
        version=version,
        code=code,
        famille=tirer(st.sampled_from(list(FAMILLES[convention.programme]))),
        libelle=tirer(textes()),
        maitre_ouvrage=tirer(proches | textes()),
        localisation=tirer(st.just("") | textes()),
        quantite=quantite,
        unite=unite,
        nature_cout=tirer(st.sampled_from(NatureCout)),
        cout_ht=tirer(montants()) // (2 if deduit else 1),
        taux_tva=taux_tva,
        base=base,
        cout_ttc=cout_ttc,
        assiette=tirer(st.none() | montants()),
        taux_anru=tirer(st.none() | taux()),
        debut=tirer(st.none() | semestres()),
        duree_semestres=tirer(st.none() | st.integers(0, 120)),
        achevement=tirer(st.none() | jours()),
        statut=tirer(st.sampled_from(Statut)),
        origine=tirer(st.none() | st.sampled_from(Origine)),
    )


@st.composite
def _plans(tirer: st.DrawFn, convention: Convention, creations: dict[str, int]) -> tuple[LignePlan, ...]:
    cles = st.builds(
        CleLigne,
        st.sampled_from(list(creations)),
        st.sampled_from([f.code for f in convention.financeurs]),
        st.sampled_from(Nature),
    )
    lignes = []
    for cle in tirer(st.lists(cles, max_size=6, unique=True)):
        possibles = [version for version in convention.versions if version >= creations[cle.operation]]
        for version in tirer(st.lists(st.sampled_from(possibles), min_size=1, max_size=2, unique=True)):
            regle = tirer(st.none() | st.sampled_from(RegleCloture))
            lignes.append(LignePlan(version=version, **cle._asdict(), montant=tirer(montants()), regle_cloture=regle))
    return tuple(tirer(st.permutations(lignes)))


@st.composite
def _mouvements(
    tirer: st.DrawFn, operations: Sequence[str], financeurs: Sequence[str], plan: Sequence[LignePlan]
) -> Mouvement:
    genre, operation = tirer(st.sampled_from(TypeMouvement)), tirer(st.sampled_from(operations))
    financeur, nature = None, None
    if genre not in MOUVEMENTS_DU_MAITRE_OUVRAGE:
        financeur = tirer(st.sampled_from(financeurs))
        natures = {ligne.nature for ligne in plan if (ligne.operation, ligne.financeur) == (operation, financeur)}
        choix = st.sampled_from(Nature)
        nature = tirer(choix if len(natures) > 1 else st.none() | choix)
    return Mouvement(
        date=tirer(jours()),
        type=genre,
        operation=operation,
        financeur=financeur,
        nature=nature,
        montant=tirer(montants()),
        piece=tirer(st.just("") | textes()),
        libelle=tirer(st.just("") | textes()),
    )


def sans_cumul_excessif(mouvements: Sequence[Mouvement]) -> tuple[Mouvement, ...]:
    """Les mouvements, moins ceux qui feraient dépasser à un cumul le plus grand montant."""
    gardes: list[Mouvement] = []
    for mouvement in mouvements:
        if not any(fautes_de_cumuls([*gardes, mouvement])):
            gardes.append(mouvement)
    return tuple(gardes)


def valeurs_de_parametre(unite: UniteParametre) -> st.SearchStrategy[Fraction]:
    """Une valeur permise dans cette unité."""
    match unite:
        case UniteParametre.TAUX:
            return taux() | st.sampled_from([Fraction(13, 10), Fraction(999, 100), Fraction(10**15 + 1, 10**15)])
        case UniteParametre.MOIS:
            return st.integers(0, MOIS_MAXIMAL).map(Fraction)
        case UniteParametre.ETP:
            return quantites().map(Fraction)
        case _:
            return montants().map(Fraction)


@st.composite
def parametres(tirer: st.DrawFn, programme: Programme) -> Parametre:
    """Un paramètre d’un règlement propre, dont la clé et l’unité sont connues de la bibliothèque."""
    cle = tirer(st.sampled_from(list(UNITES)))
    debut, fin = sorted([tirer(jours()), tirer(jours())])
    return Parametre(
        cle=cle,
        valeur=tirer(valeurs_de_parametre(UNITES[cle])),
        unite=UNITES[cle],
        debut=debut,
        fin=tirer(st.sampled_from([None, fin])),
        familles=tuple(tirer(st.lists(st.sampled_from(list(FAMILLES[programme])), max_size=3, unique=True))),
        produit=tirer(st.just("") | st.sampled_from(["PLUS", "PLAI", "PLUS-CD"]) | textes()),
        reference=tirer(textes()),
        confiance=tirer(st.sampled_from(Confiance)),
    )


@st.composite
def reglements_propres(tirer: st.DrawFn, programme: Programme) -> ReglementPropre:
    """Un règlement du dossier, de zéro à trois paramètres."""
    propres = st.lists(parametres(programme), max_size=3, unique_by=lambda p: (p.identite, p.debut))
    return ReglementPropre(base=tirer(st.sampled_from(list(JEUX))), parametres=tuple(tirer(propres)))


@st.composite
def projets(tirer: st.DrawFn) -> Projet:
    """Un projet valide : versions repliées, lignes dans un ordre quelconque, mouvements, suivi, règlement propre."""
    convention = tirer(conventions())
    annonce = convention.reglement == REGLEMENT_DU_DOSSIER
    propre = tirer(reglements_propres(convention.programme)) if annonce else None
    operations: list[Operation] = []
    creations: dict[str, int] = {}
    for code in tirer(st.lists(codes(), max_size=4, unique=True)):
        versions = tirer(st.lists(st.sampled_from(convention.versions), min_size=1, max_size=2, unique=True))
        creations[code] = min(versions)
        operations += [tirer(_operations(version, code, convention)) for version in versions]
    if not creations:
        return Projet(convention=convention, reglement_propre=propre)
    connues = list(creations)
    financeurs = [financeur.code for financeur in convention.financeurs]
    plan = tirer(_plans(convention, creations))
    citee = st.sampled_from(connues)
    reestimations = st.builds(Reestimation, date=jours(), operation=citee, cout=montants())
    realisations = st.builds(Realisation, date=jours(), operation=citee, quantite=quantites())
    insertion = st.builds(Insertion, operation=citee, heures_objectif=quantites(), heures_realisees=quantites())
    return Projet(
        convention=convention,
        reglement_propre=propre,
        operations=tuple(tirer(st.permutations(operations))),
        plan=plan,
        journal=sans_cumul_excessif(tirer(st.lists(_mouvements(connues, financeurs, plan), max_size=6))),
        reestimations=tuple(tirer(st.lists(reestimations, max_size=2, unique_by=lambda r: (r.date, r.operation)))),
        realisations=tuple(tirer(st.lists(realisations, max_size=2))),
        insertion=tuple(tirer(st.lists(insertion, max_size=2, unique_by=lambda i: i.operation))),
    )
