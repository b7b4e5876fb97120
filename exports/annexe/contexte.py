"""Ce que les tableaux de l’annexe partagent : clôture, programmes, noms distincts, opérations par famille."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from exports.annexe.euros import arrondir_cloture, arrondir_montant, arrondir_programme
from exports.annexe.perimetre import retrouver_perimetre, selection_du_perimetre
from exports.annexe.programme import Programme, programme_de_cloture, programme_de_la_version
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.texte.affichable import rendre_affichable, replier
from financement.calculs.situation import Situation, calculer_situation
from financement.calculs.tableau import TableauFinancier, operations_decrites, tableau_financier
from financement.cloture.etat import EtatOperation
from financement.cloture.resultat import Cloture, LigneCloturee
from financement.controles.constat import Constat
from financement.controles.contexte import preparer as preparer_controles
from financement.controles.registre import controler_contexte
from financement.dossier.convention import Convention, Financeur
from financement.dossier.nomenclature import FAMILLES, LIBELLES_CATEGORIES, Base, Categorie
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet
from financement.selection import Selection, restreindre_cloture
from maquettes.assemblage.dossier_json import empreinte

__all__ = ["Contexte", "nom_trop_long", "noms_distincts", "preparer"]

LONGUEUR_D_ENTETE: Final = 100
"""En caractères : un nom plus long n’est que dans les lignes et les notes, le code en tient lieu en tête."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """Les données d’une annexe, réduites à son périmètre et arrondies à son unité.

    ``exacte`` est la clôture de tout le projet, au centime ; ``etats`` en donne l’état de chaque opération entière, le
    même dans tout extrait. ``concours`` : les lignes de subvention et de prêt du périmètre, ce qui se doit, s’engage et
    se verse ; ``autofinancement`` : celles de fonds propres. ``constats`` : tous ceux du dossier. ``retenues`` : les
    opérations du périmètre, telles que le noyau les définit (:mod:`financement.selection`) ; ``operations`` : celles
    d’entre elles qui sont au tableau en vigueur ou portent une ligne, par famille dans l’ordre de la nomenclature puis
    du dossier. ``programmes`` : le tableau financier de chaque version jusqu’à celle en
    vigueur ; ``final`` : celui de la clôture. ``maitres`` et ``financeurs`` donnent un nom affichable et distinct par
    code, ``entetes`` un nom court. ``empreinte`` : celle du dossier canonique, que le texte et le sceau portent.
    """

    projet: Projet
    au: date
    perimetre: Perimetre
    selection: Selection
    unite: Precision
    exacte: Cloture
    cloture: Cloture
    programmes: Mapping[int, Programme]
    final: Programme
    constats: tuple[Constat, ...]
    etats: Mapping[str, EtatOperation]
    retenues: frozenset[str]
    operations: tuple[Operation, ...]
    lignes: Mapping[str, tuple[LigneCloturee, ...]]
    concours: tuple[LigneCloturee, ...]
    autofinancement: tuple[LigneCloturee, ...]
    maitres: Mapping[str, str]
    financeurs: Mapping[str, str]
    entetes: Mapping[str, str]
    empreinte: str

    @property
    def convention(self) -> Convention:
        """La convention."""
        return self.projet.convention

    @property
    def tableau(self) -> TableauFinancier:
        """Le tableau financier en vigueur à la date d’arrêté."""
        return self.exacte.situation.tableau

    @property
    def programme(self) -> Programme:
        """Le tableau financier en vigueur, chiffré sur le périmètre."""
        return self.programmes[self.tableau.version]

    @property
    def est_entier(self) -> bool:
        """Le périmètre est tout le dossier ; sinon, c’est un extrait."""
        return self.perimetre.genre is GenrePerimetre.ENSEMBLE

    @property
    def est_complet(self) -> bool:
        """Le plan entier de chaque opération est dans le périmètre : il s’y compare à son coût."""
        return self.perimetre.genre is not GenrePerimetre.FINANCEUR

    @property
    def familles(self) -> Mapping[str, str]:
        """Libellés des familles qui ont une opération, dans l’ordre de la nomenclature."""
        presentes = {operation.famille for operation in self.operations}
        libelles = FAMILLES[self.convention.programme]
        return {famille: libelles[famille] for famille in libelles if famille in presentes}

    @property
    def bases(self) -> tuple[Base, ...]:
        """Les bases, HT ou TTC, sur lesquelles s’équilibrent les opérations, en vigueur ou à la clôture."""
        declarees = {operation.base for operation in (*self.programme.operations, *self.final.operations)}
        return tuple(base for base in Base if base in declarees)

    def nommer(self, code: str) -> str:
        """Le nom d’un financeur dans une phrase."""
        nom = self.financeurs[code]
        return code if len(nom) > LONGUEUR_D_ENTETE else nom

    @property
    def financeurs_du_perimetre(self) -> tuple[Financeur, ...]:
        """Les financeurs que montre l’annexe : tous, ou ceux qui ont une ligne dans le périmètre."""
        if self.est_entier:
            return self.convention.financeurs
        presents = {ligne.cle.financeur for ligne in self.cloture.lignes}
        presents |= {cle.financeur for programme in self.programmes.values() for cle in programme.montants}
        if self.perimetre.genre is GenrePerimetre.FINANCEUR:
            presents.add(self.perimetre.code)
        return tuple(financeur for financeur in self.convention.financeurs if financeur.code in presents)

    @property
    def agence_seule(self) -> str | None:
        """Le financeur ANRU, s’il est seul de sa catégorie et dans le périmètre."""
        agences = [f.code for f in self.financeurs_du_perimetre if f.categorie is Categorie.ANRU]
        return agences[0] if len(agences) == 1 else None

    def en_vigueur(self, operation: str) -> bool:
        """L’opération figure au tableau financier en vigueur."""
        return operation in self.programme.couts

    def concours_de(self, operation: str) -> tuple[LigneCloturee, ...]:
        """Les concours d’une opération, dans l’ordre des financeurs."""
        return tuple(ligne for ligne in self.lignes.get(operation, ()) if ligne.cle.est_concours)

    def autofinancement_de(self, operation: str) -> tuple[LigneCloturee, ...]:
        """Les fonds propres d’une opération, dans l’ordre des financeurs."""
        return tuple(ligne for ligne in self.lignes.get(operation, ()) if not ligne.cle.est_concours)

    def enveloppe_de(self, financeur: str) -> int | None:
        """L’enveloppe en vigueur d’un financeur, dans l’unité de l’annexe ; ``None`` s’il n’a pas de plafond.

        Une enveloppe vaut pour toute la convention : l’extrait de quelques opérations n’en montre pas.
        """
        enveloppe = self.tableau.enveloppe_de(financeur)
        if self.perimetre.genre in {GenrePerimetre.MAITRE_OUVRAGE, GenrePerimetre.OPERATION}:
            return None
        return None if enveloppe is None else self.a_l_unite(enveloppe.montant)

    def a_l_unite(self, centimes: int) -> int:
        """Un montant qui n’entre dans aucune somme, dans l’unité de l’annexe, en centimes."""
        return centimes if self.unite is Precision.CENTIME else arrondir_montant(centimes)


def noms_distincts(noms: Mapping[str, str]) -> dict[str, str]:
    """Par code, un nom affichable que tout tableur distingue des autres.

    Le code, puis un rang, départagent les homonymes.
    """
    affichables = {code: rendre_affichable(nom) for code, nom in noms.items()}
    replis = Counter(map(replier, affichables.values()))
    distincts: dict[str, str] = {}
    pris: set[str] = set()
    for code, nom in affichables.items():
        est_homonyme = replis[replier(nom)] > 1 and nom != code
        candidat = f"{nom} ({rendre_affichable(code)})" if est_homonyme else nom
        retenu, rang = candidat, 2
        while replier(retenu) in pris:
            retenu, rang = f"{candidat} [{rang}]", rang + 1
        pris.add(replier(retenu))
        distincts[code] = retenu
    return distincts


def _entetes(financeurs: Iterable[Financeur]) -> dict[str, str]:
    """Le nom de la catégorie quand un seul financeur la porte et qu’elle le nomme, sinon le sien."""
    presents = tuple(financeurs)
    categories = [financeur.categorie for financeur in presents]
    return noms_distincts(
        {
            f.code: LIBELLES_CATEGORIES[f.categorie]
            if categories.count(f.categorie) == 1 and f.categorie.value not in ("bailleur", "autre")
            else f.code
            if nom_trop_long(f)
            else _sans_parenthese(f.nom)
            for f in presents
        }
    )


def nom_trop_long(financeur: Financeur) -> bool:
    """Son nom remplirait la page, en tête d’une colonne ou dans une phrase : son code l’y remplace."""
    return len(_sans_parenthese(financeur.nom)) > LONGUEUR_D_ENTETE


def _sans_parenthese(nom: str) -> str:
    """Le nom sans sa précision finale entre parenthèses."""
    court, parenthese, _ = nom.partition(" (")
    return court if parenthese and nom.endswith(")") and court else nom


def preparer(projet: Projet, *, au: date, perimetre: Perimetre, unite: Precision) -> Contexte:
    """Clôture, constats et programmes à la date ``au``, dans la version en vigueur à cette date.

    Lève :class:`ValeurImpossible` si le projet ne connaît pas ce que désigne le périmètre.
    """
    perimetre = retrouver_perimetre(projet, perimetre)
    selection = selection_du_perimetre(perimetre)
    situation = calculer_situation(projet, au=au)
    controle = preparer_controles(situation)
    exacte = controle.cloture
    version = situation.tableau.version
    retenues = selection.operations(situation)
    cloture = restreindre_cloture(exacte, selection)
    final = programme_de_cloture(cloture)
    programmes = {
        passee: programme_de_la_version(tableau, operations, selection.financeur)
        for passee, tableau, operations in _tableaux(situation, selection, retenues)
    }
    if unite is Precision.EURO:
        programmes = {passee: arrondir_programme(p, perimetre) for passee, p in programmes.items()}
        cloture = arrondir_cloture(cloture, programmes[version])
        montants = {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes}
        final = arrondir_programme(final, perimetre, montants)
    lignes: dict[str, list[LigneCloturee]] = {}
    for ligne in cloture.lignes:
        lignes.setdefault(ligne.cle.operation, []).append(ligne)
    convention = projet.convention
    familles = list(FAMILLES[convention.programme])
    presentes = [
        operation
        for operation in operations_decrites(projet, situation.tableau)
        if operation.code in programmes[version].couts or operation.code in lignes
    ]
    maitres = dict.fromkeys(operation.maitre_ouvrage for operation in projet.operations)
    return Contexte(
        projet=projet,
        au=au,
        perimetre=perimetre,
        selection=selection,
        unite=unite,
        exacte=exacte,
        cloture=cloture,
        programmes=programmes,
        final=final,
        constats=controler_contexte(controle),
        etats=exacte.etats_des_operations(),
        retenues=retenues,
        operations=tuple(sorted(presentes, key=lambda operation: familles.index(operation.famille))),
        lignes={operation: tuple(groupe) for operation, groupe in lignes.items()},
        concours=tuple(ligne for ligne in cloture.lignes if ligne.cle.est_concours),
        autofinancement=tuple(ligne for ligne in cloture.lignes if not ligne.cle.est_concours),
        maitres=noms_distincts({code: convention.nom_du_maitre_ouvrage(code) for code in maitres}),
        financeurs=noms_distincts({financeur.code: financeur.nom for financeur in convention.financeurs}),
        entetes=_entetes(convention.financeurs),
        empreinte=empreinte(projet),
    )


def _tableaux(
    situation: Situation, selection: Selection, retenues: frozenset[str]
) -> Iterator[tuple[int, TableauFinancier, frozenset[str]]]:
    """Chaque version jusqu’à celle en vigueur, son tableau, et les opérations de l’extrait qui y figurent.

    Dans un tableau antérieur, celles d’un financeur sont celles qu’il y programmait.
    """
    for version in situation.projet.convention.versions:
        if version < situation.tableau.version:
            tableau = tableau_financier(situation.projet, version)
            programmees = {
                ligne.operation for ligne in tableau.lignes if ligne.montant and selection.financeur == ligne.financeur
            }
            yield version, tableau, retenues if selection.financeur is None else frozenset(programmees)
    yield situation.tableau.version, situation.tableau, retenues
