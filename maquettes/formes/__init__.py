"""Les formes de texte du dossier : toml et csv."""
