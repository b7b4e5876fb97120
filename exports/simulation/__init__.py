"""La simulation en document : des scénarios côte à côte, en tableaux à formules vives et en graphiques."""
