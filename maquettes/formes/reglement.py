"""Le règlement propre d’un dossier : reglement.toml, ou la clé « reglement » d’un json."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from financement.fautes.faute import Faute
from financement.fautes.provenance import Provenance
from financement.reglement.parametre import Parametre
from financement.reglement.propre import ReglementPropre
from maquettes.description.description import PARAMETRES, REGLEMENT
from maquettes.description.documents import Localisateur, est_un_objet, lire_objet, lire_objets
from maquettes.description.lignes import LigneLue, TableLue
from maquettes.description.valeurs import valeur_neutre
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.toml_situe import ecrire_objets, ecrire_paires, lire_toml

__all__ = ["NOM", "ReglementLu", "ecrire_reglement_toml", "lire_reglement", "lire_reglement_toml"]

NOM: Final = "reglement.toml"


def _lieu_tel_quel(lieu: Provenance) -> Provenance:
    return lieu


@dataclass(slots=True, kw_only=True)
class ReglementLu:
    """Ce que le dossier déclare de son règlement ; ``entete`` manque si rien n’en est lisible."""

    entete: LigneLue[ReglementPropre] | None = None
    parametres: TableLue[Parametre] = field(default_factory=TableLue)
    fautes: list[Faute] = field(default_factory=list)
    preciser: Callable[[Provenance], Provenance] = _lieu_tel_quel

    def toutes_les_fautes(self) -> list[Faute]:
        """Toutes les fautes de lecture du règlement."""
        entete = self.entete.fautes if self.entete is not None else ()
        return [*self.fautes, *entete, *self.parametres.toutes_les_fautes()]

    @property
    def propre(self) -> ReglementPropre:
        """Le règlement lu, une base neutre s’il n’en a pas de lisible, moins les paramètres mal identifiés."""
        lu = self.entete.objet if self.entete is not None else None
        base = lu or REGLEMENT.construire(**{c.champ: valeur_neutre(c) for c in REGLEMENT.colonnes})
        return replace(base, parametres=self.parametres.sans_faute_sur(PARAMETRES.cle))


def lire_reglement(objet: object, a_la_racine: Callable[[str | None], Provenance], situer: Localisateur) -> ReglementLu:
    """Le règlement d’un document ; ``a_la_racine`` situe ses clés, ``situer`` celles de ses paramètres."""
    entete = lire_objet(REGLEMENT, objet, a_la_racine, autres=(PARAMETRES.nom,))
    parametres = lire_objets(PARAMETRES, objet if est_un_objet(objet) else {}, situer)
    return ReglementLu(entete=entete, parametres=parametres)


def lire_reglement_toml(octets: bytes) -> ReglementLu:
    """Ce que reglement.toml déclare, avec toutes ses fautes."""
    try:
        document, lieux = lire_toml(NOM, octets)
    except SourceRefusee as refus:
        return ReglementLu(fautes=[refus.faute])
    lu = lire_reglement(document, lieux.a_la_racine, lieux)
    lu.preciser = lieux.preciser
    return lu


def ecrire_reglement_toml(propre: ReglementPropre) -> bytes:
    """Le fichier reglement.toml, UTF-8 : la base, puis chaque paramètre dans l’ordre du dossier."""
    blocs = [ecrire_paires(REGLEMENT, propre), *ecrire_objets(PARAMETRES, propre.parametres)]
    return "\n".join("".join(bloc) for bloc in blocs).encode()
