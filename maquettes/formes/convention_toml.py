"""convention.toml : lecture et écriture."""

from typing import Final

from financement.dossier.convention import Convention
from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    CONVENTION,
    FINANCEURS,
    FORMAT,
    MAITRES_OUVRAGE,
)
from maquettes.description.documents import ConventionLue, lire_convention
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.toml_situe import ecrire_objets, ecrire_paire, ecrire_paires, lire_toml

__all__ = ["NOM", "ecrire_convention_toml", "lire_convention_toml"]

NOM: Final = "convention.toml"


def lire_convention_toml(octets: bytes) -> ConventionLue:
    """Ce que convention.toml déclare, avec toutes ses fautes."""
    try:
        document, lieux = lire_toml(NOM, octets)
    except SourceRefusee as refus:
        return ConventionLue(fautes=[refus.faute])
    lue = lire_convention(document, (), lieux)
    lue.preciser = lieux.preciser
    return lue


def ecrire_convention_toml(convention: Convention) -> bytes:
    """Le fichier convention.toml, UTF-8 : format, convention, puis chaque objet dans l’ordre du dossier."""
    blocs = [
        [ecrire_paire("format", FORMAT)],
        ["[convention]\n", *ecrire_paires(CONVENTION, convention)],
        *ecrire_objets(FINANCEURS, convention.financeurs),
        *ecrire_objets(AVENANTS, convention.avenants),
        *ecrire_objets(MAITRES_OUVRAGE, convention.maitres_ouvrage),
        *ecrire_objets(CONTREPARTIES_FONCIERES, convention.contreparties_foncieres),
    ]
    return "\n".join("".join(bloc) for bloc in blocs).encode()
