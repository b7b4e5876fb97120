"""Le système de fichiers : lire sans surprise, écrire en entier ou pas du tout."""
