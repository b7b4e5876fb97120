"""Ce qu’une colonne peut vouloir dire, par son libellé et son contenu, du plus vraisemblable au moins vraisemblable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from financement.dossier.nomenclature import Categorie, Nature
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import MAITRE_OUVRAGE
from maquettes.importation.correspondance.proposition import IGNOREE, Certitude, nommer_le_champ
from maquettes.importation.reconnaissance.convenances import Convenance, convenance
from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.mots.accords import (
    DES_CHAMPS,
    DES_EQUIVOQUES,
    DES_IGNORES,
    Accord,
    Lexique,
    accords,
)
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus, colonne_d_organisme

__all__ = [
    "AUTRE_ORGANISME",
    "PART_DES_BAILLEURS",
    "Choix",
    "Possible",
    "choisir",
    "du_plan",
    "possibles",
    "sans_doublons",
]

AUTRE_ORGANISME: Final = "ce nom peut désigner un autre organisme"
"""Le doute que lève un plan qui s’équilibre."""
PART_DES_BAILLEURS: Final = "ce n’est peut-être que la part des bailleurs"
"""Le doute que lève un plan qui s’équilibre, si les opérations de la colonne sont toutes à des bailleurs."""

_CANDIDATS: Final = 4
_PRET: Final = f".{Nature.PRET.value}"
_PREVU: Final = re.compile(r"\bpre(?:vu|visionnel)")
_LIVRE: Final = re.compile(r"(?:livre|acheve|termine|receptionne)e?s? ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """Un sens possible d’une colonne ; ``doute`` : ce qui interdit d’en être sûr, ou rien."""

    champ: str
    accord: Accord
    convenance: Convenance
    motif: str = ""
    doute: str = ""

    @property
    def rang(self) -> tuple[int, int]:
        """De quoi comparer deux sens de la même colonne."""
        return self.accord, self.convenance

    @property
    def certitude(self) -> Certitude:
        """Sûr : le libellé même et un contenu possible, ou à une frappe près et un contenu qui confirme."""
        if self.doute or self.accord <= Accord.PROCHE:
            return Certitude.PROBABLE
        sur = self.accord is Accord.EXACT or self.convenance is Convenance.CONFIRME
        return Certitude.SURE if sur else Certitude.PROBABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Choix:
    """Le sens retenu d’une colonne ; ``candidats`` : les autres."""

    champ: str | None
    certitude: Certitude
    candidats: tuple[str, ...] = ()
    motif: str = ""


def du_plan(code: str, nature: Nature) -> str:
    """Le champ d’une colonne de financeur."""
    return f"plan.{code}.{nature.value}"


def possibles(niveaux: Sequence[str], profil: Profil, connus: Connus, lexique: Lexique = DES_CHAMPS) -> list[Possible]:
    """Les sens que permettent le libellé et le contenu."""
    trouves = [
        *_des_champs(niveaux, profil, lexique),
        *_d_un_organisme(niveaux, profil, connus),
        *_ignores(niveaux, profil),
    ]
    permis = [possible for possible in trouves if possible.convenance is not Convenance.CONTRAIRE]
    return sorted(permis, key=lambda possible: possible.rang, reverse=True)


def _des_champs(niveaux: Sequence[str], profil: Profil, lexique: Lexique) -> Iterator[Possible]:
    equivoques = accords(niveaux, DES_EQUIVOQUES)
    prevu = _PREVU.search(cle_de_libelle(" ".join(niveaux))) is not None
    for champ, trouve in accords(niveaux, lexique).items():
        if champ == "achevement" and prevu:
            continue  # L'achèvement du dossier est constaté.
        equivoque = equivoques.get(champ) is Accord.EXACT and not (champ == "achevement" and _sont_constatees(profil))
        doute = "ce libellé peut dire autre chose" if equivoque else ""
        yield Possible(champ=champ, accord=trouve, convenance=convenance(champ, profil), doute=doute)


def _sont_constatees(profil: Profil) -> bool:
    """« livré le 30/09/2009 » : la date est celle d’un fait, non d’une prévision."""
    return any(_LIVRE.match(cle_de_libelle(cellule.texte)) for cellule in profil.valeurs.values())


def _d_un_organisme(niveaux: Sequence[str], profil: Profil, connus: Connus) -> Iterator[Possible]:
    lue = colonne_d_organisme(niveaux, connus)
    if lue is None:
        if "pret" in {mot for niveau in niveaux for mot in mots_de(niveau)}:
            yield Possible(
                champ=du_plan("CDC", Nature.PRET),
                accord=Accord.PROCHE,
                convenance=convenance("montant", profil),
                doute="le prêteur n’est pas nommé",
            )
        return
    if lue.est_un_taux:
        programme = lue.code == "ANRU" or any(
            connu.code == lue.code and connu.categorie is Categorie.ANRU for connu in connus.financeurs
        )
        champ = "taux_anru" if programme and lue.nature is Nature.SUBVENTION else IGNOREE
        motif = "" if champ != IGNOREE else "taux déduit du montant"
        doute = AUTRE_ORGANISME if lue.equivoque and champ != IGNOREE else ""
        yield Possible(champ=champ, accord=lue.accord, convenance=convenance("taux", profil), motif=motif, doute=doute)
        return
    doute = lue.suppose
    if lue.equivoque:
        doute = PART_DES_BAILLEURS if lue.code == MAITRE_OUVRAGE else AUTRE_ORGANISME
    yield Possible(
        champ=du_plan(lue.code, lue.nature), accord=lue.accord, convenance=convenance("montant", profil), doute=doute
    )


def _ignores(niveaux: Sequence[str], profil: Profil) -> Iterator[Possible]:
    for motif, trouve in accords(niveaux, DES_IGNORES).items():
        yield Possible(champ=IGNOREE, accord=trouve, convenance=convenance(motif, profil), motif=motif)


def choisir(trouves: Sequence[Possible]) -> Choix:
    """Le premier des sens possibles ; deux qui se valent laissent un doute."""
    if not trouves:
        return Choix(champ=None, certitude=Certitude.INCONNUE)
    premier, *autres = trouves
    candidats = tuple(dict.fromkeys(autre.champ for autre in autres if autre.champ != premier.champ))[:_CANDIDATS]
    rivaux = [autre for autre in autres if autre.champ != premier.champ and autre.rang == premier.rang]
    if rivaux and premier.accord > Accord.PROCHE:
        motif = f"se lit aussi comme {nommer_le_champ(rivaux[0].champ)}"
        return Choix(champ=premier.champ, certitude=Certitude.PROBABLE, candidats=candidats, motif=motif)
    certitude = premier.certitude
    motif = premier.motif if certitude is Certitude.SURE else premier.doute or premier.motif or _pourquoi(premier)
    return Choix(champ=premier.champ, certitude=certitude, candidats=candidats, motif=motif)


def _pourquoi(possible: Possible) -> str:
    if possible.accord is Accord.FRAPPE:
        return "libellé à une faute de frappe près"
    return "libellé voisin" if possible.accord is Accord.PROCHE else "d’après le contenu"


def sans_doublons(choix: Mapping[int, Choix]) -> dict[int, Choix]:
    """Deux colonnes n’ont pas le même champ : deux sûres ne le sont plus, une moins sûre que l’autre le perd."""
    rendus = dict(choix)
    par_champ: dict[str, list[int]] = {}
    for colonne, choisi in choix.items():
        if choisi.champ is not None and choisi.champ != IGNOREE:
            par_champ.setdefault(choisi.champ, []).append(colonne)
    for champ, colonnes in par_champ.items():
        if len(colonnes) > 1:
            rendus |= _plusieurs_prets(choix, colonnes) if champ.endswith(_PRET) else _un_seul(choix, champ, colonnes)
    return rendus


def _plusieurs_prets(choix: Mapping[int, Choix], colonnes: Sequence[int]) -> dict[int, Choix]:
    """Plusieurs prêts d’un même prêteur s’additionnent, si l’un n’est pas le total des autres."""
    motif = "plusieurs colonnes de prêt s’additionnent : vérifier qu’aucune n’est le total des autres"
    return {colonne: replace(choix[colonne], certitude=Certitude.PROBABLE, motif=motif) for colonne in colonnes}


def _un_seul(choix: Mapping[int, Choix], champ: str, colonnes: Sequence[int]) -> dict[int, Choix]:
    sures = [colonne for colonne in colonnes if choix[colonne].certitude is Certitude.SURE]
    garde = sures[0] if len(sures) == 1 else colonnes[0]
    motif = f"une autre colonne se lit aussi comme {nommer_le_champ(champ)}"
    rendus = {
        colonne: Choix(
            champ=None,
            certitude=Certitude.INCONNUE,
            candidats=(champ, *choix[colonne].candidats)[:_CANDIDATS],
            motif=motif,
        )
        for colonne in colonnes
        if colonne != garde
    }
    if len(sures) != 1:
        rendus[garde] = replace(choix[garde], certitude=Certitude.PROBABLE, motif=motif)
    return rendus
