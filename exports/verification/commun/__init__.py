"""Ce que partagent les vérifications de tous les formats : lectures et écarts."""
