"""Rapprocher deux comptes du même argent : ce qui se répond, ce qui diffère, et leurs totaux."""
