"""Les contrôles vivants : une ligne par contrôle, OK ou ÉCART, montant de l’écart, lien vers la cellule fautive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maquettes.maquette.blocs.formules import AUTOFINANCEMENT_SEUL, CONCOURS_SEULS, RANG_AUTOFINANCEMENT
from maquettes.maquette.blocs.tous import BLOCS, BLOCS_SAISIS
from maquettes.maquette.description import Bloc, nom_defini
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.valeurs.moteur import Colonnes
from maquettes.tableur.adresses import colonne_lettres

__all__ = ["Controle", "controles_de"]

_MARGE_SOUS_LE_BLOC: Final = 2000
_B: Final = "bloquant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """Un contrôle vivant.

    ``nombre`` et ``montant`` : formules (sans signe égal) du nombre d’anomalies et du montant en jeu, vide sans
    montant. ``cible`` : formule de l’adresse de la première cellule fautive. ``attendus`` : nombre, et montant en
    centimes, que donne le moteur.
    """

    code: str
    libelle: str
    feuille: str
    gravite: str
    nombre: str
    montant: str
    cible: str
    attendus: tuple[int, int]


_MONTRES: Final = {
    "operations": "operation",
    "plan": "operation",
    "piece_confondue": "piece",
    "desequilibre": "manque",
    "sans_programme": "programme",
    "enveloppe_depassee": "exces_programme",
    "cloture_depassee": "montant_cloture",
    "sur_engagement": "engage",
    "engage_negatif": "engage",
    "sur_paiement": "paye",
    "paye_negatif": "paye",
    "a_reverser": "trop_percu",
}
"""La colonne que montre un lien, par drapeau ou, à défaut, par bloc ; à défaut encore, la première."""


_PAR_NOM: Final[Mapping[str, Bloc]] = {bloc.nom: bloc for bloc in BLOCS}


@dataclass(frozen=True, slots=True)
class _Cadre:
    """Les valeurs de chaque colonne calculée, et la place de chaque bloc."""

    valeurs: Mapping[str, Colonnes]
    disposition: Disposition

    def nombres(self, bloc: str, colonne: str) -> list[int]:
        """Les nombres d’une colonne."""
        return [valeur for valeur in self.valeurs[bloc].get(colonne, ()) if isinstance(valeur, int)]


@dataclass(frozen=True, slots=True)
class _Drapeau:
    """Compte les lignes d’un bloc dont une colonne vaut 1, et somme un montant de ces lignes."""

    code: str
    libelle: str
    gravite: str
    bloc: str
    drapeau: str
    montant: str = ""

    def composer(self, cadre: _Cadre) -> Controle:
        bloc = _PAR_NOM[self.bloc]
        drapeau = nom_defini(self.bloc, self.drapeau)
        leves = [valeur == 1 for valeur in cadre.valeurs[self.bloc].get(self.drapeau, ())]
        montants = cadre.valeurs[self.bloc].get(self.montant, ())
        en_jeu = sum(m for m, leve in zip(montants, leves, strict=False) if leve and isinstance(m, int))
        lettres = bloc.lettres[_MONTRES.get(self.drapeau) or _MONTRES.get(self.bloc) or bloc.colonnes[0].nom]
        return Controle(
            code=self.code,
            libelle=self.libelle,
            feuille=bloc.feuille,
            gravite=self.gravite,
            nombre=f"SUM({drapeau})",
            montant=f"ROUND(SUMIFS({nom_defini(self.bloc, self.montant)},{drapeau},1),2)" if self.montant else "",
            cible=f"\"#'{bloc.feuille}'!{lettres}\"&(MATCH(1,{drapeau},0)+{bloc.premiere_ligne})",
            attendus=(sum(leves), en_jeu),
        )


@dataclass(frozen=True, slots=True)
class _Terme:
    """Une colonne à sommer ; ``natures`` : le critère qui n’en retient qu’une part, dans un bloc par financement."""

    bloc: str
    colonne: str
    natures: str = ""

    @property
    def formule(self) -> str:
        colonne = nom_defini(self.bloc, self.colonne)
        if not self.natures:
            return f"SUM({colonne})"
        return f"SUMIFS({colonne},{nom_defini(self.bloc, 'nature_rang')},{self.natures})"

    def total(self, cadre: _Cadre) -> int:
        """La même somme, par le moteur."""
        valeurs = cadre.valeurs[self.bloc]
        if not self.natures:
            return sum(cadre.nombres(self.bloc, self.colonne))
        autofinance = self.natures == AUTOFINANCEMENT_SEUL
        lignes = zip(valeurs.get(self.colonne, ()), valeurs.get("nature_rang", ()), strict=False)
        return sum(
            montant
            for montant, nature in lignes
            if isinstance(montant, int) and (nature == RANG_AUTOFINANCEMENT) is autofinance
        )


@dataclass(frozen=True, slots=True)
class _Egalite:
    """Les totaux d’une même grandeur, sommée de plusieurs façons, sont égaux au centime."""

    libelle: str
    termes: tuple[_Terme, ...]

    def composer(self, cadre: _Cadre) -> Controle:
        sommes = ",".join(terme.formule for terme in self.termes)
        ecart = f"ROUND(MAX({sommes})-MIN({sommes}),2)"
        totaux = [terme.total(cadre) for terme in self.termes]
        en_ecart = max(totaux) - min(totaux)
        feuille = _PAR_NOM[self.termes[0].bloc].feuille
        return Controle(
            code="",
            libelle=f"{self.libelle} : lignes = opérations = financeurs = familles = maîtres d’ouvrage",
            feuille=feuille,
            gravite=_B,
            nombre=f"IF({ecart}=0,0,1)",
            montant=ecart,
            cible=f"\"#'{feuille}'!A1\"",
            attendus=(int(en_ecart != 0), en_ecart),
        )


@dataclass(frozen=True, slots=True)
class _LignesIgnorees:
    """Les lignes saisies que les formules ne voient pas : insérées sans formule, ou écrites sous le tableau."""

    bloc: str

    def composer(self, cadre: _Cadre) -> Controle:
        bloc = _PAR_NOM[self.bloc]
        derniere = cadre.disposition.derniere_ligne(bloc) + 1
        colonnes = [c.nom for c in bloc.saisies if c.saisie is not None and c.saisie.exigence.name == "VALEUR"]
        cle = nom_defini(self.bloc, colonnes[0])
        premiere = bloc.premiere_ligne + 1
        lettres = colonne_lettres(bloc.rang(colonnes[0]))
        # La plage va du bloc à deux mille lignes plus bas : elle suit le bloc quand on y insère des lignes.
        etendue = f"'{bloc.feuille}'!${lettres}${premiere}:${lettres}${derniere + _MARGE_SOUS_LE_BLOC}"
        sans_formule = f'SUMPRODUCT(({cle}<>"")*({nom_defini(self.bloc, "controle")}=""))'
        return Controle(
            code="",
            libelle="Lignes saisies que les formules ignorent (insérées sans formule, ou sous le tableau)",
            feuille=bloc.feuille,
            gravite=_B,
            nombre=f"{sans_formule}+COUNTA({etendue})-COUNTA({cle})",
            montant="",
            cible=f"\"#'{bloc.feuille}'!{lettres}\"&({premiere})",
            attendus=(0, 0),
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Un bloc calculé montre tout : aucun rang de ses sources ne dépasse le dernier qu’il montre."""

    bloc: str
    montree: str
    sources: tuple[tuple[str, str], ...]

    def composer(self, cadre: _Cadre) -> Controle:
        feuille = _PAR_NOM[self.bloc].feuille
        montree = nom_defini(self.bloc, self.montree)
        exces = "+".join(f'COUNTIF({nom_defini(*source)},">"&MAX({montree}))' for source in self.sources)
        dernier = max(cadre.nombres(self.bloc, self.montree), default=0)
        caches = sum(rang > dernier for source in self.sources for rang in cadre.nombres(*source))
        return Controle(
            code="",
            libelle="Place : toutes les lignes sont montrées (sinon, refaire la maquette, qui s’agrandira)",
            feuille=feuille,
            gravite=_B,
            nombre=exces,
            montant="",
            cible=f"\"#'{feuille}'!A1\"",
            attendus=(caches, 0),
        )


