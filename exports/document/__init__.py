"""Le document neutre : tableaux, cellules, calculs, sceau, sans aucun format."""
