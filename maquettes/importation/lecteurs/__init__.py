"""Le texte d’une cellule reçue à une valeur, dans l’écriture du dossier : un lecteur nommé par sorte de valeur."""
