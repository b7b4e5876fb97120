"""La notice : à quoi sert la maquette, comment la remplir, date d’arrêté, légende, sommaire, sources."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from financement.dossier.nomenclature import Origine
from financement.dossier.operation import Operation
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Style
from maquettes.classeur.mesure import hauteur_de_ligne, nombre_de_lignes
from maquettes.classeur.vivant import ClasseurVivant, FeuilleVivante, Saisie
from maquettes.maquette import styles
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.contenu import Contenu
from maquettes.maquette.dates_de_tableur import serie
from maquettes.maquette.description import LIGNE_CONTROLE, LIGNE_SOUS_TITRE, LIGNE_TITRE, VERSION, Presentation
from maquettes.maquette.feuilles.bloc import Entete, mettre_en_page, signaler_le_controle
from maquettes.maquette.feuilles.controles import FEUILLE_CONTROLES
from maquettes.maquette.feuilles.graphiques import FEUILLE_GRAPHIQUES
from maquettes.maquette.listes import FEUILLE_LISTES
from maquettes.maquette.rubriques_decrites import FEUILLE_CONVENTION
from maquettes.maquette.styles import style_de_saisie
from maquettes.maquette.valeurs.moteur import Moteur

__all__ = ["CELLULE_DATE", "FEUILLE_NOTICE", "ecrire_notice", "sous_titre"]

FEUILLE_NOTICE: Final = "Notice"
CELLULE_DATE: Final = (7, 1)
"""La cellule de la date d’arrêté saisie."""

_LARGEURS: Final = (38, 30, 90)
_PREMIERE_RUBRIQUE: Final = 6

_LIMITE: Final = (
    "=IF(MAX(avenants_fixe_limite)=0,IF(ISNUMBER(convention_date_limite_engagement),"
    "convention_date_limite_engagement,99999),"
    "SUMIFS(avenants_date_limite_engagement,avenants_fixe_limite,MAX(avenants_fixe_limite)))"
)
_DATE_RETENUE: Final = (
    "=IF(ISNUMBER(date_arrete_saisie),date_arrete_saisie,"
    "IF(COUNT(avenants_date,journal_date,reestimations_date)=0,"
    'IF(ISNUMBER(convention_date_signature),convention_date_signature,""),'
    "MAX(avenants_date,journal_date,reestimations_date)))"
)
_JOUR: Final = 'IF({0}(date_arrete)<10,"0","")&{0}(date_arrete)'
_SOUS_TITRE: Final = (
    '=IF(convention_nom="","Maquette à remplir",convention_nom)&IF(ISNUMBER(date_arrete)," – arrêté au "&'
    f'{_JOUR.format("DAY")}&"/"&{_JOUR.format("MONTH")}&"/"&YEAR(date_arrete),"")&" – montants en euros"'
)
_CALCULEES: Final = (
    ("Date d’arrêté retenue", "date_arrete", _DATE_RETENUE),
    ("Version en vigueur", "version_en_vigueur", "=MAX(avenants_en_vigueur)"),
    (
        "Dernier tableau complet",
        "version_complete",
        "=SUMPRODUCT(MAX((avenants_complet<=version_en_vigueur)*avenants_complet))",
    ),
    ("Date limite d’engagement en vigueur", "limite_engagement", _LIMITE),
    (
        "Version de référence des engagements",
        "version_de_reference",
        (
            '=IF(COUNTIFS(avenants_en_vigueur,version_en_vigueur,avenants_nature,"cloture",avenants_en_vigueur,">0")>0,'
            "MAX(avenants_ordinaire),version_en_vigueur)"
        ),
    ),
)
_SANS_LIMITE: Final = 99_999

_MODE_D_EMPLOI: Final = (
    (
        "Cette maquette est le dossier financier de l’opération. On y saisit la convention, les opérations, le plan de "
        "financement et le journal ; tout le reste se calcule et se met à jour à chaque saisie."
    ),
    (
        "Remplir les cellules jaunes, à l’encre bleue. Les autres sont verrouillées, sans mot de passe (Révision, Ôter "
        "la protection)."
    ),
    (
        "Ajouter une ligne : écrire sur la première ligne libre du tableau. Ne pas écrire sous le tableau ; s’il est "
        "plein, refaire la maquette par « financement maquette ancienne.xlsx nouvelle.xlsx », qui l’agrandit."
    ),
    (
        "Trier, filtrer, insérer une ligne sont permis. Une ligne insérée n’a pas ses formules : les recopier depuis "
        "la ligne voisine, colonnes repliées comprises. La feuille Contrôles signale tout oubli."
    ),
    (
        "L’impression s’arrête aux lignes que le classeur avait à l’écriture, dix lignes plus bas s’il y en avait "
        "trente au plus ; s’il s’en ajoute d’autres, la feuille le dit en haut à droite. Une maquette vierge n’imprime "
        "que ses feuilles à remplir. Refaire la maquette remet l’impression à jour."
    ),
    "Les colonnes repliées (bouton +, au-dessus de la grille) montrent chaque étape du calcul.",
    (
        "Les concours sont les subventions et les prêts : engagé, payé, restes, soldes, échéancier et graphiques ne "
        "parlent que d’eux. L’autofinancement (fonds propres) est l’argent du maître d’ouvrage, que personne "
        "n’engage ni ne verse : il est donné à part, pour mémoire."
    ),
    (
        "« Aujourd’hui » : programmé, engagé, payé, reste à engager et reste à payer, à la date d’arrêté. « À la "
        "clôture » : ce que la clôture donnera – montant, solde à verser, trop-perçu, à dégager, à engager, économie "
        "(un dépassement est une économie négative). Un manque et un excédent sont dans deux colonnes : ils ne se "
        "compensent pas."
    ),
    (
        "Les montants de clôture suivent notre lecture (confiance C) des règles de solde, qu’aucun texte ne publie ; "
        "ils sont exacts au centime jusqu’à un milliard d’euros par ligne. En cas de doute, la commande « financement "
        "controler » compare chaque chiffre du classeur à celui du moteur."
    ),
)

_MODE_D_EMPLOI_D_UNE_PART: Final = (
    (
        "Cette maquette n’a que vos opérations, et les lignes de tous leurs financeurs ; totaux et contrôles ne "
        "portent que sur elles. Les enveloppes de la convention n’y sont pas."
    ),
    (
        "À vous : coûts, quantités, calendrier et abandon de vos opérations, financements que vous apportez, dépenses, "
        "recettes, demandes de versement et suivi (notre lecture, confiance C). Le reste, en gris, est à d’autres : le "
        "changer ne serait pas suivi ; le signaler au porteur."
    ),
    (
        "Trier, filtrer, renommer le fichier ou l’enregistrer dans un autre tableur n’empêche rien. La feuille masquée "
        "« Sceau » garde ce qui vous a été envoyé : ne pas la supprimer. Le porteur réunira ce que vous aurez changé."
    ),
)
_LEGENDE_D_UNE_PART: Final = (("à d’autres", styles.LEGENDE_D_AUTRUI, "Verrouillé : un autre que vous le dit."),)

_DESCRIPTIONS: Final = {
    FEUILLE_CONVENTION: "Identité, dates, règlement",
    FEUILLE_CONTROLES: "OK ou ÉCART, montant en jeu, lien vers la cellule",
    FEUILLE_GRAPHIQUES: "Qui doit encore quoi, du programme à la clôture, engagé et payé au fil des ans",
    FEUILLE_LISTES: "Valeurs proposées à la saisie",
}


def sous_titre(moteur: Moteur) -> str:
    """Le sous-titre que la formule de la notice donne."""
    convention = moteur.contenu.convention
    nom = "Maquette à remplir" if convention is None else convention.nom
    arrete = "" if moteur.au is None else f" – arrêté au {afficher_date(moteur.au)}"
    return f"{nom}{arrete} – montants en euros"


def ecrire_notice(classeur: ClasseurVivant, moteur: Moteur, entete: Entete) -> None:
    """Écrit la notice et nomme ses cellules ; elle est la première feuille."""
    feuille = classeur.feuille_vivante(FEUILLE_NOTICE, "#1E6B34")
    for rang, largeur in enumerate(_LARGEURS):
        feuille.largeur(rang, largeur)
    feuille.texte(LIGNE_TITRE, 0, "Maquette financière de renouvellement urbain", styles.TITRE)
    feuille.hauteur(LIGNE_TITRE, 24)
    feuille.formule(LIGNE_SOUS_TITRE, 0, _SOUS_TITRE, entete.sous_titre, styles.SOUS_TITRE)
    feuille.formule(LIGNE_CONTROLE, 0, entete.formule, entete.controle, styles.CONTROLE)
    signaler_le_controle(feuille, entete, len(_LARGEURS))
    classeur.definir_nom("sous_titre", f"'{FEUILLE_NOTICE}'!$A$2")
    classeur.definir_nom("controle_general", f"'{FEUILLE_NOTICE}'!$A$3")
    ligne = _ecrire_reglages(classeur, feuille, moteur)
    if moteur.contenu.maitre_ouvrage:
        ligne = _ecrire_textes(feuille, ligne + 1, "Votre part du dossier", _part(moteur.contenu))
    # Le premier alinéa dit la maquette du dossier entier.
    emploi = _MODE_D_EMPLOI[1:] if moteur.contenu.maitre_ouvrage else _MODE_D_EMPLOI
    ligne = _ecrire_textes(feuille, ligne + 1, "Mode d’emploi", emploi)
    ligne = _ecrire_legende(feuille, ligne + 1, _LEGENDE_D_UNE_PART if moteur.contenu.maitre_ouvrage else ())
    ligne = _ecrire_sommaire(feuille, ligne + 1)
    ligne = _ecrire_textes(feuille, ligne + 1, "Sources et réserves", _sources(moteur))
    mettre_en_page(feuille, "Notice", entete, None, (ligne, 2))
    feuille.proteger()


def _ecrire_reglages(classeur: ClasseurVivant, feuille: FeuilleVivante, moteur: Moteur) -> int:
    feuille.fusion(_PREMIERE_RUBRIQUE, (0, 2), "Arrêté des comptes", styles.RUBRIQUE)
    feuille.texte(CELLULE_DATE[0], 0, "Date d’arrêté (à saisir)", styles.LIBELLE)
    style = style_de_saisie(Presentation.DATE)
    if moteur.reglages.au is None:
        feuille.vide(*CELLULE_DATE, style)
    else:
        feuille.date(*CELLULE_DATE, moteur.reglages.au, style)
    feuille.saisir(
        CELLULE_DATE,
        CELLULE_DATE,
        Saisie(
            regle={
                "validate": "date",
                "criteria": "between",
                "minimum": date(1970, 1, 1),
                "maximum": date(2099, 12, 31),
            },
            titre="Date d’arrêté",
            consigne="Les mouvements comptent jusqu’à ce jour inclus. Vide : la date du dernier fait du dossier.",
            refus="Une date entre 1970 et 2099, par exemple 31/03/2015.",
        ),
    )
    feuille.texte(CELLULE_DATE[0], 2, "Vide : la date du dernier fait du dossier.", styles.NOTE)
    classeur.definir_nom("date_arrete_saisie", f"'{FEUILLE_NOTICE}'!$B${CELLULE_DATE[0] + 1}")
    limite = None if moteur.situation is None else moteur.situation.tableau.date_limite_engagement
    valeurs = {
        "date_arrete": "" if moteur.au is None else serie(moteur.au),
        "version_en_vigueur": moteur.version,
        "version_complete": moteur.dernier_complet(moteur.version),
        "limite_engagement": _SANS_LIMITE if limite is None else serie(limite),
        "version_de_reference": moteur.version_de_reference,
    }
    ligne = CELLULE_DATE[0]
    for libelle, nom, formule in _CALCULEES:
        ligne += 1
        est_une_date = nom in ("date_arrete", "limite_engagement")
        format_nombre = styles.FORMATS[Presentation.DATE] if est_une_date else "0"
        feuille.texte(ligne, 0, libelle, styles.LIBELLE)
        feuille.formule(
            ligne, 1, formule, valeurs[nom], Style(horizontal="center", filet_bas=7, format_nombre=format_nombre)
        )
        classeur.definir_nom(nom, f"'{FEUILLE_NOTICE}'!$B${ligne + 1}")
    return ligne + 1


def _ecrire_textes(feuille: FeuilleVivante, ligne: int, titre: str, textes: Sequence[str]) -> int:
    feuille.fusion(ligne, (0, 2), titre, styles.RUBRIQUE)
    for texte in textes:
        ligne += 1
        feuille.fusion(ligne, (0, 2), texte, styles.TEXTE)
        feuille.hauteur(ligne, hauteur_de_ligne(nombre_de_lignes(texte, sum(_LARGEURS), 10), 10) + 3)
    return ligne + 1


def _part(contenu: Contenu) -> tuple[str, ...]:
    """À qui la maquette est envoyée, ce qu’il y remplit, et comment elle revient."""
    code, convention = contenu.maitre_ouvrage, contenu.convention
    nom = code if convention is None else convention.nom_du_maitre_ouvrage(code)
    return (f"Maître d’ouvrage : {nom if nom == code else f'{nom} ({code})'}.", *_MODE_D_EMPLOI_D_UNE_PART)


def _ecrire_legende(feuille: FeuilleVivante, ligne: int, en_plus: Sequence[tuple[str, Style, str]]) -> int:
    feuille.fusion(ligne, (0, 2), "Légende", styles.RUBRIQUE)
    legendes = (
        ("à remplir", styles.LEGENDE_SAISIE, "Saisie : encre bleue sur fond jaune pâle."),
        *en_plus,
        ("calculé", styles.LEGENDE_CALCUL, "Formule verrouillée."),
        ("étape", styles.LEGENDE_INTERMEDIAIRE, "Étape d’un calcul, dans une colonne repliée."),
        ("OK", styles.BON, "Contrôle satisfait."),
        ("ÉCART", styles.MAUVAIS, "Écart bloquant, et lui seul, en rouge : suivre le lien de la feuille Contrôles."),
        ("ÉCART", styles.ALERTE, "Alerte : à examiner, par le même lien."),
        ("pour mémoire", styles.LIGNE_POUR_MEMOIRE, "Autofinancement, dans le détail par ligne de financement."),
    )
    for exemple, style, explication in legendes:
        ligne += 1
        feuille.texte(ligne, 0, exemple, style)
        feuille.fusion(ligne, (1, 2), explication, styles.TEXTE)
    return ligne + 1


def _ecrire_sommaire(feuille: FeuilleVivante, ligne: int) -> int:
    feuille.fusion(ligne, (0, 2), "Sommaire", styles.RUBRIQUE)
    blocs = {bloc.feuille: bloc.titre for bloc in BLOCS}
    saisies = {bloc.feuille for bloc in BLOCS if bloc.saisies} | {FEUILLE_CONVENTION}
    for nom in (FEUILLE_CONVENTION, *blocs, FEUILLE_CONTROLES, FEUILLE_GRAPHIQUES, FEUILLE_LISTES):
        ligne += 1
        feuille.lien_vers(ligne, 0, f"'{nom}'!A1", nom, styles.LIEN)
        feuille.texte(ligne, 1, "à remplir" if nom in saisies else "calculé", styles.LIBELLE)
        feuille.texte(ligne, 2, blocs.get(nom) or _DESCRIPTIONS[nom], styles.LIBELLE)
    return ligne + 1


def _sources(moteur: Moteur) -> list[str]:
    operations = [operation for _, operation in moteur.lignes("operations", Operation)]
    illustratives = sum(operation.origine is Origine.ILLUSTRATIF for operation in operations)
    phrases = [
        (
            f"Maquette version {VERSION}. Les règles de clôture, leur référence et leur confiance sont données par la "
            "documentation de la bibliothèque (reglements.md, etats.md)."
        )
    ]
    if illustratives:
        phrases.append(
            f"Données illustratives : {illustratives} lignes d’opération sur {len(operations)} portent l’origine "
            "« illustratif ». Leurs chiffres n’engagent personne et ne décrivent la gestion d’aucun organisme réel."
        )
    return phrases
