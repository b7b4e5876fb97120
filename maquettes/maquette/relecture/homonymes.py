"""Deux codes qu’un tableur confondrait : il ne distingue ni la casse ni certains signes."""

from collections.abc import Iterable

from financement.dossier.projet import Projet
from maquettes.classeur.classeur import ClasseurImpossible
from maquettes.maquette.valeurs.annulations_calculees import replier

__all__ = ["refuser_homonymes"]


def refuser_homonymes(projet: Projet) -> None:
    """Lève :class:`ClasseurImpossible` si deux codes d’opération, de financeur ou de maître d’ouvrage se confondent."""
    convention = projet.convention
    familles = (
        ("opérations", (operation.code for operation in projet.operations)),
        ("financeurs", (financeur.code for financeur in convention.financeurs)),
        (
            "maîtres d’ouvrage",
            (
                *(operation.maitre_ouvrage for operation in projet.operations),
                *(maitre.code for maitre in convention.maitres_ouvrage),
                *(financeur.code for financeur in convention.financeurs),
            ),
        ),
    )
    for objets, codes in familles:
        confondus = _premiers_confondus(codes)
        if confondus is not None:
            premier, second = confondus
            raise ClasseurImpossible(
                f"{objets} « {premier} » et « {second} » : un tableur les confond (casse, accents composés ou largeur "
                "des signes). Écrire deux fois le même nom, ou deux noms plus différents."
            )


def _premiers_confondus(codes: Iterable[str]) -> tuple[str, str] | None:
    vus: dict[str, str] = {}
    for code in codes:
        repli = replier(code)
        if vus.setdefault(repli, code) != code:
            return vus[repli], code
    return None
