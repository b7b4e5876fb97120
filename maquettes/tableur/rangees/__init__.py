"""Les rangées d’une feuille, lues par lots, et la valeur de chaque cellule."""
