"""Ce qu’un fichier reçu contient, quelle que soit sa forme : des grilles de cellules situées."""
