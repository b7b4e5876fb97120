"""Des dossiers valides que personne n’écrirait : textes hostiles, dates et montants extrêmes, rien ou beaucoup de tout.

Le squelette (versions, lignes, mouvements, inverses, abandons) est celui des dossiers méchants de la clôture ; ici il
reçoit d’autres noms, d’autres dates, d’autres montants, et ce qu’il n’a pas : suivi, contreparties, programme du NPNRU.
"""

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Final, NamedTuple, TypeVar

from financement.dossier.convention import ContrepartieFonciere, Enveloppe, Financeur, MaitreOuvrage
from financement.dossier.nomenclature import (
    FAMILLES,
    Base,
    Categorie,
    Nature,
    Origine,
    Programme,
    StatutContrepartie,
    Unite,
    UniteMontants,
)
from financement.dossier.operation import DUREE_MAXIMALE, Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from financement.valeurs import validation
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE, Semestre
from financement.valeurs.montants import MONTANT_MAXIMAL
from financement.valeurs.quantites import QUANTITE_MAXIMALE
from tests.financement.cloture.dossiers import DATES, Tirage
from tests.strategies import TEXTES_HOSTILES

__all__ = ["DossierTire", "tirer_un_dossier"]

T = TypeVar("T")

PREMIER_JOUR: Final = datetime.date(ANNEE_MINIMALE, 1, 1)
DERNIER_JOUR: Final = datetime.date(ANNEE_MAXIMALE, 12, 31)
SIGNATURE: Final = datetime.date(2004, 7, 1)
FINANCEURS_AU_PLUS: Final = 30
OPERATIONS_AU_PLUS: Final = 12

# Ce que prennent pour du balisage, une formule ou une commande : typst, xml, html, json, csv, tableurs, terminaux.
HOSTILES: Final = (
    *TEXTES_HOSTILES,
    "#panic() $x^2$ *gras* _souligné_ @renvoi <ancre> `brut` ~ \\ // /* */",
    "#{ [ ( } ] )",
    "= titre",
    "/ terme : définition",
    "]]> <![CDATA[ </script><script>alert(1)</script>",
    "&amp; &#0; &lt;b&gt; &",
    "<w:t>faux</w:t>",
    "{{champ}} %(nom)s {0} ${nom}",
    "école d’architecture « Jean-Moulin » – n° 3 ; 45 % ?",
    "وكالة التجديد الحضري الوطنية",
    "الوكالة",
    "שלום עולם",
    "ฉันกินกระจกได้ पुनर्निर्माण",
    "国家城市更新署",
    "👩‍👩‍👧‍👦🏳️‍🌈🇫🇷",
    "Z̸̢̛̙̫̗a̸̢̛l̵̡̧g̴̡̛o̵̢̧" + "\u0301\u0323\u0308" * 20,
    "à" * 300,
    "W" * 1500,
    "0123456789" * 6,
    "mot " * 400 + "fin",
    "a\u200bb\u2060c\u00add",
    "\u202eenvers",
    "ﬁn ﬀ ǅ ß ſ İ ı",
    "１２３４５６ ＝１＋１ ＋ ＠",
    "\x1b]0;titre\x07",
    "a\x0bb\x0cc\x1cd\x1ee",
    "\U0001f9d1\U0010fffd\ue000",
    "\ufdfa" * 30,
    "CON",
    "../../etc/passwd",
    "a/b\\c:d*e?f|g",
    "Total",
    "TOTAL",
    "-1",
    "1e400",
    "1,5",
)


class DossierTire(NamedTuple):
    """Un dossier, et la date à laquelle l’arrêter."""

    projet: Projet
    au: datetime.date


def tirer_un_dossier(graine: str) -> DossierTire:
    """Le dossier de cette graine, le même à chaque passage."""
    hasard = Random(graine)
    while True:
        try:
            return _Deguisement(hasard).tirer()
        except (DossierRefuse, ValeurImpossible):
            # Un cumul au-delà de ce que le format admet : le tirage suivant est d'une autre échelle.
            continue


