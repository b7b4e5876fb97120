"""Réunir : les parts que les maîtres d’ouvrage ont rendues, et le dossier dont elles sont parties."""
