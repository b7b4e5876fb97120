"""La version de la bibliothèque suit « rupture . nouveauté . correction »."""

import re

from financement.version import __version__


def test_la_version_a_trois_nombres() -> None:
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", __version__)
