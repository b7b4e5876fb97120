"""Les codes d’un dossier, retrouvés sous l’écriture d’un autre : ce qu’il ignore garde le nom qu’on lui donne."""

from dataclasses import dataclass

from financement.calculs.grille import axes_du_projet
from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.calculs.journal_du_projet import du_projet
from financement.dossier.projet import Projet
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction.operations import OperationsConnues
from maquettes.importation.extraction.valeurs import Nomenclature

__all__ = ["CodesDuDossier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesDuDossier:
    """Ce que des textes reçus peuvent désigner d’un dossier."""

    nomenclature: Nomenclature

    @classmethod
    def du_projet(cls, projet: Projet) -> "CodesDuDossier":
        """Les opérations, les financeurs et les maîtres d’ouvrage d’un projet."""
        convention = projet.convention
        return cls(
            nomenclature=Nomenclature(
                programme=convention.programme,
                financeurs={f.code: f.nom for f in convention.financeurs},
                maitres_ouvrage={m.code: m.nom for m in convention.maitres_ouvrage},
                operations=OperationsConnues(dossier=axes_du_projet(projet).operations),
            )
        )

    def recoder(self, autre: Projet) -> JournalEnColonnes:
        """Le journal d’un autre dossier sous les codes de celui-ci : le même code, sinon le même nom de financeur."""
        notres = self.nomenclature.financeurs
        par_nom = {cle_de_libelle(nom): code for code, nom in notres.items()}
        leurs = {f.code: par_nom.get(cle_de_libelle(f.nom)) for f in autre.convention.financeurs}
        journal = autre.journal if isinstance(autre.journal, JournalEnColonnes) else du_projet(autre)
        return journal.recoder(
            lambda code: self.nomenclature.operations.trouver(code, {}),
            lambda code: code if code in notres else leurs.get(code),
        )
