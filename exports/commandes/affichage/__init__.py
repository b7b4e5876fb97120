"""Ce que les commandes affichent de commun : tables, filtres, montants, avis."""
