"""Ce qui empêche de lire un dossier : la faute, son modèle, son lieu, et les erreurs qui la portent."""
