"""La commande ``simuler`` : des scénarios côte à côte, pour une personne ou un programme."""

from exports.commandes.simuler.commande import declarer, executer

__all__ = ["declarer", "executer"]
