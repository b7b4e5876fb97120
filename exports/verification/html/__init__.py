"""Vérifier une page html."""
