"""La commande ``demande-de-solde`` : ce qu’un maître d’ouvrage signe, et ce qui l’en empêche."""

from exports.commandes.demande_de_solde.commande import declarer, executer

__all__ = ["declarer", "executer"]
