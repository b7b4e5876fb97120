"""Les tableaux et les graphiques de l’annexe, un module chacun."""
