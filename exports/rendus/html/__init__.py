"""Le document en une page html : un seul fichier, sans requête, qui se lit, se trie et s’explique hors ligne."""

from exports.rendus.html.page import rendre_html

__all__ = ["rendre_html"]
