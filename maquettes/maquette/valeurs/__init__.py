"""Ce que les formules de la maquette doivent rendre, calculé par le moteur."""
