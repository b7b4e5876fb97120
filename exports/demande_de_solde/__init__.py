"""La demande de solde : son document, composé depuis un projet, une date et une opération ou un maître d’ouvrage."""
