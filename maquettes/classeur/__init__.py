"""Écrire un classeur : cellules, saisies, formules, graphiques natifs."""
