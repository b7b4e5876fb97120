"""Les dossiers méchants de la clôture, avec un calendrier : démarrages, durées et limites de tous les temps."""

import datetime
from dataclasses import replace
from random import Random
from typing import Final

from hypothesis import strategies as st

from financement.dossier.operation import DUREE_MAXIMALE
from financement.dossier.projet import Projet
from financement.valeurs.dates import Semestre
from tests.financement.cloture.dossiers import tirer

_DEBUTS: Final = (None, *(Semestre(annee, numero) for annee in (1970, 2005, 2009, 2013, 2099) for numero in (1, 2)))
_DUREES: Final = (None, 0, 1, 2, 5, DUREE_MAXIMALE)
_ACHEVEMENTS: Final = (None, datetime.date(2013, 6, 30), datetime.date(2014, 7, 1), datetime.date(2020, 1, 1))
_LIMITES: Final = (None, datetime.date(2005, 1, 1), datetime.date(2013, 12, 31), datetime.date(2016, 1, 1))


def tirer_calendrier(hasard: Random) -> tuple[Projet, datetime.date]:
    """Un dossier de clôture dont chaque opération a un calendrier, et une date d’arrêté, parfois la dernière."""
    projet, au = tirer(hasard)
    operations = tuple(
        replace(
            operation,
            debut=hasard.choice(_DEBUTS),
            duree_semestres=hasard.choice(_DUREES),
            achevement=operation.achevement or hasard.choice(_ACHEVEMENTS),
            famille=hasard.choice(["02", "08"]),
        )
        for operation in projet.operations
    )
    convention = replace(projet.convention, date_limite_solde=hasard.choice(_LIMITES))
    arrete = datetime.date(2099, 12, 31) if hasard.randint(1, 20) == 1 else au
    return replace(projet, operations=operations, convention=convention), arrete


def calendriers() -> st.SearchStrategy[tuple[Projet, datetime.date]]:
    """Les mêmes dossiers, sous la conduite d’hypothesis."""
    return st.randoms(note_method_calls=False, use_true_random=False).map(tirer_calendrier)
