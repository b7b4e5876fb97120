"""La demande de redéploiement, écrite par une personne en TOML : son modèle, et sa lecture."""
