"""Le format xlsx : adresses, garde et lecture."""
