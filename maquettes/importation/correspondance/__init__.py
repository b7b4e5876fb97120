"""La correspondance : ce qui, dans les fichiers reçus, dit quoi du dossier. Une personne la lit et la corrige."""
