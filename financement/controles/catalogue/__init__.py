"""Le code, le nom, la gravité, la phrase et le remède de chaque contrôle."""
