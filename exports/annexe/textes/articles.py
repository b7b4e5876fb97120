"""Le texte de l’annexe, article par article : des modèles dont chaque figure est un champ de fusion.

Un article ne dit que ce qui est : à chaque situation (aucun avenant, aucun trop-perçu, un seul financeur…) sa phrase.
Les titres ne sont pas numérotés, le rendu le fait.
"""

from collections.abc import Iterator

from exports.annexe.contexte import Contexte
from exports.annexe.tableaux.constats import constats_du_perimetre
from exports.annexe.tableaux.suivi import contreparties, insertions
from exports.annexe.textes.champs import fusionner
from exports.annexe.textes.champs_listes import (
    SEPARATEUR,
    financeurs_ayant,
    financeurs_s_autofinancant,
    nombres_par_etat,
    somme,
    trop_percus,
)
from exports.document.elements import Article, Precision
from exports.document.sceau import GenrePerimetre
from exports.document.texte import LONGUEUR_MAXIMALE
from exports.document.typographie import afficher_euros
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.cloture.montant import Fondement
from financement.controles.constat import nombre_bloquants
from financement.dossier.nomenclature import Origine
from financement.valeurs.montants import ESPACE_INSECABLE

__all__ = ["articles"]

_G = GenrePerimetre


def articles(contexte: Contexte) -> tuple[Article, ...]:
    """Les articles du texte de clôture, sur le périmètre de l’annexe ; ses formules y sont dites de lecture C."""
    parts = (
        ("Objet", _objet(contexte)),
        ("Convention et avenants", _convention(contexte)),
        ("Programme arrêté à la clôture", _programme(contexte)),
        (_titre_des_montants(contexte), _montants(contexte)),
        ("Soldes à verser et trop-perçus", _soldes(contexte)),
        ("Dégagements et économies", _degagements(contexte)),
        ("Engagements restant à prendre", _engagements(contexte)),
        (_titre_des_contreparties(contexte), _contreparties_et_insertion(contexte)),
        ("Réserves", _reserves(contexte)),
    )
    composes = ((titre, tuple(alinea for texte in textes for alinea in _decouper(texte))) for titre, textes in parts)
    return tuple(Article(titre=titre, alineas=alineas) for titre, alineas in composes if alineas)


def _decouper(texte: str) -> Iterator[str]:
    """Le texte, en autant d’alinéas qu’il le faut : coupé après un élément de liste, à défaut entre deux mots."""
    while len(texte) > LONGUEUR_MAXIMALE:
        rang = texte.rfind(SEPARATEUR, 0, LONGUEUR_MAXIMALE)
        fin = texte.rfind(" ", 0, LONGUEUR_MAXIMALE) if rang < 0 else rang + len(SEPARATEUR) - 1
        yield texte[:fin]
        texte = texte[fin + 1 :]
    yield texte


def _total(contexte: Contexte, grandeur: str) -> int:
    return somme(contexte.concours, grandeur)


def _liste_par_financeur(contexte: Contexte, grandeur: str) -> Iterator[str]:
    """« Détail par financeur – … », sauf dans la part d’un seul."""
    montants = financeurs_ayant(contexte, grandeur)
    if montants and contexte.perimetre.genre is not _G.FINANCEUR:
        signe = " (le signe − marque un dépassement)" if min(montants.values()) < 0 else ""
        yield fusionner(f"Détail par financeur{signe} – {{{grandeur}_par_financeur}}.", contexte)


# --- la convention


def _objet(contexte: Contexte) -> Iterator[str]:
    yield fusionner(
        "Le présent texte arrête, à la date du {date_arrete}, les montants de clôture de la convention "
        "{code_convention} « {nom_convention} », signée le {date_signature} au titre du {programme_complet}.",
        contexte,
    )
    yield fusionner("Porteur de projet : {porteur}.", contexte)
    if contexte.perimetre.genre is not _G.ENSEMBLE:
        une_seule = len(contexte.operations) == 1
        operations = "de cette opération" if une_seule else "de ces opérations"
        part = "de cette part" if contexte.perimetre.genre is _G.FINANCEUR else operations
        yield fusionner(f"Il ne porte que sur {{perimetre}} ; financements et totaux sont ceux {part}.", contexte)
    precision = ", arrondis de sorte que les lignes fassent les totaux" if contexte.unite is Precision.EURO else ""
    yield fusionner(f"Les montants sont exprimés {{unite}}{precision}.", contexte)


