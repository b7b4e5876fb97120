"""Lecture en vrac du journal : des octets aux colonnes d’entiers, sans un objet par ligne."""
