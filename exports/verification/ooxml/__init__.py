"""Ce qui est commun aux fichiers de bureautique : parties, relations, types, grammaires."""
