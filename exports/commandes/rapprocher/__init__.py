"""La commande ``rapprocher`` : deux comptes du même argent, pour une personne ou un programme."""

from exports.commandes.rapprocher.commande import declarer, executer

__all__ = ["declarer", "executer"]
