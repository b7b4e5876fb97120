"""Les scénarios d’un fichier TOML : ce qu’une personne y écrit, lu en hypothèses, toutes les fautes à la fois."""
