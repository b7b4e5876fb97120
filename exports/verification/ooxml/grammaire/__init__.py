"""Ce que peut écrire un logiciel qui réenregistre sans rien changer, partie par partie ; le reste est nommé."""
