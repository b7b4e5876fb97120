"""L’annexe et ses fichiers : formats, noms, ce que chacun demande d’installer."""
