"""Les mouvements que dit une table : décisions et paiements de l’ANRU, mandats et titres, dépenses par exercice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from financement.dossier.nomenclature import Base, Nature, TypeMouvement
from maquettes.importation.correspondance.modele import (
    Champ,
    Codes,
    ColonneDExercice,
    FormeDeMouvement,
    Role,
    Source,
)
from maquettes.importation.correspondance.proposition import IGNOREE, SourceProposee
from maquettes.importation.reconnaissance.convenances import Convenance, convenance
from maquettes.importation.reconnaissance.equilibre import est_la_somme, est_un_cumul, somme_par_ligne
from maquettes.importation.reconnaissance.familles import Titres, code_dans_un_titre, titres_de
from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import DES_CHAMPS, DES_IGNORES, DES_MOUVEMENTS, Accord, accords
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus, financeurs_nommes
from maquettes.importation.reconnaissance.mots.unites import base_dite
from maquettes.importation.reconnaissance.possibles import Choix, Possible, choisir, sans_doublons
from maquettes.importation.reconnaissance.regles import TIERS, regles_comptables, regles_de_signe
from maquettes.importation.reconnaissance.roles import colonnes_d_exercice
from maquettes.importation.reconnaissance.sources import A_DIRE, colonnes_proposees, ignorees_de, unite_de

__all__ = ["source_de_mouvements"]

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
    "depense.compte": "compte",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lecture:
    table: Table
    choix: Mapping[int, Choix]
    titres: Titres

    def colonne(self, champ: str) -> int | None:
        return next((colonne for colonne, choisi in self.choix.items() if choisi.champ == champ), None)

    def libelle(self, champ: str) -> str | None:
        colonne = self.colonne(champ)
        return None if colonne is None else self.table.libelles[colonne]

    def profil(self, champ: str) -> Profil | None:
        colonne = self.colonne(champ)
        return None if colonne is None else self.table.profils[colonne]


def source_de_mouvements(table: Table, role: Role, connus: Connus) -> SourceProposee:
    """La source d’un journal, de dépenses ou de réalisations."""
    titres = titres_de(table)
    exercices = colonnes_d_exercice(table) if role is Role.DEPENSES else {}
    genres = _genres(table, role)
    sens = {
        colonne: [_d_exercice(*exercices[colonne])]
        if colonne in exercices
        else _possibles(niveaux, table.profils[colonne], genres)
        for colonne, niveaux in table.niveaux.items()
    }
    sens = _cumuls(table, _sommes(table, sens, exercices))
    choix = sans_doublons({colonne: choisir(trouves) for colonne, trouves in sens.items()})
    lecture = _Lecture(table=table, choix=choix, titres=titres)
    return _source(lecture, role, connus, {c: annee for c, (annee, prevu) in exercices.items() if not prevu})


def _genres(table: Table, role: Role) -> frozenset[str]:
    """Les sortes de mouvements que la table peut porter."""
    if role is Role.REALISATIONS:
        return frozenset({"realisation"})
    nommes = {
        champ
        for niveaux in table.niveaux.values()
        for champ, accord in accords(niveaux, DES_MOUVEMENTS).items()
        if accord >= Accord.FRAPPE
    }
    genres = ("engagement", "paiement") if role is Role.JOURNAL else ()
    decisions = {genre for genre in genres if f"{genre}.montant" in nommes}
    comptable = not nommes.isdisjoint({"depense.compte", "depense.sens", "depense.bordereau"})
    return (
        frozenset({"depense", "financeur"})
        if comptable or not decisions
        else frozenset({*decisions, "financeur", "nature"})
    )


def _d_exercice(annee: int, prevu: bool) -> Possible:  # noqa: FBT001 : la paire que rend exercice_dit
    champ = IGNOREE if prevu else f"exercice.{annee}"
    motif = "prévision" if prevu else ""
    return Possible(champ=champ, accord=Accord.EXACT, convenance=Convenance.POSSIBLE, motif=motif)


def _possibles(niveaux: Sequence[str], profil: Profil, genres: frozenset[str]) -> list[Possible]:
    trouves = [p for p in _tous(niveaux, profil, genres) if p.convenance is not Convenance.CONTRAIRE] if niveaux else []
    return sorted(trouves, key=lambda possible: possible.rang, reverse=True)


def _tous(niveaux: Sequence[str], profil: Profil, genres: frozenset[str]) -> Iterator[Possible]:
    for champ, accord in accords(niveaux, DES_MOUVEMENTS).items():
        if champ.partition(".")[0] in genres:
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
        elif champ in _AILLEURS and "depense" not in genres:
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


def _source(lecture: _Lecture, role: Role, connus: Connus, exercices: Mapping[int, int]) -> SourceProposee:
    table = lecture.table
    lecture, base = _une_seule_base(lecture)
    colonnes = colonnes_proposees(table, lecture.choix, lecture.titres)
    champs = {c.champ: c.libelle for c in colonnes if c.champ is not None and c.champ != IGNOREE}
    mouvements = _formes(lecture)
    regles = (
        () if mouvements else (*regles_comptables(table, lecture.choix, connus), *regles_de_signe(table, lecture.choix))
    )
    nommes = {champ.partition(".")[0] for champ in champs}
    constantes = _constantes(table, connus, role=role, avec_formes=bool(mouvements), sans_type="type" not in nommes)
    if "operation" not in champs:
        constantes |= _operation_du_titre(table)
    montants = [c for c, choisi in lecture.choix.items() if "montant" in (choisi.champ or "")] + list(exercices)
    unite, doute = unite_de(table, montants)
    remarques = [*([doute] if doute else []), *_remarques(lecture, role, base, constantes, champs)]
    du_dossier = {
        champ: libelle
        for champ, libelle in champs.items()
        if "." not in champ and champ not in {"type", "financeur"} and champ != "famille"
    }
    source = Source(
        fichier=table.grille.fichier,
        feuille=table.grille.feuille,
        role=role,
        entete=(table.entete[0] + 1, table.entete[1] + 1),
        unite=unite,
        base=base,
        colonnes=du_dossier,
        constantes=constantes,
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
    )


def _une_seule_base(lecture: _Lecture) -> tuple[_Lecture, Base | None]:
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


def _formes(lecture: _Lecture) -> tuple[FormeDeMouvement, ...]:
    """Un engagement et un paiement par ligne, s’ils ont chacun leur date et leur montant."""
    formes = []
    for genre in ("engagement", "paiement"):
        date, montant = lecture.libelle(f"{genre}.date"), lecture.libelle(f"{genre}.montant")
        if date is None or montant is None:
            continue
        piece, nature = lecture.libelle(f"{genre}.piece"), lecture.libelle("paiement.type")
        une_fois = genre == "engagement" and _se_repete(lecture.profil("engagement.piece"))
        lu = genre == "paiement" and nature is not None
        formes.append(
            FormeDeMouvement(
                type=Champ(colonne=nature)
                if lu
                else TypeMouvement.ENGAGEMENT
                if genre == "engagement"
                else TypeMouvement.ACOMPTE,
                date=Champ(colonne=date),
                montant=Champ(colonne=montant),
                piece=None if piece is None else Champ(colonne=piece),
                une_fois_par=piece if une_fois else None,
            )
        )
    return tuple(formes)


def _se_repete(profil: Profil | None) -> bool:
    return profil is not None and profil.distinctes < len(profil.valeurs)


def _constantes(table: Table, connus: Connus, *, role: Role, avec_formes: bool, sans_type: bool) -> dict[str, str]:
    if avec_formes:
        textes = [*table.au_dessus(), table.grille.fichier, table.grille.feuille or ""]
        nommes = financeurs_nommes(textes, connus)
        if len(nommes) == 1:
            return {"financeur": nommes.pop(), "nature": Nature.SUBVENTION.value}
        return {}
    return {"type": TypeMouvement.DEPENSE.value} if role is not Role.REALISATIONS and sans_type else {}


def _operation_du_titre(table: Table) -> dict[str, str]:
    """L’opération que nomment les titres, ou l’onglet, s’ils n’en nomment qu’une."""
    textes = [*table.au_dessus(), table.grille.feuille or ""]
    codes = {code for texte in textes if (code := code_dans_un_titre(texte)) is not None}
    return {"operation": codes.pop()} if len(codes) == 1 else {}


def _remarques(
    lecture: _Lecture, role: Role, base: Base | None, constantes: Mapping[str, str], champs: Mapping[str, str]
) -> Iterator[str]:
    if "operation" not in champs:
        yield (
            "l’opération est celle que nomme le titre"
            if "operation" in constantes
            else "aucune colonne ne désigne l’opération : l’écrire dans [sources.colonnes], ou par des règles"
        )
    if any(champ.startswith(("engagement.", "paiement.")) for champ in champs):
        if "financeur" not in constantes and "financeur" not in champs:
            yield "le financeur n’est pas dit : l’écrire dans constantes (financeur)"
    elif role is not Role.REALISATIONS and base is None and "montant_ht" not in champs:
        yield 'la base des montants n’est pas dite : écrire base = "ht" ou "ttc"'
    if "achevement" in champs:
        yield "une date d’achèvement s’inscrit à une version : écrire version"
    if _codes_etrangers(lecture):
        yield A_DIRE


def _codes_etrangers(lecture: _Lecture) -> tuple[str, ...]:
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
