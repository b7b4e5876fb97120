"""La maquette : le dossier en classeur vivant, décrit une fois pour être écrit et relu."""
