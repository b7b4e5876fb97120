"""Ce qui empêche de lire un dossier : codes, textes, lieux, et les erreurs qui les portent."""
