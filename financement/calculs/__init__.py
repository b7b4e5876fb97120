"""Les calculs sur un projet : tableau en vigueur, journal en colonnes, situation, lignes suivies."""
