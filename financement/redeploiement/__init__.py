"""Le redéploiement : le meilleur emploi des économies d’un financeur, dans les règles, en entiers exacts."""