@dataclass(frozen=True, slots=True)
class _AuMoinsUneLigne:
    """Un bloc saisi n’est pas vide : vide, il ne se distingue pas d’un bloc oublié."""

    code: str
    libelle: str
    bloc: str
    saisie: str
    lue: str

    def composer(self, cadre: _Cadre) -> Controle:
        bloc = _PAR_NOM[self.bloc]
        return Controle(
            code=self.code,
            libelle=self.libelle,
            feuille=bloc.feuille,
            gravite="information",
            nombre=f"IF(COUNTA({nom_defini(self.bloc, self.saisie)})=0,1,0)",
            montant="",
            cible=f"\"#'{bloc.feuille}'!{bloc.lettres[self.saisie]}{bloc.premiere_ligne + 1}\"",
            attendus=(int(not cadre.nombres(self.bloc, self.lue)), 0),
        )


_ECART_PLAN: Final = "ecart_plan"

_Modele = _Drapeau | _Egalite | _LignesIgnorees | _Place | _AuMoinsUneLigne


def _regroupements(nom: str) -> tuple[_Terme, ...]:
    return tuple(_Terme(bloc, nom) for bloc in ("synthese_financeurs", "familles", "synthese_maitres"))


def _concours(nom: str, ligne: str, par_operation: tuple[str, str]) -> tuple[_Terme, ...]:
    return (_Terme("cloture", ligne, CONCOURS_SEULS), _Terme(*par_operation), *_regroupements(nom))


