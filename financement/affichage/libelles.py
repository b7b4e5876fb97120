"""L’accord d’un nom avec son nombre."""

__all__ = ["accorder", "afficher_nombre"]


def accorder(nombre: int, singulier: str, pluriel: str) -> str:
    """Le nombre et son nom, le pluriel commençant à deux.

    >>> accorder(1, "opération", "opérations"), accorder(3, "opération", "opérations")
    ('1 opération', '3 opérations')
    """
    return f"{afficher_nombre(nombre)} {pluriel if nombre > 1 else singulier}"


def afficher_nombre(nombre: int) -> str:
    r"""Un nombre de choses dans une phrase, milliers en espace fine.

    >>> afficher_nombre(1024)
    '1\u202f024'
    """
    return f"{nombre:,}".replace(",", "\u202f")
