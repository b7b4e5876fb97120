"""Appliquer une source de la correspondance à une grille : lignes situées, compte des cellules, totaux."""
