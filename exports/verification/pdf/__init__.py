"""Vérifier un pdf."""
