"""Les cœurs de la machine que ce processus peut employer."""

import os

__all__ = ["coeurs_permis"]


def coeurs_permis() -> int:
    """Le nombre de cœurs que ce processus peut employer."""
    permis = getattr(os, "sched_getaffinity", None)
    return os.cpu_count() or 1 if permis is None else len(permis(0))