def _convention(contexte: Contexte) -> Iterator[str]:
    if contexte.tableau.version:
        yield fusionner("La convention a été modifiée par {nombre_avenants} : {avenants}.", contexte)
    else:
        yield "La convention n’a fait l’objet d’aucun avenant à cette date."
    yield fusionner("Le tableau financier en vigueur est celui de {version_en_vigueur}.", contexte)
    limite = "La date limite d’engagement est fixée au {date_limite_engagement}"
    if contexte.tableau.date_limite_solde is None:
        yield fusionner(f"{limite} ; aucune date limite de solde n’est fixée.", contexte)
    else:
        yield fusionner(f"{limite} et la date limite de solde au {{date_limite_solde}}.", contexte)


def _programme(contexte: Contexte) -> Iterator[str]:
    nombre = len(contexte.operations)
    if not nombre:
        yield "Le programme ne compte aucune opération."
        return
    etats = f"{' :' if len(nombres_par_etat(contexte)) > 1 else ','} {{repartition_par_etat}}"
    match contexte.perimetre.genre:
        case _G.OPERATION:
            yield fusionner("À la date d’arrêté, l’opération est {repartition_par_etat}.", contexte)
        case _G.FINANCEUR:
            yield fusionner(f"Le financeur participe à {{nombre_operations}}{etats}.", contexte)
        case _:
            yield fusionner(f"Le programme compte {{nombre_operations}}{etats}.", contexte)
    if len(nombres_par_etat(contexte)) > 1:
        yield "L’état d’une opération entière est celui de son concours (subvention ou prêt) le moins avancé."
    if contexte.est_complet:
        sujet = "de ces opérations" if nombre > 1 else "de l’opération"
        egaux = contexte.final.cout == contexte.programme.cout
        comparaison = "égal au coût programmé" if egaux else "pour un coût programmé de {cout_programme}"
        yield fusionner(f"Le coût final {sujet} est arrêté à {{cout_final}}, {comparaison}.", contexte)
        yield from _desequilibres(contexte)


def _desequilibres(contexte: Contexte) -> Iterator[str]:
    """Les opérations dont les financements arrêtés ne font pas le coût final, et de combien."""
    couts, finals = contexte.final.couts, contexte.cloture.par_operation()
    ecarts = {
        code: (finals[code].montant_cloture if code in finals else 0) - final.cout for code, final in couts.items()
    }
    for verbe, nommes in (
        ("dépassent", {code: ecart for code, ecart in ecarts.items() if ecart > 0}),
        ("n’atteignent pas", {code: -ecart for code, ecart in ecarts.items() if ecart < 0}),
    ):
        if nommes:
            total = afficher_euros(sum(nommes.values()), contexte.unite)
            liste = SEPARATEUR.join(
                f"{rendre_affichable(code)}{ESPACE_INSECABLE}: {afficher_euros(ecart, contexte.unite)}"
                for code, ecart in nommes.items()
            )
            yield f"Concours et autofinancement arrêtés {verbe} le coût final de {total} ({liste})."


# --- les montants


def _titre_des_montants(contexte: Contexte) -> str:
    return "Montant de clôture" if contexte.perimetre.genre is _G.FINANCEUR else "Montants de clôture par financeur"


def _montants(contexte: Contexte) -> Iterator[str]:
    concernes = financeurs_ayant(contexte, "programme") | financeurs_ayant(contexte, "montant_cloture")
    if concernes:
        yield from _montants_des_concours(contexte, tuple(concernes))
    elif contexte.autofinancement:
        yield "Aucun concours (subvention ou prêt) n’est arrêté."
    else:
        yield "Aucun financement n’est arrêté."
        return
    yield from _autofinancement(contexte)
    yield fusionner(
        "Ces montants suivent une lecture des règles de solde (confiance C) : aucun texte publié n’en donne la "
        "formule.",
        contexte,
    )


def _montants_des_concours(contexte: Contexte, concernes: tuple[str, ...]) -> Iterator[str]:
    final, programme = _total(contexte, "montant_cloture"), _total(contexte, "programme")
    nature = ", {montant_cloture_par_nature}" if final else ""
    egal = "égal au montant programmé" if final == programme else "pour un montant programmé de {montant_programme}"
    yield fusionner(
        f"Le montant de clôture des concours est arrêté à {{montant_cloture}} ({{montant_cloture_lettres}}){nature}, "
        f"{egal}.",
        contexte,
    )
    if contexte.perimetre.genre is not _G.FINANCEUR:
        annonce = "Il se répartit ainsi :" if len(concernes) > 1 else "Un seul financeur l’apporte :"
        yield fusionner(annonce, contexte)
        yield from _lignes_par_financeur(contexte, concernes)
        if len(concernes) > 1 and contexte.agence_seule in concernes:
            yield fusionner(
                "La part de l’ANRU est arrêtée à {anru_montant_cloture} ({anru_montant_cloture_lettres}).", contexte
            )


