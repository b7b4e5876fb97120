"""Version de la bibliothèque, seule source pour le paquet et la ligne de commande."""

__version__ = "0.1.0"
