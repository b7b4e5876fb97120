"""Relire une maquette : retrouver ses feuilles, lire ses saisies, dire ce qui surprend."""
