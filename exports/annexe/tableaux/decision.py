"""La page de décision : ce qui reste à payer, qui doit quoi à qui, ce qui bloque, ce qui est une interprétation.

Elle ne calcule rien : chaque montant renvoie à une synthèse, chaque constat à sa ligne.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, ligne_de_somme, renvoi, texte, valeur
from exports.annexe.tableaux import constats, enveloppes, execution, syntheses
from exports.annexe.tableaux import fondements as annexe_fondements
from exports.annexe.tableaux.constats import Fait, cle_de_fait
from exports.document.calculs import SommeAilleurs
from exports.document.elements import LieuDocument
from exports.document.sceau import GenrePerimetre
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Niveau, Partie, Tableau
from exports.document.typographie import PRECISIONS, afficher_euros
from financement.affichage.libelles import accorder
from financement.cloture.montant import Fondement
from financement.controles.constat import Gravite
from financement.controles.registre import MODELES_DE_CONTROLE

__all__ = ["CLE", "CLE_BLOCAGES", "CLE_INTERPRETATIONS", "composer"]

CLE: Final = "decision"
CLE_BLOCAGES: Final = "decision-blocages"
CLE_INTERPRETATIONS: Final = "decision-interpretations"

_G = GenreColonne
_TOTAL: Final = "total"
_DETAILLES_AU_PLUS: Final = 10
_NOMMES_AU_PLUS: Final = 15
"""Les lignes de financeurs qui laissent, sur la première page, la place de ce qui bloque."""
_MAITRES_AU_PLUS: Final = 3
"""Les maîtres d’ouvrage que nomme une phrase qui se lit d’un coup d’œil."""
_PLACE_DES_NOMS: Final = 100
"""Ce qu’en prennent les noms, en caractères : plus longs, ils chasseraient la décision de la première page."""

_REPRIS: Final = {
    "programme": "programme",
    "montant_cloture": "montant_cloture",
    "paye": "paye",
    "reste_a_verser": "solde_a_verser",
    "a_reverser": "trop_percu",
}
"""Pour chaque colonne de la décision, celle de la synthèse par financeur."""
_COLONNES: Final = (
    Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=44),
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT),
    Colonne(cle="montant_cloture", libelle="Montant de clôture", genre=_G.MONTANT),
    Colonne(cle="paye", libelle="Payé", genre=_G.MONTANT),
    Colonne(cle="reste_a_verser", libelle="Reste à verser", genre=_G.MONTANT),
    Colonne(cle="a_reverser", libelle="À reverser", genre=_G.MONTANT),
    Colonne(cle="disponible", libelle="Écart à l’enveloppe", genre=_G.MONTANT),
)
_BLOCAGES: Final = (
    Colonne(cle="constat", libelle="Constat bloquant", genre=_G.TEXTE, largeur=60),
    Colonne(cle="enjeu", libelle="Montant en jeu", genre=_G.MONTANT),
    Colonne(cle="objet", libelle="Opération, financeur", genre=_G.TEXTE, largeur=40),
)
_INTERPRETATIONS: Final = (
    Colonne(cle="lecture", libelle="Repose sur une interprétation (lecture C)", genre=_G.TEXTE, largeur=60),
    Colonne(cle="montant", libelle="Montant", genre=_G.MONTANT),
)
_A_CONFIRMER: Final = (Fondement.REESTIMATION, Fondement.ENGAGE, Fondement.PROGRAMME)


def composer(contexte: Contexte, tableaux: Mapping[str, Tableau]) -> Iterator[Tableau]:
    """La décision : financeurs, ce qui bloque, ce qui est une interprétation ; ``tableaux`` : ceux qu’elle reprend."""
    yield _par_financeur(contexte, tableaux)
    yield _ce_qui_bloque(contexte)
    yield _ce_qui_s_interprete(contexte, tableaux)


def _par_financeur(contexte: Contexte, tableaux: Mapping[str, Tableau]) -> Tableau:
    """Chaque financeur qui a un concours : ce qu’il verse encore, ce qu’il doit récupérer."""
    synthese, plan = tableaux[syntheses.CLE_FINANCEURS], tableaux[enveloppes.CLE]
    donnees = [ligne.cle for ligne in synthese.lignes if ligne.genre is GenreLigne.DONNEE]
    montres = [cle for cle in donnees if any(synthese.cellule(cle, lue).valeur for lue in _REPRIS.values())]
    bornes = [cle for cle in montres if plan.cellule(cle, "disponible").valeur is not None]
    colonnes = _COLONNES if bornes else _COLONNES[:-1]
    nommes = _nommer(synthese, plan, montres)
    autres = tuple(cle for cle in montres if cle not in nommes)
    lignes = []
    for cle in nommes:
        cellules = {
            "financeur": Cellule(valeur=synthese.cellule(cle, "financeur").valeur, lien=_lieu(synthese, cle)),
            **{ici: renvoi(synthese.cle, cle, la, synthese.cellule(cle, la).valeur) for ici, la in _REPRIS.items()},
        }
        if cle in bornes:
            cellules["disponible"] = renvoi(plan.cle, cle, "disponible", plan.cellule(cle, "disponible").valeur)
        lignes.append(composer_ligne(colonnes, cle, cellules))
    if autres:
        lignes.append(_les_autres(synthese, colonnes, autres))
    total = ligne_de_somme(colonnes, _TOTAL, "TOTAL DES CONCOURS", lignes, sommees=tuple(_REPRIS), derivees={})
    return Tableau(
        cle=CLE,
        titre="Qui doit quoi, par financeur",
        titre_court="Qui doit quoi",
        partie=Partie.DECISION,
        niveau=Niveau.SYNTHESE,
        notes=(
            " ".join(
                (
                    *_notes_par_financeur(contexte, len(donnees) - len(montres), len(autres), est_borne=bool(bornes)),
                    *_notes_par_maitre(contexte, tableaux[syntheses.CLE_MAITRES]),
                )
            ),
        ),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _nommer(synthese: Tableau, plan: Tableau, montres: Sequence[str]) -> Sequence[str]:
    """Les financeurs que la page nomme, dans leur ordre : tous s’ils y tiennent.

    Sinon, d’abord ceux dont le plan dépasse l’enveloppe, puis ceux qui doivent ou récupèrent le plus.
    """
    if len(montres) <= _NOMMES_AU_PLUS:
        return montres

    def rang(cle: str) -> tuple[bool, int, int]:
        depasse = _centimes(plan.cellule(cle, "disponible")) < 0
        reste, trop, programme = (
            _centimes(synthese.cellule(cle, colonne)) for colonne in ("solde_a_verser", "trop_percu", "programme")
        )
        return not depasse, -reste - trop, -programme

    retenus = frozenset(sorted(montres, key=rang)[: _NOMMES_AU_PLUS - 1])
    return [cle for cle in montres if cle in retenus]


def _les_autres(synthese: Tableau, colonnes: Sequence[Colonne], cles: tuple[str, ...]) -> Ligne:
    """La somme des financeurs que la page ne nomme pas ; le lien mène au premier, dans la synthèse."""
    cellules = {
        "financeur": Cellule(valeur=f"Autres financeurs ({len(cles)})", lien=_lieu(synthese, cles[0])),
        **{
            ici: valeur(
                sum(_centimes(synthese.cellule(cle, la)) for cle in cles),
                SommeAilleurs(tableau=synthese.cle, lignes=cles, colonne=la),
            )
            for ici, la in _REPRIS.items()
        },
    }
    return composer_ligne(colonnes, "autres", cellules)


def _lieu(synthese: Tableau, cle: str) -> LieuDocument:
    return LieuDocument(tableau=synthese.cle, ligne=cle, colonne="financeur")


def _notes_par_financeur(contexte: Contexte, sans_concours: int, autres: int, *, est_borne: bool) -> Iterator[str]:
    enveloppe = " Écart à l’enveloppe : enveloppe − programmé, autofinancement compris." if est_borne else ""
    absents = f" {accorder(sans_concours, 'financeur', 'financeurs')} sans concours." if sans_concours else ""
    if autres:
        absents += f" Les {autres} autres sont un à un dans la synthèse par financeur."
    yield (
        f"{PRECISIONS[contexte.unite].capitalize()}, concours seuls. Reste à verser : ce que le financeur doit encore. "
        f"À reverser : ce qu’il a payé en trop, que le maître d’ouvrage lui doit.{enveloppe}{absents}"
    )


def _notes_par_maitre(contexte: Contexte, synthese: Tableau) -> Iterator[str]:
    """À qui est dû ce que doivent les financeurs, et qui leur doit ce qu’ils ont payé en trop."""
    if contexte.perimetre.genre is GenrePerimetre.MAITRE_OUVRAGE:
        return
    for mots, colonne in (("Reste dû à", "solde_a_verser"), ("À reverser par", "trop_percu")):
        if nommes := " ; ".join(_nommer_les_maitres(contexte, synthese, colonne)):
            yield f"{mots} : {nommes}."


def _nommer_les_maitres(contexte: Contexte, synthese: Tableau, colonne: str) -> Iterator[str]:
    """Les maîtres d’ouvrage qui ont un montant dans cette colonne, du plus grand au plus petit, puis les autres."""
    montants = [
        (str(ligne.cellules[0].valeur), montant)
        for ligne in synthese.lignes
        if ligne.genre is GenreLigne.DONNEE and (montant := _centimes(synthese.cellule(ligne.cle, colonne)))
    ]
    montants.sort(key=lambda nomme: -nomme[1])
    nommes = len(montants) if len(montants) == _MAITRES_AU_PLUS + 1 else _MAITRES_AU_PLUS
    while nommes > 1 and sum(len(nom) for nom, _ in montants[:nommes]) > _PLACE_DES_NOMS:
        nommes -= 1
    for nom, montant in montants[:nommes]:
        yield f"{nom}, {afficher_euros(montant, contexte.unite)}"
    if autres := montants[nommes:]:
        somme = afficher_euros(sum(montant for _, montant in autres), contexte.unite)
        yield f"{accorder(len(autres), 'autre maître d’ouvrage', 'autres maîtres d’ouvrage')}, {somme}"


def _ce_qui_bloque(contexte: Contexte) -> Tableau:
    """Chaque constat bloquant ; groupés par code s’ils sont trop nombreux pour une page qui se lit d’un coup d’œil."""
    bloquants = [
        (rang, fait) for rang, fait in enumerate(constats.faits(contexte), start=1) if fait.gravite == Gravite.BLOQUANT
    ]
    lignes = (
        [_ligne_de_blocage(f"blocage:{rang}", [(rang, fait)]) for rang, fait in bloquants]
        if len(bloquants) <= _DETAILLES_AU_PLUS
        else [
            _ligne_de_blocage(f"blocage:{code}", [(rang, fait) for rang, fait in bloquants if fait.code == code])
            for code in dict.fromkeys(fait.code for _, fait in bloquants)
        ]
    )
    if not lignes:
        ou = "à la date d’arrêté" if contexte.est_entier else "dans cet extrait"
        rien = {"constat": texte(f"Rien ne bloque {ou}.")}
        lignes = [composer_ligne(_BLOCAGES, "rien", rien)]
    return Tableau(
        cle=CLE_BLOCAGES,
        titre="Ce qui bloque",
        titre_court="Ce qui bloque",
        partie=Partie.DECISION,
        niveau=Niveau.SYNTHESE,
        colonnes=_BLOCAGES,
        lignes=tuple(lignes),
    )


def _ligne_de_blocage(cle: str, groupe: list[tuple[int, Fait]]) -> Ligne:
    """Un constat, ou tous ceux d’un code : le lien mène au premier, le montant est la somme de ceux qui en portent."""
    rang, premier = groupe[0]
    enjeux = [fait.enjeu for _, fait in groupe if fait.enjeu is not None]
    concerne = ", ".join(filter(None, (premier.operation, premier.financeur)))
    cellules = {
        "constat": Cellule(
            valeur=MODELES_DE_CONTROLE[premier.code].nom,
            lien=LieuDocument(tableau=constats.CLE, ligne=cle_de_fait(rang), colonne="message"),
        ),
        "enjeu": valeur(sum(enjeux) if enjeux else None),
        "objet": texte(concerne if len(groupe) == 1 else accorder(len(groupe), "constat", "constats")),
    }
    return composer_ligne(_BLOCAGES, cle, cellules)


def _ce_qui_s_interprete(contexte: Contexte, tableaux: Mapping[str, Tableau]) -> Tableau:
    """Ce que nul texte ne fixe, en quelques phrases chiffrées."""
    return Tableau(
        cle=CLE_INTERPRETATIONS,
        titre="Ce qui est une interprétation",
        titre_court="Interprétations",
        partie=Partie.DECISION,
        niveau=Niveau.SYNTHESE,
        colonnes=_INTERPRETATIONS,
        lignes=tuple(_interpretations(contexte, tableaux[annexe_fondements.CLE])),
    )


def _interpretations(contexte: Contexte, fondements: Tableau) -> Iterator[Ligne]:
    def ligne(cle: str, phrase: str, montant: Cellule, vers: LieuDocument) -> Ligne:
        lecture = Cellule(valeur=phrase, lien=vers)
        return composer_ligne(_INTERPRETATIONS, cle, {"lecture": lecture, "montant": montant})

    def fondement(cle: str) -> LieuDocument:
        return LieuDocument(tableau=fondements.cle, ligne=cle, colonne="montant_cloture")

    total = renvoi(fondements.cle, _TOTAL, "montant_cloture", fondements.cellule(_TOTAL, "montant_cloture").valeur)
    phrase = "Tous les montants de clôture des concours suivent des règles de solde qu’aucun texte ne publie."
    yield ligne("cloture", phrase, total, fondement(_TOTAL))
    presentes = {ligne.cle for ligne in fondements.lignes}
    cles = tuple(cle for cle in (f"fondement:{fonde}" for fonde in _A_CONFIRMER) if cle in presentes)
    if montant := sum(_centimes(fondements.cellule(cle, "montant_cloture")) for cle in cles):
        phrase = "Dont ce qu’aucune dépense définitive ne fonde : forfait, engagé, coût réestimé ou programmé."
        somme = SommeAilleurs(tableau=fondements.cle, lignes=cles, colonne="montant_cloture")
        yield ligne("a-confirmer", phrase, valeur(montant, somme), fondement(cles[0]))
    reputees = [suivie for suivie in contexte.concours if suivie.suivie.est_reputee]
    if montant := sum(execution.grandeur(reputee, "engage") for reputee in reputees):
        cles = tuple(execution.cle_de_ligne(reputee.cle) for reputee in reputees)
        somme = SommeAilleurs(tableau=execution.CLE_LIGNES, lignes=cles, colonne="engage")
        vers = LieuDocument(tableau=execution.CLE, ligne=_TOTAL, colonne="engage")
        yield ligne("repute", "Engagé réputé égal au programmé, faute de suivi.", valeur(montant, somme), vers)


def _centimes(cellule: Cellule) -> int:
    return cellule.valeur if isinstance(cellule.valeur, int) else 0
