"""La description du dossier, et l’interprétation d’une ligne ou d’un document par elle."""
