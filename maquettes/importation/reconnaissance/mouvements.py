"""Les mouvements que dit une table : décisions et paiements de l’ANRU, mandats et titres, dépenses par exercice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from financement.dossier.nomenclature import Base
from maquettes.importation.correspondance.modele import (
    Codes,
    ColonneDExercice,
    Regle,
    Role,
    Source,
)
from maquettes.importation.correspondance.proposition import IGNOREE, Certitude, SourceProposee
from maquettes.importation.reconnaissance.constantes import constantes_proposees
from maquettes.importation.reconnaissance.convenances import Convenance, convenance, sont_des_natures
from maquettes.importation.reconnaissance.cotes import Paire, paire_de
from maquettes.importation.reconnaissance.debit_credit import GrandLivre
from maquettes.importation.reconnaissance.equilibre import est_la_somme, est_un_cumul, somme_par_ligne
from maquettes.importation.reconnaissance.familles import Titres, code_dans_un_titre, titres_de
from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.formes import Lecture, formes_proposees
from maquettes.importation.reconnaissance.genres import DES_DEPENSES, Genres, colonne_de_types, est_annoncee, genres_de
from maquettes.importation.reconnaissance.mots.accords import DES_CHAMPS, DES_IGNORES, DES_MOUVEMENTS, Accord, accords
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.mots.unites import base_dite
from maquettes.importation.reconnaissance.possibles import Choix, Possible, choisir, sans_doublons
from maquettes.importation.reconnaissance.regles import (
    COMPTE,
    TIERS,
    doutes_des_regles,
    regles_comptables,
    regles_de_signe,
)
from maquettes.importation.reconnaissance.roles import colonnes_d_exercice
from maquettes.importation.reconnaissance.sources import A_DIRE, colonnes_proposees, ignorees_de, unite_de

__all__ = ["source_de_mouvements"]

_EQUIVOQUE: Final = Choix(
    champ=None,
    certitude=Certitude.INCONNUE,
    candidats=("paiement.type",),
    motif="avances, acomptes ou soldes : d’un marché, ou d’un financeur ?",
)

_CODES_MONTRES: Final = 200
# Ce qu'une colonne de mouvement devient, et la sorte de contenu qu'elle attend.
_SORTES: Final[Mapping[str, tuple[str, str]]] = {
    "engagement.piece": ("engagement.piece", "piece"),
    "engagement.date": ("engagement.date", "date"),
    "engagement.montant": ("engagement.montant", "montant"),
    "paiement.date": ("paiement.date", "date"),
    "paiement.montant": ("paiement.montant", "montant"),
    "paiement.piece": ("paiement.piece", "piece"),
    "paiement.type": ("paiement.type", "type_de_mouvement"),
    "paiement.cumul": (IGNOREE, "montant"),
    "depense.piece": ("piece", "piece"),
    "depense.date": ("date", "date"),
    "depense.montant": ("montant", "montant"),
    "depense.montant_ht": ("montant_ht", "montant"),
    "depense.montant_ttc": ("montant_ttc", "montant"),
    "depense.tva": ("montant_tva", "montant"),
    "depense.libelle": ("libelle", "libelle"),
    "depense.sens": ("type", "sens"),
    "depense.compte": (IGNOREE, "piece"),
    "depense.tiers": (IGNOREE, "tiers"),
    "depense.exercice": (IGNOREE, "exercice"),
    "depense.bordereau": (IGNOREE, "piece"),
    "financeur": ("financeur", "financeur"),
    "nature": ("nature", "nature"),
    "realisation.date": ("date", "date"),
    "realisation.quantite": ("quantite", "quantite"),
}
_MOTIFS: Final[Mapping[str, str]] = {
    "paiement.cumul": "cumul, et non un paiement",
    "depense.tiers": TIERS,
    "depense.compte": COMPTE,
    "depense.exercice": "exercice de la pièce",
    "depense.bordereau": "bordereau",
}
_AILLEURS: Final = frozenset(
    [
        "libelle",
        "famille",
        "maitre_ouvrage",
        "localisation",
        "quantite",
        "unite",
        "cout_ht",
        "cout_ttc",
        "taux_tva",
        "assiette",
        "debut",
    ]
)


def source_de_mouvements(table: Table, role: Role, connus: Connus) -> SourceProposee:
    """La source d’un journal, de dépenses ou de réalisations."""
    titres = titres_de(table)
    exercices = colonnes_d_exercice(table) if role is Role.DEPENSES else {}
    paire = None if exercices or role is Role.REALISATIONS else paire_de(table)
    genres = _genres(table, role, exercices, paire)
    sens = {
        colonne: [_d_exercice(*exercices[colonne])]
        if colonne in exercices
        else _possibles(niveaux, table.profils[colonne], genres)
        for colonne, niveaux in table.niveaux.items()
    }
    sens |= _qui_se_nomment(table, genres)
    if paire is not None:
        sens |= {paire.debit: [], paire.credit: []}
    sens = _cumuls(table, _sommes(table, sens, exercices))
    choix = sans_doublons({colonne: choisir(trouves) for colonne, trouves in sens.items()})
    if genres.equivoque is not None:
        choix[genres.equivoque] = _EQUIVOQUE
    lecture = Lecture(table=table, choix=choix, titres=titres)
    livre = None if paire is None else GrandLivre(lecture, paire, connus)
    if livre is not None:
        lecture = replace(lecture, choix=choix | livre.choix)
    if role is Role.DEPENSES and (livre is not None or "depense" not in genres.permis):
        role = Role.JOURNAL
    reels = {c: annee for c, (annee, prevu) in exercices.items() if not prevu}
    return _source(lecture, role, connus, (genres, reels, livre))


def _genres(table: Table, role: Role, exercices: Mapping[int, tuple[int, bool]], paire: Paire | None) -> Genres:
    """Un état par exercice, un grand livre sont de dépenses ; une colonne d’avances et d’acomptes y reste à dire."""
    if exercices:
        return DES_DEPENSES
    return genres_de(table, role) if paire is None else replace(DES_DEPENSES, equivoque=colonne_de_types(table))


def _qui_se_nomment(table: Table, genres: Genres) -> dict[int, list[Possible]]:
    """Les colonnes dont les cellules disent le sens : le type de chaque mouvement, la nature de chaque financement."""
    certain = Possible(champ="nature", accord=Accord.EXACT, convenance=Convenance.CONFIRME)
    rendus = {
        colonne: [certain]
        for colonne, niveaux in table.niveaux.items()
        if "nature" in genres.permis
        and niveaux
        and mots_de(niveaux[-1]) == ("nature",)
        and sont_des_natures(table.profils[colonne])
    }
    if genres.types is not None:
        doute = "" if est_annoncee(table.niveaux[genres.types]) else "elle paraît dire le type de chaque mouvement"
        rendus[genres.types] = [replace(certain, champ="paiement.type", doute=doute)]
    return rendus


def _d_exercice(annee: int, prevu: bool) -> Possible:  # noqa: FBT001 : la paire que rend exercice_dit
    champ = IGNOREE if prevu else f"exercice.{annee}"
    motif = "prévision" if prevu else ""
    return Possible(champ=champ, accord=Accord.EXACT, convenance=Convenance.POSSIBLE, motif=motif)


def _possibles(niveaux: Sequence[str], profil: Profil, genres: Genres) -> list[Possible]:
    trouves = [p for p in _tous(niveaux, profil, genres) if p.convenance is not Convenance.CONTRAIRE] if niveaux else []
    return sorted(trouves, key=lambda possible: possible.rang, reverse=True)


def _tous(niveaux: Sequence[str], profil: Profil, genres: Genres) -> Iterator[Possible]:
    for trouve, accord in accords(niveaux, DES_MOUVEMENTS).items():
        champ = genres.noms.get(trouve, trouve)
        if champ.partition(".")[0] in genres.permis:
            nom, sorte = _SORTES[champ]
            yield Possible(champ=nom, accord=accord, convenance=convenance(sorte, profil), motif=_MOTIFS.get(champ, ""))
    for champ, accord in accords(niveaux, DES_CHAMPS).items():
        if champ == "operation":
            citee = convenance("operation_citee", profil)
            yield Possible(champ=champ, accord=accord, convenance=citee)
            if citee is Convenance.CONTRAIRE and convenance("libelle", profil) is not Convenance.CONTRAIRE:
                doute = "elle nomme l’opération, sans en donner le code"
                yield Possible(champ=champ, accord=Accord.PROCHE, convenance=Convenance.POSSIBLE, doute=doute)
        elif champ == "achevement":
            yield Possible(champ=champ, accord=accord, convenance=convenance("livraison", profil))
        elif champ in _AILLEURS and "depense" not in genres.permis:
            doute = "dit sans doute par le tableau financier"
            yield Possible(champ=IGNOREE, accord=accord, convenance=convenance(champ, profil), doute=doute)
    for motif, accord in accords(niveaux, DES_IGNORES).items():
        livraison = convenance("livraison", profil) if motif == "avancement" else Convenance.CONTRAIRE
        if profil.remplies and livraison is not Convenance.CONTRAIRE:
            yield Possible(champ="achevement", accord=accord, convenance=livraison)
        else:
            yield Possible(champ=IGNOREE, accord=accord, convenance=convenance(motif, profil), motif=motif)


def _sommes(
    table: Table, sens: Mapping[int, list[Possible]], exercices: Mapping[int, tuple[int, bool]]
) -> dict[int, list[Possible]]:
    """Un total des exercices se reconnaît à ses nombres, quel que soit son libellé."""
    reels = [colonne for colonne, (_, prevu) in exercices.items() if not prevu]
    rendus = dict(sens)
    for parts in (reels, list(exercices)):
        sommes = somme_par_ligne(table, parts)
        for colonne, niveaux in table.niveaux.items():
            nomme = not {"total", "cumul"}.isdisjoint(mot for niveau in niveaux for mot in mots_de(niveau))
            if (
                parts
                and colonne not in exercices
                and nomme
                and est_la_somme(table.profils[colonne], sommes, parts=len(parts))
            ):
                confirme = Possible(
                    champ=IGNOREE, accord=Accord.EXACT, convenance=Convenance.CONFIRME, motif="somme de la ligne"
                )
                rendus[colonne] = [confirme]
    return rendus


def _cumuls(table: Table, sens: Mapping[int, list[Possible]]) -> dict[int, list[Possible]]:
    """Une colonne qui additionne une autre, opération par opération, en est le cumul."""
    premiers = {trouves[0].champ: colonne for colonne, trouves in sens.items() if trouves}
    operations = premiers.get("operation")
    flux = premiers.get("paiement.montant", premiers.get("montant"))
    if operations is None or flux is None:
        return dict(sens)
    rendus = dict(sens)
    for colonne in table.niveaux:
        if colonne != flux and est_un_cumul(table.profils[flux], table.profils[colonne], table.profils[operations]):
            motif = _MOTIFS["paiement.cumul"]
            rendus[colonne] = [
                Possible(champ=IGNOREE, accord=Accord.EXACT, convenance=Convenance.CONFIRME, motif=motif)
            ]
    return rendus


def _source(
    lecture: Lecture, role: Role, connus: Connus, portes: tuple[Genres, Mapping[int, int], GrandLivre | None]
) -> SourceProposee:
    genres, exercices, livre = portes
    table = lecture.table
    lecture, base = _une_seule_base(lecture)
    colonnes = colonnes_proposees(table, lecture.choix, lecture.titres)
    champs = {c.champ: c.libelle for c in colonnes if c.champ is not None and c.champ != IGNOREE}
    formes = formes_proposees(lecture) if livre is None else [(forme, "") for forme in livre.formes]
    mouvements = tuple(forme for forme, _ in formes)
    regles = _regles(lecture, genres, connus) if livre is None else livre.regles
    dites = {*champs, "type"} if livre is not None else champs.keys()
    constantes = constantes_proposees(table, connus, genres, dites)
    montants = [c for c, choisi in lecture.choix.items() if "montant" in (choisi.champ or "")] + list(exercices)
    unite, doute = unite_de(table, montants)
    fixes = {nom: valeur for nom, (valeur, _) in constantes.items()}
    remarques = [*([doute] if doute else []), *_remarques(lecture, genres, base, fixes, champs)]
    # Le type d'une pièce comptable vient des règles, et le financeur n'est que d'un versement.
    omis = {"type", "famille"} | ({"financeur"} if "depense" in genres.permis else set())
    du_dossier = {champ: libelle for champ, libelle in champs.items() if "." not in champ and champ not in omis}
    source = Source(
        fichier=table.grille.fichier,
        feuille=table.grille.feuille,
        role=role,
        entete=(table.entete[0] + 1, table.entete[1] + 1),
        unite=unite,
        base=base,
        colonnes=du_dossier,
        constantes=fixes,
        exercices=tuple(
            ColonneDExercice(colonne=table.libelles[colonne], exercice=annee) for colonne, annee in exercices.items()
        ),
        mouvements=mouvements,
        ignorees=ignorees_de(colonnes),
        regles=regles,
        codes=_codes(lecture.titres),
    )
    return SourceProposee(
        fichier=table.grille.fichier,
        feuille=table.grille.feuille,
        entete=source.entete,
        role=role,
        colonnes=colonnes,
        source=source,
        remarques=tuple(remarques),
        codes_a_dire=_codes_etrangers(lecture),
        doutes={
            **{("constantes", nom): pourquoi for nom, (_, pourquoi) in constantes.items() if pourquoi},
            **{("mouvements", rang): pourquoi for rang, (_, pourquoi) in enumerate(formes) if pourquoi},
            **doutes_des_regles(regles),
        },
    )


def _regles(lecture: Lecture, genres: Genres, connus: Connus) -> tuple[Regle, ...]:
    if "depense" not in genres.permis:
        return ()
    table, choix = lecture.table, lecture.choix
    return (*regles_comptables(table, choix, connus), *regles_de_signe(table, choix))


def _une_seule_base(lecture: Lecture) -> tuple[Lecture, Base | None]:
    """D’un montant HT ou TTC seul, c’est le montant, et sa base est connue ; à deux, chaque opération prend le sien."""
    ht, ttc = lecture.colonne("montant_ht"), lecture.colonne("montant_ttc")
    if (ht is None) == (ttc is None):
        dites = {base for texte in lecture.table.au_dessus() if (base := base_dite(texte)) is not None}
        return lecture, dites.pop() if ht is None and len(dites) == 1 else None
    seule, base = (ht, Base.HT) if ttc is None else (ttc, Base.TTC)
    if seule is None:
        return lecture, None
    choix = {**lecture.choix, seule: replace(lecture.choix[seule], champ="montant")}
    return replace(lecture, choix=choix), base


def _remarques(
    lecture: Lecture, genres: Genres, base: Base | None, constantes: Mapping[str, str], champs: Mapping[str, str]
) -> Iterator[str]:
    if "operation" not in champs:
        yield (
            "l’opération est celle que nomme le titre"
            if "operation" in constantes
            else "aucune colonne ne désigne l’opération : l’écrire dans [sources.colonnes], ou par des règles"
        )
    if not genres.permis.isdisjoint({"engagement", "paiement"}):
        if "financeur" not in constantes and "financeur" not in champs:
            yield "le financeur n’est pas dit : l’écrire dans constantes (financeur)"
    elif "depense" in genres.permis and base is None and "montant_ht" not in champs:
        yield 'la base des montants n’est pas dite : écrire base = "ht" ou "ttc"'
    if "achevement" in champs:
        yield "une date d’achèvement s’inscrit à une version : écrire version"
    if _codes_etrangers(lecture):
        yield A_DIRE


def _codes_etrangers(lecture: Lecture) -> tuple[str, ...]:
    """Des codes d’opération d’un autre usage que celui de l’ANRU, qui attendent le nôtre."""
    profil = lecture.profil("operation")
    if profil is None:
        return ()
    codes = dict.fromkeys(" ".join(cellule.texte.split()) for cellule in profil.valeurs.values())
    return tuple(code for code in codes if code_dans_un_titre(code) is None)[:_CODES_MONTRES]


def _codes(titres: Titres) -> Codes:
    if not titres.operation:
        return Codes()
    cites = {
        " ".join(texte.split()): code for texte in titres.textes if (code := code_dans_un_titre(texte)) is not None
    }
    return Codes(operation=cites)
