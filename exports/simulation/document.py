"""Le document d’une simulation : ce que change chaque scénario, puis d’où cela vient ; tout format le rend."""

from collections.abc import Iterator, Sequence
from typing import Final

from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique, Mention, SerieGraphique
from exports.document.sceau import SIMULATION, Sceau
from exports.document.tableau import Ligne, Partie, Tableau
from exports.simulation.aleas import CLE_DISTRIBUTION, CLE_EVENTAIL, CLE_FACTEURS, composer_aleas
from exports.simulation.tableaux import CLE_CONCOURS, CLE_RESTES, cle_de_scenario, cle_des_ecarts, composer_tableaux
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.aleas.tirages import Tirages
from financement.dossier.regles import empreinte_des_regles
from financement.scenarios.cote_a_cote import CoteACote
from financement.scenarios.relais import RelaisCoteACote
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from financement.version import __version__
from maquettes.assemblage.dossier_json import empreinte

__all__ = ["composer_simulation"]

_AVERTISSEMENT: Final = (
    "Simulation : aucun de ces scénarios n’est décidé. Montants de clôture, reste à charge et prévision : lecture C "
    "des règles de solde, qu’aucun texte ne publie."
)
_RAPPEL: Final = (
    "Ce fichier contient le dossier de base : « financement simuler », avec le même fichier de scénarios, le refait."
)
_TITRES: Final = {CLE_RESTES: "reste à charge des maîtres d’ouvrage", CLE_CONCOURS: "concours des financeurs"}


def composer_simulation(
    cote_a_cote: CoteACote, tirages: Tirages | None = None, relais: RelaisCoteACote | None = None
) -> Document:
    """Le document, avec ses ``tirages`` et son ``relais`` s’il y en a.

    Son sceau est celui du dossier de base, et ses écarts sont des formules vives.
    """
    projet, au = cote_a_cote.base.projet, cote_a_cote.au
    convention, tableau = projet.convention, cote_a_cote.base.cloture.situation.tableau
    composes = (*composer_tableaux(cote_a_cote, relais), *(() if tirages is None else composer_aleas(tirages)))
    ordre = list(Partie)
    tableaux = tuple(sorted(composes, key=lambda compose: ordre.index(compose.partie)))
    mentions = {
        "Convention": f"{convention.code} – {convention.nom}",
        "Porteur": tableau.porteur,
        "Version en vigueur": str(tableau.version),
        "Date d’arrêté": afficher_date(au),
        "Date limite d’engagement": afficher_date(tableau.date_limite_engagement),
        "Scénarios": accorder(len(cote_a_cote.scenarios), "scénario", "scénarios"),
    }
    return Document(
        titre="Simulation financière",
        sous_titre=rendre_affichable(f"{convention.nom} – convention {convention.code}"),
        code=convention.code,
        mentions=tuple(Mention(libelle=nom, valeur=rendre_affichable(texte)) for nom, texte in mentions.items()),
        sceau=Sceau(
            logiciel=f"financement {__version__}{SIMULATION}",
            dossier=empreinte(projet),
            regles=empreinte_des_regles(projet),
            date_arrete=au,
        ),
        avertissements=(_AVERTISSEMENT,),
        rappel=_RAPPEL,
        tableaux=tableaux,
        graphiques=(
            *(() if tirages is None else _graphiques_des_aleas(tableaux)),
            *_graphiques(cote_a_cote, tableaux),
        ),
    )


def _graphiques(cote_a_cote: CoteACote, tableaux: Sequence[Tableau]) -> Iterator[Graphique]:
    """De chaque scénario, qui porte plus et qui porte moins : les maîtres d’ouvrage, puis les financeurs."""
    for rang, scenario in enumerate(cote_a_cote.scenarios, 1):
        nom = rendre_affichable(scenario.nom)
        for cle, dit in _TITRES.items():
            (tableau,) = (tableau for tableau in tableaux if tableau.cle == cle_des_ecarts(cle))
            siennes = [ligne for ligne in tableau.lignes if ligne.cle.startswith(f"{cle_de_scenario(rang)}:")]
            if siennes:
                sommes = [
                    (_somme(tableau, siennes, colonne), mot)
                    for colonne, mot in (("plus", "de plus"), ("moins", "de moins"))
                ]
                ecarts = " et ".join(f"{afficher_montant(somme)} {mot}" for somme, mot in sommes if somme)
                yield Graphique(
                    cle=f"{cle}-{siennes[0].cle}",
                    titre=rendre_affichable(f"{nom} : {dit}, écarts à la base"),
                    description=rendre_affichable(f"Sous « {nom} », {dit} : {ecarts} qu’à la base."),
                    genre=GenreGraphique.OPPOSEES,
                    tableau=tableau.cle,
                    colonne_des_noms="nom",
                    lignes=tuple(ligne.cle for ligne in siennes),
                    series=(
                        SerieGraphique(colonne="plus", mots="de plus"),
                        SerieGraphique(colonne="moins", mots="de moins"),
                    ),
                )


def _graphiques_des_aleas(tableaux: Sequence[Tableau]) -> Iterator[Graphique]:
    """La distribution, la tornade et l’éventail."""
    par_cle = {tableau.cle: tableau for tableau in tableaux}
    ecarts = SerieGraphique(colonne="plus", mots="de plus"), SerieGraphique(colonne="moins", mots="de moins")
    bornes = SerieGraphique(colonne="p10", mots="au P10"), SerieGraphique(colonne="p90", mots="au P90")
    for cle, genre, series, description in (
        (
            CLE_DISTRIBUTION,
            GenreGraphique.OPPOSEES,
            ecarts,
            "Ce que le reste à charge de tous a de plus, ou de moins, qu’à la base, du plus favorable au plus coûteux.",
        ),
        (
            CLE_FACTEURS,
            GenreGraphique.OPPOSEES,
            ecarts,
            "Ce que chaque aléa, dans ses dixièmes extrêmes, ajoute ou ôte au reste à charge moyen.",
        ),
        (
            CLE_EVENTAIL,
            GenreGraphique.AVANT_APRES,
            bornes,
            "Entre ces deux cumuls, huit tirages sur dix, exercice par exercice.",
        ),
    ):
        tableau = par_cle[cle]
        montrees = tuple(
            ligne.cle
            for ligne in tableau.lignes
            if any(ligne.cellules[tableau.rang_colonne(serie.colonne)].valeur for serie in series)
        )
        if montrees:
            yield Graphique(
                cle=cle,
                titre=tableau.titre,
                description=description,
                genre=genre,
                tableau=cle,
                colonne_des_noms="nom",
                lignes=montrees,
                series=series,
            )


def _somme(tableau: Tableau, lignes: Sequence[Ligne], colonne: str) -> int:
    montants = (ligne.cellules[tableau.rang_colonne(colonne)].valeur for ligne in lignes)
    return sum(montant for montant in montants if isinstance(montant, int))
