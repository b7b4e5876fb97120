"""Vérifier une annexe : le document, le dossier et les règles s’accordent-ils, et sinon où diffèrent-ils."""
