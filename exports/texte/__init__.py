"""Le texte français des documents : accords, nombres en lettres, caractères admis."""