class _Deguisement:
    """Le tirage d’un dossier : chaque choix vient du même hasard."""

    def __init__(self, hasard: Random) -> None:
        self._hasard = hasard
        self._tirage = Tirage(hasard, hasard.choice([1, 3, 3, OPERATIONS_AU_PLUS]))
        if self._une_fois_sur(8):
            self._tirage.echelle = MONTANT_MAXIMAL
        self._est_hostile = not self._une_fois_sur(6)
        self._jours = self._calendrier()

    def _une_fois_sur(self, combien: int) -> bool:
        return self._hasard.randint(1, combien) == combien

    def _un(self, choix: Sequence[T]) -> T:
        return self._hasard.choice(choix)

    def _calendrier(self) -> Mapping[datetime.date, datetime.date]:
        """Où tombe chacun des jours du squelette, dans le même ordre : à sa place, ou n’importe où d’admis."""
        connus = sorted({*DATES, SIGNATURE})
        if self._une_fois_sur(2):
            return {jour: jour for jour in connus}
        bornes = {PREMIER_JOUR, DERNIER_JOUR} if self._une_fois_sur(2) else set()
        etendue = (DERNIER_JOUR - PREMIER_JOUR).days
        while len(bornes) < len(connus):
            bornes.add(PREMIER_JOUR + datetime.timedelta(days=self._hasard.randint(0, etendue)))
        return dict(zip(connus, sorted(bornes), strict=True))

    def _jour(self) -> datetime.date:
        return self._un([*self._jours.values(), PREMIER_JOUR, DERNIER_JOUR])

    def _texte(self, ordinaire: str) -> str:
        """Un texte admis, souvent hostile ; ``ordinaire`` sinon."""
        if not self._est_hostile or self._une_fois_sur(3):
            return ordinaire
        while True:
            morceaux = [self._un(HOSTILES) for _ in range(self._un([1, 1, 1, 2, 3]))]
            if self._une_fois_sur(4):
                morceaux.append("".join(self._caractere() for _ in range(self._hasard.randint(1, 12))))
            texte = self._un([" ", "\n", "\t", "", "\u00a0"]).join(morceaux)[: validation.LONGUEUR_TEXTE].strip()
            if validation.texte_obligatoire("texte", texte) is None:
                return texte

    def _caractere(self) -> str:
        while True:
            caractere = chr(self._hasard.randint(1, self._un([0x17F, 0x2FFF, 0xFFFF, 0x10FFFF])))
            if unicodedata.category(caractere) != "Cs":
                return caractere

    def _codes(self, ordinaires: Sequence[str]) -> dict[str, str]:
        """Un code admis pour chacun, tous distincts."""
        codes: dict[str, str] = {}
        for ordinaire in ordinaires:
            code = self._texte(ordinaire)[: validation.LONGUEUR_CODE].strip()
            est_admis = validation.code("code", code) is None and code not in codes.values()
            codes[ordinaire] = code if est_admis else ordinaire
        return codes if len(set(codes.values())) == len(codes) else {code: code for code in ordinaires}

    def _montant(self) -> int:
        return self._tirage.montant()

    def _quantite(self) -> Decimal:
        return self._un([Decimal(0), Decimal(1), Decimal(self._hasard.randint(0, 10**5)) / 100, QUANTITE_MAXIMALE])

    def tirer(self) -> DossierTire:
        """Le dossier : le squelette, sous d’autres noms, à d’autres dates, avec un suivi."""
        squelette = self._tirage.projet()
        if self._une_fois_sur(10):
            vide = replace(squelette, operations=(), plan=(), journal=(), reestimations=())
            squelette = vide if self._une_fois_sur(2) else replace(squelette, journal=())
        if self._une_fois_sur(12):
            squelette = self._d_un_seul_financeur(squelette)
        projet = self._renommer(self._ajouter_des_financeurs(squelette))
        return DossierTire(projet, self._arrete())

    def _arrete(self) -> datetime.date:
        """La veille, le jour ou le lendemain de ce qui compte, ou une borne."""
        if self._une_fois_sur(8):
            return self._un([PREMIER_JOUR, DERNIER_JOUR])
        jour = self._un(list(self._jours.values())) + datetime.timedelta(days=self._un([-1, 0, 0, 1]))
        return min(max(jour, PREMIER_JOUR), DERNIER_JOUR)

    def _d_un_seul_financeur(self, projet: Projet) -> Projet:
        seul = self._un(projet.convention.financeurs)
        return replace(
            projet,
            convention=replace(projet.convention, financeurs=(seul,)),
            operations=tuple(replace(o, maitre_ouvrage=seul.code) for o in projet.operations),
            plan=tuple(ligne for ligne in projet.plan if ligne.financeur == seul.code),
            journal=tuple(m for m in projet.journal if m.financeur in {None, seul.code}),
        )

    def _ajouter_des_financeurs(self, projet: Projet) -> Projet:
        """Jusqu’à trente financeurs, chacun sur une opération."""
        if not projet.operations or not self._une_fois_sur(8):
            return projet
        nombre = self._hasard.randint(1, FINANCEURS_AU_PLUS - len(projet.convention.financeurs))
        autres = [
            Financeur(code=f"AUTRE-{rang}", nom=f"Financeur {rang}", categorie=self._un(list(Categorie)))
            for rang in range(nombre)
        ]
        lignes = [self._ligne(autre, self._un(projet.operations)) for autre in autres]
        return replace(
            projet,
            convention=replace(projet.convention, financeurs=(*projet.convention.financeurs, *autres)),
            plan=(*projet.plan, *lignes),
        )

    def _ligne(self, financeur: Financeur, operation: Operation) -> LignePlan:
        return LignePlan(
            version=operation.version,
            operation=operation.code,
            financeur=financeur.code,
            nature=self._un(list(Nature)),
            montant=self._montant(),
        )

    def _renommer(self, projet: Projet) -> Projet:
        convention, programme = projet.convention, self._un([Programme.PNRU, Programme.PNRU, Programme.NPNRU])
        declares = [f.code for f in convention.financeurs]
        libres = {o.maitre_ouvrage for o in projet.operations} - set(declares)
        codes = self._codes([*declares, *sorted(libres)])
        operations = self._codes(list(dict.fromkeys(o.code for o in projet.operations)))
        maitres = {code: codes[code] for code in sorted(libres) if self._une_fois_sur(2)}
        autres_noms = {code: self._texte(code) for code in libres if code not in maitres}
        jours = self._jours
        return replace(
            projet,
            convention=replace(
                convention,
                code=self._codes([convention.code])[convention.code],
                nom=self._texte(convention.nom),
                porteur=self._texte(convention.porteur),
                programme=programme,
                reglement=programme.value.lower(),
                date_signature=jours[SIGNATURE],
                date_limite_engagement=self._jour(),
                date_limite_solde=self._un([None, self._jour()]),
                unite=self._un(list(UniteMontants)),
                financeurs=tuple(self._financeur(f, codes[f.code]) for f in convention.financeurs),
                avenants=tuple(
                    replace(
                        a,
                        date=jours[a.date],
                        date_limite_engagement=self._un([None, self._jour()]),
                        date_limite_solde=self._un([None, None, self._jour()]),
                        porteur=self._texte("Autre porteur") if self._une_fois_sur(4) else None,
                        enveloppes=tuple(
                            Enveloppe(financeur=codes[f.code], montant=self._montant())
                            for f in convention.financeurs
                            if self._une_fois_sur(8)
                        ),
                    )
                    for a in convention.avenants
                ),
                maitres_ouvrage=tuple(
                    MaitreOuvrage(code=code, nom=self._texte(f"Nom de {code}")) for code in maitres.values()
                ),
                contreparties_foncieres=tuple(
                    self._contrepartie(list(codes.values())) for _ in range(self._un([0, 2]))
                ),
            ),
            operations=tuple(
                self._operation(o, operations[o.code], {**codes, **autres_noms}, programme) for o in projet.operations
            ),
            plan=tuple(
                replace(ligne, operation=operations[ligne.operation], financeur=codes[ligne.financeur])
                for ligne in projet.plan
            ),
            journal=tuple(
                replace(
                    m,
                    date=jours[m.date],
                    operation=operations[m.operation],
                    financeur=None if m.financeur is None else codes[m.financeur],
                    piece=self._texte(m.piece) if m.piece and self._une_fois_sur(8) else m.piece,
                    libelle=self._texte("") if self._une_fois_sur(4) else "",
                )
                for m in projet.journal
            ),
            reestimations=tuple(
                replace(r, date=jours[r.date], operation=operations[r.operation]) for r in projet.reestimations
            ),
            realisations=tuple(
                Realisation(date=self._jour(), operation=code, quantite=self._quantite())
                for code in operations.values()
                for _ in range(self._un([0, 0, 1, 2]))
            ),
            insertion=tuple(
                Insertion(operation=code, heures_objectif=self._quantite(), heures_realisees=self._quantite())
                for code in operations.values()
                if self._une_fois_sur(4)
            ),
        )

    def _financeur(self, financeur: Financeur, code: str) -> Financeur:
        return replace(
            financeur,
            code=code,
            nom=self._texte(financeur.nom),
            categorie=self._un(list(Categorie)) if self._une_fois_sur(4) else financeur.categorie,
            enveloppe=self._un([None, None, self._montant()]),
            siret=self._un([None, "13000548100010", "00000000000000"]),
        )

    def _contrepartie(self, codes: Sequence[str]) -> ContrepartieFonciere:
        return ContrepartieFonciere(
            site=self._texte("Îlot nord"),
            surface_m2=self._quantite(),
            droits_a_construire_m2=self._un([None, self._quantite()]),
            beneficiaire=self._un([self._texte("Association"), self._un(codes)]),
            statut=self._un(list(StatutContrepartie)),
            date=self._un([None, self._jour()]),
        )

    def _operation(
        self, operation: Operation, code: str, maitres: Mapping[str, str], programme: Programme
    ) -> Operation:
        """L’opération, dont le maître d’ouvrage, la famille et l’unité changent parfois d’une version à l’autre."""
        unite = self._un([None, *Unite])
        quantite = None if unite is None else self._un([None, self._quantite()])
        if quantite is not None and unite is Unite.LOGEMENT:
            quantite = quantite.to_integral_value()
        achevement = operation.achevement
        return replace(
            operation,
            code=code,
            famille=self._un(list(FAMILLES[programme])),
            libelle=self._texte(operation.libelle),
            maitre_ouvrage=maitres[operation.maitre_ouvrage],
            localisation=self._texte("") if self._une_fois_sur(2) else "",
            quantite=quantite,
            unite=unite,
            taux_tva=self._un([operation.taux_tva, Fraction(1)]) if operation.base is Base.HT else operation.taux_tva,
            debut=self._un([None, Semestre(self._jour().year, self._un([1, 2]))]),
            duree_semestres=self._un([None, 0, 4, DUREE_MAXIMALE]),
            achevement=None if achevement is None else self._jours[achevement],
            origine=self._un([None, *Origine]),
        )
