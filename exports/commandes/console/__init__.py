"""La console : arguments, flux, signaux."""
