"""Les graphiques : de leurs données à des formes simples, puis à un fichier d’image."""
