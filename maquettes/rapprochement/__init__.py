"""Rapprocher des fichiers : lire l’extrait d’un autre, écrire le rapprochement en classeur, en relire les décisions."""
