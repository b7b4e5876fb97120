"""Mettre un tableau en page, pour tout format imprimé : ses textes, ce qu’ils mesurent, ses largeurs et ses volets."""
