"""Un journal commun à plusieurs conventions, et la part qui revient à chacune."""
