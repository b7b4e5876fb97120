"""La clôture refaite à la main : des fractions et des boucles, rien du moteur.

Écrit d’après la règle seule, ligne à ligne, pour être relu à côté d’elle. Seuls viennent du noyau les objets du
dossier et leurs vocabulaires ; le coût, l’assiette, la version en vigueur et la nature d’un mouvement sont refaits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Base, Categorie, Nature, NatureCout, RegleCloture, Statut, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet

GRANDEURS: Final = (
    "programme",
    "engage",
    "paye",
    "montant_cloture",
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "a_engager",
    "economie",
)

Cle = tuple[str, str, str]


@dataclass
class LigneRefaite:
    """Une ligne à la clôture ; ``montants`` par grandeur, en centimes."""

    cle: Cle
    famille: str
    maitre_ouvrage: str
    etat: str
    montants: dict[str, int]


@dataclass
class ClotureRefaite:
    """Toutes les lignes, et pour chaque opération l’écart entre son plan final et son coût final."""

    lignes: list[LigneRefaite]
    ecarts: dict[str, int]

    def totaux(self, groupe: Callable[[LigneRefaite], str], cles: Iterable[str] = ()) -> dict[str, dict[str, int]]:
        """Sommes de lignes par ``groupe`` ; ``cles`` impose des groupes même vides."""
        sommes = {cle: dict.fromkeys(GRANDEURS, 0) for cle in cles}
        for ligne in self.lignes:
            somme = sommes.setdefault(groupe(ligne), dict.fromkeys(GRANDEURS, 0))
            for grandeur in GRANDEURS:
                somme[grandeur] += ligne.montants[grandeur]
        return sommes


@dataclass
class _OperationVue:
    """Ce que la règle appelle C, A, t, D et R, et le coût final."""

    decrite: Operation
    cout: int
    assiette: int
    depense: int | None
    reestimation: int | None
    achevee: bool
    abandonnee: bool

    def cout_final(self) -> int:
        if self.abandonnee:
            return 0
        if self.achevee and self.depense is not None:
            return self.depense
        if self.reestimation is not None:
            return self.reestimation
        return self.cout


def arrondir_au_centime(valeur: Fraction) -> int:
    """Au plus proche, le demi-centime loin de zéro ; aucune part n’est négative."""
    assert valeur >= 0
    return int(valeur + Fraction(1, 2))


def clore_a_la_main(projet: Projet, au: date, version: int | None = None) -> ClotureRefaite:
    """La clôture de chaque ligne, dans l’ordre des opérations, des financeurs et des natures du dossier."""
    retenue = _version_en_vigueur(projet, au) if version is None else version
    limite = projet.convention.date_limite_engagement
    for avenant in projet.convention.avenants:
        if avenant.numero <= retenue and avenant.date_limite_engagement is not None:
            limite = avenant.date_limite_engagement
    cloture = ClotureRefaite([], {})
    codes: list[str] = []
    for operation in projet.operations:
        if operation.code not in codes:
            codes.append(operation.code)
    for code in codes:
        lignes = _clore_une_operation(projet, code, au, retenue, limite)
        if lignes or _est_au_tableau(projet, code, retenue):
            final = _voir_l_operation(projet, code, au, retenue).cout_final()
            cloture.ecarts[code] = sum(ligne.montants["montant_cloture"] for ligne in lignes) - final
            cloture.lignes.extend(lignes)
    return cloture


def _version_en_vigueur(projet: Projet, au: date) -> int:
    version = 0
    for avenant in projet.convention.avenants:
        if avenant.date <= au:
            version = avenant.numero
    return version


def _est_au_tableau(projet: Projet, code: str, version: int) -> bool:
    """Une ligne d’opération ou de plan l’y met ; un tableau complet où elle ne figure pas l’en retire."""
    presente = False
    for numero in [0, *[avenant.numero for avenant in projet.convention.avenants]]:
        if numero > version:
            break
        if _remplace_tout(projet, numero):
            presente = False
        for ligne in projet.plan:
            presente = presente or (ligne.operation == code and ligne.version == numero)
        for operation in projet.operations:
            presente = presente or (operation.code == code and operation.version == numero)
    return presente


def _remplace_tout(projet: Projet, version: int) -> bool:
    return any(a.numero == version and a.tableau.value == "complet" for a in projet.convention.avenants)


def _derniere_refonte(projet: Projet, version: int) -> int:
    """La dernière version, au plus ``version``, dont les lignes sont tout le tableau ; 0 sinon."""
    return max(
        [0, *(a.numero for a in projet.convention.avenants if a.numero <= version and _remplace_tout(projet, a.numero))]
    )


def _voir_l_operation(projet: Projet, code: str, au: date, version: int) -> _OperationVue:
    """L’opération de la version ; si elle n’y est pas (plus), sa première (dernière) description, à coût nul."""
    connues = [operation for operation in projet.operations if operation.code == code]
    connues.sort(key=lambda operation: operation.version)
    decrites = [operation for operation in connues if operation.version <= version]
    existe = _est_au_tableau(projet, code, version)
    decrite = decrites[-1] if decrites else connues[0]
    cout = _cout_sur_sa_base(decrite) if existe else 0
    assiette = cout if decrite.assiette is None or not existe else decrite.assiette
    depense = 0
    for mouvement in projet.journal:
        if mouvement.operation == code and mouvement.date <= au:
            depense += _signe(mouvement.type, "depense", "annulation") * mouvement.montant
            if decrite.nature_cout is NatureCout.DEFICIT:
                depense -= _signe(mouvement.type, "recette", "") * mouvement.montant
    depense = max(depense, 0)
    justifiee = any(m.type is TypeMouvement.DEPENSE for m in _ce_qui_reste(projet, code, au))
    derniere = None
    for reestimation in projet.reestimations:
        connue = reestimation.operation == code and reestimation.date <= au
        if connue and (derniere is None or reestimation.date > derniere.date):
            derniere = reestimation
    return _OperationVue(
        decrite=decrite,
        cout=cout,
        assiette=assiette,
        depense=depense if justifiee else None,
        reestimation=None if derniere is None else derniere.cout,
        achevee=decrite.achevement is not None and decrite.achevement <= au,
        abandonnee=bool(decrites) and decrite.statut is Statut.ABANDONNEE,
    )


def _cout_sur_sa_base(operation: Operation) -> int:
    if operation.base is Base.HT:
        return operation.cout_ht
    if operation.cout_ttc is not None:
        return operation.cout_ttc
    assert operation.taux_tva is not None
    return arrondir_au_centime(Fraction(operation.cout_ht) + Fraction(operation.cout_ht) * operation.taux_tva)


@dataclass
class _LigneVue:
    """Une ligne avant son calcul : ce que la règle appelle P, E et X, sa règle et les types de ce qui reste."""

    cle: Cle
    est_anru: bool
    regle: str
    programme: int
    engage: int
    paye: int
    types: set[TypeMouvement]
    etat: str = ""
    montant: int = 0


def _nature_du_mouvement(projet: Projet, mouvement: Mouvement) -> Nature:
    """Sa nature ; vide, celle de l’unique ligne du financeur, toutes versions confondues ; sans ligne, subvention."""
    if mouvement.nature is not None:
        return mouvement.nature
    for plan in projet.plan:
        if plan.operation == mouvement.operation and plan.financeur == mouvement.financeur:
            return plan.nature
    return Nature.SUBVENTION


def _voir_les_lignes(projet: Projet, code: str, au: date, version: int, maitre_ouvrage: str) -> list[_LigneVue]:
    """Les lignes programmées (montant non nul) ou mouvementées de l’opération."""
    lignes = []
    for financeur in projet.convention.financeurs:
        for nature in Nature:
            programme, regle, rang = 0, None, -1
            for plan in projet.plan:
                sienne = plan.operation == code and plan.financeur == financeur.code and plan.nature is nature
                if sienne and rang < plan.version <= version and plan.version >= _derniere_refonte(projet, version):
                    programme, regle, rang = plan.montant, plan.regle_cloture, plan.version
            engage, paye = 0, 0
            for mouvement in projet.journal:
                if mouvement.operation != code or mouvement.financeur != financeur.code or mouvement.date > au:
                    continue
                if _nature_du_mouvement(projet, mouvement) is not nature:
                    continue
                engage += _signe(mouvement.type, "engagement", "degagement") * mouvement.montant
                paye += _signe(mouvement.type, "avance acompte solde", "reversement") * mouvement.montant
            types = {
                mouvement.type
                for mouvement in _ce_qui_reste(projet, code, au)
                if mouvement.financeur == financeur.code and _nature_du_mouvement(projet, mouvement) is nature
            }
            if programme == 0 and not types:
                continue
            if financeur.engagement.value == "repute" and nature is not Nature.FONDS_PROPRES:
                engage = max(paye, programme)
            defaut = _regle_ordinaire(nature, proprietaire=financeur.code == maitre_ouvrage)
            lignes.append(
                _LigneVue(
                    cle=(code, financeur.code, nature.value),
                    est_anru=financeur.categorie is Categorie.ANRU,
                    regle=defaut if regle is None else regle.value,
                    programme=programme,
                    engage=max(engage, 0),
                    paye=paye,
                    types=types,
                )
            )
    return lignes


def _signe(type_mouvement: TypeMouvement, plus: str, moins: str) -> int:
    if type_mouvement.value in plus.split():
        return 1
    return -1 if type_mouvement.value in moins.split() else 0


_RETOURS: Final = {
    "engagement": "degagement",
    "avance": "reversement",
    "acompte": "reversement",
    "solde": "reversement",
    "depense": "annulation",
    "demande": "rejet",
}


def _ce_qui_reste(projet: Projet, code: str, au: date) -> list[Mouvement]:
    """Les mouvements de l’opération, ceux que leurs inverses ramènent exactement retirés avec ces inverses.

    Toutes les pièces d’abord, puis les montants ; le plus récent d’abord, le même jour le type le plus avancé, puis la
    pièce.
    """
    retenus = [m for m in projet.journal if m.operation == code and m.date <= au]
    rangs_des_types = list(TypeMouvement)
    ordre = sorted(
        (rang for rang, m in enumerate(retenus) if m.type.value in _RETOURS),
        key=lambda rang: (
            -retenus[rang].date.toordinal(),
            -rangs_des_types.index(retenus[rang].type),
            retenus[rang].piece,
        ),
    )
    otes: set[int] = set()
    for rang in ordre:
        sien = retenus[rang]
        porteurs = [r for r in _retours_possibles(projet, retenus, rang, otes) if retenus[r].piece == sien.piece]
        if sien.piece and porteurs and sum(retenus[r].montant for r in porteurs) == sien.montant:
            otes |= {rang, *porteurs}
    for rang in ordre:
        if rang in otes:
            continue
        egaux = [
            r for r in _retours_possibles(projet, retenus, rang, otes) if retenus[r].montant == retenus[rang].montant
        ]
        if egaux:
            otes |= {rang, min(egaux, key=lambda r: retenus[r].date)}
    return [mouvement for rang, mouvement in enumerate(retenus) if rang not in otes]


def _retours_possibles(projet: Projet, retenus: list[Mouvement], rang: int, otes: set[int]) -> list[int]:
    """Les inverses libres de la ligne du mouvement, du même jour ou postérieurs."""
    sien = retenus[rang]
    return [
        r
        for r, autre in enumerate(retenus)
        if r not in otes
        and autre.type.value == _RETOURS[sien.type.value]
        and autre.financeur == sien.financeur
        and _nature_du_mouvement(projet, autre) is _nature_du_mouvement(projet, sien)
        and autre.date >= sien.date
    ]


def _regle_ordinaire(nature: Nature, *, proprietaire: bool) -> str:
    if nature is Nature.SUBVENTION:
        return "taux"
    if nature is Nature.FONDS_PROPRES and proprietaire:
        return "residu"
    return "forfait"


def _etat(ligne: _LigneVue, vue: _OperationVue, au: date, limite: date) -> str:  # noqa: PLR0911 -- l'ordre du texte
    if vue.abandonnee:
        return "abandonnee"
    if ligne.regle == RegleCloture.RESIDU.value:
        return "residu"
    if ligne.est_anru and ligne.engage == 0 and au > limite:
        return "forclose"
    if ligne.engage == 0:
        return "a_engager"
    if TypeMouvement.SOLDE in ligne.types:
        return "soldee"
    if vue.achevee:
        return "achevee"
    if TypeMouvement.AVANCE in ligne.types or TypeMouvement.ACOMPTE in ligne.types or vue.depense is not None:
        return "en_cours"
    return "engagee_non_demarree"


def _part(ligne: _LigneVue, vue: _OperationVue, cout: int) -> int:
    """Ce que la règle appelle k(c)."""
    if vue.cout == 0:
        return 0
    if not ligne.est_anru:
        return arrondir_au_centime(Fraction(ligne.programme, vue.cout) * min(cout, vue.cout))
    if vue.assiette == 0:
        return 0
    taux = vue.decrite.taux_anru
    if taux is None:
        taux = Fraction(ligne.programme, vue.assiette)
    return arrondir_au_centime(taux * min(cout, vue.assiette))


def _montant_sans_residu(ligne: _LigneVue, vue: _OperationVue) -> int:
    if ligne.etat in {"abandonnee", "forclose"}:
        return 0
    convenu = ligne.engage if ligne.engage > 0 else ligne.programme
    if ligne.regle == RegleCloture.FORFAIT.value:
        return convenu
    if vue.achevee and vue.depense is not None:
        return min(_part(ligne, vue, vue.depense), convenu)
    if ligne.etat == "soldee":
        return max(0, ligne.paye)
    if vue.reestimation is not None and not vue.achevee:
        return min(convenu, _part(ligne, vue, vue.reestimation))
    return convenu


def _partager(total: int, lignes: list[_LigneVue]) -> None:
    """Au plus fort reste, un centime à la fois, à égalité au premier dans l’ordre du texte.

    Cet ordre : celui des financeurs, puis fonds propres, subvention, prêt. Programmes tous nuls : tout à la première
    ligne de fonds propres, sinon à la première.
    """
    ordonnees = []
    for financeur in dict.fromkeys(ligne.cle[1] for ligne in lignes):
        for nature in ("fonds_propres", "subvention", "pret"):
            ordonnees += [ligne for ligne in lignes if ligne.cle[1:] == (financeur, nature)]
    programmes = [ligne.programme for ligne in ordonnees]
    if not any(programmes):
        propres = [ligne for ligne in ordonnees if ligne.cle[2] == "fonds_propres"]
        (propres or ordonnees)[0].montant = total
        return
    exactes = [Fraction(total) * programme / sum(programmes) for programme in programmes]
    parts = [int(exacte) for exacte in exactes]
    while sum(parts) < total:
        manques = [exacte - part for exacte, part in zip(exactes, parts, strict=True)]
        parts[manques.index(max(manques))] += 1
    for ligne, part in zip(ordonnees, parts, strict=True):
        ligne.montant = part


def _clore_une_operation(projet: Projet, code: str, au: date, version: int, limite: date) -> list[LigneRefaite]:
    vue = _voir_l_operation(projet, code, au, version)
    lignes = _voir_les_lignes(projet, code, au, version, vue.decrite.maitre_ouvrage)
    residuelles = []
    autres = 0
    for ligne in lignes:
        ligne.etat = _etat(ligne, vue, au, limite)
        if ligne.etat == "residu":
            residuelles.append(ligne)
        else:
            ligne.montant = _montant_sans_residu(ligne, vue)
            autres += ligne.montant
    if residuelles:
        _partager(max(0, vue.cout_final() - autres), residuelles)
    return [_refaite(ligne, vue.decrite) for ligne in lignes]


def _refaite(ligne: _LigneVue, operation: Operation) -> LigneRefaite:
    engage, paye, montant = ligne.engage, ligne.paye, ligne.montant
    montants = {
        "programme": ligne.programme,
        "engage": engage,
        "paye": paye,
        "montant_cloture": montant,
        "solde_a_verser": montant - paye if montant > paye else 0,
        "trop_percu": paye - montant if paye > montant else 0,
        "a_degager": engage - montant if engage > montant else 0,
        "a_engager": montant - engage if montant > engage else 0,
        "economie": ligne.programme - montant,
    }
    return LigneRefaite(ligne.cle, operation.famille, operation.maitre_ouvrage, ligne.etat, montants)
