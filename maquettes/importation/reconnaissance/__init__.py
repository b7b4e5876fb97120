"""Reconnaître une table reçue : une petite question par fonction, posée à une grille ; une personne décide."""