def _autofinancement(contexte: Contexte) -> Iterator[str]:
    """Les fonds propres, pour mémoire, et ce qu’ils font avec les concours."""
    if not contexte.autofinancement:
        return
    detail = ""
    if contexte.perimetre.genre is not _G.FINANCEUR and financeurs_s_autofinancant(contexte, "montant_cloture"):
        detail = " ({autofinancement_par_financeur})"
    plan = " ; avec les concours, le plan de financement est de {plan_cloture}" if contexte.est_complet else ""
    yield fusionner(
        f"Pour mémoire, l’autofinancement est de {{autofinancement_cloture}}{detail}, pour "
        f"{{autofinancement_programme}} au programme{plan}.",
        contexte,
    )


def _lignes_par_financeur(contexte: Contexte, concernes: tuple[str, ...]) -> Iterator[str]:
    """Un alinéa par financeur, dans l’ordre de la convention."""
    programmes, finals = financeurs_ayant(contexte, "programme"), financeurs_ayant(contexte, "montant_cloture")
    ordonnes = [f.code for f in contexte.convention.financeurs if f.code in concernes]
    for code in ordonnes:
        programme, final = programmes.get(code, 0), finals.get(code, 0)
        montant = afficher_euros(final, contexte.unite) if final else "aucun montant"
        comparaison = f"pour {afficher_euros(programme, contexte.unite)} au programme"
        if programme == final:
            comparaison = "comme au programme"
        elif not programme:
            comparaison = "sans montant au programme"
        fin = "." if code == ordonnes[-1] else SEPARATEUR.rstrip()
        yield f"–{ESPACE_INSECABLE}{contexte.financeurs[code]}{ESPACE_INSECABLE}: {montant}, {comparaison}{fin}"


def _soldes(contexte: Contexte) -> Iterator[str]:
    solde, trop_percu = _total(contexte, "solde_a_verser"), len(trop_percus(contexte))
    if _total(contexte, "paye"):
        yield fusionner("Les concours payés, nets des reversements, s’élèvent à {paye}.", contexte)
    else:
        yield "Aucun paiement n’est constaté."
    if solde:
        yield fusionner(
            "Le solde à verser est de {solde_a_verser} ({solde_a_verser_lettres}), {solde_a_verser_par_nature}.",
            contexte,
        )
        yield from _liste_par_financeur(contexte, "solde_a_verser")
    elif trop_percu:
        yield "Aucun solde n’est à verser."
    else:
        yield "Aucun solde n’est à verser et aucun trop-perçu n’est constaté."
    if trop_percu == 1:
        yield fusionner("Un trop-perçu donne lieu à un ordre de reversement ({objet_du_trop_percu}).", contexte)
    elif trop_percu:
        yield fusionner(
            "Les {nombre_trop_percus}, d’un total de {trop_percu}, donnent lieu chacun à un ordre de reversement "
            "({objet_du_trop_percu}).",
            contexte,
        )
    elif solde:
        yield "Aucun trop-perçu n’est constaté."
    if solde and trop_percu:
        yield "Un trop-perçu ne se compense pas avec un solde à verser."


def _degagements(contexte: Contexte) -> Iterator[str]:
    engage, a_degager = _total(contexte, "engage"), _total(contexte, "a_degager")
    if engage:
        yield fusionner("Les concours engagés, nets des dégagements déjà pris, s’élèvent à {engage}.", contexte)
    else:
        yield "Aucun engagement n’est constaté."
    if a_degager:
        yield fusionner(
            "Le montant à dégager est de {a_degager} ({a_degager_lettres}), {a_degager_par_nature}.", contexte
        )
        yield from _liste_par_financeur(contexte, "a_degager")
    elif engage:
        yield "Rien n’est à dégager."
    if _total(contexte, "economie"):
        yield fusionner(
            "Les concours à la clôture présentent, sur les concours programmés, {ecart_au_programme}.", contexte
        )
    elif contexte.concours:
        yield "Au total, les concours à la clôture égalent les concours programmés."
    yield from _liste_par_financeur(contexte, "economie")
    if somme(contexte.autofinancement, "economie"):
        yield fusionner("Pour mémoire, l’autofinancement présente {ecart_d_autofinancement}.", contexte)
    yield from _abandons(contexte)


def _abandons(contexte: Contexte) -> Iterator[str]:
    """Ce que l’abandon d’opérations et la forclusion retirent du programme."""
    for fondement, sujet in (
        (Fondement.ABANDON, "L’abandon d’opérations retire"),
        (Fondement.FORCLUSION, "La forclusion retire"),
    ):
        lignes = [x for x in contexte.concours if x.calcul.fondement == fondement and x.programme]
        if lignes:
            liste = ", ".join(dict.fromkeys(rendre_affichable(ligne.cle.operation) for ligne in lignes))
            montant = afficher_euros(sum(ligne.programme for ligne in lignes), contexte.unite)
            yield f"{sujet} {montant} de concours au programme ({liste})."


