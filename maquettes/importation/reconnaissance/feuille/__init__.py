"""Ce que montre une feuille, avant d’en dire le sens : son en-tête, ses lignes, le contenu de ses colonnes."""
