"""Une hypothèse écrite, lue en hypothèse du noyau : ce que chaque genre exige, admet, et comment s’en lit la valeur."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeVar

from financement.fautes.faute import Faute, TexteRefuse
from financement.fautes.provenance import Provenance
from financement.scenarios.abandon import Abandon
from financement.scenarios.calendrier import ChangementDeLimite, Limite, Retard
from financement.scenarios.couts import Actualisation, Composante, CoutFixe, VariationDeCout
from financement.scenarios.financements import ChangementDEnveloppe, ChangementDeTaux, RetraitDeFinanceur
from financement.scenarios.hypothese import Hypothese, impossible
from financement.scenarios.series import Serie
from financement.selection import Selection
from financement.valeurs.dates import lire_date
from financement.valeurs.montants import lire_montant
from financement.valeurs.ressemblance import proposition
from financement.valeurs.taux import lire_taux
from maquettes.formes.lieux_imbriques import Chemin, LieuxImbriques
from maquettes.scenarios.modele import Genre, HypotheseEcrite, ScenarioEcrit, SerieEcrite
from maquettes.scenarios.valeurs import lire_indice, lire_proportion_signee, lire_semestres, lire_variation

__all__ = ["CIBLES", "LectureDHypotheses"]

T = TypeVar("T")

CIBLES: Final = ("operation", "famille", "maitre_ouvrage")
"""Les clés qui disent quelles opérations sont visées ; sans elles, toutes."""

# Les clés que chaque genre exige, puis celles qu'il admet.
_CLES: Final = MappingProxyType(
    {
        Genre.ABANDONNER: ((), CIBLES),
        Genre.COUT: ((), (*CIBLES, "valeur", "cout_final")),
        Genre.RETARD: (("valeur",), CIBLES),
        Genre.RETRAIT_FINANCEUR: (("financeur",), CIBLES),
        Genre.TAUX: (("financeur", "valeur"), CIBLES),
        Genre.ENVELOPPE: (("financeur", "valeur"), ()),
        Genre.DATE_LIMITE: (("valeur",), ("limite",)),
        Genre.ACTUALISATION: (("base", "date_de_valeur"), (*CIBLES, "valeur", "composantes")),
    }
)


class LectureDHypotheses:
    """La lecture des hypothèses d’un fichier ; ``fautes`` : toutes celles qu’elle a trouvées, à leur lieu."""

    def __init__(self, lieux: LieuxImbriques, series: Sequence[SerieEcrite]) -> None:
        self._lieux = lieux
        self.fautes: list[Faute] = []
        self._series = {
            serie.nom: lue for rang, serie in enumerate(series) if (lue := self._serie(rang, serie)) is not None
        }
        self._nommees = tuple(serie.nom for serie in series)

    def lire(self, rang: int, scenario: ScenarioEcrit) -> tuple[Hypothese, ...]:
        """Les hypothèses d’un scénario ; celles qui ne se lisent pas manquent, et leurs fautes sont gardées."""
        lues = (
            self.hypothese(("scenarios", rang, "hypotheses", place), ecrite)
            for place, ecrite in enumerate(scenario.hypotheses)
        )
        return tuple(lue for lue in lues if lue is not None)

    def _serie(self, rang: int, ecrite: SerieEcrite) -> Serie | None:
        valeurs = []
        for jour, indice in ecrite.valeurs.items():
            chemin: Chemin = ("series", rang, "valeurs", jour)
            lus = self._lire(chemin, lire_date, jour), self._lire(chemin, lire_indice, indice)
            if lus[0] is not None and lus[1] is not None:
                valeurs.append((lus[0], lus[1]))
        if len(valeurs) < len(ecrite.valeurs):
            return None
        return Serie(
            nom=ecrite.nom,
            source=ecrite.source or "",
            valeurs=tuple(sorted(valeurs)),
            provenance=replace(self._lieux(("series", rang)), colonne=None),
        )

    def _lire(self, chemin: Chemin, lire: Callable[[str], T], texte: str | int) -> T | None:
        """La valeur lue ; ``None``, sa faute gardée, si elle ne se lit pas."""
        try:
            return lire(str(texte))
        except TexteRefuse as refus:
            self.fautes.append(refus.en_faute(self._lieux(chemin)))
            return None

    def _refuser(self, chemin: Chemin, cause: str, correction: str) -> None:
        self.fautes.append(impossible(self._lieux(chemin), cause, correction))

    def _cles_refusees(self, chemin: Chemin, ecrite: HypotheseEcrite) -> bool:
        exigees, admises = _CLES[ecrite.genre]
        donnees = [
            nom for nom in HypotheseEcrite.model_fields if nom != "genre" and getattr(ecrite, nom) not in (None, ())
        ]
        nombre = len(self.fautes)
        for nom in exigees:
            if nom not in donnees:
                self._refuser(
                    chemin, f"Une hypothèse « {ecrite.genre} » donne « {nom} »", f"Écrire {nom} dans cette hypothèse."
                )
        for nom in donnees:
            if nom not in (*exigees, *admises):
                connues = ", ".join((*exigees, *admises))
                self._refuser(
                    (*chemin, nom),
                    f"Une hypothèse « {ecrite.genre} » n’emploie pas « {nom} »",
                    f"L’ôter ; elle emploie {connues}.",
                )
        return len(self.fautes) > nombre

    def hypothese(self, chemin: Chemin, ecrite: HypotheseEcrite) -> Hypothese | None:
        """L’hypothèse écrite à ce chemin ; ``None``, ses fautes gardées, si elle ne se lit pas."""
        if self._cles_refusees(chemin, ecrite):
            return None
        cible = Selection(
            operation=ecrite.operation,
            famille=ecrite.famille,
            maitre_ouvrage=ecrite.maitre_ouvrage,
            financeur=ecrite.financeur if ecrite.genre in {Genre.RETRAIT_FINANCEUR, Genre.TAUX} else None,
        )
        lire: Callable[[Chemin, HypotheseEcrite, Selection, Provenance], Hypothese | None] = {
            Genre.ABANDONNER: self._abandon,
            Genre.COUT: self._cout,
            Genre.RETARD: self._retard,
            Genre.RETRAIT_FINANCEUR: self._retrait,
            Genre.TAUX: self._taux,
            Genre.ENVELOPPE: self._enveloppe,
            Genre.DATE_LIMITE: self._date_limite,
            Genre.ACTUALISATION: self._actualisation,
        }[ecrite.genre]
        # Le lieu de toute l'hypothèse : la liste qui la contient n'en est pas une colonne.
        return lire(chemin, ecrite, cible, replace(self._lieux(chemin), colonne=None))

    def _valeur(self, chemin: Chemin, lire: Callable[[str], T], ecrite: HypotheseEcrite) -> T | None:
        return None if ecrite.valeur is None else self._lire((*chemin, "valeur"), lire, ecrite.valeur)

    def _retard(self, chemin: Chemin, ecrite: HypotheseEcrite, cible: Selection, lieu: Provenance) -> Hypothese | None:
        semestres = self._valeur(chemin, lire_semestres, ecrite)
        return None if semestres is None else Retard(semestres=semestres, cible=cible, provenance=lieu)

    def _retrait(self, _: Chemin, __: HypotheseEcrite, cible: Selection, lieu: Provenance) -> Hypothese:
        return RetraitDeFinanceur(cible=cible, provenance=lieu)

    def _taux(self, chemin: Chemin, ecrite: HypotheseEcrite, cible: Selection, lieu: Provenance) -> Hypothese | None:
        taux = self._valeur(chemin, lire_taux, ecrite)
        return None if taux is None else ChangementDeTaux(taux=taux, cible=cible, provenance=lieu)

    def _date_limite(self, chemin: Chemin, ecrite: HypotheseEcrite, _: Selection, lieu: Provenance) -> Hypothese | None:
        jour = self._valeur(chemin, lire_date, ecrite)
        limite = ecrite.limite or Limite.ENGAGEMENT
        return None if jour is None else ChangementDeLimite(limite=limite, jour=jour, provenance=lieu)

    def _abandon(self, chemin: Chemin, _: HypotheseEcrite, cible: Selection, lieu: Provenance) -> Hypothese | None:
        if not cible.est_vide:
            return Abandon(cible=cible, provenance=lieu)
        self._refuser(
            chemin,
            "Rien ne dit ce qui serait abandonné",
            "Écrire operation, famille ou maitre_ouvrage dans cette hypothèse.",
        )
        return None

    def _cout(self, chemin: Chemin, ecrite: HypotheseEcrite, cible: Selection, lieu: Provenance) -> Hypothese | None:
        if (ecrite.valeur is None) == (ecrite.cout_final is None):
            self._refuser(
                chemin,
                "Une hypothèse « cout » donne une variation ou un coût final, l’un des deux et un seul",
                'Écrire valeur = "8 %", valeur = "120 000,00", ou cout_final = "1 320 000,00".',
            )
            return None
        if ecrite.cout_final is None:
            variation = self._valeur(chemin, lire_variation, ecrite)
            if variation is None:
                return None
            proportion, montant = variation
            return VariationDeCout(proportion=proportion, montant=montant, cible=cible, provenance=lieu)
        if cible.operation is None:
            self._refuser(
                (*chemin, "cout_final"), "Un coût final est celui d’une opération", "Écrire operation, et son code."
            )
            return None
        cout = self._lire((*chemin, "cout_final"), lire_montant, ecrite.cout_final)
        return None if cout is None else CoutFixe(cout=cout, cible=cible, provenance=lieu)

    def _enveloppe(self, chemin: Chemin, ecrite: HypotheseEcrite, _: Selection, lieu: Provenance) -> Hypothese | None:
        financeur, texte = ecrite.financeur or "", str(ecrite.valeur)
        if texte.rstrip().endswith("%"):
            proportion = self._valeur(chemin, lambda lu: lire_variation(lu)[0], ecrite)
            if proportion is None:
                return None
            return ChangementDEnveloppe(financeur=financeur, proportion=proportion, provenance=lieu)
        montant = self._valeur(chemin, lire_montant, ecrite)
        return None if montant is None else ChangementDEnveloppe(financeur=financeur, montant=montant, provenance=lieu)

    def _actualisation(
        self, chemin: Chemin, ecrite: HypotheseEcrite, cible: Selection, lieu: Provenance
    ) -> Hypothese | None:
        if (ecrite.valeur is None) == (not ecrite.composantes):
            self._refuser(
                chemin,
                "Une actualisation suit un taux annuel ou des séries, l’un des deux et un seul",
                'Écrire valeur = "1,8 %", ou composantes = [{ serie = "BT01", poids = "70 %" }].',
            )
            return None
        base = self._lire((*chemin, "base"), lire_date, ecrite.base or "")
        valeur = self._lire((*chemin, "date_de_valeur"), lire_date, ecrite.date_de_valeur or "")
        taux = Fraction(0) if ecrite.valeur is None else self._valeur(chemin, lire_proportion_signee, ecrite)
        composantes = self._composantes(chemin, ecrite)
        if base is None or valeur is None or taux is None or composantes is None:
            return None
        if valeur < base:
            self._refuser(
                (*chemin, "date_de_valeur"),
                "La date de valeur précède la base",
                "Écrire une date de valeur qui la suit.",
            )
            return None
        return Actualisation(base=base, valeur=valeur, taux=taux, composantes=composantes, cible=cible, provenance=lieu)

    def _composantes(self, chemin: Chemin, ecrite: HypotheseEcrite) -> tuple[Composante, ...] | None:
        lues = []
        nombre = len(self.fautes)
        for rang, composante in enumerate(ecrite.composantes):
            ici: Chemin = (*chemin, "composantes", rang)
            poids = self._lire((*ici, "poids"), lire_taux, composante.poids)
            serie = self._series.get(composante.serie)
            if composante.serie not in self._nommees:
                self._refuser(
                    (*ici, "serie"),
                    f"Le fichier n’a pas de série « {composante.serie} »{proposition(composante.serie, self._nommees)}",
                    "L’écrire en [[series]], ou en corriger le nom.",
                )
            if poids is not None and serie is not None:
                lues.append(Composante(poids=poids, serie=serie))
        if len(self.fautes) == nombre and sum(composante.poids for composante in lues) > 1:
            self._refuser(
                (*chemin, "composantes"),
                "Les poids des composantes dépassent 100 %",
                "Les ramener à 100 % au plus ; ce qu’ils laissent ne varie pas.",
            )
        return tuple(lues) if len(self.fautes) == nombre and len(lues) == len(ecrite.composantes) else None