def _engagements(contexte: Contexte) -> Iterator[str]:
    if not _total(contexte, "a_engager"):
        yield "Aucun concours n’est à engager."
        return
    yield fusionner("Le montant à engager est de {a_engager} ({a_engager_lettres}), {a_engager_par_nature}.", contexte)
    yield from _liste_par_financeur(contexte, "a_engager")
    if contexte.agence_seule is None and not contexte.est_entier:
        return
    if contexte.au > contexte.tableau.date_limite_engagement:
        yield fusionner(
            "La date limite d’engagement, le {date_limite_engagement}, est passée : l’ANRU n’engage plus.", contexte
        )
    elif contexte.agence_seule in financeurs_ayant(contexte, "a_engager"):
        yield fusionner("L’ANRU ne peut plus engager après le {date_limite_engagement}.", contexte)


# --- le reste


def _titre_des_contreparties(contexte: Contexte) -> str:
    match bool(contreparties(contexte)), bool(insertions(contexte)):
        case True, False:
            return "Contreparties foncières"
        case False, True:
            return "Insertion"
        case _:
            return "Contreparties foncières et insertion"


def _contreparties_et_insertion(contexte: Contexte) -> Iterator[str]:
    if contreparties(contexte):
        yield fusionner(
            "La convention prévoit {contreparties_foncieres}, hors de l’équilibre du plan de financement.", contexte
        )
    if insertions(contexte):
        objectif = any(insertion.heures_objectif for insertion in insertions(contexte))
        realisees = any(insertion.heures_realisees for insertion in insertions(contexte))
        fait = "Le travail réalisé au titre de l’insertion s’élève à {heures_insertion_realisees}"
        rien = "Aucune heure de travail n’est réalisée au titre de l’insertion"
        suite = "pour un objectif de {heures_insertion_objectif}" if objectif else "sans objectif fixé"
        yield fusionner(f"{fait if realisees else rien}, {suite}.", contexte)
        ecarts = [insertion.heures_objectif - insertion.heures_realisees for insertion in insertions(contexte)]
        if max(ecarts) > 0:
            ailleurs = " ; celles qu’une autre fait en plus ne les comblent pas" if min(ecarts) < 0 else ""
            yield fusionner(f"Il manque {{insertion_manquante}}{ailleurs}.", contexte)


def _reserves(contexte: Contexte) -> Iterator[str]:
    yield fusionner(
        "Les formules de clôture, l’arrondi et le partage au plus fort reste sont une lecture (confiance "
        "C : raisonnable, sans texte publié qui les fixe).",
        contexte,
    )
    if contexte.unite is Precision.EURO:
        yield fusionner(
            "Le passage à l’euro est aussi une lecture (confiance C) : un montant peut différer d’un euro "
            "de son arrondi propre, un total de quelques euros.",
            contexte,
        )
    yield fusionner(
        "Les colonnes du tableau financier et les libellés des familles suivent l’usage professionnel, non vérifié "
        "(confiance D).",
        contexte,
    )
    if any(operation.origine is Origine.ILLUSTRATIF for operation in contexte.programme.operations):
        yield fusionner("Le programme contient {mention_illustrative}.", contexte)
    yield fusionner(_constats_bloquants(contexte), contexte)
    yield fusionner("Les contrôles appliquent le {reglement}.", contexte)
    yield fusionner(
        "Ce texte est tiré du dossier d’empreinte {empreinte_dossier} et des règles d’empreinte {empreinte_regles}.",
        contexte,
    )


def _constats_bloquants(contexte: Contexte) -> str:
    """Ceux de l’extrait à part de ceux du reste du dossier ; les uns comme les autres font du texte un projet."""
    bloquants = nombre_bloquants(contexte.constats)
    ici = nombre_bloquants(constats_du_perimetre(contexte))
    if not bloquants:
        return "Les contrôles du dossier ne relèvent aucun constat bloquant."
    leves = "ils ne sont pas levés" if bloquants > 1 else "il n’est pas levé"
    suite = f"tant qu’{leves}, ce texte reste un projet"
    if ici == bloquants:
        return f"Les contrôles du dossier relèvent {{nombre_constats_bloquants}} : {suite}."
    releves = accorder(ici, "constat bloquant", "constats bloquants")
    releve = f"relèvent {releves}" if ici else "ne relèvent aucun constat bloquant"
    return f"Les contrôles {releve} sur cet extrait, {bloquants - ici} sur le reste du dossier : {suite}."
