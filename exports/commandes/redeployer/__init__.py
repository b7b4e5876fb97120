"""La commande ``redeployer`` : le meilleur emploi des économies d’un financeur, pour une personne ou un programme."""

from exports.commandes.redeployer.commande import declarer, executer

__all__ = ["declarer", "executer"]
