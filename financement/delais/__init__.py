"""Les délais : de la demande au paiement, de l’engagement au premier paiement, et ce qui reste dû ou à demander."""

from financement.delais.delais import Delais, calculer_delais

__all__ = ["Delais", "calculer_delais"]
