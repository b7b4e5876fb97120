"""Comparer deux versions d’un tableau financier, leurs opérations et ce que devient l’argent."""
