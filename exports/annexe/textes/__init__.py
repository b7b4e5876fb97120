"""Les textes de l’annexe : articles, champs de fusion, réserves, signatures."""
