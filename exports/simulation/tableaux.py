"""Les tableaux d’une simulation : la décision, chaque grandeur base et scénarios côte à côte, constats, hypothèses."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from exports.annexe.lignes import composer_ligne, difference, exces, ligne_de_somme, renvoi, texte, valeur
from exports.document.calculs import Evolution
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from exports.simulation.relais import composer_relais
from exports.texte.affichable import rendre_affichable
from financement.controles.constat import Constat, Gravite
from financement.scenarios.cote_a_cote import BASE, CoteACote, EcartDeMontant, EcartDeResultat
from financement.scenarios.relais import RelaisCoteACote

__all__ = [
    "CLE_CONCOURS",
    "CLE_DECISION",
    "CLE_RESTES",
    "cle_de_scenario",
    "cle_des_ecarts",
    "composer_tableaux",
]

CLE_DECISION: Final = "scenarios"
CLE_CONCOURS: Final = "concours"
CLE_RESTES: Final = "restes-a-charge"
_CLE_BESOINS: Final = "tresorerie"
_TOTAL: Final = "total"
_G: Final = GenreColonne


def cle_des_ecarts(tableau: str) -> str:
    """La clé du tableau joint qui met en ligne les écarts d’un tableau."""
    return f"ecarts-{tableau}"


def cle_de_scenario(rang: int) -> str:
    """La clé de la colonne d’un scénario, et de sa ligne dans la décision ; le premier est de rang un."""
    return f"s{rang}"


def composer_tableaux(cote_a_cote: CoteACote, relais: RelaisCoteACote | None = None) -> tuple[Tableau, ...]:
    """Tous les tableaux, dans l’ordre des parties ; aucun sans scénario."""
    if not cote_a_cote.scenarios:
        return ()
    convention = cote_a_cote.base.projet.convention
    noms = {financeur.code: financeur.nom for financeur in convention.financeurs}
    detail = (
        _par_cle(
            cote_a_cote,
            CLE_CONCOURS,
            ("Concours à la clôture par financeur", "Concours"),
            ("Financeur", Partie.FINANCEURS),
            lambda ecart: ecart.concours,
            lambda code: f"{code} · {noms[code]}",
        ),
        _par_cle(
            cote_a_cote,
            CLE_RESTES,
            ("Reste à charge par maître d’ouvrage", "Reste à charge"),
            ("Maître d’ouvrage", Partie.FINANCEURS),
            lambda ecart: ecart.restes_a_charge,
            convention.nom_du_maitre_ouvrage,
        ),
        _tresorerie(cote_a_cote),
    )
    concours, restes, tresorerie = detail
    ecarts = (_en_ligne(cote_a_cote, concours), _en_ligne(cote_a_cote, restes))
    prets = () if relais is None else (composer_relais(cote_a_cote, relais),)
    suites = (*ecarts, tresorerie, *prets, _constats(cote_a_cote), _hypotheses(cote_a_cote))
    return (_decision(cote_a_cote), concours, restes, *suites)


def _colonnes_des_scenarios(cote_a_cote: CoteACote) -> list[Colonne]:
    """Le montant et l’écart à la base de chaque scénario, sous son nom."""
    colonnes = []
    for rang, scenario in enumerate(cote_a_cote.scenarios, 1):
        cle, groupe = cle_de_scenario(rang), rendre_affichable(scenario.nom)
        colonnes += [
            Colonne(cle=cle, libelle="Montant", genre=_G.MONTANT, groupe=groupe),
            Colonne(cle=f"ecart-{cle}", libelle="Écart à la base", genre=_G.MONTANT, groupe=groupe),
        ]
    return colonnes


def _par_cle(
    cote_a_cote: CoteACote,
    cle: str,
    titres: tuple[str, str],
    place: tuple[str, Partie],
    choisir: Callable[[EcartDeResultat], Mapping[str, EcartDeMontant]],
    nommer: Callable[[str], str],
) -> Tableau:
    """Une grandeur, une ligne par financeur ou maître d’ouvrage : base, puis montant et écart de chaque scénario."""
    colonnes = (
        Colonne(cle="nom", libelle=place[0], genre=_G.TEXTE, largeur=44),
        Colonne(cle="base", libelle=BASE, genre=_G.MONTANT),
        *_colonnes_des_scenarios(cote_a_cote),
    )
    choisis = [choisir(ecart) for ecart in cote_a_cote.ecarts]
    codes = [
        code
        for code in dict.fromkeys(code for choisi in choisis for code in choisi)
        if any(choisi[code].base or choisi[code].montant for choisi in choisis if code in choisi)
    ]
    lignes = [
        _ligne_d_ecarts(colonnes, code, nommer(code), [c.get(code, EcartDeMontant(0, 0)) for c in choisis])
        for code in codes
    ]
    rangs = range(1, len(choisis) + 1)
    return Tableau(
        cle=cle,
        titre=titres[0],
        titre_court=titres[1],
        partie=place[1],
        niveau=Niveau.SYNTHESE,
        notes=("Écart = scénario − base.",),
        colonnes=colonnes,
        lignes=(
            *lignes,
            ligne_de_somme(
                colonnes,
                _TOTAL,
                "TOTAL",
                lignes,
                sommees=("base", *(cle_de_scenario(rang) for rang in rangs)),
                derivees={f"ecart-{s}": _ecart_de(s) for s in map(cle_de_scenario, rangs)},
            ),
        ),
    )


def _ecart_de(scenario: str) -> Callable[[Mapping[str, Cellule]], Cellule]:
    return lambda cellules: difference(cellules, scenario, "base")


def _ligne_d_ecarts(colonnes: Sequence[Colonne], code: str, nom: str, ecarts: Sequence[EcartDeMontant]) -> Ligne:
    cellules: dict[str, Cellule] = {"nom": texte(nom), "base": valeur(ecarts[0].base)}
    for rang, ecart in enumerate(ecarts, 1):
        cle = cle_de_scenario(rang)
        cellules[cle] = valeur(ecart.montant)
        cellules[f"ecart-{cle}"] = difference(cellules, cle, "base")
    return composer_ligne(colonnes, code, cellules)


def _en_ligne(cote_a_cote: CoteACote, tableau: Tableau) -> Tableau:
    """Les écarts d’un tableau, une ligne par scénario et par nom qui change : ce qui monte, ce qui descend."""
    colonnes = (
        Colonne(cle="scenario", libelle="Scénario", genre=_G.TEXTE, largeur=44),
        Colonne(cle="nom", libelle=tableau.colonnes[0].libelle, genre=_G.TEXTE, largeur=44),
        Colonne(cle="base", libelle=BASE, genre=_G.MONTANT),
        Colonne(cle="montant", libelle="Sous le scénario", genre=_G.MONTANT),
        Colonne(cle="plus", libelle="De plus", genre=_G.MONTANT),
        Colonne(cle="moins", libelle="De moins", genre=_G.MONTANT),
    )
    lignes = []
    for rang, scenario in enumerate(cote_a_cote.scenarios, 1):
        cle = cle_de_scenario(rang)
        for ligne in tableau.lignes[:-1]:
            base, montant = (tableau.cellule(ligne.cle, colonne).valeur for colonne in ("base", cle))
            if base != montant:
                cellules: dict[str, Cellule] = {
                    "scenario": texte(scenario.nom),
                    "nom": ligne.cellules[0],
                    "base": renvoi(tableau.cle, ligne.cle, "base", base),
                    "montant": renvoi(tableau.cle, ligne.cle, cle, montant),
                }
                cellules["plus"] = exces(cellules, "montant", "base")
                cellules["moins"] = exces(cellules, "base", "montant")
                lignes.append(composer_ligne(colonnes, f"{cle}:{ligne.cle}", cellules))
    return Tableau(
        cle=cle_des_ecarts(tableau.cle),
        titre=f"{tableau.titre} : ce qui change",
        titre_court=f"Écarts, {tableau.titre_court.lower()}",
        partie=Partie.FINANCEURS,
        niveau=Niveau.JOINT,
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _tresorerie(cote_a_cote: CoteACote) -> Tableau:
    """Le plus fort découvert à venir de chaque maître d’ouvrage, et son semestre."""
    resultats = (cote_a_cote.base, *cote_a_cote.resultats)
    groupes = (BASE, *(rendre_affichable(scenario.nom) for scenario in cote_a_cote.scenarios))
    colonnes = [Colonne(cle="nom", libelle="Maître d’ouvrage", genre=_G.TEXTE, largeur=44)]
    for rang, groupe in enumerate(groupes):
        colonnes += [
            Colonne(cle=f"besoin-{rang}", libelle="À préfinancer", genre=_G.MONTANT, groupe=groupe),
            Colonne(cle=f"semestre-{rang}", libelle="Semestre", genre=_G.TEXTE, largeur=10, groupe=groupe),
        ]
    convention = cote_a_cote.base.projet.convention
    noms = dict.fromkeys(nom for resultat in resultats for nom in resultat.tresorerie)
    lignes = []
    for nom in noms:
        pointes = [resultat.pointe(nom) for resultat in resultats]
        if any(pointes):
            cellules = {"nom": texte(convention.nom_du_maitre_ouvrage(nom))}
            for rang, (resultat, pointe) in enumerate(zip(resultats, pointes, strict=True)):
                cellules[f"besoin-{rang}"] = valeur(resultat.besoin(nom))
                cellules[f"semestre-{rang}"] = texte("" if pointe is None else str(pointe.semestre))
            lignes.append(composer_ligne(colonnes, nom, cellules))
    return Tableau(
        cle=_CLE_BESOINS,
        titre="Trésorerie à trouver après l’arrêté, au plus fort, par maître d’ouvrage",
        titre_court="Trésorerie",
        partie=Partie.EXECUTION,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Prévision de l’échéancier (lecture C) : travaux à parts égales, acomptes plafonnés, puis solde.",
            "Des pointes de dates différentes ne s’additionnent pas.",
        ),
        colonnes=tuple(colonnes),
        lignes=tuple(lignes),
    )


def _decision(cote_a_cote: CoteACote) -> Tableau:
    """Une ligne par scénario, la base d’abord : ce que l’on compare pour décider."""
    colonnes = (
        Colonne(cle="nom", libelle="Scénario", genre=_G.TEXTE),
        Colonne(cle="concours", libelle="Concours à la clôture", genre=_G.MONTANT),
        Colonne(cle="ecart-concours", libelle="Écart à la base", genre=_G.MONTANT),
        Colonne(cle="reste", libelle="Reste à charge des maîtres d’ouvrage", genre=_G.MONTANT),
        Colonne(cle="ecart-reste", libelle="Écart à la base", genre=_G.MONTANT),
        Colonne(cle="bloquants", libelle="Constats bloquants qui apparaissent", genre=_G.ENTIER),
        Colonne(cle="disparus", libelle="Constats bloquants qui disparaissent", genre=_G.ENTIER),
    )
    base = cote_a_cote.ecarts[0]
    montants = [
        ("base", sum(e.base for e in base.concours.values()), sum(e.base for e in base.restes_a_charge.values()))
    ]
    montants += [
        (
            cle_de_scenario(rang),
            sum(e.montant for e in ecart.concours.values()),
            sum(e.montant for e in ecart.restes_a_charge.values()),
        )
        for rang, ecart in enumerate(cote_a_cote.ecarts, 1)
    ]
    lignes = []
    for rang, (cle, concours, reste) in enumerate(montants):
        cellules: dict[str, Cellule] = {
            "nom": texte(cote_a_cote.scenarios[rang - 1].nom if rang else "Base : le dossier tel qu’il est"),
            "concours": renvoi(CLE_CONCOURS, _TOTAL, cle, concours),
            "reste": renvoi(CLE_RESTES, _TOTAL, cle, reste),
        }
        if rang:
            ecart = cote_a_cote.ecarts[rang - 1]
            cellules |= {
                "ecart-concours": valeur(concours - montants[0][1], Evolution(colonne="concours", depuis="base")),
                "ecart-reste": valeur(reste - montants[0][2], Evolution(colonne="reste", depuis="base")),
                "bloquants": valeur(sum(constat.est_bloquant for constat in ecart.apparus)),
                "disparus": valeur(sum(constat.est_bloquant for constat in ecart.disparus)),
            }
        lignes.append(composer_ligne(colonnes, cle, cellules))
    return Tableau(
        cle=CLE_DECISION,
        titre="Ce que change chaque scénario",
        titre_court="Scénarios",
        partie=Partie.DECISION,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Concours : subventions et prêts.",
            "Reste à charge : coût final − subventions − fonds propres d’autrui ; les prêts y restent (lecture C).",
        ),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _constats(cote_a_cote: CoteACote) -> Tableau:
    """Les constats qui apparaissent ou disparaissent sous chaque scénario, les plus graves d’abord."""
    colonnes = (
        Colonne(cle="scenario", libelle="Scénario", genre=_G.TEXTE, largeur=34),
        Colonne(cle="sens", libelle="Ce qu’il devient", genre=_G.TEXTE, largeur=12),
        Colonne(cle="gravite", libelle="Gravité", genre=_G.TEXTE, largeur=12),
        Colonne(cle="code", libelle="Code", genre=_G.CODE, largeur=16),
        Colonne(cle="message", libelle="Constat", genre=_G.TEXTE, largeur=80),
        Colonne(cle="enjeu", libelle="Montant en jeu", genre=_G.MONTANT),
        Colonne(cle="lieu", libelle="Où le voir", genre=_G.TEXTE, largeur=34),
    )
    lignes: list[Ligne] = []
    for scenario, ecart in zip(cote_a_cote.scenarios, cote_a_cote.ecarts, strict=True):
        for sens, constats in (("apparaît", ecart.apparus), ("disparaît", ecart.disparus)):
            for constat in _par_gravite(constats):
                cellules = {
                    "scenario": texte(scenario.nom),
                    "sens": texte(sens),
                    "gravite": texte(constat.gravite),
                    "code": texte(constat.code),
                    "message": texte(constat.message),
                    "enjeu": valeur(constat.montant_en_jeu or None),
                    "lieu": texte(str(constat.provenance)),
                }
                lignes.append(composer_ligne(colonnes, f"constat:{len(lignes) + 1}", cellules))
    return Tableau(
        cle="constats",
        titre="Constats qui apparaissent ou disparaissent",
        titre_court="Constats",
        partie=Partie.CONSTATS,
        notes=("Deux constats sont le même s’ils ont code, opération et financeur.",)
        if lignes
        else ("Aucun constat n’apparaît ni ne disparaît.",),
        colonnes=colonnes,
        lignes=tuple(lignes),
    )


def _par_gravite(constats: Sequence[Constat]) -> list[Constat]:
    return [constat for gravite in Gravite for constat in constats if constat.gravite is gravite]


def _hypotheses(cote_a_cote: CoteACote) -> Tableau:
    """Ce que suppose chaque scénario, et où c’est écrit."""
    colonnes = (
        Colonne(cle="scenario", libelle="Scénario", genre=_G.TEXTE, largeur=44),
        Colonne(cle="hypothese", libelle="Hypothèse", genre=_G.TEXTE, largeur=60),
        Colonne(cle="portee", libelle="Sur", genre=_G.TEXTE, largeur=44),
        Colonne(cle="source", libelle="Écrite dans", genre=_G.TEXTE, largeur=34),
    )
    lignes = [
        composer_ligne(
            colonnes,
            f"{cle_de_scenario(rang)}:{place}",
            {
                "scenario": texte(scenario.nom),
                "hypothese": texte(hypothese.libelle),
                "portee": texte(hypothese.portee),
                "source": texte(str(hypothese.provenance)),
            },
        )
        for rang, scenario in enumerate(cote_a_cote.scenarios, 1)
        for place, hypothese in enumerate(scenario.hypotheses, 1)
    ]
    return Tableau(
        cle="hypotheses",
        titre="Ce que supposent les scénarios",
        titre_court="Hypothèses",
        partie=Partie.CONSTATS,
        niveau=Niveau.LECTURE,
        colonnes=colonnes,
        lignes=tuple(lignes),
    )
