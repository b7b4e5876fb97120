"""Importer : des fichiers que l’on a déjà, dans la forme qu’ils ont, à un dossier juste."""
