"""La commande ``indicateurs`` : ceux d’une ou de plusieurs conventions, pour une personne ou un programme."""

from exports.commandes.indicateurs.commande import declarer, executer

__all__ = ["declarer", "executer"]
