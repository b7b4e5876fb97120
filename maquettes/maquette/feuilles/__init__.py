"""Les feuilles de la maquette, telles qu’elles s’écrivent."""
