"""Une annexe en euros entiers, qui somme juste : tout y est arrondi à la source, rien dans les tableaux.

Chaque ligne, opération, famille, financeur et total du programmé est à moins d’un euro de l’exact (arrondi contrôlé,
lecture C). Puis viennent les montants de clôture, l’engagé et le payé, arrondis de même : sur une ligne, deux montants
égaux le restent et un montant nul le reste, si bien qu’aucun reste d’un euro n’apparaît où il n’y a rien.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from exports.annexe.programme import Couts, Programme
from exports.document.sceau import GenrePerimetre, Perimetre
from financement.cloture.resultat import Cloture
from financement.dossier.nomenclature import Base
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne
from financement.valeurs.arrondi import arrondir
from financement.valeurs.arrondi_controle import arrondir_a_l_euro, arrondir_liste

__all__ = ["arrondir_cloture", "arrondir_flux", "arrondir_montant", "arrondir_programme"]

_Montants = Mapping[CleLigne, int]


def arrondir_montant(centimes: int) -> int:
    """Le montant à l’euro le plus proche, en centimes, un demi-euro s’éloignant de zéro."""
    return arrondir(Fraction(centimes, 100)) * 100


def _arrondir_lignes(montants: _Montants, operations: Iterable[Operation]) -> dict[CleLigne, int]:
    familles = {operation.code: operation.famille for operation in operations}
    parts = {(cle.operation, (cle.financeur, cle.nature)): montant for cle, montant in montants.items()}
    financeurs = {(cle.financeur, cle.nature): cle.financeur for cle in montants}
    arrondis = arrondir_a_l_euro(parts, familles, financeurs)
    return {cle: arrondis[cle.operation, (cle.financeur, cle.nature)] for cle in montants}


def arrondir_programme(programme: Programme, perimetre: Perimetre, montants: _Montants | None = None) -> Programme:
    """Le programme à l’euro, sur des ``montants`` déjà arrondis s’ils le sont ; un plan équilibré le reste."""
    if montants is None:
        montants = _arrondir_lignes(programme.montants, programme.operations)
    cout_ht, cout_ttc = _colonne(programme, "cout_ht"), _colonne(programme, "cout_ttc")
    assiettes, couts = _colonne(programme, "assiette"), _colonne(programme, "cout")
    if perimetre.genre is not GenrePerimetre.FINANCEUR:
        couts = _couts_selon_le_plan(programme, montants)
    arrondis = {}
    for operation in programme.operations:
        code, cout, exacts = operation.code, couts[operation.code], programme.couts[operation.code]
        est_ttc = operation.base is Base.TTC
        arrondis[code] = Couts(
            cout_ht=cout_ht[code] if est_ttc else cout,
            cout_ttc=None if exacts.cout_ttc is None else cout if est_ttc else cout_ttc[code],
            cout=cout,
            assiette=cout if exacts.assiette == exacts.cout else assiettes[code],
        )
    return replace(programme, montants=montants, couts=arrondis)


def _colonne(programme: Programme, colonne: str) -> dict[str, int]:
    exacts = {code: getattr(couts, colonne) or 0 for code, couts in programme.couts.items()}
    return dict(zip(exacts, arrondir_liste(tuple(exacts.values())), strict=True))


def _couts_selon_le_plan(programme: Programme, montants: _Montants) -> dict[str, int]:
    """Le coût de chaque opération : son plan arrondi, moins l’écart arrondi de son plan à son coût."""
    exacts, arrondis = dict.fromkeys(programme.couts, 0), dict.fromkeys(programme.couts, 0)
    for cle, montant in programme.montants.items():
        if cle.operation in exacts:
            exacts[cle.operation] += montant
            arrondis[cle.operation] += montants[cle]
    return {
        code: arrondis[code] - arrondir_montant(exacts[code] - couts.cout) for code, couts in programme.couts.items()
    }


def arrondir_flux(montants: Sequence[int], total: int) -> tuple[int, ...]:
    """Les montants d’une suite à l’euro, dont la somme est ``total`` : l’écart va au plus grand en valeur absolue."""
    arrondis = list(arrondir_liste(montants))
    if arrondis:
        plus_grand = max(range(len(montants)), key=lambda rang: (abs(montants[rang]), -rang))
        arrondis[plus_grand] += total - sum(arrondis)
    return tuple(arrondis)


def arrondir_cloture(cloture: Cloture, programme: Programme) -> Cloture:
    """La clôture à l’euro, dont le programmé est celui d’un ``programme`` déjà arrondi."""
    operations = [faits.operation for faits in cloture.faits.values()]
    lignes = cloture.lignes
    programmes = {ligne.cle: ligne.programme for ligne in lignes}
    finals = {ligne.cle: ligne.montant_cloture for ligne in lignes}
    engages = {ligne.cle: ligne.suivie.engage for ligne in lignes}
    payes = {ligne.cle: ligne.paye for ligne in lignes}
    deja = [(programmes, {cle: programme.montants.get(cle, 0) for cle in programmes})]
    for exacts in (finals, engages, payes):
        deja.append((exacts, _arrondir_en_suivant(exacts, deja, operations)))
    arrondis_programmes, arrondis_finals, arrondis_engages, arrondis_payes = (arrondis for _, arrondis in deja)
    return replace(
        cloture,
        lignes=tuple(
            replace(
                ligne,
                suivie=replace(
                    ligne.suivie,
                    programme=arrondis_programmes[ligne.cle],
                    engage=arrondis_engages[ligne.cle],
                    paye=arrondis_payes[ligne.cle],
                ),
                calcul=replace(ligne.calcul, montant=arrondis_finals[ligne.cle]),
            )
            for ligne in lignes
        ),
    )


def _arrondir_en_suivant(
    exacts: _Montants, deja: Sequence[tuple[_Montants, _Montants]], operations: Iterable[Operation]
) -> dict[CleLigne, int]:
    """Les montants à l’euro ; celui qui est égal, sur sa ligne, à un montant déjà arrondi l’est comme lui."""
    suivis = {}
    for cle, exact in exacts.items():
        for autres, arrondis in deja:
            if autres[cle] == exact:
                suivis[cle] = arrondis[cle]
                break
    libres = {cle: exact for cle, exact in exacts.items() if cle not in suivis}
    return suivis | _arrondir_lignes(libres, operations)
