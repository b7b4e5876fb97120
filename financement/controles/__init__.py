"""Les contrôles : une liste ordonnée de petites fonctions pures, chacune rend ses constats."""
