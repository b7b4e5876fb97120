"""L’unique règle d’arrondi de la bibliothèque : au centime le plus proche, demi-centime loin de zéro.

Source : aucun texte de l’ANRU ne publie de règle d’arrondi ; celle-ci est notre lecture (confiance C),
conforme à l’usage commercial et à la fonction ARRONDI d’Excel. Tout arrondi passe par ce module.
"""

from fractions import Fraction

__all__ = ["arrondir"]


def arrondir(valeur: Fraction) -> int:
    """L’entier le plus proche de ``valeur`` ; à égale distance, celui qui s’éloigne de zéro.

    >>> arrondir(Fraction(5, 2)), arrondir(Fraction(-5, 2)), arrondir(Fraction(7, 3))
    (3, -3, 2)
    """
    numerateur, denominateur = valeur.numerator, valeur.denominator
    quotient = (2 * abs(numerateur) + denominateur) // (2 * denominateur)
    return quotient if numerateur >= 0 else -quotient
