"""Les blocs de la maquette : leurs colonnes, leurs saisies, leurs formules vives."""
