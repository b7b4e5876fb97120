"""Les règlements : des paramètres datés, référencés, avec leur niveau de confiance."""
