"""Un dossier tiré, écrit comme un tableau financier que l’on reçoit : une disposition tirée, et ce qu’elle veut dire.

``dispose(graine)`` rend les grilles, la vérité de chaque colonne et la correspondance juste ; une feuille par version.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from financement.dossier.nomenclature import FAMILLES, Base, Nature, Programme, Unite
from maquettes.importation.correspondance.libelles import libelles_de_colonnes
from maquettes.importation.correspondance.modele import (
    MAITRE_OUVRAGE,
    Codes,
    ColonneDeFinanceur,
    Correspondance,
    Ignoree,
    Role,
    Source,
    UniteDeSource,
)
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.contenu import CelluleLue, GenreCellule, Plage
from tests.maquettes.importation import libelles_usuels as mots
from tests.maquettes.importation.dossiers_tires import PORTEURS, OperationTiree, Tirage, tirer

__all__ = ["Disposition", "disposer"]

Valeur = Callable[[OperationTiree], CelluleLue | None]
Niveaux = tuple[str, ...]
_DIVISEURS: Final = {UniteDeSource.EURO: 1, UniteDeSource.MILLIER: 1_000, UniteDeSource.MILLION: 1_000_000}
_FICHIER: Final = "tableau_financier.xlsx"


@dataclass(frozen=True)
class Colonne:
    """Une colonne écrite : ses niveaux, ce qu’elle veut dire (``None`` : à ignorer), ses valeurs."""

    niveaux: Niveaux
    champ: str | None
    valeur: Valeur
    sommable: bool = False


@dataclass(frozen=True, kw_only=True)
class Disposition:
    """Un tableau financier reçu, et tout ce qu’il faut pour juger de ce que l’on en lit.

    ``verite`` : le champ de chaque colonne, tel que la proposition le nomme ; ``None`` pour ce qui s’ignore.
    ``entete`` : première et dernière lignes, comptées depuis zéro, de chaque feuille.
    """

    tirage: Tirage
    grilles: tuple[Grille, ...]
    entetes: tuple[tuple[int, int], ...]
    verite: dict[int, str | None]
    correspondance: Correspondance


def texte(contenu: str) -> CelluleLue:
    """Une cellule de texte."""
    return CelluleLue(GenreCellule.TEXTE, contenu)


def nombre(valeur: Decimal | int) -> CelluleLue:
    """Une cellule de nombre."""
    decimal = Decimal(valeur)
    ecrit = f"{decimal.normalize():f}" if decimal else "0"
    return CelluleLue(GenreCellule.NOMBRE, ecrit)


def disposer(graine: int) -> Disposition:
    """Le dossier de cette graine, dans la disposition de cette graine."""
    alea = random.Random(graine)  # noqa: S311 : un tirage semé n’est pas un secret
    tirage = tirer(alea)
    plume = _Plume(alea, tirage)
    colonnes = plume.colonnes()
    feuilles = alea.choice(mots.FEUILLES)
    grilles, entetes = [], []
    for numero, version in enumerate(tirage.versions):
        nom = feuilles[0] if numero == 0 else feuilles[1].format(n=numero)
        page = _Page(alea, plume, colonnes)
        grilles.append(page.ecrire(nom, version))
        entetes.append(page.entete)
    return Disposition(
        tirage=tirage,
        grilles=tuple(grilles),
        entetes=tuple(entetes),
        verite={rang: colonne.champ for rang, colonne in enumerate(colonnes)},
        correspondance=_correspondance(plume, colonnes, grilles, entetes),
    )


class _Plume:
    """Les choix d’écriture d’un tableau, les mêmes à toutes ses feuilles."""

    def __init__(self, alea: random.Random, tirage: Tirage) -> None:
        self.alea = alea
        self.tirage = tirage
        self.unite = alea.choice([UniteDeSource.EURO, UniteDeSource.EURO, UniteDeSource.MILLIER, UniteDeSource.MILLION])
        self.profondeur = alea.choice([1, 2, 2, 3])
        self.style = alea.choice(["fusionne", "fusionne", "repete", "vide"])
        self.famille_en_titre = alea.random() < 0.5
        self.titres_de_famille = alea.choice(["{code} - {libelle}", "Famille {code} : {libelle}", "{libelle}"])
        self.fautes = alea.random() < 0.3
        self.texte_des_montants = alea.random() < 0.15
        self.vide = alea.choice([None, None, texte("-"), nombre(0)])
        self.mentions = alea.choice(mots.UNITES[self.unite])
        # Sans mention, un tableau en milliers ne se distingue pas d'un tableau en euros : ses libellés la portent.
        self.dans_les_libelles = not self.mentions and alea.random() < 0.5
        self.suffixe = {"euro": " (€)", "millier": " (k€)", "million": " (M€)"}[self.unite]

    def colonnes(self) -> list[Colonne]:
        identite, suite = self._identite()
        blocs = [self._cout(), self._plan(), self._calendrier()]
        if self.alea.random() < 0.3:
            self.alea.shuffle(blocs)
        toutes = identite + suite + [colonne for bloc in blocs for colonne in bloc]
        for genre in ("observation", "responsable", "avancement", "controle"):
            if self.alea.random() < 0.2:
                toutes.append(self._bruit(genre))
        if self.alea.random() < 0.1:
            toutes.insert(0, self._bruit("ordre"))
        return toutes

    def _choisir(self, cle: str) -> str:
        return self._abimer(self.alea.choice(mots.CHAMPS[cle]))

    def _abimer(self, libelle: str) -> str:
        """Une faute de frappe, sur un mot assez long pour qu’on la voie comme telle."""
        longs = [mot for mot in libelle.split() if len(mot) > 6 and mot.isalpha()]
        if not self.fautes or not longs or self.alea.random() > 0.25:
            return libelle
        mot = self.alea.choice(longs)
        rang = self.alea.randint(1, len(mot) - 3)
        gestes = [
            mot[:rang] + mot[rang + 1 :],
            mot[:rang] + mot[rang] + mot[rang:],
            mot[:rang] + mot[rang + 1] + mot[rang] + mot[rang + 2 :],
        ]
        return libelle.replace(mot, self.alea.choice(gestes), 1)

    def _grouper(self, groupe: str, niveaux: Niveaux) -> Niveaux:
        """Les niveaux d’une colonne, sous le libellé de son groupe quand l’en-tête a de la place pour lui."""
        return (groupe, *niveaux) if len(niveaux) < self.profondeur and groupe else niveaux

    def _identite(self) -> tuple[list[Colonne], list[Colonne]]:
        contenu = self.tirage.contenu
        numero = Colonne((self._choisir("operation"),), "operation", lambda o: texte(o.ligne.code))
        tete = [numero, Colonne((self._choisir("libelle"),), "libelle", lambda o: texte(o.ligne.libelle))]
        if not self.famille_en_titre:
            famille = Colonne((self._choisir("famille"),), "famille", self._famille())
            tete.insert(self.alea.choice([0, 1, 2]), famille)
        suite = [
            Colonne(
                (self._choisir("maitre_ouvrage"),),
                "maitre_ouvrage",
                lambda o: texte(PORTEURS[o.ligne.maitre_ouvrage]),
            )
        ]
        if contenu.localisation:
            suite.append(
                Colonne((self._choisir("localisation"),), "localisation", lambda o: texte(o.ligne.localisation))
            )
        self.alea.shuffle(suite)
        return tete, suite + self._quantites()

    def _famille(self) -> Valeur:
        if self.alea.random() < 0.5:
            return lambda o: texte(o.ligne.famille)
        return lambda o: texte(FAMILLES[Programme.PNRU][o.ligne.famille])

    def titre_de_famille(self, famille: str) -> str:
        return self.titres_de_famille.format(code=famille, libelle=FAMILLES[Programme.PNRU][famille])

    def _quantites(self) -> list[Colonne]:
        match self.tirage.contenu.quantite:
            case "separee":
                noms = {Unite.LOGEMENT: self.alea.choice(["logement", "lgts", "logements", "log."]), Unite.M2: "m²"}
                return [
                    Colonne((self._choisir("quantite"),), "quantite", lambda o: nombre(o.ligne.quantite or 0)),
                    Colonne((self._choisir("unite"),), "unite", lambda o: texte(noms[o.ligne.unite or Unite.M2])),
                ]
            case "collee":
                noms = {Unite.LOGEMENT: self.alea.choice(["lgts", "logements", "logts"]), Unite.M2: "m²"}
                return [
                    Colonne(
                        (self._choisir("quantite"),),
                        "quantite",
                        lambda o: texte(f"{o.ligne.quantite} {noms[o.ligne.unite or Unite.M2]}"),
                    )
                ]
            case "logements":
                return [
                    Colonne((self._choisir("quantite_logement"),), "quantite", lambda o: nombre(o.ligne.quantite or 0))
                ]
            case _:
                return []

    def montant(self, centimes: int | None) -> CelluleLue | None:
        """Un montant dans l’unité du tableau."""
        if not centimes:
            return self.vide
        valeur = Decimal(centimes) / 100 / _DIVISEURS[self.unite]
        if self.texte_des_montants:
            entier, _, decimales = f"{valeur.normalize():f}".partition(".")
            groupes = f"{int(entier):,}".replace(",", " ")
            return texte(f"{groupes},{decimales}" if decimales else groupes)
        return nombre(valeur)

    def taux(self, taux: Fraction | None, genre: str) -> CelluleLue | None:
        """Un taux : cellule au format pourcentage, ou texte « 35 % »."""
        if taux is None:
            return None
        pour_cent = Decimal(taux.numerator * 100) / Decimal(taux.denominator)
        if genre == "texte":
            return texte(f"{pour_cent.normalize():f}".replace(".", ",") + " %")
        return CelluleLue(GenreCellule.POURCENTAGE, f"{(pour_cent / 100).normalize():f}")

    def _en_unite(self, libelle: str) -> str:
        return libelle + self.suffixe if self.dans_les_libelles else libelle

    def _cout(self) -> list[Colonne]:
        contenu, groupe = self.tirage.contenu, self.alea.choice(["", *mots.GROUPES["cout"]])
        genre = self.alea.choice(["texte", "pourcentage"])

        def sous(cle: str) -> Niveaux:
            return self._grouper(groupe, (self._en_unite(self._choisir(cle)),))

        def taux_de_tva() -> Niveaux:
            return self._grouper(groupe, (self._choisir("taux_tva"),))

        colonnes = [Colonne(sous("cout_ht"), "cout_ht", lambda o: self.montant(o.ligne.cout_ht), sommable=True)]
        if contenu.tva:
            colonnes.append(Colonne(taux_de_tva(), "taux_tva", lambda o: self.taux(o.ligne.taux_tva, genre)))
        if contenu.tva or contenu.base is Base.TTC:
            colonnes.append(
                Colonne(sous("cout_ttc"), "cout_ttc", lambda o: self.montant(o.ligne.cout_ttc), sommable=True)
            )
        if contenu.assiette:
            colonnes.append(
                Colonne(sous("assiette"), "assiette", lambda o: self.montant(o.ligne.assiette), sommable=True)
            )
        return colonnes

    def _plan(self) -> list[Colonne]:
        groupe = self.alea.choice(["", *mots.GROUPES["plan"]])
        avec_taux = self.alea.random() < 0.5
        cles = dict.fromkeys(
            cle
            for version in self.tirage.versions
            for tiree in version
            for cle in tiree.plan
            if cle[1] is not Nature.FONDS_PROPRES
        )
        ordre = sorted(cles, key=lambda cle: self.tirage.financeurs.index(cle[0]))
        if self.alea.random() < 0.3:
            self.alea.shuffle(ordre)
        abrege = {cle: self.alea.choice(variantes) for cle, variantes in mots.ABREGES.items()}
        colonnes: list[Colonne] = []
        for financeur, nature in ordre:
            nom = self._abimer(self.alea.choice(mots.FINANCEURS[financeur]))
            nom = nom if nature is not Nature.PRET or "rêt" in nom else f"{nom}"
            colonnes += self._d_un_financeur(groupe, nom, (financeur, nature), abrege, avec_taux=avec_taux)
        douteux = self.alea.random() < 0.08
        fonds = self.alea.choice(mots.FONDS_PROPRES_DOUTEUX if douteux else mots.FONDS_PROPRES)
        colonnes.append(
            Colonne(
                self._grouper(groupe, (self._en_unite(fonds),)),
                f"plan.{MAITRE_OUVRAGE}.fonds_propres",
                lambda o: self.montant(o.plan.get((o.ligne.maitre_ouvrage, Nature.FONDS_PROPRES))),
                sommable=True,
            )
        )
        if self.alea.random() < 0.6:
            total = self.alea.choice(mots.BRUITS["total_plan"])
            colonnes.append(
                Colonne(
                    self._grouper(groupe, (self._en_unite(total),)),
                    None,
                    lambda o: self.montant(sum(o.plan.values())),
                    sommable=True,
                )
            )
        return colonnes

    def _d_un_financeur(
        self, groupe: str, nom: str, cle: tuple[str, Nature], abrege: dict[str, str], *, avec_taux: bool
    ) -> list[Colonne]:
        financeur, nature = cle
        champ = f"plan.{financeur}.{nature}"

        def montant(tiree: OperationTiree) -> CelluleLue | None:
            return self.montant(tiree.plan.get(cle))

        genre = "pourcentage"

        def taux(tiree: OperationTiree) -> CelluleLue | None:
            if cle not in tiree.plan:
                return None
            if financeur == "ANRU" and tiree.ligne.taux_anru is not None:
                return self.taux(tiree.ligne.taux_anru, genre)
            base = tiree.ligne.assiette or (
                tiree.ligne.cout_ttc if tiree.ligne.base is Base.TTC else tiree.ligne.cout_ht
            )
            part = Fraction(tiree.plan[cle] * 10_000, base or 1)
            return self.taux(Fraction(int(part + Fraction(1, 2)), 10_000), genre)

        avec = self.tirage.contenu.taux_anru if financeur == "ANRU" else avec_taux
        if not avec:
            return [Colonne(self._grouper(groupe, (self._en_unite(nom),)), champ, montant, sommable=True)]
        est_anru = financeur == "ANRU" and self.tirage.contenu.taux_anru
        mot = abrege["pret"] if nature is Nature.PRET else abrege["montant"]
        if self.profondeur == 1:
            niveaux_du_taux: Niveaux = (self.alea.choice([f"{nom} %", f"Taux {nom}", f"% {nom}", f"{nom} taux"]),)
            niveaux_du_montant: Niveaux = (
                self.alea.choice(
                    [nom, f"Montant {nom}", f"{nom} montant", f"{nom} €" if self.unite == "euro" else nom]
                ),
            )
        else:
            niveaux_du_taux = self._grouper(groupe, (nom, abrege["taux"]))
            niveaux_du_montant = self._grouper(groupe, (nom, mot))
        return [
            Colonne(niveaux_du_taux, "taux_anru" if est_anru else None, taux),
            Colonne(niveaux_du_montant, champ, montant, sommable=True),
        ]

    def _calendrier(self) -> list[Colonne]:
        if not self.tirage.contenu.calendrier:
            return []
        groupe = self.alea.choice(["", *mots.GROUPES["calendrier"]])
        forme = self.alea.choice(["{a}-S{s}", "{a} S{s}", "S{s} {a}", "{o} sem. {a}"])

        def debut(tiree: OperationTiree) -> CelluleLue | None:
            semestre = tiree.ligne.debut
            if semestre is None:
                return None
            ordinal = "1er" if semestre.numero == 1 else "2e"
            return texte(forme.format(a=semestre.annee, s=semestre.numero, o=ordinal))

        return [
            Colonne(self._grouper(groupe, (self._choisir("debut"),)), "debut", debut),
            Colonne(
                self._grouper(groupe, (self._choisir("duree_semestres"),)),
                "duree_semestres",
                lambda o: nombre(o.ligne.duree_semestres or 0),
            ),
        ]

    def _bruit(self, genre: str) -> Colonne:
        libelle, alea = self.alea.choice(mots.BRUITS[genre]), self.alea
        match genre:
            case "ordre":
                return Colonne((libelle,), None, lambda o: nombre(int(o.ligne.code[-4:])))
            case "controle":
                return Colonne((libelle,), None, lambda _: nombre(0))
            case "responsable":
                return Colonne((libelle,), None, lambda _: texte(alea.choice(["Mme Roy", "M. Petit", "Mme Blanc"])))
            case "avancement":
                return Colonne((libelle,), None, lambda _: texte(alea.choice(["en cours", "livré", "étude"])))
            case _:
                return Colonne((libelle,), None, lambda _: texte("à confirmer") if alea.random() < 0.3 else None)


class _Page:
    """Une feuille que l’on écrit de haut en bas."""

    def __init__(self, alea: random.Random, plume: _Plume, colonnes: Sequence[Colonne]) -> None:
        self.alea = alea
        self.plume = plume
        self.colonnes = colonnes
        self.cellules: dict[tuple[int, int], CelluleLue] = {}
        self.fusions: list[Plage] = []
        self.ligne = 0
        self.entete = (0, 0)

    def ecrire(self, nom: str, version: Sequence[OperationTiree]) -> Grille:
        self._titres(nom)
        self._entete()
        avec_sous_totaux = self.alea.random() < 0.6
        for famille in dict.fromkeys(tiree.ligne.famille for tiree in version):
            siennes = [tiree for tiree in version if tiree.ligne.famille == famille]
            if self.plume.famille_en_titre:
                self._titre_de_famille(famille)
            for tiree in siennes:
                for rang, colonne in enumerate(self.colonnes):
                    self._poser(rang, colonne.valeur(tiree))
                self.ligne += 1
            if avec_sous_totaux:
                self._totaliser(f"{self.alea.choice(mots.SOUS_TOTAUX)} {famille}", siennes)
                self.ligne += self.alea.choice([0, 0, 0, 1])
        if self.alea.random() < 0.8:
            self._totaliser(self.alea.choice(mots.TOTAUX), version)
        if self.alea.random() < 0.4:
            self.ligne += 1
            for note in self.alea.sample(mots.NOTES, self.alea.randint(1, 2)):
                self._poser(0, texte(note))
                self.ligne += 1
        return Grille(fichier=_FICHIER, feuille=nom, cellules=self.cellules, fusions=tuple(self.fusions))

    def _poser(self, colonne: int, cellule: CelluleLue | None) -> None:
        if cellule is not None and cellule.texte:
            self.cellules[self.ligne, colonne] = cellule

    def _titres(self, nom: str) -> None:
        titres = self.alea.sample(mots.TITRES, self.alea.randint(0, 3))
        if self.alea.random() < 0.3:
            titres.append(nom)
        if self.plume.mentions:
            titres.append(self.plume.mentions)
        for titre in titres:
            colonne = self.alea.choice([0, 0, 0, 2])
            self._poser(colonne, texte(titre))
            if self.alea.random() < 0.3:
                self.fusions.append(Plage(self.ligne, colonne, self.ligne, len(self.colonnes) - 1))
            self.ligne += self.alea.choice([1, 1, 2])

    def _entete(self) -> None:
        hauteur = max(len(colonne.niveaux) for colonne in self.colonnes)
        premiere = self.ligne
        style = self.plume.style
        for rang, colonne in enumerate(self.colonnes):
            manque = hauteur - len(colonne.niveaux)
            # Fusionnée, une colonne d'un niveau prend toute la hauteur ; sinon elle s'écrit sur la dernière ligne.
            depart = premiere if style == "fusionne" else premiere + manque
            for niveau, libelle in enumerate(colonne.niveaux):
                self.ligne = depart + niveau
                if style == "repete" or not self._continue(rang, niveau):
                    self._poser(rang, texte(libelle))
            if style == "fusionne":
                self._fusionner(rang, premiere, hauteur)
        self.ligne = premiere + hauteur
        self.entete = (premiere, self.ligne - 1)

    def _continue(self, rang: int, niveau: int) -> bool:
        """Le libellé de ce niveau est déjà écrit sur la colonne à gauche."""
        ici, avant = self.colonnes[rang].niveaux, self.colonnes[rang - 1].niveaux if rang else ()
        return niveau < len(ici) - 1 and len(avant) == len(ici) and avant[: niveau + 1] == ici[: niveau + 1]

    def _fusionner(self, rang: int, premiere: int, hauteur: int) -> None:
        niveaux = self.colonnes[rang].niveaux
        dernier = len(niveaux) - 1
        if dernier < hauteur - 1:
            self.fusions.append(Plage(premiere + dernier, rang, premiere + hauteur - 1, rang))
        for niveau in range(dernier):
            if self._continue(rang, niveau):
                continue
            fin = rang
            while fin + 1 < len(self.colonnes) and self._continue(fin + 1, niveau):
                fin += 1
            if fin > rang:
                self.fusions.append(Plage(premiere + niveau, rang, premiere + niveau, fin))

    def _titre_de_famille(self, famille: str) -> None:
        self._poser(0, texte(self.plume.titre_de_famille(famille)))
        if self.alea.random() < 0.3:
            self.fusions.append(Plage(self.ligne, 0, self.ligne, len(self.colonnes) - 1))
        self.ligne += 1

    def _totaliser(self, libelle: str, tirees: Sequence[OperationTiree]) -> None:
        self._poser(self.alea.choice([0, 1]), texte(libelle))
        for rang, colonne in enumerate(self.colonnes):
            if colonne.sommable:
                self._poser(rang, _somme([colonne.valeur(tiree) for tiree in tirees]))
        self.ligne += 1


def _somme(cellules: Sequence[CelluleLue | None]) -> CelluleLue:
    lus = [c.texte.replace(" ", "").replace(",", ".") for c in cellules if c is not None and c.texte != "-"]
    return nombre(sum(map(Decimal, lus), Decimal(0)))


def _correspondance(
    plume: _Plume,
    colonnes: Sequence[Colonne],
    grilles: Sequence[Grille],
    entetes: Sequence[tuple[int, int]],
) -> Correspondance:
    contenu = plume.tirage.contenu
    sources = []
    for version, (grille, entete) in enumerate(zip(grilles, entetes, strict=True)):
        libelles = libelles_de_colonnes(grille, entete)
        par_champ = {colonne.champ: libelles[rang] for rang, colonne in enumerate(colonnes) if colonne.champ}
        champs = {champ: libelle for champ, libelle in par_champ.items() if not champ.startswith("plan.")}
        constantes = {"base": contenu.base.value}
        if plume.famille_en_titre:
            champs["famille"] = "@titre"
        if contenu.quantite == "collee":
            champs["unite"] = champs["quantite"]
        if contenu.quantite == "logements":
            constantes["unite"] = Unite.LOGEMENT.value
        sources.append(
            Source(
                fichier=grille.fichier,
                feuille=grille.feuille,
                role=Role.TABLEAU_FINANCIER,
                version=version,
                entete=(entete[0] + 1, entete[1] + 1),
                unite=plume.unite,
                base=contenu.base,
                colonnes=champs,
                constantes=constantes,
                financeurs=tuple(
                    ColonneDeFinanceur(
                        colonne=libelle, financeur=champ.split(".")[1], nature=Nature(champ.split(".")[2])
                    )
                    for champ, libelle in par_champ.items()
                    if champ.startswith("plan.")
                ),
                ignorees=tuple(
                    Ignoree(colonne=libelles[rang])
                    for rang, colonne in enumerate(colonnes)
                    if colonne.champ is None and rang in libelles
                ),
                codes=Codes(
                    maitre_ouvrage={nom: code for code, nom in PORTEURS.items()},
                    famille={plume.titre_de_famille(code): code for code in FAMILLES[Programme.PNRU]},
                ),
            )
        )
    return Correspondance(sources=tuple(sources))
