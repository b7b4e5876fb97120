"""Les valeurs : montants, dates, taux, quantités, leurs règles et leur arrondi."""
