"""Les falsifications d’une annexe, format par format : chacune dit ce qu’un vérificateur doit en dire."""
