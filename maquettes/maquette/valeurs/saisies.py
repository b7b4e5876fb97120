"""Les colonnes calculées des blocs que l’on remplit : rangs, ligne en vigueur, mouvement retenu."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from typing import cast

from financement.calculs.grille import nature_resolue
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE
from financement.dossier.coherence import natures_des_lignes
from financement.dossier.convention import Avenant, Financeur
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import CONCOURS, FAMILLES, Categorie, NatureAvenant, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.suivi import Reestimation, Suivi
from financement.valeurs.taux import est_un_pourcentage
from maquettes.maquette.contenu import EnveloppeFixee
from maquettes.maquette.valeurs.moteur import Colonnes, Moteur, Valeur, colonne_vide, rang_de_nature

__all__ = [
    "valeurs_de_simple",
    "valeurs_des_avenants",
    "valeurs_des_enveloppes",
    "valeurs_des_financeurs",
    "valeurs_des_operations",
    "valeurs_du_journal",
    "valeurs_du_plan",
    "valeurs_du_suivi",
]


def _controle(moteur: Moteur, bloc: str, rangs: Iterable[int]) -> dict[str, list[Valeur]]:
    """Un dossier lu n’a que des lignes justes : « OK » sur chaque ligne remplie."""
    capacite = moteur.capacites[bloc]
    controle = colonne_vide(capacite)
    for rang in rangs:
        controle[rang] = "OK"
    return {"controle": controle, "ecart": [0] * capacite}


def _derniers(lignes: Iterable[tuple[int, Hashable, int]], borne: int) -> set[int]:
    """Rangs des lignes (rang, clé, version) qui sont les dernières de leur clé jusqu’à la version ``borne``."""
    derniers: dict[Hashable, tuple[int, int]] = {}
    for rang, cle, version in lignes:
        if version <= borne and (cle not in derniers or version > derniers[cle][0]):
            derniers[cle] = version, rang
    return {rang for _, rang in derniers.values()}


def valeurs_de_simple(moteur: Moteur, bloc: str) -> Colonnes:
    """Un bloc qui n’a pas d’autre calcul que son contrôle."""
    return _controle(moteur, bloc, moteur.contenu.rangs_de(bloc))


def valeurs_des_financeurs(moteur: Moteur) -> Colonnes:
    """Enveloppe en vigueur, ANRU ou non."""
    lignes = moteur.lignes("financeurs", Financeur)
    capacite = moteur.capacites["financeurs"]
    enveloppes, est_anru, est_repute = colonne_vide(capacite), [0] * capacite, [0] * capacite
    for rang, financeur in lignes:
        fixee = None if moteur.situation is None else moteur.situation.tableau.enveloppe_de(financeur.code)
        enveloppes[rang] = "" if fixee is None else fixee.montant
        est_anru[rang] = int(financeur.categorie is Categorie.ANRU)
        est_repute[rang] = int(financeur.est_repute)
    controle = _controle(moteur, "financeurs", (rang for rang, _ in lignes))
    return {**controle, "enveloppe_en_vigueur": enveloppes, "est_anru": est_anru, "est_repute": est_repute}


def valeurs_des_avenants(moteur: Moteur) -> Colonnes:
    """Numéro de chaque avenant signé à la date d’arrêté ; le même s’il fixe une date limite d’engagement."""
    lignes = moteur.lignes("avenants", Avenant)
    capacite = moteur.capacites["avenants"]
    en_vigueur, ordinaire, complet, fixe_limite = ([0] * capacite for _ in range(4))
    for rang, avenant in lignes:
        complet[rang] = avenant.numero if avenant.est_complet else 0
        if moteur.au is not None and avenant.date <= moteur.au:
            en_vigueur[rang] = avenant.numero
            ordinaire[rang] = 0 if avenant.nature is NatureAvenant.CLOTURE else avenant.numero
            fixe_limite[rang] = avenant.numero if avenant.date_limite_engagement is not None else 0
    controle = _controle(moteur, "avenants", (rang for rang, _ in lignes))
    return {
        **controle,
        "en_vigueur": en_vigueur,
        "ordinaire": ordinaire,
        "complet": complet,
        "fixe_limite": fixe_limite,
    }


def valeurs_des_enveloppes(moteur: Moteur) -> Colonnes:
    """Rang du financeur ; 1 si l’enveloppe est celle en vigueur."""
    lignes = moteur.lignes("enveloppes", EnveloppeFixee)
    capacite = moteur.capacites["enveloppes"]
    rangs, en_vigueur = colonne_vide(capacite), [0] * capacite
    derniers = _derniers(((rang, fixee.financeur, fixee.avenant) for rang, fixee in lignes), moteur.version)
    for rang, fixee in lignes:
        rangs[rang] = moteur.financeurs[fixee.financeur]
        en_vigueur[rang] = int(rang in derniers)
    controle = _controle(moteur, "enveloppes", (rang for rang, _ in lignes))
    return {**controle, "financeur_rang": rangs, "en_vigueur": en_vigueur}


def valeurs_des_operations(moteur: Moteur) -> Colonnes:
    """Coût sur la base, position, version en vigueur et taux de chaque ligne d’opération."""
    lignes = moteur.lignes("operations", Operation)
    noms = (
        "cout",
        "position",
        "derniere",
        "en_vigueur",
        "decrite",
        "famille_rang",
        "maitre_rang",
        "tva_numerateur",
        "tva_denominateur",
        "anru_numerateur",
        "anru_denominateur",
    )
    colonnes = {nom: colonne_vide(moteur.capacites["operations"]) for nom in noms}
    derniers = _derniers(((rang, o.code, o.version) for rang, o in lignes), moteur.version)
    decrites = {o.code for rang, o in lignes if rang in derniers}
    au_tableau = set() if moteur.situation is None else {o.code for o in moteur.situation.tableau.operations}
    premieres: dict[str, int] = {}
    for _, operation in lignes:
        premieres[operation.code] = min(operation.version, premieres.get(operation.code, operation.version))
    familles = list(FAMILLES[moteur.contenu.programme])
    for rang, operation in lignes:
        position = moteur.positions[operation.code]
        decrite = rang in derniers or (
            operation.code not in decrites and operation.version == premieres[operation.code]
        )
        tva, anru = _rapport(operation.taux_tva), _rapport(operation.taux_anru)
        valeurs: tuple[Valeur, ...] = (
            operation.cout,
            position,
            int(rang in derniers),
            int(rang in derniers and operation.code in au_tableau),
            position if decrite else "",
            familles.index(operation.famille) + 1,
            moteur.financeurs.get(operation.maitre_ouvrage, ""),
            *tva,
            *anru,
        )
        for nom, valeur in zip(noms, valeurs, strict=True):
            colonnes[nom][rang] = valeur
    return {**_controle(moteur, "operations", (rang for rang, _ in lignes)), **colonnes}


def _rapport(taux: Fraction | None) -> tuple[Valeur, Valeur]:
    """Numérateur et dénominateur d’un taux, tels que les formules les tirent de sa cellule."""
    if taux is None:
        return "", ""
    return (taux, 1) if est_un_pourcentage(taux) else (taux.numerator, taux.denominator)


def valeurs_du_plan(moteur: Moteur) -> Colonnes:
    """Rangs et clé de chaque ligne de plan, et si elle est en vigueur dans les versions qui servent."""
    lignes = moteur.lignes("plan", LignePlan)
    capacite = moteur.capacites["plan"]
    noms = ("position", "financeur_rang", "nature_rang", "cle", "cle_en_vigueur", "cle_programmee")
    colonnes = {nom: colonne_vide(capacite) for nom in noms}
    versions = [(rang, ligne.cle, ligne.version) for rang, ligne in lignes]
    bornes = {
        "en_vigueur": moteur.version,
        "en_vigueur_reference": moteur.version_de_reference,
        "en_vigueur_avant": moteur.reglages.avant,
        "en_vigueur_apres": moteur.version_apres,
    }
    for nom, borne in bornes.items():
        colonnes[nom] = colonne_vide(capacite)
        derniers = set() if borne is None else _derniers(versions, borne)
        for rang, ligne in lignes:
            restee = borne is not None and ligne.version >= moteur.dernier_complet(borne)
            colonnes[nom][rang] = "" if borne is None else int(rang in derniers and restee)
    for rang, ligne in lignes:
        cle = moteur.cle(ligne.cle)
        en_vigueur = colonnes["en_vigueur"][rang] == 1
        colonnes["position"][rang] = moteur.positions[ligne.operation]
        colonnes["financeur_rang"][rang] = moteur.financeurs[ligne.financeur]
        colonnes["nature_rang"][rang] = rang_de_nature(ligne.nature)
        colonnes["cle"][rang] = cle
        colonnes["cle_en_vigueur"][rang] = cle if en_vigueur else ""
        colonnes["cle_programmee"][rang] = cle if en_vigueur and ligne.montant else ""
    return {**_controle(moteur, "plan", (rang for rang, _ in lignes)), **colonnes}


def valeurs_du_journal(moteur: Moteur) -> Colonnes:
    """Rangs, clé et montants signés de chaque mouvement retenu à la date d’arrêté, et s’il reste."""
    lignes = moteur.lignes("journal", Mouvement)
    capacite = moteur.capacites["journal"]
    noms = ("position", "financeur_rang", "nature_rang", "cle", "engage", "paye", "cle_restante", "exercice")
    colonnes = {nom: colonne_vide(capacite) for nom in noms}
    retenu, hors_delai, reputee = ([0] * capacite for _ in range(3))
    limite = None if moteur.situation is None else moteur.situation.tableau.date_limite_engagement
    financeurs = {f.code: f for _, f in moteur.lignes("financeurs", Financeur)}
    natures = natures_des_lignes([ligne for _, ligne in moteur.lignes("plan", LignePlan)])
    annulations = _annulations_du_journal(moteur)
    for rang, mouvement in lignes:
        colonnes["position"][rang] = moteur.positions[mouvement.operation]
        retenu[rang] = int(moteur.au is not None and mouvement.date <= moteur.au)
        if mouvement.financeur is None:
            continue
        nature = nature_resolue(mouvement, natures)
        colonnes["financeur_rang"][rang] = moteur.financeurs[mouvement.financeur]
        colonnes["nature_rang"][rang] = rang_de_nature(nature)
        if retenu[rang]:
            cle = moteur.cle(CleLigne(mouvement.operation, mouvement.financeur, nature))
            financeur, reste = financeurs[mouvement.financeur], annulations["reste"][rang] == 1
            reputee[rang] = int(financeur.est_repute and nature in CONCOURS)
            colonnes["cle"][rang] = cle
            colonnes["engage"][rang] = 0 if reputee[rang] else SIGNES_ENGAGE.get(mouvement.type, 0) * mouvement.montant
            colonnes["paye"][rang] = SIGNES_PAYE.get(mouvement.type, 0) * mouvement.montant
            colonnes["cle_restante"][rang] = cle if reste else ""
            hors_delai[rang] = int(
                reste
                and not reputee[rang]
                and mouvement.type is TypeMouvement.ENGAGEMENT
                and financeur.categorie is Categorie.ANRU
                and limite is not None
                and mouvement.date > limite
            )
            if mouvement.type in SIGNES_ENGAGE or mouvement.type in SIGNES_PAYE:
                colonnes["exercice"][rang] = mouvement.date.year
    return {
        **_controle(moteur, "journal", (rang for rang, _ in lignes)),
        **colonnes,
        **annulations,
        "retenu": retenu,
        "reputee": reputee,
        "hors_delai": hors_delai,
    }


def _annulations_du_journal(moteur: Moteur) -> dict[str, list[Valeur]]:
    """Ce qui fait examiner une ligne du journal, son ordre à l’examen, et si elle reste après les annulations."""
    capacite = moteur.capacites["journal"]
    noms = ("suite", "suite_inverse", "a_examiner", "cle_jour", "cle_piece", "piece_rang", "ordre")
    colonnes = {nom: colonne_vide(capacite) for nom in noms}
    reste: list[Valeur] = [1] * capacite
    confondue: list[Valeur] = [0] * capacite
    for vue in moteur.suites:
        colonnes["suite"][vue.rang - 1] = vue.suite
        colonnes["suite_inverse"][vue.rang - 1] = vue.suite if vue.inverse else ""
    pieces = {un.vue.rang: un.vue.cle_de_piece for un in moteur.annulations}
    for ordre, un in enumerate(moteur.annulations, 1):
        vue, place = un.vue, un.vue.rang - 1
        valeurs: tuple[Valeur, ...] = (vue.suite, vue.cle_de_jour, vue.cle_de_piece, un.groupe, ordre)
        for nom, valeur in zip(noms[2:], valeurs, strict=True):
            colonnes[nom][place] = valeur
        meme = pieces[un.groupe] == vue.cle_de_piece and vue.mouvement.piece == vue.piece
        confondue[place] = int(not meme)
        reste[place] = 1 - un.pris
    return {**colonnes, "reste": reste, "piece_confondue": confondue}


def valeurs_du_suivi(moteur: Moteur, bloc: str) -> Colonnes:
    """Position de l’opération de chaque fait ; pour une réestimation, si elle est la dernière retenue."""
    rangs, objets = moteur.contenu.rangs_de(bloc), cast("Sequence[Suivi]", moteur.contenu.objets[bloc])
    positions = colonne_vide(moteur.capacites[bloc])
    for rang, fait in zip(rangs, objets, strict=True):
        positions[rang] = moteur.positions[fait.operation]
    colonnes: dict[str, list[Valeur]] = {"position": positions}
    if bloc == "reestimations":
        colonnes["retenue"] = _reestimations_retenues(moteur)
    return {**_controle(moteur, bloc, rangs), **colonnes}


def _reestimations_retenues(moteur: Moteur) -> list[Valeur]:
    retenues: list[Valeur] = [0] * moteur.capacites["reestimations"]
    dernieres: dict[str, tuple[int, int]] = defaultdict(lambda: (0, -1))
    for rang, reestimation in moteur.lignes("reestimations", Reestimation):
        if moteur.au is not None and reestimation.date <= moteur.au:
            jour = reestimation.date.toordinal()
            dernieres[reestimation.operation] = max(dernieres[reestimation.operation], (jour, rang))
    for _, rang in dernieres.values():
        retenues[rang] = 1
    return retenues