def _autofinancement(nom: str, ligne: str, par_operation: tuple[str, str]) -> tuple[_Terme, ...]:
    return (_Terme("cloture", ligne, AUTOFINANCEMENT_SEUL), _Terme(*par_operation), *_regroupements(nom))


_MODELES: Final[tuple[_Modele, ...]] = (
    *(_Drapeau("", "Lignes à corriger", _B, bloc.nom, "ecart") for bloc in BLOCS_SAISIS),
    *(_LignesIgnorees(bloc.nom) for bloc in BLOCS_SAISIS),
    _Drapeau(
        "",
        "Pièces que le tableur compare sans casse ni blancs superflus : les récrire de même",
        "alerte",
        "journal",
        "piece_confondue",
    ),
    _Drapeau("PLAN-01", "Plan en vigueur égal au coût de l’opération", _B, "situation", "desequilibre", _ECART_PLAN),
    _Drapeau("PLAN-02", "Rien d’engagé ni de payé sans programmé", _B, "cloture", "sans_programme", "hors_programme"),
    _Drapeau(
        "ENVELOPPE-01", "Programmé dans l’enveloppe", _B, "synthese_financeurs", "enveloppe_depassee", "exces_programme"
    ),
    _Drapeau(
        "ENVELOPPE-02", "Clôture dans l’enveloppe", _B, "synthese_financeurs", "cloture_depassee", "exces_cloture"
    ),
    _Drapeau("ENGAGEMENT-01", "Engagé dans le programmé", _B, "cloture", "sur_engagement", "exces_engage"),
    _Drapeau("ENGAGEMENT-02", "Engagement de l’ANRU dans les délais", _B, "journal", "hors_delai", "engage"),
    _Drapeau(
        "ENGAGEMENT-04", "Dégagements couverts par les engagements", _B, "cloture", "engage_negatif", "engage_net"
    ),
    _Drapeau("PAIEMENT-01", "Payé dans l’engagé", _B, "cloture", "sur_paiement", "exces_paye"),
    _Drapeau("PAIEMENT-04", "Reversements couverts par les paiements", _B, "cloture", "paye_negatif", "paye"),
    _Drapeau("PAIEMENT-05", "Aucun trop-perçu à reverser", "alerte", "cloture", "a_reverser", "exces_verse"),
    _AuMoinsUneLigne("JOURNAL-02", "Au moins un mouvement au journal", "journal", "date", "position"),
    _Egalite("Concours programmés", _concours("programme", "programme", ("situation", "programme"))),
    _Egalite("Concours engagés", _concours("engage", "engage_net", ("situation", "engage"))),
    _Egalite("Concours payés", _concours("paye", "paye", ("situation", "paye"))),
    _Egalite("Concours à la clôture", _concours("montant_cloture", "montant_cloture", ("couts_finals", "concours"))),
    _Egalite(
        "Autofinancement programmé",
        _autofinancement("autofinancement", "programme", ("situation", "autofinancement")),
    ),
    _Egalite(
        "Autofinancement à la clôture",
        _autofinancement("autofinancement_cloture", "montant_cloture", ("couts_finals", "autofinancement")),
    ),
    _Place("situation", "position", (("operations", "position"),)),
    _Place("cloture", "cle", (("plan", "cle_programmee"), ("journal", "cle_restante"))),
    _Place("annulations", "numero", (("journal", "ordre"),)),
    _Place("comparaison", "cle", (("plan", "cle"),)),
    _Place("echeancier", "exercice", (("journal", "exercice"),)),
    _Place("synthese_maitres", "rang", (("situation", "maitre_rang"),)),
)


def controles_de(valeurs: Mapping[str, Colonnes], disposition: Disposition) -> tuple[Controle, ...]:
    """Les contrôles d’une maquette, dans l’ordre de la feuille, avec ce que le moteur en attend."""
    cadre = _Cadre(valeurs, disposition)
    return tuple(modele.composer(cadre) for modele in _MODELES)
