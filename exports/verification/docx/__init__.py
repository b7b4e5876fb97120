"""Vérifier un document Word."""
