"""Vérifier un classeur."""
