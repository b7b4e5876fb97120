"""La vérification d’un redéploiement : ses mouvements, relus en centimes, contre le dossier et les règles.

Elle ne lit ni le problème, ni le solveur, ni les limites posées : deux erreurs devraient s’accorder pour passer.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from financement.cloture.resultat import Cloture, LigneCloturee
from financement.dossier.nomenclature import Categorie, Nature, RegleCloture, Unite
from financement.dossier.operation import Operation
from financement.dossier.regles import reglement_du_projet
from financement.redeploiement.besoins import (
    BesoinDeCredits,
    ContrainteVoulue,
    DemandeDeRedeploiement,
    GenreContrainte,
    PasDeRedeploiement,
)
from financement.redeploiement.deplacements import Deplacement, Voie

__all__ = ["ecarts_aux_regles"]


class _Lecture:
    """Ce que disent les mouvements et la clôture, en centimes, par opération."""

    def __init__(
        self,
        cloture: Cloture,
        besoins: DemandeDeRedeploiement,
        mouvements: Sequence[Deplacement],
        pas: PasDeRedeploiement,
    ) -> None:
        self.cloture, self.besoins, self.mouvements, self.pas = cloture, besoins, mouvements, pas
        self.recu = {besoin.operation: 0 for besoin in besoins.besoins}
        self.repris: dict[str, int] = {}
        for mouvement in mouvements:
            self.recu[mouvement.vers] = self.recu.get(mouvement.vers, 0) + mouvement.montant
            self.repris[mouvement.de] = self.repris.get(mouvement.de, 0) + mouvement.montant
        self.lignes: dict[str, list[LigneCloturee]] = {}
        for ligne in cloture.lignes:
            self.lignes.setdefault(ligne.cle.operation, []).append(ligne)

    def ligne(self, operation: str) -> LigneCloturee | None:
        """La ligne du financeur et de la nature, s’il y en a une."""
        for ligne in self.lignes.get(operation, []):
            if ligne.cle.financeur == self.besoins.financeur and ligne.cle.nature is self.besoins.nature:
                return ligne
        return None

    def operation(self, code: str) -> Operation:
        """L’opération telle que le tableau en vigueur la décrit."""
        return self.cloture.faits[code].operation


def ecarts_aux_regles(
    cloture: Cloture,
    besoins: DemandeDeRedeploiement,
    mouvements: Sequence[Deplacement],
    *,
    pas: PasDeRedeploiement,
    jour: date,
) -> tuple[str, ...]:
    """Tout ce que ces mouvements enfreignent, une phrase chacun ; vide s’ils respectent tout."""
    lecture = _Lecture(cloture, besoins, mouvements, pas)
    return (
        *_mouvements(lecture),
        *_reprises(lecture),
        *(ecart for besoin in besoins.besoins for ecart in _besoin(lecture, besoin)),
        *_enveloppe_et_dates(lecture, jour),
        *(ecart for contrainte in besoins.contraintes for ecart in _contrainte(lecture, contrainte)),
    )


def _mouvements(lecture: _Lecture) -> Iterator[str]:
    demandes = {besoin.operation: besoin for besoin in lecture.besoins.besoins}
    for mouvement in lecture.mouvements:
        lieu = f"de {mouvement.de} vers {mouvement.vers}"
        if mouvement.montant <= 0 or mouvement.montant % lecture.pas.centimes:
            yield f"{lieu} : {mouvement.montant} centimes ne font pas un nombre entier de pas"
        if mouvement.vers not in demandes:
            yield f"{lieu} : rien n’est demandé pour cette opération"
            continue
        de, vers = lecture.operation(mouvement.de), lecture.operation(mouvement.vers)
        pareilles = (de.famille, de.maitre_ouvrage) == (vers.famille, vers.maitre_ouvrage)
        sien = demandes[mouvement.vers]
        inchangee = sien.assiette in (None, _assiette(lecture, vers.code)) and sien.taux in (None, vers.taux_anru)
        locale = pareilles and inchangee
        if (mouvement.voie is Voie.LOCALE) != locale:
            yield f"{lieu} : la voie n’est pas celle des règles de fongibilité"


def _reprises(lecture: _Lecture) -> Iterator[str]:
    voulues = lecture.besoins.economies
    retenues = {r.operation: r.montant for r in voulues} if isinstance(voulues, tuple) else None
    for operation, repris in lecture.repris.items():
        ligne = lecture.ligne(operation)
        economie = 0 if ligne is None else ligne.programme - ligne.montant_cloture
        plan = sum(x.montant_cloture for x in lecture.lignes.get(operation, []))
        if plan != lecture.cloture.faits[operation].cout_final:
            yield f"{operation} : son plan de clôture ne fait pas son coût final"
        yield from _orphelines(lecture, operation, "")
        if repris > economie or (retenues is not None and repris > retenues.get(operation, 0)):
            yield f"{operation} : {repris} centimes repris, plus que son économie"
    if isinstance(voulues, int) and sum(lecture.repris.values()) > voulues:
        yield "les mouvements dépassent les économies à redéployer"


def _orphelines(lecture: _Lecture, operation: str, servie: str) -> Iterator[str]:
    """Les lignes que l’avenant ne programmerait plus, et qui portent encore de l’argent ; ``servie`` en reçoit."""
    for ligne in lecture.lignes.get(operation, []):
        recoit = (ligne.cle.financeur, ligne.cle.nature) == (servie, lecture.besoins.nature)
        if ligne.montant_cloture == 0 and not recoit and (ligne.suivie.engage or ligne.suivie.paye):
            yield f"{operation} : une ligne sans montant reste engagée ou payée"


def _assiette(lecture: _Lecture, operation: str) -> int:
    faits = lecture.cloture.faits[operation]
    return min(faits.assiette, faits.cout_final) if faits.cout else 0


def _besoin(lecture: _Lecture, besoin: BesoinDeCredits) -> Iterator[str]:
    code, recu = besoin.operation, lecture.recu[besoin.operation]
    if not besoin.minimum <= recu <= besoin.maximum:
        yield f"{code} : {recu} centimes reçus, hors de ce qui est demandé"
    if not recu:
        return
    faits, ligne = lecture.cloture.faits[code], lecture.ligne(code)
    if faits.abandonnee or (ligne is not None and ligne.etat in ("soldee", "residu")):
        yield f"{code} : l’opération ne peut plus rien recevoir"
    autres = sum(x.montant_cloture for x in lecture.lignes.get(code, []) if x.regle is not RegleCloture.RESIDU)
    residu = any(x.regle is RegleCloture.RESIDU for x in lecture.lignes.get(code, []))
    if autres + recu > faits.cout_final or (not residu and autres + recu != faits.cout_final):
        yield f"{code} : le plan ne ferait pas le coût final"
    yield from _orphelines(lecture, code, lecture.besoins.financeur)
    if _est_de_l_anru(lecture) and lecture.besoins.nature is Nature.SUBVENTION:
        yield from _taux(lecture, besoin, recu + (0 if ligne is None else ligne.montant_cloture))


def _est_de_l_anru(lecture: _Lecture) -> bool:
    financeurs = lecture.cloture.projet.convention.financeurs
    return any(f.code == lecture.besoins.financeur and f.categorie is Categorie.ANRU for f in financeurs)


def _taux(lecture: _Lecture, besoin: BesoinDeCredits, subvention: int) -> Iterator[str]:
    """Deux fois la subvention se compare à deux fois taux × assiette : l’arrondi n’y ajoute qu’un demi-centime."""
    projet = lecture.cloture.projet
    reglement, signature = reglement_du_projet(projet), projet.convention.date_signature
    operation = lecture.operation(besoin.operation)
    assiette = Fraction(_assiette(lecture, besoin.operation) if besoin.assiette is None else besoin.assiette)
    par_logement = reglement.parametre("plafond_travaux_par_logement", jour=signature, famille=operation.famille)
    if par_logement is not None and operation.unite is Unite.LOGEMENT and operation.quantite:
        assiette = min(assiette, par_logement.valeur * Fraction(operation.quantite))
    maximum = reglement.parametre("taux_maximal", jour=signature, famille=operation.famille)
    taux = [
        t
        for t in (
            operation.taux_anru if besoin.taux is None else besoin.taux,
            None if maximum is None else maximum.valeur,
        )
        if t is not None
    ]
    if taux and 2 * subvention > 2 * min(taux) * assiette + 1:
        yield f"{besoin.operation} : la subvention dépasse le taux de l’assiette"


def _enveloppe_et_dates(lecture: _Lecture, jour: date) -> Iterator[str]:
    if not lecture.mouvements:
        return
    tableau, code = lecture.cloture.situation.tableau, lecture.besoins.financeur
    employe = sum(ligne.montant_cloture for ligne in lecture.cloture.lignes if ligne.cle.financeur == code)
    for enveloppe in tableau.enveloppes:
        if enveloppe.financeur == code and employe + sum(lecture.recu.values()) > enveloppe.montant:
            yield f"{code} : l’enveloppe est dépassée"
    limites = (tableau.date_limite_engagement, tableau.date_limite_solde)
    if _est_de_l_anru(lecture) and any(limite is not None and jour > limite for limite in limites):
        yield f"{code} : une date limite est passée"


def _contrainte(lecture: _Lecture, contrainte: ContrainteVoulue) -> Iterator[str]:
    codes = [
        code
        for code in (besoin.operation for besoin in lecture.besoins.besoins)
        if (not contrainte.operations or code in contrainte.operations)
        and contrainte.famille in (None, lecture.operation(code).famille)
        and contrainte.maitre_ouvrage in (None, lecture.operation(code).maitre_ouvrage)
    ]
    if not _respectee(lecture, contrainte, codes):
        yield f"la contrainte « {contrainte.genre} » n’est pas respectée"


def _respectee(lecture: _Lecture, contrainte: ContrainteVoulue, codes: Sequence[str]) -> bool:
    recus = [lecture.recu[code] for code in codes]
    servis = sum(recu > 0 for recu in recus)
    montant, nombre, part = contrainte.montant or 0, contrainte.nombre or 0, contrainte.part or Fraction(0)
    maximums = {besoin.operation: besoin.maximum for besoin in lecture.besoins.besoins}
    tenues = {
        GenreContrainte.PART_MINIMALE: all(_laisse_sa_part(lecture, code, part) for code in codes),
        GenreContrainte.SANS_AVENANT: all(m.voie is Voie.LOCALE for m in lecture.mouvements if m.vers in codes),
        GenreContrainte.PLAFOND: sum(recus) <= montant,
        GenreContrainte.PLANCHER: sum(recus) >= montant,
        GenreContrainte.NOMBRE_MAXIMAL: servis <= nombre,
        GenreContrainte.TOUT_OU_RIEN: all(lecture.recu[code] in (0, maximums[code]) for code in codes),
        GenreContrainte.SEUIL: all(recu == 0 or recu >= montant for recu in recus),
        GenreContrainte.EXCLUSION: servis <= 1,
        GenreContrainte.ENSEMBLE: servis in (0, len(codes)),
    }
    return tenues[contrainte.genre]


def _laisse_sa_part(lecture: _Lecture, code: str, part: Fraction) -> bool:
    if not lecture.recu[code] or lecture.besoins.nature is not Nature.SUBVENTION:
        return True
    subventions = sum(x.montant_cloture for x in lecture.lignes.get(code, []) if x.cle.nature is Nature.SUBVENTION)
    return 2 * (subventions + lecture.recu[code]) <= 2 * (1 - part) * lecture.cloture.faits[code].cout_final + 1
